//! Two prepared records side by side: how alike, and why.

use crate::align;
use crate::birth;
use crate::features::Features;
use crate::numbers;
use crate::weights;

/// What a reason speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Given names.
    Given,
    /// Family names.
    Family,
    /// The whole name, when it cannot be said which part.
    Name,
    /// The birth date.
    Birth,
    /// The sex.
    Sex,
    /// The country of birth.
    Country,
    /// Papers.
    Document,
    /// The fiscal code.
    TaxCode,
    /// Telephones.
    Phone,
}

impl Part {
    /// A stable word for messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Family => "family",
            Self::Name => "name",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::Country => "country",
            Self::Document => "document",
            Self::TaxCode => "tax-code",
            Self::Phone => "phone",
        }
    }
}

/// Why two parts are held to agree or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// Written the same, accents and capitals aside.
    Same,
    /// The same name in another script.
    OtherScript,
    /// The same consonants in another transliteration.
    Transliteration,
    /// An article or particle is glued, split or left out.
    ArticleJoined,
    /// Written in one word here and in two there.
    WordsJoined,
    /// Given and family name, or the name parts, in another order.
    OrderSwapped,
    /// One letter or digit differs, or two are exchanged.
    OneLetter,
    /// The consonants agree, the vowels do not.
    VowelsDiffer,
    /// Only the initial is written.
    Initial,
    /// One begins as the other.
    Beginning,
    /// A name part is left out on one side.
    MissingPart,
    /// The year agrees; more is not known.
    SameYear,
    /// One says 1 January of the same year: only the year was known.
    FirstOfJanuary,
    /// Day and month are exchanged.
    DayMonthSwapped,
    /// Day or month differs within the same year.
    DayOff,
    /// The year is off by one, two or ten, or its digits are exchanged.
    YearOff,
    /// Two fiscal codes agree on birth and place but not on the names.
    SameBirthInCode,
    /// A fiscal code is made of this name, where no code is known.
    FitsName,
    /// They do not agree.
    Different,
    /// One side does not know.
    NotKnown,
}

impl How {
    /// A stable word, used as the end of a message's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::OtherScript => "other-script",
            Self::Transliteration => "transliteration",
            Self::ArticleJoined => "article-joined",
            Self::WordsJoined => "words-joined",
            Self::OrderSwapped => "order-swapped",
            Self::OneLetter => "one-letter",
            Self::VowelsDiffer => "vowels-differ",
            Self::Initial => "initial",
            Self::Beginning => "beginning",
            Self::MissingPart => "missing-part",
            Self::SameYear => "same-year",
            Self::FirstOfJanuary => "first-of-january",
            Self::DayMonthSwapped => "day-month-swapped",
            Self::DayOff => "day-off",
            Self::YearOff => "year-off",
            Self::SameBirthInCode => "same-birth-in-code",
            Self::FitsName => "fits-name",
            Self::Different => "different",
            Self::NotKnown => "not-known",
        }
    }

    /// Every reason, for the list of messages that must exist.
    pub const ALL: [Self; 20] = [
        Self::Same,
        Self::OtherScript,
        Self::Transliteration,
        Self::ArticleJoined,
        Self::WordsJoined,
        Self::OrderSwapped,
        Self::OneLetter,
        Self::VowelsDiffer,
        Self::Initial,
        Self::Beginning,
        Self::MissingPart,
        Self::SameYear,
        Self::FirstOfJanuary,
        Self::DayMonthSwapped,
        Self::DayOff,
        Self::YearOff,
        Self::SameBirthInCode,
        Self::FitsName,
        Self::Different,
        Self::NotKnown,
    ];

    /// From 0 (speaks against) to 3 (agrees fully).
    pub fn grade(self) -> u8 {
        match self {
            Self::Same | Self::OtherScript | Self::ArticleJoined | Self::WordsJoined => 3,
            Self::Transliteration | Self::OrderSwapped | Self::OneLetter | Self::DayMonthSwapped | Self::FitsName => 2,
            Self::VowelsDiffer
            | Self::Initial
            | Self::Beginning
            | Self::MissingPart
            | Self::SameYear
            | Self::FirstOfJanuary
            | Self::DayOff
            | Self::YearOff
            | Self::SameBirthInCode
            | Self::NotKnown => 1,
            Self::Different => 0,
        }
    }
}

