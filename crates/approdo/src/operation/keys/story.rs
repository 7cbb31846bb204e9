//! Stories of keys that change while the house works, told on both engines.

use std::{fs, sync::Arc};

use ground::{ContactId, Line, PersonId};
use matching::Known;
use store::{
    StoreError,
    vault::{Held, Safe},
};

use super::{rotate::Watch, *};
use crate::{
    access::{drafts, users},
    app::{Opening, Place},
    desk::{self, NewContact, Typed},
    operation::{backup, jobs},
    people::{ContactPoint, File, Identity, Name, NewPerson, PointKind, safety},
    story::{Schema, Town, on_both_engines, on_sqlite},
};

/// Persons, one of them protected, with histories, contacts at every height, a draft.
struct City {
    persons: Vec<PersonId>,
    contacts: Vec<ContactId>,
}

const NAMES: [&str; 4] = ["Amina Haddad", "Mohamed El Amrani", "Blessing Okafor", "Chen Wei"];

fn line(text: &str) -> Option<Line> {
    Line::optional(text).unwrap()
}

fn settle(town: &Town) -> City {
    let elena = town.desk();
    let mut city = City { persons: Vec::new(), contacts: Vec::new() };
    for (at, called) in NAMES.iter().enumerate() {
        let (given, family) = called.split_once(' ').unwrap();
        let identity = Identity { names: vec![Name::of(line(given), line(family)).unwrap()], ..Identity::default() };
        let value = line(&format!("+39 333 000 00{at}")).unwrap();
        let points = vec![ContactPoint { kind: PointKind::Phone, value, words: None }];
        let file = File { points, ..File::default() };
        let new = NewPerson { identity: identity.clone(), file };
        let id = people::create(&town.app, &elena, &town.form(&elena, called), &new).unwrap();
        let corrected = Identity { birth_country: ground::lists::Country::parse("MA"), ..identity };
        let correction = people::Correction { identity: Some((1, corrected)), file: None };
        people::correct(&town.app, &elena, &town.form(&elena, "c"), id, &correction).unwrap();
        city.persons.push(id);
        for themes in [vec!["housing.renting"], vec!["health.orientation", "protection.violence"]] {
            let typed = Typed {
                channel: "desk".to_owned(),
                language: "ar".to_owned(),
                themes: themes.into_iter().map(str::to_owned).collect(),
                given: vec!["guide".to_owned()],
                minutes: "10".to_owned(),
                outcome: "informed".to_owned(),
                note: format!("said by {called}"),
                ..Typed::default()
            };
            let entry = typed.parse(town.app.today()).unwrap();
            let form = town.form(&elena, &format!("{called} {entry:?}"));
            city.contacts
                .push(desk::record(&town.app, &elena, &form, &NewContact { entry, person: Some(id) }).unwrap());
        }
    }
    safety::protect(&town.app, &elena, &town.form(&elena, "hide"), city.persons[0], None).unwrap();
    let keep = |tx: &mut Tx<'_>| drafts::keep(&town.app, tx, elena.id().unwrap(), "/people/new", b"given=Sara");
    assert!(town.app.store.write("story.draft", keep).unwrap());
    access::trail::settle(&town.app).unwrap();
    city
}

