//! A change touches only what it can reach: which nodes depend on a fact, a list, a dated figure or the day, and
//! who is due when days go by.

use std::collections::BTreeMap;

use crate::{
    calendar::DayNumber,
    graph::Node,
    pack::{Pack, Question},
    program::Steps,
    single::Sheet,
    value::Cell,
};

/// What every fact, list and dated figure reaches, and the day; made once for a pack.
#[derive(Debug)]
pub struct Reach {
    facts: Vec<Reached>,
    lists: Vec<Reached>,
    parameters: Vec<Reached>,
    day: Reached,
}

/// What depends on one thing.
#[derive(Clone, Debug, Default)]
pub struct Reached {
    steps: Steps,
    questions: Vec<usize>,
}

impl Reached {
    /// The questions whose answers can be others, by their places in the pack.
    #[must_use]
    pub fn questions(&self) -> &[usize] {
        &self.questions
    }
}

impl Reach {
    /// Walks the graph of a pack once.
    #[must_use]
    pub fn of(pack: &Pack) -> Self {
        let sources = &pack.sources;
        let mut all = vec![Reached::default(); sources.len()];
        for (at, reached) in all.iter_mut().enumerate() {
            let depends = |node: &Node| sources.has(*node, at);
            reached.steps = pack.program.steps(pack.graph.nodes().map(|(node, _)| node).filter(depends).collect());
            let reaches = |(_, question): &(usize, &Question)| question.roots().iter().any(depends);
            reached.questions = pack.questions.iter().enumerate().filter(reaches).map(|(place, _)| place).collect();
        }
        let day = all.pop().unwrap_or_default();
        let parameters = all.split_off(sources.figure(0));
        let lists = all.split_off(sources.list(0));
        Self { facts: all, lists, parameters, day }
    }

    /// What a fact reaches.
    #[must_use]
    pub fn fact(&self, at: usize) -> Option<&Reached> {
        self.facts.get(at)
    }

    /// What a list reaches.
    #[must_use]
    pub fn list(&self, at: usize) -> Option<&Reached> {
        self.lists.get(at)
    }

    /// What a dated figure reaches.
    #[must_use]
    pub fn parameter(&self, at: usize) -> Option<&Reached> {
        self.parameters.get(at)
    }

    /// What the day reaches.
    #[must_use]
    pub const fn day(&self) -> &Reached {
        &self.day
    }
}

impl Sheet<'_> {
    /// Changes a fact, and with it only what it reaches.
    pub fn tell(&mut self, reach: &Reach, fact: usize, value: Cell) {
        if self.told.fact(fact) != value
            && let Some(reached) = reach.fact(fact)
        {
            self.told.set(fact, value);
            self.again(&reached.steps);
        }
    }

    /// Changes the records of a list, and with them only what they reach.
    pub fn tell_list(&mut self, reach: &Reach, list: usize, records: Option<Vec<Vec<Cell>>>) {
        if let Some(reached) = reach.list(list) {
            self.told.set_list(list, records);
            self.again(&reached.steps);
        }
    }

    /// Goes to another day; only what depends on the day is computed.
    pub fn go_to(&mut self, reach: &Reach, today: DayNumber) {
        if self.today != today {
            self.today = today;
            self.again(&reach.day.steps);
        }
    }
}

/// Who must be looked at again, and when: each person with the next day on which an answer changes by itself.
#[derive(Clone, Debug, Default)]
pub struct Due {
    days: BTreeMap<DayNumber, Vec<u32>>,
    /// The day that holds for each person; older entries in `days` count no more.
    next: Vec<Option<DayNumber>>,
}

impl Due {
    /// Notes the next day of a person; none: nothing changes by itself.
    pub fn note(&mut self, person: u32, day: Option<DayNumber>) {
        let at = person as usize;
        if self.next.len() <= at {
            self.next.resize(at + 1, None);
        }
        if let Some(next) = self.next.get_mut(at)
            && *next != day
        {
            *next = day;
            if let Some(day) = day {
                self.days.entry(day).or_default().push(person);
            }
        }
    }

    /// The next day of a person.
    #[must_use]
    pub fn next(&self, person: u32) -> Option<DayNumber> {
        self.next.get(person as usize).copied().flatten()
    }

