//! The facts that are known to the house, each with what it holds and the level it reveals; and what was
//! said of one. No clock, no table.
//!
//! The names are those of the rules, so that these read what was written down. What the rules read of residence titles, birth and citizenship is told by these themselves
//! (`told`), and lists of records (relatives, absences, payments) come with households and cases.

use ground::{
    Compartment::{Health, Legal, Money as Sums, Work},
    Day, Level,
    Level::{S2, S3, S4},
    Line, Timestamp,
    lists::FactSource,
};
use serde::{Deserialize, Serialize};

/// What a fact is about, as pages put them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Language, residence in the town, studies.
    Person,
    /// Asking to stay, protection.
    Stay,
    /// Work had, lost and looked for.
    Work,
    /// Where and how she lives.
    Housing,
    /// Income and what she lives on.
    Money,
    /// Marriage, children, who depends on her.
    Family,
    /// What the law asks about health, in words of a list: nothing clinical.
    Health,
    /// Violence, trafficking, exploitation.
    Protection,
}

impl Group {
    /// Every group, in the order of the page, with its word.
    pub const ALL: [(&'static str, Self); 8] = [
        ("person", Self::Person),
        ("stay", Self::Stay),
        ("work", Self::Work),
        ("housing", Self::Housing),
        ("money", Self::Money),
        ("family", Self::Family),
        ("health", Self::Health),
        ("protection", Self::Protection),
    ];
}

/// What a fact holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Yes or no.
    YesNo,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A day.
    Date,
    /// A sum of money.
    Money,
    /// A whole number.
    Count,
}

/// A kind of fact. It has a level or it does not compile.
#[derive(Debug)]
struct Kind {
    name: &'static str,
    group: Group,
    holds: Holds,
    level: Level,
}

const fn kind(name: &'static str, group: Group, holds: Holds, level: Level) -> Kind {
    Kind { name, group, holds, level }
}

