//! Writing down what someone is to a person: after she was found, or written down anew.

use axum::{
    extract::{Path, Query},
    response::Redirect,
};
use ground::PersonId;
use maud::{Markup, html};

use super::{day, details, explain, relations, to_household};
use crate::{
    app::Refusal,
    people::{
        acts::PersonView,
        household::{self, CannotTie, Depends, Kind, NewTie, Other},
        pages::{
            change::{Asked, kept, kept_notice, path, seen, summary},
            known_id,
        },
    },
    shell::{
        components::{Button, Choice, Choices, Field, button_row, hidden, post_form, section},
        forms::{Errors, Form, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
    },
};

/// What the second form of the page sends: the other is to be told nothing.
const SILENCE: &str = "not_told";

async fn both(me: &Session, id: PersonId, other: PersonId) -> Result<(PersonView, Other), Problem> {
    let actor = me.actor.clone();
    let told = me.app.work(move |app| household::other(app, &actor, id, other)).await;
    let told = told.map_err(|refusal| refused(me, refusal))?;
    Ok((seen(me, id).await?, told))
}

/// The form about these two.
pub(in crate::people::pages) async fn ask(
    me: Session,
    Path((id, other)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let (id, other) = (known_id(&me, &id)?, known_id(&me, &other)?);
    let (view, told) = both(&me, id, other).await?;
    let kept = kept(&me, &asked).await?;
    let above = if kept.is_some() {
        kept_notice(me.words())
    } else {
        html! {}
    };
    let fresh = Typed::default().with("together", "yes").with("depends", "not_asked");
    Ok(page(&me, &view, &told, &kept.unwrap_or(fresh), &Errors::default(), &above))
}

fn page(me: &Session, view: &PersonView, told: &Other, typed: &Typed, errors: &Errors, above: &Markup) -> Markup {
    let w = me.words();
    let here = w.say("people-household-add");
    let (her, other) = (view.identity.called(), told.name.as_str());
    let names = [("her", her.as_str().into()), ("other", other.into())];
    let action = format!("/people/{}/household/with/{}", view.id, told.id);
    let none = Choice::new("none", w.say("people-tie-none"));
    let kinds: Vec<Choice> = relations(w).into_iter().chain([none]).collect();
    let yes_no = ["yes", "no"].map(|code| Choice::new(code, w.say(&format!("people-together-{code}"))));
    let mates = told.mates.iter().map(|(id, name)| Choice::new(&id.to_string(), name.as_str())).collect();
    let body = html! {
        (path(w, view, &here))
        h1 { (w.say_with("people-tie-title", &names)) }
        (summary(w, errors))
        (post_form(&action, me.hidden(), html! {
            (above)
            (Field::select("kind", w.say_with("people-tie-kind", &names)).options(kinds).required().from(typed, errors, w))
            (Choices::one("together", w.say("people-together")).options(yes_no.to_vec()).from(typed, errors, w).in_line())
            @if !told.mates.is_empty() {
                (Choices::many("also_with", w.say_with("people-also-with", &names)).options(mates).from(typed, errors, w))
            }
            (details(w, typed, errors, true))
            (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), vec![Button::link(w.say("shell-cancel"), &format!("/people/{}/household", view.id))]))
        }))
        (section("silence", &w.say_with("people-silence", &names), None, html! {}, html! {
            p.measure { (w.say_with("people-silence-lead", &names)) }
            (post_form(&action, me.hidden(), html! {
                (hidden("kind", SILENCE))
                (button_row(Button::quiet(w.say("people-silence-button")), vec![]))
            }))
        }))
    };
    me.page(&here, Some(Tab::People), body)
}

fn read(form: &Form, errors: &mut Errors, other: PersonId) -> NewTie {
    let kind = match form.take("kind") {
        "none" => None,
        "" => {
            errors.add("kind", "people-tie-error-kind");
            None
        }
        code => {
            let kind = Kind::parse(code).filter(|kind| kind.is_relation() || code == SILENCE && *kind == Kind::NotTold);
            if kind.is_none() {
                errors.add("kind", "people-tie-error-kind");
            }
            kind
        }
    };
    let together = form.take("together") == "yes" && kind != Some(Kind::NotTold);
    let also_with = form.take_all("also_with").into_iter().filter_map(|id| id.parse().ok()).collect();
    let (from, until) = (day(form, errors, "from"), day(form, errors, "until"));
    let depends = Depends::parse(form.take("depends")).unwrap_or_default();
    NewTie { other, kind, together, also_with, from, until, depends }
}

/// Writes it down.
pub(in crate::people::pages) async fn add(
    Path((id, other)): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let (id, other) = (known_id(&me, &id)?, known_id(&me, &other)?);
    let mut errors = Errors::default();
    let new = read(&form, &mut errors, other);
    form.finish()?;
    if !errors.is_empty() {
        let (view, told) = both(&me, id, other).await?;
        return Err(Problem::refused(page(&me, &view, &told, &form.typed(), &errors, &html! {})));
    }
    let actor = me.actor.clone();
    match me.app.work(move |app| household::add(app, &actor, &once, id, &new)).await {
        Ok(id) => me.forget_kept().await.map(|()| to_household(&me, id)),
        // One's own name is not a page on which anything could be put right.
        Err(Refusal::Rule(CannotTie::Herself)) => Err(Problem::BadRequest(me.actor.tongue)),
        Err(refusal) => {
            let (view, told) = both(&me, id, other).await?;
            Err(explain(&me, refusal, |errors| page(&me, &view, &told, &form.typed(), errors, &html! {})))
        }
    }
}
