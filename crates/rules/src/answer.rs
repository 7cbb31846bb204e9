//! The answer to a question: its outcome, values, reasons, and what is still needed.

use std::collections::BTreeSet;

use crate::{
    graph::{Node, Op},
    missing::Missing,
    pack::{Definition, Given, Question, REFER},
    single::{Seen, Sheet},
    syntax::{Gather, Since, Source},
    value::{Cell, Kind, UNKNOWN},
};

/// What a question comes to for a person on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<'a> {
    /// Its name.
    pub question: &'a str,
    /// Its outcome in a word.
    pub outcome: &'a str,
    /// Values that are known, with their names, in the order of the page.
    pub values: Vec<(&'a str, serde_json::Value)>,
    /// The rows of the law that were used.
    pub rows: Vec<&'a str>,
    /// Where they are written: source and the days between which the page is in force.
    pub sources: Vec<Written<'a>>,
    /// What is still needed, in the order in which it would be asked.
    pub missing: Vec<Missing>,
    /// The line that decided, and what it rests on.
    pub because: Option<Reason<'a>>,
    /// A page that was used should have been looked at again by now.
    pub review_overdue: bool,
}

/// Where a part of the law is written, and when it is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written<'a> {
    /// The source.
    pub source: &'a Source,
    /// In force from.
    pub since: Since,
    /// In force until.
    pub until: Option<i64>,
}

/// Why something is as it is: the line of a page that decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason<'a> {
    /// The definition or question.
    pub name: &'a str,
    /// The page it stands on.
    pub page: &'a str,
    /// What it came to, as it is written on a page.
    pub value: String,
    /// The slug of the reason.
    pub slug: Option<&'a str>,
    /// The rows of the law of that line.
    pub rows: Vec<&'a str>,
    /// It rests on something that nobody confirmed.
    pub unconfirmed: bool,
    /// In which record of a list.
    pub record: Option<usize>,
    /// What it was decided from.
    pub from: Vec<Ground<'a>>,
}

