//! Writing down a residence title, correcting it, closing it; and what stood there before.

use axum::{
    extract::{Path, Query},
    response::Redirect,
};
use ground::{Day, Line, PersonId, TitleId, lists::TitleKind};
use maud::{Markup, html};

use super::{home, texts};
use crate::{
    app::Refusal,
    people::{
        acts::PersonView,
        pages::{
            change::{Asked, kept, kept_notice, seen, summary, version_of},
            known_id,
        },
        situation::{
            title::{CannotWrite, Closing, How, LooseDay, Stage, Title},
            titles::{self, OneTitle, Text},
        },
    },
    shell::{
        components::{Button, Choice, Choices, Field, button_row, conflict, hidden, post_form, section},
        forms::{Errors, Form, Typed, VERSION},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// The form of a new title.
pub(in crate::people::pages) async fn start(
    me: Session,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let view = writable(&me, id).await?;
    let kept = kept(&me, &asked).await?;
    let above = kept.as_ref().map(|_| kept_notice(me.words())).unwrap_or_default();
    let typed = kept.unwrap_or_else(|| Typed::default().with("title_stage", Stage::default().code()));
    Ok(new_page(&me, &view, &typed, &Errors::default(), &above))
}

/// The person, for who may write about her situation: who may only read gets no form.
pub(super) async fn writable(me: &Session, id: PersonId) -> Result<PersonView, Problem> {
    let actor = me.actor.clone();
    let asked = me.app.work(move |app| crate::people::situation::may_be_written(app, &actor, id)).await;
    asked.map_err(|refusal| refused(me, refusal))?;
    seen(me, id).await
}

fn new_page(me: &Session, view: &PersonView, typed: &Typed, errors: &Errors, above: &Markup) -> Markup {
    let w = me.words();
    let here = w.say("situation-title-new");
    let body = html! {
        (path_to(w, view, &here))
        h1 { (here) }
        p.measure { (w.say("situation-title-lead")) }
        (above)
        (summary(w, errors))
        (post_form(&format!("{}/titles/new", home(view.id)), me.hidden(), html! {
            (fields(w, typed, errors))
            (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), vec![Button::link(w.say("shell-cancel"), &home(view.id))]))
        }))
    };
    me.page(&here, Some(Tab::People), body)
}

/// The way to this page: her, her situation, here.
pub(super) fn path_to(w: &Words, view: &PersonView, here: &str) -> Markup {
    html! {
        nav.path aria-label=(w.say("people-path")) { ol {
            li { a href="/people" { (w.say("shell-tab-people")) } }
            li { a href={ "/people/" (view.id) } { bdi { (view.identity.called()) } } }
            li { a href=(home(view.id)) { (w.say("situation-title")) } }
            li { (here) }
        } }
    }
}

fn fields(w: &Words, typed: &Typed, errors: &Errors) -> Markup {
    let t = w.tongue();
    let kinds = TitleKind::all().map(|kind| Choice::new(kind.code(), kind.name(t))).collect();
    let stage = |(code, stage): (&str, Stage)| {
        let choice = Choice::new(code, stage.listed().map_or("", |listed| listed.name(t)));
        if stage == Stage::NotRecorded { choice.quiet() } else { choice }
    };
    let text = |name: &str, label: &str| Field::text(name, w.say(label)).from(typed, errors, w);
    html! {
        (Field::select("title_kind", w.say("situation-title_kind")).hint(w.say("situation-title_kind-hint")).options(kinds).from(typed, errors, w))
        (text("title_basis", "situation-title_basis").hint(w.say("situation-title_basis-hint")).auto_dir())
        div.field-row {
            (text("title_issued", "situation-title_issued").hint(w.say("situation-date-hint")))
            (text("title_expiry", "situation-title_expiry").hint(w.say("situation-date-hint")))
        }
        (Choices::one("title_stage", w.say("situation-title_stage")).options(Stage::ALL.into_iter().map(stage).collect()).from(typed, errors, w).in_line())
        (text("title_stage_on", "situation-title_stage_on").hint(w.say("situation-title_stage_on-hint")))
    }
}

fn loose(form: &Form, errors: &mut Errors, name: &str) -> Option<LooseDay> {
    let typed = form.take(name);
    if typed.trim().is_empty() { None } else { errors.date(name, LooseDay::parse(typed)) }
}

