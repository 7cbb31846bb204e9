//! Reading a document: the machine-readable zone, typed or sent by a reader that types like a keyboard, fills
//! the form of a person for her to confirm. Without script: the form comes back filled.

use ground::{
    Day,
    mrz::{BadMrz, Mrz, Part},
};
use maud::{Markup, html};

use super::form::{nth, written};
use crate::{
    people::model::LIST_MOST,
    shell::{
        components::{Button, Field},
        forms::{Errors, Form, Typed},
        words::Words,
    },
};

/// The field, folded; and before it a button that nobody sees, so that Enter in any line saves the form.
pub(super) fn field(w: &Words, typed: &Typed, errors: &Errors) -> Markup {
    html! {
        button.visually-hidden type="submit" tabindex="-1" aria-hidden="true" {}
        details.fold open[errors.has("mrz")] {
            summary { (w.say("people-document")) }
            (Field::area("mrz", w.say("people-document-zone")).hint(w.say("people-document-hint")).lines(3).auto_dir().from(typed, errors, w))
            p { (Button::quiet(w.say("people-document-read")).named("read", "document")) }
        }
    }
}

/// Whether the form asks to read a document; it takes the two fields in any case.
pub(super) fn is_asked(form: &Form) -> bool {
    let asked = form.take("read") == "document";
    form.take("mrz");
    asked
}

/// What was typed, filled with what the document says; or what is wrong with the zone.
pub(super) fn read(w: &Words, typed: Typed, today: Day) -> Result<Typed, Errors> {
    match Mrz::parse(typed.get("mrz"), today) {
        Ok(zone) => Ok(filled(w, typed.instead("mrz", ""), &zone)),
        Err(why) => {
            let mut errors = Errors::default();
            complain(&mut errors, why);
            Err(errors)
        }
    }
}

/// The first row of a repeated field that says the same already, or is empty.
fn row(typed: &Typed, name: &str, value: &str) -> usize {
    let says = |at: &usize| typed.get(&nth(name, *at)).trim().eq_ignore_ascii_case(value);
    let empty = |at: &usize| typed.get(&nth(name, *at)).trim().is_empty();
    (1..=LIST_MOST).find(says).or_else(|| (1..=LIST_MOST).find(empty)).unwrap_or(LIST_MOST)
}

fn filled(w: &Words, typed: Typed, zone: &Mrz) -> Typed {
    let mut typed = typed;
    let empty = |typed: &Typed, at: &usize| {
        let text = |name| typed.get(&nth(name, *at)).trim().to_owned();
        let (given, family) = (text("given"), text("family"));
        let same = given.eq_ignore_ascii_case(&zone.given) && family.eq_ignore_ascii_case(&zone.family);
        same || (given.is_empty() && family.is_empty())
    };
    let at = (1..=LIST_MOST).find(|at| empty(&typed, at)).unwrap_or(LIST_MOST);
    typed = typed.instead(&nth("given", at), zone.given.as_str()).instead(&nth("family", at), zone.family.as_str());
    if let Some(birth) = zone.birth {
        typed = typed.instead("birth", written(birth));
    }
    if let Some(sex) = zone.sex {
        typed = typed.instead("sex", sex.to_string());
    }
    if let Some(country) = Mrz::country(&zone.nationality) {
        let name = country.name(w.tongue());
        typed = typed.clone().instead(&nth("citizenship", row(&typed, "citizenship", name)), name);
    }
    let at = row(&typed, "idvalue", &zone.number);
    typed = typed.instead(&nth("idkind", at), kind(&zone.kind)).instead(&nth("idvalue", at), zone.number.as_str());
    if let Some(country) = Mrz::country(&zone.issuer) {
        typed = typed.instead(&nth("idcountry", at), country.name(w.tongue()));
    }
    if let Some(day) = zone.expiry {
        typed = typed.instead(&nth("iduntil", at), written(ground::BirthDate::Day(day)));
    }
    typed
}

