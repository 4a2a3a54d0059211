//! What every fuzz target does: read bytes as a file of one format, and hold what comes out against what must be true of any
//! report. Reads from memory only.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::Once;

use gongkai::load::document::{Hints, Reading, format_for};
use gongkai::load::extract::extract;
use gongkai::load::fold;
use gongkai::report::{Report, State};

/// Reads the bytes as a file with this extension.
///
/// # Panics
/// What was read breaks a promise of the readers.
pub fn read(extension: &str, bytes: &[u8]) {
    if bytes.is_empty() {
        return;
    }
    // The fuzzer would end at any panic, also at one of a crate that its reader guards against.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| set_hook(Box::new(|fault| eprintln!("{fault}"))));
    let format = format_for(extension).expect("a format that this build reads");
    // A fault in a reader would be caught where files are loaded, and be a diagnostic; here it is what is looked for. Readers
    // that guard a crate's faults themselves have done so before this.
    let reading = catch_unwind(AssertUnwindSafe(|| format.read("reports/a", bytes)));
    match reading.unwrap_or_else(|_| std::process::abort()) {
        Ok(Reading::Document(mut document)) => {
            fold::document(&mut document);
            if let (Some(report), _) = extract(&document, String::new(), &Hints::default()) {
                hold(&report, true);
            }
        }
        Ok(Reading::Collected(reports, _)) => reports.iter().for_each(|report| hold(report, false)),
        Ok(Reading::Image(_)) | Err(_) => {}
    }
}

/// What is true of every report: a value exists only in a state that has one, and a place lies in the text; what is
/// reported stands there as it is said to, where the file is the report itself (`is_verbatim`).
fn hold(report: &Report, is_verbatim: bool) {
    let lines: Vec<Vec<char>> = report.source.text.lines().map(|line| line.chars().collect()).collect();
    for (key, figure) in report.figures.iter() {
        let has_value = matches!(figure.state(), State::Reported | State::Inferred | State::Corrected);
        assert_eq!(figure.value().is_some(), has_value, "{key}");
        let Some(place) = figure.place() else { continue };
        let line = lines.get(place.line as usize - 1).unwrap_or_else(|| panic!("{key} points behind the text"));
        let from = (place.column as usize).saturating_sub(1);
        let to = from + place.length as usize;
        assert!(to <= line.len(), "{key} points outside its line");
        if figure.state() == State::Reported && is_verbatim {
            let there: String = line[from..to].iter().collect();
            assert_eq!(there, figure.raw(), "{key}");
        }
    }
}
