//! Lines that hold at once where only one may, and people for whom none does: found by looking for such a person.
//!
//! Every fact a set of lines looks at gets the values at which something can change: each yes/no both ways, each
//! word, and around each figure and date of the law the value itself, one below and one above. All combinations are
//! tried where there are few enough, otherwise a fixed number drawn from a fixed seed.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    calendar,
    fault::Fault,
    graph::{Node, Op},
    pack::{Branch, Definition, Pack},
    single,
    value::{Cell, Kind, NONE, UNKNOWN, span_parts},
};

/// How many people are tried for a definition.
const TRIED_MAX: usize = 6_000;
/// The day people are tried on, beside the days on which the law changes.
const DAY: i64 = calendar::number_of(2026, 11, 23);

pub(super) fn find(pack: &Pack) -> Vec<Fault> {
    pack.definitions.iter().flat_map(|definition| look(pack, definition)).collect()
}

/// What must be looked for in a definition.
struct Wanted {
    /// Lines of which only one may hold.
    alone: Vec<Vec<usize>>,
    /// One of the lines of the base must hold.
    complete: bool,
}

fn wanted(definition: &Definition) -> Wanted {
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, branch) in definition.branches.iter().enumerate() {
        groups.entry(if definition.is_table { 0 } else { branch.siblings }).or_default().push(at);
    }
    let base = groups.remove(&0).unwrap_or_default();
    let closed = base.iter().any(|at| definition.branches.get(*at).is_some_and(|branch| branch.when.is_empty()));
    let mut alone: Vec<Vec<usize>> = groups.into_values().collect();
    if definition.is_table {
        alone.push(base);
    }
    alone.retain(|group| group.len() > 1);
    Wanted { alone, complete: !closed }
}

fn look(pack: &Pack, definition: &Definition) -> Vec<Fault> {
    let wanted = wanted(definition);
    if wanted.alone.is_empty() && !wanted.complete {
        return Vec::new();
    }
    let roots = definition.branches.iter().flat_map(|branch| branch.when.iter().copied());
    let reach = pack.graph.reach(roots);
    let mut world = World::of(pack, reach);
    let mut faults = Vec::new();
    let (mut overlap_told, mut gap_told) = (false, false);
    for round in 0..world.rounds() {
        world.turn(round);
        let held: Vec<Cell> = definition.branches.iter().map(|branch| world.holds(branch)).collect();
        for group in &wanted.alone {
            let both: Vec<&Branch> = group
                .iter()
                .filter(|at| held.get(**at) == Some(&1))
                .filter_map(|at| definition.branches.get(*at))
                .collect();
            if let [first, second, ..] = both.as_slice()
                && !overlap_told
            {
                overlap_told = true;
                let lines = format!("lines {} and {}", first.place.line, second.place.line);
                let told = format!("{lines} of \"{}\" both apply: {}", definition.name, world.told());
                faults.push(pack.fault(definition.page, second.place, told));
            }
        }
        let none_holds = !held.contains(&1) && !held.contains(&UNKNOWN);
        if wanted.complete && none_holds && !gap_told {
            gap_told = true;
            let told = format!("no line of \"{}\" applies: {}", definition.name, world.told());
            faults.push(pack.fault(definition.page, definition.place, told));
        }
        if gap_told && overlap_told {
            break;
        }
    }
    faults
}

/// A value that is tried, and everything computed from it.
struct World<'a> {
    pack: &'a Pack,
    reach: Vec<Node>,
    /// What is drawn: a leaf and its values.
    leaves: Vec<(Node, Vec<Cell>)>,
    cells: BTreeMap<Node, Cell>,
    today: i64,
    seed: u64,
}

