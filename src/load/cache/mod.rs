//! What earlier runs understood of files that have not changed, so that they need not be read again. It lies in the
//! portal's `.gongkai/reading/`, may be deleted at any time, and is never trusted: an entry counts only for the same
//! bytes at the same path with the same hints, read by the same program, and whole. What is damaged, foreign or missing
//! is read from the file again. It does not know how a file is read.
//!
//! One run at a time writes. A run writes one pack of what it had to read; where too much of the packs is of no use any
//! more, one pack of all that is takes their place.

mod entry;
mod folder;
mod pack;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use self::folder::{Claim, Claimed};
use self::pack::{Pack, Place};
use super::Extracted;
use super::source::{Bytes, Source};
use crate::error::Error;

/// The name of the program that reads: it changes with everything that reading may depend on (see `build.rs`).
const READER: [u8; 16] = {
    let name = env!("GONGKAI_READER").as_bytes();
    let mut reader = [0; 16];
    let mut at = 0;
    while at < reader.len() {
        reader[at] = name[at];
        at += 1;
    }
    reader
};
/// So many packs at most: more are joined.
const MOST_PACKS: usize = 8;
/// So many bytes that no file uses are not worth joining packs for.
const LITTLE: u64 = 64 * 1024;

/// What an entry is found by: all that the outcome of reading a file depends on, but for the program.
type Key = [u8; 32];

/// The parse cache of one run.
#[derive(Debug)]
pub struct Cache {
    folder: Option<PathBuf>,
    packs: Vec<Pack>,
    /// Whether something lies there that cannot or shall not be used.
    to_clear: bool,
    known: BTreeMap<Key, Known>,
    writing: Mutex<Writing>,
    reused: AtomicUsize,
    read: AtomicUsize,
}

/// An entry of a pack.
#[derive(Debug)]
struct Known {
    pack: usize,
    place: Place,
    used: AtomicBool,
}

/// How far this run has come with writing.
#[derive(Debug)]
enum Writing {
    /// Nothing had to be written yet.
    NotYet,
    /// A pack is being written.
    Begun(Claimed),
    /// It cannot be written.
    Not(Trouble),
}

/// Why a run did not write what it read into the cache. The run itself is none the worse.
#[derive(Debug)]
pub enum Trouble {
    /// Another run is writing it.
    Busy,
    /// The machine failed: no permission, no room.
    Failed(Error),
}

/// What the cache was good for.
#[derive(Debug)]
pub struct Used {
    /// How many files were not read again.
    pub reused: usize,
    /// How many were read.
    pub read: usize,
    /// Why those could not be kept.
    pub trouble: Option<Trouble>,
}

impl Cache {
    /// The cache of the portal in `root`. What cannot be used of it is left out.
    pub fn open(root: &Path) -> Cache {
        let folder = folder::below(root);
        let mut cache = Cache::at(Some(folder.clone()));
        for file in folder::packs(&folder) {
            let Some((pack, entries)) = Pack::open(&file, &READER) else {
                cache.to_clear = true;
                continue;
            };
            let number = cache.packs.len();
            let known = |place| Known { pack: number, place, used: AtomicBool::new(false) };
            cache.known.extend(entries.into_iter().map(|(key, place)| (key, known(place))));
            cache.packs.push(pack);
        }
        cache
    }

    /// The same, with nothing in it: every file is read, and what lies there is replaced.
    pub fn fresh(root: &Path) -> Cache {
        Cache { to_clear: true, ..Cache::at(Some(folder::below(root))) }
    }

    /// No cache: every file is read, and nothing is written.
    pub fn none() -> Cache {
        Cache::at(None)
    }

    fn at(folder: Option<PathBuf>) -> Cache {
        Cache {
            folder,
            packs: Vec::new(),
            to_clear: false,
            known: BTreeMap::new(),
            writing: Mutex::new(Writing::NotYet),
            reused: AtomicUsize::new(0),
            read: AtomicUsize::new(0),
        }
    }

    /// What an earlier run understood of this file, if it is there and whole.
    pub(super) fn recall(&self, source: &Source, bytes: &Bytes) -> Option<Extracted> {
        let key = key(source, bytes)?;
        let known = self.known.get(&key)?;
        let written = self.packs[known.pack].entry(&key, &known.place)?;
        let extracted = entry::decode(&written, source, bytes)?;
        known.used.store(true, Ordering::Relaxed);
        self.reused.fetch_add(1, Ordering::Relaxed);
        Some(extracted)
    }

    /// Keeps what was understood of this file.
    pub(super) fn keep(&self, source: &Source, bytes: &Bytes, extracted: &mut Extracted) {
        self.read.fetch_add(1, Ordering::Relaxed);
        let Some(folder) = &self.folder else { return };
        let written = key(source, bytes).zip(entry::encode(extracted, bytes));
        if let Some((key, written)) = written {
            self.write(folder, |claimed| claimed.add(&key, &written));
        }
    }

    /// Does something with the pack that this run writes, and begins it where it has not yet.
    fn write(&self, folder: &Path, work: impl FnOnce(&mut Claimed) -> io::Result<()>) {
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*writing, Writing::NotYet) {
            *writing = match folder::claim(folder, &READER) {
                Ok(Claim::Ours(claimed)) => Writing::Begun(claimed),
                Ok(Claim::Busy) => Writing::Not(Trouble::Busy),
                Err(error) => Writing::Not(Trouble::Failed(Error::io("write", folder, error))),
            };
        }
        if let Writing::Begun(claimed) = &mut *writing
            && let Err(error) = work(claimed)
        {
            *writing = Writing::Not(Trouble::Failed(Error::io("write", folder, error)));
        }
    }

    /// Puts what this run read beside what was there, and drops what no file uses any more where that is much.
    pub fn close(self) -> Used {
        if let Some(folder) = self.folder.as_ref().filter(|_| self.is_wasteful()) {
            self.write(folder, |claimed| {
                for (key, known) in self.known.iter().filter(|(_, known)| known.used.load(Ordering::Relaxed)) {
                    if let Some(written) = self.packs[known.pack].entry(key, &known.place) {
                        claimed.add(key, &written)?;
                    }
                }
                claimed.replaces_all = true;
                Ok(())
            });
        }
        let folder = self.folder.unwrap_or_default();
        let trouble = match self.writing.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Writing::NotYet => None,
            Writing::Begun(claimed) => {
                claimed.finish().err().map(|error| Trouble::Failed(Error::io("write", &folder, error)))
            }
            Writing::Not(trouble) => Some(trouble),
        };
        Used { reused: self.reused.into_inner(), read: self.read.into_inner(), trouble }
    }

    /// Whether the packs are many, or most of what they hold was of no use, or some could not be read.
    fn is_wasteful(&self) -> bool {
        let size: u64 = self.packs.iter().map(Pack::size).sum();
        let used = self.known.values().filter(|known| known.used.load(Ordering::Relaxed));
        let useful: u64 = used.map(|known| known.place.size()).sum();
        self.to_clear || self.packs.len() >= MOST_PACKS || size.saturating_sub(useful) > useful.max(LITTLE)
    }
}

/// `None` where the hints cannot be written down.
fn key(source: &Source, bytes: &Bytes) -> Option<Key> {
    let inputs = postcard::to_stdvec(&(&source.path, &source.hints, &bytes.sha256, bytes.bytes.len())).ok()?;
    Some(Sha256::digest(inputs).into())
}

#[cfg(test)]
mod tests;
