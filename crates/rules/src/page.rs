//! A page read from its Markdown.

use crate::{
    calendar,
    expression::{Reader, Reading, Told},
    fault::{self, Fault, Faults, Place},
    lex::{self, Spot, Token, TokenLine},
    syntax::{
        Audience, Body, CaseText, CasesText, Compare, DefinitionText, Exception, Expression, FactText, Given, Gives,
        Head, Line, Named, Page, ParameterKind, ParameterRow, ParameterText, Part, Since, Source, Sureness, Table,
        TableRow, TypeText,
    },
};

/// Bytes of a page, definitions on it, characters of a line.
pub const PAGE_BYTES_MAX: usize = 256 * 1024;
const DEFINITIONS_MAX: usize = 400;
const LINE_MAX: usize = 2_000;

/// Reads a page.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn read(id: &str, text: &str) -> Result<Page, Vec<Fault>> {
    let mut faults = Faults::of(id, text);
    if text.len() > PAGE_BYTES_MAX {
        faults.add(Place::default(), format!("the page is longer than {PAGE_BYTES_MAX} bytes: divide it"));
        return Err(faults.found);
    }
    let lines: Vec<&str> = text.lines().collect();
    if let Some(long) = lines.iter().position(|line| line.chars().count() > LINE_MAX) {
        faults.add(at_line(long), format!("the line is longer than {LINE_MAX} characters"));
        return Err(faults.found);
    }
    let (head, body) = head(&lines, &mut faults);
    let mut page = Page { head, text: text.to_owned(), ..Page::default() };
    if page.head.id != id && !page.head.id.is_empty() {
        let told = format!("the id is \"{}\", but the page stands at \"{id}.md\": write \"id: {id}\"", page.head.id);
        faults.add(at_line(1), told);
    }
    blocks(&lines, body, &mut page, &mut faults);
    if page.definitions.len() > DEFINITIONS_MAX {
        faults.add(Place::default(), format!("more than {DEFINITIONS_MAX} definitions: divide the page"));
    }
    if faults.found.is_empty() { Ok(page) } else { Err(faults.found) }
}

/// The place of a whole line, counted from 0.
fn at_line(line: usize) -> Place {
    Place { line: u32::try_from(line).unwrap_or_default() + 1, column: 1, width: 1 }
}

/// What stands between the two lines of hyphens, and where the words begin.
fn head(lines: &[&str], faults: &mut Faults) -> (Head, usize) {
    let mut head = Head { reviewed: i64::MIN, review_by: i64::MIN, ..Head::default() };
    if lines.first().map(|line| line.trim()) != Some("---") {
        faults.add(at_line(0), "a page begins with a line \"---\" and its head (id, title, source, …)");
        return (head, 0);
    }
    for (number, line) in lines.iter().enumerate().skip(1) {
        if line.trim() == "---" {
            // A line that was not understood may be the one that is missing.
            if faults.found.is_empty() {
                complete(&head, faults);
            }
            return (head, number + 1);
        }
        let place = Place { width: u32::try_from(line.chars().count()).unwrap_or(1), ..at_line(number) };
        match line.split_once(": ").or_else(|| line.strip_suffix(':').map(|key| (key, ""))) {
            Some((key, value)) => head_line(&mut head, key.trim(), value.trim(), place, faults),
            None if line.trim().is_empty() => {}
            None => faults.add(
                place,
                format!("expected \"KEY: VALUE\" in the head of the page, such as \"{}\"", with_colon(line)),
            ),
        }
    }
    faults.add(at_line(0), "the head of the page has no end: a second line \"---\" is missing");
    (head, lines.len())
}

const KEYS: [&str; 12] = [
    "id",
    "title",
    "source",
    "in force",
    "sureness",
    "for",
    "rows",
    "governed by",
    "author",
    "second reader",
    "reviewed",
    "review by",
];

fn head_line(head: &mut Head, key: &str, value: &str, place: Place, faults: &mut Faults) {
    match key {
        "id" => value.clone_into(&mut head.id),
        "title" => value.clone_into(&mut head.title),
        "author" => value.clone_into(&mut head.author),
        "second reader" => value.clone_into(&mut head.second_reader),
        "rows" => head.rows = value.split_whitespace().map(str::to_owned).collect(),
        "governed by" => head.governed_by = (value != "today").then(|| value.to_owned()),
        "sureness" => match Sureness::read(value) {
            Some(sureness) => head.sureness = sureness,
            None => faults.add(place, format!("sureness is text, page or general, not \"{value}\"")),
        },
        "for" => match value {
            "workers" => head.audience = Audience::Workers,
            _ => faults.add(
                place,
                format!("for is workers; what is for everybody has no such line; found \"{value}\""),
            ),
        },
        "source" => match source(value) {
            Some(source) => head.sources.push(source),
            None => faults.add(
                place,
                "a source is \"URN | article in words | rows\", or \"page | where it is written | rows\"; the rows may be left out",
            ),
        },
        "in force" => match in_force(value) {
            Some((since, until)) => (head.since, head.until) = (since, until),
            None => faults.add(
                place,
                format!("in force is \"FROM .. UNTIL\", such as \"2026-05-22 ..\"; each may be left out, found \"{value}\""),
            ),
        },
        "reviewed" | "review by" => match calendar::parse(value) {
            Some(day) if key == "reviewed" => head.reviewed = day,
            Some(day) => head.review_by = day,
            None => faults.add(place, fault::no_day(value)),
        },
        _ => {
            let near = crate::fault::nearest(key, KEYS.into_iter());
            let near = near.map_or_else(|| format!("it has {}", KEYS.join(", ")), |key| format!("did you mean \"{key}\"?"));
            faults.add(place, format!("the head of a page has no \"{key}\": {near}"));
        }
    }
}

