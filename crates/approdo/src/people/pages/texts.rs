//! The values of a person as people read them: for her page, her history and a conflict.

use ground::{Tongue, lists::Country};
use maud::{Markup, html};

use crate::{
    people::model::{
        Answer, Caller, ContactPoint, File, Home, Identifier, Identity, Name, PointKind, SafeContact, Way,
    },
    shell::words::Words,
};

/// A name in its own script and direction.
pub(super) fn name(name: &Name) -> Markup {
    let script = name.script();
    html! { bdi lang=(script.tag()) dir=[script.is_rtl().then_some("rtl")] { (name) } }
}

fn joined<T>(list: &[T], say: impl Fn(&T) -> String) -> String {
    list.iter().map(say).collect::<Vec<_>>().join(" · ")
}

/// The fields of an identity with what stands in each, in the order of the form.
pub(super) fn of_identity(w: &Words, identity: &Identity) -> [(&'static str, String); 6] {
    let t = w.tongue();
    [
        ("names", joined(&identity.names, ToString::to_string)),
        ("sex", identity.sex.map(|sex| sex.name(t).to_owned()).unwrap_or_default()),
        ("birth", identity.birth.map(|birth| w.birth(birth)).unwrap_or_default()),
        ("birth_country", identity.birth_country.map(|country| country.name(t).to_owned()).unwrap_or_default()),
        ("citizenships", joined(&identity.citizenships, |country| country.name(t).to_owned())),
        ("identifiers", joined(&identity.identifiers, |one| format!("{} {}", one.kind.name(t), identifier(w, one)))),
    ]
}

/// The fields of a file with what stands in each, in the order of the form.
pub(super) fn of_file(w: &Words, file: &File) -> [(&'static str, String); 5] {
    let t = w.tongue();
    [
        ("languages", joined(&file.languages, |tag| tag.name(t).to_owned())),
        ("interpreter", file.interpreter.map(|need| need.name(t).to_owned()).unwrap_or_default()),
        ("contact_points", joined(&file.points, point)),
        ("address", home(w, &file.home)),
        ("safe_contact", reach(w, &file.reach)),
    ]
}

/// A number with who issued it and how long it is valid, as far as is known.
pub(super) fn identifier(w: &Words, one: &Identifier) -> String {
    let from = one.from.map(|day| w.say_with("people-identifier-since", &[("day", w.birth(day).into())]));
    let until = one.until.map(|day| w.say_with("people-identifier-till", &[("day", w.birth(day).into())]));
    let issuer = one.issuer.map(|country| country.name(w.tongue()).to_owned());
    let more = [issuer, from, until].into_iter().flatten().collect::<Vec<_>>().join(", ");
    if more.is_empty() { one.value.to_string() } else { format!("{} ({more})", one.value) }
}

/// A telephone or an address with what to know before using it.
pub(super) fn point(point: &ContactPoint) -> String {
    match &point.words {
        Some(words) => format!("{} ({words})", point.value),
        None => point.value.to_string(),
    }
}

/// Where she lives; blank when not recorded.
pub(super) fn home(w: &Words, home: &Home) -> String {
    match home {
        Home::NotRecorded => String::new(),
        Home::At { line, area: None } => line.to_string(),
        Home::At { line, area: Some(area) } => format!("{line}, {area}"),
        Home::NoFixedHome { area: None } => w.say("people-home-none"),
        Home::NoFixedHome { area: Some(area) } => format!("{}, {area}", w.say("people-home-none")),
    }
}

/// The word for an answer.
pub(super) fn answer(w: &Words, answer: Answer) -> String {
    w.say(match answer {
        Answer::Yes => "shell-yes",
        Answer::No => "shell-no",
        Answer::NotAsked => "shell-not-asked",
    })
}

/// The word for a way to reach her.
pub(super) fn way(w: &Words, code: &str) -> String {
    w.say(&format!("people-way-{code}"))
}

fn reach(w: &Words, reach: &SafeContact) -> String {
    let mut said: Vec<String> = Vec::new();
    for (code, Way { safe, words }) in reach.ways() {
        if *safe != Answer::NotAsked || words.is_some() {
            let words = words.as_ref().map(|words| format!(", {words}")).unwrap_or_default();
            said.push(format!("{}: {}{words}", way(w, code), answer(w, *safe)));
        }
    }
    let more = [("people-hours", &reach.hours), ("people-who-answers", &reach.who_answers)];
    said.extend(more.into_iter().filter_map(|(id, text)| text.as_ref().map(|text| format!("{}: {text}", w.say(id)))));
    if reach.shared_device != Answer::NotAsked {
        said.push(format!("{}: {}", w.say("people-shared-device"), answer(w, reach.shared_device)));
    }
    said.extend(reach.caller.map(|caller| self::caller(w, caller)));
    said.extend(reach.asked_on.map(|day| w.say_with("people-asked-on", &[("day", w.day(day).into())])));
    said.join(" · ")
}

/// Whom she would rather be called by.
pub(super) fn caller(w: &Words, caller: Caller) -> String {
    w.say(match caller {
        Caller::Woman => "people-caller-woman",
        Caller::Man => "people-caller-man",
    })
}

/// The telephones or the e-mail addresses of a file.
pub(super) fn points(file: &File, kind: PointKind) -> impl Iterator<Item = &ContactPoint> {
    file.points.iter().filter(move |point| point.kind == kind)
}

/// The country that was typed, by its name in either language or by its code.
pub(super) fn country(typed: &str) -> Option<Country> {
    let typed = typed.trim().to_lowercase();
    Country::all()
        .find(|country| Tongue::ALL.into_iter().any(|tongue| country.name(tongue).to_lowercase() == typed))
        .or_else(|| Country::parse(&typed))
}

/// The names of all countries, for a field to propose.
pub(super) fn countries(w: &Words) -> Vec<String> {
    Country::all().map(|country| country.name(w.tongue()).to_owned()).collect()
}
