//! `approdo rules check`: the answers for the facts of one person.

use std::{fs, io, io::Read as _, path::PathBuf};

use clap::Args;
use rules::Told;
use serde_json::{Map, Value as Json};

use super::{Asked, Lang, Pack, print, print_json, said};
use crate::{checker::Rulebook, operation::order::Exit};

/// Facts are never longer than this.
const FACTS_BYTES_MAX: u64 = 4 * 1024 * 1024;

#[derive(Debug, Args)]
pub(in crate::operation) struct Check {
    /// The facts; - reads standard input
    #[arg(long, value_name = "FILE.json")]
    facts: PathBuf,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    lang: Lang,
    /// Write {"as_of","answers":[…]}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pack: Pack,
}

impl Check {
    pub(super) fn carry_out(&self) -> Result<Exit, String> {
        let rulebook = self.pack.find()?;
        let Some(asking) = self.asked.of(&rulebook, self.lang.language) else { return Ok(Exit::Usage) };
        let sheet = asking.sheet(read(&self.facts, &rulebook)?);
        let answers = asking.answers(&sheet);
        if self.json {
            print_json(&answers)?;
        } else {
            print(&said::answers(&asking, &sheet, &answers))?;
        }
        Ok(Exit::Done)
    }
}

/// The facts of a file.
fn read(path: &PathBuf, rulebook: &Rulebook) -> Result<Told, String> {
    let cannot = |why: io::Error| format!("cannot read {}: {why}", path.display());
    let mut text = String::new();
    let mut taken = match path.as_os_str() == "-" {
        true => io::stdin().lock().take(FACTS_BYTES_MAX).read_to_string(&mut text),
        false => fs::File::open(path).map_err(cannot)?.take(FACTS_BYTES_MAX).read_to_string(&mut text),
    };
    if text.len() as u64 == FACTS_BYTES_MAX {
        taken = Err(io::Error::other("the facts of one person are not so long"));
    }
    taken.map_err(cannot)?;
    let facts: Json = serde_json::from_str(&text).map_err(|why| format!("{} is not JSON: {why}", path.display()))?;
    told(rulebook, facts.as_object().ok_or_else(|| format!("{} is not an object {{…}} of facts", path.display()))?)
}

/// The facts, or every one that is wrong.
pub(super) fn told(rulebook: &Rulebook, facts: &Map<String, Json>) -> Result<Told, String> {
    Told::from_json(rulebook.pack(), facts).map_err(|bad| {
        let lines: Vec<String> = bad.iter().map(|bad| format!("  {bad}")).collect();
        format!("these facts are not understood:\n{}", lines.join("\n"))
    })
}
