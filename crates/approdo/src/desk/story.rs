//! Stories of the desk.

use ground::{ContactId, Limit, Line, PersonId, Prose, lists::Theme};
use policy::{Resource, Subject};
use store::jobs;

use super::{
    CannotCorrect, EXPIRE, Entry, NewContact, NextStep, Notice, PAGE, Remarks, Seen, State, Typed, correct, diary,
    expire, link, of_day, presets, record, see, today,
};
use crate::{
    access::{Actor, trail::breach},
    app::Refusal,
    people,
    story::{Town, on_both_engines},
};

fn typed(themes: &[&str]) -> Typed {
    Typed {
        channel: "desk".to_owned(),
        language: "ar".to_owned(),
        themes: themes.iter().map(|theme| (*theme).to_owned()).collect(),
        given: vec!["guide".to_owned()],
        minutes: "10".to_owned(),
        outcome: "informed".to_owned(),
        ..Typed::default()
    }
}

fn entry(town: &Town, themes: &[&str]) -> Entry {
    typed(themes).parse(town.app.today()).unwrap()
}

fn recorded(town: &Town, actor: &Actor, entry: Entry, person: Option<PersonId>) -> ContactId {
    let once = town.form(actor, &format!("{entry:?}"));
    record(&town.app, actor, &once, &NewContact { entry, person }).unwrap()
}

/// The same actor who has just entered her second factor.
fn elevated(actor: &Actor) -> Actor {
    Actor::account(Subject { elevated: true, ..actor.subject().clone() }, actor.team, actor.tongue, actor.session)
}

fn themes(seen: &Seen) -> Vec<&'static str> {
    seen.contact.entry.themes.iter().map(|theme| theme.code()).collect()
}

/// A person whose file the neighbours know.
fn person(town: &Town) -> PersonId {
    let name = people::Name::of(Line::optional("Amina").unwrap(), Line::optional("Diallo").unwrap()).unwrap();
    let identity = people::Identity { names: vec![name], ..people::Identity::default() };
    let new = people::NewPerson { identity, ..people::NewPerson::default() };
    let elena = town.desk();
    people::create(&town.app, &elena, &town.form(&elena, "Amina"), &new).unwrap()
}

/// Runs what is due, as the service does.
fn run_jobs(town: &Town) -> usize {
    let mut done = 0;
    while town
        .app
        .store
        .write("story.jobs", |tx| {
            let Some(job) = jobs::claim(tx, town.now(), 60)? else { return Ok::<_, store::StoreError>(false) };
            // Other rooms have work that is due too.
            if job.kind == EXPIRE {
                expire(&town.app, tx, &job)?;
                done += 1;
            }
            jobs::done(tx, &job)?;
            Ok(true)
        })
        .unwrap()
    {}
    done
}

fn rows(town: &Town, sql: &str, id: ContactId) -> i64 {
    let found: Vec<(i64,)> = town.app.store.read("story.rows", |tx| tx.all(sql, &[id.into()])).unwrap();
    found[0].0
}

#[test]
fn the_next_colleague_of_the_team_finds_a_contact_and_another_team_does_not() {
    on_both_engines(|town| {
        let id = recorded(town, &town.desk(), entry(town, &["legal.permit-renewal", "housing.renting"]), None);
        let found = of_day(&town.app, &town.desk_colleague(), town.app.today(), 0).unwrap();
        assert_eq!((found.count, found.rows.len()), (1, 1));
        assert_eq!(themes(&found.rows[0]), ["legal.permit-renewal", "housing.renting"]);
        assert_eq!(found.rows[0].contact.state(), State::Answered);
        assert_eq!(found.rows[0].recorded_by.as_deref(), Some("Elena Fabbri"));
        let stranger = town.desk_of_another_team();
        assert_eq!(of_day(&town.app, &stranger, town.app.today(), 0).unwrap().count, 0);
        assert!(matches!(see(&town.app, &stranger, id), Err(Refusal::NotFound)));
        assert_eq!(town.last_entry("see")["outcome"], "not_allowed");
        town.turn(1);
        let nowhere = ContactId::draw(&town.app.dice);
        assert!(matches!(see(&town.app, &stranger, nowhere), Err(Refusal::NotFound)), "sec_10: no difference");
        assert_eq!(town.last_entry("see")["outcome"], "nothing_there", "nor in that an entry is written");
    });
}

