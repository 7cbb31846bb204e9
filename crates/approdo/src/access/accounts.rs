//! Who works with Approdo: accounts and teams, and how they are stored.
//!
//! E-mail and name are sealed for the house; an account is found by a keyed fingerprint of its
//! e-mail, so that the database alone tells nobody who works here.

use ground::{AccountId, Line, TeamId, Tongue};
use policy::{PartnerKind, Role, RoleSet, Subject};
use store::{FromRow, Result, Row, StoreError, Tx, vault};

use super::Actor;
use crate::app::App;

/// An e-mail address, lower-cased: what an account logs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct BadEmail;

impl Email {
    /// Takes what was typed. Only the form is looked at: whether it exists shows when it is used.
    ///
    /// # Errors
    /// [`BadEmail`] without exactly one `@` between two parts, or with blanks, or over 254 bytes.
    pub fn parse(text: &str) -> Result<Self, BadEmail> {
        let text = ground::clean(text).map_err(|_| BadEmail)?.to_lowercase();
        let (local, domain) = text.split_once('@').ok_or(BadEmail)?;
        let sound = !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.contains('@')
            && !text.chars().any(char::is_whitespace)
            && text.len() <= 254;
        if sound { Ok(Self(text)) } else { Err(BadEmail) }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database finds it by.
    ///
    /// # Errors
    /// The vault's.
    pub(super) fn index(&self, app: &App, tx: &mut Tx<'_>) -> Result<[u8; 32]> {
        email_index(app, tx, &self.0)
    }
}

/// The fingerprint of whatever was typed into the log-in, so that a text that is no address takes
/// the same way as one that is (SEC-61).
pub(super) fn email_index(app: &App, tx: &mut Tx<'_>, typed: &str) -> Result<[u8; 32]> {
    app.vault.fingerprint_in(tx, vault::Safe::StaffIndex, EMAIL, typed.trim().to_lowercase().as_bytes())
}

/// What the fingerprint of an e-mail is a fingerprint of.
pub(super) const EMAIL: &str = "email";

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The link was shown and not yet used.
    Invited,
    /// May log in.
    Active,
    /// May not: left the service, or is under question.
    Suspended,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Active, Self::Suspended];

    /// The word the database holds.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// The state of that word; an unknown word is none (SEC-11).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Someone who works with Approdo.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// How often it was changed.
    pub version: i64,
    /// Where it stands.
    pub state: State,
    /// What it logs in with.
    pub email: String,
    /// The name that colleagues see.
    pub name: String,
    /// What it is trusted to do.
    pub roles: RoleSet,
    /// What outside organisation it belongs to, if any.
    pub partner: Option<PartnerKind>,
    /// The team it works in.
    pub team: Option<TeamId>,
}

/// A group of staff who share their work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// How often it was changed.
    pub version: i64,
    /// Its name.
    pub name: String,
}

/// Why a set of roles cannot be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRoles {
    /// No role at all.
    #[error("an account needs a role")]
    None,
    /// A role of those who have no account, such as the public.
    #[error("this role belongs to no account")]
    NotOfAccounts,
    /// A partner's role without the kind of organisation, or the kind without such a role.
    #[error("partners have a partner role and a kind, staff have neither")]
    Partner,
}

/// Whether accounts can hold the role: the public, persons and code holders have none.
#[must_use]
pub const fn is_of_accounts(role: Role) -> bool {
    match role {
        Role::Public | Role::Person | Role::CodeHolder => false,
        Role::Desk
        | Role::CaseWorker
        | Role::ProtectedWorker
        | Role::Supervisor
        | Role::Mediator
        | Role::PartnerUser
        | Role::PartnerAdmin
        | Role::Approver
        | Role::Payer
        | Role::Editor
        | Role::Analyst
        | Role::AuditorDpo
        | Role::Sysadmin => true,
    }
}

/// Whether these roles can be given together. A partner never holds a staff role: who works for
/// the police does not sit at the desk as well (SEC-34).
///
/// # Errors
/// Says what is wrong.
pub fn sound_roles(roles: RoleSet, partner: Option<PartnerKind>) -> Result<(), BadRoles> {
    if roles.is_empty() {
        return Err(BadRoles::None);
    }
    if !roles.iter().all(is_of_accounts) {
        return Err(BadRoles::NotOfAccounts);
    }
    let of_partners = |role: Role| role == Role::PartnerUser || role == Role::PartnerAdmin;
    let sound = if partner.is_some() { roles.iter().all(of_partners) } else { !roles.iter().any(of_partners) };
    if sound { Ok(()) } else { Err(BadRoles::Partner) }
}

