//! What is still needed: the unknown facts and figures that can change an open outcome, cheapest and least
//! sensitive first.

use ground::Level;

use crate::{
    calendar,
    graph::{Node, Op},
    program::Step,
    single::{Marks, Sheet},
    value::{Cell, NONE, OPEN_SET, UNKNOWN},
};

/// Something that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Missing {
    /// A fact, by its place in the pack.
    Fact(u32),
    /// A whole list.
    List(u32),
    /// A field of one record of a list: list, record, field.
    Field(u32, usize, u32),
    /// A dated figure without a value in this year.
    Parameter(u32, i64),
}

/// Room to look for what is missing, again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct MissingRoom {
    pub(crate) marks: Marks,
    pub(crate) needed: Vec<(u8, u8, Missing)>,
}

impl Sheet<'_> {
    /// What can still change the outcome of a node, in the order in which it would be asked.
    pub(crate) fn missing(&self, node: Node, room: &mut MissingRoom) -> Vec<Missing> {
        let mut missing = Vec::new();
        self.missing_in(node, room, &mut missing);
        missing
    }

    /// The same in a list that is there.
    pub(crate) fn missing_in(&self, node: Node, room: &mut MissingRoom, missing: &mut Vec<Missing>) {
        room.marks.begin(self.pack.graph.len());
        let mut walk = Walk { sheet: self, marks: &mut room.marks, found: missing };
        walk.node(node, None);
        self.put_in_order(missing, &mut room.needed);
    }

    /// Least sensitive and cheapest to know first; among equals as they came.
    pub(crate) fn put_in_order(&self, needed: &mut Vec<Missing>, room: &mut Vec<(u8, u8, Missing)>) {
        room.clear();
        room.extend(needed.iter().map(|missing| {
            let (level, effort) = self.cost(*missing);
            (level, effort, *missing)
        }));
        room.sort_by_key(|(level, effort, _)| (*level, *effort));
        needed.clear();
        needed.extend(room.iter().map(|(.., missing)| *missing));
    }

    /// The unknown facts from which a fact would follow and that are less sensitive than it is, in order: whoever tells
    /// her permit need not be asked whether she is a refugee.
    pub(crate) fn gentler(&self, missing: Missing, room: &mut MissingRoom) -> Vec<Missing> {
        let Missing::Fact(at) = missing else { return Vec::new() };
        let node = self.pack.facts.get(at as usize).map(|fact| fact.node);
        let Some(Op::Else(_, follows)) = node.map(|node| self.pack.graph.op(node)) else { return Vec::new() };
        if !matches!(self.pack.graph.op(*follows), Op::If(..)) {
            return Vec::new();
        }
        let (level, _) = self.cost(missing);
        let mut sources = self.missing(*follows, room);
        sources.retain(|source| self.cost(*source).0 < level);
        sources
    }

    fn cost(&self, missing: Missing) -> (u8, u8) {
        let of = |level: Level, effort: u8| {
            let rank = match level {
                Level::S0 | Level::S1 => 0,
                Level::S2 => 1,
                Level::S3(_) => 2,
                Level::S4 => 3,
            };
            (rank, effort)
        };
        match missing {
            Missing::Fact(at) => self.pack.facts.get(at as usize).map(|fact| of(fact.level, fact.effort)),
            Missing::List(at) | Missing::Field(at, ..) => {
                self.pack.lists.get(at as usize).map(|list| of(list.level, list.effort))
            }
            Missing::Parameter(..) => None,
        }
        .unwrap_or((u8::MAX, u8::MAX))
    }

    /// The name of what is missing, as other programs read it.
    #[must_use]
    pub fn missing_name(&self, missing: Missing) -> String {
        let list_name = |at: u32| self.pack.lists.get(at as usize).map_or("", |list| list.name.as_str());
        match missing {
            Missing::Fact(at) => self.pack.facts.get(at as usize).map(|fact| fact.name.clone()).unwrap_or_default(),
            Missing::List(at) => list_name(at).to_owned(),
            Missing::Field(at, _, field) => {
                let fields = self.pack.lists.get(at as usize).map_or(&[][..], |list| list.fields.as_slice());
                format!("{}.{}", list_name(at), fields.get(field as usize).map_or("", |(name, _)| name.as_str()))
            }
            Missing::Parameter(at, year) => {
                let name = self.pack.parameters.get(at as usize).map_or("", |parameter| parameter.name.as_str());
                format!("{name}.{year}")
            }
        }
    }
}

