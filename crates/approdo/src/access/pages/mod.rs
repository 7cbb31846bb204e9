//! The pages of access: the door (log-in, second factor, links), one's own account, and the administration
//! of users and teams.

mod door;
mod exports;
mod me;
mod outside;
mod parts;
mod passkeys;
mod private;
mod second;
mod users;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

pub(crate) use parts::wait_text;
pub(crate) use second::elevation_form;

use crate::{access::sessions::Token, app::App, shell::session::COOKIE};

/// The answer that gives the session its new cookie, if it has one.
pub(crate) fn with_session(answer: axum::response::Response, cookie: Option<&Token>) -> axum::response::Response {
    match cookie {
        Some(cookie) => parts::with_cookie(answer, COOKIE, Some(cookie), None),
        None => answer,
    }
}

/// Every address of access.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/login", get(door::log_in).post(door::send_password))
        .route("/login/code", get(second::ask).post(second::send_code))
        .route("/login/passkey", post(second::send_passkey))
        .route("/login/passkey/new", get(passkeys::ask_first).post(passkeys::add_first))
        .route("/login/with/{provider}", get(outside::leave))
        .route("/login/with/{provider}/done", get(outside::come_back))
        .route("/logout", post(door::log_out))
        .route("/elevate", get(second::ask_again).post(second::elevate_by_code))
        .route("/elevate/passkey", post(second::elevate_by_passkey))
        .route("/invitation/{token}", get(door::open_link).post(door::accept_link))
        .route("/language", post(me::change_language))
        .route("/me", get(me::show))
        .route("/me/password", post(me::change_password))
        .route("/me/passkeys", post(passkeys::add))
        .route("/me/passkeys/new", get(passkeys::ask))
        .route("/me/passkeys/{id}/remove", post(passkeys::remove))
        .route("/me/private", get(private::show).post(private::state))
        .route("/me/everywhere", post(me::log_out_everywhere))
        .route("/me/sessions", post(me::log_out_there))
        .route("/drafts/{*form}", post(me::keep_draft))
        .route("/users", get(users::list))
        .route("/users/new", get(users::ask_invite).post(users::invite))
        .route("/users/{id}", get(users::show).post(users::change))
        .route("/users/{id}/link", post(users::invite_again))
        .route("/users/{id}/reset", post(users::ask_reset))
        .route("/users/{id}/agree", post(users::agree_reset))
        .route("/exports", get(exports::list))
        .route("/exports/{id}", get(exports::show).post(exports::take))
        .route("/teams", get(users::teams).post(users::create_team))
        .route("/teams/{id}", post(users::rename_team))
}
