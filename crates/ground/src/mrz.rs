//! The machine-readable zone of a travel document (ICAO 9303, parts 3 to 7): identity cards of three lines
//! of 30 (TD1) and two of 36 (TD2), passports of two lines of 44 (TD3), visas of either width (MRV).
//!
//! It is typed from a paper held to the light, or comes from a reader that types like a keyboard: in small
//! letters, with blanks, sometimes without line ends. The check digits find what was mistyped, and say where:
//! most often it is an O that is a zero.

use std::fmt;

use crate::{BirthDate, Day, lists::Country};

/// The form of a document, by its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A card: three lines of 30.
    Td1,
    /// A card: two lines of 36.
    Td2,
    /// A passport: two lines of 44.
    Td3,
    /// A visa: two lines of 44.
    MrvA,
    /// A visa: two lines of 36.
    MrvB,
}

/// What a zone says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mrz {
    /// The form of the document.
    pub form: Form,
    /// The letters of its kind: `P`, `ID`, `AR`, `V`.
    pub kind: String,
    /// Who issued it, as written: three letters of ISO 3166-1, or one of those of ICAO.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// The family names, capitals only at the beginnings.
    pub family: String,
    /// The given names, the same.
    pub given: String,
    /// Whether the names fill their line, so that they may be cut.
    pub cut: bool,
    /// The nationality, as written.
    pub nationality: String,
    /// The birth as far as it is written.
    pub birth: Option<BirthDate>,
    /// `F` or `M`, or `X` where the paper says neither.
    pub sex: Option<char>,
    /// The last day on which it is valid.
    pub expiry: Option<Day>,
}

/// A place in the zone, counted from 1 as people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The line.
    pub line: usize,
    /// The sign in it.
    pub column: usize,
}

/// What a check digit watches over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The number of the document.
    Number,
    /// The birth.
    Birth,
    /// The last day of validity.
    Expiry,
    /// The personal number.
    Personal,
    /// The line as a whole.
    Whole,
}

/// Why a text is not a machine-readable zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMrz {
    /// As many signs as no document has.
    #[error("{0} signs: documents have 72, 88 or 90")]
    Length(usize),
    /// A sign that no zone has.
    #[error("a sign that cannot stand there, at {0}")]
    Sign(Spot),
    /// A letter where a digit stands, with the digit that it is taken for.
    #[error("a letter where a digit stands, at {at}")]
    Letter {
        /// Where.
        at: Spot,
        /// The letter.
        read: char,
        /// What it may be.
        perhaps: Option<char>,
    },
    /// A check digit does not fit.
    #[error("the check digit of this part does not fit, at {at}")]
    Check {
        /// What it watches over.
        part: Part,
        /// The sign that is most likely wrong, or else the check digit.
        at: Spot,
        /// What stands there.
        read: char,
        /// What would make it fit, where one likely slip would.
        perhaps: Option<char>,
    },
    /// A date that no calendar has.
    #[error("a date that is none, at {0}")]
    Date(Spot),
    /// No name.
    #[error("no name is written, at {0}")]
    Name(Spot),
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, sign {}", self.line, self.column)
    }
}

impl Mrz {
    /// Reads a zone as it was typed. `today` tells in which century someone was born.
    ///
    /// # Errors
    /// Says what is wrong and where, with what may be meant.
    pub fn parse(typed: &str, today: Day) -> Result<Self, BadMrz> {
        let signs: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).map(sign).collect();
        let form = match (signs.len(), signs.first()) {
            (90, _) => Form::Td1,
            (72, Some('V')) => Form::MrvB,
            (72, _) => Form::Td2,
            (88, Some('V')) => Form::MrvA,
            (88, _) => Form::Td3,
            (other, _) => return Err(BadMrz::Length(other)),
        };
        let zone = Zone { signs, plan: plan(form) };
        if let Some(at) = zone.signs.iter().position(|c| !matches!(c, 'A'..='Z' | '0'..='9' | '<')) {
            return Err(BadMrz::Sign(zone.spot(at)));
        }
        zone.read(form, today)
    }

    /// The country of that code: three letters of ISO 3166-1, or what ICAO writes for Germany and for
    /// those who have a British paper.
    #[must_use]
    pub fn country(code: &str) -> Option<Country> {
        match code {
            "D" => Country::parse("DE"),
            "GBD" | "GBN" | "GBO" | "GBP" | "GBS" => Country::parse("GB"),
            other => Country::all().find(|country| country.alpha3() == other),
        }
    }
}

