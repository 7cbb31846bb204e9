//! Breaking the glass: one page for a person whose name one sees, one for somebody whom no list shows.
//!
//! Reason, own code and the second colleague stand on the same screen. What is wrong in a field is said
//! beside it; what only two who have proved themselves may hear is said after they have.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use ground::{BirthDate, Line, PersonId, Prose, Secret};
use maud::{Markup, html};
use policy::{Action, Resource};

use super::super::{
    change::{path, seen as seen_by, summary},
    known_id,
};
use crate::{
    access::{self, NotProved, Proof, Proving, SecondTyped, glass::Reason},
    app::Refusal,
    people::{
        acts::PersonView,
        glass::{self, BadWords, CannotBreak, Sought, Why},
    },
    shell::{
        components::{Button, Choice, Choices, Field, Mark, button_row, marked, post_form},
        forms::{Errors, Form, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// Who is to be opened.
#[derive(Clone, Copy)]
enum Whom<'a> {
    /// A person whose name she sees.
    Known(&'a PersonView),
    /// Somebody whom no list shows.
    Sought,
}

impl Whom<'_> {
    fn action(self) -> String {
        match self {
            Self::Known(view) => format!("/people/{}/glass", view.id),
            Self::Sought => "/glass/new".to_owned(),
        }
    }
}

/// Whoever never breaks a glass finds no page that would.
fn may(me: &Session) -> Result<(), Problem> {
    let may = me.may(Action::Break, Resource::Glass);
    if may { Ok(()) } else { Err(refused(me, Refusal::NotFound)) }
}

/// The form for somebody whom no list shows.
pub(in super::super) async fn ask(me: Session) -> Result<Markup, Problem> {
    may(&me)?;
    let kept = me.kept().await?.unwrap_or_default();
    Ok(page(&me, Whom::Sought, &kept, &Errors::default(), None))
}

/// The form for a person.
pub(in super::super) async fn ask_for(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    may(&me)?;
    let view = seen_by(&me, id).await?;
    let kept = me.kept().await?.unwrap_or_default();
    Ok(page(&me, Whom::Known(&view), &kept, &Errors::default(), None))
}

fn page(me: &Session, whom: Whom<'_>, typed: &Typed, errors: &Errors, stop: Option<&str>) -> Markup {
    let w = me.words();
    let here = w.say("people-glass-title");
    let lead = match whom {
        Whom::Known(_) => "people-glass-lead",
        Whom::Sought => "people-glass-sought-lead",
    };
    let body = html! {
        @if let Whom::Known(view) = whom { (path(w, view, &here)) }
        h1 { (here) }
        @if let Whom::Known(view) = whom { p.lead-line { bdi { (view.identity.called()) } } }
        p.measure.mt-3 { (w.say(lead)) }
        ul.measure.mt-3 { @for id in ["people-glass-rule-told", "people-glass-rule-hour", "people-glass-rule-seen"] { li { (w.say(id)) } } }
        @if let Some(stop) = stop { div.notice.notice-stop role="alert" { p { (marked(Mark::Stop, stop)) } } }
        (summary(w, errors))
        (post_form(&whom.action(), me.hidden(), html! {
            @if let Whom::Sought = whom { (sought_fields(w, typed, errors)) }
            (Choices::one("reason", w.say("people-glass-reason")).options(reasons(w)).from(typed, errors, w))
            (Field::area("words", w.say("people-glass-words")).hint(w.say("people-glass-words-hint")).lines(3).required().auto_dir().from(typed, errors, w))
            (Field::text("code", w.say("people-glass-code")).hint(w.say("access-code-hint")).class("code-input")
                .autocomplete("one-time-code").numeric().most(7).required().error(errors.say(w, "code")))
            (second_part(w, whom, typed, errors))
            (button_row(Button::stop(w.say("people-glass-button")), vec![Button::link(w.say("shell-cancel"), "/")]))
        }))
    };
    // why: a title stays in the history of the browser, so it names nobody
    me.page(&here, Some(Tab::People), body)
}

fn sought_fields(w: &Words, typed: &Typed, errors: &Errors) -> Markup {
    html! {
        fieldset.field {
            legend { (w.say("people-glass-who")) }
            p.hint { (w.say("people-glass-who-hint")) }
            (Field::text("name", w.say("people-glass-name")).required().auto_dir().from(typed, errors, w))
            div.field-row {
                (Field::text("born", w.say("people-glass-born")).hint(w.say("people-glass-born-hint")).from(typed, errors, w))
                (Field::text("number", w.say("people-glass-number")).hint(w.say("people-glass-number-hint")).from(typed, errors, w))
            }
        }
    }
}

fn reasons(w: &Words) -> Vec<Choice> {
    Reason::ALL.iter().map(|(code, _)| Choice::new(code, w.say(&format!("people-glass-reason-{code}")))).collect()
}

/// The second colleague: always there for somebody whom no list shows, folded for the others.
fn second_part(w: &'static Words, whom: Whom<'_>, typed: &Typed, errors: &Errors) -> Markup {
    let fields = html! {
        (Field::email("second_email", w.say("people-glass-second-email")).autocomplete("off").from(typed, errors, w))
        (Field::password("second_password", w.say("people-glass-second-password")).autocomplete("off").from(typed, errors, w))
        (Field::text("second_code", w.say("people-glass-second-code")).class("code-input").autocomplete("off").numeric().most(7)
            .error(errors.say(w, "second_code")))
    };
    let heading = w.say("people-glass-second");
    match whom {
        Whom::Sought => html! {
            fieldset.field { legend { (heading) } p.hint { (w.say("people-glass-second-hint")) } (fields) }
        },
        Whom::Known(_) => {
            let open = !typed.get("second_email").is_empty() || errors.has("second_email");
            html! {
                details.fold open[open] { summary { (heading) } p.hint { (w.say("people-glass-second-more")) } (fields) }
            }
        }
    }
}

/// What was sent, read field by field.
struct Read {
    sought: Option<Sought>,
    why: Option<Why>,
    proving: Proving,
}

fn read(form: &Form, errors: &mut Errors, known_as: Option<&str>) -> Read {
    let sought = if known_as.is_some() { None } else { read_sought(form, errors) };
    let reason = Reason::parse(form.take("reason"));
    if reason.is_none() {
        errors.add("reason", "people-glass-error-reason");
    }
    let name = known_as.map(str::to_owned).or_else(|| sought.as_ref().map(|sought| sought.name.to_string()));
    let words = errors.text("words", Prose::parse(form.take("words")));
    let words = words.and_then(|words| {
        errors.keep("words", Why::check(words, name.as_deref().unwrap_or_default()), |bad| match bad {
            BadWords::Short => "people-glass-error-short",
            BadWords::Named => "people-glass-error-named",
        })
    });
    let why = reason.zip(words).map(|(reason, words)| Why { reason, words });
    let code = form.take("code").to_owned();
    if code.trim().is_empty() {
        errors.add("code", "people-glass-error-code");
    }
    Read { sought, why, proving: Proving { code, second: read_second(form, errors, known_as.is_none()) } }
}

fn read_sought(form: &Form, errors: &mut Errors) -> Option<Sought> {
    let name = errors.text("name", Line::parse(form.take("name")));
    let (born, number) = (form.take("born"), form.take("number"));
    let birth = if born.trim().is_empty() { None } else { errors.date("born", BirthDate::parse(born)) };
    let number = errors.text("number", Line::optional(number)).flatten();
    if birth.is_some_and(|birth| birth.day().is_none()) || (birth.is_none() && number.is_none() && !errors.has("born"))
    {
        errors.add("born", "people-glass-error-born");
    }
    name.map(|name| Sought { name, birth, number })
}

fn read_second(form: &Form, errors: &mut Errors, needed: bool) -> Option<SecondTyped> {
    let [email, password, code] = ["second_email", "second_password", "second_code"].map(|name| form.take(name));
    let some = [email, password, code].iter().any(|typed| !typed.trim().is_empty());
    let whole = [email, password, code].iter().all(|typed| !typed.trim().is_empty());
    if (needed || some) && !whole {
        errors.add("second_email", "people-glass-error-second-part");
    }
    whole.then(|| SecondTyped {
        email: email.to_owned(),
        password: Secret::new(password.to_owned()),
        code: code.to_owned(),
    })
}

/// Breaks the glass for somebody whom no list shows.
pub(in super::super) async fn open(Sent { me, form, once }: Sent) -> Result<Response, Problem> {
    may(&me)?;
    let mut errors = Errors::default();
    let Read { sought, why, proving } = read(&form, &mut errors, None);
    form.finish()?;
    let typed = form.typed();
    let (Some(sought), Some(why), true) = (sought, why, errors.is_empty()) else {
        return Err(Problem::refused(page(&me, Whom::Sought, &typed, &errors, None)));
    };
    let Proof { cookie, actor, second } = match proved(&me, proving).await? {
        Ok(proof) => proof,
        Err(why) => return Err(not_proved(&me, Whom::Sought, &typed, why)),
    };
    // Without a second the page above was shown again: the act is never asked without one.
    let second = second.ok_or_else(|| refused(&me, Refusal::NotFound))?;
    let done = me.app.work(move |app| glass::break_for_sought(app, &actor, &once, &sought, &why, &second)).await;
    Ok(access::with_session(ended(&me, Whom::Sought, &typed, done).await, cookie.as_ref()))
}

/// Breaks the glass for a person.
pub(in super::super) async fn open_for(
    Path(id): Path<String>,
    Sent { me, form, once }: Sent,
) -> Result<Response, Problem> {
    let id = known_id(&me, &id)?;
    may(&me)?;
    let view = seen_by(&me, id).await?;
    let whom = Whom::Known(&view);
    let mut errors = Errors::default();
    let names: Vec<String> = view.identity.names.iter().map(ToString::to_string).collect();
    let Read { why, proving, .. } = read(&form, &mut errors, Some(&names.join(" ")));
    form.finish()?;
    let typed = form.typed();
    let (Some(why), true) = (why, errors.is_empty()) else {
        return Err(Problem::refused(page(&me, whom, &typed, &errors, None)));
    };
    let Proof { cookie, actor, second } = match proved(&me, proving).await? {
        Ok(proof) => proof,
        Err(why) => return Err(not_proved(&me, whom, &typed, why)),
    };
    let done = me.app.work(move |app| glass::break_for(app, &actor, &once, id, &why, second.as_ref())).await;
    Ok(access::with_session(ended(&me, whom, &typed, done).await, cookie.as_ref()))
}

async fn proved(me: &Session, proving: Proving) -> Result<Result<Proof, NotProved>, Problem> {
    let (actor, hash) = (me.actor.clone(), *me.hash());
    let proved = me.app.work(move |app| access::prove(app, &actor, &hash, &proving)).await;
    proved.map_err(|error| refused(me, error.into()))
}

fn not_proved(me: &Session, whom: Whom<'_>, typed: &Typed, why: NotProved) -> Problem {
    let (w, mut errors) = (me.words(), Errors::default());
    let (status, stop) = match why {
        NotProved::Code => {
            errors.add("code", "access-code-wrong");
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
        NotProved::Passkey => return refused(me, Refusal::Elevate),
        NotProved::Second => {
            errors.add("second_email", "people-glass-error-second");
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
        NotProved::Wait(seconds) | NotProved::SecondWait(seconds) => {
            (StatusCode::TOO_MANY_REQUESTS, Some(access::wait_text(w, seconds)))
        }
    };
    Problem::Explained(status, page(me, whom, typed, &errors, stop.as_deref()))
}

/// The person who is open now; or the page again with what stands in the way.
async fn ended(me: &Session, whom: Whom<'_>, typed: &Typed, done: Result<PersonId, Refusal<CannotBreak>>) -> Response {
    let rule = match done.map_err(Refusal::without_rule) {
        Ok(id) => {
            return match me.forget_kept().await {
                Ok(()) => Redirect::to(&format!("/people/{id}")).into_response(),
                Err(problem) => problem.into_response(),
            };
        }
        Err(Ok(refusal)) => return refused(me, refusal).into_response(),
        Err(Err(rule)) => rule,
    };
    let w = me.words();
    let mut errors = Errors::default();
    let stop = match rule {
        CannotBreak::Second => {
            errors.add("second_email", "people-glass-error-second");
            None
        }
        CannotBreak::Running => Some("people-glass-stop-running"),
        CannotBreak::Suspended => Some("people-glass-stop-suspended"),
        CannotBreak::TrailBehind => Some("people-glass-stop-trail"),
        CannotBreak::NotReviewed => Some("people-glass-stop-not-reviewed"),
        CannotBreak::Nobody => Some("people-glass-stop-nobody"),
        CannotBreak::Several => Some("people-glass-stop-several"),
    };
    let stop = stop.map(|id| w.say(id));
    Problem::refused(page(me, whom, typed, &errors, stop.as_deref())).into_response()
}

/// Closes what she has open.
pub(in super::super) async fn close(
    Path(id): Path<String>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let id = id.parse().map_err(|_| refused(&me, Refusal::NotFound))?;
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| glass::close(app, &actor, &once, id)).await;
    done.map(|_| Redirect::to("/people?done=closed")).map_err(|refusal| refused(&me, refusal))
}