#[test]
fn sec_85_the_breach_kit_counts_contacts_of_whom_nobody_said_the_name() {
    on_both_engines(|town| {
        let kit = || {
            let (from, to) = (town.now().plus_seconds(-1), town.now().plus_seconds(1));
            let account = town.desk_colleague().id();
            breach::exposed(&town.app, &town.auditor(), breach::Asked { from, to, account }).unwrap()
        };
        let id = recorded(town, &town.desk(), entry(town, &["legal.permit-renewal"]), None);
        recorded(town, &town.desk(), entry(town, &["housing.renting"]), None);
        town.turn(60);
        see(&town.app, &town.desk_colleague(), id).unwrap();
        assert_eq!((kit().persons, kit().unnamed, kit().exposures.len()), (0, 1, 1));
        town.turn(60);
        of_day(&town.app, &town.desk_colleague(), town.app.today(), 0).unwrap();
        assert_eq!((kit().persons, kit().unnamed), (0, 2));
    });
}

#[test]
fn sec_80_a_list_of_contacts_has_twenty_five_on_a_page_whatever_page_is_asked_for() {
    on_both_engines(|town| {
        let list = |page| of_day(&town.app, &town.desk_colleague(), town.app.today(), page).unwrap();
        for (count, pages) in [(24, [24, 0]), (25, [25, 0]), (26, [25, 1])] {
            while list(0).count < count {
                recorded(town, &town.desk(), entry(town, &["housing.renting"]), None);
            }
            assert_eq!([list(0).rows.len(), list(1).rows.len()], pages, "{count} contacts");
        }
        assert_eq!((list(-1).rows.len(), list(i64::MIN).rows.len()), (25, 25));
        assert_eq!((list(2).rows.len(), list(i64::MAX).rows.len()), (0, 0));
    });
}

#[test]
fn sec_44_recording_and_listing_leave_their_entries() {
    on_both_engines(|town| {
        let person = person(town);
        let id = recorded(town, &town.desk(), entry(town, &["housing.renting"]), Some(person));
        let noted = town.last_entry("contact.recorded");
        assert_eq!(noted["objects"][0], id.to_string());
        assert_eq!(noted["persons"][0], person.to_string());
        town.turn(1);
        let _ = of_day(&town.app, &town.desk_colleague(), town.app.today(), 0).unwrap();
        let listed = town.last_entry("contact.listed");
        assert_eq!((&listed["objects"][0], &listed["persons"][0]), (&noted["objects"][0], &noted["persons"][0]));
    });
}

#[test]
fn sec_75_the_same_form_sent_twice_is_one_contact_and_another_body_is_refused() {
    on_both_engines(|town| {
        let elena = town.desk();
        let new = NewContact { entry: entry(town, &[]), person: None };
        let once = town.form(&elena, "one body");
        let first = record(&town.app, &elena, &once, &new).unwrap();
        assert_eq!(record(&town.app, &elena, &once, &new).unwrap(), first);
        let other = store::once::Once { body: [9; 32], ..once };
        assert!(matches!(record(&town.app, &elena, &other, &new), Err(Refusal::Misused)));
        assert_eq!(of_day(&town.app, &elena, town.app.today(), 0).unwrap().count, 1);
    });
}

