//! The self-test finds what was loosened on purpose, and nothing else there.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};

use ground::{Clock, Tongue};

use super::{CHECKS, Finding, Outcome, as_json, as_text, pages, run};
use crate::{
    access::{Actor, trail},
    app::{App, Opening, Place, Refusal},
    shell::{address::PublicAddress, words::Words},
    story::{on_both_engines, on_sqlite},
};

/// A house set up as the README says.
fn house(folder: &Path, change: impl FnOnce(&mut Opening)) -> Arc<App> {
    let mut opening = Opening::of(Place::Directory(folder.join("data")), folder.join("keys"));
    opening.clock = Clock::machine();
    opening.own_witness = true;
    opening.listen = Some("127.0.0.1:8480".parse().unwrap());
    opening.public = Some(PublicAddress::parse("https://approdo.example").unwrap());
    opening.command_line = false;
    opening.metrics = Some("127.0.0.1:9480".parse().unwrap());
    change(&mut opening);
    App::open(opening).unwrap()
}

fn operator() -> Actor {
    Actor::command_line("root", true)
}

fn outcome(findings: &[Finding], code: &str) -> Outcome {
    findings.iter().find(|finding| finding.check.code == code).map_or(Outcome::Absent, |found| found.outcome.clone())
}

fn deviates(app: &App, code: &str) -> Option<String> {
    match outcome(&run(app, &operator()).unwrap(), code) {
        Outcome::Deviates { value, .. } => Some(value),
        Outcome::Safe => None,
        other => panic!("{code}: {other:?}"),
    }
}

#[test]
fn sec_83_a_house_as_it_should_be_deviates_only_in_what_is_not_built_and_not_set_up() {
    let folder = tempfile::tempdir().unwrap();
    let app = house(folder.path(), |_| {});
    trail::settle(&app).unwrap();
    let findings = run(&app, &operator()).unwrap();
    let codes: Vec<&str> = findings.iter().filter(|one| one.deviates()).map(|one| one.check.code).collect();
    // Of the machine that tests: its user, its limits, its build.
    let of_machine = ["root", "core-dumps", "debug-build", "keys-disk", "swap", "open-files"];
    let own: Vec<&str> = codes.into_iter().filter(|code| !of_machine.contains(code)).collect();
    assert_eq!(own, ["backup", "witnesses", "erasure-journal"]);
    assert!(matches!(outcome(&findings, "socket-mode"), Outcome::Unknown(_)), "no server runs in a test");
    assert_eq!(outcome(&findings, "database-way"), Outcome::Absent, "the database is embedded");
}

#[test]
fn sec_83_every_loosened_setting_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let loose = |path: &str, mode: u32| {
        fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    let app = house(folder.path(), |opening| {
        opening.listen = Some("0.0.0.0:8480".parse().unwrap());
        opening.public = None;
        opening.own_witness = false;
        opening.demo = true;
        opening.command_line = true;
        opening.metrics = Some("0.0.0.0:9480".parse().unwrap());
        opening.alarms.denials = 1000;
        opening.alarms.opens = 0;
        opening.outgoing = ["id.example", "127.0.0.1:4000"].map(|entry| entry.to_owned().try_into().unwrap()).to_vec();
    });
    assert_eq!(deviates(&app, "loopback").unwrap(), "0.0.0.0:8480");
    assert_eq!(deviates(&app, "outgoing").unwrap(), "127.0.0.1:4000", "sec_72");
    assert_eq!(deviates(&app, "metrics").unwrap(), "0.0.0.0:9480");
    assert_eq!(deviates(&app, "alarms-loose").unwrap(), "denials, opens");
    for code in ["public-address", "own-witness", "demo", "command-line", "keys-disk"] {
        assert!(deviates(&app, code).is_some(), "{code}");
    }
    for code in ["keys-mode", "keys-apart", "data-mode", "engine", "clock", "sequencer"] {
        assert_eq!(deviates(&app, code), None, "{code}");
    }
    loose("keys/master-1.key", 0o644);
    assert!(deviates(&app, "keys-mode").unwrap().contains("master-1.key (644)"));
    loose("data", 0o755);
    assert!(deviates(&app, "data-mode").unwrap().contains("(755)"));
    fs::write(folder.path().join("data/approdo.sock"), "").unwrap();
    loose("data/approdo.sock", 0o666);
    assert!(deviates(&app, "socket-mode").unwrap().contains("(666)"));
    loose("data/approdo.sock", 0o600);
    assert_eq!(deviates(&app, "socket-mode"), None);
    drop(app);
    let folder = tempfile::tempdir().unwrap();
    let inside = house(folder.path(), |opening| opening.keys = folder.path().join("data/keys"));
    assert!(deviates(&inside, "keys-apart").is_some());
}

