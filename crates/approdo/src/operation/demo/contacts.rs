//! A year at the desks of Portalba, drawn: who came when, with what, and what came of it.

use ground::{
    Day, Dice, Holidays, Timestamp,
    lists::{Channel, Given, Outcome, Tag, Theme},
};
use jiff::tz::TimeZone;
use policy::Role;

use super::{
    chance::{between, in_hundred, usual, weighted},
    people::PersonSketch,
    staff::Member,
};

/// How often something is asked, and in which months three times as often.
struct Season {
    theme: &'static str,
    weight: u64,
    high: &'static [i8],
}

const fn season(theme: &'static str, weight: u64, high: &'static [i8]) -> Season {
    Season { theme, weight, high }
}

/// What people come for. Forms for child allowance and schools follow the calendar of the offices,
/// night shelters the cold, entry quotas the day of the click.
const SEASONS: &[Season] = &[
    season("legal.permit-renewal", 120, &[9, 10, 11]),
    season("legal.information", 70, &[]),
    season("legal.permit-first", 45, &[]),
    season("legal.family-reunification", 40, &[]),
    season("legal.international-protection", 34, &[6, 7, 8]),
    season("legal.citizenship", 34, &[]),
    season("legal.eu-long-term", 26, &[]),
    season("legal.permit-conversion", 18, &[9]),
    season("legal.entry-quotas", 12, &[1, 2, 11]),
    season("legal.passport", 14, &[5, 6]),
    season("legal.reception-place", 16, &[7, 8]),
    season("legal.travel-document", 9, &[5, 6]),
    season("legal.labour-exploitation", 4, &[8, 9]),
    season("work.search", 60, &[4, 5]),
    season("work.cv", 34, &[4, 5]),
    season("work.job-centre", 30, &[]),
    season("work.contract", 20, &[]),
    season("work.rights", 12, &[]),
    season("work.internship", 9, &[]),
    season("housing.registration", 44, &[]),
    season("housing.low-threshold", 30, &[12, 1, 2]),
    season("housing.renting", 36, &[8, 9]),
    season("housing.temporary", 20, &[12, 1]),
    season("housing.eviction", 10, &[]),
    season("housing.calls", 10, &[10]),
    season("education.language", 60, &[9, 10]),
    season("education.enrolment", 22, &[1, 9]),
    season("education.cpia", 20, &[9]),
    season("education.recognition", 12, &[]),
    season("health.family-doctor", 44, &[]),
    season("health.stp-eni", 16, &[]),
    season("health.visits", 14, &[]),
    season("health.psychological", 9, &[]),
    season("protection.violence", 7, &[]),
    season("protection.unaccompanied-minor", 5, &[7, 8]),
    season("money.digital-identity", 30, &[]),
    season("money.fiscal-code", 24, &[]),
    season("money.inps", 26, &[]),
    season("money.municipal-contributions", 14, &[11, 12]),
    season("money.account", 9, &[]),
    season("family.assegno-unico", 26, &[1, 2, 3]),
    season("family.nursery", 18, &[3, 4, 5]),
    season("family.pregnancy", 8, &[]),
    season("return.assisted", 3, &[]),
    season("inclusion.register-office", 22, &[]),
    season("inclusion.associations", 8, &[]),
];

/// What is written down as the next step, by the part of life the contact was about.
const NEXT_STEPS: &[(&str, &str)] = &[
    ("legal", "Portare le due marche da bollo e le fototessere"),
    ("legal", "Controllare sul sito della Questura se il permesso è pronto"),
    ("legal", "Chiamare il patronato per il kit postale"),
    ("work", "Tornare con il curriculum aggiornato"),
    ("work", "Sentire il centro per l'impiego"),
    ("housing", "Chiedere al dormitorio se c'è posto"),
    ("housing", "Portare il contratto d'affitto da leggere insieme"),
    ("education", "Iscrizione al corso di italiano: portare il documento"),
    ("education", "Telefonare al CPIA per il test d'ingresso"),
    ("health", "Scegliere il medico di base allo sportello ASL"),
    ("money", "Portare l'ISEE"),
    ("money", "Appuntamento per lo SPID"),
    ("family", "Domanda di assegno unico: servono i codici fiscali dei figli"),
    ("protection", "Richiamare nelle ore concordate"),
    ("inclusion", "Prendere appuntamento all'anagrafe"),
    ("return", "Fissare il colloquio"),
];

