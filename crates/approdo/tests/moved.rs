//! SEC-52: a ciphertext that is put elsewhere opens nowhere. For every column of every table that holds
//! something closed, a real value is moved to another row, another column and another version, by a hand
//! that has the database and not the keys: nothing of it is shown. A closed column without a case fails.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

mod house;
mod world;

use std::{collections::BTreeSet, path::Path};

use approdo::{
    access::{
        self, drafts,
        exports::{self, Kind, Wish},
        glass,
        private::{self, Statement},
        second_factor::Seed,
        sought,
        trail::{self, alarms},
        users,
    },
    app::{App, Opening, Place},
    desk,
    operation::keys,
    people::{
        self,
        household::{self, Depends, NewTie},
        import::{Mapping, upload},
        safe_address::{self, Letters, SafeAddress},
        safety,
        situation::{
            self,
            fact::{Fact, Said, Word},
            facts,
            title::{Stage, Title},
            titles,
        },
    },
    shell::export::Sheet,
};
use ground::{
    AccountId, ContactId, Dice, ExportId, FactId, GlassId, PasskeyId, PersonId, Prose, TieId, TitleId,
    lists::FactSource,
};
use house::{House, Who, line};
use policy::Role;
use store::{
    StoreError, Value,
    once::Once,
    vault::{KeyDirectory, Place as SealPlace, Safe, Vault},
};

/// What stands in a column and opens nothing: keyed hashes, which are compared and never opened.
const BLIND: [(&str, &str); 6] = [
    ("account", "email_index"),
    ("passkey", "credential_index"),
    ("private_mark", "mark"),
    ("outside_link", "subject_index"),
    ("outside_step", "subject_index"),
    ("person_lookup", "key"),
];

/// One cell: table, column, and the condition that names its row.
#[derive(Clone)]
struct Spot {
    table: &'static str,
    column: &'static str,
    at: &'static str,
    row: Vec<Value<'static>>,
}

impl Spot {
    fn take(&self, house: &House) -> Vec<u8> {
        let sql = format!("select {} from {} where {}", self.column, self.table, self.at);
        let read = house.app.store.read("moved.take", |tx| tx.one::<(Vec<u8>,)>(&sql, &self.row));
        read.map_err(|error: StoreError| error).unwrap().unwrap_or_else(|| panic!("no row: {sql}")).0
    }

    fn put(&self, house: &House, sealed: &[u8]) {
        let mut args = self.row.clone();
        args.push(sealed.to_vec().into());
        let sql = format!("update {} set {} = ${} where {}", self.table, self.column, args.len(), self.at);
        assert_eq!(house.sql(&sql, &args).unwrap(), 1, "{sql}");
    }
}

type Reader<'a> = Box<dyn Fn() -> Result<String, String> + 'a>;

/// A closed column, values that do not belong there, and how the house reads what stands in it.
struct Case<'a> {
    spot: Spot,
    /// Each with what it is: another row's, another column's, an older version's.
    foreign: Vec<(&'static str, Vec<u8>)>,
    /// What is read when all is as it should be.
    holds: String,
    read: Reader<'a>,
}

/// What the persons of this test are called and what is said of them: nothing of it is ever shown wrongly.
const WORDS: [&str; 7] = ["Zamina", "Zblessing", "Zfirst", "Zsecond", "Zthird", "Zelena", "Zkey"];

fn told<T: std::fmt::Debug, E: std::fmt::Debug>(answer: Result<T, E>) -> Result<String, String> {
    answer.map(|shown| format!("{shown:?}")).map_err(|refused| format!("{refused:?}"))
}

struct City {
    irene: Who,
    sara: Who,
    aldo: Who,
    nadia: Who,
    persons: [PersonId; 2],
    contacts: [ContactId; 2],
    uploads: [upload::UploadId; 2],
    hidden: [PersonId; 2],
    openings: [GlassId; 2],
    passkeys: [PasskeyId; 2],
}

fn once(app: &App, by: AccountId) -> Once {
    Once { key: app.dice.bytes(), by: Some(by), body: app.dice.bytes() }
}

fn csv(house: &House, who: &Who, names: [&str; 2]) -> upload::UploadId {
    let (app, actor) = (&house.app, house.actor(who));
    let mut arriving = upload::begin(app, &actor).unwrap();
    for piece in [format!("given_name,family_name\n{},Uno\n", names[0]), format!("{},Due\n", names[1])] {
        arriving = arriving.add(app, piece.as_bytes()).unwrap();
    }
    let id = upload::arrived(app, &actor, arriving, app.dice.bytes()).unwrap();
    let mapping = Mapping::parse("given_name = \"given_name\"\nfamily_name = \"family_name\"").unwrap();
    upload::choose(app, &actor, &once(app, who.account), id, &mapping).unwrap();
    id
}

