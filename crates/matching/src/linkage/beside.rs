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
use crate::word::Word;

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
    pub(super) const ALL: [Self; Self::COUNT] = [
        Self::Same,
        Self::OtherScript,
        Self::Transliteration,
        Self::Joined,
        Self::Reading,
        Self::OneLetter,
        Self::Vowels,
        Self::Beginning,
        Self::Initial,
    ];

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

/// Name parts of a record, each with how rare it is.
pub(super) type Parts<'a> = &'a [(Part, Rare)];

/// Each name the person is known under.
fn each_name<'a>(mut rest: Parts<'a>) -> impl Iterator<Item = Parts<'a>> {
    std::iter::from_fn(move || {
        let more = rest.iter().skip(1).take_while(|(part, _)| !part.begins()).count() + 1;
        let (name, after) = rest.split_at_checked(more)?;
        rest = after;
        name.get(..more.min(TOKENS_MAX))
    })
}

/// The best agreement among all the names both are known under.
pub(super) fn names(a: Parts<'_>, b: Parts<'_>, same_country: bool, words: &Words) -> Beside {
    let mut best = Beside::NOT_KNOWN;
    for x in each_name(a) {
        for y in each_name(b) {
            let found = Aligning::new(x, y, same_country, words).done();
            if best.rest == Rest::NotKnown || found.rarity > best.rarity {
                best = found;
            }
        }
    }
    best
}

/// Two parts that may be partners, the likeliest the least: how they agree, whether in the same
/// field, how far in front, and where. Four bytes, because every comparison lists them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Likely(u32);

impl Likely {
    fn new(how: Agrees, other_field: bool, i: usize, j: usize) -> Self {
        // places are below TOKENS_MAX
        Self((how as u32) << 16 | u32::from(other_field) << 12 | ((i + j) as u32) << 8 | (i as u32) << 4 | j as u32)
    }

    fn told(self) -> (Agrees, usize, usize) {
        let how = Agrees::ALL.get((self.0 >> 16) as usize).copied().unwrap_or(Agrees::Initial);
        (how, (self.0 >> 4 & 15) as usize, (self.0 & 15) as usize)
    }
}

struct Aligning<'a> {
    a: Parts<'a>,
    b: Parts<'a>,
    words: &'a Words,
    a_words: [Entry; TOKENS_MAX],
    b_words: [Entry; TOKENS_MAX],
    a_free: u8,
    b_free: u8,
    linked: u8,
    crossed: u8,
    straight: u8,
    same_country: bool,
    found: Beside,
}

