//! The people of Portalba, drawn: nobody in particular.

use std::collections::HashSet;

use ground::{
    BirthDate, Day, Dice, TaxCode, TaxSex,
    lists::{Country, IdentifierKind, InterpreterNeed, Sex, Tag},
};
use policy::Role;

use super::{
    chance::{between, digits, in_hundred, usual, weighted},
    names::{Custom, FullName, Gender, full_name},
    staff::{Member, PROTECTION, TEAMS},
};

/// Where people of one origin come from and how they speak.
struct Community {
    country: &'static str,
    /// How many of a hundred.
    share: u64,
    custom: Custom,
    /// The script of the country, where it is not Latin.
    script: Option<&'static str>,
    /// What they speak at home, with how many of a hundred do.
    speaks: &'static [(&'static str, u64)],
    /// What many speak besides.
    also: &'static [&'static str],
    /// How many of a hundred need an interpreter.
    interpreter: u64,
    /// How a passport number begins.
    passport: &'static str,
}

/// The communities, by how many there are in a harbour city of the north.
#[rustfmt::skip] // a table is read by its lines
const COMMUNITIES: &[Community] = &[
    Community { country: "EG", share: 14, custom: Custom::FathersName, script: Some("Arab"), passport: "A",
        speaks: &[("arz", 80), ("ar", 20)], also: &["ar"], interpreter: 34 },
    Community { country: "PH", share: 13, custom: Custom::TwoGiven, script: None, passport: "P",
        speaks: &[("fil", 45), ("tl", 35), ("ilo", 20)], also: &["en"], interpreter: 10 },
    Community { country: "CN", share: 11, custom: Custom::Plain, script: Some("Hans"), passport: "EA",
        speaks: &[("zh-Hans", 60), ("wuu", 40)], also: &["zh-Hans"], interpreter: 52 },
    Community { country: "PE", share: 9, custom: Custom::TwoFamilies, script: None, passport: "1",
        speaks: &[("es", 94), ("qu", 6)], also: &["es"], interpreter: 6 },
    Community { country: "LK", share: 7, custom: Custom::TwoGiven, script: Some("Sinh"), passport: "N",
        speaks: &[("si", 90), ("ta", 10)], also: &["en"], interpreter: 30 },
    Community { country: "RO", share: 7, custom: Custom::Plain, script: None, passport: "05",
        speaks: &[("ro", 94), ("rom", 6)], also: &[], interpreter: 6 },
    Community { country: "UA", share: 7, custom: Custom::Plain, script: Some("Cyrl"), passport: "FE",
        speaks: &[("uk", 78), ("ru", 22)], also: &["ru"], interpreter: 28 },
    Community { country: "BD", share: 6, custom: Custom::TwoGiven, script: Some("Beng"), passport: "BX",
        speaks: &[("bn", 100)], also: &["en"], interpreter: 46 },
    Community { country: "EC", share: 6, custom: Custom::TwoFamilies, script: None, passport: "A0",
        speaks: &[("es", 98), ("qu", 2)], also: &[], interpreter: 4 },
    Community { country: "MA", share: 6, custom: Custom::Plain, script: Some("Arab"), passport: "VB",
        speaks: &[("ary", 82), ("zgh", 18)], also: &["fr", "ar"], interpreter: 24 },
    Community { country: "AL", share: 4, custom: Custom::Plain, script: None, passport: "BE",
        speaks: &[("sq", 100)], also: &[], interpreter: 6 },
    Community { country: "PK", share: 4, custom: Custom::Plain, script: Some("Arab"), passport: "AB",
        speaks: &[("pnb", 55), ("ur", 45)], also: &["ur", "en"], interpreter: 44 },
    Community { country: "SN", share: 2, custom: Custom::Plain, script: None, passport: "A0",
        speaks: &[("wo", 74), ("ff", 18), ("mnk", 8)], also: &["fr"], interpreter: 22 },
    Community { country: "NG", share: 2, custom: Custom::TwoGiven, script: None, passport: "A1",
        speaks: &[("bin", 40), ("yo", 25), ("ig", 25), ("pcm", 10)], also: &["en"], interpreter: 14 },
    Community { country: "ER", share: 2, custom: Custom::FatherAsFamily, script: Some("Ethi"), passport: "K0",
        speaks: &[("ti", 96), ("tig", 4)], also: &["am", "ar"], interpreter: 48 },
];

