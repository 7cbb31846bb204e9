//! The Unix socket by which the command line reaches a server that holds the data directory.
//!
//! The socket stands in the directory with mode 0600: who can open it could read the directory
//! anyway. Who asks is what the kernel says of the other end. The client keeps all files on its side: it streams the input and receives the output,
//! so the server needs no right on anyone's files.
//! A frame is one letter, the length in four bytes, and that many bytes.

use std::{
    io::{self, Read, Write},
    os::unix::{
        fs::PermissionsExt as _,
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use ground::Limit;
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use super::{
    console::{Console, Progress, Stream, Terminal},
    order::{self, Exit, Order},
    system_user,
};
use crate::app::App;

/// A frame is refused when it is longer: a mistaken length must not take the memory (SEC-66).
pub const FRAME_MOST: u32 = 1 << 20;

/// Where the socket of a data directory is.
#[must_use]
pub fn path_in(directory: &Path) -> PathBuf {
    directory.join("approdo.sock")
}

/// What a client asks for in the first frame.
#[derive(Debug, Serialize, Deserialize)]
pub struct Asked {
    /// What is to be done.
    pub order: Order,
}

impl Asked {
    /// Reads the first frame of a client.
    ///
    /// # Errors
    /// When it is no frame, too long, or no order.
    pub fn receive(from: &mut impl Read) -> io::Result<Self> {
        match receive(from)? {
            (Tag::Order, bytes) => Ok(serde_json::from_slice(&bytes)?),
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "the first frame is not an order")),
        }
    }

    /// Sends it as the first frame of a client.
    ///
    /// # Errors
    /// When the server goes away.
    pub fn send(&self, to: &mut impl Write) -> io::Result<()> {
        send(to, Tag::Order, &serde_json::to_vec(self)?)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Order,
    Input,
    InputEnd,
    Data,
    Figures,
    Keep,
    Kept,
    Message,
    Progress,
    Exit,
}

const TAGS: [(Tag, u8); 10] = [
    (Tag::Order, b'O'),
    (Tag::Input, b'I'),
    (Tag::InputEnd, b'E'),
    (Tag::Data, b'D'),
    (Tag::Figures, b'F'),
    (Tag::Keep, b'K'),
    (Tag::Kept, b'k'),
    (Tag::Message, b'M'),
    (Tag::Progress, b'P'),
    (Tag::Exit, b'X'),
];

fn send(to: &mut impl Write, tag: Tag, bytes: &[u8]) -> io::Result<()> {
    for chunk in bytes.chunks(FRAME_MOST as usize).chain(bytes.is_empty().then_some(bytes)) {
        let letter = TAGS.iter().find(|(known, _)| *known == tag).map_or(0, |(_, letter)| *letter);
        let length = u32::try_from(chunk.len()).map_err(io::Error::other)?;
        to.write_all(&[letter])?;
        to.write_all(&length.to_be_bytes())?;
        to.write_all(chunk)?;
    }
    Ok(())
}

fn receive(from: &mut impl Read) -> io::Result<(Tag, Vec<u8>)> {
    let mut head = [0; 5];
    from.read_exact(&mut head)?;
    let [letter, length @ ..] = head;
    let length = u32::from_be_bytes(length);
    let tag = TAGS.iter().find(|(_, known)| *known == letter).map(|(tag, _)| *tag);
    if length > FRAME_MOST {
        Limit::OrderBytes.reached();
    }
    let (Some(tag), true) = (tag, length <= FRAME_MOST) else {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "not a frame of this socket"));
    };
    let mut bytes = vec![0; length as usize];
    from.read_exact(&mut bytes)?;
    Ok((tag, bytes))
}

/// Sends an order to the server that holds the directory, and plays its answer on the terminal.
/// None when no server answers there: then the caller opens the directory itself.
///
/// # Errors
/// When the server goes away in the middle.
pub fn through_server(directory: &Path, order: &Order, terminal: &mut Terminal) -> io::Result<Option<Exit>> {
    let Ok(mut socket) = UnixStream::connect(path_in(directory)) else { return Ok(None) };
    let asked = Asked { order: order.clone() };
    asked.send(&mut socket)?;
    let mut sending = socket.try_clone()?;
    // The input is taken off the terminal for the thread that sends it, so that both flow at once.
    let mut input = terminal.take_input();
    let sender = std::thread::spawn(move || -> io::Result<()> {
        let mut chunk = vec![0; 1 << 16];
        loop {
            match input.read(&mut chunk)? {
                0 => return send(&mut sending, Tag::InputEnd, &[]),
                read => send(&mut sending, Tag::Input, chunk.get(..read).unwrap_or_default())?,
            }
        }
    });
    // A server that refuses early stops reading; what could not be sent is of no use to it.
    play(&mut socket, sender, terminal).map(Some)
}

