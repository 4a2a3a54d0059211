//! Table `requests` without any borders: each row one run of digits. No figure can be seen for itself; what the sums of the
//! whole table leave one way to read is inferred, and nothing else.

use rust_decimal::Decimal;

use super::align::{Trust, align};
use super::cuts::{self, Cut};
use super::notes::Notes;
use super::observed::Observed;
use super::requests::{name_sums, sums, written};
use super::slot::{Held, Slot};
use crate::diagnostic::Severity;
use crate::form::{Column, Edition, FigureKey, Layout, Row, Table, Unit};
use crate::report::{Figure, Figures};

/// Whether the figures of the table stand in runs.
pub fn are_runs(pieces: &[Observed]) -> bool {
    pieces.iter().any(|piece| run(piece).is_some())
}

fn run(piece: &Observed) -> Option<&Slot> {
    match piece.slots.as_slice() {
        [only] if only.held == Held::Run => Some(only),
        _ => None,
    }
}

/// Reads the table from the pieces of its region. Gives the rows found; fills `figures`. Only a whole table is read: of a
/// row that is not there nobody knows what it adds to the sums.
pub fn read(pieces: &[Observed], edition: Edition, figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    let rows: Vec<Row> = Layout::of(edition).rows(Table::Requests).map(|(row, _)| row).collect();
    let alignment = align(pieces, Table::Requests, edition);
    let found: Vec<Option<&Slot>> = rows
        .iter()
        .map(|row| {
            let found = alignment.matches.iter().find(|found| found.row == *row)?;
            let sure = found.trust == Trust::Words && !alignment.contested.contains(row);
            run(&pieces[found.piece]).filter(|_| sure)
        })
        .collect();
    let whole = alignment.extra.is_empty() && !found.contains(&None);
    let cuts: Option<Vec<Vec<Cut>>> = found
        .iter()
        .map(|run| cuts::row_cuts(&run.filter(|_| whole)?.digits()).filter(|cuts| !cuts.is_empty()))
        .collect();
    let solved = cuts.and_then(|cuts| cuts::solve(&cuts, &sums(&rows)));
    for (at, &row) in rows.iter().enumerate() {
        let Some(piece) = alignment.matches.iter().find(|found| found.row == row).map(|found| &pieces[found.piece])
        else {
            continue;
        };
        let (place, raw) = match found[at] {
            Some(run) => (run.place, run.raw.to_string()),
            None if piece.has_values() => (piece.place, piece.raw()),
            None => continue,
        };
        let mut open = false;
        for (index, &column) in Column::REQUESTS.iter().enumerate() {
            let values = solved.as_ref().map_or(&[][..], |solved| &solved[at][index]);
            let figure = if let [value] = values {
                Figure::inferred(Decimal::from(*value), Unit::Case, Some(place), &raw, Vec::new())
            } else {
                open = true;
                Figure::unreadable(Unit::Case, Some(place), &raw, written(values))
            };
            figures.set(FigureKey::requests(row, column), figure);
        }
        if open && solved.is_some() {
            let words = [("table", Table::Requests.id().to_owned()), ("row", row.id().to_owned()), ("found", raw)];
            notes.add(Severity::Warning, "row-unreadable", Some(place), &words);
        }
    }
    notes.add_extra(Table::Requests, pieces, &alignment.extra);
    let code = if solved.is_some() { "table-glued" } else { "table-glued-open" };
    let severity = if solved.is_some() { Severity::Note } else { Severity::Warning };
    let place = pieces.iter().find_map(run).map(|run| run.place);
    notes.add(severity, code, place, &[("table", Table::Requests.id().to_owned())]);
    name_sums(figures);
    alignment.matches.iter().filter(|found| found.trust == Trust::Words).count()
}
