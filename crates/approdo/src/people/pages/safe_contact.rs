//! Asking how to reach a person without harm (SEC-23).

use axum::{
    extract::{Path, Query},
    response::Redirect,
};
use ground::{Day, Line, PersonId};
use maud::{Markup, html};

use super::{
    change::{
        Asked, differences, explain, kept, kept_notice, last_changes, path, seen, summary, to_person, version,
        version_of,
    },
    known_id, texts,
};
use crate::{
    app::Refusal,
    people::{
        acts::{self, PersonView},
        model::{Answer, Caller, File, SafeContact, Way},
    },
    shell::{
        components::{Button, Choice, Choices, Field, button_row, conflict, hidden, post_form},
        forms::{Errors, Form, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session},
        words::Words,
    },
};

/// The form about reaching her without harm.
pub(super) async fn edit(me: Session, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let view = seen(&me, id).await?;
    let Some((_, file)) = view.file.as_ref().filter(|_| view.may.correct_file) else {
        return Err(Problem::NotThere(me.actor.tongue));
    };
    let typed = typed_reach(&file.reach, me.app.today());
    let kept = kept(&me, &asked).await?;
    let above = if kept.is_some() {
        kept_notice(me.words())
    } else {
        html! {}
    };
    Ok(page(&me, &view, &kept.unwrap_or(typed), &Errors::default(), &above, false))
}

fn typed_reach(reach: &SafeContact, today: Day) -> Typed {
    let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned()).unwrap_or_default();
    let mut typed = Typed::default();
    for (code, way) in reach.ways() {
        typed = typed.with(code, way.safe.code()).with(&format!("{code}_words"), text(&way.words));
    }
    typed
        .with("hours", text(&reach.hours))
        .with("shared_device", reach.shared_device.code())
        .with("who_answers", text(&reach.who_answers))
        .with(
            "caller",
            match reach.caller {
                Some(Caller::Woman) => "woman",
                Some(Caller::Man) => "man",
                None => "any",
            },
        )
        .with("asked_on", today.to_string())
}

fn answers(w: &Words) -> Vec<Choice> {
    let choice = |(code, answer): (&str, Answer)| {
        let choice = Choice::new(code, texts::answer(w, answer));
        if answer == Answer::NotAsked { choice.quiet() } else { choice }
    };
    Answer::ALL.into_iter().map(choice).collect()
}

fn page(me: &Session, view: &PersonView, typed: &Typed, errors: &Errors, above: &Markup, seen_now: bool) -> Markup {
    let w = me.words();
    let version = view.file.as_ref().map_or(0, |(version, _)| *version);
    let version = version_of(typed, "file_version", version, seen_now);
    let callers = vec![
        Choice::new("woman", w.say("people-caller-woman")),
        Choice::new("man", w.say("people-caller-man")),
        Choice::new("any", w.say("people-caller-any")).quiet(),
    ];
    let (here, action) = (w.say("people-safe-contact"), format!("/people/{}/safe-contact", view.id));
    let text = |name: &str, label: &str| Field::text(name, w.say(label)).from(typed, errors, w).auto_dir();
    let body = html! {
        (path(w, view, &here))
        h1 { (here) }
        p.measure { (w.say("people-safe-contact-lead")) }
        (summary(w, errors))
        (post_form(&action, me.hidden(), html! {
            (above)
            (hidden("file_version", &version))
            @for (code, _) in SafeContact::default().ways() { div.field-row.way-row {
                (Choices::one(code, texts::way(w, code)).options(answers(w)).from(typed, errors, w).in_line())
                @let label = w.say_with("people-way-words", &[("way", texts::way(w, code).into())]);
                (Field::text(&format!("{code}_words"), label).from(typed, errors, w).auto_dir())
            } }
            (text("hours", "people-hours").hint(w.say("people-hours-hint")))
            (Choices::one("shared_device", w.say("people-shared-device")).options(answers(w)).from(typed, errors, w).in_line())
            (text("who_answers", "people-who-answers"))
            (Choices::one("caller", w.say("people-caller")).options(callers).from(typed, errors, w).in_line())
            (Field::date("asked_on", w.say("people-asked-day")).from(typed, errors, w))
            (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), vec![Button::link(w.say("shell-cancel"), &format!("/people/{}", view.id))]))
        }))
    };
    me.page(&here, Some(Tab::People), body)
}

