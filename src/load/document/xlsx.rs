//! Excel workbooks (`.xlsx`, `.xlsm`): what can be seen of the sheets that can be seen, in order, laid out with their merged
//! cells. A number is taken as it is stored, with the decimals that are shown; where it is shown as something else (a date, a share,
//! an error), the cell is no number, and a zero that is shown as nothing or as a dash is that.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Color, Data, FillPattern, HorizontalAlignment, Reader as _, SheetType, SheetVisible, Xlsx as Workbook, XlsxError,
};

mod conditional;
mod format;
mod seen;

use self::conditional::Areas;
use self::format::{NumberFormat, Shown};
use self::seen::{Parts, Seen};
use super::archive::{Archive, Trouble};
use super::assembly::{Assembly, GridCell, ILLEGIBLE};
use super::relations::decoded;
use super::{Format, Reading, are_alike, is_of_pictures, xml};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{Spot, letters};

/// The reader of Excel workbooks.
pub struct Xlsx;

/// The most cells of a workbook that are read. A report has some hundreds.
const MOST_CELLS: usize = 200_000;
/// The most columns of a sheet that are read.
const MOST_COLUMNS: u32 = 256;
/// The most rows of a sheet that are read.
const MOST_ROWS: u32 = 20_000;
/// The most merged cells of a sheet that are read.
const MOST_MERGED: usize = 20_000;
/// A lone cell this wide stands above a table, not in it.
const WIDE: u32 = 3;
/// Excel keeps and shows this many digits of a number; what is behind them is noise of its arithmetic.
const DIGITS: usize = 15;
/// Letters of this size, in points, are not seen.
const SMALLEST: f64 = 2.0;
/// How large letters are at least where nothing is said, in points.
const USUAL: f64 = 10.0;
/// Digits of less than this part of the size of those before them are a note's mark, and no part of their number.
const SAME: f64 = 0.85;
/// Words that each stand in one table of the form only: a workbook that has one on two sheets holds two reports.
const ONCE: [&str; 3] = ["新收政府信息公开申请", "未经复议直接起诉", "规范性文件"];

impl Format for Xlsx {
    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm"]
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        let file = format!("content/{path}");
        check_size(bytes).map_err(|trouble| trouble.diagnostic(&file))?;
        // The crate that reads workbooks may not take the program down with it.
        let opened = catch_unwind(AssertUnwindSafe(|| open(bytes)));
        let (sheets, hidden) = match opened {
            Ok(Ok(found)) => found,
            Ok(Err(trouble)) => return Err(trouble.diagnostic(&file)),
            Err(_) => return Err(Trouble::Broken.diagnostic(&file)),
        };
        let on_two = |words: &str| sheets.iter().filter(|sheet| sheet.holds(words)).nth(1).map(|sheet| &sheet.name);
        if let Some(name) = ONCE.into_iter().find_map(on_two) {
            return Err(Box::new(Diagnostic::new(Severity::Error, "workbook-several", file).with("found", name)));
        }
        let mut assembly = Assembly::default();
        for sheet in &sheets {
            sheet.lay_out(&mut assembly);
        }
        let mut document = assembly.finish(path);
        if document.text.trim().is_empty() {
            return Err(Box::new(Diagnostic::new(Severity::Error, "empty-file", file)));
        }
        let note = |name: &String| Diagnostic::new(Severity::Note, "sheet-hidden", &*file).with("found", name);
        document.diagnostics.extend(hidden.iter().map(note));
        document.diagnostics.extend(sheets.iter().filter_map(|sheet| sheet.unseen_cells(&file)));
        if sheets.iter().any(|sheet| sheet.cut) {
            document.diagnostics.push(Diagnostic::new(Severity::Error, "too-much", &*file));
        }
        Ok(Reading::Document(document))
    }
}

