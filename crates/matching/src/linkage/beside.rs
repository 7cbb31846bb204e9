//! Two names of the roll side by side: which part meets which, how, and what is left over.
//!
//! The same rules as when one query is compared (`align`), over numbers instead of letters.

use super::at;
use super::rarity::Rare;
use super::roll::Part;
use super::words::{Entry, Words};
use crate::distance;
use crate::script::Script;
use crate::sound::skeleton;
use crate::tokens::{Field, TOKENS_MAX};

/// How two name parts agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Agrees {
    Same,
    OtherScript,
    Transliteration,
    Joined,
    Reading,
    OneLetter,
    Vowels,
    Beginning,
    Initial,
}

impl Agrees {
    pub(super) const COUNT: usize = 9;

    /// The most bits that meeting by chance in this way can be worth: near misses of a rare part
    /// are many.
    fn most(self) -> f32 {
        match self {
            Self::Same | Self::OtherScript | Self::Transliteration | Self::Joined => 24.0,
            Self::Reading | Self::OneLetter => 9.0,
            Self::Vowels => 8.0,
            Self::Beginning => 6.0,
            Self::Initial => 3.0,
        }
    }
}

/// What is left when every part that agrees has its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Rest {
    NotKnown,
    /// Nothing.
    Nothing,
    /// One side leaves parts out, the first given name agrees.
    OneSide,
    /// One side leaves parts out, the first given name of the other is alone.
    OneSideFirst,
    /// Both have a part the other has not, the first given name agrees: a married name.
    Conflict,
    /// And it is the first given name: brothers share all the others.
    ConflictGiven,
    /// No part agrees.
    Everything,
}

impl Rest {
    pub(super) const COUNT: usize = 7;

    /// Whether the given names may be held to agree.
    pub(super) fn given_agrees(self) -> bool {
        matches!(self, Self::Nothing | Self::OneSide | Self::Conflict)
    }
}

/// Whether the parts that agree stand in the same fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Order {
    NotKnown,
    Same,
    Swapped,
}

impl Order {
    pub(super) const COUNT: usize = 3;
}

/// What two names have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside {
    pub(super) rest: Rest,
    pub(super) order: Order,
    /// How many parts agree in each way.
    pub(super) parts: [u8; Agrees::COUNT],
    /// Bits of so many parts agreeing between strangers.
    pub(super) rarity: f32,
}

impl Beside {
    pub(super) const NOT_KNOWN: Self =
        Self { rest: Rest::NotKnown, order: Order::NotKnown, parts: [0; Agrees::COUNT], rarity: 0.0 };
}

/// One side: its name parts and how rare each is.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) parts: &'a [Part],
    pub(super) rare: &'a [Rare],
}

impl<'a> Side<'a> {
    /// Each name the person is known under.
    fn names(self) -> impl Iterator<Item = Side<'a>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let rest = self.parts.get(from..).filter(|rest| !rest.is_empty())?;
            let more = rest.iter().skip(1).take_while(|part| !part.begins()).count() + 1;
            let name = Side {
                parts: rest.get(..more.min(TOKENS_MAX))?,
                rare: self.rare.get(from..from + more.min(TOKENS_MAX))?,
            };
            from += more;
            Some(name)
        })
    }
}

/// The best agreement among all the names both are known under.
pub(super) fn names(a: Side<'_>, b: Side<'_>, same_country: bool, words: &Words) -> Beside {
    let mut best = Beside::NOT_KNOWN;
    for x in a.names() {
        for y in b.names() {
            let found = Aligning::new(x, y, same_country, words).done();
            if best.rest == Rest::NotKnown || found.rarity > best.rarity {
                best = found;
            }
        }
    }
    best
}

