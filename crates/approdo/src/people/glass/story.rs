//! Stories of the broken glass, told on both engines.

use ground::{AccountId, Line};

use super::*;
use crate::{
    access::{NotProved, Proving, SecondTyped, prove},
    desk::{self, NewContact},
    people::{
        ContactPoint, Correction, File, Name, NewPerson, PointKind, assign, correct, create, history, routes, safety,
        see as see_person,
    },
    story::{Town, on_both_engines, on_both_engines_where},
};

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

/// A person of Elena's team, whom Marta follows.
fn amina(town: &Town, family: &str) -> PersonId {
    let name = Name::of(Some(line("Amina")), Some(line(family))).unwrap();
    let birth = BirthDate::parse("3/5/1991").ok();
    let phone = ContactPoint { kind: PointKind::Phone, value: line("333 1234567"), words: None };
    let new = NewPerson {
        identity: Identity { names: vec![name], birth, ..Identity::default() },
        file: File { points: vec![phone], ..File::default() },
    };
    let id = create(&town.app, &town.desk(), &town.form(&town.desk(), family), &new).unwrap();
    let to = (town.case_worker().id(), Some(town.our_team()));
    assign(&town.app, &town.supervisor(), &town.form(&town.supervisor(), family), id, 1, to).unwrap();
    id
}

fn hide(town: &Town, id: PersonId) {
    safety::protect(&town.app, &town.desk(), &town.form(&town.desk(), "hide"), id, None).unwrap();
}

fn why() -> Why {
    let words = Prose::parse("è arrivata ferita e non parla, serve il medico").unwrap();
    Why { reason: Reason::Life, words: Why::check(words, "Amina Haddad").unwrap() }
}

fn sought(family: &str) -> Sought {
    Sought { name: line(&format!("Amina {family}")), birth: BirthDate::parse("3/5/1991").ok(), number: None }
}

/// Paolo, of another team, who has just entered his second factor.
fn paolo(town: &Town) -> Actor {
    town.elevated(&town.desk_of_another_team())
}

fn breaks(town: &Town, who: &Actor, id: PersonId) -> Result<PersonId, Refusal<CannotBreak>> {
    town.settle_the_trail();
    break_for(&town.app, who, &town.form(who, "break"), id, &why(), None)
}

/// With Luca, who leads that other team, beside him.
fn breaks_in_two(town: &Town, who: &Actor, sought: &Sought) -> Result<PersonId, Refusal<CannotBreak>> {
    let luca = Second::of_story(&town.supervisor_of_another_team());
    town.settle_the_trail();
    break_for_sought(&town.app, who, &town.form(who, "break"), sought, &why(), &luca)
}

fn open_now(town: &Town, who: &Actor) -> GlassId {
    town.next_request(who).glass().unwrap().id
}

fn judge(town: &Town, who: &Actor, id: GlassId) -> Result<GlassId, Refusal<CannotReview>> {
    let said = Prose::parse("c'era un pericolo").unwrap();
    verdict(&town.app, who, &town.form(who, "judge"), id, true, &said)
}

fn told(town: &Town, who: &Actor) -> Today {
    town.app.store.look("story.today", |tx, trail| today(&town.app, tx, trail, who)).unwrap()
}

#[test]
fn sec_22_the_glass_opens_one_person_to_one_account_for_sixty_minutes_by_the_clock() {
    on_both_engines(|town| {
        let (id, other) = (amina(town, "Haddad"), amina(town, "Diallo"));
        let paolo = paolo(town);
        assert!(see_person(&town.app, &paolo, id).unwrap().file.is_none());
        breaks(town, &paolo, id).unwrap();
        let paolo = town.next_request(&paolo);
        let seen = see_person(&town.app, &paolo, id).unwrap();
        assert_eq!(seen.file.unwrap().1.points[0].value.as_str(), "333 1234567");
        assert!(history(&town.app, &paolo, id).is_ok());
        assert!(see_person(&town.app, &paolo, other).unwrap().file.is_none(), "one person");
        let carlo = town.next_request(&town.desk_colleague());
        assert!(carlo.glass().is_none(), "one account");
        town.turn(glass::LASTS - 1);
        assert!(see_person(&town.app, &town.next_request(&paolo), id).unwrap().file.is_some());
        town.turn(1);
        assert!(see_person(&town.app, &town.next_request(&paolo), id).unwrap().file.is_none());
    });
}