/// Inflates every part that will be read, to see that none is beyond measure: the sizes that an archive states can lie.
fn check_size(bytes: &[u8]) -> Result<(), Trouble> {
    let mut archive = Archive::open(bytes)?;
    let is_read = |name: &&str| name.ends_with(".xml") || name.ends_with(".rels");
    let names: Vec<String> = archive.names().filter(is_read).map(str::to_owned).collect();
    names.iter().try_for_each(|name| archive.part(name).map(drop))
}

/// One sheet that can be seen. Rows and columns are counted from 0 among those that are seen.
struct Sheet {
    /// Its number among all sheets, counted from 1.
    number: u32,
    name: String,
    /// What is shown of cells that are not empty, by row and column.
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    /// Cells that are there, with their borders, and empty.
    empty: BTreeMap<u32, BTreeSet<u32>>,
    /// Merged cells by their first row and column: how many rows and columns they span.
    merged: BTreeMap<(u32, u32), (u32, u32)>,
    seen: Seen,
    /// How many filled cells stand in hidden rows or columns.
    unseen: usize,
    /// The row and column of the first of them, on the sheet.
    first_unseen: Option<(u32, u32)>,
    /// Whether there was more than is read.
    cut: bool,
}

fn open(bytes: &[u8]) -> Result<(Vec<Sheet>, Vec<String>), Trouble> {
    let mut workbook = Workbook::new(Cursor::new(bytes)).map_err(trouble)?;
    let listed: Vec<calamine::Sheet> = workbook.sheets_metadata().to_vec();
    let (mut sheets, mut hidden) = (Vec::new(), Vec::new());
    let mut left = MOST_CELLS;
    let mut doubtful = shared_texts(bytes)?;
    let mut parts = Parts::of(bytes)?;
    let looks = parts.looks();
    for (sheet, number) in listed.into_iter().zip(1..) {
        match (sheet.typ, sheet.visible) {
            (SheetType::WorkSheet, SheetVisible::Visible) => {
                let text = parts.text(&sheet.name)?;
                let (seen, areas) = (Seen::of(&text)?, Areas::of(&text, &looks)?);
                if text.contains("rPr") {
                    inline_texts(&xml::parse(&text)?, &mut doubtful);
                }
                sheets.push(cells(&mut workbook, sheet.name, number, (seen, &areas), &doubtful, &mut left)?);
            }
            (SheetType::WorkSheet, _) => hidden.push(sheet.name),
            _ => {}
        }
    }
    Ok((sheets, hidden))
}

/// The doubtful texts among those that cells share.
fn shared_texts(bytes: &[u8]) -> Result<BTreeMap<String, String>, Trouble> {
    const STRINGS: &str = "xl/sharedStrings.xml";
    let mut archive = Archive::open(bytes)?;
    if !archive.has(STRINGS) {
        return Ok(BTreeMap::new());
    }
    let text = decoded(&mut archive, STRINGS)?;
    let root = xml::parse(&text)?;
    let mut doubtful = BTreeMap::new();
    root.elements().for_each(|string| doubt(string, &mut doubtful));
    Ok(doubtful)
}

/// The doubtful texts among those that stand in the cells of a sheet themselves.
fn inline_texts(sheet: &xml::Element<'_>, doubtful: &mut BTreeMap<String, String>) {
    let rows = sheet.child("sheetData").into_iter().flat_map(xml::Element::elements);
    let strings = rows.flat_map(xml::Element::elements).filter_map(|cell| cell.child("is"));
    strings.for_each(|string| doubt(string, doubtful));
}

