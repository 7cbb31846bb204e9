//! What must hold for every person, tried on the national pack with people drawn from a seed.

use ground::Dice;

use crate::{
    ask::Conversation,
    calendar,
    graph::Op,
    missing::Missing,
    pack::{Pack, Question, REFER},
    people::national,
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
        while let Some(next) = talk.next() {
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

#[test]
fn what_is_asked_tells_people_apart() {
    let pack = national();
    let mut people = People::new(&pack, SEED + 3);
    let (mut asked_for, mut idle) = (0, std::collections::BTreeMap::new());
    for _ in 0..100 {
        let question = &pack.questions()[usize::try_from(people.dice.below(pack.questions().len() as u64)).unwrap()];
        let known = people.person(70);
        let talk = Conversation::new(&pack, vec![question], known, people.today);
        let Some(Missing::Fact(asked)) = talk.next() else { continue };
        asked_for += 1;
        // Two people who differ in this fact alone, whatever else is not known yet, and are answered differently.
        let differs = (0..3_000).any(|_| {
            let mut full = people.person(0);
            // What follows from others is sometimes left to follow.
            for (at, fact) in pack.facts().iter().enumerate() {
                if matches!(pack.graph.op(fact.node), Op::Else(..)) && people.dice.below(2) == 0 {
                    full.set(at, UNKNOWN);
                }
            }
            for at in 0..pack.facts().len() {
                let known = talk.sheet().told().fact(at);
                if known != UNKNOWN {
                    full.set(at, known);
                }
            }
            for at in 0..pack.lists().len() {
                if let Some(records) = talk.sheet().told().list(at) {
                    let filled = records
                        .iter()
                        .map(|record| {
                            record
                                .iter()
                                .zip(&pack.lists()[at].fields)
                                .map(|(cell, (_, kind))| if *cell == UNKNOWN { people.value(kind) } else { *cell })
                                .collect()
                        })
                        .collect();
                    full.set_list(at, Some(filled));
                }
            }
            let kind = &pack.facts()[asked as usize].kind;
            let (one, other) = (people.value(kind), people.value(kind));
            full.set(asked as usize, one);
            let first = Sheet::of(&pack, full.clone(), people.today).cell(question.node);
            full.set(asked as usize, other);
            first != Sheet::of(&pack, full, people.today).cell(question.node)
        });
        // Or its answer settles another fact that would have to be asked.
        let settles = (0..60).any(|_| {
            let mut more = talk.sheet().told().clone();
            more.set(asked as usize, people.value(&pack.facts()[asked as usize].kind));
            let after = Sheet::of(&pack, more, people.today);
            talk.sheet().missing(question.loose).iter().any(|other| match other {
                Missing::Fact(at) => *at != asked && after.cell(pack.facts()[*at as usize].node) != UNKNOWN,
                _ => false,
            })
        });
        if !differs && !settles {
            *idle.entry((question.name.clone(), pack.facts()[asked as usize].name.clone())).or_insert(0) += 1;
        }
    }
    // Where only few people differ, as at one cent of one threshold, the draw does not find them.
    let (never, total): (i32, i32) = (idle.values().sum(), asked_for);
    assert!(total > 40 && never * 10 <= total, "of {total} asked, no two people were found for {idle:?}");
}
