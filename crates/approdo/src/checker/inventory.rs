//! What may be asked of the rules and told to them: questions with their outcomes, values, facts and sources, and
//! every fact with its type.

use rules::{Audience, Fact, Kind, List, Pack, Question, calendar};
use serde::Serialize;

use super::{
    answers::SourceShown,
    language::Language,
    rulebook::Rulebook,
    texts::{Texts, topic_of},
};

/// All that the rules answer and ask for.
#[derive(Clone, Debug, Serialize)]
pub struct Inventory {
    /// The questions.
    pub questions: Vec<QuestionListed>,
    /// The facts, lists among them.
    pub facts: Vec<FactListed>,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionListed {
    /// Its name.
    pub question: String,
    /// As a person would ask it.
    pub text: String,
    /// In a few words.
    pub short: String,
    /// Who may be offered it: everybody, or workers of the service only.
    #[serde(rename = "for")]
    pub audience: &'static str,
    /// The page it stands on, and what that page is called.
    pub page: String,
    /// The title of the page.
    pub title: String,
    /// What it may come to; `unknown` where facts are missing.
    pub outcomes: Vec<String>,
    /// The values of its answer.
    pub values: Vec<ValueListed>,
    /// The facts it may need; the fields of a list as `relatives.age`.
    pub facts: Vec<String>,
    /// Where it is written.
    pub sources: Vec<SourceShown>,
    /// When its page must be looked at again.
    pub review_by: Option<String>,
}

/// A value of an answer.
#[derive(Clone, Debug, Serialize)]
pub struct ValueListed {
    /// Its name.
    pub name: String,
    /// What it holds.
    #[serde(flatten)]
    pub kind: KindListed,
    /// Of a list: what each record holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldListed>,
}

/// A fact or a list.
#[derive(Clone, Debug, Serialize)]
pub struct FactListed {
    /// Its name.
    pub name: String,
    /// What is asked to learn it.
    pub text: String,
    /// What it holds.
    #[serde(flatten)]
    pub kind: KindListed,
    /// How much harm it can do in the wrong hands.
    pub level: String,
    /// 1 known by heart, 2 stands on a paper, 3 must be asked of somebody.
    pub effort: u8,
    /// Of a list: what each record holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldListed>,
}

/// A field of the records of a list.
#[derive(Clone, Debug, Serialize)]
pub struct FieldListed {
    /// Its name.
    pub name: String,
    /// What it holds.
    #[serde(flatten)]
    pub kind: KindListed,
}

/// What something holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindListed {
    /// Its type in a word.
    #[serde(rename = "type")]
    pub word: &'static str,
    /// The only words it may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

impl KindListed {
    fn of(kind: Option<&Kind>) -> Self {
        let (word, words) = match kind {
            None => ("list", None),
            Some(Kind::YesNo) => ("yes/no", None),
            Some(Kind::Number) => ("number", None),
            Some(Kind::Decimal) => ("decimal", None),
            Some(Kind::Money) => ("money", None),
            Some(Kind::Date) => ("date", None),
            Some(Kind::Country) => ("country", None),
            Some(Kind::Span) => ("span", None),
            Some(Kind::Word(words)) => ("one_of", Some(words)),
            Some(Kind::Words(words)) => ("some_of", Some(words)),
        };
        Self { word, words: words.map(|words| words.to_vec()).unwrap_or_default() }
    }
}

impl Inventory {
    /// Everything of a rule book, in a language, with the figures of a day.
    #[must_use]
    pub fn of(rulebook: &Rulebook, language: Language, day: i64) -> Self {
        let (pack, texts) = (rulebook.pack(), rulebook.texts(language));
        let questions = pack.questions().iter().map(|question| listed(pack, texts, question, day)).collect();
        let facts = pack.facts().iter().map(|fact| fact_listed(pack, texts, fact, day));
        let lists = pack.lists().iter().map(|list| list_listed(pack, texts, list, day));
        Self { questions, facts: facts.chain(lists).collect() }
    }

    /// The questions that may be offered to the public, which are those for everybody. Whoever names another is
    /// answered all the same.
    pub fn offered(pack: &Pack) -> impl Iterator<Item = &Question> {
        pack.questions().iter().filter(|question| match pack.audience(question) {
            Audience::Everybody => true,
            Audience::Workers => false,
        })
    }
}

fn listed(pack: &Pack, texts: &Texts, question: &Question, day: i64) -> QuestionListed {
    let page = pack.page_of(question);
    let needs = pack.needs(question);
    let mut facts: Vec<String> = needs.facts.iter().map(|fact| fact.name.clone()).collect();
    for (list, fields) in needs.lists {
        facts.push(list.name.clone());
        facts.extend(fields.iter().map(|field| format!("{}.{field}", list.name)));
    }
    let value = |(name, kind): (&str, Option<&Kind>)| ValueListed {
        name: name.to_owned(),
        kind: KindListed::of(kind),
        fields: pack.value_fields(question, name).into_iter().map(field_listed).collect(),
    };
    QuestionListed {
        question: question.name.clone(),
        text: texts.question(pack, question, day),
        short: texts.question_short(pack, question),
        audience: pack.audience(question).word(),
        page: page.map(|page| page.head.id.clone()).unwrap_or_default(),
        title: page.map(|page| page.head.title.clone()).unwrap_or_default(),
        outcomes: pack.outcomes(question).iter().cloned().chain(["unknown".to_owned()]).collect(),
        values: pack.values_of(question).into_iter().map(value).collect(),
        facts,
        sources: page.map(SourceShown::of_page).unwrap_or_default(),
        review_by: page.map(|page| calendar::write(page.head.review_by)),
    }
}

fn field_listed((name, kind): (&str, &Kind)) -> FieldListed {
    FieldListed { name: name.to_owned(), kind: KindListed::of(Some(kind)) }
}

fn fact_listed(pack: &Pack, texts: &Texts, fact: &Fact, day: i64) -> FactListed {
    FactListed {
        name: fact.name.clone(),
        text: texts.asked(topic_of(pack.page_of_fact(fact)), &fact.name, day),
        kind: KindListed::of(Some(&fact.kind)),
        level: level(fact.level),
        effort: fact.effort,
        fields: Vec::new(),
    }
}

fn list_listed(pack: &Pack, texts: &Texts, list: &List, day: i64) -> FactListed {
    FactListed {
        name: list.name.clone(),
        text: texts.asked(topic_of(pack.page_of_list(list)), &list.name, day),
        kind: KindListed::of(None),
        level: level(list.level),
        effort: list.effort,
        fields: list.fields.iter().map(|(name, kind)| field_listed((name, kind))).collect(),
    }
}

/// A level as pages write it: `S3.legal`.
fn level(level: ground::Level) -> String {
    level.to_string().replace(' ', ".")
}
