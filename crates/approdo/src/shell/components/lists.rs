//! Parts of a page, and the lists in them: rows, tables, the way through long ones.

use maud::{Markup, html};

use super::signs::sign;

/// A part of a page under its heading. `count` stands beside the heading, `aside` at the line's end.
#[must_use]
pub fn section(id: &str, heading: &str, count: Option<&str>, aside: Markup, body: Markup) -> Markup {
    html! {
        section.part aria-labelledby=(id) {
            div.part-head {
                h2 id=(id) { (heading) }
                @if let Some(count) = count { " " span.count { (count) } }
                " " (aside)
            }
            (body)
        }
    }
}

/// A list of rows in a white sheet. The label names the list for readers.
#[must_use]
pub fn rows(label: &str, items: Vec<Markup>) -> Markup {
    html! { ul.rows.sheet aria-label=(label) { @for item in items { li { (item) } } } }
}

/// A true table, scrolled by itself when wide and turned into cards on a phone. The first cell of
/// each row names the row.
#[must_use]
pub fn table(id: &str, caption: &str, heads: &[String], rows: Vec<Vec<Markup>>) -> Markup {
    html! {
        div.table-wrap tabindex="0" role="region" aria-labelledby=(id) {
            table.table.table-cards role="table" {
                caption id=(id) { (caption) }
                thead role="rowgroup" {
                    tr role="row" { @for head in heads { th scope="col" role="columnheader" { (head) } } }
                }
                tbody role="rowgroup" {
                    @for row in rows {
                        tr role="row" {
                            @for (place, cell) in row.into_iter().enumerate() {
                                @if place == 0 {
                                    th scope="row" role="rowheader" { (cell) }
                                } @else {
                                    td role="cell" data-label=[heads.get(place)] { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The way through a long list: before, where we are, after; each end a link and its word.
#[must_use]
pub fn pager(label: &str, before: Option<(&str, &str)>, here: &str, after: Option<(&str, &str)>) -> Markup {
    html! {
        nav.pages aria-label=(label) {
            @if let Some((href, word)) = before {
                a.btn.btn-quiet.btn-small rel="prev" href=(href) { (sign("it-arrow-left")) " " (word) }
            }
            span.meta { (here) }
            @if let Some((href, word)) = after {
                a.btn.btn-quiet.btn-small rel="next" href=(href) { (word) " " (sign("it-arrow-right")) }
            }
        }
    }
}
