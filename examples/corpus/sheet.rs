//! A report as a sequence of paragraphs and tables with merged cells, and as plain text. What a web page or a document
//! makes of it is the affair of others.

use gongkai::form::{Column, Edition, FigureKey, Layout, Row, Table};
use rust_decimal::Decimal;

use crate::country::Body;
use crate::figures::{Fault, Figures};
use crate::prose;
use crate::random::Random;

/// A cell of a table, where its first row and column are.
#[derive(Debug, Clone)]
pub struct Cell {
    pub text: String,
    pub columns: usize,
    pub rows: usize,
}

pub enum Block {
    Title(String),
    Heading(String),
    Paragraph(String),
    /// Rows of the cells that begin in them.
    Table(Vec<Vec<Cell>>),
}

pub struct Sheet {
    pub blocks: Vec<Block>,
}

fn cell(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), columns: 1, rows: 1 }
}

fn wide(text: impl Into<String>, columns: usize) -> Cell {
    Cell { text: text.into(), columns, rows: 1 }
}

fn tall(text: impl Into<String>, rows: usize) -> Cell {
    Cell { text: text.into(), columns: 1, rows }
}

impl Sheet {
    /// The report of a body, with about `length` bytes of prose.
    pub fn new(
        body: &Body,
        year: u16,
        figures: &Figures,
        fault: Option<Fault>,
        length: usize,
        random: &mut Random,
    ) -> Sheet {
        let printed = |key: FigureKey| {
            let value = figures.get(key);
            let wrong = match fault {
                Some(Fault::RowTotal) => key == FigureKey::requests(Row::Granted, Column::Total),
                Some(Fault::CarriedIn) => key == FigureKey::requests(Row::CarriedIn, Column::NaturalPerson),
                Some(Fault::Prose) | None => false,
            };
            (value + Decimal::from(u8::from(wrong))).normalize().to_string()
        };
        let mut blocks = vec![
            Block::Title(format!("{}人民政府{year}年政府信息公开工作年度报告", body.name)),
            Block::Paragraph(prose::opening(year)),
            Block::Heading("一、总体情况".to_owned()),
        ];
        blocks.push(Block::Paragraph(prose::counts(figures, fault == Some(Fault::Prose))));
        blocks.extend(prose::paragraphs(length / 2, random).into_iter().map(Block::Paragraph));
        blocks.push(Block::Heading("二、主动公开政府信息情况".to_owned()));
        blocks.push(Block::Table(proactive(figures.edition, &printed)));
        blocks.push(Block::Heading("三、收到和处理政府信息公开申请情况".to_owned()));
        blocks.push(Block::Table(requests(figures.edition, &printed)));
        blocks.push(Block::Heading("四、政府信息公开行政复议、行政诉讼情况".to_owned()));
        blocks.push(Block::Table(remedies(figures.edition, &printed)));
        blocks.push(Block::Heading("五、存在的主要问题及改进情况".to_owned()));
        blocks.extend(prose::paragraphs(length / 3, random).into_iter().map(Block::Paragraph));
        blocks.push(Block::Heading("六、其他需要报告的事项".to_owned()));
        blocks.extend(prose::paragraphs(length / 6, random).into_iter().map(Block::Paragraph));
        Sheet { blocks }
    }

    /// As plain text: a table row a line, tabs between the cells, nothing in what a merged cell covers.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for block in &self.blocks {
            match block {
                Block::Title(line) | Block::Heading(line) | Block::Paragraph(line) => {
                    text.push_str(line);
                    text.push_str("\n\n");
                }
                Block::Table(rows) => {
                    for row in grid(rows) {
                        text.push_str(&row.join("\t"));
                        text.push('\n');
                    }
                    text.push('\n');
                }
            }
        }
        text
    }
}

