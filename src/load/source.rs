//! Finds the report files of a portal and reads their bytes, with what a folder's `report.toml` says of them. It guards
//! everything behind it from files that are no text: what passes [`read`] is UTF-8 of a reasonable size. It does not
//! know what a report looks like.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use super::document::{FORMATS, Hints, format_for, not_utf8};
use crate::diagnostic::{Diagnostic, Severity, Span, read_settings};
use crate::error::Error;

/// The largest file that is read at all, in bytes. The longest real report is under 200 KB.
pub const LARGEST_FILE: u64 = 32 * 1024 * 1024;
/// The longest line that is read, in bytes.
pub const LONGEST_LINE: usize = 1024 * 1024;
/// The file beside reports that says what their text does not.
const HINTS_FILE: &str = "report.toml";
/// Kinds of file in which bodies publish reports and which this version cannot read.
const NOT_YET: [&str; 11] = ["pdf", "doc", "docx", "wps", "rtf", "odt", "html", "htm", "xls", "xlsx", "ofd"];

/// One file that may be a report.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path below `content/`, with `/` between its parts.
    pub path: String,
    /// The file itself.
    pub file: PathBuf,
    /// What the folder's `report.toml` says of it.
    pub hints: Hints,
}

/// The bytes of a file that is text.
#[derive(Debug, Clone)]
pub struct Bytes {
    /// The bytes as they stand in the file: valid UTF-8, possibly with a byte order mark.
    pub bytes: Vec<u8>,
    /// Their SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// What a folder's `report.toml` may hold: hints for all reports of the folder, and for single files by name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FolderHints {
    body: Option<String>,
    year: Option<u16>,
    published: Option<String>,
    url: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, Hints>,
}

impl FolderHints {
    fn of(&self, name: &str) -> Hints {
        let own = self.files.get(name).cloned().unwrap_or_default();
        Hints {
            body: own.body.or_else(|| self.body.clone()),
            year: own.year.or(self.year),
            published: own.published.or_else(|| self.published.clone()),
            url: own.url.or_else(|| self.url.clone()),
        }
    }
}

/// All files below `content/reports` that may be reports, sorted by path, and what is wrong with the others.
///
/// # Errors
/// A folder cannot be listed or a `report.toml` cannot be read.
pub fn find(content: &Path) -> Result<(Vec<Source>, Vec<Diagnostic>), Error> {
    let reports = content.join("reports");
    let mut diagnostics = Vec::new();
    let mut sources = Vec::new();
    if !reports.exists() {
        diagnostics.push(Diagnostic::new(Severity::Warning, "no-reports-folder", "content/reports"));
        return Ok((sources, diagnostics));
    }
    let mut folders: BTreeMap<PathBuf, FolderHints> = BTreeMap::new();
    let walk = WalkDir::new(&reports).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_left_over(&entry.file_name().to_string_lossy())) {
        let entry = entry.map_err(|error| walk_error(&reports, error))?;
        let path = below(content, entry.path());
        let name = entry.file_name().to_string_lossy().into_owned();
        let shown = format!("content/{path}");
        if entry.file_type().is_dir() {
            continue;
        }
        if entry.path_is_symlink() && !stays_inside(content, entry.path()) {
            diagnostics.push(Diagnostic::new(Severity::Warning, "symlink", shown));
        } else if entry.file_name().to_str().is_none() {
            diagnostics.push(Diagnostic::new(Severity::Error, "file-name", shown));
        } else if name == HINTS_FILE {
            let folder = entry.path().parent().unwrap_or(&reports).to_owned();
            let hints = folder_hints(&shown, entry.path(), &mut diagnostics)?;
            for file in hints.files.keys().filter(|file| !folder.join(file).is_file()) {
                diagnostics.push(Diagnostic::new(Severity::Warning, "hints-for-no-file", &*shown).with("found", file));
            }
            folders.insert(folder, hints);
        } else if let Some(problem) = unknown_kind(&shown, entry.path()) {
            diagnostics.push(problem);
        } else {
            sources.push(Source { path, file: entry.into_path(), hints: Hints::default() });
        }
    }
    for source in &mut sources {
        let folder = source.file.parent().and_then(|folder| folders.get(folder));
        let name = source.path.rsplit('/').next().unwrap_or_default();
        source.hints = folder.map(|hints| hints.of(name)).unwrap_or_default();
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((sources, diagnostics))
}

