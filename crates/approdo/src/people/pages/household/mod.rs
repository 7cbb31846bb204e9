//! With whom a person lives and what others are to her: the panel of her page, the page of its own, and the
//! forms that change it.

mod form;
mod tie;

use axum::{
    extract::{Path, Query},
    response::Redirect,
};
use ground::{Day, PersonId, TieId, Timestamp};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) use self::{
    form::{add, ask},
    tie::{correct, edit, end, take_back},
};
use super::{
    change::{path, seen, summary},
    known_id,
    merge::from_record,
};
use crate::{
    app::Refusal,
    people::{
        acts::PersonView,
        household::{self, CannotTie, Changed, Depends, Household, Kind, Member, Said, Shown, State},
        search,
    },
    shell::{
        components::{Button, Choice, Field, button_row, empty, hidden, post_form, rows, saved, section},
        forms::{Errors, Form, Typed},
        layout::Tab,
        letters,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// What stands behind the question mark: when something was just saved.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::people::pages) struct JustSaved {
    saved: Option<i64>,
}

fn to_household(me: &Session, id: PersonId) -> Redirect {
    Redirect::to(&format!("/people/{id}/household?saved={}", me.app.now().micros()))
}

/// A day of a form; blank is an answer.
fn day(form: &Form, errors: &mut Errors, name: &str) -> Option<Day> {
    let typed = form.take(name);
    if typed.trim().is_empty() { None } else { errors.date(name, typed.parse::<Day>()) }
}

/// What is said of a rule, and beside which field.
const fn beside(rule: CannotTie) -> (&'static str, &'static str) {
    match rule {
        CannotTie::Herself => ("kind", "people-tie-error-kind"),
        CannotTie::Nothing => ("kind", "people-tie-error-nothing"),
        CannotTie::AlreadyThere => ("kind", "people-tie-error-there"),
        CannotTie::TooMany => ("kind", "people-tie-error-many"),
        CannotTie::Backwards => ("until", "people-tie-error-backwards"),
        CannotTie::NotYet => ("from", "people-tie-error-not-yet"),
        CannotTie::NobodyElse => ("together", "people-tie-error-nobody-else"),
    }
}

/// The form again with what stands in the way, or the page for any other refusal.
fn explain(me: &Session, refusal: Refusal<CannotTie>, again: impl FnOnce(&Errors) -> Markup) -> Problem {
    match refusal.without_rule() {
        Ok(refusal) => refused(me, refusal),
        Err(rule) => {
            let mut errors = Errors::default();
            let (field, error) = beside(rule);
            errors.add(field, error);
            Problem::refused(again(&errors))
        }
    }
}

/// A tie in words, from her side: "husband or wife, since 1 March 2015, depends on her".
fn tie_words(w: &Words, tie: &Shown) -> String {
    let mut parts = vec![said_words(w, &tie.said)];
    if tie.ended && tie.said.until.is_none() {
        parts.push(w.say("people-tie-ended-unknown"));
    }
    parts.join(", ")
}

fn said_words(w: &Words, said: &Said) -> String {
    let mut parts = vec![w.say(&format!("people-tie-{}", said.kind.code()))];
    let dated = |key: &str, day: Day| w.say_with(key, &[("day", w.day(day).into())]);
    parts.extend(said.from.map(|day| dated("people-tie-since", day)));
    parts.extend(said.until.map(|day| dated("people-tie-until", day)));
    match said.depends {
        Depends::NotAsked => {}
        told @ (Depends::Neither | Depends::OnOther | Depends::OnHer) => {
            parts.push(w.say(&format!("people-depends-{}", told.code())));
        }
    }
    parts.join(", ")
}

/// What the page of a person shows of it, record by record; nothing where no file is open.
pub(super) fn panel(w: &Words, view: &PersonView, households: &[(PersonId, Household)]) -> Markup {
    let current = |household: &Household| household.members.iter().any(Member::is_current);
    let own = households.iter().find(|(record, _)| *record == view.id).map(|(_, household)| household);
    let others = households.iter().filter(|(record, household)| *record != view.id && current(household));
    let others: Vec<&(PersonId, Household)> = others.collect();
    let aside = html! {
        @if let Some(own) = own.filter(|own| own.may_correct || !own.members.is_empty()) {
            a href=(address(view.id)) { (w.say(if own.may_correct { "people-change" } else { "people-household-all" })) }
        }
    };
    let body = html! {
        @if let Some(own) = own.filter(|own| current(own)) { (members(w, own)) }
        @for (record, household) in &others { (from_record(w, view, *record, &address(*record))) (members(w, household)) }
        @if others.is_empty() && !own.is_some_and(current) { p.not-recorded { (w.say("shell-not-recorded")) } }
    };
    if own.is_none() && others.is_empty() {
        return html! {};
    }
    section("h-household", &w.say("people-household"), None, aside, body)
}

fn address(id: PersonId) -> String {
    format!("/people/{id}/household")
}

/// With whom she lives now, and what they are to her.
fn members(w: &Words, household: &Household) -> Markup {
    html! {
        ul.rows {
            @for member in household.members.iter().filter(|member| member.is_current()) {
                li {
                    a href={ "/people/" (member.other) } { bdi { (member.name) } }
                    @for tie in member.ties.iter().filter(|tie| tie.runs) { br; span.meta { (tie_words(w, tie)) } }
                }
            }
        }
    }
}

/// With whom she lives, what others are to her, and how it changed.
pub(super) async fn show(
    me: Session,
    Path(id): Path<String>,
    Query(just): Query<JustSaved>,
) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let (view, household) = both(&me, id).await?;
    let parts = Parts { just: just.saved.map(Timestamp::from_micros), ..Parts::default() };
    Ok(page(&me, &view, &household, &parts))
}