fn settle(house: &House) -> City {
    let here = house.team("Sportello sociale");
    let elevated = |who: Who| house.with_session(&who, true);
    let irene = elevated(house.hire("Zelena Sala", &[Role::ProtectedWorker, Role::CaseWorker], None, Some(here)));
    let sara = elevated(house.hire("Sara Villa", &[Role::Supervisor], None, Some(here)));
    let luca = elevated(house.hire("Luca Moro", &[Role::Supervisor], None, Some(here)));
    let nadia = elevated(house.hire("Nadia Greco", &[Role::AuditorDpo], None, None));
    let aldo = elevated(house.hire("Aldo Serra", &[Role::Sysadmin], None, None));
    let persons = ["Zamina", "Zblessing"].map(|name| {
        let id = house.person(name, "Haddad", "+39 333 111 2222", "Via Roma 1");
        house.follow(id, None, Some(here));
        id
    });
    let contacts = persons.map(|id| house.contact(&irene, Some(id), "health.orientation", "Zfirst"));
    for who in [&irene, &sara] {
        for form in ["/people/new", "/contacts/new"] {
            let keep = |tx: &mut store::Tx<'_>| drafts::keep(&house.app, tx, who.account, form, b"note=Zfirst");
            house.app.store.write("moved.draft", keep).unwrap();
        }
        give_second_factor(house, who);
    }
    for who in [&irene, &sara] {
        say_privately(house, who, "Zfirst");
    }
    let hidden = ["Zamina", "Zblessing"].map(|name| hide(house, &irene, name));
    let openings = [("Zelena Rossi", persons[0]), ("Carlo Neri", persons[1])].map(|(name, id)| {
        let who = elevated(house.hire(name, &[Role::Desk], None, Some(here)));
        open_in_emergency(house, &who, &sara, id)
    });
    let passkeys = [(&irene, CREDENTIAL), (&sara, "WmtleTg3NjU0MzIx")]
        .map(|(who, credential)| give_passkey(house, who, credential));
    let uploads = [csv(house, &sara, ["Zamina", "Zblessing"]), csv(house, &luca, ["Zfirst", "Zsecond"])];
    City { irene, sara, aldo, nadia, persons, contacts, uploads, hidden, openings, passkeys }
}

/// The secret of a second factor, another one for each account.
fn seed(who: &Who) -> [u8; 20] {
    std::array::from_fn(|at| who.account.bytes()[at % 16] ^ 7)
}

fn give_second_factor(house: &House, who: &Who) {
    let place = SealPlace { table: "account", column: "totp", row: *who.account.bytes(), version: 1 };
    let seal = |tx: &mut store::Tx<'_>| {
        let sealed = house.app.vault.seal_for_house(tx, Safe::Staff, &place, &seed(who))?;
        tx.exec("update account set totp = $2 where id = $1", &[who.account.into(), sealed.into()])
    };
    assert_eq!(house.app.store.write("moved.totp", seal).unwrap(), 1);
}

fn say_privately(house: &House, who: &Who, surname: &str) {
    let statement = Statement { surname: Some(line(surname)), ..Statement::default() };
    private::state(&house.app, &house.actor(who), &once(&house.app, who.account), &statement).unwrap();
}

/// A protected person with a safe address.
fn hide(house: &House, by: &Who, name: &str) -> PersonId {
    let (app, actor) = (&house.app, house.actor(by));
    let id = house.person(name, "Nascosta", "+39 333 999", "Via Roma 1");
    house.follow(id, None, by.team);
    safety::protect(app, &actor, &once(app, by.account), id, None).unwrap();
    stay(house, by, id, 0, "Zfirst");
    id
}

fn stay(house: &House, by: &Who, id: PersonId, version: i64, place: &str) {
    let new = SafeAddress { place: Prose::parse(place).unwrap(), letters: Letters::ByHand };
    let once = once(&house.app, by.account);
    safe_address::write(&house.app, &house.actor(by), &once, id, version, &new).unwrap();
}

/// Opens a person in an emergency, which a supervisor judges.
fn open_in_emergency(house: &House, who: &Who, judge: &Who, id: PersonId) -> GlassId {
    let app = &house.app;
    let words = Prose::parse("Zfirst, e nessuno di noi la conosce").unwrap();
    let why = people::glass::Why { reason: glass::Reason::Life, words };
    trail::settle(app).unwrap();
    people::glass::break_for(app, &house.actor(who), &once(app, who.account), id, &why, None).unwrap();
    let opened = app.store.read("moved.opened", |tx| {
        tx.one::<(GlassId,)>("select id from glass where account = $1", &[who.account.into()])
    });
    let (opened,) = opened.map_err(|error: StoreError| error).unwrap().unwrap();
    let said = Prose::parse("Zsecond").unwrap();
    people::glass::verdict(app, &house.actor(judge), &once(app, judge.account), opened, true, &said).unwrap();
    opened
}

/// The credential of Irene's passkey, as pages name it.
const CREDENTIAL: &str = "WmtleTEyMzQ1Njc4";

