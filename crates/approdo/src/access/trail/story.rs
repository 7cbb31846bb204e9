//! The trail is told what happened, altered by another hand, and asked.

mod breaches;
mod forgeries;
mod keys;
mod pruned;
mod tampers;
mod watch;
mod witnesses;

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use ground::{Clock, PersonId, Timestamp};
use policy::{Action, Resource};
use rusqlite::Connection;
use store::vault::Safe;

use super::{
    Verified, background, examine,
    links::{self, Entry, Found, Head},
    merkle,
    read::{self, Wanted},
    sequence::{self, Sealing},
    state::{self, State},
    verify,
};
use crate::{
    access::{About, Actor, Event, allow, entry, note},
    app::{App, NoRule, Opening, Place, Refusal},
    story::{Town, on_both_engines},
};

/// A city whose trail has 12 entries: a checkpoint after 5, and one after 12.
struct City {
    home: tempfile::TempDir,
    clock: Clock,
}

fn noon() -> Timestamp {
    Timestamp::from_micros(1_795_000_000_000_000)
}

impl City {
    fn new() -> Self {
        let city = Self { home: tempfile::tempdir().unwrap(), clock: Clock::standing_at(noon()) };
        let app = city.open();
        for part in [5, 7] {
            record(&app, &city.clock, part);
            background::settle(&app).unwrap();
            city.clock.turn(61);
        }
        city
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.home.path().join(name)
    }

    fn open(&self) -> Arc<App> {
        let mut opening = Opening::of(Place::Directory(self.path("data")), self.path("keys"));
        opening.clock = self.clock.clone();
        App::open(opening).unwrap()
    }

    /// Opens it with witnesses that are told of every checkpoint.
    fn open_witnessed(&self) -> Arc<App> {
        let mut opening = Opening::of(Place::Directory(self.path("data")), self.path("keys"));
        opening.clock = self.clock.clone();
        opening.witnesses = vec![self.path("witness-1"), self.path("witness-2")];
        App::open(opening).unwrap()
    }

    /// Changes the database behind the back of Approdo.
    fn tamper(&self, change: impl FnOnce(&Connection)) {
        let connection = Connection::open(self.path("data/approdo.db")).unwrap();
        change(&connection);
    }

    fn sql(&self, sql: &str) {
        self.tamper(|connection| connection.execute_batch(sql).unwrap());
    }

    fn verify(&self) -> Verified {
        verify(&self.open(), &operator(), None).unwrap()
    }

    #[track_caller]
    fn assert_bad(&self, first_bad: impl Into<Option<u64>>) {
        let verified = self.verify();
        assert!(!verified.ok, "{verified:?}");
        assert_eq!(verified.first_bad, first_bad.into(), "{verified:?}");
        assert!(verified.why.is_some());
    }
}

/// What a witness kept.
fn kept(city: &City, witness: &str) -> std::io::BufReader<fs::File> {
    std::io::BufReader::new(fs::File::open(city.path(witness)).unwrap())
}

fn operator() -> Actor {
    Actor::command_line("root", true)
}

fn record(app: &App, clock: &Clock, entries: usize) {
    for _ in 0..entries {
        clock.turn(1);
        act(app).unwrap();
    }
}

fn act(app: &App) -> Result<(), Refusal> {
    app.store.write("test.act", |tx| {
        let actor = operator();
        let pass = allow(app, tx, &actor, Action::Administer, Resource::Backup, About::General)?;
        note(app, tx, &actor, &pass, Event { act: "test.done", ..Event::default() })?;
        Ok(())
    })
}

#[test]
fn sec_45_an_unaltered_trail_verifies() {
    let city = City::new();
    let verified = city.verify();
    assert_eq!(verified, Verified { entries: 12, ok: true, first_bad: None, why: None, pending: 0, pruned: 0 });
    // To verify is an act too, and leaves its own entry.
    let app = city.open();
    background::settle(&app).unwrap();
    let last = "select body from audit_entry order by number desc limit 1";
    let body: Option<(String,)> = app.store.read("test.last", |tx| tx.one(last, &[])).unwrap();
    let left: serde_json::Value = serde_json::from_str(&body.unwrap().0).unwrap();
    assert_eq!((&left["act"], &left["count"]), (&"trail.verified".into(), &12.into()));
    assert_eq!(left["fields"], serde_json::json!(["unaltered"]));
    drop(app);
    assert_eq!(city.verify().entries, 13);
}

