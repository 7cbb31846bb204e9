//! The contact form as it is drawn: seven lines in one view, filled with the keyboard alone in under
//! twenty seconds.

use ground::{
    ContactId, PersonId, Tongue,
    lists::{Channel, Given, Outcome, Tag, Theme},
};
use maud::{Markup, html};

use crate::{
    desk::MOST_THEMES,
    shell::{
        components::{Button, Choice, Choices, Field, error_summary, field_error, hidden, keycap},
        forms::{Errors, Typed, VERSION},
        layout::Tab,
        session::Session,
        words::Words,
    },
};

/// Which contact the form is of.
#[derive(Clone, Copy)]
pub(super) enum Of {
    New { from_draft: bool },
    Saved { id: ContactId, version: i64 },
}

pub(super) struct Sheet<'a> {
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a Errors,
    pub(super) person: Option<&'a (PersonId, String)>,
    pub(super) of: Of,
}

pub(super) fn page(me: &Session, above: Option<Markup>, sheet: &Sheet<'_>) -> Markup {
    let w = me.words();
    let (title, action) = match sheet.of {
        Of::New { .. } => (w.say("desk-new-title"), "/contacts".to_owned()),
        Of::Saved { id, .. } => (w.say("desk-correct-title"), format!("/contacts/{id}/correct")),
    };
    let draft = matches!(sheet.of, Of::New { .. });
    let body = html! {
        @if let Some(above) = above { (above) }
        (error_summary(&heading(w, sheet.errors), sheet.errors, w))
        form.split.split-thin method="post" action=(action) novalidate accept-charset="utf-8" data-lines
            data-draft=[draft.then_some("/drafts/contacts/new")]
            data-draft-saved=[draft.then(|| w.say("desk-draft-saved"))]
            data-draft-failed=[draft.then(|| w.say("desk-draft-failed"))] {
            (me.hidden())
            (sheet.hidden())
            div.sheet {
                div.part-head {
                    h1 { (title) }
                    span.meta.saving role="status" data-draft-says {
                        @if matches!(sheet.of, Of::New { from_draft: true }) { (w.say("desk-draft-here")) }
                    }
                }
                div.quick { (sheet.lines(w)) }
                div.quick-end {
                    (sheet.more(w))
                    (Button::main(w.say("shell-save")).key("Ctrl ↵"))
                    @for other in sheet.other_buttons(w) { " " (other) }
                }
            }
            (aside(w, sheet))
        }
    };
    me.page(&title, Some(Tab::Contacts), body)
}

fn heading(w: &Words, errors: &Errors) -> String {
    w.say_with("shell-errors-heading", &[("count", errors.len().into())])
}

