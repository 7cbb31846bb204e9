//! The form around the fields, and what it sends unseen.

use maud::{Markup, html};

/// A form that posts; `fields` are the hidden fields of the session.
#[must_use]
pub fn post_form(action: &str, fields: Markup, body: Markup) -> Markup {
    html! { form.sheet method="post" action=(action) novalidate accept-charset="utf-8" { (fields) (body) } }
}

/// A field that is sent and not seen.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}
