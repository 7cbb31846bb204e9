//! Searches for protected persons, and looks at one's own surname, told on both engines.

use ground::Line;
use matching::Known;

use super::*;
use crate::{
    access::trail::alarms::look,
    people::{self, Identity, NewPerson, create, find, find_many, safety, see},
    story::{Town, on_both_engines},
};

fn person(town: &Town, given: &str, family: &str) -> PersonId {
    let line = |text| Line::optional(text).unwrap();
    let name = Name::of(line(given), line(family)).unwrap();
    let new = NewPerson { identity: Identity { names: vec![name], ..Identity::default() }, ..NewPerson::default() };
    create(&town.app, &town.desk(), &town.form(&town.desk(), &format!("{given}{family}")), &new).unwrap()
}

fn hide(town: &Town, id: PersonId) {
    safety::protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), id, None).unwrap();
}

fn search(town: &Town, actor: &Actor, typed: &str) -> usize {
    find(&town.app, actor, &Known::from_box(typed), 9).unwrap().hits.len()
}

/// The alarms for protected names: how often for each account.
fn rung(town: &Town) -> Vec<(String, u64)> {
    let alarms = alarms::last(&town.app, &town.auditor()).unwrap().alarms;
    let of_names = alarms.into_iter().filter(|alarm| alarm.key.kind == "protected_search");
    of_names.map(|alarm| (alarm.name.unwrap_or(alarm.key.who), alarm.count)).collect()
}

fn count(town: &Town, table: &str) -> u64 {
    let sql = format!("select count(*) from {table}");
    town.app.store.read("test.count", |tx| tx.one::<(u64,)>(&sql, &[])).unwrap().unwrap().0
}

#[test]
fn sec_48_a_search_that_would_find_a_protected_person_tells_the_auditor_and_names_nobody() {
    on_both_engines(|town| {
        let id = person(town, "Amina", "Haddad");
        hide(town, id);
        for typed in ["Amina Haddad", "أمينة حداد"] {
            assert_eq!(search(town, &town.desk(), typed), 0);
        }
        search(town, &town.desk_colleague(), "Giovanni Esposito");
        assert_eq!((rung(town), count(town, "search_asked")), (Vec::new(), 3), "nothing is known where it is answered");
        assert_eq!(compare_searches(&town.app).unwrap(), 3);
        assert_eq!(rung(town), [("Elena Fabbri".to_owned(), 2)]);
        assert_eq!(count(town, "search_asked"), 0);
        let page = town.browser(&town.auditor(), crate::access::trail::routes()).get("/trail/alarms").page;
        assert!(page.contains("Elena Fabbri") && !page.contains("Haddad") && !page.contains(&id.to_string()));
        let entry = town.last_entry("person.searched");
        assert!(entry["persons"].is_null() && !entry.to_string().contains("Haddad"), "{entry}");
    });
}

#[test]
fn sec_19_a_search_takes_the_same_way_whether_or_not_it_meets_a_protected_person() {
    on_both_engines(|town| {
        let left = || -> Vec<(i64, i64)> {
            let sql = "select length(terms), length(actor) from search_asked order by id";
            let left = town.app.store.read("test.left", |tx| tx.all(sql, &[])).unwrap();
            town.app.store.write("test.empty", |tx| tx.exec("delete from search_asked", &[])).unwrap();
            left
        };
        let routes = || people::routes();
        let desk = town.browser(&town.desk(), routes());
        let asked = || {
            let before = town.trail().len();
            let answer = desk.post("/people/search", &[("q", "Amina Haddad")]);
            let keys = |page: &str| -> String {
                let parts = page.split("name=\"_once\" value=\"");
                parts.enumerate().map(|(at, part)| if at == 0 { part } else { &part[32..] }).collect()
            };
            (answer.status, keys(&answer.page), left(), town.trail().len() - before)
        };
        let nobody = asked();
        let id = person(town, "Amina", "Haddad");
        hide(town, id);
        assert_eq!(asked(), nobody, "page, what is left behind, and entries");
    });
}

#[test]
fn sec_48_who_may_see_the_person_searches_for_her_without_an_alarm_and_learns_who_else_did() {
    on_both_engines(|town| {
        let id = person(town, "Amina", "Haddad");
        hide(town, id);
        let irene = town.protected_worker_elevated();
        assert_eq!(search(town, &irene, "Amina Haddad"), 1);
        search(town, &town.protected_worker(), "Amina Haddad");
        compare_searches(&town.app).unwrap();
        assert_eq!(rung(town), [], "also before her second factor");
        search(town, &town.supervisor(), "Haddad");
        let at = town.now();
        town.turn(60);
        compare_searches(&town.app).unwrap();
        let shown = safety::safety(&town.app, &irene, id).unwrap();
        assert_eq!(shown.sought, [("Sara Villa".to_owned(), at)]);
        let lately = |actor: &Actor| {
            town.app.store.read("test.lately", |tx| safety::sought_lately(&town.app, tx, actor)).unwrap()
        };
        assert_eq!(lately(&irene), [(id, at)]);
        assert_eq!(lately(&town.protected_worker()), [(id, at)], "the second factor is asked where she opens it");
        assert_eq!(lately(&town.supervisor()), []);
        let today = town.browser(&town.protected_worker(), crate::desk::routes()).get("/");
        assert!(today.page.contains(&format!("/people/{id}/safety")) && !today.page.contains("Haddad"));
        let routes = people::routes();
        let page = town.browser(&irene, routes).get(&format!("/people/{id}/safety")).page;
        assert!(page.contains("Sara Villa"));
        town.turn(8 * 86_400);
        assert_eq!(lately(&irene), []);
    });
}

