//! Taking people in from a file: all rows, or none when one is wrong (SEC-71).
//!
//! The file is read once. Each row becomes a person of its own, never merged; while no row is wrong
//! they are staged in short transactions, so that desks keep working, and one commit at the end makes
//! all of them visible. What was staged by an import that failed or died is taken out again.
//! `columns` says which column is what, `row` makes a person of a row, `staging` writes, `sorted` keeps
//! the index of the batch until it can be written in order. `upload` is the same for a file that was
//! sent from a browser: looked at first, then taken in behind the pages.

mod columns;
mod queries;
mod row;
mod sorted;
mod staging;
pub mod upload;

#[cfg(test)]
mod story;

use std::io::{self, Read};

use ground::{Limit, hex};
use policy::{Action, Resource};
use sha2::{Digest as _, Sha256};
use store::{StoreError, Tx};

pub use columns::{BadMapping, Field, Mapping, Source, date_in, matched, tells_a_day};
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
/// Rows of one file at most in the browser (SEC-71).
pub const ROWS_MOST_IN_BROWSER: u64 = 100_000;
/// Columns of one file at most (SEC-71).
pub const COLUMNS_MOST: usize = 512;
/// Bytes of one cell at most (SEC-71).
pub const CELL_MOST: usize = 64 * 1024;
/// Bytes of one row at most: beyond that a quotation mark was never closed.
pub const ROW_MOST: u64 = 4 << 20;
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
    File(FileFault),
    /// The columns of the file are not those that are wanted.
    #[error("the file has no column {wanted}; it has {}", .there.join(", "))]
    NoColumn {
        /// The missing column.
        wanted: String,
        /// The columns that are there.
        there: Vec<String>,
    },
    /// Two columns have the same head, and it is not known which is meant.
    #[error("the file has the column {0} twice: give each a name of its own")]
    Twice(String),
    /// Some rows are wrong, so none was taken in.
    #[error("{} rows are wrong: nothing was taken in", .0.wrong)]
    Rows(Box<Report>),
}

/// Why a file is no table that is read here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// Its bytes do not come.
    #[error("the file cannot be read: {0}")]
    Unread(String),
    /// Nothing in its first line.
    #[error("the file is empty: its first line names no column")]
    Empty,
    /// Not text: a spreadsheet, a picture.
    #[error("the file is not text; save the table as CSV in UTF-8")]
    NotText,
    /// Too many columns.
    #[error("the file has {0} columns; at most {COLUMNS_MOST} are read")]
    Columns(usize),
    /// Too many rows.
    #[error("the file has more than {0} rows: split it")]
    Rows(u64),
    /// A line that breaks the table, such as one with a quotation mark that is never closed.
    #[error("the file cannot be read as a table at line {line}: {why}")]
    Table {
        /// The line.
        line: u64,
        /// What the reader says.
        why: String,
    },
}

/// How a file is taken in.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Which column is what.
    pub mapping: &'a Mapping,
    /// How many rows it may have.
    pub rows_most: u64,
    /// Whether it is only looked at.
    pub dry_run: bool,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Rows were read and, while none was wrong, staged.
    Rows {
        /// How many were read.
        read: u64,
        /// How many of them are wrong.
        wrong: u64,
    },
    /// Lookups were written to the index.
    Lookups {
        /// How many were written.
        written: u64,
        /// Of how many.
        of: u64,
    },
}

/// Who follows an import on its way.
pub trait Watch {
    /// Is told after each short transaction. An error ends the import, and nothing is taken in.
    ///
    /// # Errors
    /// What ends the import.
    fn reached(&mut self, reached: Reached) -> Result<(), StoreError>;

