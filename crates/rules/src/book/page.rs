//! One provision: its head, the words and blocks in the order in which they stand, and who uses what it declares.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Printer, blocks, said, topic_of};
use crate::{
    Page,
    syntax::{Audience, Source},
};

/// A part of the body: words, or a fenced block with the line on which its inside begins, from 0.
enum Part<'a> {
    Words(String),
    Block { kind: &'a str, start: usize, inside: Vec<&'a str> },
}

pub(super) fn page(printer: &Printer, page: &Page) -> Markup {
    let depth = super::path_of(&page.head.id).matches('/').count();
    let setter = blocks::Setter::of(printer, page, depth);
    html! {
        header.page-head {
            p.crumbs {
                a href=(format!("{}index.html#topic-{}", super::up(depth), topic_of(&page.head.id))) { (topic_title(topic_of(&page.head.id))) }
                " / " code { (said::breakable(&page.head.id)) ".md" }
            }
            h1 { (page.head.title) }
            (due(printer, page))
            (head(printer, depth, page))
        }
        div.split {
            div.column {
                h2 #law { "The law in words, and as it is computed" }
                @for part in parts(&page.text) {
                    @match part {
                        Part::Words(words) => { div.prose { (markdown(&words)) } }
                        Part::Block { kind, start, inside } => { (setter.block(kind, start, &inside)) }
                    }
                }
            }
            (contents(page))
        }
    }
}

/// `renewal-income` as `Renewal income`.
pub(super) fn topic_title(topic: &str) -> String {
    let words = topic.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn due(printer: &Printer, page: &Page) -> Markup {
    html! {
        @if page.head.review_by < printer.book.today {
            p.note.note-stop { strong { "Review overdue. " } "This page was to be looked at again by " (said::day(page.head.review_by)) ". Ask an operator before you rely on it." }
        }
    }
}

fn head(printer: &Printer, depth: usize, page: &Page) -> Markup {
    let head = &page.head;
    html! {
        div.sheet {
            h2 #sources { "Sources" }
            ul.sources {
                @for source in &head.sources { li { (self::source(source)) } }
            }
            dl.short {
                div { dt { "In force" } dd { (said::in_force(head.since, head.until)) } }
                div { dt { "Sureness" } dd { (said::sureness(head.sureness)) " " (said::meaning(head.sureness)) } }
                @if head.audience == Audience::Workers {
                    div { dt { "For" } dd { "workers of the service; the public is not offered its questions" } }
                }
                div {
                    dt { "Which law holds" }
                    dd {
                        @match &head.governed_by {
                            None => { "that of the day asked" }
                            Some(fact) => { "that of the day " (printer.link(depth, fact)) }
                        }
                    }
                }
                div { dt { "Reviewed" } dd { (said::day(head.reviewed)) ", again by " (said::day(head.review_by)) } }
                div { dt { "Written by" } dd { (head.author) "; second reader: " (if head.second_reader.is_empty() { "none yet" } else { &head.second_reader }) } }
                @if !head.rows.is_empty() {
                    div { dt { "Rows of the law" } dd { (said::rows(head.rows.iter().map(|row| (row.as_str(), false)))) } }
                }
            }
        }
    }
}

/// A source; an act of the State with a link to its text.
pub(super) fn source(source: &Source) -> Markup {
    html! {
        @if source.urn.starts_with("urn:nir:") {
            a href=(format!("https://www.normattiva.it/uri-res/N2Ls?{}", source.urn)) { (source.article) }
        } @else {
            (source.article)
        }
        (said::rows(source.rows.iter().map(|row| (row.as_str(), false))))
    }
}

fn contents(page: &Page) -> Markup {
    let (questions, definitions): (Vec<_>, Vec<_>) =
        page.definitions.iter().partition(|definition| definition.kind.is_none());
    let names = |names: Vec<&str>, title: &str| {
        html! {
            @if !names.is_empty() {
                h3 { (title) }
                ul { @for name in names { li { a href=(format!("#{name}")) { (said::breakable(name)) } } } }
            }
        }
    };
    html! {
        nav.contents aria-label="On this page" {
            h2 { "On this page" }
            ul { li { a href="#sources" { "Sources" } } li { a href="#law" { "The law in words" } } }
            (names(questions.iter().map(|definition| definition.name.name.as_str()).collect(), "Questions"))
            (names(definitions.iter().map(|definition| definition.name.name.as_str()).collect(), "Definitions"))
            (names(page.parameters.iter().map(|figure| figure.name.name.as_str()).collect(), "Figures"))
            (names(page.facts.iter().map(|fact| fact.name.name.as_str()).collect(), "Facts"))
        }
    }
}

/// The body in parts, divided as the reader of the rules divides it.
fn parts(text: &str) -> Vec<Part<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let head = lines.iter().enumerate().skip(1).find(|(_, line)| line.trim() == "---").map_or(0, |(at, _)| at + 1);
    let (mut found, mut words) = (Vec::new(), String::new());
    let mut number = head;
    while let Some(line) = lines.get(number) {
        let Some(kind) = line.strip_prefix("```") else {
            words.push_str(line);
            words.push('\n');
            number += 1;
            continue;
        };
        found.push(Part::Words(std::mem::take(&mut words)));
        let start = number + 1;
        let end = lines
            .iter()
            .enumerate()
            .skip(start)
            .find(|(_, line)| line.trim_end() == "```")
            .map_or(lines.len(), |(end, _)| end);
        found.push(Part::Block {
            kind: kind.trim(),
            start,
            inside: lines.get(start..end).unwrap_or_default().to_vec(),
        });
        number = end + 1;
    }
    found.push(Part::Words(words));
    found.retain(|part| !matches!(part, Part::Words(words) if words.trim().is_empty()));
    found
}

