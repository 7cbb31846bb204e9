//! Stories of people, told on both engines.

use ground::{
    BirthDate, Line,
    lists::{Country, IdentifierKind, Sex},
};
use matching::Known;

use super::*;
use crate::{
    app::Refusal,
    story::{Town, on_both_engines},
};

fn line(text: &str) -> Option<Line> {
    Line::optional(text).unwrap()
}

fn amina() -> NewPerson {
    let identity = Identity {
        names: vec![Name::of(line("Mohamed"), line("El Amrani")).unwrap()],
        sex: Sex::parse("M"),
        birth: BirthDate::parse("3/5/1991").ok(),
        birth_country: Country::parse("MA"),
        citizenships: vec![],
        identifiers: vec![Identifier::of(IdentifierKind::parse("passport").unwrap(), line("QZ5512903").unwrap())],
    };
    let phone = ContactPoint {
        kind: PointKind::Phone,
        value: line("+39 912 555 6431").unwrap(),
        words: line("il telefono del fratello"),
    };
    NewPerson { identity, file: File { points: vec![phone], ..File::default() } }
}

fn write_down(town: &Town) -> ground::PersonId {
    let elena = town.desk();
    create(&town.app, &elena, &town.form(&elena, "new"), &amina()).unwrap()
}

#[test]
fn a_name_typed_in_arabic_finds_the_record_written_in_latin() {
    on_both_engines(|town| {
        let id = write_down(town);
        for typed in [
            "El Amrani",
            "العمراني",
            "Mohamed",
            "محمد العمراني",
            "el amrani mohammed 1991",
            "Amrani Muhammad 3/5/1991",
            "+39 912 555 6431",
            "QZ5512903",
        ] {
            let found = find(&town.app, &town.desk_of_another_team(), &Known::from_box(typed), 10).unwrap();
            assert_eq!(found.hits.first().map(|hit| hit.id), Some(id), "{typed}");
        }
        let nobody = find(&town.app, &town.desk(), &Known::from_box("Zhang Xiaoming 1970"), 10).unwrap();
        assert!(nobody.hits.is_empty() && !nobody.more);
    });
}

#[test]
fn sec_44_a_search_leaves_one_entry_that_names_who_was_shown_and_hides_the_terms() {
    on_both_engines(|town| {
        let id = write_down(town);
        find(&town.app, &town.desk(), &Known::from_box("Mohamed El Amrani 1991"), 10).unwrap();
        let entry = town.last_entry("person.searched");
        assert_eq!(entry["persons"], serde_json::json!([id.to_string()]));
        assert_eq!(entry["hash"].as_str().map(str::len), Some(64));
        assert!(!entry.to_string().contains("Amrani"));
    });
}

#[test]
fn sec_06_without_relation_a_desk_sees_the_identity_and_nothing_of_the_file() {
    on_both_engines(|town| {
        let id = write_down(town);
        let ours = see(&town.app, &town.desk_colleague(), id).unwrap();
        assert_eq!(ours.file.map(|(_, file)| file.points.len()), Some(1));
        town.turn(1);
        let theirs = see(&town.app, &town.desk_of_another_team(), id).unwrap();
        assert_eq!(theirs.identity, amina().identity);
        assert!(theirs.file.is_none() && theirs.follower.is_none());
        assert_eq!(theirs.may, May::default());
        assert_eq!(town.last_entry("person.seen")["fields"], serde_json::json!(["identity"]));
    });
}

