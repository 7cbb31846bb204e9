//! `approdo match dedupe | link`: who is in a file twice, or in two files. Plain files only: no city,
//! no keys, no database.

use std::{
    cell::RefCell,
    collections::HashSet,
    fs::File,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
};

use matching::{Born, Country2, EXTRA_COLUMNS_MAX, Known, Linkage, NameForm, Pair, Roll, Sex, Stage, Thresholds, Work};
use serde::Deserialize;

use super::{
    console::{Console, Progress, Stream, Terminal, Writer},
    order::Exit,
};
use crate::{
    people::import::{Source, date_in, tells_a_day},
    shell::export::Sheet,
};

/// Rows between two steps of the progress bar.
const ROWS_SHOWN: usize = 10_000;

/// What a mapping file says: for each of our columns, the head of theirs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Heads {
    rec_id: String,
    given_name: String,
    family_name: String,
    sex: String,
    birth_date: Source,
    birth_country: String,
    document_no: String,
    tax_code: String,
    phone: String,
    /// Further columns that tell one person from another, such as an address.
    extra: Vec<String>,
}

impl Default for Heads {
    fn default() -> Self {
        let own = |name: &str| name.to_owned();
        Self {
            rec_id: own("rec_id"),
            given_name: own("given_name"),
            family_name: own("family_name"),
            sex: own("sex"),
            birth_date: Source::Name(own("birth_date")),
            birth_country: own("birth_country"),
            document_no: own("document_no"),
            tax_code: own("tax_code"),
            phone: own("phone"),
            extra: Vec::new(),
        }
    }
}

impl Heads {
    fn read(map: Option<&Path>) -> Result<Self, String> {
        let Some(path) = map else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).map_err(|why| format!("cannot read {}: {why}", path.display()))?;
        let heads: Self =
            toml::from_str(&text).map_err(|why| format!("the mapping file is not understood: {}", why.message()))?;
        if heads.extra.len() > EXTRA_COLUMNS_MAX {
            return Err(format!("the mapping names {} extra columns; leave {EXTRA_COLUMNS_MAX}", heads.extra.len()));
        }
        match heads.birth_date.format().filter(|format| !tells_a_day(format)) {
            Some(_) => Err("the form of dates is not understood; write it as dd/mm/yyyy or %d/%m/%Y".to_owned()),
            None => Ok(heads),
        }
    }
}

/// The records of one file or two, and how the files call them.
struct Read {
    roll: Roll,
    ids: Vec<Box<str>>,
}

/// Finds who is in the file more than once.
pub(super) fn dedupe(file: &Path, map: Option<&Path>, out: Option<&Path>) -> Result<Exit, String> {
    carry_out(&[file], map, out)
}

/// Finds who is in both files, each record with one partner at most.
pub(super) fn link(files: [&Path; 2], map: Option<&Path>, out: Option<&Path>) -> Result<Exit, String> {
    carry_out(&files, map, out)
}

fn carry_out(files: &[&Path], map: Option<&Path>, out: Option<&Path>) -> Result<Exit, String> {
    let heads = Heads::read(map)?;
    let mut terminal = Terminal::open(None, out, None)?;
    let mut read = Read { roll: Roll::new(heads.extra.len()), ids: Vec::new() };
    for (at, file) in files.iter().enumerate() {
        if at > 0 {
            read.roll.begin_second();
        }
        read_file(file, &heads, &mut read, &mut terminal).map_err(|why| format!("{}: {why}", file.display()))?;
    }
    let shown = RefCell::new(&mut terminal);
    let progress = |stage: Stage, done: usize, of: usize| {
        let (done, total) = (done as u64, Some(of as u64));
        shown.borrow_mut().progress(&Progress { what: word(stage).to_owned(), done, total, errors: 0 });
    };
    let work = Work { progress: Some(&progress), ..Work::default() };
    let linked = Linkage::learn(&read.roll, work).decide(work);
    let written = write(&linked.pairs, &read.ids, files.len() == 1, &mut terminal);
    written.map_err(|why| format!("cannot write the pairs: {why}"))?;
    tell(&linked.thresholds, &linked.pairs, linked.compared, &mut terminal);
    terminal.finish(true).map_err(|why| format!("cannot write the pairs: {why}"))?;
    Ok(Exit::Done)
}

/// What a linkage is doing, in words.
pub(super) const fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Counting => "counting values",
        Stage::Sorting => "sorting records",
        Stage::Learning => "learning",
        Stage::Comparing => "comparing",
        Stage::Deciding => "deciding",
    }
}

