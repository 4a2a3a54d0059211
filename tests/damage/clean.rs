//! Clean reports: figures that add up, and the sheet that they are printed on.

use std::collections::BTreeMap;

use gongkai::form::{Column, Edition, FigureKey, Layout, Table};
use rust_decimal::Decimal;

use crate::figures::figures;
use crate::random::Random;

/// The figures of a report that adds up.
pub struct Clean {
    pub edition: Edition,
    pub figures: BTreeMap<FigureKey, Decimal>,
}

/// How the table is laid out in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Tabs; labels of groups stand in the first row of the group, and the other rows are indented by it.
    Ragged,
    /// Tabs; every row has the same number of cells.
    Grid,
    /// Bars between the cells and around them.
    Bars,
    /// Bars between the cells alone; what is left of merged cells are bars.
    InnerBars,
    /// Markdown as converters make it.
    Markdown,
    /// Blanks between the cells, none for an empty cell.
    Blanks,
    /// A cell a line, a bar behind each.
    BarEnds,
    /// A cell a line, a bar on a line of its own between them.
    BarLines,
    /// A cell a line, no line for an empty cell.
    Lines,
    /// The same with blank lines between.
    SpacedLines,
    /// A row a line, nothing between its cells.
    GluedRows,
    /// A table a line, nothing between its cells but stray blanks.
    GluedTables,
}

impl Style {
    pub const ALL: [Style; 12] = [
        Style::Ragged,
        Style::Grid,
        Style::Bars,
        Style::InnerBars,
        Style::Markdown,
        Style::Blanks,
        Style::BarEnds,
        Style::BarLines,
        Style::Lines,
        Style::SpacedLines,
        Style::GluedRows,
        Style::GluedTables,
    ];

    /// Whether the layout says no more where a figure ends.
    pub fn is_glued(self) -> bool {
        matches!(self, Style::GluedRows | Style::GluedTables)
    }

    /// Whether nothing divides rows but their labels.
    pub fn is_one_a_line(self) -> bool {
        matches!(self, Style::BarEnds | Style::BarLines | Style::Lines | Style::SpacedLines)
    }

    /// Whether an empty cell leaves no trace.
    pub fn loses_gaps(self) -> bool {
        matches!(self, Style::Blanks | Style::Lines | Style::SpacedLines)
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        if self == Style::Markdown { "md" } else { "txt" }
    }
}

/// A line of the printed sheet: running text, or cells of which the last `values` are figures.
#[derive(Clone)]
pub struct Line {
    pub cells: Vec<String>,
    /// The index of the first cell that holds a figure; `cells.len()` where none does.
    pub values: usize,
    pub table: Option<Table>,
    /// Whether the line is a head of its table.
    pub head: bool,
}

pub struct Sheet {
    pub lines: Vec<Line>,
    pub style: Style,
    /// Whether a number came to stand in the place of another one.
    pub overwritten: bool,
}

impl Clean {
    pub fn new(random: &mut Random, edition: Edition) -> Clean {
        Clean { edition, figures: figures(random, edition) }
    }

    /// The report as printed.
    pub fn sheet(&self, style: Style) -> Sheet {
        let mut sheet = Sheet { lines: Vec::new(), style, overwritten: false };
        let year = if self.edition == Edition::E2019 { "2020" } else { "2023" };
        sheet.prose(&format!("样例市{year}年政府信息公开工作年度报告"));
        sheet.prose("根据有关规定，现公布本年度报告，数据截至年底。");
        sheet.prose("一、总体情况");
        sheet.prose("全年按期答复各类申请，做好各项工作。");
        sheet.prose("二、主动公开政府信息情况");
        self.proactive(&mut sheet);
        sheet.prose("三、收到和处理政府信息公开申请情况");
        self.requests(&mut sheet);
        sheet.prose("四、政府信息公开行政复议、行政诉讼情况");
        self.remedies(&mut sheet);
        sheet.prose("五、存在的主要问题及改进情况");
        sheet.prose("一是有待提高。二是继续努力。");
        sheet.prose("六、其他需要报告的事项");
        sheet.prose("没有其他需要报告的事项。");
        sheet
    }

    fn proactive(&self, sheet: &mut Sheet) {
        let mut group = "";
        let mut heads: Vec<String> = Vec::new();
        for (row, columns) in Layout::of(self.edition).rows(Table::Proactive) {
            let label = row.label(self.edition);
            let name = |column: &Column| match column {
                Column::Amount => format!("{}（单位：万元）", column.label(self.edition, row).own),
                _ => column.label(self.edition, row).own.to_owned(),
            };
            let own: Vec<String> = columns.iter().map(name).collect();
            if label.group != group {
                sheet.head(Table::Proactive, &[label.group, "", "", ""]);
            }
            if label.group != group || own != heads {
                let mut head = vec!["信息内容"];
                head.extend(own.iter().map(String::as_str));
                sheet.head(Table::Proactive, &head);
            }
            (group, heads) = (label.group, own);
            let values = columns.iter().map(|&column| self.text(FigureKey::proactive(row, column)));
            sheet.row(Table::Proactive, vec![label.own.to_owned()], values.collect());
        }
    }

