//! Why an answer is as it is: from the line that decided down to the facts.
//!
//! Reasons stand one after the other as they are told, each followed by what it was decided from, so that an answer
//! is one piece of memory whatever its depth. Values are cells: whoever shows them writes them out.

use crate::{
    graph::{Node, Op},
    pack::{Branch, Definition, Fact, List, Parameter},
    program::Step,
    single::{Marks, Sheet},
    syntax::{Gather, Page, ParameterRow, Sureness},
    value::{Cell, Kind, UNKNOWN},
};

use crate::answer::Used;

/// Reasons are told this deep.
const DEPTH_MAX: usize = 30;

/// A reason or a ground of one, and where what it was decided from ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    what: What<'a>,
    end: usize,
}

#[derive(Clone, Copy, Debug)]
enum What<'a> {
    Reason(Decided<'a>),
    Fact(&'a Fact, Cell),
    Field(&'a List, usize, usize, Cell),
    List(&'a List, usize),
    Figure(&'a Parameter, &'a ParameterRow),
    Today,
}

/// A definition and the line of it that decided.
#[derive(Clone, Copy, Debug)]
struct Decided<'a> {
    definition: &'a Definition,
    page: &'a Page,
    branch: Option<&'a Branch>,
    cell: Cell,
    record: Option<usize>,
    unconfirmed: bool,
}

/// Why something is as it is: the line of a page that decided.
#[derive(Clone, Copy, Debug)]
pub struct Reason<'t, 'a> {
    decided: Decided<'a>,
    below: &'t [Entry<'a>],
}

/// What a line was decided from.
#[derive(Clone, Copy, Debug)]
pub enum Ground<'t, 'a> {
    /// A fact and its value.
    Fact(&'a Fact, Cell),
    /// A field of a record of a list.
    Field {
        /// The list.
        list: &'a List,
        /// Which of its records.
        record: usize,
        /// What the field is called.
        name: &'a str,
        /// What it is.
        kind: &'a Kind,
        /// Its value; perhaps unknown.
        cell: Cell,
    },
    /// A list, and how many records it has.
    List(&'a List, usize),
    /// A dated figure, and that of its values which was used.
    Figure(&'a Parameter, &'a ParameterRow),
    /// Another definition.
    Reason(Reason<'t, 'a>),
    /// The day that was asked for.
    Today,
}

impl<'t, 'a> Reason<'t, 'a> {
    pub(crate) fn first(entries: &'t [Entry<'a>]) -> Option<Self> {
        let (first, below) = entries.split_first()?;
        match first.what {
            What::Reason(decided) => Some(Self { decided, below }),
            _ => None,
        }
    }

    /// The definition or question.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.decided.definition.name
    }

    /// The page it stands on.
    #[must_use]
    pub const fn page(&self) -> &'a Page {
        self.decided.page
    }

    /// What it came to, as it is written on a page.
    #[must_use]
    pub fn value(&self) -> String {
        self.decided.definition.kind.write(self.decided.cell)
    }

    /// The slug of the reason.
    #[must_use]
    pub fn slug(&self) -> Option<&'a str> {
        self.decided.branch?.because.as_ref().map(|because| because.name.as_str())
    }

    /// The rows of the law of that line.
    #[must_use]
    pub fn rows(&self) -> &'a [String] {
        self.decided.branch.map_or(&[], |branch| &branch.rows)
    }

    /// In which record of a list.
    #[must_use]
    pub const fn record(&self) -> Option<usize> {
        self.decided.record
    }

    /// It rests on something that nobody confirmed.
    #[must_use]
    pub const fn unconfirmed(&self) -> bool {
        self.decided.unconfirmed
    }

    /// Whether it, or anything it was decided from, rests on what nobody confirmed.
    #[must_use]
    pub fn is_unconfirmed(&self) -> bool {
        self.decided.unconfirmed
            || self.below.iter().any(|entry| match entry.what {
                What::Reason(reason) => reason.unconfirmed,
                What::Figure(_, row) => row.sureness == Sureness::General,
                _ => false,
            })
    }

    /// What it was decided from.
    pub fn from(&self) -> impl Iterator<Item = Ground<'t, 'a>> + use<'t, 'a> {
        let mut left = self.below;
        std::iter::from_fn(move || {
            let (first, rest) = left.split_first()?;
            let (below, after) = rest.split_at_checked(first.end)?;
            left = after;
            Some(first.what.ground(below))
        })
    }
}

