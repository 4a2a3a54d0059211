//! Small workbooks written as XML, and what is read of them.

use super::super::Content;
use super::super::archive::packed;
use super::*;
use crate::load::document::Document;

const STYLES: &str = "<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>\
    <numFmts count='1'><numFmt numFmtId='170' formatCode='0&quot;件&quot;'/></numFmts>\
    <fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>\
    <cellXfs count='4'><xf numFmtId='0'/><xf numFmtId='14' applyNumberFormat='1'/>\
    <xf numFmtId='9' applyNumberFormat='1'/><xf numFmtId='170' applyNumberFormat='1'/></cellXfs></styleSheet>";

/// The same with a white font, on no ground and on a dark one, and a font that is struck out.
fn styles_with_white() -> String {
    let fonts = "<fonts><font/><font><color rgb='FFFFFFFF'/></font><font><strike/></font></fonts>";
    let dark = "<fill><patternFill patternType='solid'><fgColor rgb='FF1F4E79'/></patternFill></fill>";
    let cells = "<xf fontId='1' applyFont='1'/><xf fontId='1' fillId='1' applyFont='1' applyFill='1'/>\
        <xf fontId='2' applyFont='1'/></cellXfs>";
    STYLES
        .replace("<fonts><font/></fonts>", fonts)
        .replace("<fill/>", &format!("<fill/>{dark}"))
        .replace("</cellXfs>", cells)
        .replace("<cellXfs count='4'>", "<cellXfs count='7'>")
}

/// A workbook of sheets: name, state, rows with what follows them.
fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    workbook_with(sheets, STYLES, "")
}

/// The same with these styles and shared texts.
fn workbook_with(sheets: &[(&str, &str, &str)], styles: &str, texts: &str) -> Vec<u8> {
    workbook_of(sheets, styles, texts, "")
}

/// The same with what stands before the cells of each sheet.
fn workbook_of(sheets: &[(&str, &str, &str)], styles: &str, texts: &str, before: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id='rId{id}' Type='{OFFICE}/{kind}' Target='{target}'/>")
    };
    let wrap = |inner: &str| {
        format!(
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{inner}</Relationships>"
        )
    };
    let mut listed = String::new();
    let mut relations = relation(99, "styles", "styles.xml");
    relations += &relation(98, "sharedStrings", "sharedStrings.xml");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for (index, (name, state, rows)) in (1..).zip(sheets) {
        listed += &format!("<sheet name='{name}' sheetId='{index}' state='{state}' r:id='rId{index}'/>");
        relations += &relation(index, "worksheet", &format!("worksheets/sheet{index}.xml"));
        let sheet = format!("<worksheet xmlns='{MAIN}'>{before}<sheetData>{rows}</worksheet>");
        parts.push((format!("xl/worksheets/sheet{index}.xml"), sheet.into_bytes()));
    }
    let book = format!("<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets>{listed}</sheets></workbook>");
    parts.push(("_rels/.rels".to_owned(), wrap(&relation(1, "officeDocument", "xl/workbook.xml")).into_bytes()));
    parts.push(("xl/workbook.xml".to_owned(), book.into_bytes()));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), wrap(&relations).into_bytes()));
    parts.push(("xl/styles.xml".to_owned(), styles.as_bytes().to_vec()));
    let texts = format!("<sst xmlns='{MAIN}'>{texts}</sst>");
    parts.push(("xl/sharedStrings.xml".to_owned(), texts.into_bytes()));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    packed(&parts)
}

fn document(rows: &str) -> Document {
    Xlsx.read("reports/a.xlsx", &workbook(&[("Sheet1", "visible", rows)])).unwrap().document().unwrap()
}

fn text(at: &str, text: &str) -> String {
    format!("<c r='{at}' t='inlineStr'><is><t>{text}</t></is></c>")
}

fn row(number: u32, cells: &[String]) -> String {
    format!("<row r='{number}'>{}</row>", cells.concat())
}

#[test]
fn a_number_is_printed_as_it_was_typed() {
    for (number, expected) in [
        (147.0, "147"),
        (10335.99536, "10335.99536"),
        (0.1 + 0.2, "0.3"),
        (-6.0, "-6"),
        (-0.0, "0"),
        (75394432.52, "75394432.52"),
        (24252.311082, "24252.311082"),
        (123456789012.0, "123456789012"),
    ] {
        assert_eq!(plain(number), expected);
    }
    for number in [f64::NAN, f64::INFINITY, 1e300, 1e-300] {
        assert!(plain(number).starts_with('?'));
    }
}

