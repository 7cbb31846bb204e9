//! The watch over the trail: each alarm rings, and does not ring before.

use ground::PersonId;
use policy::{Action, Resource};
use store::vault::Safe;

use super::{background, look_at};
use crate::{
    access::{
        About, Actor, Event, allow, entry, note_of_house,
        trail::alarms::{self, look},
    },
    app::Refusal,
    story::{Town, on_both_engines},
};

fn kinds(town: &Town) -> Vec<String> {
    let mut kinds: Vec<String> =
        alarms::last(&town.app, &town.auditor()).unwrap().alarms.into_iter().map(|alarm| alarm.key.kind).collect();
    kinds.sort();
    kinds
}

/// Turns the clock to ten in the morning of a Wednesday on which the offices are open.
fn at_work(town: &Town) {
    while town.now().day(&town.app.zone).weekday() != 3 || town.app.holidays.is_closed(town.now().day(&town.app.zone)) {
        town.turn(24 * 3600);
    }
    while !town.now().hour_and_minute(&town.app.zone).starts_with("10:") {
        town.turn(600);
    }
}

fn set_witnessed(town: &Town, witnessed: i64) {
    let set = |tx: &mut store::Tx<'_>| tx.exec("update audit_checkpoint set witnessed = $1", &[witnessed.into()]);
    town.app.store.write("test.witnessed", set).unwrap();
}

fn persons(town: &Town, how_many: u64) -> Vec<PersonId> {
    (0..how_many).map(|_| PersonId::draw(&town.app.dice)).collect()
}

fn denied(town: &Town, actor: &Actor) {
    let refused: Result<(), Refusal> = town.app.store.write("test.denied", |tx| {
        allow(&town.app, tx, actor, Action::See, Resource::Audit, About::General).map(|_| ())
    });
    assert!(refused.is_err());
}

/// An entry of this actor about a thing that was done.
fn done(town: &Town, actor: &Actor, act: &'static str, count: Option<u64>) {
    let looked: Result<(), Refusal> = town.app.store.look("test.done", |tx, trail| {
        let pass = allow(&town.app, tx, actor, Action::Search, Resource::Identity, About::General)?;
        trail.leave(entry(&town.app, actor, &pass, Event { act, count, ..Event::default() }));
        Ok(())
    });
    looked.unwrap();
}

fn hide(town: &Town, person: PersonId) {
    let guard = "insert into guard (person, since_at) values ($1, 0)";
    town.app.store.write("test.guard", |tx| tx.exec(guard, &[person.into()])).unwrap();
}

/// The desk tries to see somebody who is hidden from it.
fn try_to_see(town: &Town, hidden: PersonId) {
    let refused: Result<(), Refusal> = town.app.store.write("test.tried", |tx| {
        allow(&town.app, tx, &town.desk(), Action::See, Resource::Identity, About::Person(hidden)).map(|_| ())
    });
    assert!(matches!(refused, Err(Refusal::NotFound)));
}

#[test]
fn sec_48_a_burst_of_denials_rings_once_an_hour_and_a_few_do_not() {
    on_both_engines(|town| {
        at_work(town);
        let most = town.app.alarms.denials;
        (1..most).for_each(|_| denied(town, &town.desk()));
        assert_eq!(look(&town.app).unwrap(), 0);
        denied(town, &town.desk());
        assert_eq!(look(&town.app).unwrap(), 1);
        assert_eq!(look(&town.app).unwrap(), 0, "it has rung already");
        let alarm = alarms::last(&town.app, &town.auditor()).unwrap().alarms.remove(0);
        assert_eq!((alarm.key.kind.as_str(), alarm.count, alarm.most), ("denials", most, most));
        assert_eq!(alarm.key.who, town.desk().id().unwrap().to_string());
    });
}

#[test]
fn sec_48_the_watch_looks_by_itself_within_a_minute_and_not_at_every_round() {
    on_both_engines(|town| {
        at_work(town);
        let mut watch = alarms::Watch::default();
        watch.round(&town.app).unwrap();
        (0..town.app.alarms.denials).for_each(|_| denied(town, &town.desk()));
        watch.round(&town.app).unwrap();
        assert!(kinds(town).is_empty(), "it has just looked");
        town.turn(60);
        watch.round(&town.app).unwrap();
        assert_eq!(kinds(town), ["denials"]);
    });
}

