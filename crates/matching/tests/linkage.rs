//! Whole files: who is put together, who stays apart, and that the answer is always the same.

#![allow(
    clippy::allow_attributes,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

use matching::{Aspect, Born, Country2, How, Known, Linkage, Linked, NameForm, Part, Roll, Sex, Verdict, Work};
use proptest::prelude::*;

/// A file of so many unrelated persons and, at its end, those the story is about.
struct File {
    people: Vec<Known>,
}

const GIVEN: [&str; 24] = [
    "Amina", "Bilal", "Carmen", "Dritan", "Elena", "Fatou", "Giorgi", "Hiwot", "Imelda", "Jomar", "Kumari", "Lourdes",
    "Mirela", "Nimal", "Oksana", "Petru", "Qasim", "Rosa", "Samir", "Teuta", "Usman", "Valbona", "Wei", "Yemane",
];
const FAMILY: [&str; 24] = [
    "Asfaha",
    "Bondar",
    "Castillo",
    "Diallo",
    "Elezi",
    "Fernando",
    "Gashi",
    "Hossain",
    "Iordache",
    "Jayasuriya",
    "Kovalenko",
    "Leka",
    "Mendoza",
    "Ndiaye",
    "Osmani",
    "Popescu",
    "Quispe",
    "Reyes",
    "Shehu",
    "Tesfay",
    "Uka",
    "Vargas",
    "Wade",
    "Zhou",
];
const COUNTRIES: [&str; 6] = ["EG", "PH", "RO", "SN", "UA", "PE"];

/// Draws numbers below `below`, always the same ones.
fn dice(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % below
    }
}

fn named(given: &str, family: &str) -> Known {
    Known { names: vec![NameForm::new(given, family)], ..Known::default() }
}

fn stranger(draw: &mut impl FnMut(usize) -> usize) -> Known {
    let (given, family) = (draw(GIVEN.len()), draw(FAMILY.len()));
    Known {
        sex: Some(if given % 2 == 0 { Sex::Female } else { Sex::Male }),
        born: Born::on(1950 + draw(60) as i16, 1 + draw(12) as u8, 1 + draw(28) as u8),
        birth_country: Country2::parse(COUNTRIES[family % COUNTRIES.len()]),
        documents: vec![format!("YA{:07}", draw(10_000_000))],
        phones: vec![format!("+399{:09}", draw(1_000_000_000))],
        ..named(GIVEN[given], FAMILY[family])
    }
}

/// The same person at another desk: no document, another telephone.
fn again(person: &Known, given: &str, family: &str, phone: &str) -> Known {
    Known { documents: Vec::new(), phones: vec![phone.into()], names: named(given, family).names, ..person.clone() }
}

impl File {
    /// So many strangers, a fifth of whom come a second time, as in any city.
    fn of(strangers: usize) -> Self {
        let mut draw = dice(7);
        let mut people: Vec<Known> = (0..strangers).map(|_| stranger(&mut draw)).collect();
        for at in (0..strangers).step_by(5) {
            let name = people[at].names[0].clone();
            let phone = format!("+399{:09}", draw(1_000_000_000));
            let twice = again(&people[at], &name.given.to_uppercase(), &name.family, &phone);
            people.push(twice);
        }
        Self { people }
    }

    fn with(mut self, people: &[Known]) -> Self {
        self.people.extend_from_slice(people);
        self
    }

    fn roll(&self) -> Roll {
        let mut roll = Roll::new(0);
        self.people.iter().for_each(|known| roll.add(known, &[]));
        roll
    }
}

fn work(threads: usize) -> Work<'static> {
    Work { threads, progress: None }
}

fn decided(roll: &Roll) -> Linked {
    Linkage::learn(roll, work(2)).decide(work(2))
}

fn verdict(linked: &Linked, a: usize, b: usize) -> Option<Verdict> {
    linked.pairs.iter().find(|pair| (pair.a as usize, pair.b as usize) == (a, b)).map(|pair| pair.verdict)
}