/// How much a reason speaks for one person, or against it, from the most on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Alone nearly enough.
    StronglyFor,
    /// One of the reasons that decide.
    ClearlyFor,
    /// Many others share this.
    LittleFor,
    /// It says nothing, or is not known.
    Nothing,
    /// Happens to one person too.
    LittleAgainst,
    /// Takes much to outweigh.
    ClearlyAgainst,
    /// Alone nearly enough to be two persons.
    StronglyAgainst,
}

impl Strength {
    fn of(bits: f64) -> Self {
        let rank = match bits.abs() {
            size if size >= weights::STRONG => 3,
            size if size >= weights::CLEAR => 2,
            size if size >= weights::LITTLE => 1,
            _ => 0,
        };
        match (rank, bits > 0.0) {
            (3, true) => Self::StronglyFor,
            (2, true) => Self::ClearlyFor,
            (1, true) => Self::LittleFor,
            (3, false) => Self::StronglyAgainst,
            (2, false) => Self::ClearlyAgainst,
            (1, false) => Self::LittleAgainst,
            _ => Self::Nothing,
        }
    }

    /// A stable word, used as the end of a message's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::StronglyFor | Self::StronglyAgainst => "strongly",
            Self::ClearlyFor | Self::ClearlyAgainst => "clearly",
            Self::LittleFor | Self::LittleAgainst => "little",
            Self::Nothing => "nothing",
        }
    }

    /// Whether it speaks for one person, against it, or not at all.
    pub fn speaks_for(self) -> Option<bool> {
        match self {
            Self::StronglyFor | Self::ClearlyFor | Self::LittleFor => Some(true),
            Self::Nothing => None,
            Self::LittleAgainst | Self::ClearlyAgainst | Self::StronglyAgainst => Some(false),
        }
    }
}

/// One reason: which part, how well it agrees from 0 to 3, how, and how much that says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Because {
    /// What the reason speaks about.
    pub part: Part,
    /// 0 speaks against, 3 agrees fully; see [`How::grade`].
    pub grade: u8,
    /// In which way.
    pub how: How,
    /// How much it says.
    pub strength: Strength,
}

impl Because {
    pub(crate) fn new(part: Part, how: How, bits: f64) -> Self {
        Self { part, grade: how.grade(), how, strength: Strength::of(bits) }
    }
}

/// What to make of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    /// Hardly the same person.
    Unlikely,
    /// A person should look.
    Possible,
    /// Taken for the same person.
    Match,
}

/// How alike two records are, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// From 0 to 1; at 0.5 the two are as likely one person as two.
    pub score: f64,
    /// What to make of it.
    pub decision: Decision,
    /// Part by part, names first. What both sides do not know is left out.
    pub because: Vec<Because>,
    /// Which of the names of the second is the one that agrees best, counted from 0; none when no name of
    /// either is known.
    pub name: Option<usize>,
}

/// How alike two prepared records are, from 0 to 1. Symmetric.
pub fn score(a: &Features, b: &Features) -> f64 {
    as_score(align::names(a, b).bits + parts(a, b).iter().flatten().map(|(_, _, bits)| bits).sum::<f64>())
}

/// How alike two prepared records are, and why.
pub fn compare(a: &Features, b: &Features) -> Likeness {
    let names = align::names(a, b);
    let parts = parts(a, b);
    let score = as_score(names.bits + parts.iter().flatten().map(|(_, _, bits)| bits).sum::<f64>());
    let mut because = names.because();
    because.extend(parts.iter().flatten().map(|(part, how, bits)| Because::new(*part, *how, *bits)));
    let decision = match score {
        s if s >= weights::SCORE_MATCH => Decision::Match,
        s if s >= weights::SCORE_POSSIBLE => Decision::Possible,
        _ => Decision::Unlikely,
    };
    let name = names.of_second.and_then(|at| b.name_places.get(at).copied());
    Likeness { score, decision, because, name }
}

fn as_score(bits: f64) -> f64 {
    1.0 / (1.0 + ((weights::EVEN - bits) / weights::SPREAD).exp2())
}

type Found = Option<(Part, How, f64)>;

/// Everything but the names.
fn parts(a: &Features, b: &Features) -> [Found; 6] {
    [births(a, b), sexes(a, b), countries(a, b), documents(a, b), tax_codes(a, b), phones(a, b)]
}

