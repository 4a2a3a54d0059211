//! What a folder's `report.toml` says of the reports in it: of all of them, and of single files by name. What it says is
//! published, so what cannot be is said at its line and not used. It does not know which files there are.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::document::{Hints, guard};
use super::{hint, source};
use crate::diagnostic::{Diagnostic, Lines, Severity, Span, read_settings};
use crate::error::Error;

/// The file beside reports that says what their text does not.
pub const NAME: &str = "report.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    body: Option<Spanned<String>>,
    year: Option<Spanned<i64>>,
    published: Option<Spanned<String>>,
    url: Option<Spanned<String>>,
    whole_year: Option<bool>,
    #[serde(default)]
    files: BTreeMap<Spanned<String>, TypedHints>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedHints {
    body: Option<Spanned<String>>,
    year: Option<Spanned<i64>>,
    published: Option<Spanned<String>>,
    url: Option<Spanned<String>>,
    whole_year: Option<bool>,
}

/// What one `report.toml` says, as meant.
#[derive(Debug, Default)]
pub struct Beside {
    /// How diagnostics name the file.
    shown: String,
    folder: Said,
    files: BTreeMap<String, (Said, Span)>,
}

/// What is said of each: nothing, or something, which may be nothing that can be.
#[derive(Debug, Default)]
struct Said {
    body: Option<Option<String>>,
    /// Where it says the body.
    body_at: Option<Span>,
    year: Option<Option<u16>>,
    published: Option<Option<String>>,
    url: Option<Option<String>>,
    whole_year: Option<bool>,
}

impl Beside {
    /// Reads a `report.toml`. `shown` is how diagnostics name it; they say what in it cannot be used. An empty file says nothing.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(shown: &str, file: &Path) -> Result<(Beside, Vec<Diagnostic>), Error> {
        Ok(match source::read_text(shown, file)? {
            Ok(text) => parse(shown, &text),
            Err(problem) if problem.code == "empty-file" => (Beside::default(), Vec::new()),
            Err(problem) => (Beside::default(), vec![*problem]),
        })
    }

    /// What it says of the file of this name: a file's own words outrank those for the folder, also where they cannot be, and then
    /// the text decides.
    pub fn of(&self, name: &str) -> Hints {
        fn first<T: Clone>(own: Option<&Option<T>>, folder: &Option<Option<T>>) -> Option<T> {
            own.cloned().or_else(|| folder.clone()).flatten()
        }
        let Said { body, year, published, url, whole_year, .. } = &self.folder;
        let own = self.files.get(name).map(|(own, _)| own);
        Hints {
            body: first(own.and_then(|own| own.body.as_ref()), body),
            year: first(own.and_then(|own| own.year.as_ref()), year),
            published: first(own.and_then(|own| own.published.as_ref()), published),
            url: first(own.and_then(|own| own.url.as_ref()), url),
            whole_year: own.and_then(|own| own.whole_year).or(*whole_year),
        }
    }

    /// Where it names the body of the file of this name.
    pub fn body_at(&self, name: &str) -> Option<Box<(String, Span)>> {
        let own = self.files.get(name).and_then(|(own, _)| own.body_at.as_ref());
        let span = own.or(self.folder.body_at.as_ref())?;
        Some(Box::new((self.shown.clone(), span.clone())))
    }

    /// What is to be put at the end of `there`, the bytes of a `report.toml`, so that it says `meant` of the file of this name;
    /// `entry` is the table for that. What stands there stays as it is.
    ///
    /// # Errors
    /// Why nothing can be added: what stands there cannot be used, says something of that file already, or names another body for
    /// all files of its folder.
    pub fn addition(
        shown: &str,
        there: &[u8],
        name: &str,
        entry: &str,
        meant: &Hints,
    ) -> Result<String, Vec<Diagnostic>> {
        let refused = || Diagnostic::new(Severity::Error, "add-hints", shown).with("entry", entry.trim_end());
        let text = match guard(shown, there) {
            Ok(text) => text,
            Err(problem) if problem.code == "empty-file" => "",
            Err(problem) => return Err(vec![*problem, refused()]),
        };
        let (before, mut problems) = parse(shown, text);
        if !problems.is_empty() {
            problems.push(refused());
            return Err(problems);
        }
        if let Some((_, span)) = before.files.get(name) {
            return Err(vec![refused().at(span.clone())]);
        }
        let gap = match there {
            [] => "",
            [.., b'\n'] => "\n",
            _ => "\n\n",
        };
        let addition = format!("{gap}{entry}");
        let (after, problems) = parse(shown, &format!("{text}{addition}"));
        let is_other_body = |body: &String| Some(body) != meant.body.as_ref();
        let is_meant = problems.is_empty() && after.of(name) == *meant;
        if !is_meant || before.of(name).body.as_ref().is_some_and(is_other_body) {
            return Err(vec![refused()]);
        }
        Ok(addition)
    }

    /// The files that it names, each with where it does.
    pub fn named(&self) -> impl Iterator<Item = (&str, &Span)> {
        self.files.iter().map(|(name, (_, span))| (name.as_str(), span))
    }
}

