//! Typing errors between two short words.

use crate::word::Word;

const WIDTH: usize = Word::LONGEST + 1;

/// The least insertions, deletions, exchanges of a letter and swaps of neighbours between two words.
pub(crate) fn steps(a: &[u8], b: &[u8]) -> usize {
    let (a, b) = without_common_ends(a, b);
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    let width = b.len().min(WIDTH - 1) + 1;
    let mut two_up = [0_u8; WIDTH];
    let mut above = [0_u8; WIDTH];
    for (at, cell) in above.iter_mut().enumerate().take(width) {
        *cell = u8::try_from(at).unwrap_or(u8::MAX);
    }
    let mut a_before = 0;
    for (row, x) in a.iter().enumerate() {
        let mut current = [0_u8; WIDTH];
        let mut left = u8::try_from(row + 1).unwrap_or(u8::MAX);
        let (mut corner, mut b_before, mut far_corner) = (above.first().copied().unwrap_or(0), 0, 0);
        if let Some(first) = current.first_mut() {
            *first = left;
        }
        for (((y, up), far), cell) in
            b.iter().zip(above.iter().skip(1)).zip(two_up.iter()).zip(current.iter_mut().skip(1))
        {
            let mut least = (corner + u8::from(x != y)).min(*up + 1).min(left + 1);
            if *x == b_before && *y == a_before && row > 0 {
                least = least.min(far_corner + 1);
            }
            *cell = least;
            (left, corner, b_before, far_corner) = (least, *up, *y, *far);
        }
        a_before = *x;
        two_up = above;
        above = current;
    }
    above.get(width - 1).copied().map_or(0, usize::from)
}

/// What a scanner or a tired eye takes for one letter.
const LOOK_ALIKE: [(&[u8], u8); 4] = [(b"rn", b'm'), (b"cl", b'd'), (b"vv", b'w'), (b"ii", b'u')];

/// Whether two words differ only where two letters look like one: Carrnen and Carmen.
pub(crate) fn looks_like(a: &[u8], b: &[u8]) -> bool {
    let (longer, shorter) = if a.len() > b.len() { (a, b) } else { (b, a) };
    if longer.len() != shorter.len() + 1 {
        return false;
    }
    let (longer, shorter) = without_common_ends(longer, shorter);
    LOOK_ALIKE.iter().any(|(two, one)| longer == *two && shorter == [*one])
}

fn without_common_ends<'a, 'b>(a: &'a [u8], b: &'b [u8]) -> (&'a [u8], &'b [u8]) {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a.get(..a.len() - end).unwrap_or_default(), b.get(..b.len() - end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn two_letters_that_look_like_one() {
        assert!(super::looks_like(b"carrnen", b"carmen") && super::looks_like(b"carmen", b"carrnen"));
        assert!(!super::looks_like(b"carmen", b"carlen") && !super::looks_like(b"carmen", b"carmen"));
    }

    #[test]
    fn typing_errors_are_counted() {
        for (a, b, expected) in [
            ("", "", 0),
            ("ali", "ali", 0),
            ("hassan", "hasan", 1),
            ("santos", "santps", 1),
            ("silva", "silav", 1),
            ("evangelista", "evaneglista", 1),
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("abcdef", "badcfe", 3),
        ] {
            assert_eq!(steps(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
            assert_eq!(steps(b.as_bytes(), a.as_bytes()), expected, "{b} {a}");
        }
    }
}