/// The roles as the database holds them: codes with a space between.
pub(super) fn roles_text(roles: RoleSet) -> String {
    roles.iter().map(Role::code).collect::<Vec<_>>().join(" ")
}

/// The roles of a stored text. An unknown word gives nothing (SEC-02).
pub(super) fn roles_of(text: &str) -> RoleSet {
    text.split_whitespace().filter_map(Role::from_code).filter(|role| is_of_accounts(*role)).collect()
}

/// An account as it lies in the table, sealed.
struct Stored {
    id: AccountId,
    version: i64,
    state: String,
    email: Vec<u8>,
    name: Vec<u8>,
    roles: String,
    partner: Option<String>,
    team: Option<TeamId>,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            version: row.get(1)?,
            state: row.get(2)?,
            email: row.get(3)?,
            name: row.get(4)?,
            roles: row.get(5)?,
            partner: row.get(6)?,
            team: row.get(7)?,
        })
    }
}

impl Stored {
    fn open(self, app: &App, tx: &mut Tx<'_>) -> Result<Account> {
        Ok(Account {
            email: open_text(app, tx, self.id, "email", &self.email)?,
            name: open_text(app, tx, self.id, "name", &self.name)?,
            state: State::from_code(&self.state).unwrap_or(State::Suspended),
            roles: roles_of(&self.roles),
            partner: self.partner.as_deref().and_then(PartnerKind::from_code),
            id: self.id,
            version: self.version,
            team: self.team,
        })
    }
}

/// Where a sealed value of an account stands. Its version is always the first: the row's own changes with
/// every correction, and these values do not change with it.
pub(super) const fn place(id: AccountId, column: &'static str) -> vault::Place {
    vault::Place { table: "account", column, row: *id.bytes(), version: 1 }
}

fn seal_text(app: &App, tx: &mut Tx<'_>, id: AccountId, column: &'static str, text: &str) -> Result<Vec<u8>> {
    app.vault.seal_for_house(tx, vault::Safe::Staff, &place(id, column), text.as_bytes())
}

pub(super) fn open_text(
    app: &App,
    tx: &mut Tx<'_>,
    id: AccountId,
    column: &'static str,
    sealed: &[u8],
) -> Result<String> {
    let plain = app.vault.open_for_house(tx, vault::Safe::Staff, &place(id, column), sealed)?;
    String::from_utf8(plain).map_err(|_| StoreError::Sealed { table: "account", column })
}