#[test]
fn cells_are_read_with_their_format_and_blank_is_not_zero() {
    let rows = row(
        1,
        &[
            text("A1", "规章"),
            "<c r='B1'><v>147</v></c><c r='C1'/><c r='D1' s='1'><v>45000</v></c><c r='E1' s='2'><v>0.5</v></c>"
                .to_owned(),
            "<c r='F1' s='3'><v>7</v></c><c r='G1' t='e'><v>#REF!</v></c><c r='H1'><f>A9+1</f></c>".to_owned(),
            "<c r='I1'><f>1+1</f><v>2</v></c>".to_owned(),
        ],
    ) + "</sheetData>";
    let document = document(&rows);
    assert_eq!(document.rows(), [["规章", "147", "", "2023-03-15", "0.5×100%", "7件", "#REF!", "=A9+1", "2"]]);
    let Content::Row(cells) = &document.lines[0].content else { panic!("a row") };
    assert_eq!(cells[2].place.spot, Spot::Sheet { sheet: 1, row: 1, column: 3 });
}

#[test]
fn merged_cells_are_one_cell_and_a_wide_title_is_running_text() {
    let number = |at: &str, value: u32| format!("<c r='{at}'><v>{value}</v></c>");
    let rows = row(1, &[text("A1", "样例市2023年政府信息公开工作年度报告")])
        + &row(2, &[text("A2", "三"), text("B2", "（一）公开"), number("D2", 5)])
        + &row(3, &[text("B3", "1."), text("C3", "密"), number("D3", 6)])
        + "</sheetData><mergeCells><mergeCell ref='A1:D1'/><mergeCell ref='A2:A3'/><mergeCell ref='B2:C2'/></mergeCells>";
    let document = document(&rows);
    assert_eq!(document.lines[0].content, Content::Prose);
    assert_eq!(document.rows(), [vec!["三", "（一）公开", "5"], vec!["1.", "密", "6"]]);
}

#[test]
fn a_row_of_cells_that_are_there_and_empty_is_a_row() {
    let empty: Vec<String> = ["A2", "B2", "C2"].iter().map(|at| format!("<c r='{at}' s='0'/>")).collect();
    let rows = row(1, &[text("A1", "维持"), text("B1", "纠正")])
        + &row(2, &empty)
        + &row(4, &[text("A4", "甲"), text("B4", "1")]);
    assert_eq!(document(&(rows + "</sheetData>")).rows(), [vec!["维持", "纠正"], vec!["", "", ""], vec!["甲", "1"]]);
}

#[test]
fn a_hidden_sheet_is_named_and_not_read() {
    let rows = |word: &str| row(1, &[text("A1", word), text("B1", "1")]) + "</sheetData>";
    let bytes = workbook(&[("去年", "hidden", &rows("甲")), ("Sheet2", "visible", &rows("乙"))]);
    let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
    assert_eq!(document.rows(), [["乙", "1"]]);
    assert_eq!(document.diagnostics[0].code, "sheet-hidden");
}

#[test]
fn what_stands_in_hidden_rows_and_columns_is_named_and_not_read() {
    let number = |at: &str, value: u32| format!("<c r='{at}'><v>{value}</v></c>");
    let hidden =
        "<row r='2' hidden='1'>".to_owned() + &text("A2", "乙") + &number("B2", 8) + &number("C2", 9) + "</row>";
    let rows = row(1, &[text("A1", "甲"), number("B1", 1), number("C1", 2)])
        + &hidden
        + &row(3, &[text("A3", "丙"), number("B3", 3), number("C3", 4)])
        + &row(4, &[text("A4", "丁"), "<c r='B4'><f>1+1</f></c>".to_owned(), number("C4", 5)])
        + "</sheetData><mergeCells><mergeCell ref='A1:B1'/><mergeCell ref='A2:A3'/></mergeCells>";
    let bytes = workbook(&[("Sheet1", "visible", &rows)]);
    let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
    assert_eq!(document.rows(), [vec!["甲", "2"], vec!["乙", "3", "4"], vec!["丁", "=1+1", "5"]]);
    let Content::Row(cells) = &document.lines[1].content else { panic!("a row") };
    assert_eq!(cells[1].place.spot, Spot::Sheet { sheet: 1, row: 3, column: 2 });
    let (problem, words) = (&document.diagnostics[0], |word: &str| word.to_owned());
    assert_eq!(problem.code, "cells-hidden");
    assert_eq!(problem.arguments, [("found", words("Sheet1")), ("count", words("2")), ("cell", words("B2"))]);

    let bytes =
        workbook_of(&[("Sheet1", "visible", &rows)], STYLES, "", "<cols><col min='2' max='2' hidden='1'/></cols>");
    let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
    // A column keeps its place: without it the others would move along.
    assert_eq!(document.rows(), [vec!["甲", "2"], vec!["乙", "\u{fffc}", "4"], vec!["丁", "\u{fffc}", "5"]]);
    let Content::Row(cells) = &document.lines[2].content else { panic!("a row") };
    assert_eq!(cells[2].place.spot, Spot::Sheet { sheet: 1, row: 4, column: 3 });
}