    /// Adds to the transaction that makes the persons visible.
    ///
    /// # Errors
    /// What keeps them from becoming visible.
    fn filed(&self, _tx: &mut Tx<'_>, _report: &Report) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Nobody follows it.
impl Watch for () {
    fn reached(&mut self, _: Reached) -> Result<(), StoreError> {
        Ok(())
    }
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
    /// The columns that were recognised, with their heads in the file.
    pub columns: Vec<(Field, String)>,
    /// The heads of the others, which are left aside.
    pub left_aside: Vec<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub file_hash: String,
    /// Whether the people are on file now.
    pub filed: bool,
}

/// Takes the people of a file in, or only tells what would be.
///
/// # Errors
/// [`ImportFault`], or the usual refusals.
pub fn import(
    app: &App,
    actor: &Actor,
    file: &mut (dyn Read + Send),
    terms: Terms<'_>,
    watch: &mut dyn Watch,
) -> Result<Report, Refusal<ImportFault>> {
    app.store.write("people.import.leave", |tx| {
        let actor = &actor.now(app, tx)?;
        access::allow(app, tx, actor, Action::Import, Resource::Import, About::General).map(|_| ())
    })?;
    let mut table = Table::open(file, terms.mapping, terms.rows_most).map_err(Refusal::Rule)?;
    let mut report = table.report();
    if terms.dry_run {
        take_in(app, &mut table, &mut report, None, watch)?;
        report.file_hash = table.file_hash();
        return Ok(report);
    }
    let mut staging = Staging::begin(app)?;
    let outcome = staging::alive(app, staging.batch(), staging::BEAT, || {
        let outcome = take_in(app, &mut table, &mut report, Some(&mut staging), watch);
        report.file_hash = table.file_hash();
        outcome.and_then(|()| match report.wrong {
            0 => {
                staging.index(app, watch)?;
                staging.file(app, actor, &report, watch)
            }
            _ => Err(Refusal::Rule(ImportFault::Rows(Box::new(report.clone())))),
        })
    });
    match outcome {
        Ok(()) => Ok(Report { filed: true, ..report }),
        Err(refusal) => {
            staging.abandon(app)?;
            Err(refusal)
        }
    }
}

/// Reads a whole file for what is in it and what is wrong with it, and keeps nothing.
///
/// # Errors
/// [`ImportFault`], but for wrong rows: those are in the report.
pub fn look_at(file: &mut (dyn Read + Send), mapping: &Mapping, rows_most: u64) -> Result<Report, ImportFault> {
    let mut table = Table::open(file, mapping, rows_most)?;
    let mut report = table.report();
    while !table.ended {
        let chunk = table.chunk(&mut report)?;
        keep_first(&mut report, &chunk);
    }
    report.file_hash = table.file_hash();
    Ok(report)
}

fn keep_first(report: &mut Report, chunk: &[NewPerson]) {
    if report.preview.is_empty() {
        report.preview = chunk.iter().take(PREVIEW_ROWS).cloned().collect();
    }
}

fn take_in(
    app: &App,
    table: &mut Table<'_>,
    report: &mut Report,
    mut staging: Option<&mut Staging>,
    watch: &mut dyn Watch,
) -> Result<(), Refusal<ImportFault>> {
    while !table.ended {
        let chunk = table.chunk(report).map_err(Refusal::Rule)?;
        keep_first(report, &chunk);
        // After the first wrong row nothing will be filed, so the rest is only read for its faults.
        if let (Some(staging), 0) = (staging.as_deref_mut(), report.wrong) {
            staging.stage(app, &chunk)?;
        }
        watch.reached(Reached::Rows { read: report.rows, wrong: report.wrong })?;
    }
    Ok(())
}

/// A table being read: decoded, split, its columns known.
struct Table<'a> {
    reader: csv::Reader<Decoded<'a>>,
    columns: Columns,
    encoding: &'static str,
    separator: u8,
    row: csv::StringRecord,
    rows_most: u64,
    ended: bool,
}

impl<'a> Table<'a> {
    fn open(file: &'a mut (dyn Read + Send), mapping: &Mapping, rows_most: u64) -> Result<Self, ImportFault> {
        let decoded = Decoded::open(file).map_err(|why| FileFault::Unread(why.to_string()))?;
        let (encoding, separator) = (decoded.encoding, decoded.separator);
        if decoded.is_no_text() {
            return Err(FileFault::NotText.into());
        }
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(decoded);
        let heads = reader.headers().map_err(|why| unreadable(&why))?.clone();
        if heads.iter().all(|head| head.trim().is_empty()) {
            return Err(FileFault::Empty.into());
        }
        if heads.len() > COLUMNS_MOST {
            Limit::ImportColumns.reached();
            return Err(FileFault::Columns(heads.len()).into());
        }
        let columns = Columns::find(&heads, mapping)?;
        Ok(Self { reader, columns, encoding, separator, row: csv::StringRecord::new(), rows_most, ended: false })
    }

