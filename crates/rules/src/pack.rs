//! A pack: all pages of a rule book, linked, checked for their types and compiled to one graph.

use std::collections::{BTreeMap, HashMap};

use ground::Level;

use crate::{
    fault::{Fault, Place},
    graph::{Graph, Node},
    program::{Program, Steps},
    rows::RowIndex,
    sources::Sources,
    syntax::{Audience, DefinitionText, Named, Page, ParameterRow},
    value::{Cell, Kind},
};

/// Pages and nodes that a pack may have, and records of a list of a person.
pub(crate) const PAGES_MAX: usize = 2_000;
/// See [`PAGES_MAX`].
pub(crate) const NODES_MAX: usize = 20_000;
/// Records that a list of a person may have.
pub const RECORDS_MAX: usize = 200;

/// A compiled rule book.
#[derive(Debug)]
pub struct Pack {
    pub(crate) pages: Vec<Page>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) lists: Vec<List>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) definitions: Vec<Definition>,
    pub(crate) questions: Vec<Question>,
    pub(crate) names: HashMap<String, Meaning>,
    pub(crate) graph: Graph,
    pub(crate) program: Program,
    pub(crate) rows: RowIndex,
    pub(crate) sources: Sources,
}

/// What a name of the pack stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Fact(u32),
    List(u32),
    Parameter(u32),
    Definition(u32),
    Question(u32),
}

/// A fact of a person.
#[derive(Debug)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// How much harm it can do in the wrong hands.
    pub level: Level,
    /// 1 known by heart, 2 stands on a paper, 3 must be asked of somebody.
    pub effort: u8,
    pub(crate) page: u32,
    pub(crate) place: Place,
    /// The node that reads it, with what follows when it was left out.
    pub(crate) node: Node,
}

/// A list of records of a person.
#[derive(Debug)]
pub struct List {
    /// Its name.
    pub name: String,
    /// The fields of a record.
    pub fields: Vec<(String, Kind)>,
    /// How much harm it can do in the wrong hands.
    pub level: Level,
    /// As of a fact.
    pub effort: u8,
    pub(crate) page: u32,
    pub(crate) place: Place,
    /// Fields that definitions add.
    pub(crate) computed: BTreeMap<String, u32>,
}

/// A dated figure.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Its values, from the earliest on.
    pub rows: Vec<ParameterRow>,
    pub(crate) page: u32,
}

impl Parameter {
    /// The row that holds on a day.
    #[must_use]
    pub fn on(&self, day: i64) -> Option<&ParameterRow> {
        self.place_on(day).map(|(_, row)| row)
    }

    pub(crate) fn place_on(&self, day: i64) -> Option<(usize, &ParameterRow)> {
        self.rows.iter().enumerate().find(|(_, row)| row.holds(day))
    }
}

/// A named part of the law, compiled.
#[derive(Debug)]
pub(crate) struct Definition {
    /// Its name; a question's too.
    pub(crate) name: String,
    /// What it is; of a question: its outcomes.
    pub(crate) kind: Kind,
    pub(crate) page: u32,
    pub(crate) place: Place,
    pub(crate) list: Option<u32>,
    pub(crate) general: bool,
    pub(crate) is_table: bool,
    /// Its lines from the strongest on.
    pub(crate) branches: Vec<Branch>,
    /// What it is, general parts included.
    pub(crate) node: Node,
}

/// One line of a definition.
#[derive(Debug)]
pub(crate) struct Branch {
    /// All of these hold.
    pub(crate) when: Vec<Node>,
    pub(crate) value: Node,
    pub(crate) because: Option<Named>,
    pub(crate) rows: Vec<String>,
    pub(crate) general: bool,
    pub(crate) place: Place,
    /// Branches that stand beside it as exceptions carry the same number; a chain or a table: 0.
    pub(crate) siblings: u32,
}

/// A question the pack answers.
#[derive(Debug)]
pub struct Question {
    /// Its name.
    pub name: String,
    pub(crate) definition: u32,
    /// Its outcome, general parts judged.
    pub(crate) node: Node,
    pub(crate) strict: Node,
    pub(crate) loose: Node,
    pub(crate) values: Vec<Value>,
    /// What its outcome and values need, in the order of the graph.
    pub(crate) reach: Vec<Node>,
    /// Those of them that can change when days go by.
    pub(crate) timed: Steps,
    /// All that its answer is told from, reasons too; constants need not be computed.
    pub(crate) told_from: Steps,
    /// The pages of the definitions and figures among them, its own included.
    pub(crate) pages: Vec<u32>,
}

