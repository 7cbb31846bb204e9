//! What a page sends back: read within limits, with only the fields the page allows.
//!
//! A handler takes each field it knows and then calls [`Form::finish`]: whatever is left was not
//! on the form, and the whole request is refused (SEC-08). What was typed stays in [`Typed`] to be
//! shown again, and [`Errors`] holds what to say beside which field.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::atomic::{AtomicBool, Ordering},
};

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use ground::{BadDate, BadText, Tongue};
use sha2::{Digest as _, Sha256};

use super::{
    problem::Problem,
    words::{Arg, Words},
};

/// The field that proves the form came from a page of this session (SEC-63).
pub const CSRF: &str = "_csrf";
/// The field that makes a repeated request one effect (SEC-75).
pub const ONCE: &str = "_once";
/// The field that says which version of a record was on the page (SEC-74).
pub const VERSION: &str = "_version";

/// How much a form may carry (SEC-66, SEC-80).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole body.
    pub body: usize,
    /// Number of fields.
    pub fields: usize,
    /// Bytes of one value, decoded.
    pub value: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 64 * 1024, fields: 200, value: 16 * 1024 }
    }
}

/// Why a body is not a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadForm {
    /// More bytes, fields or bytes in a value than a form may carry.
    #[error("the form is too large")]
    TooLarge,
    /// Broken escapes or bytes that are not UTF-8.
    #[error("the form is not well encoded")]
    Encoding,
    /// Not sent as a form.
    #[error("the body is not sent as a form")]
    NotAForm,
}

/// A field arrived that the page has not, or one that it has once arrived twice (SEC-08).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the form has a field that the page has not")]
pub struct UnknownField {
    /// The language of the person, for the page that says so.
    pub tongue: Tongue,
}

#[derive(Debug)]
struct Sent {
    name: String,
    value: String,
    taken: AtomicBool,
}

/// A form as it was sent.
#[derive(Debug)]
pub struct Form {
    fields: Vec<Sent>,
    tongue: Tongue,
}

impl Form {
    /// Reads a body within the usual limits.
    ///
    /// # Errors
    /// Too large, or not well encoded.
    pub fn parse(body: &[u8]) -> Result<Self, BadForm> {
        Self::parse_within(body, Limits::default())
    }