/// All that the house can read, find and prove, as words.
fn everything(app: &App, town: &Town, city: &City) -> Vec<String> {
    let (irene, elena) = (town.protected_worker_elevated(), town.desk());
    let mut told = Vec::new();
    for (at, id) in city.persons.iter().enumerate() {
        let seen = people::see(app, &irene, *id).unwrap();
        let (_, file) = seen.file.unwrap();
        told.push(format!("{} {:?}", seen.identity.called(), file.phones()));
        told.push(format!("{:?}", people::history(app, &irene, *id).unwrap().changes));
        for typed in [NAMES[at].to_owned(), format!("+3933300000{at}")] {
            let known = Known { phones: vec![typed.clone()], ..Known::from_box(&typed) };
            let found = people::find(app, &irene, &known, 10).unwrap();
            assert!(found.hits.iter().any(|hit| hit.id == *id), "{typed} is not found");
            if at < 2 {
                let by_desk = people::find(app, &elena, &known, 10).unwrap();
                assert_eq!(by_desk.hits.iter().any(|hit| hit.id == *id), at != 0, "{typed}, by the desk");
            }
        }
    }
    for id in &city.contacts {
        told.push(format!("{:?}", desk::see(app, &irene, *id).unwrap().contact.entry));
    }
    let accounts = users::list(app, &town.sysadmin()).unwrap();
    told.extend(accounts.into_iter().map(|account| format!("{} {}", account.email, account.name)));
    app.store
        .read("story.read", |tx| {
            let draft = drafts::take(app, tx, &elena, "/people/new")?;
            told.push(format!("{draft:?}"));
            for (owner, word) in tx.all::<([u8; 16], String)>("select owner, compartment from data_key", &[])? {
                assert!(app.vault.key(tx, &owner, Safe::of_word(&word).unwrap())?.is_some());
            }
            let index = app.vault.fingerprint_in(tx, Safe::StaffIndex, "email", b"elena.fabbri@portalba.example")?;
            let found: Option<(i64,)> = tx.one("select 1 from account where email_index = $1", &[(&index).into()])?;
            assert!(found.is_some(), "nobody could log in");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    access::trail::settle(app).unwrap();
    let verified = access::trail::verify(app, &town.auditor(), None).unwrap();
    assert!(verified.ok, "{verified:?}");
    told
}

fn all() -> What {
    What { master: true, safes: Safe::ALL.to_vec() }
}

fn quiet() -> Box<Watch<'static>> {
    Box::new(|_, _, _| Ok(()))
}

fn held_now(town: &Town) -> Held {
    town.app.store.read("story.held", |tx| held(&town.app, tx)).unwrap()
}

/// Destroys every old generation, that of the trail by its name, and every old master key.
fn destroy_old(town: &Town) {
    let root = town.command_line();
    destroy(&town.app, &root, Old::Generations).unwrap();
    for key in show(&town.app, &root).unwrap().into_iter().filter(|key| key.state == State::Old) {
        let old = match key.kind {
            "master" => Old::Master { number: key.number, backups_are_lost: true },
            word => Old::Generation(Safe::of_word(word).unwrap(), key.number),
        };
        destroy(&town.app, &root, old).unwrap();
    }
    assert!(show(&town.app, &root).unwrap().iter().all(|key| key.state != State::Old));
}

/// What stands outside the database of a town.
fn outside(town: &Town) -> backup::Outside<'_> {
    backup::Outside { keys: &town.app.keys, journal: &town.app.journal }
}

#[test]
fn sec_54_every_key_changes_while_the_house_works_and_the_old_ones_are_destroyed() {
    on_both_engines(|town| {
        let city = settle(town);
        let before = everything(&town.app, town, &city);
        for round in 2..5 {
            town.turn(1);
            let moved = rotate(&town.app, &town.command_line(), &all(), &mut quiet()).unwrap();
            assert!(moved > 40, "{moved}");
            assert_eq!(everything(&town.app, town, &city), before);
            let standing = show(&town.app, &town.sysadmin()).unwrap();
            for key in standing.iter().filter(|key| key.kind != "audit") {
                assert_eq!(key.number, if key.state == State::InUse { round } else { round - 1 }, "{key:?}");
                assert!(key.state == State::InUse || key.held == 0, "{key:?}");
            }
            assert_eq!(town.last_entry("keys.rotated")["count"], moved);
            destroy_old(town);
            assert_eq!(everything(&town.app, town, &city), before);
        }
        assert_eq!(town.app.keys.numbers().unwrap(), [4]);
        assert!(held_now(town).values().sum::<u64>() > 0);
    });
}

#[test]
fn sec_54_stopped_after_any_step_everything_is_readable_and_the_rotation_is_finished_later() {
    on_both_engines(|town| {
        let city = settle(town);
        let before = everything(&town.app, town, &city);
        let mut whole = false;
        for step in 1.. {
            let mut left = step;
            let mut stop = |_: &'static str, _, _| {
                left -= 1;
                if left == 0 { Err(StoreError::Broken) } else { Ok(()) }
            };
            whole = match rotate(&town.app, &town.command_line(), &all(), &mut stop) {
                Ok(_) => true,
                Err(Refusal::Store(StoreError::Broken)) => false,
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(everything(&town.app, town, &city), before, "stopped at step {step}");
            resume(&town.app, &town.command_line(), &mut quiet()).unwrap();
            // What went with an old key by mistake would be missed after the next step.
            destroy_old(town);
            if whole {
                assert_eq!(everything(&town.app, town, &city), before, "finished and destroyed");
                assert!(step > 8, "there are {step} steps");
                break;
            }
        }
        assert!(whole);
    });
}

