//! Stories of identities at a provider: whose they are, and what they open (SEC-57, SEC-59, SEC-60, SEC-63).
//! The conversation with a provider is told in `web/tests/provider.test.mjs`, with a real one.

use super::*;
use crate::{
    access::{
        log_in::{self, Proof, Second},
        outside::{self, Came, CannotLink, Proved, Provider, Said, enter},
        sessions::Token,
    },
    outgoing::{Allowed, Outgoing},
    story::on_both_engines_where,
};

fn provider(code: &str, issuer: &str, phishing_resistant: bool) -> Provider {
    let folder = tempfile::tempdir().unwrap();
    let client_secret_file = folder.path().join("secret");
    std::fs::write(&client_secret_file, "s3cret\n").unwrap();
    let said = Said {
        code: code.to_owned(),
        name: "SPID".to_owned(),
        issuer: issuer.to_owned(),
        client_id: "approdo".to_owned(),
        client_secret_file,
        acr: vec!["level-2".to_owned()],
        phishing_resistant,
    };
    Provider::read(&said, &Outgoing::to(vec![Allowed::try_from("id.example".to_owned()).unwrap()])).unwrap()
}

fn spid() -> Provider {
    provider("spid", "https://id.example/spid", false)
}

/// Somebody comes back from the provider, proved.
fn came(town: &Town, provider: &Provider, subject: &str, both_factors: bool) -> Came {
    enter(&town.app, provider, &Proved { subject: subject.to_owned(), both_factors }, None, "/form").unwrap()
}

fn link(town: &Town, worker: &Worker, subject: &str) -> Result<(), Refusal<CannotLink>> {
    outside::link(&town.app, &town.command_line(), worker.id, &spid(), subject)
}

/// Links, and enters the code that the first return asks for.
fn link_and_prove(town: &Town, worker: &Worker, subject: &str) {
    link(town, worker, subject).unwrap();
    let Came::Code { step, .. } = came(town, &spid(), subject, true) else { panic!("an unproved link opened") };
    town.turn(30);
    let answer = log_in::second(&town.app, &step, &Proof::Code(worker.seed.code_at(town.now())), None).unwrap();
    assert!(matches!(answer, Second::In(..)), "{answer:?}");
}

#[test]
fn sec_60_who_links_an_account_opens_it_only_with_its_owners_code() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::ProtectedWorker);
        link(town, &anna, "subject-1").unwrap();
        assert_eq!(town.last_entry("account.linked")["objects"][0], anna.id.to_string());
        for _ in 0..2 {
            let Came::Code { step, .. } = came(town, &spid(), "subject-1", true) else { panic!("no code asked") };
            let wrong = log_in::second(&town.app, &step, &Proof::Code("000000".to_owned()), None).unwrap();
            assert!(matches!(wrong, Second::Wrong), "{wrong:?}");
        }
        link_and_prove(town, &anna, "subject-1");
        assert!(matches!(came(town, &spid(), "subject-1", true), Came::In { next, .. } if next == "/form"));
        assert_eq!(town.last_entry("log_in.outside")["account"], anna.id.to_string());
        assert!(matches!(came(town, &spid(), "subject-1", false), Came::Code { .. }), "sec_57: a lower level");
    });
}

#[test]
fn sec_60_a_code_after_the_password_proves_no_link() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        link(town, &anna, "subject-1").unwrap();
        Browser::new(&town.app).enter(town, &anna);
        assert!(matches!(came(town, &spid(), "subject-1", true), Came::Code { .. }));
    });
}

#[test]
fn sec_63_an_identity_is_found_by_issuer_and_subject_to_the_letter() {
    on_both_engines(|town| {
        let (anna, rosa) = (hire(town, "Anna", Role::Desk), hire(town, "Rosa", Role::Desk));
        link_and_prove(town, &anna, "subject-1");
        let nobody = |provider: &Provider, subject: &str| matches!(came(town, provider, subject, true), Came::Nobody { subject: told } if told == subject);
        for subject in ["subject-2", "Subject-1", "subject-1 ", "subject-", anna.email.as_str(), &anna.id.to_string()] {
            assert!(nobody(&spid(), subject), "{subject}");
        }
        for issuer in ["https://id.example/spid/", "https://id.example/cie"] {
            assert!(nobody(&provider("spid", issuer, false), "subject-1"), "{issuer}");
        }
        let taken = link(town, &rosa, "subject-1");
        assert!(matches!(taken, Err(Refusal::Rule(CannotLink::Taken))), "{taken:?}");
        for subject in ["", "a\nb", "è", &"x".repeat(256)] {
            let refused = link(town, &rosa, subject);
            assert!(matches!(refused, Err(Refusal::Rule(CannotLink::NoSubject))), "{refused:?}");
        }
        link(town, &anna, "subject-3").unwrap();
        assert!(nobody(&spid(), "subject-1"), "one identity of a provider for an account");
        assert_eq!(town.where_plain("subject-3"), Vec::<String>::new(), "sec_53");
    });
}

