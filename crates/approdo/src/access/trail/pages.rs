//! The trail as the auditor sees it: the last entries, what they name, and the proof by a button.

use std::sync::Arc;

use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use ground::{AccountId, Day, PersonId};
use maud::{Markup, html};
use policy::{Action, Resource};
use serde::Deserialize;

use super::{
    Verified, alarms, breach_pages,
    read::{self, Page, Shown, Wanted},
    verify,
};
use crate::{
    app::App,
    shell::{
        components::{Button, Choice, Field, Mark, bdi, button_row, empty, marked, pager, post_form, section, table},
        forms::{Errors, Typed},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, query_value, refused},
        words::Words,
    },
};

/// The addresses of the trail.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/trail", get(show))
        .route("/trail/verify", post(prove))
        .merge(breach_pages::routes())
        .merge(alarms::routes())
}

/// What stands behind the question mark: references only, never names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    person: String,
    account: String,
    day: String,
    before: String,
}

impl Asked {
    fn typed(&self) -> Typed {
        Typed::default().with("person", &self.person).with("account", &self.account).with("day", &self.day)
    }

    /// What is wanted, or beside which field something is wrong.
    fn parse(&self, errors: &mut Errors) -> Wanted {
        Wanted {
            person: reference::<PersonId>(&self.person, "person", errors),
            account: reference::<AccountId>(&self.account, "account", errors),
            day: given(&self.day).and_then(|day| errors.keep("day", day.parse::<Day>(), |_| "trail-error-day")),
            before: self.before.parse().ok(),
        }
    }

    /// The same question from another entry on.
    fn href(&self, before: Option<u64>) -> String {
        let mut pairs: Vec<String> = [("person", &self.person), ("account", &self.account), ("day", &self.day)]
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, value)| format!("{name}={}", query_value(value.trim())))
            .collect();
        pairs.extend(before.map(|number| format!("before={number}")));
        if pairs.is_empty() { "/trail".to_owned() } else { format!("/trail?{}", pairs.join("&")) }
    }
}

fn given(typed: &str) -> Option<&str> {
    Some(typed.trim()).filter(|text| !text.is_empty())
}

fn reference<T: std::str::FromStr>(typed: &str, name: &'static str, errors: &mut Errors) -> Option<T> {
    given(typed).and_then(|id| errors.keep(name, id.parse(), |_| "trail-error-reference"))
}

