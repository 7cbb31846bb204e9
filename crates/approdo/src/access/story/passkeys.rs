//! Stories of passkeys: what opens with one and what does not (SEC-57), what they end (SEC-59), how tries are
//! counted (SEC-60, SEC-62), and what strangers learn of them (SEC-61).

use serde_json::Value;

use super::{authenticator::Key, *};
use crate::{
    access::{passkeys, throttle::Counter},
    story::on_both_engines_where,
};

/// What a page asks a passkey, and how the form carries it.
#[derive(Clone)]
struct Page {
    options: Value,
    carried: String,
}

fn question(html: &str) -> Page {
    let written = html.split("data-options=\"").nth(1).unwrap_or_else(|| panic!("asks for no passkey: {html}"));
    let options = written.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&");
    Page { options: serde_json::from_str(&options).unwrap(), carried: field(html, "asked").unwrap() }
}

fn asks_for_a_passkey(html: &str) -> bool {
    html.contains("data-passkey")
}

/// The question of the log-in, for who has said the password.
fn asked(browser: &mut Browser) -> Page {
    question(&browser.get("/login/code?next=/form").body)
}

fn answer(browser: &mut Browser, page: &Page, signed: &str) -> Answer {
    browser.get("/login/code?next=/form");
    browser.post("/login/passkey", &[("asked", &page.carried), ("answer", signed), ("next", "/form")])
}

/// Logs in with password and passkey.
fn enter_by(browser: &mut Browser, worker: &Worker, key: &mut Key) -> Answer {
    assert_eq!(browser.password(&worker.email, PASSWORD).location, "/login/code?next=/form");
    let page = asked(browser);
    let signed = key.sign(&page.options);
    answer(browser, &page, &signed)
}

fn elevate_by(browser: &mut Browser, key: &mut Key) -> Answer {
    let page = question(&browser.get("/elevate").body);
    let signed = key.sign(&page.options);
    browser.post("/elevate/passkey", &[("asked", &page.carried), ("answer", &signed), ("next", "/me/passkeys/new")])
}

/// Adds a passkey in a session that has the second factor.
fn add(browser: &mut Browser, name: &str, key: &Key) -> Answer {
    let page = question(&browser.get("/me/passkeys/new").body);
    let signed = key.make(&page.options);
    browser.post("/me/passkeys", &[("name", name), ("asked", &page.carried), ("answer", &signed)])
}

/// Accepts a link with the password of all stories.
fn accept_in(browser: &mut Browser, town: &Town, path: &str) -> Answer {
    let shown = browser.get(path).body;
    let (seed, carried) = (seed_in(&shown), field(&shown, "seed").unwrap());
    let code = seed.code_at(town.now());
    let fields = [("seed", carried.as_str()), ("password", PASSWORD), ("again", PASSWORD), ("code", &code)];
    browser.post(path, &fields)
}

/// Hires someone and gives her a passkey.
fn hire_with_key(town: &Town, name: &str, role: Role, seed: u8) -> (Worker, Key) {
    let (worker, key) = (hire(town, name, role), Key::new(seed));
    let mut browser = Browser::new(&town.app);
    browser.enter(town, &worker);
    browser.elevate(town, &worker, "/me");
    assert_eq!(add(&mut browser, "Chiavetta", &key).location, "/me?saved=passkey");
    browser.get("/me");
    browser.post("/logout", &[]);
    (worker, key)
}

/// Hires someone who adds a first key at the door, as after a link.
fn hire_at_the_door(town: &Town, name: &str, role: Role, seed: u8) -> (Worker, Key) {
    let (worker, key) = (hire(town, name, role), Key::new(seed));
    let mut browser = Browser::new(&town.app);
    let offer = town.app.store.write("t", |tx| passkeys::offer(&town.app, tx, worker.id)).unwrap();
    browser.cookies.insert("__Host-approdo-step".to_owned(), offer.text());
    let page = question(&browser.get("/login/passkey/new").body);
    let signed = key.make(&page.options);
    let sent = [("name", "Chiavetta"), ("asked", page.carried.as_str()), ("answer", &signed)];
    assert_eq!(browser.post("/login/passkey/new", &sent).location, "/login?ready=1");
    (worker, key)
}

