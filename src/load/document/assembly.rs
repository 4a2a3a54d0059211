//! Paragraphs and tables of a file that is no text, put together as a document: one line for each paragraph and each table
//! row, in reading order. Knows no format; knows what merged cells are. A number in a cell that reaches over rows with labels of their
//! own is none of any of them.

use super::{Cell, Content, Document, Hints, Line, MOST_LINES};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Spot;

/// The most columns of a table that are read. The form's widest table has fifteen.
const MOST_COLUMNS: usize = 256;
/// The most characters of a document that are read.
const MOST_CHARACTERS: usize = 8 * 1024 * 1024;

/// Stands for what is there and cannot be read as text, or of which it is not known to what it belongs: a cell that holds it is
/// not empty, and no number.
pub const ILLEGIBLE: char = '\u{fffc}';
/// A text with more letters than this is no number with a unit.
pub const MOST_LETTERS: usize = 3;
/// What may stand behind a number in its cell: what is counted, and 万.
pub const COUNTED: &str = "万元件项条个宗起份次";

/// A cell as it stands in the source: once, however many columns and rows it spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Its text; blanks of every kind at its ends and line breaks in it mean nothing.
    pub text: String,
    /// How many columns it spans; 0 counts as 1.
    pub columns: usize,
    /// How many rows it spans, its own among them; 0 counts as 1.
    pub rows: usize,
    /// Where it stands.
    pub spot: Spot,
}

/// A document in the making.
#[derive(Debug, Default)]
pub struct Assembly {
    text: String,
    characters: usize,
    lines: Vec<Line>,
    /// Something was left out because there was too much of it.
    too_much: bool,
}

impl Assembly {
    /// Adds a paragraph: running text that stands on one line. Blanks in a row become one.
    pub fn paragraph(&mut self, text: &str, spot: Spot) {
        let text = one_line(text);
        let content = if text.is_empty() { Content::Empty } else { Content::Prose };
        self.push(text, content, false, spot);
    }

    /// Adds a table, row by row, each with the cells that begin in it. A cell that a merged cell covers is no cell: it is
    /// shown as a gap in the text and is not among the cells of the row.
    pub fn table(&mut self, rows: impl IntoIterator<Item = Vec<GridCell>>) {
        self.rows(rows, true);
    }

    /// Adds a row whose cells were told apart by blanks or by where they stand, not by the borders of a table.
    pub fn loose_row(&mut self, cells: Vec<GridCell>) {
        self.rows([cells], false);
    }

    fn rows(&mut self, rows: impl IntoIterator<Item = Vec<GridCell>>, is_certain: bool) {
        let rows: Vec<Vec<GridCell>> = rows.into_iter().collect();
        let labelled = next_labelled(&rows);
        let mut covered: Vec<usize> = Vec::new();
        // Of the covered columns those where a cell begins whose number is no row's own.
        let mut shared: Vec<bool> = Vec::new();
        for (index, row) in rows.into_iter().enumerate() {
            if self.is_full() {
                return;
            }
            // The first cell may be a merged one, whose text stands in the middle of several rows.
            let spot = row.last().map(|cell| cell.spot).unwrap_or_default();
            let mut pieces: Vec<String> = Vec::new();
            let mut cells: Vec<Cell> = Vec::new();
            let mut column = 1;
            let number = self.lines.len() as u32 + 1;
            let skip = |pieces: &mut Vec<String>,
                        cells: &mut Vec<Cell>,
                        column: &mut u32,
                        covered: &mut [usize],
                        shared: &[bool]| {
                while covered.get(pieces.len()).is_some_and(|&rows| rows > 0) {
                    covered[pieces.len()] -= 1;
                    if shared[pieces.len()] {
                        let place = crate::report::Place::new(number, *column, 1).at(spot);
                        cells.push(Cell { text: std::iter::once(ILLEGIBLE).collect(), place });
                        pieces.push(ILLEGIBLE.to_string());
                        *column += 1;
                    } else {
                        pieces.push(String::new());
                    }
                    *column += 1;
                }
            };
            // How many rows the label reaches over.
            let mut label = usize::MAX;
            for cell in row {
                skip(&mut pieces, &mut cells, &mut column, &mut covered, &shared);
                if pieces.len() >= MOST_COLUMNS {
                    self.too_much = true;
                    break;
                }
                let mut text = one_line(&cell.text);
                let is_shared = is_number(&text)
                    && cell.rows > label
                    && labelled[index + 1].is_some_and(|next| next - index < cell.rows);
                if is_label(&text) {
                    label = cell.rows.max(1);
                }
                if is_shared {
                    text = ILLEGIBLE.to_string();
                }
                let length = text.chars().count() as u32;
                let place = crate::report::Place::new(number, column, length).at(cell.spot);
                column += length;
                cells.push(Cell { text: text.as_str().into(), place });
                let width = cell.columns.clamp(1, MOST_COLUMNS - pieces.len());
                for index in 0..width {
                    if covered.len() <= pieces.len() {
                        covered.resize(pieces.len() + 1, 0);
                        shared.resize(pieces.len() + 1, false);
                    }
                    shared[pieces.len()] = is_shared && index == 0;
                    covered[pieces.len()] = cell.rows.max(1) - 1;
                    pieces.push(if index == 0 { text.clone() } else { String::new() });
                    column += 1;
                }
            }
            skip(&mut pieces, &mut cells, &mut column, &mut covered, &shared);
            // A row that ends early ends the cells above it as well as it continues those further right.
            for rest in covered.iter_mut().skip(pieces.len()) {
                *rest = rest.saturating_sub(1);
            }
            let filled = cells.iter().filter(|cell| !cell.text.is_empty()).count();
            let content = match (filled, cells.len()) {
                (0, 0) => Content::Empty,
                (0, 1) => Content::Empty,
                (_, 1) => Content::Prose,
                _ => Content::Row(cells),
            };
            self.push(pieces.join("\t"), content, is_certain, spot);
        }
    }

