//! Whose contact it was: looking for her after it is saved, so that nothing typed is lost meanwhile.

use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Response},
};
use ground::{ContactId, PersonId};
use maud::{Markup, html};
use serde::Deserialize;

use super::{contact_in, form, go};
use crate::{
    desk::{
        self, Seen,
        neighbours::{self, Candidate},
    },
    shell::{
        components::{Button, Field, Mark, bdi, button_row, empty, hidden, marked, post_form, sign},
        forms::{Errors, Typed, VERSION},
        layout::Tab,
        letters,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// Who was found, with whether there are more.
type Found = (Vec<Candidate>, bool);

/// What stands behind the question mark: the id of a person who was just created.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    person: String,
}

/// Asks who it was. After a new person was written down, offers her.
pub(super) async fn ask(me: Session, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let id = contact_in(&me, &id)?;
    let person: Option<PersonId> = asked.person.parse().ok();
    let actor = me.actor.clone();
    let fetched = me.app.work(move |app| {
        let seen = desk::see(app, &actor, id)?;
        let name = person.map(|person| desk::name_of(app, &actor, person)).transpose()?;
        Ok((seen, name))
    });
    let (seen, name) = fetched.await.map_err(|refusal| refused(&me, refusal))?;
    let offered =
        person.zip(name).map(|(id, name)| Candidate { id, names: vec![name], born: None, country: None, sure: true });
    Ok(page(&me, &seen, None, "", offered.map(|one| (vec![one], false)).as_ref()))
}

/// Looks for her again, under another name.
pub(super) async fn search(Path(id): Path<String>, Sent { me, form, .. }: Sent) -> Result<Response, Problem> {
    let id = contact_in(&me, &id)?;
    let typed = form.take("who").trim().to_owned();
    form.finish()?;
    found(&me, id, &typed, false).await
}

/// The answer page of a search: who it may be, each with the button that says so. It answers a POST,
/// for a name never stands in an address or a log.
pub(super) async fn found(me: &Session, id: ContactId, typed: &str, just_saved: bool) -> Result<Response, Problem> {
    let (actor, text) = (me.actor.clone(), typed.to_owned());
    let fetched = me.app.work(move |app| {
        let seen = desk::see(app, &actor, id)?;
        let found = if text.is_empty() { None } else { Some(neighbours::find(app, &actor, &text)?) };
        Ok((seen, found, desk::count_today(app, &actor)?))
    });
    let (seen, found, count) = fetched.await.map_err(|refusal| refused(me, refusal))?;
    let above = just_saved.then(|| form::just_saved_bar(me.words(), &seen, count));
    Ok(page(me, &seen, above, typed, found.as_ref()).into_response())
}

/// Says whose contact it was, or that it is nobody's.
pub(super) async fn link(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Response, Problem> {
    let id = contact_in(&me, &id)?;
    let version = form.version().ok_or(Problem::BadRequest(me.actor.tongue))?;
    let person = match form.take("person") {
        "" => None,
        text => Some(text.parse::<PersonId>().map_err(|_| Problem::BadRequest(me.actor.tongue))?),
    };
    form.finish()?;
    let actor = me.actor.clone();
    let linked = me.app.work(move |app| desk::link(app, &actor, &once, id, version, person)).await;
    linked.map_err(|refusal| refused(&me, refusal))?;
    Ok(go(&format!("/contacts?saved={id}")))
}

fn page(me: &Session, seen: &Seen, above: Option<Markup>, typed: &str, found: Option<&Found>) -> Markup {
    let (w, id) = (me.words(), seen.contact.id);
    let values = Typed::default().with("who", typed);
    let who = Field::search("who", w.say("desk-who-search")).auto_dir().key('7').from(&values, &Errors::default(), w);
    // why: with the focus in the box the letters printed on the page would be typed into it
    let who = if found.is_none() { who.autofocus() } else { who };
    let body = html! {
        @if let Some(above) = above { div.mb-4 { (above) } }
        h1 { (w.say("desk-who-title")) }
        @if let Some(name) = &seen.person { p.lead-line { (w.say("desk-who-now")) " " b { (bdi(name)) } } }
        div.mt-4 { (post_form(&format!("/contacts/{id}/who"), me.hidden(), html! {
            (who)
            (letters::way(w))
            (button_row(Button::main(w.say("shell-search")), Vec::new()))
        })) }
        @if let Some((candidates, more)) = found {
            (results(me, seen, candidates, *more))
        }
        div.actions.part {
            // why a post: what was typed goes along, and the new person's page brings back to this one
            form method="post" action="/people/new" accept-charset="utf-8" {
                (me.hidden())
                (hidden("q", typed)) (hidden("born", "")) (hidden("country", ""))
                (hidden("then", &id.to_string()))
                button.btn.btn-quiet type="submit" accesskey="p" data-key="p" {
                    (sign("it-plus-circle")) " " (w.say(if found.is_some() { "desk-who-new" } else { "desk-who-new-at-once" })) " " (crate::shell::components::keycap("P"))
                }
            }
            @if seen.contact.person.is_some() {
                (choose(me, seen, None, &w.say("desk-who-unlink"), "btn btn-bare"))
            } @else {
                a.btn.btn-bare href={ "/contacts?saved=" (id) } { (w.say("desk-who-leave")) }
            }
        }
    };
    me.page(&w.say("desk-who-title"), Some(Tab::Contacts), body)
}

fn results(me: &Session, seen: &Seen, candidates: &[Candidate], more: bool) -> Markup {
    let w = me.words();
    html! {
        section.part aria-labelledby="h-found" {
            div.part-head { h2 id="h-found" tabindex="-1" autofocus { (w.say_with("desk-who-found", &[("count", candidates.len().into())])) } }
            @if candidates.is_empty() {
                (empty(&w.say("desk-who-none"), &w.say("desk-who-none-next"), None))
            } @else {
                ol.rows.sheet.find-list aria-labelledby="h-found" { @for one in candidates { li { (candidate(me, seen, one)) } } }
            }
            @if more { p.meta { (w.say("desk-who-more")) } }
        }
    }
}

fn candidate(me: &Session, seen: &Seen, one: &Candidate) -> Markup {
    let w = me.words();
    let name = one.names.first().map_or("", String::as_str);
    html! {
        div.find {
            div {
                a.name href={ "/people/" (one.id) } { (bdi(name)) }
                @for other in one.names.iter().skip(1) { " " span.native dir="auto" { (other) } }
                p.mb-0 { (facts(w, one)) }
            }
            div { @if one.sure { (marked(Mark::Good, &w.say("desk-who-sure"))) } @else { (marked(Mark::Note, &w.say("desk-who-maybe"))) } }
            (choose(me, seen, Some(one.id), &w.say_with("desk-who-this", &[("name", name.into())]), "btn btn-quiet btn-small"))
        }
    }
}

fn facts(w: &Words, one: &Candidate) -> String {
    let born = one.born.map(|born| w.birth(born));
    let country = one.country.map(|country| country.name(w.tongue()).to_owned());
    let facts: Vec<String> = born.into_iter().chain(country).collect();
    if facts.is_empty() { w.say("shell-not-recorded") } else { facts.join(" · ") }
}

/// The button that says who it was.
fn choose(me: &Session, seen: &Seen, person: Option<PersonId>, text: &str, class: &str) -> Markup {
    let person = person.map(|person| person.to_string()).unwrap_or_default();
    html! {
        form method="post" action={ "/contacts/" (seen.contact.id) "/person" } {
            (me.hidden())
            (hidden(VERSION, &seen.contact.version.to_string()))
            (hidden("person", &person))
            button class=(class) type="submit" { (text) }
        }
    }
}
