//! The situation of a person: the section on her page, and the page of all that is known of it.

mod fact;
mod texts;
mod title;

use axum::extract::Path;
use ground::{Day, PersonId, Timestamp};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) use self::{
    fact::{edit as edit_fact, say, withdraw},
    title::{add, close, correct, edit as edit_title, start},
};
use super::{
    change::{path, seen},
    known_id,
    merge::from_record,
};
use crate::{
    people::{
        acts::PersonView,
        situation::{
            self, Situation,
            fact::{self as known, Fact, Group},
            facts::ValueSeen,
            title::Standing,
            titles::TitleSeen,
        },
    },
    shell::{
        components::{empty, saved, section, sign},
        layout::Tab,
        problem::Problem,
        session::{Session, refused},
        words::Words,
    },
};

/// How many titles and facts the section on her page shows; the page of her situation shows all.
const ON_HER_PAGE: usize = 6;

/// Where the page of someone's situation is.
fn home(id: PersonId) -> String {
    format!("/people/{id}/situation")
}

/// The section on her page, record by record; none when nothing is known, for a gap is no news (SEC-36).
#[must_use]
pub fn panel(me: &Session, view: &PersonView, situations: &[(PersonId, Situation)]) -> Option<Markup> {
    let w = me.words();
    let today = me.app.today();
    let covered = situations.iter().any(|(_, situation)| is_covered(situation, today));
    let told: Vec<(PersonId, Markup)> = situations
        .iter()
        .filter_map(|(record, situation)| Some((*record, glance(w, situation, today, covered)?)))
        .collect();
    if told.is_empty() {
        return None;
    }
    let body = html! {
        @for (record, glance) in told {
            @if record != view.id { (from_record(w, view, record, &home(record))) }
            div.sheet { (glance) }
        }
    };
    let all = html! { @if view.may.situation { a href=(home(view.id)) { (w.say("situation-all")) } } };
    Some(section("h-situation", &w.say("situation-title"), None, all, body))
}

/// What counts today of one record.
fn glance(w: &Words, situation: &Situation, today: Day, covered: bool) -> Option<Markup> {
    let shows = |seen: &&TitleSeen| match standing(seen, today) {
        Standing::Valid | Standing::Waiting | Standing::Without | Standing::Unclear => true,
        Standing::Expired => !covered,
        Standing::Ended | Standing::Mistake => false,
    };
    let titles: Vec<&TitleSeen> = situation.titles.iter().filter(shows).collect();
    let facts = counting(situation, today);
    if titles.is_empty() && facts.is_empty() {
        return None;
    }
    Some(html! {
        @if !titles.is_empty() {
            ul.rows {
                @for seen in titles.iter().take(ON_HER_PAGE) { li { (texts::title(w, seen, today, covered)) } }
            }
        }
        @if !facts.is_empty() {
            dl.fact-list."mt-3"[!titles.is_empty()] {
                @for seen in facts.iter().take(ON_HER_PAGE) {
                    dt { (texts::label(w, seen.fact)) }
                    dd { (texts::said(w, seen.fact, &seen.value.word.said)) " " span.meta { (texts::since(w, seen)) } }
                }
            }
        }
    })
}

fn standing(seen: &TitleSeen, today: Day) -> Standing {
    seen.text.title.standing_on(seen.text.closing.as_ref(), today)
}

/// Whether one of her titles holds today, or is asked for: then one that expired before is no alarm.
fn is_covered(situation: &Situation, today: Day) -> bool {
    situation.titles.iter().any(|seen| matches!(standing(seen, today), Standing::Valid | Standing::Waiting))
}

/// What counts today of each fact, in the order of the page.
fn counting(situation: &Situation, today: Day) -> Vec<&ValueSeen> {
    let count = |fact: Fact| {
        let of_it = || situation.values.iter().filter(move |seen| seen.fact == fact);
        let counts = known::counts_on(of_it().map(|seen| &seen.value), today)?;
        of_it().find(|seen| std::ptr::eq(&seen.value, counts))
    };
    Fact::all().filter_map(count).collect()
}

/// What stands behind the question mark: when something was just saved, in microseconds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Just {
    saved: Option<i64>,
}

