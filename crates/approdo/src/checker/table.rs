//! The files of `screen`: rows of people read, rows of findings written. CSV always; Parquet with the feature `parquet`,
//! and then in any mixture of the two.

use std::{fmt, fs::File, io::Read, path::Path};

use csv::StringRecord;

use crate::shell::export;

/// What a file of rows is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text with commas. No cell becomes a formula in the spreadsheet that opens it (SEC-67).
    Csv,
    /// Columns for programs: a cell is what it is.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Form {
    /// What the name of a file says that it is.
    ///
    /// # Errors
    /// Parquet, which this program does not read, and how to get one that does.
    pub fn of(path: &Path) -> Result<Self, String> {
        if !path.extension().is_some_and(|end| end.eq_ignore_ascii_case("parquet")) {
            return Ok(Self::Csv);
        }
        #[cfg(feature = "parquet")]
        return Ok(Self::Parquet);
        #[cfg(not(feature = "parquet"))]
        Err(format!(
            "{}: this program reads and writes CSV alone; for Parquet, build it with `cargo build --release -p approdo \
             --features parquet`, or hand the file over as CSV",
            path.display()
        ))
    }
}

/// Where rows come from.
pub enum Source<R> {
    /// Any text with commas.
    Csv(csv::Reader<R>, StringRecord),
    /// A file of columns.
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet_rows::Rows>),
}

/// A row of a source.
pub(super) enum Row<'a> {
    Csv(&'a StringRecord),
    #[cfg(feature = "parquet")]
    Parquet(parquet_rows::Row<'a>, u64),
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The line of a CSV, its heads being the first.
    Line(u64),
    /// The row of a table, which has no lines.
    #[cfg(feature = "parquet")]
    Row(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            #[cfg(feature = "parquet")]
            Self::Row(row) => write!(f, "row {row}"),
        }
    }
}

impl Source<File> {
    /// Opens a file as what its name says.
    ///
    /// # Errors
    /// It cannot be read, or is not what its name says.
    pub fn open(path: &Path) -> Result<Self, String> {
        let form = Form::of(path)?;
        let file = File::open(path).map_err(|why| format!("cannot read {}: {why}", path.display()))?;
        match form {
            Form::Csv => Ok(Self::csv(file)),
            #[cfg(feature = "parquet")]
            Form::Parquet => {
                let rows = parquet_rows::Rows::open(file).map_err(|why| format!("{}: {why}", path.display()))?;
                Ok(Self::Parquet(Box::new(rows)))
            }
        }
    }
}

impl<R: Read> Source<R> {
    /// Text with commas.
    pub fn csv(from: R) -> Self {
        Self::Csv(csv::ReaderBuilder::new().from_reader(from), StringRecord::new())
    }

    /// The names of the columns.
    pub(super) fn heads(&mut self) -> Result<Vec<String>, String> {
        let plain = |head: &str| head.trim_start_matches('\u{FEFF}').trim().to_owned();
        match self {
            Self::Csv(reader, _) => Ok(reader.headers().map_err(|why| why.to_string())?.iter().map(plain).collect()),
            #[cfg(feature = "parquet")]
            Self::Parquet(rows) => Ok(rows.heads().iter().map(|head| plain(head)).collect()),
        }
    }

    /// The next row; none at the end.
    pub(super) fn next_row(&mut self) -> Result<Option<Row<'_>>, String> {
        match self {
            Self::Csv(reader, row) => {
                let is_there = reader.read_record(row).map_err(|why| why.to_string())?;
                Ok(is_there.then_some(Row::Csv(row)))
            }
            #[cfg(feature = "parquet")]
            Self::Parquet(rows) => {
                let number = rows.given() + 1;
                Ok(rows.next_row().map_err(|why| why.to_string())?.map(|row| Row::Parquet(row, number)))
            }
        }
    }

    /// How many bytes were read; of columns the part that the rows so far stand for.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Csv(reader, _) => reader.position().byte(),
            #[cfg(feature = "parquet")]
            Self::Parquet(rows) => rows.bytes(),
        }
    }
}

