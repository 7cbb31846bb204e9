//! What the records of each person come to.

use super::{
    columns::Records,
    lanes::{Bits, Block, Lane, ROWS, masks},
    run::{Operand, Room},
};
use crate::{graph::Node, single, syntax::Gather, value::Cell};

/// The records of a list in a chunk, and which of them count.
struct Counted<'r> {
    records: &'r Records,
    filter: Option<Operand<'r>>,
    owners: &'r [u32],
    count: usize,
}

impl Counted<'_> {
    /// The records of a block that count, those that do not, and those of which it is open.
    fn bits(&self, at: usize) -> (u64, u64, u64) {
        let left = self.count.saturating_sub(at * ROWS).min(ROWS);
        let there = if left == ROWS { u64::MAX } else { !(u64::MAX << left) };
        let (yes, no) = self.filter.as_ref().map_or((u64::MAX, 0), |filter| filter.bits(at));
        (yes & there, no & there, there & !(yes | no))
    }

    /// Marks the persons whose records these are.
    fn mark(&self, at: usize, mut records: u64, persons: &mut [u64]) {
        let owners = self.owners.get(at * ROWS..).unwrap_or_default();
        while records != 0 {
            let owner = owners.get(records.trailing_zeros() as usize).map_or(0, |owner| *owner as usize);
            if let Some(word) = persons.get_mut(owner / ROWS) {
                *word |= 1 << (owner % ROWS);
            }
            records &= records - 1;
        }
    }
}

impl Room<'_> {
    fn counted(&self, list: u32, filter: Option<Node>) -> Option<Counted<'_>> {
        let records = self.columns.lists.get(list as usize)?;
        let filter = filter.map(|node| self.operand(node, Some(list)));
        let owners = self.owners.get(list as usize).map_or(&[][..], Vec::as_slice);
        Some(Counted { records, filter, owners, count: self.record_count(list) })
    }

    /// Whether some record counts, or every one does.
    pub(super) fn gather_bits(&self, every: bool, list: u32, filter: Option<Node>, out: &mut Bits) {
        let Some(counted) = self.counted(list, filter) else { return };
        // First who has a record that decides, and who has one that is open.
        out.yes.fill(0);
        out.no.fill(0);
        for at in 0..counted.count.div_ceil(ROWS) {
            let (yes, no, open) = counted.bits(at);
            counted.mark(at, if every { no } else { yes }, &mut out.yes);
            counted.mark(at, open, &mut out.no);
        }
        let known = counted.records.known.iter().skip(self.first / ROWS);
        for ((yes, no), known) in out.yes.iter_mut().zip(&mut out.no).zip(known) {
            let otherwise = known & !(*yes | *no);
            (*yes, *no) = if every { (otherwise, *yes) } else { (*yes, otherwise) };
        }
    }

    /// How many records count, or what their values come to, where that fits the lane of dates: sums of all records
    /// so far, and for each person the difference between the last of hers and the last before her.
    pub(super) fn gather_short<T: Lane>(
        &self,
        list: u32,
        filter: Option<Node>,
        value: Option<Node>,
        out: &mut [Block<T>],
    ) {
        let Some(counted) = self.counted(list, filter) else { return };
        let value = value.map(|node| self.operand(node, Some(list)));
        let mut sums = Vec::with_capacity(counted.count + ROWS + 1);
        sums.push(0_i32);
        let mut unclear = vec![0_u64; out.len()];
        let (mut spare, unknown) = ([1_i32; ROWS], [i32::UNKNOWN; ROWS]);
        for at in 0..counted.count.div_ceil(ROWS) {
            let (yes, _, mut open) = counted.bits(at);
            let mut values = [1_i32; ROWS];
            if let Some(value) = &value {
                values = *value.block(at, &mut spare);
                open |= yes & i32::alike(&values, &unknown);
            }
            for (value, mask) in values.iter_mut().zip(masks(yes)) {
                *value = if mask != 0 && *value > <i32 as Lane>::NONE { *value } else { 0 };
            }
            let mut sum = sums.last().copied().unwrap_or_default();
            sums.extend(values.map(|value| {
                sum = sum.wrapping_add(value);
                sum
            }));
            counted.mark(at, open, &mut unclear);
        }
        let begins = counted.records.begins.get(self.first..).unwrap_or_default();
        let before = begins.first().copied().unwrap_or_default();
        let mut so_far = begins.iter().map(|begin| sums.get((begin - before) as usize).copied().unwrap_or_default());
        let mut last = so_far.next().unwrap_or_default();
        let known = counted.records.known.iter().skip(self.first / ROWS);
        for ((block, known), unclear) in out.iter_mut().zip(known).zip(unclear) {
            for (to, sum) in block.iter_mut().zip(&mut so_far) {
                *to = T::of_middle(sum.wrapping_sub(last));
                last = sum;
            }
            T::clear(!known | unclear, block);
        }
    }

    /// Anything else that the records of each person come to, record by record.
    pub(super) fn gather<T: Lane>(
        &self,
        what: Gather,
        list: u32,
        filter: Option<Node>,
        value: Option<Node>,
        out: &mut [Block<T>],
    ) {
        let Some(records) = self.columns.lists.get(list as usize) else { return };
        let filter = filter.map(|node| self.operand(node, Some(list)));
        let value = value.map(|node| self.operand(node, Some(list)));
        let blocks = self.record_count(list).div_ceil(ROWS);
        let flat = |operand: Option<Operand<'_>>, otherwise: Cell| {
            let mut cells = vec![[otherwise; ROWS]; blocks];
            if let Some(operand) = operand {
                cells.iter_mut().enumerate().for_each(|(at, block)| operand.load(at, block));
            }
            cells
        };
        let (filter, value) = (flat(filter, 1), flat(value, 0));
        let (filter, value) = (filter.as_flattened(), value.as_flattened());
        let empty = T::of(single::gathered(what, std::iter::empty()));
        let begins = records.begins.get(self.first..).unwrap_or_default();
        let before = begins.first().copied().unwrap_or_default();
        let ranges = begins
            .iter()
            .zip(begins.iter().skip(1))
            .map(|(begin, end)| (begin - before) as usize..(end - before) as usize);
        let known = records
            .known
            .iter()
            .skip(self.first / ROWS)
            .flat_map(|word| (0..ROWS).map(move |row| word >> row & 1 == 1));
        for ((to, range), known) in out.as_flattened_mut().iter_mut().zip(ranges).zip(known) {
            *to = if !known {
                T::UNKNOWN
            } else if range.is_empty() {
                empty
            } else {
                let holds = filter.get(range.clone()).unwrap_or_default();
                let values = value.get(range).unwrap_or_default();
                T::of(single::gathered(what, holds.iter().copied().zip(values.iter().copied())))
            };
        }
    }
}
