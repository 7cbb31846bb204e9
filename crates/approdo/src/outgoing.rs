//! The guarded client: the only way by which the service calls others (SEC-72).
//!
//! The administrator lists the hosts. Calls go by HTTPS to addresses of the public internet, as the name
//! was resolved for this one call; never to private, local or mapped addresses, never through a proxy,
//! never along a redirect; for five seconds and a megabyte, four at once. An entry of the list may name one port of
//! this machine, such as `127.0.0.1:4000`, which is then spoken to without TLS.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use axum::http::{Request, Response, Uri};
use ground::Limit;
use serde::Deserialize;
use ureq::{
    Agent,
    config::Config,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

/// How long a call may take in all.
pub const TIME_MOST: Duration = Duration::from_secs(5);
/// How many calls are made at once. Each holds the thread of an act, and whoever makes up returns from a
/// provider must not hold them all (SEC-78).
pub const CALLS_MOST: usize = 4;
/// How many bytes an answer may have.
pub const ANSWER_MOST: u64 = 1_000_000;

/// An entry of the administrator's list of hosts that may be called.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Allowed {
    /// A host of the public internet and its port, by HTTPS.
    Host(String, u16),
    /// One port of this machine.
    ThisMachine(SocketAddr),
}

/// Why a text is no entry of the list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadEntry {
    /// Neither a host nor a port of this machine.
    #[error(
        "write a host such as id.comune.example, or one port of this machine such as 127.0.0.1:4000: you wrote {0}"
    )]
    Form(String),
    /// A number in place of a name.
    #[error("{0} is an address: write the host's name, which its certificate is made out to")]
    Address(String),
}

impl TryFrom<String> for Allowed {
    type Error = BadEntry;

    fn try_from(text: String) -> Result<Self, BadEntry> {
        if let Ok(address) = text.parse::<SocketAddr>() {
            let is_sound = address.ip().is_loopback() && address.port() > 0;
            return if is_sound { Ok(Self::ThisMachine(address)) } else { Err(BadEntry::Address(text)) };
        }
        if text.parse::<IpAddr>().is_ok() {
            return Err(BadEntry::Address(text));
        }
        let (host, port) = text.split_once(':').unwrap_or((&text, "443"));
        let is_name = |part: &str| {
            !part.is_empty() && part.len() <= 63 && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let is_sound = host.len() <= 253 && host.contains('.') && host.split('.').all(is_name);
        let last_is_word = host.rsplit('.').next().is_some_and(|last| last.bytes().any(|b| b.is_ascii_alphabetic()));
        match port.parse() {
            Ok(port) if is_sound && last_is_word && port > 0 => Ok(Self::Host(host.to_ascii_lowercase(), port)),
            _ => Err(BadEntry::Form(text)),
        }
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(host, port) => write!(f, "{host}:{port}"),
            Self::ThisMachine(address) => write!(f, "{address}"),
        }
    }
}

/// Why a call was not made, or its answer not taken. No address is repeated: it may hold a secret.
#[derive(Debug, thiserror::Error)]
pub enum CannotCall {
    /// The host is not on the list, or it was to be called in the open.
    #[error("this host may not be called: the list `outgoing` in the settings does not name it")]
    NotAllowed,
    /// As many calls as there may be are on their way.
    #[error("{CALLS_MOST} calls are on their way already")]
    Busy,
    /// The answer sends elsewhere.
    #[error("the answer sends elsewhere, and no redirect is followed")]
    Redirect,
    /// It cannot be reached, took too long, said too much, or its certificate is not good.
    #[error("the call failed: {0}")]
    Failed(String),
}

/// The guarded client.
#[derive(Debug)]
pub struct Outgoing {
    allowed: Vec<Allowed>,
    agent: Agent,
    under_way: AtomicUsize,
}

