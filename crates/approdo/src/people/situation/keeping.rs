//! How long what is known of her stay is kept: 90 days after somebody last used it (SEC-36).
//!
//! Used is what a person at work saw or changed; a job that runs over it at night is no use. There are no
//! case files yet: once there are, an open one holds it, until it closes.

use ground::{PersonId, Timestamp};
use store::{Statement, Trail, Tx, vault::Safe};

use super::{facts, rest::Resting, titles};
use crate::{
    access::{self, Event},
    app::App,
};

/// How many seconds it stays after its last use.
pub const KEPT_SECONDS: i64 = 90 * DAY_SECONDS;

const DAY_SECONDS: i64 = 86_400;

/// How many rows are found at a time.
const ROWS_AT_ONCE: i64 = 200;

/// Remembers that somebody saw a row, in the commit of the entry that says so; once a day is enough.
pub(super) fn used(app: &App, trail: &mut Trail, table: &'static str, row: &Resting) {
    let now = app.now();
    if row.used_at.is_none_or(|used| now < used.plus_seconds(DAY_SECONDS)) {
        return;
    }
    let sql = if table == titles::TABLE {
        "update residence_title set used_at = $2 where id = $1 and used_at < $2"
    } else {
        "update dated_fact set used_at = $2 where id = $1 and used_at < $2"
    };
    trail.leave(Statement { sql, args: vec![row.id.to_vec().into(), now.into()] });
}

/// Takes out what nobody used for 90 days, and tells how many rows went.
///
/// # Errors
/// The store's; what went before is gone.
pub fn sweep(app: &App) -> store::Result<u64> {
    let before = app.now().plus_seconds(-KEPT_SECONDS);
    let mut gone = 0;
    for (find, expire) in [
        ("select id, person, compartment from residence_title where used_at < $1 limit $2", titles::expire as Expire),
        ("select id, person, compartment from dated_fact where used_at < $1 limit $2", facts::expire),
    ] {
        loop {
            let due: Vec<([u8; 16], PersonId, String)> =
                app.store.read("people.situation.due", |tx| tx.all(find, &[before.into(), ROWS_AT_ONCE.into()]))?;
            let mut went = 0;
            for (id, person, word) in &due {
                let one = |tx: &mut Tx<'_>| expire_one(app, tx, expire, (id, *person, word), before);
                went += u64::from(app.store.write("people.situation.expire", one)?);
            }
            gone += went;
            if went == 0 {
                break;
            }
        }
    }
    Ok(gone)
}

type Expire = fn(&mut Tx<'_>, &[u8; 16], Timestamp) -> store::Result<bool>;

fn expire_one(
    app: &App,
    tx: &mut Tx<'_>,
    expire: Expire,
    (id, person, word): (&[u8; 16], PersonId, &str),
    before: Timestamp,
) -> store::Result<bool> {
    if !expire(tx, id, before)? {
        return Ok(false);
    }
    forget_key(app, tx, person, word)?;
    let event = Event { act: "situation.expired", persons: &[person], ..Event::default() };
    access::note_of_house(app, tx, event)?;
    Ok(true)
}

/// Destroys her key of a compartment when nothing of her situation hangs on it any more: a copy of the row
/// that an engine left behind opens no more either.
fn forget_key(app: &App, tx: &mut Tx<'_>, person: PersonId, word: &str) -> store::Result<()> {
    let left: Option<(i64,)> = tx.one(
        "select 1 from residence_title where person = $1 and compartment = $2
         union all select 1 from dated_fact where person = $1 and compartment = $2
         union all select 1 from residence_title_past p join residence_title t on t.id = p.title
             where t.person = $1 and p.compartment = $2
         limit 1",
        &[person.into(), word.into()],
    )?;
    match Safe::of_word(word).filter(|safe| left.is_none() && *safe != Safe::Personal) {
        Some(safe) => app.vault.destroy_key(tx, person.bytes(), safe).map(|_| ()),
        None => Ok(()),
    }
}