/// The line as it was meant: the first word of a head, or two, and a colon.
fn with_colon(line: &str) -> String {
    let line = line.trim();
    let key = KEYS.iter().find(|key| line.starts_with(**key)).copied();
    match key.and_then(|key| line.strip_prefix(key).map(|rest| (key, rest.trim_start_matches([' ', ':', '='])))) {
        Some((key, rest)) => format!("{key}: {rest}"),
        None => "title: What the page says".to_owned(),
    }
}

fn source(text: &str) -> Option<Source> {
    let mut parts = text.split(" | ").map(str::trim);
    let (urn, article) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let rows = parts.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let right = (urn.starts_with("urn:") || urn == "page") && !article.is_empty() && parts.next().is_none();
    right.then_some(Source { urn, article, rows })
}

fn in_force(text: &str) -> Option<(Since, Option<i64>)> {
    let (from, until) = text.split_once("..")?;
    let since = match from.trim() {
        "" => Since::Always,
        "?" => Since::UnknownDay,
        day => Since::Day(calendar::parse(day)?),
    };
    match until.trim() {
        "" => Some((since, None)),
        day => Some((since, Some(calendar::parse(day)?))),
    }
}

fn complete(head: &Head, faults: &mut Faults) {
    let missing = [
        ("id", head.id.is_empty()),
        ("title", head.title.is_empty()),
        ("author", head.author.is_empty()),
        ("source", head.sources.is_empty()),
        ("reviewed", head.reviewed == i64::MIN),
        ("review by", head.review_by == i64::MIN),
    ];
    for (key, _) in missing.iter().filter(|(_, missing)| *missing) {
        faults.add(at_line(0), format!("the head of the page has no line \"{key}: …\""));
    }
}

/// Finds the fenced blocks and reads each.
fn blocks(lines: &[&str], body: usize, page: &mut Page, faults: &mut Faults) {
    let mut number = body;
    while let Some(line) = lines.get(number) {
        let Some(kind) = line.strip_prefix("```") else {
            number += 1;
            continue;
        };
        let start = number + 1;
        let fence = lines.iter().enumerate().skip(start).find(|(_, line)| line.starts_with("```"));
        let end = match fence {
            Some((end, line)) if line.trim_end() == "```" => end,
            Some((next, _)) => {
                let told = format!(
                    "the block has no end: a line \"```\" is missing before the one that begins on line {}",
                    next + 1
                );
                faults.add(at_line(number), told);
                number = next;
                continue;
            }
            None => {
                faults.add(at_line(number), "the block has no end: a line \"```\" is missing");
                return;
            }
        };
        let inside = lines.get(start..end).unwrap_or_default();
        match kind.trim() {
            "fact" => facts(inside, start, page, faults),
            "parameter" => parameters(inside, start, page, faults),
            "rule" => definitions(inside, start, page, faults),
            "table" => tables(inside, start, page, faults),
            "cases" => cases(inside, start, page, faults),
            other => faults
                .add(at_line(number), format!("a block is fact, parameter, rule, table or cases, not \"{other}\"")),
        }
        number = end + 1;
    }
}

/// The lines of a block that say something.
pub(crate) fn cut(inside: &[&str], start: usize, faults: &mut Faults) -> Vec<TokenLine> {
    let numbered = inside.iter().enumerate();
    let cut = numbered.map(|(number, line)| lex::line(line, line_number(start + number), 0, faults));
    cut.filter(|line| !line.spots.is_empty() || !line.understood).collect()
}

fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or_default() + 1
}

/// Reads a line to its end.
fn whole<T>(line: &TokenLine, faults: &mut Faults, read: impl FnOnce(&mut Reader) -> Reading<T>) -> Option<T> {
    if !line.understood {
        return None;
    }
    let mut reader = Reader::new(&line.spots, line.place, faults);
    let found = read(&mut reader).ok()?;
    if !reader.is_at_end() {
        let _ = reader.fail::<()>("the end of the line");
        return None;
    }
    Some(found)
}

