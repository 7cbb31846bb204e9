//! SEC-54: a city is killed, or its disk fails, at each step in turn of a change of all its keys. Whatever
//! was cut off, everything is readable, searchable and proved; then the change is finished, the old keys
//! are destroyed, and everything still is.

use std::{path::Path, time::Duration};

use approdo::{
    access::{self, drafts, users},
    app::{Opening, Place},
    desk, people,
};
use ground::{Clock, ContactId, Dice, PersonId};
use matching::Known;
use policy::Role;
use store::{StoreError, once::Once, vault::Safe};

use crate::{
    campaign::Campaign,
    faults::{
        copy_city,
        disk::{Disk, EIO, ENOSPC, Hit, KILLED, Plan},
    },
    house::{House, Who},
    world::{Database, Home, Server, order, program, verify_trail},
};

/// So far apart lie the calls that two rounds fail, so that a few rounds see all of a rotation.
const STRIDE: u64 = 37;
/// Who lives in the city: every given name with every family name, so that nothing moves in one step alone.
const GIVEN: [&str; 8] = ["Amina", "Mohamed", "Blessing", "Chen", "Fatou", "Olena", "Rashid", "Sunita"];
const FAMILY: [&str; 5] = ["Haddad", "El Amrani", "Okafor", "Kovalenko", "Perera"];
/// The form that was not sent.
const DRAFT: &str = "/people/new";

/// What the city is asked for again and again.
struct City {
    team: Who,
    operator: Who,
    persons: Vec<(PersonId, String)>,
    contacts: Vec<ContactId>,
}

fn opening(place: Place, keys: &Path) -> Opening {
    Opening { clock: Clock::machine(), ..Opening::of(place, keys.to_owned()) }
}

/// A city with histories, contacts at every height, a protected person and a draft.
fn settle(house: &House) -> City {
    let here = house.team("Sportello sociale");
    let team = house.hire("Irene Sala", &[Role::ProtectedWorker, Role::CaseWorker], None, Some(here));
    let operator = house.hire("Aldo Serra", &[Role::Sysadmin], None, None);
    let (mut persons, mut contacts) = (Vec::new(), Vec::new());
    let everybody = FAMILY.into_iter().flat_map(|family| GIVEN.map(|given| (given, family)));
    for (number, (given, family)) in everybody.enumerate() {
        let id = house.person(given, family, &format!("+39 333 111 {number:04}"), "Via Roma 1");
        house.follow(id, None, Some(here));
        let theme = if number % 2 == 0 { "health.orientation" } else { "protection.violence" };
        contacts.push(house.contact(&team, Some(id), theme, &format!("said by {given} {family}")));
        persons.push((id, format!("{given} {family}")));
    }
    let actor = house.actor(&team);
    let once = Once { key: house.app.dice.bytes(), by: actor.id(), body: [7; 32] };
    people::safety::protect(&house.app, &actor, &once, persons[0].0, None).unwrap();
    let keep = |tx: &mut store::Tx<'_>| drafts::keep(&house.app, tx, team.account, DRAFT, b"given=Sara");
    assert!(house.app.store.write("rotations.draft", keep).unwrap());
    access::trail::settle(&house.app).unwrap();
    City { team, operator, persons, contacts }
}

