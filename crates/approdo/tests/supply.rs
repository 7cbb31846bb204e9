//! What the house is made of (SEC-84), as far as it can be looked at without asking anybody: licences and
//! bans of `deny.toml`, the list of parts, and what catalogues of public software read. Advisories want
//! the network: `cargo deny check`, without which `scripts/release` signs nothing.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn said(command: &mut Command) -> String {
    let out = command.current_dir(root()).output().unwrap_or_else(|why| panic!("{command:?}: {why}"));
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn host() -> String {
    let told = said(Command::new("rustc").arg("-vV"));
    told.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    dependencies: Vec<Wanted>,
}

#[derive(Deserialize)]
struct Wanted {
    name: String,
    req: String,
    path: Option<String>,
}

fn packages() -> Vec<Package> {
    let args = ["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", &host()];
    serde_json::from_str::<Metadata>(&said(Command::new(env!("CARGO")).args(args))).unwrap().packages
}

fn deny() -> toml::Value {
    toml::from_str(&read("deny.toml")).unwrap()
}

/// Whether what a crate may be used under is allowed: `A OR B`, `A AND B`, `A WITH X`, brackets, and the
/// old `A/B`.
fn is_allowed(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let holds = either(&words, &mut at, allowed);
    assert_eq!(at, words.len(), "{expression}");
    holds
}

fn either(words: &[&str], at: &mut usize, allowed: &BTreeSet<&str>) -> bool {
    let mut holds = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        // why first: the rest is read even when nothing depends on it
        holds = both(words, at, allowed) || holds;
    }
    holds
}

fn both(words: &[&str], at: &mut usize, allowed: &BTreeSet<&str>) -> bool {
    let mut holds = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        holds = one(words, at, allowed) && holds;
    }
    holds
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<&str>) -> bool {
    let word = words[*at];
    *at += 1;
    if word == "(" {
        let holds = either(words, at, allowed);
        assert_eq!(words[*at], ")");
        *at += 1;
        return holds;
    }
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
        return allowed.contains(format!("{word} WITH {}", words[*at - 1]).as_str());
    }
    allowed.contains(word)
}

#[test]
fn sec_84_every_licence_is_on_the_list_and_no_crate_is_banned() {
    let deny = deny();
    let allowed: BTreeSet<&str> =
        deny["licenses"]["allow"].as_array().unwrap().iter().map(|licence| licence.as_str().unwrap()).collect();
    let banned: BTreeSet<&str> =
        deny["bans"]["deny"].as_array().unwrap().iter().map(|ban| ban["crate"].as_str().unwrap()).collect();
    assert!(!banned.is_empty() && !is_allowed("GPL-3.0-only AND MIT", &allowed));
    assert!(is_allowed("GPL-3.0-only OR (MIT AND (Zlib OR Nothing))", &allowed));
    assert!(is_allowed("Nothing/Apache-2.0 WITH LLVM-exception", &allowed));
    let packages = packages();
    assert!(packages.len() > 200, "{} packages: is that all?", packages.len());
    let mut used = BTreeSet::new();
    for package in &packages {
        let licence = package.license.as_deref().unwrap_or_else(|| panic!("{} names no licence", package.name));
        assert!(is_allowed(licence, &allowed), "{} {}: {licence} is not on the list", package.name, package.version);
        used.extend(allowed.iter().copied().filter(|one| licence.contains(one)));
        for wanted in package.dependencies.iter().filter(|_| package.source.is_none()) {
            let is_open = wanted.req == "*" && wanted.path.is_none();
            assert!(!is_open, "{} takes any version of {}", package.name, wanted.name);
        }
    }
    assert_eq!(used, allowed, "what nobody needs any more goes from the list");
    let lock = read("Cargo.lock");
    for name in banned {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name} is banned");
    }
}

#[test]
fn sec_84_the_list_of_parts_holds_what_is_inside_and_is_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let made = |name: &str| {
        let path = folder.path().join(name);
        said(Command::new("node").arg("scripts/sbom").arg(&path).env("SOURCE_DATE_EPOCH", "1795000000"));
        fs::read_to_string(path).unwrap()
    };
    let text = made("one");
    assert_eq!(text, made("two"));
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((list["bomFormat"].as_str(), list["specVersion"].as_str()), (Some("CycloneDX"), Some("1.5")));
    assert_eq!(list["metadata"]["component"]["name"], "approdo");
    let scopes: BTreeMap<&str, &str> = list["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| (part["name"].as_str().unwrap(), part["scope"].as_str().unwrap()))
        .collect();
    for inside in ["rusqlite", "libsqlite3-sys", "axum", "argon2", "store", "bootstrap-italia"] {
        assert_eq!(scopes.get(inside), Some(&"required"), "{inside}");
    }
    assert_eq!(scopes.get("cc"), Some(&"excluded"), "it only builds");
    for test in ["proptest", "insta", "postgres", "tempfile"] {
        assert_eq!(scopes.get(test), None, "{test} is for tests alone");
    }
    let lock = read("Cargo.lock");
    for part in list["components"].as_array().unwrap() {
        let (name, version) = (part["name"].as_str().unwrap(), part["version"].as_str().unwrap());
        if part["purl"].as_str().unwrap().starts_with("pkg:cargo/") {
            assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")), "{name} {version}");
        }
    }
}

