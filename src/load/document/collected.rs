//! Figures that somebody took from reports and put into rows: `body,year,table,row,column,value`, and what else the
//! published `figures.csv` has. They are what a table of data says a report says, and are marked as such.
//!
//! A row states a figure of its source only where its status is `reported` (or not given). What is `inferred` was worked
//! out by somebody and stands nowhere: the figure is unreadable, the number a possible reading. Of a `corrected` row the
//! source's own value counts, which is in `raw`; corrections are made beside a report, with their reason. A value whose remark says that
//! it is of a part of the year, estimated or incomplete is a possible reading too.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Cell;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::form::{Column, Edition, FigureKey, Layout, Row, Table, Unit};
use crate::load::extract;
use crate::load::hint::{YEARS, is_name};
use crate::report::{Figure, Figures, Report, Scope, SourceFile, SourceKind, usual_title};

/// The cells of a line of the table.
pub type Record = Vec<Cell>;

/// Columns that must be there.
pub const NEEDED: [&str; 6] = ["body", "year", "table", "row", "column", "value"];
/// Columns that may be there.
const KNOWN: [&str; 8] = ["edition", "status", "unit", "source", "place", "raw", "body_id", "note"];
/// How columns are named in which remarks stand.
const REMARKS: [&str; 6] = ["note", "备注", "附注", "说明", "remark", "comment"];
/// The most reports of one file.
const MOST_REPORTS: usize = 5000;
/// The most rows of one file of which it is said what is wrong with them.
const MOST_PROBLEMS: usize = 200;
/// With more problems than this a file is no table of figures, and nothing of it is used.
const MOST_TROUBLE: usize = 20_000;

/// One report by what makes it one.
type Whose = (String, Scope, u16);

/// Reads a table whose first line names the columns of collected figures; `None` where it does not.
pub fn read(path: &str, text: &str, records: &[Record]) -> Option<(Vec<Report>, Vec<Diagnostic>)> {
    let is_filled = |record: &&Record| record.iter().any(|cell| !cell.text.is_empty());
    let (head, rows) =
        records.iter().filter(is_filled).collect::<Vec<_>>().split_first().map(|(h, r)| (*h, r.to_vec()))?;
    let names: Vec<String> = head.iter().map(|cell| cell.text.to_lowercase().into_string()).collect();
    if !NEEDED.iter().all(|needed| names.iter().any(|name| name == needed)) {
        return None;
    }
    let mut notes =
        Notes { file: format!("content/{path}"), lines: text.lines().collect(), found: Vec::new(), more: 0 };
    let again = |at: usize| is_known(&names[at]) && names[..at].contains(&names[at]);
    if let Some(at) = (0..names.len()).find(|&at| again(at)) {
        notes.add(Severity::Error, "collected-head-twice", &head[at], &[("found", head[at].text.to_string())]);
        return Some((Vec::new(), notes.found));
    }
    for (name, cell) in names.iter().zip(head) {
        if !name.is_empty() && !is_known(name) {
            notes.add(Severity::Warning, "collected-column", cell, &[("found", cell.text.to_string())]);
        }
    }
    let is_remark = |at: &usize| REMARKS.iter().any(|remark| names[*at].contains(remark));
    let remarks: Vec<usize> = (0..names.len()).filter(is_remark).collect();
    let mut groups: BTreeMap<Whose, Vec<Entry<'_>>> = BTreeMap::new();
    let mut too_many = false;
    for row in rows {
        if notes.more > MOST_TROUBLE {
            let limit = MOST_TROUBLE.to_string();
            let given_up = Diagnostic::new(Severity::Error, "collected-given-up", &*notes.file).with("limit", limit);
            notes.found.push(given_up);
            return Some((Vec::new(), notes.found));
        }
        let row = Fields { names: &names, remarks: &remarks, row };
        let Some((whose, entry)) = entry(&row, &mut notes) else { continue };
        if groups.len() >= MOST_REPORTS && !groups.contains_key(&whose) {
            too_many = true;
            continue;
        }
        groups.entry(whose).or_default().push(entry);
    }
    let text: Arc<str> = text.into();
    let source = SourceFile {
        path: path.to_owned(),
        sha256: String::new(),
        kind: SourceKind::Collected,
        text,
        spots: [].into(),
    };
    let reports: Vec<Report> =
        groups.into_iter().map(|(whose, entries)| report(&source, whose, &entries, &mut notes)).collect();
    if too_many {
        let limit = MOST_REPORTS.to_string();
        notes.found.push(Diagnostic::new(Severity::Error, "collected-too-many", &*notes.file).with("limit", limit));
    }
    if reports.is_empty() {
        notes.found.push(Diagnostic::new(Severity::Error, "collected-nothing", &*notes.file));
    }
    Some((reports, notes.finish()))
}