/// All that the house can read and find, as words.
fn everything(house: &House, city: &City) -> Vec<String> {
    let app = &house.app;
    let irene = house.actor(&house.with_session(&city.team, true));
    let aldo = house.actor(&house.with_session(&city.operator, true));
    let mut told = Vec::new();
    for (id, name) in &city.persons {
        let seen = people::see(app, &irene, *id).unwrap();
        told.push(format!("{} {:?}", seen.identity.called(), seen.file.unwrap().1.phones()));
        told.push(format!("{:?}", people::history(app, &irene, *id).unwrap().changes.len()));
        let found = people::find(app, &irene, &Known::from_box(name), 10).unwrap();
        assert!(found.hits.iter().any(|hit| hit.id == *id), "{name} is not found");
    }
    for id in &city.contacts {
        told.push(format!("{:?}", desk::see(app, &irene, *id).unwrap().contact.entry));
    }
    told.extend(users::list(app, &aldo).unwrap().into_iter().map(|one| format!("{} {}", one.email, one.name)));
    app.store
        .read("rotations.read", |tx| {
            told.push(format!("{:?}", drafts::take(app, tx, &irene, DRAFT)?));
            for (owner, word) in tx.all::<([u8; 16], String)>("select owner, compartment from data_key", &[])? {
                assert!(app.vault.key(tx, &owner, Safe::of_word(&word).unwrap())?.is_some());
            }
            let index = app.vault.fingerprint_in(tx, Safe::StaffIndex, "email", b"irene.sala@portalba.example")?;
            let found: Option<(i64,)> = tx.one("select 1 from account where email_index = $1", &[(&index).into()])?;
            assert!(found.is_some(), "nobody could log in");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    told
}

/// What a home holds, opened in this process while no other has it.
fn read(home: &Home, city: &City) -> Vec<String> {
    let house = House::opened(match home {
        Home::Directory(path) => opening(Place::Directory(path.clone()), &path.with_extension("keys")),
        Home::Postgres { url, keys } => opening(Place::Postgres(url.clone()), keys),
    });
    let told = everything(&house, city);
    access::trail::settle(&house.app).unwrap();
    told
}

/// The old keys that still stand, as `keys show` tells them.
fn old_keys(home: &Home) -> Vec<(String, u64)> {
    let told: serde_json::Value = serde_json::from_str(&order(home, &["keys", "show", "--json"])).unwrap();
    let old = told.as_array().unwrap().iter().filter(|key| key["state"] == "old");
    old.map(|key| (key["key"].as_str().unwrap().to_owned(), key["number"].as_u64().unwrap())).collect()
}

/// Finishes what was cut off, destroys every old key, and holds the city against what it was.
fn finish_and_judge(home: &Home, city: &City, before: &[String]) {
    assert_eq!(read(home, city), before, "cut off");
    verify_trail(home);
    order(home, &["keys", "rotate", "--go-on"]);
    assert_eq!(read(home, city), before, "finished");
    order(home, &["keys", "destroy", "--old-generations"]);
    for (kind, number) in old_keys(home) {
        let number = number.to_string();
        if kind == "master" {
            order(home, &["keys", "destroy", "--master", &number, "--yes-old-backups-are-lost"]);
        } else {
            order(home, &["keys", "destroy", "--compartment", &kind.replace(' ', "-"), "--generation", &number]);
        }
    }
    assert_eq!(old_keys(home), [], "an old key is left");
    assert_eq!(read(home, city), before, "destroyed");
    verify_trail(home);
}

/// How the rotation of a round is cut off.
fn drawn(number: u64, calls: u64, dice: &Dice) -> Plan {
    let error = [KILLED, KILLED, EIO, ENOSPC][usize::try_from(dice.below(4)).unwrap()];
    Plan { fail_at: 1 + number * STRIDE % calls, error, lasting: error != KILLED && dice.below(2) == 0, ..Plan::SOUND }
}

/// Changes all keys on a disk with this plan: by the command line alone, or through a server that has the
/// directory. Tells what was hit.
fn rotate(disk: &Disk, home: &Home, directory: &Path, plan: Plan, served: bool) -> Hit {
    if served {
        let server = disk.serve(home, directory);
        disk.arm(plan);
        let _ = std::process::Command::new(program()).args(["keys", "rotate"]).args(home.options()).output().unwrap();
        server.kill();
    } else {
        let done = disk.order(home, directory, &["keys", "rotate"], plan);
        assert!(done.status.success() || plan.fail_at > 0, "{}", String::from_utf8_lossy(&done.stderr));
    }
    disk.hit()
}

#[test]
fn sec_54_rotations_on_sqlite_that_are_cut_off_at_any_step_lose_nothing() {
    let campaign = Campaign::named("rotations-on-sqlite", 4, 54);
    let folder = tempfile::tempdir().unwrap();
    let first = folder.path().join("first");
    std::fs::create_dir(&first).unwrap();
    let home_in = |directory: &Path| Home::Directory(directory.join("city"));
    let city = {
        let data = first.join("city");
        settle(&House::opened(opening(Place::Directory(data.clone()), &data.with_extension("keys"))))
    };
    let before = read(&home_in(&first), &city);
    let disk = Disk::build(folder.path());
    let copy = folder.path().join("round");
    let round_of = |plan, served| {
        copy_city(&first, &copy);
        let hit = rotate(&disk, &home_in(&copy), &copy, plan, served);
        finish_and_judge(&home_in(&copy), &city, &before);
        hit
    };
    assert_eq!(round_of(Plan::SOUND, false), Hit::Nothing);
    let calls = calls_of(&disk, &first, &copy, &home_in(&copy));
    let mut hits = 0;
    campaign.each(|round| {
        let plan = drawn(round.number, calls, &round.dice);
        hits += u64::from(round_of(plan, round.dice.below(3) == 0) != Hit::Nothing);
    });
    assert!(hits > 0 || campaign.rounds() == 0, "nothing was cut off");
    campaign
        .report(&format!("{hits} rotations of {calls} calls cut off: all readable, found and proved, then finished"));
}

/// How many calls a whole rotation makes.
fn calls_of(disk: &Disk, first: &Path, copy: &Path, home: &Home) -> u64 {
    copy_city(first, copy);
    rotate(disk, home, copy, Plan::SOUND, false);
    disk.calls()
}

#[test]
fn sec_54_rotations_on_postgresql_that_are_killed_at_any_moment_lose_nothing() {
    let campaign = Campaign::named("rotations-on-postgresql", 2, 55);
    let (database, folder) = (Database::make(), tempfile::tempdir().unwrap());
    let home = database.home(&folder.path().join("keys"));
    let city = settle(&House::opened(opening(Place::Postgres(database.url()), &folder.path().join("keys"))));
    let before = read(&home, &city);
    let began = std::time::Instant::now();
    order(&home, &["keys", "rotate"]);
    let whole = u64::try_from(began.elapsed().as_micros()).unwrap();
    let mut killed = 0;
    campaign.each(|round| {
        // A node that serves meanwhile reads on with keys that it has never seen.
        let server = Server::start(&home, &["serve"]);
        let rotation = std::process::Command::new(program())
            .args(["keys", "rotate"])
            .args(home.options())
            .stderr(std::process::Stdio::null())
            .spawn();
        let mut rotation = rotation.unwrap();
        // The moment of the kill is drawn, so that it falls on every step.
        std::thread::sleep(Duration::from_micros(whole / 8 + round.dice.below(whole)));
        killed += u64::from(rotation.try_wait().unwrap().is_none());
        let _ = rotation.kill();
        rotation.wait().unwrap();
        finish_and_judge(&home, &city, &before);
        server.stop();
    });
    campaign.report(&format!("{killed} rotations killed: all readable, found and proved, then finished"));
}