fn read(form: &Form, errors: &mut Errors) -> Title {
    Title {
        kind: TitleKind::parse(form.take("title_kind")),
        basis: errors.text("title_basis", Line::optional(form.take("title_basis"))).flatten(),
        issued: loose(form, errors, "title_issued"),
        expiry: loose(form, errors, "title_expiry"),
        stage: Stage::parse(form.take("title_stage")).unwrap_or_default(),
        stage_on: loose(form, errors, "title_stage_on"),
    }
}

/// A date as the form takes it back.
fn written(day: LooseDay) -> String {
    match (day.month(), day.day()) {
        (Some(month), Some(of_month)) => format!("{of_month}/{month}/{}", day.year()),
        (Some(month), None) => format!("{month}/{}", day.year()),
        (None, _) => day.year().to_string(),
    }
}

fn typed_title(title: &Title) -> Typed {
    let date = |day: Option<LooseDay>| day.map(written).unwrap_or_default();
    Typed::default()
        .with("title_kind", title.kind.map(TitleKind::code).unwrap_or_default())
        .with("title_basis", title.basis.as_ref().map(|line| line.as_str().to_owned()).unwrap_or_default())
        .with("title_issued", date(title.issued))
        .with("title_expiry", date(title.expiry))
        .with("title_stage", title.stage.code())
        .with("title_stage_on", date(title.stage_on))
}

/// The rule that a title breaks, beside its field.
fn complain(errors: &mut Errors, rule: CannotWrite) {
    match rule {
        CannotWrite::Empty => errors.add("title_kind", "situation-error-empty"),
        CannotWrite::EndsBeforeItBegins => errors.add("title_expiry", "situation-error-order"),
        CannotWrite::TooMany => errors.add("title_kind", "situation-error-many"),
        CannotWrite::Reserved => errors.add("title_kind", "situation-error-reserved"),
    }
}

pub(super) fn to_situation(me: &Session, id: PersonId) -> Redirect {
    Redirect::to(&format!("{}?saved={}", home(id), me.app.now().micros()))
}

/// Writes a new title down.
pub(in crate::people::pages) async fn add(
    Path(id): Path<String>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let mut errors = Errors::default();
    let title = read(&form, &mut errors);
    form.finish()?;
    if !errors.is_empty() {
        let view = writable(&me, id).await?;
        return Err(Problem::refused(new_page(&me, &view, &form.typed(), &errors, &html! {})));
    }
    let actor = me.actor.clone();
    match me.app.work(move |app| titles::add(app, &actor, &once, id, &title)).await.map_err(Refusal::without_rule) {
        Ok(_) => me.forget_kept().await.map(|()| to_situation(&me, id)),
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        Err(Err(rule)) => {
            complain(&mut errors, rule);
            let view = seen(&me, id).await?;
            Err(Problem::refused(new_page(&me, &view, &form.typed(), &errors, &html! {})))
        }
    }
}

fn known_title(me: &Session, text: &str) -> Result<TitleId, Problem> {
    text.parse().map_err(|_| refused(me, Refusal::NotFound))
}

async fn both(me: &Session, id: PersonId, title: TitleId) -> Result<(PersonView, OneTitle), Problem> {
    let actor = me.actor.clone();
    let one = me.app.work(move |app| titles::see(app, &actor, id, title)).await;
    let one = one.map_err(|refusal| refused(me, refusal))?;
    Ok((seen(me, id).await?, one))
}

/// A title with its form, how it is closed, and what stood there before.
pub(in crate::people::pages) async fn edit(
    me: Session,
    Path((id, title)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let (id, title) = (known_id(&me, &id)?, known_title(&me, &title)?);
    let (view, one) = both(&me, id, title).await?;
    let kept = kept(&me, &asked).await?;
    let above = kept.as_ref().map(|_| kept_notice(me.words())).unwrap_or_default();
    let typed = kept.unwrap_or_else(|| typed_title(&one.seen.text.title));
    Ok(page(&me, &view, &one, &typed, &Errors::default(), &above, None))
}

fn page(
    me: &Session,
    view: &PersonView,
    one: &OneTitle,
    typed: &Typed,
    errors: &Errors,
    above: &Markup,
    conflicts: Option<&Markup>,
) -> Markup {
    let w = me.words();
    let here = texts::name(w, &one.seen.text.title);
    let action = format!("{}/titles/{}", home(view.id), one.seen.id);
    let version = version_of(typed, VERSION, one.seen.version, conflicts.is_some());
    let body = html! {
        (path_to(w, view, &here))
        h1 { bdi { (here) } }
        div.sheet { (texts::title(w, &one.seen, me.app.today(), false)) }
        (above)
        (summary(w, errors))
        @if one.may_write {
            (section("h-correct", &w.say("shell-correct"), None, html! {}, html! {
                (post_form(&action, me.hidden(), html! {
                    @if let Some(conflicts) = conflicts { (conflicts) }
                    (hidden(VERSION, &version))
                    (fields(w, typed, errors))
                    (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), vec![Button::link(w.say("shell-cancel"), &home(view.id))]))
                }))
            }))
            (closing_form(me, one, &action, typed, errors))
        }
        (past(w, one))
    };
    // why: a title stays in the history of the browser, so it says nothing of her
    me.page(&w.say("situation-title-one"), Some(Tab::People), body)
}