/// Whether a column of this name means something.
fn is_known(name: &str) -> bool {
    NEEDED.contains(&name) || KNOWN.contains(&name)
}

/// A row with the names of its columns.
struct Fields<'r> {
    names: &'r [String],
    /// The columns in which remarks stand.
    remarks: &'r [usize],
    row: &'r Record,
}

impl<'r> Fields<'r> {
    /// The cell of a column; where the row ends before it, or the table has no such column, `None`.
    fn cell(&self, name: &str) -> Option<&'r Cell> {
        self.row.get(self.names.iter().position(|known| known == name)?)
    }

    fn text(&self, name: &str) -> &'r str {
        self.cell(name).map_or("", |cell| cell.text.as_str())
    }

    /// The cell of a column, or the row's first where it has none: somewhere to point at.
    fn near(&self, name: &str) -> &'r Cell {
        self.cell(name).unwrap_or(&self.row[0])
    }

    /// The remark by which the value is not what the source says of the whole year: 仅上半年, 估算, 不完整.
    fn doubt(&self) -> Option<&'r Cell> {
        let filled = self.remarks.iter().filter_map(|at| self.row.get(*at)).filter(|cell| !cell.text.is_empty());
        filled.into_iter().find(|cell| {
            let text = cell.text.to_lowercase();
            extract::is_inexact(&text) || extract::names_other_span(&text)
        })
    }

    /// The cell that shows that a comma inside a cell divided the row: one that is filled behind the last column, or three
    /// digits behind a value of at most three in a row that is too long or where a note is expected.
    fn torn(&self) -> Option<&'r Cell> {
        let columns = self.names.len();
        let filled = self.row.iter().skip(columns).find(|cell| !cell.text.is_empty());
        let after = self.names.iter().position(|name| name == "value")? + 1;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text.len());
        let value = self.text("value");
        let group = self.row.get(after).filter(|cell| digits(&cell.text) == Some(3));
        let has_start = matches!(digits(value.strip_prefix('-').unwrap_or(value)), Some(1..=3));
        let is_note = self.names.get(after).is_some_and(|name| name == "note");
        filled.or(group.filter(|_| has_start && (is_note || self.row.len() > columns)))
    }

    /// The unit that stands beside the value; the error is a word that is none, or none of this column.
    fn unit(&self, column: Column) -> Result<Option<Unit>, ()> {
        let beside = self.text("unit");
        let known = Unit::from_name(beside);
        match known {
            None if !beside.is_empty() => Err(()),
            Some(unit) if is_of_amounts(unit) != (column == Column::Amount) => Err(()),
            known => Ok(known),
        }
    }
}

fn is_of_amounts(unit: Unit) -> bool {
    matches!(unit, Unit::WanYuan | Unit::Yuan)
}

/// One row that names a figure.
struct Entry<'r> {
    key: FigureKey,
    edition: Option<Edition>,
    cell: &'r Cell,
    figure: Figure,
}