/// Reads a file into the roll.
fn read_file(path: &Path, heads: &Heads, read: &mut Read, terminal: &mut Terminal) -> Result<(), String> {
    let mut input = BufReader::with_capacity(1 << 16, File::open(path).map_err(|why| format!("cannot read: {why}"))?);
    let start = input.fill_buf().map_err(|why| format!("cannot read: {why}"))?;
    let mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let separator = separator(start);
    input.consume(mark);
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(input);
    let first = reader.headers().map_err(|why| why.to_string())?.clone();
    let place = |head: &str| first.iter().position(|there| there.trim() == head);
    let id = place(&heads.rec_id).ok_or_else(|| {
        format!("there is no column {}; say with --map which column holds the number of a record", heads.rec_id)
    })?;
    let columns = [&heads.given_name, &heads.family_name, &heads.sex, heads.birth_date.column(), &heads.birth_country]
        .map(&place);
    let format = heads.birth_date.format();
    let numbers = [&heads.document_no, &heads.tax_code, &heads.phone].map(|head| place(head));
    let missing = heads.extra.iter().find(|head| place(head).is_none());
    if let Some(head) = missing {
        return Err(format!("there is no column {head}, which the mapping names"));
    }
    let extra: Vec<Option<usize>> = heads.extra.iter().map(|head| place(head)).collect();
    let mut seen = HashSet::new();
    let mut row = csv::ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(|why| why.to_string())? {
        let cell = |at: Option<usize>| String::from_utf8_lossy(at.and_then(|at| row.get(at)).unwrap_or_default());
        let own: Box<str> = cell(Some(id)).trim().into();
        let line = row.position().map_or(0, csv::Position::line);
        if own.is_empty() || !seen.insert(own.clone()) {
            return Err(format!("line {line}: the number of the record is missing or was there before"));
        }
        let extras: Vec<_> = extra.iter().map(|at| cell(*at)).collect();
        let extras: Vec<&str> = extras.iter().map(AsRef::as_ref).collect();
        read.roll.add(&known(columns.map(cell), numbers.map(cell), format.as_deref()), &extras);
        read.ids.push(own);
        if read.ids.len().is_multiple_of(ROWS_SHOWN) {
            let (what, done) = ("reading".to_owned(), read.ids.len() as u64);
            terminal.progress(&Progress { what, done, total: None, errors: 0 });
        }
    }
    Ok(())
}

