//! PDF files made by several programs, each beside its known figures, are read back. The bodies are fictional.
//!
//! `GONGKAI_PDF_FOLDER` names another folder with files of the same kind (`NAME.pdf` beside `NAME.csv`) to be read as well.

#![cfg(feature = "pdf")]

mod made;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gongkai::load::document::{Content, Document, Hints, Reading, format_for};
use gongkai::load::extract::extract;
use gongkai::report::{Report, Spot, State};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf")
}

fn document(path: &Path) -> Document {
    let bytes = std::fs::read(path).unwrap();
    let reading = format_for("pdf").unwrap().read("reports/a.pdf", &bytes);
    reading.unwrap_or_else(|problem| panic!("{}: {problem:?}", path.display())).document().unwrap()
}

fn report(path: &Path) -> Report {
    let document = document(path);
    let (report, problems) = extract(&document, String::new(), &Hints::default());
    report.unwrap_or_else(|| panic!("{}: {problems:?}\n{}", path.display(), document.text))
}

/// Figures by table, row and column.
fn truth(path: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(path.with_extension("csv")).unwrap();
    let line = |line: &str| line.rsplit_once(',').map(|(key, value)| (key.to_owned(), value.to_owned()));
    text.lines().filter_map(line).collect()
}

/// How many figures came back as reported, of how many; panics at one that is wrong.
fn compare(path: &Path, wrong: &mut Vec<String>) -> (usize, usize) {
    let (report, truth) = (report(path), truth(path));
    let mut reported = 0;
    for (key, figure) in report.figures.iter() {
        let name = format!("{},{},{}", key.table.id(), key.row.id(), key.column.id());
        let value = figure.value().map(|value| value.to_string());
        match (value, truth.get(&name)) {
            (Some(read), Some(stands)) if read == *stands => {
                reported += usize::from(figure.state() == State::Reported);
            }
            (None, _) => {}
            (Some(read), stands) => wrong.push(format!("{}: {name} is {stands:?}, read {read}", path.display())),
        }
    }
    (reported, truth.len())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<PathBuf> = all
        .filter(|path| path.extension().is_some_and(|one| one == "pdf") && path.with_extension("csv").exists())
        .collect();
    all.sort();
    all
}

