//! What a server did to its files, as `shim.c` wrote it down, and the disks that a power cut may leave
//! of it.
//!
//! A disk keeps what was synced. Of what was written since, it keeps what it likes, in sectors of 512
//! bytes and in any order; a name that was given, changed or taken away lasts when its directory was
//! synced, and may last before. A file that was synced and has no lasting name is lost.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use ground::Dice;

const SECTOR: usize = 512;

/// One change, or one sync.
#[derive(Debug)]
struct Step {
    what: What,
    /// Where it ends in the log.
    end: u64,
}

#[derive(Debug)]
enum What {
    Write { inode: u64, at: usize, bytes: Vec<u8> },
    Cut { inode: u64, length: usize },
    Sync { inode: u64, path: PathBuf },
    Made { inode: u64, path: PathBuf },
    Linked { inode: u64, path: PathBuf },
    Directory { path: PathBuf },
    Removed { path: PathBuf },
    Renamed { from: PathBuf, to: PathBuf },
}

/// A server's work on one directory: the files before it, and every step since.
pub(crate) struct Record {
    directory: PathBuf,
    before: State,
    steps: Vec<Step>,
}

/// What a disk does at a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// It keeps what it was told to sync.
    Honest,
    /// It says it has synced and has not: a campaign that finds nothing on it sees nothing.
    Lying,
}

impl Record {
    /// Takes down the files of a directory before the work: all of it lasts.
    pub(crate) fn begin(directory: &Path) -> Self {
        let mut before = State::default();
        before.take_down(directory);
        Self { directory: directory.to_owned(), before, steps: Vec::new() }
    }

    /// Reads what was done to them. A step that a kill tore in two is the last.
    pub(crate) fn end(self, log: &Path) -> Self {
        let log = fs::read(log).unwrap();
        let (mut steps, mut at) = (Vec::new(), 0);
        while let Some(what) = read_step(&log, &mut at) {
            steps.push(Step { what, end: at as u64 });
        }
        Self { steps, ..self }
    }

    /// How many steps were taken.
    pub(crate) fn steps(&self) -> u64 {
        self.steps.len() as u64
    }

    /// How long the log was after so many steps.
    pub(crate) fn log_length(&self, steps: u64) -> u64 {
        steps.checked_sub(1).map_or(0, |last| self.steps[usize::try_from(last).unwrap()].end)
    }

    /// Leaves in the directory what the disk holds when the power is cut after so many steps.
    pub(crate) fn cut(&self, steps: u64, nature: Nature, dice: &Dice) {
        let mut disk = self.before.clone();
        for step in &self.steps[..usize::try_from(steps).unwrap()] {
            if nature == Nature::Honest || !matches!(step.what, What::Sync { .. }) {
                disk.take(&step.what);
            }
        }
        fs::remove_dir_all(&self.directory).unwrap();
        disk.settled(nature, dice).leave_in(&self.directory, dice);
    }
}

fn read_step(log: &[u8], at: &mut usize) -> Option<What> {
    let word = |n: usize| {
        let bytes = log.get(*at + n * 8..*at + n * 8 + 8)?;
        Some(u64::from_ne_bytes(bytes.try_into().unwrap()))
    };
    let (kind, path_length, inode, offset, size) = (word(0)?, word(1)?, word(2)?, word(3)?, word(4)?);
    let path_at = *at + 40;
    let bytes_at = path_at + usize::try_from(path_length).unwrap();
    let end = bytes_at + usize::try_from(size).unwrap();
    let text = |bytes: &[u8]| PathBuf::from(String::from_utf8(bytes.to_vec()).unwrap());
    let (path, bytes) = (text(log.get(path_at..bytes_at)?), log.get(bytes_at..end)?.to_vec());
    *at = end;
    let offset = usize::try_from(offset).unwrap();
    Some(match kind {
        1 => What::Write { inode, at: offset, bytes },
        2 => What::Sync { inode, path },
        3 => What::Cut { inode, length: offset },
        4 => What::Renamed { from: path, to: text(&bytes) },
        5 => What::Made { inode, path },
        6 => What::Removed { path },
        7 => What::Directory { path },
        8 => What::Linked { inode, path },
        other => panic!("the shim knows no step {other}"),
    })
}

