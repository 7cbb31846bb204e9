//! A residence title: what is known of it, and how it stands on a day. No clock, no table.

use ground::{
    BirthDate, Compartment, Day, Level, Line,
    lists::{TitleKind, TitleStage},
};
use serde::{Deserialize, Serialize};

/// A day of which only the year, or the month of a year, may be known, like many a birth date.
pub type LooseDay = BirthDate;

/// How many titles of one level a person has at most: more is a mistake or an attack.
pub const TITLES_MOST: u64 = 50;

/// Where a title stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Stage {
    /// She has it in her hands.
    Held,
    /// Its first issue is asked for.
    FirstAsked,
    /// Its renewal is asked for.
    RenewalAsked,
    /// A regularisation is asked for.
    RegularisationAsked,
    /// A refusal is appealed against.
    Appealed,
    /// She has none, and this is known.
    None,
    /// Nobody asked, or she did not say. It is always a good answer (SEC-36).
    #[default]
    NotRecorded,
}

impl Stage {
    /// The stages with the codes of the list.
    pub const ALL: [(&'static str, Self); 7] = [
        ("held", Self::Held),
        ("first_asked", Self::FirstAsked),
        ("renewal_asked", Self::RenewalAsked),
        ("regularisation_asked", Self::RegularisationAsked),
        ("appealed", Self::Appealed),
        ("none", Self::None),
        ("not_recorded", Self::NotRecorded),
    ];

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, stage)| *stage == self).map_or("not_recorded", |(code, _)| code)
    }

    /// The stage of that code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(one, _)| *one == code).map(|(_, stage)| *stage)
    }

    /// Its row in the list, for its label.
    #[must_use]
    pub fn listed(self) -> Option<TitleStage> {
        TitleStage::parse(self.code())
    }
}

impl TryFrom<String> for Stage {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::parse(&code).ok_or("not a stage")
    }
}

impl From<Stage> for String {
    fn from(stage: Stage) -> Self {
        stage.code().to_owned()
    }
}

/// What is known of a title. Every part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Title {
    /// What kind it is, when it is one of the list.
    #[serde(rename = "k", skip_serializing_if = "Option::is_none")]
    pub kind: Option<TitleKind>,
    /// On what it rests, in own words; or what it is, when it is of no kind of the list.
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    pub basis: Option<Line>,
    /// When it was issued.
    #[serde(rename = "i", skip_serializing_if = "Option::is_none")]
    pub issued: Option<LooseDay>,
    /// Its last day.
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    pub expiry: Option<LooseDay>,
    /// Where it stands.
    #[serde(rename = "s")]
    pub stage: Stage,
    /// Since when it stands there: the day on which it was asked for, say.
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    pub stage_on: Option<LooseDay>,
}

/// Why a title, or a fact, is not written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotWrite {
    /// Nothing is said.
    #[error("nothing is said")]
    Empty,
    /// It ends before it begins.
    #[error("the last day is before the first")]
    EndsBeforeItBegins,
    /// More than any person has.
    #[error("more than one person has")]
    TooMany,
    /// It is above what this actor may write about her.
    #[error("it is above what may be written here")]
    Reserved,
}

impl Title {
    /// Checks what no act may save.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn check(&self) -> Result<(), CannotWrite> {
        let is_said = self.kind.is_some() || self.basis.is_some() || self.stage != Stage::NotRecorded;
        let begins = self.issued.and_then(LooseDay::first_day);
        let ends = self.expiry.and_then(LooseDay::last_day);
        match (is_said, begins.zip(ends)) {
            (false, _) => Err(CannotWrite::Empty),
            (true, Some((begins, ends))) if ends < begins => Err(CannotWrite::EndsBeforeItBegins),
            (true, Some(_) | None) => Ok(()),
        }
    }

    /// The level that it reveals.
    #[must_use]
    pub fn level(&self) -> Level {
        self.kind.map_or(Level::S3(Compartment::Legal), TitleKind::level)
    }

    /// How it stands on a day.
    #[must_use]
    pub fn standing_on(&self, closing: Option<&Closing>, day: Day) -> Standing {
        match closing {
            Some(Closing { how: How::Mistake, .. }) => return Standing::Mistake,
            Some(Closing { how: How::Ended, on, .. }) if *on <= day => return Standing::Ended,
            Some(Closing { how: How::Ended, .. }) | None => {}
        }
        let last = self.expiry.and_then(LooseDay::last_day);
        let is_over = last.is_some_and(|last| last < day);
        match (self.stage, last) {
            (Stage::None, _) => Standing::Without,
            (_, Some(_)) if !is_over => Standing::Valid,
            (Stage::Held, None) => Standing::Valid,
            (Stage::FirstAsked | Stage::RenewalAsked | Stage::RegularisationAsked | Stage::Appealed, _) => {
                Standing::Waiting
            }
            (Stage::Held | Stage::NotRecorded, Some(_)) => Standing::Expired,
            (Stage::NotRecorded, None) => Standing::Unclear,
        }
    }

    /// How many days it still has on a day, or has been over: when its last day is wholly known.
    #[must_use]
    pub fn days_left(&self, day: Day) -> Option<i32> {
        match self.expiry? {
            LooseDay::Day(last) => Some(day.days_until(last)),
            LooseDay::Month { .. } | LooseDay::Year(_) => None,
        }
    }

    /// The names of the fields in which the two differ.
    #[must_use]
    pub fn changed(&self, other: &Self) -> Vec<&'static str> {
        [
            ("kind", self.kind == other.kind),
            ("basis", self.basis == other.basis),
            ("issued", self.issued == other.issued),
            ("expiry", self.expiry == other.expiry),
            ("stage", self.stage == other.stage),
            ("stage_on", self.stage_on == other.stage_on),
        ]
        .into_iter()
        .filter_map(|(name, same)| (!same).then_some(name))
        .collect()
    }
}

