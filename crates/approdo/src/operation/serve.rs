//! The server: pages over HTTP, orders over the socket, work in the background, a graceful stop.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::ConnectInfo};
use ground::Limit;
use hyper::{
    Request,
    body::Incoming,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    signal::unix::{Signal, SignalKind, signal},
    sync::{OwnedSemaphorePermit, Semaphore},
};

use super::{
    background::Background,
    command::explained,
    config::Settings,
    console::{Console as _, Progress, Terminal},
    demo, metrics,
    order::Exit,
    process, socket,
};
use crate::{
    app::{ACTS_MOST, App},
    shell,
};

/// Connections served at once; one more waits to be accepted (SEC-80).
pub(super) const CONNECTIONS_MOST: usize = 12_000;
/// Clients that may wait to be accepted; the system may hold fewer.
const QUEUE_MOST: u32 = 4096;
/// Open files that connections leave to the database, the keys, backups and the socket.
const FILES_KEPT: usize = 256;
/// How long nothing is accepted after the system refused a connection: what it lacks comes back when
/// others end.
const REFUSED_REST: Duration = Duration::from_millis(50);
/// Headers of a request, in bytes (SEC-80).
pub(super) const HEADERS_MOST: usize = 16 * 1024;
/// How long a client may take to send its headers (SEC-80).
pub(super) const HEADER_TIME: Duration = Duration::from_secs(10);
/// Threads in all, but for those that draw pages: for every act that may run at once one, and some for
/// whoever comes meanwhile.
const BLOCKING_THREADS: usize = 64;
const _: () = assert!(ACTS_MOST < BLOCKING_THREADS, "acts must not hold every thread");
/// How long open requests may take when the server is told to stop.
const STOP_TIME: Duration = Duration::from_secs(10);

/// Serves the pages until the process is told to stop.
///
/// # Errors
/// What keeps it from starting, in words for the operator.
pub fn serve(settings: &Settings) -> Result<Exit, String> {
    log_to_stderr();
    settings.note_missing_texts();
    let app = App::open(settings.opening()).map_err(|why| explained(&why))?;
    if let Some(link) = crate::access::first_start(&app).map_err(|why| explained(&why))? {
        println!("No account exists yet. Make the first one, a system administrator, within 72 hours:");
        println!("  {}{}", settings.shown_address(settings.listen), link.path());
    }
    run(&app, settings, |address| {
        println!("Approdo answers on {}", settings.shown_address(address));
        Ok(())
    })
}

/// Fills the fictional city, prints its log-ins and serves it.
///
/// # Errors
/// What keeps it from starting, in words for the operator.
pub fn demo(settings: &Settings, seed: u64, persons: u64) -> Result<Exit, String> {
    log_to_stderr();
    let mut opening = settings.opening();
    opening.demo = true;
    // The demo is looked at on this machine, whatever the city's settings say.
    opening.public = None;
    opening.providers = Vec::new();
    let app = App::open(opening).map_err(|why| explained(&why))?;
    let mut terminal = Terminal::open(None, None, None)?;
    let mut show = |step: demo::Progress| {
        let what = step.what.words().to_owned();
        terminal.progress(&Progress { what, done: step.done, total: Some(step.total), errors: 0 });
    };
    let logins = demo::fill(&app, seed, persons, &mut show).map_err(|why| why.to_string())?;
    terminal.finish(true).map_err(|why| why.to_string())?;
    run(&app, settings, |address| {
        let directory = settings.directory().unwrap_or(settings.keys.as_path());
        demo::write_logins(directory, address, &logins).map_err(|why| format!("cannot write demo.json: {why}"))?;
        println!("{}", demo::table(address, &logins));
        Ok(())
    })
}