/// The last entries, for those who may read them; the proof, for those who may ask for it.
async fn show(me: Session, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut errors = Errors::default();
    let wanted = asked.parse(&mut errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let entries = if !me.may(Action::See, Resource::Audit) && me.may(Action::Verify, Resource::Audit) {
        html! {}
    } else {
        // What was mistyped is not looked for as if nothing had been typed.
        let actor = me.actor.clone();
        let wanted = if errors.is_empty() { wanted } else { Wanted { before: Some(0), ..Wanted::default() } };
        let found = me.app.work(move |app| read::read(app, &actor, wanted)).await;
        let page = found.map_err(|refusal| refused(&me, refusal))?;
        html! {
            (filters(me.words(), &asked, &page, &errors))
            (entries(me.words(), &asked, &page))
            p { a href="/trail/alarms" { (me.words().say("trail-alarms-title")) } }
            p { a href="/trail/breach" { (me.words().say("trail-breach-title")) } }
            p { a href="/exports" { (me.words().say("access-exports-title")) } }
            @if me.may(Action::Erase, Resource::Erasure) { p { a href="/erasures" { (me.words().say("people-erasures")) } } }
        }
    };
    Ok((status, whole(&me, html! { (proof(&me, None)) (entries) })).into_response())
}

/// Proves the trail and says what was found.
async fn prove(sent: Sent) -> Result<Markup, Problem> {
    let Sent { me, form, .. } = sent;
    form.finish()?;
    let actor = me.actor.clone();
    let verified = me.app.work(move |app| verify(app, &actor, None)).await.map_err(|refusal| refused(&me, refusal))?;
    let back = html! { p { a href="/trail" { (me.words().say("trail-back")) } } };
    Ok(whole(&me, html! { (proof(&me, Some(&verified))) (back) }))
}

fn whole(me: &Session, body: Markup) -> Markup {
    let title = me.words().say("trail-title");
    me.page(&title, Some(Tab::Trail), html! { h1 { (title) } (body) })
}

/// The button, and what it found.
fn proof(me: &Session, verified: Option<&Verified>) -> Markup {
    let w = me.words();
    let body = html! {
        @if let Some(verified) = verified { div role="status" { (finding(w, verified)) } }
        @else { p { (w.say("trail-proof-text")) } }
        (post_form("/trail/verify", me.hidden(), button_row(Button::quiet(w.say("trail-proof-button")), vec![])))
    };
    section("trail-proof", &w.say("trail-proof-title"), None, html! {}, body)
}

fn finding(w: &Words, verified: &Verified) -> Markup {
    let entries = i64::try_from(verified.entries).unwrap_or(i64::MAX);
    let count = [("count", entries.into())];
    if verified.ok {
        let pruned = [("count", i64::try_from(verified.pruned).unwrap_or(i64::MAX).into())];
        return html! {
            p { (marked(Mark::Good, &w.say_with("trail-proof-good", &count))) }
            @if verified.pruned > 0 { p { (w.say_with("trail-proof-pruned", &pruned)) } }
        };
    }
    let why = verified.why.as_deref().unwrap_or_default();
    html! {
        p { (marked(Mark::Stop, &w.say("trail-proof-bad"))) }
        @if let Some(number) = verified.first_bad {
            p { (w.say_with("trail-proof-first", &[("number", number.to_string().into())])) }
        }
        // why: the exact finding is for who runs the machine, in the words of the command line
        p lang="en" { code { (why) } }
        p { (w.say("trail-proof-next")) }
    }
}

fn filters(w: &'static Words, asked: &Asked, page: &Page, errors: &Errors) -> Markup {
    let typed = asked.typed();
    let accounts = page.accounts.iter().map(|(id, name)| Choice::new(&id.to_string(), name)).collect();
    let body = html! {
        form.sheet method="get" action="/trail" {
            div.field-row {
                (Field::text("person", w.say("trail-person")).hint(w.say("trail-person-hint")).from(&typed, errors, w))
                (Field::select("account", w.say("trail-account")).options(accounts).from(&typed, errors, w))
                (Field::text("day", w.say("trail-day")).hint(w.say("trail-day-hint")).from(&typed, errors, w))
            }
            (button_row(Button::main(w.say("trail-filter")), vec![Button::link(w.say("trail-all"), "/trail")]))
        }
    };
    section("trail-filter", &w.say("trail-filter-title"), None, html! {}, body)
}

fn entries(w: &'static Words, asked: &Asked, page: &Page) -> Markup {
    let heads = ["trail-when", "trail-who", "trail-what", "trail-about", "trail-outcome"].map(|id| w.say(id));
    let caption = w.say("trail-entries");
    let older = page.entries.last().filter(|_| page.more).map(|last| asked.href(Some(last.number)));
    let newer = given(&asked.before).map(|_| asked.href(None));
    let (newest, oldest) = (w.say("trail-newest"), w.say("trail-older"));
    html! {
        @if page.entries.is_empty() {
            (empty(&w.say("trail-none"), &w.say("trail-none-text"), None))
        } @else {
            (table("trail-entries", &caption, &heads, page.entries.iter().map(|entry| line(w, entry)).collect()))
            (pager(
                &w.say("trail-pages"),
                newer.as_deref().map(|href| (href, newest.as_str())),
                &span(page),
                older.as_deref().map(|href| (href, oldest.as_str())),
            ))
        }
    }
}

/// The numbers on the page, such as `1204–1180`.
fn span(page: &Page) -> String {
    match (page.entries.first(), page.entries.last()) {
        (Some(first), Some(last)) => format!("{}–{}", first.number, last.number),
        _ => String::new(),
    }
}

fn line(w: &Words, entry: &Shown) -> Vec<Markup> {
    let said = &entry.said;
    vec![
        html! {
            (w.moment(entry.at)) " "
            span.meta { (w.say_with("trail-number", &[("number", entry.number.to_string().into())])) }
        },
        html! {
            (who(w, entry))
            @if !said.role.is_empty() { " " span.meta { (word(w, "access-role-", &said.role)) } }
        },
        html! {
            (word(w, "trail-act-", &said.act))
            @if let Some(purpose) = &said.purpose { " " span.meta { (word(w, "trail-purpose-", purpose)) } }
            @if !said.flags.is_empty() { " " span.meta { (said.flags.iter().map(|flag| word(w, "trail-flag-", flag)).collect::<Vec<_>>().join(", ")) } }
            @if !said.fields.is_empty() { " " br; span.meta { (said.fields.iter().map(|field| word(w, "trail-field-", field)).collect::<Vec<_>>().join(", ")) } }
        },
        about(w, entry),
        outcome(w, &said.outcome),
    ]
}

/// The word for a code, or the code itself: a room may leave acts that have no word yet.
pub(super) fn word(w: &Words, start: &str, code: &str) -> String {
    let id = format!("{start}{}", code.replace('.', "-"));
    if w.knows(&id) { w.say(&id) } else { code.to_owned() }
}

fn who(w: &Words, entry: &Shown) -> Markup {
    match (&entry.said.account, &entry.name) {
        (Some(id), name) => {
            let id = id.to_string();
            html! { a href={ "/trail?account=" (id) } { (bdi(name.as_deref().unwrap_or(&id))) } }
        }
        (None, _) => {
            let name = entry.said.who.strip_prefix("local:").unwrap_or(&entry.said.who);
            html! { (w.say_with("trail-command-line", &[("name", name.into())])) }
        }
    }
}

/// The persons by the first digits of their references; each leads to all that names her.
fn about(w: &Words, entry: &Shown) -> Markup {
    const SHOWN_MOST: usize = 3;
    let persons = &entry.said.persons;
    let more = persons.len().saturating_sub(SHOWN_MOST);
    html! {
        @for id in persons.iter().take(SHOWN_MOST).map(ToString::to_string) {
            a href={ "/trail?person=" (id) } { code { (id.split('-').next().unwrap_or_default()) } } " "
        }
        @if more > 0 { span.meta { (w.say_with("trail-and-more", &[("count", more.into())])) } }
        @if let Some(count) = entry.said.count {
            span.meta { (w.say_with("trail-rows", &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())])) }
        }
    }
}