/// A passkey as a browser would have made it: the public key is a well-known point.
fn give_passkey(house: &House, who: &Who, credential: &str) -> PasskeyId {
    let id = PasskeyId::draw(&Dice::os());
    let key = r#"{"cred":{"cred_id":"CREDENTIAL","cred":{"type_":"ES256","key":{"EC_EC2":{"curve":
        "SECP256R1","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
        "y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}}},"counter":0,"transports":null,"user_verified":true,
        "backup_eligible":false,"backup_state":false,"registration_policy":"required","extensions":{},
        "attestation":{"data":"None","metadata":"None"},"attestation_format":"none"}}"#;
    let key = key.replace("CREDENTIAL", credential);
    let put = |tx: &mut store::Tx<'_>| {
        let place = |column| SealPlace { table: "passkey", column, row: *id.bytes(), version: 1 };
        let vault = &house.app.vault;
        let name = vault.seal_for_house(tx, Safe::Staff, &place("name"), format!("Zkey {id}").as_bytes())?;
        let credential = vault.seal_for_house(tx, Safe::Staff, &place("credential"), key.as_bytes())?;
        tx.exec(
            "insert into passkey (id, account, credential_index, name, credential, counter, added_at, used_at)
             values ($1, $2, $3, $4, $5, 0, $6, null)",
            &[
                id.into(),
                who.account.into(),
                house.app.dice.bytes::<32>().to_vec().into(),
                name.into(),
                credential.into(),
                house.app.now().into(),
            ],
        )
    };
    assert_eq!(house.app.store.write("moved.passkey", put).unwrap(), 1);
    id
}

fn of_account(who: &Who, column: &'static str) -> Spot {
    Spot { table: "account", column, at: "id = $1", row: vec![who.account.into()] }
}

/// Accounts have no version of what is sealed: an older e-mail of the same account could be put back.
fn account_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let (mine, other) = (&city.irene, &city.sara);
    let listed = move || told(users::list(&house.app, &house.actor(&city.aldo)));
    let mut cases = Vec::new();
    for (column, next, holds) in [("email", "name", "zelena.sala@"), ("name", "email", "Zelena Sala")] {
        cases.push(Case {
            spot: of_account(mine, column),
            foreign: vec![
                ("another account's", of_account(other, column).take(house)),
                ("another column's", of_account(mine, next).take(house)),
            ],
            holds: holds.to_owned(),
            read: Box::new(listed),
        });
    }
    cases.push(Case {
        spot: of_account(mine, "totp"),
        foreign: vec![
            ("another account's", of_account(other, "totp").take(house)),
            ("another column's", of_account(mine, "name").take(house)),
        ],
        holds: "303".to_owned(),
        read: Box::new(move || elevation(house, mine)),
    });
    cases
}

/// What the page answers to the code that her phone shows now; each step is good once.
fn elevation(house: &House, who: &Who) -> Result<String, String> {
    house.app.clock.turn(30);
    let code = Seed::from_bytes(&seed(who)).unwrap().code_at(house.app.now());
    let answer = house.post(&house.with_session(who, false), "/elevate", &[("code", &code), ("next", "/")]);
    // A code that is held to be wrong was held against a secret that opened.
    if answer.status == 500 { Err(answer.text()) } else { Ok(answer.status.to_string()) }
}

fn draft_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let spot = |who: &Who, form: &'static str| Spot {
        table: "draft",
        column: "body",
        at: "account = $1 and form = $2",
        row: vec![who.account.into(), form.into()],
    };
    let mine = spot(&city.irene, "/people/new");
    let older = mine.take(house);
    let keep =
        |tx: &mut store::Tx<'_>| drafts::keep(&house.app, tx, city.irene.account, "/people/new", b"note=Zsecond");
    house.app.store.write("moved.draft", keep).unwrap();
    let read = move || {
        let actor = house.actor(&city.irene);
        let taken = house.app.store.read("moved.take_draft", |tx| drafts::take(&house.app, tx, &actor, "/people/new"));
        told(taken.map(|body| body.map(|bytes| String::from_utf8(bytes).unwrap()).unwrap_or_default()))
    };
    vec![Case {
        foreign: vec![
            ("another account's", spot(&city.sara, "/people/new").take(house)),
            ("another form's, where it opens and is not hers", spot(&city.irene, "/contacts/new").take(house)),
            ("another column's", of_account(&city.irene, "name").take(house)),
            ("an older version's", older),
        ],
        spot: mine,
        holds: "Zsecond".to_owned(),
        read: Box::new(read),
    }]
}

fn of_person(id: PersonId, column: &'static str) -> Spot {
    Spot { table: "person", column, at: "id = $1", row: vec![id.into()] }
}

