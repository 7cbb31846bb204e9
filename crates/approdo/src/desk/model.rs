//! What a contact is: one encounter at the desk, on the phone, in the street.
//!
//! No clock, no table, no page. What was typed is parsed once into an [`Entry`]; after that it
//! cannot be wrong. Nothing here asks for a name (SEC-27).

use ground::{
    AccountId, BadText, Compartment, ContactId, Day, Level, Line, PersonId, Prose, TeamId, Timestamp, Tongue,
    lists::{Channel, Given, Outcome, Tag, Theme},
};
use serde::{Deserialize, Serialize};

use super::pick::{self, Picked};

/// How many themes a contact has when it is recorded.
pub const MOST_THEMES: usize = 3;

/// How long it took: one minute to ten hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Minutes(u16);

/// The minutes are not between 1 and 600.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("minutes are 1 to 600")]
pub struct BadMinutes;

impl Minutes {
    /// The count, 1 to 600.
    #[must_use]
    pub const fn count(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Minutes {
    type Error = BadMinutes;

    fn try_from(count: u16) -> Result<Self, BadMinutes> {
        (1..=600).contains(&count).then_some(Self(count)).ok_or(BadMinutes)
    }
}

impl From<Minutes> for u16 {
    fn from(minutes: Minutes) -> Self {
        minutes.0
    }
}

/// Whether the privacy notice was given at this contact, and in which language (Art. 13 GDPR: it is
/// given when data is first taken).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Given at this contact, in this language.
    Given(Tag),
    /// She had it at an earlier contact.
    Before,
    /// Not given yet.
    NotGiven,
}

/// What is to be done next, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// What.
    pub what: Line,
    /// By which day.
    pub by: Day,
}

/// What was written in free words. They may repeat what the themes reveal, so they are sealed with
/// the most sensitive theme and shown to those alone who may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remarks {
    /// What exactly was given, such as the name of a leaflet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_note: Option<Line>,
    /// What is to be done next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
    /// A note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
}

impl Remarks {
    /// Whether nothing was written.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.given_note.is_none() && self.next_step.is_none() && self.note.is_none()
    }
}

/// What an operator writes down about a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How the person reached the service.
    pub channel: Channel,
    /// The language they spoke, if noted.
    pub language: Option<Tag>,
    /// What she came for, the main one first, none twice.
    pub themes: Vec<Theme>,
    /// How long it took.
    pub minutes: Minutes,
    /// What she was given, in the order of the list, none twice.
    pub given: Vec<Given>,
    /// How it ended; none while it is not known yet.
    pub outcome: Option<Outcome>,
    /// Whether she was given the privacy notice.
    pub notice: Notice,
    /// What was written in free words.
    pub remarks: Remarks,
}

impl Entry {
    /// The level of the most sensitive theme, which is that of the free words too.
    #[must_use]
    pub fn level(&self) -> Level {
        self.themes.iter().map(|theme| theme.level()).max().unwrap_or(Level::S2)
    }

    /// Whether it is said how the contact ended.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.outcome.is_some_and(|outcome| outcome.code() != TO_FINISH)
    }
}

/// The outcome that says there is none yet.
const TO_FINISH: &str = "to_finish";

/// Where a contact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// How it ends is not known yet: it stays on the desk's list.
    Open,
    /// It is said how it ended.
    Answered,
    /// Answered, and part of a person's diary.
    Linked,
}

impl State {
    /// The state that follows from what is known.
    #[must_use]
    pub const fn of(answered: bool, linked: bool) -> Self {
        match (answered, linked) {
            (false, _) => Self::Open,
            (true, false) => Self::Answered,
            (true, true) => Self::Linked,
        }
    }

    /// The word that is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Linked => "linked",
        }
    }
}

/// A new contact: what was written, and whose it is if that is known already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContact {
    /// What was written down.
    pub entry: Entry,
    /// The person, when the contact was begun from her page.
    pub person: Option<PersonId>,
}

/// A contact as its reader may see it. What a pass does not open is not in it, and nothing tells
/// that something is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// How often it was saved.
    pub version: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who recorded it; none for the command line.
    pub recorded_by: Option<AccountId>,
    /// The team it was recorded in.
    pub team: Option<TeamId>,
    /// The person, once it is known who she is.
    pub person: Option<PersonId>,
    /// What was written down. Its words are those at the highest level the reader may see.
    pub entry: Entry,
    /// Remarks that others added at other levels, the most sensitive first. They are shown and stay
    /// as they are: only their writer's form changes them.
    pub further: Vec<Remarks>,
}