fn kind(reader: &mut Reader) -> Reading<TypeText> {
    let name = reader.name(&format!("a type: {TYPES}"))?;
    Ok(match name.name.as_str() {
        "yes" => {
            if !reader.takes_sign("/") {
                return reader.fail("\"/no\": the type is written \"yes/no\"");
            }
            reader.expect("no")?;
            TypeText::YesNo
        }
        "number" => TypeText::Number,
        "decimal" => TypeText::Decimal,
        "money" => TypeText::Money,
        "date" => TypeText::Date,
        "country" => TypeText::Country,
        "days" | "months" | "years" => TypeText::Span,
        "list" => TypeText::List,
        "one" => {
            reader.expect("of")?;
            TypeText::OneOf(reader.word_list()?)
        }
        "words" => TypeText::Words(reader.word_list()?),
        other => {
            let told = match meant_type(other) {
                Some(meant) => format!("there is no type \"{other}\": did you mean \"{meant}\"?"),
                None => format!("there is no type \"{other}\": a type is {TYPES}"),
            };
            reader.faults.add(name.place, told);
            return Err(Told);
        }
    })
}

const TYPES: &str = "yes/no, number, decimal, money, date, country, days, months, one of A, B, words A, B, or list";

/// The type that was meant by a word of another language of programs, or by a misspelled one.
fn meant_type(word: &str) -> Option<&str> {
    Some(match word {
        "boolean" | "bool" | "true" | "yesno" => "yes/no",
        "integer" | "int" | "numeric" => "number",
        "euro" | "eur" | "EUR" | "amount" | "currency" => "money",
        "day" | "time" | "datetime" => "date",
        "float" | "percent" => "decimal",
        "text" | "string" | "word" | "choice" | "enum" => "one of A, B",
        "years" | "span" => "months",
        _ => {
            let known = ["number", "decimal", "money", "date", "country", "days", "months", "words", "list"];
            return crate::fault::nearest(word, known.into_iter());
        }
    })
}

/// `NAME: TYPE`, to the end of the line.
fn named_kind(reader: &mut Reader) -> Reading<(Named, TypeText)> {
    let name = reader.name("a name")?;
    type_follows(reader, &name.name, &["level", "effort", "each", "follows", "else"])?;
    Ok((name, kind(reader)?))
}

/// The colon between a name and its type; a line that belongs below another stands at the margin by mistake.
fn type_follows(reader: &mut Reader, name: &str, words: &[&str]) -> Reading<()> {
    if reader.takes_sign(":") {
        return Ok(());
    }
    if words.contains(&name) {
        return reader.tell(&format!("a line \"{name} …\" belongs to the name above it: indent it by two blanks"));
    }
    reader.fail(&format!("\":\" and a type, as in \"{name}: yes/no\""))
}

fn facts(inside: &[&str], start: usize, page: &mut Page, faults: &mut Faults) {
    for line in cut(inside, start, faults) {
        if line.indent == 0 {
            if let Some((name, kind)) = whole(&line, faults, named_kind) {
                let fact = FactText {
                    name,
                    kind,
                    level: None,
                    effort: 1,
                    follows: Vec::new(),
                    otherwise: None,
                    fields: Vec::new(),
                };
                page.facts.push(fact);
            }
            continue;
        }
        let Some(fact) = page.facts.last_mut() else {
            if faults.found.is_empty() {
                faults.add(line.place, "this line is indented, but no fact stands above it");
            }
            continue;
        };
        whole(&line, faults, |reader| fact_line(reader, fact));
    }
}

fn fact_line(reader: &mut Reader, fact: &mut FactText) -> Reading<()> {
    if reader.takes("level") {
        if reader.sees_sign(":") {
            return reader.tell("after \"level\" stands the level, without \":\": \"level S2\"");
        }
        fact.level = Some(reader.name("a level: S0, S1, S2, S3.health, S3.legal, S3.money, S3.work, S3.belief, S4")?);
    } else if reader.takes("effort") {
        fact.effort = match reader.step().map(|spot| &spot.token) {
            Some(Token::Number(effort @ 1..=3)) => u8::try_from(*effort).unwrap_or(1),
            _ => return reader.fail("1, 2 or 3"),
        };
    } else if reader.takes("each") {
        fact.fields.push(named_kind(reader)?);
    } else if reader.takes("follows") {
        let value = reader.expression()?;
        reader.expect("when")?;
        fact.follows.push((value, reader.expression()?));
    } else if reader.takes("else") {
        fact.otherwise = Some(reader.expression()?);
    } else {
        return reader.fail("\"level\", \"effort\", \"each\", \"follows\" or \"else\"");
    }
    Ok(())
}

/// A row of a table made of `|`, each cell with its column.
pub(crate) struct Row<'a> {
    pub(crate) cells: Vec<(&'a str, Place)>,
    pub(crate) place: Place,
}

