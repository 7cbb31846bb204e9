//! The checker told: what is asked over HTTP is answered and forgotten.

use std::{collections::BTreeSet, net::SocketAddr, path::Path, sync::Arc};

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::Request,
};
use ground::Limit;
use rules::calendar;
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;

use super::{ASKED_MOST, BODY_MOST, Inventory, Language, Rulebook, Sources, openapi};
use crate::{
    app::App,
    shell,
    story::{on_both_engines, on_sqlite},
};

struct Answer {
    status: u16,
    cache: String,
    body: Json,
}

fn send(app: &Arc<App>, from: &str, request: axum::http::request::Builder, body: Vec<u8>) -> Answer {
    let mut request = request.body(Body::from(body)).unwrap();
    request.extensions_mut().insert(ConnectInfo(from.parse::<SocketAddr>().unwrap()));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let (parts, body) = shell::router(app).oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, 10_000_000).await.unwrap();
        let cache = parts.headers.get("cache-control").map_or("", |value| value.to_str().unwrap()).to_owned();
        Answer { status: parts.status.as_u16(), cache, body: serde_json::from_slice(&bytes).unwrap_or_default() }
    })
}

fn post(app: &Arc<App>, body: &Json) -> Answer {
    let request = Request::post("/api/rules/check").header("content-type", "application/json");
    send(app, "192.0.2.1:4000", request, body.to_string().into_bytes())
}

fn get(app: &Arc<App>, path: &str) -> Answer {
    send(app, "192.0.2.1:4000", Request::get(path), Vec::new())
}

#[test]
fn a_person_is_answered_with_reasons_in_her_language() {
    on_sqlite(|town| {
        let facts = json!({ "permit_expiry": "2026-06-30", "renewal_requested": false });
        let asked = json!({ "as_of": "2026-04-10", "questions": ["renewal.term"], "lang": "en", "facts": facts });
        let answer = post(&town.app, &asked);
        assert_eq!((answer.status, answer.cache.as_str()), (200, "no-store"));
        let told = &answer.body["answers"][0];
        assert_eq!((&told["outcome"], &told["values"]["ask_by"]), (&json!("met"), &json!("2026-05-01")));
        assert!(told["because"][0]["text"].as_str().unwrap().contains("1 May 2026"), "{told}");
        let today = post(&town.app, &json!({ "facts": facts }));
        assert_eq!(today.body["as_of"], json!("2026-11-23"), "the clock's day in Rome");
        let all = Rulebook::national().unwrap().pack().questions().len();
        assert_eq!(today.body["answers"].as_array().unwrap().len(), all);
    });
}

#[test]
fn sec_37_what_is_told_to_the_rules_is_kept_nowhere() {
    on_both_engines(|town| {
        let canary = "987654.32";
        let (before, rows) = (town.trail().len(), town.where_plain("permit_expiry"));
        let relatives = json!([{ "relation": "spouse", "age": 30 }]);
        let facts = json!({ "income_year": canary, "cohabiting_income_year": "0.00", "citizenship": "EG",
            "permit": "famiglia", "permit_expiry": "2027-03-31", "protection": null, "relatives": relatives });
        let answer = post(&town.app, &json!({ "facts": facts }));
        assert!(answer.status == 200 && answer.body.to_string().contains(canary), "it was understood");
        assert_eq!(answer.cache, "no-store");
        assert_eq!(town.trail().len(), before, "no entry");
        assert_eq!(town.where_plain(canary), Vec::<String>::new());
        assert_eq!(town.where_plain("permit_expiry"), rows);
        let elsewhere = Request::post("/api/rules/check").header("content-type", "application/json");
        let other = send(&town.app, "[2001:db8::9]:9", elsewhere, json!({ "facts": facts }).to_string().into_bytes());
        assert_eq!(other.body, answer.body, "who asks makes no difference");
    });
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    on_sqlite(|town| {
        let relatives = json!([{ "relation": "spouse" }, { "relation": "cousin", "age": "old" }]);
        let facts = json!({ "permit": "visa", "income_year": "12,50", "agee": 30, "relatives": relatives });
        let answer = post(&town.app, &json!({ "as_of": "2026-02-30", "questions": ["renewal.trm"], "facts": facts }));
        assert_eq!(answer.status, 422);
        let bad = answer.body["bad"].as_array().unwrap();
        let named: BTreeSet<&str> = bad.iter().map(|bad| bad["fact"].as_str().unwrap()).collect();
        let wanted =
            ["agee", "as_of", "income_year", "permit", "questions", "relatives[1].age", "relatives[1].relation"];
        assert_eq!(named.into_iter().collect::<Vec<_>>(), wanted);
        for (body, status) in [
            (json!({}), 422),
            (json!({ "facts": [] }), 422),
            (json!({ "facts": {}, "lang": "fr" }), 422),
            (json!({ "facts": {}, "name": "Amina" }), 422),
            (json!({ "facts": {}, "as_of": null, "questions": [], "lang": null }), 200),
        ] {
            let answer = post(&town.app, &body);
            assert_eq!(answer.status, status, "{body}");
            assert!(!answer.body.to_string().contains("Amina"), "what was sent is not sent back");
        }
        let plain = Request::post("/api/rules/check").header("content-type", "text/plain");
        assert_eq!(send(&town.app, "192.0.2.1:1", plain, b"{\"facts\":{}}".to_vec()).status, 415);
        let broken = Request::post("/api/rules/check").header("content-type", "application/json");
        assert_eq!(send(&town.app, "192.0.2.1:1", broken, b"{\"facts\":".to_vec()).status, 400);
    });
}

