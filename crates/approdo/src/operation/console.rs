//! What an order from the command line reads from and writes to, wherever it is carried out.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::{Deserialize, Serialize};
use store::disk;

/// How far a long order is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done, in a word or two.
    pub what: String,
    /// How much is done.
    pub done: u64,
    /// How much there is, when known.
    pub total: Option<u64>,
    /// Errors so far.
    pub errors: u64,
}

/// Which stream of data is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The answer itself.
    Data,
    /// Figures about how it was made.
    Figures,
}

/// The desk of an order: one input, two streams of data, messages and progress for people.
pub trait Console: Send {
    /// Hands over the file that the order works on; nothing when it was handed over before.
    fn take_input(&mut self) -> Box<dyn Read + Send>;

    /// Writes data.
    ///
    /// # Errors
    /// When whoever reads is gone or the disk is full.
    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()>;

    /// Returns when all the data that was written outlasts a power cut where it went.
    ///
    /// # Errors
    /// When it does not.
    fn keep(&mut self) -> io::Result<()>;

    /// Tells people something.
    fn say(&mut self, message: &str);

    /// Shows how far it is.
    fn progress(&mut self, progress: &Progress);
}

/// Lends one stream of a console as a writer.
pub struct Writer<'a> {
    console: &'a mut dyn Console,
    stream: Stream,
}

impl<'a> Writer<'a> {
    /// Takes a stream.
    pub fn new(console: &'a mut dyn Console, stream: Stream) -> Self {
        Self { console, stream }
    }
}

impl Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.console.write(self.stream, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal: files named on the command line, standard output for data, standard error for people.
pub struct Terminal {
    input: Option<Box<dyn Read + Send>>,
    data: Out,
    figures: Option<Box<dyn Write + Send>>,
    bar: Option<ProgressBar>,
}

/// Where data goes.
enum Out {
    Stream(Box<dyn Write + Send>),
    File(NewFile),
}

/// A file that stays only when it is whole. One that had its name before keeps it until then; a new name
/// is written as it is, for a place that only lets files be added lets none be renamed.
struct NewFile {
    writer: BufWriter<File>,
    written: PathBuf,
    path: PathBuf,
    is_kept: bool,
}

impl NewFile {
    fn make(path: &Path) -> io::Result<Self> {
        let (file, written) = match File::create_new(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let beside = path.with_added_extension("part");
                (File::create(&beside)?, beside)
            }
            made => (made?, path.to_owned()),
        };
        Ok(Self { writer: BufWriter::new(file), written, path: path.to_owned(), is_kept: false })
    }

    fn keep(&mut self) -> io::Result<()> {
        self.writer.flush()?;
        self.writer.get_ref().sync_all()?;
        if !self.is_kept {
            if self.written == self.path {
                disk::sync_directory(disk::above(&self.path))?;
            } else {
                disk::rename(&self.written, &self.path)?;
            }
            self.is_kept = true;
        }
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_file(&self.written);
        }
    }
}

impl Out {
    /// Opens what was named: a file of its own, or a device or a pipe as it is.
    fn to(path: &Path) -> io::Result<Self> {
        if fs::metadata(path).is_ok_and(|about| !about.is_file()) {
            return Ok(Self::Stream(Box::new(BufWriter::new(File::options().write(true).open(path)?))));
        }
        NewFile::make(path).map(Self::File)
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stream(stream) => stream,
            Self::File(file) => &mut file.writer,
        }
    }

    fn keep(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(stream) => stream.flush(),
            Self::File(file) => file.keep(),
        }
    }
}

