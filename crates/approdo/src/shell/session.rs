//! Who is asking, for every page behind the log-in; and what every form that changes something must
//! prove before a room sees it (SEC-63, SEC-75).

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use ground::{Tongue, hex};
use maud::{Markup, html};
use policy::{Action, Resource};
use sha2::{Digest as _, Sha256};
use store::{StoreError, once::Once};

use super::{
    address::PublicAddress,
    components::sign,
    forms::{self, CSRF, Form, ONCE, Typed, encoded, whole},
    layout::{self, Frame, SearchBox, Tab, Who},
    problem::Problem,
    words::Words,
};
use crate::{
    access::{self, Actor, drafts, sessions},
    app::{App, NoRule, Refusal},
};

/// The cookie of a session. `__Host-` makes browsers insist on Secure, on Path=/ and on this host.
pub const COOKIE: &str = "__Host-approdo";
/// The cookie of the language chosen before the log-in. It says nothing else.
pub const TONGUE: &str = "__Host-approdo-tongue";

/// A logged-in account at this request. As an extractor it sends everyone else to the log-in.
#[derive(Clone)]
pub struct Session {
    /// What every act is given.
    pub app: Arc<App>,
    /// Who acts, with the roles as stored now.
    pub actor: Actor,
    /// The name that colleagues see.
    pub name: String,
    /// The team and the city.
    pub place: String,
    hash: [u8; 32],
    csrf: [u8; 32],
    page: String,
    tabs: Vec<Tab>,
    typed: Option<Vec<u8>>,
}

/// A form that was sent from one of our own pages by the session it was made for.
pub struct Sent {
    /// Who sent it.
    pub me: Session,
    /// What was sent.
    pub form: Form,
    /// What makes a repetition harmless.
    pub once: Once,
}

impl Session {
    fn of(app: &Arc<App>, live: sessions::Live, page: String, typed: Option<Vec<u8>>) -> Self {
        let place = live.team.map_or_else(|| app.city.clone(), |team| format!("{team}, {}", app.city));
        let me = Self {
            app: Arc::clone(app),
            actor: live.actor,
            name: live.name,
            place,
            hash: live.hash,
            csrf: live.csrf,
            page,
            tabs: Vec::new(),
            typed,
        };
        let tabs = me.open_tabs();
        Self { tabs, ..me }
    }

    /// Whether her roles open this at all. Only what to offer in the bar: each act asks for itself.
    #[must_use]
    pub fn may(&self, action: Action, resource: Resource) -> bool {
        access::might(&self.actor, action, resource)
    }

    /// Refuses whoever may not do this, before a form of it is drawn again: what is wrong in a form is
    /// told to those alone who may send it (SEC-10).
    ///
    /// # Errors
    /// The refusal of the act, as a page.
    pub fn must(&self, action: Action, resource: Resource) -> Result<(), Problem> {
        access::could(&self.actor, action, resource).map_err(|denied| refused(self, denied.into()))
    }

    fn open_tabs(&self) -> Vec<Tab> {
        let sections = [
            (Tab::Today, true),
            (Tab::People, self.may(Action::Search, Resource::Identity)),
            (Tab::Contacts, self.may(Action::Create, Resource::Contact)),
            (Tab::Users, self.may(Action::See, Resource::Account)),
            (Tab::Trail, self.may(Action::Verify, Resource::Audit)),
            (Tab::SelfTest, self.may(Action::See, Resource::Settings)),
        ];
        sections.into_iter().filter(|(_, open)| *open).map(|(tab, _)| tab).collect()
    }

