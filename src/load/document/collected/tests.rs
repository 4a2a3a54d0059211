//! Rows of figures, and what is taken from them.

use super::super::{Format as _, Reading, csv::Csv};
use super::*;
use crate::report::State;

const HEAD: &str = "body,year,table,row,column,value,status,unit,raw\n";

fn collected(text: &str) -> (Vec<Report>, Vec<Diagnostic>) {
    match Csv.read("reports/figures.csv", text.as_bytes()).unwrap() {
        Reading::Collected(reports, diagnostics) => (reports, diagnostics),
        other => panic!("{other:?}"),
    }
}

/// The only figure stated, and the codes of what is wrong.
fn one(rest: &str) -> (State, Option<String>, Vec<&'static str>) {
    let (reports, diagnostics) = collected(&format!("{HEAD}甲县,2023,{rest}\n"));
    let codes = diagnostics.iter().map(|one| one.code).collect();
    let Some(report) = reports.first() else { return (State::Missing, None, codes) };
    let figure = report.figures.iter().map(|(_, figure)| figure).find(|figure| figure.place().is_some());
    let figure = figure.or(report.figures.iter().map(|(_, figure)| figure).next()).unwrap();
    (figure.state(), figure.value().map(|value| format!("{value}{}", figure.unit().name())), codes)
}

#[test]
fn rows_become_one_report_for_each_body_and_year() {
    let text = "value,column,row,table,year,body\n5,total,received,requests,2023,甲县人民政府\n\
                6,total,received,requests,2022,甲县\n7,total,received,requests,2023,甲县教育局\n";
    let (reports, diagnostics) = collected(text);
    assert_eq!(diagnostics, []);
    let whose: Vec<_> = reports.iter().map(|report| (report.body.as_str(), report.scope.id(), report.year)).collect();
    assert_eq!(whose, [("甲县", "government", 2022), ("甲县", "government", 2023), ("甲县教育局", "agency", 2023)]);
    assert!(reports.iter().all(|report| report.source.kind == SourceKind::Collected && &*report.source.text == text));
    let figure = reports[1].figure(FigureKey::requests(Row::Received, Column::Total)).unwrap();
    assert_eq!((figure.value(), figure.place().unwrap().line), (Some(Decimal::from(5)), 2));
    assert_eq!(reports[1].figures.count(State::Missing), 199);
}

#[test]
fn a_value_is_taken_only_where_it_can_be_the_figure() {
    let reported = |rest: &str| {
        let (state, value, codes) = one(rest);
        assert_eq!((state, codes), (State::Reported, vec![]), "{rest}");
        value.unwrap()
    };
    assert_eq!(reported("requests,received,total,147.0,reported,,"), "147件");
    assert_eq!(reported("proactive,fees,amount,24252.311082,,,"), "24252.311082万元");
    assert_eq!(reported("proactive,fees,amount,5000元,,,"), "5000元");
    assert_eq!(reported("proactive,fees,amount,5000,,元,"), "5000元");
    for rest in ["1.5,,,", "-1,,,", "\"1,000\",,,", "１２,,,", "007,,,", "1e3,,,", "无,,,", "9999999999,,,"] {
        let (state, _, codes) = one(&format!("requests,received,total,{rest}"));
        assert_eq!((state, codes), (State::Unreadable, vec!["collected-value"]), "{rest}");
    }
    for rest in
        ["proactive,fees,amount,5000元,,万元,", "proactive,fees,amount,5,,件,", "requests,received,total,5,,元,"]
    {
        assert_eq!(one(rest).2, ["collected-unit"], "{rest}");
    }
}

#[test]
fn a_row_without_a_value_is_blank_and_never_zero() {
    assert_eq!(one("requests,received,total,,,,"), (State::Blank, None, vec![]));
    assert_eq!(one("requests,received,total,,blank,,"), (State::Blank, None, vec![]));
    assert_eq!(one("requests,received,total,,missing,,"), (State::Missing, None, vec![]));
    assert_eq!(one("requests,received,total,,unreadable,,"), (State::Unreadable, None, vec![]));
    assert_eq!(one("requests,received,total,,reported,,"), (State::Unreadable, None, vec!["collected-contradiction"]));
    assert_eq!(one("requests,received,total,0,blank,,"), (State::Unreadable, None, vec!["collected-contradiction"]));
}

