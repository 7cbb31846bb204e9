//! Accounts that are active at once, for a demo city.

use ground::{AccountId, Line, TeamId, Tongue};
use policy::{PartnerKind, RoleSet};

use crate::{
    access::{
        Actor,
        accounts::{self, Email, State},
        log_in,
        passwords::Hash,
        second_factor::Seed,
        trace,
    },
    app::App,
};

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
