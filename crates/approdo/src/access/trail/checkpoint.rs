//! Checkpoints: signed roots of the tree, and the witnesses that keep a copy outside (SEC-45).
//!
//! Who holds the database and its keys can write another history; who also holds the signing key can
//! sign it. Nobody can make a witness outside forget the root it was given. Copy the witness file to
//! another machine, or let it lie on one.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Read as _, Seek as _, SeekFrom, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use ground::{Dice, Timestamp, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{FromRow, Result, Row, StoreError, disk, vault::KeyDirectory};

use super::merkle::Hash;

/// The file of the key directory that holds the signing key.
const KEY_FILE: &str = "audit-signing.key";

/// What signs the checkpoints, and the files that witness them.
pub struct TrailSeal {
    key: SigningKey,
    /// Where checkpoints are copied to, besides the own witness.
    pub witnesses: Vec<PathBuf>,
    /// The witness in the key directory, which is where nothing else is said: who gives the city an
    /// older database does not thereby give it an older witness.
    pub own_witness: Option<PathBuf>,
    /// The addresses of witnesses on other hosts, which `tell` tells.
    pub elsewhere: Vec<String>,
}

/// A root of the tree at one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checkpoint {
    pub(super) number: u64,
    pub(super) size: u64,
    pub(super) at: Timestamp,
    pub(super) root: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

impl FromRow for Checkpoint {
    /// Reads `number, size, at, root, signature`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { number: row.get(0)?, size: row.get(1)?, at: row.get(2)?, root: row.get(3)?, signature: row.get(4)? })
    }
}

/// A checkpoint as a witness keeps it: one line of JSON that says all that is needed to check it.
#[derive(Serialize, Deserialize)]
struct Line {
    number: u64,
    size: u64,
    at: i64,
    root: String,
    key: String,
    signature: String,
}

impl TrailSeal {
    /// Opens the signing key, made at first use in the key directory. Nodes that share a database
    /// share this file, as they share the master keys.
    ///
    /// # Errors
    /// When the key can be neither read nor made.
    pub fn open(keys: &KeyDirectory, witnesses: Vec<PathBuf>) -> Result<Self> {
        let secret = keys.secret_or_make(KEY_FILE, &Dice::os())?;
        Ok(Self { key: SigningKey::from_bytes(&secret), witnesses, own_witness: None, elsewhere: Vec::new() })
    }

    /// The same with a witness in the key directory. A directory that cannot be written, such as one that
    /// is mounted to be read only, has none; the self-test says so.
    #[must_use]
    pub fn with_own_witness(self, keys: &KeyDirectory, place: &str) -> Self {
        let path = own_witness_in(keys.path(), place);
        match OpenOptions::new().create(true).append(true).mode(0o600).open(&path) {
            Ok(_) => Self { own_witness: Some(path), ..self },
            Err(error) => {
                tracing::warn!(%error, "the key directory takes no witness of the trail");
                self
            }
        }
    }

    /// Every witness, its own first.
    pub(super) fn all_witnesses(&self) -> impl Iterator<Item = &PathBuf> {
        self.own_witness.iter().chain(&self.witnesses)
    }

    /// Makes a checkpoint and signs it.
    pub(super) fn sign(&self, number: u64, size: u64, at: Timestamp, root: &Hash) -> Checkpoint {
        let signature = self.sign_text(&signed_text(number, size, at, root));
        Checkpoint { number, size, at, root: root.to_vec(), signature }
    }

    /// Whether this house signed it.
    pub(super) fn signed(&self, checkpoint: &Checkpoint) -> bool {
        is_signed(&self.key.verifying_key(), checkpoint)
    }

    /// Signs a text that says in its first line what it is.
    pub(super) fn sign_text(&self, text: &str) -> Vec<u8> {
        self.key.sign(text.as_bytes()).to_vec()
    }

    /// Whether this house signed that text.
    pub(super) fn has_signed(&self, text: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verifying_key().verify_strict(text.as_bytes(), &signature).is_ok())
    }

    /// The key by which others check what this house signed.
    #[must_use]
    pub fn public_key(&self) -> String {
        hex::encode(self.key.verifying_key().as_bytes())
    }

    /// A checkpoint as witnesses keep it, with its line end.
    pub(super) fn line(&self, checkpoint: &Checkpoint) -> String {
        line_of(&self.key.verifying_key(), checkpoint)
    }

    /// Hands a checkpoint to every witness that is a file, and returns when each has it on its disk.
    pub(super) fn witness(&self, checkpoint: &Checkpoint) -> Result<()> {
        let text = self.line(checkpoint);
        for path in self.all_witnesses() {
            append(path, &text).map_err(|source| StoreError::Io {
                what: format!("cannot write the witness {}", path.display()),
                source,
            })?;
        }
        Ok(())
    }
}