fn closing_form(me: &Session, one: &OneTitle, action: &str, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let version = hidden(VERSION, &one.seen.version.to_string());
    let hows = How::ALL.map(|(code, _)| Choice::new(code, w.say(&format!("situation-end-{code}"))));
    let on = if typed.get("end_on").is_empty() { me.app.today().to_string() } else { typed.get("end_on").to_owned() };
    let form = html! {
        @if one.seen.text.closing.is_some() {
            p { (w.say("situation-end-back-lead")) }
            (post_form(&format!("{action}/end"), me.hidden(), html! {
                (version) (hidden("end_how", "back"))
                (button_row(Button::quiet(w.say("situation-end-back")), vec![]))
            }))
        } @else {
            p.measure { (w.say("situation-end-lead")) }
            (post_form(&format!("{action}/end"), me.hidden(), html! {
                (version)
                (Choices::one("end_how", w.say("situation-end-how")).options(hows.to_vec()).from(typed, errors, w).in_line())
                div.field-row {
                    (Field::date("end_on", w.say("situation-end-on")).value(on).error(errors.say(w, "end_on")))
                    (Field::text("end_words", w.say("situation-end-words")).from(typed, errors, w).auto_dir())
                }
                (button_row(Button::quiet(w.say("situation-end")), vec![]))
            }))
        }
    };
    section("h-end", &w.say("situation-end-title"), None, html! {}, form)
}

/// What stood there before, each text beside the one that took its place.
fn past(w: &Words, one: &OneTitle) -> Markup {
    let mut after: &Text = &one.seen.text;
    let mut rows = Vec::new();
    for before in &one.past {
        rows.push(changed(w, before, after));
        after = before;
    }
    html! {
        (section("h-past", &w.say("people-history"), None, html! {}, html! {
            ul.rows.sheet {
                @for row in rows { li { (row) } }
                li { (texts::by(w, &after.who, after.at)) br; (w.say("situation-title-first")) }
            }
        }))
    }
}

fn changed(w: &Words, before: &Text, after: &Text) -> Markup {
    let shown = |text: &str| if text.is_empty() { w.say("shell-not-recorded") } else { text.to_owned() };
    let (was, is) = (texts::of_title(w, before), texts::of_title(w, after));
    html! {
        (texts::by(w, &after.who, after.at))
        @for ((field, was), (_, is)) in was.iter().zip(&is).filter(|((_, was), (_, is))| was != is) {
            br; (w.say(&format!("situation-{field}"))) ": " del.was { bdi { (shown(was)) } } " → " ins.is { bdi { (shown(is)) } }
        }
    }
}

/// The fields of which a conflict keeps one text or the other.
const FIELDS: [&str; 5] = ["title_kind", "title_basis", "title_issued", "title_expiry", "title_stage"];

/// Saves a correction. When someone saved first, both texts are shown and nothing is lost (SEC-74).
pub(in crate::people::pages) async fn correct(
    Path((id, title)): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let (id, title) = (known_id(&me, &id)?, known_title(&me, &title)?);
    let mut errors = Errors::default();
    let mut mine = read(&form, &mut errors);
    let version = form.version().unwrap_or_default();
    let theirs: Vec<&str> =
        FIELDS.into_iter().filter(|field| form.take(&format!("keep_{field}")) == "theirs").collect();
    form.finish()?;
    if !errors.is_empty() || !theirs.is_empty() {
        let (view, one) = both(&me, id, title).await?;
        if !errors.is_empty() {
            let typed = form.typed().with(VERSION, version.to_string());
            return Err(Problem::refused(page(&me, &view, &one, &typed, &errors, &html! {}, None)));
        }
        keep_theirs(&mut mine, &one.seen.text.title, &theirs);
    }
    let (actor, new) = (me.actor.clone(), mine.clone());
    let done = me.app.work(move |app| titles::correct(app, &actor, &once, (id, title), version, &new)).await;
    match done.map_err(Refusal::without_rule) {
        Ok(_) => me.forget_kept().await.map(|()| to_situation(&me, id)),
        Err(Ok(Refusal::Stale)) => Err(stale(&me, (id, title), &form, &mine).await),
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        Err(Err(rule)) => {
            complain(&mut errors, rule);
            let (view, one) = both(&me, id, title).await?;
            let typed = form.typed().with(VERSION, version.to_string());
            Err(Problem::refused(page(&me, &view, &one, &typed, &errors, &html! {}, None)))
        }
    }
}