fn person_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let [mine, other] = city.persons;
    let (app, actor) = (&house.app, house.actor(&city.irene));
    let older = ["identity", "file"].map(|column| of_person(mine, column).take(house));
    let before = people::see(app, &actor, mine).unwrap();
    let mut file = before.file.unwrap().1;
    file.points[0].words = Some(line("Zthird"));
    let identity = people::Identity { birth_country: ground::lists::Country::parse("MA"), ..before.identity };
    let correction = people::Correction { identity: Some((1, identity)), file: Some((1, file)) };
    people::correct(app, &actor, &once(app, city.irene.account), mine, &correction).unwrap();
    let change = |person: PersonId, part: &'static str| Spot {
        table: "person_change",
        column: "before",
        at: "person = $1 and part = $2",
        row: vec![person.into(), part.into()],
    };
    let see = move || told(people::see(&house.app, &house.actor(&city.irene), mine));
    let history = move || told(people::history(&house.app, &house.actor(&city.irene), mine));
    let [older_identity, older_file] = older;
    let case = |column, next, older, holds: &str| Case {
        spot: of_person(mine, column),
        foreign: vec![
            ("another person's", of_person(other, column).take(house)),
            ("another column's", of_person(mine, next).take(house)),
            ("an older version's", older),
        ],
        holds: holds.to_owned(),
        read: Box::new(see),
    };
    vec![
        case("identity", "file", older_identity, "Zamina"),
        case("file", "identity", older_file, "Zthird"),
        // A change is written once: its row is its version.
        Case {
            spot: change(mine, "identity"),
            foreign: vec![
                ("another person's", change(other, "created").take(house)),
                ("another row's of hers", change(mine, "file").take(house)),
                ("another column's", of_person(mine, "identity").take(house)),
            ],
            holds: "Zamina".to_owned(),
            read: Box::new(history),
        },
    ]
}

fn contact_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let [mine, other] = city.contacts;
    let (app, actor) = (&house.app, house.actor(&city.irene));
    let body = |id: ContactId| Spot { table: "contact", column: "sealed", at: "id = $1", row: vec![id.into()] };
    let part = |id: ContactId, word: &'static str| Spot {
        table: "contact_part",
        column: "sealed",
        at: "contact = $1 and compartment = $2",
        row: vec![id.into(), word.into()],
    };
    let older = [body(mine).take(house), part(mine, "health").take(house)];
    let seen = desk::see(app, &actor, mine).unwrap().contact;
    let mut entry = seen.entry;
    entry.remarks.note = Some(ground::Prose::parse("Zsecond").unwrap());
    desk::correct(app, &actor, &once(app, city.irene.account), mine, seen.version, &entry).unwrap();
    let see = move || told(desk::see(&house.app, &house.actor(&city.irene), mine));
    let [older_body, older_part] = older;
    vec![
        Case {
            spot: body(mine),
            foreign: vec![
                ("another contact's", body(other).take(house)),
                ("another column's", part(mine, "health").take(house)),
                ("an older version's", older_body),
            ],
            holds: "Zsecond".to_owned(),
            read: Box::new(see),
        },
        Case {
            spot: part(mine, "health"),
            foreign: vec![
                ("another contact's", part(other, "health").take(house)),
                ("another column's", body(mine).take(house)),
                ("an older version's", older_part),
            ],
            holds: "Zsecond".to_owned(),
            read: Box::new(see),
        },
    ]
}

/// A file is sealed once, piece by piece: the piece's number is its version. The choice of its columns has
/// none: an older choice for the same file could be put back.
fn upload_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let [mine, other] = city.uploads;
    let mapping =
        |id: upload::UploadId| Spot { table: "person_upload", column: "mapping", at: "id = $1", row: vec![id.into()] };
    let piece = |id: upload::UploadId, number: i64| Spot {
        table: "person_upload_part",
        column: "text",
        at: "upload = $1 and number = $2",
        row: vec![id.into(), number.into()],
    };
    let read = move || {
        let previewed = upload::preview(&house.app, &house.actor(&city.sara), mine).map_err(|no| format!("{no:?}"))?;
        told(previewed.found)
    };
    vec![
        Case {
            spot: mapping(mine),
            foreign: vec![
                ("another file's", mapping(other).take(house)),
                ("another column's", piece(mine, 0).take(house)),
            ],
            holds: "Zblessing".to_owned(),
            read: Box::new(read),
        },
        Case {
            spot: piece(mine, 1),
            foreign: vec![
                ("another file's", piece(other, 1).take(house)),
                ("another piece's", piece(mine, 0).take(house)),
                ("another column's", mapping(mine).take(house)),
            ],
            holds: "Zblessing".to_owned(),
            read: Box::new(read),
        },
    ]
}

/// What a page shows; a broken one shows nothing but that it is.
fn page(house: &House, who: &Who, path: &str) -> Result<String, String> {
    let answer = house.get(&house.with_session(who, true), path);
    if answer.status == 500 { Err(answer.text()) } else { Ok(answer.text()) }
}

/// A passkey is written once; its name and its key are two columns of one row.
fn passkey_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let [mine, other] = city.passkeys;
    let spot =
        |id: PasskeyId, column: &'static str| Spot { table: "passkey", column, at: "id = $1", row: vec![id.into()] };
    let case = |column, next, holds: String, path: &'static str| Case {
        spot: spot(mine, column),
        foreign: vec![
            ("another passkey's", spot(other, column).take(house)),
            ("another column's", spot(mine, next).take(house)),
            ("another table's", of_account(&city.irene, "name").take(house)),
        ],
        holds,
        read: Box::new(move || page(house, &city.irene, path)),
    };
    vec![
        case("name", "credential", format!("Zkey {mine}"), "/me"),
        case("credential", "name", CREDENTIAL.to_owned(), "/me/passkeys/new"),
    ]
}

