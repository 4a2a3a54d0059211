//! Collects what a maintainer should know about one document, with the line that it concerns, and the rows that the form
//! does not have.

use super::observed::Observed;
use super::slot::Held;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::form::Table;
use crate::load::document::Document;
use crate::report::{ExtraRow, Place};

/// The diagnostics of one document.
pub struct Notes<'a> {
    document: &'a Document,
    all: Vec<Diagnostic>,
    extra_rows: Vec<ExtraRow>,
}

/// More rows beyond the form than this are counted, not named.
const MOST_EXTRA: usize = 20;
/// A line longer than this is cut where it is shown.
const SHOWN: usize = 240;

impl<'a> Notes<'a> {
    /// No diagnostics yet.
    pub fn new(document: &'a Document) -> Notes<'a> {
        Notes { document, all: Vec::new(), extra_rows: Vec::new() }
    }

    /// Adds a diagnostic about the whole file, or about a place in it.
    pub fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Option<Place>,
        arguments: &[(&'static str, String)],
    ) {
        self.add_with(severity, code, place, None, arguments);
    }

    /// The same, with another place that it concerns.
    pub fn add_with(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Option<Place>,
        other: Option<Place>,
        arguments: &[(&'static str, String)],
    ) {
        let file = format!("content/{}", self.document.path);
        let mut diagnostic = Diagnostic::new(severity, code, &*file);
        diagnostic.span = place.map(|place| self.span(place));
        if let Some(other) = other {
            diagnostic = diagnostic.and_at(file, self.span(other));
        }
        diagnostic.arguments = arguments.to_vec();
        self.all.push(diagnostic);
    }

    fn span(&self, place: Place) -> Span {
        let line = self.document.lines.get(place.line.saturating_sub(1) as usize);
        let text: String = line.map(|line| line.text.chars().take(SHOWN).collect()).unwrap_or_default();
        Span { line: place.line, column: place.column, length: place.length, text, spot: place.spot }
    }

    /// Adds the rows of a table that are none of the form's, the first of them one by one.
    pub fn add_extra(&mut self, table: Table, pieces: &[Observed], extra: &[usize]) {
        for &at in extra.iter().take(MOST_EXTRA) {
            let Observed { label, slots, place, .. } = &pieces[at];
            let filled = slots.iter().rposition(|slot| slot.held != Held::Empty).map_or(0, |last| last + 1);
            let cells = slots[..filled].iter().map(|slot| (slot.raw.to_string(), slot.place)).collect();
            self.add_extra_row(ExtraRow { table, label: label.clone(), cells, place: *place });
            let words = [("label", pieces[at].label.clone()), ("found", pieces[at].raw())];
            self.add(Severity::Note, "row-extra", Some(pieces[at].place), &words);
        }
        if let Some(&next) = extra.get(MOST_EXTRA) {
            let more = [("count", (extra.len() - MOST_EXTRA).to_string())];
            self.add(Severity::Note, "rows-extra", Some(pieces[next].place), &more);
        }
    }

    /// Adds a row of a table that is none of the form's.
    pub fn add_extra_row(&mut self, row: ExtraRow) {
        self.extra_rows.push(row);
    }

    /// The rows that the form does not have, sorted by place.
    pub fn take_extra_rows(&mut self) -> Vec<ExtraRow> {
        self.extra_rows.sort_by_key(|row| row.place);
        std::mem::take(&mut self.extra_rows)
    }

    /// All of them, sorted by line.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.all.sort_by(|a, b| {
            let line = |d: &Diagnostic| d.span.as_ref().map_or(0, |span| span.line);
            (line(a), a.severity, a.code, &a.arguments).cmp(&(line(b), b.severity, b.code, &b.arguments))
        });
        self.all
    }
}