async fn both(me: &Session, id: PersonId) -> Result<(PersonView, Household), Problem> {
    let actor = me.actor.clone();
    let household = me.app.work(move |app| household::household(app, &actor, id)).await;
    let household = household.map_err(|refusal| refused(me, refusal))?;
    Ok((seen(me, id).await?, household))
}

/// Who stands in which part of the page.
type Belongs = fn(&Member) -> bool;

/// What the page holds besides what is known.
#[derive(Default)]
struct Parts<'a> {
    just: Option<Timestamp>,
    typed: Typed,
    errors: Errors,
    found: Option<&'a search::Found>,
}

fn page(me: &Session, view: &PersonView, household: &Household, parts: &Parts<'_>) -> Markup {
    let w = me.words();
    let here = w.say("people-household");
    let groups: [(&str, Belongs); 3] = [
        ("people-household-together", Member::lives_with_her),
        ("people-household-others", |member| member.is_current() && !member.lives_with_her()),
        ("people-household-before", |member| !member.is_current()),
    ];
    let body = html! {
        (path(w, view, &here))
        h1 { (w.say_with("people-household-of", &[("name", view.identity.called().into())])) }
        @if let Some(at) = parts.just {
            (saved(&w.say_with("shell-saved-at", &[("time", w.time(at).into())]), html! {}, html! {}))
        }
        (summary(w, &parts.errors))
        @if parts.found.is_none() {
            @if household.members.is_empty() { (empty(&w.say("people-household-none"), &w.say("people-household-none-text"), None)) }
            @for (heading, belongs) in groups {
                @let members: Vec<&Member> = household.members.iter().filter(|member| belongs(member)).collect();
                @if !members.is_empty() { (group(me, view.id, heading, &members, household.may_correct)) }
            }
        }
        @if household.may_correct { (add_someone(me, view, parts)) }
        @if household.may_correct && parts.found.is_none() && household.members.iter().any(Member::lives_with_her) {
            (leaving(me, view.id, parts))
        }
        @if let Some(changes) = household.changes.as_ref().filter(|all| !all.is_empty() && parts.found.is_none()) {
            (history(w, changes))
        }
    };
    // why: a title stays in the history of the browser, so it names nobody
    me.page(&here, Some(Tab::People), body)
}