impl Question {
    /// The nodes of its outcome and of its values.
    pub(crate) fn roots(&self) -> Vec<Node> {
        let values = self.values.iter().flat_map(Value::nodes);
        std::iter::once(self.node).chain(values).collect()
    }
}

impl Value {
    /// Its node, or one for each field of a list.
    pub(crate) fn nodes(&self) -> Vec<Node> {
        match &self.what {
            Given::One(_, node) => vec![*node],
            Given::Each(_, fields) => fields.iter().map(|(.., node)| *node).collect(),
        }
    }
}

/// A value of an answer.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) name: String,
    pub(crate) running: bool,
    pub(crate) what: Given,
}

#[derive(Debug)]
pub(crate) enum Given {
    One(Kind, Node),
    Each(u32, Vec<(String, Kind, Node)>),
}

/// The outcomes that every question may have, in their places.
pub(crate) const MET: Cell = 0;
/// See [`MET`].
pub(crate) const NOT_MET: Cell = 1;
/// See [`MET`].
pub(crate) const REFER: Cell = 3;
pub(crate) const COMMON: [&str; 4] = ["met", "not_met", "not_required", "refer"];

impl Pack {
    /// Links the pages of a rule book. A later page with the same id replaces an earlier one: a city's pages come
    /// after the national ones.
    ///
    /// # Errors
    /// Every fault that was found.
    pub fn link(pages: Vec<Page>) -> Result<Self, Vec<Fault>> {
        let mut kept: Vec<Page> = Vec::new();
        for page in pages {
            match kept.iter_mut().find(|other| other.head.id == page.head.id) {
                Some(other) => *other = page,
                None => kept.push(page),
            }
        }
        if kept.len() > PAGES_MAX {
            let told = format!("a pack has at most {PAGES_MAX} pages");
            return Err(vec![Fault::error("", Place::default(), told)]);
        }
        kept.sort_by(|one, other| one.head.id.cmp(&other.head.id));
        crate::link::link(kept)
    }

    /// Reads and links pages: id and text of each.
    ///
    /// # Errors
    /// Every fault that was found.
    pub fn read<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<Fault>> {
        let (mut pages, mut faults) = (Vec::new(), Vec::new());
        for (id, text) in texts {
            match crate::page::read(id, text) {
                Ok(page) => pages.push(page),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Self::link(pages) } else { Err(faults) }
    }

    /// Its pages, by id.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Its questions, in the order of the pages.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The facts a person may tell, lists apart.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The lists a person may tell.
    #[must_use]
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    /// Its dated figures.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The place of a question among the others.
    #[must_use]
    pub fn question(&self, name: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.name == name)
    }

    /// The words that the outcome of a question may be.
    #[must_use]
    pub fn outcomes(&self, question: &Question) -> &[String] {
        match self.definitions.get(question.definition as usize).map(|definition| &definition.kind) {
            Some(Kind::Word(words)) => words,
            _ => &[],
        }
    }

    /// The page a question stands on.
    #[must_use]
    pub fn page_of(&self, question: &Question) -> Option<&Page> {
        let definition = self.definitions.get(question.definition as usize)?;
        self.pages.get(definition.page as usize)
    }

    /// Who may be offered a question.
    #[must_use]
    pub fn audience(&self, question: &Question) -> Audience {
        self.page_of(question).map(|page| page.head.audience).unwrap_or_default()
    }

    pub(crate) fn fault(&self, page: u32, place: Place, told: impl Into<String>) -> Fault {
        fault(&self.pages, page, place, told)
    }
}

/// A fault with the line it stands on.
pub(crate) fn fault(pages: &[Page], page: u32, place: Place, told: impl Into<String>) -> Fault {
    let page = pages.get(page as usize);
    let id = page.map_or("", |page| page.head.id.as_str());
    let line = place.line.checked_sub(1).and_then(|line| page.and_then(|page| page.text.lines().nth(line as usize)));
    Fault { line: line.unwrap_or_default().to_owned(), ..Fault::error(id, place, told) }
}

/// Definitions of all pages with the page of each.
pub(crate) type Written<'a> = Vec<(u32, &'a DefinitionText)>;
