//! The rules over HTTP, for everybody: `POST /api/rules/check`, `GET /api/rules/list`, and what they are, in OpenAPI.
//!
//! Nothing is kept: facts stand in the body and nowhere else, no entry and no line of a log says anything of them, and
//! an answer is not stored by whoever carries it (SEC-37).

use std::{net::IpAddr, sync::Arc};

use axum::{
    Json, Router,
    body::to_bytes,
    extract::{Query, Request, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use ground::Limit;
use rules::{Kind, Missing, Pack, Told, calendar};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Answers, Asking, Inventory, Language, Rulebook, language::NotALanguage, openapi};
use crate::{
    app::App,
    shell::{address::network_of, session::is_same_origin},
};

/// Bytes of the facts of one person.
pub const BODY_MOST: usize = 128 * 1024;
/// So few questions, in so few bytes, are answered where they were read: that takes less time than to hand them on.
const QUESTIONS_AT_ONCE: usize = 4;
/// See [`QUESTIONS_AT_ONCE`].
const BYTES_AT_ONCE: usize = 2 * 1024;

/// The routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/rules/check", post(check))
        .route("/api/rules/list", get(list))
        .route("/api/openapi.json", get(document))
}

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    as_of: Option<String>,
    #[serde(default)]
    questions: Option<Vec<String>>,
    lang: Option<Language>,
    facts: Map<String, Value>,
}

/// In which language the list is wanted, and with the figures of which day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    lang: Option<String>,
    as_of: Option<String>,
}

/// Why there is no answer: what happened, and every fact that is wrong.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Refused {
    #[serde(skip)]
    status: StatusCode,
    error: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bad: Vec<Bad>,
}

/// One fact, or other part of what was asked, that is wrong.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Bad {
    fact: String,
    told: String,
}

impl Refused {
    fn of(status: StatusCode, error: impl Into<String>) -> Self {
        Self { status, error: error.into(), bad: Vec::new() }
    }

    fn bad(bad: impl IntoIterator<Item = (String, String)>) -> Self {
        let bad = bad.into_iter().map(|(fact, told)| Bad { fact, told }).collect();
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, error: "what was asked is not understood".to_owned(), bad }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.status, Json(self)).into_response()
    }
}

