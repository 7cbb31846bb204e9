//! The decision, the pass it gives out and the refusal.

use std::fmt;

use ground::{AccountId, Level, LevelSet, PersonId};

use crate::{
    limits::{self, Holder},
    subject::{Context, Subject},
    table::{self, Leave, Question},
    words::{Action, Glass, Purpose, Relation, Resource, Role, RoleSet},
};

/// Leave to do one thing about one person or thing, with the levels that may be seen.
///
/// Only [`decide`] makes one: whoever holds a pass was checked (SEC-03). It is called a pass because
/// a permit already means the residence permit here. A pass says what was true when it was given; it
/// is asked for again in each transaction and never kept in a session.
///
/// ```
/// use policy::{Action, Context, Resource, Subject, decide};
/// let subject = Subject::local("root", true);
/// let pass = decide(&subject, Action::Search, Resource::Identity, &Context::general()).unwrap();
/// assert!(pass.sees(ground::Level::S2));
/// ```
///
/// Outside there is no way to build one (sec_03): its fields are private,
///
/// ```compile_fail,E0451
/// let pass = policy::Pass {
///     by: None,
///     by_name: String::new(),
///     role: policy::Role::Desk,
///     roles: policy::RoleSet::of(&[]),
///     action: policy::Action::See,
///     resource: policy::Resource::Identity,
///     about: None,
///     related: false,
///     purpose: None,
///     levels: ground::LevelSet::EMPTY,
///     after_elevation: ground::LevelSet::EMPTY,
/// };
/// ```
///
/// there is no empty one to start from,
///
/// ```compile_fail,E0277
/// fn empty<T: Default>() -> T { T::default() }
/// let pass = empty::<policy::Pass>();
/// ```
///
/// and none is read from a text.
///
/// ```compile_fail,E0277
/// let pass = serde_json::from_str::<policy::Pass>("{}");
/// ```
#[derive(Clone)]
pub struct Pass {
    by: Option<AccountId>,
    by_name: String,
    role: Role,
    roles: RoleSet,
    action: Action,
    resource: Resource,
    about: Option<PersonId>,
    related: bool,
    purpose: Option<Purpose>,
    levels: LevelSet,
    after_elevation: LevelSet,
}

/// Why there is no pass. For the trail: people see the same page for all but `NeedsElevation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The account is not active, or the command line is switched off (SEC-11).
    NotActive,
    /// The account has no role (SEC-02).
    NoRole,
    /// No line of `docs/access.md` gives this.
    NotAllowed,
    /// It would be given to her after authenticating again (SEC-64).
    NeedsElevation,
    /// The person is protected and followed by others (SEC-18). That she exists stays unsaid.
    Protected,
    /// The account must not meet the person in the service (SEC-16). That she exists stays unsaid.
    Conflict,
}

/// A refusal.
///
/// `Debug` and `Display` say the same for a protected person as for any other refusal: that she has
/// a file is S4, and logs hold none (SEC-18, SEC-78). The true reason is in `why`, for the trail.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Denied {
    /// The true reason.
    pub why: Why,
    /// The role that came closest, if there was any.
    pub role: Option<Role>,
    /// What was to be done.
    pub action: Action,
    /// To what.
    pub resource: Resource,
}

/// What one role alone gives.
struct Given {
    role: Role,
    purpose: Option<Purpose>,
    levels: LevelSet,
    after_elevation: LevelSet,
}

/// Decides whether the subject may do this, and what she may see (SEC-01).
///
/// Several roles or relations give the union of what each alone gives. It reads no clock, no table
/// and no configuration: the same question always has the same answer.
///
/// # Errors
/// [`Denied`] when no role of the subject gives leave, and whenever the subject is not active or
/// has no role.
pub fn decide(subject: &Subject, action: Action, resource: Resource, context: &Context) -> Result<Pass, Denied> {
    let denied = |why, role| Denied { why, role, action, resource };
    if !subject.active {
        return Err(denied(Why::NotActive, None));
    }
    // The command line breaks no glass, whatever the caller says: it has no account that could answer for it.
    let glass = if subject.command_line { Glass::Closed } else { context.glass };
    let context = &Context { glass, ..*context };
    // Before any role is asked: no line of the table can give back what a conflict takes.
    if context.conflicted && !subject.command_line {
        return Err(denied(Why::Conflict, None));
    }
    let asked = Question { action, resource, relations: context.relations, unassigned: context.unassigned, glass };
    let mut best: Result<Pass, Denied> = Err(denied(Why::NoRole, None));
    for (role, leave) in leaves(subject, &asked) {
        let holder = Holder { role, partner: subject.partner, elevated: subject.elevated || subject.command_line };
        best = match (best, alone(leave, holder, &asked, context)) {
            (Ok(pass), Ok(given)) => Ok(pass.and(&given)),
            (Ok(pass), Err(_)) => Ok(pass),
            (Err(_), Ok(given)) => Ok(Pass::first(subject, &asked, context, &given)),
            (Err(before), Err(why)) => Err(before.or(denied(why, Some(role)))),
        };
    }
    best
}

/// What each role of the subject gives by the table. The command line acts as two (SEC-13).
fn leaves(subject: &Subject, asked: &Question) -> Vec<(Role, Leave)> {
    if subject.command_line {
        return vec![
            (Role::Desk, table::command_line_for_people(asked)),
            (Role::Sysadmin, table::command_line_for_the_rest(asked)),
        ];
    }
    subject.roles.iter().map(|role| (role, table::of(role, asked))).collect()
}

