//! Texts as they stand in the body of a form and in an address.

use std::fmt::Write as _;

use ground::hex;

use super::sent::BadForm;

/// The text behind the signs of a form body.
pub(crate) fn decoded(bytes: &[u8]) -> Result<String, BadForm> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => match (rest.next(), rest.next()) {
                (Some(high), Some(low)) => hex::byte(&[*high, *low]).ok_or(BadForm::Encoding)?,
                (_, None) | (None, _) => return Err(BadForm::Encoding),
            },
            other => *other,
        });
    }
    String::from_utf8(out).map_err(|_| BadForm::Encoding)
}

/// A text as it stands in a form body or in the query of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