#[test]
fn sec_48_denials_spread_over_hours_or_accounts_do_not_ring() {
    on_both_engines(|town| {
        at_work(town);
        (1..town.app.alarms.denials).for_each(|_| denied(town, &town.desk()));
        denied(town, &town.desk_colleague());
        assert_eq!(look(&town.app).unwrap(), 0);
        town.turn(3601);
        denied(town, &town.desk());
        assert_eq!(look(&town.app).unwrap(), 0);
    });
}

#[test]
fn sec_48_many_persons_in_an_hour_ring_against_ones_own_usual_hour() {
    on_both_engines(|town| {
        at_work(town);
        let most = town.app.alarms.persons;
        look_at(town, &town.desk(), &persons(town, most));
        assert_eq!(look(&town.app).unwrap(), 0, "the threshold itself is usual for everyone");
        background::settle(&town.app).unwrap();
        set_witnessed(town, 1);
        town.turn(24 * 3600);
        let usual = most * town.app.alarms.times_usual;
        look_at(town, &town.desk(), &persons(town, usual));
        assert_eq!(look(&town.app).unwrap(), 0, "three times her usual hour is a busy day");
        look_at(town, &town.desk(), &persons(town, 1));
        assert_eq!(look(&town.app).unwrap(), 1);
        assert_eq!(kinds(town), ["many_persons"]);
        look_at(town, &town.desk_colleague(), &persons(town, most + 1));
        assert_eq!(look(&town.app).unwrap(), 1, "who has no usual hour is held to the threshold");
    });
}

#[test]
fn sec_48_whom_one_was_refused_and_this_hour_are_no_part_of_ones_usual_hour() {
    on_both_engines(|town| {
        at_work(town);
        let most = town.app.alarms.persons;
        for hidden in persons(town, 2 * most) {
            hide(town, hidden);
            try_to_see(town, hidden);
        }
        background::settle(&town.app).unwrap();
        set_witnessed(town, 1);
        town.turn(24 * 3600);
        look_at(town, &town.desk(), &persons(town, most + 1));
        background::settle(&town.app).unwrap();
        set_witnessed(town, 1);
        assert_eq!(look(&town.app).unwrap(), 1, "nor is the hour that is looked at");
        assert_eq!(kinds(town), ["many_persons"]);
    });
}

#[test]
fn sec_48_persons_seen_after_hours_ring_and_by_day_they_do_not() {
    on_both_engines(|town| {
        at_work(town);
        look_at(town, &town.desk(), &persons(town, 1));
        assert_eq!(look(&town.app).unwrap(), 0);
        town.turn(12 * 3600);
        assert_eq!(look(&town.app).unwrap(), 0, "nothing was seen at ten in the evening");
        look_at(town, &town.desk(), &persons(town, 1));
        assert_eq!(look(&town.app).unwrap(), 1);
        assert_eq!(kinds(town), ["after_hours"]);
    });
}

#[test]
fn sec_48_the_command_line_is_watched_like_an_account_and_the_house_itself_is_not() {
    on_both_engines(|town| {
        at_work(town);
        let note_of_house = |count| {
            let persons = persons(town, count);
            let event = Event { act: "erasure.done", persons: &persons, ..Event::default() };
            town.app.store.write("test.house", |tx| note_of_house(&town.app, tx, event)).unwrap();
        };
        let most = town.app.alarms.persons;
        look_at(town, &town.command_line(), &persons(town, most));
        note_of_house(most + 1);
        assert_eq!(look(&town.app).unwrap(), 0);
        look_at(town, &town.command_line(), &persons(town, 1));
        assert_eq!(look(&town.app).unwrap(), 1);
        town.turn(12 * 3600);
        note_of_house(1);
        assert_eq!(look(&town.app).unwrap(), 0, "rules of retention run by night");
        look_at(town, &town.command_line(), &persons(town, 1));
        assert_eq!(look(&town.app).unwrap(), 1);
        assert_eq!(kinds(town), ["after_hours", "many_persons"]);
    });
}

#[test]
fn sec_48_a_mass_export_rings_and_a_small_one_does_not() {
    on_both_engines(|town| {
        at_work(town);
        let export = |rows: u64| done(town, &town.command_line(), "person.searched_many", Some(rows));
        export(town.app.alarms.export_rows - 1);
        assert_eq!(look(&town.app).unwrap(), 0);
        export(1);
        assert_eq!(look(&town.app).unwrap(), 1, "small ones in one hour count together");
        assert_eq!(kinds(town), ["export"]);
    });
}

