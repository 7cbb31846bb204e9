//! What comes after the glass was broken: who is told, what was seen through it, and the review.

use std::collections::BTreeMap;

use ground::{AccountId, GlassId, Prose, Timestamp};
use policy::{Action, Pass, Resource, Role};
use store::{StoreError, Trail, Tx, once::Once};

use super::own;
use crate::{
    access::{
        self, About, Actor, Event,
        glass::{self, Glass, Kind},
        trail,
    },
    app::{App, Refusal, only_once},
    people::names,
};

/// How many openings Today and the auditor's list show.
const LIST_MOST: i64 = 50;
/// How many that wait for a review are looked through for those that this reader judges.
const WAITING_MOST: i64 = 500;

/// An opening with the names around it, as one reader may see them.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The opening.
    pub glass: Glass,
    /// Who opened.
    pub by: String,
    /// The second colleague.
    pub witness: Option<String>,
    /// Who was opened, for who may see her name.
    pub person: Option<String>,
}

/// Something she was told and has not seen.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What it is about.
    pub listed: Listed,
    /// What she is told.
    pub kind: Kind,
    /// Whether she may look at the whole of it.
    pub opens: bool,
}

/// What Today shows of broken glasses.
#[derive(Clone, Debug, Default)]
pub struct Today {
    /// What she was told and has not seen.
    pub notices: Vec<Waiting>,
    /// What waits for her review.
    pub to_review: Vec<Listed>,
    /// Whether she may open nobody until an opening of hers is reviewed.
    pub suspended: bool,
    /// Whether she may look at all openings.
    pub all: bool,
}

impl Today {
    /// Whether there is nothing to show.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.notices.is_empty() && self.to_review.is_empty() && !self.suspended
    }
}

/// What Today shows of broken glasses, inside a look of another room.
///
/// # Errors
/// The store's.
pub fn today(app: &App, tx: &mut Tx<'_>, trail: &mut Trail, actor: &Actor) -> store::Result<Today> {
    let Some(me) = actor.id() else { return Ok(Today::default()) };
    let mut today = Today { suspended: glass::is_suspended(app, tx, me)?, ..Today::default() };
    for (id, kind) in glass::unseen(tx, me, LIST_MOST)? {
        let Some(glass) = glass::find(tx, id)? else { continue };
        let opens = may_judge(tx, actor, Action::See, &glass)?;
        today.notices.push(Waiting { listed: listed(app, tx, actor, glass)?, kind, opens });
    }
    if judges(actor) {
        for glass in glass::to_review(tx, me, WAITING_MOST)? {
            if may_judge(tx, actor, Action::Review, &glass)? {
                today.to_review.push(listed(app, tx, actor, glass)?);
            }
        }
    }
    let [all] = access::offered(tx, actor, About::General, [(Action::See, Resource::Glass)])?;
    today.all = all.is_ok();
    let shown = today.notices.iter().map(|one| &one.listed).chain(&today.to_review);
    let persons: Vec<_> = shown.filter(|one| one.person.is_some()).map(|one| one.glass.person).collect();
    if !persons.is_empty() {
        let [own] = access::offered(tx, actor, About::Account(me), [(Action::See, Resource::OwnAccount)])?;
        let event = Event { act: "glass.listed", persons: &persons, ..Event::default() };
        own.into_iter().for_each(|pass| trail.leave(access::entry(app, actor, &pass, event)));
    }
    Ok(today)
}

/// Whether her roles judge openings at all: whoever has none of them is asked about no row.
fn judges(actor: &Actor) -> bool {
    [Role::Supervisor, Role::ProtectedWorker, Role::AuditorDpo].into_iter().any(|role| actor.roles().holds(role))
}

/// Whether she may do this with the opening, at once or after the second factor.
fn may_judge(tx: &mut Tx<'_>, actor: &Actor, action: Action, glass: &Glass) -> store::Result<bool> {
    let [asked] = access::offered(tx, actor, About::Person(glass.person), [(action, Resource::Glass)])?;
    Ok(asked.map_or_else(|denied| denied.offers_elevation(), |_| true))
}

fn listed(app: &App, tx: &mut Tx<'_>, actor: &Actor, glass: Glass) -> store::Result<Listed> {
    let name = |tx: &mut Tx<'_>, id: AccountId| access::name(app, tx, id).map(Option::unwrap_or_default);
    Ok(Listed {
        by: name(tx, glass.account)?,
        witness: glass.witness.map(|id| name(tx, id)).transpose()?,
        person: names(app, tx, actor, &[glass.person])?.remove(&glass.person),
        glass,
    })
}

