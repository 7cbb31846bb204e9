//! One person: every node of the graph once, and after a change only those it can reach.

use std::{collections::HashSet, hint::select_unpredictable};

use crate::{
    calendar,
    graph::{Node, Op},
    pack::{Pack, Question},
    program::{Step, Steps},
    syntax::{Compare, Gather, Rounding, Sureness, Unit},
    value::{Cell, NONE, OPEN_SET, UNKNOWN, kept, span_parts},
};

/// Of so few questions no more than they need is computed.
const FEW: usize = 4;

/// What is known of a person: facts and lists in the order of the pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub(crate) facts: Vec<Cell>,
    /// A list is unknown or has records, each a cell for each field.
    pub(crate) lists: Vec<Option<Vec<Vec<Cell>>>>,
}

impl Told {
    /// Nothing is known.
    #[must_use]
    pub fn nothing(pack: &Pack) -> Self {
        Self { facts: vec![UNKNOWN; pack.facts().len()], lists: vec![None; pack.lists().len()] }
    }

    /// The value of a fact, by its place in the pack.
    #[must_use]
    pub fn fact(&self, at: usize) -> Cell {
        self.facts.get(at).copied().unwrap_or(UNKNOWN)
    }

    /// Sets a fact, by its place in the pack.
    pub fn set(&mut self, at: usize, value: Cell) {
        if let Some(slot) = self.facts.get_mut(at) {
            *slot = value;
        }
    }

    /// The records of a list, if they are known.
    #[must_use]
    pub fn list(&self, at: usize) -> Option<&[Vec<Cell>]> {
        self.lists.get(at).and_then(|list| list.as_deref())
    }

    /// Sets the records of a list.
    pub fn set_list(&mut self, at: usize, records: Option<Vec<Vec<Cell>>>) {
        if let Some(slot) = self.lists.get_mut(at) {
            *slot = records;
        }
    }
}

/// The graph computed for one person on one day.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) told: Told,
    pub(crate) today: i64,
    /// The questions it was computed for; none: for all.
    only: Option<Vec<&'a Question>>,
    /// The day for which all that depends on the day alone was computed.
    settled: Option<i64>,
    /// What each node of the person is.
    cells: Vec<Cell>,
    /// What each node of records is, for each record, by the places of the program.
    deep: Vec<Vec<Cell>>,
}

/// The nodes that a walk has seen. One walk after the other uses the same room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    walk: u32,
    /// The last walk that saw each node of the person.
    own: Vec<u32>,
    of_records: HashSet<(Node, usize)>,
}

impl Marks {
    /// Begins a walk over so many nodes: nothing is seen yet.
    pub(crate) fn begin(&mut self, nodes: usize) {
        if self.walk == u32::MAX {
            (self.walk, self.own) = (0, Vec::new());
        }
        if self.own.len() < nodes {
            self.own.resize(nodes, 0);
        }
        self.walk += 1;
        self.of_records.clear();
    }

    /// Notes a node; whether it is new.
    pub(crate) fn insert(&mut self, node: Node, record: Option<usize>) -> bool {
        match record {
            Some(record) => self.of_records.insert((node, record)),
            None => self.insert_own(node),
        }
    }

    /// As [`Self::insert`], of the person.
    pub(crate) fn insert_own(&mut self, node: Node) -> bool {
        let seen = self.own.get_mut(node as usize);
        seen.is_some_and(|seen| std::mem::replace(seen, self.walk) != self.walk)
    }
}

impl<'a> Sheet<'a> {
    /// Computes every node.
    #[must_use]
    pub fn of(pack: &'a Pack, told: Told, today: i64) -> Self {
        Self::computed(pack, told, today, None)
    }

