//! What every answer tells the browser: run nothing but our own files, tell nobody, keep nothing.
//!
//! SEC-69. The list is one place on purpose: a page cannot loosen it.

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::{Next, from_fn},
    response::Response,
};

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()",
    ),
];

/// Two years, the browser's own list of hosts left alone: the city decides about its other hosts.
const ONLY_ENCRYPTED: &str = "max-age=63072000";

/// Whether browsers reach the service by an encrypted connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Behind TLS: browsers are told to come back that way only.
    Encrypted,
    /// Without: on one's own machine, for trying it out.
    Plain,
}

/// Sets the headers on every answer of a router, its unknown paths included.
pub fn guarded<S: Clone + Send + Sync + 'static>(router: Router<S>, wire: Wire) -> Router<S> {
    router.layer(from_fn(move |request: Request, next: Next| answer(wire, request, next)))
}

async fn answer(wire: Wire, request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut answer = next.run(request).await;
    let keeps = is_asset && answer.status().is_success();
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !keeps {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if wire == Wire::Encrypted {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_ENCRYPTED));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::assets;
    use axum::{body::Body, http::HeaderMap, routing::get};
    use tower::ServiceExt as _;

    fn headers(path: &str, wire: Wire) -> HeaderMap {
        let router: Router = assets::routes().route("/", get(|| async { "page" }));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let request = Request::get(path).body(Body::empty()).unwrap();
        runtime.block_on(guarded(router, wire).oneshot(request)).unwrap().headers().clone()
    }

    #[test]
    fn sec_69_every_answer_carries_the_headers_even_for_unknown_paths() {
        for path in ["/", "/nowhere", assets::asset("staff.css")] {
            let headers = headers(path, Wire::Plain);
            for (name, value) in ALWAYS {
                assert_eq!(headers[&name], value, "{path}");
            }
            assert!(!headers.contains_key("strict-transport-security"));
        }
        assert_eq!(headers("/", Wire::Encrypted)["strict-transport-security"], ONLY_ENCRYPTED);
    }

    #[test]
    fn sec_69_only_our_own_files_are_kept_by_browsers() {
        for path in ["/", "/nowhere", "/assets/nowhere.css"] {
            assert_eq!(headers(path, Wire::Plain)["cache-control"], "no-store", "{path}");
        }
        assert!(
            headers(assets::asset("staff.css"), Wire::Plain)["cache-control"].to_str().unwrap().contains("immutable")
        );
    }

    #[test]
    fn sec_69_the_policy_allows_nothing_inline() {
        assert!(POLICY.starts_with("default-src 'none'"));
        assert!(!POLICY.contains("unsafe") && !POLICY.contains("data:") && !POLICY.contains('*'));
    }
}