fn run(
    app: &Arc<App>,
    settings: &Settings,
    ready: impl FnOnce(SocketAddr) -> Result<(), String>,
) -> Result<Exit, String> {
    let runtime = runtime().map_err(|why| format!("cannot start: {why}"))?;
    let listener = runtime
        .block_on(async { listen(settings.listen) })
        .map_err(|why| format!("cannot answer on {}: {why}. Say another address with --listen", settings.listen))?;
    let address = listener.local_addr().map_err(|why| why.to_string())?;
    let told = runtime.block_on(async { Told::hear() }).map_err(|why| format!("cannot hear signals: {why}"))?;
    let figures = match app.metrics {
        Some(address) => Some(runtime.block_on(async { listen(address) }).map_err(|why| {
            format!("cannot tell figures on {address}: {why}. Say another address as metrics in the settings")
        })?),
        None => None,
    };
    let stop = Arc::new(AtomicBool::new(false));
    let background = Background::start(app, &stop);
    let orders = match settings.directory() {
        Some(directory) => Some(
            socket::listen(Arc::clone(app), directory, Arc::clone(&stop))
                .map_err(|why| format!("cannot make the socket in {}: {why}", directory.display()))?,
        ),
        None => None,
    };
    ready(address)?;
    if let Some(figures) = figures {
        println!("Figures stand on http://{}{}", figures.local_addr().unwrap_or(address), metrics::PATH);
        runtime.spawn(metrics::tell(figures, Arc::clone(app)));
    }
    let router = shell::router(app);
    let exit = runtime.block_on(accept(listener, told, router, Some(Arc::clone(app))));
    stop.store(true, Ordering::SeqCst);
    if let Some(orders) = orders {
        let _ = orders.join();
    }
    background.join();
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(exit)
}

/// The threads of the pages and of the acts.
pub(crate) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(page_threads())
        .max_blocking_threads(BLOCKING_THREADS)
        .thread_keep_alive(Duration::from_secs(5))
        .enable_all()
        .build()
}

/// Listens with a queue of our own: one that is full makes a client wait a second for its next try.
fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE_MOST)
}

/// How many threads draw pages: half the cores, for the other half reads and writes the database. On
/// two cores that is one, and a request is not passed back and forth between two that are both idle.
fn page_threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2))
}

/// Serves routes that need no city, on a small runtime of their own, until the process is told to stop.
///
/// # Errors
/// What keeps it from starting, in words for the operator.
pub(super) fn serve_alone(address: SocketAddr, router: Router, ready: impl FnOnce(SocketAddr)) -> Result<Exit, String> {
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|why| format!("cannot start: {why}"))?;
    let listener = runtime
        .block_on(async { listen(address) })
        .map_err(|why| format!("cannot answer on {address}: {why}. Say another address with --listen"))?;
    let told = runtime.block_on(async { Told::hear() }).map_err(|why| format!("cannot hear signals: {why}"))?;
    ready(listener.local_addr().map_err(|why| why.to_string())?);
    Ok(runtime.block_on(accept(listener, told, router, None)))
}

/// Serves until the process is told to stop, or the store of the city broke; a witness has no city.
async fn accept(listener: TcpListener, told: Told, router: Router, app: Option<Arc<App>>) -> Exit {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(connections_most(process::files_most())));
    let mut stop = std::pin::pin!(told.stop());
    let mut watch = tokio::time::interval(Duration::from_millis(250));
    let exit = loop {
        tokio::select! {
            client = next_client(&listener, &places, app.as_deref()) => {
                let Some((stream, peer, place)) = client else { continue };
                let connection = connection(stream, peer, router.clone(), &graceful);
                let app = app.clone();
                tokio::spawn(async move {
                    let _open = app.as_ref().map(|app| app.figures.connections.enter());
                    connection.await;
                    drop(place);
                });
            }
            () = &mut stop => break Exit::Done,
            // SEC-76: a failed sync stops the process; whoever watches it starts it anew.
            _ = watch.tick() => if app.as_ref().is_some_and(|app| app.store.is_broken()) { break Exit::Refused },
        }
    };
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(STOP_TIME) => tracing::warn!("some requests were cut off at the stop"),
    }
    exit
}

