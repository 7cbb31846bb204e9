//! One fact about a person: what was said of it, writing down what is said now, taking back what was wrong.

use axum::{
    extract::{Path, Query},
    response::Redirect,
};
use ground::{Day, FactId, Line, PersonId, lists::FactSource};
use maud::{Markup, html};

use super::{
    home, texts,
    title::{path_to, to_situation},
};
use crate::{
    app::Refusal,
    people::{
        acts::PersonView,
        pages::{
            change::{Asked, kept, kept_notice, seen, summary},
            known_id,
        },
        situation::{
            self, Situation,
            fact::{self as known, Fact, Holds, Said, Word},
            facts::{self, ValueSeen},
            title::CannotWrite,
        },
    },
    shell::{
        components::{Button, Choice, Choices, Field, button_row, hidden, post_form, section},
        forms::{Errors, Form, Typed, VERSION},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, refused},
        words::Words,
    },
};

/// The page of one fact.
pub(in crate::people::pages) async fn edit(
    me: Session,
    Path((id, name)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let id = known_id(&me, &id)?;
    let (view, told) = both(&me, id).await?;
    let fact = fact_in(&me, &told, &name)?;
    let kept = kept(&me, &asked).await?;
    let above = kept.as_ref().map(|_| kept_notice(me.words())).unwrap_or_default();
    let typed = kept.unwrap_or_else(|| Typed::default().with("fact_from", me.app.today().to_string()));
    Ok(page(&me, &view, &told, fact, &typed, &Errors::default(), &above))
}

async fn both(me: &Session, id: PersonId) -> Result<(PersonView, Situation), Problem> {
    let actor = me.actor.clone();
    let told = me.app.work(move |app| situation::show(app, &actor, id)).await;
    let told = told.map_err(|refusal| refused(me, refusal))?;
    Ok((seen(me, id).await?, told))
}

/// The fact of that name; one of the protected level is there for those alone whom it is open to.
fn fact_in(me: &Session, told: &Situation, name: &str) -> Result<Fact, Problem> {
    let fact = Fact::parse(name).filter(|fact| fact.level() != ground::Level::S4 || told.may_protected);
    fact.ok_or_else(|| refused(me, Refusal::NotFound))
}

fn page(
    me: &Session,
    view: &PersonView,
    told: &Situation,
    fact: Fact,
    typed: &Typed,
    errors: &Errors,
    above: &Markup,
) -> Markup {
    let w = me.words();
    let here = texts::label(w, fact);
    let action = format!("{}/facts/{}", home(view.id), fact.name());
    let values: Vec<&ValueSeen> = told.values.iter().filter(|seen| seen.fact == fact).collect();
    let body = html! {
        (path_to(w, view, &here))
        h1 { (here) }
        (above)
        (summary(w, errors))
        @if told.may_write {
            (post_form(&action, me.hidden(), html! {
                (answer(w, fact, typed, errors))
                div.field-row {
                    (Field::date("fact_from", w.say("situation-from")).hint(w.say("situation-from-hint")).from(typed, errors, w))
                }
                (Choices::one("fact_source", w.say("situation-source")).options(sources(w)).from(typed, errors, w).in_line())
                (button_row(Button::main(w.say("shell-save")).key("Ctrl ↵"), vec![Button::link(w.say("shell-cancel"), &home(view.id))]))
            }))
        }
        @if !values.is_empty() { (said_before(me, &values, &action, told.may_write)) }
    };
    // why: a title stays in the history of the browser, so it says nothing of her
    me.page(&w.say("situation-fact-one"), Some(Tab::People), body)
}

fn sources(w: &Words) -> Vec<Choice> {
    FactSource::all().map(|source| Choice::new(source.code(), source.name(w.tongue()))).collect()
}

/// The question: a value, none, or not known any more.
fn answer(w: &Words, fact: Fact, typed: &Typed, errors: &Errors) -> Markup {
    let unknown = Choice::new("unknown", w.say("situation-unknown")).quiet();
    let none = Choice::new("none", w.say("situation-nothing"));
    let question = |choices: Vec<Choice>| {
        Choices::one("fact_answer", w.say("situation-answer")).options(choices).from(typed, errors, w).in_line()
    };
    let value =
        |label: &str, hint: &str| Field::text("fact_value", w.say(label)).hint(w.say(hint)).from(typed, errors, w);
    html! {
        @match fact.holds() {
            Holds::YesNo => {
                (question(vec![Choice::new("yes", w.say("shell-yes")), Choice::new("no", w.say("shell-no")), unknown]))
            }
            Holds::Words(words) => {
                @let mut choices: Vec<Choice> = words.iter().map(|word| Choice::new(&in_list(word), texts::word(w, word))).collect();
                @let () = choices.extend([none, unknown]);
                (question(choices))
            }
            Holds::Date => { (value("situation-value-date", "situation-day-hint")) (question(vec![none, unknown])) }
            Holds::Money => { (value("situation-value-money", "situation-money-hint").numeric()) (question(vec![none, unknown])) }
            Holds::Count => { (value("situation-value-count", "situation-count-hint").numeric()) (question(vec![none, unknown])) }
        }
    }
}

/// A word of a list as the form sends it: "none" is a word of some lists, and an answer too.
fn in_list(word: &str) -> String {
    format!("word.{word}")
}

fn read(fact: Fact, form: &Form, errors: &mut Errors) -> Option<Word> {
    let said = read_said(fact, form, errors);
    let from = errors.date("fact_from", form.take("fact_from").parse::<Day>());
    let source = FactSource::parse(form.take("fact_source"));
    if source.is_none() {
        errors.add("fact_source", "situation-error-source");
    }
    let ((said, from), source) = said.zip(from).zip(source)?;
    Some(Word { said, from, source })
}

fn read_said(fact: Fact, form: &Form, errors: &mut Errors) -> Option<Said> {
    let (answer, typed) = (form.take("fact_answer"), form.take("fact_value").trim());
    let said = match (fact.holds(), answer) {
        // A value that was written counts, whichever answer was left beside it.
        (Holds::Date, _) if !typed.is_empty() => errors.date("fact_value", typed.parse::<Day>()).map(Said::Date)?,
        (Holds::Money, _) if !typed.is_empty() => {
            errors.keep("fact_value", known::cents(typed).ok_or(()), |()| "situation-error-money").map(Said::Money)?
        }
        (Holds::Count, _) if !typed.is_empty() => {
            errors.keep("fact_value", typed.parse::<u16>(), |_| "situation-error-count").map(Said::Count)?
        }
        (_, "unknown") => Said::Unknown,
        (Holds::YesNo, "yes") => Said::YesNo(true),
        (Holds::YesNo, "no") => Said::YesNo(false),
        (_, "none") => Said::Nothing,
        (Holds::Words(_), word) if word.starts_with("word.") => Said::Word(word.trim_start_matches("word.").to_owned()),
        (_, _) => {
            errors.add("fact_answer", "situation-error-answer");
            return None;
        }
    };
    if !fact.takes(&said) {
        let field = if matches!(said, Said::Money(_) | Said::Count(_)) { "fact_value" } else { "fact_answer" };
        errors.add(field, "situation-error-value");
        return None;
    }
    Some(said)
}

/// What was said before, newest first; what was wrong is crossed out and stays to be read.
fn said_before(me: &Session, values: &[&ValueSeen], action: &str, may_write: bool) -> Markup {
    let w = me.words();
    let body = html! {
        ul.rows.sheet {
            @for seen in values { li { (value_row(me, seen, action, may_write)) } }
        }
    };
    section("h-before", &w.say("situation-before"), None, html! {}, body)
}

fn value_row(me: &Session, seen: &ValueSeen, action: &str, may_write: bool) -> Markup {
    let w = me.words();
    let value = &seen.value;
    let said = texts::said(w, seen.fact, &value.word.said);
    html! {
        @match &value.withdrawn {
            Some(wrong) => {
                del.was { (said) } " " (texts::since(w, seen)) br;
                span.meta.text-break {
                    (w.say("situation-wrong-was")) " " (texts::by(w, &wrong.who, wrong.at))
                    @if let Some(words) = &wrong.words { ": " bdi { (words) } }
                }
            }
            None => {
                b { (said) } " " (texts::since(w, seen)) br;
                span.meta { (value.word.source.name(w.tongue())) " · " (texts::by(w, &value.who, value.at)) }
                @if may_write {
                    details.fold {
                        summary { (w.say("situation-wrong")) }
                        (post_form(&format!("{action}/{}/withdraw", seen.id), me.hidden(), html! {
                            (hidden(VERSION, &seen.version.to_string()))
                            (Field::text("why_wrong", w.say("situation-wrong-why")).id(&format!("f-why-{}", seen.id)).auto_dir())
                            (button_row(Button::quiet(w.say("situation-wrong-do")), vec![]))
                        }))
                    }
                }
            }
        }
    }
}

/// Writes down what is said.
pub(in crate::people::pages) async fn say(
    Path((id, name)): Path<(String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let Some(fact) = Fact::parse(&name) else { return Err(refused(&me, Refusal::NotFound)) };
    let mut errors = Errors::default();
    let word = read(fact, &form, &mut errors);
    form.finish()?;
    let Some(word) = word.filter(|_| errors.is_empty()) else {
        return Err(Problem::refused(again(&me, id, fact, &form, &errors).await?));
    };
    let actor = me.actor.clone();
    let done = me.app.work(move |app| facts::say(app, &actor, &once, id, fact, &word)).await;
    match done.map_err(Refusal::without_rule) {
        Ok(_) => me.forget_kept().await.map(|()| to_situation(&me, id)),
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        // Of what she may not write she is not told that the house knows it.
        Err(Err(CannotWrite::Reserved)) => Err(refused(&me, Refusal::NotFound)),
        Err(Err(CannotWrite::TooMany)) => {
            errors.add("fact_answer", "situation-error-many");
            Err(Problem::refused(again(&me, id, fact, &form, &errors).await?))
        }
        Err(Err(CannotWrite::Empty | CannotWrite::EndsBeforeItBegins)) => {
            errors.add("fact_answer", "situation-error-value");
            Err(Problem::refused(again(&me, id, fact, &form, &errors).await?))
        }
    }
}

async fn again(me: &Session, id: PersonId, fact: Fact, form: &Form, errors: &Errors) -> Result<Markup, Problem> {
    let view = super::title::writable(me, id).await?;
    let (_, told) = both(me, id).await?;
    fact_in(me, &told, fact.name())?;
    Ok(page(me, &view, &told, fact, &form.typed(), errors, &html! {}))
}

/// Says that a value was wrong.
pub(in crate::people::pages) async fn withdraw(
    Path((id, name, value)): Path<(String, String, String)>,
    Sent { me, form, once }: Sent,
) -> Result<Redirect, Problem> {
    let id = known_id(&me, &id)?;
    let value: FactId = value.parse().map_err(|_| refused(&me, Refusal::NotFound))?;
    let mut errors = Errors::default();
    let words = errors.text("why_wrong", Line::optional(form.take("why_wrong"))).flatten();
    let version = form.version().unwrap_or_default();
    form.finish()?;
    if !errors.is_empty() {
        return Err(Problem::BadRequest(me.actor.tongue));
    }
    let actor = me.actor.clone();
    let done = me.app.work(move |app| facts::withdraw(app, &actor, &once, (id, value), version, words.as_ref())).await;
    match done.map_err(Refusal::without_rule) {
        Ok(_) => Ok(Redirect::to(&format!("{}/facts/{name}", home(id)))),
        Err(Ok(refusal)) => Err(refused(&me, refusal)),
        Err(Err(_)) => Err(refused(&me, Refusal::NotFound)),
    }
}