/// Keeps a text of which a part with a digit is struck out, raised, lowered, smaller or not seen, with that part set off or illegible: a note's
/// mark is no digit of the number beside it. The crate that reads workbooks gives the letters alone.
fn doubt(string: &xml::Element<'_>, doubtful: &mut BTreeMap<String, String>) {
    let (mut joined, mut apart) = (String::new(), String::new());
    let mut before = None;
    for run in string.elements().filter(|run| run.name == "r") {
        let words = run.child("t").map(xml::Element::text).unwrap_or_default();
        let look = run.child("rPr").filter(|_| words.contains(char::is_numeric));
        let raised = look.and_then(|look| look.value("vertAlign")).is_some_and(|kind| kind != "baseline");
        let size = look.and_then(|look| look.value("sz")?.parse::<f64>().ok());
        let goes_on = apart.ends_with(char::is_numeric) && words.starts_with(char::is_numeric);
        let resized = goes_on && is_small_beside(size, before);
        before = size;
        joined.push_str(&words);
        match look {
            Some(look) if look.switch("strike") == Some(true) || is_unseen(look) => apart.push(ILLEGIBLE),
            _ if raised || resized => apart.push_str(&format!(" {words} ")),
            _ => apart.push_str(&words),
        }
    }
    if joined != apart {
        doubtful.insert(joined.trim().to_owned(), apart);
    }
}

/// Whether one of two sizes of letters is much smaller. Where nothing is said they are those of the cell, which is not asked for.
fn is_small_beside(size: Option<f64>, before: Option<f64>) -> bool {
    match (size, before) {
        (Some(size), Some(before)) => size.min(before) < SAME * size.max(before),
        (Some(size), None) => size < SAME * USUAL,
        (None, _) => false,
    }
}

/// Whether a part of a text is white, as good as white, too small to be seen, or in pictures.
fn is_unseen(look: &xml::Element<'_>) -> bool {
    if ["rFont", "name"].into_iter().filter_map(|name| look.value(name)).any(|font| is_of_pictures(&font)) {
        return true;
    }
    let small = look.value("sz").and_then(|size| size.parse::<f64>().ok()).is_some_and(|size| size <= SMALLEST);
    let Some(colour) = look.child("color") else { return small };
    let rgb =
        colour.attribute("rgb").and_then(|rgb| u32::from_str_radix(rgb.get(rgb.len().checked_sub(6)?..)?, 16).ok());
    let is_pale = rgb.is_some_and(|rgb| are_alike(&rgb.to_be_bytes()[1..], &[u8::MAX; 3]));
    // The first colour of a theme is that of its ground, and may be made darker.
    let tint = colour.attribute("tint").and_then(|tint| tint.parse::<f64>().ok()).unwrap_or(0.0);
    let is_ground = colour.attribute("theme").as_deref() == Some("0") && tint > -0.1;
    let is_white = matches!(colour.attribute("indexed").as_deref(), Some("1" | "9" | "65"));
    small || is_pale || is_ground || is_white
}

fn trouble(error: XlsxError) -> Trouble {
    match error {
        XlsxError::Password => Trouble::Locked,
        _ => Trouble::Broken,
    }
}

