//! What must be looked after: reviews, sureness, coverage, faults, missing texts, rows of the law.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{Printer, page::topic_title, said};
use crate::{Fault, Page, Sureness, fault::Weight};

/// Reviews that fall due within this many days are told beforehand.
const SOON_DAYS: i64 = 60;

pub(super) fn health(printer: &Printer) -> Markup {
    let pages = printer.book.pack.pages();
    let faults: Vec<&Fault> = printer.book.tried.faults.iter().chain(printer.book.faults).collect();
    let wrong = printer.book.tried.told.iter().filter(|case| !case.right).count();
    let tried = printer.book.tried;
    let overdue = pages.iter().filter(|page| page.head.review_by < printer.book.today).count();
    let unread =
        pages.iter().filter(|page| page.head.second_reader.is_empty() || page.head.second_reader == "none yet").count();
    let errors = faults.iter().filter(|fault| fault.weight == Weight::Error).count();
    let topics = text_topics(printer);
    let missing: usize = topics.values().flat_map(|(_, missing)| missing).map(Vec::len).sum();
    let figures = [
        (overdue, "reviews overdue", overdue > 0, "reviews"),
        (unread, "pages without a second reader", unread > 0, "reviews"),
        (wrong, "worked cases that came out otherwise", wrong > 0, "coverage"),
        (
            tried.branches - tried.reached,
            "lines that no worked case reaches",
            tried.reached < tried.branches,
            "coverage",
        ),
        (errors, "faults that the checks found", errors > 0, "faults"),
        (missing, "texts missing, all languages", missing > 0, "texts"),
    ];
    html! {
        header.page-head {
            h1 { "Rule health" }
            p.lead { "What must be looked after so that the answers can be relied on, on " (said::day(printer.book.today)) "." }
            ul.counts {
                @for (number, what, bad, anchor) in figures {
                    li.bad[bad] { a href=(format!("#{anchor}")) { b { (number) } " " span { (what) } } }
                }
            }
        }
        (reviews(printer, pages))
        (sureness(printer, pages))
        (coverage(printer, pages))
        (told(&faults))
        (texts(printer, &topics))
        (rows(printer, pages))
    }
}

