//! Names side by side: each part finds its likeliest partner, in whatever order desks wrote them.

use crate::compare::{Because, How, Part};
use crate::distance;
use crate::features::Features;
use crate::script::Script;
use crate::sound::skeleton;
use crate::tokens::{Field, TOKENS_MAX, Token};
use crate::weights;
use crate::word::Word;

/// What two names have in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    pub(crate) bits: f64,
    /// The weakest reason of the parts that agree, for given names, family names and both.
    reasons: [Option<How>; 3],
    /// What each of these is worth; together as much as the whole.
    shares: [f64; 3],
    /// Which name of the second record it is.
    pub(crate) of_second: Option<usize>,
}

impl Names {
    const NOT_KNOWN: Self =
        Self { bits: 0.0, reasons: [None, None, Some(How::NotKnown)], shares: [0.0; 3], of_second: None };

    /// The reasons to show.
    pub(crate) fn because(&self) -> Vec<Because> {
        [Part::Given, Part::Family, Part::Name]
            .into_iter()
            .zip(self.reasons.into_iter().zip(self.shares))
            .filter_map(|(part, (how, bits))| how.map(|how| Because::new(part, how, bits)))
            .collect()
    }
}

/// The best agreement among all the names both are known under.
pub(crate) fn names(a: &Features, b: &Features) -> Names {
    let pairs = a.names.iter().flat_map(|x| b.names.iter().enumerate().map(move |(at, y)| (at, x, y)));
    let aligned = pairs.map(|(at, x, y)| Names { of_second: Some(at), ..align(x, y) });
    // of equals the first: the name she goes by
    aligned.reduce(|best, next| if next.bits > best.bits { next } else { best }).unwrap_or(Names::NOT_KNOWN)
}

/// Pairs words joined, then parts, likeliest first, then initials among what is left.
fn align(a: &[Token], b: &[Token]) -> Names {
    // one order for a pair, or what is greedy would not be symmetric
    let (a, b) =
        if a.iter().map(|token| token.letters).le(b.iter().map(|token| token.letters)) { (a, b) } else { (b, a) };
    let mut links = Links::new(a, b);
    links.pair_joined(false);
    links.pair_joined(true);
    links.pair_whole_parts();
    links.pair_initials();
    links.summed_up()
}

struct Links<'a> {
    a: &'a [Token],
    b: &'a [Token],
    a_free: [bool; TOKENS_MAX],
    b_free: [bool; TOKENS_MAX],
    linked: usize,
    reasons: [Option<How>; 3],
    /// The bits of given names, of family names, and of what is both or neither.
    shares: [f64; 3],
    swapped: bool,
}

impl<'a> Links<'a> {
    fn new(a: &'a [Token], b: &'a [Token]) -> Self {
        let free = |tokens: &[Token]| std::array::from_fn(|at| at < tokens.len());
        Self { a, b, a_free: free(a), b_free: free(b), linked: 0, reasons: [None; 3], shares: [0.0; 3], swapped: false }
    }

    fn pair_whole_parts(&mut self) {
        let mut likely = [(0.0, How::Different, 0, 0); TOKENS_MAX * TOKENS_MAX];
        let mut count = 0;
        for (i, x) in self.a.iter().enumerate() {
            for (j, y) in self.b.iter().enumerate() {
                if let (Some((how, bits)), Some(free)) = (alike(x, y), likely.get_mut(count)) {
                    // equal bits: the same field first, so that the reasons read well
                    let nearer = if x.field == y.field { 0.001 } else { 0.0 };
                    *free = (bits + nearer, how, i, j);
                    count += 1;
                }
            }
        }
        let likely = likely.get_mut(..count).unwrap_or_default();
        likely.sort_unstable_by(|x, y| {
            y.0.total_cmp(&x.0)
                .then_with(|| (x.2 + x.3).cmp(&(y.2 + y.3)))
                .then_with(|| x.2.abs_diff(x.3).cmp(&y.2.abs_diff(y.3)))
        });
        for (bits, how, i, j) in likely.iter().copied() {
            self.link(i, j, how, bits);
        }
    }

