//! `approdo rules ask`: a conversation in the terminal. It asks what can still change an answer, the least sensitive
//! and cheapest first, says why, takes "I don't know", and ends by itself.

use std::{
    collections::BTreeSet,
    io::{self, BufRead, Write},
};

use clap::Args;
use rules::{Cell, Conversation, Missing, Pack as Law, Question, Told, UNKNOWN};

use super::{
    Asked, Lang, Pack, said,
    typed::{self, KEYS, Said, Wanted, western},
};
use crate::{
    checker::{Asking, Inventory, SourceShown, texts::Texts},
    operation::order::Exit,
};

#[derive(Debug, Args)]
pub(in crate::operation) struct Ask {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    lang: Lang,
    #[command(flatten)]
    pack: Pack,
}

impl Ask {
    pub(super) fn carry_out(&self, from: &mut dyn BufRead, to: &mut dyn Write) -> Result<Exit, String> {
        let rulebook = self.pack.find()?;
        let Some(asking) = self.asked.of(&rulebook, self.lang.language) else { return Ok(Exit::Usage) };
        let (texts, law, day) = (rulebook.texts(self.lang.language), rulebook.pack(), asking.today);
        let talk = Talk { texts, law, day, from, to };
        match talk.lead(asking, self.asked.questions.is_empty()) {
            Err(why) if why.kind() != io::ErrorKind::BrokenPipe => Err(format!("the conversation broke off: {why}")),
            _ => Ok(Exit::Done),
        }
    }
}

/// One conversation.
struct Talk<'a, 'io> {
    texts: &'a Texts,
    law: &'a Law,
    /// The day asked.
    day: i64,
    from: &'io mut dyn BufRead,
    to: &'io mut dyn Write,
}

/// What was answered so far, nothing where it was declined.
type Past = Vec<(Missing, Option<Cell>)>;

