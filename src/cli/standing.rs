//! Whether the site that stands in the output folder is the one that a build would make: of the same program, settings and
//! files, and not touched since. A build that finds it so has nothing to do.
//!
//! What a site is made of is known by hashes of all bytes that a build reads. Of the site itself the size and the time
//! of each file are compared, as the last build left them. In doubt (a link among the files, a record that is not
//! whole) nothing is said, and the build runs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use crate::config;
use crate::diagnostic::Diagnostic;
use crate::hidden;
use crate::publish::{self, Published};

/// The records' folder in the portal's hidden folder.
const NAME: &str = "built";
/// A larger file than this is no report, page or template; hashing it is not worth the time.
const LARGEST: u64 = 256 * 1024 * 1024;

/// What a site is made of, and where it is remembered.
#[derive(Debug)]
pub struct Standing {
    made_of: [u8; 32],
    record: PathBuf,
    out: PathBuf,
}

/// What a build said, to be said again.
#[derive(Debug, Serialize, Deserialize)]
pub struct Said {
    /// What is wrong with the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The numbers of the summary by name, but for what was written and how long it took.
    pub numbers: Vec<(String, String)>,
    /// What stands in the output folder.
    pub published: Published,
}

#[derive(Serialize, Deserialize)]
struct Record {
    made_of: [u8; 32],
    files: Vec<Stamp>,
    said: Said,
}

/// A file of the site as it was left.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    path: String,
    bytes: u64,
    changed: SystemTime,
}

impl Standing {
    /// Looks at everything that a build of the portal in `root` into `out` would read. `options` are the arguments that
    /// a site depends on. `None` where it cannot be known for sure.
    pub fn of(root: &Path, out: &Path, options: &[&str]) -> Option<Standing> {
        let mut files = vec![std::env::current_exe().ok()?];
        for folder in ["content", "templates", "static"] {
            let folder = root.join(folder);
            if fs::symlink_metadata(&folder).is_err() {
                continue;
            }
            for entry in WalkDir::new(&folder).sort_by_file_name() {
                let entry = entry.ok()?;
                match entry.file_type() {
                    kind if kind.is_dir() => {}
                    kind if kind.is_file() && entry.metadata().ok()?.len() <= LARGEST => files.push(entry.into_path()),
                    _ => return None,
                }
            }
        }
        let settings = root.join(config::FILE);
        if settings.exists() {
            files.push(settings);
        }
        let sums: Vec<[u8; 32]> = files.par_iter().map(|file| sum_of(file)).collect::<io::Result<_>>().ok()?;
        let mut made_of = Sha256::new();
        // Lengths come before what is of any length, so that two lists never look the same.
        let mut add = |bytes: &[u8]| {
            made_of.update((bytes.len() as u64).to_le_bytes());
            made_of.update(bytes);
        };
        options.iter().for_each(|option| add(option.as_bytes()));
        for (file, sum) in files.iter().zip(sums) {
            let inside = file.strip_prefix(root).unwrap_or(Path::new("program"));
            add(inside.as_os_str().as_encoded_bytes());
            add(&sum);
        }
        let out = std::path::absolute(out).ok()?;
        let name = Sha256::digest(out.as_os_str().as_encoded_bytes());
        let name: String = name.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Some(Standing { made_of: made_of.finalize().into(), record: hidden::below(root, NAME).join(name), out })
    }

    /// What the build said that made the site, if the site stands as it left it.
    pub fn recall(&self) -> Option<Said> {
        let written = fs::read(&self.record).ok()?;
        let (record, sum) = written.split_last_chunk::<32>()?;
        if Sha256::digest(record)[..] != sum[..] {
            return None;
        }
        let (record, rest) = postcard::take_from_bytes::<Record>(record).ok()?;
        (rest.is_empty() && record.made_of == self.made_of && stamps(&self.out)? == record.files).then_some(record.said)
    }

    /// Forgets what is remembered: from here on the site is being changed.
    pub fn forget(&self) {
        let _ = fs::remove_file(&self.record);
    }

    /// Remembers the site as it stands. Failing to is no more than a slower build the next time.
    pub fn keep(&self, said: Said) {
        let Some(files) = stamps(&self.out) else { return };
        let record = Record { made_of: self.made_of, files, said };
        let Ok(mut written) = postcard::to_stdvec(&record) else { return };
        let sum = Sha256::digest(&written);
        written.extend_from_slice(&sum);
        let write = || {
            hidden::make(self.record.parent().unwrap_or(Path::new("")))?;
            fs::write(&self.record, &written)
        };
        if write().is_err() {
            self.forget();
        }
    }
}

fn sum_of(file: &Path) -> io::Result<[u8; 32]> {
    Ok(Sha256::digest(fs::read(file)?).into())
}

/// The files of the site in a folder, as they stand; `None` where one is not there.
fn stamps(out: &Path) -> Option<Vec<Stamp>> {
    let paths = publish::files(out)?;
    let stamp = |path: String| {
        let there = fs::symlink_metadata(out.join(&path)).ok().filter(fs::Metadata::is_file)?;
        Some(Stamp { path, bytes: there.len(), changed: there.modified().ok()? })
    };
    paths.into_par_iter().map(stamp).collect()
}
