//! The graph of a pack made plain for one day and for what the columns hold: dated figures are numbers, what
//! cannot be otherwise is a constant, and a comparison with something counted from a date is a comparison of the
//! date itself.

use crate::{
    calendar,
    graph::{Graph, Node, Op},
    pack::{Pack, Parameter},
    single,
    syntax::{Compare, Gather, ParameterRow, Sureness},
    value::{Cell, NONE, OPEN_SET, UNKNOWN, kept},
};

use super::{columns::Columns, lanes::Span};

/// Where the values of dated figures come from: the pack, one of them perhaps changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures<'a> {
    pub(super) pack: &'a Pack,
    pub(super) changed: Option<&'a [ParameterRow]>,
}

impl Figures<'_> {
    /// The place of the changed figure: after those of the pack.
    fn extra(&self) -> usize {
        self.pack.parameters.len()
    }

    fn cell(&self, at: u32, day: Cell, strict: bool) -> Cell {
        let Some(rows) = self.changed.filter(|_| at as usize == self.extra()) else {
            return single::parameter(self.pack, at, day, strict);
        };
        if day == UNKNOWN || day == NONE {
            return UNKNOWN;
        }
        match rows.iter().find(|row| row.holds(day)) {
            Some(row) if !(strict && row.sureness == Sureness::General) => row.value,
            _ => UNKNOWN,
        }
    }

    /// The values a figure ever has.
    fn rows(&self, at: u32) -> &[ParameterRow] {
        let own = self.pack.parameters.get(at as usize).map(|parameter: &Parameter| parameter.rows.as_slice());
        own.or(self.changed).unwrap_or_default()
    }

    /// What an operation makes of its operands.
    pub(super) fn apply(&self, op: &Op, cell: impl Fn(Node) -> Cell) -> Cell {
        match op {
            Op::Parameter { parameter, on, strict } => self.cell(*parameter, cell(*on), *strict),
            _ => single::apply(self.pack, UNKNOWN, op, cell),
        }
    }
}

/// A graph for one day.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    pub(super) figures: Figures<'a>,
    columns: &'a Columns,
    today: i64,
    pub(super) graph: Graph,
    /// What each node can be.
    spans: Vec<Span>,
}

impl<'a> Folded<'a> {
    pub(super) fn new(figures: Figures<'a>, columns: &'a Columns, today: i64) -> Self {
        Self { figures, columns, today, graph: Graph::default(), spans: Vec::new() }
    }

    pub(super) fn span(&self, node: Node) -> Span {
        self.spans.get(node as usize).copied().unwrap_or(Span::NOTHING)
    }

    /// The nodes of the pack in this graph, each in its place; `changed`: this figure is the changed one.
    pub(super) fn fold(&mut self, wanted: &[Node], changed: Option<u32>) -> Vec<Node> {
        let pack = self.figures.pack;
        let mut places = vec![0; pack.graph.len()];
        for node in pack.graph.reach(wanted.iter().copied()) {
            let op = renamed(pack.graph.op(node), |operand| places.get(operand as usize).copied().unwrap_or_default());
            let place = match op {
                Op::Parameter { parameter, on, strict } if Some(parameter) == changed => {
                    let parameter = u32::try_from(self.figures.extra()).unwrap_or(u32::MAX);
                    self.add(Op::Parameter { parameter, on, strict })
                }
                op => self.add(op),
            };
            if let Some(slot) = places.get_mut(node as usize) {
                *slot = place;
            }
        }
        places
    }

    fn constant(&mut self, cell: Cell) -> Node {
        self.put(Op::Constant(cell))
    }

    pub(super) fn constant_of(&self, node: Node) -> Option<Cell> {
        match self.graph.op(node) {
            Op::Constant(cell) => Some(*cell),
            _ => None,
        }
    }

    /// The node that does this, as plain as it can be told.
    fn add(&mut self, op: Op) -> Node {
        match op {
            Op::Today => return self.constant(self.today),
            Op::Named { node, .. } => return node,
            Op::Else(own, _) if !self.span(own).unknown => return own,
            Op::Else(own, other) if self.constant_of(own) == Some(UNKNOWN) => return other,
            Op::Settle { strict, .. } if !self.span(strict).unknown => return strict,
            _ => {}
        }
        if let Op::Compare(how, one, other) = op
            && let Some(node) = self.turned(how, one, other)
        {
            return node;
        }
        if let Op::If(condition, yes, no) = op
            && let Some(node) = self.plain_if(condition, yes, no)
        {
            return node;
        }
        self.put(op)
    }