fn parse(shown: &str, text: &str) -> (Beside, Vec<Diagnostic>) {
    let Typed { body, year, published, url, whole_year, files } = match read_settings(shown, text) {
        Ok(typed) => typed,
        Err(problems) => return (Beside::default(), problems),
    };
    let (mut problems, lines) = (Vec::new(), Lines::of(text));
    let folder = meant(shown, &lines, TypedHints { body, year, published, url, whole_year }, &mut problems);
    let own = |(name, typed): (Spanned<String>, TypedHints)| {
        let span = lines.span(name.span());
        (name.into_inner(), (meant(shown, &lines, typed, &mut problems), span))
    };
    let files = files.into_iter().map(own).collect();
    (Beside { shown: shown.to_owned(), folder, files }, problems)
}

fn meant(shown: &str, lines: &Lines<'_>, typed: TypedHints, problems: &mut Vec<Diagnostic>) -> Said {
    let mut used = |code, typed: Option<Spanned<String>>, is_possible: fn(&str) -> bool| {
        let typed = typed?;
        if is_possible(typed.get_ref()) {
            return Some(Some(typed.into_inner()));
        }
        let problem = Diagnostic::new(Severity::Error, code, shown).at(lines.span(typed.span()));
        problems.push(problem.with("found", hint::shown(typed.get_ref())));
        Some(None)
    };
    let body_at = typed.body.as_ref().map(|body| lines.span(body.span()));
    let body = used("hint-body", typed.body, hint::is_name);
    let published = used("hint-published", typed.published, hint::is_date);
    let url = used("hint-url", typed.url, hint::is_web_address);
    let possible = |year: &Spanned<i64>| u16::try_from(*year.get_ref()).ok().filter(|year| hint::YEARS.contains(year));
    let year = typed.year.as_ref().map(possible);
    if let Some(typed) = typed.year.filter(|_| year == Some(None)) {
        let problem = Diagnostic::new(Severity::Error, "hint-year", shown).at(lines.span(typed.span()));
        problems.push(problem.with("found", typed.get_ref()));
    }
    Said { body, body_at, year, published, url, whole_year: typed.whole_year }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Beside, Vec<(&'static str, Option<u32>)>) {
        let (beside, problems) = parse("report.toml", text);
        (beside, problems.iter().map(|one| (one.code, one.span.as_ref().map(|span| span.line))).collect())
    }

    #[test]
    fn a_file_outranks_its_folder() {
        let (folder, problems) = read("body='甲'\nurl='https://u/'\n[files.'b.txt']\nbody='乙'");
        assert_eq!(problems, []);
        assert_eq!(folder.of("a.txt").body.as_deref(), Some("甲"));
        assert_eq!(folder.of("b.txt").body.as_deref(), Some("乙"));
        assert_eq!(folder.of("b.txt").url.as_deref(), Some("https://u/"));
    }

    #[test]
    fn what_cannot_be_is_said_at_its_line_and_the_rest_holds() {
        for (text, code, line) in [
            ("body = '<b>'", "hint-body", 1),
            ("url = 'https://u/'\nyear = 1999", "hint-year", 2),
            ("year = 70000", "hint-year", 1),
            ("year = -1", "hint-year", 1),
            ("year = '2023'", "settings-kind", 1),
            ("published = '31.01.2025'", "hint-published", 1),
            ("url = 'javascript:alert(1)'", "hint-url", 1),
            ("[files.'a.txt']\n\nyear = 20233", "hint-year", 3),
            ("[files.'a.txt']\nyaer = 2023", "settings-unknown-key", 2),
        ] {
            assert_eq!(read(text).1, [(code, Some(line))], "{text}");
        }
        let (beside, _) = read("body = '甲县'\nyear = 1999\nurl = 'x'");
        assert_eq!(beside.of("a.txt"), Hints { body: Some("甲县".to_owned()), ..Hints::default() });
        let (beside, _) = read("year = 2022\nurl = 'https://u/'\n[files.'a.txt']\nyear = 20233\nurl = 'u'");
        assert_eq!(beside.of("a.txt"), Hints::default(), "what is said of others is not said of it");
        assert_eq!(beside.of("b.txt").year, Some(2022));
    }

    #[test]
    fn a_file_may_be_of_the_whole_year_or_not_whatever_its_folder_is() {
        let (beside, problems) = read("whole_year = true\n[files.'a.txt']\nwhole_year = false");
        assert_eq!(problems, []);
        assert_eq!((beside.of("a.txt").whole_year, beside.of("b.txt").whole_year), (Some(false), Some(true)));
        assert_eq!(read("whole_year = 1").1, [("settings-kind", Some(1))]);
    }

    #[test]
    fn a_file_is_named_where_its_name_stands() {
        let (beside, _) = read("body = '甲'\n\n[files.'a.txt']\nyear = 2023\n");
        let named: Vec<(&str, u32)> = beside.named().map(|(name, span)| (name, span.line)).collect();
        assert_eq!(named, [("a.txt", 3)]);
    }

    #[test]
    fn an_entry_is_added_only_where_nothing_speaks_against_it() {
        let meant = Hints { body: Some("甲县".to_owned()), year: Some(2023), ..Hints::default() };
        let entry = "[files.'a.txt']\nbody = '甲县'\nyear = 2023\n";
        let add = |there: &str| Beside::addition("report.toml", there.as_bytes(), "a.txt", entry, &meant);
        for (there, gap) in [
            ("", ""),
            ("# 手写\r\n", "\n"),
            ("[files.'b.txt']\nyear = 2022", "\n\n"),
            ("\u{feff}body = '甲县'\n", "\n"),
            ("year = 2022\n", "\n"),
        ] {
            assert_eq!(add(there).unwrap(), format!("{gap}{entry}"), "{there}");
        }
        for (there, codes) in [
            ("[files.'a.txt']\nbody = '乙县'\n", vec!["add-hints"]),
            ("[files.\"a.txt\"]\nurl = 'https://u/'\n", vec!["add-hints"]),
            ("files = {}\n", vec!["add-hints"]),
            ("body = '乙县'\n", vec!["add-hints"]),
            ("url = 'https://u/'\n", vec!["add-hints"]),
            ("body = \n", vec!["settings-invalid", "add-hints"]),
            ("[files.'b.txt']\nyear = 1999\n", vec!["hint-year", "add-hints"]),
        ] {
            let problems: Vec<&str> = add(there).unwrap_err().iter().map(|one| one.code).collect();
            assert_eq!(problems, codes, "{there}");
        }
    }
}
