//! A row of a file made into a person, or told what is wrong with it.

use std::fmt;

use ground::{
    BadDate, BadText, BirthDate, Limit, Line,
    lists::{Country, IdentifierKind, Sex},
};
use matching::Known;

use super::{
    CELL_MOST,
    columns::{Columns, Field, date_in},
};
use crate::people::model::{ContactPoint, File, Identifier, Identity, Name, NewPerson, PointKind};

/// What is wrong in one cell, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the file.
    pub line: u64,
    /// The column as the file calls it.
    pub column: String,
    /// What is wrong.
    pub trouble: Trouble,
}

/// What is wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Neither part of the name is written.
    NoName,
    /// The text is too long or holds control characters.
    Text(BadText),
    /// The date cannot be.
    Date(BadDate),
    /// No such country.
    Country,
    /// No such sex.
    Sex,
    /// The row has more or fewer columns than the first line.
    Width {
        /// Columns of the row.
        has: usize,
        /// Columns of the first line.
        wants: usize,
    },
    /// Bytes that are not text in the encoding of the file.
    Undecodable,
}

impl fmt::Display for RowFault {
    /// What is wrong and what would be right, without repeating what may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, {}: ", self.line, self.column)?;
        match self.trouble {
            Trouble::NoName => f.write_str("no part of the name is written; write one part at least"),
            Trouble::Text(why) => write!(f, "{why}; shorten or clean it"),
            Trouble::Date(why) => {
                write!(f, "{why}; write 1991, 5/1991, 3/5/1991 or 1991-05-03, or say its format in a mapping")
            }
            Trouble::Country => f.write_str("no country is called so; write its two letters, such as MA, or its name"),
            Trouble::Sex => f.write_str("the sex is written F, M or X, or left blank"),
            Trouble::Width { has, wants } => {
                write!(f, "the row has {has} columns, the first line {wants}; quote cells that hold the separator")
            }
            Trouble::Undecodable => {
                f.write_str("some bytes are not text in the encoding of the file; save it as UTF-8")
            }
        }
    }
}

/// Makes a person of a row.
///
/// # Errors
/// Every fault of the row.
pub(super) fn person(columns: &Columns, row: &csv::StringRecord, line: u64) -> Result<NewPerson, Vec<RowFault>> {
    let mut reading = Reading::of(columns, row, line).map_err(|fault| vec![fault])?;
    let person = reading.person();
    if reading.faults.is_empty() { Ok(person) } else { Err(reading.faults) }
}

/// Makes a query of a row: its number, and all that could be read.
///
/// # Errors
/// Another number of columns than the first line has, a cell beyond the limits, a number that is none.
pub(super) fn known(columns: &Columns, row: &csv::StringRecord, line: u64) -> Result<(String, Known), RowFault> {
    let mut reading = Reading::of(columns, row, line)?;
    let number = reading.line(Field::RecId);
    if let Some(fault) = reading.faults.pop() {
        return Err(fault);
    }
    let NewPerson { identity, file } = reading.person();
    Ok((number.map(String::from).unwrap_or_default(), identity.known(file.phones())))
}

struct Reading<'a> {
    columns: &'a Columns,
    row: &'a csv::StringRecord,
    line: u64,
    faults: Vec<RowFault>,
}

impl<'a> Reading<'a> {
    fn of(columns: &'a Columns, row: &'a csv::StringRecord, line: u64) -> Result<Self, RowFault> {
        let mut reading = Self { columns, row, line, faults: Vec::new() };
        if row.len() != columns.width() {
            reading.fault(Field::RecId, Trouble::Width { has: row.len(), wants: columns.width() });
        }
        if let Some(field) = Field::ALL.into_iter().find(|field| reading.cell(*field).len() > CELL_MOST) {
            Limit::ImportCell.reached();
            reading.fault(field, Trouble::Text(BadText::TooLong { most: Line::MOST }));
        }
        reading.faults.pop().map_or(Ok(reading), Err)
    }

    fn person(&mut self) -> NewPerson {
        let name = Name::of(self.line(Field::Given), self.line(Field::Family));
        if name.is_none() && self.faults.is_empty() {
            self.fault(Field::Given, Trouble::NoName);
        }
        let identity = Identity {
            names: name.into_iter().collect(),
            sex: self.sex(),
            birth: self.birth(),
            birth_country: self.country(),
            citizenships: Vec::new(),
            identifiers: self.identifiers(),
        };
        let points = [(PointKind::Phone, Field::Phone), (PointKind::Email, Field::Email)]
            .into_iter()
            .filter_map(|(kind, field)| self.line(field).map(|value| ContactPoint { kind, value, words: None }))
            .collect();
        NewPerson { identity, file: File { points, ..File::default() } }
    }

    fn fault(&mut self, field: Field, trouble: Trouble) {
        self.faults.push(RowFault { line: self.line, column: self.columns.head(field).to_owned(), trouble });
    }