#[test]
fn sec_74_a_stale_correction_is_refused_and_both_texts_are_there() {
    on_both_engines(|town| {
        let (elena, carlo) = (town.desk(), town.desk_colleague());
        let id = recorded(town, &elena, entry(town, &["work.cv"]), None);
        let hers = Entry { remarks: note("torna lunedì"), ..entry(town, &["work.cv"]) };
        let his = Entry { remarks: note("torna martedì"), ..entry(town, &["work.cv", "work.skills"]) };
        correct(&town.app, &elena, &town.form(&elena, "a"), id, 1, &hers).unwrap();
        let stale = correct(&town.app, &carlo, &town.form(&carlo, "b"), id, 1, &his);
        assert!(matches!(stale, Err(Refusal::Stale)));
        let now = see(&town.app, &carlo, id).unwrap();
        assert_eq!(now.contact.entry, hers, "what she saved is shown beside what he holds");
        town.turn(1);
        correct(&town.app, &carlo, &town.form(&carlo, "c"), id, now.contact.version, &his).unwrap();
        assert_eq!(see(&town.app, &elena, id).unwrap().contact.entry, his);
        assert_eq!(town.last_entry("contact.corrected")["fields"], serde_json::json!(["themes", "note"]));
    });
}

fn note(text: &str) -> Remarks {
    Remarks { note: Some(Prose::parse(text).unwrap()), ..Remarks::default() }
}

#[test]
fn sec_18_what_a_violence_theme_reveals_is_absent_for_a_colleague_and_there_for_who_wrote_it() {
    on_both_engines(|town| {
        let elena = town.desk();
        let told =
            Entry { remarks: note("ha paura del marito"), ..entry(town, &["protection.violence", "housing.renting"]) };
        let id = recorded(town, &elena, told.clone(), None);
        for reader in [town.desk_colleague(), town.case_worker(), elena.clone()] {
            let seen = see(&town.app, &reader, id).unwrap();
            assert_eq!(themes(&seen), ["housing.renting"]);
            assert_eq!((&seen.contact.entry.remarks, seen.contact.further.len()), (&Remarks::default(), 0));
        }
        assert!(see(&town.app, &elena, id).unwrap().may_elevate);
        assert!(!see(&town.app, &town.desk_colleague(), id).unwrap().may_elevate);
        assert_eq!(see(&town.app, &elevated(&elena), id).unwrap().contact.entry, told);
        let listed = of_day(&town.app, &elevated(&town.desk_colleague()), town.app.today(), 0).unwrap();
        assert_eq!(themes(&listed.rows[0]), ["housing.renting"]);
    });
}

#[test]
fn a_correction_by_who_sees_less_leaves_what_she_does_not_see() {
    on_both_engines(|town| {
        let (elena, carlo) = (town.desk(), town.desk_colleague());
        let told =
            Entry { remarks: step(town, "chiamare il centro"), ..entry(town, &["protection.violence", "work.cv"]) };
        let id = recorded(town, &elena, told.clone(), None);
        let his =
            Entry { remarks: note("ha portato il CV"), ..entry(town, &["work.cv", "work.skills", "housing.renting"]) };
        correct(&town.app, &carlo, &town.form(&carlo, "a"), id, 1, &his).unwrap();
        assert_eq!(see(&town.app, &carlo, id).unwrap().contact.entry, his);
        let all = see(&town.app, &elevated(&elena), id).unwrap().contact;
        assert_eq!(all.entry.remarks, told.remarks);
        assert_eq!(all.further.as_slice(), std::slice::from_ref(&his.remarks));
        assert!(all.entry.themes.contains(&Theme::parse("protection.violence").unwrap()));
        assert_eq!(all.entry.themes.len(), 4);
        let due = |actor: &Actor| due(town, actor).len();
        assert_eq!((due(&carlo), due(&elevated(&elena))), (0, 1), "a hidden step is due to her alone");
        let again = correct(&town.app, &elevated(&elena), &town.form(&elena, "b"), id, 2, &all.entry);
        assert!(again.is_ok());
        assert_eq!(see(&town.app, &carlo, id).unwrap().contact.entry, his);
    });
}