#[test]
fn sec_82_how_far_the_trail_goes_is_what_its_last_checkpoint_signed() {
    let city = City::new();
    let app = city.open();
    let extent = app.store.read("test.extent", |tx| links::extent(tx, &app.vault)).unwrap();
    let root: Option<(Vec<u8>,)> =
        app.store.read("test.root", |tx| tx.one("select root from audit_checkpoint where size = 12", &[])).unwrap();
    assert_eq!((extent.0, extent.1.to_vec()), (12, root.unwrap().0));
}

#[test]
fn sec_45_a_changed_entry_is_named() {
    let city = City::new();
    city.sql("update audit_entry set body = replace(body, 'test.done', 'test.gone') where number = 8");
    city.assert_bad(8);
}

#[test]
fn sec_45_a_changed_entry_with_a_leaf_that_fits_is_named() {
    let city = City::new();
    city.tamper(|connection| {
        let sql = "select at, id, body, seal, placed_at from audit_entry where number = 4";
        let (mut entry, placed_at) = connection
            .query_row(sql, [], |row| {
                let at = Timestamp::from_micros(row.get(0)?);
                let entry = Entry { at, id: row.get(1)?, body: row.get(2)?, seal: row.get(3)? };
                Ok((entry, Timestamp::from_micros(row.get(4)?)))
            })
            .unwrap();
        entry.body = entry.body.replace("done", "gone");
        let leaf = entry.leaf(placed_at).to_vec();
        connection.execute("update audit_entry set body = ?1, leaf = ?2 where number = 4", (entry.body, leaf)).unwrap();
    });
    city.assert_bad(4);
}

#[test]
fn sec_45_a_deleted_entry_is_named() {
    let city = City::new();
    city.sql("delete from audit_entry where number = 1");
    city.assert_bad(1);
    let city = City::new();
    city.sql(
        "delete from audit_entry where number = 6; update audit_entry set number = -number where number > 6;
              update audit_entry set number = -number - 1 where number < 0;",
    );
    city.assert_bad(6);
}

#[test]
fn sec_45_an_inserted_entry_is_named() {
    let copy = "select 13, at, placed_at, x'00112233445566778899aabbccddeeff', body, seal, leaf, chain";
    let city = City::new();
    city.sql(&format!("insert into audit_entry {copy} from audit_entry where number = 12"));
    city.assert_bad(13);
    let city = City::new();
    city.sql(&format!(
        "update audit_entry set number = -number where number >= 3;
         update audit_entry set number = -number + 1 where number < 0;
         insert into audit_entry {} from audit_entry where number = 2",
        copy.replace("13", "3")
    ));
    city.assert_bad(3);
    let city = City::new();
    city.sql(&format!("insert into audit_entry {} from audit_entry where number = 2", copy.replace("13", "-4")));
    city.assert_bad(0);
}

#[test]
fn sec_45_an_exact_copy_of_an_entry_in_another_place_is_named() {
    let city = City::new();
    city.sql(
        "insert into audit_entry select 13, at, placed_at, id, body, seal, leaf, chain
              from audit_entry where number = 12",
    );
    city.assert_bad(13);
}

#[test]
fn sec_45_swapped_entries_are_named() {
    let city = City::new();
    city.sql(
        "update audit_entry set number = 99 where number = 7; update audit_entry set number = 7 where number = 9;
              update audit_entry set number = 9 where number = 99;",
    );
    city.assert_bad(7);
}

#[test]
fn sec_45_a_changed_time_is_named() {
    for column in ["at", "placed_at"] {
        let city = City::new();
        city.sql(&format!("update audit_entry set {column} = {column} - 3600000000 where number = 10"));
        city.assert_bad(10);
    }
}

