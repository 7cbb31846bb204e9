//! How a city sets its service up: options of the command line over a file in TOML.
//!
//! An unknown key or a wrong value stops the start and names the line (SEC-83): a misspelled
//! setting that is silently ignored is worse than a service that does not start.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::Deserialize;

use crate::{
    access::{
        exports::Limits,
        outside::{self, Provider},
        trail::alarms::Thresholds,
    },
    app::{Opening, Place},
    checker::{Rulebook, Sources},
    outgoing::{Allowed, Outgoing},
    shell::address::PublicAddress,
};

/// The directory of data where nothing else is said.
const DATA_DEFAULT: &str = "approdo-data";
/// The address on which the service answers where nothing else is said: this machine only (SEC-83).
const LISTEN_DEFAULT: &str = "127.0.0.1:8480";

/// The settings file. Every key is optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The directory of data, with the embedded database in it.
    pub data: Option<PathBuf>,
    /// The directory of the master keys.
    pub keys: Option<PathBuf>,
    /// The PostgreSQL database of a city that needs several nodes.
    pub database: Option<String>,
    /// The address on which the service answers, such as `127.0.0.1:8480`.
    pub listen: Option<SocketAddr>,
    /// The address on which figures are told to Prometheus, such as `127.0.0.1:9480`; nowhere, where nothing
    /// is said, and never where the pages are.
    pub metrics: Option<SocketAddr>,
    /// The address by which browsers come, such as `https://approdo.comune.example`, where a web server
    /// with TLS stands in front: cookies, forms and HSTS hold to it (SEC-56, SEC-58, SEC-63).
    pub public_address: Option<PublicAddress>,
    /// What the city's service calls itself.
    pub city: Option<String>,
    /// The city's own holidays, such as `["12-07"]`.
    #[serde(default)]
    pub holidays: Vec<MonthDay>,
    /// Files on other disks or hosts that keep a copy of every checkpoint of the trail (SEC-45).
    #[serde(default)]
    pub witnesses: Vec<PathBuf>,
    /// Witnesses on other hosts, where `approdo witness serve` or the like keeps what it is told: `[[witness]]`.
    #[serde(default)]
    pub witness: Vec<WitnessHost>,
    /// Files on other disks or hosts that keep the erasure journal too (SEC-50).
    #[serde(default)]
    pub erasure_journals: Vec<PathBuf>,
    /// Whether the command line may touch people (SEC-13). It may, where nothing else is said.
    pub command_line: Option<bool>,
    /// The hosts that the service may call, such as `["id.comune.example"]`: no other is ever called (SEC-72).
    #[serde(default)]
    pub outgoing: Vec<Allowed>,
    /// The providers by which people may log in too (SEC-57): `[[provider]]`.
    #[serde(default)]
    pub provider: Vec<outside::Said>,
    /// Whether the code from the phone no longer lets in who works with protected persons, moves money or runs
    /// the system: they need a passkey (SEC-57). For when everyone of them has one.
    #[serde(default)]
    pub phishing_resistant: bool,
    /// From when on the alarms of the trail ring (SEC-48).
    #[serde(default)]
    pub alarms: Thresholds,
    /// How much may leave the house in one file (SEC-67): `rows`.
    #[serde(default)]
    pub exports: Limits,
    /// A folder with pages of rules of the city, over the national ones.
    pub rules: Option<PathBuf>,
    /// Whether pages are drawn right to left whatever their language: for looking at them.
    #[serde(default)]
    pub forced_rtl: bool,
}

/// A witness of the trail on another host.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WitnessHost {
    /// Where it is told each checkpoint, such as `https://witness.comune.example/checkpoint`.
    pub url: String,
}

/// A day of every year, written `MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct MonthDay(i8, i8);

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parsed = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        match parsed {
            Some((month, day)) if ground::Day::new(2024, month, day).is_some() => Ok(Self(month, day)),
            _ => Err(format!("a holiday is written MM-DD, such as 12-07: you wrote {text}")),
        }
    }
}