/// A call on its way, until it is dropped.
struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
    fn begin(count: &'a AtomicUsize) -> Result<Self, CannotCall> {
        let one = UnderWay(count);
        if count.fetch_add(1, Ordering::SeqCst) < CALLS_MOST {
            return Ok(one);
        }
        Limit::OutgoingCalls.reached();
        Err(CannotCall::Busy)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Outgoing {
    /// A client that calls these hosts and no other.
    #[must_use]
    pub fn to(allowed: Vec<Allowed>) -> Self {
        let config = Config::builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(TIME_MOST))
            .max_response_header_size(16 * 1024)
            // Each call resolves anew: no connection outlives what was checked for it.
            .max_idle_connections(0)
            .user_agent("Approdo")
            .build();
        let resolver = OnlyAllowed { allowed: allowed.clone(), names: DefaultResolver::default() };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
            allowed,
            under_way: AtomicUsize::new(0),
        }
    }

    /// Whether the address may be called, by its text alone.
    #[must_use]
    pub fn permits(&self, address: &str) -> bool {
        address.parse::<Uri>().is_ok_and(|uri| entry(&self.allowed, &uri).is_some())
    }

    /// The ports of this machine on the list: a deviation that the self-test tells.
    pub fn of_this_machine(&self) -> impl Iterator<Item = &Allowed> {
        self.allowed.iter().filter(|entry| matches!(entry, Allowed::ThisMachine(_)))
    }

    /// Makes one call and takes its whole answer. Blocks, but never to wait for other calls.
    ///
    /// # Errors
    /// [`CannotCall`].
    pub fn call(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, CannotCall> {
        if entry(&self.allowed, request.uri()).is_none() {
            return Err(CannotCall::NotAllowed);
        }
        let _under_way = UnderWay::begin(&self.under_way)?;
        let mut answer = self.agent.run(request).map_err(told)?;
        if answer.status().is_redirection() {
            return Err(CannotCall::Redirect);
        }
        let body = answer.body_mut().with_config().limit(ANSWER_MOST).read_to_vec().map_err(told)?;
        let (parts, _) = answer.into_parts();
        Ok(Response::from_parts(parts, body))
    }
}

fn told(error: ureq::Error) -> CannotCall {
    match &error {
        ureq::Error::BadUri(_) | ureq::Error::RedirectFailed => return CannotCall::NotAllowed,
        ureq::Error::Timeout(_) => Limit::OutgoingTime.reached(),
        ureq::Error::BodyExceedsLimit(_) => Limit::OutgoingBytes.reached(),
        _ => {}
    }
    CannotCall::Failed(error.to_string())
}

/// The entry that allows this address.
fn entry<'a>(allowed: &'a [Allowed], uri: &Uri) -> Option<&'a Allowed> {
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
    let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    allowed.iter().find(|entry| match (entry, uri.scheme_str()) {
        (Allowed::Host(name, port), Some("https")) => *name == host && authority.port_u16().unwrap_or(443) == *port,
        (Allowed::ThisMachine(address), Some("http")) => {
            host.parse() == Ok(address.ip()) && authority.port_u16() == Some(address.port())
        }
        (Allowed::Host(..) | Allowed::ThisMachine(_), _) => false,
    })
}

/// Gives the connection the addresses that were checked, and no others: a name that is resolved twice
/// could mean another machine the second time.
#[derive(Debug)]
struct OnlyAllowed {
    allowed: Vec<Allowed>,
    names: DefaultResolver,
}

impl Resolver for OnlyAllowed {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        match entry(&self.allowed, uri) {
            None => Err(ureq::Error::HostNotFound),
            Some(Allowed::ThisMachine(address)) => {
                let mut one = self.empty();
                one.push(*address);
                Ok(one)
            }
            Some(Allowed::Host(..)) => {
                let found = self.names.resolve(uri, config, timeout)?;
                // One bad address among good ones is no accident.
                if found.iter().all(|address| is_public(address.ip())) {
                    Ok(found)
                } else {
                    Err(ureq::Error::HostNotFound)
                }
            }
        }
    }
}

/// Whether an address is one of the public internet. What is not known to be is not.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