#[test]
fn sec_45_where_all_between_two_checkpoints_is_gone_the_first_is_named() {
    let city = City::new();
    let app = city.open();
    record(&app, &city.clock, 3);
    background::settle(&app).unwrap();
    drop(app);
    city.sql("delete from audit_entry where number > 5 and number <= 12");
    city.assert_bad(6);
}

#[test]
fn sec_45_a_head_that_was_put_back_or_belongs_to_another_trail_is_told() {
    let city = City::new();
    city.sql("create table kept as select * from audit_head");
    let app = city.open();
    record(&app, &city.clock, 3);
    background::settle(&app).unwrap();
    drop(app);
    city.sql("delete from audit_head; insert into audit_head select * from kept; drop table kept");
    city.assert_bad(13);
    let city = City::new();
    let app = city.open();
    let other = |tx: &mut store::Tx<'_>| {
        let Found::Sound(head) = Head::find(tx, &app.vault)? else { panic!("the head is sound") };
        let key = app.vault.newest_generation(tx, Safe::Audit)?;
        Head { chain: [7; 32], ..head }.save(tx, &key)
    };
    app.store.write("test.head", other).unwrap();
    let told = verify(&app, &operator(), None).unwrap();
    assert!(!told.ok && told.why.unwrap().contains("another trail"));
}

#[test]
fn sec_45_an_entry_may_wait_five_seconds_for_its_number() {
    let city = City::new();
    let app = city.open_witnessed();
    background::settle(&app).unwrap();
    act(&app).unwrap();
    let told = |seconds| {
        city.clock.turn(seconds);
        let keeps_up = app.store.read("test.state", |tx| state::keeps_up(&app, tx)).unwrap();
        let told = app.store.read("test.examine", |tx| examine(tx, &app.vault, &app.seal, app.now(), None)).unwrap();
        (keeps_up, told.ok, told.why.is_some_and(|why| why.contains("waits for its number")))
    };
    assert_eq!(told(5), (true, true, false));
    assert_eq!(told(1), (false, false, true));
}

#[test]
fn sec_45_a_cut_off_end_is_named() {
    let city = City::new();
    city.sql("delete from audit_entry where number > 9");
    city.assert_bad(10);
    let city = City::new();
    city.sql("delete from audit_entry where number > 5; delete from audit_checkpoint where size > 5;");
    city.assert_bad(6);
    let city = City::new();
    city.sql("delete from audit_entry; delete from audit_checkpoint;");
    city.assert_bad(1);
}

#[test]
fn sec_45_an_end_cut_off_with_a_head_that_fits_is_named() {
    let city = City::new();
    let mut tree = merkle::Frontier::default();
    city.tamper(|connection| {
        let mut rows = connection.prepare("select leaf from audit_entry where number <= 5 order by number").unwrap();
        let leaves = rows.query_map([], |row| row.get::<_, [u8; 32]>(0)).unwrap();
        leaves.for_each(|leaf| tree.push(leaf.unwrap()));
        connection
            .execute_batch("delete from audit_entry where number > 5; delete from audit_checkpoint where size > 5;")
            .unwrap();
        connection
            .execute(
                "update audit_head set size = 5, sealed_size = 5, checkpoints = 1, frontier = ?1,
                     chain = (select chain from audit_entry where number = 5)",
                [tree.bytes()],
            )
            .unwrap();
    });
    city.assert_bad(6);
    // Nor does Approdo go on from such a head, which would hide the cut.
    let app = city.open();
    act(&app).unwrap();
    assert!(background::settle(&app).is_err());
    assert_eq!(verify(&app, &operator(), None).unwrap().first_bad, Some(6));
}

