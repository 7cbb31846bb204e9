//! When an answer changes by itself: the next day on which its outcome or one of its values is another, the
//! facts staying as they are.
//!
//! What depends on the day is a comparison, a dated figure, or a value that is counted from the day. Between two
//! days on which a figure changes each of them changes at most once, and the day is found by halving. At every such
//! day the answer is computed anew, until one differs: the horizon is the day of a change, never only of a
//! possible one.

use crate::{
    calendar::{self, DayNumber},
    graph::{Node, Op},
    pack::{Given, Question},
    single::Sheet,
    syntax::Compare,
    value::{Cell, Kind, NONE, OPEN_SET, UNKNOWN},
};

/// Days that are tried before the answer counts as one that stays.
const TRIES: usize = 400;

/// What an answer is, for comparing.
type State = Vec<Cell>;

impl Sheet<'_> {
    /// The next day on which this answer changes by itself.
    #[must_use]
    pub fn horizon(&self, question: &Question) -> Option<DayNumber> {
        self.horizon_in(&mut self.clone(), question)
    }

    /// The same for every question of the pack, in their order.
    #[must_use]
    pub fn horizons(&self) -> Vec<Option<DayNumber>> {
        let mut then = self.clone();
        self.pack.questions.iter().map(|question| self.horizon_in(&mut then, question)).collect()
    }

    /// The same for some questions, in a sheet whose room is used again.
    pub(crate) fn horizons_in(&self, then: &mut Self, questions: &[&Question]) -> Vec<Option<DayNumber>> {
        then.follow(self);
        questions.iter().map(|question| self.horizon_in(then, question)).collect()
    }

    /// Tries the days to come in a sheet of the same person, whatever day it stands on.
    fn horizon_in(&self, then: &mut Self, question: &Question) -> Option<DayNumber> {
        let timed = &question.timed;
        if timed.is_empty() {
            return None;
        }
        let now = self.state(question);
        then.today = self.today;
        then.again(timed);
        for _ in 0..TRIES {
            then.today = then.next_day(question, timed)?;
            then.again(timed);
            if then.state(question) != now {
                return Some(then.today);
            }
        }
        None
    }

    pub(crate) fn state(&self, question: &Question) -> State {
        let mut state = vec![self.cell(question.node)];
        for value in question.values.iter().filter(|value| !value.running) {
            match &value.what {
                Given::One(Kind::Words(_), node) => state.push(self.cell(*node) & !OPEN_SET),
                Given::One(_, node) => state.push(self.cell(*node)),
                Given::Each(list, fields) => {
                    let records = self.told.list(*list as usize).map_or(0, <[Vec<Cell>]>::len);
                    let cells = (0..records).flat_map(|record| fields.iter().map(move |(.., node)| (*node, record)));
                    state.extend(cells.map(|(node, record)| self.cell_in(node, Some(record))));
                }
            }
        }
        state
    }

    /// The next day on which anything that depends on the day can be another.
    fn next_day(&self, question: &Question, timed: &[Node]) -> Option<DayNumber> {
        let step = timed.iter().filter_map(|node| self.next_step(*node)).min();
        let end = step.unwrap_or(calendar::LAST);
        let values = question.values.iter().filter(|value| !value.running).flat_map(|value| match &value.what {
            Given::One(_, node) => vec![*node],
            Given::Each(_, fields) => fields.iter().map(|(.., node)| *node).collect(),
        });
        let values: Vec<Node> = values.collect();
        let turn = timed.iter().filter_map(|node| {
            let counted = values.contains(node);
            match self.pack.graph.op(*node) {
                Op::Compare(how, one, other) => self.next_turn(*node, *how, *one, *other, end),
                Op::Within(inner, _) => self.next_other(*inner, end),
                _ if counted => self.next_other(*node, end),
                _ => None,
            }
        });
        turn.chain(step).min()
    }

    /// The records in which a node is computed; one without a record for a node of the person.
    fn places(&self, node: Node) -> Vec<Option<usize>> {
        match self.pack.graph.list_of(node) {
            None => vec![None],
            Some(list) => (0..self.told.list(list as usize).map_or(0, <[Vec<Cell>]>::len)).map(Some).collect(),
        }
    }

    /// The next day on which a dated figure is another.
    fn next_step(&self, node: Node) -> Option<DayNumber> {
        let Op::Parameter { parameter, on, .. } = self.pack.graph.op(node) else { return None };
        let rows = &self.pack.parameters().get(*parameter as usize)?.rows;
        let days: Vec<DayNumber> =
            rows.iter().flat_map(|row| row.from.into_iter().chain(row.until.map(|day| day + 1))).collect();
        let next = |record: Option<usize>| {
            let here = self.cell_in(*on, record);
            let next = days.iter().copied().filter(|day| *day > here && here > NONE).min()?;
            if *self.pack.graph.op(*on) == Op::Today {
                return Some(next);
            }
            self.first_day(calendar::LAST, |sheet, day| sheet.on_day(*on, record, day) >= next)
        };
        self.places(*on).into_iter().filter_map(next).min()
    }

    fn next_turn(&self, node: Node, how: Compare, one: Node, other: Node, end: DayNumber) -> Option<DayNumber> {
        if how == Compare::Equal {
            // On which side of the other a value lies changes once, when they meet, and once when they part.
            let side =
                |sheet: &Self, record, day| match (sheet.on_day(one, record, day), sheet.on_day(other, record, day)) {
                    (one, other) if one <= NONE || other <= NONE => None,
                    (one, other) => Some(one.cmp(&other)),
                };
            let next = |record| {
                let here = side(self, record, self.today)?;
                self.first_day(end, |sheet, day| side(sheet, record, day) != Some(here))
            };
            return self.places(node).into_iter().filter_map(next).min();
        }
        let graph = &self.pack.graph;
        let next = |record: Option<usize>| {
            // Today against a fixed day, which is most of the law.
            let day = match (graph.op(one), graph.op(other)) {
                (Op::Today, _) if !graph.is_timed(other) => {
                    self.cell_in(other, record) + i64::from(how == Compare::LessOrEqual)
                }
                (_, Op::Today) if !graph.is_timed(one) => self.cell_in(one, record) + i64::from(how == Compare::Less),
                _ => {
                    let here = self.cell_in(node, record);
                    return self.first_day(end, |sheet, day| sheet.on_day(node, record, day) != here);
                }
            };
            (day > self.today && day < end).then_some(day)
        };
        self.places(node).into_iter().filter_map(next).min()
    }

    /// The next day on which a value is another.
    fn next_other(&self, node: Node, end: DayNumber) -> Option<DayNumber> {
        if !self.pack.graph.is_timed(node) {
            return None;
        }
        let next = |record: Option<usize>| {
            let here = self.cell_in(node, record);
            self.first_day(end, |sheet, day| sheet.on_day(node, record, day) != here)
        };
        self.places(node).into_iter().filter_map(next).min()
    }

    /// The first day after today and before `end` on which something holds that then goes on holding.
    fn first_day(&self, end: DayNumber, holds: impl Fn(&Self, DayNumber) -> bool) -> Option<DayNumber> {
        let mut step = 1;
        let mut before = self.today;
        let mut at = loop {
            let day = (before + step).min(end - 1);
            if day <= before {
                return None;
            }
            if holds(self, day) {
                break day;
            }
            before = day;
            step *= 2;
        };
        while at - before > 1 {
            let middle = before + (at - before) / 2;
            if holds(self, middle) {
                at = middle;
            } else {
                before = middle;
            }
        }
        Some(at)
    }

    /// What a node would be on another day.
    fn on_day(&self, node: Node, record: Option<usize>, day: DayNumber) -> Cell {
        let graph = &self.pack.graph;
        if !graph.is_timed(node) {
            return self.cell_in(node, record);
        }
        match graph.op(node) {
            Op::Gather { what, list, filter, value } => {
                let Some(records) = self.told.list(*list as usize).map(<[Vec<Cell>]>::len) else { return UNKNOWN };
                let cells = (0..records).map(|record| {
                    let holds = filter.map_or(1, |filter| self.on_day(filter, Some(record), day));
                    (holds, value.map_or(0, |value| self.on_day(value, Some(record), day)))
                });
                crate::single::gathered(*what, cells)
            }
            op => crate::single::apply(self.pack, day, op, |operand| self.on_day(operand, record, day)),
        }
    }
}