#[test]
fn sec_22_it_opens_seeing_and_nothing_else() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        breaks(town, &paolo(town), id).unwrap();
        let paolo = town.next_request(&paolo(town));
        let seen = see_person(&town.app, &paolo, id).unwrap();
        assert_eq!((seen.may.correct_identity, seen.may.correct_file, seen.may.assign), (false, false, false));
        let mine = Correction { identity: Some((1, Identity::default())), file: None };
        let form = town.form(&paolo, "correct");
        assert!(matches!(correct(&town.app, &paolo, &form, id, &mine), Err(Refusal::NotFound)));
        let form = town.form(&paolo, "assign");
        assert!(matches!(assign(&town.app, &paolo, &form, id, 2, (None, None)), Err(Refusal::NotFound)));
        let form = town.form(&paolo, "lift");
        assert!(matches!(safety::unprotect(&town.app, &paolo, &form, id), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_22_sec_46_every_look_through_it_names_the_opening_and_the_emergency() {
    on_both_engines(|town| {
        let (id, other) = (amina(town, "Haddad"), amina(town, "Diallo"));
        breaks(town, &paolo(town), id).unwrap();
        let paolo = town.next_request(&paolo(town));
        let opening = open_now(town, &paolo).to_string();
        let broken = town.last_entry("glass.broken");
        assert_eq!((&broken["glass"], &broken["fields"][0]), (&opening.clone().into(), &"life".into()));
        see_person(&town.app, &paolo, id).unwrap();
        let seen = town.last_entry("person.seen");
        assert_eq!((&seen["glass"], &seen["purpose"]), (&opening.into(), &"emergency".into()));
        see_person(&town.app, &paolo, other).unwrap();
        assert!(town.last_entry("person.seen").get("glass").is_none(), "what she sees of others is not through it");
        town.settle_the_trail();
        let shown = see(&town.app, &town.supervisor(), open_now(town, &paolo)).unwrap();
        assert_eq!(shown.by_act().into_iter().collect::<Vec<_>>(), [("person.seen", 1)]);
        assert_eq!(shown.words.why, why().words.as_str());
    });
}

#[test]
fn sec_22_who_follows_her_her_supervisor_and_the_auditor_are_told_in_the_same_transaction() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        breaks(town, &paolo(town), id).unwrap();
        for (who, name) in [(town.case_worker(), true), (town.supervisor(), true), (town.auditor(), false)] {
            let told = told(town, &who);
            let [notice] = told.notices.as_slice() else { panic!("{} is told once", who.subject().name) };
            assert_eq!(notice.listed.by, "Paolo Conti");
            assert_eq!(notice.listed.person.is_some(), name, "the auditor by reference alone");
        }
        for who in [town.desk(), paolo(town), town.supervisor_of_another_team(), town.sysadmin()] {
            assert!(told(town, &who).notices.is_empty(), "{}", who.subject().name);
        }
        let opening = open_now(town, &paolo(town));
        town.turn(30 * 24 * 3600);
        assert_eq!(told(town, &town.case_worker()).notices.len(), 1, "it stays until she has seen it");
        let seen = |who: &Actor| see_notice(&town.app, who, &town.form(who, "seen"), opening);
        seen(&town.case_worker()).unwrap();
        assert!(told(town, &town.case_worker()).notices.is_empty());
        assert_eq!(told(town, &town.auditor()).notices.len(), 1, "one's own");
        assert!(matches!(seen(&town.case_worker()), Err(Refusal::NotFound)));
        assert!(matches!(seen(&town.desk()), Err(Refusal::NotFound)));
    });
}

#[test]
fn sec_22_an_opening_that_is_undone_tells_nobody_and_opens_nothing() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        let paolo = paolo(town);
        let undone: Result<(), Refusal<CannotBreak>> = town.app.store.write("story.undone", |tx| {
            let pass = access::allow(&town.app, tx, &paolo, Action::Break, Resource::Glass, About::Person(id))?;
            broken(&town.app, tx, &paolo, &pass, &why(), None)?;
            Err(Refusal::Misused)
        });
        assert!(undone.is_err());
        assert!(told(town, &town.auditor()).notices.is_empty() && town.next_request(&paolo).glass().is_none());
        assert!(town.trail().iter().all(|entry| entry["act"] != "glass.broken"));
    });
}

