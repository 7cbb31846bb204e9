//! Limits, foreign fields, and what comes back to a page.

use axum::{
    body::Body,
    extract::{FromRequest as _, Request},
    http::StatusCode,
    response::IntoResponse as _,
};
use ground::{BirthDate, Line, Tongue};

use super::*;
use crate::shell::words::Words;

#[test]
fn repeated_keys_and_every_script_are_read() {
    let form = Form::parse(b"q=%D9%85%D8%AD%D9%85%D8%AF+x&box=1&box=2&empty&=").unwrap();
    assert_eq!(form.take("q"), "محمد x");
    assert_eq!(form.take_all("box"), ["1", "2"]);
    assert_eq!(form.take("empty"), "");
    assert!(!form.has("absent"));
}

#[test]
fn sec_08_a_field_that_the_page_has_not_is_refused() {
    let form = Form::parse(b"name=Ana&role=admin&_csrf=t&_once=o&_version=3").unwrap();
    assert_eq!(form.take("name"), "Ana");
    assert!(form.finish().is_err());
    form.take("role");
    assert!(form.finish().is_ok());
    assert_eq!((form.csrf(), form.once(), form.version()), ("t", "o", Some(3)));
}

#[test]
fn sec_08_a_single_field_sent_twice_is_refused() {
    let form = Form::parse(b"name=Ana&name=Eva").unwrap();
    assert_eq!(form.take("name"), "Ana");
    assert!(form.finish().is_err());
    let form = Form::parse(b"_once=a&_once=b").unwrap();
    assert!(form.finish().is_err());
}

#[test]
fn sec_80_a_form_is_bounded_in_bytes_fields_and_values() {
    let limits = Limits { body: 40, fields: 3, value: 10 };
    let parse = |body: String| Form::parse_within(body.as_bytes(), limits).map(|_| ());
    for (at, allowed) in [(39, true), (40, true), (41, false)] {
        let body = format!("{}&{}", "a".repeat(10), "b=".to_owned() + &"&".repeat(at - 13));
        assert_eq!(body.len(), at);
        assert_eq!(parse(body).is_ok(), allowed, "{at} bytes");
    }
    for (fields, allowed) in [(2, true), (3, true), (4, false)] {
        assert_eq!(parse(vec!["a=1"; fields].join("&")).is_ok(), allowed, "{fields} fields");
    }
    for (bytes, allowed) in [(9, true), (10, true), (11, false)] {
        assert_eq!(parse(format!("a={}", "x".repeat(bytes))).is_ok(), allowed, "{bytes} bytes in a value");
    }
    assert_eq!(Limits::default(), Limits { body: 65_536, fields: 200, value: 16_384 });
}

#[test]
fn sec_66_bytes_that_are_not_text_are_refused() {
    for body in [&b"a=%FF"[..], b"a=%C3", b"a=%G0", b"a=%4", b"a=%", b"a=\xff"] {
        assert_eq!(Form::parse(body).map(|_| ()), Err(BadForm::Encoding), "{body:?}");
    }
}

#[test]
fn sec_75_the_digest_leaves_out_token_and_key_and_nothing_else() {
    let hash = |body: &str| Form::parse(body.as_bytes()).unwrap().body_hash();
    assert_eq!(hash("a=1&_csrf=x&_once=y"), hash("_once=z&a=1"));
    assert_ne!(hash("a=1&_version=1"), hash("a=1&_version=2"));
    assert_ne!(hash("ab=c"), hash("a=bc"));
    assert_ne!(hash("a=1&b=2"), hash("b=2&a=1"));
}

#[test]
fn errors_say_what_is_wrong_and_what_would_be_right() {
    let mut errors = Errors::default();
    assert_eq!(errors.text("given", Line::parse("")), None);
    assert_eq!(errors.date("born", BirthDate::parse("1/31/1991")), None);
    assert_eq!(errors.date("since", BirthDate::parse("1/1/1491")), None);
    assert!(errors.text("family", Line::parse("Amrani")).is_some());
    let said: Vec<String> = errors
        .list(Words::of(Tongue::It))
        .iter()
        .map(|(_, text)| super::super::words::without_isolates(text))
        .collect();
    assert_eq!(
        said,
        [
            "Qui manca il testo: scrivi qualcosa",
            "Il mese va da 1 a 12: hai scritto 31",
            "L'anno va dal 1880 al 2200: hai scritto 1491"
        ]
    );
    assert_eq!((errors.len(), errors.has("family")), (3, false));
}

fn answer(request: Request) -> Result<Form, StatusCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(Form::from_request(request, &())).map_err(|problem| problem.into_response().status())
}

#[test]
fn sec_66_the_extractor_stops_reading_at_the_limit() {
    let request = |bytes: usize, kind: &str| {
        let body = vec!["a=1"; bytes / 400].join("&") + &"&".repeat(bytes - (bytes / 400 * 4 - 1));
        Request::post("/").header("content-type", kind).body(Body::from(body)).unwrap()
    };
    let form = "application/x-www-form-urlencoded; charset=UTF-8";
    assert!(answer(request(65_535, form)).is_ok());
    assert!(answer(request(65_536, form)).is_ok());
    assert_eq!(answer(request(65_537, form)).map(|_| ()), Err(StatusCode::PAYLOAD_TOO_LARGE));
    assert_eq!(answer(request(400, "text/plain")).map(|_| ()), Err(StatusCode::BAD_REQUEST));
}
