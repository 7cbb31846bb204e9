//! Correcting one tie, ending it, taking it back.

use axum::{
    extract::{Path, Query},
    response::Redirect,
};
use ground::{PersonId, TieId};
use maud::{Markup, html};

use super::{beside, both as household_of, day, details, known_tie, relations, said_words, tie_words, to_household};
use crate::{
    app::Refusal,
    people::{
        acts::PersonView,
        household::{self, CannotTie, Depends, Kind, Said, Shown},
        pages::{
            change::{Asked, kept, kept_notice, path, summary, version_of},
            known_id,
        },
    },
    shell::{
        components::{Button, Field, button_row, hidden, post_form, section},
        forms::{Errors, Form, Typed, VERSION},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
    },
};

/// The tie on her page, and with whom it is.
async fn found(me: &Session, id: PersonId, tie: TieId) -> Result<(PersonView, String, Shown), Problem> {
    let (view, household) = household_of(me, id).await?;
    if household.may_correct {
        for member in household.members {
            if let Some(shown) = member.ties.iter().find(|one| one.id == tie) {
                return Ok((view, member.name.clone(), *shown));
            }
        }
    }
    Err(refused(me, Refusal::NotFound))
}

/// The form of one tie.
pub(in crate::people::pages) async fn edit(
    me: Session,
    Path((id, tie)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let (id, tie) = (known_id(&me, &id)?, known_tie(&me, &tie)?);
    let found = found(&me, id, tie).await?;
    let kept = kept(&me, &asked).await?;
    let above = if kept.is_some() {
        kept_notice(me.words())
    } else {
        html! {}
    };
    Ok(page(&me, &found, &kept.unwrap_or_else(|| typed_of(&found.2)), &Errors::default(), &above, false))
}

fn page(
    me: &Session,
    (view, name, tie): &(PersonView, String, Shown),
    typed: &Typed,
    errors: &Errors,
    above: &Markup,
    seen_now: bool,
) -> Markup {
    let w = me.words();
    let here = w.say("shell-correct");
    let names = [("her", view.identity.called().into()), ("other", name.as_str().into())];
    let action = format!("/people/{}/household/tie/{}", view.id, tie.id);
    let version = version_of(typed, VERSION, tie.version, seen_now);
    let is_relation = tie.said.kind.is_relation();
    let body = html! {
        (path(w, view, &here))
        h1 { (w.say_with("people-tie-title", &names)) }
        p.lead-line { (tie_words(w, tie)) }
        (summary(w, errors))
        (post_form(&action, me.hidden(), html! {
            (above)
            (hidden(VERSION, &version))
            @if is_relation {
                (Field::select("kind", w.say_with("people-tie-kind", &names)).options(relations(w)).required().from(typed, errors, w))
            }
            (details(w, typed, errors, is_relation))
            (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), vec![Button::link(w.say("shell-cancel"), &format!("/people/{}/household", view.id))]))
        }))
        @if tie.runs && !tie.ended {
            (section("end", &w.say("people-tie-end"), None, html! {}, html! {
                p.measure { (w.say(if tie.said.kind == Kind::Household { "people-tie-end-lead-household" } else { "people-tie-end-lead" })) }
                (post_form(&format!("{action}/end"), me.hidden(), html! {
                    (hidden(VERSION, &version))
                    (button_row(Button::quiet(w.say("people-tie-end-button")), vec![]))
                }))
            }))
        }
        (section("mistake", &w.say("people-tie-mistake"), None, html! {}, html! {
            p.measure { (w.say("people-tie-mistake-lead")) }
            (post_form(&format!("{action}/take-back"), me.hidden(), html! {
                (hidden(VERSION, &version))
                (button_row(Button::quiet(w.say("people-tie-mistake-button")), vec![]))
            }))
        }))
    };
    me.page(&here, Some(Tab::People), body)
}

fn read(form: &Form, errors: &mut Errors) -> Said {
    let kind = match (form.has("kind"), Kind::parse(form.take("kind"))) {
        (true, None) => {
            errors.add("kind", "people-tie-error-kind");
            Kind::Relative
        }
        // What is no kinship stays what it is.
        (false, _) => Kind::Household,
        (true, Some(kind)) => kind,
    };
    let depends = Depends::parse(form.take("depends")).unwrap_or_default();
    Said { kind, from: day(form, errors, "from"), until: day(form, errors, "until"), depends }
}

/// Saves it. When someone saved first, what stands now is said above what was typed (SEC-74).
pub(in crate::people::pages) async fn correct(
    Path((id, tie)): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let (id, tie) = (known_id(&me, &id)?, known_tie(&me, &tie)?);
    let mut errors = Errors::default();
    let said = read(&form, &mut errors);
    let version = form.version().unwrap_or_default();
    form.finish()?;
    if !errors.is_empty() {
        let found = found(&me, id, tie).await?;
        return Err(Problem::refused(page(&me, &found, &form.typed(), &errors, &html! {}, false)));
    }
    let actor = me.actor.clone();
    let done = me.app.work(move |app| household::correct(app, &actor, &once, id, (tie, version), said)).await;
    if done.is_ok() {
        me.forget_kept().await?;
    }
    answered(&me, (id, tie), &form, done).await
}

/// Ends it, on a day that nobody knows; a known day is a correction.
pub(in crate::people::pages) async fn end(
    Path((id, tie)): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let (id, tie) = (known_id(&me, &id)?, known_tie(&me, &tie)?);
    let version = form.version().unwrap_or_default();
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| household::end(app, &actor, &once, id, (tie, version), None)).await;
    answered(&me, (id, tie), &form, done).await
}

/// Takes it back.
pub(in crate::people::pages) async fn take_back(
    Path((id, tie)): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let (id, tie) = (known_id(&me, &id)?, known_tie(&me, &tie)?);
    let version = form.version().unwrap_or_default();
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| household::take_back(app, &actor, &once, id, (tie, version))).await;
    answered(&me, (id, tie), &form, done).await
}

async fn answered(
    me: &Session,
    (id, tie): (PersonId, TieId),
    form: &Form,
    done: Result<PersonId, Refusal<CannotTie>>,
) -> Result<Redirect, Problem> {
    let refusal = match done {
        Ok(id) => return Ok(to_household(me, id)),
        Err(refusal) => refusal,
    };
    match refusal.without_rule() {
        Ok(Refusal::Stale) => {
            let found = found(me, id, tie).await?;
            let w = me.words();
            let above = html! {
                div.notice role="alert" {
                    p { (w.say("people-conflict-lead")) }
                    p."mb-0" { (w.say("shell-conflict-theirs")) ": " b { (said_words(w, &found.2.said)) } }
                }
            };
            // A button alone sends nothing that could be kept: the form shows what stands now.
            let typed = if form.has("from") { form.typed() } else { typed_of(&found.2) };
            Err(Problem::stale(page(me, &found, &typed, &Errors::default(), &above, true)))
        }
        Ok(other) => Err(refused(me, other)),
        Err(rule) => {
            let found = found(me, id, tie).await?;
            let mut errors = Errors::default();
            let (field, error) = beside(rule);
            errors.add(field, error);
            Err(Problem::refused(page(me, &found, &form.typed(), &errors, &html! {}, false)))
        }
    }
}

fn typed_of(tie: &Shown) -> Typed {
    let day = |day: Option<ground::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    Typed::default()
        .with("kind", tie.said.kind.code())
        .with("from", day(tie.said.from))
        .with("until", day(tie.said.until))
        .with("depends", tie.said.depends.code())
}
