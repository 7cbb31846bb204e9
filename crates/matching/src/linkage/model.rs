//! How likely a pair is one person, after Fellegi and Sunter, learned from the file without being
//! told who is who.
//!
//! Three kinds of pairs are told apart, because two would not do: a family shares name, telephone
//! and sometimes the birth date, and a model that knows only "one person" and "strangers" takes
//! twins for one person. How strangers agree is counted: the rarity of what is shared, and random
//! pairs. How the records of one person and of relatives agree is estimated by expectation and
//! maximisation over the candidates.

use super::at;
use super::beliefs::{self, Shares};
use super::beside::Agrees;
use super::blocks::{Blocks, Seen};
use super::pattern::{Comparer, FEATURES, FIXED, Feature, LEVELS, NEAR, OTHER, Pattern, SAME};
use super::work::{Stage, Work};

/// Records whose candidates teach the model.
const LEARNED_FROM: usize = 8_000;
/// Random pairs by which strangers are known, at most, and for each record.
const RANDOM_PAIRS: usize = 50_000;
const RANDOM_PAIRS_EACH: usize = 20;
const ROUNDS_MAX: usize = 30;
/// The estimate stands when the number of pairs of one person moves by less than this share.
const STANDS: f64 = 0.002;
/// How many pairs a belief is worth.
const BELIEF: f64 = 30.0;
/// How many random pairs the belief about strangers is worth.
const BELIEF_STRANGERS: f64 = 2_000.0;
/// Pairs that are this many bits more likely strangers teach nothing.
const HOPELESS: f32 = -9.0;
/// Pairs of relatives for each record that are never thought away: every file of a city holds families,
/// and the first twins of a small file must not be taken for one person.
const RELATIVES_LEAST: f64 = 0.02;
/// Odds against one person beyond which the figure does not matter, in bits.
const FAR: f32 = 30.0;
/// Pairs of one person, and of relatives, for each record, before anything is seen.
const SAME_PERSON_EACH: f64 = 0.3;
const RELATIVES_EACH: f64 = 0.1;

type Bits = [[f32; LEVELS]; FEATURES];

/// Weights in bits.
#[derive(Clone)]
pub(super) struct Model {
    kinds: [Kind; 2],
    strangers: Bits,
    /// How often a feature is not known of one of two strangers.
    unknown: [f64; FEATURES],
    pairs: f64,
    records: f64,
    /// Features that this file has.
    features: usize,
}

/// One kind of pair: one person, or relatives.
#[derive(Clone)]
struct Kind {
    /// How many such pairs there are among all.
    count: f64,
    prior: f32,
    levels: Bits,
    parts: [f32; Agrees::COUNT],
}

impl Model {
    /// Learns from a roll.
    pub(super) fn learn(comparer: Comparer<'_>, blocks: &Blocks, work: Work<'_>) -> Self {
        let all = comparer.roll.len();
        let pairs = comparer.roll.pairs();
        let (strangers, unknown) = strangers(comparer);
        let one = SAME_PERSON_EACH * all as f64;
        let relatives = RELATIVES_EACH * all as f64;
        let mut model = Self {
            kinds: [
                Kind::believed(&beliefs::same_person(), &beliefs::PARTS[0], &unknown, one, pairs),
                Kind::believed(&beliefs::relatives(), &beliefs::PARTS[1], &unknown, relatives, pairs),
            ],
            strangers,
            unknown,
            pairs,
            records: all as f64,
            features: FIXED + comparer.roll.extras.len(),
        };
        let stride = all.div_ceil(LEARNED_FROM).max(1);
        let lessons = model.lessons(comparer, blocks, stride, work);
        // every pair is seen from both its ends
        let weight = stride as f64 / 2.0;
        for _ in 0..ROUNDS_MAX {
            let before = model.kinds.each_ref().map(|kind| kind.count);
            model.round(&lessons, weight);
            let moved = |kind: &Kind, before: f64| (kind.count - before).abs() / before.max(1.0);
            if model.kinds.iter().zip(before).all(|(kind, before)| moved(kind, before) < STANDS) {
                break;
            }
        }
        model
    }