fn entry<'r>(row: &Fields<'r>, notes: &mut Notes<'_>) -> Option<(Whose, Entry<'r>)> {
    let body = row.text("body");
    if !is_name(body) || body.contains('\u{fffd}') {
        notes.add(Severity::Error, "collected-body", row.near("body"), &[("found", body.to_owned())]);
        return None;
    }
    let year = row.text("year").parse().ok().filter(|year| YEARS.contains(year));
    let Some(year) = year else {
        notes.add(Severity::Error, "collected-year", row.near("year"), &[("found", row.text("year").to_owned())]);
        return None;
    };
    let mut known = |name: &'static str, is_known: bool| {
        if !is_known {
            let words = [("name", name.to_owned()), ("found", row.text(name).to_owned())];
            notes.add(Severity::Error, "collected-identifier", row.near(name), &words);
        }
        is_known
    };
    let (table, form_row) = (Table::from_id(row.text("table")), Row::from_id(row.text("row")));
    let column = Column::from_id(row.text("column"));
    let all = [known("table", table.is_some()), known("row", form_row.is_some()), known("column", column.is_some())];
    if all.contains(&false) {
        return None;
    }
    let key = FigureKey { table: table?, row: form_row?, column: column? };
    if Edition::ALL.iter().all(|&edition| Layout::of(edition).position(key).is_none()) {
        let words = [("found", key.to_string())];
        notes.add(Severity::Error, "collected-no-figure", row.near("row"), &words);
        return None;
    }
    let stated = row.text("edition");
    let edition = Edition::ALL.into_iter().find(|edition| edition.id() == stated);
    if edition.is_none() && !stated.is_empty() {
        let words = [("name", "edition".to_owned()), ("found", stated.to_owned())];
        notes.add(Severity::Error, "collected-identifier", row.near("edition"), &words);
    }
    let (body, scope) = extract::body_and_scope(body);
    let figure = figure(row, key, notes);
    Some(((body, scope, year), Entry { key, edition, cell: row.near("value"), figure }))
}

/// The figure that a row states.
fn figure(row: &Fields<'_>, key: FigureKey, notes: &mut Notes<'_>) -> Figure {
    let cell = row.near("value");
    let (place, unit) = (cell.place, key.column.unit());
    let value = row.text("value");
    let unreadable = |readings: Vec<String>| Figure::unreadable(unit, Some(place), value, readings);
    let status = row.text("status").to_lowercase();
    if let Some(torn) = row.torn() {
        notes.add(Severity::Error, "collected-torn", torn, &[("found", torn.text.to_string())]);
        return unreadable(vec![]);
    }
    if row.cell("value").is_none() && status.is_empty() {
        notes.add(Severity::Error, "collected-short", cell, &[]);
        return unreadable(vec![]);
    }
    if value.is_empty() && row.unit(key.column).is_err() {
        notes.add(Severity::Error, "collected-unit", row.near("unit"), &[("found", row.text("unit").to_owned())]);
        return unreadable(vec![]);
    }
    let says_source =
        matches!((&*status, value.is_empty()), ("" | "reported", false) | ("" | "blank" | "missing", true));
    if let Some(raw) = row.cell("raw").filter(|raw| says_source && differs(value, &raw.text, row.text("unit"))) {
        let found = if value.is_empty() { "–" } else { value };
        let words = [("found", found.to_owned()), ("raw", raw.text.to_string())];
        notes.add(Severity::Error, "collected-raw", raw, &words);
        let readings = [value, &raw.text].into_iter().filter(|text| !text.is_empty()).map(str::to_owned);
        return unreadable(readings.collect());
    }
    if matches!(&*status, "" | "reported")
        && !value.is_empty()
        && let Some(doubt) = row.doubt()
    {
        notes.add(Severity::Warning, "collected-doubt", doubt, &[("found", doubt.text.to_string())]);
        return unreadable(vec![value.to_owned()]);
    }
    match &*status {
        "blank" | "missing" | "unreadable" if !value.is_empty() => {
            let words = [("found", value.to_owned()), ("status", status)];
            notes.add(Severity::Error, "collected-contradiction", cell, &words);
            unreadable(vec![])
        }
        "missing" => Figure::missing(unit),
        "unreadable" => unreadable(vec![]),
        "reported" | "corrected" | "inferred" if value.is_empty() => {
            let words = [("found", "–".to_owned()), ("status", status)];
            notes.add(Severity::Error, "collected-contradiction", cell, &words);
            unreadable(vec![])
        }
        "" | "blank" if value.is_empty() => Figure::blank(unit, place, ""),
        "" | "reported" => stated(row, key, cell, notes),
        "corrected" => match row.cell("raw").filter(|raw| !raw.text.is_empty()) {
            Some(raw) => stated(row, key, raw, notes),
            None => {
                notes.add(Severity::Warning, "collected-not-source", cell, &[("status", status)]);
                unreadable(vec![value.to_owned()])
            }
        },
        "inferred" => {
            notes.add(Severity::Warning, "collected-not-source", cell, &[("status", status)]);
            unreadable(vec![value.to_owned()])
        }
        _ => {
            let words = [("name", "status".to_owned()), ("found", row.text("status").to_owned())];
            notes.add(Severity::Error, "collected-identifier", row.near("status"), &words);
            unreadable(vec![])
        }
    }
}

