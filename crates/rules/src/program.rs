//! The graph as one person is computed by it: a small step for each node, and which nodes are the same for everybody.

use std::collections::{BTreeMap, HashMap};

use crate::{
    graph::{Graph, Node, Op},
    syntax::Compare,
    value::Cell,
};

/// What is done for a node. The common operations stand here, short enough that the steps of a whole pack lie close
/// together; the others are read from the graph.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Fact(u32),
    Named {
        definition: u32,
        strict: bool,
        node: Node,
    },
    Not(Node),
    IsNone(Node),
    /// From, and how many, in the parts of the program.
    And(u32, u32),
    /// See [`Step::And`].
    Or(u32, u32),
    If(Node, Node, Node),
    Compare(Compare, Node, Node),
    Settle(Node, Node, u32),
    /// Anything else of the person.
    Other,
    /// In the records of a list; the how-manieth of such nodes it is.
    Records {
        list: u32,
        place: u32,
    },
}

impl Step {
    /// A number for each kind.
    const fn kind(self) -> usize {
        match self {
            Self::Fact(_) => 0,
            Self::Named { .. } => 1,
            Self::Not(_) => 2,
            Self::IsNone(_) => 3,
            Self::And(..) => 4,
            Self::Or(..) => 5,
            Self::If(..) => 6,
            Self::Compare(Compare::Equal, ..) => 7,
            Self::Compare(Compare::Less, ..) => 8,
            Self::Compare(Compare::LessOrEqual, ..) => 9,
            Self::Settle(..) => 10,
            Self::Other => 11,
            Self::Records { .. } => 12,
        }
    }
}

/// The steps of a pack.
#[derive(Debug, Default)]
pub(crate) struct Program {
    steps: Vec<Step>,
    parts: Vec<Node>,
    /// How many nodes are computed for each record of a list.
    pub(crate) of_records: u32,
    /// The place of each node among those of the person; what depends on the day alone comes before: 0.
    ranks: Vec<u32>,
    /// What is the same whoever asks.
    pub(crate) constants: Vec<(Node, Cell)>,
    /// What depends on the day and nothing else, in the order of the graph.
    pub(crate) of_the_day: Steps,
    /// What depends on the person.
    pub(crate) of_the_person: Steps,
}

/// Some steps of a program, each after what it needs: a processor that does the same again is several times as quick,
/// and so those of a kind stand together as far as that allows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps(Vec<Vec<(Node, Step)>>);

impl Steps {
    fn of(steps: &[(Node, Step)]) -> Self {
        Self(steps.chunk_by(|(_, one), (_, other)| one.kind() == other.kind()).map(<[_]>::to_vec).collect())
    }

