//! The alarms in pages: the list, for the auditor and for supervisors, and what the auditor says to one.

use std::sync::Arc;

use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use ground::Prose;
use maud::{Markup, html};
use policy::{Action, Resource};
use serde::Deserialize;

use super::{
    Alarm, Key, Review,
    list::{self, CannotReview, Listed},
};
use crate::{
    access::trail::pages::word,
    app::{App, Refusal},
    shell::{
        components::{Button, Field, Mark, bdi, button_row, empty, hidden, marked, post_form, section, table},
        forms::{Errors, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, query_value, refused},
        words::Words,
    },
};

/// The addresses of the alarms.
pub(in crate::access::trail) fn routes() -> Router<Arc<App>> {
    Router::new().route("/trail/alarms", get(show)).route("/trail/alarms/review", get(ask).post(review))
}

/// What stands behind the question mark: which alarm.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    who: String,
    hour: String,
}

impl Asked {
    fn key(self) -> Option<Key> {
        Some(Key { hour: self.hour.parse().ok()?, kind: self.kind, who: self.who })
    }
}

/// Those that wait, then the last ones.
async fn show(me: Session) -> Result<Markup, Problem> {
    let actor = me.actor.clone();
    let found = me.app.work(move |app| list::last(app, &actor)).await.map_err(|refusal| refused(&me, refusal))?;
    let w = me.words();
    let title = w.say("trail-alarms-title");
    let links = me.may(Action::See, Resource::Audit);
    let body = html! {
        h1 { (title) }
        p.measure { (w.say("trail-alarms-text")) }
        @if found.alarms.is_empty() {
            (empty(&w.say("trail-alarms-none"), &w.say("trail-alarms-none-text"), None))
        } @else {
            (waiting(w, &found, links))
            (reviewed(w, &found, links))
        }
        @if links { p.part { a href="/trail" { (w.say("trail-back")) } } }
    };
    Ok(me.page(&title, Some(if links { Tab::Trail } else { Tab::Today }), body))
}

fn waiting(w: &Words, found: &Listed, links: bool) -> Markup {
    let some: Vec<&Alarm> = found.alarms.iter().filter(|alarm| alarm.review.is_none()).collect();
    let heads = ["trail-what", "trail-who", "trail-when", "trail-alarms-count", "trail-alarms-most"];
    let mut heads: Vec<String> = heads.iter().map(|id| w.say(id)).collect();
    if found.may_review {
        heads.push(w.say("trail-alarms-next"));
    }
    let line = |alarm: &&Alarm| {
        let mut cells = facts(w, alarm, links);
        if found.may_review {
            let href = address(&alarm.key);
            cells.push(html! {
                a.btn.btn-quiet.btn-small href=(href) {
                    (w.say("trail-alarms-review")) span.visually-hidden { ": " (kind(w, alarm)) }
                }
            });
        }
        cells
    };
    let heading = w.say("trail-alarms-waiting");
    let body = html! {
        @if some.is_empty() { p { (w.say("trail-alarms-all-reviewed")) } }
        @else { (table("trail-alarms-waiting-table", &w.say("trail-alarms-waiting-list"), &heads, some.iter().map(line).collect())) }
    };
    section("trail-alarms-waiting", &heading, Some(&some.len().to_string()), html! {}, body)
}

fn reviewed(w: &Words, found: &Listed, links: bool) -> Markup {
    let heads =
        ["trail-what", "trail-who", "trail-when", "trail-alarms-count", "trail-alarms-most", "trail-alarms-said"];
    let heads = heads.map(|id| w.say(id));
    let line = |alarm: &Alarm| {
        let mut cells = facts(w, alarm, links);
        cells.push(html! { @if let Some(review) = &alarm.review { (said(w, review)) } });
        cells
    };
    let some: Vec<Vec<Markup>> = found.alarms.iter().filter(|alarm| alarm.review.is_some()).map(line).collect();
    let heading = w.say("trail-alarms-reviewed");
    html! {
        @if !some.is_empty() {
            (section("trail-alarms-reviewed", &heading, Some(&some.len().to_string()), html! {}, {
                table("trail-alarms-reviewed-table", &w.say("trail-alarms-reviewed-list"), &heads, some)
            }))
        }
    }
}

fn said(w: &Words, review: &Review) -> Markup {
    html! {
        (bdi(&review.words)) " " br;
        span.meta { (bdi(&review.by)) ", " (w.moment(review.at)) }
    }
}

