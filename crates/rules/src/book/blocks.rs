//! The blocks of a page set for readers: facts, dated figures, rules, decision tables, worked cases.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{Printer, said, topic_of};
use crate::{
    Page,
    cases::CaseTold,
    fault::Faults,
    lex::{self, Spot, Token},
    pack::Meaning,
    page::{Row, cell_line, cut, headed, joined, table_rows},
    syntax::{Body, DefinitionText, Exception, FactText, Line, ParameterKind, ParameterText, TypeText},
};

/// Sets the blocks of one page.
pub(super) struct Setter<'a> {
    printer: &'a Printer<'a>,
    page: &'a Page,
    depth: usize,
    topic: &'a str,
    /// The lines of its rules by where they stand.
    lines: BTreeMap<u32, &'a Line>,
    cases: BTreeMap<u32, &'a CaseTold>,
}

impl<'a> Setter<'a> {
    pub(super) fn of(printer: &'a Printer<'a>, page: &'a Page, depth: usize) -> Self {
        let mut lines = BTreeMap::new();
        for definition in &page.definitions {
            match &definition.body {
                Body::Lines { base, exceptions } => {
                    lines.extend(base.iter().map(|line| (line.place.line, line)));
                    let mut open: Vec<&Exception> = exceptions.iter().collect();
                    while let Some(exception) = open.pop() {
                        lines.insert(exception.line.place.line, &exception.line);
                        open.extend(&exception.below);
                    }
                }
                Body::Table(table) => lines.extend(table.rows.iter().map(|row| (row.line.place.line, &row.line))),
            }
        }
        let told = printer.book.tried.told.iter().filter(|case| case.page == page.head.id);
        Self {
            printer,
            page,
            depth,
            topic: topic_of(&page.head.id),
            lines,
            cases: told.map(|case| (case.line, case)).collect(),
        }
    }

    pub(super) fn block(&self, kind: &str, start: usize, inside: &[&str]) -> Markup {
        let first = line_number(start);
        let within = |line: u32| line >= first && line < first + line_number(inside.len());
        html! {
            @match kind {
                "fact" => { @for fact in self.page.facts.iter().filter(|fact| within(fact.name.place.line)) { (self.fact(fact)) } }
                "parameter" => {
                    @for figure in self.page.parameters.iter().filter(|figure| within(figure.name.place.line)) { (self.figure(figure)) }
                }
                "rule" => { (self.rules(start, inside)) }
                "table" => { (self.tables(start, inside)) }
                _ => { (self.worked(start, inside)) }
            }
        }
    }

    fn used_by(&self, name: &str) -> Markup {
        let users: Vec<&str> = self.printer.uses.of_name(name).collect();
        html! {
            @if !users.is_empty() { p.used { "Used by " (self.printer.links(self.depth, users)) } }
        }
    }

    fn fact(&self, fact: &FactText) -> Markup {
        let name = fact.name.name.as_str();
        let key = format!("fact-{name}");
        let level = fact.level.as_ref().map(|level| level.name.as_str()).unwrap_or_default();
        html! {
            section.declared.fact id=(name) {
                h3 { span.what { "Fact" } " " (said::breakable(name)) }
                p.type { (said::kind(&fact.kind)) " · level " (level) " · " (effort(fact.effort)) }
                (self.printer.said(self.topic, &key, true))
                (self.words_of(&key, "", &fact.kind))
                @if !fact.fields.is_empty() {
                    ul.fields {
                        @for (field, kind) in &fact.fields {
                            li {
                                b { (field.name) } ": " (said::kind(kind)) " "
                                (self.printer.in_italian(self.topic, &format!("{key}.{}", field.name)))
                                (self.words_of(&key, &format!("{}_", field.name), kind))
                            }
                        }
                    }
                }
                (self.follows(fact))
                (self.used_by(name))
            }
        }
    }

    /// The words a fact may be, with their Italian names.
    fn words_of(&self, key: &str, before: &str, kind: &TypeText) -> Markup {
        let words = match kind {
            TypeText::OneOf(words) | TypeText::Words(words) => words.as_slice(),
            _ => &[],
        };
        html! {
            @if !words.is_empty() {
                ul.words {
                    @for word in words {
                        li { span.word { (said::breakable(&word.name)) } " " (self.printer.in_italian(self.topic, &format!("{key}.{before}{}", word.name))) }
                    }
                }
            }
        }
    }