#[test]
fn sec_80_facts_are_taken_up_to_their_limit() {
    on_sqlite(|town| {
        let before = Limit::CheckBody.times_reached();
        for (bytes, status) in [(BODY_MOST, 200), (BODY_MOST + 1, 413)] {
            let mut body = json!({ "questions": ["renewal.term"], "facts": {} }).to_string().into_bytes();
            body.resize(bytes, b' ');
            let request = Request::post("/api/rules/check").header("content-type", "application/json");
            assert_eq!(send(&town.app, "192.0.2.1:1", request, body).status, status, "{bytes}");
        }
        assert!(Limit::CheckBody.times_reached() > before);
    });
}

#[test]
fn sec_37_pages_of_others_cannot_ask_and_nobody_asks_without_end() {
    on_sqlite(|town| {
        let list = |from: &str, site: Option<&str>| {
            let request = Request::get("/api/openapi.json");
            let request = match site {
                Some(site) => Request::get("/api/rules/list?lang=en").header("sec-fetch-site", site),
                None => request,
            };
            send(&town.app, from, request, Vec::new()).status
        };
        assert_eq!(list("192.0.2.1:1", Some("cross-site")), 403);
        assert_eq!(list("192.0.2.1:1", Some("same-origin")), 200);
        let busy: std::net::IpAddr = "198.51.100.1".parse().unwrap();
        assert!((0..ASKED_MOST).all(|_| town.app.checks.is_kept(busy, town.now())));
        assert_eq!(list("198.51.100.1:1", Some("same-origin")), 429);
        assert_eq!(list("198.51.100.2:1", Some("same-origin")), 200);
        town.turn(60);
        assert_eq!(list("198.51.100.1:1", Some("same-origin")), 200);
    });
}

#[test]
fn sec_73_the_longest_facts_are_answered_in_bounds() {
    on_sqlite(|town| {
        let relatives: Vec<Json> =
            (0..200).map(|n| json!({ "relation": "child", "age": n % 30, "married": false })).collect();
        let absences: Vec<Json> = (0..200)
            .map(|n| json!({ "from": format!("{}-01-01", 1900 + n / 2), "to": format!("{}-02-01", 1900 + n / 2) }))
            .collect();
        let facts = json!({ "relatives": relatives, "absences": absences, "birth_date": "1990-01-01", "legal_stay_since": "2019-01-01" });
        let answer = post(&town.app, &json!({ "facts": facts }));
        assert_eq!(answer.status, 200);
        let more: Vec<Json> = (0..201).map(|_| json!({})).collect();
        assert_eq!(post(&town.app, &json!({ "facts": { "relatives": more } })).status, 422);
    });
}

