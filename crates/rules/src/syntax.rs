//! A page as it was read: what is written, not yet what it means.

use crate::{calendar::DayNumber, fault::Place};

/// How sure a part of the law is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// Confirmed in the text of the act.
    #[default]
    Text,
    /// Confirmed in another source.
    Page,
    /// From general knowledge: decides nothing by itself.
    General,
}

impl Sureness {
    pub(crate) fn read(word: &str) -> Option<Self> {
        match word {
            "text" => Some(Self::Text),
            "page" => Some(Self::Page),
            "general" => Some(Self::General),
            _ => None,
        }
    }

    /// The word of a page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Page => "page",
            Self::General => "general",
        }
    }
}

/// Who may be offered the questions of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Whoever asks.
    #[default]
    Everybody,
    /// Those who work for the service: it is about what they must do.
    Workers,
}

impl Audience {
    /// The word of a page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Workers => "workers",
        }
    }
}

/// Where a provision is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// URN of Normattiva, or `page` for an administrative source.
    pub urn: String,
    /// The article in words.
    pub article: String,
    /// The rows of the law it stands for; none: all of the page.
    pub rows: Vec<String>,
}

/// From when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    /// As long as anybody asks.
    #[default]
    Always,
    /// A day that nobody confirmed.
    UnknownDay,
    /// From this day.
    Day(DayNumber),
}

/// What stands above the words of a page.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its path without `.md`.
    pub id: String,
    /// What the provision says, in a line.
    pub title: String,
    /// Where it is written.
    pub sources: Vec<Source>,
    /// In force from.
    pub since: Since,
    /// In force until this day, included.
    pub until: Option<DayNumber>,
    /// How sure.
    pub sureness: Sureness,
    /// Who may be offered its questions.
    pub audience: Audience,
    /// The rows of the facts of the law.
    pub rows: Vec<String>,
    /// The fact whose date decides which law holds; none: the day asked.
    pub governed_by: Option<String>,
    /// Who wrote the page.
    pub author: String,
    /// Who read it after.
    pub second_reader: String,
    /// When it was looked at last.
    pub reviewed: DayNumber,
    /// When it must be looked at again.
    pub review_by: DayNumber,
}

/// A page of a rule book.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What stands above it.
    pub head: Head,
    /// The whole text.
    pub text: String,
    pub(crate) facts: Vec<FactText>,
    pub(crate) parameters: Vec<ParameterText>,
    pub(crate) definitions: Vec<DefinitionText>,
    pub(crate) cases: Vec<CasesText>,
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) place: Place,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TypeText {
    YesNo,
    Number,
    /// A number with two decimals.
    Decimal,
    Money,
    Date,
    Country,
    /// Days, months or years.
    Span,
    OneOf(Vec<Named>),
    Words(Vec<Named>),
    List,
}

#[derive(Clone, Debug)]
pub(crate) struct FactText {
    pub(crate) name: Named,
    pub(crate) kind: TypeText,
    pub(crate) level: Option<Named>,
    pub(crate) effort: u8,
    /// What it is when it was left out and this is known to hold.
    pub(crate) follows: Vec<(Expression, Expression)>,
    /// What it is when it was left out.
    pub(crate) otherwise: Option<Expression>,
    pub(crate) fields: Vec<(Named, TypeText)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterKind {
    YesNo,
    Number,
    Decimal,
    Money,
    Date,
    Days,
    Months,
    Years,
}

#[derive(Clone, Debug)]
pub(crate) struct ParameterText {
    pub(crate) name: Named,
    pub(crate) kind: ParameterKind,
    pub(crate) rows: Vec<ParameterRow>,
}

/// One value of a dated figure.
#[derive(Clone, Debug)]
pub struct ParameterRow {
    /// Its first day; none: as long as anybody asks.
    pub from: Option<DayNumber>,
    /// Its last day; none: until further notice.
    pub until: Option<DayNumber>,
    /// Cents, days, or packed months and days.
    pub value: i64,
    /// The value as written.
    pub written: String,
    /// The rows of the law.
    pub rows: Vec<String>,
    /// How sure.
    pub sureness: Sureness,
    /// Where it stands.
    pub source: String,
    pub(crate) place: Place,
}

impl ParameterRow {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: DayNumber) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct DefinitionText {
    pub(crate) name: Named,
    /// None: a question.
    pub(crate) kind: Option<TypeText>,
    pub(crate) general: bool,
    pub(crate) body: Body,
    pub(crate) gives: Vec<Gives>,
}

#[derive(Clone, Debug)]
pub(crate) enum Body {
    Lines { base: Vec<Line>, exceptions: Vec<Exception> },
    Table(Table),
}

/// One line of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) value: Expression,
    pub(crate) when: Option<Expression>,
    pub(crate) because: Option<Named>,
    pub(crate) rows: Vec<(Named, bool)>,
    pub(crate) place: Place,
}

