//! Stories of protection and conflict, told on both engines.

use ground::{AccountId, Line, PersonId};
use matching::Known;
use policy::{Role, RoleSet};

use super::*;
use crate::{
    access::{
        accounts::Email,
        users::{self, CannotChange, Change},
    },
    people::{CannotAssign, Correction, Identity, Name, NewPerson, assign, correct, create, find, history, names, see},
    story::{Town, on_both_engines},
};

fn line(text: &str) -> Option<Line> {
    Line::optional(text).unwrap()
}

fn amina(town: &Town) -> PersonId {
    let name = Name::of(line("Amina"), line("Haddad")).unwrap();
    let new = NewPerson { identity: Identity { names: vec![name], ..Identity::default() }, ..NewPerson::default() };
    create(&town.app, &town.desk(), &town.form(&town.desk(), "new"), &new).unwrap()
}

fn hide(town: &Town, id: PersonId) {
    protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), id, None).unwrap();
}

fn is_found_by(town: &Town, actor: &Actor, id: PersonId) -> bool {
    ["Amina Haddad", "أمينة حداد", "haddad"].iter().any(|typed| {
        let found = find(&town.app, actor, &Known::from_box(typed), 10).unwrap();
        found.hits.iter().any(|hit| hit.id == id)
    })
}

#[test]
fn sec_18_whoever_is_protected_is_gone_at_once_for_all_but_the_protected_team_that_follows_her() {
    on_both_engines(|town| {
        let id = amina(town);
        assert!(is_found_by(town, &town.desk(), id) && see(&town.app, &town.desk(), id).is_ok());
        hide(town, id);
        let others = [town.desk(), town.desk_colleague(), town.case_worker(), town.supervisor(), town.command_line()];
        for other in others {
            assert!(!is_found_by(town, &other, id));
            assert!(matches!(see(&town.app, &other, id), Err(Refusal::NotFound)));
            assert!(matches!(history(&town.app, &other, id), Err(Refusal::NotFound)));
            assert!(matches!(safety(&town.app, &other, id), Err(Refusal::NotFound)));
            let named = town.app.store.read("story.names", |tx| names(&town.app, tx, &other, &[id])).unwrap();
            assert!(named.is_empty());
            let mine = Correction { identity: Some((1, Identity::default())), file: None };
            let form = town.form(&other, "correct");
            assert!(matches!(correct(&town.app, &other, &form, id, &mine), Err(Refusal::NotFound)));
        }
        let irene = town.protected_worker_elevated();
        assert!(is_found_by(town, &irene, id));
        assert!(matches!(see(&town.app, &town.protected_worker(), id), Err(Refusal::Elevate)));
        assert_eq!(see(&town.app, &irene, id).unwrap().identity.called(), "Amina Haddad");
        assert_eq!(town.last_entry("person.protected")["persons"], serde_json::json!([id.to_string()]));
    });
}

#[test]
fn sec_53_the_index_everybody_searches_holds_nothing_of_who_is_protected() {
    on_both_engines(|town| {
        let lookups = || -> Vec<(i64,)> {
            let sql = "select key from person_lookup order by key";
            town.app.store.read("story.lookups", |tx| tx.all(sql, &[])).map_err(|e: store::StoreError| e).unwrap()
        };
        let id = amina(town);
        let before = lookups();
        hide(town, id);
        let hidden = lookups();
        assert!(!before.is_empty() && before.len() == hidden.len());
        assert!(hidden.iter().all(|key| !before.contains(key)), "every key is made with another key now");
        let (irene, again) = (town.protected_worker_elevated(), town.second_protected_worker());
        unprotect(&town.app, &irene, &town.form(&irene, "ask"), id).unwrap();
        unprotect(&town.app, &again, &town.form(&again, "agree"), id).unwrap();
        assert_eq!(lookups(), before);
    });
}

