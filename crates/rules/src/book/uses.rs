//! Who uses a name of the pack: read from what is written, so that a reader finds the same on the pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Pack,
    pack::Meaning,
    syntax::{Body, DefinitionText, Exception, Expression, Given, Line, Part},
};

/// Each name with the definitions, questions and facts that use it.
#[derive(Default)]
pub(super) struct Uses {
    by: BTreeMap<String, BTreeSet<String>>,
}

impl Uses {
    pub(super) fn of(pack: &Pack) -> Self {
        let mut uses = Self::default();
        for page in &pack.pages {
            for fact in &page.facts {
                let mut walk = Walk { pack, user: &fact.name.name, uses: &mut uses };
                let follows = fact.follows.iter().flat_map(|(value, when)| [value, when]);
                follows.chain(&fact.otherwise).for_each(|expression| walk.expression(expression, None));
            }
            for definition in &page.definitions {
                Walk { pack, user: &definition.name.name, uses: &mut uses }.definition(definition);
            }
        }
        uses
    }

    /// Who uses it, in the order of the alphabet.
    pub(super) fn of_name(&self, name: &str) -> impl Iterator<Item = &str> {
        self.by.get(name).into_iter().flatten().map(String::as_str)
    }
}

struct Walk<'a> {
    pack: &'a Pack,
    user: &'a str,
    uses: &'a mut Uses,
}

impl Walk<'_> {
    fn definition(&mut self, definition: &DefinitionText) {
        let list = definition.name.name.split_once('.').map(|(list, _)| list);
        let list = list.filter(|list| matches!(self.pack.names.get(*list), Some(Meaning::List(_))));
        match &definition.body {
            Body::Lines { base, exceptions } => {
                base.iter().for_each(|line| self.line(line, list));
                exceptions.iter().for_each(|exception| self.exception(exception, list));
            }
            Body::Table(table) => table.rows.iter().for_each(|row| self.line(&row.line, list)),
        }
        for gives in &definition.gives {
            match &gives.what {
                Given::Same => self.name(&gives.name.name, list),
                Given::Value { value, when, .. } => {
                    self.expression(value, list);
                    when.iter().for_each(|when| self.expression(when, list));
                }
                Given::Each { list, fields } => {
                    self.name(&list.name, None);
                    fields.iter().for_each(|field| self.name(&field.name, Some(&list.name)));
                }
            }
        }
    }

    fn exception(&mut self, exception: &Exception, list: Option<&str>) {
        self.line(&exception.line, list);
        exception.below.iter().for_each(|below| self.exception(below, list));
    }

    fn line(&mut self, line: &Line, list: Option<&str>) {
        self.expression(&line.value, list);
        line.when.iter().for_each(|when| self.expression(when, list));
    }

    /// A name, in a record of a list or of the person.
    fn name(&mut self, name: &str, list: Option<&str>) {
        let outer = name.strip_prefix("person.").filter(|_| list.is_some());
        let used = match (outer, list) {
            (Some(outer), _) => outer.to_owned(),
            (None, Some(list)) => self.of_record(list, name).unwrap_or_else(|| name.to_owned()),
            (None, None) => name.to_owned(),
        };
        if used != self.user {
            self.uses.by.entry(used).or_default().insert(self.user.to_owned());
        }
    }

    /// Where a field of the records of a list is declared: a definition of its own, or the list.
    fn of_record(&self, list: &str, field: &str) -> Option<String> {
        let found = self.pack.lists.iter().find(|known| known.name == list)?;
        if found.computed.contains_key(field) {
            return Some(format!("{list}.{field}"));
        }
        found.fields.iter().any(|(known, _)| known == field).then(|| list.to_owned())
    }

    fn expression(&mut self, expression: &Expression, list: Option<&str>) {
        match &expression.part {
            Part::Yes
            | Part::No
            | Part::None
            | Part::Today
            | Part::Number(_)
            | Part::Decimal(_)
            | Part::Money(_)
            | Part::Date(_)
            | Part::Span(..) => {}
            Part::Name(name) => self.name(name, list),
            Part::Answer(name) => self.name(&name.name, None),
            Part::On(name, on) => {
                self.name(&name.name, None);
                self.expression(on, list);
            }
            Part::Not(inner) | Part::IsNone(inner) | Part::YearOf(inner) | Part::Has(inner, _) => {
                self.expression(inner, list)
            }
            Part::And(parts) | Part::Or(parts) | Part::Extreme(_, parts) => {
                parts.iter().for_each(|part| self.expression(part, list));
            }
            Part::In(inner, values) => {
                self.expression(inner, list);
                values.iter().for_each(|value| self.expression(value, list));
            }
            Part::Compare(_, one, other)
            | Part::Add(one, other)
            | Part::Subtract(one, other)
            | Part::Multiply(one, other, _)
            | Part::Divide(one, other, _)
            | Part::Between(_, one, other) => {
                self.expression(one, list);
                self.expression(other, list);
            }
            Part::DateOf(one, other, third) | Part::If(one, other, third) => {
                [one, other, third].into_iter().for_each(|part| self.expression(part, list));
            }
            Part::Gather { value, list, filter, .. } => {
                self.name(&list.name, None);
                value.iter().chain(filter).for_each(|part| self.expression(part, Some(&list.name)));
            }
            Part::Words(words) => words.iter().for_each(|(_, when)| self.expression(when, list)),
        }
    }
}