#[test]
fn a_row_that_does_not_fit_its_head_states_no_figure() {
    let read = |head: &str, rest: &str| {
        let (reports, diagnostics) = collected(&format!("body,year,table,row,column,{head}\n甲县,2023,{rest}\n"));
        let figure = reports[0].figure(FigureKey::requests(Row::Received, Column::Total)).unwrap().clone();
        let lines: Vec<u32> = diagnostics.iter().map(|one| one.span.as_ref().unwrap().line).collect();
        assert!(lines.iter().all(|&line| line == 2), "{rest}");
        (figure.state(), diagnostics.iter().map(|one| one.code).collect::<Vec<_>>())
    };
    for (head, rest, code) in [
        ("value", "requests,received,total,1,234", "collected-torn"),
        ("value", "requests,received,total,12,345", "collected-torn"),
        ("value", "requests,received,total,50,51", "collected-torn"),
        ("value,note", "requests,received,total,1,234,", "collected-torn"),
        ("value,note", "requests,received,total,1,234", "collected-torn"),
        ("value", "requests,received,total", "collected-short"),
        ("value,unit", "requests,received,total,,50", "collected-unit"),
        ("value,unit", "requests,received,total,,元", "collected-unit"),
    ] {
        assert_eq!(read(head, rest), (State::Unreadable, vec![code]), "{rest}");
    }
    assert_eq!(read("value", "requests,received,total,50,,"), (State::Reported, vec![]));
    assert_eq!(read("value,note", "requests,received,total,50,见第 3 页"), (State::Reported, vec![]));
    assert_eq!(read("value,unit", "requests,received,total,,件"), (State::Blank, vec![]));
    assert_eq!(read("value,unit,note", "requests,received,total,50"), (State::Reported, vec![]));
}

#[test]
fn a_column_that_is_there_twice_makes_the_table_no_table() {
    let text = "body,year,table,row,column,value,value\n甲县,2023,requests,received,total,50,51\n";
    let (reports, diagnostics) = collected(text);
    assert_eq!((reports.len(), diagnostics.len(), diagnostics[0].code), (0, 1, "collected-head-twice"));
    let (reports, _) = collected(&text.replace("value,value", "value,备注,备注"));
    assert_eq!(reports.len(), 1);
}

#[test]
fn a_value_that_is_not_what_the_source_says_is_no_figure() {
    for rest in ["50,reported,,44", "50,,,44件", "\"1234\",,,\"1,243\"", ",,,44", ",blank,,44", ",missing,,44"] {
        let (state, _, codes) = one(&format!("requests,received,total,{rest}"));
        assert_eq!((state, codes), (State::Unreadable, vec!["collected-raw"]), "{rest}");
    }
    for rest in ["50,reported,,50件", "1234,,,\"1,234\"", "50,,,五十", "147,reported,,147.0"] {
        assert_eq!(one(&format!("requests,received,total,{rest}")).0, State::Reported, "{rest}");
    }
    assert_eq!(one("requests,received,total,,blank,,/").0, State::Blank);
    assert_eq!(one("requests,received,total,,reported,,44").2, ["collected-contradiction"]);
    assert_eq!(one("proactive,fees,amount,0.5,,万元,5000元").0, State::Reported);
}

#[test]
fn what_was_worked_out_is_not_what_the_report_says() {
    assert_eq!(one("requests,received,total,5,inferred,,"), (State::Unreadable, None, vec!["collected-not-source"]));
    assert_eq!(one("requests,received,total,5,corrected,,"), (State::Unreadable, None, vec!["collected-not-source"]));
    assert_eq!(one("requests,received,total,5,corrected,,4"), (State::Reported, Some("4件".to_owned()), vec![]));
}

