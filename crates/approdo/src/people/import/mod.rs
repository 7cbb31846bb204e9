//! Taking people in from a file: all rows, or none when one is wrong (SEC-71).
//!
//! The file is read once. Each row becomes a person of its own, never merged; while no row is wrong
//! they are staged in short transactions, so that desks keep working, and one commit at the end makes
//! all of them visible. What was staged by an import that failed or died is taken out again.
//! `columns` says which column is what, `row` makes a person of a row, `staging` writes, `sorted` keeps
//! the index of the batch until it can be written in order.

mod columns;
mod queries;
mod row;
mod sorted;
mod staging;

use std::io::{self, Read};

use ground::hex;
use policy::{Action, Resource};
use sha2::{Digest as _, Sha256};

pub use columns::{BadMapping, Mapping};
pub use queries::{Queries, queries};
pub use row::{RowFault, Trouble};
pub(super) use staging::seal_all;
pub use staging::{CLEAN_UP, clean_up};

use self::{columns::Columns, staging::Staging};
use super::model::NewPerson;
use crate::{
    access::{self, About, Actor},
    app::{App, Refusal},
};

/// Rows of one file at most on the command line (SEC-71).
pub const ROWS_MOST: u64 = 2_000_000;
/// Columns of one file at most (SEC-71).
const COLUMNS_MOST: usize = 512;
/// Bytes of one cell at most (SEC-71).
const CELL_MOST: usize = 64 * 1024;
/// Bytes of one row at most: beyond that a quotation mark was never closed.
const ROW_MOST: u64 = 4 << 20;
/// Faults that are listed; the rest is counted.
const FAULTS_LISTED: usize = 500;
/// Rows that a preview shows.
const PREVIEW_ROWS: usize = 5;
/// Rows of one short transaction.
const CHUNK: usize = 2_000;

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    /// The file cannot be read as a table.
    #[error("{0}")]
    File(String),
    /// The columns of the file are not those that are wanted.
    #[error("the file has no column {wanted}; it has {there}")]
    NoColumn {
        /// The missing column.
        wanted: String,
        /// The columns that are there.
        there: String,
    },
    /// Some rows are wrong, so none was taken in.
    #[error("{} rows are wrong: nothing was taken in", .0.wrong)]
    Rows(Box<Report>),
}

/// What was found in a file, and what became of it.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many rows it has.
    pub rows: u64,
    /// How many of them are wrong.
    pub wrong: u64,
    /// What is wrong, the first few hundred.
    pub faults: Vec<RowFault>,
    /// The first rows as they would be filed.
    pub preview: Vec<NewPerson>,
    /// How the file is written: the encoding that was found.
    pub encoding: &'static str,
    /// The character between its columns.
    pub separator: char,
    /// SHA-256 of the file, in hexadecimal.
    pub file_hash: String,
    /// Whether the people are on file now.
    pub filed: bool,
}

/// Takes the people of a file in; with `dry_run` it only tells what would be.
///
/// `after_chunk` is told rows read and rows wrong so far.
///
/// # Errors
/// [`ImportFault`], or the usual refusals.
pub fn import(
    app: &App,
    actor: &Actor,
    file: &mut (dyn Read + Send),
    mapping: &Mapping,
    dry_run: bool,
    after_chunk: &mut dyn FnMut(u64, u64),
) -> Result<Report, Refusal<ImportFault>> {
    app.store.write("people.import.leave", |tx| {
        access::allow(app, tx, actor, Action::Import, Resource::Import, About::General).map(|_| ())
    })?;
    let mut table = Table::open(file, mapping).map_err(Refusal::Rule)?;
    let mut report = Report { encoding: table.encoding, separator: char::from(table.separator), ..Report::default() };
    let mut staging = if dry_run { None } else { Some(Staging::begin(app)?) };
    let outcome = take_in(app, &mut table, &mut report, staging.as_mut(), after_chunk);
    report.file_hash = table.file_hash();
    match (outcome, staging) {
        (Ok(()), None) => Ok(report),
        (Ok(()), Some(mut staging)) if report.wrong == 0 => match staging.index(app) {
            Ok(()) => {
                staging.file(app, actor, &report)?;
                Ok(Report { filed: true, ..report })
            }
            Err(error) => {
                staging.abandon(app)?;
                Err(error.into())
            }
        },
        (Ok(()), Some(staging)) => {
            staging.abandon(app)?;
            Err(Refusal::Rule(ImportFault::Rows(Box::new(report))))
        }
        (Err(refusal), staging) => {
            if let Some(staging) = staging {
                staging.abandon(app)?;
            }
            Err(refusal)
        }
    }
}

