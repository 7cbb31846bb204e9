//! Many people from a file: one row a person, read piece by piece, computed on all cores, written in the order of the
//! file. Memory stays the same however long the file is.

use std::{
    io::{self, Read},
    num::NonZero,
    thread,
};

use rules::{AnswerRoom, HorizonRoom, Pack, Sheet, Told, calendar};
use serde_json::{Map, Value as Json};

use super::{
    Asking,
    answers::names_of,
    table::{Form, Out, Part, Place, Ready, Source},
};

/// The heads of what is written.
pub const HEADS: [&str; 6] = ["id", "question", "outcome", "values", "missing_facts", "horizon"];

/// People in one piece.
const PIECE: usize = 2_048;

/// Rows that are not understood are told up to this many.
const TOLD_MAX: usize = 50;

/// A file of people that is being read.
pub struct People<R: Read> {
    source: Source<R>,
    id: usize,
    /// The fact or list of each column but that of the key.
    columns: Vec<(usize, String)>,
}

/// One person of a file.
#[derive(Debug)]
pub struct Person {
    /// Her key.
    pub id: String,
    /// Where she stands in the file.
    pub place: Place,
    /// Fact or list, and what stands in the cell; what is empty is not known and not here.
    pub cells: Vec<(usize, String)>,
}

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screened {
    /// How many people.
    pub people: u64,
    /// How many rows are not understood.
    pub wrong: u64,
    /// The first of them, in words.
    pub told: Vec<String>,
}

impl<R: Read> People<R> {
    /// Reads the heads.
    ///
    /// # Errors
    /// A column that is no fact of these rules, or none that is the key.
    pub fn open(mut source: Source<R>, packs: &[&Pack]) -> Result<Self, String> {
        let heads = source.heads()?;
        let id = heads.iter().position(|head| head == "id").ok_or("there is no column id, the key of each person")?;
        let (mut columns, mut wrong) = (Vec::new(), Vec::new());
        for (at, head) in heads.iter().enumerate().filter(|(at, _)| *at != id) {
            if columns.iter().any(|(_, there)| there == head) {
                wrong.push(format!("{head}: is there twice"));
            } else if packs.iter().any(|pack| pack.asked(head).is_some()) {
                columns.push((at, head.clone()));
            } else {
                wrong.push(format!("{head}: there is no such fact"));
            }
        }
        match wrong.is_empty() {
            true => Ok(Self { source, id, columns }),
            false => Err(format!(
                "these columns are not understood; `approdo rules list --json` names the facts:\n  {}",
                wrong.join("\n  ")
            )),
        }
    }

    /// The next people, in the order of the file; none at its end.
    ///
    /// # Errors
    /// The file is not what it seems.
    pub fn next_piece(&mut self) -> Result<Vec<Person>, String> {
        let mut piece = Vec::new();
        while piece.len() < PIECE {
            let Some(row) = self.source.next_row()? else { break };
            let cells = self.columns.iter().enumerate().filter_map(|(place, (at, _))| {
                let cell = row.get(*at)?.trim();
                (!cell.is_empty()).then(|| (place, cell.to_owned()))
            });
            piece.push(Person {
                id: row.get(self.id).unwrap_or_default().trim().to_owned(),
                place: row.place(),
                cells: cells.collect(),
            });
        }
        Ok(piece)
    }

    /// How many bytes were read.
    pub fn bytes(&self) -> u64 {
        self.source.bytes()
    }

    /// The names of the facts, as the cells of a person count them.
    pub fn facts(&self) -> Vec<String> {
        self.columns.iter().map(|(_, name)| name.clone()).collect()
    }
}

impl Person {
    /// What she tells these rules; a fact of other rules is passed over.
    ///
    /// # Errors
    /// Every cell that is not understood, and where.
    pub fn told(&self, pack: &Pack, facts: &[String]) -> Result<Told, String> {
        let mut told = Told::nothing(pack);
        let mut wrong = Vec::new();
        if self.id.is_empty() {
            wrong.push("there is no id".to_owned());
        }
        for (at, cell) in &self.cells {
            let Some(name) = facts.get(*at).filter(|name| pack.asked(name).is_some()) else { continue };
            if let Err(why) = told.take_cell(pack, name, cell) {
                wrong.push(format!("{name}: {why}"));
            }
        }
        if wrong.is_empty() { Ok(told) } else { Err(format!("{}: {}", self.place, wrong.join("; "))) }
    }
}