fn step(town: &Town, what: &str) -> Remarks {
    step_in(town, what, 2)
}

fn step_in(town: &Town, what: &str, days: i32) -> Remarks {
    let by = town.app.today().plus_days(days);
    Remarks { next_step: Some(NextStep { what: Line::parse(what).unwrap(), by }), ..Remarks::default() }
}

#[test]
fn a_protected_theme_is_not_written_into_a_contact_where_it_could_not_be_read() {
    on_both_engines(|town| {
        let (elena, carlo) = (town.desk(), town.desk_colleague());
        let id = recorded(town, &elena, entry(town, &["work.cv"]), None);
        let worse = entry(town, &["work.cv", "protection.trafficking"]);
        let try_as = |actor: &Actor, body| correct(&town.app, actor, &town.form(actor, body), id, 1, &worse);
        assert!(matches!(try_as(&elevated(&carlo), "a"), Err(Refusal::Rule(CannotCorrect::Reserved))));
        assert!(matches!(try_as(&elena, "b"), Err(Refusal::Elevate)));
        assert!(try_as(&elevated(&elena), "c").is_ok());
    });
}

#[test]
fn sec_49_an_anonymous_contact_is_gone_after_ninety_days_and_its_keys_too() {
    on_both_engines(|town| {
        let elena = town.desk();
        let nobodys = recorded(town, &elena, entry(town, &["protection.violence", "legal.appeal"]), None);
        let hers = recorded(town, &elena, entry(town, &["legal.appeal"]), Some(person(town)));
        let claimed = recorded(town, &elena, entry(town, &["health.visits"]), None);
        link(&town.app, &elena, &town.form(&elena, "l"), claimed, 1, Some(person(town))).unwrap();
        town.turn(90 * 86_400 - 1);
        assert_eq!(run_jobs(town), 0);
        town.turn(1);
        assert_eq!(run_jobs(town), 2);
        for (sql, left) in [
            ("select count(*) from contact where id = $1", 0),
            ("select count(*) from contact_part where contact = $1", 0),
            ("select count(*) from data_key where owner = $1", 0),
        ] {
            assert_eq!(rows(town, sql, nobodys), left, "{sql}");
            assert!(rows(town, sql, hers) > 0 && rows(town, sql, claimed) > 0, "{sql}");
        }
        assert!(see(&town.app, &elena, claimed).is_ok());
        assert_eq!(town.last_entry("contact.expired")["objects"][0], nobodys.to_string());
        assert_eq!(town.last_entry("contact.expired")["who"], "local:house");
    });
}

#[test]
fn a_link_needs_a_person_who_is_there_and_a_wrong_one_is_taken_back() {
    on_both_engines(|town| {
        let elena = town.desk();
        let id = recorded(town, &elena, entry(town, &["work.cv"]), None);
        let nobody = PersonId::from_bytes([0xff; 16]);
        let missed = link(&town.app, &elena, &town.form(&elena, "a"), id, 1, Some(nobody));
        assert!(matches!(missed, Err(Refusal::NotFound)));
        let amina = person(town);
        link(&town.app, &elena, &town.form(&elena, "b"), id, 1, Some(amina)).unwrap();
        let linked = see(&town.app, &town.desk_colleague(), id).unwrap();
        assert_eq!((linked.contact.person, linked.contact.state()), (Some(amina), State::Linked));
        assert!(linked.person.is_some());
        let stale = link(&town.app, &elena, &town.form(&elena, "c"), id, 1, None);
        assert!(matches!(stale, Err(Refusal::Stale)));
        link(&town.app, &elena, &town.form(&elena, "d"), id, 2, None).unwrap();
        assert_eq!(see(&town.app, &elena, id).unwrap().contact.state(), State::Answered);
        town.turn(91 * 86_400);
        run_jobs(town);
        assert!(matches!(see(&town.app, &elena, id), Err(Refusal::NotFound)));
    });
}

