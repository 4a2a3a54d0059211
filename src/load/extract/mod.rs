//! From the lines of a document to a report: whose it is, its sections, its three tables, its figures.
//!
//! The form is known, so reading is alignment, not counting positions: 1. `title` says whose report it is and for which
//! year; 2. `section` finds the headings, and with them where each table is; 3. `observed` takes the rows as they stand,
//! `slot` says what a cell holds; 4. `edition` decides which form it is; 5. `align` says which observed row is which row
//! of the form; 6. `proactive`, `requests` (with `grid`) and `remedies` lay the cells over the columns. What is not
//! certain after that is not read: a gap that says so is better than a wrong figure.

mod align;
mod body_name;
mod edition;
mod glued;
mod grid;
mod heads;
mod normal;
mod notes;
mod observed;
mod proactive;
mod remedies;
mod requests;
mod row_state;
mod section;
mod similarity;
mod slot;
mod title;

use self::edition::Verdict;
use self::notes::Notes;
use self::observed::{Observed, observe};
use self::section::Heading;
use self::title::Title;
use super::document::{Content, Document, Hints};
use crate::diagnostic::{Diagnostic, Severity};
use crate::form::{Edition, FigureKey, Table};
use crate::report::{Figure, Figures, Place, Report, SectionKind, SourceFile};

/// A title stands among this many filled lines, or not at all.
const TITLE_LINES: usize = 30;

/// Reads one report. `sha256` is of the file's bytes; `hints` is what a maintainer says beside the file (the document's
/// own front matter outranks it). Gives no report when the document cannot be one; the diagnostics then say why.
pub fn extract(document: &Document, sha256: String, hints: &Hints) -> (Option<Report>, Vec<Diagnostic>) {
    let mut notes = Notes::new(document);
    let report = read(document, sha256, hints, &mut notes);
    (report, notes.into_sorted())
}

fn read(document: &Document, sha256: String, hints: &Hints, notes: &mut Notes<'_>) -> Option<Report> {
    let headings = section::headings(document);
    let opening_end = headings.first().map_or(document.lines.len(), |heading| heading.at);
    let title = find_title(document, opening_end);
    let regions = [SectionKind::Proactive, SectionKind::Requests, SectionKind::Remedies]
        .map(|kind| observe(section::region(document, &headings, kind)));
    if title.is_none() && headings.len() < 2 && !regions.iter().any(|pieces| has_table(pieces)) {
        notes.add(Severity::Error, "not-a-report", None, &[]);
        return None;
    }

    let opening = opening(document, opening_end, title.as_ref());
    let (body, year) = identify(document, title.as_ref(), &opening, hints, notes)?;
    let (body, scope) = body_name::body_and_scope(&body);
    let figures = figures(&regions, &headings, year, notes);
    let lines = title.as_ref().map_or((0, 0), |title| title.lines);
    let text = title.map(|title| title.text).filter(|text| !text.is_empty());
    Some(Report {
        source: SourceFile { path: document.path.clone(), sha256, text: document.text.clone() },
        title: text.unwrap_or_else(|| format!("{body}{year}年政府信息公开工作年度报告")),
        body,
        scope,
        year,
        published: document.hints.published.clone().or_else(|| hints.published.clone()),
        url: document.hints.url.clone().or_else(|| hints.url.clone()),
        sections: section::sections(document, &headings, lines),
        figures,
    })
}

fn find_title(document: &Document, end: usize) -> Option<Title> {
    let filled = document.lines[..end].iter().filter(|line| line.content == Content::Prose);
    let lines: Vec<(u32, &str)> = filled.take(TITLE_LINES).map(|line| (line.number, line.text.as_str())).collect();
    title::find(&lines)
}

/// The text between the title and section 一, on one line.
fn opening(document: &Document, end: usize, title: Option<&Title>) -> String {
    let after = title.map_or(0, |title| title.lines.1);
    let lines = document.lines[..end].iter().filter(|line| line.content == Content::Prose && line.number > after);
    lines.take(TITLE_LINES).map(|line| line.text.trim()).collect()
}

/// The body and the year: what the maintainer says, else the title, else the opening sentence.
fn identify(
    document: &Document,
    title: Option<&Title>,
    opening: &str,
    hints: &Hints,
    notes: &mut Notes<'_>,
) -> Option<(String, u16)> {
    let from_opening = title::body_of_opening(opening);
    let hinted = |own: &Option<String>, beside: &Option<String>| own.clone().or_else(|| beside.clone());
    let body = hinted(&document.hints.body, &hints.body).or_else(|| {
        let titled = title.map(|title| title.body.clone()).filter(|body| !body.is_empty());
        let opened = from_opening.as_ref().map(|opening| opening.body.clone());
        match (titled, opened) {
            // A title over several lines may have caught a line above it.
            (Some(titled), Some(opened)) if titled != opened && titled.ends_with(&opened) => Some(opened),
            (titled, opened) => titled.or(opened),
        }
    });
    let hinted_year = document.hints.year.or(hints.year);
    let titled_year = title.and_then(|title| title.year);
    let mut others = title::years_of_opening(opening);
    others.extend(from_opening.as_ref().and_then(|opening| opening.year));
    let year = hinted_year.or(titled_year).or_else(|| others.first().copied());
    if let Some(year) = year
        && let Some(other) = titled_year.into_iter().chain(others).find(|other| *other != year)
    {
        let place = title.map(|title| Place { line: title.lines.0, column: 0, length: 0 });
        let words = [("found", other.to_string()), ("used", year.to_string())];
        notes.add(Severity::Warning, "years-disagree", place.filter(|place| place.line > 0), &words);
    }
    if body.is_none() {
        notes.add(Severity::Error, "body-unknown", None, &[]);
    }
    if year.is_none() {
        notes.add(Severity::Error, "year-unknown", None, &[]);
    }
    Some((body?, year?))
}

