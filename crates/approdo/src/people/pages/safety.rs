//! Hiding a person, and keeping someone away from her.

use axum::{extract::Path, response::Redirect};
use ground::{AccountId, PersonId, TeamId, Timestamp};
use maud::{Markup, html};

use super::{
    change::{path, seen, summary, to_person},
    known_id, proposed,
};
use crate::{
    access::shield::Origin,
    app::Refusal,
    people::{
        acts::PersonView,
        safety::{self, CannotShield, Safety},
    },
    shell::{
        components::{Button, Choice, Field, button_row, post_form, rows, section},
        forms::{Errors, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// The page of a person's safety.
pub(super) async fn show(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let (view, safety) = both(&me, id).await?;
    Ok(page(&me, &view, &safety, &Typed::default(), &Errors::default()))
}

async fn both(me: &Session, id: PersonId) -> Result<(PersonView, Safety), Problem> {
    let view = seen(me, id).await?;
    let actor = me.actor.clone();
    let safety = me.app.work(move |app| safety::safety(app, &actor, id)).await;
    Ok((view, safety.map_err(|refusal| refused(me, refusal))?))
}

fn page(me: &Session, view: &PersonView, safety: &Safety, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let here = w.say("people-safety");
    let body = html! {
        (path(w, view, &here))
        h1 { (here) }
        (summary(w, errors))
        @if let Some(guard) = &safety.guard {
            (section("protected", &w.say("people-protected"), None, html! {}, html! {
                p.measure { (w.say_with("people-protected-since", &[("day", w.day(guard.since.day(&me.app.zone)).into())])) }
                @if safety.may.address { p { a href={ "/people/" (view.id) "/safe-address" } { (w.say("people-address-title")) } } }
                @if safety.may.unprotect { (unprotect(me, view.id, safety)) }
            }))
            (sought(w, safety))
        }
        @if safety.may.protect { (protect(me, view.id, safety, typed, errors)) }
        @if safety.may.declare {
            (section("mine", &w.say("people-conflict-mine"), None, html! {}, html! {
                p.measure { (w.say("people-conflict-mine-lead")) }
                (post_form(&format!("/people/{}/keep-away", view.id), me.hidden(),
                    button_row(Button::stop(w.say("people-conflict-mine-button")), vec![])))
            }))
            (section("asked", &w.say("people-conflict-asked"), None, html! {}, html! {
                p.measure { (w.say("people-conflict-asked-lead")) }
                (post_form(&format!("/people/{}/keep-away", view.id), me.hidden(), html! {
                    (Field::select("account", w.say("people-conflict-who")).options(choices(&safety.colleagues)).from(typed, errors, w))
                    (button_row(Button::quiet(w.say("people-conflict-asked-button")), vec![]))
                }))
            }))
        }
        @if !safety.staff.is_empty() { (propose(me, view.id, safety, typed, errors)) }
        @if !safety.proposed.is_empty() { (proposed::list(me, &safety.proposed, &w.say("people-proposed"))) }
        @if let Some(kept) = &safety.conflicts { (conflicts(me, view.id, safety, kept)) }
    };
    // why: a title stays in the history of the browser, so it names nobody
    me.page(&here, Some(Tab::People), body)
}

fn choices<I: std::fmt::Display>(some: &[(I, String)]) -> Vec<Choice> {
    some.iter().map(|(id, name)| Choice::new(&id.to_string(), name.as_str())).collect()
}

fn protect(me: &Session, id: PersonId, safety: &Safety, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    section(
        "protect",
        &w.say("people-protect"),
        None,
        html! {},
        html! {
            p.measure { (w.say("people-protect-lead")) }
            (post_form(&format!("/people/{id}/protect"), me.hidden(), html! {
                @if safety.teams.len() > 1 {
                    (Field::select("team", w.say("people-protect-team")).options(choices(&safety.teams)).from(typed, errors, w))
                }
                (button_row(Button::stop(w.say("people-protect-button")), vec![]))
            }))
        },
    )
}

/// Who searched for her in vain: whoever follows her judges whether that is a danger.
fn sought(w: &Words, safety: &Safety) -> Markup {
    let heading = w.say("people-sought");
    let one = |(who, at): &(String, Timestamp)| html! { b { bdi { (who) } } ", " (w.moment(*at)) };
    section(
        "sought",
        &heading,
        None,
        html! {},
        html! {
            @if safety.sought.is_empty() { p { (w.say("people-sought-nobody")) } }
            @else {
                p.measure { (w.say("people-sought-lead")) }
                (rows(&heading, safety.sought.iter().map(one).collect()))
            }
        },
    )
}

/// Of whom a supervisor thinks that she may know this person privately.
fn propose(me: &Session, id: PersonId, safety: &Safety, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    section(
        "propose",
        &w.say("people-propose"),
        None,
        html! {},
        html! {
            p.measure { (w.say("people-propose-lead")) }
            (post_form(&format!("/people/{id}/propose-conflict"), me.hidden(), html! {
                (Field::select("staff", w.say("people-propose-who")).options(choices(&safety.staff)).from(typed, errors, w))
                (button_row(Button::quiet(w.say("people-propose-button")), vec![]))
            }))
        },
    )
}

fn unprotect(me: &Session, id: PersonId, safety: &Safety) -> Markup {
    let w = me.words();
    let asked = safety.guard.and_then(|guard| guard.lift_asked);
    html! {
        p.measure {
            @if let Some((_, at)) = asked {
                (w.say_with("people-unprotect-asked", &[("day", w.day(at.day(&me.app.zone)).into())])) " "
            }
            (w.say(if safety.asked_by_me { "people-unprotect-wait" } else { "people-unprotect-lead" }))
        }
        @if !safety.asked_by_me {
            (post_form(&format!("/people/{id}/unprotect"), me.hidden(), button_row(
                Button::quiet(w.say(if asked.is_some() { "people-unprotect-agree" } else { "people-unprotect-ask" })), vec![])))
        }
    }
}

fn conflicts(me: &Session, id: PersonId, safety: &Safety, kept: &[safety::Kept]) -> Markup {
    let w = me.words();
    let one = |one: &safety::Kept| {
        let origin = match one.origin {
            Origin::Declared => "people-conflict-by-herself",
            Origin::Asked => "people-conflict-by-the-person",
            Origin::Confirmed => "people-conflict-confirmed",
        };
        html! {
            p { b { bdi { (one.name) } } ": " (w.say_with(origin, &[("day", w.day(one.at.day(&me.app.zone)).into())])) }
            @if safety.may.end {
                (post_form(&format!("/people/{id}/conflict/{}/end", one.account), me.hidden(),
                    button_row(Button::quiet(w.say("people-conflict-end")), vec![])))
            }
        }
    };
    let heading = w.say("people-conflicts");
    section(
        "conflicts",
        &heading,
        None,
        html! {},
        html! {
            p.measure { (w.say("people-conflicts-household")) }
            @if kept.is_empty() { p { (w.say("people-conflicts-none")) } }
            @else { (rows(&heading, kept.iter().map(one).collect())) }
        },
    )
}

/// Hides her. Whoever did it usually sees her no more: the next page is the search.
pub(super) async fn hide(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let team: Option<TeamId> = form.take("team").parse().ok();
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| safety::protect(app, &actor, &once, id, team)).await;
    ended(&me, id, &form.typed(), done, "hidden").await
}

/// Asks to show her again, or agrees to it.
pub(super) async fn unhide(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| safety::unprotect(app, &actor, &once, id)).await;
    match done {
        Ok(id) => Ok(to_person(&me, id)),
        other => ended(&me, id, &form.typed(), other, "hidden").await,
    }
}

/// Keeps oneself or a colleague away from her.
pub(super) async fn keep_away(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let of_a_colleague = form.has("account");
    let account: Option<AccountId> = form.take("account").parse().ok();
    form.finish()?;
    if of_a_colleague && account.is_none() {
        let nobody = Err(Refusal::Rule(CannotShield::NoSuchColleague));
        return ended(&me, id, &form.typed(), nobody, "").await;
    }
    let of_me = account.is_none() || account == me.actor.id();
    let actor = me.actor.clone();
    let done = me.app.work(move |app| safety::keep_away(app, &actor, &once, id, account)).await;
    match done {
        Ok(id) if !of_me => Ok(to_person(&me, id)),
        other => ended(&me, id, &form.typed(), other, "away").await,
    }
}

/// Lets a colleague near her again.
pub(super) async fn end(
    Path((id, account)): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let account: AccountId = account.parse().map_err(|_| refused(&me, Refusal::NotFound))?;
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| safety::end_conflict(app, &actor, &once, id, account)).await;
    match done {
        Ok(id) => Ok(to_person(&me, id)),
        other => ended(&me, id, &form.typed(), other, "away").await,
    }
}