    /// Computes what these questions are told from; nothing else may be asked of it.
    #[must_use]
    pub fn of_questions(pack: &'a Pack, told: Told, today: i64, questions: &[&'a Question]) -> Self {
        // Of many, nearly all nodes, and each once.
        let only = (questions.len() <= FEW).then(|| questions.to_vec());
        Self::computed(pack, told, today, only)
    }

    fn computed(pack: &'a Pack, told: Told, today: i64, only: Option<Vec<&'a Question>>) -> Self {
        let size = pack.graph.len();
        let mut cells = vec![UNKNOWN; size];
        for (node, value) in &pack.program.constants {
            if let Some(cell) = cells.get_mut(*node as usize) {
                *cell = *value;
            }
        }
        let deep = vec![Vec::new(); pack.program.of_records as usize];
        let mut sheet = Self { pack, told, today, only, settled: None, cells, deep };
        sheet.compute();
        sheet
    }

    /// Nothing is asked that was not computed.
    pub(crate) fn was_asked(&self, question: &Question) {
        let only = self.only.as_ref();
        let is_among = only.is_none_or(|only| only.iter().any(|other| other.definition == question.definition));
        debug_assert!(is_among, "{} was not computed", question.name);
    }

    /// Whether a node was computed.
    pub(crate) fn has(&self, node: Node) -> bool {
        self.only
            .as_ref()
            .is_none_or(|only| only.iter().any(|question| question.told_from.nodes().any(|other| other == node)))
    }

    /// The same sheet for another person: its room is used again.
    pub fn turn_to(&mut self, told: Told, today: i64) {
        self.told = told;
        self.today = today;
        self.compute();
    }

    /// Becomes the same as another sheet of its pack, in the room it has.
    pub(crate) fn follow(&mut self, other: &Self) {
        self.told.facts.clone_from(&other.told.facts);
        self.told.lists.clone_from(&other.told.lists);
        self.only.clone_from(&other.only);
        self.today = other.today;
        self.settled = other.settled;
        self.cells.clone_from(&other.cells);
        self.deep.clone_from(&other.deep);
    }

    /// What is known.
    #[must_use]
    pub const fn told(&self) -> &Told {
        &self.told
    }

    fn compute(&mut self) {
        if let Some(only) = self.only.take() {
            only.iter().for_each(|question| self.again(&question.told_from));
            self.only = Some(only);
            return;
        }
        let program = &self.pack.program;
        if self.settled != Some(self.today) {
            self.again(&program.of_the_day);
            self.settled = Some(self.today);
        }
        self.again(&program.of_the_person);
    }

    /// Computes these anew.
    pub(crate) fn again(&mut self, steps: &Steps) {
        for steps in steps.slices() {
            if let Some((_, Step::Other | Step::Records { .. })) = steps.first() {
                steps.iter().for_each(|(node, step)| self.long(*node, step));
                continue;
            }
            // Taken out, so that the steps find the cells where they are.
            let mut cells = std::mem::take(&mut self.cells);
            self.short(steps, &mut cells);
            self.cells = cells;
        }
        // Whoever goes to another day computes what depends on it, and need not compute all of it.
        if self.settled != Some(self.today) {
            self.settled = None;
        }
    }

    /// The kind is looked up once for all of the steps.
    #[inline]
    fn short(&self, steps: &[(Node, Step)], cells: &mut [Cell]) {
        let Some((_, first)) = steps.first() else { return };
        let program = &self.pack.program;
        match first {
            Step::Fact(_) => fill(steps, cells, |step, _| match step {
                Step::Fact(at) => Some(self.told.fact(at as usize)),
                _ => None,
            }),
            Step::Named { .. } => fill(steps, cells, |step, cells| match step {
                Step::Named { node, .. } => Some(cells.of(node)),
                _ => None,
            }),
            Step::Not(_) => fill(steps, cells, |step, cells| match step {
                Step::Not(node) => Some(not(cells.of(node))),
                _ => None,
            }),
            Step::IsNone(_) => fill(steps, cells, |step, cells| match step {
                Step::IsNone(node) => Some(is_none(cells.of(node))),
                _ => None,
            }),
            Step::And(..) => fill(steps, cells, |step, cells| match step {
                Step::And(from, count) => Some(all(program.parts(from, count).iter().map(|part| cells.of(*part)))),
                _ => None,
            }),
            Step::Or(..) => fill(steps, cells, |step, cells| match step {
                Step::Or(from, count) => Some(any(program.parts(from, count).iter().map(|part| cells.of(*part)))),
                _ => None,
            }),
            Step::If(..) => fill(steps, cells, |step, cells| match step {
                Step::If(condition, yes, no) => Some(choose(cells.of(condition), cells.of(yes), cells.of(no))),
                _ => None,
            }),
            Step::Compare(..) => fill(steps, cells, |step, cells| match step {
                Step::Compare(how, one, other) => Some(compared(how, cells.of(one), cells.of(other))),
                _ => None,
            }),
            Step::Settle(..) => fill(steps, cells, |step, cells| match step {
                Step::Settle(strict, loose, refer) => {
                    Some(settled(cells.of(strict), cells.of(loose), Cell::from(refer)))
                }
                _ => None,
            }),
            Step::Other | Step::Records { .. } => {}
        }
    }

    /// What is not among the short steps; a node of records is unknown for the person.
    fn long(&mut self, node: Node, step: &Step) {
        if let Step::Records { list, place } = step {
            return self.records(node, *list, *place);
        }
        let value = match self.pack.graph.op(node) {
            Op::Gather { what, list, filter, value } => self.gather(*what, *list, *filter, *value),
            op => apply(self.pack, self.today, op, |node| self.cell(node)),
        };
        if let Some(cell) = self.cells.get_mut(node as usize) {
            *cell = value;
        }
    }

    fn records(&mut self, node: Node, list: u32, place: u32) {
        let records = self.told.list(list as usize).map_or(0, <[Vec<Cell>]>::len);
        let Some(slot) = self.deep.get_mut(place as usize) else { return };
        if records == 0 {
            return slot.clear();
        }
        let mut row = std::mem::take(slot);
        row.clear();
        let op = self.pack.graph.op(node);
        row.extend((0..records).map(|record| self.record(op, record)));
        if let Some(slot) = self.deep.get_mut(place as usize) {
            *slot = row;
        }
    }

    /// What a node of the person is.
    pub(crate) fn cell(&self, node: Node) -> Cell {
        self.cells.get(node as usize).copied().unwrap_or(UNKNOWN)
    }

    /// What a node is in a record; a node of the person is the same in all.
    pub(crate) fn cell_in(&self, node: Node, record: Option<usize>) -> Cell {
        let Some(record) = record else { return self.cell(node) };
        match self.pack.program.get(node) {
            Step::Records { place, .. } => {
                self.deep.get(*place as usize).and_then(|row| row.get(record)).copied().unwrap_or(UNKNOWN)
            }
            _ => self.cell(node),
        }
    }

    fn record(&self, op: &Op, record: usize) -> Cell {
        match op {
            Op::Field(list, field) => {
                let found = self.told.list(*list as usize).and_then(|records| records.get(record));
                found.and_then(|fields| fields.get(*field as usize)).copied().unwrap_or(UNKNOWN)
            }
            _ => apply(self.pack, self.today, op, |node| self.cell_in(node, Some(record))),
        }
    }

    fn gather(&self, what: Gather, list: u32, filter: Option<Node>, value: Option<Node>) -> Cell {
        let Some(records) = self.told.list(list as usize) else { return UNKNOWN };
        let cells = (0..records.len()).map(|record| {
            let holds = filter.map_or(1, |filter| self.cell_in(filter, Some(record)));
            (holds, value.map_or(0, |value| self.cell_in(value, Some(record))))
        });
        gathered(what, cells)
    }
}