impl Terminal {
    /// Opens what the command line named; `-` and nothing mean standard input and output.
    ///
    /// # Errors
    /// The file that cannot be opened or made, and why.
    pub fn open(input: Option<&Path>, out: Option<&Path>, figures: Option<&Path>) -> Result<Self, String> {
        let is_dash = |path: &&Path| path.as_os_str() != "-";
        let input: Option<Box<dyn Read + Send>> = match (input, input.filter(is_dash)) {
            (None, _) => None,
            (Some(_), None) => Some(Box::new(io::stdin())),
            (Some(_), Some(path)) => {
                Some(Box::new(File::open(path).map_err(|why| format!("cannot read {}: {why}", path.display()))?))
            }
        };
        let cannot = |path: &Path, why: io::Error| format!("cannot write {}: {why}", path.display());
        let data = match out.filter(is_dash) {
            None => Out::Stream(Box::new(io::stdout())),
            Some(path) => Out::to(path).map_err(|why| cannot(path, why))?,
        };
        let figures = match figures {
            None => None,
            Some(path) => {
                let file = File::create(path).map_err(|why| cannot(path, why))?;
                Some(Box::new(file) as Box<dyn Write + Send>)
            }
        };
        Ok(Self { input, data, figures, bar: None })
    }

    /// Writes data into a file that was not there and that only its owner reads; it stays when the order was
    /// done.
    ///
    /// # Errors
    /// When there is one of that name, or it cannot be made.
    pub fn into_new_file(self, path: &Path) -> Result<Self, String> {
        let made = File::options().write(true).create_new(true).mode(0o600).open(path);
        let file = made.map_err(|why| format!("cannot make the new file {}: {why}", path.display()))?;
        let (written, path) = (path.to_owned(), path.to_owned());
        Ok(Self { data: Out::File(NewFile { writer: BufWriter::new(file), written, path, is_kept: false }), ..self })
    }

    /// Writes out what is still held. A file of data stays when the order was done.
    ///
    /// # Errors
    /// When the disk is full or whoever reads is gone.
    pub fn finish(&mut self, is_done: bool) -> io::Result<()> {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if is_done {
            self.data.keep()?;
        } else {
            self.data.writer().flush()?;
        }
        self.figures.as_mut().map_or(Ok(()), |figures| figures.flush())
    }
}

impl Console for Terminal {
    fn take_input(&mut self) -> Box<dyn Read + Send> {
        self.input.take().unwrap_or_else(|| Box::new(io::empty()))
    }

    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        match (stream, &mut self.figures) {
            (Stream::Data, _) => self.data.writer().write_all(bytes),
            (Stream::Figures, Some(figures)) => figures.write_all(bytes),
            (Stream::Figures, None) => Ok(()),
        }
    }

    fn keep(&mut self) -> io::Result<()> {
        self.data.keep()
    }

    fn say(&mut self, message: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{message}")),
            None => eprintln!("{message}"),
        }
    }

    fn progress(&mut self, progress: &Progress) {
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(progress.total, ProgressDrawTarget::stderr_with_hz(8));
            if let Ok(style) = ProgressStyle::with_template("{msg:24} {bar:32} {pos}/{len} {eta}") {
                bar.set_style(style);
            }
            bar
        });
        if let Some(total) = progress.total {
            bar.set_length(total);
        }
        bar.set_message(match progress.errors {
            0 => progress.what.clone(),
            errors => format!("{} ({errors} errors)", progress.what),
        });
        bar.set_position(progress.done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_82_a_file_stays_only_when_it_is_whole_and_until_then_the_one_before_keeps_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup");
        fs::write(&path, "of yesterday").unwrap();
        let mut refused = Terminal::open(None, Some(&path), None).unwrap();
        refused.write(Stream::Data, b"half of to").unwrap();
        refused.finish(false).unwrap();
        drop(refused);
        assert_eq!(fs::read(&path).unwrap(), b"of yesterday");
        let mut done = Terminal::open(None, Some(&path), None).unwrap();
        done.write(Stream::Data, b"of today").unwrap();
        done.keep().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"of today", "kept before the order ends: only then it counts");
        done.finish(true).unwrap();
        drop(done);
        let other = folder.path().join("other");
        let mut refused = Terminal::open(None, Some(&other), None).unwrap();
        refused.write(Stream::Data, b"half").unwrap();
        refused.finish(false).unwrap();
        drop(refused);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something unfinished was left");
    }
}
