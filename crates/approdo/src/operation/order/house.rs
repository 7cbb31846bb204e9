//! The orders of the system administrator: accounts, trail, backup.

use std::{
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use ground::{Line, Tongue};
use policy::{PartnerKind, Role};
use serde_json::json;
use store::vault::KeyDirectory;

use super::{Exit, Invite};
use crate::{
    access::{self, Actor, accounts::Account, outside, trail::breach, users},
    app::{App, Opening, Refusal},
    operation::{
        backup::{self, Summary},
        command::explained,
        config::Settings,
        console::{Console, Progress, Stream, Terminal},
        self_test,
    },
    people::erasure::Journal,
    shell::words::Words,
};

type Outcome = Result<Exit, String>;

pub(super) fn migrated(console: &mut dyn Console) -> Outcome {
    // Opening the place has brought them up to date.
    console.say("The tables and the index of persons are up to date.");
    Ok(Exit::Done)
}

pub(super) fn user_list(app: &App, actor: &Actor, json: bool, console: &mut dyn Console) -> Outcome {
    let accounts = users::list(app, actor).map_err(super::refused_plainly)?;
    let text = if json {
        let rows: Vec<_> = accounts.iter().map(account_as_json).collect();
        format!("{}\n", serde_json::Value::Array(rows))
    } else {
        accounts.iter().map(account_as_line).collect()
    };
    console.write(Stream::Data, text.as_bytes()).map_err(|why| why.to_string())?;
    Ok(Exit::Done)
}

fn roles(account: &Account) -> Vec<&'static str> {
    account.roles.iter().map(Role::code).collect()
}

fn account_as_json(account: &Account) -> serde_json::Value {
    json!({
        "id": account.id,
        "state": account.state.code(),
        "email": account.email,
        "name": account.name,
        "roles": roles(account),
        "partner": account.partner.map(PartnerKind::code),
    })
}

fn account_as_line(account: &Account) -> String {
    format!("{:10} {:32} {:28} {}\n", account.state.code(), account.email, account.name, roles(account).join(" "))
}

pub(super) fn user_invite(app: &App, actor: &Actor, invite: &Invite, console: &mut dyn Console) -> Outcome {
    let invite = parsed(app, actor, invite)?;
    let (_, link) = users::invite(app, actor, &invite).map_err(super::refused)?;
    console.say("Give her this link, by hand or on a safe channel. It works once, until the time shown:");
    let text = format!("{}\t{}\n", link.path(), link.until);
    console.write(Stream::Data, text.as_bytes()).map_err(|why| why.to_string())?;
    Ok(Exit::Done)
}

fn parsed(app: &App, actor: &Actor, invite: &Invite) -> Result<users::Invite, String> {
    let roles = invite.roles.iter().map(|code| {
        Role::from_code(code).ok_or_else(|| {
            let known: Vec<&str> = Role::ALL.into_iter().map(Role::code).collect();
            format!("there is no role {code}; there are {}", known.join(", "))
        })
    });
    let partner = invite
        .partner
        .as_deref()
        .map(|code| PartnerKind::from_code(code).ok_or_else(|| format!("there is no kind of partner {code}")));
    let team = match &invite.team {
        None => None,
        Some(name) => {
            let teams = users::teams(app, actor).map_err(super::refused_plainly)?;
            let team = teams.into_iter().find(|team| team.name.eq_ignore_ascii_case(name));
            Some(team.ok_or_else(|| format!("there is no team {name}; make it in the pages first"))?.id)
        }
    };
    Ok(users::Invite {
        email: access::accounts::Email::parse(&invite.email).map_err(|why| format!("--email: {why}"))?,
        name: Line::parse(&invite.name).map_err(|why| format!("--name: {why}"))?,
        roles: roles.collect::<Result<_, _>>()?,
        team,
        tongue: Tongue::It,
        partner: partner.transpose()?,
    })
}

/// The account that logs in with this e-mail.
fn account(app: &App, actor: &Actor, email: &str) -> Result<Account, String> {
    let accounts = users::list(app, actor).map_err(super::refused_plainly)?;
    let wanted = email.trim().to_lowercase();
    let found =
        accounts.into_iter().find(|account| account.email.to_lowercase() == wanted || account.id.to_string() == wanted);
    found.ok_or_else(|| format!("nobody logs in with {wanted}; see approdo user list"))
}

pub(super) fn user_suspend(app: &App, actor: &Actor, email: &str, console: &mut dyn Console) -> Outcome {
    let account = account(app, actor, email)?;
    users::suspend(app, actor, account.id).map_err(super::refused)?;
    console.say("Suspended. Her sessions have ended.");
    Ok(Exit::Done)
}

