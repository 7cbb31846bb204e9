//! From pages to a graph: names, types, and each expression once as it stands and once with everything general
//! unknown.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ground::Level;

use crate::{
    fault::{self, Fault, Place},
    graph::{Graph, Node, Op},
    pack::{self, Branch, COMMON, Definition, Fact, List, Meaning, NODES_MAX, Pack, Parameter, Question, REFER, Value},
    program::{Program, Steps},
    rows::RowIndex,
    sources::Sources,
    syntax::{
        Body, Compare, DefinitionText, Exception, Expression, Gather, Given, Line, Named, Page, ParameterKind, Part,
        Rounding, Since, Sureness, TypeText,
    },
    value::{self, Cell, Kind, NONE, UNKNOWN},
};

pub(crate) fn link(pages: Vec<Page>) -> Result<Pack, Vec<Fault>> {
    let mut linker = Linker::new(&pages);
    linker.names();
    linker.compile();
    let Linker { facts, lists, parameters, definitions, questions, names, graph, mut faults, .. } = linker;
    if graph.len() > NODES_MAX {
        let told = format!("a pack has at most {NODES_MAX} nodes, this one has {}", graph.len());
        faults.push(Fault::error("", Place::default(), told));
    }
    if !faults.is_empty() {
        faults.sort_by(|one, other| (&one.page, one.place).cmp(&(&other.page, other.place)));
        faults.dedup();
        return Err(faults);
    }
    let definitions: Vec<Definition> = definitions.into_iter().flatten().collect();
    let program = Program::of(&graph);
    let mut questions = questions;
    for question in &mut questions {
        question.timed = program.steps(question.reach.iter().copied().filter(|node| graph.is_timed(*node)).collect());
        question.told_from = program.steps(told_from(&graph, &definitions, question));
    }
    let sources = Sources::of(&graph, facts.len(), lists.len(), parameters.len());
    let rows = RowIndex::of(&pages, &parameters, &definitions);
    Ok(Pack { pages, facts, lists, parameters, definitions, questions, names, graph, program, rows, sources })
}

/// All that the answer to a question is told from: its outcome and values, and the lines of every definition among
/// them, of which those that never hold are not in the graph below it.
fn told_from(graph: &Graph, definitions: &[Definition], question: &Question) -> Vec<Node> {
    let lines = |definition: u32, open: &mut Vec<Node>| {
        if let Some(definition) = definitions.get(definition as usize) {
            open.push(definition.node);
            let lines = definition.branches.iter();
            open.extend(lines.flat_map(|branch| branch.when.iter().chain([&branch.value])));
        }
    };
    let mut roots = question.roots();
    roots.extend([question.strict, question.loose]);
    lines(question.definition, &mut roots);
    let mut nodes = graph.reach_with(roots.into_iter(), |op, open| {
        if let Op::Named { definition, .. } = op {
            lines(*definition, open);
        }
    });
    nodes.retain(|node| !matches!(graph.op(*node), Op::Constant(_)));
    nodes
}

/// A fault was told.
struct Told;
type Linking<T> = Result<T, Told>;

/// Where an expression stands.
#[derive(Clone, Copy)]
struct Scope {
    page: u32,
    list: Option<u32>,
    strict: bool,
    governed: Node,
}

struct Linker<'a> {
    pages: &'a [Page],
    written: pack::Written<'a>,
    facts: Vec<Fact>,
    lists: Vec<List>,
    parameters: Vec<Parameter>,
    definitions: Vec<Option<Definition>>,
    kinds: Vec<Kind>,
    in_list: Vec<Option<u32>>,
    /// What a definition is, loose and strict, once it is compiled.
    done: HashMap<(u32, bool), Node>,
    /// Facts with what follows for them, once they are compiled.
    read: HashMap<u32, Node>,
    under_way: Vec<String>,
    questions: Vec<Question>,
    outcomes: HashMap<u32, Node>,
    names: HashMap<String, Meaning>,
    graph: Graph,
    faults: Vec<Fault>,
}

impl<'a> Linker<'a> {
    fn new(pages: &'a [Page]) -> Self {
        Self {
            pages,
            written: Vec::new(),
            facts: Vec::new(),
            lists: Vec::new(),
            parameters: Vec::new(),
            definitions: Vec::new(),
            kinds: Vec::new(),
            in_list: Vec::new(),
            done: HashMap::new(),
            read: HashMap::new(),
            under_way: Vec::new(),
            questions: Vec::new(),
            outcomes: HashMap::new(),
            names: HashMap::new(),
            graph: Graph::default(),
            faults: Vec::new(),
        }
    }

    fn fail<T>(&mut self, page: u32, place: Place, told: impl Into<String>) -> Linking<T> {
        self.faults.push(pack::fault(self.pages, page, place, told));
        Err(Told)
    }

    /// Gathers what every name of the pack stands for.
    fn names(&mut self) {
        let pages = self.pages;
        for (page, text) in (0_u32..).zip(pages) {
            for fact in &text.facts {
                let _ = self.fact(page, fact);
            }
            for parameter in &text.parameters {
                self.parameter(page, parameter);
            }
        }
        for (page, text) in (0_u32..).zip(pages) {
            for definition in &text.definitions {
                let _ = self.definition_name(page, definition);
            }
        }
    }

    fn name(&mut self, page: u32, name: &Named, meaning: Meaning) -> Linking<()> {
        if self.names.contains_key(&name.name) {
            return self.fail(
                page,
                name.place,
                format!("\"{}\" is named twice in the pack: give one of the two another name", name.name),
            );
        }
        self.names.insert(name.name.clone(), meaning);
        Ok(())
    }