/// The number in a cell, if it is one that can stand at `key`.
fn stated(row: &Fields<'_>, key: FigureKey, cell: &Cell, notes: &mut Notes<'_>) -> Figure {
    let unit = key.column.unit();
    let unreadable = || Figure::unreadable(unit, Some(cell.place), &cell.text, vec![]);
    let (digits, own) = match (cell.text.strip_suffix("万元"), cell.text.strip_suffix('元')) {
        (Some(digits), _) => (digits, Some(Unit::WanYuan)),
        (None, Some(digits)) => (digits, Some(Unit::Yuan)),
        (None, None) => (&*cell.text, None),
    };
    let Some(value) = number(digits.trim()) else {
        notes.add(Severity::Error, "collected-value", cell, &[("found", cell.text.to_string())]);
        return unreadable();
    };
    let is_amount = key.column == Column::Amount;
    let beside = row.unit(key.column).ok().filter(|beside| own.is_none() || beside.is_none() || own == *beside);
    let Some(known) = beside.filter(|_| own.is_none_or(|own| is_of_amounts(own) == is_amount)) else {
        let words = [("found", format!("{} {}", cell.text, row.text("unit")))];
        notes.add(Severity::Error, "collected-unit", row.near("unit"), &words);
        return unreadable();
    };
    // The form prints 万元 over the fees; over procurement it prints nothing, and either unit is used.
    if is_amount && key.row != Row::Fees && own.or(known).is_none() {
        let words = [("row", key.row.id().to_owned()), ("found", cell.text.to_string())];
        notes.add(Severity::Error, "amount-without-unit", cell, &words);
        return unreadable();
    }
    let whole = value.is_integer() && value.abs() <= Decimal::from(extract::LARGEST_COUNT);
    let possible = (is_amount || whole) && (key.column == Column::ItemsChange || !value.is_sign_negative());
    if !possible {
        notes.add(Severity::Error, "collected-value", cell, &[("found", cell.text.to_string())]);
        return unreadable();
    }
    let unit = if is_amount { own.or(known).unwrap_or(unit) } else { unit };
    Figure::reported(value, unit, cell.place, &cell.text)
}

/// Whether what the source has is plainly another number than the value beside this unit, or a number where no value is.
/// Amounts in two units are not compared.
fn differs(value: &str, raw: &str, unit: &str) -> bool {
    let parts = |text: &str| {
        let digits = text.trim_end_matches(['万', '元', '件', '项']);
        (number(digits.replace([',', '，'], "").trim()), text[digits.len()..].to_owned())
    };
    let ((value_number, own), (raw_number, beside)) = (parts(value), parts(raw));
    let own = if own.is_empty() { unit } else { &own };
    let is_alike = own.is_empty() || beside.is_empty() || own == beside;
    match raw_number {
        Some(raw) if !value.is_empty() => is_alike && value_number.is_some_and(|value| value != raw),
        Some(_) => true,
        None => false,
    }
}