/// A file: what of it lasts, and what was done to it since.
#[derive(Clone, Debug, Default)]
struct File {
    lasting: Vec<u8>,
    since: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Cut(usize),
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    Directory,
    File(usize),
}

#[derive(Clone, Debug)]
enum Naming {
    Is(PathBuf, Thing),
    Gone(PathBuf),
    Moved(PathBuf, PathBuf),
}

impl Naming {
    fn path(&self) -> &Path {
        match self {
            Self::Is(path, _) | Self::Gone(path) | Self::Moved(_, path) => path,
        }
    }
}

/// A disk with files, lasting names and names that do not last yet.
#[derive(Clone, Debug, Default)]
struct State {
    files: Vec<File>,
    by_inode: HashMap<u64, usize>,
    names: BTreeMap<PathBuf, Thing>,
    since: Vec<Naming>,
}

impl State {
    fn take_down(&mut self, path: &Path) {
        let about = fs::metadata(path).unwrap();
        if about.is_dir() {
            self.names.insert(path.to_owned(), Thing::Directory);
            for entry in fs::read_dir(path).unwrap() {
                self.take_down(&entry.unwrap().path());
            }
        } else if about.is_file() && !is_wal_index(path) {
            let file = self.new_file(about.ino(), fs::read(path).unwrap());
            self.names.insert(path.to_owned(), Thing::File(file));
        }
    }

    fn new_file(&mut self, inode: u64, lasting: Vec<u8>) -> usize {
        self.files.push(File { lasting, since: Vec::new() });
        self.by_inode.insert(inode, self.files.len() - 1);
        self.files.len() - 1
    }

    fn file(&mut self, inode: u64) -> Option<&mut File> {
        self.by_inode.get(&inode).map(|file| &mut self.files[*file])
    }

    fn take(&mut self, step: &What) {
        match step {
            What::Write { inode, at, bytes } => {
                if let Some(file) = self.file(*inode) {
                    file.since.push(Change::Write(*at, bytes.clone()));
                }
            }
            What::Cut { inode, length } => {
                if let Some(file) = self.file(*inode) {
                    file.since.push(Change::Cut(*length));
                }
            }
            What::Sync { inode, path } => match self.file(*inode) {
                Some(file) => std::mem::take(&mut file.since).into_iter().for_each(|change| file.lasts(change)),
                None => self.sync_directory(path),
            },
            What::Made { path, .. } if is_wal_index(path) => {}
            What::Made { inode, path } => {
                let file = self.new_file(*inode, Vec::new());
                self.since.push(Naming::Is(path.clone(), Thing::File(file)));
            }
            What::Linked { inode, path } => {
                let file = self.by_inode[inode];
                self.since.push(Naming::Is(path.clone(), Thing::File(file)));
            }
            What::Directory { path } => self.since.push(Naming::Is(path.clone(), Thing::Directory)),
            What::Removed { path } => self.since.push(Naming::Gone(path.clone())),
            What::Renamed { from, to } => self.since.push(Naming::Moved(from.clone(), to.clone())),
        }
    }

    fn sync_directory(&mut self, directory: &Path) {
        let (now, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.since).into_iter().partition(|naming| naming.path().parent() == Some(directory));
        self.since = later;
        now.into_iter().for_each(|naming| self.names_last(naming));
    }

    fn names_last(&mut self, naming: Naming) {
        match naming {
            Naming::Is(path, thing) => drop(self.names.insert(path, thing)),
            Naming::Gone(path) => drop(self.names.remove(&path)),
            Naming::Moved(from, to) => {
                if let Some(thing) = self.names.remove(&from) {
                    self.names.insert(to, thing);
                }
            }
        }
    }

    /// What is left when of all that does not last yet, the disk keeps what is drawn.
    fn settled(mut self, nature: Nature, dice: &Dice) -> Self {
        let kept = |dice: &Dice| if nature == Nature::Lying { Kept::Nothing } else { Kept::drawn(dice) };
        let names = kept(dice);
        for naming in std::mem::take(&mut self.since) {
            if names.keeps(dice) {
                self.names_last(naming);
            }
        }
        for file in &mut self.files {
            let sectors = kept(dice);
            for change in std::mem::take(&mut file.since) {
                file.keeps(change, sectors, dice);
            }
        }
        self
    }

