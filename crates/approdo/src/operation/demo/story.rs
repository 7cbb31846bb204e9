//! Portalba, filled on both engines.

use std::{collections::HashSet, sync::Arc};

use ground::{AccountId, TeamId, Tongue};
use policy::{Role, RoleSet, Subject};

use super::{CannotFill, Progress, Stage, fill, logins};
use crate::{
    access::{Actor, accounts},
    app::App,
    desk, people,
    story::{Town, on_both_engines},
};

/// Takes the town's own staff away, so that the demo finds an empty house.
fn emptied(town: &Town) -> Arc<App> {
    town.app
        .store
        .write("story.empty", |tx| {
            tx.exec("delete from account", &[])?;
            tx.exec("delete from team", &[])
        })
        .unwrap();
    Arc::clone(&town.app)
}

fn count(app: &App, table: &str) -> i64 {
    let counted: Option<(i64,)> =
        app.store.read("story.count", |tx| tx.one(&format!("select count(*) from {table}"), &[])).unwrap();
    counted.unwrap().0
}

/// The colleague whose log-in is shown for that role.
fn shown(app: &App, role: Role) -> Actor {
    let email = logins(1).into_iter().find(|login| login.role == role.code()).unwrap().email;
    let index = app.vault.fingerprint(store::vault::Safe::StaffIndex, "email", email.as_bytes()).unwrap();
    let (id, team): (AccountId, Option<TeamId>) = app
        .store
        .read("story.shown", |tx| tx.one("select id, team from account where email_index = $1", &[(&index).into()]))
        .unwrap()
        .unwrap();
    let subject = Subject {
        account: Some(id),
        name: email,
        roles: RoleSet::of(&[role]),
        partner: None,
        active: true,
        elevated: false,
        command_line: false,
    };
    Actor::account(subject, team, Tongue::It, None)
}

#[test]
fn the_city_is_filled_once_and_served_again_as_it_is() {
    on_both_engines(|town| {
        let app = emptied(town);
        let mut seen: Vec<Progress> = Vec::new();
        fill(&app, 1, 120, &mut |progress| seen.push(progress)).unwrap();
        assert!(seen.iter().all(|progress| progress.done <= progress.total));
        let mut stages: Vec<Stage> = seen.iter().map(|progress| progress.what).collect();
        stages.dedup();
        assert_eq!(stages, [Stage::Drawing, Stage::Staff, Stage::People, Stage::Contacts]);

        assert_eq!((count(&app, "account"), count(&app, "team"), count(&app, "person")), (66, 6, 120));
        let contacts = count(&app, "contact");
        assert!((180..=200).contains(&contacts), "{contacts}");
        let again = fill(&app, 1, 120, &mut |_| panic!("nothing is written again")).unwrap();
        assert_eq!(again, logins(1));
        assert_eq!(count(&app, "contact"), contacts);
        assert!(matches!(fill(&app, 2, 120, &mut |_| {}), Err(CannotFill::OtherSeed { here: 1 })));
    });
}

#[test]
fn a_house_with_other_accounts_or_half_a_city_is_refused() {
    on_both_engines(|town| {
        assert!(matches!(fill(&town.app, 1, 10, &mut |_| {}), Err(CannotFill::NotEmpty)));
        let app = emptied(town);
        app.store
            .write("story.half", |tx| tx.exec("insert into demo_city (one, seed, state) values (1, 1, 'filling')", &[]))
            .unwrap();
        let refused = fill(&app, 1, 10, &mut |_| {}).unwrap_err();
        assert!(matches!(refused, CannotFill::HalfFilled));
        assert!(refused.to_string().contains("--data"));
    });
}

#[test]
fn the_desk_has_a_day_and_the_case_worker_has_persons_of_her_own() {
    on_both_engines(|town| {
        let app = emptied(town);
        fill(&app, 1, 400, &mut |_| {}).unwrap();
        let today = desk::of_day(&app, &shown(&app, Role::Desk), app.today(), 0).unwrap();
        let all = count(&app, "contact");
        assert!(all > 600 && today.count <= all);
        let worker = shown(&app, Role::CaseWorker);
        let mine: Vec<(ground::PersonId,)> = app
            .store
            .read("story.mine", |tx| tx.all("select person from follow where worker = $1", &[worker.id().into()]))
            .unwrap();
        assert!(!mine.is_empty());
        for (person,) in mine {
            let view = people::see(&app, &worker, person).unwrap();
            assert!(view.file.is_some() && !view.identity.names.is_empty());
        }
        let names: HashSet<String> = app
            .store
            .read("story.staff", |tx| accounts::workers(&app, tx))
            .unwrap()
            .into_iter()
            .map(|(_, name, _)| name)
            .collect();
        assert!(names.len() > 30);
    });
}
