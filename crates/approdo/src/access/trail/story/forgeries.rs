//! What people type is drawn to forge entries: line ends, JSON, control characters, letters that turn a text
//! around. No entry is more than its own line, and none holds a value of S3 or above (SEC-46).

use std::collections::BTreeSet;

use ground::{Dice, Line, PersonId};
use policy::{Action, Resource};

use crate::{
    access::{About, Actor, Event, allow, entry},
    app::Refusal,
    desk, people,
    story::{Town, on_both_engines, on_sqlite},
};

/// Pieces of which a forger would make a text.
const PIECES: [&str; 22] = [
    "\n",
    "\r\n",
    "\0",
    "\u{1b}[2K",
    "\u{7f}",
    "\u{85}",
    "\u{9b}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{61c}",
    "\"",
    "\\",
    "\\u000a",
    "\"}",
    "},{\"at\":1,\"who\":\"",
    "{\"act\":\"trail.verified\",\"outcome\":\"done\"}",
    "Amina",
    "أمينة",
    "\u{feff}",
];

fn hostile(dice: &Dice) -> String {
    (0..1 + dice.below(6)).map(|_| *dice.pick(&PIECES).unwrap()).collect()
}

/// The keys an entry can have.
const KEYS: [&str; 16] = [
    "at", "who", "account", "role", "act", "resource", "persons", "objects", "fields", "count", "hash", "flags",
    "purpose", "outcome", "node", "session",
];

#[track_caller]
fn assert_one_line(body: &str) -> serde_json::Value {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    assert!(!body.chars().any(breaks), "{body:?}");
    assert_eq!(ground::visible(body), body, "nothing turns the line around");
    let read: serde_json::Value = serde_json::from_str(body).unwrap();
    let keys: BTreeSet<&str> = read.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(keys.iter().all(|key| KEYS.contains(key)), "{keys:?}");
    for key in &keys {
        assert_eq!(body.matches(&format!("\"{key}\":")).count(), 1, "{key} stands once in {body}");
    }
    read
}

fn bodies(town: &Town) -> Vec<String> {
    let sql = "select body, at from audit_entry union all select body, at from audit_pending order by at";
    let rows: Vec<(String, i64)> = town.app.store.read("test.bodies", |tx| tx.all(sql, &[])).unwrap();
    rows.into_iter().map(|(body, _)| body).collect()
}

#[test]
fn sec_46_no_text_in_an_entry_forges_a_line_and_each_reads_back_as_it_was() {
    on_sqlite(|town| {
        let dice = Dice::seeded(46);
        for _ in 0..300 {
            let [name, object, hash] = [0; 3].map(|_| hostile(&dice));
            let actor = Actor::command_line(&name, true);
            let made: Result<String, Refusal> = town.app.store.look("test.forge", |tx, _| {
                let pass = allow(&town.app, tx, &actor, Action::Administer, Resource::Backup, About::General)?;
                let objects = [object.clone()];
                let event = Event { act: "backup.begun", objects: &objects, hash: Some(&hash), ..Event::default() };
                let statement = entry(&town.app, &actor, &pass, event);
                let store::Value::Text(body) = statement.args[2].clone() else { panic!("an entry has a body") };
                Ok(body.into_owned())
            });
            let read = assert_one_line(&made.unwrap());
            assert_eq!(read["who"], format!("local:{}", ground::visible(&name)));
            assert_eq!(
                (&read["objects"][0], &read["hash"]),
                (&ground::visible(&object).into(), &ground::visible(&hash).into())
            );
            assert_eq!((&read["act"], &read["outcome"]), (&"backup.begun".into(), &"done".into()));
        }
    });
}

fn written_down(town: &Town, dice: &Dice) -> Option<PersonId> {
    let part = || Line::optional(&hostile(dice)).ok().flatten();
    let name = people::Name::of(part(), part())?;
    let identity = people::Identity { names: vec![name], ..people::Identity::default() };
    let new = people::NewPerson { identity, ..people::NewPerson::default() };
    let elena = town.desk();
    people::create(&town.app, &elena, &town.form(&elena, &hostile(dice)), &new).ok()
}

