//! Erasing a person. Who follows her sees whom it is about; the auditor sees a reference, the reason, who
//! asked and when, and no contents.

use axum::{
    extract::{Path, Query},
    response::Redirect,
};
use ground::PersonId;
use maud::{Markup, html};
use policy::{Action, Resource};
use serde::Deserialize;

use super::{
    change::{path, seen, summary},
    known_id,
};
use crate::{
    app::Refusal,
    people::{
        acts::PersonView,
        erasure::{self, CannotErase, Erasable, Reason, Request, Waiting},
    },
    shell::{
        components::{Button, Choice, Choices, Field, button_row, empty, post_form, saved, section, table},
        forms::{Errors, Form, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// The page for who follows her.
pub(super) async fn show(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let (view, erasable) = both(&me, id).await?;
    Ok(page(&me, &view, &erasable, &Typed::default(), &Errors::default()))
}

async fn both(me: &Session, id: PersonId) -> Result<(PersonView, Erasable), Problem> {
    let actor = me.actor.clone();
    let erasable = me.app.work(move |app| erasure::of_person(app, &actor, id)).await;
    let erasable = erasable.map_err(|refusal| refused(me, refusal))?;
    Ok((seen(me, id).await?, erasable))
}

fn page(me: &Session, view: &PersonView, erasable: &Erasable, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let here = w.say("people-erasure");
    let body = html! {
        (path(w, view, &here))
        h1 { (here) }
        (summary(w, errors))
        p.measure { (w.say("people-erasure-lead")) }
        ul.measure."mt-3" {
            @for text in ["people-erasure-goes", "people-erasure-backups", "people-erasure-stays"] { li { (w.say(text)) } }
        }
        @match &erasable.request {
            None => (asking(me, &format!("/people/{}/erasure", view.id), &html! {}, typed, errors)),
            Some(request) => (asked(me, view.id, erasable, request)),
        }
        p { a href={ "/people/" (view.id) } { (w.say("people-erasure-back")) } }
    };
    // why: a title stays in the history of the browser, so it names nobody
    me.page(&here, Some(Tab::People), body)
}

/// The form of the first word.
fn asking(me: &Session, action: &str, whom: &Markup, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let reasons = Reason::ALL.map(|reason| Choice::new(reason.code(), reason_text(w, reason))).to_vec();
    let body = html! {
        p.measure { (w.say("people-erasure-two")) }
        (post_form(action, me.hidden(), html! {
            (whom)
            (Choices::one("reason", w.say("people-erasure-reason")).options(reasons).from(typed, errors, w))
            (button_row(Button::stop(w.say("people-erasure-ask")), vec![]))
        }))
    };
    section("ask", &w.say("people-erasure-ask-title"), None, html! {}, body)
}

fn reason_text(w: &Words, reason: Reason) -> String {
    w.say(&format!("people-erasure-reason-{}", reason.code()))
}

/// What was asked, and what this actor may answer.
fn asked(me: &Session, id: PersonId, erasable: &Erasable, request: &Request) -> Markup {
    let w = me.words();
    let told = [
        ("name", erasable.asked_by.clone().unwrap_or_default().into()),
        ("day", w.day(request.asked_at.day(&me.app.zone)).into()),
        ("reason", reason_text(w, request.reason).into()),
    ];
    let body = html! {
        p.measure { (w.say_with("people-erasure-asked", &told)) }
        @if request.agreed.is_some() {
            p.measure { (w.say("people-erasure-decided")) }
        } @else if erasable.may_agree {
            p.measure { b { (w.say("people-erasure-no-way-back")) } }
            (answers(me, &format!("/people/{id}/erasure"), true, false))
        } @else {
            p.measure { (w.say("people-erasure-wait")) }
            (answers(me, &format!("/people/{id}/erasure"), false, erasable.asked_by_me))
        }
    };
    section("asked", &w.say("people-erasure-asked-title"), None, html! {}, body)
}

/// Saying yes, and saying no or taking one's own word back.
fn answers(me: &Session, base: &str, may_agree: bool, mine: bool) -> Markup {
    let w = me.words();
    let no = w.say(if mine { "people-erasure-withdraw" } else { "people-erasure-decline" });
    // why: bare forms, for each is one button and they stand side by side, in the line of a table too
    html! {
        div.actions {
            @if may_agree {
                form method="post" action={ (base) "/agree" } { (me.hidden()) (Button::stop(w.say("people-erasure-agree"))) }
            }
            form method="post" action={ (base) "/decline" } { (me.hidden()) (Button::quiet(no)) }
        }
    }
}

/// Asks that she be erased.
pub(super) async fn ask(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let reason = Reason::from_code(form.take("reason"));
    form.finish()?;
    // Whoever does not see her is told nothing of the form.
    let (view, erasable) = both(&me, id).await?;
    let actor = me.actor.clone();
    let done = match reason {
        None => Err(Refusal::Rule(CannotErase::NoReason)),
        Some(reason) => me.app.work(move |app| erasure::ask(app, &actor, &once, id, reason)).await,
    };
    match rule_of(&me, done)? {
        Ok(id) => Ok(Redirect::to(&format!("/people/{id}/erasure"))),
        Err(rule) => Err(Problem::refused(page(&me, &view, &erasable, &form.typed(), &named(rule)))),
    }
}

/// Says the second word.
pub(super) async fn agree(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    form.finish()?;
    me.must(Action::See, Resource::Identity)?;
    // No look before the act: a form that is sent again finds nobody any more, and gets the first answer.
    let actor = me.actor.clone();
    let done = me.app.work(move |app| erasure::agree(app, &actor, &once, id)).await;
    match rule_of(&me, done)? {
        Ok(_) => Ok(Redirect::to("/people?done=erased")),
        Err(rule) => {
            let (view, erasable) = both(&me, id).await?;
            Err(Problem::refused(page(&me, &view, &erasable, &form.typed(), &named(rule))))
        }
    }
}

/// Says no.
pub(super) async fn decline(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    form.finish()?;
    me.must(Action::See, Resource::Identity)?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| erasure::decline(app, &actor, &once, id)).await;
    match rule_of(&me, done)? {
        Ok(id) => Ok(Redirect::to(&format!("/people/{id}/erasure"))),
        Err(_) => Err(refused(&me, Refusal::NotFound)),
    }
}

/// A rule goes back to the form; every other refusal is a page of its own.
fn rule_of(
    me: &Session,
    done: Result<PersonId, Refusal<CannotErase>>,
) -> Result<Result<PersonId, CannotErase>, Problem> {
    match done.map_err(Refusal::without_rule) {
        Ok(id) => Ok(Ok(id)),
        Err(Ok(refusal)) => Err(refused(me, refusal)),
        Err(Err(rule)) => Ok(Err(rule)),
    }
}

/// What is wrong, beside its field.
fn named(rule: CannotErase) -> Errors {
    let mut errors = Errors::default();
    let (field, error) = match rule {
        CannotErase::NoReason => ("reason", "people-error-erasure-reason"),
        CannotErase::AskedBefore => ("asked", "people-error-erasure-asked"),
        CannotErase::SamePerson => ("asked", "people-error-erasure-same-person"),
        CannotErase::WrongPair => ("asked", "people-error-erasure-pair"),
        CannotErase::GlassToReview => ("asked", "people-error-erasure-glass"),
        CannotErase::NoSuchPerson => ("person", "people-error-erasure-nobody"),
    };
    errors.add(field, error);
    errors
}

/// What was done on the page before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    done: String,
}

/// The page of the auditor: what waits, by reference.
pub(super) async fn list(me: Session, Query(after): Query<After>) -> Result<Markup, Problem> {
    let waiting = listed(&me).await?;
    Ok(audit_page(&me, &waiting, &after.done, &Typed::default(), &Errors::default()))
}

async fn listed(me: &Session) -> Result<Vec<Waiting>, Problem> {
    let actor = me.actor.clone();
    me.app.work(move |app| erasure::waiting(app, &actor)).await.map_err(|refusal| refused(me, refusal))
}

fn audit_page(me: &Session, waiting: &[Waiting], done: &str, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let here = w.say("people-erasures");
    let told = ["asked", "erased", "declined"].into_iter().find(|word| *word == done);
    let heads = ["people-erasure-reference", "people-erasure-reason", "people-erasure-by", "people-erasure-until"];
    let heads: Vec<String> = heads.iter().chain(&["people-erasure-answer"]).map(|id| w.say(id)).collect();
    let whom = html! {
        (Field::text("person", w.say("people-erasure-reference")).hint(w.say("people-erasure-reference-hint")).from(typed, errors, w))
    };
    let body = html! {
        h1 { (here) }
        @if let Some(word) = told { (saved(&w.say(&format!("people-erasures-done-{word}")), html! {}, html! {})) }
        (summary(w, errors))
        p.measure { (w.say("people-erasures-lead")) }
        @if waiting.is_empty() {
            (empty(&w.say("people-erasures-none"), &w.say("people-erasures-none-text"), None))
        } @else {
            (table("asked", &w.say("people-erasures-waiting"), &heads, waiting.iter().map(|one| line(me, one)).collect()))
        }
        (asking(me, "/erasures", &whom, typed, errors))
        p { a href="/trail" { (w.say("trail-back")) } }
    };
    me.page(&here, Some(Tab::Trail), body)
}

fn line(me: &Session, one: &Waiting) -> Vec<Markup> {
    let w = me.words();
    let (id, request) = (one.person, &one.request);
    vec![
        html! { a href={ "/trail?person=" (id) } { code { (id) } } },
        html! { (reason_text(w, request.reason)) },
        html! { bdi { (one.asked_by) } " " span.meta { (w.moment(request.asked_at)) } },
        html! { (w.day(one.until().day(&me.app.zone))) },
        html! {
            @if request.agreed.is_some() { (w.say("people-erasure-decided")) }
            @else { (answers(me, &format!("/erasures/{id}"), one.may_agree, one.asked_by_me)) }
        },
    ]
}

/// Asks, by reference, that someone be erased.
pub(super) async fn ask_by_reference(Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let mut errors = Errors::default();
    let person = reference(&form, &mut errors);
    let reason = Reason::from_code(form.take("reason"));
    if reason.is_none() {
        errors.add("reason", "people-error-erasure-reason");
    }
    form.finish()?;
    me.must(Action::Erase, Resource::Erasure)?;
    let (Some(person), Some(reason)) = (person, reason) else {
        return Err(again(&me, &form.typed(), &errors).await);
    };
    let actor = me.actor.clone();
    let done = me.app.work(move |app| erasure::ask(app, &actor, &once, person, reason)).await;
    match rule_of(&me, done)? {
        Ok(_) => Ok(Redirect::to("/erasures?done=asked")),
        Err(rule) => Err(again(&me, &form.typed(), &named(rule)).await),
    }
}

fn reference(form: &Form, errors: &mut Errors) -> Option<PersonId> {
    errors.keep("person", form.take("person").trim().parse(), |_| "trail-error-reference")
}

async fn again(me: &Session, typed: &Typed, errors: &Errors) -> Problem {
    match listed(me).await {
        Ok(waiting) => Problem::refused(audit_page(me, &waiting, "", typed, errors)),
        Err(problem) => problem,
    }
}

/// Says the second word, by reference.
pub(super) async fn agree_by_reference(
    Path(id): Path<String>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    form.finish()?;
    me.must(Action::Erase, Resource::Erasure)?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| erasure::agree(app, &actor, &once, id)).await;
    match rule_of(&me, done)? {
        Ok(_) => Ok(Redirect::to("/erasures?done=erased")),
        Err(rule) => Err(again(&me, &form.typed(), &named(rule)).await),
    }
}

/// Says no, by reference.
pub(super) async fn decline_by_reference(
    Path(id): Path<String>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    form.finish()?;
    me.must(Action::Erase, Resource::Erasure)?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| erasure::decline(app, &actor, &once, id)).await;
    match rule_of(&me, done)? {
        Ok(_) => Ok(Redirect::to("/erasures?done=declined")),
        Err(_) => Err(refused(&me, Refusal::NotFound)),
    }
}
