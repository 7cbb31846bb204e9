//! When an answer changes by itself: the next day on which its outcome or one of its values is another, the
//! facts staying as they are.
//!
//! Every part of an answer stays as it is until some day at least: a comparison until it turns, a dated figure until
//! its next value, a choice as long as its condition and what was chosen, an `and` that fails as long as the last of
//! its parts that fail. On the day up to which the whole stays for sure the answer is computed anew, and so on until
//! it differs: the horizon is the day of a change, never only of a possible one.

use std::collections::HashMap;

use crate::{
    calendar::{self, DayNumber},
    graph::{Node, Op},
    pack::{Given, Question},
    single::{Sheet, compared},
    syntax::{Compare, Gather},
    value::{Cell, Kind, NONE, OPEN_SET, UNKNOWN},
};

/// Days that are tried before the answer counts as one that stays.
const TRIES: usize = 400;
/// What does not change by itself.
const NEVER: DayNumber = DayNumber::MAX;

/// What an answer is, for comparing.
type State = Vec<Cell>;

/// Room for looking ahead, used for one question after the other.
#[derive(Debug)]
pub struct HorizonRoom<'a> {
    then: Sheet<'a>,
    now: Untils,
    later: Untils,
}

/// Until when the nodes of a sheet stay as they are, as far as somebody asked.
#[derive(Debug, Default)]
struct Untils {
    round: u32,
    own: Vec<(u32, DayNumber)>,
    of_records: HashMap<(Node, usize), DayNumber>,
}

impl Untils {
    fn begin(&mut self) {
        if self.round == u32::MAX {
            (self.round, self.own) = (0, Vec::new());
        }
        self.round += 1;
        self.of_records.clear();
    }

    fn get(&self, node: Node, record: Option<usize>) -> Option<DayNumber> {
        match record {
            Some(record) => self.of_records.get(&(node, record)).copied(),
            None => self.own.get(node as usize).filter(|(round, _)| *round == self.round).map(|(_, day)| *day),
        }
    }

    fn put(&mut self, node: Node, record: Option<usize>, day: DayNumber) {
        if let Some(record) = record {
            self.of_records.insert((node, record), day);
            return;
        }
        let at = node as usize;
        if self.own.len() <= at {
            self.own.resize((at + 1).next_power_of_two(), (0, NEVER));
        }
        if let Some(own) = self.own.get_mut(at) {
            *own = (self.round, day);
        }
    }
}

impl<'a> Sheet<'a> {
    /// The next day on which this answer changes by itself.
    #[must_use]
    pub fn horizon(&self, question: &Question) -> Option<DayNumber> {
        self.horizon_in(&mut self.room_ahead(), question)
    }

    /// The same for every question of the pack, in their order.
    #[must_use]
    pub fn horizons(&self) -> Vec<Option<DayNumber>> {
        let mut room = self.room_ahead();
        self.pack.questions.iter().map(|question| self.horizon_in(&mut room, question)).collect()
    }

    /// Room to look ahead for the person of this sheet as it stands.
    #[must_use]
    pub fn room_ahead(&self) -> HorizonRoom<'a> {
        let mut room = HorizonRoom { then: self.clone(), now: Untils::default(), later: Untils::default() };
        room.now.begin();
        room
    }

    /// Prepares the room for another person, or another day.
    pub fn look_ahead_in(&self, room: &mut HorizonRoom<'a>) {
        room.then.follow(self);
        room.now.begin();
    }

    /// As [`Self::horizon`], in a room that was prepared for this sheet as it stands.
    pub fn horizon_in(&self, room: &mut HorizonRoom<'a>, question: &Question) -> Option<DayNumber> {
        self.was_asked(question);
        let timed = &question.timed;
        if timed.is_empty() {
            return None;
        }
        let mut next = self.stays_until(&mut room.now, question)?;
        let now = self.state(question);
        let then = &mut room.then;
        for _ in 0..TRIES {
            then.today = next;
            then.again(timed);
            if then.state(question) != now {
                return Some(next);
            }
            room.later.begin();
            next = then.stays_until(&mut room.later, question)?;
        }
        None
    }

    /// The first day on which anything of an answer can be another; none: nothing changes by itself.
    fn stays_until(&self, known: &mut Untils, question: &Question) -> Option<DayNumber> {
        let mut ahead = Ahead { sheet: self, known };
        let mut until = ahead.until(question.node, None);
        for value in question.values.iter().filter(|value| !value.running) {
            match &value.what {
                Given::One(Kind::Words(_), node) => until = until.min(ahead.until(*node, None)),
                Given::One(_, node) => until = until.min(ahead.value_until(*node, None)),
                Given::Each(list, fields) => {
                    let records = self.told.list(*list as usize).map_or(0, <[Vec<Cell>]>::len);
                    for (.., node) in fields {
                        for record in self.places(*node, records) {
                            until = until.min(ahead.value_until(*node, record));
                        }
                    }
                }
            }
        }
        (until <= calendar::LAST).then_some(until)
    }

    /// The records in which a node is computed; one without a record for a node of the person.
    fn places(&self, node: Node, records: usize) -> impl Iterator<Item = Option<usize>> + use<> {
        let of_list = self.pack.graph.list_of(node).is_some();
        let (own, records) = if of_list { (None, records) } else { (Some(None), 0) };
        own.into_iter().chain((0..records).map(Some))
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
}

