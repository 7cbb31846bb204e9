//! The pages that ask for the second factor: after the password, and again inside a session.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use ground::Tongue;
use maud::{Markup, html};

use super::{
    door::Asked,
    parts::{
        Asks, DoorForm, KNOWN, Knock, STEP, answer_of, broken, code_field, door_fields, door_form_page, door_page, go,
        held, passkey_part, wait_text, with_cookie, with_tongue,
    },
};
use crate::{
    access::{
        log_in::{self, Again, Proof, Second, Ways},
        passkeys::Question,
        sessions::{self, Token},
    },
    app::App,
    shell::{
        components::{Button, button_row, field_error, hidden, post_form, section},
        forms::Form,
        problem::Problem,
        session::{COOKIE, Sent, Session, local_path, query_value, tongue_of},
        words::Words,
    },
};

/// What was wrong with what was sent, for the place where it was sent from.
#[derive(Clone, Debug)]
enum Trouble {
    Code(String),
    Passkey(String),
}

impl Trouble {
    fn of(proof: Kind, text: String) -> Self {
        match proof {
            Kind::Code => Self::Code(text),
            Kind::Passkey => Self::Passkey(text),
        }
    }

    fn of_code(trouble: Option<&Self>) -> Option<String> {
        trouble.and_then(|trouble| if let Self::Code(text) = trouble { Some(text.clone()) } else { None })
    }

    fn of_passkey(trouble: Option<&Self>) -> Option<&str> {
        trouble.and_then(|trouble| if let Self::Passkey(text) = trouble { Some(text.as_str()) } else { None })
    }
}

/// What was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Code,
    Passkey,
}

impl Kind {
    fn proof(self, form: &Form) -> Proof {
        match self {
            Self::Code => Proof::Code(form.take("code").to_owned()),
            Self::Passkey => Proof::Passkey(answer_of(form)),
        }
    }

    const fn wrong(self) -> &'static str {
        match self {
            Self::Code => "access-code-wrong",
            Self::Passkey => "access-passkey-wrong",
        }
    }
}

/// The second page of the log-in.
pub(super) async fn ask(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    match held(&headers, STEP) {
        Some(token) => Ok(page(&app, tongue_of(&headers), &token, asked.next(), None).await?.into_response()),
        None => Ok(go("/login")),
    }
}

async fn page(
    app: &Arc<App>,
    tongue: Tongue,
    token: &Token,
    next: &str,
    trouble: Option<Trouble>,
) -> Result<Markup, Problem> {
    let w = Words::of(tongue);
    let step = token.clone();
    let looked = app.work(move |app| Ok((log_in::ways(app, &step)?, door_fields(app, &step)?))).await;
    let (ways, fields) = looked.map_err(|error| broken(app, tongue, &error))?;
    let fields = html! { (fields) (hidden("next", next)) };
    let again = Button::link(w.say("access-login-again"), "/login");
    let trouble = trouble.as_ref();
    let passkey = |question: &Question| passkey_inside(w, question, trouble);
    let parts = match (&ways.passkey, ways.code) {
        (None, true) => {
            let code = code_field(w, Trouble::of_code(trouble)).autofocus();
            let form = html! { (fields) (code) (button_row(Button::main(w.say("access-login-go")), vec![again])) };
            let title = w.say("access-code-title");
            let parts = DoorForm { above: html! {}, action: "/login/code", form, below: html! {} };
            return Ok(door_form_page(app, w, &title, parts));
        }
        (Some(question), true) => {
            let above = html! {
                form.sheet method="post" action="/login/passkey" accept-charset="utf-8" { (fields) (passkey(question)) }
                h2.part { (w.say("access-passkey-or-code")) }
            };
            let code = code_field(w, Trouble::of_code(trouble));
            let form = html! { (fields) (code) (button_row(Button::quiet(w.say("access-login-go")), vec![again])) };
            DoorForm { above, action: "/login/code", form, below: html! {} }
        }
        (Some(question), false) => {
            let above = html! { p.lead-line { (w.say("access-passkey-only")) } };
            let below = html! { p.part { a.btn.btn-bare href="/login" { (w.say("access-login-again")) } } };
            DoorForm { above, action: "/login/passkey", form: html! { (fields) (passkey(question)) }, below }
        }
        (None, false) => return Ok(without(app, w)),
    };
    Ok(door_form_page(app, w, &w.say("access-second-title"), parts))
}

/// What an account is told that needs a passkey and has none.
fn without(app: &App, w: &'static Words) -> Markup {
    let body = html! {
        p.lead-line { (w.say("access-passkey-none")) }
        p.part { a.btn.btn-quiet href="/login" { (w.say("access-login-again")) } }
    };
    door_page(app, w, &w.say("access-passkey-none-title"), body)
}

fn passkey_inside(w: &Words, question: &Question, trouble: Option<&Trouble>) -> Markup {
    html! {
        @if let Some(text) = Trouble::of_passkey(trouble) { div role="alert" { (field_error("passkey", text)) } }
        (passkey_part(w, Asks::Get, question, Button::main(w.say("access-passkey-use"))))
    }
}

/// Takes the code.
pub(super) async fn send_code(knock: Knock) -> Result<Response, Problem> {
    send(knock, Kind::Code).await
}

