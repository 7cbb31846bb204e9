//! What a check finds, and that it shows the person for whom it is so.

#![expect(clippy::panic, reason = "a page of a test that cannot be read")]

use rules::Pack;

const HEAD: &str = "---
id: a/b
title: A page for a test
source: page | a source
rows: X01
author: test
reviewed: 2026-11-23
review by: 2027-11-23
---
";

const FACTS: &str = "
```fact
age: number
  level S2
student: yes/no
  level S2
permit: one of studio, famiglia, asilo
  level S3.legal
expiry: date
  level S3.legal
```
";

fn pack(body: &str) -> Pack {
    let page = format!("{HEAD}{FACTS}{body}");
    match Pack::read([("a/b", page.as_str())]) {
        Ok(pack) => pack,
        Err(faults) => panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

fn told(body: &str) -> Vec<String> {
    let faults = pack(body).check();
    faults.into_iter().filter(|fault| fault.weight == rules::Weight::Error).map(|fault| fault.told).collect()
}

#[test]
fn two_rows_of_a_table_that_overlap_are_shown_with_a_person() {
    let body = "
```table
fee: money
| age      | gives |
|----------|-------|
| <= 18    | 10.00 |
| 18 .. 65 | 20.00 |
| > 65     | 5.00  |
```
";
    assert_eq!(told(body), ["lines 26 and 27 of \"fee\" both apply: age = 18"]);
}

#[test]
fn a_gap_of_a_table_is_shown_with_a_person() {
    let body = "
```table
fee: money
| age      | student | gives |
|----------|---------|-------|
| < 18     | -       | 10.00 |
| 18 .. 65 | no      | 20.00 |
| > 65     | -       | 5.00  |
```
";
    assert_eq!(told(body), ["no line of \"fee\" applies: age = 18, student = yes"]);
}

#[test]
fn a_table_that_is_whole_has_no_fault() {
    let body = "
```parameter
child_age: years
| from | until | value | rows | sureness | source |
|------|-------|-------|------|----------|--------|
|      |       | 18    | X01  | text     | a law  |
```
```table
fee: money
| age      | permit        | gives |
|----------|---------------|-------|
| < 18     | -             | 10.00 |
| >= 18    | studio        | 20.00 |
| >= 18    | not studio    | 5.00  |
```
";
    assert_eq!(told(body), [""; 0]);
}

#[test]
fn exceptions_beside_each_other_must_not_apply_at_once_and_those_below_may() {
    let beside = "
```rule
free: yes/no
  is no
  except yes when age < 10
  except yes when student
```
";
    assert_eq!(told(beside), ["lines 25 and 26 of \"free\" both apply: age = 0, student = yes"]);
    let below = "
```rule
free: yes/no
  is no
  except yes when age < 10
    except no when student
```
";
    assert_eq!(told(below), [""; 0]);
}

#[test]
fn a_rule_whose_last_line_has_a_condition_has_a_gap() {
    let body = "
```rule
late: yes/no
  is no when today <= expiry
  otherwise yes when today > expiry + 1 days
```
";
    let told = told(body);
    assert_eq!(told.len(), 1);
    assert!(told.first().unwrap().starts_with("no line of \"late\" applies: "), "{told:?}");
}

#[test]
fn a_line_that_no_case_reaches_is_told() {
    let body = "
```rule
question a.b
  is met when student, because student
  otherwise not_met, because other
```
```cases
| case | as of      | student | => |
|------|------------|---------|----|
| one  | 2026-11-23 | yes     | met |
```
";
    let tried = pack(body).try_cases();
    assert_eq!((tried.cases, tried.branches, tried.reached), (1, 2, 1));
    let told: Vec<&str> = tried.faults.iter().map(|fault| fault.told.as_str()).collect();
    assert_eq!(told, ["no worked case reaches this line of \"a.b\""]);
}

#[test]
fn a_wrong_case_says_what_was_expected_and_what_is_missing() {
    let body = "
```rule
question a.b
  is met when student and age < 30, because student
  otherwise not_met, because other
```
```cases
| case  | as of      | student | age | => |
|-------|------------|---------|-----|----|
| one   | 2026-11-23 | yes     |     | met |
| two   | 2026-11-23 | no      |     | not_met |
| three | 2026-11-23 | yes     | 29  | met |
```
";
    let tried = pack(body).try_cases();
    let told: Vec<&str> = tried.faults.iter().map(|fault| fault.told.as_str()).collect();
    assert_eq!(told, ["the case \"one\": expected met, found unknown (missing: age)"]);
}
