//! Comparisons of whole blocks.

use super::{
    lanes::{Bits, Block, Lane, ROWS, View},
    run::Operand,
};
use crate::{
    syntax::Compare,
    value::{Cell, NONE, UNKNOWN},
};

/// Two columns, or a column and one value.
pub(super) fn any<T: Lane>((one, other): &(Operand<'_>, Operand<'_>), how: Compare, out: &mut Bits) {
    match (one.view, other.view) {
        (_, View::Same(limit)) => against::<T>(one, how, limit, false, out),
        (View::Same(limit), _) => against::<T>(other, how, limit, true, out),
        _ => both::<T>(one, other, how, out),
    }
}

/// With one value; `turned`: the value stands on the left.
fn against<T: Lane>(operand: &Operand<'_>, how: Compare, limit: Cell, turned: bool, out: &mut Bits) {
    // With none: no. With an unknown: unknown, unless the other is none.
    match limit {
        NONE => return each::<T>(operand, out, |_| (0, u64::MAX)),
        UNKNOWN => return each::<T>(operand, out, |block| (0, T::alike(block, &[T::NONE; ROWS]))),
        _ => {}
    }
    let (bound, none, unknown) = ([T::of(limit); ROWS], [T::NONE; ROWS], [T::UNKNOWN; ROWS]);
    let known = |block: &Block<T>| T::below(&none, block);
    let open = |block: &Block<T>, yes: u64| (yes, !(yes | T::alike(block, &unknown)));
    match (how, turned) {
        (Compare::Equal, _) => each::<T>(operand, out, |block| open(block, T::alike(block, &bound))),
        (Compare::Less, false) => each::<T>(operand, out, |block| open(block, T::below(block, &bound) & known(block))),
        (Compare::LessOrEqual, false) => {
            each::<T>(operand, out, |block| open(block, !T::below(&bound, block) & known(block)));
        }
        (Compare::Less, true) => each::<T>(operand, out, |block| open(block, T::below(&bound, block))),
        (Compare::LessOrEqual, true) => each::<T>(operand, out, |block| open(block, !T::below(block, &bound))),
    }
}

/// What every block says: the rows of a yes, and those of a no.
fn each<T: Lane>(operand: &Operand<'_>, out: &mut Bits, said: impl Fn(&Block<T>) -> (u64, u64)) {
    let mut spare: Block<T> = [T::UNKNOWN; ROWS];
    for (at, (yes, no)) in out.yes.iter_mut().zip(&mut out.no).enumerate() {
        (*yes, *no) = said(operand.block(at, &mut spare));
    }
}

fn both<T: Lane>(one: &Operand<'_>, other: &Operand<'_>, how: Compare, out: &mut Bits) {
    let (mut left, mut right) = ([T::UNKNOWN; ROWS], [T::UNKNOWN; ROWS]);
    let (unknown, none) = ([T::UNKNOWN; ROWS], [T::NONE; ROWS]);
    for (at, (yes, no)) in out.yes.iter_mut().zip(&mut out.no).enumerate() {
        let (left, right) = (one.block(at, &mut left), other.block(at, &mut right));
        let held = match how {
            Compare::Equal => T::alike(left, right),
            Compare::Less => T::below(left, right),
            Compare::LessOrEqual => !T::below(right, left),
        };
        let none = T::alike(left, &none) | T::alike(right, &none);
        let open = T::alike(left, &unknown) | T::alike(right, &unknown);
        *yes = held & !none & !open;
        *no = none | !(*yes | open);
    }
}

pub(super) fn within<T: Lane>(operand: &Operand<'_>, cells: &[Cell], out: &mut Bits) {
    // What does not fit the lane is no value of this column.
    let fits = cells.iter().map(|cell| T::of(*cell)).filter(|bound| cells.contains(&bound.cell()));
    let bounds: Vec<Block<T>> = fits.map(|bound| [bound; ROWS]).collect();
    each::<T>(operand, out, |block| {
        let open = T::alike(block, &[T::UNKNOWN; ROWS]);
        let yes = bounds.iter().fold(0, |yes, bound| yes | T::alike(block, bound)) & !open;
        (yes, !(yes | open))
    });
}

pub(super) fn none<T: Lane>(operand: &Operand<'_>, out: &mut Bits) {
    each::<T>(operand, out, |block| {
        let yes = T::alike(block, &[T::NONE; ROWS]);
        (yes, !(yes | T::alike(block, &[T::UNKNOWN; ROWS])))
    });
}
