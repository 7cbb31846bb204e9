//! The answers to a person's questions as other programs read them: the interface of `rules check`, on the command
//! line and over HTTP. Names and order are a promise.

use rules::{
    Answer, AnswerRoom, Ground, HorizonRoom, Missing, Otherwise, Page, Question, Reason, Sheet, Since, Sureness, Told,
    Written, calendar,
};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{
    language::Language,
    rulebook::Rulebook,
    texts::{Texts, topic_of},
};

/// What is asked, and when.
#[derive(Debug)]
pub struct Asking<'a> {
    /// The rules.
    pub rulebook: &'a Rulebook,
    /// The language of the reasons.
    pub language: Language,
    /// The day asked.
    pub today: i64,
    /// Which questions, in the order of the answers.
    pub questions: Vec<&'a Question>,
}

/// All that was asked, answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answers {
    /// The day asked.
    pub as_of: String,
    /// In the order of the questions.
    pub answers: Vec<Shown>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// The question.
    pub question: String,
    /// Its outcome in a word.
    pub outcome: String,
    /// The values that are known.
    pub values: Map<String, Json>,
    /// The rows of the law that were used.
    pub rows: Vec<String>,
    /// Where they are written.
    pub sources: Vec<SourceShown>,
    /// Facts that are still needed, in the order in which they would be asked.
    pub missing_facts: Vec<String>,
    /// Dated figures that nobody has yet: name and year.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_parameters: Vec<String>,
    /// The next day on which the answer changes by itself.
    pub horizon: Option<String>,
    /// Why.
    pub because: Vec<Because>,
    /// With which other sum the answer would be yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<OtherwiseShown>,
    /// A page that was used should have been looked at again by now.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub review_overdue: bool,
}

/// The nearest change of one sum with which the answer would be yes. Nothing but sums: what a person is, lives with or
/// lived through is nothing to be told as a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherwiseShown {
    /// The fact.
    pub fact: String,
    /// What it is.
    pub is: String,
    /// What it would have to be.
    pub would_be: String,
    /// By how much; with a minus where it would have to be less.
    pub more: String,
    /// The sentence for people, in the language asked.
    pub text: String,
}

/// Where a part of the law is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceShown {
    /// URN of Normattiva, or `page`.
    pub urn: String,
    /// The article in words.
    pub article: String,
    /// In force from, where that is known and was not always.
    pub from: Option<String>,
    /// In force until.
    pub until: Option<String>,
}

/// Why something is as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Because {
    /// The question or definition whose line decided.
    pub rule: String,
    /// What it came to.
    pub value: String,
    /// The sentence for people, in the language asked.
    pub text: Option<String>,
    /// The next step, where there is one.
    pub next: Option<String>,
    /// The rows of the law of that line.
    pub rows: Vec<String>,
    /// It rests on something that nobody confirmed.
    pub unconfirmed: bool,
    /// In which record of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<usize>,
    /// The page the rule stands on.
    pub page: String,
    /// What it was decided from, down to the facts.
    pub grounds: Vec<GroundShown>,
}

/// What something was decided from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum GroundShown {
    /// The day asked.
    Today {
        /// That day.
        today: String,
    },
    /// A list, and how many records it has.
    List {
        /// What it is called.
        fact: String,
        /// How many.
        records: usize,
    },
    /// A fact, or a field of a record.
    Fact {
        /// What it is called; a field behind its list and a dot.
        fact: String,
        /// In which record.
        #[serde(skip_serializing_if = "Option::is_none")]
        record: Option<usize>,
        /// Its value.
        value: Json,
        /// The same in words.
        text: String,
    },
    /// A dated figure.
    Figure {
        /// What it is called.
        figure: String,
        /// Its value.
        value: String,
        /// Where it is written.
        source: String,
        /// From which day on it holds.
        from: Option<String>,
        /// Nobody confirmed it.
        unconfirmed: bool,
    },
    /// Another rule.
    Rule(Box<RuleShown>),
}

/// A rule among the grounds of another, and what it was decided from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleShown {
    /// What it is called.
    pub rule: String,
    /// The page it stands on.
    pub page: String,
    /// What it came to.
    pub value: String,
    /// The rows of the law of the line that decided.
    pub rows: Vec<String>,
    /// It rests on something that nobody confirmed.
    pub unconfirmed: bool,
    /// What it was decided from.
    pub grounds: Vec<GroundShown>,
    /// The sentence for people, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The next step, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// In which record of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<usize>,
}

/// A question that the rules do not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no question {0}; `approdo rules list` names them all")]
pub struct NoSuchQuestion(pub String);

