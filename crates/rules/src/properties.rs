//! What must hold for every person, tried on the national pack with people drawn from a seed.

use std::collections::{BTreeMap, BTreeSet};

use ground::Dice;

use crate::{
    ask::{Conversation, Otherwise},
    calendar,
    graph::Op,
    missing::{Missing, MissingRoom},
    pack::{Pack, Question, REFER},
    people::national,
    reason::{Ground, Reason},
    single::{Sheet, Told},
    value::{Cell, Kind, NONE, UNKNOWN},
};

/// People whose facts lie where the law changes.
pub(crate) struct People<'a> {
    pack: &'a Pack,
    dice: Dice,
    figures: Vec<Cell>,
    days: Vec<Cell>,
    today: i64,
}

impl<'a> People<'a> {
    pub(crate) fn new(pack: &'a Pack, seed: u64) -> Self {
        let (mut figures, mut days) = (vec![0, 1, 18, 65, 67], vec![]);
        for row in pack.parameters().iter().flat_map(|parameter| &parameter.rows) {
            days.extend(row.from);
            days.extend(row.until);
            if row.value.abs() < 1 << 40 {
                figures.push(row.value);
            }
        }
        Self { pack, dice: Dice::seeded(seed), figures, days, today: calendar::number_of(2026, 11, 23) }
    }

    fn pick(&mut self, from: &[Cell]) -> Cell {
        from[usize::try_from(self.dice.below(from.len() as u64)).unwrap()]
    }

    fn near(&mut self) -> i64 {
        i64::try_from(self.dice.below(3)).unwrap() - 1
    }

    fn day(&mut self) -> Cell {
        match self.dice.below(4) {
            0 => {
                let days = self.days.clone();
                self.pick(&days) + self.near()
            }
            1 => {
                let months = i64::try_from(self.dice.below(240)).unwrap();
                calendar::plus_months(self.today, -months) + self.near()
            }
            2 => self.today + i64::try_from(self.dice.below(400)).unwrap() - 200,
            _ => calendar::plus_months(self.today, -i64::try_from(self.dice.below(90 * 12)).unwrap()) + self.near(),
        }
    }

    fn value(&mut self, kind: &Kind) -> Cell {
        if self.dice.below(16) == 0 && *kind != Kind::YesNo {
            return NONE;
        }
        match kind {
            Kind::YesNo => i64::try_from(self.dice.below(2)).unwrap(),
            Kind::Number => match self.dice.below(3) {
                // A year, as those of incomes.
                2 => 2023 + i64::try_from(self.dice.below(4)).unwrap(),
                0 => i64::try_from(self.dice.below(80)).unwrap(),
                _ => {
                    let figures: Vec<Cell> = self.figures.iter().copied().filter(|figure| *figure < 1000).collect();
                    (self.pick(&figures) + self.near()).max(0)
                }
            },
            Kind::Money | Kind::Decimal => {
                let figures = self.figures.clone();
                (self.pick(&figures) * i64::try_from(1 + self.dice.below(2)).unwrap() + self.near()).max(0)
            }
            Kind::Date => self.day(),
            Kind::Country => {
                kind.read(["EG", "RO", "UA", "XX", "IT"][usize::try_from(self.dice.below(5)).unwrap()]).unwrap()
            }
            Kind::Word(words) => {
                let word = &words[usize::try_from(self.dice.below(words.len() as u64)).unwrap()];
                kind.read(word).unwrap()
            }
            Kind::Words(words) => i64::try_from(self.dice.below(1 << words.len().min(20))).unwrap(),
            Kind::Span => UNKNOWN,
        }
    }

    fn records(&mut self, list: usize, unknowns: u64) -> Vec<Vec<Cell>> {
        let kinds: Vec<Kind> = self.pack.lists()[list].fields.iter().map(|(_, kind)| kind.clone()).collect();
        let year = self.pack.lists()[list].fields.iter().position(|(name, _)| name == "year");
        if let (Some(year), 0) = (year, self.dice.below(2)) {
            // Three years one after the other with the same sum, as incomes are.
            let amount = 1_000_000 + i64::try_from(self.dice.below(2_000_000)).unwrap();
            return (2023..2026)
                .map(|number| (0..kinds.len()).map(|at| if at == year { number } else { amount }).collect())
                .collect();
        }
        let many = self.dice.below(5);
        (0..many)
            .map(|_| {
                let one = |kind: &Kind| if self.dice.below(100) < unknowns { UNKNOWN } else { self.value(kind) };
                kinds.iter().map(one).collect()
            })
            .collect()
    }

