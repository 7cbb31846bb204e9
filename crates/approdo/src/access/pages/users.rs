//! The pages of administrators: users, invitations, new starts, teams.

use axum::{
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use ground::{AccountId, Line, TeamId, Tongue};
use maud::{Markup, html};
use policy::{Action, PartnerKind, Resource, Role, RoleSet};
use serde::Deserialize;

use super::{
    door::refused,
    parts::{go, rule},
};
use crate::{
    access::{
        accounts::{self, Account, BadEmail, BadRoles, Email, State, Team},
        drafts,
        invitations::{Kind, Link},
        second_word::Speaker,
        users::{self, CannotChange, CannotReset, Change, Invite, Listing, Wanted},
    },
    app::Refusal,
    shell::{
        components::{
            Button, CheckBox, Choice, Choices, Field, Mark, bdi, button_row, empty, error_summary, hidden, marked,
            pager, post_form, saved, section, table,
        },
        forms::{Errors, Form, Typed, VERSION},
        layout::Tab,
        problem::Problem,
        session::{Sent, Session, query_value},
        words::Words,
    },
};

/// What stands behind the question mark.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    saved: String,
}

fn page(me: &Session, title: &str, body: Markup) -> Markup {
    headed(me, title, title, body)
}

/// A page whose heading is not its title: a title stays in the history of the browser and names nobody.
fn headed(me: &Session, title: &str, heading: &str, body: Markup) -> Markup {
    me.page(title, Some(Tab::Users), html! { h1 { (bdi(heading)) } (body) })
}

fn just_saved(me: &Session, asked: &Asked) -> Markup {
    let w = me.words();
    html! {
        @if !asked.saved.is_empty() {
            (saved(&w.say_with("shell-saved-at", &[("time", w.time(me.app.now()).into())]), html! {}, html! {}))
        }
    }
}

fn role_word(w: &Words, role: Role) -> String {
    w.say(&format!("access-role-{}", role.code()))
}

fn state_word(w: &Words, state: State) -> Markup {
    match state {
        State::Active => marked(Mark::Good, &w.say("access-state-active")),
        State::Invited => marked(Mark::Note, &w.say("access-state-invited")),
        State::Suspended => marked(Mark::Stop, &w.say("access-state-suspended")),
    }
}

/// Whom the list is asked for, behind the question mark.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AskedList {
    text: String,
    role: String,
    state: String,
    page: String,
}

impl AskedList {
    fn wanted(&self) -> Wanted {
        Wanted {
            text: self.text.trim().to_owned(),
            role: Role::from_code(&self.role),
            state: State::from_code(&self.state),
        }
    }

    fn address(&self, page: usize) -> String {
        let [text, role, state] = [&self.text, &self.role, &self.state].map(|value| query_value(value));
        format!("/users?text={text}&role={role}&state={state}&page={page}")
    }
}

/// Everyone who has an account, or those who were asked for.
pub(super) async fn list(me: Session, Query(asked): Query<AskedList>) -> Result<Markup, Problem> {
    let w = me.words();
    let (actor, wanted, page_asked) = (me.actor.clone(), asked.wanted(), asked.page.parse().unwrap_or(0));
    let found = me.app.work(move |app| {
        Ok::<_, Refusal>((users::find(app, &actor, &wanted, page_asked)?, users::teams(app, &actor)?))
    });
    let (listing, teams) = found.await.map_err(|refusal| refused(&me, refusal))?;
    let body = html! {
        div.actions.mt-3.mb-4 {
            @if me.may(Action::Create, Resource::Account) { a.btn.btn-primary href="/users/new" { (w.say("access-invite-title")) } " " }
            a.btn.btn-quiet href="/teams" { (w.say("access-teams-title")) }
        }
        (list_filters(w, &asked))
        @if listing.rows.is_empty() {
            (empty(&w.say("access-users-none"), &w.say("access-users-none-text"), Some(html! {
                a.btn.btn-quiet href="/users" { (w.say("access-users-all")) }
            })))
        } @else {
            (listed(w, &listing, &teams))
            (list_pages(w, &asked, &listing))
        }
    };
    Ok(page(&me, &w.say("access-users-title"), body))
}