impl<'a> Talk<'a, '_> {
    fn lead(mut self, mut asking: Asking<'a>, is_open: bool) -> io::Result<()> {
        self.line(&self.texts.say("checker-ask-start"))?;
        if is_open {
            asking.questions = Inventory::offered(self.law).collect();
            if !self.choose(&mut asking)? {
                return Ok(());
            }
        }
        self.line(&self.keys())?;
        let begin = || Conversation::new(self.law, asking.questions.clone(), Told::nothing(self.law), asking.today);
        let (mut talk, mut past) = (begin(), Past::new());
        while let Some(missing) = talk.to_ask() {
            self.line(&format!("\n{}", self.progress(missing, &talk, &past, &asking.questions)))?;
            self.put(missing, &talk)?;
            let open = self.open(&talk, &asking.questions);
            match self.answer(missing, &mut talk)? {
                Said::Enough => break,
                Said::Back if past.is_empty() => self.line(&self.texts.say("checker-ask-first"))?,
                Said::Back => {
                    past.pop();
                    // The conversation is led again up to there.
                    talk = begin();
                    past.iter().for_each(|(missing, value)| take(&mut talk, self.law, *missing, *value));
                }
                said => {
                    let value = if let Said::Value(value) = said { Some(value) } else { None };
                    past.push((missing, value));
                    take(&mut talk, self.law, missing, value);
                    self.tell_settled(&open, &talk, &asking.questions)?;
                }
            }
        }
        if talk.to_ask().is_none() {
            let is_open = !self.open(&talk, &asking.questions).is_empty();
            let id = if is_open { "checker-ask-all-asked" } else { "checker-ask-nothing" };
            self.line(&format!("\n{}", self.texts.say(id)))?;
        }
        let sheet = asking.sheet(talk.sheet().told().clone());
        let told = said::answers(&asking, &sheet, &asking.answers(&sheet));
        self.line(&format!("\n{told}"))
    }

    /// What may be typed at any question.
    fn keys(&self) -> String {
        KEYS.map(|(key, id)| format!("{key} {}", self.texts.say(id))).join(" · ")
    }

    /// Where the conversation stands: which question this is, and how many more there can be as it looks now.
    fn progress(&self, missing: Missing, talk: &Conversation<'a>, past: &Past, questions: &[&'a Question]) -> String {
        let number = self.texts.say_with("checker-ask-number", &[("number", &(past.len() + 1).to_string())]);
        let needed: BTreeSet<Missing> =
            questions.iter().flat_map(|question| talk.sheet().answer(question).missing).collect();
        // How many there are of a list decides how much is asked of them.
        if needed.iter().any(|one| matches!(one, Missing::List(_))) {
            return number;
        }
        let is_asked = |one: &&Missing| {
            let is_declined = past.iter().any(|(other, value)| other == *one && value.is_none());
            **one != missing && !is_declined && !matches!(one, Missing::Parameter(..))
        };
        match i64::try_from(needed.iter().filter(is_asked).count()) {
            Ok(left @ 1..) => format!("{number} · {}", self.texts.counted("checker-ask-left", left)),
            _ => number,
        }
    }

    /// The places of the questions that have no answer yet.
    fn open(&self, talk: &Conversation<'a>, questions: &[&'a Question]) -> Vec<usize> {
        let is_open = |question: &'a Question| talk.sheet().outcome_word(question) == "unknown";
        questions.iter().enumerate().filter(|(_, question)| is_open(question)).map(|(at, _)| at).collect()
    }

    /// Tells what an answer settled, where several things were wanted.
    fn tell_settled(&mut self, open: &[usize], talk: &Conversation<'a>, questions: &[&'a Question]) -> io::Result<()> {
        let still = self.open(talk, questions);
        for at in open.iter().filter(|at| !still.contains(at) && questions.len() > 1) {
            let Some(question) = questions.get(*at) else { continue };
            let outcome = self.texts.outcome_of(self.law, question, &talk.sheet().answer(question));
            self.line(&format!("  ✓ {}: {outcome}", self.name(question, questions)))?;
        }
        Ok(())
    }

    /// A question in a few words; as it is asked where several have the same.
    fn name(&self, question: &Question, among: &[&'a Question]) -> String {
        let short = self.texts.question_short(self.law, question);
        let same = among.iter().filter(|other| self.texts.question_short(self.law, other) == short);
        if same.count() > 1 { self.texts.question(self.law, question, self.day) } else { short }
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.to, "{text}")
    }

    /// What the person types; nothing at the end.
    fn typed(&mut self) -> io::Result<Option<String>> {
        write!(self.to, "> ")?;
        self.to.flush()?;
        let mut line = String::new();
        let read = self.from.read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    /// Asks what it is about. No: the person left.
    fn choose(&mut self, asking: &mut Asking<'a>) -> io::Result<bool> {
        self.offer(&asking.questions, "")?;
        self.line(&self.texts.say("checker-ask-which"))?;
        loop {
            let Some(typed) = self.typed()? else { return Ok(false) };
            if typed == "." {
                return Ok(false);
            }
            let numbers = western(&typed);
            let numbers: Vec<&str> = numbers.split([' ', ',', '،']).filter(|word| !word.is_empty()).collect();
            if numbers.iter().any(|word| !word.bytes().all(|byte| byte.is_ascii_digit())) {
                if !self.offer(&asking.questions, &typed)? {
                    let told = self.texts.say_with("checker-ask-not-found", &[("typed", &typed)]);
                    self.line(&told)?;
                }
                continue;
            }
            let place = |word: &&str| word.parse::<usize>().ok()?.checked_sub(1);
            let chosen: Result<Vec<&Question>, &str> = numbers
                .iter()
                .map(|word| place(word).and_then(|at| asking.questions.get(at)).copied().ok_or(*word))
                .collect();
            match chosen {
                Ok(chosen) if !chosen.is_empty() => {
                    asking.questions = chosen;
                    return Ok(true);
                }
                Ok(_) => {}
                Err(word) => {
                    let told = self.texts.say_with("checker-ask-no-such", &[("typed", word)]);
                    self.line(&told)?;
                }
            }
        }
    }

    /// Shows the questions in which a word stands. No: there is none.
    fn offer(&mut self, questions: &[&'a Question], word: &str) -> io::Result<bool> {
        let (word, mut any) = (word.to_lowercase(), false);
        for (at, question) in questions.iter().enumerate() {
            let (name, whole) = (self.name(question, questions), self.texts.question(self.law, question, self.day));
            if name.to_lowercase().contains(&word) || whole.to_lowercase().contains(&word) {
                any = true;
                writeln!(self.to, "{:>4}  {name}", at + 1)?;
            }
        }
        Ok(any)
    }

    /// Puts the question with its hint and the answers it may have.
    fn put(&mut self, missing: Missing, talk: &Conversation<'a>) -> io::Result<()> {
        let Some(wanted) = Wanted::of(self.law, missing) else { return Ok(()) };
        let (texts, topic) = (self.texts, wanted.topic(self.law));
        self.line(&self.asked(&wanted, talk))?;
        if let Some(hint) = texts.hint(topic, wanted.name(), self.day).filter(|_| !matches!(wanted, Wanted::Field(..)))
        {
            self.line(&format!("  {hint}"))?;
        }
        for (number, choice) in wanted.choices(texts, topic) {
            writeln!(self.to, "{number:>4}  {choice}")?;
        }
        self.line(&format!("  ({})", typed::expects(texts, &wanted)))
    }

    /// What is asked, in a sentence.
    fn asked(&self, wanted: &Wanted<'a>, talk: &Conversation<'a>) -> String {
        let (texts, topic) = (self.texts, wanted.topic(self.law));
        match wanted {
            Wanted::Fact(fact) => texts.asked(topic, &fact.name, self.day),
            Wanted::List(list) => {
                format!("{} {}", texts.asked(topic, &list.name, self.day), texts.say("checker-ask-many"))
            }
            Wanted::Field(list, at, record, field, _) => {
                let of = talk.sheet().told().list(*at).map_or(0, <[Vec<Cell>]>::len).to_string();
                let place = [("number", &*(record + 1).to_string()), ("of", &*of)];
                let place = texts.say_with("checker-ask-record", &place);
                let name = texts.fact_short(topic, &list.name);
                format!("{name}, {place}: {}", texts.field_on(topic, &list.name, field, self.day))
            }
        }
    }

    /// What is answered; why it is asked is told meanwhile.
    fn answer(&mut self, missing: Missing, talk: &mut Conversation<'a>) -> io::Result<Said> {
        let Some(wanted) = Wanted::of(self.law, missing) else { return Ok(Said::Unknown) };
        let choices = wanted.choices(self.texts, wanted.topic(self.law));
        loop {
            let Some(typed) = self.typed()? else { return Ok(Said::Enough) };
            match typed::read(self.texts, &wanted, &choices, &typed) {
                Some(Said::Why) => {
                    self.tell_why(missing, talk)?;
                    self.line(&format!("  {}", self.keys()))?;
                    self.line(&self.asked(&wanted, talk))?;
                }
                Some(said) => return Ok(said),
                None => {
                    let what = typed::expects(self.texts, &wanted);
                    self.line(&self.texts.say_with("checker-ask-again", &[("what", &what)]))?;
                    self.line(&format!("  {}", self.keys()))?;
                }
            }
        }
    }

    /// Says which answers it is needed for, and where the law asks it.
    fn tell_why(&mut self, missing: Missing, talk: &mut Conversation<'a>) -> io::Result<()> {
        let wanted = talk.wanted_for(missing);
        let names: Vec<String> =
            wanted.iter().map(|question| self.texts.question(self.law, question, self.day)).collect();
        let mut articles: Vec<String> = Vec::new();
        for source in wanted.iter().filter_map(|question| self.law.page_of(question)).flat_map(SourceShown::of_page) {
            if !articles.contains(&source.article) {
                articles.push(source.article);
            }
        }
        articles.truncate(5);
        let told = self.texts.say_with("checker-ask-why", &[("questions", &names.join(" "))]);
        self.line(&format!("  {told}"))?;
        let told = self.texts.say_with("checker-ask-law", &[("sources", &articles.join("; "))]);
        self.line(&format!("  {told}"))
    }
}

/// Takes an answer into the conversation; none: it stays unknown and is not asked again.
fn take(talk: &mut Conversation<'_>, law: &Law, missing: Missing, value: Option<Cell>) {
    let Some(value) = value else { return talk.declined(missing) };
    let mut told = talk.sheet().told().clone();
    match missing {
        Missing::Fact(at) => told.set(at as usize, value),
        Missing::List(at) => {
            let width = law.lists().get(at as usize).map_or(0, |list| list.fields.len());
            let records = usize::try_from(value).unwrap_or_default();
            told.set_list(at as usize, Some(vec![vec![UNKNOWN; width]; records]));
        }
        Missing::Field(list, record, field) => {
            let mut records = told.list(list as usize).unwrap_or_default().to_vec();
            if let Some(cell) = records.get_mut(record).and_then(|record| record.get_mut(field as usize)) {
                *cell = value;
            }
            told.set_list(list as usize, Some(records));
        }
        Missing::Parameter(..) => {}
    }
    talk.told(told);
}
