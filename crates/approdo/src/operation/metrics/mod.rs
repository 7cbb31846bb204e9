//! Figures for Prometheus, on a listener of their own: off unless the city names one, and never where the
//! pages are. They say how the machine and the house are, and nothing of persons: no label is anything
//! but a word of the source, such as a route, a state or a limit (SEC-55).
//!
//! `sheet` writes the text, `house` gathers what stands in it.

mod house;
mod sheet;
#[cfg(test)]
mod story;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use ground::Limit;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::{net::TcpListener, sync::Semaphore};

use super::serve::connection;
use crate::app::App;

/// Where the figures stand on their listener.
pub const PATH: &str = "/metrics";
/// Clients that ask for figures at once; one more waits.
pub const CONNECTIONS_MOST: usize = 4;
/// How long nothing is accepted after the system refused a connection.
const REFUSED_REST: Duration = Duration::from_millis(50);

/// Tells figures to whoever asks on this listener, for ever.
pub(super) async fn tell(listener: TcpListener, app: Arc<App>) {
    let router = Router::new().route(PATH, get(answer)).with_state(app);
    let (graceful, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(CONNECTIONS_MOST)));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, peer)) => {
                if places.available_permits() == 0 {
                    Limit::FiguresConnections.reached();
                }
                let connection = connection(stream, peer, router.clone(), &graceful);
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection that asks for figures was not accepted");
                tokio::time::sleep(REFUSED_REST).await;
            }
        }
    }
}

async fn answer(State(app): State<Arc<App>>) -> Response {
    let text = app.work(house::text).await;
    let headers =
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, text).into_response()
}
