//! Reports on web pages, read from the page to the figures: no figure may be lost or come out as another.

mod page;

use std::collections::BTreeMap;

use gongkai::form::Edition;
use gongkai::load::document::{Document, Hints, format_for};
use gongkai::load::extract::extract;
use gongkai::load::fold;
use gongkai::report::{Report, SectionKind, Spot, State};

use page::{Cells, Merged, Page, figures};

fn document(kind: &str, bytes: &[u8]) -> Document {
    let reading = format_for(kind).unwrap().read(&format!("reports/a.{kind}"), bytes);
    reading.unwrap_or_else(|problem| panic!("{problem:?}")).document().unwrap()
}

fn report(html: &str) -> (Report, Vec<&'static str>) {
    let document = document("html", html.as_bytes());
    let (report, problems) = extract(&document, String::new(), &Hints::default());
    let codes = document.diagnostics.iter().chain(&problems).map(|one| one.code).collect();
    (report.unwrap_or_else(|| panic!("{problems:?}\n{}", document.text)), codes)
}

fn assert_all_read(html: &str, edition: Edition, what: &str) {
    let (report, codes) = report(html);
    assert_eq!((report.body.as_str(), report.edition()), ("样例市", edition), "{what}");
    for (key, expected) in figures(edition) {
        let figure = report.figure(key).unwrap();
        assert_eq!(
            (figure.state(), figure.value()),
            (State::Reported, Some(expected)),
            "{what} {key:?} {codes:?}\n{}",
            report.source.text
        );
    }
    assert_eq!(codes, [""; 0], "{what}");
}

const PLAIN: Page = Page { edition: Edition::E2021, cells: Cells::Paragraph, merged: Merged::Whole };

#[test]
fn every_figure_is_read_whatever_the_editor_makes_of_the_cells() {
    for edition in [Edition::E2019, Edition::E2021] {
        for (cells, cells_name) in [(Cells::Bare, "bare"), (Cells::Paragraph, "paragraph"), (Cells::Word, "word")] {
            for (merged, merged_name) in [
                (Merged::Whole, "whole"),
                (Merged::Twice, "twice"),
                (Merged::Empty, "empty"),
                (Merged::Skewed, "skewed"),
            ] {
                let html = Page { edition, cells, merged }.html("", "");
                assert_all_read(&html, edition, &format!("{edition:?} {cells_name} {merged_name}"));
            }
        }
    }
}

#[test]
fn what_the_site_puts_around_the_report_stays_outside() {
    let links = "<ul><li><a href='/a.html'>首页</a></li><li><a href='/b'>2022年政府信息公开工作年度报告</a></li></ul>\
                 <div>微信 微博 QQ空间</div><span style='DISPLAY: none'>登录</span>\
                 <script>if (a<b) document.write('<table><tr><td>规章');</script>";
    let before = format!("{}<p>来源：乙县</p><!--li>行政许可</li-->", links.repeat(120));
    let behind = format!(
        "{}<p>主办单位：乙县人民政府办公室</p><table><tr><td>网站标识码</td><td>1</td></tr></table>",
        links.repeat(120)
    );
    let html = PLAIN.html(&before, &behind);
    assert!(html.len() > 40_000);
    assert_all_read(&html, PLAIN.edition, "with a frame");
    let (report, _) = report(&html);
    for word in ["微信", "登录", "乙县", "首页", "网站标识码", "规章');"] {
        assert!(!report.source.text.contains(word), "{word}");
    }
}

#[test]
fn tables_that_arrange_the_page_are_no_tables_of_figures() {
    let layout =
        "<table width=100%><tr><td><a href='/'>首页</a></td><td>欢迎</td></tr><tr><td colspan=2><table><tr><td>";
    let html = PLAIN.html(layout, "</td></tr></table></td></tr><tr><td>版权所有</td><td>电话</td></tr></table>");
    let html = html.replace("<div class=TRS_Editor>", "").replacen(
        "</div></td></tr></table></td>",
        "</td></tr></table></td>",
        1,
    );
    assert_all_read(&html, PLAIN.edition, "in tables");
    let (report, _) = report(&html);
    assert!(!report.source.text.contains("版权所有"));
}

