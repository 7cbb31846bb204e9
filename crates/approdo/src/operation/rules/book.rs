//! `approdo rules book`: the rule book as pages of HTML, with the page of its health.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use rules::Texts;

use super::{Pack, day};
use crate::{checker::Language, operation::order::Exit};

#[derive(Debug, Args)]
pub(in crate::operation) struct Book {
    /// The folder for the pages
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The day on which reviews are due or not [default: today in Rome]
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<i64>,
    #[command(flatten)]
    pack: Pack,
}

impl Book {
    pub(super) fn carry_out(&self) -> Result<Exit, String> {
        let rulebook = self.pack.find()?;
        let pack = rulebook.pack();
        let texts = Language::ALL.map(|language| (language.tag(), rulebook.texts_to_check(language)));
        let texts: Vec<(&str, &Texts)> = texts.iter().map(|(tag, texts)| (*tag, texts)).collect();
        let (tried, faults) = (pack.try_cases(), pack.check());
        let today = self.today.unwrap_or_else(super::today);
        let book = rules::Book { pack, texts: &texts, tried: &tried, faults: &faults, today, rows: &[] };
        let pages = rules::book(&book);
        for (path, content) in &pages {
            let file = self.out.join(path);
            write(&file, content).map_err(|why| format!("cannot write {}: {why}", file.display()))?;
        }
        eprintln!("{} files; begin with {}", pages.len(), self.out.join("index.html").display());
        Ok(Exit::Done)
    }
}

fn write(file: &Path, content: &str) -> std::io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(file, content)
}
