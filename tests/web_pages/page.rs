//! Pages with a report on them, as editors, Word and content systems write them.

use std::collections::BTreeMap;

use gongkai::form::{Column, Edition, FigureKey, Layout, Row, Table};
use rust_decimal::Decimal;

/// What editors make of a cell.
#[derive(Clone, Copy, PartialEq)]
pub enum Cells {
    /// Text in the cell itself, nothing closed.
    Bare,
    /// One paragraph.
    Paragraph,
    /// Word: spans in spans, empty ones behind, digits apart, blanks around, long styles.
    Word,
}

/// What became of the merged cells of table `requests`.
#[derive(Clone, Copy, PartialEq)]
pub enum Merged {
    /// As in the form.
    Whole,
    /// The cell of the results is there twice: the page of the original ended between them.
    Twice,
    /// Empty cells in place of the merged ones.
    Empty,
    /// One column too many, and values over two columns.
    Skewed,
}

pub struct Page {
    pub edition: Edition,
    pub cells: Cells,
    pub merged: Merged,
}

/// Figures that add up, each of them different from its neighbours.
pub fn figures(edition: Edition) -> BTreeMap<FigureKey, Decimal> {
    let layout = Layout::of(edition);
    let mut figures: BTreeMap<FigureKey, i64> = BTreeMap::new();
    for (column, at) in Column::APPLICANTS.into_iter().zip(0i64..) {
        let outcomes =
            layout.outcomes().zip(0i64..).map(|(row, number)| (row, (number * 7 + at * 3) % 5 * (12 - 2 * at)));
        let outcomes: Vec<(Row, i64)> = outcomes.collect();
        let handled: i64 = outcomes.iter().map(|(_, count)| count).sum();
        for (row, count) in outcomes.into_iter().chain([
            (Row::Handled, handled),
            (Row::CarriedOver, at),
            (Row::CarriedIn, 2),
            (Row::Received, handled + at - 2),
        ]) {
            figures.insert(FigureKey::requests(row, column), count);
        }
    }
    for (row, _) in layout.rows(Table::Requests) {
        let total = Column::APPLICANTS.iter().map(|column| figures[&FigureKey::requests(row, *column)]).sum();
        figures.insert(FigureKey::requests(row, Column::Total), total);
    }
    for ((row, columns), at) in layout.rows(Table::Remedies).zip(1i64..) {
        let mut total = 0;
        for (&column, number) in columns.iter().zip(0i64..) {
            let count = if column == Column::Total { total } else { number * at };
            total += count;
            figures.insert(FigureKey::remedies(row, column), count);
        }
    }
    let mut number = 0;
    for (row, columns) in layout.rows(Table::Proactive) {
        for &column in columns {
            number += 13;
            let value = if column == Column::ItemsChange { -number } else { number };
            figures.insert(FigureKey::proactive(row, column), value);
        }
    }
    let mut figures: BTreeMap<FigureKey, Decimal> =
        figures.into_iter().map(|(key, value)| (key, value.into())).collect();
    for (key, value) in &mut figures {
        if key.column == Column::Amount {
            *value = Decimal::new(120_457, 3);
        }
    }
    figures
}

