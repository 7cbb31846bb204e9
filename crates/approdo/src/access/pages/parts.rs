//! What the pages of access share: cookies, forms before the log-in, small answers.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use ground::{Tongue, hex};
use maud::{Markup, html};
use store::{StoreError, vault::Safe};

use crate::{
    access::{
        log_in,
        passkeys::{Answer, Question},
        sessions::{self, Token},
    },
    app::{App, NoRule, Refusal},
    shell::{
        address::network_of,
        components::{Button, Field, button_row, hidden},
        forms::{CSRF, Errors, Form},
        layout::{PlainFrame, plain_page},
        problem::Problem,
        session::{self, TONGUE, cookie, is_same_origin, tongue_of},
        words::Words,
    },
};

/// The cookie between the first page of the log-in and the session.
pub(super) const STEP: &str = "__Host-approdo-step";
/// The cookie of a browser that logged in before.
pub(super) const KNOWN: &str = "__Host-approdo-known";

/// How long a browser keeps the language chosen before the log-in: a year.
const TONGUE_SECONDS: u32 = 365 * 86_400;

/// The id of the one form of a page before the log-in.
const FORM: &str = "door";

/// The cookie of a browser that is away at a provider.
pub(super) const OUTSIDE: &str = "__Host-approdo-outside";

/// Lets a try wait while the whole house is being tried (SEC-62). No thread waits with it.
pub(super) async fn wait_in_line(app: &Arc<App>, tongue: Tongue, device: Option<&Token>) -> Result<(), Problem> {
    let pause = app.glance(|app| log_in::patience(app, device)).await;
    let pause = pause.map_err(|error| broken(app, tongue, &error))?;
    if !pause.is_zero() {
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

/// Sets a cookie that no script reads and no other site sends along.
pub(super) fn with_cookie(answer: Response, name: &str, token: Option<&Token>, days: Option<i64>) -> Response {
    with_text(answer, name, token.map(Token::text).as_deref(), days)
}

/// The same with any text.
pub(super) fn with_text(answer: Response, name: &str, text: Option<&str>, days: Option<i64>) -> Response {
    let age = match (text, days) {
        (None, _) => "; Max-Age=0".to_owned(),
        (Some(_), Some(days)) => format!("; Max-Age={}", days * 86_400),
        (Some(_), None) => String::new(),
    };
    let value = text.unwrap_or_default();
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}");
    let mut answer = answer;
    if let Ok(text) = HeaderValue::from_str(&text) {
        answer.headers_mut().append(header::SET_COOKIE, text);
    }
    answer
}

/// Keeps the language chosen before the log-in, for this browser.
pub(super) fn with_tongue(page: Markup, tongue: Tongue) -> Response {
    let text = format!("{TONGUE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={TONGUE_SECONDS}", tongue.tag());
    let mut answer = page.into_response();
    if let Ok(text) = HeaderValue::from_str(&text) {
        answer.headers_mut().append(header::SET_COOKIE, text);
    }
    answer
}

/// The token that a cookie holds.
pub(super) fn held(headers: &HeaderMap, name: &str) -> Option<Token> {
    cookie(headers, name).and_then(|text| Token::parse(&text))
}

/// What the forms before the log-in carry: it belongs to the cookie of the same browser (SEC-63).
pub(super) fn door_csrf(app: &App, token: &Token) -> Result<[u8; 32], StoreError> {
    app.vault.fingerprint(Safe::StaffIndex, DOOR, token.text().as_bytes())
}

const DOOR: &str = "door";

/// A form that was sent from a page before the log-in.
pub(super) struct Knock {
    pub(super) app: Arc<App>,
    pub(super) form: Form,
    pub(super) token: Token,
    pub(super) device: Option<Token>,
    pub(super) network: IpAddr,
    pub(super) tongue: Tongue,
    /// Another language was asked for: the page comes back in it, with what was typed.
    pub(super) retold: bool,
}

impl FromRequest<Arc<App>> for Knock {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let headers = request.headers().clone();
        let tongue = tongue_of(&headers);
        if !is_same_origin(&headers, app.public.as_ref()) {
            return Err(Problem::Crossed(tongue).into_response());
        }
        let network = network_of(request.extensions(), &headers, app.public.as_ref());
        let form = Form::from_request(request, app).await.map_err(IntoResponse::into_response)?.in_tongue(tongue);
        let token = held(&headers, STEP).ok_or_else(|| Problem::Crossed(tongue).into_response())?;
        // A page may have been drawn a moment before the key changed.
        let own = app.vault.fingerprints(Safe::StaffIndex, DOOR, token.text().as_bytes());
        if !own.iter().any(|own| sessions::same(own, form.csrf())) {
            return Err(Problem::Crossed(tongue).into_response());
        }
        let asked: Option<Tongue> = form.take("tongue").parse().ok();
        let (tongue, retold) = (asked.unwrap_or(tongue), asked.is_some());
        Ok(Self { app: Arc::clone(app), form, token, device: held(&headers, KNOWN), network, tongue, retold })
    }
}