#[test]
fn a_place_is_the_line_of_the_source_and_the_cell() {
    let html = PLAIN.html("\n\n", "");
    let (report, _) = report(&html);
    for (key, figure) in report.figures.iter() {
        let Some(Spot::Markup { line, cell: Some(cell) }) = figure.place().map(|place| place.spot) else {
            panic!("{key:?} {:?}", figure.place())
        };
        let source = html.lines().nth(line as usize - 1).unwrap();
        assert!(source.contains(&format!("<p>{}</p>", figure.raw())), "{key:?} {source}");
        assert_eq!(cell.table, 1 + key.table as u32);
    }
}

#[test]
fn a_cell_that_is_empty_or_a_picture_is_no_zero() {
    let html = PLAIN.html("", "");
    let one = |cell: &str| {
        let (row, start) = ("行政强制", html.find("行政强制").unwrap());
        let from = start + html[start..].find("<td").unwrap();
        let to = from + html[from..].find("</td>").unwrap();
        let html = format!("{}<td>{cell}{}", &html[..from], &html[to..]);
        let (report, _) = report(&html);
        let (_, figure) = report.figures.iter().find(|(key, _)| key.row.label(Edition::E2021).own == row).unwrap();
        (figure.state(), figure.value())
    };
    assert_eq!(one("<p>&nbsp;</p>"), (State::Blank, None));
    for cell in ["<img src=a.png>", "<input value=5>", "<p>1</p><p>3</p>", "<del>5</del>6", "5<sup>1</sup>"] {
        let (state, value) = one(cell);
        assert!(matches!(state, State::Unreadable | State::Missing) && value.is_none(), "{cell} {state:?} {value:?}");
    }
    assert_eq!(one("<span>1</span><span>3</span>"), (State::Reported, Some(13.into())));
}

#[test]
fn a_page_whose_figures_are_attached_or_hidden_says_so() {
    let html = PLAIN.html("", "");
    let start = html.find("<div align").unwrap();
    let end = html.rfind("</table></div>").unwrap() + "</table></div>".len();
    let without = format!("{}<p>{}</p>{}", &html[..start], "三、收到和处理政府信息公开申请情况", &html[end..]);
    let attached = without.replace("</body>", "<a href='./P0.pdf'>附件</a></body>");
    let (read, codes) = report(&attached);
    assert!(codes.contains(&"figures-attached") && codes.contains(&"no-tables"), "{codes:?}");
    assert_eq!(read.figures.count(State::Missing), figures(Edition::E2021).len());

    let hidden =
        html.replace("<div class=TRS_Editor>", "<div>点击查看</div><div class=TRS_Editor style='display:none'>");
    assert_all_read(&hidden, PLAIN.edition, "behind a tab");
}

#[test]
fn the_title_is_found_outside_the_report_where_it_does_not_name_the_body() {
    let html = PLAIN.html("", "").replace("<p align=center>样例市2023年</p>", "<p>2023年</p>");
    for (from, to) in [
        ("<title>样例市报告</title>", "<title>样例市2023年政府信息公开工作年度报告_年报_丙网</title>"),
        ("<title>", "<meta name=ArticleTitle content='样例市2023年政府信息公开工作年度报告'><title>"),
        ("<body>", "<body><h1>样例市2023年<br>政府信息公开工作年度报告</h1><p>来源：乙县</p>"),
    ] {
        let (report, _) = report(&html.replace(from, to));
        assert_eq!((report.body.as_str(), report.year), ("样例市", 2023), "{to}");
    }
    let named = PLAIN
        .html("", "")
        .replace("<title>", "<meta name=ArticleTitle content='乙县2023年政府信息公开工作年度报告'><title>");
    assert_eq!(report(&named).0.body, "样例市");
}

#[test]
fn a_page_is_the_same_in_every_encoding_and_in_an_archive() {
    let html = PLAIN.html("", "").replace("charset=\"utf-8\"", "charset=gb2312");
    let expected = document("html", PLAIN.html("", "").as_bytes());
    let (gbk, _, _) = encoding_rs::GBK.encode(&html);
    let read = document("htm", &gbk);
    assert_eq!(read.text, expected.text);
    assert_eq!(read.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), ["decoded"]);

    let packed: String = gbk.iter().map(|byte| format!("={byte:02X}")).collect();
    let lines: Vec<String> =
        packed.as_bytes().chunks(72).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    let archive = format!(
        "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b1\"\r\n\r\n\
         --b1\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\
         Content-Location: http://www.example.cn/a/b.html\r\n\r\n{}\r\n--b1\r\nContent-Type: image/png\r\n\
         Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b1--\r\n",
        lines.join("=\r\n")
    );
    let read = document("mhtml", archive.as_bytes());
    assert_eq!(read.text, expected.text);
    assert_eq!(read.hints.url.as_deref(), Some("http://www.example.cn/a/b.html"));
}