fn mohamed() -> Known {
    Known {
        sex: Some(Sex::Male),
        born: Born::on(1991, 5, 3),
        birth_country: Country2::parse("EG"),
        documents: vec!["PH0952099".into()],
        phones: vec!["+399651634042".into()],
        ..named("Mohamed", "El Amrani")
    }
}

#[test]
fn one_person_in_three_spellings_is_one_cluster() {
    let other_script = again(&mohamed(), "محمد", "العمراني", "+399111111111");
    let swapped = again(&mohamed(), "ELAMRANI", "MOHAMMED", "+399222222222");
    let file = File::of(1_000).with(&[mohamed(), other_script, swapped]);
    let first = file.people.len() - 3;
    let linked = decided(&file.roll());
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        assert_eq!(verdict(&linked, first + a, first + b), Some(Verdict::Match), "{a} {b}");
    }
}

#[test]
fn twins_are_two_persons() {
    let sister =
        Known { documents: vec!["PH0952100".into()], ..again(&mohamed(), "Samir", "El Amrani", "+399651634042") };
    let file = File::of(1_000).with(&[mohamed(), sister]);
    let first = file.people.len() - 2;
    assert_ne!(verdict(&decided(&file.roll()), first, first + 1), Some(Verdict::Match));
}

#[test]
fn strangers_with_a_common_name_stay_apart() {
    let linked = decided(&File::of(2_000).roll());
    let wrong = linked.pairs.iter().filter(|pair| pair.verdict == Verdict::Match);
    let wrong = wrong.filter(|pair| pair.b < 2_000 || (pair.b as usize - 2_000) * 5 != pair.a as usize).count();
    assert!(wrong <= 2, "{wrong} pairs of strangers");
    let right = linked.pairs.iter().filter(|pair| pair.verdict == Verdict::Match).count() - wrong;
    assert!(right >= 390, "{right} of 400 found");
}

#[test]
fn the_answer_does_not_depend_on_the_threads() {
    let roll = File::of(1_500).roll();
    let alone = Linkage::learn(&roll, work(1)).decide(work(1));
    for threads in [2, 3, 8] {
        assert_eq!(Linkage::learn(&roll, work(threads)).decide(work(threads)), alone, "{threads} threads");
    }
}

#[test]
fn across_two_files_a_record_has_one_partner_and_none_within_its_own() {
    let mut draw = dice(11);
    let first: Vec<Known> = (0..600).map(|_| stranger(&mut draw)).collect();
    let mut roll = Roll::new(0);
    first.iter().for_each(|known| roll.add(known, &[]));
    roll.begin_second();
    for person in first.iter().take(300) {
        // twice in the second file: only one of the two may be the partner
        for phone in ["+399333333333", "+399444444444"] {
            let name = &person.names[0];
            roll.add(&again(person, &name.given, &name.family, phone), &[]);
        }
    }
    let linked = decided(&roll);
    let matches: Vec<(u32, u32)> =
        linked.pairs.iter().filter(|pair| pair.verdict == Verdict::Match).map(|pair| (pair.a, pair.b)).collect();
    assert!(matches.iter().all(|(a, b)| *a < 600 && *b >= 600));
    let distinct = |ids: Vec<u32>| ids.iter().collect::<std::collections::HashSet<_>>().len();
    assert_eq!(distinct(matches.iter().map(|pair| pair.0).collect()), matches.len());
    assert_eq!(distinct(matches.iter().map(|pair| pair.1).collect()), matches.len());
    let right = matches.iter().filter(|(a, b)| (b - 600) / 2 == *a).count();
    assert!(right >= 295 && right + 3 >= matches.len(), "{right} right of {}", matches.len());
}

