//! The alarms of the trail in the pages of the auditor.

use std::sync::Arc;

use axum::{Router, routing::get};
use maud::{Markup, html};

use super::{
    alarms::{self, Alarm},
    pages::word,
};
use crate::{
    app::App,
    shell::{
        components::{bdi, empty, table},
        layout::Tab,
        problem::Problem,
        session::{Session, refused},
        words::Words,
    },
};

/// The address of the alarms.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/trail/alarms", get(show))
}

/// The last alarms, the newest first.
async fn show(me: Session) -> Result<Markup, Problem> {
    let actor = me.actor.clone();
    let found = me.app.work(move |app| alarms::last(app, &actor)).await.map_err(|refusal| refused(&me, refusal))?;
    let w = me.words();
    let title = w.say("trail-alarms-title");
    let heads = ["trail-when", "trail-who", "trail-what", "trail-alarms-count", "trail-alarms-most"];
    let body = html! {
        h1 { (title) }
        p { (w.say("trail-alarms-text")) }
        @if found.is_empty() {
            (empty(&w.say("trail-alarms-none"), &w.say("trail-alarms-none-text"), None))
        } @else {
            (table("trail-alarms", &title, &heads.map(|id| w.say(id)), found.iter().map(|one| line(w, one)).collect()))
        }
        p { a href="/trail" { (w.say("trail-back")) } }
    };
    Ok(me.page(&title, Some(Tab::Trail), body))
}

fn line(w: &Words, alarm: &Alarm) -> Vec<Markup> {
    vec![
        html! { (w.moment(alarm.at)) },
        html! {
            @if let Some(name) = &alarm.name { a href={ "/trail?account=" (alarm.who) } { (bdi(name)) } }
            @else { (bdi(&alarm.who)) }
        },
        html! { (word(w, "trail-alarm-", &alarm.kind)) },
        html! { (alarm.count) },
        html! { (alarm.most) },
    ]
}
