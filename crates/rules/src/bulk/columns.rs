//! Many persons as columns: one for each fact, lists as where their records begin and a column for each field.

use crate::{
    pack::{Meaning, Pack},
    single::Told,
    told::BadFact,
    value::{Cell, Kind, UNKNOWN},
};

use super::lanes::{Bits, Block, Lane, ROWS, Shape, Span, View};

/// The facts of many persons.
#[derive(Clone, Debug)]
pub struct Columns {
    pub(super) rows: usize,
    pub(super) facts: Vec<Column>,
    pub(super) lists: Vec<Records>,
}

/// The values of one fact.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) span: Span,
    held: Held,
}

#[derive(Clone, Debug)]
enum Held {
    Bits(Bits),
    Small(Vec<Block<u8>>),
    Middle(Vec<Block<i32>>),
    Wide(Vec<Block<i64>>),
}

/// The records of a list, one person's after the other's.
#[derive(Clone, Debug)]
pub(super) struct Records {
    /// Where the records of each person begin, and where the last one's end.
    pub(super) begins: Vec<u32>,
    /// Whether the list is known.
    pub(super) known: Vec<u64>,
    pub(super) unknown: bool,
    pub(super) fields: Vec<Field>,
}

/// The values of a field of all records.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) span: Span,
    held: Flat,
}

#[derive(Clone, Debug)]
enum Flat {
    Small(Vec<u8>),
    Middle(Vec<i32>),
    Wide(Vec<i64>),
}

/// The lane that values of a kind are expected to fit into.
fn expected(kind: &Kind) -> Shape {
    match kind {
        Kind::YesNo => Shape::Bits,
        Kind::Word(words) if words.len() <= 254 => Shape::Small,
        Kind::Words(_) | Kind::Span => Shape::Wide,
        _ => Shape::Middle,
    }
}

impl Column {
    fn new(kind: &Kind) -> Self {
        let held = match expected(kind) {
            Shape::Bits => Held::Bits(Bits::default()),
            Shape::Small => Held::Small(Vec::new()),
            Shape::Middle => Held::Middle(Vec::new()),
            Shape::Wide => Held::Wide(Vec::new()),
        };
        Self { span: Span::NOTHING, held }
    }

    fn push(&mut self, row: usize, cell: Cell) {
        let before = self.span;
        self.span.take(cell);
        if before != self.span {
            self.widen(row);
        }
        match &mut self.held {
            Held::Bits(Bits { yes, no }) => {
                if row.is_multiple_of(ROWS) {
                    yes.push(0);
                    no.push(0);
                }
                if let (Some(yes), Some(no)) = (yes.last_mut(), no.last_mut()) {
                    *yes |= u64::from(cell == 1) << (row % ROWS);
                    *no |= u64::from(cell == 0) << (row % ROWS);
                }
            }
            Held::Small(blocks) => put(blocks, row, cell),
            Held::Middle(blocks) => put(blocks, row, cell),
            Held::Wide(blocks) => put(blocks, row, cell),
        }
    }

    /// A wider lane where a value no longer fits.
    fn widen(&mut self, row: usize) {
        let wanted = self.span.shape();
        let fits = match (&self.held, wanted) {
            (_, Shape::Bits) | (Held::Wide(_), _) => true,
            (Held::Small(_), wanted) => wanted == Shape::Small,
            (Held::Middle(_), wanted) => wanted != Shape::Wide,
            (Held::Bits(_), _) => false,
        };
        if fits {
            return;
        }
        let held = if wanted == Shape::Wide { Held::Wide(Vec::new()) } else { Held::Middle(Vec::new()) };
        let old = Self { span: self.span, held: std::mem::replace(&mut self.held, held) };
        for at in 0..row {
            let cell = old.view(0, usize::MAX).cell(at);
            match &mut self.held {
                Held::Middle(blocks) => put(blocks, at, cell),
                Held::Wide(blocks) => put(blocks, at, cell),
                Held::Bits(_) | Held::Small(_) => {}
            }
        }
    }

