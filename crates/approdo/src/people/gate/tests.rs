//! What passes the gate: drawn by the hundred thousand, and held against a second writing of the rule.

use ground::{Compartment, Dice, Tongue};

use super::*;
use crate::people::Way;

/// What must never be in what is said: planted in everything that the gate is given.
const CANARIES: [&str; 8] =
    ["Portalba", "Zqcognata", "Zqsera", "Zqvia", "Zqcasa", "QZ-2026-17", "violenza", "Sportello"];

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn answer(dice: &Dice) -> Answer {
    *dice.pick(&[Answer::Yes, Answer::No, Answer::NotAsked]).unwrap()
}

fn some(dice: &Dice, text: &str) -> Option<Line> {
    (dice.below(2) == 0).then(|| line(text))
}

fn file(dice: &Dice) -> File {
    let way = || Way { safe: answer(dice), words: some(dice, "Zqcognata legge tutto: violenza") };
    let point = |kind, value: &str| ContactPoint { kind, value: line(value), words: some(dice, "di Zqcognata") };
    let mut points = Vec::new();
    for at in 0..dice.below(3) {
        points.push(point(PointKind::Phone, &format!("+39 333 000 {at}")));
        points.push(point(PointKind::Email, &format!("a{at}@esempio.example")));
    }
    let home = match dice.below(3) {
        0 => Home::At { line: line("Zqvia Nascosta 9"), area: some(dice, "Portalba") },
        1 => Home::NoFixedHome { area: some(dice, "Zqcasa") },
        _ => Home::NotRecorded,
    };
    let reach = SafeContact {
        call: way(),
        text: way(),
        message: way(),
        letter: way(),
        email: way(),
        hours: some(dice, "Zqsera"),
        shared_device: answer(dice),
        who_answers: some(dice, "Zqcognata, pratica QZ-2026-17"),
        caller: None,
        asked_on: None,
    };
    File { points, home, reach, ..File::default() }
}

fn wish(dice: &Dice) -> Wish {
    let at = Timestamp::from_micros(1_795_429_200_000_000).plus_seconds(dice.below(9_000_000) as i64);
    Wish {
        channel: *dice.pick(&Channel::ALL).unwrap(),
        matter: *dice.pick(&[Matter::CallBack, Matter::Collect, Matter::Appointment(at)]).unwrap(),
        level: *dice.pick(&[Level::S1, Level::S2, Level::S3(Compartment::Health), Level::S4]).unwrap(),
        in_her_hours: dice.below(2) == 0,
    }
}

/// The rule of SEC-23 written a second time, from its words alone.
fn is_safe(reach: &SafeContact, protected: bool, wish: &Wish) -> bool {
    let asked = match wish.channel {
        Channel::Call => reach.call.safe,
        Channel::Text | Channel::Push => reach.text.safe,
        Channel::Email | Channel::Calendar => reach.email.safe,
        Channel::Letter | Channel::Sheet => reach.letter.safe,
    };
    let grave = protected || wish.level == Level::S4;
    let way = asked == Answer::Yes || (asked == Answer::NotAsked && !grave);
    let on_a_device = matches!(wish.channel, Channel::Text | Channel::Push | Channel::Email | Channel::Calendar);
    let device = !on_a_device || !grave || reach.shared_device == Answer::No;
    let hours = reach.hours.is_none() || wish.in_her_hours || matches!(wish.channel, Channel::Letter | Channel::Sheet);
    way && device && hours
}

/// Holds one answer of the gate against the rule; tells whether it let it out.
fn held(file: &File, protected: bool, letters: Option<&Letters>, wish: Wish, person: PersonId, tongue: Tongue) -> bool {
    let reached = Reached { person, version: 3, file, protected, letters };
    let Ok(cleared) = clear(Words::of(tongue), &ground::city_zone(), &reached, wish) else { return false };
    assert!(is_safe(&file.reach, protected, &wish), "{wish:?} {protected} {:?}", file.reach);
    let (to, said) = cleared.open(&reached).unwrap();
    for text in [&said.sender, &said.subject, &said.text] {
        let text = text.to_lowercase();
        let leak = CANARIES.iter().find(|canary| text.contains(&canary.to_lowercase()));
        assert!(leak.is_none() && !text.is_empty(), "{text}");
    }
    assert_eq!(said.for_the_caller.is_some(), wish.channel == Channel::Call);
    let leaves_word = said.for_the_caller.is_some_and(|told| told.may_leave_word);
    assert!(!leaves_word || file.reach.message.safe == Answer::Yes);
    assert!(!protected || !matches!(to, To::Home(_)), "a protected person is written to at home");
    true
}

