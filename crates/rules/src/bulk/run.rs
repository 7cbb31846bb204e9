//! A chunk of persons through a plan, and all chunks over all cores.

use std::{
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{
    calendar::{self, DayNumber},
    graph::{Node, Op},
    pack::{Pack, Question},
    single::{self, Sheet, Told},
    syntax::{Gather, Rounding, Unit},
    value::{Cell, NONE, OPEN_SET, UNKNOWN, kept, span_parts},
};

use super::{
    columns::Columns,
    compare,
    fold::{Figures, Folded},
    found::{Found, OPEN},
    lanes::{Bits, Block, Lane, ROWS, Shape, View, yes_and_no},
    plan::{Plan, Slot, Step, Table},
};

/// The first and last day that a date may be.
const FIRST_DAY: i32 = calendar::FIRST as i32;
/// See [`FIRST_DAY`].
const LAST_DAY: i32 = calendar::LAST as i32;
/// Blocks of a chunk: 2,048 persons.
const BLOCKS: usize = 32;

/// Persons of a chunk.
pub(super) const CHUNK: usize = BLOCKS * ROWS;

/// Questions of a pack over columns, for one day.
#[derive(Debug)]
pub struct Bulk<'a> {
    pack: &'a Pack,
    pub(super) columns: &'a Columns,
    questions: Vec<&'a Question>,
    today: DayNumber,
    pub(super) plan: Plan<'a>,
    outcomes: Vec<Node>,
    /// For each question and value the nodes of the plan: one, or one for each field of a list.
    pub(super) values: Vec<Vec<Vec<Node>>>,
}

impl<'a> Bulk<'a> {
    /// Prepares the questions for these persons on this day.
    #[must_use]
    pub fn new(pack: &'a Pack, columns: &'a Columns, questions: Vec<&'a Question>, today: i64) -> Self {
        let mut folded = Folded::new(Figures { pack, changed: None }, columns, today);
        let wanted: Vec<Node> = questions.iter().flat_map(|question| question.roots()).collect();
        let places = folded.fold(&wanted, None);
        let place = |node: Node| places.get(node as usize).copied().unwrap_or_default();
        let outcomes: Vec<Node> = questions.iter().map(|question| place(question.node)).collect();
        let of = |question: &&Question| {
            question
                .values
                .iter()
                .map(|value| value.nodes().into_iter().map(place).collect())
                .collect::<Vec<Vec<Node>>>()
        };
        let values: Vec<_> = questions.iter().map(of).collect();
        let roots: Vec<Node> = wanted.iter().map(|node| place(*node)).collect();
        let plan = Plan::new(folded, &roots, columns.len());
        Self { pack, columns, questions, today, plan, outcomes, values }
    }

    /// The pack.
    #[must_use]
    pub const fn pack(&self) -> &'a Pack {
        self.pack
    }

    /// The questions, in the order asked for.
    pub fn questions(&self) -> impl ExactSizeIterator<Item = &'a Question> {
        self.questions.iter().copied()
    }

    pub(super) fn question(&self, at: usize) -> Option<&'a Question> {
        self.questions.get(at).copied()
    }

    /// Steps for each chunk, after everything that does not depend on the person was taken out.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.plan.steps.len()
    }

    /// Computes everybody, chunk by chunk, on so many threads. The chunks come as they are done; each says where it
    /// begins.
    pub fn run(&self, threads: usize, sink: &(dyn Fn(&Found<'_>) + Sync)) {
        self.share(threads, &|next| {
            let mut room = Room::new(&self.plan, self.columns);
            let mut outcomes: Vec<Vec<Block<u8>>> = vec![vec![[OPEN; ROWS]; BLOCKS]; self.outcomes.len()];
            while let Some((first, rows)) = self.chunk(next) {
                room.compute(first, rows);
                for (node, blocks) in self.outcomes.iter().zip(&mut outcomes) {
                    codes(&room.view(*node), blocks);
                }
                sink(&Found { bulk: self, room: &room, outcomes: &outcomes, first, rows });
            }
        });
    }

    /// The next day on which each answer changes by itself, chunk by chunk. The days that are tried are another for
    /// every person, so this goes person by person, and takes as long as it takes for one.
    pub fn horizons(&self, threads: usize, sink: &(dyn Fn(&Horizons<'_>) + Sync)) {
        self.share(threads, &|next| {
            let mut sheet = Sheet::of(self.pack, Told::nothing(self.pack), self.today);
            let mut then = sheet.clone();
            while let Some((first, rows)) = self.chunk(next) {
                let of = |row: usize| {
                    sheet.turn_to(self.columns.told(first + row), self.today);
                    sheet.horizons_in(&mut then, &self.questions)
                };
                let days: Vec<_> = (0..rows).map(of).collect();
                sink(&Horizons { first, days: &days });
            }
        });
    }

    /// The next chunk that nobody has taken: its first person and how many.
    fn chunk(&self, next: &AtomicUsize) -> Option<(usize, usize)> {
        let first = next.fetch_add(CHUNK, Ordering::Relaxed);
        let left = self.columns.len().checked_sub(first).filter(|left| *left > 0)?;
        Some((first, left.min(CHUNK)))
    }

    fn share(&self, threads: usize, work: &(dyn Fn(&AtomicUsize) + Sync)) {
        let next = AtomicUsize::new(0);
        if threads <= 1 {
            return work(&next);
        }
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| work(&next));
            }
        });
    }
}

