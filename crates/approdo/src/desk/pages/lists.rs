//! The list of a day, one contact, the diary of a person, and Today.

use axum::extract::{Path, Query};
use ground::{ContactId, Day, PersonId, Timestamp};
use maud::{Markup, html};
use serde::Deserialize;

use super::{contact_in, form, phrases};
use crate::{
    access::{drafts, trail::alarms},
    app::{App, NoRule, Refusal},
    desk::{self, Contact, DayList, Diary, PAGE, Remarks, Seen, State, Today},
    people,
    shell::{
        components::{Mark, bdi, empty, marked, pager, rows, section, sign},
        layout::Tab,
        problem::Problem,
        session::{Session, refused},
        words::Words,
    },
};

/// What stands behind the question mark.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    day: String,
    page: String,
    saved: String,
}

/// The contacts of a day, today if none is named.
pub(super) async fn of_day(me: Session, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let day: Day = asked.day.parse().unwrap_or_else(|_| me.app.today());
    let page: i64 = asked.page.parse().unwrap_or(0);
    let just_saved: Option<ContactId> = asked.saved.parse().ok();
    let actor = me.actor.clone();
    let fetched = me.app.work(move |app| {
        let list = desk::of_day(app, &actor, day, page)?;
        let in_list = list.rows.iter().find(|seen| Some(seen.contact.id) == just_saved).cloned();
        let saved = match (in_list, just_saved) {
            (Some(seen), _) => Some(seen),
            (None, Some(id)) => desk::see(app, &actor, id).ok(),
            (None, None) => None,
        };
        Ok((list, saved))
    });
    let (list, saved) = fetched.await.map_err(|refusal: Refusal<NoRule>| refused(&me, refusal))?;
    Ok(day_page(&me, &list, saved.as_ref()))
}

fn day_page(me: &Session, list: &DayList, just_saved: Option<&Seen>) -> Markup {
    let w = me.words();
    let today = list.day == me.app.today();
    let title = if today { w.say("desk-list-today") } else { w.weekday_day(list.day) };
    let body = html! {
        @if let Some(seen) = just_saved { div.mb-4 { (form::just_saved_bar(w, seen, list.count)) } }
        p.meta.mb-1 { (if today { w.weekday_day(list.day) } else { w.say("desk-list-title") }) }
        h1 { (title) }
        @if list.count > 0 { p.lead-line { (w.say_with("desk-list-count", &[("count", list.count.into())])) } }
        (days(w, list, today))
        @if list.rows.is_empty() {
            (nothing(me, today))
        } @else {
            ul.rows.sheet aria-label=(w.say("desk-list-label")) { @for seen in &list.rows { (row(w, seen)) } }
            (pages(w, list))
        }
    };
    me.page(&w.say("desk-list-title"), Some(Tab::Contacts), body)
}

/// The days before and after, and any other.
fn days(w: &Words, list: &DayList, today: bool) -> Markup {
    html! {
        form.filters.mt-4 method="get" action="/contacts" {
            div.field.field-short {
                label for="f-day" { (w.say("desk-list-day")) }
                input id="f-day" name="day" type="date" value=(list.day);
            }
            button.btn.btn-quiet type="submit" { (w.say("desk-list-go")) }
            a.btn.btn-bare href={ "/contacts?day=" (list.day.plus_days(-1)) } { (sign("it-arrow-left")) " " (w.say("desk-list-day-before")) }
            @if !today {
                a.btn.btn-bare href={ "/contacts?day=" (list.day.plus_days(1)) } { (w.say("desk-list-day-after")) " " (sign("it-arrow-right")) }
            }
        }
    }
}

fn nothing(me: &Session, today: bool) -> Markup {
    let w = me.words();
    let heading = w.say(if today { "desk-list-none-today" } else { "desk-list-none" });
    let text = if me.actor.team.is_none() {
        w.say("desk-no-team")
    } else {
        w.say_with("desk-looked-at", &[("time", w.time(me.app.now()).into())])
    };
    empty(&heading, &text, Some(html! { a.btn.btn-quiet href="/contacts/new" { (w.say("shell-new-contact")) } }))
}

