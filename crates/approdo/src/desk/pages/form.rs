//! The contact form: seven lines in one view, filled with the keyboard alone in under twenty seconds.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use ground::{
    ContactId, Level, PersonId, Tongue,
    lists::{Channel, Given, Outcome, Tag, Theme},
};
use maud::{Markup, html};
use policy::{Action, Resource};
use serde::Deserialize;

use super::{contact_in, go, phrases, who};
use crate::{
    access::drafts,
    app::{App, NoRule, Refusal},
    desk::{
        self, CannotCorrect, Contact, Entry, Field as Line, MOST_THEMES, NewContact, Picked, Presets, Seen, Wrong,
        model::{Errors as Wrongs, Typed as Written},
    },
    shell::{
        components::{Button, Choice, Choices, Field, error_summary, field_error, hidden, keycap, saved},
        forms::{Errors, Form, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::{Arg, Words},
    },
};

/// What stands behind the question mark. Ids alone: an address holds no name and no word of hers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    saved: String,
    person: String,
    /// What was kept is left aside.
    fresh: String,
}

/// What is fetched to begin a contact.
struct Beginning {
    presets: Presets,
    person: Option<String>,
    saved: Option<Seen>,
    count: i64,
    draft: Option<Typed>,
}

/// A new contact, begun with what was chosen last and, from a person's page, with her.
pub(super) async fn new(me: Session, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    if !me.may(Action::Create, Resource::Contact) {
        return Err(refused(&me, Refusal::NotFound));
    }
    let (person, just_saved): (Option<PersonId>, Option<ContactId>) =
        (asked.person.parse().ok(), asked.saved.parse().ok());
    let actor = me.actor.clone();
    let begun = me.app.work(move |app| begin(app, &actor, person, just_saved)).await;
    let begun = begun.map_err(|refusal| refused(&me, refusal))?;
    let from_draft = begun.draft.is_some();
    let typed = begun.draft.unwrap_or_else(|| preset(&begun.presets));
    let person = person.zip(begun.person);
    let above = begun.saved.map(|seen| just_saved_bar(me.words(), &seen, begun.count));
    let sheet =
        Sheet { typed: &typed, errors: &Errors::default(), person: person.as_ref(), of: Of::New { from_draft } };
    Ok(page(&me, above, &sheet))
}

fn begin(
    app: &App,
    actor: &crate::access::Actor,
    person: Option<PersonId>,
    just_saved: Option<ContactId>,
) -> Result<Beginning, Refusal<NoRule>> {
    let draft = app.store.read("desk.draft", |tx| drafts::take(app, tx, actor, desk::FORM))?;
    let draft = draft.and_then(|body| Form::parse(&body).ok()).map(|form| form.typed());
    let (saved, count) = match just_saved {
        Some(id) => (desk::see(app, actor, id).ok(), desk::count_today(app, actor)?),
        None => (None, 0),
    };
    let person = person.map(|person| desk::name_of(app, actor, person)).transpose()?;
    Ok(Beginning { presets: desk::presets(app, actor)?, person, saved, count, draft })
}

/// What a new form begins with.
fn preset(presets: &Presets) -> Typed {
    let typed = Typed::default()
        .with("channel", presets.channel.map_or("desk", Channel::code))
        .with("minutes", presets.minutes.map_or_else(|| "10".to_owned(), |minutes| minutes.count().to_string()))
        .with("outcome", "informed")
        .with("notice", "not_given");
    match presets.language {
        Some(tag) => typed.with("language", tag.code()),
        None => typed,
    }
}

