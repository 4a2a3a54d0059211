//! From the lines of a document to a report: whose it is, its sections, its three tables, its figures.
//!
//! The form is known, so reading is alignment, not counting positions: 1. `titles` and `opening` say whose report it is and for
//! which year, `doubts` what the prose says against that; 2. `section` finds the headings, and with them where each table is;
//! 3. `layout` (with `run`) finds the rows on the lines, `serial` takes off a column of serial numbers, `observed` takes the rows
//! as they stand, `slot` says what a cell holds; 4. `edition` decides which form it is, `heads` (with `head`) and `elsewhere`
//! whether heads and captions are the form's; 5. `align` says which observed row is which row of the form; 6. `proactive`,
//! `requests` (with `grid`) and `remedies` lay the cells over the columns. What is not certain after that is not read: a gap
//! that says so is better than a wrong figure.

mod align;
mod body_name;
mod brackets;
mod cuts;
mod doubts;
mod edition;
mod elsewhere;
mod glued;
mod grid;
mod head;
mod heads;
mod inexact;
mod kept;
mod layout;
mod normal;
mod notes;
mod observed;
mod opening;
mod proactive;
mod qualified;
mod remedies;
mod repeated;
mod requests;
mod row_state;
mod run;
mod runs;
mod section;
mod serial;
mod similarity;
mod slot;
mod title;
mod title_time;
mod titles;
mod turns;

pub use self::body_name::body_and_scope;
use self::body_name::is_plainly_another;
use self::edition::Verdict;
pub use self::elsewhere::names_other_span;
use self::elsewhere::{Elsewhere, Own};
use self::grid::WIDTH;
pub use self::inexact::is_inexact;
use self::normal::compact;
use self::notes::Notes;
use self::observed::{Observed, observe};
use self::repeated::Second;
use self::section::{Candidate, Heading};
pub use self::slot::LARGEST_COUNT;
use self::title::Title;
use self::titles::{Choice, Known};
use super::document::{Content, Document, Hints, Line};
use super::hint::is_name;
use crate::diagnostic::{Diagnostic, Severity};
use crate::form::{Column, Edition, FigureKey, Layout, Table};
use crate::report::{
    ExtraRow, Figure, Figures, Place, Report, SectionKind, SourceFile, SourceKind, Spot, State, usual_title,
};

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
    let candidates = section::candidates(document);
    let second = repeated::second_report(document, &candidates);
    let first = second.as_ref().map(|second| repeated::before(document, second.at));
    let first = first.as_ref().unwrap_or(document);
    let of_first = candidates.partition_point(|candidate| candidate.at < first.lines.len());
    let report = read_one(first, &candidates[..of_first], sha256, hints, second.as_ref(), notes);
    if let Some(second) = second {
        notes.add(Severity::Warning, "several-reports", repeated::place_of(document, second.at), &[]);
    }
    report
}

