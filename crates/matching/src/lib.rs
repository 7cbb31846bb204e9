//! Is this the same person? Names across scripts, dates with unknown days, numbers with slips.
//!
//! The crate knows no table and no clock. The application keeps identity encrypted and asks in
//! five steps:
//!
//! 1. **File.** [`Features::of`] folds what is [`Known`] of a person and
//!    [`Features::index_keys`] gives the [`Key`]s to file her under. The application hashes each
//!    key with the city's secret and stores hash and person.
//! 2. **Fetch.** For a search, [`Features::query_keys`] gives the keys to look up, most telling
//!    first; the application fetches up to [`POSTINGS_MAX`] persons for each.
//! 3. **Shorten.** [`Shortlist`] weighs the keys by rarity and names the few records to decrypt
//!    ([`SHORTLIST`]).
//! 4. **Compare.** [`Features::weigh`] notes how rare the names of the query are, [`score`] orders
//!    them; [`compare`] also decides and says why, part by part, in codes ([`How::code`]) that the
//!    words of the interface spell out.
//! 5. **Look again**, only when nobody reached [`SCORE_MATCH`]: [`Features::spare_keys`] go into
//!    the same [`Shortlist`], and those of the best [`SHORTLIST_WIDE`] not yet opened are
//!    compared too. One search in four needs it; it finds most of the misspelled ones.
//!
//! `examples/recall.rs` is this loop on a file, with its recall, precision and times.
//!
//! Whole files, without a database, are another matter: [`Roll`] takes the records in and
//! [`Linkage`] says which are one person (`linkage/`); `examples/pairs.rs` judges what it said.
//!
//! Read in this order: `known` (what is written), `script` (any script to letters), `particles`,
//! `pinyin` and `tokens` (letters to name parts), `sound`, `readings` and `other_names` (a part to its consonant skeletons),
//! `birth` and `numbers`, `home`, `keys`, `query` and `slips`, `shortlist`, `align` and `compare`, and `weights`, where every
//! figure stands.
//!
//! ```
//! use matching::{Decision, Features, Known, NameForm, compare};
//! let filed = Known { names: vec![NameForm::new("محمد", "العمراني")], ..Known::default() };
//! let typed = Known::from_box("El Amrani Mohammed");
//! let likeness = compare(&Features::of(&filed), &Features::of(&typed));
//! assert!(likeness.score > 0.4);
//! assert!(likeness.decision < Decision::Match, "a name alone is never proof");
//! ```

mod align;
mod birth;
mod compare;
mod distance;
mod features;
mod home;
mod keys;
mod known;
mod linkage;
mod numbers;
mod other_names;
mod particles;
mod pinyin;
mod query;
mod readings;
mod script;
mod search_box;
mod shortlist;
mod slips;
mod sound;
mod surname;
mod tokens;
mod weights;
mod word;

pub use compare::{Because, Decision, How, Likeness, Part, Strength, compare, score};
pub use features::Features;
pub use home::home_marks;
pub use keys::{KEYS_VERSION, Key, KeyKind, POSTINGS_MAX};
pub use known::{Born, Country2, Known, NameForm, Sex};
pub use linkage::{Aspect, EXTRA_COLUMNS_MAX, Linkage, Linked, Pair, Reason, Roll, Stage, Thresholds, Verdict, Work};
pub use query::QueryKey;
pub use shortlist::Shortlist;
pub use surname::carries_surname;
pub use weights::{SCORE_MATCH, SCORE_POSSIBLE};

/// How many records of a [`Shortlist`] are worth decrypting.
pub const SHORTLIST: usize = 25;

/// How many records are worth decrypting on a second look, with [`Features::spare_keys`].
pub const SHORTLIST_WIDE: usize = 75;
