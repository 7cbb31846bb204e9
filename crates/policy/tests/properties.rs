//! What is true of every decision, whatever the table says: these hold for any set of roles and
//! relations, where the oracle asks one role and one relation at a time.

use ground::{AccountId, Compartment, Dice, Level, LevelSet, PersonId};
use policy::{
    Action, Context, Denied, Glass, PartnerKind, Pass, Purpose, Relation, RelationSet, Resource, Role, RoleSet, SetOf,
    Subject, Why, Word, decide,
};
use proptest::{prelude::*, sample::select};

const NAME: &str = "Mariam Haddad";

/// The roles that have leave for more than their own account, and one that has not.
const WORKING: [Role; 7] = [
    Role::Desk,
    Role::CaseWorker,
    Role::ProtectedWorker,
    Role::Supervisor,
    Role::PartnerUser,
    Role::AuditorDpo,
    Role::Sysadmin,
];

/// One question with all that bears on its answer.
#[derive(Clone, Debug)]
struct Asked {
    subject: Subject,
    action: Action,
    resource: Resource,
    context: Context,
}

impl Asked {
    fn decide(&self) -> Result<Pass, Denied> {
        decide(&self.subject, self.action, self.resource, &self.context)
    }

    fn levels(&self) -> LevelSet {
        self.decide().map_or(LevelSet::EMPTY, |pass| pass.levels())
    }

    fn roles(mut self, roles: RoleSet) -> Self {
        self.subject.roles = roles;
        self
    }

    fn relations(mut self, relations: RelationSet) -> Self {
        self.context.relations = relations;
        self
    }
}

fn set<W: Word>() -> impl Strategy<Value = SetOf<W>> {
    proptest::sample::subsequence(W::LIST.to_vec(), 0..=W::LIST.len().min(4)).prop_map(|words| SetOf::of(&words))
}

/// Subjects that are accounts: active, with any roles of any kind of organisation.
fn accounts() -> impl Strategy<Value = Subject> {
    (set::<Role>(), proptest::option::of(select(&PartnerKind::ALL[..])), any::<bool>()).prop_map(
        |(roles, partner, elevated)| Subject {
            account: Some(AccountId::draw(&Dice::seeded(1))),
            name: NAME.to_owned(),
            roles,
            partner,
            active: true,
            elevated,
            command_line: false,
        },
    )
}

fn contexts() -> impl Strategy<Value = Context> {
    let yes_or_no = any::<bool>;
    (
        set::<Relation>(),
        (yes_or_no(), yes_or_no(), yes_or_no()),
        select(&Glass::ALL[..]),
        proptest::option::of(select(&Purpose::ALL[..])),
    )
        .prop_map(|(relations, (protected, conflicted, unassigned), glass, purpose)| Context {
            relations,
            about: Some(PersonId::draw(&Dice::seeded(2))),
            protected,
            conflicted,
            glass,
            unassigned,
            purpose,
        })
}

fn questions() -> impl Strategy<Value = Asked> {
    (accounts(), select(&Action::ALL[..]), select(&Resource::ALL[..]), contexts())
        .prop_map(|(subject, action, resource, context)| Asked { subject, action, resource, context })
}

/// Whether it is the purpose alone that the closed glass keeps from reading what is protected.
fn may_only_say_emergency(asked: &Asked) -> bool {
    asked.context.purpose == Some(Purpose::Emergency)
}

fn is_special_or_protected(level: Level) -> bool {
    matches!(level, Level::S3(_) | Level::S4)
}