impl<'a> What<'a> {
    fn ground<'t>(self, below: &'t [Entry<'a>]) -> Ground<'t, 'a> {
        match self {
            Self::Reason(decided) => Ground::Reason(Reason { decided, below }),
            Self::Fact(fact, cell) => Ground::Fact(fact, cell),
            Self::Field(list, record, field, cell) => match list.fields.get(field) {
                Some((name, kind)) => Ground::Field { list, record, name, kind, cell },
                None => Ground::List(list, record),
            },
            Self::List(list, records) => Ground::List(list, records),
            Self::Figure(figure, row) => Ground::Figure(figure, row),
            Self::Today => Ground::Today,
        }
    }
}

/// A walk from an outcome down to the facts that decided it.
pub(crate) struct Walk<'s, 'a> {
    sheet: &'s Sheet<'a>,
    marks: &'s mut Marks,
    used: &'s mut Used,
    told: &'s mut Vec<Entry<'a>>,
    depth: usize,
}

impl<'s, 'a> Walk<'s, 'a> {
    pub(crate) const fn new(
        sheet: &'s Sheet<'a>,
        marks: &'s mut Marks,
        used: &'s mut Used,
        told: &'s mut Vec<Entry<'a>>,
    ) -> Self {
        Self { sheet, marks, used, told, depth: 0 }
    }

    fn cell(&self, node: Node, record: Option<usize>) -> Cell {
        self.sheet.cell_in(node, record)
    }

    fn tell(&mut self, what: What<'a>) {
        self.told.push(Entry { what, end: 0 });
    }

    pub(crate) fn definition(&mut self, at: u32, record: Option<usize>) {
        let pack = self.sheet.pack;
        let Some(definition) = pack.definitions.get(at as usize).filter(|_| self.depth <= DEPTH_MAX) else { return };
        let Some(page) = pack.pages.get(definition.page as usize) else { return };
        self.depth += 1;
        self.used.page(definition.page);
        let (own, cell) = (self.told.len(), self.cell(definition.node, record));
        let record_of = definition.list.and(record);
        let unconfirmed = page.head.sureness == Sureness::General || definition.general;
        let mut decided = Decided { definition, page, branch: None, cell, record: record_of, unconfirmed };
        // Stands before what it was decided from, and is set right when that is known.
        self.tell(What::Reason(decided));
        for (place, branch) in definition.branches.iter().enumerate() {
            // A line without a condition holds because those before it do not.
            if let Some(failed) = branch.when.iter().find(|node| self.cell(**node, record) != 1) {
                self.node(*failed, record);
                continue;
            }
            decided = Decided { branch: Some(branch), unconfirmed: unconfirmed || branch.general, ..decided };
            pack.rows.of_line(at, place).iter().for_each(|row| self.used.row(*row));
            branch.when.iter().chain([&branch.value]).for_each(|node| self.node(*node, record));
            break;
        }
        self.depth -= 1;
        let below = self.told.len() - own - 1;
        if let Some(entry) = self.told.get_mut(own) {
            *entry = Entry { what: What::Reason(decided), end: below };
        }
    }

