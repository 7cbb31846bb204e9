//! `approdo people duplicates`: who is written down twice, as a file of pairs of numbers.

use std::{cell::RefCell, io::Write as _};

use matching::{Stage, Verdict, Work};

use super::Exit;
use crate::{
    access::Actor,
    app::App,
    operation::{
        console::{Console, Progress, Stream, Writer},
        twins,
    },
    people::merge,
    shell::export::Sheet,
};

pub(super) fn carry_out(app: &App, actor: &Actor, console: &mut dyn Console) -> Result<Exit, String> {
    let shown = RefCell::new(console);
    let tell = |what: &str, done: u64, total: Option<u64>| {
        shown.borrow_mut().progress(&Progress { what: what.to_owned(), done, total, errors: 0 });
    };
    let stage = |stage: Stage, done: usize, of: usize| tell(twins::word(stage), done as u64, Some(of as u64));
    let work = Work { progress: Some(&stage), ..Work::default() };
    let mut opened = |done| tell("reading persons", done, None);
    let found = merge::duplicates(app, actor, work, &mut opened).map_err(super::refused_plainly)?;
    let mut sheet = Sheet::with_heads(&["rec_id_a", "rec_id_b", "score", "decision"]).map_err(|why| why.to_string())?;
    for pair in &found {
        let score = format!("{:.4}", pair.score);
        sheet.row(&[&pair.one, &pair.other, &score, pair.verdict.code()]).map_err(|why| why.to_string())?;
    }
    let console = shown.into_inner();
    Writer::new(console, Stream::Data)
        .write_all(&sheet.bytes()?)
        .map_err(|why| format!("cannot write the pairs: {why}"))?;
    let sure = found.iter().filter(|pair| pair.verdict == Verdict::Match).count();
    console.say(&format!(
        "{sure} pairs are one person, {} are for someone to look at; they wait under /pairs for who follows the persons.",
        found.len() - sure
    ));
    Ok(Exit::Done)
}