#[test]
fn sec_45_a_trail_put_back_to_an_older_day_is_told_by_the_witness() {
    let city = City::new();
    drop(city.open());
    let older = city.path("older.db");
    city.tamper(|connection| connection.execute_batch("pragma wal_checkpoint(truncate)").unwrap());
    fs::copy(city.path("data/approdo.db"), &older).unwrap();
    let app = city.open_witnessed();
    record(&app, &city.clock, 4);
    background::settle(&app).unwrap();
    assert!(verify(&app, &operator(), None).unwrap().ok);
    drop(app);
    for name in ["approdo.db", "approdo.db-wal", "approdo.db-shm"] {
        let _ = fs::remove_file(city.path("data").join(name));
    }
    fs::copy(&older, city.path("data/approdo.db")).unwrap();
    assert!(city.verify().ok, "without its witness the older trail is whole");
    let app = city.open();
    let told = verify(&app, &operator(), Some(&mut kept(&city, "witness-2"))).unwrap();
    assert_eq!((told.ok, told.first_bad), (false, Some(13)), "{told:?}");
    // It grows past what the witness saw: the witness saw another root.
    record(&app, &city.clock, 20);
    background::settle(&app).unwrap();
    let told = verify(&app, &operator(), Some(&mut kept(&city, "witness-1"))).unwrap();
    assert_eq!((told.ok, told.first_bad), (false, Some(13)), "{told:?}");
}

#[test]
fn sec_45_where_nothing_is_said_the_witness_stands_beside_the_keys() {
    let city = City::new();
    let open = || {
        let mut opening = Opening::of(Place::Directory(city.path("data")), city.path("keys"));
        opening.clock = city.clock.clone();
        opening.own_witness = true;
        App::open(opening).unwrap()
    };
    drop(city.open());
    city.tamper(|connection| connection.execute_batch("pragma wal_checkpoint(truncate)").unwrap());
    let older = city.path("older.db");
    fs::copy(city.path("data/approdo.db"), &older).unwrap();
    let app = open();
    record(&app, &city.clock, 4);
    background::settle(&app).unwrap();
    assert!(verify(&app, &operator(), None).unwrap().ok);
    let witness = app.seal.own_witness.clone().unwrap();
    assert!(witness.starts_with(city.path("keys")));
    assert_eq!(last_size(&witness), 16);
    drop(app);
    for name in ["approdo.db", "approdo.db-wal", "approdo.db-shm"] {
        let _ = fs::remove_file(city.path("data").join(name));
    }
    fs::copy(&older, city.path("data/approdo.db")).unwrap();
    let told = verify(&open(), &operator(), None).unwrap();
    assert_eq!((told.ok, told.first_bad), (false, Some(13)), "{told:?}");
    // A copy in another place is another trail, which this witness does not know.
    let elsewhere = super::own_witness_in(&city.path("keys"), "/elsewhere");
    assert_ne!(witness, elsewhere);
}

#[test]
fn sec_45_who_has_all_keys_but_not_the_witness_is_found() {
    let city = City::new();
    let app = city.open_witnessed();
    record(&app, &city.clock, 3);
    background::settle(&app).unwrap();
    drop(app);
    // Approdo itself writes another history with its own keys.
    city.sql(
        "delete from audit_entry; delete from audit_checkpoint; delete from audit_head; delete from audit_about;
              delete from audit_pending;",
    );
    let app = city.open();
    record(&app, &city.clock, 30);
    background::settle(&app).unwrap();
    assert!(verify(&app, &operator(), None).unwrap().ok);
    let told = verify(&app, &operator(), Some(&mut kept(&city, "witness-1"))).unwrap();
    assert_eq!((told.ok, told.first_bad), (false, Some(1)), "{told:?}");
}

#[test]
fn sec_45_changed_and_deleted_checkpoints_are_found() {
    let city = City::new();
    city.sql("update audit_checkpoint set at = at + 1 where number = 1");
    city.assert_bad(5);
    let city = City::new();
    city.sql("delete from audit_checkpoint where number = 1");
    city.assert_bad(None);
    let city = City::new();
    city.sql("delete from audit_checkpoint where number = 2");
    city.assert_bad(None);
    let city = City::new();
    city.sql("update audit_checkpoint set size = 11 where number = 2");
    city.assert_bad(11);
}

