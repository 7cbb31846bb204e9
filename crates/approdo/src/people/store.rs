//! Persons at rest: sealed rows, the blind index, the history.

use ground::{Dice, PersonId, Timestamp};
use policy::{Action, Pass};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use store::{
    FromRow, Result, Row, StoreError, Tx, Value,
    vault::{DataKey, Place, Safe, Vault},
};

use super::{
    filing::{self, keys_of},
    model::{File, Identity, NewPerson},
};
use crate::access::shield::kept_apart;

/// A person's row as far as her identity goes, with the key that opens it.
pub(super) struct Filed {
    pub(super) id: PersonId,
    pub(super) identity_version: i64,
    pub(super) imported: bool,
    pub(super) created_at: Timestamp,
    pub(super) key: DataKey,
    pub(super) identity: Identity,
}

struct Sealed {
    id: PersonId,
    identity_version: i64,
    identity: Vec<u8>,
    wrapped: Vec<u8>,
    imported: bool,
    created_at: Timestamp,
}

impl FromRow for Sealed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            identity_version: row.get(1)?,
            identity: row.get(2)?,
            wrapped: row.get(3)?,
            imported: row.get::<Option<Vec<u8>>>(4)?.is_some(),
            created_at: row.get(5)?,
        })
    }
}

impl Sealed {
    fn open(self, tx: &mut Tx<'_>, vault: &Vault) -> Result<Filed> {
        let key = vault.unwrap_key(tx, &self.wrapped, self.id.bytes(), Safe::Personal)?;
        let place = place("identity", self.id, self.identity_version);
        Ok(Filed {
            id: self.id,
            identity_version: self.identity_version,
            imported: self.imported,
            created_at: self.created_at,
            identity: read_json(&key.open(&place, &self.identity)?, "identity")?,
            key,
        })
    }
}

const fn place_in(table: &'static str, column: &'static str, row: [u8; 16], version: i64) -> Place {
    Place { table, column, row, version }
}

const fn place(column: &'static str, id: PersonId, version: i64) -> Place {
    place_in("person", column, *id.bytes(), version)
}

fn read_json<T: DeserializeOwned>(plain: &[u8], column: &'static str) -> Result<T> {
    serde_json::from_slice(plain).map_err(|_| StoreError::Sealed { table: "person", column })
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    // Texts, lists and codes always serialise.
    serde_json::to_vec(value).unwrap_or_default()
}

fn opens(pass: &Pass, id: PersonId) -> bool {
    pass.about() == Some(id) && pass.sees(ground::Level::S2)
}

/// The person, if the pass is about her and she is there for anyone to see: not staged by an import.
pub(super) fn find(tx: &mut Tx<'_>, vault: &Vault, pass: &Pass, id: PersonId) -> Result<Option<Filed>> {
    if !opens(pass, id) {
        return Ok(None);
    }
    let sealed: Option<Sealed> = tx.one(
        "select p.id, p.identity_version, p.identity, k.wrapped, p.batch, p.created_at
         from person p
         join data_key k on k.owner = p.id and k.compartment = $2
         left join person_batch b on b.id = p.batch
         where p.id = $1 and (p.batch is null or b.state = 'filed')",
        &[id.into(), Vault::personal_word().into()],
    )?;
    sealed.map(|sealed| sealed.open(tx, vault)).transpose()
}

/// Her file with its version.
pub(super) fn file(tx: &mut Tx<'_>, pass: &Pass, filed: &Filed) -> Result<Option<(i64, File)>> {
    if !opens(pass, filed.id) {
        return Ok(None);
    }
    let sealed: Option<(i64, Vec<u8>)> =
        tx.one("select file_version, file from person where id = $1", &[filed.id.into()])?;
    sealed
        .map(|(version, bytes)| {
            Ok((version, read_json(&filed.key.open(&place("file", filed.id, version), &bytes)?, "file")?))
        })
        .transpose()
}