#[test]
fn sec_48_a_checkpoint_that_no_witness_has_rings_and_a_fresh_one_does_not() {
    on_both_engines(|town| {
        at_work(town);
        look_at(town, &town.desk(), &persons(town, 1));
        background::settle(&town.app).unwrap();
        set_witnessed(town, 0);
        assert_eq!(look(&town.app).unwrap(), 0);
        town.turn(i64::try_from(town.app.alarms.witness_seconds).unwrap());
        assert_eq!(look(&town.app).unwrap(), 0);
        town.turn(1);
        assert_eq!(look(&town.app).unwrap(), 1);
        assert_eq!(kinds(town), ["not_witnessed"]);
    });
}

#[test]
fn sec_48_what_rang_is_not_counted_again_when_the_hour_turns() {
    on_both_engines(|town| {
        at_work(town);
        town.turn(40 * 60);
        (0..town.app.alarms.denials).for_each(|_| denied(town, &town.desk()));
        assert_eq!(look(&town.app).unwrap(), 1);
        town.turn(30 * 60);
        assert_eq!(look(&town.app).unwrap(), 0, "the same refusals, seen from the next hour");
        (0..town.app.alarms.denials).for_each(|_| denied(town, &town.desk()));
        assert_eq!(look(&town.app).unwrap(), 1, "as many anew");
    });
}

#[test]
fn sec_48_persons_opened_without_relation_ring_and_ones_own_do_not() {
    on_both_engines(|town| {
        at_work(town);
        let opened = |person: PersonId| {
            let looked: Result<(), Refusal> = town.app.store.look("test.open", |tx, trail| {
                let actor = town.desk();
                let pass = allow(&town.app, tx, &actor, Action::See, Resource::Identity, About::Person(person))?;
                trail.leave(entry(&town.app, &actor, &pass, Event { act: "person.seen", ..Event::default() }));
                Ok(())
            });
            looked.unwrap();
        };
        let follow = "insert into follow (person, version, worker, team, since_at) values ($1, 1, null, $2, 0)";
        for person in persons(town, town.app.alarms.unrelated * 2) {
            let args = [person.into(), town.our_team().into()];
            town.app.store.write("test.follow", |tx| tx.exec(follow, &args)).unwrap();
            opened(person);
        }
        assert_eq!(look(&town.app).unwrap(), 0, "her team follows them");
        let strangers = persons(town, town.app.alarms.unrelated);
        strangers[1..].iter().copied().for_each(opened);
        opened(strangers[1]);
        assert_eq!(look(&town.app).unwrap(), 0, "who is opened twice is one person");
        opened(strangers[0]);
        assert_eq!(look(&town.app).unwrap(), 1);
        assert_eq!(kinds(town), ["unrelated"]);
        assert_eq!(town.last_entry("person.seen")["flags"], serde_json::json!(["unrelated"]));
    });
}

#[test]
fn sec_48_tries_at_hidden_persons_ring_apart_from_other_refusals() {
    on_both_engines(|town| {
        at_work(town);
        let hidden = PersonId::draw(&town.app.dice);
        hide(town, hidden);
        let tried = || try_to_see(town, hidden);
        (1..town.app.alarms.hidden).for_each(|_| tried());
        assert_eq!(look(&town.app).unwrap(), 0);
        tried();
        assert_eq!(look(&town.app).unwrap(), 1);
        assert_eq!(kinds(town), ["hidden"]);
        (0..town.app.alarms.denials).for_each(|_| tried());
        look(&town.app).unwrap();
        assert_eq!(kinds(town), ["hidden"], "these are not counted among the others");
    });
}

#[test]
fn sec_22_sec_48_whoever_seeks_hidden_persons_in_vain_rings_like_one_who_is_refused() {
    on_both_engines(|town| {
        at_work(town);
        let most = town.app.alarms.denials;
        (1..most).for_each(|_| done(town, &town.desk(), "glass.sought_in_vain", None));
        assert_eq!(look(&town.app).unwrap(), 0);
        denied(town, &town.desk());
        assert_eq!(look(&town.app).unwrap(), 1, "both count together");
        assert_eq!(kinds(town), ["denials"]);
    });
}

