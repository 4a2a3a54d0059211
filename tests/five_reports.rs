//! The five reports that came with the project, read without any configuration: every figure that they carry is held here.
//! They lie beside the project, not in it; without them the test says that it was skipped.

use std::path::Path;

use gongkai::form::{Edition, FigureKey, Table};
use gongkai::load::document::{Hints, format_for};
use gongkai::load::extract::extract;
use gongkai::report::{Report, Scope, State};

fn read(name: &str) -> Option<Report> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reports").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {name} does not lie beside the project");
        return None;
    };
    let document = format_for("txt").unwrap().read(name, &bytes).unwrap().document().unwrap();
    Some(extract(&document, String::new(), &Hints::default()).0.expect("a report"))
}

/// What a report's figures are: `table/row` followed by its values in the order of the columns, `·` for any that is not a
/// plain reported number. Rows not named here are reported as zero in every column.
fn hold(report: &Report, expected: &str) {
    let mut named: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        named.push((words.next().unwrap(), words.collect()));
    }
    for table in Table::ALL {
        for (row, columns) in report.figures.layout().rows(*table) {
            let name = format!("{table}/{row}");
            let cells: Vec<String> = columns
                .iter()
                .map(|&column| {
                    let figure = report.figure(FigureKey { table: *table, row, column }).unwrap();
                    match figure.state() {
                        State::Reported => figure.value().unwrap().to_string(),
                        State::Inferred => format!("{}?", figure.value().unwrap()),
                        state => state.id().to_owned(),
                    }
                })
                .collect();
            match named.iter().find(|(n, _)| *n == name) {
                Some((_, values)) => assert_eq!(cells, *values, "{name}"),
                None => assert!(cells.iter().all(|cell| cell == "0"), "{name}: {cells:?}"),
            }
        }
    }
}

fn identity(report: &Report) -> (&str, Scope, u16, Edition) {
    (&report.body, report.scope, report.year, report.edition())
}

#[test]
fn guyuan_2023() {
    let Some(report) = read("guyuan-2023.txt") else { return };
    assert_eq!(identity(&report), ("固原市", Scope::Government, 2023, Edition::E2021));
    hold(
        &report,
        "proactive/rules 1 0 2
         proactive/normative_documents 24 12 147
         proactive/licences 405830
         proactive/penalties 283246
         proactive/coercive_measures 2070
         proactive/fees 10335.99536
         requests/received 213 1 0 0 0 0 214
         requests/granted 140 0 0 0 0 0 140
         requests/partly_granted 10 0 0 0 0 0 10
         requests/refused.state_secret 4 0 0 0 0 0 4
         requests/refused.prohibited_by_law 1 0 0 0 0 0 1
         requests/refused.safety_and_stability 0 1 0 0 0 0 1
         requests/refused.third_party_rights 2 0 0 0 0 0 2
         requests/refused.internal_affairs 2 0 0 0 0 0 2
         requests/refused.enforcement_files 1 0 0 0 0 0 1
         requests/refused.inquiry_matters 4 0 0 0 0 0 4
         requests/unavailable.not_held 42 0 0 0 0 0 42
         requests/unavailable.needs_creation 2 0 0 0 0 0 2
         requests/not_processed.repeated 2 0 0 0 0 0 2
         requests/other.not_corrected_in_time 2 0 0 0 0 0 2
         requests/handled 212 1 0 0 0 0 213
         requests/carried_over 1 0 0 0 0 0 1
         remedies/review 1 1 0 0 2
         remedies/litigation_direct 4 0 0 0 4
         remedies/litigation_after_review 1 0 0 0 1",
    );
}

