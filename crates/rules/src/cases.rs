//! Worked cases: each is computed as a person is, and every line of every rule must be reached by one.

use serde_json::Value as Json;

use crate::{
    answer::{AnswerRoom, Known},
    fault::{Fault, Weight},
    missing::{Missing, MissingRoom},
    pack::{Given, Meaning, Pack, Question},
    single::{Sheet, Told},
    syntax::{CaseText, Named},
    told,
    value::{Cell, Kind, NONE, UNKNOWN},
};

/// What the worked cases of a pack show.
#[derive(Debug, Default)]
pub struct Tried {
    /// How many cases were computed.
    pub cases: usize,
    /// How many lines of rules and rows of tables the pack has.
    pub branches: usize,
    /// How many of them a case reached.
    pub reached: usize,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// How each case came out, page by page.
    pub told: Vec<CaseTold>,
}

/// How one case came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTold {
    /// The page.
    pub page: String,
    /// What the case is called.
    pub name: String,
    /// Its line on the page.
    pub line: u32,
    /// What was expected.
    pub expected: String,
    /// What came out, with its values.
    pub found: String,
    /// Whether all that was expected came out.
    pub right: bool,
}

impl Pack {
    /// Computes every worked case.
    #[must_use]
    pub fn try_cases(&self) -> Tried {
        let mut tried = Tried::default();
        let mut reached: Vec<Vec<bool>> =
            self.definitions.iter().map(|definition| vec![false; definition.branches.len()]).collect();
        for (at, page) in (0_u32..).zip(&self.pages) {
            for cases in &page.cases {
                for case in &cases.rows {
                    self.case(at, &cases.given, case, &mut reached, &mut tried);
                }
            }
        }
        // A case that could not be computed may be the one that reaches a line.
        let whole = |page: u32| {
            let written: usize =
                self.pages.get(page as usize).map_or(0, |page| page.cases.iter().map(|cases| cases.rows.len()).sum());
            let id = self.pages.get(page as usize).map_or("", |page| page.head.id.as_str());
            written == tried.told.iter().filter(|case| case.page == id).count()
        };
        let whole: Vec<bool> = (0_u32..).zip(&self.pages).map(|(at, _)| whole(at)).collect();
        for (definition, reached) in self.definitions.iter().zip(&reached) {
            tried.branches += reached.len();
            for (branch, reached) in definition.branches.iter().zip(reached) {
                if *reached {
                    tried.reached += 1;
                } else if whole.get(definition.page as usize) == Some(&true) {
                    let told = format!("no worked case reaches this line of \"{}\"", definition.name);
                    tried.faults.push(self.fault(definition.page, branch.place, told));
                }
            }
        }
        tried
    }

    fn case(
        &self,
        page: u32,
        given: &[(Named, String)],
        case: &CaseText,
        reached: &mut [Vec<bool>],
        tried: &mut Tried,
    ) {
        tried.cases += 1;
        let mut told = Told::nothing(self);
        for (name, text) in given.iter().chain(&case.facts) {
            if let Err(why) = told::take_cell(&mut told, self, &name.name, text) {
                let no_fact = why.starts_with("there is no fact");
                let told = if no_fact { why } else { format!("{}: {why}, found \"{text}\"", name.name) };
                // A misspelled head of a column is told once, not in every row.
                let page_id = self.pages.get(page as usize).map_or("", |page| page.head.id.as_str());
                if !(no_fact && tried.faults.iter().any(|fault| fault.told == told && fault.page == page_id)) {
                    tried.faults.push(self.fault(page, name.place, told));
                }
                return;
            }
        }
        let sheet = Sheet::of(self, told, case.as_of);
        self.mark(&sheet, reached);
        let question = match self.case_question(page, case) {
            Ok(question) => question,
            Err(fault) => return tried.faults.push(*fault),
        };
        let mut wrong = Vec::new();
        let mut found = Vec::new();
        if let Some(question) = question {
            let outcome = sheet.outcome_word(question);
            found.push(outcome.to_owned());
            if let Some(told) = self.no_outcome(question, &case.outcome) {
                wrong.push(told);
            } else if !case.outcome.is_empty() && outcome != case.outcome {
                wrong.push(format!("expected {}, found {outcome}{}", case.outcome, still_needed(&sheet, question)));
            }
            wrong.extend(case.missing.as_ref().and_then(|expected| other_missing(&sheet, question, expected)));
        }
        for (name, expected) in &case.values {
            match self.case_value(&sheet, question, &name.name, expected) {
                Ok((shown, right)) => {
                    if !right {
                        wrong.push(format!("{}: expected {expected}, found {shown}", name.name));
                    }
                    found.push(format!("{} = {shown}", name.name));
                }
                Err(why) => wrong.push(why),
            }
        }
        for told in &wrong {
            tried.faults.push(self.fault(page, case.place, format!("the case \"{}\": {told}", case.name)));
        }
        tried.told.push(CaseTold {
            page: self.pages.get(page as usize).map(|page| page.head.id.clone()).unwrap_or_default(),
            name: case.name.clone(),
            line: case.place.line,
            expected: case.outcome.clone(),
            found: found.join(", "),
            right: wrong.is_empty(),
        });
    }

    /// What is wrong with an expected outcome that the question never has.
    fn no_outcome(&self, question: &Question, expected: &str) -> Option<String> {
        let known = self.outcomes(question);
        if expected.is_empty() || expected == "unknown" || known.iter().any(|word| word == expected) {
            return None;
        }
        let near = crate::fault::nearest(expected, known.iter().map(String::as_str));
        let near =
            near.map_or_else(|| format!("it has {}", known.join(", ")), |near| format!("did you mean \"{near}\"?"));
        Some(format!("\"{}\" has no outcome \"{expected}\": {near}", question.name))
    }

