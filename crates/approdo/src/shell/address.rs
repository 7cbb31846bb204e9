//! The address by which browsers reach the service, when the city has said it.
//!
//! The service itself speaks plain HTTP to this machine; a web server in front of it holds the
//! certificate. Only the city knows the name on that certificate, so it is a setting: with it browsers
//! are told to come back encrypted only (SEC-56) and forms count only from pages of that address
//! (SEC-63).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap},
};
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

/// The address that a request comes from.
#[must_use]
pub fn network_of(extensions: &Extensions, headers: &HeaderMap, public: Option<&PublicAddress>) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
    came_from(peer, headers, public)
}

/// Where a request comes from. A web server with TLS on this machine adds whom it speaks for at the end
/// of `X-Forwarded-For`; what stands before that, or comes by another way, anybody may have written.
fn came_from(peer: IpAddr, headers: &HeaderMap, public: Option<&PublicAddress>) -> IpAddr {
    let in_front = peer.to_canonical().is_loopback() && public.is_some_and(PublicAddress::is_encrypted);
    let told = headers.get_all("x-forwarded-for").iter().next_back().and_then(|line| line.to_str().ok());
    let last = told.and_then(|line| line.rsplit(',').next()?.trim().parse().ok());
    last.filter(|_| in_front).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn sec_62_only_the_web_server_in_front_says_for_whom_it_speaks() {
        let public = PublicAddress::parse("https://approdo.example").unwrap();
        let headers: HeaderMap =
            [(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static("10.0.0.1, 203.0.113.9"))]
                .into_iter()
                .collect();
        let from = |peer: &str, public| came_from(peer.parse().unwrap(), &headers, public).to_string();
        assert_eq!(from("127.0.0.1", Some(&public)), "203.0.113.9");
        assert_eq!(from("::1", Some(&public)), "203.0.113.9");
        assert_eq!(from("198.51.100.7", Some(&public)), "198.51.100.7");
        assert_eq!(from("127.0.0.1", None), "127.0.0.1");
        assert_eq!(came_from("127.0.0.1".parse().unwrap(), &HeaderMap::new(), Some(&public)).to_string(), "127.0.0.1");
    }

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
