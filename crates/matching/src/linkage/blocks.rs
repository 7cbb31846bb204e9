//! Who is compared with whom: records that share a key, unless so many share it that it says
//! nothing. A pair with no key in common is never looked at.
//!
//! A block is bounded, and so is the work: what is too common alone (a telephone of a hostel, two
//! common names) counts only together with the birth year or date.

use super::at;
use super::rarity::Rarity;
use super::roll::{Roll, Row};
use super::work::{Stage, Work};

/// Name parts of a record that make keys: its rarest.
const PARTS: usize = 5;

/// What records share under a key, and how many may.
#[derive(Clone, Copy)]
enum Kind {
    TaxCode,
    Document,
    Phone,
    /// The birth date, day and month in either order, and a name part.
    DayPart,
    /// The birth date alone.
    Day,
    /// Two name parts.
    Pair,
    /// Two name parts and the birth year.
    PairYear,
    /// A name part and the birth year.
    PartYear,
    /// A name part and a value of a further column.
    PartExtra,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::TaxCode,
        Self::Document,
        Self::Phone,
        Self::DayPart,
        Self::Day,
        Self::Pair,
        Self::PairYear,
        Self::PartYear,
        Self::PartExtra,
    ];

    /// How many records may share a key before it says nothing.
    fn most(self) -> usize {
        match self {
            Self::TaxCode => 50,
            Self::Document => 20,
            Self::Phone => 30,
            Self::DayPart => 60,
            Self::Day => 30,
            Self::Pair => 300,
            Self::PairYear => 50,
            Self::PartYear => 12,
            Self::PartExtra => 12,
        }
    }

    /// Up to how many all are compared; in larger blocks only with those who have no full birth date.
    fn most_for_all(self) -> usize {
        if matches!(self, Self::Pair) { 12 } else { self.most() }
    }
}

/// The blocks of a roll.
pub(super) struct Blocks {
    members: Vec<u32>,
    blocks: Vec<Block>,
    of_rows: Vec<u32>,
    of_rows_from: Vec<u32>,
}

/// A block's members: those without a full birth date first.
#[derive(Clone, Copy, Default)]
struct Block {
    from: u32,
    dateless: u32,
    to: u32,
    dateless_only: bool,
}

/// The work of one thread over candidates: whom a record was already paired with.
pub(super) struct Seen(Vec<u32>);

impl Seen {
    pub(super) fn new(roll: &Roll) -> Self {
        Self(vec![u32::MAX; roll.len()])
    }
}

impl Blocks {
    /// Makes the blocks, the kinds of key in as many threads.
    pub(super) fn of(roll: &Roll, rarity: &Rarity, work: Work<'_>) -> Self {
        let found: Vec<Found> = work.in_order(Stage::Sorting, Kind::ALL.len(), |at| {
            Kind::ALL.get(at).map_or_else(Found::default, |kind| of_kind(*kind, roll, rarity))
        });
        let mut blocks = Self {
            members: Vec::new(),
            blocks: Vec::new(),
            of_rows: Vec::new(),
            of_rows_from: vec![0; roll.len() + 1],
        };
        for mut kind in found {
            let shift = u32::try_from(blocks.members.len()).unwrap_or(u32::MAX);
            blocks.members.append(&mut kind.members);
            let moved = |block: Block| Block {
                from: block.from + shift,
                dateless: block.dateless + shift,
                to: block.to + shift,
                ..block
            };
            blocks.blocks.extend(kind.blocks.into_iter().map(moved));
        }
        blocks.note_rows();
        blocks
    }

    fn note_rows(&mut self) {
        for member in &self.members {
            super::add_to(&mut self.of_rows_from, *member as usize + 1);
        }
        let mut sum = 0;
        for from in &mut self.of_rows_from {
            sum += *from;
            *from = sum;
        }
        let mut next = self.of_rows_from.clone();
        self.of_rows = vec![0; self.members.len()];
        for (number, block) in (0_u32..).zip(&self.blocks) {
            for member in self.members.get(block.from as usize..block.to as usize).unwrap_or_default() {
                if let Some(place) = next.get_mut(*member as usize) {
                    if let Some(slot) = self.of_rows.get_mut(*place as usize) {
                        *slot = number;
                    }
                    *place += 1;
                }
            }
        }
    }

