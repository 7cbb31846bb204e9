//! What holds for every component: labels, errors, escapes, keys.

use ground::Tongue;
use maud::{Render, html};

use super::*;
use crate::shell::{
    forms::{Errors, Typed},
    words::Words,
};

const SHARP: &str = "<b a=\"x\" b='y'>&";

fn shown(part: &impl Render) -> String {
    part.render().into_string()
}

fn attribute<'a>(html: &'a str, name: &str) -> &'a str {
    html.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap()
}

fn every_field() -> Vec<Field> {
    type Make = fn(&str, &str) -> Field;
    let kinds: [Make; 7] = [
        |n, l| Field::text(n, l),
        |n, l| Field::search(n, l),
        |n, l| Field::date(n, l),
        |n, l| Field::email(n, l),
        |n, l| Field::password(n, l),
        |n, l| Field::area(n, l),
        |n, l| Field::select(n, l),
    ];
    kinds.iter().map(|make| make("name", "Nome")).collect()
}

#[test]
fn every_field_has_its_label() {
    for field in every_field() {
        for drawn in [field.clone(), field.clone().hidden_label(), field.quick().key('7')] {
            let html = shown(&drawn);
            assert_eq!(attribute(&html, "for"), attribute(&html, "id"), "{html}");
            assert!(html.contains("Nome"), "{html}");
        }
    }
}

#[test]
fn an_error_stands_between_label_and_control_and_is_tied_to_it() {
    for field in every_field() {
        let html = shown(&field.hint("aiuto").error(Some("manca".to_owned())));
        let (label, error) = (html.find("</label>").unwrap(), html.find("f-name-e\">").unwrap());
        let control = html.find("id=\"f-name\"").unwrap();
        assert!(label < error && error < control, "{html}");
        assert_eq!(attribute(&html, "aria-invalid"), "true");
        assert_eq!(attribute(&html, "aria-describedby"), "f-name-h f-name-e");
    }
}

#[test]
fn sec_69_what_people_type_is_text_and_never_markup() {
    let typed = Typed::default().with("name", SHARP);
    let errors = Errors::default();
    let words = Words::of(Tongue::It);
    for field in every_field() {
        let html = shown(&field.from(&typed, &errors, words).hint(SHARP).placeholder(SHARP).note(SHARP));
        assert!(!html.contains("<b ") && !html.contains("'y'>"), "{html}");
    }
    let choice = Choices::one(SHARP, SHARP).options(vec![Choice::new(SHARP, SHARP).note(SHARP)]).hint(SHARP);
    let parts = [
        shown(&choice),
        shown(&CheckBox::new(SHARP, SHARP).hint(SHARP)),
        conflict("x", SHARP, SHARP, (SHARP, SHARP), (SHARP, SHARP)).into_string(),
        table(SHARP, SHARP, &[SHARP.to_owned()], vec![vec![html! { (SHARP) }, html! { (SHARP) }]]).into_string(),
        hidden(SHARP, SHARP).into_string(),
        shown(&Button::quiet(SHARP).named(SHARP, SHARP).key(SHARP)),
        pager(SHARP, Some((SHARP, SHARP)), SHARP, Some((SHARP, SHARP))).into_string(),
        empty(SHARP, SHARP, None).into_string(),
    ];
    for html in parts {
        assert!(!html.contains("<b a") && !html.contains("a=\"x\""), "{html}");
    }
}

#[test]
fn a_password_never_comes_back_to_the_page() {
    let html = shown(&Field::password("password", "Password").value("hunter2"));
    assert!(!html.contains("hunter2"), "{html}");
}

#[test]
fn text_that_begins_with_a_line_end_keeps_it() {
    let html = shown(&Field::area("note", "Nota").value("\na"));
    assert!(html.contains(">\n\na</textarea>"), "{html}");
}

#[test]
fn an_access_key_never_changes_an_answer() {
    let options = || vec![Choice::new("a", "A").letter('A'), Choice::new("b", "B")];
    let with = |group: Choices, answer: &str| {
        group.from(&Typed::default().with("c", answer), &Errors::default(), Words::of(Tongue::It))
    };
    let chosen = shown(&with(Choices::one("c", "C").options(options()), "b").line('1'));
    let keyed = chosen.split("<input").find(|input| input.contains("accesskey")).unwrap();
    assert!(keyed.contains("checked"), "{chosen}");
    for group in [Choices::one("c", "C"), with(Choices::many("c", "C"), "a")] {
        let html = shown(&group.options(options()).line('1'));
        let input = html.split("<input").nth(1).unwrap();
        assert!(html.contains("accesskey=\"1\"") && !input.contains("accesskey"), "{html}");
    }
}

#[test]
fn a_summary_appears_from_two_errors_and_leads_to_the_fields() {
    let words = Words::of(Tongue::En);
    let mut errors = Errors::default();
    errors.add("given", "shell-error-blank");
    assert_eq!(error_summary("H", &errors, words).into_string(), "");
    errors.add("born", "shell-error-date");
    let html = error_summary("H", &errors, words).into_string();
    assert!(html.contains("href=\"#f-given\"") && html.contains("href=\"#f-born\""), "{html}");
}

#[test]
fn a_list_keeps_what_was_chosen_and_offers_nothing_first() {
    let typed = Typed::default().with("country", "MA");
    let list =
        Field::select("country", "Paese").options(vec![Choice::new("MA", "Marocco"), Choice::new("TN", "Tunisia")]);
    let html = shown(&list.clone().from(&typed, &Errors::default(), Words::of(Tongue::It)));
    assert!(html.contains("value=\"MA\" selected"), "{html}");
    assert!(shown(&list).contains("<option value=\"\">"));
}

#[test]
fn near_and_far_are_said_in_dots_and_words() {
    let html = match_parts(&[MatchPart::new("Nome", 2, html! { "uguale" })]).into_string();
    assert_eq!(html.matches("class=\"on\"").count(), 2);
    assert!(html.contains("uguale"));
}
