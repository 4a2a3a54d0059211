//! Puts a site on disk. It knows paths and bytes, not what they are.
//!
//! 1. The folder is locked: a second build at the same time is refused.
//! 2. Every file is made and compared with what stands in the output folder; what differs is written to a staging
//!    folder inside it. A failure or a kill up to here leaves the last site as it was.
//! 3. The list of our files ([`LIST`]) is widened to old and new together, so that a run cut off from here on is
//!    still known to be ours.
//! 4. Staged files are put into place, each a whole file at every moment, those that are no longer made are removed, and
//!    the list is written anew. This step is a few renames long. A run that is killed just then leaves files of both
//!    sites, and the next build finishes it.
//!
//! Invariant: no file is ever removed or overwritten that is not on the list, and nothing is written outside the folder.

mod packed;
mod switch;

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Read as _, Seek as _, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use data_encoding::HEXLOWER;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use self::switch::Switch;
use crate::error::Error;

/// The file that marks a folder as ours and lists the files in it, one path a line.
pub const LIST: &str = ".gongkai";
const STAGING: &str = ".gongkai-staging";
/// The file that is locked where a folder cannot be.
const LOCK: &str = ".gongkai-lock";
const LIST_HEAD: &str = "# gongkai 1";
/// So many bytes of a large file are held at a time.
const PIECE: usize = 256 * 1024;

/// What a file is to hold.
pub enum Content<'a> {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What this writes: for a file too large to be held in memory.
    Written(Box<Writing<'a>>),
    /// What an earlier build put there, of so many bytes: whoever says so has made sure that it is still that.
    Standing(u64),
}

/// Writes a file piece by piece.
pub type Writing<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'a;

impl From<Vec<u8>> for Content<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Content::Bytes(bytes)
    }
}

/// How a site is put on disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Manner {
    /// Every file is written, also one that stands there with the same bytes.
    pub anew: bool,
    /// Beside each text file that gains by it stands the same compressed, as `.gz` and `.br`.
    pub packed: bool,
}

/// What was put on disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// HTML pages.
    pub pages: usize,
    /// All files, pages among them.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
    /// Files that were not there or had other bytes.
    pub written: usize,
    /// Files of the last build that are no longer made.
    pub removed: usize,
}