struct Aligning<'a> {
    a: Side<'a>,
    b: Side<'a>,
    a_words: [Option<&'a Entry>; TOKENS_MAX],
    b_words: [Option<&'a Entry>; TOKENS_MAX],
    a_free: u8,
    b_free: u8,
    linked: u8,
    crossed: u8,
    straight: u8,
    /// On each side, whether a part of the other's given or family name met a part here.
    same_country: bool,
    found: Beside,
}

impl<'a> Aligning<'a> {
    fn new(a: Side<'a>, b: Side<'a>, same_country: bool, words: &'a Words) -> Self {
        let entries = |side: Side<'_>| {
            let mut entries = [None; TOKENS_MAX];
            for (entry, part) in entries.iter_mut().zip(side.parts) {
                *entry = words.get(part.word());
            }
            entries
        };
        let free = |side: Side<'_>| u8::MAX.checked_shr(8 - side.parts.len() as u32).unwrap_or(0);
        Self {
            a_words: entries(a),
            b_words: entries(b),
            a_free: free(a),
            b_free: free(b),
            a,
            b,
            linked: 0,
            crossed: 0,
            straight: 0,
            same_country,
            found: Beside::NOT_KNOWN,
        }
    }

    fn done(mut self) -> Beside {
        self.pair_same();
        if self.a_free != 0 && self.b_free != 0 {
            self.pair_joined(false);
            self.pair_joined(true);
            self.pair_alike();
            self.pair_initials();
        }
        self.summed_up()
    }

    fn pair_same(&mut self) {
        for field_matters in [true, false] {
            for (i, x) in self.a.parts.iter().enumerate() {
                for (j, y) in self.b.parts.iter().enumerate() {
                    if x.word() == y.word() && (!field_matters || x.field() == y.field()) && self.free(i, j) {
                        let initial = self.a_words.get(i).copied().flatten().is_some_and(Entry::is_initial);
                        self.link(i, j, if initial { Agrees::Initial } else { Agrees::Same });
                    }
                }
            }
        }
    }

    fn free(&self, i: usize, j: usize) -> bool {
        self.a_free & 1 << i != 0 && self.b_free & 1 << j != 0
    }

    /// A part of one side that is two neighbouring parts of the other.
    fn pair_joined(&mut self, turned: bool) {
        let (wholes, splits, parts) =
            if turned { (self.b_words, self.a_words, self.a.parts) } else { (self.a_words, self.b_words, self.b.parts) };
        for (i, one) in wholes.iter().enumerate() {
            let Some(one) = one else { continue };
            for (j, two) in splits.windows(2).enumerate() {
                let [Some(first), Some(second)] = two else { continue };
                let same_field = parts.get(j).map(|part| part.field()) == parts.get(j + 1).map(|part| part.field());
                let (x, y) = if turned { (j, i) } else { (i, j) };
                let next_free = if turned { self.a_free & 2 << j != 0 } else { self.b_free & 2 << j != 0 };
                if !same_field || !next_free || !self.free(x, y) || !joins(one, first, second) {
                    continue;
                }
                self.link(x, y, Agrees::Joined);
                if turned {
                    self.a_free &= !(2 << j);
                } else {
                    self.b_free &= !(2 << j);
                }
            }
        }
    }

    fn pair_alike(&mut self) {
        let mut likely = [(Agrees::Initial, 0_u8, 0_u8, 0_u8); TOKENS_MAX * TOKENS_MAX];
        let mut count = 0;
        for (i, x) in self.a_words.iter().enumerate() {
            for (j, y) in self.b_words.iter().enumerate() {
                if !self.free(i, j) {
                    continue;
                }
                if let (Some(x), Some(y)) = (x, y)
                    && let Some(how) = alike(x, y)
                    && let Some(slot) = likely.get_mut(count)
                {
                    let other_field = self.a.parts.get(i).map(|p| p.field()) != self.b.parts.get(j).map(|p| p.field());
                    // i and j are below TOKENS_MAX
                    *slot = (how, u8::from(other_field), (i + j) as u8, i.abs_diff(j) as u8 * 8 + i as u8);
                    count += 1;
                }
            }
        }
        let likely = likely.get_mut(..count).unwrap_or_default();
        likely.sort_unstable();
        for (how, _, sum, coded) in likely.iter().copied() {
            let i = usize::from(coded & 7);
            let j = usize::from(sum).wrapping_sub(i);
            if j < TOKENS_MAX && self.free(i, j) {
                self.link(i, j, how);
            }
        }
    }

    fn pair_initials(&mut self) {
        for i in 0..self.a.parts.len() {
            for j in 0..self.b.parts.len() {
                if !self.free(i, j) {
                    continue;
                }
                let (Some(x), Some(y)) = (at(&self.a_words, i), at(&self.b_words, j)) else { continue };
                let first = x.letters.as_bytes().first() == y.letters.as_bytes().first();
                if first && (x.is_initial() || y.is_initial()) {
                    self.link(i, j, Agrees::Initial);
                }
            }
        }
    }

    fn link(&mut self, i: usize, j: usize, how: Agrees) {
        self.a_free &= !(1 << i);
        self.b_free &= !(1 << j);
        self.linked += 1;
        if let Some(count) = self.found.parts.get_mut(how as usize) {
            *count += 1;
        }
        let (x, y) = (at(self.a.rare, i), at(self.b.rare, j));
        let bits = match how {
            Agrees::Same => x.letters(self.same_country).min(y.letters(self.same_country)),
            _ => x.code(self.same_country).min(y.code(self.same_country)),
        };
        self.found.rarity += bits.min(how.most());
        match (self.a.parts.get(i).map(|part| part.field()), self.b.parts.get(j).map(|part| part.field())) {
            (Some(Field::Given), Some(Field::Family)) | (Some(Field::Family), Some(Field::Given)) => self.crossed += 1,
            (Some(Field::Given), Some(Field::Given)) | (Some(Field::Family), Some(Field::Family)) => self.straight += 1,
            _ => {}
        }
    }

    fn summed_up(mut self) -> Beside {
        let turned = self.crossed > self.straight;
        self.found.order = match (self.crossed, self.straight) {
            (0, 0) => Order::NotKnown,
            _ if turned => Order::Swapped,
            _ => Order::Same,
        };
        let first_left = |side: Side<'_>, free: u8, field: Field| {
            side.parts.iter().position(|part| part.field() == field).is_some_and(|first| free & 1 << first != 0)
        };
        let given_of_b = if turned { Field::Family } else { Field::Given };
        let given_left = first_left(self.a, self.a_free, Field::Given) || first_left(self.b, self.b_free, given_of_b);
        // with the fields of one side exchanged it is not known of which
        let given_left = given_left
            || turned && (first_left(self.a, self.a_free, Field::Family) && first_left(self.b, self.b_free, Field::Given));
        self.found.rest = match (self.linked, self.a_free != 0, self.b_free != 0) {
            (0, ..) => Rest::Everything,
            (_, false, false) => Rest::Nothing,
            (_, true, true) if given_left => Rest::ConflictGiven,
            (_, true, true) => Rest::Conflict,
            _ if given_left => Rest::OneSideFirst,
            _ => Rest::OneSide,
        };
        self.found
    }
}

