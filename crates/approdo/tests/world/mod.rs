//! The world outside a running server: a process, a browser that keeps its cookie, a clock's code.
//! Shared by the campaigns, `canary.rs`, `routes.rs` and the benchmarks.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    unused_imports,
    missing_docs,
    unreachable_pub,
    reason = "shared by campaigns that each use a part of it and stop at the first trouble"
)]

mod database;

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

pub use database::Database;

/// A running `approdo serve` or `approdo demo`; it ends with its test, however the test ends.
pub struct Server {
    pub child: Child,
    pub address: SocketAddr,
    out: BufReader<ChildStdout>,
}

/// Where a server keeps its data.
#[derive(Clone)]
pub enum Home {
    Directory(PathBuf),
    Postgres { url: String, keys: PathBuf },
}

impl Home {
    pub fn options(&self) -> Vec<String> {
        match self {
            Self::Directory(path) => vec!["--data".into(), path.display().to_string()],
            Self::Postgres { url, keys } => {
                vec!["--database".into(), url.clone(), "--keys".into(), keys.display().to_string()]
            }
        }
    }

    pub fn demo_json(&self) -> PathBuf {
        match self {
            Self::Directory(path) => path.join("demo.json"),
            Self::Postgres { keys, .. } => keys.join("demo.json"),
        }
    }
}

/// The program under test, as cargo built it for this profile.
pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_approdo")
}

impl Server {
    /// Starts the program and waits until it says where it answers.
    pub fn start(home: &Home, command: &[&str]) -> Self {
        Self::start_with(home, command, "error", Stdio::inherit(), &[])
    }

    /// Starts it with every log line going to a file.
    pub fn start_logging(home: &Home, command: &[&str], log: &Path) -> Self {
        let log = std::fs::File::options().append(true).create(true).open(log).unwrap();
        Self::start_with(home, command, "debug", log.into(), &[])
    }

    /// Starts it with settings of its environment, its log going nowhere.
    pub fn start_within(home: &Home, command: &[&str], environment: &[(&str, PathBuf)]) -> Self {
        Self::start_with(home, command, "error", Stdio::null(), environment)
    }

    /// Starts it where it may open so many files.
    pub fn start_with_files(home: &Home, command: &[&str], files: u32) -> Self {
        let mut few = Command::new("sh");
        few.args(["-c", &format!("ulimit -n {files}; exec \"$0\" \"$@\""), program()]);
        Self::run(few, home, command, "error", Stdio::inherit(), &[])
    }

    /// The next line that it says.
    pub fn next_line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }

    fn start_with(home: &Home, command: &[&str], level: &str, log: Stdio, environment: &[(&str, PathBuf)]) -> Self {
        Self::run(Command::new(program()), home, command, level, log, environment)
    }

    fn run(
        mut program: Command,
        home: &Home,
        command: &[&str],
        level: &str,
        log: Stdio,
        environment: &[(&str, PathBuf)],
    ) -> Self {
        let mut child = program
            .args(command)
            .args(["--listen", "127.0.0.1:0"])
            .args(home.options())
            .env("APPRODO_LOG", level)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stderr(log)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "the server ended before it answered");
            if let Some((_, address)) = line.trim().split_once("answers on http://") {
                break address.trim_end_matches('/').parse().unwrap();
            }
        };
        Self { child, address, out }
    }

    /// Ends the process without a word, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        assert!(self.child.wait().unwrap().success(), "a graceful stop ends with 0");
    }

    /// Processor time the process has used, in milliseconds.
    pub fn cpu_ms(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
        ticks * 10.0
    }

    /// Sockets the process has open.
    pub fn sockets(&self) -> usize {
        let open = std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap();
        let is_socket =
            |path: PathBuf| std::fs::read_link(path).is_ok_and(|to| to.to_string_lossy().starts_with("socket:"));
        open.filter(|file| is_socket(file.as_ref().unwrap().path())).count()
    }

    /// Memory the process holds, in megabytes.
    pub fn rss_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs an order of the command line to its end and gives what it said.