/// A sign as a zone writes it: capitals, western digits, the filler.
fn sign(c: char) -> char {
    match c {
        '‹' | '«' | '＜' => '<',
        other => other.to_ascii_uppercase(),
    }
}

/// Where the parts of a form stand, counted over all its lines.
struct Plan {
    width: usize,
    issuer: usize,
    number: usize,
    /// Where a number that is longer than nine signs goes on, and where that ends.
    longer: (usize, usize),
    nationality: usize,
    birth: usize,
    sex: usize,
    expiry: usize,
    names: (usize, usize),
    /// The personal number with its check digit.
    personal: Option<(usize, usize)>,
    /// What the last check digit counts, and where it stands.
    whole: Option<(&'static [(usize, usize)], usize)>,
}

const fn plan(form: Form) -> Plan {
    match form {
        Form::Td1 => Plan {
            width: 30,
            issuer: 2,
            number: 5,
            longer: (15, 30),
            nationality: 45,
            birth: 30,
            sex: 37,
            expiry: 38,
            names: (60, 90),
            personal: None,
            whole: Some((&[(5, 30), (30, 37), (38, 45), (48, 59)], 59)),
        },
        Form::Td2 => two_lines(36, Some((&[(36, 46), (49, 56), (57, 71)], 71)), None),
        Form::Td3 => two_lines(44, Some((&[(44, 54), (57, 64), (65, 87)], 87)), Some((72, 86))),
        Form::MrvA => two_lines(44, None, None),
        Form::MrvB => two_lines(36, None, None),
    }
}

const fn two_lines(
    width: usize,
    whole: Option<(&'static [(usize, usize)], usize)>,
    personal: Option<(usize, usize)>,
) -> Plan {
    let longer = if width == 36 { (width + 28, width + 35) } else { (0, 0) };
    Plan {
        width,
        issuer: 2,
        number: width,
        longer,
        nationality: width + 10,
        birth: width + 13,
        sex: width + 20,
        expiry: width + 21,
        names: (5, width),
        personal,
        whole,
    }
}

struct Zone {
    signs: Vec<char>,
    plan: Plan,
}

/// What counts in a sum of checks: digits as they are, letters from ten, the filler nothing.
fn value(c: char) -> u32 {
    match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        'A'..='Z' => u32::from(c) - u32::from('A') + 10,
        _ => 0,
    }
}

fn check_of(signs: impl Iterator<Item = char>) -> u32 {
    signs.zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| value(c) * weight).sum::<u32>() % 10
}

/// The digit that a letter is taken for, and the letter that a digit is.
const SLIPS: [(char, char); 9] =
    [('O', '0'), ('I', '1'), ('Z', '2'), ('S', '5'), ('B', '8'), ('G', '6'), ('Q', '0'), ('D', '0'), ('L', '1')];

/// What a sign is taken for.
fn slips(c: char) -> impl Iterator<Item = char> {
    SLIPS.into_iter().filter_map(move |(letter, digit)| match c {
        c if c == letter => Some(digit),
        c if c == digit => Some(letter),
        _ => None,
    })
}

impl Zone {
    fn spot(&self, at: usize) -> Spot {
        Spot { line: at / self.plan.width + 1, column: at % self.plan.width + 1 }
    }

    fn at(&self, at: usize) -> char {
        self.signs.get(at).copied().unwrap_or('<')
    }

    fn span(&self, (from, to): (usize, usize)) -> impl Iterator<Item = char> {
        (from..to).map(|at| self.at(at))
    }

    /// A part without its filler.
    fn text(&self, span: (usize, usize)) -> String {
        self.span(span).filter(|c| *c != '<').collect()
    }

    fn read(&self, form: Form, today: Day) -> Result<Mrz, BadMrz> {
        let plan = &self.plan;
        let number = self.number()?;
        self.digits((plan.birth, plan.birth + 6))?;
        self.digits((plan.expiry, plan.expiry + 6))?;
        self.check(Part::Birth, &[(plan.birth, plan.birth + 6)], plan.birth + 6)?;
        self.check(Part::Expiry, &[(plan.expiry, plan.expiry + 6)], plan.expiry + 6)?;
        if let Some((from, at)) = plan.personal {
            // A personal number that is not there may have no check digit either.
            if self.span((from, at)).any(|c| c != '<') || self.at(at) != '<' {
                self.check(Part::Personal, &[(from, at)], at)?;
            }
        }
        if let Some((spans, at)) = plan.whole {
            self.check(Part::Whole, spans, at)?;
        }
        let (family, given, cut) = self.names()?;
        Ok(Mrz {
            form,
            kind: self.text((0, 2)),
            issuer: self.text((plan.issuer, plan.issuer + 3)),
            number,
            family,
            given,
            cut,
            nationality: self.text((plan.nationality, plan.nationality + 3)),
            birth: self.birth(today)?,
            sex: match self.at(plan.sex) {
                'F' => Some('F'),
                'M' => Some('M'),
                'X' => Some('X'),
                _ => None,
            },
            expiry: self.expiry()?,
        })
    }

