//! Stories of the door, told over HTTP on both engines, with a clock we turn. Clocks that jump are in
//! `clocks`, those who guess in `guessing`, identities at a provider in `links`.

mod authenticator;
mod clocks;
mod guessing;
mod links;
mod passkeys;

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
    routing::get,
};
use ground::{AccountId, Line, Tongue};
use policy::{Role, RoleSet};
use tower::ServiceExt as _;

use super::{
    Actor,
    accounts::{Email, State},
    drafts, invitations,
    passwords::{self, Hash, Password},
    second_factor::Seed,
    second_word::Speaker,
    sweep,
    users::{self, CannotReset, Change, Ready, Reset},
};
use crate::{
    app::{App, Opening, Place, Refusal},
    shell::{
        address::PublicAddress,
        forms::{Form, encoded},
        session::{COOKIE, Sent, Session},
    },
    story::{Town, on_both_engines},
};

const PASSWORD: &str = "il gatto beve latte freddo";

fn hashed() -> Hash {
    static HASH: std::sync::OnceLock<Hash> = std::sync::OnceLock::new();
    let make = || passwords::hash(&Password::choose(PASSWORD, &[]).unwrap(), &ground::Dice::seeded(1)).unwrap();
    HASH.get_or_init(make).clone()
}

/// Someone with password and phone.
#[derive(Clone)]
struct Worker {
    id: AccountId,
    email: String,
    seed: Seed,
}

fn hire(town: &Town, name: &str, role: Role) -> Worker {
    let email = format!("{}@comune.example", name.to_lowercase());
    let seed = Seed::draw(&town.app.dice);
    let id = AccountId::draw(&town.app.dice);
    let ready = Ready {
        id,
        email: Email::parse(&email).unwrap(),
        name: Line::parse(name).unwrap(),
        roles: RoleSet::of(&[role]),
        team: Some(town.our_team()),
        partner: None,
        password: hashed(),
        totp: seed.clone(),
        tongue: Tongue::En,
    };
    users::add_ready(&town.app, &town.command_line(), &[ready]).unwrap();
    Worker { id, email, seed }
}

/// A page of a room: shows its draft, and answers to a form.
async fn form_page(me: Session) -> String {
    let (actor, page) = (me.actor.clone(), me.page_path().to_owned());
    let draft = me.app.work(move |app| app.store.read("t", |tx| drafts::take(app, tx, &actor, &page))).await.unwrap();
    let typed = draft.map(|body| Form::parse(&body).unwrap().typed()).unwrap_or_default();
    format!("{} note=[{}]", me.hidden().into_string(), typed.get("note"))
}

async fn form_sent(sent: Sent) -> String {
    format!("sent=[{}]", sent.form.take("note"))
}

struct Answer {
    status: StatusCode,
    location: String,
    body: String,
    headers: axum::http::HeaderMap,
}

/// A browser with its cookies.
struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    last: String,
    address: &'static str,
}

impl Browser {
    fn new(app: &Arc<App>) -> Self {
        let router = super::routes().route("/form", get(form_page).post(form_sent)).with_state(Arc::clone(app));
        Self { router, cookies: BTreeMap::new(), last: String::new(), address: "192.0.2.1:4000" }
    }

    fn send(&mut self, method: Method, path: &str, site: &str, body: String) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookies.join("; "))
            .header("accept-language", "en")
            .header("host", "approdo.example")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if !site.is_empty() {
            request = request.header("sec-fetch-site", site);
        }
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.address.parse::<SocketAddr>().unwrap()));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let router = self.router.clone();
        let (parts, body) = runtime.block_on(async {
            let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
            (parts, to_bytes(body, 1_000_000).await.unwrap())
        });
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            for wanted in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
                assert!(line.contains(wanted), "{line}");
            }
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = parts.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap()).to_owned();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(!body.contains("[access-") && !body.contains("[shell-"), "a text is missing: {body}");
        Answer { status: parts.status, location, body, headers: parts.headers }
    }

    fn get(&mut self, path: &str) -> Answer {
        let answer = self.send(Method::GET, path, "none", String::new());
        self.last.clone_from(&answer.body);
        answer
    }

    /// Sends the form of the page that was shown last.
    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = self.body(fields);
        let answer = self.send(Method::POST, path, "same-origin", body);
        if !answer.body.is_empty() {
            self.last.clone_from(&answer.body);
        }
        answer
    }

    fn body(&self, fields: &[(&str, &str)]) -> String {
        let reserved =
            ["_csrf", "_once", "_page"].into_iter().filter_map(|name| Some((name, field(&self.last, name)?)));
        let mut pairs: Vec<String> = reserved.map(|(name, value)| format!("{name}={}", encoded(&value))).collect();
        pairs.extend(fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))));
        pairs.join("&")
    }

    fn password(&mut self, email: &str, password: &str) -> Answer {
        self.get("/login");
        self.post("/login", &[("email", email), ("password", password), ("next", "/form")])
    }

    fn code(&mut self, code: &str) -> Answer {
        self.get("/login/code?next=/form");
        self.post("/login/code", &[("code", code), ("next", "/form")])
    }

    /// Sends a code without its page, which asks for none where it is not enough.
    fn send_code(&mut self, code: &str) -> Answer {
        self.post("/login/code", &[("code", code), ("next", "/form")])
    }

    fn enter(&mut self, town: &Town, worker: &Worker) -> Answer {
        assert_eq!(self.password(&worker.email, PASSWORD).location, "/login/code?next=/form");
        town.turn(30);
        let answer = self.code(&worker.seed.code_at(town.now()));
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer
    }

    fn elevate(&mut self, town: &Town, worker: &Worker, next: &str) -> Answer {
        town.turn(30);
        self.get("/elevate");
        self.post("/elevate", &[("code", &worker.seed.code_at(town.now())), ("next", next)])
    }

    fn is_in(&mut self) -> bool {
        self.get("/form").status == StatusCode::OK
    }
}

