//! "Who has come?": the one box, who was found and why, and the ways on when nobody was.

use axum::extract::Query;
use ground::BirthDate;
use matching::{Born, Country2, Known};
use maud::{Markup, html};
use policy::{Action, Resource};
use serde::Deserialize;

use super::{reasons, safety, texts};
use crate::{
    app::Refusal,
    people::{Found, Hit, search},
    shell::{
        components::{Field, hidden, keycap, match_parts, saved, sign},
        forms::{Errors, Form, Typed},
        layout::{self, SearchBox, Tab},
        letters,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// How many are shown: more would be read by nobody while someone waits.
pub const SHOWN: usize = 9;

/// What was done on the page before, when the person is no longer to be seen after it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    done: String,
}

/// The page before anything was typed.
pub(super) async fn ask(me: Session, Query(after): Query<After>) -> Result<Markup, Problem> {
    if !me.may(Action::Search, Resource::Identity) {
        return Err(refused(&me, Refusal::NotFound));
    }
    let told = safety::told(me.words(), &after.done);
    Ok(page_after(&me, &Typed::default(), &Errors::default(), None, told))
}

/// Searches. What was typed travels in the body, never in an address that logs keep.
pub(super) async fn find(Sent { me, form, .. }: Sent) -> Result<Markup, Problem> {
    let mut errors = Errors::default();
    let known = read(&form, &mut errors);
    form.finish()?;
    let typed = form.typed();
    let Some(known) = known else {
        return Err(Problem::refused(page(&me, &typed, &errors, None)));
    };
    let actor = me.actor.clone();
    let found = me.app.work(move |app| search::find(app, &actor, &known, SHOWN)).await;
    let found = found.map_err(|refusal| refused(&me, refusal))?;
    Ok(page(&me, &typed, &errors, Some(&found)))
}

fn read(form: &Form, errors: &mut Errors) -> Option<Known> {
    let mut known = Known::from_box(form.take("q"));
    let born = form.take("born");
    if !born.trim().is_empty()
        && let Some(birth) = errors.date("born", BirthDate::parse(born))
    {
        let part = |part: Option<i8>| part.and_then(|part| u8::try_from(part).ok());
        known.born = Some(Born { year: birth.year(), month: part(birth.month()), day: part(birth.day()) });
    }
    let country = form.take("country");
    if !country.trim().is_empty() {
        match texts::country(country) {
            Some(country) => known.birth_country = Country2::parse(country.code()),
            None => errors.add("country", "people-error-country"),
        }
    }
    if form.take("q").trim().is_empty() {
        errors.add("q", "people-error-search");
    }
    errors.is_empty().then_some(known)
}

fn page(me: &Session, typed: &Typed, errors: &Errors, found: Option<&Found>) -> Markup {
    page_after(me, typed, errors, found, None)
}

fn page_after(me: &Session, typed: &Typed, errors: &Errors, found: Option<&Found>, told: Option<String>) -> Markup {
    let w = me.words();
    let who = Field::search("q", w.say("people-search-name")).from(typed, errors, w).auto_dir();
    // why: with the focus in the box the letters printed on the page would be typed into it
    let who = if found.is_none() { who.autofocus() } else { who };
    let body = html! {
        h1 { (w.say("people-search-title")) }
        @if let Some(told) = told { (saved(&told, html! {}, html! {})) }
        form.search-form method="post" action="/people/search" role="search" novalidate accept-charset="utf-8" {
            (me.hidden())
            div.search-row {
                (who)
                (Field::text("born", w.say("people-search-born")).from(typed, errors, w))
                (Field::text("country", w.say("people-search-country")).from(typed, errors, w).suggest(texts::countries(w)))
                div.field { button.btn.btn-primary.btn-wide type="submit" { (w.say("shell-search")) } }
            }
            p.hint."mb-0" { (w.say("people-search-hint")) }
            (letters::way(w))
        }
        div id="found" { @if let Some(found) = found { (results(me, typed, found)) } }
        @if found.is_none() && me.may(Action::Import, Resource::Import) {
            p.part { a href="/people/import" { (w.say("people-import-link")) } }
        }
    };
    let title = w.say("people-search-title");
    layout::page(
        &crate::shell::layout::Frame { search: SearchBox::Without, ..me.frame(&title, Some(Tab::People)) },
        body,
    )
}

fn results(me: &Session, typed: &Typed, found: &Found) -> Markup {
    let w = me.words();
    let (count, name) = (found.hits.len(), typed.get("q"));
    html! {
        section.part aria-labelledby="h-hits" {
            div.part-head {
                div role="status" { h2 id="h-hits" tabindex="-1" autofocus[count == 0] { (w.say_with("people-found", &[("count", count.into()), ("name", name.into())])) } }
                @if count > 0 {
                    span.meta {
                        (w.say("people-keys-choose")) " " (keycap("↑")) " " (keycap("↓")) " " (w.say("people-keys-open")) " " (keycap("↵"))
                    }
                }
            }
            @if count == 0 { p { (w.say("people-found-nobody")) } }
            @else {
                ol.rows.sheet.find-list aria-labelledby="h-hits" {
                    @for (at, one) in found.hits.iter().enumerate() {
                        li class=[(at == 0).then_some("is-at")] { (hit(w, one, at, &format!("/people/{}", one.id))) }
                    }
                }
            }
            @if found.more { p.meta { (w.say("people-found-more")) } }
            (ways_on(me, typed))
        }
    }
}

/// Always there, always last: nobody is pressed into someone else's file.
fn ways_on(me: &Session, typed: &Typed) -> Markup {
    let w = me.words();
    html! {
        div.actions.part {
            form method="post" action="/people/new" accept-charset="utf-8" {
                (me.hidden())
                @for field in ["q", "born", "country"] { (hidden(field, typed.get(field))) }
                button.btn.btn-quiet type="submit" accesskey="p" data-key="p" {
                    (sign("it-plus-circle")) " " (w.say("people-none-of-these")) " " (keycap("P"))
                }
            }
            " " a.btn.btn-bare href="/contacts/new" { (w.say("people-go-on-nameless")) }
            " " span.meta { (w.say("people-none-hint")) }
        }
        @if me.may(Action::Break, Resource::Glass) {
            div.actions { a.btn.btn-bare href="/glass/new" { (w.say("people-glass-link-sought")) } }
        }
    }
}

/// Someone who may be the one, and where to go from there.
pub(super) fn hit(w: &Words, hit: &Hit, at: usize, href: &str) -> Markup {
    let country = hit.birth_country.map(|country| country.name(w.tongue()));
    let mut names = hit.names.iter();
    html! {
        div.find {
            div {
                a.name href=(href) aria-current=[(at == 0).then_some("true")] autofocus[at == 0] {
                    @if let Some(first) = names.next() { (texts::name(first)) }
                }
                @for other in names { " " span.native { (texts::name(other)) } }
                p."mb-0" {
                    @if let Some(birth) = hit.birth { (w.say_with("people-born", &[("date", w.birth(birth).into())])) }
                    @else { (w.say("people-born-unknown")) }
                    @if let Some(country) = country { " · " (country) }
                }
                @if let Some(number) = &hit.rec_id {
                    p.meta."mb-0" { (w.say_with("people-imported-as", &[("number", number.into())])) }
                }
            }
            div {
                (reasons::verdict(w, hit))
                (match_parts(&reasons::parts(w, hit)))
                @if let Some(name) = reasons::other_name(hit) { p.meta."mb-0" { (w.say("people-found-as")) " " (texts::name(name)) } }
            }
            @if at == 0 { (keycap("↵")) } @else { (keycap(&(at + 1).to_string())) }
        }
    }
}
