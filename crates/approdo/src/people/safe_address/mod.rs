//! Where a protected person stays: a thing apart from her file (SEC-20).
//!
//! It is shown one at a time, to whoever said why in a form, and to nobody twice for one asking. No list,
//! print, export, history or letter holds it: what a letter may use stands beside it, by hand or in care
//! of a service. Lifting her protection destroys it with its key.

use std::fmt;

use ground::{Level, Line, PersonId, Prose, Timestamp};
use policy::{Action, Pass, Resource};
use serde::{Deserialize, Serialize};
use store::{
    StoreError, Tx,
    once::{self, Known, Once},
    vault::{Place, Safe, Vault},
};

use crate::{
    access::{self, About, Actor, Event, shield},
    app::{App, Refusal, only_once},
};

/// Where she stays, and what a letter to her may use.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeAddress {
    /// The place, and how to come to it without bringing anyone along.
    #[serde(rename = "p")]
    pub place: Prose,
    /// What letters may use.
    #[serde(rename = "l")]
    pub letters: Letters,
}

impl fmt::Debug for SafeAddress {
    /// Shows nothing of it: no log tells where anyone stays.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SafeAddress")
    }
}

/// What a letter to her may use in place of where she stays.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Letters {
    /// No address at all: somebody takes it to her.
    #[serde(rename = "h")]
    ByHand,
    /// The address of a service that keeps it for her.
    #[serde(rename = "c")]
    CareOf(Line),
}

/// Why it is asked for. The list is closed: the word stands in the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Someone goes to her.
    Visit,
    /// Something is taken to her.
    Deliver,
    /// She is brought there, or from there.
    Accompany,
    /// Help is sent to her now.
    Rescue,
    /// Whether it still holds.
    Check,
}

impl Reason {
    /// The list, as forms and the trail write it.
    pub const ALL: [(&'static str, Self); 5] = [
        ("visit", Self::Visit),
        ("deliver", Self::Deliver),
        ("accompany", Self::Accompany),
        ("rescue", Self::Rescue),
        ("check", Self::Check),
    ];

    /// The word.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, reason)| *reason == self).map_or("visit", |(word, _)| word)
    }

    /// The reason of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(one, _)| *one == word).map(|(_, reason)| *reason)
    }
}

/// What can be said without showing it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The version of what is written, and when it was; none when nothing is.
    pub written: Option<(i64, Timestamp)>,
    /// Whether this actor may write it, perhaps after the second factor.
    pub may_write: bool,
}

/// A pass for this, if she is protected and the actor may; otherwise it is as if she had none.
fn pass<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, action: Action, id: PersonId) -> Result<Pass, Refusal<R>> {
    let pass = access::allow(app, tx, actor, action, Resource::SafeAddress, About::Person(id))?;
    shield::guard(tx, &pass, id)?.ok_or(Refusal::NotFound)?;
    Ok(pass)
}

/// Says whether one is written, and nothing of it.
///
/// # Errors
/// The usual refusals.
pub fn standing(app: &App, actor: &Actor, id: PersonId) -> Result<Standing, Refusal> {
    app.store.look("people.safe_address", |tx, trail| {
        let pass = pass(app, tx, actor, Action::See, id)?;
        let [write] = access::offered(tx, actor, About::Person(id), [(Action::Correct, Resource::SafeAddress)])?;
        let written = tx.one("select version, written_at from safe_address where person = $1", &[id.into()])?;
        trail.leave(access::entry(app, actor, &pass, Event { act: "safe_address.page_seen", ..Event::default() }));
        let may_write = write.map_or_else(|denied| denied.offers_elevation(), |_| true);
        Ok(Standing { written, may_write })
    })
}

/// Shows it, once for each asking: a form that is sent again, as a browser does when a page is loaded
/// anew, shows nothing more.
///
/// # Errors
/// The usual refusals.
pub fn show(
    app: &App,
    actor: &Actor,
    asked: &Once,
    id: PersonId,
    reason: Reason,
) -> Result<Option<SafeAddress>, Refusal> {
    app.store.write("people.safe_address.show", |tx| {
        match once::known(tx, asked)? {
            Known::Answered(_) => return Ok(None),
            Known::Misused => return Err(Refusal::Misused),
            Known::New => once::remember(tx, asked, "shown", app.now())?,
        }
        let pass = pass(app, tx, actor, Action::See, id)?;
        let found = find(app, tx, &pass, id)?.ok_or(Refusal::NotFound)?;
        let fields = [reason.code()];
        access::note(app, tx, actor, &pass, Event { act: "safe_address.shown", fields: &fields, ..Event::default() })?;
        Ok(Some(found))
    })
}

