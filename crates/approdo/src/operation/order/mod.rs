//! Orders from the command line, carried out where the database is open: in the server that holds
//! it, or in the process that was started for them. The command line is a named local operator
//! (SEC-13), and every order leaves its entry in the trail.

mod duplicates;
mod find;
mod house;
mod import;
mod keys;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::console::Console;
use crate::{
    access::{self, Actor},
    app::{App, Refusal},
};

pub use house::restore;

/// How an order ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Refused, or a check failed.
    Refused,
    /// Not understood.
    Usage,
}

impl Exit {
    /// The status of the process.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Usage => 2,
        }
    }

    /// The ending that a status tells.
    #[must_use]
    pub const fn of(code: u8) -> Self {
        match code {
            0 => Self::Done,
            2 => Self::Usage,
            _ => Self::Refused,
        }
    }
}

/// What is to be done. Files are not named here: their contents come through the console.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Order {
    /// Bring the tables up to date.
    Migrate {
        /// Write the erasure journal anew from the database.
        erasure_journal: bool,
    },
    /// Write a backup.
    Backup,
    /// List the accounts.
    UserList {
        /// As JSON.
        json: bool,
    },
    /// Invite someone.
    UserInvite(Invite),
    /// Suspend an account.
    UserSuspend {
        /// Whose.
        email: String,
    },
    /// Ask for a new start of an account.
    UserReset {
        /// Whose.
        email: String,
    },
    /// Link an account to an identity of a provider.
    UserLink {
        /// Whose.
        email: String,
        /// The provider, by code.
        provider: String,
        /// What the provider calls her.
        subject: String,
    },
    /// Take an account's links to providers away.
    UserUnlink {
        /// Whose.
        email: String,
    },
    /// Check the trail.
    AuditVerify {
        /// As JSON.
        json: bool,
        /// Whether the input is what a witness kept.
        witnessed: bool,
    },
    /// Count who was exposed.
    Breach {
        /// From when.
        from: String,
        /// Until before when.
        to: String,
        /// The e-mail or id of the account that did it.
        account: Option<String>,
        /// Whether the list is written, as the auditor released it.
        list: bool,
    },
    /// Show how the keys of the house stand.
    KeysShow {
        /// As JSON.
        json: bool,
    },
    /// Change keys of the house.
    KeysRotate(Rotate),
    /// Destroy old keys of the house.
    KeysDestroy(Destroy),
    /// List what is less safe than it could be.
    SelfTest {
        /// As JSON.
        json: bool,
    },
    /// Take people in.
    Import {
        /// The name of the file, for messages.
        file_name: String,
        /// The mapping of its columns, in TOML.
        mapping: Option<String>,
        /// Only look.
        dry_run: bool,
    },
    /// Find a person.
    Find {
        /// What is known of her.
        asking: Asking,
        /// How many to show.
        limit: usize,
        /// As JSON.
        json: bool,
    },
    /// Find who is written down twice.
    Duplicates,
    /// Find many.
    FindMany {
        /// The name of the file, for the trail.
        file_name: String,
        /// How many to show for each.
        limit: usize,
    },
}

/// Which keys to change.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rotate {
    /// The master key.
    pub master: bool,
    /// Draw it and use it for nothing yet.
    pub draw_only: bool,
    /// The safes, by word; none when they stay, an empty list for every one.
    pub compartments: Option<Vec<String>>,
    /// Make no new key: finish what was begun.
    pub go_on: bool,
}

/// Which old keys to destroy.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Destroy {
    /// A master key, by number.
    pub master: Option<u32>,
    /// Whether it was said that the backups it sealed are lost.
    pub backups_are_lost: bool,
    /// A safe by word, and the number of a generation.
    pub generation: Option<(String, u32)>,
}