/// Every fact that is known, group by group.
#[rustfmt::skip] // a table is read by its lines
static KINDS: &[Kind] = &[
    kind("italian_level", Group::Person, Holds::Words(&["none", "A1", "A2", "B1", "B2", "C1", "C2"]), S2),
    kind("resident_since", Group::Person, Holds::Date, S2),
    kind("student", Group::Person, Holds::YesNo, S2),
    kind("born_in_italy", Group::Person, Holds::YesNo, S2),
    kind("italian_ancestry_degree", Group::Person, Holds::Count, S2),
    kind("followed_by_social_service", Group::Person, Holds::YesNo, S2),
    kind("in_social_path", Group::Person, Holds::YesNo, S2),

    kind("entry_date", Group::Stay, Holds::Date, S3(Legal)),
    kind("legal_stay_since", Group::Stay, Holds::Date, S3(Legal)),
    kind("always_resident", Group::Stay, Holds::YesNo, S3(Legal)),
    kind("renewal_receipt", Group::Stay, Holds::YesNo, S3(Legal)),
    kind("renewal_decision", Group::Stay, Holds::Words(&["pending", "granted", "refused"]), S3(Legal)),
    kind("former_permit_expiry", Group::Stay, Holds::Date, S3(Legal)),
    kind("protection", Group::Stay, Holds::Words(&["refugee", "subsidiary", "special", "temporary"]), S3(Legal)),
    kind("asylum_requested", Group::Stay, Holds::Date, S3(Legal)),
    kind("asylum_formalised", Group::Stay, Holds::Date, S3(Legal)),
    kind("protection_recognised", Group::Stay, Holds::Date, S3(Legal)),
    kind("wants_assisted_return", Group::Stay, Holds::YesNo, S3(Legal)),
    kind("earlier_assisted_return", Group::Stay, Holds::YesNo, S3(Legal)),

    kind("employed", Group::Work, Holds::YesNo, S3(Work)),
    kind("job_offer", Group::Work, Holds::YesNo, S3(Work)),
    kind("job_end", Group::Work, Holds::Date, S3(Work)),
    kind("job_end_reason", Group::Work, Holds::Words(&["dismissal", "resignation", "contract_end"]), S3(Work)),
    kind("did_date", Group::Work, Holds::Date, S3(Work)),
    kind("income_support_end", Group::Work, Holds::Date, S3(Work)),
    kind("registered_unemployed", Group::Work, Holds::YesNo, S3(Work)),
    kind("job_search_year_elapsed", Group::Work, Holds::YesNo, S3(Work)),

    kind("renting", Group::Housing, Holds::YesNo, S2),
    kind("housing_certificate", Group::Housing, Holds::YesNo, S2),
    kind("lives_with_italian_relative", Group::Housing, Holds::YesNo, S2),

    kind("income_year", Group::Money, Holds::Money, S3(Sums)),
    kind("cohabiting_income_year", Group::Money, Holds::Money, S3(Sums)),
    kind("family_income", Group::Money, Holds::Money, S3(Sums)),
    kind("isee", Group::Money, Holds::Money, S3(Sums)),
    kind("indigent", Group::Money, Holds::YesNo, S3(Sums)),
    kind("means_lacking", Group::Money, Holds::YesNo, S3(Sums)),
    kind("pension_in_italy", Group::Money, Holds::YesNo, S3(Sums)),
    kind("contribution_reason", Group::Money, Holds::Words(&["economic_hardship", "health", "other"]), S3(Sums)),

    kind("marriage_date", Group::Family, Holds::Date, S2),
    kind("spouse_is_italian", Group::Family, Holds::YesNo, S2),
    kind("children_in_common", Group::Family, Holds::Count, S2),
    kind("family_dependants", Group::Family, Holds::Count, S2),
    kind("italian_minor_child", Group::Family, Holds::YesNo, S2),
    kind("parental_responsibility", Group::Family, Holds::YesNo, S3(Legal)),
    kind("nulla_osta_requested", Group::Family, Holds::Date, S3(Legal)),
    kind("nulla_osta_decision", Group::Family, Holds::YesNo, S3(Legal)),

    kind("health_insurance", Group::Health, Holds::YesNo, S2),
    kind("pregnant", Group::Health, Holds::YesNo, S3(Health)),
    kind("child_born", Group::Health, Holds::Date, S3(Health)),
    kind("cares_for_child", Group::Health, Holds::YesNo, S3(Health)),
    kind("care_needed", Group::Health, Holds::Words(&["urgent", "essential", "continuing", "other"]), S3(Health)),
    kind("serious_illness", Group::Health, Holds::YesNo, S3(Health)),
    kind("treatable_at_home", Group::Health, Holds::YesNo, S3(Health)),
    kind("certified_by_public_doctor", Group::Health, Holds::YesNo, S3(Health)),
    kind("serious_harm_if_returned", Group::Health, Holds::YesNo, S3(Health)),

    kind("domestic_violence", Group::Protection, Holds::YesNo, S4),
    kind("violence_by", Group::Protection, Holds::Words(&["partner", "former_partner", "relative", "other"]), S4),
    kind("danger_present", Group::Protection, Holds::YesNo, S4),
    kind("emerged_at", Group::Protection, Holds::Words(&["social_service", "anti_violence_centre", "police", "hospital"]), S4),
    kind("police_complaint", Group::Protection, Holds::YesNo, S4),
    kind("followed_by_centre", Group::Protection, Holds::YesNo, S4),
    kind("trafficking_indicators", Group::Protection, Holds::YesNo, S4),
    kind("reflection_certificate_issued", Group::Protection, Holds::Date, S4),
    kind("exploitation_603bis", Group::Protection, Holds::YesNo, S4),
    kind("useful_cooperation", Group::Protection, Holds::YesNo, S4),
    kind("judicial_proposal", Group::Protection, Holds::YesNo, S4),
    kind("unaccompanied_minor", Group::Protection, Holds::YesNo, S4),
];