#[test]
fn sec_45_a_witness_of_another_house_or_none_is_no_witness() {
    let (city, other) = (City::new(), City::new());
    let app = other.open_witnessed();
    record(&app, &other.clock, 1);
    background::settle(&app).unwrap();
    let told = verify(&city.open(), &operator(), Some(&mut kept(&other, "witness-1"))).unwrap();
    assert!(!told.ok, "{told:?}");
    let told = verify(&city.open(), &operator(), Some(&mut b"not a witness\n".as_slice())).unwrap();
    assert!(!told.ok, "{told:?}");
    // A configured witness that was told and is gone is a finding.
    fs::remove_file(other.path("witness-2")).unwrap();
    assert!(!verify(&app, &operator(), None).unwrap().ok);
}

#[test]
fn sec_45_a_line_torn_by_a_crash_does_not_spoil_the_witness() {
    let city = City::new();
    let app = city.open_witnessed();
    record(&app, &city.clock, 1);
    background::settle(&app).unwrap();
    let witness = city.path("witness-1");
    let text = fs::read_to_string(&witness).unwrap();
    fs::write(&witness, format!("{text}{}", &text[..40])).unwrap();
    record(&app, &city.clock, 1);
    background::settle(&app).unwrap();
    let told = verify(&app, &operator(), None).unwrap();
    assert!(told.ok, "{told:?}");
    assert_eq!(fs::read_to_string(&witness).unwrap().lines().count(), 5);
}

#[test]
fn sec_45_entries_left_unnumbered_and_forged_ones_are_reported() {
    let city = City::new();
    let app = city.open();
    act(&app).unwrap();
    assert!(verify(&app, &operator(), None).unwrap().ok, "a moment is no finding");
    city.clock.turn(7);
    let told = verify(&app, &operator(), None).unwrap();
    assert_eq!((told.ok, told.first_bad, told.pending), (false, None, 2), "{told:?}");
    background::settle(&app).unwrap();
    assert!(verify(&app, &operator(), None).unwrap().ok);
    background::settle(&app).unwrap();
    drop(app);
    city.sql("insert into audit_pending select at + 600000000, x'00', body, seal from audit_entry where number = 2");
    city.assert_bad(None);
    let app = city.open();
    city.clock.turn(700);
    background::settle(&app).unwrap();
    let told = verify(&app, &operator(), None).unwrap();
    // 12, and the entries of three verifications, and that of the one before it was numbered.
    assert_eq!((told.ok, told.first_bad), (false, Some(18)), "{told:?}");
}

#[test]
fn sec_45_a_clock_set_back_is_told() {
    let city = City::new();
    city.clock.turn(-3600);
    let app = city.open();
    record(&app, &city.clock, 1);
    background::settle(&app).unwrap();
    let told = verify(&app, &operator(), None).unwrap();
    assert_eq!((told.ok, told.first_bad), (false, Some(13)), "{told:?}");
}

#[test]
fn sec_45_clocks_of_nodes_may_differ_by_two_seconds_and_no_more() {
    // Seconds after the last entry was numbered: when an act was done, and when it was numbered.
    for (done, numbered, first_bad) in [(-2, -2, None), (-3, -3, Some(13)), (10, 8, None), (10, 7, Some(13))] {
        let city = City::new();
        let app = city.open();
        city.clock.turn(done - 61);
        act(&app).unwrap();
        city.clock.turn(numbered - done);
        background::settle(&app).unwrap();
        let told = verify(&app, &operator(), None).unwrap();
        assert_eq!((told.ok, told.first_bad), (first_bad.is_none(), first_bad), "{done} {numbered}: {told:?}");
    }
}

#[test]
fn sec_45_an_entry_cannot_be_moved_into_its_own_id() {
    let city = City::new();
    let app = city.open();
    let (at, id) = (noon(), [7_u8; 16]);
    let one = links::seal(&app.vault, at, &id, "body").unwrap();
    let other = links::seal(&app.vault, at, &id[..15], "\u{7}body").unwrap();
    assert_ne!(one, other);
}

