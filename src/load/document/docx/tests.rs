//! Small documents written as XML, and what is read of them.

use super::super::Content;
use super::super::archive::packed;
use super::*;
use crate::form::{Column, FigureKey, Row};
use crate::load::document::Hints;
use crate::load::extract::extract;
use crate::report::{Spot, TableCell};

const STYLES: &str = "<w:styles><w:style w:type='paragraph' w:styleId='H'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr>\
    </w:pPr></w:style><w:style w:type='character' w:styleId='Z'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";
const NUMBERING: &str = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>\
    <w:numFmt w:val='chineseCountingThousand'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";

fn file(body: &str) -> Vec<u8> {
    file_with(body, STYLES, NUMBERING)
}

/// The same with these styles and lists.
fn file_with(body: &str, styles: &str, numbering: &str) -> Vec<u8> {
    let document = format!("<?xml version='1.0'?><w:document><w:body>{body}</w:body></w:document>");
    let relations = |all: &[(&str, &str)]| {
        let one = |(kind, target): &(&str, &str)| format!("<Relationship Type='http://x/{kind}' Target='{target}'/>");
        format!("<Relationships>{}</Relationships>", all.iter().map(one).collect::<String>())
    };
    packed(&[
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")]).as_bytes()),
        (
            "word/_rels/document.xml.rels",
            relations(&[("styles", "styles.xml"), ("numbering", "numbering.xml")]).as_bytes(),
        ),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
    ])
}

fn document(body: &str) -> Document {
    Docx.read("reports/a.docx", &file(body)).unwrap().document().unwrap()
}