#[test]
fn the_prose_has_its_paragraphs_and_no_tables() {
    let html = Page { cells: Cells::Word, ..PLAIN }.html("", "");
    let (report, _) = report(&html);
    let of = |kind| report.sections.iter().find(|section| section.kind == kind).unwrap();
    let texts = |kind| -> Vec<String> {
        of(kind).paragraphs.iter().map(|lines| lines.iter().map(|(_, text)| text.as_str()).collect()).collect()
    };
    assert_eq!(texts(SectionKind::Overview), ["全年按期答复各类申请，做好各项工作。7、"]);
    assert_eq!(texts(SectionKind::Problems), ["一是有待提高。", "二是继续努力。"]);
    assert_eq!(texts(SectionKind::OtherMatters), ["没有其他需要报告的事项。"]);
}

#[test]
fn a_copy_in_traditional_characters_is_the_same_report() {
    let simplified = Page { cells: Cells::Word, ..PLAIN }.html("", "");
    let simplified = simplified.replace("规范性文件", "规范性档案").replace("信息", "资讯");
    let traditional: BTreeMap<char, char> = ('\u{4e00}'..='\u{9fff}')
        .rev()
        .map(|c| (fold::simplified(c), c))
        .filter(|(simplified, c)| simplified != c)
        .collect();
    let html: String = simplified.chars().map(|c| *traditional.get(&c).unwrap_or(&c)).collect();
    let mut document = document("html", html.as_bytes());
    assert!(fold::document(&mut document));
    let (report, problems) = extract(&document, String::new(), &Hints::default());
    let report = report.unwrap();
    assert_eq!((report.body.as_str(), problems.len()), ("样例市", 0), "{problems:?}");
    for (key, expected) in figures(Edition::E2021) {
        assert_eq!(report.value(key), Some(expected), "{key:?}");
    }
    assert!(report.source.text.contains("樣例市"), "the text stays as it stands");
}

/// The page with the cell of the first figure of the row 行政强制 (17 * 13) replaced, and `head` in its head.
fn with_cell(head: &str, cell: &str) -> (State, Option<rust_decimal::Decimal>, String) {
    let html = PLAIN.html("", "").replace("</head>", &format!("{head}</head>"));
    let start = html.find("行政强制").unwrap();
    let from = start + html[start..].find("<td").unwrap();
    let to = from + html[from..].find("</td>").unwrap();
    let html = format!("{}<td colspan=3>{cell}{}", &html[..from], &html[to..]);
    let (report, _) = report(&html);
    let (_, figure) = report.figures.iter().find(|(key, _)| key.row.label(Edition::E2021).own == "行政强制").unwrap();
    let others = report.figures.iter().filter(|(key, _)| key.row.label(Edition::E2021).own != "行政强制");
    for (key, other) in others {
        assert_eq!(other.value(), Some(figures(Edition::E2021)[&key]), "{cell}: {key:?}");
    }
    (figure.state(), figure.value(), figure.raw().to_owned())
}

fn assert_cell(head: &str, cell: &str, expected: Option<i64>) {
    let (state, value, raw) = with_cell(head, cell);
    match expected {
        Some(number) => assert_eq!((state, value), (State::Reported, Some(number.into())), "{head} {cell} {raw}"),
        None => assert!(
            matches!(state, State::Unreadable | State::Missing) && value.is_none(),
            "{head} {cell} {state:?} {value:?} {raw}"
        ),
    }
}

