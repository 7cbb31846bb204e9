//! Stories of proposed conflicts, told on both engines.

use std::sync::atomic::AtomicBool;

use ground::Line;

use super::*;
use crate::{
    access::private::{self, Statement},
    operation::jobs::{HANDLERS, work_off},
    people::{
        ContactPoint, Correction, File, Home, Identity, Name, NewPerson, PointKind, assign, correct, create,
        import::{self, Terms},
        routes,
        safety::{protect, safety},
        see,
    },
    story::{Town, on_both_engines},
};

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn living_at(family: &str, phone: &str, street: &str) -> NewPerson {
    let name = Name::of(Some(line("Amina")), Some(line(family))).unwrap();
    NewPerson {
        identity: Identity { names: vec![name], ..Identity::default() },
        file: File {
            points: vec![ContactPoint { kind: PointKind::Phone, value: line(phone), words: None }],
            home: Home::At { line: line(street), area: None },
            ..File::default()
        },
    }
}

/// A person whom Elena's team follows.
fn files(town: &Town, new: &NewPerson) -> PersonId {
    create(&town.app, &town.desk(), &town.form(&town.desk(), "new"), new).unwrap()
}

fn states(town: &Town, who: &Actor, phone: &str, home: Option<(&str, &str)>) {
    let statement = Statement {
        phones: Line::optional(phone).unwrap().into_iter().collect(),
        surname: home.map(|(surname, _)| line(surname)),
        address: home.map(|(_, address)| line(address)),
    };
    private::state(&town.app, who, &town.form(who, "state"), &statement).unwrap();
}

fn works_off(town: &Town) {
    work_off(&town.app, HANDLERS, &AtomicBool::new(false)).unwrap();
}

fn waits(town: &Town, who: &Actor) -> Vec<(PersonId, AccountId, Suspicion)> {
    let look = |tx: &mut Tx<'_>, trail: &mut Trail| today(&town.app, tx, trail, who);
    let waiting = town.app.store.look("story.proposed", look).unwrap();
    waiting.iter().map(|one| (one.person, one.account, one.suspicion)).collect()
}

const PHONE: Suspicion = Suspicion::Shared(crate::access::private::Sign::Telephone);
const HOME: Suspicion = Suspicion::Shared(crate::access::private::Sign::Home);

#[test]
fn sec_16_whoever_shares_a_telephone_or_name_and_address_with_a_colleague_is_noticed_when_she_is_filed() {
    on_both_engines(|town| {
        let (marta, paolo) = (town.case_worker(), town.desk_of_another_team());
        states(town, &marta, "+39 333 9998887", None);
        states(town, &paolo, "", Some(("Haddad", "Via Roma 12/A")));
        let phone = files(town, &living_at("Diallo", "3339998887", "via Po 1"));
        town.turn(1);
        let home = files(town, &living_at("El Haddad", "3330000001", "v. Roma, 12 a"));
        files(town, &living_at("Haddad", "3330000002", "via Roma 13"));
        let sara = town.supervisor();
        let found = waits(town, &sara);
        assert_eq!(found, [(phone, marta.id().unwrap(), PHONE), (home, paolo.id().unwrap(), HOME)]);
        let entry = town.last_entry("conflict.proposed");
        assert_eq!((&entry["who"], &entry["fields"][0]), (&"local:house".into(), &"home".into()));
    });
}

#[test]
fn sec_16_a_correction_an_import_and_a_later_statement_are_noticed_too() {
    on_both_engines(|town| {
        let (marta, paolo) = (town.case_worker(), town.desk_of_another_team());
        let id = files(town, &living_at("Diallo", "3330000001", "via Po 1"));
        works_off(town);
        states(town, &marta, "3339998887", None);
        works_off(town);
        assert!(waits(town, &town.supervisor()).is_empty());
        let file = living_at("Diallo", "3339998887", "via Po 1").file;
        let correction = Correction { identity: None, file: Some((1, file)) };
        correct(&town.app, &town.desk(), &town.form(&town.desk(), "c"), id, &correction).unwrap();
        assert_eq!(waits(town, &town.supervisor()), [(id, marta.id().unwrap(), PHONE)]);
        let table = "given_name,family_name,phone\nOmar,Sy,3339998887\nAmy,Sy,3331111111\n";
        let mut file = std::io::Cursor::new(table.as_bytes().to_vec());
        let mapping = import::Mapping::default();
        let terms = Terms { mapping: &mapping, rows_most: import::ROWS_MOST, dry_run: false };
        import::import(&town.app, &town.command_line(), &mut file, terms, &mut ()).unwrap();
        assert_eq!(waits(town, &town.supervisor()).len(), 2, "whom nobody follows, any supervisor answers");
        assert_eq!(waits(town, &town.supervisor_of_another_team()).len(), 1);
        let later = files(town, &living_at("Ndiaye", "3330000009", "Corso Italia 5"));
        states(town, &paolo, "", Some(("Ndiaye", "c.so Italia, 5")));
        assert!(!waits(town, &town.supervisor()).iter().any(|(one, ..)| *one == later), "not in her own request");
        works_off(town);
        assert!(waits(town, &town.supervisor()).contains(&(later, paolo.id().unwrap(), HOME)));
    });
}

