//! Stories of files that come from a browser, told on both engines.

use std::time::Duration;

use ::store::{StoreError, jobs};
use ground::{Line, Timestamp};
use matching::Known;

use super::{
    Report,
    staging::{Staging, alive, clean_up},
    upload::{self, BYTES_MOST, UploadId},
};
use crate::{
    access::Actor,
    app::Refusal,
    people::{Identity, Name, NewPerson, find, routes},
    story::{Answered, Browser, Town, on_both_engines, on_sqlite},
};

const THREE: &str = "rec_id,true_id,given_name,family_name,sex,birth_date,birth_country,document_no,tax_code,phone
R1,P7,محمد,العمراني,M,1991-05-03,MA,AO123456,,+399125556431
R2,P7,Mohamed,El Amrani,M,1991-05-03,MA,AO123456,,
R3,P8,Oksana,Shevchenko,F,1984,UA,,,
";

fn sara(town: &Town) -> Browser {
    town.browser(&town.supervisor(), routes())
}

fn sent(browser: &Browser, file: &str) -> String {
    let answer = browser.post_file("/people/import", file.as_bytes());
    assert_eq!(answer.status, 303, "{}", answer.page);
    answer.location
}

fn id_in(address: &str) -> UploadId {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

fn rows_of(town: &Town, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    town.app.store.read("story.rows", |tx| tx.one::<(i64,)>(&sql, &[])).unwrap().unwrap().0
}

fn found(town: &Town, name: &str) -> usize {
    find(&town.app, &town.desk(), &Known::from_box(name), 10).unwrap().hits.len()
}

fn ended(browser: &Browser, address: &str) -> Answered {
    for _ in 0..600 {
        let page = browser.get(address);
        if !page.page.contains("Importazione in corso") {
            return page;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the import did not end")
}

fn confirmed(town: &Town, actor: &Actor, id: UploadId) -> upload::Run {
    upload::confirm(&town.app, actor, &town.form(actor, "confirm"), id).unwrap().unwrap()
}

#[test]
fn sec_71_a_file_is_looked_at_and_then_taken_in_whole() {
    on_both_engines(|town| {
        let browser = sara(town);
        assert!(browser.get("/people").page.contains("href=\"/people/import\""));
        let address = sent(&browser, THREE);
        let preview = browser.get(&address);
        for text in ["righe lette", "Oksana", "El Amrani", "true_id", "UTF-8", "virgola"] {
            assert!(preview.page.contains(text), "{text}: {}", preview.page);
        }
        assert_eq!((found(town, "Oksana Shevchenko 1984"), rows_of(town, "person")), (0, 0));
        assert_eq!(town.where_plain("Shevchenko"), Vec::<String>::new(), "the file rests sealed");
        assert_eq!(town.last_entry("person.import_previewed")["count"].as_u64(), Some(3));
        assert_eq!(browser.post(&address, &[]).status, 303);
        let told = ended(&browser, &address);
        assert!(told.page.contains("Importazione finita") && told.page.contains("persona a sé"), "{}", told.page);
        assert_eq!((found(town, "El Amrani Mohamed 1991"), found(town, "Oksana Shevchenko 1984")), (2, 1));
        let entry = town.last_entry("person.imported");
        assert_eq!((entry["count"].as_u64(), entry["role"].as_str()), (Some(3), Some("supervisor")));
        assert_eq!(entry["account"].as_str(), town.supervisor().id().map(|id| id.to_string()).as_deref());
        // The page may say "finished" a moment before the file is gone.
        let gone = || rows_of(town, "person_upload_part") == 0 && rows_of(town, "data_key") == 3;
        assert!((0..100).any(|_| gone() || {
            std::thread::sleep(std::time::Duration::from_millis(20));
            false
        }));
    });
}

#[test]
fn sec_71_a_wrong_row_is_shown_and_nothing_can_be_saved() {
    on_both_engines(|town| {
        let browser = sara(town);
        let address = sent(&browser, &format!("{THREE}R4,P9,Amina,Haddad,donna,1990-31-05,MA,,,\n"));
        let preview = browser.get(&address).page;
        for text in ["è da correggere", "birth_date", "Scrivi F, M o X", "dillo qui sotto"] {
            assert!(preview.contains(text), "{text}: {preview}");
        }
        assert!(!preview.contains("btn-primary\" type=\"submit\">Salva"));
        assert_eq!(browser.post(&address, &[]).location, address);
        assert_eq!((rows_of(town, "person"), rows_of(town, "person_batch")), (0, 0));
        let wrong =
            upload::confirm(&town.app, &town.supervisor(), &town.form(&town.supervisor(), "c"), id_in(&address));
        assert!(matches!(wrong, Err(Refusal::Rule(upload::NotReady::Rows))));
    });
}

#[test]
fn sec_71_an_import_that_died_saved_nobody_and_can_be_confirmed_again_but_not_file_twice() {
    on_both_engines(|town| {
        let (browser, sara) = (sara(town), town.supervisor());
        let address = sent(&browser, THREE);
        let dead = confirmed(town, &sara, id_in(&address));
        assert!(browser.get(&address).page.contains("Importazione in corso"));
        assert_eq!(browser.get("/people/import").location, address, "one import at a time");
        town.turn(30);
        let told = browser.get(&address).page;
        assert!(told.contains("non è stato salvato nessuno") && told.contains("riavviato"), "{told}");
        let again = confirmed(town, &sara, id_in(&address));
        assert!(matches!(upload::take_in(&town.app, &sara, dead), Err(Refusal::Stale)), "it was overtaken");
        assert_eq!(rows_of(town, "person"), 0);
        upload::take_in(&town.app, &sara, again).unwrap();
        assert!(matches!(upload::take_in(&town.app, &sara, again), Err(Refusal::Stale | Refusal::Store(_))));
        assert_eq!((rows_of(town, "person"), found(town, "Oksana Shevchenko 1984")), (3, 1));
    });
}

#[test]
fn sec_71_an_import_that_is_stopped_saves_nobody() {
    on_both_engines(|town| {
        let (browser, sara) = (sara(town), town.supervisor());
        let address = sent(&browser, THREE);
        let run = confirmed(town, &sara, id_in(&address));
        assert_eq!(browser.post(&format!("{address}/stop"), &[]).location, address);
        assert!(browser.get(&address).page.contains("fermata qualcuno"));
        assert!(matches!(upload::take_in(&town.app, &sara, run), Err(Refusal::Stale)));
        assert_eq!((rows_of(town, "person"), rows_of(town, "person_batch")), (0, 0));
        assert_eq!(browser.post(&format!("{address}/stop"), &[]).location, "/people/import");
        for table in ["person_upload", "person_upload_part", "data_key"] {
            assert_eq!(rows_of(town, table), 0, "{table}");
        }
    });
}

#[test]
fn sec_63_a_file_without_the_token_of_the_session_is_not_read() {
    on_both_engines(|town| {
        let browser = sara(town);
        let own = browser.csrf().to_owned();
        let (once, page) = (("_once", "00112233445566778899aabbccddeeff"), ("_page", "/people/import"));
        let wrong = browser.post_parts("/people/import", &[("_csrf", "00"), once, page], Some(THREE.as_bytes()));
        assert_eq!(wrong.status, 403);
        let late = browser.post_parts("/people/import", &[once, ("_csrf", &own), page], Some(THREE.as_bytes()));
        assert_eq!(late.status, 400, "the token comes first");
        let more = [("_csrf", own.as_str()), once, page, ("role", "sysadmin")];
        assert_eq!(browser.post_parts("/people/import", &more, Some(THREE.as_bytes())).status, 400);
        assert_eq!(rows_of(town, "person_upload"), 0);
        let fields = [("_csrf", own.as_str()), once, page];
        let (first, again) = (
            browser.post_parts("/people/import", &fields, Some(THREE.as_bytes())),
            browser.post_parts("/people/import", &fields, Some(THREE.as_bytes())),
        );
        assert_eq!((first.status, again.status), (303, 303));
        assert_eq!(rows_of(town, "person_upload"), 1, "the same form sent twice is one file");
    });
}

#[test]
fn sec_66_a_file_has_at_most_32_megabytes() {
    on_sqlite(|town| {
        let browser = sara(town);
        let row = format!("Amina,{}\n", "x".repeat(60_000));
        let mut file = format!("nome,note\n{}", row.repeat(BYTES_MOST / row.len()));
        file.push_str("Sara,");
        file.push_str(&"y".repeat(BYTES_MOST - 1 - file.len()));
        for (more, status) in [("", 303), ("y", 303), ("yy", 422)] {
            let answer = browser.post_file("/people/import", format!("{file}{more}").as_bytes());
            assert_eq!(answer.status, status, "{}", file.len() + more.len());
            assert_eq!(answer.page.contains("più grande di 32 MB"), status == 422);
        }
    });
}

#[test]
fn sec_10_who_may_not_import_finds_nothing_there() {
    on_both_engines(|town| {
        let address = sent(&sara(town), THREE);
        let desk = town.browser(&town.desk(), routes());
        assert!(!desk.get("/people").page.contains("/people/import"));
        for page in ["/people/import", &address] {
            assert_eq!(desk.get(page).status, 404, "{page}");
        }
        assert_eq!(desk.post_file("/people/import", THREE.as_bytes()).status, 404);
        let luca = town.browser(&town.supervisor_of_another_team(), routes());
        for answer in [luca.get(&address), luca.post(&address, &[]), luca.post(&format!("{address}/stop"), &[])] {
            assert_eq!(answer.status, 404, "another's file is not there");
        }
        let later = town.browser(&town.supervisor_not_elevated(), routes());
        for answer in [
            later.get("/people/import"),
            later.get(&address),
            later.post(&address, &[]),
            later.post_file("/people/import", THREE.as_bytes()),
        ] {
            assert_eq!(answer.status, 403);
            assert!(answer.page.contains("Conferma che sei tu"), "SEC-64");
            assert!(!answer.page.contains("Oksana"));
        }
        assert_eq!(rows_of(town, "person_upload"), 1);
    });
}

#[test]
fn what_is_wrong_with_a_file_is_said_beside_its_field() {
    on_both_engines(|town| {
        let browser = sara(town);
        for (file, said) in [
            ("", "Il file è vuoto"),
            ("PK\u{3}\u{4}\0\0", "non è un file di testo"),
            ("nome,telefono,Telefono\nAmina,1,2\n", "«\u{2068}telefono\u{2069}» c'è due volte"),
        ] {
            let answer = browser.post_file("/people/import", file.as_bytes());
            assert_eq!(answer.status, 422, "{file}");
            assert!(answer.page.contains(said) && answer.page.contains("f-file-e"), "{said}: {}", answer.page);
        }
        assert_eq!((rows_of(town, "person_upload"), rows_of(town, "data_key")), (0, 0), "nothing of it is kept");
    });
}

#[test]
fn the_columns_are_chosen_where_their_names_say_nothing() {
    on_both_engines(|town| {
        let browser = sara(town);
        let address = sent(&browser, "Primo;Ultimo;Nato\nAmina;Haddad;05/13/1991\n");
        let asked = browser.get(&address).page;
        assert!(asked.contains("scegli quale colonna è") && asked.contains("Ultimo"), "{asked}");
        let columns = format!("{address}/columns");
        let mut fields: Vec<(String, &str)> =
            super::Field::ALL.iter().map(|field| (format!("col-{}", field.name()), "")).collect();
        fields.push(("dates".to_owned(), "month-first"));
        let as_sent = |fields: &[(String, &str)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
            browser.post(&columns, &fields)
        };
        assert_eq!(as_sent(&fields).status, 422);
        for (name, value) in [("col-given_name", "Primo"), ("col-family_name", "Ultimo"), ("col-birth_date", "Nato")] {
            fields.iter_mut().filter(|(field, _)| field == name).for_each(|field| field.1 = value);
        }
        assert_eq!(as_sent(&fields).location, address);
        let preview = browser.get(&address).page;
        assert!(preview.contains("13 maggio 1991") && preview.contains("Salva una persona"), "{preview}");
        assert_eq!(town.where_plain("Ultimo"), Vec::<String>::new(), "the heads may be a person's");
    });
}

#[test]
fn sec_71_a_file_that_nobody_confirms_is_gone_after_an_hour() {
    on_both_engines(|town| {
        let address = sent(&sara(town), THREE);
        let due = || town.app.store.write("story.due", |tx| jobs::claim(tx, town.now(), 60)).unwrap();
        town.turn(3599);
        assert!(due().is_none());
        town.turn(1);
        let job = due().unwrap();
        assert_eq!((job.kind.as_str(), job.subject.as_slice()), (upload::FORGET, id_in(&address).bytes().as_slice()));
        town.app.store.write("story.forget", |tx| upload::forget(&town.app, tx, &job)).unwrap();
        for table in ["person_upload", "person_upload_part", "data_key"] {
            assert_eq!(rows_of(town, table), 0, "{table}");
        }
        assert_eq!(sara(town).get(&address).status, 404);
    });
}

fn amina() -> NewPerson {
    let name = Name::of(Line::optional("Amina").unwrap(), Line::optional("Haddad").unwrap()).unwrap();
    NewPerson { identity: Identity { names: vec![name], ..Identity::default() }, ..NewPerson::default() }
}

/// Does the clean-ups that are due, at most so many.
fn clean(town: &Town, most: usize) {
    for _ in 0..most {
        let Some(job) = town.app.store.write("story.due", |tx| jobs::claim(tx, town.now(), 60)).unwrap() else {
            return;
        };
        let done = town.app.store.write("story.clean", |tx| {
            clean_up(&town.app, tx, &job)?;
            jobs::done(tx, &job)
        });
        done.unwrap();
    }
}

fn filed(town: &Town, staging: &Staging) -> Result<(), Refusal<super::ImportFault>> {
    staging.file(&town.app, &town.command_line(), &Report::default(), &())
}

#[test]
fn sec_71_an_import_that_outlasts_the_clean_up_on_its_own_server_loses_nobody() {
    on_both_engines(|town| {
        let mut staging = Staging::begin(&town.app).unwrap();
        for _ in 0..12 {
            staging.stage(&town.app, &[amina()]).unwrap();
            town.turn(100);
            clean(town, 10);
        }
        staging.index(&town.app, &mut ()).unwrap();
        filed(town, &staging).unwrap();
        assert_eq!(rows_of(town, "person"), 12);
        assert!(found(town, "Amina Haddad") > 0);
    });
}

#[test]
fn sec_71_an_import_of_which_anything_was_cleaned_up_is_never_filed() {
    on_both_engines(|town| {
        let mut staging = Staging::begin(&town.app).unwrap();
        staging.stage(&town.app, &[amina()]).unwrap();
        town.turn(1000);
        clean(town, 1);
        // The clean-up is slow, and its own lease ends in between.
        town.turn(1000);
        assert!(matches!(filed(town, &staging), Err(Refusal::Stale)));
        assert!(matches!(staging.stage(&town.app, &[amina()]), Err(StoreError::Stale)));
        clean(town, 10);
        assert_eq!((rows_of(town, "person"), rows_of(town, "person_batch"), rows_of(town, "lease")), (0, 0, 0));
    });
}

#[test]
fn sec_71_an_import_that_waits_for_its_file_is_not_dead() {
    on_both_engines(|town| {
        let mut staging = Staging::begin(&town.app).unwrap();
        staging.stage(&town.app, &[amina()]).unwrap();
        let held_until = || -> Timestamp {
            let sql = "select until_at from lease where task like 'people.import%'";
            town.app.store.read("story.lease", |tx| tx.one::<(Timestamp,)>(sql, &[])).unwrap().unwrap().0
        };
        alive(&town.app, staging.batch(), Duration::from_millis(1), || {
            for _ in 0..12 {
                town.turn(100);
                let renewed = || held_until() > town.now().plus_seconds(100);
                assert!((0..500).any(|_| renewed() || {
                    std::thread::sleep(Duration::from_millis(10));
                    false
                }));
                clean(town, 10);
            }
        });
        filed(town, &staging).unwrap();
        assert_eq!(rows_of(town, "person"), 1);
    });
}

#[test]
fn sec_12_an_import_of_who_lost_the_right_on_its_way_files_nobody() {
    on_both_engines(|town| {
        let sara = town.supervisor();
        for lost in [
            "update account set state = 'suspended' where id = $1",
            "update account set state = 'active', roles = 'desk' where id = $1",
        ] {
            let mut staging = Staging::begin(&town.app).unwrap();
            staging.stage(&town.app, &[amina()]).unwrap();
            staging.index(&town.app, &mut ()).unwrap();
            town.app.store.write("story.lost", |tx| tx.change_one(lost, &[sara.id().into()])).unwrap();
            let filed = staging.file(&town.app, &sara, &Report::default(), &());
            assert!(matches!(filed, Err(Refusal::NotFound)), "{filed:?}");
            assert_eq!(town.last_entry("import")["account"].as_str(), sara.id().map(|id| id.to_string()).as_deref());
            staging.abandon(&town.app).unwrap();
            assert_eq!((rows_of(town, "person"), rows_of(town, "person_batch")), (0, 0));
        }
    });
}