fn private_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let spot = |who: &Who| Spot {
        table: "private_statement",
        column: "sealed",
        at: "account = $1",
        row: vec![who.account.into()],
    };
    let older = spot(&city.irene).take(house);
    say_privately(house, &city.irene, "Zthird");
    let read = move || {
        let stated = |tx: &mut store::Tx<'_>| private::find(&house.app, tx, city.irene.account);
        told(house.app.store.read("moved.private", stated))
    };
    vec![Case {
        spot: spot(&city.irene),
        foreign: vec![
            ("another account's", spot(&city.sara).take(house)),
            ("another column's", of_account(&city.irene, "name").take(house)),
            ("an older version's", older),
        ],
        holds: "Zthird".to_owned(),
        read: Box::new(read),
    }]
}

/// What is said of an opening is written once.
fn glass_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let [mine, other] = city.openings;
    let spot = |id: GlassId, column: &'static str| Spot { table: "glass", column, at: "id = $1", row: vec![id.into()] };
    let case = |column, next, holds: &str| Case {
        spot: spot(mine, column),
        foreign: vec![
            ("another opening's", spot(other, column).take(house)),
            ("another column's", spot(mine, next).take(house)),
        ],
        holds: holds.to_owned(),
        read: Box::new(move || told(people::glass::see(&house.app, &house.actor(&city.sara), mine))),
    };
    vec![case("words", "said", "Zfirst"), case("said", "words", "Zsecond")]
}

fn safe_address_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let [mine, other] = city.hidden;
    let spot = |id: PersonId| Spot { table: "safe_address", column: "sealed", at: "person = $1", row: vec![id.into()] };
    let older = spot(mine).take(house);
    stay(house, &city.irene, mine, 1, "Zthird");
    let read = move || {
        let (actor, asked) = (house.actor(&city.irene), once(&house.app, city.irene.account));
        let shown = safe_address::show(&house.app, &actor, &asked, mine, safe_address::Reason::Visit);
        told(shown.map(|address| address.map(|address| address.place)))
    };
    let opening = Spot { table: "glass", column: "words", at: "id = $1", row: vec![city.openings[0].into()] };
    vec![Case {
        spot: spot(mine),
        foreign: vec![
            ("another person's", spot(other).take(house)),
            ("another table's", opening.take(house)),
            ("an older version's", older),
        ],
        holds: "Zthird".to_owned(),
        read: Box::new(read),
    }]
}

/// What two persons are to each other, written down by Irene.
fn tied(house: &House, by: &Who, [id, other]: [PersonId; 2], kind: household::Kind) -> TieId {
    let new = NewTie {
        other,
        kind: Some(kind),
        together: false,
        also_with: Vec::new(),
        from: None,
        until: None,
        depends: Depends::NotAsked,
    };
    household::add(&house.app, &house.actor(by), &once(&house.app, by.account), id, &new).unwrap();
    let ties = household::household(&house.app, &house.actor(by), id).unwrap().members;
    ties[0].ties.iter().find(|tie| tie.said.kind == kind).unwrap().id
}

fn tie_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let [mine, other] =
        [household::Kind::Partner, household::Kind::Guardian].map(|kind| tied(house, &city.irene, city.persons, kind));
    let tie = |id: TieId| Spot { table: "tie", column: "sealed", at: "id = $1", row: vec![id.into()] };
    let change = |id: TieId, version: i64| Spot {
        table: "tie_change",
        column: "sealed",
        at: "tie = $1 and version = $2",
        row: vec![id.into(), version.into()],
    };
    let older = tie(mine).take(house);
    let (actor, form) = (house.actor(&city.irene), once(&house.app, city.irene.account));
    let married = household::Said::of(household::Kind::Spouse);
    household::correct(&house.app, &actor, &form, city.persons[0], (mine, 1), married).unwrap();
    let see = move || household::household(&house.app, &house.actor(&city.irene), city.persons[0]);
    let members = move || told(see().map(|household| household.members));
    let changes = move || told(see().map(|household| household.changes));
    vec![
        Case {
            spot: tie(mine),
            foreign: vec![
                ("another tie's", tie(other).take(house)),
                ("another table's", change(mine, 2).take(house)),
                ("an older version's", older),
            ],
            holds: "Spouse".to_owned(),
            read: Box::new(members),
        },
        Case {
            spot: change(mine, 2),
            foreign: vec![
                ("another tie's", change(other, 1).take(house)),
                ("another version's", change(mine, 1).take(house)),
                ("another table's", tie(mine).take(house)),
            ],
            holds: "Zelena".to_owned(),
            read: Box::new(changes),
        },
    ]
}