/// Puts the site with these `paths` into `out`. `render` makes the content of one path and is called from several threads;
/// `done` is called with all its files once the site stands, while no other build may change it.
///
/// # Errors
/// `out` is not empty and not ours, or another build is putting a site there; a path leads outside; `render` fails (the
/// last site is then unchanged); or the disk refuses something.
pub fn publish<'c, C: Into<Content<'c>>>(
    out: &Path,
    paths: &'c [String],
    manner: Manner,
    render: impl Fn(&'c str) -> Result<C, Error> + Sync,
    done: impl FnOnce(Published, &BTreeSet<String>),
) -> Result<Published, Error> {
    let outside = paths.par_iter().find_first(|path| !is_inside(path));
    if let Some(path) = outside {
        return Err(Error::refused("out-path").with("path", path));
    }
    if manner.packed && !packed::AVAILABLE {
        return Err(Error::refused("no-compress"));
    }
    list(out)?;
    let existed = out.exists();
    create_folder(out)?;
    let lock = lock(out)?;
    // Now that nobody else writes: another build may have ended between.
    let old = ours(out)?;
    let staging = out.join(STAGING);
    remove_folder(&staging)?;
    create_folder(&staging)?;
    let outcome = Stage { out, staging: &staging, old: &old, manner }.all(paths, render);
    let Ok(files) = outcome else {
        remove_folder(&staging)?;
        if !existed {
            drop(lock);
            let _ = fs::remove_file(out.join(LOCK));
            fs::remove_dir(out).map_err(|error| Error::io("remove", out, error))?;
        }
        return outcome.map(|_| Published::default());
    };
    let new: BTreeSet<String> = files.iter().map(|file| file.path.clone()).collect();
    let staged = files.iter().filter(|file| file.staged).map(|file| file.path.as_str()).collect();
    let switch = Switch { out, staging: &staging, old: &old, new: &new, staged };
    let ready = switch.prepare();
    if new != old {
        write_list(out, old.union(&new))?;
    }
    let removed = switch.bring_about(&ready)?;
    write_list(out, new.iter())?;
    remove_folder(&staging)?;
    let published = Published {
        pages: files.iter().filter(|file| file.path.ends_with(".html")).count(),
        files: files.len(),
        bytes: files.iter().map(|file| file.bytes).sum(),
        written: files.iter().filter(|file| file.staged).count(),
        removed,
    };
    done(published, &new);
    drop(lock);
    Ok(published)
}

/// Holds the folder for this build until it is dropped, or the program ends in whatever way.
fn lock(out: &Path) -> Result<File, Error> {
    // A folder can be locked itself on every Unix, so nothing is left in it.
    let handle = if cfg!(unix) { out.to_owned() } else { out.join(LOCK) };
    let file = match cfg!(unix) {
        true => File::open(&handle),
        false => File::create(&handle),
    };
    let file = file.map_err(|error| Error::io("open", &handle, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::refused("out-busy").with("path", out.display())),
        Err(TryLockError::Error(error)) => Err(Error::io("open", &handle, error)),
    }
}

/// The folders that the files at these paths lie in, below the one that the paths begin in.
fn folders_of(paths: &[String]) -> HashSet<&str, FixedState> {
    let mut folders = HashSet::default();
    for path in paths {
        let mut inside = path.as_str();
        while let Some((folder, _)) = inside.rsplit_once('/') {
            // Where a folder is known, so are those that it lies in.
            if !folders.insert(folder) {
                break;
            }
            inside = folder;
        }
    }
    folders
}

/// Whether an old file stands where a new one needs a folder, or in a folder where a new one needs to be a file.
fn is_in_the_way(old: &str, new: &BTreeSet<String>) -> bool {
    let parents = Path::new(old).ancestors().skip(1).filter_map(Path::to_str);
    lies_below(new, old) || parents.into_iter().any(|parent| new.contains(parent))
}

/// The files of the site in a folder, sorted: those of the last build. `None` where none was built there, or to its end.
pub fn files(out: &Path) -> Option<Vec<String>> {
    let is_whole = fs::symlink_metadata(out.join(STAGING)).is_err();
    let files = ours(out).ok().filter(|files| is_whole && !files.is_empty())?;
    Some(files.into_iter().collect())
}

/// The bytes of a file that the site offers as it is. It must still be the file that was read.
///
/// # Errors
/// The file cannot be read, or its SHA-256 (lower-case hexadecimal) is no longer `sha256`.
pub fn copy_of(file: &Path, sha256: &str) -> Result<Vec<u8>, Error> {
    let bytes = fs::read(file).map_err(|error| Error::io("read", file, error))?;
    if HEXLOWER.encode(&Sha256::digest(&bytes)) == sha256 {
        Ok(bytes)
    } else {
        Err(Error::refused("source-changed").with("path", file.display()))
    }
}

struct Made {
    path: String,
    bytes: u64,
    staged: bool,
}

/// Where files are made, and what they are compared with.
struct Stage<'a> {
    out: &'a Path,
    staging: &'a Path,
    /// The files of the last build.
    old: &'a BTreeSet<String>,
    manner: Manner,
}