#[test]
fn sec_18_lifting_a_protection_takes_two_of_the_protected_team_within_a_week() {
    on_both_engines(|town| {
        let id = amina(town);
        hide(town, id);
        let (irene, again) = (town.protected_worker_elevated(), town.second_protected_worker());
        let lift = |who: &Actor, body: &str| unprotect(&town.app, who, &town.form(who, body), id);
        lift(&irene, "1").unwrap();
        assert!(matches!(lift(&irene, "2"), Err(Refusal::Rule(CannotShield::SamePerson))));
        assert!(matches!(lift(&town.supervisor(), "3"), Err(Refusal::NotFound)));
        assert!(!is_found_by(town, &town.desk(), id));
        town.turn(8 * 24 * 3600);
        lift(&again, "4").unwrap();
        assert!(!is_found_by(town, &town.desk(), id), "the first word was too old: this one is the first again");
        lift(&irene, "5").unwrap();
        assert!(is_found_by(town, &town.desk(), id));
        assert!(see(&town.app, &town.desk(), id).is_ok());
    });
}

#[test]
fn sec_18_whoever_is_protected_gets_a_team_that_may_see_her_and_keeps_no_other_worker() {
    on_both_engines(|town| {
        let id = amina(town);
        let sara = town.supervisor();
        let marta = town.case_worker().id();
        assign(&town.app, &sara, &town.form(&sara, "to"), id, 1, (marta, Some(town.our_team()))).unwrap();
        hide(town, id);
        let follower = town.app.store.read("story.follower", |tx| access::follower(tx, id)).unwrap();
        assert_eq!((follower.worker, follower.team), (None, Some(town.our_team())));
    });
}

#[test]
fn sec_16_who_declares_a_conflict_meets_the_person_nowhere_and_others_do() {
    on_both_engines(|town| {
        let id = amina(town);
        let elena = town.desk();
        keep_away(&town.app, &elena, &town.form(&elena, "mine"), id, None).unwrap();
        assert!(!is_found_by(town, &elena, id));
        assert!(matches!(see(&town.app, &elena, id), Err(Refusal::NotFound)));
        assert!(matches!(safety(&town.app, &elena, id), Err(Refusal::NotFound)), "she cannot take it back either");
        let form = town.form(&elena, "hide");
        assert!(matches!(protect(&town.app, &elena, &form, id, None), Err(Refusal::NotFound)));
        assert!(is_found_by(town, &town.desk_colleague(), id) && see(&town.app, &town.desk_colleague(), id).is_ok());
    });
}

#[test]
fn sec_17_whom_she_asks_to_keep_away_no_longer_follows_her_until_a_supervisor_ends_it() {
    on_both_engines(|town| {
        let id = amina(town);
        let (sara, elena, marta) = (town.supervisor(), town.desk(), town.case_worker());
        assign(&town.app, &sara, &town.form(&sara, "to"), id, 1, (marta.id(), Some(town.our_team()))).unwrap();
        keep_away(&town.app, &elena, &town.form(&elena, "not her"), id, marta.id()).unwrap();
        assert!(matches!(see(&town.app, &marta, id), Err(Refusal::NotFound)));
        let follower = town.app.store.read("story.follower", |tx| access::follower(tx, id)).unwrap();
        assert_eq!(follower.worker, None);
        let shown = safety(&town.app, &sara, id).unwrap().conflicts.unwrap();
        assert_eq!(
            shown.iter().map(|kept| (kept.account, kept.origin)).collect::<Vec<_>>(),
            [(marta.id().unwrap(), Origin::Asked)]
        );
        let end = |who: &Actor| end_conflict(&town.app, who, &town.form(who, "end"), id, marta.id().unwrap());
        assert!(matches!(end(&elena), Err(Refusal::NotFound)));
        assert!(matches!(end(&town.supervisor_not_elevated()), Err(Refusal::Elevate)));
        end(&sara).unwrap();
        assert!(see(&town.app, &marta, id).is_ok());
    });
}

#[test]
fn sec_10_what_is_denied_for_protection_or_conflict_says_no_more_than_who_does_not_exist() {
    on_both_engines(|town| {
        let (hidden, kept) = (amina(town), amina(town));
        hide(town, hidden);
        keep_away(&town.app, &town.desk(), &town.form(&town.desk(), "mine"), kept, None).unwrap();
        let nobody = PersonId::draw(&town.app.dice);
        for id in [hidden, kept, nobody] {
            let refused = see(&town.app, &town.desk(), id).unwrap_err();
            assert_eq!(format!("{refused:?}"), "NotFound");
        }
    });
}