#[test]
fn the_document_describes_the_routes_and_facts_that_there_are() {
    let rulebook = Rulebook::national().unwrap();
    let document = openapi::document(rulebook);
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checker/api.rs")).unwrap();
    let routes: BTreeSet<String> = source
        .split(".route(\"")
        .skip(1)
        .map(|rest| {
            let path = rest.split('"').next().unwrap();
            let method = rest.split(", ").nth(1).unwrap().split('(').next().unwrap();
            format!("{method} {path}")
        })
        .collect();
    let paths = document["paths"].as_object().unwrap();
    let described =
        paths.iter().flat_map(|(path, ways)| ways.as_object().unwrap().keys().map(move |way| format!("{way} {path}")));
    assert_eq!(described.collect::<BTreeSet<_>>(), routes);
    let facts = document["components"]["schemas"]["Facts"]["properties"].as_object().unwrap();
    let pack = rulebook.pack();
    assert_eq!(facts.len(), pack.facts().len() + pack.lists().len());
    assert_eq!(facts["permit_expiry"]["type"], json!(["string", "null"]));
    assert_eq!(document["openapi"], json!("3.1.0"));
}

#[test]
fn the_list_names_questions_facts_and_sources() {
    on_sqlite(|town| {
        let answer = get(&town.app, "/api/rules/list?lang=en");
        assert_eq!(answer.status, 200);
        let questions = answer.body["questions"].as_array().unwrap();
        let income = questions.iter().find(|question| question["question"] == "reunification.income").unwrap();
        let has = |field: &str, word: &str| income[field].as_array().unwrap().iter().any(|one| *one == json!(word));
        assert!(has("facts", "income_year") && has("facts", "relatives.age") && has("outcomes", "not_required"));
        assert!(income["sources"][0]["urn"].as_str().unwrap().starts_with("urn:nir:"));
        assert!(
            income["values"]
                .as_array()
                .unwrap()
                .iter()
                .any(|value| value["name"] == "required" && value["type"] == "money")
        );
        let facts = answer.body["facts"].as_array().unwrap();
        let permit = facts.iter().find(|fact| fact["name"] == "permit").unwrap();
        assert_eq!((&permit["type"], &permit["level"]), (&json!("one_of"), &json!("S3.legal")));
        assert_eq!(get(&town.app, "/api/rules/list?lang=fr").status, 422);
    });
}

#[test]
fn what_is_for_workers_is_not_offered_to_the_public_and_answered_all_the_same() {
    let pack = Rulebook::national().unwrap().pack();
    let workers = [
        "contribution.criteria",
        "contribution.inps_register",
        "contribution.procedure",
        "contribution.publication",
        "violence.report_duty",
    ];
    let offered: BTreeSet<&str> = Inventory::offered(pack).map(|question| question.name.as_str()).collect();
    let all: BTreeSet<&str> = pack.questions().iter().map(|question| question.name.as_str()).collect();
    assert_eq!(all.difference(&offered).copied().collect::<Vec<_>>(), workers);
    on_sqlite(|town| {
        let list = get(&town.app, "/api/rules/list").body;
        let listed = list["questions"].as_array().unwrap().iter().filter(|question| question["for"] == "workers");
        let listed: BTreeSet<&str> = listed.map(|question| question["question"].as_str().unwrap()).collect();
        assert_eq!(listed, workers.into());
        let everything = post(&town.app, &json!({ "facts": {} })).body;
        let answered = everything["answers"].as_array().unwrap().iter().map(|answer| answer["question"].as_str());
        assert!(answered.flatten().any(|name| name == "violence.report_duty"), "who asks for all is answered all");
    });
}

#[test]
fn a_figure_stands_in_what_is_asked_too() {
    let rulebook = Rulebook::national().unwrap();
    for language in Language::ALL {
        let inventory = Inventory::of(rulebook, language, calendar::number_of(2026, 11, 23));
        let asked =
            inventory.facts.iter().map(|fact| &fact.text).chain(inventory.questions.iter().map(|one| &one.text));
        let gap = rulebook.texts(language).say("checker-not-known");
        let unfilled: Vec<&String> = asked.filter(|text| text.contains('$') || text.contains(&gap)).collect();
        assert!(unfilled.is_empty(), "{}: {unfilled:?}", language.tag());
    }
}