fn kind(w: &Words, alarm: &Alarm) -> String {
    word(w, "trail-alarm-", &alarm.key.kind)
}

fn facts(w: &Words, alarm: &Alarm, links: bool) -> Vec<Markup> {
    let who = &alarm.key.who;
    vec![
        html! { (kind(w, alarm)) },
        html! {
            @match &alarm.name {
                Some(name) if links => a href={ "/trail?account=" (who) } { (bdi(name)) },
                Some(name) => (bdi(name)),
                None if who == "house" => (w.say("trail-alarms-house")),
                None => (w.say_with("trail-command-line", &[("name", who.strip_prefix("local:").unwrap_or(who).into())])),
            }
        },
        html! { (w.moment(alarm.at)) },
        html! { (alarm.count) },
        html! { (alarm.most) },
    ]
}

fn address(key: &Key) -> String {
    format!("/trail/alarms/review?kind={}&who={}&hour={}", query_value(&key.kind), query_value(&key.who), key.hour)
}

/// The form in which the auditor says what an alarm was.
async fn ask(me: Session, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    me.must(Action::Review, Resource::Alarm)?;
    let Some(key) = asked.key() else { return Ok(Redirect::to("/trail/alarms").into_response()) };
    let actor = me.actor.clone();
    let found = me.app.work(move |app| list::one(app, &actor, &key)).await.map_err(|refusal| refused(&me, refusal))?;
    let Some(alarm) = found else { return Ok(Redirect::to("/trail/alarms").into_response()) };
    Ok(form(&me, &alarm, &Typed::default(), &Errors::default()))
}

fn form(me: &Session, alarm: &Alarm, typed: &Typed, errors: &Errors) -> Response {
    let w = me.words();
    let title = w.say("trail-alarms-review-title");
    let count: [(&str, _); 2] = [("count", alarm.count.to_string().into()), ("most", alarm.most.to_string().into())];
    let name = alarm.name.clone().unwrap_or_else(|| alarm.key.who.clone());
    let hour = alarm.key.hour.to_string();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = html! {
        h1 { (title) }
        p.lead-line { (marked(Mark::Soon, &kind(w, alarm))) }
        p { (bdi(&name)) ", " (w.moment(alarm.at)) ". " (w.say_with("trail-alarms-review-count", &count)) }
        @if let Some(review) = &alarm.review { p { (said(w, review)) } }
        p.measure { (w.say("trail-alarms-review-text")) }
        (post_form("/trail/alarms/review", me.hidden(), html! {
            (hidden("kind", &alarm.key.kind)) (hidden("who", &alarm.key.who)) (hidden("hour", &hour))
            (Field::area("words", w.say("trail-alarms-words")).hint(w.say("trail-alarms-words-hint")).from(typed, errors, w))
            (button_row(Button::main(w.say("trail-alarms-keep")), vec![Button::link(w.say("trail-alarms-back"), "/trail/alarms")]))
        }))
    };
    (status, me.page(&title, Some(Tab::Trail), body)).into_response()
}

/// Keeps it; what was typed comes back when something is missing.
async fn review(Sent { me, form: sent, once }: Sent) -> Result<Response, Problem> {
    let asked = Asked {
        kind: sent.take("kind").to_owned(),
        who: sent.take("who").to_owned(),
        hour: sent.take("hour").to_owned(),
    };
    let mut errors = Errors::default();
    let words = errors.text("words", Prose::parse(sent.take("words")));
    sent.finish()?;
    me.must(Action::Review, Resource::Alarm)?;
    let Some(key) = asked.key() else { return Ok(Redirect::to("/trail/alarms").into_response()) };
    if let Some(words) = words {
        let (actor, key) = (me.actor.clone(), key.clone());
        let done = me.app.work(move |app| list::review(app, &actor, &once, &key, &words)).await;
        match done.map_err(Refusal::without_rule) {
            Ok(()) => return Ok(Redirect::to("/trail/alarms").into_response()),
            Err(Ok(refusal)) => return Err(refused(&me, refusal)),
            Err(Err(CannotReview::OwnAlarm)) => errors.add("words", "trail-error-own-alarm"),
        }
    }
    let actor = me.actor.clone();
    let found = me.app.work(move |app| list::one(app, &actor, &key)).await.map_err(|refusal| refused(&me, refusal))?;
    let Some(alarm) = found else { return Ok(Redirect::to("/trail/alarms").into_response()) };
    Ok(form(&me, &alarm, &sent.typed(), &errors))
}
