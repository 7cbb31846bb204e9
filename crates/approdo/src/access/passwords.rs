//! Passwords: long, not on everyone's list, kept as Argon2id (SEC-57).
//!
//! One hash costs 46 MiB for a moment. A flood of log-ins waits in line for one of four places, so
//! that it never takes more than 184 MiB; past a certain length of the line it is sent away.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version};
use ground::{Dice, Limit, Secret};

use super::blocklist;

/// The fewest characters of a password.
pub const LEAST: usize = 15;
/// The most characters of a password.
pub const MOST: usize = 128;

const MEMORY_KIB: u32 = 47_104;
const PASSES: u32 = 1;
const LANES: u32 = 1;
/// Hashes that are computed at the same moment.
const PLACES: u32 = 4;
/// Log-ins that may wait for a place.
pub const LINE_MOST: u32 = 64;

/// A hash of the same cost that no password has: an unknown e-mail is given the same work (SEC-61).
const NOBODY: &str =
    "$argon2id$v=19$m=47104,t=1,p=1$YXBwcm9kbyBub2JvZHkhIQ$8JQzH6b1qKpWm2nD0rXv5tYcE3aGfLsUoI7kN9hRwZA";

/// A password as it was typed, composed and bounded.
#[derive(Clone, Debug)]
pub struct Password(Secret<String>);

/// Why a password was not taken. What people read is in `words/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    /// Fewer than 15 characters.
    #[error("the password is too short")]
    Short,
    /// More than 128 characters, or a control character in it.
    #[error("the password is too long or holds control characters")]
    Long,
    /// On the list of passwords that everybody tries, or made by repeating or counting.
    #[error("the password is easy to guess")]
    Common,
    /// Little more than the name, the e-mail or the name of the service.
    #[error("the password is made of the name or e-mail")]
    Personal,
}

/// Too many log-ins wait for their turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct Busy;

impl Password {
    /// Takes what was typed into a log-in: anything that could ever have been chosen.
    ///
    /// # Errors
    /// [`BadPassword::Long`].
    pub fn typed(text: &str) -> Result<Self, BadPassword> {
        let text = ground::clean(text).map_err(|_| BadPassword::Long)?;
        if text.chars().count() > MOST { Err(BadPassword::Long) } else { Ok(Self(Secret::new(text))) }
    }

    /// Takes a new password. `personal` are the words that others know: e-mail, name.
    ///
    /// # Errors
    /// Says what is wrong with it. There is no rule about kinds of characters (SEC-57).
    pub fn choose(text: &str, personal: &[&str]) -> Result<Self, BadPassword> {
        let password = Self::typed(text)?;
        let plain = password.0.reveal();
        if plain.chars().count() < LEAST {
            return Err(BadPassword::Short);
        }
        if blocklist::is_common(plain) {
            return Err(BadPassword::Common);
        }
        if blocklist::is_personal(plain, personal) {
            return Err(BadPassword::Personal);
        }
        Ok(password)
    }

    fn bytes(&self) -> &[u8] {
        self.0.reveal().as_bytes()
    }
}

/// A password as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Hash(String);

impl Hash {
    /// The stored text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hash")
    }
}

/// Hashes a password with fresh salt.
///
/// # Errors
/// [`Busy`].
pub fn hash(password: &Password, dice: &Dice) -> Result<Hash, Busy> {
    let _place = LINE.wait()?;
    let salt: [u8; 16] = dice.bytes();
    let hashed: Result<PasswordHash, _> = hasher().hash_password_with_salt(password.bytes(), &salt);
    // Only memory can run out here: the same answer as a line that is too long.
    hashed.map(|hash| Hash(hash.to_string())).map_err(|_| Busy)
}

/// Whether the password is the one that was hashed. Without a hash, the same work for nobody.
///
/// # Errors
/// [`Busy`].
pub(super) fn is_right(password: &Password, stored: Option<&str>) -> Result<bool, Busy> {
    let _place = LINE.wait()?;
    let kept = stored.unwrap_or(NOBODY);
    let verified = hasher().verify_password(password.bytes(), kept);
    #[cfg(test)]
    work::count(kept, &verified);
    Ok(verified.is_ok() && stored.is_some())
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Who computes and who waits.
struct Line {
    state: Mutex<(u32, u32)>,
    freed: Condvar,
}

static LINE: Line = Line { state: Mutex::new((0, 0)), freed: Condvar::new() };

/// A place in the line, given back when it is dropped.
struct Turn<'a>(&'a Line);

/// How many log-ins wait for a place just now.
#[must_use]
pub fn waiting() -> u32 {
    LINE.state.lock().unwrap_or_else(PoisonError::into_inner).1
}