#[test]
fn sec_18_when_she_is_shown_again_nothing_says_that_she_was_hidden() {
    on_both_engines(|town| {
        let id = person(town, "Amina", "Haddad");
        hide(town, id);
        search(town, &town.desk(), "Amina Haddad");
        compare_searches(&town.app).unwrap();
        assert_eq!(count(town, "sought"), 1);
        for worker in [town.protected_worker_elevated(), town.second_protected_worker()] {
            safety::unprotect(&town.app, &worker, &town.form(&worker, "lift"), id).unwrap();
        }
        assert_eq!(count(town, "sought"), 0);
    });
}

#[test]
fn sec_48_a_homonym_who_was_surely_found_is_not_taken_for_the_protected_one() {
    on_both_engines(|town| {
        let line = |text| Line::optional(text).unwrap();
        let born = |date: &str| {
            let name = Name::of(line("Amina"), line("Haddad")).unwrap();
            let birth = Some(ground::BirthDate::parse(date).unwrap());
            let identity = Identity { names: vec![name], birth, ..Identity::default() };
            let new = NewPerson { identity, ..NewPerson::default() };
            create(&town.app, &town.desk(), &town.form(&town.desk(), date), &new).unwrap()
        };
        born("3/5/1991");
        hide(town, born("4/11/1970"));
        let known = |year, month, day| Known {
            born: Some(matching::Born { year, month: Some(month), day: Some(day) }),
            ..Known::from_box("Amina Haddad")
        };
        find(&town.app, &town.desk(), &known(1991, 5, 3), 9).unwrap();
        compare_searches(&town.app).unwrap();
        assert_eq!(rung(town), []);
        find(&town.app, &town.desk(), &known(1970, 11, 4), 9).unwrap();
        compare_searches(&town.app).unwrap();
        assert_eq!(rung(town), [("Elena Fabbri".to_owned(), 1)]);
    });
}

#[test]
fn sec_48_a_batch_of_searches_is_compared_too() {
    on_both_engines(|town| {
        hide(town, person(town, "Amina", "Haddad"));
        let batch: Vec<Known> =
            (0..120).map(|at| Known::from_box(if at == 77 { "Amina Haddad" } else { "Giovanni Esposito" })).collect();
        find_many(&town.app, &town.command_line(), &batch, 9, "hash", |_| {}).unwrap();
        assert_eq!(count(town, "search_asked"), 3);
        compare_searches(&town.app).unwrap();
        assert_eq!(rung(town), [("local:root".to_owned(), 1)]);
    });
}

#[test]
fn sec_53_what_waits_to_be_compared_is_sealed() {
    on_both_engines(|town| {
        search(town, &town.desk(), "Amina Haddad");
        assert_eq!(town.where_plain("Haddad"), Vec::<String>::new());
        assert_eq!(count(town, "search_asked"), 1);
    });
}

#[test]
fn sec_48_who_opens_or_searches_her_own_surname_rings_and_others_do_not() {
    on_both_engines(|town| {
        // Ten on a Wednesday: nothing else rings.
        town.turn(2 * 86_400 + 3600);
        let (hers, other) = (person(town, "Ada", "Fabbri"), person(town, "Ada", "Fabbro"));
        for who in [town.desk(), town.desk_colleague()] {
            see(&town.app, &who, other).unwrap();
            search(town, &who, "Ada Fabbro");
        }
        see(&town.app, &town.desk_colleague(), hers).unwrap();
        search(town, &town.desk_colleague(), "Ada Fabbri");
        assert_eq!(look(&town.app).unwrap(), 0);
        town.turn(1);
        see(&town.app, &town.desk(), hers).unwrap();
        assert_eq!(town.last_entry("person.seen")["flags"], serde_json::json!(["surname"]));
        assert_eq!(look(&town.app).unwrap(), 1);
        let alarm = alarms::last(&town.app, &town.auditor()).unwrap().alarms.remove(0);
        assert_eq!((alarm.key.kind.as_str(), alarm.name.as_deref()), ("surname", Some("Elena Fabbri")));
        town.turn(1);
        search(town, &town.desk(), "Fabbri");
        assert_eq!(town.last_entry("person.searched")["flags"], serde_json::json!(["surname"]));
        assert!(!town.last_entry("person.searched").to_string().contains("Fabbri"), "a flag, never a name");
    });
}