/// Saves a new contact. With a name to look for it is saved without one first, so that nothing is
/// lost while she is looked for.
pub(super) async fn record(Sent { me, form, once }: Sent) -> Result<Response, Problem> {
    let written = written(&form);
    let person: Option<PersonId> = form.take("person").parse().ok();
    let looked_for = form.take("who").trim().to_owned();
    let next = form.take("then") == "next";
    form.finish()?;
    let today = me.app.today();
    let entry = match written.parse(today) {
        Ok(entry) if entry.themes.len() <= MOST_THEMES => entry,
        Ok(_) => {
            return Err(again(
                &me,
                &form,
                &vec![(Line::Theme(MOST_THEMES), Wrong::TooMany)],
                Of::New { from_draft: false },
                person,
            )
            .await);
        }
        Err(wrongs) => return Err(again(&me, &form, &wrongs, Of::New { from_draft: false }, person).await),
    };
    let actor = me.actor.clone();
    let new = NewContact { entry, person };
    let saved = me.app.work(move |app| desk::record(app, &actor, &once, &new)).await;
    let id = saved.map_err(|refusal| refused(&me, refusal))?;
    match (person, next) {
        (None, _) if !looked_for.is_empty() => who::found(&me, id, &looked_for, true).await,
        (_, true) => Ok(go(&format!("/contacts/new?saved={id}"))),
        (..) => Ok(go(&format!("/contacts?saved={id}"))),
    }
}

/// The form of a contact to correct: as it was saved, or as she left it when her session ended.
pub(super) async fn ask(me: Session, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let id = contact_in(&me, &id)?;
    let seen = fetch(&me, id).await?;
    let kept = if asked.fresh.is_empty() { me.kept_form().await? } else { None };
    let Some(draft) = kept else {
        let of = Of::Saved { id, version: seen.contact.version };
        let typed = filled(&seen.contact.entry, me.actor.tongue);
        return Ok(page(&me, None, &Sheet { typed: &typed, errors: &Errors::default(), person: None, of }));
    };
    let typed = draft.typed();
    // Her own words too wait for the second factor when they are protected (SEC-64).
    if seen.may_elevate && names_protected(&typed) {
        return Err(refused(&me, Refusal::Elevate));
    }
    let w = me.words();
    let above = html! {
        div.notice { p { (w.say("shell-draft-here")) " " a href="?fresh=1" { (w.say("shell-draft-leave")) } } }
    };
    // With the version she read: what was saved meanwhile is shown beside hers when she sends (SEC-74).
    let of = Of::Saved { id, version: draft.version().unwrap_or(seen.contact.version) };
    let sheet = Sheet { typed: &typed, errors: &Errors::default(), person: None, of };
    Ok(page(&me, Some(above), &sheet))
}

fn names_protected(draft: &Typed) -> bool {
    draft.all("theme").iter().any(|theme| match desk::theme(theme) {
        Picked::One(theme) => theme.level() == Level::S4,
        Picked::Unknown(_) | Picked::Several(_) => false,
    })
}

