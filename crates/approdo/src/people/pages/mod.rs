//! The pages of people: search first, then a person, her correction, her history, who follows her.
//!
//! `search`, `person` and `history` are read. `form` draws and reads a person's fields, `document` fills them from a
//! paper; `new`, `change`, `safe_contact`, `safe_address`, `household`, `worker`, `safety`, `proposed`, `situation`,
//! `glass`, `merge` (with the `reasons`) and `erasure` send them to the acts. `import` takes a file of persons in. `texts` says
//! every value in words.

mod change;
mod document;
mod erasure;
mod form;
mod glass;
mod history;
mod household;
mod import;
mod merge;
mod new;
mod person;
mod proposed;
mod reasons;
mod safe_address;
mod safe_contact;
mod safety;
mod search;
mod situation;
mod texts;
mod worker;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::Redirect,
    routing::{get, post},
};
use ground::PersonId;

pub use self::{
    glass::today_view as glass_today, person::person_page, proposed::today_view as proposed_today, search::SHOWN,
    situation::panel as situation_panel,
};
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
        .route("/people", get(search::ask).post(new::create))
        .route("/people/search", post(search::find).get(to_search))
        .route("/people/new", post(new::start).get(new::go_on))
        .route("/people/import", get(import::ask).post(import::send).layer(DefaultBodyLimit::max(import::BODY_MOST)))
        .route("/people/import/{id}", get(import::show).post(import::confirm))
        .route("/people/import/{id}/columns", post(import::choose))
        .route("/people/import/{id}/stop", post(import::stop))
        .route("/people/{id}/correct", get(change::edit).post(change::correct))
        .route("/people/{id}/safe-contact", get(safe_contact::edit).post(safe_contact::correct))
        .route("/people/{id}/history", get(history::show))
        .route("/people/{id}/same", get(merge::candidates))
        .route("/people/{id}/same/{other}", get(merge::compare).post(merge::unite))
        .route("/people/{id}/same/{other}/two", post(merge::say_two))
        .route("/people/{id}/same/{other}/part", post(merge::take_back))
        .route("/pairs", get(merge::list))
        .route("/people/{id}/household", get(household::show))
        .route("/people/{id}/household/find", post(household::find))
        .route("/people/{id}/household/leave", post(household::leave))
        .route("/people/{id}/household/with/{other}", get(household::ask).post(household::add))
        .route("/people/{id}/household/tie/{tie}", get(household::edit).post(household::correct))
        .route("/people/{id}/household/tie/{tie}/end", post(household::end))
        .route("/people/{id}/household/tie/{tie}/take-back", post(household::take_back))
        .route("/people/{id}/safety", get(safety::show))
        .route("/people/{id}/protect", post(safety::hide))
        .route("/people/{id}/unprotect", post(safety::unhide))
        .route("/people/{id}/keep-away", post(safety::keep_away))
        .route("/people/{id}/conflict/{account}/end", post(safety::end))
        .route("/people/{id}/erasure", get(erasure::show).post(erasure::ask))
        .route("/people/{id}/erasure/agree", post(erasure::agree))
        .route("/people/{id}/erasure/decline", post(erasure::decline))
        .route("/erasures", get(erasure::list).post(erasure::ask_by_reference))
        .route("/erasures/{id}/agree", post(erasure::agree_by_reference))
        .route("/erasures/{id}/decline", post(erasure::decline_by_reference))
        .route("/people/{id}/propose-conflict", post(proposed::propose))
        .route("/people/{id}/proposed/{account}", post(proposed::answer))
        .route("/people/{id}/safe-address", get(safe_address::ask).post(safe_address::show))
        .route("/people/{id}/safe-address/write", post(safe_address::write))
        .route("/people/{id}/glass", get(glass::ask_for).post(glass::open_for))
        .route("/glass", get(glass::all))
        .route("/glass/new", get(glass::ask).post(glass::open))
        .route("/glass/{id}", get(glass::show).post(glass::judge))
        .route("/glass/{id}/close", post(glass::close))
        .route("/glass/{id}/seen", post(glass::seen))
        .route("/people/{id}/situation", get(situation::show))
        .route("/people/{id}/situation/titles/new", get(situation::start).post(situation::add))
        .route("/people/{id}/situation/titles/{title}", get(situation::edit_title).post(situation::correct))
        .route("/people/{id}/situation/titles/{title}/end", post(situation::close))
        .route("/people/{id}/situation/facts/{fact}", get(situation::edit_fact).post(situation::say))
        .route("/people/{id}/situation/facts/{fact}/{value}/withdraw", post(situation::withdraw))
        .route("/people/{id}/worker", get(worker::edit).post(worker::assign))
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