    /// Reads a body within limits of its own.
    ///
    /// # Errors
    /// Too large, or not well encoded.
    pub fn parse_within(body: &[u8], limits: Limits) -> Result<Self, BadForm> {
        if body.len() > limits.body {
            return Err(BadForm::TooLarge);
        }
        let mut fields = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            if fields.len() == limits.fields {
                return Err(BadForm::TooLarge);
            }
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decoded(halves.next().unwrap_or_default())?;
            let value = decoded(halves.next().unwrap_or_default())?;
            if name.len() > limits.value || value.len() > limits.value {
                return Err(BadForm::TooLarge);
            }
            let taken = AtomicBool::new(false);
            fields.push(Sent { name, value, taken });
        }
        Ok(Self { fields, tongue: Tongue::default() })
    }

    /// The same form from a person who reads that language.
    #[must_use]
    pub fn in_tongue(self, tongue: Tongue) -> Self {
        Self { tongue, ..self }
    }

    /// What was typed in a field; nothing when it was not sent. Allows the field, once.
    pub fn take(&self, name: &str) -> &str {
        self.named(name).next().map_or("", |field| {
            field.taken.store(true, Ordering::Relaxed);
            &field.value
        })
    }

    /// All values of a field that may come many times: boxes.
    pub fn take_all(&self, name: &str) -> Vec<&str> {
        self.named(name)
            .map(|field| {
                field.taken.store(true, Ordering::Relaxed);
                field.value.as_str()
            })
            .collect()
    }

    /// Whether a field was sent at all: a single box, or the button that was pressed.
    pub fn has(&self, name: &str) -> bool {
        let there = self.named(name).next().is_some();
        self.take(name);
        there
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// A field is left that nobody took: it was not on the page (SEC-08).
    pub fn finish(&self) -> Result<(), UnknownField> {
        let known = |field: &Sent| {
            field.taken.load(Ordering::Relaxed) || (is_reserved(&field.name) && self.named(&field.name).count() == 1)
        };
        if self.fields.iter().all(known) { Ok(()) } else { Err(UnknownField { tongue: self.tongue }) }
    }

    /// The token that came with the form; nothing when none came.
    #[must_use]
    pub fn csrf(&self) -> &str {
        self.peek(CSRF)
    }

    /// The key of this sending; nothing when none came.
    #[must_use]
    pub fn once(&self) -> &str {
        self.peek(ONCE)
    }

    /// Which version of the record was on the page.
    #[must_use]
    pub fn version(&self) -> Option<i64> {
        self.peek(VERSION).parse().ok()
    }

    /// A digest of all that was typed, for telling a repeated request from another one (SEC-75).
    ///
    /// The token and the key are left out: the same text sent again has others after a new log-in.
    #[must_use]
    pub fn body_hash(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        for (name, value) in self.raw_fields().filter(|(name, _)| *name != CSRF && *name != ONCE) {
            for part in [name, value] {
                // why: lengths first, so that `ab=c` and `a=bc` differ
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part.as_bytes());
            }
        }
        digest.finalize().into()
    }

    /// What was typed, to fill the form again.
    #[must_use]
    pub fn typed(&self) -> Typed {
        let mut typed = Typed::default();
        for (name, value) in self.raw_fields().filter(|(name, _)| !is_reserved(name)) {
            typed.0.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        typed
    }

    /// Every field as it came, in order: for keeping a draft through a new log-in (SEC-58).
    pub fn raw_fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|field| (field.name.as_str(), field.value.as_str()))
    }

    /// The form as a body again, without token and key: what a draft keeps.
    #[must_use]
    pub fn draft(&self) -> String {
        let kept = self.raw_fields().filter(|(name, _)| *name != CSRF && *name != ONCE);
        let pairs: Vec<String> = kept.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        pairs.join("&")
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Sent> {
        self.fields.iter().filter(move |field| field.name == name)
    }

    fn peek(&self, name: &str) -> &str {
        self.named(name).next().map_or("", |field| &field.value)
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let tongue = request.extensions().get::<Tongue>().copied().unwrap_or_default();
        let (parts, body) = request.into_parts();
        if !is_form(&parts.headers) {
            return Err(BadForm::NotAForm.in_tongue(tongue));
        }
        let limits = Limits::default();
        let body: Bytes = to_bytes(body, limits.body).await.map_err(|_| BadForm::TooLarge.in_tongue(tongue))?;
        Self::parse_within(&body, limits).map(|form| form.in_tongue(tongue)).map_err(|bad| bad.in_tongue(tongue))
    }
}

impl BadForm {
    /// The page that says so.
    #[must_use]
    pub const fn in_tongue(self, tongue: Tongue) -> Problem {
        match self {
            Self::TooLarge => Problem::TooLarge(tongue),
            Self::Encoding | Self::NotAForm => Problem::BadRequest(tongue),
        }
    }
}

impl From<UnknownField> for Problem {
    fn from(unknown: UnknownField) -> Self {
        Self::BadRequest(unknown.tongue)
    }
}

impl From<BadForm> for Problem {
    fn from(bad: BadForm) -> Self {
        bad.in_tongue(Tongue::default())
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

fn is_reserved(name: &str) -> bool {
    matches!(name, CSRF | ONCE | VERSION)
}

fn decoded(bytes: &[u8]) -> Result<String, BadForm> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next())? << 4 | hex(rest.next())?,
            other => *other,
        });
    }
    String::from_utf8(out).map_err(|_| BadForm::Encoding)
}

fn hex(digit: Option<&u8>) -> Result<u8, BadForm> {
    let digit = digit.and_then(|digit| char::from(*digit).to_digit(16)).ok_or(BadForm::Encoding)?;
    u8::try_from(digit).map_err(|_| BadForm::Encoding)
}

