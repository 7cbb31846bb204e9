//! SEC-06, 07, 18, 19: two cities that differ only in what an observer may not see answer her to the
//! byte alike. A round draws one observer, one difference and a sequence of requests, and makes the
//! requests in both; clock and dice are the same in both.

use std::path::Path;

use approdo::{
    access::{
        self, Actor,
        private::Statement,
        shield::{self, Origin, Suspicion},
        trail::alarms,
    },
    operation::jobs::{HANDLERS, work_off},
    people::{
        self, ContactPoint, File, PointKind,
        glass::Why,
        household::{self, Depends, Kind, NewTie},
        safe_address::{Letters, SafeAddress},
    },
};
use ground::{AccountId, ContactId, Dice, PersonId, Prose};
use policy::{PartnerKind, Role};
use store::once::Once;

use crate::{
    campaign::Campaign,
    house::{self, Answer, House, Who, line},
};

/// How many requests a round makes in each of the two.
const REQUESTS: u64 = 40;
/// Seconds between one thing and the next, so that no list is ordered by chance.
const STEP: i64 = 61;

/// What both cities have.
struct Common {
    observers: Vec<Who>,
    stranger: Who,
    colleague: Who,
    persons: Vec<PersonId>,
    /// A person whom the observers' own team follows.
    ours: PersonId,
    contacts: Vec<ContactId>,
    /// Contacts of the observers' team that say something at S4 too.
    reserved: Vec<ContactId>,
}

/// How the second city differs from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Difference {
    /// The file of a person whom another team follows was corrected, and so has a history.
    File,
    /// Another team's contact with her, with special and protected themes.
    Contact,
    /// Who is followed by another colleague of that team.
    Follower,
    /// The inner data of an account: sessions, a draft, a password.
    Account,
    /// A protected person of another team, found by the very names that are searched.
    Protected,
    /// A protected person whose contact was recorded in the observer's own team.
    ProtectedOfOurs,
    /// A person who keeps the observer away, followed by the observer's own team.
    Excluding,
    /// What a colleague of the observer's own team wrote at S4 into a contact that both cities have: its
    /// words and its next steps.
    Steps,
    /// An emergency opening, by a colleague, of a person whom another team follows.
    Glass,
    /// A protected person of another team, and where she stays.
    SafeAddress,
    /// A conflict that is proposed between the observer and a person of the observer's own team.
    Proposed,
    /// A colleague's statement of a private telephone that a person has too.
    Private,
    /// A protected person who lived with a person of the observer's own team and with one of another, with
    /// kinships, and who wants one of them told nothing of hers.
    HouseholdProtected,
    /// A person who keeps the observer away, and with whom she lives: both followed by the observer's team.
    HouseholdExcluding,
    /// A whole person with contacts in the observer's own team, for who sees no person at all.
    Person,
}