/// A house in which the code alone is not enough for the gravest roles.
fn strict(usual: Opening) -> Opening {
    Opening { phishing_resistant: true, ..usual }
}

fn removal(html: &str, nth: usize) -> String {
    let mut found = html.split("action=\"/me/passkeys/").skip(1).map(|rest| rest.split('"').next().unwrap());
    format!("/me/passkeys/{}", found.nth(nth).unwrap_or_else(|| panic!("no passkey {nth}: {html}")))
}

#[test]
fn sec_57_a_passkey_opens_after_the_password_and_again_inside_the_session() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        assert_eq!(town.last_entry("own_account.passkey_added")["account"], anna.id.to_string());
        let mut browser = Browser::new(&town.app);
        assert_eq!(enter_by(&mut browser, &anna, &mut key).location, "/form");
        assert!(browser.is_in());
        assert_eq!(town.last_entry("log_in.passkey")["outcome"], "right");
        let before = browser.cookies[COOKIE].clone();
        assert_eq!(browser.get("/me/passkeys/new").status, StatusCode::FORBIDDEN);
        assert_eq!(elevate_by(&mut browser, &mut key).location, "/me/passkeys/new");
        assert_ne!(browser.cookies[COOKIE], before, "sec_58: a new cookie at each step up");
        assert_eq!(browser.get("/me/passkeys/new").status, StatusCode::OK);
        assert_eq!(town.last_entry("log_in.elevated")["outcome"], "right");
        let me = browser.get("/me").body;
        assert!(me.contains("Chiavetta") && me.contains("Last used"), "{me}");
        assert!(town.where_plain("Chiavetta").is_empty(), "sealed");
        // The code still opens: the house does not call for more.
        browser.cookies.remove(COOKIE);
        assert_eq!(browser.enter(town, &anna).location, "/form");
    });
}

#[test]
fn a_key_that_does_not_count_and_a_second_one_open_too() {
    on_both_engines(|town| {
        let (anna, mut first) = hire_with_key(town, "Anna", Role::Desk, 1);
        let mut second = Key { counter: None, ..Key::new(2) };
        let mut browser = Browser::new(&town.app);
        enter_by(&mut browser, &anna, &mut first);
        elevate_by(&mut browser, &mut first);
        assert_eq!(add(&mut browser, "Telefono", &second).location, "/me?saved=passkey");
        for key in [&mut first, &mut second] {
            for _ in 0..2 {
                let mut browser = Browser::new(&town.app);
                assert_eq!(enter_by(&mut browser, &anna, key).location, "/form");
            }
        }
        let told = add(&mut browser, "Telefono", &second);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "the same key twice");
        assert!(told.body.contains("value=\"Telefono\""), "what was typed stays");
    });
}