/// The rows of a table; the line under the head is left out.
pub(crate) fn table_rows<'a>(lines: impl Iterator<Item = (usize, &'a str)>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for (number, line) in lines {
        let mut cells = Vec::new();
        let mut column = u32::try_from(line.chars().take_while(|sign| *sign != '|').count()).unwrap_or_default() + 1;
        let trimmed = line.trim();
        for cell in trimmed.strip_prefix('|').unwrap_or(trimmed).trim_end_matches('|').split('|') {
            let blank = u32::try_from(cell.chars().take_while(|sign| *sign == ' ').count()).unwrap_or_default();
            let width = u32::try_from(cell.trim().chars().count()).unwrap_or(1);
            cells.push((cell.trim(), Place { line: line_number(number), column: column + blank + 1, width }));
            column += u32::try_from(cell.chars().count()).unwrap_or_default() + 1;
        }
        let rule = cells.iter().all(|(cell, _)| !cell.is_empty() && cell.chars().all(|sign| matches!(sign, '-' | ':')));
        if !rule {
            rows.push(Row { cells, place: at_line(number) });
        }
    }
    rows
}

fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

/// Lines with their numbers.
type Numbered<'a> = Vec<(usize, &'a str)>;

/// Cuts a block into a head line and the rows of the table under it, as often as there are.
pub(crate) fn headed<'a>(inside: &[&'a str], start: usize) -> Vec<(Numbered<'a>, Numbered<'a>)> {
    let mut parts: Vec<(Numbered, Numbered)> = Vec::new();
    for (number, line) in inside.iter().enumerate() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let numbered = (start + number, *line);
        match parts.last_mut() {
            Some((_, rows)) if is_row(line) => rows.push(numbered),
            Some((heads, rows)) if rows.is_empty() => heads.push(numbered),
            _ if is_row(line) => parts.push((Vec::new(), vec![numbered])),
            _ => parts.push((vec![numbered], Vec::new())),
        }
    }
    parts
}

fn parameters(inside: &[&str], start: usize, page: &mut Page, faults: &mut Faults) {
    for (heads, rows) in headed(inside, start) {
        let Some((number, head)) = heads.first() else {
            faults.add(at_line(start), "a parameter begins with \"NAME: TYPE\", then its table");
            continue;
        };
        let line = lex::line(head, line_number(*number), 0, faults);
        let named = whole(&line, faults, |reader| {
            let name = reader.name("the name of a parameter")?;
            reader.expect_sign(":")?;
            Ok((name, parameter_kind(reader)?))
        });
        let Some((name, kind)) = named else { continue };
        let rows = parameter_rows(&table_rows(rows.into_iter()), kind, name.place, faults);
        page.parameters.push(ParameterText { name, kind, rows });
    }
}

fn parameter_kind(reader: &mut Reader) -> Reading<ParameterKind> {
    let name = reader.name("a type")?;
    Ok(match name.name.as_str() {
        "number" => ParameterKind::Number,
        "decimal" => ParameterKind::Decimal,
        "money" => ParameterKind::Money,
        "days" => ParameterKind::Days,
        "months" => ParameterKind::Months,
        "years" => ParameterKind::Years,
        "date" => ParameterKind::Date,
        "yes" => {
            reader.expect_sign("/")?;
            reader.expect("no")?;
            ParameterKind::YesNo
        }
        _ => {
            reader.faults.add(
                name.place,
                "a parameter is a number, decimal, money, days, months, years, date or yes/no: \"NAME: money\"",
            );
            return Err(Told);
        }
    })
}

const PARAMETER_HEADS: [&str; 6] = ["from", "until", "value", "rows", "sureness", "source"];

fn parameter_rows(rows: &[Row], kind: ParameterKind, place: Place, faults: &mut Faults) -> Vec<ParameterRow> {
    let heads: Vec<&str> =
        rows.first().map(|row| row.cells.iter().map(|(cell, _)| *cell).collect()).unwrap_or_default();
    if heads != PARAMETER_HEADS {
        let found = if heads.is_empty() { "no table".to_owned() } else { heads.join(", ") };
        let told = format!("the table of a parameter has the columns {}; found {found}", PARAMETER_HEADS.join(", "));
        faults.add(place, told);
        return Vec::new();
    }
    let mut found: Vec<ParameterRow> = Vec::new();
    let mut days_understood = true;
    for row in rows.iter().skip(1) {
        let [from, until, value, named, sureness, source] = row.cells.as_slice() else {
            let told = format!("a row of a parameter has six cells, this one {}: {EMPTY_CELLS}", row.cells.len());
            faults.add(row.place, told);
            continue;
        };
        let mut day = |(cell, place): &(&str, Place)| match *cell {
            "" => None,
            text => calendar::parse(text).or_else(|| {
                faults.add(*place, fault::no_day(text));
                days_understood = false;
                None
            }),
        };
        let (from_place, until_place) = (from.1, until.1);
        let (from, until) = (day(from), day(until));
        let Some(number) = parameter_value(kind, value.0) else {
            faults.add(value.1, no_value(kind, value.0));
            continue;
        };
        if source.0.is_empty() {
            faults.add(
                source.1,
                "every value of a parameter has its own source: write in the last column where it stands",
            );
        }
        let sureness_word = Sureness::read(sureness.0).unwrap_or_else(|| {
            faults.add(sureness.1, format!("sureness is text, page or general, not \"{}\"", sureness.0));
            Sureness::General
        });
        if let Some(before) = found.last()
            && days_understood
            && (before.until.is_none() || from.is_none() || before.until >= from)
        {
            faults.add(from_place, overlap(before, from));
        }
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            faults.add(until_place, format!("this row ends before it begins, on {}", calendar::write(from)));
        }
        found.push(ParameterRow {
            from,
            until,
            value: number,
            written: value.0.to_owned(),
            rows: named.0.split_whitespace().map(str::to_owned).collect(),
            sureness: sureness_word,
            source: source.0.to_owned(),
            place: row.place,
        });
    }
    found
}

