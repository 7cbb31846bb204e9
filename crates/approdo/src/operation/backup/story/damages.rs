//! A campaign against backups: damages drawn from a seed. Every one is refused with a clear message,
//! leaves nothing in the place it should have gone to, and touches nothing of the running city (SEC-82).

use ground::Dice;

use super::{Town, back_up, chunk_starts, contents, fill, on_sqlite, put_back};
use crate::app::Place;

use crate::campaign::Campaign;

/// How a backup is damaged.
const WAYS: [Way; 10] = [
    Way::Bit,
    Way::Bits,
    Way::CutOff,
    Way::Empty,
    Way::Swapped,
    Way::LeftOut,
    Way::FromAnother,
    Way::OtherCity,
    Way::Older,
    Way::GoesOn,
];

#[derive(Clone, Copy, Debug)]
enum Way {
    Bit,
    Bits,
    CutOff,
    Empty,
    Swapped,
    LeftOut,
    FromAnother,
    OtherCity,
    Older,
    GoesOn,
}

/// The backups that damages are made from.
struct Backups {
    sound: Vec<u8>,
    later: Vec<u8>,
    of_another_city: Vec<u8>,
}

fn below(dice: &Dice, bound: usize) -> usize {
    usize::try_from(dice.below(bound as u64)).unwrap()
}

fn damage(backups: &Backups, way: Way, dice: &Dice) -> Vec<u8> {
    let mut bytes = backups.sound.clone();
    let ends = [chunk_starts(&bytes), vec![bytes.len()]].concat();
    let chunk = below(dice, ends.len() - 1);
    let (from, to) = (ends[chunk], ends[chunk + 1]);
    match way {
        Way::Bit | Way::Bits => {
            // A bit turned twice would be sound again, so each place is drawn from a part of its own.
            let bits = if matches!(way, Way::Bit) { 1 } else { 2 + below(dice, 30) };
            let part = bytes.len() / bits;
            for n in 0..bits {
                let at = n * part + below(dice, part);
                bytes[at] ^= 1 << dice.below(8);
            }
        }
        Way::CutOff => bytes.truncate(1 + below(dice, backups.sound.len() - 1)),
        Way::Empty => bytes.clear(),
        Way::Swapped => {
            let next = if chunk + 2 < ends.len() { chunk + 1 } else { 0 };
            let (a, b) = (chunk.min(next), chunk.max(next));
            let parts = [&bytes[..ends[a]], &bytes[ends[b]..ends[b + 1]], &bytes[ends[a + 1]..ends[b]]];
            bytes = [parts.concat().as_slice(), &bytes[ends[a]..ends[a + 1]], &bytes[ends[b + 1]..]].concat();
        }
        Way::LeftOut => {
            bytes.drain(from..to);
        }
        Way::FromAnother => {
            let starts = [chunk_starts(&backups.later), vec![backups.later.len()]].concat();
            let there = below(dice, starts.len() - 1);
            bytes.splice(from..to, backups.later[starts[there]..starts[there + 1]].iter().copied());
        }
        Way::OtherCity => bytes.clone_from(&backups.of_another_city),
        Way::Older => bytes[7] = b'0' + u8::try_from([0, 2, 9][below(dice, 3)]).unwrap(),
        Way::GoesOn => bytes.extend((0..=below(dice, 5000)).map(|_| dice.bytes::<1>()[0])),
    }
    bytes
}

fn one_damage(town: &Town, backups: &Backups, dice: &Dice, way: Way) {
    let damaged = damage(backups, way, dice);
    assert_ne!(damaged, backups.sound, "{way:?} damaged nothing");
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("new");
    let why = match put_back(&damaged, &town.app.keys, &Place::Directory(place.clone())) {
        Ok(made) => panic!("{way:?} was restored: {made:?}"),
        Err(fault) => fault.to_string(),
    };
    let clear = ["backup", "master key", "copy"].iter().any(|word| why.contains(word));
    assert!(clear, "{way:?}: {why:?} does not say what is wrong");
    let left = std::fs::read_dir(&place).map_or(0, Iterator::count);
    assert_eq!(left, 0, "{way:?} left files behind");
}

#[test]
fn sec_82_damaged_backups_are_all_refused_and_touch_nothing() {
    on_sqlite(|town| {
        fill(town, 20);
        let (sound, _) = back_up(town);
        town.turn(1);
        let (later, _) = back_up(town);
        let of_another_city = std::cell::RefCell::default();
        on_sqlite(|other| *of_another_city.borrow_mut() = back_up(other).0);
        let backups = Backups { sound, later, of_another_city: of_another_city.into_inner() };
        let before = contents(&town.app);
        // The short run meets each way once.
        let campaign = Campaign::named("damaged-backups", WAYS.len() as u64, 82);
        let mut turn = 0;
        campaign.each(|round| {
            let way =
                if campaign.rounds() <= WAYS.len() as u64 { WAYS[turn] } else { *round.dice.pick(&WAYS).unwrap() };
            turn += 1;
            one_damage(town, &backups, &round.dice, way);
        });
        assert_eq!(contents(&town.app), before);
        let home = tempfile::tempdir().unwrap();
        put_back(&backups.sound, &town.app.keys, &Place::Directory(home.path().join("new"))).unwrap();
        campaign.report(&format!("{} damages, all refused, nothing left behind, nothing touched", campaign.rounds()));
    });
}