#[test]
fn sec_57_an_answer_from_a_false_page_or_another_key_opens_nothing() {
    on_both_engines(|town| {
        let (anna, key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let (_, rosas) = hire_with_key(town, "Rosa", Role::Desk, 2);
        let elsewhere = |origin| Key { origin, ..key.clone() };
        let dishonest = [
            ("another site", elsewhere("https://approdo.evil.example")),
            ("a name that ends like ours", elsewhere("http://evil.localhost")),
            ("another scheme", elsewhere("https://localhost")),
            ("a key for another name", Key { rp: "evil.example", ..key.clone() }),
            (
                "another challenge",
                Key { challenge: Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), ..key.clone() },
            ),
            ("the answer to another kind of question", Key { kind: Some("webauthn.create"), ..key.clone() }),
            ("nobody showed that it is she", key.clone().unverified()),
            ("nobody was there", key.clone().untouched()),
            ("somebody else's key", rosas),
            ("another secret", key.clone().with_secret(9)),
        ];
        let mut browser = Browser::new(&town.app);
        browser.password(&anna.email, PASSWORD);
        for (what, mut key) in dishonest {
            // Its counter makes her wait; that is told below.
            town.app.throttle.succeeded(&[Counter::Passkey(anna.id)]);
            let page = asked(&mut browser);
            let told = answer(&mut browser, &page, &key.sign(&page.options));
            assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
            assert_eq!(town.last_entry("log_in.passkey")["outcome"], "wrong", "{what}");
            assert!(!browser.is_in(), "{what}");
        }
        for junk in ["", "{}", "[]", "null", "\u{0}", "{\"id\":1}", &"[".repeat(5000)] {
            town.app.throttle.succeeded(&[Counter::Passkey(anna.id)]);
            let page = asked(&mut browser);
            assert!([400, 422].contains(&answer(&mut browser, &page, junk).status.as_u16()), "{junk}");
        }
        let page = asked(&mut browser);
        let signed = key.clone().sign(&page.options);
        for carried in ["", "00", "zz", &page.carried.replace('a', "b")] {
            let changed = Page { carried: carried.to_owned(), ..page.clone() };
            assert_eq!(answer(&mut browser, &changed, &signed).status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        town.app.throttle.succeeded(&[Counter::Passkey(anna.id)]);
        assert_eq!(answer(&mut browser, &page, &signed).location, "/form", "the honest one");
    });
}

#[test]
fn sec_57_a_key_is_added_only_by_an_honest_answer() {
    on_both_engines(|town| {
        let (anna, rosa) = (hire(town, "Anna", Role::Desk), hire_with_key(town, "Rosa", Role::Desk, 2).1);
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &anna);
        browser.elevate(town, &anna, "/me");
        let key = Key::new(1);
        for (what, key) in [
            ("another site", Key { origin: "https://approdo.evil.example", ..key.clone() }),
            ("another name", Key { rp: "evil.example", ..key.clone() }),
            ("another challenge", Key { challenge: Some("AAAA"), ..key.clone() }),
            ("another kind", Key { kind: Some("webauthn.get"), ..key.clone() }),
            ("unverified", key.clone().unverified()),
            ("known to another account", rosa),
        ] {
            assert_eq!(add(&mut browser, "Chiavetta", &key).status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        }
        let page = question(&browser.get("/me/passkeys/new").body);
        let signed = key.make(&page.options);
        let sent = [("name", "Chiavetta"), ("asked", page.carried.as_str()), ("answer", signed.as_str())];
        assert_eq!(browser.post("/me/passkeys", &sent).location, "/me?saved=passkey");
        browser.get("/me/passkeys/new");
        assert_eq!(browser.post("/me/passkeys", &sent).status, StatusCode::UNPROCESSABLE_ENTITY, "twice");
        for seed in 3..7 {
            assert_eq!(add(&mut browser, "Un'altra", &Key::new(seed)).location, "/me?saved=passkey");
        }
        assert_eq!(add(&mut browser, "Una di troppo", &Key::new(7)).status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn sec_57_a_question_is_answered_once_in_the_log_in_it_was_asked_in() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let (mut one, mut other) = (Browser::new(&town.app), Browser::new(&town.app));
        one.password(&anna.email, PASSWORD);
        other.password(&anna.email, PASSWORD);
        let page = asked(&mut one);
        let signed = key.sign(&page.options);
        assert_eq!(answer(&mut other, &page, &signed).status, StatusCode::UNPROCESSABLE_ENTITY, "another log-in");
        assert_eq!(answer(&mut one, &page, "{}").status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer(&mut one, &page, &signed).status, StatusCode::UNPROCESSABLE_ENTITY, "used up by a wrong one");
        let page = asked(&mut one);
        let signed = key.sign(&page.options);
        let again = one.cookies.clone();
        assert_eq!(answer(&mut one, &page, &signed).location, "/form");
        let mut replay = Browser { cookies: again, ..Browser::new(&town.app) };
        assert_ne!(answer(&mut replay, &page, &signed).location, "/form", "a replay");
        assert!(!replay.is_in());
        // What was asked to log in is no answer inside the session, and the other way round.
        let (asked_again, sent) = (question(&one.get("/elevate").body), &page);
        let signed = key.sign(&sent.options);
        let fields = |page: &Page, signed: &str| [("asked", page.carried.clone()), ("answer", signed.to_owned())];
        let post = |browser: &mut Browser, path: &str, page: &Page, signed: &str| {
            let fields = fields(page, signed);
            browser.post(path, &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).status
        };
        assert_eq!(post(&mut one, "/elevate/passkey", sent, &signed), StatusCode::UNPROCESSABLE_ENTITY);
        let signed = key.sign(&asked_again.options);
        let page = asked(&mut other);
        assert_eq!(post(&mut other, "/login/passkey", &asked_again, &signed), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer(&mut other, &page, &key.sign(&page.options)).location, "/form");
    });
}

#[test]
fn sec_58_sec_64_a_question_is_good_for_five_minutes_by_the_houses_clock() {
    on_both_engines(|town| {
        let (bruno, mut key) = hire_with_key(town, "Bruno", Role::Sysadmin, 1);
        let mut browser = Browser::new(&town.app);
        browser.password(&bruno.email, PASSWORD);
        let page = asked(&mut browser);
        town.turn(300);
        assert!(answer(&mut browser, &page, &key.sign(&page.options)).location.starts_with("/login"), "at the door");
        enter_by(&mut browser, &bruno, &mut key);
        let elevate = |browser: &mut Browser, page: &Page, key: &mut Key| {
            browser.get("/elevate");
            let signed = key.sign(&page.options);
            let fields = [("asked", page.carried.as_str()), ("answer", &signed), ("next", "/users/new")];
            browser.post("/elevate/passkey", &fields)
        };
        let page = question(&browser.get("/elevate").body);
        town.turn(300);
        assert_eq!(elevate(&mut browser, &page, &mut key).status, StatusCode::UNPROCESSABLE_ENTITY, "too late");
        let page = question(&browser.get("/elevate").body);
        town.turn(299);
        assert_eq!(elevate(&mut browser, &page, &mut key).location, "/users/new", "just in time");
        assert_eq!(browser.get("/users/new").status, StatusCode::OK);
        town.turn(600);
        assert_eq!(browser.get("/users/new").status, StatusCode::FORBIDDEN, "sec_64: ten minutes");
        let mut other = Browser::new(&town.app);
        enter_by(&mut other, &bruno, &mut key);
        town.turn(50);
        let page = question(&other.get("/elevate").body);
        town.turn(-61 + 50);
        assert_eq!(elevate(&mut other, &page, &mut key).location, "/users/new", "clocks are corrected a little");
        let page = question(&other.get("/elevate").body);
        town.turn(-61);
        assert!(elevate(&mut other, &page, &mut key).location.starts_with("/login"), "sec_58: ahead of the clock");
    });
}

#[test]
fn sec_57_a_counter_that_goes_back_is_refused_and_left_in_the_trail() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let mut copy = key.clone();
        let mut hers = Browser::new(&town.app);
        for _ in 0..3 {
            enter_by(&mut hers, &anna, &mut key);
        }
        let mut thief = Browser::new(&town.app);
        for _ in 0..3 {
            town.turn(1);
            assert_eq!(enter_by(&mut thief, &anna, &mut copy).status, StatusCode::UNPROCESSABLE_ENTITY);
            let entry = town.last_entry("log_in.passkey");
            assert_eq!((&entry["outcome"], &entry["account"]), (&"counter_back".into(), &anna.id.to_string().into()));
        }
        assert!(!thief.is_in());
        // The question was asked before the true key went on: what counts is where it is now.
        let mut early = Browser::new(&town.app);
        early.password(&anna.email, PASSWORD);
        let page = asked(&mut early);
        let mut copy = key.clone();
        enter_by(&mut hers, &anna, &mut key);
        enter_by(&mut hers, &anna, &mut key);
        town.turn(1);
        let told = answer(&mut early, &page, &copy.sign(&page.options));
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(town.last_entry("log_in.passkey")["outcome"], "counter_back");
        assert_eq!(enter_by(&mut hers, &anna, &mut key).location, "/form", "the true key goes on");
        elevate_by(&mut hers, &mut Key { counter: Some(0), ..key.clone() });
        assert_eq!(town.last_entry("log_in.elevated")["outcome"], "counter_back");
    });
}

