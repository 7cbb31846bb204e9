//! `approdo rules watch`: checks a folder of pages whenever one is saved, and shows each worked case of the page that
//! was saved, with what changed.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use clap::Args;
use rules::{CaseTold, Fault};

use super::{print, verify::all_faults};
use crate::{
    checker::{Broken, Sources},
    operation::order::Exit,
};

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_millis(300);

#[derive(Debug, Args)]
pub(in crate::operation) struct Watch {
    /// The folder of pages
    #[arg(long, value_name = "DIR")]
    pack: PathBuf,
    /// Check once and stop, as if everything had been saved
    #[arg(long)]
    once: bool,
}

/// What the pages were at the last look, and how each case came out at the last check that was possible.
#[derive(Default)]
struct Before {
    pages: BTreeMap<String, String>,
    cases: BTreeMap<(String, String), String>,
}

impl Watch {
    pub(super) fn carry_out(&self) -> Result<Exit, String> {
        let mut before = Before::default();
        let mut shown = String::new();
        loop {
            let told = match Sources::national().with_folder(&self.pack) {
                Ok(sources) => before.look(sources, &self.pack),
                // A page may be gone for a moment while an editor saves it.
                Err(why) => Some(why.to_string() + "\n"),
            };
            if let Some(told) = told.filter(|told| *told != shown) {
                print(&told)?;
                shown = told;
            }
            if self.once {
                return Ok(Exit::Done);
            }
            thread::sleep(EVERY);
        }
    }
}

impl Before {
    /// What there is to tell when a page or text was saved.
    fn look(&mut self, sources: Sources, folder: &Path) -> Option<String> {
        let pages: BTreeMap<String, String> = texts(&sources);
        let is_changed = |(name, text): &(&String, &String)| self.pages.get(*name) != Some(*text);
        let saved: Vec<String> = pages.iter().filter(is_changed).map(|(name, _)| name.clone()).collect();
        let is_gone = self.pages.keys().any(|name| !pages.contains_key(name));
        if saved.is_empty() && !is_gone {
            return None;
        }
        let is_first = self.pages.is_empty();
        self.pages = pages;
        let began = Instant::now();
        let mut told = String::new();
        match sources.compile() {
            Err(Broken::Unread(why)) => told = why,
            Err(Broken::Wrong(faults)) => tell_faults(&faults, &mut told),
            Ok(rulebook) => {
                let tried = rulebook.pack().try_cases();
                self.tell_cases(&tried.told, &saved, is_first, folder, &mut told);
                tell_faults(&all_faults(&rulebook, &tried), &mut told);
                let lines =
                    format!("{} worked cases, {} of {} lines reached", tried.cases, tried.reached, tried.branches);
                let _ = writeln!(told, "{lines}, {} ms", began.elapsed().as_millis());
            }
        }
        Some(told)
    }

    /// The cases of the pages that were saved, and those of any other page that came out differently.
    fn tell_cases(&mut self, cases: &[CaseTold], saved: &[String], is_first: bool, folder: &Path, told: &mut String) {
        let mut page = "";
        for case in cases {
            let key = (case.page.clone(), case.name.clone());
            let was = self.cases.insert(key, case.found.clone());
            let changed = was.as_ref().is_some_and(|was| *was != case.found);
            if !(changed || (saved.contains(&case.page) && !is_first) || (is_first && !case.right)) {
                continue;
            }
            if page != case.page {
                page = &case.page;
                let _ = writeln!(told, "\n{}", folder.join(page).with_extension("md").display());
            }
            let mark = if case.right { "✓" } else { "✗" };
            let _ = write!(told, "  {mark} line {:>4}  {}: {}", case.line, case.name, case.found);
            if let (true, Some(was)) = (changed, was) {
                let _ = write!(told, "   (was: {was})");
            }
            if !case.right {
                let _ = write!(told, "   (expected: {})", case.expected);
            }
            told.push('\n');
        }
    }
}

/// Pages and texts by name.
fn texts(sources: &Sources) -> BTreeMap<String, String> {
    let pages = sources.pages.iter().cloned();
    let words =
        sources.texts.iter().map(|file| (format!("words/{}/{}", file.language.tag(), file.topic), file.text.clone()));
    pages.chain(words).collect()
}

fn tell_faults(faults: &[Fault], told: &mut String) {
    for fault in faults {
        let _ = writeln!(told, "\n{fault}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_page_shows_its_cases_with_what_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("renewal/term.md");
        std::fs::create_dir(folder.path().join("renewal")).unwrap();
        let (_, text) = Sources::national().pages.into_iter().find(|(id, _)| id == "renewal/term").unwrap();
        let look =
            |before: &mut Before| before.look(Sources::national().with_folder(folder.path()).unwrap(), folder.path());
        std::fs::write(&page, &text).unwrap();
        let mut before = Before::default();
        let first = look(&mut before).unwrap();
        assert!(!first.contains('✗'), "{first}");
        assert_eq!(look(&mut before), None, "nothing was saved");
        std::fs::write(&page, text.replace("| 90    | R02", "| 80    | R02")).unwrap();
        let told = look(&mut before).unwrap();
        assert!(told.contains("renewal/term.md\n"), "{told}");
        assert!(told.contains("✗") && told.contains("(was: met, ask_by = 2026-12-31"), "{told}");
        assert!(
            told.contains("error: the case \"in time, the last day\": ask_by: expected 2026-12-31, found 2027-01-10"),
            "{told}"
        );
    }
}
