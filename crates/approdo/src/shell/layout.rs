//! The page around every page: head, bar, tabs, foot. Rooms give only what stands in `main`.

use maud::{DOCTYPE, Markup, html};

use super::{
    assets::asset,
    components::{hidden, keycap, sign},
    words::Words,
};

/// The sections of the staff pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What matters today.
    Today,
    /// People.
    People,
    /// Contacts at the desk.
    Contacts,
    /// The users of the service: for those who run it.
    Users,
    /// The trail of who did what: for those who audit.
    Trail,
    /// What is less safe than it could be: for those who run it.
    SelfTest,
}

impl Tab {
    /// The sections that everyone at the desk has.
    pub const EVERYONE: [Self; 3] = [Self::Today, Self::People, Self::Contacts];

    /// Where it leads.
    #[must_use]
    pub const fn href(self) -> &'static str {
        match self {
            Self::Today => "/",
            Self::People => "/people",
            Self::Contacts => "/contacts",
            Self::Users => "/users",
            Self::Trail => "/trail",
            Self::SelfTest => "/self-test",
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Today => "shell-tab-today",
            Self::People => "shell-tab-people",
            Self::Contacts => "shell-tab-contacts",
            Self::Users => "shell-tab-users",
            Self::Trail => "shell-tab-trail",
            Self::SelfTest => "shell-tab-self-test",
        }
    }
}

/// Who is working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their team and city.
    pub place: &'a str,
}

/// What the bar offers beside the brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchBox<'a> {
    /// The box, with what was searched.
    With(&'a str),
    /// None: the page is the search itself, or this user may not search.
    Without,
}

/// The page around a staff page.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The texts, and so the language of the page.
    pub words: &'static Words,
    /// What the page is about. Never personal data: titles stay in the browser's history.
    pub title: &'a str,
    /// The section it belongs to.
    pub tab: Option<Tab>,
    /// The sections this user may open.
    pub tabs: &'a [Tab],
    /// Who is working.
    pub who: Option<Who<'a>>,
    /// The search box of the bar.
    pub search: SearchBox<'a>,
    /// Whether this user records contacts.
    pub may_record: bool,
    /// The path of this page, to come back to after changing language.
    pub here: &'a str,
    /// The hidden fields of the session, for the forms of the bar.
    pub fields: Markup,
    /// Whether the page is drawn right to left.
    pub rtl: bool,
    /// What stands above every page while someone is open in an emergency; such pages are not printed.
    pub emergency: Option<Markup>,
}

/// The page around a page without a user: log-in, invitation, problem.
#[derive(Debug)]
pub struct PlainFrame<'a> {
    words: &'static Words,
    title: &'a str,
    rtl: bool,
    other_language: Option<&'a str>,
    language_of: Option<&'a str>,
}

impl<'a> PlainFrame<'a> {
    /// A plain page.
    #[must_use]
    pub const fn new(words: &'static Words, title: &'a str) -> Self {
        Self { words, title, rtl: false, other_language: None, language_of: None }
    }

    /// Drawn right to left when asked.
    #[must_use]
    pub const fn rtl(mut self, rtl: bool) -> Self {
        self.rtl = rtl;
        self
    }

    /// Where the same page is in the other language.
    #[must_use]
    pub const fn other_language(mut self, href: &'a str) -> Self {
        self.other_language = Some(href);
        self
    }

    /// Offers the other language: the button sends the form of this id with `tongue`, so that what
    /// was typed into it comes back in the same page.
    #[must_use]
    pub const fn language_of(mut self, form: &'a str) -> Self {
        self.language_of = Some(form);
        self
    }
}

/// A staff page.
#[must_use]
pub fn page(frame: &Frame<'_>, body: Markup) -> Markup {
    let inside = html! {
        header.bar {
            a.skip href="#main" { (frame.words.say("shell-skip")) }
            (bar(frame))
            (tabs(frame, "tabs"))
        }
        @if let Some(emergency) = &frame.emergency {
            (emergency)
            p.only-print { (frame.words.say("shell-glass-no-print")) }
        }
        main class=@if frame.emergency.is_some() { "page never-print" } @else { "page" } id="main" tabindex="-1" { (body) }
        (foot(frame.words))
    };
    document(frame.words, frame.title, frame.rtl, inside)
}

