//! Whether two live at the same door under the same name: for who must not work for her own neighbours
//! and relatives. It compares nothing and finds nobody: it only says what would be equal.

/// What kind of way it is says nothing: people write it, shorten it or leave it out.
const WAYS: [&str; 28] = [
    "via", "v", "viale", "vle", "le", "vicolo", "vico", "vic", "piazza", "pza", "pzza", "p", "za", "zza", "piazzale",
    "largo", "lgo", "corso", "cso", "c", "so", "strada", "str", "salita", "contrada", "localita", "n", "nr",
];
/// From here on it is said where in the house, which two who live in it write differently.
const INSIDE: [&str; 6] = ["int", "interno", "scala", "sc", "piano", "presso"];
/// Letters of a part of a name that can stand for it.
const PART_MIN: usize = 3;
/// Letters of a word that can name a street: one alone belongs to the number.
const STREET_MIN: usize = 2;

/// What two have in common who live at one address under one name: for each part of the family name and
/// for the whole of it. Nothing when the address names no number, which would be half a town.
#[must_use]
pub fn home_marks(family: &str, address: &str) -> Vec<String> {
    let Some(door) = door(address) else { return Vec::new() };
    let parts = words(family);
    let whole = parts.concat();
    let mut names: Vec<&String> = parts.iter().filter(|part| part.len() >= PART_MIN).collect();
    names.extend((!whole.is_empty()).then_some(&whole));
    let mut marks: Vec<String> = names.into_iter().map(|name| format!("{name}@{door}")).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// Street and number, without what people write differently.
fn door(address: &str) -> Option<String> {
    let words = words(address);
    let outside = words.iter().take_while(|word| !INSIDE.contains(&word.as_str()));
    let told: Vec<&str> = outside.map(String::as_str).filter(|word| !WAYS.contains(word)).collect();
    let is_number = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let has_street = told.iter().any(|word| word.len() >= STREET_MIN && !is_number(&word));
    (has_street && told.iter().any(|word| is_number(&word))).then(|| told.join(" "))
}

/// The words of a text in small Latin letters, a number and the letter after it apart.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut digits) = (String::new(), false);
    for letter in any_ascii::any_ascii(text).chars() {
        let is_digit = letter.is_ascii_digit();
        if !letter.is_ascii_alphanumeric() || (!word.is_empty() && is_digit != digits) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
            digits = is_digit;
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(a: (&str, &str), b: (&str, &str)) -> bool {
        let (a, b) = (home_marks(a.0, a.1), home_marks(b.0, b.1));
        a.iter().any(|mark| b.contains(mark))
    }

    #[test]
    fn one_door_under_one_name_meets_however_it_is_written() {
        for other in ["Via Roma, 12/A", "v. roma n. 12 a int. 3", "VIA ROMA 12a, scala B", "Roma 12 A"] {
            assert!(meet(("Rossi", "via Roma 12/a"), ("ROSSI", other)), "{other}");
        }
        assert!(meet(("De Luca", "Corso Italia 5"), ("DeLuca", "c.so Italia 5")));
        assert!(meet(("El Amrani", "Via Po 3"), ("Amrani", "via Po, 3")));
        assert!(meet(("Müller", "Via Trento 8"), ("Muller", "via Trento 8")));
    }

    #[test]
    fn another_door_another_name_or_half_an_address_does_not() {
        assert!(!meet(("Rossi", "via Roma 12"), ("Rossi", "via Roma 13")));
        assert!(!meet(("Rossi", "via Roma 12"), ("Bianchi", "via Roma 12")));
        assert!(!meet(("Rossi", "via Roma 12"), ("Rossi", "via Torino 12")));
        assert!(!meet(("Rossi", "via Roma 12"), ("Rossi", "via Roma 12/b")));
        for half in ["", "via Roma", "12", "via 12", "—"] {
            assert!(home_marks("Rossi", half).is_empty(), "{half}");
        }
        assert!(home_marks("", "via Roma 12").is_empty());
    }
}
