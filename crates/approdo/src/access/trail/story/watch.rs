//! The watch over the trail: each alarm rings, and does not ring before.

use ground::PersonId;
use policy::{Action, Resource};

use super::{background, look_at};
use crate::{
    access::{
        About, Actor, Event, allow, entry,
        trail::alarms::{self, look},
    },
    app::Refusal,
    story::{Town, on_both_engines},
};

fn kinds(town: &Town) -> Vec<String> {
    let mut kinds: Vec<String> =
        alarms::last(&town.app, &town.auditor()).unwrap().into_iter().map(|alarm| alarm.kind).collect();
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
        let alarm = alarms::last(&town.app, &town.auditor()).unwrap().remove(0);
        assert_eq!((alarm.kind.as_str(), alarm.count, alarm.most), ("denials", most, most));
        assert_eq!(alarm.who, town.desk().id().unwrap().to_string());
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
fn sec_48_a_mass_export_rings_and_a_small_one_does_not() {
    on_both_engines(|town| {
        at_work(town);
        let export = |rows: u64| {
            let looked: Result<(), Refusal> = town.app.store.look("test.export", |tx, trail| {
                let actor = town.command_line();
                let pass = allow(&town.app, tx, &actor, Action::Search, Resource::Identity, About::General)?;
                let event = Event { act: "person.searched_many", count: Some(rows), ..Event::default() };
                trail.leave(entry(&town.app, &actor, &pass, event));
                Ok(())
            });
            looked.unwrap();
        };
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
        town.turn(i64::try_from(town.app.alarms.witness_seconds).unwrap() + 1);
        assert_eq!(look(&town.app).unwrap(), 1);
        assert_eq!(kinds(town), ["not_witnessed"]);
    });
}

#[test]
fn sec_48_only_the_auditor_sees_the_alarms_and_that_leaves_an_entry() {
    on_both_engines(|town| {
        for actor in [town.desk(), town.supervisor(), town.sysadmin(), town.command_line()] {
            assert!(matches!(alarms::last(&town.app, &actor), Err(Refusal::NotFound)));
        }
        at_work(town);
        town.turn(12 * 3600);
        look_at(town, &town.desk(), &persons(town, 1));
        look(&town.app).unwrap();
        let page = town.browser(&town.auditor(), crate::access::trail::routes()).get("/trail/alarms");
        assert_eq!(page.status, 200);
        assert!(page.page.contains(&town.desk().id().unwrap().to_string()));
        assert_eq!(town.last_entry("trail.alarms_seen")["count"], 1);
    });
}
