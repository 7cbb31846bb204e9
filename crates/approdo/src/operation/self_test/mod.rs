//! The self-test: every way in which this house is less safe than it could be (SEC-83).
//!
//! `checks` lists them all and looks at what is in force, never at what was meant: files, sockets,
//! settings of the engine, rows; `machine` and `staff` hold the looks at disks and database, and at
//! accounts and alarms. A check that cannot be made says so, and one that has no meaning here is left out. `pages`
//! shows the findings to whoever may see the settings; the command line tells the same.

mod checks;
mod machine;
mod pages;
mod staff;
#[cfg(test)]
mod story;

use policy::{Action, Resource};
use serde_json::json;

pub use checks::{CHECKS, Check};
pub use pages::routes;

use crate::{
    access::{self, About, Actor, Event},
    app::{App, Refusal},
    shell::words::{Words, without_isolates},
};

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is as it should be.
    Safe,
    /// It is not: which sentence says so, and the value in it.
    Deviates {
        /// The end of the text's id: `self-test-found-…`.
        how: &'static str,
        /// What was found; empty where the sentence needs nothing.
        value: String,
    },
    /// Nobody knows: why it could not be looked at.
    Unknown(String),
    /// It has no meaning in this house.
    Absent,
}

/// A check and what it found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which check.
    pub check: &'static Check,
    /// What it found.
    pub outcome: Outcome,
}

/// Makes every check, and leaves an entry that it was done.
///
/// # Errors
/// [`Refusal::NotFound`] without leave to see the settings; the store's.
pub fn run(app: &App, actor: &Actor) -> Result<Vec<Finding>, Refusal> {
    app.store.look("operation.self_test", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::See, Resource::Settings, About::General)?;
        trail.leave(access::entry(app, actor, &pass, Event { act: "settings.tested", ..Event::default() }));
        Ok::<_, Refusal>(())
    })?;
    let made =
        CHECKS.iter().map(|check| Finding { check, outcome: (check.look)(app).unwrap_or_else(Outcome::Unknown) });
    Ok(made.filter(|finding| finding.outcome != Outcome::Absent).collect())
}

/// A deviation in words: what it is, why it matters, what to do.
pub(super) struct Told {
    pub(super) found: String,
    pub(super) why: String,
    pub(super) remedy: String,
}

impl Finding {
    /// Whether it deviates from what is safe.
    #[must_use]
    pub fn deviates(&self) -> bool {
        matches!(self.outcome, Outcome::Deviates { .. })
    }

    /// What is checked, in a few words.
    pub(super) fn name(&self, w: &Words) -> String {
        w.say(&format!("self-test-name-{}", self.check.code))
    }

    pub(super) fn told(&self, w: &Words) -> Option<Told> {
        let Outcome::Deviates { how, value } = &self.outcome else { return None };
        Some(Told {
            found: w.say_with(&format!("self-test-found-{how}"), &[("value", value.as_str().into())]),
            why: w.say(&format!("self-test-why-{}", self.check.code)),
            remedy: w.say(&format!("self-test-do-{}", self.check.code)),
        })
    }
}

/// The findings as the command line tells them.
pub(super) fn as_text(findings: &[Finding], w: &Words) -> String {
    let mut text = String::new();
    for finding in findings {
        if let Some(told) = finding.told(w) {
            text.push_str(&format!("! {}\n  {}\n  {}\n", told.found, told.why, told.remedy));
        }
    }
    for finding in findings {
        if let Outcome::Unknown(why) = &finding.outcome {
            text.push_str(&format!("? {}: {why}\n", finding.name(w)));
        }
    }
    let safe = findings.iter().filter(|finding| finding.outcome == Outcome::Safe).count();
    let deviations = findings.iter().filter(|finding| finding.deviates()).count();
    text.push_str(&format!("{deviations} deviations, {safe} of {} checks as they should be.\n", findings.len()));
    without_isolates(&text)
}

/// The findings for a program.
pub(super) fn as_json(findings: &[Finding], w: &Words) -> String {
    let told: Vec<_> = findings
        .iter()
        .map(|finding| match (&finding.outcome, finding.told(w)) {
            (_, Some(told)) => json!({
                "check": finding.check.code,
                "outcome": "deviates",
                "found": without_isolates(&told.found),
                "why": without_isolates(&told.why),
                "do": without_isolates(&told.remedy),
            }),
            (Outcome::Unknown(why), None) => {
                json!({ "check": finding.check.code, "outcome": "unknown", "why": why })
            }
            (_, None) => json!({ "check": finding.check.code, "outcome": "safe" }),
        })
        .collect();
    let ok = !findings.iter().any(Finding::deviates);
    format!("{}\n", json!({ "ok": ok, "checks": told }))
}
