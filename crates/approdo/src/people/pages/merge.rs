//! Two records that may be one person: who may be written down twice, both side by side, made one and told
//! apart again.

use axum::{extract::Path, response::Redirect};
use ground::PersonId;
use maud::{Markup, html};
use store::once::Once;

use super::{
    change::{path, summary, to_person},
    known_id, reasons,
    safety::beside,
    search, texts,
};
use crate::{
    access::Actor,
    app::{App, Refusal},
    people::{
        acts::PersonView,
        merge::{self, CannotMerge, Compared, Record, Waiting},
    },
    shell::{
        components::{Button, Choice, Choices, button_row, empty, hidden, post_form, section, table},
        forms::{Errors, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// What the page of a person says of her other records.
pub(super) fn notices(me: &Session, view: &PersonView) -> Markup {
    let w = me.words();
    let one = |record: &Record| {
        let key = if record.is_kept { "people-merge-part-of" } else { "people-merge-also" };
        html! {
            p."mb-0" {
                (w.say(key)) " "
                a href={ "/people/" (record.id) } { (names(record)) }
                " · " span.meta { (w.say_with("people-merge-by", &[
                    ("who", record.by.clone().into()), ("day", w.day(record.at.day(&me.app.zone)).into()),
                ])) }
                @if let Some(until) = record.until {
                    " · " a href={ "/people/" (view.id) "/same/" (record.id) } {
                        (w.say_with("people-merge-until", &[("day", w.day(until.day(&me.app.zone)).into())]))
                    }
                }
            }
        }
    };
    html! { @if !view.records.is_empty() { div.notice."mt-3" { @for record in &view.records { (one(record)) } } } }
}

/// From which of her other records the following is, and where all of it stands there.
pub(super) fn from_record(w: &Words, view: &PersonView, record: PersonId, address: &str) -> Markup {
    html! {
        @if let Some(record) = view.records.iter().find(|other| other.id == record) {
            p.from-record { (w.say("people-from-record")) " " a href=(address) { (names(record)) } }
        }
    }
}

fn names(record: &Record) -> Markup {
    html! { @for (at, name) in record.names.iter().enumerate() { @if at > 0 { ", " } (texts::name(name)) } }
}

/// The records that may be hers.
pub(super) async fn candidates(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let actor = me.actor.clone();
    let found = me.app.work(move |app| merge::candidates(app, &actor, id)).await;
    let (view, hits) = found.map_err(|refusal| refused(&me, refusal))?;
    let w = me.words();
    let here = w.say("people-same");
    let body = html! {
        (path(w, &view, &here))
        h1 { (here) }
        p.measure { (w.say("people-same-lead")) }
        @if hits.is_empty() {
            (empty(&w.say("people-same-none"), &w.say("people-same-none-text"), None))
        } @else {
            ol.rows.sheet.find-list aria-label=(here) {
                @for (at, one) in hits.iter().enumerate() {
                    li { (search::hit(w, one, at, &format!("/people/{id}/same/{}", one.id))) }
                }
            }
        }
        p { a href={ "/people/" (id) } { (w.say("people-same-back")) } }
    };
    // why: a title stays in the history of the browser, so it names nobody
    Ok(me.page(&here, Some(Tab::People), body))
}

/// The two in an address.
fn two(me: &Session, (one, other): &(String, String)) -> Result<(PersonId, PersonId), Problem> {
    Ok((known_id(me, one)?, known_id(me, other)?))
}

/// Both records side by side.
pub(super) async fn compare(me: Session, Path(ids): Path<(String, String)>) -> Result<Markup, Problem> {
    let (one, other) = two(&me, &ids)?;
    let compared = both(&me, one, other).await?;
    Ok(page(&me, &compared, &Typed::default(), &Errors::default()))
}

async fn both(me: &Session, one: PersonId, other: PersonId) -> Result<Compared, Problem> {
    let actor = me.actor.clone();
    let compared = me.app.work(move |app| merge::compare(app, &actor, one, other)).await;
    compared.map_err(|refusal| refused(me, refusal))
}

fn page(me: &Session, compared: &Compared, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let (one, other) = (&compared.one, &compared.other);
    let here = w.say("people-same");
    let base = format!("/people/{}/same/{}", one.id, other.id);
    let body = html! {
        (path(w, one, &here))
        h1 { (w.say(if compared.are_one { "people-same-are-one" } else { "people-same-question" })) }
        (summary(w, errors))
        (section("h-reasons", &w.say("people-reasons"), None, html! {}, html! {
            (reasons::verdict(w, &compared.hit))
            (reasons::whole(w, &compared.hit, compared.carried, one.file.is_some() && other.file.is_some()))
        }))
        div."mt-3" { (side_by_side(w, one, other)) }
        @if compared.are_one { (part(me, &base, one, other)) }
        @else if compared.may_keep == (false, false) { p.measure { (w.say("people-same-not-yours")) } }
        @else { (choose(me, &base, compared, typed, errors)) }
        p { a href={ "/people/" (one.id) "/same" } { (w.say("people-same-others")) } }
    };
    me.page(&here, Some(Tab::People), body)
}

/// Every field in which something stands, of both.
fn side_by_side(w: &Words, one: &PersonView, other: &PersonView) -> Markup {
    let mut fields: Vec<(&str, [String; 2])> = Vec::new();
    let identities = [texts::of_identity(w, &one.identity), texts::of_identity(w, &other.identity)];
    let [mine, theirs] = identities;
    fields.extend(mine.into_iter().zip(theirs).map(|((field, mine), (_, theirs))| (field, [mine, theirs])));
    // The file is told where both are open: one alone would look as if the other had none.
    if let (Some((_, mine)), Some((_, theirs))) = (&one.file, &other.file) {
        let both = texts::of_file(w, mine).into_iter().zip(texts::of_file(w, theirs));
        fields.extend(both.map(|((field, mine), (_, theirs))| (field, [mine, theirs])));
    }
    let link = |view: &PersonView| html! { a href={ "/people/" (view.id) } { bdi { (view.identity.called()) } } };
    let cell = |text: &str| html! { @if text.is_empty() { span.meta { (w.say("shell-not-recorded")) } } @else { bdi { (text) } } };
    let mut lines = vec![vec![html! { (w.say("people-same-record")) }, link(one), link(other)]];
    for (field, [mine, theirs]) in fields.iter().filter(|(_, both)| both.iter().any(|text| !text.is_empty())) {
        lines.push(vec![html! { (w.say(&format!("people-{field}"))) }, cell(mine), cell(theirs)]);
    }
    let heads = ["people-same-field", "people-same-first", "people-same-second"].map(|id| w.say(id));
    table("both", &w.say("people-same-table"), &heads, lines)
}

/// One person, or two.
fn choose(me: &Session, base: &str, compared: &Compared, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let option = |view: &PersonView, word: &str| Choice::new(word, view.identity.called());
    let options: Vec<Choice> = [
        compared.may_keep.0.then(|| option(&compared.one, "one")),
        compared.may_keep.1.then(|| option(&compared.other, "other")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let only = match compared.may_keep {
        (true, false) => Some("one"),
        (false, true) => Some("other"),
        _ => None,
    };
    section(
        "one",
        &w.say("people-same-one"),
        None,
        html! {},
        html! {
            p.measure { (w.say("people-same-one-lead")) }
            (post_form(base, me.hidden(), html! {
                @if let Some(only) = only { (hidden("kept", only)) }
                @else { (Choices::one("kept", w.say("people-same-kept")).options(options).from(typed, errors, w)) }
                (button_row(Button::main(w.say("people-same-one-button")), vec![]))
            }))
            div."mt-3" {
                (post_form(&format!("{base}/two"), me.hidden(), button_row(Button::quiet(w.say("people-same-two-button")), vec![])))
            }
        },
    )
}

fn part(me: &Session, base: &str, one: &PersonView, other: &PersonView) -> Markup {
    let w = me.words();
    let until = one.records.iter().find(|record| record.id == other.id).and_then(|record| record.until);
    html! {
        @if let Some(until) = until {
            p.measure { (w.say_with("people-part-lead", &[("day", w.day(until.day(&me.app.zone)).into())])) }
            (post_form(&format!("{base}/part"), me.hidden(), button_row(Button::quiet(w.say("people-part-button")), vec![])))
        } @else { p.measure { (w.say("people-part-not")) } }
    }
}

/// Makes the two one.
pub(super) async fn unite(
    Path(ids): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let (one, other) = two(&me, &ids)?;
    let kept = form.take("kept").to_owned();
    form.finish()?;
    let (kept, gone) = match kept.as_str() {
        "one" => (one, other),
        "other" => (other, one),
        _ => return Err(again(&me, (one, other), &form.typed(), ("kept", "people-error-same-kept")).await),
    };
    let actor = me.actor.clone();
    let done = me.app.work(move |app| merge::merge(app, &actor, &once, kept, gone)).await;
    answer(&me, (one, other), &form.typed(), done).await
}

/// Says that they are two persons.
pub(super) async fn say_two(Path(ids): Path<(String, String)>, sent: Sent) -> Result<Redirect, Problem> {
    carry_out(ids, sent, merge::say_two).await
}

/// Tells them apart again.
pub(super) async fn take_back(Path(ids): Path<(String, String)>, sent: Sent) -> Result<Redirect, Problem> {
    carry_out(ids, sent, merge::take_back).await
}

/// What is done with two records by a form without fields.
type Act = fn(&App, &Actor, &Once, PersonId, PersonId) -> Result<PersonId, Refusal<CannotMerge>>;

async fn carry_out(ids: (String, String), Sent { me, form, once }: Sent, act: Act) -> Result<Redirect, Problem> {
    let (one, other) = two(&me, &ids)?;
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| act(app, &actor, &once, one, other)).await;
    answer(&me, (one, other), &form.typed(), done).await
}

async fn answer(
    me: &Session,
    ids: (PersonId, PersonId),
    typed: &Typed,
    done: Result<PersonId, Refusal<CannotMerge>>,
) -> Result<Redirect, Problem> {
    let rule = match done.map_err(Refusal::without_rule) {
        Ok(id) => return Ok(to_person(me, id)),
        Err(Ok(refusal)) => return Err(refused(me, refusal)),
        Err(Err(rule)) => rule,
    };
    let error = match rule {
        CannotMerge::AlreadyOne => "people-error-same-already",
        CannotMerge::TooLate => "people-error-part-late",
        CannotMerge::Shield(why) => beside(why).1,
    };
    Err(again(me, ids, typed, ("kept", error)).await)
}

async fn again(
    me: &Session,
    (one, other): (PersonId, PersonId),
    typed: &Typed,
    (field, error): (&str, &'static str),
) -> Problem {
    match both(me, one, other).await {
        Ok(compared) => {
            let mut errors = Errors::default();
            errors.add(field, error);
            Problem::refused(page(me, &compared, typed, &errors))
        }
        Err(problem) => problem,
    }
}

/// The pairs that wait for someone to look at them.
pub(super) async fn list(me: Session) -> Result<Markup, Problem> {
    let actor = me.actor.clone();
    let waiting = me.app.work(move |app| merge::waiting(app, &actor)).await;
    let waiting = waiting.map_err(|refusal| refused(&me, refusal))?;
    let w = me.words();
    let here = w.say("people-pairs");
    let line = |pair: &Waiting| {
        html! {
            div.find {
                div {
                    a.name href={ "/people/" (pair.one.0) "/same/" (pair.hit.id) } { bdi { (pair.one.1) } " · " bdi { (pair.hit.name()) } }
                    p.meta."mb-0" { (w.moment(pair.at)) }
                }
                div { (reasons::verdict(w, &pair.hit)) (reasons::short(w, &pair.hit)) }
            }
        }
    };
    let body = html! {
        h1 { (here) }
        p.measure { (w.say("people-pairs-lead")) }
        @if waiting.is_empty() { (empty(&w.say("people-pairs-none"), &w.say("people-pairs-none-text"), None)) }
        @else { ul.rows.sheet.find-list aria-label=(here) { @for pair in &waiting { li { (line(pair)) } } } }
    };
    Ok(me.page(&here, Some(Tab::People), body))
}