/// A look ahead from one day.
struct Ahead<'s, 'a> {
    sheet: &'s Sheet<'a>,
    known: &'s mut Untils,
}

impl Ahead<'_, '_> {
    fn cell(&self, node: Node, record: Option<usize>) -> Cell {
        self.sheet.cell_in(node, record)
    }

    /// Up to which day a node stays as it is for sure, that day excluded. What is counted from the day is another
    /// every day: of it, how long it is counted in the same way.
    fn until(&mut self, node: Node, record: Option<usize>) -> DayNumber {
        let graph = &self.sheet.pack.graph;
        if !graph.is_timed(node) {
            return NEVER;
        }
        let record = record.filter(|_| graph.list_of(node).is_some());
        if let Some(until) = self.known.get(node, record) {
            return until;
        }
        let until = self.found(node, record);
        self.known.put(node, record, until);
        until
    }

    fn found(&mut self, node: Node, record: Option<usize>) -> DayNumber {
        let graph = &self.sheet.pack.graph;
        match graph.op(node) {
            Op::And(parts) => self.joined(parts, record, 0),
            Op::Or(parts) => self.joined(parts, record, 1),
            Op::If(condition, yes, no) => {
                let until = self.until(*condition, record);
                match self.cell(*condition, record) {
                    1 => until.min(self.until(*yes, record)),
                    UNKNOWN => until.min(self.until(*yes, record)).min(self.until(*no, record)),
                    _ => until.min(self.until(*no, record)),
                }
            }
            Op::Settle { strict: first, loose: second, .. } | Op::Else(first, second) => {
                let until = self.until(*first, record);
                if self.cell(*first, record) == UNKNOWN { until.min(self.until(*second, record)) } else { until }
            }
            Op::Compare(how, one, other) => {
                let end = self.until(*one, record).min(self.until(*other, record));
                self.turn(node, (*how, *one, *other), record, end)
            }
            Op::Within(inner, _) => {
                let end = self.until(*inner, record);
                self.change(*inner, record, end)
            }
            Op::Parameter { parameter, on, .. } => self.step(*parameter, *on, record),
            Op::Divide(one, by, _) => {
                // What is divided by nothing is none.
                let end = self.until(*one, record).min(self.until(*by, record));
                if graph.is_timed(*by) { self.change(*by, record, end) } else { end }
            }
            Op::Gather { what, list, filter, value } => self.gathered(*what, *list, *filter, *value),
            op => {
                let mut until = NEVER;
                op.operands(|operand| until = until.min(self.until(operand, record)));
                until
            }
        }
    }

    /// One part that decides is enough, as long as any of them does.
    fn joined(&mut self, parts: &[Node], record: Option<usize>, decides: Cell) -> DayNumber {
        let mut deciding = None;
        for part in parts {
            if self.cell(*part, record) == decides {
                deciding = deciding.max(Some(self.until(*part, record)));
            }
        }
        deciding.unwrap_or_else(|| parts.iter().map(|part| self.until(*part, record)).min().unwrap_or(NEVER))
    }

    fn gathered(&mut self, what: Gather, list: u32, filter: Option<Node>, value: Option<Node>) -> DayNumber {
        let records = self.sheet.told.list(list as usize).map_or(0, <[Vec<Cell>]>::len);
        let decides = match what {
            Gather::Some => Some(1),
            Gather::Every => Some(0),
            _ => None,
        };
        let (mut deciding, mut all) = (None, NEVER);
        for record in (0..records).map(Some) {
            let until = filter.map_or(NEVER, |filter| self.until(filter, record));
            if decides.is_some_and(|decides| filter.is_some_and(|filter| self.cell(filter, record) == decides)) {
                deciding = deciding.max(Some(until));
            }
            all = all.min(until).min(value.map_or(NEVER, |value| self.until(value, record)));
        }
        deciding.unwrap_or(all)
    }

    /// A value that is shown: until its number is another.
    fn value_until(&mut self, node: Node, record: Option<usize>) -> DayNumber {
        let end = self.until(node, record);
        self.change(node, record, end)
    }