/// The quarters of the city.
const QUARTERS: [&str; 10] = [
    "Darsena",
    "Porta Marina",
    "Fornaci",
    "Colle Verde",
    "Lanterna",
    "Borgo Vecchio",
    "San Teodoro",
    "Ponte Lungo",
    "Arsenale",
    "Molo Grande",
];

const STREETS: [&str; 24] = [
    "via del Faro",
    "via dei Calafati",
    "via della Vela",
    "vico delle Reti",
    "via dei Fornai",
    "salita dei Limoni",
    "via del Porto Franco",
    "via delle Officine",
    "corso dei Pini",
    "via dei Cordai",
    "piazza del Pesce",
    "via della Lanterna",
    "via San Teodoro",
    "via del Ponte Lungo",
    "vico Stretto",
    "via dell'Arsenale",
    "via dei Mille Passi",
    "via delle Ginestre",
    "via del Mulino",
    "via Acquasola",
    "via delle Fonti",
    "via della Stazione Marittima",
    "via dei Gelsomini",
    "via del Tramonto",
];

/// A name in one script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameSketch {
    /// Given names.
    pub given: String,
    /// Family names.
    pub family: String,
    /// The script (ISO 15924).
    pub script: &'static str,
}

/// Where someone lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// In a house of that quarter.
    House {
        /// Street and number.
        street: String,
        /// The quarter.
        quarter: &'static str,
    },
    /// Nowhere for long; mostly around that quarter.
    NoFixed {
        /// The quarter.
        quarter: &'static str,
    },
    /// Nobody asked.
    Unknown,
}

/// What someone said about being called (SEC-23). None: not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SafeSketch {
    /// Whether a call is safe.
    pub call: Option<bool>,
    /// Whether a text is safe.
    pub text: Option<bool>,
    /// Whether a letter is safe.
    pub letter: Option<bool>,
    /// Whether a message may be left.
    pub message: Option<bool>,
    /// When.
    pub hours: Option<&'static str>,
    /// Whether others use the phone too.
    pub shared: Option<bool>,
    /// Who may answer.
    pub answers: Option<&'static str>,
    /// Whether a woman should call.
    pub by_a_woman: bool,
    /// When she was asked.
    pub asked_on: Day,
}

/// Who follows someone: a team of [`TEAMS`], and the place of a colleague among the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Followed {
    /// The team.
    pub team: usize,
    /// The reference worker.
    pub worker: Option<usize>,
}

/// A person of the demo city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonSketch {
    /// Her names: one or two, the one on her papers first.
    pub names: Vec<NameSketch>,
    /// The sex on her papers.
    pub sex: Sex,
    /// As far as it is known.
    pub birth: BirthDate,
    /// Where she was born.
    pub birth_country: Country,
    /// Her citizenships.
    pub citizenships: Vec<Country>,
    /// What she speaks, best first.
    pub languages: Vec<Tag>,
    /// Whether she needs an interpreter.
    pub interpreter: InterpreterNeed,
    /// Numbers that tell her from another.
    pub identifiers: Vec<(IdentifierKind, String)>,
    /// Her telephone numbers.
    pub phones: Vec<String>,
    /// Her e-mail address.
    pub email: Option<String>,
    /// Where she lives.
    pub home: Home,
    /// How she can be reached without danger.
    pub safe: Option<SafeSketch>,
    /// Who follows her.
    pub followed: Option<Followed>,
}

/// What a relative shares.
struct Kin {
    community: &'static Community,
    name: FullName,
    phone: String,
    home: Home,
}

/// Draws that many persons, as they are on that day.
pub(super) fn sketch(dice: &Dice, how_many: usize, today: Day, staff: &[Member]) -> Vec<PersonSketch> {
    let mut codes: HashSet<String> = HashSet::new();
    let mut before: Option<Kin> = None;
    let person = |_| {
        let relative = before.take().filter(|_| in_hundred(dice, 13));
        let kin = kin(dice, relative, &mut before)?;
        person(dice, &kin, today, staff, &mut codes)
    };
    (0..how_many).filter_map(person).collect()
}

/// A person on the way: what she may share with the next one, and her gender.
struct Drawn {
    community: &'static Community,
    gender: Gender,
    name: FullName,
    phone: String,
    home: Home,
}

