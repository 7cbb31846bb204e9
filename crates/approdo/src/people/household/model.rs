//! What two persons are to each other, and what of the one is told on the page of the other.

use ground::{Day, PersonId, TieId, Timestamp};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What someone is to a person. The words are read from her side: `Child` is her child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// They live together.
    #[serde(rename = "h")]
    Household,
    /// Her husband or wife.
    #[serde(rename = "s")]
    Spouse,
    /// Her partner.
    #[serde(rename = "p")]
    Partner,
    /// Her child.
    #[serde(rename = "c")]
    Child,
    /// Her mother or father.
    #[serde(rename = "f")]
    Parent,
    /// Her sister or brother.
    #[serde(rename = "b")]
    Sibling,
    /// Her grandmother or grandfather.
    #[serde(rename = "g")]
    Grandparent,
    /// Her grandchild.
    #[serde(rename = "n")]
    Grandchild,
    /// Another relative of hers.
    #[serde(rename = "r")]
    Relative,
    /// Who answers for her by law.
    #[serde(rename = "t")]
    Guardian,
    /// For whom she answers by law.
    #[serde(rename = "w")]
    Ward,
    /// Someone who is to be told nothing of hers. It is hers alone: from the other side there is none.
    #[serde(rename = "x")]
    NotTold,
}

impl Kind {
    /// Every kind with its word in forms and texts.
    pub const ALL: [(&'static str, Self); 12] = [
        ("household", Self::Household),
        ("spouse", Self::Spouse),
        ("partner", Self::Partner),
        ("child", Self::Child),
        ("parent", Self::Parent),
        ("sibling", Self::Sibling),
        ("grandparent", Self::Grandparent),
        ("grandchild", Self::Grandchild),
        ("relative", Self::Relative),
        ("guardian", Self::Guardian),
        ("ward", Self::Ward),
        ("not_told", Self::NotTold),
    ];

    /// Its word.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("relative", |(word, _)| word)
    }

    /// The kind of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(one, _)| *one == word).map(|(_, kind)| *kind)
    }

    /// Whether it is a kinship or the like: neither living together nor a silence.
    #[must_use]
    pub const fn is_relation(self) -> bool {
        !matches!(self, Self::Household | Self::NotTold)
    }

    /// What she is to the other.
    #[must_use]
    pub const fn from_the_other_side(self) -> Self {
        match self {
            Self::Child => Self::Parent,
            Self::Parent => Self::Child,
            Self::Grandparent => Self::Grandchild,
            Self::Grandchild => Self::Grandparent,
            Self::Guardian => Self::Ward,
            Self::Ward => Self::Guardian,
            same
            @ (Self::Household | Self::Spouse | Self::Partner | Self::Sibling | Self::Relative | Self::NotTold) => same,
        }
    }
}

/// Whether one of the two lives by what the other earns or does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Depends {
    /// Nobody asked.
    #[default]
    #[serde(rename = "?")]
    NotAsked,
    /// Neither on the other.
    #[serde(rename = "n")]
    Neither,
    /// She on the other.
    #[serde(rename = "o")]
    OnOther,
    /// The other on her.
    #[serde(rename = "m")]
    OnHer,
}

impl Depends {
    /// Every answer with its word in forms and texts.
    pub const ALL: [(&'static str, Self); 4] = [
        ("on_other", Self::OnOther),
        ("on_her", Self::OnHer),
        ("neither", Self::Neither),
        ("not_asked", Self::NotAsked),
    ];

    /// Its word.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, depends)| *depends == self).map_or("not_asked", |(word, _)| word)
    }

    /// The answer of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(one, _)| *one == word).map(|(_, depends)| *depends)
    }

    /// The same, from the other's side.
    #[must_use]
    pub const fn from_the_other_side(self) -> Self {
        match self {
            Self::OnOther => Self::OnHer,
            Self::OnHer => Self::OnOther,
            same @ (Self::Neither | Self::NotAsked) => same,
        }
    }
}

/// What is said of two persons: sealed as one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What the other is to her.
    #[serde(rename = "k")]
    pub kind: Kind,
    /// Since when, as far as known.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Until when, as far as known.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Whether one depends on the other.
    #[serde(rename = "d", default)]
    pub depends: Depends,
}

impl Said {
    /// Of that kind, and no more is known.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        Self { kind, from: None, until: None, depends: Depends::NotAsked }
    }

    /// The same, from the other's side.
    #[must_use]
    pub const fn from_the_other_side(self) -> Self {
        Self { kind: self.kind.from_the_other_side(), depends: self.depends.from_the_other_side(), ..self }
    }

    /// Checks what no act may save.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn check(&self, today: Day) -> Result<(), CannotTie> {
        if self.from.is_some_and(|from| from > today) {
            return Err(CannotTie::NotYet);
        }
        match (self.from, self.until) {
            (Some(from), Some(until)) if until < from => Err(CannotTie::Backwards),
            _ => Ok(()),
        }
    }
}