const EMPTY_CELLS: &str = "a cell without anything is left blank between two \"|\"";

/// How two rows that hold on the same day are set right.
fn overlap(above: &ParameterRow, from: Option<i64>) -> String {
    let Some(from) = from else {
        return "this row has no \"from\", so it holds at the same time as the row above it: write the day from which it holds".to_owned();
    };
    let (begins, day_before) = (calendar::write(from), calendar::write(from - 1));
    match above.until {
        None => format!(
            "this row begins on {begins}, but the row above it has no end: write its \"until\", such as {day_before}"
        ),
        Some(_) if above.from.is_some_and(|above| above >= from) => {
            format!(
                "this row begins on {begins}, before the row above it: the rows stand from the earliest to the latest"
            )
        }
        Some(until) => format!(
            "this row begins on {begins}, but the row above it holds until {}: let it end on {day_before}",
            calendar::write(until)
        ),
    }
}

fn no_value(kind: ParameterKind, text: &str) -> String {
    if kind == ParameterKind::Date {
        return fault::no_day(text);
    }
    let meant = match kind {
        ParameterKind::Money | ParameterKind::Decimal => crate::value::meant_hundredths(text),
        _ => text
            .split_whitespace()
            .next()
            .filter(|first| *first != text && parameter_value(kind, first).is_some())
            .map(str::to_owned),
    };
    let next = meant.map_or_else(String::new, |meant| format!(": write {meant}"));
    format!("\"{text}\" is no {}{next}", kind_word(kind))
}

const fn kind_word(kind: ParameterKind) -> &'static str {
    match kind {
        ParameterKind::YesNo => "yes or no",
        ParameterKind::Number => "whole number",
        ParameterKind::Decimal => "number with at most two decimals",
        ParameterKind::Money => "sum of money with two decimals",
        ParameterKind::Date => "day such as 2026-05-22",
        ParameterKind::Days => "number of days",
        ParameterKind::Months => "number of months",
        ParameterKind::Years => "number of years",
    }
}

fn parameter_value(kind: ParameterKind, text: &str) -> Option<i64> {
    match kind {
        ParameterKind::YesNo => match text {
            "yes" => Some(1),
            "no" => Some(0),
            _ => None,
        },
        ParameterKind::Number => text.parse().ok(),
        ParameterKind::Decimal | ParameterKind::Money => crate::value::hundredths(text),
        ParameterKind::Date => calendar::parse(text),
        ParameterKind::Days => text.parse().ok().filter(|days: &i64| (0..200_000).contains(days)),
        ParameterKind::Months => months(text, 1),
        ParameterKind::Years => months(text, 12),
    }
}

fn months(text: &str, each: i64) -> Option<i64> {
    let number = text.parse().ok().filter(|months: &i64| (0..2_400).contains(months))?;
    Some(crate::value::span(number * each, 0))
}

fn definitions(inside: &[&str], start: usize, page: &mut Page, faults: &mut Faults) {
    let first = page.definitions.len();
    let faults_before = faults.found.len();
    // What stands below a line that was not understood is not told again.
    let (mut head_understood, mut not_understood) = (true, Vec::new());
    for line in joined(cut(inside, start, faults)) {
        if line.indent == 0 {
            let head = whole(&line, faults, definition_head);
            head_understood = head.is_some();
            page.definitions.extend(head);
            continue;
        }
        let at = page.definitions.len();
        match page.definitions.get_mut(first..).and_then(<[DefinitionText]>::last_mut) {
            _ if !head_understood => {}
            None => faults.add(line.place, "this line is indented, but no definition stands above it"),
            Some(definition) => {
                let told = not_understood.contains(&at);
                if whole(&line, faults, |reader| definition_line(reader, line.indent, definition, told)).is_none() {
                    not_understood.push(at);
                }
            }
        }
    }
    for (at, definition) in (1..).zip(&page.definitions).skip(first) {
        let empty = matches!(&definition.body, Body::Lines { base, .. } if base.is_empty());
        if empty && faults.found.len() == faults_before && !not_understood.contains(&at) {
            let told = format!(
                "\"{}\" has no line that says what it is: write \"is VALUE\" below it, indented",
                definition.name.name
            );
            faults.add(definition.name.place, told);
        }
    }
}

