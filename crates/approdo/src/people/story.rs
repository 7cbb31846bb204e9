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
        identifiers: vec![Identifier {
            kind: IdentifierKind::parse("passport").unwrap(),
            value: line("QZ5512903").unwrap(),
        }],
    };
    let phone = ContactPoint {
        kind: PointKind::Phone,
        value: line("+39 912 555 6431").unwrap(),
        words: line("il telefono del fratello"),
    };
    NewPerson { identity, file: File { points: vec![phone], ..File::default() } }
}

/// A person of Elena's team, for the stories of other rooms.
pub(crate) fn story_person(town: &Town) -> ground::PersonId {
    write_down(town)
}

fn write_down(town: &Town) -> ground::PersonId {
    let elena = town.desk();
    create(&town.app, &elena, &town.form(&elena, "new"), &amina()).unwrap()
}

#[test]
fn a_name_typed_in_arabic_finds_the_record_written_in_latin() {
    on_both_engines(|town| {
        let id = write_down(town);
        for typed in
            ["محمد العمراني", "el amrani mohammed 1991", "Amrani Muhammad 3/5/1991", "+39 912 555 6431", "QZ5512903"]
        {
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
        assert!(matches!(see(&town.app, &town.desk(), nobody), Err(Refusal::NotFound)));
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
        assert_eq!(now.file.map(|(version, file)| (version, file)), Some((1, amina().file)));
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
                    What::Created => vec!["created"],
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