#[test]
fn sec_83_what_falls_behind_is_found() {
    on_both_engines(|town| {
        trail::settle(&town.app).unwrap();
        assert_eq!(deviates(&town.app, "sequencer"), None);
        town.turn(60);
        assert_eq!(deviates(&town.app, "sequencer").unwrap(), "60");
        trail::settle(&town.app).unwrap();
        assert_eq!((deviates(&town.app, "sequencer"), deviates(&town.app, "checkpoint")), (None, None));
        assert!(deviates(&town.app, "second-factor").is_some(), "the staff of this town has none");
        let quiet: &mut crate::operation::backup::Progress<'_> = &mut |_, _, _| {};
        crate::operation::backup::backup(&town.app, &town.sysadmin(), &mut std::io::sink(), quiet).unwrap();
        assert_eq!(deviates(&town.app, "backup"), None);
        town.turn(25 * 3600);
        assert_eq!(deviates(&town.app, "backup").unwrap(), "25");
        assert_eq!(deviates(&town.app, "engine"), None);
        trail::settle(&town.app).unwrap();
        town.app.clock.turn(-3600);
        assert!(matches!(
            outcome(&run(&town.app, &operator()).unwrap(), "clock"),
            Outcome::Deviates { how: "clock-back", .. }
        ));
    });
}

#[test]
fn sec_83_codes_instead_of_passkeys_and_a_city_without_protected_workers_are_told() {
    on_both_engines(|town| {
        assert!(deviates(&town.app, "passkeys").is_some(), "the code is enough for everybody");
        assert_eq!(
            deviates(&town.app, "passkey-accounts").unwrap(),
            "Aldo Serra, Irene Sala, Rosa Ferri",
            "who runs the system and who works with protected persons"
        );
        assert_eq!(deviates(&town.app, "protected-team"), None, "two of them work here");
        let suspend = |worker: &Actor| {
            let sql = "update account set state = 'suspended' where id = $1";
            let id = worker.id().unwrap();
            town.app.store.write("story.suspend", |tx| tx.exec(sql, &[id.into()])).unwrap();
        };
        suspend(&town.protected_worker());
        assert_eq!(deviates(&town.app, "protected-team").unwrap(), "1");
        suspend(&town.second_protected_worker());
        assert_eq!(deviates(&town.app, "protected-team").unwrap(), "0");
    });
}

#[test]
fn sec_83_one_administrator_accounts_at_rest_and_alarms_that_nobody_saw_are_told() {
    on_both_engines(|town| {
        assert_eq!(deviates(&town.app, "administrators").unwrap(), "1", "Aldo is alone");
        let also = "update account set roles = 'auditor_dpo sysadmin' where id = $1";
        let nadia = town.auditor().id().unwrap();
        town.app
            .store
            .write("story.also", |tx| tx.exec(also, &[nadia.into()]))
            .unwrap_or_else(|e: store::StoreError| panic!("{e}"));
        assert_eq!(deviates(&town.app, "administrators"), None);

        assert_eq!(deviates(&town.app, "idle-accounts"), None, "all are new here");
        town.turn(91 * 86_400);
        crate::desk::of_day(&town.app, &town.desk(), town.app.today(), 0).unwrap();
        trail::settle(&town.app).unwrap();
        assert_eq!(deviates(&town.app, "idle-accounts").unwrap(), "9", "Elena alone did something");

        let ring = |at: ground::Timestamp| {
            let sql = "insert into alarm (kind, actor, hour, at, count, most) values ('denials', 'x', $1, $1, 11, 10)";
            town.app
                .store
                .write("story.ring", |tx| tx.exec(sql, &[at.into()]))
                .unwrap_or_else(|e: store::StoreError| panic!("{e}"));
        };
        assert_eq!(deviates(&town.app, "alarms-unseen"), None);
        ring(town.now());
        town.turn(86_399);
        assert_eq!(deviates(&town.app, "alarms-unseen"), None, "the auditor has a day");
        town.turn(1);
        assert_eq!(deviates(&town.app, "alarms-unseen").unwrap(), "1");
        let listed = trail::alarms::last(&town.app, &town.auditor()).unwrap();
        assert_eq!(deviates(&town.app, "alarms-unseen").unwrap(), "1", "to look is not to say what it was");
        let (auditor, words) = (town.auditor_elevated(), ground::Prose::parse("visto").unwrap());
        trail::alarms::review(&town.app, &auditor, &town.form(&auditor, "x"), &listed.alarms[0].key, &words).unwrap();
        assert_eq!(deviates(&town.app, "alarms-unseen"), None);
    });
}