const LINE_WORDS: [&str; 6] = ["is", "otherwise", "except", "gives", "sureness", "each"];

/// Joins a line with those below it that go on with it: they are indented further and begin with no
/// word of a line.
pub(crate) fn joined(lines: Vec<TokenLine>) -> Vec<TokenLine> {
    let mut found: Vec<TokenLine> = Vec::new();
    for line in lines {
        let begins = match line.spots.first() {
            Some(Spot { token: Token::Word(word), .. }) => LINE_WORDS.contains(&word.as_str()),
            _ => false,
        };
        match found.last_mut() {
            Some(above) if line.indent > above.indent && above.indent > 0 && !begins => {
                above.spots.extend(line.spots);
                above.understood &= line.understood;
            }
            _ => found.push(line),
        }
    }
    found
}

fn definition_head(reader: &mut Reader) -> Reading<DefinitionText> {
    let question = reader.takes("question");
    let name = reader.name("the name of a definition, or \"question\"")?;
    let kind = if question {
        None
    } else {
        type_follows(reader, &name.name, &LINE_WORDS)?;
        Some(kind(reader)?)
    };
    let body = Body::Lines { base: Vec::new(), exceptions: Vec::new() };
    Ok(DefinitionText { name, kind, general: false, body, gives: Vec::new() })
}

fn definition_line(reader: &mut Reader, indent: usize, definition: &mut DefinitionText, told: bool) -> Reading<()> {
    let place = reader.place();
    if reader.takes("sureness") {
        reader.expect("general")?;
        definition.general = true;
        return Ok(());
    }
    if reader.takes("gives") {
        definition.gives.push(gives(reader)?);
        return Ok(());
    }
    let Body::Lines { base, exceptions } = &mut definition.body else {
        return reader.fail("no line under a table");
    };
    if reader.takes("except") {
        let line = rule_line(reader, place)?;
        put_exception(exceptions, Exception { line, below: Vec::new() }, indent, reader)?;
        return Ok(());
    }
    let first = base.is_empty() && !told;
    if reader.takes(if first { "is" } else { "otherwise" }) {
        base.push(rule_line(reader, place)?);
        return Ok(());
    }
    let word = if first { "\"is\"" } else { "\"otherwise\"" };
    reader.fail(&format!("{word}, \"except\", \"gives\" or \"sureness general\""))
}

/// An exception that is indented deeper stands under the one above it.
fn put_exception(among: &mut Vec<Exception>, exception: Exception, indent: usize, reader: &mut Reader) -> Reading<()> {
    let column = |exception: &Exception| exception.line.place.column as usize;
    match among.last_mut() {
        Some(above) if column(above) < indent + 1 => put_exception(&mut above.below, exception, indent, reader),
        Some(above) if column(above) > indent + 1 => {
            reader
                .faults
                .add(exception.line.place, "this exception stands between two depths: indent it like one above it");
            Err(Told)
        }
        _ => {
            among.push(exception);
            Ok(())
        }
    }
}

/// `VALUE [when CONDITION][, because SLUG][(ROWS)]`.
fn rule_line(reader: &mut Reader, place: Place) -> Reading<Line> {
    let value = reader.expression()?;
    if reader.sees("if") || reader.sees("where") || reader.sees("unless") {
        return reader.tell("a condition begins with \"when\"");
    }
    let when = if reader.takes("when") { Some(reader.expression()?) } else { None };
    let mut because = None;
    if reader.takes_sign(",") {
        reader.expect("because")?;
        because = Some(reader.name("a word for the reason, such as \"too_late\"")?);
    }
    let rows = row_names(reader)?;
    if !reader.is_at_end() {
        if reader.sees("because") {
            return reader.tell("a comma stands before \"because\"");
        }
        return reader.fail(match (&because, &when) {
            (Some(_), _) => {
                "the end of the line: the reason is one word, joined with \"_\"; its text stands in the file of words"
            }
            (None, Some(_)) => "\", because REASON\" or the end of the line",
            (None, None) => "\"when\", \", because REASON\" or the end of the line",
        });
    }
    Ok(Line { value, when, because, rows, place })
}

/// `(R02 J03 general)`: rows, the one before `general` is not sure.
fn row_names(reader: &mut Reader) -> Reading<Vec<(Named, bool)>> {
    let mut rows: Vec<(Named, bool)> = Vec::new();
    if !reader.takes_sign("(") {
        return Ok(rows);
    }
    while !reader.takes_sign(")") {
        let name = reader.name("a row such as R02, or \")\"")?;
        match rows.last_mut() {
            Some((_, general)) if name.name == "general" => *general = true,
            _ => rows.push((name, false)),
        }
        reader.takes_sign(",");
    }
    Ok(rows)
}