fn holds_all(larger: LevelSet, smaller: LevelSet) -> bool {
    smaller.iter().all(|level| larger.holds(level))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sec_02_an_empty_set_of_roles_gives_nothing(asked in questions()) {
        let denied = asked.clone().roles(RoleSet::of(&[])).decide().unwrap_err();
        prop_assert_eq!(denied.why, if asked.context.conflicted { Why::Conflict } else { Why::NoRole });
    }

    #[test]
    fn sec_02_an_empty_set_of_relations_gives_nothing(asked in questions(), command_line in any::<bool>()) {
        let mut asked = asked.relations(RelationSet::of(&[]));
        asked.subject.command_line = command_line;
        prop_assert!(asked.decide().is_err());
    }

    #[test]
    fn sec_11_an_account_that_is_not_active_gets_nothing(asked in questions(), command_line in any::<bool>()) {
        let mut asked = asked;
        asked.subject.active = false;
        asked.subject.command_line = command_line;
        prop_assert_eq!(asked.decide().unwrap_err().why, Why::NotActive);
    }

    #[test]
    fn one_more_role_or_relation_never_takes_away(
        asked in questions(),
        role in select(&Role::ALL[..]),
        relation in select(&Relation::ALL[..]),
    ) {
        let before = asked.levels();
        let with_role = asked.clone().roles(asked.subject.roles.with(role));
        let with_relation = asked.clone().relations(asked.context.relations.with(relation));
        prop_assert!(holds_all(with_role.levels(), before));
        prop_assert!(holds_all(with_relation.levels(), before));
        prop_assert!(asked.decide().is_err() || (with_role.decide().is_ok() && with_relation.decide().is_ok()));
    }

    #[test]
    fn sec_16_a_conflict_takes_everything_whatever_else_is_true(asked in questions()) {
        let mut asked = asked;
        asked.context.conflicted = true;
        let denied = asked.decide().unwrap_err();
        prop_assert!(!denied.offers_elevation(), "like a person who does not exist");
    }

    #[test]
    fn sec_22_the_broken_glass_opens_only_seeing_and_never_what_is_protected_without_a_second(asked in questions()) {
        let (mut closed, mut broken, mut witnessed) = (asked.clone(), asked.clone(), asked);
        closed.context.glass = Glass::Closed;
        broken.context.glass = Glass::Broken;
        witnessed.context.glass = Glass::Witnessed;
        prop_assert!(closed.action == Action::See || closed.levels() == witnessed.levels());
        prop_assert!(holds_all(broken.levels(), closed.levels()) && holds_all(witnessed.levels(), broken.levels()));
        prop_assert!(
            !broken.levels().holds(Level::S4) || closed.levels().holds(Level::S4) || may_only_say_emergency(&closed)
        );
    }

    #[test]
    fn protecting_a_person_only_takes_away(asked in questions()) {
        let (mut hidden, mut open) = (asked.clone(), asked);
        hidden.context.protected = true;
        open.context.protected = false;
        prop_assert!(holds_all(open.levels(), hidden.levels()));
    }

    #[test]
    fn sec_13_the_sysadmin_never_holds_a_level_of_a_person(asked in questions(), others in set::<Role>()) {
        let asked = asked.roles(RoleSet::of(&[Role::Sysadmin]));
        prop_assert!(!asked.levels().iter().any(Level::is_personal));
        let without = asked.clone().roles(others).levels();
        let with = asked.clone().roles(others.with(Role::Sysadmin)).levels();
        prop_assert!(with.iter().all(|level| without.holds(level) || !level.is_personal()));
    }

    #[test]
    fn sec_13_the_command_line_reads_nothing_special_and_nothing_protected(asked in questions()) {
        let mut asked = asked;
        asked.subject.command_line = true;
        let writes_down = asked.action == Action::Create && asked.resource == Resource::Contact;
        let hides = asked.action == Action::Protect;
        prop_assert!(writes_down || hides || !asked.levels().iter().any(is_special_or_protected));
        prop_assert!(!(asked.context.protected && asked.resource.is_about_persons()) || asked.decide().is_err());
    }

    #[test]
    fn sec_15_former_assignment_and_household_give_no_more_than_no_relation(asked in questions()) {
        let strangers = asked.clone().relations(RelationSet::of(&[Relation::None])).levels();
        let alone = asked.relations(RelationSet::of(&[Relation::FormerlyAssigned, Relation::HouseholdMember])).levels();
        prop_assert!(holds_all(strangers, alone));
    }

    #[test]
    fn sec_18_only_her_protected_team_and_two_in_an_emergency_get_a_pass_about_a_protected_person(asked in questions()) {
        let mut asked = asked;
        asked.context.protected = true;
        let followed = [Relation::SameTeam, Relation::Assigned].iter().any(|it| asked.context.relations.holds(*it));
        let team = asked.subject.roles.holds(Role::ProtectedWorker) && followed;
        if let Ok(pass) = asked.decide() {
            let through_the_glass = asked.action == Action::See && asked.context.glass == Glass::Witnessed;
            prop_assert!(team || through_the_glass || !asked.resource.is_about_persons());
            let opens_her = asked.resource.is_about_persons() && pass.levels().iter().any(Level::is_personal);
            prop_assert!(!opens_her || pass.sees(Level::S4));
        }
    }

    #[test]
    fn sec_31_nothing_special_is_read_without_a_purpose_of_the_role(asked in questions()) {
        let mut asked = asked;
        let said = asked.context.purpose;
        if let Ok(pass) = asked.decide() {
            prop_assert!(pass.purpose().is_none() || pass.purpose() == said);
            let special = pass.levels().iter().any(is_special_or_protected);
            let reads = asked.action == Action::See || asked.action == Action::Search;
            prop_assert!(!(reads && special) || pass.purpose().is_some());
        }
        asked.context.purpose = None;
        let reads = asked.action == Action::See || asked.action == Action::Search;
        prop_assert!(!reads || !asked.levels().iter().any(is_special_or_protected));
    }

    #[test]
    fn sec_32_a_partner_gets_no_pass_on_persons(
        asked in questions(),
        role in select(&[Role::PartnerUser, Role::PartnerAdmin][..]),
    ) {
        let asked = asked.roles(RoleSet::of(&[role]));
        prop_assert!(asked.decide().is_err() || asked.resource == Resource::OwnAccount);
    }

    #[test]
    fn sec_34_law_enforcement_never_holds_residence_status_or_what_is_protected(asked in questions()) {
        let mut asked = asked;
        asked.subject.partner = Some(PartnerKind::LawEnforcement);
        if let Ok(pass) = asked.decide() {
            for level in [Level::S3(Compartment::Legal), Level::S4] {
                prop_assert!(!pass.sees(level) && !pass.would_see(level));
            }
        }
    }

    #[test]
    fn sec_64_without_elevation_nothing_protected_is_read_or_corrected(asked in questions()) {
        let (mut before, mut after) = (asked.clone(), asked);
        before.subject.elevated = false;
        after.subject.elevated = true;
        let reads_or_corrects = [Action::Search, Action::See, Action::Correct].contains(&before.action);
        prop_assert!(!reads_or_corrects || !before.levels().holds(Level::S4));
        match (before.decide(), after.decide()) {
            (Ok(before), Ok(after)) => {
                let promised = LevelSet::of(&Level::ALL.into_iter().filter(|it| before.would_see(*it)).collect::<Vec<_>>());
                prop_assert_eq!(promised, after.levels());
            }
            (Err(denied), after) => prop_assert_eq!(denied.offers_elevation(), after.is_ok()),
            (Ok(_), Err(_)) => prop_assert!(false, "elevation took a pass away"),
        }
    }

    #[test]
    fn a_pass_says_who_may_do_what_about_whom_and_no_more(asked in questions()) {
        if let Ok(pass) = asked.decide() {
            prop_assert_eq!(pass.by(), asked.subject.account);
            prop_assert_eq!(pass.by_name(), NAME);
            prop_assert_eq!((pass.action(), pass.resource()), (asked.action, asked.resource));
            prop_assert_eq!(pass.about(), asked.context.about);
            prop_assert!(pass.roles().holds(pass.role()));
            prop_assert!(pass.roles().iter().all(|role| asked.subject.roles.holds(role)));
            for level in Level::ALL {
                prop_assert_eq!(pass.needs(level).is_ok(), pass.sees(level));
            }
        }
    }

    #[test]
    fn what_is_printed_names_nobody_and_tells_no_protected_person(asked in questions()) {
        let (mut hidden, mut open) = (asked.clone(), asked);
        hidden.context.protected = true;
        open.context.protected = false;
        prop_assert_eq!(format!("{hidden:?}"), format!("{open:?}"));
        let person = open.context.about.unwrap().to_string();
        for asked in [hidden, open] {
            let printed = match asked.decide() {
                Ok(pass) => format!("{pass:?}"),
                Err(denied) => {
                    let masked = format!("{}", Denied { why: Why::NotAllowed, ..denied });
                    prop_assert!(denied.offers_elevation() || denied.to_string() == masked);
                    format!("{denied:?} {denied}")
                }
            };
            let printed = format!("{printed} {asked:?}");
            prop_assert!(!printed.contains(NAME) && !printed.contains(&person), "{}", printed);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn several_roles_and_relations_give_the_union_of_what_each_alone_gives(
        asked in questions(),
        roles in proptest::sample::subsequence(WORKING.to_vec(), 1..=3),
        relations in proptest::sample::subsequence(Relation::ALL.to_vec(), 1..=3),
    ) {
        let asked = asked.roles(RoleSet::of(&roles)).relations(RelationSet::of(&relations));
        for (resource, action) in Resource::ALL.into_iter().flat_map(|it| Action::ALL.map(|action| (it, action))) {
            let asked = Asked { resource, action, ..asked.clone() };
            let by_role: Vec<(Role, Pass)> = roles
                .iter()
                .filter_map(|role| Some((*role, asked.clone().roles(RoleSet::of(&[*role])).decide().ok()?)))
                .collect();
            let alone: Vec<LevelSet> = roles
                .iter()
                .flat_map(|role| relations.iter().map(|relation| (RoleSet::of(&[*role]), RelationSet::of(&[*relation]))))
                .filter_map(|(role, relation)| Some(asked.clone().roles(role).relations(relation).decide().ok()?.levels()))
                .collect();
            let together = asked.decide().ok();
            prop_assert_eq!(together.as_ref().map(Pass::levels), alone.into_iter().reduce(LevelSet::and));
            if let Some(pass) = together {
                prop_assert_eq!(pass.roles(), by_role.iter().map(|(role, _)| *role).collect::<RoleSet>());
                prop_assert_eq!(pass.purpose(), by_role.iter().find_map(|(_, alone)| alone.purpose()));
                let opens = |role: Role| {
                    by_role.iter().find(|(it, _)| *it == role).map(|(_, alone)| alone.levels().iter().count())
                };
                prop_assert_eq!(opens(pass.role()), roles.iter().filter_map(|role| opens(*role)).max());
            }
        }
    }
}

/// A colleague who has not entered her second factor again.
fn subject(roles: &[Role]) -> Subject {
    Subject {
        account: Some(AccountId::draw(&Dice::seeded(3))),
        roles: RoleSet::of(roles),
        elevated: false,
        command_line: false,
        ..Subject::local(NAME, true)
    }
}

#[test]
fn sec_46_the_trail_says_each_reason_by_a_word_of_its_own() {
    let all = [Why::NotActive, Why::NoRole, Why::NotAllowed, Why::NeedsElevation, Why::Protected, Why::Conflict];
    let words = ["not_active", "no_role", "not_allowed", "needs_elevation", "protected", "conflict"];
    assert_eq!(all.map(Why::code), words);
}

#[test]
fn sec_18_a_refusal_is_written_alike_whatever_its_reason_but_for_the_second_factor() {
    let said = |why| Denied { why, role: None, action: Action::See, resource: Resource::Identity }.to_string();
    assert_eq!(said(Why::NeedsElevation), "see identity: needs elevation");
    for why in [Why::NotActive, Why::NoRole, Why::NotAllowed, Why::Protected, Why::Conflict] {
        assert_eq!(said(why), "see identity: not allowed");
    }
}

#[test]
fn of_two_roles_that_open_as_much_the_first_gives_the_pass_its_name_and_of_two_refusals_too() {
    let both = subject(&[Role::Desk, Role::CaseWorker]);
    let pass = decide(&both, Action::Search, Resource::Identity, &Context::general()).unwrap();
    assert_eq!((pass.role(), pass.roles()), (Role::Desk, RoleSet::of(&[Role::Desk, Role::CaseWorker])));
    let denied = decide(&both, Action::Administer, Resource::Account, &Context::general()).unwrap_err();
    assert_eq!((denied.why, denied.role), (Why::NotAllowed, Some(Role::Desk)));
}

#[test]
fn sec_64_what_one_of_two_roles_would_open_after_the_second_factor_is_offered() {
    let relations = RelationSet::of(&[Relation::SameTeam]);
    let context = Context { relations, purpose: Some(Purpose::Protection), ..Context::general() };
    let offers = |roles: &[Role]| {
        let pass = decide(&subject(roles), Action::See, Resource::Contact, &context).unwrap();
        (pass.sees(Level::S4), pass.would_see(Level::S4))
    };
    assert_eq!(offers(&[Role::Desk]), (false, false));
    assert_eq!(offers(&[Role::Desk, Role::ProtectedWorker]), (false, true));
}

#[test]
fn sec_48_a_pass_knows_whether_work_of_now_brings_her_together_with_whom_it_is_about() {
    let related = |relation: Relation| {
        let context = Context { relations: RelationSet::of(&[Relation::None, relation]), ..Context::general() };
        decide(&subject(&[Role::Desk]), Action::Search, Resource::Identity, &context).unwrap().is_related()
    };
    for relation in Relation::ALL {
        let none = [Relation::None, Relation::FormerlyAssigned, Relation::HouseholdMember].contains(&relation);
        assert_eq!(related(relation), !none, "{relation:?}");
    }
}

#[test]
fn sec_31_what_is_special_is_read_for_the_purpose_that_was_said() {
    let relations = RelationSet::of(&[Relation::Assigned]);
    let read = |purpose| {
        let context = Context { relations, purpose, ..Context::general() };
        decide(&subject(&[Role::CaseWorker]), Action::See, Resource::PersonFile, &context).unwrap()
    };
    let (said, unsaid) = (read(Some(Purpose::InCharge)), read(None));
    assert!(said.levels().iter().any(is_special_or_protected) && said.purpose() == Some(Purpose::InCharge));
    assert!(!unsaid.levels().iter().any(is_special_or_protected) && unsaid.purpose().is_none());
}

#[test]
fn ones_own_account_is_open_to_oneself_only() {
    let see = |context: &Context| decide(&subject(&[Role::Desk]), Action::See, Resource::OwnAccount, context).is_ok();
    assert!(see(&Context::own()) && !see(&Context::general()));
}
