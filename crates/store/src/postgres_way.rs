//! The way to PostgreSQL: open on this machine, anywhere else encrypted, and only to a server whose
//! certificate was signed by whom the city names (SEC-56).

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
    version::{TLS12, TLS13},
};
use tokio_postgres::{
    Client, Config, NoTls, Socket,
    config::{Host, SslMode},
    tls::{MakeTlsConnect, TlsConnect, TlsStream},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Result, StoreError};

const FORM: &str = "the database address is not of the form postgres://user@host/name";
const MODES: &str = "sslmode of the database address is verify-full, or disable where the network itself is encrypted";
const NO_ROOTS: &str = "the database is on another machine: name the file with whoever signs its certificate, \
     ?sslrootcert=/path/to/ca.pem, or say ?sslmode=disable where the network itself is encrypted";

/// Where the database is, and how what goes there is kept from others.
pub(crate) struct Way {
    pub(crate) config: Config,
    tls: Option<MakeRustlsConnect>,
}

/// What an address says of encryption, in the words of libpq.
#[derive(Default)]
struct Wanted {
    mode: Option<String>,
    roots: Option<PathBuf>,
}

impl Way {
    /// Reads `postgres://user@host/name?sslmode=…&sslrootcert=…`. Unlike libpq, whatever is encrypted is
    /// verified too: the certificate and the name in it.
    pub(crate) fn parse(address: &str) -> Result<Self> {
        let (plain, wanted) = apart(address);
        let mut config: Config = plain.parse().map_err(|_| StoreError::Setup(FORM.to_owned()))?;
        let encrypted = match wanted.mode.as_deref() {
            None => wanted.roots.is_some() || !is_near(&config),
            Some("disable") => false,
            Some("require" | "verify-full") => true,
            Some(_) => return Err(StoreError::Setup(MODES.to_owned())),
        };
        if !encrypted {
            config.ssl_mode(SslMode::Disable);
            return Ok(Self { config, tls: None });
        }
        config.ssl_mode(SslMode::Require);
        let roots = wanted.roots.ok_or_else(|| StoreError::Setup(NO_ROOTS.to_owned()))?;
        Ok(Self { config, tls: Some(MakeRustlsConnect::new(client(trusted(&roots)?)?)) })
    }

    /// Whether what goes there is encrypted.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// A connection. It is driven while someone waits for an answer on its runtime, and rests otherwise.
    pub(crate) async fn connect(&self) -> Result<Client> {
        match &self.tls {
            None => drive(&self.config, NoTls).await,
            Some(tls) => drive(&self.config, tls.clone()).await,
        }
    }
}

async fn drive<T>(config: &Config, tls: T) -> Result<Client>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: TlsStream + Send + 'static,
    T::TlsConnect: TlsConnect<Socket>,
{
    let (client, connection) = config.connect(tls).await.map_err(why_not)?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a connection to the database ended");
        }
    });
    Ok(client)
}

/// Takes what it says of encryption out of an address, for the driver does not know all of it.
fn apart(address: &str) -> (String, Wanted) {
    let mut wanted = Wanted::default();
    let Some((place, query)) = address.split_once('?') else { return (address.to_owned(), wanted) };
    let mut left = Vec::new();
    for part in query.split('&') {
        match part.split_once('=') {
            Some(("sslmode", mode)) => wanted.mode = Some(mode.to_owned()),
            Some(("sslrootcert", path)) => wanted.roots = Some(PathBuf::from(path)),
            _ => left.push(part),
        }
    }
    let query = if left.is_empty() { String::new() } else { format!("?{}", left.join("&")) };
    (format!("{place}{query}"), wanted)
}

/// Whether what goes there stays on this machine.
fn is_near(config: &Config) -> bool {
    let host = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()),
    };
    // Where an address stands beside a name, the address is where it goes.
    if config.get_hostaddrs().is_empty() {
        config.get_hosts().iter().all(host)
    } else {
        config.get_hostaddrs().iter().all(IpAddr::is_loopback)
    }
}

fn trusted(file: &Path) -> Result<RootCertStore> {
    let cannot = |why: &dyn std::fmt::Display| {
        StoreError::Setup(format!("cannot read certificates from {}: {why}", file.display()))
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|why| cannot(&why))? {
        roots.add(certificate.map_err(|why| cannot(&why))?).map_err(|why| cannot(&why))?;
    }
    if roots.is_empty() { Err(cannot(&"there is none in it")) } else { Ok(roots) }
}

fn client(roots: RootCertStore) -> Result<ClientConfig> {
    let client = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map_err(|why| StoreError::Setup(format!("cannot prepare an encrypted way to the database: {why}")))?;
    Ok(client.with_root_certificates(roots).with_no_client_auth())
}

