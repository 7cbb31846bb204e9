//! The form of a person: drawn from what is typed or on file, and read back once into the model.

use ground::{
    BirthDate, Line, Tongue,
    lists::{IdentifierKind, InterpreterNeed, Sex, Tag},
};
use maud::{Markup, html};

use super::{document, texts};
use crate::{
    people::model::{ContactPoint, File, Home, Identifier, Identity, LIST_MOST, Name, PointKind},
    shell::{
        components::{Choice, Choices, Field},
        forms::{Errors, Form, Typed},
        letters,
        words::Words,
    },
};

/// What a form is drawn with.
#[derive(Clone, Copy)]
pub(super) struct Drawn<'a> {
    pub(super) w: &'static Words,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a Errors,
}

pub(super) fn nth(name: &str, at: usize) -> String {
    format!("{name}-{at}")
}

/// The rows of a repeated field that were sent.
fn sent<'a>(form: &'a Form, name: &'static str) -> impl Iterator<Item = usize> + 'a {
    (1..=LIST_MOST).take_while(move |at| form.has(&nth(name, *at)))
}

impl Drawn<'_> {
    /// How many rows to draw: those that hold something and an empty one.
    fn rows(&self, names: &[&str], least: usize) -> usize {
        let holds = |at: &usize| names.iter().any(|name| !self.typed.get(&nth(name, *at)).trim().is_empty());
        let last = (1..=LIST_MOST).rev().find(holds).unwrap_or(0);
        (last + 1).clamp(least, LIST_MOST)
    }

    fn text(&self, name: &str, label: &str) -> Field {
        Field::text(name, self.w.say(label)).from(self.typed, self.errors, self.w)
    }

    fn row_text(&self, name: &str, at: usize, label: &str) -> Field {
        Field::text(&nth(name, at), self.row_label(at, label)).from(self.typed, self.errors, self.w)
    }

    /// What a field of this row is called: from the second on, another of the same.
    fn row_label(&self, at: usize, label: &str) -> String {
        match at {
            1 => self.w.say(label),
            2 => self.w.say(&format!("{label}-other")),
            _ => self.w.say_with(&format!("{label}-more"), &[("number", (at - 1).into())]),
        }
    }

    /// Who she is.
    pub(super) fn identity(&self) -> Markup {
        let w = self.w;
        html! {
            (document::field(w, self.typed, self.errors))
            fieldset {
                legend { h2 { (w.say("people-names")) } }
                p.hint { (w.say("people-names-hint")) }
                @for at in 1..=self.rows(&["given", "family"], 2) {
                    div.field-row {
                        (self.row_text("given", at, "people-given").auto_dir())
                        (self.row_text("family", at, "people-family").auto_dir())
                    }
                }
                (letters::way(w))
            }
            fieldset {
                legend { h2 { (w.say("people-birth-heading")) } }
                div.field-row {
                    (self.text("birth", "people-birth").hint(w.say("people-birth-hint")))
                    (self.text("birth_country", "people-birth_country").suggest(texts::countries(w)))
                }
                @for at in 1..=self.rows(&["citizenship"], 1) {
                    (self.row_text("citizenship", at, "people-citizenship").suggest(texts::countries(w)))
                }
                (Choices::one("sex", w.say("people-sex")).options(sexes(w.tongue())).from(self.typed, self.errors, w).in_line())
            }
            fieldset {
                legend { h2 { (w.say("people-identifiers")) } }
                @for at in 1..=self.rows(&["idvalue"], 1) {
                    div.field-row {
                        (Field::select(&nth("idkind", at), self.row_label(at, "people-identifier-kind")).options(kinds(w.tongue())).from(self.typed, self.errors, w))
                        (self.row_text("idvalue", at, "people-identifier-value"))
                    }
                    div.field-row {
                        (self.row_text("idcountry", at, "people-identifier-issuer").suggest(texts::countries(w)))
                        (self.row_text("idfrom", at, "people-identifier-from"))
                        (self.row_text("iduntil", at, "people-identifier-until"))
                    }
                }
            }
        }
    }

    /// How to speak with her and reach her, but for the safe-contact set, which has a page of its own.
    pub(super) fn file(&self) -> Markup {
        let w = self.w;
        html! {
            fieldset {
                legend { h2 { (w.say("people-languages")) } }
                @for at in 1..=self.rows(&["lang"], 2) {
                    (self.row_text("lang", at, "people-language").suggest(languages(w)))
                }
                (Choices::one("interpreter", w.say("people-interpreter")).options(needs(w.tongue())).from(self.typed, self.errors, w).in_line())
            }
            fieldset {
                legend { h2 { (w.say("people-contact_points")) } }
                @for (name, label, words) in [("phone", "people-phone", "people-phone-words"), ("email", "people-email", "people-email-words")] {
                    @for at in 1..=self.rows(&[name], 1) {
                        div.field-row {
                            (self.row_text(name, at, label))
                            (self.row_text(&format!("{name}words"), at, words).auto_dir())
                        }
                    }
                }
            }
            fieldset {
                legend { h2 { (w.say("people-address")) } }
                (Choices::one("home", w.say("people-home")).options(vec![
                    Choice::new("at", w.say("people-home-at")),
                    Choice::new("none", w.say("people-home-none")),
                    Choice::new("not_recorded", w.say("people-home-not-recorded")).quiet(),
                ]).from(self.typed, self.errors, w).in_line())
                div.field-row {
                    (self.text("home_line", "people-home-line").auto_dir())
                    (self.text("home_area", "people-home-area").auto_dir())
                }
            }
        }
    }
}