#[test]
fn a_mark_of_a_note_is_no_digit_of_the_number() {
    for mark in [
        "<a href='#_ftn1' name='_ftnref1'>[1]</a>",
        "<a style='mso-footnote-id:ftn1' href='http://www.a.cn/b.html#_ftn1'><span class=MsoFootnoteReference>1</span></a>",
        "<sup><a class=x href='#fn1'>1</a></sup>",
        "<a href='#fn:1'><sup>1</sup></a>",
        "<a href='#note1'>①</a>",
        "<p><a href='#注1'>注1</a></p>",
    ] {
        assert_cell("", &format!("12{mark}"), Some(12));
        assert_cell("", &format!("<p>{mark}12</p>"), Some(12));
        assert_cell("", mark, None);
    }
    for cell in
        ["1<a href='#_ftn1'>2[1]</a>", "12<a href='#fn1'>1</a>", "12<a href='#b'>1</a>", "<a href='#fn1'>12</a>"]
    {
        assert_cell("", cell, None);
    }
    assert_cell("", "<a href='#b'>12</a>", Some(12));
    assert_cell("", "<a href='b.html'>1</a>2", Some(12));
}

#[test]
fn raised_digits_are_no_digits_of_the_number() {
    for style in [
        "vertical-align: super",
        "vertical-align:sub",
        "VERTICAL-ALIGN: 3pt",
        "vertical-align:40%",
        "mso-text-raise:3.0pt",
        "position:relative;top:-3.0pt;font-size:8pt",
    ] {
        assert_cell("", &format!("12<span style='{style}'>1</span>"), None);
        assert_cell("", &format!("<p>12<b><span style='{style}'><b>1</b></span></b></p>"), None);
        assert_cell(&format!("<style>.n {{ {style} }}</style>"), "12<i class='m n'>1</i>", None);
    }
    for style in ["vertical-align:baseline", "vertical-align:middle", "position:relative;top:0", "color:red"] {
        assert_cell("", &format!("1<span style='{style}'>2</span>"), Some(12));
    }
    // All of it is moved alike.
    assert_cell("", "<span style='position:relative;top:1pt;mso-text-raise:-1pt'><b>1</b>2</span>", Some(12));
}

#[test]
fn digits_much_smaller_than_those_beside_them_are_no_digits_of_the_number() {
    for mark in ["span style='font-size:6pt'", "span style='font-size:50%'", "small", "font size=1"] {
        let name = mark.split(' ').next().unwrap();
        assert_cell("", &format!("<span style='font-size:10.5pt'>12<{mark}>1</{name}></span>"), None);
        assert_cell("", &format!("<{mark}>12</{name}>"), Some(12));
    }
    assert_cell("", "12<span style='font-size:6pt'>1</span>", None);
    for (one, other) in [("10.5pt", "12pt"), ("16px", "14px"), ("12pt", "120%")] {
        assert_cell("", &format!("<i style='font-size:{one}'>1</i><i style='font-size:{other}'>2</i>"), Some(12));
    }
}

#[test]
fn hidden_digits_are_no_digits_of_the_number() {
    let styles = [
        "display:none",
        "DISPLAY: none !important; x",
        "visibility:hidden",
        "opacity:0",
        "font-size:0",
        "font-size:0pt;line-height:0",
        "position:absolute; left:-9999px",
        "display:inline-block; text-indent:-9999px",
        "position:absolute;clip: rect(0 0 0 0)",
        "position:absolute;clip:rect(1px, 1px, 1px, 1px)",
        "display:block; height:0; overflow:hidden",
        "position:absolute;width:1px;height:1px;overflow:hidden",
        "color:transparent",
        "color:#fff",
        "color: rgb(255, 255, 255)",
    ];
    for style in styles {
        assert_cell("", &format!("12<span style='{style}'>3</span>"), Some(12));
        assert_cell(&format!("<style>x,.h {{ {style} }}</style>"), "<p>12<b class='a h'><u>3</u></b></p>", Some(12));
        let (state, value, _) = with_cell("", &format!("<span style='{style}'>3</span>"));
        assert!(state != State::Reported && value.is_none(), "{style}");
    }
    for (selector, element) in [("#h", "<b id=h>3</b>"), ("b", "<b>3</b>"), ("td i.h", "<i class=h><u>3</u></i>")] {
        assert_cell(&format!("<style>{selector} {{display:none}}</style>"), &format!("<p>12{element}</p>"), Some(12));
    }
    for cell in [
        "12<b hidden>3</b>",
        "12<b class=sr-only>3</b>",
        "12<b class='visually-hidden x'>3</b>",
        "12<font color=#ffffff>3</font>",
    ] {
        assert_cell("", cell, Some(12));
    }
    // On one screen they are seen and on another not.
    for rule in
        [".h{display:none} @media (min-width:700px){.h{display:inline}}", "@media (max-width:9px){.h{display:none}}"]
    {
        assert_cell(&format!("<style>{rule}</style>"), "12<b class=h>3</b>", None);
    }
    assert_cell("", "12<span style='mso-hide:all'>3</span>", None);
    assert_cell("<link rel=stylesheet href=a.css>", "12<font color=white>3</font>", None);
}

