//! In which order the nodes are computed, where each lies, and what is passed over when nobody needs it.
//!
//! A part of the graph that is used only when a condition holds (or only when it does not) stands together behind
//! a gate: if no person of the chunk goes through it, all of it is skipped. A register is used again as soon as
//! its last reader is done.

use std::collections::HashMap;

use crate::{
    graph::{Node, Op},
    syntax::Unit,
    value::{Cell, NONE, UNKNOWN},
};

use super::{
    fold::Folded,
    lanes::{Lane, Shape, Span},
    months::Months,
};

/// Dates between which a table of results is made: more would not stay in the cache.
const TABLE_MAX: i64 = 1 << 17;
/// Gates within gates.
const GATES_MAX: u32 = 200;
/// Persons for whom a table pays.
const TABLE_ROWS: usize = 1 << 14;

/// Where the value of a node lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The same for everybody.
    Same(Cell),
    /// In the column of a fact.
    Fact(u32),
    Register(Shape, u32),
    /// Nobody asks for it.
    Nowhere,
}

/// One step of a run.
#[derive(Debug)]
pub(super) enum Step {
    Compute(Node),
    /// A table of the results for every value of the operand.
    Look {
        node: Node,
        operand: Node,
        low: i32,
        table: Table,
    },
    /// Passes over so many steps if nobody has this answer to the condition and nobody's is open.
    Gate {
        condition: Node,
        side: bool,
        steps: usize,
    },
}

/// Results for unknown, for none, and for every value from the lowest on.
#[derive(Debug)]
pub(super) enum Table {
    Small(Vec<u8>),
    Middle(Vec<i32>),
}

/// What is done for each chunk.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) folded: Folded<'a>,
    pub(super) steps: Vec<Step>,
    slots: Vec<Slot>,
    /// How many registers of each shape: bits, small, middle, wide.
    pub(super) registers: [u32; 4],
    pub(super) months: Months,
    /// The lists of whose records it is asked whose they are.
    pub(super) owned: Vec<u32>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(folded: Folded<'a>, roots: &[Node], rows: usize) -> Self {
        let mut layout = Layout::new(&folded, roots, rows);
        layout.emit(0);
        let Layout { steps, .. } = layout;
        let (slots, registers) = Allocation::of(&folded, &steps, roots);
        let owned = owned(&folded, &steps);
        let months = calendar(&folded, &steps);
        Self { folded, steps, slots, registers, months, owned }
    }

    pub(super) fn slot(&self, node: Node) -> Slot {
        self.slots.get(node as usize).copied().unwrap_or(Slot::Nowhere)
    }
}

/// The months of all days from which something is counted.
fn calendar(folded: &Folded, steps: &[Step]) -> Months {
    let mut days = Span::NOTHING;
    for step in steps {
        let Step::Compute(node) = step else { continue };
        match folded.graph.op(*node) {
            Op::Shift { date, .. } => days = days.or(folded.span(*date)),
            Op::Between(Unit::Months | Unit::Years, from, to) => {
                days = days.or(folded.span(*from)).or(folded.span(*to))
            }
            _ => {}
        }
    }
    Months::of(days.low, days.high)
}

