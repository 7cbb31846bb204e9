//! `approdo rules verify`: everything that is wrong with a pack, told before anybody relies on it.

use std::fmt::Write as _;

use clap::Args;
use rules::{Fault, Tried, Weight, fails};
use serde::Serialize;

use super::{Pack, day, print, print_json};
use crate::{
    checker::{Broken, Rulebook, Sources},
    operation::order::Exit,
};

#[derive(Debug, Args)]
pub(in crate::operation) struct Verify {
    #[command(flatten)]
    pack: Pack,
    /// Fail too where the review of a page is due on this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<i64>,
    /// Write {"ok","pages","questions","cases","lines","lines_reached","faults":[…]}
    #[arg(long)]
    json: bool,
}

/// What was checked, and what is wrong.
#[derive(Debug, Default, Serialize)]
struct Verified {
    ok: bool,
    pages: usize,
    questions: usize,
    cases: usize,
    /// Lines of rules and rows of tables.
    lines: usize,
    /// How many of them a worked case reaches.
    lines_reached: usize,
    faults: Vec<FaultTold>,
    #[serde(skip)]
    text: String,
}

#[derive(Debug, Serialize)]
struct FaultTold {
    weight: &'static str,
    page: String,
    line: u32,
    column: u32,
    told: String,
}

impl Verify {
    pub(super) fn carry_out(&self) -> Result<Exit, String> {
        let sources = match &self.pack.pack {
            None => Sources::national(),
            Some(folder) => Sources::national().with_folder(folder).map_err(|why| why.to_string())?,
        };
        let verified = match sources.compile() {
            Ok(rulebook) => verified(&rulebook, self.today),
            Err(Broken::Unread(why)) => return Err(why),
            Err(Broken::Wrong(faults)) => Verified::default().with(&faults),
        };
        if self.json {
            print_json(&verified)?;
        } else {
            print(&verified.text)?;
        }
        Ok(if verified.ok { Exit::Done } else { Exit::Refused })
    }
}

fn verified(rulebook: &Rulebook, today: Option<i64>) -> Verified {
    let pack = rulebook.pack();
    let tried = pack.try_cases();
    let mut faults = all_faults(rulebook, &tried);
    faults.extend(today.map(|today| pack.overdue(today)).unwrap_or_default());
    let found = Verified {
        pages: pack.pages().len(),
        questions: pack.questions().len(),
        cases: tried.cases,
        lines: tried.branches,
        lines_reached: tried.reached,
        ..Verified::default()
    };
    found.with(&faults)
}

/// What worked cases, checks and texts show.
pub(super) fn all_faults(rulebook: &Rulebook, tried: &Tried) -> Vec<Fault> {
    let pack = rulebook.pack();
    let mut faults = tried.faults.clone();
    faults.extend(pack.check());
    faults.extend(rulebook.text_faults());
    faults.sort_by(|one, other| (&one.page, one.place).cmp(&(&other.page, other.place)));
    faults
}

impl Verified {
    fn with(mut self, faults: &[Fault]) -> Self {
        self.ok = !fails(faults);
        for fault in faults {
            let _ = writeln!(self.text, "{fault}\n");
        }
        let wrong = faults.iter().filter(|fault| fault.weight == Weight::Error).count();
        let _ = writeln!(
            self.text,
            "{} pages, {} questions, {} worked cases that reach {} of {} lines: {}",
            self.pages,
            self.questions,
            self.cases,
            self.lines_reached,
            self.lines,
            if wrong == 0 { "sound".to_owned() } else { format!("{wrong} faults") }
        );
        self.faults = faults.iter().map(FaultTold::of).collect();
        self
    }
}

impl FaultTold {
    fn of(fault: &Fault) -> Self {
        let weight = match fault.weight {
            Weight::Error => "error",
            Weight::Hint => "hint",
        };
        let (line, column) = (fault.place.line, fault.place.column);
        Self { weight, page: fault.page.clone(), line, column, told: fault.told.clone() }
    }
}
