//! All questions by topic, all facts, all figures.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{Printer, blocks, page::topic_title, said, topic_of};
use crate::{Audience, Page, Question};

/// The first page: every question, by topic.
pub(super) fn questions(printer: &Printer) -> Markup {
    let pack = printer.book.pack;
    let mut topics: BTreeMap<&str, (Vec<&Page>, Vec<&Question>)> = BTreeMap::new();
    for page in pack.pages() {
        topics.entry(topic_of(&page.head.id)).or_default().0.push(page);
    }
    for question in pack.questions() {
        if let Some(page) = pack.page_of(question) {
            topics.entry(topic_of(&page.head.id)).or_default().1.push(question);
        }
    }
    let overdue = pack.pages().iter().filter(|page| page.head.review_by < printer.book.today).count();
    html! {
        header.page-head {
            h1 { "The rule book" }
            p.lead {
                (pack.pages().len()) " pages of law, " (pack.questions().len()) " questions they answer, "
                (printer.book.tried.cases) " worked cases. The same text is read by a lawyer and computed by the machine."
            }
            @if overdue > 0 {
                p.note.note-stop { strong { (overdue) " pages are overdue for review. " } a href="health.html" { "Rule health" } " names them." }
            }
        }
        nav.topics aria-label="Topics" {
            ul { @for topic in topics.keys() { li { a href=(format!("#topic-{topic}")) { (topic_title(topic)) } } } }
        }
        @for (topic, (pages, questions)) in &topics {
            section.topic id=(format!("topic-{topic}")) {
                h2 { (topic_title(topic)) }
                @if !questions.is_empty() {
                    ul.rows.sheet { @for question in questions { li { (asked(printer, topic, question)) } } }
                }
                p.pages {
                    "Pages: "
                    @for (at, page) in pages.iter().enumerate() { @if at > 0 { " · " } (Printer::page_link(0, page)) }
                }
            }
        }
    }
}

fn asked(printer: &Printer, topic: &str, question: &Question) -> Markup {
    let key = question.name.replace('.', "-");
    let outcomes = printer.book.pack.outcomes(question);
    let own: Vec<&str> = outcomes.iter().skip(4).map(String::as_str).collect();
    html! {
        h3 {
            a href=(printer.address(0, &question.name)) {
                @match printer.words(topic, &key).next() {
                    Some((language, words)) => { span lang=(language) { (words) } }
                    None => { (said::breakable(&question.name)) }
                }
            }
        }
        @for (language, words) in printer.words(topic, &key).skip(1) { p.said lang=(language) { (words) } }
        p.meta { code { (said::breakable(&question.name)) } }
        @if printer.book.pack.audience(question) == Audience::Workers { p.meta { "For workers of the service" } }
        @if !own.is_empty() { p.meta { "Outcomes of its own: " (own.join(", ")) } }
    }
}

/// Every fact and list: what it holds, how sensitive, how hard to come by, and which questions need it.
pub(super) fn facts(printer: &Printer) -> Markup {
    let pack = printer.book.pack;
    let mut declared: Vec<(&Page, &crate::syntax::FactText)> =
        pack.pages().iter().flat_map(|page| page.facts.iter().map(move |fact| (page, fact))).collect();
    declared.sort_by_key(|(_, fact)| fact.name.name.as_str());
    html! {
        header.page-head {
            h1 { "The facts" }
            p.lead { "What a person may be asked, and which questions need it. A fact is given, known to be none, or unknown; an unknown is never replaced by a guess." }
        }
        (levels())
        div.scroll tabindex="0" role="region" aria-label="All facts" {
            table.stack {
                thead { tr { @for title in ["fact", "asked as", "holds", "level", "effort", "needed by"] { th scope="col" { (title) } } } }
                tbody {
                    @for (page, fact) in declared {
                        @let name = fact.name.name.as_str();
                        tr {
                            th scope="row" { (printer.link(0, name)) }
                            td data-head="asked as" { (printer.in_italian(topic_of(&page.head.id), &format!("fact-{name}"))) }
                            td data-head="holds" { (said::kind(&fact.kind)) }
                            td data-head="level" { (fact.level.as_ref().map(|level| level.name.as_str()).unwrap_or_default()) }
                            td data-head="effort" { (blocks::effort(fact.effort)) }
                            td data-head="needed by" { (needed_by(printer, name)) }
                        }
                    }
                }
            }
        }
    }
}

fn levels() -> Markup {
    let levels = [
        ("S0, S1", "public or internal, about no person"),
        ("S2", "personal: name, contacts, needs"),
        ("S3", "special: health, permit (legal), money, work, belief"),
        ("S4", "protected, harm if known: violence, trafficking, asylum grounds"),
    ];
    html! {
        section.sheet {
            h2 { "What a level means" }
            dl.short { @for (level, means) in levels { div { dt { (level) } dd { (means) } } } }
        }
    }
}

fn needed_by(printer: &Printer, name: &str) -> Markup {
    let questions = printer.asked_by.get(name).map(Vec::as_slice).unwrap_or_default();
    html! {
        @if questions.is_empty() {
            span.absent { "no question" }
        } @else {
            @if questions.len() > 5 { (questions.len()) " questions: " }
            (printer.links(0, questions.iter().copied()))
        }
    }
}

/// Every dated figure and where it is used.
pub(super) fn figures(printer: &Printer) -> Markup {
    let pages = printer.book.pack.pages();
    html! {
        header.page-head {
            h1 { "The figures" }
            p.lead { "Every sum, term and limit of the law with its days and its source. A day without a value has none: what needs it stays unknown." }
        }
        @for page in pages.iter().filter(|page| !page.parameters.is_empty()) {
            section.topic {
                h2 { (Printer::page_link(0, page)) }
                @for figure in &page.parameters {
                    section.declared.figure-table {
                        h3 { (printer.link(0, &figure.name.name)) }
                        (blocks::figure_rows(printer, figure))
                        p.used {
                            @let users: Vec<&str> = printer.uses.of_name(&figure.name.name).collect();
                            "Used by "
                            @if users.is_empty() { span.absent { "nothing" } } @else { (printer.links(0, users)) }
                            ". Questions that need it: " (needed_by(printer, &figure.name.name)) "."
                        }
                    }
                }
            }
        }
    }
}
