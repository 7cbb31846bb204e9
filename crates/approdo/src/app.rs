//! What every act is given, and the ways an act can be refused.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use ground::{Clock, Dice, Holidays, Limit, Timestamp};
use jiff::tz::TimeZone;
use store::{
    Store, StoreError,
    vault::{KeyDirectory, Under, Vault},
};
use tokio::sync::Semaphore;

use crate::{
    access, checker, desk,
    figures::Figures,
    operation,
    outgoing::{Allowed, Outgoing},
    people,
    shell::address::PublicAddress,
    tables,
};

/// The service, opened: what every act is given.
pub struct App {
    /// The city's one database.
    pub store: Store,
    /// What seals and opens personal data.
    pub vault: Vault,
    /// Tells the time.
    pub clock: Clock,
    /// Draws ids and tokens.
    pub dice: Dice,
    /// The city's wall clock.
    pub zone: TimeZone,
    /// The name of this node, for leases and the trail.
    pub node: String,
    /// Days on which the offices are closed.
    pub holidays: Holidays,
    /// What the city's service calls itself.
    pub city: String,
    /// The providers by which people may log in too.
    pub outside: access::outside::Outside,
    /// The house as its passkeys know it.
    pub passkeys: access::passkeys::House,
    /// Whether roles that call for a factor that cannot be phished come in with nothing less (SEC-57).
    pub phishing_resistant: bool,
    /// What calls others, and none that is not listed.
    pub outgoing: Outgoing,
    /// Log-ins that failed lately, and who must wait.
    pub throttle: access::Throttle,
    /// What is counted while the house works.
    pub figures: Figures,
    /// What signs the checkpoints of the trail.
    pub seal: access::TrailSeal,
    /// The list of who was erased, outside the database (SEC-50).
    pub journal: people::erasure::Journal,
    /// Where the master keys are, for the proof of a backup.
    pub keys: KeyDirectory,
    /// Where a backup may be restored to be proved: what is there is sealed as the database is.
    pub scratch: PathBuf,
    /// Whether pages are drawn right to left whatever their language: for looking at them.
    pub forced_rtl: bool,
    /// Where the data is.
    pub place: Place,
    /// The address by which browsers come, when the city has said it.
    pub public: Option<PublicAddress>,
    /// Where the service answers, when it is known.
    pub listen: Option<SocketAddr>,
    /// Where figures are told, when the city wants them.
    pub metrics: Option<SocketAddr>,
    /// Whether the command line may touch people (SEC-13).
    pub command_line: bool,
    /// From when on the alarms of the trail ring (SEC-48).
    pub alarms: access::trail::alarms::Thresholds,
    /// How much may leave the house in one file (SEC-67).
    pub exports: access::exports::Limits,
    /// The rules with the pages of the city over them, where it has any.
    pub own_rules: Option<Arc<checker::Rulebook>>,
    /// Who asks the rules how often.
    pub checks: checker::Pace,
    /// Whether this is the demo, which shows second factors on a page of its own.
    pub demo: bool,
    /// Room for the acts that run at once.
    room: Arc<Semaphore>,
}

/// How many acts run at once (SEC-80). Each holds a thread, and while all were held nobody could come in,
/// no timer would fire and nobody would hear how the service is: so there are fewer than threads.
pub const ACTS_MOST: usize = 48;

/// Where the city's data is.
#[derive(Clone, Debug)]
pub enum Place {
    /// A directory on this machine, with the embedded database in it.
    Directory(PathBuf),
    /// A PostgreSQL database.
    Postgres(String),
}

impl Place {
    /// What tells this place from others, without the name and password of a database's user, and without
    /// how it is reached.
    #[must_use]
    pub fn mark(&self) -> String {
        match self {
            Self::Directory(path) => path.canonicalize().unwrap_or_else(|_| path.clone()).display().to_string(),
            Self::Postgres(url) => {
                let place = url.split_once('?').map_or(url.as_str(), |(place, _)| place);
                place.rsplit_once('@').map_or(place, |(_, place)| place).to_owned()
            }
        }
    }
}