fn text(body: &str) -> String {
    document(body).text.lines().collect::<Vec<_>>().join("|")
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

fn plain_row(cells: &[&str]) -> String {
    row(&cells.iter().map(|text| cell("", text)).collect::<Vec<_>>())
}

#[test]
fn what_was_deleted_is_gone_and_what_was_inserted_stands() {
    let body = "<w:p><w:r><w:t>1</w:t></w:r><w:del><w:r><w:delText>2</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>3</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>4</w:t></w:r></w:moveFrom>\
        <w:moveTo><w:r><w:t>5</w:t></w:r></w:moveTo></w:p>";
    assert_eq!(text(body), "135");
    let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>";
    assert_eq!(text(&format!("{joined}{}", p("后"))), "前后");
    let rows = [plain_row(&["甲", "1"]), "<w:tr><w:trPr><w:del/></w:trPr><w:tc/></w:tr>".to_owned()];
    assert_eq!(text(&table(&rows)), "甲\t1");
}

#[test]
fn hidden_text_and_the_code_of_fields_are_not_read() {
    let run = |inner: &str| format!("<w:r>{inner}</w:r>");
    let mark = |kind: &str| run(&format!("<w:fldChar w:fldCharType='{kind}'/>"));
    let field = [
        mark("begin"),
        run("<w:instrText>=1+2</w:instrText><w:t>9</w:t>"),
        mark("separate"),
        run("<w:t>3</w:t>"),
        mark("end"),
    ];
    assert_eq!(text(&format!("<w:p>{}</w:p>", field.concat())), "3");
    let hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>7</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Z'/></w:rPr>\
        <w:t>8</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Z'/><w:vanish w:val='0'/></w:rPr><w:t>见</w:t></w:r></w:p>";
    assert_eq!(text(hidden), "见");
}

#[test]
fn raised_and_struck_out_digits_do_not_join_a_number() {
    let run = |property: &str, text: &str| format!("<w:r><w:rPr>{property}</w:rPr><w:t>{text}</w:t></w:r>");
    let raised = format!("<w:p>{}{}</w:p>", run("", "12"), run("<w:vertAlign w:val='superscript'/>", "1"));
    let moved = format!("<w:p>{}{}</w:p>", run("", "12"), run("<w:position w:val='8'/>", "1"));
    assert_eq!(text(&raised), "12^1");
    assert_eq!(text(&moved), "12^1");
    let sized = |size: &str| format!("<w:p>{}{}</w:p>", run("<w:sz w:val='21'/>", "12"), run(size, "1"));
    assert_eq!(text(&sized("<w:sz w:val='12'/>")), "12^1");
    assert_eq!(text(&sized("<w:sz w:val='24'/>")), "121");
    let struck = format!("<w:p>{}{}</w:p>", run("<w:strike/>", "13"), run("", "12"));
    assert_eq!(text(&struck), "~~13~~12");
}

#[test]
fn numbers_that_word_prints_stand_before_their_headings() {
    let heading = |text: &str| format!("<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = format!("{}{}{}", heading("总体情况"), p("正文"), heading("主动公开政府信息情况"));
    assert_eq!(text(&body), "一、总体情况|正文|二、主动公开政府信息情况");
}

#[test]
fn a_printed_number_in_a_cell_of_figures_is_no_figure() {
    let numbered = "<w:tc><w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>5</w:t></w:r></w:p></w:tc>";
    assert_eq!(text(&table(&[row(&[cell("", "甲"), numbered.to_owned()])])), "甲\t\u{fffc}5");
}

#[test]
fn a_text_box_is_read_once() {
    let content = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict>\
         </mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>前</w:t></w:r></w:p>{}",
        content("框"),
        content("框"),
        p("后")
    );
    assert_eq!(text(&body), "前|框|后");
}

#[test]
fn merged_cells_are_one_cell() {
    let (start, on) = ("<w:vMerge w:val='restart'/>", "<w:vMerge/>");
    let rows = [
        row(&[cell(start, "三"), cell("<w:gridSpan w:val='2'/>", "（一）公开"), cell("", "5")]),
        row(&[cell(on, ""), cell("", "1."), cell("", "密"), cell("", "6")]),
        row(&[cell("<w:hMerge w:val='restart'/>", "四"), cell("<w:hMerge/>", ""), cell("", "x"), cell("", "7")]),
    ];
    assert_eq!(text(&table(&rows)), "三\t（一）公开\t\t5|\t1.\t密\t6|四\t\tx\t7");
    let gap =
        "<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>".to_owned() + &cell("", "甲") + &cell("", "1") + "</w:tr>";
    assert_eq!(text(&table(&[gap])), "\t\t甲\t1");
}

#[test]
fn a_cell_knows_its_table_row_and_cell() {
    let body = format!("{}{}", p("标题"), table(&[plain_row(&["规章", "1"]), plain_row(&["甲", "2"])]));
    let document = document(&body);
    let Content::Row(cells) = &document.lines[2].content else { panic!("a row") };
    let cell = Some(TableCell { table: 1, row: 2, cell: 2 });
    assert_eq!(cells[1].place.spot, Spot::Document { paragraph: 1, cell });
}

#[test]
fn a_table_in_a_cell_does_not_mix_with_its_numbers() {
    let inner = table(&[plain_row(&["规章", "1", "2"])]);
    let layout = format!("<w:tbl><w:tr><w:tc>{}{inner}</w:tc></w:tr></w:tbl>", p("二、标题"));
    assert_eq!(text(&layout), "二、标题|规章\t1\t2");
    let rows = format!("<w:tr>{}{}<w:tc>{inner}</w:tc></w:tr>", cell("", "甲"), cell("", "5"));
    assert_eq!(text(&format!("<w:tbl>{rows}</w:tbl>")), "甲\t5\t\u{fffc}|规章\t1\t2");
}

#[test]
fn a_picture_in_an_empty_cell_is_not_nothing() {
    let picture = "<w:tc><w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p></w:tc>".to_owned();
    assert_eq!(text(&table(&[row(&[cell("", "甲"), picture, cell("", "")])])), "甲\t\u{fffc}\t");
}

#[test]
fn hostile_documents_give_a_diagnostic() {
    let wide = table(&[row(&[cell("<w:gridSpan w:val='2000000000'/>", "甲"), cell("", "1")])]);
    assert_eq!(document(&wide).diagnostics[0].code, "too-much");
    let many = table(&[row(&vec![cell("", "1"); 100_000])]);
    assert_eq!(document(&many).diagnostics[0].code, "too-much");
    let code = |bytes: &[u8]| Docx.read("a.docx", bytes).unwrap_err().code;
    assert_eq!(code(&file(&"<w:tbl><w:tr><w:tc>".repeat(50_000))), "office-too-large");
    assert_eq!(code(&file("<w:p><w:r>")), "office-broken");
    assert_eq!(code(&file("")), "empty-file");
    let whole = file(&p("年报"));
    for end in (0..whole.len()).step_by(7) {
        assert!(Docx.read("a.docx", &whole[..end]).is_err());
    }
}

#[test]
fn the_figures_of_a_report_are_read() {
    let heading = |text: &str| format!("<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let proactive = [
        plain_row(&["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]),
        plain_row(&["规章", "1", "0", "12"]),
        plain_row(&["行政规范性文件", "3", "2", "40"]),
    ];
    let three = |merge: &str, rest: &[&str]| {
        let mut cells = vec![cell(merge, "三、本年度办理结果")];
        cells.extend(rest.iter().map(|text| cell("", text)));
        row(&cells)
    };
    let wide = |cells: &[&str]| {
        let mut all = vec![cell("<w:gridSpan w:val='2'/>", cells[0])];
        all.extend(cells[1..].iter().map(|text| cell("", text)));
        row(&all)
    };
    let requests = [
        wide(&["一、本年新收政府信息公开申请数量", "5", "1", "0", "0", "0", "0", "6"]),
        wide(&["二、上年结转政府信息公开申请数量", "0", "0", "0", "0", "0", "0", "0"]),
        three("<w:vMerge w:val='restart'/>", &["（一）予以公开", "3", "1", "0", "0", "0", "0", "4"]),
        three("<w:vMerge/>", &["（二）部分公开", "2", "0", "0", "0", "0", "0", "2"]),
        three("<w:vMerge/>", &["（七）总计", "5", "1", "0", "0", "0", "0", "6"]),
        wide(&["四、结转下年度继续办理", "0", "0", "0", "0", "0", "0", "0"]),
    ];
    let body = [
        p("样例市2023年政府信息公开工作年度报告"),
        heading("总体情况"),
        p("本年工作平稳。"),
        heading("主动公开政府信息情况"),
        table(&proactive),
        heading("收到和处理政府信息公开申请情况"),
        table(&requests),
    ];
    let (report, _) = extract(&document(&body.concat()), String::new(), &Hints::default());
    let report = report.unwrap();
    assert_eq!((report.body.as_str(), report.year), ("样例市", 2023));
    let value = |key| report.value(key).map(|value| value.to_string());
    assert_eq!(value(FigureKey::proactive(Row::NormativeDocuments, Column::InForce)).as_deref(), Some("40"));
    assert_eq!(value(FigureKey::requests(Row::Granted, Column::Business)).as_deref(), Some("1"));
    assert_eq!(value(FigureKey::requests(Row::PartlyGranted, Column::Total)).as_deref(), Some("2"));
    let place = report.figure(FigureKey::requests(Row::Granted, Column::NaturalPerson)).unwrap().place().unwrap();
    assert_eq!(place.to_string(), "table 2 row 3 cell 3");
}

#[test]
fn white_digits_on_white_are_no_figure() {
    let run = |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let white = "<w:color w:val='FFFFFF'/>";
    let cell = |cell: &str, runs: &str| format!("<w:tc><w:tcPr>{cell}</w:tcPr><w:p>{runs}</w:p></w:tc>");
    let dark = "<w:shd w:val='clear' w:fill='1F4E79'/>";
    let cells = [
        cell("", &run(white, "申请")),
        cell("", &(run("", "2") + &run(white, "1"))),
        cell("", &run(white, "7")),
        cell("<w:shd w:val='clear' w:fill='auto'/>", &run(white, "7")),
        cell(dark, &run(white, "8")),
        cell("", &run(&format!("{white}{dark}"), "9")),
        cell("", &run("<w:color w:val='000000'/>", "3")),
    ];
    assert_eq!(text(&table(&[row(&cells)])), "申请\t2\u{fffc}\t\u{fffc}\t\u{fffc}\t8\t9\t3");
}

#[test]
fn digits_that_nobody_sees_join_no_number() {
    let run = |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let joined = |look: &str| text(&format!("<w:p>{}{}</w:p>", run("", "4213"), run(look, "9")));
    for look in [
        "<w:color w:val='FEFEFE'/>",
        "<w:color w:val='auto' w:themeColor='background1'/>",
        "<w:color w:val='auto' w:themeColor='light1'/>",
        "<w:color w:val='auto' w:themeColor='background1' w:themeShade='FF'/>",
        "<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='auto' w:themeFill='background1'/>",
        "<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='FDFDFD'/>",
        "<w:sz w:val='2'/>",
        "<w:w w:val='1'/>",
        "<w:highlight w:val='black'/>",
        "<w:color w:val='000000'/><w:highlight w:val='black'/>",
    ] {
        assert_eq!(joined(look), "4213\u{fffc}", "{look}");
    }
    for look in [
        "<w:color w:val='auto'/>",
        "<w:color w:val='404040'/>",
        "<w:color w:val='auto' w:themeColor='text1'/>",
        "<w:color w:val='A6A6A6' w:themeColor='background1' w:themeShade='A6'/>",
        "<w:color w:val='FFFFFF' w:themeColor='background1'/><w:shd w:val='clear' w:themeFill='accent1'/>",
        "<w:sz w:val='18'/><w:w w:val='80'/>",
        "<w:highlight w:val='yellow'/>",
    ] {
        assert_eq!(joined(look), "42139", "{look}");
    }
}

#[test]
fn a_table_seen_from_right_to_left_is_named_and_not_read() {
    let mirrored = |kind: &str| {
        let rows = plain_row(&["规章", "1", "2"]);
        format!("{}<w:tbl><w:tblPr>{kind}</w:tblPr>{rows}</w:tbl>{}", p("前"), p("后"))
    };
    let document = document(&mirrored("<w:bidiVisual/>"));
    assert_eq!(document.text.lines().collect::<Vec<_>>(), ["前", "后"]);
    assert_eq!(document.diagnostics[0].code, "table-mirrored");
    assert_eq!(text(&mirrored("<w:bidiVisual w:val='0'/>")), "前|规章\t1\t2|后");
}

#[test]
fn digits_beside_what_is_no_text_are_no_number() {
    let cell = |content: &str| {
        let cell = format!("<w:tc><w:p><w:r><w:t>28</w:t></w:r>{content}</w:p></w:tc>");
        document(&table(&[plain_row(&["甲"]).replace("</w:tr>", &format!("{cell}</w:tr>"))])).rows()[0][1].to_owned()
    };
    let code = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>eq 3</w:instrText></w:r>";
    let end = "<w:r><w:fldChar w:fldCharType='end'/></w:r>";
    let separate = "<w:r><w:fldChar w:fldCharType='separate'/></w:r>";
    for content in [
        &*format!("<w:r><w:drawing><txbx><w:txbxContent>{}</w:txbxContent></txbx></w:drawing></w:r>", p("3")),
        "<w:r><w:drawing/></w:r>",
        "<w:r><w:pgNum/></w:r>",
        "<w:bdo w:val='rtl'><w:r><w:t>3</w:t></w:r></w:bdo>",
        "<w:r><w:rPr><w:rtl/></w:rPr><w:t>-3</w:t></w:r>",
        &format!("{code}{end}"),
    ] {
        assert!(cell(content).contains(super::super::assembly::ILLEGIBLE), "{content}");
    }
    assert_eq!(cell("<w:bdo w:val='ltr'><w:r><w:t>3</w:t></w:r></w:bdo>"), "283");
    assert_eq!(cell("<w:r><w:rPr><w:rtl/></w:rPr><w:t>3</w:t></w:r>"), "283");
    assert_eq!(cell(&format!("{code}{separate}<w:r><w:t>3</w:t></w:r>{end}")), "283");
    assert_eq!(cell("<w:r><w:footnoteReference w:id='2'/><w:t>3</w:t></w:r>"), "28^3");
    assert_eq!(cell("<w:r><w:footnoteReference w:id='2' w:customMarkFollows='1'/><w:t>3</w:t></w:r>"), "28");
}

#[test]
fn a_row_too_low_to_be_seen_is_none_of_the_table() {
    let low = |height: &str| {
        let row = plain_row(&["规章", "9"]).replace("<w:tr>", &format!("<w:tr><w:trPr>{height}</w:trPr>"));
        text(&table(&[plain_row(&["规章", "1"]), row]))
    };
    assert_eq!(low("<w:trHeight w:val='10' w:hRule='exact'/>"), "规章\t1");
    for height in [
        "<w:trHeight w:val='10'/>",
        "<w:trHeight w:val='10' w:hRule='atLeast'/>",
        "<w:trHeight w:val='280' w:hRule='exact'/>",
    ] {
        assert_eq!(low(height), "规章\t1|规章\t9", "{height}");
    }
}

/// The text of the cell beside `甲`, with what stands in its one paragraph, by these styles and lists.
fn cell_with(paragraph: &str, styles: &str, numbering: &str) -> String {
    let cells = [cell("", "甲"), format!("<w:tc><w:p>{paragraph}</w:p></w:tc>"), cell("", "")];
    let body = format!("<w:tbl><w:tblPr><w:tblStyle w:val='T'/></w:tblPr>{}</w:tbl>", row(&cells));
    let read = Docx.read("reports/a.docx", &file_with(&body, styles, numbering)).unwrap();
    read.document().unwrap().rows()[0][1].to_owned()
}

#[test]
fn digits_that_a_style_of_tables_strikes_out_or_hides_are_no_figure() {
    let read = |style: &str| {
        let styles = format!("<w:styles><w:style w:type='table' w:styleId='T'>{style}</w:style></w:styles>");
        cell_with("<w:r><w:t>40</w:t></w:r>", &styles, NUMBERING)
    };
    let dark = "<w:tcPr><w:shd w:val='clear' w:fill='1F4E79'/></w:tcPr>";
    let white = "<w:rPr><w:color w:val='FFFFFF'/></w:rPr>";
    let last = |inner: &str| format!("<w:tblStylePr w:type='lastRow'>{inner}</w:tblStylePr>");
    assert_eq!(read("<w:rPr><w:strike/></w:rPr>"), "~~40~~");
    assert_eq!(read(&last("<w:rPr><w:vanish/></w:rPr>")), "\u{fffc}");
    assert_eq!(read(white), "\u{fffc}");
    assert_eq!(read(&last(white)), "\u{fffc}");
    assert_eq!(read(&last("<w:rPr><w:strike/></w:rPr>")), "\u{fffc}");
    for style in [
        format!("{white}{dark}"),
        last(&format!("{white}{dark}")),
        format!("{dark}{white}{}", last("<w:rPr><w:b/></w:rPr>")),
        last("<w:rPr><w:b/><w:color w:val='1F4E79'/></w:rPr>"),
    ] {
        assert_eq!(read(&style), "40", "{style}");
    }
}

#[test]
fn digits_over_each_other_or_in_the_colour_of_their_ground_are_no_figure() {
    let read = |look: &str| {
        let runs = format!("<w:r><w:t>4</w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t>9</w:t></w:r>");
        cell_with(&runs, STYLES, NUMBERING)
    };
    for look in [
        "<w:color w:val='C00000'/><w:shd w:val='clear' w:fill='C00000'/>",
        "<w:spacing w:val='-240'/>",
        "<w:eastAsianLayout w:combine='1'/>",
        "<w:rFonts w:ascii='Wingdings 2' w:hAnsi='Wingdings 2'/>",
        "<w14:textFill><w14:solidFill><w14:schemeClr w14:val='bg1'/></w14:solidFill></w14:textFill>",
        "<w14:textFill><w14:solidFill><w14:srgbClr w14:val='000000'><w14:alpha w14:val='100000'/></w14:srgbClr>\
         </w14:solidFill></w14:textFill>",
    ] {
        assert_eq!(read(look), "4\u{fffc}", "{look}");
    }
    for look in [
        "<w:color w:val='C00000'/><w:shd w:val='clear' w:fill='FFFF00'/>",
        "<w:spacing w:val='-10'/>",
        "<w:eastAsianLayout w:vert='1'/>",
        "<w:rFonts w:ascii='Times New Roman' w:hAnsi='Times New Roman' w:eastAsia='Wingdings'/>",
        "<w14:textFill><w14:solidFill><w14:schemeClr w14:val='tx1'/></w14:solidFill></w14:textFill>",
    ] {
        assert_eq!(read(look), "49", "{look}");
    }
    for look in ["<w:strike w:val='0'/><w:dstrike/>", "<w:strike/><w:dstrike w:val='0'/>"] {
        assert_eq!(read(look), "4~~9~~", "{look}");
    }
}

#[test]
fn what_is_worked_out_when_the_page_is_shown_is_no_figure() {
    let simple = |code: &str| format!("<w:fldSimple w:instr='{code}'><w:r><w:t>40</w:t></w:r></w:fldSimple>");
    let parts = |code: &str| {
        let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
        let code = format!("<w:r><w:instrText> {code} </w:instrText></w:r>");
        format!("{}{code}{}<w:r><w:t>40</w:t></w:r>{}", mark("begin"), mark("separate"), mark("end"))
    };
    for (code, expected) in [
        ("PAGE", "\u{fffc}"),
        (" NUMPAGES \\* MERGEFORMAT", "\u{fffc}"),
        ("DATE \\@ &quot;yyyy&quot;", "\u{fffc}"),
        ("=SUM(ABOVE)", "40"),
        ("FORMTEXT", "40"),
        ("PAGEREF a", "40"),
    ] {
        assert_eq!(cell_with(&simple(code), STYLES, NUMBERING), expected, "{code}");
        assert_eq!(cell_with(&parts(code), STYLES, NUMBERING), expected, "{code}");
    }
}

#[test]
fn digits_of_a_placeholder_join_no_number() {
    let control = |inner: &str| {
        format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
    };
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let inside = |inner: &str| cell_with(&format!("{}{}", run("4"), control(inner)), STYLES, NUMBERING);
    assert_eq!(inside(&run("0")), "4\u{fffc}");
    assert_eq!(inside(&run("请输入")), "4");
    let block = format!("<w:tc>{}<w:p/></w:tc>", control(&p("40")));
    assert_eq!(text(&table(&[row(&[cell("", "甲"), block])])), "甲\t\u{fffc}");
    // The cell itself stays one of its row.
    let whole = control(&cell("", "请输入"));
    assert_eq!(text(&table(&[row(&[cell("", "甲"), whole, cell("", "5")])])), "甲\t请输入\t5");
}

#[test]
fn a_number_that_word_prints_in_a_way_not_known_here_is_not_nothing() {
    let numbered = |format: &str, text: &str, inner: &str| {
        let level =
            format!("<w:lvl w:ilvl='0'><w:start w:val='40'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/>");
        let numbering = format!(
            "<w:numbering><w:abstractNum w:abstractNumId='0'>{level}</w:lvl></w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
        );
        cell_with(&format!("<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>{inner}"), STYLES, &numbering)
    };
    assert_eq!(numbered("upperRoman", "%1", ""), "\u{fffc}");
    assert_eq!(numbered("decimalZero", "%1", "<w:r><w:t>40</w:t></w:r>"), "\u{fffc}40");
    assert_eq!(numbered("bullet", "4", "<w:r><w:t>0</w:t></w:r>"), "\u{fffc}0");
    assert_eq!(numbered("bullet", "●", "<w:r><w:t>40</w:t></w:r>"), "40");
    assert_eq!(numbered("upperRoman", "%1.", "<w:r><w:t>规章</w:t></w:r>"), "规章");
}

#[test]
fn a_formula_s_digits_are_seen_as_text_is() {
    let formula = |look: &str| {
        let run = format!("<m:r><m:rPr><m:sty m:val='p'/></m:rPr><w:rPr>{look}</w:rPr><m:t>9</m:t></m:r>");
        cell_with(&format!("<w:r><w:t>4</w:t></w:r><m:oMath>{run}</m:oMath>"), STYLES, NUMBERING)
    };
    assert_eq!(formula("<w:b/>"), "49");
    for look in ["<w:vanish/>", "<w:strike/>", "<w:color w:val='FFFFFF'/>"] {
        assert_eq!(formula(look), "4\u{fffc}", "{look}");
    }
}

#[test]
fn a_part_that_stands_in_another_file_is_said_to_be_missing() {
    let document = document(&format!("<w:p><w:subDoc r:id='rId9'/></w:p>{}", p("后")));
    assert_eq!(document.diagnostics[0].code, "office-embedded");
}

#[test]
fn text_whose_last_paragraph_lost_its_end_is_not_lost() {
    let open = |text: &str| format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    assert_eq!(text(&open("前")), "前");
    let inner = table(&[plain_row(&["规章", "1"])]);
    let cells = [format!("<w:tc>{inner}{}</w:tc>", open("4")), format!("<w:tc>{}</w:tc>", p("0"))];
    assert_eq!(text(&table(&[row(&cells)])), "规章\t1|4|0");
}

#[test]
fn what_is_written_in_two_ways_with_other_digits_is_neither() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let either = |one: &str, other: &str| {
        format!(
            "<mc:AlternateContent><mc:Choice Requires='x'>{one}</mc:Choice><mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"
        )
    };
    let read = |inner: &str| cell_with(&format!("{}{inner}", run("4")), STYLES, NUMBERING);
    assert_eq!(read(&either(&run("9"), &run("0"))), "4\u{fffc}");
    assert_eq!(read(&format!("<w:r>{}</w:r>", either("<w:t>9</w:t>", "<w:t>0</w:t>"))), "4\u{fffc}");
    assert_eq!(read(&either(&run("0"), &run("0"))), "40");
    assert_eq!(read(&either(&run("0"), "")), "40");
    let block = format!("<w:tc>{}<w:p/></w:tc>", either(&p("9"), &p("0")));
    assert_eq!(text(&table(&[row(&[cell("", "甲"), block])])), "甲\t\u{fffc}");
}

#[test]
fn digits_that_two_styles_hide_are_not_nothing() {
    let hidden = |kind: &str, id: &str| {
        format!("<w:style w:type='{kind}' w:styleId='{id}'><w:rPr><w:vanish/></w:rPr></w:style>")
    };
    let styles = format!("<w:styles>{}{}</w:styles>", hidden("paragraph", "P"), hidden("character", "C"));
    let read = |paragraph: &str, look: &str| {
        let paragraph = format!("<w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>40</w:t></w:r>");
        cell_with(&paragraph, &styles, NUMBERING)
    };
    let (both, style) = ("<w:pStyle w:val='P'/>", "<w:rStyle w:val='C'/>");
    assert_eq!(read(both, style), "\u{fffc}");
    assert_eq!(read("", style), "");
    assert_eq!(read(both, ""), "");
    assert_eq!(read(both, "<w:rStyle w:val='C'/><w:vanish/>"), "");
}
