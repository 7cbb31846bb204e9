//! A witness of another house's trail: `approdo witness serve` on a second machine of the city (SEC-45).
//!
//! It answers the POST of one checkpoint: 204 when it is on the disk, 409 when another was kept under its
//! number, 403 when the house did not sign it, 400 when it is none. It opens no database and no keys; what
//! it is told holds nothing of anybody. A web server with TLS stands in front, as before the service.

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::post,
};
use store::vault::KeyDirectory;

use super::{command::explained, config::Settings, order::Exit, serve};
use crate::access::{
    TrailSeal,
    trail::{Keeper, LINE_MOST, Told},
};

/// How long a house may take to say one line.
const REQUEST_TIME: Duration = Duration::from_secs(10);

/// Keeps what the house with this key tells, until the process is told to stop.
///
/// # Errors
/// What keeps it from starting, in words for the operator.
pub fn serve(address: SocketAddr, keep: &Path, key: &str) -> Result<Exit, String> {
    let keeper = Keeper::open(keep, key).map_err(|why| explained(&why))?;
    serve::serve_alone(address, routes(keeper), |address| {
        println!("The witness answers on http://{address}");
        println!("It keeps what it is told in {}", keep.display());
    })
}

/// One address, whatever its path: the settings of the house say it.
fn routes(keeper: Keeper) -> Router {
    Router::new()
        .fallback_service(post(take).with_state(Arc::new(keeper)))
        .layer(DefaultBodyLimit::max(LINE_MOST))
        .layer(middleware::from_fn(in_time))
}

/// Gives up on a line that does not come.
async fn in_time(request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(REQUEST_TIME, next.run(request)).await;
    answered.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}

async fn take(State(keeper): State<Arc<Keeper>>, line: Bytes) -> impl IntoResponse {
    // A line is written and synced in milliseconds, and one house tells one at a time.
    match tokio::task::block_in_place(|| keeper.take(&line)) {
        Ok(Told::Kept) => StatusCode::NO_CONTENT,
        Ok(Told::NotOne) => StatusCode::BAD_REQUEST,
        Ok(Told::NotSigned) => StatusCode::FORBIDDEN,
        Ok(Told::Another) => {
            tracing::error!("the house told another trail than the one that was kept");
            StatusCode::CONFLICT
        }
        Err(error) => {
            tracing::error!(%error, "a checkpoint could not be kept");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// The public key by which a witness knows this house.
///
/// # Errors
/// When the key directory cannot be read.
pub fn key(settings: &Settings) -> Result<Exit, String> {
    let keys = KeyDirectory::open(&settings.keys).map_err(|why| explained(&why))?;
    let seal = TrailSeal::open(&keys, Vec::new()).map_err(|why| explained(&why))?;
    println!("{}", seal.public_key());
    Ok(Exit::Done)
}
