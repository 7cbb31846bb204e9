//! Every construct of `rulebook/LANGUAGE.md` in small pages, with the answers it must give.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use rules::{Pack, Sheet, Told, calendar};
use serde_json::{Value as Json, json};

const HEAD: &str = "---
id: a/b
title: A page for a test
source: page | a source
author: test
reviewed: 2026-11-23
review by: 2027-11-23
---
";

const FACTS: &str = "
```fact
a: yes/no
  level S2
b: yes/no
  level S2
n: number
  level S2
m: number
  level S2
rate: decimal
  level S2
s: money
  level S2
t: money
  level S2
x: date
  level S2
y: date
  level S2
land: country
  level S2
w: one of red, green, blue
  level S2
art: one of 572, 612bis, other
  level S2
kids: list
  level S2
  each age: number
  each name: one of ann, bob
  each income: money
  each born: date
  each at_home: yes/no
```
";

fn pack(body: &str) -> Pack {
    read(&format!("{HEAD}{FACTS}{body}")).unwrap_or_else(|told| panic!("{told}\n{body}"))
}

fn read(page: &str) -> Result<Pack, String> {
    Pack::read([("a/b", page)])
        .map_err(|faults| faults.iter().map(|fault| fault.told.clone()).collect::<Vec<_>>().join("\n"))
}

fn refused(body: &str) -> String {
    read(&format!("{HEAD}{FACTS}{body}")).err().unwrap_or_default()
}

/// What the first question of a pack comes to: its outcome, then its values.
fn answered(pack: &Pack, facts: &Json, day: &str) -> Json {
    let told = Told::from_json(pack, facts.as_object().unwrap()).unwrap();
    let sheet = Sheet::of(pack, told, calendar::parse(day).unwrap());
    let question = pack.questions().first().unwrap();
    let values: serde_json::Map<_, _> =
        sheet.values(question).into_iter().map(|value| (value.name().to_owned(), value.json())).collect();
    json!({"outcome": sheet.outcome_word(question), "values": values})
}

fn outcome(body: &str, facts: &Json) -> String {
    answered(&pack(body), facts, "2026-11-23")["outcome"].as_str().unwrap().to_owned()
}

/// What an expression comes to; `"unknown"` where it is not known.
fn value(kind: &str, expression: &str, facts: &Json) -> Json {
    let body =
        format!("\n```rule\nit: {kind}\n  is {expression}\n\nquestion a.q\n  is met, because x\n  gives it\n```\n");
    answered(&pack(&body), facts, "2026-11-23")["values"].get("it").cloned().unwrap_or_else(|| json!("unknown"))
}

fn all(kind: &str, rows: &[(&str, Json, Json)]) {
    for (expression, facts, expected) in rows {
        assert_eq!(value(kind, expression, facts), *expected, "{expression} for {facts}");
    }
}

/// A yes/no as JSON: 1 yes, 0 no, -1 unknown.
fn truth(value: i64) -> Json {
    match value {
        1 => json!(true),
        0 => json!(false),
        _ => json!("unknown"),
    }
}

fn facts_of(a: i64, b: i64) -> Json {
    let mut facts = serde_json::Map::new();
    for (name, value) in [("a", a), ("b", b)] {
        if value >= 0 {
            facts.insert(name.to_owned(), json!(value == 1));
        }
    }
    Json::Object(facts)
}

#[test]
fn and_or_not_and_if_know_three_values() {
    let all = [1, 0, -1];
    for a in all {
        let not = if a < 0 { -1 } else { 1 - a };
        assert_eq!(value("yes/no", "not a", &facts_of(a, -1)), truth(not), "not {a}");
        for b in all {
            let and = if a == 0 || b == 0 { 0 } else { a.min(b) };
            let or = if a == 1 || b == 1 {
                1
            } else if a < 0 || b < 0 {
                -1
            } else {
                0
            };
            let choice = match a {
                1 => b,
                0 => 1,
                _ if b == 1 => 1,
                _ => -1,
            };
            let facts = facts_of(a, b);
            assert_eq!(value("yes/no", "a and b", &facts), truth(and), "{a} and {b}");
            assert_eq!(value("yes/no", "a or b", &facts), truth(or), "{a} or {b}");
            assert_eq!(value("yes/no", "if a then b else yes", &facts), truth(choice), "if {a} then {b}");
        }
    }
    // A yes/no that is known to be none is no; `and` binds closer than `or`.
    all_of(&[
        ("a", json!({"a": null}), false),
        ("a or b and not a", json!({"a": true}), true),
        ("(a or b) and not a", json!({"a": true}), false),
    ]);
}

