//! The pages of the desk as a browser without script meets them.

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use ground::{AccountId, hex};
use tower::ServiceExt as _;

use crate::{
    access::{Actor, drafts, sessions},
    desk::routes,
    people,
    shell::session::COOKIE,
    story::{Town, on_both_engines, on_sqlite},
};

/// A browser with somebody logged in.
struct Browser<'a> {
    town: &'a Town,
    cookie: String,
    csrf: [u8; 32],
}

/// What came back.
struct Page {
    status: u16,
    location: String,
    text: String,
}

impl<'a> Browser<'a> {
    fn of(town: &'a Town, actor: &Actor) -> Self {
        let (token, csrf) = (sessions::Token::draw(&town.app.dice), town.app.dice.bytes::<32>());
        let (account, now): (AccountId, _) = (actor.id().unwrap(), town.now());
        town.app
            .store
            .write("story.session", |tx| {
                tx.exec(
                    "insert into session (token_hash, account, csrf, started_at, seen_at, elevated_at)
                     values ($1, $2, $3, $4, $4, null)",
                    &[(&token.hash()).into(), account.into(), (&csrf).into(), now.into()],
                )
            })
            .unwrap();
        Self { town, cookie: format!("{COOKIE}={}", token.text()), csrf }
    }

    fn get(&self, path: &str) -> Page {
        self.send(Request::get(path), Body::empty())
    }

    /// Sends a form with the token of the session and a fresh key.
    fn post(&self, path: &str, fields: &str) -> Page {
        let key = hex::encode(&self.town.app.dice.bytes::<16>());
        self.post_again(path, fields, &key)
    }

    fn post_again(&self, path: &str, fields: &str, key: &str) -> Page {
        let body = format!("_csrf={}&_once={key}&{fields}", hex::encode(&self.csrf));
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body))
    }

    fn send(&self, request: axum::http::request::Builder, body: Body) -> Page {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let request = request.header(header::COOKIE, &self.cookie).body(body).unwrap();
        runtime.block_on(async {
            let router = routes().with_state(std::sync::Arc::clone(&self.town.app));
            let answer = router.oneshot(request).await.unwrap();
            let location = answer.headers().get(header::LOCATION).map(|at| at.to_str().unwrap().to_owned());
            let status = answer.status().as_u16();
            let text = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
            Page { status, location: location.unwrap_or_default(), text: String::from_utf8(text.to_vec()).unwrap() }
        })
    }
}

impl Page {
    fn says(&self, text: &str) -> bool {
        self.text.replace(['\u{2068}', '\u{2069}'], "").contains(text)
    }
}

const CALL: &str = "channel=phone&language=es&theme=affitto&theme=&theme=&given=guide&given_note=&minutes=10&minutes_other=\
     &language_other=&outcome=informed&who=&next_what=&next_by=&note=&notice=not_given&notice_language=it";

fn saved_id(page: &Page) -> String {
    page.location.split("saved=").nth(1).unwrap().to_owned()
}

fn person(town: &Town) -> ground::PersonId {
    let line = |text| ground::Line::optional(text).unwrap();
    let name = people::Name::of(line("Mohamed"), line("El Amrani")).unwrap();
    let identity = people::Identity { names: vec![name], ..people::Identity::default() };
    let new = people::NewPerson { identity, ..people::NewPerson::default() };
    people::create(&town.app, &town.desk(), &town.form(&town.desk(), "m"), &new).unwrap()
}

#[test]
fn a_contact_is_saved_without_script_and_the_green_bar_says_what_was_saved() {
    on_both_engines(|town| {
        let elena = Browser::of(town, &town.desk());
        let form = elena.get("/contacts/new");
        assert_eq!(form.status, 200);
        for key in 1..=8 {
            assert!(form.text.contains(&format!("accesskey=\"{key}\"")), "key {key}");
        }
        let sent = elena.post("/contacts", CALL);
        assert_eq!((sent.status, sent.location.starts_with("/contacts?saved=")), (303, true), "{}", sent.text);
        let list = elena.get(&sent.location);
        assert!(list.says("Salvato alle 09:00."), "{}", list.text);
        assert!(list.says("Telefonata in spagnolo, affitto: informazione data."), "{}", list.text);
        let next = elena.post("/contacts", &CALL.replace("who=", "then=next&who="));
        assert!(next.location.starts_with("/contacts/new?saved="));
        let again = elena.get(&next.location);
        assert!(again.says("Oggi: 2") && again.text.contains("value=\"phone\""));
        let chosen = again.text.split("value=\"phone\"").nth(1).unwrap().split('>').next().unwrap();
        assert!(chosen.contains("checked"), "the next begins with what was chosen last: {chosen}");
    });
}

