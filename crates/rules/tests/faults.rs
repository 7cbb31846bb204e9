//! What a beginner is told: each mistake once, where it stands, what was expected and what to write instead.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{collections::BTreeMap, fs, path::Path};

use rules::{Fault, Pack, Texts};

/// A page without a fault.
const PAGE: &str = r"---
id: transport/discount
title: Reduced monthly pass of the city buses
source: page | Resolution of the city council 14/2026, point 3
in force: 2026-01-01 ..
sureness: page
author: Anna Bianchi
second reader: none yet
reviewed: 2026-11-23
review by: 2027-05-31
---
Whoever is 65 or older, and every student under 27, pays half price for the monthly pass, if the ISEE of the family is not above the limit of the year. The limit is set by the council each year.

```fact
age: number
  level S2
student: yes/no
  level S2
isee: money
  level S3.money
  effort 2
```

```parameter
pass_isee_limit: money
| from       | until      | value    | rows | sureness | source |
|------------|------------|----------|------|----------|--------|
| 2026-01-01 | 2026-12-31 | 15000.00 |      | page     | Resolution 14/2026, point 3 |
| 2027-01-01 |            | 16000.00 |      | page     | Resolution 90/2026, point 1 |
```

```rule
right_age: yes/no
  is yes when age >= 65
  otherwise student and age < 27

question transport.discount
  is not_met when not right_age, because other_age
  otherwise met when isee <= pass_isee_limit, because half_price
  otherwise not_met, because isee_too_high
  gives pass_isee_limit
```

```cases
| case                           | as of      | age | student | isee     | => |
|--------------------------------|------------|-----|---------|----------|----|
| 65 today, exactly the limit    | 2026-11-23 | 65  |         | 15000.00 | met |
| one cent above                 | 2026-11-23 | 65  |         | 15000.01 | not_met |
| the same sum, the limit of 2027 | 2027-01-01 | 65 |         | 15000.01 | met |
| 64 and no student              | 2026-11-23 | 64  | no      |          | not_met |
| student of 26                  | 2026-11-23 | 26  | yes     | 8000.00  | met |
| student of 27                  | 2026-11-23 | 27  | yes     |          | not_met |
| 26, student or not?            | 2026-11-23 | 26  |         | 8000.00  | unknown |
```
";

fn faults(page: &str) -> Vec<Fault> {
    match Pack::read([("transport/discount", page)]) {
        Err(faults) => faults,
        Ok(pack) => pack.try_cases().faults.into_iter().chain(pack.check()).collect(),
    }
}

fn told(page: &str) -> Vec<String> {
    let one = |fault: Fault| format!("{}:{} {}", fault.place.line, fault.place.column, fault.told);
    faults(page).into_iter().map(one).collect()
}

/// A mistake: what stands on the page, what was written instead, and what is told.
type Mistake = (&'static str, &'static str, &'static [&'static str]);

