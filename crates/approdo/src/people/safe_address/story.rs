//! Stories of the safe address, told on both engines.

use ground::BirthDate;

use super::*;
use crate::{
    access::Second,
    people::{
        Identity, Name, NewPerson, create, glass, history, routes,
        safety::{protect, unprotect},
        see,
    },
    story::{Town, on_both_engines},
};

const WHERE: &str = "Casa Fiordaliso, via Nascosta 9";

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn amina(town: &Town) -> PersonId {
    let name = Name::of(Some(line("Amina")), Some(line("Haddad"))).unwrap();
    let identity = Identity { names: vec![name], birth: BirthDate::parse("3/5/1991").ok(), ..Identity::default() };
    let new = NewPerson { identity, ..NewPerson::default() };
    create(&town.app, &town.desk(), &town.form(&town.desk(), "new"), &new).unwrap()
}

fn hidden(town: &Town) -> PersonId {
    let id = amina(town);
    protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), id, None).unwrap();
    id
}

fn fiordaliso() -> SafeAddress {
    SafeAddress {
        place: Prose::parse(WHERE).unwrap(),
        letters: Letters::CareOf(line("Comune di Portalba, via del Porto 1")),
    }
}

fn writes(town: &Town, who: &Actor, id: PersonId, version: i64) -> Result<PersonId, Refusal> {
    write(&town.app, who, &town.form(who, "write"), id, version, &fiordaliso())
}

fn asks(town: &Town, who: &Actor, id: PersonId) -> Result<Option<SafeAddress>, Refusal> {
    show(&town.app, who, &town.form(who, "ask"), id, Reason::Visit)
}

#[test]
fn sec_20_it_is_shown_to_her_protected_team_for_a_reason_that_stands_in_the_trail() {
    on_both_engines(|town| {
        let id = hidden(town);
        let irene = town.protected_worker_elevated();
        assert_eq!(standing(&town.app, &irene, id).unwrap(), Standing { written: None, may_write: true });
        writes(town, &irene, id, 0).unwrap();
        assert_eq!(asks(town, &irene, id).unwrap(), Some(fiordaliso()));
        let shown = town.last_entry("safe_address.shown");
        assert_eq!((&shown["fields"][0], &shown["purpose"]), (&"visit".into(), &"protection".into()));
        let others = [town.desk(), town.case_worker(), town.supervisor(), town.desk_of_another_team(), town.sysadmin()];
        for other in others {
            assert!(matches!(standing(&town.app, &other, id), Err(Refusal::NotFound)));
            assert!(matches!(asks(town, &other, id), Err(Refusal::NotFound)));
            assert!(matches!(writes(town, &other, id, 1), Err(Refusal::NotFound)));
        }
        assert!(matches!(asks(town, &town.protected_worker(), id), Err(Refusal::Elevate)));
    });
}

#[test]
fn sec_20_one_asking_shows_it_once() {
    on_both_engines(|town| {
        let id = hidden(town);
        let irene = town.protected_worker_elevated();
        writes(town, &irene, id, 0).unwrap();
        let form = town.form(&irene, "ask");
        assert!(show(&town.app, &irene, &form, id, Reason::Check).unwrap().is_some());
        assert!(show(&town.app, &irene, &form, id, Reason::Check).unwrap().is_none(), "the page loaded anew");
    });
}

#[test]
fn sec_20_only_a_protected_person_has_one_and_it_goes_with_her_protection() {
    on_both_engines(|town| {
        let open = amina(town);
        let (irene, rosa) = (town.protected_worker_elevated(), town.second_protected_worker());
        assert!(matches!(writes(town, &irene, open, 0), Err(Refusal::NotFound)));
        let id = hidden(town);
        writes(town, &irene, id, 0).unwrap();
        let left = || -> Vec<(i64,)> {
            let sql = "select (select count(*) from safe_address)
                       + (select count(*) from data_key where compartment = 'protected')";
            town.app.store.read("story.left", |tx| tx.all(sql, &[])).map_err(|e: StoreError| e).unwrap()
        };
        assert_eq!(left(), [(2,)]);
        unprotect(&town.app, &irene, &town.form(&irene, "ask"), id).unwrap();
        assert_eq!(left(), [(2,)], "the first word lifts nothing");
        unprotect(&town.app, &rosa, &town.form(&rosa, "agree"), id).unwrap();
        assert_eq!(left(), [(0,)], "the key is destroyed with it");
    });
}

