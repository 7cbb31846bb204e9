//! Who sees a protected person. A protection hides her from almost everybody; hidden from everybody she
//! would be helped by nobody, and nobody could ever show her again (SEC-17, SEC-18).
//!
//! She is in sight while an active protected worker who need not keep away follows her, herself or with
//! her team. Whatever could change that asks here in the same transaction: the acts that hide her,
//! keep someone away or say who follows her are refused ([`is_lost`]); a change of accounts is never
//! refused for a person's sake, which would tell an administrator that she exists (SEC-07): whom it would
//! put out of sight is given to another team (`look_after`).

use ground::{AccountId, PersonId, TeamId};
use policy::{Pass, Role};
use store::{Result, Tx};

use super::{Event, accounts, note_of_house, relations, shield::kept_apart};
use crate::app::App;

/// Those protected persons, of all or of one, whom nobody sees.
macro_rules! lost {
    ($which:literal) => {
        concat!(
            "select g.person from guard g left join follow f on f.person = g.person where not exists (
                 select 1 from account a
                 where a.state = 'active' and ' ' || a.roles || ' ' like '% protected_worker %'
                   and (a.id = f.worker or a.team = f.team)
                   and not ",
            kept_apart!("g.person", "a.id"),
            ")",
            $which
        )
    };
}

/// Whether a person is protected and nobody sees her: what an act would leave so is refused.
///
/// # Errors
/// The store's.
pub fn is_lost(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<bool> {
    let found: Option<(PersonId,)> = tx.one(lost!(" and g.person = $1"), &[person.into()])?;
    Ok(found.is_some())
}

/// Who could follow a person when she is protected: the active workers with that role who need not keep
/// away from her, each with her team.
///
/// # Errors
/// The store's.
pub fn could_follow(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<Vec<(AccountId, Option<TeamId>)>> {
    who_could_follow(tx, person)
}

fn who_could_follow(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(AccountId, Option<TeamId>)>> {
    let active: Vec<(AccountId, String, Option<TeamId>)> = tx.all(
        concat!(
            "select a.id, a.roles, a.team from account a where a.state = 'active' and not ",
            kept_apart!("$1", "a.id"),
            " order by a.id"
        ),
        &[person.into()],
    )?;
    let protects = |roles: &str| accounts::roles_of(roles).holds(Role::ProtectedWorker);
    Ok(active.into_iter().filter(|(_, roles, _)| protects(roles)).map(|(id, _, team)| (id, team)).collect())
}

/// Gives every protected person whom nobody sees into the hands of a team that can, after a change of
/// accounts. It leaves one entry whether there was anyone or not: the number of entries tells nothing.
/// Who finds no team waits for the next account that becomes a protected worker's; the entry counts those.
///
/// # Errors
/// The store's.
pub(super) fn look_after(app: &App, tx: &mut Tx<'_>) -> Result<()> {
    let lost: Vec<(PersonId,)> = tx.all(lost!(" order by g.person"), &[])?;
    let lost: Vec<PersonId> = lost.into_iter().map(|(person,)| person).collect();
    let mut still_lost = 0;
    for person in &lost {
        let team = who_could_follow(tx, *person)?.into_iter().find_map(|(_, team)| team);
        match team {
            Some(team) => {
                let version = relations::follower(tx, *person)?.version;
                relations::move_to(tx, *person, version, (None, Some(team)), app.now())?;
            }
            None => still_lost += 1,
        }
    }
    let event = Event { act: "protection.looked_after", persons: &lost, count: Some(still_lost), ..Event::default() };
    note_of_house(app, tx, event)
}

/// Whether the city has an active protected worker in a team, who can follow whoever has to be hidden.
pub(super) fn has_protectors(tx: &mut Tx<'_>) -> Result<bool> {
    let active: Vec<(String,)> =
        tx.all("select roles from account where state = 'active' and team is not null", &[])?;
    Ok(active.iter().any(|(roles,)| accounts::roles_of(roles).holds(Role::ProtectedWorker)))
}
