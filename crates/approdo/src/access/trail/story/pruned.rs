//! A trail of more than two years is pruned, and the rest still proved (SEC-47).

use super::{City, act, kept, noon, operator, record, verify};
use crate::{
    access::trail::{background, prune, prune::KEPT_SECONDS},
    app::App,
    story::on_both_engines,
};

const YEAR: i64 = 366 * 86_400;

/// The city of twelve entries, two years and more later, with three new ones and a checkpoint after them.
fn old_city() -> (City, std::sync::Arc<App>) {
    let city = City::new();
    let app = city.open_witnessed();
    city.clock.turn(2 * YEAR);
    record(&app, &city.clock, 3);
    background::settle(&app).unwrap();
    (city, app)
}

fn numbers(app: &App) -> Vec<i64> {
    let all: Vec<(i64,)> =
        app.store.read("story.numbers", |tx| tx.all("select number from audit_entry order by number", &[])).unwrap();
    all.into_iter().map(|(number,)| number).collect()
}

#[test]
fn sec_47_what_is_older_than_24_months_goes_and_the_rest_is_proved_from_a_signed_place() {
    let (city, app) = old_city();
    assert_eq!(numbers(&app).len(), 15);
    assert_eq!(prune(&app).unwrap(), 12);
    assert_eq!(prune(&app).unwrap(), 0);
    assert_eq!(numbers(&app), [13, 14, 15]);
    record(&app, &city.clock, 4);
    background::settle(&app).unwrap();
    for witness in ["witness-1", "witness-2"] {
        let verified = verify(&app, &operator(), Some(&mut kept(&city, witness))).unwrap();
        assert!(verified.ok && verified.pruned == 12 && verified.entries >= 8, "{verified:?}");
    }
    let about: Option<(i64,)> =
        app.store.read("story.about", |tx| tx.one("select count(*) from audit_about where number <= 12", &[])).unwrap();
    assert_eq!(about, Some((0,)));
    drop(app);
    assert!(city.verify().ok);
}

#[test]
fn sec_47_an_entry_is_kept_until_its_24_months_are_over() {
    on_both_engines(|town| {
        (0..5).for_each(|_| act(&town.app).unwrap());
        background::settle(&town.app).unwrap();
        town.turn(KEPT_SECONDS);
        assert_eq!(prune(&town.app).unwrap(), 0);
        town.turn(1);
        assert_eq!(prune(&town.app).unwrap(), 5);
        background::settle(&town.app).unwrap();
        let verified = verify(&town.app, &operator(), None).unwrap();
        assert!(verified.ok && verified.pruned == 5, "{verified:?}");
        assert_eq!(town.last_entry("trail.pruned")["count"], 5);
    });
}

#[test]
fn sec_47_a_place_that_no_witness_has_is_not_cut_at() {
    let (_city, app) = old_city();
    app.store.write("story.unwitnessed", |tx| tx.exec("update audit_checkpoint set witnessed = 0", &[])).unwrap();
    assert_eq!(prune(&app).unwrap(), 0);
    assert_eq!(numbers(&app).len(), 15);
}

#[test]
fn sec_47_an_altered_trail_is_not_pruned_over_its_change() {
    let (city, app) = old_city();
    app.store.write("story.alter", |tx| tx.exec("update audit_entry set body = '{}' where number = 7", &[])).unwrap();
    let refused = prune(&app).unwrap_err().to_string();
    assert!(refused.contains("is not pruned") && refused.contains("entry 7"), "{refused}");
    drop(app);
    city.assert_bad(7);
    for (change, found) in [
        ("update audit_checkpoint set signature = zeroblob(64) where size = 12", "no sound checkpoint at entry 12"),
        ("delete from audit_entry where number > 5", "ends before entry 12"),
    ] {
        let (city, app) = old_city();
        city.sql(change);
        let refused = prune(&app).unwrap_err().to_string();
        assert!(refused.contains(found), "{change}: {refused}");
    }
}

#[test]
fn sec_47_every_change_of_the_signed_place_and_of_what_follows_is_found() {
    let changes = [
        "delete from audit_cut",
        "update audit_cut set size = size - 1",
        "update audit_cut set frontier = zeroblob(64)",
        "update audit_cut set chain = zeroblob(32)",
        "update audit_cut set last_at = last_at - 1",
        "update audit_cut set at = at + 1",
        "update audit_cut set signature = zeroblob(64)",
        "delete from audit_entry where number = 13",
        "delete from audit_entry where number > 13",
        "update audit_entry set number = 12 where number = 13",
        "update audit_entry set chain = zeroblob(32) where number = 13",
        "delete from audit_checkpoint where size = 12",
        "update audit_checkpoint set root = zeroblob(32) where size = 12",
        "update audit_checkpoint set root = zeroblob(32) where size = 5",
        "delete from audit_entry; update audit_cut set size = 15",
    ];
    for change in changes {
        let (city, app) = old_city();
        prune(&app).unwrap();
        background::settle(&app).unwrap();
        drop(app);
        assert!(city.verify().ok, "before {change}");
        city.sql(change);
        let verified = city.verify();
        assert!(!verified.ok && verified.why.is_some(), "{change}: {verified:?}");
    }
}

#[test]
fn sec_47_a_place_cut_too_early_is_no_sound_one_even_when_it_is_signed() {
    let city = City::new();
    let app = city.open();
    city.clock.turn(2 * YEAR);
    prune(&app).unwrap();
    let cut =
        app.store.read("story.cut", |tx| super::super::prune::Cut::find(tx, &app.seal)).unwrap().unwrap().unwrap();
    let young = super::super::prune::Cut { at: noon(), ..cut };
    app.store.write("story.young", |tx| young.save(tx, &app.seal)).unwrap();
    drop(app);
    city.assert_bad(None);
}
