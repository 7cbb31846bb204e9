//! Conflicts that are proposed: what Today and the page of her safety ask, and the answers.

use axum::{extract::Path, response::Redirect};
use ground::{AccountId, PersonId};
use maud::{Markup, html};

use super::{change::to_person, known_id, safety};
use crate::{
    access::{private::Sign, shield::Suspicion},
    app::Refusal,
    people::proposed::{self, CannotPropose, Waiting},
    shell::{
        components::{bdi, rows, section},
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// What Today asks; nothing when nothing waits.
#[must_use]
pub fn today_view(me: &Session, waiting: &[Waiting]) -> Markup {
    let w = me.words();
    html! { @if !waiting.is_empty() { (list(me, waiting, &w.say("people-proposed"))) } }
}

/// The proposals with their two answers.
pub(super) fn list(me: &Session, waiting: &[Waiting], heading: &str) -> Markup {
    let w = me.words();
    section(
        "proposed",
        heading,
        Some(&waiting.len().to_string()),
        html! {},
        html! {
            p.measure { (w.say("people-proposed-lead")) }
            (rows(heading, waiting.iter().map(|one| line(me, w, one)).collect()))
        },
    )
}

fn why(suspicion: Suspicion) -> &'static str {
    match suspicion {
        Suspicion::Supervisor => "people-proposed-supervisor",
        Suspicion::Shared(Sign::Telephone) => "people-proposed-telephone",
        Suspicion::Shared(Sign::Home) => "people-proposed-home",
    }
}

fn line(me: &Session, w: &Words, one: &Waiting) -> Markup {
    let someone = w.say("people-proposed-someone");
    let name = one.name.as_deref().unwrap_or(&someone);
    html! {
        p."mb-0" { b { bdi { (one.colleague) } } " · " a href={ "/people/" (one.person) } { (bdi(name)) } }
        p.meta."mb-2" { (w.say(why(one.suspicion))) " · " (w.day(one.at.day(&me.app.zone))) }
        form.actions method="post" action={ "/people/" (one.person) "/proposed/" (one.account) } {
            (me.hidden())
            button.btn.btn-quiet.btn-small type="submit" name="answer" value="keep_away" {
                (w.say("people-proposed-confirm")) span.visually-hidden { ": " (one.colleague) ", " (name) }
            }
            " "
            button.btn.btn-bare.btn-small type="submit" name="answer" value="dismiss" {
                (w.say("people-proposed-dismiss")) span.visually-hidden { ": " (one.colleague) ", " (name) }
            }
        }
    }
}

/// Takes the answer and goes back to where it was asked.
pub(super) async fn answer(
    Path((id, account)): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let account: AccountId = account.parse().map_err(|_| refused(&me, Refusal::NotFound))?;
    let is_one = match form.take("answer") {
        "keep_away" => true,
        "dismiss" => false,
        _ => return Err(Problem::BadRequest(me.actor.tongue)),
    };
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| proposed::answer(app, &actor, &once, id, account, is_one)).await;
    match done.map_err(Refusal::without_rule) {
        Ok(_) if me.page_path() == "/" => Ok(Redirect::to("/")),
        Ok(id) => Ok(to_person(&me, id)),
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        Err(Err(rule)) => Err(safety::again(&me, id, &form.typed(), safety::beside(rule)).await),
    }
}

/// Takes what a supervisor proposes of a colleague.
pub(super) async fn propose(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id: PersonId = known_id(&me, &id)?;
    let account: Option<AccountId> = form.take("staff").parse().ok();
    form.finish()?;
    let actor = me.actor.clone();
    let nobody = AccountId::from_bytes([0; 16]);
    let done = me.app.work(move |app| proposed::propose(app, &actor, &once, id, account.unwrap_or(nobody))).await;
    match done.map_err(Refusal::without_rule) {
        Ok(id) => Ok(to_person(&me, id)),
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        Err(Err(CannotPropose::NotOfHerTeam)) => {
            Err(safety::again(&me, id, &form.typed(), ("staff", "people-error-staff")).await)
        }
    }
}
