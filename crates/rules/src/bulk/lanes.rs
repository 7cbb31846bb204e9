//! Sixty-four persons at a time: how values lie in columns, and the few loops that go over them.
//!
//! A column has the narrowest lane its values fit into. Yes and no are two bitmaps, *yes* and *no*; in neither:
//! unknown. In the other lanes the two lowest numbers are *unknown* and *none*, so that both lie below every value.

use wide::{i32x8, u8x16};

use crate::value::{Cell, NONE, UNKNOWN};

/// Rows of a block.
pub(super) const ROWS: usize = 64;
/// A block of a column.
pub(super) type Block<T> = [T; ROWS];

/// A number that a column is made of.
pub(super) trait Lane: Copy + Ord + Default + Send + Sync + 'static {
    const UNKNOWN: Self;
    const NONE: Self;
    /// The value in this lane; what does not fit is unknown, and was never chosen to lie here.
    fn of(cell: Cell) -> Self;
    fn cell(self) -> Cell;

    /// The block itself where it lies in this lane.
    fn direct<'a>(view: &View<'a>, at: usize) -> Option<&'a Block<Self>>;
    /// A value of a narrower or equal lane; of a wider one what fits.
    fn of_small(value: u8) -> Self;
    fn of_middle(value: i32) -> Self;

    /// The rows in which both have the same.
    fn alike(one: &Block<Self>, other: &Block<Self>) -> u64;
    /// The rows in which the first is less; unknown and none are less than any value.
    fn below(one: &Block<Self>, other: &Block<Self>) -> u64;
    /// The first where *yes*, the second where *no*; where neither, what both agree on.
    fn choose(yes: u64, no: u64, one: &Block<Self>, other: &Block<Self>, to: &mut Block<Self>);

    /// Makes these rows unknown.
    fn clear(rows: u64, block: &mut Block<Self>) {
        if rows != 0 {
            let masks = masks(rows);
            block
                .iter_mut()
                .zip(masks)
                .for_each(|(value, mask)| *value = if mask != 0 { Self::UNKNOWN } else { *value });
        }
    }
}

impl Lane for u8 {
    const UNKNOWN: Self = 0;
    const NONE: Self = 1;

    fn of(cell: Cell) -> Self {
        match cell {
            UNKNOWN => Self::UNKNOWN,
            NONE => Self::NONE,
            cell => Self::try_from(cell + 2).unwrap_or(Self::UNKNOWN),
        }
    }

    fn cell(self) -> Cell {
        match self {
            Self::UNKNOWN => UNKNOWN,
            Self::NONE => NONE,
            value => Cell::from(value) - 2,
        }
    }

    fn direct<'a>(view: &View<'a>, at: usize) -> Option<&'a Block<Self>> {
        if let View::Small(blocks) = view { blocks.get(at) } else { None }
    }

    fn of_small(value: u8) -> Self {
        value
    }

    fn of_middle(value: i32) -> Self {
        Self::of(value.cell())
    }

    fn alike(one: &Block<Self>, other: &Block<Self>) -> u64 {
        sixteens(one, other, |one, other| one.simd_eq(other))
    }

    fn below(one: &Block<Self>, other: &Block<Self>) -> u64 {
        // The greater of both is the first: it is not less.
        !sixteens(one, other, |one, other| one.max(other).simd_eq(one))
    }

    /// An unknown is 0, which is what remains where nothing is chosen.
    fn choose(yes: u64, no: u64, one: &Block<Self>, other: &Block<Self>, to: &mut Block<Self>) {
        let parts = one.as_chunks::<16>().0.iter().zip(other.as_chunks::<16>().0);
        for ((at, to), (one, other)) in to.as_chunks_mut::<16>().0.iter_mut().enumerate().zip(parts) {
            let (one, other) = (u8x16::new(*one), u8x16::new(*other));
            let (on, off) = (sixteen_masks(yes >> (16 * at)), sixteen_masks(no >> (16 * at)));
            let agreed = one & one.simd_eq(other);
            *to = ((one & on) | (other & off) | (agreed & !(on | off))).to_array();
        }
    }
}

impl Lane for i32 {
    const UNKNOWN: Self = Self::MIN;
    const NONE: Self = Self::MIN + 1;

    fn of(cell: Cell) -> Self {
        match cell {
            UNKNOWN => Self::UNKNOWN,
            NONE => Self::NONE,
            cell => Self::try_from(cell).unwrap_or(Self::UNKNOWN),
        }
    }

    fn cell(self) -> Cell {
        match self {
            Self::UNKNOWN => UNKNOWN,
            Self::NONE => NONE,
            value => Cell::from(value),
        }
    }

