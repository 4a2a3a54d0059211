//! Rows as they stand in the document: words first, then cells. Nothing is decided here about what they mean.

use compact_str::CompactString;

use super::align::LEAST_FIT;
use super::layout::LaidRow;
use super::remedies;
use super::similarity::{Observation, RowPatterns};
use super::slot::{Held, Slot, is_worded_number};
use crate::form::{Edition, Table};
use crate::report::Place;

/// One observed row, or a piece of one: the words, and the cells behind them. Either may be absent.
#[derive(Debug, Clone)]
pub struct Observed {
    /// The words before the cells, cell by cell.
    pub labels: Vec<CompactString>,
    /// The same, joined.
    pub label: String,
    /// The same, prepared for comparing.
    pub words: Observation,
    /// The cells behind the words, in order, empty ones too.
    pub slots: Vec<Slot>,
    /// Whether all of the row's cells are among them, empty ones too.
    pub is_certain: bool,
    /// Whether the row has as many cells as most rows of its table.
    pub is_even: bool,
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
            Held::Number(_) | Held::Several(_) | Held::Run => true,
            Held::Illegible => slot.raw.chars().any(char::is_alphanumeric),
            Held::Empty | Held::Mark | Held::Label => false,
        })
    }

    /// Whether any cell holds a mark for nothing.
    pub fn has_marks(&self) -> bool {
        self.slots.iter().any(|slot| slot.held == Held::Mark)
    }

    /// What stands in the cells, verbatim, for messages.
    pub fn raw(&self) -> String {
        let cells: Vec<&str> = self.slots.iter().map(|slot| slot.raw.as_str()).collect();
        cells.join(" ").trim().to_owned()
    }
}

/// The pieces of the rows as laid out. A line with two rows on it gives two pieces. Below the heads of table `remedies`,
/// whose row has no words, a row of as many empty cells is a piece.
pub fn observe(rows: &[LaidRow], table: Table) -> Vec<Observed> {
    let mut pieces: Vec<Observed> = Vec::new();
    for row in rows {
        let is_head = |piece: &Observed| piece.label.contains("总计") || piece.label.contains("结果");
        let slots = || row.cells.iter().map(Slot::of).collect::<Vec<_>>();
        match row.cells.first() {
            Some(first)
                if table == Table::Remedies
                    && row.cells.len() == remedies::WIDTH
                    && pieces.iter().any(is_head)
                    && slots().iter().all(|slot| slot.held == Held::Empty) =>
            {
                pieces.push(Observed {
                    labels: Vec::new(),
                    label: String::new(),
                    words: Observation::new(""),
                    slots: slots(),
                    is_certain: row.is_certain,
                    is_even: row.is_even,
                    place: first.place,
                });
            }
            _ => segments(row, table, &mut pieces),
        }
    }
    pieces
}

/// Whether words may be the label of a row of the table, or a piece of one.
pub fn names_row(text: &str, table: Table) -> bool {
    let words = Observation::new(text);
    let fits = |edition| RowPatterns::of(edition, table).compare(&words).fits.iter().any(|fit| *fit >= LEAST_FIT);
    Edition::ALL.into_iter().any(fits)
}

/// Of words in a cell of their own at least this share must be those of a row's label.
const OF_LABEL: f64 = 0.75;

/// Whether words are a part of the label of a row of the table.
pub fn is_of_label(text: &str, table: Table) -> bool {
    let words = Observation::new(text);
    let fits = |edition| RowPatterns::of(edition, table).compare(&words).precision.iter().any(|one| *one >= OF_LABEL);
    Edition::ALL.into_iter().any(fits)
}

/// Whether words among the figures of table `requests` are a remark in a figure's place (略, 见附件) and no label of a row.
fn is_remark(text: &str, table: Table) -> bool {
    table == Table::Requests && !names_row(text, table)
}

/// Cuts a row into runs of words with the cells that follow them.
fn segments(row: &LaidRow, table: Table, into: &mut Vec<Observed>) {
    let mut label: Vec<&str> = Vec::new();
    let mut slots: Vec<Slot> = Vec::with_capacity(row.cells.len());
    let mut place = None;
    let mut flush = |label: &mut Vec<&str>, slots: &mut Vec<Slot>, place: &mut Option<Place>| {
        let text = label.join(" ");
        let has_cells = slots.iter().any(|slot| slot.held != Held::Empty);
        if let Some(place) = place.take().filter(|_| !text.is_empty() || has_cells) {
            let words = Observation::new(&text);
            let labels = label.iter().copied().map(CompactString::from).collect();
            into.push(Observed {
                labels,
                label: text,
                words,
                slots: std::mem::take(slots),
                is_certain: row.is_certain,
                is_even: row.is_even,
                place,
            });
        }
        label.clear();
        slots.clear();
    };
    for (at, cell) in row.cells.iter().enumerate() {
        let mut slot = if row.glued { Slot::glued(cell) } else { Slot::of(cell) };
        let goes_on = || row.cells.get(at + 1).is_none_or(|next| Slot::held(&next.text) != Held::Label);
        if slot.held == Held::Label
            && !(label.is_empty() && slots.is_empty())
            && goes_on()
            && (is_worded_number(&cell.text)
                || slots.iter().any(|slot| slot.number().is_some()) && is_remark(&cell.text, table))
        {
            slot.held = Held::Illegible;
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::extract::layout::lay_out;

    fn shape(text: &str) -> Vec<(String, Vec<String>)> {
        let lines = crate::load::document::format_for("txt")
            .unwrap()
            .read("a.txt", text.as_bytes())
            .unwrap()
            .document()
            .unwrap()
            .lines;
        observe(&lay_out(&lines, Table::Requests).rows, Table::Requests)
            .into_iter()
            .map(|piece| (piece.label, piece.slots.into_iter().map(|slot| slot.raw.into()).collect()))
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