/// A page of a city over the national ones: a figure that grows, named in all that is put before anything is known.
fn shoes() -> (tempfile::TempDir, Rulebook) {
    let folder = tempfile::tempdir().unwrap();
    let page = "---\nid: toy/shoes\ntitle: Shoes\nsource: page | Rules of the toy\nin force: ..\nsureness: text\n\
        author: A\nsecond reader: none yet\nreviewed: 2026-11-23\nreview by: 2030-01-01\n---\nShoes.\n\n```fact\n\
        toy_cold: yes/no\n  level S1\ntoy_feet: list\n  level S1\n  each bare: yes/no\n```\n\n```parameter\ntoy_pairs: number\n| from | until | value | rows | sureness | source |\n\
        |--|--|--|--|--|--|\n| 2020-01-01 | 2026-11-23 | 2 | | text | a |\n| 2026-11-24 | | 7 | | text | b |\n```\n\n```rule\n\
        question toy.shoes\n  is met when toy_cold or some toy_feet where bare, because cold\n  otherwise not_met, because warm\n```\n";
    let words = "toy-shoes = May I have { $toy_pairs } pairs?\n    .short = Shoes\ntoy-shoes--cold = Yes.\ntoy-shoes--warm = No.\n\
        fact-toy_cold = Is it cold on { $toy_pairs } feet?\n    .short = cold\n    .hint = Count to { $toy_pairs }.\n\
        fact-toy_feet = Which feet?\n    .short = feet\n    .bare = Bare of { $toy_pairs }?\n";
    for (path, text) in [("toy/shoes.md", page), ("words/en/toy.ftl", words), ("words/it/toy.ftl", words)] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let rulebook = Sources::national().with_folder(folder.path()).and_then(Sources::compile).unwrap();
    (folder, rulebook)
}

#[test]
fn the_figures_of_what_is_asked_are_those_of_the_day_asked() {
    let (_folder, rulebook) = shoes();
    let days =
        [calendar::number_of(2026, 11, 23), calendar::number_of(2026, 11, 24), calendar::number_of(2019, 12, 31)];
    for (day, pairs) in days.into_iter().zip(["2", "7", "(not known)"]) {
        let inventory = Inventory::of(&rulebook, Language::En, day);
        let question = inventory.questions.iter().find(|question| question.question == "toy.shoes").unwrap();
        assert_eq!(question.text, format!("May I have {pairs} pairs?"));
        let fact = inventory.facts.iter().find(|fact| fact.name == "toy_cold").unwrap();
        assert_eq!(fact.text, format!("Is it cold on {pairs} feet?"));
        let hint = rulebook.texts(Language::En).hint("toy", "toy_cold", day);
        assert_eq!(hint, Some(format!("Count to {pairs}.")));
        let field = rulebook.texts(Language::En).field_on("toy", "toy_feet", "bare", day);
        assert_eq!(field, format!("Bare of {pairs}?"));
    }
}

#[test]
fn the_list_says_what_it_does_not_understand() {
    on_sqlite(|town| {
        assert_eq!(get(&town.app, "/api/rules/list?lang=en&as_of=2026-11-24").status, 200);
        for (query, named) in [("as_of=2026-02-30", "as_of"), ("lang=fr", "lang"), ("lan=en", "query")] {
            let answer = get(&town.app, &format!("/api/rules/list?{query}"));
            assert_eq!((answer.status, &answer.body["bad"][0]["fact"]), (422, &json!(named)), "{query}");
        }
        let both = get(&town.app, "/api/rules/list?lang=fr&as_of=soon").body;
        assert_eq!(both["bad"].as_array().unwrap().len(), 2, "both are told at once");
    });
}

#[test]
fn the_words_around_the_answers_are_there_in_every_language() {
    let ids = |language: Language| -> BTreeSet<String> {
        let files = shell::words::files(language.tag()).into_iter();
        let files = files.filter(|(path, _)| path.ends_with("/checker.ftl") || path.ends_with("/dates.ftl"));
        let text: String = files.map(|(_, text)| text + "\n").collect();
        let names = text.lines().filter_map(|line| line.split_once(" =").map(|(name, _)| name.to_owned()));
        names.filter(|name| name.starts_with("checker-") || name.starts_with("dates-month-")).collect()
    };
    for language in Language::ALL {
        assert_eq!(ids(language), ids(Language::It), "{}", language.tag());
        assert!(ids(language).len() > 50);
    }
}