impl Contact {
    /// The next step that is due first, of those the reader may see.
    #[must_use]
    pub fn next_step(&self) -> Option<&NextStep> {
        let all = std::iter::once(&self.entry.remarks).chain(&self.further);
        all.filter_map(|remarks| remarks.next_step.as_ref()).min_by_key(|step| step.by)
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        State::of(self.entry.is_answered(), self.person.is_some())
    }
}

/// The fields of the form, to put an error beside the one it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Line 1.
    Channel,
    /// Line 2.
    Language,
    /// Line 3, one of its boxes from 0.
    Theme(usize),
    /// Line 4.
    Given,
    /// The words of line 4.
    GivenNote,
    /// Line 5.
    Minutes,
    /// Line 6.
    Outcome,
    /// What is to be done next.
    NextWhat,
    /// By when.
    NextBy,
    /// The note.
    Note,
    /// The privacy notice.
    Notice,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing was chosen where something must be.
    Missing,
    /// What was typed is on no line of the list; these are the nearest names.
    Unknown(Vec<&'static str>),
    /// Several names begin like that.
    Several(Vec<&'static str>),
    /// The same theme twice.
    Twice,
    /// More themes than a contact has.
    TooMany,
    /// A theme above what may be written here.
    Reserved,
    /// Not between 1 and 600.
    Minutes,
    /// Not a day.
    Day,
    /// A day that has passed.
    Past,
    /// Not a text this field can hold.
    Text(BadText),
}

/// What was typed, before it is known to be right. It is shown again when it is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// A code of the list.
    pub channel: String,
    /// A code or a name; blank for not noted.
    pub language: String,
    /// Codes or names; blank boxes are left out.
    pub themes: Vec<String>,
    /// Codes.
    pub given: Vec<String>,
    /// What exactly was given.
    pub given_note: String,
    /// A number.
    pub minutes: String,
    /// A code; blank while it is not known.
    pub outcome: String,
    /// What is to be done next.
    pub next_what: String,
    /// By when.
    pub next_by: String,
    /// The note.
    pub note: String,
    /// `given`, `before` or `not_given`.
    pub notice: String,
    /// The language of the notice.
    pub notice_language: String,
}

/// Every field that is wrong, with what is wrong.
pub type Errors = Vec<(Field, Wrong)>;

impl Typed {
    /// What an entry looks like when it is typed again.
    #[must_use]
    pub fn of(entry: &Entry, tongue: Tongue) -> Self {
        let text = |line: &Option<Line>| line.as_ref().map(ToString::to_string).unwrap_or_default();
        let next = entry.remarks.next_step.as_ref();
        let (notice, language) = match entry.notice {
            Notice::Given(tag) => ("given", tag.code()),
            Notice::Before => ("before", ""),
            Notice::NotGiven => ("not_given", ""),
        };
        Self {
            channel: entry.channel.code().to_owned(),
            language: entry.language.map(|tag| tag.code().to_owned()).unwrap_or_default(),
            themes: entry.themes.iter().map(|theme| theme.name(tongue).to_owned()).collect(),
            given: entry.given.iter().map(|given| given.code().to_owned()).collect(),
            given_note: text(&entry.remarks.given_note),
            minutes: entry.minutes.count().to_string(),
            outcome: entry.outcome.map(|outcome| outcome.code().to_owned()).unwrap_or_default(),
            next_what: next.map(|step| step.what.to_string()).unwrap_or_default(),
            next_by: next.map(|step| step.by.to_string()).unwrap_or_default(),
            note: entry.remarks.note.as_ref().map(ToString::to_string).unwrap_or_default(),
            notice: notice.to_owned(),
            notice_language: language.to_owned(),
        }
    }

    /// Takes what was typed. A next step is due from `today` on.
    ///
    /// # Errors
    /// Every field that is wrong, so that the form is shown again once and not ten times.
    pub fn parse(&self, today: Day) -> Result<Entry, Errors> {
        let mut wrong = Errors::new();
        let channel = keep(self.channel(), &mut wrong);
        let language = keep(self.language(), &mut wrong);
        let themes = self.themes(&mut wrong);
        let minutes = keep(self.minutes(), &mut wrong);
        let given = keep(self.given(), &mut wrong);
        let outcome = keep(self.outcome(), &mut wrong);
        let notice = keep(self.notice(), &mut wrong);
        let remarks = self.remarks(today, &mut wrong);
        match (channel, language, minutes, given, outcome, notice) {
            (Some(channel), Some(language), Some(minutes), Some(given), Some(outcome), Some(notice))
                if wrong.is_empty() =>
            {
                Ok(Entry { channel, language, themes, minutes, given, outcome, notice, remarks })
            }
            _ => Err(wrong),
        }
    }

