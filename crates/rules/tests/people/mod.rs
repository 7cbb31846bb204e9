//! Invented persons for tests and figures: random facts, thick where the law draws its lines.

use ground::Dice;
use rules::{Cell, Kind, NONE, Pack, Told, UNKNOWN};

/// The pages of the national pack, as they lie on the disk.
pub(crate) fn national() -> Pack {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebook/it");
    folder(&root)
}

/// The pages of a folder.
pub(crate) fn folder(root: &std::path::Path) -> Pack {
    let (mut open, mut pages) = (vec![root.to_path_buf()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let id = path.strip_prefix(root).unwrap().with_extension("").to_str().unwrap().to_owned();
                pages.push((id, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    pages.sort();
    let texts = pages.iter().map(|(id, text)| (id.as_str(), text.as_str()));
    Pack::read(texts).unwrap_or_else(|faults| panic!("{}", faults.first().map(ToString::to_string).unwrap_or_default()))
}

/// Values that stand near those of the parameters.
pub(crate) struct Lines {
    money: Vec<Cell>,
    numbers: Vec<Cell>,
    dates: Vec<Cell>,
}

impl Lines {
    /// The lines that a pack draws, seen from a day.
    pub(crate) fn of(pack: &Pack, today: i64) -> Self {
        let mut lines = Self { money: vec![0], numbers: (0..30).collect(), dates: vec![today] };
        for parameter in pack.parameters() {
            for row in &parameter.rows {
                let near = [row.value - 1, row.value, row.value + 1];
                match parameter.kind {
                    Kind::Money => lines.money.extend(near.map(|value| value.max(0))),
                    Kind::Number => lines.numbers.extend(near.map(|value| value.max(0))),
                    Kind::Date => lines.dates.extend(near),
                    Kind::Span => {
                        let (months, days) = (row.value >> 32, row.value & 0xffff_ffff);
                        for sign in [-1, 1] {
                            let day = rules::calendar::plus_months(today, sign * months) + sign * days;
                            lines.dates.extend([day - 1, day, day + 1]);
                        }
                    }
                    _ => {}
                }
                lines.dates.extend(row.from.into_iter().chain(row.until).flat_map(|day| [day - 1, day, day + 1]));
            }
        }
        lines
    }

    /// A value of a kind.
    pub(crate) fn value(&self, dice: &Dice, kind: &Kind) -> Cell {
        let below = |bound: u64| i64::try_from(dice.below(bound)).unwrap();
        let near = dice.below(2) == 0;
        match kind {
            Kind::YesNo => below(2),
            Kind::Number if near => *dice.pick(&self.numbers).unwrap(),
            Kind::Number => below(120),
            Kind::Money | Kind::Decimal if near => *dice.pick(&self.money).unwrap(),
            Kind::Money | Kind::Decimal => below(4_000_000),
            Kind::Date if near => *dice.pick(&self.dates).unwrap(),
            Kind::Date => self.dates[0] - 20_000 + below(21_000),
            Kind::Country => *dice.pick(&[0x4547, 0x4954, 0x5858, 0x4244, 0x4652]).unwrap(),
            Kind::Span => 30,
            Kind::Word(words) => below(words.len() as u64),
            Kind::Words(words) => below(1 << words.len().min(40)),
        }
    }
}

/// How much is known of a person.
#[derive(Clone, Copy)]
pub(crate) enum Known {
    /// Almost everything.
    Much,
    /// A third, as of a file at the desk.
    Third,
    /// Any share, another for each person.
    Any,
}

/// A person.
pub(crate) fn person(pack: &Pack, lines: &Lines, dice: &Dice, known: Known) -> Told {
    let share = match known {
        Known::Much => 95,
        Known::Third => 33,
        Known::Any => dice.below(101),
    };
    let mut told = Told::nothing(pack);
    let cell = |kind: &Kind| {
        if dice.below(100) >= share {
            UNKNOWN
        } else if !matches!(kind, Kind::YesNo) && dice.below(12) == 0 {
            NONE
        } else {
            lines.value(dice, kind)
        }
    };
    for (at, fact) in pack.facts().iter().enumerate() {
        told.set(at, cell(&fact.kind));
    }
    for (at, list) in pack.lists().iter().enumerate() {
        let records = match dice.below(100) < share {
            false => None,
            true => {
                let count = dice.below(4).saturating_sub(dice.below(2));
                Some((0..count).map(|_| list.fields.iter().map(|(_, kind)| cell(kind)).collect()).collect())
            }
        };
        told.set_list(at, records);
    }
    told
}
