//! Whose report a picture is, for which year: what the maintainer says, else its folder and its name. A picture without
//! either is named and not used. Knows nothing of what a picture shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::source::Source;
use super::{Image, extract, hint};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Registry;
use crate::report::{Report, SourceKind};

/// Adds a report without a figure for every picture whose body and year are known. The diagnostic that a file is a picture
/// is given where no other file has the report's figures.
pub fn place(images: Vec<(&Source, &Image)>, reports: &mut Vec<Arc<Report>>, registry: &Registry) -> Vec<Diagnostic> {
    if images.is_empty() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let by_folder = bodies_by_folder(reports);
    let mut found = Vec::new();
    for (source, image) in images {
        let shown = format!("content/{}", source.path);
        let mut hints = source.hints.clone();
        hint::take_off_impossible_hints(&mut hints, &shown);
        let (folder, name) = source.path.rsplit_once('/').unwrap_or_default();
        hints.year = hints.year.or_else(|| year_of(name));
        hints.body = hints.body.or_else(|| {
            let slug = folder.rsplit('/').next().unwrap_or_default();
            let of_slug = || registry.bodies.iter().find(|entry| entry.slug.as_deref() == Some(slug));
            by_folder.get(folder).cloned().flatten().or_else(|| of_slug().map(|entry| entry.name.clone()))
        });
        if hints.body.is_none() {
            problems.push(Diagnostic::new(Severity::Error, "body-unknown", &*shown));
        }
        if hints.year.is_none() {
            problems.push(Diagnostic::new(Severity::Error, "year-unknown", &*shown));
        }
        match extract::unread(&source.path, image.sha256.clone(), &hints) {
            Some(mut report) => {
                problems.extend(hint::take_off_unusable_hints(&mut report));
                found.push((report, image.problem.clone()));
            }
            None => problems.push(image.problem.clone()),
        }
    }
    for (report, problem) in found {
        let is_same = |other: &Arc<Report>| other.source.kind != SourceKind::Image && other.whose() == report.whose();
        if !reports.iter().any(is_same) {
            // The site has a page that says so: nothing is lost that the maintainer must mend first.
            problems.push(Diagnostic { severity: Severity::Warning, ..problem });
        }
        reports.push(Arc::new(report));
    }
    problems
}

/// The body of all reports of a folder; `None` where they are of several.
fn bodies_by_folder(reports: &[Arc<Report>]) -> BTreeMap<String, Option<String>> {
    let mut bodies: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for report in reports.iter().filter(|report| report.source.kind == SourceKind::Published) {
        if let Some((folder, _)) = report.source.path.rsplit_once('/') {
            bodies.entry(folder.to_owned()).or_default().insert(&report.body);
        }
    }
    let only = |names: BTreeSet<&str>| names.first().filter(|_| names.len() == 1).map(|name| (*name).to_owned());
    bodies.into_iter().map(|(folder, names)| (folder, only(names))).collect()
}

/// The year that a file is named after: `2023.pdf`.
fn year_of(name: &str) -> Option<u16> {
    let stem = name.split('.').next().unwrap_or_default();
    let year = (stem.len() == 4 && stem.bytes().all(|byte| byte.is_ascii_digit())).then(|| stem.parse().ok())??;
    hint::YEARS.contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::document::Hints;
    use crate::report::{SourceFile, State};

    #[test]
    fn a_file_is_named_after_a_year_or_not() {
        for (name, year) in [
            ("2023.pdf", Some(2023)),
            ("2023.ocr.pdf", Some(2023)),
            ("1999.pdf", None),
            ("20230131.pdf", None),
            ("+023.pdf", None),
        ] {
            assert_eq!(year_of(name), year, "{name}");
        }
    }

    fn picture(path: &str, hints: Hints) -> (Source, Image) {
        let problem = Diagnostic::new(Severity::Error, "empty-file", format!("content/{path}"));
        let file = path.into();
        (
            Source { path: path.to_owned(), file, hints, body_at: None, corrections: None },
            Image { sha256: "ab".to_owned(), problem },
        )
    }

    /// What becomes of a picture: its body and year, and what is said of it.
    fn placed(path: &str, hints: Hints, others: &[Report], slugs: &str) -> (Option<(String, u16)>, Vec<&'static str>) {
        let (source, image) = picture(path, hints);
        let mut reports: Vec<Arc<Report>> = others.iter().cloned().map(Arc::new).collect();
        let said = place(vec![(&source, &image)], &mut reports, &toml::from_str(slugs).unwrap());
        let found = reports.get(others.len());
        assert!(found.is_none_or(|report| report.figures.count(State::Unreadable) == 200));
        (found.map(|report| (report.body.clone(), report.year)), said.iter().map(|one| one.code).collect())
    }

    #[test]
    fn a_picture_is_of_the_body_of_its_folder_and_the_year_of_its_name() {
        let known = |body: &str| Hints { body: Some(body.to_owned()), year: Some(2022), ..Hints::default() };
        let text = |path: &str, body: &str| Report {
            source: SourceFile {
                kind: SourceKind::Published,
                ..extract::unread(path, String::new(), &known(body)).unwrap().source
            },
            ..extract::unread(path, String::new(), &known(body)).unwrap()
        };
        let jia = Some(("甲县".to_owned(), 2023));
        let registry = "[[body]]\nname = \"甲县\"\nslug = \"jia\"\n";
        let none = Hints::default;
        let folder = [text("reports/a/2022.txt", "甲县")];
        assert_eq!(placed("reports/a/2023.pdf", none(), &folder, ""), (jia.clone(), vec!["empty-file"]));
        assert_eq!(placed("reports/jia/2023.pdf", none(), &[], registry), (jia, vec!["empty-file"]));
        let two = [text("reports/a/2022.txt", "甲县"), text("reports/a/x.txt", "乙县")];
        assert_eq!(placed("reports/a/2023.pdf", none(), &two, "").0, None);
        assert_eq!(placed("reports/a/x.pdf", none(), &folder, "").1, ["year-unknown", "empty-file"]);
        // Beside its text a scan is nothing to be mended.
        assert_eq!(placed("reports/a/2022.pdf", none(), &folder, "").1, [""; 0]);
    }
}
