//! Packs that nobody would write: random expressions of every sort, so that what the national pack happens not to
//! use is tried too.

use ground::Dice;

use crate::pack::Pack;

const HEAD: &str = "---\nid: p\ntitle: Invented\nsource: page | nowhere\nin force: 2000-01-01 ..\nsureness: text\n\
governed by: today\nauthor: dice\nsecond reader: none yet\nreviewed: 2026-01-01\nreview by: 2027-01-01\n---\nWords.\n\n";

const FACTS: &str = "```fact\nb0: yes/no\n  level S1\nb1: yes/no\n  level S1\nn0: number\n  level S1\nn1: number\n  \
level S1\nm0: money\n  level S1\nm1: money\n  level S1\nd0: date\n  level S1\nd1: date\n  level S1\nw: one of red, green, \
blue\n  level S1\nitems: list\n  level S1\n  each size: number\n  each price: money\n  each at: date\n  each ok: \
yes/no\n  each tone: one of red, green\n```\n\n";

const FIGURES: &str = "```parameter\nline: money\n| from | until | value | rows | sureness | source |\n\
|--|--|--|--|--|--|\n| | 2026-05-31 | 700.00 | | text | a |\n| 2026-06-01 | 2027-12-31 | 810.50 | | general | b |\n\n\
wait: months\n| from | until | value | rows | sureness | source |\n|--|--|--|--|--|--|\n| | 2026-05-31 | 6 | | text | a |\n\
| 2026-06-01 | | 9 | | text | b |\n\nrate: decimal\n| from | until | value | rows | sureness | source |\n|--|--|--|--|--|--|\n\
| | | 2.25 | | page | a |\n```\n\n";

/// A pack from a seed.
pub(super) fn pack(seed: u64) -> Pack {
    let writer = Writer(Dice::seeded(seed));
    let mut rules = String::from("```rule\n");
    for at in 0..6 {
        let (test, one, other) = (writer.yes(3), writer.number(3), writer.number(2));
        rules += &format!("x{at}: number\n  is {one} when {test}\n  otherwise {other}\n\n");
        let (test, one) = (writer.yes(3), writer.day(3));
        rules += &format!("y{at}: date\n  is {one}\n  except none when {test}\n\n");
    }
    rules +=
        &format!("items.good: yes/no\n  is {}\n\nitems.worth: money\n  is {}\n\n", writer.of_record(), writer.price());
    rules += &format!("set: words red, blue\n  is words (red when {}, blue when {})\n\n", writer.yes(2), writer.yes(2));
    for at in 0..6 {
        let (one, other, third) = (writer.yes(4), writer.yes(3), writer.yes(3));
        rules += &format!(
            "question q.a{at}\n  is met when {one}, because a\n  otherwise late when {other}, because b (A1 general)\n  \
             otherwise not_met, because c\n  except refer when {third}, because d\n  gives x{at}\n  gives y{at}\n  \
             gives sum{at}: money = {}\n  gives when{at}: date = {} when {}\n  gives set\n  \
             gives items = each items (good, worth, size)\n\n",
            writer.money(3),
            writer.day(3),
            writer.yes(2),
        );
    }
    let text = [HEAD, FACTS, FIGURES, &rules, "```\n"].concat();
    Pack::read([("p", text.as_str())]).unwrap_or_else(|faults| panic!("seed {seed}: {}\n{text}", faults[0]))
}

struct Writer(Dice);

impl Writer {
    fn one(&self, choices: &[&str]) -> String {
        (*self.0.pick(choices).unwrap()).to_owned()
    }

