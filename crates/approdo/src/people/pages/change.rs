//! Correcting a person; and what the pages that change something of her have in common.

use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Redirect, Response},
};
use ground::{PersonId, Timestamp};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    document,
    form::{self, Drawn},
    known_id, texts,
};
use crate::{
    app::Refusal,
    people::{
        acts::{self, Correction, PersonView, What},
        model::{CannotFile, File, Identifier, Identity},
    },
    shell::{
        components::{Button, button_row, conflict, error_summary, hidden, post_form},
        forms::{Errors, Form, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

pub(super) fn to_person(me: &Session, id: PersonId) -> Redirect {
    Redirect::to(&format!("/people/{id}?saved={}", me.app.now().micros()))
}

/// The refusals that are no rule of this room as pages; a rule goes beside its field.
pub(super) fn explain(me: &Session, refusal: Refusal<CannotFile>, again: impl FnOnce(&Errors) -> Markup) -> Problem {
    match refusal.without_rule() {
        Ok(refusal) => refused(me, refusal),
        Err(rule) => {
            let mut errors = Errors::default();
            errors.add(
                "given-1",
                match rule {
                    CannotFile::NoName => "people-error-name",
                    CannotFile::TooMany => "people-error-many",
                },
            );
            Problem::refused(again(&errors))
        }
    }
}

pub(super) fn path(w: &Words, view: &PersonView, here: &str) -> Markup {
    html! {
        nav.path aria-label=(w.say("people-path")) { ol {
            li { a href="/people" { (w.say("shell-tab-people")) } }
            li { a href={ "/people/" (view.id) } { bdi { (view.identity.called()) } } }
            li { (here) }
        } }
    }
}

pub(super) fn summary(w: &Words, errors: &Errors) -> Markup {
    error_summary(&w.say_with("shell-errors-heading", &[("count", errors.len().into())]), errors, w)
}

/// What stands behind the question mark of a form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// What was kept is left aside.
    fresh: String,
}

/// What was typed before and not sent, unless she asked to begin anew.
pub(super) async fn kept(me: &Session, asked: &Asked) -> Result<Option<Typed>, Problem> {
    if asked.fresh.is_empty() { me.kept().await } else { Ok(None) }
}

pub(super) fn kept_notice(w: &Words) -> Markup {
    html! { div.notice { p { (w.say("shell-draft-here")) " " a href="?fresh=1" { (w.say("shell-draft-leave")) } } } }
}

/// What a form says that a document has filled.
pub(super) fn document_notice(w: &Words) -> Markup {
    html! { div.notice role="status" { p { (w.say("people-document-filled")) } } }
}

pub(super) async fn seen(me: &Session, id: PersonId) -> Result<PersonView, Problem> {
    let actor = me.actor.clone();
    me.app.work(move |app| acts::see(app, &actor, id)).await.map_err(|refusal| refused(me, refusal))
}

/// The form of a correction.
pub(super) async fn edit(me: Session, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let view = seen(&me, id).await?;
    if !view.may.correct_identity && !view.may.correct_file {
        return Err(Problem::NotThere(me.actor.tongue));
    }
    let w = me.words();
    let mut typed = Typed::default();
    if view.may.correct_identity {
        typed = form::typed_identity(w, &view.identity, typed);
    }
    if let Some((_, file)) = view.file.as_ref().filter(|_| view.may.correct_file) {
        typed = form::typed_file(w, file, typed);
    }
    let kept = kept(&me, &asked).await?;
    let above = if kept.is_some() {
        kept_notice(w)
    } else {
        html! {}
    };
    Ok(edit_page(&me, &view, &kept.unwrap_or(typed), &Errors::default(), &above))
}

/// The version a form is of: the one it was begun with, so that who saved meanwhile is noticed, or
/// after a conflict the one that stands now.
pub(super) fn version_of(typed: &Typed, name: &str, now: i64, seen_now: bool) -> String {
    let begun = typed.get(name);
    if begun.is_empty() || seen_now { now.to_string() } else { begun.to_owned() }
}

fn edit_page(me: &Session, view: &PersonView, typed: &Typed, errors: &Errors, above: &Markup) -> Markup {
    edit_page_with(me, view, typed, errors, above, None)
}

fn edit_page_with(
    me: &Session,
    view: &PersonView,
    typed: &Typed,
    errors: &Errors,
    above: &Markup,
    conflicts: Option<&Markup>,
) -> Markup {
    let w = me.words();
    let drawn = Drawn { w, typed, errors };
    let (here, action) = (w.say("shell-correct"), format!("/people/{}/correct", view.id));
    let body = html! {
        (path(w, view, &here))
        h1 { (w.say_with("people-correct-of", &[("name", view.identity.called().into())])) }
        (above)
        (summary(w, errors))
        (post_form(&action, me.hidden(), html! {
            @if let Some(conflicts) = conflicts { (conflicts) }
            @if view.may.correct_identity {
                (hidden("identity_version", &version_of(typed, "identity_version", view.identity_version, conflicts.is_some())))
                (drawn.identity())
            }
            @if let Some((version, _)) = view.file.as_ref().filter(|_| view.may.correct_file) {
                (hidden("file_version", &version_of(typed, "file_version", *version, conflicts.is_some())))
                (drawn.file())
            }
            (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), vec![Button::link(w.say("shell-cancel"), &format!("/people/{}", view.id))]))
        }))
    };
    me.page(&here, Some(Tab::People), body)
}