fn play(socket: &mut UnixStream, sender: JoinHandle<io::Result<()>>, terminal: &mut Terminal) -> io::Result<Exit> {
    let mut kept_back = socket.try_clone()?;
    let mut answers = io::BufReader::new(socket);
    let mut sender = Some(sender);
    let written = |done: io::Result<()>| {
        done.map_err(|why| io::Error::new(why.kind(), format!("the answer cannot be written here: {why}")))
    };
    loop {
        match receive(&mut answers)? {
            (Tag::Data, bytes) => written(terminal.write(Stream::Data, &bytes))?,
            (Tag::Figures, bytes) => written(terminal.write(Stream::Figures, &bytes))?,
            (Tag::Keep, _) => {
                written(terminal.keep())?;
                // The input ends before anything else is sent: two at once would tear each other's frames.
                if let Some(sender) = sender.take() {
                    sender.join().map_err(|_| io::Error::other("the input broke off"))??;
                }
                send(&mut kept_back, Tag::Kept, &[])?;
            }
            (Tag::Message, bytes) => terminal.say(&String::from_utf8_lossy(&bytes)),
            (Tag::Progress, bytes) => {
                if let Ok(progress) = serde_json::from_slice::<Progress>(&bytes) {
                    terminal.progress(&progress);
                }
            }
            (Tag::Exit, bytes) => return Ok(Exit::of(bytes.first().copied().unwrap_or(1))),
            (Tag::Order | Tag::Input | Tag::InputEnd | Tag::Kept, _) => {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the server sent what only clients send"));
            }
        }
    }
}

/// The console of an order that came through the socket.
struct Remote {
    socket: UnixStream,
    input: Option<RemoteInput>,
    shown: Option<std::time::Instant>,
}

struct RemoteInput {
    from: io::BufReader<UnixStream>,
    held: io::Cursor<Vec<u8>>,
    ended: bool,
}

impl Read for RemoteInput {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.held.read(into)?;
            if read > 0 || self.ended || into.is_empty() {
                return Ok(read);
            }
            match receive(&mut self.from)? {
                (Tag::Input, bytes) => self.held = io::Cursor::new(bytes),
                (Tag::InputEnd, _) => self.ended = true,
                _ => return Err(io::Error::new(io::ErrorKind::InvalidData, "the client sent no input")),
            }
        }
    }
}

impl RemoteInput {
    /// Waits until the client says that it has kept what it was sent. Input that nobody read is passed over.
    fn kept(&mut self) -> io::Result<()> {
        loop {
            match receive(&mut self.from)?.0 {
                Tag::Kept => return Ok(()),
                Tag::Input | Tag::InputEnd => {}
                Tag::Order | Tag::Data | Tag::Figures | Tag::Keep | Tag::Message | Tag::Progress | Tag::Exit => {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "the client kept nothing"));
                }
            }
        }
    }
}

impl Console for Remote {
    fn take_input(&mut self) -> Box<dyn Read + Send> {
        self.input.take().map_or_else(|| Box::new(io::empty()) as Box<dyn Read + Send>, |input| Box::new(input))
    }

    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        let tag = match stream {
            Stream::Data => Tag::Data,
            Stream::Figures => Tag::Figures,
        };
        send(&mut self.socket, tag, bytes)
    }

    fn keep(&mut self) -> io::Result<()> {
        send(&mut self.socket, Tag::Keep, &[])?;
        let input =
            self.input.as_mut().ok_or_else(|| io::Error::other("an order that took its input keeps nothing"))?;
        input.kept()
    }

    fn say(&mut self, message: &str) {
        let _ = send(&mut self.socket, Tag::Message, message.as_bytes());
    }

    fn progress(&mut self, progress: &Progress) {
        let finished = progress.total == Some(progress.done);
        if !finished && self.shown.is_some_and(|at| at.elapsed() < Duration::from_millis(100)) {
            return;
        }
        self.shown = Some(std::time::Instant::now());
        if let Ok(bytes) = serde_json::to_vec(progress) {
            let _ = send(&mut self.socket, Tag::Progress, &bytes);
        }
    }
}

