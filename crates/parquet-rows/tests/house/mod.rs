//! Files made and read in the tests of this crate.

#![allow(dead_code, reason = "each file of tests takes what it needs")]

use std::{
    fs::File,
    io::{Seek as _, Write as _},
    os::unix::fs::FileExt as _,
    sync::Arc,
};

use parquet::{
    data_type::DataType,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::parser::parse_message_type,
};
use parquet_rows::{Fault, Rows, Sheet};

/// A file that holds these bytes.
pub(crate) fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

/// The file of these rows.
pub(crate) fn written(heads: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut sheet = Sheet::with_heads(heads).unwrap();
    for row in rows {
        sheet.row(&row.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    }
    let mut bytes = sheet.take().unwrap();
    bytes.extend(sheet.finish().unwrap());
    bytes
}

/// One file for many contents, one after the other.
pub(crate) struct Scratch(File);

impl Scratch {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempfile().unwrap())
    }

    pub(crate) fn read(&self, bytes: &[u8]) -> Result<(Vec<String>, Vec<Vec<String>>), Fault> {
        self.0.set_len(0).unwrap();
        self.0.write_all_at(bytes, 0).unwrap();
        rows_of(self.0.try_clone().unwrap())
    }
}

/// Heads and rows of a file.
pub(crate) fn read(bytes: &[u8]) -> Result<(Vec<String>, Vec<Vec<String>>), Fault> {
    rows_of(file(bytes))
}

fn rows_of(file: File) -> Result<(Vec<String>, Vec<Vec<String>>), Fault> {
    let mut rows = Rows::open(file)?;
    let heads = rows.heads().to_vec();
    let mut all = Vec::new();
    while let Some(row) = rows.next_row()? {
        all.push((0..heads.len()).map(|at| row.get(at).unwrap().to_owned()).collect());
    }
    Ok((heads, all))
}

/// A file of one column as another program writes it: its kind in the words of Parquet, its values, and which are there.
pub(crate) fn typed<T: DataType>(
    column: &str,
    values: &[T::T],
    levels: Option<&[i16]>,
    how: WriterProperties,
) -> Vec<u8> {
    let end = if column.ends_with('}') { "" } else { ";" };
    let schema = Arc::new(parse_message_type(&format!("message rows {{ {column}{end} }}")).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(how)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<T>().write_batch(values, levels, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.into_inner().unwrap()
}
