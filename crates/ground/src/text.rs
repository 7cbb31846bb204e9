//! Text that people typed: valid, composed, bounded (SEC-70). Parsed once at the edge.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Why a text was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing but space.
    #[error("the text is blank")]
    Blank,
    /// More than the field holds.
    #[error("the text is longer than {most} characters")]
    TooLong {
        /// How many characters, as a reader counts them, the field holds.
        most: usize,
    },
    /// A NUL or another control character.
    #[error("the text holds a control character")]
    Control,
}

/// Composes a text (NFC), trims it, and refuses control characters; line ends become `\n`.
///
/// # Errors
/// [`BadText::Control`] for NUL and its kin; never [`BadText::Blank`].
pub fn clean(text: &str) -> Result<String, BadText> {
    let text: String = text.trim().replace("\r\n", "\n").nfc().collect();
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(BadText::Control);
    }
    Ok(text)
}

/// Takes out the characters that reorder text on a screen: for file names, letters and the audit
/// trail, where a turned-around word could pass for another.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .filter(
            |c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}'),
        )
        .collect()
}

fn bounded(text: &str, most: usize) -> Result<String, BadText> {
    // A character can be many code points; four bytes and eight points each is more than any script needs.
    if text.len() > most.saturating_mul(32) {
        return Err(BadText::TooLong { most });
    }
    let text = clean(text)?;
    if text.is_empty() {
        return Err(BadText::Blank);
    }
    // Composing can make a text longer, and what is kept is read again by the same rule.
    if text.len() > most.saturating_mul(32) || text.graphemes(true).count() > most {
        return Err(BadText::TooLong { most });
    }
    Ok(text)
}

/// Whether it is sound as it stands: a short line of plain letters, such as most that are read back
/// from storage. It saves composing and counting what needs neither.
fn is_plain(text: &str, most: usize) -> bool {
    let bytes = text.as_bytes();
    let edges = [bytes.first(), bytes.last()];
    bytes.len() <= most
        && edges.into_iter().all(|edge| edge.is_some_and(u8::is_ascii_graphic))
        && bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $most:literal, $($fold:tt)*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// How many characters it holds at most, as a reader counts them.
            pub const MOST: usize = $most;

            /// Takes what was typed.
            ///
            /// # Errors
            /// Says whether it is blank, too long, or holds control characters.
            pub fn parse(text: &str) -> Result<Self, BadText> {
                if is_plain(text, $most) {
                    return Ok(Self(text.to_owned()));
                }
                let fold: fn(&str) -> String = $($fold)*;
                bounded(&fold(text), $most).map(Self)
            }

            /// Takes what was typed; blank is nothing.
            ///
            /// # Errors
            /// As [`Self::parse`], but for blank text.
            pub fn optional(text: &str) -> Result<Option<Self>, BadText> {
                match Self::parse(text) {
                    Ok(text) => Ok(Some(text)),
                    Err(BadText::Blank) => Ok(None),
                    Err(bad) => Err(bad),
                }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadText;

            fn try_from(text: String) -> Result<Self, BadText> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_type!(
    /// One line of text: a name, a street, a number. Line ends and tabs inside become spaces.
    Line, 200, |text| text.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
);
text_type!(
    /// Text of some lines: a reason, a note.
    Prose, 4000, str::to_owned
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sec_70_nul_and_control_characters_are_refused() {
        assert_eq!(Line::parse("a\0b"), Err(BadText::Control));
        assert_eq!(Prose::parse("a\u{7}b"), Err(BadText::Control));
    }

    #[test]
    fn sec_70_text_is_composed() {
        assert_eq!(Line::parse("Jose\u{301}").unwrap().as_str(), "Jos\u{e9}");
    }

    #[test]
    fn sec_70_reordering_characters_are_taken_out_where_they_could_deceive() {
        assert_eq!(visible("a\u{202e}b\u{2066}c"), "abc");
    }

    #[test]
    fn blank_is_nothing_and_the_limit_counts_what_a_reader_sees() {
        assert_eq!(Line::optional("  \n "), Ok(None));
        assert_eq!(Line::parse(&"x".repeat(200)).unwrap().as_str().len(), 200);
        assert_eq!(Line::parse(&"x".repeat(201)), Err(BadText::TooLong { most: 200 }));
        assert!(Line::parse(&"e\u{301}".repeat(200)).is_ok());
    }

    #[test]
    fn sec_66_a_text_that_grows_when_it_is_composed_is_bounded_as_it_is_kept() {
        let most = Line::MOST * 32;
        // A letter that takes no diaeresis: otherwise the first of them is composed away.
        let growing = |points: usize| format!("q{}", "\u{344}".repeat(points));
        for (points, sound) in [(most / 4 - 1, true), (most / 4, false), (most / 2 - 1, false)] {
            let parsed = Line::parse(&growing(points));
            assert_eq!(parsed.is_ok(), sound, "{points}");
            if let Ok(line) = parsed {
                assert_eq!(Line::parse(line.as_str()), Ok(line));
            }
        }
    }

    proptest! {
        #[test]
        fn sec_70_any_text_parses_or_is_refused_and_parses_to_itself(text: String) {
            if let Ok(line) = Line::parse(&text) {
                prop_assert_eq!(Line::parse(line.as_str()).unwrap(), line);
            }
        }
    }
}
