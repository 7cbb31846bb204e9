//! Expressions: from tokens to what is written.

use crate::{
    fault::{Faults, Place},
    lex::{Spot, Token},
    syntax::{Compare, Expression, Gather, Named, Part, Rounding, Unit},
};

/// Parts that one expression may have, and how deep they may stand in each other.
const PARTS_MAX: usize = 200;
const DEPTH_MAX: usize = 40;

/// Reads tokens from left to right.
pub(crate) struct Reader<'a> {
    spots: &'a [Spot],
    next: usize,
    end: Place,
    parts: usize,
    depth: usize,
    pub(crate) faults: &'a mut Faults,
}

/// What could not be read was told already.
pub(crate) struct Told;

pub(crate) type Reading<T> = Result<T, Told>;

impl<'a> Reader<'a> {
    pub(crate) fn new(spots: &'a [Spot], line: Place, faults: &'a mut Faults) -> Self {
        let end = spots.last().map_or(line, |spot| Place {
            column: spot.place.column + spot.place.width,
            width: 1,
            ..spot.place
        });
        Self { spots, next: 0, end, parts: 0, depth: 0, faults }
    }

    pub(crate) fn peek(&self) -> Option<&'a Token> {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> Option<&'a Token> {
        self.spots.get(self.next + by).map(|spot| &spot.token)
    }

    pub(crate) fn place(&self) -> Place {
        self.spots.get(self.next).map_or(self.end, |spot| spot.place)
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.next >= self.spots.len()
    }