    fn direct<'a>(view: &View<'a>, at: usize) -> Option<&'a Block<Self>> {
        if let View::Middle(blocks) = view { blocks.get(at) } else { None }
    }

    fn of_small(value: u8) -> Self {
        let wide = Self::from(value);
        if wide < 2 { Self::MIN + wide } else { wide - 2 }
    }

    fn of_middle(value: i32) -> Self {
        value
    }

    fn alike(one: &Block<Self>, other: &Block<Self>) -> u64 {
        eights(one, other, |one, other| one.simd_eq(other))
    }

    fn below(one: &Block<Self>, other: &Block<Self>) -> u64 {
        eights(one, other, |one, other| one.simd_lt(other))
    }

    fn choose(yes: u64, no: u64, one: &Block<Self>, other: &Block<Self>, to: &mut Block<Self>) {
        let parts = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0);
        let bytes = yes.to_le_bytes().into_iter().zip(no.to_le_bytes());
        for ((to, (one, other)), (yes, no)) in to.as_chunks_mut::<8>().0.iter_mut().zip(parts).zip(bytes) {
            let (one, other) = (i32x8::new(*one), i32x8::new(*other));
            let chosen = eight_masks(yes).bitselect(one, other);
            let open = eight_masks(!(yes | no));
            let unknown = open & !one.simd_eq(other);
            *to = unknown.bitselect(i32x8::splat(Self::UNKNOWN), chosen).to_array();
        }
    }
}

impl Lane for i64 {
    const UNKNOWN: Self = UNKNOWN;
    const NONE: Self = NONE;

    fn of(cell: Cell) -> Self {
        cell
    }

    fn cell(self) -> Cell {
        self
    }

    fn direct<'a>(view: &View<'a>, at: usize) -> Option<&'a Block<Self>> {
        if let View::Wide(blocks) = view { blocks.get(at) } else { None }
    }

    fn of_small(value: u8) -> Self {
        let wide = Self::from(value);
        if wide < 2 { Self::MIN + wide } else { wide - 2 }
    }

    fn of_middle(value: i32) -> Self {
        let wide = Self::from(value);
        // Both sentinels are the same distance from the lowest number.
        if value <= <i32 as Lane>::NONE { wide - Self::from(i32::MIN) + Self::MIN } else { wide }
    }

    fn alike(one: &Block<Self>, other: &Block<Self>) -> u64 {
        rows(one, other, |one, other| one == other)
    }

    fn below(one: &Block<Self>, other: &Block<Self>) -> u64 {
        rows(one, other, |one, other| one < other)
    }

    fn choose(yes: u64, no: u64, one: &Block<Self>, other: &Block<Self>, to: &mut Block<Self>) {
        for (at, (to, (one, other))) in to.iter_mut().zip(one.iter().zip(other)).enumerate() {
            *to = match (yes >> at & 1, no >> at & 1) {
                (1, _) => *one,
                (_, 1) => *other,
                _ if one == other => *one,
                _ => UNKNOWN,
            };
        }
    }
}

/// Which lane a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    Bits,
    Small,
    Middle,
    Wide,
}

/// What a column can hold, seen from its values or from what makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The least and the greatest value; the other way round: there is none.
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) unknown: bool,
    pub(super) none: bool,
}

impl Span {
    pub(super) const NOTHING: Self = Self { low: i64::MAX, high: i64::MIN, unknown: false, none: false };
    pub(super) const YES_NO: Self = Self { low: 0, high: 1, unknown: false, none: false };

    pub(super) const fn from(low: i64, high: i64) -> Self {
        Self { low, high, unknown: false, none: false }
    }

    pub(super) fn of(cell: Cell) -> Self {
        let mut span = Self::NOTHING;
        span.take(cell);
        span
    }

    pub(super) fn take(&mut self, cell: Cell) {
        match cell {
            UNKNOWN => self.unknown = true,
            NONE => self.none = true,
            value => {
                self.low = self.low.min(value);
                self.high = self.high.max(value);
            }
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            unknown: self.unknown || other.unknown,
            none: self.none || other.none,
        }
    }

    pub(super) const fn is_empty(self) -> bool {
        self.low > self.high
    }

    /// The narrowest lane for it.
    pub(super) fn shape(self) -> Shape {
        let within = |low: i64, high: i64| self.is_empty() || (self.low >= low && self.high <= high);
        if within(0, 1) && !self.none {
            Shape::Bits
        } else if within(0, 253) {
            Shape::Small
        } else if within(i64::from(i32::MIN) + 2, i64::from(i32::MAX)) {
            Shape::Middle
        } else {
            Shape::Wide
        }
    }
}