#[test]
fn guyuan_office_2019() {
    let Some(report) = read("guyuan-office-2019.txt") else { return };
    assert_eq!(identity(&report), ("固原市人民政府办公室", Scope::Agency, 2019, Edition::E2019));
    // Three cells of one column came glued into one; two empty cells lie below it. The row of a label that no longer
    // says 予以公开 is known by the sums. Of the row 总计 the first cell is empty.
    hold(
        &report,
        "proactive/normative_documents 12 12 12
         proactive/central_procurement missing missing
         requests/received 33 0 0 0 0 0 33
         requests/granted 6 0 0 0 0 0 6
         requests/refused.safety_and_stability 0? 0 0 0 0 0 0
         requests/refused.third_party_rights 0? 0? 0? 0? 0? 0? 0?
         requests/refused.internal_affairs 3? 0 0 0 0 0 3
         requests/unavailable.not_held 19 0 0 0 0 0 19
         requests/other 5 0 0 0 0 0 5
         requests/handled blank 0 0 0 0 0 33
         remedies/review 1 0 0 0 1
         remedies/litigation_after_review 1 0 0 1 0",
    );
}

#[test]
fn qingtongxia_2021() {
    let Some(report) = read("qingtongxia-2021.txt") else { return };
    assert_eq!(identity(&report), ("青铜峡市", Scope::Government, 2021, Edition::E2021));
    hold(
        &report,
        "proactive/normative_documents 26 29 61
         proactive/licences 10164
         proactive/penalties 2097
         proactive/coercive_measures 529
         proactive/fees 15954.526468
         requests/received 20 0 0 0 0 0 20
         requests/granted 8 0 0 0 0 0 8
         requests/refused.internal_affairs 1 0 0 0 0 0 1
         requests/unavailable.not_held 8 0 0 0 0 0 8
         requests/other.other 2 0 0 0 0 0 2
         requests/handled 19 0 0 0 0 0 19
         requests/carried_over 1 0 0 0 0 0 1
         remedies/litigation_direct 0 1 0 1 2",
    );
}

#[test]
fn xixia_office_2023_is_cut_off() {
    let Some(report) = read("xixia-office-2023.txt") else { return };
    assert_eq!(identity(&report), ("西夏区人民政府办公室", Scope::Agency, 2023, Edition::E2021));
    let mut expected = "proactive/normative_documents 0 18 11
         requests/received 13 0 0 0 0 0 13
         requests/granted 13 0 0 0 0 0 13
         remedies/review missing missing missing missing missing
         remedies/litigation_direct missing missing missing missing missing
         remedies/litigation_after_review missing missing missing missing missing"
        .to_owned();
    for row in [
        "unavailable.unclear",
        "not_processed.complaint",
        "not_processed.repeated",
        "not_processed.publication",
        "not_processed.excessive",
        "not_processed.confirmation",
        "other.not_corrected_in_time",
        "other.fee_unpaid",
        "other.other",
        "handled",
        "carried_over",
    ] {
        expected.push_str(&format!("\nrequests/{row}{}", " missing".repeat(7)));
    }
    hold(&report, &expected);
}

#[test]
fn yuanzhou_office_2022() {
    let Some(report) = read("yuanzhou-office-2022.txt") else { return };
    assert_eq!(identity(&report), ("原州区人民政府办公室", Scope::Agency, 2022, Edition::E2021));
    hold(
        &report,
        "proactive/normative_documents 3 25 21
         requests/received 8 0 0 0 0 0 8
         requests/granted 2 0 0 0 0 0 2
         requests/partly_granted 4 0 0 0 0 0 4
         requests/unavailable.not_held 1 0 0 0 0 0 1
         requests/unavailable.needs_creation 1 0 0 0 0 0 1
         requests/handled 8 0 0 0 0 0 8",
    );
}

#[test]
fn every_figure_stands_where_its_place_says() {
    for name in ["guyuan-2023", "guyuan-office-2019", "qingtongxia-2021", "xixia-office-2023", "yuanzhou-office-2022"] {
        let Some(report) = read(&format!("{name}.txt")) else { return };
        let lines: Vec<&str> = report.source.text.lines().collect();
        for (key, figure) in report.figures.iter().filter(|(_, figure)| figure.state() == State::Reported) {
            let place = figure.place().unwrap_or_else(|| panic!("{name} {key} has a place"));
            let line: Vec<char> = lines[place.line as usize - 1].chars().collect();
            let from = place.column as usize - 1;
            let there: String = line[from..from + place.length as usize].iter().collect();
            assert_eq!(there, figure.raw(), "{name} {key}");
        }
    }
}
