//! Stories of records that are one person, told on both engines.

use std::sync::atomic::AtomicBool;

use ground::{BirthDate, Line, lists::IdentifierKind};
use matching::Known;

use super::*;
use crate::{
    desk,
    operation::jobs::{HANDLERS, work_off},
    people::{Identifier, Identity, NewPerson, create, erasure, history, household, see, situation},
    story::{Town, on_both_engines},
};

fn line(text: &str) -> Option<Line> {
    Line::optional(text).unwrap()
}

fn someone(given: &str, family: &str) -> NewPerson {
    let identity = Identity {
        names: vec![Name::of(line(given), line(family)).unwrap()],
        birth: BirthDate::parse("3/5/1991").ok(),
        identifiers: vec![Identifier {
            kind: IdentifierKind::parse("passport").unwrap(),
            value: Line::parse("QZ5512903").unwrap(),
            issuer: None,
            from: None,
            until: None,
        }],
        ..Identity::default()
    };
    NewPerson { identity, ..NewPerson::default() }
}

fn written(town: &Town, actor: &Actor, given: &str, family: &str) -> PersonId {
    create(&town.app, actor, &town.form(actor, given), &someone(given, family)).unwrap()
}

/// The same woman, written down in Latin letters and, by the same desk, in Arabic ones.
fn twice(town: &Town) -> (PersonId, PersonId) {
    (written(town, &town.desk(), "Amina", "El Amrani"), written(town, &town.desk(), "أمينة", "العمراني"))
}

fn unite(town: &Town, actor: &Actor, kept: PersonId, gone: PersonId) -> Result<PersonId, Refusal<CannotMerge>> {
    merge(&town.app, actor, &town.form(actor, "merge"), kept, gone)
}

fn part(town: &Town, actor: &Actor, one: PersonId, other: PersonId) -> Result<PersonId, Refusal<CannotMerge>> {
    take_back(&town.app, actor, &town.form(actor, &format!("part {}", town.now())), one, other)
}

fn found(town: &Town, actor: &Actor, typed: &str) -> Vec<PersonId> {
    let found = search::find(&town.app, actor, &Known::from_box(typed), 10).unwrap();
    found.hits.into_iter().map(|hit| hit.id).collect()
}

fn contact(town: &Town, actor: &Actor, person: PersonId) {
    let typed = desk::Typed {
        channel: "desk".to_owned(),
        themes: vec!["housing.renting".to_owned()],
        minutes: "10".to_owned(),
        outcome: "informed".to_owned(),
        ..desk::Typed::default()
    };
    let entry = typed.parse(town.app.today()).unwrap();
    let new = desk::NewContact { entry, person: Some(person) };
    desk::record(&town.app, actor, &town.form(actor, &format!("contact {person}")), &new).unwrap();
}

/// How many contacts the page of a person shows to this actor.
fn shown(town: &Town, actor: &Actor, id: PersonId) -> usize {
    let diary = town.app.store.look::<_, store::StoreError>("story.diary", |tx, trail| {
        let records = records_of(tx, id)?;
        desk::diary(&town.app, tx, trail, actor, &records)
    });
    diary.unwrap().map_or(0, |diary| diary.rows.len())
}

/// What the page of a person tells of each of her records: its titles and with whom she lives.
fn told(town: &Town, actor: &Actor, id: PersonId) -> Vec<(PersonId, usize, usize)> {
    let read = town.app.store.look::<_, store::StoreError>("story.told", |tx, trail| {
        let mut told = Vec::new();
        for record in records_seen_of(tx, actor, id)? {
            let situation = situation::glance(&town.app, tx, trail, actor, record)?;
            let household = household::panel(&town.app, tx, trail, actor, record)?;
            let (titles, members) = (situation.map(|told| told.titles), household.map(|told| told.members));
            told.push((record, titles.unwrap_or_default().len(), members.unwrap_or_default().len()));
        }
        Ok(told)
    });
    read.unwrap()
}

