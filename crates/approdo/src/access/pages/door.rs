//! The door: log-in, log-out, and links that are shown once.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use ground::{Line, Secret, Tongue};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    outside,
    parts::{
        DoorForm, Knock, STEP, broken, code_field, door_fields, door_form_page, door_page, go, held, rule, tell_wait,
        wait_in_line, wait_text, with_cookie, with_tongue,
    },
};
use crate::{
    access::{
        accounts::{BadEmail, Email},
        invitations::{self, Accept, Accepted, CannotAccept, Kind, Open},
        log_in::{self, Attempt, First},
        passwords::BadPassword,
        second_factor::Seed,
        sessions::Token,
    },
    app::{App, NoRule, Refusal},
    shell::{
        components::{Button, Field, Mark, button_row, error_summary, field_error, hidden, marked},
        forms::{Errors, Typed},
        problem::Problem,
        session::{self, COOKIE, Sent, Session, local_path, query_value, tongue_of},
        words::Words,
    },
};

/// What stands behind the question mark of the log-in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    next: String,
    /// What was typed before was kept.
    kept: String,
    /// A link was accepted.
    ready: String,
    /// She logged out.
    out: String,
}

impl Asked {
    pub(super) fn next(&self) -> &str {
        local_path(&self.next).unwrap_or("/")
    }

    fn note(&self) -> Option<(Mark, &'static str)> {
        match (self.kept.is_empty(), self.ready.is_empty(), self.out.is_empty()) {
            (false, ..) => Some((Mark::Good, "access-login-kept")),
            (_, false, _) => Some((Mark::Good, "access-login-ready")),
            (.., false) => Some((Mark::Note, "access-login-out")),
            _ => None,
        }
    }
}

/// The first page.
pub(super) async fn log_in(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let tongue = tongue_of(&headers);
    let token = held(&headers, STEP).unwrap_or_else(|| Token::draw(&app.dice));
    let note = asked.note();
    let page = password_page(&app, tongue, &token, asked.next(), &Typed::default(), note, None)?;
    Ok(with_cookie(page.into_response(), STEP, Some(&token), None))
}

fn password_page(
    app: &App,
    tongue: Tongue,
    token: &Token,
    next: &str,
    typed: &Typed,
    note: Option<(Mark, &str)>,
    error: Option<String>,
) -> Result<Markup, Problem> {
    let w = Words::of(tongue);
    let fields = door_fields(app, token).map_err(|error| broken(app, tongue, &error))?;
    let form = html! {
        (fields)
        @if let Some(error) = &error { div role="alert" { (field_error("log-in", error)) } }
        (hidden("next", next))
        (Field::email("email", w.say("access-email")).value(typed.get("email")).autocomplete("username").required())
        (Field::password("password", w.say("access-password")).autocomplete("current-password").required())
        (button_row(Button::main(w.say("access-login-go")), vec![]))
    };
    let above = html! { @if let Some((mark, id)) = note { p { (marked(mark, &w.say(id))) } } };
    let below = html! { (outside::ways(app, w, next)) p.meta { (w.say("access-login-lost")) } };
    let parts = DoorForm { above, action: "/login", form, below };
    Ok(door_form_page(app, w, &w.say("access-login-title"), parts))
}

/// Takes e-mail and password.
pub(super) async fn send_password(knock: Knock) -> Result<Response, Problem> {
    let Knock { app, form, token, device, network, tongue, retold } = knock;
    let w = Words::of(tongue);
    let next = local_path(form.take("next")).unwrap_or("/").to_owned();
    let email = form.take("email").to_owned();
    let password = Secret::new(form.take("password").to_owned());
    form.finish()?;
    if retold {
        let typed = Typed::default().with("email", email);
        return Ok(with_tongue(password_page(&app, tongue, &token, &next, &typed, None, None)?, tongue));
    }
    wait_in_line(&app, tongue, device.as_ref()).await?;
    let attempt = Attempt { email: email.clone(), password, network, device };
    let answer = app.work(move |app| log_in::password(app, &attempt)).await.map_err(|e| broken(&app, tongue, &e))?;
    let typed = Typed::default().with("email", email);
    let (status, error) = match answer {
        First::Code(step) => {
            let answer = go(&format!("/login/code?next={}", query_value(&next)));
            return Ok(with_cookie(answer, STEP, Some(&step), None));
        }
        First::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, w.say("access-login-wrong")),
        First::Wait(seconds) => (StatusCode::TOO_MANY_REQUESTS, wait_text(w, seconds)),
    };
    Err(Problem::Explained(status, password_page(&app, tongue, &token, &next, &typed, None, Some(error))?))
}

