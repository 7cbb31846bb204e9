//! One target for each parser of what comes from outside, with what must hold besides not falling
//! over. The suite feeds them the kept inputs and changes of these; `scripts/fuzz` lets libFuzzer.

use std::{io::Cursor, sync::OnceLock};

use approdo::{
    access::{Actor, sessions},
    app::{App, Opening, Place},
    operation::{backup, config, socket::Asked},
    people::import::{self, ImportFault, Mapping},
    shell::{
        forms::{CSRF, Form, Limits, ONCE, encoded},
        session,
    },
};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue},
};
use ground::{BirthDate, Day, Line, PersonId, Prose, TaxCode, hex, mrz::Mrz, visible};
use matching::{Features, Known, NameForm};
use sha2::{Digest as _, Sha256};

/// Feeds one input to one parser and panics when it does not hold to what is asked of it.
pub(crate) type Target = fn(&[u8]);

/// Every target by its name, which is also the folder of its kept inputs.
pub(crate) const TARGETS: [(&str, Target); 14] = [
    ("text", text),
    ("name", name),
    ("tax-code", tax_code),
    ("document", document),
    ("date", date),
    ("form", form),
    ("header", header),
    ("token", token),
    ("settings", settings),
    ("mapping", mapping),
    ("table", table),
    ("records", records),
    ("backup", sealed),
    ("order", order),
];

fn no_control(text: &str, allowed: &[char]) {
    let odd = text.chars().find(|c| c.is_control() && !allowed.contains(c));
    assert!(odd.is_none(), "{odd:?} was let through");
}

fn text(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    if let Ok(line) = Line::parse(&typed) {
        no_control(line.as_str(), &[]);
        assert_eq!(line.as_str().trim(), line.as_str());
        assert_eq!(Line::parse(line.as_str()).as_ref(), Ok(&line), "what was taken is taken again");
        let shown = visible(line.as_str());
        assert!(!shown.contains(['\u{202e}', '\u{2066}', '\u{200f}']));
        assert_eq!(visible(&shown), shown);
    }
    if let Ok(prose) = Prose::parse(&typed) {
        no_control(prose.as_str(), &['\n', '\t']);
        assert_eq!(Prose::parse(prose.as_str()).as_ref(), Ok(&prose), "what was taken is taken again");
        assert!(prose.as_str().len() <= Prose::MOST * 32);
    }
}

fn name(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    let (given, family) = typed.split_once('\n').unwrap_or((&typed, ""));
    let (Ok(given), Ok(family)) = (Line::optional(given), Line::optional(family)) else { return };
    let part = |part: &Option<Line>| part.as_ref().map(|line| line.as_str().to_owned()).unwrap_or_default();
    let stored = Known { names: vec![NameForm::new(part(&given), part(&family))], ..Known::default() };
    let asked = Known::from_box(&format!("{} {}", part(&given), part(&family)));
    for known in [stored, asked] {
        let features = Features::of(&known);
        // Storage and time of a search are bounded by how many keys a name can have.
        assert!(features.index_keys().len() <= 2_000, "{} keys", features.index_keys().len());
        assert!(features.query_keys().len() <= 20_000, "{} keys to look up", features.query_keys().len());
        let score = matching::score(&features, &features);
        assert!(score.is_finite());
    }
}

fn tax_code(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    if let Ok(code) = TaxCode::parse(&typed) {
        assert!(
            code.as_str().len() == 16 && code.as_str().bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        );
        assert_eq!(TaxCode::parse(&format!(" {} ", code.as_str().to_lowercase())), Ok(code));
    }
    let known = Known { tax_code: Some(typed.into_owned()), ..Known::default() };
    assert!(Features::of(&known).index_keys().len() <= 100);
}

/// The lines at the bottom of a paper, on a day that is not this one.
fn document(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    let Some(today) = Day::new(2026, 11, 28) else { return };
    if let Ok(zone) = Mrz::parse(&typed, today) {
        assert!(!(zone.family.is_empty() && zone.given.is_empty()));
        for name in [&zone.family, &zone.given] {
            assert!(name.is_empty() || Line::parse(name).is_ok_and(|line| line.as_str() == name), "{name:?}");
        }
        assert!(zone.birth.is_none_or(|birth| birth.year() <= 2026));
        assert_eq!(Mrz::parse(&typed.to_lowercase(), today), Ok(zone), "what was taken is taken again");
    }
}

