//! The store's promises, kept by both engines.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

use std::{
    sync::{
        Arc, Barrier,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use ground::{Dice, Limit, Timestamp};
use store::{
    Migration, Statement, Store, StoreError, jobs,
    once::{self, Known, Once},
};

mod vault;

const STEPS: &[Migration] = &[
    Migration { number: 1, name: "vault", sql: include_str!("../../src/tables/0001_vault.sql") },
    Migration { number: 2, name: "jobs", sql: include_str!("../../src/tables/0002_jobs.sql") },
    Migration { number: 3, name: "once", sql: include_str!("../../src/tables/0003_once.sql") },
    Migration { number: 4, name: "key_era", sql: include_str!("../../src/tables/0004_key_era.sql") },
    Migration {
        number: 9,
        name: "counter",
        sql:
            "create table counter (\n id bigint not null primary key,\n n bigint not null,\n version bigint not null\n);
              create table trace (\n id bytea not null primary key,\n text text not null\n); -- clustered",
    },
];

const NOON: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

/// A database of one engine for one test.
struct Ground {
    store: Arc<Store>,
    home: tempfile::TempDir,
    dice: Dice,
}

fn on_both_engines(test: impl Fn(&Ground)) {
    let home = tempfile::tempdir().unwrap();
    let store = Store::sqlite(&home.path().join("city.db")).unwrap();
    store.migrate(STEPS, NOON).unwrap();
    test(&Ground { store: Arc::new(store), home, dice: Dice::os() });

    let server = std::env::var("APPRODO_TEST_PG")
        .expect("APPRODO_TEST_PG names no PostgreSQL to test on: run scripts/test, which starts one");
    let name = format!("store_{:032x}", u128::from_be_bytes(Dice::os().bytes()));
    let mut admin = postgres::Client::connect(&server, postgres::NoTls).unwrap();
    admin.batch_execute(&format!("create database {name}")).unwrap();
    let (address, _) = server.rsplit_once('/').unwrap();
    let store = Store::postgres(&format!("{address}/{name}")).unwrap();
    store.migrate(STEPS, NOON).unwrap();
    let ground = Ground { store: Arc::new(store), home: tempfile::tempdir().unwrap(), dice: Dice::os() };
    test(&ground);
    drop(ground);
    admin.batch_execute(&format!("drop database {name} with (force)")).unwrap();
}

fn count(store: &Store, table: &str) -> u64 {
    let counted: Result<Option<(u64,)>, StoreError> =
        store.read("count", |tx| tx.one(&format!("select count(*) from {table}"), &[]));
    counted.unwrap().unwrap().0
}

fn leave(dice: &Dice, text: &'static str) -> Statement {
    Statement {
        sql: "insert into trace (id, text) values ($1, $2)",
        args: vec![dice.bytes::<16>().to_vec().into(), text.into()],
    }
}

#[test]
fn arguments_go_where_their_numbers_say() {
    on_both_engines(|ground| {
        ground
            .store
            .write("swap", |tx| {
                tx.exec(
                    "insert into counter (n, id, version) values ($2, $1, $3)",
                    &[1_i64.into(), 2_i64.into(), 3_i64.into()],
                )
            })
            .map_err(|e: StoreError| e)
            .unwrap();
        let row: Result<Option<(i64, i64, i64)>, StoreError> =
            ground.store.read("row", |tx| tx.one("select id, n, version from counter", &[]));
        assert_eq!(row.unwrap(), Some((1, 2, 3)));
    });
}

#[test]
fn sec_74_two_hundred_changes_by_two_desks_lose_none() {
    on_both_engines(|ground| {
        let made: Result<u64, StoreError> =
            ground.store.write("make", |tx| tx.exec("insert into counter values (1, 0, 1)", &[]));
        made.unwrap();
        let start = Barrier::new(2);
        std::thread::scope(|desks| {
            for _ in 0..2 {
                desks.spawn(|| {
                    start.wait();
                    for _ in 0..100 {
                        add_one(&ground.store);
                    }
                });
            }
        });
        let row: Result<Option<(i64, i64)>, StoreError> =
            ground.store.read("row", |tx| tx.one("select n, version from counter", &[]));
        assert_eq!(row.unwrap(), Some((200, 201)));
    });
}

fn add_one(store: &Store) {
    let changed: Result<(), StoreError> = store.write("add one", |tx| {
        let (n, version): (i64, i64) = tx.one("select n, version from counter where id = 1", &[])?.unwrap();
        tx.change_one(
            "update counter set n = $1, version = version + 1 where id = 1 and version = $2",
            &[(n + 1).into(), version.into()],
        )
    });
    changed.unwrap();
}

#[test]
fn sec_74_a_change_of_an_older_version_is_stale() {
    on_both_engines(|ground| {
        let outcome: Result<(), StoreError> = ground.store.write("stale", |tx| {
            tx.exec("insert into counter values (1, 0, 5)", &[])?;
            tx.change_one("update counter set n = 1 where id = 1 and version = $1", &[4_i64.into()])
        });
        assert!(matches!(outcome, Err(StoreError::Stale)));
        assert_eq!(count(&ground.store, "counter"), 0, "a refused act leaves nothing");
    });
}

#[test]
fn sec_44_a_refusal_is_undone_but_leaves_its_trace() {
    on_both_engines(|ground| {
        let outcome: Result<(), StoreError> = ground.store.write("refuse", |tx| {
            tx.exec("insert into counter values (1, 0, 1)", &[])?;
            tx.leave_anyway(leave(&ground.dice, "denied"));
            Err(StoreError::Stale)
        });
        assert!(outcome.is_err());
        assert_eq!((count(&ground.store, "counter"), count(&ground.store, "trace")), (0, 1));
    });
}

#[test]
fn sec_44_a_look_is_answered_after_its_entry_is_written() {
    on_both_engines(|ground| {
        let answer: Result<u64, StoreError> = ground.store.look("look", |tx, trail| {
            trail.leave(leave(&ground.dice, "seen"));
            Ok(tx.one::<(u64,)>("select count(*) from trace", &[])?.unwrap().0)
        });
        assert_eq!(answer.unwrap(), 0, "the look itself saw the snapshot before");
        assert_eq!(count(&ground.store, "trace"), 1);
    });
}

#[test]
fn sec_78_a_panic_in_one_act_harms_no_other() {
    on_both_engines(|ground| {
        let store = Arc::clone(&ground.store);
        let panicked = std::thread::spawn(move || {
            let _: Result<(), StoreError> = store.write("panic", |tx| {
                tx.exec("insert into counter values (1, 0, 1)", &[])?;
                panic!("on purpose")
            });
        })
        .join();
        assert!(panicked.is_err());
        assert_eq!(count(&ground.store, "counter"), 0);
        let made: Result<u64, StoreError> =
            ground.store.write("make", |tx| tx.exec("insert into counter values (1, 0, 1)", &[]));
        assert_eq!(made.unwrap(), 1);
    });
}

/// A question that has no end.
const ENDLESS: &str = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n";

#[test]
fn sec_80_one_question_to_the_database_has_its_time() {
    let long = Duration::from_millis(300);
    let home = tempfile::tempdir().unwrap();
    let server = std::env::var("APPRODO_TEST_PG").unwrap();
    let stores = [
        Store::sqlite_within(&home.path().join("city.db"), long).unwrap(),
        Store::postgres_within(&server, long).unwrap(),
    ];
    for store in stores {
        let before = Limit::QueryTime.times_reached();
        let ended: Result<Option<(i64,)>, StoreError> = store.read("endless", |tx| tx.one(ENDLESS, &[]));
        assert!(matches!(ended, Err(StoreError::TooLong)), "{ended:?}");
        assert_eq!(Limit::QueryTime.times_reached(), before + 1);
        // Many short questions, and a visitor who takes her time between two rows, are not cut.
        let kept: Result<u64, StoreError> = store.read("rows", |tx| {
            let mut seen = 0;
            tx.each("select 1 union all select 2 union all select 3", &[], |_| {
                std::thread::sleep(long / 2);
                seen += 1;
                Ok(())
            })?;
            Ok(seen)
        });
        assert_eq!(kept.unwrap(), 3);
    }
    assert_eq!(store::QUERY_TIME, Duration::from_secs(30), "where nothing else is said");
}

#[test]
fn sec_80_postgresql_has_so_many_connections_and_who_comes_later_waits() {
    let store = Store::postgres(&std::env::var("APPRODO_TEST_PG").unwrap()).unwrap();
    let ask = || {
        store
            .read("ask", |tx| tx.one::<(i64,)>("select cast(1 as bigint)", &[]))
            .unwrap_or_else(|e: StoreError| panic!("{e}"))
    };
    // One below and at the limit nobody waits; all are inside at once, or the barrier would not open.
    for inside in [store::CONNECTIONS_MOST - 1, store::CONNECTIONS_MOST] {
        let all_inside = Barrier::new(inside);
        std::thread::scope(|scope| {
            for _ in 0..inside {
                scope.spawn(|| {
                    let held: Result<(), StoreError> = store.read("hold", |tx| {
                        tx.one::<(i64,)>("select cast(1 as bigint)", &[])?;
                        all_inside.wait();
                        Ok(())
                    });
                    held.unwrap();
                });
            }
        });
        assert_eq!(store.figures().waits.so_far(), 0, "{inside}");
    }
    let before = Limit::DatabaseConnections.times_reached();
    let (all_inside, leave) = (Barrier::new(store::CONNECTIONS_MOST + 1), Barrier::new(store::CONNECTIONS_MOST + 1));
    std::thread::scope(|scope| {
        for _ in 0..store::CONNECTIONS_MOST {
            scope.spawn(|| {
                let held: Result<(), StoreError> = store.read("hold", |_| {
                    all_inside.wait();
                    leave.wait();
                    Ok(())
                });
                held.unwrap();
            });
        }
        all_inside.wait();
        let late = scope.spawn(ask);
        // It waits until one leaves, and says so as soon as it does.
        while store.figures().waits.so_far() == 0 {
            std::thread::yield_now();
        }
        leave.wait();
        assert_eq!(late.join().unwrap(), Some((1,)));
    });
    assert_eq!(store.figures().waits.so_far(), 1);
    assert!(Limit::DatabaseConnections.times_reached() > before);
}

#[test]
fn sec_80_a_change_that_others_get_in_the_way_of_is_tried_so_often() {
    let store = Store::postgres(&std::env::var("APPRODO_TEST_PG").unwrap()).unwrap();
    let before = Limit::WriteTries.times_reached();
    for (in_the_way, done) in [(store::TRIES_MOST - 2, true), (store::TRIES_MOST - 1, true), (store::TRIES_MOST, false)]
    {
        let mut tries = 0;
        let outcome: Result<(), StoreError> = store.write("contended", |tx| {
            tries += 1;
            // What PostgreSQL says when another node was quicker.
            let overtaken = "do $$ begin raise exception 'quicker' using errcode = '40001'; end $$";
            if tries <= in_the_way { tx.exec(overtaken, &[]).map(|_| ()) } else { Ok(()) }
        });
        assert_eq!((outcome.is_ok(), tries), (done, (in_the_way + 1).min(store::TRIES_MOST)));
    }
    assert_eq!(Limit::WriteTries.times_reached(), before + 1);
    assert!(store.figures().retries.so_far() > u64::from(store::TRIES_MOST));
}

#[test]
fn what_is_written_and_read_is_counted_and_how_many_share_a_commit() {
    on_both_engines(|ground| {
        let figures = ground.store.figures();
        let (writes, reads, groups) = (figures.writes.all(), figures.reads.all(), figures.groups.sum());
        for id in 0..3_i64 {
            let put = |tx: &mut store::Tx<'_>| tx.exec("insert into counter values ($1, 0, 1)", &[id.into()]);
            ground.store.write("count", put).unwrap_or_else(|e: StoreError| panic!("{e}"));
        }
        assert_eq!(count(&ground.store, "counter"), 3);
        assert_eq!((figures.writes.all() - writes, figures.reads.all() - reads), (3, 1));
        let embedded = ground.store.is_embedded();
        assert_eq!(figures.groups.sum() - groups, if embedded { 3 } else { 0 });
        assert_eq!(ground.store.log_bytes().is_some_and(|bytes| bytes > 0), embedded);
    });
}

#[test]
fn sec_76_many_desks_at_once_share_commits_and_none_is_lost() {
    on_both_engines(|ground| {
        let refused = AtomicU64::new(0);
        std::thread::scope(|desks| {
            for desk in 0..8_i64 {
                let (refused, ground) = (&refused, &ground);
                desks.spawn(move || {
                    for n in 0..25 {
                        let outcome: Result<(), StoreError> = ground.store.write("desk", |tx| {
                            tx.exec("insert into counter values ($1, 0, 1)", &[(desk * 100 + n).into()])?;
                            if n % 5 == 0 { Err(StoreError::Stale) } else { Ok(()) }
                        });
                        refused.fetch_add(u64::from(outcome.is_err()), Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(refused.load(Ordering::SeqCst), 40);
        assert_eq!(count(&ground.store, "counter"), 160);
    });
}

#[test]
fn sec_75_a_key_has_one_answer() {
    on_both_engines(|ground| {
        let once = Once { key: [1; 16], by: None, body: [2; 32] };
        let told =
            |once: &Once| ground.store.write("once", |tx| once::known(tx, once)).map_err(|e: StoreError| e).unwrap();
        assert_eq!(told(&once), Known::New);
        let kept: Result<(), StoreError> = ground.store.write("keep", |tx| once::remember(tx, &once, "done", NOON));
        kept.unwrap();
        assert_eq!(told(&once), Known::Answered("done".into()));
        assert_eq!(told(&Once { body: [3; 32], ..once.clone() }), Known::Misused);
        let forgotten: Result<u64, StoreError> =
            ground.store.write("forget", |tx| once::forget(tx, NOON.plus_seconds(1)));
        assert_eq!(forgotten.unwrap(), 1);
    });
}

#[test]
fn sec_75_sixteen_requests_with_one_key_have_one_effect() {
    on_both_engines(|ground| {
        std::thread::scope(|clients| {
            for _ in 0..16 {
                clients.spawn(|| {
                    let outcome: Result<String, StoreError> = ground.store.write("once", |tx| {
                        let once = Once { key: [7; 16], by: None, body: [0; 32] };
                        if let Known::Answered(answer) = once::known(tx, &once)? {
                            return Ok(answer);
                        }
                        let id = Dice::os().below(1 << 40);
                        tx.exec("insert into counter values ($1, 0, 1)", &[i64::try_from(id).unwrap().into()])?;
                        once::remember(tx, &once, "made", NOON)?;
                        Ok("made".to_owned())
                    });
                    assert_eq!(outcome.unwrap(), "made");
                });
            }
        });
        assert_eq!(count(&ground.store, "counter"), 1);
    });
}

#[test]
fn sec_81_a_job_is_held_by_one_node_and_done_once() {
    on_both_engines(|ground| {
        let put: Result<(), StoreError> =
            ground.store.write("put", |tx| jobs::put(tx, &ground.dice, "test", b"x", NOON));
        put.unwrap();
        let claim = |at: Timestamp| {
            ground.store.write("claim", |tx| jobs::claim(tx, at, 60)).map_err(|e: StoreError| e).unwrap()
        };
        assert!(claim(NOON.plus_seconds(-1)).is_none(), "not yet due");
        let first = claim(NOON).unwrap();
        assert!(claim(NOON.plus_seconds(30)).is_none(), "held");
        let second = claim(NOON.plus_seconds(61)).unwrap();
        let late: Result<(), StoreError> = ground.store.write("late", |tx| jobs::done(tx, &first));
        assert!(matches!(late, Err(StoreError::Stale)), "the first node lost it");
        let done: Result<(), StoreError> = ground.store.write("done", |tx| jobs::done(tx, &second));
        done.unwrap();
        assert_eq!(count(&ground.store, "job"), 0);
    });
}

#[test]
fn sec_76_an_act_that_passes_over_an_error_of_the_database_is_undone_and_told() {
    on_both_engines(|ground| {
        let sql = "insert into counter (id, n, version) values ($1, 1, 1)";
        let careless = |id: i64| {
            ground.store.write("careless", |tx| {
                tx.exec(sql, &[id.into()])?;
                tx.leave_anyway(leave(&ground.dice, "tried"));
                let _ = tx.exec(sql, &[id.into()]);
                Ok::<_, StoreError>(())
            })
        };
        for id in [1, 2] {
            assert!(matches!(careless(id), Err(StoreError::PassedOver)));
        }
        assert_eq!((count(&ground.store, "counter"), count(&ground.store, "trace")), (0, 2));
        let seen: Result<i64, StoreError> = ground.store.look("careless", |tx, trail| {
            trail.leave(leave(&ground.dice, "seen"));
            let _ = tx.exec("select nothing from nowhere", &[]);
            Ok(1)
        });
        assert!(matches!(seen, Err(StoreError::PassedOver)));
        assert_eq!(count(&ground.store, "trace"), 3);
        let honest: Result<u64, StoreError> = ground.store.write("honest", |tx| tx.exec(sql, &[1_i64.into()]));
        assert_eq!(honest.unwrap(), 1, "the next act does not pay for it");
    });
}

#[test]
fn sec_81_a_lease_has_one_holder_until_it_ends() {
    on_both_engines(|ground| {
        let take = |node: &str, at: Timestamp| {
            ground.store.write("lease", |tx| jobs::lease(tx, "trail", node, at, 5)).map_err(|e: StoreError| e).unwrap()
        };
        assert!(take("a", NOON));
        assert!(!take("b", NOON.plus_seconds(4)));
        assert!(take("a", NOON.plus_seconds(4)), "the holder renews");
        assert!(take("b", NOON.plus_seconds(10)));
    });
}

#[test]
fn sec_45_a_lease_that_a_clock_ahead_of_its_time_took_is_void_when_the_clock_is_right_again() {
    on_both_engines(|ground| {
        let take = |node: &str, at: Timestamp| {
            ground.store.write("lease", |tx| jobs::lease(tx, "trail", node, at, 5)).map_err(|e: StoreError| e).unwrap()
        };
        assert!(take("a node whose clock is a minute ahead", NOON.plus_seconds(60)));
        assert!(!take("b", NOON), "clocks of nodes differ a little");
        assert!(take("died", NOON.plus_seconds(86_400)));
        assert!(take("b", NOON));
        assert!(!take("c", NOON.plus_seconds(1)), "and from then on it is held like any other");
    });
}

#[test]
fn sec_81_a_second_process_is_refused_the_same_database() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("city.db");
    let first = Store::sqlite(&path).unwrap();
    assert!(matches!(Store::sqlite(&path), Err(StoreError::Setup(_))));
    drop(first);
    assert!(Store::sqlite(&path).is_ok());
}

#[test]
fn a_step_that_was_edited_or_is_unknown_is_refused() {
    on_both_engines(|ground| {
        assert_eq!(ground.store.migrate(STEPS, NOON).unwrap(), 0);
        let edited = [Migration { sql: "create table other (id bigint not null);", ..STEPS[0] }];
        assert!(matches!(ground.store.migrate(&edited, NOON), Err(StoreError::Setup(_))));
        assert!(matches!(ground.store.migrate(&STEPS[..2], NOON), Err(StoreError::Setup(_))), "a newer database");
    });
}

#[test]
fn sec_76_the_engine_says_how_it_is_set() {
    on_both_engines(|ground| {
        let settings = ground.store.settings().unwrap();
        assert!(settings.len() >= 3);
        for setting in settings.iter().filter(|setting| setting.name != "fsync") {
            assert!(setting.is_safe, "{setting:?}");
        }
        assert!(!ground.store.is_overheard().unwrap());
        if let Some(at) = ground.store.clock().unwrap() {
            assert!(at > NOON.plus_seconds(-10 * 365 * 86_400), "{at}");
        }
    });
}
