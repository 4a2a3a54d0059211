//! Reports of one name in different places of the folder of reports. A body is known by its name, and 鼓楼区 or 教育局 is the name of
//! many: whether two reports of that name are one body's, nothing in them says.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Registry;
use crate::report::CheckedReport;
use crate::report::{Scope, SourceKind};

/// How names end that many places have.
const KINDS: [&str; 12] = ["区", "县", "镇", "乡", "街道", "局", "厅", "委员会", "办公室", "中心", "政府", "管委会"];
/// What a name has that says where its body is.
const PLACES: [char; 5] = ['省', '市', '州', '盟', '旗'];

/// A warning for each name that several have and that stands in several folders, unless `bodies.toml` has an entry for it. Folders that
/// differ by a year alone are one.
pub fn find(reports: &[CheckedReport], registry: &Registry) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(&str, Scope), (String, &str)> = BTreeMap::new();
    let mut warnings: BTreeMap<(&str, Scope), Diagnostic> = BTreeMap::new();
    let is_known = |name: &str| registry.bodies.iter().any(|entry| entry.name == name);
    for report in reports.iter().map(CheckedReport::report) {
        let (name, path) = (report.body.as_str(), report.source.path.as_str());
        if report.source.kind != SourceKind::Published || !may_be_of_several(name) || is_known(name) {
            continue;
        }
        let key = (name, report.scope);
        let (folder, other) = first.entry(key).or_insert_with(|| (place(path), path));
        if *folder != place(path) {
            let warning = || {
                let warning = Diagnostic::new(Severity::Warning, "namesakes", format!("content/{path}"));
                warning.with("found", name).with("first", format!("content/{other}"))
            };
            warnings.entry(key).or_insert_with(warning);
        }
    }
    warnings.into_values().collect()
}

/// Whether a name does not say where its body is.
fn may_be_of_several(name: &str) -> bool {
    KINDS.iter().any(|kind| name.ends_with(kind)) && !name.contains(PLACES) && name.matches(['区', '县']).count() < 2
}

/// The folders of a path without those that are named after a year.
fn place(path: &str) -> String {
    let (folders, _) = path.rsplit_once('/').unwrap_or_default();
    let is_year = |folder: &&str| folder.bytes().filter(u8::is_ascii_digit).count() >= 4;
    folders.split('/').filter(|folder| !is_year(folder)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::model::testing::report;

    fn said(paths: &[(&'static str, u16, &str)], registry: &str) -> Vec<String> {
        let checked = paths.iter().map(|&(body, year, path)| {
            let mut report = report(body, Scope::Government, year, &[]);
            report.source.path = path.to_owned();
            check(report)
        });
        let found = find(&checked.collect::<Vec<_>>(), &toml::from_str(registry).unwrap());
        found.into_iter().map(|one| one.file).collect()
    }

    #[test]
    fn a_name_that_many_have_is_asked_about_where_it_stands_in_several_folders() {
        let two = [("鼓楼区", 2022, "reports/nanjing/a.txt"), ("鼓楼区", 2023, "reports/fuzhou/b.txt")];
        assert_eq!(said(&two, ""), ["content/reports/fuzhou/b.txt"]);
        assert!(said(&two, "[[body]]\nname = \"鼓楼区\"").is_empty());
        for body in ["南京市鼓楼区", "样例市"] {
            assert!(said(&two.map(|(_, year, path)| (body, year, path)), "").is_empty(), "{body}");
        }
        assert!(
            said(&[("鼓楼区", 2022, "reports/2022/a.txt"), ("鼓楼区", 2023, "reports/2023年/b.txt")], "").is_empty()
        );
    }
}