/// Where a tie stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It stands, as far as its days say.
    #[serde(rename = "s")]
    Stands,
    /// It has ended, on a day that may be unknown, or will.
    #[serde(rename = "e")]
    Ended,
    /// It was a mistake: it never was.
    #[serde(rename = "m")]
    TakenBack,
}

impl State {
    const ALL: [(&'static str, Self); 3] =
        [("stands", Self::Stands), ("ended", Self::Ended), ("taken_back", Self::TakenBack)];

    /// The word that is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, state)| *state == self).map_or("stands", |(word, _)| word)
    }

    /// The state of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(one, _)| *one == word).map(|(_, state)| *state)
    }
}

/// A fact between two persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tie {
    /// Its id.
    pub(super) id: TieId,
    /// How often it was written.
    pub(super) version: i64,
    /// From whose side it is said.
    pub(super) person: PersonId,
    /// The other.
    pub(super) other: PersonId,
    /// What is said.
    pub(super) said: Said,
    /// Where it stands.
    pub(super) state: State,
    /// When it was written down.
    pub(super) made_at: Timestamp,
    /// From when on nothing new of the one is told on the page of the other.
    pub(super) split_at: Option<Timestamp>,
}

impl Tie {
    /// The other, from this person's side.
    pub(super) fn other_of(&self, id: PersonId) -> PersonId {
        if self.person == id { self.other } else { self.person }
    }

    /// What is said, from this person's side; nothing when it is not hers to know.
    pub(super) fn said_to(&self, id: PersonId) -> Option<Said> {
        match (self.person == id, self.said.kind) {
            (true, _) => Some(self.said),
            (false, Kind::NotTold) => None,
            (false, _) => Some(self.said.from_the_other_side()),
        }
    }

    /// Whether it holds at that instant.
    pub(super) fn runs(&self, now: Timestamp, zone: &TimeZone) -> bool {
        match (self.state, self.said.until) {
            (State::TakenBack, _) => false,
            (_, Some(until)) => until.start(zone) > now,
            (State::Ended, None) => false,
            (State::Stands, None) => true,
        }
    }

    /// The same tie that ends, or ended: on that day, or on one that nobody knows.
    pub(super) fn ended(self, until: Option<Day>, now: Timestamp, zone: &TimeZone) -> Self {
        Self { state: State::Ended, said: Said { until, ..self.said }, ..self }.split(now, zone)
    }

    /// The same tie with its split as its days say now. A split that has come never moves to a later instant,
    /// whatever day is written afterwards: it would show what was kept apart since.
    pub(super) fn split(self, now: Timestamp, zone: &TimeZone) -> Self {
        let said = match (self.state, self.said.until) {
            (State::TakenBack, _) | (State::Stands, None) => None,
            (_, Some(until)) => Some(until.start(zone)),
            (State::Ended, None) => Some(now),
        };
        let come = self.split_at.filter(|at| *at <= now);
        Self { split_at: come.into_iter().chain(said).min(), ..self }
    }

    /// Until which instant the page of `reader` may tell of the other what this tie says.
    fn tells_until(&self, reader: PersonId, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        match self.said.kind {
            // Also of what was taken back: that it was a mistake opens nothing that was kept apart since.
            Kind::Household => self.split_at.filter(|at| *at <= now),
            // The silence is about the data of `person`: the page of `other` falls silent.
            Kind::NotTold if self.other == reader && self.runs(now, zone) => {
                let since = self.said.from.map(|from| from.start(zone));
                Some(since.into_iter().fold(self.made_at, Ord::min))
            }
            _ => None,
        }
    }
}

/// Until which instant the page of `reader` tells what is known of the other, of all that is between the two
/// (SEC-21): nothing that was written from then on. None when nothing parts them.
pub(super) fn told_until(ties: &[Tie], reader: PersonId, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    ties.iter().filter_map(|tie| tie.tells_until(reader, now, zone)).min()
}

/// Why something between two persons is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotTie {
    /// Nobody is anything to herself.
    Herself,
    /// Neither what they are to each other nor that they live together is said.
    Nothing,
    /// The same stands there already.
    AlreadyThere,
    /// It would end before it began.
    Backwards,
    /// It has not begun yet.
    NotYet,
    /// More than any family has: a mistake or an attack.
    TooMany,
    /// Nobody would be left who may see one of the two: whoever must keep away from the one keeps away from
    /// the other too.
    NobodyElse,
}

/// How many ties one person has at most.
pub(super) const MOST: usize = 60;

