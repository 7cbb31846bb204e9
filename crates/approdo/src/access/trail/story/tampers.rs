//! A campaign against the trail: alterations drawn from a seed by a hand that has the database and
//! not the keys. Every one must be found, and the first bad entry named (SEC-45). Then rewritings by a hand
//! that has every key too: nothing in the house tells, and a witness outside does.
//!
//! Each is made and examined inside one transaction that is then undone, so that ten thousand of
//! them meet the same trail.

use ground::Dice;
use store::{StoreError, Tx};

use super::record;
use crate::{
    access::trail::{
        Verified, background,
        checkpoint::{Checkpoint, TrailSeal},
        examine,
        links::{self, Entry, Head},
    },
    story::{Town, on_postgres, on_sqlite},
};

use crate::campaign::Campaign;

/// How a trail is altered.
const WAYS: [Way; 14] = [
    Way::Body,
    Way::Time("at"),
    Way::Time("placed_at"),
    Way::Bytes("id"),
    Way::Bytes("seal"),
    Way::Bytes("leaf"),
    Way::Bytes("chain"),
    Way::TakeOut,
    Way::TakeOutAndCloseUp,
    Way::PutIn,
    Way::Swap,
    Way::CutOff,
    Way::Clock,
    Way::Checkpoint,
];