/// A fact that is known to the house, by name.
#[derive(Clone, Copy, Debug)]
pub struct Fact(&'static Kind);

impl PartialEq for Fact {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for Fact {}

impl Fact {
    /// Every fact, in the order of the page.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(Self)
    }

    /// The fact of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|fact| fact.name() == name)
    }

    /// Its name, as the rules write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// What it is about.
    #[must_use]
    pub const fn group(self) -> Group {
        self.0.group
    }

    /// What it holds.
    #[must_use]
    pub const fn holds(self) -> Holds {
        self.0.holds
    }

    /// The level that it reveals, whatever is said of it.
    #[must_use]
    pub const fn level(self) -> Level {
        self.0.level
    }

    /// Whether it is about her stay, so that it goes when nobody uses it (SEC-36).
    #[must_use]
    pub fn is_about_stay(self) -> bool {
        self.level() == S3(Legal)
    }

    /// Whether this may be said of it.
    #[must_use]
    pub fn takes(self, said: &Said) -> bool {
        match (said, self.holds()) {
            (Said::Unknown, _) => true,
            (Said::YesNo(_), Holds::YesNo) | (Said::Date(_), Holds::Date) => true,
            (Said::Word(word), Holds::Words(words)) => words.contains(&word.as_str()),
            (Said::Money(cents), Holds::Money) => (0..=MONEY_MOST).contains(cents),
            (Said::Count(count), Holds::Count) => *count <= COUNT_MOST,
            // Where the answer is yes or no, known to be none is a no.
            (Said::Nothing, holds) => holds != Holds::YesNo,
            (Said::YesNo(_) | Said::Word(_) | Said::Date(_) | Said::Money(_) | Said::Count(_), _) => false,
        }
    }
}

/// The most that a sum may be, in cents: a hundred million euro.
const MONEY_MOST: i64 = 10_000_000_000;
/// The most that a whole number may be.
const COUNT_MOST: u16 = 99;

/// What is said of a fact. Unknown, none and a value are three answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// It is not known any more.
    #[serde(rename = "?")]
    Unknown,
    /// It is known that there is none: no permit, no income.
    #[serde(rename = "0")]
    Nothing,
    /// Yes or no.
    #[serde(rename = "b")]
    YesNo(bool),
    /// A word of its list.
    #[serde(rename = "w")]
    Word(String),
    /// A day.
    #[serde(rename = "d")]
    Date(Day),
    /// A sum, in cents.
    #[serde(rename = "m")]
    Money(i64),
    /// A whole number.
    #[serde(rename = "n")]
    Count(u16),
}

/// The cents of a sum as people write it: `1.234,50`, `1234.5`, `1 234 €`.
#[must_use]
pub fn cents(typed: &str) -> Option<i64> {
    let signs: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '€' | '\'' | '’')).collect();
    let (whole, part) = match signs.rfind([',', '.']) {
        Some(at) => signs.split_at(at),
        None => (signs.as_str(), ""),
    };
    let part = part.trim_start_matches([',', '.']);
    let (whole, part) = if part.len() == 3 { (signs.as_str(), "") } else { (whole, part) };
    let (first, groups) = whole.split_once([',', '.']).unwrap_or((whole, ""));
    let grouped = groups.is_empty() || groups.split([',', '.']).all(|group| group.len() == 3);
    let digits: String = [first, groups].concat().chars().filter(|c| !matches!(c, ',' | '.')).collect();
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if digits.is_empty() || !grouped || !is_number(&digits) || !is_number(part) || part.len() > 2 {
        return None;
    }
    let euros: i64 = digits.parse().ok()?;
    let cents: i64 = format!("{part:0<2}").parse().ok()?;
    euros.checked_mul(100)?.checked_add(cents)
}

/// What was said of a fact, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// What was said.
    #[serde(rename = "v")]
    pub said: Said,
    /// From which day on it holds.
    #[serde(rename = "f")]
    pub from: Day,
    /// Who or what it is known from.
    #[serde(rename = "s")]
    pub source: FactSource,
}

/// A value as it is sealed: of which fact, with who wrote it down and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The name of the fact.
    #[serde(rename = "k")]
    pub fact: String,
    /// What was said.
    #[serde(flatten)]
    pub word: Word,
    /// Who wrote it down.
    #[serde(rename = "w")]
    pub who: String,
    /// When.
    #[serde(rename = "a")]
    pub at: Timestamp,
    /// That it was wrong, if it was.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
}

/// That a value was wrong: it stays to be read, and counts no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Who said so.
    #[serde(rename = "w")]
    pub who: String,
    /// When.
    #[serde(rename = "a")]
    pub at: Timestamp,
    /// Why, in own words.
    #[serde(rename = "y", default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Line>,
}

