//! Who is written down twice among all whom the command line may see: the whole house compared at once, as
//! `approdo people duplicates` asks. What is found waits as pairs for whoever follows the persons.

use ground::PersonId;
use matching::{Linkage, Roll, Verdict, Work};
use policy::{Action, Resource};
use store::StoreError;

use super::rows;
use crate::{
    access::{self, About, Actor, Event},
    app::{App, Refusal},
    people::{model::Identity, store as persons},
};

/// How many persons are opened between two steps of the progress.
const AT_ONCE: i64 = 500;
/// How many pairs are kept in one transaction, so that no act waits long behind it.
const PAIRS_AT_ONCE: usize = 500;

/// Two records that may be one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Twins {
    /// The number of the one: as it was imported, or its id.
    pub one: String,
    /// The number of the other.
    pub other: String,
    /// The probability that they are one person, from 0 to 1.
    pub score: f32,
    /// What to make of it.
    pub verdict: Verdict,
}

/// How the house calls its records while it compares them.
struct Opened {
    roll: Roll,
    ids: Vec<(PersonId, String)>,
}

/// Compares everyone with everyone. Protected persons are not among them, nor what is one person already
/// (SEC-18, SEC-19). `opened` is told how many records were read.
///
/// # Errors
/// The usual refusals.
pub fn duplicates(
    app: &App,
    actor: &Actor,
    work: Work<'_>,
    opened: &mut dyn FnMut(u64),
) -> Result<Vec<Twins>, Refusal> {
    let Opened { roll, ids } = open_all(app, actor, opened)?;
    let pairs = Linkage::learn(&roll, work).decide(work).pairs;
    let id = |at: u32| ids.get(at as usize);
    for some in pairs.chunks(PAIRS_AT_ONCE) {
        app.store.write("people.merge.batch", |tx| {
            for pair in some {
                if let (Some((one, _)), Some((other, _))) = (id(pair.a), id(pair.b)) {
                    rows::propose(tx, (*one, *other), super::look::per_mille(f64::from(pair.score)), app.now())?;
                }
            }
            Ok::<_, StoreError>(())
        })?;
    }
    let twins = pairs.iter().filter_map(|pair| {
        let (one, other) = (id(pair.a)?.1.clone(), id(pair.b)?.1.clone());
        let (one, other) = if other < one { (other, one) } else { (one, other) };
        Some(Twins { one, other, score: pair.score, verdict: pair.verdict })
    });
    Ok(twins.collect())
}

fn open_all(app: &App, actor: &Actor, told: &mut dyn FnMut(u64)) -> Result<Opened, Refusal> {
    app.store.look("people.merge.duplicates", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::Search, Resource::Identity, About::General)?;
        tx.unhurried();
        let gone = rows::all_gone(tx)?;
        let (mut roll, mut ids, mut after) = (Roll::new(0), Vec::new(), PersonId::from_bytes([0; 16]));
        loop {
            let some = persons::ids_after(tx, after, AT_ONCE)?;
            let Some(last) = some.last() else { break };
            after = *last;
            let kept: Vec<PersonId> = some.into_iter().filter(|id| !gone.contains(id)).collect();
            for filed in persons::identities(tx, &app.vault, &pass, &kept)? {
                roll.add(&filed.identity.known(Vec::new()), &[]);
                ids.push((filed.id, number(&filed.identity, filed.id)));
            }
            told(ids.len() as u64);
        }
        let event = Event { act: "person.compared_all", count: Some(ids.len() as u64), ..Event::default() };
        trail.leave(access::entry(app, actor, &pass, event));
        Ok(Opened { roll, ids })
    })
}

fn number(identity: &Identity, id: PersonId) -> String {
    identity.identifier("import").map_or_else(|| id.to_string(), |number| number.as_str().to_owned())
}
