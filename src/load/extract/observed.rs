//! Rows as they stand in the document: words first, then cells. Nothing is decided here about what they mean.

use super::normal::{compact, is_chinese};
use super::similarity::Observation;
use super::slot::{Held, Slot};
use crate::load::document::{Cell, Content, Line};
use crate::report::Place;

/// One observed row, or a piece of one: the words, and the cells behind them. Either may be absent.
#[derive(Debug, Clone)]
pub struct Observed {
    /// The words before the cells, cell by cell.
    pub labels: Vec<String>,
    /// The same, joined.
    pub label: String,
    /// The same, prepared for comparing.
    pub words: Observation,
    /// The cells behind the words, in order, empty ones too.
    pub slots: Vec<Slot>,
    /// Where the piece begins.
    pub place: Place,
}

impl Observed {
    /// The cells that hold exactly one number.
    pub fn numbers(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| slot.number().is_some())
    }

    /// Whether any cell holds something that is or was a number: blanks, marks for nothing and specks are none.
    pub fn has_values(&self) -> bool {
        self.slots.iter().any(|slot| match slot.held {
            Held::Number(_) | Held::Several(_) => true,
            Held::Illegible => slot.raw.chars().any(char::is_alphanumeric),
            Held::Empty | Held::Mark | Held::Label => false,
        })
    }

    /// What stands in the cells, verbatim, for messages.
    pub fn raw(&self) -> String {
        let cells: Vec<&str> = self.slots.iter().map(|slot| slot.raw.as_str()).collect();
        cells.join(" ").trim().to_owned()
    }
}

/// The pieces of rows on the given lines. A line with two rows on it gives two pieces; running text gives a piece only
/// where it could be a lost label (short) or a row whose borders became blanks.
pub fn observe(lines: &[Line]) -> Vec<Observed> {
    let mut pieces = Vec::new();
    for line in lines {
        match &line.content {
            Content::Empty => {}
            Content::Row(cells) => segments(cells, &mut pieces),
            Content::Prose => match spaced_cells(line) {
                Some(cells) => segments(&cells, &mut pieces),
                None if could_be_label(&line.text) => {
                    let text = line.text.trim();
                    let place = Place { line: line.number, column: 1, length: text.chars().count() as u32 };
                    segments(&[Cell { text: text.to_owned(), place }], &mut pieces);
                }
                None => {}
            },
        }
    }
    pieces
}

/// Cuts a line into runs of words with the cells that follow them.
fn segments(cells: &[Cell], into: &mut Vec<Observed>) {
    let mut label: Vec<&str> = Vec::new();
    let mut slots: Vec<Slot> = Vec::new();
    let mut place = None;
    let mut flush = |label: &mut Vec<&str>, slots: &mut Vec<Slot>, place: &mut Option<Place>| {
        let text = label.join(" ");
        let has_cells = slots.iter().any(|slot| slot.held != Held::Empty);
        if let Some(place) = place.take().filter(|_| !text.is_empty() || has_cells) {
            let words = Observation::new(&text);
            let labels = label.iter().map(|label| (*label).to_owned()).collect();
            into.push(Observed { labels, label: text, words, slots: std::mem::take(slots), place });
        }
        label.clear();
        slots.clear();
    };
    for cell in cells {
        let slot = Slot::of(cell);
        if slot.held == Held::Label {
            if slots.iter().any(|slot| slot.held != Held::Empty) {
                flush(&mut label, &mut slots, &mut place);
            }
            // Blanks between two pieces of words are a merged cell, not figures.
            slots.clear();
            label.push(&cell.text);
        } else {
            slots.push(slot);
        }
        if slots.last().is_none_or(|slot| slot.held != Held::Empty) {
            place.get_or_insert(cell.place);
        }
    }
    flush(&mut label, &mut slots, &mut place);
}

/// A line without borders that is words followed by numbers only, or many numbers: its borders were blanks.
fn spaced_cells(line: &Line) -> Option<Vec<Cell>> {
    let mut parts: Vec<(u32, &str)> = Vec::new();
    let mut column = 1;
    for part in line.text.split(|c: char| c.is_whitespace()) {
        if !part.is_empty() {
            parts.push((column, part));
        }
        column += part.chars().count() as u32 + 1;
    }
    let is_value = |text: &str| {
        !compact(text).chars().any(is_chinese) && text.chars().any(|c| c.is_ascii_digit() || "/-—".contains(c))
    };
    let values = parts.iter().rev().take_while(|(_, part)| is_value(part)).count();
    let words = parts.len() - values;
    let length: usize = parts[..words].iter().map(|(_, part)| part.chars().count()).sum();
    // Numbers alone are a row only where there are many of them: table `remedies` has fifteen.
    let few = if words == 0 { values < 10 } else { values == 0 || (values < 2 && length > 16) };
    if few || length > 60 {
        return None;
    }
    let cell = |column: u32, text: String| {
        let length = text.chars().count() as u32;
        Cell { text, place: Place { line: line.number, column, length } }
    };
    let label: Vec<&str> = parts[..words].iter().map(|(_, part)| *part).collect();
    let mut cells: Vec<Cell> =
        parts.first().filter(|_| words > 0).map(|first| cell(first.0, label.join(" "))).into_iter().collect();
    cells.extend(parts[words..].iter().map(|&(column, part)| cell(column, part.to_owned())));
    Some(cells)
}

/// A short line without a full stop may be a label whose cells stand on another line. A page number is none.
fn could_be_label(text: &str) -> bool {
    let compact = compact(text);
    let letters = compact.chars().filter(|c| is_chinese(*c)).count();
    let page_number = compact.starts_with('第') && compact.ends_with('页');
    (1..=40).contains(&letters) && !compact.contains(['。', ';']) && !page_number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(String, Vec<String>)> {
        let lines = crate::load::document::format_for("txt").unwrap().read("a.txt", text.as_bytes()).unwrap().lines;
        observe(&lines)
            .into_iter()
            .map(|piece| (piece.label, piece.slots.into_iter().map(|slot| slot.raw).collect()))
            .collect()
    }

    fn piece(label: &str, slots: &[&str]) -> (String, Vec<String>) {
        (label.to_owned(), slots.iter().map(|s| (*s).to_owned()).collect())
    }

    #[test]
    fn words_come_first_then_cells() {
        assert_eq!(shape("\t(二) 部分公开\t10\t0\t"), [piece("(二) 部分公开", &["10", "0", ""])]);
        assert_eq!(shape("三、本\t其他处理\t\t5"), [piece("三、本 其他处理", &["", "5"])]);
    }

    #[test]
    fn two_rows_on_one_line_are_two_pieces() {
        assert_eq!(shape("行政处罚\t3\t行政强制\t4"), [piece("行政处罚", &["3"]), piece("行政强制", &["4"])]);
    }

    #[test]
    fn blanks_can_be_borders_but_sentences_are_no_rows() {
        assert_eq!(shape("规章 1 0 2"), [piece("规章", &["1", "0", "2"])]);
        assert_eq!(shape("1 0 0 0 1 0 0 0 0 0"), [piece("", &["1", "0", "0", "0", "1", "0", "0", "0", "0", "0"])]);
        assert_eq!(shape("1 0 0"), []);
        assert_eq!(shape("全年共收到政府信息公开申请 33 件，全部按期答复。"), []);
        assert_eq!(shape("- 3 -"), []);
        assert_eq!(shape("第 3 页"), []);
    }
}