fn field(html: &str, name: &str) -> Option<String> {
    let after = html.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    after.split('"').next().map(str::to_owned)
}

fn link_in(html: &str) -> String {
    let at = html.find("/invitation/").unwrap_or_else(|| panic!("no link: {html}"));
    html[at..at + 12 + 64].to_owned()
}

/// The new second factor that a link's page shows, read from the key in groups of four.
fn seed_in(html: &str) -> Seed {
    let key: String =
        html.split("<code class=\"code-once\">").nth(1).unwrap().split('<').next().unwrap().replace(' ', "");
    Seed::from_bytes(totp_rs::Secret::try_from_base32(key).unwrap().as_bytes()).unwrap()
}

fn accept(town: &Town, path: &str, password: &str, more: &[(&str, &str)]) -> (Answer, Seed) {
    let mut browser = Browser::new(&town.app);
    let shown = browser.get(path);
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    let seed = seed_in(&shown.body);
    let code = seed.code_at(town.now());
    let carried = field(&shown.body, "seed").unwrap();
    let mut fields = vec![("seed", carried.as_str()), ("password", password), ("again", password), ("code", &code)];
    fields.extend(more);
    (browser.post(path, &fields), seed)
}

#[test]
fn a_worker_logs_in_with_password_and_code_and_logs_out() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut browser = Browser::new(&town.app);
        assert_eq!(browser.get("/form").location, "/login?next=/form");
        assert_eq!(browser.enter(town, &anna).location, "/form");
        assert!(browser.is_in());
        assert_eq!(browser.post("/form", &[("note", "hello")]).body, "sent=[hello]");
        browser.get("/me");
        let out = browser.post("/logout", &[]);
        assert_eq!(out.location, "/login?out=1");
        assert!(out.headers.contains_key("clear-site-data"));
        assert!(!browser.is_in());
        assert_eq!(town.last_entry("log_in.begun")["account"], anna.id.to_string());
        assert_eq!(town.last_entry("log_in.ended")["account"], anna.id.to_string());
    });
}

#[test]
fn the_door_speaks_the_language_that_is_chosen_there_and_keeps_what_was_typed() {
    on_both_engines(|town| {
        let mut browser = Browser::new(&town.app);
        assert!(browser.get("/login").body.contains("<html lang=\"en\""));
        let typed = [("email", "anna@comune.example"), ("password", "segreta"), ("next", "/form"), ("tongue", "it")];
        let told = browser.post("/login", &typed);
        assert_eq!(told.status, StatusCode::OK);
        assert!(told.body.contains("<html lang=\"it\"") && !told.body.contains("segreta"), "{}", told.body);
        assert_eq!(field(&told.body, "next").as_deref(), Some("/form"));
        assert!(told.body.contains("value=\"anna@comune.example\""), "{}", told.body);
        assert!(browser.get("/login").body.contains("<html lang=\"it\""));
        assert_eq!(town.trail().iter().filter(|entry| entry["act"] == "log_in.password").count(), 0);

        let anna = hire(town, "Anna", Role::Desk);
        browser.password(&anna.email, PASSWORD);
        browser.get("/login/code");
        assert!(browser.post("/login/code", &[("code", ""), ("tongue", "en")]).body.contains("<html lang=\"en\""));
        town.turn(30);
        assert_eq!(browser.code(&anna.seed.code_at(town.now())).status, StatusCode::SEE_OTHER);
    });
}

/// Someone who is to work at the desk and reads this language.
fn new_colleague(tongue: Tongue) -> users::Invite {
    users::Invite {
        email: Email::parse("nuova@comune.example").unwrap(),
        name: Line::parse("Nuova").unwrap(),
        roles: RoleSet::of(&[Role::Desk]),
        team: None,
        tongue,
        partner: None,
    }
}

#[test]
fn a_link_can_be_read_in_another_language_and_is_still_good_with_the_same_key() {
    on_both_engines(|town| {
        let invite = new_colleague(Tongue::En);
        let (_, link) = users::invite(&town.app, &town.command_line(), &invite).unwrap();
        let mut browser = Browser::new(&town.app);
        let shown = browser.get(&link.path()).body;
        let carried = field(&shown, "seed").unwrap();
        let retold = browser.post(&link.path(), &[("seed", carried.as_str()), ("password", "x"), ("tongue", "it")]);
        assert_eq!(retold.status, StatusCode::OK);
        assert!(retold.body.contains("<html lang=\"it\""), "{}", retold.body);
        assert_eq!(seed_in(&retold.body).grouped(), seed_in(&shown).grouped());
        let code = seed_in(&shown).code_at(town.now());
        let fields = [("seed", carried.as_str()), ("password", PASSWORD), ("again", PASSWORD), ("code", code.as_str())];
        assert_eq!(browser.post(&link.path(), &fields).location, "/login/passkey/new");
    });
}

