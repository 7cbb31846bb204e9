//! Rows of text from Parquet files, and into them: a table without lists of lists, cell by cell what a CSV of the same
//! table would say. A damaged or malicious file is an error in words, and takes no more memory than the bounds below.
//!
//! The crate `parquet` decodes the columns. What it would believe of a file is checked before it is given to it: the
//! sizes in the footer and before each page (`pages.rs`), and where it stumbles all the same that is an error too.

mod header;
mod kind;
mod pages;
mod read;
mod write;

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
};

use parquet::errors::ParquetError;

pub use self::{
    read::{Row, Rows},
    write::Sheet,
};

/// Bytes of a footer, which names every column and group of rows.
const FOOTER_BYTES_MAX: u64 = 16 << 20;
/// Columns of a file.
const COLUMNS_MAX: usize = 1_000;
/// Bytes of all pages that are held at once, one and a dictionary for each column.
const PAGES_BYTES_MAX: usize = 256 << 20;
/// Bytes of text that are held at once.
const TEXT_BYTES_MAX: usize = 64 << 20;
/// How often larger a page may become than it is in the file, and how many rows a byte of the file may stand for.
const RATIO_MAX: u64 = 100;

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The disk's own words.
    #[error("cannot be read: {0}")]
    Disk(#[from] io::Error),
    /// It is something else.
    #[error("this is no Parquet file: {0}; hand the people over as CSV, or write the file anew")]
    NotParquet(&'static str),
    /// It contradicts itself.
    #[error("this Parquet file is damaged: {0}; write or copy it anew")]
    Damaged(String),
    /// It is too large to be read in the memory that is set aside.
    #[error("this Parquet file is not read: {0}; write it in smaller groups of rows (row groups), or as CSV")]
    TooLarge(String),
    /// Something in it is of a kind that has no text here.
    #[error("{0}")]
    NotUnderstood(String),
}

impl From<ParquetError> for Fault {
    fn from(why: ParquetError) -> Self {
        match why {
            // Our own faults come back through the readers of the crate.
            ParquetError::External(inner) => match inner.downcast::<Self>() {
                Ok(own) => *own,
                Err(other) => Self::Damaged(other.to_string()),
            },
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<Fault> for ParquetError {
    fn from(why: Fault) -> Self {
        Self::External(Box::new(why))
    }
}

/// Does what the crate `parquet` does; should it stumble over a file, that is an error like others.
fn guarded<T>(act: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let stumbled = |_| Err(Fault::Damaged("its columns cannot be decoded".to_owned()));
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(stumbled)
}
