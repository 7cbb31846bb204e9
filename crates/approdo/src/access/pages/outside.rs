//! The pages of the log-in by an outside provider: the ways at the door, leaving, coming back.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use ground::Tongue;
use maud::{Markup, html};
use serde::Deserialize;

use super::parts::{
    KNOWN, OUTSIDE, STEP, broken, door_page, go, held, wait_in_line, wait_text, with_cookie, with_text,
};
use crate::{
    access::{
        outside::{self, Came, Provider, Return},
        sessions,
    },
    app::App,
    shell::{
        address::network_of,
        problem::Problem,
        session::{COOKIE, cookie, local_path, query_value, tongue_of},
        words::Words,
    },
};

/// The other ways in, below the form for e-mail and password. Nothing in a house without providers.
pub(super) fn ways(app: &App, w: &Words, next: &str) -> Markup {
    let providers = app.outside.providers();
    html! {
        @if !providers.is_empty() {
            section.part {
                h2 { (w.say("access-outside-ways")) }
                @for provider in providers {
                    p {
                        a.btn.btn-quiet href=(format!("/login/with/{}?next={}", provider.code, query_value(next))) {
                            (w.say_with("access-outside-go", &[("name", provider.name.as_str().into())]))
                        }
                    }
                }
            }
        }
    }
}

/// Where to go on to afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    next: String,
}

/// Sends the browser to the provider. Nothing is written: what it needs when it comes back it carries.
pub(super) async fn leave(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let tongue = tongue_of(&headers);
    let next = local_path(&asked.next).filter(|next| next.len() <= NEXT_MOST).unwrap_or("/").to_owned();
    let provider = app.outside.provider(&code).cloned().ok_or(Problem::NotThere(tongue))?;
    let asked = provider.clone();
    let begun = app.work(move |app| outside::begin(app, &asked, &next)).await;
    match begun.map_err(|error| broken(&app, tongue, &error))? {
        Some((address, carried)) => {
            Ok(with_text(Redirect::to(&address).into_response(), OUTSIDE, Some(&carried), None))
        }
        None => Err(told(&app, tongue, &provider, Told::Away)),
    }
}

/// The longest address that is remembered while someone is away: cookies are short.
const NEXT_MOST: usize = 500;

/// What a provider adds to the address of the return.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Brought {
    state: String,
    code: String,
    iss: Option<String>,
}

/// Takes who comes back.
pub(super) async fn come_back(
    State(app): State<Arc<App>>,
    Path(code): Path<String>,
    Query(brought): Query<Brought>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers();
    let tongue = tongue_of(headers);
    let provider = app.outside.provider(&code).cloned().ok_or(Problem::NotThere(tongue))?;
    let Brought { state, code: answer, iss } = brought;
    let back = Return {
        provider: code,
        state,
        code: answer,
        issuer: iss,
        carried: cookie(headers, OUTSIDE),
        network: network_of(request.extensions(), headers, app.public.as_ref()),
        device: held(headers, KNOWN),
    };
    wait_in_line(&app, tongue, back.device.as_ref()).await?;
    let came = app.work(move |app| outside::finish(app, &back)).await.map_err(|error| broken(&app, tongue, &error))?;
    let answer = match came {
        Came::In { session, device, next } => {
            let answer = with_cookie(go(&next), COOKIE, Some(&session), None);
            match device {
                Some(device) => with_cookie(answer, KNOWN, Some(&device), Some(sessions::KNOWN_DAYS)),
                None => answer,
            }
        }
        Came::Code { step, next } => {
            with_cookie(go(&format!("/login/code?next={}", query_value(&next))), STEP, Some(&step), None)
        }
        Came::Nobody { subject } => told(&app, tongue, &provider, Told::Nobody(&subject)).into_response(),
        Came::Gone => told(&app, tongue, &provider, Told::Gone).into_response(),
        Came::Away => told(&app, tongue, &provider, Told::Away).into_response(),
        // What is carried stays good: the same address may be opened again.
        Came::Wait(seconds) => return Err(told(&app, tongue, &provider, Told::Wait(seconds))),
    };
    Ok(with_text(answer, OUTSIDE, None, None))
}

/// Why someone is not in.
enum Told<'a> {
    Nobody(&'a str),
    Gone,
    Away,
    Wait(i64),
}

fn told(app: &App, tongue: Tongue, provider: &Provider, why: Told<'_>) -> Problem {
    let w = Words::of(tongue);
    let say = |id: &str| w.say_with(id, &[("name", provider.name.as_str().into())]);
    let (status, title, text, subject) = match why {
        Told::Nobody(subject) => {
            (StatusCode::FORBIDDEN, say("access-outside-nobody-title"), say("access-outside-nobody"), Some(subject))
        }
        Told::Gone => {
            (StatusCode::UNPROCESSABLE_ENTITY, say("access-outside-gone-title"), say("access-outside-gone"), None)
        }
        Told::Away => {
            (StatusCode::SERVICE_UNAVAILABLE, say("access-outside-away-title"), say("access-outside-away"), None)
        }
        Told::Wait(seconds) => {
            (StatusCode::TOO_MANY_REQUESTS, say("access-outside-wait-title"), wait_text(w, seconds), None)
        }
    };
    let body = html! {
        p.lead-line { (text) }
        @if let Some(subject) = subject { p { code.code-once { bdi { (subject) } } } }
        p.part { a.btn.btn-quiet href="/login" { (w.say("access-outside-again")) } }
    };
    Problem::Explained(status, door_page(app, w, &title, body))
}
