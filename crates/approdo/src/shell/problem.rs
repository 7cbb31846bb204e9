//! The pages for what went wrong: each says what happened and the next step, in the person's language.
//!
//! | what | shown as |
//! |---|---|
//! | bad input, a rule of the house, someone saved first | the page itself with the sentence in it: [`Problem::Explained`] |
//! | not there, not allowed | the same 404 page for both (SEC-10) |
//! | no room on the disk | 503 with a random code, and works again by itself |
//! | a broken machine | 500 with a random code, logged once, here (SEC-78) |

use std::fmt::Display;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ground::{Dice, Tongue, hex};
use maud::{Markup, html};
use store::StoreError;

use super::{
    layout::{PlainFrame, plain_page},
    words::Words,
};

/// After how long to try again when there was no room.
const FULL_WAIT_SECONDS: u32 = 60;

/// Why a page could not be given as asked.
#[derive(Debug)]
pub enum Problem {
    /// There is nothing here, or it is not open to you: nobody can tell which (SEC-10).
    NotThere(Tongue),
    /// The page itself says what happened: 422 for bad input and rules, 409 when someone saved first.
    Explained(StatusCode, Markup),
    /// More was sent than may be.
    TooLarge(Tongue),
    /// It came in so slowly that it was given up (SEC-80).
    TooSlow(Tongue),
    /// Something was sent that no page of ours sends (SEC-08).
    BadRequest(Tongue),
    /// The request may come from another site's page (SEC-63).
    Crossed(Tongue),
    /// Nothing can be saved now: the disk of the database is full, or does not answer.
    NoRoom {
        /// The language of the person.
        tongue: Tongue,
        /// What the person can tell the operator.
        code: String,
    },
    /// The machine is broken. What exactly stands in the log under the code, and nowhere else.
    Broken {
        /// The language of the person.
        tongue: Tongue,
        /// What the person can tell the operator.
        code: String,
    },
}

impl Problem {
    /// Bad input or a rule of the house: the page again, with the sentence in it.
    #[must_use]
    pub const fn refused(page: Markup) -> Self {
        Self::Explained(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// Someone saved first: the page with both texts.
    #[must_use]
    pub const fn stale(page: Markup) -> Self {
        Self::Explained(StatusCode::CONFLICT, page)
    }

    /// A broken machine: draws the code and writes the one log entry, with what was being done.
    #[must_use]
    pub fn broken(tongue: Tongue, dice: &Dice, doing: &'static str, error: &dyn Display) -> Self {
        let code = code(dice);
        tracing::error!(code, doing, %error, "a request failed");
        Self::Broken { tongue, code }
    }

    /// What the store could not do, as [`Self::broken`]; when it undid everything for want of room, the
    /// person is told to keep what she typed.
    #[must_use]
    pub fn of_store(tongue: Tongue, dice: &Dice, doing: &'static str, error: &StoreError) -> Self {
        match (Self::broken(tongue, dice, doing, error), error) {
            (Self::Broken { tongue, code }, StoreError::Undone) => Self::NoRoom { tongue, code },
            (broken, _) => broken,
        }
    }

    /// How it answers in the protocol.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotThere(_) => StatusCode::NOT_FOUND,
            Self::Explained(status, _) => *status,
            Self::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Crossed(_) => StatusCode::FORBIDDEN,
            Self::NoRoom { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Eight letters and digits that can be read over the phone.
fn code(dice: &Dice) -> String {
    hex::encode(&dice.bytes::<4>())
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        match self {
            Self::Explained(_, page) => (status, page).into_response(),
            Self::NotThere(tongue) => told(status, tongue, "shell-gone-title", "shell-gone", html! {}),
            Self::TooLarge(tongue) => told(status, tongue, "shell-large-title", "shell-large", html! {}),
            Self::TooSlow(tongue) => told(status, tongue, "shell-slow-title", "shell-slow", html! {}),
            Self::BadRequest(tongue) => told(status, tongue, "shell-bad-title", "shell-bad", html! {}),
            Self::Crossed(tongue) => told(status, tongue, "shell-crossed-title", "shell-crossed", html! {}),
            Self::NoRoom { tongue, code } => {
                let said = Words::of(tongue).say_with("shell-full-code", &[("code", (&code).into())]);
                let mut answer = told(status, tongue, "shell-full-title", "shell-full", html! { p { (said) } });
                answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(FULL_WAIT_SECONDS));
                answer
            }
            Self::Broken { tongue, code } => {
                let said = Words::of(tongue).say_with("shell-broken-code", &[("code", (&code).into())]);
                told(status, tongue, "shell-broken-title", "shell-broken", html! { p { (said) } })
            }
        }
    }
}

fn told(status: StatusCode, tongue: Tongue, title: &str, text: &str, more: Markup) -> Response {
    let words = Words::of(tongue);
    let title = words.say(title);
    let body = html! {
        h1 { (title) }
        p.lead-line { (words.say(text)) }
        (more)
        p.part { a.btn.btn-quiet href="/" { (words.say("shell-to-today")) } }
    };
    (status, plain_page(&PlainFrame::new(words, &title), body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    fn shown(problem: Problem) -> (StatusCode, String) {
        let answer = problem.into_response();
        let status = answer.status();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let body = runtime.block_on(to_bytes(answer.into_body(), 100_000)).unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn every_problem_has_its_status_and_a_way_on_in_both_languages() {
        for tongue in Tongue::ALL {
            for (problem, status) in [
                (Problem::NotThere(tongue), 404),
                (Problem::TooLarge(tongue), 413),
                (Problem::BadRequest(tongue), 400),
                (Problem::Crossed(tongue), 403),
                (Problem::NoRoom { tongue, code: "c0de".to_owned() }, 503),
                (Problem::Broken { tongue, code: "c0de".to_owned() }, 500),
            ] {
                let (shown_status, page) = shown(problem);
                assert_eq!(shown_status.as_u16(), status);
                assert!(page.contains("<h1>") && page.contains("href=\"/\"") && !page.contains("[shell"), "{page}");
                assert!(page.contains(&format!("lang=\"{}\"", tongue.tag())));
            }
        }
    }

    #[test]
    fn sec_78_a_broken_machine_shows_a_code_and_nothing_of_the_error() {
        let secret = "relation \"person\" does not exist";
        let (status, page) = shown(Problem::broken(Tongue::En, &Dice::seeded(1), "people.show", &secret));
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!page.contains("relation") && !page.contains("people.show"), "{page}");
    }
}