const NOTES: &[&str] = &[
    "È venuta con il figlio, che traduce.",
    "Ha già chiesto in un altro ufficio, che l'ha mandata qui.",
    "Preferisce scrivere piuttosto che telefonare.",
    "Lavora la mattina: meglio il pomeriggio.",
    "Ha capito i passi e li ripete con parole sue.",
    "Torna con la lettera ricevuta.",
    "Il documento scade tra poco, l'abbiamo segnato.",
    "Abbiamo letto insieme la pagina della guida.",
];

/// An encounter of the demo city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ContactSketch {
    /// The place of the person among the people; none when it stayed anonymous.
    pub person: Option<usize>,
    /// The place among the staff of who recorded it.
    pub by: usize,
    /// When.
    pub at: Timestamp,
    /// By what way.
    pub channel: Channel,
    /// In which language.
    pub language: Tag,
    /// What for, the main one first.
    pub themes: Vec<Theme>,
    /// How long it took.
    pub minutes: u16,
    /// What was given.
    pub given: Vec<Given>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the privacy notice was given now: at the first contact of a person.
    pub first: bool,
    /// What is to be done next, and by when.
    pub next: Option<(&'static str, Day)>,
    /// A note.
    pub note: Option<&'static str>,
}

/// What the year is drawn over.
pub(super) struct Year<'a> {
    /// The instant of the start: the year ends here.
    pub now: Timestamp,
    /// The city's wall clock.
    pub zone: &'a TimeZone,
    /// When the desks are closed, beside Saturdays.
    pub holidays: &'a Holidays,
}

impl Year<'_> {
    /// Whether the desks are open on that day.
    fn is_open(&self, day: Day) -> bool {
        day.weekday() < 6 && !self.holidays.is_closed(day)
    }

    /// The open days of the year before today, each with how busy it is.
    fn days(&self) -> Vec<(Day, u64)> {
        let today = self.now.day(self.zone);
        let days = (1..=365).rev().map(|back| today.plus_days(-back)).filter(|day| self.is_open(*day));
        days.map(|day| (day, business(day))).collect()
    }
}

/// August is quiet, the weeks after it and Mondays are not.
const fn business_of_month(month: i8) -> u64 {
    match month {
        8 => 55,
        12 => 85,
        9 | 10 | 1 => 125,
        _ => 100,
    }
}

fn business(day: Day) -> u64 {
    business_of_month(day.month()) * if day.weekday() == 1 { 130 } else { 100 }
}

/// Draws one and a half contacts a person, oldest first, and what happened today until now.
pub(super) fn sketch(dice: &Dice, year: &Year<'_>, people: &[PersonSketch], staff: &[Member]) -> Vec<ContactSketch> {
    let days = year.days();
    let mut moments: Vec<Timestamp> = (0..people.len() * 3 / 2)
        .filter_map(|_| Some(moment(dice, weighted(dice, &days, |(_, business)| *business)?.0, year.zone)))
        .chain(today(dice, year, people.len()))
        .collect();
    moments.sort_unstable();
    let mut known = vec![false; people.len()];
    moments.into_iter().filter_map(|at| contact(dice, year, at, people, staff, &mut known)).collect()
}

/// A moment in the opening hours: 9 to 12.30 and 14 to 17.
fn moment(dice: &Dice, day: Day, zone: &TimeZone) -> Timestamp {
    let minute =
        if in_hundred(dice, 58) { between(dice, 9 * 60, 12 * 60 + 29) } else { between(dice, 14 * 60, 17 * 60 - 1) };
    let seconds = minute * 60 + dice.below(60);
    day.start(zone).plus_seconds(i64::try_from(seconds).unwrap_or(0))
}

