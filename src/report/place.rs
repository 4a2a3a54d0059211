//! Where in a source something stands.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a source, exact enough to check by eye. Every source is read as text, so every place has a line of that
/// text; a source that is no text also has a [`Spot`], which is where its reader would look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Line of the text, counted from 1: of the file itself where the file is text, else of the text as read.
    pub line: u32,
    /// First character of the cell in its line, counted from 1 in characters; 0 where only the line is known.
    pub column: u32,
    /// Length of the raw text in characters.
    pub length: u32,
    /// Where it is in the original.
    pub spot: Spot,
}

impl Place {
    /// A stretch of a line.
    pub fn new(line: u32, column: u32, length: u32) -> Place {
        Place { line, column, length, spot: Spot::Line }
    }

    /// A whole line.
    pub fn of_line(line: u32) -> Place {
        Place::new(line, 0, 0)
    }

    /// The same place, known in the original to be at `spot`.
    pub fn at(self, spot: Spot) -> Place {
        Place { spot, ..self }
    }
}

/// Where something is in the original, in the terms of its format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    /// The original is text: the line says it.
    #[default]
    Line,
    /// A web page: the line of its source, and the cell if it stands in a table.
    Markup {
        /// Line of the decoded source, counted from 1.
        line: u32,
        /// The cell.
        cell: Option<TableCell>,
    },
    /// A word-processor document.
    Document {
        /// The paragraph of the body, counted from 1; tables do not count.
        paragraph: u32,
        /// The cell.
        cell: Option<TableCell>,
    },
    /// A page of a fixed layout.
    Page {
        /// The page, counted from 1.
        page: u32,
        /// From the left edge of the page as it is read, in millimetres.
        x: u32,
        /// From its upper edge, in millimetres.
        y: u32,
    },
    /// A cell of a workbook.
    Sheet {
        /// The sheet, counted from 1.
        sheet: u32,
        /// The row, counted from 1.
        row: u32,
        /// The column, counted from 1.
        column: u32,
    },
}

/// A cell of a table in a document without pages. All are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TableCell {
    /// The table, in the order of the document.
    pub table: u32,
    /// The row of the table.
    pub row: u32,
    /// The cell of the row, of those that the source has in this row.
    pub cell: u32,
}

impl fmt::Display for TableCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "table {} row {} cell {}", self.table, self.row, self.cell)
    }
}

/// As published in the data files.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.spot {
            // Of nearly all figures, of which a large portal writes millions.
            Spot::Line => {
                f.write_str("line ")?;
                f.write_str(itoa::Buffer::new().format(self.line))
            }
            Spot::Markup { line, cell: None } => write!(f, "line {line}"),
            Spot::Markup { line, cell: Some(cell) } => write!(f, "line {line}, {cell}"),
            Spot::Document { paragraph, cell: None } => write!(f, "paragraph {paragraph}"),
            Spot::Document { cell: Some(cell), .. } => write!(f, "{cell}"),
            Spot::Page { page, x, y } => write!(f, "page {page}, {x} mm from left, {y} mm from top"),
            Spot::Sheet { sheet, row, column } => write!(f, "sheet {sheet} cell {}{row}", letters(column)),
        }
    }
}

/// The name of a workbook's column: 1 is `A`, 27 is `AA`.
pub fn letters(mut column: u32) -> String {
    let mut name = Vec::new();
    while column > 0 {
        column -= 1;
        name.push(b'A' + (column % 26) as u8);
        column /= 26;
    }
    name.iter().rev().map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_workbook_have_letters() {
        for (column, name) in [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }
}
