//! What is wrong with a pack, told before anybody relies on it: lines that contradict each other, people for
//! whom no line applies, facts nobody asks for, rows that no page names, reviews that are due, texts that are missing.

mod shared_lines;
mod texts;

use crate::{
    calendar,
    fault::{Fault, Weight},
    pack::Pack,
};

pub use texts::Texts;

impl Pack {
    /// Everything that can be seen without running a person: overlaps and gaps with a counterexample, facts that no
    /// question needs, rows of a line that the head of its page does not name. Worked cases apart
    /// ([`Pack::try_cases`]), texts apart ([`Pack::check_texts`]).
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = shared_lines::find(self);
        faults.extend(self.unused());
        faults.extend(self.stray_rows());
        faults.sort_by(|one, other| (&one.page, one.place).cmp(&(&other.page, other.place)));
        faults
    }

    /// Pages whose review is due on a day.
    #[must_use]
    pub fn overdue(&self, today: i64) -> Vec<Fault> {
        let due = self.pages.iter().filter(|page| page.head.review_by < today);
        let told = |page: &crate::Page| {
            let told = format!("to be looked at again since {}", calendar::write(page.head.review_by));
            Fault::error(&page.head.id, crate::Place::default(), told)
        };
        due.map(told).collect()
    }

    /// Facts and lists that no question needs: they may be told, nobody is asked for them.
    fn unused(&self) -> Vec<Fault> {
        let mut used: Vec<bool> = vec![false; self.facts.len()];
        let mut used_lists: Vec<bool> = vec![false; self.lists.len()];
        for node in self.questions.iter().flat_map(|question| &question.reach) {
            let slot = match self.graph.op(*node) {
                crate::graph::Op::Fact(at) => used.get_mut(*at as usize),
                crate::graph::Op::Field(list, _) | crate::graph::Op::Gather { list, .. } => {
                    used_lists.get_mut(*list as usize)
                }
                _ => None,
            };
            if let Some(slot) = slot {
                *slot = true;
            }
        }
        let facts = self.facts.iter().zip(used).filter(|(_, used)| !used);
        let facts = facts.map(|(fact, _)| (fact.page, fact.place, fact.name.as_str()));
        let lists = self.lists.iter().zip(used_lists).filter(|(_, used)| !used);
        let lists = lists.map(|(list, _)| (list.page, list.place, list.name.as_str()));
        let hint = |(page, place, name)| Fault {
            weight: Weight::Hint,
            ..self.fault(page, place, format!("no question needs \"{name}\": nobody is asked for it"))
        };
        facts.chain(lists).map(hint).collect()
    }

    /// Lines and figures that rest on a row which the head of their page does not name.
    fn stray_rows(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut look = |page: u32, place, row: &String| {
            let named = self.pages.get(page as usize).is_some_and(|page| page.head.rows.contains(row));
            if !named {
                faults.push(self.fault(
                    page,
                    place,
                    format!("the head of the page does not name the row {row}: \"rows: … {row}\""),
                ));
            }
        };
        for definition in &self.definitions {
            for branch in &definition.branches {
                branch.rows.iter().for_each(|row| look(definition.page, branch.place, row));
            }
        }
        for parameter in &self.parameters {
            for row in &parameter.rows {
                row.rows.iter().for_each(|name| look(parameter.page, row.place, name));
            }
        }
        faults
    }
}
