//! The pages on which passkeys are added and removed: in one's own account, and the first one at the door
//! after a link was accepted.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use ground::{Line, PasskeyId, Tongue};
use maud::{Markup, html};

use super::{
    door::refused,
    parts::{
        Asks, DoorForm, Knock, STEP, answer_of, broken, door_fields, door_form_page, go, held, passkey_part, rule,
        with_tongue,
    },
};
use crate::{
    access::{
        passkeys::{self, CannotAdd, CannotRemove, Listed, Question},
        sessions::Token,
    },
    app::{App, Refusal},
    shell::{
        components::{Button, Field, button_row, field_error, post_form, rows},
        forms::{Errors, Typed},
        problem::Problem,
        session::{Sent, Session, tongue_of},
        words::Words,
    },
};

/// The passkeys in one's own account.
pub(super) fn list(me: &Session, listed: &[Listed]) -> Markup {
    let w = me.words();
    let line = |key: &Listed| {
        let used = key.used_at.map_or_else(
            || w.say("access-passkeys-never"),
            |at| w.say_with("access-passkeys-used", &[("moment", w.moment(at).into())]),
        );
        let remove = w.say_with("access-passkeys-remove", &[("name", key.name.as_str().into())]);
        html! {
            strong { bdi { (key.name) } }
            p.meta { (w.say_with("access-passkeys-added", &[("moment", w.moment(key.added_at).into())])) " " (used) }
            form method="post" action=(format!("/me/passkeys/{}/remove", key.id)) accept-charset="utf-8" {
                (me.hidden())
                (button_row(Button::quiet(remove), vec![]))
            }
        }
    };
    html! {
        p { (w.say("access-passkeys-why")) }
        @if !listed.is_empty() { (rows(&w.say("access-passkeys"), listed.iter().map(line).collect())) }
        @if !me.app.passkeys.has_passkeys() {
            p { (w.say("access-passkeys-not-here")) }
        } @else if listed.len() < passkeys::MOST {
            p.part { a.btn.btn-quiet href="/me/passkeys/new" { (w.say("access-passkeys-add")) } }
        }
    }
}

/// The form that adds one.
pub(super) async fn ask(me: Session) -> Result<Markup, Problem> {
    page(&me, &Typed::default(), &Errors::default()).await
}

async fn page(me: &Session, typed: &Typed, errors: &Errors) -> Result<Markup, Problem> {
    let w = me.words();
    let (actor, hash) = (me.actor.clone(), *me.hash());
    let asked = me.app.work(move |app| passkeys::ask_to_add(app, &actor, &hash)).await;
    let question = asked.map_err(|why| refused_here(me, why))?.ok_or(Problem::NotThere(me.actor.tongue))?;
    let title = w.say("access-passkeys-add");
    let body = html! {
        h1 { (title) }
        p.lead-line { (w.say("access-passkeys-how")) }
        p.mt-3 { (w.say("access-passkeys-ends")) }
        (post_form("/me/passkeys", me.hidden(), fields(w, &question, typed, errors)))
        p.part { a.btn.btn-bare href="/me" { (w.say("shell-cancel")) } }
    };
    Ok(me.page(&title, None, body))
}

fn refused_here<R>(me: &Session, refusal: Refusal<R>) -> Problem {
    rule(refusal).map_or_else(|refusal| refused(me, refusal), |_| Problem::NotThere(me.actor.tongue))
}

fn fields(w: &Words, question: &Question, typed: &Typed, errors: &Errors) -> Markup {
    html! {
        @if let Some(text) = errors.say(w, "passkey") { div role="alert" { (field_error("passkey", &text)) } }
        (Field::text("name", w.say("access-passkeys-name")).hint(w.say("access-passkeys-name-hint"))
            .required().auto_dir().from(typed, errors, w))
        (passkey_part(w, Asks::Create, question, Button::main(w.say("access-passkeys-make"))))
    }
}

/// The sentence for a passkey that was not added.
const fn words(why: CannotAdd) -> &'static str {
    match why {
        CannotAdd::NotTaken => "access-passkeys-not-taken",
        CannotAdd::TooMany => "access-passkeys-too-many",
    }
}

