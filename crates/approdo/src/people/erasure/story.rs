//! Stories of erasure, told on both engines.

use ::store::vault::Safe;
use ground::{Line as Text, PersonId};
use matching::Known;

use super::*;
use crate::{
    access::{self, Actor, drafts, shield::Origin},
    app::{App, Opening, Place, Refusal},
    desk,
    operation::{backup, jobs},
    people::{
        ContactPoint, Correction, File, Identifier, Identity, Name, NewPerson, PointKind, correct, create, find,
        safety, see,
    },
    story::{Schema, Town, on_both_engines, on_sqlite},
    tables,
};

fn line(text: &str) -> Option<Text> {
    Text::optional(text).unwrap()
}

fn someone(given: &str, family: &str) -> NewPerson {
    let identity = Identity {
        names: vec![Name::of(line(given), line(family)).unwrap()],
        identifiers: vec![Identifier::of(
            ground::lists::IdentifierKind::parse("passport").unwrap(),
            Text::parse(&format!("QZ{family}7")).unwrap(),
        )],
        ..Identity::default()
    };
    let phone = ContactPoint { kind: PointKind::Phone, value: Text::parse("+39 912 345 6789").unwrap(), words: None };
    NewPerson { identity, file: File { points: vec![phone], ..File::default() } }
}

/// A person with all that a house can hold of her: a history, a contact with a protected theme, a follower
/// before this one, a colleague kept away, and drafts that speak of her.
fn amina(town: &Town) -> PersonId {
    let (elena, sara) = (town.desk(), town.supervisor());
    let id = create(&town.app, &elena, &town.form(&elena, "new"), &someone("Zqamina", "Zqhaddad")).unwrap();
    let other = someone("Zqaminah", "Zqhaddad").identity;
    let change = Correction { identity: Some((1, other)), file: None };
    correct(&town.app, &elena, &town.form(&elena, "correct"), id, &change).unwrap();
    recorded(town, Some(id), "housing.renting");
    recorded(town, Some(id), "protection.violence");
    let to = (town.case_worker().id(), Some(town.our_team()));
    let version = town.app.store.read("story.follower", |tx| access::follower(tx, id)).unwrap().version;
    crate::people::assign(&town.app, &sara, &town.form(&sara, "assign"), id, version, to).unwrap();
    safety::keep_away(&town.app, &sara, &town.form(&sara, "away"), id, town.desk_of_another_team().id()).unwrap();
    draft(town, &format!("/people/{id}/correct"), "given-1=Zqx");
    draft(town, "/contacts/new", "note=detto+da+Zqaminah+Zqhaddad");
    draft(town, "/people/new", "given-1=Altra&family-1=Persona");
    id
}

fn recorded(town: &Town, person: Option<PersonId>, theme: &str) {
    let elena = town.desk();
    let typed = desk::Typed {
        channel: "desk".to_owned(),
        language: "ar".to_owned(),
        themes: vec![theme.to_owned()],
        given: vec!["guide".to_owned()],
        minutes: "10".to_owned(),
        outcome: "informed".to_owned(),
        note: "Zqstanza".to_owned(),
        ..desk::Typed::default()
    };
    let entry = typed.parse(town.app.today()).unwrap();
    let new = desk::NewContact { entry, person };
    desk::record(&town.app, &elena, &town.form(&elena, theme), &new).unwrap();
}

fn draft(town: &Town, form: &str, body: &str) {
    let account = town.desk().id().unwrap();
    let keep = |tx: &mut ::store::Tx<'_>| drafts::keep(&town.app, tx, account, form, body.as_bytes());
    assert!(town.app.store.write("story.draft", keep).unwrap());
}

fn ask_for(town: &Town, actor: &Actor, id: PersonId) -> Result<PersonId, Refusal<CannotErase>> {
    ask(&town.app, actor, &town.form(actor, "ask"), id, Reason::Request)
}

