//! How alike two records are, as far as both are open to who asks.

use ground::PersonId;
use matching::{Features, Known, NameForm, Part};
use policy::{Action, Resource};
use store::{Result, Tx};

use super::records_of;
use crate::{
    access::{self, About, Actor},
    app::App,
    people::{
        acts::PersonView,
        model::Identity,
        search::{self, Hit},
        store as persons,
    },
};

/// How usual the family name is that speaks for two records, among those whom a search of this actor shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// Nobody else has one that sounds like it.
    ByNobodyElse,
    /// So many have it that it says little.
    ByMany,
}

/// From how many others on, and for what share of all, a name says little.
const MANY: usize = 10;
const MANY_SHARE: u64 = 100;

/// How alike the second is to the first.
fn hit_of(one: &Known, other: (PersonId, &Identity, &Known)) -> Hit {
    let (id, identity, known) = other;
    Hit {
        id,
        names: identity.names.clone(),
        birth: identity.birth,
        birth_country: identity.birth_country,
        rec_id: None,
        likeness: matching::compare(&Features::of(one), &Features::of(known)),
    }
}

/// How alike the second is to the first, as far as both views go.
pub(super) fn of_views(one: &PersonView, other: &PersonView) -> Hit {
    hit_of(&one.known(), (other.id, &other.identity, &other.known()))
}

/// A record with what the matcher is told of it.
type Opened = (Identity, Known);

/// How alike the second is to the first, with what the first is called; none when this actor does not see both
/// now.
pub(super) fn of_two(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (one, other): (PersonId, PersonId),
) -> Result<Option<(String, Hit)>> {
    let (Some((mine, hers)), Some((theirs, others))) = (opened(app, tx, actor, one)?, opened(app, tx, actor, other)?)
    else {
        return Ok(None);
    };
    Ok(Some((mine.called(), hit_of(&hers, (other, &theirs, &others)))))
}

fn opened(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Option<Opened>> {
    let asked = [(Action::See, Resource::Identity), (Action::See, Resource::PersonFile)];
    let [see, file] = access::offered(tx, actor, About::Person(id), asked)?;
    let Ok(see) = see else { return Ok(None) };
    let Some(filed) = persons::find(tx, &app.vault, &see, id)? else { return Ok(None) };
    let file = file.ok().map(|pass| persons::file(tx, &pass, &filed)).transpose()?.flatten();
    let known = filed.identity.known(file.map(|(_, file)| file.phones()).unwrap_or_default());
    Ok(Some((filed.identity, known)))
}

/// How usual the family name is that the two have in common; none when they have none, or it is neither rare nor
/// usual. Only those count whom a search shows this actor (SEC-19).
pub(super) fn carried(app: &App, tx: &mut Tx<'_>, actor: &Actor, hit: &Hit, one: PersonId) -> Result<Option<Carried>> {
    let agrees = |part: Part| hit.likeness.because.iter().any(|why| why.part == part && why.grade > 1);
    let name = hit.likeness.name.and_then(|at| hit.names.get(at)).and_then(|name| name.family.as_ref());
    let Some(family) = name.filter(|_| agrees(Part::Family) || agrees(Part::Name)) else { return Ok(None) };
    let mut two = records_of(tx, one)?;
    two.extend(records_of(tx, hit.id)?);
    let called = NameForm::new("", family.as_str());
    let Some((others, all)) = search::others_called(app, tx, actor, called, &two)? else { return Ok(None) };
    let many = others >= MANY && (others as u64).saturating_mul(MANY_SHARE) >= all;
    Ok(match others {
        0 => Some(Carried::ByNobodyElse),
        _ => many.then_some(Carried::ByMany),
    })
}