    fn put(&mut self, op: Op) -> Node {
        let gathers = matches!(op, Op::Gather { .. } | Op::Fact(_) | Op::Field(..));
        let mut constant = !gathers && !matches!(op, Op::Constant(_));
        op.operands(|node| constant &= self.constant_of(node).is_some());
        if constant {
            let cell = self.figures.apply(&op, |node| self.constant_of(node).unwrap_or(UNKNOWN));
            return self.put(Op::Constant(cell));
        }
        let span = self.span_of(&op);
        let only = match (span.is_empty(), span.unknown, span.none) {
            (false, false, false) if span.low == span.high => Some(span.low),
            (true, true, false) => Some(UNKNOWN),
            (true, false, true) => Some(NONE),
            _ => None,
        };
        if let Some(only) = only
            && !matches!(op, Op::Constant(_))
        {
            return self.put(Op::Constant(only));
        }
        let node = self.graph.add(op);
        while self.spans.len() < self.graph.len() {
            let at = u32::try_from(self.spans.len()).unwrap_or(Node::MAX);
            let span = self.span_of(self.graph.op(at));
            self.spans.push(span);
        }
        node
    }

    /// A choice between yes and no is logic.
    fn plain_if(&mut self, condition: Node, yes: Node, no: Node) -> Option<Node> {
        let is_bit = |span: Span| span.shape() == super::lanes::Shape::Bits;
        if !is_bit(self.span(yes)) || !is_bit(self.span(no)) {
            return None;
        }
        match (self.constant_of(yes), self.constant_of(no)) {
            (Some(1), Some(0)) => Some(condition),
            (Some(0), Some(1)) => Some(self.put(Op::Not(condition))),
            (Some(1), _) => Some(self.put(Op::Or([condition, no].into()))),
            (_, Some(0)) => Some(self.put(Op::And([condition, yes].into()))),
            (Some(0), _) => {
                let not = self.put(Op::Not(condition));
                Some(self.put(Op::And([not, no].into())))
            }
            (_, Some(1)) => {
                let not = self.put(Op::Not(condition));
                Some(self.put(Op::Or([not, yes].into())))
            }
            _ => None,
        }
    }

