//! Rows as the backup carries them: in the house's four column types, whatever the engine.

use std::borrow::Cow;

use crate::{Result, StoreError, Tx, Value, value::CellRef};

/// A table of the house as the build read it from its SQL text.
#[derive(Clone, Copy, Debug)]
pub struct TablePlan {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: &'static [ColumnPlan],
}

/// A column and what it holds. The level has no default: a column without one does not compile.
#[derive(Clone, Copy, Debug)]
pub struct ColumnPlan {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Its level of sensitivity.
    pub level: ground::Level,
    /// Whether only ciphertext, keys or keyed fingerprints stand in it.
    pub closed: bool,
}

/// The four column types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `text`.
    Text,
    /// `bigint`.
    Bigint,
    /// `double precision`.
    Double,
    /// `bytea`.
    Bytea,
}

/// A cell taken out of a table.
pub type Cell = Value<'static>;

impl TablePlan {
    /// Hands out every row of the table, in the order of the engine.
    ///
    /// # Errors
    /// The engine's or the visitor's.
    pub fn each_row(&self, tx: &mut Tx<'_>, mut visit: impl FnMut(Vec<Cell>) -> Result<()>) -> Result<()> {
        let sql = format!("select {} from {}", self.column_names(), self.name);
        tx.unhurried();
        tx.each(&sql, &[], |row| {
            let cells = (0..self.columns.len()).map(|at| row.cell(at).map(owned)).collect::<Result<Vec<_>>>()?;
            visit(cells)
        })
    }

    /// Puts a row back.
    ///
    /// # Errors
    /// The engine's, or when the row has another number of cells.
    pub fn put_row(&self, tx: &mut Tx<'_>, cells: &[Cell]) -> Result<()> {
        if cells.len() != self.columns.len() {
            return Err(StoreError::Setup(format!("a row of {} has {} cells", self.name, cells.len())));
        }
        let places: Vec<String> = (1..=cells.len()).map(|n| format!("${n}")).collect();
        let sql = format!("insert into {} ({}) values ({})", self.name, self.column_names(), places.join(", "));
        tx.exec(&sql, cells).map(|_| ())
    }

    /// Counts the rows.
    ///
    /// # Errors
    /// The engine's.
    pub fn count(&self, tx: &mut Tx<'_>) -> Result<u64> {
        tx.unhurried();
        let counted: Option<(u64,)> = tx.one(&format!("select count(*) from {}", self.name), &[])?;
        Ok(counted.map_or(0, |(rows,)| rows))
    }

    fn column_names(&self) -> String {
        self.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
    }
}

fn owned(cell: CellRef<'_>) -> Cell {
    match cell {
        CellRef::Null => Value::Null,
        CellRef::Int(int) => Value::Int(int),
        CellRef::Real(real) => Value::Real(real),
        CellRef::Text(text) => Value::Text(Cow::Owned(text.to_owned())),
        CellRef::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.to_vec())),
    }
}
