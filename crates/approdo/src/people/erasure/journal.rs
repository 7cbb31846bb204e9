//! The erasure journal: who was erased, written outside the database.
//!
//! A database can be put back from an older copy; this list cannot be, as long as one of its files is
//! kept apart from that copy. It stands in the key directory and in the files that the settings name. A
//! line holds references and an instant, no contents; a keyed hash binds it to all lines before it, so
//! that none can be changed, taken out of the middle or put in. What is cut off the end is noticed by
//! the database, which knows how many lines there have to be, and by the other files.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use ground::{AccountId, Dice, PersonId, Secret, Timestamp, hex};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use store::{StoreError, vault::KeyDirectory};

use super::model::Reason;

/// The journal in the key directory.
const FILE: &str = "erasures.jsonl";
/// What its lines are bound with. It is made after the first file of the journal: where it is, there must
/// be a journal.
const KEY_FILE: &str = "erasures.key";

/// The list of the erased, outside the database.
pub struct Journal {
    files: Vec<PathBuf>,
    key: Secret<[u8; 32]>,
}

/// One erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// Who was erased.
    pub person: PersonId,
    /// When it was decided.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
    /// Who asked for it.
    pub asked_by: AccountId,
    /// Who agreed to it.
    pub agreed_by: AccountId,
}

/// What is wrong with the journal. The texts are for the operator.
#[derive(Debug, thiserror::Error)]
pub enum JournalFault {
    /// No file of it is there, and there was one.
    #[error(
        "the erasure journal {0} is gone: put it back from its newest copy. Without it, persons who were erased \
         would come back with an older database"
    )]
    Gone(String),
    /// A line is not as it was written.
    #[error("the erasure journal {file} was altered at line {line}: put it back from its newest copy")]
    Altered {
        /// Which file.
        file: String,
        /// The first line that does not hold.
        line: u64,
    },
    /// Two files say different things.
    #[error("the erasure journals {0} and {1} do not agree: each must begin like the other")]
    Differ(String, String),
    /// It can be written nowhere.
    #[error(
        "the erasure journal can be written neither in the key directory nor in a file that the setting \
         `erasure_journals` names"
    )]
    Nowhere,
    /// It has fewer lines than the database knows of.
    #[error(
        "the erasure journal has {held} lines and this database knows of {known}: put the newest copy of the journal \
         into the key directory. Without it, persons who were erased could come back"
    )]
    Short {
        /// How many it has.
        held: u64,
        /// How many there have to be.
        known: u64,
    },
    /// It says of a line what the database does not.
    #[error("line {0} of the erasure journal is not the one this database knows: it is the journal of another city")]
    Other(u64),
    /// A file could not be read or written.
    #[error("{what}")]
    Io {
        /// What was being done.
        what: String,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
}

impl JournalFault {
    fn io(what: &str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let what = format!("cannot {what} the erasure journal {}", path.display());
        move |source| Self::Io { what, source }
    }
}

impl From<JournalFault> for StoreError {
    fn from(fault: JournalFault) -> Self {
        match fault {
            JournalFault::Io { what, source } => Self::Io { what, source },
            other => Self::Setup(other.to_string()),
        }
    }
}

/// A line as it is written.
#[derive(Serialize, Deserialize)]
struct Written {
    number: u64,
    person: PersonId,
    at: i64,
    reason: String,
    asked_by: AccountId,
    agreed_by: AccountId,
    mac: String,
}

type Held<T> = Result<T, JournalFault>;
type Bond = [u8; 32];

impl Journal {
    /// Opens the journal of this key directory, and begins it at first use. `copies` are files on other
    /// disks that hold the same.
    ///
    /// # Errors
    /// [`JournalFault::Gone`] when there was one and no file of it is left; when the key can be neither
    /// read nor made.
    pub fn open(keys: &KeyDirectory, copies: &[PathBuf]) -> store::Result<Self> {
        Self::found(keys, copies, keys.path().join(KEY_FILE).exists())
    }

    /// Opens the journal where it is lost and is about to be written anew.
    ///
    /// # Errors
    /// When the key can be neither read nor made.
    pub fn open_lost(keys: &KeyDirectory, copies: &[PathBuf]) -> store::Result<Self> {
        Self::found(keys, copies, false)
    }