fn date(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    if let Ok(date) = BirthDate::parse(&typed) {
        let said = date.to_string();
        assert_eq!(BirthDate::parse(&said), Ok(date));
        assert!((1880..=2200).contains(&date.year()));
        let known = Known { born: Some(approdo::people::born(date)), ..Known::default() };
        assert_eq!(matching::Born::parse(&said), known.born, "file and search read the same date");
    }
    let _ = matching::Born::parse(&typed);
}

fn form(bytes: &[u8]) {
    let (page, rest) = session::take_page(&Bytes::copy_from_slice(bytes), "/people");
    assert_eq!(session::local_path(&page), Some(page.as_str()));
    assert!(rest.len() <= bytes.len());
    let Ok(form) = Form::parse(bytes) else { return };
    let limits = Limits::default();
    let fields: Vec<(String, String)> = form.raw_fields().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    assert!(fields.len() <= limits.fields && bytes.len() <= limits.body);
    assert!(fields.iter().all(|(name, value)| name.len().max(value.len()) <= limits.value));
    let again: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
    let wide = Limits { body: usize::MAX, ..limits };
    let again = Form::parse_within(again.join("&").as_bytes(), wide).unwrap();
    assert_eq!(again.body_hash(), form.body_hash());
    let kept = Form::parse(&session::worth_keeping(bytes)).unwrap();
    let secret = ["password", "again", "current", "code", CSRF, ONCE];
    assert!(!kept.raw_fields().any(|(name, _)| secret.contains(&name)), "a draft keeps a secret");
}

fn header(bytes: &[u8]) {
    const NAMES: [&str; 5] = ["cookie", "accept-language", "origin", "sec-fetch-site", "host"];
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n').take(64) {
        let (which, value) = line.split_first().unwrap_or((&0, &[]));
        let name = HeaderName::from_static(NAMES[usize::from(*which) % NAMES.len()]);
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.append(name, value);
        }
    }
    if let Some(value) = session::cookie(&headers, session::COOKIE) {
        assert!(!value.contains(';') && value.is_ascii());
        let _ = sessions::Token::parse(&value);
    }
    let _ = session::tongue_of(&headers);
    if session::is_same_origin(&headers, None) {
        assert!(
            headers.contains_key("sec-fetch-site") || headers.contains_key("origin") && headers.contains_key("host")
        );
    }
    let typed = String::from_utf8_lossy(bytes);
    if let Some(path) = session::local_path(&typed) {
        assert!(path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && path.is_ascii());
        no_control(path, &[]);
    }
}

fn token(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    if let Some(token) = sessions::Token::parse(&typed) {
        assert!(token.text().eq_ignore_ascii_case(&typed) && typed.len() == 64);
        assert!(!format!("{token:?}").contains(&token.text()), "a token in a log");
    }
    let key: Option<[u8; 16]> = hex::decode_exactly(&typed);
    assert_eq!(key.is_some(), typed.len() == 32 && hex::decode(&typed).is_some());
    let right = [0x5a; 32];
    assert_eq!(sessions::same(&right, &typed), hex::decode(&typed).as_deref() == Some(right.as_slice()));
    if let Ok(id) = typed.parse::<PersonId>() {
        assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
    }
}

fn settings(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    let _ = config::File::parse(&typed);
    // A text of several lines would swallow the line that is added; libFuzzer learns the password and types it as a name.
    if !["\"\"\"", "'''", "hunter2"].iter().any(|told| typed.contains(told)) {
        let with = format!("{typed}\ndatabase = \"postgres://approdo:hunter2@db/city\"\n");
        if let Err(why) = config::File::parse(&with) {
            assert!(!why.contains("hunter2"), "a password in an error: {why}");
            assert!(why.starts_with("line "), "{why}");
        }
    }
}