    /// A person of whom each fact is unknown so many times in a hundred.
    pub(crate) fn person(&mut self, unknowns: u64) -> Told {
        let mut told = Told::nothing(self.pack);
        for (at, fact) in self.pack.facts().iter().enumerate() {
            if self.dice.below(100) >= unknowns {
                let value = self.value(&fact.kind);
                told.set(at, value);
            }
        }
        for at in 0..self.pack.lists().len() {
            if self.dice.below(100) >= unknowns {
                let records = self.records(at, unknowns / 2);
                told.set_list(at, Some(records));
            }
        }
        told
    }

    pub(crate) fn day_asked(&mut self) -> i64 {
        match self.dice.below(3) {
            0 => self.today,
            1 => self.day().clamp(calendar::number_of(2017, 1, 1), calendar::number_of(2030, 1, 1)),
            _ => self.today + i64::try_from(self.dice.below(800)).unwrap() - 400,
        }
    }

    /// Something that is unknown is told; facts that follow from others are told as they follow.
    fn learn(&mut self, sheet: &Sheet, missing: Missing) -> Option<Told> {
        let mut told = sheet.told().clone();
        match missing {
            Missing::Fact(at) => {
                let fact = &self.pack.facts()[at as usize];
                let value = self.value(&fact.kind);
                let follows = sheet.cell(fact.node);
                told.set(at as usize, if follows == UNKNOWN { value } else { follows });
            }
            Missing::List(at) => {
                let records = self.records(at as usize, 20);
                told.set_list(at as usize, Some(records));
            }
            Missing::Field(at, record, field) => {
                let kind = self.pack.lists()[at as usize].fields[field as usize].1.clone();
                let value = self.value(&kind);
                let mut records = told.list(at as usize)?.to_vec();
                records[record][field as usize] = value;
                told.set_list(at as usize, Some(records));
            }
            Missing::Parameter(..) => return None,
        }
        Some(told)
    }
}

const SEED: u64 = 20_261_123;

#[test]
fn adding_a_fact_never_turns_one_certain_answer_into_another() {
    let pack = national();
    let mut people = People::new(&pack, SEED);
    for _ in 0..1_500 {
        let (person, today) = (people.person(60), people.day_asked());
        let before = Sheet::of(&pack, person, today);
        let unknown: Vec<Missing> = (0_u32..)
            .zip(pack.facts())
            .filter(|(at, _)| before.told().fact(*at as usize) == UNKNOWN)
            .map(|(at, _)| Missing::Fact(at))
            .chain(
                (0_u32..)
                    .zip(pack.lists())
                    .filter(|(at, _)| before.told().list(*at as usize).is_none())
                    .map(|(at, _)| Missing::List(at)),
            )
            .collect();
        let learned = unknown[usize::try_from(people.dice.below(unknown.len() as u64)).unwrap()];
        let Some(told) = people.learn(&before, learned) else { continue };
        // A fact that contradicts what follows for another is no more knowledge of the same person.
        let after = Sheet::of(&pack, told, today);
        if contradicts(&pack, &before, &after) {
            continue;
        }
        for question in pack.questions() {
            let (was, is) = (before.cell(question.node), after.cell(question.node));
            assert!(
                was == is || was == UNKNOWN || was == REFER,
                "{}: {} became {} with {} on {}; {}",
                question.name,
                before.outcome_word(question),
                after.outcome_word(question),
                before.missing_name(learned),
                calendar::write(today),
                serde_json::Value::Object(after.told().json(&pack)),
            );
        }
    }
}

fn contradicts(pack: &Pack, before: &Sheet, after: &Sheet) -> bool {
    pack.facts().iter().any(|fact| {
        let Op::Else(own, follows) = pack.graph.op(fact.node) else { return false };
        let clash = |sheet: &Sheet| {
            let (own, follows) = (sheet.cell(*own), sheet.cell(*follows));
            own != UNKNOWN && follows != UNKNOWN && own != follows
        };
        clash(after) || clash(before)
    })
}

/// The outcome and every value that does not change daily.
fn shown(sheet: &Sheet, question: &Question) -> (String, Vec<String>) {
    let running: Vec<&str> =
        question.values.iter().filter(|value| value.running).map(|value| value.name.as_str()).collect();
    let values = sheet.values(question).into_iter().filter(|value| !running.contains(&value.name()));
    (
        sheet.outcome_word(question).to_owned(),
        values.map(|value| format!("{}={}", value.name(), value.json())).collect(),
    )
}