fn has_title_and_husband(town: &Town, actor: &Actor, id: PersonId) {
    let title = situation::title::Title {
        kind: ground::lists::TitleKind::parse("famiglia"),
        stage: situation::title::Stage::Held,
        ..situation::title::Title::default()
    };
    situation::titles::add(&town.app, actor, &town.form(actor, &format!("title {id}")), id, &title).unwrap();
    let husband = written(town, actor, &format!("Omar {id}"), "Diallo");
    let kind = Some(household::Kind::parse("spouse").unwrap());
    let depends = household::Depends::NotAsked;
    let tie = household::NewTie {
        other: husband,
        kind,
        together: true,
        also_with: Vec::new(),
        from: None,
        until: None,
        depends,
    };
    household::add(&town.app, actor, &town.form(actor, &format!("tie {id}")), id, &tie).unwrap();
}

fn work(town: &Town) {
    town.turn(1);
    work_off(&town.app, HANDLERS, &AtomicBool::new(false)).unwrap();
}

#[test]
fn sec_51_two_records_are_read_as_one_and_told_apart_again_with_both_histories() {
    on_both_engines(|town| {
        let (elena, (latin, arabic)) = (town.desk(), twice(town));
        [latin, arabic].into_iter().for_each(|id| contact(town, &elena, id));
        assert_eq!(found(town, &elena, "Amina El Amrani 1991").len(), 2);
        town.turn(1);
        unite(town, &elena, latin, arabic).unwrap();
        for typed in ["Amina El Amrani", "أمينة العمراني"] {
            assert_eq!(found(town, &elena, typed), [latin], "{typed}");
        }
        let view = see(&town.app, &elena, latin).unwrap();
        let [other] = view.records.as_slice() else { panic!("{:?}", view.records) };
        assert_eq!((other.id, other.is_kept, other.names[0].to_string()), (arabic, false, "أمينة العمراني".to_owned()));
        assert!(see(&town.app, &elena, arabic).unwrap().records[0].is_kept);
        assert_eq!((shown(town, &elena, latin), shown(town, &elena, arabic)), (2, 2));
        for id in [latin, arabic] {
            let told = history(&town.app, &elena, id).unwrap();
            assert!(matches!(told.changes[0].what, acts::What::Merged) && told.changes.len() == 2);
        }
        assert_eq!(town.last_entry("person.merged")["persons"], serde_json::json!([latin, arabic]));
        town.turn(REVERSIBLE - 2);
        part(town, &elena, arabic, latin).unwrap();
        assert_eq!(found(town, &elena, "Amina El Amrani 1991").len(), 2);
        assert_eq!((shown(town, &elena, latin), shown(town, &elena, arabic)), (1, 1));
        assert!(matches!(history(&town.app, &elena, arabic).unwrap().changes[0].what, acts::What::Parted));
    });
}

#[test]
fn sec_51_after_thirty_days_a_merge_stays() {
    on_both_engines(|town| {
        let (elena, (latin, arabic)) = (town.desk(), twice(town));
        unite(town, &elena, latin, arabic).unwrap();
        town.turn(REVERSIBLE);
        assert!(matches!(part(town, &elena, latin, arabic), Err(Refusal::Rule(CannotMerge::TooLate))));
        assert_eq!(see(&town.app, &elena, latin).unwrap().records[0].until, None);
        assert_eq!(found(town, &elena, "Amina El Amrani"), [latin]);
    });
}

#[test]
fn sec_51_a_merge_opens_nothing_to_anyone() {
    on_both_engines(|town| {
        let (elena, paolo) = (town.desk(), town.desk_of_another_team());
        let ours = written(town, &elena, "Amina", "El Amrani");
        let theirs = written(town, &paolo, "Aminah", "Elamrani");
        contact(town, &elena, ours);
        contact(town, &paolo, theirs);
        unite(town, &elena, ours, theirs).unwrap();
        for (actor, own, other) in [(&elena, ours, theirs), (&paolo, theirs, ours)] {
            assert!(see(&town.app, actor, own).unwrap().file.is_some());
            assert!(see(&town.app, actor, other).unwrap().file.is_none());
            assert_eq!((shown(town, actor, own), shown(town, actor, other)), (1, 1), "each her own contact");
        }
        // Whoever may correct the one that was kept takes it back; the other team did not decide it.
        assert!(matches!(part(town, &paolo, theirs, ours), Err(Refusal::NotFound)));
        part(town, &elena, ours, theirs).unwrap();
    });
}