#[test]
fn what_is_seen_is_read_whatever_its_style_seems_to_say() {
    for (head, cell) in [
        ("", "1<span aria-hidden=true>2</span>"),
        ("", "1<span style='text-indent:-9999px;clip:rect(0 0 0 0);height:0;overflow:hidden'>2</span>"),
        ("<style>@media (max-width:9px){b,p,td{font-size:9px;width:100%}}</style>", "<p><b>1</b><b>2</b></p>"),
        ("<style>.h{display:none} td .h{display:inline}</style>", "1<b class=h>2</b>"),
        ("<style>@media print {.h{display:none}} .h:hover{display:none}</style>", "1<b class=h>2</b>"),
        ("<style>.sr-only{color:red}</style>", "1<b class=sr-only>2</b>"),
        ("<style>td{font-size:0} td span{font-size:12px}</style>", "<span>12</span>"),
        ("", "<p style='visibility:hidden'><b style='visibility:visible'>12</b></p>"),
        ("", "<p style='background:#06c'><b style='color:#fff'>12</b></p>"),
        ("<style>tr{background:#036;color:white}</style>", "12"),
        ("<style>td{opacity:0}</style>", "12"),
        ("<style>tr{display:none}</style>", "12"),
        ("<style>.TRS_Editor,body{display:none}</style>", "12"),
        ("<style>table{visibility:hidden}</style>", "12"),
        ("<style>body{opacity:0} p{opacity:1}</style>", "12"),
    ] {
        assert_cell(head, cell, Some(12));
    }
    for cell in ["<td class=h>", "<td style='display:none'>"] {
        let html = PLAIN
            .html(&format!("<style>.h{{display:none}}</style><table><tr><td>首页</td>{cell}"), "</td></tr></table>");
        assert_all_read(&html, PLAIN.edition, "in a hidden cell that arranges the page");
    }
    let tab = PLAIN.html("", "").replace("<div class=TRS_Editor>", "<div class=TRS_Editor style='display:none'>");
    let one = tab.replacen(
        "<td rowspan=\"1\" width=\"51\" colspan=\"1\"><p>13</p>",
        "<td><p>13<b style='display:none'>4</b></p>",
        1,
    );
    assert_ne!(tab, one);
    assert_all_read(&one, PLAIN.edition, "hidden digits behind a tab");
}

#[test]
fn a_hidden_row_or_cell_is_none() {
    let html = PLAIN.html("<style>.h{display:none}</style>", "");
    let row = "<tr class=h><td>行政强制</td><td colspan=3>99</td></tr>";
    let start = html.find("行政强制").unwrap();
    let at = start + html[start..].find("</tr>").unwrap() + 5;
    assert_all_read(&format!("{}{row}{}", &html[..at], &html[at..]), PLAIN.edition, "hidden row");
    let cell = html[..at].rfind("<td").unwrap();
    assert_all_read(&format!("{}<td class=h>98</td>{}", &html[..cell], &html[cell..]), PLAIN.edition, "hidden cell");
}

