//! Reading: the rows of a file in their order, some hundred at a time.

use std::{fs::File, io, os::unix::fs::FileExt as _, sync::Arc};

use parquet::{
    column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader},
    data_type::{AsBytes, DataType},
    file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData},
};

use crate::{
    COLUMNS_MAX, FOOTER_BYTES_MAX, Fault, RATIO_MAX, TEXT_BYTES_MAX, guarded,
    kind::{Kind, Value},
    pages::{Held, Pages},
};

/// Rows that are decoded at once.
const BATCH: usize = 512;

/// What ends a file: the length of its footer, and the mark.
const TAIL: u64 = 8;

/// A file that is being read.
pub struct Rows {
    file: Arc<File>,
    length: u64,
    about: ParquetMetaData,
    heads: Vec<String>,
    kinds: Vec<Kind>,
    held: Held,
    /// The group that is read next, and the columns of the one that is being read.
    group: usize,
    readers: Vec<ColumnReader>,
    /// Rows of this group that are not decoded yet.
    left: usize,
    batch: Vec<Column>,
    /// Where in the batch the next row lies, and how many it has.
    at: usize,
    decoded: usize,
    given: u64,
    total: u64,
}

/// The text of some cells below each other; what is not known is empty.
#[derive(Default)]
struct Column {
    text: String,
    ends: Vec<usize>,
}

/// A row.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    batch: &'a [Column],
    at: usize,
}

impl<'a> Row<'a> {
    /// The cell of a column; nothing where there is no such column.
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&'a str> {
        let column = self.batch.get(column)?;
        let begin = self.at.checked_sub(1).map_or(Some(0), |before| column.ends.get(before).copied())?;
        column.text.get(begin..*column.ends.get(self.at)?)
    }
}

impl Rows {
    /// Reads what the file says of itself.
    ///
    /// # Errors
    /// It is no Parquet file, it is damaged, or a column has no text here.
    pub fn open(file: File) -> Result<Self, Fault> {
        let length = file.metadata()?.len();
        let about = footer(&file, length)?;
        let schema = about.file_metadata().schema_descr();
        let columns = schema.columns();
        if columns.is_empty() || columns.len() > COLUMNS_MAX {
            return Err(Fault::TooLarge(format!("it has {} columns, and 1 to {COLUMNS_MAX} are read", columns.len())));
        }
        let (mut heads, mut kinds, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for column in columns {
            match Kind::of(column) {
                Ok(kind) => kinds.push(kind),
                Err(why) => wrong.push(format!("the column {} {why}", column.path().string())),
            }
            heads.push(column.name().to_owned());
        }
        if !wrong.is_empty() {
            return Err(Fault::NotUnderstood(wrong.join("\n  ")));
        }
        let total = rows_of(&about, length)?;
        let batch = heads.iter().map(|_| Column::default()).collect();
        Ok(Self {
            file: Arc::new(file),
            length,
            about,
            heads,
            kinds,
            held: Held::default(),
            group: 0,
            readers: Vec::new(),
            left: 0,
            batch,
            at: 0,
            decoded: 0,
            given: 0,
            total,
        })
    }

    /// The names of the columns, as they stand.
    #[must_use]
    pub fn heads(&self) -> &[String] {
        &self.heads
    }

    /// How many rows there are.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// How many rows were given.
    #[must_use]
    pub const fn given(&self) -> u64 {
        self.given
    }

    /// How many bytes of the file the rows that were given stand for.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let part = u128::from(self.length) * u128::from(self.given) / u128::from(self.total.max(1));
        u64::try_from(part).unwrap_or(u64::MAX)
    }

    /// The next row; none at the end of the file.
    ///
    /// # Errors
    /// The file is damaged, or a value has no text here; no row comes after that.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, Fault> {
        while self.at == self.decoded {
            match self.more() {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(why) => {
                    (self.left, self.group) = (0, usize::MAX);
                    return Err(why);
                }
            }
        }
        self.at += 1;
        self.given += 1;
        Ok(Some(Row { batch: &self.batch, at: self.at - 1 }))
    }

    /// Decodes the next rows, if there are more.
    fn more(&mut self) -> Result<bool, Fault> {
        if self.left == 0 && !self.next_group()? {
            return Ok(false);
        }
        self.decode().map(|()| true)
    }

    /// Goes to the next group of rows, if there is one.
    fn next_group(&mut self) -> Result<bool, Fault> {
        // The pages of the group before are given back first.
        self.readers.clear();
        let Some(group) = self.about.row_groups().get(self.group) else { return Ok(false) };
        self.group += 1;
        self.left = usize::try_from(group.num_rows()).unwrap_or(0);
        self.readers = guarded(|| readers(&self.file, self.length, group, &self.held))?;
        Ok(true)
    }

    /// Decodes the next rows of this group.
    fn decode(&mut self) -> Result<(), Fault> {
        let wanted = self.left.min(BATCH);
        (self.at, self.decoded) = (0, 0);
        let mut room = TEXT_BYTES_MAX;
        for (((reader, kind), head), column) in
            self.readers.iter_mut().zip(&self.kinds).zip(&self.heads).zip(&mut self.batch)
        {
            guarded(|| column.read(reader, *kind, wanted, &mut room)).map_err(|why| named(why, head))?;
        }
        (self.left, self.decoded) = (self.left - wanted, wanted);
        Ok(())
    }
}