#[test]
fn sec_46_what_is_typed_into_the_service_stands_in_no_entry_and_breaks_none() {
    const SECRET: &str = "CANARINO";
    const THEMES: [&str; 4] = ["protection.violence", "legal.dublin", "health.mental", "housing.renting"];
    on_both_engines(|town| {
        let (dice, elena) = (Dice::seeded(47), town.desk());
        let before = bodies(town).len();
        for round in 0..12 {
            let typed = format!("{SECRET}{}", hostile(&dice));
            let person = written_down(town, &dice);
            let known = matching::Known::from_box(&typed);
            let _ = people::find(&town.app, &elena, &known, 5).unwrap();
            let theme = THEMES[round % THEMES.len()];
            // why: a form refuses control characters; what it takes is tried here
            let told: String = typed.chars().filter(|c| !c.is_control() || *c == '\n').collect();
            let contact = desk::Typed {
                channel: "desk".to_owned(),
                language: "ar".to_owned(),
                themes: vec![theme.to_owned()],
                given: vec!["guide".to_owned()],
                given_note: told.clone(),
                note: told,
                minutes: "10".to_owned(),
                outcome: "informed".to_owned(),
                ..desk::Typed::default()
            };
            if let Ok(entry) = contact.parse(town.app.today()) {
                let once = town.form(&elena, &format!("{round}"));
                let id = desk::record(&town.app, &elena, &once, &desk::NewContact { entry, person }).unwrap();
                desk::see(&town.app, &elena, id).unwrap();
            }
            let door = town.browser(&elena, crate::access::routes());
            door.post("/login", &[("email", &typed), ("password", &typed)]);
        }
        let all = bodies(town);
        assert!(all.len() > before + 36, "{} entries", all.len());
        for body in &all {
            let read = assert_one_line(body);
            assert!(!body.contains(SECRET), "{body}");
            // why: a theme is a value of S3 or S4, and the entry says only that there were themes
            assert!(!THEMES.iter().any(|theme| body.contains(theme)), "{body}");
            assert!(read["at"].is_i64() && read["node"] == town.app.node.as_str(), "{body}");
        }
        crate::access::trail::settle(&town.app).unwrap();
        let verified = crate::access::trail::verify(&town.app, &town.sysadmin(), None).unwrap();
        assert!(verified.ok, "{verified:?}");
    });
}

#[test]
fn sec_46_an_entry_says_who_what_when_where_and_how_it_ended() {
    on_both_engines(|town| {
        let session = log_in_session(town);
        let entry = town.last_entry("own_account.seen");
        assert_eq!(entry["who"], town.desk().id().unwrap().to_string());
        assert_eq!((&entry["account"], &entry["role"]), (&entry["who"], &"desk".into()));
        assert_eq!((&entry["resource"], &entry["outcome"]), (&"own_account".into(), &"done".into()));
        assert_eq!((entry["at"].as_i64(), &entry["node"]), (Some(town.now().micros()), &town.app.node.as_str().into()));
        assert_eq!(entry["session"].as_str().map(str::len), Some(16), "eight bytes of a hash, never the token");
        assert!(!entry.to_string().contains(&session));
        crate::access::trail::settle(&town.app).unwrap();
        let numbers: Vec<(i64, i64)> = town
            .app
            .store
            .read("test.numbers", |tx| tx.all("select number, placed_at from audit_entry order by number", &[]))
            .unwrap();
        assert!(numbers.iter().zip(1..).all(|((number, _), wanted)| *number == wanted), "{numbers:?}");
        assert!(numbers.windows(2).all(|two| two[0].1 <= two[1].1), "{numbers:?}");
    });
}

/// Opens her own page and gives the secret of her session.
fn log_in_session(town: &Town) -> String {
    let browser = town.browser(&town.desk(), crate::access::routes());
    assert_eq!(browser.get("/me").status, 200);
    browser.csrf().to_owned()
}