/// The identities of these persons, for a search to compare. Who is staged, gone, protected or in
/// conflict with the one who searches is left out.
pub(super) fn identities(tx: &mut Tx<'_>, vault: &Vault, pass: &Pass, ids: &[PersonId]) -> Result<Vec<Filed>> {
    if pass.action() != Action::Search || !pass.sees(ground::Level::S2) {
        return Ok(Vec::new());
    }
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(OPENED_AT_ONCE) {
        let mut args: Vec<Value<'_>> = vec![Vault::personal_word().into()];
        args.extend(some.iter().map(|id| Value::from(*id)));
        args.resize(1 + OPENED_AT_ONCE, Value::Null);
        args.push(pass.by().into());
        for sealed in tx.all::<Sealed>(OPEN_MANY, &args)? {
            found.push(sealed.open(tx, vault)?);
        }
    }
    Ok(found)
}

const OPENED_AT_ONCE: usize = 25;
const OPEN_MANY: &str = concat!(
    "select p.id, p.identity_version, p.identity, k.wrapped, p.batch, p.created_at
    from person p
    join data_key k on k.owner = p.id and k.compartment = $1
    left join person_batch b on b.id = p.batch
    where p.id in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                   $21, $22, $23, $24, $25, $26) and (p.batch is null or b.state = 'filed')
      and not exists (select 1 from guard g where g.person = p.id) and not ",
    kept_apart!("p.id", "$27")
);

/// A person made ready to be written: everything sealed, every key of the index blinded.
pub(super) struct Ready {
    pub(super) id: PersonId,
    pub(super) wrapped: Vec<u8>,
    pub(super) identity: Vec<u8>,
    pub(super) file: Vec<u8>,
    pub(super) lookups: Vec<i64>,
    /// The keys of the house that all this was made with.
    pub(super) made_with: [(Safe, u32); 2],
    key: DataKey,
}

/// Seals a new person. It needs no transaction, so that a batch can seal on every core.
pub(super) fn make_ready(vault: &Vault, dice: &Dice, id: PersonId, new: &NewPerson) -> Result<Ready> {
    let (key, wrapped) = vault.new_key(id.bytes(), Safe::Personal)?;
    let index = vault.index_now(Safe::PersonalIndex)?;
    let mut lookups = filing::newest(&index, &keys_of(Some(&new.identity), Some(&new.file)));
    lookups.sort_unstable();
    lookups.dedup();
    Ok(Ready {
        id,
        made_with: [vault.made_with(Safe::Personal, &wrapped)?, (Safe::PersonalIndex, index.generation())],
        wrapped,
        identity: key.seal(&place("identity", id, 1), &json(&new.identity), dice),
        file: key.seal(&place("file", id, 1), &json(&new.file), dice),
        lookups,
        key,
    })
}

/// Writes a new person.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    vault: &Vault,
    dice: &Dice,
    pass: &Pass,
    new: &NewPerson,
    now: Timestamp,
) -> Result<(PersonId, DataKey)> {
    let ready = make_ready(vault, dice, PersonId::draw(dice), new)?;
    insert_ready(tx, vault, pass, &ready, now)?;
    Ok((ready.id, ready.key))
}

/// Writes a person made ready, and lends the key that opens her.
pub(super) fn insert_ready<'r>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    _pass: &Pass,
    ready: &'r Ready,
    now: Timestamp,
) -> Result<&'r DataKey> {
    insert_rows(tx, vault, std::slice::from_ref(ready), None, now)?;
    ready.lookups.iter().try_for_each(|lookup| filing::add(tx, *lookup, ready.id))?;
    Ok(&ready.key)
}

/// Writes persons of a batch that nobody sees yet. Their lookups are written apart, in their own order.
pub(super) fn insert_staged(
    tx: &mut Tx<'_>,
    vault: &Vault,
    ready: &[Ready],
    batch: &[u8; 16],
    now: Timestamp,
) -> Result<()> {
    insert_rows(tx, vault, ready, Some(batch), now)
}