/// Bitmaps of a yes/no.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    pub(super) yes: Vec<u64>,
    pub(super) no: Vec<u64>,
}

/// A column, or a part of one, to read from.
#[derive(Clone, Copy, Debug)]
pub(super) enum View<'a> {
    Same(Cell),
    Bits(&'a [u64], &'a [u64]),
    Small(&'a [Block<u8>]),
    Middle(&'a [Block<i32>]),
    Wide(&'a [Block<i64>]),
}

/// One of 64 bits.
pub(super) const fn bit(yes: u64, no: u64, at: usize) -> Cell {
    if yes >> at & 1 == 1 {
        1
    } else if no >> at & 1 == 1 {
        0
    } else {
        UNKNOWN
    }
}

impl View<'_> {
    /// The value of a row.
    pub(super) fn cell(&self, row: usize) -> Cell {
        fn one<T: Lane>(blocks: &[Block<T>], row: usize) -> Cell {
            blocks.as_flattened().get(row).map_or(UNKNOWN, |value| value.cell())
        }
        match self {
            Self::Same(cell) => *cell,
            Self::Bits(yes, no) => {
                let (yes, no) = (yes.get(row / ROWS).copied(), no.get(row / ROWS).copied());
                bit(yes.unwrap_or_default(), no.unwrap_or_default(), row % ROWS)
            }
            Self::Small(blocks) => one(blocks, row),
            Self::Middle(blocks) => one(blocks, row),
            Self::Wide(blocks) => one(blocks, row),
        }
    }

    /// The bitmaps of a block of a yes/no.
    pub(super) fn bits(&self, at: usize) -> (u64, u64) {
        match self {
            Self::Same(0) => (0, u64::MAX),
            Self::Same(1) => (u64::MAX, 0),
            Self::Bits(yes, no) => (yes.get(at).copied().unwrap_or_default(), no.get(at).copied().unwrap_or_default()),
            Self::Small(blocks) => blocks.get(at).map_or((0, 0), yes_and_no),
            other => {
                let mut block = [UNKNOWN; ROWS];
                other.load(at, &mut block);
                yes_and_no(&block)
            }
        }
    }

    /// A block in the lane that is wanted.
    pub(super) fn load<T: Lane>(&self, at: usize, to: &mut Block<T>) {
        fn turned<S: Lane, T: Lane>(blocks: &[Block<S>], at: usize, to: &mut Block<T>, turn: impl Fn(S) -> T) {
            if let Some(block) = blocks.get(at) {
                to.iter_mut().zip(block).for_each(|(to, from)| *to = turn(*from));
            }
        }
        match self {
            Self::Same(cell) => to.fill(T::of(*cell)),
            Self::Bits(..) => {
                let (yes, no) = self.bits(at);
                let (one, zero) = (T::of(1), T::of(0));
                for ((to, yes), no) in to.iter_mut().zip(masks(yes)).zip(masks(no)) {
                    *to = if yes != 0 { one } else { T::UNKNOWN };
                    *to = if no != 0 { zero } else { *to };
                }
            }
            Self::Small(blocks) => turned(blocks, at, to, T::of_small),
            Self::Middle(blocks) => turned(blocks, at, to, T::of_middle),
            Self::Wide(blocks) => turned(blocks, at, to, T::of),
        }
    }
}

/// The rows of a yes, and those of a no.
pub(super) fn yes_and_no<T: Lane>(block: &Block<T>) -> (u64, u64) {
    (T::alike(block, &[T::of(1); ROWS]), T::alike(block, &[T::of(0); ROWS]))
}

/// The rows in which something holds of both, sixteen at a time.
fn sixteens(one: &Block<u8>, other: &Block<u8>, holds: impl Fn(u8x16, u8x16) -> u8x16) -> u64 {
    let parts = one.as_chunks::<16>().0.iter().zip(other.as_chunks::<16>().0);
    let bits = |(one, other): (&[u8; 16], &[u8; 16])| holds(u8x16::new(*one), u8x16::new(*other)).to_bitmask();
    parts.map(bits).rev().fold(0, |word, bits| word << 16 | u64::from(bits))
}

/// The rows in which something holds of both, eight at a time.
fn eights(one: &Block<i32>, other: &Block<i32>, holds: impl Fn(i32x8, i32x8) -> i32x8) -> u64 {
    let parts = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0);
    let bits = |(one, other): (&[i32; 8], &[i32; 8])| holds(i32x8::new(*one), i32x8::new(*other)).to_bitmask();
    parts.map(bits).rev().fold(0, |word, bits| word << 8 | u64::from(bits & 255))
}

