//! The answer to a question: its outcome, values, and what is still needed; its reasons stand in `reason`.

use std::ops::Range;

use crate::{
    graph::Node,
    missing::{Missing, MissingRoom},
    pack::{Definition, Given, Question, REFER, Value},
    reason::{Entry, Reason, Walk},
    rows::Row,
    single::Sheet,
    syntax::{Since, Source},
    value::{Cell, Kind, UNKNOWN},
};

/// What a question comes to for a person on a day.
#[derive(Clone, Debug, Default)]
pub struct Answer<'a> {
    /// Its name.
    pub question: &'a str,
    /// Its outcome in a word.
    pub outcome: &'a str,
    /// Values that are known, in the order of the page.
    pub values: Vec<Known<'a>>,
    /// The rows of the law that were used; while the outcome is not known, those of its page.
    pub rows: Vec<&'a str>,
    /// Where they are written: source and the days between which the page is in force.
    pub sources: Vec<Written<'a>>,
    /// What is still needed, in the order in which it would be asked.
    pub missing: Vec<Missing>,
    /// A page that was used should have been looked at again by now.
    pub review_overdue: bool,
    reasons: Vec<Entry<'a>>,
}

impl<'a> Answer<'a> {
    /// The line that decided, and what it rests on; none while the outcome is not known.
    #[must_use]
    pub fn because(&self) -> Option<Reason<'_, 'a>> {
        Reason::first(&self.reasons)
    }
}

/// A value of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<'a> {
    /// A value.
    One {
        /// Its name.
        name: &'a str,
        /// What it is.
        kind: &'a Kind,
        /// The value; never unknown.
        cell: Cell,
    },
    /// A list of records, with those of their fields that are known.
    Each {
        /// Its name.
        name: &'a str,
        /// The fields of each record.
        records: Vec<Vec<(&'a str, &'a Kind, Cell)>>,
    },
}

impl<'a> Known<'a> {
    /// A value of a question, unless it is unknown. `records` are those of a list, `cell` reads a node in a record; its
    /// place among the nodes of the value comes first.
    pub(crate) fn of(
        value: &'a Value,
        records: impl Fn(usize) -> Option<Range<usize>>,
        cell: impl Fn(usize, Node, Option<usize>) -> Cell,
    ) -> Option<Self> {
        let name = value.name.as_str();
        match &value.what {
            Given::One(kind, node) => {
                let cell = cell(0, *node, None);
                (cell != UNKNOWN).then_some(Self::One { name, kind, cell })
            }
            Given::Each(list, fields) => {
                let of = |record| {
                    let cells = fields
                        .iter()
                        .enumerate()
                        .map(|(place, (name, kind, node))| (name.as_str(), kind, cell(place, *node, Some(record))));
                    cells.filter(|(.., cell)| *cell != UNKNOWN).collect()
                };
                Some(Self::Each { name, records: records(*list as usize)?.map(of).collect() })
            }
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(&self) -> &'a str {
        match self {
            Self::One { name, .. } | Self::Each { name, .. } => name,
        }
    }

    /// As other programs read it.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::One { kind, cell, .. } => kind.json(*cell).unwrap_or_default(),
            Self::Each { records, .. } => {
                let record = |fields: &Vec<(&str, &Kind, Cell)>| {
                    let known =
                        fields.iter().filter_map(|(name, kind, cell)| Some(((*name).to_owned(), kind.json(*cell)?)));
                    serde_json::Value::Object(known.collect())
                };
                records.iter().map(record).collect()
            }
        }
    }
}

/// Where a part of the law is written, and when it is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written<'a> {
    /// The source.
    pub source: &'a Source,
    /// In force from.
    pub since: Since,
    /// In force until.
    pub until: Option<i64>,
}

/// Room for answers, one after the other: whoever asks many questions asks them in the same room.
#[derive(Clone, Debug, Default)]
pub struct AnswerRoom<'a> {
    answer: Answer<'a>,
    used: Used,
    missing: MissingRoom,
}

/// What an answer used so far: rows in the order of their use, and pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Used {
    rows: Vec<Row>,
    has_row: Vec<bool>,
    pages: Vec<u32>,
}

impl Used {
    fn clear(&mut self) {
        for row in self.rows.drain(..) {
            if let Some(has) = self.has_row.get_mut(usize::from(row)) {
                *has = false;
            }
        }
        self.pages.clear();
    }

    pub(crate) fn row(&mut self, row: Row) {
        let at = usize::from(row);
        if self.has_row.len() <= at {
            self.has_row.resize(at + 1, false);
        }
        if let Some(has) = self.has_row.get_mut(at)
            && !std::mem::replace(has, true)
        {
            self.rows.push(row);
        }
    }

    fn has(&self, row: Row) -> bool {
        self.has_row.get(usize::from(row)) == Some(&true)
    }

    pub(crate) fn page(&mut self, page: u32) {
        if !self.pages.contains(&page) {
            self.pages.push(page);
        }
    }
}

