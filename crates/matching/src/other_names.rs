//! Names that no rule of sound leads to each other: what people are called at home, and how Hong
//! Kong spells the signs that Beijing spells in pinyin.
//!
//! Common knowledge of the languages, written by hand. Each line: the short or other form, and what
//! it may stand for.

/// Calls `found` with the letters of the names that this one may stand for.
pub(crate) fn stands_for(letters: &[u8], mut found: impl FnMut(&[u8])) {
    for table in [AT_HOME, CANTONESE] {
        for (short, full) in table {
            if short.as_bytes() == letters {
                full.split(' ').for_each(|name| found(name.as_bytes()));
            }
        }
    }
}

/// What people are called at home.
const AT_HOME: &[(&str, &str)] = &[
    // Russian and Ukrainian
    ("sasha", "aleksandr oleksandr aleksandra"),
    ("alyosha", "aleksei"),
    ("lyosha", "aleksei"),
    ("dima", "dmitri"),
    ("katya", "ekaterina kateryna"),
    ("kolya", "nikolai"),
    ("lena", "elena"),
    ("lyuda", "ludmila"),
    ("masha", "maria"),
    ("misha", "mikhail"),
    ("nastya", "anastasia"),
    ("natasha", "natalia"),
    ("olya", "olga"),
    ("pasha", "pavel"),
    ("sveta", "svetlana"),
    ("tanya", "tatiana"),
    ("vanya", "ivan"),
    ("vova", "vladimir volodymyr"),
    ("yura", "yuri"),
    ("zhenya", "evgeni evgenia"),
    // Spanish and Portuguese
    ("beto", "alberto roberto"),
    ("charo", "rosario"),
    ("chelo", "consuelo"),
    ("chico", "francisco"),
    ("concha", "concepcion"),
    ("kike", "enrique"),
    ("lola", "dolores"),
    ("lupe", "guadalupe"),
    ("memo", "guillermo"),
    ("nacho", "ignacio"),
    ("paco", "francisco"),
    ("pancho", "francisco"),
    ("pepe", "jose"),
    ("quique", "enrique"),
    ("tono", "antonio"),
    ("ze", "jose"),
    // Italian
    ("beppe", "giuseppe"),
    ("gianni", "giovanni"),
    ("gigi", "luigi"),
    ("mimmo", "domenico"),
    ("nino", "antonio"),
    ("peppe", "giuseppe"),
    ("pino", "giuseppe"),
    ("tonino", "antonio"),
    // English
    ("bill", "william"),
    ("bob", "robert"),
    ("dick", "richard"),
    ("jim", "james"),
    ("kate", "katherine"),
    ("liz", "elizabeth"),
    ("mike", "michael"),
    ("tom", "thomas"),
    // Romanian
    ("costel", "constantin"),
    ("ionut", "ion"),
    ("sandu", "alexandru"),
];

/// Surnames as Hong Kong spells them, and their pinyin.
const CANTONESE: &[(&str, &str)] = &[
    ("au", "ou"),
    ("chan", "chen"),
    ("cheng", "zheng"),
    ("cheung", "zhang"),
    ("chiu", "zhao"),
    ("choi", "cai"),
    ("chow", "zhou"),
    ("choy", "cai"),
    ("chu", "zhu"),
    ("chung", "zhong"),
    ("fok", "huo"),
    ("fung", "feng"),
    ("ho", "he"),
    ("hui", "xu"),
    ("ip", "ye"),
    ("ko", "gao"),
    ("kong", "jiang"),
    ("kwan", "guan"),
    ("kwok", "guo"),
    ("kwong", "kuang"),
    ("lam", "lin"),
    ("lau", "liu"),
    ("law", "luo"),
    ("lee", "li"),
    ("leung", "liang"),
    ("mak", "mai"),
    ("ng", "wu huang"),
    ("pang", "peng"),
    ("poon", "pan"),
    ("siu", "xiao"),
    ("so", "su"),
    ("szeto", "situ"),
    ("tam", "tan"),
    ("tang", "deng"),
    ("tong", "tang"),
    ("tsang", "zeng"),
    ("tse", "xie"),
    ("tsui", "xu"),
    ("wong", "huang wang"),
    ("woo", "hu"),
    ("yau", "qiu"),
    ("yeung", "yang"),
    ("yip", "ye"),
    ("yuen", "yuan"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_short_form_stands_twice_in_a_table() {
        for table in [AT_HOME, CANTONESE] {
            for (at, (short, full)) in table.iter().enumerate() {
                assert!(table.iter().skip(at + 1).all(|(other, _)| other != short), "{short}");
                assert!(full.bytes().all(|byte| byte == b' ' || byte.is_ascii_lowercase()), "{full}");
            }
        }
    }
}