    fn yes(&self, depth: u32) -> String {
        let below = depth.saturating_sub(1);
        match if depth == 0 { self.0.below(5) } else { self.0.below(12) } {
            0 => self.one(&["b0", "b1"]),
            1 => self.one(&["w is red", "(w in {red, blue})", "w is none", "(d0 is given)", "m1 is none"]),
            2 => self.one(&["(n0 in {3, 7, 12})", "d0 <= today", "n0 < 12", "m0 <= line", "(w not in {green})"]),
            3 => format!("(some items where {})", self.of_record()),
            4 => format!("(every items has {})", self.of_record()),
            5 => format!("({} and {})", self.yes(below), self.yes(below)),
            6 => format!("({} or {})", self.yes(below), self.yes(below)),
            7 => format!("not ({})", self.yes(below)),
            8 => format!("{} <= {}", self.day(below), self.day(below)),
            9 => format!("{} < {}", self.number(below), self.number(below)),
            10 => format!("{} is {}", self.number(below), self.number(below)),
            _ => format!("{} >= {}", self.money(below), self.money(below)),
        }
    }

    fn number(&self, depth: u32) -> String {
        let below = depth.saturating_sub(1);
        match if depth == 0 { self.0.below(4) } else { self.0.below(13) } {
            0 | 1 => self.one(&["n0", "n1"]),
            2 => self.one(&["7", "0", "12"]),
            3 => format!("(count of items where {})", self.of_record()),
            4 => format!("(completed months from {} to {})", self.day(below), self.day(below)),
            5 => format!("(completed years from {} to {})", self.day(below), self.day(below)),
            6 => format!("(days from {} to {})", self.day(below), self.day(below)),
            7 => format!("(year of {})", self.day(below)),
            8 => format!("({} + {})", self.number(below), self.number(below)),
            9 => format!("({} - {})", self.number(below), self.number(below)),
            10 => format!("({} / {} rounded half up)", self.number(below), self.one(&["7", "100", "n1"])),
            11 => format!("(largest of ({}, {}))", self.number(below), self.number(below)),
            _ => format!("(if {} then {} else {})", self.yes(below), self.number(below), self.number(below)),
        }
    }

    fn money(&self, depth: u32) -> String {
        let below = depth.saturating_sub(1);
        match if depth == 0 { self.0.below(3) } else { self.0.below(10) } {
            0 | 1 => self.one(&["m0", "m1", "line"]),
            2 => "250.75 EUR".to_owned(),
            3 => format!("({} + {})", self.money(below), self.money(below)),
            4 => format!("({} - {})", self.money(below), self.money(below)),
            5 => format!("({} * {})", self.money(below), self.number(below)),
            6 => format!("({} * rate rounded {})", self.money(below), self.one(&["half up", "up", "down"])),
            7 => format!("(smallest of ({}, {}))", self.money(below), self.money(below)),
            8 => format!("(sum of price of items where {})", self.of_record()),
            _ => format!("(if {} then {} else {})", self.yes(below), self.money(below), self.money(below)),
        }
    }

    fn day(&self, depth: u32) -> String {
        let below = depth.saturating_sub(1);
        match if depth == 0 { self.0.below(4) } else { self.0.below(11) } {
            0 | 1 => self.one(&["d0", "d1"]),
            2 => "today".to_owned(),
            3 => format!("(latest of at of items where {})", self.of_record()),
            4 => format!("({} + 60 days)", self.day(below)),
            5 => format!("({} - 13 months)", self.day(below)),
            6 => format!("({} + wait)", self.day(below)),
            7 => format!("({} + (wait on {}))", self.day(below), self.day(below)),
            8 => format!("(latest of ({}, {}))", self.day(below), self.day(below)),
            9 => format!("(date(year of {}, 2, {}))", self.day(below), self.one(&["28", "29", "n0"])),
            _ => format!("(if {} then {} else {})", self.yes(below), self.day(below), self.day(below)),
        }
    }

    fn of_record(&self) -> String {
        let part = || {
            self.one(&[
                "ok",
                "not (ok)",
                "size > 3",
                "size <= n0",
                "price < m0",
                "at <= today",
                "(completed years from at to today) >= 18",
                "tone is red",
                "tone is none",
                "b0",
                "(at + wait) < d0",
            ])
        };
        format!("({} {} {})", part(), self.one(&["and", "or"]), part())
    }

    fn price(&self) -> String {
        self.one(&[
            "price * size",
            "smallest of (price, m0)",
            "price * rate rounded half up",
            "if ok then price else line",
        ])
    }
}
