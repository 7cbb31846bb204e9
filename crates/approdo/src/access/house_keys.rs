//! What of access hangs on the keys of the house, and how it moves to new ones (SEC-54): e-mail, name and
//! second factor of accounts, passkeys, private statements and drafts are sealed by the key of the staff;
//! accounts, passkeys, marks and links to providers are found by that of its index.

use ground::AccountId;
use store::{
    Result, Tx,
    vault::{Held, Place, Safe},
};

use super::{
    accounts::{self, EMAIL},
    drafts, exports, passkeys, private, sought, trail,
};
use crate::app::App;

/// How many rows are sealed anew in one short transaction.
pub(super) const ROWS_AT_ONCE: i64 = 50;

/// Seals the next few values of one kind anew that do not begin with this generation.
type Reseal = fn(&App, &mut Tx<'_>, [u8; 4]) -> Result<u64>;

/// The columns of a table that are sealed by the key of the staff, and how they are sealed anew.
struct Sealed {
    table: &'static str,
    columns: &'static [&'static str],
    reseal: Reseal,
}

/// Everything that hangs on the key of the staff. What is missing here would be lost with an old key.
const SEALED: [Sealed; 7] = [
    Sealed { table: "account", columns: &["email", "name", "totp"], reseal: reseal_accounts },
    Sealed { table: "draft", columns: &["body"], reseal: reseal_drafts },
    Sealed { table: "passkey", columns: &["name", "credential"], reseal: passkeys::reseal },
    Sealed { table: "private_statement", columns: &["sealed"], reseal: private::reseal },
    Sealed { table: "export_file", columns: &["words"], reseal: exports::reseal },
    Sealed { table: "alarm_review", columns: &["words"], reseal: trail::alarms::reseal },
    Sealed { table: "search_asked", columns: &["terms"], reseal: sought::reseal },
];

/// Seals the next values that hang on an old generation of the staff's key anew, and tells how many rows
/// were changed: none when nothing hangs on one any more.
///
/// # Errors
/// The store's.
pub fn reseal_next(app: &App, tx: &mut Tx<'_>) -> Result<u64> {
    let newest = app.vault.newest_generation(tx, Safe::Staff)?.number.to_be_bytes();
    for sealed in SEALED {
        match (sealed.reseal)(app, tx, newest)? {
            0 => {}
            some => return Ok(some),
        }
    }
    Ok(0)
}

/// What is sealed of an account: e-mail, name, second factor.
type SealedAccount = (AccountId, Vec<u8>, Vec<u8>, Option<Vec<u8>>);

fn reseal_accounts(app: &App, tx: &mut Tx<'_>, newest: [u8; 4]) -> Result<u64> {
    let some: Vec<SealedAccount> = tx.all(
        "select id, email, name, totp from account where substr(email, 1, 4) <> $1 or substr(name, 1, 4) <> $1
         or substr(totp, 1, 4) <> $1 limit $2",
        &[(&newest).into(), ROWS_AT_ONCE.into()],
    )?;
    for (id, email, name, totp) in &some {
        let email = anew(app, tx, &accounts::place(*id, "email"), email)?;
        let name = anew(app, tx, &accounts::place(*id, "name"), name)?;
        let totp = match totp {
            Some(totp) => Some(anew(app, tx, &accounts::place(*id, "totp"), totp)?),
            None => None,
        };
        // Not a change that anybody made: a form that is open over this account may still be sent.
        tx.change_one(
            "update account set email = $2, name = $3, totp = $4 where id = $1",
            &[(*id).into(), email.into(), name.into(), totp.into()],
        )?;
    }
    Ok(some.len() as u64)
}

fn reseal_drafts(app: &App, tx: &mut Tx<'_>, newest: [u8; 4]) -> Result<u64> {
    let some: Vec<(AccountId, String, Vec<u8>, i64)> = tx.all(
        "select account, form, body, version from draft where substr(body, 1, 4) <> $1 limit $2",
        &[(&newest).into(), ROWS_AT_ONCE.into()],
    )?;
    for (account, form, body, version) in &some {
        let body = anew(app, tx, &drafts::place(*account, *version), body)?;
        tx.change_one(
            "update draft set body = $3 where account = $1 and form = $2 and version = $4",
            &[(*account).into(), form.as_str().into(), body.into(), (*version).into()],
        )?;
    }
    Ok(some.len() as u64)
}

pub(super) fn anew(app: &App, tx: &mut Tx<'_>, place: &Place, sealed: &[u8]) -> Result<Vec<u8>> {
    Ok(app.vault.reseal_for_house(tx, Safe::Staff, place, sealed)?.unwrap_or_else(|| sealed.to_vec()))
}

/// Changes the key by which accounts are found, and files all of them anew in the same transaction: they
/// are few, and whoever logs in meanwhile sees all of the old index or all of the new one. A link to a
/// provider moves when its owner comes by it, for what she is called there is not kept.
///
/// # Errors
/// The store's.
pub fn change_index_key(app: &App, tx: &mut Tx<'_>) -> Result<u32> {
    let next = app.vault.next_generation(tx, Safe::StaffIndex, app.now())?;
    for account in accounts::all(app, tx)? {
        let index = next.fingerprint(EMAIL, account.email.trim().to_lowercase().as_bytes());
        tx.change_one("update account set email_index = $2 where id = $1", &[account.id.into(), (&index).into()])?;
    }
    passkeys::index_anew(app, tx, &next)?;
    private::mark_anew(app, tx, &next)?;
    Ok(next.number)
}

/// How many values hang on each generation of the staff's keys.
///
/// # Errors
/// The store's.
pub fn held(tx: &mut Tx<'_>) -> Result<Held> {
    let mut held = Held::new();
    for Sealed { table, columns, .. } in SEALED {
        for column in columns {
            let head = format!("substr({column}, 1, 4)");
            let sql = format!("select {head}, count(*) from {table} where {column} is not null group by {head}");
            count_in(tx, &sql, Safe::Staff, &mut held)?;
        }
    }
    // A link of the first generation is its bare fingerprint; later ones say their number before it.
    count_in(
        tx,
        "select substr(subject_index, 1, 4), count(*) from outside_link where length(subject_index) > 32
         group by substr(subject_index, 1, 4)",
        Safe::StaffIndex,
        &mut held,
    )?;
    let first: Option<(u64,)> = tx.one("select count(*) from outside_link where length(subject_index) = 32", &[])?;
    if let Some((links,)) = first.filter(|(links,)| *links > 0) {
        *held.entry((Safe::StaffIndex.word(), 1)).or_default() += links;
    }
    Ok(held)
}

fn count_in(tx: &mut Tx<'_>, sql: &str, safe: Safe, held: &mut Held) -> Result<()> {
    for (head, count) in tx.all::<(Vec<u8>, u64)>(sql, &[])? {
        let number = head.first_chunk::<4>().map_or(0, |head| u32::from_be_bytes(*head));
        *held.entry((safe.word(), number)).or_default() += count;
    }
    Ok(())
}
