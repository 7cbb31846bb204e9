//! Every column of every table added to every form: no page has it, so it is refused and nothing is
//! changed (SEC-08); and ids of others put into forms (SEC-09, SEC-10).

use std::collections::BTreeSet;

use ground::{Dice, PersonId};
use policy::Role;

use crate::{
    city::{City, Standing, named},
    house,
    inventory::{About, Asks, INVENTORY},
};

/// Fields of our own forms that are called as a column is.
fn is_of_the_form(route: &str, column: &str) -> bool {
    let own: &[&str] = match route {
        "/contacts" => &["channel", "language", "minutes", "next_by", "person"],
        "/contacts/{id}/correct" => &["channel", "language", "minutes", "next_by"],
        "/contacts/{id}/person" => &["person"],
        "/language" => &["tongue"],
        "/teams" | "/teams/{id}" => &["name"],
        "/users/new" => &["name", "email", "team", "partner", "tongue"],
        "/users/{id}" => &["name", "email", "team", "partner"],
        "/people/{id}/correct" => &["identity_version", "file_version"],
        "/people/{id}/safe-contact" => &["email", "file_version", "text"],
        "/people/{id}/household/with/{other}" => &["kind", "together"],
        "/people/{id}/household/tie/{tie}" => &["kind"],
        "/people/{id}/worker" => &["worker", "team"],
        "/people/{id}/keep-away" => &["account"],
        "/people/{id}/protect" => &["team"],
        "/people/{id}/same/{other}" => &["kept"],
        "/people/{id}/erasure" => &["reason"],
        "/erasures" => &["person", "reason"],
        "/people/{id}/glass" => &["reason", "words"],
        "/people/{id}/safe-address" => &["reason"],
        "/people/{id}/proposed/{account}" => &["answer"],
        "/glass/new" => &["name", "number", "reason", "words"],
        "/glass/{id}" => &["verdict", "said"],
        "/trail/breach" => &["account", "reason", "words"],
        "/trail/alarms/review" => &["kind", "hour", "words"],
        "/me/password" => &["password"],
        _ => &[],
    };
    own.contains(&column)
}

#[test]
fn sec_08_no_form_takes_a_column_that_its_page_has_not() {
    let folder = house::folder();
    let city = City::found(folder.path());
    let columns: BTreeSet<&str> =
        approdo::tables::TABLES.iter().flat_map(|table| table.columns).map(|column| column.name).collect();
    let mut all = city.colleague.clone();
    all.roles = vec![Role::Supervisor, Role::Sysadmin];
    city.house.sql("update account set roles = 'supervisor sysadmin' where id = $1", &[all.account.into()]).unwrap();
    let me = city.house.with_session(&all, true);
    let meeting = city.staff[0].1.iter().find(|one| one.standing == Standing::SameTeam).unwrap();
    let before = city.house.rows();
    let (mut sent, mut faults) = (0, Vec::new());
    for (method, route, asks, form) in INVENTORY {
        let Asks::Leave(about, _) = asks else { continue };
        // Drafts keep what was typed, whatever it is; a file has its own form.
        if *method == "GET" {
            continue;
        }
        let id = match about {
            About::Person => meeting.person.to_string(),
            About::Contact => meeting.contact.to_string(),
            About::Glass => meeting.glass.to_string(),
            About::Team => me.team.unwrap().to_string(),
            About::General | About::Own | About::OwnTeam => city.stranger.account.to_string(),
        };
        let account = city.stranger.account.to_string();
        let path = named(route, meeting).replace("{id}", &id).replace("{account}", &account);
        let path = path.replace("{other}", &city.other.to_string()).replace("{tie}", &meeting.person.to_string());
        for column in columns.iter().filter(|column| !is_of_the_form(route, column)) {
            let mut fields: Vec<(&str, &str)> = form
                .iter()
                .map(|(name, value)| (*name, if *value == "{account}" { &*account } else { value }))
                .collect();
            fields.push((column, "1"));
            let answer = city.house.post(&me, &path, &fields);
            sent += 1;
            if answer.status != 400 {
                faults.push(format!("{route} with {column} is answered {} {}", answer.status, answer.location()));
            }
        }
    }
    println!("{sent} forms with a foreign field");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(city.house.rows(), before, "a refused form has changed something");
}