    /// The texts in her language.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        Words::of(self.actor.tongue)
    }

    /// A whole page with its frame.
    #[must_use]
    pub fn page(&self, title: &str, tab: Option<Tab>, body: Markup) -> Markup {
        layout::page(&self.frame(title, tab), body)
    }

    /// The frame of a page, for one that changes something of it.
    #[must_use]
    pub fn frame<'a>(&'a self, title: &'a str, tab: Option<Tab>) -> Frame<'a> {
        let searches = self.tabs.contains(&Tab::People);
        Frame {
            words: self.words(),
            title,
            tab,
            tabs: &self.tabs,
            who: Some(Who { name: &self.name, place: &self.place }),
            search: if searches { SearchBox::With("") } else { SearchBox::Without },
            may_record: self.tabs.contains(&Tab::Contacts),
            here: &self.page,
            fields: self.hidden(),
            rtl: self.app.forced_rtl,
            emergency: self.emergency(),
        }
    }

    /// What she has open in an emergency: for how long still, the way back to it, and the way out.
    fn emergency(&self) -> Option<Markup> {
        let (w, open) = (self.words(), self.actor.glass()?);
        let left = [("minutes", open.minutes_left(self.app.now()).into())];
        Some(html! {
            section.glass-bar.never-print aria-label=(w.say("shell-glass-label")) {
                p."mb-0" {
                    (sign("warning")) " " b { (w.say_with("shell-glass-left", &left)) } " " (w.say("shell-glass-seen"))
                }
                div.actions {
                    a.btn.btn-quiet href={ "/people/" (open.person) } { (w.say("shell-glass-back")) }
                    form method="post" action={ "/glass/" (open.id) "/close" } {
                        (self.hidden())
                        button.btn.btn-stop type="submit" { (w.say("shell-glass-close")) }
                    }
                }
            }
        })
    }

    /// What every POST form carries: proof that it is hers, and a key that makes it count once.
    #[must_use]
    pub fn hidden(&self) -> Markup {
        html! {
            input type="hidden" name=(CSRF) value=(self.csrf_text());
            input type="hidden" name=(ONCE) value=(hex::encode(&self.app.dice.bytes::<16>()));
            input type="hidden" name="_page" value=(self.page);
        }
    }

    /// What forms of this session carry as `_csrf`.
    #[must_use]
    pub fn csrf_text(&self) -> String {
        hex::encode(&self.csrf)
    }

    /// Whether a token that came by another way than a form, such as with a file, is hers (SEC-63).
    #[must_use]
    pub fn csrf_is(&self, sent: &str) -> bool {
        sessions::same(&self.csrf, sent)
    }

    /// The page that is being shown, or that the form was sent from: what its draft is called.
    #[must_use]
    pub fn page_path(&self) -> &str {
        &self.page
    }

    /// The same session on the page of another address: a form that an answer shows belongs there.
    #[must_use]
    pub fn at(self, page: &str) -> Self {
        Self { page: page.to_owned(), ..self }
    }

    /// What she typed into the form of this page and could not send (SEC-58).
    ///
    /// # Errors
    /// The store's, as a page.
    pub async fn kept(&self) -> Result<Option<Typed>, Problem> {
        Ok(self.kept_form().await?.map(|form| form.typed()))
    }

    /// The same as the form it was, with the version it was begun with.
    ///
    /// # Errors
    /// The store's, as a page.
    pub async fn kept_form(&self) -> Result<Option<Form>, Problem> {
        let (actor, page) = (self.actor.clone(), self.page.clone());
        let taken = self.app.work(move |app| app.store.read("draft.take", |tx| drafts::take(app, tx, &actor, &page)));
        let body = taken.await.map_err(|error| refused(self, error.into()))?;
        Ok(body.and_then(|body| Form::parse(&body).ok()))
    }

    /// Forgets it, once the form was sent and saved.
    ///
    /// # Errors
    /// The store's, as a page.
    pub async fn forget_kept(&self) -> Result<(), Problem> {
        let (actor, page) = (self.actor.clone(), self.page.clone());
        let done = self.app.work(move |app| app.store.write("draft.forget", |tx| drafts::forget(tx, &actor, &page)));
        done.await.map_err(|error| refused(self, error.into()))
    }

    /// What the house keeps of her cookie.
    #[must_use]
    pub(crate) const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// What was typed into the form that was sent, without its secrets.
    pub(crate) fn worth_keeping(&self) -> Vec<u8> {
        self.typed.as_deref().map(worth_keeping).unwrap_or_default()
    }

    /// The page that asks for the second factor and then goes on to `next`.
    pub(crate) fn ask_for_code(&self, next: &str, status: StatusCode) -> Problem {
        let body = access::elevation_form(self, next);
        Problem::Explained(status, self.page(&self.words().say("access-elevate-title"), None, body))
    }
}

