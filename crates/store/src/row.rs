//! A row of an answer, from either engine.

use rusqlite::types::ValueRef;
use tokio_postgres::types::{FromSql, Type};

use crate::{
    Result, StoreError,
    value::{CellRef, Column},
};

/// One row, lent while it is read.
pub enum Row<'a> {
    /// From SQLite.
    #[doc(hidden)]
    Sqlite(&'a rusqlite::Row<'a>),
    /// From PostgreSQL.
    #[doc(hidden)]
    Postgres(&'a tokio_postgres::Row),
}

/// A PostgreSQL cell of one of the four column types.
struct Lent<'a>(CellRef<'a>);

impl<'a> FromSql<'a> for Lent<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::INT8 => CellRef::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => CellRef::Int(i32::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => CellRef::Real(f64::from_sql(ty, raw)?),
            Type::BYTEA => CellRef::Bytes(raw),
            _ => CellRef::Text(<&str>::from_sql(ty, raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(CellRef::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl Row<'_> {
    /// Takes the value of a column, counted from 0.
    ///
    /// # Errors
    /// [`StoreError::BadCell`] when the column is missing or holds something else.
    pub fn get<T: Column>(&self, column: usize) -> Result<T> {
        T::read(self.cell(column)?, column)
    }

    pub(crate) fn cell(&self, column: usize) -> Result<CellRef<'_>> {
        let missing = StoreError::BadCell { column, wanted: "a readable value" };
        match self {
            Row::Sqlite(row) => match row.get_ref(column).map_err(|_| missing)? {
                ValueRef::Null => Ok(CellRef::Null),
                ValueRef::Integer(int) => Ok(CellRef::Int(int)),
                ValueRef::Real(real) => Ok(CellRef::Real(real)),
                ValueRef::Blob(bytes) => Ok(CellRef::Bytes(bytes)),
                ValueRef::Text(text) => std::str::from_utf8(text)
                    .map(CellRef::Text)
                    .map_err(|_| StoreError::BadCell { column, wanted: "text in UTF-8" }),
            },
            Row::Postgres(row) => row.try_get::<_, Lent<'_>>(column).map(|lent| lent.0).map_err(|_| missing),
        }
    }
}

/// A word of a room that is read from a whole row.
pub trait FromRow: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// [`StoreError::BadCell`] when the row is not of that form.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

macro_rules! tuple_from_row {
    ($($name:ident $at:tt),+) => {
        impl<$($name: Column),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                Ok(($(row.get::<$name>($at)?,)+))
            }
        }
    };
}
tuple_from_row!(A 0);
tuple_from_row!(A 0, B 1);
tuple_from_row!(A 0, B 1, C 2);
tuple_from_row!(A 0, B 1, C 2, D 3);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
