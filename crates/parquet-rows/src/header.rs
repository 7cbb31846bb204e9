//! What stands before each page: a record in Thrift's compact form. Of all it says only the numbers are wanted.

use std::collections::BTreeMap;

/// Records within records.
const DEPTH_MAX: u8 = 8;

const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const RECORD: u8 = 12;

/// The numbers of the header of a page by field, and by the field of a record in that field; nought is the field itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Header {
    numbers: BTreeMap<(i16, i16), i64>,
    /// How many bytes it takes.
    pub(crate) length: usize,
}

impl Header {
    /// Reads a header at the beginning of these bytes; nothing when they end before it does, or it is none.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { rest: bytes, numbers: BTreeMap::new() };
        reader.record(0, 0)?;
        Some(Self { length: bytes.len() - reader.rest.len(), numbers: reader.numbers })
    }

    /// A number that is not below nought.
    pub(crate) fn number(&self, field: i16, within: i16) -> Option<u32> {
        self.numbers.get(&(field, within)).and_then(|number| u32::try_from(*number).ok())
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    numbers: BTreeMap<(i16, i16), i64>,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn pass(&mut self, bytes: usize) -> Option<()> {
        self.rest = self.rest.get(bytes..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn number(&mut self) -> Option<i64> {
        let zigzag = self.varint()?;
        Some((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }

    fn record(&mut self, depth: u8, of: i16) -> Option<()> {
        let mut field = 0_i16;
        loop {
            let head = self.byte()?;
            let (step, kind) = (head >> 4, head & 0x0F);
            if kind == 0 {
                return Some(());
            }
            field = if step == 0 { i16::try_from(self.number()?).ok()? } else { field.checked_add(i16::from(step))? };
            let place = match depth {
                0 => Some((field, 0)),
                1 => Some((of, field)),
                _ => None,
            };
            self.value(kind, depth, field, place)?;
        }
    }

    fn value(&mut self, kind: u8, depth: u8, field: i16, place: Option<(i16, i16)>) -> Option<()> {
        let number = match kind {
            TRUE => 1,
            FALSE => 0,
            BYTE => i64::from(self.byte()?.cast_signed()),
            4..=6 => self.number()?,
            DOUBLE => return self.pass(8),
            BINARY => {
                let length = usize::try_from(self.varint()?).ok()?;
                return self.pass(length);
            }
            LIST | SET if depth < DEPTH_MAX => return self.list(depth + 1),
            RECORD if depth < DEPTH_MAX => return self.record(depth + 1, field),
            _ => return None,
        };
        if let Some(place) = place {
            self.numbers.insert(place, number);
        }
        Some(())
    }

    fn list(&mut self, depth: u8) -> Option<()> {
        let head = self.byte()?;
        let size = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
        for _ in 0..size {
            match head & 0x0F {
                // In a list a truth takes a byte, in a record none: the end of the bytes ends every list.
                TRUE | FALSE => self.pass(1)?,
                kind => self.value(kind, depth, 0, None)?,
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_header_are_read_and_the_rest_is_passed() {
        let bytes = [
            0x15, 0x04, // 1: type 2
            0x15, 0xC8, 0x01, // 2: 100
            0x15, 0x64, // 3: 50
            0x4C, // 7: record
            0x15, 0x0E, // 7.1: 7
            0x15, 0x01, // 7.2: -1
            0x11, // 7.3: true
            0x18, 0x02, b'a', b'b', // 7.4: two bytes
            0x19, 0x21, 0x01, 0x02, // 7.5: a list of two truths
            0x00, 0x00, 0xFF,
        ];
        let header = Header::read(&bytes).unwrap();
        assert_eq!(header.length, bytes.len() - 1);
        assert_eq!([header.number(1, 0), header.number(2, 0), header.number(3, 0)], [Some(2), Some(100), Some(50)]);
        assert_eq!([header.number(7, 1), header.number(7, 2), header.number(7, 3)], [Some(7), None, Some(1)]);
        for end in 0..bytes.len() - 1 {
            assert_eq!(Header::read(&bytes[..end]), None, "cut at {end}");
        }
    }

    #[test]
    fn sec_66_a_header_without_end_or_bottom_is_none() {
        assert_eq!(Header::read(&[0x1C; 100_000]), None, "records within records");
        assert_eq!(Header::read(&[0x19; 100_000]), None, "lists within lists");
        assert_eq!(Header::read(&[0x19, 0xF1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]), None);
        assert_eq!(Header::read(&[0x15, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), None);
    }
}
