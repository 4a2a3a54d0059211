//! Finds the report files of a portal and reads their bytes, with what a folder's `report.toml` says of them. It guards
//! everything behind it from files that are no text: what passes [`read`] is UTF-8 of a reasonable size. It does not
//! know what a report looks like.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use super::beside::{self, Beside};
use super::corrections;
use super::document::{FORMATS, Hints, format_for, guard};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::error::Error;

/// The largest file that is read at all, of the portal's own look too, in bytes. The longest real report is under 200 KB.
pub const LARGEST_FILE: u64 = 32 * 1024 * 1024;

/// One file that may be a report.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path below `content/`, with `/` between its parts.
    pub path: String,
    /// The file itself.
    pub file: PathBuf,
    /// What the folder's `report.toml` says of it.
    pub hints: Hints,
    /// The `report.toml` that names its body, and where it does.
    pub body_at: Option<Box<(String, Span)>>,
    /// The file beside it that corrects its figures.
    pub corrections: Option<PathBuf>,
}

impl Source {
    /// A file of which nothing is known but where it stands.
    pub fn bare(path: String, file: PathBuf) -> Source {
        Source { path, file, hints: Hints::default(), body_at: None, corrections: None }
    }
}

/// The bytes of a file.
#[derive(Debug, Clone)]
pub struct Bytes {
    /// The bytes as they stand in the file.
    pub bytes: Vec<u8>,
    /// Their SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// The file has another name, under which it can change unseen.
    pub elsewhere: bool,
}

/// All files below `content/reports` that may be reports, sorted by path, and what is wrong with the others.
///
/// # Errors
/// A folder cannot be listed or a `report.toml` cannot be read.
pub fn find(content: &Path) -> Result<(Vec<Source>, Vec<Diagnostic>), Error> {
    find_with(content, &BTreeSet::new())
}

/// The same with reports that need not be there, by their paths below `content/`: what stands beside them counts for them.
///
/// # Errors
/// As [`find`].
pub fn find_with(content: &Path, known: &BTreeSet<&str>) -> Result<(Vec<Source>, Vec<Diagnostic>), Error> {
    let reports = content.join("reports");
    let mut diagnostics = Vec::new();
    let mut sources = Vec::new();
    let absent = |path: &str| Source::bare(path.to_owned(), content.join(path));
    if !reports.exists() {
        if known.is_empty() {
            diagnostics.push(Diagnostic::new(Severity::Warning, "no-reports-folder", "content/reports"));
        }
        sources.extend(known.iter().map(|path| absent(path)));
        return Ok((sources, diagnostics));
    }
    let mut folders: BTreeMap<PathBuf, Beside> = BTreeMap::new();
    let mut corrections: BTreeMap<PathBuf, String> = BTreeMap::new();
    let walk = WalkDir::new(&reports).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_left_over(&entry.file_name().to_string_lossy())) {
        let entry = entry.map_err(|error| Error::walk(&reports, error))?;
        let path = below(content, entry.path());
        let name = entry.file_name().to_string_lossy().into_owned();
        let shown = format!("content/{path}");
        // The folder itself may be a link.
        if entry.file_type().is_dir() || entry.depth() == 0 && entry.path().is_dir() {
            continue;
        }
        if entry.path_is_symlink() && !stays_inside(content, entry.path()) {
            diagnostics.push(Diagnostic::new(Severity::Warning, "symlink", shown));
        } else if entry.file_name().to_str().is_none() {
            diagnostics.push(Diagnostic::new(Severity::Error, "file-name", shown));
        } else if name == beside::NAME {
            let folder = entry.path().parent().unwrap_or(&reports).to_owned();
            let (beside, problems) = Beside::read(&shown, entry.path())?;
            diagnostics.extend(problems);
            let is_known = |file: &str| known.contains(&*below(content, &folder.join(file)));
            for (file, span) in beside.named().filter(|(file, _)| !folder.join(file).is_file() && !is_known(file)) {
                let problem = Diagnostic::new(Severity::Warning, "hints-for-no-file", &*shown).at(span.clone());
                diagnostics.push(problem.with("found", file));
            }
            folders.insert(folder, beside);
        } else if name.ends_with(corrections::ENDING) {
            corrections.insert(entry.into_path(), shown);
        } else if let Some(problem) = unknown_kind(&shown, entry.path(), || is_file(&entry)) {
            diagnostics.push(problem);
        } else {
            sources.push(Source::bare(path, entry.into_path()));
        }
    }
    if !known.is_empty() {
        let there: BTreeSet<&str> = sources.iter().map(|source| source.path.as_str()).collect();
        let rest: Vec<Source> = known.difference(&there).map(|path| absent(path)).collect();
        sources.extend(rest);
    }
    // Nearly all reports stand alone.
    for source in sources.iter_mut().filter(|_| !folders.is_empty()) {
        let folder = source.file.parent().and_then(|folder| folders.get(folder));
        let name = source.path.rsplit('/').next().unwrap_or_default();
        source.hints = folder.map(|beside| beside.of(name)).unwrap_or_default();
        source.body_at = folder.and_then(|beside| beside.body_at(name));
    }
    for source in sources.iter_mut().filter(|_| !corrections.is_empty()) {
        source.corrections = Some(corrections_of(&source.file)).filter(|file| corrections.contains_key(file));
    }
    for file in sources.iter().filter_map(|source| source.corrections.as_ref()) {
        corrections.remove(file);
    }
    let alone = |shown| Diagnostic::new(Severity::Error, "correction-no-report", shown);
    diagnostics.extend(corrections.into_values().map(alone));
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((sources, diagnostics))
}