    /// Whether no more is taken.
    pub fn is_full(&self) -> bool {
        self.lines.len() >= MOST_LINES || self.characters >= MOST_CHARACTERS
    }

    /// The document. `path` is below `content/`.
    pub fn finish(self, path: &str) -> Document {
        let diagnostics = match self.too_much {
            true => vec![Diagnostic::new(Severity::Error, "too-much", format!("content/{path}"))],
            false => Vec::new(),
        };
        let (text, lines) = (self.text.into(), self.lines);
        Document { path: path.to_owned(), text, lines, hints: Hints::default(), diagnostics }
    }

    fn push(&mut self, text: String, content: Content, is_certain: bool, spot: Spot) {
        if self.is_full() {
            self.too_much = true;
            return;
        }
        self.characters += text.chars().count() + 1;
        self.text.push_str(&text);
        self.text.push('\n');
        let number = self.lines.len() as u32 + 1;
        self.lines.push(Line { number, text, content, is_certain, spot });
    }
}

/// For each row, and the end, the first row from there on that has a label.
fn next_labelled(rows: &[Vec<GridCell>]) -> Vec<Option<usize>> {
    let mut next = vec![None; rows.len() + 1];
    for (index, row) in rows.iter().enumerate().rev() {
        let has_label = row.iter().any(|cell| is_label(&cell.text));
        next[index] = if has_label { Some(index) } else { next[index + 1] };
    }
    next
}

/// Whether a text has words, and not only what a number counts.
fn is_label(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !COUNTED.contains(c))
}

fn is_number(text: &str) -> bool {
    let belongs = |c: char| c.is_numeric() || " .,，．+-".contains(c) || COUNTED.contains(c);
    text.chars().any(char::is_numeric) && text.chars().all(belongs)
}

/// Text on one line, without blanks at its ends, with one blank for several; controls are left out.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{feff}') {
        let mut rest = word.chars().filter(|c| !c.is_control()).peekable();
        if rest.peek().is_some() && !line.is_empty() {
            line.push(' ');
        }
        line.extend(rest);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, columns: usize, rows: usize) -> GridCell {
        GridCell { text: text.to_owned(), columns, rows, spot: Spot::Line }
    }

    #[test]
    fn a_merged_cell_is_one_cell_and_leaves_gaps_in_the_text() {
        let mut assembly = Assembly::default();
        assembly.table([
            vec![cell("三", 1, 2), cell("（一） 公开", 2, 1), cell("5", 1, 1)],
            vec![cell("1.\n密", 1, 1), cell("", 1, 1), cell("6", 1, 1)],
            vec![cell("四", 3, 1), cell("7", 1, 1)],
        ]);
        let document = assembly.finish("a");
        assert_eq!(document.rows(), [vec!["三", "（一） 公开", "5"], vec!["1. 密", "", "6"], vec!["四", "7"]]);
        let lines: Vec<&str> = document.text.lines().collect();
        assert_eq!(lines, ["三\t（一） 公开\t\t5", "\t1. 密\t\t6", "四\t\t\t7"]);
    }

    #[test]
    fn a_number_beside_several_labels_is_none_of_either() {
        let rows = |label: usize, below: &str| {
            let mut assembly = Assembly::default();
            assembly.table([
                vec![cell("处罚", 1, label), cell("28", 2, 2), cell("5", 1, 1)],
                vec![cell(below, 1, 1), cell("6", 1, 1)],
            ]);
            assembly.finish("a")
        };
        assert_eq!(rows(1, "强制").rows(), [["处罚", "\u{fffc}", "5"], ["强制", "\u{fffc}", "6"]]);
        assert_eq!(rows(1, "").rows()[0], ["处罚", "28", "5"]);
        let mut assembly = Assembly::default();
        assembly.table([vec![cell("三", 1, 2), cell("处罚", 1, 2), cell("28", 1, 2)], vec![cell("强制", 1, 1)]]);
        assert_eq!(assembly.finish("a").rows()[0], ["三", "处罚", "28"]);
    }

    #[test]
    fn a_cell_is_found_in_the_text_at_its_place() {
        let mut assembly = Assembly::default();
        assembly.paragraph("标题", Spot::Line);
        assembly.table([vec![cell("甲", 2, 3), cell("12", 1, 1)], vec![cell("345", 1, 1), cell("6", 1, 1)]]);
        let document = assembly.finish("a");
        let text: Vec<Vec<char>> = document.text.lines().map(|line| line.chars().collect()).collect();
        for line in &document.lines {
            let Content::Row(cells) = &line.content else { continue };
            for Cell { text: expected, place } in cells {
                let start = place.column as usize - 1;
                let found: String =
                    text[place.line as usize - 1][start..start + place.length as usize].iter().collect();
                assert_eq!(found, *expected);
            }
        }
    }

    #[test]
    fn spans_beyond_measure_end_at_the_limit() {
        let mut assembly = Assembly::default();
        assembly.table([vec![cell("a", 2_000_000_000, usize::MAX), cell("b", 1, 1)], vec![cell("c", 1, 1)]]);
        let document = assembly.finish("a");
        assert!(document.text.len() < 2000);
        assert_eq!(document.diagnostics[0].code, "too-much");
    }
}
