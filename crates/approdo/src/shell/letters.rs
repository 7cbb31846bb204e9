//! Letters that the keyboard has not: a page to copy them from, which the script turns into a help beside the
//! fields of a name.
//!
//! The letters and the help are drawn here once. Without script the page is opened in a window of its own, beside
//! what is being typed; the script fetches it when it is asked for, so that no other page grows by it.

use ground::lists::{Alphabet, Letter};
use maud::{Markup, html};
use unicode_normalization::char::is_combining_mark;

use super::{assets::asset, session::Session, words::Words};

/// Where the page is.
pub const PAGE: &str = "/letters";

/// The way to the letters, in a form with fields for a name. The script puts the help in its place.
#[must_use]
pub fn way(w: &Words) -> Markup {
    html! {
        // why here: only pages with fields for a name load it
        script src=(asset("letters.js")) defer {}
        p.letters-way {
            a href=(PAGE) target="_blank" rel="noopener" data-letters=(w.say("shell-letters")) {
                (w.say("shell-letters")) span.visually-hidden { " " (w.say("shell-letters-window")) }
            }
        }
    }
}

/// Every alphabet with its letters, and the help that is filled with them.
pub(super) async fn show(me: Session) -> Markup {
    let w = me.words();
    let title = w.say("shell-letters-title");
    let body = html! {
        h1 { (title) }
        p.measure { (w.say("shell-letters-lead")) }
        @for one in Alphabet::all() { (alphabet(w, one)) }
        (help(w))
    };
    me.page(&title, None, body)
}

fn alphabet(w: &Words, one: Alphabet) -> Markup {
    html! {
        details.fold {
            summary { (one.name(w.tongue())) }
            ul.letters lang=[(one.kind() != "accents").then_some(one.code())] dir=(if one.is_rtl() { "rtl" } else { "ltr" })
                data-alphabet=(one) data-kind=(one.kind()) data-join=(one.join()) {
                @for letter in one.letters() { (item(letter)) }
            }
        }
    }
}

/// A letter, and after it the sign that stands for it after a consonant.
fn item(one: Letter) -> Markup {
    let is_mark = |text: &str| text.chars().next().is_some_and(is_combining_mark);
    let latin = (!one.latin.is_empty()).then(|| one.latin.replace('/', " "));
    let sign = one.sign.filter(|sign| !sign.is_empty());
    html! {
        li.mark[is_mark(one.text)] data-latin=[latin] data-sign=[one.sign] { (one.text) }
        @if let Some(sign) = sign { li.mark { (sign) } }
    }
}

/// The help, for the script to copy: hidden where none runs. Its fields belong to no form, so nothing of it is sent.
fn help(w: &Words) -> Markup {
    html! {
        div.letters-help id="letters-help" role="group" aria-label=(w.say("shell-letters")) hidden {
            div.field-row {
                div.field {
                    label for="f-letters-alphabet" { (w.say("shell-letters-alphabet")) }
                    select id="f-letters-alphabet" form="letters-none" {
                        @for one in Alphabet::all() { option value=(one) { (one.name(w.tongue())) } }
                    }
                }
                div.field {
                    label for="f-letters-latin" { (w.say("shell-letters-latin")) }
                    input id="f-letters-latin" type="text" dir="ltr" form="letters-none" autocomplete="off" autocapitalize="off"
                        spellcheck="false" aria-describedby="f-letters-latin-h";
                }
            }
            p.hint id="f-letters-latin-h" { (w.say("shell-letters-hint")) }
            p.letters-into role="status" { span { (w.say("shell-letters-into")) } " " b {} " " bdi {} }
            div.letters role="group" data-say-all=(w.say("shell-letters-all")) data-say-proposed=(w.say("shell-letters-proposed")) {}
            p.meta hidden { (w.say("shell-letters-nothing")) }
            div.actions {
                button.btn.btn-quiet type="button" value="space" { (w.say("shell-letters-space")) }
                " " button.btn.btn-quiet type="button" value="back" { (w.say("shell-letters-back")) }
                " " button.btn.btn-bare type="button" value="close" { (w.say("shell-letters-close")) }
            }
        }
    }
}
