//! The code lists of the house: countries, languages, themes and what a desk writes down.
//!
//! The lists are files that people can read and correct (`lists/*.csv`), built into the program, so
//! that a label, its translation and the level it reveals change in one place. A value of a list is
//! a pointer to its row: it is small, it is copied freely, and it cannot name a row that is not
//! there. A row that cannot be read is left out while the program runs, for a desk must not stop
//! over a label; the tests of this file refuse it before that.

use std::{
    collections::HashMap,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
    sync::OnceLock,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{Level, Tongue};

/// The text is not a code of the list. It does not repeat the text, which someone may have typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of the list {list}")]
pub struct UnknownCode {
    /// The file of the list that was asked.
    pub list: &'static str,
}

/// One line of a list, its fields found by the names in the header.
struct Line {
    fields: Vec<(&'static str, &'static str)>,
}

impl Line {
    fn code(&self) -> Option<&'static str> {
        self.fields.first().map(|(_, code)| *code).filter(|code| !code.is_empty())
    }

    fn get(&self, column: &str) -> Option<&'static str> {
        self.fields.iter().find(|(name, _)| *name == column).map(|(_, value)| *value)
    }

    fn filled(&self, column: &str) -> Option<&'static str> {
        self.get(column).filter(|value| !value.is_empty())
    }

    fn letter(&self, column: &str) -> Option<char> {
        let mut letters = self.get(column)?.chars();
        letters.next().filter(|_| letters.next().is_none())
    }
}

/// The lines of a list. Fields hold no commas and no quotes: the tests see to it.
fn lines(file: &'static str) -> impl Iterator<Item = Option<Line>> {
    let mut written = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let header: Vec<&str> = written.next().unwrap_or_default().split(',').collect();
    written.map(move |line| {
        let fields: Vec<&str> = line.split(',').collect();
        (fields.len() == header.len()).then(|| Line { fields: header.iter().copied().zip(fields).collect() })
    })
}

/// What a list holds beside code and labels.
trait More: Sized {
    fn read(line: &Line) -> Option<Self>;
}

struct Row<M> {
    code: &'static str,
    it: &'static str,
    en: &'static str,
    more: M,
}

struct Table<M> {
    rows: Vec<Row<M>>,
    places: HashMap<&'static str, usize>,
}

impl<M: More> Table<M> {
    fn read(file: &'static str) -> Self {
        let mut table = Self { rows: Vec::new(), places: HashMap::new() };
        for row in lines(file).flatten().filter_map(|line| Self::row(&line)) {
            if !table.places.contains_key(row.code) {
                table.places.insert(row.code, table.rows.len());
                table.rows.push(row);
            }
        }
        table
    }

    fn row(line: &Line) -> Option<Row<M>> {
        Some(Row { code: line.code()?, it: line.filled("it")?, en: line.filled("en")?, more: M::read(line)? })
    }

    fn find(&self, code: &str) -> Option<&Row<M>> {
        match self.places.get(code) {
            Some(place) => self.rows.get(*place),
            // Papers and imports write "eg" and "zh-hans" too.
            None => self.rows.iter().find(|row| row.code.eq_ignore_ascii_case(code)),
        }
    }
}

macro_rules! code_list {
    ($(#[$doc:meta])* $name:ident, $more:ty, $file:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name(&'static Row<$more>);

        impl $name {
            const FILE: &str = include_str!(concat!("../../../lists/", $file));

            fn table() -> &'static Table<$more> {
                static TABLE: OnceLock<Table<$more>> = OnceLock::new();
                TABLE.get_or_init(|| Table::read(Self::FILE))
            }

            /// Every value, in the order of the list.
            pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
                Self::table().rows.iter().map(Self)
            }

            /// The value with this code, in capitals or not; none if the list does not know it.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::table().find(code).map(Self)
            }

            /// The code, as it is stored and exchanged.
            #[must_use]
            pub const fn code(self) -> &'static str {
                self.0.code
            }

            /// The label in a language of the staff pages.
            #[must_use]
            pub const fn name(self, tongue: Tongue) -> &'static str {
                match tongue {
                    Tongue::It => self.0.it,
                    Tongue::En => self.0.en,
                }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.code == other.0.code
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.code.hash(state);
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.code)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.0.code)
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;

            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                Self::parse(code).ok_or(UnknownCode { list: $file })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.0.code)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

