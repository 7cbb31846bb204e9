//! Finding a person in any script and order, over an index that tells nothing without its key.
//!
//! A name is cut into the keys of [`matching`]; the index holds keyed hashes of them (SEC-53). The
//! persons who share the most telling keys are opened, never more than a few dozen, compared part by
//! part, and shown best first. One entry of the trail names everyone shown.

use std::collections::{HashMap, HashSet};

use ground::{BirthDate, Limit, PersonId, hex, lists::Country};
use matching::{
    Features, Key, KeyKind, Known, Likeness, NameForm, POSTINGS_MAX, QueryKey, SCORE_MATCH, SHORTLIST, Shortlist,
};
use policy::{Action, Pass, Resource, Role};
use store::{Tx, vault::Safe};

use super::{
    filing::{self, Places},
    merge,
    model::Name,
    store as rows,
    store::Filed,
    watched,
};
use crate::{
    access::{self, About, Actor, Event},
    app::{App, Refusal},
};

/// Someone who may be the one looked for.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Her id.
    pub id: PersonId,
    /// Her names, the one she goes by first.
    pub names: Vec<Name>,
    /// Her birth date.
    pub birth: Option<BirthDate>,
    /// The country she was born in.
    pub birth_country: Option<Country>,
    /// The number she had in the file she was imported from.
    pub rec_id: Option<String>,
    /// How alike, and why.
    pub likeness: Likeness,
}

impl Hit {
    /// The name she goes by.
    #[must_use]
    pub fn name(&self) -> String {
        self.names.first().map(ToString::to_string).unwrap_or_default()
    }
}

/// Who was found, best first.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The best.
    pub hits: Vec<Hit>,
    /// Whether there are more that may be the one.
    pub more: bool,
}

/// Looks for a person by whatever is known of her.
///
/// # Errors
/// The usual refusals.
pub fn find(app: &App, actor: &Actor, known: &Known, limit: usize) -> Result<Found, Refusal> {
    let terms = app.vault.fingerprint(Safe::PersonalIndex, "terms", &terms(known))?;
    let hash = hex::encode(&terms);
    app.store.look("people.find", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::Search, Resource::Identity, About::General)?;
        let found = Search::of(app, tx, actor, &pass)?.run(tx, known, limit)?;
        let shown: Vec<PersonId> = found.hits.iter().map(|hit| hit.id).collect();
        let flags = watched::flags_of_search(app, tx, actor, (known, &found))?;
        let event = Event { act: "person.searched", persons: &shown, hash: Some(&hash), flags, ..Event::default() };
        trail.leave(access::entry(app, actor, &pass, event));
        trail.leave(watched::leave(app, actor, &[(known, &found)])?);
        Ok(found)
    })
}

/// Looks for every person of a batch. The trail gets one entry with the hash of the file they came
/// from and their number.
///
/// # Errors
/// The usual refusals.
pub fn find_many(
    app: &App,
    actor: &Actor,
    batch: &[Known],
    limit: usize,
    file_hash: &str,
    mut after_each: impl FnMut(usize),
) -> Result<Vec<Found>, Refusal> {
    app.store.look("people.find_many", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::Search, Resource::Identity, About::General)?;
        let count = Some(batch.len() as u64);
        let event = Event { act: "person.searched_many", count, hash: Some(file_hash), ..Event::default() };
        trail.leave(access::entry(app, actor, &pass, event));
        let search = Search::of(app, tx, actor, &pass)?;
        let mut found = Vec::with_capacity(batch.len());
        for (at, known) in batch.iter().enumerate() {
            found.push(search.run(tx, known, limit)?);
            after_each(at + 1);
        }
        let searched: Vec<(&Known, &Found)> = batch.iter().zip(&found).collect();
        for some in searched.chunks(watched::SEARCHES_EACH) {
            trail.leave(watched::leave(app, actor, some)?);
        }
        Ok(found)
    })
}

