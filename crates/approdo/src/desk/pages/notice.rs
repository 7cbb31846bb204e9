//! The privacy notice as a slip to give away: short, in Italian and, where the service has it, in
//! her language beside it (Art. 13 GDPR; given when data is first taken, SEC-29).

use axum::extract::Path;
use ground::Tongue;
use maud::{Markup, html};

use super::{contact_in, phrases};
use crate::{
    desk,
    shell::{
        layout::Tab,
        problem::Problem,
        session::{Session, refused},
        words::Words,
    },
};

/// The slip, in Italian first and then in the other languages the notice exists in.
pub(super) async fn print(me: Session, Path(id): Path<String>) -> Result<Markup, Problem> {
    let id = contact_in(&me, &id)?;
    let actor = me.actor.clone();
    let seen = me.app.work(move |app| desk::see(app, &actor, id)).await;
    let contact = seen.map_err(|refusal| refused(&me, refusal))?.contact;
    let (w, spoken) = (me.words(), contact.entry.language);
    let hers = spoken.and_then(|tag| Tongue::ALL.into_iter().find(|tongue| tongue.tag() == tag.code()));
    let second = hers.unwrap_or(Tongue::En);
    let missing = spoken.filter(|_| hers.is_none());
    let body = html! {
        div.never-print {
            h1 { (w.say("desk-print-notice")) }
            p.lead-line { (phrases::notice(w, &contact)) }
            @if let Some(tag) = missing {
                p { (w.say_with("desk-notice-no-text", &[("language", tag.name(w.tongue()).into())])) }
            }
            p { (w.say("desk-notice-print-how")) }
        }
        (slip(&me, Tongue::It))
        @if second != Tongue::It { (slip(&me, second)) }
    };
    Ok(me.page(&w.say("desk-print-notice"), Some(Tab::Contacts), body))
}

fn slip(me: &Session, tongue: Tongue) -> Markup {
    let w = Words::of(tongue);
    let city = [("city", me.app.city.as_str().into())];
    html! {
        section.sheet.part lang=(tongue.tag()) dir="ltr" {
            h2 { (w.say("desk-slip-title")) }
            p { (w.say_with("desk-slip-who", &city)) }
            ul {
                @for line in ["desk-slip-what", "desk-slip-why", "desk-slip-seen-by", "desk-slip-how-long", "desk-slip-rights"] {
                    li { (w.say(line)) }
                }
            }
            p.mb-0 { b { (w.say("desk-slip-free")) } }
        }
    }
}
