//! Proving that the trail was not altered, or naming the first entry that was (SEC-45).
//!
//! It reads every entry once, in order, and keeps only the roots of the tree's subtrees: a trail of
//! any length in the same memory. All from one snapshot, while the city works on.

use std::io::BufRead;

use ground::Timestamp;
use policy::{Action, Resource};
use serde::Serialize;
use store::{Row, StoreError, Tx, vault::Vault};

use super::{
    TrailSeal,
    checkpoint::{Checkpoint, Witness},
    eras::{self, Eras, Seal},
    links::{self, Entry, Found, Head, count},
    merkle::{Frontier, Hash},
    prune::Cut,
};
use crate::{
    access::{About, Actor, Event, allow, entry},
    app::{App, Refusal},
};

/// How long an entry may wait for its number before it is a finding.
const WAIT_SECONDS_MOST: i64 = 5;
/// How far the clocks of nodes may differ, and a clock be set back when it is corrected.
const CLOCK_SECONDS_MOST: i64 = 2;
/// How many entries are asked for at once.
const ENTRIES_AT_ONCE: u64 = 5000;

/// What the proof found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many numbered entries were found in order.
    pub entries: u64,
    /// Whether nothing was altered.
    pub ok: bool,
    /// The number of the first entry that is not as it was written, where one can be named.
    pub first_bad: Option<u64>,
    /// What is wrong.
    pub why: Option<String>,
    /// How many entries wait for their number.
    pub pending: u64,
    /// How many older ones were pruned, at a place that this house signed (SEC-47).
    pub pruned: u64,
}

/// Verifies the whole trail against its own keys, its checkpoints, the configured witnesses and the
/// one that is given. Leaves an entry that it was verified.
///
/// # Errors
/// [`Refusal::NotFound`] without leave; [`Refusal::Store`] when it cannot be read.
pub fn verify(app: &App, actor: &Actor, witness: Option<&mut dyn BufRead>) -> Result<Verified, Refusal> {
    app.store.look("access.trail.verify", |tx, trail| {
        let pass = allow(app, tx, actor, Action::Verify, Resource::Audit, About::General)?;
        tx.unhurried();
        let verified = examine(tx, &app.vault, &app.seal, app.now(), witness)?;
        let fields: &[&'static str] = if verified.ok { &["unaltered"] } else { &["altered"] };
        let event = Event { act: "trail.verified", fields, count: Some(verified.entries), ..Event::default() };
        trail.leave(entry(app, actor, &pass, event));
        Ok(verified)
    })
}

/// Verifies the trail of any open database, such as a restored one, against the witnesses of the seal
/// and the one that is given. `now` decides which entries have waited too long for their number.
///
/// # Errors
/// The store's, or a witness that cannot be read.
pub fn examine(
    tx: &mut Tx<'_>,
    vault: &Vault,
    seal: &TrailSeal,
    now: Timestamp,
    witness: Option<&mut dyn BufRead>,
) -> store::Result<Verified> {
    let waiting: Option<(u64,)> = tx.one("select count(*) from audit_pending", &[])?;
    let mut proof = Proof::new(vault, seal, Eras::read(tx, vault)?);
    let outcome = proof.whole(tx, now, witness);
    let verified = |ok, first_bad, why| Verified {
        entries: proof.tree.size().saturating_sub(proof.cut),
        ok,
        first_bad,
        why,
        pending: waiting.map_or(0, |(waiting,)| waiting),
        pruned: proof.cut,
    };
    match outcome {
        Ok(()) => Ok(verified(true, None, None)),
        Err(Halt::Bad { number, why }) => Ok(verified(false, number, Some(why))),
        Err(Halt::Store(error)) => Err(error),
    }
}

/// Proves the entries from the last cut up to `size`, where a checkpoint must stand: gives the size of that
/// cut, and the new one to be signed. The inner error says what does not hold.
pub(super) fn proven_to(
    tx: &mut Tx<'_>,
    vault: &Vault,
    seal: &TrailSeal,
    size: u64,
    now: Timestamp,
) -> store::Result<Result<(u64, Cut), String>> {
    let mut proof = Proof::new(vault, seal, Eras::read(tx, vault)?);
    let outcome = proof.begin(tx).and_then(|()| proof.read_to(tx, size)).and_then(|()| proof.at_a_checkpoint(tx));
    Ok(match outcome {
        Ok(()) if proof.tree.size() == size => {
            Ok((proof.cut, Cut { tree: proof.tree, chain: proof.chain, last_at: proof.last_at, at: now }))
        }
        Ok(()) => Err(format!("the trail ends before entry {size}")),
        Err(Halt::Bad { why, .. }) => Err(why),
        Err(Halt::Store(error)) => return Err(error),
    })
}

/// Why the reading stopped.
enum Halt {
    /// Something was altered.
    Bad { number: Option<u64>, why: String },
    /// The machine is broken.
    Store(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        if let StoreError::BadCell { .. } = error {
            return bad(None, "a row of the trail does not hold what its columns promise");
        }
        Self::Store(error)
    }
}

type Step<T = ()> = Result<T, Halt>;

fn bad(number: Option<u64>, why: impl Into<String>) -> Halt {
    Halt::Bad { number, why: why.into() }
}

/// Who says what root the tree had at some size: the database's own checkpoints, or a witness.
struct Testimony<'a> {
    /// How the messages call it.
    name: String,
    /// The witness file; none for the database.
    file: Option<Witness<'a>>,
    /// What it says next.
    next: Option<Checkpoint>,
    /// The number of the checkpoint it said last.
    said: u64,
    /// Up to which entry it agreed with the trail.
    agreed: u64,
}