fn insert_rows(
    tx: &mut Tx<'_>,
    vault: &Vault,
    ready: &[Ready],
    batch: Option<&[u8; 16]>,
    now: Timestamp,
) -> Result<()> {
    // Persons of one batch were made one after the other: the first and the last tell all.
    let made_with = [ready.first(), ready.last()].into_iter().flatten().flat_map(|one| one.made_with);
    vault.hold(tx, &made_with.collect::<Vec<_>>())?;
    insert_many(tx, "data_key (owner, compartment, wrapped)", 3, ready, |one, args| {
        args.extend([one.id.into(), Vault::personal_word().into(), one.wrapped.as_slice().into()]);
    })?;
    let person = "person (id, identity_version, file_version, identity, file, batch, created_at)";
    insert_many(tx, person, 7, ready, |one, args| {
        args.extend([one.id.into(), 1_i64.into(), 1_i64.into(), one.identity.as_slice().into()]);
        args.extend([one.file.as_slice().into(), batch.map(|batch| batch.to_vec()).into(), now.into()]);
    })
}

/// Writes lookups of a batch; they come in the order of the index. `made_with` is every key of the house
/// that they were made with.
pub(super) fn add_lookups(
    tx: &mut Tx<'_>,
    vault: &Vault,
    made_with: &[(Safe, u32)],
    lookups: &[(i64, PersonId)],
) -> Result<()> {
    vault.hold(tx, made_with)?;
    insert_many(tx, "person_lookup (key, person)", 2, lookups, |(key, id), args| {
        args.extend([(*key).into(), (*id).into()]);
    })
}

/// Inserts rows many at a time: over a network each statement costs a way there and back. Few sizes,
/// so that each is prepared once.
fn insert_many<'a, T>(
    tx: &mut Tx<'_>,
    into: &str,
    width: usize,
    rows: &'a [T],
    args_of: impl Fn(&'a T, &mut Vec<Value<'a>>),
) -> Result<()> {
    let mut rest = rows;
    for many in [128, 16, 1] {
        if rest.len() < many {
            continue;
        }
        let mut sql = format!("insert into {into} values ");
        for row in 0..many {
            let places: Vec<String> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
            sql.push_str(if row == 0 { "(" } else { ", (" });
            sql.push_str(&places.join(", "));
            sql.push(')');
        }
        while let Some((some, others)) = rest.split_at_checked(many) {
            let mut args = Vec::with_capacity(many * width);
            some.iter().for_each(|row| args_of(row, &mut args));
            tx.exec(&sql, &args)?;
            rest = others;
        }
    }
    Ok(())
}

/// Takes out persons of a batch that was never filed. Nobody has seen them, so no pass is asked for;
/// their rows are opened only to know which lookups are theirs.
pub(super) fn remove_staged(tx: &mut Tx<'_>, vault: &Vault, ids: &[PersonId]) -> Result<()> {
    for id in ids {
        let sealed: Option<(Vec<u8>, Vec<u8>, Vec<u8>)> = tx.one(
            "select p.identity, p.file, k.wrapped from person p
             join data_key k on k.owner = p.id and k.compartment = $2
             join person_batch b on b.id = p.batch
             where p.id = $1 and b.state <> 'filed'",
            &[(*id).into(), Vault::personal_word().into()],
        )?;
        let Some((identity, file, wrapped)) = sealed else { continue };
        let key = vault.unwrap_key(tx, &wrapped, id.bytes(), Safe::Personal)?;
        let identity: Identity = read_json(&key.open(&place("identity", *id, 1), &identity)?, "identity")?;
        let file: File = read_json(&key.open(&place("file", *id, 1), &file)?, "file")?;
        let index = filing::index_of(tx, vault, *id)?;
        filing::refile(tx, *id, &index, &keys_of(Some(&identity), Some(&file)), &[])?;
        tx.exec("delete from person where id = $1", &[(*id).into()])?;
        vault.destroy_keys(tx, id.bytes())?;
    }
    Ok(())
}