#[test]
fn sec_61_a_suspended_account_and_none_are_the_same_to_who_comes_back() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        link_and_prove(town, &anna, "subject-1");
        users::suspend(&town.app, &town.command_line(), anna.id).unwrap();
        let (suspended, unknown) = (came(town, &spid(), "subject-1", true), came(town, &spid(), "subject-2", true));
        assert!(matches!((suspended, unknown), (Came::Nobody { .. }, Came::Nobody { .. })));
        let told = town.last_entry("log_in.outside");
        assert_eq!((&told["who"], &told["outcome"]), (&"nobody".into(), &"unknown".into()));
    });
}

#[test]
fn sec_59_linking_and_unlinking_end_the_sessions_and_a_new_start_the_links() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &anna);
        link_and_prove(town, &anna, "subject-1");
        assert!(!browser.is_in());
        let Came::In { session, .. } = came(town, &spid(), "subject-1", true) else { panic!("not in") };
        browser.cookies.insert(COOKIE.to_owned(), session.text());
        assert!(browser.is_in());
        assert_eq!(outside::unlink(&town.app, &town.sysadmin(), anna.id).unwrap(), 1);
        assert!(!browser.is_in());
        assert!(matches!(came(town, &spid(), "subject-1", true), Came::Nobody { .. }));
        link_and_prove(town, &anna, "subject-1");
        users::ask_reset(&town.app, &town.sysadmin(), anna.id).unwrap();
        assert!(matches!(came(town, &spid(), "subject-1", true), Came::In { .. }), "one alone ends nothing");
        let once = town.form(&town.supervisor(), "x");
        users::agree_reset(&town.app, &town.supervisor(), &once, anna.id).unwrap();
        assert!(matches!(came(town, &spid(), "subject-1", true), Came::Nobody { .. }));
    });
}

#[test]
fn sec_08_links_are_made_by_administrators_with_their_code_and_never_for_oneself() {
    on_both_engines(|town| {
        let (anna, bruno) = (hire(town, "Anna", Role::Desk), hire(town, "Bruno", Role::Sysadmin));
        let by = |actor: &crate::access::Actor, id| outside::link(&town.app, actor, id, &spid(), "subject-1");
        for actor in [town.desk(), town.supervisor(), town.auditor(), town.protected_worker_elevated()] {
            let refused = by(&actor, anna.id);
            assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
            assert!(matches!(outside::unlink(&town.app, &actor, anna.id), Err(Refusal::NotFound)));
        }
        let aldo = town.sysadmin();
        let own = by(&aldo, aldo.id().unwrap());
        assert!(matches!(own, Err(Refusal::Rule(CannotLink::Oneself))), "{own:?}");
        users::suspend(&town.app, &town.command_line(), bruno.id).unwrap();
        let suspended = by(&aldo, bruno.id);
        assert!(matches!(suspended, Err(Refusal::Rule(CannotLink::NotActive))), "{suspended:?}");
        by(&aldo, anna.id).unwrap();
    });
}

#[test]
fn sec_57_where_the_house_calls_for_a_key_a_level_that_can_be_phished_asks_for_it_as_well() {
    on_both_engines_where(
        |usual| Opening { phishing_resistant: true, ..usual },
        |town| {
            let (bruno, anna) = (hire(town, "Bruno", Role::Sysadmin), hire(town, "Anna", Role::Desk));
            link(town, &bruno, "subject-1").unwrap();
            link(town, &anna, "subject-2").unwrap();
            // Both links were proved when the code was still enough.
            let prove = "update outside_link set proved_at = 1";
            town.app.store.write("t", |tx| tx.exec(prove, &[])).unwrap();
            let card = provider("cie", "https://id.example/spid", true);
            let Came::Code { step, .. } = came(town, &spid(), "subject-1", true) else { panic!("a code is enough") };
            town.turn(30);
            let code = Proof::Code(bruno.seed.code_at(town.now()));
            let answer = log_in::second(&town.app, &step, &code, None).unwrap();
            assert!(matches!(answer, Second::NotEnough), "{answer:?}");
            assert!(matches!(came(town, &card, "subject-1", true), Came::In { .. }), "the city says it cannot");
            assert!(matches!(came(town, &card, "subject-1", false), Came::Code { .. }), "sec_57: a lower level");
            assert!(matches!(came(town, &spid(), "subject-2", true), Came::In { .. }), "her roles call for less");
        },
    );
}

