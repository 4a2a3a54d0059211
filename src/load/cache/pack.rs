//! A file of many entries: a head with the reader's name, the entries one after another, an index, and at the end where the
//! index begins. Index and entries each carry a checksum, so that a torn, damaged or foreign file is known for one.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::Key;

const MAGIC: [u8; 16] = *b"gongkai reading\n";
const HEAD: u64 = 32;
const RECORD: usize = 32 + 8 + 8 + 16;
const TAIL: u64 = 8 + 8 + 16;

type Sum = [u8; 16];

/// Where an entry stands in its pack.
#[derive(Debug, Clone)]
pub struct Place {
    start: u64,
    length: u64,
    sum: Sum,
}

impl Place {
    /// How many bytes of the pack the entry takes up.
    pub fn size(&self) -> u64 {
        self.length + RECORD as u64
    }
}

/// A pack that can be read from.
#[derive(Debug)]
pub struct Pack {
    file: File,
    size: u64,
}

impl Pack {
    /// Opens a pack of this reader with the places of its entries; `None` where it is none, or not whole.
    pub fn open(path: &Path, reader: &[u8; 16]) -> Option<(Pack, Vec<(Key, Place)>)> {
        let file = File::open(path).ok()?;
        let size = file.metadata().ok().filter(|about| about.is_file())?.len();
        let index_end = size.checked_sub(TAIL).filter(|end| *end >= HEAD)?;
        let head = read(&file, 0, HEAD)?;
        let tail = read(&file, index_end, TAIL)?;
        let (start, count) = (number(&tail[..8])?, number(&tail[8..16])?);
        let length = count.checked_mul(RECORD as u64)?;
        if head[..16] != MAGIC || head[16..] != *reader || start < HEAD || start.checked_add(length)? != index_end {
            return None;
        }
        let index = read(&file, start, length)?;
        if tail[16..] != sum(&[&head, &index, &tail[..16]]) {
            return None;
        }
        let entries: Option<Vec<(Key, Place)>> = index.chunks_exact(RECORD).map(record).collect();
        let entries = entries?;
        let inside = |place: &Place| {
            place.start >= HEAD && place.start.checked_add(place.length).is_some_and(|end| end <= start)
        };
        if !entries.iter().all(|(_, place)| inside(place)) {
            return None;
        }
        Some((Pack { file, size }, entries))
    }

    /// The bytes of an entry, or `None` where they are no longer what was written.
    pub fn entry(&self, key: &Key, place: &Place) -> Option<Vec<u8>> {
        let bytes = read(&self.file, place.start, place.length)?;
        (sum(&[key, &bytes]) == place.sum).then_some(bytes)
    }

    /// The size of the file in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// `length` was found to lie within the file, or is that of a fixed part.
fn read(file: &File, start: u64, length: u64) -> Option<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    read_at(file, &mut bytes, start).ok()?;
    Some(bytes)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

/// Elsewhere a file has one place to read from, which all threads share.
#[cfg(not(unix))]
fn read_at(mut file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    use std::io::{Read as _, Seek as _, SeekFrom};
    use std::sync::{Mutex, PoisonError};
    static PLACE: Mutex<()> = Mutex::new(());
    let _held = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(bytes)
}

fn record(bytes: &[u8]) -> Option<(Key, Place)> {
    let key = bytes.get(..32)?.try_into().ok()?;
    let (start, length) = (number(bytes.get(32..40)?)?, number(bytes.get(40..48)?)?);
    Some((key, Place { start, length, sum: bytes.get(48..64)?.try_into().ok()? }))
}

fn number(bytes: &[u8]) -> Option<u64> {
    bytes.try_into().ok().map(u64::from_le_bytes)
}

fn sum(parts: &[&[u8]]) -> Sum {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    let mut sum = [0; 16];
    sum.copy_from_slice(&hasher.finalize()[..16]);
    sum
}

/// A pack that is being written. It is one only once it is finished.
#[derive(Debug)]
pub struct Writer {
    file: BufWriter<File>,
    head: Vec<u8>,
    index: Vec<u8>,
    at: u64,
}

impl Writer {
    /// Begins a pack in an empty file.
    pub fn new(file: File, reader: &[u8; 16]) -> io::Result<Writer> {
        let head = [MAGIC, *reader].concat();
        let mut file = BufWriter::with_capacity(256 * 1024, file);
        file.write_all(&head)?;
        Ok(Writer { file, head, index: Vec::new(), at: HEAD })
    }

    /// Adds an entry.
    pub fn add(&mut self, key: &Key, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.index.extend_from_slice(key);
        self.index.extend_from_slice(&self.at.to_le_bytes());
        self.index.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.index.extend_from_slice(&sum(&[key, bytes]));
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Writes the index, with which the file becomes a pack.
    pub fn finish(mut self) -> io::Result<()> {
        let mut tail = self.at.to_le_bytes().to_vec();
        tail.extend_from_slice(&((self.index.len() / RECORD) as u64).to_le_bytes());
        let sum = sum(&[&self.head, &self.index, &tail]);
        self.file.write_all(&self.index)?;
        self.file.write_all(&tail)?;
        self.file.write_all(&sum)?;
        self.file.flush()
    }
}