/// Destroys a person's rows and keys, and tells by which words a draft may speak of her. No pass is asked
/// for: two people decided it, or the erasure journal says that they did.
pub(super) fn destroy(tx: &mut Tx<'_>, vault: &Vault, id: PersonId) -> Result<Vec<Vec<String>>> {
    let mut marks = Vec::new();
    match filed_by(tx, vault, id) {
        Ok(Some((identity, file))) => {
            filing::take_out_of_both(tx, vault, id, &keys_of(Some(&identity), Some(&file)))?;
            marks = words_of(&identity, &file);
        }
        // What does not open is taken out by reading the whole index, and so is what has no row any more.
        Ok(None) | Err(StoreError::Sealed { .. }) => {
            tx.exec("delete from person_lookup where person = $1", &[id.into()])?;
        }
        Err(error) => return Err(error),
    }
    tx.exec("delete from person_change where person = $1", &[id.into()])?;
    tx.exec("delete from person where id = $1", &[id.into()])?;
    vault.destroy_keys(tx, id.bytes())?;
    Ok(marks)
}

/// The words that together speak of her: a whole name, a number, an address. A single name says too little.
fn words_of(identity: &Identity, file: &File) -> Vec<Vec<String>> {
    let names = identity.names.iter().map(|name| name.to_string().split_whitespace().map(str::to_owned).collect());
    let names = names.filter(|words: &Vec<String>| words.len() > 1);
    let numbers = identity.identifiers.iter().map(|number| &number.value);
    let points = file.points.iter().map(|point| &point.value);
    names.chain(numbers.chain(points).map(|line| vec![line.as_str().to_owned()])).collect()
}

/// Takes out of the index whoever is no longer there: of an index made by other keys, what was filed under
/// a person cannot be told from her row.
pub(super) fn forget_lost_lookups(tx: &mut Tx<'_>) -> Result<u64> {
    tx.exec("delete from person_lookup where person not in (select id from person)", &[])
}

/// Saves a corrected identity over the version that was read, and files her anew in the index.
pub(super) fn save_identity(
    tx: &mut Tx<'_>,
    vault: &Vault,
    dice: &Dice,
    filed: &Filed,
    version: i64,
    new: &Identity,
) -> Result<()> {
    let sealed = filed.key.seal(&place("identity", filed.id, version + 1), &json(new), dice);
    tx.change_one(
        "update person set identity = $3, identity_version = identity_version + 1
         where id = $1 and identity_version = $2",
        &[filed.id.into(), version.into(), sealed.into()],
    )?;
    let index = filing::index_of(tx, vault, filed.id)?;
    filing::refile(tx, filed.id, &index, &keys_of(Some(&filed.identity), None), &keys_of(Some(new), None))
}

/// Saves a corrected file over the version that was read.
pub(super) fn save_file(
    tx: &mut Tx<'_>,
    vault: &Vault,
    dice: &Dice,
    filed: &Filed,
    (version, old): (i64, &File),
    new: &File,
) -> Result<()> {
    let sealed = filed.key.seal(&place("file", filed.id, version + 1), &json(new), dice);
    tx.change_one(
        "update person set file = $3, file_version = file_version + 1 where id = $1 and file_version = $2",
        &[filed.id.into(), version.into(), sealed.into()],
    )?;
    let index = filing::index_of(tx, vault, filed.id)?;
    filing::refile(tx, filed.id, &index, &keys_of(None, Some(old)), &keys_of(None, Some(new)))
}

/// A person's row: identity with its version, file with its version, the wrapped key.
type WholeRow = (i64, Vec<u8>, i64, Vec<u8>, Vec<u8>);

/// All that a person is filed by, for the index to be made with another key: it shows her to nobody, so no
/// pass is asked for. None when she is gone.
pub(super) fn filed_by(tx: &mut Tx<'_>, vault: &Vault, id: PersonId) -> Result<Option<(Identity, File)>> {
    let row: Option<WholeRow> = tx.one(
        "select p.identity_version, p.identity, p.file_version, p.file, k.wrapped from person p
         join data_key k on k.owner = p.id and k.compartment = $2 where p.id = $1",
        &[id.into(), Vault::personal_word().into()],
    )?;
    let Some((identity_version, identity, file_version, file, wrapped)) = row else { return Ok(None) };
    let key = vault.unwrap_key(tx, &wrapped, id.bytes(), Safe::Personal)?;
    let identity = read_json(&key.open(&place("identity", id, identity_version), &identity)?, "identity")?;
    Ok(Some((identity, read_json(&key.open(&place("file", id, file_version), &file)?, "file")?)))
}

