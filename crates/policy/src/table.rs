//! The table of `docs/access.md`, one function for each role.
//!
//! Each reads like its row: under which relation, which actions, on which resources, up to which
//! levels. What no line names is not given. What narrows every role alike (protected persons,
//! elevation, purpose) stands in `limits`, not here.

use ground::{Compartment, Level, LevelSet};

use crate::words::{
    Action::{
        self, Administer, Assign, Break, Correct, Create, Declare, Erase, Export, Import, Lift, Protect, Review,
        Search, See, Verify,
    },
    Glass,
    Relation::{self, Assigned, Oneself, SameTeam, SupervisorOfAssigned},
    RelationSet,
    Resource::{
        self, Account, Alarm, Assignment, Audit, Backup, Conflict, Contact, Erasure, Identity, OwnAccount, PersonFile,
        PersonHistory, Protection, SafeAddress, Settings, Situation, Team,
    },
    Role,
};

/// Internal: about no person.
const S1: LevelSet = LevelSet::of(&[Level::S0, Level::S1]);
/// Personal.
const S2: LevelSet = LevelSet::of(&[Level::S0, Level::S1, Level::S2]);
/// Personal, and special in every compartment.
const S2_S3: LevelSet = S2.and(LevelSet::of(&[
    Level::S3(Compartment::Health),
    Level::S3(Compartment::Legal),
    Level::S3(Compartment::Money),
    Level::S3(Compartment::Work),
    Level::S3(Compartment::Belief),
]));
/// Personal, special in every compartment, and protected.
const S2_S3_S4: LevelSet = S2_S3.and(S4);
/// Protected.
const S4: LevelSet = LevelSet::of(&[Level::S4]);

/// What is asked of the table.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    pub(crate) action: Action,
    pub(crate) resource: Resource,
    pub(crate) relations: RelationSet,
    pub(crate) unassigned: bool,
    pub(crate) glass: Glass,
}

/// What a role gives: no leave at all, or leave with the levels that open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Leave {
    No,
    Yes(LevelSet),
}

/// A row of the table being read for one question, from left to right.
///
/// A condition (`when`, `whatever_the_relation`) holds for the lines after it, up to the next one.
/// Each line (`may`) adds to what the lines before gave; none takes away. Before any condition, and
/// with no relation at all, a line gives nothing (SEC-02).
#[derive(Clone, Copy)]
struct Row<'a> {
    asked: &'a Question,
    holds: bool,
    leave: Leave,
}

impl<'a> Row<'a> {
    /// A row of which nothing has been read: it gives nothing.
    fn of(asked: &'a Question) -> Self {
        Self { asked, holds: false, leave: Leave::No }
    }

    /// The lines that follow hold for everyone of the role.
    fn whatever_the_relation(self) -> Self {
        Self { holds: !self.asked.relations.is_empty(), ..self }
    }

    /// The lines that follow hold under any one of these relations.
    fn when(self, relations: &[Relation]) -> Self {
        let holds = relations.iter().any(|relation| self.asked.relations.holds(*relation));
        Self { holds, ..self }
    }

    /// The lines that follow hold under the same relations, for a person nobody follows.
    fn and_nobody_follows_her(self) -> Self {
        Self { holds: self.holds && self.asked.unassigned, ..self }
    }

    /// The lines that follow hold for whom she has opened in an emergency, this far.
    fn through_the_glass(self, glass: &[Glass]) -> Self {
        Self { holds: !self.asked.relations.is_empty() && glass.contains(&self.asked.glass), ..self }
    }

    /// One line: these actions, on these resources, open these levels.
    fn may(self, actions: &[Action], resources: &[Resource], levels: LevelSet) -> Self {
        let named = actions.contains(&self.asked.action) && resources.contains(&self.asked.resource);
        if !(self.holds && named) {
            return self;
        }
        let leave = match self.leave {
            Leave::No => Leave::Yes(levels),
            Leave::Yes(before) => Leave::Yes(before.and(levels)),
        };
        Self { leave, ..self }
    }

    /// What the lines before gave about persons opens this level too, under the same condition.
    fn at_level(self, level: LevelSet) -> Self {
        let leave = match self.leave {
            Leave::Yes(before) if self.holds && self.asked.resource.is_about_persons() => Leave::Yes(before.and(level)),
            Leave::Yes(_) | Leave::No => self.leave,
        };
        Self { leave, ..self }
    }
}

