//! The one gate by which anything goes out to a person (SEC-24): letters, messages, calendar entries, what
//! is printed for her, what is said on the telephone. Nothing goes out yet; whatever will takes a [`Cleared`],
//! and only [`clear`] makes one.
//!
//! What goes out says as little as it can: no name of the service, no reason, no address, no number of a
//! case, under a subject and a sender that say nothing either. Whoever reads it over her shoulder learns that
//! somebody wrote. The gate asks how she can be reached without harm (SEC-23): what nobody asked her is no
//! where the matter is S4 or she is protected, and is always no for leaving word.

use std::fmt;

use ground::{Level, Line, PersonId, Timestamp};

use super::{
    model::{Answer, Caller, ContactPoint, File, Home, PointKind, SafeContact},
    safe_address::Letters,
};
use crate::shell::words::Words;

/// By what it goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A letter by post.
    Letter,
    /// A text message.
    Text,
    /// An e-mail.
    Email,
    /// A notice on the screen of her telephone.
    Push,
    /// An entry in her calendar, sent by e-mail.
    Calendar,
    /// A sheet that is printed and put into her hand, which goes home with her.
    Sheet,
    /// What a colleague says on the telephone.
    Call,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 7] =
        [Self::Letter, Self::Text, Self::Email, Self::Push, Self::Calendar, Self::Sheet, Self::Call];

    /// The way of her safe-contact set that it goes.
    const fn way(self) -> &'static str {
        match self {
            Self::Letter | Self::Sheet => "letter",
            Self::Text | Self::Push => "text",
            Self::Email | Self::Calendar => "email",
            Self::Call => "call",
        }
    }

    /// Whether it shows on a device that others may hold.
    const fn is_on_a_device(self) -> bool {
        match self {
            Self::Text | Self::Email | Self::Push | Self::Calendar => true,
            Self::Letter | Self::Sheet | Self::Call => false,
        }
    }

    /// What kind of contact point it needs.
    const fn point(self) -> Option<PointKind> {
        match self {
            Self::Text | Self::Push | Self::Call => Some(PointKind::Phone),
            Self::Email | Self::Calendar => Some(PointKind::Email),
            Self::Letter | Self::Sheet => None,
        }
    }
}

/// Why it goes out, as far as that is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// That she may call.
    CallBack,
    /// That there is something to fetch.
    Collect,
    /// A day and an hour that she knows.
    Appointment(Timestamp),
}

/// What stands of a person when something is to go out to her.
#[derive(Clone, Copy)]
pub struct Reached<'a> {
    /// Who.
    pub person: PersonId,
    /// The version of her file.
    pub version: i64,
    /// How she can be reached, and where.
    pub file: &'a File,
    /// Whether she is protected.
    pub protected: bool,
    /// What a letter to her may use, when she is protected and something is written.
    pub letters: Option<&'a Letters>,
}

/// What is to go out.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// By what.
    pub channel: Channel,
    /// About what.
    pub matter: Matter,
    /// The level of what it is about: an appointment because of violence is S4, whatever the text says.
    pub level: Level,
    /// Whether it is sent within the hours that she called safe, where she named some.
    pub in_her_hours: bool,
}

/// Why it does not go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// She said no, or nobody asked and that counts as no (SEC-23).
    Unsafe,
    /// Others use her telephone, or that counts so.
    SharedDevice,
    /// She named hours, and this is not said to be within them.
    OutsideHerHours,
    /// There is no number or address that it could go to.
    Nowhere,
    /// A calendar takes a day and an hour.
    NoHour,
    /// How to reach her was changed since: it is asked anew.
    Old,
}

/// What passed the gate. Its text is closed until it is opened for sending, with what stands of her then.
///
/// Outside there is no way to make one (sec_24): its fields are private,
///
/// ```compile_fail,E0451
/// let sneaked = approdo::people::gate::Cleared { to: "+39 333 1".to_owned() };
/// ```
///
/// and there is none to start from.
///
/// ```compile_fail,E0277
/// fn empty<T: Default>() -> T { T::default() }
/// let sneaked = empty::<approdo::people::gate::Cleared>();
/// ```
pub struct Cleared {
    person: PersonId,
    version: i64,
    wish: Wish,
    to: To,
    said: Said,
}

/// Where it goes.
#[derive(Clone, PartialEq, Eq)]
pub enum To {
    /// To a telephone number or an e-mail address.
    Point(Line),
    /// To where she lives.
    Home(Home),
    /// In care of a service.
    CareOf(Line),
    /// Into her hand.
    Hand,
}

/// What is said.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    /// From whom, as it shows.
    pub sender: String,
    /// What stands above it.
    pub subject: String,
    /// The text.
    pub text: String,
    /// What the colleague who calls has to know; it is never said to whoever answers.
    pub for_the_caller: Option<ForTheCaller>,
}

/// What the colleague who calls has to know.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ForTheCaller {
    /// Whether she may leave word with whoever answers.
    pub may_leave_word: bool,
    /// When it is safe.
    pub hours: Option<Line>,
    /// Who may answer in her place.
    pub who_answers: Option<Line>,
    /// Whom she would rather be called by.
    pub caller: Option<Caller>,
}

