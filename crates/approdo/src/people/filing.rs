//! Where a person is filed so that she is found: keyed hashes in one table, in an index of their own for
//! those who are protected (SEC-53), and each with the generation of the key that made it (SEC-54).
//!
//! The two indexes share their generations, for a person moves between them. What is written is made with
//! the newest; what is taken out is taken out under every one, and a search looks under all that still
//! have rows.

use ground::PersonId;
use matching::{Features, Key, Known};
use policy::Pass;
use store::{
    Result, Tx,
    vault::{BlindIndex, Safe, Vault, span_of},
};

use super::{
    model::{File, Identity},
    store::{self as rows, Filed},
};
use crate::app::App;

/// How many rows of an old generation are looked at in one short transaction.
const ROWS_AT_ONCE: i64 = 60;

/// What a person is filed by: her identity, the telephones of her file, or both.
pub(super) fn keys_of(identity: Option<&Identity>, file: Option<&File>) -> Vec<Key> {
    let known = identity.map(|identity| identity.known(Vec::new()));
    let phones = file.map(|file| Known { phones: file.phones(), ..Known::default() });
    known.iter().chain(&phones).flat_map(|known| Features::of(known).index_keys()).collect()
}

/// What the hashes are hashes of.
const KIND: &str = "person";

/// What stands in the index for these keys when it is written now.
pub(super) fn newest(index: &BlindIndex, keys: &[Key]) -> Vec<i64> {
    keys.iter().map(|key| index.newest(KIND, &key.to_bytes())).collect()
}

/// What may stand in the index for a key.
pub(super) fn all(index: &BlindIndex, key: &Key) -> Vec<i64> {
    index.all(KIND, &key.to_bytes())
}

/// The index in which a person is filed: whoever is protected, in one with a key of its own.
pub(super) fn index_of(tx: &mut Tx<'_>, vault: &Vault, id: PersonId) -> Result<BlindIndex> {
    let told: Vec<(u32, bool)> = tx.all(
        "select generation, case when exists (select 1 from guard where person = $1) then 1 else 0 end
         from compartment_key where compartment = $2 order by generation",
        &[id.into(), Safe::PersonalIndex.word().into()],
    )?;
    let is_protected = told.first().is_some_and(|(_, guarded)| *guarded);
    let generations: Vec<u32> = told.iter().map(|(generation, _)| *generation).collect();
    let safe = if is_protected { Safe::ProtectedIndex } else { Safe::PersonalIndex };
    vault.index_of(tx, safe, &generations)
}

/// The two indexes as they are made now: that of everybody, that of the protected.
fn both(tx: &mut Tx<'_>, vault: &Vault) -> Result<(BlindIndex, BlindIndex)> {
    let generations = generations(tx, vault)?;
    Ok((
        vault.index_of(tx, Safe::PersonalIndex, &generations)?,
        vault.index_of(tx, Safe::ProtectedIndex, &generations)?,
    ))
}

fn generations(tx: &mut Tx<'_>, vault: &Vault) -> Result<Vec<u32>> {
    Ok(vault.generations(tx)?.remove(&Safe::PersonalIndex).unwrap_or_default())
}

/// Files a person under new keys in the place of the old ones, in the same index.
pub(super) fn refile(tx: &mut Tx<'_>, id: PersonId, index: &BlindIndex, old: &[Key], new: &[Key]) -> Result<()> {
    let new = newest(index, new);
    let old: Vec<i64> = old.iter().flat_map(|key| all(index, key)).collect();
    for gone in old.iter().filter(|key| !new.contains(key)) {
        take_out(tx, *gone, id)?;
    }
    // While there are two generations, what stands there may stand there under the older alone.
    let is_there = |key: &i64| index.is_of_one_key() && old.contains(key);
    new.iter().filter(|key| !is_there(key)).try_for_each(|key| add(tx, *key, id))
}

/// Takes a person out of the index everybody searches and into that of the protected, or back
/// (SEC-18). It is asked for with the pass to protect or to lift, in the same transaction.
pub(super) fn move_to(tx: &mut Tx<'_>, vault: &Vault, pass: &Pass, filed: &Filed, to: Safe) -> Result<()> {
    let file = rows::file(tx, pass, filed)?.map(|(_, file)| file).unwrap_or_default();
    let keys = keys_of(Some(&filed.identity), Some(&file));
    let (open, protected) = both(tx, vault)?;
    let (from, to) = if to == Safe::ProtectedIndex { (open, protected) } else { (protected, open) };
    refile(tx, filed.id, &from, &keys, &[])?;
    newest(&to, &keys).into_iter().try_for_each(|key| add(tx, key, filed.id))
}

/// Takes a person out of both indexes, under whatever generation she stands there: she is erased (SEC-50).
pub(super) fn take_out_of_both(tx: &mut Tx<'_>, vault: &Vault, id: PersonId, keys: &[Key]) -> Result<()> {
    let (open, protected) = both(tx, vault)?;
    refile(tx, id, &open, keys, &[])?;
    refile(tx, id, &protected, keys, &[])
}

