//! What a city says of a provider in its settings, and what the house knows of it meanwhile.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use ground::{Line, Secret, Timestamp};
use openidconnect::{IssuerUrl, core::CoreProviderMetadata};
use serde::Deserialize;

use crate::outgoing::Outgoing;

/// For how many seconds what a provider says of itself is good for sending people there.
const KEPT: i64 = 600;
/// After a failure, for how many seconds it is not asked again.
const PAUSE: i64 = 10;

/// A provider in the settings file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// What it is called in addresses and on the command line: small letters, digits, hyphens.
    pub code: String,
    /// What stands on its button.
    pub name: String,
    /// Its issuer, exactly as its tokens write it.
    pub issuer: String,
    /// What the provider calls this service.
    pub client_id: String,
    /// A file with the secret that the provider gave for it.
    pub client_secret_file: PathBuf,
    /// The levels (`acr`) that count as both factors; without any, the code is always asked for.
    #[serde(default)]
    pub acr: Vec<String>,
    /// Whether none of these levels can be phished, such as the card of CIE: then one of them is enough where
    /// the house asks for such a factor (SEC-57).
    #[serde(default)]
    pub phishing_resistant: bool,
}

/// A provider that people may log in by.
#[derive(Clone, Debug)]
pub struct Provider {
    /// What it is called in addresses.
    pub code: String,
    /// What stands on its button.
    pub name: String,
    /// Its issuer.
    pub issuer: IssuerUrl,
    pub(super) client_id: String,
    pub(super) secret: Secret<String>,
    pub(super) acr: Vec<String>,
    pub(super) phishing_resistant: bool,
}

impl Provider {
    /// Reads what was said, with the secret from its file.
    ///
    /// # Errors
    /// What is wrong, in words for the administrator.
    pub fn read(said: &Said, outgoing: &Outgoing) -> Result<Self, String> {
        let Said { code, name, issuer, client_id, client_secret_file, acr, phishing_resistant } = said;
        let wrong = |what: &str| format!("provider {code}: {what}");
        let is_code = (1..=20).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !is_code {
            return Err(wrong("a code has 1 to 20 small letters, digits and hyphens"));
        }
        let name = Line::parse(name).map_err(|why| wrong(&format!("name: {why}")))?.to_string();
        if !outgoing.permits(issuer) {
            return Err(wrong("the issuer is not on the list `outgoing`, or does not begin with https://"));
        }
        if client_id.is_empty() || acr.iter().any(String::is_empty) {
            return Err(wrong("client_id and each acr are a text"));
        }
        let issuer = IssuerUrl::new(issuer.clone()).map_err(|why| wrong(&format!("issuer: {why}")))?;
        let secret = Secret::new(read_secret(client_secret_file).map_err(|why| wrong(&why))?);
        Ok(Self {
            code: code.clone(),
            name,
            issuer,
            client_id: client_id.clone(),
            secret,
            acr: acr.clone(),
            phishing_resistant: *phishing_resistant,
        })
    }
}

fn read_secret(path: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|why| format!("cannot read {}: {why}", path.display()))?;
    let secret = text.trim();
    if secret.is_empty() { Err(format!("{} is empty", path.display())) } else { Ok(secret.to_owned()) }
}

/// The providers of the house.
#[derive(Debug, Default)]
pub struct Outside {
    providers: Vec<Provider>,
    known: Mutex<HashMap<String, Known>>,
}

/// What is known of a provider: what it said of itself and when, and when it was asked last.
#[derive(Clone, Debug)]
struct Known {
    asked_at: Timestamp,
    said: Option<(Timestamp, Box<CoreProviderMetadata>)>,
}

impl Outside {
    /// The house's own list of providers.
    #[must_use]
    pub fn of(providers: Vec<Provider>) -> Self {
        Self { providers, known: Mutex::default() }
    }

    /// Every provider, in the city's order.
    #[must_use]
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// The provider of this code.
    #[must_use]
    pub fn provider(&self, code: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.code == code)
    }

    /// What a provider says of itself, asked for at most every ten minutes and by one at a time: whoever
    /// knocks at the door must not make the house knock at others' as often. Whoever comes while it is being
    /// asked is given what it said before.
    pub(super) fn kept<E>(
        &self,
        code: &str,
        now: Timestamp,
        ask: impl FnOnce() -> Result<CoreProviderMetadata, E>,
    ) -> Result<Option<CoreProviderMetadata>, E> {
        {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let before = known.get(code).cloned();
            let is_within = |at: Timestamp, most: i64| (0..most).contains(&now.seconds_since(at));
            if let Some(Known { asked_at, said }) = &before
                && (is_within(*asked_at, PAUSE) || said.as_ref().is_some_and(|(at, _)| is_within(*at, KEPT)))
            {
                return Ok(said.as_ref().map(|(_, said)| (**said).clone()));
            }
            let said = before.and_then(|before| before.said);
            known.insert(code.to_owned(), Known { asked_at: now, said });
        }
        let said = ask()?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(code.to_owned(), Known { asked_at: now, said: Some((now, Box::new(said.clone()))) });
        Ok(Some(said))
    }
}
