//! The report as a body prints it, before it becomes a file of some kind: paragraphs, and the three tables with their
//! merged cells as the form has them.

use gongkai::form::{Column, Edition, Layout, Row, Table};

use super::known::Known;
use super::manner::Manner;
use super::prose;
use super::random::Random;

/// What a cell of a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It names a column.
    Head,
    /// It names a row.
    Label,
    /// It holds a figure.
    Value,
}

/// A cell with the columns and rows that it spans.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows it spans.
    pub rows: usize,
    /// What it is for.
    pub part: Part,
}

/// A table: the cells that begin in each row.
#[derive(Debug, Clone)]
pub struct Grid {
    /// How many columns it has.
    pub width: usize,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A piece of the report.
#[derive(Debug, Clone)]
pub enum Block {
    /// The title, or a line of it.
    Title(String),
    /// The heading of a section.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A table.
    Table(Grid),
}

fn cell(part: Part, text: &str, columns: usize, rows: usize) -> Cell {
    Cell { text: text.to_owned(), columns, rows, part }
}

fn head(text: &str, columns: usize, rows: usize) -> Cell {
    cell(Part::Head, text, columns, rows)
}

/// The report as printed.
pub fn print(known: &Known, manner: &Manner, random: &mut Random) -> Vec<Block> {
    let mut blocks: Vec<Block> = prose::title(known, random).into_iter().map(Block::Title).collect();
    let paragraphs = |texts: Vec<String>| texts.into_iter().map(Block::Paragraph);
    blocks.push(Block::Paragraph(prose::opening(known, manner)));
    blocks.push(Block::Heading(prose::heading(0, manner).to_owned()));
    blocks.extend(paragraphs(prose::overview(known, manner, random)));
    for (at, table) in [Table::Proactive, Table::Requests, Table::Remedies].into_iter().enumerate() {
        blocks.push(Block::Heading(prose::heading(at + 1, manner).to_owned()));
        blocks.extend(paragraphs(prose::before_table(table, manner)));
        let grid = match table {
            Table::Proactive => proactive(known, manner),
            Table::Requests => requests(known, manner, random.chance(15)),
            Table::Remedies => remedies(known, manner),
        };
        if known.cells.keys().any(|key| key.table == table) {
            blocks.push(Block::Table(grid));
        }
    }
    blocks.push(Block::Heading(prose::heading(4, manner).to_owned()));
    blocks.extend(paragraphs(prose::problems()));
    blocks.push(Block::Heading(prose::heading(5, manner).to_owned()));
    blocks.extend(paragraphs(prose::other_matters()));
    blocks
}

fn values(known: &Known, manner: &Manner, row: Row, columns: &[Column], widths: &[usize]) -> Vec<Cell> {
    let key = |column: Column| gongkai::form::FigureKey { table: row.table(), row, column };
    let texts = columns.iter().map(|&column| manner.cell(&known.cells[&key(column)], column));
    texts.zip(widths).map(|(text, &width)| cell(Part::Value, &text, width, 1)).collect()
}

fn widths(columns: usize) -> &'static [usize] {
    match columns {
        1 => &[3],
        2 => &[1, 2],
        _ => &[1, 1, 1],
    }
}

fn proactive(known: &Known, manner: &Manner) -> Grid {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut group = "";
    let mut heads: Vec<String> = Vec::new();
    for (row, columns) in known.rows(Table::Proactive) {
        let label = row.label(known.edition);
        let own: Vec<String> = columns.iter().map(|&column| proactive_head(known, manner, row, column)).collect();
        let spans = widths(columns.len());
        if label.group != group {
            rows.push(vec![head(&manner.label(label.group), 4, 1)]);
        }
        if label.group != group || own != heads {
            let mut line = vec![head("信息内容", 1, 1)];
            line.extend(own.iter().zip(spans).map(|(text, &width)| head(text, width, 1)));
            rows.push(line);
        }
        (group, heads) = (label.group, own);
        let name = if row == Row::NormativeDocuments && manner.short_name { "规范性文件" } else { label.own };
        let mut line = vec![cell(Part::Label, name, 1, 1)];
        line.extend(values(known, manner, row, columns, spans));
        rows.push(line);
        if row == Row::NormativeDocuments && manner.extra_rows {
            let mut line = vec![cell(Part::Label, "其他主动公开文件", 1, 1)];
            line.extend(["8", "8", "20"].map(|text| cell(Part::Value, text, 1, 1)));
            rows.push(line);
        }
    }
    Grid { width: 4, rows }
}