#[test]
fn what_is_not_known_is_named_with_its_line() {
    for (row, code) in [
        ("甲县,2023,request,received,total,1,,,", "collected-identifier"),
        ("甲县,2023,requests,receved,total,1,,,", "collected-identifier"),
        ("甲县,2023,requests,review,total,1,,,", "collected-no-figure"),
        ("甲县,1999,requests,received,total,1,,,", "collected-year"),
        (",2023,requests,received,total,1,,,", "collected-body"),
        ("甲县,2023,requests,received,total,1,guessed,,", "collected-identifier"),
    ] {
        let (_, diagnostics) = collected(&format!("{HEAD}{row}\n"));
        assert_eq!((diagnostics[0].code, diagnostics[0].span.as_ref().unwrap().line), (code, 2), "{row}");
    }
}

#[test]
fn two_values_for_one_figure_are_none() {
    let twice = |value: &str| {
        let row = |value: &str| format!("甲县,2023,requests,received,total,{value},,,\n");
        let (reports, diagnostics) = collected(&format!("{HEAD}{}{}", row("5"), row(value)));
        let figure = reports[0].figure(FigureKey::requests(Row::Received, Column::Total)).unwrap().clone();
        (figure.state(), figure.readings().to_vec(), diagnostics[0].code)
    };
    assert_eq!(twice("5"), (State::Reported, vec![], "collected-again"));
    assert_eq!(twice("6"), (State::Unreadable, vec!["5".to_owned(), "6".to_owned()], "collected-twice"));
}

#[test]
fn the_edition_is_what_the_rows_say() {
    let head = "body,year,edition,table,row,column,value\n";
    let edition = |rows: &str| {
        let (reports, diagnostics) = collected(&format!("{head}{rows}"));
        (reports[0].edition(), diagnostics.iter().map(|one| one.code).collect::<Vec<_>>())
    };
    assert_eq!(edition("甲县,2022,2019,requests,received,total,1\n"), (Edition::E2019, vec![]));
    assert_eq!(edition("甲县,2022,,proactive,rules,disclosed,1\n"), (Edition::E2019, vec![]));
    assert_eq!(edition("甲县,2022,,requests,received,total,1\n"), (Edition::E2021, vec![]));
    let mixed = "甲县,2022,2021,requests,received,total,1\n甲县,2022,2021,proactive,rules,disclosed,1\n";
    assert_eq!(edition(mixed), (Edition::E2021, vec!["collected-other-edition"]));
}

#[test]
fn figures_collected_from_real_reports_are_all_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/figures");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    paths.sort();
    for path in paths {
        let (reports, diagnostics) = collected(&std::fs::read_to_string(&path).unwrap());
        assert_eq!(diagnostics, [], "{}", path.display());
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].figures.count(State::Missing) + reports[0].figures.count(State::Unreadable), 0);
    }
}

#[test]
fn a_file_of_nothing_but_problems_is_given_up() {
    let text = format!("{HEAD}{}", "甲县,1,requests,received,total,5\n".repeat(MOST_TROUBLE + 1000));
    let (reports, diagnostics) = collected(&text);
    assert_eq!((reports.len(), diagnostics.len()), (0, MOST_PROBLEMS + 1));
    assert_eq!(diagnostics[MOST_PROBLEMS].code, "collected-given-up");
}

#[test]
fn a_value_with_a_remark_against_it_is_no_figure() {
    for (column, remark, state) in [
        ("note", "仅上半年", State::Unreadable),
        ("备注", "估算", State::Unreadable),
        ("备注", "截至6月30日", State::Unreadable),
        ("remarks", "Provisional", State::Unreadable),
        ("备注", "数据不完整", State::Unreadable),
        ("备注", "见原件第3页", State::Reported),
        ("备注", "截至2023年12月31日", State::Reported),
        ("source", "2023年上半年.pdf", State::Reported),
    ] {
        let text = format!("body,year,table,row,column,value,{column}\n甲县,2023,requests,received,total,5,{remark}\n");
        let (reports, diagnostics) = collected(&text);
        let figure = reports[0].figure(FigureKey::requests(Row::Received, Column::Total)).unwrap();
        assert_eq!(figure.state(), state, "{remark}");
        let is_said = diagnostics.iter().any(|one| one.code == "collected-doubt");
        assert_eq!(is_said, state == State::Unreadable, "{remark}");
    }
}
