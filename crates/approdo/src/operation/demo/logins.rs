//! The log-ins that the demo gives away: on the terminal, in `demo.json`, on the page of codes.

use std::{
    fmt::{self, Write as _},
    io::{self, Write as _},
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use serde::Serialize;

use super::{city, staff::Member};
use crate::access::second_factor::Seed;

/// A log-in of the demo city, given away on purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Login {
    /// The code of its role, such as `desk`.
    pub role: &'static str,
    /// Its e-mail.
    pub email: String,
    /// Its password.
    pub password: String,
    /// The secret of its second factor, as phones read it.
    pub totp_secret: String,
    /// The name of who has it.
    #[serde(skip)]
    pub name: String,
    /// What organisation it belongs to, if an outside one.
    #[serde(skip)]
    pub partner: Option<&'static str>,
    #[serde(skip)]
    totp: [u8; 20],
}

impl Login {
    fn of(member: &Member) -> Option<Self> {
        let seed = Seed::from_bytes(member.totp.reveal())?;
        Some(Self {
            role: member.role.code(),
            email: member.email.clone(),
            password: member.password.reveal().clone(),
            totp_secret: seed.base32(),
            name: member.name.clone(),
            partner: member.partner.map(policy::PartnerKind::code),
            totp: *member.totp.reveal(),
        })
    }

    /// The code of six digits that its phone would show now.
    #[must_use]
    pub fn code_at(&self, now: ground::Timestamp) -> String {
        Seed::from_bytes(&self.totp).map(|seed| seed.code_at(now)).unwrap_or_default()
    }
}

/// The log-ins of a seed: the first of each role, and one of each kind of partner.
#[must_use]
pub fn logins(seed: u64) -> Vec<Login> {
    city::staff(seed).iter().filter(|member| member.shown).filter_map(Login::of).collect()
}

#[derive(Serialize)]
struct DemoFile<'a> {
    address: String,
    logins: &'a [Login],
}

/// Writes `demo.json` into the directory of data, for its owner alone.
///
/// # Errors
/// When the file cannot be written.
pub fn write_logins(directory: &Path, address: SocketAddr, logins: &[Login]) -> io::Result<()> {
    let text = serde_json::to_string_pretty(&DemoFile { address: format!("http://{address}"), logins })?;
    let new = directory.join("demo.json.new");
    // A file left by a start that was cut off would keep its own mode.
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    store::disk::rename(&new, &directory.join("demo.json"))
}

/// The log-ins as a terminal shows them, with where to go.
#[must_use]
pub fn table(address: SocketAddr, logins: &[Login]) -> String {
    let mut table = String::new();
    // Writing into a text does not fail.
    let _ = draw(&mut table, address, logins);
    table
}

fn draw(table: &mut String, address: SocketAddr, logins: &[Login]) -> fmt::Result {
    let role = |login: &Login| match login.partner {
        Some(kind) => format!("{} ({kind})", login.role),
        None => login.role.to_owned(),
    };
    let width = |of: &dyn Fn(&Login) -> usize| logins.iter().map(of).max().unwrap_or(0);
    let (roles, emails) = (width(&|login| role(login).len()), width(&|login| login.email.len()));
    writeln!(table, "Portalba, a city that does not exist, answers on http://{address}")?;
    writeln!(table)?;
    for login in logins {
        writeln!(table, "  {:roles$}  {:emails$}  {}", role(login), login.email, login.password)?;
    }
    writeln!(table)?;
    writeln!(table, "The codes of six digits are on http://{address}/demo/codes")?;
    write!(table, "All of this is in demo.json too. Stop with Ctrl-C.")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_file_holds_every_log_in_for_its_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let (address, logins) = ("127.0.0.1:8480".parse().unwrap(), logins(1));
        std::fs::write(home.path().join("demo.json"), "old").unwrap();
        write_logins(home.path(), address, &logins).unwrap();
        let path = home.path().join("demo.json");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let read: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(read["address"], "http://127.0.0.1:8480");
        assert_eq!(read["logins"].as_array().unwrap().len(), 17);
        let keys: Vec<_> = read["logins"][0].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["email", "password", "role", "totp_secret"]);
    }

    #[test]
    fn the_table_names_every_log_in_and_the_page_of_codes() {
        let logins = logins(1);
        let table = table("127.0.0.1:8480".parse().unwrap(), &logins);
        assert!(logins.iter().all(|login| table.contains(&login.email) && table.contains(&login.password)));
        assert!(table.contains("http://127.0.0.1:8480/demo/codes"));
    }
}