fn agree_to(town: &Town, actor: &Actor, id: PersonId) -> Result<PersonId, Refusal<CannotErase>> {
    agree(&town.app, actor, &town.form(actor, "agree"), id)
}

fn erase(town: &Town, id: PersonId) {
    ask_for(town, &town.supervisor(), id).unwrap();
    agree_to(town, &town.auditor_elevated(), id).unwrap();
}

fn rows(app: &App, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    app.store.read("story.rows", |tx| tx.one::<(i64,)>(&sql, &[])).unwrap().unwrap().0
}

/// The tables in which this id stands, as bytes or as text, besides the trail.
fn where_named(app: &App, id: PersonId) -> Vec<&'static str> {
    let (bytes, text) = (id.bytes().as_slice(), id.to_string());
    let holds = |cell: &::store::Value<'_>| match cell {
        ::store::Value::Bytes(held) => held.windows(16).any(|window| window == bytes),
        ::store::Value::Text(held) => held.contains(&text),
        ::store::Value::Null | ::store::Value::Int(_) | ::store::Value::Real(_) => false,
    };
    let mut named = Vec::new();
    for table in tables::TABLES.iter().filter(|table| !table.name.starts_with("audit_")) {
        let mut found = false;
        let read = |tx: &mut ::store::Tx<'_>| {
            table.each_row(tx, |cells| {
                found |= cells.iter().any(holds);
                Ok(())
            })
        };
        app.store.read("story.named", read).unwrap();
        named.extend(found.then_some(table.name));
    }
    named
}

/// Nothing leads to her: only that she was erased is known, until the answers to repeated forms are forgotten.
fn is_gone(app: &App, id: PersonId) -> bool {
    where_named(app, id).iter().all(|table| ["erasure", "once_key", "job"].contains(table))
}

#[test]
fn sec_50_two_words_erase_a_person_and_all_that_is_hers() {
    on_both_engines(|town| {
        recorded(town, None, "housing.renting");
        let empty = ["person", "person_lookup", "person_change", "follow", "followed", "guard", "conflict", "data_key"];
        let before: Vec<i64> = empty.iter().map(|table| rows(&town.app, table)).collect();
        let id = amina(town);
        assert!(
            ["contact", "person_change", "follow", "followed", "conflict", "draft", "data_key", "person_lookup"]
                .iter()
                .all(|table| where_named(&town.app, id).contains(table) || ["draft"].contains(table))
        );
        erase(town, id);
        assert_eq!(empty.map(|table| rows(&town.app, table)).to_vec(), before);
        assert!(is_gone(&town.app, id), "{:?}", where_named(&town.app, id));
        assert_eq!((rows(&town.app, "contact"), rows(&town.app, "contact_part")), (1, 0), "the anonymous one stays");
        assert_eq!(rows(&town.app, "draft"), 1, "the draft of another stays");
        assert!(matches!(see(&town.app, &town.supervisor(), id), Err(Refusal::NotFound)));
        let found = find(&town.app, &town.desk(), &Known::from_box("Zqamina Zqhaddad"), 10).unwrap();
        assert!(found.hits.is_empty());
        let key = town.app.store.read("story.key", |tx| town.app.vault.key(tx, id.bytes(), Safe::Personal)).unwrap();
        assert!(key.is_none());
        for act in ["person.erasure_asked", "person.erasure_agreed", "person.erased"] {
            let entry = town.last_entry(act);
            assert_eq!(entry["persons"], serde_json::json!([id.to_string()]), "{act}");
            assert_eq!(entry["fields"], serde_json::json!(["request"]), "{act}");
            assert!(!entry.to_string().contains("Zq"));
        }
        let lines = town.app.journal.lines().unwrap();
        assert_eq!(lines.iter().map(|line| (line.number, line.person)).collect::<Vec<_>>(), [(1, id)]);
        assert_eq!((Some(lines[0].asked_by), Some(lines[0].agreed_by)), (town.supervisor().id(), town.auditor().id()));
    });
}

