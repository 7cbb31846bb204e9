//! The page of codes: the six digits that a phone would show for each log-in of the demo city, for
//! who tries it without a phone. In a real city it does not exist.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use ground::{Timestamp, Tongue};
use maud::{Markup, html};
use serde::Deserialize;

use super::{fill, logins::Login};
use crate::{
    app::App,
    shell::{
        components,
        layout::{PlainFrame, plain_page},
        problem::Problem,
        session::tongue_of,
        words::Words,
    },
};

/// How long a code counts.
const STEP_SECONDS: i64 = 30;

/// The page of codes, where the service is the demo's; nothing elsewhere.
pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/demo/codes", get(codes))
}

/// How the page is looked at.
#[derive(Debug, Default, Deserialize)]
struct Looking {
    /// The language, when not the browser's.
    lang: Option<String>,
    /// Whether the page stays as it is, for who reads slower than codes change.
    still: Option<String>,
}

async fn codes(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(looking): Query<Looking>,
) -> Result<Response, Problem> {
    let asked: Option<Tongue> = looking.lang.as_deref().and_then(|tag| tag.parse().ok());
    let tongue = asked.unwrap_or_else(|| tongue_of(&headers));
    if !app.demo {
        return Err(Problem::NotThere(tongue));
    }
    let logins = match app.work(fill::seed_here).await {
        Ok(seed) => seed.map(super::logins).ok_or(Problem::NotThere(tongue))?,
        Err(error) => return Err(Problem::broken(tongue, &app.dice, "demo.codes", &error)),
    };
    let still = looking.still.is_some();
    let page = view(Words::of(tongue), &logins, app.now(), still, app.forced_rtl).into_response();
    // The protocol's own way to ask for the next codes: no script, and nothing in the page.
    let again = (!still).then(|| [(header::REFRESH, (seconds_left(app.now()) + 1).to_string())]);
    Ok((again, page).into_response())
}

fn seconds_left(now: Timestamp) -> i64 {
    STEP_SECONDS - (now.micros() / 1_000_000).rem_euclid(STEP_SECONDS)
}

fn view(words: &'static Words, logins: &[Login], now: Timestamp, still: bool, rtl: bool) -> Markup {
    let title = words.say("demo-codes-title");
    let (other, here) = match words.tongue() {
        Tongue::It => ("/demo/codes?lang=en", "it"),
        Tongue::En => ("/demo/codes?lang=it", "en"),
    };
    let heads = ["demo-role", "demo-code", "demo-email", "demo-password"].map(|head| words.say(head));
    let rows = logins.iter().map(|login| row(words, login, now)).collect();
    let body = html! {
        h1 { (title) }
        p { (words.say("demo-codes-lead")) }
        p role="status" { (words.say_with("demo-codes-left", &[("seconds", seconds_left(now).into())])) }
        p {
            @if still {
                a href={ "/demo/codes?lang=" (here) } { (words.say("demo-codes-move")) }
            } @else {
                a href={ "/demo/codes?still=1&lang=" (here) } { (words.say("demo-codes-still")) }
            }
            " · "
            a href="/login" { (words.say("demo-codes-log-in")) }
        }
        (components::table("demo-codes", &words.say("demo-codes-caption"), &heads, rows))
    };
    plain_page(&PlainFrame::new(words, &title).rtl(rtl).other_language(other), body)
}

fn row(words: &Words, login: &Login, now: Timestamp) -> Vec<Markup> {
    let role = match login.partner {
        Some(kind) => html! { (login.role) " (" (kind) ")" },
        None => html! { (login.role) },
    };
    let code = login.code_at(now);
    let (first, last) = code.split_at_checked(3).unwrap_or((&code, ""));
    vec![
        html! { bdi lang="en" { (role) } br; span.meta { (words.say("demo-name")) " " bdi { (login.name) } } },
        html! { bdi { b { (first) " " (last) } } },
        html! { bdi { (login.email) } },
        html! { bdi { code { (login.password) } } },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_every_log_in_with_its_code_in_both_languages() {
        let (logins, now) = (super::super::logins(1), Timestamp::from_micros(1_795_429_207_000_000));
        for tongue in Tongue::ALL {
            let page = view(Words::of(tongue), &logins, now, false, false).into_string();
            for login in &logins {
                let code = login.code_at(now);
                assert!(page.contains(&login.email) && page.contains(&format!("{} {}", &code[..3], &code[3..])));
            }
            assert!(!page.contains("http-equiv"));
        }
    }

    #[test]
    fn the_page_comes_again_when_the_codes_change() {
        assert_eq!(seconds_left(Timestamp::from_micros(30_000_000)), 30);
        assert_eq!(seconds_left(Timestamp::from_micros(59_900_000)), 1);
    }
}
