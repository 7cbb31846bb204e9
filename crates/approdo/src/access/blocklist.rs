//! Passwords that everybody tries, and those that a person's own name gives away.

/// What is tried first, in Italian and English, letters and digits only. Long passwords are mostly
/// these words put one after another, so what is left of a password without them is measured too.
const TRIED_FIRST: &[&str] = &[
    "password",
    "passwort",
    "parola",
    "passphrase",
    "segreta",
    "segreto",
    "secret",
    "admin",
    "administrator",
    "amministratore",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "zxcvbn",
    "iloveyou",
    "tiamo",
    "letmein",
    "welcome",
    "benvenuto",
    "benvenuti",
    "changeme",
    "cambiami",
    "default",
    "correcthorsebatterystaple",
    "monkey",
    "dragon",
    "football",
    "calcio",
    "juventus",
    "milan",
    "inter",
    "napoli",
    "forzaroma",
    "italia",
    "roma",
    "milano",
    "comune",
    "servizio",
    "sociale",
    "sportello",
    "migranti",
    "approdo",
    "approdoapprodo",
    "portalba",
    "estate",
    "inverno",
    "primavera",
    "autunno",
    "summer",
    "winter",
    "spring",
    "autumn",
    "january",
    "gennaio",
    "superman",
    "batman",
    "princess",
    "principessa",
    "amoremio",
    "amore",
    "ciao",
    "ciaociao",
    "computer",
    "internet",
    "login",
    "utente",
    "user",
    "test",
    "prova",
    "provaprova",
    "trustno",
    "sunshine",
    "master",
    "shadow",
    "michael",
    "francesco",
    "alessandro",
    "giuseppe",
    "andrea",
    "123456789",
    "12345678",
    "1234567",
    "123456",
    "12345",
    "1234",
    "987654321",
    "87654321",
    "654321",
    "54321",
    "111111",
    "000000",
    "abc123",
    "1q2w3e4r5t",
    "1q2w3e4r",
    "q1w2e3r4",
    "qazwsx",
    "qazwsxedc",
    "2024",
    "2025",
    "2026",
    "2027",
];

/// How many characters must be left that nobody knows.
const LEFT_LEAST: usize = 8;

/// Whether it is guessed early: few different characters, one piece repeated, counting up or down,
/// or little besides words that everybody tries.
pub(super) fn is_common(password: &str) -> bool {
    let plain = letters_and_digits(&password.to_lowercase());
    let distinct: std::collections::BTreeSet<char> = password.to_lowercase().chars().collect();
    distinct.len() < 6 || repeats(&plain) || counts(&plain) || left(&plain, TRIED_FIRST) < LEFT_LEAST
}

/// Whether little is left of it without the parts of what others know about its owner.
pub(super) fn is_personal(password: &str, personal: &[&str]) -> bool {
    let mut parts: Vec<String> = personal
        .iter()
        .flat_map(|text| {
            text.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|part| part.chars().count() >= 3)
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let plain = letters_and_digits(&password.to_lowercase());
    let left = left(&plain, &parts);
    left < LEFT_LEAST && left < plain.chars().count()
}

fn letters_and_digits(text: &str) -> String {
    // Scripts without letters in that sense keep all they have.
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if plain.chars().count() * 2 < text.chars().count() { text.to_owned() } else { plain }
}

/// How many characters are left when the words are taken out.
fn left(plain: &str, words: &[&str]) -> usize {
    let mut rest = plain.to_owned();
    for word in words {
        rest = rest.replace(word, "\u{0}");
    }
    rest.chars().filter(|c| *c != '\u{0}').count()
}

/// Whether a piece of at most half of it, repeated, makes the whole.
fn repeats(plain: &str) -> bool {
    let chars: Vec<char> = plain.chars().collect();
    (1..=chars.len() / 2).any(|period| chars.iter().zip(chars.iter().skip(period)).all(|(a, b)| a == b))
}

/// Whether most characters follow the one before, up or down.
fn counts(plain: &str) -> bool {
    let chars: Vec<u32> = plain.chars().map(u32::from).collect();
    let steps = chars.iter().zip(chars.iter().skip(1)).filter(|(a, b)| a.abs_diff(**b) <= 1).count();
    chars.len() > 2 && steps * 4 >= (chars.len() - 1) * 3
}
