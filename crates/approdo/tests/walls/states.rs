//! Every state of an account and of its session but the one that holds: nothing is given (SEC-11,
//! SEC-02), from the next request on.

use policy::Role;

use crate::{
    city::{City, Meeting},
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
                About::General | About::Own | About::OwnTeam | About::Team => city.colleague.account.to_string(),
            };
            let path = route
                .replace("{id}", &id)
                .replace("{account}", &city.colleague.account.to_string())
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
