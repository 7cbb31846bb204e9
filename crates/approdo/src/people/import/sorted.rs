//! The lookups of a whole batch, kept aside until they can be written in the order of the index.
//!
//! Written as they come, each chunk of rows would touch every page of a large index, and a million
//! rows would write it hundreds of times over. Put in order first, each page is touched once. What
//! does not fit in memory waits in files without a name, which the system takes back by itself; they
//! hold keyed hashes and ids, nothing personal (SEC-53).

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::{self, File, OpenOptions},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt as _,
};

use ground::{Dice, PersonId};
use store::StoreError;

/// How many lookups are kept in memory: 24 MB.
const KEPT_MOST: usize = 1 << 20;
/// Bytes of one lookup in a file.
const WIDTH: usize = 24;

/// A key of the index and who is filed under it.
pub(super) type Lookup = (i64, PersonId);

/// Lookups that wait.
#[derive(Default)]
pub(super) struct Lookups {
    kept: Vec<Lookup>,
    runs: Vec<File>,
}

impl Lookups {
    /// Keeps the lookups of one person.
    pub(super) fn keep(&mut self, person: PersonId, keys: &[i64]) -> Result<(), StoreError> {
        self.kept.extend(keys.iter().map(|key| (*key, person)));
        if self.kept.len() >= KEPT_MOST { self.put_aside().map_err(broken) } else { Ok(()) }
    }

    fn put_aside(&mut self) -> io::Result<()> {
        self.kept.sort_unstable();
        let mut run = BufWriter::new(nameless_file()?);
        for (key, person) in self.kept.drain(..) {
            run.write_all(&key.to_be_bytes())?;
            run.write_all(person.bytes())?;
        }
        let mut run = run.into_inner().map_err(io::IntoInnerError::into_error)?;
        run.seek(SeekFrom::Start(0))?;
        self.runs.push(run);
        Ok(())
    }

    /// Gives them all in the order of the index, so many at a time.
    pub(super) fn in_order(
        mut self,
        many: usize,
        mut write: impl FnMut(&[Lookup]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.kept.sort_unstable();
        if self.runs.is_empty() {
            return self.kept.chunks(many).try_for_each(write);
        }
        let mut runs: Vec<Run> =
            self.runs.into_iter().map(|file| Run::File(BufReader::with_capacity(1 << 16, file))).collect();
        runs.push(Run::Memory(self.kept.into_iter()));
        let mut heads = BinaryHeap::with_capacity(runs.len());
        for (at, run) in runs.iter_mut().enumerate() {
            heads.extend(run.next().map_err(broken)?.map(|lookup| Reverse((lookup, at))));
        }
        let mut some = Vec::with_capacity(many);
        while let Some(Reverse((lookup, at))) = heads.pop() {
            if let Some(run) = runs.get_mut(at) {
                heads.extend(run.next().map_err(broken)?.map(|lookup| Reverse((lookup, at))));
            }
            some.push(lookup);
            if some.len() == many {
                write(&some)?;
                some.clear();
            }
        }
        write(&some)
    }
}

/// Lookups in order, in memory or in a file.
enum Run {
    Memory(std::vec::IntoIter<Lookup>),
    File(BufReader<File>),
}

impl Run {
    fn next(&mut self) -> io::Result<Option<Lookup>> {
        let file = match self {
            Self::Memory(rest) => return Ok(rest.next()),
            Self::File(file) => file,
        };
        let mut bytes = [0; WIDTH];
        match file.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let [a, b, c, d, e, f, g, h, person @ ..] = bytes;
        Ok(Some((i64::from_be_bytes([a, b, c, d, e, f, g, h]), PersonId::from_bytes(person))))
    }
}

/// A file that nobody else can open and that is gone when it is closed.
fn nameless_file() -> io::Result<File> {
    let name = format!("approdo-{:032x}", u128::from_be_bytes(Dice::os().bytes()));
    let path = std::env::temp_dir().join(name);
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

fn broken(source: io::Error) -> StoreError {
    StoreError::Io { what: "cannot put the index of an import in order".to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookups_come_out_in_the_order_of_the_index_each_once() {
        let dice = Dice::seeded(5);
        let mut lookups = Lookups::default();
        let mut all = Vec::new();
        for round in 0..3000 {
            let person = PersonId::draw(&dice);
            let keys: Vec<i64> = (0..8).map(|_| i64::from_be_bytes(dice.bytes())).collect();
            all.extend(keys.iter().map(|key| (*key, person)));
            lookups.keep(person, &keys).unwrap();
            if round % 1000 == 999 {
                lookups.put_aside().unwrap();
            }
        }
        all.sort_unstable();
        let mut given = Vec::new();
        lookups
            .in_order(1000, |some| {
                given.extend_from_slice(some);
                Ok(())
            })
            .unwrap();
        assert_eq!(given, all);
    }
}
