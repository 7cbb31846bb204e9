//! A contact in words, short enough for a line.

use ground::Tongue;

use crate::{
    desk::{Contact, Notice},
    shell::words::Words,
};

/// What was saved, in one line: "Telefonata in spagnolo, affitto: informazione data."
pub(super) fn whole(w: &Words, contact: &Contact) -> String {
    let entry = &contact.entry;
    let mut line = w.say(&format!("desk-said-{}", entry.channel.code()));
    if let Some(tag) = entry.language {
        line.push(' ');
        line.push_str(&w.say_with("desk-in-language", &[("language", lower(w, tag.name(w.tongue())).into())]));
    }
    for theme in &entry.themes {
        line.push_str(", ");
        line.push_str(&lower(w, theme.name(w.tongue())));
    }
    line.push_str(": ");
    line.push_str(&did(w, contact));
    line.push('.');
    line
}

/// How it ended, as part of a sentence.
pub(super) fn did(w: &Words, contact: &Contact) -> String {
    match contact.entry.outcome {
        Some(outcome) => w.say(&format!("desk-did-{}", outcome.code())),
        None => w.say("desk-did-nothing"),
    }
}

/// What it was about, or the word for nothing written.
pub(super) fn themes(w: &Words, contact: &Contact) -> String {
    let names: Vec<&str> = contact.entry.themes.iter().map(|theme| theme.name(w.tongue())).collect();
    if names.is_empty() { w.say("desk-no-theme") } else { names.join(" · ") }
}

/// Channel, language and outcome, for the small line of a row.
pub(super) fn small(w: &Words, contact: &Contact, recorded_by: Option<&str>) -> String {
    let entry = &contact.entry;
    let language = entry.language.map(|tag| tag.name(w.tongue()).to_owned());
    let channel = entry.channel.name(w.tongue()).to_owned();
    let who = recorded_by.map(str::to_owned);
    let parts: Vec<String> = [Some(channel), language, Some(did(w, contact)), who].into_iter().flatten().collect();
    parts.join(" · ")
}

/// What is said about the privacy notice.
pub(super) fn notice(w: &Words, contact: &Contact) -> String {
    match contact.entry.notice {
        Notice::Given(tag) => {
            let (day, language) = (w.moment(contact.at), lower(w, tag.name(w.tongue())));
            w.say_with("desk-notice-given-on", &[("moment", day.into()), ("language", language.into())])
        }
        Notice::Before => w.say("desk-notice-before"),
        Notice::NotGiven => w.say("desk-notice-not-given"),
    }
}

/// A name of a list inside a sentence: Italian writes languages and themes small, English keeps the
/// capitals of languages; CV and INPS stay as they are.
fn lower(w: &Words, name: &str) -> String {
    let mut letters = name.chars();
    match (w.tongue(), letters.next(), letters.next()) {
        (Tongue::It, Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}