fn group(me: &Session, id: PersonId, heading: &str, members: &[&Member], may: bool) -> Markup {
    let w = me.words();
    let one = |member: &&Member| {
        html! {
            a.name href={ "/people/" (member.other) } { b { bdi { (member.name) } } }
            @for tie in &member.ties {
                p."mb-0" {
                    (tie_words(w, tie))
                    @if may {
                        " · " a href={ "/people/" (id) "/household/tie/" (tie.id) } {
                            (w.say("shell-correct"))
                            span.visually-hidden { ": " bdi { (member.name) } ", " (w.say(&format!("people-tie-{}", tie.said.kind.code()))) }
                        }
                    }
                }
            }
        }
    };
    let heading_text = w.say(heading);
    section(heading, &heading_text, None, html! {}, rows(&heading_text, members.iter().map(one).collect()))
}

/// The same search as everywhere; whoever is not there is written down and comes back here.
fn add_someone(me: &Session, view: &PersonView, parts: &Parts<'_>) -> Markup {
    let w = me.words();
    let who = Field::search("q", w.say("people-household-who")).auto_dir().from(&parts.typed, &parts.errors, w);
    let body = html! {
        p.measure { (w.say("people-household-add-lead")) }
        (post_form(&format!("/people/{}/household/find", view.id), me.hidden(), html! {
            (who)
            (letters::way(w))
            (button_row(Button::main(w.say("shell-search")), vec![]))
        }))
        @if let Some(found) = parts.found { (results(me, view, found, parts)) }
    };
    section("add", &w.say("people-household-add"), None, html! {}, body)
}

fn results(me: &Session, view: &PersonView, found: &search::Found, parts: &Parts<'_>) -> Markup {
    let w = me.words();
    let hits: Vec<&search::Hit> = found.hits.iter().filter(|hit| hit.id != view.id).collect();
    let heading = w.say_with("people-found", &[("count", hits.len().into()), ("name", parts.typed.get("q").into())]);
    html! {
        div.part {
            div.part-head { h3 id="found" tabindex="-1" autofocus { (heading) } }
            @if hits.is_empty() { p { (w.say("people-found-nobody")) } }
            @else {
                ul.rows.sheet.find-list aria-labelledby="found" {
                    @for hit in hits {
                        li { div.find {
                            div { b.name { bdi { (hit.name()) } } }
                            p."mb-0" {
                                @if let Some(birth) = hit.birth { (w.say_with("people-born", &[("date", w.birth(birth).into())])) }
                                @else { (w.say("people-born-unknown")) }
                                @if let Some(country) = hit.birth_country { " · " (country.name(w.tongue())) }
                            }
                            a.btn.btn-quiet.btn-small href={ "/people/" (view.id) "/household/with/" (hit.id) } {
                                (w.say_with("people-household-this", &[("name", hit.name().into())]))
                            }
                        } }
                    }
                }
            }
            @if found.more { p.meta { (w.say("people-found-more")) } }
            div.actions.part {
                form method="post" action="/people/new" accept-charset="utf-8" {
                    (me.hidden())
                    (hidden("q", parts.typed.get("q"))) (hidden("born", "")) (hidden("country", ""))
                    (hidden("household", &view.id.to_string()))
                    button.btn.btn-quiet type="submit" { (w.say("people-household-new")) }
                }
            }
        }
    }
}

/// She goes, and from that day on nothing new of hers is on the pages of the others.
fn leaving(me: &Session, id: PersonId, parts: &Parts<'_>) -> Markup {
    let w = me.words();
    section(
        "leave",
        &w.say("people-household-leave"),
        None,
        html! {},
        html! {
            p.measure { (w.say("people-household-leave-lead")) }
            (post_form(&format!("/people/{id}/household/leave"), me.hidden(), html! {
                (Field::date("until", w.say("people-tie-until-field")).hint(w.say("people-tie-since-hint")).from(&parts.typed, &parts.errors, w))
                (button_row(Button::quiet(w.say("people-household-leave-button")), vec![]))
            }))
        },
    )
}

