//! The two words by which a person is erased.

use ground::{PersonId, Timestamp};
use policy::{Action, Pass, Resource, Role};
use store::{
    Tx,
    jobs::{self, Job},
    once::Once,
};

use super::{
    destroy,
    model::{self, CannotErase, Reason, Request, Voice},
    store as rows,
};
use crate::{
    access::{self, About, Actor, Event},
    app::{App, Refusal, only_once},
    people::{acts, merge, store as persons},
};

/// The job that carries out what is decided, should the process die over it.
pub const CARRY_OUT: &str = "people.erasure.carry_out";

/// What stands about the erasure of a person, for someone who sees her.
#[derive(Clone, Debug, Default)]
pub struct Erasable {
    /// What was asked, if the word still stands.
    pub request: Option<Request>,
    /// The name of who asked.
    pub asked_by: Option<String>,
    /// Whether it was this actor.
    pub asked_by_me: bool,
    /// Whether this actor's word would be the second.
    pub may_agree: bool,
}

/// A request as the auditor sees it: a reference, and no contents.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Whom it is about.
    pub person: PersonId,
    /// What was asked.
    pub request: Request,
    /// The name of who asked.
    pub asked_by: String,
    /// Whether it was this actor.
    pub asked_by_me: bool,
    /// Whether this actor's word would be the second.
    pub may_agree: bool,
}

/// Leave to say a word about the erasure of a person, and what that word weighs. Who neither sees her nor
/// audits has none: for her that person may not even exist.
fn leave(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<(Pass, Voice), Refusal<CannotErase>> {
    let audits = actor.roles().holds(Role::AuditorDpo);
    // Who does not audit is asked first whether she sees her at all: to be asked for the second factor would
    // tell that someone hidden is there (SEC-18).
    let sees = if audits {
        access::may(tx, actor, Action::See, Resource::Identity, About::Person(id))?
    } else {
        Some(access::allow(app, tx, actor, Action::See, Resource::Identity, About::Person(id))?)
    };
    let knows_her = match &sees {
        Some(sees) => persons::find(tx, &app.vault, sees, id)?.is_some(),
        None => false,
    };
    if !audits && !knows_her {
        return Err(Refusal::NotFound);
    }
    let pass = access::allow(app, tx, actor, Action::Erase, Resource::Erasure, About::Person(id))?;
    let voice = Voice { audits, knows_her };
    Ok((pass, voice))
}

/// Nobody is erased from under the review of an emergency opening: what was done would be judged by nobody.
fn reviewed(tx: &mut Tx<'_>, pass: &Pass, id: PersonId) -> Result<(), Refusal<CannotErase>> {
    if access::glass::awaits_review(tx, pass, id)? { Err(Refusal::Rule(CannotErase::GlassToReview)) } else { Ok(()) }
}

/// What the word of who asked weighs now: nothing when the account is no longer active.
fn asked_voice(app: &App, tx: &mut Tx<'_>, request: &Request) -> store::Result<Voice> {
    let roles = access::accounts::active_roles(app, tx, request.asked_by)?;
    let audits = roles.is_some_and(|roles| roles.holds(Role::AuditorDpo));
    Ok(Voice { audits, knows_her: request.knows_her && roles.is_some() })
}

/// Shows what stands about the erasure of a person.
///
/// # Errors
/// The usual refusals: the page is for those who see her and may erase.
pub fn of_person(app: &App, actor: &Actor, id: PersonId) -> Result<Erasable, Refusal> {
    app.store.look("people.erasure.see", |tx, trail| {
        let see = access::allow(app, tx, actor, Action::See, Resource::Identity, About::Person(id))?;
        acts::known(app, tx, actor, &see, id)?;
        let (pass, mine) = leave(app, tx, actor, id).map_err(unruled)?;
        let request = rows::request(tx, &pass, id)?.filter(|request| request.stands(app.now()));
        trail.leave(access::entry(app, actor, &pass, Event { act: "person.erasure_seen", ..Event::default() }));
        let Some(request) = request else { return Ok(Erasable::default()) };
        let asked_by_me = Some(request.asked_by) == actor.id();
        Ok(Erasable {
            asked_by: access::name(app, tx, request.asked_by)?,
            asked_by_me,
            may_agree: !asked_by_me && model::decide(asked_voice(app, tx, &request)?, mine),
            request: Some(request),
        })
    })
}

/// Leave alone refuses by no rule.
fn unruled(refusal: Refusal<CannotErase>) -> Refusal {
    refusal.without_rule().unwrap_or(Refusal::NotFound)
}

/// Shows the auditor what waits for a second word. Nobody she must not meet in the service is in it.
///
/// # Errors
/// The usual refusals.
pub fn waiting(app: &App, actor: &Actor) -> Result<Vec<Waiting>, Refusal> {
    app.store.look("people.erasure.waiting", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::Erase, Resource::Erasure, About::General)?;
        let mut all = Vec::new();
        for (person, request) in rows::requests(tx, &pass)? {
            if !request.stands(app.now())
                || access::may(tx, actor, Action::Erase, Resource::Erasure, About::Person(person))?.is_none()
            {
                continue;
            }
            let mine = Voice { audits: actor.roles().holds(Role::AuditorDpo), knows_her: false };
            let asked_by_me = Some(request.asked_by) == actor.id();
            all.push(Waiting {
                person,
                asked_by: access::name(app, tx, request.asked_by)?.unwrap_or_default(),
                asked_by_me,
                may_agree: !asked_by_me
                    && request.agreed.is_none()
                    && model::decide(asked_voice(app, tx, &request)?, mine),
                request,
            });
        }
        let persons: Vec<PersonId> = all.iter().map(|one| one.person).collect();
        let event = Event { act: "person.erasures_listed", persons: &persons, ..Event::default() };
        trail.leave(access::entry(app, actor, &pass, event));
        Ok(all)
    })
}

