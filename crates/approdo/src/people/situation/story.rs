//! Stories of the situation of a person, told on both engines.

use ground::{
    Day, Line, PersonId, TitleId,
    lists::{FactSource, TitleKind},
};
use store::StoreError;

use super::{
    fact::{Fact, Said, Word},
    facts,
    title::{Closing, How, LooseDay, Stage, Title},
    titles, *,
};
use crate::{
    operation::jobs,
    people::{Identity, Name, NewPerson, create, safety::protect},
    story::{Town, on_both_engines},
};

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn amina(town: &Town) -> PersonId {
    let names = vec![Name::of(Some(line("Amina")), Some(line("Haddad"))).unwrap()];
    let new = NewPerson { identity: Identity { names, ..Identity::default() }, ..NewPerson::default() };
    create(&town.app, &town.desk(), &town.form(&town.desk(), "new"), &new).unwrap()
}

fn title(kind: &str, expiry: &str) -> Title {
    Title { kind: TitleKind::parse(kind), expiry: LooseDay::parse(expiry).ok(), stage: Stage::Held, ..Title::default() }
}

fn adds(town: &Town, who: &Actor, id: PersonId, title: &Title) -> Result<TitleId, Refusal<CannotWrite>> {
    titles::add(&town.app, who, &town.form(who, "add"), id, title)
}

fn corrects(
    town: &Town,
    who: &Actor,
    at: (PersonId, TitleId),
    version: i64,
    to: &Title,
) -> Result<TitleId, Refusal<CannotWrite>> {
    titles::correct(&town.app, who, &town.form(who, "correct"), at, version, to)
}

fn word(said: Said, from: &str) -> Word {
    Word { said, from: day(from), source: FactSource::parse("told").unwrap() }
}

fn says(
    town: &Town,
    who: &Actor,
    id: PersonId,
    name: &str,
    said: Said,
) -> Result<ground::FactId, Refusal<CannotWrite>> {
    let from = town.app.today().to_string();
    facts::say(&town.app, who, &town.form(who, "say"), id, Fact::parse(name).unwrap(), &word(said, &from))
}

fn shown(town: &Town, who: &Actor, id: PersonId) -> Situation {
    show(&town.app, who, id).unwrap()
}

fn count(town: &Town, sql: &str) -> u64 {
    let read = town.app.store.read("story.count", |tx| tx.one::<(u64,)>(sql, &[]));
    read.map_err(|e: StoreError| e).unwrap().unwrap().0
}

#[test]
fn titles_are_told_with_what_is_valid_today_first() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        adds(town, &elena, id, &title("studio", "2020-05-01")).unwrap();
        adds(town, &elena, id, &Title { stage: Stage::None, ..Title::default() }).unwrap();
        adds(town, &elena, id, &title("famiglia", "2099-01-31")).unwrap();
        let asked = Title { stage: Stage::RenewalAsked, ..title("lavoro_autonomo", "2020-01-01") };
        adds(town, &elena, id, &asked).unwrap();
        let kinds: Vec<_> = shown(town, &elena, id)
            .titles
            .iter()
            .map(|seen| seen.text.title.kind.map_or("none", TitleKind::code))
            .collect();
        assert_eq!(kinds, ["famiglia", "lavoro_autonomo", "none", "studio"]);
        let written = town.last_entry("situation.title_written");
        assert_eq!(written["persons"][0], id.to_string());
        let seen = town.last_entry("situation.seen");
        assert_eq!((&seen["fields"][0], &seen["purpose"]), (&"residence_titles".into(), &"orientation".into()));
    });
}