#[test]
fn sec_83_a_superuser_of_the_database_and_a_clock_behind_its_own_files_are_told() {
    on_both_engines(|town| {
        let found = outcome(&run(&town.app, &operator()).unwrap(), "database-user");
        let superuser = Outcome::Deviates { how: "database-user", value: String::new() };
        assert_eq!(found, if town.app.store.is_embedded() { Outcome::Absent } else { superuser });
    });
    let folder = tempfile::tempdir().unwrap();
    let app = house(folder.path(), |_| {});
    trail::settle(&app).unwrap();
    assert_eq!(deviates(&app, "clock"), None);
    let ahead = std::time::Duration::from_secs(3600);
    let file = fs::File::create(folder.path().join("data/approdo.new")).unwrap();
    file.set_modified(file.metadata().unwrap().modified().unwrap() + ahead).unwrap();
    assert!(matches!(outcome(&run(&app, &operator()).unwrap(), "clock"), Outcome::Deviates { how: "clock-files", .. }));
}

#[test]
fn sec_13_the_self_test_is_for_who_runs_the_house_and_leaves_its_entry() {
    on_sqlite(|town| {
        for may in [town.sysadmin(), town.auditor(), town.command_line()] {
            assert!(run(&town.app, &may).is_ok());
        }
        assert_eq!(town.last_entry("settings.tested")["outcome"], "done");
        for may_not in [town.desk(), town.case_worker(), town.supervisor(), Actor::command_line("root", false)] {
            assert!(matches!(run(&town.app, &may_not), Err(Refusal::NotFound)));
        }
        let page = town.browser(&town.sysadmin(), super::routes()).get("/self-test");
        assert_eq!(page.status, 200);
        assert!(page.page.contains("Autoverifica") && page.page.contains("Che cosa fare:"), "{}", page.page);
        assert!(
            !page.page.contains("Elena") && !page.page.contains("portalba.example"),
            "no e-mail, and nobody who needs nothing"
        );
        assert_eq!(town.browser(&town.desk(), super::routes()).get("/self-test").status, 404);
    });
}

#[test]
fn sec_83_every_finding_says_what_it_is_why_it_matters_and_what_to_do() {
    let hows = |code| match code {
        "backup" => vec!["backup-never", "backup-old"],
        "clock" => vec!["clock-back", "clock-apart", "clock-files"],
        "witnessed" => vec!["witnessed", "witness-refuses"],
        code => vec![code],
    };
    for tongue in [Tongue::It, Tongue::En] {
        let w = Words::of(tongue);
        let mut findings = Vec::new();
        for check in CHECKS {
            for part in ["name", "why", "do"] {
                assert!(w.knows(&format!("self-test-{part}-{}", check.code)), "{part} {}", check.code);
            }
            for how in hows(check.code) {
                assert!(w.knows(&format!("self-test-found-{how}")), "{how}");
                findings.push(Finding { check, outcome: Outcome::Deviates { how, value: "7".to_owned() } });
            }
        }
        findings.push(Finding { check: &CHECKS[0], outcome: Outcome::Unknown("not there".to_owned()) });
        findings.push(Finding { check: &CHECKS[1], outcome: Outcome::Safe });
        let (text, json, page) =
            (as_text(&findings, w), as_json(&findings, w), pages::view(w, &findings).into_string());
        assert!(text.contains("? ") && !text.contains('\u{2068}') && !text.contains("[self-test"), "{text}");
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&json["ok"], json["checks"].as_array().unwrap().len()), (&false.into(), findings.len()));
        assert!(page.contains("not there") && !page.contains("[self-test"), "{page}");
    }
}