#[test]
fn sec_45_the_background_numbers_by_itself_and_ends_with_a_checkpoint() {
    let home = tempfile::tempdir().unwrap();
    let mut opening = Opening::of(Place::Directory(home.path().join("data")), home.path().join("keys"));
    opening.witnesses = vec![home.path().join("witness")];
    let app = App::open(opening).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let thread = {
        let (app, stop) = (Arc::clone(&app), Arc::clone(&stop));
        std::thread::spawn(move || background::run(&app, &stop))
    };
    act(&app).unwrap();
    let numbered =
        || app.store.read("test.count", |tx| tx.one::<(u64,)>("select count(*) from audit_entry", &[])).unwrap();
    // A machine under load may be late; one that never gets there is what this looks for.
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while numbered() == Some((0,)) && std::time::Instant::now() < deadline {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(numbered(), Some((1,)));
    act(&app).unwrap();
    stop.store(true, Ordering::SeqCst);
    thread.join().unwrap();
    assert_eq!(last_size(&home.path().join("witness")), 2);
    assert!(verify(&app, &operator(), None).unwrap().ok);
}

fn last_size(witness: &Path) -> u64 {
    let text = fs::read_to_string(witness).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    line["size"].as_u64().unwrap()
}

#[test]
fn sec_44_an_undone_act_leaves_no_entry_and_a_refused_one_does() {
    let city = City::new();
    let app = city.open();
    let undone: Result<(), Refusal> = app.store.write("test.undone", |tx| {
        let pass = allow(&app, tx, &operator(), Action::Administer, Resource::Backup, About::General)?;
        note(&app, tx, &operator(), &pass, Event { act: "test.undone", ..Event::default() })?;
        Err(Refusal::NotFound)
    });
    assert!(undone.is_err());
    let switched_off = Actor::command_line("root", false);
    let denied = verify(&app, &switched_off, None);
    assert!(matches!(denied, Err(Refusal::<NoRule>::NotFound)));
    background::settle(&app).unwrap();
    let bodies: Vec<(String,)> = app
        .store
        .read("test.bodies", |tx| tx.all::<(String,)>("select body from audit_entry where number > 12", &[]))
        .unwrap();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    assert!(bodies[0].0.contains("not_active"), "{bodies:?}");
}

#[test]
fn sec_45_many_at_work_leave_one_unbroken_trail() {
    on_both_engines(|town| {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..20).for_each(|_| act(&town.app).unwrap()));
            }
            scope.spawn(|| (0..20).for_each(|_| assert!(sequence::round(&town.app, Sealing::WhenDue).is_ok())));
        });
        background::settle(&town.app).unwrap();
        let verified = verify(&town.app, &town.command_line(), None).unwrap();
        assert_eq!((verified.entries, verified.ok), (80, true), "{verified:?}");
    });
}

/// Whether another node, by its clock, is given the numbering for four seconds.
fn another_may_number(town: &Town, at: Timestamp) -> bool {
    let lease = |tx: &mut store::Tx<'_>| store::jobs::lease(tx, "audit.sequencer", "another node", at, 4);
    town.app.store.write("test.lease", lease).unwrap()
}

#[test]
fn sec_45_one_node_numbers_for_all_and_another_takes_over_when_it_falls_silent() {
    on_both_engines(|town| {
        assert!(another_may_number(town, town.now()));
        act(&town.app).unwrap();
        assert_eq!(sequence::round(&town.app, Sealing::WhenDue).unwrap(), 0);
        assert!(verify(&town.app, &town.command_line(), None).unwrap().ok);
        town.turn(5);
        assert_eq!(sequence::round(&town.app, Sealing::WhenDue).unwrap(), 2);
    });
}