fn kin(dice: &Dice, relative: Option<Kin>, next: &mut Option<Kin>) -> Option<Drawn> {
    let community = match &relative {
        Some(relative) => relative.community,
        None => weighted(dice, COMMUNITIES, |community| community.share)?,
    };
    let gender = if in_hundred(dice, 47) { Gender::F } else { Gender::M };
    let shared = relative.as_ref().map(|relative| &relative.name);
    let name = full_name(dice, community.country, community.custom, gender, shared)?;
    let (phone, home) = match relative {
        Some(relative) if in_hundred(dice, 60) => (relative.phone, relative.home),
        Some(relative) => (phone(dice), relative.home),
        None => (phone(dice), home(dice)?),
    };
    *next = Some(Kin { community, name: name.clone(), phone: phone.clone(), home: home.clone() });
    Some(Drawn { community, gender, name, phone, home })
}

fn person(
    dice: &Dice,
    drawn: &Drawn,
    today: Day,
    staff: &[Member],
    codes: &mut HashSet<String>,
) -> Option<PersonSketch> {
    let Drawn { community, gender, name, .. } = drawn;
    let birth = birth(dice, today);
    let country = Country::parse(community.country)?;
    let born_here = birth.year() > today.year() - 17 && in_hundred(dice, 55);
    let birth_country = if born_here { Country::parse("IT")? } else { country };
    let mut identifiers = papers(dice, community)?;
    let code =
        tax_code(name, *gender, birth, birth_country).filter(|code| in_hundred(dice, 72) && codes.insert(code.clone()));
    if let Some(code) = code {
        identifiers.push((IdentifierKind::parse("tax_code")?, code));
    }
    let mut phones: Vec<String> = in_hundred(dice, 91).then(|| drawn.phone.clone()).into_iter().collect();
    if in_hundred(dice, 7) {
        phones.push(phone(dice));
    }
    Some(PersonSketch {
        names: names(dice, community, name),
        sex: sex(dice, *gender)?,
        birth,
        birth_country,
        citizenships: citizenships(dice, country)?,
        languages: languages(dice, community)?,
        interpreter: interpreter(dice, community)?,
        identifiers,
        phones,
        email: in_hundred(dice, 32).then(|| email(dice, name)).flatten(),
        home: drawn.home.clone(),
        safe: in_hundred(dice, 9).then(|| safe(dice, today)),
        followed: followed(dice, staff),
    })
}

/// Most give the name on their papers; some write it as at home, and a few only so.
fn names(dice: &Dice, community: &Community, name: &FullName) -> Vec<NameSketch> {
    let sketch = |written: &super::names::Written, script| NameSketch {
        given: written.given.clone(),
        family: written.family.clone(),
        script,
    };
    let latin = sketch(&name.latin, "Latn");
    match name.own.as_ref().zip(community.script) {
        Some((own, script)) => match dice.below(100) {
            0..=2 => vec![sketch(own, script)],
            3..=39 => vec![latin, sketch(own, script)],
            _ => vec![latin],
        },
        None => vec![latin],
    }
}

fn sex(dice: &Dice, gender: Gender) -> Option<Sex> {
    let code = match (dice.below(1000), gender) {
        (0..=2, _) => "X",
        (3..=14, _) => "not_recorded",
        (_, Gender::F) => "F",
        (_, Gender::M) => "M",
    };
    Sex::parse(code)
}

/// Most are between twenty and fifty. One in twenty knows the year alone; more than one in twenty has
/// the first of January on her papers, because a clerk had to write a day.
fn birth(dice: &Dice, today: Day) -> BirthDate {
    let age = match dice.below(100) {
        0..=6 => between(dice, 0, 17),
        7..=11 => between(dice, 58, 84),
        _ => (between(dice, 18, 62) + between(dice, 18, 44)) / 2,
    };
    let days = i32::try_from(age * 365 + age / 4 + between(dice, 1, 364)).unwrap_or(0);
    let day = today.plus_days(-days);
    match dice.below(100) {
        0..=4 => BirthDate::Year(day.year()),
        5 => BirthDate::Month { year: day.year(), month: day.month() },
        6..=12 => BirthDate::Day(Day::new(day.year(), 1, 1).unwrap_or(day)),
        _ => BirthDate::Day(day),
    }
}

