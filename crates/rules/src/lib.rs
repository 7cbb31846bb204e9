//! Law that computes: a page that a lawyer reads, and the machine computes. No I/O, no clock.
//!
//! `rulebook/LANGUAGE.md` is the language. Read in this order: `calendar` and `value` (what a value is), `fault`
//! (what is wrong with a page), `lex`, `expression` and `page` (from Markdown to `syntax`), `link` (names, types; to
//! one `graph`), `pack` (what it all is), `program` and `single` (the graph for one person). From there: `answer` and
//! `reason` (what it comes to, and why), `missing` and `ask` (what is asked next), `horizon` and `delta` (what another
//! day or fact changes), `bulk` (many persons), `cases`, `check` and `book` (for those who write pages).

#[cfg(test)]
extern crate self as rules;

mod answer;
mod ask;
mod book;
mod bulk;
pub mod calendar;
mod cases;
mod check;
mod delta;
mod expression;
mod fault;
mod graph;
mod horizon;
mod lex;
mod link;
mod missing;
mod pack;
mod page;
#[cfg(test)]
#[path = "../tests/people/mod.rs"]
mod people;
mod program;
#[cfg(test)]
mod properties;
mod reason;
mod rows;
mod show;
mod single;
mod sources;
mod syntax;
mod told;
mod value;

pub use answer::{Answer, AnswerRoom, Known, Written};
pub use ask::{Conversation, Otherwise};
pub use book::{Book, book};
pub use bulk::{Bulk, Changed, Columns, Found, Horizons, Impact, OPEN, Values, impact};
pub use cases::{CaseTold, Tried, fails};
pub use check::Texts;
pub use delta::{Due, Reach, Reached};
pub use fault::{Fault, Place, Weight};
pub use horizon::HorizonRoom;
pub use missing::Missing;
pub use pack::{Fact, List, Pack, Parameter, Question, RECORDS_MAX};
pub use page::{PAGE_BYTES_MAX, read};
pub use reason::{Ground, Reason};
pub use show::{CasePerson, Needs, months_and_days};
pub use single::{Sheet, Told};
pub use syntax::{Audience, Head, Page, ParameterRow, Since, Source, Sureness};
pub use told::BadFact;
pub use value::{Cell, Kind, NONE, UNKNOWN, hundredths};