    fn found(keys: &KeyDirectory, copies: &[PathBuf], must_be_there: bool) -> store::Result<Self> {
        let own = keys.path().join(FILE);
        if must_be_there && !own.exists() && !copies.iter().any(|copy| copy.exists()) {
            return Err(JournalFault::Gone(own.display().to_string()).into());
        }
        // A key directory that cannot be written has the journal in the other files alone.
        let mut files: Vec<PathBuf> = Vec::with_capacity(1 + copies.len());
        match append_to(&own) {
            Ok(_) => files.push(own),
            Err(error) => tracing::warn!(%error, "the key directory takes no erasure journal"),
        }
        files.extend(copies.iter().cloned());
        let key = Secret::new(keys.secret_or_make(KEY_FILE, &Dice::os())?);
        Ok(Self { files, key })
    }

    /// Where it stands, the key directory's first.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Every line, of the file that has most of them. The other files may end earlier, and say nothing else.
    ///
    /// # Errors
    /// [`JournalFault::Altered`], [`JournalFault::Differ`], or what the system says.
    pub fn lines(&self) -> Held<Vec<Line>> {
        Ok(self.read_all()?.1)
    }

    /// What each file holds, and the longest of them.
    fn read_all(&self) -> Held<(Vec<Vec<Line>>, Vec<Line>)> {
        let held: Vec<Vec<Line>> = self.files.iter().map(|file| self.read(file)).collect::<Held<_>>()?;
        let longest = held.iter().enumerate().max_by_key(|(_, lines)| lines.len());
        let Some((at, longest)) = longest else { return Ok((held, Vec::new())) };
        let differs = held.iter().position(|lines| !longest.starts_with(lines));
        if let Some(other) = differs {
            let name = |at: usize| self.files.get(at).map(|file| file.display().to_string()).unwrap_or_default();
            return Err(JournalFault::Differ(name(at), name(other)));
        }
        let longest = longest.clone();
        Ok((held, longest))
    }

    fn read(&self, file: &Path) -> Held<Vec<Line>> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(JournalFault::io("read", file)(error)),
        };
        let mut lines: Vec<Line> = Vec::new();
        let mut bond = [0; 32];
        // A line that a crash tore in two is no line: nobody was answered for it.
        for written in text.lines().filter_map(|line| serde_json::from_str::<Written>(line).ok()) {
            let number = lines.len() as u64 + 1;
            let altered = || JournalFault::Altered { file: file.display().to_string(), line: number };
            let line = Line {
                number: written.number,
                person: written.person,
                at: Timestamp::from_micros(written.at),
                reason: Reason::from_code(&written.reason).ok_or_else(altered)?,
                asked_by: written.asked_by,
                agreed_by: written.agreed_by,
            };
            bond = self.bond(&bond, &line);
            let said: Option<Bond> = hex::decode_exactly(&written.mac);
            let is_true = said.is_some_and(|said| bool::from(subtle::ConstantTimeEq::ct_eq(&said[..], &bond[..])));
            if line.number != number || !is_true {
                return Err(altered());
            }
            lines.push(line);
        }
        Ok(lines)
    }

    /// What binds a line to all before it.
    fn bond(&self, before: &Bond, line: &Line) -> Bond {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.reveal()) else {
            unreachable!("an HMAC takes a key of any length")
        };
        mac.update(b"approdo erasure journal\n");
        mac.update(before);
        mac.update(&line.number.to_be_bytes());
        mac.update(line.person.bytes());
        mac.update(&line.at.micros().to_be_bytes());
        mac.update(line.asked_by.bytes());
        mac.update(line.agreed_by.bytes());
        mac.update(line.reason.code().as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Writes an erasure down in every file and returns when each has it on its disk. Who is in the journal
    /// already gets no second line.
    ///
    /// # Errors
    /// As [`Self::lines`]; [`JournalFault::Nowhere`]. What was written before stays, and asking again goes on
    /// from there.
    pub fn append(&self, new: &Line) -> Held<Line> {
        let first = self.files.first().ok_or(JournalFault::Nowhere)?;
        // Nodes that share the key directory write one after the other.
        let turn = append_to(first).map_err(JournalFault::io("write", first))?;
        turn.lock().map_err(JournalFault::io("lock", first))?;
        let (held, mut lines) = self.read_all()?;
        let line = match lines.iter().find(|line| line.person == new.person) {
            Some(line) => line.clone(),
            None => {
                let line = Line { number: lines.len() as u64 + 1, ..new.clone() };
                lines.push(line.clone());
                line
            }
        };
        self.bring_up_to(&held, &lines)?;
        Ok(line)
    }

    /// Writes the journal anew from what a database knows, where its files hold less: for an operator whose
    /// key directory is lost and whose database is not.
    ///
    /// # Errors
    /// As [`Self::append`].
    pub fn write_anew(&self, known: &[Line]) -> Held<()> {
        if self.files.is_empty() {
            return Err(JournalFault::Nowhere);
        }
        let (held, longest) = self.read_all()?;
        if longest.len() > known.len() || !known.starts_with(&longest) {
            return Err(JournalFault::Other(longest.len() as u64));
        }
        self.bring_up_to(&held, known)
    }

    /// Appends to each file the lines it lacks.
    fn bring_up_to(&self, held: &[Vec<Line>], lines: &[Line]) -> Held<()> {
        let mut bond = [0; 32];
        let texts: Vec<String> = lines
            .iter()
            .map(|line| {
                bond = self.bond(&bond, line);
                written(line, &bond)
            })
            .collect();
        for (file, held) in self.files.iter().zip(held) {
            let missing: String = texts.iter().skip(held.len()).map(String::as_str).collect();
            append(file, &missing).map_err(JournalFault::io("write", file))?;
        }
        Ok(())
    }
}