fn reviews(printer: &Printer, pages: &[Page]) -> Markup {
    let today = printer.book.today;
    let mut by_day: Vec<&Page> = pages.iter().collect();
    by_day.sort_by_key(|page| (page.head.review_by, page.head.id.as_str()));
    html! {
        section.topic {
            h2 #reviews { "Reviews" }
            div.scroll tabindex="0" role="region" aria-label="Reviews" {
                table.stack {
                    thead { tr { @for title in ["review by", "page", "reviewed", "written by", "second reader"] { th scope="col" { (title) } } } }
                    tbody {
                        @for page in by_day {
                            tr {
                                td data-head="review by" {
                                    (said::day(page.head.review_by))
                                    @if page.head.review_by < today { " " span.sign.sign-stop { "⬣ overdue" } }
                                    @else if page.head.review_by < today + SOON_DAYS { " " span.sign.sign-soon { "▲ soon" } }
                                }
                                th scope="row" { (Printer::page_link(0, page)) }
                                td data-head="reviewed" { (said::day(page.head.reviewed)) }
                                td data-head="written by" { (page.head.author) }
                                td data-head="second reader" { (page.head.second_reader) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sureness(printer: &Printer, pages: &[Page]) -> Markup {
    let pack = printer.book.pack;
    let all = [Sureness::Text, Sureness::Page, Sureness::General];
    let figure_rows = || pack.parameters().iter().flat_map(|figure| &figure.rows);
    let general_lines =
        pack.definitions.iter().flat_map(|definition| &definition.branches).filter(|branch| branch.general).count();
    html! {
        section.topic {
            h2 #sureness { "How sure" }
            table.stack {
                thead { tr { th scope="col" { "sureness" } th scope="col" { "meaning" } th scope="col" { "pages" } th scope="col" { "values of figures" } } }
                tbody {
                    @for sureness in all {
                        tr {
                            th scope="row" { (said::sureness(sureness)) }
                            td data-head="meaning" { (said::meaning(sureness)) }
                            td.sum data-head="pages" { (pages.iter().filter(|page| page.head.sureness == sureness).count()) }
                            td.sum data-head="values of figures" { (figure_rows().filter(|row| row.sureness == sureness).count()) }
                        }
                    }
                }
            }
            p { (general_lines) " lines of rules rest on a row that nobody confirmed." }
            @let parts = unconfirmed(printer);
            @if !parts.is_empty() {
                p { "Unconfirmed parts: " (printer.links(0, parts)) "." }
            }
        }
    }
}

/// Definitions and figures with a part that is general.
fn unconfirmed<'a>(printer: &Printer<'a>) -> BTreeSet<&'a str> {
    let pack = printer.book.pack;
    let definitions = pack
        .definitions
        .iter()
        .filter(|definition| definition.general || definition.branches.iter().any(|branch| branch.general));
    let figures =
        pack.parameters().iter().filter(|figure| figure.rows.iter().any(|row| row.sureness == Sureness::General));
    definitions.map(|definition| definition.name.as_str()).chain(figures.map(|figure| figure.name.as_str())).collect()
}

fn coverage(printer: &Printer, pages: &[Page]) -> Markup {
    let pack = printer.book.pack;
    let of_page = |at: usize, page: &Page| {
        let branches = pack
            .definitions
            .iter()
            .filter(|definition| definition.page as usize == at)
            .flat_map(|definition| &definition.branches);
        let (mut all, mut reached) = (0_usize, 0_usize);
        for branch in branches {
            all += 1;
            reached += usize::from(!printer.unreached.contains(&(page.head.id.as_str(), branch.place.line)));
        }
        let cases = printer.book.tried.told.iter().filter(|case| case.page == page.head.id);
        let (right, wrong): (Vec<_>, Vec<_>) = cases.partition(|case| case.right);
        (all, reached, right.len(), wrong.len())
    };
    html! {
        section.topic {
            h2 #coverage { "Worked cases" }
            p { (printer.book.tried.reached) " of " (printer.book.tried.branches) " lines are reached by one of " (printer.book.tried.cases) " worked cases." }
            div.scroll tabindex="0" role="region" aria-label="Worked cases by page" {
                table.stack {
                    thead { tr { @for title in ["page", "lines", "reached", "cases", "came out otherwise"] { th scope="col" { (title) } } } }
                    tbody {
                        @for (at, page) in pages.iter().enumerate() {
                            @let (all, reached, right, wrong) = of_page(at, page);
                            @if all + right + wrong > 0 {
                                tr {
                                    th scope="row" { (Printer::page_link(0, page)) }
                                    td.sum data-head="lines" { (all) }
                                    td.sum data-head="reached" { @if reached < all { span.sign.sign-soon { "▲ " (reached) } } @else { (reached) } }
                                    td.sum data-head="cases" { (right + wrong) }
                                    td.sum data-head="came out otherwise" { @if wrong > 0 { span.sign.sign-stop { "⬣ " (wrong) } } @else { "0" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn told(faults: &[&Fault]) -> Markup {
    html! {
        section.topic {
            h2 #faults { "What the checks found" }
            @if faults.is_empty() {
                p { "Nothing: no overlap, no gap, no row without a page, no fact that nobody needs." }
            } @else {
                ul.rows.sheet {
                    @for fault in faults {
                        li {
                            span class=(if fault.weight == Weight::Error { "sign sign-stop" } else { "sign sign-note" }) {
                                (if fault.weight == Weight::Error { "⬣ error" } else { "i hint" })
                            }
                            " " a href=(super::path_of(&fault.page)) { (said::breakable(&fault.page)) ".md" }
                            @if fault.place.line > 0 { " line " (fault.place.line) }
                            ": " (fault.told)
                        }
                    }
                }
            }
        }
    }
}

/// By topic: how many texts are needed, and which are missing in each language.
type TextTopics = BTreeMap<String, (usize, Vec<Vec<String>>)>;

fn text_topics(printer: &Printer) -> TextTopics {
    let languages = printer.book.texts;
    let mut topics = TextTopics::new();
    let mut seen = BTreeSet::new();
    for needed in printer.book.pack.needed() {
        if needed.is_left_out(languages) || !seen.insert((needed.topic.clone(), needed.key.clone())) {
            continue;
        }
        let (all, missing) =
            topics.entry(needed.topic.clone()).or_insert_with(|| (0, vec![Vec::new(); languages.len()]));
        *all += 1;
        for ((_, texts), missing) in languages.iter().zip(missing) {
            if texts.words(&needed.topic, &needed.key).is_none() {
                missing.push(needed.key.clone());
            }
        }
    }
    topics
}

fn texts(printer: &Printer, topics: &TextTopics) -> Markup {
    let languages = printer.book.texts;
    html! {
        section.topic {
            h2 #texts { "Texts" }
            div.scroll tabindex="0" role="region" aria-label="Texts by topic" {
                table.stack {
                    thead {
                        tr {
                            th scope="col" { "topic" }
                            th scope="col" { "needed" }
                            @for (language, _) in languages { th scope="col" { "missing in " (said::language_name(language)) } }
                        }
                    }
                    tbody {
                        @for (topic, (all, missing)) in topics {
                            tr {
                                th scope="row" { (topic_title(topic)) }
                                td.sum data-head="needed" { (all) }
                                @for ((language, _), missing) in languages.iter().zip(missing) {
                                    td.sum data-head=(format!("missing in {}", said::language_name(language))) {
                                        @if missing.is_empty() { "0" } @else { span.sign.sign-soon { "▲ " (missing.len()) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            (missing_names(languages, topics))
        }
    }
}

fn missing_names(languages: &[(&str, &crate::Texts)], topics: &TextTopics) -> Markup {
    html! {
        @for (at, (language, _)) in languages.iter().enumerate() {
            @let missing: Vec<&str> = topics.values().filter_map(|(_, missing)| missing.get(at)).flatten().map(String::as_str).collect();
            @if !missing.is_empty() {
                details {
                    summary { "The " (missing.len()) " texts missing in " (said::language_name(language)) }
                    p.names { @for name in missing { (said::breakable(name)) " " } }
                }
            }
        }
    }
}

/// Rows of the facts of the law: which page cites each, and those that no page cites.
fn rows(printer: &Printer, pages: &[Page]) -> Markup {
    let mut cited: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        let of_sources = page.head.sources.iter().flat_map(|source| &source.rows);
        let of_figures = page.parameters.iter().flat_map(|figure| &figure.rows).flat_map(|row| &row.rows);
        let own: BTreeSet<&str> =
            page.head.rows.iter().chain(of_sources).chain(of_figures).map(String::as_str).collect();
        own.into_iter().for_each(|row| cited.entry(row).or_default().push(page));
    }
    let nowhere: Vec<&str> =
        printer.book.rows.iter().map(String::as_str).filter(|row| !cited.contains_key(row)).collect();
    html! {
        section.topic {
            h2 #rows { "Rows of the law" }
            @if !printer.book.rows.is_empty() {
                @if nowhere.is_empty() {
                    p { "All " (printer.book.rows.len()) " rows are cited by some page." }
                } @else {
                    p.note.note-soon {
                        strong { (nowhere.len()) " of " (printer.book.rows.len()) " rows are cited by no page: " }
                        (said::rows(nowhere.iter().map(|row| (*row, false))))
                    }
                }
            }
            div.scroll tabindex="0" role="region" aria-label="Rows of the law" {
                table.stack {
                    thead { tr { th scope="col" { "row" } th scope="col" { "cited by" } } }
                    tbody {
                        @for (row, pages) in &cited {
                            tr {
                                th scope="row" { (row) }
                                td data-head="cited by" { @for (at, page) in pages.iter().enumerate() { @if at > 0 { " · " } (Printer::page_link(0, page)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