impl Sheet<'_> {
    fn hidden(&self) -> Markup {
        html! {
            @if let Of::Saved { version, .. } = self.of { (hidden(VERSION, &version.to_string())) }
            @if let Some((person, _)) = self.person { (hidden("person", &person.to_string())) }
        }
    }

    fn other_buttons(&self, w: &Words) -> Vec<Button> {
        match self.of {
            Of::New { .. } => {
                vec![Button::quiet(w.say("shell-save-next")).named("then", "next").key("Ctrl ⇧ ↵").next()]
            }
            Of::Saved { id, .. } => vec![Button::link(w.say("shell-cancel"), &format!("/contacts/{id}"))],
        }
    }

    fn lines(&self, w: &Words) -> Markup {
        html! {
            (self.channel(w))
            (self.language(w))
            (self.themes(w))
            (self.given(w))
            (self.minutes(w))
            (self.outcome(w))
            @if matches!(self.of, Of::New { .. }) { (self.who(w)) }
        }
    }

    fn channel(&self, w: &Words) -> Markup {
        const SHOWN: usize = 4;
        let choice = |channel: Channel| Choice::new(channel.code(), channel.name(w.tongue())).letter(channel.key());
        let rest: Vec<Channel> = Channel::all().skip(SHOWN).collect();
        let open = rest.iter().any(|channel| self.typed.holds("channel", channel.code()));
        let others = html! {
            @for channel in &rest {
                (mark("radio", "channel", channel.code(), channel.name(w.tongue()), Some(channel.key()), self.typed))
            }
        };
        let line = Choices::one("channel", w.say("desk-line-channel"))
            .options(Channel::all().take(SHOWN).map(choice).collect())
            .from(self.typed, self.errors, w)
            .line('1')
            .and_then(more(&w.say("desk-other"), open, others));
        let line = if self.errors.is_empty() { line.autofocus() } else { line };
        html! { (line) }
    }

    fn language(&self, w: &Words) -> Markup {
        let tags = near_languages(self.typed.get("language"));
        let letters = letters_of(w, &tags);
        let choices = tags.iter().zip(letters).map(|(tag, letter)| {
            let choice = Choice::new(tag.code(), tag.name(w.tongue()));
            if let Some(letter) = letter { choice.letter(letter) } else { choice }
        });
        let other = self.typed.get("language_other");
        let names: Vec<String> = Tag::all().map(|tag| tag.name(w.tongue()).to_owned()).collect();
        let field =
            Field::text("language_other", w.say("desk-other-language")).hidden_label().value(other).suggest(names);
        let line = Choices::one("language", w.say("desk-line-language"))
            .options(choices.collect())
            .from(self.typed, self.errors, w)
            .line('2')
            .and_then(more(&w.say("desk-other-f"), !other.is_empty(), html! { (field) }));
        html! { (line) }
    }

    fn themes(&self, w: &Words) -> Markup {
        let typed = self.typed.all("theme");
        let boxes = typed.len().max(MOST_THEMES);
        let bad: Vec<String> = (0..boxes).filter_map(|place| self.errors.say(w, &format!("theme-{place}"))).collect();
        html! {
            fieldset class=@if bad.is_empty() { "field" } @else { "field field-bad" } {
                legend.visually-hidden { (w.say("desk-line-themes")) " " span.optional { (w.say("desk-at-most-three")) } }
                div.label aria-hidden="true" {
                    (keycap("3")) (w.say("desk-line-themes")) small { (w.say("desk-at-most-three")) }
                }
                div {
                    @for place in 0..boxes {
                        @if let Some(error) = self.errors.say(w, &format!("theme-{place}")) {
                            (field_error(&format!("f-theme-{place}"), &error))
                        }
                    }
                    div.choices-line {
                        @for place in 0..boxes { (self.theme(w, place, typed.get(place).map_or("", String::as_str))) }
                    }
                    datalist id="themes" {
                        @for theme in Theme::all() {
                            option value=(theme.name(w.tongue())) label=(theme.area().name(w.tongue())) {}
                        }
                    }
                }
            }
        }
    }

    fn theme(&self, w: &Words, place: usize, value: &str) -> Markup {
        let bad = self.errors.has(&format!("theme-{place}"));
        html! {
            label.visually-hidden for={ "f-theme-" (place) } {
                (w.say_with("desk-theme-number", &[("number", (place + 1).into())]))
            }
            input.grow id={ "f-theme-" (place) } name="theme" list="themes" autocomplete="off" value=[(!value.is_empty()).then_some(value)]
                accesskey=[(place == 0).then_some("3")] placeholder=(w.say("desk-theme-placeholder"))
                aria-invalid=[bad.then_some("true")] aria-describedby=[bad.then(|| format!("f-theme-{place}-e"))];
        }
    }

    fn given(&self, w: &Words) -> Markup {
        const SHOWN: usize = 3;
        let rest: Vec<Given> = Given::all().skip(SHOWN).filter(|given| given.code() != "nothing").collect();
        let open = rest.iter().any(|given| self.typed.holds("given", given.code()))
            || !self.typed.get("given_note").is_empty()
            || self.errors.has("given_note");
        let others = html! {
            @for given in &rest { (mark("checkbox", "given", given.code(), given.name(w.tongue()), None, self.typed)) }
            (Field::text("given_note", w.say("desk-given-note")).auto_dir().from(self.typed, self.errors, w))
        };
        let line = Choices::many("given", w.say("desk-line-given"))
            .options(Given::all().take(SHOWN).map(|given| Choice::new(given.code(), given.name(w.tongue()))).collect())
            .from(self.typed, self.errors, w)
            .line('4')
            .and_then(more(&w.say("desk-other"), open, others));
        html! { (line) }
    }

    fn minutes(&self, w: &Words) -> Markup {
        let mut usual = vec![5_u16, 10, 20, 40];
        // What was chosen last stands among them.
        if let Ok(typed) = self.typed.get("minutes").parse()
            && !usual.contains(&typed)
        {
            usual.push(typed);
            usual.sort_unstable();
        }
        let other = self.typed.get("minutes_other");
        let field =
            Field::text("minutes_other", w.say("desk-other-minutes")).hidden_label().numeric().most(3).value(other);
        let line = Choices::one("minutes", w.say("desk-line-minutes"))
            .options(usual.iter().map(|count| Choice::new(&count.to_string(), count.to_string())).collect())
            .from(self.typed, self.errors, w)
            .line('5')
            .and_then(more(&w.say("desk-other"), !other.is_empty(), html! { (field) }));
        html! { (line) }
    }

    fn outcome(&self, w: &Words) -> Markup {
        let choice = |outcome: Outcome| Choice::new(outcome.code(), outcome.name(w.tongue())).letter(outcome.key());
        // What an agenda will do by itself one day stands behind the others.
        let (rest, shown): (Vec<Outcome>, Vec<Outcome>) =
            Outcome::all().partition(|outcome| outcome.code() == "booked");
        let open = rest.iter().any(|outcome| self.typed.holds("outcome", outcome.code()));
        let others = html! {
            @for outcome in &rest {
                (mark("radio", "outcome", outcome.code(), outcome.name(w.tongue()), Some(outcome.key()), self.typed))
            }
        };
        let line = Choices::one("outcome", w.say("desk-line-outcome"))
            .options(shown.into_iter().map(choice).collect())
            .from(self.typed, self.errors, w)
            .line('6')
            .and_then(more(&w.say("desk-other"), open, others));
        html! { (line) }
    }

    fn who(&self, w: &Words) -> Markup {
        match self.person {
            Some((_, name)) => html! {
                div.field {
                    div.label { (keycap("7")) (w.say("desk-line-who")) }
                    div { p.mb-0 { bdi { b { (name) } } " · " a href="/contacts/new" { (w.say("desk-who-nobody")) } } }
                }
            },
            None => html! {
                (Field::text("who", w.say("desk-line-who"))
                    .note(w.say("desk-not-needed"))
                    .placeholder(w.say("desk-who-placeholder"))
                    .from(self.typed, self.errors, w)
                    .auto_dir()
                    .key('7')
                    .quick())
            },
        }
    }

    /// What is not needed every time: the next step and a note, folded until something stands there.
    fn more(&self, w: &Words) -> Markup {
        let names = ["next_what", "next_by", "note"];
        let open = names.iter().any(|name| !self.typed.get(name).is_empty() || self.errors.has(name));
        html! {
            details.more open[open] {
                summary.btn.btn-bare accesskey="8" { (w.say("desk-add-more")) " " (keycap("8")) }
                div.field-row {
                    (Field::text("next_what", w.say("desk-line-next_what")).auto_dir().from(self.typed, self.errors, w))
                    (Field::date("next_by", w.say("desk-line-next_by")).from(self.typed, self.errors, w))
                }
                (Field::area("note", w.say("desk-line-note")).hint(w.say("desk-note-hint")).auto_dir().lines(3).from(self.typed, self.errors, w))
            }
        }
    }
}

