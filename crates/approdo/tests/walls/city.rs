//! The city of these tests: every role in a team, and for each of them a person under every relation.

use std::path::Path;

use ground::{ContactId, Dice, PersonId};
use policy::{Context, PartnerKind, Purpose, Relation, RelationSet, Role};

use crate::house::{House, Who};

/// How a person stands to one account, as the tables say it and as the policy is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Nobody,
    Elsewhere,
    SameTeam,
    Assigned,
    Formerly,
    LedByHer,
    HiddenSameTeam,
    HiddenElsewhere,
    InConflict,
    NotThere,
}

impl Standing {
    pub const ALL: [Self; 10] = [
        Self::Nobody,
        Self::Elsewhere,
        Self::SameTeam,
        Self::Assigned,
        Self::Formerly,
        Self::LedByHer,
        Self::HiddenSameTeam,
        Self::HiddenElsewhere,
        Self::InConflict,
        Self::NotThere,
    ];

    /// What a decision about her knows, written apart from the service.
    pub fn context(self, who: &Who, person: PersonId) -> Context {
        let none = RelationSet::of(&[Relation::None]);
        let leads = who.roles.contains(&Role::Supervisor);
        let relations = match self {
            Self::Nobody | Self::Elsewhere | Self::HiddenElsewhere | Self::NotThere => none,
            Self::SameTeam | Self::HiddenSameTeam => none.with(Relation::SameTeam),
            Self::Assigned | Self::InConflict if leads => {
                none.with(Relation::Assigned).with(Relation::SupervisorOfAssigned)
            }
            Self::Assigned | Self::InConflict => none.with(Relation::Assigned),
            Self::Formerly => none.with(Relation::FormerlyAssigned),
            Self::LedByHer if leads => none.with(Relation::SupervisorOfAssigned),
            Self::LedByHer => none,
        };
        Context {
            relations,
            about: Some(person),
            protected: matches!(self, Self::HiddenSameTeam | Self::HiddenElsewhere),
            conflicted: self == Self::InConflict,
            unassigned: matches!(self, Self::Nobody | Self::NotThere),
            ..general(who)
        }
    }
}

/// What a decision about no person knows: the purpose of her daily work.
pub fn general(who: &Who) -> Context {
    let purpose = if who.roles.contains(&Role::ProtectedWorker) {
        Some(Purpose::Protection)
    } else if who.roles.contains(&Role::CaseWorker) || who.roles.contains(&Role::Supervisor) {
        Some(Purpose::InCharge)
    } else if who.roles.contains(&Role::Desk) {
        Some(Purpose::Orientation)
    } else {
        None
    };
    Context { purpose, ..Context::general() }
}

/// One person as one account meets her, with a contact of hers that another team recorded.
#[derive(Clone, Copy, Debug)]
pub struct Meeting {
    pub standing: Standing,
    pub person: PersonId,
    pub contact: ContactId,
}

pub struct City {
    pub house: House,
    pub staff: Vec<(Who, Vec<Meeting>)>,
    pub colleague: Who,
    pub stranger: Who,
}

/// Every set of roles an account is tried with: each alone, each kind of partner, and two at once.
pub fn trusted() -> Vec<(String, Vec<Role>, Option<PartnerKind>)> {
    let mut all: Vec<(String, Vec<Role>, Option<PartnerKind>)> = [
        Role::Desk,
        Role::CaseWorker,
        Role::ProtectedWorker,
        Role::Supervisor,
        Role::Mediator,
        Role::Approver,
        Role::Payer,
        Role::Editor,
        Role::Analyst,
        Role::AuditorDpo,
        Role::Sysadmin,
    ]
    .into_iter()
    .map(|role| (role.code().to_owned(), vec![role], None))
    .collect();
    for kind in PartnerKind::ALL {
        all.push((format!("user of {}", kind.code()), vec![Role::PartnerUser], Some(kind)));
    }
    all.push(("partner_admin".into(), vec![Role::PartnerAdmin], Some(PartnerKind::LawEnforcement)));
    all.push(("desk and sysadmin".into(), vec![Role::Desk, Role::Sysadmin], None));
    all.push(("no role".into(), vec![], None));
    all
}

impl City {
    pub fn found(folder: &Path) -> Self {
        let house = House::open(folder, 5);
        let (here, there) = (house.team("Sportello sociale"), house.team("Sportello Nord"));
        let colleague = house.hire("Marta Riva", &[Role::CaseWorker], None, Some(here));
        let stranger = house.hire("Paolo Conti", &[Role::CaseWorker, Role::ProtectedWorker], None, Some(there));
        let mut staff = Vec::new();
        for (name, roles, partner) in trusted() {
            let who = house.hire(&name, &roles, partner, Some(here));
            let meetings = Standing::ALL.into_iter().map(|standing| {
                let (person, contact) = if standing == Standing::NotThere {
                    (PersonId::draw(&Dice::os()), ContactId::draw(&Dice::os()))
                } else {
                    let person = house.person("Amina", &format!("Haddad {name}"), "+39333111222", "Via Roma 1");
                    (person, house.contact(&stranger, Some(person), "housing.renting", "cerca una stanza"))
                };
                match standing {
                    Standing::Nobody | Standing::NotThere => {}
                    Standing::Elsewhere | Standing::HiddenElsewhere => house.follow(person, None, Some(there)),
                    Standing::SameTeam | Standing::HiddenSameTeam => house.follow(person, None, Some(here)),
                    Standing::Assigned | Standing::InConflict => house.follow(person, Some(who.account), None),
                    Standing::LedByHer => house.follow(person, Some(colleague.account), None),
                    Standing::Formerly => {
                        house.follow(person, None, Some(there));
                        house
                            .sql(
                                "insert into followed (person, version, until_at, worker, team, since_at)
                                 values ($1, 1, $3, $2, null, $3)",
                                &[person.into(), who.account.into(), house.app.now().into()],
                            )
                            .unwrap();
                    }
                }
                let now = house.app.now();
                if matches!(standing, Standing::HiddenSameTeam | Standing::HiddenElsewhere) {
                    let guard = "insert into guard (person, since_at) values ($1, $2)";
                    house.sql(guard, &[person.into(), now.into()]).unwrap();
                }
                if standing == Standing::InConflict {
                    let conflict = "insert into conflict (person, account, origin, at) values ($1, $2, 'asked', $3)";
                    house.sql(conflict, &[person.into(), who.account.into(), now.into()]).unwrap();
                }
                Meeting { standing, person, contact }
            });
            let meetings = meetings.collect();
            staff.push((who, meetings));
        }
        Self { house, staff, colleague, stranger }
    }
}