/// A title is sealed anew for each version, and so is what stood there before; what was said of a fact is
/// sealed anew when it is taken back.
fn situation_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let (app, actor, me) = (&house.app, house.actor(&city.irene), city.irene.account);
    let title = |basis: &str| Title { basis: Some(line(basis)), stage: Stage::Held, ..Title::default() };
    let of = |id: TitleId| Spot { table: "residence_title", column: "sealed", at: "id = $1", row: vec![id.into()] };
    let past = |id: TitleId, version: i64| Spot {
        table: "residence_title_past",
        column: "sealed",
        at: "title = $1 and version = $2",
        row: vec![id.into(), version.into()],
    };
    let said = |id: FactId| Spot { table: "dated_fact", column: "sealed", at: "id = $1", row: vec![id.into()] };
    let [mine, other] = city.persons.map(|id| titles::add(app, &actor, &once(app, me), id, &title("Zfirst")).unwrap());
    let older = of(mine).take(house);
    for (person, id) in city.persons.into_iter().zip([mine, other]) {
        for (version, basis) in [(1, "Zsecond"), (2, "Zthird")] {
            titles::correct(app, &actor, &once(app, me), (person, id), version, &title(basis)).unwrap();
        }
    }
    let word = Word { said: Said::YesNo(true), from: app.today(), source: FactSource::parse("told").unwrap() };
    let entry = Fact::parse("earlier_assisted_return").unwrap();
    let [value, other_value] =
        city.persons.map(|id| facts::say(app, &actor, &once(app, me), id, entry, &word).unwrap());
    let older_value = said(value).take(house);
    facts::withdraw(app, &actor, &once(app, me), (city.persons[0], value), 1, Some(&line("Zthird"))).unwrap();
    let seen = move || told(titles::see(&house.app, &house.actor(&city.irene), city.persons[0], mine));
    let shown = move || {
        let shown = situation::show(&house.app, &house.actor(&city.irene), city.persons[0]);
        told(shown.map(|shown| shown.values))
    };
    let case =
        |spot: Spot, foreign, holds: &str, read: Reader<'a>| Case { spot, foreign, holds: holds.to_owned(), read };
    vec![
        case(
            of(mine),
            vec![
                ("another person's", of(other).take(house)),
                ("another table's", past(mine, 2).take(house)),
                ("an older version's", older),
            ],
            "Zthird",
            Box::new(seen),
        ),
        case(
            past(mine, 1),
            vec![
                ("another person's", past(other, 1).take(house)),
                ("another table's", of(mine).take(house)),
                ("another version's", past(mine, 2).take(house)),
            ],
            "Zfirst",
            Box::new(seen),
        ),
        case(
            said(value),
            vec![
                ("another person's", said(other_value).take(house)),
                ("another table's", of(mine).take(house)),
                ("an older version's", older_value),
            ],
            "Zthird",
            Box::new(shown),
        ),
    ]
}

/// What was said to an alarm is written once.
fn alarm_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let (app, auditor) = (&house.app, house.actor(&city.nadia));
    let [mine, other] = [(7, "Zfirst"), (8, "Zsecond")].map(|(hour, said)| {
        let ring = "insert into alarm (kind, actor, hour, at, count, most) values ('persons', 'house', $1, $2, 40, 20)";
        house.sql(ring, &[i64::from(hour).into(), app.now().into()]).unwrap();
        let key = alarms::Key { kind: "persons".to_owned(), who: "house".to_owned(), hour: hour.into() };
        let words = Prose::parse(said).unwrap();
        alarms::review(app, &auditor, &once(app, city.nadia.account), &key, &words).unwrap();
        Spot { table: "alarm_review", column: "words", at: "hour = $1", row: vec![i64::from(hour).into()] }
    });
    let read = move || {
        let listed = alarms::last(&house.app, &house.actor(&city.nadia));
        told(listed.map(|listed| listed.alarms.into_iter().filter_map(|one| one.review).collect::<Vec<_>>()))
    };
    vec![Case {
        foreign: vec![
            ("another alarm's", other.take(house)),
            ("another table's", of_account(&city.irene, "name").take(house)),
        ],
        spot: mine,
        holds: "Zfirst".to_owned(),
        read: Box::new(read),
    }]
}

/// A search waits some seconds and is written once. One that does not open is compared with nobody.
fn search_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let ask = |terms: &str| {
        let left = sought::ask(&house.app, &house.actor(&city.irene), terms.as_bytes()).unwrap();
        house.sql(left.sql, &left.args).unwrap();
        Spot { table: "search_asked", column: "terms", at: "id = $1", row: vec![left.args[0].clone()] }
    };
    let (mine, other) = (ask("Zfirst"), ask("Zsecond"));
    let Value::Bytes(id) = mine.row[0].clone() else { panic!("an id is bytes") };
    let read = move || {
        let waiting = |tx: &mut store::Tx<'_>| sought::waiting(&house.app, tx, 10);
        let all = house.app.store.read("moved.waiting", waiting).map_err(|error: StoreError| error.to_string())?;
        let asked = all.into_iter().find(|one| one.id == *id).unwrap();
        if asked.terms == b"[]" { Err("it does not open".to_owned()) } else { told(String::from_utf8(asked.terms)) }
    };
    vec![Case {
        foreign: vec![
            ("another search's", other.take(house)),
            ("another table's", of_account(&city.irene, "name").take(house)),
        ],
        spot: mine,
        holds: "Zfirst".to_owned(),
        read: Box::new(read),
    }]
}