#[test]
fn sec_16_a_statement_is_compared_with_all_who_bear_the_name_however_many() {
    on_both_engines(|town| {
        let many: Vec<NewPerson> =
            (0..450).map(|n| living_at("Rossi", &format!("33300{n:05}"), &format!("via Po {}", n + 1))).collect();
        let ids = town
            .app
            .store
            .write("story.many", |tx| {
                many.iter()
                    .map(|new| crate::people::create_in(&town.app, tx, &town.desk(), new))
                    .collect::<Result<Vec<_>, _>>()
            })
            .unwrap();
        let paolo = town.desk_of_another_team();
        for at in [0, 222, 449] {
            states(town, &paolo, "", Some(("Rossi", &format!("via Po {}", at + 1))));
            works_off(town);
            assert!(waits(town, &town.supervisor()).contains(&(ids[at], paolo.id().unwrap(), HOME)), "{at}");
        }
    });
}

#[test]
fn sec_16_a_proposal_denies_nothing_until_it_is_confirmed_and_one_that_was_dismissed_does_not_come_back() {
    on_both_engines(|town| {
        let marta = town.case_worker();
        states(town, &marta, "3339998887", None);
        let id = files(town, &living_at("Diallo", "3339998887", "via Po 1"));
        let other = files(town, &living_at("Sy", "3339998887", "via Po 2"));
        let sara = town.supervisor();
        assign(&town.app, &sara, &town.form(&sara, "to"), id, 1, (marta.id(), Some(town.our_team()))).unwrap();
        assert!(see(&town.app, &marta, id).is_ok());
        let says = |who: &Actor, id: PersonId, is_one: bool| {
            answer(&town.app, who, &town.form(who, "answer"), id, marta.id().unwrap(), is_one)
        };
        for who in [town.desk(), town.case_worker(), town.sysadmin(), town.supervisor_of_another_team()] {
            assert!(matches!(says(&who, id, false), Err(Refusal::NotFound)), "{}", who.subject().name);
        }
        assert!(matches!(says(&town.supervisor_not_elevated(), id, true), Err(Refusal::Elevate)));
        says(&sara, id, true).unwrap();
        assert!(matches!(see(&town.app, &marta, id), Err(Refusal::NotFound)));
        assert_eq!(see(&town.app, &sara, id).unwrap().follower.unwrap().worker, None);
        assert_eq!(safety(&town.app, &sara, id).unwrap().conflicts.unwrap()[0].origin, Origin::Confirmed);
        assert!(matches!(says(&sara, id, true), Err(Refusal::NotFound)), "answered once");
        says(&sara, other, false).unwrap();
        assert!(see(&town.app, &marta, other).is_ok());
        let file = living_at("Sy", "+39 3339998887", "via Po 2").file;
        let correction = Correction { identity: None, file: Some((1, file)) };
        correct(&town.app, &town.desk(), &town.form(&town.desk(), "c"), other, &correction).unwrap();
        works_off(town);
        assert!(waits(town, &sara).is_empty());
    });
}

#[test]
fn sec_10_sec_16_whom_it_concerns_sees_and_answers_nothing_of_it() {
    on_both_engines(|town| {
        let sara = town.supervisor();
        states(town, &sara, "3339998887", None);
        let id = files(town, &living_at("Diallo", "3339998887", "via Po 1"));
        works_off(town);
        assert!(waits(town, &sara).is_empty());
        assert!(safety(&town.app, &sara, id).unwrap().proposed.is_empty());
        let own = answer(&town.app, &sara, &town.form(&sara, "a"), id, sara.id().unwrap(), false);
        assert!(matches!(own, Err(Refusal::NotFound)));
        let irene = town.protected_worker_elevated();
        assert_eq!(waits(town, &irene), [(id, sara.id().unwrap(), PHONE)], "her protected team answers");
        let marta = town.case_worker();
        assert!(waits(town, &marta).is_empty() && safety(&town.app, &town.desk(), id).unwrap().proposed.is_empty());
        let browser = town.browser(&sara, crate::access::routes());
        let said = ["3339998887", "3331111111"]
            .map(|phone| browser.post("/me/private", &[("phones", phone), ("surname", ""), ("address", "")]));
        assert!(said.iter().all(|answer| answer.status == 303 && answer.location == "/me?saved=1"));
    });
}

