//! Stories of households, told on both engines.

use ground::{Line, PersonId};
use matching::Known;

use super::*;
use crate::{
    access::{self, Actor, glass},
    app::Refusal,
    people::{
        Correction, File, Home, Identity, Name, NewPerson, assign, correct as correct_person, create, erasure, find,
        history,
        safety::{CannotShield, keep_away, protect, unprotect},
        see,
    },
    story::{Town, on_both_engines},
};

fn line(text: &str) -> Option<Line> {
    Line::optional(text).unwrap()
}

fn identity(given: &str, family: &str) -> Identity {
    Identity { names: vec![Name::of(line(given), line(family)).unwrap()], ..Identity::default() }
}

fn someone(town: &Town, given: &str, family: &str) -> PersonId {
    let new = NewPerson { identity: identity(given, family), ..NewPerson::default() };
    create(&town.app, &town.desk(), &town.form(&town.desk(), given), &new).unwrap()
}

/// Amina and her husband Omar, whom Elena's team follows.
fn couple(town: &Town) -> (PersonId, PersonId) {
    (someone(town, "Amina", "Haddad"), someone(town, "Omar", "Diallo"))
}

fn new(other: PersonId, kind: Option<Kind>, together: bool) -> NewTie {
    NewTie { other, kind, together, also_with: Vec::new(), from: None, until: None, depends: Depends::NotAsked }
}

fn adds(town: &Town, who: &Actor, id: PersonId, new: &NewTie) -> Result<PersonId, Refusal<CannotTie>> {
    add(&town.app, who, &town.form(who, "add"), id, new)
}

fn live_together(town: &Town, one: PersonId, other: PersonId) {
    adds(town, &town.desk(), one, &new(other, None, true)).unwrap();
}

fn members(town: &Town, who: &Actor, id: PersonId) -> Vec<Member> {
    household(&town.app, who, id).unwrap().members
}

/// Who stands on the page of a person, each with what is said, in words.
fn told(town: &Town, who: &Actor, id: PersonId) -> Vec<(String, Vec<(&'static str, bool)>)> {
    let ties = |member: &Member| member.ties.iter().map(|tie| (tie.said.kind.code(), tie.runs)).collect();
    members(town, who, id).iter().map(|member| (member.name.clone(), ties(member))).collect()
}

fn the_tie(town: &Town, who: &Actor, id: PersonId) -> (ground::TieId, i64) {
    let members = members(town, who, id);
    (members[0].ties[0].id, members[0].ties[0].version)
}

fn day(text: &str) -> Option<ground::Day> {
    Some(text.parse().unwrap())
}

fn hide(town: &Town, id: PersonId) {
    protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), id, None).unwrap();
}

fn moves(town: &Town, id: PersonId, street: &str) {
    let elena = town.elevated(&town.case_worker());
    let version = see(&town.app, &elena, id).unwrap().file.unwrap().0;
    let file = File { home: Home::At { line: line(street).unwrap(), area: None }, ..File::default() };
    let correction = Correction { identity: None, file: Some((version, file)) };
    correct_person(&town.app, &elena, &town.form(&elena, street), id, &correction).unwrap();
}

fn renamed(town: &Town, id: PersonId, given: &str) {
    let elena = town.desk();
    let view = see(&town.app, &elena, id).unwrap();
    let correction = Correction { identity: Some((view.identity_version, identity(given, "Haddad"))), file: None };
    correct_person(&town.app, &elena, &town.form(&elena, given), id, &correction).unwrap();
}