fn export(house: &House, who: &Who, word: &str) -> ExportId {
    let wish = Wish {
        kind: Kind::Breach,
        question: word.to_owned(),
        reason: exports::Reason::ALL[0],
        words: Prose::parse(word).unwrap(),
        handed: false,
    };
    let once = once(&house.app, who.account);
    let made = exports::make(&house.app, &house.actor(who), &once, &wish, |_| {
        let mut sheet = Sheet::with_heads(&["name"]).unwrap();
        sheet.row(&[word]).unwrap();
        Ok(sheet)
    });
    made.unwrap()
}

/// What a file holds, taken as its owner takes it; then it is put back, to be taken again.
fn taken(house: &House, who: &Who, id: ExportId) -> Result<String, String> {
    let key = Spot { table: "data_key", column: "wrapped", at: "owner = $1", row: vec![id.bytes().to_vec().into()] };
    let (wrapped, body) = (key.take(house), of_export(id, "body").take(house));
    let file = exports::take(&house.app, &house.actor(who), id).map_err(|refused| format!("{refused:?}"))?;
    let back = "insert into data_key (owner, compartment, wrapped) values ($1, 'personal', $2)";
    house.sql(back, &[id.bytes().to_vec().into(), wrapped.into()]).unwrap();
    let again = "update export_file set taken_at = null, body = $2 where id = $1";
    house.sql(again, &[id.bytes().to_vec().into(), body.into()]).unwrap();
    Ok(String::from_utf8(file.bytes).unwrap())
}

fn of_export(id: ExportId, column: &'static str) -> Spot {
    Spot { table: "export_file", column, at: "id = $1", row: vec![id.bytes().to_vec().into()] }
}

/// A file and why it was made are written once.
fn export_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let [mine, other] = ["Zthird", "Zsecond"].map(|word| export(house, &city.nadia, word));
    let listed = move || {
        let all = exports::list(&house.app, &house.actor(&city.nadia));
        told(all.map(|all| all.into_iter().map(|one| one.words).collect::<Vec<_>>()))
    };
    let case = |column, next, read: Reader<'a>| Case {
        spot: of_export(mine, column),
        foreign: vec![
            ("another file's", of_export(other, column).take(house)),
            ("another column's", of_export(mine, next).take(house)),
        ],
        holds: "Zthird".to_owned(),
        read,
    };
    vec![
        case("words", "body", Box::new(listed)),
        case("body", "words", Box::new(move || taken(house, &city.nadia, mine))),
    ]
}

/// Wrapped keys: those of owners, and those of the compartments, which are read when a vault is opened.
fn key_cases<'a>(house: &'a House, city: &'a City) -> Vec<Case<'a>> {
    let data_key = |owner: Value<'static>, word: &'static str| Spot {
        table: "data_key",
        column: "wrapped",
        at: "owner = $1 and compartment = $2",
        row: vec![owner, word.into()],
    };
    let compartment = |word: &'static str| Spot {
        table: "compartment_key",
        column: "wrapped",
        at: "compartment = $1 and generation = 1",
        row: vec![word.into()],
    };
    let [mine, other] = city.persons;
    let contact = city.contacts[0];
    let see = move || told(people::see(&house.app, &house.actor(&city.irene), mine));
    let open = move || {
        let keys = KeyDirectory::open(house.app.keys.path()).unwrap();
        let opened = house.app.store.write("moved.open", |tx| Vault::open(tx, &keys, Dice::os()).map(|_| "opened"));
        told(opened.map_err(|error: StoreError| error))
    };
    vec![
        Case {
            spot: data_key(mine.into(), "personal"),
            foreign: vec![
                ("another person's", data_key(other.into(), "personal").take(house)),
                ("another compartment's", data_key(contact.into(), "health").take(house)),
            ],
            holds: "Zamina".to_owned(),
            read: Box::new(see),
        },
        Case {
            spot: compartment("health"),
            foreign: vec![
                ("another compartment's", compartment("legal").take(house)),
                ("another table's", data_key(mine.into(), "personal").take(house)),
            ],
            holds: "opened".to_owned(),
            read: Box::new(open),
        },
    ]
}

fn moved(house: &House) {
    let city = settle(house);
    let mut cases = account_cases(house, &city);
    cases.extend(draft_cases(house, &city));
    cases.extend(person_cases(house, &city));
    cases.extend(contact_cases(house, &city));
    cases.extend(upload_cases(house, &city));
    cases.extend(passkey_cases(house, &city));
    cases.extend(private_cases(house, &city));
    cases.extend(glass_cases(house, &city));
    cases.extend(safe_address_cases(house, &city));
    cases.extend(tie_cases(house, &city));
    cases.extend(situation_cases(house, &city));
    cases.extend(alarm_cases(house, &city));
    cases.extend(search_cases(house, &city));
    cases.extend(export_cases(house, &city));
    cases.extend(key_cases(house, &city));
    for Case { spot, foreign, holds, read } in &cases {
        let name = format!("{}.{}", spot.table, spot.column);
        let own = spot.take(house);
        let sound = read().unwrap_or_else(|why| panic!("{name} does not open where it belongs: {why}"));
        assert!(sound.contains(holds), "{name} does not tell {holds}: {sound}");
        for (what, sealed) in foreign {
            assert_ne!(*sealed, own, "{name}: {what} is its own");
            spot.put(house, sealed);
            // A draft of another form is none.
            let shown = match read() {
                Ok(shown) if shown == "\"\"" => shown,
                Ok(shown) => panic!("{name}: {what} opens there: {shown}"),
                Err(refused) => refused,
            };
            let words: Vec<_> = WORDS.iter().filter(|word| shown.contains(**word)).collect();
            assert!(words.is_empty(), "{name}: {what} was moved there and this is shown: {words:?}");
            spot.put(house, &own);
        }
        assert!(read().is_ok_and(|shown| shown.contains(holds)), "{name} opens again in its place");
    }
    let tried: BTreeSet<_> = cases.iter().map(|case| (case.spot.table, case.spot.column)).collect();
    for table in approdo::tables::TABLES {
        for column in table.columns.iter().filter(|column| column.closed) {
            let cell = (table.name, column.name);
            assert!(tried.contains(&cell) != BLIND.contains(&cell), "{}.{} has no case here", cell.0, cell.1);
        }
    }
    every_key_changes(house, &cases);
}

