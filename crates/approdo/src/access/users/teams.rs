//! Teams: where one works.

use ground::{Line, TeamId};
use policy::{Action, Resource};
use store::once::Once;

use crate::{
    access::{
        About, Actor, Event,
        accounts::{self, Team},
        allow, note,
    },
    app::{App, NoRule, Refusal, only_once},
};

/// Every team, by name.
///
/// # Errors
/// The policy's refusal, or the store's.
pub fn teams(app: &App, actor: &Actor) -> Result<Vec<Team>, Refusal> {
    app.store.look("teams.list", |tx, _| {
        allow::<NoRule>(app, tx, actor, Action::See, Resource::Team, About::General)?;
        Ok(accounts::teams(tx)?)
    })
}

/// Makes a team.
///
/// # Errors
/// The policy's refusal, or the store's.
pub fn create_team(app: &App, actor: &Actor, once: &Once, name: &Line) -> Result<TeamId, Refusal> {
    app.store.write("teams.create", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = allow(app, tx, actor, Action::Create, Resource::Team, About::General)?;
            let id = TeamId::draw(&app.dice);
            accounts::add_team(tx, id, name)?;
            let event = Event { act: "team.created", objects: &[id.to_string()], ..Event::default() };
            note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

/// Gives a team another name.
///
/// # Errors
/// [`Refusal::Stale`], the policy's refusal, or the store's.
pub fn rename_team(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: TeamId,
    version: i64,
    name: &Line,
) -> Result<TeamId, Refusal> {
    app.store.write("teams.rename", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = allow(app, tx, actor, Action::Correct, Resource::Team, About::General)?;
            accounts::team_name(tx, id)?.ok_or(Refusal::NotFound)?;
            accounts::rename_team(tx, id, version, name)?;
            let objects = [id.to_string()];
            note(
                app,
                tx,
                actor,
                &pass,
                Event { act: "team.renamed", objects: &objects, fields: &["name"], ..Event::default() },
            )?;
            Ok(id)
        })
    })
}
