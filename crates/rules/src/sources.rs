//! On what every node of a graph depends: facts, lists, dated figures, the day.

use crate::graph::{Graph, Node, Op};

/// A bitmap for each node: its facts, then its lists, then its figures, then the day.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    words: usize,
    bits: Vec<u64>,
    lists: usize,
    figures: usize,
    day: usize,
}

impl Sources {
    pub(crate) fn of(graph: &Graph, facts: usize, lists: usize, figures: usize) -> Self {
        let day = facts + lists + figures;
        let words = day / 64 + 1;
        let mut this =
            Self { words, bits: Vec::with_capacity(graph.len() * words), lists: facts, figures: facts + lists, day };
        for (_, made) in graph.nodes() {
            let mut own = vec![0_u64; words];
            let mut mark = |at: usize| own.iter_mut().skip(at / 64).take(1).for_each(|word| *word |= 1 << (at % 64));
            match &made.op {
                Op::Fact(at) => mark(this.fact(*at as usize)),
                Op::Field(at, _) | Op::Gather { list: at, .. } => mark(this.list(*at as usize)),
                Op::Parameter { parameter, .. } => mark(this.figure(*parameter as usize)),
                Op::Today => mark(day),
                _ => {}
            }
            made.op.operands(|operand| own.iter_mut().zip(this.own(operand)).for_each(|(own, below)| *own |= below));
            this.bits.extend(own);
        }
        this
    }

    fn own(&self, node: Node) -> &[u64] {
        let from = node as usize * self.words;
        self.bits.get(from..from + self.words).unwrap_or_default()
    }

    /// The place of a fact among all that can be depended on.
    pub(crate) const fn fact(&self, at: usize) -> usize {
        at
    }

    /// Of a list.
    pub(crate) const fn list(&self, at: usize) -> usize {
        self.lists + at
    }

    /// Of a dated figure.
    pub(crate) const fn figure(&self, at: usize) -> usize {
        self.figures + at
    }

    /// How many there are; the last is the day.
    pub(crate) const fn len(&self) -> usize {
        self.day + 1
    }

    /// Whether a node depends on it.
    pub(crate) fn has(&self, node: Node, source: usize) -> bool {
        self.own(node).get(source / 64).is_some_and(|word| word >> (source % 64) & 1 == 1)
    }
}