#[test]
fn sec_22_it_is_judged_by_who_neither_broke_it_nor_was_the_second() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        let (sara, marta) = (town.supervisor(), town.case_worker());
        town.settle_the_trail();
        let second = Second::of_story(&sara);
        break_for(&town.app, &paolo(town), &town.form(&paolo(town), "b"), id, &why(), Some(&second)).unwrap();
        let opening = open_now(town, &paolo(town));
        assert!(matches!(judge(town, &sara, opening), Err(Refusal::Rule(CannotReview::Own))), "she was the second");
        assert!(told(town, &sara).to_review.is_empty() && !see(&town.app, &sara, opening).unwrap().may_review);
        for other in [paolo(town), marta, town.supervisor_of_another_team(), town.sysadmin()] {
            assert!(matches!(judge(town, &other, opening), Err(Refusal::NotFound)), "{}", other.subject().name);
            assert!(matches!(see(&town.app, &other, opening), Err(Refusal::NotFound)));
        }
        assert!(matches!(judge(town, &town.auditor(), opening), Err(Refusal::Elevate)));
        let nadia = town.elevated(&town.auditor());
        assert_eq!(told(town, &nadia).to_review.len(), 1);
        judge(town, &nadia, opening).unwrap();
        assert!(matches!(judge(town, &nadia, opening), Err(Refusal::Rule(CannotReview::Reviewed))));
        let shown = see(&town.app, &nadia, opening).unwrap();
        assert!(shown.listed.glass.review.unwrap().right && shown.listed.person.is_none());
        assert_eq!(shown.words.said.as_deref(), Some("c'era un pericolo"));
        assert!(town.next_request(&paolo(town)).glass().is_none(), "the judgement ends what still runs");
        let [notice] = told(town, &paolo(town)).notices.try_into().unwrap();
        assert_eq!(notice.kind, glass::Kind::Reviewed);
    });
}

#[test]
fn sec_22_without_a_review_in_72_hours_who_broke_it_opens_nobody_until_it_is_reviewed() {
    on_both_engines(|town| {
        let (id, other) = (amina(town, "Haddad"), amina(town, "Diallo"));
        breaks(town, &paolo(town), id).unwrap();
        let opening = open_now(town, &paolo(town));
        town.turn(glass::REVIEWED_WITHIN - 1);
        breaks(town, &paolo(town), other).unwrap();
        let second = open_now(town, &paolo(town));
        close(&town.app, &paolo(town), &town.form(&paolo(town), "close"), second).unwrap();
        town.turn(1);
        let third = amina(town, "Ndiaye");
        assert!(matches!(breaks(town, &paolo(town), third), Err(Refusal::Rule(CannotBreak::Suspended))));
        let as_second = Second::of_story(&paolo(town));
        let (carlo, form) = (town.elevated(&town.desk_colleague()), town.form(&town.desk_colleague(), "b"));
        let done = break_for(&town.app, &carlo, &form, third, &why(), Some(&as_second));
        assert!(matches!(done, Err(Refusal::Rule(CannotBreak::Second))), "nor is he the second");
        assert!(told(town, &paolo(town)).suspended && !told(town, &town.desk_colleague()).suspended);
        judge(town, &town.supervisor(), opening).unwrap();
        breaks(town, &paolo(town), third).unwrap();
    });
}