#[test]
fn an_error_stands_beside_its_field_and_what_was_typed_is_kept() {
    on_sqlite(|town| {
        let elena = Browser::of(town, &town.desk());
        let typed = CALL
            .replace("theme=affitto", "theme=cittadnanza")
            .replace("minutes_other=", "minutes_other=0")
            .replace("note=&notice=", "note=Torna%20luned%C3%AC&notice=");
        let page = elena.post("/contacts", &typed);
        assert_eq!(page.status, 422);
        assert!(
            page.says("Forse cercavi Cittadinanza italiana") && page.says("I minuti vanno da 1 a 600"),
            "{}",
            page.text
        );
        assert!(page.text.contains("value=\"cittadnanza\"") && page.says("Torna lunedì"));
        assert!(page.text.contains("class=\"error-summary\""));
        let crossed = elena.post("/contacts", &format!("{CALL}&role=admin"));
        assert_eq!(crossed.status, 400, "sec_08: a field that the page has not");
    });
}

#[test]
fn who_it_was_is_looked_for_after_saving_and_no_name_stands_in_an_address() {
    on_both_engines(|town| {
        let mohamed = person(town);
        let elena = Browser::of(town, &town.desk());
        let found = elena.post(
            "/contacts",
            &CALL.replace("who=", "who=%D9%85%D8%AD%D9%85%D8%AF%20%D8%A7%D9%84%D8%B9%D9%85%D8%B1%D8%A7%D9%86%D9%8A"),
        );
        assert_eq!(found.status, 200);
        assert!(found.says("Salvato alle 09:00.") && found.says("È Mohamed El Amrani"), "{}", found.text);
        let action = found.text.split("/person\"").next().unwrap().rsplit("\"/contacts/").next().unwrap().to_owned();
        let linked = elena.post(&format!("/contacts/{action}/person"), &format!("_version=1&person={mohamed}"));
        assert_eq!(linked.status, 303, "{}", linked.text);
        let list = elena.get(&linked.location);
        assert!(list.says("Mohamed El Amrani") && list.text.contains(&format!("/people/{mohamed}")));
        let shown = elena.get(&format!("/contacts/{action}"));
        assert!(shown.says("Mohamed El Amrani"));
        let stale = elena.post(&format!("/contacts/{action}/person"), "_version=1&person=");
        assert_eq!(stale.status, 409);
    });
}

#[test]
fn sec_74_a_stale_correction_shows_both_texts_and_the_form_with_mine() {
    on_both_engines(|town| {
        let (elena, carlo) = (Browser::of(town, &town.desk()), Browser::of(town, &town.desk_colleague()));
        let id = saved_id(&elena.post("/contacts", CALL));
        let path = format!("/contacts/{id}/correct");
        assert!(carlo.get(&path).text.contains("name=\"_version\" value=\"1\""));
        let fields = CALL.replace("&who=", "").replace("note=&", "note=torna%20domani&");
        assert_eq!(elena.post(&path, &format!("_version=1&{fields}")).status, 303);
        let his = CALL.replace("&who=", "").replace("note=&", "note=chiamare%20dopo&");
        let stale = carlo.post(&path, &format!("_version=1&{his}"));
        assert_eq!(stale.status, 409, "{}", stale.text);
        assert!(stale.says("torna domani") && stale.says("chiamare dopo"), "{}", stale.text);
        assert!(stale.text.contains("name=\"_version\" value=\"2\""));
        assert_eq!(carlo.post(&path, &format!("_version=2&{his}")).status, 303);
    });
}

