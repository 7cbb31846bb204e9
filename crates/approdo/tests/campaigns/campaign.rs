//! Rounds drawn from a seed, a short run in the suite and a long one that can be resumed.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use ground::Dice;

/// One campaign: how many rounds, from which seed, and how many of them are behind it.
///
/// In the suite it makes `short` rounds. `scripts/campaign` names one campaign in
/// `APPRODO_CAMPAIGN` with `APPRODO_ROUNDS` and `APPRODO_SEED`; that one then notes after each sound
/// round how far it is (`target/campaigns/NAME-SEED`), and goes on from there when it is started
/// again with the same name and seed.
pub(crate) struct Campaign {
    name: &'static str,
    seed: u64,
    rounds: u64,
    first: u64,
    note: Option<PathBuf>,
    began: Instant,
    before: Duration,
}

/// One round: chance that depends on seed and number alone, so that a round that failed can be made
/// again by itself.
pub(crate) struct Round {
    /// Its place among the rounds, from 0.
    pub(crate) number: u64,
    pub(crate) dice: Dice,
}

impl Campaign {
    /// The campaign of this name; `short` and `seed` hold in the suite.
    pub(crate) fn named(name: &'static str, short: u64, seed: u64) -> Self {
        let set = |key| std::env::var(key).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{key}: {value}")));
        let began = Instant::now();
        if std::env::var("APPRODO_CAMPAIGN").as_deref() != Ok(name) {
            return Self { name, seed, rounds: short, first: 0, note: None, began, before: Duration::ZERO };
        }
        let (rounds, seed) = (set("APPRODO_ROUNDS").unwrap_or(short), set("APPRODO_SEED").unwrap_or(seed));
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/campaigns");
        fs::create_dir_all(&folder).unwrap();
        let note = folder.join(format!("{name}-{seed}"));
        let (first, before) = fs::read_to_string(&note).ok().map_or((0, 0), |text| {
            let (done, millis) = text.trim().split_once(' ').unwrap();
            (done.parse().unwrap(), millis.parse().unwrap())
        });
        Self { name, seed, rounds, first, note: Some(note), began, before: Duration::from_millis(before) }
    }

    /// How many rounds the whole campaign has.
    pub(crate) fn rounds(&self) -> u64 {
        self.rounds
    }

    /// Whether this is the long run, asked for by name.
    pub(crate) fn is_long(&self) -> bool {
        self.note.is_some()
    }

    /// Makes every round that is not behind it. A round that panics stops the campaign; started
    /// again, it begins with that round.
    pub(crate) fn each(&self, mut round: impl FnMut(&Round)) {
        for number in self.first..self.rounds {
            let drawn = self.round(number);
            round(&drawn);
            if let Some(note) = &self.note {
                let done = drawn.number + 1;
                fs::write(note, format!("{done} {}", self.took().as_millis())).unwrap();
                if self.is_long() && done.is_multiple_of(100) {
                    println!("{}: {done} of {} rounds", self.name, self.rounds);
                }
            }
        }
    }

    /// The round of this number.
    pub(crate) fn round(&self, number: u64) -> Round {
        // Odd multiplier: different rounds of one seed never share a stream.
        let stream = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Round { number, dice: Dice::seeded(self.seed ^ stream) }
    }

    /// Says what came out, as a row for `docs/proof.md`.
    pub(crate) fn report(&self, found: &str) {
        println!("| {} | {} | {} | {found} | {} s |", self.name, self.rounds, self.seed, self.took().as_secs());
    }

    fn took(&self) -> Duration {
        self.before + self.began.elapsed()
    }
}

#[test]
fn a_round_draws_the_same_by_itself_as_in_its_turn() {
    let campaign = Campaign::named("none", 3, 7);
    let mut drawn = Vec::new();
    campaign.each(|round| drawn.push(round.dice.bytes::<8>()));
    assert_eq!(drawn.len(), 3);
    assert_eq!(drawn[2], campaign.round(2).dice.bytes::<8>());
    assert_ne!(drawn[0], drawn[1]);
}