#[test]
fn sec_74_a_title_keeps_what_stood_there_before_and_who_saved_first_is_not_overwritten() {
    on_both_engines(|town| {
        let (id, elena, marta) = (amina(town), town.desk(), town.desk_colleague());
        let one = adds(town, &elena, id, &title("studio", "2027-05-01")).unwrap();
        corrects(town, &marta, (id, one), 1, &title("famiglia", "2027-06-01")).unwrap();
        let late = corrects(town, &elena, (id, one), 1, &title("calamita", ""));
        assert!(matches!(late, Err(Refusal::Stale)));
        let seen = titles::see(&town.app, &elena, id, one).unwrap();
        assert_eq!((seen.seen.version, seen.seen.text.title.kind), (2, TitleKind::parse("famiglia")));
        assert_eq!(seen.past.len(), 1);
        assert_eq!(seen.past[0].title, title("studio", "2027-05-01"));
        assert_ne!(seen.past[0].who, seen.seen.text.who);
        assert_eq!(town.last_entry("situation.title_corrected")["fields"], serde_json::json!(["kind", "expiry"]));
    });
}

#[test]
fn sec_75_a_form_sent_twice_writes_one_title_and_one_fact() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        let form = town.form(&elena, "add");
        let first = titles::add(&town.app, &elena, &form, id, &title("studio", "")).unwrap();
        assert_eq!(titles::add(&town.app, &elena, &form, id, &title("studio", "")).unwrap(), first);
        let (form, renting) = (town.form(&elena, "say"), Fact::parse("renting").unwrap());
        let yes = word(Said::YesNo(true), "2026-01-01");
        let said = facts::say(&town.app, &elena, &form, id, renting, &yes).unwrap();
        assert_eq!(facts::say(&town.app, &elena, &form, id, renting, &yes).unwrap(), said);
        let situation = shown(town, &elena, id);
        assert_eq!((situation.titles.len(), situation.values.len()), (1, 1));
    });
}

#[test]
fn a_title_that_ended_or_was_a_mistake_stays_to_be_read_and_can_be_taken_back() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        let one = adds(town, &elena, id, &title("studio", "2099-05-01")).unwrap();
        let ended = Closing { how: How::Ended, on: town.app.today(), words: Some(line("revocato")) };
        titles::close(&town.app, &elena, &town.form(&elena, "end"), (id, one), 1, Some(&ended)).unwrap();
        let seen = &shown(town, &elena, id).titles[0];
        let text = &seen.text;
        assert_eq!(text.closing.as_ref(), Some(&ended));
        assert_eq!(text.title.standing_on(text.closing.as_ref(), town.app.today()), title::Standing::Ended);
        titles::close(&town.app, &elena, &town.form(&elena, "back"), (id, one), 2, None).unwrap();
        let seen = titles::see(&town.app, &elena, id, one).unwrap();
        assert_eq!((seen.seen.text.closing, seen.past.len()), (None, 2));
    });
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        let turned = Title { issued: LooseDay::parse("2027-01-02").ok(), ..title("studio", "2027-01-01") };
        for (wrong, why) in [(Title::default(), CannotWrite::Empty), (turned, CannotWrite::EndsBeforeItBegins)] {
            assert!(matches!(adds(town, &elena, id, &wrong), Err(Refusal::Rule(rule)) if rule == why));
        }
        let said = says(town, &elena, id, "employed", Said::Money(3));
        assert!(matches!(said, Err(Refusal::Rule(CannotWrite::Empty))));
        assert_eq!(count(town, "select count(*) from residence_title"), 0);
        assert_eq!(count(town, "select count(*) from dated_fact"), 0);
    });
}

#[test]
fn sec_01_her_situation_is_open_to_those_who_work_with_her_and_absent_for_others() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        let one = adds(town, &elena, id, &title("studio", "2027-05-01")).unwrap();
        says(town, &elena, id, "renting", Said::YesNo(true)).unwrap();
        for other in [town.desk_of_another_team(), town.sysadmin(), town.auditor(), town.command_line()] {
            assert!(matches!(show(&town.app, &other, id), Err(Refusal::NotFound)));
            assert!(matches!(titles::see(&town.app, &other, id, one), Err(Refusal::NotFound)));
            assert!(matches!(adds(town, &other, id, &title("studio", "")), Err(Refusal::NotFound)));
            assert!(matches!(corrects(town, &other, (id, one), 1, &title("famiglia", "")), Err(Refusal::NotFound)));
            assert!(matches!(says(town, &other, id, "renting", Said::YesNo(false)), Err(Refusal::NotFound)));
            let glanced = town.app.store.look("story.glance", |tx, trail| glance(&town.app, tx, trail, &other, id));
            assert!(glanced.map_err(|e: StoreError| e).unwrap().is_none());
        }
        assert_eq!(shown(town, &elena, id).titles[0].version, 1);
    });
}