/// What happened today until now. When the desks have not opened yet, or it is Sunday, a few have
/// called the number for emergencies, so that whoever tries the demo at night sees a day as well.
fn today(dice: &Dice, year: &Year<'_>, how_many: usize) -> Vec<Timestamp> {
    let day = year.now.day(year.zone);
    let usual = between(dice, 0, 9) + u64::try_from(how_many / 160).unwrap_or(0);
    let mut moments: Vec<Timestamp> = if year.is_open(day) {
        (0..usual).map(|_| moment(dice, day, year.zone)).filter(|at| *at < year.now).collect()
    } else {
        Vec::new()
    };
    let since = u64::try_from(year.now.seconds_since(day.start(year.zone))).unwrap_or(0);
    while moments.len() < 6 {
        let back = i64::try_from(dice.below(since.min(6 * 3600)) + 1).unwrap_or(1);
        moments.push(year.now.plus_seconds(-back));
    }
    moments
}

fn contact(
    dice: &Dice,
    year: &Year<'_>,
    at: Timestamp,
    people: &[PersonSketch],
    staff: &[Member],
    known: &mut [bool],
) -> Option<ContactSketch> {
    let drawn = who(dice, people.len());
    // The anonymous speak the languages of the city too.
    let like = people.get(drawn)?;
    let person = (!(may_be_nobodys(year, at) && in_hundred(dice, 30))).then_some(drawn);
    let by = recorder(dice, person.and(like.followed), staff)?;
    let today = at.day(year.zone);
    let themes = themes(dice, today.month(), staff.get(by)?.role);
    let late = year.now.seconds_since(at) > 12 * 86_400;
    let outcome = outcome(dice, late)?;
    let next = next_step(dice, year, today, *themes.first()?, outcome);
    let first = match person.and_then(|person| known.get_mut(person)) {
        Some(known) => !std::mem::replace(known, true),
        None => false,
    };
    Some(ContactSketch {
        person,
        by,
        at,
        channel: channel(dice, year, at)?,
        language: language(dice, like)?,
        minutes: minutes(dice, themes.len()),
        given: given(dice)?,
        themes,
        outcome,
        first,
        next,
        note: if in_hundred(dice, 14) { dice.pick(NOTES).copied() } else { None },
    })
}

/// A contact that nobody claimed is erased after 90 days (SEC-49): older ones are all someone's.
const fn may_be_nobodys(year: &Year<'_>, at: Timestamp) -> bool {
    year.now.seconds_since(at) < 88 * 86_400
}

/// Half of all contacts are with the quarter of the people who come again and again.
fn who(dice: &Dice, how_many: usize) -> usize {
    let all = how_many as u64;
    let drawn = if in_hundred(dice, 50) { dice.below(all / 4 + 1) * 4 } else { dice.below(all) };
    usize::try_from(drawn.min(all.saturating_sub(1))).unwrap_or(0)
}

/// Her reference worker often, else someone of her team, else any desk.
fn recorder(dice: &Dice, followed: Option<super::people::Followed>, staff: &[Member]) -> Option<usize> {
    if let Some(worker) = followed.and_then(|followed| followed.worker).filter(|_| in_hundred(dice, 55)) {
        return Some(worker);
    }
    let team = followed.map(|followed| followed.team).filter(|_| in_hundred(dice, 85));
    let at_desk = |member: &Member| match team {
        Some(team) => {
            member.team == Some(team)
                && matches!(member.role, Role::Desk | Role::CaseWorker | Role::ProtectedWorker | Role::Supervisor)
        }
        None => member.role == Role::Desk,
    };
    let places: Vec<usize> =
        staff.iter().enumerate().filter(|(_, member)| at_desk(member)).map(|(place, _)| place).collect();
    dice.pick(&places).copied()
}