pub(super) fn broken(app: &App, tongue: Tongue, error: &StoreError) -> Problem {
    Problem::of_store(tongue, &app.dice, "access", error)
}

/// The hidden fields of a form before the log-in.
pub(super) fn door_fields(app: &App, token: &Token) -> Result<Markup, StoreError> {
    Ok(hidden(CSRF, &hex::encode(&door_csrf(app, token)?)))
}

/// A page before the log-in without a form.
pub(super) fn door_page(app: &App, w: &'static Words, title: &str, body: Markup) -> Markup {
    plain_page(&PlainFrame::new(w, title).rtl(app.forced_rtl), html! { h1 { (title) } (body) })
}

/// A page before the log-in with its form, which can be had in the other language.
pub(super) fn door_form_page(app: &App, w: &'static Words, title: &str, parts: DoorForm<'_>) -> Markup {
    let frame = PlainFrame::new(w, title).rtl(app.forced_rtl).language_of(FORM);
    let DoorForm { above, action, form, below } = parts;
    let body = html! {
        h1 { (title) }
        (above)
        form.sheet id=(FORM) method="post" action=(action) novalidate accept-charset="utf-8" { (form) }
        (below)
    };
    plain_page(&frame, body)
}

/// What stands on a page before the log-in.
pub(super) struct DoorForm<'a> {
    pub(super) above: Markup,
    pub(super) action: &'a str,
    pub(super) form: Markup,
    pub(super) below: Markup,
}

/// The field for a code of the second factor.
pub(super) fn code_field(w: &Words, error: Option<String>) -> Field {
    Field::text("code", w.say("access-code"))
        .hint(w.say("access-code-hint"))
        .class("code-input")
        .autocomplete("one-time-code")
        .numeric()
        .most(7)
        .required()
        .error(error)
}

/// The part of a form in which the browser asks for a passkey, or makes one, and puts what it says into the
/// form (`web/scripts/passkey.js`). Without script it stays hidden, and a sentence stands in its place.
pub(super) fn passkey_part(w: &Words, asks: Asks, question: &Question, button: Button) -> Markup {
    let (kind, failed) = match asks {
        Asks::Get => ("get", "access-passkey-failed"),
        Asks::Create => ("create", "access-passkeys-failed"),
    };
    html! {
        noscript { p.mb-0 { (w.say("access-passkey-script")) } }
        div data-passkey=(kind) data-options=(question.options) data-waits=(w.say("access-passkey-waits"))
            data-failed=(w.say(failed)) data-missing=(w.say("access-passkey-missing")) hidden {
            (hidden("asked", &question.carried))
            (hidden("answer", ""))
            (button_row(button, vec![]))
            p.meta.mb-0 role="status" data-passkey-says {}
        }
    }
}

/// What the browser does with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// It uses a passkey.
    Get,
    /// It makes one.
    Create,
}

/// What such a form brings back.
pub(super) fn answer_of(form: &Form) -> Answer {
    Answer { carried: form.take("asked").to_owned(), signed: form.take("answer").to_owned() }
}

/// Goes on to a page of ours.
pub(super) fn go(to: &str) -> Response {
    Redirect::to(session::local_path(to).unwrap_or("/")).into_response()
}

/// The sentence for someone who must wait.
pub(crate) fn wait_text(w: &Words, seconds: i64) -> String {
    if seconds < 120 {
        w.say_with("access-wait-seconds", &[("seconds", seconds.into())])
    } else {
        w.say_with("access-wait-minutes", &[("minutes", (seconds / 60 + 1).into())])
    }
}

/// The same sentence beside the field of the code.
pub(super) fn tell_wait(errors: &mut Errors, seconds: i64) {
    if seconds < 120 {
        errors.add_with("code", "access-wait-seconds", vec![("seconds", seconds.into())]);
    } else {
        errors.add_with("code", "access-wait-minutes", vec![("minutes", (seconds / 60 + 1).into())]);
    }
}

/// The rule that was broken, or the refusal that every room shows alike.
pub(super) fn rule<R>(refusal: Refusal<R>) -> Result<R, Refusal<NoRule>> {
    match refusal.without_rule() {
        Ok(refusal) => Err(refusal),
        Err(rule) => Ok(rule),
    }
}
