//! Every route × role × relation × elevation, requested and compared with the decision (SEC-05), and
//! every refusal with the answer to an id that does not exist (SEC-10).

use ground::{ContactId, Dice, FactId, GlassId, PersonId, TitleId};
use policy::{Context, Denied, Pass, Relation, RelationSet, Role, Subject, decide};

use crate::{
    city::{City, Meeting, Standing, general, named},
    house::{self, Answer, House, Who},
    inventory::{About, Asks, INVENTORY, Need},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Given,
    Elevate,
    Gone,
}

fn expected(subject: &Subject, context: &Context, needs: &[Need]) -> Expected {
    let asked = |action, resource| -> Result<Pass, Denied> { decide(subject, action, resource, context) };
    for need in needs {
        match need {
            Need::Pass(action, resource) => match asked(*action, *resource) {
                // A pass that opens nothing personal of a person who is hidden is no pass to read her.
                Ok(pass) if context.about.is_some() && !pass.levels().iter().any(ground::Level::is_personal) => {
                    return if pass.would_see(ground::Level::S4) { Expected::Elevate } else { Expected::Gone };
                }
                Ok(_) => {}
                Err(denied) if denied.offers_elevation() => return Expected::Elevate,
                Err(_) => return Expected::Gone,
            },
            Need::OneOf(some) if some.iter().any(|(action, resource)| asked(*action, *resource).is_ok()) => {}
            Need::OneOf(_) => return Expected::Gone,
            Need::Offered(action, resource) => match asked(*action, *resource) {
                Ok(_) => {}
                Err(denied) if denied.offers_elevation() => {}
                Err(_) => return Expected::Gone,
            },
            Need::Elevated if subject.elevated => {}
            Need::Elevated => return Expected::Elevate,
        }
    }
    Expected::Given
}

fn address(city: &City, route: &str, about: About, meeting: &Meeting) -> String {
    let (account, team) = (city.colleague.account.to_string(), city.colleague.team.unwrap().to_string());
    let id = match about {
        About::Person => meeting.person.to_string(),
        About::Contact => meeting.contact.to_string(),
        About::Glass => meeting.glass.to_string(),
        About::General | About::Own | About::OwnTeam => account.clone(),
        About::Team => team,
    };
    let route = named(route, meeting).replace("{other}", &city.other.to_string()).replace("{tie}", NO_TIE);
    route.replace("{id}", &id).replace("{account}", &account).replace("{*form}", "contacts/new")
}

/// The id of a tie that nobody has.
const NO_TIE: &str = "3f0c6c1e-7b1a-4c7e-9f5d-2a5b8c9d0e1f";

fn request(house: &House, who: &Who, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
    if method == "GET" { house.get(who, path) } else { house.post(who, path, form) }
}

/// The form with the account of a colleague where it names one.
fn filled(form: &[(&str, &str)], account: &str) -> Vec<(String, String)> {
    form.iter().map(|(name, value)| ((*name).to_owned(), value.replace("{account}", account))).collect()
}

fn judged(answer: &Answer, expected: Expected) -> bool {
    match expected {
        Expected::Given => matches!(answer.status, 200 | 204 | 303 | 409 | 422),
        Expected::Elevate => answer.asks_for_code(),
        Expected::Gone => answer.status == 404,
    }
}

/// A supervisor takes part in a new start by a rule of its own (`access/users/new_start.rs`).
fn is_new_start_of_supervisor(route: &str, who: &Who) -> bool {
    matches!(route, "/users/{id}/agree" | "/users/{id}/reset") && who.roles.contains(&Role::Supervisor)
}

const fn is_general(about: About) -> bool {
    matches!(about, About::General | About::Own | About::OwnTeam | About::Team)
}