fn proactive_head(known: &Known, manner: &Manner, row: Row, column: Column) -> String {
    let own = column.label(known.edition, row).own;
    match column {
        // Where the cell gives the unit, the head of procurement may go without; the form prints that of fees.
        Column::Amount if row == Row::Fees => format!("{own}（单位：万元）"),
        Column::Amount if known.cells.values().any(is_in_yuan) || manner.unit_in_cell => own.to_owned(),
        Column::Amount => format!("{own}（单位：万元）"),
        Column::ItemsChange if manner.notes_in_heads => format!("{own}（如-3）"),
        _ => own.to_owned(),
    }
}

fn is_in_yuan(held: &super::known::Held) -> bool {
    matches!(held, super::known::Held::Number(_, gongkai::form::Unit::Yuan))
}

/// Table `requests`. `twice` prints the merged cell 三 a second time in mid-table, as where a page ended.
fn requests(known: &Known, manner: &Manner, twice: bool) -> Grid {
    let balance = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
    let kinds = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"];
    let mut rows = vec![
        vec![head(&manner.label(balance), 3, 3), head("申请人情况", 7, 1)],
        vec![head("自然人", 1, 2), head("法人或其他组织", 5, 1), head("总计", 1, 2)],
        kinds.iter().map(|kind| head(kind, 1, 1)).collect(),
    ];
    let printed = known.rows(Table::Requests);
    let inner: Vec<Row> = printed.iter().map(|(row, _)| *row).filter(|row| is_result(*row)).collect();
    let half = if twice { inner.iter().position(|row| *row == Row::UnavailableNotHeld) } else { None };
    let mut group = None;
    for (row, columns) in printed {
        let label = row.label(known.rows_of);
        let mut line = Vec::new();
        let at = inner.iter().position(|one| *one == row);
        if at == Some(0) || (at.is_some() && at == half) {
            let end = if at == Some(0) { half.unwrap_or(inner.len()) } else { inner.len() };
            line.push(cell(Part::Label, "三、本年度办理结果", 1, end - at.unwrap_or(0)));
        }
        match (row.group(), is_result(row)) {
            (None, false) => line.push(cell(Part::Label, &manner.label(label.own), 3, 1)),
            (None, true) => line.push(cell(Part::Label, &manner.label(label.own), 2, 1)),
            (own, _) => {
                if own != group {
                    let members = inner.iter().filter(|one| one.group() == own).count();
                    line.push(cell(Part::Label, &manner.label(label.group), 1, members));
                }
                line.push(cell(Part::Label, &manner.label(label.own), 1, 1));
            }
        }
        group = row.group();
        line.extend(values(known, manner, row, columns, &[1; 7]));
        rows.push(line);
    }
    Grid { width: 10, rows }
}

/// Whether the row stands under 三、本年度办理结果.
fn is_result(row: Row) -> bool {
    !matches!(row, Row::Received | Row::CarriedIn | Row::CarriedOver)
}

fn remedies(known: &Known, manner: &Manner) -> Grid {
    let leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let mut rows = vec![
        vec![head("行政复议", 5, 1), head("行政诉讼", 10, 1)],
        leaves.iter().map(|leaf| head(leaf, 1, 2)).collect(),
        leaves.iter().chain(&leaves).map(|leaf| head(leaf, 1, 1)).collect(),
    ];
    rows[1].extend([head("未经复议直接起诉", 5, 1), head("复议后起诉", 5, 1)]);
    let mut line = Vec::new();
    for (row, columns) in Layout::of(Edition::E2021).rows(Table::Remedies) {
        if known.cells.keys().any(|key| key.row == row) {
            line.extend(values(known, manner, row, columns, &[1; 5]));
        }
    }
    rows.push(line);
    Grid { width: 15, rows }
}