#[test]
fn the_diary_of_a_person_holds_what_each_reader_may_see() {
    on_both_engines(|town| {
        let amina = person(town);
        let paolo = town.desk_of_another_team();
        let ours = recorded(town, &town.desk(), entry(town, &["protection.violence", "work.cv"]), Some(amina));
        let theirs = recorded(town, &paolo, entry(town, &["housing.renting"]), Some(amina));
        let read = |actor: &Actor| -> Vec<(ContactId, Vec<&str>)> {
            let diary =
                town.app.store.look("story.diary", |tx, trail| diary(&town.app, tx, trail, actor, &[amina])).unwrap();
            diary.map_or_else(Vec::new, |diary| diary.rows.iter().map(|seen| (seen.contact.id, themes(seen))).collect())
        };
        assert!(read(&town.desk_colleague()).contains(&(ours, vec!["work.cv"])));
        assert_eq!(read(&paolo), [(theirs, vec!["housing.renting"])]);
        assert!(read(&elevated(&town.desk())).contains(&(ours, vec!["protection.violence", "work.cv"])));
        town.turn(1);
        assert_eq!(read(&town.sysadmin()), []);
        assert_eq!(town.last_entry("contact.listed")["persons"], serde_json::json!([amina.to_string()]));
    });
}

#[test]
fn today_counts_what_came_in_and_names_what_is_to_be_finished() {
    on_both_engines(|town| {
        let elena = town.desk();
        let open = Typed { outcome: "to_finish".to_owned(), ..typed(&["work.cv"]) }.parse(town.app.today()).unwrap();
        let unfinished = recorded(town, &elena, open, None);
        town.turn(86_400);
        recorded(town, &elena, Entry { remarks: step(town, "richiamare"), ..entry(town, &["work.cv"]) }, None);
        let look =
            |actor: &Actor| town.app.store.look("story.today", |tx, trail| today(&town.app, tx, trail, actor)).unwrap();
        let day = look(&town.desk_colleague()).unwrap();
        assert_eq!((day.count, day.newest.len(), day.open_count, day.due.len()), (1, 1, 1, 1));
        assert_eq!(day.open[0].contact.id, unfinished);
        town.turn(1);
        assert_eq!(look(&town.desk_of_another_team()).unwrap().count, 0);
        assert!(look(&town.sysadmin()).is_none(), "who does not work with contacts has none");
        assert_eq!(town.last_entry("today.seen")["who"], town.desk_of_another_team().id().unwrap().to_string());
    });
}

#[test]
fn the_notice_given_at_the_first_contact_is_recorded_with_its_language() {
    on_both_engines(|town| {
        let given = Typed { notice: "given".to_owned(), notice_language: "it".to_owned(), ..typed(&[]) };
        let id = recorded(town, &town.desk(), given.parse(town.app.today()).unwrap(), None);
        let seen = see(&town.app, &town.desk_colleague(), id).unwrap();
        assert!(matches!(seen.contact.entry.notice, Notice::Given(tag) if tag.code() == "it"));
        assert_eq!(seen.contact.at, town.now());
    });
}

#[test]
fn the_next_contact_begins_with_what_was_chosen_last() {
    on_both_engines(|town| {
        let elena = town.desk();
        assert_eq!(presets(&town.app, &elena).unwrap().channel, None);
        recorded(town, &elena, entry(town, &[]), None);
        let last = presets(&town.app, &elena).unwrap();
        assert_eq!(last.channel.map(|channel| channel.code()), Some("desk"));
        assert_eq!(last.language.map(|tag| tag.code()), Some("ar"));
        assert_eq!(last.minutes.map(u16::from), Some(10));
        assert_eq!(presets(&town.app, &town.desk_colleague()).unwrap().channel, None);
    });
}

