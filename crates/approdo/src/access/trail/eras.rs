//! The generations of the trail's own key (SEC-54): no entry is written anew when it changes.
//!
//! From a boundary on, entries are sealed and chained with the new generation. The boundary keeps size,
//! root and end of the chain as they were there, keyed with the newest generation, after the whole trail
//! was verified. While the old key is kept, the entries before are proved one by one with it. Once it is
//! destroyed, they are proved together: their leaves must grow to the root at the boundary, and the chain
//! goes on from its end.

use ground::Timestamp;
use store::{
    FromRow, Result, Row, StoreError, Tx,
    vault::{Generation, Safe, Vault},
};

use super::{
    links::{self, Found, Head, count},
    merkle::Hash,
};
use crate::app::App;

/// The generation of a trail whose key was never changed.
const FIRST: u32 = 1;
/// For how long after a change entries may be numbered that were sealed with the key before: a node hears
/// of it within a second, and its last entry may wait for the start of a sequencer.
const GRACE_SECONDS: i64 = 3600;

/// A boundary.
#[derive(Clone, Debug)]
pub(super) struct Era {
    pub(super) generation: u32,
    /// How many entries there were before it.
    pub(super) after: u64,
    pub(super) at: Timestamp,
    pub(super) root: Vec<u8>,
    pub(super) chain: Vec<u8>,
    mac: Vec<u8>,
}

impl FromRow for Era {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            generation: row.get(0)?,
            after: row.get(1)?,
            at: row.get(2)?,
            root: row.get(3)?,
            chain: row.get(4)?,
            mac: row.get(5)?,
        })
    }
}

impl Era {
    fn mac(&self, key: &Generation) -> Hash {
        let (generation, after, at) =
            (self.generation.to_be_bytes(), self.after.to_be_bytes(), self.at.micros().to_be_bytes());
        let text = [generation.as_slice(), &after, &at, &self.root, &self.chain].concat();
        key.fingerprint("era", &text)
    }
}

/// How an entry's seal was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seal {
    /// The process that did the act made it.
    Genuine,
    /// The key that made it is destroyed.
    Closed,
    /// Another hand made it, or a key that was no longer in use.
    Foreign,
}

/// All boundaries, with the keys that are still there.
pub(super) struct Eras {
    boundaries: Vec<Era>,
    keys: Vec<(u32, Generation)>,
    newest: u32,
}

impl Eras {
    /// Reads them; none when another hand changed one.
    pub(super) fn read(tx: &mut Tx<'_>, vault: &Vault) -> Result<Option<Self>> {
        let boundaries: Vec<Era> =
            tx.all("select generation, after_size, at, root, chain, mac from audit_key order by generation", &[])?;
        let newest = vault.newest_generation(tx, Safe::Audit)?;
        let genuine = boundaries.iter().all(|era| era.mac(&newest).as_slice() == era.mac);
        let numbers: Vec<u32> = std::iter::once(FIRST).chain(boundaries.iter().map(|era| era.generation)).collect();
        let in_order = numbers.windows(2).all(|two| matches!(two, [a, b] if a + 1 == *b));
        if !genuine || !in_order || numbers.last() != Some(&newest.number) {
            return Ok(None);
        }
        let mut keys = Vec::new();
        for number in numbers {
            keys.extend(vault.generation(tx, Safe::Audit, number)?.map(|key| (number, key)));
        }
        Ok(Some(Self { boundaries, keys, newest: newest.number }))
    }

    /// The generation with which the entry of a number is chained.
    pub(super) fn of(&self, number: u64) -> u32 {
        self.boundaries.iter().rev().find(|era| era.after < number).map_or(FIRST, |era| era.generation)
    }

    /// The boundary that stands right after this many entries.
    pub(super) fn after(&self, size: u64) -> impl Iterator<Item = &Era> {
        self.boundaries.iter().filter(move |era| era.after == size)
    }

    /// The first entry that is chained with a generation.
    pub(super) fn first_of(&self, generation: u32) -> u64 {
        self.boundaries.iter().find(|era| era.generation == generation).map_or(0, |era| era.after) + 1
    }

    /// The key of a generation, if it is still there.
    pub(super) fn key(&self, generation: u32) -> Option<&Generation> {
        self.keys.iter().find(|(number, _)| *number == generation).map(|(_, key)| key)
    }

    /// How the seal of an entry stands that was numbered, or waits, at this moment in this generation.
    pub(super) fn judge(&self, entry: &links::Entry, numbered_at: Timestamp, generation: u32) -> Seal {
        let Some((made_by, seal)) = links::sealed_by(&entry.seal) else { return Seal::Foreign };
        let changed_at = self.boundaries.iter().find(|era| era.generation == made_by + 1).map(|era| era.at);
        let too_late =
            made_by < generation && changed_at.is_none_or(|changed| numbered_at > changed.plus_seconds(GRACE_SECONDS));
        if made_by > generation || too_late {
            return Seal::Foreign;
        }
        match self.key(made_by) {
            Some(key) if links::fingerprint(key, entry).as_slice() == seal => Seal::Genuine,
            Some(_) => Seal::Foreign,
            None => Seal::Closed,
        }
    }