#[test]
fn what_is_written_on_one_page_stands_on_both_each_from_its_side() {
    on_both_engines(|town| {
        let elena = town.desk();
        let (amina, omar) = couple(town);
        let yara = someone(town, "Yara", "Haddad");
        adds(town, &elena, amina, &new(omar, Some(Kind::Spouse), true)).unwrap();
        let child = NewTie {
            also_with: vec![omar],
            from: day("2015-03-01"),
            depends: Depends::OnHer,
            ..new(yara, Some(Kind::Child), true)
        };
        town.turn(60);
        adds(town, &elena, amina, &child).unwrap();
        let both = vec![("spouse", true), ("household", true)];
        assert_eq!(
            told(town, &elena, amina),
            [
                ("Omar Diallo".to_owned(), both.clone()),
                ("Yara Haddad".to_owned(), vec![("child", true), ("household", true)])
            ]
        );
        assert_eq!(
            told(town, &elena, omar),
            [("Amina Haddad".to_owned(), both), ("Yara Haddad".to_owned(), vec![("household", true)])]
        );
        let mother = &members(town, &elena, yara)[0];
        let said = Said { from: day("2015-03-01"), depends: Depends::OnOther, ..Said::of(Kind::Parent) };
        assert_eq!((mother.name.as_str(), mother.ties[0].said), ("Amina Haddad", said));
        let entry = town.last_entry("household.added");
        assert_eq!(entry["persons"], serde_json::json!([amina, yara, omar].map(|id| id.to_string())));
        town.turn(60);
        told(town, &elena, yara);
        assert_eq!(
            town.last_entry("household.seen")["persons"],
            serde_json::json!([yara, amina, omar].map(|id| id.to_string()))
        );
        assert_eq!(town.where_plain("2015-03-01"), Vec::<String>::new());
    });
}

