//! What the pages say, in every staff language, and how dates and numbers are said.
//!
//! The texts are Fluent files, `words/<language>/<room>.ftl`, carried inside the binary. A test
//! keeps the languages equal and every id named in the source present, so that a page is never
//! half translated.

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use ground::{BirthDate, Day, Timestamp, Tongue, city_zone};
use jiff::tz::TimeZone;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../words"]
struct Texts;

type Bundle = FluentBundle<FluentResource>;

/// The texts of one language. There is one for each, made at first use and kept.
pub struct Words {
    tongue: Tongue,
    zone: TimeZone,
    bundle: Bundle,
}

/// A value that a sentence takes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A word or name, shown as it is.
    Text(Cow<'a, str>),
    /// A count: chooses the plural, and is grouped when shown.
    Count(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Arg<'_> {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<i32> for Arg<'_> {
    fn from(count: i32) -> Self {
        Self::Count(i64::from(count))
    }
}

impl From<u32> for Arg<'_> {
    fn from(count: u32) -> Self {
        Self::Count(i64::from(count))
    }
}

impl From<u64> for Arg<'_> {
    fn from(count: u64) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg<'_> {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

static ITALIAN: LazyLock<Words> = LazyLock::new(|| Words::read(Tongue::It));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(Tongue::En));

impl Words {
    /// The texts of that language.
    #[must_use]
    pub fn of(tongue: Tongue) -> &'static Self {
        match tongue {
            Tongue::It => &ITALIAN,
            Tongue::En => &ENGLISH,
        }
    }

    fn read(tongue: Tongue) -> Self {
        let mut bundle = Bundle::new_concurrent(tongue.tag().parse().into_iter().collect());
        bundle.set_use_isolating(true);
        if let Err(errors) = bundle.add_builtins() {
            tracing::error!(?errors, "the texts have no built-in functions");
        }
        bundle.set_formatter(Some(match tongue {
            Tongue::It => |value, _| grouped(value, '.'),
            Tongue::En => |value, _| grouped(value, ','),
        }));
        for (path, text) in files(tongue.tag()) {
            let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
                tracing::error!(path, ?errors, "a text cannot be read");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(path, ?errors, "a text has the id of another");
            }
        }
        Self { tongue, zone: city_zone(), bundle }
    }

    /// The language of these texts.
    #[must_use]
    pub const fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// The language tag for `lang="…"`.
    #[must_use]
    pub const fn lang(&self) -> &'static str {
        self.tongue.tag()
    }

    /// Whether there is a text with this id: for ids that are put together from a word of a list.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// Says a text.
    ///
    /// A missing text is a defect of ours and must not take the page away from the person who
    /// waits at the desk: its id is shown in brackets and an error goes to the log.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// Says a text that takes values in. Each value comes out isolated (U+2068 … U+2069), so that a
    /// name in another script cannot turn the sentence around.
    #[must_use]
    pub fn say_with(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            tracing::error!(id, language = self.lang(), "a text is missing");
            return format!("[{id}]");
        };
        let values: FluentArgs<'_> = args
            .iter()
            .map(|(name, arg)| {
                let value = match arg {
                    Arg::Text(text) => FluentValue::from(text.as_ref()),
                    Arg::Count(count) => FluentValue::from(*count),
                };
                (*name, value)
            })
            .collect();
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        if !errors.is_empty() {
            tracing::error!(id, language = self.lang(), ?errors, "a text lacks a value");
        }
        said.into_owned()
    }

    /// A number as people read it: `10.000` or `10,000`.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        match self.tongue {
            Tongue::It => group(&number.to_string(), '.'),
            Tongue::En => group(&number.to_string(), ','),
        }
    }

    /// `23 novembre 2026`, `23 November 2026`.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        format!("{} {} {}", day.day(), self.month(day.month()), day.year())
    }

    /// `23 nov 2026`, `23 Nov 2026`: in lists.
    #[must_use]
    pub fn day_short(&self, day: Day) -> String {
        let month: String = self.month(day.month()).chars().take(3).collect();
        format!("{} {month} {}", day.day(), day.year())
    }

    /// `Lunedì 23 novembre 2026`, `Monday 23 November 2026`.
    #[must_use]
    pub fn weekday_day(&self, day: Day) -> String {
        format!("{} {}", self.say(weekday_id(day.weekday())), self.day(day))
    }

    /// A birth date as far as it is known: `3 maggio 1991`, `maggio 1991`, `1991, giorno non noto`.
    #[must_use]
    pub fn birth(&self, born: BirthDate) -> String {
        match born {
            BirthDate::Day(day) => self.day(day),
            BirthDate::Month { year, month } => format!("{} {year}", self.month(month)),
            BirthDate::Year(year) => format!("{year}, {}", self.say("dates-day-unknown")),
        }
    }

    /// Hours and minutes on the city's wall clock: `10:42`.
    #[must_use]
    pub fn time(&self, at: Timestamp) -> String {
        at.hour_and_minute(&self.zone)
    }

    /// `23 novembre 2026, 10:42`.
    #[must_use]
    pub fn moment(&self, at: Timestamp) -> String {
        format!("{}, {}", self.day(at.day(&self.zone)), self.time(at))
    }

    fn month(&self, month: i8) -> String {
        self.say(month_id(month))
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.lang())
    }
}

/// The marks Fluent sets around a value: taken out where text is not HTML (CSV, calendar files).
#[must_use]
pub fn without_isolates(said: &str) -> String {
    said.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect()
}