#[test]
fn the_list_of_users_is_narrowed_by_name_role_and_state_and_comes_in_pages() {
    on_both_engines(|town| {
        let find = |wanted: &users::Wanted, page| users::find(&town.app, &town.sysadmin(), wanted, page).unwrap();
        let before = find(&users::Wanted::default(), 0).count;
        for number in 0..30 {
            let invite = users::Invite {
                email: Email::parse(&format!("zoe{number}@comune.example")).unwrap(),
                name: Line::parse(&format!("Zoe {number}")).unwrap(),
                roles: RoleSet::of(&[Role::Mediator]),
                team: None,
                tongue: Tongue::It,
                partner: None,
            };
            users::invite(&town.app, &town.command_line(), &invite).unwrap();
        }
        let everyone = users::Wanted::default();
        let (first, last) = (find(&everyone, 0), find(&everyone, 99));
        assert_eq!((first.rows.len(), first.page, first.count), (users::PAGE, 0, before + 30));
        assert_eq!((last.rows.len(), last.page), ((before + 30 - 1) % users::PAGE + 1, (before + 29) / users::PAGE));
        let zoe = users::Wanted { text: "7 ZOE".to_owned(), ..users::Wanted::default() };
        let names: Vec<String> = find(&zoe, 0).rows.into_iter().map(|account| account.name.to_string()).collect();
        assert_eq!(names, ["Zoe 17", "Zoe 27", "Zoe 7"]);
        let payers = users::Wanted { role: Some(Role::Payer), text: "zoe".to_owned(), ..users::Wanted::default() };
        assert_eq!(find(&payers, 0).count, 0);
        let invited = users::Wanted { state: Some(State::Invited), ..users::Wanted::default() };
        assert_eq!(find(&invited, 0).count, 30);
        assert!(matches!(users::find(&town.app, &town.desk(), &everyone, 0), Err(Refusal::NotFound)));
        town.turn(1);
        find(&zoe, 0);
        assert_eq!(town.last_entry("account.listed")["count"], 3);
    });
}

#[test]
fn sec_61_an_unknown_email_a_wrong_password_and_a_suspended_account_get_the_same_answer() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let rosa = hire(town, "Rosa", Role::Desk);
        users::suspend(&town.app, &town.command_line(), rosa.id).unwrap();
        let tries = [
            (anna.email.as_str(), "un'altra password qualunque"),
            ("nino@comune.example", PASSWORD),
            (rosa.email.as_str(), PASSWORD),
        ];
        let answers = tries.map(|(email, password)| {
            let mut browser = Browser::new(&town.app);
            let answer = browser.password(email, password);
            let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            let secret = field(&answer.body, "_csrf").unwrap();
            (answer.status, names, answer.body.replace(&secret, "").replace(email, ""))
        });
        assert_eq!(answers[0].0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
    });
}

#[test]
fn sec_60_a_code_opens_once() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let (mut first, mut second) = (Browser::new(&town.app), Browser::new(&town.app));
        first.password(&anna.email, PASSWORD);
        second.password(&anna.email, PASSWORD);
        let code = anna.seed.code_at(town.now());
        assert_eq!(first.code(&code).status, StatusCode::SEE_OTHER);
        assert_eq!(second.code(&code).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(first.is_in());
        assert!(!second.is_in());
    });
}

#[test]
fn sec_60_codes_have_their_own_counter_and_the_half_way_opens_nothing() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut browser = Browser::new(&town.app);
        browser.password(&anna.email, PASSWORD);
        assert!(!browser.is_in());
        let step = browser.cookies["__Host-approdo-step"].clone();
        browser.cookies.insert(COOKIE.to_owned(), step);
        assert!(!browser.is_in(), "the half session is no session");
        let statuses: Vec<u16> = (0..8).map(|_| browser.code("000000").status.as_u16()).collect();
        assert_eq!(statuses[0], 422);
        assert_eq!(statuses[7], 429);
        town.turn(6 * 60);
        assert!(
            browser.code(&anna.seed.code_at(town.now())).location.starts_with("/login?next="),
            "too long after the password"
        );
    });
}

#[test]
fn sec_58_a_session_ends_after_rest_and_for_good() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &anna);
        town.turn(14 * 60);
        assert!(browser.is_in());
        town.turn(14 * 60);
        assert!(browser.is_in(), "seen again, it rests anew");
        town.turn(15 * 60);
        assert!(!browser.is_in(), "fifteen minutes of rest end it");
        browser.enter(town, &anna);
        for _ in 0..12 * 6 - 1 {
            town.turn(600);
            assert!(browser.is_in());
        }
        town.turn(600);
        assert!(!browser.is_in(), "twelve hours end it whatever happens");
    });
}

