//! Contacts that happened before they are written down here, many at once: a year of the demo city.

use ground::{AccountId, ContactId, TeamId, Timestamp};
use policy::{Action, Resource};

use super::{
    acts,
    model::{Contact, NewContact},
    store as rest,
};
use crate::{
    access::{self, About, Actor, Event},
    app::{App, NoRule, Refusal},
};

/// A contact that happened before: when, and who recorded it in which team.
#[derive(Clone, Debug)]
pub struct Past {
    /// When.
    pub at: Timestamp,
    /// Who recorded it.
    pub recorded_by: AccountId,
    /// The team it was recorded in.
    pub team: Option<TeamId>,
    /// What was written, and whose it is.
    pub new: NewContact,
}

/// Writes down all of them or none. One entry in the trail says how many. Who is nobody's expires as
/// if recorded then (SEC-49).
///
/// # Errors
/// [`Refusal::NotFound`] when the actor may not.
pub fn record_past(app: &App, actor: &Actor, past: &[Past]) -> Result<(), Refusal<NoRule>> {
    app.store.write("desk.record_past", |tx| {
        let pass = access::allow(app, tx, actor, Action::Create, Resource::Contact, About::General)?;
        for one in past {
            one.new.entry.themes.iter().try_for_each(|theme| pass.needs(theme.level()).map(|_| ()))?;
            let contact = Contact {
                id: ContactId::draw(&app.dice),
                version: 1,
                at: one.at,
                recorded_by: Some(one.recorded_by),
                team: one.team,
                person: one.new.person,
                entry: one.new.entry.clone(),
                further: Vec::new(),
            };
            rest::insert(app, tx, &pass, &contact)?;
            if contact.person.is_none() {
                acts::expire_later(app, tx, contact.id, contact.at)?;
            }
        }
        let count = Some(past.len() as u64);
        access::note(app, tx, actor, &pass, Event { act: "contact.recorded", count, ..Event::default() })?;
        Ok(())
    })
}