fn history(w: &Words, changes: &[Changed]) -> Markup {
    let heading = w.say("people-history");
    let one = |change: &Changed| {
        html! {
            span.num { (w.moment(change.at)) } " · " b { bdi { (change.who) } } br;
            bdi { (change.name) } ": "
            @match (change.state, change.before) {
                (State::TakenBack, Some(before)) => { (w.say("people-tie-taken-back")) " " del.was { (said_words(w, &before)) } }
                (State::Ended, Some(before)) if before == change.after => { (w.say("people-tie-ended-unknown")) ": " (said_words(w, &change.after)) }
                (_, Some(before)) => { del.was { (said_words(w, &before)) } " → " ins.is { (said_words(w, &change.after)) } }
                (_, None) => { (said_words(w, &change.after)) }
            }
        }
    };
    section("changes", &heading, None, html! {}, rows(&heading, changes.iter().map(one).collect()))
}

/// Looks for the other. What was typed travels in the body, never in an address that logs keep.
pub(super) async fn find(Path(id): Path<String>, Sent { me, form, .. }: Sent) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let typed = form.take("q").trim().to_owned();
    form.finish()?;
    let (view, household) = both(&me, id).await?;
    if !household.may_correct {
        return Err(refused(&me, Refusal::NotFound));
    }
    let mut parts = Parts { typed: form.typed(), ..Parts::default() };
    if typed.is_empty() {
        parts.errors.add("q", "people-error-search");
        return Err(Problem::refused(page(&me, &view, &household, &parts)));
    }
    let actor = me.actor.clone();
    let known = matching::Known::from_box(&typed);
    let found = me.app.work(move |app| search::find(app, &actor, &known, super::SHOWN)).await;
    let found = found.map_err(|refusal| refused(&me, refusal))?;
    Ok(page(&me, &view, &household, &Parts { found: Some(&found), ..parts }))
}

/// She leaves all with whom she lives.
pub(super) async fn leave(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let mut errors = Errors::default();
    let until = day(&form, &mut errors, "until");
    form.finish()?;
    let again = async |errors: Errors| {
        let (view, household) = both(&me, id).await?;
        let parts = Parts { typed: form.typed(), errors, ..Parts::default() };
        Err(Problem::refused(page(&me, &view, &household, &parts)))
    };
    if !errors.is_empty() {
        return again(errors).await;
    }
    let actor = me.actor.clone();
    let done = me.app.work(move |app| household::leave(app, &actor, &once, id, until)).await;
    match done.map_err(Refusal::without_rule) {
        Ok(id) => Ok(to_household(&me, id)),
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        Err(Err(rule)) => {
            errors.add("until", beside(rule).1);
            again(errors).await
        }
    }
}

/// The kinds of relations, from her side.
fn relations(w: &Words) -> Vec<Choice> {
    let relations = Kind::ALL.iter().filter(|(_, kind)| kind.is_relation());
    relations.map(|(code, _)| Choice::new(code, w.say(&format!("people-tie-{code}")))).collect()
}

/// Since when, until when and who depends on whom.
fn details(w: &Words, typed: &Typed, errors: &Errors, with_depends: bool) -> Markup {
    let depends = Depends::ALL.iter().map(|(code, depends)| {
        let choice = Choice::new(code, w.say(&format!("people-depends-{code}")));
        if *depends == Depends::NotAsked { choice.quiet() } else { choice }
    });
    html! {
        (Field::date("from", w.say("people-tie-since-field")).hint(w.say("people-tie-since-hint")).from(typed, errors, w))
        (Field::date("until", w.say("people-tie-until-field")).hint(w.say("people-tie-until-hint")).from(typed, errors, w))
        @if with_depends {
            (crate::shell::components::Choices::one("depends", w.say("people-depends")).options(depends.collect()).from(typed, errors, w).in_line())
        }
    }
}

/// The id of a tie in an address. What is no id is not there, as any other.
fn known_tie(me: &Session, text: &str) -> Result<TieId, Problem> {
    text.parse().map_err(|_| refused(me, Refusal::NotFound))
}