fn all_of(rows: &[(&str, Json, bool)]) {
    for (expression, facts, expected) in rows {
        assert_eq!(value("yes/no", expression, facts), json!(expected), "{expression} for {facts}");
    }
}

#[test]
fn comparisons_with_none_are_no_and_with_unknown_unknown() {
    let unknown = || json!("unknown");
    for sign in ["is", "<", "<=", ">", ">="] {
        let expression = format!("n {sign} 5");
        let at = |n: i64| value("yes/no", &expression, &json!({"n": n}));
        let expected = match sign {
            "is" => [false, true, false],
            "<" => [true, false, false],
            "<=" => [true, true, false],
            ">" => [false, false, true],
            _ => [false, true, true],
        };
        assert_eq!([at(4), at(5), at(6)], expected.map(Json::from), "{expression}");
        assert_eq!(value("yes/no", &expression, &json!({"n": null})), json!(false), "{expression} of none");
        assert_eq!(value("yes/no", &expression, &json!({})), unknown(), "{expression} of nothing");
    }
    all(
        "yes/no",
        &[
            ("n is m", json!({"n": null, "m": null}), json!(false)),
            ("n is not 5", json!({"n": null}), json!(true)),
            ("n < m", json!({"n": null}), json!(false)),
            ("n is none", json!({"n": null}), json!(true)),
            ("n is none", json!({"n": 0}), json!(false)),
            ("n is none", json!({}), unknown()),
            ("n is given", json!({"n": 0}), json!(true)),
            ("n is given", json!({"n": null}), json!(false)),
            ("n is not given", json!({"n": null}), json!(true)),
            ("n is not none", json!({"n": 3}), json!(true)),
            ("a is yes", json!({"a": false}), json!(false)),
            ("a is no", json!({"a": false}), json!(true)),
            ("a is not yes", json!({}), unknown()),
            ("w is red", json!({"w": "red"}), json!(true)),
            ("w is not red", json!({"w": "blue"}), json!(true)),
            ("red is w", json!({"w": "red"}), json!(true)),
            ("w in {red, blue}", json!({"w": "blue"}), json!(true)),
            ("w not in {red, blue}", json!({"w": "blue"}), json!(false)),
            ("w in {red, none}", json!({"w": null}), json!(true)),
            ("w in {red, blue}", json!({"w": null}), json!(false)),
            ("w in {red}", json!({}), unknown()),
            ("n in {1, 3}", json!({"n": 3}), json!(true)),
            ("art in {572, 612bis}", json!({"art": "572"}), json!(true)),
            ("land is EG", json!({"land": "EG"}), json!(true)),
            ("land in {XX, EG}", json!({"land": "XX"}), json!(true)),
            ("s >= 10.00 EUR", json!({"s": "10.00"}), json!(true)),
            ("10 EUR <= s", json!({"s": "9.99"}), json!(false)),
            ("x <= 2026-11-23", json!({"x": "2026-11-23"}), json!(true)),
            ("today is 2026-11-23", json!({}), json!(true)),
            ("rate > 2.20", json!({"rate": 2.21}), json!(true)),
        ],
    );
}

