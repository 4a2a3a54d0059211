//! What stands more than once in one file: a second report behind the first, a second table of the same shape within a
//! section. The rows of two are never mixed. It does not know what a figure means, nor which of two tables is meant.

use std::collections::BTreeMap;

use super::normal::{compact, letters};
use super::observed::Observed;
use super::section::{self, Numbered};
use super::slot::Held;
use super::title;
use crate::form::Table;
use crate::load::document::{Content, Document};
use crate::report::{Place, SectionKind};

/// A section with less text than this has no table: it is a line of a table of contents.
const LEAST_TEXT: usize = 250;
/// So many cells the row of table `remedies` has.
const REMEDIES: usize = 15;

/// Where in the document a second report begins.
pub struct Second {
    /// Index of its first line.
    pub at: usize,
    /// Whether sections 二, 三 and 四 of the first stand before it.
    pub first_is_whole: bool,
}

/// The second report of a document: its headings begin anew behind the tables, and tables stand there too. One that says
/// the same to the letter is none.
pub fn second_report(document: &Document) -> Option<Second> {
    let headings = section::numbered(document);
    let lines = document.lines.len();
    let text = |from: usize, to: usize| -> String {
        document.lines[from..to].iter().map(|line| compact(&line.text)).collect::<Vec<_>>().concat()
    };
    let end = |index: usize| headings.get(index + 1).map_or(lines, |next| next.at);
    let is_table = |index: usize| {
        let Numbered { at, kind } = headings[index];
        let length = || text(at, end(index)).chars().take(LEAST_TEXT).count();
        kind == SectionKind::Requests && length() == LEAST_TEXT
    };
    let first = (0..headings.len()).find(|&index| is_table(index))?;
    let behind = (first + 1..headings.len()).find(|&index| headings[index].kind <= headings[index - 1].kind)?;
    (behind..headings.len()).find(|&index| is_table(index))?;
    let from = headings[behind - 1].at + 1;
    let title = (from..headings[behind].at).find(|&line| {
        let text = section::alone(&document.lines[line]);
        text.and_then(title::parse).is_some_and(|title| !title.body.is_empty() || title.year.is_some())
    });
    let at = title.unwrap_or(headings[behind].at);
    let said = |from: usize, to: usize| text(headings[from].at, if to == 0 { lines } else { headings[to].at });
    let start = headings[..behind].iter().position(|heading| heading.kind == headings[behind].kind).unwrap_or(0);
    if title.is_none() && said(start, behind) == said(behind, 0) {
        return None;
    }
    let has = |kind| headings[..behind].iter().any(|heading| heading.kind == kind);
    let first_is_whole = has(SectionKind::Proactive) && has(SectionKind::Requests) && has(SectionKind::Remedies);
    Some(Second { at, first_is_whole })
}

/// Where a second table of the same shape with other values begins, if one does. A row that a page break repeats, or a
/// table printed twice, has the same values.
pub fn second_table(pieces: &[Observed], table: Table) -> Option<Place> {
    match table {
        Table::Proactive => rows_again(pieces, 1, 2),
        Table::Requests => rows_again(pieces, 4, 4),
        Table::Remedies => {
            let is_row = |piece: &&Observed| {
                piece.words.is_empty()
                    && piece.slots.len() >= REMEDIES
                    && piece.slots.iter().any(|slot| slot.held != Held::Empty)
            };
            let mut rows = pieces.iter().filter(is_row);
            let first = rows.next()?;
            rows.find(|row| row.raw() != first.raw()).map(|row| row.place)
        }
    }
}

/// Where rows with the same words stand again with other values: at least `least` of them, each with `cells` values.
fn rows_again(pieces: &[Observed], cells: usize, least: usize) -> Option<Place> {
    let mut seen: BTreeMap<Vec<char>, (String, bool)> = BTreeMap::new();
    let mut again: Vec<Place> = Vec::new();
    let filled = |piece: &Observed| piece.slots.iter().filter(|slot| slot.held != Held::Empty).count();
    for piece in pieces.iter().filter(|piece| piece.slots.len() >= cells && filled(piece) > 0) {
        let label = letters(&piece.label);
        if label.len() < 2 {
            continue;
        }
        match seen.get_mut(&label) {
            Some((raw, counted)) => {
                if *raw != piece.raw() && !*counted {
                    *counted = true;
                    again.push(piece.place);
                }
            }
            None => {
                seen.insert(label, (piece.raw(), false));
            }
        }
    }
    again.first().copied().filter(|_| again.len() >= least)
}

/// The document up to a line.
pub fn before(document: &Document, at: usize) -> Document {
    Document { lines: document.lines[..at].to_vec(), ..document.clone() }
}

/// The place of a line that is not empty.
pub fn place_of(document: &Document, at: usize) -> Option<Place> {
    document.lines.get(at).filter(|line| line.content != Content::Empty).map(|line| Place::of_line(line.number))
}