fn births(a: &Features, b: &Features) -> Found {
    let related = a.dates().flat_map(|one| b.dates().map(move |other| birth::relate(one, other)));
    let best = related.max_by(|x, y| x.1.total_cmp(&y.1));
    known(Part::Birth, best, a.born.first() != b.born.first())
}

fn sexes(a: &Features, b: &Features) -> Found {
    let best = a.sex.zip(b.sex).map(|(x, y)| same_or(x == y, weights::SEX_SAME, weights::SEX_DIFFERENT));
    known(Part::Sex, best, a.sex != b.sex)
}

/// What the papers say comes first; where one side says nothing, its fiscal code may. Two codes are compared
/// as a whole.
fn countries(a: &Features, b: &Features) -> Found {
    let filed = a.country.zip(b.country).map(|(x, y)| (x == y, weights::COUNTRY_DIFFERENT));
    let in_code = || a.country.zip(b.country_in_code).or_else(|| a.country_in_code.zip(b.country));
    let compared = filed.or_else(|| in_code().map(|(x, y)| (x == y, weights::COUNTRY_OTHER_IN_CODE)));
    let best = compared.map(|(same, if_not)| same_or(same, weights::COUNTRY_SAME, if_not));
    known(Part::Country, best, a.country != b.country)
}

fn documents(a: &Features, b: &Features) -> Found {
    let related = a.documents.iter().flat_map(|x| b.documents.iter().map(move |y| (x, y))).map(|(x, y)| {
        if x == y {
            (How::Same, weights::DOCUMENT_SAME)
        } else if numbers::one_slip(x, y) {
            (How::OneLetter, weights::DOCUMENT_ONE_SLIP)
        } else {
            (How::Different, weights::DOCUMENT_DIFFERENT)
        }
    });
    let best = related.max_by(|x, y| x.1.total_cmp(&y.1));
    known(Part::Document, best, a.documents.is_empty() != b.documents.is_empty())
}

fn tax_codes(a: &Features, b: &Features) -> Found {
    let best = a.tax_code.zip(b.tax_code).map(|(x, y)| {
        let ([_, _, x_birth, x_place], [_, _, y_birth, y_place]) = (x.parts(), y.parts());
        if x.text == y.text {
            (How::Same, weights::TAX_CODE_SAME)
        } else if numbers::one_slip(&x.text, &y.text) {
            (How::OneLetter, weights::TAX_CODE_ONE_SLIP)
        } else if x_birth == y_birth && x_place == y_place {
            (How::SameBirthInCode, weights::TAX_CODE_SAME_BIRTH)
        } else {
            (How::Different, weights::TAX_CODE_DIFFERENT)
        }
    });
    let best = best.or_else(|| (code_fits_name(a, b) || code_fits_name(b, a)).then_some(FITS_NAME));
    known(Part::TaxCode, best, a.tax_code.is_some() != b.tax_code.is_some())
}

const FITS_NAME: (How, f64) = (How::FitsName, weights::TAX_CODE_FITS_NAME);

/// Whether one has a code that would be made of the other's names, who has none. A code that would
/// not says nothing: names are spelled in many ways.
fn code_fits_name(one: &Features, other: &Features) -> bool {
    let (Some(code), None) = (one.tax_code, other.tax_code) else { return false };
    let [family, given, ..] = code.parts();
    other.letters_in_code.iter().any(|[of_family, of_given]| of_family == family && of_given == given)
}

fn phones(a: &Features, b: &Features) -> Found {
    let best = (!a.phones.is_empty() && !b.phones.is_empty())
        .then(|| same_or(a.phones.iter().any(|x| b.phones.contains(x)), weights::PHONE_SAME, weights::PHONE_DIFFERENT));
    known(Part::Phone, best, a.phones.is_empty() != b.phones.is_empty())
}

fn same_or(same: bool, if_same: f64, if_not: f64) -> (How, f64) {
    if same { (How::Same, if_same) } else { (How::Different, if_not) }
}

/// A part one side knows is said to be not known; a part neither knows is not spoken of.
fn known(part: Part, best: Option<(How, f64)>, one_side: bool) -> Found {
    match best {
        Some((how, bits)) => Some((part, how, bits)),
        None => one_side.then_some((part, How::NotKnown, 0.0)),
    }
}