#[test]
fn the_horizon_is_the_first_day_on_which_the_answer_is_another() {
    let pack = national();
    let mut people = People::new(&pack, SEED + 1);
    let (mut seen, mut none) = (0, 0);
    for _ in 0..60 {
        let (person, today) = (people.person(25), people.day_asked());
        let sheet = Sheet::of(&pack, person.clone(), today);
        for question in pack.questions() {
            let now = shown(&sheet, question);
            let on = |day: i64| shown(&Sheet::of(&pack, person.clone(), day), question);
            let told = || {
                format!(
                    "{} on {}: {}",
                    question.name,
                    calendar::write(today),
                    serde_json::Value::Object(person.json(&pack))
                )
            };
            let last = match sheet.horizon(question) {
                Some(horizon) => {
                    seen += 1;
                    assert!(horizon > today);
                    assert_ne!(on(horizon), now, "{} is not another on {}", told(), calendar::write(horizon));
                    assert_eq!(on(horizon - 1), now, "{} is another before {}", told(), calendar::write(horizon));
                    horizon
                }
                None => {
                    none += 1;
                    today + 40_000
                }
            };
            for _ in 0..4 {
                let day = today + i64::try_from(people.dice.below(u64::try_from(last - today).unwrap())).unwrap();
                assert_eq!(on(day), now, "{} is another on {}", told(), calendar::write(day));
            }
        }
    }
    assert!(seen > 100 && none > 100, "{seen} horizons, {none} without");
}