#[test]
fn sec_16_sec_18_a_proposal_about_a_protected_person_is_her_protected_teams_alone() {
    on_both_engines(|town| {
        let marta = town.case_worker();
        states(town, &marta, "3339998887", None);
        let id = files(town, &living_at("Diallo", "3339998887", "via Po 1"));
        protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), id, None).unwrap();
        assert!(waits(town, &town.supervisor()).is_empty());
        assert_eq!(waits(town, &town.protected_worker_elevated()), [(id, marta.id().unwrap(), PHONE)]);
        let later = town.desk_of_another_team();
        states(town, &later, "3339998887", None);
        works_off(town);
        assert_eq!(waits(town, &town.protected_worker_elevated()).len(), 2, "who is hidden is compared too");
    });
}

#[test]
fn sec_16_a_supervisor_proposes_one_of_her_staff_and_nobody_else_does() {
    on_both_engines(|town| {
        let id = files(town, &living_at("Diallo", "3330000001", "via Po 1"));
        let (luca, paolo) = (town.supervisor_of_another_team(), town.desk_of_another_team());
        let proposes =
            |who: &Actor, whom: &Actor| propose(&town.app, who, &town.form(who, "p"), id, whom.id().unwrap());
        assert!(matches!(proposes(&town.desk(), &town.case_worker()), Err(Refusal::NotFound)));
        assert!(matches!(proposes(&luca, &town.case_worker()), Err(Refusal::Rule(CannotPropose::NotOfHerTeam))));
        proposes(&luca, &paolo).unwrap();
        assert!(waits(town, &luca).is_empty(), "who leads the team that follows her answers");
        assert_eq!(waits(town, &town.supervisor()), [(id, paolo.id().unwrap(), Suspicion::Supervisor)]);
        assert!(see(&town.app, &paolo, id).is_ok());
    });
}

#[test]
fn sec_16_the_pages_propose_ask_and_take_the_answer() {
    on_both_engines(|town| {
        let id = files(town, &living_at("Diallo", "3330000001", "via Po 1"));
        let sara = town.supervisor();
        let browser = town.browser(&sara, routes().merge(crate::desk::routes()));
        let page = browser.get(&format!("/people/{id}/safety"));
        assert!(page.status == 200 && page.page.contains("propose-conflict"));
        let address = format!("/people/{id}/propose-conflict");
        assert_eq!(browser.post(&address, &[("staff", "")]).status, 422);
        let marta = town.case_worker().id().unwrap().to_string();
        assert_eq!(browser.post(&address, &[("staff", &marta)]).status, 303);
        let asked = browser.get("/");
        assert!(asked.page.contains("Marta Riva") && asked.page.contains(&format!("/people/{id}/proposed/{marta}")));
        let address = format!("/people/{id}/proposed/{marta}");
        assert_eq!(browser.post(&address, &[("answer", "perhaps")]).status, 400);
        assert_eq!(browser.post(&address, &[("answer", "keep_away"), ("_page", "/")]).location, "/");
        assert!(!browser.get("/").page.contains("Marta Riva"));
        assert!(matches!(see(&town.app, &town.case_worker(), id), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_52_what_a_colleague_stated_stands_nowhere_in_the_open_and_can_be_taken_back() {
    on_both_engines(|town| {
        let paolo = town.desk_of_another_team();
        states(town, &paolo, "3339998887", Some(("Fiordaliso", "via Nascosta 9")));
        for text in ["3339998887", "339998887", "Fiordaliso", "fiordaliso", "Nascosta", "nascosta"] {
            assert_eq!(town.where_plain(text), Vec::<String>::new());
        }
        let browser = town.browser(&paolo, crate::access::routes());
        assert!(browser.get("/me/private").page.contains("via Nascosta 9"), "she reads what she said");
        let half = [("phones", "12"), ("surname", "Rossi"), ("address", "")];
        let half = browser.post("/me/private", &half);
        assert_eq!((half.status, half.page.matches("aria-invalid").count()), (422, 2));
        assert_eq!(browser.post("/me/private", &[("phones", ""), ("surname", ""), ("address", "")]).status, 303);
        let left: Vec<(i64,)> = town
            .app
            .store
            .read("story.left", |tx| {
                tx.all("select (select count(*) from private_mark) + (select count(*) from private_statement)", &[])
            })
            .map_err(|e: StoreError| e)
            .unwrap();
        assert_eq!(left, [(0,)]);
        assert_eq!(town.browser(&town.sysadmin(), crate::access::routes()).get("/me/private").status, 404);
    });
}