    fn fact(&mut self, page: u32, text: &crate::syntax::FactText) -> Linking<()> {
        let level = match &text.level {
            None => {
                let told = "a fact says how sensitive it is, in a line below it: \"  level S2\"";
                let _ = self.fail::<()>(page, text.name.place, told);
                Level::S4
            }
            Some(level) => match level.name.replace('.', " ").parse::<Level>() {
                Ok(read) => read,
                Err(_) => {
                    let told = "a level is S0, S1, S2, S3.health, S3.legal, S3.money, S3.work, S3.belief or S4";
                    let _ = self.fail::<()>(page, level.place, told);
                    Level::S4
                }
            },
        };
        if text.kind == TypeText::List {
            let at = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
            self.name(page, &text.name, Meaning::List(at))?;
            let mut fields = Vec::new();
            for (name, kind) in &text.fields {
                fields.push((name.name.clone(), self.kind(page, name.place, kind)?));
            }
            if fields.is_empty() {
                return self.fail(page, text.name.place, "a list says what each record holds: \"each FIELD: TYPE\"");
            }
            self.lists.push(List {
                name: text.name.name.clone(),
                fields,
                level,
                effort: text.effort,
                page,
                place: text.name.place,
                computed: BTreeMap::new(),
            });
            return Ok(());
        }
        let at = u32::try_from(self.facts.len()).unwrap_or(u32::MAX);
        let kind = self.kind(page, text.name.place, &text.kind)?;
        self.name(page, &text.name, Meaning::Fact(at))?;
        let (name, place) = (text.name.name.clone(), text.name.place);
        self.facts.push(Fact { name, kind, level, effort: text.effort, page, place, node: 0 });
        Ok(())
    }

    fn kind(&mut self, page: u32, place: Place, text: &TypeText) -> Linking<Kind> {
        let words = |named: &[Named]| named.iter().map(|word| word.name.clone()).collect();
        Ok(match text {
            TypeText::YesNo => Kind::YesNo,
            TypeText::Number => Kind::Number,
            TypeText::Decimal => Kind::Decimal,
            TypeText::Money => Kind::Money,
            TypeText::Date => Kind::Date,
            TypeText::Country => Kind::Country,
            TypeText::Span => Kind::Span,
            TypeText::OneOf(named) => Kind::Word(words(named)),
            TypeText::Words(named) if named.len() > 60 => return self.fail(page, place, "a set has at most 60 words"),
            TypeText::Words(named) => Kind::Words(words(named)),
            TypeText::List => return self.fail(page, place, "a list stands in no other type"),
        })
    }

    fn parameter(&mut self, page: u32, text: &crate::syntax::ParameterText) {
        let at = u32::try_from(self.parameters.len()).unwrap_or(u32::MAX);
        let kind = match text.kind {
            ParameterKind::YesNo => Kind::YesNo,
            ParameterKind::Number => Kind::Number,
            ParameterKind::Decimal => Kind::Decimal,
            ParameterKind::Money => Kind::Money,
            ParameterKind::Date => Kind::Date,
            ParameterKind::Days | ParameterKind::Months | ParameterKind::Years => Kind::Span,
        };
        if self.name(page, &text.name, Meaning::Parameter(at)).is_ok() {
            let (name, rows) = (text.name.name.clone(), text.rows.clone());
            self.parameters.push(Parameter { name, kind, rows, page });
        }
    }

    fn definition_name(&mut self, page: u32, text: &'a DefinitionText) -> Linking<()> {
        let at = u32::try_from(self.written.len()).unwrap_or(u32::MAX);
        let name = &text.name;
        let Some(kind) = &text.kind else {
            if !name.name.contains('.') {
                return self.fail(
                    page,
                    name.place,
                    format!("the name of a question is \"topic.word\", such as \"{}.{}\"", self.topic(page), name.name),
                );
            }
            self.name(page, name, Meaning::Question(at))?;
            let kind = Kind::Word(outcome_words(text));
            return self.put(page, text, kind, None);
        };
        let kind = self.kind(page, name.place, kind)?;
        let Some((list, field)) = name.name.split_once('.') else {
            self.name(page, name, Meaning::Definition(at))?;
            return self.put(page, text, kind, None);
        };
        let Some(Meaning::List(list)) = self.names.get(list).copied() else {
            return self.fail(
                page,
                name.place,
                format!("there is no list \"{list}\" for its records to have \"{field}\""),
            );
        };
        let computed = self.lists.get_mut(list as usize).map(|list| &mut list.computed);
        if computed.is_some_and(|computed| computed.insert(field.to_owned(), at).is_some()) {
            return self.fail(page, name.place, format!("\"{}\" is named twice in the pack", name.name));
        }
        self.put(page, text, kind, Some(list))
    }