/// The fields of which a conflict keeps one text or the other.
const FIELDS: [&str; 10] = [
    "names",
    "sex",
    "birth",
    "birth_country",
    "citizenships",
    "identifiers",
    "languages",
    "interpreter",
    "contact_points",
    "address",
];

/// Saves a correction. When someone saved first, both texts are shown and nothing is lost (SEC-74).
pub(super) async fn correct(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Response, Problem> {
    let id = known_id(&me, &id)?;
    let mut errors = Errors::default();
    let mut mine = read(&form, &mut errors, &[]);
    let reads = document::is_asked(&form);
    let theirs: Vec<&'static str> =
        FIELDS.into_iter().filter(|field| form.take(&format!("keep_{field}")) == "theirs").collect();
    form.finish()?;
    if reads {
        return read_document(&me, id, &form).await;
    }
    if !errors.is_empty() || !theirs.is_empty() {
        let view = seen(&me, id).await?;
        errors = Errors::default();
        mine = read(&form, &mut errors, &view.identity.identifiers);
        if !errors.is_empty() {
            return Err(Problem::refused(edit_page(&me, &view, &form.typed(), &errors, &html! {})));
        }
        keep_theirs(&mut mine, &view, &theirs);
    }
    let (actor, sent) = (me.actor.clone(), mine.clone());
    match me.app.work(move |app| acts::correct(app, &actor, &once, id, &sent)).await {
        Ok(id) => me.forget_kept().await.map(|()| to_person(&me, id).into_response()),
        Err(Refusal::Stale) => Err(stale(&me, id, &form, &mine).await),
        Err(other) => {
            let view = seen(&me, id).await?;
            Err(explain(&me, other, |errors| edit_page(&me, &view, &form.typed(), errors, &html! {})))
        }
    }
}

/// Reads both parts of a correction. `known` are the numbers that stand there already.
fn read(form: &Form, errors: &mut Errors, known: &[Identifier]) -> Correction {
    let mut mine = Correction::default();
    if form.has("identity_version") {
        mine.identity = version(form, "identity_version").map(|v| (v, form::read_identity(form, errors, known)));
    }
    if form.has("file_version") {
        mine.file = version(form, "file_version").map(|v| (v, form::read_file(form, errors)));
    }
    mine
}

/// The form again, filled with what a document says.
async fn read_document(me: &Session, id: PersonId, form: &Form) -> Result<Response, Problem> {
    let view = seen(me, id).await?;
    if !view.may.correct_identity {
        return Err(Problem::NotThere(me.actor.tongue));
    }
    let w = me.words();
    match document::read(w, form.typed(), me.app.today()) {
        Ok(typed) => Ok(edit_page(me, &view, &typed, &Errors::default(), &document_notice(w)).into_response()),
        Err(errors) => Err(Problem::refused(edit_page(me, &view, &form.typed(), &errors, &html! {}))),
    }
}

pub(super) fn version(form: &Form, name: &str) -> Option<i64> {
    form.take(name).parse().ok()
}

/// Takes, field by field, what stands there now instead of what was typed.
fn keep_theirs(mine: &mut Correction, view: &PersonView, fields: &[&str]) {
    let kept = |field: &str| fields.contains(&field);
    if let Some((_, identity)) = &mut mine.identity {
        let now = view.identity.clone();
        let Identity { names, sex, birth, birth_country, citizenships, identifiers } = identity;
        keep(kept("names"), names, now.names);
        keep(kept("sex"), sex, now.sex);
        keep(kept("birth"), birth, now.birth);
        keep(kept("birth_country"), birth_country, now.birth_country);
        keep(kept("citizenships"), citizenships, now.citizenships);
        keep(kept("identifiers"), identifiers, now.identifiers);
    }
    if let (Some((_, file)), Some((_, now))) = (&mut mine.file, view.file.clone()) {
        keep(kept("languages"), &mut file.languages, now.languages);
        keep(kept("interpreter"), &mut file.interpreter, now.interpreter);
        keep(kept("contact_points"), &mut file.points, now.points);
        keep(kept("address"), &mut file.home, now.home);
    }
}

fn keep<T>(theirs: bool, mine: &mut T, now: T) {
    if theirs {
        *mine = now;
    }
}

/// The form again, with every field in which the two texts differ as a choice between them.
async fn stale(me: &Session, id: PersonId, form: &Form, mine: &Correction) -> Problem {
    let view = match seen(me, id).await {
        Ok(view) => view,
        Err(problem) => return problem,
    };
    let w = me.words();
    let mut differing: Vec<(&'static str, String, String, bool)> = Vec::new();
    if let Some((_, identity)) = &mine.identity {
        differing.extend(differences(&texts::of_identity(w, identity), &texts::of_identity(w, &view.identity), true));
    }
    if let (Some((_, file)), Some((_, now))) = (&mine.file, &view.file) {
        let typed = File { reach: now.reach.clone(), ..file.clone() };
        differing.extend(differences(&texts::of_file(w, &typed), &texts::of_file(w, now), false));
    }
    let (identity_lead, file_lead) = last_changes(me, id).await;
    let shown = |text: &str| if text.is_empty() { w.say("shell-not-recorded") } else { text.to_owned() };
    let conflicts = html! {
        @if !differing.is_empty() { p role="alert" { (w.say("people-conflict-lead")) } }
        @for (field, my, now, in_identity) in &differing {
            @let label = w.say(&format!("people-{field}"));
            @let (who, at) = if *in_identity { &identity_lead } else { &file_lead };
            @let lead = w.say_with("shell-conflict", &[("who", who.as_str().into()), ("field", label.as_str().into()), ("time", w.time(*at).into())]);
            (conflict(field, &label, &lead, (&w.say("shell-conflict-mine"), &shown(my)), (&w.say("shell-conflict-theirs"), &shown(now))))
        }
    };
    Problem::stale(edit_page_with(me, &view, &form.typed(), &Errors::default(), &html! {}, Some(&conflicts)))
}

pub(super) fn differences(
    mine: &[(&'static str, String)],
    now: &[(&'static str, String)],
    in_identity: bool,
) -> Vec<(&'static str, String, String, bool)> {
    let pairs = mine.iter().zip(now).filter(|((_, my), (_, now))| my != now);
    pairs.map(|((field, my), (_, now))| (*field, my.clone(), now.clone(), in_identity)).collect()
}

/// Who last changed the identity, and who the file.
pub(super) async fn last_changes(me: &Session, id: PersonId) -> ((String, Timestamp), (String, Timestamp)) {
    let actor = me.actor.clone();
    let told = me.app.work(move |app| acts::history(app, &actor, id)).await;
    let changes = told.map(|told| told.changes).unwrap_or_default();
    let nobody = || (me.words().say("people-someone"), me.app.now());
    let last = |wanted: fn(&What) -> bool| {
        changes.iter().find(|one| wanted(&one.what)).map_or_else(nobody, |one| (one.who.clone(), one.at))
    };
    (last(|what| matches!(what, What::Identity { .. })), last(|what| matches!(what, What::File { .. })))
}
