//! The rule book printed as pages of HTML: for a lawyer who reads the law, and for whoever keeps the rules in order.
//!
//! `uses` (who needs what), `said` (texts, days and rules set for readers), `page` (one provision), `lists` (all
//! questions, facts, figures), `health` (what must be looked after). No script, one sheet; nothing is read or written.

mod blocks;
mod health;
mod lists;
mod page;
mod said;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use maud::{DOCTYPE, Markup, html};

use crate::{Fault, Pack, Page, Texts, Tried, calendar::DayNumber, graph::Op, pack::Meaning};

/// What a rule book is printed from.
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// The texts of each language; the first is the one the others are held against.
    pub texts: &'a [(&'a str, &'a Texts)],
    /// How the worked cases came out.
    pub tried: &'a Tried,
    /// What the checks found, worked cases and texts apart.
    pub faults: &'a [Fault],
    /// The day on which it is printed.
    pub today: DayNumber,
    /// All rows of the facts of the law, if they are known: the book then tells which of them no page cites.
    pub rows: &'a [String],
}

/// Prints the book: each file with its path, separated by `/`, and its content.
#[must_use]
pub fn book(from: &Book) -> Vec<(String, String)> {
    let printer = Printer::of(*from);
    let mut files = vec![
        ("book.css".to_owned(), include_str!("book.css").to_owned()),
        printer.file("index.html", "The rule book", &lists::questions(&printer)),
        printer.file("facts.html", "The facts", &lists::facts(&printer)),
        printer.file("figures.html", "The figures", &lists::figures(&printer)),
        printer.file("health.html", "Rule health", &health::health(&printer)),
    ];
    for page in &from.pack.pages {
        files.push(printer.file(&path_of(&page.head.id), &page.head.title, &page::page(&printer, page)));
    }
    files
}

/// Where a page stands in the book. An id of a page says where it stands in a folder; whatever could lead out of it is
/// replaced.
fn path_of(id: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '/') { sign } else { '_' };
    let parts = id.split('/').filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(|part| part.chars().map(plain).collect()).collect();
    format!("pages/{}.html", parts.join("/"))
}

/// What is looked up while the pages are set.
struct Printer<'a> {
    book: Book<'a>,
    uses: uses::Uses,
    /// Lines that no worked case reaches: page and line.
    unreached: BTreeSet<(&'a str, u32)>,
    /// The questions that need a fact or a list, and those that need a figure.
    asked_by: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Printer<'a> {
    fn of(book: Book<'a>) -> Self {
        let unreached = book.tried.faults.iter().map(|fault| (fault.page.as_str(), fault.place.line)).collect();
        Self { book, uses: uses::Uses::of(book.pack), unreached, asked_by: asked_by(book.pack) }
    }

    /// The page on which a name of the pack is declared.
    fn home(&self, name: &str) -> Option<&'a Page> {
        let pack = self.book.pack;
        let at = match pack.names.get(name).copied() {
            Some(Meaning::Fact(at)) => pack.facts.get(at as usize)?.page,
            Some(Meaning::List(at)) => pack.lists.get(at as usize)?.page,
            Some(Meaning::Parameter(at)) => pack.parameters.get(at as usize)?.page,
            Some(Meaning::Definition(at) | Meaning::Question(at)) => pack.definitions.get(at as usize)?.page,
            None => pack.definitions.iter().find(|definition| definition.name == name)?.page,
        };
        pack.pages.get(at as usize)
    }

    /// A name with a link to where it is declared.
    fn link(&self, depth: usize, name: &str) -> Markup {
        match self.home(name) {
            Some(page) => {
                html! { a.name href=(format!("{}{}#{name}", up(depth), path_of(&page.head.id))) { (said::breakable(name)) } }
            }
            None => html! { span.name { (said::breakable(name)) } },
        }
    }

    /// Names with links, separated by commas.
    fn links<'n>(&self, depth: usize, names: impl IntoIterator<Item = &'n str>) -> Markup {
        html! {
            @for (at, name) in names.into_iter().enumerate() {
                @if at > 0 { ", " }
                (self.link(depth, name))
            }
        }
    }

    fn page_link(depth: usize, page: &Page) -> Markup {
        html! { a href=(format!("{}{}", up(depth), path_of(&page.head.id))) { (page.head.title) } }
    }

    fn file(&self, path: &str, title: &str, body: &Markup) -> (String, String) {
        let depth = path.matches('/').count();
        let root = up(depth);
        let nav = [
            ("index.html", "Questions"),
            ("facts.html", "Facts"),
            ("figures.html", "Figures"),
            ("health.html", "Rule health"),
        ];
        let whole = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) " · Approdo" }
                    link rel="stylesheet" href=(format!("{root}book.css"));
                }
                body {
                    a.skip href="#main" { "To the content" }
                    header.bar {
                        div.bar-in {
                            a.brand href=(format!("{root}index.html")) { (brand()) span { "Approdo" } " " small { "rule book" } }
                            nav aria-label="The book" {
                                @for (file, word) in nav {
                                    a href=(format!("{root}{file}")) aria-current=[(path == file).then_some("page")] { (word) }
                                }
                            }
                        }
                    }
                    main #main { (body) }
                    footer.foot {
                        p { "Printed on " (said::day(self.book.today)) ". Information on the law as these pages know it, not legal advice." }
                    }
                }
            }
        };
        (path.to_owned(), whole.into_string())
    }
}