    /// The folder of a page.
    fn topic(&self, page: u32) -> &'a str {
        let id = self.pages.get(page as usize).map_or("", |page| page.head.id.as_str());
        id.split_once('/').map_or(id, |(topic, _)| topic)
    }

    fn put(&mut self, page: u32, text: &'a DefinitionText, kind: Kind, list: Option<u32>) -> Linking<()> {
        self.written.push((page, text));
        self.kinds.push(kind);
        self.in_list.push(list);
        self.definitions.push(None);
        Ok(())
    }

    /// Compiles every definition, then the questions.
    fn compile(&mut self) {
        for fact in 0..self.facts.len() {
            let at = u32::try_from(fact).unwrap_or(u32::MAX);
            if let Ok(node) = self.fact_node(at)
                && let Some(fact) = self.facts.get_mut(fact)
            {
                fact.node = node;
            }
        }
        for at in 0..self.written.len() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let _ = self.definition(at, false);
        }
        if self.faults.is_empty() {
            for at in 0..self.written.len() {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                let _ = self.question(at);
            }
        }
    }

    fn question(&mut self, at: u32) -> Linking<()> {
        let Some((page, text)) = self.written.get(at as usize).copied() else { return Ok(()) };
        if text.kind.is_some() {
            return Ok(());
        }
        let node = self.outcome(at, text.name.place)?;
        let (strict, loose) = (self.definition(at, true)?, self.definition(at, false)?);
        let mut values = Vec::new();
        let scope = self.scope(page, at, false)?;
        for gives in &text.gives {
            let what = self.gives(scope, gives)?;
            values.push(Value { name: gives.name.name.clone(), running: gives.running, what });
        }
        let roots = values.iter().flat_map(|value| match &value.what {
            pack::Given::One(_, node) => vec![*node],
            pack::Given::Each(_, fields) => fields.iter().map(|(.., node)| *node).collect(),
        });
        let reach = self.graph.reach(roots.chain([node]));
        let page_of = |node: &Node| match self.graph.op(*node) {
            Op::Named { definition, .. } => self.written.get(*definition as usize).map(|(page, _)| *page),
            Op::Parameter { parameter, .. } => self.parameters.get(*parameter as usize).map(|figure| figure.page),
            _ => None,
        };
        let pages: BTreeSet<u32> = reach.iter().filter_map(page_of).chain([page]).collect();
        self.questions.push(Question {
            name: text.name.name.clone(),
            definition: at,
            node,
            strict,
            loose,
            values,
            reach,
            timed: Steps::default(),
            told_from: Steps::default(),
            pages: pages.into_iter().collect(),
        });
        Ok(())
    }

    fn gives(&mut self, scope: Scope, gives: &crate::syntax::Gives) -> Linking<pack::Given> {
        match &gives.what {
            Given::Same => {
                let name = Expression { part: Part::Name(gives.name.name.clone()), place: gives.name.place };
                let (node, kind) = self.expression(scope, &name, None)?;
                Ok(pack::Given::One(kind, node))
            }
            Given::Value { kind, value, when } => {
                let kind = self.kind(scope.page, gives.name.place, kind)?;
                let mut node = self.wanted(scope, value, &kind)?;
                if let Some(when) = when {
                    let condition = self.wanted(scope, when, &Kind::YesNo)?;
                    let absent = self.graph.constant(UNKNOWN);
                    node = self.graph.add(Op::If(condition, node, absent));
                }
                Ok(pack::Given::One(kind, node))
            }
            Given::Each { list, fields } => {
                let Some(Meaning::List(at)) = self.names.get(&list.name).copied() else {
                    return self.fail(scope.page, list.place, format!("there is no list \"{}\"", list.name));
                };
                let inside = Scope { list: Some(at), ..scope };
                let mut found = Vec::new();
                for field in fields {
                    let name = Expression { part: Part::Name(field.name.clone()), place: field.place };
                    let (node, kind) = self.expression(inside, &name, None)?;
                    found.push((field.name.clone(), kind, node));
                }
                Ok(pack::Given::Each(at, found))
            }
        }
    }

    /// The node of a question's outcome, general parts judged and the page in force.
    fn outcome(&mut self, at: u32, place: Place) -> Linking<Node> {
        if let Some(node) = self.outcomes.get(&at) {
            return Ok(*node);
        }
        let (strict, loose) = (self.definition(at, true)?, self.definition(at, false)?);
        let settled = self.graph.add(Op::Settle { strict, loose, refer: REFER });
        let _ = place;
        self.outcomes.insert(at, settled);
        Ok(settled)
    }

    fn scope(&mut self, page: u32, definition: u32, strict: bool) -> Linking<Scope> {
        let list = self.in_list.get(definition as usize).copied().flatten();
        Ok(Scope { page, list, strict, governed: self.governed(page)? })
    }

    /// The date that decides which law holds on a page.
    fn governed(&mut self, page: u32) -> Linking<Node> {
        let today = self.graph.add(Op::Today);
        let pages = self.pages;
        let Some(name) = pages.get(page as usize).and_then(|page| page.head.governed_by.as_ref()) else {
            return Ok(today);
        };
        let place = Place { line: 1, column: 1, width: 3 };
        let scope = Scope { page, list: None, strict: false, governed: today };
        let name = Expression { part: Part::Name(name.clone()), place };
        self.wanted(scope, &name, &Kind::Date)
    }

    /// A fact, and what follows for it from others when it was left out.
    fn fact_node(&mut self, at: u32) -> Linking<Node> {
        if let Some(node) = self.read.get(&at) {
            return Ok(*node);
        }
        let Some((page, name, kind)) =
            self.facts.get(at as usize).map(|fact| (fact.page, fact.name.clone(), fact.kind.clone()))
        else {
            return Err(Told);
        };
        let own = self.graph.add(Op::Fact(at));
        let pages = self.pages;
        let texts = pages.get(page as usize).map_or(&[][..], |page| page.facts.as_slice());
        let Some(text) = texts.iter().find(|text| text.name.name == name) else { return Err(Told) };
        self.enter(page, text.name.place, &name)?;
        let governed = self.graph.add(Op::Today);
        let scope = Scope { page, list: None, strict: false, governed };
        let mut derived = match &text.otherwise {
            Some(otherwise) => self.wanted(scope, otherwise, &kind)?,
            None => self.graph.constant(UNKNOWN),
        };
        for (value, when) in text.follows.iter().rev() {
            let condition = self.wanted(scope, when, &Kind::YesNo)?;
            let value = self.wanted(scope, value, &kind)?;
            derived = self.graph.add(Op::If(condition, value, derived));
        }
        self.under_way.pop();
        let nothing = text.otherwise.is_none() && text.follows.is_empty();
        let node = if nothing { own } else { self.graph.add(Op::Else(own, derived)) };
        self.read.insert(at, node);
        Ok(node)
    }

    /// Notes that something is being compiled; what is under way already needs itself.
    fn enter(&mut self, page: u32, place: Place, name: &str) -> Linking<()> {
        if let Some(start) = self.under_way.iter().position(|other| other == name) {
            let mut round: Vec<&str> = self.under_way.iter().skip(start).map(String::as_str).collect();
            round.push(name);
            let told = format!("a circle: {}", round.join(" needs "));
            return self.fail(page, place, told);
        }
        self.under_way.push(name.to_owned());
        Ok(())
    }

    /// The node of a definition, general parts as they stand or unknown.
    fn definition(&mut self, at: u32, strict: bool) -> Linking<Node> {
        if let Some(node) = self.done.get(&(at, strict)) {
            return Ok(*node);
        }
        let Some((page, text)) = self.written.get(at as usize).copied() else { return Err(Told) };
        let Some(kind) = self.kinds.get(at as usize).cloned() else { return Err(Told) };
        self.enter(page, text.name.place, &text.name.name)?;
        let compiled = self.body(at, page, text, &kind, strict);
        self.under_way.pop();
        let (node, branches) = compiled?;
        let node = self.graph.add(Op::Named { definition: at, strict, node });
        self.done.insert((at, strict), node);
        if !strict && let Some(slot) = self.definitions.get_mut(at as usize) {
            *slot = Some(Definition {
                name: text.name.name.clone(),
                kind,
                page,
                place: text.name.place,
                list: self.in_list.get(at as usize).copied().flatten(),
                general: text.general,
                is_table: matches!(text.body, Body::Table(_)),
                branches,
                node,
            });
        }
        Ok(node)
    }

    fn body(
        &mut self,
        at: u32,
        page: u32,
        text: &'a DefinitionText,
        kind: &Kind,
        strict: bool,
    ) -> Linking<(Node, Vec<Branch>)> {
        let scope = self.scope(page, at, strict)?;
        let is_question = text.kind.is_none();
        let general_page = self.pages.get(page as usize).is_some_and(|page| page.head.sureness == Sureness::General);
        let mut branches = Vec::new();
        let mut node = match &text.body {
            Body::Lines { base, exceptions } => {
                let base = self.chain(scope, kind, base, is_question, &mut branches)?;
                self.exceptions(scope, kind, exceptions, base, &[], &mut 0, is_question, &mut branches)?
            }
            Body::Table(table) => {
                let lines: Vec<Line> = table.rows.iter().map(|row| row.line.clone()).collect();
                self.chain(scope, kind, &lines, is_question, &mut branches)?
            }
        };
        // The strongest first: exceptions were put after what they win over.
        branches.sort_by_key(|(strength, _)| std::cmp::Reverse(*strength));
        let branches = branches.into_iter().map(|(_, branch)| branch).collect();
        if strict && (text.general || general_page) {
            node = self.graph.constant(UNKNOWN);
        }
        if is_question {
            node = self.in_force(scope, page, node);
        }
        Ok((node, branches))
    }

    /// Before and after its time a page refers.
    fn in_force(&mut self, scope: Scope, page: u32, node: Node) -> Node {
        let Some(head) = self.pages.get(page as usize).map(|page| &page.head) else { return node };
        let since = match head.since {
            Since::Always => None,
            Since::UnknownDay => Some(head.reviewed),
            Since::Day(day) => Some(day),
        };
        let mut conditions = Vec::new();
        if let Some(since) = since {
            let since = self.graph.constant(since);
            conditions.push(self.graph.add(Op::Compare(Compare::LessOrEqual, since, scope.governed)));
        }
        if let Some(until) = head.until {
            let until = self.graph.constant(until);
            conditions.push(self.graph.add(Op::Compare(Compare::LessOrEqual, scope.governed, until)));
        }
        if conditions.is_empty() {
            return node;
        }
        let holds = self.graph.add(Op::And(conditions.into()));
        let refer = self.graph.constant(REFER);
        self.graph.add(Op::If(holds, node, refer))
    }

    /// The first line that applies, from the top.
    fn chain(
        &mut self,
        scope: Scope,
        kind: &Kind,
        lines: &[Line],
        is_question: bool,
        branches: &mut Vec<(u32, Branch)>,
    ) -> Linking<Node> {
        let mut compiled = Vec::new();
        for line in lines {
            if compiled.last().is_some_and(|(_, (_, when))| Option::is_none(when)) {
                return self.fail(
                    scope.page,
                    line.place,
                    "this line never applies: the one above it has no \"when\", so it always does",
                );
            }
            compiled.push((line, self.line(scope, kind, line, is_question)?));
        }
        let mut node = self.graph.constant(UNKNOWN);
        for (line, (value, when)) in compiled.iter().rev() {
            let value = self.sure(scope, line, *value);
            node = match when {
                Some(condition) => self.graph.add(Op::If(*condition, value, node)),
                None => value,
            };
        }
        let last = u32::try_from(compiled.len()).unwrap_or(u32::MAX);
        for (strength, (line, (value, when))) in (0..last).rev().zip(compiled) {
            branches.push((strength, branch(line, value, when.into_iter().collect(), 0)));
        }
        Ok(node)
    }

    /// In the strict reading a line that rests on a general row says nothing.
    fn sure(&mut self, scope: Scope, line: &Line, value: Node) -> Node {
        if scope.strict && line.rows.iter().any(|(_, general)| *general) { self.graph.constant(UNKNOWN) } else { value }
    }

    #[expect(clippy::too_many_arguments, reason = "one step of a walk, called only by itself and its parent")]
    fn exceptions(
        &mut self,
        scope: Scope,
        kind: &Kind,
        exceptions: &[Exception],
        base: Node,
        above: &[Node],
        group: &mut u32,
        is_question: bool,
        branches: &mut Vec<(u32, Branch)>,
    ) -> Linking<Node> {
        const DEPTH: u32 = 1 << 16;
        *group += 1;
        let siblings = *group;
        let mut node = base;
        for exception in exceptions {
            let (value, when) = self.line(scope, kind, &exception.line, is_question)?;
            let Some(when) = when else {
                let told = "an exception says when: \"except VALUE when CONDITION\"";
                return self.fail(scope.page, exception.line.place, told);
            };
            let mut conditions = above.to_vec();
            conditions.push(when);
            let strength = DEPTH * u32::try_from(conditions.len()).unwrap_or(u32::MAX >> 17);
            branches.push((strength, branch(&exception.line, value, conditions.clone(), siblings)));
            let sure = self.sure(scope, &exception.line, value);
            let below =
                self.exceptions(scope, kind, &exception.below, sure, &conditions, group, is_question, branches)?;
            node = self.graph.add(Op::If(when, below, node));
        }
        Ok(node)
    }

    fn line(&mut self, scope: Scope, kind: &Kind, line: &Line, is_question: bool) -> Linking<(Node, Option<Node>)> {
        if is_question && line.because.is_none() {
            let told =
                "a line of a question names its reason: end it with \", because REASON\", a word such as \"too_late\"";
            return self.fail(scope.page, line.place, told);
        }
        let value = self.wanted(scope, &line.value, kind)?;
        let when = match &line.when {
            Some(when) => Some(self.wanted(scope, when, &Kind::YesNo)?),
            None => None,
        };
        Ok((value, when))
    }

    /// An expression that must be of a kind.
    fn wanted(&mut self, scope: Scope, expression: &Expression, kind: &Kind) -> Linking<Node> {
        let (node, found) = self.expression(scope, expression, Some(kind))?;
        if found.fits(kind) {
            return Ok(node);
        }
        if (kind, &found) == (&Kind::Span, &Kind::Number) {
            // A number of days is a span of days.
            let zero = self.graph.constant(0);
            return Ok(self.graph.add(Op::Extreme(true, [node, zero].into())));
        }
        let told = match (kind, &found) {
            (Kind::Word(words), Kind::Word(_)) => format!("expected one of {}", words.join(", ")),
            (Kind::Money, Kind::Number | Kind::Decimal) => match &expression.part {
                Part::Number(number) => format!("expected money: write \"{number}.00 EUR\""),
                Part::Decimal(sum) => format!("expected money: write \"{} EUR\"", value::write_hundredths(*sum)),
                _ => format!("expected money, this is {}", found.word()),
            },
            _ => format!("expected {}, this is {}", kind.word(), found.word()),
        };
        self.fail(scope.page, expression.place, told)
    }

    fn expression(&mut self, scope: Scope, expression: &Expression, want: Option<&Kind>) -> Linking<(Node, Kind)> {
        let place = expression.place;
        let constant = |linker: &mut Self, value: Cell, kind: Kind| Ok((linker.graph.constant(value), kind));
        match &expression.part {
            Part::Yes => constant(self, 1, Kind::YesNo),
            Part::No => constant(self, 0, Kind::YesNo),
            Part::None => match want {
                Some(kind) => constant(self, if *kind == Kind::YesNo { 0 } else { NONE }, kind.clone()),
                None => self.fail(scope.page, place, "none of what? Ask \"… is none\""),
            },
            Part::Today => Ok((self.graph.add(Op::Today), Kind::Date)),
            Part::Number(number) => match want {
                Some(Kind::Word(words)) => match value::position(words, &number.to_string()) {
                    Some(at) => constant(self, at, Kind::Word(words.clone())),
                    None => self.fail(scope.page, place, format!("expected one of {}", words.join(", "))),
                },
                Some(Kind::Decimal) => constant(self, number * 100, Kind::Decimal),
                _ => constant(self, *number, Kind::Number),
            },
            Part::Decimal(hundredths) => {
                let kind = if want == Some(&Kind::Money) { Kind::Money } else { Kind::Decimal };
                constant(self, *hundredths, kind)
            }
            Part::Money(cents) => constant(self, *cents, Kind::Money),
            Part::Date(day) => constant(self, *day, Kind::Date),
            Part::Span(months, days) => constant(self, value::span(*months, *days), Kind::Span),
            Part::Name(name) => self.named(scope, name, place, want),
            Part::On(name, date) => {
                let on = self.wanted(scope, date, &Kind::Date)?;
                match self.names.get(&name.name).copied() {
                    Some(Meaning::Parameter(at)) => self.parameter_on(scope, at, on),
                    _ => self.fail(
                        scope.page,
                        name.place,
                        format!("\"{}\" is no parameter: only a parameter is read on a date", name.name),
                    ),
                }
            }
            Part::Answer(name) => match self.names.get(&name.name).copied() {
                Some(Meaning::Question(at)) => {
                    let kind = self.kinds.get(at as usize).cloned().ok_or(Told)?;
                    Ok((self.outcome(at, name.place)?, kind))
                }
                _ => self.fail(scope.page, name.place, format!("there is no question \"{}\"", name.name)),
            },
            Part::Not(_)
            | Part::And(_)
            | Part::Or(_)
            | Part::IsNone(_)
            | Part::In(..)
            | Part::Compare(..)
            | Part::Has(..) => Ok((self.condition(scope, expression)?, Kind::YesNo)),
            Part::If(condition, yes, no) => {
                let condition = self.wanted(scope, condition, &Kind::YesNo)?;
                let first = if matches!(yes.part, Part::None) && want.is_none() { no } else { yes };
                let kind = match want {
                    Some(kind) => kind.clone(),
                    None => self.expression(scope, first, None)?.1,
                };
                let (yes, no) = (self.wanted(scope, yes, &kind)?, self.wanted(scope, no, &kind)?);
                Ok((self.graph.add(Op::If(condition, yes, no)), kind))
            }
            Part::Words(parts) => self.words(scope, parts, place, want),
            Part::Gather { what, value, list, filter } => {
                self.gather(scope, *what, value.as_deref(), list, filter.as_deref())
            }
            _ => self.arithmetic(scope, expression, want),
        }
    }

    fn named(&mut self, scope: Scope, name: &str, place: Place, want: Option<&Kind>) -> Linking<(Node, Kind)> {
        let word = want.and_then(|kind| match kind {
            Kind::Word(words) => value::position(words, name),
            Kind::Country => kind.read(name).ok(),
            _ => None,
        });
        if let (Some(word), Some(kind)) = (word, want) {
            return Ok((self.graph.constant(word), kind.clone()));
        }
        let (bare, outer) = match name.strip_prefix("person.") {
            Some(rest) if scope.list.is_some() => (rest, true),
            _ => (name, false),
        };
        if let Some(list) = scope.list.filter(|_| !outer)
            && let Some(found) = self.of_record(scope, list, bare)
        {
            return found;
        }
        match self.names.get(bare).copied() {
            Some(Meaning::Fact(at)) => {
                let node = self.fact_node(at)?;
                let kind = self.facts.get(at as usize).map(|fact| fact.kind.clone()).ok_or(Told)?;
                Ok((node, kind))
            }
            Some(Meaning::Parameter(at)) => self.parameter_on(scope, at, scope.governed),
            Some(Meaning::Definition(at)) => {
                let node = self.definition(at, scope.strict)?;
                Ok((node, self.kinds.get(at as usize).cloned().ok_or(Told)?))
            }
            Some(Meaning::List(_)) => self.fail(
                scope.page,
                place,
                format!("\"{name}\" is a list: ask \"count of {name}\" or \"some {name} where …\""),
            ),
            Some(Meaning::Question(_)) => {
                self.fail(scope.page, place, format!("\"{name}\" is a question: write \"answer of {name}\""))
            }
            None => self.unknown_name(scope, name, place, want),
        }
    }

    fn unknown_name<T>(&mut self, scope: Scope, name: &str, place: Place, want: Option<&Kind>) -> Linking<T> {
        let words: &[String] = match want {
            Some(Kind::Word(words)) => words,
            _ => &[],
        };
        let known = self.names.keys().chain(words).map(String::as_str);
        let near = fault::nearest(name, known).map(|near| format!(": did you mean \"{near}\"?"));
        let told = match near {
            _ if name.strip_prefix("person.").is_some_and(|bare| self.names.contains_key(bare)) => {
                let bare = name.strip_prefix("person.").unwrap_or(name);
                format!("\"person.\" is needed only inside a list: write \"{bare}\"")
            }
            Some(near) => format!("nothing is called \"{name}\"{near}"),
            None if !words.is_empty() => format!("expected one of {}, found \"{name}\"", words.join(", ")),
            None => format!("nothing is called \"{name}\": declare it in a fact, parameter or rule block"),
        };
        self.fail(scope.page, place, told)
    }

    /// A field of the record at hand, told or computed.
    fn of_record(&mut self, scope: Scope, list: u32, name: &str) -> Option<Linking<(Node, Kind)>> {
        let found = self.lists.get(list as usize)?;
        if let Some((at, (_, kind))) = (0_u32..).zip(&found.fields).find(|(_, (field, _))| field == name) {
            let kind = kind.clone();
            return Some(Ok((self.graph.add(Op::Field(list, at)), kind)));
        }
        let definition = *found.computed.get(name)?;
        let kind = self.kinds.get(definition as usize).cloned()?;
        Some(self.definition(definition, scope.strict).map(|node| (node, kind)))
    }

    fn parameter_on(&mut self, scope: Scope, at: u32, on: Node) -> Linking<(Node, Kind)> {
        let Some(parameter) = self.parameters.get(at as usize) else { return Err(Told) };
        let strict = scope.strict && parameter.rows.iter().any(|row| row.sureness == Sureness::General);
        let kind = parameter.kind.clone();
        Ok((self.graph.add(Op::Parameter { parameter: at, on, strict }), kind))
    }

    fn condition(&mut self, scope: Scope, expression: &Expression) -> Linking<Node> {
        let place = expression.place;
        match &expression.part {
            Part::Not(inner) => {
                let inner = self.wanted(scope, inner, &Kind::YesNo)?;
                Ok(self.graph.add(Op::Not(inner)))
            }
            Part::And(parts) => {
                let parts = self.conditions(scope, parts)?;
                Ok(self.graph.add(Op::And(parts)))
            }
            Part::Or(parts) => {
                let parts = self.conditions(scope, parts)?;
                Ok(self.graph.add(Op::Or(parts)))
            }
            Part::IsNone(inner) => {
                let (inner, _) = self.expression(scope, inner, None)?;
                Ok(self.graph.add(Op::IsNone(inner)))
            }
            Part::In(inner, values) => self.within(scope, inner, values),
            Part::Has(set, word) => {
                let (set, kind) = self.expression(scope, set, None)?;
                let Kind::Words(words) = kind else {
                    return self.fail(
                        scope.page,
                        place,
                        format!("\"has\" asks a set of words, this is {}", kind.word()),
                    );
                };
                match words.iter().position(|known| *known == word.name).and_then(|at| u32::try_from(at).ok()) {
                    Some(at) => Ok(self.graph.add(Op::Has(set, at))),
                    None => self.fail(scope.page, word.place, format!("expected one of {}", words.join(", "))),
                }
            }
            Part::Compare(compare, left, right) => self.comparison(scope, place, *compare, left, right),
            _ => self.fail(scope.page, place, "expected a condition"),
        }
    }

    fn conditions(&mut self, scope: Scope, parts: &[Expression]) -> Linking<Box<[Node]>> {
        let mut nodes = Vec::new();
        for part in parts {
            nodes.push(self.wanted(scope, part, &Kind::YesNo)?);
        }
        Ok(nodes.into())
    }

    fn within(&mut self, scope: Scope, inner: &Expression, values: &[Expression]) -> Linking<Node> {
        let (inner, kind) = self.expression(scope, inner, None)?;
        let mut cells = Vec::new();
        let mut nothing = false;
        for value in values {
            if matches!(value.part, Part::None) {
                nothing = true;
                continue;
            }
            let node = self.wanted(scope, value, &kind)?;
            match self.graph.op(node) {
                Op::Constant(cell) => cells.push(*cell),
                _ => {
                    return self.fail(
                        scope.page,
                        value.place,
                        "between { } stand words, numbers or dates, not names of facts",
                    );
                }
            }
        }
        cells.sort_unstable();
        cells.dedup();
        let within = self.graph.add(Op::Within(inner, cells.into()));
        if !nothing {
            return Ok(within);
        }
        let none = self.graph.add(Op::IsNone(inner));
        Ok(self.graph.add(Op::Or([within, none].into())))
    }

    fn comparison(
        &mut self,
        scope: Scope,
        place: Place,
        compare: Compare,
        left: &Expression,
        right: &Expression,
    ) -> Linking<Node> {
        // A word is known only beside what it is compared with.
        let (first, second, turned) = match (&left.part, &right.part) {
            (Part::Name(name), _) if !self.is_known(scope, name) => (right, left, true),
            (Part::Number(_) | Part::Decimal(_) | Part::None | Part::Money(_) | Part::Date(_), _) => {
                (right, left, true)
            }
            _ => (left, right, false),
        };
        let (one, kind) = self.expression(scope, first, None)?;
        let other = self.wanted(scope, second, &kind)?;
        let ordered = !matches!(kind, Kind::YesNo | Kind::Country | Kind::Word(_) | Kind::Words(_) | Kind::Span);
        if compare != Compare::Equal && !ordered {
            return self.fail(scope.page, place, format!("a {} has no order: compare with \"is\"", kind.word()));
        }
        if kind == Kind::YesNo {
            // `x is yes`: the condition itself.
            let Some(Op::Constant(value)) = Some(self.graph.op(other).clone()) else {
                return self.fail(
                    scope.page,
                    place,
                    "compare a yes/no with yes or no; for two of them write \"and\", \"or\"",
                );
            };
            return Ok(if value == 1 { one } else { self.graph.add(Op::Not(one)) });
        }
        let (one, other) = if turned { (other, one) } else { (one, other) };
        Ok(self.graph.add(Op::Compare(compare, one, other)))
    }

    fn is_known(&self, scope: Scope, name: &str) -> bool {
        let bare = name.strip_prefix("person.").unwrap_or(name);
        let record = scope.list.and_then(|list| self.lists.get(list as usize));
        let field = record
            .is_some_and(|list| list.computed.contains_key(bare) || list.fields.iter().any(|(field, _)| field == bare));
        field || self.names.contains_key(bare)
    }

    fn words(
        &mut self,
        scope: Scope,
        parts: &[(Named, Expression)],
        place: Place,
        want: Option<&Kind>,
    ) -> Linking<(Node, Kind)> {
        let kind = match want {
            Some(Kind::Words(words)) => Kind::Words(words.clone()),
            _ => Kind::Words(parts.iter().map(|(word, _)| word.name.clone()).collect()),
        };
        let Kind::Words(words) = &kind else { return Err(Told) };
        let mut found = Vec::new();
        for (word, when) in parts {
            let Some(at) = words.iter().position(|known| *known == word.name) else {
                return self.fail(scope.page, word.place, format!("expected one of {}", words.join(", ")));
            };
            let condition = self.wanted(scope, when, &Kind::YesNo)?;
            found.push((u32::try_from(at).unwrap_or_default(), condition));
        }
        if words.len() > 60 {
            return self.fail(scope.page, place, "a set has at most 60 words");
        }
        Ok((self.graph.add(Op::Words(found.into())), kind))
    }

    fn gather(
        &mut self,
        scope: Scope,
        what: Gather,
        value: Option<&Expression>,
        list: &Named,
        filter: Option<&Expression>,
    ) -> Linking<(Node, Kind)> {
        let Some(Meaning::List(at)) = self.names.get(&list.name).copied() else {
            return self.fail(scope.page, list.place, format!("there is no list \"{}\"", list.name));
        };
        if scope.list == Some(at) {
            return self.fail(scope.page, list.place, "a record does not look at the other records of its list");
        }
        let inside = Scope { list: Some(at), ..scope };
        let filter = match filter {
            Some(filter) => Some(self.wanted(inside, filter, &Kind::YesNo)?),
            None => None,
        };
        let (value, kind) = match value {
            None => (None, if what == Gather::Count { Kind::Number } else { Kind::YesNo }),
            Some(value) => {
                let (node, kind) = self.expression(inside, value, None)?;
                if !matches!(kind, Kind::Number | Kind::Decimal | Kind::Money | Kind::Date)
                    || (what == Gather::Sum && kind == Kind::Date)
                {
                    return self.fail(scope.page, value.place, format!("cannot gather a {}", kind.word()));
                }
                (Some(node), kind)
            }
        };
        Ok((self.graph.add(Op::Gather { what, list: at, filter, value }), kind))
    }

    fn arithmetic(&mut self, scope: Scope, expression: &Expression, want: Option<&Kind>) -> Linking<(Node, Kind)> {
        let place = expression.place;
        match &expression.part {
            Part::Add(left, right) => self.sum(scope, place, left, right, false, want),
            Part::Subtract(left, right) => self.sum(scope, place, left, right, true, want),
            Part::Multiply(left, right, rounding) => self.product(scope, place, left, right, *rounding),
            Part::Divide(left, right, rounding) => {
                let (left, kind) = self.expression(scope, left, None)?;
                let (right, by) = self.expression(scope, right, None)?;
                match (&kind, &by) {
                    (Kind::Number | Kind::Money | Kind::Decimal, Kind::Number) => {
                        Ok((self.graph.add(Op::Divide(left, right, *rounding)), kind))
                    }
                    _ => self.fail(scope.page, place, format!("cannot divide {} by {}", kind.word(), by.word())),
                }
            }
            Part::Between(unit, from, to) => {
                let (from, to) = (self.wanted(scope, from, &Kind::Date)?, self.wanted(scope, to, &Kind::Date)?);
                Ok((self.graph.add(Op::Between(*unit, from, to)), Kind::Number))
            }
            Part::YearOf(date) => {
                let date = self.wanted(scope, date, &Kind::Date)?;
                Ok((self.graph.add(Op::YearOf(date)), Kind::Number))
            }
            Part::DateOf(year, month, day) => {
                let mut part = |expression| self.wanted(scope, expression, &Kind::Number);
                let (year, month, day) = (part(year)?, part(month)?, part(day)?);
                Ok((self.graph.add(Op::DateOf(year, month, day)), Kind::Date))
            }
            Part::Extreme(largest, parts) => {
                let mut kind = want.cloned();
                let mut nodes = Vec::new();
                for part in parts {
                    let node = match &kind {
                        Some(kind) => self.wanted(scope, part, kind)?,
                        None => {
                            let (node, found) = self.expression(scope, part, None)?;
                            kind = Some(found);
                            node
                        }
                    };
                    nodes.push(node);
                }
                let Some(kind) =
                    kind.filter(|kind| matches!(kind, Kind::Number | Kind::Decimal | Kind::Money | Kind::Date))
                else {
                    return self.fail(scope.page, place, "only numbers, money and dates have a largest and a smallest");
                };
                Ok((self.graph.add(Op::Extreme(*largest, nodes.into())), kind))
            }
            _ => self.fail(scope.page, place, "expected a value"),
        }
    }

    fn sum(
        &mut self,
        scope: Scope,
        place: Place,
        left: &Expression,
        right: &Expression,
        back: bool,
        want: Option<&Kind>,
    ) -> Linking<(Node, Kind)> {
        let (one, kind) =
            self.expression(scope, left, want.filter(|kind| **kind == Kind::Money || **kind == Kind::Decimal))?;
        let (other, by) = self.expression(scope, right, Some(&kind).filter(|kind| !matches!(kind, Kind::Date)))?;
        match (&kind, &by) {
            (Kind::Number, Kind::Number) | (Kind::Money, Kind::Money) | (Kind::Decimal, Kind::Decimal) => {
                let op = if back { Op::Subtract(one, other) } else { Op::Add(one, other) };
                Ok((self.graph.add(op), kind))
            }
            (Kind::Date, Kind::Span) => Ok((self.graph.add(Op::Shift { date: one, span: other, back }), Kind::Date)),
            (Kind::Money, Kind::Number) if matches!(right.part, Part::Number(_)) => {
                self.wanted(scope, right, &kind).map(|node| (node, kind))
            }
            (Kind::Date, Kind::Number) => {
                self.fail(scope.page, place, "say a number of what: \"60 days\", or a parameter of type days")
            }
            _ => self.fail(
                scope.page,
                place,
                format!("cannot {} {} and {}", if back { "subtract" } else { "add" }, kind.word(), by.word()),
            ),
        }
    }

    fn product(
        &mut self,
        scope: Scope,
        place: Place,
        left: &Expression,
        right: &Expression,
        rounding: Option<Rounding>,
    ) -> Linking<(Node, Kind)> {
        let (one, kind) = self.expression(scope, left, None)?;
        let (other, by) = self.expression(scope, right, None)?;
        let product = self.graph.add(Op::Multiply(one, other));
        let (kind, hundredths) = match (&kind, &by) {
            (Kind::Number, Kind::Number) => (Kind::Number, false),
            (Kind::Money, Kind::Number) | (Kind::Number, Kind::Money) => (Kind::Money, false),
            (Kind::Decimal, Kind::Number) | (Kind::Number, Kind::Decimal) => (Kind::Decimal, false),
            (Kind::Money, Kind::Decimal) | (Kind::Decimal, Kind::Money) => (Kind::Money, true),
            (Kind::Decimal, Kind::Decimal) => (Kind::Decimal, true),
            _ => return self.fail(scope.page, place, format!("cannot multiply {} and {}", kind.word(), by.word())),
        };
        match (hundredths, rounding) {
            (false, _) => Ok((product, kind)),
            (true, Some(rounding)) => {
                let hundred = self.graph.constant(100);
                Ok((self.graph.add(Op::Divide(product, hundred, rounding)), kind))
            }
            (true, None) => self.fail(
                scope.page,
                place,
                "say how the product is rounded: \"rounded half up\", \"rounded up\" or \"rounded down\"",
            ),
        }
    }
}