/// The next persons in the order of their ids.
pub(super) fn ids_after(tx: &mut Tx<'_>, after: PersonId, most: i64) -> Result<Vec<PersonId>> {
    let ids: Vec<(PersonId,)> =
        tx.all("select id from person where id > $1 order by id limit $2", &[after.into(), most.into()])?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// The protected persons filed under a key. For the watch over searches, which shows them to nobody: no
/// pass is asked for.
pub(super) fn protected_under(tx: &mut Tx<'_>, key: i64) -> Result<Vec<PersonId>> {
    const MOST: usize = 500;
    let rows: Vec<(PersonId,)> = tx.all(
        &format!(
            "select l.person from person_lookup l join guard g on g.person = l.person
             where l.key = $1 order by l.person limit {MOST}"
        ),
        &[key.into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The persons filed under a key, in the order of their ids, as many as the matcher reads. While an
/// import is on its way its persons are passed over, so that they crowd out nobody.
pub(super) fn postings(tx: &mut Tx<'_>, _pass: &Pass, key: i64, most: usize, importing: bool) -> Result<Vec<PersonId>> {
    let mut ids = Vec::new();
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let sql = if importing {
        "select l.person from person_lookup l join person p on p.id = l.person
         left join person_batch b on b.id = p.batch
         where l.key = $1 and (p.batch is null or b.state = 'filed') order by l.person limit $2"
    } else {
        "select person from person_lookup where key = $1 order by person limit $2"
    };
    tx.each(sql, &[key.into(), most.into()], |row| {
        ids.push(row.get(0)?);
        Ok(())
    })?;
    Ok(ids)
}

/// The persons filed under a key after this one, in the order of their ids: for the house itself, which
/// shows nobody to anybody. Who is on her way in is compared when she is filed.
pub(super) fn filed_after(tx: &mut Tx<'_>, key: i64, after: PersonId, most: i64) -> Result<Vec<PersonId>> {
    let rows: Vec<(PersonId,)> = tx.all(
        "select l.person from person_lookup l join person p on p.id = l.person
         left join person_batch b on b.id = p.batch
         where l.key = $1 and l.person > $2 and (p.batch is null or b.state = 'filed')
         order by l.person limit $3",
        &[key.into(), after.into(), most.into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// As many persons filed under a key as the matcher reads, the protected too: for the house itself, which
/// shows nobody to anybody.
pub(super) fn filed_under(tx: &mut Tx<'_>, key: i64, most: usize) -> Result<Vec<PersonId>> {
    filed_after(tx, key, PersonId::from_bytes([0; 16]), i64::try_from(most).unwrap_or(i64::MAX))
}

/// The next persons of a batch that was filed, in the order of their ids.
pub(super) fn of_batch_after(tx: &mut Tx<'_>, batch: &[u8; 16], after: PersonId, most: i64) -> Result<Vec<PersonId>> {
    let ids: Vec<(PersonId,)> = tx.all(
        "select p.id from person p join person_batch b on b.id = p.batch
         where p.batch = $1 and b.state = 'filed' and p.id > $2 order by p.id limit $3",
        &[batch.into(), after.into(), most.into()],
    )?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// Whether anybody is filed.
pub(super) fn is_anybody(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.one::<(i64,)>("select 1 from person limit 1", &[])?.is_some())
}

/// About how many persons there are for who searches: protected ones, those on their way in and those
/// she must not work for are not counted, for the number weighs what she is shown (SEC-06). Ids are drawn
/// evenly, so the place of the 64th tells the number within an eighth, without counting a million rows.
pub(super) fn population(tx: &mut Tx<'_>, pass: &Pass) -> Result<u64> {
    let first = tx.all(
        concat!(
            "select p.id from person p left join person_batch b on b.id = p.batch
             where (p.batch is null or b.state = 'filed')
               and not exists (select 1 from guard g where g.person = p.id) and not ",
            kept_apart!("p.id", "$1"),
            " order by p.id limit 64"
        ),
        &[pass.by().into()],
    )?;
    Ok(estimated(&first))
}

/// About how many persons there are at all: for the house itself.
pub(super) fn how_many(tx: &mut Tx<'_>) -> Result<u64> {
    Ok(estimated(&tx.all("select id from person order by id limit 64", &[])?))
}

/// How many ids there are, by the first 64 of them.
fn estimated(first: &[([u8; 16],)]) -> u64 {
    let last = first.last().map_or(1, |(id,)| u128::from_be_bytes(*id) >> 80);
    let counted = first.len() as u64;
    if counted < 64 {
        return counted;
    }
    u64::try_from(((1_u128 << 48) * 64) / last.max(1)).unwrap_or(u64::MAX)
}

/// What was changed: a part of a person, by whom, and what stood there before.
#[derive(Serialize, Deserialize)]
pub(super) struct Change<T> {
    #[serde(rename = "w")]
    pub(super) who: String,
    #[serde(rename = "b")]
    pub(super) before: T,
}

/// Which part of a person a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Touched {
    Created,
    Identity,
    File,
    Merged,
    Parted,
}

impl Touched {
    const ALL: [(&'static str, Self); 5] = [
        ("created", Self::Created),
        ("identity", Self::Identity),
        ("file", Self::File),
        ("merged", Self::Merged),
        ("parted", Self::Parted),
    ];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, part)| *part == self).map_or("created", |(word, _)| word)
    }
}

/// Keeps what stood there before a change, sealed with the person's own key.
pub(super) fn remember<T: Serialize>(
    tx: &mut Tx<'_>,
    dice: &Dice,
    (id, key): (PersonId, &DataKey),
    part: Touched,
    change: &Change<T>,
    now: Timestamp,
) -> Result<()> {
    let row: [u8; 16] = dice.bytes();
    let sealed = key.seal(&place_in("person_change", "before", row, 1), &json(change), dice);
    tx.exec(
        "insert into person_change (person, at, id, part, before) values ($1, $2, $3, $4, $5)",
        &[id.into(), now.into(), (&row).into(), part.word().into(), sealed.into()],
    )
    .map(|_| ())
}

/// Who a person was at an instant: nothing that was changed then or later is in it (SEC-21).
pub(super) fn identity_before(tx: &mut Tx<'_>, pass: &Pass, filed: &Filed, at: Timestamp) -> Result<Option<Identity>> {
    if !opens(pass, filed.id) {
        return Ok(None);
    }
    let first: Option<([u8; 16], Vec<u8>)> = tx.one(
        "select id, before from person_change where person = $1 and at >= $2 and part = $3
         order by at, id limit 1",
        &[filed.id.into(), at.into(), Touched::Identity.word().into()],
    )?;
    let Some((row, sealed)) = first else { return Ok(None) };
    let plain = filed.key.open(&place_in("person_change", "before", row, 1), &sealed)?;
    Kept { at, part: Touched::Identity, plain }.read::<Identity>().map(|change| Some(change.before))
}

/// A change as it stands in the table, opened.
pub(super) struct Kept {
    pub(super) at: Timestamp,
    pub(super) part: Touched,
    pub(super) plain: Vec<u8>,
}

impl Kept {
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<Change<T>> {
        serde_json::from_slice(&self.plain).map_err(|_| StoreError::Sealed { table: "person_change", column: "before" })
    }
}

/// The changes of a person, newest first.
pub(super) fn changes(tx: &mut Tx<'_>, pass: &Pass, filed: &Filed, most: i64) -> Result<Vec<Kept>> {
    if !opens(pass, filed.id) {
        return Ok(Vec::new());
    }
    let mut kept = Vec::new();
    tx.each(
        "select at, id, part, before from person_change where person = $1 order by person, at desc, id desc limit $2",
        &[filed.id.into(), most.into()],
        |row| {
            let word: String = row.get(2)?;
            let part = Touched::ALL.iter().find(|(one, _)| *one == word).map(|(_, part)| *part);
            let place = place_in("person_change", "before", row.get(1)?, 1);
            kept.push(Kept {
                at: row.get(0)?,
                part: part.ok_or(StoreError::BadCell { column: 2, wanted: "a part of a person" })?,
                plain: filed.key.open(&place, &row.get::<Vec<u8>>(3)?)?,
            });
            Ok(())
        },
    )?;
    Ok(kept)
}