#[test]
fn sec_10_a_person_who_is_not_there_and_one_who_is_not_open_look_the_same() {
    on_both_engines(|town| {
        let id = write_down(town);
        let nobody = ground::PersonId::draw(&town.app.dice);
        assert!(matches!(see(&town.app, &town.sysadmin(), id), Err(Refusal::NotFound)));
        assert_eq!(town.last_entry("see")["outcome"], "not_allowed");
        town.turn(1);
        assert!(matches!(see(&town.app, &town.desk(), nobody), Err(Refusal::NotFound)));
        let left = town.last_entry("see");
        assert_eq!((&left["outcome"], &left["persons"]), (&"nothing_there".into(), &serde_json::json!([nobody])));
        let correction = Correction { identity: Some((1, amina().identity)), file: None };
        let paolo = town.desk_of_another_team();
        let outcome = correct(&town.app, &paolo, &town.form(&paolo, "c"), id, &correction);
        assert!(matches!(outcome, Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_53_index_and_rows_hold_no_plain_text() {
    on_both_engines(|town| {
        write_down(town);
        find(&town.app, &town.desk(), &Known::from_box("El Amrani"), 10).unwrap();
        for text in ["Mohamed", "Amrani", "QZ5512903", "912 555", "1991-05-03", "fratello"] {
            assert_eq!(town.where_plain(text), Vec::<String>::new(), "{text}");
        }
    });
}

#[test]
fn sec_74_a_stale_correction_changes_nothing() {
    on_both_engines(|town| {
        let id = write_down(town);
        let (elena, carlo) = (town.desk(), town.desk_colleague());
        let mut theirs = amina().identity;
        theirs.names.push(Name::of(line("محمد"), line("العمراني")).unwrap());
        let first = Correction { identity: Some((1, theirs.clone())), file: None };
        correct(&town.app, &carlo, &town.form(&carlo, "a"), id, &first).unwrap();
        let mut mine = amina().identity;
        mine.birth = BirthDate::parse("1990").ok();
        let late = Correction { identity: Some((1, mine)), file: Some((1, File::default())) };
        assert!(matches!(correct(&town.app, &elena, &town.form(&elena, "b"), id, &late), Err(Refusal::Stale)));
        let now = see(&town.app, &elena, id).unwrap();
        assert_eq!((now.identity, now.identity_version), (theirs, 2));
        assert_eq!(now.file, Some((1, amina().file)));
    });
}

#[test]
fn sec_75_the_same_form_sent_twice_writes_down_one_person() {
    on_both_engines(|town| {
        let elena = town.desk();
        let once = town.form(&elena, "new");
        let first = create(&town.app, &elena, &once, &amina()).unwrap();
        assert_eq!(create(&town.app, &elena, &once, &amina()).unwrap(), first);
        let found = find(&town.app, &elena, &Known::from_box("QZ5512903"), 10).unwrap();
        assert_eq!(found.hits.len(), 1);
        let other = ::store::once::Once { body: [9; 32], ..once };
        assert!(matches!(create(&town.app, &elena, &other, &amina()), Err(Refusal::Misused)));
    });
}

#[test]
fn a_corrected_name_is_found_and_the_old_one_is_not() {
    on_both_engines(|town| {
        let id = write_down(town);
        let elena = town.desk();
        let mut new = amina();
        new.identity.names = vec![Name::of(line("Fatima"), line("Zahra")).unwrap()];
        new.identity.identifiers.clear();
        new.identity.birth = None;
        new.file.points.clear();
        let correction = Correction { identity: Some((1, new.identity)), file: Some((1, new.file)) };
        correct(&town.app, &elena, &town.form(&elena, "c"), id, &correction).unwrap();
        let ids = |typed: &str| -> Vec<_> {
            find(&town.app, &elena, &Known::from_box(typed), 10).unwrap().hits.iter().map(|hit| hit.id).collect()
        };
        assert_eq!(ids("Fatima Zahra 1 1 1"), [id]);
        for old in ["Mohamed El Amrani 1991", "QZ5512903", "+39 912 555 6431"] {
            assert!(ids(old).is_empty(), "{old}");
        }
    });
}

#[test]
fn history_shows_who_changed_what() {
    on_both_engines(|town| {
        let id = write_down(town);
        town.turn(60);
        let carlo = town.desk_colleague();
        let mut new = amina();
        new.identity.sex = Sex::parse("X");
        new.file.points.clear();
        let correction = Correction { identity: Some((1, new.identity)), file: Some((1, new.file)) };
        correct(&town.app, &carlo, &town.form(&carlo, "c"), id, &correction).unwrap();
        let history = history(&town.app, &carlo, id).unwrap();
        let told: Vec<(&str, Vec<&str>)> = history
            .changes
            .iter()
            .map(|change| {
                let fields = match &change.what {
                    What::Created | What::Merged | What::Parted => vec!["created"],
                    What::Identity { before, after } => before.changed(after),
                    What::File { before, after } => before.changed(after),
                };
                (change.who.as_str(), fields)
            })
            .collect();
        assert_eq!(told.len(), 3);
        assert!(told.contains(&("Carlo Neri", vec!["sex"])) && told.contains(&("Carlo Neri", vec!["contact_points"])));
        assert_eq!(told.last(), Some(&("Elena Fabbri", vec!["created"])));
        assert_eq!(town.last_entry("person.identity_corrected")["fields"], serde_json::json!(["sex"]));
        assert!(matches!(super::history(&town.app, &town.desk_of_another_team(), id), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_23_the_safe_contact_is_written_beside_a_file_that_stays() {
    on_both_engines(|town| {
        let id = write_down(town);
        let elena = town.desk();
        let reach = SafeContact { call: Way { safe: Answer::Yes, words: line("martedì") }, ..SafeContact::default() };
        correct_safe_contact(&town.app, &elena, &town.form(&elena, "r"), id, 1, &reach).unwrap();
        let (version, file) = see(&town.app, &elena, id).unwrap().file.unwrap();
        assert_eq!((version, file.reach, file.points), (2, reach, amina().file.points));
    });
}

#[test]
fn a_supervisor_says_who_follows_and_the_relation_follows() {
    on_both_engines(|town| {
        let id = write_down(town);
        let (sara, marta) = (town.supervisor(), town.case_worker());
        let before = see(&town.app, &sara, id).unwrap().follower.unwrap();
        assert_eq!(before.team, Some(town.our_team()));
        let to = (marta.id(), Some(town.our_team()));
        let refused = assign(&town.app, &town.supervisor_not_elevated(), &town.form(&sara, "1"), id, 1, to);
        assert!(matches!(refused, Err(Refusal::Elevate)));
        assign(&town.app, &sara, &town.form(&sara, "2"), id, before.version, to).unwrap();
        assert!(matches!(
            assign(&town.app, &sara, &town.form(&sara, "3"), id, before.version, to),
            Err(Refusal::Stale)
        ));
        assert_eq!(see(&town.app, &marta, id).unwrap().follower.unwrap().worker, marta.id());
        assert!(see(&town.app, &town.protected_worker(), id).unwrap().file.is_some());
        let luca = town.supervisor_of_another_team();
        let taken = assign(&town.app, &luca, &town.form(&luca, "4"), id, 2, (luca.id(), None));
        assert!(matches!(taken, Err(Refusal::NotFound)));
        town.turn(1);
        assign(&town.app, &sara, &town.form(&sara, "5"), id, 2, (None, Some(town.other_team()))).unwrap();
        assert!(see(&town.app, &marta, id).unwrap().file.is_none(), "whoever followed her before sees no more");
        assert!(see(&town.app, &town.desk_of_another_team(), id).unwrap().file.is_some());
    });
}

#[test]
fn a_person_whom_nothing_is_known_of_is_not_written_down() {
    on_both_engines(|town| {
        let elena = town.desk();
        let outcome = create(&town.app, &elena, &town.form(&elena, "n"), &NewPerson::default());
        assert!(matches!(outcome, Err(Refusal::Rule(CannotFile::NoName))));
        assert!(matches!(
            create(&town.app, &town.sysadmin(), &town.form(&elena, "n"), &amina()),
            Err(Refusal::NotFound)
        ));
    });
}

#[test]
fn every_way_a_part_may_agree_is_said_in_both_languages() {
    for tongue in ground::Tongue::ALL {
        let words = crate::shell::words::Words::of(tongue);
        for how in matching::How::ALL {
            assert!(words.knows(&format!("people-how-{}", how.code())), "{how:?} in {tongue:?}");
        }
    }
}

#[test]
fn a_search_shows_who_and_why_and_the_way_to_a_new_person_last() {
    on_both_engines(|town| {
        let id = write_down(town);
        let browser = town.browser(&town.desk(), routes());
        assert!(browser.get("/people").page.contains("Chi è arrivato?"));
        let found = browser.post("/people/search", &[("q", "محمد العمراني"), ("born", "1991"), ("country", "")]);
        assert_eq!(found.status, 200);
        let at = |text: &str| found.page.find(text).unwrap_or_else(|| panic!("no {text}"));
        assert!(at(&format!("/people/{id}")) < at("Nessuna di queste: nuova persona"));
        assert!(at("why-parts") < at("Continua senza nome"));
        let nobody = browser.post("/people/search", &[("q", "Zhang Xiaoming"), ("born", ""), ("country", "Cina")]);
        assert!(nobody.page.contains("Nessuno somiglia") && nobody.page.contains("Nessuna di queste: nuova persona"));
        let wrong = browser.post("/people/search", &[("q", "Zhang"), ("born", "12 31 1984"), ("country", "Marte")]);
        assert_eq!(wrong.status, 422);
        assert!(wrong.page.contains("Non conosco questo paese") && wrong.page.contains("Marte"));
        assert_eq!(browser.get("/people/new").location, "/people");
    });
}

#[test]
fn what_was_searched_goes_into_the_form_of_a_new_person_and_she_is_written_down() {
    on_both_engines(|town| {
        let browser = town.browser(&town.desk(), routes());
        let form =
            browser.post("/people/new", &[("q", "ليلى حداد +39 912 000 1111"), ("born", "1990"), ("country", "siria")]);
        assert_eq!(
            (form.status, form.value("given-1").as_str(), form.value("family-1").as_str()),
            (200, "ليلى", "حداد")
        );
        assert_eq!((form.value("birth").as_str(), form.value("birth_country").as_str()), ("1990", "Siria"));
        assert_eq!(form.value("phone-1"), "+39 912 000 1111");
        let mut fields =
            vec![("given-1", "ليلى"), ("family-1", "حداد"), ("given-2", ""), ("family-2", ""), ("sex", "F")];
        fields.extend([("birth", "31/31/1990"), ("birth_country", "Siria"), ("citizenship-1", ""), ("idkind-1", "")]);
        fields.extend([("idvalue-1", ""), ("lang-1", "arabo"), ("lang-2", ""), ("interpreter", "needed")]);
        fields.extend([("phone-1", "+39 912 000 1111"), ("phonewords-1", ""), ("email-1", ""), ("emailwords-1", "")]);
        fields.extend([("home", "none"), ("home_line", ""), ("home_area", "Stazione")]);
        let wrong = browser.post("/people", &fields);
        assert_eq!((wrong.status, wrong.value("given-1").as_str()), (422, "ليلى"));
        assert!(wrong.page.contains("Il mese va da 1 a 12"));
        fields.iter_mut().filter(|(name, _)| *name == "birth").for_each(|field| field.1 = "3/5/1990");
        let made = browser.post("/people", &fields);
        assert_eq!(made.status, 303, "{}", made.page);
        let id = made.location.trim_start_matches("/people/").split('?').next().unwrap().parse().unwrap();
        let view = see(&town.app, &town.desk(), id).unwrap();
        assert_eq!(view.identity.called(), "ليلى حداد");
        let (_, file) = view.file.unwrap();
        assert_eq!((file.languages.len(), file.points.len()), (1, 1));
        assert_eq!(file.home, Home::NoFixedHome { area: line("Stazione") });
    });
}

fn correction<'a>(
    page: &'a crate::story::Answered,
    versions: &'a (String, String),
    family: &'a str,
) -> Vec<(&'a str, &'a str)> {
    assert_eq!(page.status, 200);
    vec![
        ("identity_version", &versions.0),
        ("file_version", &versions.1),
        ("given-1", "Mohamed"),
        ("family-1", family),
        ("given-2", ""),
        ("family-2", ""),
        ("birth", "1991-05-03"),
        ("birth_country", "Marocco"),
        ("citizenship-1", ""),
        ("sex", "M"),
        ("idkind-1", "passport"),
        ("idvalue-1", "QZ5512903"),
        ("idkind-2", ""),
        ("idvalue-2", ""),
        ("lang-1", ""),
        ("lang-2", ""),
        ("interpreter", "not_asked"),
        ("phone-1", "+39 912 555 6431"),
        ("phonewords-1", "il telefono del fratello"),
        ("phone-2", ""),
        ("phonewords-2", ""),
        ("email-1", ""),
        ("emailwords-1", ""),
        ("home", "not_recorded"),
        ("home_line", ""),
        ("home_area", ""),
    ]
}

#[test]
fn sec_74_a_stale_edit_shows_both_texts_and_keeps_the_one_that_is_chosen() {
    on_both_engines(|town| {
        let id = write_down(town);
        let (elena, carlo) = (town.browser(&town.desk(), routes()), town.browser(&town.desk_colleague(), routes()));
        let path = format!("/people/{id}/correct");
        let form = elena.get(&path);
        let versions = (form.value("identity_version"), form.value("file_version"));
        town.turn(60);
        let first = carlo.post(&path, &correction(&form, &versions, "Al Amrani"));
        assert_eq!(first.status, 303, "{}", first.page);
        let late = elena.post(&path, &correction(&form, &versions, "El-Amrani"));
        assert_eq!(late.status, 409);
        for text in ["Mohamed El-Amrani", "Mohamed Al Amrani", "Carlo Neri", "keep_names"] {
            assert!(late.page.contains(text), "{text}");
        }
        assert!(!late.page.contains("keep_birth\""), "what is the same is not asked");
        let versions = (late.value("identity_version"), late.value("file_version"));
        let mut theirs = correction(&form, &versions, "El-Amrani");
        theirs.push(("keep_names", "theirs"));
        assert_eq!(elena.post(&path, &theirs).status, 303);
        assert_eq!(see(&town.app, &town.desk(), id).unwrap().identity.called(), "Mohamed Al Amrani");
        let mut mine = correction(&form, &versions, "El-Amrani");
        mine.push(("keep_names", "mine"));
        assert_eq!(elena.post(&path, &mine).status, 303);
        assert_eq!(see(&town.app, &town.desk(), id).unwrap().identity.called(), "Mohamed El-Amrani");
        let history = elena.get(&format!("/people/{id}/history"));
        for text in ["Carlo Neri", "Elena Fabbri", "Mohamed Al Amrani", "Scritta per la prima volta"] {
            assert!(history.page.contains(text), "{text}");
        }
    });
}

#[test]
fn sec_06_the_page_of_a_person_without_relation_holds_nothing_of_her_file() {
    on_both_engines(|town| {
        let id = write_down(town);
        let paolo = town.browser(&town.desk_of_another_team(), routes());
        for page in ["correct", "safe-contact", "history", "worker"] {
            let closed = paolo.get(&format!("/people/{id}/{page}"));
            assert_eq!(closed.status, 404, "{page}");
            assert_eq!(closed.page, paolo.get(&format!("/people/17/{page}")).page, "{page}");
        }
        let sara = town.browser(&town.supervisor(), routes());
        let form = sara.get(&format!("/people/{id}/worker"));
        let (worker, team) = (town.case_worker().id().unwrap().to_string(), town.our_team().to_string());
        assert!(form.page.contains("Marta Riva") && form.page.contains("Sportello Nord"));
        let sent = [("_version", form.value("_version")), ("worker", worker), ("team", team)];
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(sara.post(&format!("/people/{id}/worker"), &sent).status, 303);
        assert_eq!(see(&town.app, &town.desk(), id).unwrap().followed_by.as_deref(), Some("Marta Riva"));
    });
}

#[test]
fn sec_23_what_she_said_about_reaching_her_is_asked_and_kept() {
    on_both_engines(|town| {
        let id = write_down(town);
        let elena = town.browser(&town.desk(), routes());
        let path = format!("/people/{id}/safe-contact");
        let form = elena.get(&path);
        let version = form.value("file_version");
        let mut sent = vec![("file_version", version.as_str()), ("call", "yes"), ("call_words", "solo la mattina")];
        for (way, words) in
            [("text", "text_words"), ("message", "message_words"), ("letter", "letter_words"), ("email", "email_words")]
        {
            sent.extend([(way, "no"), (words, "")]);
        }
        sent.extend([("hours", "9-12"), ("shared_device", "yes"), ("who_answers", "il fratello"), ("caller", "woman")]);
        sent.push(("asked_on", "2026-11-23"));
        let kept = elena.post(&path, &sent);
        assert_eq!(kept.status, 303, "{}", kept.page);
        let reach = see(&town.app, &town.desk(), id).unwrap().file.unwrap().1.reach;
        assert_eq!((reach.call.safe, reach.text.safe, reach.caller), (Answer::Yes, Answer::No, Some(Caller::Woman)));
        assert_eq!(elena.post(&path, &sent).status, 409);
    });
}

fn take_in(
    town: &Town,
    actor: &crate::access::Actor,
    file: &str,
    dry_run: bool,
) -> Result<import::Report, Refusal<import::ImportFault>> {
    let mut file = std::io::Cursor::new(file.as_bytes().to_vec());
    let mapping = import::Mapping::default();
    let terms = import::Terms { mapping: &mapping, rows_most: import::ROWS_MOST, dry_run };
    import::import(&town.app, actor, &mut file, terms, &mut ())
}

const THREE: &str = "rec_id,true_id,given_name,family_name,sex,birth_date,birth_country,document_no,tax_code,phone
R1,P7,محمد,العمراني,M,1991-05-03,MA,AO123456,,+399125556431
R2,P7,Mohamed,El Amrani,M,1991-05-03,MA,AO123456,,
R3,P8,Oksana,Shevchenko,F,1984,UA,,,
";

#[test]
fn sec_71_every_row_becomes_its_own_person_with_nobody_and_one_entry() {
    on_both_engines(|town| {
        let report = take_in(town, &town.command_line(), THREE, false).unwrap();
        assert_eq!((report.rows, report.wrong, report.filed), (3, 0, true));
        let hits = find(&town.app, &town.desk(), &Known::from_box("El Amrani Mohamed 1991"), 10).unwrap().hits;
        let mut numbers: Vec<_> = hits.iter().filter_map(|hit| hit.rec_id.clone()).collect();
        numbers.sort();
        assert_eq!(numbers, ["R1", "R2"]);
        let view = see(&town.app, &town.desk(), hits[0].id).unwrap();
        assert!(view.imported && view.file.is_none(), "nobody follows her yet");
        assert_eq!(find(&town.app, &town.desk(), &Known::from_box("+39 912 555 6431"), 10).unwrap().hits.len(), 1);
        let entry = town.last_entry("person.imported");
        assert_eq!((entry["count"].as_u64(), entry["hash"].as_str().map(str::len)), (Some(3), Some(64)));
        assert_eq!(town.where_plain("Shevchenko"), Vec::<String>::new());
        assert_eq!(town.where_plain("true_id"), Vec::<String>::new());
    });
}

#[test]
fn sec_71_one_wrong_row_and_nothing_is_taken_in() {
    on_both_engines(|town| {
        let wrong = format!("{THREE}R4,P9,Amina,Haddad,F,1990-31-05,MA,,,\n");
        let Err(Refusal::Rule(import::ImportFault::Rows(report))) = take_in(town, &town.supervisor(), &wrong, false)
        else {
            panic!("it was taken in")
        };
        assert_eq!((report.wrong, report.faults[0].line, report.faults[0].column.as_str()), (1, 5, "birth_date"));
        for table in ["person", "person_lookup", "data_key", "person_batch"] {
            let sql = format!("select count(*) from {table}");
            let left: Option<(i64,)> = town.app.store.read("story.left", |tx| tx.one(&sql, &[])).unwrap();
            assert_eq!(left, Some((0,)), "{table}");
        }
        assert!(take_in(town, &town.supervisor(), THREE, true).is_ok_and(|report| !report.filed));
        assert!(matches!(take_in(town, &town.supervisor_not_elevated(), THREE, false), Err(Refusal::Elevate)));
        assert!(matches!(take_in(town, &town.desk(), THREE, false), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_71_what_a_dead_import_left_is_seen_by_nobody() {
    on_both_engines(|town| {
        take_in(town, &town.command_line(), THREE, false).unwrap();
        let id = find(&town.app, &town.desk(), &Known::from_box("Oksana Shevchenko 1984"), 10).unwrap().hits[0].id;
        let died = |tx: &mut ::store::Tx<'_>| tx.exec("update person_batch set state = 'staged'", &[]);
        town.app.store.write("story.died", died).unwrap();
        assert!(find(&town.app, &town.desk(), &Known::from_box("Oksana Shevchenko 1984"), 10).unwrap().hits.is_empty());
        assert!(matches!(see(&town.app, &town.desk(), id), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_80_a_search_shows_a_handful_and_says_that_there_are_more() {
    on_both_engines(|town| {
        let elena = town.desk();
        for count in 1..=pages::SHOWN + 1 {
            create(&town.app, &elena, &town.form(&elena, &count.to_string()), &amina()).unwrap();
            let before = ground::Limit::SearchRows.times_reached();
            let found = find(&town.app, &elena, &Known::from_box("Mohamed El Amrani"), pages::SHOWN).unwrap();
            assert_eq!((found.hits.len(), found.more), (count.min(pages::SHOWN), count > pages::SHOWN));
            if found.more {
                assert!(ground::Limit::SearchRows.times_reached() > before);
            }
        }
    });
}
