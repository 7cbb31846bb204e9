//! What comes after: the notices on Today, the list of whoever watches over all, the review.

use axum::{extract::Path, response::Redirect};
use ground::{GlassId, Prose, Timestamp};
use maud::{Markup, html};

use super::super::change::summary;
use crate::{
    access::glass::{Glass, Kind},
    app::Refusal,
    people::glass::{self, CannotReview, Listed, Shown, Today, Waiting},
    shell::{
        components::{Button, Choice, Choices, Field, Mark, bdi, button_row, empty, marked, post_form, rows, section},
        forms::{Errors, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// What Today says of broken glasses: what she was told, what waits for her judgement, and whether she
/// herself may open nobody. Nothing when there is nothing.
#[must_use]
pub fn today_view(me: &Session, today: &Today) -> Markup {
    let w = me.words();
    html! {
        @if today.suspended { div.notice.notice-stop { p { (marked(Mark::Stop, &w.say("people-glass-suspended"))) } } }
        @if !today.notices.is_empty() {
            @let heading = w.say("people-glass-notices");
            (section("h-notices", &heading, Some(&today.notices.len().to_string()), html! {},
                rows(&heading, today.notices.iter().map(|one| notice(me, one)).collect())))
        }
        @if !today.to_review.is_empty() {
            @let heading = w.say("people-glass-to-review");
            (section("h-to-review", &heading, Some(&today.to_review.len().to_string()), html! {},
                rows(&heading, today.to_review.iter().map(|one| to_review(me, one)).collect())))
        }
        @if today.all { p { a href="/glass" { (w.say("people-glass-all")) } } }
    }
}

/// By what an opening is called in talk: the first signs of its reference.
fn reference(id: GlassId) -> String {
    id.to_string().split('-').next().unwrap_or_default().to_uppercase()
}

fn reason(w: &Words, glass: &Glass) -> String {
    w.say(&format!("people-glass-reason-{}", glass.reason.code()))
}

fn notice(me: &Session, Waiting { listed, kind, opens }: &Waiting) -> Markup {
    let (w, glass) = (me.words(), &listed.glass);
    let verdict = glass.review.map_or("people-glass-told-reviewed", |review| {
        if review.right { "people-glass-told-right" } else { "people-glass-told-wrong" }
    });
    html! {
        p."mb-0" {
            @match kind {
                Kind::Broken => { b { (w.say_with("people-glass-told", &[("who", (&listed.by).into())])) } }
                Kind::Reviewed => { b { (w.say(verdict)) } }
            }
            " " (reason(w, glass))
        }
        (small(w, listed))
        div.actions {
            form method="post" action={ "/glass/" (glass.id) "/seen" } {
                (me.hidden())
                button.btn.btn-quiet.btn-small type="submit" {
                    (w.say("people-glass-seen")) span.visually-hidden { " " (reference(glass.id)) }
                }
            }
            @if *opens { a href={ "/glass/" (glass.id) } { (w.say("people-glass-look")) span.visually-hidden { " " (reference(glass.id)) } } }
        }
    }
}

/// Reference, when, with whom, and about whom as far as the reader may know.
fn small(w: &Words, listed: &Listed) -> Markup {
    let glass = &listed.glass;
    html! {
        p.meta."mb-2" {
            (w.say_with("people-glass-reference", &[("reference", reference(glass.id).into())])) " · " (w.moment(glass.at))
            @if let Some(witness) = &listed.witness { " · " (w.say_with("people-glass-with", &[("who", witness.into())])) }
            @if let Some(name) = &listed.person { " · " a href={ "/people/" (glass.person) } { (bdi(name)) } }
        }
    }
}

fn to_review(me: &Session, listed: &Listed) -> Markup {
    let (w, glass) = (me.words(), &listed.glass);
    html! {
        p."mb-0" {
            a href={ "/glass/" (glass.id) } { (w.say_with("people-glass-told", &[("who", (&listed.by).into())])) } " "
            (left(w, glass, me.app.now()))
        }
        (small(w, listed))
    }
}

/// How long there is to review it; past that, who opened may open nobody else.
fn left(w: &Words, glass: &Glass, now: Timestamp) -> Markup {
    let hours = (glass.review_by().seconds_since(now) + 3599) / 3600;
    if hours <= 0 {
        return marked(Mark::Stop, &w.say("people-glass-late"));
    }
    marked(
        if hours <= 24 { Mark::Soon } else { Mark::Note },
        &w.say_with("people-glass-hours-left", &[("hours", hours.into())]),
    )
}

/// The last openings of all.
pub(in super::super) async fn all(me: Session) -> Result<Markup, Problem> {
    let actor = me.actor.clone();
    let found = me.app.work(move |app| glass::see_all(app, &actor)).await;
    let all = found.map_err(|refusal| refused(&me, refusal))?;
    let w = me.words();
    let title = w.say("people-glass-all");
    let line = |listed: &Listed| {
        let glass = &listed.glass;
        html! {
            p."mb-0" {
                a href={ "/glass/" (glass.id) } { (w.say_with("people-glass-told", &[("who", (&listed.by).into())])) } " "
                @match glass.review { Some(review) => (judged(w, review.right)), None => (left(w, glass, me.app.now())) }
            }
            (small(w, listed))
        }
    };
    let body = html! {
        h1 { (title) }
        p.measure { (w.say("people-glass-all-lead")) }
        @if all.is_empty() { (empty(&w.say("people-glass-none"), &w.say("people-glass-none-text"), None)) }
        @else { (rows(&title, all.iter().map(line).collect())) }
    };
    Ok(me.page(&title, Some(Tab::Today), body))
}

fn judged(w: &Words, right: bool) -> Markup {
    if right {
        marked(Mark::Good, &w.say("people-glass-right"))
    } else {
        marked(Mark::Stop, &w.say("people-glass-wrong"))
    }
}

/// One opening.
pub(in super::super) async fn show(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let shown = look(&me, &id).await?;
    Ok(page(&me, &shown, &Typed::default(), &Errors::default(), None))
}

async fn look(me: &Session, id: &str) -> Result<Shown, Problem> {
    let id: GlassId = id.parse().map_err(|_| refused(me, Refusal::NotFound))?;
    let actor = me.actor.clone();
    me.app.work(move |app| glass::see(app, &actor, id)).await.map_err(|refusal| refused(me, refusal))
}

fn page(me: &Session, shown: &Shown, typed: &Typed, errors: &Errors, stop: Option<&str>) -> Markup {
    let (w, listed) = (me.words(), &shown.listed);
    let glass = &listed.glass;
    let title = w.say("people-glass-one");
    let body = html! {
        h1 { (title) }
        p.lead-line { (w.say_with("people-glass-told", &[("who", (&listed.by).into())])) " " (reason(w, glass)) }
        @if let Some(stop) = stop { div.notice.notice-stop role="alert" { p { (marked(Mark::Stop, stop)) } } }
        (facts(w, shown))
        (looked(w, shown))
        @if shown.may_review { (form(me, glass, typed, errors)) }
    };
    // why: a title stays in the history of the browser, so it names nobody
    me.page(&title, Some(Tab::Today), body)
}

fn facts(w: &Words, shown: &Shown) -> Markup {
    let (listed, glass) = (&shown.listed, &shown.listed.glass);
    html! {
        dl.fact-list.mt-3 {
            dt { (w.say("people-glass-fact-reference")) } dd { code { (reference(glass.id)) } }
            @if let Some(name) = &listed.person { dt { (w.say("people-one")) } dd { a href={ "/people/" (glass.person) } { (bdi(name)) } } }
            dt { (w.say("people-glass-fact-when")) } dd { (w.moment(glass.at)) " – " (w.time(glass.until)) }
            dt { (w.say("people-glass-fact-second")) }
            @match &listed.witness { Some(name) => { dd { (bdi(name)) } } None => { dd.not-recorded { (w.say("people-glass-alone")) } } }
            dt { (w.say("people-glass-words")) } dd.text-break { bdi { (shown.words.why) } }
            @if let Some(review) = glass.review {
                dt { (w.say("people-glass-fact-review")) }
                dd.text-break {
                    (judged(w, review.right)) " "
                    @if let Some(said) = &shown.words.said { bdi { (said) } }
                    @if let Some(by) = &shown.reviewed_by { br; span.meta { (bdi(by)) ", " (w.moment(review.at)) } }
                }
            }
        }
    }
}

/// What was seen through it, by the trail.
fn looked(w: &Words, shown: &Shown) -> Markup {
    let word = |act: &str| {
        let id = format!("trail-act-{}", act.replace('.', "-"));
        if w.knows(&id) { w.say(&id) } else { act.to_owned() }
    };
    let line = |(act, count): (&&str, &usize)| html! { (word(act)) " " span.meta.num { "× " (count) } };
    let heading = w.say("people-glass-looks");
    let body = html! {
        @if shown.looks.is_empty() { p { (w.say("people-glass-looks-none")) } }
        @else { (rows(&heading, shown.by_act().iter().map(line).collect())) }
    };
    section("h-looks", &heading, None, html! {}, body)
}

fn form(me: &Session, glass: &Glass, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let verdicts = vec![
        Choice::new("right", w.say("people-glass-verdict-right")),
        Choice::new("wrong", w.say("people-glass-verdict-wrong")),
    ];
    section(
        "h-review",
        &w.say("people-glass-review"),
        None,
        html! {},
        html! {
            p.measure { (w.say("people-glass-review-lead")) " " (left(w, glass, me.app.now())) }
            (summary(w, errors))
            (post_form(&format!("/glass/{}", glass.id), me.hidden(), html! {
                (Choices::one("verdict", w.say("people-glass-verdict")).options(verdicts).from(typed, errors, w).in_line())
                (Field::area("said", w.say("people-glass-said")).lines(3).required().auto_dir().from(typed, errors, w))
                (button_row(Button::main(w.say("people-glass-review-button")), vec![Button::link(w.say("shell-cancel"), "/")]))
            }))
        },
    )
}

/// Takes the review.
pub(in super::super) async fn judge(
    Path(id): Path<String>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let shown = look(&me, &id).await?;
    let mut errors = Errors::default();
    let right = match form.take("verdict") {
        "right" => Some(true),
        "wrong" => Some(false),
        _ => None,
    };
    if right.is_none() {
        errors.add("verdict", "people-glass-error-verdict");
    }
    let said = errors.text("said", Prose::parse(form.take("said")));
    form.finish()?;
    let Some((right, said)) = right.zip(said) else {
        return Err(Problem::refused(page(&me, &shown, &form.typed(), &errors, None)));
    };
    let (actor, id) = (me.actor.clone(), shown.listed.glass.id);
    let done = me.app.work(move |app| glass::verdict(app, &actor, &once, id, right, &said)).await;
    let rule = match done.map_err(Refusal::without_rule) {
        Ok(id) => return Ok(Redirect::to(&format!("/glass/{id}"))),
        Err(Ok(refusal)) => return Err(refused(&me, refusal)),
        Err(Err(rule)) => rule,
    };
    let stop = match rule {
        CannotReview::Own => "people-glass-stop-own",
        CannotReview::Reviewed => "people-glass-stop-reviewed",
    };
    let w = me.words();
    Err(Problem::refused(page(&me, &shown, &form.typed(), &errors, Some(&w.say(stop)))))
}

/// Notes that a notice was seen, and goes back to Today.
pub(in super::super) async fn seen(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id: GlassId = id.parse().map_err(|_| refused(&me, Refusal::NotFound))?;
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| glass::see_notice(app, &actor, &once, id)).await;
    done.map(|_| Redirect::to("/")).map_err(|refusal| refused(&me, refusal))
}
