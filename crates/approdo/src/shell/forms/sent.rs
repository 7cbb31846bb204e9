//! A form as it was sent: read within its limits, each field taken by the page that knows it.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use ground::{Limit, Tongue};
use sha2::{Digest as _, Sha256};

use super::{encoding::decoded, typed::Typed};
use crate::shell::problem::Problem;

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

impl Limits {
    /// What every form may carry, where its page does not say less.
    pub const USUAL: Self = Self { body: 64 * 1024, fields: 200, value: 16 * 1024 };
}

impl Default for Limits {
    fn default() -> Self {
        Self::USUAL
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
            Limit::Body.reached();
            return Err(BadForm::TooLarge);
        }
        let mut fields = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            if fields.len() == limits.fields {
                Limit::Fields.reached();
                return Err(BadForm::TooLarge);
            }
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decoded(halves.next().unwrap_or_default())?;
            let value = decoded(halves.next().unwrap_or_default())?;
            if name.len() > limits.value || value.len() > limits.value {
                Limit::Value.reached();
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
            typed = typed.with(name, value);
        }
        typed
    }

    /// Every field as it came, in order.
    pub fn raw_fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|field| (field.name.as_str(), field.value.as_str()))
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
        let body = whole(body).await.map_err(|bad| bad.in_tongue(tongue))?;
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

/// The whole body of a form, if it is within its limit. One that broke off is told the same.
pub(in crate::shell) async fn whole(body: Body) -> Result<Bytes, BadForm> {
    to_bytes(body, Limits::default().body).await.map_err(|why| {
        // A client that went away, or that was too slow, has reached no limit of bytes.
        if why.to_string() == "length limit exceeded" {
            Limit::Body.reached();
        }
        BadForm::TooLarge
    })
}

/// Whether a body is a form, by what is said of it.
pub(in crate::shell) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

fn is_reserved(name: &str) -> bool {
    matches!(name, CSRF | ONCE | VERSION)
}
