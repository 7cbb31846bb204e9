//! The decision against its oracle: `expected.csv`, written from `docs/access.md` by another author
//! (SEC-04). Whatever the two do not say alike is a mistake of one of them, or of the text.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops at what it cannot read")]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ground::{Compartment, Level, LevelSet};
use policy::{
    Action, Context, Denied, Glass, PartnerKind, Pass, Purpose, Relation, RelationSet, Resource, Role, RoleSet,
    Subject, decide,
};

/// One role as the table names them: the sixteen, and the command line.
type Who = Option<Role>;

/// One line of the oracle. An empty field means any value.
struct Row {
    relation: Option<Relation>,
    elevated: Option<bool>,
    protected: Option<bool>,
    glass: Option<Glass>,
    unassigned: Option<bool>,
    purpose: Option<Option<Purpose>>,
    levels: LevelSet,
}

/// One question, with every value fixed.
#[derive(Clone, Copy)]
struct Asked {
    relation: Relation,
    elevated: bool,
    protected: bool,
    glass: Glass,
    unassigned: bool,
    purpose: Option<Purpose>,
}

/// The rows, found by what they always name.
type Oracle = HashMap<(Who, Resource, Action), Vec<Row>>;

#[test]
fn sec_04_every_decision_is_what_the_other_author_expects() {
    let oracle = read_oracle();
    let mut compared = 0_u64;
    let mut differences: BTreeMap<(String, String), (u64, String)> = BTreeMap::new();
    for who in everyone() {
        for subject in subjects(who) {
            for resource in Resource::ALL {
                for action in Action::ALL {
                    let rows = oracle.get(&(who, resource, action)).map_or(&[][..], Vec::as_slice);
                    for asked in questions() {
                        compared += 1;
                        let decided = ask(&subject, action, resource, asked).map(|pass| pass.levels()).ok();
                        let expected = expected(rows, asked);
                        if decided != expected {
                            let name = who.map_or("command_line", Role::code);
                            let place = format!("{name} · {} · {action} {resource}", asked.relation);
                            let what = format!("expected {}, decided {}", words(expected), words(decided));
                            let seen = differences.entry((place, what)).or_insert((0, example(asked)));
                            seen.0 += 1;
                        }
                    }
                }
            }
        }
    }
    println!("{compared} combinations compared");
    let total: u64 = differences.values().map(|(count, _)| count).sum();
    for ((place, what), (count, example)) in differences.iter().take(20) {
        println!("{place}: {what} ({count} times, first with {example})");
    }
    assert_eq!(total, 0, "{total} of {compared} combinations differ, in {} places", differences.len());
}

#[test]
fn sec_16_no_line_of_the_oracle_outlives_a_conflict() {
    for who in everyone() {
        for subject in subjects(who) {
            for (resource, action) in Resource::ALL.into_iter().flat_map(|it| Action::ALL.map(|action| (it, action))) {
                for asked in questions() {
                    let subject = Subject { elevated: asked.elevated, ..subject.clone() };
                    let context = Context { conflicted: true, ..context(asked) };
                    let decided = decide(&subject, action, resource, &context);
                    assert!(subject.command_line || decided.is_err(), "{subject:?} {action} {resource}");
                }
            }
        }
    }
}

#[test]
fn sec_04_every_word_of_the_oracle_is_known_and_every_role_and_resource_is_in_it() {
    let oracle = read_oracle();
    let roles: BTreeSet<Who> = oracle.keys().map(|(who, _, _)| *who).collect();
    let nothing_yet = [Role::Public, Role::Person, Role::CodeHolder];
    for who in everyone() {
        let gives = !who.is_some_and(|role| nothing_yet.contains(&role));
        assert_eq!(roles.contains(&who), gives, "{}", who.map_or("command_line", Role::code));
    }
    let resources: BTreeSet<Resource> = oracle.keys().map(|(_, resource, _)| *resource).collect();
    assert_eq!(resources.len(), Resource::ALL.len());
}

fn everyone() -> impl Iterator<Item = Who> {
    Role::ALL.into_iter().map(Some).chain([None])
}

/// The role alone; a partner role also once for each kind of organisation, which the oracle expects
/// to change nothing as long as partners hold nothing on persons.
fn subjects(who: Who) -> Vec<Subject> {
    let Some(role) = who else {
        return vec![Subject::local("root", true)];
    };
    let kinds: Vec<Option<PartnerKind>> = if role == Role::PartnerUser || role == Role::PartnerAdmin {
        PartnerKind::ALL.into_iter().map(Some).chain([None]).collect()
    } else {
        vec![None]
    };
    kinds
        .into_iter()
        .map(|partner| Subject {
            account: None,
            name: role.to_string(),
            roles: RoleSet::of(&[role]),
            partner,
            active: true,
            elevated: false,
            command_line: false,
        })
        .collect()
}

