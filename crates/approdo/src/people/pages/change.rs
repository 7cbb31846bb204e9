//! Writing a person down, correcting her, asking how to reach her, saying who follows her.

use std::sync::Arc;

use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Redirect, Response},
};
use ground::{AccountId, ContactId, Day, Line, PersonId, TeamId, Timestamp};
use matching::Known;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    form::{self, Drawn},
    known_id, texts,
};
use crate::{
    access::accounts,
    app::Refusal,
    people::{
        acts::{self, Correction, PersonView, What},
        model::{Answer, Caller, CannotFile, File, Identity, NewPerson, SafeContact, Way},
    },
    shell::{
        components::{Button, Choice, Choices, Field, button_row, conflict, error_summary, hidden, post_form},
        forms::{Errors, Form, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

fn to_person(me: &Session, id: PersonId) -> Redirect {
    Redirect::to(&format!("/people/{id}?saved={}", me.app.now().micros()))
}

/// The refusals that are no rule of this room as pages; a rule goes beside its field.
fn explain(me: &Session, refusal: Refusal<CannotFile>, again: impl FnOnce(&Errors) -> Markup) -> Problem {
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

fn path(w: &Words, view: &PersonView, here: &str) -> Markup {
    html! {
        nav.path aria-label=(w.say("people-path")) { ol {
            li { a href="/people" { (w.say("shell-tab-people")) } }
            li { a href={ "/people/" (view.id) } { bdi { (view.identity.called()) } } }
            li { (here) }
        } }
    }
}

fn summary(w: &Words, errors: &Errors) -> Markup {
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
async fn kept(me: &Session, asked: &Asked) -> Result<Option<Typed>, Problem> {
    if asked.fresh.is_empty() { me.kept().await } else { Ok(None) }
}

fn kept_notice(w: &Words) -> Markup {
    html! { div.notice { p { (w.say("shell-draft-here")) " " a href="?fresh=1" { (w.say("shell-draft-leave")) } } } }
}

/// The form of a new person that was left half filled; without one, a new person comes from a search.
pub(super) async fn go_on(me: Session, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    Ok(match kept(&me, &asked).await? {
        Some(typed) => new_page(&me, &typed, &Errors::default(), &kept_notice(me.words())).into_response(),
        None => Redirect::to("/people").into_response(),
    })
}

/// The form of a new person, filled with what the search was asked: she is never typed twice.
pub(super) async fn start(Sent { me, form, .. }: Sent) -> Result<Markup, Problem> {
    let me = me.at("/people/new");
    let w = me.words();
    let known = Known::from_box(form.take("q"));
    let (born, country) = (form.take("born"), form.take("country"));
    let then = form.take("then").to_owned();
    form.finish()?;
    let whole = known.names.first().map(|name| name.family.clone()).unwrap_or_default();
    let (given, family) = whole.split_once(' ').unwrap_or((&whole, ""));
    let mut typed = Typed::default().with("given-1", given).with("family-1", family);
    typed = match (born, known.born) {
        ("", Some(born)) => typed.with("birth", written(born)),
        (born, _) => typed.with("birth", born),
    };
    let country = texts::country(country).map_or(country, |country| country.name(w.tongue()));
    typed = typed.with("birth_country", country);
    if let Some(phone) = known.phones.first() {
        typed = typed.with("phone-1", phone.as_str());
    } else if let Some(number) = known.documents.first() {
        typed = typed.with("idkind-1", "passport").with("idvalue-1", number.as_str());
    }
    if let Some(code) = &known.tax_code {
        typed = typed.with("idkind-1", "tax_code").with("idvalue-1", code.as_str());
    }
    typed = typed
        .with("sex", "not_recorded")
        .with("interpreter", "not_asked")
        .with("home", "not_recorded")
        .with("then", then);
    Ok(new_page(&me, &typed, &Errors::default(), &html! {}))
}

fn written(born: matching::Born) -> String {
    match (born.month, born.day) {
        (Some(month), Some(day)) => format!("{day}/{month}/{}", born.year),
        (Some(month), None) => format!("{month}/{}", born.year),
        _ => born.year.to_string(),
    }
}

/// Writes down a new person.
pub(super) async fn create(Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let mut errors = Errors::default();
    let identity = form::read_identity(&form, &mut errors);
    let file = form::read_file(&form, &mut errors);
    let then = contact_that_waits(form.take("then"));
    form.finish()?;
    if !errors.is_empty() {
        return Err(Problem::refused(new_page(&me, &form.typed(), &errors, &html! {})));
    }
    let (actor, new) = (me.actor.clone(), NewPerson { identity, file });
    let id = me.app.work(move |app| acts::create(app, &actor, &once, &new)).await;
    let id = id.map_err(|refusal| explain(&me, refusal, |errors| new_page(&me, &form.typed(), errors, &html! {})))?;
    me.forget_kept().await?;
    Ok(then.map_or_else(|| to_person(&me, id), |contact| Redirect::to(&format!("/contacts/{contact}/who?person={id}"))))
}

/// The contact that waits for this person, when she is written down for one.
fn contact_that_waits(then: &str) -> Option<ContactId> {
    then.parse().ok()
}

fn new_page(me: &Session, typed: &Typed, errors: &Errors, above: &Markup) -> Markup {
    let w = me.words();
    let drawn = Drawn { w, typed, errors };
    let title = w.say("people-new");
    let body = html! {
        h1 { (title) }
        p.measure { (w.say("people-new-lead")) }
        (above)
        (summary(w, errors))
        (post_form("/people", me.hidden(), html! {
            @if let Some(contact) = contact_that_waits(typed.get("then")) { (hidden("then", &contact.to_string())) }
            (drawn.identity())
            (drawn.file())
            (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), vec![Button::link(w.say("shell-cancel"), "/people")]))
        }))
    };
    me.page(&title, Some(Tab::People), body)
}

async fn seen(me: &Session, id: PersonId) -> Result<PersonView, Problem> {
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
fn version_of(typed: &Typed, name: &str, now: i64, seen_now: bool) -> String {
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
pub(super) async fn correct(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let mut errors = Errors::default();
    let mut mine = Correction::default();
    if form.has("identity_version") {
        mine.identity = version(&form, "identity_version").map(|v| (v, form::read_identity(&form, &mut errors)));
    }
    if form.has("file_version") {
        mine.file = version(&form, "file_version").map(|v| (v, form::read_file(&form, &mut errors)));
    }
    let theirs: Vec<&'static str> =
        FIELDS.into_iter().filter(|field| form.take(&format!("keep_{field}")) == "theirs").collect();
    form.finish()?;
    if !errors.is_empty() || !theirs.is_empty() {
        let view = seen(&me, id).await?;
        if !errors.is_empty() {
            return Err(Problem::refused(edit_page(&me, &view, &form.typed(), &errors, &html! {})));
        }
        keep_theirs(&mut mine, &view, &theirs);
    }
    let (actor, sent) = (me.actor.clone(), mine.clone());
    match me.app.work(move |app| acts::correct(app, &actor, &once, id, &sent)).await {
        Ok(id) => me.forget_kept().await.map(|()| to_person(&me, id)),
        Err(Refusal::Stale) => Err(stale(&me, id, &form, &mine).await),
        Err(other) => {
            let view = seen(&me, id).await?;
            Err(explain(&me, other, |errors| edit_page(&me, &view, &form.typed(), errors, &html! {})))
        }
    }
}

fn version(form: &Form, name: &str) -> Option<i64> {
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

fn differences(
    mine: &[(&'static str, String)],
    now: &[(&'static str, String)],
    in_identity: bool,
) -> Vec<(&'static str, String, String, bool)> {
    let pairs = mine.iter().zip(now).filter(|((_, my), (_, now))| my != now);
    pairs.map(|((field, my), (_, now))| (*field, my.clone(), now.clone(), in_identity)).collect()
}

/// Who last changed the identity, and who the file.
async fn last_changes(me: &Session, id: PersonId) -> ((String, Timestamp), (String, Timestamp)) {
    let actor = me.actor.clone();
    let told = me.app.work(move |app| acts::history(app, &actor, id)).await;
    let changes = told.map(|told| told.changes).unwrap_or_default();
    let nobody = || (me.words().say("people-someone"), me.app.now());
    let last = |wanted: fn(&What) -> bool| {
        changes.iter().find(|one| wanted(&one.what)).map_or_else(nobody, |one| (one.who.clone(), one.at))
    };
    (last(|what| matches!(what, What::Identity { .. })), last(|what| matches!(what, What::File { .. })))
}

/// The form about reaching her without harm.
pub(super) async fn edit_safe_contact(
    me: Session,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let view = seen(&me, id).await?;
    let Some((_, file)) = view.file.as_ref().filter(|_| view.may.correct_file) else {
        return Err(Problem::NotThere(me.actor.tongue));
    };
    let typed = typed_reach(&file.reach, me.app.today());
    let kept = kept(&me, &asked).await?;
    let above = if kept.is_some() {
        kept_notice(me.words())
    } else {
        html! {}
    };
    Ok(reach_page(&me, &view, &kept.unwrap_or(typed), &Errors::default(), &above, false))
}

fn typed_reach(reach: &SafeContact, today: Day) -> Typed {
    let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned()).unwrap_or_default();
    let mut typed = Typed::default();
    for (code, way) in reach.ways() {
        typed = typed.with(code, way.safe.code()).with(&format!("{code}_words"), text(&way.words));
    }
    typed
        .with("hours", text(&reach.hours))
        .with("shared_device", reach.shared_device.code())
        .with("who_answers", text(&reach.who_answers))
        .with(
            "caller",
            match reach.caller {
                Some(Caller::Woman) => "woman",
                Some(Caller::Man) => "man",
                None => "any",
            },
        )
        .with("asked_on", today.to_string())
}

fn answers(w: &Words) -> Vec<Choice> {
    let choice = |(code, answer): (&str, Answer)| {
        let choice = Choice::new(code, texts::answer(w, answer));
        if answer == Answer::NotAsked { choice.quiet() } else { choice }
    };
    Answer::ALL.into_iter().map(choice).collect()
}

fn reach_page(
    me: &Session,
    view: &PersonView,
    typed: &Typed,
    errors: &Errors,
    above: &Markup,
    seen_now: bool,
) -> Markup {
    let w = me.words();
    let version = view.file.as_ref().map_or(0, |(version, _)| *version);
    let version = version_of(typed, "file_version", version, seen_now);
    let callers = vec![
        Choice::new("woman", w.say("people-caller-woman")),
        Choice::new("man", w.say("people-caller-man")),
        Choice::new("any", w.say("people-caller-any")).quiet(),
    ];
    let (here, action) = (w.say("people-safe-contact"), format!("/people/{}/safe-contact", view.id));
    let text = |name: &str, label: &str| Field::text(name, w.say(label)).from(typed, errors, w).auto_dir();
    let body = html! {
        (path(w, view, &here))
        h1 { (here) }
        p.measure { (w.say("people-safe-contact-lead")) }
        (summary(w, errors))
        (post_form(&action, me.hidden(), html! {
            (above)
            (hidden("file_version", &version))
            @for (code, _) in SafeContact::default().ways() { div.field-row.way-row {
                (Choices::one(code, texts::way(w, code)).options(answers(w)).from(typed, errors, w).in_line())
                @let label = w.say_with("people-way-words", &[("way", texts::way(w, code).into())]);
                (Field::text(&format!("{code}_words"), label).from(typed, errors, w).auto_dir())
            } }
            (text("hours", "people-hours").hint(w.say("people-hours-hint")))
            (Choices::one("shared_device", w.say("people-shared-device")).options(answers(w)).from(typed, errors, w).in_line())
            (text("who_answers", "people-who-answers"))
            (Choices::one("caller", w.say("people-caller")).options(callers).from(typed, errors, w).in_line())
            (Field::date("asked_on", w.say("people-asked-day")).from(typed, errors, w))
            (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), vec![Button::link(w.say("shell-cancel"), &format!("/people/{}", view.id))]))
        }))
    };
    me.page(&here, Some(Tab::People), body)
}

fn read_reach(form: &Form, errors: &mut Errors, today: Day) -> SafeContact {
    let mut line = |name: &str| errors.text(name, Line::optional(form.take(name))).flatten();
    let mut way = |code: &str| Way {
        safe: Answer::parse(form.take(code)).unwrap_or_default(),
        words: line(&format!("{code}_words")),
    };
    let [call, text, message, letter, email] = ["call", "text", "message", "letter", "email"].map(&mut way);
    let (hours, who_answers) = (line("hours"), line("who_answers"));
    let caller = match form.take("caller") {
        "woman" => Some(Caller::Woman),
        "man" => Some(Caller::Man),
        _ => None,
    };
    let shared_device = Answer::parse(form.take("shared_device")).unwrap_or_default();
    let asked = form.take("asked_on");
    let asked_on = if asked.trim().is_empty() { None } else { errors.date("asked_on", asked.parse::<Day>()) };
    if asked_on.is_some_and(|day| day > today) {
        errors.add("asked_on", "people-error-asked-on");
    }
    SafeContact { call, text, message, letter, email, hours, shared_device, who_answers, caller, asked_on }
}

/// Saves how to reach her without harm.
pub(super) async fn correct_safe_contact(
    Path(id): Path<String>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let mut errors = Errors::default();
    let reach = read_reach(&form, &mut errors, me.app.today());
    let version = version(&form, "file_version").unwrap_or_default();
    let theirs = form.take("keep_safe_contact") == "theirs";
    form.finish()?;
    if theirs {
        return Ok(Redirect::to(&format!("/people/{id}")));
    }
    if !errors.is_empty() {
        let view = seen(&me, id).await?;
        return Err(Problem::refused(reach_page(&me, &view, &form.typed(), &errors, &html! {}, false)));
    }
    let (actor, sent) = (me.actor.clone(), reach.clone());
    match me.app.work(move |app| acts::correct_safe_contact(app, &actor, &once, id, version, &sent)).await {
        Ok(id) => me.forget_kept().await.map(|()| to_person(&me, id)),
        Err(Refusal::Stale) => Err(stale_reach(&me, id, &form, reach).await),
        Err(other) => {
            let view = seen(&me, id).await?;
            Err(explain(&me, other, |errors| reach_page(&me, &view, &form.typed(), errors, &html! {}, false)))
        }
    }
}

async fn stale_reach(me: &Session, id: PersonId, form: &Form, mine: SafeContact) -> Problem {
    let view = match seen(me, id).await {
        Ok(view) => view,
        Err(problem) => return problem,
    };
    let Some((_, now)) = &view.file else { return Problem::NotThere(me.actor.tongue) };
    let w = me.words();
    let typed = File { reach: mine, ..now.clone() };
    let (_, (who, at)) = last_changes(me, id).await;
    let label = w.say("people-safe_contact");
    let lead = w.say_with(
        "shell-conflict",
        &[("who", who.into()), ("field", label.as_str().into()), ("time", w.time(at).into())],
    );
    let conflicts = html! {
        p role="alert" { (w.say("people-conflict-lead")) }
        @for (field, my, now, _) in differences(&texts::of_file(w, &typed), &texts::of_file(w, now), false) {
            (conflict(field, &label, &lead, (&w.say("shell-conflict-mine"), &my), (&w.say("shell-conflict-theirs"), &now)))
        }
    };
    Problem::stale(reach_page(me, &view, &form.typed(), &Errors::default(), &conflicts, true))
}

/// Who may follow a person: colleagues and teams, by name.
struct Staff {
    workers: Vec<(AccountId, String)>,
    teams: Vec<(TeamId, String)>,
}

async fn staff(me: &Session) -> Result<Staff, Problem> {
    let read = me.app.work(|app| {
        app.store.read("people.staff", |tx| {
            let workers = accounts::workers(app, tx)?.into_iter().map(|(id, name, _)| (id, name)).collect();
            let teams = accounts::teams(tx)?.into_iter().map(|team| (team.id, team.name)).collect();
            Ok::<_, store::StoreError>(Staff { workers, teams })
        })
    });
    read.await.map_err(|error| refused(me, Refusal::Store(error)))
}

/// The form that says who follows her.
pub(super) async fn edit_worker(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let view = seen(&me, id).await?;
    if !view.may.assign {
        return Err(Problem::NotThere(me.actor.tongue));
    }
    let (w, staff) = (me.words(), staff(&me).await?);
    let follower = view.follower.unwrap_or_default();
    let typed = Typed::default()
        .with("worker", follower.worker.map(|id| id.to_string()).unwrap_or_default())
        .with("team", follower.team.map(|id| id.to_string()).unwrap_or_default());
    let errors = Errors::default();
    let workers = staff.workers.iter().map(|(id, name)| Choice::new(&id.to_string(), name.as_str())).collect();
    let teams = staff.teams.iter().map(|(id, name)| Choice::new(&id.to_string(), name.as_str())).collect();
    let here = w.say("people-worker-change");
    let body = html! {
        (path(w, &view, &here))
        h1 { (here) }
        p.measure { (w.say("people-worker-lead")) }
        (post_form(&format!("/people/{id}/worker"), me.hidden(), html! {
            (hidden("_version", &follower.version.to_string()))
            (Field::select("worker", w.say("people-worker")).options(workers).from(&typed, &errors, w))
            (Field::select("team", w.say("people-team")).options(teams).from(&typed, &errors, w))
            (button_row(Button::main(w.say("shell-save")), vec![Button::link(w.say("shell-cancel"), &format!("/people/{id}"))]))
        }))
    };
    Ok(me.page(&here, Some(Tab::People), body))
}

/// Saves who follows her. Only those the form offered are taken.
pub(super) async fn assign(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let staff = staff(&me).await?;
    let worker: Option<AccountId> = form.take("worker").parse().ok();
    let team: Option<TeamId> = form.take("team").parse().ok();
    let version = form.version().unwrap_or_default();
    form.finish()?;
    let worker_is_there = worker.is_none_or(|id| staff.workers.iter().any(|(one, _)| *one == id));
    let team_is_there = team.is_none_or(|id| staff.teams.iter().any(|(one, _)| *one == id));
    if !worker_is_there || !team_is_there {
        return Err(Problem::BadRequest(me.actor.tongue));
    }
    let actor = me.actor.clone();
    let done = Arc::clone(&me.app).work(move |app| acts::assign(app, &actor, &once, id, version, (worker, team))).await;
    let id = done.map_err(|refusal| refused(&me, refusal))?;
    Ok(to_person(&me, id))
}
