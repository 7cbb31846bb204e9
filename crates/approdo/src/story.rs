//! Where stories are told: a small town on each engine, with a clock we turn and dice we know.
//!
//! ```text
//! on_both_engines(|town| {
//!     let elena = town.desk();
//!     // acts of a room, with `&town.app` and `&elena`
//! });
//! ```

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, OnceLock},
};

use ground::{AccountId, Clock, Day, Dice, TeamId, Timestamp, Tongue, city_zone, hex};
use policy::{Role, RoleSet, Subject};
use store::vault::{Place as SealPlace, Safe};
use tower::ServiceExt as _;

use crate::{
    access::{
        self, Actor,
        passwords::{self, Password},
        second_factor::Seed,
        sessions::Token,
    },
    app::{App, Opening, Place},
    shell::{forms::encoded, session::COOKIE},
    tables,
};

/// A town with its service opened and its staff at work.
pub(crate) struct Town {
    /// The service.
    pub(crate) app: Arc<App>,
    /// Which engine this telling runs on.
    pub(crate) engine: &'static str,
    here: TeamId,
    elsewhere: TeamId,
    _folder: tempfile::TempDir,
}

/// Tells a story twice, on embedded SQLite and on PostgreSQL, in a fresh town each.
pub(crate) fn on_both_engines(story: impl Fn(&Town)) {
    on_sqlite(&story);
    on_postgres(&story);
}

/// Tells a story twice in a town whose house is set up otherwise.
pub(crate) fn on_both_engines_where(settings: impl Fn(Opening) -> Opening, story: impl Fn(&Town)) {
    let folder = tempfile::tempdir().unwrap();
    let data = Place::Directory(folder.path().join("data"));
    tell(&Town::found("sqlite", data, folder, &settings), &story);
    let schema = Schema::make();
    let url = Place::Postgres(schema.url());
    tell(&Town::found("postgresql", url, tempfile::tempdir().unwrap(), &settings), &story);
}

/// Tells a story on embedded SQLite.
pub(crate) fn on_sqlite(story: impl Fn(&Town)) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    tell(&Town::found("sqlite", Place::Directory(data), folder, |usual| usual), &story);
}

/// Tells a story on PostgreSQL, in a schema of its own.
pub(crate) fn on_postgres(story: impl Fn(&Town)) {
    let schema = Schema::make();
    tell(
        &Town::found("postgresql", Place::Postgres(schema.url()), tempfile::tempdir().unwrap(), |usual| usual),
        &story,
    );
}

fn tell(town: &Town, story: &impl Fn(&Town)) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| story(town))) {
        eprintln!("this was told on {}", town.engine);
        resume_unwind(panic);
    }
}

/// A schema of the test database, dropped at the end.
pub(crate) struct Schema(String);

impl Schema {
    /// Makes an empty one.
    pub(crate) fn make() -> Self {
        let name = format!("story_{:016x}", u64::from_be_bytes(Dice::os().bytes()));
        let mut client = postgres::Client::connect(test_postgres(), postgres::NoTls).unwrap();
        client.batch_execute(&format!("create schema {name}")).unwrap();
        Self(name)
    }

    /// The address of a database that holds nothing else.
    pub(crate) fn url(&self) -> String {
        let sign = if test_postgres().contains('?') { '&' } else { '?' };
        format!("{}{sign}options=-c%20search_path%3D{}", test_postgres(), self.0)
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::Client::connect(test_postgres(), postgres::NoTls) {
            let _ =
                client.batch_execute(&format!("set client_min_messages to warning; drop schema {} cascade", self.0));
        }
    }
}

fn test_postgres() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        env::var("APPRODO_TEST_PG").expect("APPRODO_TEST_PG is not set: run the tests with scripts/test")
    })
}