#[test]
fn a_zero_that_is_not_shown_is_none() {
    let styles = STYLES.replace("0&quot;件&quot;", "0;-0;;@");
    let cell = |at: &str, style: u32, value: u32| format!("<c r='{at}1' s='{style}'><v>{value}</v></c>");
    let rows = row(1, &[text("A1", "甲"), cell("B", 3, 0), cell("C", 3, 5), cell("D", 0, 0)]) + "</sheetData>";
    let read = |styles: &str, before: &str| {
        let bytes = workbook_of(&[("Sheet1", "visible", &rows)], styles, "", before);
        let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
        document.rows().concat().join("|")
    };
    assert_eq!(read(&styles, ""), "甲||5|0");
    assert_eq!(read(&styles.replace("0;-0;;@", "0;-0;&quot;-&quot;"), ""), "甲|0|5|0");
    assert_eq!(read(&styles.replace("0;-0;;@", "0;-0;&quot;/&quot;"), ""), "甲|/|5|0");
    assert_eq!(read(&styles, "<sheetViews><sheetView showZeros='0'/></sheetViews>"), "甲||5|");
    // A number that is hidden is not nothing.
    assert_eq!(read(&styles.replace("0;-0;;@", ";;;"), ""), "甲||?5|0");
}

#[test]
fn a_workbook_with_one_table_twice_is_not_read() {
    let rows = row(1, &[text("A1", "一、本年新收政府信息公开申请数量"), text("B1", "1")]) + "</sheetData>";
    let bytes = workbook(&[("2022", "visible", &rows), ("2023", "visible", &rows)]);
    assert_eq!(Xlsx.read("a.xlsx", &bytes).unwrap_err().code, "workbook-several");
}

#[test]
fn hostile_workbooks_give_a_diagnostic() {
    let far = row(1, &[text("A1", "甲"), "<c r='XFD1048576'><v>1</v></c>".to_owned()])
        + "</sheetData><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>";
    assert_eq!(document(&far).diagnostics.last().unwrap().code, "too-much");
    let turned = row(1, &[text("A1", "甲")]) + "</sheetData><mergeCells><mergeCell ref='B9:A1'/></mergeCells>";
    drop(Xlsx.read("a.xlsx", &workbook(&[("a", "visible", &turned)])));
    let code = |bytes: &[u8]| Xlsx.read("a.xlsx", bytes).unwrap_err().code;
    assert_eq!(code(&workbook(&[("a", "visible", "<row><c><v>")])), "office-broken");
    assert_eq!(code(b"PK\x03\x04"), "office-broken");
    let whole = workbook(&[("a", "visible", &(row(1, &[text("A1", "甲")]) + "</sheetData>"))]);
    for end in (0..whole.len()).step_by(41) {
        assert!(Xlsx.read("a.xlsx", &whole[..end]).is_err());
    }
}

#[test]
fn parts_of_a_text_that_are_set_off_are_no_digits_of_the_number_beside_them() {
    let run = |look: &str, text: &str| format!("<r><rPr>{look}</rPr><t>{text}</t></r>");
    let texts = [
        run("", "2") + &run("<vertAlign val='superscript'/>", "1"),
        run("<strike/>", "13") + &run("", "12"),
        run("", "4") + &run("<vertAlign val='baseline'/>", "5"),
        run("", "6") + &run("<color rgb='FFFFFFFF'/>", "7"),
        run("", "本年") + &run("<strike/>", "增减"),
        run("<sz val='11'/>", "8") + &run("<sz val='6'/>", "1"),
        run("<sz val='11'/>", "8") + &run("<sz val='10'/>", "9"),
    ];
    let texts: String = texts.iter().map(|text| format!("<si>{text}</si>")).collect();
    let cells_of: Vec<String> =
        (0..7).map(|at| format!("<c r='{}1' t='s'><v>{at}</v></c>", ["A", "B", "C", "D", "E", "F", "G"][at])).collect();
    let rows = row(1, &cells_of) + "</sheetData>";
    let bytes = workbook_with(&[("Sheet1", "visible", &rows)], STYLES, &texts);
    let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
    assert_eq!(document.rows(), [["2 1", "\u{fffc}12", "45", "6\u{fffc}", "本年增减", "8 1", "89"]]);
}

