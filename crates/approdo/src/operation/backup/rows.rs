//! The tables inside the stream: written from one snapshot, read back record by record.

use std::{
    borrow::Cow,
    io::{self, Read, Write},
};

use sha2::{Digest as _, Sha256};
use store::{Cell, StoreError, TablePlan, Tx, Value, vault::KeyDirectory};

use super::{
    Fault, Progress, Summary,
    chunks::{Opener, Sealer},
};
use crate::{access, app::App, tables};

/// A step of the tables as a database remembers it.
pub(super) type Step = (u32, String, i64);

/// The steps that a database has taken.
pub(super) fn steps(tx: &mut Tx<'_>) -> store::Result<Vec<Step>> {
    tx.all("select number, name, hash from schema_step order by number", &[])
}

/// One thing in the stream.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Record {
    /// How many rows are coming, for the progress bar.
    Coming(u64),
    /// A step of the tables.
    Step(Step),
    /// A table begins: its name and its columns.
    Table(String, Vec<String>),
    /// A row of it.
    Row(Vec<Cell>),
    /// The table ends after so many rows.
    TableEnd(u64),
    /// All of it: tables, rows, and how far the trail goes.
    Manifest { tables: u64, rows: u64, audit_size: u64, audit_root: [u8; 32] },
    /// The hash of everything before.
    Hash([u8; 32]),
}

/// Writes a backup of this moment.
pub(super) fn write(app: &App, out: &mut dyn Write, progress: &mut Progress<'_>) -> Result<Summary, Fault> {
    let at = app.now();
    let mut out = io::BufWriter::new(out);
    let dice = ground::Dice::os();
    let (number, master) = app.store.read("operation.backup.key", |tx| app.vault.master(tx))?;
    let sealer = Sealer::new(&mut out, (number, &master), &dice, at).map_err(Fault::io("cannot write the backup"))?;
    let mut encoder = Encoder { into: sealer, hash: Sha256::new() };
    // Each row leaves sealed as it stands, and the act was noted when it began.
    let manifest = app.store.look("operation.backup.read", |tx, _| dump(app, tx, &mut encoder, progress))?;
    let Record::Manifest { tables, rows, audit_size, audit_root } = manifest else { return Err(Fault::Cut) };
    let bytes = encoder.finish().map_err(Fault::io("cannot write the backup"))?;
    Ok(Summary { at, tables, rows, bytes, audit_size, audit_root })
}

fn dump(app: &App, tx: &mut Tx<'_>, encoder: &mut Encoder<'_>, progress: &mut Progress<'_>) -> store::Result<Record> {
    let coming = tables::TABLES.iter().map(|table| table.count(tx)).sum::<store::Result<u64>>()?;
    encoder.put(&Record::Coming(coming))?;
    for step in steps(tx)? {
        encoder.put(&Record::Step(step))?;
    }
    let mut written = 0;
    for table in tables::TABLES {
        encoder.put(&Record::Table(table.name.to_owned(), columns(table)))?;
        let before = written;
        table.each_row(tx, |cells| {
            encoder.put(&Record::Row(cells))?;
            written += 1;
            if written % 1000 == 0 {
                progress("written", written, Some(coming));
            }
            Ok(())
        })?;
        encoder.put(&Record::TableEnd(written - before))?;
    }
    progress("written", written, Some(coming));
    let (audit_size, audit_root) = access::trail::extent(tx, &app.vault)?;
    let manifest = Record::Manifest { tables: tables::TABLES.len() as u64, rows: written, audit_size, audit_root };
    encoder.put(&manifest)?;
    Ok(manifest)
}

/// The columns of a table, in order.
pub(super) fn columns(table: &TablePlan) -> Vec<String> {
    table.columns.iter().map(|column| column.name.to_owned()).collect()
}

/// Writes records and hashes them.
struct Encoder<'a> {
    into: Sealer<'a>,
    hash: Sha256,
}

