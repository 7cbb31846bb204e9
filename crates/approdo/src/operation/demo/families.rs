//! Who of the demo city lives together: the relatives who were drawn one after the other into one home.

use crate::people::household::{Kind, Said};

use super::people::{Home, PersonSketch};

/// Years between a parent and a child at least.
const GENERATION: i16 = 17;

/// What is between which two of them, by their places.
pub(super) fn sketch(people: &[PersonSketch]) -> Vec<(usize, usize, Said)> {
    let mut all = Vec::new();
    let mut first = 0;
    for at in 1..people.len() {
        let is_next = people.get(at - 1).zip(people.get(at)).is_some_and(|(before, here)| are_one_home(before, here));
        if !is_next {
            first = at;
        }
        for before in first..at {
            let Some((one, other)) = people.get(before).zip(people.get(at)) else { continue };
            all.push((before, at, Said::of(Kind::Household)));
            all.push((before, at, Said::of(kind(one, other))));
        }
    }
    all
}

/// Whether the second was drawn as a relative of the first: the same home and a family name in common.
fn are_one_home(one: &PersonSketch, other: &PersonSketch) -> bool {
    let shares = |name: &str| !name.is_empty() && other.names.iter().any(|theirs| theirs.family == name);
    matches!(one.home, Home::House { .. })
        && one.home == other.home
        && one.names.iter().any(|name| shares(&name.family))
}

/// What the second may be to the first, by their ages.
fn kind(one: &PersonSketch, other: &PersonSketch) -> Kind {
    let years = other.birth.year() - one.birth.year();
    if years >= GENERATION {
        Kind::Child
    } else if years <= -GENERATION {
        Kind::Parent
    } else if one.sex == other.sex {
        Kind::Sibling
    } else {
        Kind::Relative
    }
}

#[cfg(test)]
mod tests {
    use ground::{Dice, Timestamp};

    use super::{super::people, *};

    #[test]
    fn some_live_together_and_nobody_with_herself() {
        let today = Timestamp::from_micros(1_795_429_200_000_000).day(&ground::city_zone());
        let people = people::sketch(&Dice::seeded(3), 400, today, &[]);
        let all = sketch(&people);
        assert!(all.len() > 20, "{}", all.len());
        assert!(all.iter().all(|(one, other, _)| one < other && people[*one].home == people[*other].home));
        assert!(all.iter().any(|(.., said)| said.kind.is_relation()));
    }
}