/// Says the first word: asks that a person be erased.
///
/// # Errors
/// [`CannotErase`], or the usual refusals.
pub fn ask(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    reason: Reason,
) -> Result<PersonId, Refusal<CannotErase>> {
    app.store.write("people.erasure.ask", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, voice) = leave(app, tx, actor, id)?;
            if !rows::is_there(tx, &pass, id)? {
                return Err(Refusal::Rule(CannotErase::NoSuchPerson));
            }
            reviewed(tx, &pass, id)?;
            if rows::request(tx, &pass, id)?.is_some_and(|before| before.stands(app.now())) {
                return Err(Refusal::Rule(CannotErase::AskedBefore));
            }
            let asked_by = actor.id().ok_or(Refusal::NotFound)?;
            let request = Request { reason, asked_by, knows_her: voice.knows_her, asked_at: app.now(), agreed: None };
            rows::put_request(tx, &pass, id, &request)?;
            note(app, tx, actor, &pass, "person.erasure_asked", reason)?;
            Ok(id)
        })
    })
}

/// Takes a first word back, or says no to it.
///
/// # Errors
/// [`Refusal::NotFound`] when nothing was asked; the usual refusals.
pub fn decline(app: &App, actor: &Actor, once: &Once, id: PersonId) -> Result<PersonId, Refusal<CannotErase>> {
    app.store.write("people.erasure.decline", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, _) = leave(app, tx, actor, id)?;
            let request = rows::request(tx, &pass, id)?.filter(|request| request.agreed.is_none());
            let request = request.ok_or(Refusal::NotFound)?;
            rows::drop_request(tx, &pass, id)?;
            note(app, tx, actor, &pass, "person.erasure_declined", request.reason)?;
            Ok(id)
        })
    })
}

