//! Facts as other programs write them: JSON with the names of the pack.

use serde_json::{Map, Value as Json};

use crate::{
    pack::{List, Meaning, Pack, RECORDS_MAX},
    single::Told,
    value::{Cell, UNKNOWN},
};

/// What is wrong with the facts that were told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fact}: {told}")]
pub struct BadFact {
    /// Which fact, with the record and field of a list: `relatives[2].age`.
    pub fact: String,
    /// What was expected, in words.
    pub told: String,
}

impl BadFact {
    fn new(fact: impl Into<String>, told: impl Into<String>) -> Self {
        Self { fact: fact.into(), told: told.into() }
    }
}

impl Told {
    /// Reads facts from an object: a fact left out is unknown, `null` is known to be none.
    ///
    /// # Errors
    /// Every fact that is not of the pack or not of its type.
    pub fn from_json(pack: &Pack, facts: &Map<String, Json>) -> Result<Self, Vec<BadFact>> {
        let mut told = Self::nothing(pack);
        let mut bad = Vec::new();
        for (name, value) in facts {
            if let Err(wrong) = told.take(pack, name, value) {
                bad.extend(wrong);
            }
        }
        if bad.is_empty() { Ok(told) } else { Err(bad) }
    }

    /// Reads one fact.
    ///
    /// # Errors
    /// What is wrong with it; the facts stay as they are.
    pub fn take(&mut self, pack: &Pack, name: &str, value: &Json) -> Result<(), Vec<BadFact>> {
        match pack.names.get(name).copied() {
            Some(Meaning::Fact(at)) => {
                let fact = pack.facts.get(at as usize).ok_or_else(Vec::new)?;
                let cell = fact.kind.read_json(value).map_err(|told| vec![BadFact::new(name, told)])?;
                self.set(at as usize, cell);
            }
            Some(Meaning::List(at)) => {
                let list = pack.lists.get(at as usize).ok_or_else(Vec::new)?;
                self.set_list(at as usize, Some(records(list, value)?));
            }
            _ => {
                let known = pack
                    .facts
                    .iter()
                    .map(|fact| fact.name.as_str())
                    .chain(pack.lists.iter().map(|list| list.name.as_str()));
                let near = crate::fault::nearest(name, known)
                    .map_or_else(String::new, |near| format!(": did you mean \"{near}\"?"));
                return Err(vec![BadFact::new(name, format!("there is no such fact{near}"))]);
            }
        }
        Ok(())
    }

    /// The facts that are known, as JSON.
    #[must_use]
    pub fn json(&self, pack: &Pack) -> Map<String, Json> {
        let mut map = Map::new();
        for (fact, cell) in pack.facts.iter().zip(&self.facts) {
            if let Some(value) = fact.kind.json(*cell) {
                map.insert(fact.name.clone(), value);
            }
        }
        for (list, records) in pack.lists.iter().zip(&self.lists) {
            let Some(records) = records else { continue };
            let all = records.iter().map(|record| {
                let fields = list.fields.iter().zip(record);
                fields.filter_map(|((name, kind), cell)| Some((name.clone(), kind.json(*cell)?))).collect::<Map<_, _>>()
            });
            map.insert(list.name.clone(), all.map(Json::Object).collect());
        }
        map
    }
}

fn records(list: &List, value: &Json) -> Result<Vec<Vec<Cell>>, Vec<BadFact>> {
    let records = match value {
        Json::Null => return Ok(Vec::new()),
        Json::Array(records) if records.len() <= RECORDS_MAX => records,
        Json::Array(_) => return Err(vec![BadFact::new(&list.name, format!("at most {RECORDS_MAX} records"))]),
        _ => return Err(vec![BadFact::new(&list.name, "expected a list such as [{…}, {…}]")]),
    };
    let (mut found, mut bad) = (Vec::new(), Vec::new());
    for (number, record) in records.iter().enumerate() {
        match fields(list, number, record) {
            Ok(cells) => found.push(cells),
            Err(wrong) => bad.extend(wrong),
        }
    }
    if bad.is_empty() { Ok(found) } else { Err(bad) }
}

