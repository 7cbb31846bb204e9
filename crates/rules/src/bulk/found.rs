//! What came out for a chunk of persons.

use crate::{
    answer::Known,
    graph::Node,
    pack::{Given, Question, Value},
    value::{Cell, UNKNOWN},
};

use super::{
    lanes::{Block, View},
    run::{Bulk, Room},
};

/// The code of an outcome that is not known.
pub const OPEN: u8 = u8::MAX;

/// Outcomes and values of a chunk; row 0 is the person `first`.
#[derive(Debug)]
pub struct Found<'a> {
    pub(super) bulk: &'a Bulk<'a>,
    pub(super) room: &'a Room<'a>,
    pub(super) outcomes: &'a [Vec<Block<u8>>],
    pub(super) first: usize,
    pub(super) rows: usize,
}

impl<'a> Found<'a> {
    /// The place of its first person among all.
    #[must_use]
    pub const fn first(&self) -> usize {
        self.first
    }

    /// How many persons.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The questions that were computed, in the order asked for.
    pub fn questions(&self) -> impl ExactSizeIterator<Item = &'a Question> {
        self.bulk.questions()
    }

    /// The outcomes of a question, one a person: the place among its outcomes, or [`OPEN`].
    #[must_use]
    pub fn outcomes(&self, question: usize) -> &'a [u8] {
        let all = self.outcomes.get(question).map_or(&[][..], |blocks| blocks.as_flattened());
        all.get(..self.rows).unwrap_or_default()
    }

    /// The outcome of a person in a word.
    #[must_use]
    pub fn outcome_word(&self, question: usize, row: usize) -> &'a str {
        let code = self.outcomes(question).get(row).copied().unwrap_or(OPEN);
        let words = self.bulk.question(question).map_or(&[][..], |asked| self.bulk.pack().outcomes(asked));
        words.get(usize::from(code)).map_or("unknown", String::as_str)
    }

    /// The values of a person that are known, as in an answer.
    #[must_use]
    pub fn values(&self, question: usize, row: usize) -> Vec<Known<'a>> {
        let (Some(asked), Some(places)) = (self.bulk.question(question), self.bulk.values.get(question)) else {
            return Vec::new();
        };
        let known = |(value, places): (&'a Value, &Vec<Node>)| {
            let records = |list| self.room.records(u32::try_from(list).ok()?, row);
            let cell = |place: usize, _, record: Option<usize>| match (places.get(place), record) {
                (Some(node), Some(record)) => self.room.cell_in(*node, row, record),
                (Some(node), None) => self.room.view(*node).cell(row),
                (None, _) => UNKNOWN,
            };
            Known::of(value, records, cell)
        };
        asked.values.iter().zip(places).filter_map(known).collect()
    }

    /// The cells of all values of a person, records of lists one after the other: for comparing.
    #[must_use]
    pub fn cells(&self, question: usize, row: usize) -> Vec<Cell> {
        let (Some(asked), Some(places)) = (self.bulk.question(question), self.bulk.values.get(question)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (value, places) in asked.values.iter().zip(places) {
            match &value.what {
                Given::One(..) => found.extend(places.iter().map(|node| self.room.view(*node).cell(row))),
                Given::Each(list, _) => {
                    let records = self.room.records(*list, row).into_iter().flatten();
                    found.extend(
                        records.flat_map(|record| places.iter().map(move |node| self.room.cell_in(*node, row, record))),
                    );
                }
            }
        }
        found
    }

    /// A value of a question for everybody of the chunk, unless it is a list.
    #[must_use]
    pub fn value(&self, question: usize, value: usize) -> Option<Values<'a>> {
        let places = self.bulk.values.get(question)?.get(value)?;
        let asked = self.bulk.question(question)?.values.get(value)?;
        match (&asked.what, places.as_slice()) {
            (Given::One(..), [node]) => Some(Values { view: self.room.view(*node), rows: self.rows }),
            _ => None,
        }
    }

    /// A field of a list that a question gives, for all records of the chunk one after the other.
    #[must_use]
    pub fn field(&self, question: usize, value: usize, field: usize) -> Option<Values<'a>> {
        let node = *self.bulk.values.get(question)?.get(value)?.get(field)?;
        match &self.bulk.question(question)?.values.get(value)?.what {
            Given::Each(list, _) => Some(Values { view: self.room.view(node), rows: self.room.record_count(*list) }),
            Given::One(..) => None,
        }
    }
}

/// A value of everybody of a chunk, in the narrowest numbers it fits into.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    view: View<'a>,
    rows: usize,
}

impl Values<'_> {
    /// How many persons.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is nobody.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The value of a person.
    #[must_use]
    pub fn cell(&self, row: usize) -> Cell {
        self.view.cell(row)
    }

    /// The values of all, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Cell> + '_ {
        (0..self.rows).map(|row| self.view.cell(row))
    }
}
