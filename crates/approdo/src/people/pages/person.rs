//! The page of a person: how to reach her before anything else, then who she is, then what other
//! rooms know.

use ground::{PersonId, Timestamp};
use maud::{Markup, html};
use policy::{Action, Resource};

use super::{merge, texts};
use crate::{
    people::{
        acts::PersonView,
        household::Household,
        model::{Answer, File, PointKind, SafeContact},
    },
    shell::{
        components::{ReachCell, Verdict, empty, keycap, reach, saved, sign},
        layout::Tab,
        session::Session,
        words::Words,
    },
};

/// The whole page. `saved_at` is when something was just saved; `panels` are what other rooms add.
#[must_use]
pub fn person_page(
    me: &Session,
    view: &PersonView,
    households: &[(PersonId, Household)],
    saved_at: Option<Timestamp>,
    panels: Vec<Markup>,
) -> Markup {
    let w = me.words();
    let body = html! {
        nav.path aria-label=(w.say("people-path")) { ol { li { a href="/people" { (w.say("shell-tab-people")) } } li { bdi { (view.identity.called()) } } } }
        @if let Some(at) = saved_at {
            (saved(&w.say_with("shell-saved-at", &[("time", w.time(at).into())]), html! {}, html! {}))
        }
        (head(me, view))
        (merge::notices(me, view))
        (facts(me, view))
        @if let Some((_, file)) = &view.file { (safe_contact(w, view, file)) }
        @if view.file.is_none() && panels.is_empty() {
            div.part { (details(me, view)) }
        } @else {
            div.split.part {
                div {
                    @for panel in &panels { (panel) }
                    @if panels.is_empty() { (empty(&w.say("people-no-diary"), &w.say("people-no-diary-text"), None)) }
                }
                aside aria-label=(w.say("people-details")) {
                    (details(me, view))
                    (super::household::panel(w, view, households))
                }
            }
        }
    };
    // why: a title stays in the history of the browser, so it names nobody
    me.page(&w.say("people-one"), Some(Tab::People), body)
}

fn head(me: &Session, view: &PersonView) -> Markup {
    let w = me.words();
    let mut names = view.identity.names.iter();
    let may = view.may;
    html! {
        div.person-head {
            h1 {
                @if let Some(first) = names.next() { (texts::name(first)) }
                @for other in names { " " span.native { (texts::name(other)) } }
            }
            div.actions {
                a.btn.btn-primary href={ "/contacts/new?person=" (view.id) } data-key="c" {
                    (sign("it-plus")) " " (w.say("people-contact")) " " (keycap("C"))
                }
                @if may.correct_identity || may.correct_file {
                    a.btn.btn-quiet href={ "/people/" (view.id) "/correct" } { (w.say("shell-correct")) }
                }
                details.menu {
                    summary.btn.btn-quiet { (w.say("people-more")) }
                    div.menu-body {
                        a href={ "/people/" (view.id) "/safety" } { (w.say("people-safety")) }
                        a href={ "/people/" (view.id) "/same" } { (w.say("people-same")) }
                        @if may.situation { a href={ "/people/" (view.id) "/situation" } { (w.say("situation-title")) } }
                        @if may.history { a href={ "/people/" (view.id) "/history" } { (w.say("people-history")) } }
                        @if may.assign { a href={ "/people/" (view.id) "/worker" } { (w.say("people-worker-change")) } }
                        @if may.erase { a href={ "/people/" (view.id) "/erasure" } { (w.say("people-erasure")) } }
                        @if breaks(me, view) { a href={ "/people/" (view.id) "/glass" } { (w.say("people-glass-link")) } }
                    }
                }
            }
        }
    }
}

/// Whether to offer an emergency opening: not while one runs.
fn breaks(me: &Session, view: &PersonView) -> bool {
    me.may(Action::Break, Resource::Glass) && me.actor.glass_over(view.id) == policy::Glass::Closed
}

fn facts(me: &Session, view: &PersonView) -> Markup {
    let w = me.words();
    let t = w.tongue();
    let identity = &view.identity;
    html! {
        ul.facts {
            @if let Some(birth) = identity.birth {
                li {
                    @if let Some(age) = birth.age_on(me.app.today()) { b { (w.say_with("people-age", &[("years", i32::from(age).into())])) } ", " }
                    (w.birth(birth))
                }
            }
            @if let Some(country) = identity.birth_country { li { b { (country.name(t)) } } }
            @for country in identity.citizenships.iter().filter(|country| Some(**country) != identity.birth_country) {
                li { (w.say_with("people-citizen-of", &[("country", country.name(t).into())])) }
            }
            @if let Some((_, file)) = &view.file {
                @if !file.languages.is_empty() {
                    li { (w.say("people-speaks")) " " @for (at, tag) in file.languages.iter().enumerate() {
                        @if at > 0 { ", " } b { (tag.name(t)) }
                    } }
                }
                @if let Some(need) = file.interpreter { li { b { (need.name(t)) } } }
            }
            @if let Some(since) = view.follower.and_then(|follower| follower.since).filter(|_| view.followed_by.is_some()) {
                li { (w.say_with("people-followed-by", &[
                    ("who", view.followed_by.clone().unwrap_or_default().into()),
                    ("day", w.day(since.day(&me.app.zone)).into()),
                ])) }
            }
        }
    }
}