#[test]
fn arithmetic_is_exact_none_makes_none_unknown_makes_unknown() {
    all(
        "money",
        &[
            ("s + t", json!({"s": "0.10", "t": "0.20"}), json!("0.30")),
            ("s - t", json!({"s": "10.00", "t": "10.01"}), json!("-0.01")),
            ("s + t", json!({"s": "10.00", "t": null}), json!(null)),
            ("s + t", json!({"s": null}), json!(null)),
            ("s + t", json!({"s": "1.00"}), json!("unknown")),
            ("n * s", json!({"n": 3, "s": "3333333333.33"}), json!("9999999999.99")),
            ("s * rate rounded half up", json!({"s": "0.05", "rate": 1.1}), json!("0.06")),
            ("s * rate rounded down", json!({"s": "0.05", "rate": 1.19}), json!("0.05")),
            ("s + -1.50 EUR", json!({"s": "1.00"}), json!("-0.50")),
            ("1.50 EUR + 2 EUR", json!({}), json!("3.50")),
            ("largest of (s, t, 5 EUR)", json!({"s": "4.99", "t": null}), json!("5.00")),
            ("smallest of (s, t)", json!({"s": "4.99", "t": "5.00"}), json!("4.99")),
            ("largest of (s, t)", json!({"s": "4.99"}), json!("unknown")),
            ("if a then s else t", json!({"s": "1.00", "t": "1.00"}), json!("1.00")),
            ("if a then s else t", json!({"s": "1.00", "t": "2.00"}), json!("unknown")),
            ("if a then s else none", json!({"a": false}), json!(null)),
        ],
    );
    all(
        "number",
        &[
            ("n + m * 2", json!({"n": 1, "m": 3}), json!(7)),
            ("(n + m) * 2", json!({"n": 1, "m": 3}), json!(8)),
            ("n - m - 1", json!({"n": 10, "m": 3}), json!(6)),
            ("largest of (n, m)", json!({"n": 2, "m": 7}), json!(7)),
            ("year of x", json!({"x": "2026-03-01"}), json!(2026)),
        ],
    );
    all(
        "decimal",
        &[("rate + 0.80", json!({"rate": 2.2}), json!("3.00")), ("rate * 2", json!({"rate": 2.25}), json!("4.50"))],
    );
}

#[test]
fn a_division_is_rounded_as_it_says() {
    for (sum, up, half, down) in [
        ("0.01", "0.01", "0.01", "0.00"),
        ("0.02", "0.01", "0.01", "0.01"),
        ("0.03", "0.02", "0.02", "0.01"),
        ("100.00", "50.00", "50.00", "50.00"),
        ("-0.01", "0.00", "-0.01", "-0.01"),
        ("-0.03", "-0.01", "-0.02", "-0.02"),
    ] {
        let facts = json!({"s": sum});
        let rounded = |how: &str| value("money", &format!("s / 2 rounded {how}"), &facts);
        assert_eq!([rounded("up"), rounded("half up"), rounded("down")], [up, half, down].map(Json::from), "{sum} / 2");
    }
    let third = |how: &str| value("number", &format!("n / 3 rounded {how}"), &json!({"n": 7}));
    assert_eq!([third("up"), third("half up"), third("down")], [3, 2, 2].map(Json::from));
    // Nothing is divided by nothing.
    assert_eq!(value("money", "s / n rounded up", &json!({"s": "1.00", "n": 0})), json!(null));
    assert!(refused("\n```rule\nit: money\n  is s / 2\n```\n").contains("a division says how it is rounded"));
    assert!(refused("\n```rule\nit: money\n  is s * rate\n```\n").contains("say how the product is rounded"));
}

#[test]
fn dates_count_by_the_calendar() {
    all(
        "date",
        &[
            ("x + 1 month", json!({"x": "2026-01-31"}), json!("2026-02-28")),
            ("x + 1 month", json!({"x": "2028-01-31"}), json!("2028-02-29")),
            ("x - 1 month", json!({"x": "2026-03-31"}), json!("2026-02-28")),
            ("x + 2 years", json!({"x": "2028-02-29"}), json!("2030-02-28")),
            ("x + 60 days", json!({"x": "2026-11-23"}), json!("2027-01-22")),
            ("x - 1 day", json!({"x": "2026-03-01"}), json!("2026-02-28")),
            ("x + 60 days", json!({"x": null}), json!(null)),
            ("x + 60 days", json!({}), json!("unknown")),
            ("date(year of x, 12, 31)", json!({"x": "2026-03-01"}), json!("2026-12-31")),
            ("date(n, 2, 29)", json!({"n": 2027}), json!(null)),
            ("date(n, 2, 29)", json!({"n": 2028}), json!("2028-02-29")),
            ("latest of (x, y)", json!({"x": "2026-03-01", "y": null}), json!("2026-03-01")),
            ("earliest of (x, y, today)", json!({"x": "2026-03-01", "y": "2026-02-01"}), json!("2026-02-01")),
            ("latest of (x, y)", json!({"x": null, "y": null}), json!(null)),
        ],
    );
    all(
        "number",
        &[
            ("days from x to today", json!({"x": "2026-11-22"}), json!(1)),
            ("days from today to x", json!({"x": "2026-11-22"}), json!(-1)),
            ("completed years from x to today", json!({"x": "2008-11-23"}), json!(18)),
            ("completed years from x to today", json!({"x": "2008-11-24"}), json!(17)),
            ("completed years from x to 2026-02-28", json!({"x": "2008-02-29"}), json!(17)),
            ("completed years from x to 2026-03-01", json!({"x": "2008-02-29"}), json!(18)),
            ("completed months from x to y", json!({"x": "2026-01-31", "y": "2026-02-28"}), json!(0)),
            ("completed months from x to y", json!({"x": "2026-01-31", "y": "2026-03-01"}), json!(1)),
        ],
    );
    assert!(refused("\n```rule\nit: date\n  is x + 60\n```\n").contains("60 days"));
}

