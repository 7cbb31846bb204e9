//! `approdo rules …`: the law asked for a person or for many, and checked by who writes it. Plain files only: no city,
//! no keys, no database; nothing is kept.

mod ask;
mod book;
mod check;
mod impact;
mod list;
mod said;
mod screen;
mod typed;
mod verify;
mod watch;

use std::{io, path::PathBuf};

use clap::{Args, Subcommand};
use ground::{Clock, city_zone};
use rules::calendar;

use super::order::Exit;
use crate::checker::{Asking, Language, Rulebook, Sources};

/// The commands of the rules.
#[derive(Debug, Subcommand)]
pub(super) enum Rules {
    /// Answer questions for the facts of a person, with reasons, articles and dates
    ///
    /// Facts are JSON with the names of `approdo rules list`: money "10651.68", dates 2026-11-23. A fact that is null
    /// is known to be none, one that is left out is not known.
    Check(check::Check),
    /// Ask in the terminal what still matters for an answer, and only that
    Ask(ask::Ask),
    /// Answer for many people from a file, one row a person
    ///
    /// A column id, then one for each fact: an empty cell is not known, null is known to be none, a list stands as
    /// JSON in its cell.
    Screen(screen::Screen),
    /// Show whose answers change when the pages of a folder replace those in use
    Impact(impact::Impact),
    /// Check the rules: pages, worked cases, texts in every language
    Verify(verify::Verify),
    /// List the questions, the facts they need and where they are written
    List(list::ListThem),
    /// Print the rule book as HTML: the law in words, its figures and sources, and how healthy the rules are
    Book(book::Book),
    /// Check a folder of pages whenever one is saved, and show what changed
    Watch(watch::Watch),
}

impl Rules {
    /// Does what was said.
    ///
    /// # Errors
    /// What stopped it, in words.
    pub(super) fn carry_out(self) -> Result<Exit, String> {
        match self {
            Self::Check(check) => check.carry_out(),
            Self::Ask(ask) => ask.carry_out(&mut io::stdin().lock(), &mut io::stdout().lock()),
            Self::Screen(screen) => screen.carry_out(),
            Self::Impact(impact) => impact.carry_out(),
            Self::Verify(verify) => verify.carry_out(),
            Self::List(list) => list.carry_out(),
            Self::Book(book) => book.carry_out(),
            Self::Watch(watch) => watch.carry_out(),
        }
    }
}

/// Which rules.
#[derive(Debug, Args)]
struct Pack {
    /// A folder of pages over the national ones: a page with the same id replaces, another is added
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

/// The rules that were asked for.
enum Found {
    National(&'static Rulebook),
    Own(Box<Rulebook>),
}

impl std::ops::Deref for Found {
    type Target = Rulebook;

    fn deref(&self) -> &Rulebook {
        match self {
            Self::National(rulebook) => rulebook,
            Self::Own(rulebook) => rulebook,
        }
    }
}

impl Pack {
    fn find(&self) -> Result<Found, String> {
        match &self.pack {
            None => Rulebook::national().map(Found::National).map_err(ToString::to_string),
            Some(folder) => {
                let sources = Sources::national().with_folder(folder);
                let rulebook = sources.and_then(Sources::compile).map_err(|why| why.to_string())?;
                Ok(Found::Own(Box::new(rulebook)))
            }
        }
    }
}

/// Which questions on which day.
#[derive(Debug, Args)]
struct Asked {
    /// The day for which the law is asked [default: today in Rome]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<i64>,
    /// A question, such as renewal.term; several times for several [default: all of them]
    #[arg(long = "question", value_name = "ID")]
    questions: Vec<String>,
}

impl Asked {
    fn day(&self) -> i64 {
        self.as_of.unwrap_or_else(today)
    }

    /// What is asked of a rule book; `None`, and a message, where a name is no question.
    fn of<'a>(&self, rulebook: &'a Rulebook, language: Language) -> Option<Asking<'a>> {
        match Asking::of(rulebook, language, self.day(), &self.questions) {
            Ok(asking) => Some(asking),
            Err(why) => {
                eprintln!("approdo: {why}");
                None
            }
        }
    }
}

/// In which language.
#[derive(Debug, Args)]
struct Lang {
    /// The language: it, en, ar or bn
    #[arg(long = "lang", value_name = "LANG", default_value = "it")]
    language: Language,
}

/// A day of the command line.
fn day(text: &str) -> Result<i64, String> {
    calendar::parse(text).ok_or_else(|| "a day is written 2026-11-23".to_owned())
}

/// The present day in Rome.
fn today() -> i64 {
    let day = Clock::machine().now().day(&city_zone());
    calendar::number_of(day.year().into(), day.month().into(), day.day().into())
}

/// Writes data to standard output; whoever reads may have seen enough.
fn print(text: &str) -> Result<(), String> {
    use io::Write as _;
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(why) if why.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot write the answer: {why}")),
        _ => Ok(()),
    }
}

/// Writes JSON to standard output.
fn print_json(value: &impl serde::Serialize) -> Result<(), String> {
    let text = serde_json::to_string_pretty(value).map_err(|why| why.to_string())?;
    print(&format!("{text}\n"))
}