fn mapping(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    match Mapping::parse(&typed) {
        Ok(mapping) => {
            let written = toml::to_string(&mapping).unwrap();
            assert_eq!(Mapping::parse(&written), Ok(mapping));
        }
        Err(bad) => assert!((1..=typed.matches('\n').count() + 1).contains(&bad.line)),
    }
}

fn table(bytes: &[u8]) {
    const ROWS: u64 = 200;
    let mut file = Cursor::new(bytes.to_vec());
    match import::look_at(&mut file, &Mapping::default(), ROWS) {
        Ok(report) => {
            assert_eq!(report.file_hash, hex::encode(&Sha256::digest(bytes)));
            assert!(report.rows <= ROWS && report.wrong <= report.rows && report.faults.len() <= 500);
            assert!((report.wrong > 0) != report.faults.is_empty());
            for person in &report.preview {
                assert_eq!((person.identity.check(), person.file.check()), (Ok(()), Ok(())));
                no_control(&person.identity.called(), &[]);
            }
            let heads = report.columns.iter().map(|(_, head)| head).chain(&report.left_aside);
            heads.chain(report.faults.iter().map(|fault| &fault.column)).for_each(|head| {
                assert!(head.len() <= Line::MOST * 32, "a head of {} bytes", head.len());
                no_control(head, &[]);
            });
        }
        Err(ImportFault::Rows(_)) => panic!("looking refuses no row"),
        Err(fault) => assert!(!fault.to_string().is_empty()),
    }
    if let Ok(queries) = import::queries(&mut Cursor::new(bytes.to_vec())) {
        assert!(queries.asked.iter().all(|(number, _)| number.len() <= Line::MOST * 32));
    }
}

fn records(bytes: &[u8]) {
    if let Ok(again) = backup::rewritten(bytes) {
        assert!(again == bytes, "a record has two spellings");
    }
}

/// A city without people, backed up.
struct Sealed {
    app: std::sync::Arc<App>,
    stream: Vec<u8>,
    rows: u64,
    _home: tempfile::TempDir,
}

fn a_backup() -> &'static Sealed {
    static SEALED: OnceLock<Sealed> = OnceLock::new();
    SEALED.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let place = Place::Directory(home.path().join("city"));
        let app = App::open(Opening::of(place, home.path().join("keys"))).unwrap();
        let (mut stream, actor) = (Vec::new(), Actor::command_line("fuzz", true));
        let made = backup::backup(&app, &actor, &mut stream, &mut |_, _, _| {}).unwrap();
        Sealed { app, stream, rows: made.rows, _home: home }
    })
}

/// An input is a list of changes to a true backup, six bytes each: how, where, and what.
fn sealed(bytes: &[u8]) {
    let sealed = a_backup();
    let mut stream = sealed.stream.clone();
    for change in bytes.chunks_exact(6).take(16) {
        let [how, a, b, c, d, what] = change.try_into().unwrap();
        let place = u32::from_be_bytes([a, b, c, d]) as usize % (stream.len() + 1);
        match how % 4 {
            0 if place < stream.len() => stream[place] = what,
            1 => stream.truncate(place),
            2 => stream.insert(place, what),
            3 if place < stream.len() => drop(stream.remove(place)),
            _ => {}
        }
    }
    match backup::read_through(&mut stream.as_slice(), &sealed.app.keys) {
        Ok(rows) => assert!(rows == sealed.rows && stream == sealed.stream, "an altered backup opens"),
        Err(fault) => assert!(stream != sealed.stream, "{fault}"),
    }
}

fn order(bytes: &[u8]) {
    let mut wire = Cursor::new(bytes);
    let Ok(asked) = Asked::receive(&mut wire) else { return };
    assert!(wire.position() <= 5 + (1 << 20));
    let mut sent = Vec::new();
    asked.send(&mut sent).unwrap();
    let again = Asked::receive(&mut sent.as_slice()).unwrap();
    assert_eq!(serde_json::to_value(&again).unwrap(), serde_json::to_value(&asked).unwrap());
}
