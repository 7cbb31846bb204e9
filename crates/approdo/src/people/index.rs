//! With which version of the keys the index is made by which persons are found.
//!
//! A name is cut into keys by `matching`; when a version cuts otherwise, the index of an older one no
//! longer finds everybody, and nobody would see that. So the version stands in the database, a house
//! whose index is of another version does not start, and `approdo migrate` makes it anew.

use matching::KEYS_VERSION;
use store::{Result, StoreError, Tx};

use super::{filing, store as rows};
use crate::{
    access::{self, Event},
    app::App,
};

/// The version of the houses that did not write theirs down.
const FIRST_VERSION: u32 = 1;

/// The version of this program: that of the keys, and one more since each key of the index says which
/// generation of the house's key made it.
const VERSION: u32 = KEYS_VERSION + 1;

/// Holds the index to the keys of this program: a new house writes them down, one of other keys is
/// refused, or has its index made anew when `renew` says so.
///
/// # Errors
/// [`StoreError::Setup`] with what to do; the store's.
pub fn hold_index(app: &App, renew: bool) -> Result<()> {
    if app.store.read("people.index.version", version)? == Some(VERSION) {
        return Ok(());
    }
    app.store.write("people.index.hold", |tx| {
        tx.unhurried();
        match version(tx)?.or(first(tx)?) {
            None | Some(VERSION) => note(tx),
            Some(_) if renew => make_anew(app, tx),
            Some(other) => Err(StoreError::Setup(format!(
                "the index by which persons are found is of version {other} and this program's is {VERSION}: run \
                 `approdo migrate`, which makes it anew"
            ))),
        }
    })
}

fn version(tx: &mut Tx<'_>) -> Result<Option<u32>> {
    Ok(tx.one::<(u32,)>("select keys_version from person_index where one = 1", &[])?.map(|(version,)| version))
}

/// The version of a house that has persons and never wrote it down.
fn first(tx: &mut Tx<'_>) -> Result<Option<u32>> {
    Ok(rows::is_anybody(tx)?.then_some(FIRST_VERSION))
}

fn note(tx: &mut Tx<'_>) -> Result<()> {
    tx.exec(
        "insert into person_index (one, keys_version) values (1, $1)
         on conflict (one) do update set keys_version = excluded.keys_version",
        &[i64::from(VERSION).into()],
    )
    .map(|_| ())
}

/// Makes the whole index anew in one transaction: whoever looks finds all of the old one or all of the
/// new one.
fn make_anew(app: &App, tx: &mut Tx<'_>) -> Result<()> {
    let filed = filing::file_all_anew(tx, &app.vault)?;
    access::note_of_house(app, tx, Event { act: "person.indexed", count: Some(filed), ..Event::default() })?;
    note(tx)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        people::{Identity, Name, NewPerson, create, find},
        story::{Town, on_both_engines},
    };

    fn mohamed(town: &Town) {
        let line = |text| ground::Line::optional(text).unwrap();
        let name = Name::of(line("Mohamed"), line("El Amrani")).unwrap();
        let new = NewPerson { identity: Identity { names: vec![name], ..Identity::default() }, ..NewPerson::default() };
        create(&town.app, &town.desk(), &town.form(&town.desk(), "m"), &new).unwrap();
    }

    fn found(town: &Town) -> usize {
        let known = matching::Known {
            names: vec![matching::NameForm::new("محمد", "العمراني")],
            ..matching::Known::default()
        };
        find(&town.app, &town.desk(), &known, 10).unwrap().hits.len()
    }

    fn sql(town: &Town, sql: &str) {
        town.app.store.write("test.sql", |tx| tx.exec(sql, &[])).unwrap();
    }

    #[test]
    fn sec_53_an_index_of_other_keys_stops_the_start_and_is_made_anew_when_asked() {
        on_both_engines(|town| {
            mohamed(town);
            assert_eq!(found(town), 1);
            sql(town, "update person_index set keys_version = 77");
            sql(town, "update person_lookup set key = key + 1");
            assert_eq!(found(town), 0, "an older version filed him elsewhere");
            let refused = hold_index(&town.app, false).unwrap_err().to_string();
            assert!(refused.contains("version 77") && refused.contains("`approdo migrate`"), "{refused}");
            assert_eq!(found(town), 0);
            hold_index(&town.app, true).unwrap();
            assert_eq!(found(town), 1);
            assert_eq!(town.last_entry("person.indexed")["count"], 1);
            hold_index(&town.app, false).unwrap();
        });
    }

    #[test]
    fn a_house_that_did_not_write_its_version_down_has_the_first() {
        on_both_engines(|town| {
            mohamed(town);
            sql(town, "delete from person_index");
            let refused = hold_index(&town.app, false).unwrap_err().to_string();
            assert!(refused.contains("version 1"), "{refused}");
            hold_index(&town.app, true).unwrap();
            let noted = town.app.store.read("test.version", super::version).unwrap();
            assert_eq!(noted, Some(VERSION));
        });
    }
}