fn take_in(
    app: &App,
    table: &mut Table<'_>,
    report: &mut Report,
    mut staging: Option<&mut Staging>,
    after_chunk: &mut dyn FnMut(u64, u64),
) -> Result<(), Refusal<ImportFault>> {
    loop {
        let chunk = table.chunk(report).map_err(Refusal::Rule)?;
        let ended = chunk.len() < CHUNK && table.ended;
        if report.preview.is_empty() {
            report.preview = chunk.iter().take(PREVIEW_ROWS).cloned().collect();
        }
        // After the first wrong row nothing will be filed, so the rest is only read for its faults.
        if let (Some(staging), 0) = (staging.as_deref_mut(), report.wrong) {
            staging.stage(app, &chunk)?;
        }
        after_chunk(report.rows, report.wrong);
        if ended {
            return Ok(());
        }
    }
}

/// A table being read: decoded, split, its columns known.
struct Table<'a> {
    reader: csv::Reader<Decoded<'a>>,
    columns: Columns,
    encoding: &'static str,
    separator: u8,
    row: csv::StringRecord,
    ended: bool,
}

impl<'a> Table<'a> {
    fn open(file: &'a mut (dyn Read + Send), mapping: &Mapping) -> Result<Self, ImportFault> {
        let decoded =
            Decoded::open(file).map_err(|why| ImportFault::File(format!("the file cannot be read: {why}")))?;
        let (encoding, separator) = (decoded.encoding, decoded.separator);
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(decoded);
        let heads = reader.headers().map_err(|why| unreadable(&why))?.clone();
        if heads.len() > COLUMNS_MOST {
            return Err(ImportFault::File(format!(
                "the file has {} columns; at most {COLUMNS_MOST} are read",
                heads.len()
            )));
        }
        let columns = Columns::find(&heads, mapping)?;
        Ok(Self { reader, columns, encoding, separator, row: csv::StringRecord::new(), ended: false })
    }

    /// Reads the next rows; those that are wrong go into the report.
    fn chunk(&mut self, report: &mut Report) -> Result<Vec<NewPerson>, ImportFault> {
        let mut persons = Vec::with_capacity(CHUNK);
        while persons.len() < CHUNK {
            self.reader.get_mut().row_bytes = 0;
            if !self.reader.read_record(&mut self.row).map_err(|why| unreadable(&why))? {
                self.ended = true;
                break;
            }
            report.rows += 1;
            if report.rows > ROWS_MOST {
                return Err(ImportFault::File(format!("the file has more than {ROWS_MOST} rows: split it")));
            }
            let line = self.row.position().map_or(0, csv::Position::line);
            match row::person(&self.columns, &self.row, line) {
                Ok(person) => persons.push(person),
                Err(faults) => {
                    report.wrong += 1;
                    let room = FAULTS_LISTED.saturating_sub(report.faults.len());
                    report.faults.extend(faults.into_iter().take(room));
                }
            }
        }
        Ok(persons)
    }

    fn file_hash(self) -> String {
        hex::encode(&self.reader.into_inner().hash.finalize())
    }
}

fn unreadable(why: &csv::Error) -> ImportFault {
    let line = why.position().map_or(1, csv::Position::line);
    ImportFault::File(format!("the file cannot be read as a table at line {line}: {why}"))
}

/// A file as text: its encoding found from its first bytes, its bytes hashed as they pass.
struct Decoded<'a> {
    file: &'a mut (dyn Read + Send),
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    at_end: bool,
    hash: Sha256,
    encoding: &'static str,
    separator: u8,
    row_bytes: u64,
}

const LOOKED_AT: usize = 64 * 1024;

impl<'a> Decoded<'a> {
    fn open(file: &'a mut (dyn Read + Send)) -> io::Result<Self> {
        let mut raw = Vec::with_capacity(LOOKED_AT);
        (&mut *file).take(LOOKED_AT as u64).read_to_end(&mut raw)?;
        let encoding = encoding_of(&raw);
        let (start, _, _) = encoding.decode(&raw);
        let separator = separator_of(start.lines().next().unwrap_or_default());
        let mut decoded = Self {
            file,
            decoder: encoding.new_decoder(),
            raw,
            text: Vec::new(),
            given: 0,
            at_end: false,
            hash: Sha256::new(),
            encoding: encoding.name(),
            separator,
            row_bytes: 0,
        };
        decoded.decode();
        Ok(decoded)
    }