#[test]
fn sec_55_nothing_that_was_said_stands_unsealed() {
    on_both_engines(|town| {
        let said = Entry { remarks: note("Zanzibar42"), ..entry(town, &["protection.violence", "health.visits"]) };
        recorded(town, &town.desk(), said, None);
        for canary in ["Zanzibar42", "protection.violence", "health.visits", "informed"] {
            assert_eq!(town.where_plain(canary), Vec::<String>::new(), "{canary}");
        }
    });
}

#[test]
fn sec_32_who_is_not_staff_of_the_desk_records_nothing() {
    on_both_engines(|town| {
        for actor in [town.sysadmin(), town.auditor()] {
            let new = NewContact { entry: entry(town, &[]), person: None };
            let refused = record(&town.app, &actor, &town.form(&actor, "x"), &new);
            assert!(matches!(refused, Err(Refusal::NotFound)));
        }
        assert_eq!(town.last_entry("create")["resource"], Resource::Contact.code());
    });
}

#[test]
fn sec_80_a_list_of_contacts_has_pages() {
    on_both_engines(|town| {
        let elena = town.desk();
        for count in 1..=26_i64 {
            recorded(town, &elena, entry(town, &["housing.renting"]), None);
            let before = Limit::PageRows.times_reached();
            let list = of_day(&town.app, &elena, town.app.today(), 0).unwrap();
            assert_eq!((list.rows.len() as i64, list.count), (count.min(PAGE), count));
            if count > PAGE {
                assert!(Limit::PageRows.times_reached() > before);
            }
        }
        assert_eq!(of_day(&town.app, &elena, town.app.today(), 1).unwrap().rows.len(), 1);
        assert_eq!(PAGE, 25);
    });
}

fn due(town: &Town, actor: &Actor) -> Vec<ContactId> {
    let look = town.app.store.look("story.today", |tx, trail| today(&town.app, tx, trail, actor));
    look.unwrap().unwrap().due.iter().map(|seen| seen.contact.id).collect()
}

#[test]
fn sec_06_a_step_that_is_hidden_takes_no_place_and_changes_no_order() {
    on_both_engines(|town| {
        let (elena, carlo, irene) = (town.desk(), town.desk_colleague(), town.protected_worker());
        let urgent = Entry { remarks: step_in(town, "fuggire", 1), ..entry(town, &["protection.violence"]) };
        let hidden: Vec<ContactId> = (0..9)
            .map(|at| {
                town.turn(at);
                recorded(town, &elena, urgent.clone(), None)
            })
            .collect();
        let open = |days| Entry { remarks: step_in(town, "richiamare", days), ..entry(town, &["work.cv"]) };
        let (later, sooner) = (recorded(town, &elena, open(3), None), recorded(town, &elena, open(2), None));
        for reader in [&carlo, &irene, &elena] {
            assert_eq!(due(town, reader), [sooner, later], "{reader:?}");
        }
        assert!(due(town, &elevated(&elena)).iter().all(|id| hidden.contains(id)), "the urgent ones come first");
        assert_eq!(due(town, &elevated(&elena)).len(), 8);
    });
}

#[test]
fn sec_06_a_hidden_step_of_the_same_day_stays_when_the_visible_one_is_moved() {
    on_both_engines(|town| {
        let (elena, carlo) = (town.desk(), town.desk_colleague());
        let told = Entry { remarks: step_in(town, "chiamare il centro", 2), ..entry(town, &["protection.violence"]) };
        let id = recorded(town, &elena, told, None);
        let his = |days| Entry { remarks: step_in(town, "portare il CV", days), ..entry(town, &["work.cv"]) };
        correct(&town.app, &carlo, &town.form(&carlo, "a"), id, 1, &his(2)).unwrap();
        correct(&town.app, &carlo, &town.form(&carlo, "b"), id, 2, &his(300)).unwrap();
        assert_eq!(due(town, &carlo), []);
        assert_eq!(due(town, &elevated(&elena)), [id]);
    });
}