#[test]
fn sec_12_a_suspended_account_opens_with_no_key() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let mut browser = Browser::new(&town.app);
        browser.password(&anna.email, PASSWORD);
        let page = asked(&mut browser);
        users::suspend(&town.app, &town.command_line(), anna.id).unwrap();
        let told = answer(&mut browser, &page, &key.sign(&page.options));
        assert!(told.location.starts_with("/login?next="), "{} {}", told.status, told.location);
        assert!(!browser.is_in());
    });
}

#[test]
fn sec_60_sec_62_wrong_keys_have_a_counter_of_their_own_and_lock_nobody_out() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let mut hers = Browser::new(&town.app);
        enter_by(&mut hers, &anna, &mut key);
        // Somebody has her password, and neither phone nor key.
        let mut thief = Browser::new(&town.app);
        thief.password(&anna.email, PASSWORD);
        let wrong = |browser: &mut Browser| {
            let page = asked(browser);
            answer(browser, &page, "{}").status
        };
        let statuses: Vec<u16> = (0..8).map(|_| wrong(&mut thief).as_u16()).collect();
        assert_eq!((statuses[0], statuses[7]), (422, 429), "{statuses:?}");
        assert_eq!(town.last_entry("log_in.throttled")["fields"][0], "passkey");
        assert_eq!(thief.code("000000").status, StatusCode::UNPROCESSABLE_ENTITY, "codes count for themselves");
        let page = asked(&mut thief);
        let told = answer(&mut thief, &page, &key.sign(&page.options));
        assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "whoever waits, waits with the right one too");
        hers.cookies.remove(COOKIE);
        assert_eq!(enter_by(&mut hers, &anna, &mut key).location, "/form", "her own browser does not wait");
        // At her own browser keys and codes count together, as passwords do.
        hers.cookies.remove(COOKIE);
        hers.password(&anna.email, PASSWORD);
        let statuses: Vec<u16> = (0..8).map(|_| wrong(&mut hers).as_u16()).collect();
        assert_eq!((statuses[0], statuses[7]), (422, 429), "{statuses:?}");
        assert_eq!(hers.code("000000").status, StatusCode::TOO_MANY_REQUESTS);
    });
}