/// The files of texts of a language, by its tag.
pub(crate) fn files(tag: &str) -> Vec<(String, String)> {
    let folder = format!("{tag}/");
    let paths = Texts::iter().filter(|path| path.starts_with(&folder) && path.ends_with(".ftl"));
    paths
        .filter_map(|path| {
            let file = Texts::get(&path)?;
            let text = String::from_utf8(file.data.into_owned()).ok()?;
            Some((path.into_owned(), text))
        })
        .collect()
}

fn grouped(value: &FluentValue<'_>, mark: char) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(group(&number.as_string(), mark)),
        FluentValue::String(_) | FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
    }
}

fn group(digits: &str, mark: char) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

const fn month_id(month: i8) -> &'static str {
    match month {
        1 => "dates-month-1",
        2 => "dates-month-2",
        3 => "dates-month-3",
        4 => "dates-month-4",
        5 => "dates-month-5",
        6 => "dates-month-6",
        7 => "dates-month-7",
        8 => "dates-month-8",
        9 => "dates-month-9",
        10 => "dates-month-10",
        11 => "dates-month-11",
        _ => "dates-month-12",
    }
}

const fn weekday_id(weekday: i8) -> &'static str {
    match weekday {
        1 => "dates-weekday-1",
        2 => "dates-weekday-2",
        3 => "dates-weekday-3",
        4 => "dates-weekday-4",
        5 => "dates-weekday-5",
        6 => "dates-weekday-6",
        _ => "dates-weekday-7",
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        path::Path,
    };

    use super::*;

    /// For each id, the variables its text takes in.
    fn ids(tongue: Tongue) -> BTreeMap<String, BTreeSet<String>> {
        let mut ids = BTreeMap::new();
        for (path, text) in files(tongue.tag()) {
            let mut id = String::new();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                    id = line.split([' ', '=']).next().unwrap().to_owned();
                    assert_eq!(ids.insert(id.clone(), BTreeSet::new()), None, "{path}: {id} is written twice");
                }
                for rest in line.split('$').skip(1) {
                    let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                    ids.get_mut(&id).unwrap().insert(name);
                }
            }
        }
        ids
    }

    fn source(folder: &Path, out: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                source(&path, out);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                out.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn every_text_can_be_read() {
        for tongue in Tongue::ALL {
            assert!(!files(tongue.tag()).is_empty());
            for (path, text) in files(tongue.tag()) {
                assert!(FluentResource::try_new(text).is_ok(), "{path}");
            }
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        assert_eq!(ids(Tongue::It), ids(Tongue::En));
    }

    #[test]
    fn every_text_that_the_source_names_exists() {
        let mut files = Vec::new();
        source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
        let known = ids(Tongue::It);
        let mut missing = Vec::new();
        for (path, text) in files {
            for (call, place) in [("say(\"", 0), ("say_with(\"", 0), (".add(\"", 2), (".add_with(\"", 2)] {
                for rest in text.split(call).skip(1) {
                    let line = rest.lines().next().unwrap();
                    let Some(id) = line.split('"').nth(place) else { continue };
                    let is_id = id.starts_with(|c: char| c.is_ascii_lowercase()) && id != "no-such-text";
                    if is_id && !known.contains_key(id) {
                        missing.push(format!("{path}: {id}"));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_words_ask_for_nothing_and_shout_nothing() {
        for tongue in Tongue::ALL {
            for (path, text) in files(tongue.tag()) {
                for line in text.lines().filter(|line| !line.starts_with('#')) {
                    let lower = line.to_lowercase();
                    for never in ["please", "per favore", "invalid", "non valid", "!"] {
                        assert!(!lower.contains(never), "{path}: {line}");
                    }
                }
            }
        }
    }

    #[test]
    fn dates_are_said_as_people_say_them() {
        let (it, en) = (Words::of(Tongue::It), Words::of(Tongue::En));
        let day = Day::new(2026, 11, 23).unwrap();
        assert_eq!(it.day(day), "23 novembre 2026");
        assert_eq!(en.day(day), "23 November 2026");
        assert_eq!(it.day_short(day), "23 nov 2026");
        assert_eq!(it.weekday_day(day), "Lunedì 23 novembre 2026");
        assert_eq!(en.weekday_day(day), "Monday 23 November 2026");
        assert_eq!(it.birth(BirthDate::parse("1991-05-03").unwrap()), "3 maggio 1991");
        assert_eq!(it.birth(BirthDate::parse("1991-05").unwrap()), "maggio 1991");
        assert_eq!(it.birth(BirthDate::parse("1991").unwrap()), "1991, giorno non noto");
        let at = Day::new(2026, 7, 1).unwrap().start(&city_zone()).plus_seconds(38_520);
        assert_eq!(it.time(at), "10:42");
        assert_eq!(en.moment(at), "1 July 2026, 10:42");
    }

    #[test]
    fn numbers_are_grouped_in_sentences_too() {
        assert_eq!(Words::of(Tongue::It).number(-1_234_567), "-1.234.567");
        assert_eq!(Words::of(Tongue::En).number(999), "999");
        let said = Words::of(Tongue::It).say_with("desk-today-so-far", &[("count", 10_000.into())]);
        assert!(without_isolates(&said).contains("10.000"), "{said}");
    }

    #[test]
    fn sec_70_a_value_cannot_turn_its_sentence_around() {
        let said = Words::of(Tongue::En).say_with("shell-saved-at", &[("time", "10:42".into())]);
        assert_eq!(said, "Saved at \u{2068}10:42\u{2069}.");
    }

    #[test]
    fn a_missing_text_shows_its_id() {
        assert_eq!(Words::of(Tongue::It).say("no-such-text"), "[no-such-text]");
    }
}
