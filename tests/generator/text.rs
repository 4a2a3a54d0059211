//! Text in the layouts in which tables come out of word processors, browsers, converters and PDF files.

use super::printed::{Block, Cell, Grid, Part};
use super::random::Random;

/// How the rows of a table stand in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Tabs between cells.
    Tabs,
    /// `| a | b |`.
    Bars,
    /// `a | b`, with `||` where cells are merged.
    InnerBars,
    /// A line for each cell.
    CellLines,
    /// A line for each cell, blank lines between.
    CellLinesApart,
    /// A line for each cell, which ends in a bar.
    CellLinesBarred,
    /// Blanks between cells.
    Blanks,
    /// Nothing between cells, a line for each row.
    GluedLines,
    /// Nothing between cells nor rows.
    Glued,
    /// The same, with blanks thrown in.
    GluedLoose,
    /// Markdown: a pipe table under a rule.
    Markdown,
    /// The text of a PDF: long labels over two lines, page numbers and heads in mid-table, the merged cell one character
    /// a line, sentences broken where the line ended.
    Pages,
}

/// The cells of each row as texts. `gaps` says whether a merged cell leaves gaps where it covers others.
fn texts(grid: &Grid, columns: bool, rows: bool) -> Vec<(Vec<String>, bool)> {
    let mut covered = vec![0usize; grid.width];
    let mut all = Vec::new();
    for row in &grid.rows {
        let mut line = Vec::new();
        let mut at = 0;
        for cell in row {
            while at < grid.width && covered[at] > 0 {
                covered[at] -= 1;
                at += 1;
                if rows {
                    line.push(String::new());
                }
            }
            line.push(cell.text.clone());
            for offset in 0..cell.columns {
                if let Some(one) = covered.get_mut(at + offset) {
                    *one = cell.rows - 1;
                }
                if columns && offset > 0 {
                    line.push(String::new());
                }
            }
            at += cell.columns;
        }
        while at < grid.width {
            if covered[at] > 0 {
                covered[at] -= 1;
                if rows {
                    line.push(String::new());
                }
            }
            at += 1;
        }
        let is_head = row.iter().all(|cell| cell.part == Part::Head);
        all.push((line, is_head));
    }
    all
}

/// The report as text.
pub fn text(blocks: &[Block], rows: Rows, random: &mut Random) -> String {
    let mut out = String::new();
    let way = random.below(3);
    let mut page = 2;
    for block in blocks {
        match block {
            Block::Title(text) if rows == Rows::Markdown => out.push_str(&format!("# {text}\n\n")),
            Block::Heading(text) if rows == Rows::Markdown && way == 0 => out.push_str(&format!("**{text}**\n\n")),
            Block::Heading(text) if rows == Rows::Markdown => out.push_str(&format!("## {text}\n\n")),
            Block::Paragraph(text) if rows == Rows::Pages => out.push_str(&format!("{}\n", broken(text))),
            Block::Title(text) | Block::Heading(text) | Block::Paragraph(text) => {
                out.push_str(text);
                out.push_str(if rows == Rows::CellLines { "\n" } else { "\n\n" });
            }
            Block::Table(grid) => table(grid, rows, way, &mut page, random, &mut out),
        }
    }
    out
}

fn table(grid: &Grid, rows: Rows, way: usize, page: &mut u32, random: &mut Random, out: &mut String) {
    match rows {
        Rows::Tabs => {
            for (cells, _) in texts(grid, way > 0, way > 1) {
                out.push_str(&cells.join("\t"));
                out.push_str(if way == 1 { "\t\n" } else { "\n" });
            }
        }
        Rows::Bars => {
            for (cells, _) in texts(grid, way > 0, way > 1) {
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
            }
        }
        Rows::InnerBars => {
            for (cells, _) in texts(grid, true, way > 1) {
                let line = cells.join(" | ").replace(" |  |", " ||").replace("|  |", "||");
                out.push_str(&line);
                out.push('\n');
            }
        }
        Rows::CellLines | Rows::CellLinesApart | Rows::CellLinesBarred => {
            for (cells, _) in texts(grid, false, false) {
                for cell in cells {
                    out.push_str(&cell);
                    out.push_str(match rows {
                        Rows::CellLines => "\n",
                        Rows::CellLinesApart => "\n\n",
                        _ => " |\n",
                    });
                }
            }
        }
        Rows::Blanks => {
            for (cells, _) in texts(grid, false, false) {
                out.push_str(&cells.join(if way == 0 { "  " } else { " " }));
                out.push('\n');
            }
        }
        Rows::GluedLines => {
            for (cells, _) in texts(grid, false, false) {
                out.push_str(&cells.concat());
                out.push('\n');
            }
        }
        Rows::Glued => {
            for (cells, _) in texts(grid, false, false) {
                out.push_str(&cells.concat());
            }
            out.push('\n');
        }
        Rows::GluedLoose => {
            for (cells, _) in texts(grid, false, false) {
                for c in cells.concat().chars() {
                    out.push(c);
                    if random.chance(8) {
                        out.push(' ');
                    }
                }
            }
            out.push('\n');
        }
        Rows::Markdown => {
            for (at, (cells, _)) in texts(grid, true, true).into_iter().enumerate() {
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
                if at == 0 {
                    out.push_str(&format!("|{}\n", " --- |".repeat(grid.width)));
                }
            }
        }
        Rows::Pages => pages(grid, page, random, out),
    }
    out.push('\n');
}

/// Cells of a row that stand before its figures, and the figures.
fn split(row: &[Cell]) -> (Vec<&str>, Vec<&str>) {
    let of = |wanted: bool| row.iter().filter(move |cell| (cell.part == Part::Value) == wanted);
    (of(false).map(|cell| &*cell.text).collect(), of(true).map(|cell| &*cell.text).collect())
}

fn pages(grid: &Grid, page: &mut u32, random: &mut Random, out: &mut String) {
    let lines_left = 8 + random.below(20);
    for (at, row) in grid.rows.iter().enumerate() {
        if at == lines_left {
            out.push_str(&format!("- {page} -\n"));
            *page += 1;
            if random.chance(40) {
                for head in grid.rows.iter().take_while(|row| row.iter().all(|cell| cell.part == Part::Head)) {
                    out.push_str(&split(head).0.join(" "));
                    out.push('\n');
                }
            }
        }
        let (mut labels, values) = split(row);
        if labels.first().is_some_and(|label| label.starts_with("三、本年度")) {
            for c in labels.remove(0).chars() {
                out.push_str(&format!("{c}\n"));
            }
        }
        let label = labels.join(" ");
        let numbers = values.join(" ");
        let letters: Vec<char> = label.chars().collect();
        if values.is_empty() || letters.len() < 18 {
            out.push_str(format!("{label} {numbers}").trim());
            out.push('\n');
            continue;
        }
        let (first, second) = letters.split_at(letters.len() / 2);
        let (first, second): (String, String) = (first.iter().collect(), second.iter().collect());
        match random.below(3) {
            0 => out.push_str(&format!("{first} {numbers}\n{second}\n")),
            1 => out.push_str(&format!("{first}\n{numbers}\n{second}\n")),
            _ => out.push_str(&format!("{first}\n{second} {numbers}\n")),
        }
    }
}

/// A paragraph in lines of one length.
fn broken(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(34).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}