/// What counts on a day: of those that hold by then and were not wrong, the one that holds from the latest
/// day, and of two from the same day the one written later.
#[must_use]
pub fn counts_on<'v>(values: impl Iterator<Item = &'v Value>, day: Day) -> Option<&'v Value> {
    values
        .filter(|value| value.withdrawn.is_none() && value.word.from <= day)
        .max_by_key(|value| (value.word.from, value.at))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn value(said: Said, from: &str, at: i64) -> Value {
        let word = Word { said, from: from.parse().unwrap(), source: FactSource::parse("told").unwrap() };
        Value { fact: "employed".to_owned(), word, who: String::new(), at: Timestamp::from_micros(at), withdrawn: None }
    }

    #[test]
    fn every_fact_has_a_name_of_its_own_and_stands_with_its_group() {
        let names: BTreeSet<_> = Fact::all().map(Fact::name).collect();
        assert_eq!(names.len(), KINDS.len());
        let groups: Vec<Group> = Fact::all().map(Fact::group).collect();
        assert!(groups.is_sorted());
        assert!(Fact::all().all(|fact| fact.level().is_personal()));
        assert!(Fact::all().all(|fact| (fact.group() == Group::Protection) == (fact.level() == S4)));
        for fact in Fact::all() {
            assert_eq!(Fact::parse(fact.name()), Some(fact));
        }
    }

    #[test]
    fn a_fact_takes_what_it_holds_and_nothing_else() {
        let fact = |name| Fact::parse(name).unwrap();
        assert!(fact("employed").takes(&Said::YesNo(false)) && !fact("employed").takes(&Said::Nothing));
        assert!(fact("job_end").takes(&Said::Nothing) && !fact("job_end").takes(&Said::YesNo(true)));
        let word = |word: &str| Said::Word(word.to_owned());
        assert!(fact("job_end_reason").takes(&word("dismissal")) && !fact("job_end_reason").takes(&word("tired")));
        assert!(fact("isee").takes(&Said::Money(0)) && !fact("isee").takes(&Said::Money(-1)));
        assert!(!fact("isee").takes(&Said::Money(MONEY_MOST + 1)));
        assert!(
            fact("family_dependants").takes(&Said::Count(2)) && !fact("family_dependants").takes(&Said::Count(100))
        );
        assert!(Fact::all().all(|fact| fact.takes(&Said::Unknown)));
    }

    #[test]
    fn a_sum_is_read_as_people_write_it() {
        for (typed, wanted) in [
            ("1234", Some(123_400)),
            ("1.234,50", Some(123_450)),
            ("1,234.50", Some(123_450)),
            ("1234,5", Some(123_450)),
            ("1.234", Some(123_400)),
            ("1.234.567", Some(123_456_700)),
            ("€ 0", Some(0)),
            ("12'345,67 €", Some(1_234_567)),
            ("", None),
            ("1,2,3", None),
            ("12.34.5", None),
            ("-3", None),
            ("poco", None),
            ("1,2345", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(cents(typed), wanted, "{typed}");
        }
    }

    #[test]
    fn the_latest_day_counts_and_what_was_wrong_does_not() {
        let mut values = vec![
            value(Said::YesNo(true), "2025-01-01", 1),
            value(Said::YesNo(false), "2026-06-01", 2),
            value(Said::YesNo(true), "2026-01-01", 3),
            value(Said::Unknown, "2026-06-01", 4),
        ];
        let on =
            |values: &[Value], day: &str| counts_on(values.iter(), day.parse().unwrap()).map(|one| one.at.micros());
        assert_eq!(on(&values, "2024-12-31"), None);
        assert_eq!(on(&values, "2025-12-31"), Some(1));
        assert_eq!(on(&values, "2026-05-31"), Some(3));
        assert_eq!(on(&values, "2026-06-01"), Some(4), "of the same day the one written later");
        values[3].withdrawn = Some(Withdrawn { who: String::new(), at: Timestamp::from_micros(5), words: None });
        assert_eq!(on(&values, "2026-06-01"), Some(2));
    }
}