#[test]
fn sec_45_a_node_that_ends_lets_another_number_at_once() {
    on_both_engines(|town| {
        let another_may = || another_may_number(town, town.now());
        sequence::round(&town.app, Sealing::WhenDue).unwrap();
        assert!(another_may(), "where nothing waits it takes no lease");
        town.turn(5);
        act(&town.app).unwrap();
        sequence::round(&town.app, Sealing::WhenDue).unwrap();
        assert!(!another_may(), "it numbers");
        background::settle(&town.app).unwrap();
        assert!(another_may());
    });
}

#[test]
fn sec_45_a_node_that_died_with_its_clock_a_day_ahead_does_not_silence_the_trail() {
    on_both_engines(|town| {
        let tomorrow = town.now().plus_seconds(86_400);
        assert!(another_may_number(town, tomorrow));
        act(&town.app).unwrap();
        assert_eq!(sequence::round(&town.app, Sealing::WhenDue).unwrap(), 1);
    });
}

#[test]
fn sec_45_a_checkpoint_is_made_every_minute_and_every_thousand_entries() {
    on_both_engines(|town| {
        let checkpoints = || -> Vec<(u64,)> {
            sequence::round(&town.app, Sealing::WhenDue).unwrap();
            town.app
                .store
                .read("test.checkpoints", |tx| {
                    tx.all::<(u64,)>("select size from audit_checkpoint order by number", &[])
                })
                .unwrap()
        };
        act(&town.app).unwrap();
        assert_eq!(checkpoints(), [(1,)]);
        act(&town.app).unwrap();
        assert_eq!(checkpoints(), [(1,)]);
        town.turn(60);
        assert!(another_may_number(town, town.now()));
        assert_eq!(checkpoints(), [(1,)], "another node makes it now");
        town.turn(5);
        assert_eq!(checkpoints(), [(1,), (2,)]);
        town.turn(60);
        assert_eq!(checkpoints(), [(1,), (2,)], "nothing new, no checkpoint");
        background::settle(&town.app).unwrap();
        assert_eq!(checkpoints(), [(1,), (2,)], "not at the end either");
        (0..1000).for_each(|_| act(&town.app).unwrap());
        assert_eq!(checkpoints(), [(1,), (2,), (1002,)]);
    });
}

#[test]
fn sec_45_how_the_trail_gets_on_is_told_under_a_changed_head_too() {
    let city = City::new();
    let app = city.open();
    let told = || app.store.read("test.state", |tx| state::state(&app, tx)).unwrap();
    let (first, last) = (noon().plus_seconds(5), noon().plus_seconds(5 + 61 + 7));
    let rests = State { unwitnessed_since: Some(first), last_at: Some(last), ..State::default() };
    assert_eq!(told(), rests);
    act(&app).unwrap();
    let waits_since = Some(city.clock.now());
    assert_eq!(told(), State { waits_since, ..rests });
    city.sql("update audit_head set size = 11");
    assert_eq!(told(), State { waits_since, last_at: None, ..rests });
    on_both_engines(|town| {
        let fresh = town.app.store.read("test.state", |tx| state::state(&town.app, tx)).unwrap();
        assert_eq!(fresh, State::default());
    });
}

#[test]
fn sec_46_an_act_on_one_thing_is_found_by_it_and_a_list_is_not() {
    let [one, other] = [1, 2].map(|n| ground::AccountId::draw(&ground::Dice::seeded(n)));
    let found = |objects: &str| sequence::subjects(&format!("{{\"objects\":[{objects}]}}"));
    assert_eq!(found(&format!("\"{one}\"")).into_iter().collect::<Vec<_>>(), [*one.bytes()]);
    assert!(found(&format!("\"{one}\",\"{other}\"")).is_empty());
    assert!(found("").is_empty());
}

/// An entry of this actor about these persons.
fn look_at(town: &Town, actor: &Actor, persons: &[PersonId]) {
    let looked: Result<(), Refusal> = town.app.store.look("test.look", |tx, trail| {
        let pass = allow(&town.app, tx, actor, Action::Search, Resource::Identity, About::General)?;
        trail.leave(entry(&town.app, actor, &pass, Event { act: "person.searched", persons, ..Event::default() }));
        Ok(())
    });
    looked.unwrap();
}