impl Stage<'_> {
    fn all<'c, C: Into<Content<'c>>>(
        &self,
        paths: &'c [String],
        render: impl Fn(&'c str) -> Result<C, Error> + Sync,
    ) -> Result<Vec<Made>, Error> {
        let is_link = |folder: &&str| fs::symlink_metadata(self.out.join(folder)).is_ok_and(|there| there.is_symlink());
        if let Some(link) = folders_of(paths).into_par_iter().filter(is_link).min() {
            return Err(Error::refused("out-link").with("path", self.out.join(link).display()));
        }
        // One failure is enough: the other threads stop making files that nobody will see.
        let failed = AtomicBool::new(false);
        // Large files may lie beside each other, so no thread takes several at a time.
        let made: Vec<Option<Result<Vec<Made>, Error>>> = paths
            .par_iter()
            .with_max_len(1)
            .map(|path| {
                if failed.load(Ordering::Relaxed) {
                    return None;
                }
                let made = render(path).and_then(|content| self.made(path, content.into()));
                failed.fetch_or(made.is_err(), Ordering::Relaxed);
                Some(made)
            })
            .collect();
        // The error of the first path in order, so that the same fault gives the same message.
        let made: Vec<Vec<Made>> = made.into_iter().flatten().collect::<Result<_, _>>()?;
        Ok(made.into_iter().flatten().collect())
    }

    fn made(&self, path: &str, content: Content) -> Result<Vec<Made>, Error> {
        match content {
            Content::Bytes(bytes) => self.with_packed(path, &bytes),
            Content::Written(write) if self.manner.packed => {
                let mut bytes = Vec::new();
                write(&mut bytes).map_err(|error| Error::io("write", Path::new(path), error))?;
                self.with_packed(path, &bytes)
            }
            Content::Written(write) => Ok(vec![self.piece_by_piece(path, &write)?]),
            Content::Standing(bytes) if self.old.contains(path) => {
                Ok(vec![Made { path: path.to_owned(), bytes, staged: false }])
            }
            Content::Standing(_) => Err(Error::refused("out-foreign-file").with("path", self.out.join(path).display())),
        }
    }

    /// A file that is not held in memory.
    fn piece_by_piece(&self, path: &str, write: &Writing) -> Result<Made, Error> {
        let (target, staged) = (self.out.join(path), self.staging.join(path));
        let metadata = fs::symlink_metadata(&target).ok();
        let failed = |error| Error::io("write", &staged, error);
        staged.parent().map_or(Ok(()), create_folder)?;
        let is_file = metadata.as_ref().is_some_and(Metadata::is_file);
        let old = (is_file && !self.manner.anew).then(|| File::open(&target).ok()).flatten();
        let mut beside = Beside::new(&staged, old).map_err(failed)?;
        let mut outcome = write(&mut beside).and_then(|()| beside.finish());
        if beside.is_lost {
            beside = Beside::new(&staged, None).map_err(failed)?;
            outcome = write(&mut beside).and_then(|()| beside.finish());
        }
        let is_staged = outcome.map_err(failed)?;
        self.refuse_foreign(path, &target, metadata.as_ref().filter(|_| is_staged))?;
        Ok(Made { path: path.to_owned(), bytes: beside.size, staged: is_staged })
    }

    /// What stands where a file is to go must be of an earlier build.
    fn refuse_foreign(&self, path: &str, target: &Path, there: Option<&Metadata>) -> Result<(), Error> {
        let is_ours = |there: &Metadata| self.old.contains(path) || (there.is_dir() && lies_below(self.old, path));
        match there.is_none_or(is_ours) {
            true => Ok(()),
            false => Err(Error::refused("out-foreign-file").with("path", target.display())),
        }
    }

    /// A file, and the compressed ones beside it.
    fn with_packed(&self, path: &str, bytes: &[u8]) -> Result<Vec<Made>, Error> {
        let mut made = vec![self.one(path.to_owned(), bytes, |there| there == bytes)?];
        if self.manner.packed && packed::gains(path, bytes) {
            for packing in packed::PACKINGS {
                let path = format!("{path}.{}", packing.extension);
                // Unpacking is quicker than packing again.
                let stands = self.there(&path)?.filter(|there| (packing.unpacks_to)(there, bytes));
                made.push(match stands {
                    Some(there) if !self.manner.anew => Made { path, bytes: there.len() as u64, staged: false },
                    _ => self.one(path, &(packing.pack)(bytes), |_| false)?,
                });
            }
        }
        Ok(made)
    }

    /// What stands at a path of ours.
    fn there(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let target = self.out.join(path);
        let is_file = self.old.contains(path) && fs::symlink_metadata(&target).is_ok_and(|there| there.is_file());
        is_file.then(|| fs::read(&target).map_err(|error| Error::io("read", &target, error))).transpose()
    }

    fn one(&self, path: String, bytes: &[u8], is_same: impl Fn(&[u8]) -> bool) -> Result<Made, Error> {
        let target = self.out.join(&path);
        let metadata = fs::symlink_metadata(&target).ok();
        let same = !self.manner.anew
            && metadata.as_ref().is_some_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64)
            && is_same(&fs::read(&target).map_err(|error| Error::io("read", &target, error))?);
        self.refuse_foreign(&path, &target, metadata.as_ref().filter(|_| !same))?;
        if !same {
            let staged = self.staging.join(&path);
            if let Some(parent) = staged.parent() {
                create_folder(parent)?;
            }
            fs::write(&staged, bytes).map_err(|error| Error::io("write", &staged, error))?;
        }
        Ok(Made { path, bytes: bytes.len() as u64, staged: !same })
    }
}