/// The rows in which something holds of both, one after the other.
fn rows(one: &Block<i64>, other: &Block<i64>, holds: impl Fn(i64, i64) -> bool) -> u64 {
    let mut found = [0; ROWS];
    found
        .iter_mut()
        .zip(one.iter().zip(other))
        .for_each(|(found, (one, other))| *found = u8::from(holds(*one, *other)));
    u8::alike(&found, &[1; ROWS])
}

/// The lowest sixteen bits as bytes, 255 for a one.
const fn sixteen_of(bits: u64) -> [u8; 16] {
    const COPIES: u64 = 0x0101_0101_0101_0101;
    let (low, high) = ((bits & 255) * COPIES, (bits >> 8 & 255) * COPIES);
    ((high as u128) << 64 | low as u128).to_le_bytes()
}

fn sixteen_masks(bits: u64) -> u8x16 {
    const EACH: u8x16 = u8x16::new([1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128]);
    (u8x16::new(sixteen_of(bits)) & EACH).simd_eq(EACH)
}

fn eight_masks(bits: u8) -> i32x8 {
    const EACH: i32x8 = i32x8::new([1, 2, 4, 8, 16, 32, 64, 128]);
    (i32x8::splat(i32::from(bits)) & EACH).simd_eq(EACH)
}

/// 64 bits as bytes, 255 for a one.
pub(super) fn masks(bits: u64) -> Block<u8> {
    let mut to = [0; ROWS];
    let parts = to.as_chunks_mut::<16>().0.iter_mut().enumerate();
    parts.for_each(|(at, to)| *to = sixteen_masks(bits >> (16 * at)).to_array());
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_and_masks_are_each_other() {
        for bits in [0, 1, u64::MAX, 0x8000_0000_0000_0001, 0x0123_4567_89ab_cdef] {
            let masks = masks(bits);
            assert!(masks.iter().enumerate().all(|(at, mask)| *mask == if bits >> at & 1 == 1 { 255 } else { 0 }));
            assert_eq!(u8::alike(&masks, &[255; ROWS]), bits);
        }
    }

    #[test]
    fn blocks_are_compared_as_their_values_are() {
        fn compared<T: Lane>() {
            let values = [UNKNOWN, NONE, 0, 1, 126, 127, 253].map(T::of);
            let one: Block<T> = std::array::from_fn(|at| values[at % 7]);
            let other: Block<T> = std::array::from_fn(|at| values[at / 7 % 7]);
            for at in 0..ROWS {
                assert_eq!(T::alike(&one, &other) >> at & 1 == 1, one[at] == other[at]);
                assert_eq!(T::below(&one, &other) >> at & 1 == 1, one[at] < other[at]);
            }
        }
        compared::<u8>();
        compared::<i32>();
        compared::<i64>();
    }

    #[test]
    fn a_value_keeps_what_it_is_in_every_lane() {
        for cell in [UNKNOWN, NONE, 0, 1, 253] {
            assert_eq!([u8::of(cell).cell(), i32::of(cell).cell(), i64::of(cell).cell()], [cell; 3]);
            assert_eq!([i32::of_small(u8::of(cell)).cell(), i64::of_small(u8::of(cell))], [cell; 2]);
            assert_eq!([i64::of_middle(i32::of(cell)), u8::of_middle(i32::of(cell)).cell()], [cell; 2]);
        }
        assert_eq!(i32::of(-5).cell(), -5);
        assert_eq!(Span::of(1).or(Span::of(UNKNOWN)).shape(), Shape::Bits);
        assert_eq!(Span::of(1).or(Span::of(NONE)).shape(), Shape::Small);
        assert_eq!(Span::from(0, 254).shape(), Shape::Middle);
        assert_eq!(Span::from(i64::from(i32::MIN) + 1, 0).shape(), Shape::Wide);
    }

    #[test]
    fn a_choice_follows_the_bits() {
        fn chosen<T: Lane>() -> [Cell; 5] {
            let (one, other) = ([T::of(5); ROWS], std::array::from_fn(|at| T::of(if at == 3 { 5 } else { 7 })));
            let mut to = [T::NONE; ROWS];
            T::choose(0b0001, !0b1101, &one, &other, &mut to);
            std::array::from_fn(|at| to[at].cell())
        }
        for found in [chosen::<u8>(), chosen::<i32>(), chosen::<i64>()] {
            assert_eq!(found, [5, 7, UNKNOWN, 5, 7]);
        }
    }
}
