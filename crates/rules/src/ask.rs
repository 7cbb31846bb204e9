//! What to ask next, and what would have to be different for another answer.

use std::collections::BTreeSet;

use crate::{
    graph::Op,
    missing::Missing,
    pack::{MET, Meaning, Pack, Question},
    single::{Sheet, Told},
    value::{Cell, Kind, NONE, UNKNOWN},
};

/// A conversation: what is wanted, what was told, and what the person does not know or does not want to say.
#[derive(Debug)]
pub struct Conversation<'a> {
    sheet: Sheet<'a>,
    questions: Vec<&'a Question>,
    declined: BTreeSet<Missing>,
}

impl<'a> Conversation<'a> {
    /// Begins with what is known already. The questions are those that are wanted.
    #[must_use]
    pub fn new(pack: &'a Pack, questions: Vec<&'a Question>, told: Told, today: i64) -> Self {
        Self { sheet: Sheet::of(pack, told, today), questions, declined: BTreeSet::new() }
    }

    /// What is asked next: of all that can still change an open outcome, what is least sensitive and cheapest to
    /// know. None: nothing that could be asked changes anything.
    #[must_use]
    pub fn next(&self) -> Option<Missing> {
        let open = self.questions.iter().filter(|question| self.sheet.cell(question.node) == UNKNOWN);
        let needed: Vec<Missing> = open.flat_map(|question| self.sheet.missing(question.loose)).collect();
        let asked = |missing: &Missing| {
            !matches!(missing, Missing::Parameter(..)) && !self.declined.contains(missing) && self.can_matter(*missing)
        };
        let mut next = self.sheet.in_order(needed).into_iter().find(asked)?;
        // What it follows from goes before, as long as that is gentler to ask; each step is less sensitive.
        while let Some(before) = self.sheet.gentler(next).into_iter().find(asked) {
            next = before;
        }
        Some(next)
    }

    /// The open questions that an answer could change.
    #[must_use]
    pub fn wanted_for(&self, missing: Missing) -> Vec<&'a Question> {
        let open = self.questions.iter().filter(|question| self.sheet.cell(question.node) == UNKNOWN);
        let needs = |question: &&&Question| {
            let needed = self.sheet.missing(question.loose);
            needed.iter().any(|other| *other == missing || self.leads_to(missing, *other))
        };
        open.filter(needs).copied().collect()
    }

    /// Whether a fact can change an open outcome whatever the word of any other fact that is needed: the age that only
    /// one permit asks for does not matter where that permit is settled without it.
    fn can_matter(&self, missing: Missing) -> bool {
        let open = self.questions.iter().filter(|question| self.sheet.cell(question.node) == UNKNOWN);
        let mut needed_by = open.filter(|question| self.sheet.missing(question.loose).contains(&missing)).peekable();
        // What is asked so that another may follow from it.
        needed_by.peek().is_none() || needed_by.any(|question| !self.settled_without(question, missing))
    }

    /// Whether, for some other fact that a question needs, no word of it leaves this one needed.
    fn settled_without(&self, question: &Question, missing: Missing) -> bool {
        let others = self.sheet.missing(question.loose).into_iter().filter(|other| *other != missing);
        others.into_iter().any(|other| {
            let Missing::Fact(at) = other else { return false };
            let kind = self.sheet.pack.facts.get(at as usize).map(|fact| &fact.kind);
            let words = match kind {
                Some(Kind::YesNo) => vec![0, 1],
                Some(Kind::Word(words)) => (0..i64::try_from(words.len()).unwrap_or_default()).chain([NONE]).collect(),
                _ => return false,
            };
            words.into_iter().all(|word| {
                let mut split = self.sheet.clone();
                split.told.set(at as usize, word);
                split.again(&question.reach);
                !split.missing(question.loose).contains(&missing)
            })
        })
    }

    /// Whether the one fact is asked so that the other may follow from it.
    fn leads_to(&self, source: Missing, fact: Missing) -> bool {
        let gentler = self.sheet.gentler(fact);
        gentler.contains(&source) || gentler.into_iter().any(|between| self.leads_to(source, between))
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

/// One fact that would have to be different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// The fact.
    pub fact: String,
    /// What it is.
    pub is: String,
    /// What it would have to be.
    pub would_be: String,
    /// By how much, for sums and numbers.
    pub more: Option<String>,
}

