//! What the rules take and answer over HTTP, in OpenAPI 3.1. The facts are described from the rules themselves, so that
//! the document is never another than the pack in use.

use rules::{Audience, Kind, List, Pack};
use serde_json::{Map, Value as Json, json};

use super::{Language, Rulebook};

/// Every day of the years 1000 to 2999, and no other text.
const DAY: &str = "^(?:[12][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)\
                   |02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[12][0-9](?:0[48]|[2468][048]|[13579][26])|(?:12|16|20|24|28)00)-02-29)$";
/// A sum or other number with at most two decimals.
const HUNDREDTHS: &str = "^-?[0-9]{1,13}(?:\\.[0-9]{1,2})?$";
/// The whole numbers that a fact may be.
const NUMBER_MOST: i64 = (1 << 40) - 1;

/// The document.
#[must_use]
pub fn document(rulebook: &Rulebook) -> Json {
    let pack = rulebook.pack();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Approdo: the law, asked",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Answers questions of Italian migration law for the facts of a person on a day, with articles, dates and reasons. Information, not legal advice. Nothing that is sent is kept.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "paths": {
            "/api/rules/check": { "post": {
                "operationId": "check",
                "summary": "Answers questions for the facts of a person",
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Asked" } } } },
                "responses": responses("#/components/schemas/Answers", "The answers, in the order of the questions", true),
            } },
            "/api/rules/list": { "get": {
                "operationId": "list",
                "summary": "Lists the questions with their outcomes, values, facts and sources, and every fact with its type",
                "parameters": [
                    { "name": "lang", "in": "query", "required": false, "schema": language() },
                    { "name": "as_of", "in": "query", "required": false, "schema": { "type": "string", "pattern": DAY }, "description": "The day whose figures stand in the texts; left out: today in Rome" },
                ],
                "responses": responses("#/components/schemas/Inventory", "All that may be asked and told", false),
            } },
            "/api/openapi.json": { "get": {
                "operationId": "document",
                "summary": "This document",
                "responses": { "200": { "description": "OpenAPI 3.1", "content": { "application/json": { "schema": { "type": "object" } } } }, "500": refused("The rules cannot be used") },
            } },
        },
        "components": { "schemas": schemas(pack) },
    })
}

fn responses(schema: &str, what: &str, has_body: bool) -> Json {
    let mut told = Map::new();
    let content = json!({ "application/json": { "schema": { "$ref": schema } } });
    told.insert("200".to_owned(), json!({ "description": what, "content": content }));
    let always = [
        ("403", "Asked by a page of another address"),
        ("422", "Not understood; every fact that is wrong"),
        ("429", "Asked too often in this minute"),
        ("500", "The rules cannot be used"),
    ];
    let of_body = [("400", "Not JSON"), ("413", "Too long"), ("415", "Not sent as JSON")];
    for (status, why) in always.into_iter().chain(of_body.into_iter().filter(|_| has_body)) {
        told.insert(status.to_owned(), refused(why));
    }
    Json::Object(told)
}

