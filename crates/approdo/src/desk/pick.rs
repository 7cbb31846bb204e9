//! Choosing a line of a list by typing: its code, its name, or the start of a word that only it has.
//! Two letters are mostly enough, with no script.

use ground::{
    Tongue,
    lists::{Tag, Theme},
};

/// What a typed text chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked<T> {
    /// Exactly one.
    One(T),
    /// Several names begin like that: these.
    Several(Vec<&'static str>),
    /// None; these are the nearest names.
    Unknown(Vec<&'static str>),
}

/// How many of a thousand pairs of letters make a name near: half of them.
const NEAR: usize = 500;

/// How many names are offered.
const OFFERED: usize = 4;

/// The theme that was typed, by code or by name in any staff language.
#[must_use]
pub fn theme(typed: &str) -> Picked<Theme> {
    if let Some(theme) = Theme::parse(typed.trim()) {
        return Picked::One(theme);
    }
    pick(typed, Theme::all().map(|theme| (theme, Tongue::ALL.map(|tongue| theme.name(tongue)))))
}

/// The language that was typed, by tag or by name in any staff language.
#[must_use]
pub fn language(typed: &str) -> Picked<Tag> {
    if let Some(tag) = Tag::parse(typed.trim()) {
        return Picked::One(tag);
    }
    pick(typed, Tag::all().map(|tag| (tag, Tongue::ALL.map(|tongue| tag.name(tongue)))))
}

fn pick<T: Copy + PartialEq>(typed: &str, list: impl Iterator<Item = (T, [&'static str; 2])> + Clone) -> Picked<T> {
    let wanted = fold(typed);
    let exact = |(value, names): (T, [&str; 2])| names.iter().any(|name| fold(name) == wanted).then_some(value);
    if let Some(value) = list.clone().find_map(exact) {
        return Picked::One(value);
    }
    let mut begin: Vec<(T, &'static str)> = list
        .clone()
        .flat_map(|(value, names)| names.map(|name| (value, name)))
        .filter(|(_, name)| !wanted.is_empty() && a_word_begins(&fold(name), &wanted))
        .collect();
    // A line whose two names both begin like that is one line.
    begin.dedup_by(|later, first| later.0 == first.0);
    match begin.as_slice() {
        [] => {}
        [(value, _)] => return Picked::One(*value),
        several => return Picked::Several(several.iter().map(|(_, name)| *name).take(OFFERED).collect()),
    }
    Picked::Unknown(nearest(&wanted, list))
}

fn a_word_begins(name: &str, wanted: &str) -> bool {
    name.split([' ', '(', '\'']).any(|word| word.starts_with(wanted))
}

/// Of the lines that share most pairs of letters with what was typed, the name that is nearest.
fn nearest<T>(wanted: &str, list: impl Iterator<Item = (T, [&'static str; 2])>) -> Vec<&'static str> {
    let mut scored: Vec<(usize, &'static str)> = list
        .filter_map(|(_, names)| names.into_iter().map(|name| (likeness(wanted, &fold(name)), name)).max())
        .filter(|(score, _)| *score >= NEAR)
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().map(|(_, name)| name).take(OFFERED).collect()
}

/// In thousandths, how many of the pairs of letters of the typed text the name has.
fn likeness(wanted: &str, name: &str) -> usize {
    let pairs = |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (typed, there) = (pairs(wanted), pairs(name));
    let shared = typed.iter().filter(|pair| there.contains(pair)).count();
    (shared * 1000).checked_div(typed.len()).unwrap_or(0)
}

/// Small letters without accents, as fingers type them in a hurry.
fn fold(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'à' | 'á' => 'a',
            'è' | 'é' => 'e',
            'ì' | 'í' => 'i',
            'ò' | 'ó' => 'o',
            'ù' | 'ú' => 'u',
            '’' => '\'',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_chosen_by_code_by_name_or_by_the_start_of_a_word() {
        let renewal = Theme::parse("legal.permit-renewal").unwrap();
        for typed in ["legal.permit-renewal", "Rinnovo del permesso", " rinnovo", "rinn", "Permit renewal", "RENEWAL"] {
            assert_eq!(theme(typed), Picked::One(renewal), "{typed}");
        }
        assert_eq!(theme("disabilita"), Picked::One(Theme::parse("protection.disability").unwrap()));
    }

    #[test]
    fn a_start_that_several_names_have_offers_them() {
        let Picked::Several(names) = theme("permesso") else { panic!("one theme alone begins so") };
        assert!(names.len() > 1 && names.iter().all(|name| fold(name).contains("permesso")), "{names:?}");
    }

    #[test]
    fn an_unknown_name_offers_the_nearest() {
        let Picked::Unknown(names) = theme("cittadnanza") else { panic!("it was found") };
        assert_eq!(names.first(), Some(&"Cittadinanza italiana"));
        assert_eq!(theme("xyzxyz"), Picked::Unknown(Vec::new()));
    }

    #[test]
    fn every_theme_and_language_is_found_by_its_own_name() {
        for one in Theme::all() {
            assert_eq!(theme(one.name(Tongue::It)), Picked::One(one));
            assert_eq!(theme(one.name(Tongue::En)), Picked::One(one));
        }
        for one in Tag::all() {
            assert_eq!(language(one.name(Tongue::It)), Picked::One(one), "{one}");
            assert_eq!(language(one.code()), Picked::One(one));
        }
    }
}