/// How many persons besides these have a name that sounds like this one, among those whom a search shows this
/// actor, and how many there are in all. None when the name has no letters, or she may not search.
pub(super) fn others_called(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    name: NameForm,
    but: &[PersonId],
) -> store::Result<Option<(usize, u64)>> {
    let may = access::may(tx, actor, Action::Search, Resource::Identity, About::General)?;
    let Some(pass) = may else { return Ok(None) };
    let search = Search::of(app, tx, actor, &pass)?;
    let mut fewest = None;
    for key in Features::of(&Known { names: vec![name], ..Known::default() }).index_keys() {
        if key.kind() == KeyKind::Name {
            let ids = search.filed_under(tx, &key)?;
            let others = ids.iter().filter(|id| !but.contains(id)).count();
            fewest = Some(fewest.map_or(others, |fewest: usize| fewest.min(others)));
        }
    }
    Ok(fewest.map(|others| (others, search.population)))
}

/// From this score on a person is shown: a name alone, with no birth date beside it, says too little
/// to decide, and still enough to look.
pub(super) const SCORE_SHOWN: f64 = 0.2;

struct Search<'a> {
    app: &'a App,
    actor: &'a Actor,
    pass: &'a Pass,
    population: u64,
    places: Places,
    /// Those she must not work for: they are left out before anything is counted or cut (SEC-16).
    kept_from: HashSet<PersonId>,
}

/// Who shares something with what was typed.
struct Gathered {
    list: Shortlist<PersonId>,
    /// Who was found under a telephone of the query has that telephone: her file need not be opened.
    by_phone: HashSet<PersonId>,
    /// The protected persons that were met, and whether they are open to the one who searches.
    behind: HashMap<PersonId, bool>,
}

/// How far a search goes: it stops at the first look that finds someone who is almost certainly her.
#[derive(Clone, Copy)]
enum Look {
    /// The few who share most with what was typed: nine searches in ten end here.
    Typed,
    /// More of those.
    More,
    /// And those who share what may have been meant.
    Guessed,
}

impl Look {
    /// How many persons are opened in all.
    const fn opens(self) -> usize {
        match self {
            Self::Typed => 12,
            Self::More => SHORTLIST,
            Self::Guessed => 40,
        }
    }
}

/// Someone who was opened and compared.
struct Compared {
    score: f64,
    filed: Filed,
    features: Features,
}

impl<'a> Search<'a> {
    fn of(app: &'a App, tx: &mut Tx<'_>, actor: &'a Actor, pass: &'a Pass) -> store::Result<Self> {
        let kept_from = match pass.by() {
            Some(account) => access::shield::kept_from(tx, pass, account)?,
            None => HashSet::new(),
        };
        let (population, places) = (rows::population(tx, pass)?, filing::places(tx, &app.vault)?);
        Ok(Self { app, actor, pass, population, places, kept_from })
    }