#[test]
fn sec_10_a_title_of_another_person_is_not_there() {
    on_both_engines(|town| {
        let (one, other, elena) = (amina(town), amina(town), town.desk());
        let hers = adds(town, &elena, other, &title("studio", "2027-05-01")).unwrap();
        let said = says(town, &elena, other, "renting", Said::YesNo(true)).unwrap();
        assert!(matches!(titles::see(&town.app, &elena, one, hers), Err(Refusal::NotFound)));
        assert!(matches!(corrects(town, &elena, (one, hers), 1, &title("famiglia", "")), Err(Refusal::NotFound)));
        let taken = facts::withdraw(&town.app, &elena, &town.form(&elena, "x"), (one, said), 1, None);
        assert!(matches!(taken, Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_06_what_reveals_violence_is_absent_for_who_does_not_see_the_protected_level() {
    on_both_engines(|town| {
        let id = amina(town);
        let (elena, irene) = (town.desk(), town.protected_worker_elevated());
        let hidden = title("casi_speciali_18bis", "2027-05-01");
        assert!(matches!(adds(town, &elena, id, &hidden), Err(Refusal::Rule(CannotWrite::Reserved))));
        assert!(matches!(adds(town, &town.protected_worker(), id, &hidden), Err(Refusal::Elevate)));
        let violence = || Said::YesNo(true);
        assert!(matches!(
            says(town, &elena, id, "domestic_violence", violence()),
            Err(Refusal::Rule(CannotWrite::Reserved))
        ));
        let one = adds(town, &irene, id, &hidden).unwrap();
        says(town, &irene, id, "domestic_violence", violence()).unwrap();
        adds(town, &elena, id, &title("studio", "2026-01-01")).unwrap();
        let (to_elena, to_irene) = (shown(town, &elena, id), shown(town, &irene, id));
        assert_eq!((to_elena.titles.len(), to_elena.values.len(), to_elena.may_elevate), (1, 0, false));
        assert_eq!((to_irene.titles.len(), to_irene.values.len(), to_irene.may_protected), (2, 1, true));
        assert!(shown(town, &town.protected_worker(), id).may_elevate);
        assert!(matches!(titles::see(&town.app, &elena, id, one), Err(Refusal::NotFound)));
        for plain in ["casi_speciali", "domestic_violence", "18bis"] {
            assert_eq!(town.where_plain(plain), Vec::<String>::new(), "{plain}");
        }
    });
}

#[test]
fn sec_06_a_title_that_becomes_reserved_takes_its_past_along() {
    on_both_engines(|town| {
        let id = amina(town);
        let (elena, irene) = (town.desk(), town.protected_worker_elevated());
        let one = adds(town, &elena, id, &title("studio", "2027-05-01")).unwrap();
        corrects(town, &irene, (id, one), 1, &title("casi_speciali_18", "2027-05-01")).unwrap();
        assert!(shown(town, &elena, id).titles.is_empty());
        assert!(matches!(titles::see(&town.app, &elena, id, one), Err(Refusal::NotFound)));
        assert!(matches!(corrects(town, &elena, (id, one), 1, &title("famiglia", "")), Err(Refusal::NotFound)));
        assert_eq!(titles::see(&town.app, &irene, id, one).unwrap().past.len(), 1);
    });
}

#[test]
fn sec_18_what_is_known_of_her_is_wrapped_with_her_when_she_is_protected_and_after() {
    on_both_engines(|town| {
        let (id, elena, irene) = (amina(town), town.desk(), town.protected_worker_elevated());
        adds(town, &elena, id, &title("studio", "2027-05-01")).unwrap();
        protect(&town.app, &elena, &town.form(&elena, "hide"), id, None).unwrap();
        assert!(matches!(show(&town.app, &elena, id), Err(Refusal::NotFound)));
        assert!(matches!(show(&town.app, &town.protected_worker(), id), Err(Refusal::Elevate)));
        says(town, &irene, id, "employed", Said::YesNo(false)).unwrap();
        let situation = shown(town, &irene, id);
        assert_eq!((situation.titles.len(), situation.values.len()), (1, 1));
        let keys = "select wrapped from data_key where compartment in ('legal', 'work')";
        let keys: Vec<(Vec<u8>,)> =
            town.app.store.read("story.keys", |tx| tx.all(keys, &[])).map_err(|e: StoreError| e).unwrap();
        assert_eq!(keys.len(), 2);
        assert!(keys.iter().all(|(key,)| key[0] & 128 != 0), "both hang on the key of S4");
    });
}

#[test]
fn a_later_value_supersedes_and_one_that_was_wrong_stays_to_be_read() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        let first = says(town, &elena, id, "employed", Said::YesNo(true)).unwrap();
        town.turn(60);
        let second = says(town, &elena, id, "employed", Said::YesNo(false)).unwrap();
        let counts = || {
            let situation = shown(town, &elena, id);
            let values = situation.values.iter().map(|seen| &seen.value);
            fact::counts_on(values, town.app.today()).map(|value| value.word.said.clone())
        };
        assert_eq!(counts(), Some(Said::YesNo(false)));
        let wrong = || town.form(&elena, "wrong");
        facts::withdraw(&town.app, &elena, &wrong(), (id, second), 1, Some(&line("capito male"))).unwrap();
        assert_eq!(counts(), Some(Said::YesNo(true)));
        let again = facts::withdraw(&town.app, &elena, &wrong(), (id, second), 1, None);
        assert!(matches!(again, Err(Refusal::Stale)));
        facts::withdraw(&town.app, &elena, &wrong(), (id, first), 1, None).unwrap();
        assert_eq!(counts(), None);
        assert_eq!(shown(town, &elena, id).values.len(), 2, "both stay to be read");
    });
}

const DAY: i64 = 86_400;

#[test]
fn sec_36_what_nobody_uses_of_her_stay_goes_after_ninety_days_and_the_rest_stays() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        let one = adds(town, &elena, id, &title("studio", "2027-05-01")).unwrap();
        corrects(town, &elena, (id, one), 1, &title("famiglia", "2027-05-01")).unwrap();
        says(town, &elena, id, "entry_date", Said::Date(day("2020-01-01"))).unwrap();
        says(town, &elena, id, "renting", Said::YesNo(true)).unwrap();
        town.turn(60 * DAY);
        assert_eq!(sweep(&town.app).unwrap(), 0, "a job that runs over it is no use, and it is not due");
        shown(town, &elena, id);
        town.turn(60 * DAY);
        assert_eq!(sweep(&town.app).unwrap(), 0, "somebody saw it 60 days ago");
        town.turn(31 * DAY);
        jobs::forget(&town.app).unwrap();
        let situation = shown(town, &elena, id);
        assert!(situation.titles.is_empty());
        assert_eq!(situation.values.iter().map(|seen| seen.fact.name()).collect::<Vec<_>>(), ["renting"]);
        for table in ["residence_title", "residence_title_past", "data_key where compartment = 'legal'"] {
            assert_eq!(count(town, &format!("select count(*) from {table}")), 0, "{table}");
        }
        assert_eq!(town.last_entry("situation.expired")["persons"][0], id.to_string());
        adds(town, &elena, id, &title("studio", "2027-05-01")).unwrap();
        assert_eq!(shown(town, &elena, id).titles.len(), 1, "with a new key");
    });
}