#[test]
fn the_auditor_finds_who_saw_a_person_and_when() {
    on_both_engines(|town| {
        let [amina, omar, yusuf] = [0; 3].map(|_| PersonId::draw(&town.app.dice));
        look_at(town, &town.desk(), &[amina, omar]);
        town.turn(24 * 3600);
        look_at(town, &town.desk_colleague(), &[omar]);
        background::settle(&town.app).unwrap();
        let numbers = |wanted: Wanted| -> Vec<u64> {
            let page = read::read(&town.app, &town.auditor(), wanted).unwrap();
            page.entries.iter().map(|shown| shown.number).collect()
        };
        let all = Wanted::default();
        assert_eq!(numbers(all), [2, 1]);
        assert_eq!(numbers(Wanted { person: Some(amina), ..all }), [1]);
        assert_eq!(numbers(Wanted { person: Some(omar), ..all }), [2, 1]);
        assert_eq!(numbers(Wanted { person: Some(yusuf), ..all }), [0; 0]);
        assert_eq!(numbers(Wanted { account: town.desk_colleague().id(), ..all }), [2]);
        let colleague = town.desk_colleague().id().unwrap().to_string();
        assert!(town.trail().iter().any(|entry| entry["act"] == "trail.seen" && entry["objects"][0] == *colleague));
        assert_eq!(numbers(Wanted { person: Some(amina), account: town.desk_colleague().id(), ..all }), [0; 0]);
        assert_eq!(numbers(Wanted { day: Some(town.app.today()), ..all }), [2]);
        assert_eq!(numbers(Wanted { day: Some(town.app.today().plus_days(-1)), ..all }), [1]);
        assert_eq!(numbers(Wanted { day: Some(town.app.today().plus_days(1)), ..all }), [0; 0]);
        assert_eq!(numbers(Wanted { before: Some(2), ..all }), [1]);
        let page = read::read(&town.app, &town.auditor(), all).unwrap();
        assert_eq!(page.entries[0].name.as_deref(), Some("Carlo Neri"));
        assert!(town.trail().iter().any(|entry| entry["act"] == "trail.seen" && entry["count"] == 2));
        // Who looked for whom in the trail is itself in the trail.
        background::settle(&town.app).unwrap();
        assert_eq!(numbers(Wanted { person: Some(yusuf), ..all }).len(), 1);
    });
}

#[test]
fn sec_80_the_trail_comes_in_pages_of_25() {
    for (count, pages, more) in [(24, [24, 0], false), (25, [25, 0], false), (26, [25, 1], true)] {
        // A town for each: whoever reads the trail makes it longer.
        on_both_engines(|town| {
            (0..count).for_each(|_| look_at(town, &town.desk(), &[]));
            background::settle(&town.app).unwrap();
            let page = |before| read::read(&town.app, &town.auditor(), Wanted { before, ..Wanted::default() }).unwrap();
            let first = page(None);
            let second = page(first.entries.last().map(|shown| shown.number));
            assert_eq!([first.entries.len(), second.entries.len()], pages);
            assert_eq!((first.more, second.more), (more, false));
            assert_eq!(page(Some(0)).entries.len(), 0);
            assert_eq!(page(Some(u64::MAX)).entries.len(), pages[0], "as from the newest");
        });
    }
}

#[test]
fn sec_45_only_the_auditor_reads_the_trail_and_a_refusal_is_in_it() {
    on_both_engines(|town| {
        for actor in [town.desk(), town.case_worker(), town.supervisor(), town.sysadmin(), town.command_line()] {
            let refused = read::read(&town.app, &actor, Wanted::default());
            assert!(matches!(refused, Err(Refusal::NotFound)));
        }
        assert_eq!(town.last_entry("see")["outcome"], "not_allowed");
        assert!(verify(&town.app, &town.sysadmin(), None).unwrap().ok, "who operates may prove, not read");
        assert!(matches!(verify(&town.app, &town.desk(), None), Err(Refusal::NotFound)));
    });
}
