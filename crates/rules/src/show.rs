//! What a pack says of itself to those who show it: which facts a question needs, what a placeholder of a text
//! stands for, which people the worked cases tell of.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    answer::value_kinds,
    graph::{Node, Op},
    pack::{Fact, Given, List, Meaning, Pack, Question},
    single::{Sheet, Told},
    syntax::{Page, Since},
    told,
    value::{Cell, Kind, NONE, UNKNOWN, span_parts},
};

/// The person of a worked case.
#[derive(Debug)]
pub struct CasePerson {
    /// The page.
    pub page: String,
    /// What the case is called.
    pub name: String,
    /// The day asked.
    pub as_of: i64,
    /// What is known of the person.
    pub told: Told,
}

/// The facts and lists that a question may need.
#[derive(Debug)]
pub struct Needs<'a> {
    /// Facts, in the order of the pack.
    pub facts: Vec<&'a Fact>,
    /// Lists, with those fields that are needed.
    pub lists: Vec<(&'a List, Vec<&'a str>)>,
}

impl Pack {
    /// The facts and lists that the outcome and the values of a question may need.
    #[must_use]
    pub fn needs(&self, question: &Question) -> Needs<'_> {
        let (mut facts, mut lists) = (BTreeSet::new(), BTreeMap::<u32, BTreeSet<u32>>::new());
        for node in &question.reach {
            match self.graph.op(*node) {
                Op::Fact(at) => {
                    facts.insert(*at);
                }
                Op::Field(list, field) => {
                    lists.entry(*list).or_default().insert(*field);
                }
                Op::Gather { list, .. } => {
                    lists.entry(*list).or_default();
                }
                _ => {}
            }
        }
        let with_fields = |(at, fields): (u32, BTreeSet<u32>)| {
            let list = self.lists.get(at as usize)?;
            let name = |field: u32| list.fields.get(field as usize).map(|(name, _)| name.as_str());
            Some((list, fields.into_iter().filter_map(name).collect()))
        };
        Needs {
            facts: facts.into_iter().filter_map(|at| self.facts.get(at as usize)).collect(),
            lists: lists.into_iter().filter_map(with_fields).collect(),
        }
    }

    /// The values a question gives, with what each holds; a list of records has no kind of its own.
    #[must_use]
    pub fn values_of<'a>(&self, question: &'a Question) -> Vec<(&'a str, Option<&'a Kind>)> {
        value_kinds(question)
    }

    /// What a field of a value that is a list of records holds.
    #[must_use]
    pub fn value_fields<'a>(&self, question: &'a Question, value: &str) -> Vec<(&'a str, &'a Kind)> {
        let found = question.values.iter().find(|given| given.name == value);
        match found.map(|given| &given.what) {
            Some(Given::Each(_, fields)) => fields.iter().map(|(name, kind, _)| (name.as_str(), kind)).collect(),
            _ => Vec::new(),
        }
    }

    /// The page that names a fact.
    #[must_use]
    pub fn page_of_fact(&self, fact: &Fact) -> Option<&Page> {
        self.pages.get(fact.page as usize)
    }

    /// The page that names a list.
    #[must_use]
    pub fn page_of_list(&self, list: &List) -> Option<&Page> {
        self.pages.get(list.page as usize)
    }

    /// The people of all worked cases; a case whose facts are not understood is left out.
    #[must_use]
    pub fn case_people(&self) -> Vec<CasePerson> {
        let mut people = Vec::new();
        for page in &self.pages {
            for cases in &page.cases {
                for case in &cases.rows {
                    let mut told = Told::nothing(self);
                    let mut facts = cases.given.iter().chain(&case.facts);
                    if facts.all(|(name, text)| told::take_cell(&mut told, self, &name.name, text).is_ok()) {
                        let (page, name) = (page.head.id.clone(), case.name.clone());
                        people.push(CasePerson { page, name, as_of: case.as_of, told });
                    }
                }
            }
        }
        people
    }
}

impl Told {
    /// Reads a fact or a list from the cell of a file: the words of a page, or JSON; `null` and `none` are known to
    /// be none.
    ///
    /// # Errors
    /// What was expected; the facts stay as they are.
    pub fn take_cell(&mut self, pack: &Pack, name: &str, text: &str) -> Result<(), String> {
        told::take_cell(self, pack, name, text)
    }
}

impl<'a> Sheet<'a> {
    /// What a placeholder stands for in a text of a page: a value of the question, a definition, a fact, a dated
    /// figure on the day that governs the page. Nothing where it is not known.
    #[must_use]
    pub fn said(
        &self,
        page: &Page,
        question: Option<&'a Question>,
        record: Option<usize>,
        name: &str,
    ) -> Option<(&'a Kind, Cell)> {
        let value = question.and_then(|question| question.values.iter().find(|value| value.name == name));
        let (kind, cell) = match value.map(|value| &value.what) {
            Some(Given::One(kind, node)) => (kind, self.cell(*node)),
            _ => self.named(page, record, name)?,
        };
        (cell != UNKNOWN).then_some((kind, cell))
    }

    fn named(&self, page: &Page, record: Option<usize>, name: &str) -> Option<(&'a Kind, Cell)> {
        let pack = self.pack;
        match pack.names.get(name)? {
            Meaning::Definition(at) | Meaning::Question(at) => {
                let definition = pack.definitions.get(*at as usize)?;
                Some((&definition.kind, self.cell_named(definition.node, record)))
            }
            Meaning::Fact(at) => {
                let fact = pack.facts.get(*at as usize)?;
                Some((&fact.kind, self.cell_named(fact.node, None)))
            }
            Meaning::Parameter(at) => {
                let parameter = pack.parameters.get(*at as usize)?;
                Some((&parameter.kind, parameter.on(self.governed(page)?)?.value))
            }
            Meaning::List(_) => None,
        }
    }

    /// What a text names may be nothing of the questions that were computed: then it is computed for this once.
    fn cell_named(&self, node: Node, record: Option<usize>) -> Cell {
        if self.has(node) {
            return self.cell_in(node, record);
        }
        Self::of(self.pack, self.told.clone(), self.today).cell_in(node, record)
    }

    /// The day that decides which law holds on a page.
    fn governed(&self, page: &Page) -> Option<i64> {
        let Some(name) = &page.head.governed_by else { return Some(self.today) };
        match self.pack.names.get(name)? {
            Meaning::Fact(at) => {
                let day = self.cell_named(self.pack.facts.get(*at as usize)?.node, None);
                (day != UNKNOWN && day != NONE).then_some(day)
            }
            _ => Some(self.today),
        }
    }

    /// Whether a page is in force on the day that governs it; where that day is not known, nothing speaks against it.
    #[must_use]
    pub fn is_in_force(&self, page: &Page) -> bool {
        let Some(day) = self.governed(page) else { return true };
        let begun = match page.head.since {
            Since::Always => true,
            Since::UnknownDay => page.head.reviewed <= day,
            Since::Day(since) => since <= day,
        };
        begun && page.head.until.is_none_or(|until| day <= until)
    }

    /// The day asked.
    #[must_use]
    pub const fn today(&self) -> i64 {
        self.today
    }
}

/// Months and days of a span.
#[must_use]
pub const fn months_and_days(span: Cell) -> (i64, i64) {
    span_parts(span)
}