impl Line {
    fn wait(&self) -> Result<Turn<'_>, Busy> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.1 >= LINE_MOST {
            Limit::PasswordLine.reached();
            return Err(Busy);
        }
        state.1 += 1;
        let mut state = self.freed.wait_while(state, |state| state.0 >= PLACES).unwrap_or_else(PoisonError::into_inner);
        *state = (state.0 + 1, state.1 - 1);
        Ok(Turn(self))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
        self.0.freed.notify_one();
    }
}

/// How much a thread has worked on passwords: what a stranger could time.
#[cfg(test)]
pub(super) mod work {
    use std::cell::Cell;

    thread_local!(static DONE: Cell<Done> = const { Cell::new(Done { hashes: 0, kibibytes: 0 }) });

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(in crate::access) struct Done {
        pub(in crate::access) hashes: u32,
        pub(in crate::access) kibibytes: u32,
    }

    impl Done {
        pub(in crate::access) fn since(self, before: Self) -> Self {
            Self { hashes: self.hashes - before.hashes, kibibytes: self.kibibytes - before.kibibytes }
        }
    }

    pub(in crate::access) fn done() -> Done {
        DONE.get()
    }

    /// Counts a hash that was computed to its end: any other error came before the work.
    pub(super) fn count(kept: &str, verified: &Result<(), argon2::password_hash::Error>) {
        if matches!(verified, Ok(()) | Err(argon2::password_hash::Error::PasswordInvalid)) {
            // The work is what the kept hash asks for, not what a new one would.
            let asked = argon2::Params::try_from(&argon2::PasswordHash::new(kept).unwrap()).unwrap();
            let Done { hashes, kibibytes } = DONE.get();
            DONE.set(Done { hashes: hashes + 1, kibibytes: kibibytes + asked.m_cost() * asked.t_cost() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_57_a_password_has_15_to_128_characters_that_are_not_everyones() {
        let taken = |text: &str| Password::choose(text, &["maria.rossi@comune.it", "Maria Rossi"]).map(drop);
        assert_eq!(taken("quattordici-ca"), Err(BadPassword::Short));
        assert_eq!(taken("il gatto beve latte freddo"), Ok(()));
        assert_eq!(taken("абвгде жзиклмн"), Err(BadPassword::Short));
        assert_eq!(taken("шесть синих слонов"), Ok(()));
        let long: String = (0..129).map(|n| char::from(b'a' + u8::try_from(n * 7 % 26).unwrap())).collect();
        assert_eq!(taken(&long), Err(BadPassword::Long));
        for common in [
            "passwordpassword",
            "Password12345678",
            "123456789012345",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabc",
            "abcdefghijklmnopq",
            "qwertyuiopasdfgh",
        ] {
            assert_eq!(taken(common), Err(BadPassword::Common), "{common}");
        }
        for personal in ["maria.rossi@comune.it", "mariarossi-maria", "MARIA ROSSI 1990!"] {
            assert_eq!(taken(personal), Err(BadPassword::Personal), "{personal}");
        }
    }

    #[test]
    fn sec_57_a_hash_is_argon2id_with_46_mib_and_knows_its_password_alone() {
        let dice = Dice::seeded(1);
        let password = Password::choose("il gatto beve latte freddo", &[]).unwrap();
        let kept = hash(&password, &dice).unwrap();
        assert!(kept.as_str().starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{}", kept.as_str());
        assert_eq!(is_right(&password, Some(kept.as_str())), Ok(true));
        assert_eq!(is_right(&Password::typed("il gatto beve latte caldo").unwrap(), Some(kept.as_str())), Ok(false));
        assert_eq!(is_right(&password, None), Ok(false));
    }

    #[test]
    fn sec_61_the_hash_of_nobody_costs_what_a_real_one_costs() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&nobody).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (MEMORY_KIB, PASSES, LANES));
        assert_eq!(nobody.hash.unwrap().as_bytes().len(), 32);
    }

    #[test]
    fn sec_80_so_many_wait_for_a_password_to_be_checked() {
        let line = Line { state: Mutex::new((0, 0)), freed: Condvar::new() };
        let waiting = || line.state.lock().unwrap().1;
        let inside: Vec<Turn<'_>> = (0..PLACES).map(|_| line.wait().unwrap()).collect();
        std::thread::scope(|scope| {
            let late: Vec<_> = (0..LINE_MOST).map(|_| scope.spawn(|| line.wait().map(drop))).collect();
            while waiting() < LINE_MOST {
                std::thread::yield_now();
            }
            let before = Limit::PasswordLine.times_reached();
            assert_eq!(line.wait().map(drop), Err(Busy), "one more than may wait");
            assert_eq!(Limit::PasswordLine.times_reached(), before + 1);
            drop(inside);
            assert!(late.into_iter().all(|one| one.join().unwrap().is_ok()), "all who waited had their turn");
        });
        assert_eq!(*line.state.lock().unwrap(), (0, 0));
    }
}