/// What was said on the command line about where things are.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// `--data`.
    pub data: Option<PathBuf>,
    /// `--keys`.
    pub keys: Option<PathBuf>,
    /// `--database`.
    pub database: Option<String>,
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--listen`.
    pub listen: Option<SocketAddr>,
}

/// The settings in force.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the data is.
    pub place: Place,
    /// Where the master keys are.
    pub keys: PathBuf,
    /// Where the service answers.
    pub listen: SocketAddr,
    providers: Vec<Provider>,
    own_rules: Option<Arc<Rulebook>>,
    file: File,
}

impl Settings {
    /// Puts together what was said: the command line wins over the file, the file over the defaults.
    ///
    /// # Errors
    /// What is wrong, with the line of the file, and what would be right.
    pub fn gather(said: &Said) -> Result<Self, String> {
        let file = said.config.as_deref().map(read).transpose()?.unwrap_or_default();
        let database = said.database.clone().or_else(|| if said.data.is_some() { None } else { file.database.clone() });
        let keys = said.keys.clone().or_else(|| file.keys.clone());
        let data = said.data.clone().or_else(|| file.data.clone()).unwrap_or_else(|| DATA_DEFAULT.into());
        let (place, keys) = match (database, keys) {
            (Some(_), None) => {
                return Err("with --database also say --keys DIR: the keys never stand in the database".to_owned());
            }
            (Some(url), Some(keys)) => (Place::Postgres(url), keys),
            (None, keys) => {
                let keys = keys.unwrap_or_else(|| beside(&data));
                (Place::Directory(data), keys)
            }
        };
        let listen = match said.listen.or(file.listen) {
            Some(address) => address,
            None => LISTEN_DEFAULT.parse().map_err(|_| "the default address is not one".to_owned())?,
        };
        if file.metrics.is_some_and(|metrics| metrics.port() == listen.port() && metrics.port() != 0) {
            return Err(format!("metrics: {listen} is where the pages are; say another port, such as 127.0.0.1:9480"));
        }
        let providers = providers(&file)?;
        witness_hosts(&file)?;
        let own_rules = file.rules.as_deref().map(own_rules).transpose()?;
        Ok(Self { place, keys, listen, providers, own_rules, file })
    }

    /// The opening of the service that these settings ask for.
    #[must_use]
    pub fn opening(&self) -> Opening {
        let usual = Opening::of(self.place.clone(), self.keys.clone());
        Opening {
            city: self.file.city.clone().unwrap_or(usual.city),
            city_holidays: self.file.holidays.iter().map(|day| (day.0, day.1)).collect(),
            witnesses: self.file.witnesses.clone(),
            witness_hosts: self.file.witness.iter().map(|host| host.url.clone()).collect(),
            own_witness: true,
            erasure_journals: self.file.erasure_journals.clone(),
            public: self.file.public_address.clone(),
            listen: Some(self.listen),
            metrics: self.file.metrics,
            command_line: self.file.command_line.unwrap_or(true),
            outgoing: self.file.outgoing.clone(),
            providers: self.providers.clone(),
            phishing_resistant: self.file.phishing_resistant,
            alarms: self.file.alarms,
            exports: self.file.exports,
            own_rules: self.own_rules.clone(),
            forced_rtl: self.file.forced_rtl,
            ..usual
        }
    }

    /// Notes in the log which texts the city's rules lack. That stops nothing: an upgrade may ask for one more, and
    /// people read the Italian one until it is written.
    pub fn note_missing_texts(&self) {
        for fault in self.own_rules.iter().flat_map(|rules| rules.text_faults()) {
            tracing::warn!(page = fault.page, told = fault.told, "the rules of the city lack a text");
        }
    }

    /// The files beside the key directory's own that keep the erasure journal.
    #[must_use]
    pub fn erasure_journals(&self) -> &[PathBuf] {
        &self.file.erasure_journals
    }

    /// The address that people are told: the public one, or the one where the service answers.
    #[must_use]
    pub fn shown_address(&self, listening: SocketAddr) -> String {
        match &self.file.public_address {
            Some(public) => public.origin().to_owned(),
            None => format!("http://{listening}"),
        }
    }

    /// The directory of data, where the service is on this machine alone.
    #[must_use]
    pub fn directory(&self) -> Option<&Path> {
        match &self.place {
            Place::Directory(path) => Some(path),
            Place::Postgres(_) => None,
        }
    }
}

/// The national rules with a folder of the city's pages over them: faulty ones stop the start.
fn own_rules(folder: &Path) -> Result<Arc<Rulebook>, String> {
    let compiled = Sources::national().with_folder(folder).and_then(Sources::compile);
    let rulebook = compiled.map_err(|why| {
        let verify = format!("`approdo rules verify --pack {}` shows when it is right", folder.display());
        format!("rules: {why}\nPut it right, or take the line \"rules\" out of the settings; {verify}")
    })?;
    Ok(Arc::new(rulebook))
}

/// The providers that the file names, each sound by itself and among the others.
fn providers(file: &File) -> Result<Vec<Provider>, String> {
    if !file.provider.is_empty() && file.public_address.is_none() {
        return Err("with [[provider]] also say public_address: a provider sends people back there".to_owned());
    }
    let outgoing = Outgoing::to(file.outgoing.clone());
    let mut read: Vec<Provider> = Vec::new();
    for said in &file.provider {
        let provider = Provider::read(said, &outgoing)?;
        if read.iter().any(|other| other.code == provider.code || other.issuer == provider.issuer) {
            return Err(format!("provider {}: another has the same code or issuer", provider.code));
        }
        read.push(provider);
    }
    Ok(read)
}

/// Holds the witnesses on other hosts to the list of hosts that may be called.
fn witness_hosts(file: &File) -> Result<(), String> {
    let outgoing = Outgoing::to(file.outgoing.clone());
    for (at, host) in file.witness.iter().enumerate() {
        if !outgoing.permits(&host.url) {
            return Err(format!(
                "[[witness]] {}: name its host in `outgoing`, and write it as https://host/path, or http:// for a port \
                 of this machine that is named there",
                host.url
            ));
        }
        if file.witness.iter().take(at).any(|other| other.url == host.url) {
            return Err(format!("[[witness]] {} is named twice", host.url));
        }
    }
    Ok(())
}

/// The key directory beside the data: `DIR.keys`.
fn beside(data: &Path) -> PathBuf {
    let mut name = data.file_name().unwrap_or(data.as_os_str()).to_owned();
    name.push(".keys");
    data.with_file_name(name)
}

impl File {
    /// Reads the text of a settings file.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|why| {
            let before = why.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            format!("line {}: {}", before.matches('\n').count() + 1, why.message())
        })
    }
}

fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path).map_err(|why| format!("cannot read {}: {why}", path.display()))?;
    File::parse(&text).map_err(|why| format!("{}, {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> (tempfile::TempDir, Said) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("approdo.toml");
        std::fs::write(&path, text).unwrap();
        let said = Said { config: Some(path), ..Said::default() };
        (home, said)
    }

    #[test]
    fn keys_stand_beside_the_data() {
        let settings = Settings::gather(&Said { data: Some("/srv/city".into()), ..Said::default() }).unwrap();
        assert_eq!(settings.keys, Path::new("/srv/city.keys"));
        assert_eq!(settings.directory(), Some(Path::new("/srv/city")));
    }

    #[test]
    fn a_database_wants_its_keys() {
        let said = Said { database: Some("postgres://db/city".into()), ..Said::default() };
        assert!(Settings::gather(&said).unwrap_err().contains("--keys"));
    }

    #[test]
    fn sec_83_an_unknown_key_stops_the_start_and_names_the_line() {
        let (_home, said) = said("city = \"Milano\"\nlisen = \"127.0.0.1:1\"\n");
        let why = Settings::gather(&said).unwrap_err();
        assert!(why.contains("line 2") && why.contains("lisen"), "{why}");
    }

    #[test]
    fn sec_83_a_wrong_value_stops_the_start_and_names_the_line() {
        let (_home, said) = said("city = \"Milano\"\n\nholidays = [\"31-12\"]\n");
        let why = Settings::gather(&said).unwrap_err();
        assert!(why.contains("line 3") && why.contains("31-12"), "{why}");
    }

    #[test]
    fn sec_83_a_public_address_that_is_not_encrypted_stops_the_start_and_names_the_line() {
        let (_home, said_plain) = said("city = \"Milano\"\npublic_address = \"http://approdo.example\"\n");
        let why = Settings::gather(&said_plain).unwrap_err();
        assert!(why.contains("line 2") && why.contains("https://"), "{why}");
        let (_home, said_tls) = said("public_address = \"https://approdo.example\"");
        let settings = Settings::gather(&said_tls).unwrap();
        assert_eq!(settings.shown_address(settings.listen), "https://approdo.example");
        assert!(settings.opening().public.unwrap().is_encrypted());
    }

    #[test]
    fn sec_83_a_provider_that_is_not_sound_stops_the_start_and_says_why() {
        let secret = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(secret.path(), "s3cret\n").unwrap();
        let provider = format!(
            "[[provider]]\ncode = \"spid\"\nname = \"SPID\"\nissuer = \"https://id.example\"\nclient_id = \"approdo\"\n\
             client_secret_file = \"{}\"\nacr = [\"https://www.spid.gov.it/SpidL2\"]\n",
            secret.path().display()
        );
        let head = "public_address = \"https://approdo.example\"\noutgoing = [\"id.example\"]\n";
        let sound = format!("{head}{provider}");
        let tried = |text: &str| {
            let (_home, said) = said(text);
            Settings::gather(&said)
        };
        let settings = tried(&sound).unwrap();
        assert_eq!(settings.opening().providers.len(), 1);
        assert!(!format!("{settings:?}").contains("s3cret"), "sec_56");
        for (wrong, right, why) in [
            ("public_address = \"https://approdo.example\"\n", "", "public_address"),
            ("\"id.example\"]", "\"other.example\"]", "outgoing"),
            ("\"id.example\"]", "\"10.0.0.1:443\"]", "10.0.0.1"),
            ("https://id.example", "http://id.example", "https://"),
            ("code = \"spid\"", "code = \"../x\"", "small letters"),
            ("client_id = \"approdo\"", "client_id = \"\"", "client_id"),
            ("acr = [", "arc = [", "arc"),
            (&secret.path().display().to_string(), "/nowhere/secret", "/nowhere/secret"),
        ] {
            let told = tried(&sound.replace(wrong, right)).unwrap_err();
            assert!(told.contains(why), "{told}");
        }
        assert!(tried(&format!("{sound}{provider}")).unwrap_err().contains("same code"));
    }

    #[test]
    fn sec_83_figures_are_told_nowhere_unless_said_and_never_where_the_pages_are() {
        let tried = |text: &str| {
            let (_home, said) = said(text);
            Settings::gather(&said).map(|settings| settings.opening().metrics)
        };
        assert_eq!(tried(""), Ok(None));
        assert_eq!(tried("metrics = \"127.0.0.1:9480\""), Ok(Some("127.0.0.1:9480".parse().unwrap())));
        let why = tried("listen = \"127.0.0.1:8480\"\nmetrics = \"127.0.0.1:8480\"").unwrap_err();
        assert!(why.contains("another port"), "{why}");
        assert!(tried("metrics = true").unwrap_err().contains("line 1"));
    }

    #[test]
    fn the_command_line_wins_over_the_file() {
        let (_home, mut said) = said("data = \"/srv/a\"\nlisten = \"127.0.0.1:1\"\ndatabase = \"postgres://db/a\"");
        said.data = Some("/srv/b".into());
        let settings = Settings::gather(&said).unwrap();
        assert_eq!(settings.directory(), Some(Path::new("/srv/b")));
        assert_eq!(settings.listen.port(), 1);
    }
}
