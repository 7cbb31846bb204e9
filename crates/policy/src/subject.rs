//! Who asks, and how she stands to the person it is about.

use std::fmt;

use ground::{AccountId, PersonId};

use crate::words::{Glass, PartnerKind, Purpose, Relation, RelationSet, RoleSet};

/// Who asks.
///
/// `Debug` leaves out the name: a staff member or a partner is a person too, and logs hold none.
#[derive(Clone)]
pub struct Subject {
    /// The account, or none for the command line.
    pub account: Option<AccountId>,
    /// How the trail names her; `local:root` for the command line.
    pub name: String,
    /// The roles that are confirmed now. Pending, expired or revoked ones are left out (SEC-11).
    pub roles: RoleSet,
    /// What organisation she works for, if an outside one.
    pub partner: Option<PartnerKind>,
    /// Whether the account is active. Any other state gives nothing (SEC-11).
    pub active: bool,
    /// Whether she authenticated again within the last ten minutes (SEC-64).
    pub elevated: bool,
    /// Whether this is the command line of the machine (SEC-13). Its roles are then not asked.
    pub command_line: bool,
}

impl Subject {
    /// The command line, named after the system user (`local:root`).
    ///
    /// Whoever holds the keys can read anyway; a setting switches it off, and then it is not active.
    #[must_use]
    pub fn local(system_user: &str, switched_on: bool) -> Self {
        Self {
            account: None,
            name: format!("local:{system_user}"),
            roles: RoleSet::of(&[]),
            partner: None,
            active: switched_on,
            elevated: true,
            command_line: true,
        }
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject")
            .field("account", &self.account)
            .field("roles", &self.roles)
            .field("partner", &self.partner)
            .field("active", &self.active)
            .field("elevated", &self.elevated)
            .field("command_line", &self.command_line)
            .finish_non_exhaustive()
    }
}

/// What is true, at this moment, between the subject and the person or thing asked about.
///
/// `Debug` leaves out the person, her protection, the conflict and the glass: that a protected person
/// has a file is itself protected (S4).
#[derive(Clone, Copy)]
pub struct Context {
    /// How the subject stands to the person or thing. Empty gives nothing (SEC-02).
    pub relations: RelationSet,
    /// The person it is about, if it is about one.
    pub about: Option<PersonId>,
    /// Whether that person is protected (SEC-18).
    pub protected: bool,
    /// Whether she must not meet that person in the service: a relative, an ex-partner, or someone
    /// the person asked to keep away (SEC-16, SEC-17). It takes everything.
    pub conflicted: bool,
    /// Whether she has opened that person in an emergency (SEC-22).
    pub glass: Glass,
    /// Whether that person has neither team nor worker.
    pub unassigned: bool,
    /// Why the data is read, if said (SEC-31).
    pub purpose: Option<Purpose>,
}

impl Context {
    /// For things that are not about a person: teams, settings, a search among all.
    #[must_use]
    pub fn general() -> Self {
        Self {
            relations: RelationSet::of(&[Relation::None]),
            about: None,
            protected: false,
            conflicted: false,
            glass: Glass::Closed,
            unassigned: false,
            purpose: None,
        }
    }

    /// For one's own account.
    #[must_use]
    pub fn own() -> Self {
        Self { relations: RelationSet::of(&[Relation::Oneself]), ..Self::general() }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("relations", &self.relations)
            .field("unassigned", &self.unassigned)
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}
