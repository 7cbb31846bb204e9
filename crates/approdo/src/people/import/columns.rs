//! Which column of a file is what.

use serde::Deserialize;

use super::ImportFault;

/// A column of the file, with the form its dates are written in where that must be said.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Source {
    Name(String),
    Dated(Dated),
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    column: String,
    format: String,
}

impl Source {
    fn column(&self) -> &str {
        match self {
            Self::Name(column) => column,
            Self::Dated(dated) => &dated.column,
        }
    }
}

/// What a mapping file says: for each of our columns, the head of theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    rec_id: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    sex: Option<String>,
    birth_date: Option<Source>,
    birth_country: Option<String>,
    document_no: Option<String>,
    tax_code: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

/// A mapping file that cannot be used, with the line that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct BadMapping {
    /// The line.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// The line that is not understood, such as a key that names no column of ours.
    pub fn parse(text: &str) -> Result<Self, BadMapping> {
        toml::from_str(text).map_err(|why| {
            let before = why.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            BadMapping { line: before.matches('\n').count() + 1, what: why.message().to_owned() }
        })
    }

    /// The mapping of a file in which every row must bring its number.
    pub(super) fn numbered() -> Self {
        Self { rec_id: Some(Field::RecId.name().to_owned()), ..Self::default() }
    }

    fn wanted(&self) -> [(Field, Option<&str>); 10] {
        [
            (Field::RecId, self.rec_id.as_deref()),
            (Field::Given, self.given_name.as_deref()),
            (Field::Family, self.family_name.as_deref()),
            (Field::Sex, self.sex.as_deref()),
            (Field::Birth, self.birth_date.as_ref().map(Source::column)),
            (Field::Country, self.birth_country.as_deref()),
            (Field::Document, self.document_no.as_deref()),
            (Field::TaxCode, self.tax_code.as_deref()),
            (Field::Phone, self.phone.as_deref()),
            (Field::Email, self.email.as_deref()),
        ]
    }
}

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    RecId,
    Given,
    Family,
    Sex,
    Birth,
    Country,
    Document,
    TaxCode,
    Phone,
    Email,
}

impl Field {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::RecId => "rec_id",
            Self::Given => "given_name",
            Self::Family => "family_name",
            Self::Sex => "sex",
            Self::Birth => "birth_date",
            Self::Country => "birth_country",
            Self::Document => "document_no",
            Self::TaxCode => "tax_code",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }
}

/// Where each field stands in the rows of one file.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    places: Vec<(Field, usize)>,
    heads: Vec<String>,
    pub(super) birth_format: Option<String>,
}

impl Columns {
    /// Finds the columns by their heads. A mapped column must be there; ours may be absent, but one
    /// part of the name must be somewhere. All other columns are left alone.
    pub(super) fn find(heads: &csv::StringRecord, mapping: &Mapping) -> Result<Self, ImportFault> {
        let heads: Vec<String> = heads.iter().map(|head| head.trim().to_owned()).collect();
        let missing = |wanted: &str| ImportFault::NoColumn { wanted: wanted.to_owned(), there: heads.join(", ") };
        let place = |wanted: &str| heads.iter().position(|head| head.eq_ignore_ascii_case(wanted));
        let mut places = Vec::new();
        for (field, mapped) in mapping.wanted() {
            match (mapped, place(mapped.unwrap_or(field.name()))) {
                (_, Some(at)) => places.push((field, at)),
                (Some(mapped), None) => return Err(missing(mapped)),
                (None, None) => {}
            }
        }
        if !places.iter().any(|(field, _)| matches!(field, Field::Given | Field::Family)) {
            return Err(missing("given_name or family_name"));
        }
        let birth_format = match &mapping.birth_date {
            Some(Source::Dated(dated)) => Some(dated.format.clone()),
            Some(Source::Name(_)) | None => None,
        };
        Ok(Self { places, heads, birth_format })
    }

    /// What stands in the field of this row; blank where the file has no such column.
    pub(super) fn cell<'r>(&self, row: &'r csv::StringRecord, field: Field) -> &'r str {
        let place = self.places.iter().find(|(known, _)| *known == field);
        place.and_then(|(_, at)| row.get(*at)).unwrap_or_default().trim()
    }

    /// The head of the column as the file itself calls it.
    pub(super) fn head(&self, field: Field) -> &str {
        let place = self.places.iter().find(|(known, _)| *known == field);
        place.and_then(|(_, at)| self.heads.get(*at)).map_or(field.name(), String::as_str)
    }

    /// How many columns every row must have.
    pub(super) const fn width(&self) -> usize {
        self.heads.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_names_their_columns_and_the_form_of_their_dates() {
        let mapping =
            Mapping::parse("given_name = \"Nome\"\nbirth_date = { column = \"Nato il\", format = \"%d/%m/%Y\" }")
                .unwrap();
        let columns = Columns::find(&csv::StringRecord::from(vec!["Nato il", "Nome"]), &mapping).unwrap();
        let row = csv::StringRecord::from(vec!["03/05/1991", "Amina"]);
        assert_eq!(columns.cell(&row, Field::Given), "Amina");
        assert_eq!(columns.cell(&row, Field::Birth), "03/05/1991");
        assert_eq!(columns.birth_format.as_deref(), Some("%d/%m/%Y"));
        assert_eq!(columns.head(Field::Birth), "Nato il");
    }

    #[test]
    fn a_mapping_key_that_is_not_ours_is_refused_with_its_line() {
        let bad = Mapping::parse("given_name = \"Nome\"\nnickname = \"Alias\"\n").unwrap_err();
        assert_eq!(bad.line, 2);
        assert!(bad.what.contains("nickname"), "{bad}");
    }

    #[test]
    fn a_mapped_column_must_be_there() {
        let mapping = Mapping::parse("given_name = \"Nome\"").unwrap();
        let heads = csv::StringRecord::from(vec!["Cognome"]);
        assert!(
            matches!(Columns::find(&heads, &mapping), Err(ImportFault::NoColumn { wanted, .. }) if wanted == "Nome")
        );
    }
}
