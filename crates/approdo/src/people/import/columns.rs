//! Which column of a file is what.

use ground::Line;
use serde::{Deserialize, Serialize};

use super::ImportFault;

/// A column of the file, with the form its dates are written in where that must be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Source {
    /// Dates as offices write them, day before month.
    Name(String),
    /// Dates in one form.
    Dated(Dated),
}

/// A column with the form of its dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    column: String,
    format: String,
}

impl Source {
    /// The head of the column.
    #[must_use]
    pub fn column(&self) -> &str {
        match self {
            Self::Name(column) => column,
            Self::Dated(dated) => &dated.column,
        }
    }

    /// The form that was said, for [`date_in`].
    #[must_use]
    pub fn format(&self) -> Option<String> {
        match self {
            Self::Name(_) => None,
            Self::Dated(dated) => Some(in_signs(&dated.format)),
        }
    }
}

/// A form of dates as `strptime` reads it: `%d/%m/%Y` as it is, `dd/mm/yyyy` and `gg/mm/aaaa` made so.
fn in_signs(format: &str) -> String {
    if format.contains('%') {
        return format.to_owned();
    }
    let letters =
        [("yyyy", "%Y"), ("aaaa", "%Y"), ("yy", "%y"), ("aa", "%y"), ("mm", "%m"), ("dd", "%d"), ("gg", "%d")];
    letters.iter().fold(format.to_lowercase(), |text, (letters, sign)| text.replace(letters, sign))
}

/// The day that a text says in this form.
#[must_use]
pub fn date_in(format: &str, text: &str) -> Option<jiff::civil::Date> {
    jiff::civil::Date::strptime(format, text.trim()).ok()
}

/// Whether a form of dates tells a whole day: what is written in it reads back as it was.
#[must_use]
pub fn tells_a_day(format: &str) -> bool {
    let day = jiff::civil::date(1991, 12, 31);
    jiff::fmt::strtime::format(format, day).is_ok_and(|written| date_in(format, &written) == Some(day))
}

/// What a mapping file says: for each of our columns, the head of theirs; an empty one leaves ours out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

    /// A mapping as a form says it: the head of their column for each of ours, and the form of dates.
    #[must_use]
    pub fn of(heads: impl Fn(Field) -> Option<String>, birth_format: Option<String>) -> Self {
        let birth = heads(Field::Birth).map(|column| match birth_format {
            Some(format) => Source::Dated(Dated { column, format }),
            None => Source::Name(column),
        });
        Self {
            rec_id: heads(Field::RecId),
            given_name: heads(Field::Given),
            family_name: heads(Field::Family),
            sex: heads(Field::Sex),
            birth_date: birth,
            birth_country: heads(Field::Country),
            document_no: heads(Field::Document),
            tax_code: heads(Field::TaxCode),
            phone: heads(Field::Phone),
            email: heads(Field::Email),
        }
    }

    /// The form of dates that was said.
    #[must_use]
    pub fn birth_format(&self) -> Option<String> {
        self.birth_date.as_ref().and_then(Source::format)
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
pub enum Field {
    /// The number that the record had where it comes from.
    RecId,
    /// Given name.
    Given,
    /// Family name.
    Family,
    /// Sex.
    Sex,
    /// Date of birth.
    Birth,
    /// Country of birth.
    Country,
    /// Number of a document.
    Document,
    /// Tax code.
    TaxCode,
    /// Phone.
    Phone,
    /// E-mail address.
    Email,
}

impl Field {
    /// Every field, in the order of a form.
    pub const ALL: [Self; 10] = [
        Self::Given,
        Self::Family,
        Self::Birth,
        Self::Sex,
        Self::Country,
        Self::Document,
        Self::TaxCode,
        Self::Phone,
        Self::Email,
        Self::RecId,
    ];

    /// What its column is called when nothing else is said.
    #[must_use]
    pub const fn name(self) -> &'static str {
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

    /// What offices call such a column, as [`bare`] writes it.
    const fn also(self) -> &'static [&'static str] {
        match self {
            Self::RecId => &[],
            Self::Given => &["nome", "firstname"],
            Self::Family => &["cognome", "lastname", "surname"],
            Self::Sex => &["sesso", "gender"],
            Self::Birth => &["datadinascita", "datanascita", "natoil", "dateofbirth"],
            Self::Country => &["paesedinascita", "paesenascita", "statodinascita", "countryofbirth"],
            Self::Document => &["documento", "numerodocumento", "documentnumber"],
            Self::TaxCode => &["codicefiscale"],
            Self::Phone => &["telefono", "cellulare", "mobile"],
            Self::Email => &["mail", "postaelettronica"],
        }
    }
}