impl Encoder<'_> {
    fn put(&mut self, record: &Record) -> store::Result<()> {
        let mut bytes = Vec::new();
        encode(record, &mut bytes);
        self.hash.update(&bytes);
        self.into
            .write_all(&bytes)
            .map_err(|source| StoreError::Io { what: "cannot write the backup".to_owned(), source })
    }

    fn finish(mut self) -> io::Result<u64> {
        let mut bytes = Vec::new();
        encode(&Record::Hash(self.hash.finalize().into()), &mut bytes);
        self.into.write_all(&bytes)?;
        self.into.finish()
    }
}

fn encode(record: &Record, out: &mut Vec<u8>) {
    match record {
        Record::Coming(rows) => tagged(out, b'N', &rows.to_be_bytes()),
        Record::Step((number, name, hash)) => {
            tagged(out, b'S', &number.to_be_bytes());
            put_bytes(out, name.as_bytes());
            out.extend(hash.to_be_bytes());
        }
        Record::Table(name, columns) => {
            tagged(out, b'T', &(columns.len() as u64).to_be_bytes());
            put_bytes(out, name.as_bytes());
            columns.iter().for_each(|column| put_bytes(out, column.as_bytes()));
        }
        Record::Row(cells) => {
            tagged(out, b'R', &(cells.len() as u64).to_be_bytes());
            cells.iter().for_each(|cell| put_cell(out, cell));
        }
        Record::TableEnd(rows) => tagged(out, b'E', &rows.to_be_bytes()),
        Record::Manifest { tables, rows, audit_size, audit_root } => {
            tagged(out, b'M', &tables.to_be_bytes());
            out.extend(rows.to_be_bytes());
            out.extend(audit_size.to_be_bytes());
            out.extend(audit_root);
        }
        Record::Hash(hash) => tagged(out, b'H', hash),
    }
}

fn tagged(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    out.extend(bytes);
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend((bytes.len() as u64).to_be_bytes());
    out.extend(bytes);
}

fn put_cell(out: &mut Vec<u8>, cell: &Cell) {
    match cell {
        Value::Null => out.push(b'0'),
        Value::Int(int) => tagged(out, b'i', &int.to_be_bytes()),
        Value::Real(real) => tagged(out, b'r', &real.to_bits().to_be_bytes()),
        Value::Text(text) => {
            out.push(b't');
            put_bytes(out, text.as_bytes());
        }
        Value::Bytes(bytes) => {
            out.push(b'b');
            put_bytes(out, bytes);
        }
    }
}

/// Reads records and hashes them.
pub(super) struct Decoder<R> {
    from: R,
    hash: Sha256,
}

impl<R: Read> Decoder<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, hash: Sha256::new() }
    }

    /// Gives back what it read from.
    pub(super) fn into_inner(self) -> R {
        self.from
    }

    /// The hash of all records that were read so far.
    pub(super) fn hash(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    /// Reads the next record.
    pub(super) fn next(&mut self) -> io::Result<Record> {
        let [tag] = self.array()?;
        Ok(match tag {
            b'N' => Record::Coming(self.number()?),
            b'S' => {
                let number = u32::from_be_bytes(self.array()?);
                Record::Step((number, self.text()?, i64::from_be_bytes(self.array()?)))
            }
            b'T' => {
                let columns = self.number()?;
                let name = self.text()?;
                Record::Table(name, (0..columns).map(|_| self.text()).collect::<io::Result<_>>()?)
            }
            b'R' => {
                let cells = self.number()?;
                Record::Row((0..cells).map(|_| self.cell()).collect::<io::Result<_>>()?)
            }
            b'E' => Record::TableEnd(self.number()?),
            b'M' => Record::Manifest {
                tables: self.number()?,
                rows: self.number()?,
                audit_size: self.number()?,
                audit_root: self.array()?,
            },
            b'H' => Record::Hash(self.array()?),
            _ => return Err(unknown()),
        })
    }

    fn cell(&mut self) -> io::Result<Cell> {
        let [tag] = self.array()?;
        Ok(match tag {
            b'0' => Value::Null,
            b'i' => Value::Int(i64::from_be_bytes(self.array()?)),
            b'r' => Value::Real(f64::from_bits(self.number()?)),
            b't' => Value::Text(Cow::Owned(self.text()?)),
            b'b' => Value::Bytes(Cow::Owned(self.bytes()?)),
            _ => return Err(unknown()),
        })
    }

    fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes)?;
        self.hash.update(bytes);
        Ok(bytes)
    }

    fn number(&mut self) -> io::Result<u64> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let length = self.number()?;
        let mut bytes = Vec::new();
        // The length is not trusted with memory before that many bytes have come.
        if self.from.by_ref().take(length).read_to_end(&mut bytes)? as u64 != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.hash.update(&bytes);
        Ok(bytes)
    }

    fn text(&mut self) -> io::Result<String> {
        String::from_utf8(self.bytes()?).map_err(|_| unknown())
    }
}

