//! What is known of a person, and how it is written down.
//!
//! Two values, sealed apart: her [`Identity`] (who she is, what tells her from others) and her
//! [`File`] (how to speak with her and reach her without harm). Both are taken as wholes: whatever
//! was read, corrected and saved is one of each.

use std::fmt;

use ground::{
    BirthDate, Day, Line, TaxCode,
    lists::{Country, IdentifierKind, InterpreterNeed, Sex, Tag},
};
use matching::{Born, Country2, Known, NameForm};
use serde::{Deserialize, Serialize};

/// One name of a person, in any script: at least one of its two parts is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The given names.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Line>,
    /// The family names, or all of them where they cannot be told apart.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Line>,
}

impl Name {
    /// A name, if one part is written.
    #[must_use]
    pub fn of(given: Option<Line>, family: Option<Line>) -> Option<Self> {
        if given.is_none() && family.is_none() { None } else { Some(Self { given, family }) }
    }

    /// The script it is written in, as far as a screen must know it to draw it well.
    #[must_use]
    pub fn script(&self) -> Script {
        let letters = [&self.given, &self.family].into_iter().flatten().flat_map(|part| part.as_str().chars());
        letters.map(Script::of).find(|script| *script != Script::Other).unwrap_or(Script::Other)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.given, &self.family) {
            (Some(given), Some(family)) => write!(f, "{given} {family}"),
            (Some(one), None) | (None, Some(one)) => one.fmt(f),
            (None, None) => Ok(()),
        }
    }
}

/// A script that needs its own line height, direction or language tag on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Latin letters.
    Latin,
    /// Arabic letters, whatever the language.
    Arabic,
    /// Hebrew letters.
    Hebrew,
    /// Cyrillic letters.
    Cyrillic,
    /// Chinese characters.
    Han,
    /// Bengali letters.
    Bengali,
    /// Sinhala letters.
    Sinhala,
    /// Tamil letters.
    Tamil,
    /// Ge'ez letters: Tigrinya, Amharic.
    Ethiopic,
    /// Devanagari letters.
    Devanagari,
    /// Letters of any other script, digits and signs.
    Other,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Self::Latin,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => {
                Self::Arabic
            }
            '\u{590}'..='\u{5ff}' => Self::Hebrew,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => Self::Han,
            '\u{980}'..='\u{9ff}' => Self::Bengali,
            '\u{d80}'..='\u{dff}' => Self::Sinhala,
            '\u{b80}'..='\u{bff}' => Self::Tamil,
            '\u{1200}'..='\u{139f}' => Self::Ethiopic,
            '\u{900}'..='\u{97f}' => Self::Devanagari,
            _ => Self::Other,
        }
    }

    /// The language tag for a page: the script alone, for the language of a name is not known.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Latin => "und-Latn",
            Self::Arabic => "und-Arab",
            Self::Hebrew => "und-Hebr",
            Self::Cyrillic => "und-Cyrl",
            Self::Han => "und-Hani",
            Self::Bengali => "und-Beng",
            Self::Sinhala => "und-Sinh",
            Self::Tamil => "und-Taml",
            Self::Ethiopic => "und-Ethi",
            Self::Devanagari => "und-Deva",
            Self::Other => "und",
        }
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub const fn is_rtl(self) -> bool {
        matches!(self, Self::Arabic | Self::Hebrew)
    }
}

/// A number or document that tells one person from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Which kind of number.
    #[serde(rename = "k")]
    pub kind: IdentifierKind,
    /// The number as written.
    #[serde(rename = "v")]
    pub value: Line,
    /// The country that issued it, where that is known.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Country>,
    /// Since when it is valid, as far as known.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<BirthDate>,
    /// Its last day, as far as known.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub until: Option<BirthDate>,
}

impl Identifier {
    /// A number of which nothing more is known.
    #[must_use]
    pub const fn of(kind: IdentifierKind, value: Line) -> Self {
        Self { kind, value, issuer: None, from: None, until: None }
    }

