//! A portal's own look: the files of its `templates/` and `static/` folders, which replace the built-in ones of the same
//! name. Reads and guards them; knows neither what a template means nor where a file is shown.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::WalkDir;

use super::document::line_at;
use super::source::{LARGEST_FILE, below, is_left_over, mebibytes, stays_inside};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::error::Error;

/// What a portal brings along beside its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// Templates by name: `home.html`, `parts/box.html`.
    pub templates: BTreeMap<String, String>,
    /// Files by output path: `static/logo.svg`.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Theme {
    /// What is wrong with a template, with the line itself. `place` is its line, column and length in characters. A built-in
    /// template (`built_in`: names and texts) that does not fit the portal's own ones is named as such.
    pub fn problem(
        &self,
        name: &str,
        place: Option<(usize, usize, usize)>,
        message: &str,
        built_in: &[(&str, &str)],
    ) -> Diagnostic {
        let own = self.templates.get(name).map(String::as_str);
        let text = own.or_else(|| built_in.iter().find(|(known, _)| *known == name).map(|(_, text)| *text));
        let file = if name.is_empty() { "templates".to_owned() } else { format!("templates/{name}") };
        let problem = match own {
            Some(_) => Diagnostic::new(Severity::Error, "template", file),
            None => Diagnostic::new(Severity::Error, "template-built-in", file),
        };
        let problem = problem.with("found", message);
        let line = |line: usize| text.unwrap_or_default().lines().nth(line.checked_sub(1)?);
        match place.and_then(|(number, column, length)| Some((number, column, length, line(number)?))) {
            Some((number, column, length, line)) => {
                let whole = Span::of_line(number as u32, line);
                problem.at(Span { column: column as u32, length: length as u32, ..whole })
            }
            None => problem,
        }
    }
}

/// Reads the portal's own templates and static files. `known` are the names of the built-in templates. A folder that is
/// not there holds nothing.
///
/// # Errors
/// A folder cannot be listed or a file cannot be read.
pub fn read(root: &Path, known: &[&str]) -> Result<(Theme, Vec<Diagnostic>), Error> {
    let mut theme = Theme::default();
    let mut diagnostics = Vec::new();
    for (name, bytes) in files(root, "templates", &mut diagnostics)? {
        let shown = format!("templates/{name}");
        if !name.ends_with(".html") {
            let problem = Diagnostic::new(Severity::Warning, "template-kind", shown);
            diagnostics.push(problem.with("found", name));
            continue;
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                theme.templates.insert(name, text.trim_start_matches('\u{feff}').to_owned());
            }
            Err(error) => diagnostics.push(not_utf_8(shown, error.as_bytes(), error.utf8_error().valid_up_to())),
        }
    }
    for name in theme.templates.keys().filter(|name| !known.contains(&name.as_str())) {
        let quoted = ['"', '\'', '`'].map(|quote| format!("{quote}{name}{quote}"));
        let used = theme.templates.values().any(|text| quoted.iter().any(|quoted| text.contains(quoted)));
        if !used {
            let problem = Diagnostic::new(Severity::Warning, "template-unknown", format!("templates/{name}"));
            diagnostics.push(problem.with("found", name).with("expected", known.join(", ")));
        }
    }
    for (name, bytes) in files(root, "static", &mut diagnostics)? {
        theme.files.insert(format!("static/{name}"), bytes);
    }
    diagnostics.sort();
    Ok((theme, diagnostics))
}

/// The files below one folder with their paths in it, sorted. Hidden files and what editors leave behind are left out.
fn files(root: &Path, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let folder = root.join(folder);
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    let walk = WalkDir::new(&folder).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_left_over(&entry.file_name().to_string_lossy())) {
        let entry = entry.map_err(|error| Error::walk(&folder, error))?;
        let (path, shown) = (entry.path(), below(root, entry.path()));
        // The folder itself, which is one, may be a link.
        if entry.file_type().is_dir() || entry.depth() == 0 {
            continue;
        }
        let name = below(&folder, path);
        let can_be_named = path.to_str().is_some() && !name.contains(['\\', '\n', '\r', '\0']);
        if entry.path_is_symlink() && !stays_inside(&folder, path) {
            diagnostics.push(Diagnostic::new(Severity::Warning, "theme-symlink", shown));
        } else if !can_be_named {
            diagnostics.push(Diagnostic::new(Severity::Error, "theme-file-name", shown));
        } else if !path.is_file() {
            diagnostics.push(Diagnostic::new(Severity::Warning, "theme-no-file", shown));
        } else {
            let fail = |error| Error::io("read", path, error);
            let size = std::fs::metadata(path).map_err(fail)?.len();
            if size > LARGEST_FILE {
                let problem = Diagnostic::new(Severity::Error, "theme-file-too-large", shown);
                diagnostics.push(problem.with("found", mebibytes(size)).with("limit", mebibytes(LARGEST_FILE)));
            } else {
                files.push((name, std::fs::read(path).map_err(fail)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn not_utf_8(shown: String, bytes: &[u8], valid: usize) -> Diagnostic {
    let (line, raw) = line_at(bytes, valid);
    let span = Span::of_line(line, String::from_utf8_lossy(raw).trim_end());
    Diagnostic::new(Severity::Error, "template-not-utf-8", shown).at(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, path: &str, bytes: &[u8]) {
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    #[test]
    fn what_cannot_be_used_is_named_and_the_rest_is_read() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        assert_eq!(read(root, &[]).unwrap(), (Theme::default(), vec![]));
        put(root, "templates/home.html", b"{% include \"mine/box.html\" %}");
        put(root, "templates/mine/box.html", b"box");
        put(root, "templates/hoem.html", b"a");
        put(root, "templates/page.txt", b"a");
        put(root, "templates/year.html", b"a\n\xb9\xab");
        put(root, "static/a b/标.svg", b"<svg/>");
        put(root, "static/.hidden", b"");
        put(root, "static/style.css~", b"");
        let (theme, diagnostics) = read(root, &["home.html", "year.html"]).unwrap();
        assert_eq!(theme.templates.keys().collect::<Vec<_>>(), ["hoem.html", "home.html", "mine/box.html"]);
        assert_eq!(theme.files.keys().collect::<Vec<_>>(), ["static/a b/标.svg"]);
        let seen: Vec<_> = diagnostics.iter().map(|one| (one.file.as_str(), one.code)).collect();
        let expected = [
            ("templates/hoem.html", "template-unknown"),
            ("templates/page.txt", "template-kind"),
            ("templates/year.html", "template-not-utf-8"),
        ];
        assert_eq!(seen, expected);
        assert_eq!(diagnostics[2].span.as_ref().unwrap().line, 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "secret.txt", b"secret");
        put(root.path(), "static/a.css", b"a");
        for (target, link) in [("../secret.txt", "b.css"), ("a.css", "c.css"), ("..", "up"), ("nowhere", "d.css")] {
            std::os::unix::fs::symlink(target, root.path().join("static").join(link)).unwrap();
        }
        let (theme, diagnostics) = read(root.path(), &[]).unwrap();
        assert_eq!(theme.files.keys().collect::<Vec<_>>(), ["static/a.css", "static/c.css"]);
        let seen: Vec<_> = diagnostics.iter().map(|one| (one.file.as_str(), one.code)).collect();
        assert_eq!(
            seen,
            [("static/b.css", "theme-symlink"), ("static/d.css", "theme-symlink"), ("static/up", "theme-symlink")]
        );
    }
}
