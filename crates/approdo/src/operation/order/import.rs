//! `approdo people import`.

use super::Exit;
use crate::{
    access::Actor,
    app::{App, Refusal},
    operation::console::{Console, Progress},
    people::import::{self, ImportFault, Mapping, Reached, Report, Terms, Watch},
};

/// How many wrong rows the terminal lists; the rest is counted.
const FAULTS_SHOWN: usize = 100;

pub(super) fn carry_out(
    app: &App,
    actor: &Actor,
    file_name: &str,
    mapping: Option<&str>,
    dry_run: bool,
    console: &mut dyn Console,
) -> Result<Exit, String> {
    let mapping = mapping.map_or_else(|| Ok(Mapping::default()), Mapping::parse);
    let mapping = mapping.map_err(|why| format!("the mapping file is not understood, {why}"))?;
    let mut input = console.take_input();
    let what = if dry_run { "looking at the rows" } else { "taking people in" };
    let terms = Terms { mapping: &mapping, rows_most: import::ROWS_MOST, dry_run };
    let outcome = app
        .store
        .with_wide_cache(|| import::import(app, actor, &mut *input, terms, &mut Shown { what, console }))
        .map_err(|why| why.to_string())?;
    match outcome {
        Ok(report) => {
            tell_report(&report, file_name, dry_run, console);
            Ok(if report.wrong == 0 { Exit::Done } else { Exit::Refused })
        }
        Err(Refusal::Rule(ImportFault::Rows(report))) => {
            tell_report(&report, file_name, dry_run, console);
            Ok(Exit::Refused)
        }
        Err(other) => Err(super::refused(other)),
    }
}

/// The terminal that shows how far it has come.
struct Shown<'a> {
    what: &'static str,
    console: &'a mut dyn Console,
}

impl Watch for Shown<'_> {
    fn reached(&mut self, reached: Reached) -> Result<(), store::StoreError> {
        let (what, done, total, errors) = match reached {
            Reached::Rows { read, wrong } => (self.what, read, None, wrong),
            Reached::Lookups { written, of } => ("putting the index in order", written, Some(of), 0),
        };
        self.console.progress(&Progress { what: what.to_owned(), done, total, errors });
        Ok(())
    }
}

fn tell_report(report: &Report, file_name: &str, dry_run: bool, console: &mut dyn Console) {
    console.say(&format!(
        "{file_name}: {} rows, text in {}, columns separated by {:?}",
        report.rows, report.encoding, report.separator
    ));
    if dry_run {
        for person in &report.preview {
            let birth = person.identity.birth.map(|date| date.to_string()).unwrap_or_default();
            console.say(&format!("  {} {birth}", person.identity.called()));
        }
    }
    for fault in report.faults.iter().take(FAULTS_SHOWN) {
        console.say(&format!("  {fault}"));
    }
    if report.wrong > 0 {
        let more = if report.faults.len() > FAULTS_SHOWN { " (the first ones are listed)" } else { "" };
        console.say(&format!("{} rows are wrong{more}. Nothing was taken in: mend them and try again.", report.wrong));
    } else if report.filed {
        console.say(&format!("{} people are on file now.", report.rows));
    } else {
        console.say("Every row is sound. Nothing was taken in: this was a dry run.");
    }
}
