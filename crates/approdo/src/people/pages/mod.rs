//! The pages of people: search first, then a person, her correction, her history, who follows her.
//!
//! `search` and `person` are read, `form` draws and reads a person's fields, `change` sends them to
//! the acts, `import` takes a file of persons in, `texts` says every value in words.

mod change;
mod form;
mod history;
mod import;
mod person;
mod search;
mod texts;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::Redirect,
    routing::{get, post},
};
use ground::PersonId;

pub use self::person::person_page;
use crate::{
    app::{App, Refusal},
    shell::{
        problem::Problem,
        session::{Session, refused},
    },
};

/// The routes of the room. `/people/{id}` itself is drawn by [`person_page`] and put together where
/// the panels of all rooms meet.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/people", get(search::ask).post(change::create))
        .route("/people/search", post(search::find).get(to_search))
        .route("/people/new", post(change::start).get(change::go_on))
        .route("/people/import", get(import::ask).post(import::send).layer(DefaultBodyLimit::max(import::BODY_MOST)))
        .route("/people/import/{id}", get(import::show).post(import::confirm))
        .route("/people/import/{id}/columns", post(import::choose))
        .route("/people/import/{id}/stop", post(import::stop))
        .route("/people/{id}/correct", get(change::edit).post(change::correct))
        .route("/people/{id}/safe-contact", get(change::edit_safe_contact).post(change::correct_safe_contact))
        .route("/people/{id}/history", get(history::show))
        .route("/people/{id}/worker", get(change::edit_worker).post(change::assign))
}

/// A new person and a result come from a search, and a search is never an address: whoever reloads
/// one starts anew.
async fn to_search() -> Redirect {
    Redirect::to("/people")
}

/// The id in an address. What is no id is not there, as any other (SEC-10).
fn known_id(me: &Session, text: &str) -> Result<PersonId, Problem> {
    text.parse().map_err(|_| refused(me, Refusal::NotFound))
}