#[test]
fn sec_48_who_is_asked_for_her_second_factor_and_who_counts_without_taking_out_ring_nothing() {
    on_both_engines(|town| {
        at_work(town);
        for _ in 0..=town.app.alarms.denials {
            let asked: Result<(), Refusal> = town.app.store.write("test.asked", |tx| {
                let auditor = town.auditor();
                allow(&town.app, tx, &auditor, Action::Export, Resource::Audit, About::General).map(|_| ())
            });
            assert!(matches!(asked, Err(Refusal::Elevate)));
        }
        done(town, &town.desk(), "person.searched", Some(town.app.alarms.export_rows));
        assert_eq!(look(&town.app).unwrap(), 0);
    });
}

fn at_night(town: &Town, actor: &Actor) {
    at_work(town);
    town.turn(12 * 3600);
    look_at(town, actor, &persons(town, 1));
    look(&town.app).unwrap();
}

#[test]
fn sec_48_the_auditor_sees_every_alarm_and_that_leaves_an_entry() {
    on_both_engines(|town| {
        for actor in [town.desk(), town.case_worker(), town.sysadmin(), town.command_line()] {
            assert!(matches!(alarms::last(&town.app, &actor), Err(Refusal::NotFound)));
        }
        at_night(town, &town.desk());
        let page = town.browser(&town.auditor(), crate::access::trail::routes()).get("/trail/alarms");
        assert_eq!(page.status, 200);
        assert!(page.page.contains(&town.desk().id().unwrap().to_string()));
        assert_eq!(town.last_entry("trail.alarms_seen")["count"], 1);
    });
}

#[test]
fn sec_48_a_supervisor_sees_those_of_her_team_and_none_that_tells_of_protection() {
    on_both_engines(|town| {
        let seen_by = |actor: &Actor| -> Vec<String> {
            let listed = alarms::last(&town.app, actor).unwrap();
            assert!(!listed.may_review || actor.id() == town.auditor().id());
            let mut names: Vec<String> =
                listed.alarms.into_iter().map(|one| format!("{} {}", one.key.kind, one.name.unwrap())).collect();
            names.sort();
            names
        };
        for actor in [town.desk(), town.desk_of_another_team(), town.protected_worker(), town.supervisor()] {
            at_night(town, &actor);
        }
        let elena = town.desk().id().unwrap().to_string();
        let ring = |tx: &mut store::Tx<'_>| alarms::ring_for_protected_search(tx, &elena, town.now());
        town.app.store.write("test.ring", ring).unwrap();
        assert_eq!(seen_by(&town.auditor()).len(), 5);
        assert_eq!(seen_by(&town.supervisor()), ["after_hours Elena Fabbri"], "not her own, not the protected team's");
        assert_eq!(seen_by(&town.supervisor_of_another_team()), ["after_hours Paolo Conti"]);
        let page = town.browser(&town.supervisor(), crate::access::trail::routes()).get("/trail/alarms").page;
        assert!(page.contains("Elena Fabbri") && !page.contains("/trail/alarms/review") && !page.contains("protetta"));
        let waiting =
            |actor: &Actor| town.app.store.read("test.waiting", |tx| alarms::waiting(&town.app, tx, actor)).unwrap();
        assert_eq!(
            [waiting(&town.auditor()), waiting(&town.supervisor()), waiting(&town.desk())],
            [Some(5), Some(1), None]
        );
    });
}