/// Reads a backup from its header to its end without putting it anywhere, and tells how many rows it
/// holds: whether it opens with these keys, before there is a place for it.
///
/// # Errors
/// What is wrong with it.
pub fn read_through(from: &mut dyn Read, keys: &KeyDirectory) -> Result<u64, Fault> {
    let mut decoder = Decoder::new(Opener::new(from, keys)?);
    let mut rows = 0;
    loop {
        let hash = decoder.hash();
        match decoder.next().map_err(Fault::reading)? {
            Record::Row(_) => rows += 1,
            Record::Hash(said) if said == hash => break,
            Record::Hash(_) => return Err(Fault::NotWhole("its hash is another".to_owned())),
            _ => {}
        }
    }
    decoder.into_inner().finish().map_err(Fault::reading)?;
    Ok(rows)
}

/// The inside of a backup, read record by record and written again as it was understood.
///
/// # Errors
/// What is no record, or is cut off.
pub fn rewritten(inside: &[u8]) -> io::Result<Vec<u8>> {
    let mut decoder = Decoder::new(inside);
    let mut out = Vec::with_capacity(inside.len());
    while !decoder.from.is_empty() {
        encode(&decoder.next()?, &mut out);
    }
    Ok(out)
}

fn unknown() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a record that this version does not know")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Int),
            (-1e300..1e300).prop_map(Value::Real),
            any::<String>().prop_map(|text| Value::Text(Cow::Owned(text))),
            any::<Vec<u8>>().prop_map(|bytes| Value::Bytes(Cow::Owned(bytes))),
        ]
    }

    fn record() -> impl Strategy<Value = Record> {
        prop_oneof![
            any::<u64>().prop_map(Record::Coming),
            any::<Step>().prop_map(Record::Step),
            any::<(String, Vec<String>)>().prop_map(|(name, columns)| Record::Table(name, columns)),
            proptest::collection::vec(cell(), 0..8).prop_map(Record::Row),
            any::<u64>().prop_map(Record::TableEnd),
            any::<[u8; 32]>().prop_map(Record::Hash),
        ]
    }

    proptest! {
        #[test]
        fn sec_82_records_read_back_as_they_were_written(records in proptest::collection::vec(record(), 0..20)) {
            let mut bytes = Vec::new();
            records.iter().for_each(|record| encode(record, &mut bytes));
            let mut decoder = Decoder::new(bytes.as_slice());
            for record in &records {
                prop_assert_eq!(&decoder.next().unwrap(), record);
            }
            prop_assert_eq!(decoder.hash(), <[u8; 32]>::from(Sha256::digest(&bytes)));
            prop_assert!(decoder.next().is_err());
        }

        #[test]
        fn sec_66_any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let mut decoder = Decoder::new(bytes.as_slice());
            while decoder.next().is_ok() {}
        }
    }
}