    /// The steps; those of a slice are of one kind.
    pub(crate) fn slices(&self) -> impl Iterator<Item = &[(Node, Step)]> {
        self.0.iter().map(Vec::as_slice)
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node> {
        self.0.iter().flatten().map(|(node, _)| *node)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Program {
    pub(crate) fn of(graph: &Graph) -> Self {
        let mut program = Self::default();
        // Whether a node is the same for everybody.
        let mut common: Vec<bool> = Vec::with_capacity(graph.len());
        let (mut of_the_day, mut of_the_person) = (Vec::new(), Vec::new());
        for (node, made) in graph.nodes() {
            let step = program.step(&made.op, made.list);
            program.steps.push(step);
            let mut alike = !matches!(made.op, Op::Fact(_) | Op::Field(..) | Op::Gather { .. });
            made.op.operands(|operand| alike &= common.get(operand as usize) == Some(&true));
            common.push(alike);
            match &made.op {
                Op::Constant(cell) => program.constants.push((node, *cell)),
                _ if alike => of_the_day.push((node, step)),
                _ => of_the_person.push(node),
            }
        }
        program.of_the_day = Steps::of(&of_the_day);
        let of_the_person = program.by_kind(graph, &common, &of_the_person);
        program.ranks = vec![0; graph.len()];
        for (rank, (node, _)) in (1..).zip(&of_the_person) {
            if let Some(own) = program.ranks.get_mut(*node as usize) {
                *own = rank;
            }
        }
        program.of_the_person = Steps::of(&of_the_person);
        program
    }

    /// The nodes of the person in an order in which nodes of a kind stand together as far as what they need allows.
    fn by_kind(&self, graph: &Graph, common: &[bool], nodes: &[Node]) -> Vec<(Node, Step)> {
        let mut left: HashMap<Node, usize> = HashMap::new();
        let mut readers: HashMap<Node, Vec<Node>> = HashMap::new();
        for node in nodes {
            let mut waits = 0;
            let mut wait = |operand: Node| {
                if common.get(operand as usize) != Some(&true) {
                    readers.entry(operand).or_default().push(*node);
                    waits += 1;
                }
            };
            graph.op(*node).operands(&mut wait);
            left.insert(*node, waits);
        }
        let mut ready: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
        let kind = |node: &Node| self.get(*node).kind();
        for node in nodes.iter().filter(|node| left.get(node) == Some(&0)) {
            ready.entry(kind(node)).or_default().push(*node);
        }
        let mut order = Vec::with_capacity(nodes.len());
        // Of the kinds that are ready the one with the most nodes; what becomes ready meanwhile joins.
        while let Some(most) = ready.iter().max_by_key(|(_, nodes)| nodes.len()).map(|(kind, _)| *kind) {
            while let Some(node) = ready.get_mut(&most).and_then(Vec::pop) {
                order.push((node, *self.get(node)));
                for reader in readers.remove(&node).unwrap_or_default() {
                    let Some(waits) = left.get_mut(&reader) else { continue };
                    *waits -= 1;
                    if *waits == 0 {
                        ready.entry(kind(&reader)).or_default().push(reader);
                    }
                }
            }
            ready.remove(&most);
        }
        order
    }

    fn step(&mut self, op: &Op, list: Option<u32>) -> Step {
        if let Some(list) = list {
            self.of_records += 1;
            return Step::Records { list, place: self.of_records - 1 };
        }
        match op {
            Op::Fact(at) => Step::Fact(*at),
            Op::Named { definition, strict, node } => {
                Step::Named { definition: *definition, strict: *strict, node: *node }
            }
            Op::Not(node) => Step::Not(*node),
            Op::IsNone(node) => Step::IsNone(*node),
            Op::And(parts) => {
                let (from, count) = self.several(parts);
                Step::And(from, count)
            }
            Op::Or(parts) => {
                let (from, count) = self.several(parts);
                Step::Or(from, count)
            }
            Op::If(condition, yes, no) => Step::If(*condition, *yes, *no),
            Op::Compare(how, one, other) => Step::Compare(*how, *one, *other),
            Op::Settle { strict, loose, refer } => {
                u32::try_from(*refer).map_or(Step::Other, |refer| Step::Settle(*strict, *loose, refer))
            }
            _ => Step::Other,
        }
    }

    fn several(&mut self, parts: &[Node]) -> (u32, u32) {
        let length = |count: usize| u32::try_from(count).unwrap_or_default();
        let from = length(self.parts.len());
        self.parts.extend(parts);
        (from, length(parts.len()))
    }

    /// The steps of some nodes.
    pub(crate) fn steps(&self, mut nodes: Vec<Node>) -> Steps {
        nodes.sort_by_key(|node| (self.ranks.get(*node as usize).copied().unwrap_or_default(), *node));
        let steps: Vec<(Node, Step)> = nodes.into_iter().map(|node| (node, *self.get(node))).collect();
        Steps::of(&steps)
    }

    pub(crate) fn get(&self, node: Node) -> &Step {
        self.steps.get(node as usize).unwrap_or(&Step::Other)
    }

    pub(crate) fn parts(&self, from: u32, count: u32) -> &[Node] {
        self.parts.get(from as usize..(from + count) as usize).unwrap_or_default()
    }
}