fn refused(why: &str) -> Json {
    json!({ "description": why, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refused" } } } })
}

fn language() -> Json {
    json!({ "type": "string", "enum": Language::ALL.map(Language::tag) })
}

fn schemas(pack: &Pack) -> Json {
    let questions: Vec<&str> = pack.questions().iter().map(|question| question.name.as_str()).collect();
    let day = json!({ "type": ["string", "null"], "pattern": DAY });
    let text = json!({ "type": ["string", "null"] });
    let mut told = json!({
        "Asked": {
            "type": "object",
            "required": ["facts"],
            "additionalProperties": false,
            "properties": {
                "as_of": { "type": ["string", "null"], "pattern": DAY, "description": "The day for which the law is asked; left out: today in Rome" },
                "questions": { "type": ["array", "null"], "items": { "enum": questions }, "description": "Left out or empty: all of them" },
                "lang": { "anyOf": [language(), { "type": "null" }], "description": "The language of the reasons" },
                "facts": { "$ref": "#/components/schemas/Facts" },
            },
        },
        "Facts": facts(pack),
        "Answers": {
            "type": "object",
            "required": ["as_of", "answers"],
            "properties": { "as_of": { "type": "string", "pattern": DAY }, "answers": { "type": "array", "items": { "$ref": "#/components/schemas/Answer" } } },
        },
        "Answer": {
            "type": "object",
            "required": ["question", "outcome", "values", "rows", "sources", "missing_facts", "horizon", "because"],
            "properties": {
                "question": { "enum": questions },
                "outcome": { "type": "string", "description": "met, not_met, not_required, unknown, refer, or a word of the question" },
                "values": { "type": "object" },
                "rows": strings(),
                "sources": { "type": "array", "items": { "$ref": "#/components/schemas/Source" } },
                "missing_facts": strings(),
                "missing_parameters": strings(),
                "horizon": day,
                "because": { "type": "array", "items": { "$ref": "#/components/schemas/Because" } },
                "otherwise": { "$ref": "#/components/schemas/Otherwise" },
                "review_overdue": { "type": "boolean" },
            },
        },
        "Otherwise": otherwise(),
        "Source": {
            "type": "object",
            "required": ["urn", "article", "from", "until"],
            "properties": { "urn": { "type": "string" }, "article": { "type": "string" }, "from": day, "until": day },
        },
        "Because": {
            "type": "object",
            "required": ["rule", "value", "text", "next", "rows", "unconfirmed", "page", "grounds"],
            "properties": {
                "rule": { "type": "string" }, "value": { "type": "string" }, "text": text, "next": text, "rows": strings(),
                "unconfirmed": { "type": "boolean" }, "record": { "type": "integer" }, "page": { "type": "string" },
                "grounds": { "type": "array", "items": { "$ref": "#/components/schemas/Ground" } },
            },
        },
        "Ground": ground(),
        "Refused": {
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": { "type": "string" },
                "bad": { "type": "array", "items": { "type": "object", "required": ["fact", "told"], "properties": { "fact": { "type": "string" }, "told": { "type": "string" } } } },
            },
        },
    });
    if let Some(told) = told.as_object_mut() {
        told.extend(inventory(&questions));
    }
    told
}

fn inventory(questions: &[&str]) -> Map<String, Json> {
    let text = json!({ "type": "string" });
    let of = |schema: &str| json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/{schema}") } });
    let listed_all = json!({
        "type": "object",
        "required": ["questions", "facts"],
        "properties": { "questions": of("Question"), "facts": of("Fact") },
    });
    let fact = listed(&[("text", text.clone()), ("level", text), ("effort", json!({ "enum": [1, 2, 3] }))]);
    let schemas =
        [("Inventory", listed_all), ("Question", question_listed(questions)), ("Fact", fact), ("Value", listed(&[]))];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn question_listed(questions: &[&str]) -> Json {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["question", "text", "short", "for", "page", "title", "outcomes", "values", "facts", "sources", "review_by"],
        "properties": {
            "question": { "enum": questions }, "text": text, "short": text, "page": text, "title": text,
            "for": { "enum": [Audience::Everybody.word(), Audience::Workers.word()], "description": "What is for workers of the service is not offered to the public" },
            "outcomes": strings(), "facts": strings(),
            "values": { "type": "array", "items": { "$ref": "#/components/schemas/Value" } },
            "sources": { "type": "array", "items": { "$ref": "#/components/schemas/Source" } },
            "review_by": { "type": ["string", "null"], "pattern": DAY },
        },
    })
}