    /// Whether it is written as its kind is: a tax code with the right check letter, or one of the eleven
    /// digits that are given provisionally; an STP or ENI code of sixteen signs. Of other kinds nobody knows.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let signs: String = self.value.as_str().chars().filter(|c| !c.is_whitespace()).collect();
        match self.kind.code() {
            "tax_code" => TaxCode::parse(&signs).is_ok() || is_provisional(&signs),
            "stp" => is_for_care(&signs, "STP"),
            "eni" => is_for_care(&signs, "ENI"),
            _ => true,
        }
    }
}

/// Eleven digits of which the last is a check, as the tax office gives to who has just asked for protection.
fn is_provisional(signs: &str) -> bool {
    let digits: Vec<u32> = signs.chars().filter_map(|c| c.to_digit(10)).collect();
    let counted = digits.iter().enumerate().map(|(at, digit)| match at % 2 {
        0 => *digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    });
    digits.len() == 11 && signs.len() == 11 && counted.sum::<u32>() % 10 == 0
}

/// A code for care without a permit: its word, then the region, the health authority and a number.
fn is_for_care(signs: &str, word: &str) -> bool {
    let upper = signs.to_ascii_uppercase();
    upper.strip_prefix(word).is_some_and(|rest| rest.len() == 13 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Who a person is: what a desk compares to know whether she came before. S2, sealed as one value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// Her names, the one she goes by first.
    #[serde(rename = "n")]
    pub names: Vec<Name>,
    /// Her sex.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Her birth date as far as known.
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    pub birth: Option<BirthDate>,
    /// The country she was born in.
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    pub birth_country: Option<Country>,
    /// The countries she is a citizen of.
    #[serde(rename = "z", skip_serializing_if = "Vec::is_empty")]
    pub citizenships: Vec<Country>,
    /// Her numbers and documents.
    #[serde(rename = "i", skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
}

impl Identity {
    /// The name she goes by; blank when none is written, which no act lets happen.
    #[must_use]
    pub fn called(&self) -> String {
        self.names.first().map(ToString::to_string).unwrap_or_default()
    }

    /// Her number of this kind.
    #[must_use]
    pub fn identifier(&self, kind: &str) -> Option<&Line> {
        self.identifiers.iter().find(|one| one.kind.code() == kind).map(|one| &one.value)
    }

    /// What the matcher is told of her. `phones` stand in her file and are told apart.
    #[must_use]
    pub fn known(&self, phones: Vec<String>) -> Known {
        let part = |part: &Option<Line>| part.as_ref().map(|line| line.as_str().to_owned()).unwrap_or_default();
        let numbers = self.identifiers.iter().filter(|one| !matches!(one.kind.code(), "import" | "tax_code"));
        Known {
            names: self.names.iter().map(|name| NameForm::new(part(&name.given), part(&name.family))).collect(),
            sex: self.sex.and_then(|sex| matching::Sex::parse(sex.code())),
            born: self.birth.map(born),
            birth_country: self.birth_country.and_then(|country| Country2::parse(country.code())),
            documents: numbers.map(|one| one.value.as_str().to_owned()).collect(),
            tax_code: self.identifier("tax_code").map(|code| code.as_str().to_owned()),
            phones,
        }
    }

    /// The names of the fields in which the two differ, for the trail and the history.
    #[must_use]
    pub fn changed(&self, other: &Self) -> Vec<&'static str> {
        differing(&[
            ("names", self.names == other.names),
            ("sex", self.sex == other.sex),
            ("birth", self.birth == other.birth),
            ("birth_country", self.birth_country == other.birth_country),
            ("citizenships", self.citizenships == other.citizenships),
            ("identifiers", self.identifiers == other.identifiers),
        ])
    }
}

