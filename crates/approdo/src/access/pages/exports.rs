//! Files that leave the house: the page from which one is taken out, once, and the list of all.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse as _, Response},
};
use ground::ExportId;
use maud::{Markup, html};

use crate::{
    access::exports::{self, Shown},
    app::Refusal,
    shell::{
        components::{Button, Mark, bdi, button_row, empty, marked, post_form, table},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

fn id_in(me: &Session, text: &str) -> Result<ExportId, Problem> {
    text.parse().map_err(|_| refused(me, Refusal::NotFound))
}

/// A file that waits, or waited.
pub(super) async fn show(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = id_in(&me, &id)?;
    let actor = me.actor.clone();
    let shown = me.app.work(move |app| exports::own(app, &actor, id)).await.map_err(|why| refused(&me, why))?;
    let w = me.words();
    let title = w.say("access-export-title");
    let body = html! {
        h1 { (title) }
        dl.fact-list {
            dt { (w.say("access-export-file")) } dd { code dir="ltr" { (shown.file_name) } }
            dt { (w.say("access-export-rows")) } dd { (shown.rows) }
            dt { (w.say("access-export-reason")) } dd { (reason(w, &shown)) ": " (bdi(&shown.words)) }
            dt { (w.say("access-export-made")) } dd { (w.moment(shown.made_at)) }
        }
        (next(&me, &shown))
        p.part { a href="/trail/breach" { (w.say("access-export-back")) } }
    };
    Ok(me.page(&title, Some(Tab::Trail), body))
}

/// What can be done with it now.
fn next(me: &Session, shown: &Shown) -> Markup {
    let w = me.words();
    let until = [("time", w.time(shown.until).into())];
    html! {
        @if let Some(at) = shown.taken_at {
            p { (marked(Mark::Good, &w.say_with("access-export-taken", &[("moment", w.moment(at).into())]))) }
            p.measure { (w.say("access-export-gone")) }
        } @else if me.app.now() >= shown.until {
            p { (marked(Mark::Note, &w.say("access-export-over"))) }
            p.measure { (w.say("access-export-gone")) }
        } @else if shown.handed {
            p.measure { (w.say_with("access-export-handed", &until)) }
            p { code dir="ltr" { "approdo breach " (shown.question) " --out FILE.csv" } }
        } @else {
            p.measure { (w.say_with("access-export-once", &until)) }
            (post_form(&format!("/exports/{}", shown.id), me.hidden(),
                button_row(Button::main(w.say("access-export-take")), vec![])))
        }
    }
}

fn reason(w: &Words, shown: &Shown) -> String {
    w.say(&format!("access-export-reason-{}", shown.reason))
}

/// Hands the file out. From then on it is gone.
pub(super) async fn take(Path(id): Path<String>, Sent { me, form, .. }: Sent) -> Result<Response, Problem> {
    let id = id_in(&me, &id)?;
    form.finish()?;
    let actor = me.actor.clone();
    let taken = me.app.work(move |app| exports::take(app, &actor, id)).await.map_err(|why| refused(&me, why))?;
    let heads = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", taken.file_name)),
    ];
    Ok((heads, taken.bytes).into_response())
}

/// What left the house, for the auditor.
pub(super) async fn list(me: Session) -> Result<Markup, Problem> {
    let actor = me.actor.clone();
    let all = me.app.work(move |app| exports::list(app, &actor)).await.map_err(|why| refused(&me, why))?;
    let w = me.words();
    let title = w.say("access-exports-title");
    let heads =
        ["access-export-what", "trail-who", "access-export-reason", "access-export-rows", "access-export-state"];
    let heads = heads.map(|id| w.say(id));
    let line = |one: &Shown| {
        let to = w.say(if one.handed { "access-export-to-machine" } else { "access-export-to-self" });
        vec![
            html! { (w.say(&format!("access-export-kind-{}", one.kind))) " " br; span.meta { code dir="ltr" { (one.question) } } },
            html! { (bdi(&one.name)) " " br; span.meta { (w.moment(one.made_at)) ", " (to) } },
            html! { (reason(w, one)) ": " (bdi(&one.words)) },
            html! { (one.rows) },
            match one.taken_at {
                Some(at) => html! { (w.say_with("access-export-taken", &[("moment", w.moment(at).into())])) },
                None if me.app.now() < one.until => {
                    html! { (w.say_with("access-export-waits", &[("time", w.time(one.until).into())])) }
                }
                None => html! { (w.say("access-export-over")) },
            },
        ]
    };
    let body = html! {
        h1 { (title) }
        p.measure { (w.say("access-exports-text")) }
        @if all.is_empty() { (empty(&w.say("access-exports-none"), &w.say("access-exports-none-text"), None)) }
        @else { (table("exports", &title, &heads, all.iter().map(line).collect())) }
        p.part { a href="/trail" { (w.say("trail-back")) } }
    };
    Ok(me.page(&title, Some(Tab::Trail), body))
}