#[test]
fn sec_20_sec_74_who_wrote_first_is_not_overwritten_and_what_was_replaced_opens_no_more() {
    on_both_engines(|town| {
        let id = hidden(town);
        let (irene, rosa) = (town.protected_worker_elevated(), town.second_protected_worker());
        writes(town, &irene, id, 0).unwrap();
        assert!(matches!(writes(town, &rosa, id, 0), Err(Refusal::Stale)));
        writes(town, &rosa, id, 1).unwrap();
        assert!(matches!(writes(town, &irene, id, 1), Err(Refusal::Stale)));
        assert_eq!(asks(town, &irene, id).unwrap(), Some(fiordaliso()));
        let keys: Vec<(i64,)> = town
            .app
            .store
            .read("story.keys", |tx| tx.all("select count(*) from data_key where compartment = 'protected'", &[]))
            .map_err(|e: StoreError| e)
            .unwrap();
        assert_eq!(keys, [(1,)]);
    });
}

#[test]
fn sec_20_sec_22_two_behind_the_broken_glass_see_it_and_write_nothing() {
    on_both_engines(|town| {
        let id = hidden(town);
        let irene = town.protected_worker_elevated();
        writes(town, &irene, id, 0).unwrap();
        let (paolo, luca) = (town.elevated(&town.desk_of_another_team()), town.supervisor_of_another_team());
        let words = Prose::parse("ha chiamato, qualcuno è alla porta").unwrap();
        let why = glass::Why { reason: access::glass::Reason::Violence, words };
        let birth = BirthDate::parse("3/5/1991").ok();
        let sought = glass::Sought { name: line("Amina Haddad"), birth, number: None };
        let (form, second) = (town.form(&paolo, "break"), Second::of_story(&luca));
        glass::break_for_sought(&town.app, &paolo, &form, &sought, &why, &second).unwrap();
        let paolo = town.next_request(&paolo);
        assert_eq!(asks(town, &paolo, id).unwrap(), Some(fiordaliso()));
        let shown = town.last_entry("safe_address.shown");
        assert_eq!(shown["glass"], paolo.glass().unwrap().id.to_string());
        assert!(!standing(&town.app, &paolo, id).unwrap().may_write);
        assert!(matches!(writes(town, &paolo, id, 1), Err(Refusal::NotFound)));
        let later = town.next_request(&town.desk_of_another_team());
        assert!(matches!(asks(town, &later, id), Err(Refusal::Elevate)), "after ten minutes the code again");
    });
}

#[test]
fn sec_20_no_page_holds_it_that_was_not_asked_for_it_and_no_print_does() {
    on_both_engines(|town| {
        let id = hidden(town);
        let irene = town.protected_worker_elevated();
        writes(town, &irene, id, 0).unwrap();
        let browser = town.browser(&irene, routes());
        let address = format!("/people/{id}/safe-address");
        for page in [address.clone(), format!("/people/{id}/safety"), format!("/people/{id}/history")] {
            let answer = browser.get(&page);
            assert!(answer.status == 200 && !answer.page.contains("Fiordaliso"), "{page}");
        }
        assert!(browser.post("/people/search", &[("q", "Amina Haddad")]).page.find("Fiordaliso").is_none());
        assert_eq!(browser.post(&address, &[]).status, 422, "without a reason");
        let asked = browser.post(&address, &[("reason", "visit")]);
        let sheet = asked.page.split("sheet never-print").nth(1).unwrap();
        assert!(asked.status == 200 && sheet.contains("Fiordaliso"));
        assert!(see(&town.app, &irene, id).is_ok() && history(&town.app, &irene, id).unwrap().changes.len() == 1);
        for text in ["Fiordaliso", "via del Porto"] {
            assert_eq!(town.where_plain(text), Vec::<String>::new());
        }
        let wrong = browser.post(&format!("{address}/write"), &[("_version", "1"), ("safe_place", "")]);
        assert_eq!((wrong.status, wrong.page.matches("aria-invalid").count()), (422, 2));
        let stale = [("_version", "0"), ("safe_place", "altrove"), ("letters", "by_hand")];
        let stale = browser.post(&format!("{address}/write"), &stale);
        assert!(stale.status == 409 && stale.page.contains("altrove"), "what was typed stays");
        let new = [("_version", "1"), ("safe_place", "altrove"), ("letters", "by_hand")];
        assert_eq!(browser.post(&format!("{address}/write"), &new).status, 303);
    });
}