/// Ends the session and has the browser forget what it kept of the pages.
pub(super) async fn log_out(sent: Sent) -> Result<Response, Problem> {
    let me = sent.me;
    let (actor, hash) = (me.actor.clone(), *me.hash());
    let done = me.app.work(move |app| log_in::out(app, &actor, &hash)).await;
    done.map_err(|error| broken(&me.app, me.actor.tongue, &error))?;
    Ok(left())
}

/// The answer to a log-out.
pub(super) fn left() -> Response {
    let mut answer = with_cookie(go("/login?out=1"), COOKIE, None, None);
    // Not the cookies: the one of the known browser stays.
    let forget = HeaderValue::from_static("\"cache\", \"storage\"");
    answer.headers_mut().insert(HeaderName::from_static("clear-site-data"), forget);
    answer
}

/// The page of a link that is shown once. Looking at it changes nothing.
pub(super) async fn open_link(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(link): Path<String>,
) -> Result<Response, Problem> {
    let tongue = tongue_of(&headers);
    let token = held(&headers, STEP).unwrap_or_else(|| Token::draw(&app.dice));
    let (link, open) = good_link(&app, tongue, &link).await?;
    let seed = Seed::draw(&app.dice);
    let page = link_page(&app, tongue, &token, &link, &open, &seed, &Typed::default(), &Errors::default())?;
    Ok(with_cookie(page.into_response(), STEP, Some(&token), None))
}

async fn good_link(app: &Arc<App>, tongue: Tongue, text: &str) -> Result<(Token, Open), Problem> {
    let w = Words::of(tongue);
    let gone = || {
        let body = html! { p.lead-line { (w.say("access-link-gone")) } p.part { a.btn.btn-quiet href="/login" { (w.say("access-link-gone-on")) } } };
        Problem::Explained(StatusCode::NOT_FOUND, door_page(app, w, &w.say("access-link-gone-title"), body))
    };
    let link = Token::parse(text).ok_or_else(gone)?;
    let looked = link.clone();
    let open = app.work(move |app| app.store.read("link.look", |tx| invitations::look(app, tx, &looked))).await;
    let open = open.map_err(|error| broken(app, tongue, &error))?.ok_or_else(gone)?;
    Ok((link, open))
}

#[expect(clippy::too_many_arguments, reason = "a page shows all of it")]
fn link_page(
    app: &App,
    tongue: Tongue,
    token: &Token,
    link: &Token,
    open: &Open,
    seed: &Seed,
    typed: &Typed,
    errors: &Errors,
) -> Result<Markup, Problem> {
    let w = Words::of(tongue);
    let trouble = |error| broken(app, tongue, &error);
    let fields = door_fields(app, token).map_err(trouble)?;
    let carried = invitations::carry(app, link, seed).map_err(trouble)?;
    let (title, lead) = match open.kind {
        Kind::Invite => ("access-link-invite-title", "access-link-invite"),
        Kind::First => ("access-link-first-title", "access-link-first"),
        Kind::Reset => ("access-link-reset-title", "access-link-reset"),
    };
    let email = open.account.as_ref().map(|account| account.email.as_str());
    let form = html! {
        (fields)
        (hidden("seed", &carried))
        @if let Some(account) = &open.account {
            p { (w.say_with("access-link-for", &[("name", (&account.name).into()), ("email", (&account.email).into())])) }
        } @else {
            (Field::text("name", w.say("access-name")).autocomplete("name").required().auto_dir().from(typed, errors, w))
            (Field::email("email", w.say("access-email")).autocomplete("username").required().from(typed, errors, w))
        }
        (Field::password("password", w.say("access-password-new")).hint(w.say("access-password-hint"))
            .autocomplete("new-password").required().from(typed, errors, w))
        (Field::password("again", w.say("access-password-again"))
            .autocomplete("new-password").required().from(typed, errors, w))
        (second_factor_part(w, app, seed, email.unwrap_or("admin")))
        (code_field(w, errors.say(w, "code")))
        (button_row(Button::main(w.say("access-link-go")), vec![]))
    };
    let above = html! {
        p.lead-line { (w.say(lead)) }
        (error_summary(&w.say_with("shell-errors-heading", &[("count", errors.len().into())]), errors, w))
    };
    let action = format!("/invitation/{}", link.text());
    let parts = DoorForm { above, action: &action, form, below: html! {} };
    Ok(door_form_page(app, w, &w.say(title), parts))
}