#[test]
fn sec_80_a_list_of_accounts_has_twenty_five_on_a_page_whatever_page_is_asked_for() {
    on_both_engines(|town| {
        let wanted = users::Wanted { text: "Ospite".to_owned(), ..users::Wanted::default() };
        let list = |page| users::find(&town.app, &town.sysadmin(), &wanted, page).unwrap();
        for (count, first, last) in [(24, 24, (0, 24)), (25, 25, (0, 25)), (26, 25, (1, 1))] {
            for n in list(0).count..count {
                hire(town, &format!("Ospite{n}"), Role::Desk);
            }
            assert_eq!(list(0).rows.len(), first, "{count} accounts");
            let far = list(usize::MAX);
            assert_eq!((far.page, far.rows.len()), last, "{count} accounts");
        }
    });
}

#[test]
fn sec_12_a_suspended_account_is_out_at_the_next_request() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &anna);
        users::suspend(&town.app, &town.command_line(), anna.id).unwrap();
        assert!(!browser.is_in());
        assert_eq!(browser.password(&anna.email, PASSWORD).status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn sec_59_a_change_of_roles_ends_sessions_known_browsers_and_links() {
    on_both_engines(|town| {
        let (anna, admin) = (hire(town, "Anna", Role::Desk), hire(town, "Bruno", Role::Sysadmin));
        let (mut hers, mut his) = (Browser::new(&town.app), Browser::new(&town.app));
        hers.enter(town, &anna);
        his.enter(town, &admin);
        his.elevate(town, &admin, "/users");
        let shown = his.get(&format!("/users/{}", anna.id));
        assert_eq!(shown.status, StatusCode::OK);
        let version = field(&shown.body, "_version").unwrap();
        let fields = [
            ("name", "Anna"),
            ("email", anna.email.as_str()),
            ("role", "case_worker"),
            ("team", ""),
            ("partner", ""),
            ("_version", &version),
        ];
        let answer = his.post(&format!("/users/{}", anna.id), &fields);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(!hers.is_in());
        let left: Option<(i64,)> = town
            .app
            .store
            .read("t", |tx| tx.one("select count(*) from known_device where account = $1", &[anna.id.into()]))
            .unwrap();
        assert_eq!(left, Some((0,)));
        assert_eq!(town.last_entry("account.changed")["fields"], serde_json::json!(["roles", "team"]));
        his.get(&format!("/users/{}", anna.id));
        let stale = his.post(&format!("/users/{}", anna.id), &fields);
        assert_eq!(stale.status, StatusCode::CONFLICT, "sec_74: {}", stale.body);
        assert!(stale.body.contains("Someone saved before you"));
    });
}

#[test]
fn sec_08_nobody_changes_her_own_rights() {
    on_both_engines(|town| {
        let admin = hire(town, "Bruno", Role::Sysadmin);
        let mut his = Browser::new(&town.app);
        his.enter(town, &admin);
        his.elevate(town, &admin, "/users");
        let version = town
            .app
            .store
            .read("t", |tx| super::accounts::find(&town.app, tx, admin.id))
            .unwrap()
            .unwrap()
            .version
            .to_string();
        his.get("/users/new");
        let fields = [
            ("name", "Bruno"),
            ("email", admin.email.as_str()),
            ("role", "supervisor"),
            ("role", "sysadmin"),
            ("team", ""),
            ("partner", ""),
            ("_version", version.as_str()),
        ];
        let answer = his.post(&format!("/users/{}", admin.id), &fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let roles =
            town.app.store.read("t", |tx| super::accounts::find(&town.app, tx, admin.id)).unwrap().unwrap().roles;
        assert_eq!(roles, RoleSet::of(&[Role::Sysadmin]));
        his.get("/me");
        for column in ["roles", "role", "team", "state", "partner", "elevated_at", "totp"] {
            let answer = his.post("/language", &[("tongue", "it"), ("back", "/me"), (column, "sysadmin")]);
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{column}");
            his.get("/me");
        }
    });
}

#[test]
fn sec_60_one_person_cannot_give_a_new_start() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let (bruno, sara) = (hire(town, "Bruno", Role::Sysadmin), hire(town, "Sara", Role::Supervisor));
        let (mut his, mut hers, mut annas) =
            (Browser::new(&town.app), Browser::new(&town.app), Browser::new(&town.app));
        annas.enter(town, &anna);
        his.enter(town, &bruno);
        his.elevate(town, &bruno, "/users");
        let page = format!("/users/{}", anna.id);
        his.get(&page);
        assert_eq!(his.post(&format!("{page}/agree"), &[]).status, StatusCode::UNPROCESSABLE_ENTITY, "nobody asked");
        his.get(&page);
        assert_eq!(his.post(&format!("{page}/reset"), &[]).status, StatusCode::SEE_OTHER);
        his.get(&page);
        let alone = his.post(&format!("{page}/agree"), &[]);
        assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!alone.body.contains("/invitation/"));
        hers.enter(town, &sara);
        hers.get(&page);
        assert_eq!(hers.post(&format!("{page}/agree"), &[]).status, StatusCode::FORBIDDEN, "not without elevation");
        hers.elevate(town, &sara, &page);
        hers.get(&page);
        let agreed = hers.post(&format!("{page}/agree"), &[]);
        assert_eq!(agreed.status, StatusCode::OK, "{}", agreed.body);
        assert!(!annas.is_in());
        let link = link_in(&agreed.body);
        let (done, seed) = accept(town, &link, "la scala blu di ferro battuto", &[]);
        assert_eq!(done.location, "/login/passkey/new", "{}", done.body);
        let again = Browser::new(&town.app).get(&link);
        assert_eq!(again.status, StatusCode::NOT_FOUND, "a link opens once");
        assert_eq!(annas.password(&anna.email, PASSWORD).status, StatusCode::UNPROCESSABLE_ENTITY);
        annas.password(&anna.email, "la scala blu di ferro battuto");
        assert_eq!(
            annas.code(&anna.seed.code_at(town.now())).status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the old phone is out"
        );
        town.turn(30);
        assert_eq!(annas.code(&seed.code_at(town.now())).status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn sec_60_a_link_for_a_new_start_is_good_for_a_quarter_of_an_hour() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let line = town.command_line();
        assert!(matches!(users::reset(&town.app, &town.sysadmin(), anna.id).unwrap(), Reset::Asked));
        let Reset::Link(link) = users::reset(&town.app, &line, anna.id).unwrap() else { panic!("two have agreed") };
        assert_eq!(Browser::new(&town.app).get(&link.path()).status, StatusCode::OK);
        town.turn(15 * 60);
        assert_eq!(Browser::new(&town.app).get(&link.path()).status, StatusCode::NOT_FOUND);
        assert!(
            matches!(users::reset(&town.app, &line, anna.id).unwrap(), Reset::Asked),
            "the command line alone only asks"
        );
        assert!(matches!(users::reset(&town.app, &line, anna.id).unwrap(), Reset::Asked));
        assert!(matches!(users::ask_reset(&town.app, &town.desk(), anna.id), Err(Refusal::NotFound)));
        assert!(matches!(users::ask_reset(&town.app, &town.auditor(), anna.id), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_60_one_human_at_the_machine_is_one_person_by_whatever_name() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        for user in ["approdo", "root", "approdo"] {
            let line = Actor::command_line(user, true);
            assert!(matches!(users::reset(&town.app, &line, anna.id).unwrap(), Reset::Asked), "{user}");
            let once = town.form(&line, user);
            let agreed = users::agree_reset(&town.app, &Actor::command_line("other", true), &once, anna.id);
            assert!(matches!(agreed, Err(Refusal::Rule(CannotReset::SamePerson))), "{agreed:?}");
        }
        let sara = town.supervisor();
        users::agree_reset(&town.app, &sara, &town.form(&sara, "yes"), anna.id).unwrap();
    });
}

#[test]
fn sec_60_who_holds_the_machine_has_no_word_about_who_sees_protected_persons() {
    on_both_engines(|town| {
        let (rita, line) = (hire(town, "Rita", Role::ProtectedWorker), town.command_line());
        let (aldo, sara) = (town.sysadmin(), town.supervisor());
        let by_machine = |outcome: Result<Reset, Refusal<CannotReset>>| {
            assert!(matches!(outcome, Err(Refusal::Rule(CannotReset::NotByMachine))), "{outcome:?}");
        };
        by_machine(users::reset(&town.app, &line, rita.id));
        users::ask_reset(&town.app, &aldo, rita.id).unwrap();
        by_machine(users::reset(&town.app, &line, rita.id));
        users::agree_reset(&town.app, &sara, &town.form(&sara, "yes"), rita.id).unwrap();
        // What the machine said before she was trusted with protected persons counts no more.
        let anna = hire(town, "Anna", Role::Desk);
        assert!(matches!(users::reset(&town.app, &line, anna.id).unwrap(), Reset::Asked));
        let sql = "update account set roles = 'protected_worker' where id = $1";
        town.app.store.write("story.trust", |tx| tx.change_one(sql, &[anna.id.into()])).unwrap();
        assert!(users::see(&town.app, &sara, anna.id).unwrap().1.is_none());
        let agreed = users::agree_reset(&town.app, &sara, &town.form(&sara, "again"), anna.id);
        assert!(matches!(agreed, Err(Refusal::Rule(CannotReset::NotAsked))), "{agreed:?}");
    });
}

#[test]
fn sec_11_the_word_for_a_new_start_of_who_lost_the_right_is_none() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let (aldo, sara, luca) = (town.sysadmin(), town.supervisor(), town.supervisor_of_another_team());
        for (asks, lost) in [
            (&aldo, "update account set state = 'suspended' where id = $1"),
            (&luca, "update account set roles = 'desk' where id = $1"),
        ] {
            users::ask_reset(&town.app, asks, anna.id).unwrap();
            assert_eq!(users::see(&town.app, &sara, anna.id).unwrap().1, Speaker::of(asks));
            town.app.store.write("story.lost", |tx| tx.change_one(lost, &[asks.id().into()])).unwrap();
            assert!(users::see(&town.app, &sara, anna.id).unwrap().1.is_none());
            let agreed = users::agree_reset(&town.app, &sara, &town.form(&sara, lost), anna.id);
            assert!(matches!(agreed, Err(Refusal::Rule(CannotReset::NotAsked))), "{agreed:?}");
        }
    });
}