#[test]
fn lists_are_counted_summed_and_searched() {
    let kids = json!({"kids": [
        {"age": 3, "name": "ann", "income": "0.10", "born": "2023-01-01", "at_home": true},
        {"age": 17, "name": "bob", "income": "0.20", "born": "2009-01-01", "at_home": false},
        {"age": 18, "income": null, "born": null},
    ], "n": 10});
    let none = json!({"kids": []});
    all(
        "number",
        &[
            ("count of kids", kids.clone(), json!(3)),
            ("count of kids where age < 18", kids.clone(), json!(2)),
            ("count of kids where age < 18", none.clone(), json!(0)),
            ("count of kids where age < 18", json!({"kids": null}), json!(0)),
            ("count of kids where age < 18", json!({}), json!("unknown")),
            // `where` takes everything to its right.
            ("count of kids where age < 18 or age is 18", kids.clone(), json!(3)),
            ("(count of kids where age < 18) + 1", kids.clone(), json!(3)),
            ("count of kids where name is ann", kids.clone(), json!("unknown")),
            ("sum of age of kids", kids.clone(), json!(38)),
            (
                "sum of (age * 2) of kids where at_home",
                json!({"kids": [{"age": 3, "at_home": true}, {"age": 4, "at_home": false}]}),
                json!(6),
            ),
            ("largest of age of kids", kids.clone(), json!(18)),
            ("smallest of age of kids", none.clone(), json!(null)),
        ],
    );
    all(
        "money",
        &[
            ("sum of income of kids", kids.clone(), json!("0.30")),
            ("sum of income of kids", none.clone(), json!("0.00")),
        ],
    );
    all(
        "date",
        &[
            ("latest of born of kids", kids.clone(), json!("2023-01-01")),
            ("earliest of born of kids where age > 20", kids.clone(), json!(null)),
        ],
    );
    all(
        "yes/no",
        &[
            ("some kids where age < 4", kids.clone(), json!(true)),
            ("some kids where age > 20", kids.clone(), json!(false)),
            ("some kids", none.clone(), json!(false)),
            ("some kids where at_home", json!({"kids": [{"at_home": false}, {}]}), json!("unknown")),
            ("some kids where at_home", json!({"kids": [{"at_home": true}, {}]}), json!(true)),
            ("every kids has age > 2", kids.clone(), json!(true)),
            ("every kids has at_home", json!({"kids": [{"at_home": false}, {}]}), json!(false)),
            ("every kids has at_home", json!({"kids": [{"at_home": true}, {}]}), json!("unknown")),
            ("every kids has at_home", none, json!(true)),
            ("some kids where age > n", kids, json!(true)),
        ],
    );
    assert!(refused("\n```rule\nit: number\n  is kids\n```\n").contains("is a list"));
}