/// The privacy notice and the keys, beside the form.
fn aside(w: &Words, sheet: &Sheet<'_>) -> Markup {
    let notice = Choices::one("notice", w.say("desk-notice-question"))
        .options(vec![
            Choice::new("not_given", w.say("desk-notice-not-yet")),
            Choice::new("given", w.say("desk-notice-now")),
            Choice::new("before", w.say("desk-notice-already")),
        ])
        .from(sheet.typed, sheet.errors, w);
    let languages = Tongue::ALL.iter().filter_map(|tongue| Tag::parse(tongue.tag()));
    let language = sheet.typed.get("notice_language");
    let language = if language.is_empty() { "it" } else { language };
    html! {
        aside aria-label=(w.say("desk-aside")) {
            section aria-labelledby="h-notice" {
                div.part-head { h2 id="h-notice" { (w.say("desk-notice-title")) } }
                (notice)
                (Field::select("notice_language", w.say("desk-notice-language"))
                    .options(languages.map(|tag| Choice::new(tag.code(), tag.name(w.tongue()))).collect())
                    .required()
                    .value(language)
                    .hint(w.say("desk-notice-languages")))
            }
            (keys(w))
        }
    }
}

fn keys(w: &Words) -> Markup {
    html! {
        section.part.keys-help aria-labelledby="h-keys" {
            div.part-head { h2 id="h-keys" { (w.say("desk-keys-title")) } }
            dl.keys {
                dt { (keycap("1")) "–" (keycap("8")) } dd { (w.say("desk-keys-lines")) }
                dt { (w.say("desk-keys-letter")) } dd { (w.say("desk-keys-letters")) }
                dt { (keycap("Tab")) " " (keycap("←")) " " (keycap("→")) } dd { (w.say("desk-keys-always")) }
                dt { (keycap("Ctrl ↵")) } dd { (w.say("desk-keys-save")) }
            }
        }
    }
}

/// The less usual answers of a line, folded beside the usual ones. It is open when one is chosen.
fn more(summary: &str, open: bool, answers: Markup) -> Markup {
    html! {
        details.more open[open] {
            summary.choice.choice-quiet { (summary) }
            div.choices-line { (answers) }
        }
    }
}

/// One more answer of a question, drawn as the others are.
fn mark(kind: &str, name: &str, value: &str, text: &str, letter: Option<char>, typed: &Typed) -> Markup {
    html! {
        label.choice {
            input type=(kind) name=(name) value=(value) checked[typed.holds(name, value)]
                data-key=[letter.map(|letter| letter.to_ascii_lowercase())];
            " " span { (text) }
            @if let Some(letter) = letter { " " (keycap(&letter.to_string())) }
        }
    }
}

/// The languages in view: the one chosen last, and those most spoken at the desk.
fn near_languages(chosen: &str) -> Vec<Tag> {
    const USUAL: [&str; 4] = ["ar", "bn", "es", "it"];
    let mut tags: Vec<Tag> = USUAL.iter().filter_map(|code| Tag::parse(code)).collect();
    if let Some(chosen) = Tag::parse(chosen)
        && !tags.contains(&chosen)
    {
        tags.insert(0, chosen);
    }
    tags
}

/// A letter for each language: the first of its name that no other has taken.
fn letters_of(w: &Words, tags: &[Tag]) -> Vec<Option<char>> {
    let mut taken = Vec::new();
    tags.iter()
        .map(|tag| {
            let letters = tag.name(w.tongue()).chars().filter(char::is_ascii_alphabetic);
            let letter = letters.map(|letter| letter.to_ascii_uppercase()).find(|letter| !taken.contains(letter));
            taken.extend(letter);
            letter
        })
        .collect()
}
