//! What is done with a person: writing her down, seeing her, correcting her, saying who follows her.

use ground::{AccountId, PersonId, TeamId, Timestamp};
use policy::{Action, Resource};
use serde_json::Value as Json;
use store::{Trail, Tx, once::Once};

use super::{
    merge::{self, Record},
    model::{CannotFile, File, Identity, NewPerson, SafeContact},
    proposed, store as rows,
    store::{Change, Touched},
    watched,
};
use crate::{
    access::{self, About, Actor, Event, Follower},
    app::{App, Refusal, only_once},
};

/// A person as one actor may see her. What the pass does not open is absent (SEC-06).
#[derive(Clone, Debug)]
pub struct PersonView {
    /// Her id.
    pub id: PersonId,
    /// Who she is.
    pub identity: Identity,
    /// The version of her identity, for a correction.
    pub identity_version: i64,
    /// How to speak with her and reach her, with its version; absent without relation.
    pub file: Option<(i64, File)>,
    /// Who follows her; absent with the file.
    pub follower: Option<Follower>,
    /// The name of her reference worker; absent with the file.
    pub followed_by: Option<String>,
    /// The name of the team that follows her; absent with the file.
    pub followed_by_team: Option<String>,
    /// Her other records, as far as this actor sees them.
    pub records: Vec<Record>,
    /// Whether she came in with an import.
    pub imported: bool,
    /// Whether she is protected: what nobody asked her then counts as no.
    pub protected: bool,
    /// What this actor may do next.
    pub may: May,
}

impl PersonView {
    /// What the matcher is told of her: as much as is open to this actor.
    pub(super) fn known(&self) -> matching::Known {
        self.identity.known(self.file.as_ref().map(|(_, file)| file.phones()).unwrap_or_default())
    }
}

/// What an actor may do with a person: which links a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct May {
    /// Correct her identity.
    pub correct_identity: bool,
    /// Correct her file.
    pub correct_file: bool,
    /// See her history.
    pub history: bool,
    /// See her situation.
    pub situation: bool,
    /// Say who follows her, perhaps after the second factor.
    pub assign: bool,
    /// Ask that she be erased, or agree to it, perhaps after the second factor.
    pub erase: bool,
}

/// Writes down a new person. Whoever does it at a desk takes her into her own team's care; the
/// command line leaves her with nobody.
///
/// # Errors
/// [`CannotFile`], or the usual refusals.
pub fn create(app: &App, actor: &Actor, once: &Once, new: &NewPerson) -> Result<PersonId, Refusal<CannotFile>> {
    app.store.write("people.create", |tx| only_once(app, tx, once, |tx| create_in(app, tx, actor, new)))
}

/// Writes down a new person inside an act of another room, such as a contact that found nobody.
///
/// # Errors
/// [`CannotFile`], or the usual refusals.
pub fn create_in(app: &App, tx: &mut Tx<'_>, actor: &Actor, new: &NewPerson) -> Result<PersonId, Refusal<CannotFile>> {
    let pass = access::allow(app, tx, actor, Action::Create, Resource::Identity, About::General)?;
    new.identity.check().and_then(|()| new.file.check()).map_err(Refusal::Rule)?;
    let (id, key) = rows::insert(tx, &app.vault, &app.dice, &pass, new, app.now())?;
    let change = Change { who: who(app, tx, actor)?, before: Json::Null };
    rows::remember(tx, &app.dice, (id, &key), Touched::Created, &change, app.now())?;
    if actor.team.is_some() {
        access::start_following(tx, &pass, id, None, actor.team, app.now())?;
    }
    access::note(app, tx, actor, &pass, Event { act: "person.created", persons: &[id], ..Event::default() })?;
    proposed::check(app, tx, id, &new.identity, &new.file)?;
    merge::ask_to_look(app, tx, id)?;
    Ok(id)
}