/// The keys of `publiccode.yml` that stand at this depth, with what is written after the colon.
fn keys(text: &str, indent: usize) -> BTreeMap<String, String> {
    let wanted = |line: &&str| {
        line.len() - line.trim_start().len() == indent
            && !line.trim().is_empty()
            && !line.trim().starts_with(['#', '-'])
    };
    let split = |line: &str| {
        let (key, value) = line.split_once(':')?;
        Some((key.trim().to_owned(), value.trim().trim_matches('"').to_owned()))
    };
    text.lines().filter(wanted).filter_map(split).collect()
}

/// The block below a key.
fn block(text: &str, key: &str, indent: usize) -> String {
    let head = format!("{}{key}:", " ".repeat(indent));
    let after = text.lines().skip_while(|line| !line.starts_with(&head)).skip(1);
    let inside = |line: &&str| line.trim().is_empty() || line.len() - line.trim_start().len() > indent;
    after.take_while(inside).map(|line| format!("{line}\n")).collect()
}

fn items(block: &str) -> Vec<String> {
    block.lines().filter_map(|line| line.trim().strip_prefix("- ")).map(str::to_owned).collect()
}

/// The text of `>-` below a key, as one line.
fn folded(text: &str, key: &str, indent: usize) -> String {
    block(text, key, indent).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the standard 0.7 knows at the top, without what it has given up, and which of it must be there.
const TOP: [(&str, bool); 24] = [
    ("publiccodeYmlVersion", true),
    ("name", true),
    ("applicationSuite", false),
    ("url", true),
    ("landingURL", false),
    ("isBasedOn", false),
    ("softwareVersion", false),
    ("releaseDate", false),
    ("logo", false),
    ("platforms", true),
    ("categories", false),
    ("organisation", false),
    ("dependsOn", false),
    ("usedBy", false),
    ("fundedBy", false),
    ("roadmap", false),
    ("developmentStatus", true),
    ("softwareType", true),
    ("intendedAudience", false),
    ("supports", false),
    ("description", true),
    ("legal", true),
    ("maintenance", true),
    ("localisation", true),
];

#[test]
fn catalogues_of_public_software_can_read_publiccode() {
    let text = read("publiccode.yml");
    let top = keys(&text, 0);
    for (key, _) in TOP.iter().filter(|(_, required)| *required) {
        assert!(top.contains_key(*key), "{key} is missing");
    }
    for key in top.keys() {
        assert!(TOP.iter().any(|(known, _)| known == key), "{key} is no key of the standard");
    }
    assert_eq!(top["publiccodeYmlVersion"], "0.7");
    assert!(top["url"].starts_with("https://") && top["url"].ends_with(".git"));
    let manifest: toml::Value = toml::from_str(&read("Cargo.toml")).unwrap();
    assert_eq!(top["softwareVersion"], manifest["workspace"]["package"]["version"].as_str().unwrap());
    if let Some(date) = top.get("releaseDate") {
        let parts: Vec<i16> = date.split('-').map(|part| part.parse().unwrap()).collect();
        let day = ground::Day::new(parts[0], i8::try_from(parts[1]).unwrap(), i8::try_from(parts[2]).unwrap());
        assert!(day.is_some() && parts.len() == 3 && date.len() == 10, "{date} is no day");
    }
    assert!(["concept", "development", "beta", "stable", "obsolete"].contains(&top["developmentStatus"].as_str()));
    assert_eq!(top["softwareType"], "standalone/web");
    assert!(!items(&block(&text, "platforms", 0)).is_empty());
    // Those of the standard's lists that fit; another one is looked up there first.
    let categories = ["crm", "contact-management", "data-collection"];
    assert!(items(&block(&text, "categories", 0)).iter().all(|one| categories.contains(&one.as_str())));
    let scopes = ["local-authorities", "society", "welfare"];
    let audience = block(&text, "intendedAudience", 0);
    assert!(items(&block(&audience, "scope", 2)).iter().all(|one| scopes.contains(&one.as_str())));
    assert_eq!(keys(&block(&text, "legal", 0), 2)["license"], "EUPL-1.2");
    let maintenance = block(&text, "maintenance", 0);
    assert_eq!(keys(&maintenance, 2)["type"], "community");
    assert!(maintenance.contains("- name: ") && maintenance.contains("email: "), "whom to write to");
    let localisation = block(&text, "localisation", 0);
    assert_eq!(keys(&localisation, 2)["localisationReady"], "true");
    let languages = items(&block(&localisation, "availableLanguages", 2));
    assert_eq!(languages, ground::Tongue::ALL.map(ground::Tongue::tag), "the languages that the pages have");
}

#[test]
fn publiccode_says_the_same_in_every_language_of_the_pages() {
    let text = read("publiccode.yml");
    let described = block(&text, "description", 0);
    let mut features = Vec::new();
    for tongue in ground::Tongue::ALL {
        let own = block(&described, tongue.tag(), 2);
        let (short, long) = (folded(&own, "shortDescription", 4), folded(&own, "longDescription", 4));
        assert!((20..=150).contains(&short.chars().count()), "{}: {} characters", tongue.tag(), short.chars().count());
        assert!((150..=10_000).contains(&long.chars().count()), "{}: {}", tongue.tag(), long.chars().count());
        let listed = items(&block(&own, "features", 4));
        assert!(listed.iter().all(|feature| feature.chars().count() <= 100), "{listed:?}");
        features.push(listed.len());
    }
    assert!(features[0] >= 5 && features.iter().all(|count| *count == features[0]), "{features:?}");
}