fn cells(
    workbook: &mut Workbook<Cursor<&[u8]>>,
    name: String,
    number: u32,
    (seen, areas): (Seen, &Areas),
    doubtful: &BTreeMap<String, String>,
    left: &mut usize,
) -> Result<Sheet, Trouble> {
    let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
    let mut sheet = Sheet {
        number,
        name,
        rows: BTreeMap::new(),
        empty: BTreeMap::new(),
        merged: BTreeMap::new(),
        seen,
        unseen: 0,
        first_unseen: None,
        cut: merged.len() > MOST_MERGED,
    };
    // Where merged cells begin that are not all hidden, and how far they reach, on the sheet.
    let mut reach = BTreeMap::new();
    for one in merged.into_iter().take(MOST_MERGED) {
        let (rows, columns) = (one.end.0.checked_sub(one.start.0), one.end.1.checked_sub(one.start.1));
        if let (Some(rows), Some(columns)) = (rows, columns) {
            let span = (rows.saturating_add(1), columns.saturating_add(1));
            if let Some((start, span)) = sheet.seen.area(one.start, span) {
                sheet.merged.insert(start, span);
            }
            reach.insert(one.start, span);
        }
    }
    let mut reader = workbook.worksheet_cells_reader(&sheet.name).map_err(trouble)?;
    let mut empty_left = MOST_CELLS;
    // Cells with a formula and no result, by their place among what is seen.
    let mut without_result = Vec::new();
    let number_format = |style: &calamine::Style| {
        let format = style.number_format.as_ref();
        let format = format.map_or(NumberFormat::GENERAL, |format| NumberFormat::of(&format.format_code));
        if sheet.seen.zeros { format } else { format.without_zeros() }
    };
    let general = (number_format(&calamine::Style::default()), true);
    let formats: Vec<(NumberFormat, bool)> =
        reader.styles().iter().map(|style| (number_format(style), is_legible(style))).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(trouble)? {
        let (row, column) = cell.get_position();
        let (format, is_legible) = formats.get(style).unwrap_or(&general);
        let value: Data = cell.get_value().clone().into();
        let is_text = matches!(value, Data::String(_));
        let is_other = areas.hold(row, column) || sheet.seen.shows_formula((row, column));
        let is_shown = *is_legible && !is_other && (!is_text || format.shows_text());
        // Its cell is one of the table also where it is shown as nothing.
        let is_number = matches!(value, Data::Int(_) | Data::Float(_));
        let text = shown(value, format);
        let place = sheet.seen.area((row, column), reach.get(&(row, column)).copied().unwrap_or((1, 1)));
        if text.is_empty() && !is_number {
            if let Some(((row, column), _)) = place
                && row < MOST_ROWS
                && column < MOST_COLUMNS
                && empty_left > 0
            {
                empty_left -= 1;
                sheet.empty.entry(row).or_default().insert(column);
                if !is_text && sheet.seen.is_formula(cell.get_position()) {
                    without_result.push((row, column));
                }
            }
            continue;
        }
        let is_hidden = sheet.seen.is_hidden(column);
        let text = match (is_shown && !is_hidden) || !text.contains(char::is_numeric) {
            true if is_hidden => String::new(),
            true => doubtful.get(text.trim()).filter(|_| is_text).cloned().unwrap_or(text),
            false => ILLEGIBLE.to_string(),
        };
        if is_hidden {
            sheet.leave_out(row, column);
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS || *left == 0 {
            sheet.cut = true;
            continue;
        }
        *left -= 1;
        match place {
            Some(((row, column), _)) => {
                sheet.rows.entry(row).or_default().entry(column).or_insert(text);
            }
            None => sheet.leave_out(row, column),
        }
    }
    drop(reader);
    // A formula whose result was never stored shows a number in Excel: its cell is not empty.
    let mut reader = workbook.worksheet_cells_reader(&sheet.name).map_err(trouble)?;
    while let Some(formula) = reader.next_formula().map_err(trouble)? {
        let (row, column) = formula.get_position();
        if row < MOST_ROWS && column < MOST_COLUMNS && !formula.get_value().is_empty() && *left > 0 {
            *left -= 1;
            let is_hidden = sheet.seen.is_hidden(column);
            let text = || if is_hidden { ILLEGIBLE.to_string() } else { format!("={}", formula.get_value()) };
            // Those with a result are left out above.
            let span = reach.get(&(row, column)).copied().unwrap_or((1, 1));
            if let Some(((row, column), _)) = sheet.seen.area((row, column), span) {
                sheet.rows.entry(row).or_default().entry(column).or_insert_with(text);
            }
        }
    }
    // Of some formulas only that they are there is written down.
    for (row, column) in without_result {
        sheet.rows.entry(row).or_default().entry(column).or_insert_with(|| "=".to_owned());
    }
    Ok(sheet)
}

impl Sheet {
    fn holds(&self, words: &str) -> bool {
        let bare = |text: &String| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        self.rows.values().flat_map(BTreeMap::values).any(|text| bare(text).contains(words))
    }

    fn leave_out(&mut self, row: u32, column: u32) {
        self.unseen += 1;
        self.first_unseen.get_or_insert((row, column));
    }

    /// A note where cells that hold something are hidden.
    fn unseen_cells(&self, file: &str) -> Option<Diagnostic> {
        let (row, column) = self.first_unseen?;
        let cell = format!("{}{}", letters(column + 1), row + 1);
        let note = Diagnostic::new(Severity::Note, "cells-hidden", file).with("found", &self.name);
        Some(note.with("count", self.unseen).with("cell", cell))
    }

    fn spot(&self, row: u32, column: u32) -> Spot {
        let (row, column) = (self.seen.rows.original(row), column);
        Spot::Sheet { sheet: self.number, row: row + 1, column: column + 1 }
    }

    fn lay_out(&self, assembly: &mut Assembly) {
        if self.name.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
            let place = Spot::Sheet { sheet: self.number, row: 1, column: 1 };
            assembly.paragraph(&self.name, place);
        }
        for (first, last) in self.blocks() {
            self.block(first, last, assembly);
            self.empty_row(last + 1, assembly);
        }
    }

    /// The row below a block, where its cells are there and empty.
    fn empty_row(&self, row: u32, assembly: &mut Assembly) {
        if let Some(cells) = self.empty.get(&row).filter(|_| !self.rows.contains_key(&row)) {
            let cell =
                |&column: &u32| GridCell { text: String::new(), columns: 1, rows: 1, spot: self.spot(row, column) };
            let covered = |column: &u32| {
                let mut before = self.merged.range((row, 0)..(row, *column));
                before.next_back().is_some_and(|((_, start), (_, columns))| start.saturating_add(*columns) > *column)
            };
            assembly.table([cells.iter().filter(|column| !covered(column)).map(cell).collect()]);
        }
    }

    /// Stretches of rows that belong together: between rows without anything, and between wide lone cells.
    fn blocks(&self) -> Vec<(u32, u32)> {
        // The last row that a merged cell from above reaches.
        let mut reach = 0;
        let mut blocks: Vec<(u32, u32)> = Vec::new();
        let mut alone = true;
        for (&row, cells) in &self.rows {
            let lone = cells.len() == 1
                && cells.keys().all(|&column| {
                    let (rows, columns) = self.span(row, column);
                    rows == 1 && columns >= WIDE
                });
            match blocks.last_mut() {
                Some(block) if row <= reach || (row == block.1 + 1 && !lone && !alone) => block.1 = row,
                _ => blocks.push((row, row)),
            }
            alone = lone;
            let ends = cells.keys().map(|&column| row.saturating_add(self.span(row, column).0 - 1));
            reach = ends.fold(reach, u32::max).min(MOST_ROWS);
        }
        blocks
    }

    fn span(&self, row: u32, column: u32) -> (u32, u32) {
        self.merged.get(&(row, column)).copied().unwrap_or((1, 1))
    }

    fn block(&self, first: u32, last: u32, assembly: &mut Assembly) {
        let filled = self.rows.range(first..=last);
        let ends = filled
            .clone()
            .flat_map(|(&row, cells)| cells.keys().map(move |&column| column.saturating_add(self.span(row, column).1)));
        let width = ends.max().unwrap_or(0).min(MOST_COLUMNS);
        let start = filled.filter_map(|(_, cells)| cells.keys().next().copied()).min().unwrap_or(0);
        // For each column the row up to which a merged cell covers it.
        let mut covered = vec![first; width as usize];
        let mut grid = Vec::new();
        for row in first..=last {
            let mut laid = Vec::new();
            let mut column = start;
            while column < width {
                if covered[column as usize] > row {
                    column += 1;
                    continue;
                }
                let (rows, columns) = self.span(row, column);
                let end = column.saturating_add(columns).min(width);
                covered[column as usize..end as usize].fill(row.saturating_add(rows));
                let text = self.rows.get(&row).and_then(|cells| cells.get(&column)).cloned().unwrap_or_default();
                let spot = self.spot(row, column);
                laid.push(GridCell { text, columns: (end - column) as usize, rows: rows as usize, spot });
                column = end;
            }
            grid.push(laid);
        }
        assembly.table(grid);
    }
}

