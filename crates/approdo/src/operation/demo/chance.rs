//! The few ways in which the demo city draws lots. Only whole numbers, so that every machine draws
//! the same city from the same seed.

use ground::Dice;

/// Whether it happens, so many times in a hundred.
pub(super) fn in_hundred(dice: &Dice, times: u64) -> bool {
    dice.below(100) < times
}

/// A number from `low` to `high`, both possible.
pub(super) fn between(dice: &Dice, low: u64, high: u64) -> u64 {
    low + dice.below(high.saturating_sub(low) + 1)
}

/// One of the choices, each as often as its weight says.
pub(super) fn weighted<'a, T>(dice: &Dice, choices: &'a [T], weight: impl Fn(&T) -> u64) -> Option<&'a T> {
    let mut left = dice.below(choices.iter().map(&weight).sum());
    choices.iter().find(|choice| {
        let here = weight(choice);
        let found = left < here;
        left = left.saturating_sub(here);
        found
    })
}

/// One of a list that begins with the most usual, as names are spread in life: the second is half as
/// frequent as the first, the third a third (Zipf). So namesakes exist.
pub(super) fn usual<'a, T>(dice: &Dice, choices: &'a [T]) -> Option<&'a T> {
    let share = |place: u64| 10_000 / (place + 2);
    let most = choices.len() as u64;
    let mut left = dice.below((0..most).map(share).sum());
    let place = (0..most).find(|place| {
        let here = share(*place);
        let found = left < here;
        left = left.saturating_sub(here);
        found
    })?;
    choices.get(usize::try_from(place).ok()?)
}

/// So many random digits.
pub(super) fn digits(dice: &Dice, how_many: usize) -> String {
    (0..how_many).filter_map(|_| char::from_digit(u32::try_from(dice.below(10)).ok()?, 10)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_list_is_the_most_usual() {
        let dice = Dice::seeded(4);
        let mut drawn = [0; 4];
        for _ in 0..10_000 {
            drawn[*usual(&dice, &[0, 1, 2, 3]).unwrap()] += 1;
        }
        assert!(drawn.windows(2).all(|pair| pair[0] > pair[1]), "{drawn:?}");
        assert_eq!(usual::<u8>(&dice, &[]), None);
    }

    #[test]
    fn weights_are_kept() {
        let dice = Dice::seeded(5);
        let often = (0..1000).filter(|_| *weighted(&dice, &[(1, 9), (2, 1)], |choice| choice.1).unwrap() == (1, 9));
        assert!((850..950).contains(&often.count()));
        assert!(weighted(&dice, &[(3, 0)], |choice| choice.1).is_none());
    }
}