/// Adds one.
pub(super) async fn add(sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, .. } = sent;
    let mut errors = Errors::default();
    let name = errors.text("name", Line::parse(form.take("name")));
    let answer = answer_of(&form);
    form.finish()?;
    if let Some(name) = name {
        let (actor, hash) = (me.actor.clone(), *me.hash());
        let added = me.app.work(move |app| passkeys::add(app, &actor, &hash, &name, &answer)).await;
        match added.map_err(rule) {
            Ok(()) => return Ok(go("/me?saved=passkey")),
            Err(Ok(why)) => errors.add("passkey", words(why)),
            // The page that asks for the second factor goes on to the form, not to where it was sent.
            Err(Err(Refusal::Elevate)) => return Err(me.ask_for_code("/me/passkeys/new", StatusCode::FORBIDDEN)),
            Err(Err(refusal)) => return Err(refused(&me, refusal)),
        }
    }
    Err(Problem::Explained(StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form.typed(), &errors).await?))
}

/// Removes one.
pub(super) async fn remove(Path(id): Path<PasskeyId>, sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, .. } = sent;
    form.finish()?;
    let (actor, hash) = (me.actor.clone(), *me.hash());
    let removed = me.app.work(move |app| passkeys::remove(app, &actor, &hash, id)).await;
    match removed.map_err(rule) {
        Ok(()) => Ok(go("/me?saved=passkey")),
        Err(Ok(CannotRemove::Last)) => {
            let w = me.words();
            let title = w.say("access-passkeys-last-title");
            let body = html! {
                h1 { (title) }
                p.lead-line { (w.say("access-passkeys-last")) }
                p.part { a.btn.btn-quiet href="/me" { (w.say("access-passkeys-back")) } }
            };
            Err(Problem::Explained(StatusCode::UNPROCESSABLE_ENTITY, me.page(&title, None, body)))
        }
        Err(Err(Refusal::Elevate)) => Err(me.ask_for_code("/me", StatusCode::FORBIDDEN)),
        Err(Err(refusal)) => Err(refused(&me, refusal)),
    }
}

/// Offers the first passkey to who has just accepted a link.
pub(super) async fn ask_first(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Problem> {
    let Some(token) = held(&headers, STEP) else { return Ok(go("/login")) };
    let page = first_page(&app, tongue_of(&headers), &token, &Typed::default(), &Errors::default()).await?;
    Ok(page.map_or_else(|| go("/login"), IntoResponse::into_response))
}

/// Nothing where the offer does not stand.
async fn first_page(
    app: &Arc<App>,
    tongue: Tongue,
    token: &Token,
    typed: &Typed,
    errors: &Errors,
) -> Result<Option<Markup>, Problem> {
    let w = Words::of(tongue);
    let tried = token.clone();
    let asked = app.work(move |app| Ok((passkeys::ask_to_add_first(app, &tried)?, door_fields(app, &tried)?))).await;
    let (asked, hidden) = asked.map_err(|error| broken(app, tongue, &error))?;
    let Some((account, question)) = asked else { return Ok(None) };
    let must = passkeys::demanded(app, account.roles);
    let why = if must { "access-passkeys-first-must" } else { "access-passkeys-first" };
    let parts = DoorForm {
        above: html! { p.lead-line { (w.say(why)) } p.mt-3 { (w.say("access-passkeys-how")) } },
        action: "/login/passkey/new",
        form: html! { (hidden) (fields(w, &question, typed, errors)) },
        below: html! {
            @if !must { p.part { a.btn.btn-quiet href="/login?ready=1" { (w.say("access-passkeys-later")) } } }
        },
    };
    Ok(Some(door_form_page(app, w, &w.say("access-passkeys-first-title"), parts)))
}

/// Adds the first passkey.
pub(super) async fn add_first(knock: Knock) -> Result<Response, Problem> {
    let Knock { app, form, token, tongue, retold, .. } = knock;
    let mut errors = Errors::default();
    let name = errors.text("name", Line::parse(form.take("name")));
    let answer = answer_of(&form);
    form.finish()?;
    if retold {
        let page = first_page(&app, tongue, &token, &form.typed(), &Errors::default()).await?;
        return Ok(page.map_or_else(|| go("/login"), |page| with_tongue(page, tongue)));
    }
    if let Some(name) = name {
        let offer = token.clone();
        let added = app.work(move |app| passkeys::add_first(app, &offer, &name, &answer)).await;
        match added.map_err(rule) {
            Ok(()) => return Ok(go("/login?ready=1")),
            Err(Ok(why)) => errors.add("passkey", words(why)),
            Err(Err(Refusal::Store(error))) => return Err(broken(&app, tongue, &error)),
            Err(Err(_)) => return Ok(go("/login")),
        }
    }
    match first_page(&app, tongue, &token, &form.typed(), &errors).await? {
        Some(page) => Err(Problem::Explained(StatusCode::UNPROCESSABLE_ENTITY, page)),
        None => Ok(go("/login")),
    }
}