/// Whether what stands in a cell can be seen and stands: not struck out, not repeated, not in pictures, not in the colour of its
/// ground, not too small.
fn is_legible(style: &calamine::Style) -> bool {
    let parts = |colour: &Color| [colour.red, colour.green, colour.blue];
    let font = style.font.as_ref();
    let fill = style.fill.as_ref().filter(|fill| fill.pattern != FillPattern::None);
    let ground = fill.map_or(Some([u8::MAX; 3]), |fill| fill.foreground_color.as_ref().map(parts));
    let letters = font.and_then(|font| font.color.as_ref()).map_or([0; 3], parts);
    let is_lost = ground.is_some_and(|ground| are_alike(&letters, &ground));
    // Such a cell shows its text again and again, as often as there is room.
    let is_repeated = style.alignment.as_ref().is_some_and(|one| one.horizontal == HorizontalAlignment::Fill);
    let is_small = font.and_then(|font| font.size).is_some_and(|size| size <= SMALLEST);
    let is_picture = font.and_then(|font| font.name.as_deref()).is_some_and(is_of_pictures);
    !is_lost && !is_small && !is_repeated && !is_picture && !font.is_some_and(|font| font.strikethrough)
}

/// The text of a cell. What is shown otherwise than it is stored has a mark that no number has.
fn shown(value: Data, format: &NumberFormat) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) => text,
        Data::Int(number) => number_text(&number.to_string(), format.shown(number as f64)),
        Data::Float(number) => match rounded(plain(number), format.decimals(number)) {
            Ok(text) => number_text(&text, format.shown(number)),
            Err(stored) => number_text(&stored, &Shown::Otherwise),
        },
        Data::Bool(truth) => truth.to_string().to_uppercase(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(moment) => format!("?{}", plain(moment.as_f64())),
        Data::DateTimeIso(text) | Data::DurationIso(text) => format!("?{text}"),
    }
}