impl<'a> World<'a> {
    fn of(pack: &'a Pack, reach: Vec<Node>) -> Self {
        let constants = Constants::of(pack, &reach);
        let mut leaves = Vec::new();
        for node in &reach {
            let values = match pack.graph.op(*node) {
                Op::Today => constants.days(),
                Op::Fact(at) => {
                    pack.facts.get(*at as usize).map(|fact| constants.values(&fact.kind, *node)).unwrap_or_default()
                }
                Op::Field(list, field) => {
                    let list = pack.lists.get(*list as usize);
                    let kind = list.and_then(|list| list.fields.get(*field as usize)).map(|(_, kind)| kind);
                    kind.map(|kind| constants.values(kind, *node)).unwrap_or_default()
                }
                Op::Gather { value, what, .. } => constants.gathered(*what, value.is_some()),
                _ => continue,
            };
            leaves.push((*node, values));
        }
        Self { pack, reach, leaves, cells: BTreeMap::new(), today: DAY, seed: 0x9e37_79b9_7f4a_7c15 }
    }

    /// How many people are tried: all combinations, if they are few enough.
    fn rounds(&self) -> usize {
        self.combinations().map_or(TRIED_MAX, |all| all.min(TRIED_MAX))
    }

    fn combinations(&self) -> Option<usize> {
        self.leaves.iter().try_fold(1_usize, |all, (_, values)| all.checked_mul(values.len().max(1)))
    }

    fn turn(&mut self, round: usize) {
        let exhaustive = self.combinations().is_some_and(|all| all <= TRIED_MAX);
        let mut rest = round;
        self.cells.clear();
        let leaves = std::mem::take(&mut self.leaves);
        for (node, values) in &leaves {
            let many = values.len().max(1);
            let at = if exhaustive { rest % many } else { self.draw(many) };
            rest /= many;
            let value = values.get(at).copied().unwrap_or(UNKNOWN);
            if *self.pack.graph.op(*node) == Op::Today {
                self.today = value;
            }
            self.cells.insert(*node, value);
        }
        self.leaves = leaves;
        for at in 0..self.reach.len() {
            let Some(node) = self.reach.get(at).copied() else { continue };
            if !self.cells.contains_key(&node) {
                let op = self.pack.graph.op(node);
                let value = single::apply(self.pack, self.today, op, |other| self.cell(other));
                self.cells.insert(node, value);
            }
        }
    }

    fn cell(&self, node: Node) -> Cell {
        self.cells.get(&node).copied().unwrap_or(UNKNOWN)
    }

    fn draw(&mut self, many: usize) -> usize {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        usize::try_from(self.seed >> 33).unwrap_or_default() % many
    }

    fn holds(&self, branch: &Branch) -> Cell {
        let mut held = 1;
        for node in &branch.when {
            match self.cell(*node) {
                1 => {}
                UNKNOWN => held = UNKNOWN,
                _ => return 0,
            }
        }
        held
    }

    /// The person in words.
    fn told(&self) -> String {
        let mut told: Vec<String> = Vec::new();
        for (node, _) in &self.leaves {
            let cell = self.cell(*node);
            told.extend(match self.pack.graph.op(*node) {
                Op::Today => Some(format!("today = {}", calendar::write(cell))),
                Op::Fact(at) => {
                    self.pack.facts.get(*at as usize).map(|fact| format!("{} = {}", fact.name, fact.kind.write(cell)))
                }
                Op::Field(list, field) => self.pack.lists.get(*list as usize).and_then(|list| {
                    let (name, kind) = list.fields.get(*field as usize)?;
                    Some(format!("{}.{name} = {}", list.name, kind.write(cell)))
                }),
                Op::Gather { list, .. } => self
                    .pack
                    .lists
                    .get(*list as usize)
                    .map(|list| format!("what is gathered from {} = {cell}", list.name)),
                _ => None,
            });
        }
        told.join(", ")
    }
}

/// The figures and dates that a set of lines looks at.
#[derive(Default)]
struct Constants {
    numbers: BTreeSet<Cell>,
    days: BTreeSet<Cell>,
    /// Months and days by which something is shifted or counted.
    spans: BTreeSet<(i64, i64)>,
    /// Leaves of which "is none" is asked.
    none_asked: BTreeSet<Node>,
}