fn list_filters(w: &'static Words, asked: &AskedList) -> Markup {
    let roles = Role::ALL.into_iter().filter(|role| accounts::is_of_accounts(*role));
    let roles = roles.map(|role| Choice::new(role.code(), role_word(w, role)));
    let states = State::ALL.map(|state| Choice::new(state.code(), w.say(&format!("access-state-{}", state.code()))));
    let all = |id: &str| std::iter::once(Choice::new("", w.say(id)));
    let (roles, states) = (all("access-users-any-role").chain(roles), all("access-users-any-state").chain(states));
    let asks = !(asked.text.is_empty() && asked.role.is_empty() && asked.state.is_empty());
    html! {
        form.filters method="get" action="/users" role="search" {
            (Field::search("text", w.say("access-users-text")).value(asked.text.as_str()).auto_dir())
            (Field::select("role", w.say("access-users-role")).options(roles.collect()).required().value(asked.role.as_str()))
            (Field::select("state", w.say("access-state")).options(states.collect()).required().value(asked.state.as_str()))
            button.btn.btn-quiet type="submit" { (w.say("access-users-show")) }
            @if asks { a.btn.btn-bare href="/users" { (w.say("access-users-all")) } }
        }
    }
}

fn listed(w: &Words, listing: &Listing, teams: &[Team]) -> Markup {
    let heads = ["access-name", "access-email", "access-roles", "access-team", "access-state"].map(|id| w.say(id));
    let line = |account: &Account| {
        let roles: Vec<String> = account.roles.iter().map(|role| role_word(w, role)).collect();
        let team = teams.iter().find(|team| Some(team.id) == account.team).map_or("–", |team| team.name.as_str());
        vec![
            html! { a href={ "/users/" (account.id) } { (bdi(&account.name)) } },
            html! { span.text-break { (bdi(&account.email)) } },
            html! { (roles.join(", ")) },
            bdi(team),
            state_word(w, account.state),
        ]
    };
    let count = w.say_with("access-users-count", &[("count", listing.count.into())]);
    table("users", &count, &heads, listing.rows.iter().map(line).collect())
}

fn list_pages(w: &Words, asked: &AskedList, listing: &Listing) -> Markup {
    let first = listing.page * users::PAGE + 1;
    let last = listing.page * users::PAGE + listing.rows.len();
    let numbers = [("first", first.into()), ("last", last.into()), ("count", listing.count.into())];
    let (before, after) = (asked.address(listing.page.saturating_sub(1)), asked.address(listing.page + 1));
    let (earlier, later) = (w.say("shell-page-before"), w.say("shell-page-after"));
    html! {
        @if listing.count > users::PAGE {
            (pager(
                &w.say("access-users-pages"),
                (listing.page > 0).then_some((before.as_str(), earlier.as_str())),
                &w.say_with("access-users-here", &numbers),
                (last < listing.count).then_some((after.as_str(), later.as_str())),
            ))
        }
    }
}

/// What every form about an account needs to be drawn.
struct Desk {
    teams: Vec<Team>,
}

async fn desk(me: &Session) -> Result<Desk, Problem> {
    let actor = me.actor.clone();
    let teams = me.app.work(move |app| users::teams(app, &actor)).await.map_err(|refusal| refused(me, refusal))?;
    Ok(Desk { teams })
}

fn account_fields(w: &'static Words, desk: &Desk, typed: &Typed, errors: &Errors) -> Markup {
    let roles = Role::ALL.into_iter().filter(|role| accounts::is_of_accounts(*role));
    let roles = roles.map(|role| Choice::new(role.code(), role_word(w, role))).collect();
    let teams = desk.teams.iter().map(|team| Choice::new(&team.id.to_string(), &team.name)).collect();
    let kinds = PartnerKind::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.code(), w.say(&format!("access-partner-{}", kind.code()))))
        .collect();
    html! {
        (error_summary(&w.say_with("shell-errors-heading", &[("count", errors.len().into())]), errors, w))
        (Field::text("name", w.say("access-name")).required().auto_dir().from(typed, errors, w))
        (Field::email("email", w.say("access-email")).required().from(typed, errors, w))
        (Choices::many("role", w.say("access-roles")).options(roles).from(typed, errors, w))
        (Field::select("team", w.say("access-team")).options(teams).from(typed, errors, w))
        (Field::select("partner", w.say("access-partner")).hint(w.say("access-partner-hint")).options(kinds).from(typed, errors, w))
    }
}

/// What was typed about an account, once it is sound.
struct Parsed {
    email: Email,
    name: Line,
    roles: RoleSet,
    team: Option<TeamId>,
    partner: Option<PartnerKind>,
}

