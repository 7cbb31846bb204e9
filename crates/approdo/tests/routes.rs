//! Every route of the service is in this list, with who may open it; a new route that is not fails.
//! Strangers are sent to the log-in, and roles without leave get the page for what is not there
//! (SEC-05, SEC-10).

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

mod world;

use std::{collections::BTreeSet, fs, path::Path};

use world::{Browser, Home, Server, log_in};

/// Who opens a page by GET: `public`, `staff` (everyone logged in), `elevated` (after authenticating again), a list of roles, or `post` for
/// addresses that only take forms.
const ROUTES: &[(&str, &str)] = &[
    ("/", "staff"),
    ("/accessibility", "public"),
    ("/api/openapi.json", "public"),
    ("/api/rules/check", "post"),
    ("/api/rules/list", "public"),
    ("/assets/{name}", "asset"),
    ("/contacts", "desk case_worker protected_worker supervisor"),
    ("/contacts/new", "desk case_worker protected_worker supervisor"),
    ("/contacts/{id}", "id"),
    ("/contacts/{id}/correct", "id"),
    ("/contacts/{id}/notice", "id"),
    ("/contacts/{id}/person", "post"),
    ("/contacts/{id}/who", "id"),
    ("/demo/codes", "public"),
    ("/drafts/{*form}", "post"),
    ("/elevate", "staff"),
    ("/erasures", "auditor_dpo"),
    ("/erasures/{id}/agree", "post"),
    ("/erasures/{id}/decline", "post"),
    ("/elevate/passkey", "post"),
    ("/glass", "auditor_dpo"),
    ("/glass/new", "desk case_worker protected_worker supervisor"),
    ("/glass/{id}", "id"),
    ("/glass/{id}/close", "post"),
    ("/glass/{id}/seen", "post"),
    ("/exports", "auditor_dpo"),
    ("/exports/{id}", "id"),
    ("/health", "public"),
    ("/invitation/{token}", "public-id"),
    ("/language", "post"),
    ("/letters", "staff"),
    ("/login", "public"),
    ("/login/code", "step"),
    ("/login/passkey", "post"),
    ("/login/passkey/new", "redirect"),
    ("/login/with/{provider}", "public-id"),
    ("/login/with/{provider}/done", "public-id"),
    ("/logout", "post"),
    ("/me", "staff"),
    ("/me/everywhere", "post"),
    ("/me/passkeys", "post"),
    ("/me/passkeys/new", "elevated"),
    ("/me/passkeys/{id}/remove", "post"),
    ("/me/password", "post"),
    ("/me/private", "desk case_worker protected_worker supervisor"),
    ("/me/sessions", "post"),
    ("/pairs", "desk case_worker protected_worker supervisor"),
    ("/people", "desk case_worker protected_worker supervisor"),
    ("/people/import", "supervisor"),
    ("/people/import/{id}", "id"),
    ("/people/import/{id}/columns", "post"),
    ("/people/import/{id}/stop", "post"),
    ("/people/new", "redirect"),
    ("/people/search", "redirect"),
    ("/people/{id}", "id"),
    ("/people/{id}/conflict/{account}/end", "post"),
    ("/people/{id}/correct", "id"),
    ("/people/{id}/erasure", "id"),
    ("/people/{id}/erasure/agree", "post"),
    ("/people/{id}/erasure/decline", "post"),
    ("/people/{id}/glass", "id"),
    ("/people/{id}/history", "id"),
    ("/people/{id}/household", "id"),
    ("/people/{id}/household/find", "post"),
    ("/people/{id}/household/leave", "post"),
    ("/people/{id}/household/tie/{tie}", "id"),
    ("/people/{id}/household/tie/{tie}/end", "post"),
    ("/people/{id}/household/tie/{tie}/take-back", "post"),
    ("/people/{id}/household/with/{other}", "id"),
    ("/people/{id}/keep-away", "post"),
    ("/people/{id}/propose-conflict", "post"),
    ("/people/{id}/proposed/{account}", "post"),
    ("/people/{id}/protect", "post"),
    ("/people/{id}/safe-address", "id"),
    ("/people/{id}/safe-address/write", "post"),
    ("/people/{id}/safe-contact", "id"),
    ("/people/{id}/safety", "id"),
    ("/people/{id}/same", "id"),
    ("/people/{id}/same/{other}", "id"),
    ("/people/{id}/same/{other}/part", "post"),
    ("/people/{id}/same/{other}/two", "post"),
    ("/people/{id}/situation", "id"),
    ("/people/{id}/situation/facts/{fact}", "id"),
    ("/people/{id}/situation/facts/{fact}/{value}/withdraw", "post"),
    ("/people/{id}/situation/titles/new", "id"),
    ("/people/{id}/situation/titles/{title}", "id"),
    ("/people/{id}/situation/titles/{title}/end", "post"),
    ("/people/{id}/unprotect", "post"),
    ("/people/{id}/worker", "id"),
    ("/self-test", "sysadmin auditor_dpo"),
    ("/teams", "sysadmin auditor_dpo desk case_worker protected_worker supervisor"),
    ("/teams/{id}", "post"),
    ("/trail", "auditor_dpo sysadmin"),
    ("/trail/alarms", "auditor_dpo supervisor"),
    ("/trail/alarms/review", "auditor_dpo"),
    ("/trail/breach", "auditor_dpo"),
    ("/trail/verify", "post"),
    ("/users", "sysadmin auditor_dpo supervisor"),
    ("/users/new", "sysadmin"),
    ("/users/{id}", "id"),
    ("/users/{id}/agree", "post"),
    ("/users/{id}/link", "post"),
    ("/users/{id}/reset", "post"),
];