/// One file named by the maintainer, with the hints of its folder, as [`find`] would give it.
///
/// # Errors
/// Its folder's `report.toml` cannot be read.
pub fn single(content: &Path, file: &Path) -> Result<(Source, Vec<Diagnostic>), Error> {
    let mut diagnostics = Vec::new();
    let beside = file.with_file_name(beside::NAME);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let (mut hints, mut body_at) = (Hints::default(), None);
    if beside.is_file() {
        let shown = match beside.starts_with(content) {
            true => format!("content/{}", below(content, &beside)),
            false => beside.display().to_string(),
        };
        let (beside, problems) = Beside::read(&shown, &beside)?;
        diagnostics.extend(problems);
        (hints, body_at) = (beside.of(&name), beside.body_at(&name));
    }
    let path = below(content, file);
    diagnostics.extend(unknown_kind(&format!("content/{path}"), file, || file.is_file()));
    let corrections = Some(corrections_of(file)).filter(|file| file.is_file());
    Ok((Source { path, file: file.to_owned(), hints, body_at, corrections }, diagnostics))
}

/// Whether a file of this name says something of reports and is none.
pub fn is_beside_reports(name: &str) -> bool {
    name == beside::NAME || name.ends_with(corrections::ENDING)
}

/// The file of corrections beside a report: `2023.corrections.toml` for `2023.txt`.
pub fn corrections_of(report: &Path) -> PathBuf {
    let stem = report.file_stem().unwrap_or_default().to_string_lossy();
    report.with_file_name(format!("{stem}{}", corrections::ENDING))
}

/// The text of a file that must be UTF-8, without a byte order mark. `shown` is how diagnostics name it.
///
/// # Errors
/// The outer error: the file cannot be read. The inner one: it can, and is no such text.
pub fn read_text(shown: &str, file: &Path) -> Result<Result<String, Box<Diagnostic>>, Error> {
    Ok(read(shown, file)?.and_then(|read| guard(shown, &read.bytes).map(str::to_owned)))
}