struct Nothing;

impl More for Nothing {
    fn read(_: &Line) -> Option<Self> {
        Some(Self)
    }
}

struct Key(char);

impl More for Key {
    fn read(line: &Line) -> Option<Self> {
        line.letter("key").map(Self)
    }
}

struct Codes {
    ar: &'static str,
    bn: &'static str,
    fiscal: Option<&'static str>,
    alpha3: &'static str,
}

impl More for Codes {
    fn read(line: &Line) -> Option<Self> {
        Some(Self {
            ar: line.filled("ar")?,
            bn: line.filled("bn")?,
            fiscal: line.filled("fiscal"),
            alpha3: line.filled("alpha3")?,
        })
    }
}

struct Written {
    own: &'static str,
    script: &'static str,
    rtl: bool,
}

impl More for Written {
    fn read(line: &Line) -> Option<Self> {
        let rtl = match line.get("dir")? {
            "rtl" => true,
            "ltr" => false,
            _ => return None,
        };
        Some(Self { own: line.filled("own")?, script: line.filled("script")?, rtl })
    }
}

struct Letters {
    rtl: bool,
    kind: &'static str,
    join: &'static str,
    letters: &'static str,
}

impl More for Letters {
    fn read(line: &Line) -> Option<Self> {
        const KINDS: [&str; 6] = ["unvowelled", "capitals", "plain", "signs", "signs-end", "accents"];
        let kind = line.filled("kind").filter(|kind| KINDS.contains(kind))?;
        let rtl = line.filled("dir")? == "rtl";
        Some(Self { rtl, kind, join: line.get("join")?, letters: line.filled("letters")? })
    }
}

struct Reveals {
    area: Area,
    level: Level,
}

impl More for Reveals {
    fn read(line: &Line) -> Option<Self> {
        let area = Area::parse(line.get("area")?)?;
        let level: Level = line.get("level")?.parse().ok()?;
        let at_home = line.code()?.split_once('.').is_some_and(|(home, _)| home == area.code());
        (at_home && level.is_personal()).then_some(Self { area, level })
    }
}

struct Leveled(Level);

impl More for Leveled {
    fn read(line: &Line) -> Option<Self> {
        let level: Level = line.get("level")?.parse().ok()?;
        level.is_personal().then_some(Self(level))
    }
}

struct Calendar {
    fixed: Option<(i8, i8)>,
    since: Option<i16>,
}

impl More for Calendar {
    fn read(line: &Line) -> Option<Self> {
        let since = match line.get("since")? {
            "" => None,
            year => Some(year.parse().ok()?),
        };
        let fixed = match line.code()? {
            "easter+1" => None,
            day => Some(day.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)))?),
        };
        Some(Self { fixed, since })
    }
}

code_list! {
    /// A country or territory of ISO 3166-1, or Kosovo (XK).
    Country, Codes, "countries.csv"
}

impl Country {
    /// The name in Arabic.
    #[must_use]
    pub const fn arabic(self) -> &'static str {
        self.0.more.ar
    }

    /// The name in Bengali.
    #[must_use]
    pub const fn bengali(self) -> &'static str {
        self.0.more.bn
    }

    /// The state where someone was born as the Italian tax code writes it, such as Z336 for Egypt.
    /// Italy and territories without a certain code of their own have none.
    #[must_use]
    pub const fn fiscal_code(self) -> Option<&'static str> {
        self.0.more.fiscal
    }

    /// The three letters that travel documents carry, such as EGY.
    #[must_use]
    pub const fn alpha3(self) -> &'static str {
        self.0.more.alpha3
    }
}

code_list! {
    /// A language by its BCP 47 tag, as people in the city speak or read it.
    Tag, Written, "languages.csv"
}

impl Tag {
    /// The language's name for itself: what its readers look for on a page.
    #[must_use]
    pub const fn autonym(self) -> &'static str {
        self.0.more.own
    }

    /// The script it is written in (ISO 15924).
    #[must_use]
    pub const fn script(self) -> &'static str {
        self.0.more.script
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub const fn is_rtl(self) -> bool {
        self.0.more.rtl
    }
}

