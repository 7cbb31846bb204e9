//! Measures how many persons the keys, the shortlist and the scores find again.
//!
//! `cargo run --release -p matching --example recall -- PEOPLE.csv QUERIES.csv [misses]`
//! The column `true_id` only judges; the matcher never sees it.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use matching::{
    Born, Country2, Features, Key, Known, NameForm, POSTINGS_MAX, QueryKey, SCORE_MATCH, SCORE_POSSIBLE, SHORTLIST,
    SHORTLIST_WIDE, Sex, Shortlist, score,
};

struct Filed {
    person: String,
    known: Known,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let people = read(&arguments.next().ok_or("which people?")?)?;
    let queries = read(&arguments.next().ok_or("which queries?")?)?;
    let show_misses = arguments.next().is_some();
    let index = Index::of(&people);
    let mut tally = Tally::default();
    let mut answers = Vec::with_capacity(queries.len());
    for query in &queries {
        let start = Instant::now();
        let found = index.ask(&people, &query.known, &mut tally);
        tally.times.push(start.elapsed());
        let right = found
            .first()
            .is_some_and(|(_, id)| people.get(*id as usize).is_some_and(|filed| filed.person == query.person));
        answers.push((found.first().map_or(0.0, |(score, _)| *score), right, query.person.starts_with('P')));
        if query.person.starts_with('P') {
            tally.judge(&people, query, &found, &index, show_misses);
        }
    }
    tally.print();
    print_first_answers(&answers);
    Ok(())
}

/// Precision and recall of the first answer when only scores from a threshold on are answered.
fn print_first_answers(answers: &[(f64, bool, bool)]) {
    let on_file = answers.iter().filter(|(_, _, on_file)| *on_file).count() as f64;
    let judged = |threshold: f64| {
        let given = answers.iter().filter(|(score, _, _)| *score >= threshold);
        let (all, right) =
            given.fold((0.0, 0.0), |(all, right), answer| (all + 1.0, right + f64::from(u8::from(answer.1))));
        (right / f64::max(all, 1.0), right / on_file, 2.0 * right / (all + on_file))
    };
    let best = (1..100).map(|t| f64::from(t) / 100.0).max_by(|x, y| judged(*x).2.total_cmp(&judged(*y).2));
    for (name, threshold) in [("possible", SCORE_POSSIBLE), ("match", SCORE_MATCH), ("best", best.unwrap_or(0.0))] {
        let (precision, recall, f1) = judged(threshold);
        println!("first answer from {name} {threshold:.2}: precision {precision:.4} recall {recall:.4} F1 {f1:.4}");
    }
}

#[derive(Default)]
struct Tally {
    times: Vec<Duration>,
    asked: usize,
    hits: usize,
    first: usize,
    bare: usize,
    bare_hits: usize,
    not_shortlisted: usize,
    rounds: usize,
    keys: usize,
    rows: usize,
    candidates: usize,
    prepared: usize,
}

struct Index {
    postings: HashMap<Key, Vec<u32>>,
    persons: HashMap<String, Vec<u32>>,
    population: u64,
}

impl Index {
    fn of(people: &[Filed]) -> Self {
        let mut postings: HashMap<Key, Vec<u32>> = HashMap::new();
        let mut persons: HashMap<String, Vec<u32>> = HashMap::new();
        let mut counts = Vec::with_capacity(people.len());
        let start = Instant::now();
        let features: Vec<Features> = people.iter().map(|filed| Features::of(&filed.known)).collect();
        let preparing = start.elapsed();
        for (id, (filed, features)) in (0_u32..).zip(people.iter().zip(&features)) {
            let keys = features.index_keys();
            counts.push(keys.len());
            for key in keys {
                postings.entry(key).or_default().push(id);
            }
            persons.entry(filed.person.clone()).or_default().push(id);
        }
        counts.sort_unstable();
        println!(
            "{} records, prepared in {:.2} us each; index keys per record: median {}, mean {:.1}, p95 {}, max {}",
            people.len(),
            preparing.as_secs_f64() * 1e6 / people.len() as f64,
            counts.get(counts.len() / 2).copied().unwrap_or(0),
            counts.iter().sum::<usize>() as f64 / counts.len() as f64,
            counts.get(counts.len() * 95 / 100).copied().unwrap_or(0),
            counts.last().copied().unwrap_or(0),
        );
        Self { postings, persons, population: people.len() as u64 }
    }