/// How to reach her: the loudest thing on the page, also when nobody has asked yet.
fn safe_contact(w: &Words, view: &PersonView, file: &File) -> Markup {
    let aside = html! {
        span.meta.text-on-ink {
            @match file.reach.asked_on {
                Some(day) => (w.say_with("people-asked-on", &[("day", w.day(day).into())])),
                None => (w.say("people-never-asked")),
            }
        }
        @if view.may.correct_file { " " a href={ "/people/" (view.id) "/safe-contact" } { (w.say("people-change")) } }
    };
    let cells: Vec<ReachCell> = file
        .reach
        .ways()
        .into_iter()
        .map(|(code, way)| {
            let verdict = match (way.safe, file.reach.is_closed(code, view.protected)) {
                (Answer::Yes, _) => Verdict::Yes,
                (Answer::No, _) | (Answer::NotAsked, true) => Verdict::No,
                (Answer::NotAsked, false) => Verdict::NotAsked,
            };
            let word = match (way.safe, verdict) {
                (Answer::NotAsked, Verdict::No) => w.say("people-no-not-asked"),
                (_, Verdict::No) => w.say("people-no"),
                (answer, Verdict::Yes | Verdict::NotAsked) => texts::answer(w, answer),
            };
            ReachCell::new(texts::way(w, code), verdict, word, cell_note(w, code, file))
        })
        .collect();
    reach(&w.say("people-safe-contact"), aside, &cells)
}

/// What to know before using a way: her words, and for calling also when, which number and who.
fn cell_note(w: &Words, code: &str, file: &File) -> Option<Markup> {
    let SafeContact { call, text, message, letter, email, hours, who_answers, caller, shared_device, .. } = &file.reach;
    let own = match code {
        "call" => call,
        "text" => text,
        "message" => message,
        "letter" => letter,
        _ => email,
    };
    let mut lines: Vec<String> = own.words.iter().map(ToString::to_string).collect();
    match code {
        "call" => {
            lines.extend(hours.iter().map(ToString::to_string));
            lines.extend(texts::points(file, PointKind::Phone).take(1).map(texts::point));
            lines.extend(caller.map(|caller| texts::caller(w, caller)));
        }
        "text" if *shared_device == Answer::Yes => lines.push(w.say("people-shared-note")),
        "message" => lines.extend(
            who_answers.iter().map(|who| w.say_with("people-who-answers-note", &[("who", who.as_str().into())])),
        ),
        "email" => lines.extend(texts::points(file, PointKind::Email).take(1).map(texts::point)),
        _ => {}
    }
    (!lines.is_empty())
        .then(|| html! { @for (at, line) in lines.iter().enumerate() { @if at > 0 { br; } bdi { (line) } } })
}

/// What is on file, fact by fact; what nobody recorded takes no room, but for the address and the
/// telephone, which the work needs.
fn details(me: &Session, view: &PersonView) -> Markup {
    let w = me.words();
    let t = w.tongue();
    html! {
        section aria-labelledby="h-details" {
            div.part-head { h2 id="h-details" { (w.say("people-details")) } }
            dl.fact-list {
                @for one in &view.identity.identifiers { dt { (one.kind.name(t)) } dd.num { bdi { (texts::identifier(w, one)) } } }
                @if let Some(sex) = view.identity.sex { dt { (w.say("people-sex")) } dd { (sex.name(t)) } }
                @if let Some((_, file)) = &view.file {
                    @for point in &file.points {
                        dt { (w.say(if point.kind == PointKind::Phone { "people-phone" } else { "people-email" })) }
                        dd { bdi { (texts::point(point)) } }
                    }
                    @if texts::points(file, PointKind::Phone).next().is_none() {
                        dt { (w.say("people-phone")) } dd.not-recorded { (w.say("shell-not-recorded")) }
                    }
                    dt { (w.say("people-address")) }
                    @let home = texts::home(w, &file.home);
                    @if home.is_empty() { dd.not-recorded { (w.say("shell-not-recorded")) } } @else { dd { bdi { (home) } } }
                }
                @if let Some(team) = &view.followed_by_team { dt { (w.say("people-team")) } dd { (team) } }
                @if view.imported { dt { (w.say("people-origin")) } dd { (w.say("people-origin-import")) } }
            }
            @if view.file.is_none() {
                p.meta.mt-3 {
                    (w.say("people-file-closed"))
                    @if breaks(me, view) { " " a href={ "/people/" (view.id) "/glass" } { (w.say("people-glass-link")) } }
                }
            }
        }
    }
}