code_list! {
    /// An alphabet in which a name may be written, by the tag of a language that uses it.
    Alphabet, Letters, "alphabets.csv"
}

/// A letter of an alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The letter by itself.
    pub text: &'static str,
    /// What stands for it after a consonant; empty where nothing does.
    pub sign: Option<&'static str>,
    /// What is typed for it in Latin letters, likeliest first, as the list says.
    pub latin: &'static str,
}

impl Alphabet {
    /// Whether it is written from right to left.
    #[must_use]
    pub const fn is_rtl(self) -> bool {
        self.0.more.rtl
    }

    /// How a name typed in Latin letters becomes one in these, as the list says.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        self.0.more.kind
    }

    /// What joins two consonants, in alphabets where a vowel is a sign.
    #[must_use]
    pub const fn join(self) -> &'static str {
        self.0.more.join
    }

    /// The letters, in the order of the list.
    pub fn letters(self) -> impl Iterator<Item = Letter> {
        self.0.more.letters.split(' ').map(|written| {
            let (letter, latin) = written.split_once(':').unwrap_or((written, ""));
            let (text, sign) = letter.split_once('~').map_or((letter, None), |(text, sign)| (text, Some(sign)));
            Letter { text, sign, latin }
        })
    }
}

code_list! {
    /// A part of life that themes belong to.
    Area, Nothing, "areas.csv"
}

code_list! {
    /// What a person comes to the desk for, coded `area.theme`.
    Theme, Reveals, "themes.csv"
}

impl Theme {
    /// The level that the theme alone reveals about the person: a contact takes at least the
    /// highest of its themes.
    #[must_use]
    pub const fn level(self) -> Level {
        self.0.more.level
    }

    /// The part of life it belongs to.
    #[must_use]
    pub const fn area(self) -> Area {
        self.0.more.area
    }
}

code_list! {
    /// The way a contact reached the service.
    Channel, Key, "channels.csv"
}

impl Channel {
    /// The letter that picks it on the contact page.
    #[must_use]
    pub const fn key(self) -> char {
        self.0.more.0
    }
}

code_list! {
    /// What the person was given.
    Given, Nothing, "given.csv"
}

code_list! {
    /// How a contact ended.
    Outcome, Key, "outcomes.csv"
}

impl Outcome {
    /// The letter that picks it on the contact page.
    #[must_use]
    pub const fn key(self) -> char {
        self.0.more.0
    }
}

code_list! {
    /// Whether the person needs an interpreter.
    InterpreterNeed, Nothing, "interpreter.csv"
}

code_list! {
    /// The sex on the person's papers, or as she says it.
    Sex, Nothing, "sex.csv"
}

code_list! {
    /// The kind of a number or document that tells one person from another.
    IdentifierKind, Nothing, "identifier-kinds.csv"
}

code_list! {
    /// A kind of residence title, as the law and the rules call it.
    TitleKind, Leveled, "title-kinds.csv"
}

impl TitleKind {
    /// The level that the kind alone reveals: some are given to victims of violence only.
    #[must_use]
    pub const fn level(self) -> Level {
        self.0.more.0
    }
}

code_list! {
    /// Where a residence title stands: held, asked for, fought for, or not there.
    TitleStage, Nothing, "title-stages.csv"
}

code_list! {
    /// Who or what a fact is known from.
    FactSource, Nothing, "fact-sources.csv"
}

code_list! {
    /// A national holiday of Italy, coded by its day: `04-25`, or `easter+1`.
    Holiday, Calendar, "holidays-it.csv"
}

impl Holiday {
    /// The month and day, none when it moves with Easter.
    #[must_use]
    pub const fn fixed(self) -> Option<(i8, i8)> {
        self.0.more.fixed
    }

    /// The first year of the holiday, none when it is older than the records of the service.
    #[must_use]
    pub const fn since(self) -> Option<i16> {
        self.0.more.since
    }
}