#[derive(Clone, Copy, Debug)]
enum Way {
    Body,
    Time(&'static str),
    Bytes(&'static str),
    TakeOut,
    TakeOutAndCloseUp,
    PutIn,
    Swap,
    CutOff,
    Clock,
    Checkpoint,
}

/// What ends the transaction of a tamper: the finding, never a commit.
enum Undone {
    Found { first_bad: u64, verified: Box<Verified> },
    Rewritten { from: u64, alone: Box<Verified>, verified: Box<Verified> },
    Store(StoreError),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A trail of some two hundred entries with a checkpoint after each minute's.
fn grow(town: &Town) -> u64 {
    for _ in 0..20 {
        record(&town.app, &town.app.clock, 10);
        background::settle(&town.app).unwrap();
        town.app.clock.turn(61);
    }
    town.app
        .store
        .write("test.length", |tx| {
            let verified = examine(tx, &town.app.vault, &town.app.seal, town.app.now(), None)?;
            assert!(verified.ok, "before any hand touched it: {verified:?}");
            Ok::<_, StoreError>(verified.entries)
        })
        .unwrap()
}

fn one_tamper(town: &Town, length: u64, dice: &Dice) {
    let way = *dice.pick(&WAYS).unwrap();
    let mut drawn = String::new();
    let undone = town.app.store.write("test.tamper", |tx| {
        let (first_bad, told) = alter(tx, way, length, dice)?;
        drawn = told;
        let verified = examine(tx, &town.app.vault, &town.app.seal, town.app.now(), None)?;
        Err::<(), _>(Undone::Found { first_bad, verified: Box::new(verified) })
    });
    match undone {
        Err(Undone::Found { first_bad, verified }) => {
            assert!(!verified.ok, "not found: {drawn}");
            assert_eq!(verified.first_bad, Some(first_bad), "{drawn}: {verified:?}");
        }
        Err(Undone::Store(error)) => panic!("{drawn}: {error}"),
        Ok(()) | Err(Undone::Rewritten { .. }) => panic!("a tamper was kept"),
    }
}

/// Alters the trail and says which entry is then the first bad one.
fn alter(tx: &mut Tx<'_>, way: Way, length: u64, dice: &Dice) -> store::Result<(u64, String)> {
    let entry = 1 + dice.below(length);
    let number = i64::try_from(entry).unwrap();
    let told = format!("{way:?} at entry {entry} of {length}");
    let first_bad = match way {
        Way::Body => {
            let (body,): (String,) =
                tx.one("select body from audit_entry where number = $1", &[number.into()])?.unwrap();
            let mut letters: Vec<char> = body.chars().collect();
            let place = usize::try_from(dice.below(letters.len() as u64)).unwrap();
            letters[place] = if letters[place] == 'x' { 'y' } else { 'x' };
            let body: String = letters.into_iter().collect();
            tx.exec("update audit_entry set body = $2 where number = $1", &[number.into(), body.as_str().into()])?;
            entry
        }
        Way::Time(column) => {
            let by = 1 + i64::try_from(dice.below(3_600_000_000)).unwrap();
            let by = if dice.below(2) == 0 { by } else { -by };
            let sql = format!("update audit_entry set {column} = {column} + $2 where number = $1");
            tx.exec(&sql, &[number.into(), by.into()])?;
            entry
        }
        Way::Bytes(column) => {
            flip_a_bit(tx, "audit_entry", column, number, dice)?;
            entry
        }
        Way::TakeOut => {
            tx.exec("delete from audit_entry where number = $1", &[number.into()])?;
            entry
        }
        Way::TakeOutAndCloseUp => {
            tx.exec("delete from audit_entry where number = $1", &[number.into()])?;
            tx.exec("update audit_entry set number = -number where number > $1", &[number.into()])?;
            tx.exec("update audit_entry set number = -number - 1 where number < 0", &[])?;
            entry
        }
        Way::PutIn => put_in(tx, number, length, dice)?,
        Way::Swap => {
            let other = 1 + (entry + dice.below(length - 1)) % length;
            let other_number = i64::try_from(other).unwrap();
            tx.exec("update audit_entry set number = -1 where number = $1", &[number.into()])?;
            tx.exec("update audit_entry set number = $1 where number = $2", &[number.into(), other_number.into()])?;
            tx.exec("update audit_entry set number = $1 where number = -1", &[other_number.into()])?;
            entry.min(other)
        }
        Way::CutOff => {
            tx.exec("delete from audit_entry where number >= $1", &[number.into()])?;
            tx.exec("delete from audit_checkpoint where size >= $1", &[number.into()])?;
            entry
        }
        Way::Clock => {
            let by = 1 + i64::try_from(dice.below(86_400_000_000)).unwrap();
            tx.exec(
                "update audit_entry set at = at - $2, placed_at = placed_at - $2 where number >= $1",
                &[number.into(), by.into()],
            )?;
            entry
        }
        Way::Checkpoint => return checkpoint(tx, dice),
    };
    Ok((first_bad, told))
}

/// Copies some entry, under another id or the same, in before this one.
fn put_in(tx: &mut Tx<'_>, number: i64, length: u64, dice: &Dice) -> store::Result<u64> {
    let copied = 1 + i64::try_from(dice.below(length)).unwrap();
    tx.exec("update audit_entry set number = -number where number >= $1", &[number.into()])?;
    tx.exec("update audit_entry set number = 1 - number where number < 0", &[])?;
    let copied = if copied >= number { copied + 1 } else { copied };
    let keeps_its_id = dice.below(2) == 0;
    let (own,): (Vec<u8>,) = tx.one("select id from audit_entry where number = $1", &[copied.into()])?.unwrap();
    let id = if keeps_its_id { own } else { dice.bytes::<16>().to_vec() };
    tx.exec(
        "insert into audit_entry (number, at, placed_at, id, body, seal, leaf, chain)
         select $1, at, placed_at, $3, body, seal, leaf, chain from audit_entry where number = $2",
        &[number.into(), copied.into(), id.as_slice().into()],
    )?;
    // An entry's own copy before it is the entry itself: the second of the two is the one too many.
    let is_its_own_copy = keeps_its_id && copied == number + 1;
    Ok(u64::try_from(if is_its_own_copy { number + 1 } else { number }).unwrap())
}

/// Alters what a checkpoint says; the first bad entry is the one it was signed after.
fn checkpoint(tx: &mut Tx<'_>, dice: &Dice) -> store::Result<(u64, String)> {
    let all: Vec<(i64, u64)> = tx.all("select number, size from audit_checkpoint order by number", &[])?;
    let (number, size) = *dice.pick(&all).unwrap();
    let column = *dice.pick(&["root", "signature"]).unwrap();
    flip_a_bit(tx, "audit_checkpoint", column, number, dice)?;
    Ok((size, format!("{column} of checkpoint {number}")))
}

/// Turns one bit of a column of the row with this number.
fn flip_a_bit(tx: &mut Tx<'_>, table: &str, column: &str, number: i64, dice: &Dice) -> store::Result<()> {
    let sql = format!("select {column} from {table} where number = $1");
    let (mut bytes,): (Vec<u8>,) = tx.one(&sql, &[number.into()])?.unwrap();
    let bit = dice.below(bytes.len() as u64 * 8);
    bytes[usize::try_from(bit / 8).unwrap()] ^= 1 << (bit % 8);
    let sql = format!("update {table} set {column} = $2 where number = $1");
    tx.exec(&sql, &[number.into(), bytes.as_slice().into()])?;
    Ok(())
}

fn tampered(town: &Town, campaign: &Campaign) {
    let length = grow(town);
    campaign.each(|round| one_tamper(town, length, &round.dice));
    let tampers = campaign.rounds();
    campaign
        .report(&format!("{tampers} alterations of {length} entries, all found, the first bad entry named each time"));
}

#[test]
fn sec_45_tampers_on_sqlite_are_all_found_and_the_first_bad_entry_is_named() {
    on_sqlite(|town| tampered(town, &Campaign::named("tampers-on-sqlite", 100, 45)));
}

#[test]
fn sec_45_tampers_on_postgresql_are_all_found_and_the_first_bad_entry_is_named() {
    on_postgres(|town| tampered(town, &Campaign::named("tampers-on-postgresql", 40, 46)));
}

/// How a hand rewrites history that has the database and every key, but not what a witness kept.
const REWRITES: [Rewrite; 6] =
    [Rewrite::Body, Rewrite::TakeOut, Rewrite::PutIn, Rewrite::Swap, Rewrite::CutBack, Rewrite::CutBackAndGrowAnew];

#[derive(Clone, Copy, Debug)]
enum Rewrite {
    Body,
    TakeOut,
    PutIn,
    Swap,
    CutBack,
    CutBackAndGrowAnew,
}

/// An entry as such a hand reads it: when, when numbered, its id, what it says.
type Told = (ground::Timestamp, ground::Timestamp, Vec<u8>, String);

/// Rewrites the trail from some entry on, every seal, link, root and signature made anew, and says from
/// which entry on it is another.
fn rewrite(town: &Town, tx: &mut Tx<'_>, way: Rewrite, dice: &Dice) -> store::Result<(u64, String)> {
    let mut all: Vec<Told> = tx.all("select at, placed_at, id, body from audit_entry order by number", &[])?;
    // The last entry is under a checkpoint too; whoever cuts back takes at least that one.
    let at = usize::try_from(dice.below(all.len() as u64 - 1)).unwrap();
    match way {
        Rewrite::Body => all[at].3 = all[at].3.replace("\"outcome\":\"done\"", "\"outcome\":\"gone\""),
        Rewrite::TakeOut => drop(all.remove(at)),
        Rewrite::PutIn => {
            let copy = (all[at].0, all[at].1, dice.bytes::<16>().to_vec(), all[at].3.clone());
            all.insert(at, copy);
        }
        Rewrite::Swap => {
            let (left, right) = all.split_at_mut(at + 1);
            std::mem::swap(&mut left[at].2, &mut right[0].2);
        }
        Rewrite::CutBack => all.truncate(at),
        Rewrite::CutBackAndGrowAnew => all.iter_mut().skip(at).for_each(|one| one.2 = dice.bytes::<16>().to_vec()),
    }
    write_anew(town, tx, &all)?;
    Ok((at as u64 + 1, format!("{way:?} at entry {} of {}", at + 1, all.len())))
}

fn write_anew(town: &Town, tx: &mut Tx<'_>, all: &[Told]) -> store::Result<()> {
    let vault = &town.app.vault;
    let key = vault.newest_generation(tx, store::vault::Safe::Audit)?;
    let marks: Vec<(u64, u64, ground::Timestamp)> =
        tx.all("select number, size, at from audit_checkpoint order by number", &[])?;
    for table in ["audit_entry", "audit_checkpoint", "audit_head"] {
        tx.exec(&format!("delete from {table}"), &[])?;
    }
    let (mut head, mut marks) = (Head::new(), marks.into_iter().peekable());
    for (at, placed_at, id, body) in all {
        let seal = links::seal(vault, *at, id, body)?.to_vec();
        let entry = Entry { at: *at, id: id.clone(), body: body.clone(), seal };
        let (number, leaf) = (head.tree.size() + 1, entry.leaf(*placed_at));
        head.chain = links::chain(&key, number, &head.chain, &leaf);
        head.tree.push(leaf);
        head.last_at = *placed_at;
        tx.exec(
            "insert into audit_entry (number, at, placed_at, id, body, seal, leaf, chain)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            &[
                links::count(number),
                (*at).into(),
                (*placed_at).into(),
                id.as_slice().into(),
                body.as_str().into(),
                entry.seal.as_slice().into(),
                (&leaf).into(),
                (&head.chain).into(),
            ],
        )?;
        let ends = number == all.len() as u64;
        while let Some((mark, size, at)) = marks.next_if(|(_, size, _)| *size <= number || ends) {
            if size > number && head.sealed_size == number {
                break;
            }
            let made = town.app.seal.sign(mark, number, at, &head.tree.root());
            tx.exec(
                "insert into audit_checkpoint (number, size, at, root, signature, witnessed) values ($1, $2, $3, $4, $5, 0)",
                &[links::count(mark), links::count(number), at.into(), made.root.into(), made.signature.into()],
            )?;
            (head.checkpoints, head.sealed_size, head.sealed_at) = (mark, number, at);
        }
    }
    head.save(tx, &key)
}

/// What a witness on another host kept of the whole trail.
fn witnessed(town: &Town) -> (Vec<u64>, String) {
    let sql = "select number, size, at, root, signature from audit_checkpoint order by number";
    let all: Vec<Checkpoint> = town.app.store.read("test.witnessed", |tx| tx.all(sql, &[])).unwrap();
    (all.iter().map(|one| one.size).collect(), all.iter().map(|one| town.app.seal.line(one)).collect())
}

fn rewritten(town: &Town, campaign: &Campaign) {
    let length = grow(town);
    let (sizes, kept) = witnessed(town);
    assert_eq!(sizes.last(), Some(&length));
    // The hand has the key directory, and so what witnesses there.
    let seal = TrailSeal::open(&town.app.keys, Vec::new()).unwrap();
    campaign.each(|round| {
        let way = *round.dice.pick(&REWRITES).unwrap();
        let mut drawn = String::new();
        let undone = town.app.store.write("test.rewrite", |tx| {
            let (from, told) = rewrite(town, tx, way, &round.dice)?;
            drawn = told;
            let alone = examine(tx, &town.app.vault, &seal, town.app.now(), None)?;
            let mut witness = kept.as_bytes();
            let verified = examine(tx, &town.app.vault, &seal, town.app.now(), Some(&mut witness))?;
            Err::<(), _>(Undone::Rewritten { from, alone: Box::new(alone), verified: Box::new(verified) })
        });
        let Err(Undone::Rewritten { from, alone, verified }) = undone else { panic!("{drawn}: a rewrite was kept") };
        assert!(alone.ok, "without the witness nobody can tell, or this hand lacked a key: {drawn}: {alone:?}");
        assert!(!verified.ok, "not found: {drawn}");
        let agreed = sizes.iter().copied().filter(|size| *size < from).max().unwrap_or(0);
        let first_bad = verified.first_bad.unwrap();
        assert!(first_bad > agreed, "{drawn}: {verified:?} accuses what the witness saw");
        let next = sizes.iter().copied().find(|size| *size >= from).unwrap();
        assert!(first_bad <= next, "{drawn}: {verified:?} is named too late");
    });
    let rewrites = campaign.rounds();
    campaign.report(&format!(
        "{rewrites} rewritings of {length} entries with all keys: none found without the witness, all with it"
    ));
}

#[test]
fn sec_45_who_has_the_database_and_every_key_is_found_by_a_witness_on_sqlite() {
    on_sqlite(|town| rewritten(town, &Campaign::named("rewrites-on-sqlite", 60, 451)));
}

#[test]
fn sec_45_who_has_the_database_and_every_key_is_found_by_a_witness_on_postgresql() {
    on_postgres(|town| rewritten(town, &Campaign::named("rewrites-on-postgresql", 12, 452)));
}