#[test]
fn sec_63_a_form_without_token_or_from_elsewhere_is_refused() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &anna);
        browser.get("/form");
        let body = browser.body(&[("note", "x")]);
        for site in ["cross-site", "same-site", "none", ""] {
            assert_eq!(browser.send(Method::POST, "/form", site, body.clone()).status, StatusCode::FORBIDDEN, "{site}");
        }
        let token = field(&browser.last, "_csrf").unwrap();
        let others = body.replace(&token, &"0".repeat(64));
        assert_eq!(browser.send(Method::POST, "/form", "same-origin", others).status, StatusCode::FORBIDDEN);
        assert_eq!(
            browser.send(Method::POST, "/form", "same-origin", "note=x".to_owned()).status,
            StatusCode::FORBIDDEN
        );
        let without_key = format!("_csrf={token}&note=x");
        assert_eq!(
            browser.send(Method::POST, "/form", "same-origin", without_key).status,
            StatusCode::BAD_REQUEST,
            "sec_75"
        );
        assert_eq!(browser.send(Method::POST, "/form", "same-origin", body).status, StatusCode::OK);
        let mut stranger = Browser::new(&town.app);
        stranger.get("/login");
        let body = stranger.body(&[("email", "a@b.it"), ("password", "x"), ("next", "/")]);
        assert_eq!(stranger.send(Method::POST, "/login", "cross-site", body.clone()).status, StatusCode::FORBIDDEN);
        stranger.cookies.clear();
        assert_eq!(stranger.send(Method::POST, "/login", "same-origin", body).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn sec_69_the_log_in_sends_nobody_elsewhere() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        for evil in ["//evil.example", "https://evil.example", "/\\evil.example"] {
            let mut browser = Browser::new(&town.app);
            browser.get("/login");
            let answer = browser.post("/login", &[("email", &anna.email), ("password", PASSWORD), ("next", evil)]);
            assert_eq!(answer.location, "/login/code?next=/");
            town.turn(30);
            browser.get(&format!("/login/code?next={}", encoded(evil)));
            assert_eq!(field(&browser.last, "next").unwrap(), "/");
            let code = anna.seed.code_at(town.now());
            assert_eq!(browser.post("/login/code", &[("code", &code), ("next", evil)]).location, "/");
            assert_eq!(browser.elevate(town, &anna, evil).location, "/");
        }
    });
}

