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
        let sheet = format!("<worksheet xmlns='{MAIN}'><sheetData>{rows}</worksheet>");
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
fn what_is_shown_otherwise_than_stored_is_no_number() {
    for (code, shown) in [
        ("General", Shown::Plain),
        ("#,##0.00_);[Red](#,##0.00)", Shown::Plain),
        ("_ * #,##0.00_ ", Shown::Plain),
        ("0\"万元\"", Shown::With("万元".to_owned())),
        ("0.0%", Shown::Percent),
        ("0,", Shown::Otherwise),
        ("0!.0,", Shown::Otherwise),
        ("yyyy-mm-dd", Shown::Otherwise),
        ("\"无\"", Shown::Otherwise),
        ("0E+00", Shown::Otherwise),
    ] {
        assert_eq!(Shown::of_code(code.split(';').next().unwrap()), shown, "{code}");
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
    ];
    let texts: String = texts.iter().map(|text| format!("<si>{text}</si>")).collect();
    let cells_of: Vec<String> =
        (0..5).map(|at| format!("<c r='{}1' t='s'><v>{at}</v></c>", ["A", "B", "C", "D", "E"][at])).collect();
    let rows = row(1, &cells_of) + "</sheetData>";
    let bytes = workbook_with(&[("Sheet1", "visible", &rows)], STYLES, &texts);
    let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
    assert_eq!(document.rows(), [["2 1", "13 12", "45", "6\u{fffc}", "本年增减"]]);
}

#[test]
fn a_number_that_is_white_on_white_or_struck_out_is_none() {
    let cell = |at: &str, style: u32| format!("<c r='{at}1' s='{style}'><v>7</v></c>");
    let rows = row(1, &[text("A1", "甲"), cell("B", 4), cell("C", 5), cell("D", 6), cell("E", 0)]) + "</sheetData>";
    let bytes = workbook_with(&[("Sheet1", "visible", &rows)], &styles_with_white(), "");
    let document = Xlsx.read("a.xlsx", &bytes).unwrap().document().unwrap();
    assert_eq!(document.rows(), [["甲", "\u{fffc}", "7", "\u{fffc}", "7"]]);
}