fn read_reach(form: &Form, errors: &mut Errors, today: Day) -> SafeContact {
    let mut line = |name: &str| errors.text(name, Line::optional(form.take(name))).flatten();
    let mut way = |code: &str| Way {
        safe: Answer::parse(form.take(code)).unwrap_or_default(),
        words: line(&format!("{code}_words")),
    };
    let [call, text, message, letter, email] = ["call", "text", "message", "letter", "email"].map(&mut way);
    let (hours, who_answers) = (line("hours"), line("who_answers"));
    let caller = match form.take("caller") {
        "woman" => Some(Caller::Woman),
        "man" => Some(Caller::Man),
        _ => None,
    };
    let shared_device = Answer::parse(form.take("shared_device")).unwrap_or_default();
    let asked = form.take("asked_on");
    let asked_on = if asked.trim().is_empty() { None } else { errors.date("asked_on", asked.parse::<Day>()) };
    if asked_on.is_some_and(|day| day > today) {
        errors.add("asked_on", "people-error-asked-on");
    }
    SafeContact { call, text, message, letter, email, hours, shared_device, who_answers, caller, asked_on }
}

/// Saves how to reach her without harm.
pub(super) async fn correct(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let mut errors = Errors::default();
    let reach = read_reach(&form, &mut errors, me.app.today());
    let version = version(&form, "file_version").unwrap_or_default();
    let theirs = form.take("keep_safe_contact") == "theirs";
    form.finish()?;
    if theirs {
        return Ok(Redirect::to(&format!("/people/{id}")));
    }
    if !errors.is_empty() {
        let view = seen(&me, id).await?;
        return Err(Problem::refused(page(&me, &view, &form.typed(), &errors, &html! {}, false)));
    }
    let (actor, sent) = (me.actor.clone(), reach.clone());
    match me.app.work(move |app| acts::correct_safe_contact(app, &actor, &once, id, version, &sent)).await {
        Ok(id) => me.forget_kept().await.map(|()| to_person(&me, id)),
        Err(Refusal::Stale) => Err(stale(&me, id, &form, reach).await),
        Err(other) => {
            let view = seen(&me, id).await?;
            Err(explain(&me, other, |errors| page(&me, &view, &form.typed(), errors, &html! {}, false)))
        }
    }
}

async fn stale(me: &Session, id: PersonId, form: &Form, mine: SafeContact) -> Problem {
    let view = match seen(me, id).await {
        Ok(view) => view,
        Err(problem) => return problem,
    };
    let Some((_, now)) = &view.file else { return Problem::NotThere(me.actor.tongue) };
    let w = me.words();
    let typed = File { reach: mine, ..now.clone() };
    let (_, (who, at)) = last_changes(me, id).await;
    let label = w.say("people-safe_contact");
    let lead = w.say_with(
        "shell-conflict",
        &[("who", who.into()), ("field", label.as_str().into()), ("time", w.time(at).into())],
    );
    let conflicts = html! {
        p role="alert" { (w.say("people-conflict-lead")) }
        @for (field, my, now, _) in differences(&texts::of_file(w, &typed), &texts::of_file(w, now), false) {
            (conflict(field, &label, &lead, (&w.say("shell-conflict-mine"), &my), (&w.say("shell-conflict-theirs"), &now)))
        }
    };
    Problem::stale(page(me, &view, &form.typed(), &Errors::default(), &conflicts, true))
}
