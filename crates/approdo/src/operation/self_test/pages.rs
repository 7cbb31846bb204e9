//! The page of the self-test: what deviates, what could not be looked at, what is as it should be.

use std::sync::Arc;

use axum::{Router, routing::get};
use maud::{Markup, html};

use super::{Finding, Outcome, run};
use crate::{
    app::App,
    shell::{
        components::{Mark, marked, rows, section},
        layout::Tab,
        problem::Problem,
        session::{Session, refused},
        words::Words,
    },
};

/// The address of the self-test.
pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/self-test", get(show))
}

async fn show(me: Session) -> Result<Markup, Problem> {
    let actor = me.actor.clone();
    let findings = me.app.work(move |app| run(app, &actor)).await.map_err(|refusal| refused(&me, refusal))?;
    let w = me.words();
    let title = w.say("self-test-title");
    let body = html! {
        p.meta.mb-1 { (w.say_with("self-test-checked", &[("time", w.time(me.app.now()).into())])) }
        h1 { (title) }
        (view(w, &findings))
    };
    Ok(me.page(&title, Some(Tab::SelfTest), body))
}

/// The findings, those to act on first.
pub(super) fn view(w: &'static Words, findings: &[Finding]) -> Markup {
    let deviating: Vec<&Finding> = findings.iter().filter(|finding| finding.deviates()).collect();
    let unknown: Vec<Markup> = findings.iter().filter_map(|finding| unknown(w, finding)).collect();
    let safe: Vec<Markup> = findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Safe)
        .map(|finding| html! { (marked(Mark::Good, &finding.name(w))) })
        .collect();
    let part = |id: &str, heading: &str, items: Vec<Markup>| {
        let (heading, count) = (w.say(heading), items.len().to_string());
        html! { @if !items.is_empty() { (section(id, &heading, Some(&count), html! {}, rows(&heading, items))) } }
    };
    html! {
        p.lead-line { (w.say_with("self-test-lead", &[("count", deviating.len().into())])) }
        (part("self-test-deviations", "self-test-deviations", deviating.iter().map(|finding| deviation(w, finding)).collect()))
        (part("self-test-unknown", "self-test-unknown", unknown))
        (part("self-test-safe", "self-test-safe", safe))
    }
}

fn deviation(w: &Words, finding: &Finding) -> Markup {
    html! {
        @if let Some(told) = finding.told(w) {
            (marked(finding.check.mark, &finding.name(w)))
            h3 { (told.found) }
            p.mb-1 { (told.why) }
            p.mb-0 { strong { (w.say("self-test-do")) } " " (told.remedy) }
        }
    }
}

fn unknown(w: &Words, finding: &Finding) -> Option<Markup> {
    let Outcome::Unknown(why) = &finding.outcome else { return None };
    // Why it could not be looked at is for who runs the machine, in the words of the command line.
    Some(html! { (marked(Mark::Note, &finding.name(w))) " " code lang="en" dir="ltr" { (why) } })
}