    fn lessons(&self, comparer: Comparer<'_>, blocks: &Blocks, stride: usize, work: Work<'_>) -> Vec<Pattern> {
        const EACH: usize = 250;
        let learned_from = comparer.roll.len().div_ceil(stride);
        let found = work.in_order(Stage::Learning, learned_from.div_ceil(EACH), |chunk| {
            let mut seen = Seen::new(comparer.roll);
            let mut lessons = Vec::new();
            for place in chunk * EACH..((chunk + 1) * EACH).min(learned_from) {
                let Ok(id) = u32::try_from(place * stride) else { continue };
                blocks.candidates(comparer.roll, id, &mut seen, |other| {
                    let pattern = comparer.pattern(id, other);
                    let [one, relatives, strangers] = self.bits(&pattern);
                    if one.max(relatives) - strangers > HOPELESS {
                        lessons.push(pattern);
                    }
                });
            }
            lessons
        });
        found.into_iter().flatten().collect()
    }

    /// One round: how likely each pair is of each kind, then the shares among those.
    fn round(&mut self, lessons: &[Pattern], weight: f64) {
        let mut counts = [[[0.0; LEVELS]; FEATURES]; 2];
        let mut parts = [[0.0; Agrees::COUNT]; 2];
        let mut sums = [0.0; 2];
        for pattern in lessons {
            for (kind, share) in self.shares(pattern).into_iter().enumerate() {
                let share = f64::from(share) * weight;
                if share < 1e-4 {
                    continue;
                }
                if let (Some(counts), Some(parts), Some(sum)) =
                    (counts.get_mut(kind), parts.get_mut(kind), sums.get_mut(kind))
                {
                    *sum += share;
                    for (levels, level) in counts.iter_mut().zip(pattern.levels) {
                        if let Some(count) = levels.get_mut(usize::from(level)) {
                            *count += share;
                        }
                    }
                    for (count, times) in parts.iter_mut().zip(pattern.parts) {
                        *count += share * f64::from(times);
                    }
                }
            }
        }
        let beliefs = [(&beliefs::same_person(), &beliefs::PARTS[0]), (&beliefs::relatives(), &beliefs::PARTS[1])];
        let least = [0.5, (RELATIVES_LEAST * self.records).max(0.5)];
        let seen = counts.into_iter().zip(parts).zip(sums.into_iter().zip(least));
        for ((kind, ((counts, parts), (sum, least))), (levels, ways)) in self.kinds.iter_mut().zip(seen).zip(beliefs) {
            *kind = Kind::estimated(&counts, &parts, (levels, ways, &self.unknown), sum.max(least), self.pairs);
        }
    }

    /// Bits for one person, relatives and strangers.
    fn bits(&self, pattern: &Pattern) -> [f32; 3] {
        let [one, relatives] = self.kinds.each_ref().map(|kind| {
            let parts: f32 = kind.parts.iter().zip(pattern.parts).map(|(bits, times)| bits * f32::from(times)).sum();
            kind.prior + self.sum(&kind.levels, pattern) + parts
        });
        [one, relatives, self.sum(&self.strangers, pattern) - pattern.rarity]
    }

    fn sum(&self, bits: &Bits, pattern: &Pattern) -> f32 {
        bits.iter().zip(pattern.levels).take(self.features).map(|(levels, level)| at(levels, usize::from(level))).sum()
    }

    /// How likely a pair is one person, and how likely relatives.
    fn shares(&self, pattern: &Pattern) -> [f32; 2] {
        let [one, relatives, strangers] = self.bits(pattern);
        let most = one.max(relatives).max(strangers);
        let [one, relatives, strangers] = [one, relatives, strangers].map(|bits| (bits - most).exp2());
        let all = one + relatives + strangers;
        [one / all, relatives / all]
    }