    /// Some of its blocks.
    pub(super) fn view(&self, first: usize, blocks: usize) -> View<'_> {
        fn part<T>(all: &[T], first: usize, blocks: usize) -> &[T] {
            let end = first.saturating_add(blocks).min(all.len());
            all.get(first..end).unwrap_or_default()
        }
        match &self.held {
            Held::Bits(bits) => View::Bits(part(&bits.yes, first, blocks), part(&bits.no, first, blocks)),
            Held::Small(all) => View::Small(part(all, first, blocks)),
            Held::Middle(all) => View::Middle(part(all, first, blocks)),
            Held::Wide(all) => View::Wide(part(all, first, blocks)),
        }
    }

    fn bytes(&self) -> usize {
        match &self.held {
            Held::Bits(bits) => bits.yes.len() * 16,
            Held::Small(blocks) => size_of_val(blocks.as_slice()),
            Held::Middle(blocks) => size_of_val(blocks.as_slice()),
            Held::Wide(blocks) => size_of_val(blocks.as_slice()),
        }
    }
}

fn put<T: Lane>(blocks: &mut Vec<Block<T>>, row: usize, cell: Cell) {
    if row.is_multiple_of(ROWS) {
        blocks.push([T::UNKNOWN; ROWS]);
    }
    if let Some(slot) = blocks.last_mut().and_then(|block| block.get_mut(row % ROWS)) {
        *slot = T::of(cell);
    }
}

impl Field {
    fn new(kind: &Kind) -> Self {
        let held = match expected(kind) {
            Shape::Bits | Shape::Small => Flat::Small(Vec::new()),
            Shape::Middle => Flat::Middle(Vec::new()),
            Shape::Wide => Flat::Wide(Vec::new()),
        };
        Self { span: Span::NOTHING, held }
    }

    fn push(&mut self, cell: Cell) {
        self.span.take(cell);
        let wanted = self.span.shape();
        match &mut self.held {
            Flat::Small(all) if matches!(wanted, Shape::Middle | Shape::Wide) => {
                self.held = Flat::Wide(all.iter().map(|value| value.cell()).collect());
            }
            Flat::Middle(all) if wanted == Shape::Wide => {
                self.held = Flat::Wide(all.iter().map(|value| value.cell()).collect());
            }
            _ => {}
        }
        match &mut self.held {
            Flat::Small(all) => all.push(u8::of(cell)),
            Flat::Middle(all) => all.push(i32::of(cell)),
            Flat::Wide(all) => all.push(cell),
        }
    }

    pub(super) fn cell(&self, record: usize) -> Cell {
        match &self.held {
            Flat::Small(all) => all.get(record).map_or(UNKNOWN, |value| value.cell()),
            Flat::Middle(all) => all.get(record).map_or(UNKNOWN, |value| value.cell()),
            Flat::Wide(all) => all.get(record).copied().unwrap_or(UNKNOWN),
        }
    }

    /// Puts some records into blocks of the lane that is wanted.
    pub(super) fn load<T: Lane>(&self, records: std::ops::Range<usize>, to: &mut [Block<T>]) {
        fn turned<S: Lane, T: Lane>(
            all: &[S],
            records: std::ops::Range<usize>,
            to: &mut [Block<T>],
            turn: impl Fn(S) -> T,
        ) {
            let from = all.get(records).unwrap_or_default();
            let to = to.as_flattened_mut();
            to.iter_mut().zip(from).for_each(|(to, from)| *to = turn(*from));
            to.iter_mut().skip(from.len()).for_each(|to| *to = T::UNKNOWN);
        }
        match &self.held {
            Flat::Small(all) => turned(all, records, to, T::of_small),
            Flat::Middle(all) => turned(all, records, to, T::of_middle),
            Flat::Wide(all) => turned(all, records, to, T::of),
        }
    }

    fn bytes(&self) -> usize {
        match &self.held {
            Flat::Small(all) => all.len(),
            Flat::Middle(all) => all.len() * 4,
            Flat::Wide(all) => all.len() * 8,
        }
    }
}

impl Records {
    fn push(&mut self, row: usize, records: Option<&[Vec<Cell>]>) {
        if row.is_multiple_of(ROWS) {
            self.known.push(0);
        }
        if let Some(known) = self.known.last_mut() {
            *known |= u64::from(records.is_some()) << (row % ROWS);
        }
        self.unknown |= records.is_none();
        let records = records.unwrap_or_default();
        for record in records {
            let cells = record.iter().copied().chain(std::iter::repeat(UNKNOWN));
            self.fields.iter_mut().zip(cells).for_each(|(field, cell)| field.push(cell));
        }
        let end = self.begins.last().copied().unwrap_or_default();
        self.begins.push(end.saturating_add(u32::try_from(records.len()).unwrap_or(u32::MAX)));
    }