fn questions() -> impl Iterator<Item = Asked> {
    let purposes = || Purpose::ALL.into_iter().map(Some).chain([None]);
    let both = [false, true];
    Relation::ALL.into_iter().flat_map(move |relation| {
        both.into_iter().flat_map(move |elevated| {
            both.into_iter().flat_map(move |protected| {
                Glass::ALL.into_iter().flat_map(move |glass| {
                    both.into_iter().flat_map(move |unassigned| {
                        purposes().map(move |purpose| Asked {
                            relation,
                            elevated,
                            protected,
                            glass,
                            unassigned,
                            purpose,
                        })
                    })
                })
            })
        })
    })
}

fn ask(subject: &Subject, action: Action, resource: Resource, asked: Asked) -> Result<Pass, Denied> {
    let subject = Subject { elevated: asked.elevated, ..subject.clone() };
    decide(&subject, action, resource, &context(asked))
}

fn context(asked: Asked) -> Context {
    Context {
        relations: RelationSet::of(&[asked.relation]),
        about: None,
        protected: asked.protected,
        conflicted: false,
        glass: asked.glass,
        unassigned: asked.unassigned,
        purpose: asked.purpose,
    }
}

/// The union of the rows that match; none, when no row does.
fn expected(rows: &[Row], asked: Asked) -> Option<LevelSet> {
    let matches = |row: &&Row| {
        row.relation.is_none_or(|relation| relation == asked.relation)
            && row.elevated.is_none_or(|elevated| elevated == asked.elevated)
            && row.protected.is_none_or(|protected| protected == asked.protected)
            && row.glass.is_none_or(|glass| glass == asked.glass)
            && row.unassigned.is_none_or(|unassigned| unassigned == asked.unassigned)
            && row.purpose.is_none_or(|purpose| purpose == asked.purpose)
    };
    rows.iter().filter(matches).map(|row| row.levels).reduce(LevelSet::and)
}

fn read_oracle() -> Oracle {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/expected.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_path(path).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(String::from).collect();
    assert_eq!(
        header,
        ["role", "relation", "resource", "action", "elevated", "protected", "glass", "unassigned", "purpose", "levels"]
    );
    let mut oracle = Oracle::new();
    for record in reader.records() {
        let record = record.unwrap();
        let field = |at: usize| (record[at] != *"*").then_some(&record[at]);
        let whos: Vec<Who> = field(0).map_or_else(|| everyone().collect(), |code| vec![who(code)]);
        let resource = Resource::from_code(&record[2]).unwrap_or_else(|| panic!("resource of {record:?}"));
        let action = Action::from_code(&record[3]).unwrap_or_else(|| panic!("action of {record:?}"));
        for who in whos {
            oracle.entry((who, resource, action)).or_default().push(Row {
                relation: field(1).map(|code| Relation::from_code(code).unwrap_or_else(|| panic!("relation {code}"))),
                elevated: field(4).map(yes_or_no),
                protected: field(5).map(yes_or_no),
                glass: field(6).map(glass),
                unassigned: field(7).map(yes_or_no),
                purpose: field(8).map(purpose),
                levels: record[9].split_whitespace().map(level).fold(LevelSet::EMPTY, LevelSet::and),
            });
        }
    }
    oracle
}

fn who(code: &str) -> Who {
    match code {
        "command_line" => None,
        _ => Some(Role::from_code(code).unwrap_or_else(|| panic!("role {code}"))),
    }
}

fn purpose(code: &str) -> Option<Purpose> {
    match code {
        "none" => None,
        _ => Some(Purpose::from_code(code).unwrap_or_else(|| panic!("purpose {code}"))),
    }
}

fn glass(code: &str) -> Glass {
    Glass::from_code(code).unwrap_or_else(|| panic!("glass {code}"))
}

fn yes_or_no(code: &str) -> bool {
    match code {
        "yes" => true,
        "no" => false,
        _ => panic!("neither yes nor no: {code}"),
    }
}

fn level(code: &str) -> LevelSet {
    let level: Level = code.replace('-', " ").parse().unwrap_or_else(|_| panic!("level {code}"));
    LevelSet::of(&[level])
}

fn words(levels: Option<LevelSet>) -> String {
    let Some(levels) = levels else {
        return "denied".to_owned();
    };
    let all_s3 = Compartment::ALL.into_iter().all(|part| levels.holds(Level::S3(part)));
    let short: Vec<String> = levels
        .iter()
        .map(|level| if all_s3 && matches!(level, Level::S3(_)) { "S3 all".to_owned() } else { level.to_string() })
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    short.join(", ")
}

fn example(asked: Asked) -> String {
    let yes = |what: bool| if what { "yes" } else { "no" };
    format!(
        "elevated {}, protected {}, glass {}, unassigned {}, purpose {}",
        yes(asked.elevated),
        yes(asked.protected),
        asked.glass,
        yes(asked.unassigned),
        asked.purpose.map_or("none", Purpose::code)
    )
}
