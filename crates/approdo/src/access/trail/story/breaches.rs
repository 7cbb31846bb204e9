//! A breach is known of: whom did it expose?

use ground::PersonId;

use super::{background, look_at};
use crate::{
    access::{
        exports,
        trail::breach::{self, Asked},
    },
    app::{App, Opening, Place, Refusal},
    story::{Town, on_both_engines},
};

fn whole(town: &Town) -> Asked {
    Asked { from: town.now().plus_seconds(-3600), to: town.now().plus_seconds(3600), account: None }
}

#[test]
fn sec_85_the_kit_lists_who_was_exposed_to_whom_to_what_and_when() {
    on_both_engines(|town| {
        let [amina, omar, yusuf] = [0; 3].map(|_| PersonId::draw(&town.app.dice));
        let start = town.now();
        look_at(town, &town.desk(), &[yusuf]);
        town.turn(60);
        let from = town.now();
        look_at(town, &town.desk(), &[amina, omar]);
        background::settle(&town.app).unwrap();
        town.turn(60);
        look_at(town, &town.desk(), &[amina]);
        look_at(town, &town.desk_colleague(), &[omar]);
        let last = town.now();
        town.turn(60);
        let to = town.now();
        look_at(town, &town.desk(), &[yusuf]);

        let kit = breach::exposed(&town.app, &town.auditor(), Asked { from, to, account: None }).unwrap();
        assert_eq!((kit.persons, kit.actors, kit.unreadable), (2, 2, 0));
        assert_eq!(kit.exposures.len(), 3);
        let desk = town.desk().id().unwrap().to_string();
        let seen = kit.exposures.iter().find(|one| one.person == Some(amina)).unwrap();
        assert_eq!((seen.who.as_str(), seen.times, seen.first_at, seen.last_at), (desk.as_str(), 2, from, last));
        assert_eq!(seen.name.as_deref(), Some("Elena Fabbri"), "the account says its name");
        assert_eq!(seen.first_entry, Some(2), "numbered and waiting entries count alike");
        assert!(seen.shown.contains("identity") && seen.acts.contains("person.searched"));
        assert_eq!(seen.node, town.app.node);
        assert!(kit.exposures.iter().all(|one| one.person != Some(yusuf)), "before and after is not between");

        let of_colleague = Asked { from: start, to: town.now(), account: town.desk_colleague().id() };
        let kit = breach::exposed(&town.app, &town.auditor(), of_colleague).unwrap();
        assert_eq!(kit.exposures.iter().map(|one| one.person).collect::<Vec<_>>(), [Some(omar)]);

        let listed = town.last_entry("trail.breach_listed");
        assert_eq!(listed["count"], 1);
        assert_eq!(listed["objects"][0], town.desk_colleague().id().unwrap().to_string());
    });
}

#[test]
fn sec_85_a_refusal_exposed_nobody_and_a_batch_without_names_is_not_left_out() {
    on_both_engines(|town| {
        use crate::access::{About, Event, allow, note};
        use policy::{Action, Resource};
        let amina = PersonId::draw(&town.app.dice);
        let refused: Result<(), Refusal> = town.app.store.write("test.refused", |tx| {
            allow(&town.app, tx, &town.sysadmin(), Action::See, Resource::Identity, About::Person(amina)).map(|_| ())
        });
        assert!(refused.is_err());
        let imported: Result<(), Refusal> = town.app.store.write("test.imported", |tx| {
            let actor = town.command_line();
            let pass = allow(&town.app, tx, &actor, Action::Import, Resource::Import, About::General)?;
            let event = Event { act: "person.imported", count: Some(40), ..Event::default() };
            Ok(note(&town.app, tx, &actor, &pass, event)?)
        });
        imported.unwrap();
        let kit = breach::exposed(&town.app, &town.auditor(), whole(town)).unwrap();
        assert_eq!((kit.persons, kit.unnamed), (0, 40));
        assert_eq!(kit.exposures.len(), 1);
        assert_eq!((kit.exposures[0].person, kit.exposures[0].rows), (None, 40));
        let again = breach::exposed(&town.app, &town.auditor(), whole(town)).unwrap();
        assert_eq!(again.by_shown, kit.by_shown, "that she asked is about no person");
        assert_eq!(kit.by_shown.into_iter().collect::<Vec<_>>(), [("import".to_owned(), 1)]);
    });
}

