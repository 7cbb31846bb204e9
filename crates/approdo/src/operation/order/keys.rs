//! The orders about the keys of the house: numbers and counts, never a byte of a key.

use serde_json::json;
use store::vault::Safe;

use super::{Destroy, Exit, Rotate};
use crate::{
    access::Actor,
    app::App,
    operation::{
        console::{Console, Progress, Stream},
        keys::{self, Old, Standing, What},
    },
};

type Outcome = Result<Exit, String>;

pub(super) fn show(app: &App, actor: &Actor, json: bool, console: &mut dyn Console) -> Outcome {
    let all = keys::show(app, actor).map_err(super::refused_plainly)?;
    let text = if json {
        let told: Vec<_> = all.iter().map(as_json).collect();
        format!("{}\n", serde_json::Value::Array(told))
    } else {
        all.iter().map(as_line).collect()
    };
    console.write(Stream::Data, text.as_bytes()).map_err(|why| why.to_string())?;
    Ok(Exit::Done)
}

fn as_json(key: &Standing) -> serde_json::Value {
    json!({
        "key": key.kind,
        "number": key.number,
        "since": key.since.map(|at| at.to_string()),
        "state": key.state.word(),
        "held": key.held,
    })
}

fn as_line(key: &Standing) -> String {
    let held = match key.kind {
        "master" => "keys of compartments",
        "staff" => "sealed values",
        "personal index" | "protected index" => "rows of both search indexes",
        "staff index" => "links to providers",
        "audit" => "entries, proved one by one with it",
        _ => "data keys",
    };
    let state = key.state.word();
    let since = key.since.map_or_else(|| "the beginning".to_owned(), |at| at.to_string());
    format!("{:16} {:3}  {state:7}  {:9} {held}, since {since}\n", key.kind, key.number, key.held)
}

fn safe(word: &str) -> Result<Safe, String> {
    Safe::of_word(&word.replace('-', " ")).ok_or_else(|| {
        let known: Vec<String> = Safe::ALL.into_iter().map(|safe| safe.word().replace(' ', "-")).collect();
        format!("there is no compartment {word}; there are {}", known.join(", "))
    })
}

pub(super) fn rotate(app: &App, actor: &Actor, asked: &Rotate, console: &mut dyn Console) -> Outcome {
    if asked.draw_only {
        let number = keys::draw_master(app, actor).map_err(super::refused)?;
        console.say(&format!(
            "Master key {number} waits in {}. Bring its file to the key directory of every node, then: approdo keys \
             rotate --master",
            app.keys.path().display()
        ));
        return Ok(Exit::Done);
    }
    let mut watch = |what: &'static str, done, total| {
        console.progress(&Progress { what: what.to_owned(), done, total, errors: 0 });
        Ok(())
    };
    let moved = if asked.go_on {
        keys::resume(app, actor, &mut watch).map_err(super::refused)?
    } else {
        let every = !asked.master && asked.compartments.is_none();
        let safes = match &asked.compartments {
            Some(words) if !words.is_empty() => words.iter().map(|word| safe(word)).collect::<Result<_, _>>()?,
            Some(_) => Safe::ALL.to_vec(),
            None if every => Safe::ALL.to_vec(),
            None => Vec::new(),
        };
        let what = What { master: asked.master || every, safes };
        keys::rotate(app, actor, &what, &mut watch).map_err(super::refused)?
    };
    console.say(&format!(
        "Done: {moved} keys, values and rows moved to the newest keys. The old keys are still there; see approdo keys \
         show, then approdo keys destroy. Renew the copy of the key directory that you keep apart."
    ));
    Ok(Exit::Done)
}

pub(super) fn destroy(app: &App, actor: &Actor, asked: &Destroy, console: &mut dyn Console) -> Outcome {
    let old = match (asked.master, &asked.generation) {
        (Some(number), _) => Old::Master { number, backups_are_lost: asked.backups_are_lost },
        (None, Some((word, number))) => Old::Generation(safe(word)?, *number),
        (None, None) => Old::Generations,
    };
    let gone = keys::destroy(app, actor, old).map_err(super::refused)?;
    if gone.is_empty() {
        console.say("There is no old generation.");
    } else {
        console.say(&format!("Destroyed: {}.", gone.join(", ")));
    }
    Ok(Exit::Done)
}