    /// The first day on which a node is another, or `end`.
    fn change(&self, node: Node, record: Option<usize>, end: DayNumber) -> DayNumber {
        if !self.sheet.pack.graph.is_timed(node) {
            return end;
        }
        let here = self.cell(node, record);
        self.sheet.first_day(end, |sheet, day| sheet.on_day(node, record, day) != here).unwrap_or(end)
    }

    /// The day on which a comparison turns, or `end`.
    fn turn(
        &self,
        node: Node,
        (how, one, other): (Compare, Node, Node),
        record: Option<usize>,
        end: DayNumber,
    ) -> DayNumber {
        let (sheet, graph) = (self.sheet, &self.sheet.pack.graph);
        if how == Compare::Equal {
            // On which side of the other a value lies changes once, when they meet, and once when they part.
            let side = |day| match (sheet.on_day(one, record, day), sheet.on_day(other, record, day)) {
                (one, other) if one <= NONE || other <= NONE => None,
                (one, other) => Some(one.cmp(&other)),
            };
            let here = side(sheet.today);
            return here.and_then(|_| sheet.first_day(end, |_, day| side(day) != here)).unwrap_or(end);
        }
        // Today against a fixed day, which is most of the law.
        let day = match (graph.op(one), graph.op(other)) {
            (Op::Today, _) if !graph.is_timed(other) => {
                self.cell(other, record) + i64::from(how == Compare::LessOrEqual)
            }
            (_, Op::Today) if !graph.is_timed(one) => self.cell(one, record) + i64::from(how == Compare::Less),
            _ => {
                let here = self.cell(node, record);
                let then = |day| compared(how, sheet.on_day(one, record, day), sheet.on_day(other, record, day));
                return sheet.first_day(end, |_, day| then(day) != here).unwrap_or(end);
            }
        };
        if day > sheet.today { day.min(end) } else { end }
    }

    /// The day from which a dated figure has its next row.
    fn step(&mut self, parameter: u32, on: Node, record: Option<usize>) -> DayNumber {
        let end = self.until(on, record);
        let sheet = self.sheet;
        let here = self.cell(on, record);
        let Some(figure) = sheet.pack.parameters().get(parameter as usize).filter(|_| here > NONE) else { return end };
        let days = figure.rows.iter().flat_map(|row| row.from.into_iter().chain(row.until.map(|day| day + 1)));
        let Some(next) = days.filter(|day| *day > here).min().filter(|_| sheet.pack.graph.is_timed(on)) else {
            return end;
        };
        if *sheet.pack.graph.op(on) == Op::Today {
            return next.min(end);
        }
        sheet.first_day(end, |sheet, day| sheet.on_day(on, record, day) >= next).unwrap_or(end)
    }
}

impl Sheet<'_> {
    /// The first day after today and before `end` on which something holds that then goes on holding.
    fn first_day(&self, end: DayNumber, holds: impl Fn(&Self, DayNumber) -> bool) -> Option<DayNumber> {
        let (mut step, end) = (1, end.min(calendar::LAST + 1));
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

    /// What a node would be on another day, counted in the same way: what is chosen, and what is yes or no below it,
    /// stays as it is.
    fn on_day(&self, node: Node, record: Option<usize>, day: DayNumber) -> Cell {
        let graph = &self.pack.graph;
        if !graph.is_timed(node) {
            return self.cell_in(node, record);
        }
        match graph.op(node) {
            Op::If(condition, yes, no) => match self.cell_in(*condition, record) {
                1 => self.on_day(*yes, record, day),
                UNKNOWN => self.cell_in(node, record),
                _ => self.on_day(*no, record, day),
            },
            Op::Else(first, second) | Op::Settle { strict: first, loose: second, .. } => {
                match (self.cell_in(*first, record), graph.op(node)) {
                    (UNKNOWN, Op::Else(..)) => self.on_day(*second, record, day),
                    (UNKNOWN, _) => self.cell_in(node, record),
                    _ => self.on_day(*first, record, day),
                }
            }
            Op::Parameter { .. }
            | Op::Not(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::Compare(..)
            | Op::Within(..)
            | Op::IsNone(_)
            | Op::Has(..)
            | Op::Words(_) => self.cell_in(node, record),
            Op::Gather { what, list, filter, value } => {
                let Some(records) = self.told.list(*list as usize).map(<[Vec<Cell>]>::len) else { return UNKNOWN };
                let cells = (0..records).map(|record| {
                    let holds = filter.map_or(1, |filter| self.cell_in(filter, Some(record)));
                    (holds, value.map_or(0, |value| self.on_day(value, Some(record), day)))
                });
                crate::single::gathered(*what, cells)
            }
            op => crate::single::apply(self.pack, day, op, |operand| self.on_day(operand, record, day)),
        }
    }
}