/// No log tells where anyone is reached and what she is told.
macro_rules! shows_nothing {
    ($($name:literal $one:ty;)*) => {
        $(impl fmt::Debug for $one {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($name)
            }
        })*
    };
}
shows_nothing! {
    "Reached" Reached<'_>;
    "Cleared" Cleared;
    "To" To;
    "Said" Said;
    "ForTheCaller" ForTheCaller;
}

/// Lets something out to a person, or says why it stays in. It looks at nothing else: the same question
/// always has the same answer.
///
/// # Errors
/// [`Closed`].
pub fn clear(words: &Words, zone: &jiff::tz::TimeZone, reached: &Reached<'_>, wish: Wish) -> Result<Cleared, Closed> {
    may_go(&reached.file.reach, reached.protected, wish)?;
    let to = whereto(reached, wish.channel)?;
    let for_the_caller = (wish.channel == Channel::Call).then(|| for_the_caller(reached, wish.level));
    let (subject, text) = match wish.matter {
        Matter::CallBack => (words.say("people-gate-subject"), words.say("people-gate-call-back")),
        Matter::Collect => (words.say("people-gate-subject"), words.say("people-gate-collect")),
        Matter::Appointment(at) => {
            let at = [("day", words.day(at.day(zone)).into()), ("time", words.time(at).into())];
            (words.say("people-gate-subject"), words.say_with("people-gate-appointment", &at))
        }
    };
    let said = Said { sender: words.say("people-gate-sender"), subject, text, for_the_caller };
    Ok(Cleared { person: reached.person, version: reached.version, wish, to, said })
}

impl Cleared {
    /// Whose it is.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// Opens it for sending. What stands of her is asked anew: a number that was changed meanwhile is used no
    /// more, and a way that she closed stays closed.
    ///
    /// # Errors
    /// [`Closed::Old`] when her file was changed since; [`Closed`] when it would not pass any more.
    pub fn open(self, now: &Reached<'_>) -> Result<(To, Said), Closed> {
        if now.person != self.person || now.version != self.version {
            return Err(Closed::Old);
        }
        may_go(&now.file.reach, now.protected, self.wish)?;
        if whereto(now, self.wish.channel)? != self.to {
            return Err(Closed::Old);
        }
        Ok((self.to, self.said))
    }
}

/// Whether unknown counts as no.
fn is_grave(protected: bool, level: Level) -> bool {
    protected || level == Level::S4
}

fn may_go(reach: &SafeContact, protected: bool, wish: Wish) -> Result<(), Closed> {
    let Wish { channel, matter, level, in_her_hours } = wish;
    if reach.is_closed(channel.way(), is_grave(protected, level)) {
        return Err(Closed::Unsafe);
    }
    let others_may_hold_it = match reach.shared_device {
        Answer::No => false,
        // What is grave shows on no screen that is not hers alone; the rest says nothing anyway.
        Answer::Yes => is_grave(protected, level) || matches!(level, Level::S3(_)),
        Answer::NotAsked => is_grave(protected, level),
    };
    if channel.is_on_a_device() && others_may_hold_it {
        return Err(Closed::SharedDevice);
    }
    if reach.hours.is_some() && !in_her_hours && (channel.is_on_a_device() || channel == Channel::Call) {
        return Err(Closed::OutsideHerHours);
    }
    match (channel, matter) {
        (Channel::Calendar, Matter::CallBack | Matter::Collect) => Err(Closed::NoHour),
        _ => Ok(()),
    }
}

/// Where it goes: to a protected person never where she lives (SEC-20).
fn whereto(reached: &Reached<'_>, channel: Channel) -> Result<To, Closed> {
    if let Some(kind) = channel.point() {
        let is_one = |point: &&ContactPoint| point.kind == kind;
        let point = reached.file.points.iter().find(is_one).ok_or(Closed::Nowhere)?;
        return Ok(To::Point(point.value.clone()));
    }
    match (channel, reached.protected, reached.letters, &reached.file.home) {
        (Channel::Sheet, ..) | (_, true, Some(Letters::ByHand), _) => Ok(To::Hand),
        (_, true, Some(Letters::CareOf(line)), _) => Ok(To::CareOf(line.clone())),
        (_, false, _, home @ Home::At { .. }) => Ok(To::Home(home.clone())),
        (_, true, None, _) | (_, false, _, Home::NotRecorded | Home::NoFixedHome { .. }) => Err(Closed::Nowhere),
    }
}

fn for_the_caller(reached: &Reached<'_>, level: Level) -> ForTheCaller {
    let reach = &reached.file.reach;
    ForTheCaller {
        may_leave_word: !reach.is_closed("message", is_grave(reached.protected, level)),
        hours: reach.hours.clone(),
        who_answers: reach.who_answers.clone(),
        caller: reach.caller,
    }
}

#[cfg(test)]
mod tests;
