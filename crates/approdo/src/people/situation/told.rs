//! What is known of a person as the rules read it: JSON facts, as of a day.
//!
//! Money is a text with two decimals, a day is ISO 8601. `null` is *known to be none*; what is left out is
//! *unknown*, and so is what the pass does not open: a rule never reads what its reader may not.

use ground::{Day, PersonId};
use policy::{Action, Pass};
use serde_json::{Map, Value as Json, json};

use super::{
    fact::{Fact, Said, counts_on},
    facts::{self, ValueSeen},
    keeping, leave,
    title::{LooseDay, Stage, Standing, Title},
    titles::{self, TitleSeen},
};
use crate::{
    access::{self, Actor, Event},
    app::{App, Refusal},
    people::{acts::known, model::Identity},
};

/// The facts of a person as of a day, for the rules.
///
/// # Errors
/// The usual refusals.
pub fn facts_on(app: &App, actor: &Actor, person: PersonId, day: Day) -> Result<Map<String, Json>, Refusal> {
    app.store.look("people.situation.told", |tx, trail| {
        let pass = leave(app, tx, actor, Action::See, person)?;
        let filed = known(app, tx, actor, &pass, person)?;
        let (mut held, mut said) = (Vec::new(), Vec::new());
        for (row, title) in titles::of_person(app, tx, &pass)? {
            keeping::used(app, trail, titles::TABLE, &row);
            held.push(title);
        }
        for (row, value) in facts::of_person(app, tx, &pass)? {
            keeping::used(app, trail, facts::TABLE, &row);
            said.push(value);
        }
        trail.leave(access::entry(app, actor, &pass, Event { act: "situation.facts_read", ..Event::default() }));
        Ok(told(&pass, &filed.identity, &held, &said, day))
    })
}

fn told(pass: &Pass, identity: &Identity, held: &[TitleSeen], said: &[ValueSeen], day: Day) -> Map<String, Json> {
    let mut facts = Map::new();
    of_identity(identity, &mut facts);
    of_titles(held, day, &mut facts);
    for fact in Fact::all().filter(|fact| pass.sees(fact.level())) {
        let values = said.iter().filter(|seen| seen.fact == fact).map(|seen| &seen.value);
        if let Some(value) = counts_on(values, day).and_then(|value| in_json(&value.word.said)) {
            facts.insert(fact.name().to_owned(), value);
        }
    }
    facts
}

/// What was said as the rules write it; nothing for what is not known any more.
fn in_json(said: &Said) -> Option<Json> {
    Some(match said {
        Said::Unknown => return None,
        Said::Nothing => Json::Null,
        Said::YesNo(yes) => json!(yes),
        Said::Word(word) => json!(word),
        Said::Date(day) => json!(day.to_string()),
        Said::Money(cents) => json!(format!("{}.{:02}", cents / 100, cents % 100)),
        Said::Count(count) => json!(count),
    })
}

fn of_identity(identity: &Identity, facts: &mut Map<String, Json>) {
    if let Some(country) = identity.citizenships.first() {
        facts.insert("citizenship".to_owned(), json!(country.code()));
    }
    if let Some(day) = identity.birth.and_then(whole) {
        facts.insert("birth_date".to_owned(), json!(day.to_string()));
    }
}

fn whole(day: LooseDay) -> Option<Day> {
    match day {
        LooseDay::Day(day) => Some(day),
        LooseDay::Month { .. } | LooseDay::Year(_) => None,
    }
}

/// What her titles say: the one that stands first on that day, and all of them as a list when each is
/// wholly dated. Half a list would be read as a whole one.
fn of_titles(held: &[TitleSeen], day: Day, facts: &mut Map<String, Json>) {
    let stands = |seen: &&TitleSeen| seen.text.title.standing_on(seen.text.closing.as_ref(), day);
    let began =
        |seen: &&TitleSeen| seen.text.title.issued.and_then(LooseDay::first_day).is_none_or(|issued| issued <= day);
    let counts: Vec<&TitleSeen> = held.iter().filter(|seen| stands(seen) != Standing::Mistake && began(seen)).collect();
    let later = |seen: &&TitleSeen| std::cmp::Reverse(seen.text.title.expiry.and_then(LooseDay::last_day));
    let first = counts.iter().copied().min_by_key(|seen| (stands(seen), later(seen)));
    match first.map(|seen| (stands(&seen), &seen.text.title)) {
        Some((Standing::Valid | Standing::Waiting | Standing::Unclear | Standing::Expired, title)) => {
            of_one(title, day, facts);
        }
        Some((Standing::Without, _)) => {
            facts.insert("permit".to_owned(), Json::Null);
        }
        Some((Standing::Ended | Standing::Mistake, _)) | None => {}
    }
    let spans: Option<Vec<Json>> =
        counts.iter().filter(|seen| stands(seen) != Standing::Without).map(|seen| span(seen)).collect();
    if let Some(spans) = spans.filter(|spans| !spans.is_empty()) {
        facts.insert("permits".to_owned(), Json::Array(spans));
    }
}

fn of_one(title: &Title, day: Day, facts: &mut Map<String, Json>) {
    if let Some(kind) = title.kind {
        facts.insert("permit".to_owned(), json!(kind.code()));
    }
    for (name, date) in [("permit_issued", title.issued), ("permit_expiry", title.expiry)] {
        if let Some(date) = date.and_then(whole) {
            facts.insert(name.to_owned(), json!(date.to_string()));
        }
    }
    let asked_on = title.stage_on.and_then(whole);
    let asked = match title.stage {
        Stage::Held => Some(false),
        Stage::RenewalAsked => Some(asked_on.is_none_or(|asked| asked <= day)),
        Stage::FirstAsked | Stage::RegularisationAsked | Stage::Appealed | Stage::None | Stage::NotRecorded => None,
    };
    if let Some(asked) = asked {
        facts.insert("renewal_requested".to_owned(), json!(asked));
    }
    if let Some(date) = asked_on.filter(|_| asked == Some(true)) {
        facts.insert("renewal_requested_date".to_owned(), json!(date.to_string()));
    }
}

/// A title from its first to its last day: that of its end, where it ended before.
fn span(seen: &TitleSeen) -> Option<Json> {
    let title = &seen.text.title;
    let ended = seen.text.closing.as_ref().map(|closing| closing.on);
    let expiry = title.expiry.and_then(whole);
    let last = match (ended, expiry) {
        (Some(ended), Some(expiry)) => ended.min(expiry),
        (ended, expiry) => ended.or(expiry)?,
    };
    let (kind, from) = (title.kind?, title.issued.and_then(whole)?);
    Some(json!({ "type": kind.code(), "from": from.to_string(), "to": last.to_string() }))
}