/// What one role gives once the limits have narrowed it.
fn alone(leave: Leave, holder: Holder, asked: &Question, context: &Context) -> Result<Given, Why> {
    let Leave::Yes(levels) = leave else {
        return Err(Why::NotAllowed);
    };
    if limits::is_hidden(holder.role, asked, context) {
        return Err(Why::Protected);
    }
    if limits::needs_elevation(asked) && !holder.elevated {
        return Err(Why::NeedsElevation);
    }
    let elevated = Holder { elevated: true, ..holder };
    Ok(Given {
        role: holder.role,
        purpose: context.purpose.filter(|purpose| limits::may_say(holder.role, *purpose, context.glass)),
        levels: limits::narrow(levels, holder, asked, context),
        after_elevation: limits::narrow(levels, elevated, asked, context),
    })
}

impl Pass {
    fn first(subject: &Subject, asked: &Question, context: &Context, given: &Given) -> Self {
        Self {
            by: subject.account,
            by_name: subject.name.clone(),
            role: given.role,
            roles: RoleSet::of(&[given.role]),
            action: asked.action,
            resource: asked.resource,
            about: context.about,
            related: context.relations.iter().any(Relation::is_of_work),
            purpose: given.purpose,
            levels: given.levels,
            after_elevation: given.after_elevation,
        }
    }

    /// The same pass with what another role adds. The role that opens most gives it its name.
    fn and(self, more: &Given) -> Self {
        let opens_more = more.levels.iter().count() > self.levels.iter().count();
        Self {
            role: if opens_more { more.role } else { self.role },
            roles: self.roles.with(more.role),
            purpose: self.purpose.or(more.purpose),
            levels: self.levels.and(more.levels),
            after_elevation: self.after_elevation.and(more.after_elevation),
            ..self
        }
    }

    /// The account it was given to, or none for the command line.
    #[must_use]
    pub const fn by(&self) -> Option<AccountId> {
        self.by
    }

    /// How the trail names who it was given to.
    #[must_use]
    pub fn by_name(&self) -> &str {
        &self.by_name
    }

    /// The role it was given in; of several, the one that opens most.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Every role that gave some of it.
    #[must_use]
    pub const fn roles(&self) -> RoleSet {
        self.roles
    }

    /// What it is good for.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// On what.
    #[must_use]
    pub const fn resource(&self) -> Resource {
        self.resource
    }

    /// The person it is about. It is good for no other.
    #[must_use]
    pub const fn about(&self) -> Option<PersonId> {
        self.about
    }

    /// Whether the work of the one it was given to brings her together with whom or what it is about: for
    /// the trail, which counts what is read without that (SEC-48).
    #[must_use]
    pub const fn is_related(&self) -> bool {
        self.related
    }

    /// The purpose said, if it is one her roles may say (SEC-31).
    #[must_use]
    pub const fn purpose(&self) -> Option<Purpose> {
        self.purpose
    }

    /// Whether fields of this level may be seen or written with it.
    #[must_use]
    pub const fn sees(&self, level: Level) -> bool {
        self.levels.holds(level)
    }

    /// Every level it opens.
    #[must_use]
    pub const fn levels(&self) -> LevelSet {
        self.levels
    }

    /// The pass itself if it opens this level.
    ///
    /// # Errors
    /// `NeedsElevation` if authenticating again would open it, `NotAllowed` if nothing would.
    pub fn needs(&self, level: Level) -> Result<&Self, Denied> {
        if self.sees(level) {
            return Ok(self);
        }
        let why = if self.would_see(level) { Why::NeedsElevation } else { Why::NotAllowed };
        Err(Denied { why, role: Some(self.role), action: self.action, resource: self.resource })
    }

    /// Whether it would open this level after authenticating again, so that a page can offer it. It
    /// depends on the roles and relations only, never on whether there is something to see.
    #[must_use]
    pub const fn would_see(&self, level: Level) -> bool {
        self.after_elevation.holds(level)
    }
}

impl fmt::Debug for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pass")
            .field("by", &self.by)
            .field("role", &self.role)
            .field("action", &self.action)
            .field("resource", &self.resource)
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}

impl Why {
    /// The word the trail keeps.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotActive => "not_active",
            Self::NoRole => "no_role",
            Self::NotAllowed => "not_allowed",
            Self::NeedsElevation => "needs_elevation",
            Self::Protected => "protected",
            Self::Conflict => "conflict",
        }
    }

    /// How much the reason tells the trail: of several roles, the one that came closest speaks.
    const fn closeness(self) -> u8 {
        match self {
            Self::NotActive | Self::NoRole => 0,
            Self::NotAllowed => 1,
            Self::Protected | Self::Conflict => 2,
            Self::NeedsElevation => 3,
        }
    }
}

impl Denied {
    /// Whether to offer authenticating again; every other refusal looks like a thing that does not
    /// exist (SEC-10).
    #[must_use]
    pub fn offers_elevation(&self) -> bool {
        self.why == Why::NeedsElevation
    }

    fn or(self, other: Self) -> Self {
        if other.why.closeness() > self.why.closeness() { other } else { self }
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = if self.offers_elevation() { "needs elevation" } else { "not allowed" };
        write!(f, "{} {}: {shown}", self.action, self.resource)
    }
}

impl fmt::Debug for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Denied({self})")
    }
}

impl std::error::Error for Denied {}