    /// How many blocks there are.
    pub(super) fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Calls `found` with each pair of a block that no earlier block has. Block by block, because
    /// the members of one stay at hand in the processor while all are compared.
    pub(super) fn pairs(&self, roll: &Roll, number: usize, mut found: impl FnMut(u32, u32)) {
        let block = at(&self.blocks, number);
        let members = self.members.get(block.from as usize..block.to as usize).unwrap_or_default();
        let dateless = (block.dateless - block.from) as usize;
        for (place, a) in members.iter().enumerate() {
            if block.dateless_only && place >= dateless {
                break;
            }
            for b in members.iter().skip(place + 1) {
                if roll.may_pair(*a, *b) && self.is_first(roll, number, *a, *b) {
                    found(*a, *b);
                }
            }
        }
    }

    fn blocks_of(&self, id: u32) -> &[u32] {
        let (from, to) = (at(&self.of_rows_from, id as usize), at(&self.of_rows_from, id as usize + 1));
        self.of_rows.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Whether no earlier block pairs the two.
    fn is_first(&self, roll: &Roll, number: usize, a: u32, b: u32) -> bool {
        let (mut ours, mut theirs) = (self.blocks_of(a).iter().peekable(), self.blocks_of(b).iter().peekable());
        while let (Some(x), Some(y)) = (ours.peek(), theirs.peek()) {
            if **x as usize >= number || **y as usize >= number {
                return true;
            }
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(ours.next()),
                std::cmp::Ordering::Greater => drop(theirs.next()),
                std::cmp::Ordering::Equal => {
                    let apart = at(&self.blocks, **x as usize).dateless_only && is_dated(roll, a) && is_dated(roll, b);
                    if !apart {
                        return false;
                    }
                    ours.next();
                    theirs.next();
                }
            }
        }
        true
    }

    /// Calls `found` with each record that shares a key with this one, once.
    pub(super) fn candidates(&self, roll: &Roll, id: u32, seen: &mut Seen, mut found: impl FnMut(u32)) {
        let dated = is_dated(roll, id);
        for number in self.blocks_of(id) {
            let block = at(&self.blocks, *number as usize);
            let end = if block.dateless_only && dated { block.dateless } else { block.to };
            for other in self.members.get(block.from as usize..end as usize).unwrap_or_default() {
                if let Some(last) = seen.0.get_mut(*other as usize)
                    && *last != id
                    && *other != id
                {
                    *last = id;
                    if roll.may_pair(id, *other) {
                        found(*other);
                    }
                }
            }
        }
    }
}

/// Whether a record has a birth date by which it can be found.
fn is_dated(roll: &Roll, id: u32) -> bool {
    roll.row(id).born.iter().any(|day| day.turned().is_some())
}

#[derive(Default)]
struct Found {
    members: Vec<u32>,
    blocks: Vec<Block>,
}

fn of_kind(kind: Kind, roll: &Roll, rarity: &Rarity) -> Found {
    let mut keyed: Vec<u64> = Vec::new();
    for (id, row) in (0_u64..).zip(&roll.rows) {
        keys(kind, roll, rarity, row, id, |key| keyed.push(u64::from(mixed(key)) << 32 | id));
    }
    keyed.sort_unstable();
    keyed.dedup();
    let mut found = Found::default();
    for run in keyed.chunk_by(|x, y| x >> 32 == y >> 32) {
        if run.len() < 2 || run.len() > kind.most() {
            continue;
        }
        let place = |found: &Found| u32::try_from(found.members.len()).unwrap_or(u32::MAX);
        let from = place(&found);
        let ids = || run.iter().filter_map(|keyed| u32::try_from(keyed & 0xffff_ffff).ok());
        let dateless_only = run.len() > kind.most_for_all();
        let is_dateless = |id: &u32| !is_dated(roll, *id);
        if dateless_only {
            found.members.extend(ids().filter(is_dateless));
        }
        let dateless = place(&found);
        if dateless_only && dateless == from {
            continue;
        }
        found.members.extend(ids().filter(|id| !dateless_only || !is_dateless(id)));
        found.blocks.push(Block { from, dateless, to: place(&found), dateless_only });
    }
    found
}