fn pages(w: &Words, list: &DayList) -> Markup {
    let first = list.page * PAGE + 1;
    let last = list.page * PAGE + i64::try_from(list.rows.len()).unwrap_or(0);
    let here =
        w.say_with("desk-list-here", &[("first", first.into()), ("last", last.into()), ("count", list.count.into())]);
    let href = |page: i64| format!("/contacts?day={}&page={page}", list.day);
    let (before, after) = (href(list.page - 1), href(list.page + 1));
    let (earlier, later) = (w.say("shell-page-before"), w.say("shell-page-after"));
    html! {
        @if list.count > PAGE {
            (pager(
                &w.say("desk-list-pages"),
                (list.page > 0).then_some((before.as_str(), earlier.as_str())),
                &here,
                (last < list.count).then_some((after.as_str(), later.as_str())),
            ))
        }
    }
}

/// A contact in a list.
fn row(w: &Words, seen: &Seen) -> Markup {
    let contact = &seen.contact;
    html! {
        li.queue {
            span.turn.num { (w.time(contact.at)) }
            div {
                b { (phrases::themes(w, contact)) }
                @if let Some(person) = contact.person { " · " (person_link(person, seen.person.as_deref())) }
                br;
                span.meta { (phrases::small(w, contact, seen.recorded_by.as_deref())) }
                @if contact.state() == State::Open { " " (marked(Mark::Soon, &w.say("desk-open"))) }
            }
            span.meta.num { (w.say_with("desk-minutes", &[("count", u32::from(contact.entry.minutes.count()).into())])) }
            (open_link(w, contact))
        }
    }
}

fn open_link(w: &Words, contact: &Contact) -> Markup {
    html! {
        a.btn.btn-quiet.btn-small href={ "/contacts/" (contact.id) } {
            (w.say("shell-open")) span.visually-hidden { ": " (w.time(contact.at)) ", " (phrases::themes(w, contact)) }
        }
    }
}

fn person_link(person: ground::PersonId, name: Option<&str>) -> Markup {
    html! { @if let Some(name) = name { a href={ "/people/" (person) } { (bdi(name)) } } }
}

/// One contact.
pub(super) async fn show(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = contact_in(&me, &id)?;
    let actor = me.actor.clone();
    let seen = me.app.work(move |app| desk::see(app, &actor, id)).await;
    let seen = seen.map_err(|refusal| refused(&me, refusal))?;
    let (w, contact) = (me.words(), &seen.contact);
    let body = html! {
        p.meta.mb-1 { (w.moment(contact.at)) @if let Some(who) = &seen.recorded_by { " · " (bdi(who)) } }
        h1 { (w.say("desk-show-title")) }
        p.lead-line { (phrases::whole(w, contact)) }
        div.sheet.mt-4 {
            (facts(w, &seen))
            @for remarks in &contact.further { hr; (further(w, remarks)) }
        }
        div.actions.part {
            a.btn.btn-primary href={ "/contacts/" (id) "/correct" } { (w.say("shell-correct")) }
            a.btn.btn-quiet href={ "/contacts/" (id) "/who" } { (w.say("desk-who-title")) }
            a.btn.btn-quiet href={ "/contacts/" (id) "/notice" } { (w.say("desk-print-notice")) }
            @if seen.may_elevate {
                a.btn.btn-bare href={ "/elevate?next=/contacts/" (id) } { (sign("it-lock")) " " (w.say("desk-elevate")) }
            }
        }
    };
    Ok(me.page(&w.say("desk-show-title"), Some(Tab::Contacts), body))
}