#[test]
fn sec_60_inside_a_session_keys_codes_and_passwords_count_together() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let mut browser = Browser::new(&town.app);
        enter_by(&mut browser, &anna, &mut key);
        let wrong = |browser: &mut Browser, n: u32| {
            browser.get("/elevate");
            match n % 2 {
                0 => browser.post("/elevate", &[("code", "000000"), ("next", "/")]).status.as_u16(),
                _ => browser.post("/elevate/passkey", &[("asked", ""), ("answer", ""), ("next", "/")]).status.as_u16(),
            }
        };
        let statuses: Vec<u16> = (0..8).map(|n| wrong(&mut browser, n)).collect();
        assert_eq!(&statuses[..5], [422; 5]);
        assert_eq!(&statuses[5..], [429; 3]);
        assert_eq!(elevate_by(&mut browser, &mut key).status, StatusCode::TOO_MANY_REQUESTS);
        town.turn(900);
        browser.cookies.remove(COOKIE);
        enter_by(&mut browser, &anna, &mut key);
        assert_eq!(elevate_by(&mut browser, &mut key).location, "/me/passkeys/new");
    });
}

#[test]
fn sec_59_adding_and_removing_a_key_ends_whatever_else_opens_the_account() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let (mut here, mut there, mut half) =
            (Browser::new(&town.app), Browser::new(&town.app), Browser::new(&town.app));
        let open = |there: &mut Browser, half: &mut Browser, key: &mut Key| {
            enter_by(there, &anna, key);
            half.password(&anna.email, PASSWORD);
            users::ask_reset(&town.app, &town.sysadmin(), anna.id).unwrap();
        };
        let all_ended = |there: &mut Browser, half: &mut Browser, what: &str| {
            assert!(!there.is_in(), "{what}: another session");
            assert!(half.code("000000").location.starts_with("/login?next="), "{what}: a log-in half-way");
            for table in ["known_device", "invitation", "reset_request", "log_in_step"] {
                let sql = format!("select count(*) from {table} where account = $1");
                let left = town.app.store.read("t", |tx| tx.one(&sql, &[anna.id.into()])).unwrap();
                assert_eq!(left, Some((0_i64,)), "{what}: {table}");
            }
        };
        enter_by(&mut here, &anna, &mut key);
        elevate_by(&mut here, &mut key);
        open(&mut there, &mut half, &mut key);
        town.turn(1);
        add(&mut here, "Telefono", &Key::new(2));
        all_ended(&mut there, &mut half, "added");
        let told = here.get("/me?saved=passkey");
        assert!(told.body.contains("Wherever else you were logged in is closed"), "{}", told.body);
        open(&mut there, &mut half, &mut key);
        let me = here.get("/me").body;
        assert_eq!(here.post(&removal(&me, 0), &[]).location, "/me?saved=passkey");
        all_ended(&mut there, &mut half, "removed");
        assert_eq!(town.last_entry("own_account.passkey_removed")["account"], anna.id.to_string());
        assert!(here.is_in());
        // The key that was removed opens no more; the other does.
        let mut gone = Browser::new(&town.app);
        assert_eq!(enter_by(&mut gone, &anna, &mut key).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(enter_by(&mut gone, &anna, &mut Key::new(2)).location, "/form");
    });
}