/// What must be said to open the service; the rest has defaults.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Where the data is.
    pub place: Place,
    /// The directory of the master keys, made at first use on a directory of data.
    pub keys: PathBuf,
    /// Tells the time.
    pub clock: Clock,
    /// Draws ids and tokens. Keys always come from the operating system.
    pub dice: Dice,
    /// What the city's service calls itself.
    pub city: String,
    /// The city's own holidays as month and day.
    pub city_holidays: Vec<(i8, i8)>,
    /// Files that keep a copy of every checkpoint of the trail (SEC-45).
    pub witnesses: Vec<PathBuf>,
    /// The addresses of witnesses on other hosts.
    pub witness_hosts: Vec<String>,
    /// Whether a witness is kept in the key directory too.
    pub own_witness: bool,
    /// Files that keep the erasure journal too (SEC-50).
    pub erasure_journals: Vec<PathBuf>,
    /// Whether an erasure journal that was lost is written anew from what the database knows.
    pub renew_journal: bool,
    /// The hosts that the service may call (SEC-72).
    pub outgoing: Vec<Allowed>,
    /// The providers by which people may log in too.
    pub providers: Vec<access::outside::Provider>,
    /// Whether roles that call for a factor that cannot be phished come in with nothing less (SEC-57).
    pub phishing_resistant: bool,
    /// The address by which browsers come, when the city has said it.
    pub public: Option<PublicAddress>,
    /// Where the service answers, when it is known.
    pub listen: Option<SocketAddr>,
    /// Where figures are told, when the city wants them.
    pub metrics: Option<SocketAddr>,
    /// Whether the command line may touch people (SEC-13).
    pub command_line: bool,
    /// From when on the alarms of the trail ring (SEC-48).
    pub alarms: access::trail::alarms::Thresholds,
    /// How much may leave the house in one file (SEC-67).
    pub exports: access::exports::Limits,
    /// The rules with the pages of the city over them, where it has any.
    pub own_rules: Option<Arc<checker::Rulebook>>,
    /// Whether pages are drawn right to left whatever their language.
    pub forced_rtl: bool,
    /// Whether this is the demo.
    pub demo: bool,
    /// Whether the index of persons is made anew when another version made it.
    pub renew_index: bool,
}

impl Opening {
    /// The usual opening of a place.
    #[must_use]
    pub fn of(place: Place, keys: PathBuf) -> Self {
        Self {
            place,
            keys,
            clock: Clock::machine(),
            dice: Dice::os(),
            city: "Portalba".to_owned(),
            city_holidays: Vec::new(),
            witnesses: Vec::new(),
            witness_hosts: Vec::new(),
            own_witness: false,
            erasure_journals: Vec::new(),
            renew_journal: false,
            outgoing: Vec::new(),
            providers: Vec::new(),
            phishing_resistant: false,
            public: None,
            listen: None,
            metrics: None,
            command_line: true,
            alarms: access::trail::alarms::Thresholds::default(),
            exports: access::exports::Limits::default(),
            own_rules: None,
            forced_rtl: false,
            demo: false,
            renew_index: false,
        }
    }
}

impl App {
    /// Opens the service: database, tables brought up to date, keys, vault, the index of persons.
    ///
    /// # Errors
    /// What stops it, in words for the operator.
    pub fn open(opening: Opening) -> Result<Arc<Self>, StoreError> {
        let store = match &opening.place {
            Place::Directory(path) => {
                make_directory(path)?;
                Store::sqlite(&path.join("approdo.db"))?
            }
            Place::Postgres(url) => Store::postgres(url)?,
        };
        store.migrate(tables::MIGRATIONS, opening.clock.now())?;
        operation::backup::refuse_half_restored(&store)?;
        let keys = open_keys(&store, &opening.keys)?;
        let vault = store.write("vault.open", |tx| Vault::open(tx, &keys, Dice::os()))?;
        let mut seal = access::TrailSeal::open(&keys, opening.witnesses)?;
        seal.elsewhere = opening.witness_hosts;
        if opening.own_witness {
            seal = seal.with_own_witness(&keys, &opening.place.mark());
        }
        let app = Arc::new(Self {
            seal,
            journal: if opening.renew_journal {
                people::erasure::Journal::open_lost(&keys, &opening.erasure_journals)?
            } else {
                people::erasure::Journal::open(&keys, &opening.erasure_journals)?
            },
            keys,
            scratch: match &opening.place {
                Place::Directory(path) => path.clone(),
                Place::Postgres(_) => std::env::temp_dir(),
            },
            place: opening.place,
            passkeys: access::passkeys::House::at(opening.public.as_ref(), &opening.city),
            phishing_resistant: opening.phishing_resistant,
            public: opening.public,
            listen: opening.listen,
            metrics: opening.metrics,
            figures: Figures::default(),
            store,
            vault,
            node: format!("{:016x}", u64::from_be_bytes(Dice::os().bytes())),
            clock: opening.clock,
            dice: opening.dice,
            zone: ground::city_zone(),
            holidays: Holidays::with_city(opening.city_holidays),
            city: opening.city,
            outside: access::outside::Outside::of(opening.providers),
            outgoing: Outgoing::to(opening.outgoing),
            throttle: access::Throttle::default(),
            forced_rtl: opening.forced_rtl,
            command_line: opening.command_line,
            alarms: opening.alarms,
            exports: opening.exports,
            own_rules: opening.own_rules,
            checks: checker::Pace::default(),
            demo: opening.demo,
            room: Arc::new(Semaphore::new(ACTS_MOST)),
        });
        people::erasure::hold(&app, opening.renew_journal)?;
        people::hold_index(&app, opening.renew_index)?;
        Ok(app)
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The present day on the city's calendar.
    #[must_use]
    pub fn today(&self) -> ground::Day {
        self.now().day(&self.zone)
    }

    /// The rules in use.
    ///
    /// # Errors
    /// The faults of the national pages; a test keeps them without any.
    pub fn rulebook(&self) -> Result<&checker::Rulebook, &'static checker::Broken> {
        match &self.own_rules {
            Some(own) => Ok(own),
            None => checker::Rulebook::national(),
        }
    }