fn gives(reader: &mut Reader) -> Reading<Gives> {
    let running = reader.takes("running");
    let name = reader.name("the name of a value")?;
    let what = if reader.takes_sign(":") {
        let kind = kind(reader)?;
        reader.expect_sign("=")?;
        let value = reader.expression()?;
        let when = if reader.takes("when") { Some(reader.expression()?) } else { None };
        Given::Value { kind, value, when }
    } else if reader.takes_sign("=") {
        reader.expect("each")?;
        let list = reader.name("the name of a list")?;
        reader.expect_sign("(")?;
        let fields = reader.word_list()?;
        reader.expect_sign(")")?;
        Given::Each { list, fields }
    } else {
        Given::Same
    };
    Ok(Gives { name, running, what })
}

fn tables(inside: &[&str], start: usize, page: &mut Page, faults: &mut Faults) {
    for (heads, rows) in headed(inside, start) {
        let Some(((number, head), below)) = heads.split_first() else {
            faults.add(at_line(start), "a table begins with \"NAME: TYPE\", then its rows");
            continue;
        };
        let line = lex::line(head, line_number(*number), 0, faults);
        let Some(mut definition) = whole(&line, faults, definition_head) else { continue };
        if let Some(table) = table(&table_rows(rows.into_iter()), definition.name.place, faults) {
            definition.body = Body::Table(table);
        }
        for (number, line) in below {
            let line = lex::line(line, line_number(*number), 0, faults);
            whole(&line, faults, |reader| definition_line(reader, line.indent, &mut definition, false));
        }
        page.definitions.push(definition);
    }
}

fn table(rows: &[Row], place: Place, faults: &mut Faults) -> Option<Table> {
    let (first, rest) = rows.split_first()?;
    let Some(gives) = first.cells.iter().position(|(cell, _)| *cell == "gives") else {
        faults.add(place, "the head of a table has a column \"gives\"");
        return None;
    };
    let mut heads = Vec::new();
    for (cell, at) in first.cells.iter().take(gives) {
        heads.push(whole(&cell_line(cell, *at, faults), faults, |reader| reader.expression())?);
    }
    let mut found = Vec::new();
    for row in rest {
        if row.cells.len() != first.cells.len() {
            let told = format!("this row has {} cells, the head {}: {EMPTY_CELLS}", row.cells.len(), first.cells.len());
            faults.add(row.place, told);
            continue;
        }
        if let Some(line) = table_row(&heads, &first.cells, row, gives, faults) {
            found.push(TableRow { line });
        }
    }
    Some(Table { rows: found })
}

pub(crate) fn cell_line(cell: &str, at: Place, faults: &mut Faults) -> TokenLine {
    lex::line(cell, at.line, at.column.saturating_sub(1), faults)
}

fn table_row(
    heads: &[Expression],
    titles: &[(&str, Place)],
    row: &Row,
    gives: usize,
    faults: &mut Faults,
) -> Option<Line> {
    let mut conditions = Vec::new();
    for (head, (cell, at)) in heads.iter().zip(&row.cells) {
        let line = cell_line(cell, *at, faults);
        if let Some(condition) = whole(&line, faults, |reader| table_cell(reader, head))? {
            conditions.push(condition);
        }
    }
    let (cell, at) = row.cells.get(gives)?;
    let value = whole(&cell_line(cell, *at, faults), faults, |reader| reader.expression())?;
    let (mut because, mut rows) = (None, Vec::new());
    for ((title, _), (cell, at)) in titles.iter().zip(&row.cells).skip(gives + 1) {
        let line = cell_line(cell, *at, faults);
        match *title {
            "because" if !cell.is_empty() => because = Some(whole(&line, faults, |reader| reader.name("a slug"))?),
            "because" => {}
            "rows" => rows = whole(&line, faults, bare_rows)?,
            other => faults.add(row.place, format!("after \"gives\" stand rows and because, not \"{other}\"")),
        }
    }
    let place = Place { width: 1, ..row.cells.first().map_or(row.place, |(_, at)| *at) };
    let when = match conditions.len() {
        0 => None,
        1 => conditions.pop(),
        _ => Some(Expression { part: Part::And(conditions), place }),
    };
    Some(Line { value, when, because, rows, place })
}

fn bare_rows(reader: &mut Reader) -> Reading<Vec<(Named, bool)>> {
    let mut rows: Vec<(Named, bool)> = Vec::new();
    while !reader.is_at_end() {
        let name = reader.name("a row such as R02")?;
        match rows.last_mut() {
            Some((_, general)) if name.name == "general" => *general = true,
            _ => rows.push((name, false)),
        }
    }
    Ok(rows)
}

/// What a cell says of the expression in its head; none: whatever it is.
fn table_cell(reader: &mut Reader, head: &Expression) -> Reading<Option<Expression>> {
    let place = reader.place();
    if reader.is_at_end() {
        return reader.fail("a condition, or \"-\" for whatever it is");
    }
    if reader.takes_sign("-") {
        return Ok(None);
    }
    let made = |part| Expression { part, place };
    let left = || Box::new(head.clone());
    if reader.takes("not") {
        let inner = table_values(reader, head, place)?;
        return Ok(Some(made(Part::Not(Box::new(inner)))));
    }
    for (sign, compare, turned) in [
        ("<=", Compare::LessOrEqual, false),
        ("<", Compare::Less, false),
        (">=", Compare::LessOrEqual, true),
        (">", Compare::Less, true),
    ] {
        if reader.takes_sign(sign) {
            let right = Box::new(reader.sum()?);
            let part =
                if turned { Part::Compare(compare, right, left()) } else { Part::Compare(compare, left(), right) };
            return Ok(Some(made(part)));
        }
    }
    table_values(reader, head, place).map(Some)
}