#[test]
fn sec_22_an_opening_is_not_lengthened_not_doubled_and_not_changed() {
    on_both_engines(|town| {
        let (id, other) = (amina(town, "Haddad"), amina(town, "Diallo"));
        breaks(town, &paolo(town), id).unwrap();
        let opening = open_now(town, &paolo(town));
        for again in [id, other] {
            assert!(matches!(breaks(town, &paolo(town), again), Err(Refusal::Rule(CannotBreak::Running))));
        }
        town.turn(glass::LASTS);
        assert!(matches!(breaks(town, &paolo(town), id), Err(Refusal::Rule(CannotBreak::NotReviewed))));
        breaks(town, &town.elevated(&town.desk_colleague()), id).unwrap();
        judge(town, &town.supervisor(), opening).unwrap();
        breaks(town, &paolo(town), id).unwrap();
        let two = "insert into glass (id, account, person, reason, words, at, until_at) values ($1, $2, $3, 'life', $1, 1, 2)";
        let args = [(&[9_u8; 16]).into(), paolo(town).id().into(), other.into()];
        let forced = town.app.store.write("story.two", |tx| tx.exec(two, &args));
        assert!(forced.is_err(), "the database itself holds one open at a time");
    });
}

#[test]
fn sec_22_nothing_is_opened_while_the_trail_is_behind() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        let tries = || break_for(&town.app, &paolo(town), &town.form(&paolo(town), "b"), id, &why(), None);
        town.turn(6);
        assert!(matches!(tries(), Err(Refusal::Rule(CannotBreak::TrailBehind))), "entries wait for their number");
        town.settle_the_trail();
        let unwitnessed = |flag: i64| {
            let sql = "update audit_checkpoint set witnessed = $1";
            town.app.store.write("story.unwitnessed", |tx| tx.exec(sql, &[flag.into()])).unwrap();
        };
        unwitnessed(0);
        town.turn(121);
        assert!(matches!(tries(), Err(Refusal::Rule(CannotBreak::TrailBehind))), "no witness has the checkpoint");
        unwitnessed(1);
        tries().unwrap();
    });
}

#[test]
fn sec_16_sec_22_a_conflict_is_not_opened_by_the_glass() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        let desk = town.desk();
        safety::keep_away(&town.app, &desk, &town.form(&desk, "k"), id, paolo(town).id()).unwrap();
        assert!(matches!(breaks(town, &paolo(town), id), Err(Refusal::NotFound)));
        let done = breaks_in_two(town, &paolo(town), &sought("Haddad"));
        assert!(matches!(done, Err(Refusal::Rule(CannotBreak::Nobody))));
        let other = amina(town, "Diallo");
        breaks(town, &paolo(town), other).unwrap();
        safety::keep_away(&town.app, &desk, &town.form(&desk, "k2"), other, paolo(town).id()).unwrap();
        let running = town.next_request(&paolo(town));
        assert!(running.glass().is_some());
        assert!(matches!(see_person(&town.app, &running, other), Err(Refusal::NotFound)), "nor one that runs");
    });
}

#[test]
fn sec_18_sec_22_only_two_together_look_behind_a_protection_and_one_of_them_again_after_the_second_factor() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        let note = desk::Typed {
            channel: "desk".into(),
            themes: vec!["protection.violence".into()],
            minutes: "10".into(),
            outcome: "informed".into(),
            note: "ha paura".into(),
            notice: "not_given".into(),
            ..desk::Typed::default()
        };
        let entry = note.parse(town.app.today()).unwrap();
        let (elena, form) = (town.desk(), town.form(&town.desk(), "contact"));
        let contact = desk::record(&town.app, &elena, &form, &NewContact { entry, person: Some(id) }).unwrap();
        hide(town, id);
        assert!(matches!(breaks(town, &paolo(town), id), Err(Refusal::NotFound)), "alone, she is not there");
        assert_eq!(breaks_in_two(town, &paolo(town), &sought("Haddad")).unwrap(), id);
        let (now, later) = (town.next_request(&paolo(town)), town.next_request(&town.desk_of_another_team()));
        assert_eq!(see_person(&town.app, &now, id).unwrap().identity.called(), "Amina Haddad");
        assert!(matches!(see_person(&town.app, &later, id), Err(Refusal::Elevate)));
        let seen = desk::see(&town.app, &now, contact).unwrap();
        assert_eq!(seen.contact.entry.remarks.note.as_ref().map(Prose::as_str), Some("ha paura"));
        let broken = town.last_entry("glass.broken");
        assert_eq!(broken["objects"][0], town.supervisor_of_another_team().id().unwrap().to_string());
        let irene = told(town, &town.protected_worker_elevated());
        assert_eq!(irene.notices.len(), 1, "her protected team is told");
        let [notice] = told(town, &town.supervisor()).notices.try_into().unwrap();
        assert!(notice.listed.person.is_none(), "who may not see her is told by reference alone");
    });
}