/// Who works in the town: the name makes the account, so that the same name is the same person.
const STAFF: [(&str, Role, bool); 10] = [
    ("Elena Fabbri", Role::Desk, true),
    ("Carlo Neri", Role::Desk, true),
    ("Paolo Conti", Role::Desk, false),
    ("Marta Riva", Role::CaseWorker, true),
    ("Sara Villa", Role::Supervisor, true),
    ("Aldo Serra", Role::Sysadmin, false),
    ("Nadia Greco", Role::AuditorDpo, false),
    ("Irene Sala", Role::ProtectedWorker, true),
    ("Luca Moro", Role::Supervisor, false),
    ("Rosa Ferri", Role::ProtectedWorker, true),
];

impl Town {
    fn found(
        engine: &'static str,
        place: Place,
        folder: tempfile::TempDir,
        settings: impl Fn(Opening) -> Opening,
    ) -> Self {
        let morning = Day::new(2026, 11, 23).unwrap().start(&city_zone()).plus_seconds(9 * 3600);
        let keys = folder.path().join("keys");
        let opening = Opening {
            clock: Clock::standing_at(morning),
            dice: Dice::seeded(20_261_123),
            own_witness: true,
            ..Opening::of(place, keys)
        };
        let app = App::open(settings(opening)).unwrap();
        let (here, elsewhere) = (TeamId::draw(&app.dice), TeamId::draw(&app.dice));
        let town = Self { app, engine, here, elsewhere, _folder: folder };
        town.settle();
        town
    }

    /// Writes the teams and the staff.
    fn settle(&self) {
        self.app
            .store
            .write("story.settle", |tx| {
                for (team, name) in [(self.here, "Sportello sociale"), (self.elsewhere, "Sportello Nord")] {
                    tx.exec("insert into team (id, version, name) values ($1, 1, $2)", &[team.into(), name.into()])?;
                }
                STAFF.iter().try_for_each(|(name, role, here)| self.hire(tx, name, *role, *here))
            })
            .unwrap();
    }

    fn hire(&self, tx: &mut store::Tx<'_>, name: &str, role: Role, here: bool) -> store::Result<()> {
        let id = account_of(name);
        let email = format!("{}@portalba.example", name.to_lowercase().replace(' ', "."));
        let mut seal = |column, text: &str| {
            let place = SealPlace { table: "account", column, row: *id.bytes(), version: 1 };
            self.app.vault.seal_for_house(tx, Safe::Staff, &place, text.as_bytes())
        };
        let (sealed_email, sealed_name) = (seal("email", &email)?, seal("name", name)?);
        tx.exec(
            "insert into account (id, version, state, email_index, email, name, roles, team, tongue, totp_step, created_at)
             values ($1, 1, 'active', $2, $3, $4, $5, $6, 'it', 0, $7)",
            &[
                id.into(),
                self.app.vault.fingerprint(Safe::StaffIndex, "email", email.as_bytes())?.to_vec().into(),
                sealed_email.into(),
                sealed_name.into(),
                role.code().into(),
                self.team(here).into(),
                self.app.now().into(),
            ],
        )?;
        Ok(())
    }

    const fn team(&self, here: bool) -> TeamId {
        if here { self.here } else { self.elsewhere }
    }

    /// The team of [`Self::desk`].
    pub(crate) const fn our_team(&self) -> TeamId {
        self.here
    }

    /// The team of [`Self::desk_of_another_team`].
    pub(crate) const fn other_team(&self) -> TeamId {
        self.elsewhere
    }

    fn staff(&self, wanted: &str, elevated: bool) -> Actor {
        let (name, role, here) = STAFF.iter().find(|(name, ..)| *name == wanted).unwrap();
        let subject = Subject {
            account: Some(account_of(name)),
            name: (*name).to_owned(),
            roles: RoleSet::of(&[*role]),
            partner: None,
            active: true,
            elevated,
            command_line: false,
        };
        Actor::account(subject, Some(self.team(*here)), Tongue::It, None)
    }

    /// Elena, at the desk.
    pub(crate) fn desk(&self) -> Actor {
        self.staff("Elena Fabbri", false)
    }

