//! Who of this machine sits at the command line, by the kernel's word: not what an environment variable
//! or the other end of a socket claims (SEC-13).

use std::{io, os::unix::net::UnixStream};

use tokio::runtime::Runtime;

/// The user of this process.
pub(super) fn of_this_process() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let uid = status.lines().find_map(|line| line.strip_prefix("Uid:")?.split_whitespace().next());
    named(uid.unwrap_or("unknown"))
}

/// The user of the process at the other end. The runtime only lends its way of asking; the socket blocks
/// afterwards.
///
/// # Errors
/// When the kernel does not say: then the order is nobody's and is not carried out.
pub(super) fn of_peer(runtime: &Runtime, socket: &UnixStream) -> io::Result<String> {
    let _here = runtime.enter();
    socket.set_nonblocking(true)?;
    let uid = tokio::net::UnixStream::from_std(socket.try_clone()?)?.peer_cred()?.uid();
    socket.set_nonblocking(false)?;
    Ok(named(&uid.to_string()))
}

/// The name in the machine's own list of users.
fn named(uid: &str) -> String {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = users.lines().find_map(|line| {
        let mut parts = line.split(':');
        let name = parts.next()?;
        (parts.nth(1)? == uid).then(|| name.to_owned())
    });
    name.unwrap_or_else(|| format!("uid-{uid}"))
}
