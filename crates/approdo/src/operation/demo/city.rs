//! The whole city of a seed: pure, and the same for the same seed and instant.

use ground::{Dice, Holidays, Timestamp};
use jiff::tz::TimeZone;

use super::{
    contacts::{self, ContactSketch, Year},
    people::{self, PersonSketch},
    situations::{self, SituationSketch},
    staff::{self, Member},
};

/// Everything that is drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct City {
    /// Those with a log-in.
    pub staff: Vec<Member>,
    /// Those who are helped.
    pub people: Vec<PersonSketch>,
    /// What is known of some of them.
    pub situations: Vec<SituationSketch>,
    /// What happened, oldest first.
    pub contacts: Vec<ContactSketch>,
}

/// The staff of a seed. It depends on nothing else, so that the log-ins of a city that was filled
/// before are known again.
pub(super) fn staff(seed: u64) -> Vec<Member> {
    staff::sketch(&Dice::seeded(seed))
}

impl City {
    /// Draws the city of a seed as it is at that instant.
    pub(super) fn draw(seed: u64, persons: usize, now: Timestamp, zone: &TimeZone, holidays: &Holidays) -> Self {
        let staff = staff(seed);
        // A stream of its own: more staff would not change the people.
        let dice = Dice::seeded(!seed);
        let people = people::sketch(&dice, persons, now.day(zone), &staff);
        let contacts = contacts::sketch(&dice, &Year { now, zone, holidays }, &people, &staff);
        let own = Dice::seeded(seed.rotate_left(32) ^ !0);
        let situations = situations::sketch(&own, now.day(zone), &people);
        Self { staff, people, situations, contacts }
    }

    /// For each person her first contact: when, and the place among the staff of who met her.
    pub(super) fn first_contacts(&self) -> Vec<Option<(Timestamp, usize)>> {
        let mut firsts = vec![None; self.people.len()];
        for contact in self.contacts.iter().filter(|contact| contact.first) {
            if let Some(first) = contact.person.and_then(|person| firsts.get_mut(person)) {
                *first = Some((contact.at, contact.by));
            }
        }
        firsts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(seed: u64) -> City {
        let now = Timestamp::from_micros(1_795_429_200_000_000);
        City::draw(seed, 400, now, &ground::city_zone(), &Holidays::default())
    }

    #[test]
    fn the_same_seed_draws_the_same_city_and_another_seed_another() {
        assert_eq!(city(3), city(3));
        let (one, other) = (city(3), city(4));
        assert_ne!(one.staff, other.staff);
        assert_ne!(one.people, other.people);
        assert_ne!(one.contacts, other.contacts);
        assert_eq!(one.staff, staff(3));
    }

    #[test]
    fn nobody_is_seen_before_the_first_contact() {
        let city = city(5);
        let firsts = city.first_contacts();
        for contact in &city.contacts {
            if let Some(person) = contact.person {
                assert!(firsts[person].is_some_and(|(at, _)| at <= contact.at));
            }
        }
    }
}