#[test]
fn sec_59_a_key_that_was_removed_answers_no_question_asked_before() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let mut early = Browser::new(&town.app);
        enter_by(&mut early, &anna, &mut key);
        let page = question(&early.get("/elevate").body);
        let cleared = |tx: &mut store::Tx<'_>| tx.exec("delete from passkey where account = $1", &[anna.id.into()]);
        town.app.store.write("t", cleared).unwrap();
        let signed = key.sign(&page.options);
        let told = early.post("/elevate/passkey", &[("asked", &page.carried), ("answer", &signed), ("next", "/")]);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn sec_64_keys_are_added_and_removed_only_after_the_second_factor_and_only_ones_own() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let (rosa, mut rosas) = hire_with_key(town, "Rosa", Role::Desk, 2);
        let (mut hers, mut other) = (Browser::new(&town.app), Browser::new(&town.app));
        enter_by(&mut hers, &anna, &mut key);
        let mine = removal(&hers.get("/me").body, 0);
        assert_eq!(hers.post(&mine, &[]).status, StatusCode::FORBIDDEN);
        hers.get("/me");
        let sent = [("name", "x"), ("asked", ""), ("answer", "")];
        assert_eq!(hers.post("/me/passkeys", &sent).status, StatusCode::FORBIDDEN);
        enter_by(&mut other, &rosa, &mut rosas);
        elevate_by(&mut other, &mut rosas);
        other.get("/me");
        assert_eq!(other.post(&mine, &[]).status, StatusCode::NOT_FOUND, "sec_10: another's");
        assert!(hers.get("/me").body.contains("Chiavetta"));
    });
}