impl Page {
    /// The page: `before` and `behind` are what the site puts around the report.
    pub fn html(&self, before: &str, behind: &str) -> String {
        let year = if self.edition == Edition::E2019 { 2020 } else { 2023 };
        let paragraph = |text: &str| match self.cells {
            Cells::Word => format!(
                "<p class=MsoNormal style='mso-a: &#39;b&#39;;\n TEXT-INDENT: 32pt'><span>\u{3000}\u{3000}</span><b><span>{}</span></b><span\
                 >{}</span><o:p></o:p>&nbsp;&nbsp;</p>\n",
                &text[..text.chars().next().map_or(0, char::len_utf8)],
                &text[text.chars().next().map_or(0, char::len_utf8)..],
            ),
            _ => format!("<p>\u{3000}\u{3000}{text}</p>\n"),
        };
        [
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>样例市报告</title></head><body>",
            before,
            "<div class=TRS_Editor>",
            &format!("<p align=center>样例市{year}年</p><p align=center>政府信息公开工作年度报告</p>\n"),
            &paragraph("根据有关规定，现公布本年度报告。"),
            &paragraph("一、总体情况"),
            &paragraph("全年按期答复各类申请，做好各项工作。<!--[if !supportLists]-->7、<!--[endif]-->"),
            &paragraph("二、主动公开政府信息情况"),
            &self.proactive(),
            &paragraph("三、收到和处理政府信息公开申请情况"),
            "<p><span></span></p>",
            &self.requests(),
            &paragraph("四、政府信息公开行政复议、行政诉讼情况"),
            &self.remedies(),
            &paragraph("五、存在的主要问题及改进情况"),
            &paragraph("一是有待提高。<br>二是继续努力。"),
            &paragraph("六、其他需要报告的事项"),
            &paragraph("没有其他需要报告的事项。<!--EndFragment-->"),
            "</div>",
            behind,
            "</body></html>",
        ]
        .concat()
    }

    /// A cell that spans columns and rows.
    fn td(&self, text: &str, columns: usize, rows: usize) -> String {
        let spans = format!("rowspan=\"{rows}\" width=\"51\" colspan=\"{columns}\"");
        let first = text.chars().next().map_or(0, char::len_utf8);
        match self.cells {
            Cells::Bare => format!("<td {spans}>{text}\n"),
            // A newline and blanks behind a label, as one editor leaves them.
            Cells::Paragraph if text.chars().count() > 8 => format!("<td {spans}><p>{text}</p>\n &nbsp; &nbsp;</td>"),
            Cells::Paragraph => format!("<td {spans}><p>{text}</p></td>"),
            // Empty cells hold one blank that does not break.
            Cells::Word if text.is_empty() => format!("<td {spans}><p><span>&nbsp;</span></p></td>"),
            Cells::Word => format!(
                "<td {spans} style='border:31.8750pt none;\n mso-x:\"y\"'><p style=\"font-family:&quot;A&quot;\"><font face='A'>&nbsp;</font>\
                 <span><span>{}</span></span><span>{}</span><span><o:p></o:p></span></p></td>",
                &text[..first],
                &text[first..]
            ),
        }
    }

    fn table(&self, rows: Vec<String>) -> String {
        let rows: String = rows.iter().map(|row| format!("<tr class=firstRow>{row}</tr>\n")).collect();
        format!("<div align=\"center\"><table border=1><tbody>{rows}</tbody></table></div>\n")
    }

    fn value(&self, key: FigureKey) -> String {
        figures(self.edition)[&key].to_string()
    }

    fn proactive(&self) -> String {
        let mut rows = Vec::new();
        let mut group = "";
        let mut before = 0;
        for (row, columns) in Layout::of(self.edition).rows(Table::Proactive) {
            let label = row.label(self.edition);
            let span = |index: usize| if index + 1 == columns.len() { 4 - columns.len() } else { 1 };
            let cells = |texts: Vec<String>| -> String {
                texts.iter().enumerate().map(|(index, text)| self.td(text, span(index), 1)).collect()
            };
            if label.group != group {
                rows.push(self.td(label.group, 4, 1));
            }
            if label.group != group || before != columns.len() {
                let heads = columns.iter().map(|column| {
                    let own = column.label(self.edition, row).own;
                    // A line break in a span of its own inside the head.
                    let half = own.chars().take(2).map(char::len_utf8).sum();
                    let unit = if *column == Column::Amount { "（单位：万元）" } else { "" };
                    format!("{}<span><br/></span>{}{unit}", &own[..half], &own[half..])
                });
                rows.push(
                    self.td("信息内容", 1, 1)
                        + &heads.enumerate().fold(String::new(), |all, (index, head)| {
                            format!("{all}<td colspan={}>{head}</td>", span(index))
                        }),
                );
            }
            (group, before) = (label.group, columns.len());
            let values = columns.iter().map(|&column| self.value(FigureKey::proactive(row, column))).collect();
            rows.push(self.td(label.own, 1, 1) + &cells(values));
        }
        self.table(rows)
    }