    /// Its number, which on cards may go on where the personal data stands, its check digit last.
    fn number(&self) -> Result<String, BadMrz> {
        let plan = &self.plan;
        let (from, at) = (plan.number, plan.number + 9);
        let (more, end) = plan.longer;
        let goes_on = (more..end).take_while(|at| self.at(*at) != '<').count();
        if self.at(at) == '<' && goes_on > 1 {
            let last = more + goes_on - 1;
            self.check(Part::Number, &[(from, at), (more, last)], last)?;
            return Ok(self.text((from, at)) + &self.text((more, last)));
        }
        self.check(Part::Number, &[(from, at)], at)?;
        Ok(self.text((from, at)))
    }

    /// Digits and fillers alone stand there.
    fn digits(&self, (from, to): (usize, usize)) -> Result<(), BadMrz> {
        match (from..to).find(|at| self.at(*at).is_ascii_uppercase()) {
            Some(at) => Err(self.letter(at)),
            None => Ok(()),
        }
    }

    fn letter(&self, at: usize) -> BadMrz {
        let read = self.at(at);
        BadMrz::Letter { at: self.spot(at), read, perhaps: slips(read).find(char::is_ascii_digit) }
    }

    /// Holds a check digit against what it watches over. Where it does not fit, the one sign is named that
    /// would make it fit if it were what it is usually taken for; else the check digit itself.
    fn check(&self, part: Part, spans: &[(usize, usize)], at: usize) -> Result<(), BadMrz> {
        let digit = self.at(at);
        if digit.is_ascii_uppercase() {
            return Err(self.letter(at));
        }
        let places: Vec<usize> = spans.iter().flat_map(|(from, to)| *from..*to).collect();
        let fits = |other: usize, instead: char| {
            let signs = places.iter().map(|place| if *place == other { instead } else { self.at(*place) });
            check_of(signs) == value(digit)
        };
        if fits(usize::MAX, '<') {
            return Ok(());
        }
        let likely = places.iter().flat_map(|place| slips(self.at(*place)).map(|instead| (*place, instead)));
        let found = likely.into_iter().find(|(place, instead)| fits(*place, *instead));
        let (at, perhaps) = found.map_or((at, None), |(place, instead)| (place, Some(instead)));
        Err(BadMrz::Check { part, at: self.spot(at), read: self.at(at), perhaps })
    }

    fn two(&self, at: usize) -> Option<i16> {
        let digits: String = self.span((at, at + 2)).collect();
        digits.parse().ok()
    }

    /// The birth as far as it is written: an unknown month or day is filled, or two zeros.
    fn birth(&self, today: Day) -> Result<Option<BirthDate>, BadMrz> {
        let at = self.plan.birth;
        let Some(year) = self.two(at) else { return Ok(None) };
        let century = if year > today.year() % 100 { today.year() / 100 - 1 } else { today.year() / 100 };
        let known = |at: usize| self.two(at).filter(|part| *part > 0);
        let written = match (known(at + 2), known(at + 4)) {
            (Some(month), Some(day)) => format!("{century}{year:02}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{century}{year:02}-{month:02}"),
            (None, _) => format!("{century}{year:02}"),
        };
        BirthDate::parse(&written).map(Some).map_err(|_| BadMrz::Date(self.spot(at)))
    }

    /// The last day; none where none is written, as on cards that do not expire.
    fn expiry(&self) -> Result<Option<Day>, BadMrz> {
        let at = self.plan.expiry;
        let parts = (self.two(at), self.two(at + 2), self.two(at + 4));
        let (Some(year), Some(month), Some(day)) = parts else { return Ok(None) };
        let (month, of_month) = (i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0));
        Day::new(2000 + year, month, of_month).map(Some).ok_or_else(|| BadMrz::Date(self.spot(at)))
    }

    /// Family and given names, and whether they may be cut.
    fn names(&self) -> Result<(String, String, bool), BadMrz> {
        let (from, to) = self.plan.names;
        let line: String = self.span((from, to)).collect();
        let (family, given) = line.split_once("<<").unwrap_or((&line, ""));
        let (family, given) = (called(family), called(given));
        if family.is_empty() && given.is_empty() {
            return Err(BadMrz::Name(self.spot(from)));
        }
        Ok((family, given, !line.ends_with('<')))
    }
}