#[cfg(test)]
mod tests {
    use ground::Dice;
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_micros(1_795_000_000_000_000).plus_seconds(minute * 60)
    }

    fn tie(person: PersonId, other: PersonId, kind: Kind, made_at: Timestamp) -> Tie {
        let id = TieId::draw(&Dice::seeded(3));
        Tie { id, version: 1, person, other, said: Said::of(kind), state: State::Stands, made_at, split_at: None }
    }

    /// What may be done to the ties of two persons, in the course of time.
    #[derive(Clone, Debug)]
    enum Deed {
        Add(usize),
        End(usize, Option<i32>),
        Correct(usize, Option<i32>),
        TakeBack(usize),
        Wait,
    }

    fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let days = || proptest::option::of(-400..400);
        let deed = prop_oneof![
            (0_usize..4).prop_map(Deed::Add),
            (0_usize..6, days()).prop_map(|(which, day)| Deed::End(which, day)),
            (0_usize..6, days()).prop_map(|(which, day)| Deed::Correct(which, day)),
            (0_usize..6).prop_map(Deed::TakeBack),
            Just(Deed::Wait),
        ];
        proptest::collection::vec(deed, 1..40)
    }

    fn done(ties: &mut Vec<Tie>, deed: &Deed, (her, other): (PersonId, PersonId), now: Timestamp) {
        let zone = ground::city_zone();
        let day = |days: &Option<i32>| days.map(|days| now.day(&zone).plus_days(days));
        match deed {
            Deed::Add(0) => ties.push(tie(her, other, Kind::Spouse, now)),
            Deed::Add(1) => ties.push(tie(other, her, Kind::Household, now)),
            Deed::Add(_) => ties.push(tie(her, other, Kind::Household, now)),
            Deed::End(which, until) => {
                let many = ties.len().max(1);
                if let Some(tie) = ties.get_mut(which % many) {
                    *tie = tie.ended(day(until), now, &zone);
                }
            }
            Deed::Correct(which, until) => {
                let many = ties.len().max(1);
                if let Some(tie) = ties.get_mut(which % many) {
                    let state = if until.is_some() { State::Ended } else { tie.state };
                    *tie = Tie { said: Said { until: day(until), ..tie.said }, state, ..*tie }.split(now, &zone);
                }
            }
            Deed::TakeBack(which) => {
                let many = ties.len().max(1);
                if let Some(tie) = ties.get_mut(which % many) {
                    *tie = Tie { state: State::TakenBack, ..*tie }.split(now, &zone);
                }
            }
            Deed::Wait => {}
        }
    }

    proptest! {
        /// SEC-21: once two who lived together are split, nothing that is written of the one from then on is
        /// told on the page of the other, whatever else is done: corrected, ended again, lived together again.
        #[test]
        fn sec_21_nothing_newer_than_a_split_is_ever_told_again(all in deeds()) {
            let (dice, zone) = (Dice::seeded(7), ground::city_zone());
            let (her, other) = (PersonId::draw(&dice), PersonId::draw(&dice));
            let (mut ties, mut split): (Vec<Tie>, Option<Timestamp>) = (Vec::new(), None);
            for (minute, deed) in (0..).zip(&all) {
                let now = at(minute * 97);
                done(&mut ties, deed, (her, other), now);
                let told = told_until(&ties, her, now, &zone);
                prop_assert_eq!(told, told_until(&ties, other, now, &zone), "a split parts both");
                if let Some(first) = split {
                    prop_assert!(told.is_some_and(|until| until <= first), "{:?} after {:?}", told, first);
                }
                prop_assert!(told.is_none_or(|until| until <= now));
                split = told;
            }
        }
    }

    #[test]
    fn sec_21_a_silence_is_about_her_data_on_the_others_page_and_only_while_it_runs() {
        let (dice, zone) = (Dice::seeded(7), ground::city_zone());
        let (her, other) = (PersonId::draw(&dice), PersonId::draw(&dice));
        let silence = tie(her, other, Kind::NotTold, at(10));
        let until = |tie: &Tie, reader| told_until(std::slice::from_ref(tie), reader, at(20), &zone);
        assert_eq!(until(&silence, other), Some(at(10)));
        assert_eq!(until(&silence, her), None, "she is told of him as before");
        assert_eq!(silence.said_to(other), None);
        let since = Said { from: Some(at(0).day(&zone).plus_days(-3)), ..silence.said };
        let before = Tie { said: since, ..silence };
        assert_eq!(until(&before, other), Some(at(0).day(&zone).plus_days(-3).start(&zone)));
        assert_eq!(until(&silence.ended(None, at(15), &zone), other), None);
        assert_eq!(until(&Tie { state: State::TakenBack, ..silence }, other), None);
    }

    #[test]
    fn every_kind_seen_from_the_other_side_and_back_is_itself() {
        for (word, kind) in Kind::ALL {
            assert_eq!(kind.from_the_other_side().from_the_other_side(), kind);
            assert_eq!((kind.code(), Kind::parse(word)), (word, Some(kind)));
        }
        for (word, depends) in Depends::ALL {
            assert_eq!(depends.from_the_other_side().from_the_other_side(), depends);
            assert_eq!((depends.code(), Depends::parse(word)), (word, Some(depends)));
        }
        let child = Said { depends: Depends::OnHer, ..Said::of(Kind::Child) };
        assert_eq!(child.from_the_other_side(), Said { depends: Depends::OnOther, ..Said::of(Kind::Parent) });
    }
}