/// Listens in the data directory and carries out orders until `stop` is set.
///
/// # Errors
/// When the socket cannot be made.
pub fn listen(app: Arc<App>, directory: &Path, stop: Arc<AtomicBool>) -> io::Result<JoinHandle<()>> {
    let path = path_in(directory);
    // The directory's lock is ours, so a socket that is here was left by a server that died.
    if path.exists() {
        std::fs::remove_file(&path)?;
    }
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    listener.set_nonblocking(true)?;
    let runtime = Arc::new(tokio::runtime::Builder::new_current_thread().enable_io().build()?);
    Ok(std::thread::spawn(move || {
        while !stop.load(Ordering::SeqCst) {
            match listener.accept() {
                Ok((socket, _)) => {
                    let (app, runtime) = (Arc::clone(&app), Arc::clone(&runtime));
                    std::thread::spawn(move || serve_one(&app, &runtime, socket));
                }
                Err(_) => std::thread::park_timeout(Duration::from_millis(50)),
            }
        }
        let _ = std::fs::remove_file(&path);
    }))
}

fn serve_one(app: &Arc<App>, runtime: &Runtime, socket: UnixStream) {
    if let Err(why) = try_serve_one(app, runtime, socket) {
        tracing::warn!(%why, "an order from the socket broke off");
    }
}

fn try_serve_one(app: &Arc<App>, runtime: &Runtime, mut socket: UnixStream) -> io::Result<()> {
    let system_user = system_user::of_peer(runtime, &socket)?;
    let mut from = io::BufReader::new(socket.try_clone()?);
    let asked = Asked::receive(&mut from)?;
    let input = RemoteInput { from, held: io::Cursor::default(), ended: false };
    let mut console = Remote { socket: socket.try_clone()?, input: Some(input), shown: None };
    let exit = order::carry_out(app, &system_user, asked.order, &mut console);
    send(&mut socket, Tag::Exit, &[exit.code()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_read_back_what_was_sent() {
        let mut wire = Vec::new();
        send(&mut wire, Tag::Data, b"rows").unwrap();
        send(&mut wire, Tag::InputEnd, b"").unwrap();
        let mut wire = io::Cursor::new(wire);
        assert!(matches!(receive(&mut wire), Ok((Tag::Data, bytes)) if bytes == b"rows"));
        assert!(matches!(receive(&mut wire), Ok((Tag::InputEnd, bytes)) if bytes.is_empty()));
    }

    #[test]
    fn sec_66_a_frame_that_is_too_long_or_unknown_is_refused() {
        let too_long = [b"D".as_slice(), &(FRAME_MOST + 1).to_be_bytes()].concat();
        assert!(receive(&mut io::Cursor::new(too_long)).is_err());
        for bytes in [FRAME_MOST - 1, FRAME_MOST] {
            let frame = [b"D".as_slice(), &bytes.to_be_bytes(), &vec![0; bytes as usize]].concat();
            assert!(receive(&mut io::Cursor::new(frame)).is_ok());
        }
        assert!(receive(&mut io::Cursor::new(*b"Z\0\0\0\0")).is_err());
        assert!(receive(&mut io::Cursor::new(*b"D\0\0\0\x05abc")).is_err());
    }

    #[test]
    fn sec_13_the_server_asks_the_kernel_who_sends_an_order_and_believes_no_name() {
        crate::story::on_sqlite(|town| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
            let (mut client, server) = UnixStream::pair().unwrap();
            let order = serde_json::to_value(Order::UserList { json: true }).unwrap();
            let asked = serde_json::json!({ "system_user": "somebody-else", "order": order });
            send(&mut client, Tag::Order, asked.to_string().as_bytes()).unwrap();
            try_serve_one(&town.app, &runtime, server).unwrap();
            let own = format!("local:{}", system_user::of_this_process());
            assert_eq!(town.last_entry("account.listed")["who"], own);
        });
    }
}
