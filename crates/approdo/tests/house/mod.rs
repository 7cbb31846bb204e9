//! The service in this process: a small city whose clock stands and whose dice are known, asked
//! through its real router, layers and cookies included.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "shared by tests that each use a part of it and stop at the first trouble"
)]

use std::{path::Path, sync::Arc};

use approdo::{
    access::{Actor, sessions::Token},
    app::{App, Opening, Place},
    desk::{self, NewContact},
    people::{self, ContactPoint, File, Home, Identity, Name, NewPerson, PointKind},
    shell,
};
use axum::{Router, body::Body, http::Request};
use ground::{AccountId, Clock, ContactId, Day, Dice, Line, PersonId, TeamId, Tongue, city_zone, hex};
use policy::{PartnerKind, Role, RoleSet, Subject};
use store::{
    once::Once,
    vault::{Place as SealPlace, Safe},
};
use tower::ServiceExt as _;

/// A city in this process.
pub struct House {
    pub app: Arc<App>,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

/// Someone with an account and, mostly, a session.
#[derive(Clone, Debug)]
pub struct Who {
    pub name: String,
    pub account: AccountId,
    pub roles: Vec<Role>,
    pub partner: Option<PartnerKind>,
    pub team: Option<TeamId>,
    pub elevated: bool,
    cookie: Option<String>,
    csrf: String,
}

/// An answer, to the byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn location(&self) -> &str {
        self.headers.iter().find(|(name, _)| name == "location").map_or("", |(_, value)| value.as_str())
    }

    /// The page that asks for the second factor.
    pub fn asks_for_code(&self) -> bool {
        self.status == 403 && self.text().contains("action=\"/elevate\"")
    }

    /// Where two answers part, with a few bytes of each.
    pub fn parts_from(&self, other: &Self) -> Option<String> {
        if self == other {
            return None;
        }
        if self.status != other.status {
            return Some(format!("status {} and {}", self.status, other.status));
        }
        if self.headers != other.headers {
            return Some(format!("headers {:?} and {:?}", self.headers, other.headers));
        }
        let at = self.body.iter().zip(&other.body).take_while(|(a, b)| a == b).count();
        let near =
            |body: &[u8]| String::from_utf8_lossy(&body[at.saturating_sub(60)..body.len().min(at + 100)]).into_owned();
        Some(format!(
            "byte {at} of {} and {}:\n  {}\n  {}",
            self.body.len(),
            other.body.len(),
            near(&self.body),
            near(&other.body)
        ))
    }
}

/// A folder for cities that end with their test: in memory where the machine has such a place, for
/// nothing here is about what a disk keeps.
pub fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

pub fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

impl House {
    /// Opens the city of a folder, with the clock standing in the morning and the dice of a seed.
    pub fn open(folder: &Path, seed: u64) -> Self {
        let morning = Day::new(2026, 11, 23).unwrap().start(&city_zone()).plus_seconds(9 * 3600);
        let opening = Opening {
            clock: Clock::standing_at(morning),
            dice: Dice::seeded(seed),
            ..Opening::of(Place::Directory(folder.join("data")), folder.join("keys"))
        };
        Self::opened(opening)
    }

    /// A city as an opening says.
    pub fn opened(opening: Opening) -> Self {
        let app = App::open(opening).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self { router: shell::router(&app), app, runtime }
    }

    /// A house over another city, such as a restored one.
    pub fn beside(&self, app: std::sync::Arc<App>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self { router: shell::router(&app), app, runtime }
    }

