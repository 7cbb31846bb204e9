//! Orders from the command line, carried out where the database is open: in the server that holds
//! it, or in the process that was started for them. The command line is a named local operator
//! (SEC-13), and every order leaves its entry in the trail.

use std::{path::Path, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{config::Settings, console::Console};
use crate::app::App;

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
    Migrate,
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
    /// Check the trail.
    AuditVerify {
        /// As JSON.
        json: bool,
        /// What a witness kept.
        witness: Option<String>,
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
    /// Find many.
    FindMany {
        /// The name of the file, for the trail.
        file_name: String,
        /// How many to show for each.
        limit: usize,
    },
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