#[test]
fn sec_85_entries_that_cannot_be_read_are_counted() {
    on_both_engines(|town| {
        for _ in 0..3 {
            look_at(town, &town.desk(), &[PersonId::draw(&town.app.dice)]);
        }
        background::settle(&town.app).unwrap();
        let spoil = "update audit_entry set body = 'torn' where number > 1";
        town.app.store.write("test.torn", |tx| tx.exec(spoil, &[])).unwrap();
        let kit = breach::exposed(&town.app, &town.auditor(), whole(town)).unwrap();
        assert_eq!((kit.persons, kit.unreadable), (1, 2));
    });
}

#[test]
fn sec_13_sec_85_only_the_auditor_lists_the_exposed_and_who_may_prove_the_trail_counts_them() {
    on_both_engines(|town| {
        look_at(town, &town.desk(), &[PersonId::draw(&town.app.dice)]);
        for actor in [town.desk(), town.case_worker(), town.supervisor(), town.sysadmin(), town.command_line()] {
            let refused = breach::exposed(&town.app, &actor, whole(town));
            assert!(matches!(refused, Err(Refusal::NotFound)));
        }
        for actor in [town.sysadmin(), town.command_line(), town.auditor()] {
            let kit = breach::counted(&town.app, &actor, whole(town)).unwrap();
            assert_eq!((kit.persons, kit.actors, kit.by_shown["identity"]), (1, 1, 1));
            assert!(kit.exposures.is_empty(), "counts, nobody's reference");
        }
        assert!(matches!(breach::counted(&town.app, &town.desk(), whole(town)), Err(Refusal::NotFound)));
        assert_eq!(town.last_entry("trail.breach_counted")["outcome"], "done");
    });
}

/// The form that makes the list a file.
const WISH: [(&str, &str); 6] = [
    ("from", "2000-01-01"),
    ("to", "2100-01-01"),
    ("account", ""),
    ("reason", "breach_notice"),
    ("words", "Notifica al Garante"),
    ("to_whom", "herself"),
];

fn wish(changed: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let value = |name: &str, usual: &'static str| {
        changed.iter().find(|(other, _)| *other == name).map_or(usual, |(_, value)| *value)
    };
    WISH.iter().map(|(name, usual)| (*name, value(name, usual))).collect()
}

fn routes() -> axum::Router<std::sync::Arc<crate::app::App>> {
    crate::access::trail::routes().merge(crate::access::routes())
}

#[test]
fn sec_67_sec_85_the_auditor_sees_the_list_and_takes_it_along_once_with_reason_and_second_factor() {
    on_both_engines(|town| {
        let amina = PersonId::draw(&town.app.dice);
        look_at(town, &town.desk(), &[amina]);
        let plain = town.browser(&town.auditor(), routes());
        assert!(plain.get("/trail/breach").page.contains("name=\"from\""));
        let shown = plain.get("/trail/breach?from=2000-01-01&to=2100-01-01&account=");
        assert_eq!(shown.status, 200);
        assert!(shown.page.contains(&amina.to_string()));
        assert_eq!(plain.post("/trail/breach", &wish(&[])).status, 403, "the second factor comes first");
        let auditor = town.browser(&town.auditor_elevated(), routes());
        let made = auditor.post("/trail/breach", &wish(&[]));
        assert_eq!(made.status, 303, "{}", made.page);
        assert!(auditor.get(&made.location).page.contains("Notifica al Garante"));
        let (noted, id) = (town.last_entry("export.made"), made.location.trim_start_matches("/exports/"));
        assert_eq!((&noted["count"], &noted["objects"][0]), (&1.into(), &id.into()));
        assert_eq!(noted["fields"], serde_json::json!(["breach", "breach_notice", "to_herself"]));
        assert_eq!(town.where_plain("Notifica al Garante"), Vec::<String>::new(), "words and rows rest sealed");
        assert_eq!(town.where_plain("first_at"), Vec::<String>::new());
        let other = town.browser(&town.supervisor(), routes());
        assert_eq!((other.get(&made.location).status, other.post(&made.location, &[]).status), (404, 404));
        let sheet = auditor.post(&made.location, &[]);
        assert_eq!(sheet.status, 200);
        let lines: Vec<&str> = sheet.page.lines().collect();
        assert!(lines[0].starts_with("person,account,name,session,node,first_at") && lines.len() == 3, "{lines:?}");
        assert!(lines[1].starts_with(&format!("{amina},{},", town.desk().id().unwrap())), "{lines:?}");
        assert!(
            lines[2].contains("Nadia Greco") && lines[2].contains(id) && lines[2].contains("Portalba"),
            "{lines:?}"
        );
        assert_eq!(auditor.post(&made.location, &[]).status, 404, "once");
        assert_eq!(town.last_entry("export.taken")["objects"][0], *id);
        let keys = "select count(*) from data_key";
        let keys: Option<(u64,)> = town.app.store.read("test.keys", |tx| tx.one(keys, &[])).unwrap();
        assert_eq!(keys, Some((0,)), "its key is gone too");
        let listed = auditor.get("/exports").page;
        assert!(listed.contains("Notifica al Garante") && listed.contains("Nadia Greco"), "the line stays");
    });
}