/// One theme mostly, two often, three sometimes. What the team for those in danger hears is mostly
/// about danger.
fn themes(dice: &Dice, month: i8, role: Role) -> Vec<Theme> {
    let wanted = match dice.below(100) {
        0..=63 => 1,
        64..=91 => 2,
        _ => 3,
    };
    let weight = |season: &Season| {
        let danger = role == Role::ProtectedWorker && season.theme.starts_with("protection.");
        season.weight * if season.high.contains(&month) { 3 } else { 1 } * if danger { 30 } else { 1 }
    };
    let mut themes = Vec::new();
    for _ in 0..wanted {
        let theme = weighted(dice, SEASONS, weight).and_then(|season| Theme::parse(season.theme));
        themes.extend(theme.filter(|theme| !themes.contains(theme)));
    }
    themes
}

fn channel(dice: &Dice, year: &Year<'_>, at: Timestamp) -> Option<Channel> {
    const OPEN: &[(&str, u64)] =
        &[("desk", 66), ("phone", 16), ("email", 6), ("message", 4), ("outreach", 4), ("partner", 3), ("hospital", 1)];
    let hour = at.hour_and_minute(year.zone);
    let open = year.is_open(at.day(year.zone)) && ("09:00".."17:00").contains(&hour.as_str());
    Channel::parse(if open { weighted(dice, OPEN, |(_, share)| *share)?.0 } else { "phone" })
}

/// Her own language with some colleagues, Italian with most who speak it, English or French between.
fn language(dice: &Dice, person: &PersonSketch) -> Option<Tag> {
    if in_hundred(dice, 42) { person.languages.last().copied() } else { usual(dice, &person.languages).copied() }
}

fn minutes(dice: &Dice, themes: usize) -> u16 {
    let fives = between(dice, 1, 5) + between(dice, 0, 3) * themes as u64;
    u16::try_from(fives * 5).unwrap_or(15)
}

fn given(dice: &Dice) -> Option<Vec<Given>> {
    const WHAT: &[(&str, u64)] = &[
        ("guide", 26),
        ("address", 22),
        ("appointment", 18),
        ("leaflet", 10),
        ("form", 12),
        ("call", 8),
        ("letter", 2),
        ("interpreter", 2),
    ];
    let mut given = Vec::new();
    for _ in 0..dice.below(3) {
        let one = Given::parse(weighted(dice, WHAT, |(_, share)| *share)?.0)?;
        if !given.contains(&one) {
            given.push(one);
        }
    }
    // In the order of the list, as the form gives it.
    Some(Given::all().filter(|one| given.contains(one)).collect())
}

/// What is older than two weeks has nearly always come to an end.
fn outcome(dice: &Dice, late: bool) -> Option<Outcome> {
    const ENDED: &[(&str, u64)] = &[("informed", 54), ("referred", 20), ("booked", 17), ("taken_in_charge", 9)];
    let to_finish = if late { dice.below(1000) < 4 } else { in_hundred(dice, 9) };
    Outcome::parse(if to_finish { "to_finish" } else { weighted(dice, ENDED, |(_, share)| *share)?.0 })
}

