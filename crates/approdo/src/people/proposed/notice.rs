//! Where the house notices by itself that a person shares a telephone, or surname and address, with
//! someone who works here: when she is filed, corrected or imported, and when a colleague states her own.

use std::collections::HashMap;

use ground::{AccountId, PersonId};
use matching::{Features, Key, KeyKind, Known, NameForm};
use store::{
    Result, Tx,
    jobs::{self, Job},
    vault::Safe,
};

use crate::{
    access::{
        self, Event, private,
        private::{Mark, Sign},
        shield::{self, Suspicion},
    },
    app::App,
    people::{
        model::{File, Home, Identity},
        store as rows,
    },
};

/// How many persons of one name are compared in one transaction, so that no act waits long behind it.
const AT_ONCE: i64 = 200;

/// The marks of a person.
fn marks(app: &App, identity: &Identity, file: &File) -> Result<Vec<(Mark, Sign)>> {
    let address = match &file.home {
        Home::At { line, .. } => Some(line.as_str()),
        Home::NotRecorded | Home::NoFixedHome { .. } => None,
    };
    let families = identity.names.iter().filter_map(|name| name.family.as_ref());
    private::marks(app, &file.phones(), families.filter_map(|family| address.map(|address| (family.as_str(), address))))
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
    let found = private::whose(tx, &marks(app, identity, file)?)?;
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
    stated: HashMap<Mark, Vec<AccountId>>,
    found: Vec<(PersonId, AccountId, Sign)>,
}

impl Batch {
    /// What colleagues have stated by now.
    pub(in crate::people) fn begin(tx: &mut Tx<'_>) -> Result<Self> {
        Ok(Self { stated: private::all(tx)?, found: Vec::new() })
    }

    /// Compares one person of the batch: nothing to do where nobody stated anything.
    pub(in crate::people) fn look_at(
        &mut self,
        app: &App,
        id: PersonId,
        identity: &Identity,
        file: &File,
    ) -> Result<()> {
        if self.stated.is_empty() {
            return Ok(());
        }
        for (mark, sign) in marks(app, identity, file)? {
            let accounts = self.stated.get(&mark).map_or(&[][..], Vec::as_slice);
            self.found.extend(accounts.iter().map(|account| (id, *account, sign)));
        }
        Ok(())
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
    let stated = private::marks_of(app, &statement)?;
    let phones = statement.phones.iter().map(ToString::to_string).collect();
    let by_phone = Features::of(&Known { phones, ..Known::default() }).index_keys();
    let surname = statement.surname.as_ref().filter(|_| statement.address.is_some());
    let names = surname.map(|surname| NameForm::new("", surname.as_str())).into_iter().collect();
    let by_name = Features::of(&Known { names, ..Known::default() }).index_keys();
    let mut keys: Vec<&Key> = by_name.iter().filter(|key| key.kind() == KeyKind::Name).collect();
    keys.extend(&by_phone);
    let mut ids = Vec::new();
    for key in keys {
        for index in [Safe::PersonalIndex, Safe::ProtectedIndex] {
            ids.extend(rows::filed_after(tx, rows::blind(&app.vault, index, key)?, after, AT_ONCE)?);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    // Each list is whole up to the last of the shortest that was cut: the rest waits for the next turn.
    let most = usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
    let more = ids.len() >= most;
    ids.truncate(most);
    for id in &ids {
        let Some((identity, file)) = rows::to_compare(tx, &app.vault, *id)? else { continue };
        let hers = marks(app, &identity, &file)?;
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
