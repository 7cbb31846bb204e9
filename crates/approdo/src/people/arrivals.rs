//! Persons who came before they are written down here, many at once: the people of the demo city.

use ground::{AccountId, PersonId, TeamId, Timestamp};
use policy::{Action, Resource};
use serde_json::Value as Json;

use super::{
    import,
    model::{CannotFile, NewPerson},
    store as rows,
    store::{Change, Touched},
};
use crate::{
    access::{self, About, Actor, Event},
    app::{App, Refusal},
};

/// How a person came before: when, who wrote her down, who follows her since.
#[derive(Clone, Debug)]
pub struct Coming {
    /// When she came first.
    pub at: Timestamp,
    /// The name of who wrote her down.
    pub by: String,
    /// Her reference worker.
    pub worker: Option<AccountId>,
    /// Her team.
    pub team: Option<TeamId>,
}

/// Writes down all of them or none, and gives their ids in the same order. One entry in the trail
/// says how many. They are sealed on every core before the transaction begins.
///
/// # Errors
/// [`CannotFile`], or the usual refusals.
pub fn create_arrivals(
    app: &App,
    actor: &Actor,
    arrivals: Vec<(NewPerson, Coming)>,
) -> Result<Vec<PersonId>, Refusal<CannotFile>> {
    let (persons, comings): (Vec<NewPerson>, Vec<Coming>) = arrivals.into_iter().unzip();
    for person in &persons {
        person.identity.check().and_then(|()| person.file.check()).map_err(Refusal::Rule)?;
    }
    let ready = import::seal_all(app, &persons)?;
    app.store.write("people.create_arrivals", |tx| {
        let pass = access::allow(app, tx, actor, Action::Create, Resource::Identity, About::General)?;
        for (coming, ready) in comings.iter().zip(&ready) {
            let key = rows::insert_ready(tx, &app.vault, &pass, ready, coming.at)?;
            let change = Change { who: coming.by.clone(), before: Json::Null };
            rows::remember(tx, &app.dice, (ready.id, key), Touched::Created, &change, coming.at)?;
            if coming.worker.is_some() || coming.team.is_some() {
                access::start_following(tx, &pass, ready.id, coming.worker, coming.team, coming.at)?;
            }
        }
        let count = Some(ready.len() as u64);
        access::note(app, tx, actor, &pass, Event { act: "person.created", count, ..Event::default() })?;
        Ok(ready.iter().map(|ready| ready.id).collect())
    })
}
