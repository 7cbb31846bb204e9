//! Stories of those who guess: what they cannot learn (SEC-61), and how they are slowed down without
//! locking anyone out (SEC-62).

use super::*;
use crate::{
    access::{log_in, passwords::work, sessions::Token, throttle::Counter},
    campaign::Campaign,
    story::on_sqlite,
};

const WRONG: &str = "un'altra password qualunque";

fn wrong_from(town: &Town, address: &'static str, email: &str) -> Answer {
    let mut browser = Browser::new(&town.app);
    browser.address = address;
    browser.password(email, WRONG)
}

#[test]
fn sec_62_strangers_who_fail_do_not_lock_out_a_known_browser() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut hers = Browser::new(&town.app);
        hers.enter(town, &anna);
        let mut stranger = Browser::new(&town.app);
        stranger.address = "203.0.113.9:1";
        let statuses: Vec<u16> =
            (0..9).map(|_| stranger.password(&anna.email, "non la so indovinare").status.as_u16()).collect();
        assert_eq!(statuses[0], 422);
        assert_eq!(statuses[8], 429);
        let mut elsewhere = Browser::new(&town.app);
        assert_eq!(
            elsewhere.password(&anna.email, PASSWORD).status,
            StatusCode::TOO_MANY_REQUESTS,
            "a new browser waits"
        );
        hers.cookies.remove(COOKIE);
        assert_eq!(hers.enter(town, &anna).location, "/form", "hers does not");
    });
}

#[test]
fn sec_62_an_account_is_slowed_down_wherever_the_tries_come_from() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let from = ["192.0.2.1:1", "198.51.100.1:1", "203.0.113.1:1", "192.0.2.2:1", "198.51.100.2:1", "203.0.113.2:1"];
        for address in from {
            assert_eq!(wrong_from(town, address, &anna.email).status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        }
        assert_eq!(wrong_from(town, "192.0.2.3:1", &anna.email).status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(wrong_from(town, "192.0.2.3:1", "altra@comune.example").status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn sec_62_a_network_is_slowed_down_whatever_account_it_tries() {
    on_both_engines(|town| {
        let rosa = hire(town, "Rosa", Role::Desk);
        let mut hers = Browser::new(&town.app);
        hers.enter(town, &rosa);
        let answered = |n: u32| wrong_from(town, "203.0.113.9:1", &format!("n{n}@comune.example")).status;
        let taken = (0..60).take_while(|n| answered(*n) == StatusCode::UNPROCESSABLE_ENTITY).count();
        assert_eq!(taken, 31);
        assert_eq!(wrong_from(town, "198.51.100.7:1", "n99@comune.example").status, StatusCode::UNPROCESSABLE_ENTITY);
        hers.address = "203.0.113.9:1";
        hers.cookies.remove(COOKIE);
        assert_eq!(hers.enter(town, &rosa).location, "/form", "her own browser does not wait for her neighbours");
    });
}

#[test]
fn sec_62_a_flood_from_everywhere_slows_new_browsers_by_seconds_and_known_ones_not_at_all() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut hers = Browser::new(&town.app);
        hers.enter(town, &anna);
        flood(town, 301);
        let patience = |device: Option<&Token>| log_in::patience(&town.app, device).unwrap().as_millis();
        assert!(patience(None) > 0);
        let known = Token::parse(&hers.cookies["__Host-approdo-known"]).unwrap();
        assert_eq!(patience(Some(&known)), 0);
        assert_eq!(patience(Some(&Token::draw(&town.app.dice))), patience(None), "a cookie of nobody's is none");
        let mut fresh = Browser::new(&town.app);
        fresh.address = "198.51.100.7:1";
        assert_eq!(fresh.password(&anna.email, PASSWORD).location, "/login/code?next=/form", "late, and not refused");
        assert_eq!(town.last_entry("log_in.throttled")["fields"], serde_json::json!(["house"]));
        hers.cookies.remove(COOKIE);
        assert_eq!(hers.enter(town, &anna).location, "/form");
    });
}

/// Wrong tries from so many places, each of another account.
fn flood(town: &Town, tries: u32) {
    for n in 0..tries {
        let mut counters = Counter::of_network(std::net::Ipv4Addr::from(0x0a00_0000 + n).into());
        let mut index = [0; 32];
        index[..4].copy_from_slice(&n.to_be_bytes());
        counters.extend([Counter::Account(index), Counter::House]);
        town.app.throttle.begin(&counters, town.now()).unwrap();
    }
}

#[test]
fn sec_62_a_return_from_a_provider_counts_for_its_known_browser_alone() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut hers = Browser::new(&town.app);
        hers.enter(town, &anna);
        let network: std::net::IpAddr = "2001:db8:1:2::9".parse().unwrap();
        let of = |device: Option<&Token>| log_in::counters_of_return(&town.app, network, device).unwrap();
        let strangers = of(None);
        assert_eq!(strangers.len(), 3, "network, site and house: {strangers:?}");
        while town.app.throttle.begin(&strangers, town.now()).is_ok() {}
        let known = Token::parse(&hers.cookies["__Host-approdo-known"]).unwrap();
        assert_eq!(of(Some(&known)), [Counter::Device(known.hash())]);
        assert_eq!(town.app.throttle.begin(&of(Some(&known)), town.now()), Ok(()));
        assert_eq!(of(Some(&Token::draw(&town.app.dice))), strangers, "a cookie of nobody's is none");
    });
}