/// A file that is being made, beside one that may be the same: from where they differ on it is written.
struct Beside<'a> {
    staged: &'a Path,
    side: Side,
    size: u64,
    /// The other file was changed meanwhile, and what the two had in common is not known any more.
    is_lost: bool,
}

enum Side {
    /// The other file, which has begun alike, and what it looked like then.
    Alike(BufReader<File>, Metadata),
    /// What is written instead.
    Apart(BufWriter<File>),
}

impl<'a> Beside<'a> {
    fn new(staged: &'a Path, old: Option<File>) -> io::Result<Beside<'a>> {
        let side = match old.and_then(|old| Some((old.metadata().ok()?, old))) {
            Some((before, old)) => Side::Alike(BufReader::with_capacity(PIECE, old), before),
            None => Side::Apart(BufWriter::with_capacity(PIECE, File::create(staged)?)),
        };
        Ok(Beside { staged, side, size: 0, is_lost: false })
    }

    /// Goes on with a file of its own, which begins with what the two have in common.
    fn part(&mut self) -> io::Result<&mut BufWriter<File>> {
        if let Side::Alike(old, before) = &mut self.side {
            let mut file = File::create(self.staged)?;
            let copied = old.rewind().and_then(|()| io::copy(&mut old.take(self.size), &mut file));
            let is_whole = copied.is_ok_and(|copied| copied == self.size);
            if !is_whole || !old.get_ref().metadata().is_ok_and(|now| is_same(&now, before)) {
                self.is_lost = true;
                return Err(ErrorKind::Other.into());
            }
            self.side = Side::Apart(BufWriter::with_capacity(PIECE, file));
        }
        match &mut self.side {
            Side::Apart(file) => Ok(file),
            Side::Alike(..) => Err(ErrorKind::Other.into()),
        }
    }

    /// Whether it was written, being another than what stands there.
    fn finish(&mut self) -> io::Result<bool> {
        if let Side::Alike(old, _) = &mut self.side
            && old.fill_buf()?.is_empty()
        {
            return Ok(false);
        }
        self.part()?.flush()?;
        Ok(true)
    }
}

impl Write for Beside<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Side::Alike(old, _) = &mut self.side {
            let there = old.fill_buf()?;
            let length = there.len().min(bytes.len());
            if (length > 0 || bytes.is_empty()) && there[..length] == bytes[..length] {
                old.consume(length);
                self.size += length as u64;
                return Ok(length);
            }
        }
        let written = self.part()?.write(bytes)?;
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.side {
            Side::Apart(file) => file.flush(),
            Side::Alike(..) => Ok(()),
        }
    }
}

/// Whether a file is as it was, by size and time.
fn is_same(now: &Metadata, before: &Metadata) -> bool {
    now.len() == before.len() && now.modified().is_ok_and(|now| before.modified().is_ok_and(|before| now == before))
}