#[test]
fn what_is_struck_out_folded_away_or_out_of_order_makes_no_number() {
    for cell in [
        "<s>12</s>15",
        "<del>12</del><ins>15</ins>",
        "15 <strike>12</strike>",
        "<span style='text-decoration: underline line-through'>12</span>15",
        "<s>12</s>",
        "12<details><summary>3</summary>4</details>",
        "1<span style='float:right'>2</span>",
        "<b style='float:right'>1</b><b style='float:right'>2</b>",
        "<bdo dir=rtl>12</bdo>",
        "<p style='direction:rtl; unicode-bidi:bidi-override'>12</p>",
        "<p dir=rtl>1 2</p>",
        "<p style='direction:rtl'>-12</p>",
        "1<span dir=rtl>2</span>",
        "\u{202e}12",
        "<p style='display:flex;flex-direction:row-reverse'><b>1</b>2</p>3",
    ] {
        assert_cell("", cell, None);
    }
    for cell in ["<span style='float:right'>12</span>", "<p dir=rtl>12</p>", "<p style='float:none'>1</p><b>2</b>"] {
        assert_cell("", cell, if cell.contains("none") { None } else { Some(12) });
    }
}

#[test]
fn a_rule_hides_what_its_selector_is_for_and_one_that_is_not_understood_leaves_it_open() {
    let both = "<b class=big>12</b><b class=small>12</b>";
    for selector in [".small:has(~ i)", "b:nth-child(2 of .small)", ".small:lang(zh)", "b:not(td > .big)"] {
        assert_cell(&format!("<style>{selector}{{display:none}}</style>"), both, None);
    }
    for selector in [
        ".small:not(.x)",
        "b + b",
        ".big ~ .small",
        "b:nth-child(2)",
        "td b:last-child",
        "[class=small]",
        ":is(.small)",
        ".small:where(b)",
        ":root .small",
    ] {
        assert_cell(&format!("<style>{selector}{{display:none}}</style>"), both, Some(12));
    }
    for rule in [
        "li:first-child{display:none}",
        ".menu b + b{display:none}",
        "b + b{color:red}",
        "b:hover + b:hover{display:none}",
        "[hidden]{display:none}",
        "b::after{display:block}",
        "b:empty{display:none}",
    ] {
        assert_cell(&format!("<style>{rule}</style>"), "<b>1</b><b>2</b>", Some(12));
    }
    assert_cell("<style>p:first-child{display:block}</style>", "<p>12</p>", Some(12));
}

#[test]
fn digits_beside_what_is_no_text_are_no_number() {
    for beside in [
        "<img src=3.png>",
        "<svg><text>3</text></svg>",
        "<math><mn>3</mn></math>",
        "<canvas></canvas>",
        "<iframe></iframe>",
    ] {
        assert_cell("", &format!("12{beside}"), None);
        assert_cell("", beside, None);
    }
    for beside in
        ["<img src=a.gif width=1 height=1>", "<img src=a.gif style='width:1px'>", "<input type=hidden value=3>"]
    {
        assert_cell("", &format!("12{beside}"), Some(12));
    }
}

#[test]
fn digits_of_which_it_is_not_known_whether_they_are_seen_make_no_number() {
    for style in [
        "vertical-align:text-top",
        "vertical-align:2px",
        "font-size:1px",
        "font-size:1%",
        "font-size:0.01em",
        "zoom:0",
        "-webkit-text-fill-color:transparent",
        "filter:opacity(0)",
        "transform:translateY(-.5em)",
        "opacity:.05",
        "color:#f8f8f8",
        "display:var(--d)",
        "position:relative;left:-10px",
    ] {
        assert_cell("", &format!("12<b style='{style}'>3</b>"), None);
        let alone = format!("<b style='{style}'>12</b>");
        assert!(!matches!(with_cell("", &alone).1, Some(other) if other != 12.into()), "{style}");
    }
    for cell in [
        "12<dialog>3</dialog>",
        "12<b popover>3</b>",
        "<p style='display:flex;flex-direction:row-reverse'><b>3</b><b>12</b></p>",
        "<bdo style='direction:rtl'>12</bdo>",
    ] {
        assert_cell("", cell, None);
    }
}

#[test]
fn in_the_prose_a_mark_joins_no_number_and_hidden_words_are_none() {
    let html = PLAIN.html("<style>.h{display:none}</style>", "").replace(
        "全年按期答复各类申请，做好各项工作。",
        "全年12<sup>1</sup>件，13<a href='#_ftn2'>[2]</a>件，14<span class=h>9</span>件，<s>15</s>16件，做好各项工作。",
    );
    let (report, _) = report(&html);
    assert!(report.source.text.contains("全年12^1件，13件，14件，~~15~~16件，"), "{}", report.source.text);
}
