//! The one way in which rows leave the house as CSV (SEC-67): no cell can become a formula in the
//! spreadsheet that opens it. `tests/tidy.rs` shows that there is no second way. Who may take rows out, why,
//! how many and how often is `access::exports`.

/// What a spreadsheet takes for the beginning of a formula, with what it may fold into one: full-width,
/// small, raised and lowered twins, and the minus of mathematics.
const BEGINS_A_FORMULA: [char; 19] = [
    '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}', '\u{FE66}', '\u{FE62}', '\u{FE63}', '\u{FE6B}',
    '\u{207A}', '\u{207B}', '\u{207C}', '\u{208A}', '\u{208B}', '\u{208C}', '\u{2212}',
];

/// A sheet of rows that is being written.
pub struct Sheet {
    out: csv::Writer<Vec<u8>>,
    width: usize,
    rows: u64,
}

impl Sheet {
    /// A sheet with these heads.
    ///
    /// # Errors
    /// The writer's.
    pub fn with_heads(heads: &[&str]) -> csv::Result<Self> {
        let mut sheet = Self { out: csv::Writer::from_writer(Vec::new()), width: heads.len(), rows: 0 };
        sheet.write(heads)?;
        Ok(sheet)
    }

    /// A sheet of so many columns that goes on where another ended.
    #[must_use]
    pub fn going_on(width: usize) -> Self {
        Self { out: csv::Writer::from_writer(Vec::new()), width, rows: 0 }
    }

    /// Writes a row, each cell made harmless.
    ///
    /// # Errors
    /// The writer's; a row of another length than the heads.
    pub fn row(&mut self, cells: &[&str]) -> csv::Result<()> {
        self.rows += 1;
        self.write(cells)
    }

    /// Writes a last line that says something of the whole sheet, in its first cell.
    ///
    /// # Errors
    /// The writer's.
    pub fn remark(&mut self, text: &str) -> csv::Result<()> {
        let mut cells = vec![""; self.width];
        if let Some(first) = cells.first_mut() {
            *first = text;
        }
        self.write(&cells)
    }

    /// How many rows it has, without heads and remarks.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    fn write(&mut self, cells: &[&str]) -> csv::Result<()> {
        self.out.write_record(cells.iter().map(|cell| harmless(cell)))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// The writer's, in words.
    pub fn bytes(self) -> Result<Vec<u8>, String> {
        self.out.into_inner().map_err(|why| why.to_string())
    }
}

/// The cell with an apostrophe before whatever begins a formula: its first visible character, and that
/// after each mark at which some program begins a new cell or line. An Italian spreadsheet separates at
/// semicolons, and then no quotes hold what stands after one.
fn harmless(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len() + 1);
    let mut begins = true;
    for c in cell.chars() {
        if begins && BEGINS_A_FORMULA.contains(&c) {
            out.push('\'');
        }
        begins = separates(c) || (begins && is_unseen(c));
        out.push(c);
    }
    out
}

/// Where some program ends a cell or a line.
const fn separates(c: char) -> bool {
    matches!(c, ';' | ',' | '|' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '"')
}

/// Spaces, controls, and what Unicode calls default ignorable: a program may skip them before it looks.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_by(separator: u8, bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(bytes);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    fn sheet(cells: &[&str]) -> Vec<u8> {
        Sheet::with_heads(cells).unwrap().bytes().unwrap()
    }

    fn begins_a_formula(cell: &str) -> bool {
        cell.chars().find(|c| !is_unseen(*c)).is_some_and(|c| BEGINS_A_FORMULA.contains(&c))
    }

    #[test]
    fn sec_67_a_formula_behind_spaces_or_unseen_characters_is_neutralised() {
        for (before, formula) in [
            ("", "=1+1"),
            (" \t", "-2"),
            ("\u{200B}", "@SUM(A1)"),
            ("\u{FEFF}\u{A0}", "+39"),
            ("", "\u{FF1D}A1"),
            ("\r\n", "\u{FF20}x"),
            ("\u{3164}", "=x"),
            ("\u{200F}\u{202E}", "=cmd|'/C calc'!A0"),
            ("\u{0}\u{1F}", "=1"),
            ("\u{E0001}\u{2063}", "\u{2212}1"),
            ("\u{2800}", "\u{FE66}1"),
        ] {
            let cell = format!("{before}{formula}");
            assert_eq!(read_by(b',', &sheet(&["a", &cell]))[0][1], format!("{before}'{formula}"), "{cell:?}");
        }
        let plain = ["Amina", "a=b", "1-2", "", "+".repeat(0).as_str(), "x@y.example"].map(str::to_owned);
        assert_eq!(read_by(b',', &sheet(&plain.each_ref().map(String::as_str)))[0], plain);
    }

    #[test]
    fn sec_67_a_cell_that_another_program_would_cut_in_two_begins_no_formula_behind_the_cut() {
        for cell in
            ["Via Roma;=1+1", "a\t+1", "a\n@x", "a|=1", "a\u{2028}-1", "a\";=HYPERLINK(\"http://x\")", "a;\u{200B}=1"]
        {
            let bytes = sheet(&["x", cell]);
            for separator in [b',', b';', b'\t', b'|'] {
                let cells = read_by(separator, &bytes).concat();
                assert!(!cells.iter().any(|cell| begins_a_formula(cell)), "{cell:?} at {}", char::from(separator));
            }
        }
    }

    #[test]
    fn sec_67_a_remark_is_one_line_of_the_same_width_and_no_row() {
        let mut sheet = Sheet::with_heads(&["a", "b"]).unwrap();
        sheet.row(&["1", "2"]).unwrap();
        sheet.remark("=made by\nsomeone").unwrap();
        assert_eq!(sheet.rows(), 1);
        let rows = read_by(b',', &sheet.bytes().unwrap());
        assert_eq!(rows[2], ["'=made by\nsomeone", ""]);
    }

    /// Cuts bytes as a naive program does: at every such mark, whatever is quoted.
    fn cut(bytes: &[u8]) -> Vec<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text.split(separates).map(str::to_owned).collect()
    }

    proptest! {
        #[test]
        fn sec_67_no_random_cell_begins_a_formula_and_none_loses_a_character(
            parts in prop::collection::vec(
                ("[ \\t\\r\\n\u{200B}\u{FEFF}\u{2066};,|\"\u{0}\u{85}\u{2028}]{0,4}", "[=+@\u{FF0B}\u{FF0D}\u{2212}a-]?", any::<String>()),
                1..4,
            )
        ) {
            let cell: String = parts.iter().map(|(before, sign, rest)| format!("{before}{sign}{rest}")).collect();
            let bytes = sheet(&["x", &cell]);
            let read = read_by(b',', &bytes)[0][1].clone();
            prop_assert!(!begins_a_formula(&read), "{read:?}");
            let mut rest = read.chars();
            for c in cell.chars() {
                let next = rest.next();
                prop_assert!(next == Some(c) || (next == Some('\'') && rest.next() == Some(c)), "{cell:?} {read:?}");
            }
            prop_assert!(rest.next().is_none());
            for piece in cut(&bytes) {
                prop_assert!(!begins_a_formula(&piece), "{piece:?} of {cell:?}");
            }
        }
    }
}