#[test]
fn sec_54_the_job_that_a_rotation_leaves_finishes_it_when_whoever_began_it_is_gone() {
    on_both_engines(|town| {
        let city = settle(town);
        let before = everything(&town.app, town, &city);
        let what = What { master: false, safes: Safe::ALL.to_vec() };
        let mut stop = |what: &'static str, _, _| if what == "new keys" { Err(StoreError::Broken) } else { Ok(()) };
        assert!(rotate(&town.app, &town.command_line(), &what, &mut stop).is_err());
        let hangs = |town: &Town| {
            let standing = show(&town.app, &town.command_line()).unwrap();
            standing
                .into_iter()
                .filter(|key| key.state == State::Old && key.kind != "audit")
                .map(|key| key.held)
                .sum::<u64>()
        };
        assert!(hangs(town) > 40);
        let needed = destroy(&town.app, &town.command_line(), Old::Generations);
        assert!(matches!(needed, Err(Refusal::Rule(CannotDestroy::Needed { left, .. })) if left > 0), "{needed:?}");
        town.turn(301);
        let stop = std::sync::atomic::AtomicBool::new(false);
        assert!(jobs::work_off(&town.app, jobs::HANDLERS, &stop).unwrap() > 1);
        assert_eq!(hangs(town), 0);
        assert_eq!(everything(&town.app, town, &city), before);
    });
}

#[test]
fn sec_54_a_key_that_is_needed_the_newest_or_unknown_is_not_destroyed() {
    on_both_engines(|town| {
        settle(town);
        let root = town.command_line();
        let refused = |old| match destroy(&town.app, &root, old) {
            Err(Refusal::Rule(why)) => why.to_string(),
            other => panic!("{other:?}"),
        };
        let master = |number| Old::Master { number, backups_are_lost: true };
        assert!(refused(master(1)).contains("newest"));
        assert!(refused(master(7)).contains("there is no master 7"));
        assert!(refused(Old::Generation(Safe::Personal, 1)).contains("newest"));
        assert!(refused(Old::Generation(Safe::Personal, 7)).contains("there is no personal 7"));
        draw_master(&town.app, &root).unwrap();
        assert_eq!(draw_master(&town.app, &root).unwrap(), 2, "one that waits is not followed by another");
        assert!(refused(master(1)).contains("newest"), "it waits and nothing hangs on it");
        let stop = &mut |_: &'static str, _, _| Ok(());
        rotate(&town.app, &root, &What { master: false, safes: vec![Safe::Personal] }, stop).unwrap();
        assert!(town.app.keys.numbers().unwrap() == [1, 2] && refused(master(2)).contains("newest"));
        let what = What { master: true, safes: Vec::new() };
        rotate(&town.app, &root, &what, &mut quiet()).unwrap();
        let told = refused(Old::Master { number: 1, backups_are_lost: false });
        assert!(told.contains("--yes-old-backups-are-lost") && told.contains("0 proved backups"), "{told}");
        assert_eq!(town.app.keys.numbers().unwrap(), [1, 2]);
        destroy(&town.app, &root, master(1)).unwrap();
        assert_eq!(town.app.keys.numbers().unwrap(), [2]);
        assert_eq!(town.last_entry("keys.destroyed")["objects"][0], "master 1");
    });
}

#[test]
fn sec_54_keys_are_for_who_runs_the_house_and_seen_by_who_watches_it() {
    on_sqlite(|town| {
        let no = |refusal: Refusal<CannotRotate>| matches!(refusal, Refusal::NotFound);
        let off = Actor::command_line("root", false);
        for other in [town.desk(), town.supervisor(), town.protected_worker_elevated(), town.auditor(), off] {
            assert!(no(rotate(&town.app, &other, &all(), &mut quiet()).unwrap_err()));
            assert!(no(resume(&town.app, &other, &mut quiet()).unwrap_err()));
            assert!(no(draw_master(&town.app, &other).unwrap_err()));
            let destroyed = destroy(&town.app, &other, Old::Generations);
            assert!(matches!(destroyed, Err(Refusal::NotFound)), "{destroyed:?}");
        }
        assert_eq!(town.app.keys.numbers().unwrap(), [1]);
        for may_see in [town.sysadmin(), town.auditor(), town.command_line()] {
            assert_eq!(show(&town.app, &may_see).unwrap().len(), 1 + Safe::ALL.len());
        }
        assert!(matches!(show(&town.app, &town.supervisor()), Err(Refusal::NotFound)));
        assert_eq!(town.last_entry("keys.seen")["resource"], "settings");
    });
}