    /// Carlo, at the desk beside Elena.
    pub(crate) fn desk_colleague(&self) -> Actor {
        self.staff("Carlo Neri", false)
    }

    /// Paolo, at the desk of another team.
    pub(crate) fn desk_of_another_team(&self) -> Actor {
        self.staff("Paolo Conti", false)
    }

    /// Marta, who follows persons in Elena's team.
    pub(crate) fn case_worker(&self) -> Actor {
        self.staff("Marta Riva", false)
    }

    /// Irene, who follows protected persons in Elena's team.
    pub(crate) fn protected_worker(&self) -> Actor {
        self.staff("Irene Sala", false)
    }

    /// Irene, who has just entered her second factor.
    pub(crate) fn protected_worker_elevated(&self) -> Actor {
        self.staff("Irene Sala", true)
    }

    /// Rosa, beside Irene, who has just entered her second factor too.
    pub(crate) fn second_protected_worker(&self) -> Actor {
        self.staff("Rosa Ferri", true)
    }

    /// Sara, who leads Elena's team and has just entered her second factor.
    pub(crate) fn supervisor(&self) -> Actor {
        self.staff("Sara Villa", true)
    }

    /// Sara, some time after she entered her second factor.
    pub(crate) fn supervisor_not_elevated(&self) -> Actor {
        self.staff("Sara Villa", false)
    }

    /// Luca, who leads another team and has just entered his second factor.
    pub(crate) fn supervisor_of_another_team(&self) -> Actor {
        self.staff("Luca Moro", true)
    }

    /// Aldo, who keeps the machine running and has just entered his second factor.
    pub(crate) fn sysadmin(&self) -> Actor {
        self.staff("Aldo Serra", true)
    }

    /// Nadia, who watches over the use of data.
    pub(crate) fn auditor(&self) -> Actor {
        self.staff("Nadia Greco", false)
    }

    /// Nadia, who has just entered her second factor.
    pub(crate) fn auditor_elevated(&self) -> Actor {
        self.staff("Nadia Greco", true)
    }

    /// The same who has just entered her second factor.
    pub(crate) fn elevated(&self, actor: &Actor) -> Actor {
        let subject = Subject { elevated: true, ..actor.subject().clone() };
        Actor::account(subject, actor.team, actor.tongue, actor.session)
    }

    /// The same at her next request, with what she has open in an emergency by then.
    pub(crate) fn next_request(&self, actor: &Actor) -> Actor {
        let open = |tx: &mut store::Tx<'_>| access::glass::with_what_is_open(&self.app, tx, actor.clone());
        self.app.store.read("story.next_request", open).unwrap()
    }

    /// Numbers, seals and witnesses what the trail holds so far: nobody does in this town.
    pub(crate) fn settle_the_trail(&self) {
        access::trail::settle(&self.app).unwrap();
    }