impl<'a> Asking<'a> {
    /// Asks the questions named; all of them where none is.
    ///
    /// # Errors
    /// The first name that is no question.
    pub fn of(
        rulebook: &'a Rulebook,
        language: Language,
        today: i64,
        names: &[String],
    ) -> Result<Self, NoSuchQuestion> {
        let all = rulebook.pack().questions();
        let named = |name: &String| {
            all.iter().find(|question| question.name == *name).ok_or_else(|| NoSuchQuestion(name.clone()))
        };
        let questions = match names {
            [] => all.iter().collect(),
            names => names.iter().map(named).collect::<Result<_, _>>()?,
        };
        Ok(Self { rulebook, language, today, questions })
    }

    /// The rules computed for a person, as far as these questions need them.
    #[must_use]
    pub fn sheet(&self, told: Told) -> Sheet<'a> {
        Sheet::of_questions(self.rulebook.pack(), told, self.today, &self.questions)
    }

    /// The answers for the person of a sheet.
    #[must_use]
    pub fn answers(&self, sheet: &Sheet<'a>) -> Answers {
        let (mut room, mut ahead) = (AnswerRoom::default(), sheet.room_ahead());
        let answers = self.questions.iter().map(|question| self.shown(sheet, question, &mut room, &mut ahead));
        Answers { as_of: calendar::write(self.today), answers: answers.collect() }
    }

    fn shown(
        &self,
        sheet: &Sheet<'a>,
        question: &'a Question,
        room: &mut AnswerRoom<'a>,
        ahead: &mut HorizonRoom<'a>,
    ) -> Shown {
        let answer = sheet.answer_in(room, question);
        let (missing_facts, missing_parameters) = names_of(sheet, &answer.missing);
        let words = Wording { rulebook: self.rulebook, texts: self.rulebook.texts(self.language), sheet, question };
        Shown {
            question: question.name.clone(),
            outcome: answer.outcome.to_owned(),
            values: answer.values.iter().map(|value| (value.name().to_owned(), value.json())).collect(),
            rows: answer.rows.iter().map(|row| (*row).to_owned()).collect(),
            sources: each_once(answer.sources.iter().map(SourceShown::of)),
            missing_facts,
            missing_parameters,
            horizon: sheet.horizon_in(ahead, question).map(calendar::write),
            because: words.because(answer),
            otherwise: words.otherwise(),
            review_overdue: answer.review_overdue,
        }
    }
}