fn parse(form: &Form, errors: &mut Errors) -> Option<Parsed> {
    let name = errors.text("name", Line::parse(form.take("name")));
    let email = errors.keep("email", Email::parse(form.take("email")), |BadEmail| "access-error-email");
    let roles: RoleSet = form.take_all("role").into_iter().filter_map(Role::from_code).collect();
    let team = optional(form.take("team"), |text| text.parse().ok());
    let partner = optional(form.take("partner"), PartnerKind::from_code);
    let team = errors.keep("team", team, |()| "shell-error-choose");
    let partner = errors.keep("partner", partner, |()| "shell-error-choose");
    if let Some(Err(bad)) = partner.map(|partner| accounts::sound_roles(roles, partner)) {
        tell_roles(bad, errors);
        return None;
    }
    Some(Parsed { email: email?, name: name?, roles, team: team?, partner: partner? })
}

/// Nothing chosen is nothing; something unknown is wrong.
fn optional<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some).ok_or(()) }
}

fn tell_roles(bad: BadRoles, errors: &mut Errors) {
    match bad {
        BadRoles::None | BadRoles::NotOfAccounts => errors.add("role", "shell-error-choose"),
        BadRoles::Partner => errors.add("partner", "access-error-partner"),
    }
}

fn tell(why: CannotChange, errors: &mut Errors) {
    match why {
        CannotChange::Oneself => errors.add("role", "access-error-oneself"),
        CannotChange::Roles(bad) => tell_roles(bad, errors),
        CannotChange::EmailTaken => errors.add("email", "access-error-email-taken"),
        CannotChange::NoSuchTeam => errors.add("team", "shell-error-choose"),
        CannotChange::LastProtector => errors.add("role", "access-error-last-protector"),
    }
}

/// The page that invites. It asks for the code first, so that nothing is typed in vain.
pub(super) async fn ask_invite(me: Session) -> Result<Markup, Problem> {
    if !me.may(Action::Create, Resource::Account) {
        return Err(Problem::NotThere(me.actor.tongue));
    }
    if !me.actor.subject().elevated {
        return Err(me.ask_for_code(me.page_path(), StatusCode::FORBIDDEN));
    }
    let (actor, form) = (me.actor.clone(), me.page_path().to_owned());
    let draft = me.app.work(move |app| app.store.read("draft.take", |tx| drafts::take(app, tx, &actor, &form))).await;
    let draft = draft.map_err(|error| refused(&me, error.into()))?;
    let typed = draft.and_then(|body| Form::parse(&body).ok()).map(|form| form.typed()).unwrap_or_default();
    invite_page(&me, &typed, &Errors::default()).await
}

async fn invite_page(me: &Session, typed: &Typed, errors: &Errors) -> Result<Markup, Problem> {
    let w = me.words();
    let desk = desk(me).await?;
    let tongues = vec![Choice::new("it", "Italiano").lang("it"), Choice::new("en", "English").lang("en")];
    let form = post_form(
        "/users/new",
        me.hidden(),
        html! {
            (account_fields(w, &desk, typed, errors))
            (Field::select("tongue", w.say("access-me-language")).options(tongues).from(typed, errors, w))
            (button_row(Button::main(w.say("access-invite-go")), vec![Button::link(w.say("shell-cancel"), "/users")]))
        },
    );
    let title = w.say("access-invite-title");
    Ok(page(me, &title, html! { p.lead-line { (w.say("access-invite-why")) } (form) }))
}

/// Invites, and shows the link once.
pub(super) async fn invite(headers: HeaderMap, sent: Sent) -> Result<Markup, Problem> {
    let Sent { me, form, once } = sent;
    me.must(Action::Create, Resource::Account)?;
    let mut errors = Errors::default();
    let parsed = parse(&form, &mut errors);
    let tongue: Tongue = form.take("tongue").parse().unwrap_or_default();
    form.finish()?;
    let (Some(Parsed { email, name, roles, team, partner }), true) = (parsed, errors.is_empty()) else {
        return Err(Problem::refused(invite_page(&me, &form.typed(), &errors).await?));
    };
    let invite = Invite { email, name, roles, team, tongue, partner };
    let (actor, draft) = (me.actor.clone(), me.page_path().to_owned());
    let answer = me
        .app
        .work(move |app| {
            let invited = users::invite_once(app, &actor, &once, &invite)?;
            app.store.write("draft.forget", |tx| drafts::forget(tx, &actor, &draft))?;
            Ok(invited)
        })
        .await;
    match answer.map_err(rule) {
        Ok((_, link)) => Ok(link_page(&me, &headers, &link)),
        Err(Ok(why)) => {
            tell(why, &mut errors);
            Err(Problem::refused(invite_page(&me, &form.typed(), &errors).await?))
        }
        Err(Err(refusal)) => Err(refused(&me, refusal)),
    }
}