/// National holidays with a fixed day, as month and day, whatever year they began in.
#[must_use]
pub fn national_holidays() -> &'static [(i8, i8)] {
    static DAYS: OnceLock<Vec<(i8, i8)>> = OnceLock::new();
    DAYS.get_or_init(|| Holiday::all().filter_map(Holiday::fixed).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::Compartment;

    fn every_line_became_a_row<M: More>(list: &str, file: &'static str, table: &Table<M>) {
        let codes: HashSet<String> = table.rows.iter().map(|row| row.code.to_lowercase()).collect();
        assert_eq!(codes.len(), table.rows.len(), "{list}: a code stands twice");
        for line in lines(file) {
            let line = line.unwrap_or_else(|| panic!("{list}: a line with a field too many or too few"));
            let code = line.code().unwrap_or_else(|| panic!("{list}: a line without a code"));
            assert!(Table::<M>::row(&line).is_some(), "{list}: {code} cannot be read");
        }
        assert_eq!(lines(file).count(), table.rows.len(), "{list}: a line was left out");
    }

    fn the_file_is_well_kept(list: &str, file: &str) {
        let mut top = file.lines();
        assert!(top.next().is_some_and(|line| line.starts_with("# source: ")), "{list}: no source");
        assert!(top.next().is_some_and(|line| line.starts_with("# version: ")), "{list}: no version");
        assert!(!file.contains(['"', '\r', '\t', '’']), "{list}: quotes, tabs or curly apostrophes");
        for field in file.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(',')) {
            assert_eq!(field, field.trim(), "{list}: spaces around a field");
        }
    }

    macro_rules! check {
        ($($list:ident)*) => {
            $(
                the_file_is_well_kept(stringify!($list), $list::FILE);
                every_line_became_a_row(stringify!($list), $list::FILE, $list::table());
                for value in $list::all() {
                    assert_eq!($list::parse(value.code()), Some(value));
                    let text = serde_json::to_string(&value).unwrap();
                    assert_eq!(text, format!("\"{value}\""));
                    assert_eq!(serde_json::from_str::<$list>(&text).unwrap(), value);
                    assert!(Tongue::ALL.into_iter().all(|tongue| !value.name(tongue).is_empty()));
                }
            )*
        };
    }

    #[test]
    fn every_line_of_every_list_is_read_and_reads_back() {
        check!(Country Tag Alphabet Area Theme Channel Given Outcome InterpreterNeed Sex IdentifierKind TitleKind TitleStage FactSource Holiday);
    }

    #[test]
    fn an_unknown_code_is_refused_without_repeating_it() {
        assert_eq!(Theme::parse("legal.none"), None);
        assert_eq!("Amina".parse::<Country>().unwrap_err().to_string(), "not a code of the list countries.csv");
        assert!(serde_json::from_str::<Sex>("\"\"").is_err());
    }

    #[test]
    fn the_lists_hold_what_the_desk_needs() {
        assert_eq!(Country::all().len(), 250);
        assert_eq!(Country::parse("eg").and_then(Country::fiscal_code), Some("Z336"));
        assert_eq!(Country::parse("IT").and_then(Country::fiscal_code), None);
        assert_eq!(Tag::parse("zh-hans").map(Tag::code), Some("zh-Hans"));
        assert!(Tag::parse("ur").unwrap().is_rtl() && !Tag::parse("bn").unwrap().is_rtl());
        assert_eq!(Tag::parse("ar").map(Tag::autonym), Some("العربية"));
        assert_eq!(Channel::parse("desk").map(|desk| desk.name(Tongue::It)), Some("Sportello"));
    }

    #[test]
    fn every_country_has_a_name_of_its_own_in_arabic_and_bengali_letters() {
        type Name = fn(Country) -> &'static str;
        for (name, letters) in
            [(Country::arabic as Name, '\u{600}'..='\u{6ff}'), (Country::bengali, '\u{980}'..='\u{9ff}')]
        {
            let names: HashSet<&str> = Country::all().map(name).collect();
            assert_eq!(names.len(), Country::all().len(), "two countries have the same name");
            let foreign = |name: &&&str| name.chars().any(|c| c.is_alphabetic() && !letters.contains(&c));
            assert_eq!(names.iter().find(foreign), None);
        }
        let egypt = Country::parse("EG").unwrap();
        assert_eq!((egypt.arabic(), egypt.bengali()), ("مصر", "মিশর"));
    }

    #[test]
    fn country_codes_and_foreign_state_codes_are_well_formed_and_unique() {
        assert!(Country::all().all(|one| one.code().len() == 2 && one.code().bytes().all(|b| b.is_ascii_uppercase())));
        let fiscal: Vec<&str> = Country::all().filter_map(Country::fiscal_code).collect();
        assert_eq!(fiscal.iter().collect::<HashSet<_>>().len(), fiscal.len());
        for code in fiscal {
            let digits = code.strip_prefix('Z').unwrap();
            assert!(digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
    }

    #[test]
    fn every_letter_of_an_alphabet_is_one_that_a_name_may_hold_and_stands_once() {
        for alphabet in Alphabet::all() {
            let letters: Vec<Letter> = alphabet.letters().collect();
            assert_eq!(letters.iter().map(|one| one.text).collect::<HashSet<_>>().len(), letters.len(), "{alphabet}");
            for one in letters {
                let kept = crate::Line::parse(one.text).unwrap();
                assert_eq!(kept.as_str(), one.text, "{alphabet} {one:?}");
                let typed = |text: &str| text.chars().all(|c| c.is_alphabetic() || "^$'3-".contains(c));
                assert!(one.latin.split('/').all(typed), "{alphabet} {one:?}");
            }
        }
        let of = |code: &str, text: &str| Alphabet::parse(code).unwrap().letters().find(|one| one.text == text);
        for (code, text) in [("latin", "ñ"), ("latin", "ễ"), ("latin", "ș"), ("ar", "ے"), ("uk", "ї"), ("am", "ሰ")]
        {
            assert!(of(code, text).is_some(), "{text}");
        }
        assert_eq!(of("hi", "आ"), Some(Letter { text: "आ", sign: Some("ा"), latin: "aa/a$/a" }));
    }

    #[test]
    fn scripts_written_from_right_to_left_are_marked_so() {
        for tag in Tag::all() {
            assert_eq!(tag.script().len(), 4, "{tag}");
            assert_eq!(tag.is_rtl(), matches!(tag.script(), "Arab" | "Hebr"), "{tag}");
        }
    }

    #[test]
    fn keys_of_a_question_are_capital_letters_and_differ() {
        for keys in [Channel::all().map(Channel::key).collect::<Vec<_>>(), Outcome::all().map(Outcome::key).collect()] {
            assert!(keys.iter().all(char::is_ascii_uppercase));
            assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
        }
    }

    #[test]
    fn every_area_has_themes() {
        assert!(Area::all().all(|area| Theme::all().any(|theme| theme.area() == area)));
    }

    #[test]
    fn themes_of_protection_are_guarded_and_those_of_health_and_law_at_least_s3() {
        for theme in Theme::all() {
            let allowed: &[Level] = match theme.area().code() {
                "protection" => &[Level::S4, Level::S2, Level::S3(Compartment::Health)],
                "health" => &[Level::S3(Compartment::Health)],
                "legal" => &[Level::S3(Compartment::Legal), Level::S4],
                _ => continue,
            };
            assert!(allowed.contains(&theme.level()), "{theme} reveals {}", theme.level());
        }
    }

    #[test]
    fn saint_francis_is_a_holiday_since_2026_and_easter_monday_moves() {
        let francis = Holiday::all().find(|day| day.fixed() == Some((10, 4))).unwrap();
        assert_eq!(francis.since(), Some(2026));
        assert_eq!(Holiday::parse("easter+1").and_then(Holiday::fixed), None);
        assert_eq!(national_holidays().len() + 1, Holiday::all().len());
        assert!(national_holidays().iter().all(|(month, day)| (1..=12).contains(month) && (1..=31).contains(day)));
    }

    #[test]
    fn a_broken_row_is_left_out_and_the_rest_serves() {
        let table = Table::<Key>::read(
            "# source\ncode,it,en,key\na,Uno,One,A\nb,,Two,B\nc,Tre,Three\na,Ancora,Again,D\nd,Cinque,Five,EE\ne,Sei,Six,F\n",
        );
        let codes: Vec<&str> = table.rows.iter().map(|row| row.code).collect();
        assert_eq!(codes, ["a", "e"]);
        assert_eq!(table.find("E").map(|row| row.it), Some("Sei"));
    }
}