/// Numbers above this are taken for days or sums, never for spans.
const DAYS_FROM: i64 = 7_000;

impl Constants {
    fn of(pack: &Pack, reach: &[Node]) -> Self {
        let mut found = Self::default();
        found.days.insert(DAY);
        for node in reach {
            match pack.graph.op(*node) {
                Op::Constant(value) if *value > NONE => found.number(*value),
                Op::Within(_, values) => values.iter().for_each(|value| found.number(*value)),
                Op::IsNone(inner) => {
                    found.none_asked.insert(*inner);
                }
                Op::Parameter { parameter, .. } => {
                    let Some(parameter) = pack.parameters.get(*parameter as usize) else { continue };
                    for row in &parameter.rows {
                        found.days.extend(row.from);
                        found.days.extend(row.until);
                        match parameter.kind {
                            Kind::Span => {
                                found.spans.insert(span_parts(row.value));
                            }
                            _ => found.number(row.value),
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn number(&mut self, value: Cell) {
        let (months, days) = span_parts(value);
        if months > 0 && months < 2_400 && days < DAYS_FROM {
            self.spans.insert((months, days));
        }
        if value.abs() < DAYS_FROM {
            self.spans.insert((0, value));
            self.spans.insert((value * 12, 0));
        } else if value < 60_000 {
            self.days.insert(value);
        }
        self.numbers.insert(value);
    }

    /// Days on which something can change: each day of the law, shifted by each span, and the days beside.
    fn days(&self) -> Vec<Cell> {
        let mut days = BTreeSet::new();
        for day in &self.days {
            days.insert(*day);
            for (months, shift) in &self.spans {
                for sign in [1, -1] {
                    days.insert(calendar::plus_months(*day, sign * (*months).min(2_400)) + sign * shift);
                }
            }
        }
        let beside: Vec<Cell> = days.iter().flat_map(|day| [day - 1, *day, day + 1]).collect();
        let mut beside: Vec<Cell> =
            beside.into_iter().filter(|day| (calendar::FIRST..=calendar::LAST).contains(day)).collect();
        beside.sort_unstable();
        beside.dedup();
        beside
    }

    fn figures(&self) -> Vec<Cell> {
        let mut figures: Vec<Cell> = self.numbers.iter().flat_map(|value| [value - 1, *value, value + 1]).collect();
        figures.extend([0, 1]);
        figures.sort_unstable();
        figures.dedup();
        figures.retain(|value| *value >= 0);
        figures
    }

    fn values(&self, kind: &Kind, node: Node) -> Vec<Cell> {
        let words = |words: &[String]| (0..i64::try_from(words.len()).unwrap_or_default()).collect::<Vec<Cell>>();
        let mut values = match kind {
            Kind::YesNo => vec![0, 1],
            Kind::Word(list) => words(list),
            Kind::Words(list) => (0..1_i64 << list.len().min(6)).collect(),
            Kind::Date => self.days(),
            Kind::Country => self.numbers.iter().copied().filter(|value| *value > 16_000).chain([17_735]).collect(),
            Kind::Number | Kind::Decimal | Kind::Money | Kind::Span => self.figures(),
        };
        if let Kind::Word(list) = kind {
            // The word `none` is told as known to be none.
            let none = list.iter().position(|word| word == "none").and_then(|at| Cell::try_from(at).ok());
            values.retain(|value| Some(*value) != none);
        }
        if self.none_asked.contains(&node) {
            values.push(NONE);
        }
        values
    }

    fn gathered(&self, what: crate::syntax::Gather, of_values: bool) -> Vec<Cell> {
        use crate::syntax::Gather;
        match what {
            Gather::Some | Gather::Every => vec![0, 1],
            Gather::Count | Gather::Sum => self.figures(),
            Gather::Latest | Gather::Earliest if of_values => self.days(),
            Gather::Latest | Gather::Earliest => Vec::new(),
        }
    }
}