/// A text as it stands in a form body or in the query of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// What stands in the fields of a page: typed before, or filled from a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

impl Typed {
    /// The same with one more value in a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.entry(name.to_owned()).or_default().push(value.into());
        self
    }

    /// The value of a field; nothing when it is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// All values of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether that value is one of the field's.
    #[must_use]
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|held| held == value)
    }
}

#[derive(Clone, Debug)]
struct Complaint {
    field: String,
    id: &'static str,
    args: Vec<(&'static str, Arg<'static>)>,
}

/// What is wrong, field by field, in the order of the page.
#[derive(Clone, Debug, Default)]
pub struct Errors(Vec<Complaint>);

impl Errors {
    /// Complains about a field with a text.
    pub fn add(&mut self, field: &str, id: &'static str) {
        self.add_with(field, id, Vec::new());
    }

    /// Complains about a field with a text that takes values in. The first complaint stays.
    pub fn add_with(&mut self, field: &str, id: &'static str, args: Vec<(&'static str, Arg<'static>)>) {
        if !self.has(field) {
            self.0.push(Complaint { field: field.to_owned(), id, args });
        }
    }

    /// Keeps what was understood; complains otherwise with the text that `id` names.
    pub fn keep<T, E>(&mut self, field: &str, read: Result<T, E>, id: impl FnOnce(E) -> &'static str) -> Option<T> {
        read.map_err(|bad| self.add(field, id(bad))).ok()
    }

    /// Keeps a text, or says why it was not taken.
    pub fn text<T>(&mut self, field: &str, read: Result<T, BadText>) -> Option<T> {
        match read {
            Ok(text) => return Some(text),
            Err(BadText::Blank) => self.add(field, "shell-error-blank"),
            Err(BadText::TooLong { most }) => self.add_with(field, "shell-error-long", vec![("most", most.into())]),
            Err(BadText::Control) => self.add(field, "shell-error-control"),
        }
        None
    }

    /// Keeps a date, or says which part of it cannot be.
    pub fn date<T>(&mut self, field: &str, read: Result<T, BadDate>) -> Option<T> {
        // why text: a year is a name, not a count to be grouped
        let typed = |number: u32| vec![("typed", Arg::from(number.to_string()))];
        match read {
            Ok(date) => return Some(date),
            Err(BadDate::Form) => self.add(field, "shell-error-date"),
            Err(BadDate::Month(month)) => self.add_with(field, "shell-error-month", typed(month)),
            Err(BadDate::Day(day)) => self.add_with(field, "shell-error-day", typed(day)),
            Err(BadDate::Year(year)) => self.add_with(field, "shell-error-year", typed(year)),
        }
        None
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields have something wrong.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether this field has something wrong.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|complaint| complaint.field == field)
    }

    /// What to say beside a field.
    #[must_use]
    pub fn say(&self, words: &Words, field: &str) -> Option<String> {
        self.0.iter().find(|complaint| complaint.field == field).map(|complaint| complaint.say(words))
    }

    /// Every field that has something wrong, and what to say there.
    #[must_use]
    pub fn list(&self, words: &Words) -> Vec<(String, String)> {
        self.0.iter().map(|complaint| (complaint.field.clone(), complaint.say(words))).collect()
    }
}

impl Complaint {
    fn say(&self, words: &Words) -> String {
        words.say_with(self.id, &self.args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::StatusCode, response::IntoResponse as _};
    use ground::{BirthDate, Line};

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
    fn sec_58_a_draft_is_the_form_without_token_and_key() {
        let form = Form::parse("_csrf=x&note=%C3%A8+%26+%2B&_once=y&_version=2".as_bytes()).unwrap();
        let again = Form::parse(form.draft().as_bytes()).unwrap();
        assert_eq!(again.raw_fields().collect::<Vec<_>>(), [("note", "è & +"), ("_version", "2")]);
        assert_eq!(again.typed(), Typed::default().with("note", "è & +"));
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
}
