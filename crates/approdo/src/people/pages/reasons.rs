//! Why two records may be one person, in plain words: in short beside who was found, and as what speaks for it
//! and what against where somebody decides.

use matching::{Because, Decision, How, Part};
use maud::{Markup, html};

use crate::{
    people::{Hit, merge::Carried, model::Name},
    shell::{
        components::{Mark, MatchPart, marked},
        words::Words,
    },
};

fn is_name(part: Part) -> bool {
    matches!(part, Part::Given | Part::Family | Part::Name)
}

/// The word that sums a comparison up. Never a percentage.
pub(super) fn verdict(w: &Words, hit: &Hit) -> Markup {
    let because = &hit.likeness.because;
    let name = because.iter().filter(|why| is_name(why.part)).map(|why| why.grade).min().unwrap_or(0);
    let birth_differs = because.iter().any(|why| why.part == Part::Birth && why.how == How::Different);
    let (mark, id) = match (hit.likeness.decision, name, birth_differs) {
        (Decision::Match, ..) => (Mark::Good, "people-verdict-match"),
        (_, 3, true) => (Mark::Note, "people-verdict-other-birth"),
        (_, 2 | 3, false) => (Mark::Note, "people-verdict-near"),
        _ => (Mark::Note, "people-verdict-possible"),
    };
    html! { div."mb-1" { (marked(mark, &w.say(id))) } }
}

pub(super) fn parts(w: &Words, hit: &Hit) -> Vec<MatchPart> {
    let told = hit.likeness.because.iter().filter(|why| match why.part {
        Part::Sex | Part::Country => why.how == How::Different,
        Part::Document | Part::TaxCode | Part::Phone => why.grade > 0 && why.how != How::NotKnown,
        // A birth that was not asked for says nothing about the record.
        Part::Birth => why.how != How::NotKnown || hit.birth.is_none(),
        Part::Given | Part::Family | Part::Name => true,
    });
    told.map(|why| MatchPart::new(label(w, why.part), why.grade, how(w, hit, *why))).collect()
}

/// In which way a part agrees, with what stands in the record.
fn how(w: &Words, hit: &Hit, why: Because) -> Markup {
    let theirs = theirs(w, hit, why.part);
    let own = format!("people-how-{}-{}", why.part.code(), why.how.code());
    let id = if w.knows(&own) { own } else { format!("people-how-{}", why.how.code()) };
    html! { (w.say_with(&id, &[("theirs", theirs.into())])) }
}

fn theirs(w: &Words, hit: &Hit, part: Part) -> String {
    let first = hit.likeness.name.and_then(|at| hit.names.get(at)).or(hit.names.first());
    let line = |part: Option<&ground::Line>| part.map(|line| line.as_str().to_owned());
    let whole = || first.map(ToString::to_string).unwrap_or_default();
    match part {
        Part::Given => first.and_then(|name| line(name.given.as_ref())).unwrap_or_else(whole),
        Part::Family => first.and_then(|name| line(name.family.as_ref())).unwrap_or_else(whole),
        Part::Name => whole(),
        Part::Birth => hit.birth.map(|birth| w.birth(birth)).unwrap_or_default(),
        Part::Country => hit.birth_country.map(|country| country.name(w.tongue()).to_owned()).unwrap_or_default(),
        Part::Sex | Part::Document | Part::TaxCode | Part::Phone => String::new(),
    }
}

/// The name by which someone was found, when it is not the one she goes by.
pub(super) fn other_name(hit: &Hit) -> Option<&Name> {
    hit.likeness.name.filter(|at| *at > 0).and_then(|at| hit.names.get(at))
}

/// What is known and speaks for one person, or against it, the most telling first.
fn telling(hit: &Hit, speaks_for: bool) -> Vec<Because> {
    let known = hit.likeness.because.iter().filter(|why| why.how != How::NotKnown);
    let mut told: Vec<Because> = known.filter(|why| why.strength.speaks_for() == Some(speaks_for)).copied().collect();
    told.sort_by_key(|why| why.strength);
    if !speaks_for {
        told.reverse();
    }
    told
}

/// What speaks for one person and what against, how much each says, what it comes to, and what would help.
pub(super) fn whole(w: &Words, hit: &Hit, carried: Option<Carried>, both_files: bool) -> Markup {
    let sum = match hit.likeness.decision {
        Decision::Match => "people-reasons-match",
        Decision::Possible => "people-reasons-possible",
        Decision::Unlikely => "people-reasons-unlikely",
    };
    let missing = missing(w, hit, both_files);
    html! {
        div.reasons {
            @for (speaks_for, heading, none) in [
                (true, "people-reasons-for", "people-reasons-for-none"),
                (false, "people-reasons-against", "people-reasons-against-none"),
            ] {
                @let told = telling(hit, speaks_for);
                div {
                    h3 { (w.say(heading)) }
                    @if told.is_empty() { p."mb-0" { (w.say(none)) } } @else {
                        ul { @for why in told { li { (one(w, hit, why, carried)) } } }
                    }
                }
            }
        }
        p.measure."mt-3" { (w.say(sum)) }
        @if !missing.is_empty() {
            p.measure { (w.say_with("people-reasons-missing", &[("parts", missing.into())])) }
        }
    }
}

fn one(w: &Words, hit: &Hit, why: Because, carried: Option<Carried>) -> Markup {
    let is_family = matches!(why.part, Part::Family | Part::Name) && why.strength.speaks_for() == Some(true);
    let usual = carried.filter(|_| is_family).map(|carried| match carried {
        Carried::ByNobodyElse => "people-carried-by-nobody",
        Carried::ByMany => "people-carried-by-many",
    });
    html! {
        b { (label(w, why.part)) ":" } " " (how(w, hit, why))
        " " span.meta { "(" (w.say(&format!("people-says-{}", why.strength.code()))) ")" }
        @if let Some(usual) = usual { br; (w.say(usual)) }
    }
}

/// What one of the two does not know, or neither, and would help to decide.
fn missing(w: &Words, hit: &Hit, both_files: bool) -> String {
    let is_known = |part: Part| hit.likeness.because.iter().any(|why| why.part == part && why.how != How::NotKnown);
    let helps = [Part::Birth, Part::TaxCode, Part::Document, Part::Phone];
    let missing = helps.into_iter().filter(|part| !is_known(*part) && (both_files || *part != Part::Phone));
    missing.map(|part| label(w, part).to_lowercase()).collect::<Vec<_>>().join(", ")
}

/// The same in two lines, for a list.
pub(super) fn short(w: &Words, hit: &Hit) -> Markup {
    let line = |speaks_for: bool| {
        let told = telling(hit, speaks_for).into_iter().take(SHORT_MOST);
        html! {
            @for (at, why) in told.enumerate() {
                @if at > 0 { "; " }
                (label(w, why.part).to_lowercase()) " " (how(w, hit, why))
            }
        }
    };
    html! {
        @for (speaks_for, heading) in [(true, "people-reasons-for"), (false, "people-reasons-against")] {
            @if !telling(hit, speaks_for).is_empty() { p."mb-0" { b { (w.say(heading)) ":" } " " (line(speaks_for)) } }
        }
    }
}

/// How many reasons a list tells of each side.
const SHORT_MOST: usize = 3;

fn label(w: &Words, part: Part) -> String {
    w.say(&format!("people-part-{}", part.code()))
}