    /// The question of a case: the one it names, or the only one of its page.
    fn case_question(&self, page: u32, case: &CaseText) -> Result<Option<&Question>, Box<Fault>> {
        if let Some(named) = &case.question {
            let found = self.questions.iter().find(|question| question.name == named.name);
            let told = format!("there is no question \"{}\"", named.name);
            return found.map(Some).ok_or_else(|| Box::new(self.fault(page, named.place, told)));
        }
        let mut of_page = self.questions.iter().filter(|question| {
            self.definitions.get(question.definition as usize).is_some_and(|definition| definition.page == page)
        });
        match (of_page.next(), of_page.next(), case.outcome.as_str()) {
            (Some(only), None, _) => Ok(Some(only)),
            (_, _, "") => Ok(None),
            _ => {
                let told = "the page has no question of its own, or several: a column \"question\" says which";
                Err(Box::new(self.fault(page, case.place, told)))
            }
        }
    }

    fn case_value(
        &self,
        sheet: &Sheet,
        question: Option<&Question>,
        name: &str,
        expected: &str,
    ) -> Result<(String, bool), String> {
        let value = question.and_then(|question| question.values.iter().find(|value| value.name == name));
        match value.map(|value| &value.what) {
            Some(Given::One(kind, node)) => one_value(kind, sheet.cell(*node), expected),
            Some(Given::Each(..)) => {
                let found = question.map(|question| sheet.values(question)).unwrap_or_default();
                let found = found.iter().find(|value| value.name() == name).map(Known::json);
                each_value(found.as_ref(), expected)
            }
            None => match self.names.get(name).copied() {
                Some(Meaning::Definition(at)) => {
                    let definition = self.definitions.get(at as usize).ok_or_else(String::new)?;
                    one_value(&definition.kind, sheet.cell(definition.node), expected)
                }
                _ => Err(format!("there is no value or definition \"{name}\"")),
            },
        }
    }

    /// Marks the lines that decided, in every definition.
    fn mark(&self, sheet: &Sheet, reached: &mut [Vec<bool>]) {
        for (definition, reached) in self.definitions.iter().zip(reached) {
            let records = match definition.list {
                None => vec![None],
                Some(list) => (0..sheet.told().list(list as usize).map_or(0, <[Vec<Cell>]>::len)).map(Some).collect(),
            };
            for record in records {
                if let Some(slot) = sheet.branch(definition, record).and_then(|at| reached.get_mut(at)) {
                    *slot = true;
                }
            }
        }
    }
}

/// What is missing, where it is not what was expected.
fn other_missing(sheet: &Sheet, question: &Question, expected: &[String]) -> Option<String> {
    let missing = sheet.missing_for(question, &mut AnswerRoom::default());
    let names: Vec<String> = missing.into_iter().map(|missing| sheet.missing_name(missing)).collect();
    let is_other = names.iter().any(|name| !expected.contains(name)) || expected.len() != names.len();
    is_other.then(|| format!("expected missing {}, found {}", expected.join(", "), names.join(", ")))
}

fn still_needed(sheet: &Sheet, question: &Question) -> String {
    let missing: Vec<Missing> = sheet.missing(question.loose, &mut MissingRoom::default());
    if missing.is_empty() || sheet.cell(question.node) != UNKNOWN {
        return String::new();
    }
    let names: Vec<String> = missing.into_iter().map(|missing| sheet.missing_name(missing)).collect();
    format!(" (missing: {})", names.join(", "))
}

fn one_value(kind: &Kind, cell: Cell, expected: &str) -> Result<(String, bool), String> {
    let shown = match kind {
        Kind::Words(_) if cell != UNKNOWN => format!("{{{}}}", kind.write(cell)),
        _ if cell == UNKNOWN => "-".to_owned(),
        _ => kind.write(cell),
    };
    if expected == "-" {
        return Ok((shown, cell == UNKNOWN || cell == NONE));
    }
    if *kind == Kind::Span {
        let number = kind.json(cell).map(|json| json.to_string());
        return Ok((shown.clone(), shown == expected || number.as_deref() == Some(expected)));
    }
    let wanted = kind.read(expected)?;
    let right = match kind {
        Kind::Words(_) => cell != UNKNOWN && wanted == cell & !crate::value::OPEN_SET,
        _ => wanted == cell,
    };
    Ok((shown, right))
}

/// A list is right when every field that is expected is there; others may be too.
fn each_value(found: Option<&Json>, expected: &str) -> Result<(String, bool), String> {
    let shown = found.map_or_else(|| "-".to_owned(), ToString::to_string);
    if expected == "-" {
        return Ok((shown, found.is_none()));
    }
    let wanted = told::loose_json(expected).ok_or("expected a list such as [{relation: child, outcome: met}]")?;
    let (Some(Json::Array(found)), Json::Array(wanted)) = (found, &wanted) else { return Ok((shown, false)) };
    let fits = |(found, wanted): (&Json, &Json)| match (found, wanted) {
        (Json::Object(found), Json::Object(wanted)) => {
            wanted.iter().all(|(name, value)| match (found.get(name), value) {
                (None, Json::String(dash)) => dash == "-",
                (Some(found), value) => {
                    found == value || found.as_str().is_some_and(|text| value.as_str() == Some(text))
                }
                (None, _) => false,
            })
        }
        _ => false,
    };
    Ok((shown, found.len() == wanted.len() && found.iter().zip(wanted).all(fits)))
}

/// Whether anything among these faults fails a check.
#[must_use]
pub fn fails(faults: &[Fault]) -> bool {
    faults.iter().any(|fault| fault.weight == Weight::Error)
}