    fn leave_in(&self, directory: &Path, dice: &Dice) {
        fs::create_dir_all(directory).unwrap();
        // Who restarts finds the directories above the city, which were there before.
        let mut left = BTreeSet::from([directory.to_owned()]);
        for (path, thing) in &self.names {
            if !left.contains(path.parent().unwrap()) && path != directory {
                continue;
            }
            match thing {
                Thing::Directory => {
                    fs::create_dir_all(path).unwrap();
                    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
                    left.insert(path.clone());
                }
                Thing::File(file) => {
                    fs::write(path, &self.files[*file].lasting).unwrap();
                    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
                    if path.extension().is_some_and(|name| name == "db") && dice.below(2) == 0 {
                        // The index of the log is never synced: anything may stand in it.
                        fs::write(path.with_extension("db-shm"), dice.bytes::<32768>()).unwrap();
                    }
                }
            }
        }
    }
}

fn is_wal_index(path: &Path) -> bool {
    path.extension().is_some_and(|name| name == "db-shm")
}

/// How much a disk keeps of what was not synced.
#[derive(Clone, Copy)]
enum Kept {
    Nothing,
    Everything,
    /// Of so many, one is lost.
    AllButOneOf(u64),
    /// Of so many, one is kept.
    OneOf(u64),
}

impl Kept {
    fn drawn(dice: &Dice) -> Self {
        match dice.below(4) {
            0 => Self::Nothing,
            1 => Self::Everything,
            2 => Self::AllButOneOf(2 + dice.below(30)),
            _ => Self::OneOf(2 + dice.below(30)),
        }
    }

    fn keeps(self, dice: &Dice) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::AllButOneOf(many) => dice.below(many) > 0,
            Self::OneOf(many) => dice.below(many) == 0,
        }
    }
}

impl File {
    fn lasts(&mut self, change: Change) {
        match change {
            Change::Write(at, bytes) => self.put(at, &bytes),
            Change::Cut(length) => self.lasting.resize(length, 0),
        }
    }

    fn put(&mut self, at: usize, bytes: &[u8]) {
        let end = at + bytes.len();
        if self.lasting.len() < end {
            self.lasting.resize(end, 0);
        }
        self.lasting[at..end].copy_from_slice(bytes);
    }

    /// Keeps of a change what is drawn, by sectors.
    fn keeps(&mut self, change: Change, kept: Kept, dice: &Dice) {
        match change {
            Change::Write(at, bytes) => {
                let mut from = 0;
                while from < bytes.len() {
                    let to = ((at + from) / SECTOR * SECTOR + SECTOR - at).min(bytes.len());
                    if kept.keeps(dice) {
                        self.put(at + from, &bytes[from..to]);
                    }
                    from = to;
                }
            }
            cut @ Change::Cut(_) => {
                if kept.keeps(dice) {
                    self.lasts(cut);
                }
            }
        }
    }
}

#[test]
fn a_cut_keeps_what_was_synced_and_a_name_only_with_its_directory() {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("disk");
    let path = |name: &str| directory.join(name);
    let mut state = State::default();
    state.names.insert(directory.clone(), Thing::Directory);
    for step in [
        What::Made { inode: 1, path: path("kept") },
        What::Made { inode: 2, path: path("renamed.new") },
        What::Write { inode: 1, at: 600, bytes: vec![1; 1000] },
        What::Sync { inode: 1, path: path("kept") },
        What::Sync { inode: 0, path: directory.clone() },
        What::Write { inode: 1, at: 0, bytes: vec![2; 2000] },
        What::Renamed { from: path("renamed.new"), to: path("renamed") },
        What::Made { inode: 3, path: path("nameless") },
        What::Sync { inode: 3, path: path("nameless") },
    ] {
        state.take(&step);
    }
    state.clone().settled(Nature::Lying, &Dice::seeded(1)).leave_in(&directory, &Dice::seeded(1));
    assert_eq!(fs::read(path("kept")).unwrap(), [vec![0; 600], vec![1; 1000]].concat());
    assert!(path("renamed.new").exists() && !path("renamed").exists() && !path("nameless").exists());
    let torn = (0..200).any(|seed| {
        let kept = state.clone().settled(Nature::Honest, &Dice::seeded(seed)).files[0].lasting.clone();
        assert!(kept.len() == 1600 || kept.len() <= 2000 && kept.len() > 1600);
        kept.contains(&2) && kept.contains(&1)
    });
    assert!(torn, "no write was ever torn");
}