/// Whether some of the paths lie in a folder `path`.
fn lies_below(paths: &BTreeSet<String>, path: &str) -> bool {
    let folder = format!("{path}/");
    paths.range(folder.clone()..).next().is_some_and(|first| first.starts_with(&folder))
}

/// The files of the last build. An empty or new folder has none; a folder that others use is refused.
fn ours(out: &Path) -> Result<BTreeSet<String>, Error> {
    let list = list(out)?;
    let lines = list.split_once('\n').map(|(_, lines)| lines).unwrap_or_default();
    let inside: Vec<String> = lines.par_lines().filter(|line| is_inside(line)).map(str::to_owned).collect();
    Ok(inside.into_iter().collect())
}

/// The list of the files of the last build as it stands, with its head; nothing in an empty or new folder.
fn list(out: &Path) -> Result<String, Error> {
    match fs::metadata(out) {
        Ok(metadata) if !metadata.is_dir() => {
            return Err(Error::refused("out-not-a-folder").with("path", out.display()));
        }
        Ok(_) => {}
        // A link that leads nowhere.
        Err(error) if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(out).is_ok() => {
            return Err(Error::refused("out-not-a-folder").with("path", out.display()));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(Error::io("list", out, error)),
    }
    let list = out.join(LIST);
    // Opening a pipe would wait for somebody to write into it.
    if fs::metadata(&list).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(Error::refused("out-not-ours").with("path", out.display()));
    }
    match fs::read_to_string(&list) {
        Ok(text) if text.lines().next() == Some(LIST_HEAD) => Ok(text),
        Ok(_) => Err(Error::refused("out-not-ours").with("path", out.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let fail = |error| Error::io("list", out, error);
            for entry in fs::read_dir(out).map_err(fail)? {
                let name = entry.map_err(fail)?.file_name();
                if name != STAGING && name != LOCK {
                    return Err(Error::refused("out-not-ours").with("path", out.display()));
                }
            }
            Ok(String::new())
        }
        // A portal keeps what it has read in a folder of this name.
        Err(_) if list.is_dir() => Err(Error::refused("out-not-ours").with("path", out.display())),
        Err(error) => Err(Error::io("read", &list, error)),
    }
}

/// Whether a path stays inside the folder that it is joined to, and is none of our own marks.
fn is_inside(path: &str) -> bool {
    let plain = |part| !["", ".", "..", LIST, STAGING, LOCK].contains(&part);
    let is_drive = || !matches!(Path::new(path).components().next(), Some(Component::Normal(_)));
    !path.bytes().any(|byte| matches!(byte, b'\n' | b'\r' | b'\\' | 0)) && path.split('/').all(plain) && !is_drive()
}

fn write_list<'a>(out: &Path, paths: impl Iterator<Item = &'a String>) -> Result<(), Error> {
    let mut text = format!("{LIST_HEAD}\n");
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    let list = out.join(LIST);
    if fs::read(&list).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(());
    }
    let staged = out.join(STAGING).join(LIST);
    fs::write(&staged, text).map_err(|error| Error::io("write", &staged, error))?;
    fs::rename(&staged, &list).map_err(|error| Error::io("write", &list, error))
}

/// Removes a file of ours, and the folders that it leaves empty. Says whether there was one.
fn remove_file(out: &Path, path: &str) -> Result<bool, Error> {
    // A folder that became a link since then is not ours to reach through.
    let through_link = Path::new(path)
        .ancestors()
        .skip(1)
        .filter(|folder| !folder.as_os_str().is_empty())
        .any(|folder| fs::symlink_metadata(out.join(folder)).is_ok_and(|metadata| metadata.is_symlink()));
    if through_link {
        return Ok(false);
    }
    let file = out.join(path);
    let removed = match fs::remove_file(&file) {
        Ok(()) => true,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => false,
        Err(error) => return Err(Error::io("remove", &file, error)),
    };
    let mut folder: PathBuf = file;
    // The first folder that is not empty ends it.
    while folder.pop() && folder != out && fs::remove_dir(&folder).is_ok() {}
    Ok(removed)
}