/// The last openings of all: for whoever watches over the use of data, by reference.
///
/// # Errors
/// The usual refusals.
pub fn see_all(app: &App, actor: &Actor) -> Result<Vec<Listed>, Refusal> {
    app.store.look("people.glass.all", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::See, Resource::Glass, About::General)?;
        let mut all = Vec::new();
        for glass in glass::last(tx, &pass, LIST_MOST)? {
            all.push(listed(app, tx, actor, glass)?);
        }
        let count = Some(all.len() as u64);
        trail.leave(access::entry(app, actor, &pass, Event { act: "glass.listed", count, ..Event::default() }));
        Ok(all)
    })
}

/// One opening, whole.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The opening with the names around it.
    pub listed: Listed,
    /// Why, in own words, and what the review said.
    pub words: glass::Words,
    /// Who reviewed it.
    pub reviewed_by: Option<String>,
    /// What was done through it, by the trail: when, and which act.
    pub looks: Vec<(Timestamp, String)>,
    /// Whether this reader may judge it.
    pub may_review: bool,
}

impl Shown {
    /// How often each act was done through it.
    #[must_use]
    pub fn by_act(&self) -> BTreeMap<&str, usize> {
        self.looks.iter().fold(BTreeMap::new(), |mut counted, (_, act)| {
            *counted.entry(act.as_str()).or_default() += 1;
            counted
        })
    }
}

/// The opening and a pass to do this with it; otherwise it is as if it did not exist (SEC-10).
fn fetch<R>(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    id: GlassId,
) -> Result<(Pass, Glass), Refusal<R>> {
    let glass = glass::find(tx, id)?.ok_or(Refusal::NotFound)?;
    let pass = access::allow(app, tx, actor, action, Resource::Glass, About::Person(glass.person))?;
    Ok((pass, glass))
}

/// Shows an opening to whoever judges it.
///
/// # Errors
/// The usual refusals.
pub fn see(app: &App, actor: &Actor, id: GlassId) -> Result<Shown, Refusal> {
    app.store.look("people.glass.see", |tx, trail| {
        let (pass, glass) = fetch(app, tx, actor, Action::See, id)?;
        let words = glass::words(app, tx, &pass, &glass)?;
        let own = actor.id().is_some_and(|me| glass.is_by(me));
        let may_review = glass.review.is_none() && !own && may_judge(tx, actor, Action::Review, &glass)?;
        let reviewed_by = match glass.review {
            Some(review) => access::name(app, tx, review.by)?,
            None => None,
        };
        let looks = trail::read::through_the_glass(tx, id)?;
        let listed = listed(app, tx, actor, glass)?;
        trail.leave(access::entry(app, actor, &pass, Event { act: "glass.seen", glass: Some(id), ..Event::default() }));
        Ok(Shown { listed, words, reviewed_by, looks, may_review })
    })
}

/// Why a review was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotReview {
    /// She opened, or was the second.
    Own,
    /// Someone reviewed it before.
    Reviewed,
}

/// Says whether it was right to open her, and why. It ends an opening that still runs.
///
/// # Errors
/// [`CannotReview`], or the usual refusals.
pub fn verdict(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: GlassId,
    right: bool,
    said: &Prose,
) -> Result<GlassId, Refusal<CannotReview>> {
    app.store.write("people.glass.review", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, glass) = fetch(app, tx, actor, Action::Review, id)?;
            let me = actor.id().ok_or(Refusal::NotFound)?;
            if glass.is_by(me) {
                return Err(Refusal::Rule(CannotReview::Own));
            }
            match glass::review(app, tx, &pass, &glass, me, (right, said.as_str())) {
                Err(StoreError::Stale) => return Err(Refusal::Rule(CannotReview::Reviewed)),
                other => other?,
            }
            let fields = [if right { "right" } else { "wrong" }];
            let event = Event { act: "glass.reviewed", fields: &fields, glass: Some(id), ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

/// Notes that she has seen what she was told.
///
/// # Errors
/// [`Refusal::NotFound`] when she was told nothing of it, or has seen it.
pub fn see_notice(app: &App, actor: &Actor, once: &Once, id: GlassId) -> Result<GlassId, Refusal> {
    app.store.write("people.glass.notice", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, me) = own(app, tx, actor)?;
            match glass::see_notice(app, tx, id, me) {
                Err(StoreError::Stale) => return Err(Refusal::NotFound),
                other => other?,
            }
            access::note(
                app,
                tx,
                actor,
                &pass,
                Event { act: "glass.notice_seen", glass: Some(id), ..Event::default() },
            )?;
            Ok(id)
        })
    })
}