/// Does steps of one kind; `value` gives nothing for a step of another.
#[inline(always)]
fn fill(steps: &[(Node, Step)], cells: &mut [Cell], value: impl Fn(Step, Cells<'_>) -> Option<Cell>) {
    for (node, step) in steps {
        if let Some(value) = value(*step, Cells(cells))
            && let Some(cell) = cells.get_mut(*node as usize)
        {
            *cell = value;
        }
    }
}

/// What the nodes of the person are so far.
#[derive(Clone, Copy)]
struct Cells<'c>(&'c [Cell]);

impl Cells<'_> {
    #[inline(always)]
    fn of(self, node: Node) -> Cell {
        self.0.get(node as usize).copied().unwrap_or(UNKNOWN)
    }
}

/// What the records of a list come to; each tells whether it counts, and its value.
pub(crate) fn gathered(what: Gather, mut cells: impl Iterator<Item = (Cell, Cell)>) -> Cell {
    match what {
        Gather::Some => any(cells.map(|(holds, _)| holds)),
        Gather::Every => all(cells.map(|(holds, _)| holds)),
        Gather::Count => {
            cells.try_fold(0, |count, (holds, _)| (holds != UNKNOWN).then_some(count + holds)).unwrap_or(UNKNOWN)
        }
        Gather::Sum => {
            let sum = cells.try_fold(0_i64, |sum, (holds, value)| match (holds, value) {
                (0, _) | (1, NONE) => Some(sum),
                (1, value) if value != UNKNOWN => Some(kept(sum.saturating_add(value))),
                _ => None,
            });
            sum.unwrap_or(UNKNOWN)
        }
        Gather::Latest | Gather::Earliest => {
            let best = cells.try_fold(NONE, |best, (holds, value)| match (holds, value) {
                (0, _) | (1, NONE) => Some(best),
                (1, value) if value != UNKNOWN => Some(further(what == Gather::Latest, best, value)),
                _ => None,
            });
            best.unwrap_or(UNKNOWN)
        }
    }
}