/// Comma, semicolon or tab, whichever the first line has most of.
fn separator(start: &[u8]) -> u8 {
    let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| first.iter().filter(|byte| **byte == separator).count();
    b",;\t".iter().copied().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

type Cell<'a> = std::borrow::Cow<'a, str>;

/// What a row says; a cell that is not understood is not known.
fn known([given, family, sex, born, country]: [Cell<'_>; 5], numbers: [Cell<'_>; 3], format: Option<&str>) -> Known {
    let [document, tax_code, phone] = numbers.map(|cell| Some(cell.trim().to_owned()).filter(|text| !text.is_empty()));
    Known {
        names: vec![NameForm::new(given, family)],
        sex: Sex::parse(&sex),
        born: format.map_or_else(|| Born::parse(&born), |format| born_in(format, &born)),
        birth_country: Country2::parse(&country),
        documents: document.into_iter().collect(),
        tax_code,
        phones: phone.into_iter().collect(),
    }
}

/// A birth date in the form that was said, or a year alone.
fn born_in(format: &str, text: &str) -> Option<Born> {
    let year_alone = || Born::parse(text).filter(|born| born.month.is_none());
    date_in(format, text).and_then(|day| Born::parse(&day.to_string())).or_else(year_alone)
}

fn write(pairs: &[Pair], ids: &[Box<str>], within_one: bool, terminal: &mut Terminal) -> Result<(), String> {
    let mut sheet = Sheet::with_heads(&["id_a", "id_b", "score", "decision"]).map_err(|why| why.to_string())?;
    for pair in pairs {
        let id = |at: u32| ids.get(at as usize).map(AsRef::as_ref).unwrap_or_default();
        let (a, b): (&str, &str) = (id(pair.a), id(pair.b));
        let (a, b) = if within_one && b < a { (b, a) } else { (a, b) };
        sheet.row(&[a, b, &format!("{:.4}", pair.score), pair.verdict.code()]).map_err(|why| why.to_string())?;
    }
    Writer::new(terminal, Stream::Data).write_all(&sheet.bytes()?).map_err(|why| why.to_string())
}

/// Says what was found and why the thresholds are where they are.
fn tell(chosen: &Thresholds, pairs: &[Pair], compared: u64, terminal: &mut Terminal) {
    let matches = pairs.iter().filter(|pair| pair.verdict == matching::Verdict::Match).count();
    let review = pairs.len() - matches;
    let percent = |share: f64| share * 100.0;
    terminal.say(&format!(
        "{compared} pairs compared: {matches} are one person, {review} are for someone to look at.\n\
         A pair counts as one person from a probability of {:.2} on, half of the F1 of {:.3} that is expected of it: \
         there wrong pairs and missed ones weigh the least together. Of the matches {:.1} % should be right, and \
         they should hold {:.1} % of the pairs of one person that were compared. The list to look at begins at {:.2}.",
        chosen.match_from,
        chosen.f1,
        percent(chosen.precision),
        percent(chosen.recall),
        chosen.review_from,
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "rec_id,given_name,family_name,sex,birth_date,birth_country,document_no,tax_code,phone\n\
        R2,Mohamed,El Amrani,M,1991-05-03,MA,YA0012345,,+393991234567\n\
        R1,محمد,العمراني,M,1991-05-03,MA,YA0012345,,\n\
        R3,Oksana,Bondar,F,1974-11-20,UA,,,\n\
        R4,Nimal,Perera,M,1988-02-07,LK,,,\n";

    fn folder_with(name: &str, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn one_person_written_twice_is_one_pair_with_the_lesser_number_first() {
        let (folder, file) = folder_with("a.csv", FILE);
        let out = folder.path().join("pairs.csv");
        assert_eq!(dedupe(&file, None, Some(&out)), Ok(Exit::Done));
        let pairs = std::fs::read_to_string(out).unwrap();
        let lines: Vec<&str> = pairs.lines().collect();
        assert_eq!(lines[0], "id_a,id_b,score,decision");
        assert!(lines[1].starts_with("R1,R2,0.9") && lines[1].ends_with(",match"), "{pairs}");
        assert_eq!(lines.len(), 2, "{pairs}");
    }

    #[test]
    fn two_files_are_linked_by_a_map_and_extra_columns() {
        let (folder, a) = folder_with("a.csv", "n;nome;cognome;nato;via\n1;Amina;Diallo;3/5/1991;Roma 4\n2;Li;Wei;;\n");
        let b = folder.path().join("b.csv");
        std::fs::write(&b, "n;nome;cognome;nato;via\n1;Diallo;Amina;1991-05-03;ROMA 4\n9;Ana;Ruiz;;\n").unwrap();
        let map = folder.path().join("map.toml");
        let text = "rec_id = \"n\"\ngiven_name = \"nome\"\nfamily_name = \"cognome\"\nbirth_date = \"nato\"\nextra = [\"via\"]\n";
        std::fs::write(&map, text).unwrap();
        let out = folder.path().join("pairs.csv");
        assert_eq!(link([&a, &b], Some(&map), Some(&out)), Ok(Exit::Done));
        let pairs = std::fs::read_to_string(out).unwrap();
        assert!(pairs.lines().nth(1).is_some_and(|line| line.starts_with("1,1,")), "{pairs}");
    }

    #[test]
    fn dates_are_read_in_the_form_that_the_map_says() {
        let form = |text: &str| {
            let (_folder, map) =
                folder_with("map.toml", &format!("birth_date = {{ column = \"nato\", format = \"{text}\" }}"));
            Heads::read(Some(&map)).map(|heads| heads.birth_date.format())
        };
        let month_first = form("mm/dd/yyyy").unwrap().unwrap();
        assert_eq!(born_in(&month_first, "05/03/1991"), Born::on(1991, 5, 3));
        assert_eq!(born_in(&form("%d.%m.%Y").unwrap().unwrap(), "05.03.1991"), Born::on(1991, 3, 5));
        assert_eq!(born_in(&month_first, "1991"), Some(Born::in_year(1991)));
        // What the form does not read is not known: guessing would make a match of a misreading.
        assert_eq!(born_in(&month_first, "25/03/1991"), None);
        assert!(form("mm/yyyy").unwrap_err().contains("write it as dd/mm/yyyy"));
    }

    #[test]
    fn a_file_without_numbers_or_with_one_twice_is_refused_with_its_line() {
        let (_folder, none) = folder_with("a.csv", "given_name,family_name\nAna,Ruiz\n");
        assert!(dedupe(&none, None, None).unwrap_err().contains("no column rec_id"));
        let (_folder, twice) = folder_with("a.csv", "rec_id,given_name\nR1,Ana\nR1,Eva\n");
        assert!(dedupe(&twice, None, None).unwrap_err().contains("line 3"));
    }
}