impl<'a> Aligning<'a> {
    fn new(a: Parts<'a>, b: Parts<'a>, same_country: bool, words: &'a Words) -> Self {
        let entries = |side: Parts<'_>| {
            let mut entries = [Entry::default(); TOKENS_MAX];
            for (entry, (part, _)) in entries.iter_mut().zip(side) {
                *entry = words.get(part.word()).copied().unwrap_or_default();
            }
            entries
        };
        let free = |side: Parts<'_>| u8::MAX.checked_shr(8 - side.len() as u32).unwrap_or(0);
        Self {
            a_words: entries(a),
            b_words: entries(b),
            a_free: free(a),
            b_free: free(b),
            a,
            b,
            words,
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
            for (i, (x, _)) in self.a.iter().enumerate() {
                for (j, (y, _)) in self.b.iter().enumerate() {
                    if x.word() == y.word() && (!field_matters || x.field() == y.field()) && self.free(i, j) {
                        let initial = at(&self.a_words, i).is_initial();
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
            if turned { (self.b_words, self.a_words, self.a) } else { (self.a_words, self.b_words, self.b) };
        let (whole_free, split_free) = if turned { (self.b_free, self.a_free) } else { (self.a_free, self.b_free) };
        if split_free.count_ones() < 2 {
            return;
        }
        for (i, one) in wholes.iter().enumerate().filter(|(i, one)| whole_free & 1 << i != 0 && one.len > 3) {
            for (j, two) in parts.windows(2).enumerate() {
                let [(first, _), (second, _)] = two else { continue };
                let (x, y) = if turned { (j, i) } else { (i, j) };
                let next_free = if turned { self.a_free & 2 << j != 0 } else { self.b_free & 2 << j != 0 };
                if first.field() != second.field() || !next_free || !self.free(x, y) {
                    continue;
                }
                if !joins(one, &at(&splits, j), &at(&splits, j + 1), self.words) {
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
        let mut likely = [Likely(u32::MAX); TOKENS_MAX * TOKENS_MAX];
        let mut count = 0;
        for (i, (x, (one, _))) in self.a_words.iter().zip(self.a).enumerate() {
            if self.a_free & 1 << i == 0 {
                continue;
            }
            for (j, (y, (other, _))) in self.b_words.iter().zip(self.b).enumerate() {
                if self.b_free & 1 << j != 0
                    && let Some(how) = alike(x, y, self.words)
                    && let Some(slot) = likely.get_mut(count)
                {
                    *slot = Likely::new(how, one.field() != other.field(), i, j);
                    count += 1;
                }
            }
        }
        let likely = likely.get_mut(..count).unwrap_or_default();
        likely.sort_unstable();
        for one in likely.iter() {
            let (how, i, j) = one.told();
            if self.free(i, j) {
                self.link(i, j, how);
            }
        }
    }

    fn pair_initials(&mut self) {
        let (a_words, b_words) = (self.a_words, self.b_words);
        for (i, x) in a_words.iter().enumerate().take(self.a.len()) {
            for (j, y) in b_words.iter().enumerate().take(self.b.len()) {
                if x.first == y.first && (x.is_initial() || y.is_initial()) && self.free(i, j) {
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
        let rare = |side: Parts<'_>, place: usize| side.get(place).map(|(_, rare)| *rare).unwrap_or_default();
        let (x, y) = (rare(self.a, i), rare(self.b, j));
        let bits = match how {
            Agrees::Same => x.letters(self.same_country).min(y.letters(self.same_country)),
            _ => x.code(self.same_country).min(y.code(self.same_country)),
        };
        self.found.rarity += bits.min(how.most());
        match (field(self.a, i), field(self.b, j)) {
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
        let first_left = |side: Parts<'_>, free: u8, field: Field| {
            side.iter().position(|(part, _)| part.field() == field).is_some_and(|first| free & 1 << first != 0)
        };
        let given_of_b = if turned { Field::Family } else { Field::Given };
        let given_left = first_left(self.a, self.a_free, Field::Given) || first_left(self.b, self.b_free, given_of_b);
        // with the fields of one side exchanged it is not known of which
        let given_left = given_left
            || turned
                && (first_left(self.a, self.a_free, Field::Family) && first_left(self.b, self.b_free, Field::Given));
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

fn field(side: Parts<'_>, place: usize) -> Option<Field> {
    side.get(place).map(|(part, _)| part.field())
}

/// Whether two parts written otherwise can be one name.
fn alike(a: &Entry, b: &Entry, words: &Words) -> Option<Agrees> {
    if a.is_initial() || b.is_initial() {
        return None;
    }
    if a.code == b.code {
        let unwritten_vowels = a.script == Script::Arabic || b.script == Script::Arabic;
        if unwritten_vowels || a.script != b.script {
            return Some(Agrees::OtherScript);
        }
        return Some(match distance::steps(words.letters(a), words.letters(b)) {
            0..=2 => Agrees::Transliteration,
            3 if a.len.max(b.len) >= 7 => Agrees::Transliteration,
            _ => Agrees::Vowels,
        });
    }
    if words.read_alike(a, b) {
        return Some(Agrees::Reading);
    }
    let (shorter, longer) = if a.len <= b.len { (a, b) } else { (b, a) };
    let allowed: u8 = match longer.len {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    };
    let more = longer.len - shorter.len;
    if (a.mask ^ b.mask).count_ones() <= 2 * u32::from(allowed)
        && more <= allowed
        && distance::steps(words.letters(a), words.letters(b)) <= usize::from(allowed)
    {
        return Some(Agrees::OneLetter);
    }
    if more == 1 && distance::looks_like(words.letters(a), words.letters(b)) {
        return Some(Agrees::OneLetter);
    }
    let begins = shorter.len >= 4 && more > 1 && shorter.first == longer.first && shorter.mask & !longer.mask == 0;
    (begins && words.letters(longer).starts_with(words.letters(shorter))).then_some(Agrees::Beginning)
}

/// Whether one part is two others in one; both must add to its skeleton.
fn joins(one: &Entry, first: &Entry, second: &Entry, words: &Words) -> bool {
    let length = first.len + second.len;
    if one.code == first.code || one.code == second.code || one.len.abs_diff(length) > 2 {
        return false;
    }
    if (one.mask ^ (first.mask | second.mask)).count_ones() > 3 {
        return false;
    }
    let mut both = Word::of(words.letters(first));
    both.extend(words.letters(second));
    let whole = words.letters(one);
    both.as_bytes() == whole || (one.len >= 5 && skeleton(both.as_bytes()) == skeleton(whole))
}