/// Lets the browser's session end by rest, sends, and logs in again.
fn sent_too_late<'a>(town: &'a Town, browser: &Browser<'a>, actor: &Actor, path: &str, fields: &str) -> Browser<'a> {
    town.turn(sessions::IDLE);
    let late = browser.post(path, &format!("{fields}&_page={}", path.replace('/', "%2F")));
    assert_eq!(late.location, format!("/login?kept=1&next={path}"), "{}", late.text);
    Browser::of(town, actor)
}

#[test]
fn sec_58_a_correction_that_was_sent_too_late_is_shown_again_after_the_log_in() {
    on_both_engines(|town| {
        let elena = Browser::of(town, &town.desk());
        let id = saved_id(&elena.post("/contacts", CALL));
        let path = format!("/contacts/{id}/correct");
        let mine = CALL.replace("&who=", "").replace("note=&", "note=torna%20domani&");
        let elena = sent_too_late(town, &elena, &town.desk(), &path, &format!("_version=1&{mine}"));
        let again = elena.get(&path);
        assert!(again.says("torna domani") && again.says("È la bozza che avevi lasciato."), "{}", again.text);
        let fresh = elena.get(&format!("{path}?fresh=1"));
        assert!(!fresh.says("torna domani") && !fresh.says("bozza"), "{}", fresh.text);
        let carlo = Browser::of(town, &town.desk_colleague()).get(&path);
        assert!(!carlo.says("torna domani"), "a draft is hers alone");
        assert_eq!(elena.post(&path, &format!("_version=1&{mine}&_page={path}")).status, 303);
        assert!(!elena.get(&path).says("bozza"), "saved, it is a draft no more");
    });
}

#[test]
fn sec_74_a_kept_correction_keeps_the_version_it_was_begun_with() {
    on_sqlite(|town| {
        let (elena, carlo) = (Browser::of(town, &town.desk()), Browser::of(town, &town.desk_colleague()));
        let id = saved_id(&elena.post("/contacts", CALL));
        let path = format!("/contacts/{id}/correct");
        let his = CALL.replace("&who=", "").replace("note=&", "note=chiamare%20dopo&");
        assert_eq!(carlo.post(&path, &format!("_version=1&{his}")).status, 303);
        let mine = CALL.replace("&who=", "").replace("note=&", "note=torna%20domani&");
        let elena = sent_too_late(town, &elena, &town.desk(), &path, &format!("_version=1&{mine}"));
        let again = elena.get(&path);
        assert!(again.says("torna domani") && again.text.contains("name=\"_version\" value=\"1\""), "{}", again.text);
        let stale = elena.post(&path, &format!("_version=1&{mine}"));
        assert!(stale.status == 409 && stale.says("chiamare dopo") && stale.says("torna domani"), "{}", stale.text);
    });
}

#[test]
fn sec_64_a_kept_correction_that_names_a_protected_theme_waits_for_the_second_factor() {
    on_sqlite(|town| {
        let elena = Browser::of(town, &town.desk());
        let id = saved_id(&elena.post("/contacts", CALL));
        let path = format!("/contacts/{id}/correct");
        let mine =
            CALL.replace("&who=", "").replace("theme=affitto", "theme=violenza").replace("note=&", "note=canary&");
        let elena = sent_too_late(town, &elena, &town.desk(), &path, &format!("_version=1&{mine}"));
        let asked = elena.get(&path);
        assert_eq!(asked.status, 403);
        assert!(!asked.says("canary") && asked.text.contains("action=\"/elevate\""), "{}", asked.text);
    });
}

#[test]
fn sec_64_the_draft_of_a_new_contact_that_names_a_protected_theme_waits_too() {
    on_sqlite(|town| {
        let mine = CALL.replace("theme=affitto", "theme=violenza").replace("note=&", "note=canary&");
        let elena = Browser::of(town, &town.desk());
        let me = town.desk().id().unwrap();
        let keep = |tx: &mut store::Tx<'_>| drafts::keep(&town.app, tx, me, "/contacts/new", mine.as_bytes());
        assert!(town.app.store.write("story.draft", keep).unwrap());
        let waits = elena.get("/contacts/new");
        assert!(waits.status == 200 && !waits.says("canary") && !waits.says("violenza"), "{}", waits.text);
        assert!(waits.text.contains("/elevate?next=/contacts/new"), "{}", waits.text);
        let code = "update session set elevated_at = $1";
        town.app.store.write("story.code", |tx| tx.exec(code, &[town.now().into()])).unwrap();
        let shown = elena.get("/contacts/new");
        assert!(shown.says("canary"), "{}", shown.text);
    });
}