/// A birth date as the matcher takes it.
#[must_use]
pub fn born(birth: BirthDate) -> Born {
    let part = |part: Option<i8>| part.and_then(|part| u8::try_from(part).ok());
    Born { year: birth.year(), month: part(birth.month()), day: part(birth.day()) }
}

fn differing(fields: &[(&'static str, bool)]) -> Vec<&'static str> {
    fields.iter().filter(|(_, same)| !same).map(|(name, _)| *name).collect()
}

/// A telephone or an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PointKind {
    /// A telephone, fixed or mobile.
    #[serde(rename = "p")]
    Phone,
    /// An e-mail address.
    #[serde(rename = "e")]
    Email,
}

/// A way to reach her.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPoint {
    /// Telephone or e-mail.
    #[serde(rename = "k")]
    pub kind: PointKind,
    /// The number or address as written.
    #[serde(rename = "v")]
    pub value: Line,
    /// What to know before using it: whose it is, when.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Line>,
}

/// Where she lives. Having no home is an answer, not a gap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Home {
    /// Nobody asked or she did not say.
    #[default]
    #[serde(rename = "?")]
    NotRecorded,
    /// At an address.
    #[serde(rename = "a")]
    At {
        /// Street and number.
        #[serde(rename = "l")]
        line: Line,
        /// Quarter or town.
        #[serde(rename = "a", default)]
        area: Option<Line>,
    },
    /// No fixed home; the area where she can be found.
    #[serde(rename = "n")]
    NoFixedHome {
        /// Quarter or town.
        #[serde(rename = "a", default)]
        area: Option<Line>,
    },
}

/// What she answered when asked whether something is safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It is safe.
    #[serde(rename = "y")]
    Yes,
    /// It is not.
    #[serde(rename = "n")]
    No,
    /// Nobody asked: counts as no for leaving a message, as no for everything in a sealed file (SEC-23).
    #[default]
    #[serde(rename = "?")]
    NotAsked,
}

impl Answer {
    /// The answers as forms send them.
    pub const ALL: [(&'static str, Self); 3] = [("yes", Self::Yes), ("no", Self::No), ("not_asked", Self::NotAsked)];

    /// As forms send it.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, answer)| *answer == self).map_or("not_asked", |(code, _)| code)
    }

    /// The answer a form sent.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(word, _)| *word == code).map(|(_, answer)| *answer)
    }
}

/// One way to reach her: whether it is safe, and what to know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Way {
    /// Whether it is safe.
    #[serde(rename = "a")]
    pub safe: Answer,
    /// What to know: who looks at the phone, what to say if another answers.
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    pub words: Option<Line>,
}

/// Who should call her.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Caller {
    /// A woman.
    #[serde(rename = "w")]
    Woman,
    /// A man.
    #[serde(rename = "m")]
    Man,
}

/// How to reach her without harm (SEC-23): asked of her, with the day it was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SafeContact {
    /// Calling her.
    #[serde(rename = "c")]
    pub call: Way,
    /// Text messages.
    #[serde(rename = "t")]
    pub text: Way,
    /// Leaving word with whoever answers.
    #[serde(rename = "m")]
    pub message: Way,
    /// A letter to her home.
    #[serde(rename = "l")]
    pub letter: Way,
    /// E-mail.
    #[serde(rename = "e")]
    pub email: Way,
    /// When it is safe.
    #[serde(rename = "h", skip_serializing_if = "Option::is_none")]
    pub hours: Option<Line>,
    /// Whether others use her phone.
    #[serde(rename = "s")]
    pub shared_device: Answer,
    /// Who may answer in her place.
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    pub who_answers: Option<Line>,
    /// Whom she would rather be called by.
    #[serde(rename = "g", skip_serializing_if = "Option::is_none")]
    pub caller: Option<Caller>,
    /// The day she was asked.
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    pub asked_on: Option<Day>,
}

