//! Answers for a person at a terminal.

use std::fmt::Write as _;

use rules::{Kind, Question, Sheet};
use serde_json::Value as Json;

use crate::checker::{Answers, Asking, Shown, texts::Texts, topic_of};

/// All answers, one after another; what was asked in so many questions that nobody could read it is kept short.
pub(super) fn answers<'a>(asking: &Asking<'a>, sheet: &Sheet<'a>, answers: &Answers) -> String {
    let texts = asking.rulebook.texts(asking.language);
    let mut out = String::new();
    let _ = writeln!(out, "{}", texts.say_with("checker-as-of", &[("day", &texts.day(asking.today))]));
    for (question, shown) in asking.questions.iter().zip(&answers.answers) {
        out.push('\n');
        answer(asking, sheet, question, shown, &mut out);
    }
    let _ = writeln!(out, "\n{}", texts.say("checker-not-advice"));
    out
}

fn answer<'a>(asking: &Asking<'a>, sheet: &Sheet<'a>, question: &'a Question, shown: &Shown, out: &mut String) {
    let (pack, texts) = (asking.rulebook.pack(), asking.rulebook.texts(asking.language));
    let topic = topic_of(pack.page_of(question));
    let _ = writeln!(out, "{}", texts.question(pack, question, asking.today));
    let _ = writeln!(out, "  → {}", texts.outcome(topic, &shown.outcome));
    let mut line = |text: String| {
        let _ = writeln!(out, "  {text}");
    };
    for because in &shown.because {
        because.text.iter().for_each(|text| line(text.clone()));
        because.next.iter().for_each(|next| line(texts.say_with("checker-next", &[("step", next)])));
    }
    for (name, value) in values(asking, sheet, question, shown) {
        line(format!("{}:{value}", texts.value_name(topic, name)));
    }
    shown.otherwise.iter().for_each(|otherwise| line(otherwise.text.clone()));
    if !shown.missing_facts.is_empty() {
        let facts: Vec<String> = shown.missing_facts.iter().map(|fact| short(asking, texts, fact)).collect();
        line(texts.say_with("checker-missing", &[("facts", &facts.join("; "))]));
    }
    if !shown.missing_parameters.is_empty() {
        line(texts.say_with("checker-missing-figures", &[("figures", &shown.missing_parameters.join(", "))]));
    }
    if shown.because.first().is_some_and(|because| because.unconfirmed) {
        line(texts.say("checker-unconfirmed"));
    }
    if shown.review_overdue {
        line(texts.say("checker-overdue"));
    }
    if let Some(day) = shown.horizon.as_deref().and_then(rules::calendar::parse) {
        line(texts.say_with("checker-horizon", &[("day", &texts.day(day))]));
    }
    let sources: Vec<&str> = shown.sources.iter().map(|source| source.article.as_str()).collect();
    line(texts.say_with("checker-sources", &[("sources", &sources.join("; "))]));
}

/// The values of an answer as its reader writes them, after their name: a list with one record a line.
fn values<'a>(asking: &Asking<'a>, sheet: &Sheet<'a>, question: &'a Question, shown: &Shown) -> Vec<(&'a str, String)> {
    let (pack, texts) = (asking.rulebook.pack(), asking.rulebook.texts(asking.language));
    let Some(page) = pack.page_of(question) else { return Vec::new() };
    let one = |(name, _): (&'a str, Option<&Kind>)| match shown.values.get(name) {
        None | Some(Json::Null) => None,
        Some(Json::Array(records)) if !pack.value_fields(question, name).is_empty() => {
            let line = |(at, record)| format!("\n    {}. {}", at + 1, fields(asking, question, name, record));
            let lines = records.iter().enumerate().map(line);
            Some((name, lines.collect()))
        }
        Some(_) => {
            let (kind, cell) = sheet.said(page, Some(question), None, name)?;
            Some((name, format!(" {}", texts.shown(topic_of(Some(page)), name, kind, cell))))
        }
    };
    pack.values_of(question).into_iter().filter_map(one).collect()
}

/// A record of a value that is a list; its outcome too where that cannot be said yet.
fn fields(asking: &Asking<'_>, question: &Question, list: &str, record: &Json) -> String {
    let (pack, texts) = (asking.rulebook.pack(), asking.rulebook.texts(asking.language));
    let topic = topic_of(pack.page_of(question));
    let told = pack.value_fields(question, list).into_iter().filter_map(|(name, kind)| {
        let Some(told) = record.get(name).filter(|value| !value.is_null()) else {
            return (name == "outcome").then(|| texts.outcome(topic, "unknown"));
        };
        let cell = kind.read_json(told).ok()?;
        let shown = match kind {
            Kind::Word(_) if name == "outcome" => texts.outcome(topic, &kind.write(cell)),
            kind => texts.shown_in(topic, list, name, kind, cell),
        };
        let label = matches!(kind, Kind::Date | Kind::Money | Kind::Number | Kind::YesNo);
        Some(if label { format!("{}: {shown}", texts.value_name(topic, name)) } else { shown })
    });
    let told = told.collect::<Vec<_>>().join(" · ");
    if told.is_empty() { texts.say("checker-not-known") } else { told }
}

/// A missing fact in a few words; of a list the field too.
fn short(asking: &Asking<'_>, texts: &Texts, name: &str) -> String {
    let pack = asking.rulebook.pack();
    if let Some((list, field)) = name.split_once('.') {
        let known = pack.lists().iter().find(|known| known.name == list);
        let topic = topic_of(known.and_then(|known| pack.page_of_list(known)));
        return format!("{} ({})", texts.fact_short(topic, list), texts.field_on(topic, list, field, asking.today));
    }
    let fact = pack.facts().iter().find(|fact| fact.name == name).and_then(|fact| pack.page_of_fact(fact));
    let list = pack.lists().iter().find(|list| list.name == name).and_then(|list| pack.page_of_list(list));
    texts.fact_short(topic_of(fact.or(list)), name)
}