/// What may differ for who sees persons; for whoever sees none, also [`Difference::Person`].
const OF_STAFF: [Difference; 14] = [
    Difference::Steps,
    Difference::File,
    Difference::Contact,
    Difference::Follower,
    Difference::Account,
    Difference::Protected,
    Difference::ProtectedOfOurs,
    Difference::Excluding,
    Difference::Glass,
    Difference::SafeAddress,
    Difference::Proposed,
    Difference::Private,
    Difference::HouseholdProtected,
    Difference::HouseholdExcluding,
];
fn found(folder: &Path) -> Common {
    let house = House::open(folder, 1);
    let (here, there) = (house.team("Sportello sociale"), house.team("Sportello Nord"));
    let stranger = house.hire("Paolo Conti", &[Role::CaseWorker, Role::ProtectedWorker], None, Some(there));
    let colleague = house.hire("Marta Riva", &[Role::CaseWorker], None, Some(here));
    let mut observers = Vec::new();
    for role in [
        Role::Desk,
        Role::CaseWorker,
        Role::ProtectedWorker,
        Role::Supervisor,
        Role::Mediator,
        Role::Editor,
        Role::Analyst,
        Role::Sysadmin,
    ] {
        observers.push(house.hire(&format!("{role} di prova"), &[role], None, Some(here)));
    }
    for kind in PartnerKind::ALL {
        observers.push(house.hire(&format!("{kind} di prova"), &[Role::PartnerUser], Some(kind), None));
    }
    let (mut persons, mut contacts) = (Vec::new(), Vec::new());
    for (at, (given, family)) in
        [("Amina", "Haddad"), ("Omar", "Diallo"), ("Maria", "Rossi"), ("Fatou", "Ndiaye")].iter().enumerate()
    {
        house.app.clock.turn(STEP);
        let person = house.person(given, family, &format!("+39333000111{at}"), "Via Roma 1");
        house.follow(person, Some(stranger.account), Some(there));
        persons.push(person);
        house.app.clock.turn(STEP);
        contacts.push(house.contact(&stranger, Some(person), "housing.renting", "cerca una stanza"));
    }
    house.app.clock.turn(STEP);
    let ours = house.person("Leila", "Mansour", "+393330002220", "Via Milano 3");
    house.follow(ours, None, Some(here));
    house.app.clock.turn(STEP);
    contacts.push(house.contact(&colleague, None, "housing.renting", "senza nome"));
    // why: more than a search opens and more than a list shows, so that who is hidden could take a place
    for at in 0..44 {
        let given = ["Amina", "Ameena", "Amena", "Aminah"][at % 4];
        house.follow(house.person(given, "Haddad", &format!("+3933311122{at:02}"), "Via Roma 2"), None, Some(there));
    }
    let reserved = (0..10)
        .map(|at| {
            house.app.clock.turn(STEP);
            house.contact_of(&colleague, None, &["housing.renting", "protection.violence"], &format!("nota {at}"))
        })
        .collect();
    Common { observers, stranger, colleague, persons, ours, contacts, reserved }
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, from.metadata().unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copied(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// What the observer might know of the difference from elsewhere.
struct Hint {
    person: PersonId,
    contact: ContactId,
}

/// Makes the second city differ. The observer knows the ids all the same: a former colleague may.
fn differ(folder: &Path, common: &Common, observer: &Who, difference: Difference, dice: &Dice) -> Hint {
    let house = House::open(folder, dice.below(u64::MAX));
    house.app.clock.turn(3_600);
    let old = common.persons[dice.below(common.persons.len() as u64) as usize];
    let other_contact = common.contacts[0];
    let (stranger, now) = (&common.stranger, house.app.now());
    let once = |by: AccountId| Once { key: house.app.dice.bytes(), by: Some(by), body: house.app.dice.bytes() };
    let theme = *pick(dice, &["protection.violence", "legal.dublin", "housing.renting"]);
    let (given, family) =
        *pick(dice, &[("Amina", "Haddad"), ("Amina", "Hadad"), ("Zahra", "Qadiri"), ("Omar", "Diallo")]);
    let fresh = || house.person(given, family, "+393330001110", "Via Segreta 7");
    match difference {
        Difference::Glass | Difference::SafeAddress | Difference::Proposed | Difference::Private => {
            Hint { person: in_emergency(&house, common, observer, (difference, old), fresh), contact: other_contact }
        }
        Difference::File => {
            corrected(&house, common, old);
            Hint { person: old, contact: other_contact }
        }
        Difference::Contact => {
            Hint { person: old, contact: house.contact(stranger, Some(old), theme, "una nota riservata") }
        }
        Difference::Follower => {
            house
                .sql("update follow set worker = null, version = version + 1 where person = $1", &[old.into()])
                .unwrap();
            Hint { person: old, contact: other_contact }
        }
        Difference::Account => {
            house.with_session(stranger, true);
            house
                .sql("update account set password = 'x', totp_step = 7 where id = $1", &[stranger.account.into()])
                .unwrap();
            Hint { person: old, contact: other_contact }
        }
        Difference::Protected | Difference::ProtectedOfOurs => {
            let person = fresh();
            house.follow(person, Some(stranger.account), stranger.team);
            let by = if difference == Difference::ProtectedOfOurs { &common.colleague } else { stranger };
            house.app.clock.turn(STEP);
            let contact = house.contact(by, Some(person), theme, "una nota riservata");
            house.app.clock.turn(STEP);
            let actor = Actor::account(house.subject(stranger), stranger.team, ground::Tongue::It, None);
            people::safety::protect(&house.app, &actor, &once(stranger.account), person, None).unwrap();
            Hint { person, contact }
        }
        Difference::Excluding => {
            let person = fresh();
            house.follow(person, None, common.colleague.team);
            let contact = house.contact(&common.colleague, Some(person), theme, "una nota riservata");
            let sql = "insert into conflict (person, account, origin, at) values ($1, $2, $3, $4)";
            let origin = Origin::Asked.code();
            house.sql(sql, &[person.into(), observer.account.into(), origin.into(), now.into()]).unwrap();
            Hint { person, contact }
        }
        Difference::HouseholdProtected | Difference::HouseholdExcluding => {
            let person = with_a_household(&house, common, observer, (difference, old), fresh());
            Hint { person, contact: other_contact }
        }
        Difference::Steps => {
            without_steps(&house, &common.reserved);
            Hint { person: old, contact: common.reserved[0] }
        }
        Difference::Person => {
            let person = fresh();
            house.follow(person, None, common.colleague.team);
            Hint { person, contact: house.contact(&common.colleague, Some(person), theme, "una nota riservata") }
        }
    }
}

/// The file of a person whom another team follows is corrected by who follows her.
fn corrected(house: &House, common: &Common, old: PersonId) {
    // why: the telephone stays: whoever types a number is told whose it is, as the search is meant
    let at = common.persons.iter().position(|one| *one == old).unwrap();
    let (phone, whose) = (line(&format!("+39333000111{at}")), Some(line("di sua sorella")));
    let file = File {
        points: vec![ContactPoint { kind: PointKind::Phone, value: phone, words: whose }],
        home: people::Home::At { line: line("Via Nascosta 9"), area: None },
        ..File::default()
    };
    let correction = people::Correction { identity: None, file: Some((1, file)) };
    let by = house.actor(&common.stranger);
    let once = Once { key: house.app.dice.bytes(), by: by.id(), body: house.app.dice.bytes() };
    people::correct(&house.app, &by, &once, old, &correction).unwrap();
}

/// What the second is to the first; they live together too, but for a silence.
fn tie(house: &House, by: &Who, (person, other): (PersonId, PersonId), kind: Kind) {
    let by = house.actor(by);
    let once = Once { key: house.app.dice.bytes(), by: by.id(), body: house.app.dice.bytes() };
    let (together, depends) = (kind != Kind::NotTold, Depends::OnHer);
    let new = NewTie { other, kind: Some(kind), together, also_with: Vec::new(), from: None, until: None, depends };
    household::add(&house.app, &by, &once, person, &new).unwrap();
}

/// She is in two households and leaves both for her protection; or she keeps the observer away, also from
/// with whom she lives. Who of them the observer may know of.
fn with_a_household(
    house: &House,
    common: &Common,
    observer: &Who,
    (difference, old): (Difference, PersonId),
    person: PersonId,
) -> PersonId {
    if difference == Difference::HouseholdExcluding {
        let mate = house.person("Omar", "Qadiri", "+393330001110", "Via Segreta 7");
        for one in [person, mate] {
            house.follow(one, None, common.colleague.team);
        }
        tie(house, &common.colleague, (person, mate), Kind::Spouse);
        let sql = "insert into conflict (person, account, origin, at) values ($1, $2, $3, $4)";
        let (origin, now) = (Origin::Asked.code(), house.app.now());
        house.sql(sql, &[person.into(), observer.account.into(), origin.into(), now.into()]).unwrap();
        return mate;
    }
    house.follow(person, Some(common.stranger.account), common.stranger.team);
    tie(house, &common.colleague, (common.ours, person), Kind::Sibling);
    tie(house, &common.stranger, (old, person), Kind::Partner);
    tie(house, &common.stranger, (person, common.ours), Kind::NotTold);
    house.app.clock.turn(STEP);
    let by = house.actor(&common.stranger);
    let once = Once { key: house.app.dice.bytes(), by: by.id(), body: house.app.dice.bytes() };
    people::safety::protect(&house.app, &by, &once, person, None).unwrap();
    person
}

/// What was written at S4 into these contacts was never written.
fn without_steps(house: &House, reserved: &[ContactId]) {
    for contact in reserved {
        for sql in [
            "delete from contact_part where contact = $1",
            "delete from data_key where owner = $1 and compartment = 'protected'",
            "update contact set next_by = step_by where id = $1",
        ] {
            house.sql(sql, &[(*contact).into()]).unwrap();
        }
    }
}

/// What safety does for persons; whom it is about.
fn in_emergency(
    house: &House,
    common: &Common,
    observer: &Who,
    (difference, old): (Difference, PersonId),
    fresh: impl Fn() -> PersonId,
) -> PersonId {
    let (stranger, now) = (&common.stranger, house.app.now());
    match difference {
        Difference::Glass => opened(house, common, old),
        Difference::SafeAddress => {
            let person = fresh();
            house.follow(person, Some(stranger.account), stranger.team);
            hide_away(house, stranger, person);
            person
        }
        Difference::Proposed => {
            let propose =
                |tx: &mut store::Tx<'_>| shield::propose(tx, common.ours, observer.account, Suspicion::Supervisor, now);
            house.app.store.write("worlds.propose", propose).map_err(|error: store::StoreError| error).unwrap();
            common.ours
        }
        _ => {
            let statement = Statement { phones: vec![line("3330001110")], ..Statement::default() };
            let by = house.actor(stranger);
            let once = Once { key: house.app.dice.bytes(), by: by.id(), body: house.app.dice.bytes() };
            access::private::state(&house.app, &by, &once, &statement).unwrap();
            work_off(&house.app, HANDLERS, &std::sync::atomic::AtomicBool::new(false)).unwrap();
            common.persons[0]
        }
    }
}

fn elevated(house: &House, who: &Who) -> Actor {
    let mut who = who.clone();
    who.elevated = true;
    house.actor(&who)
}

/// A colleague has opened her in an emergency; who follows her is told.
fn opened(house: &House, common: &Common, person: PersonId) -> PersonId {
    access::trail::settle(&house.app).unwrap();
    let by = elevated(house, &common.colleague);
    let words = Prose::parse("è arrivata ferita e non parla").unwrap();
    let why = Why { reason: access::glass::Reason::Life, words };
    let once = Once { key: house.app.dice.bytes(), by: by.id(), body: house.app.dice.bytes() };
    people::glass::break_for(&house.app, &by, &once, person, &why, None).unwrap()
}

/// She is hidden, and where she stays is written down.
fn hide_away(house: &House, stranger: &Who, person: PersonId) {
    let by = elevated(house, stranger);
    let once = || Once { key: house.app.dice.bytes(), by: by.id(), body: house.app.dice.bytes() };
    people::safety::protect(&house.app, &by, &once(), person, None).unwrap();
    let new = SafeAddress { place: Prose::parse("Casa Fiordaliso").unwrap(), letters: Letters::ByHand };
    people::safe_address::write(&house.app, &by, &once(), person, 0, &new).unwrap();
}

fn known(common: &Common, hint: &Hint) -> Vec<String> {
    let accounts = common.observers.iter().chain([&common.stranger, &common.colleague]);
    let ids = accounts.map(|who| who.account.to_string());
    let ids = ids.chain(common.persons.iter().chain([&common.ours, &hint.person]).map(ToString::to_string));
    ids.chain(common.contacts.iter().chain(&common.reserved).chain([&hint.contact]).map(ToString::to_string)).collect()
}

fn pick<'a, T>(dice: &Dice, some: &'a [T]) -> &'a T {
    dice.pick(some).unwrap()
}