/// Adds a person under what stands in the index for a key.
pub(super) fn add(tx: &mut Tx<'_>, key: i64, id: PersonId) -> Result<()> {
    tx.exec(
        "insert into person_lookup (key, person) values ($1, $2) on conflict (key, person) do nothing",
        &[key.into(), id.into()],
    )
    .map(|_| ())
}

fn take_out(tx: &mut Tx<'_>, key: i64, id: PersonId) -> Result<()> {
    tx.exec("delete from person_lookup where key = $1 and person = $2", &[key.into(), id.into()]).map(|_| ())
}

/// Where a search looks.
pub(super) struct Places {
    /// The index of everybody.
    pub(super) open: BlindIndex,
    /// The index of the protected.
    pub(super) hidden: BlindIndex,
    /// Whether an import is on its way in: then the index also names persons whom nobody sees yet.
    pub(super) importing: bool,
}

/// Where a search looks now: under the newest key, and under each older one that still has rows.
pub(super) fn places(tx: &mut Tx<'_>, vault: &Vault) -> Result<Places> {
    let told: Vec<(u32, bool)> = tx.all(
        "select k.generation,
                case when exists (select 1 from person_batch where state <> 'filed') then 1 else 0 end
         from compartment_key k
         where k.compartment = $1
           and (k.generation = (select max(n.generation) from compartment_key n where n.compartment = $1)
                or exists (select 1 from person_lookup l where l.key >= (k.generation << 56)
                           and l.key <= (k.generation << 56) + 72057594037927935))
         order by k.generation",
        &[Safe::PersonalIndex.word().into()],
    )?;
    let generations: Vec<u32> = told.iter().map(|(generation, _)| *generation).collect();
    Ok(Places {
        open: vault.index_of(tx, Safe::PersonalIndex, &generations)?,
        hidden: vault.index_of(tx, Safe::ProtectedIndex, &generations)?,
        importing: told.first().is_some_and(|(_, importing)| *importing),
    })
}

/// Empties the index and files everybody anew, staged persons too, and tells how many. It shows nobody
/// to anybody: no pass is asked for.
pub(super) fn file_all_anew(tx: &mut Tx<'_>, vault: &Vault) -> Result<u64> {
    tx.exec("delete from person_lookup", &[])?;
    let (mut filed, mut after) = (0, PersonId::from_bytes([0; 16]));
    loop {
        let some = rows::ids_after(tx, after, 500)?;
        let Some(last) = some.last() else { return Ok(filed) };
        after = *last;
        for id in &some {
            filed += u64::from(file_anew(tx, vault, *id)?);
        }
    }
}

/// Files one person under the newest key and under no other; false when she is gone.
fn file_anew(tx: &mut Tx<'_>, vault: &Vault, id: PersonId) -> Result<bool> {
    let Some((identity, file)) = rows::filed_by(tx, vault, id)? else { return Ok(false) };
    let index = index_of(tx, vault, id)?;
    let keys = keys_of(Some(&identity), Some(&file));
    refile(tx, id, &index, &keys, &[])?;
    newest(&index, &keys).into_iter().try_for_each(|key| add(tx, key, id))?;
    Ok(true)
}

/// Files the next persons who stand under an old generation anew, and tells how many rows of it were
/// looked at: none when nobody stands there any more (SEC-54).
///
/// # Errors
/// The store's.
pub fn file_next_under_newest(app: &App, tx: &mut Tx<'_>) -> Result<u64> {
    let mut generations = generations(tx, &app.vault)?;
    generations.pop();
    for generation in generations {
        let (first, last) = span_of(generation);
        let some: Vec<(i64, PersonId)> = tx.all(
            "select key, person from person_lookup where key >= $1 and key <= $2 order by key limit $3",
            &[first.into(), last.into(), ROWS_AT_ONCE.into()],
        )?;
        for (at, (key, id)) in some.iter().enumerate() {
            if !some.iter().take(at).any(|(_, seen)| seen == id) {
                file_anew(tx, &app.vault, *id)?;
            }
            // A row that nothing of hers accounts for goes too, or this would never end.
            take_out(tx, *key, *id)?;
        }
        if !some.is_empty() {
            return Ok(some.len() as u64);
        }
    }
    Ok(0)
}

/// How many rows stand in the indexes under a generation.
///
/// # Errors
/// The store's.
pub fn count_under(tx: &mut Tx<'_>, generation: u32) -> Result<u64> {
    let (first, last) = span_of(generation);
    let counted: Option<(u64,)> =
        tx.one("select count(*) from person_lookup where key >= $1 and key <= $2", &[first.into(), last.into()])?;
    Ok(counted.map_or(0, |(count,)| count))
}
