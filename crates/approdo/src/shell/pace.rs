//! How slowly a request may come in (SEC-80). A body that drips holds a connection, a task and a
//! form's memory for as long as it likes; one that keeps the floor is never hurried.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    body::{Body, HttpBody as _},
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures_util::{StreamExt as _, stream};

use ground::Limit;

use super::{problem::Problem, session::tongue_of};

/// Bytes a second that a body must bring, on average over the time it was waited for.
pub const FLOOR_BYTES_A_SECOND: u64 = 1024;
/// How long a body may be waited for before the floor holds: a phone in a lift.
const GRACE: Duration = Duration::from_secs(10);

/// The body came in below the floor.
#[derive(Debug, thiserror::Error)]
#[error("a body came in more slowly than {FLOOR_BYTES_A_SECOND} bytes a second")]
struct TooSlow;

/// Holds the body of a request to the floor; below it the answer is 408, whatever the handler made
/// of a body that broke off.
pub(super) async fn kept(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let tongue = tongue_of(request.headers());
    let slow = Arc::new(AtomicBool::new(false));
    let answer = next.run(request.map(|body| paced(body, Arc::clone(&slow)))).await;
    if slow.load(Ordering::SeqCst) { Problem::TooSlow(tongue).into_response() } else { answer }
}

/// The body, until it falls below the floor. Only time spent waiting for the client counts: a server
/// that is slow to read is not the client's fault.
fn paced(body: Body, slow: Arc<AtomicBool>) -> Body {
    let start = (body.into_data_stream(), 0_u64, Duration::ZERO, slow);
    Body::from_stream(stream::unfold(start, async |(mut body, received, waited, slow)| {
        let left = may_take(received).saturating_sub(waited);
        let asked = Instant::now();
        match tokio::time::timeout(left, body.next()).await {
            Ok(None) => None,
            Ok(Some(Ok(piece))) => {
                let received = received.saturating_add(piece.len() as u64);
                Some((Ok(piece), (body, received, waited + asked.elapsed(), slow)))
            }
            Ok(Some(Err(error))) => Some((Err(error), (body, received, waited, slow))),
            Err(_) => {
                Limit::SlowBody.reached();
                slow.store(true, Ordering::SeqCst);
                Some((Err(axum::Error::new(TooSlow)), (body, received, waited, slow)))
            }
        }
    }))
}

/// How long so many bytes may be waited for, the first of the next included.
const fn may_take(received: u64) -> Duration {
    GRACE.saturating_add(Duration::from_millis(received.saturating_mul(1000) / FLOOR_BYTES_A_SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_80_the_floor_is_a_kilobyte_a_second_after_ten_seconds() {
        assert_eq!(may_take(0), Duration::from_secs(10));
        assert_eq!(may_take(1024), Duration::from_secs(11));
        assert_eq!(may_take(64 * 1024), Duration::from_secs(74));
    }
}
