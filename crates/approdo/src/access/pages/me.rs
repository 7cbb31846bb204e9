//! The pages of one's own account, and the drafts that scripts send.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use ground::{Secret, Tongue, hex};
use maud::{Markup, html};
use policy::{Action, Resource};
use serde::Deserialize;

use super::{
    door::{left, password_words, refused},
    parts::{broken, code_field, go, rule, tell_wait},
    passkeys,
};
use crate::{
    access::{
        accounts::Account,
        drafts, log_in,
        me::{self, Seen},
        sessions::Listed,
    },
    shell::{
        components::{Button, Field, button_row, error_summary, hidden, post_form, rows, saved, section},
        forms::Errors,
        problem::Problem,
        session::{Sent, Session, local_path},
    },
};

/// What stands behind the question mark.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    saved: String,
}

/// The account.
pub(super) async fn show(me: Session, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    page(&me, Some(asked.saved.as_str()).filter(|saved| !saved.is_empty()), &Errors::default()).await
}

async fn page(me: &Session, just_saved: Option<&str>, errors: &Errors) -> Result<Markup, Problem> {
    let (actor, hash) = (me.actor.clone(), *me.hash());
    let found = me.app.work(move |app| me::see(app, &actor, &hash)).await;
    let Seen { account, passkeys, sessions } = found.map_err(|refusal| refused(me, refusal))?;
    let w = me.words();
    let body = html! {
        h1 { (w.say("access-me-title")) }
        @if let Some(what) = just_saved {
            @let ended = if what == "passkey" { w.say("access-passkeys-ended") } else { String::new() };
            (saved(&w.say_with("shell-saved-at", &[("time", w.time(me.app.now()).into())]), html! { (ended) }, html! {}))
        }
        (facts(me, &account))
        (section("me-language", &w.say("access-me-language"), None, html! {}, language(me)))
        @if me.may(Action::Create, Resource::Contact) {
            (section("me-private", &w.say("access-private-title"), None, html! {}, html! {
                p { (w.say("access-private-short")) " " a href="/me/private" { (w.say("access-private-open")) } }
            }))
        }
        (section("me-password", &w.say("access-me-password"), None, html! {}, password(me, errors)))
        (section("me-passkeys", &w.say("access-passkeys"), None, html! {}, passkeys::list(me, &passkeys)))
        (section("me-sessions", &w.say("access-me-sessions"), None, html! {}, session_list(me, &sessions)))
    };
    Ok(me.page(&w.say("access-me-title"), None, body))
}

fn facts(me: &Session, account: &Account) -> Markup {
    let w = me.words();
    let roles: Vec<String> = account.roles.iter().map(|role| w.say(&format!("access-role-{}", role.code()))).collect();
    html! {
        dl.fact-list {
            dt { (w.say("access-name")) } dd { bdi { (account.name) } }
            dt { (w.say("access-email")) } dd { bdi { (account.email) } }
            dt { (w.say("access-roles")) } dd { (roles.join(", ")) }
        }
    }
}

fn language(me: &Session) -> Markup {
    let w = me.words();
    post_form(
        "/language",
        me.hidden(),
        html! {
            (hidden("back", "/me"))
            div.actions {
                @for tongue in Tongue::ALL {
                    button.btn.btn-quiet type="submit" name="tongue" value=(tongue.tag()) lang=(tongue.tag())
                        aria-pressed=(if tongue == w.tongue() { "true" } else { "false" }) {
                        (own_name(tongue))
                    }
                }
            }
        },
    )
}

/// A language is named in itself.
const fn own_name(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::It => "Italiano",
        Tongue::En => "English",
    }
}

fn password(me: &Session, errors: &Errors) -> Markup {
    let w = me.words();
    let none = crate::shell::forms::Typed::default();
    html! {
        (error_summary(&w.say_with("shell-errors-heading", &[("count", errors.len().into())]), errors, w))
        (post_form("/me/password", me.hidden(), html! {
            (Field::password("current", w.say("access-password-current")).autocomplete("current-password").required().from(&none, errors, w))
            (Field::password("password", w.say("access-password-new")).hint(w.say("access-password-hint"))
                .autocomplete("new-password").required().from(&none, errors, w))
            (Field::password("again", w.say("access-password-again")).autocomplete("new-password").required().from(&none, errors, w))
            (code_field(w, errors.say(w, "code")))
            (button_row(Button::main(w.say("access-me-password-go")), vec![]))
        }))
    }
}

