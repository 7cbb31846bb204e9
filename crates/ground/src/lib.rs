//! The words that every room of Approdo speaks: who (`id`), when (`time`), how sensitive (`level`),
//! in which language (`tongue`, `lists`), on which paper (`tax_code`, `mrz`), with what text (`text`, `hex`), by what chance (`dice`), how much of it at most (`limit`) and how
//! often (`count`).
//!
//! Nothing here does any I/O but two things that are handed to everyone as values, so that tests
//! can turn them: the [`Clock`] and the [`Dice`].

mod count;
mod dice;
pub mod hex;
mod id;
mod level;
mod limit;
pub mod lists;
pub mod mrz;
mod secret;
mod tax_code;
mod text;
mod time;
mod tongue;

pub use count::{Count, Inside, MICROS, Present, Spread};
pub use dice::Dice;
pub use id::{
    AccountId, ContactId, ExportId, FactId, GlassId, Id, IdError, PasskeyId, PersonId, TeamId, TieId, TitleId, kind,
};
pub use level::{Compartment, Level, LevelSet};
pub use limit::Limit;
pub use secret::Secret;
pub use tax_code::{BadTaxCode, TaxCode, TaxSex};
pub use text::{BadText, Line, Prose, clean, visible};
pub use time::{BadDate, BirthDate, Clock, Day, Holidays, Timestamp, city_zone};
pub use tongue::Tongue;
