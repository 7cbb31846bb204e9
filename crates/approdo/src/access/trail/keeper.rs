//! The other side of `tell`: a witness on a second host, which keeps what one house tells it (SEC-45).
//!
//! It knows the house's public key and nothing else of it. A checkpoint that the house did not sign is
//! refused; so is a second one under a number that was kept, and one that leaves some out: a trail that was
//! cut back and written anew cannot go on under the same number. Its file has the form of every witness, so
//! `approdo audit verify --witness FILE` holds the trail against it, entry by entry.

use std::{
    fs,
    io::BufReader,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use ed25519_dalek::VerifyingKey;
use ground::hex;
use store::{Result, StoreError};

use super::checkpoint::{self, Checkpoint, Witness};

/// The longest line that is read: a checkpoint has some 350 bytes.
pub const LINE_MOST: usize = 2048;

/// A witness of one house.
pub struct Keeper {
    key: VerifyingKey,
    path: PathBuf,
    last: Mutex<Option<Checkpoint>>,
}

/// What became of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is kept: on the disk, now or before.
    Kept,
    /// It is no checkpoint.
    NotOne,
    /// The house of this witness did not sign it.
    NotSigned,
    /// Another one is kept under its number, or some are missing before it.
    Another,
}

impl Keeper {
    /// Keeps in this file what the house with this public key tells.
    ///
    /// # Errors
    /// [`StoreError::Setup`] when the key is none or the file was signed by another; when it cannot be read.
    pub fn open(path: &Path, key: &str) -> Result<Self> {
        let bad = || StoreError::Setup("the key of the house is 64 hexadecimal digits: `approdo witness key`".into());
        let bytes: [u8; 32] = hex::decode_exactly(key.trim()).ok_or_else(bad)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| bad())?;
        let mut last = None;
        if path.exists() {
            let mut kept = Witness::open(path)?;
            while let Some(checkpoint) = kept.next()? {
                last = Some(checkpoint);
            }
        }
        if last.as_ref().is_some_and(|last| !checkpoint::is_signed(&key, last)) {
            return Err(StoreError::Setup(format!("{} holds checkpoints of another house", path.display())));
        }
        Ok(Self { key, path: path.to_owned(), last: Mutex::new(last) })
    }

    /// Takes one line.
    ///
    /// # Errors
    /// When it cannot be written or read back.
    pub fn take(&self, line: &[u8]) -> Result<Told> {
        let text = std::str::from_utf8(line).ok().map(str::trim_end).filter(|text| text.len() <= LINE_MOST);
        let Some(told) = text.filter(|text| !text.contains('\n')).and_then(checkpoint::read_line) else {
            return Ok(Told::NotOne);
        };
        if !checkpoint::is_signed(&self.key, &told) {
            return Ok(Told::NotSigned);
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(last) if told.number <= last.number => {
                return Ok(if self.keeps(&told)? { Told::Kept } else { Told::Another });
            }
            Some(last) if told.number != last.number + 1 || told.size <= last.size => return Ok(Told::Another),
            Some(_) | None => {}
        }
        // Written anew from what was read: nothing that came along is kept.
        checkpoint::append(&self.path, &checkpoint::line_of(&self.key, &told))
            .map_err(|source| StoreError::Io { what: format!("cannot write {}", self.path.display()), source })?;
        *last = Some(told);
        Ok(Told::Kept)
    }

    /// Whether exactly this one is kept. Read from the file: a house that lost count tells some again.
    fn keeps(&self, told: &Checkpoint) -> Result<bool> {
        let trouble = |source| StoreError::Io { what: format!("cannot read {}", self.path.display()), source };
        let mut kept = Witness::read(BufReader::new(fs::File::open(&self.path).map_err(trouble)?));
        while let Some(one) = kept.next()? {
            if one.number == told.number {
                return Ok(one == *told);
            }
        }
        Ok(false)
    }
}
