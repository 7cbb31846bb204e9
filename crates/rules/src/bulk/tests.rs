//! Many at once are answered as each alone, on the national pack and on packs that are invented.

use ground::Dice;

use super::*;
use crate::{
    calendar,
    pack::{Given, Pack, Question},
    single::Sheet,
    value::{Cell, UNKNOWN},
};

use crate::people::{Known, Lines, national, person};

/// What a question gives for one person, as the bulk tells it.
fn alone(sheet: &Sheet<'_>, question: &Question) -> (u8, Vec<Cell>) {
    let outcome = sheet.cell(question.node);
    let mut cells = Vec::new();
    for value in &question.values {
        match &value.what {
            Given::One(_, node) => cells.push(sheet.cell(*node)),
            Given::Each(list, fields) => {
                let records = sheet.told.list(*list as usize).map_or(0, <[_]>::len);
                cells.extend(
                    (0..records).flat_map(|at| fields.iter().map(move |(.., node)| sheet.cell_in(*node, Some(at)))),
                );
            }
        }
    }
    (if outcome == UNKNOWN { OPEN } else { u8::try_from(outcome).unwrap() }, cells)
}

/// Computes everybody both ways; gives how many answers were compared.
fn same_both_ways(pack: &Pack, columns: &Columns, today: i64, threads: usize, every: usize) -> usize {
    let bulk = Bulk::new(pack, columns, pack.questions().iter().collect(), today);
    let seen = std::sync::Mutex::new(0);
    bulk.run(threads, &|found| {
        let mut sheet = Sheet::of(pack, crate::Told::nothing(pack), today);
        for row in (0..found.rows()).filter(|row| (found.first() + row).is_multiple_of(every)) {
            *seen.lock().unwrap() += pack.questions().len();
            sheet.turn_to(columns.told(found.first() + row), today);
            for (at, question) in pack.questions().iter().enumerate() {
                let (outcome, cells) = alone(&sheet, question);
                let here = || format!("{} on {}: {:?}", question.name, calendar::write(today), sheet.told.json(pack));
                assert_eq!(found.outcomes(at)[row], outcome, "{}", here());
                assert_eq!(found.outcome_word(at, row), sheet.outcome_word(question));
                assert_eq!(found.cells(at, row), cells, "{}", here());
                assert_eq!(found.values(at, row), sheet.values(question), "{}", here());
            }
        }
    });
    seen.into_inner().unwrap()
}

fn crowd(pack: &Pack, seed: u64, count: usize, today: i64, known: Known) -> Columns {
    let (dice, lines) = (Dice::seeded(seed), Lines::of(pack, today));
    let mut columns = Columns::of(pack);
    (0..count).for_each(|_| columns.push(&person(pack, &lines, &dice, known)));
    columns
}

#[test]
fn many_at_once_are_answered_as_one_alone() {
    let pack = national();
    for (seed, day) in [(1, "2026-11-23"), (2, "2026-04-10"), (3, "2019-05-01"), (4, "2031-02-28")] {
        let today = calendar::parse(day).unwrap();
        for known in [Known::Any, Known::Much, Known::Third] {
            let columns = crowd(&pack, seed, 420, today, known);
            assert_eq!(same_both_ways(&pack, &columns, today, 1, 1), 420 * pack.questions().len());
        }
    }
}

#[test]
fn cores_share_the_work_and_leave_nobody_out() {
    let pack = national();
    let today = calendar::parse("2026-11-23").unwrap();
    let columns = crowd(&pack, 9, 3_000, today, Known::Any);
    assert_eq!(same_both_ways(&pack, &columns, today, 3, 7), 429 * pack.questions().len());
}

#[test]
fn nobody_is_answered_for_nobody() {
    let pack = national();
    assert_eq!(same_both_ways(&pack, &Columns::of(&pack), 20_000, 2, 1), 0);
}

#[test]
fn a_table_of_days_says_what_the_calendar_says() {
    let pack = national();
    let today = calendar::parse("2028-02-29").unwrap();
    let few = crowd(&pack, 5, 700, today, Known::Much);
    let columns = few.pick(&pack, (0..17_000).map(|row| row % few.len()));
    assert!(same_both_ways(&pack, &columns, today, 1, 31) > 30_000);
}

