//! Where the house notices by itself that a person shares a telephone, or surname and address, with
//! someone who works here: when she is filed, corrected or imported, and when a colleague states her own.

use std::collections::HashMap;

use ground::{AccountId, PersonId};
use matching::{Features, Key, KeyKind, Known, NameForm};
use store::{
    Result, Tx,
    jobs::{self, Job},
    vault::{Generation, Safe},
};

use crate::{
    access::{
        self, Event, private,
        private::{Mark, Sign},
        shield::{self, Suspicion},
    },
    app::App,
    people::{
        filing,
        model::{File, Home, Identity},
        store as rows,
    },
};

/// How many persons of one name are compared in one transaction, so that no act waits long behind it.
const AT_ONCE: i64 = 200;

/// The marks of a person.
fn marks(key: &Generation, identity: &Identity, file: &File) -> Vec<(Mark, Sign)> {
    let address = match &file.home {
        Home::At { line, .. } => Some(line.as_str()),
        Home::NotRecorded | Home::NoFixedHome { .. } => None,
    };
    let families = identity.names.iter().filter_map(|name| name.family.as_ref());
    private::marks(key, &file.phones(), families.filter_map(|family| address.map(|address| (family.as_str(), address))))
}

/// Compares a person who is being filed or corrected with what colleagues stated, in her transaction.
pub(in crate::people) fn check(
    app: &App,
    tx: &mut Tx<'_>,
    id: PersonId,
    identity: &Identity,
    file: &File,
) -> Result<()> {
    if !private::is_any(tx)? {
        return Ok(());
    }
    let key = app.vault.newest_generation(tx, Safe::StaffIndex)?;
    let found = private::whose(tx, &marks(&key, identity, file))?;
    found.into_iter().try_for_each(|(account, sign)| propose(app, tx, id, account, sign))
}

fn propose(app: &App, tx: &mut Tx<'_>, id: PersonId, account: AccountId, sign: Sign) -> Result<()> {
    let suspicion = Suspicion::Shared(sign);
    if shield::propose(tx, id, account, suspicion, app.now())? {
        let (objects, fields) = ([account.to_string()], [suspicion.code()]);
        let event =
            Event { act: "conflict.proposed", persons: &[id], objects: &objects, fields: &fields, ..Event::default() };
        access::note_of_house(app, tx, event)?;
    }
    Ok(())
}

/// A batch of persons, compared in memory as it comes in; what was found is proposed when it is filed.
pub(in crate::people) struct Batch {
    key: Generation,
    stated: HashMap<Mark, Vec<AccountId>>,
    found: Vec<(PersonId, AccountId, Sign)>,
}

impl Batch {
    /// What colleagues have stated by now.
    pub(in crate::people) fn begin(app: &App, tx: &mut Tx<'_>) -> Result<Self> {
        Ok(Self {
            key: app.vault.newest_generation(tx, Safe::StaffIndex)?,
            stated: private::all(tx)?,
            found: Vec::new(),
        })
    }

    /// Compares one person of the batch: nothing to do where nobody stated anything.
    pub(in crate::people) fn look_at(&mut self, id: PersonId, identity: &Identity, file: &File) {
        if self.stated.is_empty() {
            return;
        }
        for (mark, sign) in marks(&self.key, identity, file) {
            let accounts = self.stated.get(&mark).map_or(&[][..], Vec::as_slice);
            self.found.extend(accounts.iter().map(|account| (id, *account, sign)));
        }
    }

    /// Proposes what was found, in the transaction that files the batch.
    pub(in crate::people) fn propose(&self, app: &App, tx: &mut Tx<'_>) -> Result<()> {
        self.found.iter().try_for_each(|(id, account, sign)| propose(app, tx, *id, *account, *sign))
    }
}

/// Compares what a colleague stated with the persons who are there: those of her telephone at once, those
/// of her surname some at a time. The job carries on by itself where it stopped.
///
/// # Errors
/// The store's.
pub fn compare(app: &App, tx: &mut Tx<'_>, job: &Job) -> Result<()> {
    let Some((account, after)) = read(&job.subject) else { return Ok(()) };
    let statement = private::find(app, tx, account)?;
    let own = app.vault.newest_generation(tx, Safe::StaffIndex)?;
    let stated = private::marks_of(&own, &statement);
    let phones = statement.phones.iter().map(ToString::to_string).collect();
    let by_phone = Features::of(&Known { phones, ..Known::default() }).index_keys();
    let surname = statement.surname.as_ref().filter(|_| statement.address.is_some());
    let names = surname.map(|surname| NameForm::new("", surname.as_str())).into_iter().collect();
    let by_name = Features::of(&Known { names, ..Known::default() }).index_keys();
    let mut keys: Vec<&Key> = by_name.iter().filter(|key| key.kind() == KeyKind::Name).collect();
    keys.extend(&by_phone);
    let (mut ids, places) = (Vec::new(), filing::places(tx, &app.vault)?);
    for key in keys {
        for blind in filing::all(&places.open, key).into_iter().chain(filing::all(&places.hidden, key)) {
            ids.extend(rows::filed_after(tx, blind, after, AT_ONCE)?);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    // Each list is whole up to the last of the shortest that was cut: the rest waits for the next turn.
    let most = usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
    let more = ids.len() >= most;
    ids.truncate(most);
    for id in &ids {
        let Some((identity, file)) = rows::filed_by(tx, &app.vault, *id)? else { continue };
        let hers = marks(&own, &identity, &file);
        if let Some((_, sign)) = hers.iter().find(|mark| stated.contains(mark)) {
            propose(app, tx, *id, account, *sign)?;
        }
    }
    match ids.last().filter(|_| more) {
        Some(last) => {
            let subject = [account.bytes().as_slice(), last.bytes().as_slice()].concat();
            jobs::put(tx, &app.dice, private::COMPARE, &subject, app.now())
        }
        None => Ok(()),
    }
}

/// Whose statement it is, and after which person to go on.
fn read(subject: &[u8]) -> Option<(AccountId, PersonId)> {
    let (account, after) = subject.split_first_chunk::<16>()?;
    let after = if after.is_empty() { [0; 16] } else { after.try_into().ok()? };
    Some((AccountId::from_bytes(*account), PersonId::from_bytes(after)))
}
