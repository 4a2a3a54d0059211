//! Puts staged files into their places, in as few steps as there can be: a program that is killed between two of them
//! leaves files of both sites. A folder of which many files changed is exchanged as a whole, with links in it to all that
//! stays as it is; elsewhere each file is renamed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use walkdir::WalkDir;

use super::{create_folder, is_in_the_way, lies_below, remove_file};
use crate::error::Error;

/// From so many changed files on a folder is exchanged.
const MANY: usize = 8;

/// A site whose changed files are staged.
pub(super) struct Switch<'a> {
    pub(super) out: &'a Path,
    pub(super) staging: &'a Path,
    /// The files of the last build.
    pub(super) old: &'a BTreeSet<String>,
    /// All files of this one.
    pub(super) new: &'a BTreeSet<String>,
    /// Those of them that are staged.
    pub(super) staged: Vec<&'a str>,
}

impl Switch<'_> {
    /// Folders at the top that can be exchanged, made ready for it. Whatever happens up to here leaves the last site.
    pub(super) fn prepare(&self) -> Vec<String> {
        let mut changed: BTreeMap<&str, usize> = BTreeMap::new();
        for (top, _) in self.staged.iter().filter_map(|path| path.split_once('/')) {
            *changed.entry(top).or_default() += 1;
        }
        let many = changed.into_iter().filter(|(_, count)| *count >= MANY).map(|(top, _)| top);
        many.filter(|top| self.link(top).is_ok()).map(str::to_owned).collect()
    }

    /// Puts beside the staged files of a folder links to those that stay, ours and others'.
    fn link(&self, top: &str) -> io::Result<()> {
        let unfit = || io::Error::from(ErrorKind::Unsupported);
        let folder = self.out.join(top);
        match fs::symlink_metadata(&folder) {
            Ok(there) if there.is_dir() => {}
            Ok(_) => return Err(unfit()),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        }
        for entry in WalkDir::new(&folder) {
            let entry = entry.map_err(io::Error::from)?;
            let inside = entry.path().strip_prefix(self.out).map_err(io::Error::other)?;
            let staged = self.staging.join(inside);
            let path = inside.to_str().ok_or_else(unfit)?;
            if entry.file_type().is_dir() {
                if self.new.contains(path) {
                    return Err(unfit());
                }
                // A folder of the last build comes with the files that are still in it.
                if !lies_below(self.old, path) {
                    fs::create_dir_all(&staged)?;
                }
            } else if !entry.file_type().is_file() {
                return Err(unfit());
            } else if !staged.exists() && (self.new.contains(path) || !self.old.contains(path)) {
                if let Some(parent) = staged.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::hard_link(entry.path(), &staged)?;
            }
        }
        Ok(())
    }

    /// Brings the new site about. Says how many files of the last build are gone.
    pub(super) fn bring_about(&self, ready: &[String]) -> Result<usize, Error> {
        let exchanged: Vec<&str> = ready.iter().map(String::as_str).filter(|top| self.exchange(top)).collect();
        let in_exchanged = |path: &str| path.split_once('/').is_some_and(|(top, _)| exchanged.contains(&top));
        let gone: Vec<&String> = self.old.difference(self.new).collect();
        let mut removed = gone.iter().filter(|path| in_exchanged(path) && self.staging.join(path).is_file()).count();
        let (blocking, others): (Vec<&String>, Vec<&String>) =
            gone.into_iter().filter(|path| !in_exchanged(path)).partition(|path| is_in_the_way(path, self.new));
        for path in blocking {
            removed += usize::from(remove_file(self.out, path)?);
        }
        for path in self.staged.iter().filter(|path| !in_exchanged(path)) {
            let target = self.out.join(path);
            if let Some(parent) = target.parent() {
                create_folder(parent)?;
            }
            fs::rename(self.staging.join(path), &target).map_err(|error| Error::io("write", &target, error))?;
        }
        for path in others {
            removed += usize::from(remove_file(self.out, path)?);
        }
        for top in exchanged {
            self.bring_back(top)?;
        }
        Ok(removed)
    }

    /// Exchanges the folder with the staged one in one step; whether that was possible.
    fn exchange(&self, top: &str) -> bool {
        let (staged, folder) = (self.staging.join(top), self.out.join(top));
        match fs::symlink_metadata(&folder) {
            Ok(there) => {
                // The rights of the folder are its maintainer's.
                let same_rights = fs::set_permissions(&staged, there.permissions()).is_ok();
                same_rights && exchange(&staged, &folder).is_ok()
            }
            Err(_) => fs::rename(&staged, &folder).is_ok(),
        }
    }

    /// Others may have written into the folder after its files were linked: what is only in the old one goes back.
    fn bring_back(&self, top: &str) -> Result<(), Error> {
        let before = self.staging.join(top);
        if !before.exists() {
            return Ok(());
        }
        for entry in WalkDir::new(&before) {
            let entry = entry.map_err(|error| Error::io("list", &before, error.into()))?;
            let Ok(inside) = entry.path().strip_prefix(self.staging) else { continue };
            let ours = inside.to_str().is_some_and(|path| self.old.contains(path));
            let target = self.out.join(inside);
            if entry.file_type().is_dir() || ours || is_same_file(entry.path(), &target) {
                continue;
            }
            if let Some(parent) = target.parent() {
                create_folder(parent)?;
            }
            fs::rename(entry.path(), &target).map_err(|error| Error::io("write", &target, error))?;
        }
        Ok(())
    }
}

#[cfg(unix)]
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let of = |path: &Path| fs::symlink_metadata(path).map(|there| (there.dev(), there.ino())).ok();
    of(one).is_some() && of(one) == of(other)
}

#[cfg(not(unix))]
fn is_same_file(_: &Path, other: &Path) -> bool {
    other.exists()
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