fn sexes(t: Tongue) -> Vec<Choice> {
    Sex::all().map(|sex| choice(sex.code(), sex.name(t), sex.code() == "not_recorded")).collect()
}

fn needs(t: Tongue) -> Vec<Choice> {
    InterpreterNeed::all().map(|need| choice(need.code(), need.name(t), need.code() == "not_asked")).collect()
}

fn kinds(t: Tongue) -> Vec<Choice> {
    IdentifierKind::all().map(|kind| Choice::new(kind.code(), kind.name(t))).collect()
}

fn choice(code: &str, label: &str, quiet: bool) -> Choice {
    let choice = Choice::new(code, label);
    if quiet { choice.quiet() } else { choice }
}

fn languages(w: &Words) -> Vec<String> {
    Tag::all().map(|tag| tag.name(w.tongue()).to_owned()).collect()
}

fn language(typed: &str) -> Option<Tag> {
    let typed = typed.trim().to_lowercase();
    let spoken = |tag: &Tag| {
        let names = [tag.name(Tongue::It), tag.name(Tongue::En), tag.autonym()];
        names.iter().any(|name| name.to_lowercase() == typed)
    };
    Tag::all().find(spoken).or_else(|| Tag::parse(&typed))
}

fn optional(form: &Form, errors: &mut Errors, name: &str) -> Option<Line> {
    errors.text(name, Line::optional(form.take(name))).flatten()
}

/// Reads who she is. What is wrong goes into `errors`, beside its field. `known` are the numbers that stand
/// there already.
pub(super) fn read_identity(form: &Form, errors: &mut Errors, known: &[Identifier]) -> Identity {
    let mut names = Vec::new();
    for at in sent(form, "given") {
        let (given, family) = (optional(form, errors, &nth("given", at)), optional(form, errors, &nth("family", at)));
        names.extend(Name::of(given, family));
    }
    if names.is_empty() && !errors.has("given-1") && !errors.has("family-1") {
        errors.add("given-1", "people-error-name");
    }
    let birth = read_date(form, errors, "birth");
    let birth_country = read_country(form, errors, "birth_country");
    let citizenships =
        sent(form, "citizenship").filter_map(|at| read_country(form, errors, &nth("citizenship", at))).collect();
    let sex = Some(form.take("sex")).filter(|code| *code != "not_recorded").and_then(Sex::parse);
    Identity { names, sex, birth, birth_country, citizenships, identifiers: read_identifiers(form, errors, known) }
}

fn read_country(form: &Form, errors: &mut Errors, name: &str) -> Option<ground::lists::Country> {
    let typed = form.take(name);
    if typed.trim().is_empty() {
        return None;
    }
    errors.keep(name, texts::country(typed).ok_or(()), |()| "people-error-country")
}

fn read_identifiers(form: &Form, errors: &mut Errors, known: &[Identifier]) -> Vec<Identifier> {
    let mut identifiers = Vec::new();
    for at in sent(form, "idvalue") {
        let kind = IdentifierKind::parse(form.take(&nth("idkind", at)));
        let value = optional(form, errors, &nth("idvalue", at));
        let issuer = read_country(form, errors, &nth("idcountry", at));
        let (from, until) = (read_date(form, errors, &nth("idfrom", at)), read_date(form, errors, &nth("iduntil", at)));
        if from.and_then(BirthDate::first_day).zip(until.and_then(BirthDate::last_day)).is_some_and(|(a, b)| b < a) {
            errors.add(&nth("iduntil", at), "people-error-identifier-order");
        }
        match (kind, value) {
            (Some(kind), Some(value)) => {
                let one = Identifier { issuer, from, until, ..Identifier::of(kind, value) };
                // What stood there before stays, however it came in.
                let stood = known.iter().any(|old| old.kind == one.kind && old.value == one.value);
                if !stood && !one.is_sound() {
                    errors.add(&nth("idvalue", at), unsound(&one));
                }
                identifiers.push(one);
            }
            (None, Some(_)) => errors.add(&nth("idkind", at), "people-error-identifier-kind"),
            (_, None) => {}
        }
    }
    identifiers
}

/// What to say of a number that is not written as its kind is.
fn unsound(one: &Identifier) -> &'static str {
    match one.kind.code() {
        "tax_code" => "people-error-tax-code",
        _ => "people-error-care-code",
    }
}

fn read_date(form: &Form, errors: &mut Errors, name: &str) -> Option<BirthDate> {
    let typed = form.take(name);
    if typed.trim().is_empty() { None } else { errors.date(name, BirthDate::parse(typed)) }
}