    fn run(&self, tx: &mut Tx<'_>, known: &Known, limit: usize) -> store::Result<Found> {
        let mut asked = Features::of(known);
        let mut gathered =
            Gathered { list: Shortlist::new(self.population), by_phone: HashSet::new(), behind: HashMap::new() };
        let mut compared: Vec<Compared> = Vec::new();
        let mut opened: HashSet<PersonId> = HashSet::new();
        for look in [Look::Typed, Look::More, Look::Guessed] {
            match look {
                Look::Typed => {
                    self.fetch(tx, &asked.query_keys(), &mut gathered)?;
                    asked.weigh(&gathered.list);
                }
                Look::More => {}
                Look::Guessed => self.fetch(tx, &asked.spare_keys(), &mut gathered)?,
            }
            let best = gathered.list.best(look.opens().max(limit));
            let fresh: Vec<PersonId> = best.into_iter().filter(|id| opened.insert(*id)).collect();
            for filed in self.open(tx, &fresh)? {
                let phones = if gathered.by_phone.contains(&filed.id) { known.phones.clone() } else { Vec::new() };
                let features = Features::of(&filed.identity.known(phones));
                compared.push(Compared { score: matching::score(&asked, &features), filed, features });
            }
            compared.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.filed.id.cmp(&b.filed.id)));
            if compared.first().is_some_and(|best| best.score >= SCORE_MATCH) {
                break;
            }
        }
        let mut found = choose(&asked, compared, limit);
        merge::lead(tx, &mut found.hits)?;
        Ok(found)
    }

    /// Opens those who are open to the one who searches. A protected person is asked for by herself,
    /// under the pass of who follows her (SEC-18); for all others she is not there.
    fn open(&self, tx: &mut Tx<'_>, ids: &[PersonId]) -> store::Result<Vec<Filed>> {
        let mut opened = rows::identities(tx, &self.app.vault, self.pass, ids)?;
        if self.looks_behind() {
            for id in ids.iter().filter(|id| !opened.iter().any(|one| one.id == **id)).copied().collect::<Vec<_>>() {
                if let Some(pass) = access::may(tx, self.actor, Action::See, Resource::Identity, About::Person(id))? {
                    opened.extend(rows::find(tx, &self.app.vault, &pass, id)?);
                }
            }
        }
        Ok(opened)
    }

    fn looks_behind(&self) -> bool {
        self.actor.roles().holds(Role::ProtectedWorker)
    }

    /// Fetches who is filed under each key and open to the one who searches: whoever is not takes no
    /// place among the few that are read, so that nothing shown hangs on her (SEC-06).
    fn fetch(&self, tx: &mut Tx<'_>, keys: &[QueryKey], gathered: &mut Gathered) -> store::Result<()> {
        for key in keys {
            let mut ids = self.filed_under(tx, &key.key)?;
            let full = ids.len() == POSTINGS_MAX;
            if self.looks_behind() {
                ids.extend(self.behind(tx, key, gathered)?);
            }
            if key.key.kind() == KeyKind::Phone {
                gathered.by_phone.extend(ids.iter().copied());
            }
            gathered.list.add(key, &ids, full);
        }
        Ok(())
    }

    /// Who is filed under a key, as many as are read, but for whom the searcher must keep away from.
    fn filed_under(&self, tx: &mut Tx<'_>, key: &Key) -> store::Result<Vec<PersonId>> {
        let mut ids = Vec::new();
        let most = POSTINGS_MAX.saturating_add(self.kept_from.len());
        for blind in filing::all(&self.places.open, key) {
            ids.extend(rows::postings(tx, self.pass, blind, most, self.places.importing)?);
        }
        ids.retain(|id| !self.kept_from.contains(id));
        once_each(&mut ids);
        ids.truncate(POSTINGS_MAX);
        Ok(ids)
    }

    /// The protected persons under a key that are open to the one who searches.
    fn behind(&self, tx: &mut Tx<'_>, key: &QueryKey, gathered: &mut Gathered) -> store::Result<Vec<PersonId>> {
        let (mut met, mut open) = (Vec::new(), Vec::new());
        for blind in filing::all(&self.places.hidden, &key.key) {
            met.extend(rows::postings(tx, self.pass, blind, usize::MAX, false)?);
        }
        once_each(&mut met);
        for id in met {
            let is_open = match gathered.behind.get(&id) {
                Some(known) => *known,
                None => access::may(tx, self.actor, Action::See, Resource::Identity, About::Person(id))?.is_some(),
            };
            gathered.behind.insert(id, is_open);
            if is_open && open.len() < POSTINGS_MAX {
                open.push(id);
            }
        }
        Ok(open)
    }
}

/// While the key of the index changes, someone may stand in it under both.
fn once_each(ids: &mut Vec<PersonId>) {
    let mut seen = HashSet::with_capacity(ids.len());
    ids.retain(|id| seen.insert(*id));
}

/// Says why for the few that are shown.
fn choose(asked: &Features, compared: Vec<Compared>, limit: usize) -> Found {
    let mut hits = Vec::new();
    let mut more = false;
    for Compared { filed, features, .. } in compared {
        let likeness = matching::compare(asked, &features);
        if likeness.score < SCORE_SHOWN {
            break;
        }
        if hits.len() == limit {
            more = true;
            Limit::SearchRows.reached();
            break;
        }
        hits.push(Hit {
            id: filed.id,
            rec_id: filed.identity.identifier("import").map(|number| number.as_str().to_owned()),
            birth: filed.identity.birth,
            birth_country: filed.identity.birth_country,
            names: filed.identity.names,
            likeness,
        });
    }
    Found { hits, more }
}

/// The terms of a search as bytes, for the keyed hash in the trail.
fn terms(known: &Known) -> Vec<u8> {
    serde_json::to_vec(known).unwrap_or_default()
}