/// Whether two parts written otherwise can be one name.
fn alike(a: &Entry, b: &Entry) -> Option<Agrees> {
    if a.is_initial() || b.is_initial() {
        return None;
    }
    let (x, y) = (a.letters.as_bytes(), b.letters.as_bytes());
    if a.code == b.code {
        let unwritten_vowels = a.script == Script::Arabic || b.script == Script::Arabic;
        if unwritten_vowels || a.script != b.script {
            return Some(Agrees::OtherScript);
        }
        return Some(match distance::steps(x, y) {
            0..=2 => Agrees::Transliteration,
            3 if x.len().max(y.len()) >= 7 => Agrees::Transliteration,
            _ => Agrees::Vowels,
        });
    }
    if a.reads_as(b.code) || b.reads_as(a.code) {
        return Some(Agrees::Reading);
    }
    let (shorter, longer) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let allowed = match longer.len() {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    };
    let other_letters = (a.mask ^ b.mask).count_ones() as usize;
    if other_letters <= 2 * allowed
        && longer.len() - shorter.len() <= allowed
        && distance::steps(x, y) <= allowed
    {
        return Some(Agrees::OneLetter);
    }
    (shorter.len() >= 4 && longer.len() - shorter.len() > 1 && longer.starts_with(shorter)).then_some(Agrees::Beginning)
}

/// Whether one part is two others in one; both must add to its skeleton.
fn joins(one: &Entry, first: &Entry, second: &Entry) -> bool {
    let length = first.letters.len() + second.letters.len();
    if one.code == first.code || one.code == second.code || one.letters.len().abs_diff(length) > 2 {
        return false;
    }
    if (one.mask ^ (first.mask | second.mask)).count_ones() > 3 {
        return false;
    }
    let mut both = first.letters;
    both.extend(second.letters.as_bytes());
    both == one.letters || (one.letters.len() >= 5 && skeleton(both.as_bytes()).as_bytes() == skeleton(one.letters.as_bytes()).as_bytes())
}