#[derive(Clone, Debug)]
pub(crate) struct Exception {
    pub(crate) line: Line,
    pub(crate) below: Vec<Self>,
}

#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) rows: Vec<TableRow>,
}

#[derive(Clone, Debug)]
pub(crate) struct TableRow {
    /// The conditions of its cells joined, and its value.
    pub(crate) line: Line,
}

#[derive(Clone, Debug)]
pub(crate) struct Gives {
    pub(crate) name: Named,
    pub(crate) running: bool,
    pub(crate) what: Given,
}

#[derive(Clone, Debug)]
pub(crate) enum Given {
    /// What has this name.
    Same,
    /// A value of its own.
    Value { kind: TypeText, value: Expression, when: Option<Expression> },
    /// A list with these fields.
    Each { list: Named, fields: Vec<Named> },
}

#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) part: Part,
    pub(crate) place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Compare {
    Equal,
    Less,
    LessOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Rounding {
    HalfUp,
    Up,
    Down,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Unit {
    Days,
    Months,
    Years,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Gather {
    Count,
    Sum,
    Latest,
    Earliest,
    Some,
    Every,
}

#[derive(Clone, Debug)]
pub(crate) enum Part {
    Yes,
    No,
    None,
    Today,
    Number(i64),
    /// A number with two decimals, in hundredths; before `EUR`, money.
    Decimal(i64),
    Money(i64),
    Date(DayNumber),
    /// Months and days.
    Span(i64, i64),
    Name(String),
    On(Named, Box<Expression>),
    Answer(Named),
    Not(Box<Expression>),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Compare(Compare, Box<Expression>, Box<Expression>),
    In(Box<Expression>, Vec<Expression>),
    IsNone(Box<Expression>),
    Has(Box<Expression>, Named),
    Add(Box<Expression>, Box<Expression>),
    Subtract(Box<Expression>, Box<Expression>),
    Multiply(Box<Expression>, Box<Expression>, Option<Rounding>),
    Divide(Box<Expression>, Box<Expression>, Rounding),
    Between(Unit, Box<Expression>, Box<Expression>),
    YearOf(Box<Expression>),
    DateOf(Box<Expression>, Box<Expression>, Box<Expression>),
    /// The largest, or the smallest.
    Extreme(bool, Vec<Expression>),
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    Gather {
        what: Gather,
        value: Option<Box<Expression>>,
        list: Named,
        filter: Option<Box<Expression>>,
    },
    Words(Vec<(Named, Expression)>),
}

/// Worked examples.
#[derive(Clone, Debug)]
pub(crate) struct CasesText {
    pub(crate) given: Vec<(Named, String)>,
    pub(crate) rows: Vec<CaseText>,
}

#[derive(Clone, Debug)]
pub(crate) struct CaseText {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) as_of: DayNumber,
    pub(crate) question: Option<Named>,
    pub(crate) facts: Vec<(Named, String)>,
    pub(crate) outcome: String,
    pub(crate) values: Vec<(Named, String)>,
    pub(crate) missing: Option<Vec<String>>,
}