#[test]
fn sec_62_a_known_browser_is_known_for_its_own_account_and_guesses_no_faster() {
    on_both_engines(|town| {
        let (anna, rosa) = (hire(town, "Anna", Role::Desk), hire(town, "Rosa", Role::Desk));
        let mut hers = Browser::new(&town.app);
        hers.enter(town, &anna);
        hers.cookies.remove(COOKIE);
        let tries = |browser: &mut Browser, email: &str| {
            let wrong = |_: &u32| browser.password(email, WRONG).status == StatusCode::UNPROCESSABLE_ENTITY;
            (0..20).take_while(wrong).count()
        };
        assert_eq!(tries(&mut hers, &rosa.email), 6, "to Rosa it is a browser like any other");
        assert_eq!(tries(&mut hers, &anna.email), 6, "whoever sits at it waits too");
        let mut elsewhere = Browser::new(&town.app);
        elsewhere.address = "198.51.100.7:1";
        assert_eq!(elsewhere.password(&anna.email, PASSWORD).location, "/login/code?next=/form");
    });
}

#[test]
fn sec_62_a_clock_that_goes_back_does_not_lock_the_door() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        while wrong_from(town, "192.0.2.1:1", &anna.email).status == StatusCode::UNPROCESSABLE_ENTITY {}
        town.turn(-86_400);
        assert_eq!(wrong_from(town, "192.0.2.1:1", &anna.email).status, StatusCode::TOO_MANY_REQUESTS);
        town.turn(2);
        let mut browser = Browser::new(&town.app);
        assert_eq!(browser.password(&anna.email, PASSWORD).location, "/login/code?next=/form");
    });
}

/// What somebody who tries an e-mail can see, without what is drawn anew for each page, and the work
/// that was done for it.
fn tried(town: &Town, email: &str, password: &str) -> ((StatusCode, Vec<String>, usize, String), work::Done) {
    let mut browser = Browser::new(&town.app);
    browser.get("/login");
    let before = work::done();
    let fields = [("email", email), ("password", password), ("next", "/form")];
    let answer = browser.post("/login", &fields);
    let done = work::done().since(before);
    let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    let drawn = field(&answer.body, "_csrf").unwrap();
    let body = answer.body.replace(&drawn, "").replace(email, "");
    ((answer.status, headers, answer.body.len(), body), done)
}

#[test]
fn sec_61_known_and_unknown_emails_get_the_same_answer_for_the_same_work() {
    on_sqlite(|town| {
        let (anna, rosa) = (hire(town, "Anna", Role::Desk), hire(town, "Rosa", Role::Desk));
        users::suspend(&town.app, &town.command_line(), rosa.id).unwrap();
        let invite = users::Invite { email: Email::parse("nina@comune.example").unwrap(), ..new_colleague(Tongue::It) };
        users::invite(&town.app, &town.command_line(), &invite).unwrap();
        // All as long as each other: their length stands in the page that shows them again.
        let emails =
            [anna.email.as_str(), "nino@comune.example", "ugo2@comune.example", &rosa.email, "nina@comune.example"];
        let mut seen = std::collections::BTreeSet::new();
        for sample in 0..300_usize {
            // The throttle is set aside: every sample comes a day later.
            town.turn(86_400);
            // Unknown ones in every second place.
            let email = if sample % 2 == 0 { emails[[0, 3, 4][sample / 2 % 3]] } else { emails[1 + sample / 2 % 2] };
            let (answer, done) = tried(town, email, &format!("{WRONG} {}", sample / 2 % 10));
            assert_eq!(done, work::Done { hashes: 1, kibibytes: 47_104 }, "{email}");
            assert_eq!(answer.0, StatusCode::UNPROCESSABLE_ENTITY);
            seen.insert(format!("{answer:?}"));
        }
        assert_eq!(seen.len(), 1, "one answer for all: {seen:#?}");
        // What can be nobody's password, and the right one of who may not come in.
        let too_long = "a".repeat(200);
        for (email, password) in [(emails[0], too_long.as_str()), (emails[1], &too_long), (emails[3], PASSWORD)] {
            town.turn(86_400);
            let (answer, done) = tried(town, email, password);
            assert_eq!(done.hashes, 1, "{email}");
            assert!(seen.contains(&format!("{answer:?}")), "{answer:?}");
        }
    });
}

/// Milliseconds by the wall of one wrong try.
fn wrong_took(town: &Town, email: &str, round: usize) -> f64 {
    let attempt = log_in::Attempt {
        email: email.to_owned(),
        password: ground::Secret::new(format!("una password sbagliata {round}")),
        network: "192.0.2.1".parse().unwrap(),
        device: None,
    };
    let start = std::time::Instant::now();
    log_in::password(&town.app, &attempt).unwrap();
    start.elapsed().as_secs_f64() * 1000.0
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// One round is 50 pairs of tries; which of the two comes first changes from pair to pair.
#[test]
fn sec_61_log_in_timing() {
    on_sqlite(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let campaign = Campaign::named("log-in-timing", 1, 61);
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        campaign.each(|_| {
            let pairs = if campaign.rounds() == 1 { 3 } else { 50 };
            for pair in 0..pairs {
                // The throttle is set aside: every pair comes a day later.
                town.turn(86_400);
                if pair % 2 == 0 {
                    known.push(wrong_took(town, &anna.email, pair));
                }
                unknown.push(wrong_took(town, "nino@comune.example", pair));
                if pair % 2 == 1 {
                    known.push(wrong_took(town, &anna.email, pair));
                }
            }
        });
        let samples = known.len() + unknown.len();
        let (known, unknown) = (median(known), median(unknown));
        let apart = known - unknown;
        campaign.report(&format!(
            "{samples} samples of this run: median {known:.3} ms for a known e-mail, {unknown:.3} ms for an unknown one"
        ));
        assert!(samples < 300 || apart.abs() <= 1.0, "the medians of {samples} samples are {apart} ms apart");
    });
}
