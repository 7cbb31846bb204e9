//! What administrators do with accounts and teams, from the pages and from the command line.
//!
//! Nobody changes her own rights (SEC-08), a change works at the next request (SEC-12) and ends what
//! the account was entered with (SEC-59), and a new start takes two people (SEC-60).
//!
//! Here are the accounts; `new_start` is for who lost password or phone, `teams` for where one works,
//! and `ready` makes the staff of a demo city.

mod new_start;
mod ready;
mod teams;

use ground::{AccountId, Limit, Line, TeamId, Tongue};
use policy::{Action, PartnerKind, Pass, Resource, Role, RoleSet};
use store::{Tx, once::Once};

pub(crate) use self::new_start::ASKED_SECONDS;
use self::new_start::asked_by;
pub use self::{
    new_start::{CannotReset, Reset, agree_reset, ask_reset, reset},
    ready::{Ready, add_ready, add_ready_teams},
    teams::{create_team, rename_team, teams},
};
use crate::{
    access::{
        About, Actor, Event,
        accounts::{self, Account, BadRoles, Email, State},
        allow,
        invitations::{self, Kind, Link},
        note,
        second_word::Speaker,
        sessions::{self, Token},
        sight, trace,
    },
    app::{App, Refusal, only_once},
};

/// Who is invited.
#[derive(Clone, Debug)]
pub struct Invite {
    /// What she will log in with.
    pub email: Email,
    /// The name that colleagues see.
    pub name: Line,
    /// What she is trusted to do.
    pub roles: RoleSet,
    /// The team she works in.
    pub team: Option<TeamId>,
    /// The language of her pages.
    pub tongue: Tongue,
    /// What outside organisation she works for, if any.
    pub partner: Option<PartnerKind>,
}

/// A change of an account by an administrator.
#[derive(Clone, Debug)]
pub struct Change {
    /// What she logs in with.
    pub email: Email,
    /// The name that colleagues see.
    pub name: Line,
    /// What she is trusted to do.
    pub roles: RoleSet,
    /// What outside organisation she works for, if any.
    pub partner: Option<PartnerKind>,
    /// The team she works in.
    pub team: Option<TeamId>,
    /// Whether she may not log in.
    pub suspended: bool,
}

/// Why an account was neither made nor changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotChange {
    /// Nobody changes her own rights (SEC-08).
    #[error("this is your own account")]
    Oneself,
    /// The roles do not go together.
    #[error(transparent)]
    Roles(BadRoles),
    /// Another account has this e-mail.
    #[error("another account has this e-mail")]
    EmailTaken,
    /// There is no such team.
    #[error("there is no such team")]
    NoSuchTeam,
    /// Nobody in the city could follow protected persons any more (SEC-18).
    #[error("nobody else may follow protected persons: give a colleague in a team that role first")]
    LastProtector,
}

/// How the trail and the links name who did it.
fn named(actor: &Actor) -> String {
    actor.id().map_or_else(|| actor.subject().name.clone(), |id| id.to_string())
}

fn traced(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &Pass,
    act: &'static str,
    id: AccountId,
) -> store::Result<()> {
    note(app, tx, actor, pass, Event { act, objects: &[id.to_string()], ..Event::default() })
}

/// Every account, by name.
///
/// # Errors
/// The policy's refusal, or the store's.
pub fn list(app: &App, actor: &Actor) -> Result<Vec<Account>, Refusal> {
    app.store.look("users.list", |tx, trail| {
        let pass = allow(app, tx, actor, Action::See, Resource::Account, About::General)?;
        let found = accounts::all(app, tx)?;
        let count = u64::try_from(found.len()).ok();
        trail.leave(trace::entry(app, actor, &pass, Event { act: "account.listed", count, ..Event::default() }));
        Ok(found)
    })
}

/// Whom a list of accounts is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Parts of the name or of the e-mail, in any order; nothing for everyone.
    pub text: String,
    /// With this role.
    pub role: Option<Role>,
    /// In this state.
    pub state: Option<State>,
}

impl Wanted {
    fn fits(&self, account: &Account) -> bool {
        let held = format!("{} {}", account.name, account.email.as_str()).to_lowercase();
        let text = self.text.to_lowercase();
        text.split_whitespace().all(|part| held.contains(part))
            && self.role.is_none_or(|role| account.roles.holds(role))
            && self.state.is_none_or(|state| account.state == state)
    }
}

/// One page of the accounts that fit.
#[derive(Debug)]
pub struct Listing {
    /// The accounts of this page.
    pub rows: Vec<Account>,
    /// The page, from 0: the last one when a later one was asked for.
    pub page: usize,
    /// How many fit in all.
    pub count: usize,
}

