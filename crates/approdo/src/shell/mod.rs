//! What all rooms share on the way in and out: forms, texts, parts of a page, the page around
//! them, the sheets, the headers, and the pages for what went wrong. Nothing here knows a room.

pub mod address;
pub mod assets;
pub mod components;
pub mod export;
pub mod file;
pub mod forms;
pub mod headers;
pub mod layout;
pub mod letters;
mod pace;
pub mod problem;
mod rooms;
pub mod session;
pub mod words;

pub use pace::FLOOR_BYTES_A_SECOND;
#[cfg(test)]
pub(crate) use rooms::with_more;
pub use rooms::{REQUEST_TIME, router};