/// Saves a correction; when someone saved first, shows both texts (SEC-74).
pub(super) async fn correct(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Response, Problem> {
    let id = contact_in(&me, &id)?;
    let written = written(&form);
    form.finish()?;
    let version = form.version().ok_or(Problem::BadRequest(me.actor.tongue))?;
    let of = Of::Saved { id, version };
    let seen = fetch(&me, id).await?;
    // A step that was due before today stays as it was written.
    let steps = seen.contact.entry.remarks.next_step.as_ref().map(|step| step.by);
    let entry = match written.parse(steps.map_or(me.app.today(), |by| by.min(me.app.today()))) {
        Ok(entry) => entry,
        Err(wrongs) => return Err(again(&me, &form, &wrongs, of, None).await),
    };
    let actor = me.actor.clone();
    let attempt = entry.clone();
    let saved = me.app.work(move |app| desk::correct(app, &actor, &once, id, version, &attempt)).await;
    match saved {
        Ok(id) => {
            me.forget_kept().await?;
            Ok(go(&format!("/contacts?saved={id}")))
        }
        Err(Refusal::Stale) => Err(both_texts(&me, &form, &entry, id).await?),
        Err(Refusal::Rule(why)) => Err(again(&me, &form, &why_not(&entry, why), of, None).await),
        Err(other) => Err(match other.without_rule() {
            Ok(refusal) => refused(&me, refusal),
            Err(_) => Problem::BadRequest(me.actor.tongue),
        }),
    }
}

fn why_not(entry: &Entry, why: CannotCorrect) -> Wrongs {
    let last = entry.themes.len().saturating_sub(1);
    match why {
        CannotCorrect::TooManyThemes => vec![(Line::Theme(last), Wrong::TooMany)],
        CannotCorrect::Reserved => vec![(Line::Theme(last), Wrong::Reserved)],
    }
}

async fn fetch(me: &Session, id: ContactId) -> Result<Seen, Problem> {
    let actor = me.actor.clone();
    let seen = me.app.work(move |app| desk::see(app, &actor, id)).await;
    seen.map_err(|refusal| refused(me, refusal))
}

/// The form again, with what was typed and what is wrong beside each field.
async fn again(me: &Session, form: &Form, wrongs: &Wrongs, of: Of, person: Option<PersonId>) -> Problem {
    let person = match person {
        Some(person) => {
            let actor = me.actor.clone();
            match me.app.work(move |app| desk::name_of(app, &actor, person)).await {
                Ok(name) => Some((person, name)),
                Err(refusal) => return refused(me, refusal),
            }
        }
        None => None,
    };
    let errors = complaints(wrongs);
    Problem::refused(page(me, None, &Sheet { typed: &form.typed(), errors: &errors, person: person.as_ref(), of }))
}

/// Someone saved first: her text beside mine, and the form ready to save mine over it knowingly.
async fn both_texts(me: &Session, form: &Form, mine: &Entry, id: ContactId) -> Result<Problem, Problem> {
    let w = me.words();
    let seen = fetch(me, id).await?;
    let theirs = Written::of(&seen.contact.entry, w.tongue());
    let mine = Written::of(mine, w.tongue());
    let differing: Vec<(String, String, String)> = mine
        .lines()
        .into_iter()
        .zip(theirs.lines())
        .filter(|((_, mine), (_, theirs))| mine != theirs)
        .map(|((field, mine), (_, theirs))| (w.say(&format!("desk-line-{field}")), mine, theirs))
        .collect();
    let above = html! {
        div.sheet.conflict role="alert" {
            p.sign.sign-soon { (crate::shell::components::sign("warning")) " " (w.say("desk-conflict")) }
            dl.fact-list {
                @for (field, mine, theirs) in &differing {
                    dt { (field) }
                    dd {
                        (w.say("shell-conflict-mine")) ": " bdi { (shown(w, mine)) } br;
                        (w.say("shell-conflict-theirs")) ": " bdi { (shown(w, theirs)) }
                    }
                }
            }
            p.mt-3.mb-0 { (w.say("desk-conflict-next")) " " a href={ "/contacts/" (id) } { (w.say("desk-conflict-keep-theirs")) } }
        }
    };
    let of = Of::Saved { id, version: seen.contact.version };
    let sheet = Sheet { typed: &form.typed(), errors: &Errors::default(), person: None, of };
    Ok(Problem::stale(page(me, Some(above), &sheet)))
}

fn shown<'a>(w: &Words, text: &'a str) -> std::borrow::Cow<'a, str> {
    if text.is_empty() { w.say("shell-not-recorded").into() } else { text.into() }
}

/// What was sent, line by line. A language or a number typed under "other" counts before the mark.
fn written(form: &Form) -> Written {
    let either = |typed: &str, chosen: &str| {
        let (typed, chosen) = (form.take(typed), form.take(chosen));
        if typed.trim().is_empty() { chosen.to_owned() } else { typed.to_owned() }
    };
    let all = |name: &str| form.take_all(name).into_iter().map(str::to_owned).collect();
    let one = |name: &str| form.take(name).to_owned();
    Written {
        channel: one("channel"),
        language: either("language_other", "language"),
        themes: all("theme"),
        given: all("given"),
        given_note: one("given_note"),
        minutes: either("minutes_other", "minutes"),
        outcome: one("outcome"),
        next_what: one("next_what"),
        next_by: one("next_by"),
        note: one("note"),
        notice: one("notice"),
        notice_language: one("notice_language"),
    }
}