#[test]
fn sec_50_one_of_the_two_is_the_auditor_and_the_other_sees_who_it_is() {
    on_both_engines(|town| {
        let id = amina(town);
        let (sara, irene, nadia) = (town.supervisor(), town.protected_worker_elevated(), town.auditor_elevated());
        ask_for(town, &sara, id).unwrap();
        assert!(matches!(agree_to(town, &sara, id), Err(Refusal::Rule(CannotErase::SamePerson))));
        assert!(matches!(agree_to(town, &irene, id), Err(Refusal::Rule(CannotErase::WrongPair))));
        assert!(matches!(ask_for(town, &irene, id), Err(Refusal::Rule(CannotErase::AskedBefore))));
        assert!(see(&town.app, &sara, id).is_ok());
        decline(&town.app, &nadia, &town.form(&nadia, "no"), id).unwrap();
        assert!(matches!(agree_to(town, &nadia, id), Err(Refusal::NotFound)));
        ask_for(town, &nadia, id).unwrap();
        assert!(matches!(agree_to(town, &nadia, id), Err(Refusal::Rule(CannotErase::SamePerson))));
        agree_to(town, &irene, id).unwrap();
        assert!(is_gone(&town.app, id));
    });
}

#[test]
fn sec_50_who_may_not_erase_hears_no_more_than_of_who_does_not_exist() {
    on_both_engines(|town| {
        let (id, nobody) = (amina(town), PersonId::draw(&town.app.dice));
        for other in [town.desk(), town.case_worker(), town.sysadmin(), town.command_line()] {
            for whom in [id, nobody] {
                assert!(matches!(ask_for(town, &other, whom), Err(Refusal::NotFound)));
                assert!(matches!(agree_to(town, &other, whom), Err(Refusal::NotFound)));
                assert!(matches!(of_person(&town.app, &other, whom), Err(Refusal::NotFound)));
            }
            assert!(matches!(waiting(&town.app, &other), Err(Refusal::NotFound)));
        }
        assert!(matches!(ask_for(town, &town.supervisor_not_elevated(), id), Err(Refusal::Elevate)));
        assert!(matches!(ask_for(town, &town.auditor(), id), Err(Refusal::Elevate)));
        assert!(matches!(
            ask_for(town, &town.auditor_elevated(), nobody),
            Err(Refusal::Rule(CannotErase::NoSuchPerson))
        ));
        // A supervisor does not see behind a protection, and her word weighs nothing there.
        safety::protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), id, None).unwrap();
        for sara in [town.supervisor(), town.supervisor_not_elevated()] {
            assert!(matches!(ask_for(town, &sara, id), Err(Refusal::NotFound)));
            assert!(matches!(agree_to(town, &sara, id), Err(Refusal::NotFound)));
        }
        assert!(see(&town.app, &town.protected_worker_elevated(), id).is_ok());
    });
}