/// The next days of a chunk, one for each person and question.
#[derive(Debug)]
pub struct Horizons<'a> {
    /// The place of its first person among all.
    pub first: usize,
    /// For each person the questions in the order asked for.
    pub days: &'a [Vec<Option<DayNumber>>],
}

/// Outcomes as their places among the words.
fn codes(view: &View<'_>, to: &mut [Block<u8>]) {
    for (at, block) in to.iter_mut().enumerate() {
        view.load(at, block);
        // Two lowest numbers are unknown and none; an outcome is never none.
        block.iter_mut().for_each(|code| *code = if *code < 2 { OPEN } else { *code - 2 });
    }
}

/// The registers of a thread, and where the chunk stands.
#[derive(Debug)]
pub(super) struct Room<'a> {
    plan: &'a Plan<'a>,
    pub(super) columns: &'a Columns,
    pub(super) first: usize,
    rows: usize,
    bits: Vec<Bits>,
    small: Vec<Vec<Block<u8>>>,
    middle: Vec<Vec<Block<i32>>>,
    wide: Vec<Vec<Block<i64>>>,
    /// For each list how many records the chunk has.
    counts: Vec<usize>,
    /// For each list the person of each record of the chunk, where somebody asks.
    pub(super) owners: Vec<Vec<u32>>,
}

/// What an operation reads: a column, and for a value of the person in a record, whose record it is.
pub(super) struct Operand<'a> {
    pub(super) view: View<'a>,
    owners: Option<&'a [u32]>,
}

impl Operand<'_> {
    pub(super) fn load<T: Lane>(&self, at: usize, to: &mut Block<T>) {
        let Some(owners) = self.owners else { return self.view.load(at, to) };
        to.fill(T::UNKNOWN);
        let owners = owners.chunks(ROWS).nth(at).unwrap_or_default();
        to.iter_mut().zip(owners).for_each(|(to, row)| *to = T::of(self.view.cell(*row as usize)));
    }

    /// The block where it lies, or brought into the spare room.
    pub(super) fn block<'b, T: Lane>(&'b self, at: usize, spare: &'b mut Block<T>) -> &'b Block<T> {
        match T::direct(&self.view, at).filter(|_| self.owners.is_none()) {
            Some(block) => block,
            None => {
                self.load(at, spare);
                spare
            }
        }
    }

    pub(super) fn bits(&self, at: usize) -> (u64, u64) {
        if self.owners.is_none() {
            return self.view.bits(at);
        }
        let mut block = [0_u8; ROWS];
        self.load(at, &mut block);
        yes_and_no(&block)
    }
}