fn facts(w: &Words, seen: &Seen) -> Markup {
    let (contact, entry) = (&seen.contact, &seen.contact.entry);
    let given: Vec<&str> = entry.given.iter().map(|given| given.name(w.tongue())).collect();
    let fact = |line: &str, value: Option<String>| {
        html! {
            dt { (w.say(&format!("desk-line-{line}"))) }
            @match value {
                Some(value) => { dd { bdi { (value) } } }
                None => { dd.not-recorded { (w.say("shell-not-recorded")) } }
            }
        }
    };
    let themes = (!entry.themes.is_empty()).then(|| phrases::themes(w, contact));
    html! {
        dl.fact-list {
            dt { (w.say("desk-line-who")) }
            dd {
                @match contact.person {
                    Some(person) => { (person_link(person, seen.person.as_deref())) }
                    None => { (w.say("desk-anonymous")) }
                }
            }
            (fact("channel", Some(entry.channel.name(w.tongue()).to_owned())))
            (fact("language", entry.language.map(|tag| tag.name(w.tongue()).to_owned())))
            (fact("themes", themes))
            (fact("given", (!given.is_empty()).then(|| given.join(" · "))))
            (fact("minutes", Some(entry.minutes.count().to_string())))
            (fact("outcome", entry.outcome.map(|outcome| outcome.name(w.tongue()).to_owned())))
            (fact("notice", Some(phrases::notice(w, contact))))
            (written(w, &entry.remarks))
        }
    }
}

/// What was written in free words, where something was.
fn written(w: &Words, remarks: &Remarks) -> Markup {
    html! {
        @if let Some(note) = &remarks.given_note { dt { (w.say("desk-line-given_note")) } dd { bdi { (note) } } }
        @if let Some(step) = &remarks.next_step {
            dt { (w.say("desk-next-step")) } dd { bdi { (step.what) } " · " (w.day(step.by)) }
        }
        @if let Some(note) = &remarks.note { dt { (w.say("desk-line-note")) } dd.text-break { bdi { (note) } } }
    }
}

fn further(w: &Words, remarks: &Remarks) -> Markup {
    html! { p.meta.mb-1 { (w.say("desk-further")) } dl.fact-list { (written(w, remarks)) } }
}

/// The diary of a person as it stands on her page.
#[must_use]
pub fn diary_view(w: &Words, diary: &Diary) -> Markup {
    let count = diary.rows.len().to_string();
    let body = html! {
        ul.rows.sheet {
            @for seen in &diary.rows {
                @let contact = &seen.contact;
                li {
                    a href={ "/contacts/" (contact.id) } { (w.moment(contact.at)) }
                    " · " b { (phrases::themes(w, contact)) } br;
                    span.meta {
                        (phrases::small(w, contact, seen.recorded_by.as_deref())) " · "
                        (w.say_with("desk-minutes", &[("count", u32::from(contact.entry.minutes.count()).into())]))
                    }
                    @if let Some(note) = &contact.entry.remarks.note { p.mb-0.text-break { bdi { (note) } } }
                }
            }
        }
    };
    section("h-diary", &w.say("desk-diary"), Some(&count), html! {}, body)
}

/// What the Today page is made of.
struct Morning {
    desk: Option<Today>,
    /// How many alarms of the trail wait; none for who does not hear them.
    alarms: Option<u64>,
    /// Her protected persons for whom someone searched.
    sought: Vec<(PersonId, Timestamp)>,
    drafts: Vec<(String, Timestamp)>,
    glass: people::glass::Today,
    proposed: Vec<people::proposed::Waiting>,
    /// How many pairs of records wait for her answer.
    pairs: usize,
}