/// The table with one string for each column of each row.
fn grid(rows: &[Vec<Cell>]) -> Vec<Vec<String>> {
    let mut covered: Vec<usize> = Vec::new();
    let mut out = Vec::new();
    for row in rows {
        let mut line = Vec::new();
        let mut cells = row.iter();
        loop {
            if covered.get(line.len()).is_some_and(|rows| *rows > 0) {
                covered[line.len()] -= 1;
                line.push(String::new());
                continue;
            }
            let Some(cell) = cells.next() else { break };
            for column in 0..cell.columns {
                covered.resize(covered.len().max(line.len() + 1), 0);
                covered[line.len()] = cell.rows - 1;
                line.push(if column == 0 { cell.text.clone() } else { String::new() });
            }
        }
        out.push(line);
    }
    out
}

fn proactive(edition: Edition, printed: &dyn Fn(FigureKey) -> String) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let (mut group, mut heads) = ("", Vec::new());
    for (row, columns) in Layout::of(edition).rows(Table::Proactive) {
        let label = row.label(edition);
        let name = |column: &Column| match column {
            Column::Amount => format!("{}（单位：万元）", column.label(edition, row).own),
            _ => column.label(edition, row).own.to_owned(),
        };
        let own: Vec<String> = columns.iter().map(name).collect();
        let span = |index: usize| if index + 1 == columns.len() { 4 - columns.len() } else { 1 };
        if label.group != group {
            rows.push(vec![wide(label.group, 4)]);
        }
        if label.group != group || own != heads {
            let mut head = vec![cell("信息内容")];
            head.extend(own.iter().enumerate().map(|(index, name)| wide(name, span(index))));
            rows.push(head);
        }
        (group, heads) = (label.group, own);
        let mut line = vec![cell(label.own)];
        let values = columns.iter().map(|&column| printed(FigureKey::proactive(row, column)));
        line.extend(values.enumerate().map(|(index, value)| wide(value, span(index))));
        rows.push(line);
    }
    rows
}

fn requests(edition: Edition, printed: &dyn Fn(FigureKey) -> String) -> Vec<Vec<Cell>> {
    let note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
    let mut rows = vec![
        vec![Cell { text: note.to_owned(), columns: 3, rows: 3 }, wide("申请人情况", 7)],
        vec![tall("自然人", 2), wide("法人或其他组织", 5), tall("总计", 2)],
        Column::APPLICANTS[1..].iter().map(|column| cell(column.label(edition, Row::Received).own)).collect(),
    ];
    let layout = Layout::of(edition);
    let all: Vec<Row> = layout.rows(Table::Requests).map(|(row, _)| row).collect();
    let inside = all.iter().filter(|row| !row.label(edition).group.is_empty()).count();
    let mut seen = false;
    let mut group = "";
    for &row in &all {
        let label = row.label(edition);
        let mut line = Vec::new();
        if label.group.is_empty() {
            line.push(wide(label.own, 3));
        } else {
            if !seen {
                line.push(tall("三、本年度办理结果", inside));
            }
            seen = true;
            if row.group().is_none() {
                line.push(wide(label.own, 2));
            } else {
                if label.group != group {
                    let members = all.iter().filter(|other| other.group() == row.group()).count();
                    line.push(tall(label.group, members));
                }
                line.push(cell(label.own));
            }
        }
        group = label.group;
        line.extend(Column::REQUESTS.map(|column| cell(printed(FigureKey::requests(row, column)))));
        rows.push(line);
    }
    rows
}

fn remedies(edition: Edition, printed: &dyn Fn(FigureKey) -> String) -> Vec<Vec<Cell>> {
    let results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let mut second: Vec<Cell> = results.iter().map(|name| tall(*name, 2)).collect();
    second.push(wide("未经复议直接起诉", 5));
    second.push(wide("复议后起诉", 5));
    let keys = Layout::of(edition).keys().iter().filter(|key| key.table == Table::Remedies);
    vec![
        vec![wide("行政复议", 5), wide("行政诉讼", 10)],
        second,
        results.iter().chain(&results).map(|name| cell(*name)).collect(),
        keys.map(|key| cell(printed(*key))).collect(),
    ]
}