/// The file in which the checkpoints of the database in this place are witnessed beside its keys. A
/// copy of the database in another place has a witness of its own.
#[must_use]
pub fn own_witness_in(keys: &Path, place: &str) -> PathBuf {
    let mark = hex::encode(Sha256::digest(place.as_bytes()).get(..4).unwrap_or_default());
    keys.join(format!("witness-{mark}.jsonl"))
}

/// A checkpoint as a witness keeps it, under the key of the house that signed it, with its line end.
pub(super) fn line_of(key: &VerifyingKey, checkpoint: &Checkpoint) -> String {
    let line = Line {
        number: checkpoint.number,
        size: checkpoint.size,
        at: checkpoint.at.micros(),
        root: hex::encode(&checkpoint.root),
        key: hex::encode(key.as_bytes()),
        signature: hex::encode(&checkpoint.signature),
    };
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    text
}

/// Whether the house with this key signed it.
pub(super) fn is_signed(key: &VerifyingKey, checkpoint: &Checkpoint) -> bool {
    let text = signed_text(checkpoint.number, checkpoint.size, checkpoint.at, &checkpoint.root);
    Signature::from_slice(&checkpoint.signature)
        .is_ok_and(|signature| key.verify_strict(text.as_bytes(), &signature).is_ok())
}

fn signed_text(number: u64, size: u64, at: Timestamp, root: &[u8]) -> String {
    format!("approdo trail checkpoint\n{number}\n{size}\n{}\n{}\n", at.micros(), hex::encode(root))
}

/// Adds a line, and returns when it outlasts a power cut. When it cannot, what was added is taken back:
/// after a failed sync nobody knows what of it is on the disk, and a later one would not bring it there
/// (SEC-76). The next try then writes every byte of it anew.
pub(super) fn append(path: &Path, line: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).read(true).append(true).mode(0o600).open(path)?;
    // A line that a crash tore in two is ended first, so that the next one stands alone.
    let mut end = [b'\n'];
    let before = file.seek(SeekFrom::End(0))?;
    if before > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut end)?;
    }
    let line = if end == [b'\n'] { line.to_owned() } else { format!("\n{line}") };
    let mut added = file.write_all(line.as_bytes()).and_then(|()| file.sync_all());
    if added.is_ok() && before == 0 {
        // A file that was empty may be new, and its name has to last too.
        added = disk::sync_directory(disk::above(path));
    }
    if added.is_err() {
        let _ = file.set_len(before);
    }
    added
}

/// The checkpoints that a witness kept, one after the other.
pub(super) struct Witness<'a> {
    lines: io::Lines<Box<dyn BufRead + 'a>>,
}

impl<'a> Witness<'a> {
    /// Opens a witness file.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let trouble = |source| StoreError::Io { what: format!("cannot read the witness {}", path.display()), source };
        Ok(Self::read(BufReader::new(File::open(path).map_err(trouble)?)))
    }

    /// Reads what a witness kept from wherever it comes.
    pub(super) fn read(from: impl BufRead + 'a) -> Self {
        let from: Box<dyn BufRead + 'a> = Box::new(from);
        Self { lines: from.lines() }
    }

    /// The next checkpoint; lines that a crash tore are passed over.
    pub(super) fn next(&mut self) -> Result<Option<Checkpoint>> {
        for line in self.lines.by_ref() {
            let line = line.map_err(|source| StoreError::Io { what: "cannot read the witness".to_owned(), source })?;
            if let Some(checkpoint) = read_line(&line) {
                return Ok(Some(checkpoint));
            }
        }
        Ok(None)
    }
}

/// Reads a line of a witness; none where it is not one.
pub(super) fn read_line(line: &str) -> Option<Checkpoint> {
    let line: Line = serde_json::from_str(line).ok()?;
    Some(Checkpoint {
        number: line.number,
        size: line.size,
        at: Timestamp::from_micros(line.at),
        root: hex::decode(&line.root)?,
        signature: hex::decode(&line.signature)?,
    })
}