#[test]
fn sec_62_the_trail_hears_once_that_tries_are_slowed_down_and_never_what_was_typed() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut stranger = Browser::new(&town.app);
        let slowed = || town.trail().into_iter().filter(|entry| entry["act"] == "log_in.throttled").collect::<Vec<_>>();
        for _ in 0..12 {
            stranger.password(&anna.email, "un'altra password qualunque");
        }
        let told = slowed();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((&told[0]["who"], &told[0]["fields"][0]), (&"nobody".into(), &"account".into()));
        assert_eq!((&told[0]["objects"][0], &told[0]["outcome"]), (&anna.id.to_string().into(), &"slowed".into()));
        for _ in 0..12 {
            stranger.password("canarino@comune.example", "un'altra password qualunque");
        }
        let told = slowed();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told.iter().any(|entry| entry.get("objects").is_none() && entry["hash"].is_string()), "{told:?}");
        for n in 0..40 {
            stranger.password(&format!("altro{n}@comune.example"), "un'altra password qualunque");
        }
        assert_eq!(slowed().len(), 3, "one network, one entry: {:?}", slowed());
        assert_eq!(town.where_plain("canarino"), Vec::<String>::new());
        let addresses = town.where_plain("192.0.2.1");
        assert_eq!(addresses, Vec::<String>::new());
    });
}