#[test]
fn sec_67_what_is_missing_or_too_much_is_said_beside_its_field_and_nothing_typed_is_lost() {
    on_both_engines(|town| {
        for person in [0; 3].map(|_| PersonId::draw(&town.app.dice)) {
            look_at(town, &town.desk(), &[person]);
        }
        let auditor = town.browser(&town.auditor_elevated(), routes());
        for (changed, kept) in [
            (&[("from", "yesterday")][..], "value=\"yesterday\""),
            (&[("from", "2100-01-01"), ("to", "2000-01-01")], "value=\"2100-01-01\""),
            (&[("to", "2000-01-01")], "value=\"2000-01-01\""),
            (&[("reason", "")], "Notifica al Garante"),
            (&[("reason", "curiosity")], "Notifica al Garante"),
            (&[("words", " ")], "aria-invalid"),
        ] {
            let refused = auditor.post("/trail/breach", &wish(changed));
            assert_eq!(refused.status, 422, "{changed:?}");
            assert!(refused.page.contains(kept) && refused.page.contains("aria-invalid"), "{changed:?}");
        }
    });
}

#[test]
fn sec_67_more_rows_than_a_file_may_have_are_refused_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut opening = Opening::of(Place::Directory(folder.path().join("data")), folder.path().join("keys"));
    opening.exports.rows = 2;
    let app = App::open(opening).unwrap();
    let account = ground::AccountId::draw(&app.dice);
    let mut sheet = crate::shell::export::Sheet::with_heads(&["a"]).unwrap();
    (0..3).for_each(|_| sheet.row(&["x"]).unwrap());
    let wish = exports::Wish {
        kind: exports::Kind::Breach,
        question: "q".into(),
        reason: exports::Reason::Oversight,
        words: ground::Prose::parse("prova").unwrap(),
        handed: false,
    };
    let subject = policy::Subject {
        account: Some(account),
        name: account.to_string(),
        roles: policy::RoleSet::of(&[policy::Role::AuditorDpo]),
        partner: None,
        active: true,
        elevated: true,
        command_line: false,
    };
    let actor = crate::access::Actor::account(subject, None, ground::Tongue::It, None);
    let once = store::once::Once { key: app.dice.bytes(), by: Some(account), body: [0; 32] };
    let refused = exports::make(&app, &actor, &once, &wish, |_| Ok(sheet));
    let Err(Refusal::Rule(exports::CannotExport::TooMany { rows: 3, most: 2 })) = refused else { panic!() };
    for tongue in [ground::Tongue::It, ground::Tongue::En] {
        let w = crate::shell::words::Words::of(tongue);
        let told = w.say_with("access-export-error-rows", &[("rows", "3".into()), ("most", "2".into())]);
        assert!(told.contains('3') && told.contains('2') && !told.contains('['), "{told}");
    }
}

#[test]
fn sec_67_a_file_that_nobody_took_is_gone_after_fifteen_minutes() {
    on_both_engines(|town| {
        look_at(town, &town.desk(), &[PersonId::draw(&town.app.dice)]);
        let auditor = town.browser(&town.auditor_elevated(), routes());
        let made = auditor.post("/trail/breach", &wish(&[]));
        town.turn(exports::WAITS - 1);
        assert!(auditor.get(&made.location).page.contains("method=\"post\" action=\"/exports/"));
        town.turn(1);
        assert_eq!(auditor.post(&made.location, &[]).status, 404, "over, before anything swept it");
        let bodies = || {
            let sql = "select count(*) from export_file where body is not null";
            let keys = "select count(*) from data_key";
            let both = |tx: &mut store::Tx<'_>| Ok::<_, store::StoreError>((tx.one(sql, &[])?, tx.one(keys, &[])?));
            let (bodies, keys): (Option<(u64,)>, Option<(u64,)>) = town.app.store.read("test.bodies", both).unwrap();
            (bodies.unwrap().0, keys.unwrap().0)
        };
        assert_eq!(bodies(), (1, 1));
        let never = std::sync::atomic::AtomicBool::new(false);
        crate::operation::jobs::work_off(&town.app, crate::operation::jobs::HANDLERS, &never).unwrap();
        assert_eq!(bodies(), (0, 0));
        assert!(!auditor.get(&made.location).page.contains("action=\"/exports/"));
    });
}