/// The driver says that there was no handshake; why there was none stands below.
fn why_not(error: tokio_postgres::Error) -> StoreError {
    const HANDSHAKE: &str = "error performing TLS handshake";
    if !error.to_string().starts_with(HANDSHAKE) {
        return error.into();
    }
    let mut why: &dyn std::error::Error = &error;
    while let Some(below) = why.source() {
        why = below;
    }
    StoreError::Setup(format!(
        "there is no safe way to the database: {why}; look at its certificate, at the name in the address and at \
         sslrootcert"
    ))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::{io::Write as _, net::TcpListener};

    use super::*;

    /// Beside the test server lie who signed its certificate, for 127.0.0.1 alone, and somebody else.
    pub(crate) fn authority(name: &str) -> String {
        let folder = std::env::var("APPRODO_TEST_PG_CERTS")
            .expect("APPRODO_TEST_PG_CERTS names no certificates to test with: run scripts/test, which makes them");
        format!("{folder}/{name}.pem")
    }

    pub(crate) fn server() -> String {
        std::env::var("APPRODO_TEST_PG")
            .expect("APPRODO_TEST_PG names no PostgreSQL to test on: run scripts/test, which starts one")
    }

    fn connected(address: &str) -> Result<bool> {
        let way = Way::parse(address)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let client = way.connect().await?;
            let row = client.query_one("select ssl from pg_stat_ssl where pid = pg_backend_pid()", &[]).await?;
            Ok(row.get(0))
        })
    }

    #[track_caller]
    fn assert_refused(address: &str, part: &str) {
        match connected(address) {
            Err(StoreError::Setup(why)) => assert!(why.contains(part), "{why}"),
            other => panic!("{address}: {other:?}"),
        }
    }

    #[test]
    fn sec_56_the_way_to_the_database_is_encrypted_where_who_signs_its_certificate_is_named() {
        let (server, ours) = (server(), authority("ours"));
        assert!(connected(&format!("{server}?sslrootcert={ours}")).unwrap());
        assert!(connected(&format!("{server}?sslmode=verify-full&sslrootcert={ours}&connect_timeout=5")).unwrap());
        assert!(!connected(&server).unwrap(), "on this machine it may be open");
        assert!(!connected(&format!("{server}?sslmode=disable&sslrootcert={ours}")).unwrap());
    }

    #[test]
    fn sec_56_a_database_that_another_vouches_for_or_by_another_name_is_refused() {
        let (server, ours) = (server(), authority("ours"));
        assert_refused(&format!("{server}?sslrootcert={}", authority("another")), "UnknownIssuer");
        let by_name = server.replace("127.0.0.1", "localhost");
        assert_refused(&format!("{by_name}?sslmode=require&sslrootcert={ours}"), "not valid for");
    }

    #[test]
    fn sec_56_a_database_that_cannot_encrypt_is_told_nothing() {
        let plain = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = plain.local_addr().unwrap();
        let asked = std::thread::spawn(move || {
            let (mut stream, _) = plain.accept().unwrap();
            let mut said = [0; 8];
            std::io::Read::read_exact(&mut stream, &mut said).unwrap();
            stream.write_all(b"N").unwrap();
            let mut more = Vec::new();
            std::io::Read::read_to_end(&mut stream, &mut more).unwrap();
            more
        });
        let address = format!("postgres://approdo:secret@{address}/city?sslrootcert={}", authority("ours"));
        assert_refused(&address, "does not support TLS");
        assert_eq!(asked.join().unwrap(), Vec::<u8>::new(), "not who comes, and no password");
    }

    #[test]
    fn sec_56_elsewhere_nothing_goes_in_the_open_unless_the_city_says_so() {
        let is_open = |address: &str| !Way::parse(address).unwrap().is_encrypted();
        for near in ["postgres://a@localhost/c", "postgres://a@127.0.0.9/c", "postgres://a@%2Frun%2Fpg/c"] {
            assert!(is_open(near), "{near}");
        }
        assert!(is_open("postgres://a@db.example/c?sslmode=disable"));
        let ours = authority("ours");
        for far in ["postgres://a@db.example/c", "postgres://a@10.0.0.5,localhost/c"] {
            assert_refused(far, "sslrootcert=/path/to/ca.pem");
            assert!(!is_open(&format!("{far}?sslrootcert={ours}")), "{far}");
        }
        assert_refused("postgres://a@localhost/c?hostaddr=10.0.0.5", "sslrootcert=/path/to/ca.pem");
    }

    #[test]
    fn sec_56_half_a_protection_and_what_is_no_certificate_are_refused_with_the_next_step() {
        for half in ["prefer", "allow", "verify-ca", ""] {
            assert_refused(&format!("postgres://a@db/c?sslmode={half}"), "verify-full, or disable");
        }
        assert_refused("postgres://a@db/c?sslrootcert=/nowhere/ca.pem", "cannot read certificates from /nowhere");
        let empty = tempfile::NamedTempFile::new().unwrap();
        let address = format!("postgres://a@db/c?sslrootcert={}", empty.path().display());
        assert_refused(&address, "there is none in it");
        assert_refused("city", "of the form postgres://");
    }
}