/// A head without what people write differently: `Data di nascita` and `data_nascita:` are letters only.
fn bare(head: &str) -> String {
    head.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A head as it is told: every fault of a file repeats one, so it is short and holds no control
/// characters, whatever stands in the file.
fn written(head: &str) -> String {
    let short: String = head.trim().chars().filter(|c| !c.is_control()).take(Line::MOST).collect();
    short.trim().to_owned()
}

/// Where a field stands among the heads; none when it is left out or nowhere.
fn place(heads: &[String], field: Field, mapped: Option<&str>) -> Result<Option<usize>, ImportFault> {
    let named = |is: &dyn Fn(&str) -> bool| -> Result<Option<usize>, ImportFault> {
        let mut at = heads.iter().enumerate().filter(|(_, head)| is(head));
        match (at.next(), at.next()) {
            (Some((_, head)), Some(_)) => Err(ImportFault::Twice(head.clone())),
            (first, _) => Ok(first.map(|(at, _)| at)),
        }
    };
    match mapped {
        Some("") => Ok(None),
        Some(mapped) => {
            let missing = || ImportFault::NoColumn { wanted: mapped.to_owned(), there: heads.to_vec() };
            named(&|head| head.eq_ignore_ascii_case(mapped))?.ok_or_else(missing).map(Some)
        }
        None => match named(&|head| bare(head) == bare(field.name()))? {
            Some(at) => Ok(Some(at)),
            None => named(&|head| field.also().contains(&bare(head).as_str())),
        },
    }
}

/// Which head each field would be read from: for a form in which this can be changed.
#[must_use]
pub fn matched(heads: &[String], mapping: &Mapping) -> Vec<(Field, String)> {
    let found = mapping.wanted().into_iter().filter_map(|(field, mapped)| {
        let at = place(heads, field, mapped).ok().flatten()?;
        Some((field, heads.get(at)?.clone()))
    });
    found.collect()
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
        let heads: Vec<String> = heads.iter().map(written).collect();
        let mut places = Vec::new();
        for (field, mapped) in mapping.wanted() {
            places.extend(place(&heads, field, mapped)?.map(|at| (field, at)));
        }
        if !places.iter().any(|(field, _)| matches!(field, Field::Given | Field::Family)) {
            return Err(ImportFault::NoColumn { wanted: "given_name or family_name".to_owned(), there: heads });
        }
        Ok(Self { places, heads, birth_format: mapping.birth_format() })
    }

    /// The fields with the heads they are read from, and the heads that are left aside.
    pub(super) fn told(&self) -> (Vec<(Field, String)>, Vec<String>) {
        let used = |at: usize| self.places.iter().any(|(_, place)| *place == at);
        let found = self.places.iter().filter_map(|(field, at)| Some((*field, self.heads.get(*at)?.clone())));
        let others = self.heads.iter().enumerate().filter(|(at, _)| !used(*at)).map(|(_, head)| head.clone());
        (found.collect(), others.collect())
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
    fn a_form_of_dates_is_said_in_signs_or_in_the_letters_of_either_language() {
        for (said, signs) in [("%d/%m/%Y", "%d/%m/%Y"), ("dd/mm/yyyy", "%d/%m/%Y"), ("GG.MM.AA", "%d.%m.%y")] {
            assert_eq!(in_signs(said), signs);
            assert!(tells_a_day(signs), "{said}");
        }
        assert_eq!(date_in("%m/%d/%Y", " 05/03/1991 "), Some(jiff::civil::date(1991, 5, 3)));
        for said in ["", "mm/yyyy", "giorno/mese/anno", "%Q"] {
            assert!(!tells_a_day(&in_signs(said)), "{said}");
        }
    }

    #[test]
    fn a_mapping_key_that_is_not_ours_is_refused_with_its_line() {
        let bad = Mapping::parse("given_name = \"Nome\"\nnickname = \"Alias\"\n").unwrap_err();
        assert_eq!(bad.line, 2);
        assert!(bad.what.contains("nickname"), "{bad}");
    }

    #[test]
    fn the_heads_that_offices_write_are_known_and_can_be_left_out() {
        let heads = ["Cognome", "Nome", "Data di nascita", "Telefono", "note"].map(ToOwned::to_owned);
        let found = matched(&heads, &Mapping::default());
        assert_eq!(found.len(), 4, "{found:?}");
        let without = Mapping::parse("phone = \"\"").unwrap();
        let columns = Columns::find(&csv::StringRecord::from(heads.to_vec()), &without).unwrap();
        assert_eq!(columns.told().1, ["Telefono", "note"]);
    }

    #[test]
    fn a_column_that_is_there_twice_is_told_and_one_that_nobody_reads_is_not() {
        let find = |heads: &[&str]| Columns::find(&csv::StringRecord::from(heads.to_vec()), &Mapping::default());
        assert!(matches!(find(&["nome", "phone", "Phone"]), Err(ImportFault::Twice(head)) if head == "phone"));
        assert!(find(&["nome", "note", "note"]).is_ok());
    }

    #[test]
    fn sec_66_a_head_is_told_short_whatever_its_length() {
        for (length, told) in [(199, 199), (200, 200), (201, 200), (1 << 20, 200)] {
            let head = format!("nome{}", "-".repeat(length - 4));
            let columns = Columns::find(&csv::StringRecord::from(vec![head]), &Mapping::default()).unwrap();
            assert_eq!(columns.head(Field::Given).len(), told);
        }
        let columns = Columns::find(&csv::StringRecord::from(vec!["no\u{7}me\0"]), &Mapping::default()).unwrap();
        assert_eq!(columns.head(Field::Given), "nome");
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