    /// What a node was decided from; of an `and` that fails and an `or` that holds only what decided.
    fn node(&mut self, node: Node, record: Option<usize>) {
        let pack = self.sheet.pack;
        let record = record.filter(|_| matches!(pack.program.get(node), Step::Records { .. }));
        if !self.marks.insert(node, record) {
            return;
        }
        match *pack.program.get(node) {
            Step::Named { definition, strict: false, .. } => self.definition(definition, None),
            Step::Named { node, .. } | Step::Not(node) | Step::IsNone(node) | Step::Settle(_, node, _) => {
                self.node(node, None);
            }
            Step::And(from, count) => self.deciding(pack.program.parts(from, count), 0, None),
            Step::Or(from, count) => self.deciding(pack.program.parts(from, count), 1, None),
            Step::If(condition, yes, no) => self.chosen(condition, yes, no, None),
            Step::Compare(_, one, other) => {
                self.node(one, None);
                self.node(other, None);
            }
            Step::Fact(_) | Step::Other | Step::Records { .. } => self.op(node, record),
        }
    }

    fn chosen(&mut self, condition: Node, yes: Node, no: Node, record: Option<usize>) {
        self.node(condition, record);
        match self.cell(condition, record) {
            1 => self.node(yes, record),
            UNKNOWN => {}
            _ => self.node(no, record),
        }
    }

    /// What is not among the short steps.
    fn op(&mut self, node: Node, record: Option<usize>) {
        let pack = self.sheet.pack;
        match pack.graph.op(node) {
            Op::Constant(_) => {}
            Op::Today => self.tell(What::Today),
            Op::Fact(at) => {
                let cell = self.cell(node, record);
                if let Some(fact) = pack.facts.get(*at as usize).filter(|_| cell != UNKNOWN) {
                    self.tell(What::Fact(fact, cell));
                }
            }
            Op::Field(at, field) => {
                let (cell, field) = (self.cell(node, record), *field as usize);
                if let Some(list) = pack.lists.get(*at as usize).filter(|list| field < list.fields.len()) {
                    self.tell(What::Field(list, record.unwrap_or_default(), field, cell));
                }
            }
            Op::Else(own, otherwise) => {
                let own_known = self.cell(*own, record) != UNKNOWN;
                self.node(if own_known { *own } else { *otherwise }, record);
            }
            Op::Parameter { parameter, on, .. } => self.figure(*parameter, self.cell(*on, record)),
            Op::Named { definition, strict: false, .. } => self.definition(*definition, record),
            Op::And(parts) => self.deciding(parts, 0, record),
            Op::Or(parts) => self.deciding(parts, 1, record),
            Op::If(condition, yes, no) => self.chosen(*condition, *yes, *no, record),
            Op::Gather { what, list, filter, value } => self.gathered(*what, *list, *filter, *value),
            op => op.operands(|operand| self.node(operand, record)),
        }
    }

    fn deciding(&mut self, parts: &[Node], decides: Cell, record: Option<usize>) {
        match parts.iter().find(|part| self.cell(**part, record) == decides) {
            Some(part) => self.node(*part, record),
            None => parts.iter().for_each(|part| self.node(*part, record)),
        }
    }

    fn gathered(&mut self, what: Gather, at: u32, filter: Option<Node>, value: Option<Node>) {
        let sheet = self.sheet;
        let (Some(list), Some(records)) = (sheet.pack.lists.get(at as usize), sheet.told.list(at as usize)) else {
            return;
        };
        self.tell(What::List(list, records.len()));
        let decides = |record: usize| {
            let holds = filter.map_or(1, |filter| sheet.cell_in(filter, Some(record)));
            match what {
                Gather::Every => holds != 1,
                _ => holds == 1,
            }
        };
        let nobody = !(0..records.len()).any(decides);
        for record in (0..records.len()).filter(|record| nobody || decides(*record)) {
            filter.iter().chain(&value).for_each(|node| self.node(*node, Some(record)));
        }
    }

    fn figure(&mut self, at: u32, day: Cell) {
        let pack = self.sheet.pack;
        let Some(figure) = pack.parameters.get(at as usize) else { return };
        self.used.page(figure.page);
        let Some((place, row)) = figure.place_on(day) else { return };
        pack.rows.of_figure(at, place).iter().for_each(|row| self.used.row(*row));
        self.tell(What::Figure(figure, row));
    }
}