#[test]
fn sec_60_a_new_start_begins_without_the_keys_and_offers_to_add_one() {
    on_both_engines(|town| {
        let (anna, mut key) = hire_with_key(town, "Anna", Role::Desk, 1);
        let mut early = Browser::new(&town.app);
        early.password(&anna.email, PASSWORD);
        let page = asked(&mut early);
        users::ask_reset(&town.app, &town.sysadmin(), anna.id).unwrap();
        let link =
            users::agree_reset(&town.app, &town.supervisor(), &town.form(&town.supervisor(), "x"), anna.id).unwrap();
        assert!(answer(&mut early, &page, &key.sign(&page.options)).location.starts_with("/login"));
        let mut browser = Browser::new(&town.app);
        browser.password(&anna.email, PASSWORD);
        assert!(!asks_for_a_passkey(&browser.get("/login/code").body), "the keys are gone");
        assert_eq!(accept_in(&mut browser, town, &link.path()).location, "/login/passkey/new");
        let offer = browser.get("/login/passkey/new");
        assert!(offer.body.contains("/login?ready=1"), "she may do it later: {}", offer.body);
        let page = question(&offer.body);
        let mut key = Key::new(3);
        let signed = key.make(&page.options);
        let sent = [("name", ""), ("asked", page.carried.as_str()), ("answer", &signed)];
        assert_eq!(
            browser.post("/login/passkey/new", &sent).status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "without a name"
        );
        let sent = [("name", "Nuova"), ("asked", page.carried.as_str()), ("answer", &signed)];
        assert_eq!(browser.post("/login/passkey/new", &sent).location, "/login?ready=1");
        assert_eq!(browser.get("/login/passkey/new").location, "/login", "the offer counts once");
        assert_eq!(enter_by(&mut browser, &anna, &mut key).location, "/form");
    });
}

#[test]
fn sec_60_the_offer_of_a_first_key_stands_for_a_quarter_of_an_hour() {
    on_both_engines(|town| {
        let (_, link) = users::invite(&town.app, &town.command_line(), &new_colleague(Tongue::En)).unwrap();
        let mut browser = Browser::new(&town.app);
        assert_eq!(accept_in(&mut browser, town, &link.path()).location, "/login/passkey/new");
        assert_eq!(Browser::new(&town.app).get("/login/passkey/new").location, "/login", "a stranger");
        town.turn(15 * 60 - 1);
        assert_eq!(browser.get("/login/passkey/new").status, StatusCode::OK);
        assert!(!browser.is_in(), "the offer is no session");
        town.turn(1);
        assert_eq!(browser.get("/login/passkey/new").location, "/login");
        town.turn(1);
        assert_eq!(sweep::sweep(&town.app).unwrap(), 1, "the offer is swept out");
    });
}

#[test]
fn sec_57_where_the_house_calls_for_a_key_the_code_alone_does_not_open() {
    on_both_engines_where(strict, |town| {
        let roles = [("Bruno", Role::Sysadmin), ("Carla", Role::ProtectedWorker), ("Dario", Role::Payer)];
        for (seed, (name, role)) in (1..).zip(roles) {
            let without = hire(town, &format!("{name}-senza"), role);
            let mut browser = Browser::new(&town.app);
            browser.password(&without.email, PASSWORD);
            let told = browser.get("/login/code?next=/form").body;
            assert!(told.contains("Ask two people who run the system for a new start"), "{told}");
            browser.get("/login");
            town.turn(30);
            let code = without.seed.code_at(town.now());
            assert_eq!(browser.send_code(&code).status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(!browser.is_in());
            assert_eq!(town.last_entry("log_in.code")["outcome"], "not_enough");

            let (worker, mut key) = hire_at_the_door(town, name, role, seed);
            let mut browser = Browser::new(&town.app);
            browser.password(&worker.email, PASSWORD);
            let page = browser.get("/login/code?next=/form").body;
            assert!(!page.contains("name=\"code\"") && page.contains("<noscript>"), "{page}");
            town.turn(30);
            assert_eq!(browser.send_code(&worker.seed.code_at(town.now())).status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(!browser.is_in());
            assert_eq!(enter_by(&mut browser, &worker, &mut key).location, "/form");
        }
        let desk = hire(town, "Elio", Role::Desk);
        assert_eq!(Browser::new(&town.app).enter(town, &desk).location, "/form", "the others go on with their code");
    });
}

#[test]
fn sec_57_sec_64_where_the_house_calls_for_a_key_the_code_alone_opens_no_more_and_the_last_key_stays() {
    on_both_engines_where(strict, |town| {
        let (bruno, mut key) = hire_at_the_door(town, "Bruno", Role::Sysadmin, 1);
        let mut browser = Browser::new(&town.app);
        enter_by(&mut browser, &bruno, &mut key);
        assert!(!browser.get("/elevate").body.contains("name=\"code\""));
        town.turn(30);
        let code = bruno.seed.code_at(town.now());
        let told = browser.post("/elevate", &[("code", &code), ("next", "/")]);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asks_for_a_passkey(&told.body));
        assert_eq!(browser.get("/me/passkeys/new").status, StatusCode::FORBIDDEN);
        browser.get("/me");
        let new = "tre cani gialli al mare";
        let change = [("current", PASSWORD), ("password", new), ("again", new), ("code", &code)];
        assert_eq!(browser.post("/me/password", &change).status, StatusCode::FORBIDDEN, "nor changes the password");
        assert_eq!(elevate_by(&mut browser, &mut key).location, "/me/passkeys/new");
        let me = browser.get("/me").body;
        let told = browser.post(&removal(&me, 0), &[]);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "the last one stays");
        assert!(browser.get("/me").body.contains("Chiavetta"));
        assert_eq!(browser.post("/me/password", &change).location, "/me?saved=1");
        town.turn(1);
        assert_eq!(add(&mut browser, "Telefono", &Key::new(2)).location, "/me?saved=passkey");
        let me = browser.get("/me").body;
        assert_eq!(browser.post(&removal(&me, 0), &[]).location, "/me?saved=passkey", "with another it may go");
    });
}

