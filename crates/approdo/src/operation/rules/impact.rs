//! `approdo rules impact`: whose answers change when the pages of a folder replace those in use, and how.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use clap::Args;
use rules::{Pack, Question, Sheet, Told, calendar};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{day, print, print_json};
use crate::{
    checker::{
        Rulebook, Sources,
        screen::People,
        table::{Form, Source},
    },
    operation::order::Exit,
};

/// People shown by name for each change; all of them stand in the JSON.
const SHOWN_MAX: usize = 5;

#[derive(Debug, Args)]
pub(in crate::operation) struct Impact {
    /// The folder of changed or new pages
    #[arg(long, value_name = "DIR")]
    pack: PathBuf,
    /// People in a file as for `screen`; without it the people of the worked cases
    #[arg(long, value_name = "PEOPLE.csv")]
    facts: Option<PathBuf>,
    /// The day for which the law is asked [default: today in Rome; of a worked case its own day]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<i64>,
    /// A question, such as renewal.term; several times for several [default: all of them]
    #[arg(long = "question", value_name = "ID")]
    questions: Vec<String>,
    /// Write {"people","new_questions","gone_questions","changes":[{"id","as_of","question","before","after"}]}
    #[arg(long)]
    json: bool,
}

/// What a change of the rules does.
#[derive(Debug, Default, Serialize)]
struct Found {
    people: u64,
    new_questions: Vec<String>,
    gone_questions: Vec<String>,
    changes: Vec<Change>,
}

/// One answer that becomes another.
#[derive(Debug, Serialize)]
struct Change {
    id: String,
    as_of: String,
    question: String,
    before: Outcome,
    after: Outcome,
}

#[derive(Debug, PartialEq, Serialize)]
struct Outcome {
    outcome: String,
    values: Map<String, Json>,
}

impl Impact {
    pub(super) fn carry_out(&self) -> Result<Exit, String> {
        if let Some(Err(told)) = self.facts.as_deref().map(Form::of) {
            eprintln!("approdo: {told}");
            return Ok(Exit::Usage);
        }
        let now = Rulebook::national().map_err(ToString::to_string)?;
        let then =
            Sources::national().with_folder(&self.pack).and_then(Sources::compile).map_err(|why| why.to_string())?;
        let (now, then) = (now.pack(), then.pack());
        if let Some(unknown) =
            self.questions.iter().find(|name| now.question(name).or_else(|| then.question(name)).is_none())
        {
            eprintln!("approdo: there is no question {unknown}; `approdo rules list` names them all");
            return Ok(Exit::Usage);
        }
        let mut found = Found {
            new_questions: names(then).filter(|name| now.question(name).is_none()).collect(),
            gone_questions: names(now).filter(|name| then.question(name).is_none()).collect(),
            ..Found::default()
        };
        let both: Vec<(&Question, &Question)> = self.both(now, then);
        match &self.facts {
            Some(path) => self.people(path, [now, then], &both, &mut found)?,
            None => self.worked_cases([now, then], &both, &mut found),
        }
        if self.json {
            print_json(&found)?
        } else {
            print(&found.text())?
        }
        Ok(Exit::Done)
    }

