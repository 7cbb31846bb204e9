//! Who changed what in a person, and when.

use axum::extract::Path;
use maud::{Markup, html};

use super::{known_id, texts};
use crate::{
    people::acts::{self, Changed, History, What},
    shell::{
        layout::Tab,
        problem::Problem,
        session::{Session, refused},
        words::Words,
    },
};

pub(super) async fn show(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let actor = me.actor.clone();
    let told = me.app.work(move |app| acts::history(app, &actor, id)).await;
    let told = told.map_err(|refusal| refused(&me, refusal))?;
    Ok(page(&me, &told))
}

fn page(me: &Session, told: &History) -> Markup {
    let w = me.words();
    let title = w.say_with("people-history-of", &[("name", told.identity.called().into())]);
    let body = html! {
        nav.path aria-label=(w.say("people-path")) {
            ol { li { a href="/people" { (w.say("shell-tab-people")) } } li { a href={ "/people/" (told.id) } { bdi { (told.identity.called()) } } } li { (w.say("people-history")) } }
        }
        h1 { (title) }
        ul.rows.sheet.part {
            @for change in &told.changes { li { (row(w, change)) } }
            @if told.imported {
                li { span.num { (w.moment(told.created_at)) } " · " (w.say("people-origin-import")) }
            }
        }
        @if told.more { p.meta { (w.say("people-history-more")) } }
    };
    me.page(&w.say("people-history"), Some(Tab::People), body)
}

fn row(w: &Words, change: &Changed) -> Markup {
    html! {
        span.num { (w.moment(change.at)) } " · " b { bdi { (change.who) } }
        @match &change.what {
            What::Created => { br; (w.say("people-created")) },
            What::Merged => { br; (w.say("people-merged")) },
            What::Parted => { br; (w.say("people-parted")) },
            What::Identity { before, after } => (differences(w, &texts::of_identity(w, before), &texts::of_identity(w, after))),
            What::File { before, after } => (differences(w, &texts::of_file(w, before), &texts::of_file(w, after))),
        }
    }
}

fn differences(w: &Words, before: &[(&'static str, String)], after: &[(&'static str, String)]) -> Markup {
    let blank = w.say("shell-not-recorded");
    let shown = |text: &str| if text.is_empty() { blank.clone() } else { text.to_owned() };
    html! {
        @for ((field, was), (_, is)) in before.iter().zip(after).filter(|((_, was), (_, is))| was != is) {
            br; (w.say(&format!("people-{field}"))) ": " del.was { bdi { (shown(was)) } } " → " ins.is { bdi { (shown(is)) } }
        }
    }
}