#[test]
fn a_changed_figure_touches_whom_it_changes_and_no_question_more() {
    let pack = national();
    let today = calendar::parse("2026-11-23").unwrap();
    let columns = crowd(&pack, 17, 40, today, Known::Much);
    let (mut changed, mut spared) = (0, 0);
    for (place, parameter) in pack.parameters.iter().enumerate() {
        if !matches!(parameter.kind, crate::Kind::Money | crate::Kind::Number) || parameter.on(today).is_none() {
            continue;
        }
        let mut rows = parameter.rows.clone();
        rows.iter_mut().for_each(|row| row.value += row.value / 10 + 1);
        let found = impact(&pack, &columns, today, place, &rows);
        let mut pages = pack.pages.clone();
        for text in pages.iter_mut().flat_map(|page| &mut page.parameters) {
            if text.name.name == parameter.name {
                text.rows.clone_from(&rows);
            }
        }
        let other = Pack::link(pages).unwrap();
        for row in 0..columns.len() {
            let (old, new) = (Sheet::of(&pack, columns.told(row), today), Sheet::of(&other, columns.told(row), today));
            for (one, another) in pack.questions.iter().zip(&other.questions) {
                let (before, after) = (alone(&old, one), alone(&new, another));
                let told = found.changed.iter().find(|changed| changed.row == row && changed.question.name == one.name);
                let wanted = (before != after).then_some((before.0, after.0));
                assert_eq!(told.map(|changed| changed.outcomes), wanted, "{} of {}", one.name, parameter.name);
                assert!(wanted.is_none() || found.touched.contains(&row));
                changed += usize::from(wanted.is_some());
            }
            spared += usize::from(!found.touched.contains(&row));
        }
    }
    assert!(changed > 20 && spared > 500, "{changed} changed, {spared} spared");
}

#[test]
fn the_next_day_of_many_is_that_of_each_alone() {
    let pack = national();
    let today = calendar::parse("2026-11-23").unwrap();
    let columns = crowd(&pack, 23, 6, today, Known::Any);
    let bulk = Bulk::new(&pack, &columns, pack.questions().iter().collect(), today);
    let dated = std::sync::Mutex::new(0);
    bulk.horizons(2, &|found| {
        for (row, days) in found.days.iter().enumerate() {
            let sheet = Sheet::of(&pack, columns.told(found.first + row), today);
            for (question, day) in pack.questions().iter().zip(days) {
                assert_eq!(sheet.horizon(question), *day, "{}", question.name);
                *dated.lock().unwrap() += usize::from(day.is_some());
            }
        }
    });
    assert!(dated.into_inner().unwrap() > 20);
}

#[test]
fn a_row_of_a_table_says_what_is_wrong_with_it() {
    let pack = national();
    let mut columns = Columns::of(&pack);
    let good = [("permit_expiry", "2027-03-31"), ("renewal_requested", "false"), ("relatives", ""), ("permit", "null")];
    columns.push_row(&pack, good).unwrap();
    columns.push_row(&pack, [("relatives", r#"[{"relation": "child", "age": 5}, {"relation": "spouse"}]"#)]).unwrap();
    let bad =
        columns.push_row(&pack, [("permit_expiry", "31.3.2027"), ("permt", ""), ("relatives", "[{\"age\": true}]")]);
    let told: Vec<String> = bad.unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(told[0], "permit_expiry: expected a date such as 2026-11-23");
    assert!(told[1].starts_with("permt: there is no such fact"), "{told:?}");
    assert!(told[2].contains("relatives[0].age: expected a whole number"), "{told:?}");
    assert_eq!(columns.len(), 2);
    let at = |name: &str| pack.facts().iter().position(|fact| fact.name == name).unwrap();
    let list = pack.lists().iter().position(|list| list.name == "relatives").unwrap();
    assert_eq!(columns.told(0).fact(at("permit")), crate::NONE);
    assert_eq!((columns.told(0).fact(at("renewal_requested")), columns.told(0).list(list)), (0, None));
    assert_eq!(columns.told(1).list(list).map(<[_]>::len), Some(2));
}

#[test]
fn packs_that_nobody_would_write_are_answered_alike_too() {
    for seed in 0..60 {
        let pack = invented::pack(seed);
        let today = calendar::parse(["2026-05-31", "2026-06-01", "2029-02-28"][seed as usize % 3]).unwrap();
        let columns = crowd(&pack, seed, 130, today, [Known::Any, Known::Much][seed as usize % 2]);
        assert_eq!(same_both_ways(&pack, &columns, today, 1, 1), 130 * 6);
    }
}
