//! What was known of persons before it is written down here, many at once: the people of the demo city.

use ground::{PersonId, Timestamp};
use policy::{Action, Resource};

use super::{
    fact::{Fact, Value, Word},
    facts,
    title::{CannotWrite, Title},
    titles::{self, Text},
};
use crate::{
    access::{self, About, Actor, Event},
    app::{App, Refusal},
};

/// What was known of one person.
#[derive(Clone, Debug)]
pub struct Past {
    /// Whose it is.
    pub person: PersonId,
    /// When it was written down.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Her titles.
    pub titles: Vec<Title>,
    /// What was said of her.
    pub said: Vec<(Fact, Word)>,
}

/// Writes down all of it or none. It begins with the person, so that it is asked for as she is written
/// down; one entry in the trail says how many.
///
/// # Errors
/// [`CannotWrite`], or the usual refusals.
pub fn record_past(app: &App, actor: &Actor, all: &[Past]) -> Result<(), Refusal<CannotWrite>> {
    app.store.write("people.situation.record_past", |tx| {
        let pass = access::allow(app, tx, actor, Action::Create, Resource::Identity, About::General)?;
        for one in all {
            for title in &one.titles {
                title.check().map_err(Refusal::Rule)?;
                let text = Text { title: title.clone(), closing: None, who: one.by.clone(), at: one.at };
                titles::insert(app, tx, &pass, one.person, &text)?;
            }
            for (fact, word) in &one.said {
                let (fact, word) = (*fact, word.clone());
                let name = fact.name().to_owned();
                let value = Value { fact: name, word, who: one.by.clone(), at: one.at, withdrawn: None };
                facts::insert(app, tx, &pass, one.person, fact, &value)?;
            }
        }
        let count = Some(all.len() as u64);
        access::note(app, tx, actor, &pass, Event { act: "situation.recorded", count, ..Event::default() })?;
        Ok(())
    })
}
