//! Names as fifteen communities give and write them, from the hand-written list `lists/demo/names.csv`.

use std::{collections::HashMap, sync::OnceLock};

use ground::Dice;

use super::chance::{in_hundred, usual};

const FILE: &str = include_str!("../../../../../lists/demo/names.csv");

/// One name: the ways to write it in Latin letters, and how it is written at home.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    latin: Vec<&'static str>,
    own: Option<&'static str>,
}

/// A woman's or a man's name is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    /// A woman's.
    F,
    /// A man's.
    M,
}

/// How a community builds a full name of the names of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Custom {
    /// Given and family name.
    Plain,
    /// Given name, the father's, sometimes the grandfather's, and a family name.
    FathersName,
    /// The father's name stands where others have a family name.
    FatherAsFamily,
    /// Two family names, the father's and the mother's.
    TwoFamilies,
    /// Often two given names.
    TwoGiven,
}

/// A full name in one script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Given names.
    pub given: String,
    /// Family names.
    pub family: String,
}

/// A full name, in Latin letters and as it is written at home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FullName {
    /// As on the passport, or as someone heard it.
    pub latin: Written,
    /// In the script of the country, where it has another one.
    pub own: Option<Written>,
    family: Vec<&'static Name>,
}

/// Draws a full name; a relative shares the family name where her community hands one down.
pub(super) fn full_name(
    dice: &Dice,
    community: &'static str,
    custom: Custom,
    gender: Gender,
    relative: Option<&FullName>,
) -> Option<FullName> {
    let given = given_names(dice, community, custom, gender)?;
    let family = match relative {
        Some(relative) if !list(community, "S").is_empty() => relative.family.clone(),
        _ => family_names(dice, community, custom, gender)?,
    };
    let latin = Written { given: latin(dice, &given), family: latin(dice, &family) };
    let own = own(&given).zip(own(&family)).map(|(given, family)| Written { given, family });
    Some(FullName { latin, own, family })
}

fn given_names(dice: &Dice, community: &'static str, custom: Custom, gender: Gender) -> Option<Vec<&'static Name>> {
    let list_of = |gender| list(community, if gender == Gender::F { "F" } else { "M" });
    let mut names = vec![usual(dice, list_of(gender))?];
    match custom {
        Custom::FathersName => {
            names.push(usual(dice, list_of(Gender::M))?);
            if in_hundred(dice, 30) {
                names.push(usual(dice, list_of(Gender::M))?);
            }
        }
        Custom::TwoGiven | Custom::TwoFamilies if in_hundred(dice, 45) => {
            let second = usual(dice, list_of(gender))?;
            if !names.contains(&second) {
                names.push(second);
            }
        }
        Custom::Plain | Custom::FatherAsFamily | Custom::TwoGiven | Custom::TwoFamilies => {}
    }
    Some(names)
}

fn family_names(dice: &Dice, community: &'static str, custom: Custom, gender: Gender) -> Option<Vec<&'static Name>> {
    let own_list = list(community, "S");
    let from = match (custom, gender) {
        (Custom::FatherAsFamily, _) => list(community, "M"),
        (_, Gender::F) if own_list.is_empty() => list(community, "SF"),
        (_, Gender::M) if own_list.is_empty() => list(community, "SM"),
        (_, Gender::F | Gender::M) => own_list,
    };
    let mut names = vec![usual(dice, from)?];
    if custom == Custom::TwoFamilies {
        names.push(usual(dice, from)?);
    }
    Some(names)
}

/// Papers write most names the usual way, and some as the clerk heard them.
fn latin(dice: &Dice, names: &[&Name]) -> String {
    let ways = names.iter().filter_map(|name| match in_hundred(dice, 72) {
        true => name.latin.first(),
        false => dice.pick(&name.latin),
    });
    ways.copied().collect::<Vec<_>>().join(" ")
}

fn own(names: &[&Name]) -> Option<String> {
    names.iter().map(|name| name.own).collect::<Option<Vec<_>>>().map(|names| names.join(" "))
}

/// The names of a community, the most usual first.
fn list(community: &'static str, part: &'static str) -> &'static [Name] {
    static LISTS: OnceLock<HashMap<(&str, &str), Vec<Name>>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let mut lists: HashMap<_, Vec<Name>> = HashMap::new();
        for line in FILE.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let mut fields = line.split(',');
            if let (Some(community), Some(part), Some(latin)) = (fields.next(), fields.next(), fields.next()) {
                let own = fields.next().filter(|own| !own.is_empty());
                let name = Name { latin: latin.split('|').collect(), own };
                lists.entry((community, part)).or_default().push(name);
            }
        }
        lists
    });
    lists.get(&(community, part)).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_a_name() {
        let parts = ["F", "M", "S", "SF", "SM"];
        for line in FILE.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            assert_eq!(fields.len(), 4, "{line}");
            assert!(ground::lists::Country::parse(fields[0]).is_some() && parts.contains(&fields[1]), "{line}");
            assert!(fields[2].split('|').all(|way| !way.is_empty() && way == way.trim()), "{line}");
            assert!(!fields[3].chars().any(|c| c.is_ascii_alphabetic()), "{line}: not another script");
        }
    }

    #[test]
    fn a_community_that_writes_another_script_writes_every_name_in_it() {
        for community in ["EG", "CN", "LK", "UA", "BD", "MA", "PK", "ER"] {
            for part in ["F", "M", "S", "SF", "SM"] {
                assert!(list(community, part).iter().all(|name| name.own.is_some()), "{community} {part}");
            }
        }
    }

    #[test]
    fn relatives_share_the_family_name() {
        let dice = Dice::seeded(1);
        let mother = full_name(&dice, "PE", Custom::TwoFamilies, Gender::F, None).unwrap();
        let son = full_name(&dice, "PE", Custom::TwoFamilies, Gender::M, Some(&mother)).unwrap();
        assert_eq!(mother.family, son.family);
    }
}
