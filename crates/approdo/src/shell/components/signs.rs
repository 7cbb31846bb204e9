//! Signs, keys as they are printed, and words in a direction of their own.

use maud::{Markup, html};

use crate::shell::assets::asset;

/// A sign from the one file of signs, hidden from readers: a word always stands beside it.
#[must_use]
pub fn sign(name: &str) -> Markup {
    let turns = name.contains("arrow") || name.contains("chevron");
    html! {
        svg class=@if turns { "icon icon-turns" } @else { "icon" } aria-hidden="true" {
            use href={ (asset("signs.svg")) "#" (name) } {}
        }
    }
}

/// A key as it is printed on the thing it acts on.
#[must_use]
pub fn keycap(key: &str) -> Markup {
    html! { kbd.keycap { (key) } }
}

/// How loud a sign with a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Act now.
    Stop,
    /// Act soon.
    Soon,
    /// Good to know.
    Note,
    /// Done, or a new option.
    Good,
}

impl Mark {
    const fn class(self) -> &'static str {
        match self {
            Self::Stop => "sign sign-stop",
            Self::Soon => "sign sign-soon",
            Self::Note => "sign sign-note",
            Self::Good => "sign sign-good",
        }
    }

    const fn shape(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Soon => "warning",
            Self::Note => "it-info-circle",
            Self::Good => "yes",
        }
    }
}

/// A sign and its word: colour, shape and word say the same.
#[must_use]
pub fn marked(mark: Mark, word: &str) -> Markup {
    html! { span class=(mark.class()) { (sign(mark.shape())) " " (word) } }
}

/// Text whose direction is its own: it cannot turn the words around it (SEC-70).
#[must_use]
pub fn bdi(text: &str) -> Markup {
    html! { bdi { (text) } }
}
