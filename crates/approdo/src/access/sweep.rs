//! What access forgets by itself: sessions, links and drafts whose time is over.
//!
//! Each is refused by its age already; sweeping only takes it out of the database, so that a copy of
//! it holds no more than the house needs. Rows are found in a snapshot and deleted by their key, a few
//! at a time, so that no log-in of the same moment waits.

use ground::{AccountId, Timestamp};
use store::{FromRow, Result, StoreError, Tx};

use super::{drafts, exports, outside, passkeys, sessions, sought, users};
use crate::app::App;

/// How many rows go in one transaction.
const ROWS_AT_ONCE: usize = 200;

/// Sweeps out what is over and tells how many rows went.
///
/// # Errors
/// The store's; what went before is gone.
pub fn sweep(app: &App) -> Result<u64> {
    let before = |seconds: i64| app.now().plus_seconds(-seconds);
    let mut gone = 0;
    // A session that ended by rest stays until then: by it a draft still finds its owner (SEC-58).
    gone += by_token(app, "session", "started_at", before(sessions::LONGEST))?;
    gone += by_token(app, "log_in_step", "at", before(sessions::STEP))?;
    // A return is remembered for as long as its cookie could be shown again.
    gone += by_token(app, "outside_return", "at", before(2 * outside::AWAY))?;
    gone += by_token(app, "outside_step", "at", before(sessions::STEP))?;
    gone += by_token(app, "passkey_answer", "at", before(2 * passkeys::ASKED))?;
    gone += by_token(app, "passkey_offer", "at", before(passkeys::OFFERED))?;
    gone += by_token(app, "known_device", "seen_at", before(sessions::KNOWN_DAYS * 86_400))?;
    gone += by_token(app, "invitation", "expires_at", app.now())?;
    let asked = before(users::ASKED_SECONDS);
    gone += those(
        app,
        &format!("select account from reset_request where asked_at < $1 limit {ROWS_AT_ONCE}"),
        asked,
        |tx, (account,): &(AccountId,)| {
            tx.exec(
                "delete from reset_request where account = $1 and asked_at < $2",
                &[(*account).into(), asked.into()],
            )
        },
    )?;
    gone += sought::sweep(app)? + exports::sweep(app)?;
    let kept = before(drafts::KEPT_DAYS * 86_400);
    gone += those(
        app,
        &format!("select account, form from draft where at < $1 limit {ROWS_AT_ONCE}"),
        kept,
        |tx, (account, form): &(AccountId, String)| {
            tx.exec(
                "delete from draft where account = $1 and form = $2 and at < $3",
                &[(*account).into(), form.as_str().into(), kept.into()],
            )
        },
    )?;
    Ok(gone)
}

/// Sweeps a table whose rows are named by the hash of a token and grow old by one column.
fn by_token(app: &App, table: &'static str, moment: &'static str, before: Timestamp) -> Result<u64> {
    let find = format!("select token_hash from {table} where {moment} < $1 limit {ROWS_AT_ONCE}");
    let delete = format!("delete from {table} where token_hash = $1 and {moment} < $2");
    those(app, &find, before, |tx, (token,): &(Vec<u8>,)| tx.exec(&delete, &[token.as_slice().into(), before.into()]))
}

/// Finds rows and deletes them, until none is found. The deletion asks for the age again: a browser may
/// have been seen meanwhile.
fn those<K: FromRow>(
    app: &App,
    find: &str,
    before: Timestamp,
    delete: impl Fn(&mut Tx<'_>, &K) -> Result<u64>,
) -> Result<u64> {
    let mut gone = 0;
    loop {
        let over: Vec<K> = app.store.read("access.sweep.find", |tx| tx.all(find, &[before.into()]))?;
        let went = app.store.write("access.sweep", |tx| {
            over.iter().try_fold(0, |went, row| Ok::<_, StoreError>(went + delete(tx, row)?))
        })?;
        gone += went;
        if over.len() < ROWS_AT_ONCE || went == 0 {
            return Ok(gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Town, on_both_engines};

    /// Writes a row into every table, so many seconds older than the house keeps it.
    fn fill(town: &Town, tag: u8, older: i64) {
        let account = town.desk().id();
        let at = |kept: i64| town.now().plus_seconds(-kept - older);
        let token = [tag; 32];
        let rows: [(&str, i64); 4] = [
            (
                "insert into session (token_hash, account, csrf, started_at, seen_at) values ($1, $2, $1, $3, $3)",
                sessions::LONGEST,
            ),
            ("insert into log_in_step (token_hash, account, at) values ($1, $2, $3)", sessions::STEP),
            (
                "insert into known_device (token_hash, account, seen_at) values ($1, $2, $3)",
                sessions::KNOWN_DAYS * 86_400,
            ),
            (
                "insert into invitation (token_hash, account, kind, made_by, expires_at) values ($1, $2, 'reset', 'x', $3)",
                0,
            ),
        ];
        let write = |tx: &mut Tx<'_>| {
            for (sql, kept) in rows {
                tx.exec(sql, &[(&token).into(), account.into(), at(kept).into()])?;
            }
            let whose = if older > 0 { account } else { town.case_worker().id() };
            tx.exec(
                "insert into reset_request (account, asked_by, asked_at) values ($1, 'x', $2)",
                &[whose.into(), at(users::ASKED_SECONDS).into()],
            )?;
            tx.exec(
                "insert into draft (account, form, body, version, at) values ($1, $2, $3, 1, $4)",
                &[
                    account.into(),
                    format!("/form/{tag}").into(),
                    (&token).into(),
                    at(drafts::KEPT_DAYS * 86_400).into(),
                ],
            )
        };
        town.app.store.write("test.fill", write).unwrap();
    }

    fn counts(town: &Town) -> Vec<u64> {
        ["session", "log_in_step", "known_device", "invitation", "reset_request", "draft"]
            .iter()
            .map(|table| {
                let sql = format!("select count(*) from {table}");
                town.app.store.read("test.count", |tx| tx.one::<(u64,)>(&sql, &[])).unwrap().unwrap().0
            })
            .collect()
    }

    #[test]
    fn sec_58_what_is_over_goes_and_what_holds_stays() {
        on_both_engines(|town| {
            fill(town, 1, 1);
            fill(town, 2, -60);
            assert_eq!(counts(town), [2; 6]);
            assert_eq!(sweep(&town.app).unwrap(), 6);
            assert_eq!(counts(town), [1; 6]);
            assert_eq!(sweep(&town.app).unwrap(), 0, "a second sweep finds nothing");
            town.turn(61);
            assert_eq!(sweep(&town.app).unwrap(), 6, "what held has grown old");
        });
    }

    #[test]
    fn more_than_one_handful_goes_in_several() {
        on_both_engines(|town| {
            let many = ROWS_AT_ONCE * 2 + 7;
            let insert = |tx: &mut Tx<'_>| {
                (0..many).try_for_each(|_| {
                    tx.exec(
                        "insert into log_in_step (token_hash, account, at) values ($1, $2, 1)",
                        &[(&town.app.dice.bytes::<32>()).into(), town.desk().id().into()],
                    )
                    .map(|_| ())
                })
            };
            town.app.store.write("test.fill", insert).unwrap();
            assert_eq!(sweep(&town.app).unwrap(), many as u64);
        });
    }
}
