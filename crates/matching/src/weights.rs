//! Every figure the comparison rests on, in one place.
//!
//! The comparing weights are bits of evidence after Fellegi and Sunter: log2 of how much more
//! often something is seen between two records of one person than between two strangers. They
//! are judgement, to be replaced by weights estimated from the city's own records. Zero means
//! it says nothing; what is not known weighs nothing.

use crate::keys::KeyKind;

pub(crate) const BORN_SAME: f64 = 13.0;
pub(crate) const BORN_SAME_FIRST_OF_JANUARY: f64 = 8.0;
pub(crate) const BORN_SAME_MONTH: f64 = 6.5;
pub(crate) const BORN_SAME_YEAR: f64 = 5.0;
pub(crate) const BORN_FIRST_OF_JANUARY: f64 = 4.5;
pub(crate) const BORN_FIRST_OF_JANUARY_YEAR_OFF: f64 = 0.5;
pub(crate) const BORN_SWAPPED: f64 = 10.0;
pub(crate) const BORN_DAY_OFF: f64 = 4.5;
pub(crate) const BORN_MONTH_OFF: f64 = 3.0;
pub(crate) const BORN_OTHER_DAY_OF_YEAR: f64 = -3.0;
pub(crate) const BORN_YEAR_OFF: f64 = 6.0;
pub(crate) const BORN_DIFFERENT: f64 = -8.0;

pub(crate) const SEX_SAME: f64 = 0.9;
pub(crate) const SEX_DIFFERENT: f64 = -5.0;
pub(crate) const COUNTRY_SAME: f64 = 2.5;
pub(crate) const COUNTRY_DIFFERENT: f64 = -5.0;
/// Another country than the fiscal code of the other says: codes are computed from papers too.
pub(crate) const COUNTRY_OTHER_IN_CODE: f64 = -3.0;

pub(crate) const DOCUMENT_SAME: f64 = 18.0;
pub(crate) const DOCUMENT_ONE_SLIP: f64 = 10.0;
/// People change documents: another number says nearly nothing.
pub(crate) const DOCUMENT_DIFFERENT: f64 = -0.5;
pub(crate) const TAX_CODE_SAME: f64 = 18.0;
pub(crate) const TAX_CODE_ONE_SLIP: f64 = 12.0;
/// The desk computed one of the two from a misspelled name.
pub(crate) const TAX_CODE_SAME_BIRTH: f64 = 5.0;
/// The code of one is made of the names of the other, who has no code. The names themselves have said it.
pub(crate) const TAX_CODE_FITS_NAME: f64 = 1.0;
pub(crate) const TAX_CODE_DIFFERENT: f64 = -4.0;
/// Relatives share a telephone.
pub(crate) const PHONE_SAME: f64 = 8.0;
pub(crate) const PHONE_DIFFERENT: f64 = -0.5;

/// A name part written the same, by the length of its skeleton: long names are rarer.
pub(crate) const TOKEN_SAME: [f64; 5] = [4.5, 5.0, 6.5, 7.5, 8.5];
/// What a counted share of persons keeps of its bits: the parts of one name come together.
pub(crate) const COUNTED_KEPT: f64 = 0.7;
/// Among so many persons the count and the length have equal say.
pub(crate) const COUNTED_FROM: f64 = 5_000.0;
/// The bits of the commonest name part, and of one that nobody else has.
pub(crate) const COUNTED_LEAST: f64 = 2.0;
pub(crate) const COUNTED_MOST: f64 = 10.0;
/// What share of it other spellings keep.
pub(crate) const TOKEN_TRANSLITERATED: f64 = 0.92;
pub(crate) const TOKEN_OTHER_SCRIPT: f64 = 0.9;
pub(crate) const TOKEN_OTHER_READING: f64 = 0.8;
pub(crate) const TOKEN_VOWELS_DIFFER: f64 = 0.7;
pub(crate) const TOKEN_ONE_LETTER: f64 = 0.75;
pub(crate) const TOKEN_BEGINNING: f64 = 0.5;
pub(crate) const TOKEN_INITIAL: f64 = 0.3;
/// Both names have a part the other has not.
pub(crate) const TOKEN_CONFLICT: f64 = -3.5;
/// And it is the first given name: brothers share all the others.
pub(crate) const FIRST_GIVEN_CONFLICT: f64 = -6.0;
/// The first given name of one is a further name of the other, or is missing there.
pub(crate) const FIRST_GIVEN_ALONE: f64 = -1.5;
pub(crate) const TOKEN_MISSING: f64 = -0.7;
pub(crate) const NAME_DIFFERENT: f64 = -9.0;

/// From how many bits on a reason speaks strongly, clearly, or a little.
pub(crate) const STRONG: f64 = 9.0;
pub(crate) const CLEAR: f64 = 3.5;
pub(crate) const LITTLE: f64 = 0.4;

/// Bits at which a pair is as likely one person as two.
pub(crate) const EVEN: f64 = 15.0;
/// Bits for one unit of the score's exponent: wide, so that strong pairs still differ in four decimals.
pub(crate) const SPREAD: f64 = 6.0;
/// From this score on a pair is taken for one person.
pub const SCORE_MATCH: f64 = 0.75;
/// From this score on a person should look at the pair, and the first of those found is the answer where
/// one answer is asked for.
pub const SCORE_POSSIBLE: f64 = 0.5;

/// What share of its rarity a number brings to the shortlist: relatives share telephones.
pub(crate) const fn number_key(kind: KeyKind) -> f32 {
    match kind {
        KeyKind::Phone => 0.9,
        KeyKind::TaxCode
        | KeyKind::Document
        | KeyKind::Birth
        | KeyKind::Pair
        | KeyKind::PairYear
        | KeyKind::NameYear
        | KeyKind::Name => 1.0,
    }
}

/// What share of their rarity the other date and the other spelling bring.
pub(crate) const GUESSED_BIRTH: f32 = 0.7;
pub(crate) const GUESSED_PART: f32 = 0.6;
/// The most a guessed name part can bring, in bits: a slip has no rarity of its own.
pub(crate) const GUESSED_PART_MOST: f32 = 8.0;
/// Bits of the birth year, the same, one off, two off.
pub(crate) const YEAR_OFF_BITS: [f32; 3] = [5.0, 2.5, 1.5];
/// Bits of a name part whose own key was not looked up.
pub(crate) const UNASKED_PART: f32 = 6.0;
/// Name parts of a query for which typing errors are guessed.
pub(crate) const PARTS_WITH_SLIPS: usize = 4;
/// Of a key that was cut off, one more fetch full of persons is assumed for so many in the index.
pub(crate) const PERSONS_PER_CUT_NAME: f32 = 20_000.0;
/// And of a birth date or number that was cut off, this many fetches.
pub(crate) const CUT_OTHERS: f32 = 5.0;
/// Keeps a key that one person has from outweighing everything.
pub(crate) const RARITY_FLOOR: f32 = 1.0;