fn written(line: &Line, bond: &Bond) -> String {
    let written = Written {
        number: line.number,
        person: line.person,
        at: line.at.micros(),
        reason: line.reason.code().to_owned(),
        asked_by: line.asked_by,
        agreed_by: line.agreed_by,
        mac: hex::encode(bond),
    };
    let mut text = serde_json::to_string(&written).unwrap_or_default();
    text.push('\n');
    text
}

fn append_to(file: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).read(true).append(true).mode(0o600).open(file)
}

/// Appends and waits for the disk, also when there is nothing to append: what a process that died wrote may
/// not be there yet. The folder is waited for too, or a new file could be gone after a power cut.
fn append(path: &Path, text: &str) -> io::Result<()> {
    let mut file = append_to(path)?;
    if !text.is_empty() {
        // A line that a crash tore in two is ended first, so that the next one stands alone.
        let mut end = [b'\n'];
        if file.seek(SeekFrom::End(0))? > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut end)?;
        }
        let text = if end == [b'\n'] { text.to_owned() } else { format!("\n{text}") };
        file.write_all(text.as_bytes())?;
    }
    file.sync_all()?;
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(home: &Path) -> KeyDirectory {
        KeyDirectory::open_or_make(&home.join("keys"), &Dice::os()).unwrap()
    }

    fn erased(tag: u8) -> Line {
        Line {
            number: 0,
            person: PersonId::from_bytes([tag; 16]),
            at: Timestamp::from_micros(1_795_000_000_000_000 + i64::from(tag)),
            reason: Reason::Request,
            asked_by: AccountId::from_bytes([1; 16]),
            agreed_by: AccountId::from_bytes([2; 16]),
        }
    }

    #[test]
    fn sec_50_the_journal_keeps_each_erasure_once_in_every_file() {
        let home = tempfile::tempdir().unwrap();
        let (keys, copy) = (keys(home.path()), home.path().join("copy.jsonl"));
        let journal = Journal::open(&keys, std::slice::from_ref(&copy)).unwrap();
        assert_eq!(journal.lines().unwrap(), []);
        assert_eq!(journal.append(&erased(7)).unwrap().number, 1);
        assert_eq!(journal.append(&erased(8)).unwrap().number, 2);
        assert_eq!(journal.append(&erased(7)).unwrap().number, 1, "asked again, no second line");
        let own = std::fs::read(keys.path().join(FILE)).unwrap();
        assert_eq!(own, std::fs::read(&copy).unwrap());
        // A copy on a disk that was away catches up with the next line.
        std::fs::remove_file(&copy).unwrap();
        journal.append(&erased(9)).unwrap();
        assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(keys.path().join(FILE)).unwrap());
        assert_eq!(Journal::open(&keys, &[copy]).unwrap().lines().unwrap().len(), 3);
    }

    #[test]
    fn sec_50_every_byte_of_the_journal_is_held() {
        let home = tempfile::tempdir().unwrap();
        let keys = keys(home.path());
        let journal = Journal::open(&keys, &[]).unwrap();
        (1..=3).for_each(|tag| assert_eq!(journal.append(&erased(tag)).unwrap().number, u64::from(tag)));
        let (file, lines) = (keys.path().join(FILE), journal.lines().unwrap());
        let sound = std::fs::read(&file).unwrap();
        for at in 0..sound.len() {
            let mut damaged = sound.clone();
            damaged[at] ^= 1;
            std::fs::write(&file, &damaged).unwrap();
            // The last lines may look torn: then they are missing, and the database knows how many there were.
            if let Ok(read) = journal.lines() {
                assert!(read.len() < 3 && lines.starts_with(&read), "byte {at}: {read:?}");
            }
        }
        let text = String::from_utf8(sound).unwrap();
        let parts: Vec<&str> = text.lines().collect();
        for wrong in [[parts[1], parts[2]], [parts[0], parts[2]], [parts[1], parts[0]]] {
            std::fs::write(&file, wrong.join("\n")).unwrap();
            assert!(matches!(journal.lines(), Err(JournalFault::Altered { .. })), "{wrong:?}");
        }
    }

    #[test]
    fn sec_50_a_line_torn_by_a_crash_is_passed_over_and_written_again() {
        let home = tempfile::tempdir().unwrap();
        let keys = keys(home.path());
        let journal = Journal::open(&keys, &[]).unwrap();
        journal.append(&erased(1)).unwrap();
        let file = keys.path().join(FILE);
        let one = std::fs::read(&file).unwrap();
        journal.append(&erased(2)).unwrap();
        let two = std::fs::read(&file).unwrap();
        for torn in one.len()..two.len() {
            std::fs::write(&file, &two[..torn]).unwrap();
            let held = journal.lines().unwrap().len();
            assert!(held == 1 || torn == two.len() - 1, "cut at {torn}");
            assert_eq!(journal.append(&erased(2)).unwrap().number, 2);
            journal.append(&erased(3)).unwrap();
            assert_eq!(journal.lines().unwrap().len(), 3, "cut at {torn}");
        }
    }

    #[test]
    fn sec_50_a_journal_that_is_gone_is_not_begun_anew() {
        let home = tempfile::tempdir().unwrap();
        let keys = keys(home.path());
        let copy = home.path().join("copy.jsonl");
        let journal = Journal::open(&keys, std::slice::from_ref(&copy)).unwrap();
        journal.append(&erased(1)).unwrap();
        std::fs::remove_file(keys.path().join(FILE)).unwrap();
        let told = Journal::open(&keys, &[]).err().unwrap().to_string();
        assert!(told.contains("erasures.jsonl is gone"), "{told}");
        assert_eq!(Journal::open(&keys, &[copy]).unwrap().lines().unwrap().len(), 1, "the copy stands in for it");
    }

    #[test]
    fn sec_50_journals_that_say_different_things_are_refused() {
        let home = tempfile::tempdir().unwrap();
        let keys = keys(home.path());
        let copy = home.path().join("copy.jsonl");
        Journal::open(&keys, &[]).unwrap().append(&erased(1)).unwrap();
        let own = std::fs::read(keys.path().join(FILE)).unwrap();
        std::fs::write(keys.path().join(FILE), "").unwrap();
        Journal::open(&keys, &[]).unwrap().append(&erased(2)).unwrap();
        std::fs::write(&copy, own).unwrap();
        let journal = Journal::open(&keys, &[copy]).unwrap();
        assert!(matches!(journal.lines(), Err(JournalFault::Differ(..))));
        assert!(matches!(journal.append(&erased(3)), Err(JournalFault::Differ(..))));
    }

    #[test]
    fn sec_50_a_lost_journal_is_written_anew_from_the_database_and_never_shortened() {
        let home = tempfile::tempdir().unwrap();
        let keys = keys(home.path());
        let journal = Journal::open(&keys, &[]).unwrap();
        (1..=3).for_each(|tag| assert_eq!(journal.append(&erased(tag)).unwrap().number, u64::from(tag)));
        let lines = journal.lines().unwrap();
        assert!(journal.write_anew(&lines[..2]).is_err());
        std::fs::write(keys.path().join(FILE), "").unwrap();
        journal.write_anew(&lines).unwrap();
        assert_eq!(journal.lines().unwrap(), lines);
    }
}