/// How it ended. Why something was refused is not said: that a person is protected is hidden here too.
fn outcome(w: &Words, outcome: &str) -> Markup {
    if outcome == "done" || outcome == "right" {
        return html! { (w.say("trail-done")) };
    }
    marked(Mark::Note, &w.say("trail-refused"))
}

#[cfg(test)]
mod tests {
    use ground::Tongue;

    use super::*;
    use crate::access::trail::read::Said;

    fn sample(outcome: &str) -> Page {
        let person: PersonId = "6f1c2a52-0000-4000-8000-000000000001".parse().unwrap();
        let said = Said {
            who: "local:root".to_owned(),
            role: "desk".to_owned(),
            act: "person.seen".to_owned(),
            persons: vec![person; 5],
            fields: vec!["<identity>".to_owned()],
            outcome: outcome.to_owned(),
            ..Said::default()
        };
        let at = ground::Timestamp::from_micros(1_795_000_000_000_000);
        Page { entries: vec![Shown { number: 12_345, at, said, name: None }], more: true, accounts: Vec::new() }
    }

    #[test]
    fn a_page_says_who_what_when_and_leads_to_the_next() {
        for tongue in [Tongue::It, Tongue::En] {
            let w = Words::of(tongue);
            let asked = Asked { day: "23/11/2026".to_owned(), ..Asked::default() };
            let html = entries(w, &asked, &sample("done")).into_string();
            assert!(html.contains(&w.say("trail-act-person-seen")) && html.contains(&w.say("trail-done")), "{html}");
            assert!(html.contains("href=\"/trail?day=23/11/2026&amp;before=12345\""), "{html}");
            assert!(html.contains("/trail?person=6f1c2a52-0000-4000-8000-000000000001"), "{html}");
            assert!(html.contains("root") && !html.contains("<identity>"), "{html}");
        }
    }

    #[test]
    fn sec_18_the_page_does_not_say_why_something_was_refused() {
        let w = Words::of(Tongue::It);
        let pages = ["protected", "not_allowed"].map(|why| entries(w, &Asked::default(), &sample(why)).into_string());
        assert_eq!(pages[0], pages[1]);
        assert!(pages[0].contains(&w.say("trail-refused")) && !pages[0].contains("protected"));
    }

    #[test]
    fn a_finding_names_the_first_bad_entry() {
        let w = Words::of(Tongue::En);
        let verified = Verified {
            entries: 7,
            ok: false,
            first_bad: Some(8),
            why: Some("entry 8 is missing".to_owned()),
            pending: 0,
            pruned: 0,
        };
        let html = finding(w, &verified).into_string();
        assert!(html.contains("8") && html.contains("entry 8 is missing"), "{html}");
        let good = Verified { ok: true, first_bad: None, why: None, ..verified };
        assert!(finding(w, &good).into_string().contains(&w.say_with("trail-proof-good", &[("count", 7_i64.into())])));
    }

    #[test]
    fn a_mistyped_reference_is_said_beside_its_field() {
        let asked = Asked { person: "Amina".to_owned(), day: "31/31/2026".to_owned(), ..Asked::default() };
        let mut errors = Errors::default();
        assert_eq!(asked.parse(&mut errors), Wanted::default());
        let html = filters(Words::of(Tongue::It), &asked, &Page::default(), &errors).into_string();
        assert_eq!(html.matches("aria-invalid").count(), 2, "{html}");
    }
}