/// The account of that id.
pub(super) fn find(app: &App, tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>> {
    let stored: Option<Stored> = tx
        .one("select id, version, state, email, name, roles, partner, team from account where id = $1", &[id.into()])?;
    stored.map(|stored| stored.open(app, tx)).transpose()
}

/// What a decision needs of an account: state, roles, kind of organisation, team, language.
type Acting = (String, String, Option<String>, Option<TeamId>, String);

/// Who acts with this account now, by what stands in the table at this moment: for a word or a work that
/// began earlier (SEC-11, SEC-12). What was proved when it began is given along.
pub(super) fn acting(
    tx: &mut Tx<'_>,
    id: AccountId,
    elevated: bool,
    session: Option<[u8; 8]>,
) -> Result<Option<Actor>> {
    let found: Option<Acting> =
        tx.one("select state, roles, partner, team, tongue from account where id = $1", &[id.into()])?;
    Ok(found.map(|(state, roles, partner, team, tongue)| {
        let subject = Subject {
            account: Some(id),
            name: id.to_string(),
            roles: roles_of(&roles),
            partner: partner.as_deref().and_then(PartnerKind::from_code),
            active: State::from_code(&state) == Some(State::Active),
            elevated,
            command_line: false,
        };
        Actor::account(subject, team, tongue.parse().unwrap_or_default(), session)
    }))
}

/// Every account, by name.
pub(super) fn all(app: &App, tx: &mut Tx<'_>) -> Result<Vec<Account>> {
    let stored: Vec<Stored> =
        tx.all("select id, version, state, email, name, roles, partner, team from account", &[])?;
    let mut accounts = stored.into_iter().map(|stored| stored.open(app, tx)).collect::<Result<Vec<_>>>()?;
    accounts.sort_by_cached_key(|account| account.name.to_lowercase());
    Ok(accounts)
}

/// The names that colleagues see, for pages that name who did something.
///
/// # Errors
/// The store's.
pub fn name(app: &App, tx: &mut Tx<'_>, id: AccountId) -> Result<Option<String>> {
    let sealed: Option<(Vec<u8>,)> = tx.one("select name from account where id = $1", &[id.into()])?;
    sealed.map(|(sealed,)| open_text(app, tx, id, "name", &sealed)).transpose()
}

/// What an account may do, if it is active.
///
/// # Errors
/// The store's.
pub fn active_roles(app: &App, tx: &mut Tx<'_>, id: AccountId) -> Result<Option<RoleSet>> {
    Ok(find(app, tx, id)?.filter(|account| account.state == State::Active).map(|account| account.roles))
}

/// Staff who can follow a person, by name: id, name, team.
///
/// # Errors
/// The store's.
pub fn workers(app: &App, tx: &mut Tx<'_>) -> Result<Vec<(AccountId, String, Option<TeamId>)>> {
    let follows = |role: Role| [Role::Desk, Role::CaseWorker, Role::ProtectedWorker, Role::Supervisor].contains(&role);
    let found = all(app, tx)?.into_iter();
    Ok(found
        .filter(|account| account.state == State::Active && account.roles.iter().any(follows))
        .map(|account| (account.id, account.name, account.team))
        .collect())
}

/// Whether anybody has an account.
pub(super) fn is_empty(tx: &mut Tx<'_>) -> Result<bool> {
    let any: Option<(i64,)> = tx.one("select 1 from account limit 1", &[])?;
    Ok(any.is_none())
}

/// Whether the e-mail is another account's.
pub(super) fn email_is_taken(
    app: &App,
    tx: &mut Tx<'_>,
    email: &Email,
    by_other_than: Option<AccountId>,
) -> Result<bool> {
    let index = email.index(app, tx)?;
    let holder: Option<(AccountId,)> = tx.one("select id from account where email_index = $1", &[(&index).into()])?;
    Ok(holder.is_some_and(|(holder,)| Some(holder) != by_other_than))
}

/// What a new account starts with.
pub(super) struct New<'a> {
    pub(super) id: AccountId,
    pub(super) state: State,
    pub(super) email: &'a Email,
    pub(super) name: &'a Line,
    pub(super) roles: RoleSet,
    pub(super) partner: Option<PartnerKind>,
    pub(super) team: Option<TeamId>,
    pub(super) tongue: Tongue,
}

/// Stores a new account, without password or second factor.
pub(super) fn add(app: &App, tx: &mut Tx<'_>, new: &New<'_>) -> Result<()> {
    let index = new.email.index(app, tx)?;
    let email = seal_text(app, tx, new.id, "email", new.email.as_str())?;
    let name = seal_text(app, tx, new.id, "name", new.name.as_str())?;
    tx.exec(
        "insert into account (id, version, state, email_index, email, name, roles, partner, team, tongue, password, \
         totp, totp_step, created_at) values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, null, null, 0, $10)",
        &[
            new.id.into(),
            new.state.code().into(),
            (&index).into(),
            email.into(),
            name.into(),
            roles_text(new.roles).into(),
            new.partner.map(PartnerKind::code).into(),
            new.team.into(),
            new.tongue.tag().into(),
            app.now().into(),
        ],
    )?;
    Ok(())
}

/// Saves what an administrator may change.
///
/// # Errors
/// [`StoreError::Stale`] when someone else saved first (SEC-74).
pub(super) fn save(app: &App, tx: &mut Tx<'_>, account: &Account, email: &Email) -> Result<()> {
    let index = email.index(app, tx)?;
    let email = seal_text(app, tx, account.id, "email", email.as_str())?;
    let name = seal_text(app, tx, account.id, "name", &account.name)?;
    tx.change_one(
        "update account set state = $3, email_index = $4, email = $5, name = $6, roles = $7, partner = $8, team = $9,
         version = version + 1 where id = $1 and version = $2",
        &[
            account.id.into(),
            account.version.into(),
            account.state.code().into(),
            (&index).into(),
            email.into(),
            name.into(),
            roles_text(account.roles).into(),
            account.partner.map(PartnerKind::code).into(),
            account.team.into(),
        ],
    )
}