#[test]
fn sec_10_a_contact_of_another_team_and_one_that_is_not_there_look_the_same() {
    on_sqlite(|town| {
        let id = saved_id(&Browser::of(town, &town.desk()).post("/contacts", CALL));
        let paolo = Browser::of(town, &town.desk_of_another_team());
        let nowhere = "7b6f1d9e-3f35-4c0a-9d58-0a1b2c3d4e5f";
        for rest in ["", "/correct", "/who", "/notice"] {
            let (theirs, none) =
                (paolo.get(&format!("/contacts/{id}{rest}")), paolo.get(&format!("/contacts/{nowhere}{rest}")));
            assert_eq!((theirs.status, &theirs.text), (404, &none.text), "{rest}");
            assert_eq!(paolo.get(&format!("/contacts/17{rest}")).text, none.text);
        }
    });
}

#[test]
fn today_greets_sums_up_the_day_and_names_what_is_to_be_finished() {
    on_sqlite(|town| {
        let elena = Browser::of(town, &town.desk());
        assert!(elena.get("/").says("Ancora nessun contatto oggi."));
        elena.post("/contacts", &CALL.replace("outcome=informed", "outcome=to_finish"));
        let step = CALL.replace("next_what=&next_by=", "next_what=Richiamare%20la%20scuola&next_by=2026-11-25");
        elena.post("/contacts", &step);
        let page = elena.get("/");
        assert_eq!(page.status, 200);
        for said in [
            "Buongiorno, Elena",
            "Lunedì 23 novembre 2026",
            "2 contatti oggi.",
            "Uno è da chiudere.",
            "Richiamare la scuola",
            "manca l'esito",
        ] {
            assert!(page.says(said) || page.says(&said.replace('\'', "&#39;")), "{said}: {}", page.text);
        }
        let nadia = Browser::of(town, &town.auditor()).get("/");
        assert!(nadia.status == 200 && !nadia.says("Richiamare"));
    });
}

#[test]
fn the_notice_is_printed_in_italian_and_beside_it_in_english_and_says_so() {
    on_sqlite(|town| {
        let elena = Browser::of(town, &town.desk());
        let id = saved_id(&elena.post("/contacts", &CALL.replace("notice=not_given", "notice=given")));
        let slip = elena.get(&format!("/contacts/{id}/notice"));
        assert!(slip.says("I tuoi dati da noi") && slip.says("Your data with us"));
        assert!(
            slip.says("In Spagnolo il testo non c'è ancora") || slip.says("In Spagnolo il testo non c&#39;è ancora"),
            "{}",
            slip.text
        );
        assert!(slip.says("Data il 23 novembre 2026, 09:00, in italiano"));
    });
}

#[test]
fn sec_75_the_same_form_sent_again_answers_the_same() {
    on_sqlite(|town| {
        let elena = Browser::of(town, &town.desk());
        let key = "00112233445566778899aabbccddeeff";
        let (first, again) = (elena.post_again("/contacts", CALL, key), elena.post_again("/contacts", CALL, key));
        assert_eq!((first.status, &first.location), (again.status, &again.location));
        assert_eq!(elena.post_again("/contacts", &CALL.replace("phone", "desk"), key).status, 422);
    });
}

#[test]
fn no_page_of_the_desk_is_heavy_or_holds_script_inside() {
    on_sqlite(|town| {
        let elena = Browser::of(town, &town.desk());
        for _ in 0..30 {
            elena.post("/contacts", CALL);
        }
        for path in ["/", "/contacts", "/contacts?page=1", "/contacts/new"] {
            let page = elena.get(path);
            assert!(page.status == 200 && page.text.len() < 120_000, "{path}: {} bytes", page.text.len());
            assert!(!page.text.contains("style=") && !page.text.contains("onclick"));
            assert!(!page.text.contains("[desk-") && !page.text.contains("[shell-"), "a text is missing");
        }
        assert!(elena.get("/contacts?page=1").says("26–30 di 30"));
    });
}