impl<'a> Sheet<'a> {
    /// The answer to a question, with its reasons.
    #[must_use]
    pub fn answer(&self, question: &'a Question) -> Answer<'a> {
        let mut room = AnswerRoom::default();
        self.answer_in(&mut room, question);
        room.answer
    }

    /// As [`Self::answer`], in the room of the answers before, of which the last is gone then.
    pub fn answer_in<'r>(&self, room: &'r mut AnswerRoom<'a>, question: &'a Question) -> &'r Answer<'a> {
        self.was_asked(question);
        let AnswerRoom { answer, used, missing } = room;
        (answer.question, answer.outcome) = (&question.name, self.outcome_word(question));
        answer.reasons.clear();
        used.clear();
        if self.cell(question.node) == UNKNOWN {
            // Nothing decided: what the question may rest on counts for the review.
            answer.review_overdue = question.pages.iter().any(|page| self.is_overdue(*page));
        } else {
            missing.marks.begin(self.pack.graph.len());
            Walk::new(self, &mut missing.marks, used, &mut answer.reasons).definition(question.definition, None);
            answer.review_overdue = used.pages.iter().any(|page| self.is_overdue(*page));
        }
        if let Some(own) = self.pack.definitions.get(question.definition as usize) {
            self.written(own, used, answer);
        }
        self.known(question, &mut answer.values);
        self.still_missing(question, missing, &mut answer.missing);
        answer
    }

    /// Rows and sources.
    fn written(&self, own: &Definition, used: &mut Used, answer: &mut Answer<'a>) {
        let pack = self.pack;
        let page_of = |at: u32| pack.pages.get(at as usize);
        answer.rows.clear();
        answer.rows.extend(used.rows.iter().map(|row| pack.rows.name(*row)));
        if answer.rows.is_empty() {
            answer.rows.extend(page_of(own.page).into_iter().flat_map(|page| &page.head.rows).map(String::as_str));
        }
        used.pages.sort_unstable();
        let others = used.pages.iter().copied().filter(|page| *page != own.page);
        answer.sources.clear();
        for at in std::iter::once(own.page).chain(others) {
            let Some(page) = page_of(at) else { continue };
            let before = answer.sources.len();
            let written = |source| Written { source, since: page.head.since, until: page.head.until };
            for (place, source) in page.head.sources.iter().enumerate() {
                let rows = pack.rows.of_source(at, place);
                if rows.is_empty() || rows.iter().any(|row| used.has(*row)) {
                    answer.sources.push(written(source));
                }
            }
            if at == own.page && answer.sources.len() == before {
                answer.sources.extend(page.head.sources.iter().map(written));
            }
        }
    }

    fn is_overdue(&self, page: u32) -> bool {
        self.pack.pages.get(page as usize).is_some_and(|page| page.head.review_by < self.today)
    }

    /// What is still needed for a question, in the order in which it would be asked.
    #[must_use]
    pub fn missing_for(&self, question: &Question, room: &mut AnswerRoom<'a>) -> Vec<Missing> {
        let mut missing = Vec::new();
        self.still_missing(question, &mut room.missing, &mut missing);
        missing
    }

    fn still_missing(&self, question: &Question, room: &mut MissingRoom, missing: &mut Vec<Missing>) {
        self.was_asked(question);
        missing.clear();
        match self.cell(question.node) {
            UNKNOWN => self.missing_in(question.loose, room, missing),
            REFER if self.cell(question.strict) == UNKNOWN => {
                self.missing_in(question.strict, room, missing);
                missing.retain(|missing| !matches!(missing, Missing::Parameter(..)));
            }
            _ => {}
        }
    }

    /// The outcome of a question in a word; what is not known is `unknown`.
    #[must_use]
    pub fn outcome_word(&self, question: &'a Question) -> &'a str {
        self.was_asked(question);
        let at = usize::try_from(self.cell(question.node)).ok();
        at.and_then(|at| self.pack.outcomes(question).get(at)).map_or("unknown", String::as_str)
    }

    /// The values of a question that are known.
    #[must_use]
    pub fn values(&self, question: &'a Question) -> Vec<Known<'a>> {
        let mut values = Vec::new();
        self.known(question, &mut values);
        values
    }

    fn known(&self, question: &'a Question, values: &mut Vec<Known<'a>>) {
        values.clear();
        let records = |list| self.told.list(list).map(|records| 0..records.len());
        let cell = |_, node, record| self.cell_in(node, record);
        values.extend(question.values.iter().filter_map(|value| Known::of(value, records, cell)));
    }

    /// The line of a definition that decided, by its place.
    pub(crate) fn branch(&self, definition: &Definition, record: Option<usize>) -> Option<usize> {
        let holds = |when: &[Node]| when.iter().all(|node| self.cell_in(*node, record) == 1);
        definition.branches.iter().position(|branch| holds(&branch.when))
    }
}

/// The kinds of values a question gives, by name.
pub(crate) fn value_kinds(question: &Question) -> Vec<(&str, Option<&Kind>)> {
    question
        .values
        .iter()
        .map(|value| match &value.what {
            Given::One(kind, _) => (value.name.as_str(), Some(kind)),
            Given::Each(..) => (value.name.as_str(), None),
        })
        .collect()
}