/// Words in Markdown as HTML. Markup inside them is shown as it is written, and links lead to pages only: a page may
/// have been written in a browser by anybody with leave to write rules.
fn markdown(words: &str) -> Markup {
    let events = Parser::new_ext(words, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: below(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        Event::Start(Tag::Link { link_type, dest_url, .. }) => {
            let dest_url = address(&dest_url).into();
            Event::Start(Tag::Link { link_type, dest_url, title: "".into(), id: "".into() })
        }
        Event::Start(Tag::Image { .. }) => Event::Start(Tag::Emphasis),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Emphasis),
        other => other,
    });
    let mut set = String::new();
    pulldown_cmark::html::push_html(&mut set, events);
    PreEscaped(set)
}

/// A heading in the words stands below the title and the heading of the part.
const fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

fn address(written: &str) -> String {
    if written.starts_with("https://") || written.starts_with("http://") {
        return written.to_owned();
    }
    if written.contains(':') || written.starts_with("//") || written.starts_with('\\') {
        return "#".to_owned();
    }
    let (path, anchor) = written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.strip_suffix(".md").map_or_else(|| path.to_owned(), |page| format!("{page}.html"));
    anchor.map_or(path.clone(), |anchor| format!("{path}#{anchor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_to_pages_and_carry_no_markup_of_their_own() {
        let set = markdown("See [the term](../renewal/term.md#ask_by), [a page](https://example.org), [a trap](javascript:alert(1)).\n\n<script>alert(1)</script>\n\n![a](x.png) <b onclick=x>").into_string();
        assert!(set.contains(r#"href="../renewal/term.html#ask_by""#), "{set}");
        assert!(set.contains(r#"href="https://example.org""#), "{set}");
        assert!(
            set.contains("&lt;script&gt;")
                && !set.contains("javascript")
                && !set.contains("<b")
                && !set.contains("<img"),
            "{set}"
        );
    }

    #[test]
    fn a_path_of_the_book_never_leads_out_of_it() {
        assert_eq!(super::super::path_of("renewal/term"), "pages/renewal/term.html");
        assert_eq!(super::super::path_of("../../etc/passwd"), "pages/__/__/etc/passwd.html");
        assert_eq!(super::super::path_of("/c:\\x"), "pages/c__x.html");
    }
}