/// Answers for everybody of a file, in a file of this form. `written` takes the pieces of the answer in their order, `shown` hears after each
/// piece how many people were done from how many bytes.
///
/// # Errors
/// The file cannot be read, or the answer not be written.
pub fn screen<R: Read>(
    asking: &Asking<'_>,
    from: Source<R>,
    form: Form,
    mut written: impl FnMut(&[u8]) -> io::Result<()>,
    mut shown: impl FnMut(&Screened, u64),
) -> Result<Screened, String> {
    let cannot_write = |why: io::Error| format!("cannot write the findings: {why}");
    let mut people = People::open(from, &[asking.rulebook.pack()])?;
    let facts = people.facts();
    let (mut out, heads) = Out::begin(form, &HEADS)?;
    written(&heads).map_err(cannot_write)?;
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut screened = Screened::default();
    loop {
        let piece = people.next_piece()?;
        if piece.is_empty() {
            written(&out.end()?).map_err(cannot_write)?;
            return Ok(screened);
        }
        screened.people += piece.len() as u64;
        for part in on_all_cores(asking, &facts, &piece, form, cores) {
            let (ready, wrong) = part?;
            screened.wrong += wrong.len() as u64;
            let room = TOLD_MAX.saturating_sub(screened.told.len());
            screened.told.extend(wrong.into_iter().take(room));
            if screened.wrong == 0 {
                written(&out.take(ready)?).map_err(cannot_write)?;
            }
        }
        shown(&screened, people.bytes());
    }
}

/// Rows for the file, and who is not understood.
type Done = Result<(Ready, Vec<String>), String>;

fn on_all_cores(asking: &Asking<'_>, facts: &[String], piece: &[Person], form: Form, cores: usize) -> Vec<Done> {
    let share = piece.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let work = |part| scope.spawn(move || part_of(asking, facts, part, form));
        let running: Vec<_> = piece.chunks(share).map(work).collect();
        let joined = running.into_iter().map(|thread| thread.join());
        joined.map(|part| part.unwrap_or_else(|_| Err("a part of the work broke down".to_owned()))).collect()
    })
}

/// The rows of some people, and who is not understood. Person by person: what is missing and the next day are another
/// matter for each, and cost more than the outcomes.
fn part_of(asking: &Asking<'_>, facts: &[String], people: &[Person], form: Form) -> Done {
    let pack = asking.rulebook.pack();
    let (mut out, mut wrong) = (Part::of(form, HEADS.len()), Vec::new());
    let mut sheet = asking.sheet(Told::nothing(pack));
    let mut rooms = (AnswerRoom::default(), sheet.room_ahead());
    for person in people {
        match person.told(pack, facts) {
            Ok(told) => {
                sheet.turn_to(told, asking.today);
                sheet.look_ahead_in(&mut rooms.1);
                rows(asking, &sheet, &mut rooms, &person.id, &mut out).map_err(|why| why.to_string())?;
            }
            Err(why) => wrong.push(why),
        }
    }
    Ok((out.ready()?, wrong))
}