fn owned(folded: &Folded, steps: &[Step]) -> Vec<u32> {
    let mut found = Vec::new();
    for step in steps {
        let (Step::Compute(node) | Step::Look { node, .. }) = step else { continue };
        let op = folded.graph.op(*node);
        if let Op::Gather { list, .. } = op {
            found.push(*list);
        }
        let mut asks = false;
        op.operands(|operand| asks |= folded.graph.list_of(operand).is_none() && folded.constant_of(operand).is_none());
        found.extend(folded.graph.list_of(*node).filter(|_| asks));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A part of the graph behind one side of a condition; part 0 is the whole.
type Part = u32;

struct Layout<'a, 'b> {
    folded: &'a Folded<'b>,
    rows: usize,
    /// Nodes in the order of the graph, by part.
    inside: HashMap<Part, Vec<Node>>,
    /// The parts behind the two sides of a choice.
    sides: HashMap<(Node, bool), Part>,
    steps: Vec<Step>,
}

impl<'a, 'b> Layout<'a, 'b> {
    fn new(folded: &'a Folded<'b>, roots: &[Node], rows: usize) -> Self {
        let mut parts = Parts { above: vec![(0, 0)], of: HashMap::new(), sides: HashMap::new() };
        for root in roots {
            parts.of.insert(*root, 0);
        }
        let needed = folded.graph.reach(roots.iter().copied());
        for node in needed.iter().rev() {
            parts.node(folded, *node);
        }
        let mut inside: HashMap<Part, Vec<Node>> = HashMap::new();
        for node in needed {
            let part = parts.of.get(&node).copied().unwrap_or_default();
            inside.entry(part).or_default().push(node);
        }
        Self { folded, rows, inside, sides: parts.sides, steps: Vec::new() }
    }

    /// Writes down the steps of a part.
    fn emit(&mut self, part: Part) {
        for node in self.inside.remove(&part).unwrap_or_default() {
            if let Op::If(condition, ..) = self.folded.graph.op(node) {
                for side in [true, false] {
                    if let Some(behind) = self.sides.get(&(node, side)).copied() {
                        self.gate(*condition, side, behind);
                    }
                }
            }
            match self.folded.graph.op(node) {
                Op::Constant(_) | Op::Fact(_) => {}
                op => {
                    let step = self.look(node, op).unwrap_or(Step::Compute(node));
                    self.steps.push(step);
                }
            }
        }
    }

    fn gate(&mut self, condition: Node, side: bool, behind: Part) {
        let at = self.steps.len();
        self.steps.push(Step::Gate { condition, side, steps: 0 });
        self.emit(behind);
        let behind = self.steps.len() - at - 1;
        match self.steps.get_mut(at) {
            Some(Step::Gate { steps, .. }) if behind > 0 => *steps = behind,
            _ => self.steps.truncate(at),
        }
    }

    /// A table instead of the calendar, where there is one date and many persons.
    fn look(&self, node: Node, op: &Op) -> Option<Step> {
        let counts = matches!(op, Op::YearOf(_) | Op::Parameter { .. });
        let operand = only_operand(self.folded, op)?;
        let (span, shape) = (self.folded.span(operand), self.folded.span(node).shape());
        let short = span.high.checked_sub(span.low).is_some_and(|length| length < TABLE_MAX);
        if !counts || self.rows < TABLE_ROWS || !short || shape == Shape::Wide {
            return None;
        }
        let result = |value: Cell| {
            let cell = |at: Node| if at == operand { value } else { self.folded.constant_of(at).unwrap_or(UNKNOWN) };
            self.folded.figures.apply(op, cell)
        };
        let results = [UNKNOWN, NONE].into_iter().chain(span.low..=span.high).map(result);
        let table = match shape {
            Shape::Middle => Table::Middle(results.map(i32::of).collect()),
            _ => Table::Small(results.map(u8::of).collect()),
        };
        Some(Step::Look { node, operand, low: i32::try_from(span.low).ok()?, table })
    }
}

/// The one operand that is no constant.
fn only_operand(folded: &Folded, op: &Op) -> Option<Node> {
    let (mut found, mut many) = (None, false);
    op.operands(|node| {
        if folded.constant_of(node).is_none() {
            many |= found.is_some_and(|other| other != node);
            found = Some(node);
        }
    });
    found.filter(|_| !many)
}

/// Which node stands in which part: the innermost that holds all its readers.
struct Parts {
    /// For each part the one around it, and how deep it lies.
    above: Vec<(Part, u32)>,
    of: HashMap<Node, Part>,
    sides: HashMap<(Node, bool), Part>,
}

impl Parts {
    /// Tells the operands of a node where one of their readers stands.
    fn node(&mut self, folded: &Folded, node: Node) {
        let own = self.of.get(&node).copied().unwrap_or_default();
        match folded.graph.op(node) {
            Op::If(condition, yes, no) => {
                self.reader(*condition, own);
                for (operand, side) in [(*yes, true), (*no, false)] {
                    if folded.constant_of(operand).is_none() {
                        let behind = self.behind(node, side, own);
                        self.reader(operand, behind);
                    }
                }
            }
            op => op.operands(|operand| self.reader(operand, own)),
        }
    }

    fn behind(&mut self, node: Node, side: bool, own: Part) -> Part {
        let depth = self.above.get(own as usize).map_or(0, |(_, depth)| *depth);
        if depth >= GATES_MAX {
            return own;
        }
        let part = u32::try_from(self.above.len()).unwrap_or(Part::MAX);
        self.above.push((own, depth + 1));
        self.sides.insert((node, side), part);
        part
    }

    fn reader(&mut self, operand: Node, part: Part) {
        let joined = match self.of.get(&operand) {
            Some(other) => self.around(*other, part),
            None => part,
        };
        self.of.insert(operand, joined);
    }

    /// The innermost part around both.
    fn around(&self, mut one: Part, mut other: Part) -> Part {
        let at = |part: Part| self.above.get(part as usize).copied().unwrap_or_default();
        while one != other {
            if at(one).1 >= at(other).1 {
                one = at(one).0;
            } else {
                other = at(other).0;
            }
        }
        one
    }
}

/// Registers, given out and taken back.
struct Allocation {
    free: [Vec<u32>; 4],
    used: [u32; 4],
    slots: Vec<Slot>,
}

impl Allocation {
    fn of(folded: &Folded, steps: &[Step], roots: &[Node]) -> (Vec<Slot>, [u32; 4]) {
        let mut last: HashMap<Node, usize> = HashMap::new();
        for (at, step) in steps.iter().enumerate() {
            match step {
                Step::Compute(node) | Step::Look { node, .. } => {
                    folded.graph.op(*node).operands(|operand| {
                        last.insert(operand, at);
                    });
                }
                Step::Gate { condition, .. } => {
                    last.insert(*condition, at);
                }
            }
        }
        for root in roots {
            last.insert(*root, usize::MAX);
        }
        let mut ends: HashMap<usize, Vec<Node>> = HashMap::new();
        for (node, at) in last {
            ends.entry(at).or_default().push(node);
        }
        let slots = vec![Slot::Nowhere; folded.graph.len()];
        let mut this = Self { free: Default::default(), used: [0; 4], slots };
        for (node, made) in folded.graph.nodes() {
            match made.op {
                Op::Constant(cell) => this.put(node, Slot::Same(cell)),
                Op::Fact(fact) => this.put(node, Slot::Fact(fact)),
                _ => {}
            }
        }
        for (at, step) in steps.iter().enumerate() {
            if let Step::Compute(node) | Step::Look { node, .. } = step {
                let register = this.take(folded.span(*node).shape());
                this.put(*node, register);
            }
            let mut done = ends.remove(&at).unwrap_or_default();
            done.sort_unstable();
            done.into_iter().for_each(|node| this.free(node));
        }
        (this.slots, this.used)
    }

    fn put(&mut self, node: Node, slot: Slot) {
        if let Some(place) = self.slots.get_mut(node as usize) {
            *place = slot;
        }
    }

    fn take(&mut self, shape: Shape) -> Slot {
        let (Some(free), Some(used)) = (self.free.get_mut(shape as usize), self.used.get_mut(shape as usize)) else {
            return Slot::Nowhere;
        };
        let register = free.pop().unwrap_or_else(|| {
            *used += 1;
            *used - 1
        });
        Slot::Register(shape, register)
    }

    fn free(&mut self, node: Node) {
        if let Some(Slot::Register(shape, register)) = self.slots.get(node as usize).copied()
            && let Some(free) = self.free.get_mut(shape as usize)
        {
            free.push(register);
        }
    }
}
