//! What administrators do with accounts and teams, from the pages and from the command line.
//!
//! Nobody changes her own rights (SEC-08), a change works at the next request (SEC-12) and ends what
//! the account was entered with (SEC-59), and a new start takes two people (SEC-60).

use ground::{AccountId, Line, TeamId, Tongue};
use policy::{Action, PartnerKind, Pass, Resource, Role, RoleSet};
use store::{Tx, once::Once};

use super::{
    About, Actor, Event,
    accounts::{self, Account, BadRoles, Email, State, Team},
    allow,
    invitations::{self, Kind, Link},
    log_in, note,
    passwords::Hash,
    second_factor::Seed,
    sessions::{self, Token},
    trace,
};
use crate::app::{App, NoRule, Refusal, only_once};

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
}

/// Why there is no new start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotReset {
    /// Others do that for you.
    #[error("this is your own account")]
    Oneself,
    /// Who asked cannot also agree (SEC-60).
    #[error("another person has to agree")]
    SamePerson,
    /// Nobody asked, or too long ago.
    #[error("nobody asked for a new start")]
    NotAsked,
    /// An account that was never started, or is suspended, has nothing to start anew.
    #[error("the account is not active")]
    NotActive,
}

/// How a new start went.
#[derive(Clone, Debug)]
pub enum Reset {
    /// Noted; another person has to agree.
    Asked,
    /// Two have agreed: the link to show once.
    Link(Link),
}