/// Reads the only report of the document, or the one that stands before a second.
fn read_one(
    document: &Document,
    candidates: &[Candidate],
    sha256: String,
    hints: &Hints,
    second: Option<&Second>,
    notes: &mut Notes<'_>,
) -> Option<Report> {
    let headings = section::headings(candidates);
    let opening_end = headings.first().map_or(document.lines.len(), |heading| heading.at);
    let title = find_title(document, opening_end, hints, notes);
    let is_whole_year = document.hints.whole_year.or(hints.whole_year) == Some(true);
    if let Some(title) = title.as_ref().filter(|title| title.is_part && !is_whole_year) {
        notes.add(Severity::Error, "part-of-year", Some(Place::of_line(title.lines.0)), &[]);
        return None;
    }
    let places = [
        (SectionKind::Proactive, Table::Proactive),
        (SectionKind::Requests, Table::Requests),
        (SectionKind::Remedies, Table::Remedies),
    ]
    .map(|(kind, table)| (section::region(document, &headings, kind), table));
    let mut laid = places.clone().map(|(region, table)| layout::lay_out(&document.lines[region], table));
    let told_apart = [0, 1, 2].map(|table| serial::take_off(&mut laid[table].rows, Table::ALL[table]));
    let mut regions = [0, 1, 2].map(|table| observe(&laid[table].rows, Table::ALL[table]));
    if title.is_none() && headings.len() < 2 && !regions.iter().any(|pieces| has_table(pieces)) {
        notes.add(Severity::Error, "not-a-report", None, &[]);
        return None;
    }

    let opening = opening(document, opening_end, title.as_ref().map_or(0, |title| title.lines.1));
    if !is_whole_year && opening::is_of_part(&opening) {
        notes.add(Severity::Error, "part-of-year", None, &[]);
        return None;
    }
    let (body, year) = identify(document, title.as_ref(), &opening, hints, notes)?;
    let (body, scope) = body_and_scope(&body);
    if !is_name(&body) {
        notes.add(Severity::Error, "body-unknown", None, &[]);
        return None;
    }
    if !is_whole_year {
        let titled = title.as_ref().filter(|title| title.year == Some(year)).and_then(place_of);
        doubts::say_time(&document.lines[..overview_end(&headings, opening_end)], opening_end, titled, year, notes);
    }
    doubts::say_withdrawn(&document.text, &document.lines, notes);
    let in_doubt = repeated::in_doubt(candidates);
    let copies = [0, 1, 2].map(|table| {
        let (region, name) = &places[table];
        let others = in_doubt.then(|| repeated::with_copies(document, region, *name, &regions[table]));
        repeated::second_table(others.as_ref().unwrap_or(&regions[table]), Table::ALL[table])
    });
    let own = Own { body: &body, scope, year };
    regions.iter_mut().zip(Table::ALL).for_each(|(pieces, table)| elsewhere::turn_rows(pieces, *table, &own));
    let elsewhere = elsewhere::of_tables(&document.lines, opening_end, &places, title.as_ref(), &own);
    let mut figures = figures(&regions, told_apart, copies, elsewhere, &headings, year, notes);
    open_unseen(document, &mut figures, notes);
    if second.is_some_and(|second| !second.first_is_whole || !is_titled(title.as_ref(), &body, year)) {
        Table::ALL.iter().for_each(|&table| leave_open(table, &mut figures));
    }
    let extra_rows = notes.take_extra_rows();
    let lines = title.as_ref().map_or((0, 0), |title| title.lines);
    let text = title.map(|title| title.text).filter(|text| !text.is_empty());
    Some(Report {
        source: SourceFile {
            path: document.path.clone(),
            sha256,
            kind: SourceKind::Published,
            text: document.text.clone(),
            spots: document.spots(),
        },
        title: text.unwrap_or_else(|| usual_title(&body, year)),
        body,
        scope,
        year,
        published: document.hints.published.clone().or_else(|| hints.published.clone()),
        url: document.hints.url.clone().or_else(|| hints.url.clone()),
        sections: section::sections(document, &headings, |line| {
            (lines.0..=lines.1).contains(&line) || laid.iter().any(|laid| laid.cells_of_prose.contains(&line))
        }),
        figures,
        extra_rows,
    })
}

/// A report of which only a picture is there: the maintainer says whose it is and for which year, and no figure can be
/// read. `None` where either is not said. `path` is the path below `content/`.
pub fn unread(path: &str, sha256: String, hints: &Hints) -> Option<Report> {
    let (body, year) = (hints.body.as_deref()?, hints.year?);
    let (body, scope) = body_and_scope(body);
    Some(Report {
        source: SourceFile {
            path: path.to_owned(),
            sha256,
            kind: SourceKind::Image,
            text: "".into(),
            spots: [].into(),
        },
        title: usual_title(&body, year),
        body,
        scope,
        year,
        published: hints.published.clone(),
        url: hints.url.clone(),
        sections: Vec::new(),
        figures: Figures::from_fn(Edition::required_for(year), |key| {
            Figure::unreadable(key.column.unit(), None, "", Vec::new())
        }),
        extra_rows: Vec::new(),
    })
}

/// Where section one ends, as an index of lines, where both it and the section behind it are there; else where it begins.
fn overview_end(headings: &[Heading], opening_end: usize) -> usize {
    match headings {
        [first, second, ..] if first.kind == SectionKind::Overview => second.at,
        _ => opening_end,
    }
}

/// Whether the title says that the report is this body's for this year.
fn is_titled(title: Option<&Title>, body: &str, year: u16) -> bool {
    title.is_some_and(|title| {
        let named = !title.body.is_empty() && (title.body.contains(body) || body.contains(&title.body));
        named && title.year == Some(year)
    })
}