/// Calls `add` with the keys of a record.
fn keys(kind: Kind, roll: &Roll, rarity: &Rarity, row: &Row, id: u64, mut add: impl FnMut(u64)) {
    let numbers = |numbers: &[u64], add: &mut dyn FnMut(u64)| numbers.iter().filter(|n| **n != 0).for_each(|n| add(*n));
    match kind {
        Kind::TaxCode => return numbers(&[row.tax_code], &mut add),
        Kind::Document => return numbers(&row.documents, &mut add),
        Kind::Phone => return numbers(&row.phones, &mut add),
        Kind::Day => return row.born.iter().filter_map(|day| day.turned()).for_each(|day| add(u64::from(day))),
        Kind::DayPart | Kind::Pair | Kind::PairYear | Kind::PartYear | Kind::PartExtra => {}
    }
    let (codes, count) = rarest(roll, rarity, row);
    let codes = codes.get(..count).unwrap_or_default();
    let [first, second] = row.born.map(|day| u64::from(day.year()));
    let years = [first, if second == first { 0 } else { second }];
    let years = years.iter().filter(|year| **year != 0);
    for (at, (_, code)) in codes.iter().enumerate() {
        let code = u64::from(*code) << 24;
        match kind {
            Kind::DayPart => {
                row.born.iter().filter_map(|day| day.turned()).for_each(|day| add(code | u64::from(day)));
            }
            Kind::PartYear => years.clone().for_each(|year| add(code | year)),
            Kind::PartExtra => {
                for (column, values) in (1_u64..).zip(&roll.extras) {
                    let value = usize::try_from(id).ok().map_or(0, |id| super::at(&values.of_rows, id));
                    if value != 0 {
                        add((code << 8 | column).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(value));
                    }
                }
            }
            Kind::Pair | Kind::PairYear => {
                for (_, other) in codes.iter().skip(at + 1) {
                    let (low, high) = (code.min(u64::from(*other) << 24), code.max(u64::from(*other) << 24));
                    let pair = high.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ low;
                    match kind {
                        Kind::PairYear => years.clone().for_each(|year| add(pair ^ year)),
                        _ => add(pair),
                    }
                }
            }
            Kind::TaxCode | Kind::Document | Kind::Phone | Kind::Day => {}
        }
    }
}

/// The skeletons of a record's names, each once, the rarest first; initials have none.
fn rarest(roll: &Roll, rarity: &Rarity, row: &Row) -> ([(u32, u32); PARTS], usize) {
    let mut codes = [(0, 0); PARTS];
    let mut count = 0;
    for part in roll.parts(row) {
        let Some(entry) = roll.words.get(part.word()).filter(|entry| !entry.is_initial()) else { continue };
        let new = (at(&rarity.codes, entry.code as usize), entry.code);
        let known = codes.get(..count).unwrap_or_default();
        if known.contains(&new) {
            continue;
        }
        if let Some(free) = codes.get_mut(count) {
            *free = new;
            count += 1;
        } else if let Some(commonest) = codes.iter_mut().max()
            && new < *commonest
        {
            *commonest = new;
        }
    }
    codes.get_mut(..count).unwrap_or_default().sort_unstable();
    (codes, count)
}

/// Spreads a key over 32 bits.
fn mixed(key: u64) -> u32 {
    let mut hash = key.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (hash >> 32) as u32
}