/// Whether the pieces are more than a stray line: some row has words and numbers.
fn has_table(pieces: &[Observed]) -> bool {
    pieces.iter().filter(|piece| !piece.words.is_empty() && piece.numbers().next().is_some()).count() >= 3
}

fn figures(regions: &[Vec<Observed>; 3], headings: &[Heading], year: u16, notes: &mut Notes<'_>) -> Figures {
    let [proactive_pieces, requests_pieces, remedies_pieces] = regions;
    let by_heads = edition::of_proactive(proactive_pieces);
    let by_rows = edition::of_requests(requests_pieces);
    let edition = by_heads.edition().or_else(|| by_rows.edition()).unwrap_or_else(|| Edition::required_for(year));
    let mut figures = Figures::from_fn(edition, |key| Figure::missing(key.column.unit()));
    if matches!(by_heads, Verdict::Leaning(_)) {
        notes.add(Severity::Warning, "edition-mixed", None, &[("edition", edition.id().to_owned())]);
    }

    let mut found = [0; 3];
    // The columns of table `proactive` mean other things in the other edition: without a word of its own on that, nothing
    // is read. The rows of table `requests` say nothing about it: reports mix the two.
    if by_heads.edition().is_some() {
        found[0] = proactive::read(proactive_pieces, edition, &mut figures, notes);
    } else if has_table(proactive_pieces) {
        leave_open(Table::Proactive, &mut figures);
        notes.add(Severity::Warning, "edition-unclear", None, &[]);
        found[0] = 1;
    }
    found[1] = match by_rows {
        Verdict::Clear(rows) if rows != edition => {
            notes.add(Severity::Warning, "edition-mixed", None, &[("edition", edition.id().to_owned())]);
            read_other_edition(requests_pieces, rows, &mut figures, notes)
        }
        _ => read_requests(requests_pieces, edition, &mut figures, notes),
    };
    let after_heads = behind_requests(remedies_pieces, headings);
    found[2] = if heads::remedies_in_order(remedies_pieces) {
        remedies::read(after_heads, edition, &mut figures, notes)
    } else {
        in_another_order(Table::Remedies, &mut figures, notes)
    };

    if found == [0; 3] {
        notes.add(Severity::Warning, "no-tables", None, &[]);
    } else {
        for (table, _) in Table::ALL.iter().zip(found).filter(|(_, found)| *found == 0) {
            notes.add(Severity::Warning, "table-missing", None, &[("table", table.id().to_owned())]);
        }
    }
    figures
}

fn read_requests(pieces: &[Observed], edition: Edition, figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    if heads::requests_in_order(pieces) {
        requests::read(pieces, edition, figures, notes)
    } else {
        in_another_order(Table::Requests, figures, notes)
    }
}

/// A table that is there and cannot be read: no figure of it is missing, and none is known.
fn leave_open(table: Table, figures: &mut Figures) {
    let keys: Vec<FigureKey> = figures.iter().map(|(key, _)| key).filter(|key| key.table == table).collect();
    for key in keys {
        figures.set(key, Figure::unreadable(key.column.unit(), None, "", vec![]));
    }
}

/// A table whose columns stand in another order than the form's: its cells are not laid over the form's columns.
fn in_another_order(table: Table, figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    leave_open(table, figures);
    notes.add(Severity::Warning, "heads-order", None, &[("table", table.id().to_owned())]);
    1
}

/// Table `requests` with the rows of the other edition: what both editions have is taken, the rest stays missing.
fn read_other_edition(pieces: &[Observed], rows: Edition, figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    let mut other = Figures::from_fn(rows, |key| Figure::missing(key.column.unit()));
    let found = read_requests(pieces, rows, &mut other, notes);
    for (key, figure) in other.iter().filter(|(key, _)| key.table == Table::Requests) {
        figures.set(key, figure.clone());
    }
    found
}

/// Where the heading of section 四 is lost, its region begins with table `requests`: the heads of table `remedies` tell
/// where that one begins; without them there is nothing to go by.
fn behind_requests<'a>(pieces: &'a [Observed], headings: &[Heading]) -> &'a [Observed] {
    if headings.iter().any(|heading| heading.kind == SectionKind::Remedies) {
        return pieces;
    }
    let is_head = |piece: &Observed| {
        piece.numbers().next().is_none()
            && ["行政诉讼", "未经复议", "复议后起诉"].iter().any(|head| piece.label.contains(head))
    };
    pieces.iter().rposition(is_head).map_or(&[], |last| &pieces[last + 1..])
}