#[test]
fn sec_10_sec_22_nobody_like_that_protected_and_in_conflict_are_one_answer_and_a_look_in_vain_is_written_down() {
    on_both_engines(|town| {
        let (hidden, kept) = (amina(town, "Haddad"), amina(town, "Diallo"));
        hide(town, hidden);
        let desk = town.desk();
        let luca = town.supervisor_of_another_team();
        safety::keep_away(&town.app, &desk, &town.form(&desk, "k"), kept, luca.id()).unwrap();
        safety::keep_away(
            &town.app,
            &town.protected_worker_elevated(),
            &town.form(&town.protected_worker_elevated(), "k"),
            hidden,
            luca.id(),
        )
        .unwrap();
        let answers = ["Haddad", "Diallo", "Nessuna"].map(|family| {
            let done = breaks_in_two(town, &paolo(town), &sought(family)).unwrap_err();
            format!("{done:?}")
        });
        assert!(answers.iter().all(|answer| *answer == answers[2]), "{answers:?}");
        let vain = town.last_entry("glass.sought_in_vain");
        assert_eq!(vain["objects"][0], luca.id().unwrap().to_string());
        assert!(vain["hash"].is_string() && vain.get("persons").is_none());
        let near = Sought { birth: BirthDate::parse("4/5/1991").ok(), ..sought("Haddad") };
        let sara = Second::of_story(&town.supervisor());
        let tries = |sought: &Sought| {
            town.settle_the_trail();
            break_for_sought(&town.app, &paolo(town), &town.form(&paolo(town), "b"), sought, &why(), &sara)
        };
        assert!(matches!(tries(&near), Err(Refusal::Rule(CannotBreak::Nobody))), "a day beside is nobody");
        let name_alone = Sought { birth: BirthDate::parse("1991").ok(), ..sought("Haddad") };
        assert!(name_alone.known().is_none(), "a year is not enough to look");
        assert_eq!(tries(&sought("Haddad")).unwrap(), hidden);
    });
}

#[test]
fn sec_22_a_number_of_a_paper_stands_for_the_birth_date() {
    on_both_engines(|town| {
        let name = Name::of(Some(line("Omar")), Some(line("Sy"))).unwrap();
        let kind = ground::lists::IdentifierKind::parse("passport").unwrap();
        let paper = crate::people::Identifier::of(kind, line("AB 123456"));
        let identity = Identity { names: vec![name], identifiers: vec![paper], ..Identity::default() };
        let new = NewPerson { identity, ..NewPerson::default() };
        let id = create(&town.app, &town.desk(), &town.form(&town.desk(), "omar"), &new).unwrap();
        let sought = |number: &str| Sought { name: line("Sy Omar"), birth: None, number: Some(line(number)) };
        let done = breaks_in_two(town, &paolo(town), &sought("AB 123457"));
        assert!(matches!(done, Err(Refusal::Rule(CannotBreak::Nobody))));
        assert_eq!(breaks_in_two(town, &paolo(town), &sought("ab123456")).unwrap(), id);
    });
}

#[test]
fn sec_22_whoever_follows_nobody_breaks_no_glass_and_it_asks_for_the_second_factor() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        for other in [town.sysadmin(), town.elevated(&town.auditor())] {
            assert!(matches!(breaks(town, &other, id), Err(Refusal::NotFound)));
            let done = breaks_in_two(town, &other, &sought("Haddad"));
            assert!(matches!(done, Err(Refusal::NotFound)));
        }
        assert!(matches!(breaks(town, &town.desk_of_another_team(), id), Err(Refusal::Elevate)));
        assert!(matches!(breaks(town, &town.command_line(), id), Err(Refusal::NotFound)));
        let auditor = Second::of_story(&town.auditor());
        let (paolo, form) = (paolo(town), town.form(&paolo(town), "b"));
        let done = break_for(&town.app, &paolo, &form, id, &why(), Some(&auditor));
        assert!(matches!(done, Err(Refusal::Rule(CannotBreak::Second))), "the second may break a glass herself");
    });
}

