//! Lines of text into rows of cells: the layouts in which a table row stands on one line, divided by tabs or bars.

use memchr::{memchr, memmem};

use super::{Cell, Content, Line};
use crate::report::{self, Place, Spot};

/// The borders of cells that are drawn.
const BARS: [char; 4] = ['|', '｜', '│', '┃'];

/// Takes text apart, line by line.
pub fn lines(text: &str) -> Vec<Line> {
    // Most texts have none, and no line of them need be looked through for one.
    let has_bars =
        BARS.iter().any(|bar| memmem::find(text.as_bytes(), bar.encode_utf8(&mut [0; 4]).as_bytes()).is_some());
    report::lines(text)
        .zip(1..)
        .map(|(line, number)| {
            let content = content(line, number, has_bars);
            Line { number, text: line.to_owned(), content, is_certain: false, spot: Spot::Line }
        })
        .collect()
}

fn content(line: &str, number: u32, has_bars: bool) -> Content {
    let has_tabs = memchr(b'\t', line.as_bytes()).is_some();
    if !has_tabs && line.trim_start().is_empty() {
        return Content::Empty;
    }
    let bars = if has_bars { line.chars().filter(|c| is_bar(*c)).count() } else { 0 };
    if bars >= 2 || (bars == 1 && line.trim_start().starts_with(is_bar)) {
        return row(bar_cells(line, number));
    }
    if has_tabs {
        return row(cells(line, number, |c| c == '\t'));
    }
    Content::Prose
}

/// A row needs a border that divides something: a lone cell behind an indent is running text, rules are nothing.
fn row(cells: Vec<Cell>) -> Content {
    let filled = cells.iter().filter(|cell| !cell.text.is_empty()).count();
    if filled == 0 && cells.len() > 1 {
        return Content::Row(cells);
    }
    let is_rule = |cell: &Cell| cell.text.chars().all(|c| matches!(c, '-' | ':' | '=' | '+')) && cell.text.len() >= 2;
    if filled == 0 || cells.iter().filter(|cell| !cell.text.is_empty()).all(is_rule) {
        Content::Empty
    } else if filled == 1 && cells.last().is_some_and(|cell| !cell.text.is_empty()) {
        Content::Prose
    } else {
        Content::Row(cells)
    }
}

/// Whether a character is a drawn border.
pub fn is_bar(c: char) -> bool {
    BARS.contains(&c)
}

/// Cells between bars; the outer bars are a frame, not borders of empty cells.
fn bar_cells(line: &str, number: u32) -> Vec<Cell> {
    let mut cells = cells(line, number, is_bar);
    let trimmed = line.trim();
    if trimmed.ends_with(is_bar) && cells.len() > 1 {
        cells.pop();
    }
    if trimmed.starts_with(is_bar) && cells.len() > 1 {
        cells.remove(0);
    }
    cells
}

fn cells(line: &str, number: u32, is_border: impl Fn(char) -> bool) -> Vec<Cell> {
    let mut column = 1;
    line.split(is_border)
        .map(|raw| {
            // Most cells. Of digits each is a byte, and nothing stands around them.
            if !raw.is_empty() && raw.bytes().all(|byte| byte.is_ascii_digit()) {
                let place = Place::new(number, column, raw.len() as u32);
                column += raw.len() as u32 + 1;
                return Cell { text: raw.into(), place };
            }
            let text = raw.trim();
            let length = text.chars().count() as u32;
            let all = if text.len() == raw.len() { length } else { raw.chars().count() as u32 };
            let before = raw.chars().take_while(|c| c.is_whitespace()).count() as u32;
            let start = if text.is_empty() { column } else { column + before };
            column += all + 1;
            let place = Place::new(number, start, length);
            Cell { text: text.into(), place }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Option<Vec<String>> {
        match content(line, 1, true) {
            Content::Row(cells) => Some(cells.into_iter().map(|cell| cell.text.into()).collect()),
            _ => None,
        }
    }

    #[test]
    fn tabs_and_bars_divide_cells_and_empty_cells_stay() {
        let cases: [(&str, Option<&[&str]>); 8] = [
            ("规章\t1\t0\t2", Some(&["规章", "1", "0", "2"])),
            ("\t(二) 部分公开\t10\t", Some(&["", "(二) 部分公开", "10", ""])),
            ("| 规章 | 1 | | 2 |", Some(&["规章", "1", "", "2"])),
            ("行政许可 | 3 | ||", Some(&["行政许可", "3", "", ""])),
            ("|---|:---:|", None),
            ("\t\t", Some(&["", "", ""])),
            ("\t缩进的一段话。", None),
            ("没有表格的一行", None),
        ];
        for (line, expected) in cases {
            assert_eq!(
                texts(line).as_deref().map(|t| t.iter().map(String::as_str).collect::<Vec<_>>()).as_deref(),
                expected,
                "{line}"
            );
        }
    }

    #[test]
    fn a_cell_knows_its_first_character_and_its_length() {
        let Content::Row(cells) = content("规章\t 12\t305\t\t6 ", 7, true) else { panic!("a row") };
        let places: Vec<Place> = cells.iter().map(|cell| cell.place).collect();
        let expected = [(1, 2), (5, 2), (8, 3), (12, 0), (13, 1)];
        assert_eq!(places, expected.map(|(column, length)| Place::new(7, column, length)));
    }
}