fn session_list(me: &Session, listed: &[Listed]) -> Markup {
    let w = me.words();
    let line = |one: &Listed| {
        let times = [("start", w.moment(one.started_at).into()), ("seen", w.time(one.seen_at).into())];
        html! {
            p { (w.say_with("access-me-session", &times)) @if one.this { " " strong { (w.say("access-me-session-this")) } } }
            @if !one.this {
                form method="post" action="/me/sessions" accept-charset="utf-8" {
                    (me.hidden())
                    (hidden("session", &hex::encode(&one.mark)))
                    (button_row(Button::quiet(w.say_with("access-me-session-end", &times)), vec![]))
                }
            }
        }
    };
    html! {
        (rows(&w.say("access-me-sessions"), listed.iter().map(line).collect()))
        (post_form("/me/everywhere", me.hidden(), html! {
            p { (w.say("access-me-everywhere-why")) }
            (button_row(Button::stop(w.say("access-me-everywhere")), vec![]))
        }))
    }
}

/// Changes the language, from the bar or from the account, and goes back.
pub(super) async fn change_language(sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, .. } = sent;
    let tongue: Tongue = form.take("tongue").parse().map_err(|_| Problem::BadRequest(me.actor.tongue))?;
    let back = local_path(form.take("back")).unwrap_or("/").to_owned();
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| me::change_tongue(app, &actor, tongue)).await;
    done.map_err(|refusal| refused(&me, refusal))?;
    Ok(go(&back))
}

/// Changes the password.
pub(super) async fn change_password(sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, .. } = sent;
    let mut errors = Errors::default();
    let typed = me::Typed {
        current: Secret::new(form.take("current").to_owned()),
        new: Secret::new(form.take("password").to_owned()),
        code: form.take("code").to_owned(),
    };
    if typed.new.reveal() != form.take("again") {
        errors.add("again", "access-error-again");
    }
    form.finish()?;
    if errors.is_empty() {
        let (actor, hash) = (me.actor.clone(), *me.hash());
        let answer = me.app.work(move |app| me::change_password(app, &actor, &hash, &typed)).await;
        match answer.map_err(rule) {
            Ok(()) => return Ok(go("/me?saved=1")),
            Err(Err(refusal)) => return Err(refused(&me, refusal)),
            Err(Ok(me::CannotChange::Current)) => errors.add("current", "access-error-current"),
            Err(Ok(me::CannotChange::New(bad))) => errors.add("password", password_words(bad)),
            Err(Ok(me::CannotChange::Code)) => errors.add("code", "access-code-wrong"),
            Err(Ok(me::CannotChange::Wait(seconds))) => tell_wait(&mut errors, seconds),
        }
    }
    Err(Problem::Explained(StatusCode::UNPROCESSABLE_ENTITY, page(&me, None, &errors).await?))
}

/// Ends one session of the account. One that has ended meanwhile is what she wanted.
pub(super) async fn log_out_there(sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, .. } = sent;
    let mark = hex::decode(form.take("session")).and_then(|mark| <[u8; 8]>::try_from(mark).ok());
    let mark = mark.ok_or(Problem::BadRequest(me.actor.tongue))?;
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| log_in::out_there(app, &actor, mark)).await;
    done.map_err(|error| broken(&me.app, me.actor.tongue, &error))?;
    Ok(go("/me?saved=1"))
}

/// Ends every session of the account.
pub(super) async fn log_out_everywhere(sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, .. } = sent;
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| log_in::out_everywhere(app, &actor)).await;
    done.map_err(|error| broken(&me.app, me.actor.tongue, &error))?;
    Ok(left())
}

/// Keeps what is being typed, as scripts send it now and then. The address names the form's page.
pub(super) async fn keep_draft(Path(form): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let me = sent.me;
    let page = format!("/{form}");
    let (Some(page), Some(account)) = (local_path(&page).map(str::to_owned), me.actor.id()) else {
        return Err(Problem::BadRequest(me.actor.tongue));
    };
    let body = me.worth_keeping();
    let kept =
        me.app.work(move |app| app.store.write("draft.keep", |tx| drafts::keep(app, tx, account, &page, &body))).await;
    kept.map_err(|error| broken(&me.app, me.actor.tongue, &error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