fn number_text(number: &str, format: &Shown) -> String {
    match format {
        Shown::Plain => number.to_owned(),
        Shown::With(words) => format!("{number}{words}"),
        Shown::Percent => format!("{number}×100%"),
        Shown::Nothing(mark) => mark.clone(),
        Shown::Otherwise => format!("?{number}"),
    }
}

/// A number in decimal with so many decimals at most, as it is shown; the error is the number as it is stored, where what would be
/// shown is a whole number or nothing, and the number is neither.
fn rounded(number: String, decimals: Option<usize>) -> Result<String, String> {
    let Some(decimals) = decimals else { return Ok(number) };
    let Some((whole, part)) = number.split_once('.').filter(|(_, part)| part.len() > decimals) else {
        return Ok(number);
    };
    let kept = format!("{whole}{}", &part[..decimals]);
    let is_up = part.as_bytes()[decimals] >= b'5';
    let Ok(kept) = kept.trim_start_matches('-').parse::<u64>() else { return Err(number) };
    let kept = kept + u64::from(is_up);
    if decimals == 0 || kept == 0 {
        return Err(number);
    }
    let digits = format!("{kept:0>width$}", width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let sign = if number.starts_with('-') { "-" } else { "" };
    Ok(format!("{sign}{whole}.{part}").trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// A stored number in decimal, without an exponent.
fn plain(number: f64) -> String {
    if !number.is_finite() || number.abs() >= 1e15 || (number != 0.0 && number.abs() < 1e-9) {
        return format!("?{number}");
    }
    let whole_digits = if number.abs() < 1.0 { 0 } else { number.abs().log10() as usize + 1 };
    let text = format!("{number:.*}", DIGITS.saturating_sub(whole_digits));
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests;
