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
    let facts: Json =
        serde_json::from_str(&fs::read_to_string(folder.join(format!("{name}.facts.json"))).unwrap()).unwrap();
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
    let questions =
        ["reunification.income", "reunification.relatives", "reunification.sponsor", "reunification.housing"];
    holds("family", "2026-11-23", &questions);
}

#[test]
fn a_worker_who_lost_the_job() {
    let questions = [
        "job_loss.revocation_ground",
        "job_loss.job_search",
        "job_search.renewal_income",
        "renewal.term",
        "elder.routes",
    ];
    holds("job-loss", "2026-11-23", &questions);
}

#[test]
fn a_woman_without_a_permit_who_expects_a_child() {
    let questions = ["health.care_without_permit", "health.ssn", "expulsion.barred", "health.treatment_permit"];
    holds("pregnant", "2026-11-23", &questions);
}

#[test]
fn somebody_of_whom_little_is_known_yet() {
    let questions =
        ["renewal.term", "reunification.income", "permit.fee", "long_term.may_ask", "citizenship.residence"];
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
    let family = json!({ "citizenship": "EG", "permit": "lavoro_subordinato", "protection": null, "income_year": "10504.46",
        "cohabiting_income_year": "0.00", "relatives": [{ "relation": "spouse", "age": 30 }] });
    let income = |as_of| check(&family, as_of, &["reunification.income"], "it")["answers"][0]["outcome"].clone();
    assert_eq!(
        [income("2025-12-31"), income("2026-01-01"), income("2027-01-01")],
        ["met", "not_met", "unknown"].map(Json::from)
    );
}

#[test]
fn what_nobody_confirmed_is_left_to_a_person_and_not_told_as_an_answer() {
    let facts = json!({ "citizenship": "EG", "permit": "lavoro_subordinato", "protection": null, "income_year": "9999999.00",
        "cohabiting_income_year": "0.00", "relatives": [{ "relation": "spouse", "age": 30 }] });
    for (day, why) in [("2019-05-01", "a figure from general knowledge"), ("1997-01-01", "before the law was in force")]
    {
        let answer = check(&facts, day, &["reunification.income"], "en")["answers"][0].clone();
        let because = &answer["because"][0];
        assert_eq!(
            (&answer["outcome"], &because["value"], &because["unconfirmed"]),
            (&json!("refer"), &json!("refer"), &json!(true)),
            "{why}"
        );
        assert!(because["text"].as_str().unwrap().contains("an operator has to answer"), "{why}: {answer}");
    }
}

