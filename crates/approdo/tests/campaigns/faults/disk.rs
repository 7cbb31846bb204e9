//! A disk that fails when it is told to: `shim.c` between the program and its files.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use crate::world::{Home, Server};

/// The errors that a disk answers with, as Linux numbers them.
pub(crate) const EIO: u64 = 5;
pub(crate) const ENOSPC: u64 = 28;
/// No error of a disk: the process is killed at the call.
pub(crate) const KILLED: u64 = 4096;

/// Eight words, and the path of the call that failed.
const PLAN_BYTES: usize = 64 + 256;

/// Which call fails and with what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// The call, counted from 1 when the work begins; 0 for none.
    pub(crate) fail_at: u64,
    pub(crate) error: u64,
    /// Whether every later call fails too.
    pub(crate) lasting: bool,
    /// By how many bytes files may still grow.
    pub(crate) room: u64,
}

impl Plan {
    /// A disk on which nothing fails.
    pub(crate) const SOUND: Self = Self { fail_at: 0, error: 0, lasting: false, room: u64::MAX };
}

/// What failed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    Nothing,
    Write,
    Sync,
    Truncate,
    Rename,
}

/// The shim, built for this machine, with its plan and the log of what was written.
pub(crate) struct Disk {
    folder: PathBuf,
    shim: PathBuf,
}

impl Disk {
    /// Builds the shim in a folder of the test. Without a compiler the test fails: a campaign that is
    /// passed over proves nothing.
    pub(crate) fn build(folder: &Path) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/campaigns/faults/shim.c");
        let shim = folder.join("shim.so");
        let flags = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-pthread", "-o"];
        let built = Command::new("cc").args(flags).arg(&shim).arg(source).status();
        assert!(built.expect("cc, the C compiler, is missing").success(), "the shim was not built");
        Self { folder: folder.to_owned(), shim }
    }

    fn plan(&self) -> PathBuf {
        self.folder.join("plan")
    }

    /// Serves a city whose files below the directory are on this disk. Nothing fails before [`Disk::arm`].
    pub(crate) fn serve(&self, home: &Home, directory: &Path) -> Server {
        Server::start_within(home, &["serve"], &self.environment(directory))
    }

    /// Serves a city and writes down every change of its files.
    pub(crate) fn serve_recorded(&self, home: &Home, directory: &Path, log: &Path) -> Server {
        let mut environment = self.environment(directory);
        environment.push(("APPRODO_FAULT_LOG", log.to_owned()));
        Server::start_within(home, &["serve"], &environment)
    }

    fn environment(&self, directory: &Path) -> Vec<(&'static str, PathBuf)> {
        fs::write(self.plan(), [0; PLAN_BYTES]).unwrap();
        vec![
            ("LD_PRELOAD", self.shim.clone()),
            ("APPRODO_FAULT_PLAN", self.plan()),
            ("APPRODO_FAULT_DIR", directory.to_owned()),
        ]
    }

    /// Carries out an order of the command line on this disk, which counts and fails from its start.
    pub(crate) fn order(&self, home: &Home, directory: &Path, args: &[&str], plan: Plan) -> std::process::Output {
        fs::write(self.plan(), [0; 64]).unwrap();
        self.arm(plan);
        Command::new(crate::world::program())
            .args(args)
            .args(home.options())
            .env("LD_PRELOAD", &self.shim)
            .env("APPRODO_FAULT_PLAN", self.plan())
            .env("APPRODO_FAULT_DIR", directory)
            .output()
            .unwrap()
    }

    /// Begins to count, and to fail what the plan says.
    pub(crate) fn arm(&self, plan: Plan) {
        let words = [plan.fail_at, plan.error, u64::from(plan.lasting), plan.room, 0, 0, 0];
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
        let file = File::options().write(true).open(self.plan()).unwrap();
        file.write_all_at(&bytes, 8).unwrap();
        file.write_all_at(&1_u64.to_ne_bytes(), 0).unwrap();
    }

    /// How many calls there were since it was armed.
    pub(crate) fn calls(&self) -> u64 {
        self.word(5)
    }

    /// What failed first since it was armed.
    pub(crate) fn hit(&self) -> Hit {
        match self.word(6) {
            0 => Hit::Nothing,
            1 => Hit::Write,
            2 => Hit::Sync,
            3 => Hit::Truncate,
            4 => Hit::Rename,
            other => panic!("the shim knows no call {other}"),
        }
    }

    /// The file of the call that failed first.
    pub(crate) fn hit_at(&self) -> String {
        let plan = fs::read(self.plan()).unwrap();
        String::from_utf8_lossy(&plan[64..]).trim_end_matches('\0').to_owned()
    }

    fn word(&self, place: u64) -> u64 {
        let mut bytes = [0; 8];
        File::open(self.plan()).unwrap().read_exact_at(&mut bytes, place * 8).unwrap();
        u64::from_ne_bytes(bytes)
    }
}