    /// A comparison of a constant with something that only grows, or only falls, with one value: with that value.
    fn turned(&mut self, how: Compare, one: Node, other: Node) -> Option<Node> {
        let (chain, limit, left) = match (self.constant_of(one), self.constant_of(other)) {
            (None, Some(limit)) => (one, limit, true),
            (Some(limit), None) => (other, limit, false),
            _ => return None,
        };
        let root = self.root(chain);
        let span = self.span(root);
        if how == Compare::Equal || limit == UNKNOWN || limit == NONE || root == chain || span.is_empty() {
            return None;
        }
        let holds = |value: i64| {
            let result = self.along(chain, root, value);
            if left { single::compare(how, result, limit) } else { single::compare(how, limit, result) }
        };
        let (low, high) = (holds(span.low), holds(span.high));
        if low == high {
            // The same for every value; none and unknown stay what they are.
            let end = self.constant(if low { span.high } else { span.low - 1 });
            return Some(self.put(Op::Compare(Compare::LessOrEqual, root, end)));
        }
        let (mut before, mut after) = (span.low, span.high);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if holds(middle) == low { before = middle } else { after = middle }
        }
        Some(if low {
            let before = self.constant(before);
            self.put(Op::Compare(Compare::LessOrEqual, root, before))
        } else {
            let after = self.constant(after);
            self.put(Op::Compare(Compare::LessOrEqual, after, root))
        })
    }

    fn grows_with(&self, node: Node) -> Option<Node> {
        self.grown(self.graph.op(node))
    }

    /// The one operand that an operation grows or falls with, if it is of that sort.
    fn grown(&self, op: &Op) -> Option<Node> {
        let plain = |node: Node| self.constant_of(node).filter(|cell| *cell != UNKNOWN && *cell != NONE);
        match op {
            Op::Shift { date, span, .. } if plain(*span).is_some() => Some(*date),
            Op::Add(one, other) | Op::Subtract(one, other) | Op::Multiply(one, other) | Op::Between(_, one, other) => {
                match (plain(*one), plain(*other)) {
                    (None, Some(_)) => Some(*one),
                    (Some(_), None) => Some(*other),
                    _ => None,
                }
            }
            Op::Divide(value, by, _) if plain(*by).is_some_and(|by| by != 0) => Some(*value),
            Op::YearOf(day) => Some(*day),
            _ => None,
        }
        .filter(|inner| self.constant_of(*inner).is_none())
    }

    fn root(&self, mut node: Node) -> Node {
        while let Some(inner) = self.grows_with(node) {
            node = inner;
        }
        node
    }

    fn along(&self, node: Node, root: Node, value: i64) -> Cell {
        if node == root {
            return value;
        }
        let inner = self.grows_with(node);
        let cell = inner.map_or(UNKNOWN, |inner| self.along(inner, root, value));
        self.figures.apply(self.graph.op(node), |operand| {
            if Some(operand) == inner { cell } else { self.constant_of(operand).unwrap_or(UNKNOWN) }
        })
    }

    /// What a node can be, from what its operands can be.
    fn span_of(&self, op: &Op) -> Span {
        let wide = self.widest(op);
        match self.ends(op) {
            Some((low, high)) => Span { low: low.max(wide.low), high: high.min(wide.high), ..wide },
            None => wide,
        }
    }

    /// The least and the greatest of what only grows, or only falls, with one value.
    fn ends(&self, op: &Op) -> Option<(i64, i64)> {
        let inner = self.grown(op)?;
        let span = self.span(inner);
        if span.is_empty() {
            return None;
        }
        let at = |value: i64| {
            self.figures.apply(op, |node| if node == inner { value } else { self.constant_of(node).unwrap_or(UNKNOWN) })
        };
        let (one, other) = (at(span.low), at(span.high));
        Some((one.min(other), one.max(other)))
    }

    fn widest(&self, op: &Op) -> Span {
        let mut operands = Span::NOTHING;
        op.operands(|node| operands = operands.or(self.span(node)));
        let Span { unknown, none, .. } = operands;
        let yes_no = Span { unknown, ..Span::YES_NO };
        let dates = Span { unknown, none, ..Span::from(calendar::FIRST, calendar::LAST) };
        match op {
            Op::Constant(cell) => Span::of(*cell),
            Op::Fact(at) => self.columns.span(*at),
            Op::Field(list, field) => self.columns.field_span(*list, *field),
            Op::Else(own, other) => {
                let (own, other) = (self.span(*own), self.span(*other));
                Span { unknown: own.unknown && other.unknown, ..own.or(other) }
            }
            Op::Parameter { parameter, .. } => {
                let values = self.figures.rows(*parameter).iter();
                values.fold(Span { unknown: true, ..Span::NOTHING }, |span, row| span.or(Span::of(row.value)))
            }
            Op::Not(_) | Op::And(_) | Op::Or(_) | Op::Within(..) | Op::Has(..) | Op::IsNone(_) | Op::Today => yes_no,
            Op::Compare(how, one, other) => self.comparison(*how, self.span(*one), self.span(*other)),
            Op::Add(one, other) => self.corners(*one, *other, |one, other| one + other),
            Op::Subtract(one, other) => self.corners(*one, *other, |one, other| one - other),
            Op::Multiply(one, other) => self.corners(*one, *other, |one, other| one * other),
            Op::Divide(one, by, _) => {
                let value = self.span(*one);
                let most = value.low.saturating_abs().max(value.high.saturating_abs());
                let zero = self.constant_of(*by).is_none_or(|by| by == 0);
                Span { unknown, none: none || zero, ..Span::from(-most, most) }
            }
            Op::Shift { .. } => dates,
            Op::DateOf(..) => Span { none: true, ..dates },
            Op::YearOf(_) => Span { unknown, none, ..Span::from(1000, 2999) },
            Op::Between(_, from, to) => {
                let days = self.corners(*to, *from, |to, from| to - from);
                Span { low: days.low.min(0) - 1, high: days.high.max(0) + 1, ..days }
            }
            Op::Extreme(_, parts) => {
                let all = parts.iter().all(|part| self.span(*part).none);
                Span { none: all, ..operands }
            }
            Op::If(condition, yes, no) => {
                let either = self.span(*yes).or(self.span(*no));
                Span { unknown: either.unknown || self.span(*condition).unknown, ..either }
            }
            Op::Gather { what, list, filter, value } => self.gathered(*what, *list, *filter, *value),
            Op::Words(_) => Span::from(0, OPEN_SET * 2 - 1),
            Op::Named { .. } => operands,
            Op::Settle { refer, .. } => operands.or(Span::of(*refer)),
        }
    }

    fn comparison(&self, how: Compare, one: Span, other: Span) -> Span {
        let none = one.none || other.none;
        let unknown = one.unknown || other.unknown;
        let (always, never) = match how {
            _ if one.is_empty() || other.is_empty() => (false, true),
            Compare::Equal => (false, one.high < other.low || other.high < one.low),
            Compare::Less => (one.high < other.low, one.low >= other.high),
            Compare::LessOrEqual => (one.high <= other.low, one.low > other.high),
        };
        match (always && !none, never) {
            (true, _) => Span { unknown, ..Span::of(1) },
            // Of what is only unknown nothing is known, unless the other is none.
            (_, true) if (one.is_empty() || other.is_empty()) && !none => Span { unknown, ..Span::NOTHING },
            (_, true) => Span { unknown, ..Span::of(0) },
            _ => Span { unknown, ..Span::YES_NO },
        }
    }

    /// The range of what two values make, if it is largest and smallest where they are.
    fn corners(&self, one: Node, other: Node, make: impl Fn(i128, i128) -> i128) -> Span {
        let (one, other) = (self.span(one), self.span(other));
        let both = one.or(other);
        if one.is_empty() || other.is_empty() {
            return Span { unknown: both.unknown, none: both.none, ..Span::NOTHING };
        }
        let at = |one: i64, other: i64| {
            let value = make(i128::from(one), i128::from(other));
            kept(i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX }))
        };
        let found =
            [at(one.low, other.low), at(one.low, other.high), at(one.high, other.low), at(one.high, other.high)];
        let (low, high) =
            found.iter().fold((i64::MAX, i64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
        Span { low, high, ..both }
    }

    fn gathered(&self, what: Gather, list: u32, filter: Option<Node>, value: Option<Node>) -> Span {
        let Some(records) = self.columns.lists.get(list as usize) else {
            return Span { unknown: true, ..Span::NOTHING };
        };
        if records.known.iter().all(|known| *known == 0) {
            return Span { unknown: true, ..Span::NOTHING };
        }
        let _ = filter;
        let value = value.map_or(Span::NOTHING, |value| self.span(value));
        let most = crate::pack::RECORDS_MAX as i64;
        let open = Span { unknown: true, ..Span::NOTHING };
        match what {
            Gather::Some | Gather::Every => open.or(Span::YES_NO),
            Gather::Count => open.or(Span::from(0, most)),
            Gather::Sum if value.is_empty() => open.or(Span::of(0)),
            Gather::Sum => {
                open.or(Span::from(value.low.saturating_mul(most).min(0), value.high.saturating_mul(most).max(0)))
            }
            Gather::Latest | Gather::Earliest => Span { unknown: true, none: true, ..value },
        }
    }
}