#[test]
fn sec_62_strangers_who_fail_at_a_provider_do_not_make_a_known_browser_wait() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut hers = Browser::new(&town.app);
        hers.enter(town, &anna);
        let device = Token::parse(&hers.cookies["__Host-approdo-known"]).unwrap();
        let office = "203.0.113.9".parse().unwrap();
        let tries = |device: Option<&Token>| outside::counters(&town.app, device, office).unwrap();
        let begin = |device: Option<&Token>| town.app.throttle.begin(&tries(device), town.now());
        let unknown = Token::draw(&town.app.dice);
        while begin(Some(&unknown)).is_ok() {}
        assert!(begin(None).is_err(), "a browser like any other waits behind that address");
        assert_eq!(begin(Some(&device)), Ok(()));
        let more = (0..20).take_while(|_| begin(Some(&device)).is_ok()).count();
        assert_eq!(more, 5, "whoever sits at hers guesses no faster");
    });
}

#[test]
fn sec_54_a_link_moves_to_the_new_key_when_its_owner_comes_and_holds_the_old_one_until_then() {
    on_both_engines(|town| {
        let (anna, rosa) = (hire(town, "Anna", Role::Desk), hire(town, "Rosa", Role::Desk));
        link_and_prove(town, &anna, "subject-1");
        link_and_prove(town, &rosa, "subject-2");
        let held = || -> Vec<(u32, u64)> {
            let all = town.app.store.read("story.held", crate::access::house_keys::held).unwrap();
            all.into_iter().filter(|((word, _), _)| *word == "staff index").map(|((_, n), held)| (n, held)).collect()
        };
        assert_eq!(held(), [(1, 2)]);
        let change = || {
            let app = &town.app;
            let changed = app.store.write("story.change", |tx| crate::access::house_keys::change_index_key(app, tx));
            changed.unwrap();
            app.store.read("story.renew", |tx| app.vault.renew(tx)).unwrap();
        };
        change();
        assert!(matches!(came(town, &spid(), "subject-1", true), Came::In { .. }));
        assert_eq!(held(), [(1, 1), (2, 1)]);
        let taken = link(town, &rosa, "subject-1");
        assert!(matches!(taken, Err(Refusal::Rule(CannotLink::Taken))), "{taken:?}");
        change();
        for subject in ["subject-1", "subject-2"] {
            assert!(matches!(came(town, &spid(), subject, true), Came::In { .. }));
        }
        assert_eq!(held(), [(3, 2)]);
        assert!(matches!(came(town, &spid(), "subject-3", true), Came::Nobody { .. }));
        Browser::new(&town.app).enter(town, &anna);
    });
}

#[test]
fn sec_75_a_form_sent_again_shows_the_same_link_when_the_key_changed_meanwhile() {
    on_both_engines(|town| {
        let (aldo, anna) = (town.sysadmin(), crate::access::accounts::Email::parse("anna@portalba.example").unwrap());
        let invite = users::Invite {
            email: anna,
            name: ground::Line::parse("Anna").unwrap(),
            roles: policy::RoleSet::of(&[Role::Desk]),
            team: None,
            tongue: ground::Tongue::It,
            partner: None,
        };
        let once = town.form(&aldo, "invite");
        let (_, first) = users::invite_once(&town.app, &aldo, &once, &invite).unwrap();
        let app = &town.app;
        app.store.write("story.change", |tx| crate::access::house_keys::change_index_key(app, tx)).unwrap();
        app.store.read("story.renew", |tx| app.vault.renew(tx)).unwrap();
        let (_, again) = users::invite_once(app, &aldo, &once, &invite).unwrap();
        assert_eq!(first.path(), again.path());
    });
}