/// A walk from an open outcome down to what is not known.
struct Walk<'a, 'b> {
    sheet: &'a Sheet<'b>,
    marks: &'a mut Marks,
    found: &'a mut Vec<Missing>,
}

impl Walk<'_, '_> {
    fn cell(&self, node: Node, record: Option<usize>) -> Cell {
        self.sheet.cell_in(node, record)
    }

    fn add(&mut self, missing: Missing) {
        if !self.found.contains(&missing) {
            self.found.push(missing);
        }
    }

    fn is_open(&self, node: Node, cell: Cell) -> bool {
        // A set of words of which not every condition is known.
        cell == UNKNOWN || cell >= OPEN_SET && matches!(self.sheet.pack.graph.op(node), Op::Words(_))
    }

    fn node(&mut self, node: Node, record: Option<usize>) {
        match record {
            Some(record) if matches!(self.sheet.pack.program.get(node), Step::Records { .. }) => {
                let record = Some(record);
                if self.is_open(node, self.cell(node, record)) && self.marks.insert(node, record) {
                    self.op(node, record);
                }
            }
            _ => self.own(node),
        }
    }

    /// A node of the person. Most are known or seen, and so it is looked here whether it is worth a call.
    #[inline]
    fn own(&mut self, node: Node) {
        if self.is_open(node, self.sheet.cell(node)) && self.marks.insert_own(node) {
            self.open(node);
        }
    }

    fn open(&mut self, node: Node) {
        let program = &self.sheet.pack.program;
        match *program.get(node) {
            // There is one node of a fact.
            Step::Fact(at) => self.found.push(Missing::Fact(at)),
            Step::Named { node, .. } | Step::Not(node) | Step::IsNone(node) | Step::Settle(_, node, _) => {
                self.own(node)
            }
            Step::And(from, count) | Step::Or(from, count) => {
                program.parts(from, count).iter().for_each(|part| self.own(*part));
            }
            Step::If(condition, yes, no) => self.chosen(condition, yes, no, None),
            Step::Compare(_, one, other) => {
                self.own(one);
                self.own(other);
            }
            Step::Other | Step::Records { .. } => self.op(node, None),
        }
    }

    fn chosen(&mut self, condition: Node, yes: Node, no: Node, record: Option<usize>) {
        match self.cell(condition, record) {
            1 => self.node(yes, record),
            UNKNOWN => {
                self.node(condition, record);
                self.node(yes, record);
                self.node(no, record);
            }
            _ => self.node(no, record),
        }
    }

    /// What is not among the short steps.
    fn op(&mut self, node: Node, record: Option<usize>) {
        let graph = &self.sheet.pack.graph;
        match graph.op(node) {
            Op::Field(list, field) => self.add(Missing::Field(*list, record.unwrap_or_default(), *field)),
            // Whoever does not know the fact itself is not told what it would follow from.
            Op::Else(own, _) => self.node(*own, record),
            Op::Parameter { parameter, on, strict } => match self.cell(*on, record) {
                UNKNOWN => self.node(*on, record),
                day if !strict && day != NONE => self.add(Missing::Parameter(*parameter, calendar::parts(day).0)),
                _ => {}
            },
            Op::If(condition, yes, no) => self.chosen(*condition, *yes, *no, record),
            Op::Gather { list, filter, value, .. } => {
                let Some(records) = self.sheet.told.list(*list as usize).map(<[Vec<Cell>]>::len) else {
                    return self.add(Missing::List(*list));
                };
                for record in 0..records {
                    let holds = filter.map_or(1, |filter| self.cell(filter, Some(record)));
                    filter.iter().for_each(|filter| self.node(*filter, Some(record)));
                    if holds != 0 {
                        value.iter().for_each(|value| self.node(*value, Some(record)));
                    }
                }
            }
            op => op.operands(|operand| self.node(operand, record)),
        }
    }
}