#[test]
fn sec_06_whom_she_must_not_work_for_takes_no_place_in_a_search() {
    on_both_engines(|town| {
        let carlo = town.desk_colleague();
        let all: Vec<PersonId> = (0..45)
            .map(|at| {
                let name = Name::of(line("Amina"), line("Haddad")).unwrap();
                let identity = Identity { names: vec![name], ..Identity::default() };
                let new = NewPerson { identity, ..NewPerson::default() };
                create(&town.app, &town.desk(), &town.form(&town.desk(), &format!("new {at}")), &new).unwrap()
            })
            .collect();
        let mut away = all.clone();
        away.sort_unstable();
        away.truncate(5);
        for id in &away {
            let form = town.form(&carlo, &format!("away {id}"));
            keep_away(&town.app, &carlo, &form, *id, None).unwrap();
        }
        let found = find(&town.app, &carlo, &Known::from_box("Amina Haddad"), 40).unwrap();
        assert_eq!(found.hits.len(), 40, "the five would have stood first, and left five places empty");
        assert!(found.hits.iter().all(|hit| !away.contains(&hit.id)));
    });
}

#[test]
fn sec_23_whatever_nobody_asked_is_no_on_the_page_of_who_is_protected_and_a_message_on_everybodys() {
    on_both_engines(|town| {
        let id = amina(town);
        let closed = |actor: &Actor| {
            let view = see(&town.app, actor, id).unwrap();
            let file = view.file.as_ref().unwrap();
            file.1.reach.ways().into_iter().filter(|(code, _)| file.1.reach.is_closed(code, view.protected)).count()
        };
        assert_eq!(closed(&town.desk()), 1);
        hide(town, id);
        assert_eq!(closed(&town.protected_worker_elevated()), 5);
    });
}

/// By which key each data key of an owner is wrapped: for each whether it is that of S4.
fn wrapped_under_s4(town: &Town, owner: &[u8; 16]) -> Vec<bool> {
    let sql = "select wrapped from data_key where owner = $1 order by compartment";
    let rows: Vec<(Vec<u8>,)> = town
        .app
        .store
        .read("story.wrapped", |tx| tx.all(sql, &[owner.into()]))
        .map_err(|e: store::StoreError| e)
        .unwrap();
    let vault = &town.app.vault;
    // Of every safe that wraps, S4 alone is named whatever the key is for.
    rows.iter().map(|(wrapped,)| vault.made_with(Safe::Personal, wrapped).unwrap().0 == Safe::Protected).collect()
}

fn contact_with(town: &Town, id: Option<PersonId>) -> ground::ContactId {
    let elena = town.desk();
    let typed = crate::desk::Typed {
        channel: "desk".to_owned(),
        language: "ar".to_owned(),
        themes: vec!["housing.renting".to_owned(), "health.orientation".to_owned()],
        given: vec!["guide".to_owned()],
        minutes: "10".to_owned(),
        outcome: "informed".to_owned(),
        ..crate::desk::Typed::default()
    };
    let entry = typed.parse(town.app.today()).unwrap();
    let new = crate::desk::NewContact { entry, person: id };
    crate::desk::record(&town.app, &elena, &town.form(&elena, "contact"), &new).unwrap()
}