#[test]
fn a_further_column_tells_namesakes_apart() {
    let mut roll = Roll::new(1);
    let mut draw = dice(3);
    for door in 0..400 {
        let (given, family) = (GIVEN[draw(24)], FAMILY[draw(24)]);
        for desk in 0..2 {
            let street = if desk == 0 { format!("Via Roma {door}") } else { format!("VIA ROMA, {door}") };
            roll.add(&named(given, family), &[&street]);
        }
    }
    let linked = decided(&roll);
    let matches: Vec<_> = linked.pairs.iter().filter(|pair| pair.verdict == Verdict::Match).collect();
    let right = matches.iter().filter(|pair| pair.a % 2 == 0 && pair.b == pair.a + 1).count();
    assert!(right >= 390 && matches.len() - right <= 4, "{right} of {}", matches.len());
}

#[test]
fn the_reasons_name_what_agrees_and_what_it_is_worth() {
    let other =
        Known { born: Born::on(1991, 1, 1), ..again(&mohamed(), "محمد", "العمراني", "+399111111111") };
    let file = File::of(1_000).with(&[mohamed(), other]);
    let (roll, a) = (file.roll(), file.people.len() as u32 - 2);
    let linkage = Linkage::learn(&roll, work(2));
    let reasons = linkage.explain(a, a + 1);
    let of = |part: Part| reasons.iter().find(|reason| reason.aspect == Aspect::Known(part)).copied();
    let (name, birth) = (of(Part::Name).unwrap(), of(Part::Birth).unwrap());
    assert_eq!((name.how, birth.how), (How::OtherScript, How::FirstOfJanuary));
    assert!(name.bits > 1.0 && birth.bits > 1.0, "{reasons:?}");
    assert!(of(Part::Phone).unwrap().bits < 0.0, "another telephone speaks against, a little");
    assert_eq!(of(Part::Document), None, "one desk did not ask for it");
    assert_eq!(linkage.explain(a + 1, a), reasons);
}

#[test]
fn the_thresholds_say_what_is_expected_of_them() {
    let linked = decided(&File::of(2_000).roll());
    let chosen = linked.thresholds;
    assert!((chosen.match_from - chosen.f1 as f32 / 2.0).abs() < 1e-6, "half of the F1: {chosen:?}");
    assert!(chosen.review_from <= chosen.match_from);
    assert!((300.0..500.0).contains(&chosen.pairs_of_one), "{chosen:?}");
    assert!(linked.pairs.iter().all(|pair| pair.a < pair.b && (0.0..=1.0).contains(&pair.score)));
}

#[test]
fn no_file_is_too_small() {
    for people in [&[][..], &[mohamed()], &[mohamed(), mohamed()], &[Known::default(), Known::default()]] {
        let mut roll = Roll::new(0);
        people.iter().for_each(|known| roll.add(known, &[]));
        assert!(decided(&roll).pairs.len() <= 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_in_a_file_every_pair_comes_once_and_clusters_are_whole(
        rows in prop::collection::vec((0..5_usize, 0..5_usize, prop::option::of(0..3_u8), any::<String>(), "[A-C]{0,1}[0-9]{0,6}"), 0..60),
    ) {
        let mut roll = Roll::new(1);
        for (given, family, day, text, number) in &rows {
            let known = Known {
                born: day.and_then(|day| Born::on(1990, 1 + day, 1 + day)),
                documents: vec![number.clone()],
                ..named(GIVEN[*given], FAMILY[*family])
            };
            roll.add(&known, &[text]);
        }
        let linked = decided(&roll);
        let mut places: Vec<(u32, u32)> = linked.pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        let all = places.len();
        places.dedup();
        prop_assert_eq!(places.len(), all);
        let matched: Vec<(u32, u32)> =
            linked.pairs.iter().filter(|pair| pair.verdict == Verdict::Match).map(|pair| (pair.a, pair.b)).collect();
        for (a, b) in &matched {
            for (c, d) in &matched {
                if b == c {
                    prop_assert!(matched.contains(&(*a, *d)), "{a} {b} {d}");
                }
            }
        }
    }
}