    /// Every line with its name, to lay two texts side by side.
    #[must_use]
    pub fn lines(&self) -> [(&'static str, String); 11] {
        [
            ("channel", self.channel.clone()),
            ("language", self.language.clone()),
            ("themes", self.themes.join(" · ")),
            ("given", self.given.join(" · ")),
            ("given_note", self.given_note.clone()),
            ("minutes", self.minutes.clone()),
            ("outcome", self.outcome.clone()),
            ("next_what", self.next_what.clone()),
            ("next_by", self.next_by.clone()),
            ("note", self.note.clone()),
            ("notice", self.notice.clone()),
        ]
    }

    fn channel(&self) -> Result<Channel, (Field, Wrong)> {
        Channel::parse(&self.channel).ok_or((Field::Channel, Wrong::Missing))
    }

    fn language(&self) -> Result<Option<Tag>, (Field, Wrong)> {
        if self.language.trim().is_empty() {
            return Ok(None);
        }
        match pick::language(&self.language) {
            Picked::One(tag) => Ok(Some(tag)),
            Picked::Several(names) => Err((Field::Language, Wrong::Several(names))),
            Picked::Unknown(names) => Err((Field::Language, Wrong::Unknown(names))),
        }
    }

    fn themes(&self, wrong: &mut Errors) -> Vec<Theme> {
        let mut themes = Vec::new();
        for (place, typed) in self.themes.iter().enumerate().filter(|(_, typed)| !typed.trim().is_empty()) {
            match pick::theme(typed) {
                Picked::One(theme) if themes.contains(&theme) => wrong.push((Field::Theme(place), Wrong::Twice)),
                Picked::One(theme) => themes.push(theme),
                Picked::Several(names) => wrong.push((Field::Theme(place), Wrong::Several(names))),
                Picked::Unknown(names) => wrong.push((Field::Theme(place), Wrong::Unknown(names))),
            }
        }
        themes
    }

    fn minutes(&self) -> Result<Minutes, (Field, Wrong)> {
        let count = self.minutes.trim();
        if count.is_empty() {
            return Err((Field::Minutes, Wrong::Missing));
        }
        let count: Option<u16> = count.parse().ok();
        count.and_then(|count| count.try_into().ok()).ok_or((Field::Minutes, Wrong::Minutes))
    }

    fn given(&self) -> Result<Vec<Given>, (Field, Wrong)> {
        let known = self.given.iter().all(|code| Given::parse(code).is_some());
        let given = Given::all().filter(|given| self.given.iter().any(|code| code == given.code()));
        // "Nothing yet" is said by choosing nothing.
        known.then(|| given.filter(|given| given.code() != "nothing").collect()).ok_or((Field::Given, Wrong::Missing))
    }

    fn outcome(&self) -> Result<Option<Outcome>, (Field, Wrong)> {
        match self.outcome.as_str() {
            "" => Ok(None),
            code => Outcome::parse(code).map(Some).ok_or((Field::Outcome, Wrong::Missing)),
        }
    }

    fn notice(&self) -> Result<Notice, (Field, Wrong)> {
        let missing = (Field::Notice, Wrong::Missing);
        match self.notice.as_str() {
            "" | "not_given" => Ok(Notice::NotGiven),
            "before" => Ok(Notice::Before),
            "given" => Tag::parse(&self.notice_language).map(Notice::Given).ok_or(missing),
            _ => Err(missing),
        }
    }

    fn remarks(&self, today: Day, wrong: &mut Errors) -> Remarks {
        let text = |field| move |bad| (field, Wrong::Text(bad));
        let what = keep(Line::optional(&self.next_what).map_err(text(Field::NextWhat)), wrong).flatten();
        let by = match self.next_by.trim() {
            "" => None,
            typed => keep(typed.parse::<Day>().map_err(|_| (Field::NextBy, Wrong::Day)), wrong),
        };
        let next_step = match (what, by) {
            (Some(what), Some(by)) if by >= today => Some(NextStep { what, by }),
            (Some(_), Some(_)) => {
                wrong.push((Field::NextBy, Wrong::Past));
                None
            }
            (Some(_), None) if self.next_by.trim().is_empty() => {
                wrong.push((Field::NextBy, Wrong::Missing));
                None
            }
            (None, Some(_)) if self.next_what.trim().is_empty() => {
                wrong.push((Field::NextWhat, Wrong::Missing));
                None
            }
            _ => None,
        };
        Remarks {
            given_note: keep(Line::optional(&self.given_note).map_err(text(Field::GivenNote)), wrong).flatten(),
            next_step,
            note: keep(Prose::optional(&self.note).map_err(text(Field::Note)), wrong).flatten(),
        }
    }
}

fn keep<T>(parsed: Result<T, (Field, Wrong)>, wrong: &mut Errors) -> Option<T> {
    parsed.map_err(|error| wrong.push(error)).ok()
}

/// The part of a contact that is sealed with one key: themes with their place in line, and words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) themes: Vec<(u8, Theme)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) remarks: Vec<Remarks>,
}

