//! `approdo rules screen`: the answers for many people.

use std::{cell::RefCell, fs, path::PathBuf};

use clap::Args;

use super::{Asked, Pack};
use crate::{
    checker::{
        Language, screen,
        table::{Form, Source},
    },
    operation::{
        console::{Console as _, Progress, Stream, Terminal},
        order::Exit,
    },
};

#[derive(Debug, Args)]
pub(in crate::operation) struct Screen {
    /// The people: a CSV, or NAME.parquet where the program was built with `--features parquet`
    #[arg(long, value_name = "PEOPLE.csv")]
    facts: PathBuf,
    /// Where to write id,question,outcome,values,missing_facts,horizon, as CSV or NAME.parquet alike; as CSV to standard
    /// output otherwise
    #[arg(long, value_name = "FINDINGS.csv")]
    out: Option<PathBuf>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    pack: Pack,
}

impl Screen {
    pub(super) fn carry_out(&self) -> Result<Exit, String> {
        let rulebook = self.pack.find()?;
        let Some(asking) = self.asked.of(&rulebook, Language::It) else { return Ok(Exit::Usage) };
        let form = match (Form::of(&self.facts), self.out.as_deref().map_or(Ok(Form::Csv), Form::of)) {
            (Ok(_), Ok(form)) => form,
            (Err(told), _) | (_, Err(told)) => {
                eprintln!("approdo: {told}");
                return Ok(Exit::Usage);
            }
        };
        let source = Source::open(&self.facts)?;
        let length = fs::metadata(&self.facts).map_or(0, |about| about.len());
        let terminal = RefCell::new(Terminal::open(None, self.out.as_deref(), None)?);
        let written = |bytes: &[u8]| terminal.borrow_mut().write(Stream::Data, bytes);
        let shown = |so_far: &screen::Screened, bytes: u64| {
            // How many rows there are is known at the end; until then it is what the part that was read lets expect.
            let total = (bytes > 0).then(|| so_far.people.saturating_mul(length) / bytes).filter(|total| *total > 0);
            let progress = Progress { what: "people".to_owned(), done: so_far.people, total, errors: so_far.wrong };
            terminal.borrow_mut().progress(&progress);
        };
        let screened = screen::screen(&asking, source, form, written, shown);
        let mut terminal = terminal.into_inner();
        let is_right = screened.as_ref().is_ok_and(|screened| screened.wrong == 0);
        super::super::command::finish(&mut terminal, if is_right { Exit::Done } else { Exit::Refused })?;
        let screened = screened.map_err(|why| format!("{}: {why}", self.facts.display()))?;
        if screened.wrong > 0 {
            let more = screened.wrong - screened.told.len() as u64;
            let more = if more > 0 { format!("\n  and {more} more rows") } else { String::new() };
            return Err(format!(
                "nothing was written: {} rows are not understood:\n  {}{more}",
                screened.wrong,
                screened.told.join("\n  ")
            ));
        }
        terminal.say(&format!("{} people", screened.people));
        Ok(Exit::Done)
    }
}