/// Who is asking, by the cookie.
async fn who(app: &Arc<App>, headers: &HeaderMap) -> Result<sessions::Found, Problem> {
    let Some(token) = cookie(headers, COOKIE).and_then(|text| sessions::Token::parse(&text)) else {
        return Ok(sessions::Found::Nobody);
    };
    let broken = |error| Problem::of_store(tongue_of(headers), &app.dice, "session.find", &error);
    let found = app.glance(move |app| sessions::at_request(app, &token)).await.map_err(broken)?;
    if let sessions::Found::Live(live) = &found
        && live.note_it
    {
        let hash = live.hash;
        match app.work(move |app| sessions::note_seen(app, &hash)).await {
            // On a full disk the session only seems older than it is; the pages that write nothing go on.
            Ok(()) | Err(StoreError::Undone) => {}
            Err(error) => return Err(broken(error)),
        }
    }
    if let sessions::Found::Ahead { hash, account, csrf } = found {
        app.work(move |app| sessions::end_ahead(app, &hash)).await.map_err(broken)?;
        return Ok(sessions::Found::Ended(account, csrf));
    }
    Ok(found)
}

impl FromRequestParts<Arc<App>> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let page = parts.uri.path().to_owned();
        match who(app, &parts.headers).await.map_err(IntoResponse::into_response)? {
            sessions::Found::Live(live) => Ok(Self::of(app, *live, page, None)),
            sessions::Found::Ended(..) | sessions::Found::Ahead { .. } | sessions::Found::Nobody => {
                let next = parts.uri.path_and_query().map_or(page.as_str(), |whole| whole.as_str());
                let next = if parts.method == Method::GET { next } else { "/" };
                Err(to_log_in(next, false))
            }
        }
    }
}

impl FromRequest<Arc<App>> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let tongue = tongue_of(&parts.headers);
        if !is_same_origin(&parts.headers, app.public.as_ref()) {
            return Err(Problem::Crossed(tongue).into_response());
        }
        if !forms::is_form(&parts.headers) {
            return Err(Problem::BadRequest(tongue).into_response());
        }
        let body = whole(body).await.map_err(|bad| bad.in_tongue(tongue).into_response())?;
        let (page, body) = take_page(&body, parts.uri.path());
        let sent = Form::parse(&body).map_err(|bad| bad.in_tongue(tongue).into_response())?;
        let live = match who(app, &parts.headers).await.map_err(IntoResponse::into_response)? {
            sessions::Found::Live(live) => live,
            sessions::Found::Ended(account, csrf) => {
                let own = sessions::same(&csrf, sent.csrf());
                let kept = own && keep_draft(app, account, page.clone(), &body).await;
                return Err(to_log_in(&page, kept));
            }
            sessions::Found::Ahead { .. } | sessions::Found::Nobody => return Err(to_log_in(&page, false)),
        };
        if !sessions::same(&live.csrf, sent.csrf()) {
            return Err(Problem::Crossed(live.actor.tongue).into_response());
        }
        let bad = || Problem::BadRequest(live.actor.tongue).into_response();
        let key = hex::decode_exactly(sent.once()).ok_or_else(bad)?;
        let once = Once { key, by: live.actor.id(), body: bound_to(parts.uri.path(), sent.body_hash()) };
        let me = Session::of(app, *live, page, Some(body.to_vec()));
        let form = sent.in_tongue(me.actor.tongue);
        Ok(Self { me, form, once })
    }
}