/// Waits for a place and then for a client, so that the loop hears the order to stop while every place
/// is taken. None when a connection could not be accepted.
async fn next_client(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    app: Option<&App>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            if let Some(app) = app {
                app.figures.accepted.one();
            }
            if places.available_permits() == 0 {
                Limit::Connections.reached();
            }
            Some((stream, peer, place))
        }
        Err(error) => {
            if let Some(app) = app {
                app.figures.refused.one();
            }
            tracing::warn!(%error, "a connection was not accepted");
            tokio::time::sleep(REFUSED_REST).await;
            None
        }
    }
}

/// How many connections are served where a process may open so many files: a server whose clients
/// took every file could no longer open its database.
pub(super) fn connections_most(files: Option<usize>) -> usize {
    files.map_or(CONNECTIONS_MOST, |files| files.saturating_sub(FILES_KEPT).clamp(1, CONNECTIONS_MOST))
}

/// Serves one connection. A client that goes away is no error of ours.
pub(super) fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    graceful: &GracefulShutdown,
) -> impl Future<Output = ()> + Send + 'static {
    let _ = stream.set_nodelay(true);
    let rooms = TowerToHyperService::new(router);
    // A layer would build every route anew for each connection; who asks is told to each request.
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        rooms.call(request)
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(HEADERS_MOST)
        .serve_connection(TokioIo::new(stream), service);
    let served = graceful.watch(served);
    async move {
        match served.await {
            Err(why) if why.is_parse_too_large() => Limit::Headers.reached(),
            Err(why) if why.is_timeout() => Limit::HeaderTime.reached(),
            Ok(()) | Err(_) => {}
        }
    }
}

/// The signals by which the process is told to stop. They are heard from the moment this is made: before
/// the server says that it answers.
struct Told {
    terminate: Signal,
    interrupt: Signal,
}

