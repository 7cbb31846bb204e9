//! The address by which browsers reach the service, when the city has said it.
//!
//! The service itself speaks plain HTTP to this machine; a web server in front of it holds the
//! certificate. Only the city knows the name on that certificate, so it is a setting: with it browsers
//! are told to come back encrypted only (SEC-56) and forms count only from pages of that address
//! (SEC-63).

use serde::Deserialize;

/// The origin of every page: scheme, host and port, as browsers write it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct PublicAddress(String);

/// Why a text is no public address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// It is no address of a web server alone.
    #[error("the public address is a scheme and a host, such as https://approdo.comune.example")]
    Form,
    /// Its cookies would be refused by every browser (SEC-58).
    #[error("a public address begins with https://: log-in cookies are never sent over plain HTTP")]
    Plain,
}

impl PublicAddress {
    /// Reads an address such as `https://approdo.comune.example`; a name with other letters than ASCII is
    /// written in its `xn--` form, as browsers send it.
    ///
    /// # Errors
    /// [`BadAddress`].
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, host) = text.split_once("://").ok_or(BadAddress::Form)?;
        let uri: axum::http::Uri = text.parse().map_err(|_| BadAddress::Form)?;
        let is_alone = matches!(uri.path(), "" | "/") && uri.query().is_none() && !host.contains(['/', '@', '#', '?']);
        let named = uri.host().filter(|host| is_alone && !host.is_empty()).ok_or(BadAddress::Form)?;
        match scheme {
            "https" => Ok(Self(format!("https://{}", host.strip_suffix(":443").unwrap_or(host)))),
            "http" if is_this_machine(named) => {
                Ok(Self(format!("http://{}", host.strip_suffix(":80").unwrap_or(host))))
            }
            "http" => Err(BadAddress::Plain),
            _ => Err(BadAddress::Form),
        }
    }

    /// As browsers write it in `Origin`, with nothing after the host.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0
    }

    /// Whether browsers come by an encrypted connection.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }
}

/// Browsers treat their own machine as they treat an encrypted connection.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host == "[::1]" || host.starts_with("127.")
}

impl TryFrom<String> for PublicAddress {
    type Error = BadAddress;

    fn try_from(text: String) -> Result<Self, BadAddress> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_56_a_public_address_is_an_encrypted_origin() {
        for (typed, origin) in [
            ("https://approdo.comune.example", "https://approdo.comune.example"),
            (" HTTPS://Approdo.Comune.Example/ ", "https://approdo.comune.example"),
            ("https://approdo.example:443", "https://approdo.example"),
            ("https://approdo.example:8443", "https://approdo.example:8443"),
            ("http://127.0.0.1:8480", "http://127.0.0.1:8480"),
            ("http://localhost", "http://localhost"),
            ("http://[::1]:8480", "http://[::1]:8480"),
        ] {
            let address = PublicAddress::parse(typed).unwrap();
            assert_eq!(address.origin(), origin);
            assert_eq!(address.is_encrypted(), origin.starts_with("https"));
        }
        assert_eq!(PublicAddress::parse("http://approdo.example"), Err(BadAddress::Plain));
        for bad in
            ["", "approdo.example", "https://", "https://a/b", "https://a?b", "https://u@a", "ftp://a", "https://a b"]
        {
            assert_eq!(PublicAddress::parse(bad), Err(BadAddress::Form), "{bad}");
        }
    }
}
