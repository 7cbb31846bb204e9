//! `approdo rules watch`: checks a folder of pages whenever one is saved, and shows each worked case of the page that
//! was saved, with what changed.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use clap::Args;
use ground::{Clock, city_zone};
use rules::{CaseTold, Fault, Weight, fails};

use super::{print, verify::all_faults};
use crate::{
    checker::{Broken, Sources},
    operation::order::Exit,
};

/// How often the folder is looked at. What is seen twice is checked: an editor that empties a page, or moves it away,
/// before it writes it anew is done by then.
const EVERY: Duration = Duration::from_millis(80);

#[derive(Debug, Args)]
pub(in crate::operation) struct Watch {
    /// The folder of pages
    #[arg(long, value_name = "DIR")]
    pack: PathBuf,
    /// Check once and stop, as if everything had been saved; fails where something is wrong
    #[arg(long)]
    once: bool,
}

/// Pages and texts by the paths of their files, or why the folder cannot be read.
type Seen = Result<BTreeMap<String, String>, String>;

/// What was seen and checked, and how each case came out at the last check that was possible.
struct Before {
    national: Sources,
    seen: Option<Seen>,
    cases: Option<BTreeMap<(String, String), String>>,
}

impl Watch {
    pub(super) fn carry_out(&self) -> Result<Exit, String> {
        let mut before = Before { national: Sources::national(), seen: None, cases: None };
        if self.once {
            let (told, is_right) = before.check(Sources::default().with_folder(&self.pack), &self.pack);
            print(&told)?;
            return Ok(if is_right { Exit::Done } else { Exit::Refused });
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|why| format!("cannot wait for the folder: {why}"))?;
        runtime.block_on(self.go_on(&mut before))?;
        eprintln!();
        Ok(Exit::Done)
    }