/// How long a request for a new start waits for the second person.
const ASKED_SECONDS: i64 = 24 * 3600;

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
pub fn see(app: &App, actor: &Actor, id: AccountId) -> Result<(Account, Option<String>), Refusal> {
    app.store.look("users.see", |tx, trail| {
        let pass = allow(app, tx, actor, Action::See, Resource::Account, About::Account(id))?;
        let account = accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?;
        let event = Event { act: "account.seen", objects: &[id.to_string()], ..Event::default() };
        trail.leave(trace::entry(app, actor, &pass, event));
        Ok((account, asked_by(app, tx, id)?))
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
    let token = Token::of_form(app, &once.key)?;
    app.store.write("users.invite", |tx| {
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
    let token = Token::of_form(app, &once.key)?;
    app.store.write("users.invite_again", |tx| {
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
    accounts::save(app, tx, &after, &change.email)?;
    let fields = changed(&before, &after, &change.email);
    if fields.iter().any(|field| ["email", "roles", "partner", "state"].contains(field)) {
        sessions::end_everything(app, tx, id, None)?;
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

/// Leave to take part in a new start: administrators, and supervisors who authenticated again.
fn leave_to_recover<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: AccountId) -> Result<Pass, Refusal<R>> {
    let leads = actor.roles().holds(Role::Supervisor) && !actor.roles().holds(Role::Sysadmin);
    if !leads {
        return allow(app, tx, actor, Action::Administer, Resource::Account, About::Account(id));
    }
    let pass = allow(app, tx, actor, Action::See, Resource::Account, About::Account(id))?;
    if actor.subject().elevated { Ok(pass) } else { Err(Refusal::Elevate) }
}

/// Who asked for a new start, while it may still be agreed to.
fn asked_by(app: &App, tx: &mut Tx<'_>, id: AccountId) -> store::Result<Option<String>> {
    let found: Option<(String, ground::Timestamp)> =
        tx.one("select asked_by, asked_at from reset_request where account = $1", &[id.into()])?;
    let now = app.now();
    Ok(found.filter(|(_, at)| now.seconds_since(*at) < ASKED_SECONDS).map(|(by, _)| by))
}

/// Asks for a new start of an account whose owner lost password or phone. Another person agrees.
///
/// # Errors
/// What cannot be, the policy's refusal, or the store's.
pub fn ask_reset(app: &App, actor: &Actor, id: AccountId) -> Result<(), Refusal<CannotReset>> {
    app.store.write("users.ask_reset", |tx| {
        let pass = leave_to_recover(app, tx, actor, id)?;
        ask_in(app, tx, actor, &pass, id)
    })
}

fn ask_in(app: &App, tx: &mut Tx<'_>, actor: &Actor, pass: &Pass, id: AccountId) -> Result<(), Refusal<CannotReset>> {
    recoverable(app, tx, actor, id)?;
    tx.exec(
        "insert into reset_request (account, asked_by, asked_at) values ($1, $2, $3)
         on conflict (account) do update set asked_by = excluded.asked_by, asked_at = excluded.asked_at",
        &[id.into(), named(actor).into(), app.now().into()],
    )?;
    Ok(traced(app, tx, actor, pass, "account.reset_asked", id)?)
}

fn recoverable(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: AccountId) -> Result<Account, Refusal<CannotReset>> {
    if actor.id() == Some(id) {
        return Err(Refusal::Rule(CannotReset::Oneself));
    }
    let account = accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?;
    if account.state == State::Active { Ok(account) } else { Err(Refusal::Rule(CannotReset::NotActive)) }
}

/// Agrees to a new start that someone else asked for, and gives the link: the account's sessions,
/// known browsers and other links end now.
///
/// # Errors
/// What cannot be, the policy's refusal, or the store's.
pub fn agree_reset(app: &App, actor: &Actor, once: &Once, id: AccountId) -> Result<Link, Refusal<CannotReset>> {
    let token = Token::of_form(app, &once.key)?;
    app.store.write("users.agree_reset", |tx| {
        let pass = leave_to_recover(app, tx, actor, id)?;
        only_once(app, tx, once, |tx| agree_in(app, tx, actor, &pass, id, token.clone()).map(|_| id))?;
        invitations::shown_again(app, tx, &token)?.ok_or(Refusal::NotFound)
    })
}

fn agree_in(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &Pass,
    id: AccountId,
    token: Token,
) -> Result<Link, Refusal<CannotReset>> {
    recoverable(app, tx, actor, id)?;
    let asked = asked_by(app, tx, id)?.ok_or(Refusal::Rule(CannotReset::NotAsked))?;
    if asked == named(actor) {
        return Err(Refusal::Rule(CannotReset::SamePerson));
    }
    sessions::end_everything(app, tx, id, None)?;
    let link = invitations::issue(app, tx, token, Some(id), Kind::Reset, (&asked, Some(&named(actor))))?;
    traced(app, tx, actor, pass, "account.reset_agreed", id)?;
    Ok(link)
}

/// A new start with the command line as one of the two people: it agrees to what someone else asked
/// for, and asks otherwise. Alone it goes through only when nobody else in the house could agree,
/// or a house whose one administrator lost her phone would be closed for ever.
///
/// # Errors
/// What cannot be, the policy's refusal, or the store's.
pub fn reset(app: &App, actor: &Actor, id: AccountId) -> Result<Reset, Refusal<CannotReset>> {
    let token = Token::draw(&app.dice);
    app.store.write("users.reset", |tx| {
        let pass = leave_to_recover(app, tx, actor, id)?;
        let account = recoverable(app, tx, actor, id)?;
        let asked = asked_by(app, tx, id)?;
        if asked.as_ref().is_some_and(|asked| *asked != named(actor)) {
            return agree_in(app, tx, actor, &pass, id, token.clone()).map(Reset::Link);
        }
        ask_in(app, tx, actor, &pass, id)?;
        let alone = actor.subject().command_line && !account.roles.holds(Role::ProtectedWorker);
        if !alone || others_could_agree(app, tx, id)? {
            return Ok(Reset::Asked);
        }
        sessions::end_everything(app, tx, id, None)?;
        let link = invitations::issue(app, tx, token.clone(), Some(id), Kind::Reset, (&named(actor), None))?;
        traced(app, tx, actor, &pass, "account.reset_alone", id)?;
        Ok(Reset::Link(link))
    })
}

fn others_could_agree(app: &App, tx: &mut Tx<'_>, id: AccountId) -> store::Result<bool> {
    let agrees = |account: &Account| {
        account.id != id
            && account.state == State::Active
            && (account.roles.holds(Role::Sysadmin) || account.roles.holds(Role::Supervisor))
    };
    Ok(accounts::all(app, tx)?.iter().any(agrees))
}

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

/// An account that is active at once: for the demo city, where nobody scans anything.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its id.
    pub id: AccountId,
    /// What it logs in with.
    pub email: Email,
    /// The name that colleagues see.
    pub name: Line,
    /// What it is trusted to do.
    pub roles: RoleSet,
    /// The team it works in.
    pub team: Option<TeamId>,
    /// What outside organisation it belongs to, if any.
    pub partner: Option<PartnerKind>,
    /// The password, hashed once for all who share it.
    pub password: Hash,
    /// The second factor.
    pub totp: Seed,
    /// The language of its pages.
    pub tongue: Tongue,
}

/// Adds accounts that are active at once. Only the making of a demo city calls it.
///
/// # Errors
/// The store's.
pub fn add_ready(app: &App, actor: &Actor, ready: &[Ready]) -> store::Result<()> {
    app.store.write("users.add_ready", |tx| {
        for one in ready {
            let new = accounts::New {
                id: one.id,
                state: State::Invited,
                email: &one.email,
                name: &one.name,
                roles: one.roles,
                partner: one.partner,
                team: one.team,
                tongue: one.tongue,
            };
            accounts::add(app, tx, &new)?;
            accounts::start(app, tx, one.id, &one.password, &one.totp, 0)?;
        }
        log_in::leave(tx, trace::log_in(app, actor, "account.made_ready", "done", None))
    })
}

/// Adds teams to a demo city.
///
/// # Errors
/// The store's.
pub fn add_ready_teams(app: &App, teams: &[(TeamId, Line)]) -> store::Result<()> {
    app.store
        .write("users.add_ready_teams", |tx| teams.iter().try_for_each(|(id, name)| accounts::add_team(tx, *id, name)))
}
