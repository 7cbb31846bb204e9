//! Saying who follows a person.

use std::sync::Arc;

use axum::{extract::Path, response::Redirect};
use ground::{AccountId, TeamId};
use maud::{Markup, html};

use super::{
    change::{path, seen, summary, to_person},
    known_id,
};
use crate::{
    access::accounts,
    app::Refusal,
    people::acts::{self, CannotAssign, PersonView},
    shell::{
        components::{Button, Choice, Field, button_row, hidden, post_form},
        forms::{Errors, Typed, VERSION},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
    },
};

/// Who may follow a person: colleagues and teams, by name.
struct Staff {
    workers: Vec<(AccountId, String)>,
    teams: Vec<(TeamId, String)>,
}

async fn staff(me: &Session) -> Result<Staff, Problem> {
    let read = me.app.work(|app| {
        app.store.read("people.staff", |tx| {
            let workers = accounts::workers(app, tx)?.into_iter().map(|(id, name, _)| (id, name)).collect();
            let teams = accounts::teams(tx)?.into_iter().map(|team| (team.id, team.name)).collect();
            Ok::<_, store::StoreError>(Staff { workers, teams })
        })
    });
    read.await.map_err(|error| refused(me, Refusal::Store(error)))
}

/// The form that says who follows her.
pub(super) async fn edit(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let view = seen(&me, id).await?;
    if !view.may.assign {
        return Err(Problem::NotThere(me.actor.tongue));
    }
    let follower = view.follower.unwrap_or_default();
    let typed = Typed::default()
        .with(VERSION, follower.version.to_string())
        .with("worker", follower.worker.map(|id| id.to_string()).unwrap_or_default())
        .with("team", follower.team.map(|id| id.to_string()).unwrap_or_default());
    Ok(page(&me, &view, &staff(&me).await?, &typed, &Errors::default()))
}

fn page(me: &Session, view: &PersonView, staff: &Staff, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let workers = staff.workers.iter().map(|(id, name)| Choice::new(&id.to_string(), name.as_str())).collect();
    let teams = staff.teams.iter().map(|(id, name)| Choice::new(&id.to_string(), name.as_str())).collect();
    let (here, person) = (w.say("people-worker-change"), format!("/people/{}", view.id));
    let body = html! {
        (path(w, view, &here))
        h1 { (here) }
        (summary(w, errors))
        p.measure { (w.say("people-worker-lead")) }
        (post_form(&format!("{person}/worker"), me.hidden(), html! {
            (hidden(VERSION, typed.get(VERSION)))
            (Field::select("worker", w.say("people-worker")).options(workers).from(typed, errors, w))
            (Field::select("team", w.say("people-team")).options(teams).from(typed, errors, w))
            (button_row(Button::main(w.say("shell-save")), vec![Button::link(w.say("shell-cancel"), &person)]))
        }))
    };
    me.page(&here, Some(Tab::People), body)
}

/// Saves who follows her. Only those the form offered are taken.
pub(super) async fn assign(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let staff = staff(&me).await?;
    let worker: Option<AccountId> = form.take("worker").parse().ok();
    let team: Option<TeamId> = form.take("team").parse().ok();
    let version = form.version().unwrap_or_default();
    form.finish()?;
    let worker_is_there = worker.is_none_or(|id| staff.workers.iter().any(|(one, _)| *one == id));
    let team_is_there = team.is_none_or(|id| staff.teams.iter().any(|(one, _)| *one == id));
    if !worker_is_there || !team_is_there {
        return Err(Problem::BadRequest(me.actor.tongue));
    }
    let actor = me.actor.clone();
    let done = Arc::clone(&me.app).work(move |app| acts::assign(app, &actor, &once, id, version, (worker, team))).await;
    match done.map_err(Refusal::without_rule) {
        Ok(id) => Ok(to_person(&me, id)),
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        Err(Err(CannotAssign::OutOfSight)) => {
            let mut errors = Errors::default();
            errors.add("team", "people-error-out-of-sight");
            let typed = form.typed().with(VERSION, version.to_string());
            Err(Problem::refused(page(&me, &seen(&me, id).await?, &staff, &typed, &errors)))
        }
    }
}