/// Names as people write them: a capital at the beginning of each.
fn called(names: &str) -> String {
    let words = names.split('<').filter(|word| !word.is_empty());
    let word = |word: &str| {
        let mut letters = word.chars();
        let first: String = letters.next().into_iter().collect();
        first + &letters.as_str().to_ascii_lowercase()
    };
    words.map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // The specimens of ICAO 9303, parts 4 to 7.
    const TD3: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    const TD1: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    const TD2: &str = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
    const MRV_A: &str = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<";
    const MRV_B: &str = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<";

    fn today() -> Day {
        "2026-11-28".parse().unwrap()
    }

    fn read(text: &str) -> Result<Mrz, BadMrz> {
        Mrz::parse(text, today())
    }

    #[test]
    fn the_specimens_of_the_standard_are_read() {
        for (text, form, number) in [
            (TD3, Form::Td3, "L898902C3"),
            (TD1, Form::Td1, "D23145890"),
            (TD2, Form::Td2, "D23145890"),
            (MRV_A, Form::MrvA, "L8988901C"),
            (MRV_B, Form::MrvB, "L8988901C"),
        ] {
            let zone = read(text).unwrap_or_else(|why| panic!("{form:?}: {why}"));
            assert_eq!((zone.form, zone.number.as_str(), zone.issuer.as_str()), (form, number, "UTO"));
            assert_eq!((zone.family.as_str(), zone.given.as_str(), zone.cut), ("Eriksson", "Anna Maria", false));
            assert_eq!(zone.sex, Some('F'));
        }
        let passport = read(TD3).unwrap();
        assert_eq!(passport.birth.map(|day| day.to_string()).as_deref(), Some("1974-08-12"));
        assert_eq!(passport.expiry.map(|day| day.to_string()).as_deref(), Some("2012-04-15"));
        assert_eq!(passport.nationality, "UTO");
    }

    #[test]
    fn a_zone_is_read_as_a_keyboard_or_a_hand_sends_it() {
        let passport = read(TD3);
        assert_eq!(read(&TD3.replace('\n', "").to_lowercase()), passport);
        assert_eq!(read(&TD3.replace('<', " ‹").replace('\n', "\r\n  ")), passport);
        assert_eq!(read(&TD3.chars().flat_map(|c| [c, ' ']).collect::<String>()), passport);
    }

    #[test]
    fn a_wrong_sign_is_pointed_at_with_what_may_be_meant() {
        // The letter O for the zero in the birth, where a digit stands.
        let in_date = TD3.replace("7408122F", "74O8122F");
        let at = Spot { line: 2, column: 16 };
        assert_eq!(read(&in_date), Err(BadMrz::Letter { at, read: 'O', perhaps: Some('0') }));
        // The letter O for the zero in the number, where both may stand.
        let at = Spot { line: 2, column: 6 };
        let in_number = TD3.replace("L898902C3", "L8989O2C3");
        let wrong = BadMrz::Check { part: Part::Number, at, read: 'O', perhaps: Some('0') };
        assert_eq!(read(&in_number), Err(wrong));
        // A digit that is taken for none: the check digit is shown.
        let at = Spot { line: 2, column: 20 };
        let mistyped = TD3.replace("7408122F", "7408132F");
        let wrong = BadMrz::Check { part: Part::Birth, at, read: '2', perhaps: None };
        assert_eq!(read(&mistyped), Err(wrong));
        let at = Spot { line: 1, column: 2 };
        assert_eq!(read(&TD3.replacen("P<", "P?", 1)), Err(BadMrz::Sign(at)));
        assert_eq!(read(&TD3[1..]), Err(BadMrz::Length(87)));
        assert_eq!(read(""), Err(BadMrz::Length(0)));
    }

    #[test]
    fn a_birth_that_is_not_wholly_known_and_a_card_that_does_not_expire_are_read() {
        let line = |body: &str| format!("{body}{}", check_of(body.chars()));
        let card = |birth: &str, expiry: &str| {
            let first = "IDUTOD231458907<<<<<<<<<<<<<<<";
            let second = format!("{}F{}UTO<<<<<<<<<<<", line(birth), line(expiry));
            let counted = format!("{}{}{}{}", &first[5..], &second[..7], &second[8..15], &second[18..]);
            format!("{first}{second}{}EL<KHATIB<<SAMIRA<<<<<<<<<<<<<", check_of(counted.chars()))
        };
        for (birth, wanted) in [
            ("84<<<<", Some("1984")),
            ("840000", Some("1984")),
            ("8405<<", Some("1984-05")),
            ("260101", Some("2026-01-01")),
            ("270101", Some("1927-01-01")),
            ("<<<<<<", None),
        ] {
            let zone = read(&card(birth, "<<<<<<")).unwrap_or_else(|why| panic!("{birth}: {why}"));
            assert_eq!(zone.birth.map(|day| day.to_string()).as_deref(), wanted, "{birth}");
            assert_eq!((zone.expiry, zone.family.as_str()), (None, "El Khatib"));
        }
        let at = Spot { line: 2, column: 1 };
        assert_eq!(read(&card("841301", "300101")), Err(BadMrz::Date(at)));
    }

    #[test]
    fn a_number_that_is_too_long_goes_on_in_the_personal_data() {
        // ICAO 9303 part 5: a card whose number has more than nine signs.
        let body = "D23145890734";
        let first = format!("I<UTO{}<{}{}{}", &body[..9], &body[9..], check_of(body.chars()), "<".repeat(11));
        let second = "7408122F1204159UTO<<<<<<<<<<<";
        let counted = format!("{}{}{}{}", &first[5..], &second[..7], &second[8..15], &second[18..]);
        let zone = format!("{first}{second}{}ERIKSSON<<ANNA<MARIA<<<<<<<<<<", check_of(counted.chars()));
        assert_eq!(read(&zone).unwrap().number, body);
    }

    #[test]
    fn the_codes_of_countries_are_those_of_three_letters() {
        let code = |text: &str| Mrz::country(text).map(Country::code);
        assert_eq!(
            (code("MAR"), code("D"), code("GBN"), code("RKS")),
            (Some("MA"), Some("DE"), Some("GB"), Some("XK"))
        );
        assert_eq!((code("UTO"), code("XXA"), code("")), (None, None, None));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = read(&text);
        }

        #[test]
        fn any_signs_of_the_right_length_are_read_or_refused(text in "[A-Z0-9<]{90}|[A-Z0-9<]{72}|[A-Z0-9<]{88}|V[A-Z0-9<]{71}") {
            let _ = read(&text);
        }

        #[test]
        fn one_wrong_digit_in_a_date_is_always_found(place in 13_usize..19, digit in 0_u32..10) {
            let mut signs: Vec<char> = TD3.chars().collect();
            let at = 45 + place;
            let wrong = char::from_digit(digit, 10).unwrap();
            prop_assume!(signs[at] != wrong);
            signs[at] = wrong;
            prop_assert!(read(&signs.into_iter().collect::<String>()).is_err());
        }

        #[test]
        fn every_passport_made_is_read_back(number in "[A-Z0-9]{5,9}", born in 0..30_000, ends in 0..9_000) {
            let compact = |day: Day| day.to_string().replace('-', "").split_off(2);
            let day = |text: &str, days| text.parse::<Day>().unwrap().plus_days(days);
            let (birth, expiry) = (day("1930-01-01", born), day("2020-01-01", ends));
            let checked = |body: &str| format!("{body}{}", check_of(body.chars()));
            let (number_part, birth_part) = (checked(&format!("{number:<<9}")), checked(&compact(birth)));
            let rest = format!("{}{}", checked(&compact(expiry)), checked(&"<".repeat(14)));
            let whole = check_of(format!("{number_part}{birth_part}{rest}").chars());
            let zone = format!("P<MAR{:<<39}{number_part}MAR{birth_part}F{rest}{whole}", "HADDAD<<AMINA");
            let read = read(&zone).unwrap();
            prop_assert_eq!((read.number, read.expiry), (number, Some(expiry)));
            // A hundred years tell nothing to two digits: whoever is not born yet was born a century ago.
            prop_assert_eq!(read.birth.map(|day| day.year() % 100), Some(birth.year() % 100));
        }
    }

    #[test]
    fn an_o_for_a_zero_is_always_pointed_at() {
        let zeros = TD3.char_indices().filter(|(at, c)| *c == '0' && *at > 44).map(|(at, _)| at);
        let mut tried = 0;
        for at in zeros {
            let mut signs: Vec<char> = TD3.chars().collect();
            signs[at] = 'O';
            match read(&signs.into_iter().collect::<String>()) {
                Err(BadMrz::Letter { at: spot, read, perhaps } | BadMrz::Check { at: spot, read, perhaps, .. }) => {
                    assert_eq!((spot, read, perhaps), (Spot { line: 2, column: at - 44 }, 'O', Some('0')));
                }
                other => panic!("{other:?}"),
            }
            tried += 1;
        }
        assert!(tried > 3, "{tried}");
    }
}