/// Says of which column that is.
fn named(why: Fault, head: &str) -> Fault {
    match why {
        Fault::NotUnderstood(why) => Fault::NotUnderstood(format!("the column {head}: {why}")),
        Fault::Damaged(why) => Fault::Damaged(format!("the column {head}: {why}")),
        other => other,
    }
}

fn footer(file: &File, length: u64) -> Result<ParquetMetaData, Fault> {
    let mut tail = [0; TAIL as usize];
    let at = length.checked_sub(TAIL).ok_or(Fault::NotParquet("it is too short"))?;
    file.read_exact_at(&mut tail, at)?;
    let [size @ .., p, a, r, last] = tail;
    match [p, a, r, last] {
        [b'P', b'A', b'R', b'1'] => {}
        [b'P', b'A', b'R', b'E'] => return Err(Fault::NotParquet("it is encrypted")),
        _ => return Err(Fault::NotParquet("its end is missing")),
    }
    let size = u64::from(u32::from_le_bytes(size));
    if size > FOOTER_BYTES_MAX {
        return Err(Fault::TooLarge(format!("its footer is longer than {} MB", FOOTER_BYTES_MAX >> 20)));
    }
    let at = at.checked_sub(size).ok_or(Fault::NotParquet("its footer is longer than the file"))?;
    let mut bytes = vec![0; usize::try_from(size).map_err(io::Error::other)?];
    file.read_exact_at(&mut bytes, at)?;
    guarded(|| Ok(ParquetMetaDataReader::decode_metadata(&bytes)?))
}

/// How many rows the groups have together, if that can be.
fn rows_of(about: &ParquetMetaData, length: u64) -> Result<u64, Fault> {
    let mut total = 0_u64;
    for group in about.row_groups() {
        let rows = u64::try_from(group.num_rows()).ok();
        total = rows
            .and_then(|rows| total.checked_add(rows))
            .filter(|total| *total <= length.saturating_mul(RATIO_MAX))
            .ok_or_else(|| Fault::Damaged("it says that it has more rows than it can hold".to_owned()))?;
    }
    Ok(total)
}

fn readers(file: &Arc<File>, length: u64, group: &RowGroupMetaData, held: &Held) -> Result<Vec<ColumnReader>, Fault> {
    let column = |column: &parquet::file::metadata::ColumnChunkMetaData| {
        let pages = Pages::of(Arc::clone(file), length, column, held.clone())?;
        Ok(get_column_reader(column.column_descr_ptr(), Box::new(pages)))
    };
    group.columns().iter().map(column).collect()
}

impl Column {
    fn read(&mut self, reader: &mut ColumnReader, kind: Kind, rows: usize, room: &mut usize) -> Result<(), Fault> {
        self.text.clear();
        self.ends.clear();
        match reader {
            ColumnReader::BoolColumnReader(reader) => {
                self.take(reader, rows, room, |value, out| value.write(kind, out))
            }
            ColumnReader::Int32ColumnReader(reader) => {
                self.take(reader, rows, room, |value, out| value.write(kind, out))
            }
            ColumnReader::Int64ColumnReader(reader) => {
                self.take(reader, rows, room, |value, out| value.write(kind, out))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                self.take(reader, rows, room, |value, out| value.write(kind, out))
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                self.take(reader, rows, room, |value, out| value.as_bytes().write(kind, out))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                self.take(reader, rows, room, |value, out| value.as_bytes().write(kind, out))
            }
            ColumnReader::Int96ColumnReader(_) | ColumnReader::FloatColumnReader(_) => {
                Err(Fault::NotUnderstood("has no text here".to_owned()))
            }
        }
    }

    fn take<T: DataType>(
        &mut self,
        reader: &mut ColumnReaderImpl<T>,
        rows: usize,
        room: &mut usize,
        write: impl Fn(&T::T, &mut String) -> Result<(), String>,
    ) -> Result<(), Fault> {
        let (mut levels, mut values) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        let mut read = 0;
        while read < rows {
            let (some, ..) = reader.read_records(rows - read, Some(&mut levels), None, &mut values)?;
            if some == 0 {
                return Err(Fault::Damaged("it ends before the rows do".to_owned()));
            }
            read += some;
        }
        // A column in which every cell is known says so by no levels at all.
        let is_known = |row: usize| levels.get(row).is_none_or(|level| *level > 0);
        let (mut values, before) = (values.iter(), *room);
        for row in 0..rows {
            if is_known(row) {
                let value = values.next().ok_or_else(|| Fault::Damaged("a value is missing".to_owned()))?;
                write(value, &mut self.text).map_err(Fault::NotUnderstood)?;
                *room = before.checked_sub(self.text.len()).ok_or_else(|| {
                    Fault::TooLarge(format!("{rows} rows hold more than {} MB of text", TEXT_BYTES_MAX >> 20))
                })?;
            }
            self.ends.push(self.text.len());
        }
        Ok(())
    }
}