/// The page that shows a link once.
fn link_page(me: &Session, headers: &HeaderMap, link: &Link) -> Markup {
    let w = me.words();
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let own_machine = ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host.starts_with(name));
    let address = format!("{}://{host}{}", if own_machine { "http" } else { "https" }, link.path());
    let lead = match link.kind {
        Kind::Invite | Kind::First => "access-link-shown-invite",
        Kind::Reset => "access-link-shown-reset",
    };
    let body = html! {
        p.lead-line { (w.say_with(lead, &[("until", w.moment(link.until).into())])) }
        div.sheet { p.mb-0 { code.text-break dir="ltr" { (address) } } }
        p { (w.say("access-link-shown-once")) }
        p { a href="/users" { (w.say("access-users-title")) } }
    };
    page(me, &w.say("access-link-shown-title"), body)
}

/// One account.
pub(super) async fn show(me: Session, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let id = account_id(&me, &id)?;
    let (account, asker) = see(&me, id).await?;
    let typed = typed_of(&account);
    account_page(&me, &account, asker.as_ref(), &typed, &Errors::default(), just_saved(&me, &asked)).await
}

fn account_id(me: &Session, text: &str) -> Result<AccountId, Problem> {
    text.parse().map_err(|_| Problem::NotThere(me.actor.tongue))
}

async fn see(me: &Session, id: AccountId) -> Result<(Account, Option<Speaker>), Problem> {
    let actor = me.actor.clone();
    me.app.work(move |app| users::see(app, &actor, id)).await.map_err(|refusal| refused(me, refusal))
}

fn typed_of(account: &Account) -> Typed {
    let typed = Typed::default()
        .with("name", account.name.as_str())
        .with("email", account.email.as_str())
        .with("team", account.team.map(|team| team.to_string()).unwrap_or_default())
        .with("partner", account.partner.map_or("", PartnerKind::code));
    let typed = account.roles.iter().fold(typed, |typed, role| typed.with("role", role.code()));
    if account.state == State::Suspended { typed.with("suspended", "yes") } else { typed }
}

async fn account_page(
    me: &Session,
    account: &Account,
    asker: Option<&Speaker>,
    typed: &Typed,
    errors: &Errors,
    above: Markup,
) -> Result<Markup, Problem> {
    let w = me.words();
    let desk = desk(me).await?;
    let own = me.actor.id() == Some(account.id);
    let changes = !own && me.may(Action::Correct, Resource::Account);
    let body = html! {
        (above)
        p { (state_word(w, account.state)) }
        @if own { p { (w.say("access-error-oneself")) " " a href="/me" { (w.say("access-me-title")) } } }
        @if changes && !me.actor.subject().elevated {
            div.notice { p { (w.say("access-needs-code")) } a.btn.btn-quiet.btn-small href={ "/elevate?next=/users/" (account.id) } { (w.say("access-elevate-go")) } }
        }
        @if changes { (change_form(me, account, &desk, typed, errors)) }
        @if !own { (start_part(me, account, asker)) }
        p { a href="/users" { (w.say("access-users-title")) } }
    };
    Ok(headed(me, &w.say("access-user-title"), &account.name, body))
}

fn change_form(me: &Session, account: &Account, desk: &Desk, typed: &Typed, errors: &Errors) -> Markup {
    let w = me.words();
    post_form(
        &format!("/users/{}", account.id),
        me.hidden(),
        html! {
            (hidden(VERSION, &account.version.to_string()))
            (account_fields(w, desk, typed, errors))
            (CheckBox::new("suspended", w.say("access-suspended")).hint(w.say("access-suspended-hint"))
                .checked(!typed.get("suspended").is_empty()))
            (button_row(Button::main(w.say("shell-save")), vec![Button::link(w.say("shell-cancel"), "/users")]))
        },
    )
}