/// The reading of a trail, as far as it went.
struct Proof<'a> {
    vault: &'a Vault,
    seal: &'a TrailSeal,
    eras: Option<Eras>,
    tree: Frontier,
    chain: Hash,
    last_at: Timestamp,
    /// How many entries were pruned before the first that is read.
    cut: u64,
}

impl<'a> Proof<'a> {
    fn new(vault: &'a Vault, seal: &'a TrailSeal, eras: Option<Eras>) -> Self {
        let Head { tree, chain, last_at, .. } = Head::new();
        Self { vault, seal, eras, tree, chain, last_at, cut: 0 }
    }

    /// Goes to where the trail begins: to its first entry, or to the place where it was pruned. That place
    /// must be signed by this house and stand at a checkpoint, and nothing may lie before it.
    fn begin(&mut self, tx: &mut Tx<'_>) -> Step {
        match Cut::find(tx, self.seal)? {
            None => {}
            Some(None) => return Err(bad(None, "the place where the trail was pruned is not signed by this house")),
            Some(Some(cut)) => {
                self.cut = cut.tree.size();
                (self.tree, self.chain, self.last_at) = (cut.tree, cut.chain, cut.last_at);
                self.at_a_checkpoint(tx)?;
            }
        }
        let before: Option<(i64,)> =
            tx.one("select number from audit_entry where number <= $1 limit 1", &[count(self.cut)])?;
        match before {
            Some(_) => Err(bad(Some(self.cut), "there is an entry before the first")),
            None => Ok(()),
        }
    }

    /// Whether the database holds a checkpoint of the tree as it was read, signed by this house.
    fn at_a_checkpoint(&self, tx: &mut Tx<'_>) -> Step {
        let (size, root) = (self.tree.size(), self.tree.root());
        let held: Vec<Checkpoint> =
            tx.all("select number, size, at, root, signature from audit_checkpoint where size = $1", &[count(size)])?;
        let holds = held.iter().any(|one| one.root == root && self.seal.signed(one));
        if holds { Ok(()) } else { Err(bad(Some(size), format!("there is no sound checkpoint at entry {size}"))) }
    }

    fn eras(&self) -> Step<&Eras> {
        self.eras.as_ref().ok_or_else(|| bad(None, eras::CHANGED))
    }

    /// Where the key changed, the trail must stand as it did then.
    fn cross(&self) -> Step {
        let eras = self.eras()?;
        for era in eras.after(self.tree.size()) {
            let before = era.generation - 1;
            if self.tree.root().as_slice() != era.root || self.chain.as_slice() != era.chain {
                let (first, last) = (eras.first_of(before), era.after);
                let why =
                    format!("entries {first} to {last} were written anew: there were others when the key changed");
                return Err(bad(Some(first), why));
            }
        }
        Ok(())
    }