    /// The odds of one person against anything else, in bits.
    pub(super) fn odds(&self, pattern: &Pattern) -> f32 {
        let [one, relatives, strangers] = self.bits(pattern);
        if one < relatives.max(strangers) - FAR {
            return -FAR;
        }
        let (more, less) = if relatives > strangers { (relatives, strangers) } else { (strangers, relatives) };
        one - more - (1.0 + (less - more).exp2()).log2()
    }

    /// Whether, if not one person, the two are rather strangers than relatives.
    pub(super) fn against_strangers(&self, pattern: &Pattern) -> bool {
        let [_, relatives, strangers] = self.bits(pattern);
        strangers > relatives
    }

    /// What each feature speaks for one person, in bits, against relatives or strangers, whichever
    /// is likelier; `rare` is what each has of the rarity. The last figure is that of the ways in
    /// which name parts agree.
    pub(super) fn evidence(&self, pattern: &Pattern, rare: &[f32; FEATURES]) -> ([f32; FEATURES], f32) {
        let [one, relatives] = &self.kinds;
        let strangers = self.against_strangers(pattern);
        let mut evidence = [0.0; FEATURES];
        for (feature, (bits, level)) in evidence.iter_mut().zip(pattern.levels).enumerate() {
            let of = |table: &Bits| table.get(feature).map_or(0.0, |levels| at(levels, usize::from(level)));
            let against = if strangers { of(&self.strangers) - at(rare, feature) } else { of(&relatives.levels) };
            *bits = of(&one.levels) - against;
        }
        let ways = one.parts.iter().zip(relatives.parts).zip(pattern.parts);
        let ways = ways.map(|((one, other), times)| (one - if strangers { 0.0 } else { other }) * f32::from(times));
        (evidence, ways.sum())
    }
}

/// Beliefs about a kind of pair: its levels, the ways of its name parts, and what is not known.
type Beliefs<'a> = (&'a Shares, &'a [f64; Agrees::COUNT], &'a [f64; FEATURES]);

impl Kind {
    fn believed(
        levels: &Shares,
        ways: &[f64; Agrees::COUNT],
        unknown: &[f64; FEATURES],
        count: f64,
        pairs: f64,
    ) -> Self {
        let nothing = [[0.0; LEVELS]; FEATURES];
        Self::estimated(&nothing, &[0.0; Agrees::COUNT], (levels, ways, unknown), count, pairs)
    }

    fn estimated(
        counts: &Shares,
        parts: &[f64; Agrees::COUNT],
        (beliefs, ways, unknown): Beliefs<'_>,
        count: f64,
        pairs: f64,
    ) -> Self {
        let mut levels = [[0.0; LEVELS]; FEATURES];
        for (feature, (bits, (seen, believed))) in levels.iter_mut().zip(counts.iter().zip(beliefs)).enumerate() {
            *bits = estimate(feature, seen, believed, at(unknown, feature));
        }
        let all: f64 = parts.iter().sum();
        let mut bits = [0.0; Agrees::COUNT];
        for ((bit, seen), believed) in bits.iter_mut().zip(parts).zip(ways) {
            *bit = ((seen + BELIEF * believed) / (all + BELIEF)).log2() as f32;
        }
        Self { count, prior: (count / pairs).min(0.5).log2() as f32, levels, parts: bits }
    }
}