/// One request: a path, and a form where it is one.
type Asked = (String, Option<Vec<(&'static str, String)>>);

/// What is typed into the box of a search.
const TYPED: [&str; 10] = [
    "Amina Haddad",
    "Haddad",
    "Hadad Amina",
    "أمينة حداد",
    "Zahra Qadiri",
    "Qadiri",
    "+393330001110",
    "Omar",
    "Via Segreta",
    "",
];

/// The form of a contact about a person, or about a name.
fn contact_about(person: String, name: String) -> Vec<(&'static str, String)> {
    let fixed = [
        ("channel", "desk"),
        ("language", "ar"),
        ("theme", "housing.renting"),
        ("minutes", "10"),
        ("outcome", "informed"),
        ("notice", "not_given"),
    ];
    let fixed = fixed.into_iter().map(|(field, value)| (field, value.to_owned()));
    fixed.chain([("person", person), ("who", name)]).collect()
}

fn drawn(common: &Common, hint: &Hint, dice: &Dice) -> Asked {
    let person = match dice.below(4) {
        0 => hint.person,
        1 => *pick(dice, &common.persons),
        2 => common.ours,
        _ => PersonId::draw(dice),
    };
    let contact = match dice.below(3) {
        0 => hint.contact,
        1 => *pick(dice, &common.contacts),
        _ => ContactId::draw(dice),
    };
    let other = *pick(dice, &[hint.person, common.ours, common.persons[0], common.persons[1]]);
    let account = common.stranger.account;
    match dice.below(48) {
        0..30 => looked_at(person, contact, account, dice),
        30..42 => sent(person, contact, account, dice),
        _ => of_household(person, other, dice),
    }
}

fn looked_at(person: PersonId, contact: ContactId, account: AccountId, dice: &Dice) -> Asked {
    let get = |path: String| (path, None);
    match dice.below(30) {
        21 => get(format!("/people/{person}/glass")),
        22 => get("/glass/new".into()),
        23 => get("/glass".into()),
        24 => get(format!("/glass/{contact}")),
        25 => get(format!("/people/{person}/safe-address")),
        26 => get("/me/private".into()),
        27 => get("/trail/alarms".into()),
        28 => get("/exports".into()),
        0 => get("/".into()),
        1 => get("/people".into()),
        2 => get(format!("/people/{person}")),
        3 => get(format!("/people/{person}/correct")),
        4 => get(format!("/people/{person}/history")),
        5 => get(format!("/people/{person}/safe-contact")),
        6 => get(format!("/people/{person}/safety")),
        7 => get(format!("/people/{person}/worker")),
        8 => get("/contacts".into()),
        9 => get("/contacts?day=2026-11-23&page=1".into()),
        10 => get(format!("/contacts/{contact}")),
        11 => get(format!("/contacts/{contact}/correct")),
        12 => get(format!("/contacts/{contact}/who?person={person}")),
        13 => get(format!("/contacts/{contact}/notice")),
        14 => get(format!("/contacts/new?person={person}")),
        15 => get(format!("/contacts/new?saved={contact}")),
        16 => get(format!("/contacts?saved={contact}")),
        17 => get("/me".into()),
        18 => get("/teams".into()),
        19 => get("/users".into()),
        20 => get(format!("/users/{account}")),
        _ => get(format!("/trail?person={person}")),
    }
}

fn of_household(person: PersonId, other: PersonId, dice: &Dice) -> Asked {
    let page = format!("/people/{person}/household");
    let form = |fields: &[(&'static str, &str)]| {
        Some(fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
    };
    match dice.below(6) {
        0 => (format!("{page}/with/{other}"), None),
        1 => (format!("{page}/find"), form(&[("q", *pick(dice, &TYPED))])),
        2 => (format!("{page}/with/{other}"), form(&[("kind", "sibling"), ("together", "yes")])),
        3 => (format!("{page}/leave"), form(&[("until", "")])),
        _ => (page, None),
    }
}

fn sent(person: PersonId, contact: ContactId, account: AccountId, dice: &Dice) -> Asked {
    let name = (*pick(dice, &TYPED)).to_owned();
    let post = |path: String, form: Vec<(&'static str, String)>| (path, Some(form));
    match dice.below(12) {
        8 => post(
            "/glass/new".into(),
            vec![
                ("name", name),
                ("born", "3/5/1991".into()),
                ("reason", "life".into()),
                ("words", "serve il medico, non parla".into()),
                ("code", "000000".into()),
                ("second_email", "paolo.conti@portalba.example".into()),
                ("second_password", "una parola qualunque".into()),
                ("second_code", "000000".into()),
            ],
        ),
        9 => post(format!("/people/{person}/safe-address"), vec![("reason", "visit".into())]),
        10 => post(format!("/people/{person}/proposed/{account}"), vec![("answer", "dismiss".into())]),
        0..3 => post("/people/search".into(), vec![("q", name)]),
        3 => post("/people/new".into(), vec![("q", name)]),
        4 => post(format!("/contacts/{contact}/who"), vec![("who", name)]),
        5 => {
            post(format!("/contacts/{contact}/person"), vec![("_version", "1".into()), ("person", person.to_string())])
        }
        6 => {
            let about = if dice.below(2) == 0 { person.to_string() } else { String::new() };
            post("/contacts".into(), contact_about(about, name))
        }
        7 => post(
            format!("/people/{person}/worker"),
            vec![("_version", "1".into()), ("worker", account.to_string()), ("team", String::new())],
        ),
        _ => post(
            "/people".into(),
            // why: of two who are as like the name, the smaller id stands first, and ids are chance
            vec![
                ("given-1", "Nuova".into()),
                ("family-1", dice.bytes::<6>().map(|b| char::from(b'a' + b % 26)).iter().collect()),
            ],
        ),
    }
}

fn ask(house: &House, who: &Who, (path, form): &Asked) -> Answer {
    match form {
        None => house.get(who, path),
        Some(form) => {
            let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            house.post(who, path, &fields)
        }
    }
}

/// The answer with what chance alone gave it named by order: the keys of forms, and ids drawn since
/// the two began. A refusal leaves an entry of the trail that an id nobody has does not, and the entry
/// draws an id too: from then on the dice are not at the same place.
fn by_order(answer: Answer, known: &[String], drawn: &mut Vec<String>) -> Answer {
    let mut named = |text: &str| {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
            out.push_str(&rest[..at]);
            let run = rest[at..].find(|c: char| !c.is_ascii_hexdigit() && c != '-').map_or(rest.len(), |end| at + end);
            let word = &rest[at..run];
            let is_id = word.len() == 36 && word.matches('-').count() == 4;
            let is_key = word.len() == 32 && !word.contains('-');
            if (is_id || is_key) && !known.iter().any(|one| one == word) {
                let place = drawn.iter().position(|one| one == word).unwrap_or(drawn.len());
                if place == drawn.len() {
                    drawn.push(word.to_owned());
                }
                out.push_str(&if is_key { "key".to_owned() } else { format!("drawn-{place}") });
            } else {
                out.push_str(word);
            }
            rest = &rest[run..];
        }
        out.push_str(rest);
        out
    };
    let headers = answer.headers.iter().map(|(name, value)| (name.clone(), named(value))).collect();
    Answer { headers, body: named(&answer.text()).into_bytes(), ..answer }
}

#[test]
fn sec_07_two_cities_that_differ_in_what_an_observer_may_not_see_answer_her_alike() {
    let campaign = Campaign::named("two-worlds", 12, 7);
    let base = house::folder();
    let common = found(base.path());
    let mut asked = 0_u64;
    campaign.each(|round| {
        let dice = &round.dice;
        let observer = pick(dice, &common.observers).clone();
        let staff = [Role::Desk, Role::CaseWorker, Role::ProtectedWorker, Role::Supervisor];
        let sees_persons = observer.roles.iter().any(|role| staff.contains(role));
        let mut differences = OF_STAFF.to_vec();
        differences.extend((!sees_persons).then_some(Difference::Person));
        let difference = *pick(dice, &differences);
        // why: to a contact of her own team a protected worker has the relation `same_team`, whoever
        // follows the person (docs/access.md); what other teams recorded is hidden from her
        let looks_behind = observer.roles.contains(&Role::ProtectedWorker);
        let difference = match difference {
            Difference::ProtectedOfOurs | Difference::Steps if looks_behind => Difference::Protected,
            other => other,
        };
        let (elevated, seed) = (dice.below(2) == 0, dice.below(u64::MAX));
        let folder = house::folder();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        copied(base.path(), &one);
        copied(base.path(), &two);
        let hint = differ(&two, &common, &observer, difference, dice);
        let cities = [&one, &two].map(|folder| {
            let house = House::open(folder, seed);
            house.app.clock.turn(3 * 3_600);
            let who = house.with_session(&observer, elevated);
            (house, who)
        });
        let known = known(&common, &hint);
        let mut since = [Vec::new(), Vec::new()];
        for number in 0..REQUESTS {
            let request = drawn(&common, &hint, dice);
            let [left, right] = [0, 1].map(|at| {
                let (house, who) = &cities[at];
                house.app.clock.turn(STEP);
                let answer = ask(house, who, &request);
                // What goes on behind the pages tells her no more than they do.
                people::compare_searches(&house.app).unwrap();
                alarms::look(&house.app).unwrap();
                by_order(answer, &known, &mut since[at])
            });
            asked += 1;
            if let Some(parts) = left.parts_from(&right) {
                panic!(
                    "{} (elevated {elevated}), {difference:?}, request {number} {request:?}: {parts}",
                    observer.name
                );
            }
            assert_ne!(left.status, 500, "{}: {request:?}", observer.name);
        }
    });
    campaign.report(&format!("{asked} requests made in both cities since it was last started: no byte differed"));
}

#[test]
fn sec_07_who_may_see_the_difference_is_answered_otherwise() {
    let (base, dice) = (house::folder(), Dice::seeded(8));
    let common = found(base.path());
    for difference in [
        Difference::File,
        Difference::Contact,
        Difference::Follower,
        Difference::Protected,
        Difference::HouseholdProtected,
    ] {
        let (one, two) = (house::folder(), house::folder());
        copied(base.path(), one.path());
        copied(base.path(), two.path());
        let hint = differ(two.path(), &common, &common.stranger, difference, &dice);
        let [left, right] = [one.path(), two.path()].map(|folder| {
            let house = House::open(folder, 9);
            house.app.clock.turn(3 * 3_600);
            let who = house.with_session(&common.stranger, true);
            house.get(&who, &format!("/people/{}", hint.person))
        });
        let (known, mut first, mut second) = (known(&common, &hint), Vec::new(), Vec::new());
        let (left, right) = (by_order(left, &known, &mut first), by_order(right, &known, &mut second));
        assert_eq!(right.status, 200, "{difference:?}");
        assert!(left.parts_from(&right).is_some(), "{difference:?} is not seen by who may see it");
    }
}
