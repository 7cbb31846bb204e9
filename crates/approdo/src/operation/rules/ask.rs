//! `approdo rules ask`: a conversation in the terminal. It asks what can still change an answer, the least sensitive
//! and cheapest first, says why, takes "I don't know", and ends by itself.

use std::io::{self, BufRead, Write};

use clap::Args;
use ground::lists::Country;
use rules::{Cell, Conversation, Kind, Missing, NONE, Pack as Law, Question, Told, UNKNOWN, calendar};

use super::{Asked, Lang, Pack, said};
use crate::{
    checker::{Asking, Inventory, SourceShown, texts::Texts, topic_of},
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

/// A list has at most so many records here: nobody answers more in a terminal.
const RECORDS_MAX: i64 = 30;

impl Ask {
    pub(super) fn carry_out(&self, from: &mut dyn BufRead, to: &mut dyn Write) -> Result<Exit, String> {
        let rulebook = self.pack.find()?;
        let Some(asking) = self.asked.of(&rulebook, self.lang.language) else { return Ok(Exit::Usage) };
        let talk = Talk { texts: rulebook.texts(self.lang.language), law: rulebook.pack(), from, to };
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
    from: &'io mut dyn BufRead,
    to: &'io mut dyn Write,
}

/// What was answered.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    /// A value, or how many records.
    Value(Cell),
    /// I don't know; I prefer not to say.
    Unknown,
    Why,
    Back,
    Enough,
}

impl<'a> Talk<'a, '_> {
    fn lead(mut self, mut asking: Asking<'a>, is_open: bool) -> io::Result<()> {
        self.line(&self.texts.say("checker-ask-start"))?;
        if is_open {
            asking.questions = Inventory::offered(self.law).collect();
            if !self.choose(&mut asking)? {
                return Ok(());
            }
        }
        self.line(&self.texts.say("checker-ask-keys"))?;
        let begin = || Conversation::new(self.law, asking.questions.clone(), Told::nothing(self.law), asking.today);
        let mut talk = begin();
        // What was answered so far, for going back: the conversation is led again up to there.
        let mut past: Vec<(Missing, Option<Cell>)> = Vec::new();
        while let Some(missing) = talk.next() {
            self.put(missing, talk.sheet().told())?;
            match self.answer(missing)? {
                Said::Enough => break,
                Said::Why => self.tell_why(missing, &talk)?,
                Said::Back => {
                    past.pop();
                    talk = begin();
                    past.iter().for_each(|(missing, value)| take(&mut talk, self.law, *missing, *value));
                }
                Said::Unknown => {
                    past.push((missing, None));
                    take(&mut talk, self.law, missing, None);
                }
                Said::Value(value) => {
                    past.push((missing, Some(value)));
                    take(&mut talk, self.law, missing, Some(value));
                }
            }
        }
        if talk.next().is_none() {
            self.line(&format!("\n{}", self.texts.say("checker-ask-nothing")))?;
        }
        let sheet = asking.sheet(talk.sheet().told().clone());
        let told = said::answers(&asking, &sheet, &asking.answers(&sheet));
        self.line(&format!("\n{told}"))
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
        for (at, question) in asking.questions.iter().enumerate() {
            let short = self.texts.question_short(self.law, question);
            writeln!(self.to, "{:>4}  {short}", at + 1)?;
        }
        self.line(&self.texts.say("checker-ask-which"))?;
        loop {
            let Some(typed) = self.typed()? else { return Ok(false) };
            if typed == "." {
                return Ok(false);
            }
            let numbers = typed.split([' ', ',']).filter(|word| !word.is_empty());
            let place = |word: &str| word.parse::<usize>().ok()?.checked_sub(1);
            let chosen: Result<Vec<&Question>, &str> =
                numbers.map(|word| place(word).and_then(|at| asking.questions.get(at)).copied().ok_or(word)).collect();
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

    /// Puts the question with its hint and the answers it may have.
    fn put(&mut self, missing: Missing, told: &Told) -> io::Result<()> {
        let Some(wanted) = Wanted::of(self.law, missing) else { return Ok(()) };
        let (texts, topic) = (self.texts, wanted.topic(self.law));
        self.line("")?;
        match wanted {
            Wanted::Fact(fact) => self.line(&texts.asked(topic, &fact.name))?,
            Wanted::List(list) => {
                let many = texts.say("checker-ask-many");
                self.line(&format!("{} {many}", texts.asked(topic, &list.name)))?;
            }
            Wanted::Field(list, at, record, field, _) => {
                let of = told.list(at).map_or(0, <[Vec<Cell>]>::len).to_string();
                let place = [("number", &*(record + 1).to_string()), ("of", &*of)];
                let place = texts.say_with("checker-ask-record", &place);
                let name = texts.fact_short(topic, &list.name);
                self.line(&format!("{name}, {place}: {}", texts.field(topic, &list.name, field)))?;
            }
        }
        if let Some(hint) = texts.hint(topic, wanted.name()).filter(|_| !matches!(wanted, Wanted::Field(..))) {
            self.line(&format!("  {hint}"))?;
        }
        if let Some(Kind::Word(words) | Kind::Words(words)) = wanted.kind() {
            for (at, word) in words.iter().enumerate() {
                writeln!(self.to, "{:>4}  {}", at + 1, wanted.word(texts, topic, word))?;
            }
        }
        self.line(&format!("  ({})", expects(texts, &wanted)))
    }

    fn answer(&mut self, missing: Missing) -> io::Result<Said> {
        let Some(wanted) = Wanted::of(self.law, missing) else { return Ok(Said::Unknown) };
        loop {
            let Some(typed) = self.typed()? else { return Ok(Said::Enough) };
            match read(self.texts, &wanted, &typed) {
                Some(said) => return Ok(said),
                None => {
                    let told = self.texts.say_with("checker-ask-again", &[("what", &expects(self.texts, &wanted))]);
                    self.line(&told)?;
                }
            }
        }
    }

    /// Says which answers it is needed for, and where the law asks it.
    fn tell_why(&mut self, missing: Missing, talk: &Conversation<'a>) -> io::Result<()> {
        let wanted = talk.wanted_for(missing);
        let names: Vec<String> = wanted.iter().map(|question| self.texts.question(self.law, question)).collect();
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

/// What is asked for.
enum Wanted<'a> {
    Fact(&'a rules::Fact),
    List(&'a rules::List),
    Field(&'a rules::List, usize, usize, &'a str, &'a Kind),
}

impl<'a> Wanted<'a> {
    fn of(law: &'a Law, missing: Missing) -> Option<Self> {
        match missing {
            Missing::Fact(at) => law.facts().get(at as usize).map(Self::Fact),
            Missing::List(at) => law.lists().get(at as usize).map(Self::List),
            Missing::Field(at, record, field) => {
                let list = law.lists().get(at as usize)?;
                let (name, kind) = list.fields.get(field as usize)?;
                Some(Self::Field(list, at as usize, record, name, kind))
            }
            Missing::Parameter(..) => None,
        }
    }

    fn name(&self) -> &'a str {
        match self {
            Self::Fact(fact) => &fact.name,
            Self::List(list) | Self::Field(list, ..) => &list.name,
        }
    }

    fn topic(&self, law: &'a Law) -> &'a str {
        topic_of(match self {
            Self::Fact(fact) => law.page_of_fact(fact),
            Self::List(list) | Self::Field(list, ..) => law.page_of_list(list),
        })
    }

    const fn kind(&self) -> Option<&'a Kind> {
        match self {
            Self::Fact(fact) => Some(&fact.kind),
            Self::Field(.., kind) => Some(kind),
            Self::List(_) => None,
        }
    }

    fn word(&self, texts: &Texts, topic: &str, word: &str) -> String {
        match self {
            Self::Field(list, _, _, field, _) => texts.word_of_field(topic, &list.name, field, word),
            Self::Fact(_) | Self::List(_) => texts.word(topic, self.name(), word),
        }
    }
}

/// What an answer looks like, in words.
fn expects(texts: &Texts, wanted: &Wanted<'_>) -> String {
    let id = match wanted.kind() {
        None | Some(Kind::Number) => "checker-ask-expects-number",
        Some(Kind::YesNo) => return texts.say("checker-ask-expects-yes-no"),
        Some(Kind::Money | Kind::Decimal) => "checker-ask-expects-money",
        Some(Kind::Date | Kind::Span) => "checker-ask-expects-date",
        Some(Kind::Country) => "checker-ask-expects-country",
        Some(Kind::Word(_)) => "checker-ask-expects-choice",
        Some(Kind::Words(_)) => "checker-ask-expects-choices",
    };
    match wanted.kind() {
        None | Some(Kind::Number | Kind::Money | Kind::Decimal) => texts.say(id),
        _ => format!("{}; {}", texts.say(id), texts.say("checker-ask-none")),
    }
}

/// Reads what was typed; nothing when it is not understood.
fn read(texts: &Texts, wanted: &Wanted<'_>, typed: &str) -> Option<Said> {
    match typed {
        "?" | "؟" => return Some(Said::Why),
        "x" | "X" | "-" => return Some(Said::Unknown),
        "<" => return Some(Said::Back),
        "." => return Some(Said::Enough),
        _ => {}
    }
    let lower = western(typed).to_lowercase();
    let value = match wanted.kind() {
        None => lower.parse().ok().filter(|many| (0..=RECORDS_MAX).contains(many))?,
        Some(Kind::YesNo) => yes_or_no(texts, &lower)?,
        Some(Kind::Number) => lower.parse().ok().filter(|number: &i64| number.abs() < 1_000_000)?,
        Some(Kind::Money | Kind::Decimal) => sum(&lower)?,
        Some(_) if lower == "0" => NONE,
        Some(Kind::Date) => date(&lower)?,
        Some(Kind::Country) => country(texts, typed)?,
        // A word may itself say that there is none.
        Some(kind @ Kind::Word(words)) => {
            kind.read(words.get(usize::try_from(place(&lower, words.len())?).ok()?)?).ok()?
        }
        Some(Kind::Words(words)) => {
            let chosen = lower.split([' ', ',']).filter(|word| !word.is_empty());
            chosen.map(|word| place(word, words.len())).try_fold(0, |bits, at| Some(bits | 1 << at?))?
        }
        Some(Kind::Span) => return None,
    };
    Some(Said::Value(value))
}

/// Arabic and Bengali digits as those of every keyboard.
fn western(typed: &str) -> String {
    let digit = |c: char| {
        let zero = ['٠', '۰', '০']
            .into_iter()
            .find(|zero| (*zero..=char::from_u32(*zero as u32 + 9).unwrap_or(*zero)).contains(&c))?;
        char::from_digit(c as u32 - zero as u32, 10)
    };
    typed.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

fn yes_or_no(texts: &Texts, typed: &str) -> Option<Cell> {
    let is = |id: &str, short: &[&str]| typed == texts.say(id) || short.contains(&typed);
    if is("checker-yes", &["sì", "si", "s", "yes", "y"]) {
        Some(1)
    } else {
        is("checker-no", &["no", "n"]).then_some(0)
    }
}

/// The place of a choice, which is counted from 1.
fn place(typed: &str, choices: usize) -> Option<Cell> {
    let number: usize = typed.parse().ok()?;
    (1..=choices).contains(&number).then_some(())?;
    Cell::try_from(number - 1).ok()
}

/// `2026-11-23`, `23/11/2026`, `23.11.2026`.
fn date(typed: &str) -> Option<Cell> {
    if let Some(day) = calendar::parse(typed) {
        return Some(day);
    }
    let mut parts = typed.split(['/', '.', '-']).map(|part| part.parse::<i64>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then(|| calendar::day(year, month, day))?
}

/// `10651.68`, `10.651,68`, `10,651.68`, `10651`: the last mark before two digits divides the cents, the others group.
fn sum(typed: &str) -> Option<Cell> {
    let plain = typed.trim_matches(['€', ' ', '\u{A0}']);
    let (whole, cents) = match plain.rfind(['.', ',']) {
        Some(at) if plain.len() - at - 1 <= 2 => (plain.get(..at)?, plain.get(at + 1..)?),
        _ => (plain, ""),
    };
    let mut groups = whole.split(['.', ',', ' ', '\'']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if rest.iter().any(|group| group.len() != 3) || (!rest.is_empty() && first.len() > 3) {
        return None;
    }
    let cents = if cents.is_empty() { "0" } else { cents };
    rules::hundredths(&format!("{first}{}.{cents}", rest.concat())).filter(|sum| *sum >= 0)
}

/// A country by its letters or by its name in the language.
fn country(texts: &Texts, typed: &str) -> Option<Cell> {
    let upper = typed.to_uppercase();
    let stateless = typed.to_lowercase() == texts.say("checker-stateless").to_lowercase() || upper == "XX";
    let named = || {
        Country::all().find(|country| texts.language().country(*country).to_uppercase() == upper)
    };
    let code = match stateless {
        true => "XX",
        false => Country::parse(&upper).or_else(named)?.code(),
    };
    Kind::Country.read(code).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_people_write_them() {
        for typed in ["10651.68", "10.651,68", "10,651.68", "€ 10.651,68", "10 651,68"] {
            assert_eq!(sum(typed), Some(1_065_168), "{typed}");
        }
        assert_eq!(sum("10.651"), Some(1_065_100));
        assert_eq!(sum("9000"), Some(900_000));
        assert_eq!(sum("0"), Some(0));
        for typed in ["", "12,3456", "1234.567", "-5", "many", "1.2.3"] {
            assert_eq!(sum(typed), None, "{typed}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = calendar::parse("2026-11-23");
        for typed in ["2026-11-23", "23/11/2026", "23.11.2026", "23-11-2026"] {
            assert_eq!(date(typed), day, "{typed}");
        }
        assert_eq!(["31/02/2026", "11/2026", "tomorrow", "1/2/3/4"].map(date), [None; 4]);
        assert_eq!(western("٢٣/১১/2026"), "23/11/2026");
    }
}