fn rows<'a>(
    asking: &Asking<'a>,
    sheet: &Sheet<'a>,
    (room, ahead): &mut (AnswerRoom<'a>, HorizonRoom<'a>),
    id: &str,
    out: &mut Part,
) -> csv::Result<()> {
    for question in &asking.questions {
        let outcome = sheet.outcome_word(question);
        let values: Map<String, Json> =
            sheet.values(question).iter().map(|value| (value.name().to_owned(), value.json())).collect();
        let missing = if outcome == "unknown" { sheet.missing_for(question, room) } else { Vec::new() };
        let (missing, figures) = names_of(sheet, &missing);
        let missing: Vec<String> = missing.into_iter().chain(figures).collect();
        let horizon = sheet.horizon_in(ahead, question).map(calendar::write).unwrap_or_default();
        let (values, missing) = (Json::Object(values).to_string(), Json::from(missing).to_string());
        out.row(&[id, &question.name, outcome, &values, &missing, &horizon])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checker::{Language, Rulebook};

    fn screened(file: &str, question: &str) -> Result<(Screened, String), String> {
        let rulebook = Rulebook::national().unwrap();
        let today = calendar::parse("2026-11-23").unwrap();
        let asking = Asking::of(rulebook, Language::It, today, &[question.to_owned()]).unwrap();
        let mut out = Vec::new();
        let screened = screen(
            &asking,
            Source::csv(file.as_bytes()),
            Form::Csv,
            |bytes| {
                out.extend_from_slice(bytes);
                Ok(())
            },
            |_, _| {},
        )?;
        Ok((screened, String::from_utf8(out).unwrap()))
    }

    #[test]
    fn each_person_is_a_row_in_the_order_of_the_file() {
        use std::fmt::Write as _;
        let mut file = "id,permit_expiry,renewal_requested\n".to_owned();
        for n in 0..5_000 {
            let _ = writeln!(file, "P{n},{},no", if n % 2 == 0 { "2027-03-31" } else { "2026-12-01" });
        }
        let (screened, out) = screened(&file, "renewal.term").unwrap();
        assert_eq!(screened, Screened { people: 5_000, ..Screened::default() });
        for (n, row) in csv::Reader::from_reader(out.as_bytes()).records().enumerate() {
            let row = row.unwrap();
            let outcome = if n % 2 == 0 { "met" } else { "late_but_possible" };
            assert_eq!((&row[0], &row[1], &row[2]), (format!("P{n}").as_str(), "renewal.term", outcome));
        }
    }

    #[test]
    fn an_empty_cell_is_unknown_null_is_none_and_a_list_is_json() {
        let file = "id,permit,protection,income_year,relatives\n\
            A,lavoro_subordinato,,10651.68,\"[{\"\"relation\"\":\"\"spouse\"\",\"\"age\"\":30}]\"\n\
            B,lavoro_subordinato,null,,[]\n\
            C,,null,9000.00,\"[{\"\"relation\"\":\"\"spouse\"\"}]\"\n";
        let (_, out) = screened(file, "reunification.income").unwrap();
        let rows: Vec<csv::StringRecord> =
            csv::Reader::from_reader(out.as_bytes()).records().map(Result::unwrap).collect();
        let outcomes: Vec<&str> = rows.iter().map(|row| &row[2]).collect();
        assert_eq!(outcomes, ["met", "not_required", "unknown"], "{out}");
        assert_eq!(&rows[2][4], r#"["cohabiting_income_year"]"#);
        assert!(rows[0][3].contains(r#""required":"10651.68""#), "{out}");
    }

    #[test]
    fn whatever_is_not_understood_is_told_with_its_line_and_column() {
        let file = "id,permit_expiry,renewal_requested\nA,31/03/2027,perhaps\nB,2027-03-31,no\n,2027-03-31,no\n";
        let (screened, out) = screened(file, "renewal.term").unwrap();
        assert_eq!((screened.people, screened.wrong), (3, 2));
        assert!(screened.told[0].starts_with("line 2: permit_expiry: expected a date"), "{:?}", screened.told);
        assert!(screened.told[0].contains("renewal_requested: expected true or false"), "{:?}", screened.told);
        assert_eq!(screened.told[1], "line 4: there is no id");
        assert_eq!(out.lines().count(), 1, "nothing is written of a file that is not understood: {out}");
        let told = screened_err("id,permit_expiri\n");
        assert!(told.contains("permit_expiri: there is no such fact"), "{told}");
        assert!(screened_err("name,age\n").contains("no column id"));
    }

    fn screened_err(file: &str) -> String {
        screened(file, "renewal.term").unwrap_err()
    }

    #[test]
    fn sec_67_a_key_that_begins_a_formula_is_made_harmless() {
        let (_, out) = screened("id,age\n=1+1,30\n", "renewal.term").unwrap();
        assert!(out.lines().nth(1).is_some_and(|line| line.starts_with("'=1+1,")), "{out}");
    }
}