/// Takes, field by field, what stands there now instead of what was typed.
fn keep_theirs(mine: &mut Title, now: &Title, fields: &[&str]) {
    for field in fields {
        match *field {
            "title_kind" => mine.kind = now.kind,
            "title_basis" => mine.basis.clone_from(&now.basis),
            "title_issued" => mine.issued = now.issued,
            "title_expiry" => mine.expiry = now.expiry,
            _ => (mine.stage, mine.stage_on) = (now.stage, now.stage_on),
        }
    }
}

async fn stale(me: &Session, (id, title): (PersonId, TitleId), form: &Form, mine: &Title) -> Problem {
    let (view, one) = match both(me, id, title).await {
        Ok(both) => both,
        Err(problem) => return problem,
    };
    let w = me.words();
    let now = &one.seen.text;
    let typed = Text { title: mine.clone(), ..now.clone() };
    let shown = |text: &str| if text.is_empty() { w.say("shell-not-recorded") } else { text.to_owned() };
    let (my, their) = (texts::of_title(w, &typed), texts::of_title(w, now));
    let conflicts = html! {
        p role="alert" { (w.say("people-conflict-lead")) }
        @for ((field, my), (_, their)) in my.iter().zip(&their).filter(|((_, my), (_, their))| my != their) {
            @let label = w.say(&format!("situation-{field}"));
            @let lead = w.say_with("shell-conflict", &[("who", now.who.as_str().into()), ("field", label.as_str().into()), ("time", w.time(now.at).into())]);
            (conflict(field, &label, &lead, (&w.say("shell-conflict-mine"), &shown(my)), (&w.say("shell-conflict-theirs"), &shown(their))))
        }
    };
    Problem::stale(page(me, &view, &one, &form.typed(), &Errors::default(), &html! {}, Some(&conflicts)))
}

/// Says that a title ended or was a mistake, or takes that back.
pub(in crate::people::pages) async fn close(
    Path((id, title)): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let (id, title) = (known_id(&me, &id)?, known_title(&me, &title)?);
    let mut errors = Errors::default();
    let closing = read_closing(&form, &mut errors);
    let version = form.version().unwrap_or_default();
    form.finish()?;
    if !errors.is_empty() {
        let (view, one) = both(&me, id, title).await?;
        return Err(Problem::refused(again(&me, &view, &one, &form, &errors)));
    }
    let actor = me.actor.clone();
    let done = me.app.work(move |app| titles::close(app, &actor, &once, (id, title), version, closing.as_ref())).await;
    match done.map_err(Refusal::without_rule) {
        Ok(_) => Ok(to_situation(&me, id)),
        Err(Ok(Refusal::Stale)) => {
            let (view, one) = both(&me, id, title).await?;
            errors.add("end_how", "situation-error-stale");
            Err(Problem::stale(again(&me, &view, &one, &form, &errors)))
        }
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        Err(Err(rule)) => {
            complain(&mut errors, rule);
            let (view, one) = both(&me, id, title).await?;
            Err(Problem::refused(again(&me, &view, &one, &form, &errors)))
        }
    }
}

/// The page with what was typed about its end, beside the title as it stands.
fn again(me: &Session, view: &PersonView, one: &OneTitle, form: &Form, errors: &Errors) -> Markup {
    let mut typed = typed_title(&one.seen.text.title);
    for (name, value) in form.raw_fields().filter(|(name, _)| name.starts_with("end_")) {
        typed = typed.with(name, value);
    }
    page(me, view, one, &typed, errors, &html! {}, None)
}

fn read_closing(form: &Form, errors: &mut Errors) -> Option<Closing> {
    let how = form.take("end_how");
    let (on, words) = (form.take("end_on"), form.take("end_words"));
    if how == "back" {
        return None;
    }
    let on = errors.date("end_on", on.parse::<Day>());
    let words = errors.text("end_words", Line::optional(words)).flatten();
    let how = How::parse(how);
    if how.is_none() {
        errors.add("end_how", "situation-error-how");
    }
    how.zip(on).map(|(how, on)| Closing { how, on, words })
}