    fn whole(&mut self, tx: &mut Tx<'_>, now: Timestamp, witness: Option<&mut dyn BufRead>) -> Step {
        self.begin(tx)?;
        self.cross()?;
        let mut voices = self.voices(tx)?;
        let is_given = witness.is_some();
        voices.extend(witness.map(|given| Testimony::new("the witness".to_owned(), Some(Witness::read(given)))));
        for voice in &mut voices {
            voice.advance(tx)?;
        }
        if let Some(given) = voices.last().filter(|voice| is_given && voice.next.is_none()) {
            return Err(bad(None, format!("{} holds no checkpoint", given.name)));
        }
        while let Some(size) = voices.iter().filter_map(|voice| Some(voice.next.as_ref()?.size)).min() {
            self.read_to(tx, size)?;
            for voice in &mut voices {
                while voice.next.as_ref().is_some_and(|next| next.size <= size) {
                    self.hear(tx, voice)?;
                }
            }
        }
        self.read_to(tx, u64::MAX)?;
        let said = voices.first().map_or(0, |own| own.said);
        self.compare_head(tx, said)?;
        self.look_at_waiting(tx, now)
    }

    /// The database's checkpoints first, then the configured witnesses.
    fn voices<'v>(&self, tx: &mut Tx<'_>) -> Step<Vec<Testimony<'v>>> {
        let mut voices = vec![Testimony::new("the database".to_owned(), None)];
        for path in self.seal.all_witnesses() {
            if path.exists() {
                voices.push(Testimony::new(format!("the witness {}", path.display()), Some(Witness::open(path)?)));
                continue;
            }
            let told: Option<(i64,)> =
                tx.one("select number from audit_checkpoint where witnessed = 1 limit 1", &[])?;
            if told.is_some() {
                return Err(bad(None, format!("the witness {} is gone", path.display())));
            }
        }
        Ok(voices)
    }

    /// Reads entries until there are `size`, or no more.
    fn read_to(&mut self, tx: &mut Tx<'_>, size: u64) -> Step {
        while self.tree.size() < size {
            let from = self.tree.size();
            let to = size.min(from.saturating_add(ENTRIES_AT_ONCE));
            let mut outcome = Ok(());
            tx.each(
                "select at, id, body, seal, number, placed_at, leaf, chain from audit_entry
                 where number > $1 and number <= $2 order by number",
                &[count(from), count(to)],
                |row| {
                    if outcome.is_ok() {
                        outcome = self.take(row);
                    }
                    Ok(())
                },
            )?;
            outcome?;
            if self.tree.size() < to {
                return self.end(tx);
            }
        }
        Ok(())
    }

    /// Nothing follows in order: that is the end, or a gap.
    fn end(&self, tx: &mut Tx<'_>) -> Step {
        let read = self.tree.size();
        let after: Option<(i64,)> =
            tx.one("select number from audit_entry where number > $1 order by number limit 1", &[count(read)])?;
        match after {
            None => Ok(()),
            Some(_) => Err(missing(read + 1)),
        }
    }

    /// Takes the next entry, if it is as it was written.
    fn take(&mut self, row: &Row<'_>) -> Step {
        let number = self.tree.size() + 1;
        if row.get::<u64>(4).ok() != Some(number) {
            return Err(missing(number));
        }
        let found = |why: &str| bad(Some(number), format!("entry {number} {why}"));
        let unreadable = |_: StoreError| found("cannot be read");
        let entry: Entry = store::FromRow::from_row(row).map_err(unreadable)?;
        let placed_at: Timestamp = row.get(5).map_err(unreadable)?;
        let (leaf, chain): (Vec<u8>, Vec<u8>) = (row.get(6).map_err(unreadable)?, row.get(7).map_err(unreadable)?);
        let eras = self.eras()?;
        let generation = eras.of(number);
        if eras.judge(&entry, placed_at, generation) == Seal::Foreign {
            return Err(found("was changed or is not from Approdo"));
        }
        let true_leaf = entry.leaf(placed_at);
        // Where the key is destroyed, the end of the chain is compared where the key changed.
        let true_chain = match eras.key(generation) {
            Some(key) => links::chain(key, number, &self.chain, &true_leaf),
            None => chain.as_slice().try_into().map_err(|_| found("cannot be read"))?,
        };
        if true_leaf.as_slice() != leaf {
            return Err(found("was changed after it was numbered"));
        }
        if true_chain.as_slice() != chain {
            return Err(found("does not follow the entry before it: entries were taken out, put in or moved"));
        }
        if placed_at.plus_seconds(CLOCK_SECONDS_MOST) < self.last_at {
            return Err(found("was numbered while the clock was set back"));
        }
        if placed_at.plus_seconds(CLOCK_SECONDS_MOST) < entry.at {
            return Err(found("has a time after its numbering: the clock was changed"));
        }
        self.last_at = self.last_at.max(placed_at);
        self.chain = true_chain;
        self.tree.push(true_leaf);
        self.cross()
    }

    /// Compares what a voice says of this size with the trail.
    fn hear(&self, tx: &mut Tx<'_>, voice: &mut Testimony<'_>) -> Step {
        let Some(said) = voice.next.take() else { return Ok(()) };
        let read = self.tree.size();
        if said.size > read {
            let why = format!("the trail ends after entry {read}, but {} has seen {}", voice.name, said.size);
            return Err(bad(Some(read + 1), why));
        }
        if !self.seal.signed(&said) {
            let why = format!("checkpoint {} of {} is not signed by this house", said.number, voice.name);
            return Err(bad(Some(said.size), why));
        }
        if said.size == read && said.root != self.tree.root() {
            let why =
                format!("entries {} to {read} were written anew: {} saw another root", voice.agreed + 1, voice.name);
            return Err(bad(Some(voice.agreed + 1), why));
        }
        if said.size < read && !is_repeated(tx, &said)? {
            return Err(bad(Some(voice.agreed + 1), format!("{} has seen the trail shrink", voice.name)));
        }
        voice.agreed = voice.agreed.max(said.size);
        voice.advance(tx)
    }

    /// Compares the trail with the head that says how long it is.
    fn compare_head(&self, tx: &mut Tx<'_>, checkpoints: u64) -> Step {
        let read = self.tree.size();
        let Found::Sound(head) = Head::find(tx, self.vault)? else {
            let why = format!("the head of the trail was changed: what followed entry {read} may be cut off");
            return Err(bad(Some(read + 1), why));
        };
        let long = head.tree.size();
        if long > read {
            return Err(bad(Some(read + 1), format!("the trail ends after entry {read} and had {long}")));
        }
        if long < read {
            return Err(bad(Some(long + 1), format!("the trail had {long} entries and now has {read}")));
        }
        if head.tree != self.tree || head.chain != self.chain {
            return Err(bad(None, "the head of the trail belongs to another trail"));
        }
        if head.checkpoints != checkpoints {
            return Err(bad(None, format!("{} checkpoints were made and {checkpoints} found", head.checkpoints)));
        }
        Ok(())
    }

    /// Entries wait for their number a moment, and are from Approdo too.
    fn look_at_waiting(&self, tx: &mut Tx<'_>, now: Timestamp) -> Step {
        let (mut outcome, eras) = (Ok(()), self.eras()?);
        tx.each("select at, id, body, seal from audit_pending order by at, id", &[], |row| {
            if outcome.is_ok() {
                let entry: Entry = store::FromRow::from_row(row)?;
                if eras.judge(&entry, now, eras.newest()) == Seal::Foreign {
                    outcome = Err(bad(None, "an entry that waits for its number is not from Approdo"));
                } else if now.seconds_since(entry.at) > WAIT_SECONDS_MOST {
                    outcome = Err(bad(None, format!("an entry waits for its number since {}", entry.at)));
                }
            }
            Ok(())
        })?;
        outcome
    }
}