const MISTAKES: &[Mistake] = &[
    ("---\nid:", "id:", &[r#"1:1 a page begins with a line "---" and its head (id, title, source, …)"#]),
    (
        "title: Reduced",
        "title Reduced",
        &[
            r#"3:1 expected "KEY: VALUE" in the head of the page, such as "title: Reduced monthly pass of the city buses""#,
        ],
    ),
    ("title: Reduced monthly pass of the city buses\n", "", &[r#"1:1 the head of the page has no line "title: …""#]),
    ("reviewed:", "revewed:", &[r#"9:1 the head of a page has no "revewed": did you mean "reviewed"?"#]),
    (
        "source: page | Resolution of the city council 14/2026, point 3",
        "source: Resolution 14/2026",
        &[
            r#"4:1 a source is "URN | article in words | rows", or "page | where it is written | rows"; the rows may be left out"#,
        ],
    ),
    (
        "source: page | Res",
        "source: https://www.x | Res",
        &[
            r#"4:1 a source is "URN | article in words | rows", or "page | where it is written | rows"; the rows may be left out"#,
        ],
    ),
    (
        "reviewed: 2026-11-23",
        "reviewed: 23/11/2026",
        &[r#"9:1 a day is written year, month, day: "2026-11-23", not "23/11/2026""#],
    ),
    (
        "in force: 2026-01-01 ..",
        "in force: 2026-01-01",
        &[r#"5:1 in force is "FROM .. UNTIL", such as "2026-05-22 .."; each may be left out, found "2026-01-01""#],
    ),
    ("sureness: page\n", "sureness: sure\n", &[r#"6:1 sureness is text, page or general, not "sure""#]),
    (
        "sureness: page\n",
        "sureness: page\nfor: staff\n",
        &[r#"7:1 for is workers; what is for everybody has no such line; found "staff""#],
    ),
    (
        "id: transport/discount",
        "id: discount",
        &[
            r#"2:1 the id is "discount", but the page stands at "transport/discount.md": write "id: transport/discount""#,
        ],
    ),
    ("```rule", "```rules", &[r#"32:1 a block is fact, parameter, rule, table or cases, not "rules""#]),
    (
        "  gives pass_isee_limit\n```",
        "  gives pass_isee_limit\n",
        &[r#"32:1 the block has no end: a line "```" is missing before the one that begins on line 44"#],
    ),
    ("student: yes/no", "student yes/no", &[r#"17:9 expected ":" and a type, as in "student: yes/no", found "yes""#]),
    ("student: yes/no", "student: boolean", &[r#"17:10 there is no type "boolean": did you mean "yes/no"?"#]),
    ("student: yes/no", "student: yes no", &[r#"17:14 expected "/no": the type is written "yes/no", found "no""#]),
    (
        "student: yes/no\n  level S2",
        "student: yes/no",
        &[r#"17:1 a fact says how sensitive it is, in a line below it: "  level S2""#],
    ),
    (
        "student: yes/no\n  level S2",
        "student: yes/no\n  level S5",
        &["18:9 a level is S0, S1, S2, S3.health, S3.legal, S3.money, S3.work, S3.belief or S4"],
    ),
    (
        "student: yes/no\n  level S2",
        "student: yes/no\n  level: S2",
        &[r#"18:8 after "level" stands the level, without ":": "level S2""#],
    ),
    (
        "student: yes/no\n  level S2",
        "student: yes/no\nlevel S2",
        &[r#"18:7 a line "level …" belongs to the name above it: indent it by two blanks"#],
    ),
    (
        "pass_isee_limit: money",
        "pass_isee_limit: euro",
        &[r#"25:18 a parameter is a number, decimal, money, days, months, years, date or yes/no: "NAME: money""#],
    ),
    ("15000.00 |  ", "15.000,00 |  ", &[r#"28:29 "15.000,00" is no sum of money with two decimals: write 15000.00"#]),
    (
        "| 2026-12-31 |",
        "| 31/12/2026 |",
        &[r#"28:16 a day is written year, month, day: "2026-12-31", not "31/12/2026""#],
    ),
    ("| 2026-12-31 |", "| 2026-06-31 |", &[r#"28:16 there is no day "2026-06-31""#]),
    (
        "| 2026-12-31 |",
        "| 2027-01-31 |",
        &["29:3 this row begins on 2027-01-01, but the row above it holds until 2027-01-31: let it end on 2026-12-31"],
    ),
    (
        "Resolution 14/2026, point 3 |\n| 2027",
        "|\n| 2027",
        &["28:58 every value of a parameter has its own source: write in the last column where it stands"],
    ),
    (
        "| rows | sureness | source |\n|------------|------------|----------|------|----------|--------|\n| 2026-01-01 | 2026-12-31 | 15000.00 |      |",
        "| sureness | source |\n|------------|------------|----------|------|----------|\n| 2026-01-01 | 2026-12-31 | 15000.00 |",
        &[
            "25:1 the table of a parameter has the columns from, until, value, rows, sureness, source; found from, until, value, sureness, source",
        ],
    ),
    (
        "| 2027-01-01 |            | 16000.00 |      | page     |",
        "| 2027-01-01 |            | 16000.00 | page     |",
        &[
            r#"29:1 a row of a parameter has six cells, this one 5: a cell without anything is left blank between two "|""#,
        ],
    ),
    (
        "right_age: yes/no",
        "right_age yes/no",
        &[r#"33:11 expected ":" and a type, as in "right_age: yes/no", found "yes""#],
    ),
    (
        "right_age: yes/no",
        "right_age",
        &[r#"33:10 expected ":" and a type, as in "right_age: yes/no", but the line ends here"#],
    ),
    (
        "  is yes when age >= 65\n  otherwise student and age < 27\n",
        "",
        &[r#"33:1 "right_age" has no line that says what it is: write "is VALUE" below it, indented"#],
    ),
    (
        "  otherwise student and",
        "otherwise student and",
        &[r#"35:11 a line "otherwise …" belongs to the name above it: indent it by two blanks"#],
    ),
    (
        "  otherwise student",
        "  is student",
        &[r#"35:3 expected "otherwise", "except", "gives" or "sureness general", found "is""#],
    ),
    (
        "  otherwise student",
        "  else student",
        &[r#"35:3 expected "otherwise", "except", "gives" or "sureness general", found "else""#],
    ),
    ("when age >= 65", "when aeg >= 65", &[r#"34:15 nothing is called "aeg": did you mean "age"?"#]),
    (
        "when age >= 65",
        "when years_old >= 65",
        &[r#"34:15 nothing is called "years_old": declare it in a fact, parameter or rule block"#],
    ),
    (
        ", because half_price",
        "",
        &[r#"39:3 a line of a question names its reason: end it with ", because REASON", a word such as "too_late""#],
    ),
    ("pass_isee_limit, because half", "pass_isee_limit because half", &[r#"39:46 a comma stands before "because""#]),
    (
        "because half_price",
        "because half price",
        &[
            r#"39:60 expected the end of the line: the reason is one word, joined with "_"; its text stands in the file of words, found "price""#,
        ],
    ),
    ("is yes when age >= 65", "is yes if age >= 65", &[r#"34:10 a condition begins with "when""#]),
    ("age >= 65", "age => 65", &[r#"34:20 "not less than" is written ">=""#]),
    ("age >= 65", "age == 65", &[r#"34:20 "the same as" is written "is""#]),
    (
        "age >= 65",
        "age is at least 65",
        &[r#"34:25 expected ", because REASON" or the end of the line, found "least""#],
    ),
    ("age >= 65", "age >= 65.00 EUR", &["34:22 expected number, this is money"]),
    ("isee <= pass_isee_limit", "isee <= 15000", &[r#"39:30 expected money: write "15000.00 EUR""#]),
    (
        "isee <= pass_isee_limit",
        "isee <= € 15000",
        &[r#"39:30 "€" is not understood here: money is written "15000.00 EUR""#],
    ),
    (
        "isee <= pass_isee_limit",
        "isee <= 15.000,00 EUR",
        &[
            r#"39:30 "15.000,00" is not understood here: money and numbers are written as 15000.00: no separator of thousands, a full stop before the decimals"#,
        ],
    ),
    ("student and age < 27", "student >= yes and age < 27", &[r#"35:13 a yes/no has no order: compare with "is""#]),
    ("  otherwise student and age", "  otherwise age and age", &["35:13 expected yes/no, this is number"]),
    (
        "  gives pass_isee_limit",
        "  except met, because a\n  gives pass_isee_limit",
        &[r#"41:3 an exception says when: "except VALUE when CONDITION""#],
    ),
    (
        "  otherwise not_met, because isee_too_high\n",
        "  otherwise not_met, because isee_too_high\n  otherwise met when age > 3, because z\n",
        &[r#"41:3 this line never applies: the one above it has no "when", so it always does"#],
    ),
    ("otherwise student and", "otherwise right_age and", &["33:1 a circle: right_age needs right_age"]),
    (
        "right_age: yes/no",
        "age: yes/no",
        &[
            r#"33:1 "age" is named twice in the pack: give one of the two another name"#,
            r#"38:23 nothing is called "right_age": declare it in a fact, parameter or rule block"#,
        ],
    ),
    (
        "question transport.discount",
        "question discount",
        &[r#"37:10 the name of a question is "topic.word", such as "transport.discount""#],
    ),
    (
        "gives pass_isee_limit",
        "gives pass_limit",
        &[r#"41:9 nothing is called "pass_limit": declare it in a fact, parameter or rule block"#],
    ),
    (
        "isee <= pass_isee_limit",
        "isee / 12 <= pass_isee_limit",
        &[
            r#"39:32 expected "rounded half up", "rounded up" or "rounded down" (a division says how it is rounded), found "<=""#,
        ],
    ),
    (
        "isee <= pass_isee_limit",
        "today + 30 >= 2026-01-01",
        &[r#"39:22 say a number of what: "60 days", or a parameter of type days"#],
    ),
    ("isee <= pass_isee_limit", "today >= 2026-02-30", &[r#"39:31 there is no day "2026-02-30""#]),
    (
        "isee <= pass_isee_limit",
        "today >= 31/12/2026",
        &[r#"39:31 a day is written year, month, day: "2026-12-31", not "31/12/2026""#],
    ),
    ("age >= 65", r#"age >= "65""#, &[r#"34:22 """ is not understood here: words and numbers stand without quotes"#]),
    (
        "| case                           | as of      | age |",
        "| case                           | as of      | aeg |",
        &[r#"47:49 there is no fact "aeg": did you mean "age"?"#],
    ),
    (
        "| 65  |         | 15000.00 | met |",
        "| old |         | 15000.00 | met |",
        &[r#"47:49 age: expected a whole number, found "old""#],
    ),
    (
        "| 65 today, exactly the limit    | 2026-11-23",
        "| 65 today, exactly the limit    | 23-11-2026",
        &[r#"47:36 a day is written year, month, day: "2026-11-23", not "23-11-2026""#],
    ),
    (
        "| 15000.01 | not_met",
        "| 15.000,01 | not_met",
        &[r#"48:65 isee: expected a sum with two decimals, such as "10651.68", found "15.000,01""#],
    ),
    ("| 15000.01 | not_met", "| 15000.01 | met", &[r#"48:1 the case "one cent above": expected met, found not_met"#]),
    (
        "| 15000.01 | not_met",
        "| 15000.01 | notmet",
        &[r#"48:1 the case "one cent above": "transport.discount" has no outcome "notmet": did you mean "not_met"?"#],
    ),
    (
        "| 64  | no      |          | not_met |",
        "| 64  | no      | not_met |",
        &[r#"50:1 this case has 5 cells, the head 6: a cell without anything is left blank between two "|""#],
    ),
    (
        "| as of      |",
        "| day      |",
        &[r#"45:1 a table of cases has a column "as of" (the day asked) and a column "=>" (what is expected)"#],
    ),
    (
        "| => |",
        "| outcome |",
        &[r#"45:1 a table of cases has a column "as of" (the day asked) and a column "=>" (what is expected)"#],
    ),
    (
        "```cases",
        "```cases\ngven age: 3",
        &[r#"45:1 expected "given NAME: VALUE; NAME: VALUE" or the rows of a table, which begin with "|""#],
    ),
    (
        "| one cent above                 | 2026-11-23 | 65  |         | 15000.01 | not_met |\n",
        "",
        &[r#"40:3 no worked case reaches this line of "transport.discount""#],
    ),
    (
        "because half_price",
        "because half_price (T01)",
        &[r#"39:3 the head of the page does not name the row T01: "rows: … T01""#],
    ),
    (
        "because half_price",
        "because half_price (T01",
        &[r#"39:70 expected a row such as R02, or ")", but the line ends here"#],
    ),
    (
        "student: yes/no\n  level S2",
        "student: yes/no\n  level S2\ncity: country\n  level S2",
        &[r#"19:1 no question needs "city": nobody is asked for it"#],
    ),
    (
        "because half_price",
        "because half_price please",
        &[
            r#"39:66 expected the end of the line: the reason is one word, joined with "_"; its text stands in the file of words, found "please""#,
        ],
    ),
    ("  is yes when", "\tis yes when", &["34:1 a line is indented with blanks, not with a tab"]),
    ("is yes when", "Is yes when", &[r#"34:3 expected "is", "except", "gives" or "sureness general", found "Is""#]),
    ("age >= 65", "person.age >= 65", &[r#"34:15 "person." is needed only inside a list: write "age""#]),
    (
        "age >= 65",
        "student is maybe",
        &[r#"34:26 nothing is called "maybe": declare it in a fact, parameter or rule block"#],
    ),
    ("age >= 65", "age in 65, 66", &[r#"34:22 what follows "in" stands between braces, as in "in {a, b}""#]),
];

#[test]
fn each_mistake_of_a_beginner_is_told_once_with_its_place_and_the_next_step() {
    assert_eq!(told(PAGE), [""; 0]);
    for (stands, written, expected) in MISTAKES {
        assert!(PAGE.contains(stands), "{stands:?} stands nowhere on the page");
        assert_eq!(told(&PAGE.replacen(stands, written, 1)), *expected, "{stands:?} written as {written:?}");
    }
}

#[test]
fn people_for_whom_two_lines_or_none_apply_are_named() {
    let last = "  otherwise not_met, because isee_too_high\n";
    let gap = told(&PAGE.replace(last, ""));
    assert!(gap.iter().any(|told| told.starts_with("37:10 no line of \"transport.discount\" applies: ")), "{gap:?}");
    let both = "  except met when age > 90, because a\n  except not_met when age > 95, because b\n";
    let overlap = told(&PAGE.replace(last, &format!("{last}{both}")));
    let expected = "42:3 lines 41 and 42 of \"transport.discount\" both apply: ";
    assert!(overlap.iter().any(|told| told.starts_with(expected)), "{overlap:?}");
}

#[test]
fn a_fault_shows_the_line_with_what_is_meant_underlined() {
    let shown = faults(&PAGE.replace("when age >= 65", "when aeg >= 65")).first().map(ToString::to_string);
    let expected = "error: nothing is called \"aeg\": did you mean \"age\"?\n  --> transport/discount.md:34:15\n    |\n 34 |   is yes when aeg >= 65\n    |               ^^^";
    assert_eq!(shown.as_deref(), Some(expected));
}

/// The pages of a folder, by id.
fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, root, found);
        } else if path.extension().is_some_and(|ext| ext == "md") {
            let id = path.strip_prefix(root).unwrap().with_extension("").to_string_lossy().into_owned();
            found.insert(id, fs::read_to_string(&path).unwrap());
        }
    }
}

/// The guide of the rule book is followed to the letter, over the national pages.
#[test]
fn a_text_that_is_put_before_anything_is_known_holds_figures_only_and_a_short_one_nothing() {
    let pack = Pack::read([("transport/discount", PAGE)]).unwrap();
    let texts = |changed: (&str, &str)| {
        let file = "fact-age = Are you { $pass_isee_limit } old?\n    .short = age\n    .hint = Your age.\n\
            fact-student = Student?\n    .short = student\nfact-isee = ISEE?\n    .short = ISEE\n\
            transport-discount = May I pay less?\n    .short = Pass\ntransport-discount--other_age = Your age.\n\
            transport-discount--half_price = Up to { $pass_isee_limit }.\n    .next = Show { $isee }.\n\
            transport-discount--isee_too_high = Above.\nvalue-pass_isee_limit = Limit\n";
        assert!(file.contains(changed.0));
        let mut texts = Texts::default();
        texts.add("transport", &file.replacen(changed.0, changed.1, 1));
        texts
    };
    let it = texts(("", ""));
    for (stands, written, expected) in [
        ("", "", None),
        (
            "Student?",
            "Student, { $isee }?",
            Some("names \"isee\", which is no parameter: nothing else is known yet when this is asked"),
        ),
        (
            "= age",
            "= { $pass_isee_limit }",
            Some("names \"pass_isee_limit\", but a text in a few words holds no placeholder"),
        ),
        ("{ $isee }", "{ $iseee }", Some("names \"iseee\", which is no value, parameter, definition or fact")),
    ] {
        let told: Vec<String> =
            pack.check_texts(&[("it", &texts((stands, written)))]).into_iter().map(|fault| fault.told).collect();
        assert_eq!(told.len(), usize::from(expected.is_some()), "{told:?}");
        assert!(expected.is_none_or(|expected| told[0].ends_with(expected)), "{told:?}");
    }
    // What may be left out is in all languages or in none, and says the same.
    for (stands, written, expected) in [
        ("\n    .hint = Your age.", "", "the text \"fact-age.hint\" is missing: write it into words/en/transport.ftl"),
        ("{ $isee }", "it", "the text \"transport-discount--half_price.next\" has other placeholders in en: none"),
    ] {
        let told = pack.check_texts(&[("it", &it), ("en", &texts((stands, written)))]);
        assert_eq!(told.into_iter().map(|fault| fault.told).collect::<Vec<_>>(), [expected]);
    }
}

#[test]
fn the_guide_works_as_it_is_written() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebook");
    let guide = fs::read_to_string(book.join("README.md")).unwrap();
    let copied: Vec<&str> =
        guide.split("\n````text\n").skip(1).filter_map(|rest| rest.split("\n````").next()).collect();
    let [page, italian, english, anna] = copied.as_slice() else { panic!("the guide has four texts to copy") };
    let mut pages = BTreeMap::new();
    walk(&book.join("it"), &book.join("it"), &mut pages);
    let read = |page: &str| {
        let all = pages.iter().map(|(id, text)| (id.as_str(), text.as_str()));
        Pack::read(all.chain([("transport/discount", page)]))
            .unwrap_or_else(|faults| panic!("{}", faults.first().unwrap()))
    };
    let own = |faults: Vec<Fault>| -> Vec<String> {
        faults.into_iter().filter(|fault| fault.page == "transport/discount").map(|fault| fault.to_string()).collect()
    };

    let pack = read(page);
    assert_eq!(own(pack.try_cases().faults), [""; 0]);
    assert_eq!(own(pack.check()), [""; 0]);
    // Before the words are written their absence is told in the very form of the guide.
    let nothing = Texts::default();
    let missing = own(pack.check_texts(&[("it", &nothing)]));
    assert!(missing.iter().any(|told| guide.contains(told.as_str())), "{missing:?}");
    let mut misspelled = Texts::default();
    misspelled.add("transport", &italian.replace("--other_city", "--othr_city"));
    let near = own(pack.check_texts(&[("it", &misspelled)]));
    assert!(
        near.first().unwrap().contains("words/it/transport.ftl stands \"transport-discount--othr_city\""),
        "{near:?}"
    );
    let [it, en] = [italian, english].map(|file| {
        let mut texts = Texts::default();
        texts.add("transport", file);
        texts
    });
    assert_eq!(own(pack.check_texts(&[("it", &it), ("en", &en)])), [""; 0]);

    let facts: serde_json::Value = serde_json::from_str(anna).unwrap();
    let outcome = |pack: &Pack, day: &str| {
        let told = rules::Told::from_json(pack, facts.as_object().unwrap()).unwrap();
        let sheet = rules::Sheet::of(pack, told, rules::calendar::parse(day).unwrap());
        sheet.outcome_word(pack.questions().get(pack.question("transport.discount").unwrap()).unwrap()).to_owned()
    };
    assert_eq!([outcome(&pack, "2026-12-31"), outcome(&pack, "2027-01-01")], ["not_met", "met"]);

    // Section 6: the old row ended, a new one and the two cases that prove it.
    let tables: Vec<&str> = guide
        .split("## 6.")
        .nth(1)
        .unwrap()
        .split("```text\n")
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap())
        .collect();
    let [rows, cases] = tables.as_slice() else { panic!("section 6 has two tables") };
    let old = "| 2027-01-01 |            | 16000.00 |      | page     | Resolution 90/2026, point 1 |";
    let last = "| 26, student or not?             | 2026-11-23 | 26  |         | 8000.00  | unknown |";
    assert!(page.contains(old) && page.contains(last));
    let changed = page.replace(old, rows).replace(last, &format!("{last}\n{cases}"));
    assert_eq!(own(read(&changed).try_cases().faults), [""; 0]);
}