/// The report's title. Of several that contradict each other the one that the maintainer or the opening bears out.
fn find_title(document: &Document, end: usize, hints: &Hints, notes: &mut Notes<'_>) -> Option<Title> {
    let filled = document.lines[..end].iter().filter_map(|line| Some((line.number, section::alone(line)?)));
    let lines: Vec<(u32, &str)> = filled.take(TITLE_LINES).collect();
    let titles = titles::find(&lines);
    let (first, others) = titles.split_first()?;
    let Some(second) = others.first() else { return Some(first.clone()) };

    let opening = opening(document, end, titles.iter().map(|title| title.lines.1).max().unwrap_or(0));
    let year = document.hints.year.or(hints.year);
    let body = document.hints.body.clone().or_else(|| hints.body.clone());
    let is_hinted = year.is_some() && body.is_some();
    let known = Known {
        body: body.or_else(|| opening::body_of_opening(&opening).map(|title| title.body)),
        years: year.map_or_else(|| opening::years_of_opening(&opening), |year| vec![year]),
        is_whole_year: opening.contains("12月31日"),
    };
    let Choice { title, is_chosen, is_borne_out } = titles::choose(&titles, &known);
    // Where the maintainer has settled it, there is nothing to say.
    if !(is_hinted && is_borne_out) {
        let (code, used) = if is_chosen { ("titles-several", &title) } else { ("titles-disagree", first) };
        let other = if used.lines == first.lines { second } else { first };
        let words = [("found", used.text.clone()), ("other", other.text.clone())];
        notes.add(Severity::Warning, code, Some(Place::of_line(used.lines.0)), &words);
    }
    Some(title)
}

/// The text between line `after`, where the title ends, and section 一, on one line.
fn opening(document: &Document, end: usize, after: u32) -> String {
    let lines = document.lines[..end].iter().filter(|line| line.content == Content::Prose && line.number > after);
    lines.take(TITLE_LINES).map(|line| line.text.trim()).collect()
}

/// Where the title stands; `None` where it is no line of the document.
fn place_of(title: &Title) -> Option<Place> {
    (title.lines.0 > 0).then(|| Place::of_line(title.lines.0))
}

/// Where the opening, behind line `after`, names a year.
fn year_in_opening(document: &Document, after: u32, year: u16) -> Option<Place> {
    let lines = document.lines.iter().filter(|line| line.content == Content::Prose && line.number > after);
    let names = |line: &&Line| title_time::read(&compact(&line.text), true).years.contains(&year);
    lines.take(TITLE_LINES).find(names).map(|line| Place::of_line(line.number))
}