#[test]
fn sec_05_every_route_answers_every_role_under_every_relation_as_the_policy_decides() {
    let folder = house::folder();
    let city = City::found(folder.path());
    let (mut asked, mut faults) = (0_u64, Vec::new());
    for (who, meetings) in &city.staff {
        for (method, route, asks, form) in INVENTORY {
            for elevated in [false, true] {
                // Whoever hides her sees her no more: asked once.
                if route.ends_with("/protect") && !elevated {
                    continue;
                }
                let me = city.house.with_session(who, elevated);
                let (about, needs) = match asks {
                    Asks::Leave(about, needs) => (*about, *needs),
                    Asks::Session => (About::General, &[] as &[Need]),
                    Asks::Anyone | Asks::OwnFile | Asks::OwnUpload => continue,
                };
                let met: &[Meeting] = if is_general(about) { &meetings[..1] } else { meetings };
                for meeting in met {
                    asked += 1;
                    let fault = one(&city, &me, (method, route, form), about, needs, meeting);
                    faults.extend(fault.map(|fault| {
                        format!(
                            "{} (elevated {elevated}), {:?}: {method} {route} {form:?}: {fault}",
                            who.name, meeting.standing
                        )
                    }));
                }
            }
        }
    }
    println!("{asked} requests compared with the decision, {} faults", faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn one(
    city: &City,
    me: &Who,
    (method, route, form): (&str, &str, &[(&str, &str)]),
    about: About,
    needs: &[Need],
    meeting: &Meeting,
) -> Option<String> {
    let house = &city.house;
    let subject = house.subject(me);
    let context = match about {
        About::General | About::Team => general(me),
        About::Own => Context { relations: Context::own().relations, ..general(me) },
        About::OwnTeam => {
            let none = RelationSet::of(&[Relation::None]);
            let relations = if me.team.is_some() { none.with(Relation::SameTeam) } else { none };
            Context { relations, ..general(me) }
        }
        About::Person | About::Contact | About::Glass => meeting.standing.context(me, meeting.person),
    };
    if is_new_start_of_supervisor(route, me) {
        return None;
    }
    let mut wanted = expected(&subject, &context, needs);
    let not_hers = route.ends_with("/propose-conflict") && !me.roles.contains(&Role::Supervisor);
    if (meeting.standing == Standing::NotThere && !is_general(about)) || not_hers {
        wanted = Expected::Gone;
    }
    let form = filled(form, &city.colleague.account.to_string());
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    city.open(meeting.own);
    let answer = request(house, me, method, &address(city, route, about, meeting), &form);
    // Nothing to lift, to agree to or to answer, no invitation to show again, no passkey or tie of that id, no safe address of who is
    // not protected: the act itself says it is not there, by the same page.
    let in_vain = [
        "/unprotect",
        "/link",
        "/proposed/{account}",
        "/passkeys/{id}/remove",
        "/erasures/{id}/agree",
        "/erasures/{id}/decline",
        "/erasure/agree",
        "/erasure/decline",
    ]
    .iter()
    .any(|end| route.ends_with(end))
        || route.contains("/household/tie/")
        || (route.contains("/safe-address") && !context.protected);
    let nothing_there = answer.status == 404 && in_vain;
    let given_in_vain = wanted == Expected::Given && nothing_there;
    if !given_in_vain && !judged(&answer, wanted) {
        return Some(format!("answered {} {}, expected {wanted:?}", answer.status, answer.location()));
    }
    if wanted == Expected::Gone {
        let dice = Dice::os();
        let nobody = Meeting {
            standing: Standing::NotThere,
            person: PersonId::draw(&dice),
            contact: ContactId::draw(&dice),
            title: TitleId::draw(&dice),
            value: FactId::draw(&dice),
            glass: GlassId::draw(&dice),
            own: None,
        };
        let about_random = if is_general(about) { About::Person } else { about };
        let random = request(house, me, method, &address(city, route, about_random, &nobody), &form);
        return answer.parts_from(&random).map(|parts| format!("not as for an id that is not there: {parts}"));
    }
    None
}