#[test]
fn sec_54_the_key_of_an_altered_trail_is_not_changed() {
    on_both_engines(|town| {
        settle(town);
        let alter = "update audit_entry set body = body || ' ' where number = 2";
        town.app.store.write("story.alter", |tx| tx.exec(alter, &[])).unwrap();
        let what = What { master: false, safes: vec![Safe::Audit] };
        let refused = rotate(&town.app, &town.command_line(), &what, &mut quiet());
        let Err(Refusal::Rule(CannotRotate::TrailAltered(why))) = refused else { panic!("{refused:?}") };
        assert!(why.contains("entry 2"), "{why}");
    });
}

fn another_node(town: &Town, place: &Place) -> Arc<App> {
    let opening =
        Opening { clock: town.app.clock.clone(), ..Opening::of(place.clone(), town.app.keys.path().to_owned()) };
    App::open(opening).unwrap()
}

#[test]
fn sec_54_another_node_reads_on_with_keys_it_has_never_seen() {
    crate::story::on_postgres(|town| {
        let city = settle(town);
        let before = everything(&town.app, town, &city);
        let busy = another_node(town, &town.app.place);
        let idle = another_node(town, &town.app.place);
        rotate(&town.app, &town.command_line(), &all(), &mut quiet()).unwrap();
        assert_eq!(everything(&busy, town, &city), before, "a node that was at work all along");
        destroy_old(town);
        assert_eq!(everything(&busy, town, &city), before);
        // One that heard nothing writes nothing under a key that is gone: it hears first, a second later.
        let elena = town.desk();
        let new = NewPerson {
            identity: Identity { names: vec![Name::of(line("Nadia"), line("Rossi")).unwrap()], ..Identity::default() },
            ..NewPerson::default()
        };
        let create = |app: &App| people::create(app, &elena, &town.form(&elena, "late"), &new);
        let stale = create(&idle);
        assert!(matches!(stale, Err(Refusal::Stale)), "{stale:?}");
        let anonymous = |app: &App| {
            let typed = Typed {
                channel: "desk".to_owned(),
                themes: vec!["housing.renting".to_owned()],
                minutes: "10".to_owned(),
                ..Typed::default()
            };
            let entry = typed.parse(app.today()).unwrap();
            desk::record(app, &elena, &town.form(&elena, "late"), &NewContact { entry, person: None })
        };
        assert!(anonymous(&idle).is_err());
        idle.store.read("story.renew", |tx| idle.vault.renew(tx)).unwrap();
        create(&idle).unwrap();
        let contact = anonymous(&idle).unwrap();
        assert!(desk::see(&town.app, &elena, contact).is_ok());
        assert_eq!(everything(&idle, town, &city), before);
        assert_eq!(people::find(&busy, &elena, &Known::from_box("Nadia Rossi"), 10).unwrap().hits.len(), 1);
    });
}

#[test]
fn sec_54_what_a_node_wrote_under_the_old_keys_meanwhile_is_found_and_brought_over() {
    crate::story::on_postgres(|town| {
        let city = settle(town);
        let idle = another_node(town, &town.app.place);
        rotate(&town.app, &town.command_line(), &all(), &mut quiet()).unwrap();
        let elena = town.desk();
        let identity = Identity { names: vec![Name::of(line("Nadia"), line("Rossi")).unwrap()], ..Identity::default() };
        let new = NewPerson { identity, ..NewPerson::default() };
        people::create(&idle, &elena, &town.form(&elena, "late"), &new).unwrap();
        let found = |app: &App| people::find(app, &elena, &Known::from_box("Nadia Rossi"), 10).unwrap().hits.len();
        assert_eq!((found(&town.app), found(&idle)), (1, 1));
        let refused = destroy(&town.app, &town.command_line(), Old::Generations);
        assert!(matches!(refused, Err(Refusal::Rule(CannotDestroy::Needed { .. }))), "{refused:?}");
        assert!(resume(&town.app, &town.command_line(), &mut quiet()).unwrap() > 1);
        let waits = destroy(&town.app, &town.command_line(), Old::Generation(Safe::Audit, 1));
        assert!(matches!(waits, Err(Refusal::Rule(CannotDestroy::Needed { left: 1, .. }))), "{waits:?}");
        access::trail::settle(&town.app).unwrap();
        destroy_old(town);
        assert_eq!((found(&town.app), found(&idle)), (1, 1));
        everything(&idle, town, &city);
    });
}

