//! Sheets, script, signs and font: carried in the binary, named by their content.
//!
//! A name holds the hash of the bytes, so a browser keeps each file for a year and never asks again.
//! Only names of the table are served: a path never reaches a file system.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

/// One file, as it is and pressed.
struct Asset {
    plain: Vec<u8>,
    gzip: Option<Vec<u8>>,
    brotli: Option<Vec<u8>>,
    kind: &'static str,
}

static ADDRESSES: LazyLock<BTreeMap<String, String>> = LazyLock::new(addresses);
static TABLE: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(table);

fn bytes(file: EmbeddedFile) -> Vec<u8> {
    file.data.into_owned()
}

/// The manifest is `{"staff.css": "staff.<hash>.css", …}`.
fn addresses() -> BTreeMap<String, String> {
    let manifest = Dist::get("manifest.json").map(bytes).unwrap_or_default();
    let names: BTreeMap<String, String> = serde_json::from_slice(&manifest).unwrap_or_default();
    names.into_iter().map(|(name, hashed)| (name, format!("/assets/{hashed}"))).collect()
}

fn table() -> BTreeMap<String, Asset> {
    let served = |address: &String| {
        let name = address.strip_prefix("/assets/")?;
        let asset = Asset {
            plain: bytes(Dist::get(name)?),
            gzip: Dist::get(&format!("{name}.gz")).map(bytes),
            brotli: Dist::get(&format!("{name}.br")).map(bytes),
            kind: kind(name),
        };
        Some((name.to_owned(), asset))
    };
    ADDRESSES.values().filter_map(served).collect()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The address of a file by its plain name, such as `staff.css`.
#[must_use]
pub fn asset(name: &str) -> &'static str {
    ADDRESSES.get(name).map_or_else(
        || {
            tracing::error!(name, "a file of the pages is missing from the build");
            ""
        },
        String::as_str,
    )
}

/// Serves the files under `/assets/`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{name}", get(serve))
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = TABLE.get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (coding, bytes) = pressed(asset, &headers);
    let mut answer = Response::new(Body::from(bytes));
    let out = answer.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    answer
}

fn pressed(asset: &'static Asset, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    match (&asset.brotli, &asset.gzip) {
        (Some(brotli), _) if accepts(headers, "br") => (Some("br"), brotli),
        (_, Some(gzip)) if accepts(headers, "gzip") => (Some("gzip"), gzip),
        _ => (None, &asset.plain),
    }
}

fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
            let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
            named && !refused
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::to_bytes, http::Request};
    use tower::ServiceExt as _;

    fn ask(path: &str, accept: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let request = Request::get(path).header("accept-encoding", accept).body(Body::empty()).unwrap();
            let answer = routes::<()>().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            (parts.status, parts.headers, to_bytes(body, 10_000_000).await.unwrap().to_vec())
        })
    }

    #[test]
    fn every_file_has_an_address_named_by_its_content() {
        for name in ["staff.css", "staff.rtl.css", "signs.svg", "approdo.js", "letters.js", "titillium-web-600.woff2"] {
            let (status, headers, body) = ask(asset(name), "");
            assert_eq!(status, StatusCode::OK, "{name}");
            assert!(!body.is_empty());
            assert_eq!(headers["content-type"], kind(name));
            assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
            assert_eq!(headers["x-content-type-options"], "nosniff");
        }
    }

    #[test]
    fn the_smallest_form_that_the_browser_takes_is_sent() {
        for (accept, coding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip", Some("gzip")),
            ("", None),
        ] {
            let (_, headers, _) = ask(asset("staff.css"), accept);
            assert_eq!(headers.get("content-encoding").map(|v| v.to_str().unwrap()), coding, "{accept}");
            assert_eq!(headers["vary"], "accept-encoding");
        }
    }

    #[test]
    fn only_names_of_the_table_are_served() {
        for path in
            ["/assets/manifest.json", "/assets/..%2F..%2FCargo.toml", "/assets/staff.css", "/assets/%2Fetc%2Fpasswd"]
        {
            assert_eq!(ask(path, "").0, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(ask(&format!("{}.gz", asset("staff.css")), "").0, StatusCode::NOT_FOUND);
    }
}
