//! Clean reports: figures that add up, and the sheet that they are printed on.

use std::collections::BTreeMap;

use gongkai::form::{Column, Edition, FigureKey, Layout, Row, Table};
use rust_decimal::Decimal;

use crate::random::Random;

/// The figures of a report that adds up.
pub struct Clean {
    pub edition: Edition,
    pub figures: BTreeMap<FigureKey, Decimal>,
}

/// How the merged cells of the original came out.
#[derive(Clone, Copy)]
pub enum Style {
    /// Labels of groups stand in the first row of the group, and the other rows are indented by it.
    Ragged,
    /// Every row has the same number of cells.
    Grid,
    /// Bars between the cells.
    Bars,
}

impl Style {
    pub const ALL: [Style; 3] = [Style::Ragged, Style::Grid, Style::Bars];
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
    /// Whether a number was written over another one.
    pub overwritten: bool,
}

impl Clean {
    pub fn new(random: &mut Random, edition: Edition) -> Clean {
        let layout = Layout::of(edition);
        let mut figures = BTreeMap::new();
        let busy = random.chance(40);
        let mut counts: BTreeMap<(Row, Column), i64> = BTreeMap::new();
        let mut handled: BTreeMap<Column, i64> = BTreeMap::new();
        for row in layout.outcomes() {
            for column in Column::APPLICANTS {
                let natural = column == Column::NaturalPerson;
                let often = if natural { 45 } else { 8 };
                let most = if natural && busy { 120 } else { 6 };
                let count = if random.chance(often) { random.below(most) as i64 } else { 0 };
                counts.insert((row, column), count);
                *handled.entry(column).or_default() += count;
            }
        }
        for column in Column::APPLICANTS {
            let over = if random.chance(20) { random.below(4) as i64 } else { 0 };
            let all = handled[&column] + over;
            let inward = if random.chance(20) { (random.below(4) as i64).min(all) } else { 0 };
            counts.insert((Row::Handled, column), handled[&column]);
            counts.insert((Row::CarriedOver, column), over);
            counts.insert((Row::CarriedIn, column), inward);
            counts.insert((Row::Received, column), all - inward);
        }
        for (row, columns) in layout.rows(Table::Requests) {
            let total: i64 = Column::APPLICANTS.iter().map(|column| counts[&(row, *column)]).sum();
            for &column in columns {
                let count = counts.get(&(row, column)).copied().unwrap_or(total);
                figures.insert(FigureKey::requests(row, column), Decimal::from(count));
            }
        }
        for (row, columns) in layout.rows(Table::Remedies) {
            let mut total = 0;
            for &column in columns {
                let count = if column == Column::Total {
                    total
                } else if random.chance(25) {
                    random.below(9) as i64
                } else {
                    0
                };
                total += count;
                figures.insert(FigureKey::remedies(row, column), Decimal::from(count));
            }
        }
        for (row, columns) in layout.rows(Table::Proactive) {
            for &column in columns {
                let value = match column {
                    Column::Amount if random.chance(60) => {
                        Decimal::new(random.below(100_000_000) as i64, 4).normalize()
                    }
                    Column::ItemsChange => Decimal::from(random.below(40) as i64 - 20),
                    _ => {
                        let most = if random.chance(50) { 9 } else { 4000 };
                        Decimal::from(random.below(most) as i64)
                    }
                };
                figures.insert(FigureKey::proactive(row, column), value);
            }
        }
        Clean { edition, figures }
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

    /// The file's text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            match (line.table, self.style) {
                (Some(_), Style::Bars) => text.push_str(&format!("| {} |", line.cells.join(" | "))),
                _ => text.push_str(&line.cells.join("\t")),
            }
            text.push_str(if line.table.is_none() { "\n\n" } else { "\n" });
        }
        text
    }
}