#[test]
fn sec_22_the_own_words_say_something_and_not_her_name() {
    let words = |text: &str| Why::check(Prose::parse(text).unwrap(), "Amina El Haddad").map(|_| ());
    assert_eq!(words("pericolo"), Err(BadWords::Short));
    assert_eq!(words("la signora HADDAD è in pericolo adesso"), Err(BadWords::Named));
    assert_eq!(words("è in pericolo, il medico la aspetta"), Ok(()));
}

#[test]
fn sec_22_a_clock_that_went_back_lengthens_no_opening() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        breaks(town, &paolo(town), id).unwrap();
        town.turn(-1800);
        assert!(town.next_request(&paolo(town)).glass().is_none(), "one that is dated ahead does not run");
        access::sessions::clock_went_back(&town.app).unwrap();
        town.turn(1900);
        assert!(town.next_request(&paolo(town)).glass().is_none(), "nor does it come to life again");
    });
}

#[test]
fn sec_22_sec_64_both_prove_themselves_at_one_screen_and_no_slip_says_whose_it_was() {
    on_both_engines(|town| {
        let (paolo, luca) = (town.desk_of_another_team(), town.supervisor_of_another_team());
        let (_, _, mine) = town.give_factors(&paolo);
        let (email, password, theirs) = town.give_factors(&luca);
        let browser = town.browser(&paolo, routes());
        let session = browser.session();
        let now = town.now();
        let typed = |code: &str, email: &str, password: &str, second: &str| Proving {
            code: code.to_owned(),
            second: Some(SecondTyped {
                email: email.to_owned(),
                password: ground::Secret::new(password.to_owned()),
                code: second.to_owned(),
            }),
        };
        let tries = |typed: &Proving| prove(&town.app, &paolo, &session, typed).unwrap().map(|_| ());
        let (own, hers) = (mine.code_at(now), theirs.code_at(now));
        assert_eq!(tries(&typed("000000", &email, password, &hers)), Err(NotProved::Code));
        for wrong in [
            typed(&own, &email, password, "000000"),
            typed(&own, &email, "un'altra parola lunga", &hers),
            typed(&own, "nessuno@portalba.example", password, &hers),
        ] {
            assert_eq!(tries(&wrong), Err(NotProved::Second));
        }
        tries(&typed(&own, &email, password, &hers)).unwrap();
        assert_eq!(tries(&typed(&own, &email, password, &hers)), Err(NotProved::Code), "a code counts once");
        assert_eq!(town.last_entry("log_in.second_person")["outcome"], "wrong");
        let (own_email, ..) = town.give_factors(&paolo);
        town.turn(60);
        let herself = typed(&mine.code_at(town.now()), &own_email, password, &mine.code_at(town.now()));
        assert!(tries(&herself).is_err(), "nobody is her own second");
    });
}

#[test]
fn sec_57_sec_22_where_a_code_is_not_enough_it_neither_elevates_nor_makes_anybody_the_second() {
    let strict = |usual| crate::app::Opening { phishing_resistant: true, ..usual };
    on_both_engines_where(strict, |town| {
        let (irene, paolo) = (town.protected_worker(), town.desk_of_another_team());
        let (email, password, hers) = town.give_factors(&irene);
        let (_, _, his) = town.give_factors(&paolo);
        let session = town.browser(&irene, routes()).session();
        let alone = |code: String| Proving { code, second: None };
        let tries = |who: &Actor, typed: &Proving| {
            prove(&town.app, who, &session, typed).unwrap().map(|proof| proof.cookie.is_some())
        };
        assert_eq!(tries(&irene, &alone(hers.code_at(town.now()))), Err(NotProved::Passkey));
        let by_passkey = town.elevated(&irene);
        assert_eq!(tries(&by_passkey, &alone("000000".to_owned())), Err(NotProved::Code));
        assert_eq!(tries(&by_passkey, &alone(hers.code_at(town.now()))), Ok(false), "and it lengthens nothing");
        town.turn(60);
        let (password, code) = (ground::Secret::new(password.to_owned()), hers.code_at(town.now()));
        let second = Some(SecondTyped { email, password, code });
        let two = Proving { code: his.code_at(town.now()), second };
        let session = town.browser(&paolo, routes()).session();
        let done = prove(&town.app, &paolo, &session, &two).unwrap().map(|_| ());
        assert_eq!(done, Err(NotProved::Second));
    });
}

