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
use ground::{PersonId, Timestamp, Tongue};
use maud::{Markup, html};
use serde::Deserialize;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel},
    timeout::TimeoutLayer,
};

use super::{
    assets,
    headers::{self, Wire},
    layout::{self, PlainFrame},
    pace,
    problem::Problem,
    session::{Session, refused, tongue_of},
    words::Words,
};
use crate::{
    access,
    app::{App, Refusal},
    desk,
    operation::{demo, health, self_test},
    people,
};

/// How long a request may take before it is given up (SEC-80); an import in the browser takes longest.
const REQUEST_TIME: Duration = Duration::from_secs(120);

/// Every route of the service.
pub fn router(app: &Arc<App>) -> Router {
    let mut rooms = Router::new()
        .merge(access::routes())
        .merge(access::trail::routes())
        .merge(people::routes())
        .merge(desk::routes())
        .merge(self_test::routes())
        .route("/people/{id}", get(person))
        .route("/accessibility", get(accessibility))
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
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIME))
        .layer(CatchPanicLayer::custom(broken_down))
        .layer(middleware::from_fn(told_to_the_log))
}

/// The query of a person's page: when something was just saved, in microseconds.
#[derive(Deserialize)]
struct JustSaved {
    saved: Option<i64>,
}

/// A person with what every room knows of her.
async fn person(me: Session, Path(id): Path<String>, Query(just): Query<JustSaved>) -> Result<Markup, Problem> {
    let id: PersonId = id.parse().map_err(|_| refused(&me, Refusal::NotFound))?;
    let actor = me.actor.clone();
    let seen =
        me.app.work(move |app| people::see_with(app, &actor, id, |tx, trail| desk::diary(app, tx, trail, &actor, id)));
    let (view, diary) = seen.await.map_err(|why| refused(&me, why))?;
    let panels = diary.iter().map(|diary| desk::diary_view(me.words(), diary)).collect();
    Ok(people::person_page(&me, &view, just.saved.map(Timestamp::from_micros), panels))
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

/// Tells the log what was asked and how it ended: the route, never the path, for ids say something.
async fn told_to_the_log(request: Request, next: Next) -> Response {
    let began = std::time::Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let (status, micros) = (response.status().as_u16(), began.elapsed().as_micros());
    tracing::debug!(%method, route = route.as_deref().unwrap_or("none"), status, micros, "answered");
    response
}