fn branch(line: &Line, value: Node, when: Vec<Node>, siblings: u32) -> Branch {
    Branch {
        when,
        value,
        because: line.because.clone(),
        rows: line.rows.iter().map(|(row, _)| row.name.clone()).collect(),
        general: line.rows.iter().any(|(_, general)| *general),
        place: line.place,
        siblings,
    }
}

/// The words that a question answers with: the common ones, then its own.
fn outcome_words(text: &DefinitionText) -> value::Words {
    let mut words: Vec<String> = COMMON.iter().map(|word| (*word).to_owned()).collect();
    let mut add = |expression: &Expression| collect_words(expression, &mut words);
    match &text.body {
        Body::Lines { base, exceptions } => {
            base.iter().for_each(|line| add(&line.value));
            let mut open: Vec<&Exception> = exceptions.iter().collect();
            while let Some(exception) = open.pop() {
                add(&exception.line.value);
                open.extend(&exception.below);
            }
        }
        Body::Table(table) => table.rows.iter().for_each(|row| add(&row.line.value)),
    }
    words.into()
}

fn collect_words(expression: &Expression, words: &mut Vec<String>) {
    match &expression.part {
        Part::Name(name) if !words.contains(name) => words.push(name.clone()),
        Part::If(_, yes, no) => {
            collect_words(yes, words);
            collect_words(no, words);
        }
        _ => {}
    }
}