    fn requests(&self) -> String {
        let skewed = self.merged == Merged::Skewed;
        let empty = self.merged == Merged::Empty;
        let mut rows = vec![
            self.td(
                "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
                3,
                if empty { 1 } else { 3 },
            ) + &self.td("申请人情况", if skewed { 8 } else { 7 }, 1),
            match (empty, skewed) {
                (true, _) => {
                    self.td("", 3, 1)
                        + &self.td("自然人", 1, 1)
                        + &self.td("法人或其他组织", 5, 1)
                        + &self.td("总计", 1, 1)
                }
                (_, true) => self.td("自然人", 2, 1) + &self.td("法人或其他组织", 5, 1) + &self.td("总计", 1, 2),
                _ => self.td("自然人", 1, 2) + &self.td("法人或其他组织", 5, 1) + &self.td("总计", 1, 2),
            },
        ];
        // One character a paragraph, and a line break in between.
        let leaf = |text: &str| {
            let all: String = text.chars().map(|c| format!("<p>{c}</p>")).collect();
            format!("<td>{}</td>", all.replacen("</p><p>", "<br>", 1))
        };
        let leaves: String =
            ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"].into_iter().map(leaf).collect();
        rows.push(match (empty, skewed) {
            (true, _) => self.td("", 3, 1) + &self.td("", 1, 1) + &leaves + &self.td("", 1, 1),
            (_, true) => self.td("", 1, 1) + &leaves.replacen("<td>", "<td colspan=2>", 1),
            _ => leaves,
        });
        let layout = Layout::of(self.edition);
        let results = layout.rows(Table::Requests).filter(|(row, _)| !row.label(self.edition).group.is_empty()).count();
        let result = "<p>三、本</p><p>年度办</p><p>理结果</p>";
        let (mut group, mut number) = ("", 0);
        for (row, columns) in layout.rows(Table::Requests) {
            let label = row.label(self.edition);
            let mut cells = String::new();
            if label.group.is_empty() {
                cells += &self.td(label.own, 3, 1);
            } else {
                if number == 0 {
                    let rows = if self.merged == Merged::Twice { 10 } else { results };
                    cells += &format!("<td rowspan={}>{result}</td>", if empty { 1 } else { rows });
                } else if self.merged == Merged::Twice && number == 10 {
                    cells += &format!("<td rowspan={}>{result}</td>", results - 10);
                } else if empty {
                    cells += &self.td("", 1, 1);
                }
                number += 1;
                let rows =
                    layout.rows(Table::Requests).filter(|(other, _)| other.label(self.edition).group == label.group);
                match row.group() {
                    None => cells += &self.td(label.own, 2, 1),
                    Some(_) if label.group != group => {
                        let rows = if empty { 1 } else { rows.filter(|(other, _)| other.group().is_some()).count() };
                        cells += &self.td(label.group, 1, rows);
                        cells += &self.td(label.own, 1, 1);
                    }
                    Some(_) => {
                        if empty {
                            cells += &self.td("", 1, 1);
                        }
                        cells += &self.td(label.own, 1, 1);
                    }
                }
            }
            group = label.group;
            for (&column, index) in columns.iter().zip(0..) {
                let value = self.value(FigureKey::requests(row, column));
                cells += &self.td(&value, if skewed && index == 1 { 2 } else { 1 }, 1);
            }
            rows.push(cells);
        }
        self.table(rows)
    }

    fn remedies(&self) -> String {
        let leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
        let all = |rows: usize| -> String { leaves.iter().map(|leaf| self.td(leaf, 1, rows)).collect() };
        let keys = Layout::of(self.edition).keys().iter().filter(|key| key.table == Table::Remedies);
        self.table(vec![
            self.td("行政复议", 5, 1) + &self.td("行政诉讼", 10, 1),
            all(2) + &self.td("未经复议直接起诉", 5, 1) + &self.td("复议后起诉", 5, 1),
            all(1) + &all(1),
            keys.map(|key| self.td(&self.value(*key), 1, 1)).collect(),
            "<td>&nbsp;</td>".repeat(15),
        ])
    }
}
