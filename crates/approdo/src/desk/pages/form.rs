//! The contact form as it goes and comes: what it begins with, what was sent, what is wrong, who saved
//! first.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use ground::{ContactId, Level, PersonId, Tongue, lists::Channel};
use maud::{Markup, html};
use policy::{Action, Resource};
use serde::Deserialize;

use super::{
    contact_in, go, phrases,
    sheet::{Of, Sheet, page},
    who,
};
use crate::{
    access::drafts,
    app::{App, NoRule, Refusal},
    desk::{
        self, CannotCorrect, Contact, Entry, Field as Line, MOST_THEMES, NewContact, Picked, Presets, Seen, Wrong,
        model::{Errors as Wrongs, Typed as Written},
    },
    shell::{
        components::saved,
        forms::{Errors, Form, Typed},
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
    // Her own words too wait for the second factor when they are protected (SEC-64).
    let waits = begun.draft.as_ref().is_some_and(names_protected) && !me.actor.subject().elevated;
    let draft = begun.draft.filter(|_| !waits);
    let from_draft = draft.is_some();
    let typed = draft.unwrap_or_else(|| preset(&begun.presets));
    let person = person.zip(begun.person);
    let above = html! {
        @if let Some(seen) = &begun.saved { (just_saved_bar(me.words(), seen, begun.count)) }
        @if waits { (waiting_draft(me.words())) }
    };
    let above = (waits || begun.saved.is_some()).then_some(above);
    let sheet =
        Sheet { typed: &typed, errors: &Errors::default(), person: person.as_ref(), of: Of::New { from_draft } };
    Ok(page(&me, above, &sheet))
}

/// A draft that is not shown before the code, with the way to it.
fn waiting_draft(w: &Words) -> Markup {
    html! {
        div.notice {
            p { (w.say("desk-draft-waits")) }
            a.btn.btn-quiet.btn-small href="/elevate?next=/contacts/new" { (w.say("access-elevate-go")) }
        }
    }
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
    me.must(Action::Create, Resource::Contact)?;
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