pub fn order(home: &Home, args: &[&str]) -> String {
    let done = Command::new(program()).args(args).args(home.options()).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// Fails when the trail of a service does not hold together.
pub fn verify_trail(home: &Home) {
    let told = order(home, &["audit", "verify", "--json"]);
    assert!(told.contains("\"ok\":true"), "{told}");
}

/// An answer over HTTP.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
    pub body_bytes: usize,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or("", String::as_str)
    }

    /// The value of a hidden field of the page.
    pub fn hidden(&self, name: &str) -> String {
        let wanted = format!("name=\"{name}\"");
        let tag = self.body.split('<').find(|tag| tag.starts_with("input") && tag.contains(&wanted));
        let tag = tag.unwrap_or_else(|| panic!("no field {name} in the page: {}", self.status));
        tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }
}

/// A browser with one connection and one cookie.
pub struct Browser {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
    pub accept_encoding: Option<&'static str>,
}

impl Browser {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, stream: None, cookies: BTreeMap::new(), accept_encoding: None }
    }

    /// The same browser at a server that has started anew elsewhere.
    pub fn moved(&self, address: SocketAddr) -> Self {
        Self { address, stream: None, cookies: self.cookies.clone(), accept_encoding: self.accept_encoding }
    }

    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn get(&mut self, path: &str) -> std::io::Result<Answer> {
        self.send("GET", path, None)
    }

    pub fn post(&mut self, path: &str, form: &[(&str, &str)]) -> std::io::Result<Answer> {
        let body = form.iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect::<Vec<_>>().join("&");
        self.send("POST", path, Some(&body))
    }

    pub fn post_json(&mut self, path: &str, body: &str) -> std::io::Result<Answer> {
        self.send_as("application/json", "POST", path, Some(body))
    }

    pub fn send(&mut self, method: &str, path: &str, body: Option<&str>) -> std::io::Result<Answer> {
        self.send_as("application/x-www-form-urlencoded", method, path, body)
    }

    fn send_as(&mut self, kind: &str, method: &str, path: &str, body: Option<&str>) -> std::io::Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request.push_str(&format!("cookie: {}\r\n", cookies.join("; ")));
        }
        if let Some(encoding) = self.accept_encoding {
            request.push_str(&format!("accept-encoding: {encoding}\r\n"));
        }
        if let Some(body) = body {
            request.push_str(&format!(
                "origin: http://{}\r\nsec-fetch-site: same-origin\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n",
                self.address,
                body.len()
            ));
        }
        request.push_str("\r\n");
        request.push_str(body.unwrap_or_default());
        let answer = self.exchange(request.as_bytes());
        if answer.is_err() {
            self.stream = None;
        }
        answer
    }

    fn exchange(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            self.stream = Some(BufReader::new(stream));
        }
        let stream = self.stream.as_mut().unwrap();
        stream.get_mut().write_all(request)?;
        let answer = read_answer(stream, &mut self.cookies)?;
        if answer.headers.get("connection").is_some_and(|c| c == "close") {
            self.stream = None;
        }
        Ok(answer)
    }
}

fn read_answer(stream: &mut BufReader<TcpStream>, cookies: &mut BTreeMap<String, String>) -> std::io::Result<Answer> {
    let broken = || std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "the answer broke off");
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(broken());
    }
    let status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(broken)?;
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err(broken());
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        if name.eq_ignore_ascii_case("set-cookie")
            && let Some((name, value)) = value.split(';').next().unwrap_or_default().split_once('=')
        {
            cookies.insert(name.to_owned(), value.to_owned());
        }
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut body = Vec::new();
    if let Some(length) = headers.get("content-length") {
        body.resize(length.parse().map_err(|_| broken())?, 0);
        stream.read_exact(&mut body)?;
    } else if headers.get("transfer-encoding").is_some_and(|t| t == "chunked") {
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16).map_err(|_| broken())?;
            let start = body.len();
            body.resize(start + size + 2, 0);
            stream.read_exact(&mut body[start..])?;
            body.truncate(start + size);
            if size == 0 {
                break;
            }
        }
    }
    let body_bytes = body.len();
    Ok(Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned(), body_bytes })
}

pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// One of the demo's log-ins.
#[derive(Clone, Debug)]
pub struct Login {
    pub role: String,
    pub email: String,
    pub password: String,
    pub totp_secret: String,
}

pub fn logins(demo_json: &Path) -> Vec<Login> {
    let text = std::fs::read_to_string(demo_json).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let field = |login: &serde_json::Value, name: &str| login[name].as_str().unwrap().to_owned();
    json["logins"]
        .as_array()
        .unwrap()
        .iter()
        .map(|login| Login {
            role: field(login, "role"),
            email: field(login, "email"),
            password: field(login, "password"),
            totp_secret: field(login, "totp_secret"),
        })
        .collect()
}

/// The six digits that a phone would show now (RFC 6238).
pub fn code_now(secret: &str) -> String {
    let seconds = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    code_at(secret, seconds / 30)
}

fn code_at(secret: &str, step: u64) -> String {
    let key = base32(secret);
    let mac = hmac_sha1(&key, &step.to_be_bytes());
    let at = usize::from(mac[19] & 15);
    let number = u32::from_be_bytes([mac[at] & 0x7f, mac[at + 1], mac[at + 2], mac[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut held, mut out) = (0_u32, 0, Vec::new());
    for c in text.bytes().filter(|c| *c != b'=' && *c != b' ') {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a',
            _ => c - b'2' + 26,
        };
        bits = (bits << 5) | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).unwrap());
        }
    }
    out
}

fn hmac_sha1(key: &[u8], message: &[u8]) -> [u8; 20] {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner: Vec<u8> = block.iter().map(|b| b ^ 0x36).chain(message.iter().copied()).collect();
    let outer: Vec<u8> = block.iter().map(|b| b ^ 0x5c).chain(sha1(&inner)).collect();
    sha1(&outer)
}

fn sha1(message: &[u8]) -> [u8; 20] {
    let mut h: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((message.len() as u64 * 8).to_be_bytes());
    for chunk in padded.chunks(64) {
        let mut w: Vec<u32> = chunk.chunks(4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]])).collect();
        for i in 16..80 {
            let next = (w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]).rotate_left(1);
            w.push(next);
        }
        let [mut a, mut b, mut c, mut d, mut e] = h;
        for (i, word) in w.iter().enumerate() {
            let (f, k) = match i {
                0..20 => ((b & c) | (!b & d), 0x5a82_7999),
                20..40 => (b ^ c ^ d, 0x6ed9_eba1),
                40..60 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc_u32),
                _ => (b ^ c ^ d, 0xca62_c1d6),
            };
            let next = a.rotate_left(5).wrapping_add(f).wrapping_add(e).wrapping_add(k).wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        }
        for (sum, part) in h.iter_mut().zip([a, b, c, d, e]) {
            *sum = sum.wrapping_add(part);
        }
    }
    let mut out = [0; 20];
    for (bytes, word) in out.chunks_mut(4).zip(h) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    out
}

/// Logs in as the first account of a role and keeps the session.
pub fn log_in(server: &Server, home: &Home, role: &str) -> Browser {
    let login = logins(&home.demo_json()).into_iter().find(|login| login.role == role).unwrap();
    let mut browser = Browser::new(server.address);
    let page = browser.get("/login").unwrap();
    let mut form = vec![("email", login.email.as_str()), ("password", login.password.as_str())];
    let csrf = if page.body.contains("name=\"_csrf\"") { page.hidden("_csrf") } else { String::new() };
    if !csrf.is_empty() {
        form.push(("_csrf", &csrf));
    }
    let answer = browser.post("/login", &form).unwrap();
    assert_eq!(answer.status, 303, "the password was not taken: {}", answer.body);
    let page = browser.get("/login/code").unwrap();
    let csrf = if page.body.contains("name=\"_csrf\"") { page.hidden("_csrf") } else { String::new() };
    let code = code_now(&login.totp_secret);
    let mut form = vec![("code", code.as_str())];
    if !csrf.is_empty() {
        form.push(("_csrf", &csrf));
    }
    let answer = browser.post("/login/code", &form).unwrap();
    assert_eq!(answer.status, 303, "the code was not taken: {}", answer.body);
    browser
}