    /// Gives an account a password and a second factor, and tells both with the e-mail.
    pub(crate) fn give_factors(&self, actor: &Actor) -> (String, &'static str, Seed) {
        let (id, password) = (actor.id().unwrap(), "il gatto beve latte freddo");
        let hash = passwords::hash(&Password::typed(password).unwrap(), &self.app.dice).unwrap();
        let seed = Seed::draw(&self.app.dice);
        let place = SealPlace { table: "account", column: "totp", row: *id.bytes(), version: 1 };
        let sql = "update account set password = $2, totp = $3, totp_step = 0 where id = $1";
        let give = |tx: &mut store::Tx<'_>| {
            let sealed = self.app.vault.seal_for_house(tx, Safe::Staff, &place, seed.bytes())?;
            tx.exec(sql, &[id.into(), hash.as_str().into(), sealed.into()])
        };
        self.app.store.write("story.factors", give).unwrap();
        let email = format!("{}@portalba.example", actor.subject().name.to_lowercase().replace(' ', "."));
        (email, password, seed)
    }

    /// Whoever sits at the machine itself.
    pub(crate) fn command_line(&self) -> Actor {
        Actor::command_line("root", true)
    }

    /// Lets so many seconds pass.
    pub(crate) fn turn(&self, seconds: i64) {
        self.app.clock.turn(seconds);
    }

    /// The present instant of the town.
    pub(crate) fn now(&self) -> Timestamp {
        self.app.now()
    }

    /// A key for a form that this actor is about to send; another body is another form.
    pub(crate) fn form(&self, actor: &Actor, body: &str) -> store::once::Once {
        let mut hash = [0; 32];
        body.bytes().enumerate().for_each(|(at, byte)| hash[at % 32] ^= byte.rotate_left((at / 32) as u32));
        store::once::Once { key: self.app.dice.bytes(), by: actor.id(), body: hash }
    }

    /// The bodies of all entries of the trail, oldest first.
    pub(crate) fn trail(&self) -> Vec<serde_json::Value> {
        let bodies: Vec<(String, i64)> = self
            .app
            .store
            .read("story.trail", |tx| {
                tx.all("select body, at from audit_entry union all select body, at from audit_pending order by at", &[])
            })
            .unwrap();
        bodies.iter().map(|(body, _)| serde_json::from_str(body).unwrap()).collect()
    }

    /// The last entry of the trail with this act.
    pub(crate) fn last_entry(&self, act: &str) -> serde_json::Value {
        self.trail().into_iter().rfind(|entry| entry["act"] == act).unwrap_or_else(|| panic!("no entry {act}"))
    }

    /// A browser in which this actor is logged in, on the pages of these routes.
    pub(crate) fn browser(&self, actor: &Actor, routes: axum::Router<Arc<App>>) -> Browser {
        let (token, csrf) = (Token::draw(&self.app.dice), self.app.dice.bytes::<32>());
        let elevated = actor.subject().elevated.then(|| self.now());
        let args: [store::Value<'_>; 5] = [
            token.hash().to_vec().into(),
            actor.id().unwrap().into(),
            (&csrf).into(),
            self.now().into(),
            elevated.into(),
        ];
        self.app
            .store
            .write("story.log_in", |tx| {
                tx.exec(
                    "insert into session (token_hash, account, csrf, started_at, seen_at, elevated_at, ended_at)
                     values ($1, $2, $3, $4, $4, $5, null)",
                    &args,
                )
            })
            .unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Browser {
            routes: routes.with_state(Arc::clone(&self.app)),
            cookie: format!("{COOKIE}={}", token.text()),
            csrf: hex::encode(&csrf),
            dice: self.app.dice.clone(),
            runtime,
        }
    }

    /// The columns of all tables, as `table.column`, in which this text stands unsealed.
    pub(crate) fn where_plain(&self, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for table in tables::TABLES {
            for column in table.columns {
                let sql = format!("select {} from {} where {} is not null", column.name, table.name, column.name);
                let mut holds = false;
                self.app
                    .store
                    .read("story.canary", |tx| {
                        tx.each(&sql, &[], |row| {
                            let bytes = match row.get::<String>(0) {
                                Ok(text) => text.into_bytes(),
                                Err(_) => row.get::<Vec<u8>>(0).unwrap_or_default(),
                            };
                            holds |= bytes.windows(text.len()).any(|window| window == text.as_bytes());
                            Ok(())
                        })
                    })
                    .unwrap();
                if holds {
                    found.push(format!("{}.{}", table.name, column.name));
                }
            }
        }
        found
    }
}

/// A logged-in browser without JavaScript.
pub(crate) struct Browser {
    routes: axum::Router,
    cookie: String,
    csrf: String,
    dice: Dice,
    runtime: tokio::runtime::Runtime,
}

/// What a browser was answered.
#[derive(Debug)]
pub(crate) struct Answered {
    /// The status.
    pub(crate) status: u16,
    /// Where it is sent on.
    pub(crate) location: String,
    /// The new cookie of the session, if it was given one.
    pub(crate) cookie: Option<String>,
    /// The page.
    pub(crate) page: String,
}

