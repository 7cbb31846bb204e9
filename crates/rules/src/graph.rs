//! One graph without cycles for all questions of a pack. A node comes after what it needs, and two parts of
//! the law that say the same are one node.

use std::collections::HashMap;

use crate::{
    syntax::{Compare, Gather, Rounding, Unit},
    value::{Cell, NONE, UNKNOWN},
};

/// Where a node stands in the graph.
pub(crate) type Node = u32;

/// What a node does. Operands are nodes that stand before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    Constant(Cell),
    Today,
    /// A fact of the person, by its place among the facts.
    Fact(u32),
    /// A field of each record of a list.
    Field(u32, u32),
    /// The first, or the second where the first is unknown.
    Else(Node, Node),
    /// A dated figure on a day; `strict`: general values count as unknown.
    Parameter {
        parameter: u32,
        on: Node,
        strict: bool,
    },
    Not(Node),
    And(Box<[Node]>),
    Or(Box<[Node]>),
    Compare(Compare, Node, Node),
    /// Whether it is one of these values.
    Within(Node, Box<[Cell]>),
    IsNone(Node),
    /// Whether a set holds this word.
    Has(Node, u32),
    Add(Node, Node),
    Subtract(Node, Node),
    Multiply(Node, Node),
    Divide(Node, Node, Rounding),
    /// A date so much later, or earlier.
    Shift {
        date: Node,
        span: Node,
        back: bool,
    },
    Between(Unit, Node, Node),
    YearOf(Node),
    DateOf(Node, Node, Node),
    /// The largest, or the smallest, of those that are not none.
    Extreme(bool, Box<[Node]>),
    If(Node, Node, Node),
    Gather {
        what: Gather,
        list: u32,
        filter: Option<Node>,
        value: Option<Node>,
    },
    /// A set of words, each with its condition.
    Words(Box<[(u32, Node)]>),
    /// A definition of the pack; it is what its node is.
    Named {
        definition: u32,
        strict: bool,
        node: Node,
    },
    /// The outcome of a question asked with and without what is general: both alike, or `refer`.
    Settle {
        strict: Node,
        loose: Node,
        refer: Cell,
    },
}

/// A node with what is known of it without any facts.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) op: Op,
    /// In whose records it is computed; none: for the person.
    pub(crate) list: Option<u32>,
    /// Whether it can change by itself when days go by.
    pub(crate) timed: bool,
}

/// The nodes of a pack.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    nodes: Vec<Made>,
    known: HashMap<Op, Node>,
}

impl Graph {
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn nodes(&self) -> impl DoubleEndedIterator<Item = (Node, &Made)> + ExactSizeIterator {
        self.nodes.iter().enumerate().map(|(at, made)| (u32::try_from(at).unwrap_or(Node::MAX), made))
    }

    pub(crate) fn get(&self, node: Node) -> Option<&Made> {
        self.nodes.get(node as usize)
    }

    pub(crate) fn op(&self, node: Node) -> &Op {
        const NOTHING: Op = Op::Constant(UNKNOWN);
        self.get(node).map_or(&NOTHING, |made| &made.op)
    }

    pub(crate) fn list_of(&self, node: Node) -> Option<u32> {
        self.get(node).and_then(|made| made.list)
    }

    pub(crate) fn is_timed(&self, node: Node) -> bool {
        self.get(node).is_some_and(|made| made.timed)
    }

    pub(crate) fn constant(&mut self, value: Cell) -> Node {
        self.add(Op::Constant(value))
    }

    fn constant_of(&self, node: Node) -> Option<Cell> {
        match self.op(node) {
            Op::Constant(value) => Some(*value),
            _ => None,
        }
    }

    /// The node that does this; what is plain from constants alone is made plain.
    pub(crate) fn add(&mut self, op: Op) -> Node {
        let op = match self.plainer(op) {
            Ok(node) => return node,
            Err(op) => op,
        };
        if let Some(node) = self.known.get(&op) {
            return *node;
        }
        let mut operands = Vec::new();
        op.operands(|node| operands.push(node));
        let list = match op {
            Op::Field(list, _) => Some(list),
            Op::Gather { .. } => None,
            _ => operands.iter().find_map(|node| self.list_of(*node)),
        };
        let timed = op == Op::Today || operands.iter().any(|node| self.is_timed(*node));
        let node = u32::try_from(self.nodes.len()).unwrap_or(Node::MAX);
        self.nodes.push(Made { op: op.clone(), list, timed });
        self.known.insert(op, node);
        node
    }