/// Shares of the levels in bits: what was seen, and the belief for as much as it is worth. Level 0
/// is how often it is not known: who comes to many desks is known to each by less.
fn estimate(feature: usize, seen: &[f64; LEVELS], believed: &[f64; LEVELS], unknown: f64) -> [f32; LEVELS] {
    // the sex of those whose given names agree, and of the others, are two questions
    let question = |level: usize| if feature == Feature::Sex as usize { level % 2 } else { 0 };
    let all: f64 = seen.iter().sum();
    let unknown = (at(seen, 0) + BELIEF * unknown) / (all + BELIEF);
    let [if_unknown, if_known] = if may_be_unknown(feature) { bits_of_both(unknown) } else { [0.0; 2] };
    let mut bits = [0.0; LEVELS];
    for (level, bit) in bits.iter_mut().enumerate() {
        let total = |shares: &[f64; LEVELS]| -> f64 {
            let others = shares.iter().enumerate().skip(1);
            others.filter(|(other, _)| question(*other) == question(level)).map(|(_, share)| share).sum()
        };
        let belief = at(believed, level);
        *bit = match level {
            0 => if_unknown,
            _ if belief > 0.0 => {
                let share = (at(seen, level) + BELIEF * belief) / (total(seen) + BELIEF * total(believed));
                if_known + share.log2() as f32
            }
            _ => if_known,
        };
    }
    bits
}

/// Whether level 0 says that the file does not know, and not that the question makes no sense.
fn may_be_unknown(feature: usize) -> bool {
    feature != Feature::Rest as usize && feature != Feature::Order as usize
}

/// A share and its complement, in bits.
fn bits_of_both(share: f64) -> [f32; 2] {
    [share, 1.0 - share].map(|share| share.clamp(1e-3, 1.0).log2() as f32)
}

/// How strangers agree, counted over random pairs where no rarity says it; and how often a feature
/// is not known of one of them.
fn strangers(comparer: Comparer<'_>) -> (Bits, [f64; FEATURES]) {
    let counts = random_pairs(comparer);
    let mut unknown = [0.0; FEATURES];
    let mut bits = [[0.0; LEVELS]; FEATURES];
    let features = bits.iter_mut().zip(counts.iter().zip(beliefs::strangers())).zip(&mut unknown);
    for (feature, ((bits, (seen, believed)), unknown)) in features.enumerate() {
        let known: f64 = seen.iter().skip(1).sum();
        *unknown = at(seen, 0) / (known + at(seen, 0)).max(1.0);
        let [if_unknown, if_known] = if may_be_unknown(feature) { bits_of_both(*unknown) } else { [0.0; 2] };
        for (level, (bit, believed)) in bits.iter_mut().zip(believed).enumerate() {
            let share = if is_counted(feature, level) {
                (at(seen, level) + BELIEF_STRANGERS * believed) / (known + BELIEF_STRANGERS)
            } else {
                believed
            };
            *bit = match level {
                0 => if_unknown,
                _ if share > 0.0 => if_known + share.log2() as f32,
                _ => if_known,
            };
        }
        if feature == Feature::Country as usize
            && let Some(other) = bits.get_mut(usize::from(OTHER))
        {
            *other = if_known + (1.0 - comparer.rarity.countries_agree()).max(0.01).log2() as f32;
        }
    }
    (bits, unknown)
}

/// Whether random pairs say how often strangers are at a level; others have a rarity, or are too
/// seldom to be counted.
fn is_counted(feature: usize, level: usize) -> bool {
    match feature {
        f if f == Feature::Birth as usize => level > usize::from(SAME),
        f if f == Feature::Order as usize => true,
        f if f >= FIXED => level == usize::from(NEAR) || level == usize::from(OTHER),
        _ => false,
    }
}

/// The levels of random pairs, the same pairs for the same file.
fn random_pairs(comparer: Comparer<'_>) -> Shares {
    let mut counts = [[0.0; LEVELS]; FEATURES];
    let all = comparer.roll.len() as u64;
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut draw = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        u32::try_from(random % all.max(1)).unwrap_or(0)
    };
    for _ in 0..RANDOM_PAIRS.min(comparer.roll.len() * RANDOM_PAIRS_EACH) {
        let (a, b) = (draw(), draw());
        if a == b || !comparer.roll.may_pair(a, b) {
            continue;
        }
        for (levels, level) in counts.iter_mut().zip(comparer.pattern(a, b).levels) {
            if let Some(count) = levels.get_mut(usize::from(level)) {
                *count += 1.0;
            }
        }
    }
    counts
}