fn fields(list: &List, number: usize, record: &Json) -> Result<Vec<Cell>, Vec<BadFact>> {
    let mut cells = vec![UNKNOWN; list.fields.len()];
    let place = format!("{}[{number}]", list.name);
    let record = match record {
        Json::Object(record) => record,
        // A bare word is the first field.
        Json::String(_) | Json::Number(_) => {
            let Some(((_, kind), cell)) = list.fields.first().zip(cells.first_mut()) else { return Ok(cells) };
            let text = record.as_str().map_or_else(|| record.to_string(), str::to_owned);
            *cell = kind.read(&text).map_err(|told| vec![BadFact::new(&place, told)])?;
            return Ok(cells);
        }
        _ => return Err(vec![BadFact::new(place, "expected an object with the fields of a record")]),
    };
    let mut bad = Vec::new();
    for (name, value) in record {
        let slot = list.fields.iter().zip(cells.iter_mut()).find(|((field, _), _)| field == name);
        let Some(((_, kind), cell)) = slot else {
            let known: Vec<&str> = list.fields.iter().map(|(field, _)| field.as_str()).collect();
            bad.push(BadFact::new(format!("{place}.{name}"), format!("a record has {}", known.join(", "))));
            continue;
        };
        match kind.read_json(value) {
            Ok(read) => *cell = read,
            Err(told) => bad.push(BadFact::new(format!("{place}.{name}"), told)),
        }
    }
    if bad.is_empty() { Ok(cells) } else { Err(bad) }
}

/// Reads a value as it stands in a cell of worked cases or of a CSV file: JSON, or the plain words of a page.
pub(crate) fn loose_json(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok().or_else(|| Loose { rest: text, depth: 0 }.value())
}

/// JSON whose words need no quotes: `[{relation: child, age: 5}]`.
struct Loose<'a> {
    rest: &'a str,
    depth: u32,
}

impl Loose<'_> {
    fn value(&mut self) -> Option<Json> {
        let found = self.one()?;
        self.rest.trim().is_empty().then_some(found)
    }

    fn one(&mut self) -> Option<Json> {
        self.depth += 1;
        if self.depth > 8 {
            return None;
        }
        self.rest = self.rest.trim_start();
        let found = if let Some(rest) = self.rest.strip_prefix('[') {
            self.rest = rest;
            self.many(']', Self::one).map(Json::Array)
        } else if let Some(rest) = self.rest.strip_prefix('{') {
            self.rest = rest;
            let fields = self.many('}', |loose| {
                let name = loose.word()?;
                loose.rest = loose.rest.trim_start().strip_prefix(':')?;
                Some((name, loose.one()?))
            });
            fields.map(|fields| Json::Object(fields.into_iter().collect()))
        } else {
            self.word().map(|word| plain(&word))
        };
        self.depth -= 1;
        found
    }

    fn many<T>(&mut self, end: char, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut found = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if let Some(rest) = self.rest.strip_prefix(end) {
                self.rest = rest;
                return Some(found);
            }
            if !found.is_empty() {
                self.rest = self.rest.strip_prefix(',').or_else(|| self.rest.strip_prefix(';'))?;
            }
            found.push(one(self)?);
        }
    }

    fn word(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        let bytes = self.rest.find([',', ';', ':', ']', '}', '[', '{']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(bytes)?;
        self.rest = rest;
        let word = word.trim().trim_matches('"');
        (!word.is_empty()).then(|| word.to_owned())
    }
}

/// A bare word: yes, no, none, a whole number; otherwise text, which the kind of the fact reads.
fn plain(word: &str) -> Json {
    match word {
        "yes" => Json::Bool(true),
        "no" => Json::Bool(false),
        "none" => Json::Null,
        _ => word.parse::<i64>().map_or_else(|_| Json::from(word), Json::from),
    }
}

/// A cell of a table for a fact or list of this name.
///
/// # Errors
/// What was expected.
pub(crate) fn take_cell(told: &mut Told, pack: &Pack, name: &str, text: &str) -> Result<(), String> {
    match pack.names.get(name).copied() {
        Some(Meaning::Fact(at)) => {
            let fact = pack.facts.get(at as usize).ok_or_else(String::new)?;
            told.set(at as usize, fact.kind.read(text)?);
            Ok(())
        }
        Some(Meaning::List(at)) => {
            let list = pack.lists.get(at as usize).ok_or_else(String::new)?;
            let json = loose_json(text).ok_or("expected a list such as [{relation: child, age: 5}]")?;
            let read = records(list, &json).map_err(|bad| bad.first().map(ToString::to_string).unwrap_or_default())?;
            told.set_list(at as usize, Some(read));
            Ok(())
        }
        _ => {
            let facts = pack.facts.iter().map(|fact| fact.name.as_str());
            let known = facts.chain(pack.lists.iter().map(|list| list.name.as_str()));
            let near = crate::fault::nearest(name, known)
                .map_or_else(String::new, |near| format!(": did you mean \"{near}\"?"));
            Err(format!("there is no fact \"{name}\"{near}"))
        }
    }
}
