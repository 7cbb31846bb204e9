//! Bytes as hexadecimal digits: in links, forms, key files and witnesses.

const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

/// The digits of bytes, two for each, in lower case.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let digit = |four: u8| DIGITS.get(usize::from(four)).copied().unwrap_or_default();
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

/// Reads bytes from their digits, in either case.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(byte).collect()
}

/// Reads exactly `N` bytes, which leave no copy on the heap: they may be a secret.
#[must_use]
pub fn decode_exactly<const N: usize>(text: &str) -> Option<[u8; N]> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    if pairs.len() != N {
        return None;
    }
    let mut bytes = [0; N];
    for (into, pair) in bytes.iter_mut().zip(pairs) {
        *into = byte(pair)?;
    }
    Some(bytes)
}

/// The byte that two digits stand for.
#[must_use]
pub fn byte([high, low]: &[u8; 2]) -> Option<u8> {
    let four = |digit: u8| char::from(digit).to_digit(16).and_then(|four| u8::try_from(four).ok());
    Some(four(*high)? << 4 | four(*low)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back_from_its_two_digits() {
        for byte in 0..=u8::MAX {
            let text = encode(&[byte]);
            assert_eq!(text, format!("{byte:02x}"));
            for digits in [text.to_uppercase(), text] {
                assert_eq!(decode(&digits), Some(vec![byte]));
                assert_eq!(decode_exactly(&digits), Some([byte]));
            }
        }
    }

    #[test]
    fn what_is_not_whole_bytes_in_digits_is_nothing() {
        for text in ["0", "000", "+1", "0x", " 1", "1 ", "g0", "é"] {
            assert_eq!(decode(text), None, "{text:?}");
            assert_eq!(decode_exactly::<1>(text), None, "{text:?}");
        }
    }

    #[test]
    fn another_number_of_bytes_is_refused_where_the_number_is_known() {
        assert_eq!(decode_exactly::<2>("0a"), None);
        assert_eq!(decode_exactly::<2>("0a0b0c"), None);
        assert_eq!(decode_exactly::<2>("0a0b"), Some([10, 11]));
    }
}