fn brand() -> Markup {
    html! {
        svg.brand-mark viewBox="0 0 32 32" aria-hidden="true" {
            circle.sun cx="21" cy="9" r="5" {}
            path.quay d="M3 17h15v-5" {}
            path.wave d="M3 25c4-3 8-3 13 0s9 3 13 0" {}
        }
    }
}

/// The way from a page back to the root of the book.
fn up(depth: usize) -> String {
    "../".repeat(depth)
}

/// The folder of a page.
fn topic_of(id: &str) -> &str {
    id.split_once('/').map_or(id, |(topic, _)| topic)
}

fn asked_by(pack: &Pack) -> BTreeMap<&str, Vec<&str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for question in &pack.questions {
        for node in &question.reach {
            let name = match pack.graph.op(*node) {
                Op::Fact(at) => pack.facts.get(*at as usize).map(|fact| fact.name.as_str()),
                Op::Field(list, _) | Op::Gather { list, .. } => {
                    pack.lists.get(*list as usize).map(|list| list.name.as_str())
                }
                Op::Parameter { parameter, .. } => {
                    pack.parameters.get(*parameter as usize).map(|figure| figure.name.as_str())
                }
                _ => None,
            };
            let Some(name) = name else { continue };
            let questions = found.entry(name).or_default();
            if questions.last() != Some(&question.name.as_str()) {
                questions.push(&question.name);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "---\nid: transport/discount\ntitle: Buses <for> less\nsource: urn:nir:stato:legge:2000-01-01;1~art2 | L. 1/2000 art. 2 | T01\nsource: page | Council decision\nin force: 2020-01-01 ..\nsureness: page\nrows: T01\nauthor: A\nsecond reader: none yet\nreviewed: 2026-01-01\nreview by: 2026-06-30\n---\nSee [here](discount.md#child_pass).\n\n```fact\nage: number\n  level S2\nriders: list\n  level S2\n  each age: number\n```\n\n```parameter\ndiscount_age: number\n| from | until | value | rows | sureness | source |\n|---|---|---|---|---|---|\n| | 2026-01-31 | 12 | T01 | text | old |\n| 2026-02-01 | | 14 | T01 | general | new |\n```\n\n```rule\nchild_pass: yes/no\n  is some riders where age < discount_age and person.age < 99\n\nquestion transport.discount\n  is not_met, because full_price (T01)\n  except met when child_pass, because child (T01)\n    except refer when age > 99, because ask (T01)\n```\n\n```table\nfare: money\n| age | gives | rows |\n|---|---|---|\n| <= 14 | 1.00 | T01 |\n| > 14 | 2.00 | T01 |\n```\n\n```cases\ngiven age: 20\n| case | as of | riders | => |\n|---|---|---|---|\n| a child | 2026-01-15 | [{age: 3}] | met |\n| nobody | 2026-03-01 | [] | met |\n```\n";
    const WORDS: &str = "transport-discount = Pago meno?\ntransport-discount--child = Sì, sotto i { $discount_age } anni.\n    .next = Chiedere la tessera.\n";

    fn printed() -> BTreeMap<String, String> {
        printed_from(PAGE)
    }

    fn printed_from(page: &str) -> BTreeMap<String, String> {
        let pack = Pack::read([("transport/discount", page)]).unwrap();
        let mut texts = Texts::default();
        texts.add("transport", WORDS);
        let (tried, faults, rows) = (pack.try_cases(), pack.check(), ["T01".to_owned(), "T02".to_owned()]);
        let today = crate::calendar::number_of(2026, 11, 23);
        let from = Book { pack: &pack, texts: &[("it", &texts)], tried: &tried, faults: &faults, today, rows: &rows };
        book(&from).into_iter().collect()
    }

    /// The values of an attribute in a page.
    fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
        let before = format!(" {attribute}=\"");
        page.split(&before as &str).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_link_of_the_book_leads_to_a_page_and_a_place_that_are_there() {
        let files = printed();
        let mut followed = 0;
        for (path, content) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let depth = path.matches('/').count();
            for link in values(content, "href").into_iter().filter(|link| !link.starts_with("http")) {
                let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
                let inside = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let target = match (file, file.strip_prefix(&up(depth) as &str)) {
                    ("", _) => path.clone(),
                    (file, None) => format!("{inside}/{file}"),
                    (_, Some(rest)) if depth > 0 => rest.to_owned(),
                    (file, _) => file.to_owned(),
                };
                let found =
                    files.get(&target).unwrap_or_else(|| panic!("{path} leads to {target}, which is not there"));
                assert!(anchor.is_empty() || values(found, "id").contains(&anchor), "{path}: no #{anchor} in {target}");
                followed += 1;
            }
            assert!(!content.contains("<script") && !content.contains(" style="), "{path}");
        }
        assert!(followed > 40, "{followed}");
    }

    #[test]
    fn what_is_for_workers_is_told_on_its_page_and_in_the_list() {
        let files = printed_from(&PAGE.replace("\nrows: ", "\nfor: workers\nrows: "));
        for (path, told) in
            [("index.html", "For workers"), ("pages/transport/discount.html", "<dt>For</dt><dd>workers")]
        {
            assert!(files[path].contains(told) && !printed()[path].contains(told), "{path}");
        }
    }

    #[test]
    fn a_page_shows_the_law_the_reason_in_words_and_what_came_out() {
        let files = printed();
        let page = &files["pages/transport/discount.html"];
        for part in [
            "Buses &lt;for&gt; less",
            "https://www.normattiva.it/uri-res/N2Ls?urn:nir:stato:legge:2000-01-01;1~art2",
            "Review overdue",
            "Pago meno?",
            "Sì, sotto i <span class=\"slot\">discount_<wbr>age</span> anni.",
            "Chiedere la tessera.",
            "depth-2",
            "✓ as expected",
            "✗ not_<wbr>met",
            "No worked case reaches this line.",
            // `age` in a record is the field of the list, `person.age` the fact.
            "#riders\">age</a>",
            "#age\">person.<wbr>age</a>",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
    }

    #[test]
    fn rule_health_tells_what_must_be_looked_after() {
        let health = &printed()["health.html"];
        assert!(health.contains("overdue") && health.contains("1 of 2 rows are cited by no page"), "{health}");
        assert!(health.contains("transport-discount--ask"), "{health}");
    }
}
