//! What to ask next, and what would have to be different for another answer.

use std::collections::BTreeSet;

use crate::{
    graph::{Node, Op},
    missing::{Missing, MissingRoom},
    pack::{Fact, MET, Meaning, NOT_MET, Pack, Question},
    program::Steps,
    single::{Sheet, Told},
    value::{Cell, Kind, NONE, SUM_MOST, UNKNOWN, kept},
};

/// A conversation: what is wanted, what was told, and what the person does not know or does not want to say.
#[derive(Debug)]
pub struct Conversation<'a> {
    sheet: Sheet<'a>,
    questions: Vec<&'a Question>,
    declined: BTreeSet<Missing>,
    room: MissingRoom,
}

/// A question that is open, and what can still change its outcome.
#[derive(Debug)]
struct Open<'a> {
    question: &'a Question,
    needs: Vec<Missing>,
}

impl<'a> Conversation<'a> {
    /// Begins with what is known already. The questions are those that are wanted.
    #[must_use]
    pub fn new(pack: &'a Pack, questions: Vec<&'a Question>, told: Told, today: i64) -> Self {
        let sheet = Sheet::of(pack, told, today);
        Self { sheet, questions, declined: BTreeSet::new(), room: MissingRoom::default() }
    }

    /// What is asked next: of all that can still change an open outcome, what is least sensitive and cheapest to
    /// know. None: nothing that could be asked changes anything.
    #[must_use]
    pub fn to_ask(&mut self) -> Option<Missing> {
        let open = self.open();
        let mut needed: Vec<Missing> = open.iter().flat_map(|open| &open.needs).copied().collect();
        self.sheet.put_in_order(&mut needed, &mut self.room.needed);
        let mut trial = None;
        let mut looked_at = BTreeSet::new();
        let mut asked = |missing: &Missing, room: &mut MissingRoom| {
            looked_at.insert(*missing)
                && !matches!(missing, Missing::Parameter(..))
                && !self.declined.contains(missing)
                && can_matter(&open, *missing, trial.get_or_insert_with(|| self.sheet.clone()), room)
        };
        let mut next = needed.into_iter().find(|missing| asked(missing, &mut self.room))?;
        // What it follows from goes before, as long as that is gentler to ask; each step is less sensitive.
        loop {
            let gentler = self.sheet.gentler(next, &mut self.room);
            match gentler.into_iter().find(|missing| asked(missing, &mut self.room)) {
                Some(before) => next = before,
                None => return Some(next),
            }
        }
    }

    /// The open questions that an answer could change.
    #[must_use]
    pub fn wanted_for(&mut self, missing: Missing) -> Vec<&'a Question> {
        let open = self.open();
        let (sheet, room) = (&self.sheet, &mut self.room);
        let mut needs = |open: &Open<'a>| {
            open.needs.iter().any(|other| *other == missing || leads_to(sheet, missing, *other, room))
        };
        open.iter().filter(|open| needs(open)).map(|open| open.question).collect()
    }

    fn open(&mut self) -> Vec<Open<'a>> {
        let open = self.questions.iter().filter(|question| self.sheet.cell(question.node) == UNKNOWN);
        open.map(|question| Open { question, needs: self.sheet.missing(question.loose, &mut self.room) }).collect()
    }

    /// Takes an answer.
    pub fn told(&mut self, told: Told) {
        let today = self.sheet.today;
        self.sheet.turn_to(told, today);
    }

    /// Takes "I don't know" or "I prefer not to say": it stays unknown and is not asked again.
    pub fn declined(&mut self, missing: Missing) {
        self.declined.insert(missing);
    }

    /// What is known by now, and what it comes to.
    #[must_use]
    pub const fn sheet(&self) -> &Sheet<'a> {
        &self.sheet
    }
}

/// Whether the one fact is asked so that the other may follow from it.
fn leads_to<'a>(sheet: &Sheet<'a>, source: Missing, fact: Missing, room: &mut MissingRoom) -> bool {
    let gentler = sheet.gentler(fact, room);
    gentler.contains(&source) || gentler.into_iter().any(|between| leads_to(sheet, source, between, room))
}

/// Whether a fact can change an open outcome whatever the word of any other fact that is needed: the age that only one
/// permit asks for does not matter where that permit is settled without it. The trial is the sheet, before and after.
fn can_matter<'a>(open: &[Open<'a>], missing: Missing, trial: &mut Sheet<'a>, room: &mut MissingRoom) -> bool {
    let mut needed_by = open.iter().filter(|open| open.needs.contains(&missing)).peekable();
    // What is asked so that another may follow from it.
    needed_by.peek().is_none() || needed_by.any(|open| !settled_without(open, missing, trial, room))
}