    /// What is certain of a fact from others, when it was left out.
    fn follows(&self, fact: &FactText) -> Markup {
        if fact.follows.is_empty() && fact.otherwise.is_none() {
            return Markup::default();
        }
        let from = fact.name.place.line as usize;
        let lines = self.page.text.lines().enumerate().skip(from);
        let indented = lines.take_while(|(_, line)| line.starts_with(' ') || line.trim_start().starts_with('#'));
        let mut faults = Faults::default();
        let cut: Vec<_> = indented.map(|(at, line)| lex::line(line, line_number(at), 0, &mut faults)).collect();
        let said = cut.iter().filter(|line| matches!(first_word(&line.spots), Some("follows" | "else")));
        html! {
            p.left-out { "Where it was not told:" }
            ul.lines {
                @for line in said {
                    li.line {
                        @if first_word(&line.spots) == Some("else") { b { "otherwise" } " " } @else { b { "it is" } " " }
                        (self.printer.typeset(self.depth, None, line.spots.get(1..).unwrap_or_default()))
                    }
                }
            }
        }
    }

    fn figure(&self, figure: &ParameterText) -> Markup {
        let name = figure.name.name.as_str();
        html! {
            section.declared.figure-table id=(name) {
                h3 { span.what { "Figure" } " " (said::breakable(name)) }
                (figure_rows(self.printer, figure))
                (self.used_by(name))
            }
        }
    }

    /// The definitions of a block: each with its lines, and its exceptions indented.
    fn rules(&self, start: usize, inside: &[&str]) -> Markup {
        let mut faults = Faults::default();
        let mut groups: Vec<Vec<lex::TokenLine>> = Vec::new();
        for line in joined(cut(inside, start, &mut faults)) {
            match groups.last_mut() {
                Some(group) if line.indent > 0 => group.push(line),
                _ => groups.push(vec![line]),
            }
        }
        html! {
            @for group in &groups {
                @if let Some((first, lines)) = group.split_first()
                    && let Some(definition) = self.definition_at(first.place.line)
                {
                    (self.definition(definition, &self.lines_of(definition, lines)))
                }
            }
        }
    }