impl<'a> Row<'a> {
    pub(super) fn get(&self, column: usize) -> Option<&'a str> {
        match self {
            Self::Csv(row) => row.get(column),
            #[cfg(feature = "parquet")]
            Self::Parquet(row, _) => row.get(column),
        }
    }

    pub(super) fn place(&self) -> Place {
        match self {
            Self::Csv(row) => Place::Line(row.position().map_or(0, csv::Position::line)),
            #[cfg(feature = "parquet")]
            Self::Parquet(_, number) => Place::Row(*number),
        }
    }
}

/// Some rows on their way from one core to the file.
pub(super) enum Part {
    Csv(Box<export::Sheet>),
    #[cfg(feature = "parquet")]
    Parquet(Vec<String>),
}

/// Rows as they go into the file: bytes of it, or their cells one after the other.
pub(super) enum Ready {
    Csv(Vec<u8>),
    #[cfg(feature = "parquet")]
    Parquet(Vec<String>),
}

impl Part {
    /// Some rows of so many columns.
    pub(super) fn of(form: Form, width: usize) -> Self {
        match form {
            Form::Csv => Self::Csv(Box::new(export::Sheet::going_on(width))),
            #[cfg(feature = "parquet")]
            Form::Parquet => Self::Parquet(Vec::new()),
        }
    }

    pub(super) fn row(&mut self, cells: &[&str]) -> csv::Result<()> {
        match self {
            Self::Csv(sheet) => sheet.row(cells),
            #[cfg(feature = "parquet")]
            Self::Parquet(all) => {
                all.extend(cells.iter().map(|cell| (*cell).to_owned()));
                Ok(())
            }
        }
    }

    pub(super) fn ready(self) -> Result<Ready, String> {
        match self {
            Self::Csv(sheet) => sheet.bytes().map(Ready::Csv),
            #[cfg(feature = "parquet")]
            Self::Parquet(cells) => Ok(Ready::Parquet(cells)),
        }
    }
}

/// The file that the parts become, in bytes.
pub(super) enum Out {
    Csv,
    #[cfg(feature = "parquet")]
    Parquet {
        sheet: Box<parquet_rows::Sheet>,
        width: usize,
    },
}

impl Out {
    /// A file with these heads, and its first bytes.
    pub(super) fn begin(form: Form, heads: &[&str]) -> Result<(Self, Vec<u8>), String> {
        match form {
            Form::Csv => {
                let sheet = export::Sheet::with_heads(heads).map_err(|why| why.to_string())?;
                Ok((Self::Csv, sheet.bytes()?))
            }
            #[cfg(feature = "parquet")]
            Form::Parquet => {
                let mut sheet = parquet_rows::Sheet::with_heads(heads).map_err(|why| why.to_string())?;
                let first = sheet.take().map_err(|why| why.to_string())?;
                Ok((Self::Parquet { sheet: Box::new(sheet), width: heads.len() }, first))
            }
        }
    }

    /// The bytes that more rows make ready.
    pub(super) fn take(&mut self, part: Ready) -> Result<Vec<u8>, String> {
        match (self, part) {
            (Self::Csv, Ready::Csv(bytes)) => Ok(bytes),
            #[cfg(feature = "parquet")]
            (Self::Parquet { sheet, width }, Ready::Parquet(cells)) => {
                for row in cells.chunks((*width).max(1)) {
                    let row: Vec<&str> = row.iter().map(String::as_str).collect();
                    sheet.row(&row).map_err(|why| why.to_string())?;
                }
                sheet.take().map_err(|why| why.to_string())
            }
            #[cfg(feature = "parquet")]
            (Self::Csv, Ready::Parquet(_)) | (Self::Parquet { .. }, Ready::Csv(_)) => {
                Err("rows of one form do not go into a file of another".to_owned())
            }
        }
    }

    /// The last bytes.
    pub(super) fn end(self) -> Result<Vec<u8>, String> {
        match self {
            Self::Csv => Ok(Vec::new()),
            #[cfg(feature = "parquet")]
            Self::Parquet { sheet, .. } => sheet.finish().map_err(|why| why.to_string()),
        }
    }
}