impl SafeContact {
    /// The five ways in the order in which they are always shown, each with its field's name.
    #[must_use]
    pub const fn ways(&self) -> [(&'static str, &Way); 5] {
        [
            ("call", &self.call),
            ("text", &self.text),
            ("message", &self.message),
            ("letter", &self.letter),
            ("email", &self.email),
        ]
    }

    /// Whether a way must not be used (SEC-23): she said no, or nobody asked her and that counts as no. It
    /// does for leaving a message with whoever answers, and for every way to who is protected.
    #[must_use]
    pub fn is_closed(&self, code: &str, protected: bool) -> bool {
        let answer = self.ways().into_iter().find(|(one, _)| *one == code).map_or(Answer::No, |(_, way)| way.safe);
        match answer {
            Answer::Yes => false,
            Answer::No => true,
            Answer::NotAsked => protected || code == "message",
        }
    }
}

/// How to speak with her and reach her. S2, sealed as one value apart from the identity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct File {
    /// The languages she speaks, best first.
    #[serde(rename = "l", skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Tag>,
    /// Whether she needs an interpreter.
    #[serde(rename = "i", skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<InterpreterNeed>,
    /// Her telephones and e-mail addresses.
    #[serde(rename = "p", skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<ContactPoint>,
    /// Where she lives.
    #[serde(rename = "a")]
    pub home: Home,
    /// How to reach her without harm.
    #[serde(rename = "r")]
    pub reach: SafeContact,
}

impl File {
    /// Her telephones.
    #[must_use]
    pub fn phones(&self) -> Vec<String> {
        let phones = self.points.iter().filter(|point| point.kind == PointKind::Phone);
        phones.map(|point| point.value.as_str().to_owned()).collect()
    }

    /// The names of the fields in which the two differ, for the trail and the history.
    #[must_use]
    pub fn changed(&self, other: &Self) -> Vec<&'static str> {
        differing(&[
            ("languages", self.languages == other.languages),
            ("interpreter", self.interpreter == other.interpreter),
            ("contact_points", self.points == other.points),
            ("address", self.home == other.home),
            ("safe_contact", self.reach == other.reach),
        ])
    }
}

/// Who a new person is, as far as she said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// Who she is: at least one name.
    pub identity: Identity,
    /// How to speak with her and reach her.
    pub file: File,
}

/// Why a person is not written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotFile {
    /// No part of any name is written.
    #[error("a person needs one part of a name in any script")]
    NoName,
    /// More values than any paper holds: a mistake or an attack.
    #[error("more than {} values in one list", LIST_MOST)]
    TooMany,
}

/// How many names, numbers, languages or contact points one person has at most.
pub const LIST_MOST: usize = 20;

impl Identity {
    /// Checks what no act may save.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn check(&self) -> Result<(), CannotFile> {
        if self.names.is_empty() || self.names.iter().any(|name| name.given.is_none() && name.family.is_none()) {
            return Err(CannotFile::NoName);
        }
        let lists = [self.names.len(), self.citizenships.len(), self.identifiers.len()];
        if lists.iter().any(|many| *many > LIST_MOST) { Err(CannotFile::TooMany) } else { Ok(()) }
    }
}