#[test]
fn sec_62_guessing_the_second_makes_wait() {
    on_both_engines(|town| {
        let (paolo, luca) = (town.desk_of_another_team(), town.supervisor_of_another_team());
        let (_, _, mine) = town.give_factors(&paolo);
        let (email, ..) = town.give_factors(&luca);
        let session = town.browser(&paolo, routes()).session();
        let mut waits = 0;
        for _ in 0..8 {
            let second =
                SecondTyped { email: email.clone(), password: ground::Secret::new("x".into()), code: "1".into() };
            let typed = Proving { code: mine.code_at(town.now()), second: Some(second) };
            waits +=
                i32::from(matches!(prove(&town.app, &paolo, &session, &typed).unwrap(), Err(NotProved::SecondWait(_))));
        }
        assert!(waits >= 3, "{waits}");
    });
}

#[test]
fn sec_22_the_pages_break_show_close_and_judge_it() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        let paolo = town.desk_of_another_team();
        let (_, _, seed) = town.give_factors(&paolo);
        let mut browser = town.browser(&paolo, routes().merge(desk::routes()));
        town.settle_the_trail();
        let page = browser.get(&format!("/people/{id}/glass"));
        assert!(page.status == 200 && !page.page.contains("glass-bar"), "{}", page.page);
        let address = format!("/people/{id}/glass");
        let empty = browser.post(&address, &[("reason", ""), ("words", "aiuto"), ("code", "")]);
        assert_eq!((empty.status, empty.page.matches("aria-invalid").count()), (422, 3));
        let words = "è arrivata ferita e non parla";
        let wrong = browser.post(&address, &[("reason", "life"), ("words", words), ("code", "000000")]);
        assert!(wrong.status == 422 && wrong.page.contains(words), "what was typed stays");
        let code = seed.code_at(town.now());
        let done = browser.post(&address, &[("reason", "life"), ("words", words), ("code", &code)]);
        assert_eq!((done.status, done.location.as_str()), (303, format!("/people/{id}").as_str()));
        browser.take_cookie(&done);
        let open = browser.get("/people");
        assert!(open.page.contains("\u{2068}60\u{2069} minuti") && open.page.contains("never-print"), "{}", open.page);
        let opening = open_now(town, &paolo);
        assert_eq!(browser.get(&format!("/glass/{opening}")).status, 404, "he does not judge himself");
        let sara = town.browser(&town.supervisor(), routes().merge(desk::routes()));
        assert!(sara.get("/").page.contains("Paolo Conti"));
        assert_eq!(browser.post(&format!("/glass/{opening}/close"), &[]).status, 303);
        assert!(!browser.get("/people").page.contains("glass-bar"));
        let shown = sara.get(&format!("/glass/{opening}"));
        assert!(shown.page.contains(words));
        let judged = sara.post(&format!("/glass/{opening}"), &[("verdict", "right"), ("said", "serviva")]);
        assert_eq!(judged.status, 303);
        assert_eq!(sara.post(&format!("/glass/{opening}/seen"), &[]).status, 303);
        assert!(!sara.get("/").page.contains("Paolo Conti"));
    });
}

#[test]
fn sec_52_why_it_was_broken_stands_nowhere_in_the_open() {
    on_both_engines(|town| {
        let id = amina(town, "Haddad");
        breaks(town, &paolo(town), id).unwrap();
        judge(town, &town.supervisor(), open_now(town, &paolo(town))).unwrap();
        for text in ["ferita", "pericolo"] {
            assert_eq!(town.where_plain(text), Vec::<String>::new());
        }
        let owner: Vec<(Option<AccountId>,)> = town
            .app
            .store
            .read("story.glass", |tx| tx.all("select reviewed_by from glass", &[]))
            .map_err(|e: store::StoreError| e)
            .unwrap();
        assert_eq!(owner, [(town.supervisor().id(),)]);
    });
}