/// How many accounts stand on a page.
pub const PAGE: usize = 25;

/// The accounts that fit, a page at a time.
///
/// # Errors
/// The policy's refusal, or the store's.
pub fn find(app: &App, actor: &Actor, wanted: &Wanted, page: usize) -> Result<Listing, Refusal> {
    app.store.look("users.find", |tx, trail| {
        let pass = allow(app, tx, actor, Action::See, Resource::Account, About::General)?;
        let fitting: Vec<Account> = accounts::all(app, tx)?.into_iter().filter(|one| wanted.fits(one)).collect();
        let count = fitting.len();
        if count > PAGE {
            Limit::PageRows.reached();
        }
        let page = page.min(count.saturating_sub(1) / PAGE);
        let rows: Vec<Account> = fitting.into_iter().skip(page * PAGE).take(PAGE).collect();
        let shown = u64::try_from(rows.len()).ok();
        trail.leave(trace::entry(app, actor, &pass, Event { act: "account.listed", count: shown, ..Event::default() }));
        Ok(Listing { rows, page, count })
    })
}

/// One account, with who asked for a new start of it if someone did.
///
/// # Errors
/// [`Refusal::NotFound`], or the store's.
pub fn see(app: &App, actor: &Actor, id: AccountId) -> Result<(Account, Option<Speaker>), Refusal> {
    app.store.look("users.see", |tx, trail| {
        let pass = allow(app, tx, actor, Action::See, Resource::Account, About::Account(id))?;
        let account = accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?;
        let event = Event { act: "account.seen", objects: &[id.to_string()], ..Event::default() };
        trail.leave(trace::entry(app, actor, &pass, event));
        let asked = asked_by(app, tx, &account)?;
        Ok((account, asked))
    })
}

/// Invites someone, and gives the link to hand over.
///
/// # Errors
/// What cannot be, the policy's refusal, or the store's.
pub fn invite(app: &App, actor: &Actor, invite: &Invite) -> Result<(AccountId, Link), Refusal<CannotChange>> {
    let token = Token::draw(&app.dice);
    app.store.write("users.invite", |tx| {
        let (id, link) = add_invited(app, tx, actor, invite, token.clone())?;
        Ok((id, link))
    })
}

/// The same from a form: sent twice, it shows the same link and invites once (SEC-75).
///
/// # Errors
/// As [`invite`].
pub fn invite_once(
    app: &App,
    actor: &Actor,
    once: &Once,
    invite: &Invite,
) -> Result<(AccountId, Link), Refusal<CannotChange>> {
    app.store.write("users.invite", |tx| {
        let token = Token::of_form(app, tx, &once.key)?;
        // Before the key is looked up: who lost the right is not shown the link again.
        allow::<CannotChange>(app, tx, actor, Action::Create, Resource::Account, About::General)?;
        let id = only_once(app, tx, once, |tx| add_invited(app, tx, actor, invite, token.clone()).map(|(id, _)| id))?;
        Ok((id, invitations::shown_again(app, tx, &token)?.ok_or(Refusal::NotFound)?))
    })
}

fn add_invited(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    invite: &Invite,
    token: Token,
) -> Result<(AccountId, Link), Refusal<CannotChange>> {
    let pass = allow(app, tx, actor, Action::Create, Resource::Account, About::General)?;
    check(app, tx, None, &invite.email, invite.roles, invite.partner, invite.team)?;
    let id = AccountId::draw(&app.dice);
    let new = accounts::New {
        id,
        state: State::Invited,
        email: &invite.email,
        name: &invite.name,
        roles: invite.roles,
        partner: invite.partner,
        team: invite.team,
        tongue: invite.tongue,
    };
    accounts::add(app, tx, &new)?;
    let link = invitations::issue(app, tx, token, Some(id), Kind::Invite, (&named(actor), None))?;
    traced(app, tx, actor, &pass, "account.invited", id)?;
    Ok((id, link))
}

/// Makes a new link for someone who did not use hers in time.
///
/// # Errors
/// [`Refusal::NotFound`] for an account that is not waiting for its link.
pub fn invite_again(app: &App, actor: &Actor, once: &Once, id: AccountId) -> Result<Link, Refusal> {
    app.store.write("users.invite_again", |tx| {
        let token = Token::of_form(app, tx, &once.key)?;
        let pass = allow(app, tx, actor, Action::Correct, Resource::Account, About::Account(id))?;
        only_once(app, tx, once, |tx| {
            let account = accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?;
            if account.state != State::Invited {
                return Err(Refusal::NotFound);
            }
            invitations::issue(app, tx, token.clone(), Some(id), Kind::Invite, (&named(actor), None))?;
            traced(app, tx, actor, &pass, "account.invited", id)?;
            Ok(id)
        })?;
        invitations::shown_again(app, tx, &token)?.ok_or(Refusal::NotFound)
    })
}