/// Makes the account active with its password and second factor.
pub(super) fn start(
    app: &App,
    tx: &mut Tx<'_>,
    id: AccountId,
    password: &super::passwords::Hash,
    totp: &super::second_factor::Seed,
    used_step: i64,
) -> Result<()> {
    let sealed = app.vault.seal_for_house(tx, vault::Safe::Staff, &place(id, "totp"), totp.bytes())?;
    tx.change_one(
        "update account set state = $2, password = $3, totp = $4, totp_step = $5, version = version + 1 where id = $1",
        &[id.into(), State::Active.code().into(), password.as_str().into(), sealed.into(), used_step.into()],
    )
}

/// Whether a password and a second factor were ever set.
pub(super) fn was_started(tx: &mut Tx<'_>, id: AccountId) -> Result<bool> {
    let found: Option<(i64,)> =
        tx.one("select 1 from account where id = $1 and password is not null and totp is not null", &[id.into()])?;
    Ok(found.is_some())
}

/// Stores a new password.
pub(super) fn set_password(tx: &mut Tx<'_>, id: AccountId, password: &super::passwords::Hash) -> Result<()> {
    tx.change_one(
        "update account set password = $2, version = version + 1 where id = $1",
        &[id.into(), password.as_str().into()],
    )
}

/// Stores the language of her pages.
pub(super) fn set_tongue(tx: &mut Tx<'_>, id: AccountId, tongue: Tongue) -> Result<()> {
    tx.change_one(
        "update account set tongue = $2, version = version + 1 where id = $1",
        &[id.into(), tongue.tag().into()],
    )
}

/// Every team, by name.
///
/// # Errors
/// The store's.
pub fn teams(tx: &mut Tx<'_>) -> Result<Vec<Team>> {
    let rows: Vec<(TeamId, i64, String)> = tx.all("select id, version, name from team", &[])?;
    let mut teams: Vec<Team> = rows.into_iter().map(|(id, version, name)| Team { id, version, name }).collect();
    teams.sort_by_cached_key(|team| team.name.to_lowercase());
    Ok(teams)
}

/// The name of a team.
///
/// # Errors
/// The store's.
pub fn team_name(tx: &mut Tx<'_>, id: TeamId) -> Result<Option<String>> {
    let found: Option<(String,)> = tx.one("select name from team where id = $1", &[id.into()])?;
    Ok(found.map(|(name,)| name))
}

/// Stores a new team.
pub(super) fn add_team(tx: &mut Tx<'_>, id: TeamId, name: &Line) -> Result<()> {
    tx.exec("insert into team (id, version, name) values ($1, 1, $2)", &[id.into(), name.as_str().into()])?;
    Ok(())
}

/// Gives a team another name.
pub(super) fn rename_team(tx: &mut Tx<'_>, id: TeamId, version: i64, name: &Line) -> Result<()> {
    tx.change_one(
        "update team set name = $3, version = version + 1 where id = $1 and version = $2",
        &[id.into(), version.into(), name.as_str().into()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_lower_cased_and_has_two_parts() {
        assert_eq!(
            Email::parse(" Maria.Rossi@Comune.Portalba.IT ").unwrap().as_str(),
            "maria.rossi@comune.portalba.it"
        );
        for bad in ["", "maria", "@b.it", "a@", "a@b", "a b@c.it", "a@b@c.it", "a@.it", "a\0@b.it"] {
            assert_eq!(Email::parse(bad), Err(BadEmail), "{bad:?}");
        }
    }

    #[test]
    fn sec_02_roles_that_nobody_knows_give_nothing() {
        assert!(roles_of("").is_empty());
        assert!(roles_of("root public *").is_empty());
        assert_eq!(roles_of("desk root"), RoleSet::of(&[Role::Desk]));
        assert_eq!(roles_of(&roles_text(RoleSet::of(&[Role::Desk, Role::Sysadmin]))).iter().count(), 2);
    }

    #[test]
    fn sec_34_a_partner_holds_no_role_of_the_staff() {
        let police = Some(PartnerKind::LawEnforcement);
        assert_eq!(sound_roles(RoleSet::of(&[Role::PartnerUser]), police), Ok(()));
        assert_eq!(sound_roles(RoleSet::of(&[Role::PartnerUser, Role::Desk]), police), Err(BadRoles::Partner));
        assert_eq!(sound_roles(RoleSet::of(&[Role::PartnerUser]), None), Err(BadRoles::Partner));
        assert_eq!(sound_roles(RoleSet::of(&[]), None), Err(BadRoles::None));
        assert_eq!(sound_roles(RoleSet::of(&[Role::Public]), None), Err(BadRoles::NotOfAccounts));
    }
}