    /// The questions that both have, if they are asked.
    fn both<'a>(&self, now: &'a Pack, then: &'a Pack) -> Vec<(&'a Question, &'a Question)> {
        let asked = |question: &&Question| self.questions.is_empty() || self.questions.contains(&question.name);
        let other = |question: &'a Question| {
            then.questions().get(then.question(&question.name)?).map(|other| (question, other))
        };
        now.questions().iter().filter(asked).filter_map(other).collect()
    }

    fn people(
        &self,
        path: &Path,
        packs: [&Pack; 2],
        both: &[(&Question, &Question)],
        found: &mut Found,
    ) -> Result<(), String> {
        let wrong = |why: String| format!("{}: {why}", path.display());
        let mut people = People::open(Source::open(path)?, &packs).map_err(wrong)?;
        let (facts, today) = (people.facts(), self.as_of.unwrap_or_else(super::today));
        loop {
            let piece = people.next_piece().map_err(wrong)?;
            if piece.is_empty() {
                return Ok(());
            }
            for person in piece {
                let told = packs.map(|pack| person.told(pack, &facts));
                let [now, then] = told.map(|told| told.map_err(wrong));
                found.compare(&person.id, today, packs, [now?, then?], both);
            }
        }
    }

    fn worked_cases(&self, packs: [&Pack; 2], both: &[(&Question, &Question)], found: &mut Found) {
        let [now, then] = packs;
        let mut seen: Vec<String> = Vec::new();
        for (pack, other) in [(now, then), (then, now)] {
            for person in pack.case_people() {
                let facts = person.told.json(pack);
                let id = format!("{}: {}", person.page, person.name);
                // Most cases stand in both.
                let mark = format!("{id} {} {}", person.as_of, Json::Object(facts.clone()));
                if seen.contains(&mark) {
                    continue;
                }
                seen.push(mark);
                let elsewhere = facts.into_iter().filter(|(name, _)| other.asked(name).is_some()).collect();
                let Ok(elsewhere) = Told::from_json(other, &elsewhere) else { continue };
                let told = if std::ptr::eq(pack, now) { [person.told, elsewhere] } else { [elsewhere, person.told] };
                found.compare(&id, self.as_of.unwrap_or(person.as_of), packs, told, both);
            }
        }
    }
}

fn names(pack: &Pack) -> impl Iterator<Item = String> {
    pack.questions().iter().map(|question| question.name.clone())
}

fn outcome<'a>(sheet: &Sheet<'a>, question: &'a Question) -> Outcome {
    let values = sheet.values(question).iter().map(|value| (value.name().to_owned(), value.json())).collect();
    Outcome { outcome: sheet.outcome_word(question).to_owned(), values }
}

impl Found {
    fn compare(
        &mut self,
        id: &str,
        day: i64,
        [now, then]: [&Pack; 2],
        [told, elsewhere]: [Told; 2],
        both: &[(&Question, &Question)],
    ) {
        self.people += 1;
        let (now, then) = (Sheet::of(now, told, day), Sheet::of(then, elsewhere, day));
        for (before, after) in both {
            let (question, before, after) = (&before.name, outcome(&now, before), outcome(&then, after));
            if before != after {
                let as_of = calendar::write(day);
                self.changes.push(Change { id: id.to_owned(), as_of, question: question.clone(), before, after });
            }
        }
    }

    fn text(&self) -> String {
        let mut out = String::new();
        let mut kinds: BTreeMap<(&str, String), Vec<&Change>> = BTreeMap::new();
        for change in &self.changes {
            let how = match change.before.outcome == change.after.outcome {
                true => format!("{}, with other values", change.before.outcome),
                false => format!("{} → {}", change.before.outcome, change.after.outcome),
            };
            kinds.entry((&change.question, how)).or_default().push(change);
        }
        for ((question, how), changes) in &kinds {
            let _ = writeln!(out, "{question}: {how}: {} of {}", changes.len(), self.people);
            for change in changes.iter().take(SHOWN_MAX) {
                let _ = writeln!(out, "  {} ({}){}", change.id, change.as_of, change.values());
            }
            if changes.len() > SHOWN_MAX {
                let _ = writeln!(out, "  and {} more; --json names them", changes.len() - SHOWN_MAX);
            }
        }
        for (what, names) in [("new", &self.new_questions), ("gone", &self.gone_questions)] {
            if !names.is_empty() {
                let _ = writeln!(out, "{what} questions: {}", names.join(", "));
            }
        }
        let _ = writeln!(out, "{} people, {} answers change", self.people, self.changes.len());
        out
    }
}

impl Change {
    /// The values that change, each with what it was.
    fn values(&self) -> String {
        let (before, after) = (&self.before.values, &self.after.values);
        let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
        let plain = |value: Option<&Json>| match value {
            None => "-".to_owned(),
            Some(Json::String(text)) => text.clone(),
            Some(value) => value.to_string(),
        };
        let changed = names.filter(|name| before.get(*name) != after.get(*name));
        changed.fold(String::new(), |mut told, name| {
            let _ = write!(told, "; {name}: {} → {}", plain(before.get(name)), plain(after.get(name)));
            told
        })
    }
}
