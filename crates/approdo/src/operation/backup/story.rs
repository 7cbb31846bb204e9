//! A city is backed up, moved, and its backup altered.

mod damages;

use std::{path::Path, sync::Arc};

use ground::Dice;
use store::vault::{KeyDirectory, Safe};

use super::{
    chunks::Opener,
    restore::restore,
    rows::{Decoder, Record},
    *,
};
use crate::{
    app::{Opening, Place},
    people::erasure::Journal,
    story::{Schema, Town, on_both_engines, on_sqlite},
    tables,
};

/// Puts sealed values into the town; eight of them fill a chunk.
fn fill(town: &Town, values: u8) {
    town.app
        .store
        .write("test.fill", |tx| {
            for n in 0..values {
                let owner = [n; 16];
                town.app.vault.make_key(tx, &owner, Safe::Personal)?;
                let body: Vec<u8> = (0..4000).flat_map(|_| town.app.dice.bytes::<32>()).collect();
                tx.exec(
                    "insert into draft (account, form, body, version, at) values ($1, $2, $3, 1, $4)",
                    &[town.desk().id().into(), format!("form {n}").into(), body.into(), town.now().into()],
                )?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn back_up(town: &Town) -> (Vec<u8>, Summary) {
    let mut bytes: Vec<u8> = Vec::new();
    let made = backup(&town.app, &town.sysadmin(), &mut bytes, &mut |_, _, _| {}).unwrap();
    assert_eq!(made.bytes, bytes.len() as u64);
    (bytes, made)
}

fn put_back(mut bytes: &[u8], keys: &KeyDirectory, into: &Place) -> Result<Summary, Fault> {
    let journal = Journal::open(keys, &[])?;
    restore(&mut bytes, Outside { keys, journal: &journal }, into, &mut |_, _, _| {})
}

fn open(place: &Place, town: &Town) -> store::Result<Arc<App>> {
    let opening =
        Opening { clock: town.app.clock.clone(), ..Opening::of(place.clone(), town.app.keys.path().to_owned()) };
    App::open(opening)
}

/// Every row of the tables that no opening changes, in an order of their own.
fn contents(app: &App) -> Vec<(String, Vec<String>)> {
    let moving =
        ["backup_proof", "audit_pending", "audit_entry", "audit_about", "audit_head", "audit_checkpoint", "lease"];
    app.store
        .read("test.contents", |tx| {
            let mut all = Vec::new();
            for table in tables::TABLES.iter().filter(|table| !moving.contains(&table.name)) {
                let mut rows = Vec::new();
                table.each_row(tx, |cells| {
                    rows.push(format!("{cells:?}"));
                    Ok(())
                })?;
                rows.sort();
                all.push((table.name.to_owned(), rows));
            }
            Ok::<_, StoreError>(all)
        })
        .unwrap()
}

#[test]
fn sec_82_a_city_moves_to_the_other_engine_and_back() {
    on_both_engines(|town| {
        fill(town, 4);
        let (bytes, made) = back_up(town);
        let (home, schema) = (tempfile::tempdir().unwrap(), Schema::make());
        for place in [Place::Directory(home.path().join("new")), Place::Postgres(schema.url())] {
            assert_eq!(put_back(&bytes, &town.app.keys, &place).unwrap(), made);
            let moved = open(&place, town).unwrap();
            assert_eq!(contents(&moved), contents(&town.app));
            note_restored(&moved, &town.command_line(), &made).unwrap();
            town.turn(5);
            access::trail::settle(&moved).unwrap();
            let verified = access::trail::verify(&moved, &town.command_line(), None).unwrap();
            assert!(verified.ok && verified.entries > made.audit_size, "{verified:?}");
            drop(moved);
            assert!(matches!(put_back(&bytes, &town.app.keys, &place), Err(Fault::NotEmpty(_))));
        }
    });
}

/// What somebody could come in with, by table.
fn ways_in(app: &App) -> Vec<u64> {
    let count = |sql: &str| app.store.read("test.ways_in", |tx| tx.one::<(u64,)>(sql, &[])).unwrap().unwrap().0;
    ["session", "known_device", "invitation", "reset_request"]
        .iter()
        .map(|table| count(&format!("select count(*) from {table}")))
        .collect()
}

#[test]
fn sec_59_sec_82_nobody_comes_into_a_restored_city_with_what_held_when_it_was_backed_up() {
    on_both_engines(|town| {
        let (account, token) = (town.desk().id(), [7; 32]);
        town.app
            .store
            .write("test.ways_in", |tx| {
                for sql in [
                    "insert into session (token_hash, account, csrf, started_at, seen_at) values ($1, $2, $1, $3, $3)",
                    "insert into known_device (token_hash, account, seen_at) values ($1, $2, $3)",
                    "insert into invitation (token_hash, account, kind, made_by, expires_at) values ($1, $2, 'reset', 'x', $3)",
                ] {
                    tx.exec(sql, &[(&token).into(), account.into(), town.now().plus_seconds(60).into()])?;
                }
                tx.exec(
                    "insert into reset_request (account, asked_by, asked_at) values ($1, 'x', $2)",
                    &[account.into(), town.now().into()],
                )
            })
            .unwrap();
        assert_eq!(ways_in(&town.app), [1; 4]);
        let (bytes, _) = back_up(town);
        let (home, schema) = (tempfile::tempdir().unwrap(), Schema::make());
        for place in [Place::Directory(home.path().join("new")), Place::Postgres(schema.url())] {
            put_back(&bytes, &town.app.keys, &place).unwrap();
            assert_eq!(ways_in(&open(&place, town).unwrap()), [0; 4]);
        }
        assert_eq!(ways_in(&town.app), [1; 4], "the city that goes on is not touched");
    });
}

#[test]
fn sec_82_a_backup_is_a_deed_that_is_noted_and_counts_when_it_is_proved() {
    on_both_engines(|town| {
        assert_eq!(last_proved(&town.app).unwrap(), None);
        let (_, made) = back_up(town);
        assert_eq!(last_proved(&town.app).unwrap(), Some(made.at));
        assert_eq!(town.last_entry("backup.begun")["role"], "sysadmin");
        assert_eq!(town.last_entry("backup.proved")["count"], made.rows);
        // The machine's own folder for such copies is shared with other stories of this run.
        if town.app.scratch != std::env::temp_dir() {
            let left = std::fs::read_dir(&town.app.scratch).unwrap().flatten();
            assert_eq!(left.filter(|entry| entry.file_name().to_string_lossy().starts_with("proof-")).count(), 0);
        }
    });
}

#[test]
fn sec_82_who_may_not_make_a_backup_gets_none() {
    on_both_engines(|town| {
        for actor in [town.desk(), town.auditor(), town.supervisor()] {
            let mut bytes: Vec<u8> = Vec::new();
            let refused = backup(&town.app, &actor, &mut bytes, &mut |_, _, _| {});
            assert!(matches!(refused, Err(Refusal::NotFound | Refusal::Elevate)));
            assert!(bytes.is_empty());
        }
        assert_eq!(last_proved(&town.app).unwrap(), None);
    });
}

#[test]
fn sec_82_a_backup_of_an_altered_trail_is_not_handed_out() {
    on_both_engines(|town| {
        back_up(town);
        town.app
            .store
            .write("test.tamper", |tx| tx.exec("update audit_entry set body = '{}' where number = 1", &[]))
            .unwrap();
        let mut bytes: Vec<u8> = Vec::new();
        town.turn(1);
        let refused = backup(&town.app, &town.sysadmin(), &mut bytes, &mut |_, _, _| {});
        assert!(matches!(refused, Err(Refusal::Rule(Fault::NotWhole(_)))), "{refused:?}");
        assert!(bytes.is_empty());
    });
}

/// Reads a backup to its end, as a restore does, but keeps nothing.
fn read_through(mut bytes: &[u8], keys: &KeyDirectory) -> Result<u64, Fault> {
    let mut decoder = Decoder::new(Opener::new(&mut bytes, keys)?);
    while !matches!(decoder.next().map_err(Fault::reading)?, Record::Manifest { .. }) {}
    let hash = decoder.hash();
    assert_eq!(decoder.next().map_err(Fault::reading)?, Record::Hash(hash));
    decoder.into_inner().finish().map_err(Fault::reading)
}

#[test]
fn sec_82_a_flipped_bit_anywhere_is_refused() {
    on_sqlite(|town| {
        fill(town, 9);
        let (bytes, made) = back_up(town);
        assert!(chunk_starts(&bytes).len() > 1);
        assert_eq!(read_through(&bytes, &town.app.keys).unwrap(), made.bytes);
        let dice = Dice::seeded(82);
        let header = 0..48;
        let anywhere = (0..152).map(|_| usize::try_from(dice.below(made.bytes)).unwrap());
        for at in header.chain(anywhere) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << dice.below(8);
            assert!(read_through(&flipped, &town.app.keys).is_err(), "byte {at}");
        }
    });
}

#[test]
fn sec_82_a_backup_that_is_cut_off_or_goes_on_is_refused() {
    on_sqlite(|town| {
        fill(town, 9);
        let (bytes, made) = back_up(town);
        let dice = Dice::seeded(28);
        let ends = (0..20).map(|_| usize::try_from(dice.below(made.bytes)).unwrap());
        for end in ends.chain([0, 43, 44, 48, bytes.len() - 1]).chain(chunk_starts(&bytes)) {
            assert!(read_through(&bytes[..end], &town.app.keys).is_err(), "cut at {end}");
        }
        let longer = [bytes.as_slice(), b"x"].concat();
        assert!(read_through(&longer, &town.app.keys).is_err());
        let twice = [bytes.as_slice(), &bytes[44..]].concat();
        assert!(read_through(&twice, &town.app.keys).is_err());
    });
}

/// Where each chunk begins.
fn chunk_starts(bytes: &[u8]) -> Vec<usize> {
    let (mut at, mut starts) = (44, Vec::new());
    while at < bytes.len() {
        starts.push(at);
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) & !(1 << 31);
        at += 4 + length as usize;
    }
    starts
}

#[test]
fn sec_82_chunks_in_another_order_or_from_another_backup_are_refused() {
    on_sqlite(|town| {
        fill(town, 20);
        let (one, _) = back_up(town);
        town.turn(1);
        let (other, _) = back_up(town);
        let starts = chunk_starts(&one);
        let [first, second, third] = starts[..3] else { panic!("three chunks") };
        let swapped = [&one[..first], &one[second..third], &one[first..second], &one[third..]].concat();
        assert!(read_through(&swapped, &town.app.keys).is_err());
        let dropped = [&one[..second], &one[third..]].concat();
        assert!(read_through(&dropped, &town.app.keys).is_err());
        let mixed = [&one[..second], &other[second..third], &one[third..]].concat();
        assert!(read_through(&mixed, &town.app.keys).is_err());
    });
}

#[test]
fn sec_82_a_restore_that_fails_leaves_nothing_to_serve() {
    on_sqlite(|town| {
        fill(town, 20);
        let (bytes, made) = back_up(town);
        let home = tempfile::tempdir().unwrap();
        let place = Place::Directory(home.path().join("new"));
        let mut flipped = bytes.clone();
        flipped[bytes.len() - 100] ^= 1;
        assert!(matches!(put_back(&flipped, &town.app.keys, &place), Err(Fault::Damaged(_))));
        assert!(matches!(put_back(&bytes[..bytes.len() / 2], &town.app.keys, &place), Err(Fault::Cut)));
        assert!(matches!(
            put_back(b"APPRODO2 and so on, long enough for a header", &town.app.keys, &place),
            Err(Fault::NotABackup)
        ));
        assert_eq!(put_back(&bytes, &town.app.keys, &place).unwrap(), made, "the place is new again");
        let app = open(&place, town).unwrap();
        app.store.write("test.half", |tx| tx.exec("insert into restoring (one, since_at) values (1, 0)", &[])).unwrap();
        drop(app);
        assert!(matches!(open(&place, town), Err(StoreError::Setup(_))));
    });
}

#[test]
fn sec_82_a_backup_opens_with_its_own_keys_alone_and_shows_nothing_without() {
    on_both_engines(|town| {
        let (bytes, _) = back_up(town);
        let home = tempfile::tempdir().unwrap();
        let other = KeyDirectory::open_or_make(&home.path().join("keys"), &Dice::os()).unwrap();
        let place = Place::Directory(home.path().join("new"));
        assert!(matches!(put_back(&bytes, &other, &place), Err(Fault::Damaged(_))));
        assert!(!Path::new(&home.path().join("new")).exists());
        for plain in [b"Sportello".as_slice(), b"backup.begun", b"create table", b"account"] {
            assert!(!bytes.windows(plain.len()).any(|window| window == plain));
        }
    });
}