#[test]
fn sec_50_the_auditor_sees_references_and_no_contents_and_nobody_she_must_not_meet() {
    on_both_engines(|town| {
        let (id, nadia) = (amina(town), town.auditor_elevated());
        ask_for(town, &town.supervisor(), id).unwrap();
        let list = waiting(&town.app, &nadia).unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!((list[0].person, list[0].asked_by.as_str(), list[0].may_agree), (id, "Sara Villa", true));
        assert!(!format!("{list:?}").contains("Zq"));
        assert!(matches!(of_person(&town.app, &nadia, id), Err(Refusal::NotFound)), "that page says her name");
        town.app
            .store
            .write("story.conflict", |tx| {
                tx.exec(
                    "insert into conflict (person, account, origin, at) values ($1, $2, $3, 0)",
                    &[id.into(), nadia.id().into(), Origin::Asked.code().into()],
                )
            })
            .unwrap();
        assert!(waiting(&town.app, &nadia).unwrap().is_empty());
        assert!(matches!(agree_to(town, &nadia, id), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_50_a_first_word_stands_for_a_month_and_only_while_its_account_is_active() {
    on_both_engines(|town| {
        let id = amina(town);
        ask_for(town, &town.supervisor(), id).unwrap();
        town.turn(model::ASKED_FOR - 1);
        assert_eq!(sweep(&town.app).unwrap(), 0);
        town.turn(1);
        assert!(matches!(agree_to(town, &town.auditor_elevated(), id), Err(Refusal::NotFound)));
        assert!(waiting(&town.app, &town.auditor_elevated()).unwrap().is_empty());
        assert_eq!(sweep(&town.app).unwrap(), 1);
        ask_for(town, &town.supervisor(), id).unwrap();
        let suspend = "update account set state = 'suspended' where id = $1";
        town.app.store.write("story.suspend", |tx| tx.exec(suspend, &[town.supervisor().id().into()])).unwrap();
        let refused = agree_to(town, &town.auditor_elevated(), id);
        assert!(matches!(refused, Err(Refusal::Rule(CannotErase::WrongPair))));
        assert!(see(&town.app, &town.case_worker(), id).is_ok());
    });
}

/// Writes what other rooms keep about her beside her file: an emergency opening, where she stays, a conflict
/// that someone thinks there may be. Gives the owners of the keys of the first two.
fn kept_beside(town: &Town, id: PersonId) -> [[u8; 16]; 2] {
    let [glass, address]: [[u8; 16]; 2] = [town.app.dice.bytes(), town.app.dice.bytes()];
    let (now, desk) = (town.now(), town.desk().id());
    town.app
        .store
        .write("story.beside", |tx| {
            town.app.vault.make_key(tx, &glass, Safe::Protected)?;
            town.app.vault.make_key(tx, &address, Safe::Protected)?;
            tx.exec(
                "insert into glass (id, account, person, reason, words, at, until_at, closed_at)
                 values ($1, $2, $3, 'life', $1, $4, $4, $4)",
                &[(&glass).into(), desk.into(), id.into(), now.into()],
            )?;
            tx.exec(
                "insert into glass_notice (glass, account, kind, at) values ($1, $2, 'broken', $3)",
                &[(&glass).into(), desk.into(), now.into()],
            )?;
            tx.exec(
                "insert into safe_address (person, id, version, sealed, written_at) values ($1, $2, 1, $2, $3)",
                &[id.into(), (&address).into(), now.into()],
            )?;
            tx.exec(
                "insert into conflict_proposed (person, account, origin, at) values ($1, $2, 'telephone', $3)",
                &[id.into(), desk.into(), now.into()],
            )
        })
        .unwrap();
    [glass, address]
}

#[test]
fn sec_50_nobody_is_erased_from_under_the_review_of_an_emergency_opening_and_then_it_goes_too() {
    on_both_engines(|town| {
        let id = amina(town);
        let owners = kept_beside(town, id);
        let refused = ask_for(town, &town.supervisor(), id);
        assert!(matches!(refused, Err(Refusal::Rule(CannotErase::GlassToReview))));
        let judge = "update glass set verdict = 'right', reviewed_by = $1, reviewed_at = at";
        town.app.store.write("story.judge", |tx| tx.exec(judge, &[town.supervisor().id().into()])).unwrap();
        erase(town, id);
        assert!(is_gone(&town.app, id), "{:?}", where_named(&town.app, id));
        for owner in owners {
            let key = town.app.store.read("story.key", |tx| town.app.vault.key(tx, &owner, Safe::Protected)).unwrap();
            assert!(key.is_none());
        }
        assert_eq!(rows(&town.app, "glass_notice"), 0);
    });
}

/// A process that dies after the decision, or after the journal's line, leaves what the next start finishes.
#[test]
fn sec_50_what_a_crash_cut_off_is_carried_out_at_the_next_start_and_never_twice() {
    for cut_after_the_journal in [false, true] {
        on_both_engines(|town| {
            let (id, nadia) = (amina(town), town.auditor_elevated());
            ask_for(town, &town.supervisor(), id).unwrap();
            acts::decide(&town.app, &nadia, &town.form(&nadia, "agree"), id).unwrap();
            if cut_after_the_journal {
                let decided = town.app.store.read("story.decided", |tx| store::decided(tx, id)).unwrap().unwrap();
                town.app.journal.append(&decided).unwrap();
            }
            assert!(see(&town.app, &town.case_worker(), id).is_ok(), "nothing is destroyed yet");
            hold(&town.app, false).unwrap();
            assert!(is_gone(&town.app, id));
            hold(&town.app, false).unwrap();
            town.turn(120);
            jobs::work_off(&town.app, jobs::HANDLERS, &std::sync::atomic::AtomicBool::new(false)).unwrap();
            assert_eq!(town.app.journal.lines().unwrap().len(), 1);
            let trail = town.trail();
            let times = trail.iter().filter(|entry| entry["act"].as_str().unwrap().starts_with("person.erased"));
            assert_eq!(times.count(), 1);
            assert!(is_gone(&town.app, id));
        });
    }
}

#[test]
fn sec_50_a_decision_that_could_not_be_carried_out_is_taken_up_in_the_background() {
    on_both_engines(|town| {
        let id = amina(town);
        ask_for(town, &town.supervisor(), id).unwrap();
        let file = town.app.journal.files()[0].clone();
        std::fs::remove_file(&file).unwrap();
        std::fs::create_dir(&file).unwrap();
        assert!(matches!(agree_to(town, &town.auditor_elevated(), id), Err(Refusal::Store(_))));
        assert!(see(&town.app, &town.case_worker(), id).is_ok(), "without a line in the journal nobody is erased");
        std::fs::remove_dir(&file).unwrap();
        town.turn(120);
        jobs::work_off(&town.app, jobs::HANDLERS, &std::sync::atomic::AtomicBool::new(false)).unwrap();
        assert!(is_gone(&town.app, id));
        assert_eq!(town.app.journal.lines().unwrap().len(), 1);
    });
}

fn back_up(town: &Town) -> Vec<u8> {
    let mut bytes = Vec::new();
    backup::backup(&town.app, &town.sysadmin(), &mut bytes, &mut |_, _, _| {}).unwrap();
    bytes
}

fn put_back(town: &Town, mut bytes: &[u8], into: &Place) -> Result<backup::Summary, backup::Fault> {
    let outside = backup::Outside { keys: &town.app.keys, journal: &town.app.journal };
    backup::restore(&mut bytes, outside, into, &mut |_, _, _| {})
}

fn open(town: &Town, place: &Place) -> ::store::Result<std::sync::Arc<App>> {
    let clock = town.app.clock.clone();
    App::open(Opening { clock, ..Opening::of(place.clone(), town.app.keys.path().to_owned()) })
}

#[test]
fn sec_50_no_older_backup_brings_an_erased_person_back() {
    on_both_engines(|town| {
        let (id, other) = (amina(town), create_other(town));
        let older = back_up(town);
        erase(town, id);
        let newer = back_up(town);
        let (home, schema) = (tempfile::tempdir().unwrap(), Schema::make());
        let places = [
            (&older, Place::Directory(home.path().join("older"))),
            (&newer, Place::Directory(home.path().join("newer"))),
            (&older, Place::Postgres(schema.url())),
        ];
        for (bytes, place) in places {
            put_back(town, bytes, &place).unwrap();
            let restored = open(town, &place).unwrap();
            assert!(is_gone(&restored, id), "{:?}", where_named(&restored, id));
            assert_eq!(rows(&restored, "contact"), 0);
            assert!(see(&restored, &town.supervisor(), other).is_ok());
            let verified = access::trail::verify(&restored, &town.command_line(), None).unwrap();
            assert!(verified.why.is_none(), "{verified:?}");
            let told: Vec<(String,)> = restored
                .store
                .read("story.again", |tx| {
                    tx.all("select body from audit_pending where body like '%person.erased_again%'", &[])
                })
                .map_err(|e: ::store::StoreError| e)
                .unwrap();
            assert_eq!(told.len(), usize::from(std::ptr::eq(bytes, &older)));
        }
    });
}

fn create_other(town: &Town) -> PersonId {
    create(&town.app, &town.desk(), &town.form(&town.desk(), "other"), &someone("Bianca", "Neri")).unwrap()
}

#[test]
fn sec_50_a_backup_is_not_restored_without_the_journal_it_knows_of_and_the_service_does_not_start() {
    on_both_engines(|town| {
        erase(town, amina(town));
        let bytes = back_up(town);
        let file = town.app.journal.files()[0].clone();
        let sound = std::fs::read(&file).unwrap();
        let home = tempfile::tempdir().unwrap();
        let place = Place::Directory(home.path().join("new"));
        for (left, told) in [(Vec::new(), "has 0 lines and this database knows of 1"), (damaged(&sound), "altered")] {
            std::fs::write(&file, left).unwrap();
            let refused = put_back(town, &bytes, &place).unwrap_err().to_string();
            assert!(refused.contains(told), "{refused}");
            assert!(!home.path().join("new/approdo.db").exists());
            let refused = hold(&town.app, false).unwrap_err().to_string();
            assert!(refused.contains(told), "{refused}");
        }
        std::fs::write(&file, &sound).unwrap();
        put_back(town, &bytes, &place).unwrap();
        std::fs::remove_file(&file).unwrap();
        let refused = open(town, &place).err().unwrap().to_string();
        assert!(refused.contains("is gone"), "{refused}");
        // Whoever lost the journal and has the newest database writes it anew from there.
        hold(&town.app, true).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), sound);
        hold(&town.app, false).unwrap();
    });
}

/// The journal with another person in its first line.
fn damaged(sound: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(sound.to_vec()).unwrap();
    let at = text.find("\"person\":\"").unwrap() + 10;
    let mut bytes = text.into_bytes();
    bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
    bytes
}

/// The wrapped keys of all owners, as they lie in the database.
fn wrapped(app: &App) -> Vec<Vec<u8>> {
    let all: Vec<(Vec<u8>,)> =
        app.store.read("story.wrapped", |tx| tx.all("select wrapped from data_key", &[])).unwrap();
    all.into_iter().map(|(wrapped,)| wrapped).collect()
}

#[test]
fn sec_50_not_even_her_wrapped_key_is_left_in_the_files_of_the_database() {
    on_sqlite(|town| {
        for n in 0..300 {
            let name = format!("Altra{n}");
            let new = someone(&name, "Persona");
            create(&town.app, &town.desk(), &town.form(&town.desk(), &name), &new).unwrap();
        }
        let others = wrapped(&town.app);
        let id = amina(town);
        let hers: Vec<Vec<u8>> = wrapped(&town.app).into_iter().filter(|key| !others.contains(key)).collect();
        assert!(hers.len() >= 4, "hers and her contacts': {}", hers.len());
        let Place::Directory(home) = &town.app.place else { panic!("an embedded town") };
        // A part is enough: of the nonce, or of the end.
        let held = |keys: &[Vec<u8>]| {
            let files = ["approdo.db", "approdo.db-wal"].map(|name| std::fs::read(home.join(name)).unwrap());
            let holds = |part: &[u8]| files.iter().any(|file| file.windows(16).any(|window| window == part));
            keys.iter().filter(|key| holds(&key[5..21]) || holds(&key[key.len() - 16..])).count()
        };
        assert_eq!(held(&hers), hers.len());
        erase(town, id);
        assert_eq!(held(&hers), 0);
        assert_eq!(sweep(&town.app).unwrap(), 0, "at nine in the morning nobody waits for it");
        town.turn(17 * 3600);
        assert_eq!(sweep(&town.app).unwrap(), 1);
        assert_eq!(sweep(&town.app).unwrap(), 0);
        assert_eq!(held(&hers), 0);
        assert_eq!(held(&others[..3]), 3, "the others' are where they were");
    });
}