/// Says the second word: decides that a person is erased, and erases her. It answers when the journal has
/// her line on every disk and nothing of hers is left.
///
/// # Errors
/// [`CannotErase`], or the usual refusals. After [`Refusal::Store`] the decision may stand: then it is
/// carried out in the background, or at the next start.
pub fn agree(app: &App, actor: &Actor, once: &Once, id: PersonId) -> Result<PersonId, Refusal<CannotErase>> {
    let records = app.store.read("people.erasure.records", |tx| merge::others(tx, id))?;
    let id = decide(app, actor, once, id)?;
    for one in records.into_iter().chain([id]) {
        carry_out(app, one)?;
    }
    Ok(id)
}

/// The decision, committed by itself: from here on it will be carried out.
pub(super) fn decide(app: &App, actor: &Actor, once: &Once, id: PersonId) -> Result<PersonId, Refusal<CannotErase>> {
    app.store.write("people.erasure.agree", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, mine) = leave(app, tx, actor, id)?;
            let request = rows::request(tx, &pass, id)?.filter(|request| request.stands(app.now()));
            let request = request.ok_or(Refusal::NotFound)?;
            let me = actor.id().ok_or(Refusal::NotFound)?;
            if request.agreed.is_some() {
                return Ok(id);
            }
            if request.asked_by == me {
                return Err(Refusal::Rule(CannotErase::SamePerson));
            }
            if !model::decide(asked_voice(app, tx, &request)?, mine) {
                return Err(Refusal::Rule(CannotErase::WrongPair));
            }
            reviewed(tx, &pass, id)?;
            // Two words about a person are about every record of hers.
            for one in merge::others(tx, id)?.into_iter().chain([id]) {
                reviewed(tx, &pass, one)?;
                rows::put_request(tx, &pass, one, &request)?;
                rows::agree(tx, &pass, one, me, app.now())?;
                jobs::put(tx, &app.dice, CARRY_OUT, one.bytes(), app.now().plus_seconds(CARRIED_OUT_BY_NOW))?;
            }
            note(app, tx, actor, &pass, "person.erasure_agreed", request.reason)?;
            Ok(id)
        })
    })
}

/// After how many seconds a decision that was not carried out at once is taken up in the background.
const CARRIED_OUT_BY_NOW: i64 = 60;

fn note(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &Pass,
    act: &'static str,
    reason: Reason,
) -> store::Result<()> {
    access::note(app, tx, actor, pass, Event { act, fields: &[reason.code()], ..Event::default() })
}

/// Carries out what was decided about a person: first the journal, then the database. Harmless when it was
/// done before.
pub(super) fn carry_out(app: &App, id: PersonId) -> store::Result<()> {
    let Some(decided) = app.store.read("people.erasure.decided", |tx| rows::decided(tx, id))? else { return Ok(()) };
    let line = app.journal.append(&decided)?;
    app.store.write("people.erasure.carry_out", |tx| destroy::carry_out(app, tx, &line, false))?;
    // The log of the database still holds the pages as they were. Who reads a snapshot now keeps it a while.
    if !app.store.empty_log()? {
        tracing::info!("the write-ahead log could not be emptied at once; it is emptied with the next sweep");
    }
    Ok(())
}

/// The job [`CARRY_OUT`]: the same, in the transaction that ends the job. The journal may be written before
/// that transaction is undone: it takes a line only for what is decided, and only once.
///
/// # Errors
/// The store's, or what is wrong with the journal.
pub fn finish(app: &App, tx: &mut Tx<'_>, job: &Job) -> store::Result<()> {
    let Ok(bytes) = job.subject.as_slice().try_into() else { return Ok(()) };
    let Some(decided) = rows::decided(tx, PersonId::from_bytes(bytes))? else { return Ok(()) };
    let line = app.journal.append(&decided)?;
    destroy::carry_out(app, tx, &line, false)
}

impl Waiting {
    /// Until when the first word stands.
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        self.request.asked_at.plus_seconds(model::ASKED_FOR)
    }
}
