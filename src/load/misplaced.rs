//! Files in `content/` that nobody reads: they are no page, not what is said of bodies, and not below `content/reports`.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::source::{below, is_left_over};
use crate::diagnostic::{Diagnostic, Severity};

/// So many entries are looked at: what stands there by mistake is not looked through to its end.
const MOST_ENTRIES: usize = 10_000;
/// What a folder says of itself is no report.
const NOTES: [&str; 4] = ["readme", "license", "notice", "changelog"];

/// A warning for each folder with such files, at the first of them. A folder that cannot be listed has none: nothing in it is
/// meant to be read.
pub fn find(content: &Path) -> Vec<Diagnostic> {
    let is_elsewhere = |entry: &DirEntry| {
        let is_reports = entry.depth() == 1 && entry.file_name() == "reports";
        entry.depth() == 0 || !is_reports && !is_left_over(&entry.file_name().to_string_lossy())
    };
    let walk = WalkDir::new(content).sort_by_file_name().into_iter().filter_entry(is_elsewhere);
    let mut folders: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for entry in walk.take(MOST_ENTRIES).filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        let path = below(content, entry.path());
        if !is_meant(&path) {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            folders.entry(folder).or_insert((path, 0)).1 += 1;
        }
    }
    let warning = |(first, count): (String, usize)| {
        Diagnostic::new(Severity::Warning, "outside-reports", format!("content/{first}")).with("count", count)
    };
    folders.into_values().map(warning).collect()
}

/// Whether a file outside of `reports/`, by its path below `content/`, is read, or meant for those who open the folder.
fn is_meant(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    path == "bodies.toml" || folder == "pages" && extension == "md" || NOTES.contains(&&*stem.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_nobody_reads_are_named_a_folder_at_a_time() {
        let content = tempfile::tempdir().unwrap();
        for path in [
            "2023.pdf",
            "b.txt",
            "bodies.toml",
            "README.md",
            ".hidden.txt",
            "body.toml",
            "pages/picture.svg",
            "guyuan/2022.html",
            "pages/about.md",
            "pages/en/about.md",
            "reports/guyuan/2023.txt",
            "reports.txt~",
        ] {
            let file = content.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "text").unwrap();
        }
        let found = find(content.path());
        let said: Vec<(&str, &str)> = found.iter().map(|one| (&*one.file, one.arguments[0].1.as_str())).collect();
        assert_eq!(
            said,
            [
                ("content/2023.pdf", "3"),
                ("content/guyuan/2022.html", "1"),
                ("content/pages/picture.svg", "1"),
                ("content/pages/en/about.md", "1"),
            ]
        );
        assert!(find(&content.path().join("none")).is_empty());
    }
}