    pub(crate) fn step(&mut self) -> Option<&'a Spot> {
        let spot = self.spots.get(self.next);
        self.next += 1;
        spot
    }

    pub(crate) fn sees(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(here)) if here == word)
    }

    fn sees_ahead(&self, by: usize, word: &str) -> bool {
        matches!(self.ahead(by), Some(Token::Word(here)) if here == word)
    }

    /// Steps over a word if it is there.
    pub(crate) fn takes(&mut self, word: &str) -> bool {
        let there = self.sees(word);
        self.next += usize::from(there);
        there
    }

    pub(crate) fn sees_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(here)) if *here == sign)
    }

    pub(crate) fn takes_sign(&mut self, sign: &str) -> bool {
        let there = self.sees_sign(sign);
        self.next += usize::from(there);
        there
    }

    pub(crate) fn fail<T>(&mut self, expected: &str) -> Reading<T> {
        let told = match self.peek() {
            Some(token) => format!("expected {expected}, found {}", shown(token)),
            None => format!("expected {expected}, but the line ends here"),
        };
        let place = self.place();
        self.faults.add(place, told);
        Err(Told)
    }

    /// Tells what is wrong at this place.
    pub(crate) fn tell<T>(&mut self, told: &str) -> Reading<T> {
        let place = self.place();
        self.faults.add(place, told);
        Err(Told)
    }

    pub(crate) fn expect(&mut self, word: &str) -> Reading<()> {
        if self.takes(word) { Ok(()) } else { self.fail(&format!("\"{word}\"")) }
    }

    pub(crate) fn expect_sign(&mut self, sign: &str) -> Reading<()> {
        if self.takes_sign(sign) { Ok(()) } else { self.fail(&format!("\"{sign}\"")) }
    }

    pub(crate) fn name(&mut self, what: &str) -> Reading<Named> {
        let place = self.place();
        match self.peek() {
            Some(Token::Word(name)) => {
                self.next += 1;
                Ok(Named { name: name.clone(), place })
            }
            _ => self.fail(what),
        }
    }

    /// Words with commas between them; a word may be a number, as an article of the penal code.
    pub(crate) fn word_list(&mut self) -> Reading<Vec<Named>> {
        let mut words = Vec::new();
        loop {
            let place = self.place();
            let name = match self.peek() {
                Some(Token::Word(name)) => name.clone(),
                Some(Token::Number(number)) => number.to_string(),
                _ => return self.fail("a word"),
            };
            self.next += 1;
            words.push(Named { name, place });
            if !self.takes_sign(",") {
                return Ok(words);
            }
        }
    }

    pub(crate) fn expression(&mut self) -> Reading<Expression> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let place = self.place();
            self.faults.add(place, format!("an expression is at most {DEPTH_MAX} deep: give a part of it a name"));
            return Err(Told);
        }
        let found = self.either();
        self.depth -= 1;
        found
    }

    fn made(&mut self, place: Place, part: Part) -> Reading<Expression> {
        self.parts += 1;
        if self.parts > PARTS_MAX {
            self.faults.add(place, format!("an expression has at most {PARTS_MAX} parts: give a part of it a name"));
            return Err(Told);
        }
        Ok(Expression { part, place: self.up_to_here(place) })
    }

    /// The place from there to the token before this one, on one line.
    fn up_to_here(&self, from: Place) -> Place {
        let last = self.next.checked_sub(1).and_then(|last| self.spots.get(last)).map_or(from, |spot| spot.place);
        if last.line == from.line && last.column >= from.column {
            Place { width: last.column + last.width - from.column, ..from }
        } else {
            from
        }
    }

    fn either(&mut self) -> Reading<Expression> {
        let place = self.place();
        let mut parts = vec![self.both()?];
        while self.takes("or") {
            parts.push(self.both()?);
        }
        self.joined(place, parts, Part::Or)
    }

    fn both(&mut self) -> Reading<Expression> {
        let place = self.place();
        let mut parts = vec![self.negation()?];
        while self.takes("and") {
            parts.push(self.negation()?);
        }
        self.joined(place, parts, Part::And)
    }

    fn joined(
        &mut self,
        place: Place,
        mut parts: Vec<Expression>,
        join: fn(Vec<Expression>) -> Part,
    ) -> Reading<Expression> {
        match (parts.len(), parts.pop()) {
            (1, Some(only)) => Ok(only),
            (_, Some(last)) => {
                parts.push(last);
                self.made(place, join(parts))
            }
            (_, None) => self.fail("a condition"),
        }
    }

    fn negation(&mut self) -> Reading<Expression> {
        let place = self.place();
        if self.sees("not") {
            self.next += 1;
            self.depth += 1;
            if self.depth > DEPTH_MAX {
                return self.fail("fewer \"not\"");
            }
            let inner = self.negation()?;
            self.depth -= 1;
            return self.made(place, Part::Not(Box::new(inner)));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Reading<Expression> {
        let place = self.place();
        let left = self.sum()?;
        let Some(token) = self.peek() else { return Ok(left) };
        match token {
            Token::Word(word) => match word.as_str() {
                "is" => self.after_is(place, left),
                "in" => self.after_in(place, left),
                "not" if self.sees_ahead(1, "in") => {
                    self.next += 1;
                    let inside = self.after_in(place, left)?;
                    self.made(place, Part::Not(Box::new(inside)))
                }
                "has" => {
                    self.next += 1;
                    let word = self.name("a word of the set")?;
                    self.made(place, Part::Has(Box::new(left), word))
                }
                _ => Ok(left),
            },
            Token::Sign(sign) => {
                let (compare, turned) = match *sign {
                    "<" => (Compare::Less, false),
                    "<=" => (Compare::LessOrEqual, false),
                    ">" => (Compare::Less, true),
                    ">=" => (Compare::LessOrEqual, true),
                    "=" => (Compare::Equal, false),
                    _ => return Ok(left),
                };
                self.next += 1;
                if compare == Compare::Equal && self.sees_sign(">") {
                    return self.tell("\"not less than\" is written \">=\"");
                }
                if self.sees_sign("=") {
                    return self.tell("\"the same as\" is written \"is\"");
                }
                let right = self.sum()?;
                let (left, right) = if turned { (right, left) } else { (left, right) };
                self.made(place, Part::Compare(compare, Box::new(left), Box::new(right)))
            }
            _ => Ok(left),
        }
    }

    fn after_is(&mut self, place: Place, left: Expression) -> Reading<Expression> {
        self.next += 1;
        let negated = self.takes("not");
        let found = if self.takes("none") {
            self.made(place, Part::IsNone(Box::new(left)))?
        } else if self.takes("given") {
            let none = self.made(place, Part::IsNone(Box::new(left)))?;
            self.made(place, Part::Not(Box::new(none)))?
        } else {
            let right = self.sum()?;
            self.made(place, Part::Compare(Compare::Equal, Box::new(left), Box::new(right)))?
        };
        if negated { self.made(place, Part::Not(Box::new(found))) } else { Ok(found) }
    }

    fn after_in(&mut self, place: Place, left: Expression) -> Reading<Expression> {
        self.next += 1;
        if !self.takes_sign("{") {
            return self.tell("what follows \"in\" stands between braces, as in \"in {a, b}\"");
        }
        let mut words = vec![self.sum()?];
        while self.takes_sign(",") {
            words.push(self.sum()?);
        }
        self.expect_sign("}")?;
        self.made(place, Part::In(Box::new(left), words))
    }

    pub(crate) fn sum(&mut self) -> Reading<Expression> {
        let place = self.place();
        let mut left = self.product()?;
        loop {
            let add = if self.takes_sign("+") {
                true
            } else if self.takes_sign("-") {
                false
            } else {
                return Ok(left);
            };
            let (one, other) = (Box::new(left), Box::new(self.product()?));
            left = self.made(place, if add { Part::Add(one, other) } else { Part::Subtract(one, other) })?;
        }
    }

    fn product(&mut self) -> Reading<Expression> {
        let place = self.place();
        let mut left = self.single()?;
        loop {
            if self.takes_sign("*") {
                let right = self.single()?;
                let rounding = if self.sees("rounded") { Some(self.rounding()?) } else { None };
                left = self.made(place, Part::Multiply(Box::new(left), Box::new(right), rounding))?;
            } else if self.takes_sign("/") {
                let right = self.single()?;
                let rounding = self.rounding()?;
                left = self.made(place, Part::Divide(Box::new(left), Box::new(right), rounding))?;
            } else {
                return Ok(left);
            }
        }
    }

    fn rounding(&mut self) -> Reading<Rounding> {
        if !self.takes("rounded") {
            return self
                .fail("\"rounded half up\", \"rounded up\" or \"rounded down\" (a division says how it is rounded)");
        }
        if self.takes("half") {
            self.expect("up")?;
            return Ok(Rounding::HalfUp);
        }
        if self.takes("up") {
            return Ok(Rounding::Up);
        }
        if self.takes("down") { Ok(Rounding::Down) } else { self.fail("\"half up\", \"up\" or \"down\"") }
    }

    fn single(&mut self) -> Reading<Expression> {
        let place = self.place();
        let Some(token) = self.peek() else { return self.fail("a value") };
        match token {
            Token::Date(date) => {
                self.next += 1;
                self.made(place, Part::Date(*date))
            }
            Token::Decimal(hundredths) => {
                self.next += 1;
                let part = if self.takes("EUR") { Part::Money(*hundredths) } else { Part::Decimal(*hundredths) };
                self.made(place, part)
            }
            Token::Number(number) => self.number(place, *number),
            Token::Sign("(") => {
                self.next += 1;
                let inner = self.expression()?;
                self.expect_sign(")")?;
                Ok(inner)
            }
            Token::Sign("-") => {
                self.next += 1;
                let inner = self.single()?;
                let zero = match inner.part {
                    Part::Money(_) => Part::Money(0),
                    Part::Decimal(_) => Part::Decimal(0),
                    _ => Part::Number(0),
                };
                let zero = self.made(place, zero)?;
                self.made(place, Part::Subtract(Box::new(zero), Box::new(inner)))
            }
            Token::Word(word) => self.word(place, word),
            Token::Sign(_) => self.fail("a value"),
        }
    }

    fn number(&mut self, place: Place, number: i64) -> Reading<Expression> {
        self.next += 1;
        let unit = match self.peek() {
            Some(Token::Word(word)) => word.as_str(),
            _ => "",
        };
        let part = match unit {
            "day" | "days" if !self.sees_ahead(1, "from") => Part::Span(0, number),
            "month" | "months" => Part::Span(number, 0),
            "year" | "years" => Part::Span(number * 12, 0),
            "EUR" => Part::Money(number * 100),
            _ => return self.made(place, Part::Number(number)),
        };
        self.next += 1;
        self.made(place, part)
    }

    fn word(&mut self, place: Place, word: &str) -> Reading<Expression> {
        let plain = match word {
            "yes" => Some(Part::Yes),
            "no" => Some(Part::No),
            "none" => Some(Part::None),
            "today" => Some(Part::Today),
            _ => None,
        };
        if let Some(part) = plain {
            self.next += 1;
            return self.made(place, part);
        }
        if let Some(found) = self.phrase(place, word)? {
            return Ok(found);
        }
        let name = self.name("a value")?;
        if self.takes("on") {
            let date = self.single()?;
            return self.made(place, Part::On(name, Box::new(date)));
        }
        self.made(place, Part::Name(name.name))
    }

    /// What begins with a word of the language, which is one only before what must follow it.
    fn phrase(&mut self, place: Place, word: &str) -> Reading<Option<Expression>> {
        let followed = |word: &str| self.sees_ahead(1, word);
        let bracket = matches!(self.ahead(1), Some(Token::Sign("(")));
        let part = match word {
            "if" => self.choice()?,
            "days" if followed("from") => self.between(Unit::Days, 2)?,
            "completed" if followed("months") => self.between(Unit::Months, 3)?,
            "completed" if followed("years") => self.between(Unit::Years, 3)?,
            "year" if followed("of") => {
                self.next += 2;
                Part::YearOf(Box::new(self.single()?))
            }
            "date" if bracket => {
                let mut parts = self.bracketed(1)?.into_iter();
                match (parts.next(), parts.next(), parts.next(), parts.next()) {
                    (Some(year), Some(month), Some(day), None) => {
                        Part::DateOf(Box::new(year), Box::new(month), Box::new(day))
                    }
                    _ => return self.fail("date(YEAR, MONTH, DAY)"),
                }
            }
            "answer" if followed("of") => {
                self.next += 2;
                Part::Answer(self.name("the name of a question")?)
            }
            "words" if bracket => self.words()?,
            "some" | "every" => self.gather(if word == "some" { Gather::Some } else { Gather::Every }, 1)?,
            "count" if followed("of") => self.gather(Gather::Count, 2)?,
            "latest" | "earliest" | "largest" | "smallest" | "sum" if followed("of") => self.extreme(word)?,
            _ => return Ok(None),
        };
        self.made(place, part).map(Some)
    }

    fn choice(&mut self) -> Reading<Part> {
        self.next += 1;
        let condition = self.expression()?;
        self.expect("then")?;
        let yes = self.expression()?;
        self.expect("else")?;
        let no = self.expression()?;
        Ok(Part::If(Box::new(condition), Box::new(yes), Box::new(no)))
    }

    fn between(&mut self, unit: Unit, words: usize) -> Reading<Part> {
        self.next += words - 1;
        self.expect("from")?;
        let from = self.sum()?;
        self.expect("to")?;
        let to = self.sum()?;
        Ok(Part::Between(unit, Box::new(from), Box::new(to)))
    }

    /// Expressions in brackets with commas between, after so many words.
    fn bracketed(&mut self, words: usize) -> Reading<Vec<Expression>> {
        self.next += words;
        self.expect_sign("(")?;
        let mut parts = vec![self.expression()?];
        while self.takes_sign(",") {
            parts.push(self.expression()?);
        }
        self.expect_sign(")")?;
        Ok(parts)
    }

    fn words(&mut self) -> Reading<Part> {
        self.next += 1;
        self.expect_sign("(")?;
        let mut words = Vec::new();
        loop {
            let word = self.name("a word")?;
            let always = Expression { part: Part::Yes, place: word.place };
            let when = if self.takes("when") { self.expression()? } else { always };
            words.push((word, when));
            if !self.takes_sign(",") {
                break;
            }
        }
        self.expect_sign(")")?;
        Ok(Part::Words(words))
    }

    /// `latest of (a, b)`, or `latest of FIELD of LIST where …`.
    fn extreme(&mut self, word: &str) -> Reading<Part> {
        let start = self.next;
        if word != "sum" && matches!(self.ahead(2), Some(Token::Sign("("))) {
            let parts = self.bracketed(2)?;
            if !self.sees("of") {
                return Ok(Part::Extreme(matches!(word, "latest" | "largest"), parts));
            }
        }
        self.next = start + 2;
        let what = match word {
            "sum" => Gather::Sum,
            "latest" | "largest" => Gather::Latest,
            _ => Gather::Earliest,
        };
        let value = self.single()?;
        self.expect("of")?;
        self.gathered(what, Some(Box::new(value)))
    }

    fn gather(&mut self, what: Gather, words: usize) -> Reading<Part> {
        self.next += words;
        self.gathered(what, None)
    }

    fn gathered(&mut self, what: Gather, value: Option<Box<Expression>>) -> Reading<Part> {
        let list = self.name("the name of a list")?;
        let joined = if what == Gather::Every { "has" } else { "where" };
        let filter = if self.takes(joined) { Some(Box::new(self.expression()?)) } else { None };
        if filter.is_none() && what == Gather::Every {
            return self.fail("\"has\" and a condition");
        }
        Ok(Part::Gather { what, value, list, filter })
    }
}

pub(crate) fn shown(token: &Token) -> String {
    match token {
        Token::Word(word) => format!("\"{word}\""),
        Token::Number(number) => format!("\"{number}\""),
        Token::Decimal(hundredths) => format!("\"{}.{:02}\"", hundredths / 100, hundredths % 100),
        Token::Date(date) => format!("\"{}\"", crate::calendar::write(*date)),
        Token::Sign(sign) => format!("\"{sign}\""),
    }
}
