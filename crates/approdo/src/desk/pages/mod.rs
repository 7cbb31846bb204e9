//! The pages of the desk: the contact form, whose contact it is, the list of a day, Today, and the
//! notice to print. None needs a script; names and what was said never stand in an address.

mod form;
mod lists;
mod notice;
mod phrases;
mod sheet;
#[cfg(test)]
mod story;
mod who;

use std::sync::Arc;

use axum::{
    Router,
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use ground::ContactId;

use crate::{
    app::{App, Refusal},
    shell::{
        problem::Problem,
        session::{Session, refused},
    },
};

pub use lists::diary_view;

/// Every page of the desk, Today among them.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(lists::today))
        .route("/contacts", get(lists::of_day).post(form::record))
        .route("/contacts/new", get(form::new))
        .route("/contacts/{id}", get(lists::show))
        .route("/contacts/{id}/correct", get(form::ask).post(form::correct))
        .route("/contacts/{id}/who", get(who::ask).post(who::search))
        .route("/contacts/{id}/person", post(who::link))
        .route("/contacts/{id}/notice", get(notice::print))
}

/// The contact an address names; what is no id is not there (SEC-10).
fn contact_in(me: &Session, text: &str) -> Result<ContactId, Problem> {
    text.parse().map_err(|_| refused(me, Refusal::NotFound))
}

/// Goes on to another page after a change.
fn go(address: &str) -> Response {
    Redirect::to(address).into_response()
}