#[test]
fn a_reason_is_told_in_four_languages_with_the_same_figures() {
    let facts = json!({ "citizenship": "EG", "permit": "lavoro_subordinato", "protection": null, "income_year": "17000.00",
        "cohabiting_income_year": "0.00", "relatives": [{ "relation": "spouse", "age": 30 }, { "relation": "child", "age": 8 }, { "relation": "child", "age": 3 }] });
    for (lang, figure) in
        [("it", "17.752,80\u{A0}€"), ("en", "17,752.80\u{A0}€"), ("ar", "17.752,80\u{A0}€"), ("bn", "17,752.80\u{A0}€")]
    {
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
    for told in
        ["permit: expected one of", "agee: there is no such fact: did you mean \"age\"?", "relatives[0].age: expected"]
    {
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
    let ran =
        run(&["check", "--facts", "-", "--as-of", "2026-11-23", "--question", "renewal.term", "--lang", "en"], facts);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    for told in
        ["On 23 November 2026", "11 September 2026", "TUI art. 5 c. 4", "This is information, not legal advice."]
    {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
}

/// A pack with a page of its own: the conversation is held to what it asks, whatever the law asks today.
fn toy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page = "---\nid: toy/walk\ntitle: A toy\nsource: page | Rules of the toy, article 1\nin force: ..\nsureness: text\n\
        rows: T01\ngoverned by: today\nauthor: Approdo\nsecond reader: none yet\nreviewed: 2026-11-23\nreview by: 2030-01-01\n---\n\
        A toy.\n\n```fact\ntoy_wants: yes/no\n  level S1\ntoy_day: date\n  level S2\ntoy_boxes: list\n  level S2\n  \
        each colour: one of red, green\n  each size: number\n```\n\n```rule\nquestion toy.walk\n  \
        is not_required when not toy_wants, because no_wish (T01)\n  \
        otherwise met when today <= toy_day, because in_time (T01)\n  otherwise not_met, because late (T01)\n  \
        gives toy_last: date = toy_day\n\nquestion toy.boxes\n  \
        is met when some toy_boxes where colour is red and size >= 3, because large (T01)\n  \
        otherwise not_met, because none_large (T01)\n```\n";
    let words = "toy-walk = May I walk?\n    .short = Walking\n\
        toy-walk--no_wish = Nobody wants to walk.\ntoy-walk--in_time = There is time until { $toy_last }.\n    .next = Take the shoes.\n\
        toy-walk--late = It is late.\nvalue-toy_last = Last day\nfact-toy_wants = Do you want to walk?\n    .short = the wish\n\
        fact-toy_day = Until which day?\n    .short = the day\n    .hint = It is on the shoes.\n\
        toy-boxes = Is there a large box?\n    .short = Boxes\ntoy-boxes--large = There is one.\ntoy-boxes--none_large = There is none.\n\
        fact-toy_boxes = Which boxes are there?\n    .short = the boxes\n    .colour = Which colour?\n    .colour_red = like a rose\n\
        .colour_green = like a leaf\n    .size = How large?\n".replace("\n.colour_green", "\n    .colour_green");
    for (path, text) in [("toy/walk.md", page), ("words/en/toy.ftl", &words)] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn ask(question: &str, typed: &str) -> String {
    let toy = toy();
    let pack = toy.path().to_str().unwrap();
    let ran = run(&["ask", "--question", question, "--as-of", "2026-11-23", "--lang", "en", "--pack", pack], typed);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    ran.out
}

#[test]
fn the_conversation_asks_what_matters_says_why_and_ends_by_itself() {
    let out = ask("toy.walk", "?\nyes\nsomeday\n10/12/2026\n");
    let mut rest = out.as_str();
    for told in [
        "Do you want to walk?",
        "It is needed to answer: May I walk?",
        "Rules of the toy, article 1",
        "Until which day?",
        "It is on the shoes.",
        "That is not understood.",
        "Nothing more is needed",
        "There is time until 10 December 2026.",
        "What to do: Take the shoes.",
        "Last day: 10 December 2026",
    ] {
        let at = rest.find(told).unwrap_or_else(|| panic!("{told} does not come next in {out}"));
        rest = &rest[at..];
    }
    let no = ask("toy.walk", "no\n");
    assert!(no.contains("Nobody wants to walk.") && !no.contains("Until which day?"), "{no}");
}

#[test]
fn not_knowing_and_not_saying_are_answers_and_one_may_go_back_or_leave() {
    let unknown = ask("toy.walk", "yes\nx\n");
    assert!(
        unknown.contains("cannot be said yet") && unknown.contains("Still needed for an answer: the day"),
        "{unknown}"
    );
    let unsaid = ask("toy.walk", "-\n-\n");
    assert!(unsaid.contains("cannot be said yet") && unsaid.matches("Do you want to walk?").count() == 1, "{unsaid}");
    let back = ask("toy.walk", "yes\n<\nno\n");
    assert!(back.contains("Nobody wants to walk.") && back.matches("Do you want to walk?").count() == 2, "{back}");
    for typed in ["", ".\n", "yes\n.\n"] {
        assert!(ask("toy.walk", typed).contains("cannot be said yet"), "whoever leaves hears what is known");
    }
}

#[test]
fn a_list_is_asked_record_by_record_and_only_what_matters_of_it() {
    let out = ask("toy.boxes", "2\n2\n1\n5\n");
    let [first, second] = ["the boxes, 1 of 2: Which colour?", "the boxes, 2 of 2: Which colour?"];
    assert!(out.contains(first) && out.contains(second) && out.contains("like a rose"), "{out}");
    assert!(
        !out.contains("1 of 2: How large?") && out.contains("2 of 2: How large?"),
        "a green box need not be measured: {out}"
    );
    assert!(out.contains("There is one."), "{out}");
    let none = ask("toy.boxes", "0\n");
    assert!(none.contains("There is none.") && !none.contains("1 of"), "{none}");
}

#[test]
fn whoever_names_no_question_chooses_among_all_and_may_look_for_a_word() {
    let ran = run(&["ask", "--as-of", "2026-11-23"], "999\nrinnovo\nzzz\n1 2\n.\n");
    assert_eq!(ran.status, 0);
    for told in ["Qui non c'è il numero 999", "Nessuna domanda della lista dice \"zzz\"", "perché lo chiediamo"] {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    let found = ran.out.split("> ").nth(2).unwrap();
    assert!((1..20).contains(&found.lines().count()) && found.contains("rinnovo"), "{found}");
    let offered: Vec<&str> = ran.out.lines().skip(1).take_while(|line| line.starts_with("  ")).collect();
    let names: std::collections::BTreeSet<&str> = offered.iter().map(|line| &line[6..]).collect();
    assert_eq!(names.len(), offered.len(), "two questions with the same name cannot be told apart");
    let arabic = run(&["ask", "--as-of", "2026-11-23", "--lang", "ar"], "١، ٢\n.\n");
    assert!(arabic.out.contains("لماذا نسأل"), "{}", arabic.out);
}

#[test]
fn the_conversation_says_where_it_stands_and_what_is_settled() {
    let toy = toy();
    let pack = toy.path().to_str().unwrap();
    let args = [
        "ask",
        "--question",
        "toy.walk",
        "--question",
        "toy.boxes",
        "--as-of",
        "2026-11-23",
        "--lang",
        "en",
        "--pack",
        pack,
    ];
    let out = run(&args, "<\nno\n1\nlike a rose\n?\n7\n").out;
    let mut rest = out.as_str();
    for told in [
        "Question 1\nDo you want to walk?",
        "This is the first question.",
        "Question 1\nDo you want to walk?",
        "✓ Walking: not needed",
        "Question 2\nWhich boxes are there? How many are there?",
        "(a number, from 0 to 30)",
        "Question 3 · as it looks now, one more at most\nthe boxes, 1 of 1: Which colour?",
        "Question 4\nthe boxes, 1 of 1: How large?",
        "It is needed to answer: Is there a large box?",
        "? why we ask · x I don't know",
        "the boxes, 1 of 1: How large?\n> ",
        "✓ Boxes: probably yes",
        "Nothing more is needed for an answer.",
    ] {
        let at = rest.find(told).unwrap_or_else(|| panic!("{told} does not come next in {out}"));
        rest = &rest[at + told.len()..];
    }
}

#[test]
fn a_conversation_is_led_in_the_words_of_each_language() {
    let term = |lang: &str, typed: &str| {
        run(&["ask", "--question", "renewal.term", "--as-of", "2026-11-23", "--lang", lang], typed).out
    };
    for (lang, no, unknown, number, enough) in [
        ("it", "No", "Non so", "Domanda 2", "Non c'è altro da chiedere"),
        ("en", "n", "i dont know", "Question 2", "There is nothing else to ask"),
        ("ar", "لا", "لا أعرف", "السؤال \u{2068}2\u{2069}", "لم يبق ما نسأل عنه"),
        ("bn", "না", "জানি না", "প্রশ্ন 2", "আর কিছু জিজ্ঞাসা করার নেই"),
    ] {
        let out = term(lang, &format!("{no}\n{unknown}\n"));
        assert!(out.contains(number) && out.contains(enough), "{lang}: {out}");
        assert!(!term(lang, &format!("{no}\n31/12/2026\n")).contains(enough), "{lang}");
    }
}

#[test]
fn a_country_is_told_and_taken_by_its_name_in_each_language() {
    let facts = r#"{"citizenship":"DE","permit":"famiglia"}"#;
    for (lang, germany, stateless, again) in [
        ("it", "Germania", "apolide", "Non si capisce"),
        ("en", "germany", "stateless", "That is not understood"),
        ("ar", "ألمانيا", "عديم الجنسية", "لم يفهم"),
        ("bn", "জার্মানি", "রাষ্ট্রহীন", "বোঝা গেল না"),
    ] {
        let day = ["--as-of", "2026-11-23", "--lang", lang];
        let check = [&["check", "--facts", "-", "--json", "--question", "asylum.may_work"][..], &day].concat();
        let told = run(&check, facts).out;
        assert!(told.to_lowercase().contains(&germany.to_lowercase()), "{lang}: {told}");
        let ask = [&["ask", "--question", "benefit.assegno_unico"][..], &day].concat();
        for typed in [germany, stateless, "XX"] {
            let asked = run(&ask, &format!("{typed}\n")).out;
            assert!(!asked.contains(again), "{lang}, {typed}: {asked}");
            assert!(asked.contains(&format!("MA; {stateless})")), "{lang}: {asked}");
        }
    }
}

#[test]
fn a_record_of_which_little_is_known_says_so() {
    let args =
        ["check", "--facts", "-", "--as-of", "2026-11-23", "--lang", "en", "--question", "reunification.relatives"];
    let told = run(&args, r#"{"relatives":[{},{"relation":"spouse"}]}"#).out;
    for line in ["    1. cannot be said yet\n", "    2. husband or wife · cannot be said yet\n"] {
        assert!(told.contains(line), "{line}: {told}");
    }
}

#[test]
fn what_is_for_workers_is_not_offered_and_asked_when_it_is_named() {
    let offered = run(&["ask", "--as-of", "2026-11-23", "--lang", "en"], ".\n").out;
    assert!(offered.contains("Permit for violence in the family") && !offered.contains("Duty to report"), "{offered}");
    let args = ["ask", "--as-of", "2026-11-23", "--lang", "en", "--question", "violence.report_duty"];
    let named = run(&args, "no\n").out;
    assert!(named.contains("the duty arises only from what one learns through work"), "{named}");
    let list = run(&["list", "--lang", "en"], "").out;
    assert!(
        list.contains("violence.report_duty\n  Must whoever works in a public service report it?\n  for: workers\n")
    );
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
    assert!(
        impact.out.contains("renewal.term: late_but_possible → met") && impact.out.contains("ask_by: "),
        "{}",
        impact.out
    );
    let file = folder.path().join("people.csv");
    fs::write(&file, "id,permit_expiry,renewal_requested\nA,2027-01-15,no\nB,2030-01-01,no\n").unwrap();
    let people = [
        "impact",
        "--json",
        "--pack",
        pack,
        "--facts",
        file.to_str().unwrap(),
        "--as-of",
        "2026-11-23",
        "--question",
        "renewal.term",
    ];
    let found: Json = serde_json::from_str(&run(&people, "").out).unwrap();
    assert_eq!(
        (&found["people"], &found["changes"][0]["id"], &found["changes"][0]["after"]["outcome"]),
        (&json!(2), &json!("A"), &json!("met"))
    );
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
    let args = [
        "screen",
        "--facts",
        file.to_str().unwrap(),
        "--as-of",
        "2026-11-23",
        "--out",
        out.to_str().unwrap(),
        "--question",
        "renewal.term",
    ];
    let ran = run(&args, "");
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    let found = fs::read_to_string(&out).unwrap();
    let mut lines = found.lines();
    assert_eq!(lines.next(), Some("id,question,outcome,values,missing_facts,horizon"));
    assert!(
        lines.next().is_some_and(|line| line.starts_with("A,renewal.term,met,") && line.ends_with(",[],2027-01-01")),
        "{found}"
    );
    assert!(
        lines.next().is_some_and(|line| line.contains("B,renewal.term,unknown,{},") && line.contains("permit_expiry")),
        "{found}"
    );
    fs::remove_file(&out).unwrap();
    fs::write(&file, "id,permit_expiry\nA,someday\n").unwrap();
    let ran = run(&args, "");
    assert!(
        ran.status == 1 && ran.err.contains("line 2: permit_expiry: expected a date") && !out.exists(),
        "{}",
        ran.err
    );
}
