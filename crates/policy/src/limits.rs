//! What narrows every role alike: protected persons, elevation, purpose, the firewall.
//!
//! A limit only ever takes away. The rows of `docs/access.md` below its table stand here, one
//! function each.

use ground::{Compartment, Level, LevelSet};

use crate::{
    subject::Context,
    table::{self, Question},
    words::{Action, Glass, PartnerKind, Purpose, Resource, Role},
};

/// SEC-18: behind the protection of a person looks only the protected team that follows her, and
/// two together in an emergency.
pub(crate) fn is_hidden(role: Role, asked: &Question, context: &Context) -> bool {
    let follows = table::FOLLOWED_BY_HER_OR_HER_TEAM.into_iter().any(|relation| context.relations.holds(relation));
    let looks_behind = role == Role::ProtectedWorker && follows;
    // The table gives a broken glass to four roles only: to the others there is nothing to hide.
    let looks_through = asked.action == Action::See && context.glass == Glass::Witnessed;
    context.protected && asked.resource.is_about_persons() && !looks_behind && !looks_through
}

/// SEC-64: what nobody does without having authenticated again a moment ago.
pub(crate) fn needs_elevation(asked: &Question) -> bool {
    let who_may_enter = asked.resource == Resource::Account || asked.resource == Resource::Team;
    match asked.action {
        Action::Administer
        | Action::Assign
        | Action::Import
        | Action::Lift
        | Action::Break
        | Action::Review
        | Action::Erase
        | Action::Export => true,
        Action::Create | Action::Correct => who_may_enter,
        // Danger does not wait: whoever hides a person or steps back from her does it at once.
        Action::Search | Action::See | Action::Verify | Action::Protect | Action::Declare => false,
    }
}

/// Who is asking, as far as the limits care: in one of her roles, at this moment.
#[derive(Clone, Copy)]
pub(crate) struct Holder {
    pub(crate) role: Role,
    pub(crate) partner: Option<PartnerKind>,
    pub(crate) elevated: bool,
}

/// The levels that are left of what the table gave.
pub(crate) fn narrow(given: LevelSet, holder: Holder, asked: &Question, context: &Context) -> LevelSet {
    let levels = without_elevation(given, holder.elevated, asked.action);
    let levels = without_purpose(levels, holder.role, asked.action, context);
    let levels = behind_the_firewall(levels, holder.partner);
    let levels = never_in_bulk(levels, asked.action);
    all_or_nothing_of_the_protected(levels, asked, context)
}

/// SEC-64: without elevation nobody sees, finds or corrects what is protected. Writing down a new S4
/// note needs none: she is telling it, not reading it.
fn without_elevation(levels: LevelSet, elevated: bool, action: Action) -> LevelSet {
    let elevation_is_asked = match action {
        Action::Search | Action::See | Action::Correct => true,
        Action::Create
        | Action::Assign
        | Action::Import
        | Action::Administer
        | Action::Verify
        | Action::Protect
        | Action::Lift
        | Action::Declare
        | Action::Break
        | Action::Review
        | Action::Erase
        | Action::Export => false,
    };
    if elevation_is_asked && !elevated { keep(levels, |level| level != Level::S4) } else { levels }
}

/// SEC-31: special and protected data is read for a purpose of the role's list, or not at all. A
/// search reads too: its hits show identities.
fn without_purpose(levels: LevelSet, role: Role, action: Action, context: &Context) -> LevelSet {
    let purpose_is_asked = match action {
        Action::Search | Action::See | Action::Export => true,
        Action::Create
        | Action::Correct
        | Action::Assign
        | Action::Import
        | Action::Administer
        | Action::Verify
        | Action::Protect
        | Action::Lift
        | Action::Declare
        | Action::Break
        | Action::Review
        | Action::Erase => false,
    };
    let said = context.purpose.is_some_and(|purpose| may_say(role, purpose, context.glass));
    if purpose_is_asked && !said { keep(levels, is_ordinary) } else { levels }
}

/// The purposes each role may say. An emergency is one only behind the broken glass (SEC-22).
pub(crate) fn may_say(role: Role, purpose: Purpose, glass: Glass) -> bool {
    if purpose == Purpose::Emergency {
        return glass != Glass::Closed && table::BREAK_THE_GLASS.contains(&role);
    }
    let list: &[Purpose] = match role {
        Role::Desk => &[Purpose::Orientation],
        Role::CaseWorker => &[Purpose::Orientation, Purpose::InCharge],
        Role::ProtectedWorker => &[Purpose::Orientation, Purpose::InCharge, Purpose::Protection],
        Role::Supervisor => &[Purpose::Orientation, Purpose::InCharge, Purpose::Quality],
        Role::Public
        | Role::Person
        | Role::CodeHolder
        | Role::Mediator
        | Role::PartnerUser
        | Role::PartnerAdmin
        | Role::Approver
        | Role::Payer
        | Role::Editor
        | Role::Analyst
        | Role::AuditorDpo
        | Role::Sysadmin => &[],
    };
    list.contains(&purpose)
}

/// SEC-34: law enforcement never holds the residence status of anyone, nor what is protected,
/// whatever roles its account was given by mistake.
fn behind_the_firewall(levels: LevelSet, partner: Option<PartnerKind>) -> LevelSet {
    match partner {
        Some(PartnerKind::LawEnforcement) => {
            keep(levels, |level| level != Level::S3(Compartment::Legal) && level != Level::S4)
        }
        Some(
            PartnerKind::Association | PartnerKind::Hospital | PartnerKind::EmployerTraining | PartnerKind::Lawyer,
        )
        | None => levels,
    }
}

/// SEC-67: what is protected leaves the house in no file, whoever asks and whatever for.
fn never_in_bulk(levels: LevelSet, action: Action) -> LevelSet {
    if action == Action::Export { keep(levels, |level| level != Level::S4) } else { levels }
}

/// SEC-18: everything about a protected person is S4, her name too. A pass without S4 opens nothing
/// of her, so that no page has to remember to raise the level of each field.
fn all_or_nothing_of_the_protected(levels: LevelSet, asked: &Question, context: &Context) -> LevelSet {
    let all_is_s4 = context.protected && asked.resource.is_about_persons();
    if all_is_s4 && !levels.holds(Level::S4) { keep(levels, |level| !level.is_personal()) } else { levels }
}

/// Whether the level is neither special nor protected.
const fn is_ordinary(level: Level) -> bool {
    match level {
        Level::S0 | Level::S1 | Level::S2 => true,
        Level::S3(_) | Level::S4 => false,
    }
}

/// The levels of the set that stay.
pub(crate) fn keep(levels: LevelSet, stays: impl Fn(Level) -> bool) -> LevelSet {
    levels.iter().filter(|level| stays(*level)).fold(LevelSet::EMPTY, |set, level| set.and(LevelSet::of(&[level])))
}