    /// Checks whenever something was saved, until it is interrupted.
    async fn go_on(&self, before: &mut Before) -> Result<(), String> {
        eprintln!("watching {}; Ctrl-C ends", self.pack.display());
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        let mut last = None;
        loop {
            let found = Sources::default().with_folder(&self.pack);
            let seen = seen(&found);
            if before.seen.as_ref() != Some(&seen) && last.as_ref() == Some(&seen) {
                let (told, _) = before.check(found, &self.pack);
                print(&told)?;
            }
            last = Some(seen);
            tokio::select! {
                _ = &mut interrupted => return Ok(()),
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }
}

impl Before {
    /// Checks what was found, tells all there is to tell, and whether it is sound.
    fn check(&mut self, found: Result<Sources, Broken>, folder: &Path) -> (String, bool) {
        let began = Instant::now();
        let now = seen(&found);
        let saved = self.saved(&now);
        let mut told = self.headline(&saved);
        self.seen = Some(now);
        let faults = found.and_then(|found| self.check_pages(found, &saved, folder, &mut told));
        let is_right = faults.as_ref().is_ok_and(|faults| !fails(faults));
        match faults {
            Err(Broken::Unread(why)) => {
                let _ = writeln!(told, "{why}");
            }
            Ok(faults) | Err(Broken::Wrong(faults)) => {
                faults.iter().for_each(|fault| {
                    let _ = writeln!(told, "\n{fault}");
                });
            }
        }
        let sign = if is_right { "✓ sound" } else { "\n✗ something is wrong" };
        let _ = writeln!(told, "{sign}, looked at in {} ms", began.elapsed().as_millis());
        (told, is_right)
    }

    /// The faults of the pages, after the cases were told; those that keep the cases from being tried are an error.
    fn check_pages(
        &mut self,
        found: Sources,
        saved: &[String],
        folder: &Path,
        told: &mut String,
    ) -> Result<Vec<Fault>, Broken> {
        let mut sources = self.national.clone();
        let own: Vec<String> = found.pages.iter().map(|(id, _)| id.clone()).collect();
        sources.pages.extend(found.pages);
        sources.texts.extend(found.texts);
        let rulebook = sources.compile().inspect_err(|_| {
            told.push_str("the worked cases are tried again when this is put right\n");
        })?;
        let tried = rulebook.pack().try_cases();
        let place = |page: &str| match own.iter().any(|id| id == page) {
            true => folder.join(page).with_extension("md").display().to_string(),
            false => format!("{page}.md of the national rules"),
        };
        self.tell_cases(&tried.told, saved, place, told);
        let lines = format!("{} of {} lines reached", tried.reached, tried.branches);
        let _ = writeln!(told, "{} worked cases, {lines}", tried.cases);
        // A hint about a national page is nothing that whoever writes this folder can do about.
        let mut faults = all_faults(&rulebook, &tried);
        faults.retain(|fault| fault.weight == Weight::Error || own.contains(&fault.page));
        Ok(faults)
    }

    /// The files that are not as they were at the last check; at the first none, for nothing was saved yet.
    fn saved(&self, now: &Seen) -> Vec<String> {
        let (Some(before), Ok(now)) = (&self.seen, now) else { return Vec::new() };
        let nothing = BTreeMap::new();
        let before = before.as_ref().unwrap_or(&nothing);
        let saved = now.iter().filter(|(name, text)| before.get(*name) != Some(*text)).map(|(name, _)| name);
        saved.chain(before.keys().filter(|name| !now.contains_key(*name))).cloned().collect()
    }

    fn headline(&self, saved: &[String]) -> String {
        if self.seen.is_none() {
            return String::new();
        }
        let time = Clock::machine().now().hour_and_minute(&city_zone());
        format!("\n── {time} ── {}\n", if saved.is_empty() { "the folder".to_owned() } else { saved.join(", ") })
    }

    /// The cases of the pages that were saved, and those of any other page that came out differently; at the first look
    /// those that are wrong.
    fn tell_cases(&mut self, cases: &[CaseTold], saved: &[String], place: impl Fn(&str) -> String, told: &mut String) {
        let is_first = self.cases.is_none();
        // A page that is away for a moment is compared with what it was before.
        let known = self.cases.get_or_insert_default();
        let mut page = "";
        for case in cases {
            let key = (case.page.clone(), case.name.clone());
            let was = known.insert(key, case.found.clone()).filter(|was| *was != case.found);
            let is_saved = saved.iter().any(|file| file.strip_suffix(".md") == Some(&case.page));
            if was.is_none() && !is_saved && (!is_first || case.right) {
                continue;
            }
            if page != case.page {
                page = &case.page;
                let _ = writeln!(told, "{}", place(page));
            }
            let mark = if case.right { "✓" } else { "✗" };
            let _ = write!(told, "  {mark} line {:>3}  {}: {}", case.line, case.name, case.found);
            if let Some(was) = was {
                let _ = write!(told, "   (was: {was})");
            }
            if !case.right {
                let _ = write!(told, "   (expected: {})", case.expected);
            }
            told.push('\n');
        }
    }
}

fn seen(found: &Result<Sources, Broken>) -> Seen {
    let sources = found.as_ref().map_err(ToString::to_string)?;
    let pages = sources.pages.iter().map(|(id, text)| (format!("{id}.md"), text.clone()));
    let words = sources
        .texts
        .iter()
        .map(|file| (format!("words/{}/{}.ftl", file.language.tag(), file.topic), file.text.clone()));
    Ok(pages.chain(words).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_page_shows_its_cases_with_what_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("renewal/term.md");
        std::fs::create_dir(folder.path().join("renewal")).unwrap();
        let national = Sources::national();
        let (_, text) = national.pages.iter().find(|(id, _)| id == "renewal/term").cloned().unwrap();
        let mut before = Before { national, seen: None, cases: None };
        let mut look = || before.check(Sources::default().with_folder(folder.path()), folder.path());
        let (none, is_right) = look();
        assert!(none.contains("holds no page of rules") && !is_right, "{none}");
        std::fs::write(&page, &text).unwrap();
        let (first, is_right) = look();
        assert!(!first.contains('✗') && is_right, "{first}");
        std::fs::write(&page, text.replace("| 90    | R02", "| 80    | R02")).unwrap();
        let (told, is_right) = look();
        assert!(told.contains("renewal/term.md\n") && !is_right, "{told}");
        assert!(told.contains("✗") && told.contains("(was: met, ask_by = 2026-12-31"), "{told}");
        assert!(
            told.contains("error: the case \"in time, the last day\": ask_by: expected 2026-12-31, found 2027-01-10"),
            "{told}"
        );
        std::fs::write(&page, text.replace("question renewal.term", "question renewal term")).unwrap();
        let (told, _) = look();
        assert!(told.contains("tried again when this is put right") && told.contains("renewal/term.md:"), "{told}");
        std::fs::write(&page, &text).unwrap();
        let (told, is_right) = look();
        assert!(told.contains("(was: not_met") || told.contains("(was: met, ask_by = 2027-01-10"), "{told}");
        assert!(is_right && !told.contains('✗'), "{told}");
    }
}