/// The same contents sent to another address are another request.
fn bound_to(path: &str, body: [u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(path.as_bytes()).chain_update([0]).chain_update(body).finalize().into()
}

/// Sends to the log-in, and from there on to where she wanted to go.
fn to_log_in(next: &str, kept: bool) -> Response {
    let next = local_path(next).filter(|next| *next != "/");
    let address = match (next, kept) {
        (Some(next), true) => format!("/login?kept=1&next={}", query_value(next)),
        (Some(next), false) => format!("/login?next={}", query_value(next)),
        (None, _) => "/login".to_owned(),
    };
    Redirect::to(&address).into_response()
}

async fn keep_draft(app: &Arc<App>, account: ground::AccountId, page: String, body: &[u8]) -> bool {
    let body = worth_keeping(body);
    let kept =
        app.work(move |app| app.store.write("draft.keep", |tx| drafts::keep(app, tx, account, &page, &body))).await;
    kept.unwrap_or(false)
}

/// The fields of a body without secrets and without what belongs to one showing of the form.
#[must_use]
pub fn worth_keeping(body: &[u8]) -> Vec<u8> {
    // Where a protected person stays is kept under her own key or nowhere (SEC-20).
    const SAFE: [&str; 2] = ["safe_place", "safe_care_of"];
    const SECRET: [&str; 10] =
        ["password", "again", "current", "code", "asked", "answer", "second_password", "second_code", CSRF, ONCE];
    let fields = body.split(|byte| *byte == b'&').filter(|field| {
        // A name can be spelled in escapes; what is no text is not worth keeping.
        let form = Form::parse(field).ok();
        let name = form.as_ref().and_then(|form| form.raw_fields().next()).map(|(name, _)| name);
        name.is_some_and(|name| !name.is_empty() && !SECRET.contains(&name) && !SAFE.contains(&name))
    });
    fields.collect::<Vec<_>>().join(&b'&')
}

/// Takes the page that the form stood on out of the body; without one, the address it was sent to.
#[must_use]
pub fn take_page(body: &Bytes, sent_to: &str) -> (String, Bytes) {
    let (mut page, mut rest) = (None, Vec::new());
    for field in body.split(|byte| *byte == b'&') {
        if field.starts_with(b"_page=") {
            page = Form::parse(field).ok().map(|form| form.raw_fields().map(|(_, value)| value.to_owned()).collect());
        } else {
            rest.push(field);
        }
    }
    let page: Option<String> = page;
    let page = page.filter(|page| local_path(page).is_some()).unwrap_or_else(|| sent_to.to_owned());
    (page, rest.join(&b'&').into())
}

/// Turns a refusal into what the person needs to hear.
#[must_use]
pub fn refused(me: &Session, refusal: Refusal<NoRule>) -> Problem {
    let (w, tongue) = (me.words(), me.actor.tongue);
    let explained = |status: StatusCode, title: &str, text: &str| {
        let (title, text) = (w.say(title), w.say(text));
        let body = html! {
            h1 { (title) }
            p { (text) }
            p { a href=(me.page) { (w.say("access-back-to-page")) } }
        };
        Problem::Explained(status, me.page(&title, None, body))
    };
    match refusal {
        Refusal::Rule(never) => match never {},
        Refusal::NotFound => Problem::NotThere(tongue),
        Refusal::Elevate => {
            keep_meanwhile(me);
            me.ask_for_code(&me.page, StatusCode::FORBIDDEN)
        }
        Refusal::Stale => {
            keep_meanwhile(me);
            explained(StatusCode::CONFLICT, "access-stale-title", "access-stale-text")
        }
        Refusal::Misused => explained(StatusCode::UNPROCESSABLE_ENTITY, "access-misused-title", "access-misused-text"),
        Refusal::Store(error) => Problem::of_store(tongue, &me.app.dice, "access.act", &error),
    }
}

/// Keeps what was typed while she is asked for something else, before she is answered: who comes back finds it.
fn keep_meanwhile(me: &Session) {
    if let (Some(body), Some(account)) = (&me.typed, me.actor.id()) {
        let body = worth_keeping(body);
        let keep = |app: &App| app.store.write("draft.keep", |tx| drafts::keep(app, tx, account, &me.page, &body));
        if let Err(error) = me.app.work_here(keep) {
            tracing::warn!(%error, "a draft was not kept");
        }
    }
}

/// Whether the request comes from a page of ours (SEC-63). Browsers say so in `Sec-Fetch-Site`;
/// older ones in `Origin`, which must then name this host. A request that says neither is refused. Where
/// the city has said its address, `Origin` names that one and no other, or nobody: our pages tell no
/// referrer (SEC-69), and browsers then write `null` even into their own forms.
#[must_use]
pub fn is_same_origin(headers: &HeaderMap, public: Option<&PublicAddress>) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let from_public =
        public.zip(text("origin").filter(|origin| *origin != "null")).map(|(public, origin)| origin == public.origin());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" && from_public != Some(false);
    }
    if public.is_some() {
        return from_public == Some(true);
    }
    let (Some(origin), Some(host)) = (text("origin"), text("host")) else {
        return false;
    };
    let named = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    named.is_some_and(|named| named.eq_ignore_ascii_case(host))
}

/// The value of a cookie.
#[must_use]
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(held, _)| *held == name).map(|(_, value)| value.to_owned())
}

/// The language of pages before the log-in: the one chosen there, or as the browser asks for it.
#[must_use]
pub fn tongue_of(headers: &HeaderMap) -> Tongue {
    if let Some(chosen) = cookie(headers, TONGUE).and_then(|text| text.parse().ok()) {
        return chosen;
    }
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut tags = asked.split(',').filter_map(|tag| tag.trim().get(..2)?.to_lowercase().parse().ok());
    tags.next().unwrap_or_default()
}

