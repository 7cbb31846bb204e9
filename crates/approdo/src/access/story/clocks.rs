//! Stories of clocks that jump: nothing that opens a door lives longer for it (SEC-58, SEC-64).

use super::*;
use crate::access::sessions;

const DAY: i64 = 86_400;

#[test]
fn sec_58_a_small_correction_of_the_clock_disturbs_nobody() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &anna);
        for _ in 0..5 {
            town.turn(-2);
            assert!(browser.is_in());
            town.turn(3);
            assert!(browser.is_in());
        }
    });
}

#[test]
fn sec_58_a_session_seen_later_than_now_ends_and_never_comes_back() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        for (age, back) in [(0, -DAY), (0, -61), (700, -600), (700, -DAY)] {
            let mut browser = Browser::new(&town.app);
            browser.enter(town, &anna);
            town.turn(age);
            assert!(browser.is_in());
            town.turn(back);
            assert!(!browser.is_in(), "seen {back} seconds ahead: nobody knows how long it rested");
            town.turn(-back);
            assert!(!browser.is_in(), "it came back to life when the clock came to {back} again");
            town.turn(DAY);
        }
    });
}

#[test]
fn sec_58_small_steps_back_do_not_add_up() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &anna);
        town.turn(100);
        assert!(browser.is_in());
        let still_in = (0..20).take_while(|_| {
            town.turn(-20);
            browser.is_in()
        });
        assert_eq!(still_in.count(), 3, "the last moment it was seen does not go back with the clock");
    });
}

#[test]
fn sec_58_a_jump_forward_ends_what_is_over_then() {
    on_both_engines(|town| {
        let anna = hire(town, "Anna", Role::Desk);
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &anna);
        town.turn(DAY);
        assert!(!browser.is_in());
        browser.password(&anna.email, PASSWORD);
        town.turn(DAY);
        assert!(browser.code(&anna.seed.code_at(town.now())).location.starts_with("/login?next="), "half-way");
    });
}

#[test]
fn sec_64_after_a_clock_went_back_the_second_factor_is_asked_again() {
    on_both_engines(|town| {
        let bruno = hire(town, "Bruno", Role::Sysadmin);
        let mut browser = Browser::new(&town.app);
        browser.enter(town, &bruno);
        browser.elevate(town, &bruno, "/users/new");
        assert_eq!(browser.get("/users").status, StatusCode::OK);
        let elevated = |browser: &mut Browser| {
            browser.get("/teams");
            let answer = browser.post("/teams", &[("name", &format!("Sportello {}", town.now().micros()))]);
            assert!([303, 403].contains(&answer.status.as_u16()), "{}", answer.body);
            answer.status == StatusCode::SEE_OTHER
        };
        assert!(elevated(&mut browser));
        town.turn(-5);
        assert!(!elevated(&mut browser), "entered later than now: nobody knows when");
        town.turn(5);
        assert!(elevated(&mut browser));
        town.turn(599);
        assert!(elevated(&mut browser));
        town.turn(-10);
        assert_eq!(sessions::clock_went_back(&town.app).unwrap(), 1);
        assert!(!elevated(&mut browser), "ten minutes are not begun anew by a clock");
        assert!(browser.is_in(), "ten seconds end no session");
        browser.elevate(town, &bruno, "/users");
        assert!(elevated(&mut browser));
        town.turn(600);
        assert!(!elevated(&mut browser));
    });
}

#[test]
fn sec_58_what_is_dated_ahead_of_a_clock_that_went_back_ends_for_good() {
    on_both_engines(|town| {
        let (anna, rosa) = (hire(town, "Anna", Role::Desk), hire(town, "Rosa", Role::Desk));
        let (mut inside, mut half) = (Browser::new(&town.app), Browser::new(&town.app));
        let before = town.now();
        town.turn(DAY);
        inside.enter(town, &anna);
        half.password(&rosa.email, PASSWORD);
        let invite = users::invite(&town.app, &town.command_line(), &new_colleague(Tongue::En)).unwrap().1;
        users::ask_reset(&town.app, &town.sysadmin(), rosa.id).unwrap();
        town.turn(-DAY - 30);
        assert!(town.now() <= before);
        assert_eq!(Browser::new(&town.app).get(&invite.path()).status, StatusCode::NOT_FOUND);
        let once = town.form(&town.supervisor(), "x");
        let agreed = users::agree_reset(&town.app, &town.supervisor(), &once, rosa.id);
        assert!(matches!(agreed, Err(Refusal::Rule(users::CannotReset::NotAsked))), "{agreed:?}");
        assert_eq!(sessions::clock_went_back(&town.app).unwrap(), 1);
        town.turn(DAY + 60);
        assert!(!inside.is_in());
        assert_eq!(Browser::new(&town.app).get(&invite.path()).status, StatusCode::NOT_FOUND);
        assert!(half.code(&rosa.seed.code_at(town.now())).location.starts_with("/login?next="));
        let agreed = users::agree_reset(&town.app, &town.supervisor(), &once, rosa.id);
        assert!(matches!(agreed, Err(Refusal::Rule(users::CannotReset::NotAsked))), "{agreed:?}");
        for table in ["log_in_step", "known_device", "reset_request", "invitation"] {
            let sql = format!("select count(*) from {table} where account = $1 or account = $2");
            let left = town.app.store.read("t", |tx| tx.one(&sql, &[anna.id.into(), rosa.id.into()])).unwrap();
            assert_eq!(left, Some((0_i64,)), "{table}");
        }
    });
}