/// Something with a name and a type, the fields of a list among it, and what else is told of it.
fn listed(more: &[(&str, Json)]) -> Json {
    let types = ["yes/no", "number", "decimal", "money", "date", "country", "span", "one_of", "some_of", "list"];
    let mut properties = Map::new();
    properties.insert("name".to_owned(), json!({ "type": "string" }));
    properties.insert("type".to_owned(), json!({ "enum": types }));
    properties.insert("words".to_owned(), strings());
    properties
        .insert("fields".to_owned(), json!({ "type": "array", "items": { "$ref": "#/components/schemas/Value" } }));
    properties.extend(more.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())));
    let required: Vec<&str> = ["name", "type"].into_iter().chain(more.iter().map(|(name, _)| *name)).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// What something was decided from: the day asked, a list, a fact or a field of a record, a dated figure, another rule.
fn ground() -> Json {
    let (text, number, yes) = (json!({ "type": "string" }), json!({ "type": "integer" }), json!({ "type": "boolean" }));
    let day = json!({ "type": ["string", "null"], "pattern": DAY });
    let grounds = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Ground" } });
    let of = |always: &[(&str, &Json)], at_times: &[(&str, &Json)]| {
        let required: Vec<&str> = always.iter().map(|(name, _)| *name).collect();
        let properties = always.iter().chain(at_times).map(|(name, schema)| ((*name).to_owned(), (*schema).clone()));
        json!({
            "type": "object", "additionalProperties": false, "required": required,
            "properties": properties.collect::<Map<_, _>>(),
        })
    };
    let rule = [
        ("rule", &text),
        ("page", &text),
        ("value", &text),
        ("rows", &strings()),
        ("unconfirmed", &yes),
        ("grounds", &grounds),
    ];
    let figure = [("figure", &text), ("value", &text), ("source", &text), ("from", &day), ("unconfirmed", &yes)];
    json!({
        "oneOf": [
            of(&[("today", &json!({ "type": "string", "pattern": DAY }))], &[]),
            of(&[("fact", &text), ("records", &number)], &[]),
            of(&[("fact", &text), ("value", &json!({})), ("text", &text)], &[("record", &number)]),
            of(&figure, &[]),
            of(&rule, &[("text", &text), ("next", &text), ("record", &number)]),
        ],
    })
}

fn otherwise() -> Json {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "description": "The nearest other sum with which the outcome would be met",
        "required": ["fact", "is", "would_be", "more", "text"],
        "properties": { "fact": text, "is": text, "would_be": text, "more": text, "text": text },
    })
}

fn strings() -> Json {
    json!({ "type": "array", "items": { "type": "string" } })
}

/// Every fact by its name: null is known to be none, left out is not known.
fn facts(pack: &Pack) -> Json {
    let plain = pack.facts().iter().map(|fact| (fact.name.clone(), schema(&fact.kind)));
    let lists = pack.lists().iter().map(|list| (list.name.clone(), records(list)));
    let properties: Map<String, Json> = plain.chain(lists).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn records(list: &List) -> Json {
    let fields: Map<String, Json> = list.fields.iter().map(|(name, kind)| (name.clone(), schema(kind))).collect();
    let record = json!({ "type": "object", "additionalProperties": false, "properties": fields });
    json!({ "type": ["array", "null"], "maxItems": rules::RECORDS_MAX, "items": record })
}

fn schema(kind: &Kind) -> Json {
    let or_null = |words: &[String]| {
        let words = words.iter().map(|word| Json::from(word.as_str()));
        words.chain([Json::Null]).collect::<Vec<_>>()
    };
    match kind {
        Kind::YesNo => json!({ "type": ["boolean", "null"] }),
        Kind::Number => json!({ "type": ["integer", "null"], "minimum": -NUMBER_MOST, "maximum": NUMBER_MOST }),
        Kind::Decimal | Kind::Money => json!({ "type": ["string", "null"], "pattern": HUNDREDTHS }),
        Kind::Date => json!({ "type": ["string", "null"], "pattern": DAY }),
        Kind::Country => json!({ "type": ["string", "null"], "pattern": "^[A-Z]{2}$" }),
        Kind::Span => json!({ "type": "null" }),
        Kind::Word(words) => json!({ "enum": or_null(words) }),
        Kind::Words(words) => json!({ "type": ["array", "null"], "items": { "enum": words.to_vec() } }),
    }
}