    /// The ten best, as the application would find them.
    fn ask(&self, people: &[Filed], known: &Known, tally: &mut Tally) -> Vec<(f64, u32)> {
        let mut asked = Features::of(known);
        let mut list = Shortlist::new(self.population);
        let mut scored = Vec::new();
        for (round, many) in [(1, SHORTLIST), (2, SHORTLIST_WIDE)] {
            self.fetch(&if round == 1 { asked.query_keys() } else { asked.spare_keys() }, &mut list, tally);
            asked.weigh(&list);
            for id in list.best(many) {
                if let (false, Some(filed)) = (scored.iter().any(|(_, known)| *known == id), people.get(id as usize)) {
                    scored.push((score(&asked, &Features::of(&filed.known)), id));
                }
            }
            scored.sort_by(|a: &(f64, u32), b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            tally.rounds += 1;
            if scored.first().is_some_and(|(score, _)| *score >= SCORE_MATCH) {
                break;
            }
        }
        tally.candidates += list.len();
        tally.prepared += scored.len();
        scored
    }

    fn fetch(&self, keys: &[QueryKey], list: &mut Shortlist<u32>, tally: &mut Tally) {
        for key in keys {
            let ids = self.postings.get(&key.key).map(Vec::as_slice).unwrap_or_default();
            let fetched = ids.get(..POSTINGS_MAX.min(ids.len())).unwrap_or_default();
            list.add(key, fetched, fetched.len() == POSTINGS_MAX);
            tally.keys += 1;
            tally.rows += fetched.len();
        }
    }
}

impl Index {
    /// Under which of the query's keys a record stood, of how many, and its place among them.
    fn explain_miss(&self, asked: &Known, id: u32) {
        let asked = Features::of(asked);
        let mut list = Shortlist::new(self.population);
        let mut keys = String::new();
        for key in asked.query_keys().into_iter().chain(asked.spare_keys()) {
            let ids = self.postings.get(&key.key).map(Vec::as_slice).unwrap_or_default();
            let fetched = ids.get(..POSTINGS_MAX.min(ids.len())).unwrap_or_default();
            list.add(&key, fetched, fetched.len() == POSTINGS_MAX);
            if ids.contains(&id) {
                let lost = if fetched.contains(&id) { "" } else { " cut off" };
                keys += &format!(" {:?}/{}{lost}", key.key.kind(), ids.len());
            }
        }
        let place = list.best(usize::MAX).iter().position(|other| *other == id);
        println!("   shares{keys}; place {place:?} of {}", list.len());
    }
}

impl Tally {
    fn judge(&mut self, people: &[Filed], query: &Filed, found: &[(f64, u32)], index: &Index, show: bool) {
        let records: HashSet<u32> = index.persons.get(&query.person).into_iter().flatten().copied().collect();
        let filed = || records.iter().filter_map(|id| people.get(*id as usize)).map(|filed| &filed.known);
        let asked = &query.known;
        let bare = !filed().any(|known| {
            (known.born.is_some() && known.born == asked.born)
                || (known.tax_code.is_some() && known.tax_code == asked.tax_code)
                || known.documents.iter().any(|number| asked.documents.contains(number))
                || known.phones.iter().any(|number| asked.phones.contains(number))
        });
        let hit = found.iter().take(10).any(|(_, id)| records.contains(id));
        let listed = found.iter().any(|(_, id)| records.contains(id));
        self.asked += 1;
        self.hits += usize::from(hit);
        self.first += usize::from(found.first().is_some_and(|(_, id)| records.contains(id)));
        self.bare += usize::from(bare);
        self.bare_hits += usize::from(bare && hit);
        self.not_shortlisted += usize::from(!listed);
        if show && !hit {
            println!("MISS bare={bare} listed={listed} {:?} {:?} {:?}", asked.names, asked.born, asked.birth_country);
            for id in &records {
                index.explain_miss(asked, *id);
            }
            for known in filed() {
                let alike = score(&Features::of(asked), &Features::of(known));
                println!("   is {:?} {:?} {:?} score {alike:.4}", known.names, known.born, known.birth_country);
            }
            for (score, id) in found.iter().take(3) {
                let known = people.get(*id as usize).map(|filed| &filed.known);
                println!("   got {:?} {:?} score {score:.4}", known.map(|k| &k.names), known.map(|k| k.born));
            }
        }
    }

    fn print(&mut self) {
        self.times.sort_unstable();
        let (asked, all) = (self.asked.max(1) as f64, self.times.len().max(1) as f64);
        let at = |share: usize| {
            self.times.get(self.times.len() * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3
        };
        println!(
            "queries {}: recall@10 {:.4}, first {:.4}, not shortlisted {}",
            self.asked,
            self.hits as f64 / asked,
            self.first as f64 / asked,
            self.not_shortlisted
        );
        println!("bare {}: recall@10 {:.4}", self.bare, self.bare_hits as f64 / self.bare.max(1) as f64);
        println!(
            "per query: looks {:.2}, keys {:.1}, rows {:.0}, candidates {:.0}, \
             records prepared {:.1}, ms mean {:.3} p50 {:.3} p95 {:.3}",
            self.rounds as f64 / all,
            self.keys as f64 / all,
            self.rows as f64 / all,
            self.candidates as f64 / all,
            self.prepared as f64 / all,
            self.times.iter().sum::<Duration>().as_secs_f64() * 1e3 / all,
            at(50),
            at(95),
        );
    }
}

fn read(path: &str) -> Result<Vec<Filed>, Box<dyn std::error::Error>> {
    let mut filed = Vec::new();
    for row in csv::Reader::from_path(path)?.records() {
        let row = row?;
        let field = |at: usize| row.get(at).unwrap_or_default();
        let some = |at: usize| Some(field(at)).filter(|text| !text.is_empty()).map(str::to_owned);
        filed.push(Filed {
            person: field(1).to_owned(),
            known: Known {
                names: vec![NameForm::new(field(3), field(4))],
                sex: Sex::parse(field(5)),
                born: Born::parse(field(6)),
                birth_country: Country2::parse(field(7)),
                documents: some(8).into_iter().collect(),
                tax_code: some(9),
                phones: some(10).into_iter().collect(),
            },
        });
    }
    Ok(filed)
}