#[test]
fn a_computed_field_is_seen_in_its_records_and_person_means_the_person() {
    let body = "
```rule
age: number
  is 40

kids.minor: yes/no
  is age < 18 and person.n > 0

question a.q
  is met when some kids where minor, because x
  otherwise not_met, because y
  gives kids = each kids (name, minor)
```
";
    assert!(refused(body).is_empty());
    let facts = json!({"n": 1, "kids": [{"name": "ann", "age": 17}, {"age": 18}]});
    let expected = json!({"outcome": "met", "values": {"kids": [{"name": "ann", "minor": true}, {"minor": false}]}});
    assert_eq!(answered(&pack(body), &facts, "2026-11-23"), expected);
    assert_eq!(outcome(body, &json!({"n": 0, "kids": [{"age": 17}]})), "not_met");
}

#[test]
fn sets_of_words_hold_what_is_known_of_them() {
    let set = "words (red when a, blue when b, green)";
    let words = "words red, green, blue";
    assert_eq!(value(words, set, &json!({"a": true, "b": true})), json!(["red", "green", "blue"]));
    assert_eq!(value(words, set, &json!({"a": false, "b": true})), json!(["green", "blue"]));
    // Of a set of which a part is not known the rest is told.
    assert_eq!(value(words, set, &json!({"a": true})), json!(["red", "green"]));
    let holds = |word: &str, facts: &Json| value("yes/no", &format!("({set}) has {word}"), facts);
    assert_eq!(holds("red", &json!({"a": true})), json!(true));
    assert_eq!(holds("blue", &json!({"a": true})), json!("unknown"));
    assert_eq!(holds("blue", &json!({"a": true, "b": false})), json!(false));
}

#[test]
fn the_first_line_that_applies_gives_the_value_and_exceptions_win() {
    let body = "
```rule
question a.q
  is red when w is red, because x
  otherwise green when n > 5, because y
  otherwise blue, because z
  except not_met when a, because no
    except met when b, because yes_after_all
  except refer when w is none, because who_knows
```
";
    for (facts, expected) in [
        (json!({"w": "red", "n": 9, "a": false}), "red"),
        (json!({"w": "blue", "n": 6, "a": false}), "green"),
        (json!({"w": "blue", "n": 5, "a": false}), "blue"),
        (json!({"w": "red", "a": true, "b": false}), "not_met"),
        (json!({"w": "red", "a": true, "b": true}), "met"),
        // The exception below matters only where the one above applies.
        (json!({"w": "red", "a": false, "b": true}), "red"),
        (json!({"w": null, "a": false}), "refer"),
        (json!({"w": "red", "a": true}), "unknown"),
        (json!({"w": "blue", "a": false}), "unknown"),
    ] {
        assert_eq!(outcome(body, &facts), expected, "{facts}");
    }
}

#[test]
fn a_line_goes_on_below_when_it_is_indented_further() {
    let body = "
```rule
question a.q
  is met when a
      and b, because x
  # A comment stands on a line of its own or at the end of one.
  otherwise not_met, because y # here
```
";
    assert_eq!(outcome(body, &facts_of(1, 1)), "met");
    assert_eq!(outcome(body, &facts_of(1, 0)), "not_met");
}

#[test]
fn an_answer_and_a_table_are_used_by_other_questions() {
    let body = "
```rule
question a.q
  is met when answer of a.fee in {cheap, met}, because x
  otherwise not_met, because y
  gives fee
  gives late: yes/no = today > x when x is given
  gives running left: number = days from today to x
```
```table
fee: money
| n        | w        | gives        | rows |
|----------|----------|--------------|------|
| < 10     | -        | 1.00         |      |
| 10 .. 20 | red      | 2.00 EUR     |      |
| 10 .. 20 | not red  | s            |      |
| > 20     | red, blue | none        |      |
| > 20     | green    | 0.50         |      |

question a.fee
  gives fee
| fee       | a   | gives    | because |
|-----------|-----|----------|---------|
| none      | -   | refer    | nobody  |
| <= 1.00   | yes | cheap    | low     |
| <= 1.00   | no  | met      | low     |
| > 1.00    | -   | not_met  | high    |
```
";
    for (facts, expected) in [
        (json!({"n": 9, "a": true}), json!({"outcome": "met", "values": {"fee": "1.00"}})),
        (json!({"n": 10, "w": "red"}), json!({"outcome": "not_met", "values": {"fee": "2.00"}})),
        (json!({"n": 20, "w": "blue", "s": "0.99", "a": false}), json!({"outcome": "met", "values": {"fee": "0.99"}})),
        (json!({"n": 21, "w": "blue"}), json!({"outcome": "not_met", "values": {"fee": null}})),
        (json!({"n": 21, "w": "green", "a": false}), json!({"outcome": "met", "values": {"fee": "0.50"}})),
    ] {
        assert_eq!(answered(&pack(body), &facts, "2026-11-23"), expected, "{facts}");
    }
    let pack = pack(body);
    let sheet = Sheet::of(&pack, Told::nothing(&pack), 0);
    let tables = pack.questions().get(pack.question("a.fee").unwrap()).unwrap();
    assert_eq!((sheet.outcome_word(tables), sheet.values(tables)), ("unknown", Vec::new()));
    let dated = answered(&pack, &json!({"n": 9, "x": "2026-11-30"}), "2026-11-23");
    assert_eq!(dated["values"], json!({"fee": "1.00", "late": false, "left": 7}));
}