    /// Takes out everybody who is due by a day, each once. The cost is that of those due; whoever is not noted
    /// again is not due any more.
    pub fn take(&mut self, today: DayNumber) -> Vec<u32> {
        let later = self.days.split_off(&(today + 1));
        let mut due = Vec::new();
        for (day, persons) in std::mem::replace(&mut self.days, later) {
            for person in persons {
                if let Some(next) = self.next.get_mut(person as usize)
                    && *next == Some(day)
                {
                    *next = None;
                    due.push(person);
                }
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use ground::Dice;

    use super::*;
    use crate::{calendar, single::Told, value::UNKNOWN};

    use crate::people::{Known, Lines, national, person};

    fn all(sheet: &Sheet<'_>) -> Vec<(Cell, Vec<Option<Vec<Cell>>>)> {
        let rows = |node: Node| {
            let list = sheet.pack.graph.list_of(node)?;
            let records = sheet.told.list(list as usize).map_or(0, <[_]>::len);
            Some((0..records).map(|record| sheet.cell_in(node, Some(record))).collect())
        };
        sheet.pack.graph.nodes().map(|(node, _)| (sheet.cell(node), vec![rows(node)])).collect()
    }

    #[test]
    fn a_change_gives_what_starting_anew_gives() {
        let pack = national();
        let reach = Reach::of(&pack);
        let dice = Dice::seeded(11);
        let mut today = calendar::parse("2026-03-01").unwrap();
        let lines = Lines::of(&pack, today);
        let mut sheet = Sheet::of(&pack, person(&pack, &lines, &dice, Known::Any), today);
        for step in 0..400 {
            let other = person(&pack, &lines, &dice, Known::Any);
            match dice.below(4) {
                0 => {
                    today += i64::try_from(dice.below(200)).unwrap() - 60;
                    sheet.go_to(&reach, today);
                }
                1 => {
                    let list = usize::try_from(dice.below(pack.lists.len() as u64)).unwrap();
                    sheet.tell_list(&reach, list, other.list(list).map(<[_]>::to_vec));
                }
                _ => {
                    let fact = usize::try_from(dice.below(pack.facts.len() as u64)).unwrap();
                    sheet.tell(&reach, fact, other.fact(fact));
                }
            }
            let anew = Sheet::of(&pack, sheet.told.clone(), today);
            assert_eq!(all(&sheet), all(&anew), "step {step}");
        }
    }

    #[test]
    fn a_question_that_is_not_reached_stays_as_it_is() {
        let pack = national();
        let reach = Reach::of(&pack);
        let at = |name: &str| pack.facts.iter().position(|fact| fact.name == name).unwrap();
        let reached = reach.fact(at("pregnant")).unwrap();
        assert!((1..20).contains(&reached.questions().len()), "{:?}", reached.questions());
        let today = calendar::parse("2026-11-23").unwrap();
        let (dice, lines) = (Dice::seeded(3), Lines::of(&pack, today));
        for _ in 0..60 {
            let told = person(&pack, &lines, &dice, Known::Any);
            let before = Sheet::of(&pack, told.clone(), today);
            for value in [0, 1, UNKNOWN] {
                let mut after = before.clone();
                after.tell(&reach, at("pregnant"), value);
                for (place, question) in pack.questions.iter().enumerate() {
                    if !reached.questions().contains(&place) {
                        assert_eq!(after.values(question), before.values(question));
                        assert_eq!(after.outcome_word(question), before.outcome_word(question));
                    }
                }
            }
        }
    }

    #[test]
    fn only_those_due_are_taken_and_each_once() {
        let mut due = Due::default();
        due.note(0, Some(10));
        due.note(1, Some(12));
        due.note(2, None);
        due.note(3, Some(10));
        due.note(3, Some(30));
        due.note(1, Some(11));
        due.note(1, Some(12));
        assert_eq!(due.next(1), Some(12));
        assert_eq!(due.take(9), [0_u32; 0]);
        assert_eq!(due.take(12), [0, 1]);
        assert_eq!(due.take(12), [0_u32; 0]);
        assert_eq!((due.next(0), due.next(3)), (None, Some(30)));
        assert_eq!(due.take(100), [3]);
    }

    #[test]
    fn a_night_that_looks_only_at_those_due_misses_no_change() {
        let pack = national();
        let reach = Reach::of(&pack);
        let start = calendar::parse("2026-11-23").unwrap();
        let (dice, lines) = (Dice::seeded(21), Lines::of(&pack, start));
        let people: Vec<Told> = (0..6).map(|_| person(&pack, &lines, &dice, Known::Any)).collect();
        let mut due = Due::default();
        let mut sheets: Vec<Sheet<'_>> = people.iter().map(|told| Sheet::of(&pack, told.clone(), start)).collect();
        let answers = |sheet: &Sheet<'_>| -> Vec<Vec<Cell>> {
            pack.questions.iter().map(|question| sheet.state(question)).collect()
        };
        let mut known: Vec<_> = sheets.iter().map(answers).collect();
        for (person, sheet) in (0..).zip(&sheets) {
            due.note(person, sheet.horizons().into_iter().flatten().min());
        }
        let mut looked = 0;
        for day in start + 1..start + 150 {
            for person in due.take(day) {
                let sheet = &mut sheets[person as usize];
                sheet.go_to(&reach, day);
                known[person as usize] = answers(sheet);
                due.note(person, sheet.horizons().into_iter().flatten().min());
                looked += 1;
            }
            for (told, known) in people.iter().zip(&known) {
                assert_eq!(&answers(&Sheet::of(&pack, told.clone(), day)), known, "on {}", calendar::write(day));
            }
        }
        assert!(looked > 5 && looked < 6 * 150 / 2, "{looked} looks");
    }
}
