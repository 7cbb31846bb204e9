//! Who follows whom: the relations on which decisions rest.

use ground::{AccountId, PersonId, TeamId, Timestamp};
use policy::{Context, Pass, Relation, RelationSet};
use store::{FromRow, Result, Row, StoreError, Tx, vault::Vault};

use super::{Actor, glass, shield::kept_apart, ties};

/// Who follows a person: a reference worker, a team, both or nobody yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Follower {
    /// How often it was changed.
    pub version: i64,
    /// The reference worker.
    pub worker: Option<AccountId>,
    /// The team.
    pub team: Option<TeamId>,
    /// Since when.
    pub since: Option<Timestamp>,
}

impl FromRow for Follower {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { version: row.get(0)?, worker: row.get(1)?, team: row.get(2)?, since: row.get(3)? })
    }
}

impl Follower {
    /// Whether nobody follows the person.
    #[must_use]
    pub const fn is_nobody(&self) -> bool {
        self.worker.is_none() && self.team.is_none()
    }
}

/// Who follows the person now.
///
/// # Errors
/// The store's.
pub fn follower(tx: &mut Tx<'_>, person: PersonId) -> Result<Follower> {
    let found = tx.one("select version, worker, team, since_at from follow where person = $1", &[person.into()])?;
    Ok(found.unwrap_or_default())
}

/// Puts a new person into the hands of who created her file.
///
/// # Errors
/// The store's.
pub fn start_following(
    tx: &mut Tx<'_>,
    _pass: &Pass,
    person: PersonId,
    worker: Option<AccountId>,
    team: Option<TeamId>,
    now: Timestamp,
) -> Result<()> {
    begin(tx, person, (worker, team), now)
}

fn begin(
    tx: &mut Tx<'_>,
    person: PersonId,
    (worker, team): (Option<AccountId>, Option<TeamId>),
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "insert into follow (person, version, worker, team, since_at) values ($1, 1, $2, $3, $4)",
        &[person.into(), worker.into(), team.into(), now.into()],
    )?;
    Ok(())
}

/// Gives the person to another worker or team and keeps who had her before. `version` is the one
/// that was read; 0 when nobody followed her.
///
/// # Errors
/// [`store::StoreError::Stale`] when someone else changed it first.
pub fn assign(
    tx: &mut Tx<'_>,
    _pass: &Pass,
    person: PersonId,
    version: i64,
    to: (Option<AccountId>, Option<TeamId>),
    now: Timestamp,
) -> Result<()> {
    move_to(tx, person, version, to, now)
}

/// The same by the house itself, which needs nobody's leave to keep a person in sight.
pub(super) fn move_to(
    tx: &mut Tx<'_>,
    person: PersonId,
    version: i64,
    to: (Option<AccountId>, Option<TeamId>),
    now: Timestamp,
) -> Result<()> {
    let before = follower(tx, person)?;
    if before.version != version {
        return Err(StoreError::Stale);
    }
    if version == 0 {
        return begin(tx, person, to, now);
    }
    tx.exec(
        "insert into followed (person, version, until_at, worker, team, since_at) values ($1, $2, $3, $4, $5, $6)",
        &[
            person.into(),
            version.into(),
            now.into(),
            before.worker.into(),
            before.team.into(),
            before.since.unwrap_or(now).into(),
        ],
    )?;
    tx.change_one(
        "update follow set worker = $3, team = $4, since_at = $5, version = version + 1
         where person = $1 and version = $2",
        &[person.into(), version.into(), to.0.into(), to.1.into(), now.into()],
    )
}

/// Destroys what access holds of a person who is erased: who follows and followed her, what protects her,
/// whom she must not meet, with whom she lives, why someone opened her in an emergency. No pass is asked for: two people decided
/// it (SEC-50). That she was opened, and how it was judged, stands in the trail.
///
/// # Errors
/// The store's.
pub fn forget_person(tx: &mut Tx<'_>, vault: &Vault, person: PersonId) -> Result<()> {
    glass::forget_person(tx, vault, person)?;
    ties::forget_person(tx, person)?;
    for table in ["follow", "followed", "guard", "sought", "conflict", "conflict_proposed"] {
        tx.exec(&format!("delete from {table} where person = $1"), &[person.into()])?;
    }
    Ok(())
}

/// How the actor stands to a person, read at once: lists ask it for every row.
pub(super) struct Standing {
    /// Who follows the person.
    pub(super) follower: Follower,
    relations: RelationSet,
    protected: bool,
    conflicted: bool,
}

impl Standing {
    /// What a decision about that person has to know of it.
    pub(super) fn context(&self, person: PersonId, general: Context) -> Context {
        Context {
            relations: self.relations,
            about: Some(person),
            protected: self.protected,
            conflicted: self.conflicted,
            ..general
        }
    }
}

/// What the tables tell of the two.
struct Told {
    follower: Follower,
    leads_worker: bool,
    followed_before: bool,
    protected: bool,
    conflicted: bool,
}

impl FromRow for Told {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            follower: Follower::from_row(row)?,
            leads_worker: row.get(4)?,
            followed_before: row.get(5)?,
            protected: row.get(6)?,
            conflicted: row.get(7)?,
        })
    }
}

/// How the actor stands to a person. The command line follows nobody and is in conflict with nobody.
pub(super) fn to_person(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<Standing> {
    let me = actor.id();
    let told: Option<Told> = tx.one(
        concat!(
            "select coalesce(f.version, 0), f.worker, f.team, f.since_at,
                case when a.team = $3 then 1 else 0 end,
                case when exists (select 1 from followed p where p.person = $1 and p.worker = $2) then 1 else 0 end,
                case when exists (select 1 from guard g where g.person = $1) then 1 else 0 end,
                case when ",
            kept_apart!("$1", "$2"),
            " then 1 else 0 end
             from (select 1 as one) here left join follow f on f.person = $1 left join account a on a.id = f.worker"
        ),
        &[person.into(), me.into(), actor.team.into()],
    )?;
    // One row always comes; should it not, nothing may follow from that.
    let Some(told) = told else { return Err(StoreError::Stale) };
    let follower = told.follower;
    let mut relations = RelationSet::of(&[Relation::None]);
    let found = [
        (me.is_some() && follower.worker == me, Relation::Assigned),
        (follower.team.is_some() && follower.team == actor.team, Relation::SameTeam),
        (told.leads_worker && actor.roles().holds(policy::Role::Supervisor), Relation::SupervisorOfAssigned),
        (told.followed_before, Relation::FormerlyAssigned),
    ];
    for (_, relation) in found.into_iter().filter(|(so, _)| *so) {
        relations = relations.with(relation);
    }
    Ok(Standing { follower, relations, protected: told.protected, conflicted: told.conflicted })
}

/// The relations of the actor to a thing that someone recorded for a team.
pub(super) fn to_thing(actor: &Actor, recorded_by: Option<AccountId>, team: Option<TeamId>) -> RelationSet {
    let mut relations = RelationSet::of(&[Relation::None]);
    if recorded_by.is_some() && recorded_by == actor.id() {
        relations = relations.with(Relation::Assigned);
    }
    if team.is_some() && team == actor.team {
        relations = relations.with(Relation::SameTeam);
    }
    relations
}