#[test]
fn sec_67_that_somebody_is_protected_leaves_in_no_file() {
    on_both_engines(|town| {
        let name = crate::people::Name::of(ground::Line::optional("Amina").unwrap(), None).unwrap();
        let identity = crate::people::Identity { names: vec![name], ..crate::people::Identity::default() };
        let new = crate::people::NewPerson { identity, ..crate::people::NewPerson::default() };
        let (elena, irene) = (town.desk(), town.protected_worker_elevated());
        let amina = crate::people::create(&town.app, &elena, &town.form(&elena, "a"), &new).unwrap();
        crate::people::safety::protect(&town.app, &elena, &town.form(&elena, "hide"), amina, None).unwrap();
        crate::people::safety::safety(&town.app, &irene, amina).unwrap();
        let auditor = town.browser(&town.auditor_elevated(), routes());
        let made = auditor.post("/trail/breach", &wish(&[]));
        let sheet = auditor.post(&made.location, &[]).page;
        assert!(sheet.contains(&amina.to_string()) && sheet.contains("restricted"), "she was exposed: {sheet}");
        for word in ["person.protected", "identity protection", "person.safety_seen", "safe_address"] {
            assert!(!sheet.contains(word), "{word}: {sheet}");
        }
    });
}

#[test]
fn sec_67_who_lost_the_role_meanwhile_takes_nothing_out() {
    on_both_engines(|town| {
        let auditor = town.browser(&town.auditor_elevated(), routes());
        let made = auditor.post("/trail/breach", &wish(&[]));
        let sql = "update account set roles = 'desk' where id = $1";
        let id = town.auditor().id().unwrap();
        town.app.store.write("test.roles", |tx| tx.exec(sql, &[id.into()])).unwrap();
        assert_eq!(auditor.post(&made.location, &[]).status, 404);
    });
}

#[test]
fn sec_13_sec_85_the_command_line_takes_the_list_only_as_the_auditor_handed_it_over_and_once() {
    on_both_engines(|town| {
        let amina = PersonId::draw(&town.app.dice);
        look_at(town, &town.desk(), &[amina]);
        let zone = &town.app.zone;
        let at = |text| breach::instant(text, zone).unwrap();
        let asked = Asked { from: at("2000-01-01 00:00"), to: at("2100-01-01 00:00"), account: None };
        let take = |asked| breach::take_handed(&town.app, &town.command_line(), asked);
        let auditor = town.browser(&town.auditor_elevated(), routes());
        auditor.post("/trail/breach", &wish(&[]));
        assert!(matches!(take(asked), Err(Refusal::NotFound)), "one of her own is not handed over");
        let made = auditor.post("/trail/breach", &wish(&[("to_whom", "command_line")]));
        assert!(auditor.get(&made.location).page.contains("approdo breach --from 1999-12-31T23:00:00"));
        assert_eq!(auditor.post(&made.location, &[]).status, 404, "and one handed over is not hers");
        let off = crate::access::Actor::command_line("root", false);
        assert!(matches!(breach::take_handed(&town.app, &off, asked), Err(Refusal::NotFound)));
        let another = Asked { account: town.desk().id(), ..asked };
        assert!(matches!(take(another), Err(Refusal::NotFound)), "only what she listed");
        let taken = take(asked).unwrap();
        assert!(String::from_utf8(taken.bytes).unwrap().contains(&amina.to_string()));
        assert!(matches!(take(asked), Err(Refusal::NotFound)), "once");
        let noted = town.last_entry("export.taken");
        assert_eq!((&noted["who"], &noted["count"]), (&"local:root".into(), &1.into()));
        auditor.post("/trail/breach", &wish(&[("to_whom", "command_line")]));
        town.turn(exports::WAITS);
        assert!(matches!(take(asked), Err(Refusal::NotFound)), "fifteen minutes");
    });
}

#[test]
fn an_instant_is_read_by_its_zone_or_by_the_citys_clock() {
    let zone = ground::city_zone();
    let by_zone = breach::instant("2026-11-24T08:00Z", &zone).unwrap();
    assert_eq!(breach::instant(" 2026-11-24 09:00 ", &zone), Some(by_zone));
    assert_eq!(breach::instant("2026-11-24T09:00+01:00", &zone), Some(by_zone));
    assert_eq!(breach::instant("24/11", &zone), None);
    assert_eq!(breach::instant("", &zone), None);
}
