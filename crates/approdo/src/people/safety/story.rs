//! Stories of protection and conflict, told on both engines.

use ground::{Line, PersonId};
use matching::Known;

use super::*;
use crate::{
    people::{Correction, Identity, Name, NewPerson, assign, correct, create, find, history, names, see},
    story::{Town, on_both_engines},
};

fn line(text: &str) -> Option<Line> {
    Line::optional(text).unwrap()
}

fn amina(town: &Town) -> PersonId {
    let name = Name::of(line("Amina"), line("Haddad")).unwrap();
    let new = NewPerson { identity: Identity { names: vec![name], ..Identity::default() }, ..NewPerson::default() };
    create(&town.app, &town.desk(), &town.form(&town.desk(), "new"), &new).unwrap()
}

fn hide(town: &Town, id: PersonId) {
    protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), id, None).unwrap();
}

fn is_found_by(town: &Town, actor: &Actor, id: PersonId) -> bool {
    ["Amina Haddad", "أمينة حداد", "haddad"].iter().any(|typed| {
        let found = find(&town.app, actor, &Known::from_box(typed), 10).unwrap();
        found.hits.iter().any(|hit| hit.id == id)
    })
}

#[test]
fn sec_18_whoever_is_protected_is_gone_at_once_for_all_but_the_protected_team_that_follows_her() {
    on_both_engines(|town| {
        let id = amina(town);
        assert!(is_found_by(town, &town.desk(), id) && see(&town.app, &town.desk(), id).is_ok());
        hide(town, id);
        let others = [town.desk(), town.desk_colleague(), town.case_worker(), town.supervisor(), town.command_line()];
        for other in others {
            assert!(!is_found_by(town, &other, id));
            assert!(matches!(see(&town.app, &other, id), Err(Refusal::NotFound)));
            assert!(matches!(history(&town.app, &other, id), Err(Refusal::NotFound)));
            assert!(matches!(safety(&town.app, &other, id), Err(Refusal::NotFound)));
            let named = town.app.store.read("story.names", |tx| names(&town.app, tx, &other, &[id])).unwrap();
            assert!(named.is_empty());
            let mine = Correction { identity: Some((1, Identity::default())), file: None };
            let form = town.form(&other, "correct");
            assert!(matches!(correct(&town.app, &other, &form, id, &mine), Err(Refusal::NotFound)));
        }
        let irene = town.protected_worker_elevated();
        assert!(is_found_by(town, &irene, id));
        assert!(matches!(see(&town.app, &town.protected_worker(), id), Err(Refusal::Elevate)));
        assert_eq!(see(&town.app, &irene, id).unwrap().identity.called(), "Amina Haddad");
        assert_eq!(town.last_entry("person.protected")["persons"], serde_json::json!([id.to_string()]));
    });
}

#[test]
fn sec_53_the_index_everybody_searches_holds_nothing_of_who_is_protected() {
    on_both_engines(|town| {
        let lookups = || -> Vec<(i64,)> {
            let sql = "select key from person_lookup order by key";
            town.app.store.read("story.lookups", |tx| tx.all(sql, &[])).map_err(|e: store::StoreError| e).unwrap()
        };
        let id = amina(town);
        let before = lookups();
        hide(town, id);
        let hidden = lookups();
        assert!(!before.is_empty() && before.len() == hidden.len());
        assert!(hidden.iter().all(|key| !before.contains(key)), "every key is made with another key now");
        let (irene, again) = (town.protected_worker_elevated(), town.second_protected_worker());
        unprotect(&town.app, &irene, &town.form(&irene, "ask"), id).unwrap();
        unprotect(&town.app, &again, &town.form(&again, "agree"), id).unwrap();
        assert_eq!(lookups(), before);
    });
}

#[test]
fn sec_18_lifting_a_protection_takes_two_of_the_protected_team_within_a_week() {
    on_both_engines(|town| {
        let id = amina(town);
        hide(town, id);
        let (irene, again) = (town.protected_worker_elevated(), town.second_protected_worker());
        let lift = |who: &Actor, body: &str| unprotect(&town.app, who, &town.form(who, body), id);
        lift(&irene, "1").unwrap();
        assert!(matches!(lift(&irene, "2"), Err(Refusal::Rule(CannotShield::SamePerson))));
        assert!(matches!(lift(&town.supervisor(), "3"), Err(Refusal::NotFound)));
        assert!(!is_found_by(town, &town.desk(), id));
        town.turn(8 * 24 * 3600);
        lift(&again, "4").unwrap();
        assert!(!is_found_by(town, &town.desk(), id), "the first word was too old: this one is the first again");
        lift(&irene, "5").unwrap();
        assert!(is_found_by(town, &town.desk(), id));
        assert!(see(&town.app, &town.desk(), id).is_ok());
    });
}

