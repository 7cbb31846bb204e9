//! `approdo people find`: one person by what is known of her, or a file of queries.

use std::{io::Write as _, time::Instant};

use ground::BirthDate;
use matching::{Country2, Decision, Known, NameForm};
use serde_json::json;

use super::{Asking, Exit};
use crate::{
    access::Actor,
    app::App,
    operation::console::{Console, Progress, Stream, Writer},
    people::{self, Found, Hit, import::Queries},
    shell::export::Sheet,
};

/// Queries that are looked up in one transaction, between two steps of the progress bar.
const QUERIES_AT_ONCE: usize = 500;

pub(super) fn one(
    app: &App,
    actor: &Actor,
    asking: &Asking,
    limit: usize,
    json: bool,
    console: &mut dyn Console,
) -> Result<Exit, String> {
    let known = known(asking)?;
    let found = people::find(app, actor, &known, limit).map_err(super::refused_plainly)?;
    let text = if json { as_json(&found) } else { as_lines(&found) };
    console.write(Stream::Data, text.as_bytes()).map_err(|why| why.to_string())?;
    Ok(Exit::Done)
}

fn known(asking: &Asking) -> Result<Known, String> {
    let text =
        |said: &Option<String>| said.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let birth = text(&asking.born)
        .map(|born| BirthDate::parse(&born).map_err(|why| format!("--born: {why}; write 1991, 5/1991 or 1991-05-03")))
        .transpose()?;
    let country = text(&asking.country)
        .map(|code| Country2::parse(&code).ok_or_else(|| "--country: write its two letters, such as MA".to_owned()))
        .transpose()?;
    Ok(Known {
        names: text(&asking.name).map(|name| NameForm::new(name, "")).into_iter().collect(),
        sex: None,
        born: birth.map(people::born),
        birth_country: country,
        documents: text(&asking.document).into_iter().collect(),
        tax_code: text(&asking.tax_code),
        phones: text(&asking.phone).into_iter().collect(),
    })
}

const fn word(decision: Decision) -> &'static str {
    match decision {
        Decision::Match => "match",
        Decision::Possible | Decision::Unlikely => "possible",
    }
}

fn as_json(found: &Found) -> String {
    let hits: Vec<_> = found.hits.iter().map(hit_as_json).collect();
    format!("{}\n", json!({ "hits": hits, "more": found.more }))
}

fn hit_as_json(hit: &Hit) -> serde_json::Value {
    let because: Vec<_> = hit
        .likeness
        .because
        .iter()
        .map(|because| json!({ "part": because.part.code(), "grade": because.grade, "how": because.how.code() }))
        .collect();
    json!({
        "id": hit.id,
        "rec_id": hit.rec_id,
        "score": (hit.likeness.score * 10_000.0).round() / 10_000.0,
        "decision": word(hit.likeness.decision),
        "name": hit.name(),
        "birth_date": hit.birth.map(|date| date.to_string()),
        "because": because,
    })
}

fn as_lines(found: &Found) -> String {
    let mut text = String::new();
    for hit in &found.hits {
        let parts: Vec<String> = hit
            .likeness
            .because
            .iter()
            .map(|because| format!("{} {}", because.part.code(), because.how.code()))
            .collect();
        let birth = hit.birth.map(|date| date.to_string()).unwrap_or_else(|| "birth not recorded".to_owned());
        text.push_str(&format!(
            "{:8} {}  {birth}  {}  ({})\n",
            word(hit.likeness.decision),
            hit.name(),
            hit.id,
            parts.join(", ")
        ));
    }
    if found.hits.is_empty() {
        text.push_str("Nobody like that is on file.\n");
    } else if found.more {
        text.push_str("There are more: say a year of birth or a country.\n");
    }
    text
}

pub(super) fn many(
    app: &App,
    actor: &Actor,
    file_name: &str,
    limit: usize,
    console: &mut dyn Console,
) -> Result<Exit, String> {
    let Queries { asked: queries, file_hash } =
        people::import::queries(&mut *console.take_input()).map_err(|why| format!("{file_name}: {why}"))?;
    let mut figures = Figures::start(queries.len());
    let mut sheet =
        Sheet::with_heads(&["rec_id", "rank", "matched_rec_id", "score", "decision"]).map_err(|why| why.to_string())?;
    for (round, some) in queries.chunks(QUERIES_AT_ONCE).enumerate() {
        let asked: Vec<Known> = some.iter().map(|(_, known)| known.clone()).collect();
        let found = people::find_many(app, actor, &asked, limit, &file_hash, |_| figures.lap())
            .map_err(super::refused_plainly)?;
        for ((rec_id, _), found) in some.iter().zip(&found) {
            write_hits(&mut sheet, rec_id, found).map_err(|why| why.to_string())?;
        }
        let done = (round * QUERIES_AT_ONCE + some.len()) as u64;
        let total = Some(queries.len() as u64);
        console.progress(&Progress { what: "finding people".to_owned(), done, total, errors: 0 });
    }
    let rows = sheet.bytes()?;
    let mut out = Writer::new(console, Stream::Data);
    out.write_all(&rows).map_err(|why| format!("cannot write the hits: {why}"))?;
    let figures = figures.told();
    console.write(Stream::Figures, format!("{figures}\n").as_bytes()).map_err(|why| why.to_string())?;
    Ok(Exit::Done)
}

/// A file of queries wants one answer to each where there is one: the first, as soon as it is more likely
/// the person than not. On a page, where someone decides, a match is almost certain.
fn answered(at: usize, decision: Decision) -> Decision {
    if at == 0 && decision >= Decision::Possible { Decision::Match } else { decision }
}

fn write_hits(sheet: &mut Sheet, rec_id: &str, found: &Found) -> csv::Result<()> {
    for (at, hit) in found.hits.iter().enumerate() {
        let matched = hit.rec_id.clone().unwrap_or_else(|| hit.id.to_string());
        let (rank, score) = ((at + 1).to_string(), format!("{:.4}", hit.likeness.score));
        sheet.row(&[rec_id, &rank, &matched, &score, word(answered(at, hit.likeness.decision))])?;
    }
    Ok(())
}

/// What the lookups cost this process.
struct Figures {
    queries: usize,
    cpu_before: f64,
    last: Instant,
    times: Vec<f64>,
}

impl Figures {
    fn start(queries: usize) -> Self {
        Self { queries, cpu_before: cpu_ms(), last: Instant::now(), times: Vec::with_capacity(queries) }
    }

    fn lap(&mut self) {
        self.times.push(self.last.elapsed().as_secs_f64() * 1000.0);
        self.last = Instant::now();
    }

    fn told(mut self) -> serde_json::Value {
        self.times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = (self.times.len() as f64 * share) as usize;
            self.times.get(place.min(self.times.len().saturating_sub(1))).copied().unwrap_or(0.0)
        };
        let rounded = |figure: f64| (figure * 1000.0).round() / 1000.0;
        json!({
            "queries": self.queries,
            "cpu_ms_per_query": rounded((cpu_ms() - self.cpu_before) / self.queries.max(1) as f64),
            "p50_ms": rounded(at(0.50)),
            "p95_ms": rounded(at(0.95)),
            "rss_mb": rounded(rss_mb()),
        })
    }
}

/// Processor time of this process, in milliseconds, as the system counts it: nanoseconds of each thread.
fn cpu_ms() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanos = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanos.sum::<f64>() / 1_000_000.0
}

fn rss_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_birth_date_says_how_to_write_it() {
        let why = known(&Asking { born: Some("ieri".into()), ..Asking::default() }).unwrap_err();
        assert!(why.contains("1991-05-03"), "{why}");
    }
}
