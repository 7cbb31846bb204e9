//! What someone who works here may say of her private life, and why it is asked.

use axum::response::Redirect;
use ground::Line;
use maud::{Markup, html};
use policy::{Action, Resource};

use super::door::refused;
use crate::{
    access::{
        About, allow,
        private::{self, PHONES_MOST, Statement},
    },
    app::Refusal,
    shell::{
        components::{Button, Field, button_row, error_summary, post_form},
        forms::{Errors, Form, Typed},
        problem::Problem,
        session::{Sent, Session},
    },
};

/// The page, with what she said before.
pub(super) async fn show(me: Session) -> Result<Markup, Problem> {
    let stated = stated(&me).await?;
    let phones: Vec<String> = stated.phones.iter().map(ToString::to_string).collect();
    let text = |line: &Option<Line>| line.as_ref().map(ToString::to_string).unwrap_or_default();
    let typed = Typed::default()
        .with("phones", phones.join("\n"))
        .with("surname", text(&stated.surname))
        .with("address", text(&stated.address));
    Ok(page(&me, &typed, &Errors::default()))
}

/// What she said before: for those who work with persons.
async fn stated(me: &Session) -> Result<Statement, Problem> {
    let actor = me.actor.clone();
    let found = me.app.work(move |app| {
        app.store.look("me.private.see", |tx, trail| {
            let id = actor.id().ok_or(Refusal::NotFound)?;
            allow(app, tx, &actor, Action::Create, Resource::Contact, About::General)?;
            let pass = allow(app, tx, &actor, Action::See, Resource::OwnAccount, About::Account(id))?;
            let event = crate::access::Event { act: "own_account.seen", ..crate::access::Event::default() };
            trail.leave(crate::access::entry(app, &actor, &pass, event));
            Ok::<_, Refusal>(private::find(app, tx, id)?)
        })
    });
    found.await.map_err(|refusal| refused(me, refusal))
}

fn page(me: &Session, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    let title = w.say("access-private-title");
    let body = html! {
        h1 { (title) }
        @for id in ["access-private-why", "access-private-who", "access-private-free"] { p.measure."mb-3" { (w.say(id)) } }
        (error_summary(&w.say_with("shell-errors-heading", &[("count", errors.len().into())]), errors, w))
        (post_form("/me/private", me.hidden(), html! {
            (Field::area("phones", w.say("access-private-phones")).hint(w.say("access-private-phones-hint")).lines(3)
                .autocomplete("off").from(typed, errors, w))
            (Field::text("surname", w.say("access-private-surname")).hint(w.say("access-private-surname-hint"))
                .autocomplete("off").auto_dir().from(typed, errors, w))
            (Field::text("address", w.say("access-private-address")).hint(w.say("access-private-address-hint"))
                .autocomplete("off").auto_dir().from(typed, errors, w))
            (button_row(Button::main(w.say("shell-save")), vec![Button::link(w.say("shell-cancel"), "/me")]))
        }))
    };
    me.page(&title, None, body)
}

fn read(form: &Form, errors: &mut Errors) -> Statement {
    let lines = form.take("phones").lines().filter(|line| !line.trim().is_empty());
    let phones: Vec<Line> = lines.filter_map(|line| errors.text("phones", Line::parse(line))).collect();
    let sound = |phone: &Line| phone.as_str().chars().filter(char::is_ascii_digit).count() >= 6;
    if phones.len() > PHONES_MOST || !phones.iter().all(sound) {
        errors.add("phones", "access-private-error-phones");
    }
    let surname = errors.text("surname", Line::optional(form.take("surname"))).flatten();
    let address = errors.text("address", Line::optional(form.take("address"))).flatten();
    let (lacks_name, lacks_address) = (surname.is_none(), address.is_none());
    if lacks_name != lacks_address {
        errors.add(if lacks_name { "surname" } else { "address" }, "access-private-error-home");
    }
    Statement { phones, surname, address }
}

/// Keeps it, or takes all of it back. The answer is the same whatever it has in common with whomever.
pub(super) async fn state(Sent { me, form, once }: Sent) -> Result<Redirect, Problem> {
    me.must(Action::Create, Resource::Contact)?;
    let mut errors = Errors::default();
    let statement = read(&form, &mut errors);
    form.finish()?;
    if !errors.is_empty() {
        return Err(Problem::refused(page(&me, &form.typed(), &errors)));
    }
    let actor = me.actor.clone();
    let done = me.app.work(move |app| private::state(app, &actor, &once, &statement)).await;
    done.map(|_| Redirect::to("/me?saved=1")).map_err(|refusal| refused(&me, refusal))
}