impl Sheet<'_> {
    /// The nearest single change of a known fact with which a question that is not met would be: for sums and numbers
    /// the smallest difference, for yes/no and words the other answer. None where no single fact decides.
    #[must_use]
    pub fn otherwise(&self, question: &Question) -> Option<Otherwise> {
        if self.cell(question.node) != crate::pack::NOT_MET {
            return None;
        }
        let mut best: Option<(u8, i64, Otherwise)> = None;
        let mut other = None;
        for node in &question.reach {
            let Op::Fact(at) = self.pack.graph.op(*node) else { continue };
            let Some(fact) = self.pack.facts.get(*at as usize) else { continue };
            let is = self.told.fact(*at as usize);
            if is == UNKNOWN {
                continue;
            }
            for value in self.candidates(question, *at, &fact.kind, is) {
                let distance = if matches!(fact.kind, Kind::YesNo | Kind::Word(_)) { 0 } else { (value - is).abs() };
                let rank = u8::from(!is_measured(&fact.kind));
                if best.as_ref().is_some_and(|(other, nearest, _)| (*other, *nearest) <= (rank, distance)) {
                    continue;
                }
                let other = other.get_or_insert_with(|| self.clone());
                if other.would_be_met(question, *at, value) {
                    let more = (is_measured(&fact.kind) && is != NONE).then(|| fact.kind.write(value - is));
                    let told = Otherwise {
                        fact: fact.name.clone(),
                        is: fact.kind.write(is),
                        would_be: fact.kind.write(value),
                        more,
                    };
                    best = Some((rank, distance, told));
                }
            }
            other.iter_mut().for_each(|other| other.told.set(*at as usize, is));
        }
        best.map(|(.., told)| told)
    }

    fn would_be_met(&mut self, question: &Question, fact: u32, value: Cell) -> bool {
        self.told.set(fact as usize, value);
        self.again(&question.reach);
        self.cell(question.node) == MET
    }

    /// Values of a fact at which something of a question can change.
    fn candidates(&self, question: &Question, fact: u32, kind: &Kind, is: Cell) -> Vec<Cell> {
        match kind {
            Kind::YesNo => vec![1 - is.clamp(0, 1)],
            Kind::Word(words) => {
                (0..i64::try_from(words.len()).unwrap_or_default()).filter(|word| *word != is).collect()
            }
            _ if !is_measured(kind) || is == NONE => Vec::new(),
            _ => {
                let (graph, sources) = (&self.pack.graph, &self.pack.sources);
                let fact = sources.fact(fact as usize);
                let mut found = Vec::new();
                for node in &question.reach {
                    let Op::Compare(_, one, other) = graph.op(*node) else { continue };
                    let (one, other) = (*one, *other);
                    if graph.list_of(*node).is_some() || !(sources.has(one, fact) || sources.has(other, fact)) {
                        continue;
                    }
                    let (left, right) = (self.cell(one), self.cell(other));
                    if left > NONE && right > NONE {
                        // What stands on one side moves as the fact does.
                        let gap = right - left;
                        found.extend([is + gap, is - gap, is + gap + 1, is - gap + 1, is + gap - 1, is - gap - 1]);
                    }
                }
                found.retain(|value| *value >= 0 && *value != is);
                found.sort_unstable();
                found.dedup();
                found
            }
        }
    }
}

const fn is_measured(kind: &Kind) -> bool {
    matches!(kind, Kind::Money | Kind::Number | Kind::Decimal)
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