#[test]
fn sec_18_what_is_kept_of_who_is_protected_is_wrapped_under_the_key_of_s4_and_back_when_it_is_lifted() {
    on_both_engines(|town| {
        let (id, irene) = (amina(town), town.protected_worker_elevated());
        let contact = contact_with(town, Some(id));
        let (others, anonymous) = (amina(town), contact_with(town, None));
        let seen = |contact| format!("{:?}", crate::desk::see(&town.app, &irene, contact).unwrap().contact.entry);
        let before = (see(&town.app, &irene, id).unwrap().identity, seen(contact));
        assert_eq!(
            (wrapped_under_s4(town, id.bytes()), wrapped_under_s4(town, contact.bytes())),
            (vec![false], vec![false; 2])
        );
        hide(town, id);
        assert_eq!(
            (wrapped_under_s4(town, id.bytes()), wrapped_under_s4(town, contact.bytes())),
            (vec![true], vec![true; 2])
        );
        assert_eq!((see(&town.app, &irene, id).unwrap().identity, seen(contact)), before);
        assert_eq!(history(&town.app, &irene, id).unwrap().changes.len(), 1, "her history opens too");
        // What comes later is hers at once, and what was hers by mistake is not hers any more.
        let version = |contact| crate::desk::see(&town.app, &irene, contact).unwrap().contact.version;
        let link = |contact, person| {
            let (form, version) = (town.form(&irene, "link"), version(contact));
            crate::desk::link(&town.app, &irene, &form, contact, version, person).unwrap();
        };
        link(anonymous, Some(id));
        assert_eq!(wrapped_under_s4(town, anonymous.bytes()), [true; 2]);
        link(anonymous, None);
        assert_eq!(wrapped_under_s4(town, anonymous.bytes()), [false; 2]);
        assert!(seen(anonymous).contains("renting"));
        assert_eq!(wrapped_under_s4(town, others.bytes()), [false], "others stay as they are");
        let rosa = town.second_protected_worker();
        for worker in [&irene, &rosa] {
            unprotect(&town.app, worker, &town.form(worker, "lift"), id).unwrap();
        }
        assert_eq!(
            (wrapped_under_s4(town, id.bytes()), wrapped_under_s4(town, contact.bytes())),
            (vec![false], vec![false; 2])
        );
        assert_eq!((see(&town.app, &irene, id).unwrap().identity, seen(contact)), before);
    });
}

#[test]
fn sec_18_without_the_key_of_s4_nothing_of_who_is_protected_opens_and_all_of_the_others_does() {
    on_both_engines(|town| {
        let (hidden, open) = (amina(town), amina(town));
        hide(town, hidden);
        // Whoever took the key of the personal compartment alone, in the place of the other.
        let copy =
            "update compartment_key set wrapped = (select wrapped from compartment_key where compartment = 'staff')
             where compartment = 'protected'";
        town.app.store.write("story.without", |tx| tx.exec(copy, &[])).unwrap();
        let opening = crate::app::Opening {
            clock: town.app.clock.clone(),
            ..crate::app::Opening::of(town.app.place.clone(), town.app.keys.path().to_owned())
        };
        let keys = store::vault::KeyDirectory::open(&opening.keys).unwrap();
        let opened = town
            .app
            .store
            .write("story.open", |tx| store::vault::Vault::open(tx, &keys, ground::Dice::os()).map(|_| ()));
        assert!(matches!(opened, Err(store::StoreError::Sealed { .. })), "a vault that lacks one key does not open");
        let unwraps = |owner: PersonId, safe: Safe| {
            let sql = "select wrapped from data_key where owner = $1 and compartment = 'personal'";
            town.app.store.read("story.unwrap", |tx| {
                let (wrapped,): (Vec<u8>,) = tx.one(sql, &[owner.into()])?.unwrap();
                // The same bytes, said to be wrapped by the personal key.
                let [_, rest @ ..] = wrapped.as_slice() else { panic!("no key") };
                town.app.vault.unwrap_key(tx, &[&[0], rest].concat(), owner.bytes(), safe).map(|_| ())
            })
        };
        assert!(unwraps(open, Safe::Personal).is_ok());
        assert!(unwraps(hidden, Safe::Personal).is_err());
    });
}