#[test]
fn a_number_that_is_white_on_white_or_struck_out_is_none() {
    let cell = |at: &str, style: u32| format!("<c r='{at}1' s='{style}'><v>7</v></c>");
    let rows = row(1, &[text("A1", "甲"), cell("B", 4), cell("C", 5), cell("D", 6), cell("E", 0)]) + "</sheetData>";
    let bytes = workbook_with(&[("Sheet1", "visible", &rows)], &styles_with_white(), "");
    let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
    assert_eq!(document.rows(), [["甲", "\u{fffc}", "7", "\u{fffc}", "7"]]);
}

#[test]
fn digits_of_a_text_that_nobody_sees_are_none_wherever_the_text_stands() {
    let run = |look: &str, text: &str| format!("<r><rPr>{look}</rPr><t>{text}</t></r>");
    for look in [
        "<strike/>",
        "<color rgb='FFFEFEFE'/>",
        "<color theme='0'/>",
        "<color theme='0' tint='-0.05'/>",
        "<color indexed='9'/>",
        "<sz val='1'/>",
        "<rFont val='Wingdings'/>",
    ] {
        let texts = [run("", "28") + &run(look, "3"), run(look, "19")];
        let shared: String = texts.iter().map(|text| format!("<si>{text}</si>")).collect();
        let cells = [
            "<c r='A1' t='s'><v>0</v></c>".to_owned(),
            "<c r='B1' t='s'><v>1</v></c>".to_owned(),
            format!("<c r='C1' t='inlineStr'><is>{}</is></c>", texts[0].replace("28", "27")),
            "<c r='D1'><v>19</v></c>".to_owned(),
        ];
        let rows = row(1, &cells) + "</sheetData>";
        let bytes = workbook_with(&[("Sheet1", "visible", &rows)], STYLES, &shared);
        let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
        assert_eq!(document.rows(), [["28\u{fffc}", "\u{fffc}", "27\u{fffc}", "19"]], "{look}");
    }
    for look in ["<color rgb='FFFF0000'/>", "<color theme='1'/>", "<color theme='0' tint='-0.5'/>", "<sz val='9'/>"] {
        let shared = format!("<si>{}{}</si>", run("", "28"), run(look, "3"));
        let rows = row(1, &[text("A1", "甲"), "<c r='B1' t='s'><v>0</v></c>".to_owned()]) + "</sheetData>";
        let bytes = workbook_with(&[("Sheet1", "visible", &rows)], STYLES, &shared);
        let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
        assert_eq!(document.rows(), [["甲", "283"]], "{look}");
    }
}

#[test]
fn a_cell_in_the_colour_of_its_ground_or_too_small_is_illegible() {
    let styles = styles_with_white()
        .replace("<font><strike/></font>", "<font><color rgb='FF204F7A'/></font>")
        .replace("<fonts><font/>", "<fonts><font><sz val='2'/></font>")
        .replace("<xf fontId='2' applyFont='1'/>", "<xf fontId='2' fillId='1' applyFont='1' applyFill='1'/>")
        .replace("<xf fontId='1' applyFont='1'/>", "<xf fontId='0' applyFont='1'/>");
    let cell = |at: &str, style: u32| format!("<c r='{at}1' s='{style}'><v>7</v></c>");
    let rows = row(1, &[text("A1", "甲"), cell("B", 5), cell("C", 6), cell("D", 4)]) + "</sheetData>";
    let bytes = workbook_with(&[("Sheet1", "visible", &rows)], &styles, "");
    let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
    assert_eq!(document.rows(), [["甲", "7", "\u{fffc}", "\u{fffc}"]]);
    let bytes = workbook_with(
        &[("Sheet1", "visible", &rows)],
        &styles.replace("<sz val='2'/>", "<name val='Wingdings 3'/>"),
        "",
    );
    let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
    assert_eq!(document.rows()[0][3], "\u{fffc}");
}

/// The number in a cell of this format, as it is read.
fn in_format(code: &str, number: &str) -> String {
    let styles = STYLES.replace("0&quot;件&quot;", &code.replace('"', "&quot;"));
    let cells = [text("A1", "甲"), format!("<c r='B1' s='3'><v>{number}</v></c>")];
    let bytes = workbook_with(&[("Sheet1", "visible", &(row(1, &cells) + "</sheetData>"))], &styles, "");
    Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap().rows()[0][1].to_owned()
}