#[test]
fn sec_51_only_who_may_correct_one_of_the_two_makes_them_one() {
    on_both_engines(|town| {
        let (latin, arabic) = twice(town);
        let others = [town.desk_of_another_team(), town.sysadmin(), town.auditor_elevated(), town.command_line()];
        for actor in others {
            assert!(matches!(unite(town, &actor, latin, arabic), Err(Refusal::NotFound)));
            let two = say_two(&town.app, &actor, &town.form(&actor, "two"), latin, arabic);
            assert!(matches!(two, Err(Refusal::NotFound)));
        }
        let nobody = PersonId::draw(&town.app.dice);
        assert!(matches!(unite(town, &town.desk(), latin, nobody), Err(Refusal::NotFound)));
        assert!(matches!(unite(town, &town.desk(), latin, latin), Err(Refusal::NotFound)));
        assert!(matches!(compare(&town.app, &town.desk(), latin, nobody), Err(Refusal::NotFound)));
        unite(town, &town.desk_colleague(), latin, arabic).unwrap();
    });
}

#[test]
fn sec_51_the_stricter_protection_holds_for_both_and_stays_when_they_are_told_apart() {
    on_both_engines(|town| {
        let (latin, arabic) = twice(town);
        let irene = town.protected_worker_elevated();
        safety::protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), arabic, None).unwrap();
        assert!(matches!(unite(town, &town.desk(), latin, arabic), Err(Refusal::NotFound)), "she sees one of them");
        unite(town, &irene, latin, arabic).unwrap();
        for id in [latin, arabic] {
            assert!(matches!(see(&town.app, &town.desk(), id), Err(Refusal::NotFound)));
            assert!(see(&town.app, &irene, id).unwrap().protected);
        }
        assert!(found(town, &town.desk(), "Amina El Amrani 1991").is_empty());
        town.turn(1);
        part(town, &irene, latin, arabic).unwrap();
        assert!(see(&town.app, &irene, latin).unwrap().protected);
        assert!(found(town, &town.desk(), "Amina El Amrani 1991").is_empty());
    });
}

#[test]
fn sec_18_sec_51_who_is_one_is_hidden_and_shown_as_one() {
    on_both_engines(|town| {
        let (latin, arabic) = twice(town);
        let (irene, again) = (town.protected_worker_elevated(), town.second_protected_worker());
        unite(town, &town.desk(), latin, arabic).unwrap();
        safety::protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), latin, None).unwrap();
        assert!(matches!(see(&town.app, &town.desk(), arabic), Err(Refusal::NotFound)));
        safety::unprotect(&town.app, &irene, &town.form(&irene, "ask"), arabic).unwrap();
        safety::unprotect(&town.app, &again, &town.form(&again, "agree"), arabic).unwrap();
        assert_eq!(found(town, &town.desk(), "Amina El Amrani 1991"), [latin]);
    });
}

#[test]
fn sec_16_sec_51_who_must_not_meet_the_one_does_not_meet_the_other() {
    on_both_engines(|town| {
        let (latin, arabic) = twice(town);
        let (sara, paolo) = (town.supervisor(), town.desk_of_another_team());
        safety::keep_away(&town.app, &sara, &town.form(&sara, "away"), arabic, paolo.id()).unwrap();
        assert_eq!(found(town, &paolo, "Amina El Amrani"), [latin]);
        unite(town, &sara, latin, arabic).unwrap();
        assert!(found(town, &paolo, "Amina El Amrani 1991 QZ5512903").is_empty());
        assert!(matches!(see(&town.app, &paolo, latin), Err(Refusal::NotFound)));
        // Whom she keeps away from now on, both keep away.
        let other = town.desk_colleague();
        safety::keep_away(&town.app, &sara, &town.form(&sara, "away 2"), latin, other.id()).unwrap();
        assert!(matches!(see(&town.app, &other, arabic), Err(Refusal::NotFound)));
        safety::end_conflict(&town.app, &sara, &town.form(&sara, "end"), arabic, other.id().unwrap()).unwrap();
        assert!(see(&town.app, &other, latin).is_ok());
        town.turn(1);
        part(town, &sara, latin, arabic).unwrap();
        assert!(matches!(see(&town.app, &paolo, latin), Err(Refusal::NotFound)), "what was stricter stays");
    });
}