    /// The generation of what waits for its number.
    pub(super) const fn newest(&self) -> u32 {
        self.newest
    }
}

/// Changes the key of the trail, from the next entry on. Whoever asks has just verified it.
///
/// # Errors
/// The store's; [`StoreError::Setup`] when another hand changed the head.
pub fn change_key(app: &App, tx: &mut Tx<'_>) -> Result<u32> {
    let Found::Sound(head) = Head::find(tx, &app.vault)? else {
        return Err(StoreError::Setup(links::CHANGED.to_owned()));
    };
    let Some(eras) = Eras::read(tx, &app.vault)? else {
        return Err(StoreError::Setup(CHANGED.to_owned()));
    };
    let next = app.vault.next_generation(tx, Safe::Audit, app.now())?;
    let era = Era {
        generation: next.number,
        after: head.tree.size(),
        at: app.now(),
        root: head.tree.root().to_vec(),
        chain: head.chain.to_vec(),
        mac: Vec::new(),
    };
    tx.exec("delete from audit_key", &[])?;
    for era in eras.boundaries.iter().chain([&era]) {
        tx.exec(
            "insert into audit_key (generation, after_size, at, root, chain, mac) values ($1, $2, $3, $4, $5, $6)",
            &[
                era.generation.into(),
                count(era.after),
                era.at.into(),
                era.root.as_slice().into(),
                era.chain.as_slice().into(),
                (&era.mac(&next)).into(),
            ],
        )?;
    }
    head.save(tx, &next)?;
    Ok(next.number)
}

/// Whether an entry that waits for its number was sealed with an old generation.
///
/// # Errors
/// The store's.
pub fn waits_under(tx: &mut Tx<'_>, generation: u32) -> Result<bool> {
    let waiting: Vec<(Vec<u8>,)> = tx.all("select seal from audit_pending", &[])?;
    Ok(waiting.iter().any(|(seal,)| links::sealed_by(seal).is_some_and(|(by, _)| by == generation)))
}

/// What the operator is told when a boundary does not hold.
pub(super) const CHANGED: &str =
    "where the key of the audit trail changed was itself changed by another hand: run `approdo audit verify`";

/// How many entries that are still there are chained with each generation of the key.
///
/// # Errors
/// The store's.
pub fn entries_by_key(tx: &mut Tx<'_>) -> Result<Vec<(u32, u64)>> {
    let boundaries: Vec<(u32, u64)> =
        tx.all("select generation, after_size from audit_key order by generation", &[])?;
    let size_of = |tx: &mut Tx<'_>, sql| -> Result<u64> { Ok(tx.one::<(u64,)>(sql, &[])?.map_or(0, |(size,)| size)) };
    let size = size_of(tx, "select size from audit_head where one = 1")?;
    let pruned = size_of(tx, "select size from audit_cut where one = 1")?;
    let ends = boundaries.iter().map(|(_, after)| *after).chain([size]);
    let generations = std::iter::once(FIRST).chain(boundaries.iter().map(|(generation, _)| *generation));
    let mut from = pruned;
    let counted = generations.zip(ends).map(|(generation, end)| {
        let entries = end.saturating_sub(from);
        from = from.max(end);
        (generation, entries)
    });
    Ok(counted.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_45_a_seal_of_a_generation_that_is_not_yet_is_foreign() {
        let eras = Eras { boundaries: Vec::new(), keys: Vec::new(), newest: FIRST };
        let at = Timestamp::from_micros(1_795_000_000_000_000);
        let judged =
            |seal: Vec<u8>| eras.judge(&links::Entry { at, id: vec![1; 16], body: String::new(), seal }, at, FIRST);
        assert_eq!(judged([2_u32.to_be_bytes().as_slice(), &[7; 32]].concat()), Seal::Foreign);
        assert_eq!(judged(vec![7; 32]), Seal::Closed, "the key of the first is not there");
    }

    #[test]
    fn sec_54_a_seal_of_the_old_key_counts_for_as_long_as_an_act_may_have_been_under_way() {
        let changed = Timestamp::from_micros(1_795_000_000_000_000);
        let (root, chain, mac) = (Vec::new(), Vec::new(), Vec::new());
        let era = Era { generation: FIRST + 1, after: 7, at: changed, root, chain, mac };
        let eras = Eras { boundaries: vec![era], keys: Vec::new(), newest: FIRST + 1 };
        let entry = links::Entry { at: changed, id: vec![1; 16], body: String::new(), seal: vec![7; 32] };
        let last = changed.plus_seconds(GRACE_SECONDS);
        assert_eq!(eras.judge(&entry, last, FIRST + 1), Seal::Closed);
        assert_eq!(eras.judge(&entry, Timestamp::from_micros(last.micros() + 1), FIRST + 1), Seal::Foreign);
        assert_eq!((eras.first_of(FIRST), eras.first_of(FIRST + 1)), (1, 8));
        assert_eq!((eras.of(7), eras.of(8)), (FIRST, FIRST + 1));
    }
}