/// Whom to invite.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invite {
    /// Her e-mail.
    pub email: String,
    /// Her name.
    pub name: String,
    /// Her roles, by code.
    pub roles: Vec<String>,
    /// Her team, by name.
    pub team: Option<String>,
    /// The kind of her organisation, by code.
    pub partner: Option<String>,
}

/// What is known of a person who is looked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Asking {
    /// A name, in any script and order.
    pub name: Option<String>,
    /// Born on.
    pub born: Option<String>,
    /// Born in.
    pub country: Option<String>,
    /// A phone.
    pub phone: Option<String>,
    /// A document.
    pub document: Option<String>,
    /// A tax code.
    pub tax_code: Option<String>,
}

impl Asking {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.born, &self.country, &self.phone, &self.document, &self.tax_code]
            .iter()
            .all(|known| known.as_ref().is_none_or(|text| text.trim().is_empty()))
    }
}

/// Carries an order out for the named user of this machine.
pub fn carry_out(app: &Arc<App>, system_user: &str, order: Order, console: &mut dyn Console) -> Exit {
    let actor = Actor::command_line(system_user, app.command_line);
    let outcome = match order {
        Order::Migrate { .. } => house::migrated(console),
        Order::Backup => house::backup(app, &actor, console),
        Order::UserList { json } => house::user_list(app, &actor, json, console),
        Order::UserInvite(invite) => house::user_invite(app, &actor, &invite, console),
        Order::UserSuspend { email } => house::user_suspend(app, &actor, &email, console),
        Order::UserReset { email } => house::user_reset(app, &actor, &email, console),
        Order::UserLink { email, provider, subject } => {
            house::user_link(app, &actor, &email, &provider, &subject, console)
        }
        Order::UserUnlink { email } => house::user_unlink(app, &actor, &email, console),
        Order::AuditVerify { json, witnessed } => house::audit_verify(app, &actor, json, witnessed, console),
        Order::Breach { from, to, account, list } => {
            house::breach(app, &actor, [&from, &to], account.as_deref(), list, console)
        }
        Order::KeysShow { json } => keys::show(app, &actor, json, console),
        Order::KeysRotate(rotate) => keys::rotate(app, &actor, &rotate, console),
        Order::KeysDestroy(destroy) => keys::destroy(app, &actor, &destroy, console),
        Order::SelfTest { json } => house::self_test(app, &actor, json, console),
        Order::Import { file_name, mapping, dry_run } => {
            import::carry_out(app, &actor, &file_name, mapping.as_deref(), dry_run, console)
        }
        Order::Find { asking, limit, json } => find::one(app, &actor, &asking, limit, json, console),
        Order::Duplicates => duplicates::carry_out(app, &actor, console),
        Order::FindMany { file_name, limit } => find::many(app, &actor, &file_name, limit, console),
    };
    outcome.unwrap_or_else(|why| {
        console.say(&format!("approdo: {why}"));
        Exit::Refused
    })
}

/// Gives what an order left its number in the trail, before the process that opened the place ends.
pub fn close(app: &App) {
    if let Err(why) = access::trail::settle(app) {
        tracing::error!(%why, "the entries of this command wait for their number until the next start");
    }
}

/// What a refusal tells whoever sits at the command line.
fn refused<R: std::error::Error>(refusal: Refusal<R>) -> String {
    match refusal {
        Refusal::Rule(why) => super::command::explained(&why),
        Refusal::NotFound => {
            "refused: the command line may not do this (command_line = false in the settings), or there is no such thing".to_owned()
        }
        Refusal::Elevate => "refused: this needs a second factor; do it in the pages".to_owned(),
        Refusal::Stale => "someone else saved first: try again".to_owned(),
        Refusal::Misused => "this was sent before with other contents".to_owned(),
        Refusal::Store(why) => super::command::explained(&why),
    }
}

/// What a refusal by no rule of its own tells.
fn refused_plainly(refusal: Refusal) -> String {
    refused::<std::convert::Infallible>(refusal.widen())
}