/// What the role gives, before the limits. Every role is named: a new one has to be thought about.
pub(crate) fn of(role: Role, asked: &Question) -> Leave {
    let row = Row::of(asked);
    let read = match role {
        Role::Public | Role::Person | Role::CodeHolder => row,
        Role::Desk => desk(row),
        Role::CaseWorker => case_worker(row),
        Role::ProtectedWorker => protected_worker(row),
        Role::Supervisor => supervisor(row),
        Role::Mediator => mediator(row),
        Role::PartnerUser | Role::PartnerAdmin => partner(row),
        Role::Approver | Role::Payer => money(row),
        Role::Editor => editor(row),
        Role::Analyst => analyst(row),
        Role::AuditorDpo => auditor_dpo(row),
        Role::Sysadmin => sysadmin(row),
    };
    read.leave
}

/// What the command line gives for people: as the desk without relation, and the import of a batch
/// (SEC-13). It follows nobody and lives with nobody: another relation is a mistake of the caller.
pub(crate) fn command_line_for_people(asked: &Question) -> Leave {
    Row::of(asked)
        .when(&[Relation::None])
        .may(&[Search, See, Create], &[Identity], S2)
        .may(&[Create], &[Contact], S2_S3_S4)
        .may(&[Protect], &[Protection], S2.and(S4))
        .may(&[See], &[Team], S1)
        .may(&[Import], &[Resource::Import], S2)
        .leave
}

/// What the command line gives for the rest: what the administrator operates. It has no account of
/// its own.
pub(crate) fn command_line_for_the_rest(asked: &Question) -> Leave {
    operates(Row::of(asked).when(&[Relation::None])).leave
}