pub(super) fn user_reset(app: &App, actor: &Actor, email: &str, console: &mut dyn Console) -> Outcome {
    let account = account(app, actor, email)?;
    match users::reset(app, actor, account.id).map_err(super::refused)? {
        users::Reset::Asked => {
            console
                .say("Asked. A second person, an administrator or supervisor, now agrees on the page of her account.");
        }
        users::Reset::Link(link) => {
            console.say("Agreed. Give her this link, by hand or on a safe channel; it works once, for 15 minutes:");
            console.write(Stream::Data, format!("{}\n", link.path()).as_bytes()).map_err(|why| why.to_string())?;
        }
    }
    Ok(Exit::Done)
}

pub(super) fn user_link(
    app: &App,
    actor: &Actor,
    email: &str,
    code: &str,
    subject: &str,
    console: &mut dyn Console,
) -> Outcome {
    let account = account(app, actor, email)?;
    let provider = app.outside.provider(code).ok_or_else(|| {
        let known: Vec<&str> = app.outside.providers().iter().map(|provider| provider.code.as_str()).collect();
        format!("the settings name no provider {code}; there are: {}", known.join(", "))
    })?;
    outside::link(app, actor, account.id, provider, subject).map_err(super::refused)?;
    console
        .say("Linked, and her sessions have ended. The first time she comes this way, her own code is asked for too.");
    Ok(Exit::Done)
}

pub(super) fn user_unlink(app: &App, actor: &Actor, email: &str, console: &mut dyn Console) -> Outcome {
    let account = account(app, actor, email)?;
    let gone = outside::unlink(app, actor, account.id).map_err(super::refused_plainly)?;
    console.say(&format!("{gone} links taken away. Her sessions have ended."));
    Ok(Exit::Done)
}

pub(super) fn audit_verify(
    app: &App,
    actor: &Actor,
    json: bool,
    witnessed: bool,
    console: &mut dyn Console,
) -> Outcome {
    // What waits for its number is numbered first, so that a quiet moment is not read as a gap.
    if let Err(why) = access::trail::settle(app) {
        // An altered trail may take no more entries: then the proof says where it was altered.
        tracing::warn!(%why, "the entries that wait could not be numbered");
    }
    let mut witness = witnessed.then(|| BufReader::new(console.take_input()));
    let witness = witness.as_mut().map(|witness| witness as &mut dyn BufRead);
    let verified = access::trail::verify(app, actor, witness).map_err(super::refused_plainly)?;
    let text = if json {
        let told = json!({
            "entries": verified.entries, "pruned": verified.pruned, "ok": verified.ok, "first_bad": verified.first_bad, "why": verified.why,
        });
        format!("{told}\n")
    } else if verified.ok {
        let pruned = match verified.pruned {
            0 => String::new(),
            pruned => format!(" {pruned} older ones were pruned when their time was over, at a signed place."),
        };
        format!("{} entries, every one as it was written.{pruned}\n", verified.entries)
    } else {
        let place =
            verified.first_bad.map_or_else(|| "no entry can be named".to_owned(), |n| format!("first at entry {n}"));
        let why = verified.why.as_deref().unwrap_or("altered");
        format!("NOT as it was written: {why} ({place}; {} entries read).\n", verified.entries)
    };
    console.write(Stream::Data, text.as_bytes()).map_err(|why| why.to_string())?;
    Ok(if verified.ok { Exit::Done } else { Exit::Refused })
}

/// Tells the counts of a breach, and writes the list where it was released. The command line may prove the
/// trail and not read it: the list of who was exposed is the auditor's, and she hands it over.
pub(super) fn breach(
    app: &App,
    actor: &Actor,
    between: [&str; 2],
    asked_account: Option<&str>,
    list: bool,
    console: &mut dyn Console,
) -> Outcome {
    let [from, to] = between.map(|text| {
        breach::instant(text, &app.zone)
            .ok_or_else(|| format!("an instant is written 2026-11-24T08:00Z or 2026-11-24T09:00: you wrote {text}"))
    });
    let (from, to) = (from?, to?);
    if from >= to {
        return Err("--from stands after --to".to_owned());
    }
    let account = asked_account.map(|email| account(app, actor, email)).transpose()?.map(|found| found.id);
    let asked = breach::Asked { from, to, account };
    let kit = breach::counted(app, actor, asked).map_err(super::refused_plainly)?;
    let mut text = format!(
        "Between {from} and {to}, by the trail:\n{} persons exposed, to {} accounts or operators; {} rows in batches that name nobody.\n",
        kit.persons, kit.actors, kit.unnamed
    );
    for (shown, times) in &kit.by_shown {
        text.push_str(&format!("  {shown}: {times} times\n"));
    }
    if kit.unreadable > 0 {
        text.push_str(&format!("{} entries cannot be read: run approdo audit verify.\n", kit.unreadable));
    }
    if list {
        console.say(text.trim_end());
        let taken = breach::take_handed(app, actor, asked).map_err(|refusal| match refusal {
            Refusal::NotFound => NOT_RELEASED.to_owned(),
            other => super::refused_plainly(other),
        })?;
        console.write(Stream::Data, &taken.bytes).map_err(|why| why.to_string())?;
        console.say(
            "Written. Whoever reads the file is answerable for it; the trail says who released it and who took it.",
        );
        return Ok(Exit::Done);
    }
    text.push_str(
        "Who they are: the auditor lists it in the pages, under /trail/breach, and releases it for --out FILE.\n",
    );
    console.write(Stream::Data, text.as_bytes()).map_err(|why| why.to_string())?;
    Ok(Exit::Done)
}