impl Told {
    fn hear() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn stop(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Structured logs on standard error, without personal data; `APPRODO_LOG` says how much.
fn log_to_stderr() {
    let level = std::env::var("APPRODO_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter = tracing_subscriber::EnvFilter::new(format!("{level},{}", store::LOGS_LESS));
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use axum::{extract::State, routing::get};

    use super::*;
    use crate::{
        people,
        story::{Town, on_both_engines},
    };

    #[test]
    fn sec_80_connections_leave_files_to_the_database() {
        assert_eq!(connections_most(None), 12_000);
        assert_eq!(connections_most(Some(1024)), 768);
        assert_eq!(connections_most(Some(100)), 1);
        assert_eq!(connections_most(Some(12_256)), 12_000);
        assert_eq!(connections_most(Some(12_255)), 11_999);
    }

    /// Writes a row and breaks down in the middle of its act.
    async fn panics(State(app): State<Arc<App>>) -> String {
        let written: Result<(), store::StoreError> = app
            .work(|app| {
                app.store.write("test.panic", |tx| {
                    insert(tx, app, b"half")?;
                    panic!("relation person, on purpose")
                })
            })
            .await;
        format!("{written:?}")
    }

    /// The same act, and it goes through.
    async fn saves(State(app): State<Arc<App>>) -> String {
        let written: Result<(), store::StoreError> =
            app.work(|app| app.store.write("test.save", |tx| insert(tx, app, b"whole"))).await;
        format!("{written:?}")
    }

    fn insert(tx: &mut store::Tx<'_>, app: &App, hash: &[u8]) -> store::Result<()> {
        let sql = "insert into once_key (key, body_hash, answer, at) values ($1, $2, '', $3)";
        tx.exec(sql, &[(&app.dice.bytes::<16>()).into(), hash.into(), app.now().into()]).map(|_| ())
    }

    /// The server of a town with those two routes, behind the real layers and over real connections.
    fn serving(town: &Town) -> (tokio::runtime::Runtime, SocketAddr) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(async { listen("127.0.0.1:0".parse().unwrap()) }).unwrap();
        let address = listener.local_addr().unwrap();
        let more = Router::new().route("/panics", get(panics)).route("/saves", get(saves));
        let router = shell::with_more(&town.app, more);
        let told = runtime.block_on(async { Told::hear() }).unwrap();
        runtime.spawn(accept(listener, told, router, Some(Arc::clone(&town.app))));
        (runtime, address)
    }

    /// One answer on a connection that may be used again.
    fn ask(client: &mut std::net::TcpStream, path: &str) -> String {
        client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        client.write_all(format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n").as_bytes()).unwrap();
        let (mut heard, mut piece) = (Vec::new(), [0; 4096]);
        loop {
            let read = client.read(&mut piece).unwrap();
            assert!(read > 0, "the connection ended: {}", String::from_utf8_lossy(&heard));
            heard.extend_from_slice(&piece[..read]);
            let text = String::from_utf8_lossy(&heard).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if length.is_none_or(|length: usize| body.len() >= length) {
                return text;
            }
        }
    }

    fn rows(town: &Town) -> u64 {
        let count = town.app.store.read("test.count", |tx| tx.one::<(u64,)>("select count(*) from once_key", &[]));
        count.unwrap_or_else(|why: store::StoreError| panic!("{why}")).unwrap().0
    }

    #[test]
    fn sec_78_a_panic_in_one_request_ends_it_alone_undoes_what_it_did_and_tells_nothing() {
        on_both_engines(|town| {
            let (runtime, address) = serving(town);
            let mut hers = std::net::TcpStream::connect(address).unwrap();
            let mut other = std::net::TcpStream::connect(address).unwrap();
            assert!(ask(&mut other, "/saves").contains("Ok(())"));
            let broken = ask(&mut hers, "/panics");
            assert!(broken.starts_with("HTTP/1.1 500") && broken.contains("<h1>"), "{broken}");
            for inside in ["relation", "on purpose", "panic", "test.panic", "once_key", ".rs"] {
                assert!(!broken.contains(inside), "{inside}: {broken}");
            }
            assert_eq!(rows(town), 1, "what it had written is undone");
            // The same connection, another one and a new one go on.
            for client in [&mut hers, &mut other, &mut std::net::TcpStream::connect(address).unwrap()] {
                assert!(ask(client, "/saves").contains("Ok(())"));
            }
            assert_eq!(rows(town), 4);
            runtime.shutdown_background();
        });
    }

    #[test]
    fn sec_78_without_its_trail_the_house_shows_nothing_and_saves_nothing() {
        on_both_engines(|town| {
            let browser = town.browser(&town.desk(), shell::with_more(&town.app, Router::new()).with_state(()));
            assert_eq!(browser.get("/contacts").status, 200);
            let broken: Result<u64, store::StoreError> =
                town.app.store.write("test.break", |tx| tx.exec("alter table audit_pending rename to gone", &[]));
            broken.unwrap();
            let looked = browser.get("/contacts");
            assert_eq!(looked.status, 500);
            assert!(!looked.page.contains("audit") && !looked.page.contains("Elena"), "{}", looked.page);
            let persons = || {
                let count =
                    town.app.store.read("test.count", |tx| tx.one::<(u64,)>("select count(*) from person", &[]));
                count.unwrap_or_else(|why: store::StoreError| panic!("{why}")).unwrap().0
            };
            let name = people::Name::of(ground::Line::optional("Amina").unwrap(), None).unwrap();
            let identity = people::Identity { names: vec![name], ..people::Identity::default() };
            let new = people::NewPerson { identity, ..people::NewPerson::default() };
            let before = persons();
            let made = people::create(&town.app, &town.desk(), &town.form(&town.desk(), "new"), &new);
            assert!(matches!(made, Err(crate::app::Refusal::Store(_))), "{made:?}");
            assert_eq!(persons(), before);
        });
    }
}
