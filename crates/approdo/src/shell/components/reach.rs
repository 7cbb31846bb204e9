//! How to reach a person without danger.

use maud::{Markup, html};

use super::signs::sign;

/// Whether a way of reaching someone is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Yes,
    /// It is not: hatched, crossed and written.
    No,
    /// Nobody asked: counts as no until someone does (SEC-23).
    NotAsked,
}

/// One way of reaching someone.
#[derive(Clone, Debug)]
pub struct ReachCell {
    what: String,
    verdict: Verdict,
    word: String,
    note: Option<Markup>,
}

impl ReachCell {
    /// A way, whether it is safe, the word for that, and what to know about it.
    #[must_use]
    pub fn new(what: impl Into<String>, verdict: Verdict, word: impl Into<String>, note: Option<Markup>) -> Self {
        Self { what: what.into(), verdict, word: word.into(), note }
    }
}

/// How to reach a person without danger: the loudest thing on their page. `aside` says when it was
/// asked and by whom, and links to change it. Cells go in fixed order: call, messages, leave word,
/// letter, e-mail.
#[must_use]
pub fn reach(heading: &str, aside: Markup, cells: &[ReachCell]) -> Markup {
    html! {
        section.reach aria-labelledby="h-reach" {
            div.reach-head { (sign("it-telephone")) " " h2 id="h-reach" { (heading) } " " (aside) }
            ul.reach-grid {
                @for cell in cells {
                    @let (class, shape) = match cell.verdict {
                        Verdict::Yes => ("yes", "yes"),
                        Verdict::No => ("no", "no"),
                        Verdict::NotAsked => ("ask", "it-help-circle"),
                    };
                    li class=(class) {
                        span.what { (cell.what) }
                        span.verdict { (sign(shape)) " " (cell.word) }
                        @if let Some(note) = &cell.note { p { (note) } }
                    }
                }
            }
        }
    }
}