    fn definition_at(&self, line: u32) -> Option<&'a DefinitionText> {
        self.page.definitions.iter().find(|definition| definition.name.place.line == line)
    }

    fn definition(&self, definition: &DefinitionText, body: &Markup) -> Markup {
        let name = definition.name.name.as_str();
        let is_question = definition.kind.is_none();
        html! {
            section.declared.question[is_question] id=(name) {
                h3 {
                    span.what { (if is_question { "Question" } else { "Definition" }) }
                    " " (said::breakable(name))
                }
                @match &definition.kind {
                    None => { (self.printer.said(self.topic, &name.replace('.', "-"), true)) }
                    Some(kind) => {
                        p.type { (said::kind(kind)) }
                        (self.printer.said(self.topic, &format!("rule-{name}"), false))
                    }
                }
                @if definition.general { p.type { (said::sureness(crate::Sureness::General)) " " (said::meaning(crate::Sureness::General)) } }
                (body)
                (self.used_by(name))
            }
        }
    }

    fn lines_of(&self, definition: &DefinitionText, lines: &[lex::TokenLine]) -> Markup {
        let mut depths: Vec<usize> = Vec::new();
        let list = self.list_of(definition);
        html! {
            ul.lines {
                @for line in lines.iter().filter(|line| first_word(&line.spots) != Some("sureness")) {
                    (self.rule_line(definition, list, line, exception_depth(&mut depths, line)))
                }
            }
        }
    }

    /// The list whose records a definition computes a field of.
    fn list_of<'d>(&self, definition: &'d DefinitionText) -> Option<&'d str> {
        let (list, _) = definition.name.name.split_once('.')?;
        matches!(self.printer.book.pack.names.get(list), Some(Meaning::List(_))).then_some(list)
    }

    fn rule_line(
        &self,
        definition: &DefinitionText,
        list: Option<&str>,
        line: &lex::TokenLine,
        depth: usize,
    ) -> Markup {
        let Some(rule) = self.lines.get(&line.place.line) else {
            return html! { li.line.gives { (self.printer.typeset(self.depth, list, &line.spots)) } };
        };
        let shown = line.spots.get(..said_until(rule, &line.spots)).unwrap_or_default();
        let class = format!("line depth-{}", depth.min(3));
        html! {
            li class=(class) {
                (self.printer.typeset(self.depth, list, shown))
                (said::rows(rule.rows.iter().map(|(row, general)| (row.name.as_str(), *general))))
                (self.reason(definition, rule))
            }
        }
    }

    fn reason(&self, definition: &DefinitionText, line: &Line) -> Markup {
        let unreached = self.printer.unreached.contains(&(self.page.head.id.as_str(), line.place.line));
        html! {
            @if let Some(because) = &line.because {
                @let is_question = definition.kind.is_none();
                @let id = if is_question { definition.name.name.replace('.', "-") } else { format!("rule-{}", definition.name.name) };
                @let key = format!("{id}--{}", because.name);
                div.reason {
                    p.slug { b { "because" } " " span.word { (said::breakable(&because.name)) } }
                    (self.printer.said(self.topic, &key, is_question))
                    @if self.printer.words(self.topic, &format!("{key}.next")).next().is_some() {
                    p.slug { b { "next step" } }
                    (self.printer.said(self.topic, &format!("{key}.next"), false))
                }
                }
            }
            @if unreached { p.note.note-soon { "No worked case reaches this line." } }
        }
    }

    fn tables(&self, start: usize, inside: &[&str]) -> Markup {
        html! {
            @for (heads, rows) in headed(inside, start) {
                @if let Some((number, _)) = heads.first()
                    && let Some(definition) = self.definition_at(line_number(*number))
                {
                    @let below: Vec<lex::TokenLine> = heads.iter().skip(1).map(|(number, line)| lex::line(line, line_number(*number), 0, &mut Faults::default())).collect();
                    (self.definition(definition, &html! {
                        (self.decision(definition, &table_rows(rows.into_iter())))
                        @if !below.is_empty() { (self.lines_of(definition, &below)) }
                    }))
                }
            }
        }
    }

    fn decision(&self, definition: &DefinitionText, rows: &[Row]) -> Markup {
        let Some((head, rest)) = rows.split_first() else { return Markup::default() };
        let list = self.list_of(definition);
        let titles: Vec<&str> = head.cells.iter().map(|(title, _)| *title).collect();
        html! {
            div.scroll tabindex="0" role="region" aria-label=(format!("Decision table {}", definition.name.name)) {
                table.stack {
                    thead { tr { @for (title, at) in &head.cells { th scope="col" { (self.cell(list, title, *at)) } } } }
                    tbody {
                        @for row in rest {
                            tr {
                                @for ((cell, at), title) in row.cells.iter().zip(&titles) {
                                    td data-head=(title) { (self.table_cell(definition, list, title, cell, *at)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn table_cell(
        &self,
        definition: &DefinitionText,
        list: Option<&str>,
        title: &str,
        cell: &str,
        at: crate::Place,
    ) -> Markup {
        match title {
            "rows" => said::rows(
                cell.split_whitespace().filter(|row| *row != "general").map(|row| (row, cell.contains("general"))),
            ),
            "because" => html! { @if let Some(line) = self.lines.get(&at.line) { (self.reason(definition, line)) } },
            _ if cell == "-" => html! { span.any { "whatever it is" } },
            _ => self.cell(list, cell, at),
        }
    }

    fn cell(&self, list: Option<&str>, cell: &str, at: crate::Place) -> Markup {
        let line = cell_line(cell, at, &mut Faults::default());
        self.printer.typeset(self.depth, list, &line.spots)
    }

    fn worked(&self, start: usize, inside: &[&str]) -> Markup {
        html! {
            @for (at, (heads, rows)) in headed(inside, start).into_iter().enumerate() {
                section.declared.cases {
                    h3 { "Worked cases" }
                    @for (_, line) in &heads { p.given { (line.trim()) } }
                    (self.cases_table(&format!("Worked cases, line {}", line_number(start + at)), &table_rows(rows.into_iter())))
                }
            }
        }
    }

    fn cases_table(&self, label: &str, rows: &[Row]) -> Markup {
        let Some((head, rest)) = rows.split_first() else { return Markup::default() };
        let titles: Vec<&str> = head.cells.iter().map(|(title, _)| *title).collect();
        html! {
            div.scroll tabindex="0" role="region" aria-label=(label) {
                table.stack {
                    thead {
                        tr {
                            @for title in &titles { th scope="col" { (case_title(title)) } }
                            th scope="col" { "came out" }
                        }
                    }
                    tbody {
                        @for row in rest {
                            tr {
                                @for ((cell, _), title) in row.cells.iter().zip(&titles) {
                                    @match (*title, *cell) {
                                        (_, "") => { td.empty {} }
                                        ("case", name) => { th scope="row" { (name) } }
                                        ("=>", outcome) => { td data-head=(case_title(title)) { strong.value { (said::breakable(outcome)) } } }
                                        (title, cell) => { td data-head=(case_title(title)) { (said::breakable(cell)) } }
                                    }
                                }
                                td data-head="came out" { (self.came_out(row.place.line)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn came_out(&self, line: u32) -> Markup {
        html! {
            @match self.cases.get(&line) {
                Some(case) if case.right => { span.sign.sign-good { "✓ as expected" } }
                Some(case) => { span.sign.sign-stop { "✗ " (said::breakable(&case.found)) } }
                None => { span.sign.sign-stop { "✗ not computed" } }
            }
        }
    }
}

/// The dated values of a figure, each with its source; today's is marked.
pub(super) fn figure_rows(printer: &Printer, figure: &ParameterText) -> Markup {
    let today = printer.book.today;
    html! {
        div.scroll tabindex="0" role="region" aria-label=(format!("Values of {}", figure.name.name)) {
            table.stack {
                thead { tr { @for title in ["from", "until", "value", "sureness", "source"] { th scope="col" { (title) } } } }
                tbody {
                    @for row in &figure.rows {
                        @let now = row.from.is_none_or(|from| from <= today) && row.until.is_none_or(|until| today <= until);
                        tr.now[now] {
                            td data-head="from" { @match row.from { Some(from) => { (said::day(from)) } None => { "always" } } }
                            td data-head="until" { @match row.until { Some(until) => { (said::day(until)) } None => { "further notice" } } }
                            td.sum data-head="value" { strong { (row.written) } " " (unit(figure.kind)) @if now { " " span.tag { "today" } } }
                            td data-head="sureness" { (said::sureness(row.sureness)) }
                            td data-head="source" { (row.source) (said::rows(row.rows.iter().map(|row| (row.as_str(), false)))) }
                        }
                    }
                }
            }
        }
    }
}

/// What a number of this kind is a number of.
pub(super) const fn unit(kind: ParameterKind) -> &'static str {
    match kind {
        ParameterKind::Money => "EUR",
        ParameterKind::Days => "days",
        ParameterKind::Months => "months",
        ParameterKind::Years => "years",
        ParameterKind::Number | ParameterKind::Decimal | ParameterKind::Date | ParameterKind::YesNo => "",
    }
}

pub(super) const fn effort(effort: u8) -> &'static str {
    match effort {
        1 => "known by heart",
        2 => "stands on a paper",
        _ => "must be asked of somebody",
    }
}

fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or_default() + 1
}

fn first_word(spots: &[Spot]) -> Option<&str> {
    match spots.first().map(|spot| &spot.token) {
        Some(Token::Word(word)) => Some(word),
        _ => None,
    }
}

/// How deep an exception stands; other lines stand at the margin.
fn exception_depth(open: &mut Vec<usize>, line: &lex::TokenLine) -> usize {
    if first_word(&line.spots) != Some("except") {
        open.clear();
        return 0;
    }
    open.retain(|indent| *indent < line.indent);
    open.push(line.indent);
    open.len()
}

/// How many tokens of a line come before its reason and its rows.
fn said_until(line: &Line, spots: &[Spot]) -> usize {
    let comma = spots.windows(2).position(|pair| {
        matches!(pair, [comma, word] if comma.token == Token::Sign(",") && word.token == Token::Word("because".to_owned()))
    });
    let rows = line.rows.first().and_then(|(row, _)| spots.iter().position(|spot| spot.place == row.place));
    comma.or(rows.map(|at| at.saturating_sub(1))).unwrap_or(spots.len())
}

fn case_title(title: &str) -> &str {
    match title {
        "=>" => "expected",
        other => other,
    }
}