fn table_values(reader: &mut Reader, head: &Expression, place: Place) -> Reading<Expression> {
    let made = |part| Expression { part, place };
    let first = reader.sum()?;
    if reader.takes_sign("..") {
        let last = reader.sum()?;
        let low = made(Part::Compare(Compare::LessOrEqual, Box::new(first), Box::new(head.clone())));
        let high = made(Part::Compare(Compare::LessOrEqual, Box::new(head.clone()), Box::new(last)));
        return Ok(made(Part::And(vec![low, high])));
    }
    let mut values = vec![first];
    while reader.takes_sign(",") {
        values.push(reader.sum()?);
    }
    Ok(match values.as_slice() {
        [Expression { part: Part::Yes, .. }] => head.clone(),
        [Expression { part: Part::No, .. }] => made(Part::Not(Box::new(head.clone()))),
        [Expression { part: Part::None, .. }] => made(Part::IsNone(Box::new(head.clone()))),
        [_] => {
            let only = values.pop().ok_or(Told)?;
            made(Part::Compare(Compare::Equal, Box::new(head.clone()), Box::new(only)))
        }
        _ => made(Part::In(Box::new(head.clone()), values)),
    })
}

fn cases(inside: &[&str], start: usize, page: &mut Page, faults: &mut Faults) {
    for (heads, rows) in headed(inside, start) {
        let mut given = Vec::new();
        for (number, line) in heads {
            match line.trim().strip_prefix("given ") {
                Some(facts) => given.extend(named_values(facts, at_line(number))),
                None => faults.add(
                    at_line(number),
                    "expected \"given NAME: VALUE; NAME: VALUE\" or the rows of a table, which begin with \"|\"",
                ),
            }
        }
        let rows = table_rows(rows.into_iter());
        let Some((first, rest)) = rows.split_first() else {
            faults.add(at_line(start), "worked cases need a table");
            continue;
        };
        let lacks = |title: &str| first.cells.iter().all(|(cell, _)| *cell != title);
        if lacks("as of") || lacks("=>") {
            faults.add(
                first.place,
                "a table of cases has a column \"as of\" (the day asked) and a column \"=>\" (what is expected)",
            );
            continue;
        }
        let found = rest.iter().filter_map(|row| case(&first.cells, row, faults)).collect();
        page.cases.push(CasesText { given, rows: found });
    }
}

/// `NAME: VALUE; NAME: VALUE`; a `;` inside brackets belongs to the value.
fn named_values(text: &str, place: Place) -> Vec<(Named, String)> {
    let mut depth = 0_i32;
    let parts = text.split(|sign: char| {
        depth += i32::from(matches!(sign, '[' | '{')) - i32::from(matches!(sign, ']' | '}'));
        sign == ';' && depth <= 0
    });
    let named = parts.filter_map(|part| part.split_once(':'));
    named.map(|(name, value)| (Named { name: name.trim().to_owned(), place }, value.trim().to_owned())).collect()
}

fn case(heads: &[(&str, Place)], row: &Row, faults: &mut Faults) -> Option<CaseText> {
    if heads.len() != row.cells.len() {
        let told = format!("this case has {} cells, the head {}: {EMPTY_CELLS}", row.cells.len(), heads.len());
        faults.add(row.place, told);
        return None;
    }
    let mut found = CaseText {
        name: String::new(),
        place: row.place,
        as_of: i64::MIN,
        question: None,
        facts: Vec::new(),
        outcome: String::new(),
        values: Vec::new(),
        missing: None,
    };
    let mut expects = false;
    for ((head, _), (cell, at)) in heads.iter().zip(&row.cells) {
        let named = Named { name: (*head).to_owned(), place: *at };
        match (*head, *cell) {
            ("=>", outcome) => (expects, found.outcome) = (true, outcome.to_owned()),
            ("case", name) => name.clone_into(&mut found.name),
            ("as of", day) => match calendar::parse(day) {
                Some(day) => found.as_of = day,
                None => faults.add(*at, fault::no_day(day)),
            },
            (_, "") => {}
            ("question", name) => found.question = Some(Named { name: name.to_owned(), place: *at }),
            ("facts", facts) => found.facts.extend(named_values(facts, *at)),
            ("missing_facts", names) => {
                found.missing =
                    Some(names.split([',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned).collect());
            }
            (_, value) if expects => found.values.push((named, value.to_owned())),
            (_, value) => found.facts.push((named, value.to_owned())),
        }
    }
    (found.as_of != i64::MIN && expects).then_some(found)
}
