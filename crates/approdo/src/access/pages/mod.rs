//! The pages of access: the door (log-in, code, links), one's own account, and the administration
//! of users and teams.

mod door;
mod exports;
mod me;
mod outside;
mod parts;
mod users;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

pub(crate) use door::elevation_form;

use crate::app::App;

/// Every address of access.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/login", get(door::log_in).post(door::send_password))
        .route("/login/code", get(door::ask_code).post(door::send_code))
        .route("/login/with/{provider}", get(outside::leave))
        .route("/login/with/{provider}/done", get(outside::come_back))
        .route("/logout", post(door::log_out))
        .route("/elevate", get(door::ask_again).post(door::elevate))
        .route("/invitation/{token}", get(door::open_link).post(door::accept_link))
        .route("/language", post(me::change_language))
        .route("/me", get(me::show))
        .route("/me/password", post(me::change_password))
        .route("/me/everywhere", post(me::log_out_everywhere))
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
