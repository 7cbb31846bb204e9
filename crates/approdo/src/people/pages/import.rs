//! Taking people in from a file, in four steps: choose the file, see what it would become, wait while
//! it is taken in, read how many were saved. Everything works without script.

use std::sync::Arc;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use ground::{BadDate, BadText, Limit};
use maud::{Markup, html};

use super::texts;
use crate::{
    app::Refusal,
    people::{
        NewPerson,
        import::{
            Field as Column, FileFault, ImportFault, Mapping, ROWS_MOST_IN_BROWSER, Report, RowFault, Trouble, matched,
            upload::{self, Arriving, BYTES_MOST, NotReady, Preview, Standing, State, UploadId},
        },
    },
    shell::{
        components::{Button, Choice, Field, button_row, post_form, progress, saved, section, sign, table},
        file::SentFile,
        forms::{Errors, Form, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::{Arg, Words},
    },
};

/// The most that is read of one sending: twice a file, so that whoever sends too much is told so.
pub(super) const BODY_MOST: usize = 2 * BYTES_MOST;
/// Bytes of one sealed piece.
const PIECE: usize = 256 * 1024;
/// How many wrong rows a page lists; the rest is counted.
const FAULTS_SHOWN: usize = 100;
/// How many of the file's columns, and how long ones, can be chosen from.
const HEADS_SHOWN: usize = 100;
const HEAD_LONGEST: usize = 200;
/// After how many seconds a running import is looked at again.
const LOOK_AGAIN: &str = "2";
/// How the form calls dates with the month first.
const MONTH_FIRST: &str = "month-first";

/// The page on which a file is chosen. While an import of hers runs she is led to it.
pub(super) async fn ask(me: Session) -> Result<Response, Problem> {
    let actor = me.actor.clone();
    let at_hand = me.app.work(move |app| upload::at_hand(app, &actor)).await;
    let at_hand = at_hand.map_err(|refusal| refused(&me, refusal))?;
    match at_hand {
        Some(Standing { id, state: State::Running { .. }, .. }) => Ok(to_upload(id).into_response()),
        waits => Ok(choose_page(&me, &Errors::default(), waits.map(|one| one.id)).into_response()),
    }
}

fn to_upload(id: UploadId) -> Redirect {
    Redirect::to(&format!("/people/import/{id}"))
}

fn known_upload(me: &Session, text: &str) -> Result<UploadId, Problem> {
    text.parse().map_err(|_| refused(me, Refusal::NotFound))
}

fn path(w: &Words, here: &str) -> Markup {
    html! {
        nav.path aria-label=(w.say("people-path")) { ol {
            li { a href="/people" { (w.say("shell-tab-people")) } }
            li { (here) }
        } }
    }
}

fn choose_page(me: &Session, errors: &Errors, waits: Option<UploadId>) -> Markup {
    let w = me.words();
    let title = w.say("people-import");
    let hint = w.say_with("people-import-file-hint", &[("rows", w.number(ROWS_MOST_IN_BROWSER as i64).into())]);
    let body = html! {
        (path(w, &title))
        h1 { (title) }
        p.lead-line { (w.say("people-import-lead")) }
        @if let Some(id) = waits {
            div.notice {
                p { (w.say("people-import-waits")) }
                a.btn.btn-quiet.btn-small href={ "/people/import/" (id) } { (w.say("shell-open")) }
            }
        }
        form.sheet.measure method="post" action="/people/import" enctype="multipart/form-data" novalidate {
            (me.hidden())
            (Field::file("file", w.say("people-import-file"), ".csv,.txt,.tsv,text/csv,text/plain")
                .hint(hint).error(errors.say(w, "file")).required())
            (button_row(Button::main(w.say("people-import-look")), vec![Button::link(w.say("shell-cancel"), "/people")]))
        }
        section.part.measure aria-labelledby="h-columns" {
            h2 id="h-columns" { (w.say("people-import-known")) }
            p { (w.say("people-import-known-text")) }
            p.meta { (w.say("people-import-known-list")) }
        }
    };
    me.page(&title, Some(Tab::People), body)
}

/// Takes the file. Whatever becomes of it, it is read to its end first.
pub(super) async fn send(mut sent: SentFile) -> Result<Redirect, Problem> {
    let me = sent.me.clone();
    let answer = receive(&me, &mut sent).await;
    sent.read_past().await;
    answer
}

fn file_error(me: &Session, id: &'static str, args: Vec<(&'static str, Arg<'static>)>) -> Problem {
    let mut errors = Errors::default();
    errors.add_with("file", id, args);
    Problem::refused(choose_page(me, &errors, None))
}

async fn receive(me: &Session, sent: &mut SentFile) -> Result<Redirect, Problem> {
    let (key, mut file) = sent.file("file").await?;
    if !file.is_chosen() {
        return Err(file_error(me, "people-import-error-none", Vec::new()));
    }
    let actor = me.actor.clone();
    let mut arriving = match me.app.work(move |app| upload::begin(app, &actor)).await {
        Ok(arriving) => arriving,
        Err(Refusal::Rule(NotReady::Running | NotReady::Rows)) => return Ok(Redirect::to("/people/import")),
        Err(other) => return Err(refuse(me, other)),
    };
    let (mut held, mut bytes) = (Vec::new(), 0);
    loop {
        let Ok(piece) = file.piece().await else {
            let_go(me, arriving).await?;
            return Err(Problem::TooLarge(me.actor.tongue));
        };
        let ended = piece.is_none();
        if let Some(piece) = piece {
            bytes += piece.len();
            held.extend_from_slice(&piece);
        }
        if bytes > BYTES_MOST {
            Limit::ImportBytes.reached();
            let_go(me, arriving).await?;
            return Err(file_error(me, "people-import-error-large", Vec::new()));
        }
        if held.len() >= PIECE || (ended && !held.is_empty()) {
            let whole = std::mem::take(&mut held);
            let added = me.app.work(move |app| arriving.add(app, &whole)).await;
            arriving = added.map_err(|error| refuse(me, Refusal::<NotReady>::from(error)))?;
        }
        if ended {
            break;
        }
    }
    let actor = me.actor.clone();
    match me.app.work(move |app| upload::arrived(app, &actor, arriving, key)).await {
        Ok(id) => Ok(to_upload(id)),
        Err(Refusal::Rule(fault)) => {
            let (id, args) = file_fault(&fault);
            Err(file_error(me, id, args))
        }
        Err(other) => Err(refuse(me, other)),
    }
}

async fn let_go(me: &Session, arriving: Arriving) -> Result<(), Problem> {
    let gone = me.app.work(move |app| arriving.drop_it(app)).await;
    gone.map_err(|error| refuse(me, Refusal::<NotReady>::from(error)))
}

/// The page of a refusal; a rule that has no field of its own is read as "someone else was quicker".
fn refuse<R>(me: &Session, refusal: Refusal<R>) -> Problem {
    refused(me, refusal.without_rule().unwrap_or(Refusal::Stale))
}

/// What to say beside the field about a file that is no table.
fn file_fault(fault: &ImportFault) -> (&'static str, Vec<(&'static str, Arg<'static>)>) {
    match fault {
        ImportFault::File(FileFault::Empty) => ("people-import-error-empty", Vec::new()),
        ImportFault::File(FileFault::NotText) => ("people-import-error-not-text", Vec::new()),
        ImportFault::File(FileFault::Columns(has)) => ("people-import-error-columns", vec![("has", (*has).into())]),
        ImportFault::File(FileFault::Rows(most)) => ("people-import-error-rows", vec![("most", (*most).into())]),
        ImportFault::File(FileFault::Table { line, .. }) => {
            ("people-import-error-table", vec![("line", (*line).into())])
        }
        ImportFault::Twice(head) => ("people-import-error-twice", vec![("column", head.clone().into())]),
        ImportFault::NoColumn { .. } => ("people-import-error-no-name", Vec::new()),
        ImportFault::File(FileFault::Unread(_)) | ImportFault::Rows(_) => ("people-import-error-not-text", Vec::new()),
    }
}

/// An upload as it stands now.
pub(super) async fn show(me: Session, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = known_upload(&me, &id)?;
    let actor = me.actor.clone();
    let standing = me.app.work(move |app| upload::standing(app, &actor, id)).await;
    let standing = standing.map_err(|refusal| refused(&me, refusal))?;
    match standing.state {
        State::Arriving => Err(refused(&me, Refusal::NotFound)),
        State::Waiting(_) => {
            let actor = me.actor.clone();
            let preview = me.app.work(move |app| upload::preview(app, &actor, id)).await;
            let preview = preview.map_err(|refusal| refused(&me, refusal))?;
            Ok(preview_page(&me, &preview, &Typed::default(), &Errors::default()).into_response())
        }
        State::Running { in_order, done, total } => {
            let page = running_page(&me, id, in_order, done, total);
            Ok(([("refresh", LOOK_AGAIN)], page).into_response())
        }
        State::Filed => Ok(filed_page(&me, &standing).into_response()),
    }
}

/// Says which column is what.
pub(super) async fn choose(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_upload(&me, &id)?;
    let me = me.at(&format!("/people/import/{id}"));
    let mapping = read_mapping(&form);
    form.finish()?;
    let actor = me.actor.clone();
    match me.app.work(move |app| upload::choose(app, &actor, &once, id, &mapping)).await {
        Ok(id) => Ok(to_upload(id)),
        Err(Refusal::Rule(fault)) => {
            let mut errors = Errors::default();
            let (text, args) = file_fault(&fault);
            errors.add_with(&field_name(Column::Given), text, args);
            let actor = me.actor.clone();
            let preview = me.app.work(move |app| upload::preview(app, &actor, id)).await;
            let preview = preview.map_err(|refusal| refused(&me, refusal))?;
            Err(Problem::refused(preview_page(&me, &preview, &form.typed(), &errors)))
        }
        Err(other) => Err(refuse(&me, other)),
    }
}

/// Confirms: from now on the persons are being taken in.
pub(super) async fn confirm(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_upload(&me, &id)?;
    form.finish()?;
    let actor = me.actor.clone();
    let run = me.app.work(move |app| upload::confirm(app, &actor, &once, id)).await;
    match run {
        Ok(Some(run)) => {
            if let Err(error) = upload::start(&Arc::clone(&me.app), me.actor.clone(), run) {
                return Err(Problem::broken(me.actor.tongue, &me.app.dice, "people.import.start", &error));
            }
        }
        // The page of the upload says how it stands now.
        Ok(None) | Err(Refusal::Rule(_)) => {}
        Err(other) => return Err(refuse(&me, other)),
    }
    Ok(to_upload(id))
}

/// Stops a running import, or lets a waiting file go.
pub(super) async fn stop(Path(id): Path<String>, Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    let id = known_upload(&me, &id)?;
    form.finish()?;
    let actor = me.actor.clone();
    let was_running = me.app.work(move |app| upload::stop(app, &actor, &once, id)).await;
    match was_running.map_err(|refusal| refused(&me, refusal))? {
        true => Ok(to_upload(id)),
        false => Ok(Redirect::to("/people/import")),
    }
}

fn field_name(column: Column) -> String {
    format!("col-{}", column.name())
}

fn read_mapping(form: &Form) -> Mapping {
    let format = (form.take("dates") == MONTH_FIRST).then(|| "%m/%d/%Y".to_owned());
    Mapping::of(|column| Some(form.take(&field_name(column)).to_owned()), format)
}

fn preview_page(me: &Session, preview: &Preview, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let title = w.say("people-import-preview");
    let standing = &preview.standing;
    let ready = preview.found.as_ref().is_ok_and(|report| report.wrong == 0 && report.rows > 0);
    let body = html! {
        (path(w, &title))
        h1 { (title) }
        @if let State::Waiting(Some(why)) = standing.state {
            div.notice.notice-soon role="status" {
                (sign("warning")) " "
                p { b { (w.say_with("people-import-broken-off", &[("time", w.time(standing.beat_at).into())])) } " "
                    (w.say(&format!("people-import-{}", why.code()))) }
            }
        }
        @match &preview.found {
            Ok(report) => { (told(w, report)) }
            Err(fault) => {
                @let (text, args) = file_fault(fault);
                div.notice.notice-stop role="alert" { (sign("stop")) " " p { (w.say_with(text, &args)) } }
            }
        }
        @let drop = format!("/people/import/{}/stop", standing.id);
        div.actions {
            @if ready {
                @let save = Button::main(w.say_with("people-import-confirm", &[("count", standing.persons.into())]));
                (one_button(me, &format!("/people/import/{}", standing.id), &save)) " "
            } @else if preview.found.is_ok() {
                a.btn.btn-primary href="/people/import" { (w.say("people-import-mended")) } " "
            }
            (one_button(me, &drop, &Button::quiet(w.say("people-import-drop"))))
        }
        p.meta."mt-2" { (w.say("people-import-kept")) }
        @if let Ok(report) = &preview.found {
            @if !report.faults.is_empty() { (faults(w, report)) }
            @if !report.preview.is_empty() { (first_rows(w, &report.preview)) }
        }
        (columns(me, preview, typed, errors))
    };
    me.page(&title, Some(Tab::People), body)
}

/// A form that is nothing but its button.
fn one_button(me: &Session, action: &str, button: &Button) -> Markup {
    html! { form method="post" action=(action) { (me.hidden()) (button) } }
}

/// How many rows there are and how the file is written.
fn told(w: &Words, report: &Report) -> Markup {
    let written = [("encoding", report.encoding.into()), ("separator", separator(w, report.separator).into())];
    html! {
        p.lead-line {
            @if report.rows == 0 { (w.say("people-import-no-rows")) }
            @else if report.wrong == 0 { (w.say_with("people-import-sound", &[("count", report.rows.into())])) }
            @else {
                (w.say_with("people-import-wrong", &[
                    ("wrong", report.wrong.into()),
                    ("count", w.number(i64::try_from(report.rows).unwrap_or(i64::MAX)).into()),
                ]))
            }
        }
        p.meta { (w.say_with("people-import-written", &written)) }
    }
}

fn separator(w: &Words, separator: char) -> String {
    w.say(match separator {
        ';' => "people-import-semicolon",
        '\t' => "people-import-tab",
        _ => "people-import-comma",
    })
}

fn faults(w: &Words, report: &Report) -> Markup {
    let heads = ["people-import-line", "people-import-column", "people-import-what"].map(|id| w.say(id));
    let rows = report.faults.iter().take(FAULTS_SHOWN).map(|fault| {
        let column = match fault.trouble {
            Trouble::Width { .. } => html! { (w.say("people-import-whole-row")) },
            _ => html! { bdi { (fault.column) } },
        };
        let line = w.say_with("people-import-line-of", &[("line", fault.line.to_string().into())]);
        vec![html! { (line) }, column, html! { (trouble(w, fault)) }]
    });
    let more = report.wrong as usize > FAULTS_SHOWN || report.faults.len() > FAULTS_SHOWN;
    section(
        "h-faults",
        &w.say("people-import-faults"),
        None,
        html! {},
        html! {
            (table("faults", &w.say("people-import-faults-caption"), &heads, rows.collect()))
            @if more { p.meta { (w.say_with("people-import-faults-more", &[("shown", FAULTS_SHOWN.into())])) } }
        },
    )
}

fn trouble(w: &Words, fault: &RowFault) -> String {
    let typed = |id: &str, number: u32| w.say_with(id, &[("typed", number.to_string().into())]);
    match fault.trouble {
        Trouble::NoName => w.say("people-error-name"),
        Trouble::Text(BadText::TooLong { most }) => w.say_with("people-import-long", &[("most", most.into())]),
        Trouble::Text(BadText::Control | BadText::Blank) => w.say("people-import-control"),
        Trouble::Date(BadDate::Form) => w.say("people-import-date"),
        Trouble::Date(BadDate::Month(month)) => typed("people-import-month", month),
        Trouble::Date(BadDate::Day(day)) => typed("shell-error-day", day),
        Trouble::Date(BadDate::Year(year)) => typed("shell-error-year", year),
        Trouble::Country => w.say("people-error-country"),
        Trouble::Sex => w.say("people-import-sex"),
        Trouble::Width { has, wants } => {
            w.say_with("people-import-width", &[("has", has.into()), ("wants", wants.into())])
        }
        Trouble::Undecodable => w.say("people-import-undecodable"),
    }
}

fn first_rows(w: &Words, persons: &[NewPerson]) -> Markup {
    let heads = [
        "people-part-name",
        "people-birth",
        "people-sex",
        "people-birth_country",
        "people-identifiers",
        "people-contact_points",
    ]
    .map(|id| w.say(id));
    let rows = persons.iter().map(|person| {
        let [_, (_, sex), (_, birth), (_, country), _, (_, identifiers)] = texts::of_identity(w, &person.identity);
        let points = person.file.points.iter().map(texts::point).collect::<Vec<_>>().join(" · ");
        let name = html! { @for name in &person.identity.names { (texts::name(name)) } };
        let mut cells = vec![name];
        cells.extend([birth, sex, country, identifiers, points].map(|text| html! { bdi { (text) } }));
        cells
    });
    section(
        "h-first",
        &w.say("people-import-first"),
        None,
        html! {},
        table("first", &w.say("people-import-first-caption"), &heads, rows.collect()),
    )
}

/// Which column is what, to be changed where the heads said something else.
fn columns(me: &Session, preview: &Preview, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let heads = heads(&preview.found);
    let chosen = matched(&heads, &preview.mapping);
    let (known, aside) = (chosen.len(), heads.iter().filter(|head| !chosen.iter().any(|(_, one)| one == *head)));
    let aside = aside.map(String::as_str).collect::<Vec<_>>().join(", ");
    let fields = Column::ALL.map(|column| {
        let name = field_name(column);
        let now = chosen.iter().find(|(one, _)| *one == column).map_or("", |(_, head)| head.as_str());
        let now = if errors.is_empty() { now } else { typed.get(&name) };
        let label = w.say(&format!("people-import-column-{}", column.name()));
        let options = heads.iter().take(HEADS_SHOWN).filter(|head| head.len() <= HEAD_LONGEST);
        let options = options.map(|head| Choice::new(head, head)).collect();
        Field::select(&name, label).options(options).value(now).error(errors.say(w, &name))
    });
    let month_first = preview.mapping.birth_format().is_some();
    let dates = Field::select("dates", w.say("people-import-dates"))
        .options(vec![
            Choice::new("day-first", w.say("people-import-day-first")),
            Choice::new(MONTH_FIRST, w.say("people-import-month-first")),
        ])
        .value(if month_first { MONTH_FIRST } else { "day-first" })
        .required();
    let again = w.say("people-import-look-again");
    let button = if preview.found.is_err() { Button::main(again) } else { Button::quiet(again) };
    html! {
        section.part aria-labelledby="h-which" {
            h2 id="h-which" { (w.say("people-import-columns")) }
            p { (w.say_with("people-import-columns-known", &[("count", known.into())])) }
            @if !aside.is_empty() { p.meta { (w.say("people-import-columns-aside")) " " bdi { (aside) } } }
            details.fold open[preview.found.is_err() || !errors.is_empty()] {
                summary { (w.say("people-import-columns-change")) }
                (post_form(&format!("/people/import/{}/columns", preview.standing.id), me.hidden(), html! {
                    p.hint { (w.say("people-import-columns-hint")) }
                    div.field-row.import-columns { @for field in &fields { (field) } (dates) }
                    div.actions { (button) }
                }))
            }
        }
    }
}

fn heads(found: &Result<Report, ImportFault>) -> Vec<String> {
    match found {
        Ok(report) => {
            let mut heads: Vec<String> = report.columns.iter().map(|(_, head)| head.clone()).collect();
            heads.extend(report.left_aside.iter().cloned());
            heads.retain(|head| !head.is_empty());
            heads
        }
        Err(ImportFault::NoColumn { there, .. }) => there.iter().filter(|head| !head.is_empty()).cloned().collect(),
        Err(_) => Vec::new(),
    }
}

fn running_page(me: &Session, id: UploadId, in_order: bool, done: u64, total: u64) -> Markup {
    let w = me.words();
    let title = w.say("people-import-running");
    let number = |count: u64| w.number(i64::try_from(count).unwrap_or(i64::MAX));
    let counts = [("done", number(done).into()), ("total", number(total).into())];
    let label = html! {
        b { (w.say(if in_order { "people-import-step-order" } else { "people-import-step-rows" })) } ": "
        @if in_order { (w.say_with("people-import-share", &[("share", (done.min(total) * 100).checked_div(total).unwrap_or(0).into())])) }
        @else { (w.say_with("people-import-of", &counts)) }
    };
    let body = html! {
        (path(w, &title))
        h1 { (title) }
        p.measure { (w.say("people-import-running-text")) }
        (progress("import-progress", label, done, total, html! { (w.say("people-import-running-leave")) }))
        div.actions.part {
            (one_button(me, &format!("/people/import/{id}/stop"), &Button::stop(w.say("people-import-stop"))))
            " " span.meta { (w.say("people-import-stop-hint")) }
        }
    };
    me.page(&title, Some(Tab::People), body)
}

fn filed_page(me: &Session, standing: &Standing) -> Markup {
    let w = me.words();
    let title = w.say("people-import-done");
    let lead = w.say_with(
        "people-import-filed",
        &[("count", standing.persons.into()), ("time", w.time(standing.beat_at).into())],
    );
    let body = html! {
        (path(w, &title))
        (saved(&lead, html! {}, html! {}))
        h1 { (title) }
        p.measure { (w.say("people-import-own")) }
        p.measure { (w.say("people-import-nobody")) }
        div.actions.part {
            a.btn.btn-primary href="/people" { (w.say("people-import-find")) } " "
            a.btn.btn-quiet href="/people/import" { (w.say("people-import-another")) }
        }
    };
    me.page(&title, Some(Tab::People), body)
}