/// Something stays to be done after one contact in eight, always when it is to be finished.
fn next_step(dice: &Dice, year: &Year<'_>, on: Day, theme: Theme, outcome: Outcome) -> Option<(&'static str, Day)> {
    if outcome.code() != "to_finish" && !in_hundred(dice, 12) {
        return None;
    }
    let fitting: Vec<_> = NEXT_STEPS.iter().filter(|(area, _)| *area == theme.area().code()).collect();
    let (_, what) = dice.pick(&fitting)?;
    let by = year.holidays.open_from(on.plus_days(i32::try_from(between(dice, 2, 28)).unwrap_or(7)));
    // What was due long ago was done, and is not on the list any more.
    (by >= year.now.day(year.zone).plus_days(-4)).then_some((what, by))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::demo::{people, staff};

    fn year_until<T>(now: &str, seed: u64, see: impl Fn(&Year<'_>, &[ContactSketch]) -> T) -> T {
        let zone = ground::city_zone();
        let (day, hour) = now.split_once(' ').unwrap();
        let now = day.parse::<Day>().unwrap().start(&zone).plus_seconds(hour.parse::<i64>().unwrap() * 3600);
        let holidays = Holidays::default();
        let year = Year { now, zone: &zone, holidays: &holidays };
        let dice = Dice::seeded(seed);
        let staff = staff::sketch(&dice);
        let people = people::sketch(&dice, 1000, now.day(&zone), &staff);
        see(&year, &sketch(&dice, &year, &people, &staff))
    }

    #[test]
    fn contacts_are_on_open_days_in_opening_hours_but_for_todays_calls() {
        for now in ["2026-11-23 16", "2026-11-22 3"] {
            year_until(now, 1, |year, contacts| {
                let today = year.now.day(year.zone);
                for contact in contacts.iter().filter(|contact| contact.at.day(year.zone) != today) {
                    let day = contact.at.day(year.zone);
                    assert!(year.is_open(day), "{day}");
                    assert!(day < today && day >= today.plus_days(-365), "{day}");
                    let hour = contact.at.hour_and_minute(year.zone);
                    assert!(("09:00"..="12:29").contains(&&*hour) || ("14:00".."17:00").contains(&&*hour), "{hour}");
                }
            });
        }
    }

    #[test]
    fn today_is_alive_at_every_hour_and_never_in_the_future() {
        for now in ["2026-11-23 16", "2026-11-23 10", "2026-11-23 1", "2026-11-22 12"] {
            year_until(now, 2, |year, contacts| {
                let today = contacts.iter().filter(|contact| contact.at.day(year.zone) == year.now.day(year.zone));
                assert!(today.count() >= 6, "{now}");
                assert!(contacts.iter().all(|contact| contact.at < year.now), "{now}");
                assert!(contacts.is_sorted_by_key(|contact| contact.at));
            });
        }
    }

    #[test]
    fn about_one_and_a_half_contacts_a_person_some_anonymous_some_to_finish() {
        year_until("2026-11-23 16", 3, |year, contacts| {
            assert!((1500..1530).contains(&contacts.len()), "{}", contacts.len());
            let anonymous = contacts.iter().filter(|contact| contact.person.is_none()).count();
            assert!((60..200).contains(&anonymous), "{anonymous}");
            let old = contacts.iter().filter(|contact| !may_be_nobodys(year, contact.at));
            assert!(old.clone().count() > 900 && old.clone().all(|contact| contact.person.is_some()));
            let open = contacts.iter().filter(|contact| contact.outcome.code() == "to_finish").count();
            assert!((3..60).contains(&open), "{open}");
            let due: Vec<Day> = contacts.iter().filter_map(|contact| Some(contact.next?.1)).collect();
            assert!((5..100).contains(&due.len()), "{}", due.len());
            let long_ago = year.now.day(year.zone).plus_days(-4);
            assert!(due.iter().all(|by| *by >= long_ago), "what was due long ago was done");
            assert!(contacts.iter().all(|contact| (1..=3).contains(&contact.themes.len())));
            assert!(contacts.iter().all(|contact| (1..=600).contains(&contact.minutes)));
        });
    }

    #[test]
    fn a_person_has_one_first_contact() {
        year_until("2026-11-23 16", 4, |_, contacts| {
            let mut firsts = std::collections::HashMap::new();
            for contact in contacts.iter().filter(|contact| contact.person.is_some()) {
                *firsts.entry(contact.person).or_insert(0) += i32::from(contact.first);
            }
            assert!(firsts.values().all(|firsts| *firsts == 1));
        });
    }

    #[test]
    fn every_theme_and_every_next_step_is_on_the_lists() {
        assert!(SEASONS.iter().all(|season| Theme::parse(season.theme).is_some()));
        for season in SEASONS {
            let area = Theme::parse(season.theme).unwrap().area();
            assert!(NEXT_STEPS.iter().any(|(of, _)| *of == area.code()), "{area}");
        }
    }
}