/// A contact taken apart by the keys it is sealed with: what is personal, and what each of the
/// higher levels holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) plain: Plain,
    /// By level, S2 among them.
    pub(super) by_level: Vec<(Level, Part)>,
}

/// What every contact has, at level S2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plain {
    pub(super) channel: Channel,
    pub(super) language: Option<Tag>,
    pub(super) minutes: Minutes,
    pub(super) given: Vec<Given>,
    pub(super) outcome: Option<Outcome>,
    pub(super) notice: Notice,
}

/// The levels a contact can hold, lowest first.
pub(super) const LEVELS: [Level; 7] = [
    Level::S2,
    Level::S3(Compartment::Health),
    Level::S3(Compartment::Legal),
    Level::S3(Compartment::Money),
    Level::S3(Compartment::Work),
    Level::S3(Compartment::Belief),
    Level::S4,
];

impl Parts {
    /// Takes an entry apart. `further` are the words that others wrote and that stay at their level.
    pub(super) fn of(entry: &Entry, further: &[(Level, Remarks)]) -> Self {
        let places = || (0_u8..).zip(entry.themes.iter().copied());
        let part = |level: Level| {
            let own = (!entry.remarks.is_empty() && level == entry.level()).then(|| entry.remarks.clone());
            let others = further.iter().filter(|(at, _)| *at == level).map(|(_, remarks)| remarks.clone());
            Part {
                themes: places().filter(|(_, theme)| theme.level() == level).collect(),
                remarks: own.into_iter().chain(others).collect(),
            }
        };
        Self {
            plain: Plain {
                channel: entry.channel,
                language: entry.language,
                minutes: entry.minutes,
                given: entry.given.clone(),
                outcome: entry.outcome,
                notice: entry.notice,
            },
            by_level: LEVELS
                .into_iter()
                .map(|level| (level, part(level)))
                .filter(|(_, part)| !part.is_empty())
                .collect(),
        }
    }

    /// Puts together what the reader may see, with the words of others and their levels.
    pub(super) fn join(self) -> (Entry, Vec<(Level, Remarks)>) {
        let mut themes = Vec::new();
        let mut remarks = Vec::new();
        for (level, part) in self.by_level.into_iter().rev() {
            themes.extend(part.themes);
            remarks.extend(part.remarks.into_iter().map(|one| (level, one)));
        }
        themes.sort_by_key(|(place, _)| *place);
        let themes: Vec<Theme> = themes.into_iter().map(|(_, theme)| theme).collect();
        let Plain { channel, language, minutes, given, outcome, notice } = self.plain;
        let mut entry =
            Entry { channel, language, themes, minutes, given, outcome, notice, remarks: Remarks::default() };
        // The words of the form are those at the level of its themes; others stay where they are.
        if remarks.first().is_some_and(|(level, _)| *level == entry.level()) {
            entry.remarks = remarks.remove(0).1;
        }
        (entry, remarks)
    }
}

impl Part {
    /// The day of the first step that is told here.
    pub(super) fn first_step(&self) -> Option<Day> {
        self.remarks.iter().filter_map(|remarks| remarks.next_step.as_ref()).map(|step| step.by).min()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.themes.is_empty() && self.remarks.is_empty()
    }
}