fn check(
    app: &App,
    tx: &mut Tx<'_>,
    id: Option<AccountId>,
    email: &Email,
    roles: RoleSet,
    partner: Option<PartnerKind>,
    team: Option<TeamId>,
) -> Result<(), Refusal<CannotChange>> {
    accounts::sound_roles(roles, partner).map_err(|bad| Refusal::Rule(CannotChange::Roles(bad)))?;
    if accounts::email_is_taken(app, tx, email, id)? {
        return Err(Refusal::Rule(CannotChange::EmailTaken));
    }
    if let Some(team) = team
        && accounts::team_name(tx, team)?.is_none()
    {
        return Err(Refusal::Rule(CannotChange::NoSuchTeam));
    }
    Ok(())
}

/// Changes an account: e-mail, name, roles, team, whether it may log in. `version` is the one that
/// was read.
///
/// # Errors
/// What cannot be, [`Refusal::Stale`], the policy's refusal, or the store's.
pub fn change(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: AccountId,
    version: i64,
    change: &Change,
) -> Result<AccountId, Refusal<CannotChange>> {
    app.store.write("users.change", |tx| only_once(app, tx, once, |tx| change_in(app, tx, actor, id, version, change)))
}

fn change_in(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: AccountId,
    version: i64,
    change: &Change,
) -> Result<AccountId, Refusal<CannotChange>> {
    let pass = allow(app, tx, actor, Action::Correct, Resource::Account, About::Account(id))?;
    if actor.id() == Some(id) {
        return Err(Refusal::Rule(CannotChange::Oneself));
    }
    let before = accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?;
    if before.version != version {
        return Err(Refusal::Stale);
    }
    check(app, tx, Some(id), &change.email, change.roles, change.partner, change.team)?;
    let state = match (change.suspended, accounts::was_started(tx, id)?) {
        (true, _) => State::Suspended,
        (false, true) => State::Active,
        (false, false) => State::Invited,
    };
    let after = Account {
        state,
        name: change.name.to_string(),
        roles: change.roles,
        partner: change.partner,
        team: change.team,
        ..before.clone()
    };
    let fields = changed(&before, &after, &change.email);
    let protected_before = sight::has_protectors(tx)?;
    accounts::save(app, tx, &after, &change.email)?;
    if fields.iter().any(|field| ["email", "roles", "partner", "state"].contains(field)) {
        sessions::end_everything(app, tx, id, None)?;
    }
    if fields.iter().any(|field| ["roles", "partner", "state", "team"].contains(field)) {
        // A suspension does not wait: the account may be in a stranger's hands (SEC-12).
        if protected_before && !change.suspended && !sight::has_protectors(tx)? {
            return Err(Refusal::Rule(CannotChange::LastProtector));
        }
        sight::look_after(app, tx)?;
    }
    let event = Event { act: "account.changed", objects: &[id.to_string()], fields: &fields, ..Event::default() };
    note(app, tx, actor, &pass, event)?;
    Ok(id)
}

/// The names of the fields that differ.
fn changed(before: &Account, after: &Account, email: &Email) -> Vec<&'static str> {
    let differs = [
        ("email", before.email != email.as_str()),
        ("name", before.name != after.name),
        ("roles", before.roles != after.roles),
        ("partner", before.partner != after.partner),
        ("team", before.team != after.team),
        ("state", before.state != after.state),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

/// Suspends an account at once, whatever its version: for the command line and for emergencies.
///
/// # Errors
/// [`CannotChange::Oneself`], [`Refusal::NotFound`], the policy's refusal, or the store's.
pub fn suspend(app: &App, actor: &Actor, id: AccountId) -> Result<(), Refusal<CannotChange>> {
    app.store.write("users.suspend", |tx| {
        let account = accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?;
        let email = Email::parse(&account.email).map_err(|_| Refusal::NotFound)?;
        let name = Line::parse(&account.name).map_err(|_| Refusal::NotFound)?;
        let Account { roles, partner, team, version, .. } = account;
        let change = Change { email, name, roles, partner, team, suspended: true };
        change_in(app, tx, actor, id, version, &change).map(|_| ())
    })
}
