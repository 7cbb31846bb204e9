//! What is known of the situation of the people of Portalba, drawn: of some, for nobody has to tell.

use ground::{
    Day, Dice,
    lists::{FactSource, TitleKind},
};

use super::{
    chance::{between, in_hundred, weighted},
    people::PersonSketch,
};
use crate::people::situation::{
    fact::{Fact, Said, Word},
    title::{LooseDay, Stage, Title},
};

/// What is known of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SituationSketch {
    /// Her place among the people.
    pub person: usize,
    /// Her titles.
    pub titles: Vec<Title>,
    /// What was said of her.
    pub said: Vec<(Fact, Word)>,
}

/// The kinds of title, by how many of a hundred have them.
const KINDS: &[(&str, u64)] = &[
    ("lavoro_subordinato", 34),
    ("famiglia", 28),
    ("ue_lungo_periodo", 12),
    ("asilo", 6),
    ("protezione_speciale", 6),
    ("protezione_temporanea", 5),
    ("studio", 4),
    ("attesa_occupazione", 3),
    ("richiedente_documento", 2),
];

/// Draws what is known of one in three, never of citizens of the Union.
pub(super) fn sketch(dice: &Dice, today: Day, people: &[PersonSketch]) -> Vec<SituationSketch> {
    let foreign = |person: &PersonSketch| {
        !person.citizenships.is_empty() && person.citizenships.iter().all(|one| !matches!(one.code(), "IT" | "RO"))
    };
    let places = people.iter().enumerate().filter(|(_, person)| foreign(person) && in_hundred(dice, 34));
    let drawn = places.map(|(person, _)| {
        let titles = titles(dice, today).unwrap_or_default();
        SituationSketch { person, titles, said: said(dice, today).unwrap_or_default() }
    });
    drawn.collect()
}

fn days(dice: &Dice, low: u64, high: u64) -> i32 {
    i32::try_from(between(dice, low, high)).unwrap_or(0)
}

/// Most have a title that holds, some one that ends soon or ended, one in twenty none.
fn titles(dice: &Dice, today: Day) -> Option<Vec<Title>> {
    if in_hundred(dice, 5) {
        return Some(vec![Title { stage: Stage::None, ..Title::default() }]);
    }
    let kind = TitleKind::parse(weighted(dice, KINDS, |(_, share)| *share)?.0);
    let expiry = today.plus_days(days(dice, 0, 700) - 60);
    let issued = expiry.plus_days(-days(dice, 360, 720));
    let is_late = expiry < today;
    let (stage, stage_on) = if is_late || in_hundred(dice, 12) {
        (Stage::RenewalAsked, Some(LooseDay::Day(today.plus_days(-days(dice, 5, 90)))))
    } else {
        (Stage::Held, None)
    };
    let held = Title {
        kind,
        basis: None,
        issued: Some(LooseDay::Day(issued)),
        expiry: Some(LooseDay::Day(expiry)),
        stage,
        stage_on,
    };
    let before = Title {
        kind,
        issued: Some(LooseDay::Year(issued.year() - 2)),
        expiry: Some(LooseDay::Day(issued.plus_days(-1))),
        stage: Stage::Held,
        ..Title::default()
    };
    Some(if in_hundred(dice, 25) { vec![before, held] } else { vec![held] })
}

fn said(dice: &Dice, today: Day) -> Option<Vec<(Fact, Word)>> {
    let word = |said: Said, from: Day, source: &str| Some(Word { said, from, source: FactSource::parse(source)? });
    let mut all = Vec::new();
    if in_hundred(dice, 60) {
        let since = today.plus_days(-days(dice, 100, 900));
        all.push((Fact::parse("employed")?, word(Said::YesNo(true), since, "told")?));
        if in_hundred(dice, 40) {
            let ended = today.plus_days(-days(dice, 2, 90));
            let reason = if in_hundred(dice, 60) { "contract_end" } else { "dismissal" };
            all.push((Fact::parse("employed")?, word(Said::YesNo(false), ended, "told")?));
            all.push((Fact::parse("job_end")?, word(Said::Date(ended), ended, "paper")?));
            all.push((Fact::parse("job_end_reason")?, word(Said::Word(reason.to_owned()), ended, "paper")?));
        }
    }
    if in_hundred(dice, 30) {
        let cents = i64::try_from(between(dice, 40, 220)).unwrap_or(0) * 10_000;
        all.push((Fact::parse("income_year")?, word(Said::Money(cents), today.plus_days(-30), "paper")?));
    }
    if in_hundred(dice, 40) {
        let level = *dice.pick(&["A1", "A2", "B1", "B2"])?;
        all.push((
            Fact::parse("italian_level")?,
            word(Said::Word(level.to_owned()), today.plus_days(-200), "partner")?,
        ));
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::demo::{people, staff};

    #[test]
    fn what_is_drawn_is_what_the_house_takes_and_of_some_alone() {
        let today = "2026-11-23".parse().unwrap();
        let dice = Dice::seeded(7);
        let people = people::sketch(&dice, 2000, today, &staff::sketch(&dice));
        let drawn = sketch(&dice, today, &people);
        assert!((450..700).contains(&drawn.len()), "{}", drawn.len());
        for one in &drawn {
            assert!(one.titles.iter().all(|title| title.check().is_ok()));
            assert!(one.said.iter().all(|(fact, word)| fact.takes(&word.said)));
        }
        assert!(drawn.iter().any(|one| one.said.len() > 2));
    }
}