/// Every staff and partner role: one's own account, and nobody else's.
fn own_account(row: Row<'_>) -> Row<'_> {
    row.when(&[Oneself]).may(&[See, Correct], &[OwnAccount], S1)
}

/// What the desk may do for whoever stands before it.
fn at_the_desk(row: Row<'_>) -> Row<'_> {
    row.whatever_the_relation()
        .may(&[Search, See, Create], &[Identity], S2)
        .may(&[Create], &[PersonFile], S2)
        .may(&[Create], &[Contact], S2_S3_S4)
        .may(&[Protect], &[Protection], S2.and(S4))
        .may(&[Declare], &[Conflict], S2)
        .may(&[Break], &[Resource::Glass], S2)
        .may(&[See], &[Team], S1)
        .through_the_glass(&[Glass::Broken, Glass::Witnessed])
        .may(&[See], &[Identity, PersonFile, PersonHistory, Contact, Situation], S2_S3)
        .through_the_glass(&[Glass::Witnessed])
        .may(&[See], &[Identity, PersonFile, PersonHistory, Contact, Situation], S2_S3_S4)
        .may(&[See], &[SafeAddress], S4.and(S1))
}

/// Receives whoever comes in: finds or creates the person and writes down what she hears.
fn desk(row: Row<'_>) -> Row<'_> {
    at_the_desk(own_account(row))
        .when(&[SameTeam, Assigned])
        .may(&[See, Correct], &[Identity, PersonFile], S2)
        .may(&[See], &[PersonHistory, Conflict], S2)
        .may(&[See, Correct], &[Contact, Situation], S2_S3)
        // Assigned to a contact is who recorded it: she reads again what she wrote.
        .when(&[Assigned])
        .may(&[See, Correct], &[Contact, Situation], S2_S3_S4)
}

/// Follows persons over time: as the desk for anyone, more for her own and her team's.
fn case_worker(row: Row<'_>) -> Row<'_> {
    at_the_desk(own_account(row))
        .when(&[SameTeam])
        .may(&[See, Correct], &[Identity, PersonFile], S2)
        .may(&[See], &[PersonHistory, Conflict], S2)
        .may(&[See, Correct], &[Contact, Situation], S2_S3)
        .when(&[Assigned])
        .may(&[See], &[Conflict], S2)
        .may(&[See, Correct], &[Identity, PersonFile], S2_S3)
        .may(&[See], &[PersonHistory], S2_S3)
        .may(&[See, Correct], &[Contact, Situation], S2_S3_S4)
}

/// Follows victims and minors: as a case worker, and S4 everywhere for whom she or her team follows.
/// What others do for a person, the protected team does for a protected one.
fn protected_worker(row: Row<'_>) -> Row<'_> {
    case_worker(row)
        .when(&FOLLOWED_BY_HER_OR_HER_TEAM)
        .may(&[Assign], &[Assignment], S2)
        .may(&[Lift], &[Protection, Conflict], S2)
        .may(&[See, Create, Correct], &[SafeAddress], S2)
        .may(&[See, Review], &[Resource::Glass], S2)
        .may(&[Erase], &[Erasure], S2)
        .at_level(S4)
}

/// Leads a team: as a case worker, sees the work of her people and says who follows whom.
fn supervisor(row: Row<'_>) -> Row<'_> {
    case_worker(row)
        .when(&[SupervisorOfAssigned, SameTeam])
        .may(&[See, Correct], &[Identity, PersonFile], S2_S3)
        .may(&[See], &[PersonHistory], S2)
        .may(&[See, Correct], &[Contact, Situation], S2_S3)
        .may(&[Assign], &[Assignment], S2)
        .may(&[See, Declare, Lift], &[Conflict], S2)
        .may(&[See, Review], &[Resource::Glass], S2)
        .may(&[Erase], &[Erasure], S2)
        // Not one who followed her before, lives with her or is herself.
        .when(&[Relation::None])
        .and_nobody_follows_her()
        .may(&[Assign], &[Assignment], S2)
        .may(&[See, Lift], &[Conflict], S2)
        .whatever_the_relation()
        .may(&[See], &[Account, Team], S1)
        .may(&[Import], &[Resource::Import], S2)
        // Of an account of her own team, never of another.
        .when(&[SameTeam])
        .may(&[See], &[Alarm], S1)
}

/// Interprets: nothing on persons yet (one appointment at a time comes later, SEC-14).
fn mediator(row: Row<'_>) -> Row<'_> {
    own_account(row)
}

/// Works for an outside organisation: nothing on persons, no search (SEC-32).
fn partner(row: Row<'_>) -> Row<'_> {
    own_account(row)
}

/// Approves or pays: nothing until there is money to approve.
fn money(row: Row<'_>) -> Row<'_> {
    own_account(row)
}

/// Writes the guide: nothing until there is a guide.
fn editor(row: Row<'_>) -> Row<'_> {
    own_account(row)
}

/// Reads aggregates: nothing until there are some (SEC-68).
fn analyst(row: Row<'_>) -> Row<'_> {
    own_account(row)
}

/// Watches over the use of data: who did what, never the contents.
fn auditor_dpo(row: Row<'_>) -> Row<'_> {
    own_account(row)
        .whatever_the_relation()
        .may(&[See, Verify, Export], &[Audit], S2)
        .may(&[See, Review], &[Alarm], S1)
        .may(&[See, Review], &[Resource::Glass], S2)
        .may(&[Erase], &[Erasure], S2)
        .may(&[See], &[Account, Team, Settings], S1)
}

/// Keeps the machine running, and sees no person (SEC-13).
fn sysadmin(row: Row<'_>) -> Row<'_> {
    operates(own_account(row).whatever_the_relation())
}

/// What operating takes, under the condition of the row: accounts, teams, backups, settings, and the
/// proof of the trail by counts and hashes.
fn operates(row: Row<'_>) -> Row<'_> {
    row.may(&[See, Create, Correct, Administer], &[Account, Team], S1)
        .may(&[Administer], &[Backup], S1)
        .may(&[See, Administer], &[Settings], S1)
        .may(&[Verify], &[Audit], S1)
}

/// Who may open a person in an emergency (SEC-22): those who stand before people.
pub(crate) const BREAK_THE_GLASS: [Role; 4] = [Role::Desk, Role::CaseWorker, Role::ProtectedWorker, Role::Supervisor];

/// The relations under which the protected team looks behind the protection of a person (SEC-18).
pub(crate) const FOLLOWED_BY_HER_OR_HER_TEAM: [Relation; 2] = [SameTeam, Assigned];
