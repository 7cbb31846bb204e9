//! A record prepared once, so that comparing it with many others is cheap.

use crate::known::{Born, Country2, Known, NameForm, Sex};
use crate::numbers::{self, TaxCode};
use crate::tokens::{self, Token};
use crate::word::Word;

/// What a person is known by, folded and cut for comparing. Holds identity: it must not be kept.
#[derive(Clone, Default)]
pub struct Features {
    pub(crate) names: Vec<Vec<Token>>,
    /// Which of the known names each of them is.
    pub(crate) name_places: Vec<usize>,
    pub(crate) sex: Option<Sex>,
    /// The date as filed, and the one the fiscal code tells when it is another.
    pub(crate) born: [Option<Born>; 2],
    pub(crate) country: Option<Country2>,
    /// The country the fiscal code tells.
    pub(crate) country_in_code: Option<Country2>,
    pub(crate) documents: Vec<Word>,
    pub(crate) tax_code: Option<TaxCode>,
    pub(crate) phones: Vec<Word>,
    /// What a fiscal code would make of each family name and given name.
    pub(crate) letters_in_code: Vec<[[u8; 3]; 2]>,
}

impl std::fmt::Debug for Features {
    /// Shows how much is known and nothing of it: a record must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Features").field("names", &self.names.len()).finish_non_exhaustive()
    }
}

impl Features {
    /// Prepares what is known of a person.
    pub fn of(known: &Known) -> Self {
        let tax_code = known.tax_code.as_deref().and_then(TaxCode::parse);
        let told = tax_code.and_then(|code| code.born);
        let born = match (known.born, told) {
            (Some(filed), Some(told)) if filed == told => [Some(filed), None],
            (None, told) => [told, None],
            (filed, told) => [filed, told],
        };
        let written = known.names.iter().map(|name| tokens::of_name(name, known.birth_country)).enumerate();
        let (name_places, names) = written.filter(|(_, name)| !name.is_empty()).unzip();
        Self {
            names,
            name_places,
            sex: known.sex.or_else(|| tax_code.map(|code| code.sex)),
            born,
            country: known.birth_country,
            country_in_code: tax_code.and_then(|code| code.country()),
            documents: known.documents.iter().filter_map(|text| numbers::document(text)).collect(),
            tax_code,
            letters_in_code: letters_in_code(known),
            phones: known.phones.iter().filter_map(|text| numbers::phone(text)).collect(),
        }
    }

    pub(crate) fn dates(&self) -> impl Iterator<Item = Born> + '_ {
        self.born.iter().flatten().copied()
    }
}

fn letters_in_code(known: &Known) -> Vec<[[u8; 3]; 2]> {
    let of = |name: &NameForm| {
        Some([numbers::letters_in_code(&name.family, false)?, numbers::letters_in_code(&name.given, true)?])
    };
    known.names.iter().filter_map(of).collect()
}