    /// A part of one side that is two neighbouring parts of the other.
    fn pair_joined(&mut self, turned: bool) {
        let (whole, split) = if turned { (self.b, self.a) } else { (self.a, self.b) };
        for (i, one) in whole.iter().enumerate() {
            for (j, two) in split.windows(2).enumerate() {
                let [first, second] = two else { continue };
                if first.field != second.field || !joins(one, first, second) {
                    continue;
                }
                let (one_free, split_free) =
                    if turned { (&self.b_free, &self.a_free) } else { (&self.a_free, &self.b_free) };
                let free = |side: &[bool], at: usize| side.get(at).copied().unwrap_or(false);
                if !free(one_free, i) || !free(split_free, j) || !free(split_free, j + 1) {
                    continue;
                }
                let bits = same_bits(&one.code);
                if turned {
                    self.link(j, i, How::WordsJoined, bits);
                    take(&mut self.a_free, j + 1);
                } else {
                    self.link(i, j, How::WordsJoined, bits);
                    take(&mut self.b_free, j + 1);
                }
            }
        }
    }

    fn pair_initials(&mut self) {
        for (i, x) in self.a.iter().enumerate() {
            for (j, y) in self.b.iter().enumerate() {
                let first = x.letters.as_bytes().first() == y.letters.as_bytes().first();
                if first && (x.is_initial() || y.is_initial()) {
                    self.link(
                        i,
                        j,
                        How::Initial,
                        weights::TOKEN_INITIAL * weights::TOKEN_SAME.first().copied().unwrap_or(0.0),
                    );
                }
            }
        }
    }

    fn link(&mut self, i: usize, j: usize, how: How, bits: f64) {
        let free = |side: &[bool], at: usize| side.get(at).copied().unwrap_or(false);
        if !free(&self.a_free, i) || !free(&self.b_free, j) {
            return;
        }
        take(&mut self.a_free, i);
        take(&mut self.b_free, j);
        self.linked += 1;
        let (Some(x), Some(y)) = (self.a.get(i), self.b.get(j)) else { return };
        let place = match (x.field, y.field) {
            (Field::Given, Field::Family) | (Field::Family, Field::Given) => {
                self.swapped = true;
                2
            }
            (Field::Given, _) | (_, Field::Given) => 0,
            (Field::Family, _) | (_, Field::Family) => 1,
            (Field::Whole, Field::Whole) => 2,
        };
        self.weigh(place, bits);
        self.note(place, how);
    }

    fn weigh(&mut self, place: usize, bits: f64) {
        if let Some(share) = self.shares.get_mut(place) {
            *share += bits;
        }
    }

    fn note(&mut self, place: usize, how: How) {
        if let Some(reason) = self.reasons.get_mut(place) {
            *reason = Some(match *reason {
                Some(before) if before.grade() <= how.grade() && before != How::Same => before,
                Some(before) if before.grade() < how.grade() => before,
                _ => how,
            });
        }
    }

    fn summed_up(mut self) -> Names {
        let left = |free: &[bool]| free.iter().filter(|free| **free).count();
        let (a_left, b_left) = (left(&self.a_free), left(&self.b_free));
        if self.linked == 0 {
            self.shares = [0.0, 0.0, weights::NAME_DIFFERENT];
            self.reasons = [None, None, Some(How::Different)];
            return self.told();
        }
        let conflicts = a_left.min(b_left);
        let left_over = weights::TOKEN_CONFLICT * conflicts.min(2) as f64
            + weights::TOKEN_MISSING * a_left.abs_diff(b_left).min(3) as f64;
        self.weigh(self.place_of_left(), left_over);
        let alone = |tokens: &[Token], free: &[bool]| {
            tokens.iter().zip(free).find(|(token, _)| token.field == Field::Given).is_some_and(|(_, free)| *free)
        };
        let first_given = match (alone(self.a, &self.a_free), alone(self.b, &self.b_free)) {
            (true, true) => weights::FIRST_GIVEN_CONFLICT,
            (true, false) | (false, true) => weights::FIRST_GIVEN_ALONE,
            (false, false) => 0.0,
        };
        self.weigh(0, first_given);
        self.explain_left(Field::Given, 0);
        self.explain_left(Field::Family, 1);
        if self.swapped {
            self.reasons = [None, None, Some(How::OrderSwapped)];
        } else if self.reasons == [None; 3] || (a_left + b_left > 0 && self.reasons.iter().take(2).all(Option::is_none))
        {
            self.note(2, if conflicts > 0 { How::Different } else { How::MissingPart });
        }
        self.told()
    }