#[test]
fn sec_36_her_page_is_a_use_and_what_it_does_not_show_is_not_used() {
    on_both_engines(|town| {
        let id = amina(town);
        let (elena, irene) = (town.desk(), town.protected_worker_elevated());
        adds(town, &elena, id, &title("studio", "2027-05-01")).unwrap();
        adds(town, &irene, id, &title("casi_speciali_18", "2027-05-01")).unwrap();
        town.turn(60 * DAY);
        let elena = town.desk();
        let look = town.app.store.look("story.glance", |tx, trail| glance(&town.app, tx, trail, &elena, id));
        assert_eq!(look.map_err(|e: StoreError| e).unwrap().unwrap().titles.len(), 1);
        town.turn(31 * DAY);
        assert_eq!(sweep(&town.app).unwrap(), 1);
        assert_eq!(shown(town, &town.desk(), id).titles.len(), 1);
        assert_eq!(count(town, "select count(*) from residence_title"), 1);
    });
}

#[test]
fn the_rules_read_unknown_none_and_a_value_apart_as_of_a_day() {
    on_both_engines(|town| {
        let (id, elena) = (amina(town), town.desk());
        let held = Title {
            issued: LooseDay::parse("2024-03-01").ok(),
            stage: Stage::RenewalAsked,
            stage_on: LooseDay::parse("2026-11-01").ok(),
            ..title("lavoro_subordinato", "2027-03-01")
        };
        adds(town, &elena, id, &held).unwrap();
        let tell = |name: &str, said: Said, from: &str| {
            let fact = Fact::parse(name).unwrap();
            facts::say(&town.app, &elena, &town.form(&elena, name), id, fact, &word(said, from)).unwrap();
        };
        tell("employed", Said::YesNo(true), "2024-03-01");
        tell("employed", Said::YesNo(false), "2026-10-30");
        tell("income_year", Said::Money(850_050), "2026-01-01");
        tell("isee", Said::Nothing, "2026-01-01");
        tell("did_date", Said::Date(day("2026-11-05")), "2026-11-05");
        tell("family_dependants", Said::Count(2), "2020-01-01");
        tell("renting", Said::YesNo(true), "2020-01-01");
        tell("renting", Said::Unknown, "2026-11-01");
        let read = |on: &str| serde_json::Value::Object(facts_on(&town.app, &elena, id, day(on)).unwrap());
        assert_eq!(
            read("2026-11-20"),
            serde_json::json!({
                "permit": "lavoro_subordinato", "permit_issued": "2024-03-01", "permit_expiry": "2027-03-01",
                "permits": [{ "type": "lavoro_subordinato", "from": "2024-03-01", "to": "2027-03-01" }],
                "renewal_requested": true, "renewal_requested_date": "2026-11-01",
                "employed": false, "income_year": "8500.50", "isee": null, "did_date": "2026-11-05",
                "family_dependants": 2,
            })
        );
        let before = read("2026-10-01");
        assert_eq!((&before["employed"], &before["renting"]), (&true.into(), &true.into()));
        assert_eq!((&before["renewal_requested"], before.get("did_date")), (&false.into(), None));
        assert_eq!(read("2019-01-01"), serde_json::json!({}));
        assert_eq!(town.last_entry("situation.facts_read")["persons"][0], id.to_string());
    });
}

#[test]
fn sec_06_the_rules_read_nothing_that_their_reader_may_not() {
    on_both_engines(|town| {
        let id = amina(town);
        let irene = town.protected_worker_elevated();
        says(town, &irene, id, "domestic_violence", Said::YesNo(true)).unwrap();
        adds(town, &irene, id, &title("casi_speciali_18bis", "2099-05-01")).unwrap();
        adds(town, &irene, id, &Title { stage: Stage::None, ..Title::default() }).unwrap();
        let today = town.app.today();
        let of = |who: &Actor| serde_json::Value::Object(facts_on(&town.app, who, id, today).unwrap());
        assert_eq!(of(&town.desk()), serde_json::json!({ "permit": null }));
        let hers = of(&irene);
        assert_eq!((&hers["permit"], &hers["domestic_violence"]), (&"casi_speciali_18bis".into(), &true.into()));
        let stranger = facts_on(&town.app, &town.desk_of_another_team(), id, today);
        assert!(matches!(stranger, Err(Refusal::NotFound)));
    });
}