#[test]
fn the_sum_that_is_told_turns_the_answer_and_one_step_less_does_not() {
    let pack = national();
    let mut people = People::new(&pack, 53);
    let mut found = 0;
    for _ in 0..400 {
        let today = people.day_asked();
        let sheet = Sheet::of(&pack, people.person(0), today);
        for question in pack.questions() {
            let Some(otherwise) = sheet.otherwise(question) else { continue };
            let at = pack.facts.iter().position(|fact| fact.name == otherwise.fact.name).unwrap();
            let with = |value: Cell| {
                let mut told = sheet.told().clone();
                told.set(at, value);
                Sheet::of(&pack, told, today).outcome_word(question).to_owned()
            };
            let Otherwise { fact, is, would_be } = otherwise;
            assert_eq!(
                (with(is), with(would_be)),
                ("not_met".into(), "met".into()),
                "{} of {}",
                fact.name,
                question.name
            );
            let step = (would_be - is).signum();
            assert_ne!(with(would_be - step), "met", "{} of {}", fact.name, question.name);
            found += 1;
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn asking_ends_and_asks_nothing_twice_and_nothing_that_is_known() {
    let pack = national();
    let mut people = People::new(&pack, SEED + 2);
    for round in 0..120 {
        let wanted: Vec<&Question> = if round % 3 == 0 {
            pack.questions().iter().collect()
        } else {
            vec![&pack.questions()[usize::try_from(people.dice.below(pack.questions().len() as u64)).unwrap()]]
        };
        let start = if round % 2 == 0 { Told::nothing(&pack) } else { people.person(80) };
        let mut talk = Conversation::new(&pack, wanted, start, people.today);
        let mut asked = Vec::new();
        while let Some(next) = talk.to_ask() {
            assert!(!asked.contains(&next), "{} was asked twice", talk.sheet().missing_name(next));
            assert!(!talk.wanted_for(next).is_empty());
            asked.push(next);
            assert!(asked.len() < 900, "it does not end");
            match people.dice.below(5) {
                0 => talk.declined(next),
                _ => {
                    let told = people.learn(talk.sheet(), next).unwrap();
                    talk.told(told);
                }
            }
        }
    }
}

/// All of an answer, reasons too.
fn told(sheet: &Sheet<'_>, question: &Question) -> Vec<String> {
    fn tell(reason: &Reason<'_, '_>, into: &mut Vec<String>) {
        into.push(format!("{} {} {:?} {:?}", reason.name(), reason.value(), reason.slug(), reason.record()));
        for ground in reason.from() {
            match ground {
                Ground::Reason(below) => tell(&below, into),
                Ground::Fact(fact, cell) => into.push(format!("{} {cell}", fact.name)),
                Ground::Field { list, record, name, cell, .. } => {
                    into.push(format!("{} {record} {name} {cell}", list.name));
                }
                Ground::List(list, records) => into.push(format!("{} {records}", list.name)),
                Ground::Figure(figure, row) => into.push(format!("{} {}", figure.name, row.written)),
                Ground::Today => into.push("today".to_owned()),
            }
        }
        into.push("end".to_owned());
    }
    let answer = sheet.answer(question);
    let mut all = vec![format!(
        "{} {:?} {:?} {:?} {:?} {}",
        answer.outcome, answer.values, answer.rows, answer.sources, answer.missing, answer.review_overdue
    )];
    answer.because().iter().for_each(|reason| tell(reason, &mut all));
    let otherwise = sheet.otherwise(question).map(|otherwise| (&otherwise.fact.name, otherwise.would_be));
    all.push(format!("{:?} {otherwise:?}", sheet.horizon(question)));
    all
}

#[test]
fn one_question_is_answered_as_it_is_among_all() {
    let pack = national();
    let mut people = People::new(&pack, 91);
    for round in 0..60 {
        let (known, today) = (people.person([0, 20, 60][round % 3]), people.day_asked());
        let all = Sheet::of(&pack, known.clone(), today);
        for question in pack.questions() {
            let one = Sheet::of_questions(&pack, known.clone(), today, &[question]);
            assert_eq!(told(&one, question), told(&all, question), "{}", question.name);
            let page = pack.page_of(question).unwrap();
            // A text may name anything: each time others of all names.
            for name in pack.names.keys().skip(round).step_by(150) {
                assert_eq!(one.said(page, Some(question), None, name), all.said(page, Some(question), None, name));
            }
        }
    }
}

/// Fills in what else a question needs, so that it goes on needing what was asked, until nothing else is left; then two
/// answers to what was asked that lead to two outcomes. None: this way led nowhere.
fn tells_apart(people: &mut People<'_>, question: &Question, sheet: &Sheet<'_>, asked: Missing) -> Option<()> {
    let mut room = MissingRoom::default();
    let mut sheet = sheet.clone();
    let (pack, today) = (people.pack, sheet.today);
    for _ in 0..200 {
        let needs = sheet.missing(question.loose, &mut room);
        needs.contains(&asked).then_some(())?;
        let others: Vec<Missing> =
            needs.into_iter().filter(|other| *other != asked && !matches!(other, Missing::Parameter(..))).collect();
        if others.is_empty() {
            let outcomes: BTreeSet<Cell> = (0..400)
                .filter_map(|_| people.learn(&sheet, asked))
                .map(|told| Sheet::of(pack, told, today).cell(question.node))
                .filter(|outcome| *outcome != UNKNOWN)
                .collect();
            return (outcomes.len() > 1).then_some(());
        }
        let other = others[usize::try_from(people.dice.below(others.len() as u64)).unwrap()];
        let keeps_it = |told: &Told, room: &mut MissingRoom| {
            Sheet::of(pack, told.clone(), today).missing(question.loose, room).contains(&asked)
        };
        let told = (0..60).filter_map(|_| people.learn(&sheet, other)).find(|told| keeps_it(told, &mut room))?;
        sheet.turn_to(told, today);
    }
    None
}

#[test]
fn nothing_is_asked_that_cannot_matter() {
    let pack = national();
    let mut people = People::new(&pack, SEED + 3);
    let (mut asked_for, mut idle) = (0, BTreeMap::new());
    for round in 0..400 {
        let question = &pack.questions()[round % pack.questions().len()];
        let known = people.person([100, 90, 70, 40][round % 4]);
        let mut talk = Conversation::new(&pack, vec![question], known, people.today);
        let Some(asked) = talk.to_ask() else { continue };
        asked_for += 1;
        let apart = (0..150).any(|_| tells_apart(&mut people, question, talk.sheet(), asked).is_some());
        // Or its answer settles another fact that would have to be asked.
        let needs = talk.sheet().missing(question.loose, &mut MissingRoom::default());
        let settles = |people: &mut People<'_>| {
            let Some(told) = people.learn(talk.sheet(), asked) else { return false };
            let after = Sheet::of(&pack, told, people.today);
            needs.iter().any(|other| match other {
                Missing::Fact(at) => *other != asked && after.cell(pack.facts()[*at as usize].node) != UNKNOWN,
                _ => false,
            })
        };
        if !apart && !(0..60).any(|_| settles(&mut people)) {
            *idle.entry((question.name.clone(), talk.sheet().missing_name(asked))).or_insert(0) += 1;
        }
    }
    // Where two sums of one year are alike, or one cent decides, there is nobody or the draw does not find them.
    let never: usize = idle.values().sum();
    assert!(asked_for > 200 && never * 40 <= asked_for, "of {asked_for} asked, no two people were found for {idle:#?}");
}
