//! Which report file a line of a list of paths means. Every line means one file of the portal, or there is a reason why it
//! does not. It does not open files.

use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::load::source::{self, Source};

/// The longest name of a file that is looked for, in bytes: no system has longer ones.
const LONGEST_NAME: usize = 4096;

/// Where the report files lie.
#[derive(Debug, Clone)]
pub struct Portal {
    here: PathBuf,
    root: PathBuf,
    /// `content/reports` as the system knows it: a link before it leads there.
    reports: PathBuf,
}

impl Portal {
    /// The portal in `root`; `here` is the folder that relative paths may begin at.
    pub fn new(root: &Path, here: &Path) -> Portal {
        let reports = root.join("content/reports");
        let reports = reports.canonicalize().unwrap_or(reports);
        Portal { here: here.to_owned(), root: root.to_owned(), reports }
    }

    /// The file that is named, with the hints beside it and what is wrong with those.
    pub(super) fn find(&self, name: &[u8]) -> Result<(Source, Vec<Diagnostic>), Box<Diagnostic>> {
        let shown = shown(name);
        let problem = |code, file: &str| Box::new(Diagnostic::new(Severity::Error, code, file));
        if name.is_empty() || name.len() > LONGEST_NAME || name.contains(&0) {
            return Err(problem("extract-no-path", &shown));
        }
        let Ok(text) = std::str::from_utf8(name) else { return Err(problem("extract-encoding", &shown)) };
        let mut is_there = false;
        for start in self.starts() {
            let file = start.join(text);
            if std::fs::symlink_metadata(&file).is_err() {
                continue;
            }
            is_there = true;
            let Some(below) = self.below(&file) else { continue };
            let path = path_below(&below);
            let file = self.reports.join(&below);
            let shown = format!("content/{path}");
            let name = below.rsplit('/').next().unwrap_or_default();
            if file.is_dir() {
                return Err(problem("extract-folder", &shown));
            }
            if below.split('/').any(source::is_left_over) {
                return Err(problem("extract-left-over", &shown));
            }
            if source::is_beside_reports(name) {
                return Err(problem("extract-beside", &shown));
            }
            if file.is_symlink() && !source::stays_inside(&self.root.join("content"), &file) {
                return Err(problem("symlink", &shown));
            }
            if !file.is_file() {
                return Err(problem("extract-folder", &shown));
            }
            let found = source::single(&self.root.join("content"), &file);
            let (found, beside) = found.map_err(|_| problem("extract-hints", &shown))?;
            let beside = beside.into_iter().filter(|one| one.file != shown).collect();
            return Ok((Source { path, file, ..found }, beside));
        }
        Err(problem(if is_there { "extract-outside" } else { "extract-no-file" }, &shown))
    }

    /// How the line of a file that was not found names it: as other lines do where its path is one of the portal's.
    pub(super) fn path_of(&self, name: &[u8]) -> String {
        let shown = shown(name);
        let inside = || {
            let text = std::str::from_utf8(name).ok()?;
            let found = self.starts().into_iter().map(|start| start.join(text)).find_map(|file| {
                std::fs::symlink_metadata(&file).ok()?;
                self.below(&file)
            });
            let written = || Some(text.strip_prefix("content/").unwrap_or(text).strip_prefix("reports/")?.to_owned());
            Some(path_below(&found.or_else(written)?))
        };
        if name.is_empty() { shown } else { inside().unwrap_or(shown) }
    }

    /// Where a relative path may begin.
    fn starts(&self) -> [PathBuf; 4] {
        [self.here.clone(), self.root.clone(), self.root.join("content"), self.root.join("content/reports")]
    }

    /// The path of a file below `content/reports`, with `/` between its parts. Links in folders before it are followed.
    fn below(&self, file: &Path) -> Option<String> {
        let last = file.components().next_back()?;
        let real = match last {
            Component::Normal(name) => file.parent()?.canonicalize().ok()?.join(name),
            _ => file.canonicalize().ok()?,
        };
        let inside = real.strip_prefix(&self.reports).ok()?;
        let parts: Option<Vec<&str>> = inside.components().map(|part| part.as_os_str().to_str()).collect();
        parts.map(|parts| parts.join("/"))
    }
}

/// The path below `content/` of what lies below `content/reports`.
fn path_below(below: &str) -> String {
    if below.is_empty() { "reports".to_owned() } else { format!("reports/{below}") }
}

/// A name for people, cut to a readable length.
fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(&name[..name.len().min(LONGEST_NAME)]).into_owned()
}