/// The page of all that is known.
pub(super) async fn show(
    me: Session,
    Path(id): Path<String>,
    axum::extract::Query(just): axum::extract::Query<Just>,
) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let actor = me.actor.clone();
    let told = me.app.work(move |app| situation::show(app, &actor, id)).await;
    let told = told.map_err(|refusal| refused(&me, refusal))?;
    let view = seen(&me, id).await?;
    Ok(page(&me, &view, &told, just.saved.map(Timestamp::from_micros)))
}

fn page(me: &Session, view: &PersonView, told: &Situation, just: Option<Timestamp>) -> Markup {
    let w = me.words();
    let here = w.say("situation-title");
    let body = html! {
        (path(w, view, &here))
        h1 { (here) }
        @if let Some(at) = just {
            (saved(&w.say_with("shell-saved-at", &[("time", w.time(at).into())]), html! {}, html! {}))
        }
        p.measure { (w.say("situation-lead")) }
        @if told.may_elevate {
            p { a.btn.btn-bare href={ "/elevate?next=" (home(view.id)) } { (sign("it-lock")) " " (w.say("situation-elevate")) } }
        }
        (titles(me, view.id, told))
        (facts(me, view.id, told))
        @if told.may_write { (choose_fact(w, view.id, told)) }
    };
    // why: a title stays in the history of the browser, so it names nobody
    me.page(&here, Some(Tab::People), body)
}

fn titles(me: &Session, id: PersonId, told: &Situation) -> Markup {
    let w = me.words();
    let today = me.app.today();
    let covered = is_covered(told, today);
    let add = html! {
        @if told.may_write { a.btn.btn-quiet.btn-small href={ (home(id)) "/titles/new" } { (sign("it-plus")) " " (w.say("situation-title-add")) } }
    };
    let body = html! {
        @if told.titles.is_empty() {
            (empty(&w.say("situation-titles-none"), &w.say("situation-titles-none-text"), None))
        } @else {
            ul.rows.sheet {
                @for seen in &told.titles {
                    li {
                        (texts::title(w, seen, today, covered))
                        p.meta.mb-0 {
                            (texts::by(w, &seen.text.who, seen.text.at)) " · "
                            a href={ (home(id)) "/titles/" (seen.id) } { (w.say(if told.may_write { "situation-title-open" } else { "situation-title-read" })) }
                        }
                    }
                }
            }
        }
    };
    section("h-titles", &w.say("situation-titles"), None, add, body)
}

fn facts(me: &Session, id: PersonId, told: &Situation) -> Markup {
    let w = me.words();
    let counting = counting(told, me.app.today());
    let body = html! {
        @if counting.is_empty() {
            (empty(&w.say("situation-facts-none"), &w.say("situation-facts-none-text"), None))
        } @else {
            div.sheet {
                @for (word, group) in Group::ALL {
                    @let of_group: Vec<_> = counting.iter().filter(|seen| seen.fact.group() == group).collect();
                    @if !of_group.is_empty() {
                        h3 { (w.say(&format!("situation-group-{word}"))) }
                        dl.fact-list.mb-4 {
                            @for seen in of_group {
                                dt { a href={ (home(id)) "/facts/" (seen.fact.name()) } { (texts::label(w, seen.fact)) } }
                                dd {
                                    b { (texts::said(w, seen.fact, &seen.value.word.said)) }
                                    br;
                                    span.meta { (texts::since(w, seen)) " · " (seen.value.word.source.name(w.tongue())) " · " (texts::by(w, &seen.value.who, seen.value.at)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    section("h-facts", &w.say("situation-facts"), None, html! {}, body)
}

/// Every fact that may be written down here, group by group, folded: she looks for one and opens it.
fn choose_fact(w: &Words, id: PersonId, told: &Situation) -> Markup {
    let body = html! {
        p.measure { (w.say("situation-choose-lead")) }
        @for (word, group) in Group::ALL.into_iter().filter(|(_, group)| *group != Group::Protection || told.may_protected) {
            details.fold {
                summary { (w.say(&format!("situation-group-{word}"))) }
                ul.rows {
                    @for fact in Fact::all().filter(|fact| fact.group() == group) {
                        li { a href={ (home(id)) "/facts/" (fact.name()) } { (texts::label(w, fact)) } }
                    }
                }
            }
        }
    };
    section("h-choose", &w.say("situation-choose"), None, html! {}, body)
}