    pub fn sql(&self, sql: &str, args: &[store::Value<'_>]) -> store::Result<u64> {
        self.app.store.write("house.sql", |tx| tx.exec(sql, args))
    }

    pub fn team(&self, name: &str) -> TeamId {
        let id = TeamId::draw(&self.app.dice);
        self.sql("insert into team (id, version, name) values ($1, 1, $2)", &[id.into(), name.into()]).unwrap();
        id
    }

    /// An account in a state, with a session that is elevated or not.
    pub fn hire(&self, name: &str, roles: &[Role], partner: Option<PartnerKind>, team: Option<TeamId>) -> Who {
        let id = AccountId::draw(&self.app.dice);
        let email = format!("{}@portalba.example", name.to_lowercase().replace(' ', "."));
        let seal = |column, text: &str| {
            let place = SealPlace { table: "account", column, row: *id.bytes(), version: 1 };
            let seal = |tx: &mut store::Tx<'_>| self.app.vault.seal_for_house(tx, Safe::Staff, &place, text.as_bytes());
            self.app.store.write("house.seal", seal).unwrap()
        };
        let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
        let index = self.app.vault.fingerprint(Safe::StaffIndex, "email", email.as_bytes()).unwrap();
        self.sql(
            "insert into account (id, version, state, email_index, email, name, roles, partner, team, tongue, totp_step, created_at)
             values ($1, 1, 'active', $2, $3, $4, $5, $6, $7, 'it', 0, $8)",
            &[
                id.into(),
                index.to_vec().into(),
                seal("email", &email).into(),
                seal("name", name).into(),
                codes.join(" ").as_str().into(),
                partner.map(PartnerKind::code).into(),
                team.into(),
                self.app.now().into(),
            ],
        )
        .unwrap();
        Who {
            name: name.to_owned(),
            account: id,
            roles: roles.to_vec(),
            partner,
            team,
            elevated: false,
            cookie: None,
            csrf: String::new(),
        }
    }

    /// The same with a session of her own.
    pub fn with_session(&self, who: &Who, elevated: bool) -> Who {
        let (token, csrf) = (Token::draw(&self.app.dice), self.app.dice.bytes::<32>());
        let now = self.app.now();
        self.sql(
            "insert into session (token_hash, account, csrf, started_at, seen_at, elevated_at, ended_at)
             values ($1, $2, $3, $4, $4, $5, null)",
            &[
                token.hash().to_vec().into(),
                who.account.into(),
                csrf.to_vec().into(),
                now.into(),
                elevated.then_some(now).into(),
            ],
        )
        .unwrap();
        let cookie = format!("{}={}", shell::session::COOKIE, token.text());
        Who { elevated, cookie: Some(cookie), csrf: hex::encode(&csrf), ..who.clone() }
    }

    /// What the policy is told about her, as this test knows it.
    pub fn subject(&self, who: &Who) -> Subject {
        Subject {
            account: Some(who.account),
            name: who.name.clone(),
            roles: RoleSet::of(&who.roles),
            partner: who.partner,
            active: true,
            elevated: who.elevated,
            command_line: false,
        }
    }

    pub fn actor(&self, who: &Who) -> Actor {
        Actor::account(self.subject(who), who.team, Tongue::It, None)
    }

    pub fn once(&self, by: Option<AccountId>) -> Once {
        Once { key: self.app.dice.bytes(), by, body: self.app.dice.bytes() }
    }

    /// A person whom nobody follows, written down at the machine.
    pub fn person(&self, given: &str, family: &str, phone: &str, street: &str) -> PersonId {
        let name = Name::of(Some(line(given)), Some(line(family))).unwrap();
        let file = File {
            points: vec![ContactPoint { kind: PointKind::Phone, value: line(phone), words: None }],
            home: Home::At { line: line(street), area: None },
            ..File::default()
        };
        let new = NewPerson { identity: Identity { names: vec![name], ..Identity::default() }, file };
        people::create(&self.app, &Actor::command_line("root", true), &self.once(None), &new).unwrap()
    }

    /// Who follows her now, whoever did before.
    pub fn follow(&self, person: PersonId, worker: Option<AccountId>, team: Option<TeamId>) {
        self.sql(
            "insert into follow (person, version, worker, team, since_at) values ($1, 1, $2, $3, $4)",
            &[person.into(), worker.into(), team.into(), self.app.now().into()],
        )
        .unwrap();
    }

    /// A contact with a next step in two days.
    pub fn contact(&self, by: &Who, person: Option<PersonId>, theme: &str, note: &str) -> ContactId {
        self.contact_of(by, person, &[theme], note)
    }

    pub fn contact_of(&self, by: &Who, person: Option<PersonId>, themes: &[&str], note: &str) -> ContactId {
        let typed = desk::Typed {
            channel: "desk".into(),
            language: "ar".into(),
            themes: themes.iter().map(|theme| (*theme).to_owned()).collect(),
            given: vec!["guide".into()],
            minutes: "10".into(),
            outcome: "informed".into(),
            note: note.into(),
            next_what: "richiamare".into(),
            next_by: self.app.today().plus_days(2).to_string(),
            notice: "not_given".into(),
            ..desk::Typed::default()
        };
        let entry = typed.parse(self.app.today()).unwrap();
        let once = self.once(Some(by.account));
        desk::record(&self.app, &self.actor(by), &once, &NewContact { entry, person }).unwrap()
    }

    pub fn get(&self, who: &Who, path: &str) -> Answer {
        self.send(who, Request::get(path), String::new())
    }

    /// Sends a form with her token and a key of its own.
    pub fn post(&self, who: &Who, path: &str, fields: &[(&str, &str)]) -> Answer {
        let once = hex::encode(&self.app.dice.bytes::<16>());
        let own = [("_csrf", who.csrf.as_str()), ("_once", once.as_str())];
        let encoded = shell::forms::encoded;
        let pairs = own.iter().chain(fields).map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(who, request, body)
    }

    fn send(&self, who: &Who, request: axum::http::request::Builder, body: String) -> Answer {
        let request = request.header("host", "approdo.example");
        let request = match &who.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        let request = request.body(Body::from(body)).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let headers = response.headers().iter();
            let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
            let body = axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap().to_vec();
            Answer { status, headers, body }
        })
    }

    /// How many rows every table has that holds something of the city; entries of the trail, sessions
    /// and drafts come and go with requests and are left out.
    pub fn rows(&self) -> Vec<(String, i64)> {
        const MOVING: [&str; 8] = [
            "audit_pending",
            "audit_entry",
            "audit_about",
            "audit_head",
            "audit_checkpoint",
            "session",
            "draft",
            "log_in_step",
        ];
        let tables = approdo::tables::TABLES.iter().filter(|table| !MOVING.contains(&table.name));
        let count = |table: &str| -> i64 {
            let counted: Option<(i64,)> =
                self.app.store.read("house.count", |tx| tx.one(&format!("select count(*) from {table}"), &[])).unwrap();
            counted.unwrap().0
        };
        tables.map(|table| (table.name.to_owned(), count(table.name))).collect()
    }
}
