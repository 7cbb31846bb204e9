//! The sealed stream: chunks that open only in their place, in their order, all of them (SEC-82).

use std::io::{self, Read, Write};

use ground::{Dice, Timestamp};
use store::vault::{KeyDirectory, MasterKey};

use super::Fault;

const MAGIC: &[u8; 8] = b"APPRODO1";
/// How much is sealed at once: what a reader must hold in memory.
const CHUNK: usize = 1 << 20;
/// What sealing adds to a chunk, with room to spare.
const SEAL_MOST: usize = 64;
/// Set in the length of the last chunk. It only says how to open it: the chunk itself is bound to it.
const LAST: u32 = 1 << 31;

/// What stands before the chunks. Every chunk is bound to it.
struct Header([u8; 44]);

impl Header {
    fn new(master: u32, at: Timestamp, dice: &Dice) -> Self {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(master.to_be_bytes());
        bytes.extend(dice.bytes::<24>());
        bytes.extend(at.micros().to_be_bytes());
        // Eight, four, twenty-four and eight bytes.
        Self(bytes.try_into().unwrap_or([0; 44]))
    }

    /// The number of the master key and the time.
    fn read(&self) -> Option<(u32, Timestamp)> {
        let rest = self.0.strip_prefix(MAGIC)?;
        let (master, rest) = rest.split_first_chunk::<4>()?;
        let (_, at) = rest.split_last_chunk::<8>()?;
        Some((u32::from_be_bytes(*master), Timestamp::from_micros(i64::from_be_bytes(*at))))
    }

    /// What a chunk is bound to.
    fn bound(&self, number: u64, last: bool) -> Vec<u8> {
        [self.0.as_slice(), &number.to_be_bytes(), &[u8::from(last)]].concat()
    }
}

/// Writes the sealed stream.
pub(super) struct Sealer<'a> {
    out: &'a mut dyn Write,
    key: &'a MasterKey,
    dice: &'a Dice,
    header: Header,
    number: u64,
    plain: Vec<u8>,
    bytes: u64,
}

impl<'a> Sealer<'a> {
    /// Begins a stream.
    pub(super) fn new(
        out: &'a mut dyn Write,
        (master, key): (u32, &'a MasterKey),
        dice: &'a Dice,
        at: Timestamp,
    ) -> io::Result<Self> {
        let header = Header::new(master, at, dice);
        out.write_all(&header.0)?;
        let bytes = header.0.len() as u64;
        Ok(Self { out, key, dice, header, number: 0, plain: Vec::with_capacity(CHUNK), bytes })
    }

    fn put_chunk(&mut self, last: bool) -> io::Result<()> {
        let sealed = self.key.seal_outside(&self.header.bound(self.number, last), &self.plain, self.dice);
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.out.write_all(&(if last { length | LAST } else { length }).to_be_bytes())?;
        self.out.write_all(&sealed)?;
        self.bytes += 4 + sealed.len() as u64;
        self.number += 1;
        self.plain.clear();
        Ok(())
    }

    /// Ends the stream and tells how long it is.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.put_chunk(true)?;
        self.out.flush()?;
        Ok(self.bytes)
    }
}

impl Write for Sealer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.plain.len() == CHUNK {
            self.put_chunk(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.plain.len());
        self.plain.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads the sealed stream. Nothing comes out that was not sealed as it is.
pub(super) struct Opener<'a> {
    from: &'a mut dyn Read,
    key: MasterKey,
    header: Header,
    at: Timestamp,
    number: u64,
    plain: io::Cursor<Vec<u8>>,
    ended: bool,
    bytes: u64,
}

impl<'a> Opener<'a> {
    /// Reads the header, finds the key and opens the first chunk: what is not ours or not for this key
    /// is refused before anything is made.
    pub(super) fn new(from: &'a mut dyn Read, keys: &KeyDirectory) -> Result<Self, Fault> {
        let mut header = Header([0; 44]);
        from.read_exact(&mut header.0).map_err(|_| Fault::NotABackup)?;
        let (master, at) = header.read().ok_or(Fault::NotABackup)?;
        let key = keys.master(master)?;
        let bytes = header.0.len() as u64;
        let plain = io::Cursor::default();
        let mut opener = Self { from, key, header, at, number: 0, plain, ended: false, bytes };
        opener.next_chunk().map_err(Fault::reading)?;
        Ok(opener)
    }

    /// When the backup was made.
    pub(super) const fn at(&self) -> Timestamp {
        self.at
    }

    fn next_chunk(&mut self) -> io::Result<()> {
        let mut length = [0; 4];
        self.from.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length);
        let (last, length) = (length & LAST != 0, (length & !LAST) as usize);
        if length > CHUNK + SEAL_MOST {
            return Err(damaged(self.number));
        }
        let mut sealed = vec![0; length];
        self.from.read_exact(&mut sealed)?;
        let plain = self.key.open_outside(&self.header.bound(self.number, last), &sealed);
        self.plain = io::Cursor::new(plain.ok_or_else(|| damaged(self.number))?);
        self.bytes += 4 + length as u64;
        self.number += 1;
        self.ended = last;
        Ok(())
    }

    /// Makes sure that the stream ends here, and tells how long it is.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        let mut more = [0];
        if self.read(&mut more)? > 0 || self.from.read(&mut more)? > 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it goes on after its end"));
        }
        Ok(self.bytes)
    }
}

fn damaged(chunk: u64) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("part {chunk} does not open"))
}

impl Read for Opener<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.plain.read(into)?;
            if read > 0 || into.is_empty() || self.ended {
                return Ok(read);
            }
            self.next_chunk()?;
        }
    }
}
