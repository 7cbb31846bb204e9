//! What a page sends back and shows again: read within limits, with only the fields the page allows.
//!
//! A handler takes each field it knows and then calls [`Form::finish`]: whatever is left was not
//! on the form, and the whole request is refused (SEC-08). What was typed stays in [`Typed`] to be
//! shown again, and [`Errors`] holds what to say beside which field.

mod encoding;
mod errors;
mod sent;
mod typed;

pub(crate) use encoding::decoded;
pub use encoding::encoded;
pub use errors::Errors;
pub use sent::{BadForm, CSRF, Form, Limits, ONCE, UnknownField, VERSION};
pub(in crate::shell) use sent::{is_form, whole};
pub use typed::Typed;

#[cfg(test)]
mod tests;