/// The search again, which says what was done; or the page with what stands in the way.
async fn ended(
    me: &Session,
    id: PersonId,
    typed: &Typed,
    done: Result<PersonId, Refusal<CannotShield>>,
    told: &'static str,
) -> Result<Redirect, Problem> {
    let rule = match done.map_err(Refusal::without_rule) {
        Ok(_) => return Ok(Redirect::to(&format!("/people?done={told}"))),
        Err(Ok(refusal)) => return Err(refused(me, refusal)),
        Err(Err(rule)) => rule,
    };
    Err(again(me, id, typed, beside(rule)).await)
}

/// What is said of a rule, and beside which field.
pub(super) const fn beside(rule: CannotShield) -> (&'static str, &'static str) {
    match rule {
        CannotShield::NobodyProtects => ("protect", "people-error-nobody-protects"),
        CannotShield::NobodyElse => ("account", "people-error-nobody-else"),
        CannotShield::ChooseTeam => ("team", "people-error-choose-team"),
        CannotShield::SamePerson => ("protected", "people-error-same-person"),
        CannotShield::NoSuchColleague => ("account", "people-error-colleague"),
    }
}

/// The page again, with what is wrong beside its field.
pub(super) async fn again(me: &Session, id: PersonId, typed: &Typed, (field, error): (&str, &'static str)) -> Problem {
    let (view, safety) = match both(me, id).await {
        Ok(both) => both,
        Err(problem) => return problem,
    };
    let mut errors = Errors::default();
    errors.add(field, error);
    Problem::refused(page(me, &view, &safety, typed, &errors))
}

/// What the search page says after an act that took the person out of sight.
pub(super) fn told(w: &Words, done: &str) -> Option<String> {
    [
        ("hidden", "people-done-hidden"),
        ("away", "people-done-away"),
        ("closed", "people-done-closed"),
        ("erased", "people-done-erased"),
    ]
    .into_iter()
    .find(|(word, _)| *word == done)
    .map(|(_, key)| w.say(key))
}