#[test]
fn sec_05_every_route_in_the_source_is_in_the_list() {
    let mut found = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let listed: BTreeSet<String> = ROUTES.iter().map(|(route, _)| (*route).to_owned()).collect();
    let unlisted: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(unlisted.is_empty() && gone.is_empty(), "not in the list: {unlisted:?}; gone from the source: {gone:?}");
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.file_name().is_some_and(|name| name != "story.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("mod tests {").next().unwrap();
            for rest in code.split(".route(\"").skip(1) {
                found.insert(rest.split('"').next().unwrap().to_owned());
            }
        }
    }
}

const SOME_ID: &str = "3f0c6c1e-7b1a-4c7e-9f5d-2a5b8c9d0e1f";

fn address(route: &str) -> String {
    route
        .replace("{id}", SOME_ID)
        .replace("{title}", SOME_ID)
        .replace("{fact}", "renting")
        .replace("{token}", &"ab".repeat(32))
        .replace("{name}", "x.css")
        .replace("{provider}", "spid")
        .replace("{*form}", "x")
}

#[test]
fn sec_05_strangers_and_every_role_get_what_the_list_says() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::Directory(folder.path().join("city"));
    let server = Server::start(&home, &["demo", "--persons", "20"]);
    let mut faults = Vec::new();
    stranger(&mut Browser::new(server.address), &mut faults);
    let roles: BTreeSet<String> = world::logins(&home.demo_json()).into_iter().map(|login| login.role).collect();
    assert!(roles.len() >= 13, "a log-in for every staff and partner role: {roles:?}");
    for role in &roles {
        logged_in(&mut log_in(&server, &home, role), role, &mut faults);
    }
    server.stop();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn stranger(browser: &mut Browser, faults: &mut Vec<String>) {
    for (route, who) in ROUTES {
        let answer = browser.get(&address(route)).unwrap();
        let sound = match *who {
            "public" => answer.status == 200,
            "public-id" | "asset" => answer.status == 404,
            "post" => answer.status == 405,
            "redirect" => answer.status == 303,
            // The form for a code is the same for everyone; without the step before it takes none.
            "step" => answer.status == 200,
            _ => answer.status == 303 && answer.location().starts_with("/login"),
        };
        if !sound {
            faults.push(format!("a stranger gets {} {} at {route}", answer.status, answer.location()));
        }
        if *who == "post" {
            let answer = browser.post(&address(route), &[("x", "y")]).unwrap();
            if answer.status == 200 || answer.status == 204 {
                faults.push(format!("a stranger's form is answered {} at {route}", answer.status));
            }
        }
    }
}

fn logged_in(browser: &mut Browser, role: &str, faults: &mut Vec<String>) {
    for (route, who) in ROUTES {
        let answer = browser.get(&address(route)).unwrap();
        let sound = match *who {
            "public" => answer.status == 200,
            "staff" => answer.status == 200,
            // Asks for the second factor again (SEC-64).
            "elevated" => answer.status == 403,
            "post" => answer.status == 405,
            "redirect" | "step" => matches!(answer.status, 200 | 303),
            "id" | "public-id" | "asset" => answer.status == 404,
            roles if roles.split(' ').any(|one| one == role) => {
                // A page for administrators asks for the second factor again (SEC-64).
                matches!(answer.status, 200 | 403)
            }
            _ => answer.status == 404,
        };
        if !sound {
            faults.push(format!("{role} gets {} {} at {route}", answer.status, answer.location()));
        }
    }
}
