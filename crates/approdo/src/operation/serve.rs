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
    demo,
    order::Exit,
    socket,
};
use crate::{app::App, shell};

/// Connections served at once; one more waits to be accepted (SEC-80).
const CONNECTIONS_MOST: usize = 12_000;
/// Clients that may wait to be accepted; the system may hold fewer.
const QUEUE_MOST: u32 = 4096;
/// Open files that connections leave to the database, the keys, backups and the socket.
const FILES_KEPT: usize = 256;
/// How long nothing is accepted after the system refused a connection: what it lacks comes back when
/// others end.
const REFUSED_REST: Duration = Duration::from_millis(50);
/// Headers of a request, in bytes (SEC-80).
const HEADERS_MOST: usize = 16 * 1024;
/// How long a client may take to send its headers (SEC-80).
const HEADER_TIME: Duration = Duration::from_secs(10);
/// Threads that may block on the store at once: as many acts can share one commit.
const BLOCKING_THREADS: usize = 64;
/// How long open requests may take when the server is told to stop.
const STOP_TIME: Duration = Duration::from_secs(10);

/// Serves the pages until the process is told to stop.
///
/// # Errors
/// What keeps it from starting, in words for the operator.
pub fn serve(settings: &Settings) -> Result<Exit, String> {
    log_to_stderr();
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
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(page_threads())
        .max_blocking_threads(BLOCKING_THREADS)
        .thread_keep_alive(Duration::from_secs(5))
        .enable_all()
        .build()
        .map_err(|why| format!("cannot start: {why}"))?;
    let listener = runtime
        .block_on(async { listen(settings.listen) })
        .map_err(|why| format!("cannot answer on {}: {why}. Say another address with --listen", settings.listen))?;
    let address = listener.local_addr().map_err(|why| why.to_string())?;
    let told = runtime.block_on(async { Told::hear() }).map_err(|why| format!("cannot hear signals: {why}"))?;
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
    let router = shell::router(app);
    let exit = runtime.block_on(accept(listener, told, router, Arc::clone(app)));
    stop.store(true, Ordering::SeqCst);
    if let Some(orders) = orders {
        let _ = orders.join();
    }
    background.join();
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(exit)
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

async fn accept(listener: TcpListener, told: Told, router: Router, app: Arc<App>) -> Exit {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(connections_most(open_files_most())));
    let mut stop = std::pin::pin!(told.stop());
    let mut watch = tokio::time::interval(Duration::from_millis(250));
    let exit = loop {
        tokio::select! {
            client = next_client(&listener, &places) => {
                let Some((stream, peer, place)) = client else { continue };
                let connection = connection(stream, peer, router.clone(), &graceful);
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            () = &mut stop => break Exit::Done,
            // SEC-76: a failed sync stops the process; whoever watches it starts it anew.
            _ = watch.tick() => if app.store.is_broken() { break Exit::Refused },
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
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, place)),
        Err(error) => {
            tracing::warn!(%error, "a connection was not accepted");
            tokio::time::sleep(REFUSED_REST).await;
            None
        }
    }
}

/// How many connections are served where a process may open so many files: a server whose clients
/// took every file could no longer open its database.
fn connections_most(files: Option<usize>) -> usize {
    files.map_or(CONNECTIONS_MOST, |files| files.saturating_sub(FILES_KEPT).clamp(1, CONNECTIONS_MOST))
}

/// How many files this process may open; none where the system does not say or sets no limit.
fn open_files_most() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Serves one connection. A client that goes away is no error of ours.
fn connection(
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
        let _ = served.await;
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
    let filter = tracing_subscriber::EnvFilter::new(level);
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_80_connections_leave_files_to_the_database() {
        assert_eq!(connections_most(None), 12_000);
        assert_eq!(connections_most(Some(1024)), 768);
        assert_eq!(connections_most(Some(100)), 1);
        assert_eq!(connections_most(Some(12_256)), 12_000);
        assert_eq!(connections_most(Some(12_255)), 11_999);
    }
}
