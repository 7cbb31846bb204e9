//! Where a protected person stays: why first, then the address, once (SEC-20).
//!
//! The address is in no page that is asked for by GET, and in the form that writes it nothing stands of
//! what was written before.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use ground::{Line, PersonId, Prose};
use maud::{Markup, html};

use super::{
    change::{path, seen, summary},
    known_id,
};
use crate::{
    app::Refusal,
    people::{
        acts::PersonView,
        safe_address::{self, Letters, Reason, SafeAddress, Standing},
    },
    shell::{
        components::{Button, Choice, Choices, Field, button_row, hidden, post_form, saved, section},
        forms::{Errors, Form, Typed, VERSION},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// The page: whether one is written, the form that asks for it, the form that writes it.
pub(super) async fn ask(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let (view, standing) = both(&me, id).await?;
    Ok(page(&me, &view, &standing, &Typed::default(), &Errors::default(), None))
}

async fn both(me: &Session, id: PersonId) -> Result<(PersonView, Standing), Problem> {
    let actor = me.actor.clone();
    let standing = me.app.work(move |app| safe_address::standing(app, &actor, id)).await;
    let standing = standing.map_err(|refusal| refused(me, refusal))?;
    Ok((seen(me, id).await?, standing))
}

fn page(
    me: &Session,
    view: &PersonView,
    standing: &Standing,
    typed: &Typed,
    errors: &Errors,
    shown: Option<&SafeAddress>,
) -> Markup {
    let w = me.words();
    let here = w.say("people-address-title");
    let reasons =
        Reason::ALL.iter().map(|(code, _)| Choice::new(code, w.say(&format!("people-address-reason-{code}"))));
    let body = html! {
        (path(w, view, &here))
        h1 { (here) }
        p.measure."mb-3" { (w.say("people-address-lead")) }
        (summary(w, errors))
        @if let Some(shown) = shown { (address(w, shown)) }
        @match standing.written {
            None => { p { (w.say("people-address-none")) } }
            Some((_, at)) => {
                @if shown.is_none() {
                    (section("ask", &w.say("people-address-ask"), None, html! {}, html! {
                        p { (w.say_with("people-address-written", &[("day", w.day(at.day(&me.app.zone)).into())])) }
                        (post_form(&format!("/people/{}/safe-address", view.id), me.hidden(), html! {
                            (Choices::one("reason", w.say("people-address-reason")).options(reasons.collect()).from(typed, errors, w))
                            (button_row(Button::main(w.say("people-address-show")), vec![]))
                        }))
                    }))
                }
            }
        }
        @if standing.may_write && shown.is_none() { (write_form(me, view.id, standing, typed, errors)) }
    };
    // why: a title stays in the history of the browser, so it names nobody
    me.page(&here, Some(Tab::People), body)
}

/// The address itself, on the screen and nowhere else.
fn address(w: &Words, shown: &SafeAddress) -> Markup {
    html! {
        (saved(&w.say("people-address-now"), html! {}, html! {}))
        div.sheet.never-print {
            dl.fact-list {
                dt { (w.say("people-address-place")) } dd.text-break.keep-lines { bdi { (shown.place) } }
                dt { (w.say("people-address-letters")) }
                dd.text-break {
                    @match &shown.letters {
                        Letters::ByHand => { (w.say("people-address-by-hand")) }
                        Letters::CareOf(line) => { (w.say("people-address-care-of")) ": " bdi { (line) } }
                    }
                }
            }
        }
        p.only-print { (w.say("people-address-no-print")) }
    }
}

fn write_form(me: &Session, id: PersonId, standing: &Standing, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let letters = vec![
        Choice::new("by_hand", w.say("people-address-by-hand")),
        Choice::new("care_of", w.say("people-address-care-of")),
    ];
    let version = standing.written.map_or(0, |(version, _)| version);
    let heading = w.say(if version == 0 { "people-address-write" } else { "people-address-write-anew" });
    section(
        "write",
        &heading,
        None,
        html! {},
        html! {
            @if version > 0 { p.measure { (w.say("people-address-write-anew-lead")) } }
            (post_form(&format!("/people/{id}/safe-address/write"), me.hidden(), html! {
                (hidden(VERSION, &version.to_string()))
                (Field::area("safe_place", w.say("people-address-place")).hint(w.say("people-address-place-hint")).lines(3)
                    .required().auto_dir().autocomplete("off").from(typed, errors, w))
                (Choices::one("letters", w.say("people-address-letters")).options(letters).from(typed, errors, w).in_line())
                (Field::text("safe_care_of", w.say("people-address-care-of-line")).hint(w.say("people-address-care-of-hint"))
                    .auto_dir().autocomplete("off").from(typed, errors, w))
                (button_row(Button::quiet(w.say("people-address-save")), vec![]))
            }))
        },
    )
}

/// Shows it to whoever said why.
pub(super) async fn show(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Response, Problem> {
    let id = known_id(&me, &id)?;
    let reason = Reason::parse(form.take("reason"));
    form.finish()?;
    let (view, standing) = both(&me, id).await?;
    let Some(reason) = reason else {
        let mut errors = Errors::default();
        errors.add("reason", "people-address-error-reason");
        return Err(Problem::refused(page(&me, &view, &standing, &form.typed(), &errors, None)));
    };
    let actor = me.actor.clone();
    let shown = me.app.work(move |app| safe_address::show(app, &actor, &once, id, reason)).await;
    match shown.map_err(|refusal| refused(&me, refusal))? {
        Some(shown) => {
            Ok(page(&me, &view, &standing, &Typed::default(), &Errors::default(), Some(&shown)).into_response())
        }
        None => Ok(Redirect::to(&format!("/people/{id}/safe-address")).into_response()),
    }
}

fn read(form: &Form, errors: &mut Errors) -> Option<SafeAddress> {
    let place = errors.text("safe_place", Prose::parse(form.take("safe_place")));
    let care_of = errors.text("safe_care_of", Line::optional(form.take("safe_care_of"))).flatten();
    let letters = match (form.take("letters"), care_of) {
        ("by_hand", _) => Some(Letters::ByHand),
        ("care_of", Some(line)) => Some(Letters::CareOf(line)),
        ("care_of", None) => {
            errors.add("safe_care_of", "people-address-error-care-of");
            None
        }
        _ => {
            errors.add("letters", "people-address-error-letters");
            None
        }
    };
    place.zip(letters).map(|(place, letters)| SafeAddress { place, letters })
}

/// Writes it down.
pub(super) async fn write(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let mut errors = Errors::default();
    let new = read(&form, &mut errors);
    let version = form.version().unwrap_or_default();
    form.finish()?;
    let Some(new) = new.filter(|_| errors.is_empty()) else {
        let (view, standing) = both(&me, id).await?;
        return Err(Problem::refused(page(&me, &view, &standing, &form.typed(), &errors, None)));
    };
    let actor = me.actor.clone();
    let done = me.app.work(move |app| safe_address::write(app, &actor, &once, id, version, &new)).await;
    match done {
        Ok(id) => Ok(Redirect::to(&format!("/people/{id}/safe-address"))),
        Err(Refusal::Stale) => {
            errors.add("safe_place", "people-address-error-stale");
            let (view, standing) = both(&me, id).await?;
            Err(Problem::stale(page(&me, &view, &standing, &form.typed(), &errors, None)))
        }
        Err(refusal) => Err(refused(&me, refusal)),
    }
}
