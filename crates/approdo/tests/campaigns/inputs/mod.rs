//! SEC-66: whatever comes from outside is read or refused, and what was read holds to its limits. The
//! kept inputs of every target are fed as they are, then changes of them drawn from the seed. A round
//! is a few hundred changes for each target.

mod limits;
pub(crate) mod targets;

use std::{fs, path::Path, time::Instant};

use ground::Dice;

use self::targets::TARGETS;
use crate::campaign::Campaign;

/// How many changed inputs each target gets in a round.
const CHANGES: usize = 200;
/// No changed input is longer, so that a round takes the same time on every day.
const LONGEST: usize = 16 * 1024;

/// What breaks readers of text: reordering, joining and invisible characters, cut escapes, odd digits.
const PIECES: [&[u8]; 32] = [
    b"\0",
    b"\r\n",
    b"\x1b[2J",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"%",
    b"%0",
    b"%00",
    b"&",
    b"=",
    b";",
    b",",
    b"\"",
    b"\\",
    b"+",
    b"-",
    b"{}",
    b"[[[[[[[[",
    b"\xe2\x80\xae",
    b"\xe2\x81\xa6",
    b"\xe2\x80\x8b",
    b"\xcc\x81\xcc\x81\xcc\x81",
    b"\xcd\x84",
    b"\xf0\x9d\x85\xa0",
    b"\xd9\xa3",
    b"\xc4\xb0",
    b"99999999999999999999",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff\xff\xff\xff\xff",
];

fn kept(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

fn below(dice: &Dice, bound: usize) -> usize {
    usize::try_from(dice.below(u64::try_from(bound.max(1)).unwrap())).unwrap()
}

fn changed(dice: &Dice, kept: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = dice.pick(kept).unwrap().clone();
    for _ in 0..=below(dice, 5) {
        let at = below(dice, bytes.len() + 1);
        let until = (at + below(dice, 24)).min(bytes.len());
        match dice.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..until)),
            2 => {
                let piece = bytes[at..until].repeat(1 + below(dice, 40));
                bytes.splice(at..at, piece);
            }
            3 => {
                let other = dice.pick(kept).unwrap();
                let from = below(dice, other.len() + 1);
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            4 => drop(bytes.splice(at..at, dice.bytes::<4>())),
            _ => drop(bytes.splice(at..until.min(at + 2), dice.pick(&PIECES).unwrap().repeat(1 + below(dice, 3)))),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Writes an input that broke something where it can be looked at, and tells where.
fn put_aside(target: &str, input: &[u8]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("input-{target}"));
    fs::write(&path, input).unwrap();
    path.display().to_string()
}

#[test]
fn sec_66_inputs_that_were_kept_are_read_or_refused() {
    for (name, target) in TARGETS {
        let inputs = kept(name);
        assert!(!inputs.is_empty(), "{name} has no kept inputs");
        inputs.iter().for_each(|input| target(input));
    }
}

#[test]
fn sec_66_inputs_that_were_changed_are_read_or_refused() {
    let campaign = Campaign::named("inputs", 3, 66);
    let all: Vec<_> = TARGETS.iter().map(|(name, target)| (*name, *target, kept(name))).collect();
    let began = Instant::now();
    campaign.each(|round| {
        for (name, target, inputs) in &all {
            for _ in 0..CHANGES {
                let input = changed(&round.dice, inputs);
                let fed = std::panic::catch_unwind(|| target(&input));
                assert!(fed.is_ok(), "{name} falls over {}", put_aside(name, &input));
            }
        }
    });
    let fed = campaign.rounds() * u64::try_from(CHANGES * TARGETS.len()).unwrap();
    campaign.report(&format!("{fed} inputs, all read or refused ({} s)", began.elapsed().as_secs()));
}