/// Today: what came in, what is to be finished, what is due, and what was left half typed.
pub(super) async fn today(me: Session) -> Result<Markup, Problem> {
    let actor = me.actor.clone();
    let fetched = me.app.work(move |app| look_at_today(app, &actor)).await;
    let morning = fetched.map_err(|error| refused(&me, Refusal::Store(error)))?;
    let w = me.words();
    let body = html! {
        p.meta.mb-1 { (w.weekday_day(me.app.today())) }
        h1 { (greeting(&me)) }
        (people::glass_today(&me, &morning.glass))
        (people::proposed_today(&me, &morning.proposed))
        @if morning.pairs > 0 {
            p { (marked(Mark::Note, &w.say_with("people-pairs-wait", &[("count", morning.pairs.into())]))) " " a href="/pairs" { (w.say("people-pairs-look")) } }
        }
        @if let Some(desk) = &morning.desk {
            (summary(w, desk, me.app.today()))
            (alarming(w, &morning))
            div.split.part {
                div {
                    @if !desk.due.is_empty() { (due(&me, desk)) }
                    (came_in(&me, desk))
                }
                aside aria-label=(w.say("desk-your-day")) { (to_finish(&me, desk)) (left_open(w, &morning.drafts)) }
            }
        } @else {
            p.lead-line { (w.say("desk-today-no-desk")) }
            (alarming(w, &morning))
            (left_open(w, &morning.drafts))
        }
    };
    Ok(me.page(&w.say("shell-tab-today"), Some(Tab::Today), body))
}

/// What does not wait: alarms that nobody has looked at, and searches for people who are hidden.
fn alarming(w: &Words, morning: &Morning) -> Markup {
    let count = morning.alarms.unwrap_or_default();
    let one = |(person, at): &(PersonId, Timestamp)| {
        html! { a href={ "/people/" (person) "/safety" } { (w.say_with("desk-sought-one", &[("moment", w.moment(*at).into())])) } }
    };
    html! {
        @if count > 0 {
            p { (marked(Mark::Stop, &w.say_with("desk-alarms", &[("count", count.into())]))) " "
                a href="/trail/alarms" { (w.say("desk-alarms-see")) } }
        }
        @if !morning.sought.is_empty() {
            (section("h-sought", &w.say("desk-sought"), Some(&morning.sought.len().to_string()), html! {}, html! {
                p.measure { (w.say("desk-sought-lead")) }
                (rows(&w.say("desk-sought"), morning.sought.iter().map(one).collect()))
            }))
        }
    }
}

fn look_at_today(app: &App, actor: &crate::access::Actor) -> store::Result<Morning> {
    app.store.look("desk.today", |tx, trail| {
        Ok(Morning {
            desk: desk::today(app, tx, trail, actor)?,
            alarms: alarms::waiting(app, tx, actor)?,
            sought: people::safety::sought_lately(app, tx, actor)?,
            drafts: drafts::list(tx, actor)?,
            glass: people::glass::today(app, tx, trail, actor)?,
            proposed: people::proposed::today(app, tx, trail, actor)?,
            pairs: people::merge::how_many_wait(tx, actor)?,
        })
    })
}

fn greeting(me: &Session) -> String {
    let (w, name) = (me.words(), me.name.split(' ').next().unwrap_or_default());
    let hour: u8 =
        me.app.now().hour_and_minute(&me.app.zone).split(':').next().and_then(|hour| hour.parse().ok()).unwrap_or(9);
    let args = [("name", name.into())];
    match hour {
        5..13 => w.say_with("desk-good-morning", &args),
        13..18 => w.say_with("desk-good-afternoon", &args),
        _ => w.say_with("desk-good-evening", &args),
    }
}

/// The day in one sentence.
fn summary(w: &Words, desk: &Today, today: Day) -> Markup {
    html! {
        p.lead-line {
            (w.say_with("desk-today-count", &[("count", desk.count.into())]))
            @if desk.open_count > 0 { " " strong { (w.say_with("desk-today-open", &[("count", desk.open_count.into())])) } }
            @let late = desk.due.iter().filter(|seen| seen.contact.next_step().is_some_and(|step| step.by < today)).count();
            @if desk.due.len() > late { " " (w.say_with("desk-today-due", &[("count", (desk.due.len() - late).into())])) }
            @if late > 0 { " " strong { (w.say_with("desk-today-late", &[("count", late.into())])) } }
        }
    }
}