fn create_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))
}

fn remove_folder(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("remove", folder, error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> (Vec<String>, std::collections::BTreeMap<String, Vec<u8>>) {
        let files: std::collections::BTreeMap<String, Vec<u8>> =
            files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        (files.keys().cloned().collect(), files)
    }

    fn put(out: &Path, files: &[(&str, &str)]) -> Result<Published, Error> {
        let (paths, files) = site(files);
        publish(out, &paths, Manner::default(), |path| Ok(files[path].clone()), |_, _| ())
    }

    fn all(out: &Path) -> Vec<String> {
        let files = walkdir::WalkDir::new(out).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = files.filter(|entry| !entry.file_type().is_dir());
        files.map(|entry| entry.path().strip_prefix(out).unwrap().display().to_string()).collect()
    }

    #[test]
    fn a_second_build_writes_only_what_changed_and_removes_only_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        put(&out, &[("index.html", "a"), ("a/index.html", "b"), ("b/c/index.html", "c")]).unwrap();
        fs::write(out.join("a/CNAME"), "mine").unwrap();
        let second = put(&out, &[("index.html", "a"), ("b/index.html", "new")]).unwrap();
        assert_eq!((second.pages, second.files, second.bytes, second.written, second.removed), (2, 2, 4, 1, 2));
        assert_eq!(all(&out), [".gongkai", "a/CNAME", "b/index.html", "index.html"]);
        assert_eq!(all(folder.path()).len(), 4, "nothing stands outside the output folder");
    }

    #[test]
    fn a_folder_that_is_exchanged_keeps_what_others_put_there() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        let many = |text: &str, from: usize| -> Vec<(String, String)> {
            (from..from + 20).map(|index| (format!("a/{index}/index.html"), text.to_owned())).collect()
        };
        let put = |files: &[(String, String)]| {
            let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
            put(out, &files).unwrap()
        };
        put(&many("one", 0));
        fs::write(out.join("a/3/mine.txt"), "mine").unwrap();
        fs::create_dir(out.join("a/kept")).unwrap();
        let mine = File::open(out.join("a/3/mine.txt")).unwrap();
        let second = put(&many("two", 2));
        assert_eq!((second.written, second.removed), (20, 2));
        let is = |path: &str, text: &str| assert_eq!(fs::read_to_string(out.join(path)).unwrap(), text, "{path}");
        is("a/3/index.html", "two");
        is("a/3/mine.txt", "mine");
        assert!(out.join("a/kept").is_dir() && !out.join("a/0").exists() && !out.join(STAGING).exists());
        assert_eq!(
            mine.metadata().unwrap().modified().unwrap(),
            fs::metadata(out.join("a/3/mine.txt")).unwrap().modified().unwrap()
        );
        // What cannot be linked is no reason to stop: then each file is renamed.
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("elsewhere", out.join("a/link")).unwrap();
            assert_eq!(put(&many("three", 2)).written, 20);
            is("a/3/index.html", "three");
            assert!(fs::symlink_metadata(out.join("a/link")).unwrap().is_symlink());
        }
    }

    #[test]
    fn files_that_did_not_change_keep_their_time_unless_all_are_wanted_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (paths, files) = site(&[("a.html", "a"), ("b.html", "b")]);
        let put = |anew| {
            publish(folder.path(), &paths, Manner { anew, packed: false }, |path| Ok(files[path].clone()), |_, _| ())
                .unwrap()
        };
        put(false);
        let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        File::options().append(true).open(folder.path().join("a.html")).unwrap().set_modified(long_ago).unwrap();
        let time = || fs::metadata(folder.path().join("a.html")).unwrap().modified().unwrap();
        assert_eq!((put(false).written, time()), (0, long_ago));
        assert_eq!(put(true).written, 2);
        assert_ne!(time(), long_ago);
    }

    #[cfg(feature = "compress")]
    #[test]
    fn compressed_files_stand_beside_the_text_they_are_and_go_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let long = "公开".repeat(2000);
        let (paths, files) = site(&[("a.html", &long), ("b.html", "short"), ("c.pdf", &long)]);
        let put = |packed| {
            publish(folder.path(), &paths, Manner { anew: false, packed }, |path| Ok(files[path].clone()), |_, _| ())
                .unwrap()
        };
        let first = put(true);
        assert_eq!(all(folder.path()), [".gongkai", "a.html", "a.html.br", "a.html.gz", "b.html", "c.pdf"]);
        assert_eq!((first.files, first.written, first.pages), (5, 5, 2));
        assert_eq!(put(true).written, 0);
        fs::write(folder.path().join("a.html.gz"), "damaged").unwrap();
        assert_eq!(put(true).written, 1, "a host would send it in place of the page");
        assert_eq!(put(false).removed, 2);
        assert_eq!(all(folder.path()), [".gongkai", "a.html", "b.html", "c.pdf"]);
    }

    #[test]
    fn a_second_build_at_the_same_time_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (paths, _) = site(&[("a.html", "")]);
        let inner = std::sync::Mutex::new(None);
        publish(
            folder.path(),
            &paths,
            Manner::default(),
            |_| {
                *inner.lock().unwrap() = Some(put(folder.path(), &[("a.html", "second")]));
                Ok(b"first".to_vec())
            },
            |_, _| (),
        )
        .unwrap();
        let second = inner.into_inner().unwrap().unwrap().unwrap_err();
        assert!(matches!(second, Error::Refused { code: "out-busy", .. }), "{second}");
        assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "first");
        put(folder.path(), &[("a.html", "third")]).unwrap();
    }

    #[test]
    fn what_is_written_in_pieces_is_known_for_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a.csv".to_owned()];
        let put = |pieces: &'static [&'static str]| {
            let write = move |out: &mut dyn Write| pieces.iter().try_for_each(|piece| out.write_all(piece.as_bytes()));
            let content = |_: &str| Ok(Content::Written(Box::new(write)));
            publish(folder.path(), &paths, Manner::default(), content, |_, _| ()).unwrap()
        };
        for (pieces, written) in
            [(&["ab", "c"][..], 1), (&["a", "", "bc"], 0), (&["abcd"], 1), (&["ab"], 1), (&["", "a", "x"], 1)]
        {
            let published = put(pieces);
            let text = pieces.concat();
            assert_eq!((published.written, published.bytes), (written, text.len() as u64), "{pieces:?}");
            assert_eq!(fs::read_to_string(folder.path().join("a.csv")).unwrap(), text);
            assert_eq!(all(folder.path()), [".gongkai", "a.csv"]);
        }
    }

    #[test]
    fn a_large_file_is_what_was_written_wherever_it_differs_and_whatever_happens_to_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let (paths, file) = (["a.csv".to_owned()], folder.path().join("a.csv"));
        let lines = |from: usize, to: usize| (from..to).map(|line| format!("{line}\n")).collect::<String>();
        let put = |text: &str, meanwhile: &(dyn Fn() + Sync)| {
            let write = |out: &mut dyn Write| {
                let (first, rest) = text.split_at(text.len() / 2);
                out.write_all(first.as_bytes())?;
                meanwhile();
                out.write_all(rest.as_bytes())
            };
            let content = |_: &str| Ok(Content::Written(Box::new(write)));
            let published = publish(folder.path(), &paths, Manner::default(), content, |_, _| ()).unwrap();
            assert!(fs::read_to_string(&file).unwrap() == text);
            published.written
        };
        let whole = lines(0, 200_000);
        assert!(whole.len() > 4 * PIECE);
        assert_eq!(put(&whole, &|| ()), 1);
        assert_eq!(put(&whole, &|| ()), 0);
        let late = format!("{}another{}", lines(0, 180_000), lines(180_000, 200_000));
        assert_eq!(put(&late, &|| ()), 1);
        assert_eq!(put(&lines(0, 190_000), &|| ()), 1);
        assert_eq!(put(&whole, &|| ()), 1);
        // Somebody writes into the file that stands, before where they differ, or cuts it off.
        File::options().write(true).open(&file).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(put(&late, &|| File::options().write(true).open(&file).unwrap().write_all(b"9").unwrap()), 1);
        assert_eq!(put(&whole, &|| File::options().write(true).open(&file).unwrap().set_len(3).unwrap()), 1);
        assert_eq!(all(folder.path()), [".gongkai", "a.csv"]);
    }

    #[test]
    fn a_folder_that_others_use_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
        let error = put(folder.path(), &[("index.html", "a")]).unwrap_err();
        assert!(matches!(error, Error::Refused { code: "out-not-ours", .. }), "{error}");
        assert_eq!(all(folder.path()), ["thesis.txt"]);
    }

    #[test]
    fn a_file_that_is_not_ours_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &[("index.html", "a")]).unwrap();
        fs::write(folder.path().join("robots.txt"), "mine").unwrap();
        let error = put(folder.path(), &[("index.html", "b"), ("robots.txt", "theirs")]).unwrap_err();
        assert!(matches!(error, Error::Refused { code: "out-foreign-file", .. }), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join("robots.txt")).unwrap(), "mine");
        assert_eq!(fs::read_to_string(folder.path().join("index.html")).unwrap(), "a");
    }

    #[test]
    fn a_page_that_fails_leaves_the_last_site() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        let fail = |path: &str| match path {
            "b.html" => Err(Error::refused("render")),
            _ => Ok(b"new".to_vec()),
        };
        let paths = ["a.html".to_owned(), "b.html".to_owned()];
        publish(&out, &paths, Manner::default(), fail, |_, _| ()).unwrap_err();
        assert!(!out.exists(), "a first build that fails leaves nothing");
        put(&out, &[("a.html", "old")]).unwrap();
        publish(&out, &paths, Manner::default(), fail, |_, _| ()).unwrap_err();
        assert_eq!(all(&out), [".gongkai", "a.html"]);
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "old");
    }

    #[test]
    fn a_file_that_changed_since_it_was_read_is_not_copied() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.pdf");
        fs::write(&file, "abc").unwrap();
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(copy_of(&file, sha256).unwrap(), b"abc");
        fs::write(&file, "abd").unwrap();
        assert!(matches!(copy_of(&file, sha256).unwrap_err(), Error::Refused { code: "source-changed", .. }));
    }

    #[test]
    fn no_path_leads_outside() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["../a", "/etc/a", "a/../../b", "", "a/", "a//b", "./a", ".gongkai", "a\\b", "a\nb", "a/.."] {
            let error = put(&folder.path().join("public"), &[(path, "x")]).unwrap_err();
            assert!(matches!(error, Error::Refused { code: "out-path", .. }), "{path}: {error}");
        }
        assert_eq!(all(folder.path()), [""; 0]);
    }

    #[test]
    fn a_file_may_become_a_folder_and_back() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &[("a", "file")]).unwrap();
        put(folder.path(), &[("a/index.html", "folder")]).unwrap();
        put(folder.path(), &[("a", "file")]).unwrap();
        assert_eq!(all(folder.path()), [".gongkai", "a"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_folder_is_not_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let (out, elsewhere) = (folder.path().join("public"), folder.path().join("elsewhere"));
        put(&out, &[("index.html", "a"), ("data/a.csv", "1")]).unwrap();
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("a.csv"), "mine").unwrap();
        fs::remove_dir_all(out.join("data")).unwrap();
        std::os::unix::fs::symlink(&elsewhere, out.join("data")).unwrap();
        put(&out, &[("index.html", "a"), ("data/a.csv", "2")]).unwrap_err();
        put(&out, &[("index.html", "a")]).unwrap();
        assert_eq!(fs::read_to_string(elsewhere.join("a.csv")).unwrap(), "mine");
    }
}