    /// Turns the raw bytes that are held into text.
    fn decode(&mut self) {
        self.hash.update(&self.raw);
        let mut text = String::with_capacity(self.raw.len() * 3 + 16);
        let _ = self.decoder.decode_to_string(&self.raw, &mut text, self.at_end);
        self.raw.clear();
        self.text = text.into_bytes();
        self.given = 0;
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.at_end {
            let read = (&mut *self.file).take(LOOKED_AT as u64).read_to_end(&mut self.raw)?;
            self.at_end = read == 0;
            self.decode();
        }
        let left = self.text.get(self.given..).unwrap_or_default();
        let some = left.len().min(into.len()).min(16 * 1024);
        if let (Some(to), Some(from)) = (into.get_mut(..some), left.get(..some)) {
            to.copy_from_slice(from);
        }
        self.given += some;
        self.row_bytes += some as u64;
        if self.row_bytes > ROW_MOST {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "one row is longer than 4 MB: a quotation mark is probably not closed",
            ));
        }
        Ok(some)
    }
}

/// A byte order mark says it; else what is sound UTF-8 is UTF-8; else it is what old office programs write.
fn encoding_of(start: &[u8]) -> &'static encoding_rs::Encoding {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(start) {
        return encoding;
    }
    match std::str::from_utf8(start) {
        Ok(_) => encoding_rs::UTF_8,
        // The first bytes may end in the middle of a character.
        Err(cut) if cut.error_len().is_none() => encoding_rs::UTF_8,
        Err(_) => encoding_rs::WINDOWS_1252,
    }
}

fn separator_of(head: &str) -> u8 {
    let count = |separator: char| head.matches(separator).count();
    [(',', b','), (';', b';'), ('\t', b'\t')]
        .into_iter()
        .max_by_key(|(separator, byte)| (count(*separator), *byte == b','))
        .map_or(b',', |(_, byte)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Report, usize) {
        let mut file = io::Cursor::new(bytes.to_vec());
        let mut table = Table::open(&mut file, &Mapping::default()).unwrap();
        let mut report =
            Report { encoding: table.encoding, separator: char::from(table.separator), ..Report::default() };
        let persons = table.chunk(&mut report).unwrap();
        (report, persons.len())
    }

    #[test]
    fn sec_71_encoding_and_separator_are_found() {
        let table = "rec_id;given_name;family_name\nR1;José;Muñoz\n";
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(table.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(table);
        let bom = [b"\xef\xbb\xbf".as_slice(), table.as_bytes()].concat();
        for (bytes, encoding) in
            [(table.as_bytes(), "UTF-8"), (&bom, "UTF-8"), (&windows, "windows-1252"), (&utf16, "UTF-16LE")]
        {
            let mut file = io::Cursor::new(bytes.to_vec());
            let mut opened = Table::open(&mut file, &Mapping::default()).unwrap();
            assert_eq!((opened.encoding, opened.separator), (encoding, b';'));
            let persons = opened.chunk(&mut Report::default()).unwrap();
            assert_eq!(persons[0].identity.called(), "José Muñoz", "{encoding}");
        }
    }

    #[test]
    fn sec_71_a_quotation_mark_that_is_never_closed_does_not_take_the_memory() {
        let mut bytes = b"given_name,family_name\n\"".to_vec();
        bytes.resize(6 << 20, b'a');
        let mut file = io::Cursor::new(bytes);
        let mut table = Table::open(&mut file, &Mapping::default()).unwrap();
        assert!(matches!(table.chunk(&mut Report::default()), Err(ImportFault::File(_))));
    }

    #[test]
    fn sec_71_columns_are_limited_to_512() {
        let heads = |n: usize| {
            let more: Vec<String> = (2..n).map(|n| format!("c{n}")).collect();
            format!("given_name,family_name,{}\n", more.join(","))
        };
        for (columns, sound) in [(511, true), (512, true), (513, false)] {
            let mut file = io::Cursor::new(heads(columns).into_bytes());
            assert_eq!(Table::open(&mut file, &Mapping::default()).is_ok(), sound, "{columns}");
        }
    }

    #[test]
    fn wrong_rows_are_counted_and_named_and_the_others_read() {
        let (report, sound) = read(b"rec_id,given_name,birth_date\nR1,Amina,1991\nR2,Sara,3/31/1991\nR3,,1990\n");
        assert_eq!((report.rows, report.wrong, sound), (3, 2, 1));
        assert_eq!(report.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3, 4]);
    }
}