fn due(me: &Session, desk: &Today) -> Markup {
    let (w, today) = (me.words(), me.app.today());
    let body = html! {
        ul.rows.sheet {
            @for seen in &desk.due {
                @if let Some(step) = seen.contact.next_step() {
                    li.signal {
                        (days_left(w, today, step.by))
                        div {
                            h3 { a href={ "/contacts/" (seen.contact.id) } { bdi { (step.what) } } }
                            p.source {
                                @if let Some(person) = seen.contact.person { (person_link(person, seen.person.as_deref())) " · " }
                                (phrases::themes(w, &seen.contact)) " · " (w.day(step.by))
                            }
                        }
                        div.actions {
                            a.btn.btn-quiet.btn-small href={ "/contacts/" (seen.contact.id) "/correct" } {
                                (w.say("shell-correct")) span.visually-hidden { ": " (step.what) }
                            }
                        }
                    }
                }
            }
        }
    };
    section("h-due", &w.say("desk-due"), Some(&desk.due.len().to_string()), html! {}, body)
}

fn days_left(w: &Words, today: Day, by: Day) -> Markup {
    let soon = (1..=7).find(|days| today.plus_days(*days) == by);
    html! {
        @match (by.cmp(&today), soon) {
            (std::cmp::Ordering::Less, _) => { div.days.days-stop { b { (w.say("desk-late")) } (w.day_short(by)) } }
            (std::cmp::Ordering::Equal, _) => { div.days.days-stop { b { (w.say("desk-due-today")) } } }
            (std::cmp::Ordering::Greater, Some(days)) => {
                div.days.days-soon { b { (days) } (w.say_with("desk-days", &[("count", days.into())])) }
            }
            (std::cmp::Ordering::Greater, None) => { div.days { (w.day_short(by)) } }
        }
    }
}

fn came_in(me: &Session, desk: &Today) -> Markup {
    let w = me.words();
    let all = html! { a.meta href="/contacts" { (w.say("desk-all")) } };
    let body = html! {
        @if desk.newest.is_empty() {
            (nothing(me, true))
        } @else {
            ul.rows.sheet { @for seen in &desk.newest { (row(w, seen)) } }
        }
    };
    section("h-today", &w.say("desk-list-today"), Some(&w.number(desk.count)), all, body)
}

fn to_finish(me: &Session, desk: &Today) -> Markup {
    let (w, today) = (me.words(), me.app.today());
    let when = |at: Timestamp| if at.day(&me.app.zone) == today { w.time(at) } else { w.moment(at) };
    let body = html! {
        @if desk.open.is_empty() {
            p.meta { (w.say("desk-nothing-open")) }
        } @else {
            ul.rows {
                @for seen in &desk.open {
                    li {
                        a href={ "/contacts/" (seen.contact.id) "/correct" } {
                            (seen.contact.entry.channel.name(w.tongue())) ", " (when(seen.contact.at))
                        }
                        br;
                        span.meta { (phrases::themes(w, &seen.contact)) " · " (w.say("desk-outcome-missing")) }
                    }
                }
            }
        }
    };
    section("h-open", &w.say("desk-to-finish"), Some(&w.number(desk.open_count)), html! {}, body)
}

fn left_open(w: &Words, drafts: &[(String, Timestamp)]) -> Markup {
    let body = html! {
        ul.rows {
            @for (form, at) in drafts {
                li {
                    a href=(form) { (draft_name(w, form)) } br;
                    span.meta { (w.say_with("desk-draft-at", &[("moment", w.moment(*at).into())])) }
                }
            }
        }
    };
    html! { @if !drafts.is_empty() { (section("h-drafts", &w.say("desk-drafts"), Some(&drafts.len().to_string()), html! {}, body)) } }
}

fn draft_name(w: &Words, form: &str) -> String {
    match form {
        "/contacts/new" => w.say("desk-new-title"),
        "/people/new" => w.say("desk-draft-person"),
        _ if form.starts_with("/contacts/") => w.say("desk-draft-contact"),
        _ if form.starts_with("/people/") => w.say("desk-draft-file"),
        _ => w.say("desk-draft-other"),
    }
}
