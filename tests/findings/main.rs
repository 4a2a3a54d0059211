//! What the checks find in the reports beside the repository, where there are any: no more, and no less.

use std::path::Path;

use gongkai::check::check;
use gongkai::load::document::{Hints, format_for};
use gongkai::load::extract::extract;
use gongkai::report::CheckedReport;

fn checked(name: &str) -> Option<CheckedReport> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reports").join(name);
    let bytes = std::fs::read(&path).ok()?;
    let document = format_for("txt")?.read(name, &bytes).expect("the report is text").document()?;
    let (report, diagnostics) = extract(&document, String::new(), &Hints::default());
    Some(check(report.unwrap_or_else(|| panic!("{name} is a report: {diagnostics:?}"))))
}

/// Each finding as its check, where it is, and the two sides (or for `form.complete`, how many figures are missing).
fn findings(checked: &CheckedReport) -> Vec<String> {
    let sides = |finding: &gongkai::report::Finding| match (&finding.left, &finding.right) {
        (Some(left), Some(right)) => format!("{} {}", left.value, right.value),
        _ => finding.details[0].1.clone(),
    };
    checked.findings().iter().map(|f| format!("{} {} {}", f.check.id(), f.at, sides(f))).collect()
}

#[test]
fn the_reports_have_the_findings_that_a_reader_finds_and_no_others() {
    for (name, expected) in [
        ("guyuan-2023.txt", &["prose.share prose 7.09 7.01", "prose.list prose 253 264"][..]),
        ("qingtongxia-2021.txt", &[]),
        ("yuanzhou-office-2022.txt", &["prose.documents proactive/normative_documents/in_force 27 21"]),
        ("xixia-office-2023.txt", &["form.complete form 92"]),
    ] {
        let Some(checked) = checked(name) else {
            println!("skipped: ../shared/reports/{name} is not there");
            continue;
        };
        assert_eq!(findings(&checked), expected, "{name}");
    }
}

#[test]
fn a_badly_damaged_report_gives_no_finding_of_our_own_making() {
    let Some(checked) = checked("guyuan-office-2019.txt") else {
        println!("skipped: ../shared/reports/guyuan-office-2019.txt is not there");
        return;
    };
    let found: Vec<String> = findings(&checked).into_iter().filter(|f| !f.starts_with("form.complete")).collect();
    assert_eq!(found, ["remedies.total remedies/litigation_after_review 0 2"]);
}

#[test]
fn every_quote_and_place_of_a_prose_check_stands_in_the_source() {
    for name in ["guyuan-2023.txt", "qingtongxia-2021.txt", "yuanzhou-office-2022.txt", "xixia-office-2023.txt"] {
        let Some(checked) = checked(name) else {
            println!("skipped: ../shared/reports/{name} is not there");
            continue;
        };
        let text = &checked.report().source.text;
        let joined: String = text.split('\n').collect();
        for instance in gongkai::check::instances(&checked).iter().filter(|instance| !instance.quote.is_empty()) {
            assert!(joined.contains(&instance.quote), "{name}: {}", instance.quote);
        }
        for place in checked.findings().iter().flat_map(gongkai::report::Finding::places) {
            let line = text.split('\n').nth(place.line as usize - 1).expect("the line is there");
            let start = (place.column as usize).checked_sub(1).expect("the column is known");
            let raw: String = line.chars().skip(start).take(place.length as usize).collect();
            assert!(raw.starts_with(|c: char| c.is_ascii_digit()), "{name}: {place:?} {raw}");
        }
    }
}