/// A new link for who did not use hers; a new start, by two people, for who lost password or phone.
fn start_part(me: &Session, account: &Account, asker: Option<&Speaker>) -> Markup {
    let w = me.words();
    let may_recover = me.may(Action::Administer, Resource::Account) || me.actor.roles().holds(Role::Supervisor);
    let mine = asker.is_some_and(|asker| Speaker::of(&me.actor).is_some_and(|me| me.may_be(asker)));
    let button = |path: &str, text: &str, why: &str| {
        post_form(
            &format!("/users/{}/{path}", account.id),
            me.hidden(),
            html! { p { (w.say(why)) } (button_row(Button::quiet(w.say(text)), vec![])) },
        )
    };
    let body = match (account.state, asker) {
        (State::Invited, _) if me.may(Action::Correct, Resource::Account) => {
            button("link", "access-relink", "access-relink-why")
        }
        (State::Active, Some(_)) if mine => html! { p { (w.say("access-reset-wait")) } },
        (State::Active, Some(_)) if may_recover => button("agree", "access-reset-agree", "access-reset-agree-why"),
        (State::Active, None) if may_recover => button("reset", "access-reset-ask", "access-reset-why"),
        _ => return html! {},
    };
    section("start", &w.say("access-reset-title"), None, html! {}, body)
}

/// Changes an account.
pub(super) async fn change(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, once } = sent;
    me.must(Action::Correct, Resource::Account)?;
    let id = account_id(&me, &id)?;
    let mut errors = Errors::default();
    let parsed = parse(&form, &mut errors);
    let suspended = form.has("suspended");
    form.finish()?;
    let version = form.version().ok_or(Problem::BadRequest(me.actor.tongue))?;
    if let (Some(Parsed { email, name, roles, team, partner }), true) = (parsed, errors.is_empty()) {
        let change = Change { email, name, roles, partner, team, suspended };
        let actor = me.actor.clone();
        let answer = me.app.work(move |app| users::change(app, &actor, &once, id, version, &change)).await;
        match answer.map_err(rule) {
            Ok(id) => return Ok(go(&format!("/users/{id}?saved=1"))),
            Err(Ok(why)) => tell(why, &mut errors),
            Err(Err(Refusal::Stale)) => return Err(both_texts(&me, id, &form).await?),
            Err(Err(refusal)) => return Err(refused(&me, refusal)),
        }
    }
    let (account, asker) = see(&me, id).await?;
    let account = Account { version, ..account };
    let shown = account_page(&me, &account, asker.as_ref(), &form.typed(), &errors, html! {}).await?;
    Err(Problem::refused(shown))
}

/// Someone saved first: what is stored now, above what was typed (SEC-74).
async fn both_texts(me: &Session, id: AccountId, form: &Form) -> Result<Problem, Problem> {
    let w = me.words();
    let (account, asker) = see(me, id).await?;
    let roles: Vec<String> = account.roles.iter().map(|role| role_word(w, role)).collect();
    let above = html! {
        div.sheet.conflict role="alert" {
            p.sign.sign-soon { (w.say("access-stale-account")) }
            dl.fact-list {
                dt { (w.say("access-name")) } dd { (bdi(&account.name)) }
                dt { (w.say("access-email")) } dd { (bdi(&account.email)) }
                dt { (w.say("access-roles")) } dd { (roles.join(", ")) }
                dt { (w.say("access-state")) } dd { (state_word(w, account.state)) }
            }
        }
    };
    let shown = account_page(me, &account, asker.as_ref(), &form.typed(), &Errors::default(), above).await?;
    Ok(Problem::stale(shown))
}

/// A new link for someone invited.
pub(super) async fn invite_again(headers: HeaderMap, Path(id): Path<String>, sent: Sent) -> Result<Markup, Problem> {
    let Sent { me, form, once } = sent;
    let id = account_id(&me, &id)?;
    form.finish()?;
    let actor = me.actor.clone();
    let link = me.app.work(move |app| users::invite_again(app, &actor, &once, id)).await;
    Ok(link_page(&me, &headers, &link.map_err(|refusal| refused(&me, refusal))?))
}

/// Asks for a new start.
pub(super) async fn ask_reset(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, .. } = sent;
    let id = account_id(&me, &id)?;
    form.finish()?;
    let actor = me.actor.clone();
    let answer = me.app.work(move |app| users::ask_reset(app, &actor, id)).await;
    match answer.map_err(rule) {
        Ok(()) => Ok(go(&format!("/users/{id}?saved=1"))),
        Err(why) => Err(no_reset(&me, why)),
    }
}

