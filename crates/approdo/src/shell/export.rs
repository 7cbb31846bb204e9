//! The one way in which rows leave the house as CSV (SEC-67): no cell can become a formula in the
//! spreadsheet that opens it. `tests/tidy.rs` shows that there is no second way.

/// What a spreadsheet takes for the beginning of a formula, with the full-width twins.
const BEGINS_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// A sheet of rows that is being written.
pub struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    /// A sheet with these heads.
    ///
    /// # Errors
    /// The writer's.
    pub fn with_heads(heads: &[&str]) -> csv::Result<Self> {
        let mut sheet = Self(csv::Writer::from_writer(Vec::new()));
        sheet.row(heads)?;
        Ok(sheet)
    }

    /// Writes a row, each cell made harmless.
    ///
    /// # Errors
    /// The writer's; a row of another length than the heads.
    pub fn row(&mut self, cells: &[&str]) -> csv::Result<()> {
        self.0.write_record(cells.iter().map(|cell| harmless(cell)))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// The writer's, in words.
    pub fn bytes(self) -> Result<Vec<u8>, String> {
        self.0.into_inner().map_err(|why| why.to_string())
    }
}

/// The cell as it is, or behind an apostrophe where its first visible character begins a formula.
fn harmless(cell: &str) -> String {
    let first = cell.chars().find(|c| !is_unseen(*c));
    if first.is_some_and(|c| BEGINS_A_FORMULA.contains(&c)) { format!("'{cell}") } else { cell.to_owned() }
}

/// Spaces, controls, and what Unicode calls default ignorable: a program may skip them before it looks.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_back(cells: &[&str]) -> Vec<String> {
        let bytes = Sheet::with_heads(cells).unwrap().bytes().unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        reader.records().next().unwrap().unwrap().iter().map(str::to_owned).collect()
    }

    #[test]
    fn sec_67_a_formula_behind_spaces_or_unseen_characters_is_neutralised() {
        for cell in ["=1+1", " \t-2", "\u{200B}@SUM", "\u{FEFF}\u{A0}+39", "\u{FF1D}A1", "\r\n\u{FF20}x", "\u{3164}=x"]
        {
            assert_eq!(read_back(&["a", cell])[1], format!("'{cell}"));
        }
        assert_eq!(read_back(&["Amina", "a=b", "1-2", ""]), ["Amina", "a=b", "1-2", ""]);
    }

    proptest! {
        #[test]
        fn sec_67_no_random_cell_begins_a_formula_and_none_loses_a_character(
            before in "[ \\t\\r\\n\u{200B}\u{FEFF}\u{2066}]{0,4}", sign in "[=+@\u{FF0B}\u{FF0D}a-]?", rest in any::<String>()
        ) {
            let cell = format!("{before}{sign}{rest}");
            let read = read_back(&["x", &cell]).remove(1);
            let first = read.chars().find(|c| !is_unseen(*c));
            prop_assert!(first.is_none_or(|c| !BEGINS_A_FORMULA.contains(&c)), "{read:?}");
            prop_assert!(read == cell || read.strip_prefix('\'') == Some(cell.as_str()));
        }
    }
}