#[test]
fn sec_19_a_desk_that_writes_a_protected_person_down_again_is_told_nothing_and_her_team_is_asked() {
    on_both_engines(|town| {
        let (elena, irene) = (town.desk(), town.protected_worker_elevated());
        let hidden = written(town, &elena, "Amina", "El Amrani");
        safety::protect(&town.app, &elena, &town.form(&elena, "hide"), hidden, None).unwrap();
        let fresh = written(town, &elena, "أمينة", "العمراني");
        work(town);
        let wait = |actor: &Actor| town.app.store.read("story.wait", |tx| how_many_wait(tx, actor)).unwrap();
        for actor in [town.desk(), town.desk_colleague(), town.case_worker(), town.supervisor()] {
            assert_eq!(wait(&actor), 0);
            assert!(waiting(&town.app, &actor).unwrap().is_empty());
            assert!(candidates(&town.app, &actor, fresh).unwrap().1.is_empty());
            assert!(matches!(compare(&town.app, &actor, fresh, hidden), Err(Refusal::NotFound)));
        }
        assert_eq!((wait(&irene), wait(&town.protected_worker())), (1, 1));
        assert!(matches!(waiting(&town.app, &town.protected_worker()), Err(Refusal::Elevate)));
        let pairs = waiting(&town.app, &irene).unwrap();
        let mut pair = [pairs[0].one.0, pairs[0].hit.id];
        pair.sort();
        assert!(pairs.len() == 1 && pair.contains(&hidden) && pair.contains(&fresh));
        let told = town.last_entry("person.pairs_found");
        assert_eq!(told["who"], "local:house");
    });
}

#[test]
fn a_person_written_down_twice_waits_as_a_pair_until_somebody_answers() {
    on_both_engines(|town| {
        let (latin, arabic) = twice(town);
        written(town, &town.desk(), "Zhang", "Xiaoming");
        work(town);
        let pairs = waiting(&town.app, &town.desk_colleague()).unwrap();
        // The third has the same paper and birth date, and is somebody else.
        let mine: Vec<_> = pairs.iter().filter(|pair| [pair.one.0, pair.hit.id].contains(&latin)).collect();
        assert!(mine.iter().any(|pair| [pair.one.0, pair.hit.id].contains(&arabic)), "{pairs:?}");
        let elena = town.desk();
        say_two(&town.app, &elena, &town.form(&elena, "two"), latin, arabic).unwrap();
        let pairs = waiting(&town.app, &elena).unwrap();
        assert!(!pairs.iter().any(|pair| pair.one.0 == latin && pair.hit.id == arabic));
        let (_, hits) = candidates(&town.app, &elena, latin).unwrap();
        assert!(hits.iter().all(|hit| hit.id != arabic && hit.id != latin));
        // Asked again by a correction, it is not proposed again.
        let change = acts::Correction { identity: Some((1, someone("Amina", "Amrani").identity)), file: None };
        acts::correct(&town.app, &elena, &town.form(&elena, "correct"), latin, &change).unwrap();
        work(town);
        let pairs = waiting(&town.app, &elena).unwrap();
        assert!(!pairs.iter().any(|pair| [pair.one.0, pair.hit.id] == [latin, arabic]));
    });
}

#[test]
fn a_record_of_one_person_is_not_made_another_persons_too() {
    on_both_engines(|town| {
        let (elena, (latin, arabic)) = (town.desk(), twice(town));
        let third = written(town, &elena, "Aminah", "Elamrani");
        unite(town, &elena, latin, arabic).unwrap();
        let again = merge(&town.app, &elena, &town.form(&elena, "again"), third, arabic);
        assert!(matches!(again, Err(Refusal::Rule(CannotMerge::AlreadyOne))));
        let two = say_two(&town.app, &elena, &town.form(&elena, "two"), latin, arabic);
        assert!(matches!(two, Err(Refusal::Rule(CannotMerge::AlreadyOne))));
        // What was kept may itself become part of a third: all three are read as one.
        merge(&town.app, &elena, &town.form(&elena, "third"), third, latin).unwrap();
        assert_eq!(found(town, &elena, "أمينة العمراني"), [third]);
        assert_eq!(see(&town.app, &elena, third).unwrap().records.len(), 2);
        town.turn(1);
        part(town, &elena, third, latin).unwrap();
        assert_eq!(found(town, &elena, "أمينة العمراني 1991"), [latin, third]);
    });
}

