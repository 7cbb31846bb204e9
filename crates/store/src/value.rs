//! The four types of column, and how the words of the rooms go into them and come out.

use std::borrow::Cow;

use ground::{Day, Id, Timestamp};
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::{Result, StoreError};

/// An argument of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// `bigint`: counts, instants in microseconds, cents, 0 and 1 for truth.
    Int(i64),
    /// `double precision`.
    Real(f64),
    /// `text`: words and ISO days.
    Text(Cow<'a, str>),
    /// `bytea`: ids and sealed values.
    Bytes(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// The same value, owning its bytes.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Int(int) => Value::Int(int),
            Value::Real(real) => Value::Real(real),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(int) => ValueRef::Integer(*int),
            Value::Real(real) => ValueRef::Real(*real),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(int) if *ty == Type::INT8 => int.to_sql(ty, out),
            Value::Int(int) if *ty == Type::INT4 => i32::try_from(*int)?.to_sql(ty, out),
            Value::Real(real) if *ty == Type::FLOAT8 => real.to_sql(ty, out),
            Value::Text(text) if <&str as ToSql>::accepts(ty) => text.as_ref().to_sql(ty, out),
            Value::Bytes(bytes) if *ty == Type::BYTEA => bytes.as_ref().to_sql(ty, out),
            // Only the type is told: the value may be personal.
            other => Err(format!("a {} was bound to a {ty}", other.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Value<'_> {
    const fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Int(_) => "bigint",
            Value::Real(_) => "double precision",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytea",
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}
impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Value::Bytes(Cow::Borrowed(bytes))
    }
}
impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Bytes(Cow::Owned(bytes))
    }
}
impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Value::Bytes(Cow::Borrowed(bytes))
    }
}
impl From<i64> for Value<'_> {
    fn from(int: i64) -> Self {
        Value::Int(int)
    }
}
impl From<u32> for Value<'_> {
    fn from(int: u32) -> Self {
        Value::Int(int.into())
    }
}
impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Value::Int(truth.into())
    }
}
impl<K> From<Id<K>> for Value<'_> {
    fn from(id: Id<K>) -> Self {
        Value::Bytes(Cow::Owned(id.bytes().to_vec()))
    }
}
impl From<Timestamp> for Value<'_> {
    fn from(at: Timestamp) -> Self {
        Value::Int(at.micros())
    }
}
impl From<Day> for Value<'_> {
    fn from(day: Day) -> Self {
        Value::Text(Cow::Owned(day.to_string()))
    }
}
impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// A word of a room that a column can hold.
pub trait Column: Sized {
    /// Takes it out of a cell.
    ///
    /// # Errors
    /// [`StoreError::BadCell`] when the cell holds something else.
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self>;
}

/// A cell as the engine lends it.
#[derive(Clone, Copy, Debug)]
pub enum CellRef<'a> {
    /// Nothing.
    Null,
    /// `bigint`.
    Int(i64),
    /// `double precision`.
    Real(f64),
    /// `text`.
    Text(&'a str),
    /// `bytea`.
    Bytes(&'a [u8]),
}

fn bad<T>(column: usize, wanted: &'static str) -> Result<T> {
    Err(StoreError::BadCell { column, wanted })
}

impl Column for i64 {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        if let CellRef::Int(int) = cell { Ok(int) } else { bad(column, "a bigint") }
    }
}
impl Column for u32 {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        i64::read(cell, column)?.try_into().or_else(|_| bad(column, "a small count"))
    }
}
impl Column for u64 {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        i64::read(cell, column)?.try_into().or_else(|_| bad(column, "a count"))
    }
}
impl Column for bool {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        match cell {
            CellRef::Int(0) => Ok(false),
            CellRef::Int(1) => Ok(true),
            _ => bad(column, "a truth"),
        }
    }
}
impl Column for f64 {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        if let CellRef::Real(real) = cell { Ok(real) } else { bad(column, "a double") }
    }
}
impl Column for String {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        if let CellRef::Text(text) = cell { Ok(text.to_owned()) } else { bad(column, "a text") }
    }
}
impl Column for Vec<u8> {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        if let CellRef::Bytes(bytes) = cell { Ok(bytes.to_vec()) } else { bad(column, "bytes") }
    }
}
impl<const N: usize> Column for [u8; N] {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        match cell {
            CellRef::Bytes(bytes) => bytes.try_into().or_else(|_| bad(column, "bytes of that length")),
            _ => bad(column, "bytes"),
        }
    }
}
impl<K> Column for Id<K> {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        <[u8; 16]>::read(cell, column).map(Self::from_bytes)
    }
}
impl Column for Timestamp {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        i64::read(cell, column).map(Self::from_micros)
    }
}
impl Column for Day {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        match cell {
            CellRef::Text(text) => text.parse().or_else(|_| bad(column, "a day")),
            _ => bad(column, "a day"),
        }
    }
}
impl<T: Column> Column for Option<T> {
    fn read(cell: CellRef<'_>, column: usize) -> Result<Self> {
        match cell {
            CellRef::Null => Ok(None),
            cell => T::read(cell, column).map(Some),
        }
    }
}