impl<'a> Room<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, columns: &'a Columns) -> Self {
        fn some<T: Clone + Default>(count: u32) -> Vec<T> {
            vec![T::default(); count as usize]
        }
        let [bits, small, middle, wide] = plan.registers;
        let (counts, owners) = (vec![0; columns.lists.len()], vec![Vec::new(); columns.lists.len()]);
        let (bits, small, middle, wide) = (some(bits), some(small), some(middle), some(wide));
        Self { plan, columns, first: 0, rows: 0, bits, small, middle, wide, counts, owners }
    }

    /// The value of a node for the chunk.
    pub(super) fn view(&self, node: Node) -> View<'_> {
        fn of<T>(all: &[Vec<T>], at: u32) -> &[T] {
            all.get(at as usize).map_or(&[], Vec::as_slice)
        }
        match self.plan.slot(node) {
            Slot::Same(cell) => View::Same(cell),
            Slot::Fact(fact) => match self.columns.facts.get(fact as usize) {
                Some(column) => column.view(self.first / ROWS, BLOCKS),
                None => View::Same(UNKNOWN),
            },
            Slot::Register(Shape::Bits, at) => match self.bits.get(at as usize) {
                Some(bits) => View::Bits(&bits.yes, &bits.no),
                None => View::Same(UNKNOWN),
            },
            Slot::Register(Shape::Small, at) => View::Small(of(&self.small, at)),
            Slot::Register(Shape::Middle, at) => View::Middle(of(&self.middle, at)),
            Slot::Register(Shape::Wide, at) => View::Wide(of(&self.wide, at)),
            Slot::Nowhere => View::Same(UNKNOWN),
        }
    }

    /// The records of a person of the chunk, counted from the first of the chunk; none: the list is not known.
    pub(super) fn records(&self, list: u32, row: usize) -> Option<Range<usize>> {
        let list = self.columns.lists.get(list as usize)?;
        let row = self.first + row;
        let before = list.range(self.first..self.first).start;
        let range = list.range(row..row + 1);
        list.is_known(row).then_some(range.start - before..range.end - before)
    }

    /// How many records of a list the chunk has.
    pub(super) fn record_count(&self, list: u32) -> usize {
        self.counts.get(list as usize).copied().unwrap_or_default()
    }

    /// In whose records a node is computed.
    pub(super) fn list_of(&self, node: Node) -> Option<u32> {
        self.plan.folded.graph.list_of(node)
    }

    /// The value of a node in a record of a person.
    pub(super) fn cell_in(&self, node: Node, row: usize, record: usize) -> Cell {
        let place = if self.plan.folded.graph.list_of(node).is_some() { record } else { row };
        self.view(node).cell(place)
    }

    /// Computes a chunk.
    pub(super) fn compute(&mut self, first: usize, rows: usize) {
        (self.first, self.rows) = (first, rows);
        let columns = self.columns;
        for (((list, records), count), owners) in (0..).zip(&columns.lists).zip(&mut self.counts).zip(&mut self.owners)
        {
            *count = records.range(first..first + rows).len();
            owners.clear();
            if !self.plan.owned.contains(&list) {
                continue;
            }
            let begins = records.begins.iter().skip(first);
            for (row, (begin, end)) in (0..).zip(begins.clone().zip(begins.skip(1)).take(rows)) {
                (*begin..*end).for_each(|_| owners.push(row));
            }
        }
        let plan = self.plan;
        let mut steps = plan.steps.iter();
        while let Some(step) = steps.next() {
            match step {
                Step::Compute(node) => self.step(*node),
                Step::Look { node, operand, low, table } => self.look(*node, *operand, *low, table),
                Step::Gate { condition, side, steps: behind } => {
                    if self.nobody(*condition, *side)
                        && let Some(last) = behind.checked_sub(1)
                    {
                        steps.nth(last);
                    }
                }
            }
        }
    }

    /// Whether no person of the chunk goes through a gate.
    fn nobody(&self, condition: Node, side: bool) -> bool {
        let view = self.view(condition);
        // Whoever is on the other side for sure.
        (0..self.blocks(condition)).all(|at| {
            let (yes, no) = view.bits(at);
            (if side { no } else { yes }) == u64::MAX
        })
    }

    /// Blocks that a node has in this chunk.
    fn blocks(&self, node: Node) -> usize {
        match self.plan.folded.graph.list_of(node) {
            Some(list) => self.record_count(list).div_ceil(ROWS),
            None => self.rows.div_ceil(ROWS),
        }
    }

    pub(super) fn operand(&self, node: Node, list: Option<u32>) -> Operand<'_> {
        let view = self.view(node);
        let outside = list.filter(|_| self.plan.folded.graph.list_of(node).is_none() && !matches!(view, View::Same(_)));
        Operand { view, owners: outside.and_then(|list| self.owners.get(list as usize)).map(Vec::as_slice) }
    }

    fn step(&mut self, node: Node) {
        let plan = self.plan;
        let op = plan.folded.graph.op(node);
        let blocks = self.blocks(node);
        let Slot::Register(shape, at) = plan.slot(node) else { return };
        let at = at as usize;
        // The register is taken out while the others are read.
        match shape {
            Shape::Bits => {
                let mut bits = self.bits.get_mut(at).map(std::mem::take).unwrap_or_default();
                bits.yes.resize(blocks, 0);
                bits.no.resize(blocks, 0);
                self.bits_of(node, op, &mut bits);
                self.bits.get_mut(at).into_iter().for_each(|slot| *slot = std::mem::take(&mut bits));
            }
            Shape::Small => {
                let mut out = taken(&mut self.small, at, blocks);
                self.lanes_of(node, op, &mut out);
                give_back(&mut self.small, at, out);
            }
            Shape::Middle => {
                let mut out = taken(&mut self.middle, at, blocks);
                self.lanes_of(node, op, &mut out);
                give_back(&mut self.middle, at, out);
            }
            Shape::Wide => {
                let mut out = taken(&mut self.wide, at, blocks);
                self.lanes_of(node, op, &mut out);
                give_back(&mut self.wide, at, out);
            }
        }
    }

    fn look(&mut self, node: Node, operand: Node, low: i32, table: &Table) {
        let blocks = self.blocks(node);
        match (self.plan.slot(node), table) {
            (Slot::Register(Shape::Small, at), Table::Small(table)) => {
                let mut out = taken(&mut self.small, at as usize, blocks);
                self.looked_up(node, operand, low, table, &mut out);
                give_back(&mut self.small, at as usize, out);
            }
            (Slot::Register(Shape::Bits, at), Table::Small(table)) => {
                let mut flat = vec![[0_u8; ROWS]; blocks];
                self.looked_up(node, operand, low, table, &mut flat);
                if let Some(bits) = self.bits.get_mut(at as usize) {
                    (bits.yes, bits.no) = flat.iter().map(yes_and_no).unzip();
                }
            }
            (Slot::Register(Shape::Middle, at), Table::Middle(table)) => {
                let mut out = taken(&mut self.middle, at as usize, blocks);
                self.looked_up(node, operand, low, table, &mut out);
                give_back(&mut self.middle, at as usize, out);
            }
            _ => {}
        }
    }

    fn looked_up<T: Lane>(&self, node: Node, operand: Node, low: i32, table: &[T], out: &mut [Block<T>]) {
        let from = self.operand(operand, self.plan.folded.graph.list_of(node));
        let mut room = [0_i32; ROWS];
        for (at, block) in out.iter_mut().enumerate() {
            let values = from.block(at, &mut room);
            for (to, value) in block.iter_mut().zip(values) {
                // Unknown and none stand before the values.
                let special = value.wrapping_sub(i32::MIN);
                let place =
                    if *value <= <i32 as Lane>::NONE { special } else { value.wrapping_sub(low).wrapping_add(2) };
                *to = table.get(place.cast_unsigned() as usize).copied().unwrap_or(T::UNKNOWN);
            }
        }
    }

    /// A yes/no.
    fn bits_of(&self, node: Node, op: &Op, out: &mut Bits) {
        let list = self.plan.folded.graph.list_of(node);
        let operand = |node: &Node| self.operand(*node, list);
        match op {
            Op::Not(inner) => {
                let inner = operand(inner);
                each_bits(out, |at| {
                    let (yes, no) = inner.bits(at);
                    (no, yes)
                });
            }
            Op::And(parts) => {
                out.yes.fill(u64::MAX);
                out.no.fill(0);
                for part in parts.iter().map(operand) {
                    joined(out, &part, |(yes, no), (also, not)| (yes & also, no | not));
                }
            }
            Op::Or(parts) => {
                out.yes.fill(0);
                out.no.fill(u64::MAX);
                for part in parts.iter().map(operand) {
                    joined(out, &part, |(yes, no), (also, not)| (yes | also, no & not));
                }
            }
            Op::If(condition, yes, no) => {
                let [condition, one, other] = [condition, yes, no].map(operand);
                each_bits(out, |at| {
                    let ((on, off), one, other) = (condition.bits(at), one.bits(at), other.bits(at));
                    let open = !(on | off);
                    let pick = |one: u64, other: u64| (on & one) | (off & other) | (open & one & other);
                    (pick(one.0, other.0), pick(one.1, other.1))
                });
            }
            Op::Else(own, other) => {
                let [own, other] = [own, other].map(operand);
                each_bits(out, |at| {
                    let (own, other) = (own.bits(at), other.bits(at));
                    let open = !(own.0 | own.1);
                    (own.0 | (open & other.0), own.1 | (open & other.1))
                });
            }
            Op::Field(list, field) => self.field_bits(*list, *field, out),
            Op::Gather { what: Gather::Some, list, filter, .. } => self.gather_bits(false, *list, *filter, out),
            Op::Gather { what: Gather::Every, list, filter, .. } => self.gather_bits(true, *list, *filter, out),
            _ if self.compared(op, list, out).is_some() => {}
            _ => {
                let mut cells = vec![[UNKNOWN; ROWS]; out.yes.len()];
                self.lanes_of(node, op, &mut cells);
                let from = View::Wide(&cells);
                each_bits(out, |at| from.bits(at));
            }
        }
    }

    fn field_bits(&self, list: u32, field: u32, out: &mut Bits) {
        let mut flat = vec![[0_u8; ROWS]; out.yes.len()];
        self.field(list, field, &mut flat);
        each_bits(out, |at| View::Small(&flat).bits(at));
    }

    fn field<T: Lane>(&self, list: u32, field: u32, out: &mut [Block<T>]) {
        let Some(records) = self.columns.lists.get(list as usize) else { return };
        if let Some(field) = records.fields.get(field as usize) {
            field.load(records.range(self.first..self.first + self.rows), out);
        }
    }

    /// Comparisons that go over whole blocks; none: the operation is another.
    fn compared(&self, op: &Op, list: Option<u32>, out: &mut Bits) -> Option<()> {
        let widest = |one: Node, other: Node| self.bytes(one).max(self.bytes(other));
        match op {
            Op::Compare(how, one, other) => {
                let operands = (self.operand(*one, list), self.operand(*other, list));
                match widest(*one, *other) {
                    1 => compare::any::<u8>(&operands, *how, out),
                    4 => compare::any::<i32>(&operands, *how, out),
                    _ => compare::any::<i64>(&operands, *how, out),
                }
            }
            Op::Within(inner, cells) => {
                let operand = self.operand(*inner, list);
                match self.bytes(*inner) {
                    1 => compare::within::<u8>(&operand, cells, out),
                    4 => compare::within::<i32>(&operand, cells, out),
                    _ => compare::within::<i64>(&operand, cells, out),
                }
            }
            Op::IsNone(inner) => {
                let operand = self.operand(*inner, list);
                match self.bytes(*inner) {
                    1 => compare::none::<u8>(&operand, out),
                    4 => compare::none::<i32>(&operand, out),
                    _ => compare::none::<i64>(&operand, out),
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// A value that is no yes/no, or that is computed one by one.
    fn lanes_of<T: Lane>(&self, node: Node, op: &Op, out: &mut [Block<T>]) {
        let list = self.plan.folded.graph.list_of(node);
        match op {
            Op::If(condition, yes, no) => {
                let [condition, yes, no] = [condition, yes, no].map(|node| self.operand(*node, list));
                let (mut one, mut other) = ([T::UNKNOWN; ROWS], [T::UNKNOWN; ROWS]);
                for (at, block) in out.iter_mut().enumerate() {
                    let (on, off) = condition.bits(at);
                    match (on, off) {
                        (u64::MAX, _) => yes.load(at, block),
                        (_, u64::MAX) => no.load(at, block),
                        _ => {
                            T::choose(on, off, yes.block(at, &mut one), no.block(at, &mut other), block);
                        }
                    }
                }
            }
            Op::Else(own, other) => {
                self.pairs(own, other, list, out, |own: T, other| if own == T::UNKNOWN { other } else { own })
            }
            Op::Settle { strict, loose, refer } => {
                let refer = T::of(*refer);
                self.pairs(strict, loose, list, out, |strict: T, loose| {
                    match (strict == T::UNKNOWN, loose == T::UNKNOWN) {
                        (true, true) => T::UNKNOWN,
                        (true, false) => refer,
                        (false, _) => strict,
                    }
                });
            }
            Op::Field(list, field) => self.field(*list, *field, out),
            Op::Gather { what: Gather::Count | Gather::Sum, list, filter, value } if self.is_short(node, op) => {
                self.gather_short(*list, *filter, *value, out);
            }
            Op::Gather { what, list, filter, value } => self.gather(*what, *list, *filter, *value, out),
            Op::Add(one, other) if self.is_short(node, op) => self.short_sums(one, other, list, out, i32::wrapping_add),
            Op::Subtract(one, other) if self.is_short(node, op) => {
                self.short_sums(one, other, list, out, i32::wrapping_sub)
            }
            Op::Multiply(one, other) if self.is_short(node, op) => {
                self.short_sums(one, other, list, out, i32::wrapping_mul)
            }
            Op::Add(one, other) => self.wide_sums(one, other, list, out, i64::wrapping_add),
            Op::Subtract(one, other) => self.wide_sums(one, other, list, out, i64::wrapping_sub),
            Op::Multiply(one, other) if self.bytes(*one).max(self.bytes(*other)) <= 4 => {
                self.wide_sums(one, other, list, out, i64::wrapping_mul);
            }
            Op::Multiply(one, other) => self.wide_sums(one, other, list, out, i64::saturating_mul),
            Op::Shift { date, span, back } => self.shift(date, *span, *back, list, out),
            Op::Between(unit, from, to) => self.between(*unit, from, to, list, out),
            Op::Extreme(largest, parts) => self.extreme(*largest, parts, list, out),
            Op::Divide(one, by, rounding)
                if self.plan.folded.constant_of(*by) == Some(100) && self.is_short(node, op) =>
            {
                self.hundredths(one, *rounding, list, out);
            }
            Op::Divide(one, by, rounding) if self.plan.folded.constant_of(*by) == Some(100) => {
                self.wide_hundredths(one, *rounding, list, out);
            }
            Op::Divide(one, by, rounding) => {
                self.sums(one, by, list, out, |one, by| single::quotient(one, by, *rounding));
            }
            Op::Words(parts) => self.words(parts, list, out),
            _ => self.cells(op, list, out),
        }
    }

    fn pairs<T: Lane>(
        &self,
        one: &Node,
        other: &Node,
        list: Option<u32>,
        out: &mut [Block<T>],
        make: impl Fn(T, T) -> T,
    ) {
        let (one, other) = (self.operand(*one, list), self.operand(*other, list));
        let (mut left, mut right) = ([T::UNKNOWN; ROWS], [T::UNKNOWN; ROWS]);
        for (at, block) in out.iter_mut().enumerate() {
            let (left, right) = (one.block(at, &mut left), other.block(at, &mut right));
            block.iter_mut().zip(left.iter().zip(right)).for_each(|(to, (left, right))| *to = make(*left, *right));
        }
    }

    fn sums<T: Lane>(
        &self,
        one: &Node,
        other: &Node,
        list: Option<u32>,
        out: &mut [Block<T>],
        make: impl Fn(Cell, Cell) -> Cell,
    ) {
        let (one, other) = (self.operand(*one, list), self.operand(*other, list));
        let (mut left, mut right) = ([UNKNOWN; ROWS], [UNKNOWN; ROWS]);
        for (at, block) in out.iter_mut().enumerate() {
            let (left, right) = (one.block(at, &mut left), other.block(at, &mut right));
            for (to, (left, right)) in block.iter_mut().zip(left.iter().zip(right)) {
                *to = T::of(make(*left, *right));
            }
        }
    }

    /// Sums that cannot leave 64 bits, for values do not reach beyond 61.
    fn wide_sums<T: Lane>(
        &self,
        one: &Node,
        other: &Node,
        list: Option<u32>,
        out: &mut [Block<T>],
        make: impl Fn(i64, i64) -> i64,
    ) {
        self.sums(one, other, list, out, |one, other| {
            let special = if one == NONE || other == NONE { NONE } else { UNKNOWN };
            let made = kept(make(one, other));
            if one.min(other) <= NONE { special } else { made }
        });
    }

    /// Whether a value and all it is made of fit the lane of dates: then so does every step between.
    fn is_short(&self, node: Node, op: &Op) -> bool {
        let mut short = self.bytes(node) <= 4;
        op.operands(|operand| short &= self.bytes(operand) <= 4);
        short
    }

    fn short_sums<T: Lane>(
        &self,
        one: &Node,
        other: &Node,
        list: Option<u32>,
        out: &mut [Block<T>],
        make: impl Fn(i32, i32) -> i32,
    ) {
        const NOTHING: i32 = <i32 as Lane>::NONE;
        let (one, other) = (self.operand(*one, list), self.operand(*other, list));
        let (mut left, mut right) = ([0_i32; ROWS], [0_i32; ROWS]);
        for (at, block) in out.iter_mut().enumerate() {
            let (left, right) = (one.block(at, &mut left), other.block(at, &mut right));
            for (to, (left, right)) in block.iter_mut().zip(left.iter().zip(right)) {
                let (left, right) = (*left, *right);
                let known =
                    if left == i32::UNKNOWN || right == i32::UNKNOWN { i32::UNKNOWN } else { make(left, right) };
                *to = T::of_middle(if left == NOTHING || right == NOTHING { NOTHING } else { known });
            }
        }
    }

    /// A date so much later, or earlier.
    fn shift<T: Lane>(&self, date: &Node, span: Node, back: bool, list: Option<u32>, out: &mut [Block<T>]) {
        let later = |date: i64, span: i64| {
            let ((months, days), sign) = (span_parts(span), if back { -1 } else { 1 });
            let date = self.plan.months.later_day(date, sign * months);
            (date + sign * days).clamp(calendar::FIRST, calendar::LAST)
        };
        let counted = |date: Cell, span: Cell| single::both(date, span, later);
        let (Some(constant), true) = (self.plan.folded.constant_of(span), self.bytes(*date) <= 4) else {
            return self.sums(date, &span, list, out, counted);
        };
        let (months, days) = if constant > NONE { span_parts(constant) } else { (0, 0) };
        let sign = if back { -1 } else { 1 };
        let (Ok(months), Ok(days), true) = (i32::try_from(sign * months), i32::try_from(sign * days), constant > NONE)
        else {
            return self.sums(date, &span, list, out, counted);
        };
        let kept = |day: i32| T::of_middle(day.clamp(FIRST_DAY, LAST_DAY));
        let date = self.operand(*date, list);
        if months == 0 {
            each_known(&date, out, |day| kept(day.saturating_add(days)));
        } else {
            each_known(&date, out, |day| kept(self.plan.months.later(day, months).saturating_add(days)));
        }
    }

    /// Days, or completed months or years, from one date to another.
    fn between<T: Lane>(&self, unit: Unit, from: &Node, to: &Node, list: Option<u32>, out: &mut [Block<T>]) {
        if self.bytes(*from) > 4 || self.bytes(*to) > 4 {
            return self.sums(from, to, list, out, |from, to| {
                single::both(from, to, |from, to| single::between(unit, from, to))
            });
        }
        let months = &self.plan.months;
        match unit {
            Unit::Days => self.short_sums(from, to, list, out, |from, to| to.wrapping_sub(from)),
            Unit::Months => self.short_sums(from, to, list, out, |from, to| months.completed(from, to)),
            Unit::Years => self.short_sums(from, to, list, out, |from, to| months.completed(from, to).div_euclid(12)),
        }
    }

    /// Divides by a hundred what is wider than a date.
    fn wide_hundredths<T: Lane>(&self, one: &Node, rounding: Rounding, list: Option<u32>, out: &mut [Block<T>]) {
        let one = self.operand(*one, list);
        let mut room = [UNKNOWN; ROWS];
        for (at, block) in out.iter_mut().enumerate() {
            for (to, value) in block.iter_mut().zip(one.block(at, &mut room)) {
                let part = match rounding {
                    Rounding::Down => value.div_euclid(100),
                    Rounding::Up => -value.wrapping_neg().div_euclid(100),
                    Rounding::HalfUp => {
                        let size = ((value.unsigned_abs() + 50) / 100).cast_signed();
                        if *value < 0 { -size } else { size }
                    }
                };
                *to = T::of(if *value <= NONE { *value } else { part });
            }
        }
    }

    /// Divides by a hundred, which is most of the dividing that the law does.
    fn hundredths<T: Lane>(&self, one: &Node, rounding: Rounding, list: Option<u32>, out: &mut [Block<T>]) {
        let one = self.operand(*one, list);
        match rounding {
            Rounding::Down => each_known(&one, out, |value| T::of_middle(value.div_euclid(100))),
            Rounding::Up => each_known(&one, out, |value| T::of_middle(-(-value).div_euclid(100))),
            // Half a cent goes away from zero.
            Rounding::HalfUp => each_known(&one, out, |value| {
                let size = ((value.unsigned_abs() + 50) / 100).cast_signed();
                T::of_middle(if value < 0 { -size } else { size })
            }),
        }
    }

    /// The largest, or the smallest, of those that are not none.
    fn extreme<T: Lane>(&self, largest: bool, parts: &[Node], list: Option<u32>, out: &mut [Block<T>]) {
        if parts.iter().any(|part| size_of::<T>() < self.bytes(*part)) {
            return self.cells(&Op::Extreme(largest, parts.into()), list, out);
        }
        let parts: Vec<_> = parts.iter().map(|part| self.operand(*part, list)).collect();
        let mut spare = [T::UNKNOWN; ROWS];
        for (at, block) in out.iter_mut().enumerate() {
            block.fill(T::NONE);
            for part in &parts {
                for (best, value) in block.iter_mut().zip(part.block(at, &mut spare)) {
                    let further = if (*value > *best) == largest { *value } else { *best };
                    let known = if *best == T::NONE {
                        *value
                    } else if *value == T::NONE {
                        *best
                    } else {
                        further
                    };
                    *best = if *best == T::UNKNOWN || *value == T::UNKNOWN { T::UNKNOWN } else { known };
                }
            }
        }
    }

    /// Bytes of the lane of a node.
    fn bytes(&self, node: Node) -> usize {
        match self.plan.folded.span(node).shape() {
            Shape::Bits | Shape::Small => 1,
            Shape::Middle => 4,
            Shape::Wide => 8,
        }
    }

    fn words<T: Lane>(&self, parts: &[(u32, Node)], list: Option<u32>, out: &mut [Block<T>]) {
        let parts: Vec<_> = parts.iter().map(|(word, node)| (*word, self.operand(*node, list))).collect();
        let mut sets = [0_i64; ROWS];
        for (at, block) in out.iter_mut().enumerate() {
            sets.fill(0);
            for (word, part) in &parts {
                let (yes, no) = part.bits(at);
                for (row, set) in sets.iter_mut().enumerate() {
                    *set |= i64::from(yes >> row & 1 == 1) << word;
                    *set |= if (yes | no) >> row & 1 == 0 { OPEN_SET } else { 0 };
                }
            }
            block.iter_mut().zip(sets).for_each(|(to, set)| *to = T::of(set));
        }
    }

    /// Anything else, one value after the other.
    fn cells<T: Lane>(&self, op: &Op, list: Option<u32>, out: &mut [Block<T>]) {
        let mut nodes = Vec::new();
        op.operands(|node| {
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        });
        let operands: Vec<_> = nodes.iter().map(|node| self.operand(*node, list)).collect();
        let mut loaded = vec![[UNKNOWN; ROWS]; nodes.len()];
        for (at, block) in out.iter_mut().enumerate() {
            operands.iter().zip(&mut loaded).for_each(|(operand, to)| operand.load(at, to));
            for (row, to) in block.iter_mut().enumerate() {
                let cell = |wanted: Node| {
                    let found = nodes.iter().zip(&loaded).find(|(node, _)| **node == wanted);
                    found.and_then(|(_, cells)| cells.get(row)).copied().unwrap_or(UNKNOWN)
                };
                *to = T::of(self.plan.folded.figures.apply(op, cell));
            }
        }
    }
}

/// What is made of every value; unknown and none stay what they are.
fn each_known<T: Lane>(one: &Operand, out: &mut [Block<T>], make: impl Fn(i32) -> T) {
    let mut room = [0_i32; ROWS];
    for (at, block) in out.iter_mut().enumerate() {
        for (to, value) in block.iter_mut().zip(one.block(at, &mut room)) {
            *to = if *value <= <i32 as Lane>::NONE { T::of_middle(*value) } else { make(*value) };
        }
    }
}

fn taken<T: Lane>(all: &mut [Vec<Block<T>>], at: usize, blocks: usize) -> Vec<Block<T>> {
    let mut out = all.get_mut(at).map(std::mem::take).unwrap_or_default();
    out.resize(blocks, [T::UNKNOWN; ROWS]);
    out
}

fn give_back<T>(all: &mut [Vec<T>], at: usize, out: Vec<T>) {
    if let Some(slot) = all.get_mut(at) {
        *slot = out;
    }
}

fn each_bits(out: &mut Bits, make: impl Fn(usize) -> (u64, u64)) {
    for (at, (yes, no)) in out.yes.iter_mut().zip(&mut out.no).enumerate() {
        (*yes, *no) = make(at);
    }
}

fn joined(out: &mut Bits, part: &Operand, join: impl Fn((u64, u64), (u64, u64)) -> (u64, u64)) {
    for (at, (yes, no)) in out.yes.iter_mut().zip(&mut out.no).enumerate() {
        (*yes, *no) = join((*yes, *no), part.bits(at));
    }
}