    /// Reads a row or two by key. Embedded, that takes microseconds, and the other requests can wait;
    /// over a network it is work like any other.
    pub async fn glance<T>(self: &Arc<Self>, look: impl FnOnce(&Self) -> T) -> T {
        if self.store.is_embedded() { look(self) } else { self.work(look).await }
    }

    /// Does blocking work inside an async handler: the only bridge between the pages and the plain code
    /// below them. The work stays on its thread and the other requests move to another one: between two
    /// idle cores each hand-over costs as much as the work itself. Where [`ACTS_MOST`] run, the next waits,
    /// and a request that has waited too long is given up.
    ///
    /// # Panics
    /// With the work, which the server turns into the page for broken machines.
    pub async fn work<T>(self: &Arc<Self>, work: impl FnOnce(&Self) -> T) -> T {
        let place = self.room.try_acquire();
        if place.is_err() {
            Limit::Acts.reached();
        }
        // The room is never closed: without a place there would be none to wait for.
        let _place = match place {
            Ok(place) => Some(place),
            Err(_) => self.room.acquire().await.ok(),
        };
        self.work_here(work)
    }

    /// The same for a page that is drawn without waiting, such as a refusal.
    ///
    /// # Panics
    /// With the work.
    pub fn work_here<T>(&self, work: impl FnOnce(&Self) -> T) -> T {
        tokio::task::block_in_place(|| work(self))
    }
}

/// Makes the key directory for a new database. A database that has sealed anything must find its own:
/// new keys beside old data would only hide that the right ones are missing.
fn open_keys(store: &Store, path: &std::path::Path) -> Result<KeyDirectory, StoreError> {
    let sealed: Option<(i64,)> = store
        .read("vault.used", |tx| tx.one("select 1 from compartment_key limit 1", &[]))
        .map_err(|e: StoreError| e)?;
    match sealed {
        Some(_) => KeyDirectory::open(path),
        None => KeyDirectory::open_or_make(path, &Dice::os()),
    }
}

/// Makes the directory of data, for its owner alone.
pub(crate) fn make_directory(path: &std::path::Path) -> Result<(), StoreError> {
    store::disk::make_directory(path)
        .map_err(|source| StoreError::Io { what: format!("cannot make the data directory {}", path.display()), source })
}

/// What rooms that `people` does not know hold of a person, for the day she is erased (SEC-50).
pub const HOLD_PERSONS: &[people::erasure::Destroy] = &[desk::destroy_of_person];
/// What rooms do, in the same transaction, when a person is hidden or shown again: they wrap the keys of
/// what they keep about her as they are told (SEC-18). A room that keeps something about persons under a
/// key of its own adds itself here.
pub const HEAR_OF_PROTECTION: &[HearsOfProtection] = &[desk::wrap_contacts];

/// Of whom, and under which key from now on.
pub type HearsOfProtection = fn(&App, &mut store::Tx<'_>, ground::PersonId, Under) -> Result<(), StoreError>;

/// A rule that cannot be broken: for acts that the house never refuses by a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRule {}

/// Why an act was not done. The pages turn each into what the person needs to hear.
#[derive(Debug)]
pub enum Refusal<R = NoRule> {
    /// A rule of the house said no.
    Rule(R),
    /// There is no such thing, or it is not open to you: the same page (SEC-10).
    NotFound,
    /// It would be done after entering the second factor again (SEC-64).
    Elevate,
    /// Someone else saved first (SEC-74).
    Stale,
    /// The form was sent before with other contents (SEC-75).
    Misused,
    /// The machine is broken.
    Store(StoreError),
}

impl<R> From<StoreError> for Refusal<R> {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            other => Self::Store(other),
        }
    }
}

