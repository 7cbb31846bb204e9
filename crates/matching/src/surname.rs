//! Does someone carry this surname? For the watch over who looks at whose file.

use crate::{Features, How, Known, NameForm, compare};

/// Whether a family name of the person is the surname in `whole`, the name of somebody else written in one
/// piece, in any script and order. Where in it the surname stands is not said: every beginning and every
/// end of it may be one, but for the whole.
pub fn carries_surname(person: &Known, whole: &str) -> bool {
    let words: Vec<&str> = whole.split_whitespace().collect();
    let splits = 1..words.len();
    let ends = splits.clone().filter_map(|at| words.get(at..));
    let beginnings = splits.filter_map(|at| words.get(..at));
    let single = (words.len() == 1).then_some(words.as_slice());
    let candidates: Vec<Features> = ends.chain(beginnings).chain(single).map(|some| alone(&some.join(" "))).collect();
    let families = person.names.iter().map(|name| name.family.trim()).filter(|family| !family.is_empty());
    families.map(alone).any(|family| candidates.iter().any(|own| is_same(own, &family)))
}

fn alone(name: &str) -> Features {
    Features::of(&Known { names: vec![NameForm::new("", name)], ..Known::default() })
}

/// Written the same, or in another alphabet. Another transliteration in the same alphabet does not count:
/// it would make one family of all Rossi and all Russo.
fn is_same(a: &Features, b: &Features) -> bool {
    compare(a, b).because.first().is_some_and(|why| match why.how {
        How::Same | How::OtherScript | How::ArticleJoined | How::WordsJoined => true,
        How::Transliteration
        | How::OrderSwapped
        | How::OneLetter
        | How::VowelsDiffer
        | How::Initial
        | How::Beginning
        | How::MissingPart
        | How::SameYear
        | How::FirstOfJanuary
        | How::DayMonthSwapped
        | How::DayOff
        | How::YearOff
        | How::SameBirthInCode
        | How::FitsName
        | How::Different
        | How::NotKnown => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(given: &str, family: &str) -> Known {
        Known { names: vec![NameForm::new(given, family)], ..Known::default() }
    }

    #[test]
    fn sec_48_the_same_surname_is_known_in_any_order_and_script() {
        for (given, family, whole) in [
            ("Ada", "Fabbri", "Elena Fabbri"),
            ("Ada", "FABBRI", "Fabbri Elena"),
            ("Luca", "De Luca", "Maria De Luca"),
            ("Luca", "De Luca", "De Luca Maria Pia"),
            ("محمد", "العمراني", "Samira El Amrani"),
            ("Mohamed", "El Amrani", "سميرة العمراني"),
            ("Ivan", "Шевченко", "Olena Shevchenko"),
            ("Rahim", "Hossain", "Hossain"),
        ] {
            assert!(carries_surname(&person(given, family), whole), "{family}, {whole}");
        }
    }

    #[test]
    fn sec_48_a_likeness_or_a_given_name_is_no_surname() {
        for (given, family, whole) in [
            ("Ada", "Russo", "Maria Rossi"),
            ("Elena", "Rossi", "Elena Fabbri"),
            ("Ada", "Fabbro", "Elena Fabbri"),
            ("Ada", "", "Elena Fabbri"),
            ("Ada", "Fabbri", ""),
        ] {
            assert!(!carries_surname(&person(given, family), whole), "{family}, {whole}");
        }
    }

    #[test]
    fn sec_48_who_has_two_names_on_file_is_compared_with_both() {
        let mut known = person("Ada", "Conti");
        known.names.push(NameForm::new("Ada", "Fabbri"));
        assert!(carries_surname(&known, "Elena Fabbri"));
    }
}