/// A page without a user.
#[must_use]
pub fn plain_page(frame: &PlainFrame<'_>, body: Markup) -> Markup {
    let words = frame.words;
    let inside = html! {
        a.skip href="#main" { (words.say("shell-skip")) }
        header.bar { div.bar-in {
            (brand(words))
            @if let Some(href) = frame.other_language {
                a.ms-auto href=(href) lang=(other(words)) hreflang=(other(words)) { (words.say("shell-language")) }
            }
            @if let Some(form) = frame.language_of {
                // why: Enter presses the first button of a form, and that must not change the language
                button.visually-hidden type="submit" form=(form) tabindex="-1" aria-hidden="true" {}
                button.btn.btn-bare.ms-auto type="submit" form=(form) name="tongue" value=(other(words)) lang=(other(words)) {
                    (words.say("shell-language"))
                }
            }
        } }
        main.door-page id="main" tabindex="-1" { (body) }
        (foot(words))
    };
    document(words, frame.title, frame.rtl, inside)
}

fn document(words: &Words, title: &str, rtl: bool, inside: Markup) -> Markup {
    let sheet = asset(if rtl { "staff.rtl.css" } else { "staff.css" });
    let title = if title.is_empty() {
        words.say("shell-brand")
    } else {
        super::words::without_isolates(&words.say_with("shell-title", &[("page", title.into())]))
    };
    html! {
        (DOCTYPE)
        html lang=(words.lang()) dir=@if rtl { "rtl" } @else { "ltr" } {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="stylesheet" href=(sheet);
                script src=(asset("approdo.js")) defer {}
            }
            body.staff { (inside) }
        }
    }
}

fn brand(words: &Words) -> Markup {
    html! {
        a.brand href="/" {
            svg.brand-mark viewBox="0 0 32 32" aria-hidden="true" {
                circle.sun cx="21" cy="9" r="5" {}
                path.quay d="M3 17h15v-5" {}
                path.wave d="M3 25c4-3 8-3 13 0s9 3 13 0" {}
            }
            " " span.brand-name { (words.say("shell-brand")) }
        }
    }
}

fn bar(frame: &Frame<'_>) -> Markup {
    let words = frame.words;
    html! {
        div.bar-in {
            (brand(words))
            @if let SearchBox::With(typed) = frame.search {
                // why post: a name never stands in an address or a log
                form.search-box role="search" method="post" action="/people/search" {
                    (frame.fields)
                    (sign("it-search"))
                    label.visually-hidden for="q" { (words.say("shell-search-label")) }
                    input id="q" name="q" type="search" dir="auto" autocomplete="off" accesskey="s"
                        placeholder=(words.say("shell-search-placeholder")) value=[(!typed.is_empty()).then_some(typed)];
                    (keycap("/"))
                }
            }
            @if frame.may_record {
                a.btn.btn-primary href="/contacts/new" accesskey="n" data-key="n" {
                    (sign("it-plus")) " " (words.say("shell-new-contact")) " " (keycap("N"))
                }
            }
            @if let Some(who) = frame.who { div.who { (who_works(frame, who)) } }
            (menu(frame))
        }
    }
}

/// The sections and the account once more, folded: the sheet shows it where the bar is narrow, in the
/// place of the tabs.
fn menu(frame: &Frame<'_>) -> Markup {
    html! {
        @if frame.who.is_some() || !frame.tabs.is_empty() {
            details.menu.bar-menu {
                summary.btn.btn-quiet { (frame.words.say("shell-menu")) }
                div.menu-body {
                    (tabs(frame, "menu-tabs"))
                    @if let Some(who) = frame.who { div.menu-who { (who_works(frame, who)) } }
                }
            }
        }
    }
}