#[test]
fn what_follows_stands_in_for_a_fact_that_was_left_out() {
    let body = "
```fact
adult: yes/no
  level S2
  follows no when n < 18
  follows yes when n >= 18 and a
  else b
```
```rule
question a.q
  is met when adult, because x
  otherwise not_met, because y
```
";
    for (facts, expected) in [
        (json!({"n": 17}), "not_met"),
        (json!({"n": 18, "a": true}), "met"),
        (json!({"n": 18, "a": false, "b": false}), "not_met"),
        // What was told goes before what follows.
        (json!({"n": 17, "adult": true}), "met"),
        (json!({"b": true}), "unknown"),
    ] {
        assert_eq!(outcome(body, &facts), expected, "{facts}");
    }
}

#[test]
fn a_figure_holds_on_its_days_only() {
    let body = "
```parameter
limit: money
| from       | until      | value | rows | sureness | source |
|------------|------------|-------|------|----------|--------|
| 2026-01-01 | 2026-12-31 | 10.00 |      | text     | one    |
| 2028-01-01 |            | 30.00 |      | text     | three  |

term: months
| from | until | value | rows | sureness | source |
|------|-------|-------|------|----------|--------|
|      |       | 2     |      | text     | one    |
```
```rule
question a.q
  is met when s <= limit, because x
  otherwise not_met, because y
  gives limit
  gives by: date = x + term
  gives old: money = limit on x
```
";
    let pack = pack(body);
    let at = |day: &str| answered(&pack, &json!({"s": "10.00", "x": "2026-12-31"}), day);
    assert_eq!(
        at("2026-12-31"),
        json!({"outcome": "met", "values": {"limit": "10.00", "by": "2027-02-28", "old": "10.00"}})
    );
    for day in ["2025-12-31", "2027-01-01", "2027-12-31"] {
        assert_eq!(at(day)["outcome"], "unknown", "{day}");
    }
    assert_eq!(at("2028-01-01")["values"]["limit"], "30.00");
    let told = Told::from_json(&pack, json!({"s": "10.00"}).as_object().unwrap()).unwrap();
    let sheet = Sheet::of(&pack, told, calendar::parse("2027-06-01").unwrap());
    let missing: Vec<String> = sheet
        .answer(pack.questions().first().unwrap())
        .missing
        .iter()
        .map(|missing| sheet.missing_name(*missing))
        .collect();
    assert_eq!(missing, ["limit.2027"]);
}

#[test]
fn a_page_refers_outside_its_days_and_is_read_at_the_date_that_governs_it() {
    let rule = "\n```rule\nquestion a.q\n  is met, because x\n```\n";
    let page =
        |head: &str| read(&format!("{}{FACTS}{rule}", HEAD.replace("author", &format!("{head}\nauthor")))).unwrap();
    let on = |pack: &Pack, day: &str| answered(pack, &json!({}), day)["outcome"].clone();
    let dated = page("in force: 2026-01-01 .. 2026-12-31");
    let days = ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"];
    assert_eq!(days.map(|day| on(&dated, day)), ["refer", "met", "met", "refer"]);
    let unsure = page("in force: ? ..");
    assert_eq!([on(&unsure, "2026-11-22"), on(&unsure, "2026-11-23")], ["refer", "met"]);
    let governed = page("in force: 2026-01-01 ..\ngoverned by: x");
    assert_eq!(answered(&governed, &json!({"x": "2025-12-31"}), "2026-11-23")["outcome"], "refer");
    assert_eq!(answered(&governed, &json!({"x": "2026-01-01"}), "2026-11-23")["outcome"], "met");
    assert_eq!(answered(&governed, &json!({}), "2026-11-23")["outcome"], "unknown");
    assert_eq!(on(&page("sureness: general"), "2026-11-23"), "refer");
}