/// The same operation on other nodes.
fn renamed(op: &Op, place: impl Fn(Node) -> Node) -> Op {
    let many = |nodes: &[Node]| nodes.iter().map(|node| place(*node)).collect();
    match op {
        Op::Constant(_) | Op::Today | Op::Fact(_) | Op::Field(..) => op.clone(),
        Op::Else(one, other) => Op::Else(place(*one), place(*other)),
        Op::Parameter { parameter, on, strict } => {
            Op::Parameter { parameter: *parameter, on: place(*on), strict: *strict }
        }
        Op::Not(node) => Op::Not(place(*node)),
        Op::And(parts) => Op::And(many(parts)),
        Op::Or(parts) => Op::Or(many(parts)),
        Op::Compare(how, one, other) => Op::Compare(*how, place(*one), place(*other)),
        Op::Within(node, cells) => Op::Within(place(*node), cells.clone()),
        Op::IsNone(node) => Op::IsNone(place(*node)),
        Op::Has(node, word) => Op::Has(place(*node), *word),
        Op::Add(one, other) => Op::Add(place(*one), place(*other)),
        Op::Subtract(one, other) => Op::Subtract(place(*one), place(*other)),
        Op::Multiply(one, other) => Op::Multiply(place(*one), place(*other)),
        Op::Divide(one, other, rounding) => Op::Divide(place(*one), place(*other), *rounding),
        Op::Shift { date, span, back } => Op::Shift { date: place(*date), span: place(*span), back: *back },
        Op::Between(unit, one, other) => Op::Between(*unit, place(*one), place(*other)),
        Op::YearOf(node) => Op::YearOf(place(*node)),
        Op::DateOf(year, month, day) => Op::DateOf(place(*year), place(*month), place(*day)),
        Op::Extreme(largest, parts) => Op::Extreme(*largest, many(parts)),
        Op::If(condition, yes, no) => Op::If(place(*condition), place(*yes), place(*no)),
        Op::Gather { what, list, filter, value } => {
            Op::Gather { what: *what, list: *list, filter: filter.map(&place), value: value.map(&place) }
        }
        Op::Words(parts) => Op::Words(parts.iter().map(|(word, node)| (*word, place(*node))).collect()),
        Op::Named { definition, strict, node } => {
            Op::Named { definition: *definition, strict: *strict, node: place(*node) }
        }
        Op::Settle { strict, loose, refer } => {
            Op::Settle { strict: place(*strict), loose: place(*loose), refer: *refer }
        }
    }
}