fn further(largest: bool, best: Cell, value: Cell) -> Cell {
    match (best, largest) {
        (NONE, _) => value,
        (_, true) => best.max(value),
        (_, false) => best.min(value),
    }
}

// What follows decides without branches: what is true of a person follows no pattern that a processor could learn, and
// a wrong guess costs it more than the whole step.

/// All hold; one that does not decides.
fn all(cells: impl Iterator<Item = Cell>) -> Cell {
    let (ends, is_open) = seen(cells, 0);
    select_unpredictable(ends, 0, select_unpredictable(is_open, UNKNOWN, 1))
}

/// One holds, and decides.
fn any(cells: impl Iterator<Item = Cell>) -> Cell {
    let (ends, is_open) = seen(cells, 1);
    select_unpredictable(ends, 1, select_unpredictable(is_open, UNKNOWN, 0))
}

/// Whether one of them decides, and whether one is unknown.
fn seen(cells: impl Iterator<Item = Cell>, decides: Cell) -> (bool, bool) {
    cells.fold((false, false), |(ends, is_open), cell| (ends | (cell == decides), is_open | (cell == UNKNOWN)))
}

fn not(cell: Cell) -> Cell {
    select_unpredictable(cell == UNKNOWN, UNKNOWN, Cell::from(cell != 1))
}

fn is_none(cell: Cell) -> Cell {
    select_unpredictable(cell == UNKNOWN, UNKNOWN, Cell::from(cell == NONE))
}

/// The one or the other; where it is not known which, what both agree on.
fn choose(condition: Cell, yes: Cell, no: Cell) -> Cell {
    let chosen = select_unpredictable(condition == 1, yes, no);
    select_unpredictable((condition == UNKNOWN) & (yes != no), UNKNOWN, chosen)
}

pub(crate) fn compared(how: Compare, one: Cell, other: Cell) -> Cell {
    let (is_none, is_open) = ((one == NONE) | (other == NONE), (one == UNKNOWN) | (other == UNKNOWN));
    let known = Cell::from(compare(how, one, other) & !is_none);
    select_unpredictable(is_open & !is_none, UNKNOWN, known)
}

/// What holds without the parts that nobody confirmed; where only they decide, `refer`.
fn settled(strict: Cell, loose: Cell, refer: Cell) -> Cell {
    let without = select_unpredictable(loose == UNKNOWN, UNKNOWN, refer);
    select_unpredictable(strict == UNKNOWN, without, strict)
}

/// Arithmetic: none with anything is none, unknown with anything known is unknown.
pub(crate) fn both(one: Cell, other: Cell, made: impl Fn(i64, i64) -> i64) -> Cell {
    if one == NONE || other == NONE {
        NONE
    } else if one == UNKNOWN || other == UNKNOWN {
        UNKNOWN
    } else {
        kept(made(one, other))
    }
}

/// A date so much later, or earlier.
pub(crate) fn shifted(date: Cell, span: Cell, back: bool) -> Cell {
    both(date, span, |date, span| shift(date, span, back))
}

/// A division; by nothing it gives none.
pub(crate) fn quotient(value: Cell, by: Cell, rounding: Rounding) -> Cell {
    if by == 0 && value != UNKNOWN { NONE } else { both(value, by, |value, by| divide(value, by, rounding)) }
}

fn divide(value: i64, by: i64, rounding: Rounding) -> i64 {
    match by {
        // Most of the law divides by a hundred, and so the compiler knows it.
        100 => rounded(value, 100, rounding),
        by if by < 0 => rounded(-value, -by, rounding),
        by => rounded(value, by, rounding),
    }
}

#[inline]
fn rounded(value: i64, by: i64, rounding: Rounding) -> i64 {
    match rounding {
        Rounding::Down => value.div_euclid(by),
        Rounding::Up => -(-value).div_euclid(by),
        Rounding::HalfUp => {
            // Half a cent goes away from zero, as money is rounded.
            let half = (value.abs() * 2 + by) / (by * 2);
            if value < 0 { -half } else { half }
        }
    }
}

pub(crate) fn between(unit: Unit, from: i64, to: i64) -> i64 {
    match unit {
        Unit::Days => to - from,
        Unit::Months => calendar::completed_months(from, to),
        Unit::Years => calendar::completed_years(from, to),
    }
}