fn second_factor_part(w: &Words, app: &App, seed: &Seed, email: &str) -> Markup {
    html! {
        h2 { (w.say("access-totp-title")) }
        p { (w.say("access-totp-how")) }
        (seed.picture(email, &app.city, &w.say("access-totp-picture")))
        p.mb-1 { (w.say("access-totp-by-hand")) }
        p { code.code-once { (seed.grouped()) } }
    }
}

/// Accepts a link.
pub(super) async fn accept_link(Path(link): Path<String>, knock: Knock) -> Result<Response, Problem> {
    let Knock { app, form, token, tongue, retold, .. } = knock;
    let (link, open) = good_link(&app, tongue, &link).await?;
    let seed = invitations::carried(&app, &link, form.take("seed")).ok_or(Problem::BadRequest(tongue))?;
    let mut errors = Errors::default();
    let password = form.take("password").to_owned();
    if password != form.take("again") {
        errors.add("again", "access-error-again");
    }
    let code = form.take("code").to_owned();
    let first = first_of(&form, &open, &mut errors);
    form.finish()?;
    if retold {
        let page = link_page(&app, tongue, &token, &link, &open, &seed, &form.typed(), &Errors::default())?;
        return Ok(with_tongue(page, tongue));
    }
    if errors.is_empty() {
        let accept = Accept { password: Secret::new(password), code, seed: seed.clone(), first, tongue };
        let tried = link.clone();
        let answer = app.work(move |app| invitations::accept(app, &tried, &accept)).await;
        match answer {
            Ok(Accepted { offer: None, .. }) => return Ok(go("/login?ready=1")),
            Ok(Accepted { offer, .. }) => return Ok(with_cookie(go("/login/passkey/new"), STEP, offer.as_ref(), None)),
            Err(refusal) => tell(&app, tongue, refusal, &mut errors)?,
        }
    }
    let page = link_page(&app, tongue, &token, &link, &open, &seed, &form.typed(), &errors)?;
    Err(Problem::Explained(StatusCode::UNPROCESSABLE_ENTITY, page))
}

fn first_of(form: &crate::shell::forms::Form, open: &Open, errors: &mut Errors) -> Option<(Email, Line)> {
    if open.kind != Kind::First {
        return None;
    }
    let name = errors.text("name", Line::parse(form.take("name")));
    let email = errors.keep("email", Email::parse(form.take("email")), |BadEmail| "access-error-email");
    email.zip(name)
}

/// Puts what was wrong beside its field.
fn tell(app: &App, tongue: Tongue, refusal: Refusal<CannotAccept>, errors: &mut Errors) -> Result<(), Problem> {
    match rule(refusal) {
        Ok(CannotAccept::Password(bad)) => errors.add("password", password_words(bad)),
        Ok(CannotAccept::Code) => errors.add("code", "access-code-wrong"),
        Ok(CannotAccept::Wait(seconds)) => tell_wait(errors, seconds),
        Ok(CannotAccept::NoName) => errors.add("name", "shell-error-blank"),
        Err(Refusal::Store(error)) => return Err(broken(app, tongue, &error)),
        Err(other) => return Err(door_refusal(tongue, &other)),
    }
    Ok(())
}

fn door_refusal(tongue: Tongue, refusal: &Refusal<NoRule>) -> Problem {
    match refusal {
        Refusal::Misused => Problem::BadRequest(tongue),
        Refusal::Rule(_) | Refusal::NotFound | Refusal::Elevate | Refusal::Stale | Refusal::Store(_) => {
            Problem::NotThere(tongue)
        }
    }
}

/// The sentence for a password that was not taken.
pub(super) const fn password_words(bad: BadPassword) -> &'static str {
    match bad {
        BadPassword::Short => "access-error-password-short",
        BadPassword::Long => "access-error-password-long",
        BadPassword::Common => "access-error-password-common",
        BadPassword::Personal => "access-error-password-personal",
    }
}

/// Used by the pages of one's own account, too.
pub(super) fn refused(me: &Session, refusal: Refusal<NoRule>) -> Problem {
    session::refused(me, refusal)
}