    /// What these nodes need, themselves included, in the order of the graph.
    pub(crate) fn reach(&self, roots: impl Iterator<Item = Node>) -> Vec<Node> {
        self.reach_with(roots, |_, _| {})
    }

    /// The same; what a node is read with besides its operands is needed too.
    pub(crate) fn reach_with(
        &self,
        roots: impl Iterator<Item = Node>,
        besides: impl Fn(&Op, &mut Vec<Node>),
    ) -> Vec<Node> {
        let mut needed = std::collections::BTreeSet::new();
        let mut open: Vec<Node> = roots.collect();
        while let Some(node) = open.pop() {
            if needed.insert(node) {
                let op = self.op(node);
                op.operands(|operand| open.push(operand));
                besides(op, &mut open);
            }
        }
        needed.into_iter().collect()
    }

    fn plainer(&mut self, op: Op) -> Result<Node, Op> {
        match op {
            Op::Not(node) => match (self.constant_of(node), self.op(node)) {
                (Some(value), _) if value != UNKNOWN => Ok(self.constant(i64::from(value == 0))),
                (_, Op::Not(inner)) => Ok(*inner),
                _ => Err(Op::Not(node)),
            },
            Op::And(parts) => self.joined(&parts, 0, 1, Op::And),
            Op::Or(parts) => self.joined(&parts, 1, 0, Op::Or),
            Op::If(condition, yes, no) => match self.constant_of(condition) {
                _ if yes == no => Ok(yes),
                Some(0) => Ok(no),
                Some(1) => Ok(yes),
                _ => Err(Op::If(condition, yes, no)),
            },
            Op::Settle { strict, loose, .. } if strict == loose => Ok(loose),
            Op::IsNone(node) => match self.constant_of(node) {
                Some(value) if value != UNKNOWN => Ok(self.constant(i64::from(value == NONE))),
                _ => Err(Op::IsNone(node)),
            },
            other => Err(other),
        }
    }

    /// `and` and `or` without constants and doubles; `ends` decides alone, `passes` says nothing.
    fn joined(&mut self, parts: &[Node], ends: Cell, passes: Cell, join: fn(Box<[Node]>) -> Op) -> Result<Node, Op> {
        let mut kept: Vec<Node> = Vec::new();
        for part in parts {
            match self.constant_of(*part) {
                Some(value) if value == ends => return Ok(self.constant(ends)),
                Some(value) if value == passes => {}
                _ if kept.contains(part) => {}
                _ => kept.push(*part),
            }
        }
        match kept.as_slice() {
            [] => Ok(self.constant(passes)),
            [only] => Ok(*only),
            _ => Err(join(kept.into())),
        }
    }
}

impl Op {
    /// Calls with each node this one needs.
    pub(crate) fn operands(&self, mut each: impl FnMut(Node)) {
        match self {
            Self::Constant(_) | Self::Today | Self::Fact(_) | Self::Field(..) => {}
            Self::Parameter { on: node, .. }
            | Self::Not(node)
            | Self::Within(node, _)
            | Self::IsNone(node)
            | Self::Has(node, _)
            | Self::YearOf(node)
            | Self::Named { node, .. } => each(*node),
            Self::And(parts) | Self::Or(parts) | Self::Extreme(_, parts) => parts.iter().for_each(|node| each(*node)),
            Self::Else(one, other)
            | Self::Compare(_, one, other)
            | Self::Add(one, other)
            | Self::Subtract(one, other)
            | Self::Multiply(one, other)
            | Self::Divide(one, other, _)
            | Self::Shift { date: one, span: other, .. }
            | Self::Between(_, one, other)
            | Self::Settle { strict: one, loose: other, .. } => {
                each(*one);
                each(*other);
            }
            Self::DateOf(one, other, third) | Self::If(one, other, third) => {
                each(*one);
                each(*other);
                each(*third);
            }
            Self::Gather { filter, value, .. } => {
                filter.iter().chain(value).for_each(|node| each(*node));
            }
            Self::Words(parts) => parts.iter().for_each(|(_, node)| each(*node)),
        }
    }
}
