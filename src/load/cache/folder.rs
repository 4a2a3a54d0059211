//! The cache's folder: which packs lie there, who may write, and how a pack takes the place of others. A reader needs no
//! leave: a pack appears under its name when it is whole, and those that it replaces are removed after that.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::Key;
use super::pack::Writer;
use crate::hidden;

/// The cache's folder in the portal's hidden folder.
const NAME: &str = "reading";
const LOCK: &str = "lock";
const UNFINISHED: &str = "unfinished";
const PACK: &str = "pack";

/// The cache's folder in a portal's.
pub fn below(root: &Path) -> PathBuf {
    hidden::below(root, NAME)
}

/// The packs of the folder, the oldest first.
pub fn packs(folder: &Path) -> Vec<PathBuf> {
    numbered(folder).into_iter().map(|(_, path)| path).collect()
}

fn numbered(folder: &Path) -> Vec<(u64, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut packs: Vec<(u64, PathBuf)> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let is_pack = path.extension().is_some_and(|extension| extension == PACK);
            let number = path.file_stem()?.to_str()?.parse().ok()?;
            is_pack.then_some((number, path))
        })
        .collect();
    packs.sort();
    packs
}

/// Whether this run may write.
pub enum Claim {
    /// It may, and has begun.
    Ours(Claimed),
    /// Another run does.
    Busy,
}

/// A pack that this run writes while no other may.
#[derive(Debug)]
pub struct Claimed {
    folder: PathBuf,
    writer: Option<Writer>,
    /// Whether the pack holds all that is worth keeping of those that were there when it was begun.
    pub replaces_all: bool,
    there: Vec<(u64, PathBuf)>,
    /// Held as long as this lives; the system lets go of it even when the program is killed.
    _lock: File,
}

/// Makes the folder where it is not there, and begins a pack in it.
pub fn claim(folder: &Path, reader: &[u8; 16]) -> io::Result<Claim> {
    hidden::make(folder)?;
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Claim::Busy),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let writer = Writer::new(File::create(folder.join(UNFINISHED))?, reader)?;
    let (folder, there) = (folder.to_owned(), numbered(folder));
    Ok(Claim::Ours(Claimed { folder, writer: Some(writer), replaces_all: false, there, _lock: lock }))
}

impl Claimed {
    /// Adds an entry to the pack.
    pub fn add(&mut self, key: &Key, bytes: &[u8]) -> io::Result<()> {
        match &mut self.writer {
            Some(writer) => writer.add(key, bytes),
            None => Ok(()),
        }
    }

    /// Finishes the pack, puts it in its place, and removes those that it replaces.
    pub fn finish(mut self) -> io::Result<()> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let unfinished = self.folder.join(UNFINISHED);
        let number = self.there.last().map_or(1, |(number, _)| number.saturating_add(1));
        let done = writer.finish().and_then(|()| fs::rename(&unfinished, self.folder.join(format!("{number}.{PACK}"))));
        if done.is_err() {
            // A disk may be full: what is of no use goes. If it does not, the next run that writes begins with it.
            let _ = fs::remove_file(&unfinished);
        } else if self.replaces_all {
            for (_, path) in &self.there {
                fs::remove_file(path).or_else(|error| match error.kind() {
                    io::ErrorKind::NotFound => Ok(()),
                    _ => Err(error),
                })?;
            }
        }
        done
    }
}

impl Drop for Claimed {
    /// A run that ends without finishing leaves nothing but what was there.
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            let _ = fs::remove_file(self.folder.join(UNFINISHED));
        }
    }
}