#[test]
fn sec_24_a_hundred_thousand_messages_leak_nothing_and_none_goes_an_unsafe_way() {
    let dice = Dice::seeded(24);
    let care_of = Letters::CareOf(line("Zqcasa di un servizio"));
    let (mut out, mut kept, mut to_protected) = (0_u64, 0_u64, 0_u64);
    while out < 100_000 {
        let (file, person) = (file(&dice), PersonId::draw(&dice));
        for at in 0..24 {
            let (wish, protected) = (wish(&dice), at % 3 == 0);
            let letters = [None, Some(&Letters::ByHand), Some(&care_of)][at % 9 / 3].filter(|_| protected);
            let tongue = Tongue::ALL[at % 2];
            let is_out = held(&file, protected, letters, wish, person, tongue);
            out += u64::from(is_out);
            kept += u64::from(!is_out);
            to_protected += u64::from(is_out && protected);
        }
    }
    println!("{out} messages out, {to_protected} of them to protected persons; {kept} kept in");
    assert!(kept > 50_000 && to_protected > 5_000, "{out} out, {kept} kept, {to_protected}");
}

#[test]
fn sec_24_what_was_changed_meanwhile_is_used_no_more() {
    let (zone, words) = (ground::city_zone(), Words::of(Tongue::It));
    let point = |value: &str| ContactPoint { kind: PointKind::Phone, value: line(value), words: None };
    let old = File { points: vec![point("+39 333 1")], ..File::default() };
    let person = PersonId::draw(&Dice::seeded(1));
    let reached = |file, version| Reached { person, version, file, protected: false, letters: None };
    let wish = Wish { channel: Channel::Text, matter: Matter::CallBack, level: Level::S2, in_her_hours: false };
    let clear = || clear(words, &zone, &reached(&old, 1), wish).unwrap();
    assert_eq!(clear().open(&reached(&old, 1)).unwrap().0, To::Point(line("+39 333 1")));
    let new = File { points: vec![point("+39 333 2")], ..File::default() };
    assert_eq!(clear().open(&reached(&new, 2)), Err(Closed::Old));
    assert_eq!(clear().open(&reached(&new, 1)), Err(Closed::Old), "another number under the same version");
    let hidden = Reached { protected: true, ..reached(&old, 1) };
    assert_eq!(clear().open(&hidden), Err(Closed::Unsafe), "she was hidden meanwhile, and nobody asked her");
    let other = Reached { person: PersonId::draw(&Dice::seeded(2)), ..reached(&old, 1) };
    assert_eq!(clear().open(&other), Err(Closed::Old));
}

#[test]
fn sec_24_a_calendar_takes_an_hour_and_a_letter_a_place() {
    let (zone, words) = (ground::city_zone(), Words::of(Tongue::En));
    let file = File::default();
    let person = PersonId::draw(&Dice::seeded(1));
    let reached = Reached { person, version: 1, file: &file, protected: false, letters: None };
    let why = |channel, matter| {
        let wish = Wish { channel, matter, level: Level::S2, in_her_hours: true };
        clear(words, &zone, &reached, wish).err()
    };
    assert_eq!(why(Channel::Calendar, Matter::Collect), Some(Closed::NoHour));
    assert_eq!(why(Channel::Letter, Matter::Collect), Some(Closed::Nowhere));
    assert_eq!(why(Channel::Call, Matter::CallBack), Some(Closed::Nowhere));
    assert_eq!(why(Channel::Sheet, Matter::CallBack), None);
}
