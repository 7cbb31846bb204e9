//! Titles and facts as people read them.

use ground::{Day, Timestamp};
use maud::{Markup, html};

use crate::{
    people::situation::{
        fact::{Fact, Said},
        facts::ValueSeen,
        title::{Closing, How, Stage, Standing, Title},
        titles::{Text, TitleSeen},
    },
    shell::{
        components::{Mark, marked},
        words::Words,
    },
};

/// From how many days before its last day on a title is said to expire soon.
const SOON_DAYS: i32 = 90;

/// A title with how it stands today, its dates and what was asked. One that expired while another covers
/// her is told and is no alarm.
pub(super) fn title(w: &Words, seen: &TitleSeen, today: Day, covered: bool) -> Markup {
    let Text { title, closing, .. } = &seen.text;
    let (mark, word) = standing(w, title, closing.as_ref(), today);
    let mark = if covered && mark == Mark::Stop { Mark::Note } else { mark };
    html! {
        b { bdi { (name(w, title)) } } " " (marked(mark, &word))
        @let dates = dates(w, title);
        @if !dates.is_empty() { br; span { (dates) } }
        @if let Some(basis) = title.basis.as_ref().filter(|_| title.kind.is_some()) { br; span.text-break { bdi { (basis) } } }
        @if let Some(closing) = closing { br; span.text-break { (closed(w, closing)) } }
    }
}

/// What a title is called: its kind; without one its own words, or where it stands.
pub(super) fn name(w: &Words, title: &Title) -> String {
    match (title.kind, &title.basis) {
        (Some(kind), _) => kind.name(w.tongue()).to_owned(),
        (None, Some(basis)) => basis.to_string(),
        (None, None) if title.stage == Stage::None => w.say("situation-title-none"),
        (None, None) => w.say("situation-title-some"),
    }
}

/// When it was issued, when it ends, where it stands.
fn dates(w: &Words, title: &Title) -> String {
    let issued = title.issued.map(|day| w.say_with("situation-issued-on", &[("day", w.birth(day).into())]));
    let expiry = title.expiry.map(|day| w.say_with("situation-expires-on", &[("day", w.birth(day).into())]));
    let asked = match title.stage {
        Stage::Held | Stage::None | Stage::NotRecorded => title.stage_on.map(|_| stage(w, title)),
        Stage::FirstAsked | Stage::RenewalAsked | Stage::RegularisationAsked | Stage::Appealed => Some(stage(w, title)),
    };
    [issued, expiry, asked].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Where a title stands, with the day since when.
pub(super) fn stage(w: &Words, title: &Title) -> String {
    let word = title.stage.listed().map_or("", |stage| stage.name(w.tongue())).to_owned();
    match title.stage_on {
        Some(day) => w.say_with("situation-stage-on", &[("stage", word.into()), ("day", w.birth(day).into())]),
        None => word,
    }
}

/// How it stands today: a shape and words, never the colour alone.
fn standing(w: &Words, title: &Title, closing: Option<&Closing>, today: Day) -> (Mark, String) {
    let left = title.days_left(today);
    match title.standing_on(closing, today) {
        Standing::Valid => match left {
            Some(days) => {
                let mark = if days <= SOON_DAYS { Mark::Soon } else { Mark::Good };
                (mark, w.say_with("situation-days-left", &[("count", days.into())]))
            }
            None => (Mark::Good, w.say("situation-valid")),
        },
        Standing::Expired => match left {
            Some(days) => (Mark::Stop, w.say_with("situation-days-over", &[("count", (-days).into())])),
            None => (Mark::Stop, w.say("situation-expired")),
        },
        Standing::Waiting => (Mark::Note, w.say("situation-waiting")),
        Standing::Without => (Mark::Note, w.say("situation-without")),
        Standing::Unclear => (Mark::Note, w.say("situation-unclear")),
        Standing::Ended => (Mark::Note, w.say("situation-ended")),
        Standing::Mistake => (Mark::Note, w.say("situation-mistake")),
    }
}

/// How, when and why it was closed.
pub(super) fn closed(w: &Words, closing: &Closing) -> String {
    let id = match closing.how {
        How::Ended => "situation-closed-ended",
        How::Mistake => "situation-closed-mistake",
    };
    let said = w.say_with(id, &[("day", w.day(closing.on).into())]);
    closing.words.as_ref().map_or(said.clone(), |words| format!("{said}: {words}"))
}

/// Who wrote it down and when.
pub(super) fn by(w: &Words, who: &str, at: Timestamp) -> Markup {
    html! { bdi { (who) } ", " (w.moment(at)) }
}

/// The fields of a title with what stands in each, for its past and for a conflict.
pub(super) fn of_title(w: &Words, text: &Text) -> [(&'static str, String); 6] {
    let title = &text.title;
    [
        ("title_kind", title.kind.map(|kind| kind.name(w.tongue()).to_owned()).unwrap_or_default()),
        ("title_basis", title.basis.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("title_issued", title.issued.map(|day| w.birth(day)).unwrap_or_default()),
        ("title_expiry", title.expiry.map(|day| w.birth(day)).unwrap_or_default()),
        ("title_stage", stage(w, title)),
        ("title_closing", text.closing.as_ref().map(|closing| closed(w, closing)).unwrap_or_default()),
    ]
}

/// What a fact is called.
pub(super) fn label(w: &Words, fact: Fact) -> String {
    w.say(&format!("situation-fact-{}", fact.name()))
}

/// A word of a fact's list.
pub(super) fn word(w: &Words, word: &str) -> String {
    w.say(&format!("situation-word-{word}"))
}

/// What was said of a fact.
pub(super) fn said(w: &Words, fact: Fact, said: &Said) -> String {
    match said {
        Said::Unknown => w.say("situation-unknown"),
        Said::Nothing => w.say("situation-nothing"),
        Said::YesNo(true) => w.say("shell-yes"),
        Said::YesNo(false) => w.say("shell-no"),
        Said::Word(one) if fact.takes(said) => word(w, one),
        Said::Word(one) => one.clone(),
        Said::Date(day) => w.day(*day),
        Said::Money(cents) => w.say_with(
            "situation-euro",
            &[("euro", w.number(cents / 100).into()), ("cents", format!("{:02}", cents % 100).into())],
        ),
        Said::Count(count) => w.number(i64::from(*count)),
    }
}

/// From which day on a value holds.
pub(super) fn since(w: &Words, seen: &ValueSeen) -> String {
    w.say_with("situation-since", &[("day", w.day(seen.value.word.from).into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::situation::fact::{Group, Holds};

    #[test]
    fn every_fact_and_every_word_of_its_list_has_a_text() {
        let w = Words::of(ground::Tongue::It);
        for fact in Fact::all() {
            assert!(w.knows(&format!("situation-fact-{}", fact.name())), "{}", fact.name());
            if let Holds::Words(words) = fact.holds() {
                assert!(words.iter().all(|word| w.knows(&format!("situation-word-{word}"))), "{}", fact.name());
            }
        }
        assert!(Group::ALL.iter().all(|(word, _)| w.knows(&format!("situation-group-{word}"))));
        for field in ["kind", "basis", "issued", "expiry", "stage", "closing"] {
            assert!(w.knows(&format!("situation-title_{field}")), "{field}");
        }
        assert!(How::ALL.iter().all(|(how, _)| w.knows(&format!("situation-end-{how}"))));
    }
}