#[test]
fn sec_56_where_the_city_said_its_address_browsers_come_back_encrypted_and_from_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut opening = Opening::of(Place::Directory(folder.path().join("data")), folder.path().join("keys"));
    opening.public = Some(PublicAddress::parse("https://approdo.example").unwrap());
    let app = App::open(opening).unwrap();
    let mut browser = Browser::new(&app);
    browser.router = crate::shell::router(&app);
    let shown = browser.get("/login");
    assert_eq!(shown.headers["strict-transport-security"], "max-age=63072000");
    assert!(browser.cookies.keys().all(|name| name.starts_with("__Host-")), "{:?}", browser.cookies);
    // Without `Sec-Fetch-Site` and `Origin` nobody knows where a form comes from.
    let body = browser.body(&[("email", "x@comune.example"), ("password", "x"), ("next", "/")]);
    assert_eq!(browser.send(Method::POST, "/login", "", body).status, StatusCode::FORBIDDEN);
    assert_eq!(browser.password("x@comune.example", PASSWORD).status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn sec_83_the_first_administrator_comes_by_a_link_that_is_good_once() {
    on_both_engines(|town| {
        town.app.store.write("t", |tx| tx.exec("delete from account", &[])).unwrap();
        let old = invitations::first_start(&town.app).unwrap().unwrap();
        let link = invitations::first_start(&town.app).unwrap().unwrap();
        assert_eq!(
            Browser::new(&town.app).get(&old.path()).status,
            StatusCode::NOT_FOUND,
            "each start makes a new one"
        );
        let (short, _) =
            accept(town, &link.path(), "troppo corta", &[("name", "Bruno Capo"), ("email", "capo@comune.example")]);
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (done, seed) =
            accept(town, &link.path(), PASSWORD, &[("name", "Bruno Capo"), ("email", "capo@comune.example")]);
        assert_eq!(done.location, "/login/passkey/new", "{}", done.body);
        assert!(invitations::first_start(&town.app).unwrap().is_none());
        let mut his = Browser::new(&town.app);
        his.password("Capo@Comune.example", PASSWORD);
        assert_eq!(
            his.code(&seed.code_at(town.now())).status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the code of the link is used"
        );
        town.turn(30);
        assert_eq!(his.code(&seed.code_at(town.now())).status, StatusCode::SEE_OTHER);
        assert_eq!(his.get("/users").status, StatusCode::OK);
    });
}

#[test]
fn sec_64_inviting_needs_the_code_again_and_sec_75_counts_once() {
    on_both_engines(|town| {
        let bruno = hire(town, "Bruno", Role::Sysadmin);
        let mut his = Browser::new(&town.app);
        his.enter(town, &bruno);
        assert_eq!(his.get("/users/new").status, StatusCode::FORBIDDEN);
        let before = his.cookies[COOKIE].clone();
        assert_eq!(his.elevate(town, &bruno, "/users/new").location, "/users/new");
        assert_ne!(his.cookies[COOKIE], before, "sec_58: a new cookie at each step up");
        his.cookies.insert("old".to_owned(), before);
        assert_eq!(his.get("/users/new").status, StatusCode::OK);
        let fields = [
            ("name", "Nuova Collega"),
            ("email", "nuova@comune.example"),
            ("role", "desk"),
            ("team", &town.our_team().to_string()),
            ("partner", ""),
            ("tongue", "en"),
        ];
        let body = his.body(&fields);
        let first = his.send(Method::POST, "/users/new", "same-origin", body.clone());
        let second = his.send(Method::POST, "/users/new", "same-origin", body.clone());
        assert_eq!(first.status, StatusCode::OK, "{}", first.body);
        assert_eq!(link_in(&first.body), link_in(&second.body));
        let other = his.send(Method::POST, "/users/new", "same-origin", body.replace("Nuova", "Vecchia"));
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        his.get("/users/new");
        assert_eq!(his.post("/users/new", &fields).status, StatusCode::UNPROCESSABLE_ENTITY, "the e-mail is taken");
        town.turn(10 * 60);
        assert_eq!(his.get("/users/new").status, StatusCode::FORBIDDEN, "ten minutes are over");
        let (done, seed) = accept(town, &link_in(&first.body), PASSWORD, &[]);
        assert_eq!(done.location, "/login/passkey/new", "{}", done.body);
        let mut hers = Browser::new(&town.app);
        hers.password("nuova@comune.example", PASSWORD);
        town.turn(30);
        assert_eq!(hers.code(&seed.code_at(town.now())).status, StatusCode::SEE_OTHER);
        assert_eq!(hers.get("/users").status, StatusCode::NOT_FOUND);
        assert_eq!(hers.get("/users/new").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn sec_57_an_invitation_is_good_for_three_days() {
    on_both_engines(|town| {
        let invite = new_colleague(Tongue::It);
        let (id, link) = users::invite(&town.app, &town.command_line(), &invite).unwrap();
        let account = |id| users::see(&town.app, &town.sysadmin(), id).unwrap().0;
        assert_eq!(account(id).state, State::Invited);
        town.turn(72 * 3600);
        assert_eq!(Browser::new(&town.app).get(&link.path()).status, StatusCode::NOT_FOUND);
        assert!(matches!(users::invite(&town.app, &town.supervisor(), &invite), Err(Refusal::NotFound)));
        assert!(matches!(users::list(&town.app, &town.desk()), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_58_what_was_typed_is_there_after_a_new_log_in_and_for_its_owner_alone() {
    on_both_engines(|town| {
        let (anna, rosa) = (hire(town, "Anna", Role::Desk), hire(town, "Rosa", Role::Desk));
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &anna);
        browser.get("/form");
        town.turn(16 * 60);
        let ended = browser.post("/form", &[("note", "Ha perso il lavoro a Bari"), ("password", "segreta davvero")]);
        assert_eq!(ended.location, "/login?kept=1&next=/form");
        assert_eq!(town.where_plain("lavoro"), Vec::<String>::new(), "sec_52");
        browser.enter(town, &rosa);
        assert!(browser.get("/form").body.contains("note=[]"));
        browser.enter(town, &anna);
        assert!(browser.get("/form").body.contains("note=[Ha perso il lavoro a Bari]"));
        assert_eq!(browser.post("/drafts/form", &[("note", "Ha trovato casa")]).status, StatusCode::NO_CONTENT);
        assert!(browser.get("/form").body.contains("note=[Ha trovato casa]"));
        let stranger = Browser::new(&town.app).send(Method::POST, "/form", "same-origin", "note=x&_csrf=00".to_owned());
        assert_eq!(stranger.location, "/login?next=/form");
    });
}

#[test]
fn sec_59_a_new_password_ends_the_other_sessions() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let (mut here, mut there) = (Browser::new(&town.app), Browser::new(&town.app));
        here.enter(town, &anna);
        there.enter(town, &anna);
        town.turn(30);
        here.get("/me");
        let new = "la scala blu di ferro battuto";
        let code = anna.seed.code_at(town.now());
        let wrong = here.post(
            "/me/password",
            &[("current", "non è questa di sicuro"), ("password", new), ("again", new), ("code", &code)],
        );
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done =
            here.post("/me/password", &[("current", PASSWORD), ("password", new), ("again", new), ("code", &code)]);
        assert_eq!(done.location, "/me?saved=1", "{}", done.body);
        assert!(here.is_in());
        assert!(!there.is_in());
        here.get("/me");
        assert_eq!(here.post("/me/everywhere", &[]).location, "/login?out=1");
        assert!(!here.is_in());
    });
}

#[test]
fn sec_59_one_session_is_ended_from_another_and_nobody_elses() {
    on_both_engines(|town| {
        let (anna, bruno) = (hire(town, "Anna", Role::Desk), hire(town, "Bruno", Role::Desk));
        let (mut here, mut there) = (Browser::new(&town.app), Browser::new(&town.app));
        let mut his = Browser::new(&town.app);
        there.enter(town, &anna);
        town.turn(60);
        here.enter(town, &anna);
        his.enter(town, &bruno);
        let marks = |page: &str| -> Vec<String> {
            let after = |part: &str| part.split('"').next().unwrap().to_owned();
            page.split("name=\"session\" value=\"").skip(1).map(after).collect()
        };
        let listed = marks(&here.get("/me").body);
        assert_eq!(listed.len(), 1, "the other one; this one ends by logging out");
        his.get("/me");
        assert_eq!(his.post("/me/sessions", &[("session", &listed[0])]).location, "/me?saved=1");
        assert!(there.is_in(), "it is none of his");
        assert_eq!(here.post("/me/sessions", &[("session", "not one")]).status, StatusCode::BAD_REQUEST);
        here.get("/me");
        assert_eq!(here.post("/me/sessions", &[("session", &listed[0])]).location, "/me?saved=1");
        assert!(here.is_in() && !there.is_in());
        assert!(marks(&here.get("/me").body).is_empty());
        assert_eq!(town.last_entry("log_in.ended_there")["outcome"], "done");
    });
}

#[test]
fn teams_are_made_and_renamed_by_administrators() {
    on_both_engines(|town| {
        let bruno = hire(town, "Bruno", Role::Sysadmin);
        let mut his = Browser::new(&town.app);
        his.enter(town, &bruno);
        his.elevate(town, &bruno, "/teams");
        his.get("/teams");
        assert_eq!(his.post("/teams", &[("name", "Sportello Sud")]).location, "/teams?saved=1");
        let page = his.get("/teams?saved=1");
        assert!(page.body.contains("Sportello Sud"));
        let team = format!("/teams/{}", town.our_team());
        assert_eq!(his.post(&team, &[("name", "Sportello Ovest"), ("_version", "1")]).location, "/teams?saved=1");
        his.get("/teams");
        assert_eq!(his.post(&team, &[("name", "Sportello Est"), ("_version", "1")]).status, StatusCode::CONFLICT);
        his.get("/me");
        assert_eq!(his.post("/language", &[("tongue", "it"), ("back", "/users")]).location, "/users");
        assert!(his.get("/users").body.contains("Utenti"));
    });
}

#[test]
fn sec_53_the_database_alone_names_nobody_who_works_here() {
    on_both_engines(|town| {
        let anna = hire(town, "Annamaria", Role::Desk);
        assert_eq!(town.where_plain("nnamaria"), Vec::<String>::new());
        assert_eq!(town.where_plain(&anna.seed.base32()), Vec::<String>::new());
        let change = Change {
            email: Email::parse("altra@comune.example").unwrap(),
            name: Line::parse("Altra").unwrap(),
            roles: RoleSet::of(&[Role::Desk]),
            partner: None,
            team: None,
            suspended: false,
        };
        let version = users::see(&town.app, &town.sysadmin(), anna.id).unwrap().0.version;
        let once = town.form(&town.sysadmin(), "x");
        users::change(&town.app, &town.sysadmin(), &once, anna.id, version, &change).unwrap();
        assert_eq!(town.where_plain("altra@"), Vec::<String>::new());
    });
}

#[test]
fn sec_80_drafts_are_kept_up_to_their_limits() {
    on_both_engines(|town| {
        let elena = town.desk();
        let account = elena.id().unwrap();
        let keep = |form: &str, body: &[u8]| {
            town.app.store.write("t", |tx| drafts::keep(&town.app, tx, account, form, body)).unwrap()
        };
        for (bytes, kept) in
            [(drafts::MOST_BYTES - 1, true), (drafts::MOST_BYTES, true), (drafts::MOST_BYTES + 1, false)]
        {
            let before = ground::Limit::DraftBytes.times_reached();
            assert_eq!(keep("/large", &vec![b'x'; bytes]), kept, "{bytes}");
            assert!(kept || ground::Limit::DraftBytes.times_reached() > before);
        }
        let list = || {
            town.app.store.read("t", |tx| drafts::list(tx, &elena)).unwrap_or_else(|e: store::StoreError| panic!("{e}"))
        };
        for count in 2..=drafts::MOST_EACH + 1 {
            town.turn(1);
            let before = ground::Limit::Drafts.times_reached();
            assert!(keep(&format!("/form/{count}"), b"a=1"));
            assert_eq!(list().len(), count.min(drafts::MOST_EACH));
            assert!(count <= drafts::MOST_EACH || ground::Limit::Drafts.times_reached() > before);
        }
        assert!(list().iter().all(|(form, _)| form != "/large"), "the oldest went");
    });
}