#[test]
fn every_figure_comes_back() {
    let mut folders = vec![folder()];
    folders.extend(std::env::var("GONGKAI_PDF_FOLDER").ok().map(PathBuf::from));
    let mut wrong = Vec::new();
    let mut incomplete = Vec::new();
    for file in folders.iter().flat_map(|folder| files(folder)) {
        let (reported, all) = compare(&file, &mut wrong);
        if reported < all {
            incomplete.push(format!("{}: {reported} of {all}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(incomplete.is_empty(), "{}", incomplete.join("\n"));
}

fn reading(bytes: &[u8]) -> Result<Reading, String> {
    format_for("pdf").unwrap().read("reports/a.pdf", bytes).map_err(|problem| problem.code.to_owned())
}

#[test]
fn a_picture_of_a_report_is_one_that_nothing_is_read_from() {
    let bytes = std::fs::read(folder().join("scan.pdf")).unwrap();
    let Ok(Reading::Image(problem)) = reading(&bytes) else { panic!("a scan has no text") };
    assert_eq!(problem.code, "pdf-scan");
}

#[test]
fn what_cannot_be_opened_is_named_for_what_it_is() {
    let locked = std::fs::read(folder().join("password.pdf")).unwrap();
    let whole = std::fs::read(folder().join("reportlab-page-breaks.pdf")).unwrap();
    for (bytes, code) in [
        (&locked[..], "pdf-password"),
        (b"%PDF-1.7\n", "pdf-broken"),
        ("样例市年报".as_bytes(), "pdf-broken"),
        (&whole[..200], "pdf-broken"),
        (&[0; 4096], "pdf-broken"),
    ] {
        assert_eq!(reading(bytes).err().as_deref(), Some(code));
    }
}

#[test]
fn a_file_that_is_cut_off_gives_no_wrong_figure() {
    let whole = std::fs::read(folder().join("reportlab-page-breaks.pdf")).unwrap();
    let truth = truth(&folder().join("reportlab-page-breaks.csv"));
    for part in 1..20 {
        let Ok(reading) = reading(&whole[..whole.len() * part / 20]) else { continue };
        let Some(document) = reading.document() else { continue };
        assert!(document.diagnostics.iter().any(|problem| problem.code == "pdf-damaged"));
        let Some(report) = extract(&document, String::new(), &Hints::default()).0 else { continue };
        for (key, figure) in report.figures.iter() {
            let name = format!("{},{},{}", key.table.id(), key.row.id(), key.column.id());
            let value = figure.value().map(|value| value.to_string());
            assert!(value.is_none() || value.as_ref() == truth.get(&name), "{name} of part {part}");
        }
    }
}

#[test]
fn every_line_and_cell_has_its_place_on_a_page() {
    for file in files(&folder()) {
        let document = document(&file);
        let mut before = 1;
        for line in &document.lines {
            let Spot::Page { page, x, y } = line.spot else { panic!("{}: {line:?}", file.display()) };
            assert!(page >= before && x < 300 && y < 300, "{}: {line:?}", file.display());
            before = page;
            let Content::Row(cells) = &line.content else { continue };
            assert!(cells.iter().all(|cell| matches!(cell.place.spot, Spot::Page { .. })));
        }
        let texts: Vec<&str> = document.lines.iter().map(|line| line.text.trim()).collect();
        assert!(!texts.iter().any(|text| text.starts_with("- ")), "a page number was left in {}", file.display());
    }
}

const LINES: [&str; 4] = [
    "样例市二〇二三年政府信息公开工作年度报告",
    "一、总体情况",
    "本报告所列数据的统计期限自一月一日起至年底止。",
    "全年各单位主动公开政府信息若干条。",
];

fn page(font: &str, places: &[u32]) -> String {
    let line = |(at, text): (u32, &&str)| -> String {
        places.iter().map(|&x| made::line(font, text, x, 500 - 20 * at)).collect()
    };
    (0..).zip(&LINES).map(line).collect()
}

#[test]
fn two_reports_beside_each_other_are_not_read() {
    assert_eq!(reading(&made::file(&[page("F1", &[40, 440])], true)).err().as_deref(), Some("pdf-side-by-side"));
    let Ok(Reading::Document(document)) = reading(&made::file(&[page("F1", &[40])], true)) else {
        panic!("one report")
    };
    assert_eq!(document.text.lines().next(), Some(LINES[0]));
}

#[test]
fn text_whose_characters_are_not_known_is_not_read() {
    let latin = made::latin("#$ %& 12 34 !!!! abc def #$ %& 12 34");
    for contents in [page("F2", &[40]), latin] {
        let Ok(Reading::Image(problem)) = reading(&made::file(&[contents], false)) else { panic!("it has no text") };
        assert_eq!(problem.code, "pdf-garbled");
    }
}

#[test]
fn pages_that_are_pictures_are_named() {
    let pages = [page("F1", &[40]), made::picture(), page("F1", &[40]), made::picture()];
    let Ok(Reading::Document(document)) = reading(&made::file(&pages, false)) else { panic!("it has text") };
    let [problem] = &document.diagnostics[..] else { panic!("{:?}", document.diagnostics) };
    assert_eq!((problem.code, &problem.arguments[..]), ("pdf-pages-without-text", &[("pages", "2, 4".to_owned())][..]));
}

/// What is read of a page on which this is drawn below some words, with digits in black at 12 points.
fn drawn(contents: &str) -> String {
    annotated(contents, "")
}

/// The same with annotations on the page.
fn annotated(contents: &str, annotations: &str) -> String {
    let pages = [page("F1", &[40]) + "BT /F1 12 Tf ET\n" + contents];
    let file = made::annotated(&pages, false, annotations);
    let Ok(Reading::Document(document)) = reading(&file) else { panic!("it has text") };
    document.text.lines().skip(LINES.len()).collect::<Vec<_>>().join("\n")
}

/// Draws digits, of which each takes as much room as its type is high.
fn digits(size: u32, x: u32, y: u32, text: &str) -> String {
    let codes: String = text.bytes().map(|digit| format!("00{digit:02x}")).collect();
    format!("BT /F1 {size} Tf {x} {y} Td <{codes}> Tj ET\n")
}

#[test]
fn a_blank_between_digits_stays_however_narrow_it_is() {
    for (shown, expected) in [
        ("[<003200390033>]", "293"),
        ("[<00320039> -220 <0033>]", "29 3"),
        ("[<00320039> 1000 <0020> -40 <0033>]", "293"),
        ("[<00320039> 900 <0020> <0033>]", "29 3"),
        ("[<0032> -200 <0039> -200 <0033>]", "293"),
    ] {
        assert_eq!(drawn(&format!("BT /F1 12 Tf 40 300 Td {shown} TJ ET")), expected, "{shown}");
    }
}

#[test]
fn digits_that_are_raised_smaller_or_over_each_other_are_no_number() {
    let number = digits(12, 40, 300, "283");
    assert_eq!(drawn(&(number.clone() + &digits(12, 76, 300, "9"))), "2839");
    for beside in [digits(7, 76, 300, "9"), digits(12, 76, 303, "9"), digits(12, 41, 300, "9")] {
        let text = drawn(&(number.clone() + &beside));
        assert!(text.contains('\u{fffd}'), "{beside}: {text}");
    }
}

#[test]
fn digits_that_nobody_sees_are_illegible() {
    let number = digits(12, 40, 300, "28");
    let beside = digits(12, 64, 300, "9");
    for (before, after, expected) in [
        ("", "", "289"),
        ("0.98 g", "", "28\u{fffd}"),
        ("0.2 0.4 0.8 rg 60 290 30 30 re f 1 g", "", "289"),
        ("0.2 0.4 0.8 rg 60 290 30 30 re f 0.2 0.4 0.8 rg", "", "28\u{fffd}"),
        ("60 290 30 30 re f", "", "28\u{fffd}"),
        ("", "1 g 60 290 30 30 re f", "28\u{fffd}"),
        ("", "0 g 60 290 30 1 re f", "289"),
        ("", "0 g 62 304 16 1 re f", "28\u{fffd}"),
        ("", "0.5 w 62 304.5 m 78 304.5 l S", "28\u{fffd}"),
        ("", "0.5 w 20 304.5 m 400 304.5 l S", "289"),
        ("q -1 0 0 1 140 0 cm", "Q", "28\u{fffd}"),
    ] {
        let text = drawn(&format!("{number}{before}\n{beside}{after}"));
        assert_eq!(text, expected, "{before} … {after}");
    }
}

#[test]
fn digits_that_an_annotation_strikes_out_are_illegible() {
    let number = digits(12, 40, 300, "289");
    for (annotation, expected) in [
        ("/StrikeOut/QuadPoints[62 312 78 312 62 297 78 297]", "28\u{fffd}"),
        ("/StrikeOut/F 2/QuadPoints[62 312 78 312 62 297 78 297]", "289"),
        ("/Highlight/C[1 1 0]/QuadPoints[62 312 78 312 62 297 78 297]", "289"),
        ("/Highlight/C[0 0 0]/QuadPoints[62 312 78 312 62 297 78 297]", "28\u{fffd}"),
        ("/StrikeOut/QuadPoints[62 212 78 212 62 197 78 197]", "289"),
    ] {
        let annotation = format!("<</Type/Annot/Rect[60 290 80 320]/Subtype{annotation}>>");
        assert_eq!(annotated(&number, &annotation), expected, "{annotation}");
    }
}

#[test]
fn digits_that_viewers_draw_something_over_are_illegible() {
    let number = digits(12, 40, 300, "289");
    for (annotation, expected) in [
        ("/FreeText/Contents(7)", "28\u{fffd}"),
        ("/Square/IC[0 0 0]", "28\u{fffd}"),
        ("/Ink/InkList[[62 300 78 310]]", "28\u{fffd}"),
        ("/Line/L[62 300 78 310]", "28\u{fffd}"),
        ("/Redact/QuadPoints[62 312 78 312 62 297 78 297]", "28\u{fffd}"),
        ("/Widget/FT/Tx/V(7)", "28\u{fffd}"),
        ("/Widget/FT/Tx/Parent<</V<FEFF0037>>>", "28\u{fffd}"),
        ("/FreeText/F 2/Contents(7)", "289"),
        ("/Square/IC[]", "289"),
        ("/Square/C[1 0 0]", "289"),
        ("/Text/Contents(7)", "289"),
        ("/Widget/FT/Tx/V(9)", "289"),
        ("/Widget/FT/Tx/V()", "289"),
        ("/Widget/FT/Sig/V<</Type/Sig>>", "289"),
    ] {
        let annotation = format!("<</Type/Annot/Rect[62 290 78 320]/Subtype{annotation}>>");
        assert_eq!(annotated(&number, &annotation), expected, "{annotation}");
    }
    // What is written into an empty place is not nothing.
    for annotation in ["/FreeText/Contents(7)", "/Widget/FT/Tx/V(7)"] {
        let annotation = format!("<</Type/Annot/Rect[200 290 230 320]/Subtype{annotation}>>");
        assert_eq!(annotated(&number, &annotation).chars().filter(|&c| c == '\u{fffd}').count(), 1, "{annotation}");
    }
}

#[test]
fn digits_under_a_picture_or_a_broad_line_or_crossed_out_are_illegible() {
    let number = digits(12, 40, 300, "289");
    for (after, expected) in [
        ("q 16 0 0 20 62 296 cm /P Do Q", "28\u{fffd}"),
        ("q 16 0 0 20 62 196 cm /P Do Q", "289"),
        ("14 w 0 G 62 304 m 78 304 l S", "28\u{fffd}"),
        ("14 w 1 G 62 304 m 400 304 l S", "28\u{fffd}"),
        ("0.5 w 0 G 30 296 m 62 296 l 80 600 l S", "289"),
        ("0.5 w 64 298 m 76 311 l S", "28\u{fffd}"),
        ("0.5 w 64 300 m 68 308 72 300 76 308 c S", "28\u{fffd}"),
        ("0.5 w 0.9 G 64 298 m 76 311 l S", "289"),
        ("0.5 w 76 296 m 90 320 l S", "289"),
    ] {
        assert_eq!(drawn(&format!("{number}{after}")), expected, "{after}");
    }
}

#[test]
fn text_under_a_picture_of_its_page_is_said_to_be_recognised() {
    let hidden = "3 Tr\n".to_owned() + &page("F1", &[40]) + &made::picture();
    let under = page("F1", &[40]) + &made::picture();
    let behind = made::picture() + &page("F1", &[40]);
    for (contents, expected) in [(hidden, Some("1")), (under, Some("1")), (behind, None)] {
        let Ok(Reading::Document(document)) = reading(&made::file(&[contents], false)) else { panic!("it has text") };
        let said = document.diagnostics.iter().find(|problem| problem.code == "pdf-recognised");
        assert_eq!(said.map(|problem| problem.arguments[0].1.as_str()), expected);
        assert!(!document.text.contains('\u{fffd}'), "{}", document.text);
    }
}

#[test]
fn what_stands_beside_the_page_is_not_read() {
    let read = |x: u32| drawn(&digits(12, x, 300, "289"));
    assert_eq!(read(580), "289", "a number that runs over the edge is taken whole");
    assert_eq!(read(640), "");
}

#[test]
fn without_lines_a_cell_with_nothing_in_it_is_not_known_to_be_empty() {
    const LABELS: [&str; 25] = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（一）予以公开",
        "（二）部分公开",
        "1.属于国家秘密",
        "2.其他法律行政法规禁止公开",
        "3.危及“三安全一稳定”",
        "4.保护第三方合法权益",
        "5.属于三类内部事务信息",
        "6.属于四类过程性信息",
        "7.属于行政执法案卷",
        "8.属于行政查询事项",
        "1.本机关不掌握相关政府信息",
        "2.没有现成信息需要另行制作",
        "3.补正后申请内容仍不明确",
        "1.信访举报投诉类申请",
        "2.重复申请",
        "3.要求提供公开出版物",
        "4.无正当理由大量反复申请",
        "5.要求行政机关确认或重新出具已获取信息",
        "1.申请人无正当理由逾期不补正",
        "2.申请人逾期未按收费通知要求缴纳费用",
        "3.其他",
        "（七）总计",
        "四、结转下年度继续办理",
    ];
    let read = |empty: &[(usize, usize)]| {
        let mut page = made::line("F1", "样例市2023年政府信息公开工作年度报告", 50, 810);
        page += &made::line("F1", "三、收到和处理政府信息公开申请情况", 50, 780);
        for (row, (label, y)) in LABELS.iter().zip((0..).map(|row| 750 - 28 * row)).enumerate() {
            page += &made::line("F1", label, 50, y);
            for column in (0..7).filter(|column| !empty.contains(&(row, *column))) {
                // By their sums the total stands last.
                let number = match column {
                    0 if [0, 2, 23].contains(&row) => "3",
                    1 if [0, 2, 23].contains(&row) => "1",
                    6 if [0, 2, 23].contains(&row) => "4",
                    _ => "0",
                };
                page += &made::line("F1", number, 330 + 35 * column as u32, y);
            }
        }
        let bytes = made::file(&[page], false);
        let document = format_for("pdf").unwrap().read("reports/a.pdf", &bytes).unwrap().document().unwrap();
        extract(&document, String::new(), &Hints::default())
    };
    assert_eq!(read(&[]).0.unwrap().figures.count(State::Reported), 175);
    let (report, problems) = read(&[(3, 2), (3, 3)]);
    let report = report.unwrap();
    assert_eq!((report.figures.count(State::Unreadable), report.figures.count(State::Blank)), (2, 0));
    assert!(problems.iter().any(|one| one.code == "cells-unseen"), "{problems:?}");
    // A row without any numbers may have lost them.
    for row in [1, 3, 8, 21] {
        let all: Vec<(usize, usize)> = (0..7).map(|column| (row, column)).collect();
        let report = read(&all).0.unwrap();
        assert_eq!(report.figures.iter().filter(|(_, figure)| figure.value().is_some()).count(), 168, "{row}");
        assert_eq!(report.figures.count(State::Inferred), 0, "{row}");
    }
}