#[test]
fn sec_75_the_same_form_sent_twice_is_one_merge() {
    on_both_engines(|town| {
        let (elena, (latin, arabic)) = (town.desk(), twice(town));
        let form = town.form(&elena, "once");
        for _ in 0..2 {
            assert_eq!(merge(&town.app, &elena, &form, latin, arabic).unwrap(), latin);
        }
        assert_eq!(town.trail().iter().filter(|entry| entry["act"] == "person.merged").count(), 1);
    });
}

#[test]
fn sec_50_two_words_erase_every_record_of_a_person() {
    on_both_engines(|town| {
        let (latin, arabic) = twice(town);
        let (sara, dpo) = (town.supervisor(), town.auditor_elevated());
        unite(town, &town.desk(), latin, arabic).unwrap();
        erasure::ask(&town.app, &sara, &town.form(&sara, "ask"), latin, erasure::Reason::Request).unwrap();
        erasure::agree(&town.app, &dpo, &town.form(&dpo, "agree"), latin).unwrap();
        for id in [latin, arabic] {
            assert!(matches!(see(&town.app, &town.desk(), id), Err(Refusal::NotFound)));
        }
        assert!(found(town, &town.desk(), "Amina El Amrani").is_empty());
        assert_eq!(town.app.journal.lines().unwrap().len(), 2);
        let left: Option<(i64,)> = town
            .app
            .store
            .read("story.left", |tx| tx.one("select 1 from person_merge", &[]))
            .map_err(|error: store::StoreError| error)
            .unwrap();
        assert_eq!(left, None);
    });
}

#[test]
fn sec_19_all_are_compared_at_once_but_for_the_protected_and_what_is_one_already() {
    on_both_engines(|town| {
        let elena = town.desk();
        let (latin, arabic) = twice(town);
        let twins = || duplicates(&town.app, &town.command_line(), matching::Work::default(), &mut |_| {}).unwrap();
        let found = twins();
        let numbers = |one: &Twins| [one.one.clone(), one.other.clone()];
        let mut both = [latin.to_string(), arabic.to_string()];
        both.sort();
        assert_eq!(found.iter().map(numbers).collect::<Vec<_>>(), std::slice::from_ref(&both));
        assert_eq!(town.last_entry("person.compared_all")["count"], 2);
        assert_eq!(waiting(&town.app, &elena).unwrap().len(), 1);
        let refused = duplicates(&town.app, &town.sysadmin(), matching::Work::default(), &mut |_| {});
        assert!(matches!(refused, Err(Refusal::NotFound)));
        unite(town, &elena, latin, arabic).unwrap();
        assert!(twins().is_empty());
        town.turn(1);
        part(town, &elena, latin, arabic).unwrap();
        assert_eq!(twins().len(), 1);
        safety::protect(&town.app, &elena, &town.form(&elena, "hide"), arabic, None).unwrap();
        assert!(twins().is_empty());
    });
}

/// What the page of two records says of the family name.
fn carried(town: &Town, actor: &Actor, one: PersonId, other: PersonId) -> Option<Carried> {
    compare(&town.app, actor, one, other).unwrap().carried
}