fn citizenships(dice: &Dice, country: Country) -> Option<Vec<Country>> {
    let italian = Country::parse("IT")?;
    Some(match dice.below(100) {
        0 => Vec::new(),
        1..=3 => vec![country, italian],
        4 => vec![italian],
        _ => vec![country],
    })
}

fn languages(dice: &Dice, community: &Community) -> Option<Vec<Tag>> {
    let mut tags = vec![Tag::parse(weighted(dice, community.speaks, |(_, share)| *share)?.0)?];
    let more = community.also.iter().filter(|_| in_hundred(dice, 40));
    let more: Vec<Tag> = more.chain(in_hundred(dice, 58).then_some(&"it")).filter_map(|tag| Tag::parse(tag)).collect();
    for tag in more {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Some(tags)
}

fn interpreter(dice: &Dice, community: &Community) -> Option<InterpreterNeed> {
    let drawn = dice.below(100);
    InterpreterNeed::parse(if drawn < community.interpreter {
        if in_hundred(dice, 55) { "needed" } else { "better_with" }
    } else if drawn < 88 {
        "none"
    } else {
        "not_asked"
    })
}

fn papers(dice: &Dice, community: &Community) -> Option<Vec<(IdentifierKind, String)>> {
    let european = community.country == "RO";
    let mut papers = Vec::new();
    if in_hundred(dice, 64) {
        let number = format!("{}{}", community.passport, digits(dice, 9 - community.passport.len()));
        let kind = if european { "identity_card" } else { "passport" };
        papers.push((IdentifierKind::parse(kind)?, number));
    }
    if !european && in_hundred(dice, 58) {
        papers.push((IdentifierKind::parse("residence_permit")?, format!("I{}", digits(dice, 8))));
    }
    if in_hundred(dice, 3) {
        let (kind, begins) = if european { ("eni", "ENI") } else { ("stp", "STP") };
        papers.push((IdentifierKind::parse(kind)?, format!("{begins}{}", digits(dice, 13))));
    }
    Some(papers)
}

/// The code that the tax office would give: it takes the first of January for an unknown day. Those
/// born in Italy would have a code of their town, and Portalba has none.
fn tax_code(name: &FullName, gender: Gender, birth: BirthDate, country: Country) -> Option<String> {
    let day = Day::new(birth.year(), birth.month().unwrap_or(1), birth.day().unwrap_or(1))?;
    let sex = if gender == Gender::F { TaxSex::Female } else { TaxSex::Male };
    let code = TaxCode::make(&name.latin.family, &name.latin.given, sex, day, country.fiscal_code()?)?;
    Some(code.to_string())
}

/// A number that begins with +399, which no subscriber in Italy has.
fn phone(dice: &Dice) -> String {
    format!("+399{}", digits(dice, 9))
}

fn email(dice: &Dice, name: &FullName) -> Option<String> {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    let first = plain(name.latin.given.split(' ').next()?);
    let family = plain(&name.latin.family);
    Some(format!("{first}.{family}{}@example.org", between(dice, 1, 99)))
}

fn home(dice: &Dice) -> Option<Home> {
    let quarter = *usual(dice, &QUARTERS)?;
    Some(match dice.below(100) {
        0..=6 => Home::NoFixed { quarter },
        7..=15 => Home::Unknown,
        _ => {
            let street = *dice.pick(&STREETS)?;
            let flat = if in_hundred(dice, 20) { format!(", int. {}", between(dice, 1, 24)) } else { String::new() };
            Home::House { street: format!("{street} {}{flat}", between(dice, 1, 140)), quarter }
        }
    })
}

fn safe(dice: &Dice, today: Day) -> SafeSketch {
    let answer = |no: u64| match dice.below(100) {
        drawn if drawn < no => Some(false),
        drawn if drawn < 85 => Some(true),
        _ => None,
    };
    let shared = answer(45).map(|alone| !alone);
    SafeSketch {
        call: answer(25),
        text: answer(40),
        letter: answer(55),
        message: answer(60),
        hours: match dice.below(4) {
            0 => Some("dalle 9 alle 12"),
            1 => Some("dopo le 18, mai la domenica"),
            2 => Some("quando i bambini sono a scuola"),
            _ => None,
        },
        shared,
        answers: match dice.below(5) {
            0 => Some("risponde anche il marito"),
            1 => Some("risponde la sorella, che sa"),
            2 => Some("risponde il datore di lavoro"),
            _ => None,
        },
        by_a_woman: in_hundred(dice, 45),
        asked_on: today.plus_days(-i32::try_from(between(dice, 3, 300)).unwrap_or(3)),
    }
}

/// Four in five are followed by a team, half of these by a colleague of it. Few are with the team for
/// those in danger.
fn followed(dice: &Dice, staff: &[Member]) -> Option<Followed> {
    if !in_hundred(dice, 80) {
        return None;
    }
    let quarters = TEAMS.len() - 1;
    let team = if in_hundred(dice, 3) { PROTECTION } else { usize::try_from(dice.below(quarters as u64)).ok()? };
    let follows =
        |member: &Member| member.team == Some(team) && matches!(member.role, Role::CaseWorker | Role::ProtectedWorker);
    let colleagues: Vec<usize> =
        staff.iter().enumerate().filter(|(_, member)| follows(member)).map(|(place, _)| place).collect();
    let worker = if in_hundred(dice, 50) { dice.pick(&colleagues).copied() } else { None };
    Some(Followed { team, worker })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::demo::staff;

    fn portalba(seed: u64) -> Vec<PersonSketch> {
        let dice = Dice::seeded(seed);
        let staff = staff::sketch(&dice);
        sketch(&dice, 3000, "2026-11-23".parse().unwrap(), &staff)
    }

    fn share(people: &[PersonSketch], of: impl Fn(&PersonSketch) -> bool) -> usize {
        people.iter().filter(|person| of(person)).count() * 100 / people.len()
    }

    #[test]
    fn as_many_are_drawn_as_were_asked_for() {
        assert_eq!(portalba(1).len(), 3000);
    }

    #[test]
    fn the_communities_are_on_the_lists_of_the_house() {
        assert_eq!(COMMUNITIES.iter().map(|community| community.share).sum::<u64>(), 100);
        for community in COMMUNITIES {
            assert!(Country::parse(community.country).is_some_and(|country| country.fiscal_code().is_some()));
            assert_eq!(community.speaks.iter().map(|(_, share)| share).sum::<u64>(), 100, "{}", community.country);
            let tags = community.speaks.iter().map(|(tag, _)| tag).chain(community.also);
            assert!(tags.into_iter().all(|tag| Tag::parse(tag).is_some()), "{}", community.country);
        }
    }

    #[test]
    fn every_tax_code_checks_and_no_two_are_the_same() {
        let people = portalba(2);
        let codes: Vec<&String> = people
            .iter()
            .flat_map(|person| &person.identifiers)
            .filter(|(kind, _)| kind.code() == "tax_code")
            .map(|(_, code)| code)
            .collect();
        assert!(codes.len() > 1800, "{}", codes.len());
        assert!(codes.iter().all(|code| TaxCode::parse(code).is_ok()));
        assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len());
    }

    #[test]
    fn nobody_can_be_called_or_written_to() {
        for person in portalba(3) {
            assert!(person.phones.iter().all(|phone| phone.starts_with("+399") && phone.len() == 13));
            assert!(person.email.is_none_or(|email| email.is_ascii() && email.ends_with("@example.org")));
        }
    }

    #[test]
    fn four_in_five_are_followed_and_half_of_these_by_someone_of_their_team() {
        let people = portalba(4);
        assert!((77..=83).contains(&share(&people, |person| person.followed.is_some())));
        assert!((36..=44).contains(&share(&people, |person| person.followed.is_some_and(|f| f.worker.is_some()))));
        let staff = staff::sketch(&Dice::seeded(4));
        for followed in people.iter().filter_map(|person| person.followed) {
            assert!(followed.worker.is_none_or(|worker| staff[worker].team == Some(followed.team)));
        }
    }

    #[test]
    fn there_are_namesakes_relatives_and_names_in_two_scripts() {
        let people = portalba(5);
        let full: HashSet<_> = people.iter().map(|person| (&person.names[0].given, &person.names[0].family)).collect();
        assert!(full.len() < people.len() - 30, "{} names", full.len());
        assert!((15..40).contains(&share(&people, |person| person.names.len() == 2)));
        let phones: Vec<_> = people.iter().flat_map(|person| &person.phones).collect();
        assert!(phones.iter().collect::<HashSet<_>>().len() < phones.len() - 100);
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        assert!(portalba(6).iter().all(|person| (1930..=2026).contains(&person.birth.year())));
    }
}