/// Reads how to speak with her and reach her. The safe-contact set is not in this form.
pub(super) fn read_file(form: &Form, errors: &mut Errors) -> File {
    let mut languages = Vec::new();
    for at in sent(form, "lang") {
        let typed = form.take(&nth("lang", at));
        if !typed.trim().is_empty() {
            languages.extend(errors.keep(&nth("lang", at), language(typed).ok_or(()), |()| "people-error-language"));
        }
    }
    let interpreter =
        Some(form.take("interpreter")).filter(|code| *code != "not_asked").and_then(InterpreterNeed::parse);
    let mut points = read_points(form, errors, PointKind::Phone, ("phone", "phonewords"));
    points.extend(read_points(form, errors, PointKind::Email, ("email", "emailwords")));
    File { languages, interpreter, points, home: read_home(form, errors), ..File::default() }
}

fn read_points(
    form: &Form,
    errors: &mut Errors,
    kind: PointKind,
    (name, words): (&'static str, &str),
) -> Vec<ContactPoint> {
    let mut points = Vec::new();
    for at in sent(form, name) {
        let field = nth(name, at);
        let words = optional(form, errors, &nth(words, at));
        let Some(value) = optional(form, errors, &field) else { continue };
        match kind {
            PointKind::Phone if value.as_str().chars().filter(char::is_ascii_digit).count() < 5 => {
                errors.add(&field, "people-error-phone");
            }
            PointKind::Email if !value.as_str().contains('@') => errors.add(&field, "people-error-email"),
            PointKind::Phone | PointKind::Email => points.push(ContactPoint { kind, value, words }),
        }
    }
    points
}

fn read_home(form: &Form, errors: &mut Errors) -> Home {
    let (line, area) = (optional(form, errors, "home_line"), optional(form, errors, "home_area"));
    match (form.take("home"), line) {
        ("none", _) => Home::NoFixedHome { area },
        ("at", None) => {
            errors.add("home_line", "people-error-home");
            Home::NotRecorded
        }
        // A street that was written counts, whichever answer was left above it.
        (_, Some(line)) => Home::At { line, area },
        (_, None) => Home::NotRecorded,
    }
}

/// A birth as people write it, and as the hint beside the field shows it.
pub(super) fn written(birth: BirthDate) -> String {
    match (birth.month(), birth.day()) {
        (Some(month), Some(day)) => format!("{day}/{month}/{}", birth.year()),
        (Some(month), None) => format!("{month}/{}", birth.year()),
        (None, _) => birth.year().to_string(),
    }
}

/// What a form about this person starts from.
pub(super) fn typed_identity(w: &Words, identity: &Identity, typed: Typed) -> Typed {
    let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned()).unwrap_or_default();
    let mut typed = typed;
    for (at, name) in (1..).zip(&identity.names) {
        typed = typed.with(&nth("given", at), text(&name.given)).with(&nth("family", at), text(&name.family));
    }
    for (at, country) in (1..).zip(&identity.citizenships) {
        typed = typed.with(&nth("citizenship", at), country.name(w.tongue()));
    }
    for (at, one) in (1..).zip(&identity.identifiers) {
        let date = |day: Option<BirthDate>| day.map(written).unwrap_or_default();
        typed = typed
            .with(&nth("idkind", at), one.kind.code())
            .with(&nth("idvalue", at), one.value.as_str())
            .with(&nth("idcountry", at), one.issuer.map(|country| country.name(w.tongue())).unwrap_or_default())
            .with(&nth("idfrom", at), date(one.from))
            .with(&nth("iduntil", at), date(one.until));
    }
    typed
        .with("sex", identity.sex.map_or("not_recorded", Sex::code))
        .with("birth", identity.birth.map(written).unwrap_or_default())
        .with("birth_country", identity.birth_country.map(|country| country.name(w.tongue())).unwrap_or_default())
}

/// What a form about this file starts from.
pub(super) fn typed_file(w: &Words, file: &File, typed: Typed) -> Typed {
    let mut typed = typed;
    for (at, tag) in (1..).zip(&file.languages) {
        typed = typed.with(&nth("lang", at), tag.name(w.tongue()));
    }
    for (kind, name, words) in [(PointKind::Phone, "phone", "phonewords"), (PointKind::Email, "email", "emailwords")] {
        for (at, point) in (1..).zip(texts::points(file, kind)) {
            let beside = point.words.as_ref().map(Line::as_str).unwrap_or_default();
            typed = typed.with(&nth(name, at), point.value.as_str()).with(&nth(words, at), beside);
        }
    }
    let text = |line: Option<&Line>| line.map(|line| line.as_str().to_owned()).unwrap_or_default();
    let (answer, line, area) = match &file.home {
        Home::NotRecorded => ("not_recorded", None, None),
        Home::At { line, area } => ("at", Some(line), area.as_ref()),
        Home::NoFixedHome { area } => ("none", None, area.as_ref()),
    };
    typed
        .with("interpreter", file.interpreter.map_or("not_asked", InterpreterNeed::code))
        .with("home", answer)
        .with("home_line", text(line))
        .with("home_area", text(area))
}