/// Agrees to a new start, and shows the link once.
pub(super) async fn agree_reset(headers: HeaderMap, Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, once } = sent;
    let id = account_id(&me, &id)?;
    form.finish()?;
    let actor = me.actor.clone();
    let answer = me.app.work(move |app| users::agree_reset(app, &actor, &once, id)).await;
    match answer.map_err(rule) {
        Ok(link) => Ok(link_page(&me, &headers, &link).into_response()),
        Err(why) => Err(no_reset(&me, why)),
    }
}

fn no_reset(me: &Session, why: Result<CannotReset, Refusal>) -> Problem {
    let w = me.words();
    let text = match why {
        Err(refusal) => return refused(me, refusal),
        Ok(CannotReset::Oneself) => "access-reset-oneself",
        Ok(CannotReset::SamePerson) => "access-reset-wait",
        Ok(CannotReset::NotByMachine) => return Problem::NotThere(me.actor.tongue),
        Ok(CannotReset::NotAsked) => "access-reset-not-asked",
        Ok(CannotReset::NotActive) => "access-reset-not-active",
    };
    let body = html! { p.lead-line { (w.say(text)) } p { a href=(me.page_path()) { (w.say("access-back-to-page")) } } };
    Problem::refused(page(me, &w.say("access-reset-title"), body))
}

/// The teams.
pub(super) async fn teams(me: Session, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    teams_page(&me, &Typed::default(), &Errors::default(), just_saved(&me, &asked)).await
}

async fn teams_page(me: &Session, typed: &Typed, errors: &Errors, above: Markup) -> Result<Markup, Problem> {
    let w = me.words();
    let Desk { teams } = desk(me).await?;
    let changes = me.may(Action::Create, Resource::Team);
    let rename = |team: &Team| {
        post_form(
            &format!("/teams/{}", team.id),
            me.hidden(),
            html! {
                (hidden(VERSION, &team.version.to_string()))
                (Field::text("name", w.say("access-team-name")).id(&format!("team-{}", team.id)).value(team.name.as_str()).required().auto_dir())
                (button_row(Button::quiet(w.say("access-team-rename")), vec![]))
            },
        )
    };
    let body = html! {
        (above)
        @if changes && !me.actor.subject().elevated {
            div.notice { p { (w.say("access-needs-code")) } a.btn.btn-quiet.btn-small href="/elevate?next=/teams" { (w.say("access-elevate-go")) } }
        }
        @for team in &teams {
            @if changes { (rename(team)) } @else { p { (bdi(&team.name)) } }
        }
        @if changes {
            (section("team-new", &w.say("access-team-new"), None, html! {}, post_form("/teams", me.hidden(), html! {
                (Field::text("name", w.say("access-team-name")).required().auto_dir().from(typed, errors, w))
                (button_row(Button::main(w.say("shell-add")), vec![]))
            })))
        }
    };
    Ok(page(me, &w.say("access-teams-title"), body))
}

/// Makes a team.
pub(super) async fn create_team(sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, once } = sent;
    let mut errors = Errors::default();
    let name = errors.text("name", Line::parse(form.take("name")));
    form.finish()?;
    let Some(name) = name else {
        return Err(Problem::refused(teams_page(&me, &form.typed(), &errors, html! {}).await?));
    };
    let actor = me.actor.clone();
    let done = me.app.work(move |app| users::create_team(app, &actor, &once, &name)).await;
    done.map_err(|refusal| refused(&me, refusal))?;
    Ok(go("/teams?saved=1"))
}

/// Gives a team another name.
pub(super) async fn rename_team(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { me, form, once } = sent;
    let id: TeamId = id.parse().map_err(|_| Problem::NotThere(me.actor.tongue))?;
    let version = form.version().ok_or(Problem::BadRequest(me.actor.tongue))?;
    let name = Line::parse(form.take("name")).map_err(|_| Problem::BadRequest(me.actor.tongue))?;
    form.finish()?;
    let actor = me.actor.clone();
    let done = me.app.work(move |app| users::rename_team(app, &actor, &once, id, version, &name)).await;
    done.map_err(|refusal| refused(&me, refusal))?;
    Ok(go("/teams?saved=1"))
}
