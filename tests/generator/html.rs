//! Web pages as they are saved from government sites: from plain ones to what a word processor leaves, with the site's
//! frame around it.

use super::printed::{Block, Cell, Grid, Part};
use super::random::Random;

/// How a page is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page {
    /// The name of the encoding that a meta element declares.
    pub charset: &'static str,
    /// Markup as a word processor exports it: spans in spans, numbers split over them, conditional comments.
    pub word: bool,
    /// Navigation, scripts and footers around the report.
    pub frame: bool,
    /// The report stands in a cell of a table for layout.
    pub layout_table: bool,
    /// Eleven columns where the form has ten, and spans that do not agree from row to row.
    pub skewed: bool,
    /// Empty cells instead of merged ones.
    pub placeholders: bool,
    /// The heads stand once more in mid-table, in a table of its own.
    pub broken_table: bool,
    /// Borders of tables; none for a page that is to be printed without.
    pub unruled: bool,
    /// A style sheet of its own.
    pub style: &'static str,
}

/// The page as text.
pub fn page(blocks: &[Block], page: Page, random: &mut Random) -> String {
    let mut body = String::new();
    for block in blocks {
        match block {
            Block::Title(text) if page.word => body.push_str(&paragraph(text, page, random)),
            Block::Title(text) => body.push_str(&format!("<h1>{}</h1>\n", escape(text))),
            Block::Heading(text) if page.word => {
                let (number, rest) = text.split_at(text.char_indices().nth(1).map_or(0, |(at, _)| at));
                body.push_str(&format!("<p class=MsoNormal style='text-indent:32.0pt;\nmso-char-indent-count:2.0'><span lang=EN-US style='font-size:16.0pt;\nfont-family:&quot;Times New Roman&quot;'>&nbsp;&nbsp;</span><b><span style='font-family:黑体'>{number}</span><span style='font-family:黑体'>{}</span></b></p>\n<p class=MsoNormal><span><o:p>&nbsp;</o:p></span></p>\n", escape(rest)));
            }
            Block::Heading(text) => body.push_str(&format!("<h2>{}</h2>\n", escape(text))),
            Block::Paragraph(text) => body.push_str(&paragraph(text, page, random)),
            Block::Table(grid) => body.push_str(&table(grid, page, random)),
        }
    }
    if page.layout_table {
        body = format!(
            "<table width=\"100%\"><tr><td><table width=\"960\" align=\"center\"><tr><td class=\"bt\">正文</td></tr><tr><td><div id=\"zoom\">{body}</div></td></tr></table></td></tr></table>"
        );
    }
    if page.frame {
        body = format!("{}{body}{}", before(), after());
    }
    let title = blocks.iter().find_map(|block| match block {
        Block::Title(text) => Some(escape(text)),
        _ => None,
    });
    let head = match page.word {
        true => word_head(),
        false => format!(
            "<style>table {{border-collapse:collapse}} td,th {{border:1px solid #000;padding:2px}} {}</style>",
            page.style
        ),
    };
    let border = if page.unruled { "<style>td,th {border:none !important}</style>" } else { "" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset={}\">\n<title>{}</title>\n{head}{border}</head>\n<body>\n{body}</body></html>\n",
        page.charset,
        title.unwrap_or_default(),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn paragraph(text: &str, page: Page, random: &mut Random) -> String {
    if !page.word {
        return format!("<p>{}</p>\n", escape(text));
    }
    format!(
        "<p class=MsoNormal align=left style='margin-top:0cm;text-align:left;\nline-height:28.0pt;mso-pagination:widow-orphan'><span style='font-size:16.0pt;font-family:仿宋_GB2312;\nmso-hansi-font-family:宋体'>　　</span>{}<!--[if !supportLists]--><!--[endif]--><span><o:p></o:p></span></p>\n",
        pieces(text, random)
    )
}

/// Text in spans that break wherever the editor broke them, numbers too.
fn pieces(text: &str, random: &mut Random) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < letters.len() {
        let end = (at + 1 + random.below(9)).min(letters.len());
        let piece: String = letters[at..end].iter().collect();
        let span = match random.below(3) {
            0 => format!(
                "<span style='font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:\n宋体;mso-bidi-font-family:&quot;Times New Roman&quot;;color:#333333;mso-font-kerning:0pt'>{}</span>",
                escape(&piece)
            ),
            1 => format!(
                "<span lang=EN-US style='mso-ascii-font-family:&#39;Times New Roman&#39;'><span>{}</span></span>",
                escape(&piece)
            ),
            _ => format!("<font face=\"仿宋\">{}</font>", escape(&piece)),
        };
        out.push_str(&span);
        at = end;
    }
    out
}

fn table(grid: &Grid, page: Page, random: &mut Random) -> String {
    let mut rows = grid.rows.clone();
    if page.placeholders {
        rows = placeholders(grid);
    }
    let skewed = page.skewed && grid.width == 10;
    if skewed {
        skew(&mut rows);
    }
    if page.skewed && grid.width == 15 {
        // A row of nothing after the figures.
        rows.push((0..15).map(|_| Cell { text: String::new(), columns: 1, rows: 1, part: Part::Head }).collect());
    }
    let open = match page.word {
        true => {
            "<div align=center>\n<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt;\n mso-yfti-tbllook:1184'>\n<tbody>"
        }
        false => "<table border=\"1\" cellspacing=\"0\">\n<tbody>",
    };
    let close = if page.word { "</tbody></table>\n</div>\n" } else { "</tbody></table>\n" };
    let mut out = open.to_owned();
    let heads = rows.iter().take_while(|row| row.iter().all(|cell| cell.part == Part::Head)).count();
    // A table may only be cut where no cell reaches over the cut.
    let cut = if page.broken_table { cut(&rows, heads) } else { None };
    for (at, row) in rows.iter().enumerate() {
        if Some(at) == cut {
            out.push_str(close);
            out.push_str(open);
            for head in &rows[..heads] {
                out.push_str(&table_row(head, page, random));
            }
        }
        out.push_str(&table_row(row, page, random));
    }
    out.push_str(close);
    out
}

fn cut(rows: &[Vec<Cell>], heads: usize) -> Option<usize> {
    let mut reach = 0;
    let mut last = None;
    for (at, row) in rows.iter().enumerate() {
        if at >= reach && at > heads + 1 && row.iter().any(|cell| cell.part == Part::Value) {
            last = Some(at);
        }
        reach = row.iter().map(|cell| at + cell.rows).fold(reach, usize::max);
    }
    last
}

fn table_row(row: &[Cell], page: Page, random: &mut Random) -> String {
    let mut out = if page.word { "<tr style='mso-yfti-irow:3;height:22.7pt'>".to_owned() } else { "<tr>".to_owned() };
    for cell in row {
        let mut spans = String::new();
        if cell.columns > 1 {
            spans.push_str(&format!(" colspan=\"{}\"", cell.columns));
        }
        if cell.rows > 1 {
            spans.push_str(&format!(" rowspan=\"{}\"", cell.rows));
        }
        out.push_str(&match page.word {
            true => word_cell(cell, &spans, random),
            false => plain_cell(cell, &spans, random),
        });
    }
    out.push_str("</tr>\n");
    out
}

fn plain_cell(cell: &Cell, spans: &str, random: &mut Random) -> String {
    let letters = cell.text.chars().count();
    let text = match (cell.part, cell.text.is_empty()) {
        (_, true) => random.pick(&["", "&nbsp;", "<p>&nbsp;</p>"]).to_string(),
        (Part::Value, _) => match random.below(4) {
            0 => format!("<p>{}</p>", escape(&cell.text)),
            1 => format!("&nbsp;{}", escape(&cell.text)),
            _ => escape(&cell.text),
        },
        (Part::Head, _) if letters == 4 && random.chance(50) => {
            let (a, b) = cell.text.split_at(cell.text.char_indices().nth(2).map_or(0, |(at, _)| at));
            random.pick(&[format!("{a}<br>{b}"), format!("<p>{a}</p><p>{b}</p>")]).clone()
        }
        _ => escape(&cell.text),
    };
    format!("<td{spans}>{text}</td>")
}

fn word_cell(cell: &Cell, spans: &str, random: &mut Random) -> String {
    let style = "style='width:29.5500pt;border-top:none;border-left:none;border-bottom:solid windowtext 1.0pt;\n  border-right:solid windowtext 1.0pt;mso-border-top-alt:solid windowtext .5pt;mso-border-left-alt:\n  solid windowtext .5pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt'";
    let text = match (cell.part, cell.text.is_empty(), random.below(6)) {
        (_, true, _) => "&nbsp;".to_owned(),
        // Typed in later, without any markup.
        (Part::Value, _, 0) => return format!("<td{spans} {style}>{}</td>", escape(&cell.text)),
        (Part::Value, _, 1) => format!("<span>&nbsp;</span><span>{}</span>", escape(&cell.text)),
        (Part::Value, _, _) => cell
            .text
            .chars()
            .map(|c| format!("<span lang=EN-US style='font-size:10.5pt;mso-bidi-font-size:11.0pt'>{c}</span>"))
            .collect(),
        (_, _, 0) => {
            let letters: Vec<char> = cell.text.chars().collect();
            let lines: Vec<String> = letters.chunks(5).map(|chunk| escape(&chunk.iter().collect::<String>())).collect();
            lines.join("<span><br/></span>\n &nbsp; &nbsp; ")
        }
        _ => pieces(&cell.text, random),
    };
    format!(
        "<td {style} valign=\"center\"{spans}><p class=MsoNormal align=center style='text-align:center;text-autospace:\n  ideograph-numeric;mso-pagination:widow-orphan'>{text}<span></span><o:p></o:p></p></td>"
    )
}

/// Every merged cell as one cell and empty ones.
fn placeholders(grid: &Grid) -> Vec<Vec<Cell>> {
    let mut covered = vec![0usize; grid.width];
    let empty = |part| Cell { text: String::new(), columns: 1, rows: 1, part };
    let mut all = Vec::new();
    for row in &grid.rows {
        let part = if row.iter().any(|cell| cell.part == Part::Value) { Part::Label } else { Part::Head };
        let mut line = Vec::new();
        let mut cells = row.iter();
        while line.len() < grid.width {
            let at = line.len();
            if covered[at] > 0 {
                covered[at] -= 1;
                line.push(empty(part));
                continue;
            }
            let Some(cell) = cells.next() else { break };
            // Only heads lose their spans: an empty cell beside a figure would be a blank figure.
            let keep = cell.part == Part::Value;
            for offset in 0..if keep { 1 } else { cell.columns } {
                covered[at + offset] = cell.rows - 1;
                let first = Cell { columns: if keep { cell.columns } else { 1 }, rows: 1, ..cell.clone() };
                line.push(if offset == 0 { first } else { empty(part) });
            }
        }
        all.push(line);
    }
    all
}

/// Table `requests` in eleven columns, as one site has it: the heads do not stand above their figures.
fn skew(rows: &mut [Vec<Cell>]) {
    for row in rows {
        let values = row.iter().filter(|cell| cell.part == Part::Value).count();
        if values == 7 {
            let second = row.len() - 6;
            row[second].columns = 2;
        } else if let Some(cell) = row.iter_mut().find(|cell| cell.text == "申请人情况") {
            cell.columns = 8;
        } else if let Some(cell) = row.iter_mut().find(|cell| cell.text == "自然人") {
            (cell.columns, cell.rows) = (2, 1);
        } else if let Some(cell) = row.iter_mut().find(|cell| cell.text == "商业企业") {
            cell.columns = 2;
            row.insert(0, Cell { text: String::new(), columns: 1, rows: 1, part: Part::Head });
        }
    }
}

fn word_head() -> String {
    let mut out = String::from(
        "<meta name=Generator content=\"Microsoft Word 15\">\n<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->\n<style><!--\n",
    );
    for at in 0..400 {
        out.push_str(&format!("p.a{at}, li.a{at}, div.a{at} {{mso-style-name:样式{at};mso-style-link:\"样式{at} Char\";margin:0cm;text-justify:inter-ideograph;font-size:10.5pt;font-family:\"等线\";mso-ascii-theme-font:minor-latin}}\n"));
    }
    out.push_str("--></style>\n");
    out
}

fn before() -> String {
    let mut out = String::from(
        "<div class=top><em ms-visible=\"!isLogin\">登录</em><em ms-visible=\"isLogin\" style=\"display:none\">您好<a hhref=\"#\">退出</a></em></div>\n<script>var columns = [{id:1,name:\"一、总体情况\"}]; if (1 < 2) { document.write(\"<td>9</td>\"); }</script>\n<ul class=nav>",
    );
    for at in 1..60 {
        out.push_str(&format!(
            "<li><a href=\"./{at}.htm\" ms-attr-href=\"el.url\">栏目{at}</a><!--li>旧栏目{at}</li--></li>"
        ));
    }
    out.push_str("</ul>\n<div class=crumb>首页 &gt; 政务公开 &gt; 政府信息公开年报</div><p>来源：样例旧县　日期：2026-01-10　字号：<a>大</a><a>中</a><a>小</a>　打印　微信 微博\n<div class=TRS_Editor>");
    out
}

fn after() -> String {
    let mut out = String::from(
        "</div>\n<p>扫一扫在手机打开当前页</p><div class=rel><table><tr><td>相关文件</td></tr></table></div><iframe class=\"isofd\" ms-attr-src=\"/web/viewer.html?file={{f}}\"></iframe><ul>",
    );
    for at in 1..80 {
        out.push_str(&format!("<li><a href=\"http://link{at}.example/\">友情链接{at}</a></li>"));
    }
    out.push_str("</ul><p>样ICP备00000000号-1　网站标识码0000000000　建议使用1024×768分辨率</p><script>var apps = [ {url:\"./P0.pdf\",name:\"原件\"} ];</script>\n");
    out
}
