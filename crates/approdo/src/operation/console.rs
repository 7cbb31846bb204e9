//! What an order from the command line reads from and writes to, wherever it is carried out.

use std::{
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::{Deserialize, Serialize};

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
    data: Box<dyn Write + Send>,
    figures: Option<Box<dyn Write + Send>>,
    bar: Option<ProgressBar>,
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
            (Some(_), Some(path)) => Some(Box::new(
                std::fs::File::open(path).map_err(|why| format!("cannot read {}: {why}", path.display()))?,
            )),
        };
        let make =
            |path: &Path| std::fs::File::create(path).map_err(|why| format!("cannot write {}: {why}", path.display()));
        let data: Box<dyn Write + Send> = match out.filter(is_dash) {
            None => Box::new(io::stdout()),
            Some(path) => Box::new(io::BufWriter::new(make(path)?)),
        };
        let figures = match figures {
            None => None,
            Some(path) => Some(Box::new(make(path)?) as Box<dyn Write + Send>),
        };
        Ok(Self { input, data, figures, bar: None })
    }

    /// Writes data into a file that was not there and that only its owner reads.
    ///
    /// # Errors
    /// When there is one of that name, or it cannot be made.
    pub fn into_new_file(self, path: &Path) -> Result<Self, String> {
        let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        let file = made.map_err(|why| format!("cannot make the new file {}: {why}", path.display()))?;
        Ok(Self { data: Box::new(io::BufWriter::new(file)), ..self })
    }

    /// Writes out what is still held.
    ///
    /// # Errors
    /// When the disk is full or whoever reads is gone.
    pub fn finish(&mut self) -> io::Result<()> {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        self.data.flush()?;
        self.figures.as_mut().map_or(Ok(()), |figures| figures.flush())
    }
}

impl Console for Terminal {
    fn take_input(&mut self) -> Box<dyn Read + Send> {
        self.input.take().unwrap_or_else(|| Box::new(io::empty()))
    }

    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        match (stream, &mut self.figures) {
            (Stream::Data, _) => self.data.write_all(bytes),
            (Stream::Figures, Some(figures)) => figures.write_all(bytes),
            (Stream::Figures, None) => Ok(()),
        }
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
