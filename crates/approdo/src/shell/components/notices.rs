//! What a page says about what was done or cannot be done: saved, wrong, in conflict, nothing, under way.

use maud::{Markup, html};

use super::signs::sign;
use crate::shell::{forms::Errors, words::Words};

/// The list of what is wrong, with a link to each field. Nothing when fewer than two are.
#[must_use]
pub fn error_summary(heading: &str, errors: &Errors, words: &Words) -> Markup {
    html! {
        @if errors.len() > 1 {
            div.error-summary role="alert" aria-labelledby="errors" {
                h2 id="errors" { (sign("stop")) " " (heading) }
                ul {
                    @for (field, text) in errors.list(words) { li { a href={ "#f-" (field) } { (text) } } }
                }
            }
        }
    }
}

/// "Saved at 10:42." with what was saved and what can be done with it now.
#[must_use]
pub fn saved(lead: &str, what: Markup, actions: Markup) -> Markup {
    html! {
        div.saved role="status" {
            (sign("yes")) " " span { b { (lead) } " " (what) }
            @if !actions.0.is_empty() { " " span.actions { (actions) } }
        }
    }
}

/// Two people wrote the same field: both texts as choices. Sends `keep_<name>` as `mine` or `theirs`.
#[must_use]
pub fn conflict(name: &str, label: &str, lead: &str, mine: (&str, &str), theirs: (&str, &str)) -> Markup {
    let keep = format!("keep_{name}");
    html! {
        div.sheet.conflict {
            p.sign.sign-soon { (sign("warning")) " " (lead) }
            fieldset {
                legend { (label) }
                div.choices {
                    @for (value, (whose, text)) in [("mine", mine), ("theirs", theirs)] {
                        label.choice {
                            input type="radio" name=(keep) value=(value) checked[value == "mine"];
                            " "
                            span { (whose) small { bdi { (text) } } }
                        }
                    }
                }
            }
        }
    }
}

/// Nothing to show: what was looked at and when, and the one sensible thing to do.
#[must_use]
pub fn empty(heading: &str, text: &str, action: Option<Markup>) -> Markup {
    html! {
        div.empty {
            p.empty-head { (heading) }
            p.mb-0 { (text) }
            @if let Some(action) = action { p.mt-3.mb-0 { (action) } }
        }
    }
}

/// Work under way, with counts; `more` says errors so far, the time left, and offers to stop.
#[must_use]
pub fn progress(id: &str, label: Markup, done: u64, total: u64, more: Markup) -> Markup {
    let share = (done.min(total) * 100).checked_div(total).unwrap_or(0);
    html! {
        div.work.sheet {
            label for=(id) { (label) }
            progress id=(id) max=(total.max(1)) value=(done.min(total)) { (share) " %" }
            p.meta.mb-0 { (more) }
        }
    }
}