fn who_works(frame: &Frame<'_>, who: Who<'_>) -> Markup {
    let words = frame.words;
    html! {
        a.who-name href="/me" { bdi { (who.name) } } span.who-place { (who.place) } span.dot { " · " }
        form method="post" action="/language" {
            (frame.fields)
            (hidden("back", frame.here))
            button type="submit" name="tongue" value=(other(words)) lang=(other(words)) {
                (words.say("shell-language"))
            }
        }
        span.dot { " · " }
        form method="post" action="/logout" {
            (frame.fields)
            button type="submit" { (words.say("shell-log-out")) }
        }
    }
}

fn tabs(frame: &Frame<'_>, class: &str) -> Markup {
    html! {
        @if !frame.tabs.is_empty() {
            nav class=(class) aria-label=(frame.words.say("shell-sections")) {
                @for tab in frame.tabs {
                    a href=(tab.href()) aria-current=[(frame.tab == Some(*tab)).then_some("page")] {
                        (frame.words.say(tab.id()))
                    }
                }
            }
        }
    }
}

fn foot(words: &Words) -> Markup {
    html! {
        footer.foot aria-label=(words.say("shell-foot")) {
            div.foot-in { a href="/accessibility" { (words.say("shell-accessibility")) } }
        }
    }
}

fn other(words: &Words) -> &'static str {
    match words.tongue() {
        ground::Tongue::It => "en",
        ground::Tongue::En => "it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::Tongue;

    fn staff(tongue: Tongue, rtl: bool) -> String {
        let frame = Frame {
            words: Words::of(tongue),
            title: "T <b>",
            tab: Some(Tab::People),
            tabs: &Tab::EVERYONE,
            who: Some(Who { name: "Elena <b>", place: "Portalba" }),
            search: SearchBox::With("\"x"),
            may_record: true,
            here: "/people",
            fields: hidden("_csrf", "t"),
            rtl,
            emergency: None,
        };
        page(&frame, html! { h1 { "H" } }).into_string()
    }

    #[test]
    fn the_skip_link_comes_first_on_staff_pages() {
        let html = staff(Tongue::It, false);
        let body = html.split("<body").nth(1).unwrap();
        assert!(body.split("<a ").nth(1).unwrap().contains("href=\"#main\""), "{html}");
    }

    #[test]
    fn a_page_names_its_language_direction_and_section() {
        let html = staff(Tongue::En, false);
        assert!(html.contains("<html lang=\"en\" dir=\"ltr\">"));
        assert!(html.contains("href=\"/people\" aria-current=\"page\""));
        assert!(html.contains(asset("staff.css")));
        let html = staff(Tongue::It, true);
        assert!(html.contains("<html lang=\"it\" dir=\"rtl\">"));
        assert!(html.contains(asset("staff.rtl.css")));
    }

    #[test]
    fn enter_in_a_form_at_the_door_does_not_change_the_language() {
        let frame = PlainFrame::new(Words::of(Tongue::It), "x").language_of("door");
        let html = plain_page(&frame, html! {}).into_string();
        let buttons: Vec<&str> = html.split("<button").skip(1).collect();
        assert!(buttons[0].contains("form=\"door\"") && !buttons[0].contains("name="), "{html}");
        assert!(buttons[1].contains("name=\"tongue\" value=\"en\" lang=\"en\""), "{html}");
    }

    #[test]
    fn sec_69_no_page_has_script_or_style_inside() {
        for html in
            [staff(Tongue::It, false), plain_page(&PlainFrame::new(Words::of(Tongue::It), "x"), html! {}).into_string()]
        {
            assert!(!html.contains("style=") && !html.contains("<style") && !html.contains("onclick"), "{html}");
            assert_eq!(html.matches("<script").count(), html.matches("<script src=\"/assets/").count());
        }
    }

    #[test]
    fn sec_69_names_in_the_bar_are_text() {
        let html = staff(Tongue::It, false);
        assert!(
            !html.contains("<b>\"")
                && !html.contains("Elena <b>")
                && !html.contains("T <b>")
                && !html.contains("\"\"x"),
            "{html}"
        );
    }

    #[test]
    fn sec_63_every_form_of_the_bar_carries_the_token() {
        let html = staff(Tongue::It, false);
        assert_eq!(html.matches("method=\"post\"").count(), html.matches("name=\"_csrf\"").count());
        assert!(!html.contains("method=\"get\""));
    }
}
