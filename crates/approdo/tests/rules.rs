//! The law asked by the program itself: the interface that other programs rely on, held by files; the conversation,
//! the screening, the impact of a change, and the law of each day.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value as Json, json};

struct Ran {
    status: i32,
    out: String,
    err: String,
}

fn run(args: &[&str], typed: &str) -> Ran {
    let mut program = Command::new(env!("CARGO_BIN_EXE_approdo"))
        .arg("rules")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end before it has read everything.
    let _ = program.stdin.take().unwrap().write_all(typed.as_bytes());
    let ran = program.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { status: ran.status.code().unwrap(), out: text(ran.stdout), err: text(ran.stderr) }
}

fn check(facts: &Json, as_of: &str, questions: &[&str], lang: &str) -> Json {
    let mut args = vec!["check", "--facts", "-", "--json", "--as-of", as_of, "--lang", lang];
    args.extend(questions.iter().flat_map(|question| ["--question", question]));
    let ran = run(&args, &facts.to_string());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

/// What other programs rely on: everything but the sentences, which may be put better any day.
fn without_sentences(mut answers: Json) -> Json {
    for answer in answers["answers"].as_array_mut().unwrap() {
        let reasons = answer["because"].as_array().unwrap().iter();
        let told = reasons.map(|because| {
            assert!(because["text"].is_string() || because["text"].is_null());
            json!({ "rule": because["rule"], "value": because["value"], "rows": because["rows"], "unconfirmed": because["unconfirmed"] })
        });
        answer["because"] = told.collect();
    }
    answers
}

/// Holds the answers for `tests/rules/NAME.facts.json` against `NAME.answers.json`; `APPRODO_WRITE=1` writes it anew.
fn holds(name: &str, as_of: &str, questions: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let facts: Json = serde_json::from_str(&fs::read_to_string(folder.join(format!("{name}.facts.json"))).unwrap()).unwrap();
    let found = without_sentences(check(&facts, as_of, questions, "it"));
    let path = folder.join(format!("{name}.answers.json"));
    if std::env::var_os("APPRODO_WRITE").is_some() {
        fs::write(&path, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
    }
    let kept: Json = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(found, kept, "{name} is answered differently: {}", serde_json::to_string_pretty(&found).unwrap());
}

#[test]
fn a_family_that_wants_to_live_together() {
    let questions = ["reunification.income", "reunification.relatives", "reunification.sponsor", "reunification.housing"];
    holds("family", "2026-11-23", &questions);
}

#[test]
fn a_worker_who_lost_the_job() {
    let questions = ["job_loss.revocation_ground", "job_loss.job_search", "job_search.renewal_income", "renewal.term", "elder.routes"];
    holds("job-loss", "2026-11-23", &questions);
}

#[test]
fn a_woman_without_a_permit_who_expects_a_child() {
    let questions = ["health.care_without_permit", "health.ssn", "expulsion.barred", "health.treatment_permit"];
    holds("pregnant", "2026-11-23", &questions);
}

#[test]
fn somebody_of_whom_little_is_known_yet() {
    let questions = ["renewal.term", "reunification.income", "permit.fee", "long_term.may_ask", "citizenship.residence"];
    holds("little", "2027-02-01", &questions);
}

#[test]
fn the_law_of_each_day_is_asked_on_that_day() {
    let facts = json!({ "permit_expiry": "2026-06-30", "renewal_requested": false });
    let term = |as_of| check(&facts, as_of, &["renewal.term"], "it")["answers"][0].clone();
    let (then, now) = (term("2026-04-10"), term("2026-11-23"));
    assert_eq!((&then["outcome"], &then["values"]["ask_by"]), (&json!("met"), &json!("2026-05-01")), "60 days");
    assert_eq!((&now["outcome"], &now["values"]["ask_by"]), (&json!("refer"), &json!("2026-04-01")), "90 days");
    assert_eq!((&then["horizon"], &now["values"]["days_since_expiry"]), (&json!("2026-05-02"), &json!(146)));
    assert!(then["because"][0]["text"].as_str().unwrap().contains("1 maggio 2026"), "{then}");
    let family = json!({ "permit": "lavoro_subordinato", "protection": null, "income_year": "10504.46",
        "cohabiting_income_year": "0.00", "relatives": [{ "relation": "spouse", "age": 30 }] });
    let income = |as_of| check(&family, as_of, &["reunification.income"], "it")["answers"][0]["outcome"].clone();
    assert_eq!([income("2025-12-31"), income("2026-01-01"), income("2027-01-01")], ["met", "not_met", "unknown"].map(Json::from));
}

#[test]
fn a_reason_is_told_in_four_languages_with_the_same_figures() {
    let facts = json!({ "permit": "lavoro_subordinato", "protection": null, "income_year": "17000.00",
        "cohabiting_income_year": "0.00", "relatives": [{ "relation": "spouse", "age": 30 }, { "relation": "child", "age": 8 }, { "relation": "child", "age": 3 }] });
    for (lang, figure) in [("it", "17.752,80\u{A0}€"), ("en", "17,752.80\u{A0}€"), ("ar", "17.752,80\u{A0}€"), ("bn", "17,752.80\u{A0}€")] {
        let answer = check(&facts, "2026-11-23", &["reunification.income"], lang)["answers"][0].clone();
        let text = answer["because"][0]["text"].as_str().unwrap();
        assert!(text.contains(figure), "{lang}: {text}");
        assert!(answer["because"][0]["next"].is_string());
        assert_eq!(answer["values"]["required"], "17752.80", "the same for programs in every language");
    }
}

#[test]
fn what_is_wrong_is_told_at_once_and_usage_has_a_status_of_its_own() {
    let ran = run(&["check", "--facts", "-"], r#"{"permit":"visa","agee":30,"relatives":[{"age":"old"}]}"#);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    for told in ["permit: expected one of", "agee: there is no such fact: did you mean \"age\"?", "relatives[0].age: expected"] {
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    assert_eq!(run(&["check", "--facts", "-"], "[]").status, 1);
    assert_eq!(run(&["check", "--facts", "-", "--question", "no.such"], "{}").status, 2);
    assert_eq!(run(&["check", "--facts", "-", "--as-of", "23/11/2026"], "{}").status, 2);
    assert_eq!(run(&["check"], "").status, 2);
    assert_eq!(run(&["check", "--facts", "/no/such/file"], "").status, 1);
}

#[test]
fn a_person_reads_the_answer_in_a_terminal() {
    let facts = r#"{"permit_expiry":"2026-12-10","renewal_requested":false}"#;
    let ran = run(&["check", "--facts", "-", "--as-of", "2026-11-23", "--question", "renewal.term", "--lang", "en"], facts);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    for told in ["On 23 November 2026", "11 September 2026", "TUI art. 5 c. 4", "This is information, not legal advice."] {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
}

#[test]
fn the_conversation_asks_what_matters_says_why_and_ends_by_itself() {
    let ask = |typed: &str| run(&["ask", "--question", "renewal.term", "--as-of", "2026-11-23", "--lang", "en"], typed);
    let ran = ask("?\nno\nsomeday\n10/12/2026\n");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    for told in ["It is needed to answer:", "That is not understood.", "Nothing more is needed", "11 September 2026"] {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    let asked_already = ask("yes\n");
    assert!(asked_already.out.contains("not needed") && !asked_already.out.contains("31/12/2026"), "{}", asked_already.out);
    let unknown = ask("x\nx\n");
    assert!(unknown.out.contains("cannot be said yet") && unknown.out.contains("Still needed"), "{}", unknown.out);
    let back = ask("yes\n");
    let corrected = ask("no\n<\nyes\n");
    assert!(corrected.out.contains("not needed"), "{}", corrected.out);
    assert_eq!(back.status, 0);
    assert!(ask("").out.contains("cannot be said yet"), "whoever leaves hears what is known");
}

#[test]
fn a_list_is_asked_record_by_record_and_only_what_matters_of_it() {
    let args = ["ask", "--question", "reunification.income", "--as-of", "2026-11-23", "--lang", "en"];
    let typed = "2\n1\n2\n";
    let ran = run(&args, typed);
    assert!(ran.out.contains("1 of 2") && ran.out.contains("2 of 2"), "{}", ran.out);
    let nobody = run(&args, "0\n");
    assert!(!nobody.out.contains("1 of"), "{}", nobody.out);
}

#[test]
fn the_list_and_the_checks_of_the_national_rules() {
    let ran = run(&["list", "--json"], "");
    let list: Json = serde_json::from_str(&ran.out).unwrap();
    assert!(list["questions"].as_array().unwrap().len() >= 40 && list["facts"].as_array().unwrap().len() > 60);
    assert!(run(&["list", "--lang", "en"], "").out.contains("renewal.term\n  When"));
    let ran = run(&["verify", "--json"], "");
    let verified: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, &verified["ok"]), (0, &json!(true)), "{}", ran.out);
    assert_eq!(verified["lines"], verified["lines_reached"]);
    let late = run(&["verify", "--today", "2040-01-01"], "");
    assert!(late.status == 1 && late.out.contains("to be looked at again since"), "{}", late.out);
}

/// A folder with one page of the national rules, changed.
fn changed(page: &str, from: &str, to: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebook/it").join(page);
    let text = fs::read_to_string(national).unwrap();
    assert!(text.contains(from));
    let path = folder.path().join(page);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text.replace(from, to)).unwrap();
    (folder, path)
}

#[test]
fn a_city_writes_a_page_over_the_national_one_and_sees_what_it_does() {
    let (folder, path) = changed("renewal/term.md", "| 90    | R02", "| 30    | R02");
    let pack = folder.path().to_str().unwrap();
    let facts = r#"{"permit_expiry":"2027-01-15","renewal_requested":false}"#;
    let args = ["check", "--facts", "-", "--json", "--as-of", "2026-11-23", "--question", "renewal.term"];
    assert!(run(&args, facts).out.contains("late_but_possible"));
    assert!(run(&[&args[..], &["--pack", pack]].concat(), facts).out.contains("\"outcome\": \"met\""));
    let impact = run(&["impact", "--pack", pack, "--question", "renewal.term"], "");
    assert!(impact.out.contains("renewal.term: late_but_possible → met") && impact.out.contains("ask_by: "), "{}", impact.out);
    let file = folder.path().join("people.csv");
    fs::write(&file, "id,permit_expiry,renewal_requested\nA,2027-01-15,no\nB,2030-01-01,no\n").unwrap();
    let people = ["impact", "--json", "--pack", pack, "--facts", file.to_str().unwrap(), "--as-of", "2026-11-23", "--question", "renewal.term"];
    let found: Json = serde_json::from_str(&run(&people, "").out).unwrap();
    assert_eq!((&found["people"], &found["changes"][0]["id"], &found["changes"][0]["after"]["outcome"]), (&json!(2), &json!("A"), &json!("met")));
    let wrong = run(&["verify", "--pack", pack], "");
    assert!(wrong.status == 1 && wrong.out.contains("renewal/term.md:"), "{}", wrong.out);
    fs::write(&path, "no page").unwrap();
    assert_eq!(run(&[&args[..], &["--pack", pack]].concat(), facts).status, 1);
    assert_eq!(run(&["verify", "--pack", "/no/such/folder"], "").status, 1);
}

#[test]
fn many_people_are_screened_into_a_file_that_is_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("people.csv"), folder.path().join("findings.csv"));
    fs::write(&file, "id,permit_expiry,renewal_requested\nA,2027-03-31,no\nB,,no\n").unwrap();
    let args = ["screen", "--facts", file.to_str().unwrap(), "--as-of", "2026-11-23", "--out", out.to_str().unwrap(), "--question", "renewal.term"];
    let ran = run(&args, "");
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    let found = fs::read_to_string(&out).unwrap();
    let mut lines = found.lines();
    assert_eq!(lines.next(), Some("id,question,outcome,values,missing_facts,horizon"));
    assert!(lines.next().is_some_and(|line| line.starts_with("A,renewal.term,met,") && line.ends_with(",[],2027-01-01")), "{found}");
    assert!(lines.next().is_some_and(|line| line.contains("B,renewal.term,unknown,{},") && line.contains("permit_expiry")), "{found}");
    fs::remove_file(&out).unwrap();
    fs::write(&file, "id,permit_expiry\nA,someday\n").unwrap();
    let ran = run(&args, "");
    assert!(ran.status == 1 && ran.err.contains("line 2: permit_expiry: expected a date") && !out.exists(), "{}", ran.err);
}