fn shift(date: i64, span: i64, back: bool) -> i64 {
    let (months, days) = span_parts(span);
    let sign = if back { -1 } else { 1 };
    let date = if months == 0 { date } else { calendar::plus_months(date, sign * months) };
    (date + sign * days).clamp(calendar::FIRST, calendar::LAST)
}

pub(crate) fn compare(how: Compare, one: i64, other: i64) -> bool {
    match how {
        Compare::Equal => one == other,
        Compare::Less => one < other,
        Compare::LessOrEqual => one <= other,
    }
}

/// The value of a parameter on a day.
pub(crate) fn parameter(pack: &Pack, at: u32, day: Cell, strict: bool) -> Cell {
    if day == UNKNOWN || day == NONE {
        return UNKNOWN;
    }
    let row = pack.parameters().get(at as usize).and_then(|parameter| parameter.on(day));
    match row {
        Some(row) if !(strict && row.sureness == Sureness::General) => row.value,
        _ => UNKNOWN,
    }
}

/// Whether a set holds a word; of a set that is still open, whether it is known to.
const fn has(bits: Cell, word: u32) -> Cell {
    match bits {
        UNKNOWN => UNKNOWN,
        NONE => 0,
        bits if bits >> word & 1 == 1 => 1,
        bits if bits & OPEN_SET != 0 => UNKNOWN,
        _ => 0,
    }
}

fn date_of(year: Cell, month: Cell, day: Cell) -> Cell {
    match (year, month, day) {
        (NONE, _, _) | (_, NONE, _) | (_, _, NONE) => NONE,
        (UNKNOWN, _, _) | (_, UNKNOWN, _) | (_, _, UNKNOWN) => UNKNOWN,
        (year, month, day) => calendar::day(year, month, day).unwrap_or(NONE),
    }
}

/// Everything but facts and lists, from the cells of what it needs.
pub(crate) fn apply(pack: &Pack, today: i64, op: &Op, cell: impl Fn(Node) -> Cell) -> Cell {
    match op {
        Op::Constant(value) => *value,
        Op::Today => today,
        Op::Else(own, otherwise) => match cell(*own) {
            UNKNOWN => cell(*otherwise),
            own => own,
        },
        Op::Parameter { parameter: at, on, strict } => parameter(pack, *at, cell(*on), *strict),
        Op::Not(node) => not(cell(*node)),
        Op::And(parts) => all(parts.iter().map(|part| cell(*part))),
        Op::Or(parts) => any(parts.iter().map(|part| cell(*part))),
        Op::Compare(how, one, other) => compared(*how, cell(*one), cell(*other)),
        Op::Within(node, values) => match cell(*node) {
            UNKNOWN => UNKNOWN,
            value => i64::from(values.contains(&value)),
        },
        Op::IsNone(node) => is_none(cell(*node)),
        Op::Has(node, word) => has(cell(*node), *word),
        Op::Add(one, other) => both(cell(*one), cell(*other), |one, other| one + other),
        Op::Subtract(one, other) => both(cell(*one), cell(*other), |one, other| one - other),
        Op::Multiply(one, other) => both(cell(*one), cell(*other), i64::saturating_mul),
        Op::Divide(one, by, rounding) => quotient(cell(*one), cell(*by), *rounding),
        Op::Shift { date, span, back } => shifted(cell(*date), cell(*span), *back),
        Op::Between(unit, from, to) => both(cell(*from), cell(*to), |from, to| between(*unit, from, to)),
        Op::YearOf(day) => both(cell(*day), 0, |day, _| calendar::parts(day).0),
        Op::DateOf(year, month, day) => date_of(cell(*year), cell(*month), cell(*day)),
        Op::Extreme(largest, parts) => {
            let best = parts.iter().try_fold(NONE, |best, part| match cell(*part) {
                UNKNOWN => None,
                NONE => Some(best),
                value => Some(further(*largest, best, value)),
            });
            best.unwrap_or(UNKNOWN)
        }
        Op::If(condition, yes, no) => choose(cell(*condition), cell(*yes), cell(*no)),
        Op::Words(parts) => parts.iter().fold(0, |bits, (word, when)| match cell(*when) {
            UNKNOWN => bits | OPEN_SET,
            1 => bits | 1 << word,
            _ => bits,
        }),
        Op::Named { node, .. } => cell(*node),
        Op::Settle { strict, loose, refer } => settled(cell(*strict), cell(*loose), *refer),
        Op::Fact(_) | Op::Field(..) | Op::Gather { .. } => UNKNOWN,
    }
}