/// One file named by the maintainer, with the hints of its folder, as [`find`] would give it.
///
/// # Errors
/// Its folder's `report.toml` cannot be read.
pub fn single(content: &Path, file: &Path) -> Result<(Source, Vec<Diagnostic>), Error> {
    let mut diagnostics = Vec::new();
    let beside = file.with_file_name(HINTS_FILE);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let hints = if beside.is_file() {
        folder_hints(&format!("content/{}", below(content, &beside)), &beside, &mut diagnostics)?.of(&name)
    } else {
        Hints::default()
    };
    let path = below(content, file);
    diagnostics.extend(unknown_kind(&format!("content/{path}"), file));
    Ok((Source { path, file: file.to_owned(), hints }, diagnostics))
}

/// The bytes of a file, once it is clear that they are text. `shown` is how diagnostics name it.
///
/// # Errors
/// The outer error: the file cannot be read. The inner one: it can, and is no text that a reader should see.
pub fn read(shown: &str, file: &Path) -> Result<Result<Bytes, Box<Diagnostic>>, Error> {
    let fail = |error| Error::io("read", file, error);
    let problem = |code| Box::new(Diagnostic::new(Severity::Error, code, shown));
    let size = std::fs::metadata(file).map_err(fail)?.len();
    if size > LARGEST_FILE {
        let mebibytes = |bytes: u64| format!("{} MiB", bytes.div_ceil(1024 * 1024));
        let problem = problem("file-too-large").with("found", mebibytes(size));
        return Ok(Err(Box::new(problem.with("limit", mebibytes(LARGEST_FILE)))));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    std::fs::File::open(file).and_then(|open| open.take(LARGEST_FILE).read_to_end(&mut bytes)).map_err(fail)?;
    if let Err(diagnostic) = guard(shown, &bytes) {
        return Ok(Err(diagnostic));
    }
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(&bytes) {
        write!(sha256, "{byte:02x}").expect("writing to a string does not fail");
    }
    Ok(Ok(Bytes { bytes, sha256 }))
}

/// Says why bytes are no text that can be read, if they are none.
fn guard(shown: &str, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    let problem = |code| Diagnostic::new(Severity::Error, code, shown);
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Box::new(problem("utf-16")));
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(Box::new(problem("binary-file").with("position", at + 1)));
    }
    if !bytes.contains(&b'\n')
        && let Some(at) = bytes.trim_ascii_end().iter().position(|&byte| byte == b'\r')
    {
        let start = String::from_utf8_lossy(&bytes[..at.min(200)]).into_owned();
        return Err(Box::new(problem("line-ends").at(Span::of_line(1, start.trim_end_matches('\u{fffd}')))));
    }
    if let Some((number, line)) = (1..).zip(bytes.split(|&byte| byte == b'\n')).find(|(_, l)| l.len() > LONGEST_LINE) {
        let start = String::from_utf8_lossy(&line[..80]).into_owned();
        let problem = problem("line-too-long").with("found", format!("{} KiB", line.len().div_ceil(1024)));
        let problem = problem.with("limit", format!("{} KiB", LONGEST_LINE / 1024));
        return Err(Box::new(problem.at(Span::of_line(number, start.trim_end_matches('\u{fffd}')))));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim_start_matches('\u{feff}').trim().is_empty() => Err(Box::new(problem("empty-file"))),
        Ok(_) => Ok(()),
        Err(error) => Err(Box::new(not_utf8(shown, bytes, error.valid_up_to()))),
    }
}

/// What editors, file managers and archives leave behind, and hidden files: nobody means them to be read.
pub(super) fn is_left_over(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [".bak", ".swp", ".swo", ".orig", ".tmp"].iter().any(|end| lower.ends_with(end))
        || ["thumbs.db", "desktop.ini", "__macosx"].contains(&&*lower)
}