/// Writes it down, or anew over the version that was read; 0 when none was.
///
/// # Errors
/// [`Refusal::Stale`] when someone else did first, or the usual refusals.
pub fn write(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    version: i64,
    new: &SafeAddress,
) -> Result<PersonId, Refusal> {
    app.store.write("people.safe_address.write", |tx| {
        only_once(app, tx, once, |tx| {
            let action = if version == 0 { Action::Create } else { Action::Correct };
            let pass = pass(app, tx, actor, action, id)?;
            save(app, tx, &pass, id, version, new)?;
            access::note(app, tx, actor, &pass, Event { act: "safe_address.written", ..Event::default() })?;
            Ok(id)
        })
    })
}

const fn place(row: [u8; 16], version: i64) -> Place {
    Place { table: "safe_address", column: "sealed", row, version }
}

fn find(app: &App, tx: &mut Tx<'_>, pass: &Pass, id: PersonId) -> store::Result<Option<SafeAddress>> {
    if pass.about() != Some(id) || !pass.sees(Level::S4) {
        return Ok(None);
    }
    let row: Option<([u8; 16], i64, Vec<u8>)> =
        tx.one("select id, version, sealed from safe_address where person = $1", &[id.into()])?;
    let Some((own, version, sealed)) = row else { return Ok(None) };
    let broken = || StoreError::Sealed { table: "safe_address", column: "sealed" };
    let key = app.vault.key(tx, &own, Safe::Protected)?.ok_or_else(broken)?;
    let plain = key.open(&place(own, version), &sealed)?;
    serde_json::from_slice(&plain).map(Some).map_err(|_| broken())
}

fn save(app: &App, tx: &mut Tx<'_>, _pass: &Pass, id: PersonId, version: i64, new: &SafeAddress) -> store::Result<()> {
    let row: Option<([u8; 16], i64)> =
        tx.one("select id, version from safe_address where person = $1", &[id.into()])?;
    if row.map_or(0, |(_, stored)| stored) != version {
        return Err(StoreError::Stale);
    }
    // A new key each time: what stood there before opens with nothing any more.
    let own: [u8; 16] = app.dice.bytes();
    if let Some((former, _)) = row {
        app.vault.destroy_keys(tx, &former)?;
        tx.exec("delete from safe_address where person = $1", &[id.into()])?;
    }
    let key = app.vault.make_key(tx, &own, Safe::Protected)?;
    // Texts always serialise.
    let plain = serde_json::to_vec(new).unwrap_or_default();
    tx.exec(
        "insert into safe_address (person, id, version, sealed, written_at) values ($1, $2, $3, $4, $5)",
        &[
            id.into(),
            (&own).into(),
            (version + 1).into(),
            key.seal(&place(own, version + 1), &plain, &app.dice).into(),
            app.now().into(),
        ],
    )
    .map(|_| ())
}

/// Destroys it with its key: she is protected no more. It is asked for with the pass to lift that.
pub(super) fn destroy(app: &App, tx: &mut Tx<'_>, _pass: &Pass, id: PersonId) -> store::Result<()> {
    forget(tx, &app.vault, id)
}

/// Destroys it with its key when she is erased. No pass is asked for: two people decided it (SEC-50).
pub(super) fn forget(tx: &mut Tx<'_>, vault: &Vault, id: PersonId) -> store::Result<()> {
    let row: Option<([u8; 16],)> = tx.one("select id from safe_address where person = $1", &[id.into()])?;
    let Some((own,)) = row else { return Ok(()) };
    vault.destroy_keys(tx, &own)?;
    tx.exec("delete from safe_address where person = $1", &[id.into()]).map(|_| ())
}

#[cfg(test)]
mod story;