/// How a title stands on a day, in the order in which they are shown: what is valid first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is valid, as far as is known.
    Valid,
    /// It is asked for or fought for, and no paper is valid.
    Waiting,
    /// She has none.
    Without,
    /// Too little is recorded to say.
    Unclear,
    /// Its last day is past and nothing was asked.
    Expired,
    /// It ended before its last day: it was revoked, given back or replaced.
    Ended,
    /// It was never hers: it was written down by mistake.
    Mistake,
}

/// How a title was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// It ended.
    #[serde(rename = "e")]
    Ended,
    /// It was written down by mistake.
    #[serde(rename = "m")]
    Mistake,
}

impl How {
    /// The words of the form.
    pub const ALL: [(&'static str, Self); 2] = [("ended", Self::Ended), ("mistake", Self::Mistake)];

    /// As the form sends it.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, how)| *how == self).map_or("ended", |(code, _)| code)
    }

    /// What the form sent.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(one, _)| *one == code).map(|(_, how)| *how)
    }
}

/// That a title is closed, since when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// How.
    #[serde(rename = "h")]
    pub how: How,
    /// On which day.
    #[serde(rename = "d")]
    pub on: Day,
    /// Why, in own words.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Line>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn title(stage: Stage, expiry: &str) -> Title {
        Title { stage, expiry: LooseDay::parse(expiry).ok(), ..Title::default() }
    }

    #[test]
    fn every_stage_of_the_list_is_known_and_no_other() {
        let listed: Vec<&str> = TitleStage::all().map(TitleStage::code).collect();
        assert_eq!(listed, Stage::ALL.map(|(code, _)| code));
    }

    #[test]
    fn how_a_title_stands_is_told_by_its_last_day_and_its_stage() {
        use Standing::{Expired, Unclear, Valid, Waiting, Without};
        let today = day("2026-11-28");
        for (stage, expiry, standing) in [
            (Stage::Held, "", Valid),
            (Stage::Held, "2026-11-28", Valid),
            (Stage::Held, "2026-11-27", Expired),
            (Stage::Held, "2026", Valid),
            (Stage::Held, "10/2026", Expired),
            (Stage::NotRecorded, "2027-01-01", Valid),
            (Stage::NotRecorded, "2026-01-01", Expired),
            (Stage::NotRecorded, "", Unclear),
            (Stage::RenewalAsked, "2026-11-27", Waiting),
            (Stage::RenewalAsked, "2026-12-27", Valid),
            (Stage::FirstAsked, "", Waiting),
            (Stage::Appealed, "2020", Waiting),
            (Stage::None, "", Without),
        ] {
            assert_eq!(title(stage, expiry).standing_on(None, today), standing, "{stage:?} {expiry}");
        }
    }

    #[test]
    fn what_was_closed_stands_as_closed_from_its_day_on() {
        let held = title(Stage::Held, "2027-01-01");
        let closing = |how| Closing { how, on: day("2026-12-01"), words: None };
        let ended = closing(How::Ended);
        assert_eq!(held.standing_on(Some(&ended), day("2026-11-30")), Standing::Valid);
        assert_eq!(held.standing_on(Some(&ended), day("2026-12-01")), Standing::Ended);
        assert_eq!(held.standing_on(Some(&closing(How::Mistake)), day("2020-01-01")), Standing::Mistake);
    }

    #[test]
    fn days_are_counted_to_a_last_day_that_is_wholly_known() {
        let today = day("2026-11-28");
        assert_eq!(title(Stage::Held, "2026-12-31").days_left(today), Some(33));
        assert_eq!(title(Stage::Held, "2026-11-20").days_left(today), Some(-8));
        assert_eq!(title(Stage::Held, "12/2026").days_left(today), None);
    }

    #[test]
    fn sec_36_a_title_of_which_only_the_stage_is_known_is_a_title() {
        assert_eq!(Title::default().check(), Err(CannotWrite::Empty));
        assert_eq!(title(Stage::Held, "").check(), Ok(()));
        let turned = Title { issued: LooseDay::parse("2027").ok(), ..title(Stage::Held, "2026") };
        assert_eq!(turned.check(), Err(CannotWrite::EndsBeforeItBegins));
        let same_year = Title { issued: LooseDay::parse("2026").ok(), ..title(Stage::Held, "3/2026") };
        assert_eq!(same_year.check(), Ok(()));
    }

    #[test]
    fn a_kind_that_victims_alone_are_given_reveals_the_protected_level() {
        let of = |kind| Title { kind: TitleKind::parse(kind), ..Title::default() }.level();
        assert_eq!(of("studio"), Level::S3(Compartment::Legal));
        assert_eq!(of("casi_speciali_18bis"), Level::S4);
        assert_eq!(Title::default().level(), Level::S3(Compartment::Legal));
    }

    #[test]
    fn what_is_sealed_of_a_title_reads_back() {
        let title = Title { issued: LooseDay::parse("2025").ok(), ..title(Stage::RenewalAsked, "5/2027") };
        let text = serde_json::to_string(&title).unwrap();
        assert_eq!(text, r#"{"i":"2025","e":"2027-05","s":"renewal_asked"}"#);
        assert_eq!(serde_json::from_str::<Title>(&text).unwrap(), title);
    }
}