#[test]
fn sec_11_the_word_of_who_lost_the_right_lifts_no_protection() {
    on_both_engines(|town| {
        let (irene, rosa) = (town.protected_worker_elevated(), town.second_protected_worker());
        for lost in [
            "update account set state = 'suspended' where id = $1",
            "update account set roles = 'case_worker' where id = $1",
            "update account set team = null where id = $1",
            "insert into conflict (person, account, origin, at) select person, $1, 'asked', 0 from guard",
        ] {
            let id = amina(town);
            hide(town, id);
            let lift = |who: &Actor, body: &str| unprotect(&town.app, who, &town.form(who, body), id);
            let waits = || safety(&town.app, &rosa, id).unwrap().guard.unwrap().lift_asked.is_some();
            lift(&irene, "ask").unwrap();
            assert!(waits());
            town.app.store.write("story.lost", |tx| tx.exec(lost, &[irene.id().into()])).unwrap();
            assert!(!waits(), "{lost}: a word that counts no more is not shown");
            lift(&rosa, "agree").unwrap();
            assert!(!is_found_by(town, &town.desk(), id), "{lost}: this was the first word");
            assert!(safety(&town.app, &rosa, id).unwrap().asked_by_me);
            let sql = "update account set state = 'active', roles = 'protected_worker', team = $2 where id = $1";
            let args = [irene.id().into(), town.our_team().into()];
            let again = |tx: &mut Tx<'_>| tx.exec("delete from conflict", &[]).and_then(|_| tx.change_one(sql, &args));
            town.app.store.write("story.again", again).unwrap();
            lift(&irene, "agree").unwrap();
            assert!(is_found_by(town, &town.desk(), id), "{lost}: two who may");
        }
    });
}

fn follower(town: &Town, id: PersonId) -> access::Follower {
    town.app.store.read("story.follower", |tx| access::follower(tx, id)).unwrap()
}

fn away(town: &Town, by: &Actor, id: PersonId, who: Option<AccountId>) -> Result<PersonId, Refusal<CannotShield>> {
    keep_away(&town.app, by, &town.form(by, "away"), id, who)
}

/// Gives a colleague another role and team, as an administrator does.
fn make(town: &Town, who: &Actor, role: Role, team: TeamId) -> Result<AccountId, Refusal<CannotChange>> {
    let (aldo, id) = (town.sysadmin(), who.id().unwrap());
    let (account, _) = users::see(&town.app, &aldo, id).unwrap();
    let change = Change {
        email: Email::parse(&account.email).unwrap(),
        name: Line::parse(&account.name).unwrap(),
        roles: RoleSet::of(&[role]),
        partner: None,
        team: Some(team),
        suspended: false,
    };
    users::change(&town.app, &aldo, &town.form(&aldo, role.code()), id, account.version, &change)
}

/// The accounts of a story have no password yet: a change of one would leave it waiting for its link.
fn started(town: &Town) {
    let sql = "update account set password = 'x', totp = $1";
    town.app.store.write("story.started", |tx| tx.exec(sql, &[vec![0_u8].into()])).unwrap();
}

#[test]
fn sec_18_whom_no_protected_worker_may_meet_is_not_hidden_from_everybody() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        for worker in [town.protected_worker(), town.second_protected_worker()] {
            away(town, &elena, id, worker.id()).unwrap();
        }
        let hidden = protect(&town.app, &elena, &town.form(&elena, "hide"), id, None);
        assert!(matches!(hidden, Err(Refusal::Rule(CannotShield::NobodyProtects))), "{hidden:?}");
        assert!(safety(&town.app, &elena, id).unwrap().teams.is_empty());
        assert!(is_found_by(town, &elena, id), "nothing of it was done");
        let sara = town.supervisor();
        let rosa = town.second_protected_worker().id().unwrap();
        end_conflict(&town.app, &sara, &town.form(&sara, "near"), id, rosa).unwrap();
        hide(town, id);
        assert!(see(&town.app, &town.second_protected_worker(), id).is_ok());
        assert!(matches!(see(&town.app, &town.protected_worker_elevated(), id), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_17_whom_a_protected_person_fears_is_kept_away_only_while_someone_else_sees_her() {
    on_both_engines(|town| {
        let (id, irene) = (amina(town), town.protected_worker_elevated());
        hide(town, id);
        away(town, &irene, id, town.second_protected_worker().id()).unwrap();
        let last = away(town, &irene, id, None);
        assert!(matches!(last, Err(Refusal::Rule(CannotShield::NobodyElse))), "{last:?}");
        assert!(see(&town.app, &irene, id).is_ok(), "nothing of it was done");
        started(town);
        make(town, &town.desk_of_another_team(), Role::ProtectedWorker, town.other_team()).unwrap();
        assert_eq!(follower(town, id).team, Some(town.our_team()), "who is seen stays where she is");
        away(town, &irene, id, None).unwrap();
        assert!(matches!(see(&town.app, &irene, id), Err(Refusal::NotFound)));
        assert_eq!(follower(town, id).team, Some(town.other_team()), "she is given to those who can see her");
    });
}

#[test]
fn sec_17_nobody_is_kept_from_the_whole_service() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        let others = [
            town.desk_colleague(),
            town.desk_of_another_team(),
            town.case_worker(),
            town.supervisor(),
            town.supervisor_of_another_team(),
            town.protected_worker(),
            town.second_protected_worker(),
        ];
        for other in others {
            away(town, &elena, id, other.id()).unwrap();
        }
        assert!(matches!(away(town, &elena, id, None), Err(Refusal::Rule(CannotShield::NobodyElse))));
        assert!(see(&town.app, &elena, id).is_ok());
    });
}