/// Whether, for some other fact that a question needs, no word of it leaves this one needed.
fn settled_without<'a>(open: &Open<'a>, missing: Missing, trial: &mut Sheet<'a>, room: &mut MissingRoom) -> bool {
    let Open { question, needs } = open;
    let pack = trial.pack;
    needs.iter().filter(|other| **other != missing).any(|other| {
        let Missing::Fact(at) = *other else { return false };
        let words = match pack.facts.get(at as usize).map(|fact| &fact.kind) {
            Some(Kind::YesNo) => vec![0, 1],
            Some(Kind::Word(words)) => (0..i64::try_from(words.len()).unwrap_or_default()).chain([NONE]).collect(),
            _ => return false,
        };
        let reached = trial.reached(question, at);
        let mut with = |word: Cell| {
            trial.told.set(at as usize, word);
            trial.again(&reached);
            trial.missing(question.loose, room).contains(&missing)
        };
        let settled = !words.into_iter().any(&mut with);
        with(UNKNOWN);
        settled
    })
}

/// A sum that would have to be another.
#[derive(Clone, Copy, Debug)]
pub struct Otherwise<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// What it is, in cents.
    pub is: Cell,
    /// What it would have to be, in cents.
    pub would_be: Cell,
}

/// By how much a sum is changed to see how what is counted from it moves: a hundred cents a month.
const MOVED: Cell = 1_200;

impl<'a> Sheet<'a> {
    /// The nearest other value of one sum with which a question that is not met would be; with a cent less of the
    /// change it would not. None where no sum decides by itself. Nothing but sums is tried: what a person is, lives
    /// with or lived through is nothing to be told as a way.
    #[must_use]
    pub fn otherwise(&self, question: &Question) -> Option<Otherwise<'a>> {
        self.was_asked(question);
        if self.cell(question.node) != NOT_MET {
            return None;
        }
        let mut trial = None;
        let sums = question.reach.iter().filter_map(|node| match self.pack.graph.op(*node) {
            Op::Fact(at) => {
                let fact = self.pack.facts.get(*at as usize).filter(|fact| fact.kind == Kind::Money)?;
                let is = self.told.fact(*at as usize);
                (is > NONE).then_some((*at, fact, is))
            }
            _ => None,
        });
        let found = sums.filter_map(|(at, fact, is)| {
            let trial = trial.get_or_insert_with(|| self.clone());
            let would_be = Sum { at, is, reached: self.reached(question, at), sheet: self, trial }.nearest(question)?;
            Some(Otherwise { fact, is, would_be })
        });
        found.min_by_key(|otherwise| (otherwise.would_be - otherwise.is).abs())
    }

    /// What a question computes from a fact.
    fn reached(&self, question: &Question, fact: u32) -> Steps {
        let sources = &self.pack.sources;
        let fact = sources.fact(fact as usize);
        self.pack.program.steps(question.reach.iter().copied().filter(|node| sources.has(*node, fact)).collect())
    }
}

/// A sum that is tried with other values.
struct Sum<'s, 'a> {
    at: u32,
    is: Cell,
    reached: Steps,
    sheet: &'s Sheet<'a>,
    /// As the sheet, but for this sum.
    trial: &'s mut Sheet<'a>,
}

impl Sum<'_, '_> {
    fn nearest(mut self, question: &Question) -> Option<Cell> {
        let turns = self.turns();
        let found = turns.into_iter().find(|value| self.is_met(question, *value));
        let nearest = found.map(|found| {
            // Somewhere on the way there it turns.
            let (mut not, mut met) = (self.is, found);
            while (met - not).abs() > 1 {
                let middle = not + (met - not) / 2;
                if self.is_met(question, middle) {
                    met = middle;
                } else {
                    not = middle;
                }
            }
            met
        });
        self.try_with(self.is);
        nearest
    }

    fn try_with(&mut self, value: Cell) {
        self.trial.told.set(self.at as usize, value);
        self.trial.again(&self.reached);
    }

    fn is_met(&mut self, question: &Question, value: Cell) -> bool {
        self.try_with(value);
        self.trial.cell(question.node) == MET
    }

    /// Values at which a comparison turns, if its sides move as they move for a small change; the nearest first.
    fn turns(&mut self) -> Vec<Cell> {
        self.try_with(self.is + MOVED);
        let graph = &self.sheet.pack.graph;
        let gap = |sheet: &Sheet<'_>, one: Node, other: Node| {
            let (left, right) = (sheet.cell(one), sheet.cell(other));
            (left > NONE && right > NONE).then(|| left - right)
        };
        let mut found = Vec::new();
        for node in self.reached.nodes().filter(|node| graph.list_of(*node).is_none()) {
            let Op::Compare(_, one, other) = graph.op(node) else { continue };
            let gaps = gap(self.sheet, *one, *other).zip(gap(self.trial, *one, *other));
            let Some((now, moved)) = gaps.map(|(now, then)| (now, then - now)).filter(|(_, moved)| *moved != 0) else {
                continue;
            };
            let turn = self.is - kept(now.saturating_mul(MOVED)).div_euclid(moved);
            found.extend([turn - 1, turn, turn + 1]);
        }
        found.retain(|value| (0..=SUM_MOST).contains(value) && *value != self.is);
        found.sort_unstable_by_key(|value| ((value - self.is).abs(), *value));
        found.dedup();
        found
    }
}

impl Pack {
    /// What a name of the facts stands for, if there is such a fact or list.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<Missing> {
        match self.names.get(name)? {
            Meaning::Fact(at) => Some(Missing::Fact(*at)),
            Meaning::List(at) => Some(Missing::List(*at)),
            _ => None,
        }
    }
}