/// The body and the year: what the maintainer says, else the title, else the opening sentence.
fn identify(
    document: &Document,
    title: Option<&Title>,
    opening: &str,
    hints: &Hints,
    notes: &mut Notes<'_>,
) -> Option<(String, u16)> {
    let from_opening = opening::body_of_opening(opening);
    let hinted = document.hints.body.as_ref().or(hints.body.as_ref());
    // A title over several lines may have caught a line above it.
    let on_one_line = title.filter(|title| title.lines.0 == title.lines.1);
    if let Some((said, title)) = hinted.zip(on_one_line).filter(|(said, title)| is_plainly_another(said, &title.body)) {
        let words = [("found", title.body.clone()), ("used", said.clone())];
        notes.add(Severity::Warning, "body-differs", Some(Place::of_line(title.lines.0)), &words);
    }
    let body = hinted.cloned().or_else(|| {
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
    let mut others = opening::years_of_opening(opening);
    others.extend(from_opening.as_ref().and_then(|opening| opening.year));
    let year = hinted_year.or(titled_year).or_else(|| others.first().copied());
    let several = title.map_or(&[][..], |title| &title.years);
    if hinted_year.is_none() && !several.is_empty() {
        let found = several.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        let place = title.map(|title| Place::of_line(title.lines.0));
        notes.add(Severity::Warning, "title-years", place, &[("found", found)]);
    }
    if let Some(year) = year
        && let Some(other) = titled_year.into_iter().chain(others).find(|other| *other != year)
    {
        let place = title.and_then(place_of);
        let spoken = year_in_opening(document, title.map_or(0, |title| title.lines.1), other);
        let words = [("found", other.to_string()), ("used", year.to_string())];
        notes.add_with(Severity::Warning, "years-disagree", place, spoken, &words);
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

fn figures(
    regions: &[Vec<Observed>; 3],
    told_apart: [bool; 3],
    copies: [Option<Place>; 3],
    elsewhere: [Option<Elsewhere>; 3],
    headings: &[Heading],
    year: u16,
    notes: &mut Notes<'_>,
) -> Figures {
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
    let unfit = |table: usize, figures: &mut Figures, notes: &mut Notes<'_>| {
        if !told_apart[table] {
            return Some(not_read(Table::ALL[table], "serial-numbers", None, figures, notes));
        }
        if let Some(copy) = copies[table] {
            return Some(not_read(Table::ALL[table], "table-twice", Some(copy), figures, notes));
        }
        let elsewhere = elsewhere[table].as_ref()?;
        leave_open(Table::ALL[table], figures);
        let words = [("table", Table::ALL[table].id().to_owned()), ("found", elsewhere.found.clone())];
        notes.add(Severity::Warning, elsewhere.code, Some(elsewhere.place), &words);
        Some(1)
    };
    if let Some(one) = unfit(0, &mut figures, notes) {
        found[0] = one;
    } else if by_heads.edition().is_some() {
        found[0] = proactive::read(proactive_pieces, edition, &mut figures, notes);
    } else if has_table(proactive_pieces) {
        leave_open(Table::Proactive, &mut figures);
        notes.add(Severity::Warning, "edition-unclear", None, &[]);
        found[0] = 1;
    }
    let requests_unfit = unfit(1, &mut figures, notes);
    found[1] = match (requests_unfit, by_rows) {
        (Some(one), _) => one,
        (None, Verdict::Clear(rows)) if rows != edition => {
            notes.add(Severity::Warning, "edition-mixed", None, &[("edition", edition.id().to_owned())]);
            read_other_edition(requests_pieces, rows, &mut figures, notes)
        }
        _ => read_requests(requests_pieces, edition, &mut figures, notes),
    };
    let after_heads = behind_requests(remedies_pieces, headings);
    found[2] = if let Some(one) = unfit(2, &mut figures, notes) {
        one
    } else if heads::remedies_in_order(remedies_pieces)
        && heads::total_is_last(remedies_pieces, remedies::BLOCK, remedies::WIDTH / remedies::BLOCK)
        && !heads::remedies_are_turned(after_heads)
    {
        remedies::read(after_heads, edition, &mut figures, notes)
    } else {
        not_read(Table::Remedies, "heads-order", None, &mut figures, notes)
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
    let is_as_form = heads::requests_in_order(pieces) && !heads::requests_are_turned(pieces);
    if is_as_form && heads::total_is_last(pieces, WIDTH, 1) {
        requests::read(pieces, edition, figures, notes)
    } else {
        not_read(Table::Requests, "heads-order", None, figures, notes)
    }
}

/// Where a page has neither lines nor anything drawn, there is no cell to be empty: its number may have been lost, or stand
/// elsewhere.
fn open_unseen(document: &Document, figures: &mut Figures, notes: &mut Notes<'_>) {
    let is_unseen = |figure: &Figure| {
        let place = figure.place().filter(|_| figure.state() == State::Blank && figure.raw().is_empty())?;
        let line = document.lines.get((place.line as usize).checked_sub(1)?)?;
        (!line.is_certain && matches!(line.spot, Spot::Page { .. })).then_some(place)
    };
    let unseen: Vec<(FigureKey, Place)> =
        figures.iter().filter_map(|(key, figure)| Some((key, is_unseen(figure)?))).collect();
    for (at, &(key, place)) in unseen.iter().enumerate() {
        figures.set(key, Figure::unreadable(key.column.unit(), Some(place), "", vec![]));
        if !unseen[..at].iter().any(|(other, _)| other.row == key.row) {
            let words = [("table", key.table.id().to_owned()), ("row", key.row.id().to_owned())];
            notes.add(Severity::Warning, "cells-unseen", Some(place), &words);
        }
    }
}

/// A table that is there and cannot be read: no figure of it is missing, and none is known.
fn leave_open(table: Table, figures: &mut Figures) {
    let keys: Vec<FigureKey> = figures.iter().map(|(key, _)| key).filter(|key| key.table == table).collect();
    for key in keys {
        figures.set(key, Figure::unreadable(key.column.unit(), None, "", vec![]));
    }
}

/// A table that is left open, and why: its columns stand in another order than the form's, or it stands twice with other
/// values and which is meant is not guessed, or serial numbers stand among its figures.
fn not_read(
    table: Table,
    code: &'static str,
    place: Option<Place>,
    figures: &mut Figures,
    notes: &mut Notes<'_>,
) -> usize {
    leave_open(table, figures);
    notes.add(Severity::Warning, code, place, &[("table", table.id().to_owned())]);
    1
}

/// Table `requests` with the rows of the other edition: what both editions have is taken, the rest stays missing.
fn read_other_edition(pieces: &[Observed], rows: Edition, figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    let mut other = Figures::from_fn(rows, |key| Figure::missing(key.column.unit()));
    let found = read_requests(pieces, rows, &mut other, notes);
    for (key, figure) in other.iter().filter(|(key, _)| key.table == Table::Requests) {
        figures.set(key, figure.clone());
    }
    for (row, columns) in Layout::of(rows).rows(Table::Requests) {
        let figures_of_row = columns.iter().filter_map(|&column| other.get(FigureKey::requests(row, column)));
        let cells: Vec<(String, Place)> =
            figures_of_row.filter_map(|figure| Some((figure.raw().to_owned(), figure.place()?))).collect();
        if figures.get(FigureKey::requests(row, Column::Total)).is_none()
            && let Some(&(_, place)) = cells.first()
        {
            let label = row.label(rows).own.to_owned();
            notes.add_extra_row(ExtraRow { table: Table::Requests, label, cells, place });
        }
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
