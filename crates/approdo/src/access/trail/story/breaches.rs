//! A breach is known of: whom did it expose?

use ground::PersonId;

use super::{background, look_at};
use crate::{
    access::trail::breach::{self, Asked, Kit},
    app::Refusal,
    story::{Town, on_both_engines},
};

fn whole(town: &Town) -> Asked {
    Asked { from: town.now().plus_seconds(-3600), to: town.now().plus_seconds(3600), account: None }
}

fn lines(kit: &Kit) -> Vec<String> {
    String::from_utf8(kit.csv.clone()).unwrap().lines().map(str::to_owned).collect()
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
        assert_eq!(seen.first_entry, Some(2), "numbered and waiting entries count alike");
        assert!(seen.shown.contains("identity") && seen.acts.contains("person.searched"));
        assert_eq!(seen.node, town.app.node);
        let rows = lines(&kit);
        assert_eq!(rows.len(), 4);
        assert!(rows[0].starts_with("person,account,name,session,node,first_at"));
        assert!(rows.iter().any(|row| row.starts_with(&format!("{amina},{desk},"))), "{rows:?}");
        assert!(!rows.concat().contains(&yusuf.to_string()), "before and after is not between");

        let of_colleague = Asked { from: start, to: town.now(), account: town.desk_colleague().id() };
        let kit = breach::exposed(&town.app, &town.auditor(), of_colleague).unwrap();
        assert_eq!(kit.exposures.iter().map(|one| one.person).collect::<Vec<_>>(), [Some(omar)]);

        let listed = town.last_entry("trail.breach_listed");
        assert_eq!(listed["count"], 1);
        assert_eq!(listed["objects"][0], town.desk_colleague().id().unwrap().to_string());
        assert_eq!(listed["hash"].as_str().unwrap().len(), 64);
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
            assert!(kit.exposures.is_empty() && kit.csv.is_empty(), "counts, nobody's reference");
        }
        assert!(matches!(breach::counted(&town.app, &town.desk(), whole(town)), Err(Refusal::NotFound)));
        assert_eq!(town.last_entry("trail.breach_counted")["outcome"], "done");
    });
}

#[test]
fn sec_85_the_auditor_sees_the_list_and_takes_the_sheet_along() {
    on_both_engines(|town| {
        let amina = PersonId::draw(&town.app.dice);
        look_at(town, &town.desk(), &[amina]);
        let auditor = town.browser(&town.auditor(), crate::access::trail::routes());
        assert!(auditor.get("/trail/breach").page.contains("name=\"from\""));
        let shown = auditor.get("/trail/breach?from=2000-01-01&to=2100-01-01&account=");
        assert_eq!(shown.status, 200);
        assert!(shown.page.contains(&amina.to_string()));
        let between = [("from", "2000-01-01"), ("to", "2100-01-01"), ("account", "")];
        let sheet = auditor.post("/trail/breach", &between);
        assert_eq!(sheet.status, 200);
        assert!(sheet.page.starts_with("person,account,") && sheet.page.contains(&amina.to_string()));
        for (from, to) in [("yesterday", "2100-01-01"), ("2100-01-01", "2000-01-01")] {
            let refused = auditor.post("/trail/breach", &[("from", from), ("to", to), ("account", "")]);
            assert_eq!(refused.status, 422);
            assert!(refused.page.contains(&format!("value=\"{from}\"")), "nothing typed is lost");
        }
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
