//! Writing a new person down, filled with what the search was asked.

use axum::{
    extract::Query,
    response::{IntoResponse as _, Redirect, Response},
};
use ground::{ContactId, PersonId};
use matching::Known;
use maud::{Markup, html};
use policy::{Action, Resource};

use super::{
    change::{Asked, document_notice, explain, kept, kept_notice, summary, to_person},
    document,
    form::{self, Drawn},
    search, texts,
};
use crate::{
    people::{Hit, acts, merge, model::NewPerson},
    shell::{
        components::{Button, button_row, hidden, post_form},
        forms::{Errors, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
    },
};

/// The form of a new person that was left half filled; without one, a new person comes from a search.
pub(super) async fn go_on(me: Session, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    Ok(match kept(&me, &asked).await? {
        Some(typed) => page(&me, &typed, &Errors::default(), &kept_notice(me.words())).into_response(),
        None => Redirect::to("/people").into_response(),
    })
}

/// The form of a new person, filled with what the search was asked: she is never typed twice.
pub(super) async fn start(Sent { me, form, .. }: Sent) -> Result<Markup, Problem> {
    let me = me.at("/people/new");
    me.must(Action::Create, Resource::Identity)?;
    let w = me.words();
    let known = Known::from_box(form.take("q"));
    let (born, country) = (form.take("born"), form.take("country"));
    let (then, household) = (form.take("then").to_owned(), form.take("household").to_owned());
    form.finish()?;
    let whole = known.names.first().map(|name| name.family.clone()).unwrap_or_default();
    let (given, family) = whole.split_once(' ').unwrap_or((&whole, ""));
    let mut typed = Typed::default().with("given-1", given).with("family-1", family);
    typed = match (born, known.born) {
        ("", Some(born)) => typed.with("birth", written(born)),
        (born, _) => typed.with("birth", born),
    };
    let country = texts::country(country).map_or(country, |country| country.name(w.tongue()));
    typed = typed.with("birth_country", country);
    if let Some(phone) = known.phones.first() {
        typed = typed.with("phone-1", phone.as_str());
    } else if let Some(number) = known.documents.first() {
        typed = typed.with("idkind-1", "passport").with("idvalue-1", number.as_str());
    }
    if let Some(code) = &known.tax_code {
        typed = typed.with("idkind-1", "tax_code").with("idvalue-1", code.as_str());
    }
    typed = typed
        .with("sex", "not_recorded")
        .with("interpreter", "not_asked")
        .with("home", "not_recorded")
        .with("then", then)
        .with("household", household);
    Ok(page(&me, &typed, &Errors::default(), &html! {}))
}

fn written(born: matching::Born) -> String {
    match (born.month, born.day) {
        (Some(month), Some(day)) => format!("{day}/{month}/{}", born.year),
        (Some(month), None) => format!("{month}/{}", born.year),
        _ => born.year.to_string(),
    }
}

/// Writes down a new person.
pub(super) async fn create(Sent { me, form, once }: Sent) -> Result<Response, Problem> {
    me.must(Action::Create, Resource::Identity)?;
    let mut errors = Errors::default();
    let identity = form::read_identity(&form, &mut errors, &[]);
    let file = form::read_file(&form, &mut errors);
    let then = contact_that_waits(form.take("then"));
    let sure = !form.take("sure").is_empty();
    let household: Option<PersonId> = form.take("household").parse().ok();
    let reads = document::is_asked(&form);
    form.finish()?;
    if reads {
        return match document::read(me.words(), form.typed(), me.app.today()) {
            Ok(typed) => Ok(page(&me, &typed, &Errors::default(), &document_notice(me.words())).into_response()),
            Err(errors) => Err(Problem::refused(page(&me, &form.typed(), &errors, &html! {}))),
        };
    }
    if !errors.is_empty() {
        return Err(Problem::refused(page(&me, &form.typed(), &errors, &html! {})));
    }
    let new = NewPerson { identity, file };
    if !sure {
        let there = me.app.work(|app| merge::there_already(app, &me.actor, &once, &new)).await;
        let there = there.map_err(|refusal| refused(&me, refusal))?;
        if !there.is_empty() {
            let typed = form.typed();
            return Err(Problem::refused(warned(&me, &typed, &there)));
        }
    }
    let actor = me.actor.clone();
    let id = me.app.work(move |app| acts::create(app, &actor, &once, &new)).await;
    let id = id.map_err(|refusal| explain(&me, refusal, |errors| page(&me, &form.typed(), errors, &html! {})))?;
    me.forget_kept().await?;
    let next = match (then, household) {
        (Some(contact), _) => Redirect::to(&format!("/contacts/{contact}/who?person={id}")),
        (None, Some(first)) => Redirect::to(&format!("/people/{first}/household/with/{id}")),
        (None, None) => to_person(&me, id),
    };
    Ok(next.into_response())
}

/// The contact that waits for this person, when she is written down for one.
fn contact_that_waits(then: &str) -> Option<ContactId> {
    then.parse().ok()
}

/// The form again, with who is there already: nobody is written down twice without being asked.
fn warned(me: &Session, typed: &Typed, there: &[Hit]) -> Markup {
    let w = me.words();
    let above = html! {
        section.part aria-labelledby="h-there" {
            h2 id="h-there" tabindex="-1" autofocus { (w.say("people-there-already")) }
            p.measure { (w.say("people-there-already-lead")) }
            ol.rows.sheet.find-list aria-labelledby="h-there" {
                @for (at, one) in there.iter().enumerate() { li { (search::hit(w, one, at, &format!("/people/{}", one.id))) } }
            }
        }
    };
    page_with(me, typed, &Errors::default(), &above, vec![Button::quiet(w.say("people-there-sure")).named("sure", "1")])
}

fn page(me: &Session, typed: &Typed, errors: &Errors, above: &Markup) -> Markup {
    page_with(me, typed, errors, above, vec![])
}

fn page_with(me: &Session, typed: &Typed, errors: &Errors, above: &Markup, more: Vec<Button>) -> Markup {
    let w = me.words();
    let others: Vec<Button> = more.into_iter().chain([Button::link(w.say("shell-cancel"), "/people")]).collect();
    let drawn = Drawn { w, typed, errors };
    let title = w.say("people-new");
    let body = html! {
        h1 { (title) }
        p.measure { (w.say("people-new-lead")) }
        (above)
        (summary(w, errors))
        (post_form("/people", me.hidden(), html! {
            @if let Some(contact) = contact_that_waits(typed.get("then")) { (hidden("then", &contact.to_string())) }
            // Whose household she is written down for.
            @if let Ok(first) = typed.get("household").parse::<PersonId>() { (hidden("household", &first.to_string())) }
            (drawn.identity())
            (drawn.file())
            (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), others))
        }))
    };
    me.page(&title, Some(Tab::People), body)
}