/// The bytes of a file. `shown` is how diagnostics name it.
///
/// # Errors
/// The outer error: the file cannot be read. The inner one: it can, and is too large or empty.
pub fn read(shown: &str, file: &Path) -> Result<Result<Bytes, Box<Diagnostic>>, Error> {
    let fail = |error| Error::io("read", file, error);
    let problem = |code| Box::new(Diagnostic::new(Severity::Error, code, shown));
    let own = std::fs::symlink_metadata(file).map_err(fail)?;
    let elsewhere = own.is_symlink() || names(&own) > 1;
    let metadata = if own.is_symlink() { std::fs::metadata(file).map_err(fail)? } else { own };
    // Opening a pipe waits for somebody to write into it.
    if !metadata.is_file() && !metadata.is_dir() {
        return Ok(Err(problem("no-file")));
    }
    let open = std::fs::File::open(file).map_err(fail)?;
    let size = metadata.len();
    if size > LARGEST_FILE {
        let problem = problem("file-too-large").with("found", mebibytes(size));
        return Ok(Err(Box::new(problem.with("limit", mebibytes(LARGEST_FILE)))));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    open.take(LARGEST_FILE).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.is_empty() {
        return Ok(Err(problem("empty-file")));
    }
    let sha256 = sha256(&bytes);
    Ok(Ok(Bytes { bytes, sha256, elsewhere }))
}

/// How many names a file has, where the system says so.
fn names(metadata: &std::fs::Metadata) -> u64 {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(metadata);
    #[cfg(not(unix))]
    return u64::from(metadata.is_file());
}

/// A number of bytes as diagnostics give it, in MiB, rounded up.
pub(super) fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes.div_ceil(1024 * 1024))
}

/// The SHA-256 of bytes in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// What editors, file managers and archives leave behind, and hidden files: nobody means them to be read.
pub fn is_left_over(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [".bak", ".swp", ".swo", ".orig", ".tmp"].iter().any(|end| lower.ends_with(end))
        || ["thumbs.db", "desktop.ini", "__macosx"].contains(&&*lower)
}

/// Whether a file at this path below the reports' folder may be a report, by its name and those of its folders.
pub fn may_be_report(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    !is_beside_reports(name) && !path.split('/').any(is_left_over)
}

/// Whether [`read`] gives the bytes of a file that [`find`] finds in this folder of reports: one of this name and size.
pub fn is_read(reports: &Path, file: &Path, bytes: u64) -> bool {
    let is_known = |extension: &OsStr| format_for(&extension.to_string_lossy()).is_some();
    (1..=LARGEST_FILE).contains(&bytes)
        && file.starts_with(reports)
        && file.file_name().and_then(OsStr::to_str).is_some()
        && is_known(file.extension().unwrap_or_default())
        && may_be_report(&below(reports, file))
}

pub(super) fn unknown_kind(shown: &str, file: &Path, is_file: impl FnOnce() -> bool) -> Option<Diagnostic> {
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if format_for(&extension).is_some() && is_file() {
        return None;
    }
    let readable: Vec<String> =
        FORMATS.iter().flat_map(|format| format.extensions()).map(|known| format!(".{known}")).collect();
    let found = if extension.is_empty() { "–".to_owned() } else { format!(".{extension}") };
    Some(
        Diagnostic::new(Severity::Warning, "format-unknown", shown)
            .with("found", found)
            .with("expected", readable.join(", ")),
    )
}

/// Whether something found is a file, or leads to one. The system has said what most of it is with its name.
fn is_file(entry: &walkdir::DirEntry) -> bool {
    entry.file_type().is_file() || entry.path_is_symlink() && entry.path().is_file()
}

/// A link is followed when it leads to a file below the folder that is read.
pub(super) fn stays_inside(folder: &Path, link: &Path) -> bool {
    match (folder.canonicalize(), link.canonicalize()) {
        (Ok(folder), Ok(target)) => target.starts_with(folder) && target.is_file(),
        _ => false,
    }
}

/// The path of a file that stands beside another, whose path below a folder is `path`.
pub(super) fn below_of(path: &str, beside: &Path) -> String {
    let name = beside.file_name().unwrap_or_default().to_string_lossy();
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.into_owned(),
    }
}

/// A path below a folder with `/` between its parts; a path outside as it stands.
pub fn below(folder: &Path, path: &Path) -> String {
    let Ok(path) = path.strip_prefix(folder) else { return path.display().to_string() };
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_leave_behind_is_no_report() {
        for name in [".a.txt", "a.txt~", "a.txt.bak", ".a.swp", "#a#", "~$a.docx", "Thumbs.db", "a.orig", ".DS_Store"] {
            assert!(is_left_over(name), "{name}");
        }
        assert!(!is_left_over("a.txt") && !is_left_over("第~1.txt") && !is_left_over("#1.txt"));
    }
}
