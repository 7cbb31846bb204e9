//! The rows of the law by number: where each is cited, so that an answer names those it used.

use std::collections::HashMap;

use crate::{
    pack::{Definition, Parameter},
    syntax::Page,
};

/// The number of a row of the law in a pack.
pub(crate) type Row = u16;

/// The rows that lines, figures and sources of a pack cite, each in the order of the pack.
#[derive(Debug, Default)]
pub(crate) struct RowIndex {
    names: Vec<String>,
    lines: Vec<Vec<Vec<Row>>>,
    figures: Vec<Vec<Vec<Row>>>,
    sources: Vec<Vec<Vec<Row>>>,
}

impl RowIndex {
    pub(crate) fn of(pages: &[Page], parameters: &[Parameter], definitions: &[Definition]) -> Self {
        let mut known = HashMap::new();
        let mut names = Vec::new();
        let mut numbers = |rows: &[String]| -> Vec<Row> {
            let number = |row: &String| {
                *known.entry(row.clone()).or_insert_with(|| {
                    names.push(row.clone());
                    Row::try_from(names.len() - 1).unwrap_or(Row::MAX)
                })
            };
            rows.iter().map(number).collect()
        };
        let lines = definitions.iter().map(|definition| {
            let branches = definition.branches.iter();
            branches.map(|branch| numbers(&branch.rows)).collect()
        });
        let lines = lines.collect();
        let figures = parameters.iter().map(|figure| figure.rows.iter().map(|row| numbers(&row.rows)).collect());
        let figures = figures.collect();
        let sources = pages.iter().map(|page| page.head.sources.iter().map(|source| numbers(&source.rows)).collect());
        let sources = sources.collect();
        Self { names, lines, figures, sources }
    }

    /// What a row is called.
    pub(crate) fn name(&self, row: Row) -> &str {
        self.names.get(usize::from(row)).map_or("", String::as_str)
    }

    /// The rows of a line of a definition.
    pub(crate) fn of_line(&self, definition: u32, line: usize) -> &[Row] {
        at(&self.lines, definition, line)
    }

    /// The rows of a value of a dated figure.
    pub(crate) fn of_figure(&self, figure: u32, value: usize) -> &[Row] {
        at(&self.figures, figure, value)
    }

    /// The rows that a source of a page stands for.
    pub(crate) fn of_source(&self, page: u32, source: usize) -> &[Row] {
        at(&self.sources, page, source)
    }
}

fn at(all: &[Vec<Vec<Row>>], one: u32, part: usize) -> &[Row] {
    all.get(one as usize).and_then(|parts| parts.get(part)).map_or(&[], Vec::as_slice)
}