/// Takes what a passkey signed.
pub(super) async fn send_passkey(knock: Knock) -> Result<Response, Problem> {
    send(knock, Kind::Passkey).await
}

async fn send(knock: Knock, kind: Kind) -> Result<Response, Problem> {
    let Knock { app, form, token, device, tongue, retold, .. } = knock;
    let w = Words::of(tongue);
    let next = local_path(form.take("next")).unwrap_or("/").to_owned();
    let proof = kind.proof(&form);
    form.finish()?;
    if retold {
        return Ok(with_tongue(page(&app, tongue, &token, &next, None).await?, tongue));
    }
    let step = token.clone();
    let answer = app.work(move |app| log_in::second(app, &step, &proof, device.as_ref())).await;
    let (status, error) = match answer.map_err(|e| broken(&app, tongue, &e))? {
        Second::In(session, device) => {
            let answer = with_cookie(go(&next), COOKIE, Some(&session), None);
            let answer = with_cookie(answer, STEP, None, None);
            return Ok(match device {
                Some(device) => with_cookie(answer, KNOWN, Some(&device), Some(sessions::KNOWN_DAYS)),
                None => answer,
            });
        }
        Second::Gone => return Ok(go(&format!("/login?next={}", query_value(&next)))),
        Second::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, Some(w.say(kind.wrong()))),
        // The page itself says that the code is not enough, and what to do.
        Second::NotEnough => (StatusCode::UNPROCESSABLE_ENTITY, None),
        Second::Wait(seconds) => (StatusCode::TOO_MANY_REQUESTS, Some(wait_text(w, seconds))),
    };
    let trouble = error.map(|text| Trouble::of(kind, text));
    Err(Problem::Explained(status, page(&app, tongue, &token, &next, trouble).await?))
}

/// The page that asks for the second factor inside a session.
pub(super) async fn ask_again(me: Session, Query(asked): Query<Asked>) -> Markup {
    let body = elevation_form(&me, asked.next());
    me.page(&me.words().say("access-elevate-title"), None, body)
}

/// The form that asks for the second factor and then goes on to `next` (SEC-64).
pub(crate) fn elevation_form(me: &Session, next: &str) -> Markup {
    elevation(me, next, None)
}

fn elevation(me: &Session, next: &str, trouble: Option<&Trouble>) -> Markup {
    let w = me.words();
    let ways = me.app.work_here(|app| log_in::ways_again(app, &me.actor, me.hash()));
    let Ways { passkey, code } = ways.unwrap_or_else(|error| {
        tracing::error!(%error, "it is not known which second factor to ask for");
        Ways { passkey: None, code: true }
    });
    let cancel = || Button::link(w.say("shell-cancel"), "/");
    let why = match (&passkey, code) {
        (None, true) => "access-elevate-why",
        (Some(_), true) => "access-elevate-why-either",
        (Some(_), false) => "access-elevate-why-passkey",
        (None, false) => "access-passkey-none",
    };
    html! {
        h1 { (w.say("access-elevate-title")) }
        p.lead-line { (w.say(why)) }
        @if let Some(question) = &passkey {
            (post_form("/elevate/passkey", me.hidden(), html! {
                (hidden("next", next))
                (passkey_inside(w, question, trouble))
            }))
        }
        @if code {
            @let field = code_field(w, Trouble::of_code(trouble));
            @let go = w.say("access-elevate-go");
            @if passkey.is_some() {
                @let form = html! { (hidden("next", next)) (field) (button_row(Button::quiet(go), vec![cancel()])) };
                (section("by-code", &w.say("access-passkey-or-code"), None, html! {}, post_form("/elevate", me.hidden(), form)))
            } @else {
                @let form = html! { (hidden("next", next)) (field.autofocus()) (button_row(Button::main(go), vec![cancel()])) };
                (post_form("/elevate", me.hidden(), form))
            }
        }
    }
}

/// Takes the code inside a session.
pub(super) async fn elevate_by_code(sent: Sent) -> Result<Response, Problem> {
    elevate(sent, Kind::Code).await
}

/// Takes what a passkey signed inside a session.
pub(super) async fn elevate_by_passkey(sent: Sent) -> Result<Response, Problem> {
    elevate(sent, Kind::Passkey).await
}

async fn elevate(sent: Sent, kind: Kind) -> Result<Response, Problem> {
    let Sent { me, form, .. } = sent;
    let w = me.words();
    let next = local_path(form.take("next")).unwrap_or("/").to_owned();
    let proof = kind.proof(&form);
    form.finish()?;
    let (actor, hash) = (me.actor.clone(), *me.hash());
    let answer = me.app.work(move |app| log_in::elevate(app, &actor, &hash, &proof)).await;
    let (status, error) = match answer.map_err(|error| broken(&me.app, me.actor.tongue, &error))? {
        Again::Open(token) => return Ok(with_cookie(go(&next), COOKIE, Some(&token), None)),
        Again::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, Some(w.say(kind.wrong()))),
        Again::NotEnough => (StatusCode::UNPROCESSABLE_ENTITY, None),
        Again::Wait(seconds) => (StatusCode::TOO_MANY_REQUESTS, Some(wait_text(w, seconds))),
    };
    let trouble = error.map(|text| Trouble::of(kind, text));
    let body = elevation(&me, &next, trouble.as_ref());
    Err(Problem::Explained(status, me.page(&w.say("access-elevate-title"), None, body)))
}
