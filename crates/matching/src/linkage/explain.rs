//! Why two records of a file are held to be one person or not, part by part.

use super::at;
use super::beside::{Agrees, Order, Rest};
use super::model::Model;
use super::pattern::{
    Comparer, FEATURES, FIXED, Feature, NEAR, OTHER, OTHER_SEX, Pattern, SAME, SAME_BIRTH, SAME_BIRTH_AND_NAME,
    TOLD_BY_CODE,
};
use crate::birth::Relation;
use crate::compare::{How, Part};

/// What a reason speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// What a person is known by.
    Known(Part),
    /// A further column of the file, counted from 0.
    Column(usize),
}

/// One reason: what it speaks about, how it agrees, and what that is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// What the reason speaks about.
    pub aspect: Aspect,
    /// In which way.
    pub how: How,
    /// How much it speaks for one person, in bits: +3 makes it eight times as likely, -3 an eighth.
    pub bits: f32,
}

/// The reasons of a pair, names first; what is not known on one side is left out.
pub(super) fn reasons(comparer: Comparer<'_>, model: &Model, a: u32, b: u32) -> Vec<Reason> {
    let mut rare = [0.0; FEATURES];
    let pattern = comparer.compared(a, b, |feature, bits| {
        if let Some(own) = rare.get_mut(feature) {
            *own = bits;
        }
    });
    // what agrees in the names is told apart from what is left over
    let names_rare = rare.get_mut(Feature::Rest as usize).map(std::mem::take).unwrap_or_default();
    let (evidence, ways) = model.evidence(&pattern, &rare);
    let of = |feature: Feature| at(&evidence, feature as usize);
    let agreeing = ways + of(Feature::Order) + if model.against_strangers(&pattern) { names_rare } else { 0.0 };
    let mut reasons = names(&pattern, agreeing, of(Feature::Rest));
    let parts = [
        (Feature::Birth, Part::Birth),
        (Feature::Sex, Part::Sex),
        (Feature::Country, Part::Country),
        (Feature::Document, Part::Document),
        (Feature::TaxCode, Part::TaxCode),
        (Feature::Phone, Part::Phone),
    ];
    let columns = (0..comparer.roll.extras.len()).map(|column| (FIXED + column, Aspect::Column(column)));
    for (feature, aspect) in parts.map(|(f, part)| (f as usize, Aspect::Known(part))).into_iter().chain(columns) {
        let level = at(&pattern.levels, feature);
        if level == 0 || level == TOLD_BY_CODE {
            continue;
        }
        let how = match aspect {
            Aspect::Known(Part::Birth) => how_of_birth(comparer, level, a, b),
            Aspect::Known(Part::Sex) if level < OTHER_SEX => How::Same,
            Aspect::Known(Part::Sex) => How::Different,
            _ => how_of_level(level),
        };
        reasons.push(Reason { aspect, how, bits: at(&evidence, feature) });
    }
    reasons
}

/// The reasons of the names: what agrees with the weakest way in it, for who reads wants to know
/// the doubt, and what is left over.
fn names(pattern: &Pattern, agreeing: f32, left: f32) -> Vec<Reason> {
    let reason = |part: Part, how: How, bits: f32| Reason { aspect: Aspect::Known(part), how, bits };
    let rest = at(&pattern.levels, Feature::Rest as usize);
    let is = |which: Rest| rest == which as u8;
    let swapped = at(&pattern.levels, Feature::Order as usize) == Order::Swapped as u8;
    let weakest = Agrees::ALL.iter().rev().find(|way| at(&pattern.parts, **way as usize) > 0);
    let Some(weakest) = weakest else {
        let nothing = (!is(Rest::NotKnown)).then(|| reason(Part::Name, How::Different, agreeing + left));
        return nothing.into_iter().collect();
    };
    let how = match weakest {
        Agrees::Same if swapped => How::OrderSwapped,
        Agrees::Same => How::Same,
        Agrees::OtherScript => How::OtherScript,
        Agrees::Transliteration | Agrees::Reading => How::Transliteration,
        Agrees::Joined => How::WordsJoined,
        Agrees::OneLetter => How::OneLetter,
        Agrees::Vowels => How::VowelsDiffer,
        Agrees::Beginning => How::Beginning,
        Agrees::Initial => How::Initial,
    };
    if is(Rest::ConflictGiven) {
        return vec![reason(Part::Given, How::Different, left), reason(Part::Family, how, agreeing)];
    }
    if is(Rest::Conflict) {
        return vec![reason(Part::Given, how, agreeing), reason(Part::Family, How::Different, left)];
    }
    if is(Rest::Nothing) {
        return vec![reason(Part::Name, how, agreeing + left)];
    }
    vec![reason(Part::Name, how, agreeing), reason(Part::Name, How::MissingPart, left)]
}

fn how_of_birth(comparer: Comparer<'_>, level: u8, a: u32, b: u32) -> How {
    let [one, other] = [a, b].map(|id| comparer.roll.row(id).born.first().and_then(|day| day.born()));
    let relation = usize::from(level).checked_sub(1).and_then(|at| Relation::ALL.get(at)).copied();
    match (relation, one, other) {
        (Some(relation), Some(one), Some(other)) => relation.how(one, other),
        _ => How::NotKnown,
    }
}

fn how_of_level(level: u8) -> How {
    match level {
        SAME => How::Same,
        NEAR => How::OneLetter,
        SAME_BIRTH_AND_NAME | SAME_BIRTH => How::SameBirthInCode,
        OTHER => How::Different,
        _ => How::NotKnown,
    }
}
