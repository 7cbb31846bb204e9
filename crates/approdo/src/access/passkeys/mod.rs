//! Passkeys: a second factor that cannot be phished (SEC-57). A key in a phone, a computer or a stick signs
//! a question for the house's own address alone: a false page gets nothing that opens anything.
//!
//! `question` asks and takes the answer, once and for five minutes; `store` keeps the keys; `acts` are what
//! their owner does with them. What is proved by an answer is checked by the crate `webauthn-rs`.

mod acts;
mod question;
mod store;

use policy::{Role, RoleSet};
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{Passkey, Url},
};

pub use self::store::accounts_without;
pub(super) use self::{
    acts::{CannotAdd, CannotRemove, add, add_first, ask_to_add, ask_to_add_first, offer, remove},
    question::{Answer, Checked, Purpose, Question, ask, check},
    store::{Listed, clear, index_anew, listed, reseal},
};
use crate::{app::App, shell::address::PublicAddress};

/// Seconds for which a question may be answered.
pub(crate) const ASKED: i64 = 5 * 60;
/// Seconds after a link was accepted in which a first passkey may be added.
pub(crate) const OFFERED: i64 = 15 * 60;
/// Passkeys of one account: a question names them all.
pub(super) const MOST: usize = 5;

/// The house as its passkeys know it: the host of its public address, and no other.
pub struct House(Option<Webauthn>);

impl House {
    /// The house at that address. Where the city has said none, people work on this machine, at `localhost`;
    /// an address that is a number has no passkeys, for browsers bind keys to names.
    #[must_use]
    pub fn at(public: Option<&PublicAddress>, city: &str) -> Self {
        let origin = Url::parse(public.map_or("http://localhost", PublicAddress::origin)).ok();
        Self(origin.and_then(|origin| {
            let builder = WebauthnBuilder::new(origin.domain()?, &origin).ok()?;
            builder.rp_name(city).allow_any_port(public.is_none()).build().ok()
        }))
    }

    /// Whether passkeys work here at all.
    #[must_use]
    pub const fn has_passkeys(&self) -> bool {
        self.0.is_some()
    }
}

/// Whether these roles call for a factor that cannot be phished: who works with protected persons, moves
/// money, or runs the system (SEC-57).
pub(super) fn called_for(roles: RoleSet) -> bool {
    roles.iter().any(|role| match role {
        Role::ProtectedWorker | Role::Approver | Role::Payer | Role::Sysadmin => true,
        Role::Desk
        | Role::CaseWorker
        | Role::Supervisor
        | Role::Mediator
        | Role::PartnerUser
        | Role::PartnerAdmin
        | Role::Editor
        | Role::Analyst
        | Role::AuditorDpo
        | Role::Public
        | Role::Person
        | Role::CodeHolder => false,
    })
}

/// Whether the house lets these roles in with nothing less: a setting, for keys must be given out first.
pub(super) fn demanded(app: &App, roles: RoleSet) -> bool {
    app.phishing_resistant && called_for(roles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_57_passkeys_are_bound_to_the_name_in_the_public_address() {
        let at = |text: &str| House::at(Some(&PublicAddress::parse(text).unwrap()), "Portalba");
        for (address, origin) in [
            ("https://approdo.comune.example", "https://approdo.comune.example/"),
            ("https://approdo.example:8443", "https://approdo.example:8443/"),
            ("http://localhost:8480", "http://localhost:8480/"),
        ] {
            let house = at(address).0.unwrap();
            let allowed: Vec<&str> = house.get_allowed_origins().iter().map(Url::as_str).collect();
            assert_eq!(allowed, [origin]);
        }
        for number in ["http://127.0.0.1:8480", "http://[::1]:8480", "https://192.0.2.7"] {
            assert!(!at(number).has_passkeys(), "{number}");
        }
        assert!(House::at(None, "Portalba").has_passkeys(), "the demo, at localhost");
    }

    #[test]
    fn sec_57_who_reaches_what_is_gravest_needs_a_factor_that_cannot_be_phished() {
        for role in Role::ALL {
            let grave = ["protected_worker", "approver", "payer", "sysadmin"].contains(&role.code());
            assert_eq!(called_for(RoleSet::of(&[role])), grave, "{}", role.code());
        }
    }
}
