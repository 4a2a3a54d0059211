//! Text, Markdown and tables of data beyond measure.

use crate::{Hostile, Size};

const TITLE: &str = "样例市2023年政府信息公开工作年度报告\n";
const REQUESTS: &str = "三、收到和处理政府信息公开申请情况\n";

pub fn all(size: Size, give: &mut dyn FnMut(Hostile)) {
    let lines = size.of(1_000_000);
    let mut text = |name: &str, body: String| give(Hostile::new(name, body));
    text("lines.txt", "一行文字\n".repeat(lines));
    text("empty-lines.txt", format!("{TITLE}{}", "\n".repeat(lines)));
    text("line.txt", format!("{TITLE}{}", "字".repeat(size.of(10_000_000))));
    text("digits.txt", format!("{TITLE}{REQUESTS}（一）予以公开{}", "1".repeat(size.of(1_000_000))));
    text("blanks-and-digits.txt", format!("{TITLE}{REQUESTS}（一）予以公开{}", " 1".repeat(size.of(500_000))));
    text("glued-rows.txt", format!("{TITLE}{REQUESTS}{}", "（一）予以公开1200001213".repeat(size.of(40_000))));
    text("bars.txt", format!("{TITLE}{}", "|".repeat(size.of(1_000_000))));
    text("bar-lines.txt", format!("{TITLE}{}", "| 1 | 2 |\n".repeat(size.of(300_000))));
    text("tabs.txt", format!("{TITLE}{REQUESTS}规章{}", "\t0".repeat(size.of(400_000))));
    text("rows.txt", format!("{TITLE}{REQUESTS}{}", "（一）予以公开\t1\t0\t0\t0\t0\t0\t1\n".repeat(size.of(60_000))));
    text("words.txt", format!("{TITLE}{REQUESTS}{}", "重复申请\t\n".repeat(size.of(200_000))));
    text("cells.txt", format!("{TITLE}{REQUESTS}{}", "予以公开\n0\n".repeat(size.of(200_000))));
    text("headings.txt", format!("{TITLE}{}", REQUESTS.repeat(size.of(200_000))));
    text("titles.txt", TITLE.repeat(size.of(200_000)));
    text("quotes.txt", format!("{TITLE}根据《{}", "《".repeat(size.of(200_000))));
    text("counts.txt", format!("{TITLE}一、总体情况\n{}", "收到申请5件，其中予以公开3件。".repeat(size.of(60_000))));
    text("numbered.txt", format!("{TITLE}{}", "一、总体情况\n二、确保安全。\n".repeat(size.of(100_000))));
    text("marks.md", format!("# {TITLE}{}", "*_[`".repeat(size.of(250_000))));
    text("fence.md", format!("---\nbody: {}\n---\n{TITLE}", "甲".repeat(size.of(1_000_000))));
    text("rules.md", format!("{TITLE}|{}\n|{}\n", " a |".repeat(size.of(100_000)), " --- |".repeat(size.of(100_000))));
    text("columns.csv", format!("{}\n", "1,".repeat(size.of(100_000))));
    text("rows.csv", "样例市,2023,1\n".repeat(lines));
    text("quote.csv", format!("a,\"{}", "甲,\n".repeat(size.of(3_000_000))));
    let head = "body,year,table,row,column,value\n";
    text("figures.csv", format!("{head}{}", "样例市,2023,requests,received,total,1\n".repeat(size.of(500_000))));
    let many = (0..size.of(200_000)).map(|at| format!("样例{at}市,2023,requests,received,total,1\n"));
    text("bodies.csv", format!("{head}{}", many.collect::<String>()));
}
