//! The rooms put together: every route of the service behind the same layers, and the pages on which
//! several rooms show something.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{MatchedPath, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::get,
};
use ground::Tongue;
use serde_json::json;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel},
    timeout::TimeoutLayer,
};

use super::{
    assets,
    headers::{self, Wire},
    problem::Problem,
};
use crate::app::App;

/// How long a request may take before it is given up (SEC-80); an import in the browser takes longest.
const REQUEST_TIME: Duration = Duration::from_secs(120);

/// Every route of the service.
pub fn router(app: &Arc<App>) -> Router {
    let rooms = Router::new()
        .route("/health", get(health))
        .fallback(nothing_here)
        .with_state(Arc::clone(app));
    // Pages are written once and read once: the quickest compression serves best.
    let squeezed = rooms.layer(CompressionLayer::new().quality(CompressionLevel::Fastest)).merge(assets::routes());
    let guarded = headers::guarded(squeezed, Wire::Plain);
    guarded
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIME))
        .layer(CatchPanicLayer::custom(broken_down))
        .layer(middleware::from_fn(told_to_the_log))
}

async fn nothing_here() -> Problem {
    Problem::NotThere(Tongue::It)
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

/// Says whether the service works: what a watchdog asks. Nothing about persons.
async fn health(State(app): State<Arc<App>>) -> Response {
    let reads = app
        .work(|app| app.store.read("health", |tx| tx.one::<(i64,)>("select 1", &[])).map_err(|e: store::StoreError| e).is_ok())
        .await;
    let well = reads && !app.store.is_broken();
    let status = if well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "status": if well { "ok" } else { "broken" } }))).into_response()
}