/// What kind of paper it is: the first letter says it; residence permits of the Union begin with AR, IR or R.
fn kind(code: &str) -> &'static str {
    match code.chars().next() {
        Some('P') => "passport",
        Some('I' | 'A' | 'C') if code.ends_with('R') => "residence_permit",
        Some('R') => "residence_permit",
        Some('I' | 'A' | 'C') => "identity_card",
        _ => "other",
    }
}

fn complain(errors: &mut Errors, why: BadMrz) {
    let place = |line: usize, column: usize| vec![("line", line.into()), ("column", column.into())];
    match why {
        BadMrz::Length(signs) => errors.add_with("mrz", "people-error-mrz-length", vec![("signs", signs.into())]),
        BadMrz::Sign(at) => errors.add_with("mrz", "people-error-mrz-sign", place(at.line, at.column)),
        BadMrz::Date(at) => errors.add_with("mrz", "people-error-mrz-date", place(at.line, at.column)),
        BadMrz::Name(at) => errors.add_with("mrz", "people-error-mrz-name", place(at.line, at.column)),
        BadMrz::Letter { at, read, perhaps: Some(other) } | BadMrz::Check { at, read, perhaps: Some(other), .. } => {
            let mut args = place(at.line, at.column);
            args.extend([("read", read.to_string().into()), ("perhaps", other.to_string().into())]);
            errors.add_with("mrz", "people-error-mrz-perhaps", args);
        }
        BadMrz::Letter { at, read, perhaps: None } => {
            let mut args = place(at.line, at.column);
            args.push(("read", read.to_string().into()));
            errors.add_with("mrz", "people-error-mrz-letter", args);
        }
        BadMrz::Check { part, at, perhaps: None, .. } => {
            errors.add_with("mrz", checked(part), place(at.line, at.column));
        }
    }
}

const fn checked(part: Part) -> &'static str {
    match part {
        Part::Number => "people-error-mrz-number",
        Part::Birth => "people-error-mrz-birth",
        Part::Expiry => "people-error-mrz-expiry",
        Part::Personal => "people-error-mrz-personal",
        Part::Whole => "people-error-mrz-whole",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_filled_beside_what_stands_there_and_read_twice_it_stays() {
        let w = Words::of(ground::Tongue::It);
        let zone = "P<MARHADDAD<<AMINA<<<<<<<<<<<<<<<<<<<<<<<<<<<AB1234567";
        let typed = Typed::default().with("given-1", "أمينة").with("mrz", zone).with("idvalue-1", "X1");
        assert!(read(w, typed.clone(), "2026-11-28".parse().unwrap()).is_err_and(|errors| errors.has("mrz")));
        let specimen = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
        let typed = typed.instead("mrz", specimen);
        let once = read(w, typed, "2026-11-28".parse().unwrap()).unwrap();
        let told = [
            "given-1",
            "given-2",
            "family-2",
            "birth",
            "sex",
            "idvalue-1",
            "idkind-2",
            "idvalue-2",
            "iduntil-2",
            "mrz",
        ];
        let told: Vec<&str> = told.iter().map(|name| once.get(name)).collect();
        let wanted =
            ["أمينة", "Anna Maria", "Eriksson", "12/8/1974", "F", "X1", "passport", "L898902C3", "15/4/2012", ""];
        assert_eq!(told, wanted);
        let again = read(w, once.clone().instead("mrz", specimen), "2026-11-28".parse().unwrap()).unwrap();
        assert_eq!(again, once);
    }

    #[test]
    fn a_residence_permit_and_a_card_are_told_apart() {
        let kinds = ["P", "PM", "I", "ID", "AR", "IR", "RP", "C", "V"].map(kind);
        let (card, permit) = ("identity_card", "residence_permit");
        assert_eq!(kinds, ["passport", "passport", card, card, permit, permit, permit, card, "other"]);
    }
}
