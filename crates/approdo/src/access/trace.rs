//! Entries of the trail: who did or saw what, about whom, why, with what outcome (SEC-46).

use ground::{GlassId, PersonId, Timestamp, hex};
use policy::{Action, Denied, Pass, Resource};
use serde::Serialize;
use store::{Statement, Tx};

use super::{Actor, trail};
use crate::app::App;

/// What happened. Names of fields, never the values of S3 and above.
#[derive(Clone, Copy, Debug, Default)]
pub struct Event<'a> {
    /// The act, such as `person.created`.
    pub act: &'static str,
    /// The persons who were shown or changed; the pass's own person is added.
    pub persons: &'a [PersonId],
    /// The ids of other things: contacts, accounts.
    pub objects: &'a [String],
    /// The names of the fields that were changed or shown.
    pub fields: &'a [&'static str],
    /// How many rows it is about that name no person: of a batch, or contacts of nobody known.
    pub count: Option<u64>,
    /// A keyed hash of search terms, or the hash of a file.
    pub hash: Option<&'a str>,
    /// What the watch should know of it and cannot find out later, such as [`FLAG_SURNAME`] (SEC-48).
    pub flags: &'a [&'static str],
    /// The emergency opening it is about; what is seen through one names it by itself.
    pub glass: Option<GlassId>,
}

/// She read about a person with whom her work does not bring her together.
pub const FLAG_UNRELATED: &str = "unrelated";
/// The person carries her own surname.
pub const FLAG_SURNAME: &str = "surname";

#[derive(Serialize)]
struct Body<'a> {
    at: i64,
    who: String,
    account: Option<String>,
    role: &'static str,
    act: &'a str,
    resource: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    persons: Vec<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    objects: &'a [String],
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    fields: &'a [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    flags: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    glass: Option<String>,
    outcome: &'a str,
    node: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

/// Leaves an entry in the transaction of its effect.
///
/// # Errors
/// The store's: no trace, no effect.
pub fn note(app: &App, tx: &mut Tx<'_>, actor: &Actor, pass: &Pass, event: Event<'_>) -> store::Result<()> {
    let entry = entry(app, actor, pass, event);
    tx.put(entry.sql, &entry.args)
}

/// Makes an entry for the trail of a look.
#[must_use]
pub fn entry(app: &App, actor: &Actor, pass: &Pass, event: Event<'_>) -> Statement {
    let mut persons: Vec<String> = pass.about().iter().map(ToString::to_string).collect();
    for person in event.persons.iter().filter(|person| pass.about() != Some(**person)) {
        persons.push(person.to_string());
    }
    let open = actor.glass().filter(|open| pass.about() == Some(open.person) || event.persons.contains(&open.person));
    let body = Body {
        persons,
        glass: event.glass.or(open.map(|open| open.id)).map(|id| id.to_string()),
        role: pass.role().code(),
        resource: pass.resource().code(),
        objects: event.objects,
        fields: event.fields,
        count: event.count,
        hash: event.hash,
        flags: flags(pass, event.flags),
        purpose: pass.purpose().map(policy::Purpose::code),
        ..start(app, actor, event.act, "done")
    };
    statement(app, &body)
}

/// What the room said, and whether she read without relation: the pass knows.
fn flags(pass: &Pass, said: &[&'static str]) -> Vec<&'static str> {
    let reads = pass.about().is_some() && pass.action() == Action::See && pass.resource().is_about_persons();
    let unrelated = reads && pass.by().is_some() && !pass.is_related();
    said.iter().copied().chain(unrelated.then_some(FLAG_UNRELATED)).collect()
}

/// Leaves an entry about what the house does by its own rules, where nobody asks: a retention rule
/// that erases. In the transaction of its effect.
///
/// # Errors
/// The store's: no trace, no effect.
pub fn note_of_house(app: &App, tx: &mut Tx<'_>, event: Event<'_>) -> store::Result<()> {
    let body = Body {
        persons: event.persons.iter().map(ToString::to_string).collect(),
        objects: event.objects,
        fields: event.fields,
        count: event.count,
        hash: event.hash,
        ..start(app, &Actor::command_line("house", true), event.act, "done")
    };
    let entry = statement(app, &body);
    tx.put(entry.sql, &entry.args)
}

/// Makes the entry of a refusal.
pub(super) fn denial(app: &App, actor: &Actor, denied: &Denied, about: Option<PersonId>) -> Statement {
    let body = Body {
        persons: about.iter().map(ToString::to_string).collect(),
        role: denied.role.map_or("", policy::Role::code),
        resource: denied.resource.code(),
        ..start(app, actor, denied.action.code(), denied.why.code())
    };
    statement(app, &body)
}

/// Makes the entry of a refusal because there is nothing of this id.
pub(super) fn nothing_there(
    app: &App,
    actor: &Actor,
    action: Action,
    resource: Resource,
    about: Option<PersonId>,
) -> Statement {
    let body = Body {
        persons: about.iter().map(ToString::to_string).collect(),
        resource: resource.code(),
        ..start(app, actor, action.code(), "nothing_there")
    };
    statement(app, &body)
}

/// Makes an entry about the log-in, where there is no pass yet.
pub(super) fn log_in(app: &App, actor: &Actor, act: &'static str, outcome: &str, hash: Option<&str>) -> Statement {
    statement(app, &Body { hash, ..start(app, actor, act, outcome) })
}

/// Makes the entry that a counter of failed tries begins to make wait.
pub(super) fn throttled(
    app: &App,
    actor: &Actor,
    counter: &'static str,
    objects: &[String],
    hash: Option<&str>,
) -> Statement {
    statement(app, &Body { objects, hash, fields: &[counter], ..start(app, actor, "log_in.throttled", "slowed") })
}

fn start<'a>(app: &'a App, actor: &Actor, act: &'a str, outcome: &'a str) -> Body<'a> {
    Body {
        at: app.now().micros(),
        who: actor.trail_name(),
        account: actor.id().map(|id| id.to_string()),
        role: "",
        act,
        resource: "",
        persons: Vec::new(),
        objects: &[],
        fields: &[],
        count: None,
        hash: None,
        flags: Vec::new(),
        purpose: None,
        glass: None,
        outcome,
        node: &app.node,
        session: actor.session.map(|hash| hex::encode(&hash)),
    }
}

/// The entry as one line that nothing in it can break or turn around (SEC-46). JSON escapes quotes and the
/// old control characters; the newer ones and the line ends of Unicode are escaped here, and what reorders
/// a text on a screen is left out.
fn one_line(json: &str) -> String {
    let mut line = String::with_capacity(json.len());
    for c in ground::visible(json).chars() {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            line.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            line.push(c);
        }
    }
    line
}

fn statement(app: &App, body: &Body<'_>) -> Statement {
    // A struct of texts and numbers always serialises.
    let text = one_line(&serde_json::to_string(body).unwrap_or_default());
    let id = app.dice.bytes::<16>();
    // Without a seal the entry still stands, and `audit verify` says that it has none.
    let seal = trail::seal(&app.vault, Timestamp::from_micros(body.at), &id, &text);
    let seal = seal.unwrap_or_default();
    Statement {
        sql: "insert into audit_pending (at, id, body, seal) values ($1, $2, $3, $4)",
        args: vec![body.at.into(), id.to_vec().into(), text.into(), seal.into()],
    }
}
