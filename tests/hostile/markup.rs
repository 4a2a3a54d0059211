//! Web pages that are deep, wide or tangled.

use crate::{Hostile, Size};

fn page(body: &str) -> String {
    format!("<html><head><meta charset=utf-8><title>样例市2023年政府信息公开工作年度报告</title></head><body>{body}")
}

pub fn all(size: Size, give: &mut dyn FnMut(Hostile)) {
    let mut html = |name: &str, body: String| give(Hostile::new(name, page(&body)));
    let deep = size.of(200_000);
    html("deep-div.html", "<div>".repeat(deep));
    html("deep-font.html", "<font color=a size=1>".repeat(size.of(100_000)));
    html("deep-tables.html", "<table><tr><td>".repeat(size.of(100_000)));
    html("deep-lists.html", "<ul><li>".repeat(size.of(100_000)));
    html("deep-svg.html", format!("<svg>{}", "<g>".repeat(deep)));
    html("deep-template.html", "<template>".repeat(size.of(100_000)));
    html("deep-closed.html", format!("{}1{}", "<div>".repeat(deep), "</div>".repeat(deep)));
    let tangled = (0..size.of(40_000)).map(|at| format!("<b id={at} a={at}><i class=c{at}><p></b>"));
    html("misnested.html", tangled.collect());
    html("misnested-anchors.html", "<a href=1><div><p></a>".repeat(size.of(60_000)));
    html("foster.html", format!("<table>{}", "a<b>".repeat(size.of(60_000))));
    html("unclosed-comment.html", format!("<!--{}", "-".repeat(size.of(2_000_000))));
    html("unclosed-tags.html", "<a".repeat(size.of(500_000)));
    let attributes: String = (0..size.of(100_000)).map(|at| format!(" a{at}=1")).collect();
    html("attributes.html", format!("<p{attributes}>"));
    html("entities.html", "&amp;&#x4e00;&notanentity".repeat(size.of(200_000)));
    html("columns.html", format!("<table><tr>{}</tr></table>", "<td>1</td>".repeat(size.of(100_000))));
    html("cells.html", format!("<table>{}</table>", "<tr><td>1<td>2<td>3<td>4".repeat(size.of(250_000))));
    html("colspan.html", "<table><tr><td colspan=2000000000>a<td>1<tr><td>b<td>2</table>".to_owned());
    html("rowspan.html", "<table><tr><td rowspan=2000000000>a<td>1<tr><td>b<td>2</table>".to_owned());
    html("spans.html", format!("<table>{}</table>", "<tr><td colspan=1000 rowspan=65534>1".repeat(size.of(20_000))));
    html("no-spans.html", "<table><tr><td colspan=0 rowspan=-1>a<td colspan=1e9>1</table>".to_owned());
    html("paragraphs.html", "<p>样例</p>".repeat(size.of(500_000)));
    html("tables.html", "<table><tr><td>规章<td>1</table>".repeat(size.of(100_000)));
    html("script.html", format!("<script>{}", "document.write('<td>1')".repeat(size.of(100_000))));
    html("line.html", "字".repeat(size.of(10_000_000)));
    let mut whole = |name: &str, text: String| give(Hostile::new(name, text));
    whole("title.html", format!("<meta charset=utf-8><title>{}", "样例市-".repeat(size.of(500_000))));
    let nested: String = (0..size.of(20_000))
        .map(|at| format!("Content-Type: multipart/related; boundary=b{at}\r\n\r\n--b{at}\r\n"))
        .collect();
    whole("nested.mhtml", format!("MIME-Version: 1.0\r\n{nested}"));
    let parts = "--b\r\nContent-Type: text/html\r\n\r\n<p>a\r\n".repeat(size.of(200_000));
    whole("parts.mht", format!("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n{parts}"));
    whole("headers.mht", format!("MIME-Version: 1.0\r\n{}", "Subject: =?utf-8?B?5p+Q?=\r\n ".repeat(size.of(200_000))));
    let encoded = "PGRpdj48".repeat(size.of(200_000));
    whole(
        "deep.mhtml",
        format!("MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}"),
    );
}
