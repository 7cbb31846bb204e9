//! The city of these tests: every role in a team, and for each of them a person under every relation.

use std::path::Path;

use approdo::people::situation::{
    fact::{Fact, Said, Word},
    facts,
    title::{Stage, Title},
    titles,
};
use ground::{ContactId, Dice, FactId, GlassId, PersonId, TitleId, lists::FactSource};
use policy::{Context, Glass, PartnerKind, Purpose, Relation, RelationSet, Role};

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
    /// Another team follows her, and she is open in an emergency.
    Broken,
    /// The same for one who is hidden, with a second colleague present.
    Witnessed,
    NotThere,
}

impl Standing {
    pub const ALL: [Self; 12] = [
        Self::Nobody,
        Self::Elsewhere,
        Self::SameTeam,
        Self::Assigned,
        Self::Formerly,
        Self::LedByHer,
        Self::HiddenSameTeam,
        Self::HiddenElsewhere,
        Self::InConflict,
        Self::Broken,
        Self::Witnessed,
        Self::NotThere,
    ];

    /// What a decision about her knows, written apart from the service.
    pub fn context(self, who: &Who, person: PersonId) -> Context {
        let none = RelationSet::of(&[Relation::None]);
        let leads = who.roles.contains(&Role::Supervisor);
        let relations = match self {
            Self::Nobody
            | Self::Elsewhere
            | Self::HiddenElsewhere
            | Self::Broken
            | Self::Witnessed
            | Self::NotThere => none,
            Self::SameTeam | Self::HiddenSameTeam => none.with(Relation::SameTeam),
            Self::Assigned | Self::InConflict if leads => {
                none.with(Relation::Assigned).with(Relation::SupervisorOfAssigned)
            }
            Self::Assigned | Self::InConflict => none.with(Relation::Assigned),
            Self::Formerly => none.with(Relation::FormerlyAssigned),
            Self::LedByHer if leads => none.with(Relation::SupervisorOfAssigned),
            Self::LedByHer => none,
        };
        let glass = match self {
            Self::Broken => Glass::Broken,
            Self::Witnessed => Glass::Witnessed,
            _ => Glass::Closed,
        };
        let general = general(who);
        Context {
            relations,
            about: Some(person),
            glass,
            purpose: if glass == Glass::Closed { general.purpose } else { Some(Purpose::Emergency) },
            protected: matches!(self, Self::HiddenSameTeam | Self::HiddenElsewhere | Self::Witnessed),
            conflicted: self == Self::InConflict,
            unassigned: matches!(self, Self::Nobody | Self::NotThere),
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
    /// A residence title of hers.
    pub title: TitleId,
    /// What was said of a fact about her.
    pub value: FactId,
    /// An opening of hers by a stranger, which waits for its review.
    pub glass: GlassId,
    /// Her opening by the account itself, which [`City::open`] lets run.
    pub own: Option<GlassId>,
}

pub struct City {
    pub house: House,
    pub staff: Vec<(Who, Vec<Meeting>)>,
    pub colleague: Who,
    pub stranger: Who,
    /// Someone whom whoever sees persons sees, to be something to another.
    pub other: PersonId,
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
                let (title, value) = if standing == Standing::NotThere {
                    (TitleId::draw(&Dice::os()), FactId::draw(&Dice::os()))
                } else {
                    situation(&house, &stranger, person)
                };
                match standing {
                    Standing::Nobody | Standing::NotThere => {}
                    Standing::Elsewhere | Standing::HiddenElsewhere | Standing::Broken | Standing::Witnessed => {
                        house.follow(person, None, Some(there));
                    }
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
                if matches!(standing, Standing::HiddenSameTeam | Standing::HiddenElsewhere | Standing::Witnessed) {
                    let guard = "insert into guard (person, since_at) values ($1, $2)";
                    house.sql(guard, &[person.into(), now.into()]).unwrap();
                }
                if standing == Standing::InConflict {
                    let conflict = "insert into conflict (person, account, origin, at) values ($1, $2, 'asked', $3)";
                    house.sql(conflict, &[person.into(), who.account.into(), now.into()]).unwrap();
                }
                let there = standing != Standing::NotThere;
                let opened = |by: &Who, witness| {
                    if there { glass(&house, by, witness, person) } else { GlassId::draw(&Dice::os()) }
                };
                let own = match standing {
                    Standing::Broken => Some(opened(&who, None)),
                    Standing::Witnessed => Some(opened(&who, Some(colleague.account))),
                    _ => None,
                };
                Meeting { standing, person, contact, title, value, glass: opened(&stranger, None), own }
            });
            let meetings = meetings.collect();
            staff.push((who, meetings));
        }
        let other = house.person("Zahra", "Qadiri", "+39333111333", "Via Milano 3");
        Self { house, staff, colleague, stranger, other }
    }

    /// Lets the account's own opening of this person run, and no other; with none, closes all.
    pub fn open(&self, own: Option<GlassId>) {
        self.house.sql("update glass set closed_at = at where closed_at is null", &[]).unwrap();
        if own.is_some() {
            self.house.sql("update glass set closed_at = null where id = $1", &[own.into()]).unwrap();
        }
    }
}

/// An opening that is closed, as the act would have written it but for its words, which nobody can open.
fn glass(house: &House, by: &Who, witness: Option<ground::AccountId>, person: PersonId) -> GlassId {
    let (id, now) = (GlassId::draw(&Dice::os()), house.app.now());
    house
        .sql(
            "insert into glass (id, account, witness, person, reason, words, at, until_at, closed_at)
             values ($1, $2, $3, $4, 'life', $5, $6, $7, $6)",
            &[
                id.into(),
                by.account.into(),
                witness.into(),
                person.into(),
                vec![0_u8].into(),
                now.into(),
                now.plus_seconds(3600).into(),
            ],
        )
        .unwrap();
    id
}

/// What is known of her situation, written down by a colleague who follows her for that long.
fn situation(house: &House, by: &Who, person: PersonId) -> (TitleId, FactId) {
    house.follow(person, Some(by.account), None);
    let (app, actor) = (&house.app, house.actor(by));
    let held = Title { stage: Stage::Held, ..Title::default() };
    let title = titles::add(app, &actor, &house.once(Some(by.account)), person, &held).unwrap();
    let word = Word { said: Said::YesNo(true), from: app.today(), source: FactSource::parse("told").unwrap() };
    let renting = Fact::parse("renting").unwrap();
    let value = facts::say(app, &actor, &house.once(Some(by.account)), person, renting, &word).unwrap();
    house.sql("delete from follow where person = $1", &[person.into()]).unwrap();
    (title, value)
}

/// The address of a route with what it names of this meeting.
pub fn named(route: &str, meeting: &Meeting) -> String {
    route
        .replace("{title}", &meeting.title.to_string())
        .replace("{fact}", "renting")
        .replace("{value}", &meeting.value.to_string())
}