/// Enters the second factor again in a session that has just begun, with the code of the next half minute:
/// the present one is used up.
pub fn elevate(browser: &mut Browser, home: &Home, role: &str) {
    let login = logins(&home.demo_json()).into_iter().find(|login| login.role == role).unwrap();
    let seconds = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let code = code_at(&login.totp_secret, seconds / 30 + 1);
    let page = browser.get("/elevate").unwrap();
    let [csrf, once] = ["_csrf", "_once"].map(|name| page.hidden(name));
    let form = [("_csrf", csrf.as_str()), ("_once", &once), ("_page", "/elevate"), ("code", &code), ("next", "/")];
    let answer = browser.post("/elevate", &form).unwrap();
    assert_eq!(answer.status, 303, "the code was not taken: {}", answer.body);
}

/// Sixteen bytes in hexadecimal, as the server issues them for its forms.
pub fn new_key() -> String {
    ground::hex::encode(&ground::Dice::os().bytes::<16>())
}

/// The filled-in form of an anonymous contact, as the page asks for it, without its key.
pub fn contact_form(browser: &mut Browser) -> Vec<(String, String)> {
    let page = browser.get("/contacts/new").unwrap();
    assert_eq!(page.status, 200, "no form of a contact: {}", page.body);
    let mut form = vec![("_csrf".to_owned(), page.hidden("_csrf")), ("_page".to_owned(), "/contacts/new".to_owned())];
    let typed = [
        ("channel", "desk"),
        ("language", "ar"),
        ("theme", "housing.renting"),
        ("given", "guide"),
        ("minutes", "10"),
        ("outcome", "informed"),
        ("note", "Cerca una stanza vicino al lavoro."),
        ("notice", "given"),
        ("notice_language", "it"),
    ];
    form.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    form
}

/// Sends the form of a contact under a key.
pub fn save_contact(browser: &mut Browser, form: &[(String, String)], key: &str) -> std::io::Result<Answer> {
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("_once", key));
    browser.post("/contacts", &fields)
}

/// The page of some person: the first whom a search for a frequent name finds.
pub fn some_person(browser: &mut Browser) -> String {
    let page = browser.get("/people").unwrap();
    let (csrf, once) = (page.hidden("_csrf"), page.hidden("_once"));
    let form = [("_csrf", csrf.as_str()), ("_once", &once), ("_page", "/people"), ("q", "Mohamed Hassan")];
    let found = browser.post("/people/search", &form).unwrap();
    let (_, rest) =
        found.body.split_once("href=\"/people/").unwrap_or_else(|| panic!("nobody was found: {}", found.status));
    let id = rest.split('"').next().unwrap();
    format!("/people/{id}")
}

/// The rows that one contact of [`contact_form`] writes, of the same sizes, as plain SQL for pgbench.
pub const CONTACT_AS_PLAIN_SQL: &str = "
begin;
insert into contact (id, version, at, team, recorded_by, person, state, next_by, sealed)
  values (decode(md5(random()::text), 'hex'), 1, 1795000000000000, null, null, null, 'answered', null, decode(repeat('ab', 300), 'hex'));
insert into data_key (owner, compartment, wrapped) values (decode(md5(random()::text), 'hex'), 'personal', decode(repeat('ab', 77), 'hex'));
insert into job (id, kind, subject, due_at, attempts)
  values (decode(md5(random()::text), 'hex'), 'desk.contact.expire', decode(md5(random()::text), 'hex'), 1805000000000000, 0);
insert into audit_pending (at, id, body, seal)
  values (1795000000000000, decode(md5(random()::text), 'hex'), repeat('x', 320), decode(repeat('ab', 32), 'hex'));
insert into once_key (key, by_account, body_hash, answer, at)
  values (decode(md5(random()::text), 'hex'), decode(md5(random()::text), 'hex'), decode(repeat('ab', 32), 'hex'), repeat('x', 36), 1795000000000000);
commit;
";