/// Of the addresses handed out (2000::/3), without those that carry another address inside them or stand
/// in books as examples.
fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [a, b, ..] = v6.segments();
    let handed_out = (0x2000..=0x3fff).contains(&a);
    // 2001::/23 holds Teredo and other special uses; 2002::/16 is 6to4; 3fff::/20 is for documents.
    let special = match a {
        0x2001 => b < 0x0200 || b == 0x0db8,
        0x2002 => true,
        0x3fff => b < 0x1000,
        _ => false,
    };
    handed_out && !special
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
        time::Instant,
    };

    use super::*;

    fn allowed(text: &str) -> Result<Allowed, BadEntry> {
        Allowed::try_from(text.to_owned())
    }

    /// A server on this machine that gives each caller this answer, after so long.
    fn answering(answer: Vec<u8>, after: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for mut caller in listener.incoming().map_while(Result::ok) {
                let _ = caller.read(&mut [0; 4096]);
                std::thread::sleep(after);
                let _ = caller.write_all(&answer);
            }
        });
        address
    }

    fn call(outgoing: &Outgoing, address: &str) -> Result<Response<Vec<u8>>, CannotCall> {
        outgoing.call(Request::get(address).body(Vec::new()).unwrap())
    }

    #[test]
    fn sec_78_four_calls_are_made_at_once_and_the_fifth_does_not_wait() {
        // It answers nobody before it is told to.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let outgoing = Outgoing::to(vec![Allowed::ThisMachine(address)]);
        let page = format!("http://{address}/");
        std::thread::scope(|threads| {
            let calls: Vec<_> = (0..CALLS_MOST).map(|_| threads.spawn(|| call(&outgoing, &page).is_ok())).collect();
            let mut callers: Vec<_> = (0..CALLS_MOST).map(|_| listener.accept().unwrap().0).collect();
            assert!(matches!(call(&outgoing, &page), Err(CannotCall::Busy)));
            for caller in &mut callers {
                let _ = caller.read(&mut [0; 4096]);
                caller.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok").unwrap();
            }
            assert!(calls.into_iter().all(|call| call.join().unwrap()));
            let next = threads.spawn(|| call(&outgoing, &page).is_ok());
            let mut caller = listener.accept().unwrap().0;
            let _ = caller.read(&mut [0; 4096]);
            caller.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok").unwrap();
            assert!(next.join().unwrap(), "a place that came free is taken again");
        });
    }

    #[test]
    fn sec_72_an_entry_names_a_host_or_one_port_of_this_machine() {
        assert_eq!(allowed("ID.comune.example"), Ok(Allowed::Host("id.comune.example".into(), 443)));
        assert_eq!(allowed("id.comune.example:8443"), Ok(Allowed::Host("id.comune.example".into(), 8443)));
        assert_eq!(allowed("127.0.0.1:4000").unwrap().to_string(), "127.0.0.1:4000");
        assert_eq!(allowed("[::1]:4000").unwrap().to_string(), "[::1]:4000");
        for bad in [
            "",
            "localhost",
            "localhost:4000",
            "127.0.0.1",
            "127.0.0.1:0",
            "10.0.0.1:443",
            "93.184.216.34",
            "::1",
            "*",
            "*.example",
            "https://id.example",
            "id.example/x",
            "a@id.example",
            "id.example:0",
            "id.example:x",
            "0x7f.1",
            "127.1",
            "[::ffff:127.0.0.1]:80",
        ] {
            assert!(allowed(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn sec_72_only_listed_hosts_by_https_and_the_listed_port_of_this_machine() {
        let list = ["id.comune.example", "spid.example:8443", "127.0.0.1:4000", "[::1]:4001"];
        let outgoing = Outgoing::to(list.iter().map(|entry| allowed(entry).unwrap()).collect());
        for good in [
            "https://id.comune.example/a",
            "https://ID.comune.example:443/",
            "https://spid.example:8443/x?y",
            "http://127.0.0.1:4000/jwks",
            "http://[::1]:4001/",
        ] {
            assert!(outgoing.permits(good), "{good}");
        }
        for bad in [
            "http://id.comune.example/",
            "https://id.comune.example:8443/",
            "https://spid.example/",
            "/path",
            "https://evil.id.comune.example/",
            "https://id.comune.example.evil/",
            "https://id.comune.example./",
            "https://id.comune.example@evil.example/",
            "https://user:pass@id.comune.example/",
            "ftp://id.comune.example/",
            "http://127.0.0.1:4001/",
            "http://127.0.0.1/",
            "https://127.0.0.1:4000/",
            "http://localhost:4000/",
            "http://127.1:4000/",
            "http://2130706433:4000/",
            "http://0x7f000001:4000/",
            "http://[::ffff:127.0.0.1]:4000/",
            "http://x@127.0.0.1:4000/",
            "",
        ] {
            assert!(!outgoing.permits(bad), "{bad}");
            if let Ok(request) = Request::get(bad).body(Vec::new()) {
                assert!(matches!(outgoing.call(request), Err(CannotCall::NotAllowed)), "{bad}");
            }
        }
    }

    #[test]
    fn sec_72_private_local_and_mapped_addresses_are_not_public() {
        for bad in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.9.9",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(bad.parse().unwrap()), "{bad}");
        }
        for good in ["1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2001:4860:4860::8888"]
        {
            assert!(is_public(good.parse().unwrap()), "{good}");
        }
    }

    #[test]
    fn sec_72_a_name_that_means_this_machine_is_not_called() {
        // The machine's own name, or `localhost` under a made-up domain, resolves to loopback where it does.
        let resolver =
            OnlyAllowed { allowed: vec![Allowed::Host("localhost".into(), 443)], names: DefaultResolver::default() };
        let config = Config::builder().build();
        let wait = NextTimeout { after: TIME_MOST.into(), reason: ureq::Timeout::Global, ..NextTimeout::default() };
        let found = resolver.resolve(&"https://localhost/".parse().unwrap(), &config, wait);
        assert!(matches!(found, Err(ureq::Error::HostNotFound)), "{found:?}");
    }

    #[test]
    fn sec_72_no_redirect_is_followed() {
        let behind = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret".to_vec(), Duration::ZERO);
        let answer = format!("HTTP/1.1 302 Found\r\nlocation: http://{behind}/\r\ncontent-length: 0\r\n\r\n");
        let door = answering(answer.into_bytes(), Duration::ZERO);
        let outgoing = Outgoing::to(vec![Allowed::ThisMachine(door), Allowed::ThisMachine(behind)]);
        assert!(matches!(call(&outgoing, &format!("http://{door}/")), Err(CannotCall::Redirect)));
        assert_eq!(call(&outgoing, &format!("http://{behind}/")).unwrap().body(), b"secret");
    }

    #[test]
    fn sec_72_an_answer_has_a_megabyte_at_most() {
        let of = |bytes: usize| {
            let mut answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {bytes}\r\n\r\n").into_bytes();
            answer.resize(answer.len() + bytes, b'x');
            let place = answering(answer, Duration::ZERO);
            call(&Outgoing::to(vec![Allowed::ThisMachine(place)]), &format!("http://{place}/")).map(|a| a.body().len())
        };
        assert_eq!(of(999_999).unwrap(), 999_999);
        assert_eq!(of(1_000_000).unwrap(), 1_000_000);
        assert!(matches!(of(1_000_001), Err(CannotCall::Failed(_))));
    }

    #[test]
    fn sec_72_a_call_takes_five_seconds_at_most() {
        let place = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec(), Duration::from_secs(30));
        let began = Instant::now();
        let answer = call(&Outgoing::to(vec![Allowed::ThisMachine(place)]), &format!("http://{place}/x?token=s3cret"));
        let took = began.elapsed();
        assert!((4..8).contains(&took.as_secs()), "{took:?}");
        let why = answer.unwrap_err().to_string();
        assert!(!why.contains("s3cret"), "{why}");
    }
}