    fn requests(&self, sheet: &mut Sheet) {
        sheet.head(
            Table::Requests,
            &["(本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和)", "", "申请人情况", "", "", ""],
        );
        sheet.head(Table::Requests, &["", "", "自然人", "法人或其他组织", "", "", "", "", "总计"]);
        sheet.head(Table::Requests, &["", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]);
        let mut group = "";
        let mut inside = false;
        for (row, columns) in Layout::of(self.edition).rows(Table::Requests) {
            let label = row.label(self.edition);
            let result = if inside || label.group.is_empty() { "" } else { "三、本年度办理结果" };
            inside |= !label.group.is_empty();
            let first_of_group = if label.group == group || row.group().is_none() { "" } else { label.group };
            group = label.group;
            let labels = match (sheet.style, row.group(), label.group.is_empty()) {
                (Style::Ragged, _, true) => vec![label.own.to_owned(), String::new()],
                (Style::Ragged, None, _) => vec![result.to_owned(), label.own.to_owned()],
                (_, None, true) => vec![label.own.to_owned(), String::new(), String::new()],
                (_, None, _) => vec![result.to_owned(), label.own.to_owned(), String::new()],
                _ => vec![result.to_owned(), first_of_group.to_owned(), label.own.to_owned()],
            };
            let values = columns.iter().map(|&column| self.text(FigureKey::requests(row, column)));
            sheet.row(Table::Requests, labels, values.collect());
        }
    }

    fn remedies(&self, sheet: &mut Sheet) {
        sheet.head(Table::Remedies, &["行政复议", "", "", "", "", "行政诉讼", "", "", "", ""]);
        sheet.head(
            Table::Remedies,
            &["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "未经复议直接起诉", "复议后起诉"],
        );
        sheet.head(Table::Remedies, &["", "", "", "", "", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]);
        let keys = Layout::of(self.edition).keys().iter().filter(|key| key.table == Table::Remedies);
        sheet.row(Table::Remedies, Vec::new(), keys.map(|key| self.text(*key)).collect());
    }

    fn text(&self, key: FigureKey) -> String {
        self.figures[&key].to_string()
    }
}

impl Sheet {
    fn prose(&mut self, text: &str) {
        self.lines.push(Line { cells: vec![text.to_owned()], values: 1, table: None, head: false });
    }

    fn head(&mut self, table: Table, cells: &[&str]) {
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        self.lines.push(Line { values: cells.len(), cells, table: Some(table), head: true });
    }

    fn row(&mut self, table: Table, mut cells: Vec<String>, figures: Vec<String>) {
        let values = cells.len();
        cells.extend(figures);
        if matches!(self.style, Style::Ragged) {
            cells.push(String::new());
        }
        self.lines.push(Line { cells, values, table: Some(table), head: false });
    }

    /// Whether the layout makes the damage another text that says something else: figures with no label of their own behind
    /// a label without figures.
    pub fn says_otherwise(&self) -> bool {
        let is_label = |line: &Line| line.cells[..line.values].iter().any(|cell| !cell.is_empty());
        let has_values = |line: &Line| line.cells[line.values..].iter().any(|cell| !cell.is_empty());
        let rows: Vec<&Line> = self.lines.iter().filter(|line| line.table.is_some()).collect();
        let pair =
            |pair: &[&Line]| is_label(pair[0]) && !has_values(pair[0]) && !is_label(pair[1]) && has_values(pair[1]);
        self.style.is_one_a_line() && rows.windows(2).any(pair)
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut table = None;
        for line in &self.lines {
            if line.table != table && self.style == Style::GluedTables {
                text.push('\n');
            }
            if line.table.is_none() {
                text.push_str(&format!("{}\n\n", line.cells.join("\t")));
            } else {
                self.push_row(line, line.table != table, &mut text);
            }
            table = line.table;
        }
        text
    }

    fn push_row(&self, line: &Line, first: bool, text: &mut String) {
        let filled = || line.cells.iter().filter(|cell| !cell.is_empty()).map(String::as_str);
        match self.style {
            Style::Ragged | Style::Grid => text.push_str(&format!("{}\n", line.cells.join("\t"))),
            Style::Bars => text.push_str(&format!("| {} |\n", line.cells.join(" | "))),
            Style::InnerBars => text.push_str(&format!("{} | ||\n", line.cells.join(" | "))),
            Style::Markdown => {
                let cells: Vec<String> = line.cells.iter().map(|cell| markdown(cell)).collect();
                text.push_str(&format!("| {} |\n", cells.join(" | ")));
                if first {
                    text.push_str(&format!("|{}\n", " --- |".repeat(cells.len())));
                }
            }
            Style::Blanks => text.push_str(&format!("{}\n", filled().collect::<Vec<_>>().join(" "))),
            Style::BarEnds => line.cells.iter().for_each(|cell| text.push_str(&format!("{cell} |\n"))),
            Style::BarLines => line.cells.iter().for_each(|cell| text.push_str(&format!("{cell}\n|\n"))),
            Style::Lines => filled().for_each(|cell| text.push_str(&format!("{cell}\n"))),
            Style::SpacedLines => filled().for_each(|cell| text.push_str(&format!("{cell}\n\n"))),
            Style::GluedRows => text.push_str(&format!("{}\n", line.cells.concat())),
            Style::GluedTables => {
                text.push_str(&line.cells[..line.values].concat());
                let values = line.cells[line.values..].concat();
                for (at, c) in values.chars().enumerate() {
                    if line.table == Some(Table::Requests) && (at + values.len()) % 5 == 0 {
                        text.push(' ');
                    }
                    text.push(c);
                }
            }
        }
    }
}

/// A cell as converters write it: dots and hyphens escaped, long labels broken, numbers in bold.
fn markdown(cell: &str) -> String {
    let escaped = cell.replace('.', "\\.").replace('-', "\\-");
    let is_number = !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit());
    match cell.chars().count() {
        _ if is_number && cell.len() > 1 => format!("**{cell}**"),
        length if length > 12 => {
            let at = escaped.char_indices().nth(8).map_or(escaped.len(), |(at, _)| at);
            format!("{}<br>{}", &escaped[..at], &escaped[at..])
        }
        _ => escaped,
    }
}
