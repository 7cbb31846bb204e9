//! Who is at work.

use ground::{AccountId, PersonId, TeamId, Tongue};
use policy::{Glass, Purpose, Role, RoleSet, Subject};
use store::{Result, Tx};

use super::{accounts, glass::Running, log_in};
use crate::app::App;

/// Who acts: a logged-in account or the command line, as it is at this request.
#[derive(Clone, Debug)]
pub struct Actor {
    subject: Subject,
    /// The team she works in.
    pub team: Option<TeamId>,
    /// The language of her pages.
    pub tongue: Tongue,
    /// A few bytes of the hash of her session, for the trail.
    pub session: Option<[u8; 8]>,
    glass: Option<Running>,
}

impl Actor {
    /// A logged-in account with its roles as stored now.
    #[must_use]
    pub const fn account(subject: Subject, team: Option<TeamId>, tongue: Tongue, session: Option<[u8; 8]>) -> Self {
        Self { subject, team, tongue, session, glass: None }
    }

    /// The same with what she has open in an emergency.
    #[must_use]
    pub fn with_glass(self, glass: Option<Running>) -> Self {
        Self { glass, ..self }
    }

    /// The command line as a named local operator (SEC-13).
    #[must_use]
    pub fn command_line(system_user: &str, switched_on: bool) -> Self {
        Self {
            subject: Subject::local(system_user, switched_on),
            team: None,
            tongue: Tongue::It,
            session: None,
            glass: None,
        }
    }

    /// The same actor as she is at this moment: for work that goes on after its request, such as an
    /// import. Who was suspended since, or holds other roles, goes on as that (SEC-12); her second factor
    /// counts as it did when the work began. Whose account is gone is nobody.
    ///
    /// # Errors
    /// The store's.
    pub fn now(&self, app: &App, tx: &mut Tx<'_>) -> Result<Self> {
        if let Some(id) = self.id() {
            let now = accounts::acting(tx, id, self.subject.elevated, self.session)?;
            return Ok(now.unwrap_or_else(log_in::nobody));
        }
        let active = self.subject.active && (app.command_line || !self.subject.command_line);
        Ok(Self { subject: Subject { active, ..self.subject.clone() }, ..self.clone() })
    }

    /// What the policy is told about her.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Her account; none for the command line.
    #[must_use]
    pub const fn id(&self) -> Option<AccountId> {
        self.subject.account
    }

    /// How the trail names her: the id of her account, or the command line's name.
    #[must_use]
    pub fn trail_name(&self) -> String {
        self.id().map_or_else(|| self.subject.name.clone(), |id| id.to_string())
    }

    /// Her roles.
    #[must_use]
    pub const fn roles(&self) -> RoleSet {
        self.subject.roles
    }

    /// Whom she has open in an emergency at this request (SEC-22).
    #[must_use]
    pub const fn glass(&self) -> Option<&Running> {
        self.glass.as_ref()
    }

    /// How far this person is open to her in an emergency.
    #[must_use]
    pub fn glass_over(&self, person: PersonId) -> Glass {
        match self.glass.filter(|running| running.person == person) {
            Some(Running { witnessed: true, .. }) => Glass::Witnessed,
            Some(Running { witnessed: false, .. }) => Glass::Broken,
            None => Glass::Closed,
        }
    }

    /// The purpose that her daily work has, where nothing else was said (SEC-31).
    #[must_use]
    pub fn usual_purpose(&self) -> Option<Purpose> {
        let roles = self.subject.roles;
        if roles.holds(Role::ProtectedWorker) {
            Some(Purpose::Protection)
        } else if roles.holds(Role::CaseWorker) || roles.holds(Role::Supervisor) {
            Some(Purpose::InCharge)
        } else if roles.holds(Role::Desk) {
            Some(Purpose::Orientation)
        } else {
            None
        }
    }
}