async fn check(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refused> {
    let (parts, body) = request.into_parts();
    let from = network_of(&parts.extensions, &parts.headers, app.public.as_ref());
    may_ask(&app, from, &parts.headers)?;
    if !is_json(&parts.headers) {
        return Err(Refused::of(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the body is JSON: content-type: application/json",
        ));
    }
    let body = to_bytes(body, BODY_MOST).await.map_err(|_| {
        Limit::CheckBody.reached();
        Refused::of(StatusCode::PAYLOAD_TOO_LARGE, format!("a body has at most {BODY_MOST} bytes"))
    })?;
    let asked: Asked = serde_json::from_slice(&body).map_err(|why| match why.is_data() {
        true => Refused::of(StatusCode::UNPROCESSABLE_ENTITY, shape(&why)),
        false => Refused::of(StatusCode::BAD_REQUEST, "the body is not JSON"),
    })?;
    // None named: all are asked.
    let questions = asked.questions.as_ref().map_or(0, Vec::len);
    let is_little = body.len() <= BYTES_AT_ONCE && (1..=QUESTIONS_AT_ONCE).contains(&questions);
    let answered = move |app: &App| answers(app, asked).map(|answers| Json(answers).into_response());
    if is_little { answered(&app) } else { app.work(answered).await }
}

/// What is wrong with the shape of a body; never what stands in it.
fn shape(why: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", why.line(), why.column());
    format!(
        "the body is {{\"facts\": {{…}}}}, with \"as_of\", \"questions\" and \"lang\" where they are wanted; look at {place}"
    )
}

fn answers(app: &App, asked: Asked) -> Result<Answers, Refused> {
    let rulebook = rulebook(app)?;
    let mut bad = Vec::new();
    let today = day(app, asked.as_of.as_deref()).map_err(|why| bad.push(why)).ok();
    let mut names = asked.questions.unwrap_or_default();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    for name in names.iter().filter(|name| rulebook.pack().question(name).is_none()) {
        bad.push(("questions".to_owned(), format!("there is no question {name}")));
    }
    bad.extend(loose(rulebook.pack(), &asked.facts));
    let told = Told::from_json(rulebook.pack(), &asked.facts).map_err(|wrong| {
        bad.extend(wrong.into_iter().map(|wrong| (wrong.fact, wrong.told)));
    });
    let (Some(today), Ok(told), true) = (today, told, bad.is_empty()) else { return Err(Refused::bad(bad)) };
    let asking = Asking::of(rulebook, asked.lang.unwrap_or_default(), today, &names)
        .map_err(|why| Refused::bad([("questions".to_owned(), why.to_string())]))?;
    Ok(asking.answers(&asking.sheet(told)))
}

/// What a file may say and a program should not: sums that went through binary fractions, records without names.
fn loose(pack: &Pack, facts: &Map<String, Value>) -> Vec<(String, String)> {
    let mut bad = Vec::new();
    for (name, value) in facts {
        match pack.asked(name) {
            Some(Missing::Fact(at)) => {
                let fact = pack.facts().get(at as usize);
                bad.extend(fact.and_then(|fact| loose_sum(&fact.kind, value)).map(|why| (name.clone(), why)));
            }
            Some(Missing::List(at)) => {
                let records = value.as_array().into_iter().flatten().enumerate();
                let fields = pack.lists().get(at as usize).map_or(&[][..], |list| &list.fields);
                bad.extend(
                    records.flat_map(|(number, record)| loose_record(&format!("{name}[{number}]"), fields, record)),
                );
            }
            _ => {}
        }
    }
    bad
}

fn loose_sum(kind: &Kind, value: &Value) -> Option<String> {
    (matches!(kind, Kind::Money | Kind::Decimal) && value.is_number()).then(|| kind.expected())
}

fn loose_record(place: &str, fields: &[(String, Kind)], record: &Value) -> Vec<(String, String)> {
    if record.is_string() || record.is_number() {
        return vec![(place.to_owned(), "expected an object with the fields of a record".to_owned())];
    }
    let loose = |(name, kind): &(String, Kind)| {
        let why = record.get(name).and_then(|value| loose_sum(kind, value))?;
        Some((format!("{place}.{name}"), why))
    };
    fields.iter().filter_map(loose).collect()
}

async fn list(
    State(app): State<Arc<App>>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    request: Request,
) -> Result<Json<Inventory>, Refused> {
    let from = network_of(request.extensions(), request.headers(), app.public.as_ref());
    may_ask(&app, from, request.headers())?;
    let Query(wanted) = wanted.map_err(|_| {
        Refused::bad([("query".to_owned(), "the list takes lang and as_of, each once, and nothing else".to_owned())])
    })?;
    app.work(move |app| listed(app, &wanted)).await.map(Json)
}

fn listed(app: &App, wanted: &Wanted) -> Result<Inventory, Refused> {
    let language = wanted.lang.as_deref().map_or(Ok(Language::default()), str::parse);
    match (language, day(app, wanted.as_of.as_deref())) {
        (Ok(language), Ok(day)) => Ok(Inventory::of(rulebook(app)?, language, day)),
        (language, day) => {
            let language = language.err().map(|why: NotALanguage| ("lang".to_owned(), why.to_string()));
            Err(Refused::bad(language.into_iter().chain(day.err())))
        }
    }
}

async fn document(State(app): State<Arc<App>>) -> Result<Json<Value>, Refused> {
    app.work(|app| Ok(Json(openapi::document(rulebook(app)?)))).await
}

fn may_ask(app: &App, from: IpAddr, headers: &HeaderMap) -> Result<(), Refused> {
    let from_browser = headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site");
    if from_browser && !is_same_origin(headers, app.public.as_ref()) {
        return Err(Refused::of(StatusCode::FORBIDDEN, "a page of another address cannot ask here"));
    }
    match app.checks.is_kept(from, app.now()) {
        true => Ok(()),
        false => {
            Err(Refused::of(StatusCode::TOO_MANY_REQUESTS, "so many questions in one minute: try again in the next"))
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn rulebook(app: &App) -> Result<&Rulebook, Refused> {
    app.rulebook().map_err(|why| {
        tracing::error!(%why, "the rules cannot be used");
        Refused::of(StatusCode::INTERNAL_SERVER_ERROR, "the rules of this service cannot be used now")
    })
}

/// The day asked; today where none is.
fn day(app: &App, asked: Option<&str>) -> Result<i64, (String, String)> {
    let Some(text) = asked else {
        let day = app.today();
        return Ok(calendar::number_of(day.year().into(), day.month().into(), day.day().into()));
    };
    calendar::parse(text).ok_or_else(|| ("as_of".to_owned(), "expected a date such as 2026-11-23".to_owned()))
}