    pub(super) fn is_known(&self, row: usize) -> bool {
        self.known.get(row / ROWS).is_some_and(|known| known >> (row % ROWS) & 1 == 1)
    }

    /// The records of some persons.
    pub(super) fn range(&self, rows: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let begin = |row: usize| self.begins.get(row).or(self.begins.last()).map_or(0, |at| *at as usize);
        begin(rows.start)..begin(rows.end)
    }
}

impl Columns {
    /// No person yet.
    #[must_use]
    pub fn of(pack: &Pack) -> Self {
        let facts = pack.facts.iter().map(|fact| Column::new(&fact.kind)).collect();
        let lists = pack.lists.iter().map(|list| Records {
            begins: vec![0],
            known: Vec::new(),
            unknown: false,
            fields: list.fields.iter().map(|(_, kind)| Field::new(kind)).collect(),
        });
        Self { rows: 0, facts, lists: lists.collect() }
    }

    /// How many persons.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is nobody.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The memory that the facts take, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let facts: usize = self.facts.iter().map(Column::bytes).sum();
        let list = |list: &Records| list.begins.len() * 4 + list.fields.iter().map(Field::bytes).sum::<usize>();
        facts + self.lists.iter().map(list).sum::<usize>()
    }

    /// Adds a person.
    pub fn push(&mut self, told: &Told) {
        for (at, column) in self.facts.iter_mut().enumerate() {
            column.push(self.rows, told.fact(at));
        }
        for (at, list) in self.lists.iter_mut().enumerate() {
            list.push(self.rows, told.list(at));
        }
        self.rows += 1;
    }

    /// Adds a person from the cells of a table: the name of a fact or list, and its text. Empty is unknown,
    /// `null` is known to be none, a list is JSON.
    ///
    /// # Errors
    /// Every cell that is not of the pack or not of its type; nobody is added then.
    pub fn push_row<'a>(
        &mut self,
        pack: &Pack,
        cells: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<(), Vec<BadFact>> {
        let mut told = Told::nothing(pack);
        let mut bad = Vec::new();
        for (name, text) in cells {
            if text.trim().is_empty() {
                // The column of a fact that is not of the pack is as wrong when it is empty.
                if !matches!(pack.names.get(name), Some(Meaning::Fact(_) | Meaning::List(_))) {
                    bad.extend(told.take(pack, name, &serde_json::Value::Null).err().unwrap_or_default());
                }
                continue;
            }
            if let Err(why) = crate::told::take_cell(&mut told, pack, name, text) {
                bad.push(BadFact { fact: name.to_owned(), told: why });
            }
        }
        if !bad.is_empty() {
            return Err(bad);
        }
        self.push(&told);
        Ok(())
    }

    /// What is known of a person.
    pub fn told(&self, row: usize) -> Told {
        let facts = self.facts.iter().map(|column| column.view(0, usize::MAX).cell(row)).collect();
        let records = |list: &Records| {
            list.is_known(row).then(|| {
                let range = list.range(row..row + 1);
                range.map(|record| list.fields.iter().map(|field| field.cell(record)).collect()).collect()
            })
        };
        Told { facts, lists: self.lists.iter().map(records).collect() }
    }

    /// Some of the persons, in the order named.
    #[must_use]
    pub fn pick(&self, pack: &Pack, rows: impl IntoIterator<Item = usize>) -> Self {
        let mut picked = Self::of(pack);
        for row in rows {
            picked.push(&self.told(row));
        }
        picked
    }

    pub(super) fn span(&self, fact: u32) -> Span {
        let nobody = Span { unknown: true, ..Span::NOTHING };
        // The last block is filled up with unknowns.
        let filled = !self.rows.is_multiple_of(ROWS);
        self.facts
            .get(fact as usize)
            .map_or(nobody, |column| Span { unknown: column.span.unknown || filled, ..column.span })
    }

    pub(super) fn field_span(&self, list: u32, field: u32) -> Span {
        let found = self.lists.get(list as usize).and_then(|list| list.fields.get(field as usize));
        let span = found.map_or(Span::NOTHING, |field| field.span);
        Span { unknown: true, ..span }
    }
}