#[test]
fn sec_48_the_auditor_says_what_an_alarm_was_and_it_stays_listed() {
    on_both_engines(|town| {
        let waiting = || town.app.store.read("test.waiting", |tx| alarms::unreviewed(tx, town.now())).unwrap();
        assert_eq!(waiting(), 0);
        at_night(town, &town.desk());
        assert_eq!(waiting(), 1);
        let key = alarms::last(&town.app, &town.auditor()).unwrap().alarms.remove(0).key;
        let hour = key.hour.to_string();
        let form = |words| [("kind", key.kind.as_str()), ("who", &key.who), ("hour", &hour), ("words", words)];
        let plain = town.browser(&town.auditor(), crate::access::trail::routes());
        let asked = plain.post("/trail/alarms/review", &form("Turno di notte concordato"));
        assert_eq!(asked.status, 403, "sec_64: the second factor comes first");
        let auditor = town.browser(&town.auditor_elevated(), crate::access::trail::routes());
        let address = format!("/trail/alarms/review?kind={}&who={}&hour={hour}", key.kind, key.who);
        assert!(auditor.get(&address).page.contains("Elena Fabbri"));
        let looks = town.trail().into_iter().filter(|entry| entry["act"] == "trail.alarms_seen");
        assert_eq!(looks.map(|entry| entry["count"].clone()).collect::<Vec<_>>(), [1, 1], "the list, and this one");
        assert_eq!(auditor.get("/trail/alarms/review?kind=none&who=x&hour=1").status, 303);
        let empty = auditor.post("/trail/alarms/review", &form(" "));
        assert_eq!(empty.status, 422);
        assert!(empty.page.contains("aria-invalid"), "{}", empty.page);
        let kept = auditor.post("/trail/alarms/review", &form("Turno di notte concordato"));
        assert_eq!((kept.status, kept.location.as_str()), (303, "/trail/alarms"));
        let again = auditor.post("/trail/alarms/review", &form("Altre parole"));
        assert_eq!(again.status, 409, "sec_74: what was said is not said over");
        let alarm = alarms::last(&town.app, &town.auditor()).unwrap().alarms.remove(0);
        let review = alarm.review.unwrap();
        assert_eq!((review.by.as_str(), review.words.as_str()), ("Nadia Greco", "Turno di notte concordato"));
        assert_eq!(review.at, town.now());
        assert_eq!(waiting(), 0);
        assert_eq!(town.where_plain("Turno di notte"), Vec::<String>::new(), "sealed");
        let noted = town.last_entry("alarm.reviewed");
        assert_eq!((&noted["objects"][0], &noted["count"]), (&key.who.as_str().into(), &1.into()));
    });
}

#[test]
fn sec_54_what_the_auditor_said_of_an_alarm_moves_to_the_new_key() {
    on_both_engines(|town| {
        at_night(town, &town.desk());
        let (auditor, words) = (town.auditor_elevated(), ground::Prose::parse("Turno concordato").unwrap());
        let key = alarms::last(&town.app, &auditor).unwrap().alarms.remove(0).key;
        alarms::review(&town.app, &auditor, &town.form(&auditor, "said"), &key, &words).unwrap();
        let (vault, store) = (&town.app.vault, &town.app.store);
        let change = |tx: &mut store::Tx<'_>| vault.next_generation(tx, Safe::Staff, town.now());
        let newest = store.write("test.change", change).unwrap().number.to_be_bytes();
        store.read("test.renew", |tx| vault.renew(tx)).unwrap();
        let reseal = || store.write("test.reseal", |tx| alarms::reseal(&town.app, tx, newest)).unwrap();
        assert_eq!([reseal(), reseal()], [1, 0]);
        let said = alarms::last(&town.app, &auditor).unwrap().alarms.remove(0).review.unwrap();
        assert_eq!(said.words, "Turno concordato");
    });
}

#[test]
fn sec_48_nobody_reviews_her_own_alarm_and_one_that_rings_further_waits_again() {
    on_both_engines(|town| {
        let (auditor, words) = (town.auditor_elevated(), ground::Prose::parse("visto").unwrap());
        let ring = |who: &str| {
            let ring = |tx: &mut store::Tx<'_>| alarms::ring_for_protected_search(tx, who, town.now());
            town.app.store.write("test.ring", ring).unwrap();
        };
        let review = |who: &str| {
            let key = alarms::Key {
                kind: "protected_search".into(),
                who: who.into(),
                hour: town.now().micros() / 3_600_000_000,
            };
            alarms::review(&town.app, &auditor, &town.form(&auditor, who), &key, &words)
        };
        let own = auditor.id().unwrap().to_string();
        ring(&own);
        assert!(matches!(review(&own), Err(Refusal::Rule(alarms::CannotReview::OwnAlarm))));
        assert!(matches!(review("nobody"), Err(Refusal::NotFound)));
        let elena = town.desk().id().unwrap().to_string();
        ring(&elena);
        review(&elena).unwrap();
        let waits = || {
            let alarms = alarms::last(&town.app, &auditor).unwrap().alarms;
            alarms.iter().any(|one| one.key.who == elena && one.review.is_none())
        };
        assert!(!waits());
        ring(&elena);
        assert!(waits(), "a second search is not the one that was reviewed");
        let refused = alarms::review(
            &town.app,
            &town.supervisor(),
            &town.form(&town.supervisor(), "x"),
            &alarms::Key { kind: "protected_search".into(), who: elena.clone(), hour: 1 },
            &words,
        );
        assert!(matches!(refused, Err(Refusal::NotFound)));
    });
}
