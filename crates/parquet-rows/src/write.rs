//! Writing: columns of text, in which an empty cell is a NULL; group of rows by group of rows.

use std::sync::Arc;

use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    data_type::{ByteArray, ByteArrayType},
    errors::Result,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::types::Type,
};

/// Rows and bytes of text of one group, whichever is reached first.
const GROUP_ROWS: usize = 65_536;
const GROUP_BYTES: usize = 16 << 20;

/// Level of a cell that is there, and of one that is not.
const THERE: i16 = 1;
const ABSENT: i16 = 0;

/// A file that is being written. Its bytes are taken out while it grows, so that it is never whole in memory.
pub struct Sheet {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

#[derive(Default)]
struct Column {
    values: Vec<ByteArray>,
    levels: Vec<i16>,
}

impl Sheet {
    /// A file with these columns.
    ///
    /// # Errors
    /// The writer's.
    pub fn with_heads(heads: &[&str]) -> Result<Self> {
        let column = |head: &&str| {
            Type::primitive_type_builder(head, Physical::BYTE_ARRAY)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(Some(LogicalType::String))
                .build()
                .map(Arc::new)
        };
        let columns = heads.iter().map(column).collect::<Result<Vec<_>>>()?;
        let schema = Type::group_type_builder("rows").with_fields(columns).build()?;
        let how = WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by("approdo".to_owned());
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(how.build()))?;
        Ok(Self { writer, columns: heads.iter().map(|_| Column::default()).collect(), rows: 0, bytes: 0 })
    }

    /// Adds a row; cells beyond the heads are left out, and those that are missing are empty.
    ///
    /// # Errors
    /// The writer's.
    pub fn row(&mut self, cells: &[&str]) -> Result<()> {
        let cells = cells.iter().copied().chain(std::iter::repeat(""));
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            if cell.is_empty() {
                column.levels.push(ABSENT);
                continue;
            }
            column.levels.push(THERE);
            column.values.push(ByteArray::from(cell));
            self.bytes += cell.len();
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES { self.close_group() } else { Ok(()) }
    }

    /// The bytes that are ready.
    ///
    /// # Errors
    /// The writer's.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        self.writer.flush()?;
        Ok(std::mem::take(self.writer.inner_mut()))
    }

    /// The last bytes of the file.
    ///
    /// # Errors
    /// The writer's.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        if self.rows > 0 {
            self.close_group()?;
        }
        self.writer.into_inner()
    }

    fn close_group(&mut self) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column()? else { break };
            writer.typed::<ByteArrayType>().write_batch(&column.values, Some(&column.levels), None)?;
            writer.close()?;
            column.values.clear();
            column.levels.clear();
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}
