//! Every state of an account and of its session but the one that holds: nothing is given (SEC-11,
//! SEC-02), from the next request on.

use ground::PersonId;
use policy::Role;

use crate::{
    city::{City, Meeting, named},
    house,
    inventory::{About, Asks, INVENTORY},
};

#[test]
fn sec_11_an_account_or_session_in_any_other_state_is_given_nothing() {
    let folder = house::folder();
    let city = City::found(folder.path());
    let (who, meetings) = city.staff.iter().find(|(who, _)| who.roles == [Role::Supervisor]).unwrap();
    let meeting: &Meeting = &meetings[2];
    let ways = [
        "update account set state = 'invited' where id = $1",
        "update account set state = 'suspended' where id = $1",
        "update account set state = 'of-no-list' where id = $1",
        "update account set state = '' where id = $1",
        "update session set ended_at = started_at where account = $1",
        "update session set started_at = started_at - 43200000000 where account = $1",
        "update session set seen_at = seen_at - 900000000 where account = $1",
        "delete from session where account = $1",
        "update session set token_hash = account where account = $1",
    ];
    let mut asked = 0;
    for way in ways {
        let me = city.house.with_session(who, true);
        assert_eq!(city.house.get(&me, "/people").status, 200, "the session held before: {way}");
        city.house.sql(way, &[who.account.into()]).unwrap();
        let before = city.house.rows();
        for (method, route, asks, form) in INVENTORY {
            let about = match asks {
                Asks::Leave(about, _) => *about,
                Asks::Session | Asks::OwnFile | Asks::OwnUpload => About::General,
                Asks::Anyone => continue,
            };
            let id = match about {
                About::Person => meeting.person.to_string(),
                About::Contact => meeting.contact.to_string(),
                About::Glass => meeting.glass.to_string(),
                About::General | About::Own | About::OwnTeam | About::Team => city.colleague.account.to_string(),
            };
            let path = named(route, meeting)
                .replace("{id}", &id)
                .replace("{account}", &city.colleague.account.to_string())
                .replace("{other}", &city.other.to_string())
                .replace("{*form}", "contacts/new");
            let answer = if *method == "GET" { city.house.get(&me, &path) } else { city.house.post(&me, &path, form) };
            asked += 1;
            assert!(
                answer.status == 303 && answer.location().starts_with("/login"),
                "{way}: {method} {route} is answered {} {}",
                answer.status,
                answer.location()
            );
        }
        assert_eq!(city.house.rows(), before, "{way}: something was changed");
        city.house.sql("update account set state = 'active' where id = $1", &[who.account.into()]).unwrap();
        city.house.sql("delete from session where account = $1", &[who.account.into()]).unwrap();
    }
    println!("{asked} requests in states that give nothing");
}

/// An opening that is over, closed, reviewed, dated ahead or another's opens nothing (SEC-22).
#[test]
fn sec_11_sec_22_an_emergency_opening_in_any_other_state_opens_nothing() {
    let folder = house::folder();
    let city = City::found(folder.path());
    let (who, meetings) = city.staff.iter().find(|(who, _)| who.roles == [Role::Desk]).unwrap();
    let ways = [
        "update glass set closed_at = at where id = $1",
        "update glass set until_at = at where id = $1",
        "update glass set at = at - 3600000000, until_at = until_at - 3600000000 where id = $1",
        "update glass set at = at + 7200000000, until_at = until_at + 7200000000 where id = $1",
        "update glass set account = (select id from account where roles = 'supervisor'), closed_at = at where id = $1",
        "update glass set person = id where id = $1",
    ];
    let opens = |meeting: &Meeting| {
        let me = city.house.with_session(who, true);
        let address = format!("/people/{}/history", meeting.person);
        city.house.get(&me, &address).status
    };
    for meeting in meetings.iter().filter(|one| one.own.is_some()) {
        for way in ways {
            let before: Option<(ground::AccountId, PersonId, i64, i64)> = city
                .house
                .app
                .store
                .read("walls.glass", |tx| {
                    tx.one("select account, person, at, until_at from glass where id = $1", &[meeting.own.into()])
                })
                .map_err(|error: store::StoreError| error)
                .unwrap();
            let (account, person, at, until) = before.unwrap();
            city.open(meeting.own);
            assert_eq!(opens(meeting), 200, "it opened before: {way}");
            city.house.sql(way, &[meeting.own.into()]).unwrap();
            assert_eq!(opens(meeting), 404, "{:?}: {way}", meeting.standing);
            let back =
                "update glass set account = $2, person = $3, at = $4, until_at = $5, closed_at = $4 where id = $1";
            let args = [meeting.own.into(), account.into(), person.into(), at.into(), until.into()];
            city.house.sql(back, &args).unwrap();
        }
    }
}