impl Answered {
    /// What stands in the hidden or filled field of this name.
    pub(crate) fn value(&self, name: &str) -> String {
        let field = self.page.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_else(|| panic!("no field {name}"));
        let tag = field.split('>').next().unwrap();
        tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }
}

impl Browser {
    /// Opens a page.
    pub(crate) fn get(&self, path: &str) -> Answered {
        self.send(axum::http::Request::get(path), String::new())
    }

    /// Sends a form of one of our pages.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let once = hex::encode(&self.dice.bytes::<16>());
        let own = [("_csrf", self.csrf.as_str()), ("_once", once.as_str())];
        let pairs = own.iter().chain(fields).map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = axum::http::Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, body)
    }

    /// Sends a file with a form of one of our pages.
    pub(crate) fn post_file(&self, path: &str, file: &[u8]) -> Answered {
        let (csrf, once) = (self.csrf.clone(), hex::encode(&self.dice.bytes::<16>()));
        let fields = [("_csrf", csrf.as_str()), ("_once", once.as_str()), ("_page", path)];
        self.send(self.with_file(path), several(&fields, Some(file)))
    }

    /// Sends parts of a form and perhaps a file, whatever they are, in this order.
    pub(crate) fn post_parts(&self, path: &str, fields: &[(&str, &str)], file: Option<&[u8]>) -> Answered {
        self.send(self.with_file(path), several(fields, file))
    }

    /// What the house keeps of this browser's cookie.
    pub(crate) fn session(&self) -> [u8; 32] {
        let (_, token) = self.cookie.split_once('=').unwrap();
        Token::parse(token).unwrap().hash()
    }

    /// Takes the cookie that it was given.
    pub(crate) fn take_cookie(&mut self, answered: &Answered) {
        self.cookie.clone_from(answered.cookie.as_ref().unwrap());
    }

    /// The token of this browser's session.
    pub(crate) fn csrf(&self) -> &str {
        &self.csrf
    }

    fn with_file(&self, path: &str) -> axum::http::request::Builder {
        axum::http::Request::post(path)
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .header("sec-fetch-site", "same-origin")
    }

    fn send(&self, request: axum::http::request::Builder, body: impl Into<axum::body::Body>) -> Answered {
        let request = request.header("host", "approdo.example").header("cookie", &self.cookie);
        let request = request.body(body.into()).unwrap();
        self.runtime.block_on(async {
            let response = self.routes.clone().oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let location = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
            let set = response.headers().get_all("set-cookie").iter().map(|set| set.to_str().unwrap());
            let mut set = set.filter_map(|set| set.split(';').next());
            let cookie = set.find(|set| set.starts_with(&format!("{COOKIE}="))).map(str::to_owned);
            let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
            Answered {
                status,
                location: location.unwrap_or_default(),
                cookie,
                page: String::from_utf8(bytes.to_vec()).unwrap(),
            }
        })
    }
}

const BOUNDARY: &str = "between-the-parts";

/// The body of a form with a file, as a browser writes it.
fn several(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(head.as_bytes());
    }
    if let Some(file) = file {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\
             content-type: text/csv\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

fn account_of(name: &str) -> AccountId {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(name.bytes()).for_each(|(to, from)| *to = from ^ 0x5a);
    AccountId::from_bytes(bytes)
}

#[test]
fn a_town_stands_on_both_engines() {
    on_both_engines(|town| {
        assert_eq!(town.app.today().to_string(), "2026-11-23");
        assert_eq!(town.now().hour_and_minute(&town.app.zone), "09:00");
        let staff: Vec<(i64,)> =
            town.app.store.read("story.count", |tx| tx.all("select count(*) from account", &[])).unwrap();
        assert_eq!(staff, [(STAFF.len() as i64,)]);
        assert_eq!(town.where_plain("Elena Fabbri"), Vec::<String>::new());
    });
}