/// What to do where the list was not handed over.
const NOT_RELEASED: &str = "the list of who was exposed is not released for these instants: the auditor opens \
    /trail/breach, lists exactly this question, and makes the file for the command line; within 15 minutes give \
    this command again. A file is written once";

pub(super) fn self_test(app: &App, actor: &Actor, json: bool, console: &mut dyn Console) -> Outcome {
    let findings = self_test::run(app, actor).map_err(super::refused_plainly)?;
    let w = Words::of(Tongue::En);
    let text = if json { self_test::as_json(&findings, w) } else { self_test::as_text(&findings, w) };
    console.write(Stream::Data, text.as_bytes()).map_err(|why| why.to_string())?;
    Ok(if findings.iter().any(self_test::Finding::deviates) { Exit::Refused } else { Exit::Done })
}

pub(super) fn backup(app: &App, actor: &Actor, console: &mut dyn Console) -> Outcome {
    let shared = Shared(Mutex::new(console));
    let mut out = &shared;
    let made = backup::backup(app, actor, &mut out, &mut |what, done, total| shared.progress(what, done, total))
        .map_err(super::refused)?;
    shared.say(&format!("Backed up and proved: {}", told(&made)));
    Ok(Exit::Done)
}

fn told(made: &Summary) -> String {
    format!(
        "{} rows of {} tables, {} entries of the trail, {} bytes, as of {}.",
        made.rows, made.tables, made.audit_size, made.bytes, made.at
    )
}

/// A console that writes data and shows progress at the same time.
struct Shared<'a>(Mutex<&'a mut dyn Console>);

impl Shared<'_> {
    fn progress(&self, what: &str, done: u64, total: Option<u64>) {
        let progress = Progress { what: what.to_owned(), done, total, errors: 0 };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).progress(&progress);
    }

    fn say(&self, message: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).say(message);
    }
}

impl Write for &Shared<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(Stream::Data, bytes)?;
        Ok(bytes.len())
    }

    /// A backup counts when whoever ordered it has it on his disk (SEC-82).
    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keep()
    }
}

/// Restores a backup into an empty place, and proves it.
///
/// # Errors
/// What keeps it from being restored, in words for the operator.
pub fn restore(settings: &Settings, system_user: &str, file: &Path) -> Outcome {
    let mut terminal = Terminal::open(Some(file), None, None)?;
    let keys = KeyDirectory::open(&settings.keys).map_err(|why| explained(&why))?;
    let journal = Journal::open(&keys, settings.erasure_journals()).map_err(|why| explained(&why))?;
    let mut from = terminal.take_input();
    let mut show = |what: &'static str, done, total| {
        terminal.progress(&Progress { what: what.to_owned(), done, total, errors: 0 });
    };
    let outside = backup::Outside { keys: &keys, journal: &journal };
    let made = backup::restore(&mut *from, outside, &settings.place, &mut show).map_err(|why| explained(&why))?;
    let aside = set_witness_aside(settings, ground::Clock::machine().now()).map_err(|why| {
        format!("restored, but the witness of the trail that was here before cannot be set aside: {why}")
    })?;
    let app = App::open(Opening { renew_index: true, ..settings.opening() }).map_err(|why| explained(&why))?;
    let actor = Actor::command_line(system_user, app.command_line);
    backup::note_restored(&app, &actor, &made).map_err(super::refused_plainly)?;
    super::close(&app);
    terminal.finish(true).map_err(|why| why.to_string())?;
    terminal.say(&format!("Restored and proved: {}", told(&made)));
    terminal.say(&format!(
        "Sessions and links are ended. What was done since {} is not in it: suspend again whoever was suspended, \
         protect again whoever was protected, and keep apart again whom you kept apart.",
        made.at
    ));
    if let Some(aside) = aside {
        terminal.say(&format!(
            "The witness of what was here before has seen more than the backup holds. It is kept as {}.",
            aside.display()
        ));
    }
    Ok(Exit::Done)
}

/// What stood in this place before was witnessed further than a backup of it goes: its witness is kept
/// under another name, and the restored trail begins one of its own.
fn set_witness_aside(settings: &Settings, at: ground::Timestamp) -> io::Result<Option<PathBuf>> {
    let witness = access::trail::own_witness_in(&settings.keys, &settings.place.mark());
    if !witness.exists() {
        return Ok(None);
    }
    let aside = witness.with_extension(format!("before-{}", at.micros()));
    store::disk::rename(&witness, &aside)?;
    Ok(Some(aside))
}