#[test]
fn the_page_of_two_says_what_speaks_for_one_person_and_how_usual_the_name_is() {
    on_both_engines(|town| {
        let (elena, (latin, arabic)) = (town.desk(), twice(town));
        let told = compare(&town.app, &elena, latin, arabic).unwrap();
        let births = told.hit.likeness.because.iter().find(|why| why.part == matching::Part::Birth).unwrap();
        assert_eq!(births.strength, matching::Strength::StronglyFor);
        assert_eq!(told.carried, Some(Carried::ByNobodyElse));
        assert_eq!(carried(town, &elena, arabic, latin), Some(Carried::ByNobodyElse));
        // One more is neither rare nor usual; a name that does not agree is not spoken of.
        let mohamed = written(town, &elena, "Mohamed", "Elamrani");
        assert_eq!(carried(town, &elena, latin, arabic), None);
        assert_eq!(carried(town, &elena, latin, written(town, &elena, "Zhang", "Xiaoming")), None);
        // A record that is one with either is nobody else.
        unite(town, &elena, latin, mohamed).unwrap();
        assert_eq!(carried(town, &elena, latin, arabic), Some(Carried::ByNobodyElse));
        for given in ["Li", "Ana", "Oksana", "Nimal", "Yonas", "Fatou", "Gia", "Ravi", "Eleni", "Tran"] {
            written(town, &elena, given, "El Amrani");
        }
        assert_eq!(carried(town, &elena, latin, arabic), Some(Carried::ByMany));
    });
}

#[test]
fn sec_19_sec_16_how_usual_a_name_is_counts_nobody_whom_the_search_does_not_show() {
    on_both_engines(|town| {
        let (elena, sara, (latin, arabic)) = (town.desk(), town.supervisor(), twice(town));
        let third = written(town, &elena, "Mohamed", "El Amrani");
        assert_eq!(carried(town, &elena, latin, arabic), None);
        safety::keep_away(&town.app, &sara, &town.form(&sara, "away"), third, elena.id()).unwrap();
        assert_eq!(carried(town, &elena, latin, arabic), Some(Carried::ByNobodyElse));
        let colleague = town.desk_colleague();
        assert_eq!(carried(town, &colleague, latin, arabic), None);
        safety::protect(&town.app, &sara, &town.form(&sara, "hide"), third, None).unwrap();
        assert_eq!(carried(town, &colleague, latin, arabic), Some(Carried::ByNobodyElse));
    });
}

#[test]
fn a_pair_of_the_list_says_why_by_the_name_that_agrees() {
    on_both_engines(|town| {
        let elena = town.desk();
        let mut twice_named = someone("Oksana", "Bondarenko");
        twice_named.identity.names.push(Name::of(line("أمينة"), line("العمراني")).unwrap());
        let other = create(&town.app, &elena, &town.form(&elena, "other"), &twice_named).unwrap();
        let amina = written(town, &elena, "Amina", "El Amrani");
        work(town);
        let pairs = waiting(&town.app, &elena).unwrap();
        let [pair] = pairs.as_slice() else { panic!("{pairs:?}") };
        let seen_from_amina = pair.one.0 == amina;
        assert_eq!(pair.hit.id, if seen_from_amina { other } else { amina });
        assert_eq!(pair.hit.likeness.name, Some(usize::from(seen_from_amina)));
        assert_eq!(search::find(&town.app, &elena, &Known::from_box("Amina Elamrani"), 9).unwrap().hits.len(), 2);
    });
}

#[test]
fn sec_51_situation_and_household_of_every_record_stand_together_for_whom_each_was_open_before() {
    on_both_engines(|town| {
        let (elena, paolo) = (town.desk(), town.desk_of_another_team());
        let ours = written(town, &elena, "Amina", "El Amrani");
        let also_ours = written(town, &elena, "أمينة", "العمراني");
        let theirs = written(town, &paolo, "Aminah", "Elamrani");
        for (actor, id) in [(&elena, ours), (&elena, also_ours), (&paolo, theirs)] {
            has_title_and_husband(town, actor, id);
        }
        unite(town, &elena, ours, also_ours).unwrap();
        unite(town, &elena, ours, theirs).unwrap();
        assert_eq!(told(town, &elena, ours), [(ours, 1, 1), (also_ours, 1, 1), (theirs, 0, 0)]);
        assert_eq!(told(town, &elena, also_ours), [(also_ours, 1, 1), (ours, 1, 1), (theirs, 0, 0)]);
        assert_eq!(told(town, &paolo, ours), [(ours, 0, 0), (also_ours, 0, 0), (theirs, 1, 1)]);
        // A record that is hidden is not among them; the merge hid all of them.
        safety::protect(&town.app, &elena, &town.form(&elena, "hide"), also_ours, None).unwrap();
        assert_eq!(told(town, &paolo, theirs), [(theirs, 0, 0)]);
    });
}