fn missing(number: u64) -> Halt {
    bad(Some(number), format!("entry {number} is missing"))
}

/// Whether a checkpoint of an earlier size is one that the database holds: a witness may be told twice.
fn is_repeated(tx: &mut Tx<'_>, said: &Checkpoint) -> store::Result<bool> {
    let held: Option<Checkpoint> = tx.one(
        "select number, size, at, root, signature from audit_checkpoint where number = $1",
        &[count(said.number)],
    )?;
    Ok(held.as_ref() == Some(said))
}

impl<'a> Testimony<'a> {
    const fn new(name: String, file: Option<Witness<'a>>) -> Self {
        Self { name, file, next: None, said: 0, agreed: 0 }
    }

    /// Fetches what it says next.
    fn advance(&mut self, tx: &mut Tx<'_>) -> Step {
        self.next = match &mut self.file {
            Some(file) => file.next()?,
            None => tx.one(
                "select number, size, at, root, signature from audit_checkpoint
                 where number > $1 order by number limit 1",
                &[count(self.said)],
            )?,
        };
        if let Some(next) = &self.next {
            if self.file.is_none() && next.number != self.said + 1 {
                return Err(bad(None, format!("checkpoint {} is missing", self.said + 1)));
            }
            self.said = next.number;
        }
        Ok(())
    }
}