#[test]
fn a_number_has_the_decimals_that_are_shown() {
    for (code, number, expected) in [
        ("0.0", "103.57", "103.6"),
        ("#,##0.00", "75.394432", "75.39"),
        ("0.00", "103.575", "103.58"),
        ("0.00", "-103.575", "-103.58"),
        ("0.0", "999.96", "1000"),
        ("0.0\"万元\"", "103.57", "103.6万元"),
        ("_ * #,##0.0_ ;_ * -#,##0.00_ ;_ * \"-\"_ ;_ @_ ", "-1.234", "-1.23"),
        ("0.00", "40", "40"),
        ("0.00", "40.000000000000007", "40"),
        ("General", "103.57", "103.57"),
        ("@", "103.57", "103.57"),
        ("0.0%", "0.12345", "0.12345×100%"),
        // A whole number that is none, and nothing that is something.
        ("0", "40.4", "?40.4"),
        ("#,##0", "0.4", "?0.4"),
        ("0.0", "0.04", "?0.04"),
    ] {
        assert_eq!(in_format(code, number), expected, "{code} {number}");
    }
}

#[test]
fn a_formula_that_is_written_down_elsewhere_and_has_no_result_is_not_nothing() {
    let cells = [text("A1", "甲"), "<c r='B1'><f t='shared' si='0'/></c>".to_owned()];
    assert_eq!(document(&(row(1, &cells) + "</sheetData>")).rows(), [["甲", "="]]);
}

#[test]
fn a_sheet_that_shows_formulas_shows_no_results() {
    let cells = [text("A1", "甲"), "<c r='B1'><f>1+1</f><v>2</v></c><c r='C1'><v>3</v></c>".to_owned()];
    let rows = row(1, &cells) + "</sheetData>";
    let view = "<sheetViews><sheetView showFormulas='1'/></sheetViews>";
    let bytes = workbook_of(&[("Sheet1", "visible", &rows)], STYLES, "", view);
    assert_eq!(Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap().rows(), [["甲", "\u{fffc}", "3"]]);
}

#[test]
fn a_text_that_fills_its_cell_again_and_again_is_no_number() {
    let styles = STYLES.replace("<xf numFmtId='170'", "<xf><alignment horizontal='fill'/></xf><xf numFmtId='170'");
    let cells = [text("A1", "甲"), "<c r='B1' s='3'><v>4</v></c>".to_owned()];
    let bytes = workbook_with(&[("Sheet1", "visible", &(row(1, &cells) + "</sheetData>"))], &styles, "");
    assert_eq!(Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap().rows(), [["甲", "\u{fffc}"]]);
}

#[test]
fn numbers_that_a_condition_may_show_otherwise_are_illegible() {
    let read = |look: &str, rule: &str| {
        let styles = STYLES.replace("</styleSheet>", &format!("<dxfs><dxf>{look}</dxf></dxfs></styleSheet>"));
        let cells = [text("A1", "甲"), "<c r='B1'><v>40</v></c><c r='C1'><v>5</v></c>".to_owned()];
        let rule = format!("<conditionalFormatting sqref='A9:A10 B1:B3'>{rule}</conditionalFormatting>");
        let rows = row(1, &cells) + "</sheetData>" + &rule;
        let bytes = workbook_with(&[("Sheet1", "visible", &rows)], &styles, "");
        Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap().rows()[0].join("|")
    };
    let rule = |kind: &str| format!("<cfRule type='{kind}' dxfId='0'><formula>1</formula></cfRule>");
    let white = "<font><color rgb='FFFFFFFF'/></font>";
    for look in [white, "<font><strike/></font>", "<numFmt numFmtId='200' formatCode='&quot;7&quot;'/>"] {
        assert_eq!(read(look, &rule("expression")), "甲|\u{fffc}|5", "{look}");
        assert_eq!(read(look, &rule("containsErrors")), "甲|40|5", "{look}");
    }
    let dark = "<font><color theme='0'/></font><fill><patternFill><bgColor rgb='FF1F4E79'/></patternFill></fill>";
    for look in [dark, "<font><b/><color rgb='FFFF0000'/></font>", "<fill/>"] {
        assert_eq!(read(look, &rule("expression")), "甲|40|5", "{look}");
    }
    assert_eq!(read("", "<cfRule type='dataBar'><dataBar showValue='0'/></cfRule>"), "甲|\u{fffc}|5");
    assert_eq!(read("", "<cfRule type='dataBar'><dataBar/></cfRule>"), "甲|40|5");
}