#[test]
fn sec_18_a_protected_person_is_not_given_to_those_who_cannot_see_her() {
    on_both_engines(|town| {
        let (id, irene) = (amina(town), town.protected_worker_elevated());
        hide(town, id);
        let give = |to: (Option<AccountId>, Option<TeamId>)| {
            assign(&town.app, &irene, &town.form(&irene, "to"), id, follower(town, id).version, to)
        };
        for to in [(None, Some(town.other_team())), (town.case_worker().id(), None), (None, None)] {
            let given = give(to);
            assert!(matches!(given, Err(Refusal::Rule(CannotAssign::OutOfSight))), "{given:?}");
        }
        assert_eq!(follower(town, id).team, Some(town.our_team()));
        give((irene.id(), Some(town.other_team()))).unwrap();
        assert!(see(&town.app, &irene, id).is_ok());
    });
}

#[test]
fn sec_18_a_change_of_accounts_leaves_nobody_out_of_sight() {
    on_both_engines(|town| {
        let (id, aldo) = (amina(town), town.sysadmin());
        hide(town, id);
        started(town);
        let (irene, rosa) = (town.protected_worker(), town.second_protected_worker());
        make(town, &irene, Role::ProtectedWorker, town.other_team()).unwrap();
        assert_eq!(follower(town, id).team, Some(town.our_team()), "Rosa still sees her");
        town.turn(1);
        users::suspend(&town.app, &aldo, rosa.id().unwrap()).unwrap();
        assert_eq!(follower(town, id).team, Some(town.other_team()), "Irene sees her where she works now");
        let entry = town.last_entry("protection.looked_after");
        assert_eq!((entry["persons"].clone(), entry["count"].as_u64()), (serde_json::json!([id.to_string()]), Some(0)));
        let demoted = make(town, &irene, Role::Desk, town.other_team());
        assert!(matches!(demoted, Err(Refusal::Rule(CannotChange::LastProtector))), "{demoted:?}");
        town.turn(1);
        users::suspend(&town.app, &aldo, irene.id().unwrap()).unwrap();
        assert_eq!(town.last_entry("protection.looked_after")["count"].as_u64(), Some(1), "a suspension never waits");
        make(town, &town.desk(), Role::ProtectedWorker, town.our_team()).unwrap();
        assert_eq!(follower(town, id).team, Some(town.our_team()), "the next who may see her does");
    });
}

#[test]
fn sec_07_a_change_of_accounts_tells_an_administrator_nothing_of_protected_persons() {
    on_both_engines(|town| {
        started(town);
        let entries = || town.trail().len();
        let before = entries();
        make(town, &town.protected_worker(), Role::ProtectedWorker, town.other_team()).unwrap();
        let without = entries() - before;
        hide(town, amina(town));
        let before = entries();
        make(town, &town.second_protected_worker(), Role::ProtectedWorker, town.other_team()).unwrap();
        assert_eq!(entries() - before, without);
    });
}