#[test]
fn what_cannot_be_is_not_written() {
    on_both_engines(|town| {
        let elena = town.desk();
        let (amina, omar) = couple(town);
        let refused = |new: &NewTie| match adds(town, &elena, amina, new) {
            Err(Refusal::Rule(why)) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(&new(amina, None, true)), CannotTie::Herself);
        assert_eq!(refused(&new(omar, None, false)), CannotTie::Nothing);
        let dated = |from, until| NewTie { from: day(from), until, ..new(omar, Some(Kind::Spouse), false) };
        assert_eq!(refused(&dated("2020-01-02", day("2020-01-01"))), CannotTie::Backwards);
        assert_eq!(refused(&dated("2027-01-01", None)), CannotTie::NotYet);
        adds(town, &elena, amina, &dated("2010-01-01", None)).unwrap();
        assert_eq!(refused(&dated("2010-01-01", None)), CannotTie::AlreadyThere);
        let other_side = NewTie { from: None, ..new(amina, Some(Kind::Spouse), false) };
        assert!(matches!(adds(town, &elena, omar, &other_side), Err(Refusal::Rule(CannotTie::AlreadyThere))));
        let nobody = new(PersonId::draw(&town.app.dice), Some(Kind::Sibling), false);
        assert!(matches!(adds(town, &elena, amina, &nobody), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_74_sec_75_a_tie_is_corrected_ended_and_taken_back_once_and_over_what_was_read_and_all_of_it_is_kept() {
    on_both_engines(|town| {
        let elena = town.desk();
        let (amina, omar) = couple(town);
        let form = town.form(&elena, "add");
        for _ in 0..2 {
            add(&town.app, &elena, &form, amina, &new(omar, Some(Kind::Partner), false)).unwrap();
        }
        let (tie, version) = the_tie(town, &elena, omar);
        assert_eq!(members(town, &elena, omar)[0].ties.len(), 1, "the form that was sent twice wrote once");
        let married = Said { from: day("2024-06-01"), ..Said::of(Kind::Spouse) };
        let corrects = |version| correct(&town.app, &elena, &town.form(&elena, "c"), omar, (tie, version), married);
        corrects(version).unwrap();
        assert!(matches!(corrects(version), Err(Refusal::Stale)));
        let ends = |version| end(&town.app, &elena, &town.form(&elena, "e"), amina, (tie, version), None);
        assert!(matches!(ends(1), Err(Refusal::Stale)));
        ends(2).unwrap();
        assert_eq!(told(town, &elena, amina), [("Omar Diallo".to_owned(), vec![("spouse", false)])]);
        take_back(&town.app, &elena, &town.form(&elena, "t"), amina, (tie, 3)).unwrap();
        assert!(members(town, &elena, amina).is_empty() && members(town, &elena, omar).is_empty());
        assert!(matches!(ends(4), Err(Refusal::NotFound)), "what was taken back is there no more");
        let changes = household(&town.app, &elena, amina).unwrap().changes.unwrap();
        let kept: Vec<_> = changes.iter().map(|one| (one.state, one.after.kind, one.before.is_some())).collect();
        assert_eq!(
            kept,
            [
                (State::TakenBack, Kind::Spouse, true),
                (State::Ended, Kind::Spouse, true),
                (State::Stands, Kind::Spouse, true),
                (State::Stands, Kind::Partner, false)
            ]
        );
        assert!(changes.iter().all(|one| one.who == "Elena Fabbri" && one.name == "Omar Diallo"));
    });
}

#[test]
fn sec_10_who_may_not_see_the_file_sees_no_household_and_changes_none() {
    on_both_engines(|town| {
        let (amina, omar) = couple(town);
        live_together(town, amina, omar);
        let (tie, version) = the_tie(town, &town.desk(), amina);
        for other in [town.desk_of_another_team(), town.supervisor_of_another_team(), town.sysadmin(), town.auditor()] {
            assert!(matches!(household(&town.app, &other, amina), Err(Refusal::NotFound)));
            assert!(matches!(adds(town, &other, amina, &new(omar, Some(Kind::Spouse), false)), Err(Refusal::NotFound)));
            let form = town.form(&other, "x");
            assert!(matches!(end(&town.app, &other, &form, amina, (tie, version), None), Err(Refusal::NotFound)));
            assert!(matches!(take_back(&town.app, &other, &form, amina, (tie, version)), Err(Refusal::NotFound)));
            assert!(matches!(leave(&town.app, &other, &form, amina, None), Err(Refusal::NotFound)));
        }
        let zahra = someone(town, "Zahra", "Qadiri");
        let form = town.form(&town.desk(), "y");
        let not_hers = end(&town.app, &town.desk(), &form, zahra, (tie, version), None);
        assert!(matches!(not_hers, Err(Refusal::NotFound)), "a tie of others is none of hers");
    });
}

#[test]
fn sec_18_whoever_is_protected_is_split_from_her_household_and_nowhere_on_the_pages_of_the_others() {
    on_both_engines(|town| {
        let elena = town.desk();
        let (amina, omar) = couple(town);
        let yara = someone(town, "Yara", "Haddad");
        live_together(town, omar, yara);
        let before = format!("{:?}", household(&town.app, &elena, omar).unwrap());
        adds(town, &elena, omar, &NewTie { also_with: vec![yara], ..new(amina, Some(Kind::Spouse), true) }).unwrap();
        let (tie, version) = the_tie(town, &elena, amina);
        assert_ne!(format!("{:?}", household(&town.app, &elena, omar).unwrap()), before);
        hide(town, amina);
        assert_eq!(format!("{:?}", household(&town.app, &elena, omar).unwrap()), before, "as if she never was there");
        for (id, form) in [(omar, "1"), (amina, "2")] {
            let form = town.form(&elena, form);
            assert!(matches!(end(&town.app, &elena, &form, id, (tie, version), None), Err(Refusal::NotFound)));
        }
        assert!(matches!(adds(town, &elena, omar, &new(amina, Some(Kind::Sibling), false)), Err(Refusal::NotFound)));
        let irene = town.protected_worker_elevated();
        let hers = told(town, &irene, amina);
        assert_eq!(hers[0], ("Omar Diallo".to_owned(), vec![("spouse", true), ("household", false)]));
        assert_eq!(hers[1], ("Yara Haddad".to_owned(), vec![("household", false)]));
        let count: Vec<(i64,)> = town
            .app
            .store
            .read("story.keys", |tx| {
                tx.all("select count(*) from tie_between where together = 1 and apart_at is null", &[])
            })
            .map_err(|e: ::store::StoreError| e)
            .unwrap();
        assert_eq!(count, [(1,)], "Omar and Yara live together still");
        let again = town.second_protected_worker();
        unprotect(&town.app, &irene, &town.form(&irene, "ask"), amina).unwrap();
        unprotect(&town.app, &again, &town.form(&again, "agree"), amina).unwrap();
        let omars = told(town, &elena, omar);
        assert!(
            omars.contains(&("Amina Haddad".to_owned(), vec![("spouse", true), ("household", false)])),
            "{omars:?}"
        );
    });
}

#[test]
fn sec_52_sec_18_the_keys_of_her_ties_go_behind_the_protection_of_either_and_come_back_with_the_last() {
    on_both_engines(|town| {
        let (amina, omar) = couple(town);
        live_together(town, amina, omar);
        let (tie, _) = the_tie(town, &town.desk(), amina);
        let is_behind = || -> bool {
            let sql = "select wrapped from data_key where owner = $1";
            let read = town.app.store.read("story.key", |tx| tx.one::<(Vec<u8>,)>(sql, &[tie.into()]));
            let (wrapped,) = read.map_err(|e: ::store::StoreError| e).unwrap().unwrap();
            wrapped[0] & 128 != 0
        };
        let (irene, again) = (town.protected_worker_elevated(), town.second_protected_worker());
        let show = |id| {
            unprotect(&town.app, &irene, &town.form(&irene, "ask"), id).unwrap();
            unprotect(&town.app, &again, &town.form(&again, "agree"), id).unwrap();
        };
        assert!(!is_behind());
        hide(town, amina);
        assert!(is_behind());
        hide(town, omar);
        show(amina);
        assert!(is_behind(), "he is hidden still");
        show(omar);
        assert!(!is_behind());
    });
}

#[test]
fn sec_21_after_the_split_nothing_new_of_the_one_is_on_the_page_of_the_other() {
    on_both_engines(|town| {
        let (amina, omar) = couple(town);
        live_together(town, amina, omar);
        renamed(town, amina, "Amina Noor");
        town.turn(60);
        leave(&town.app, &town.desk(), &town.form(&town.desk(), "leave"), amina, None).unwrap();
        town.turn(60);
        let marta = town.case_worker();
        let page = || {
            let shown = format!("{:?}", household(&town.app, &marta, omar).unwrap());
            (shown, format!("{:?}", history(&town.app, &marta, omar).unwrap().changes))
        };
        let before = page();
        assert!(before.0.contains("Amina Noor"), "{}", before.0);
        renamed(town, amina, "Sofia");
        moves(town, amina, "Via Nascosta 9");
        assert_eq!(page(), before);
        assert!(!format!("{before:?}").contains("Nascosta"));
        // Whatever day is written afterwards, and if they live together again: what was kept apart stays so.
        let (tie, version) = the_tie(town, &town.desk(), omar);
        let later = Said { until: Some(town.app.today().plus_days(30)), ..Said::of(Kind::Household) };
        correct(&town.app, &town.desk(), &town.form(&town.desk(), "later"), omar, (tie, version), later).unwrap();
        live_together_again(town, omar, amina);
        assert!(members(town, &marta, omar).iter().all(|member| member.name == "Amina Noor Haddad"));
        assert!(see(&town.app, &marta, amina).unwrap().identity.called() == "Sofia Haddad", "her own page is hers");
    });
}

fn live_together_again(town: &Town, one: PersonId, other: PersonId) {
    match adds(town, &town.desk(), one, &new(other, None, true)) {
        Ok(_) | Err(Refusal::Rule(CannotTie::AlreadyThere)) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn sec_21_whom_she_wants_told_nothing_sees_nothing_of_hers_from_then_on_and_not_that_she_wants_it() {
    on_both_engines(|town| {
        let elena = town.desk();
        let (amina, omar) = couple(town);
        adds(town, &elena, amina, &new(omar, Some(Kind::Spouse), true)).unwrap();
        let before = format!("{:?}", household(&town.app, &elena, omar).unwrap());
        town.turn(60);
        adds(town, &elena, amina, &new(omar, Some(Kind::NotTold), false)).unwrap();
        assert_eq!(
            format!("{:?}", household(&town.app, &elena, omar).unwrap()),
            before,
            "his page does not tell of it"
        );
        let hers = &members(town, &elena, amina)[0];
        let silence = hers.ties.iter().find(|tie| tie.said.kind == Kind::NotTold).copied().unwrap();
        town.turn(60);
        renamed(town, amina, "Sofia");
        assert_eq!(format!("{:?}", household(&town.app, &elena, omar).unwrap()), before);
        let form = town.form(&elena, "end of hers");
        let his = end(&town.app, &elena, &form, omar, (silence.id, silence.version), None);
        assert!(matches!(his, Err(Refusal::NotFound)), "from his page it is not there");
        end(&town.app, &elena, &form, amina, (silence.id, silence.version), None).unwrap();
        assert_eq!(members(town, &elena, omar)[0].name, "Sofia Haddad");
    });
}

#[test]
fn sec_16_who_must_keep_away_from_her_keeps_away_from_those_with_whom_she_lives() {
    on_both_engines(|town| {
        let (elena, carlo) = (town.desk(), town.desk_colleague());
        let (amina, omar) = couple(town);
        let cousin = someone(town, "Zahra", "Qadiri");
        live_together(town, amina, omar);
        adds(town, &elena, amina, &new(cousin, Some(Kind::Relative), false)).unwrap();
        keep_away(&town.app, &elena, &town.form(&elena, "away"), amina, carlo.id()).unwrap();
        let found = |who: &Actor, name: &str| {
            find(&town.app, who, &Known::from_box(name), 10).unwrap().hits.iter().map(|hit| hit.id).collect::<Vec<_>>()
        };
        for (id, name) in [(amina, "Amina Haddad"), (omar, "Omar Diallo")] {
            assert!(matches!(see(&town.app, &carlo, id), Err(Refusal::NotFound)), "{name}");
            assert!(matches!(household(&town.app, &carlo, id), Err(Refusal::NotFound)));
            assert!(!found(&carlo, name).contains(&id) && found(&elena, name).contains(&id));
        }
        assert!(see(&town.app, &carlo, cousin).is_ok(), "a relative who lives elsewhere is not her household");
        assert!(members(town, &carlo, cousin).is_empty(), "and on his page she is not there");
    });
}

#[test]
fn sec_16_an_end_lets_nobody_near_again_and_what_is_declared_later_does_not_cross() {
    on_both_engines(|town| {
        let (elena, carlo, marta) = (town.desk(), town.desk_colleague(), town.case_worker());
        let (amina, omar) = couple(town);
        live_together(town, amina, omar);
        keep_away(&town.app, &elena, &town.form(&elena, "1"), amina, carlo.id()).unwrap();
        town.turn(60);
        let long_ago = Some(town.app.today().plus_days(-100));
        leave(&town.app, &elena, &town.form(&elena, "leave"), amina, long_ago).unwrap();
        town.turn(60);
        let omar_is_there = |who: &Actor| see(&town.app, who, omar).is_ok();
        assert!(!omar_is_there(&carlo), "that Omar came back into sight would tell him that she left");
        keep_away(&town.app, &elena, &town.form(&elena, "2"), amina, marta.id()).unwrap();
        assert!(omar_is_there(&marta));
        // What Omar asks once they are parted takes nobody out of her hands.
        keep_away(&town.app, &elena, &town.form(&elena, "3"), omar, town.protected_worker().id()).unwrap();
        hide(town, amina);
        assert!(see(&town.app, &town.protected_worker_elevated(), amina).is_ok());
        assert!(!omar_is_there(&carlo));
    });
}

#[test]
fn sec_16_sec_17_a_household_that_nobody_could_see_any_more_is_not_written_and_a_conflict_that_would_do_it_refused() {
    on_both_engines(|town| {
        let elena = town.desk();
        let (amina, omar) = couple(town);
        let [irene, rosa] = [town.protected_worker_elevated(), town.second_protected_worker()];
        hide(town, omar);
        keep_away(&town.app, &elena, &town.form(&elena, "1"), amina, irene.id()).unwrap();
        keep_away(&town.app, &elena, &town.form(&elena, "2"), amina, rosa.id()).unwrap();
        // Whoever sees Omar must keep away from Amina, and does not find her.
        assert!(matches!(adds(town, &rosa, omar, &new(amina, None, true)), Err(Refusal::NotFound)));
        let yara = someone(town, "Yara", "Haddad");
        adds(town, &rosa, omar, &new(yara, None, true)).unwrap();
        keep_away(&town.app, &rosa, &town.form(&rosa, "3"), yara, irene.id()).unwrap();
        assert!(matches!(see(&town.app, &irene, omar), Err(Refusal::NotFound)));
        let last = keep_away(&town.app, &rosa, &town.form(&rosa, "4"), yara, None);
        assert!(matches!(last, Err(Refusal::Rule(CannotShield::NobodyElse))), "nobody would see Omar any more");
        // For the sake of who is hidden from her a colleague is refused nothing: that would tell.
        keep_away(&town.app, &elena, &town.form(&elena, "5"), yara, rosa.id()).unwrap();
        assert_eq!(town.last_entry("protection.looked_after")["count"], 1);
    });
}

#[test]
fn sec_16_who_is_in_conflict_with_the_household_follows_none_of_it_and_opens_none_of_it_in_an_emergency() {
    on_both_engines(|town| {
        let (elena, marta, sara) = (town.desk(), town.case_worker(), town.supervisor());
        let (amina, omar) = couple(town);
        assign(&town.app, &sara, &town.form(&sara, "to"), omar, 1, (marta.id(), Some(town.our_team()))).unwrap();
        keep_away(&town.app, &elena, &town.form(&elena, "away"), amina, marta.id()).unwrap();
        live_together(town, omar, amina);
        let follower = town.app.store.read("story.follower", |tx| access::follower(tx, omar)).unwrap();
        assert_eq!(follower.worker, None, "he was taken out of her hands");
        town.settle_the_trail();
        let words = ground::Prose::parse("ha chiamato, non parla più").unwrap();
        let why = crate::people::glass::Why { reason: glass::Reason::Life, words };
        let marta = town.elevated(&marta);
        let broken = crate::people::glass::break_for(&town.app, &marta, &town.form(&marta, "glass"), omar, &why, None);
        assert!(matches!(broken, Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_50_whoever_is_erased_is_in_nobodys_household_and_her_ties_open_with_nothing() {
    on_both_engines(|town| {
        let (elena, sara, nadia) = (town.desk(), town.supervisor(), town.auditor_elevated());
        let (amina, omar) = couple(town);
        let yara = someone(town, "Yara", "Haddad");
        let rows = || -> Vec<(i64, i64, i64, i64)> {
            let sql = "select (select count(*) from tie_between), (select count(*) from tie),
                       (select count(*) from tie_change), (select count(*) from data_key)";
            town.app.store.read("story.rows", |tx| tx.all(sql, &[])).map_err(|e: ::store::StoreError| e).unwrap()
        };
        live_together(town, omar, yara);
        let before = rows();
        adds(town, &elena, amina, &new(yara, Some(Kind::Child), true)).unwrap();
        keep_away(&town.app, &elena, &town.form(&elena, "away"), amina, town.desk_colleague().id()).unwrap();
        assert!(matches!(see(&town.app, &town.desk_colleague(), yara), Err(Refusal::NotFound)));
        let request = erasure::Reason::Request;
        erasure::ask(&town.app, &sara, &town.form(&sara, "ask"), amina, request).unwrap();
        erasure::agree(&town.app, &nadia, &town.form(&nadia, "agree"), amina).unwrap();
        let (between, ties, changes, keys) = before[0];
        // Her own key goes too.
        assert_eq!(rows(), [(between, ties, changes, keys - 1)]);
        assert_eq!(told(town, &elena, yara), [("Omar Diallo".to_owned(), vec![("household", true)])]);
        assert!(see(&town.app, &town.desk_colleague(), yara).is_ok(), "whom she had to keep away from is no more");
    });
}
