//! Why two records may be the same person.

use maud::{Markup, html};

/// One part of why two records may be the same person.
#[derive(Clone, Debug)]
pub struct MatchPart {
    label: String,
    near: u8,
    words: Markup,
}

impl MatchPart {
    /// A part: its label, how near from 0 to 3, and the same in words.
    #[must_use]
    pub fn new(label: impl Into<String>, near: u8, words: Markup) -> Self {
        Self { label: label.into(), near, words }
    }
}

/// Why it matches, part by part: dots for the eye, words for everyone. Never a percentage.
#[must_use]
pub fn match_parts(parts: &[MatchPart]) -> Markup {
    html! {
        dl.why-parts {
            @for part in parts {
                dt { (part.label) }
                dd {
                    span.near aria-hidden="true" { @for dot in 0..3 { i class=[(dot < part.near).then_some("on")] {} } }
                    (part.words)
                }
            }
        }
    }
}
