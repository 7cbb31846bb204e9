//! The rooms put together: every route of the service behind the same layers, and the pages on which
//! several rooms show something.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{MatchedPath, Path, Query, Request, State},
    http::{HeaderMap, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::get,
};
use ground::{Limit, PersonId, Timestamp, Tongue};
use maud::{Markup, html};
use serde::Deserialize;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel},
};

use super::{
    assets,
    headers::{self, Wire},
    layout::{self, PlainFrame},
    letters, pace,
    problem::Problem,
    session::{Session, refused, tongue_of},
    words::Words,
};
use crate::{
    access,
    app::{App, Refusal},
    checker, desk,
    operation::{demo, health, self_test},
    people,
};

/// How long a request may take before it is given up (SEC-80); an import in the browser takes longest.
pub const REQUEST_TIME: Duration = Duration::from_secs(120);

/// Every route of the service.
pub fn router(app: &Arc<App>) -> Router {
    with_more(app, Router::new())
}

/// The same with more routes behind the same layers: a test has one that breaks down.
pub(crate) fn with_more(app: &Arc<App>, more: Router<Arc<App>>) -> Router {
    let mut rooms = more
        .merge(access::routes())
        .merge(access::trail::routes())
        .merge(people::routes())
        .merge(desk::routes())
        .merge(checker::routes())
        .merge(self_test::routes())
        .route("/people/{id}", get(person))
        .route("/accessibility", get(accessibility))
        .route("/letters", get(letters::show))
        .route("/health", get(health::answer));
    if app.demo {
        rooms = rooms.merge(demo::routes());
    }
    let rooms = rooms.fallback(nothing_here).with_state(Arc::clone(app));
    // Pages are written once and read once: the quickest compression serves best.
    let squeezed = rooms.layer(CompressionLayer::new().quality(CompressionLevel::Fastest)).merge(assets::routes());
    let wire = match &app.public {
        Some(public) if public.is_encrypted() => Wire::Encrypted,
        Some(_) | None => Wire::Plain,
    };
    let guarded = headers::guarded(squeezed.layer(middleware::from_fn(pace::kept)), wire);
    guarded
        .layer(middleware::from_fn(|request, next| in_time(REQUEST_TIME, request, next)))
        .layer(CatchPanicLayer::custom(broken_down))
        .layer(middleware::from_fn_with_state(Arc::clone(app), counted))
}

/// Gives a request up that takes too long.
async fn in_time(most: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => {
            Limit::RequestTime.reached();
            StatusCode::REQUEST_TIMEOUT.into_response()
        }
    }
}

/// The query of a person's page: when something was just saved, in microseconds.
#[derive(Deserialize)]
struct JustSaved {
    saved: Option<i64>,
}

/// A person with what every room knows of her, and of her other records as far as each is open to the reader.
async fn person(me: Session, Path(id): Path<String>, Query(just): Query<JustSaved>) -> Result<Markup, Problem> {
    let id: PersonId = id.parse().map_err(|_| refused(&me, Refusal::NotFound))?;
    let actor = me.actor.clone();
    let seen = me.app.work(move |app| {
        people::see_with(app, &actor, id, |tx, trail| {
            let (mut situations, mut households) = (Vec::new(), Vec::new());
            for record in people::merge::records_seen_of(tx, &actor, id)? {
                situations
                    .extend(people::situation::glance(app, tx, trail, &actor, record)?.map(|told| (record, told)));
                households.extend(people::household::panel(app, tx, trail, &actor, record)?.map(|told| (record, told)));
            }
            let records = people::merge::records_of(tx, id)?;
            Ok((situations, households, desk::diary(app, tx, trail, &actor, &records)?))
        })
    });
    let (view, (situations, households, diary)) = seen.await.map_err(|why| refused(&me, why))?;
    let situation = people::situation_panel(&me, &view, &situations);
    let diary = diary.map(|diary| desk::diary_view(me.words(), &diary));
    let panels = situation.into_iter().chain(diary).collect();
    Ok(people::person_page(&me, &view, &households, just.saved.map(Timestamp::from_micros), panels))
}

/// How accessible the service is, and whom to tell what is not (law 4/2004).
async fn accessibility(State(app): State<Arc<App>>, me: Result<Session, Response>, headers: HeaderMap) -> Markup {
    let w = Words::of(spoken(&me, &headers));
    let title = w.say("shell-accessibility-title");
    let body = html! {
        h1 { (title) }
        @for text in ["shell-accessibility-state", "shell-accessibility-known", "shell-accessibility-tell"] {
            p { (w.say(text)) }
        }
        p { a href="/" { (w.say("shell-back")) } }
    };
    layout::plain_page(&PlainFrame::new(w, &title).rtl(app.forced_rtl), body)
}

/// The language of who asks: of the account, or without one of the browser.
fn spoken(me: &Result<Session, Response>, headers: &HeaderMap) -> Tongue {
    me.as_ref().map_or_else(|_| tongue_of(headers), |me| me.actor.tongue)
}

async fn nothing_here(me: Result<Session, Response>, headers: HeaderMap) -> Problem {
    Problem::NotThere(spoken(&me, &headers))
}

/// The page for a request whose code broke down: the others go on (SEC-78).
fn broken_down(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::broken(Tongue::It, &ground::Dice::os(), "request", &"a panic").into_response()
}

/// Counts what was asked and how it ended, and tells the log: the route, never the path, for ids say
/// something.
async fn counted(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let _in_flight = app.figures.in_flight.enter();
    let began = std::time::Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    app.figures.answered(route.as_deref(), method.as_str(), status, took);
    let micros = took.as_micros();
    tracing::debug!(%method, route = route.as_deref().unwrap_or("none"), status, micros, "answered");
    response
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    #[test]
    fn sec_80_a_request_that_takes_too_long_is_given_up_and_the_next_is_served() {
        let most = Duration::from_millis(100);
        let routes: Router = Router::new()
            .route("/never", get(std::future::pending::<()>))
            .route("/at-once", get(|| async { "here" }))
            .layer(middleware::from_fn(move |request, next| in_time(most, request, next)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let ask = |path: &str| {
            let request = Request::get(path).body(Body::empty()).unwrap();
            runtime.block_on(routes.clone().oneshot(request)).unwrap().status()
        };
        let before = Limit::RequestTime.times_reached();
        assert_eq!(ask("/never"), StatusCode::REQUEST_TIMEOUT);
        assert_eq!(Limit::RequestTime.times_reached(), before + 1);
        assert_eq!(ask("/at-once"), StatusCode::OK);
        assert_eq!(REQUEST_TIME, Duration::from_secs(120));
    }
}