/// SEC-54: nothing in any closed column hangs on an old key when all have changed, and with the old ones
/// destroyed everything still opens. A column that nobody brings over is found here.
fn every_key_changes(house: &House, cases: &[Case<'_>]) {
    let root = access::Actor::command_line("root", true);
    let what = keys::What { master: true, safes: Safe::ALL.to_vec() };
    keys::rotate(&house.app, &root, &what, &mut |_, _, _| Ok(())).unwrap();
    for case in cases.iter().filter(|case| case.spot.table != "compartment_key") {
        let (table, column) = (case.spot.table, case.spot.column);
        let sql = format!("select {column} from {table} where {column} is not null");
        let read = house.app.store.read("moved.old", |tx| tx.all::<(Vec<u8>,)>(&sql, &[]));
        for (closed,) in read.map_err(|error: StoreError| error).unwrap() {
            // What says its generation says it in its first four bytes; what an owner's key sealed begins with 1.
            assert!(!closed.starts_with(&[0, 0, 0, 1]), "{table}.{column} hangs on an old key");
            assert!(!closed.starts_with(&[128, 0, 0, 1]), "{table}.{column} hangs on the old key of S4");
        }
    }
    keys::destroy(&house.app, &root, keys::Old::Generations).unwrap();
    keys::destroy(&house.app, &root, keys::Old::Master { number: 1, backups_are_lost: true }).unwrap();
    for Case { spot, holds, read, .. } in cases {
        let read = read().unwrap_or_else(|why| panic!("{}.{}: {why}", spot.table, spot.column));
        assert!(read.contains(holds), "{}.{} after the keys changed: {read}", spot.table, spot.column);
    }
}

fn opening(place: Place, keys: &Path) -> Opening {
    let clock = ground::Clock::standing_at(ground::Timestamp::from_micros(1_795_000_000_000_000));
    Opening { clock, ..Opening::of(place, keys.to_owned()) }
}

#[test]
fn sec_52_a_ciphertext_moved_elsewhere_opens_nowhere_on_sqlite() {
    let folder = house::folder();
    let place = Place::Directory(folder.path().join("data"));
    moved(&House::opened(opening(place, &folder.path().join("keys"))));
}

#[test]
fn sec_52_a_ciphertext_moved_elsewhere_opens_nowhere_on_postgresql() {
    let (database, folder) = (world::Database::make(), house::folder());
    moved(&House::opened(opening(Place::Postgres(database.url()), &folder.path().join("keys"))));
}

/// The index of everybody, and that of the protected.
const INDEXES: [Safe; 2] = [Safe::PersonalIndex, Safe::ProtectedIndex];

#[test]
fn sec_53_a_term_blinded_for_one_index_is_not_found_in_the_other() {
    let folder = house::folder();
    let place = Place::Directory(folder.path().join("data"));
    let house = House::opened(opening(place, &folder.path().join("keys")));
    let mine = house.person("Zamina", "Haddad", "+39 333 1", "Via Roma 1");
    let read = |tx: &mut store::Tx<'_>| {
        let keys: Vec<(i64,)> = tx.all("select key from person_lookup where person = $1", &[mine.into()])?;
        let [open, hidden] = INDEXES.map(|safe| house.app.vault.index_now(safe).unwrap());
        Ok::<_, StoreError>((keys, open, hidden))
    };
    let (keys, open, hidden) = house.app.store.read("moved.index", read).unwrap();
    assert!(keys.len() > 1, "{keys:?}");
    let known = matching::Known {
        names: vec![matching::NameForm::new("Zamina", "Haddad")],
        phones: vec!["+39 333 1".to_owned()],
        ..matching::Known::default()
    };
    let terms = matching::Features::of(&known).index_keys();
    let blinded = |index: &store::vault::BlindIndex| -> BTreeSet<i64> {
        terms.iter().map(|term| index.newest("person", &term.to_bytes())).collect()
    };
    let stands: BTreeSet<i64> = keys.into_iter().map(|(key,)| key).collect();
    assert_eq!(blinded(&open), stands, "she stands in the index of everybody");
    assert!(blinded(&hidden).is_disjoint(&stands), "and under nothing that the other key would make");
}