/// What is missing by name, each once: facts, and dated figures.
pub(super) fn names_of(sheet: &Sheet<'_>, missing: &[Missing]) -> (Vec<String>, Vec<String>) {
    let (mut facts, mut parameters) = (Vec::new(), Vec::new());
    for one in missing {
        let name = sheet.missing_name(*one);
        let names = if matches!(one, Missing::Parameter(..)) { &mut parameters } else { &mut facts };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (facts, parameters)
}

/// Several pages may rest on the same article.
fn each_once(sources: impl Iterator<Item = SourceShown>) -> Vec<SourceShown> {
    let mut found = Vec::new();
    for source in sources {
        if !found.contains(&source) {
            found.push(source);
        }
    }
    found
}

impl SourceShown {
    fn of(written: &Written<'_>) -> Self {
        Self {
            urn: written.source.urn.clone(),
            article: written.source.article.clone(),
            from: match written.since {
                Since::Day(day) => Some(calendar::write(day)),
                Since::Always | Since::UnknownDay => None,
            },
            until: written.until.map(calendar::write),
        }
    }

    /// All sources of a page.
    #[must_use]
    pub fn of_page(page: &Page) -> Vec<Self> {
        let written = |source| Written { source, since: page.head.since, until: page.head.until };
        page.head.sources.iter().map(|source| Self::of(&written(source))).collect()
    }
}

/// The reasons of one answer put into words.
struct Wording<'s, 'a> {
    rulebook: &'a Rulebook,
    texts: &'a Texts,
    sheet: &'s Sheet<'a>,
    question: &'a Question,
}

impl<'a> Wording<'_, 'a> {
    /// The line that decided with all it rests on, then each definition below it that has a sentence of its own.
    fn because(&self, answer: &Answer<'a>) -> Vec<Because> {
        let Some(reason) = answer.because() else { return Vec::new() };
        let mut told = match (answer.outcome, reason.slug()) {
            ("unknown", _) | (_, None) if answer.outcome != "refer" => return Vec::new(),
            // What would have been answered is not: it rests on what nobody confirmed, or is not in force that day.
            ("refer", _) if reason.value() != "refer" || !self.is_in_force() => vec![self.not_confirmed(&reason)],
            _ => vec![self.told(&reason, self.grounds(&reason))],
        };
        self.sentences(&reason, &mut told);
        told
    }

    fn otherwise(&self) -> Option<OtherwiseShown> {
        let Otherwise { fact, is, would_be } = self.sheet.otherwise(self.question)?;
        let topic = topic_of(self.rulebook.pack().page_of_fact(fact));
        let more = would_be - is;
        let args = [
            ("fact", self.texts.fact_short(topic, &fact.name)),
            ("by", self.texts.shown(topic, &fact.name, &fact.kind, more.abs())),
        ];
        let id = if more < 0 { "checker-otherwise-less" } else { "checker-otherwise-more" };
        let text = self.texts.say_with(id, &args.each_ref().map(|(name, value)| (*name, value.as_str())));
        let [is, would_be, more] = [is, would_be, more].map(|value| fact.kind.write(value));
        Some(OtherwiseShown { fact: fact.name.clone(), is, would_be, more, text })
    }

    fn is_in_force(&self) -> bool {
        self.rulebook.pack().page_of(self.question).is_none_or(|page| self.sheet.is_in_force(page))
    }

    fn not_confirmed(&self, reason: &Reason<'_, 'a>) -> Because {
        Because {
            value: "refer".to_owned(),
            text: Some(self.texts.say("checker-refer-unconfirmed")),
            next: Some(self.texts.say("checker-refer-next")),
            unconfirmed: true,
            ..self.told(reason, vec![self.nested(reason)])
        }
    }

    fn told(&self, reason: &Reason<'_, 'a>, grounds: Vec<GroundShown>) -> Because {
        let [text, next] = self.texts.reason(self.sheet, self.question, reason);
        Because {
            rule: reason.name().to_owned(),
            value: reason.value(),
            text,
            next,
            rows: reason.rows().to_vec(),
            unconfirmed: reason.is_unconfirmed(),
            record: reason.record(),
            page: reason.page().head.id.clone(),
            grounds,
        }
    }

    /// Sentences of definitions that were used, wherever they stand.
    fn sentences(&self, reason: &Reason<'_, 'a>, told: &mut Vec<Because>) {
        for ground in reason.from() {
            let Ground::Reason(below) = ground else { continue };
            let sentence = self.told(&below, Vec::new());
            if sentence.text.is_some() && !told.contains(&sentence) {
                told.push(sentence);
            }
            self.sentences(&below, told);
        }
    }

    fn grounds(&self, reason: &Reason<'_, 'a>) -> Vec<GroundShown> {
        reason.from().map(|ground| self.ground(&ground)).collect()
    }

    fn ground(&self, ground: &Ground<'_, 'a>) -> GroundShown {
        let pack = self.rulebook.pack();
        match ground {
            Ground::Today => GroundShown::Today { today: calendar::write(self.sheet.today()) },
            Ground::List(list, records) => GroundShown::List { fact: list.name.clone(), records: *records },
            Ground::Fact(fact, cell) => {
                let topic = topic_of(pack.page_of_fact(fact));
                let shown = self.texts.shown(topic, &fact.name, &fact.kind, *cell);
                let label = self.texts.fact_short(topic, &fact.name);
                GroundShown::Fact {
                    fact: fact.name.clone(),
                    record: None,
                    value: fact.kind.json(*cell).unwrap_or_default(),
                    text: format!("{label}: {shown}"),
                }
            }
            Ground::Field { list, record, name, kind, cell } => {
                let topic = topic_of(pack.page_of_list(list));
                let shown = self.texts.shown_in(topic, &list.name, name, kind, *cell);
                let label = self.texts.field_on(topic, &list.name, name, self.sheet.today());
                GroundShown::Fact {
                    fact: format!("{}.{name}", list.name),
                    record: Some(*record),
                    value: kind.json(*cell).unwrap_or_default(),
                    text: format!("{label}: {shown}"),
                }
            }
            Ground::Figure(figure, row) => GroundShown::Figure {
                figure: figure.name.clone(),
                value: row.written.clone(),
                source: row.source.clone(),
                from: row.from.map(calendar::write),
                unconfirmed: row.sureness == Sureness::General,
            },
            Ground::Reason(reason) => self.nested(reason),
        }
    }

    fn nested(&self, reason: &Reason<'_, 'a>) -> GroundShown {
        let [text, next] = self.texts.reason(self.sheet, self.question, reason);
        GroundShown::Rule(Box::new(RuleShown {
            rule: reason.name().to_owned(),
            page: reason.page().head.id.clone(),
            value: reason.value(),
            rows: reason.rows().to_vec(),
            unconfirmed: reason.unconfirmed(),
            grounds: self.grounds(reason),
            text,
            next,
            record: reason.record(),
        }))
    }
}
