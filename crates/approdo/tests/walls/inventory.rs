//! What each route asks of the policy. A route that is not here fails.

use policy::{Action, Resource};

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    General,
    /// Her own account.
    Own,
    /// The team in the address.
    Team,
    /// Something of an account of her own team.
    OwnTeam,
    /// The person in the address.
    Person,
    /// The contact in the address, which is a person's and was recorded by others.
    Contact,
    /// The emergency opening in the address, of a person by others.
    Glass,
}

/// Who is answered.
#[derive(Clone, Copy, Debug)]
pub enum Asks {
    /// Whoever comes; tried in the stories of the door.
    Anyone,
    /// Every session.
    Session,
    /// Who gets all of these passes.
    Leave(About, &'static [Need]),
    /// An upload is open to the account that sent it, an opening to close and a notice to whose they are;
    /// tried with other accounts' ids elsewhere.
    OwnUpload,
    /// A file that leaves the house, to the account that made it; tried in the stories of the breach kit.
    OwnFile,
}

/// One condition.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    /// A pass, now; without elevation the page that asks for it.
    Pass(Action, Resource),
    /// One of these, now.
    OneOf(&'static [(Action, Resource)]),
    /// A pass now or after elevation.
    Offered(Action, Resource),
    /// Its page asks for the second factor first.
    Elevated,
}

use About::{Contact as OfContact, General, Glass as OfGlass, Own, OwnTeam, Person, Team as OfTeam};
use Action::{
    Administer, Assign, Break, Correct, Create, Declare, Erase, Export, Import, Lift, Protect, Review, Search, See,
    Verify,
};
use Asks::{Anyone, Leave, OwnFile, OwnUpload, Session};
use Need::{Elevated, Offered, OneOf, Pass};
use Resource::{
    Account, Alarm, Assignment, Audit, Conflict, Contact, Erasure, Glass, Identity, OwnAccount, PersonFile,
    PersonHistory, Protection, SafeAddress, Settings, Situation, Team,
};

/// A form as its page sends it, without token and key: name and value, `_version` one that nobody has.
pub type Form = &'static [(&'static str, &'static str)];

/// The page is shown again with what is wrong, so she must see who it is about.
const CORRECTS_FILE: &[Need] = &[Pass(See, Identity), Pass(Correct, PersonFile)];
const CORRECTS_IDENTITY: &[Need] = &[Pass(See, Identity), Pass(Correct, Identity)];
const ANSWERS_CONFLICT: &[Need] = &[Pass(See, Identity), Pass(Lift, Conflict)];
/// Leave to change is asked for before anybody is shown.
const TIES: &[Need] = &[Pass(Correct, PersonFile), Pass(See, Identity)];
const STALE: (&str, &str) = ("_version", "99");
const NO_FIELDS: Form = &[];
const BREACH: Form = &[
    ("from", "2026-11-23 08:00"),
    ("to", "2026-11-24 08:00"),
    ("account", ""),
    ("reason", "oversight"),
    ("words", "prova"),
    ("to_whom", "herself"),
];
const TIED: Form = &[("kind", "sibling"), ("together", "no"), ("from", ""), ("until", ""), ("depends", "neither")];
const CONTACT: Form = &[
    ("channel", "desk"),
    ("language", "ar"),
    ("theme", "housing.renting"),
    ("given", "guide"),
    ("minutes", "10"),
    ("outcome", "informed"),
    ("notice", "not_given"),
];
const CONTACT_STALE: Form = &[
    ("channel", "desk"),
    ("language", "ar"),
    ("theme", "housing.renting"),
    ("given", "guide"),
    ("minutes", "10"),
    ("outcome", "informed"),
    ("notice", "not_given"),
    STALE,
];

/// What of her situation is seen stands on a page with her name.
const SEES_SITUATION: &[Need] = &[Pass(See, Situation), Pass(See, Identity)];
const WRITES_SITUATION: &[Need] = &[Pass(Correct, Situation), Pass(See, Identity)];
const TITLE: Form = &[("title_stage", "held"), ("title_expiry", "2027-05-01")];
const FACT: Form = &[("fact_answer", "yes"), ("fact_from", "2026-01-01"), ("fact_source", "told")];

/// Who follows a person asks for her erasure where she sees who it is.
const ERASES_WHOM_SHE_SEES: &[Need] = &[Pass(See, Identity), Pass(Erase, Erasure)];

/// Every route by method: GET, then the forms. Those that take something from the one who asks stand last.
pub const INVENTORY: &[(&str, &str, Asks, Form)] = &[
    ("GET", "/", Session, NO_FIELDS),
    ("GET", "/accessibility", Anyone, NO_FIELDS),
    ("GET", "/api/openapi.json", Anyone, NO_FIELDS),
    ("GET", "/api/rules/list", Anyone, NO_FIELDS),
    ("GET", "/assets/{name}", Anyone, NO_FIELDS),
    ("GET", "/contacts", Leave(General, &[Pass(Create, Contact)]), NO_FIELDS),
    ("GET", "/contacts/new", Leave(General, &[Pass(Create, Contact)]), NO_FIELDS),
    ("GET", "/contacts/{id}", Leave(OfContact, &[Pass(See, Contact)]), NO_FIELDS),
    ("GET", "/contacts/{id}/correct", Leave(OfContact, &[Pass(See, Contact)]), NO_FIELDS),
    ("GET", "/contacts/{id}/notice", Leave(OfContact, &[Pass(See, Contact)]), NO_FIELDS),
    ("GET", "/contacts/{id}/who", Leave(OfContact, &[Pass(See, Contact)]), NO_FIELDS),
    ("GET", "/demo/codes", Anyone, NO_FIELDS),
    ("GET", "/elevate", Session, NO_FIELDS),
    ("GET", "/erasures", Leave(General, &[Pass(Erase, Erasure)]), NO_FIELDS),
    ("GET", "/glass", Leave(General, &[Pass(See, Glass)]), NO_FIELDS),
    ("GET", "/glass/new", Leave(General, &[Offered(Break, Glass)]), NO_FIELDS),
    ("GET", "/glass/{id}", Leave(OfGlass, &[Pass(See, Glass)]), NO_FIELDS),
    ("GET", "/health", Anyone, NO_FIELDS),
    ("GET", "/invitation/{token}", Anyone, NO_FIELDS),
    ("GET", "/login", Anyone, NO_FIELDS),
    ("GET", "/login/code", Anyone, NO_FIELDS),
    ("GET", "/login/passkey/new", Anyone, NO_FIELDS),
    ("GET", "/login/with/{provider}", Anyone, NO_FIELDS),
    ("GET", "/login/with/{provider}/done", Anyone, NO_FIELDS),
    ("GET", "/letters", Session, NO_FIELDS),
    ("GET", "/me", Leave(Own, &[Pass(See, OwnAccount)]), NO_FIELDS),
    ("GET", "/me/passkeys/new", Leave(Own, &[Pass(Correct, OwnAccount), Elevated]), NO_FIELDS),
    ("GET", "/me/private", Leave(Own, &[Pass(See, OwnAccount), Pass(Create, Contact)]), NO_FIELDS),
    ("GET", "/people", Leave(General, &[Pass(Search, Identity)]), NO_FIELDS),
    ("GET", "/people/import", Leave(General, &[Pass(Import, Resource::Import)]), NO_FIELDS),
    ("GET", "/people/import/{id}", OwnUpload, NO_FIELDS),
    ("GET", "/people/new", Anyone, NO_FIELDS),
    ("GET", "/people/search", Anyone, NO_FIELDS),
    ("GET", "/people/{id}", Leave(Person, &[Pass(See, Identity)]), NO_FIELDS),
    (
        "GET",
        "/people/{id}/correct",
        Leave(Person, &[Pass(See, Identity), OneOf(&[(Correct, Identity), (Correct, PersonFile)])]),
        NO_FIELDS,
    ),
    ("GET", "/people/{id}/erasure", Leave(Person, ERASES_WHOM_SHE_SEES), NO_FIELDS),
    ("GET", "/people/{id}/glass", Leave(Person, &[Offered(Break, Glass), Pass(See, Identity)]), NO_FIELDS),
    ("GET", "/people/{id}/safe-address", Leave(Person, &[Pass(See, SafeAddress)]), NO_FIELDS),
    ("GET", "/people/{id}/history", Leave(Person, &[Pass(See, PersonHistory)]), NO_FIELDS),
    (
        "GET",
        "/people/{id}/safe-contact",
        Leave(Person, &[Pass(See, Identity), OneOf(&[(Correct, PersonFile)])]),
        NO_FIELDS,
    ),
    ("GET", "/people/{id}/household", Leave(Person, &[Pass(See, Identity), Pass(See, PersonFile)]), NO_FIELDS),
    ("GET", "/people/{id}/household/with/{other}", Leave(Person, TIES), NO_FIELDS),
    ("GET", "/people/{id}/household/tie/{tie}", Leave(Person, CORRECTS_FILE), NO_FIELDS),
    ("GET", "/people/{id}/situation", Leave(Person, SEES_SITUATION), NO_FIELDS),
    ("GET", "/people/{id}/situation/facts/{fact}", Leave(Person, SEES_SITUATION), NO_FIELDS),
    ("GET", "/people/{id}/situation/titles/new", Leave(Person, WRITES_SITUATION), NO_FIELDS),
    ("GET", "/people/{id}/situation/titles/{title}", Leave(Person, SEES_SITUATION), NO_FIELDS),
    ("GET", "/people/{id}/safety", Leave(Person, &[Pass(See, Identity)]), NO_FIELDS),
    ("GET", "/people/{id}/same", Leave(Person, &[Pass(See, Identity)]), NO_FIELDS),
    ("GET", "/people/{id}/same/{other}", Leave(Person, &[Pass(See, Identity)]), NO_FIELDS),
    ("GET", "/pairs", Leave(General, &[Pass(Search, Identity)]), NO_FIELDS),
    ("GET", "/people/{id}/worker", Leave(Person, &[Pass(See, Identity), Offered(Assign, Assignment)]), NO_FIELDS),
    ("GET", "/self-test", Leave(General, &[Pass(See, Settings)]), NO_FIELDS),
    ("GET", "/teams", Leave(General, &[Pass(See, Team)]), NO_FIELDS),
    ("GET", "/trail", Leave(General, &[Pass(Verify, Audit)]), NO_FIELDS),
    ("GET", "/exports", Leave(General, &[Pass(See, Audit)]), NO_FIELDS),
    ("GET", "/exports/{id}", OwnFile, NO_FIELDS),
    ("GET", "/trail/alarms", Leave(OwnTeam, &[Pass(See, Alarm)]), NO_FIELDS),
    ("GET", "/trail/alarms/review", Leave(General, &[Pass(Review, Alarm)]), NO_FIELDS),
    ("GET", "/trail/breach", Leave(General, &[Pass(See, Audit)]), NO_FIELDS),
    ("GET", "/users", Leave(General, &[Pass(See, Account), Pass(See, Team)]), NO_FIELDS),
    ("GET", "/users/new", Leave(General, &[Pass(Create, Account), Elevated]), NO_FIELDS),
    ("GET", "/users/{id}", Leave(General, &[Pass(See, Account)]), NO_FIELDS),
    ("POST", "/api/rules/check", Anyone, NO_FIELDS),
    ("POST", "/contacts", Leave(General, &[Pass(Create, Contact)]), CONTACT),
    ("POST", "/contacts", Leave(General, &[Pass(Create, Contact)]), NO_FIELDS),
    ("POST", "/contacts/{id}/correct", Leave(OfContact, &[Pass(See, Contact), Pass(Correct, Contact)]), CONTACT_STALE),
    ("POST", "/contacts/{id}/correct", Leave(OfContact, &[Pass(See, Contact)]), &[STALE]),
    ("POST", "/contacts/{id}/person", Leave(OfContact, &[Pass(Correct, Contact)]), &[STALE, ("person", "")]),
    ("POST", "/contacts/{id}/who", Leave(OfContact, &[Pass(See, Contact)]), &[("who", "Nessuno Qui")]),
    ("POST", "/drafts/{*form}", Session, NO_FIELDS),
    ("POST", "/elevate", Session, &[("code", "x")]),
    ("POST", "/elevate/passkey", Session, &[("asked", "x"), ("answer", "x")]),
    ("POST", "/invitation/{token}", Anyone, NO_FIELDS),
    ("POST", "/language", Leave(Own, &[Pass(Correct, OwnAccount)]), &[("tongue", "it"), ("back", "/me")]),
    ("POST", "/login", Anyone, NO_FIELDS),
    ("POST", "/login/code", Anyone, NO_FIELDS),
    ("POST", "/login/passkey", Anyone, NO_FIELDS),
    ("POST", "/login/passkey/new", Anyone, NO_FIELDS),
    (
        "POST",
        "/me/passkeys",
        Leave(Own, &[Pass(Correct, OwnAccount), Elevated]),
        &[("name", "Chiavetta"), ("asked", "x"), ("answer", "x")],
    ),
    ("POST", "/me/passkeys/{id}/remove", Leave(Own, &[Pass(Correct, OwnAccount), Elevated]), NO_FIELDS),
    (
        "POST",
        "/me/password",
        Leave(Own, &[Pass(Correct, OwnAccount)]),
        &[("current", "x"), ("password", "y"), ("again", "z"), ("code", "1")],
    ),
    ("POST", "/me/private", Leave(Own, &[Pass(Correct, OwnAccount), Pass(Create, Contact)]), &[("phones", "12")]),
    ("POST", "/glass/new", Leave(General, &[Offered(Break, Glass)]), NO_FIELDS),
    ("POST", "/glass/{id}/close", OwnUpload, NO_FIELDS),
    ("POST", "/glass/{id}/seen", OwnUpload, NO_FIELDS),
    ("POST", "/people/{id}/glass", Leave(Person, &[Offered(Break, Glass), Pass(See, Identity)]), NO_FIELDS),
    ("POST", "/people/{id}/safe-address", Leave(Person, &[Pass(See, SafeAddress)]), NO_FIELDS),
    (
        "POST",
        "/people/{id}/safe-address/write",
        Leave(Person, &[Pass(Correct, SafeAddress)]),
        &[STALE, ("safe_place", "via Nascosta 9"), ("letters", "by_hand"), ("safe_care_of", "")],
    ),
    ("POST", "/people/{id}/situation/facts/{fact}", Leave(Person, WRITES_SITUATION), FACT),
    ("POST", "/people/{id}/situation/facts/{fact}", Leave(Person, WRITES_SITUATION), &[("fact_answer", "")]),
    (
        "POST",
        "/people/{id}/situation/facts/{fact}/{value}/withdraw",
        Leave(Person, WRITES_SITUATION),
        &[STALE, ("why_wrong", "")],
    ),
    ("POST", "/people/{id}/situation/titles/new", Leave(Person, WRITES_SITUATION), TITLE),
    ("POST", "/people/{id}/situation/titles/new", Leave(Person, WRITES_SITUATION), &[("title_expiry", "31/31/2027")]),
    (
        "POST",
        "/people/{id}/situation/titles/{title}",
        Leave(Person, WRITES_SITUATION),
        &[STALE, ("title_stage", "held"), ("title_expiry", "2027-05-01")],
    ),
    (
        "POST",
        "/people/{id}/situation/titles/{title}/end",
        Leave(Person, WRITES_SITUATION),
        &[STALE, ("end_how", "ended"), ("end_on", "2026-11-01")],
    ),
    ("POST", "/people/{id}/propose-conflict", Leave(Person, &[Pass(Declare, Conflict)]), &[("staff", "{account}")]),
    ("POST", "/people/{id}/proposed/{account}", Leave(Person, ANSWERS_CONFLICT), &[("answer", "dismiss")]),
    (
        "POST",
        "/glass/{id}",
        Leave(OfGlass, &[Pass(See, Glass), Pass(Review, Glass)]),
        &[("verdict", "right"), ("said", "serviva")],
    ),
    ("POST", "/people", Leave(General, &[Pass(Create, Identity)]), &[("given-1", "Nuova"), ("family-1", "Persona")]),
    ("POST", "/people", Leave(General, &[Pass(Create, Identity)]), &[("birth", "40/40/1990")]),
    ("POST", "/people/import", Anyone, NO_FIELDS),
    ("POST", "/people/import/{id}", OwnUpload, NO_FIELDS),
    ("POST", "/people/import/{id}/columns", OwnUpload, NO_FIELDS),
    ("POST", "/people/import/{id}/stop", OwnUpload, NO_FIELDS),
    ("POST", "/people/new", Leave(General, &[Pass(Create, Identity)]), &[("q", "Amina Haddad")]),
    ("POST", "/people/search", Leave(General, &[Pass(Search, Identity)]), &[("q", "Nessuno Qui")]),
    (
        "POST",
        "/people/{id}/correct",
        Leave(Person, &[Pass(See, Identity), Pass(Correct, Identity)]),
        &[("identity_version", "99"), ("given-1", "Altra"), ("family-1", "Persona")],
    ),
    ("POST", "/people/{id}/correct", Leave(Person, CORRECTS_FILE), &[("file_version", "99")]),
    ("POST", "/people/{id}/safe-contact", Leave(Person, CORRECTS_FILE), &[("file_version", "99")]),
    ("POST", "/people/{id}/household/find", Leave(Person, CORRECTS_FILE), &[("q", "Nessuno Qui")]),
    ("POST", "/people/{id}/household/leave", Leave(Person, TIES), &[("until", "")]),
    ("POST", "/people/{id}/household/with/{other}", Leave(Person, TIES), &[("kind", "")]),
    ("POST", "/people/{id}/household/with/{other}", Leave(Person, TIES), TIED),
    ("POST", "/people/{id}/household/tie/{tie}", Leave(Person, TIES), &[STALE, ("kind", "spouse")]),
    ("POST", "/people/{id}/household/tie/{tie}/end", Leave(Person, TIES), &[STALE]),
    ("POST", "/people/{id}/household/tie/{tie}/take-back", Leave(Person, TIES), &[STALE]),
    ("POST", "/people/{id}/worker", Leave(Person, &[Pass(See, Identity), Pass(Assign, Assignment)]), &[STALE]),
    ("POST", "/teams", Leave(General, &[Pass(Create, Team)]), &[("name", "Una squadra")]),
    ("POST", "/teams/{id}", Leave(OfTeam, &[Pass(Correct, Team)]), &[STALE, ("name", "Una squadra")]),
    ("POST", "/exports/{id}", OwnFile, NO_FIELDS),
    ("POST", "/trail/alarms/review", Leave(General, &[Pass(Review, Alarm)]), NO_FIELDS),
    ("POST", "/trail/breach", Leave(General, &[Pass(Export, Audit)]), BREACH),
    ("POST", "/trail/breach", Leave(General, &[Pass(Export, Audit)]), NO_FIELDS),
    ("POST", "/trail/verify", Leave(General, &[Pass(Verify, Audit)]), NO_FIELDS),
    (
        "POST",
        "/users/new",
        Leave(General, &[Pass(Create, Account)]),
        &[("name", "Nuova Collega"), ("email", "nuova@portalba.example"), ("role", "desk"), ("tongue", "it")],
    ),
    ("POST", "/users/new", Leave(General, &[Pass(Create, Account)]), &[("name", "")]),
    (
        "POST",
        "/users/{id}",
        Leave(General, &[Pass(Correct, Account)]),
        &[STALE, ("name", "Altra Collega"), ("email", "altra@portalba.example"), ("role", "desk")],
    ),
    ("POST", "/users/{id}", Leave(General, &[Pass(Correct, Account)]), &[STALE, ("name", "")]),
    ("POST", "/users/{id}/link", Leave(General, &[Pass(Administer, Account)]), NO_FIELDS),
    ("POST", "/users/{id}/agree", Leave(General, &[Pass(Administer, Account)]), NO_FIELDS),
    ("POST", "/users/{id}/reset", Leave(General, &[Pass(Administer, Account)]), NO_FIELDS),
    ("POST", "/erasures", Leave(General, &[Pass(Erase, Erasure)]), &[("person", "{account}"), ("reason", "request")]),
    ("POST", "/erasures", Leave(General, &[Pass(Erase, Erasure)]), &[("person", "Amina"), ("reason", "")]),
    ("POST", "/erasures/{id}/agree", Leave(General, &[Pass(Erase, Erasure)]), NO_FIELDS),
    ("POST", "/erasures/{id}/decline", Leave(General, &[Pass(Erase, Erasure)]), NO_FIELDS),
    ("POST", "/people/{id}/erasure", Leave(Person, ERASES_WHOM_SHE_SEES), &[("reason", "")]),
    ("POST", "/people/{id}/erasure", Leave(Person, ERASES_WHOM_SHE_SEES), &[("reason", "request")]),
    ("POST", "/people/{id}/erasure/agree", Leave(Person, ERASES_WHOM_SHE_SEES), NO_FIELDS),
    ("POST", "/people/{id}/erasure/decline", Leave(Person, ERASES_WHOM_SHE_SEES), NO_FIELDS),
    ("POST", "/people/{id}/conflict/{account}/end", Leave(Person, ANSWERS_CONFLICT), NO_FIELDS),
    ("POST", "/people/{id}/unprotect", Leave(Person, &[Pass(Lift, Protection)]), NO_FIELDS),
    // Which of the two is kept is left open: made one with somebody hidden, the other would be hidden too.
    ("POST", "/people/{id}/same/{other}", Leave(Person, &[Pass(See, Identity)]), &[("kept", "")]),
    ("POST", "/people/{id}/same/{other}/part", Leave(Person, CORRECTS_IDENTITY), NO_FIELDS),
    ("POST", "/people/{id}/same/{other}/two", Leave(Person, CORRECTS_IDENTITY), NO_FIELDS),
    ("POST", "/people/{id}/keep-away", Leave(Person, &[Pass(Declare, Conflict)]), &[("account", "{account}")]),
    ("POST", "/people/{id}/protect", Leave(Person, &[Pass(Protect, Protection)]), NO_FIELDS),
    ("POST", "/me/sessions", Session, &[("session", "0000000000000000")]),
    ("POST", "/me/everywhere", Session, NO_FIELDS),
    ("POST", "/logout", Session, NO_FIELDS),
];

#[test]
fn sec_05_every_route_says_what_it_asks() {
    let text =
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routes.rs")).unwrap();
    let listed = text.split("const ROUTES").nth(1).unwrap().split("];").next().unwrap();
    let mut count = 0;
    for line in listed.lines().filter_map(|line| line.trim().strip_prefix("(\"")) {
        let route = line.split('"').next().unwrap();
        assert!(INVENTORY.iter().any(|(_, known, ..)| *known == route), "{route} does not say what it asks");
        count += 1;
    }
    assert!(count >= 60, "{count} routes");
}