#[test]
fn sec_57_where_the_house_calls_for_a_key_a_new_administrator_adds_it_before_the_first_log_in() {
    on_both_engines_where(strict, |town| {
        let invite = users::Invite { roles: RoleSet::of(&[Role::Sysadmin]), ..new_colleague(Tongue::En) };
        let (_, link) = users::invite(&town.app, &town.command_line(), &invite).unwrap();
        let (mut browser, mut key) = (Browser::new(&town.app), Key::new(1));
        assert_eq!(accept_in(&mut browser, town, &link.path()).location, "/login/passkey/new");
        let offer = browser.get("/login/passkey/new").body;
        assert!(!offer.contains("/login?ready=1"), "not later: {offer}");
        let page = question(&offer);
        let signed = key.make(&page.options);
        let sent = [("name", "Chiavetta"), ("asked", page.carried.as_str()), ("answer", &signed)];
        assert_eq!(browser.post("/login/passkey/new", &sent).location, "/login?ready=1");
        browser.password("nuova@comune.example", PASSWORD);
        let page = asked(&mut browser);
        assert_eq!(answer(&mut browser, &page, &key.sign(&page.options)).location, "/form");
    });
}

#[test]
fn sec_61_nobody_learns_who_has_a_key_before_the_password_is_right() {
    on_both_engines(|town| {
        let (anna, _) = hire_with_key(town, "Anna", Role::Desk, 1);
        let rosa = hire(town, "Rosa", Role::Desk);
        let seen = |email: &str| {
            let mut browser = Browser::new(&town.app);
            browser.get("/login");
            let wrong =
                browser.post("/login", &[("email", email), ("password", "un'altra qualunque"), ("next", "/form")]);
            let drawn = field(&wrong.body, "_csrf").unwrap();
            let names: Vec<String> = wrong.headers.keys().map(ToString::to_string).collect();
            // The page that asks for a code, to who has not said the password.
            let page = browser.get("/login/code?next=/form").body;
            let sent = browser.post("/login/passkey", &[("asked", "00"), ("answer", "{}"), ("next", "/form")]);
            let strip = |body: &str| body.replace(&drawn, "").replace(email, "");
            (wrong.status, names, strip(&wrong.body), page.replace(&drawn, ""), sent.status, sent.location)
        };
        let (with, without, nobody) = (seen(&anna.email), seen(&rosa.email), seen("nino@comune.example"));
        assert_eq!(with, without);
        assert_eq!(with, nobody);
        assert!(!asks_for_a_passkey(&with.3));
        assert_eq!(with.5, "/login?next=/form");
    });
}