    /// What no reason speaks of goes to the one that tells most about it.
    fn told(mut self) -> Names {
        let bits = self.shares.iter().sum();
        let mut unsaid = 0.0;
        for (share, reason) in self.shares.iter_mut().zip(self.reasons) {
            if reason.is_none() {
                unsaid += std::mem::take(share);
            }
        }
        if let Some(place) = [2, 0, 1].into_iter().find(|place| self.reasons.get(*place).is_some_and(Option::is_some)) {
            self.weigh(place, unsaid);
        }
        Names { bits, reasons: self.reasons, shares: self.shares, of_second: None }
    }

    /// The field of the first part that is left over on either side.
    fn place_of_left(&self) -> usize {
        let first = |tokens: &[Token], free: &[bool]| {
            tokens.iter().zip(free).find(|(_, free)| **free).map(|(token, _)| token.field)
        };
        match first(self.a, &self.a_free).or_else(|| first(self.b, &self.b_free)) {
            Some(Field::Given) => 0,
            Some(Field::Family) => 1,
            Some(Field::Whole) | None => 2,
        }
    }

    /// Says of a field whether a part of it is missing, or both sides have another one.
    fn explain_left(&mut self, field: Field, place: usize) {
        let left = |tokens: &[Token], free: &[bool]| {
            tokens.iter().zip(free).any(|(token, free)| *free && token.field == field)
        };
        match (left(self.a, &self.a_free), left(self.b, &self.b_free)) {
            (true, true) => self.note(place, How::Different),
            (true, false) | (false, true) => self.note(place, How::MissingPart),
            (false, false) => {}
        }
    }
}

fn take(side: &mut [bool], at: usize) {
    if let Some(free) = side.get_mut(at) {
        *free = false;
    }
}

/// The bits of a part written the same, as long as nobody counted how few share it.
pub(crate) fn same_bits(code: &Word) -> f64 {
    let longest = weights::TOKEN_SAME.len();
    weights::TOKEN_SAME.get(code.len().clamp(1, longest) - 1).copied().unwrap_or(0.0)
}

/// Whether two parts can be one name, and the evidence.
fn alike(a: &Token, b: &Token) -> Option<(How, f64)> {
    if a.is_initial() || b.is_initial() {
        return None;
    }
    let by_length = same_bits(if a.code.len() <= b.code.len() { &a.code } else { &b.code });
    let same = a.counted.or(b.counted).unwrap_or(by_length);
    if a.letters == b.letters {
        let how = match (a.article == b.article, a.script == b.script) {
            (_, false) => How::OtherScript,
            (false, true) => How::ArticleJoined,
            (true, true) => How::Same,
        };
        return Some((how, same));
    }
    let (x, y) = (a.letters.as_bytes(), b.letters.as_bytes());
    if a.code == b.code {
        let steps = distance::steps(x, y);
        let unwritten_vowels = a.script == Script::Arabic || b.script == Script::Arabic;
        return Some(match steps {
            _ if unwritten_vowels || a.script != b.script => (How::OtherScript, same * weights::TOKEN_OTHER_SCRIPT),
            0..=2 if a.article != b.article => (How::ArticleJoined, same * weights::TOKEN_TRANSLITERATED),
            0..=2 => (How::Transliteration, same * weights::TOKEN_TRANSLITERATED),
            3 if x.len().max(y.len()) >= 7 => (How::Transliteration, same * weights::TOKEN_TRANSLITERATED),
            _ => (How::VowelsDiffer, same * weights::TOKEN_VOWELS_DIFFER),
        });
    }
    if a.others.contains(&b.code) || b.others.contains(&a.code) {
        let how = if a.script == b.script { How::Transliteration } else { How::OtherScript };
        return Some((how, same * weights::TOKEN_OTHER_READING));
    }
    let (shorter, longer) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if shorter.len() >= 4 && longer.starts_with(shorter) && longer.len() - shorter.len() > 1 {
        return Some((How::Beginning, same * weights::TOKEN_BEGINNING));
    }
    let allowed = match longer.len() {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    };
    let near =
        longer.len() - shorter.len() <= allowed && distance::steps(x, y) <= allowed || distance::looks_like(x, y);
    near.then_some((How::OneLetter, same * weights::TOKEN_ONE_LETTER))
}

/// Whether one part is two others in one; both must add to its skeleton.
fn joins(one: &Token, first: &Token, second: &Token) -> bool {
    if one.code == first.code || one.code == second.code {
        return false;
    }
    let mut both = first.letters;
    both.extend(second.letters.as_bytes());
    both == one.letters || (one.letters.len() >= 5 && skeleton(both.as_bytes()) == one.code)
}