#[test]
fn sec_18_whoever_is_protected_gets_a_team_that_may_see_her_and_keeps_no_other_worker() {
    on_both_engines(|town| {
        let id = amina(town);
        let sara = town.supervisor();
        let marta = town.case_worker().id();
        assign(&town.app, &sara, &town.form(&sara, "to"), id, 1, (marta, Some(town.our_team()))).unwrap();
        hide(town, id);
        let follower = town.app.store.read("story.follower", |tx| access::follower(tx, id)).unwrap();
        assert_eq!((follower.worker, follower.team), (None, Some(town.our_team())));
    });
}

#[test]
fn sec_16_who_declares_a_conflict_meets_the_person_nowhere_and_others_do() {
    on_both_engines(|town| {
        let id = amina(town);
        let elena = town.desk();
        keep_away(&town.app, &elena, &town.form(&elena, "mine"), id, None).unwrap();
        assert!(!is_found_by(town, &elena, id));
        assert!(matches!(see(&town.app, &elena, id), Err(Refusal::NotFound)));
        assert!(matches!(safety(&town.app, &elena, id), Err(Refusal::NotFound)), "she cannot take it back either");
        let form = town.form(&elena, "hide");
        assert!(matches!(protect(&town.app, &elena, &form, id, None), Err(Refusal::NotFound)));
        assert!(is_found_by(town, &town.desk_colleague(), id) && see(&town.app, &town.desk_colleague(), id).is_ok());
    });
}

#[test]
fn sec_17_whom_she_asks_to_keep_away_no_longer_follows_her_until_a_supervisor_ends_it() {
    on_both_engines(|town| {
        let id = amina(town);
        let (sara, elena, marta) = (town.supervisor(), town.desk(), town.case_worker());
        assign(&town.app, &sara, &town.form(&sara, "to"), id, 1, (marta.id(), Some(town.our_team()))).unwrap();
        keep_away(&town.app, &elena, &town.form(&elena, "not her"), id, marta.id()).unwrap();
        assert!(matches!(see(&town.app, &marta, id), Err(Refusal::NotFound)));
        let follower = town.app.store.read("story.follower", |tx| access::follower(tx, id)).unwrap();
        assert_eq!(follower.worker, None);
        let shown = safety(&town.app, &sara, id).unwrap().conflicts.unwrap();
        assert_eq!(
            shown.iter().map(|kept| (kept.account, kept.origin)).collect::<Vec<_>>(),
            [(marta.id().unwrap(), Origin::Asked)]
        );
        let end = |who: &Actor| end_conflict(&town.app, who, &town.form(who, "end"), id, marta.id().unwrap());
        assert!(matches!(end(&elena), Err(Refusal::NotFound)));
        assert!(matches!(end(&town.supervisor_not_elevated()), Err(Refusal::Elevate)));
        end(&sara).unwrap();
        assert!(see(&town.app, &marta, id).is_ok());
    });
}

#[test]
fn sec_10_what_is_denied_for_protection_or_conflict_says_no_more_than_who_does_not_exist() {
    on_both_engines(|town| {
        let (hidden, kept) = (amina(town), amina(town));
        hide(town, hidden);
        keep_away(&town.app, &town.desk(), &town.form(&town.desk(), "mine"), kept, None).unwrap();
        let nobody = PersonId::draw(&town.app.dice);
        for id in [hidden, kept, nobody] {
            let refused = see(&town.app, &town.desk(), id).unwrap_err();
            assert_eq!(format!("{refused:?}"), "NotFound");
        }
    });
}

#[test]
fn sec_06_whom_she_must_not_work_for_takes_no_place_in_a_search() {
    on_both_engines(|town| {
        let carlo = town.desk_colleague();
        let all: Vec<PersonId> = (0..45)
            .map(|at| {
                let name = Name::of(line("Amina"), line("Haddad")).unwrap();
                let identity = Identity { names: vec![name], ..Identity::default() };
                let new = NewPerson { identity, ..NewPerson::default() };
                create(&town.app, &town.desk(), &town.form(&town.desk(), &format!("new {at}")), &new).unwrap()
            })
            .collect();
        let mut away = all.clone();
        away.sort_unstable();
        away.truncate(5);
        for id in &away {
            let form = town.form(&carlo, &format!("away {id}"));
            keep_away(&town.app, &carlo, &form, *id, None).unwrap();
        }
        let found = find(&town.app, &carlo, &Known::from_box("Amina Haddad"), 40).unwrap();
        assert_eq!(found.hits.len(), 40, "the five would have stood first, and left five places empty");
        assert!(found.hits.iter().all(|hit| !away.contains(&hit.id)));
    });
}

#[test]
fn sec_23_whatever_nobody_asked_is_no_on_the_page_of_who_is_protected_and_a_message_on_everybodys() {
    on_both_engines(|town| {
        let id = amina(town);
        let closed = |actor: &Actor| {
            let view = see(&town.app, actor, id).unwrap();
            let file = view.file.as_ref().unwrap();
            file.1.reach.ways().into_iter().filter(|(code, _)| file.1.reach.is_closed(code, view.protected)).count()
        };
        assert_eq!(closed(&town.desk()), 1);
        hide(town, id);
        assert_eq!(closed(&town.protected_worker_elevated()), 5);
    });
}