/// A person who is hidden, kept away or not there, named inside a form or after a question mark: the
/// same page for all of them.
#[test]
fn sec_10_an_id_in_a_form_or_a_question_is_treated_as_one_in_an_address() {
    let folder = house::folder();
    let city = City::found(folder.path());
    let mut faults = Vec::new();
    for (who, meetings) in
        city.staff.iter().filter(|(who, _)| who.roles.contains(&Role::Desk) || who.roles.contains(&Role::Supervisor))
    {
        let me = city.house.with_session(who, false);
        let mine = city.house.contact(who, None, "housing.renting", "senza nome");
        let ours = meetings.iter().find(|one| one.standing == Standing::SameTeam).unwrap().person;
        let with = |other: PersonId| format!("/people/{ours}/household/with/{other}");
        let before = city.house.rows();
        for hidden in meetings.iter().filter(|one| {
            matches!(one.standing, Standing::HiddenSameTeam | Standing::HiddenElsewhere | Standing::InConflict)
        }) {
            let asked = |person_id: PersonId| {
                let person = person_id.to_string();
                [
                    city.house.get(&me, &format!("/contacts/new?person={person}")),
                    city.house.get(&me, &format!("/contacts/{mine}/who?person={person}")),
                    city.house.post(
                        &me,
                        &format!("/contacts/{mine}/person"),
                        &[("_version", "1"), ("person", &person)],
                    ),
                    city.house.post(
                        &me,
                        "/contacts",
                        &[
                            ("channel", "desk"),
                            ("minutes", "10"),
                            ("outcome", "informed"),
                            ("notice", "not_given"),
                            ("person", &person),
                        ],
                    ),
                    city.house.post(&me, "/contacts", &[("person", &person)]),
                    city.house.get(&me, &with(person_id)),
                    city.house.post(&me, &with(person_id), &[("kind", "spouse"), ("together", "yes")]),
                    city.house.post(
                        &me,
                        &with(city.other),
                        &[("kind", "spouse"), ("together", "yes"), ("also_with", &person)],
                    ),
                ]
            };
            let (one, nobody) = (asked(hidden.person), asked(PersonId::draw(&Dice::os())));
            for (at, (one, nobody)) in one.iter().zip(&nobody).enumerate() {
                if one.status != 404 || one != nobody {
                    let parts = one.parts_from(nobody).unwrap_or_default();
                    faults.push(format!("{} {:?}, request {at}: {} {parts}", who.name, hidden.standing, one.status));
                }
            }
        }
        assert_eq!(city.house.rows(), before, "{}: a refused form has changed something", who.name);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The database itself refuses a reference to what is not there, whatever the program does.
#[test]
fn sec_09_the_database_takes_no_reference_to_what_is_not_there() {
    let folder = house::folder();
    let city = City::found(folder.path());
    let nobody = ground::AccountId::draw(&Dice::os());
    let team = ground::TeamId::draw(&Dice::os());
    let (meeting, now) = (&city.staff[0].1[1], city.house.app.now());
    let bad = [
        city.house.sql("update follow set worker = $1 where person = $2", &[nobody.into(), meeting.person.into()]),
        city.house.sql("update follow set team = $1 where person = $2", &[team.into(), meeting.person.into()]),
        city.house.sql("update contact set team = $1 where id = $2", &[team.into(), meeting.contact.into()]),
        city.house.sql("update contact set recorded_by = $1 where id = $2", &[nobody.into(), meeting.contact.into()]),
        city.house.sql("update glass set account = $1 where id = $2", &[nobody.into(), meeting.glass.into()]),
        city.house.sql(
            "insert into conflict_proposed (person, account, origin, at) values ($1, $2, 'supervisor', $3)",
            &[meeting.person.into(), nobody.into(), now.into()],
        ),
        city.house.sql("insert into private_mark (mark, account) values ($1, $2)", &[vec![0_u8].into(), nobody.into()]),
        city.house.sql("update account set team = $1 where id = $2", &[team.into(), city.colleague.account.into()]),
        city.house.sql(
            "insert into conflict (person, account, origin, at) values ($1, $2, 'asked', $3)",
            &[meeting.person.into(), nobody.into(), now.into()],
        ),
        city.house.sql(
            "insert into contact_part (contact, compartment, version, sealed) values ($1, 'legal', 1, $2)",
            &[ground::ContactId::draw(&Dice::os()).into(), vec![0_u8].into()],
        ),
    ];
    for (at, done) in bad.iter().enumerate() {
        assert!(done.is_err(), "reference {at} was taken: {done:?}");
    }
}