impl File {
    /// Checks what no act may save.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn check(&self) -> Result<(), CannotFile> {
        if self.languages.len().max(self.points.len()) > LIST_MOST { Err(CannotFile::TooMany) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<Line> {
        Line::optional(text).unwrap()
    }

    #[test]
    fn a_name_needs_one_part_in_any_script() {
        assert_eq!(Name::of(None, None), None);
        let name = Name::of(line("محمد"), line("العمراني")).unwrap();
        assert_eq!((name.to_string().as_str(), name.script()), ("محمد العمراني", Script::Arabic));
        assert_eq!(Name::of(None, line("王小明")).unwrap().script(), Script::Han);
        assert_eq!(Name::of(line("Amina"), None).unwrap().script(), Script::Latin);
        assert_eq!(Identity::default().check(), Err(CannotFile::NoName));
    }

    #[test]
    fn a_number_that_is_not_written_as_its_kind_is_told() {
        let sound = |kind: &str, value: &str| {
            Identifier::of(IdentifierKind::parse(kind).unwrap(), Line::parse(value).unwrap()).is_sound()
        };
        assert!(sound("tax_code", "rssmra80a01h501u") && !sound("tax_code", "RSSMRA80A01H501V"));
        assert!(sound("tax_code", "12345678903") && !sound("tax_code", "12345678904"), "a provisional one");
        assert!(sound("stp", "STP 030 301 0012345") && !sound("stp", "STPO303010012345"));
        assert!(sound("eni", "eni0303010012345") && !sound("eni", "STP0303010012345"));
        assert!(sound("passport", "whatever") && sound("other", "RSSMRA80A01H501V"));
    }

    #[test]
    fn what_was_sealed_before_documents_had_a_validity_still_opens() {
        let old: Identity = serde_json::from_str(r#"{"n":[{"g":"Amina"}],"i":[{"k":"passport","v":"A1"}]}"#).unwrap();
        let plain = Identifier::of(IdentifierKind::parse("passport").unwrap(), line("A1").unwrap());
        assert_eq!(old.identifiers, std::slice::from_ref(&plain));
        let until = BirthDate::parse("5/2027").ok();
        let whole = Identifier { issuer: Country::parse("MA"), until, ..plain };
        let text = serde_json::to_string(&whole).unwrap();
        assert_eq!(text, r#"{"k":"passport","v":"A1","c":"MA","u":"2027-05"}"#);
        assert_eq!(serde_json::from_str::<Identifier>(&text).unwrap(), whole);
    }

    #[test]
    fn what_is_sealed_reads_back() {
        let identity = Identity {
            names: vec![Name::of(line("Amina"), None).unwrap()],
            sex: Sex::parse("F"),
            birth: BirthDate::parse("1991-05").ok(),
            birth_country: Country::parse("MA"),
            citizenships: vec![],
            identifiers: vec![Identifier::of(IdentifierKind::parse("passport").unwrap(), line("A1").unwrap())],
        };
        let text = serde_json::to_string(&identity).unwrap();
        assert_eq!(text, r#"{"n":[{"g":"Amina"}],"s":"F","b":"1991-05","c":"MA","i":[{"k":"passport","v":"A1"}]}"#);
        assert_eq!(serde_json::from_str::<Identity>(&text).unwrap(), identity);
        let file = File { home: Home::NoFixedHome { area: line("Stazione") }, ..File::default() };
        let text = serde_json::to_string(&file).unwrap();
        assert_eq!(serde_json::from_str::<File>(&text).unwrap(), file);
        assert_eq!(file.changed(&File::default()), ["address"]);
    }

    #[test]
    fn sec_23_what_was_never_asked_is_not_asked_and_not_yes() {
        assert!(File::default().reach.ways().iter().all(|(_, way)| way.safe == Answer::NotAsked));
    }

    #[test]
    fn sec_23_what_was_never_asked_closes_leaving_a_message_and_every_way_to_who_is_protected() {
        let closed = |reach: &SafeContact, protected| -> Vec<&'static str> {
            reach.ways().into_iter().map(|(code, _)| code).filter(|code| reach.is_closed(code, protected)).collect()
        };
        let never = SafeContact::default();
        assert_eq!(closed(&never, false), ["message"]);
        assert_eq!(closed(&never, true), ["call", "text", "message", "letter", "email"]);
        let way = |safe| Way { safe, words: None };
        let asked = SafeContact { call: way(Answer::Yes), letter: way(Answer::No), ..SafeContact::default() };
        assert_eq!(closed(&asked, false), ["message", "letter"]);
        assert_eq!(closed(&asked, true), ["text", "message", "letter", "email"]);
        assert!(never.is_closed("telex", false), "a way nobody knows is no way");
    }
}