/// The form filled with what was saved.
fn filled(entry: &Entry, tongue: Tongue) -> Typed {
    let Written {
        channel,
        language,
        themes,
        given,
        given_note,
        minutes,
        outcome,
        next_what,
        next_by,
        note,
        notice,
        notice_language,
    } = Written::of(entry, tongue);
    let mut typed = Typed::default()
        .with("channel", channel)
        .with("language", language)
        .with("given_note", given_note)
        .with("minutes", minutes)
        .with("outcome", outcome)
        .with("next_what", next_what)
        .with("next_by", next_by)
        .with("note", note)
        .with("notice", notice)
        .with("notice_language", notice_language);
    for theme in themes {
        typed = typed.with("theme", theme);
    }
    for one in given {
        typed = typed.with("given", one);
    }
    typed
}

const fn name_of(line: Line) -> &'static str {
    match line {
        Line::Channel => "channel",
        Line::Language => "language",
        Line::Theme(0) => "theme-0",
        Line::Theme(1) => "theme-1",
        Line::Theme(_) => "theme-2",
        Line::Given => "given",
        Line::GivenNote => "given_note",
        Line::Minutes => "minutes",
        Line::Outcome => "outcome",
        Line::NextWhat => "next_what",
        Line::NextBy => "next_by",
        Line::Note => "note",
        Line::Notice => "notice",
    }
}

fn complaints(wrongs: &Wrongs) -> Errors {
    let mut errors = Errors::default();
    for (line, wrong) in wrongs {
        let field = name_of(*line);
        match wrong {
            Wrong::Missing if *line == Line::NextBy => errors.add(field, "desk-error-next-by"),
            Wrong::Missing if *line == Line::NextWhat => errors.add(field, "desk-error-next-what"),
            Wrong::Missing => errors.add(field, "shell-error-choose"),
            Wrong::Unknown(names) if names.is_empty() => errors.add(field, "desk-error-unknown"),
            Wrong::Unknown(names) => errors.add_with(field, "desk-error-nearest", vec![("names", listed(names))]),
            Wrong::Several(names) => errors.add_with(field, "desk-error-several", vec![("names", listed(names))]),
            Wrong::Twice => errors.add(field, "desk-error-twice"),
            Wrong::TooMany => errors.add(field, "desk-error-too-many"),
            Wrong::Reserved => errors.add(field, "desk-error-reserved"),
            Wrong::Minutes => errors.add(field, "desk-error-minutes"),
            Wrong::Day => errors.add(field, "shell-error-date"),
            Wrong::Past => errors.add(field, "desk-error-past"),
            Wrong::Text(bad) => {
                let _: Option<()> = errors.text(field, Err(*bad));
            }
        }
    }
    errors
}

fn listed(names: &[&'static str]) -> Arg<'static> {
    names.join(" · ").into()
}

/// The green bar: what was saved, when, and what can be done with it.
pub(super) fn just_saved_bar(w: &Words, seen: &Seen, today: i64) -> Markup {
    let Contact { id, at, .. } = &seen.contact;
    saved(
        &w.say_with("shell-saved-at", &[("time", w.time(*at).into())]),
        html! { (phrases::whole(w, &seen.contact)) },
        html! {
            a href={ "/contacts/" (id) "/correct" } { (w.say("shell-correct")) }
            a href={ "/contacts/" (id) "/notice" } { (w.say("desk-print-notice")) }
            a href="/contacts" { (w.say_with("desk-today-so-far", &[("count", today.into())])) }
        },
    )
}

/// Which contact the form is of.
#[derive(Clone, Copy)]
enum Of {
    New { from_draft: bool },
    Saved { id: ContactId, version: i64 },
}

struct Sheet<'a> {
    typed: &'a Typed,
    errors: &'a Errors,
    person: Option<&'a (PersonId, String)>,
    of: Of,
}

fn page(me: &Session, above: Option<Markup>, sheet: &Sheet<'_>) -> Markup {
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
            @if let Of::Saved { version, .. } = self.of { (hidden("_version", &version.to_string())) }
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
