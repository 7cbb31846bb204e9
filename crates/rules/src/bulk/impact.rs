//! A dated figure changes: whom it touches. Only the questions it reaches are asked again, and only for the
//! persons for whom some part of the law that looks at the figure comes out differently: those between the old
//! line and the new one.

use crate::{
    graph::Node,
    pack::{Pack, Question},
    syntax::ParameterRow,
    value::Cell,
};

use super::{
    columns::Columns,
    fold::{Figures, Folded},
    found::OPEN,
    lanes::{Lane, View},
    plan::Plan,
    run::{CHUNK, Room},
};

/// What a changed figure does.
#[derive(Debug)]
pub struct Impact<'a> {
    /// The questions whose answer can be another for somebody.
    pub reached: Vec<&'a Question>,
    /// The persons between the old line and the new one, by their places.
    pub touched: Vec<usize>,
    /// The answers that are others.
    pub changed: Vec<Changed<'a>>,
}

/// An answer that a changed figure makes another.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'a> {
    /// The place of the person.
    pub row: usize,
    /// The question.
    pub question: &'a Question,
    /// The outcome before and after, as places among its outcomes; alike: a value is another.
    pub outcomes: (u8, u8),
}

/// Old and new nodes of what is asked.
type Pairs = Vec<(Node, Node)>;

/// Computes what other rows of a figure change on a day, on one core.
#[must_use]
pub fn impact<'a>(
    pack: &'a Pack,
    columns: &Columns,
    today: i64,
    parameter: usize,
    rows: &[ParameterRow],
) -> Impact<'a> {
    let figures = Figures { pack, changed: Some(rows) };
    let (folded, old, new) = both(figures, columns, today, parameter);
    let changes = |question: &&Question| pairs(question, &old, &new).iter().any(|(old, new)| old != new);
    let reached: Vec<&Question> = pack.questions.iter().filter(changes).collect();
    let lines = lines(pack, &folded, &reached, (&old, &new));
    let touched = touched(folded, columns, &lines);
    // Only these are asked, before and after.
    let few = columns.pick(pack, touched.iter().copied());
    let (folded, old, new) = both(figures, &few, today, parameter);
    let asked: Vec<(&Question, Pairs)> =
        reached.iter().map(|question| (*question, pairs(question, &old, &new))).collect();
    let plan = plan(folded, asked.iter().flat_map(|(_, pairs)| pairs), few.len());
    let mut changed = Vec::new();
    let mut room = Room::new(&plan, &few);
    for first in (0..few.len()).step_by(CHUNK) {
        let rows = CHUNK.min(few.len() - first);
        room.compute(first, rows);
        for row in 0..rows {
            let Some(place) = touched.get(first + row) else { continue };
            let differs = |(question, pairs): &(&'a Question, Pairs)| {
                let outcomes =
                    pairs.first().map(|(old, new)| (code(&room.view(*old), row), code(&room.view(*new), row)))?;
                let other = pairs.iter().any(|(old, new)| !same(&room, row, *old, *new));
                other.then_some(Changed { row: *place, question, outcomes })
            };
            changed.extend(asked.iter().filter_map(differs));
        }
    }
    Impact { reached, touched, changed }
}

/// One graph with the questions as they are and as they would be; what does not change is the same node.
fn both<'a>(
    figures: Figures<'a>,
    columns: &'a Columns,
    today: i64,
    parameter: usize,
) -> (Folded<'a>, Vec<Node>, Vec<Node>) {
    let mut folded = Folded::new(figures, columns, today);
    let wanted: Vec<Node> = figures.pack.questions.iter().flat_map(Question::roots).collect();
    let old = folded.fold(&wanted, None);
    let new = folded.fold(&wanted, u32::try_from(parameter).ok());
    (folded, old, new)
}

fn pairs(question: &Question, old: &[Node], new: &[Node]) -> Pairs {
    let at = |places: &[Node], node: Node| places.get(node as usize).copied().unwrap_or_default();
    question.roots().into_iter().map(|node| (at(old, node), at(new, node))).collect()
}

fn plan<'a, 'b>(folded: Folded<'a>, pairs: impl Iterator<Item = &'b (Node, Node)>, rows: usize) -> Plan<'a> {
    let roots: Vec<Node> = pairs.flat_map(|(old, new)| [*old, *new]).collect();
    Plan::new(folded, &roots, rows)
}

/// The nodes at which the change enters what depends on the person: with something changed below that is the
/// same for everybody, or that is looked at record by record.
fn lines(pack: &Pack, folded: &Folded, reached: &[&Question], (old, new): (&[Node], &[Node])) -> Pairs {
    let at = |places: &[Node], node: Node| places.get(node as usize).copied().unwrap_or_default();
    let place = |node: Node| (at(old, node), at(new, node));
    let silent = |node: Node| {
        let (old, new) = place(node);
        let constant = folded.constant_of(old).is_some() && folded.constant_of(new).is_some();
        constant || pack.graph.list_of(node).is_some()
    };
    let mut found = Vec::new();
    for node in pack.graph.reach(reached.iter().flat_map(|question| question.roots())) {
        let (old, new) = place(node);
        if old == new {
            continue;
        }
        let (mut enters, mut below) = (false, false);
        pack.graph.op(node).operands(|operand| {
            let (old, new) = place(operand);
            if old != new {
                below = true;
                enters |= silent(operand);
            }
        });
        // A list that is given record by record has no node of the person above it.
        if (enters || !below) && !silent(node) || is_given(reached, node) {
            found.push((old, new));
        }
    }
    found
}

/// Whether a node is an outcome or a value itself.
fn is_given(reached: &[&Question], node: Node) -> bool {
    reached.iter().any(|question| question.roots().contains(&node))
}

/// The persons for whom one of these pairs differs.
fn touched(folded: Folded<'_>, columns: &Columns, lines: &Pairs) -> Vec<usize> {
    let constants = |folded: &Folded, (old, new): &(Node, Node)| {
        folded.constant_of(*old).is_some() && folded.constant_of(*new).is_some()
    };
    // A value that is the same for everybody, and now another, touches everybody.
    if lines.iter().any(|pair| constants(&folded, pair)) {
        return (0..columns.len()).collect();
    }
    let plan = plan(folded, lines.iter(), columns.len());
    let mut room = Room::new(&plan, columns);
    let mut found = Vec::new();
    for first in (0..columns.len()).step_by(CHUNK) {
        let rows = CHUNK.min(columns.len() - first);
        room.compute(first, rows);
        let differs = |row: &usize| lines.iter().any(|(old, new)| !same(&room, *row, *old, *new));
        found.extend((0..rows).filter(differs).map(|row| first + row));
    }
    found
}

/// Whether two nodes are the same for a person, in every record where they are of a list.
fn same(room: &Room<'_>, row: usize, old: Node, new: Node) -> bool {
    old == new
        || match room.list_of(old).or(room.list_of(new)) {
            None => room.view(old).cell(row) == room.view(new).cell(row),
            Some(list) => {
                let mut records = room.records(list, row).into_iter().flatten();
                records.all(|record| room.cell_in(old, row, record) == room.cell_in(new, row, record))
            }
        }
}

fn code(view: &View<'_>, row: usize) -> u8 {
    let cell: Cell = view.cell(row);
    let small = u8::of(cell);
    if small < 2 { OPEN } else { small - 2 }
}
