//! What stands more than once in one file: a second report behind the first, a second table of the same shape within a
//! section. The rows of two are never mixed. It does not know what a figure means, nor which of two tables is meant.

use std::collections::BTreeMap;
use std::ops::Range;

use super::grid;
use super::layout::lay_out;
use super::normal::compact;
use super::observed::{Observed, observe};
use super::remedies;
use super::section::{self, Candidate, Numbered};
use super::serial;
use super::slot::{Held, Slot};
use super::title;
use crate::form::Table;
use crate::load::document::{Content, Document, Line};
use crate::report::{Place, SectionKind};

/// A section with less text than this has no table: it is a line of a table of contents.
const LEAST_TEXT: usize = 250;

/// Where in the document a second report begins.
pub struct Second {
    /// Index of its first line.
    pub at: usize,
    /// Whether sections 二, 三 and 四 of the first stand before it.
    pub first_is_whole: bool,
}

/// The second report of a document: its headings begin anew behind the tables, and tables stand there too. One that says
/// the same to the letter is none.
pub fn second_report(document: &Document, candidates: &[Candidate]) -> Option<Second> {
    let headings = section::numbered(candidates);
    if headings.is_sorted_by(|one, next| one.kind < next.kind) {
        return None;
    }
    let lines = document.lines.len();
    let text = |from: usize, to: usize| -> String {
        document.lines[from..to].iter().map(|line| compact(&line.text)).collect::<Vec<_>>().concat()
    };
    let end = |index: usize| headings.get(index + 1).map_or(lines, |next| next.at);
    let is_table = |index: usize| {
        let Numbered { at, kind } = headings[index];
        let mut length = 0;
        let mut is_enough = |line: &Line| {
            length += compact(&line.text).chars().count();
            length >= LEAST_TEXT
        };
        kind == SectionKind::Requests && document.lines[at..end(index)].iter().any(&mut is_enough)
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
        Table::Proactive => rows_again(pieces, 1, 1, 2),
        Table::Requests => rows_again(pieces, grid::WIDTH, 4, 4),
        Table::Remedies => {
            let is_row = |piece: &&Observed| piece.slots.len() >= remedies::WIDTH;
            // Empty rows behind the figures are no table.
            let last = pieces.iter().rposition(|piece| is_row(&piece) && filled(piece).next().is_some())?;
            let mut rows =
                pieces[..=last].iter().filter(is_row).filter(|piece| piece.words.is_empty() || piece.has_values());
            let first = rows.next()?;
            rows.find(|row| !says_the_same(first, row)).map(|row| row.place)
        }
    }
}

/// Whether a table might be another one's copy: not all three stand below a heading with its number.
pub fn in_doubt(candidates: &[Candidate]) -> bool {
    let numbered = section::numbered(candidates);
    let tables = [SectionKind::Proactive, SectionKind::Requests, SectionKind::Remedies];
    !tables.iter().all(|kind| numbered.iter().any(|heading| heading.kind == *kind))
}

/// The pieces of a table with those of all other lines of the document, in order.
pub fn with_copies(document: &Document, region: &Range<usize>, table: Table, own: &[Observed]) -> Vec<Observed> {
    let rest = |lines: &[Line]| {
        let mut laid = lay_out(lines, table);
        serial::take_off(&mut laid.rows, table);
        observe(&laid.rows, table)
    };
    let (before, behind) = (rest(&document.lines[..region.start]), rest(&document.lines[region.end..]));
    before.into_iter().chain(own.iter().cloned()).chain(behind).collect()
}

/// The cells that are not empty.
fn filled(piece: &Observed) -> impl Iterator<Item = &Slot> {
    piece.slots.iter().filter(|slot| slot.held != Held::Empty)
}

/// Whether the same stands in the cells that are not empty.
fn says_the_same(one: &Observed, other: &Observed) -> bool {
    let values = |piece: &Observed| filled(piece).map(|slot| compact(&slot.plain())).collect::<Vec<String>>();
    let verbatim = |piece| filled(piece).map(|slot| slot.raw.as_str());
    verbatim(one).eq(verbatim(other)) || values(one) == values(other)
}

/// Where rows with the same words stand again with other values: one of `whole` cells is enough; of rows that lack some,
/// which may be one row that was broken, it takes `least`, each with `cells` of them.
fn rows_again(pieces: &[Observed], whole: usize, cells: usize, least: usize) -> Option<Place> {
    let mut seen: BTreeMap<&[char], Seen<'_>> = BTreeMap::new();
    let mut again: Vec<(Place, bool)> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.slots.len() >= cells) {
        let is_empty = filled(piece).next().is_none();
        // An empty cell beside a label may be that of a label alone, a row of them is a row.
        let is_whole = piece.slots.len() >= whole && (!is_empty || whole > 1 || piece.is_certain);
        if is_empty && !is_whole {
            continue;
        }
        let label = unnumbered(piece.words.letters());
        if label.len() < 2 {
            continue;
        }
        match seen.get_mut(label) {
            Some(one) => {
                if !one.counted && !says_the_same(one.piece, piece) {
                    one.counted = true;
                    again.push((piece.place, one.is_whole && is_whole));
                }
            }
            None => drop(seen.insert(label, Seen { piece, is_whole, counted: false })),
        }
    }
    let enough = again.len() >= least || again.iter().any(|(_, is_whole)| *is_whole);
    again.first().map(|(place, _)| *place).filter(|_| enough)
}

/// The letters of a label, without its number in Chinese.
fn unnumbered(letters: &[char]) -> &[char] {
    let numbers = letters.iter().take_while(|c| "一二三四五六七".contains(**c)).count();
    &letters[numbers..]
}

/// A row that stood before.
struct Seen<'a> {
    piece: &'a Observed,
    is_whole: bool,
    /// Whether a copy with other values was met.
    counted: bool,
}

/// The document up to a line.
pub fn before(document: &Document, at: usize) -> Document {
    Document { lines: document.lines[..at].to_vec(), ..document.clone() }
}

/// The place of a line that is not empty.
pub fn place_of(document: &Document, at: usize) -> Option<Place> {
    document.lines.get(at).filter(|line| line.content != Content::Empty).map(|line| Place::of_line(line.number))
}