impl<R> From<policy::Denied> for Refusal<R> {
    fn from(denied: policy::Denied) -> Self {
        match denied.why {
            policy::Why::NeedsElevation => Self::Elevate,
            policy::Why::NotActive
            | policy::Why::NoRole
            | policy::Why::NotAllowed
            | policy::Why::Protected
            | policy::Why::Conflict => Self::NotFound,
        }
    }
}

impl<R> Refusal<R> {
    /// The same refusal for an act with other rules, when this one is not a rule.
    ///
    /// # Errors
    /// Gives the rule back.
    pub fn without_rule<S>(self) -> Result<Refusal<S>, R> {
        match self {
            Self::Rule(rule) => Err(rule),
            Self::NotFound => Ok(Refusal::NotFound),
            Self::Elevate => Ok(Refusal::Elevate),
            Self::Stale => Ok(Refusal::Stale),
            Self::Misused => Ok(Refusal::Misused),
            Self::Store(error) => Ok(Refusal::Store(error)),
        }
    }
}

impl Refusal<NoRule> {
    /// The same refusal for an act that has rules of its own.
    #[must_use]
    pub fn widen<S>(self) -> Refusal<S> {
        match self {
            Self::Rule(never) => match never {},
            Self::NotFound => Refusal::NotFound,
            Self::Elevate => Refusal::Elevate,
            Self::Stale => Refusal::Stale,
            Self::Misused => Refusal::Misused,
            Self::Store(error) => Refusal::Store(error),
        }
    }
}

/// Does an act once for its key and answers a repeated request with the first answer (SEC-75).
///
/// # Errors
/// [`Refusal::Misused`] when the key was used for something else; the act's own refusals.
pub fn only_once<T: std::fmt::Display + std::str::FromStr, R>(
    app: &App,
    tx: &mut store::Tx<'_>,
    once: &store::once::Once,
    act: impl FnOnce(&mut store::Tx<'_>) -> Result<T, Refusal<R>>,
) -> Result<T, Refusal<R>> {
    use store::once::Known;
    match store::once::known(tx, once)? {
        Known::Answered(answer) => answer.parse().map_err(|_| Refusal::Misused),
        Known::Misused => Err(Refusal::Misused),
        Known::New => {
            let answer = act(tx)?;
            store::once::remember(tx, once, &answer.to_string(), app.now())?;
            Ok(answer)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            atomic::{AtomicUsize, Ordering},
            mpsc::channel,
        },
        time::Duration,
    };

    use super::*;
    use crate::{operation::serve, story::on_sqlite};

    #[test]
    fn sec_78_acts_that_all_hang_leave_threads_to_those_who_come() {
        on_sqlite(|town| {
            let runtime = serve::runtime().unwrap();
            let (inside, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
            let (open, gate) = channel::<()>();
            let gate = Arc::new(std::sync::Mutex::new(gate));
            for _ in 0..4 * ACTS_MOST {
                let (app, gate) = (Arc::clone(&town.app), Arc::clone(&gate));
                let (inside, done) = (Arc::clone(&inside), Arc::clone(&done));
                runtime.spawn(async move {
                    app.work(|_| {
                        inside.fetch_add(1, Ordering::SeqCst);
                        let _ = gate.lock().map(|gate| gate.recv());
                    })
                    .await;
                    done.fetch_add(1, Ordering::SeqCst);
                });
            }
            let reaches = |count: &AtomicUsize, wanted: usize| {
                (0..1000).any(|_| {
                    std::thread::sleep(Duration::from_millis(10));
                    count.load(Ordering::SeqCst) >= wanted
                })
            };
            assert!(reaches(&inside, ACTS_MOST));
            let (told, hears) = channel();
            runtime.spawn(async move {
                tokio::time::sleep(Duration::from_millis(1)).await;
                told.send(()).unwrap();
            });
            assert!(hears.recv_timeout(Duration::from_secs(20)).is_ok(), "timers fire and others are served");
            assert_eq!(inside.load(Ordering::SeqCst), ACTS_MOST);
            drop(open);
            assert!(reaches(&done, 4 * ACTS_MOST), "whoever waited comes next");
        });
    }
}
