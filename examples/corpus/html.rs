//! A report as a page of a government site: a word processor's markup in the site's navigation, scripts and footers.

use crate::random::Random;
use crate::sheet::{Block, Sheet};

const SPAN: &str = "<span lang=EN-US style='font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:仿宋;mso-bidi-font-family:\"Times New Roman\";color:black'>";
const CELL: &str =
    "border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt;height:28.3pt";

/// A page of about `length` bytes.
pub fn page(sheet: &Sheet, length: usize, random: &mut Random) -> String {
    let report = report(sheet);
    let around = length.saturating_sub(report.len());
    let mut page = String::with_capacity(length + 4096);
    page.push_str(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>政府信息公开年报</title>\n<style>\n",
    );
    fill(&mut page, around / 4, |n| {
        format!("p.MsoNormal{n}, li.MsoNormal{n} {{margin:0cm;text-align:justify;font-size:10.5pt}}\n")
    });
    page.push_str("</style>\n</head>\n<body>\n<div class=\"header\"><ul class=\"nav\">\n");
    fill(&mut page, around / 4, |n| {
        format!(
            "<li class=\"nav-item\"><a href=\"/channels/{n}/index.html\" target=\"_blank\">栏目之{}</a></li>\n",
            pick(random)
        )
    });
    page.push_str("</ul></div>\n<div class=\"main\"><div class=\"article\" id=\"zoom\">\n");
    page.push_str(&report);
    page.push_str("</div></div>\n<div class=\"footer\"><p>网站标识码：0000000000</p></div>\n<script>\n");
    fill(&mut page, around / 2, |n| {
        format!("function f{n}(a){{ if (a > {n}) {{ return document.getElementById('d' + a); }} return a; }}\n")
    });
    page.push_str("</script>\n</body>\n</html>\n");
    page
}

/// The report alone, plain: what a browser prints.
pub fn printable(sheet: &Sheet) -> String {
    let mut page = String::from(
        "<!DOCTYPE html><meta charset=\"utf-8\"><style>@page{size:A4;margin:25mm}body{font:16pt/1.8 serif}\
         h1{font-size:22pt;text-align:center}table{border-collapse:collapse;width:100%;font-size:9pt;line-height:1.4}\
         td{border:1px solid;padding:2pt;text-align:center}</style>",
    );
    for block in &sheet.blocks {
        match block {
            Block::Title(text) => page.push_str(&format!("<h1>{text}</h1>")),
            Block::Heading(text) => page.push_str(&format!("<h2>{text}</h2>")),
            Block::Paragraph(text) => page.push_str(&format!("<p>{text}</p>")),
            Block::Table(rows) => {
                page.push_str("<table>");
                for row in rows {
                    page.push_str("<tr>");
                    for cell in row {
                        page.push_str(&format!("<td colspan={} rowspan={}>{}", cell.columns, cell.rows, cell.text));
                    }
                }
                page.push_str("</table>");
            }
        }
    }
    page
}

fn report(sheet: &Sheet) -> String {
    let mut html = String::new();
    for block in &sheet.blocks {
        match block {
            Block::Title(text) => paragraph(&mut html, text, "text-align:center;line-height:30.0pt"),
            Block::Heading(text) | Block::Paragraph(text) => {
                paragraph(&mut html, text, "text-indent:32.0pt;line-height:28.0pt");
            }
            Block::Table(rows) => {
                html.push_str("<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;border:none'>\n");
                for row in rows {
                    html.push_str("<tr style='mso-yfti-irow:0;height:28.3pt'>\n");
                    for cell in row {
                        html.push_str(&format!(
                            "<td width=60 colspan={} rowspan={} valign=center style='width:45.0pt;{CELL}'>\n",
                            cell.columns, cell.rows
                        ));
                        paragraph(&mut html, &cell.text, "text-align:center;line-height:normal");
                        html.push_str("</td>\n");
                    }
                    html.push_str("</tr>\n");
                }
                html.push_str("</table>\n");
            }
        }
    }
    html
}

/// A paragraph whose text is cut into several spans, as word processors do.
fn paragraph(html: &mut String, text: &str, style: &str) {
    html.push_str(&format!("<p class=MsoNormal align=center style='{style}'>"));
    let characters: Vec<char> = text.chars().collect();
    for piece in characters.chunks(40) {
        html.push_str(SPAN);
        html.extend(piece);
        html.push_str("</span>");
    }
    html.push_str("<o:p></o:p></p>\n");
}

fn pick(random: &mut Random) -> &'static str {
    const WORDS: [&str; 6] = ["新闻", "政策", "服务", "互动", "数据", "机构"];
    WORDS[random.below(WORDS.len())]
}

fn fill(page: &mut String, length: usize, mut make: impl FnMut(usize) -> String) {
    let end = page.len() + length;
    let mut number = 0;
    while page.len() < end {
        page.push_str(&make(number));
        number += 1;
    }
}
