//! The breach kit in the pages of the auditor: the question, the first rows, and the file for the notice.

use std::sync::Arc;

use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use ground::Prose;
use maud::{Markup, html};
use policy::{Action, Resource};
use serde::Deserialize;

use super::{
    breach::{self, Exposure, Kit},
    pages::word,
};
use crate::{
    access::exports::{CannotExport, Reason},
    app::{App, Refusal},
    shell::{
        components::{Button, Choice, Choices, Field, bdi, button_row, hidden, post_form, section, table},
        forms::{Errors, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// How many rows a page shows; the file has all.
const SHOWN_MOST: usize = 200;

/// The addresses of the kit.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/trail/breach", get(show).post(take_along))
}

/// What stands behind the question mark: instants and a reference, never names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Question {
    from: String,
    to: String,
    account: String,
}

impl Question {
    fn typed(&self) -> Typed {
        Typed::default().with("from", &self.from).with("to", &self.to).with("account", &self.account)
    }

    /// What is asked, or beside which field something is wrong; nothing while nothing was typed.
    fn parse(&self, app: &App, errors: &mut Errors) -> Option<breach::Asked> {
        if [&self.from, &self.to, &self.account].iter().all(|text| text.trim().is_empty()) {
            return None;
        }
        let mut at = |name, text: &str| {
            errors.keep(name, breach::instant(text, &app.zone).ok_or(()), |()| "trail-error-instant")
        };
        let (from, to) = (at("from", &self.from), at("to", &self.to));
        let account = Some(self.account.trim()).filter(|text| !text.is_empty());
        let account = account.map(|id| errors.keep("account", id.parse(), |_| "trail-error-reference"));
        let (from, to) = (from?, to?);
        let in_order = if from < to { Ok(()) } else { Err(()) };
        errors.keep("to", in_order, |()| "trail-error-order")?;
        match account {
            Some(None) => None,
            account => Some(breach::Asked { from, to, account: account.flatten() }),
        }
    }
}

/// The question, and the first rows of its answer.
async fn show(me: Session, Query(question): Query<Question>) -> Result<Response, Problem> {
    me.must(Action::See, Resource::Audit)?;
    let mut errors = Errors::default();
    let Some(asked) = question.parse(&me.app, &mut errors) else {
        return Ok(page(&me, &question, &errors, None, &Typed::default()));
    };
    again(&me, &question, &errors, &Typed::default(), Some(asked)).await
}

/// Makes the list a file; what was mistyped or left out comes back beside its field.
async fn take_along(Sent { me, form, once }: Sent) -> Result<Response, Problem> {
    let question = Question {
        from: form.take("from").to_owned(),
        to: form.take("to").to_owned(),
        account: form.take("account").to_owned(),
    };
    let mut errors = Errors::default();
    let reason = Reason::from_code(form.take("reason"));
    let reason = errors.keep("reason", reason.ok_or(()), |()| "access-export-error-reason");
    let words = errors.text("words", Prose::parse(form.take("words")));
    let handed = form.take("to_whom") == "command_line";
    form.finish()?;
    me.must(Action::Export, Resource::Audit)?;
    let asked = question.parse(&me.app, &mut errors);
    let typed = form.typed();
    let (Some(asked), Some(reason), Some(words)) = (asked, reason, words) else {
        return again(&me, &question, &errors, &typed, asked).await;
    };
    let actor = me.actor.clone();
    let made = me.app.work(move |app| breach::export(app, &actor, &once, asked, (reason, words, handed))).await;
    match made.map_err(Refusal::without_rule) {
        Ok(id) => Ok(Redirect::to(&format!("/exports/{id}")).into_response()),
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        Err(Err(CannotExport::TooMany { rows, most })) => {
            let args = vec![("rows", rows.to_string().into()), ("most", most.to_string().into())];
            errors.add_with("reason", "access-export-error-rows", args);
            again(&me, &question, &errors, &typed, Some(asked)).await
        }
    }
}

/// The page again, with the list where the question was understood.
async fn again(
    me: &Session,
    question: &Question,
    errors: &Errors,
    typed: &Typed,
    asked: Option<breach::Asked>,
) -> Result<Response, Problem> {
    let Some(asked) = asked else { return Ok(page(me, question, errors, None, typed)) };
    let actor = me.actor.clone();
    let kit = me.app.work(move |app| breach::exposed(app, &actor, asked)).await;
    let kit = kit.map_err(|refusal| refused(me, refusal))?;
    Ok(page(me, question, errors, Some(&kit), typed))
}

fn page(me: &Session, question: &Question, errors: &Errors, kit: Option<&Kit>, typed: &Typed) -> Response {
    let w = me.words();
    let title = w.say("trail-breach-title");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = html! {
        h1 { (title) }
        p.measure { (w.say("trail-breach-text")) }
        (asking(w, question, errors))
        @if let Some(kit) = kit { (answer(w, kit)) (along(me, question, errors, typed)) }
        p.part { a href="/exports" { (w.say("access-exports-title")) } }
        p { a href="/trail" { (w.say("trail-back")) } }
    };
    (status, me.page(&title, Some(Tab::Trail), body)).into_response()
}

fn asking(w: &'static Words, question: &Question, errors: &Errors) -> Markup {
    let typed = question.typed();
    html! {
        form.sheet method="get" action="/trail/breach" {
            div.field-row {
                (Field::text("from", w.say("trail-breach-from")).hint(w.say("trail-breach-hint")).from(&typed, errors, w))
                (Field::text("to", w.say("trail-breach-to")).hint(w.say("trail-breach-hint")).from(&typed, errors, w))
                (Field::text("account", w.say("trail-account")).from(&typed, errors, w))
            }
            (button_row(Button::main(w.say("trail-breach-list")), vec![]))
        }
    }
}

/// What it takes to make the list a file: why, and who takes it out.
fn along(me: &Session, question: &Question, errors: &Errors, typed: &Typed) -> Markup {
    let w = me.words();
    let fields = [("from", &question.from), ("to", &question.to), ("account", &question.account)];
    let reasons =
        Reason::ALL.map(|reason| Choice::new(reason.code(), w.say(&format!("access-export-reason-{}", reason.code()))));
    let whom = ["herself", "command_line"].map(|to| Choice::new(to, w.say(&format!("access-export-to-{to}"))));
    let typed = if typed.get("to_whom").is_empty() { &typed.clone().with("to_whom", "herself") } else { typed };
    let most = [("most", me.app.exports.rows.to_string().into())];
    let body = html! {
        p.measure { (w.say_with("access-export-lead", &most)) }
        (post_form("/trail/breach", me.hidden(), html! {
            @for (name, value) in fields { (hidden(name, value)) }
            (Field::select("reason", w.say("access-export-reason")).options(reasons.to_vec()).from(typed, errors, w))
            (Field::area("words", w.say("access-export-words")).hint(w.say("access-export-words-hint")).from(typed, errors, w))
            (Choices::one("to_whom", w.say("access-export-to")).options(whom.to_vec()).from(typed, errors, w))
            (button_row(Button::main(w.say("access-export-make")), vec![]))
        }))
    };
    section("breach-along", &w.say("access-export-heading"), None, html! {}, body)
}

fn answer(w: &Words, kit: &Kit) -> Markup {
    let counts = [
        ("persons", kit.persons.to_string().into()),
        ("actors", kit.actors.to_string().into()),
        ("unnamed", kit.unnamed.to_string().into()),
        ("unreadable", kit.unreadable.to_string().into()),
    ];
    let heads = [
        "trail-breach-person",
        "trail-who",
        "trail-breach-shown",
        "trail-when",
        "trail-breach-times",
        "trail-breach-session",
    ];
    let heads = heads.map(|id| w.say(id));
    let rows = kit.exposures.iter().take(SHOWN_MOST).map(|one| line(w, one)).collect();
    html! {
        p role="status" { (w.say_with("trail-breach-counts", &counts)) }
        @if kit.exposures.len() > SHOWN_MOST {
            p { (w.say_with("trail-breach-more", &[("count", SHOWN_MOST.to_string().into())])) }
        }
        (table("trail-breach", &w.say("trail-breach-table"), &heads, rows))
    }
}

fn line(w: &Words, one: &Exposure) -> Vec<Markup> {
    let words = |start: &str, codes: &std::collections::BTreeSet<String>| {
        codes.iter().map(|code| word(w, start, code)).collect::<Vec<_>>().join(", ")
    };
    vec![
        html! {
            @if let Some(id) = one.person { a href={ "/trail?person=" (id) } { code { (id) } } }
            @else { span.meta { (w.say_with("trail-rows", &[("count", i64::try_from(one.rows).unwrap_or(i64::MAX).into())])) } }
        },
        html! { (bdi(one.name.as_deref().unwrap_or(&one.who))) },
        html! { (words("trail-field-", &one.shown)) " " br; span.meta { (words("trail-act-", &one.acts)) } },
        html! { (w.moment(one.first_at)) @if one.last_at != one.first_at { " – " (w.moment(one.last_at)) } },
        html! { (one.times) },
        html! { code { (one.session) } " " span.meta { (one.node) } },
    ]
}