/// A plain decimal: digits, at most one point between digits, at most a minus before them. `147.0` is 147: programs for
/// statistics write counts so.
fn number(text: &str) -> Option<Decimal> {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = bare.split_once('.').unwrap_or((bare, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    let value: Decimal = text.parse().ok()?;
    // Beyond its range the type rounds.
    let kept = value.scale() as usize == bare.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let value = if value.is_integer() { value.normalize() } else { value };
    kept.then_some(if value.is_zero() { Decimal::ZERO } else { value })
}

fn report(source: &SourceFile, whose: Whose, entries: &[Entry<'_>], notes: &mut Notes<'_>) -> Report {
    let (body, scope, year) = whose;
    let edition = edition(&body, year, entries, notes);
    let mut figures = Figures::from_fn(edition, |key| Figure::missing(key.column.unit()));
    let mut first: BTreeMap<FigureKey, &Entry<'_>> = BTreeMap::new();
    for entry in entries {
        if Layout::of(edition).position(entry.key).is_none() {
            let words = [("found", entry.key.to_string()), ("edition", edition.id().to_owned())];
            notes.add(Severity::Error, "collected-other-edition", entry.cell, &words);
            continue;
        }
        let Some(before) = first.get(&entry.key) else {
            first.insert(entry.key, entry);
            figures.set(entry.key, entry.figure.clone());
            continue;
        };
        let says = |entry: &Entry<'_>| (entry.figure.state(), entry.figure.value(), entry.figure.unit());
        let words = [
            ("found", entry.key.to_string()),
            ("first", before.cell.place.line.to_string()),
            ("other", entry.cell.text.to_string()),
        ];
        if says(before) == says(entry) {
            notes.add(Severity::Warning, "collected-again", entry.cell, &words);
        } else {
            notes.add(Severity::Error, "collected-twice", entry.cell, &words);
            let mut readings: Vec<String> = [before.cell, entry.cell]
                .map(|cell| cell.text.to_string())
                .into_iter()
                .filter(|r| !r.is_empty())
                .collect();
            readings.sort();
            readings.dedup();
            let unit = entry.key.column.unit();
            figures.set(entry.key, Figure::unreadable(unit, Some(before.cell.place), &before.cell.text, readings));
        }
    }
    Report {
        source: source.clone(),
        title: usual_title(&body, year),
        body,
        scope,
        year,
        published: None,
        url: None,
        sections: Vec::new(),
        figures,
        extra_rows: Vec::new(),
    }
}

/// The edition of a report: what its rows say, else what only one edition has, else what the year requires.
fn edition(body: &str, year: u16, entries: &[Entry<'_>], notes: &mut Notes<'_>) -> Edition {
    let only_in = |edition: Edition| {
        let has = |edition, entry: &&Entry<'_>| Layout::of(edition).position(entry.key).is_some();
        let alone = |entry: &&Entry<'_>| Edition::ALL.iter().all(|&other| has(other, entry) == (other == edition));
        entries.iter().filter(alone).count()
    };
    let said = |edition| entries.iter().filter(|entry| entry.edition == Some(edition)).count();
    let votes = |of: &dyn Fn(Edition) -> usize| Edition::ALL.map(|edition| (of(edition), edition));
    for counts in [votes(&said), votes(&only_in)] {
        let [(old, _), (new, _)] = counts;
        if old == 0 && new == 0 {
            continue;
        }
        let chosen = match old.cmp(&new) {
            std::cmp::Ordering::Equal => Edition::required_for(year),
            std::cmp::Ordering::Greater => Edition::E2019,
            std::cmp::Ordering::Less => Edition::E2021,
        };
        if old > 0
            && new > 0
            && let Some(entry) = entries.first()
        {
            let words = [("body", body.to_owned()), ("year", year.to_string()), ("edition", chosen.id().to_owned())];
            notes.add(Severity::Error, "collected-editions", entry.cell, &words);
        }
        return chosen;
    }
    Edition::required_for(year)
}

/// What is wrong with the rows, as it is found.
struct Notes<'t> {
    file: String,
    lines: Vec<&'t str>,
    found: Vec<Diagnostic>,
    more: usize,
}

impl Notes<'_> {
    fn add(&mut self, severity: Severity, code: &'static str, cell: &Cell, words: &[(&'static str, String)]) {
        if self.found.len() >= MOST_PROBLEMS {
            self.more += 1;
            return;
        }
        let place = cell.place;
        let line = self.lines.get(place.line as usize - 1).copied().unwrap_or_default();
        let span = Span { column: place.column, length: place.length.max(1), ..Span::of_line(place.line, line) };
        let start = Diagnostic::new(severity, code, &*self.file).at(span);
        self.found.push(words.iter().fold(start, |problem, (name, value)| problem.with(name, value)));
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        if self.more > 0 {
            let more = Diagnostic::new(Severity::Error, "collected-more", &*self.file).with("count", self.more);
            self.found.push(more);
        }
        self.found
    }
}

#[cfg(test)]
mod tests;