    /// What is known before the first row.
    fn report(&self) -> Report {
        let (columns, left_aside) = self.columns.told();
        let separator = char::from(self.separator);
        Report { encoding: self.encoding, separator, columns, left_aside, ..Report::default() }
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
            if report.rows > self.rows_most {
                rows_limit(self.rows_most).reached();
                return Err(FileFault::Rows(self.rows_most).into());
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

impl From<FileFault> for ImportFault {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

/// Which limit so many rows are.
const fn rows_limit(rows_most: u64) -> Limit {
    if rows_most == ROWS_MOST { Limit::ImportRows } else { Limit::ImportRowsBrowser }
}

fn unreadable(why: &csv::Error) -> ImportFault {
    let line = why.position().map_or(1, csv::Position::line);
    match why.kind() {
        csv::ErrorKind::Io(broken) if broken.kind() != io::ErrorKind::InvalidData => {
            FileFault::Unread(broken.to_string()).into()
        }
        _ => FileFault::Table { line, why: why.to_string() }.into(),
    }
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

    /// Whether what was decoded of the first bytes is no text: a spreadsheet or a picture has NULs there.
    fn is_no_text(&self) -> bool {
        self.text.contains(&0) || self.text.starts_with(b"PK\x03\x04") || self.text.starts_with(b"%PDF")
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
            Limit::ImportRowBytes.reached();
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
        let mut table = Table::open(&mut file, &Mapping::default(), ROWS_MOST).unwrap();
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
            let mut opened = Table::open(&mut file, &Mapping::default(), ROWS_MOST).unwrap();
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
        let mut table = Table::open(&mut file, &Mapping::default(), ROWS_MOST).unwrap();
        assert!(matches!(table.chunk(&mut Report::default()), Err(ImportFault::File(_))));
    }

    #[test]
    fn sec_66_rows_are_limited_to_what_the_terms_say() {
        let most = ROWS_MOST_IN_BROWSER;
        assert_eq!(rows_limit(ROWS_MOST), Limit::ImportRows, "the same code, with other terms");
        for (rows, sound) in [(most - 1, true), (most, true), (most + 1, false)] {
            let mut file = io::Cursor::new(format!("nome\n{}", "A\n".repeat(rows as usize)).into_bytes());
            match look_at(&mut file, &Mapping::default(), most) {
                Ok(report) => assert_eq!((report.rows, sound), (rows, true)),
                Err(fault) => {
                    assert!(matches!(fault, ImportFault::File(FileFault::Rows(n)) if n == most) && !sound, "{fault}");
                }
            }
        }
    }

    #[test]
    fn sec_71_what_is_no_table_is_told_apart() {
        let fault = |bytes: &[u8]| {
            let mut file = io::Cursor::new(bytes.to_vec());
            match look_at(&mut file, &Mapping::default(), 10) {
                Err(ImportFault::File(fault)) => fault,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(fault(b""), FileFault::Empty);
        assert_eq!(fault(b";;\n1;2;3\n"), FileFault::Empty);
        assert_eq!(fault(b"PK\x03\x04rest of a spreadsheet"), FileFault::NotText);
        assert_eq!(fault(b"nome,\0\n"), FileFault::NotText);
    }

    #[test]
    fn sec_71_columns_are_limited_to_512() {
        let heads = |n: usize| {
            let more: Vec<String> = (2..n).map(|n| format!("c{n}")).collect();
            format!("given_name,family_name,{}\n", more.join(","))
        };
        for (columns, sound) in [(511, true), (512, true), (513, false)] {
            let mut file = io::Cursor::new(heads(columns).into_bytes());
            assert_eq!(Table::open(&mut file, &Mapping::default(), ROWS_MOST).is_ok(), sound, "{columns}");
        }
    }

    #[test]
    fn wrong_rows_are_counted_and_named_and_the_others_read() {
        let (report, sound) = read(b"rec_id,given_name,birth_date\nR1,Amina,1991\nR2,Sara,3/31/1991\nR3,,1990\n");
        assert_eq!((report.rows, report.wrong, sound), (3, 2, 1));
        assert_eq!(report.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3, 4]);
    }

    #[test]
    fn sec_80_a_row_is_read_up_to_four_megabytes() {
        let most = ROW_MOST as usize;
        let head = "nome,note\n";
        // The reader takes 8 KB at a time, and what it took of the next row counts for this one.
        for (bytes, sound) in [(most - (16 << 10), true), (most + (16 << 10), false)] {
            let row = format!("Amina,\"{}\"\n", "a".repeat(bytes));
            let mut file = io::Cursor::new(format!("{head}{row}").into_bytes());
            let before = Limit::ImportRowBytes.times_reached();
            let mut table = Table::open(&mut file, &Mapping::default(), ROWS_MOST).unwrap();
            assert_eq!(table.chunk(&mut Report::default()).is_ok(), sound, "{bytes}");
            assert!(sound || Limit::ImportRowBytes.times_reached() > before);
        }
    }
}