/// The path, if it leads to a page of ours and nowhere else.
#[must_use]
pub fn local_path(path: &str) -> Option<&str> {
    let inside = path.starts_with('/') && !path.starts_with("//") && path.len() <= 500;
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (inside && plain).then_some(path)
}

/// A text as the value of a query.
#[must_use]
pub(crate) fn query_value(text: &str) -> String {
    encoded(text).replace("%2F", "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn sec_63_only_our_own_pages_may_send() {
        assert!(is_same_origin(&headers(&[("sec-fetch-site", "same-origin")]), None));
        assert!(is_same_origin(&headers(&[("origin", "https://approdo.example"), ("host", "approdo.example")]), None));
        for crossed in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://a.example"), ("host", "a.example")],
            &[("origin", "null"), ("host", "a.example")],
            &[("origin", "https://evil.example"), ("host", "a.example")],
            &[("origin", "https://a.example.evil.example"), ("host", "a.example")],
            &[("host", "a.example")],
        ] {
            assert!(!is_same_origin(&headers(crossed), None), "{crossed:?}");
        }
    }

    #[test]
    fn sec_63_where_the_city_said_its_address_only_pages_of_it_may_send() {
        let public = PublicAddress::parse("https://approdo.example").unwrap();
        let ours = |pairs: &[(&'static str, &'static str)]| is_same_origin(&headers(pairs), Some(&public));
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("origin", "https://approdo.example")]));
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("origin", "null")]), "what browsers send from our pages");
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", "https://approdo.example"), ("host", "127.0.0.1:8480")]));
        for crossed in [
            &[("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:8480"), ("host", "127.0.0.1:8480")][..],
            &[("sec-fetch-site", "same-origin"), ("origin", "http://approdo.example")],
            &[("origin", "null"), ("host", "approdo.example")],
            &[("sec-fetch-site", "cross-site"), ("origin", "null")],
            &[("sec-fetch-site", "none"), ("origin", "null")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://approdo.example")],
            &[("origin", "https://other.example"), ("host", "other.example")],
            &[("host", "approdo.example")],
        ] {
            assert!(!ours(crossed), "{crossed:?}");
        }
    }

    #[test]
    fn sec_69_the_way_back_leads_nowhere_else() {
        for good in ["/", "/people/new", "/people?page=2"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in
            ["", "people", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/a b", "javascript:1"]
        {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn sec_56_a_draft_keeps_no_secret() {
        let body = b"given=Amina&password=x&code=1&_csrf=2&_once=3&_version=4&current=5&again=6";
        assert_eq!(worth_keeping(body), b"given=Amina&_version=4");
        assert_eq!(worth_keeping(b"safe_place=x&safe_care_of=y&letters=care_of"), b"letters=care_of");
        assert_eq!(worth_keeping(b"second_password=x&second_code=1&second_email=a"), b"second_email=a");
        assert_eq!(worth_keeping(b"passw%6Frd=x&given=Amina&c%6Fde=1&a%FF=1"), b"given=Amina");
    }

    #[test]
    fn the_page_of_a_form_is_taken_out_of_its_body() {
        let body = Bytes::from_static(b"a=1&_page=%2Fpeople%2Fnew&b=2");
        assert_eq!(take_page(&body, "/people"), ("/people/new".to_owned(), Bytes::from_static(b"a=1&b=2")));
        let outside = Bytes::from_static(b"_page=%2F%2Fevil.example&b=2");
        assert_eq!(take_page(&outside, "/people"), ("/people".to_owned(), Bytes::from_static(b"b=2")));
    }

    #[test]
    fn the_browser_says_the_language_before_the_log_in() {
        assert_eq!(tongue_of(&headers(&[("accept-language", "en-GB,it;q=0.5")])), Tongue::En);
        assert_eq!(tongue_of(&headers(&[("accept-language", "fr,en;q=0.5")])), Tongue::En);
        assert_eq!(tongue_of(&headers(&[])), Tongue::It);
    }

    #[test]
    fn a_language_chosen_at_the_door_counts_before_the_browsers() {
        let chosen = |cookie| tongue_of(&headers(&[("accept-language", "it"), ("cookie", cookie)]));
        assert_eq!(chosen("__Host-approdo-tongue=en"), Tongue::En);
        assert_eq!(chosen("__Host-approdo-tongue=xx"), Tongue::It);
    }
}