/// The person of this pass. Whoever asks for an id that nobody has leaves a refusal, like whoever asks for
/// someone hidden: neither the trail's growth nor the time it takes tells one from the other (SEC-10).
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Store`].
pub(super) fn known<R>(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &policy::Pass,
    id: PersonId,
) -> Result<rows::Filed, Refusal<R>> {
    let filed = rows::find(tx, &app.vault, pass, id)?;
    filed.ok_or_else(|| access::nothing_there(app, tx, actor, (pass.action(), pass.resource()), Some(id)))
}

/// How a history names the actor, also after she has left.
pub(super) fn who(app: &App, tx: &mut Tx<'_>, actor: &Actor) -> store::Result<String> {
    let name = actor.id().map(|id| access::name(app, tx, id)).transpose()?.flatten();
    Ok(name.unwrap_or_else(|| actor.subject().name.clone()))
}

/// Shows a person: her identity, and her file when the actor has a relation to her.
///
/// # Errors
/// The usual refusals.
pub fn see(app: &App, actor: &Actor, id: PersonId) -> Result<PersonView, Refusal> {
    see_with(app, actor, id, |_, _| Ok(())).map(|(view, ())| view)
}

/// Shows a person together with what other rooms know of her, from the same snapshot; they leave
/// their own entries.
///
/// # Errors
/// The usual refusals.
pub fn see_with<T>(
    app: &App,
    actor: &Actor,
    id: PersonId,
    others: impl FnOnce(&mut Tx<'_>, &mut Trail) -> store::Result<T>,
) -> Result<(PersonView, T), Refusal> {
    app.store.look("people.see", |tx, trail| {
        let (view, pass) = view(app, tx, actor, id)?;
        let fields: &[&str] = if view.file.is_some() { &["identity", "person_file"] } else { &["identity"] };
        let flags = watched::flags(app, tx, actor, &view.identity)?;
        trail.leave(access::entry(app, actor, &pass, Event { act: "person.seen", fields, flags, ..Event::default() }));
        Ok((view, others(tx, trail)?))
    })
}

/// The person as the actor may see her, inside a look of another room that leaves the entry itself.
///
/// # Errors
/// The usual refusals.
pub fn view(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<(PersonView, policy::Pass), Refusal> {
    let pass = access::allow(app, tx, actor, Action::See, Resource::Identity, About::Person(id))?;
    let filed = known(app, tx, actor, &pass, id)?;
    let [file_pass, correct_identity, correct_file, history, situation, assign, erase] = access::offered(
        tx,
        actor,
        About::Person(id),
        [
            (Action::See, Resource::PersonFile),
            (Action::Correct, Resource::Identity),
            (Action::Correct, Resource::PersonFile),
            (Action::See, Resource::PersonHistory),
            (Action::See, Resource::Situation),
            (Action::Assign, Resource::Assignment),
            (Action::Erase, Resource::Erasure),
        ],
    )?;
    let (file, follower) = match &file_pass {
        Ok(pass) => (rows::file(tx, pass, &filed)?, Some(access::follower(tx, id)?)),
        Err(_) => (None, None),
    };
    let (followed_by, followed_by_team) = names_of(app, tx, follower)?;
    let may = May {
        correct_identity: correct_identity.is_ok(),
        correct_file: correct_file.is_ok(),
        history: history.is_ok(),
        situation: situation.is_ok(),
        assign: assign.map_or_else(|denied| denied.offers_elevation(), |_| true),
        erase: erase.map_or_else(|denied| denied.offers_elevation(), |_| true),
    };
    let view = PersonView {
        id,
        identity: filed.identity,
        identity_version: filed.identity_version,
        file,
        follower,
        followed_by,
        followed_by_team,
        records: merge::records(app, tx, actor, id)?,
        imported: filed.imported,
        protected: access::shield::guard(tx, &pass, id)?.is_some(),
        may,
    };
    Ok((view, pass))
}

fn names_of(app: &App, tx: &mut Tx<'_>, follower: Option<Follower>) -> store::Result<(Option<String>, Option<String>)> {
    let follower = follower.unwrap_or_default();
    let worker = follower.worker.map(|id| access::accounts::name(app, tx, id)).transpose()?.flatten();
    let team = follower.team.map(|id| access::accounts::team_name(tx, id)).transpose()?.flatten();
    Ok((worker, team))
}

/// The names of the persons that the actor may see, inside a look of another room that leaves the
/// entry itself. Whom she may not see is absent, without a trace of her own.
///
/// # Errors
/// The store's.
pub fn names(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    ids: &[PersonId],
) -> store::Result<std::collections::BTreeMap<PersonId, String>> {
    let mut names = std::collections::BTreeMap::new();
    for id in ids {
        if names.contains_key(id) {
            continue;
        }
        let [pass] = access::offered(tx, actor, About::Person(*id), [(Action::See, Resource::Identity)])?;
        if let Ok(pass) = pass
            && let Some(filed) = rows::find(tx, &app.vault, &pass, *id)?
        {
            names.insert(*id, filed.identity.called());
        }
    }
    Ok(names)
}

/// A correction: either part with the version it was read at.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// Who she is.
    pub identity: Option<(i64, Identity)>,
    /// How to speak with her and reach her.
    pub file: Option<(i64, File)>,
}

/// Corrects a person, but for her safe-contact set, which has an act of its own: what was asked of
/// her is not changed in passing. When someone else saved either part first nothing is changed, and the page
/// shows both texts (SEC-74).
///
/// # Errors
/// [`Refusal::Stale`], [`CannotFile`], or the usual refusals.
pub fn correct(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    correction: &Correction,
) -> Result<PersonId, Refusal<CannotFile>> {
    app.store.write("people.correct", |tx| {
        only_once(app, tx, once, |tx| {
            if let Some((version, identity)) = &correction.identity {
                correct_identity(app, tx, actor, id, *version, identity)?;
            }
            if let Some((version, file)) = &correction.file {
                correct_file(app, tx, actor, id, *version, |old| File { reach: old.reach.clone(), ..file.clone() })?;
            }
            Ok(id)
        })
    })
}

/// Writes down how to reach her without harm (SEC-23). `version` is the file's.
///
/// # Errors
/// [`Refusal::Stale`], or the usual refusals.
pub fn correct_safe_contact(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    version: i64,
    reach: &SafeContact,
) -> Result<PersonId, Refusal<CannotFile>> {
    app.store.write("people.correct_safe_contact", |tx| {
        only_once(app, tx, once, |tx| {
            correct_file(app, tx, actor, id, version, |file| File { reach: reach.clone(), ..file.clone() })?;
            Ok(id)
        })
    })
}

fn correct_identity(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PersonId,
    version: i64,
    new: &Identity,
) -> Result<(), Refusal<CannotFile>> {
    let pass = access::allow(app, tx, actor, Action::Correct, Resource::Identity, About::Person(id))?;
    let filed = known(app, tx, actor, &pass, id)?;
    new.check().map_err(Refusal::Rule)?;
    if filed.identity_version != version {
        return Err(Refusal::Stale);
    }
    let fields = filed.identity.changed(new);
    if fields.is_empty() {
        return Ok(());
    }
    rows::save_identity(tx, &app.vault, &app.dice, &filed, version, new)?;
    let change = Change { who: who(app, tx, actor)?, before: &filed.identity };
    rows::remember(tx, &app.dice, (id, &filed.key), Touched::Identity, &change, app.now())?;
    let event = Event { act: "person.identity_corrected", fields: &fields, ..Event::default() };
    access::note(app, tx, actor, &pass, event)?;
    merge::ask_to_look(app, tx, id)?;
    Ok(notice(app, tx, id)?)
}

fn correct_file(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PersonId,
    version: i64,
    new: impl FnOnce(&File) -> File,
) -> Result<(), Refusal<CannotFile>> {
    let pass = access::allow(app, tx, actor, Action::Correct, Resource::PersonFile, About::Person(id))?;
    let filed = known(app, tx, actor, &pass, id)?;
    let (stored, old) = rows::file(tx, &pass, &filed)?.ok_or(Refusal::NotFound)?;
    if stored != version {
        return Err(Refusal::Stale);
    }
    let new = new(&old);
    new.check().map_err(Refusal::Rule)?;
    let fields = old.changed(&new);
    if fields.is_empty() {
        return Ok(());
    }
    rows::save_file(tx, &app.vault, &app.dice, &filed, (version, &old), &new)?;
    let change = Change { who: who(app, tx, actor)?, before: &old };
    rows::remember(tx, &app.dice, (id, &filed.key), Touched::File, &change, app.now())?;
    let event = Event { act: "person.file_corrected", fields: &fields, ..Event::default() };
    access::note(app, tx, actor, &pass, event)?;
    Ok(notice(app, tx, id)?)
}

/// Whether she now shares something with someone who works here (SEC-16).
fn notice(app: &App, tx: &mut Tx<'_>, id: PersonId) -> store::Result<()> {
    match rows::filed_by(tx, &app.vault, id)? {
        Some((identity, file)) => proposed::check(app, tx, id, &identity, &file),
        None => Ok(()),
    }
}

/// Why a person was not given to someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotAssign {
    /// She is protected, and nobody would see her there (SEC-18).
    OutOfSight,
}

/// Says who follows a person from now on: a reference worker, a team, both or nobody. `version` is
/// the follower's that was read, 0 when nobody followed her.
///
/// # Errors
/// [`CannotAssign`], [`Refusal::Stale`], or the usual refusals.
pub fn assign(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    version: i64,
    to: (Option<AccountId>, Option<TeamId>),
) -> Result<PersonId, Refusal<CannotAssign>> {
    app.store.write("people.assign", |tx| {
        only_once(app, tx, once, |tx| {
            // Whom nobody follows may be assigned, and so could who is not there: without this, being asked
            // for the second factor would tell a random id from a hidden person's (SEC-10).
            let seen = access::allow(app, tx, actor, Action::See, Resource::Identity, About::Person(id))?;
            known(app, tx, actor, &seen, id)?;
            let pass = access::allow(app, tx, actor, Action::Assign, Resource::Assignment, About::Person(id))?;
            known(app, tx, actor, &pass, id)?;
            access::assign(tx, &pass, id, version, to, app.now())?;
            if access::sight::is_lost(tx, &pass, id)? {
                return Err(Refusal::Rule(CannotAssign::OutOfSight));
            }
            access::note(app, tx, actor, &pass, Event { act: "person.assigned", ..Event::default() })?;
            Ok(id)
        })
    })
}

/// What was changed in a person over time, newest first.
#[derive(Clone, Debug)]
pub struct History {
    /// Her id.
    pub id: PersonId,
    /// Who she is now.
    pub identity: Identity,
    /// Whether she came in with an import.
    pub imported: bool,
    /// When she was written down.
    pub created_at: Timestamp,
    /// The changes.
    pub changes: Vec<Changed>,
    /// Whether there are older ones that are not shown.
    pub more: bool,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Changed {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub who: String,
    /// What.
    pub what: What,
}

/// What a change did.
#[derive(Clone, Debug)]
pub enum What {
    /// She was written down.
    Created,
    /// Her identity was corrected.
    Identity {
        /// What stood there.
        before: Box<Identity>,
        /// What was put there.
        after: Box<Identity>,
    },
    /// She was made one with another record.
    Merged,
    /// She was told apart from another record again.
    Parted,
    /// Her file was corrected.
    File {
        /// What stood there.
        before: Box<File>,
        /// What was put there.
        after: Box<File>,
    },
}

/// How many changes a history shows.
const CHANGES_SHOWN: usize = 100;

/// Shows who changed what in a person, and when.
///
/// # Errors
/// The usual refusals.
pub fn history(app: &App, actor: &Actor, id: PersonId) -> Result<History, Refusal> {
    app.store.look("people.history", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::See, Resource::PersonHistory, About::Person(id))?;
        let filed = known(app, tx, actor, &pass, id)?;
        let (_, mut file) = rows::file(tx, &pass, &filed)?.ok_or(Refusal::NotFound)?;
        let mut identity = filed.identity.clone();
        let mut kept = rows::changes(tx, &pass, &filed, CHANGES_SHOWN as i64 + 1)?;
        let more = kept.len() > CHANGES_SHOWN;
        kept.truncate(CHANGES_SHOWN);
        let changes = kept.iter().map(|kept| changed(kept, &mut identity, &mut file)).collect::<store::Result<_>>()?;
        let flags = watched::flags(app, tx, actor, &filed.identity)?;
        trail.leave(access::entry(app, actor, &pass, Event { act: "person.history_seen", flags, ..Event::default() }));
        let (imported, created_at) = (filed.imported, filed.created_at);
        Ok(History { id, identity: filed.identity, imported, created_at, changes, more })
    })
}

/// Walks back in time: what a change put there is what stood there before the next.
fn changed(kept: &rows::Kept, identity: &mut Identity, file: &mut File) -> store::Result<Changed> {
    let (who, what) = match kept.part {
        Touched::Created => (kept.read::<Json>()?.who, What::Created),
        Touched::Merged => (kept.read::<Json>()?.who, What::Merged),
        Touched::Parted => (kept.read::<Json>()?.who, What::Parted),
        Touched::Identity => {
            let Change { who, before } = kept.read::<Identity>()?;
            let after = std::mem::replace(identity, before.clone());
            (who, What::Identity { before: Box::new(before), after: Box::new(after) })
        }
        Touched::File => {
            let Change { who, before } = kept.read::<File>()?;
            let after = std::mem::replace(file, before.clone());
            (who, What::File { before: Box::new(before), after: Box::new(after) })
        }
    };
    Ok(Changed { at: kept.at, who, what })
}
