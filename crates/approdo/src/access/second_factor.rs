//! The second factor: a code of six digits from a phone, new every 30 seconds (TOTP, RFC 6238).

use ground::{Dice, Secret, Timestamp};
use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};
use store::{Result, StoreError, Tx, vault};
use totp_rs::{Builder, Totp};

use super::accounts;
use crate::{app::App, shell::forms::encoded};

const STEP_SECONDS: u64 = 30;
/// How many steps before and after the present one count: clocks of phones drift.
const STEPS_AROUND: u16 = 1;

/// What phone and house both know.
#[derive(Clone, Debug)]
pub struct Seed(Secret<Vec<u8>>);

impl Seed {
    /// Draws a new one of 160 bits.
    #[must_use]
    pub fn draw(dice: &Dice) -> Self {
        Self(Secret::new(dice.bytes::<20>().to_vec()))
    }

    /// Takes a given one, such as the demo's; none when it has fewer than 128 bits.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() >= 16).then(|| Self(Secret::new(bytes.to_vec())))
    }

    /// Its bytes, to be sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.reveal()
    }

    /// As phones read it: base 32.
    #[must_use]
    pub fn base32(&self) -> String {
        totp_rs::Secret::from(self.bytes().to_vec()).to_base32()
    }

    /// As people type it: base 32 in groups of four.
    #[must_use]
    pub fn grouped(&self) -> String {
        let letters: Vec<char> = self.base32().chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// The code of that instant: for the demo's helper page and for tests.
    #[must_use]
    pub fn code_at(&self, now: Timestamp) -> String {
        self.totp().generate(seconds(now)).to_string()
    }

    /// The step whose code this is, around the instant. A step that was used before, or one before
    /// it, does not count again: a code that was watched over a shoulder is worth nothing.
    #[must_use]
    pub fn step_of(&self, code: &str, now: Timestamp, used_step: i64) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = self.totp().check(&digits, seconds(now)).and_then(|step| i64::try_from(step).ok())?;
        (step > used_step).then_some(step)
    }

    /// The picture that a phone scans, drawn as one path so that it needs no image request.
    #[must_use]
    pub fn picture(&self, email: &str, city: &str, label: &str) -> Markup {
        let address = format!(
            "otpauth://totp/{}:{}?secret={}&issuer={}",
            encoded("Approdo"),
            encoded(email),
            self.base32(),
            encoded(&format!("Approdo {city}")),
        );
        let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::M) else {
            return html! {};
        };
        let (side, path) = (code.width(), path(&code));
        let view = format!("-4 -4 {0} {0}", side + 8);
        html! {
            svg class="qr" role="img" aria-label=(label) viewBox=(view) width="220" height="220" shape-rendering="crispEdges" {
                rect x="-4" y="-4" width=(side + 8) height=(side + 8) fill="#fff" {}
                path fill="#000" d=(path) {}
            }
        }
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_secret(self.bytes().to_vec())
            .with_digits(6)
            .with_skew(STEPS_AROUND)
            .with_step_duration(STEP_SECONDS)
            .build_noncompliant()
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.micros() / 1_000_000).unwrap_or(0)
}

fn path(code: &QrCode) -> String {
    use std::fmt::Write as _;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    path
}

/// Checks a code of an account and uses its step up.
///
/// # Errors
/// The store's.
pub(super) fn check(app: &App, tx: &mut Tx<'_>, account: ground::AccountId, code: &str) -> Result<bool> {
    let stored: Option<(Option<Vec<u8>>, i64)> =
        tx.one("select totp, totp_step from account where id = $1", &[account.into()])?;
    let Some((Some(sealed), used_step)) = stored else {
        return Ok(false);
    };
    let place = accounts::place(account, "totp");
    let bytes = app.vault.open_for_house(tx, vault::Safe::Staff, &place, &sealed)?;
    let seed = Seed::from_bytes(&bytes).ok_or(StoreError::Sealed { table: "account", column: "totp" })?;
    let Some(step) = seed.step_of(code, app.now(), used_step) else {
        return Ok(false);
    };
    // The condition makes the second of two requests with one code lose, on every node.
    let used =
        tx.exec("update account set totp_step = $2 where id = $1 and totp_step < $2", &[account.into(), step.into()])?;
    Ok(used == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let seed = Seed::from_bytes(b"12345678901234567890").unwrap();
        assert_eq!(seed.code_at(at(59)), "287082");
        assert_eq!(seed.code_at(at(1_111_111_109)), "081804");
        assert_eq!(seed.grouped(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn sec_60_a_code_counts_one_step_around_and_once() {
        let seed = Seed::draw(&Dice::seeded(1));
        let now = at(1_800_000_000);
        let code = seed.code_at(now);
        let step = seed.step_of(&code, now, 0).unwrap();
        assert_eq!(seed.step_of(&code, now.plus_seconds(30), 0), Some(step));
        assert_eq!(seed.step_of(&code, now.plus_seconds(-30), 0), Some(step));
        assert_eq!(seed.step_of(&code, now.plus_seconds(90), 0), None);
        assert_eq!(seed.step_of(&code, now, step), None, "used once");
        assert_eq!(seed.step_of("", now, 0), None);
        assert_eq!(seed.step_of("+12345", now, 0), None);
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        assert_eq!(seed.step_of(&spaced, now, 0), Some(step));
    }
}