#[test]
fn sec_54_a_node_without_the_new_master_key_says_which_and_goes_on_when_it_has_it() {
    crate::story::on_postgres(|town| {
        let city = settle(town);
        let elsewhere = tempfile::tempdir().unwrap();
        let keys = elsewhere.path().join("keys");
        let copy = |name: &str| fs::copy(town.app.keys.path().join(name), keys.join(name)).map(|_| ()).unwrap();
        store::vault::KeyDirectory::open_or_make(&keys, &ground::Dice::os()).unwrap();
        copy("master-1.key");
        copy("audit-signing.key");
        let opening = Opening { clock: town.app.clock.clone(), ..Opening::of(town.app.place.clone(), keys.clone()) };
        let node = App::open(opening).unwrap();
        rotate(&town.app, &town.command_line(), &all(), &mut quiet()).unwrap();
        let seen = people::see(&node, &town.protected_worker_elevated(), city.persons[1]);
        assert!(matches!(seen, Err(Refusal::Store(StoreError::NoMasterKey(2)))), "{seen:?}");
        copy("master-2.key");
        everything(&node, town, &city);
    });
}

#[test]
fn sec_54_backups_from_before_open_as_long_as_their_master_key_is_kept() {
    on_both_engines(|town| {
        settle(town);
        let back_up = || {
            let mut bytes: Vec<u8> = Vec::new();
            backup::backup(&town.app, &town.sysadmin(), &mut bytes, &mut |_, _, _| {}).unwrap();
            bytes
        };
        let opens = |bytes: &[u8]| {
            let scratch = tempfile::tempdir().unwrap();
            backup::prove(&mut &*bytes, outside(town), scratch.path(), &mut |_, _, _| {}).map(|_| ())
        };
        let old = back_up();
        town.turn(60);
        rotate(&town.app, &town.command_line(), &all(), &mut quiet()).unwrap();
        destroy(&town.app, &town.command_line(), Old::Generations).unwrap();
        opens(&old).unwrap();
        let new = back_up();
        let refused = destroy(&town.app, &town.command_line(), Old::Master { number: 1, backups_are_lost: false });
        let Err(Refusal::Rule(CannotDestroy::BackupsLost { proved: 1, last: Some(_), .. })) = refused else {
            panic!("{refused:?}")
        };
        opens(&old).unwrap();
        destroy(&town.app, &town.command_line(), Old::Master { number: 1, backups_are_lost: true }).unwrap();
        let lost = opens(&old);
        assert!(matches!(lost, Err(backup::Fault::Store(StoreError::NoMasterKey(1)))), "{lost:?}");
        opens(&new).unwrap();
    });
}

#[test]
fn sec_54_an_old_backup_that_was_restored_moves_to_the_newest_keys() {
    on_sqlite(|town| {
        let city = settle(town);
        let before = everything(&town.app, town, &city);
        let mut bytes: Vec<u8> = Vec::new();
        backup::backup(&town.app, &town.sysadmin(), &mut bytes, &mut |_, _, _| {}).unwrap();
        rotate(&town.app, &town.command_line(), &all(), &mut quiet()).unwrap();
        let schema = Schema::make();
        let place = Place::Postgres(schema.url());
        backup::restore(&mut bytes.as_slice(), outside(town), &place, &mut |_, _, _| {}).unwrap();
        let restored = another_node(town, &place);
        let masters = |app: &App| app.store.read("story.masters", |tx| app.vault.masters_in_use(tx)).unwrap();
        assert_eq!(masters(&restored).into_keys().collect::<Vec<_>>(), [1]);
        rotate(&restored, &town.command_line(), &What { master: true, safes: Vec::new() }, &mut quiet()).unwrap();
        assert_eq!(masters(&restored).into_keys().collect::<Vec<_>>(), [2], "the key that waited, not another");
        assert_eq!(everything(&restored, town, &city), before);
    });
}
