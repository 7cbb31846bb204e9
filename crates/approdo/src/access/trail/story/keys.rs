//! The key of the trail is changed, the old one destroyed, and the trail altered on both sides (SEC-54).

use store::vault::Safe;

use super::*;
use crate::access::trail::{change_key, entries_by_key};

/// A city whose entries 1 to 12 are bound with the first key and the next 5 with the second.
fn changed() -> City {
    let city = City::new();
    let app = city.open();
    app.store.write("test.change", |tx| change_key(&app, tx)).unwrap();
    app.store.read("test.renew", |tx| app.vault.renew(tx)).unwrap();
    record(&app, &city.clock, 5);
    background::settle(&app).unwrap();
    city
}

fn destroy_first(city: &City) {
    let app = city.open();
    app.store.write("test.destroy", |tx| app.vault.destroy_generation(tx, Safe::Audit, 1)).unwrap();
}

/// Gives an entry another body and a leaf that fits.
fn rewrite(city: &City, number: u64) {
    city.tamper(|connection| {
        let (mut entry, placed_at) = connection
            .query_row(
                "select at, id, body, seal, placed_at from audit_entry where number = ?1",
                [i64::try_from(number).unwrap()],
                |row| {
                    let at = Timestamp::from_micros(row.get(0)?);
                    let entry = Entry { at, id: row.get(1)?, body: row.get(2)?, seal: row.get(3)? };
                    Ok((entry, Timestamp::from_micros(row.get(4)?)))
                },
            )
            .unwrap();
        entry.body = entry.body.replace("done", "gone");
        let leaf = entry.leaf(placed_at).to_vec();
        let args = (entry.body, leaf, i64::try_from(number).unwrap());
        connection.execute("update audit_entry set body = ?1, leaf = ?2 where number = ?3", args).unwrap();
    });
}

fn flip_body(city: &City, number: u64) {
    city.sql(&format!("update audit_entry set body = replace(body, 'test.done', 'test.gone') where number = {number}"));
}

#[test]
fn sec_54_a_trail_whose_key_changed_verifies_with_the_old_key_and_without_it() {
    let city = changed();
    let verified = city.verify();
    assert!(verified.ok && verified.entries >= 17, "{verified:?}");
    let counted = || city.open().store.read("test.counted", entries_by_key).unwrap();
    let by_key = counted();
    assert_eq!(by_key[0], (1, 12));
    assert!(by_key[1].0 == 2 && by_key[1].1 >= 5, "{by_key:?}");
    city.sql("insert into audit_cut values (1, 10, '', '', 0, 0, '')".replace("''", "x''").as_str());
    assert_eq!(counted()[0], (1, 2), "what was pruned needs no key");
    city.sql("delete from audit_cut");
    destroy_first(&city);
    assert!(city.verify().ok);
    let app = city.open();
    app.store.write("test.change", |tx| change_key(&app, tx)).unwrap();
    drop(app);
    assert!(city.verify().ok, "a second change keeps what the first one proved");
}

#[test]
fn sec_54_while_the_old_key_is_kept_every_altered_entry_is_named() {
    for number in [1, 4, 12, 13, 17] {
        let city = changed();
        rewrite(&city, number);
        city.assert_bad(number);
        let city = changed();
        flip_body(&city, number);
        city.assert_bad(number);
    }
}

#[test]
fn sec_54_without_the_old_key_what_it_bound_is_proved_as_a_whole() {
    for number in [1, 4, 12] {
        let city = changed();
        destroy_first(&city);
        flip_body(&city, number);
        city.assert_bad(number);
        let city = changed();
        destroy_first(&city);
        rewrite(&city, number);
        city.assert_bad(1);
    }
    for number in [13, 17] {
        let city = changed();
        destroy_first(&city);
        rewrite(&city, number);
        city.assert_bad(number);
    }
}

#[test]
fn sec_54_of_two_keys_that_are_gone_the_entries_of_the_one_that_was_altered_are_named() {
    let city = changed();
    let app = city.open();
    app.store.write("test.change", |tx| change_key(&app, tx)).unwrap();
    app.store.read("test.renew", |tx| app.vault.renew(tx)).unwrap();
    for gone in [1, 2] {
        app.store.write("test.destroy", |tx| app.vault.destroy_generation(tx, Safe::Audit, gone)).unwrap();
    }
    drop(app);
    assert!(city.verify().ok);
    rewrite(&city, 15);
    city.assert_bad(13);
}

#[test]
fn sec_54_where_the_key_changed_cannot_be_changed() {
    for sql in [
        "delete from audit_key",
        "update audit_key set after_size = 3",
        "update audit_key set at = at + 1",
        "update audit_key set root = zeroblob(32)",
        "update audit_key set chain = zeroblob(32)",
        "update audit_key set mac = zeroblob(32)",
        "update audit_key set generation = 3",
    ] {
        let city = changed();
        city.sql(sql);
        let verified = city.verify();
        assert!(!verified.ok, "{sql}: {verified:?}");
    }
}

#[test]
fn sec_54_an_entry_sealed_with_the_old_key_after_it_changed_is_not_from_approdo() {
    on_both_engines(|town| {
        let app = &town.app;
        act(app).unwrap();
        background::settle(app).unwrap();
        let forge = |at: Timestamp| {
            app.store.write("test.forge", |tx| {
                let key = app.vault.generation(tx, Safe::Audit, 1)?.unwrap();
                let mut entry =
                    Entry { at, id: vec![7; 16], body: "{\"act\":\"forged\"}".to_owned(), seal: Vec::new() };
                entry.seal = links::fingerprint(&key, &entry).to_vec();
                tx.exec(
                    "insert into audit_pending (at, id, body, seal) values ($1, $2, $3, $4)",
                    &[at.into(), entry.id.as_slice().into(), entry.body.as_str().into(), entry.seal.as_slice().into()],
                )?;
                Ok::<_, store::StoreError>(())
            })
        };
        app.store.write("test.change", |tx| change_key(app, tx)).unwrap();
        app.store.read("test.renew", |tx| app.vault.renew(tx)).unwrap();
        // The last entry of a node that had not heard yet.
        forge(town.now()).unwrap();
        background::settle(app).unwrap();
        assert!(verify(app, &town.auditor(), None).unwrap().ok);
        background::settle(app).unwrap();
        town.turn(3601);
        app.store.write("test.again", |tx| tx.exec("delete from audit_about", &[])).unwrap();
        forge(town.now()).unwrap();
        let waiting = verify(app, &town.auditor(), None).unwrap();
        assert!(!waiting.ok, "{waiting:?}");
        background::settle(app).unwrap();
        let numbered = verify(app, &town.auditor(), None).unwrap();
        assert!(numbered.why.is_some_and(|why| why.contains("not from Approdo")));
    });
}