    fn cell(&self, field: Field) -> &'a str {
        self.columns.cell(self.row, field)
    }

    fn line(&mut self, field: Field) -> Option<Line> {
        let text = self.cell(field);
        if text.contains('\u{fffd}') {
            self.fault(field, Trouble::Undecodable);
            return None;
        }
        Line::optional(text).unwrap_or_else(|why| {
            self.fault(field, Trouble::Text(why));
            None
        })
    }

    fn sex(&mut self) -> Option<Sex> {
        let code = match self.cell(Field::Sex).to_lowercase().as_str() {
            "" => return None,
            "f" | "femmina" | "female" => "F",
            "m" | "maschio" | "male" => "M",
            "x" => "X",
            _ => {
                self.fault(Field::Sex, Trouble::Sex);
                return None;
            }
        };
        Sex::parse(code)
    }

    fn birth(&mut self) -> Option<BirthDate> {
        let text = self.cell(Field::Birth);
        if text.is_empty() {
            return None;
        }
        let parsed = match &self.columns.birth_format {
            None => BirthDate::parse(text),
            Some(format) => {
                date_in(format, text).ok_or(BadDate::Form).and_then(|date| BirthDate::parse(&date.to_string()))
            }
        };
        parsed.map_err(|why| self.fault(Field::Birth, Trouble::Date(why))).ok()
    }

    fn country(&mut self) -> Option<Country> {
        let text = self.cell(Field::Country);
        if text.is_empty() {
            return None;
        }
        let named = || {
            let wanted = text.to_lowercase();
            let same = |name: &str| name.to_lowercase() == wanted;
            Country::all().find(|country| ground::Tongue::ALL.into_iter().any(|tongue| same(country.name(tongue))))
        };
        let country = Country::parse(text).or_else(named);
        if country.is_none() {
            self.fault(Field::Country, Trouble::Country);
        }
        country
    }

    fn identifiers(&mut self) -> Vec<Identifier> {
        let kinds = [(Field::RecId, "import"), (Field::Document, "other"), (Field::TaxCode, "tax_code")];
        let mut identifiers = Vec::new();
        for (field, kind) in kinds {
            if let (Some(kind), Some(value)) = (IdentifierKind::parse(kind), self.line(field)) {
                identifiers.push(Identifier::of(kind, value));
            }
        }
        identifiers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::import::Mapping;

    fn read(heads: &[&str], cells: &[&str], mapping: &str) -> Result<NewPerson, Vec<RowFault>> {
        let columns =
            Columns::find(&csv::StringRecord::from(heads.to_vec()), &Mapping::parse(mapping).unwrap()).unwrap();
        person(&columns, &csv::StringRecord::from(cells.to_vec()), 7)
    }

    #[test]
    fn a_row_keeps_every_column_it_knows() {
        let heads = [
            "rec_id",
            "true_id",
            "given_name",
            "family_name",
            "sex",
            "birth_date",
            "birth_country",
            "tax_code",
            "phone",
        ];
        let cells = ["R1", "P9", "Amina", "El Amrani", "f", "1991-05-03", "Marocco", "LMRMNA91E43Z330X", "+399"];
        let person = read(&heads, &cells, "").unwrap();
        assert_eq!(person.identity.called(), "Amina El Amrani");
        assert_eq!(person.identity.birth_country.unwrap().code(), "MA");
        assert_eq!(person.identity.identifier("import").unwrap().as_str(), "R1");
        assert_eq!(person.file.phones(), ["+399"]);
        assert!(!format!("{person:?}").contains("P9"), "true_id is left alone");
    }

    #[test]
    fn dates_follow_the_format_of_the_mapping() {
        let mapping = "birth_date = { column = \"Nato il\", format = \"%m/%d/%Y\" }";
        let person = read(&["given_name", "Nato il"], &["Amina", "05/03/1991"], mapping).unwrap();
        assert_eq!(person.identity.birth.unwrap().to_string(), "1991-05-03");
    }

    #[test]
    fn every_fault_of_a_row_is_told_with_what_would_be_right() {
        let heads = ["given_name", "sex", "birth_date", "birth_country"];
        let faults = read(&heads, &["A\u{7}", "donna", "1/13/1991", "Atlantide"], "").unwrap_err();
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[2].starts_with("line 7, birth_date: there is no month 13; write 1991"), "{told:?}");
        assert!(!told.join(" ").contains("Atlantide"), "what may be personal is not repeated");
    }

    #[test]
    fn sec_66_a_cell_of_any_column_is_bounded() {
        for field in ["birth_country", "birth_date", "sex", "phone"] {
            for (bytes, told) in [(CELL_MOST - 1, false), (CELL_MOST, false), (CELL_MOST + 1, true)] {
                let faults = read(&["given_name", field], &["Amina", &"9".repeat(bytes)], "").unwrap_err();
                let too_long = Trouble::Text(BadText::TooLong { most: Line::MOST });
                // A line of text has its own, shorter limit.
                assert_eq!(faults[0].trouble == too_long, told || field == "phone", "{field}, {bytes} bytes");
            }
        }
    }

    #[test]
    fn sec_66_the_number_of_a_query_is_a_line_of_text() {
        let columns = Columns::find(&csv::StringRecord::from(vec!["rec_id", "nome"]), &Mapping::default()).unwrap();
        let ask = |number: &str| known(&columns, &csv::StringRecord::from(vec![number, "Amina"]), 2);
        assert_eq!(ask("Q1").unwrap().0, "Q1");
        for (length, sound) in [(199, true), (200, true), (201, false)] {
            assert_eq!(ask(&"9".repeat(length)).is_ok(), sound, "{length}");
        }
    }

    #[test]
    fn a_row_of_another_width_is_refused() {
        let faults = read(&["given_name", "phone"], &["Amina"], "").unwrap_err();
        assert_eq!(faults[0].trouble, Trouble::Width { has: 1, wants: 2 });
    }
}