/// What a line was decided from.
#[derive(Clone, Debug, PartialEq)]
pub enum Ground<'a> {
    /// A fact and its value.
    Fact(&'a str, String),
    /// A field of a record: list, record, field, value.
    Field(&'a str, usize, &'a str, String),
    /// A list, and how many records it has.
    List(&'a str, usize),
    /// A dated figure, its value, its source.
    Figure {
        /// Its name.
        name: &'a str,
        /// Its value as written.
        value: &'a str,
        /// Where it stands.
        source: &'a str,
        /// From when.
        from: Option<i64>,
        /// Nobody confirmed it.
        unconfirmed: bool,
    },
    /// Another definition.
    Reason(Reason<'a>),
    /// The day that was asked for.
    Today,
}

impl<'a> Sheet<'a> {
    /// The answer to a question, with its reasons.
    #[must_use]
    pub fn answer(&self, question: &'a Question) -> Answer<'a> {
        let pack = self.pack;
        let cell = self.cell(question.node);
        let mut tree = Tree { sheet: self, seen: Seen::default(), rows: Vec::new(), pages: BTreeSet::new(), depth: 0 };
        let because = tree.definition(question.definition, None);
        let (mut rows, pages) = (tree.rows, tree.pages);
        if rows.is_empty()
            && let Some(page) = pack.page_of(question)
        {
            rows = page.head.rows.iter().map(String::as_str).collect();
        }
        let mut missing = if cell == UNKNOWN { self.missing(question.loose) } else { Vec::new() };
        if cell == REFER && self.cell(question.strict) == UNKNOWN {
            missing = self.missing(question.strict);
            missing.retain(|missing| !matches!(missing, Missing::Parameter(..)));
        }
        Answer {
            question: &question.name,
            outcome: self.outcome_word(question),
            values: self.values(question),
            sources: self.sources(question, &rows, &pages),
            rows,
            missing,
            because,
            review_overdue: pages
                .iter()
                .filter_map(|page| pack.pages.get(*page as usize))
                .any(|page| page.head.review_by < self.today),
        }
    }

    /// The outcome of a question in a word; what is not known is `unknown`.
    #[must_use]
    pub fn outcome_word(&self, question: &'a Question) -> &'a str {
        let at = usize::try_from(self.cell(question.node)).ok();
        at.and_then(|at| self.pack.outcomes(question).get(at)).map_or("unknown", String::as_str)
    }

    /// The values of a question that are known.
    #[must_use]
    pub fn values(&self, question: &'a Question) -> Vec<(&'a str, serde_json::Value)> {
        let mut values = Vec::new();
        for value in &question.values {
            match &value.what {
                Given::One(kind, node) => {
                    if let Some(json) = kind.json(self.cell(*node)) {
                        values.push((value.name.as_str(), json));
                    }
                }
                Given::Each(list, fields) => {
                    let Some(records) = self.told.list(*list as usize) else { continue };
                    let all = (0..records.len()).map(|record| {
                        let known = fields.iter().filter_map(|(name, kind, node)| {
                            Some((name.clone(), kind.json(self.cell_in(*node, Some(record)))?))
                        });
                        serde_json::Value::Object(known.collect())
                    });
                    values.push((value.name.as_str(), all.collect()));
                }
            }
        }
        values
    }

    fn sources(&self, question: &Question, rows: &[&str], pages: &BTreeSet<u32>) -> Vec<Written<'a>> {
        let own = self.pack.definitions.get(question.definition as usize).map(|definition| definition.page);
        let mut found: Vec<Written> = Vec::new();
        for at in own.iter().chain(pages.iter().filter(|page| Some(**page) != own)) {
            let Some(page) = self.pack.pages.get(*at as usize) else { continue };
            let used =
                |source: &&Source| source.rows.is_empty() || source.rows.iter().any(|row| rows.contains(&row.as_str()));
            let mut of_page: Vec<&Source> = page.head.sources.iter().filter(used).collect();
            if of_page.is_empty() && Some(*at) == own {
                of_page = page.head.sources.iter().collect();
            }
            for source in of_page {
                let written = Written { source, since: page.head.since, until: page.head.until };
                if !found.contains(&written) {
                    found.push(written);
                }
            }
        }
        found
    }

    /// The line of a definition that decided, by its place.
    pub(crate) fn branch(&self, definition: &Definition, record: Option<usize>) -> Option<usize> {
        let holds = |when: &[Node]| when.iter().all(|node| self.cell_in(*node, record) == 1);
        definition.branches.iter().position(|branch| holds(&branch.when))
    }
}

/// A walk from an outcome down to the facts that decided it.
struct Tree<'s, 'a> {
    sheet: &'s Sheet<'a>,
    seen: Seen,
    rows: Vec<&'a str>,
    pages: BTreeSet<u32>,
    depth: usize,
}

/// Reasons are told this deep.
const DEPTH_MAX: usize = 30;

impl<'a> Tree<'_, 'a> {
    fn cell(&self, node: Node, record: Option<usize>) -> Cell {
        self.sheet.cell_in(node, record)
    }

    fn definition(&mut self, at: u32, record: Option<usize>) -> Option<Reason<'a>> {
        let pack = self.sheet.pack;
        let definition = pack.definitions.get(at as usize)?;
        let page = pack.pages.get(definition.page as usize)?;
        if self.depth > DEPTH_MAX {
            return None;
        }
        self.depth += 1;
        self.pages.insert(definition.page);
        let mut from = Vec::new();
        let decided = self.sheet.branch(definition, record);
        let branch = decided.and_then(|decided| definition.branches.get(decided));
        // A line without a condition holds because those before it do not.
        for before in definition.branches.iter().take(decided.unwrap_or(definition.branches.len())) {
            if let Some(failed) = before.when.iter().find(|node| self.cell(**node, record) != 1) {
                self.node(*failed, record, &mut from);
            }
        }
        let mut rows = Vec::new();
        if let Some(branch) = branch {
            rows = branch.rows.iter().map(String::as_str).collect();
            for row in &rows {
                self.row(row);
            }
            for node in branch.when.iter().chain([&branch.value]) {
                self.node(*node, record, &mut from);
            }
        }
        self.depth -= 1;
        let general_page = page.head.sureness == crate::syntax::Sureness::General;
        Some(Reason {
            name: &definition.name,
            page: &page.head.id,
            value: definition.kind.write(self.cell(definition.node, record)),
            slug: branch.and_then(|branch| branch.because.as_ref()).map(|because| because.name.as_str()),
            rows,
            unconfirmed: general_page || definition.general || branch.is_some_and(|branch| branch.general),
            record: definition.list.and(record),
            from,
        })
    }

    fn row(&mut self, row: &'a str) {
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }

    /// What a node was decided from; of an `and` that fails and an `or` that holds only what decided.
    fn node(&mut self, node: Node, record: Option<usize>, from: &mut Vec<Ground<'a>>) {
        let pack = self.sheet.pack;
        let record = pack.graph.list_of(node).and(record);
        if !self.seen.insert(node, record) {
            return;
        }
        match pack.graph.op(node) {
            Op::Today => from.push(Ground::Today),
            Op::Fact(at) => {
                if let Some(fact) = pack.facts.get(*at as usize)
                    && self.cell(node, record) != UNKNOWN
                {
                    from.push(Ground::Fact(&fact.name, fact.kind.write(self.cell(node, record))));
                }
            }
            Op::Field(at, field) => {
                let list = pack.lists.get(*at as usize);
                if let Some((list, (name, kind))) =
                    list.and_then(|list| Some((list, list.fields.get(*field as usize)?)))
                {
                    let value = kind.write(self.cell(node, record));
                    from.push(Ground::Field(&list.name, record.unwrap_or_default(), name, value));
                }
            }
            Op::Else(own, otherwise) => {
                let own_known = self.cell(*own, record) != UNKNOWN;
                self.node(if own_known { *own } else { *otherwise }, record, from);
            }
            Op::Parameter { parameter, on, .. } => self.figure(*parameter, self.cell(*on, record), from),
            Op::Named { definition, strict: false, .. } => {
                from.extend(self.definition(*definition, record).map(Ground::Reason));
            }
            Op::And(parts) => self.deciding(parts, 0, record, from),
            Op::Or(parts) => self.deciding(parts, 1, record, from),
            Op::If(condition, yes, no) => {
                self.node(*condition, record, from);
                match self.cell(*condition, record) {
                    1 => self.node(*yes, record, from),
                    UNKNOWN => {}
                    _ => self.node(*no, record, from),
                }
            }
            Op::Gather { what, list, filter, value } => self.gathered(*what, *list, *filter, *value, from),
            Op::Settle { loose, .. } => self.node(*loose, record, from),
            op => op.operands(|operand| self.node(operand, record, from)),
        }
    }

    fn deciding(&mut self, parts: &[Node], decides: Cell, record: Option<usize>, from: &mut Vec<Ground<'a>>) {
        match parts.iter().find(|part| self.cell(**part, record) == decides) {
            Some(part) => self.node(*part, record, from),
            None => parts.iter().for_each(|part| self.node(*part, record, from)),
        }
    }

    fn gathered(
        &mut self,
        what: Gather,
        at: u32,
        filter: Option<Node>,
        value: Option<Node>,
        from: &mut Vec<Ground<'a>>,
    ) {
        let sheet = self.sheet;
        let (Some(list), Some(records)) = (sheet.pack.lists.get(at as usize), sheet.told.list(at as usize)) else {
            return;
        };
        from.push(Ground::List(&list.name, records.len()));
        let decides = |record: &usize| {
            let holds = filter.map_or(1, |filter| self.cell(filter, Some(*record)));
            match what {
                Gather::Every => holds != 1,
                _ => holds == 1,
            }
        };
        let mut told: Vec<usize> = (0..records.len()).filter(decides).collect();
        if told.is_empty() {
            told = (0..records.len()).collect();
        }
        for record in told {
            for node in filter.iter().chain(&value) {
                self.node(*node, Some(record), from);
            }
        }
    }

    fn figure(&mut self, at: u32, day: Cell, from: &mut Vec<Ground<'a>>) {
        let Some(parameter) = self.sheet.pack.parameters.get(at as usize) else { return };
        self.pages.insert(parameter.page);
        let Some(row) = parameter.on(day) else { return };
        for row in &row.rows {
            self.row(row);
        }
        from.push(Ground::Figure {
            name: &parameter.name,
            value: &row.written,
            source: &row.source,
            from: row.from,
            unconfirmed: row.sureness == crate::syntax::Sureness::General,
        });
    }
}

impl Reason<'_> {
    /// Whether it, or anything it was decided from, rests on what nobody confirmed.
    #[must_use]
    pub fn is_unconfirmed(&self) -> bool {
        self.unconfirmed
            || self.from.iter().any(|ground| match ground {
                Ground::Reason(reason) => reason.is_unconfirmed(),
                Ground::Figure { unconfirmed, .. } => *unconfirmed,
                _ => false,
            })
    }
}

/// The kinds of values a question gives, by name.
pub(crate) fn value_kinds(question: &Question) -> Vec<(&str, Option<&Kind>)> {
    question
        .values
        .iter()
        .map(|value| match &value.what {
            Given::One(kind, _) => (value.name.as_str(), Some(kind)),
            Given::Each(..) => (value.name.as_str(), None),
        })
        .collect()
}