#[test]
fn what_is_general_refers_only_where_it_decides() {
    let body = "
```rule
soft: yes/no
  sureness general
  is a

question a.q
  is met when soft or b, because x
  otherwise not_met when n > 5, because y (X01 general)
  otherwise not_met, because z
```
";
    let pack = pack(body);
    let outcome = |facts: Json| answered(&pack, &facts, "2026-11-23")["outcome"].clone();
    assert_eq!(outcome(json!({"a": true, "b": true})), "met");
    assert_eq!(outcome(json!({"a": true, "b": false, "n": 1})), "refer");
    assert_eq!(outcome(json!({"a": false, "b": true})), "met");
    assert_eq!(outcome(json!({"b": false, "n": 9})), "unknown");
}

#[test]
fn worked_cases_tell_facts_values_and_what_is_missing() {
    let body = "
```rule
question a.q
  is met when a and s >= 5.00 EUR, because x
  otherwise not_met, because y
  gives colours: words red, green = words (red when a, green)
  gives twice: money = s * 2 when a

question a.r
  is met when count of kids > 0, because x
  otherwise not_met, because y
```
```cases
given a: yes
| case | as of | question | s | facts | => | colours | twice | missing_facts |
|------|-------|----------|---|-------|----|---------|-------|---------------|
| one | 2026-11-23 | a.q | 5.00 | | met | {red, green} | 10.00 | |
| two | 2026-11-23 | a.q | none | a: no; n: 3 | not_met | {green} | - | |
| three | 2026-11-23 | a.q | | | unknown | | - | s |
| four | 2026-11-23 | a.r | | kids: [{age: 5, name: ann}, {}] | met | | | |
| five | 2026-11-23 | a.r | | kids: [] | not_met | | | |
```
";
    let tried = pack(body).try_cases();
    assert_eq!(tried.faults.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    assert_eq!((tried.cases, tried.branches, tried.reached), (5, 4, 4));
    let wrong = pack(&body.replace("| met | {red, green} | 10.00 |", "| met | {red} | 10.01 |")).try_cases();
    let told: Vec<&str> = wrong.faults.iter().map(|fault| fault.told.as_str()).collect();
    assert_eq!(
        told,
        [
            "the case \"one\": colours: expected {red}, found {red, green}",
            "the case \"one\": twice: expected 10.01, found 10.00"
        ]
    );
}

#[test]
fn circles_and_types_that_do_not_fit_are_refused() {
    for (rule, told) in [
        ("p: number\n  is q + 1\n\nq: number\n  is p", "needs"),
        ("p: number\n  is s", "expected number, this is money"),
        ("p: yes/no\n  is w > red", "has no order"),
        ("p: yes/no\n  is w is yellow", "expected one of red, green, blue"),
        ("p: yes/no\n  is n in {m}", "not names of facts"),
        ("p: date\n  is x + n", "60 days"),
        ("p: money\n  is s + 1", "expected money: write \"1.00 EUR\""),
        ("p: money\n  is 0 EUR + - s", "stands only before a figure"),
        ("p: number\n  is count of relatives", "there is no list"),
        ("kids.sum: number\n  is count of kids", "does not look at the other records"),
        ("p: yes/no\n  is answer of a.nothing is met", "there is no question"),
        ("p: number\n  is n on x", "is no parameter"),
    ] {
        let found = refused(&format!("\n```rule\n{rule}\n```\n"));
        assert!(found.contains(told), "{rule}\n{found}");
    }
}

/// Section 9: what is one too many is refused with a message, what is exactly as many as allowed is not.
fn limit(most: usize, page: impl Fn(usize) -> String, told: &str) {
    for (many, fits) in [(most - 1, true), (most, true), (most + 1, false)] {
        let found = read(&page(many)).err().unwrap_or_default();
        assert_eq!(found.is_empty(), fits, "{many}: {found}");
        assert!(fits || found.contains(told), "{found}");
    }
}

#[test]
fn a_page_a_line_and_an_expression_have_limits() {
    let bytes = |many: usize| {
        let filled = many - HEAD.len();
        let lines = format!("{}\n", "x".repeat(1_023)).repeat(filled / 1_024);
        format!("{HEAD}{lines}{}", "y".repeat(filled % 1_024))
    };
    limit(256 * 1_024, bytes, "the page is longer than 262144 bytes");
    limit(2_000, |many| format!("{HEAD}{}\n", "è".repeat(many)), "the line is longer than 2000 characters");
    let definitions = |many: usize| {
        let all: Vec<String> = (0..many).map(|at| format!("d{at}: number\n  is {at}")).collect();
        format!("{HEAD}\n```rule\n{}\n```\n", all.join("\n"))
    };
    limit(400, definitions, "more than 400 definitions");
    let rule = |expression: &str| format!("{HEAD}{FACTS}\n```rule\nit: yes/no\n  is {expression}\n```\n");
    // The parts of `a or a`: two names, and what joins them.
    limit(200, |many| rule(&vec!["a"; many - 1].join(" or ")), "an expression has at most 200 parts");
    let brackets = |many: usize| rule(&format!("{}a{}", "(".repeat(many - 1), ")".repeat(many - 1)));
    limit(40, brackets, "an expression is at most 40 deep");
    let set = |many: usize| {
        let words: Vec<String> = (0..many).map(|at| format!("w{at}")).collect();
        format!("{HEAD}\n```rule\nit: words {}\n  is words ({})\n```\n", words.join(", "), words.join(", "))
    };
    limit(60, set, "a set has at most 60 words");
}

#[test]
fn a_pack_has_limits() {
    let pages = |many: usize| {
        let texts: Vec<(String, String)> =
            (0..many).map(|at| (format!("p/{at}"), HEAD.replace("a/b", &format!("p/{at}")))).collect();
        Pack::read(texts.iter().map(|(id, text)| (id.as_str(), text.as_str()))).err()
    };
    assert!(pages(1_999).is_none() && pages(2_000).is_none());
    assert_eq!(pages(2_001).unwrap().first().unwrap().told, "a pack has at most 2000 pages");

    // Each of the first definitions is three nodes of its own (figure, sum, name), each of the last one.
    let nodes = |sums: usize, names: usize| {
        let definitions: Vec<String> = (0..sums)
            .map(|at| format!("s{at}: number\n  is n + {}", at + 10))
            .chain((0..names).map(|at| format!("d{at}: number\n  is n")))
            .collect();
        let mut texts: Vec<(String, String)> = vec![("a/b".to_owned(), format!("{HEAD}{FACTS}"))];
        for (page, part) in definitions.chunks(400).enumerate() {
            let id = format!("p/{page}");
            texts.push((id.clone(), format!("{}\n```rule\n{}\n```\n", HEAD.replace("a/b", &id), part.join("\n"))));
        }
        let read = Pack::read(texts.iter().map(|(id, text)| (id.as_str(), text.as_str())));
        read.err().map(|faults| faults.first().unwrap().told.clone())
    };
    let told = nodes(6_650, 400).unwrap();
    let found: usize = told.rsplit(' ').next().unwrap().parse().unwrap();
    assert_eq!(told, format!("a pack has at most 20000 nodes, this one has {found}"));
    let names = 400 - (found - 20_000);
    assert_eq!([nodes(6_650, names - 1), nodes(6_650, names)], [None, None]);
    assert!(nodes(6_650, names + 1).unwrap().ends_with("has 20001"));
}

#[test]
fn a_list_of_a_person_has_a_limit() {
    let pack = pack("");
    let kids = |many: usize| Told::from_json(&pack, json!({"kids": vec![json!({}); many]}).as_object().unwrap());
    assert!(kids(199).is_ok() && kids(200).is_ok());
    assert_eq!(kids(201).unwrap_err().first().unwrap().to_string(), "kids: at most 200 records");
}
