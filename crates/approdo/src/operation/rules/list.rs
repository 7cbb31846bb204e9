//! `approdo rules list`: what may be asked and told.

use std::fmt::Write as _;

use clap::Args;
use rules::Audience;

use super::{Lang, Pack, day, print, print_json, today};
use crate::{checker::Inventory, operation::order::Exit};

#[derive(Debug, Args)]
pub(in crate::operation) struct ListThem {
    /// Write {"questions":[…],"facts":[…]}
    #[arg(long)]
    json: bool,
    /// The day whose figures stand in the texts [default: today in Rome]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<i64>,
    #[command(flatten)]
    lang: Lang,
    #[command(flatten)]
    pack: Pack,
}

impl ListThem {
    pub(super) fn carry_out(&self) -> Result<Exit, String> {
        let inventory = Inventory::of(&*self.pack.find()?, self.lang.language, self.as_of.unwrap_or_else(today));
        if self.json {
            print_json(&inventory)?;
        } else {
            print(&text(&inventory))?;
        }
        Ok(Exit::Done)
    }
}

fn text(inventory: &Inventory) -> String {
    let mut out = String::new();
    for question in &inventory.questions {
        let values: Vec<&str> = question.values.iter().map(|value| value.name.as_str()).collect();
        let sources: Vec<&str> = question.sources.iter().map(|source| source.article.as_str()).collect();
        let _ = writeln!(out, "{}\n  {}", question.question, question.text);
        let workers = if question.audience == Audience::Workers.word() { question.audience } else { "" };
        let lines = [
            ("for", workers.to_owned()),
            ("outcomes", question.outcomes.join(", ")),
            ("values", values.join(", ")),
            ("facts", question.facts.join(", ")),
            ("sources", sources.join("; ")),
        ];
        for (label, line) in lines.iter().filter(|(_, line)| !line.is_empty()) {
            let _ = writeln!(out, "  {label}: {line}");
        }
    }
    out
}