fn unknown_kind(shown: &str, file: &Path) -> Option<Diagnostic> {
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if format_for(&extension).is_some() && file.is_file() {
        return None;
    }
    let (severity, code) = match NOT_YET.contains(&&*extension) {
        true => (Severity::Error, "format-not-yet"),
        false => (Severity::Warning, "format-unknown"),
    };
    let readable: Vec<String> =
        FORMATS.iter().flat_map(|format| format.extensions()).map(|known| format!(".{known}")).collect();
    let found = if extension.is_empty() { "–".to_owned() } else { format!(".{extension}") };
    Some(Diagnostic::new(severity, code, shown).with("found", found).with("expected", readable.join(", ")))
}

fn folder_hints(shown: &str, file: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<FolderHints, Error> {
    let bytes = match read(shown, file)? {
        Ok(bytes) => bytes.bytes,
        Err(problem) if problem.code == "empty-file" => return Ok(FolderHints::default()),
        Err(problem) => {
            diagnostics.push(*problem);
            return Ok(FolderHints::default());
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    Ok(read_settings(shown, text.trim_start_matches('\u{feff}')).unwrap_or_else(|problem| {
        diagnostics.push(*problem);
        FolderHints::default()
    }))
}

/// A link is followed when it leads to a file below the folder that is read.
pub(super) fn stays_inside(folder: &Path, link: &Path) -> bool {
    match (folder.canonicalize(), link.canonicalize()) {
        (Ok(folder), Ok(target)) => target.starts_with(folder) && target.is_file(),
        _ => false,
    }
}

/// A path below a folder with `/` between its parts; a path outside as it stands.
pub(super) fn below(folder: &Path, path: &Path) -> String {
    let Ok(path) = path.strip_prefix(folder) else { return path.display().to_string() };
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn walk_error(reports: &Path, error: walkdir::Error) -> Error {
    let path = error.path().unwrap_or(reports).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("loop"));
    Error::io("list", &path, source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_named_for_what_they_are() {
        let (gbk, _, _) = encoding_rs::GB18030.encode("甲\n某市政府信息公开工作年度报告，收到申请若干件");
        let long = [b'a'; LONGEST_LINE + 1];
        for (bytes, code) in [
            (&b""[..], "empty-file"),
            ("\u{feff} \n　".as_bytes(), "empty-file"),
            (b"\xff\xfea\0", "utf-16"),
            (b"\x89PNG\0\0", "binary-file"),
            ("甲\r乙\r".as_bytes(), "line-ends"),
            (&gbk, "not-utf-8"),
            (&long, "line-too-long"),
        ] {
            let problem = guard("a.txt", bytes).unwrap_err();
            assert_eq!(problem.code, code);
            if code == "not-utf-8" {
                assert!(problem.arguments.contains(&("encoding", "GB18030".to_owned())), "{problem:?}");
                assert!(problem.span.unwrap().text.starts_with("甲"));
            }
        }
        for text in ["\u{feff}年报", "年报\r", "年报\r\n\r\n"] {
            assert!(guard("a.txt", text.as_bytes()).is_ok());
        }
    }

    #[test]
    fn what_editors_leave_behind_is_no_report() {
        for name in [".a.txt", "a.txt~", "a.txt.bak", ".a.swp", "#a#", "~$a.docx", "Thumbs.db", "a.orig", ".DS_Store"] {
            assert!(is_left_over(name), "{name}");
        }
        assert!(!is_left_over("a.txt") && !is_left_over("第~1.txt") && !is_left_over("#1.txt"));
    }

    #[test]
    fn a_file_outranks_its_folder() {
        let folder: FolderHints = toml::from_str("body='甲'\nurl='u'\n[files.'b.txt']\nbody='乙'").unwrap();
        assert_eq!(folder.of("a.txt").body.as_deref(), Some("甲"));
        assert_eq!(folder.of("b.txt").body.as_deref(), Some("乙"));
        assert_eq!(folder.of("b.txt").url.as_deref(), Some("u"));
    }
}
