//! A PDF file as a document: opened, taken apart page by page, and put together again as lines and tables; or why not.

mod annotations;
mod columns;
mod flow;
mod glued;
mod glyphs;
mod grid;
mod guard;
mod items;
mod lines;
mod pagebreak;
mod radicals;
mod rules;
mod stacks;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::columns::{Row, rows};
use self::flow::{Piece, TextLine, pieces};
use self::glyphs::{Page, Spent, collect};
use self::grid::Sheet;
use self::guard::{TooMuch, budget, tamed};
use self::lines::Run;
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::document::Reading;
use crate::load::document::assembly::{Assembly, GridCell};
use crate::report::Spot;

/// A page with fewer characters than this has no text: a scanner's mark and a page number are none.
const FEW: usize = 12;
/// A file ends with the place of its table of objects, within so many bytes.
const TAIL: usize = 2048;

/// Reads the file. `path` is below `content/`.
pub fn read(path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
    let shown = format!("content/{path}");
    let problem = |code| Box::new(Diagnostic::new(Severity::Error, code, &*shown));
    let pages = pages(bytes).map_err(problem)?;
    let glyphs: usize = pages.iter().map(|page| page.glyphs.len()).sum();
    let unnamed: usize = pages.iter().map(|page| page.unnamed).sum();
    let bare: Vec<String> =
        (1..).zip(&pages).filter(|(_, page)| is_bare(page)).map(|(number, _): (u32, _)| number.to_string()).collect();
    if pages.iter().all(|page| page.glyphs.len() < FEW) && unnamed < FEW {
        return Ok(Reading::Image(problem("pdf-scan")));
    }
    if unnamed * 3 > glyphs || !is_chinese(&pages) {
        return Ok(Reading::Image(problem("pdf-garbled")));
    }
    let pieces = pieces(&pages);
    if is_side_by_side(&pieces) {
        return Err(problem("pdf-side-by-side"));
    }
    let mut document = assembled(pieces).finish(path);
    let warning = |code| Diagnostic::new(Severity::Warning, code, &*shown);
    if !bare.is_empty() {
        document.diagnostics.push(warning("pdf-pages-without-text").with("pages", bare.join(", ")));
    }
    let recognised = (1..).zip(&pages).filter(|(_, page)| page.is_recognised);
    let recognised: Vec<String> = recognised.map(|(number, _): (u32, _)| number.to_string()).collect();
    if !recognised.is_empty() {
        document.diagnostics.push(warning("pdf-recognised").with("pages", recognised.join(", ")));
    }
    if !bytes[bytes.len().saturating_sub(TAIL)..].windows(9).any(|window| window == b"startxref") {
        document.diagnostics.push(warning("pdf-damaged"));
    }
    Ok(Reading::Document(document))
}

/// What is drawn on each page, or the code of why that cannot be said.
fn pages(bytes: &[u8]) -> Result<Vec<Page>, &'static str> {
    let work = || -> Result<Vec<Page>, &'static str> {
        let bytes = tamed(bytes).map_err(|TooMuch| "pdf-too-much")?;
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => "pdf-password",
            LoadPdfError::Decryption(_) => "pdf-encryption",
            LoadPdfError::Invalid => "pdf-broken",
        })?;
        if pdf.pages().is_empty() {
            return Err("pdf-broken");
        }
        let mut budget = budget(&pdf).map_err(|TooMuch| "pdf-too-much")?;
        let cache = InterpreterCache::new();
        Ok(pdf.pages().iter().map(|page| collect(page, &cache, &mut budget)).collect())
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|cause| match cause.is::<Spent>() {
        true => Err("pdf-too-much"),
        // A fault of the interpreter: what it could not read is broken in some way.
        false => Err("pdf-broken"),
    })
}

/// A picture without text.
fn is_bare(page: &Page) -> bool {
    page.has_image && page.glyphs.len() < FEW
}

/// Whether some of the text is Chinese. Where the file maps its characters wrongly, hardly any is.
fn is_chinese(pages: &[Page]) -> bool {
    let all = || pages.iter().flat_map(|page| &page.glyphs);
    let chinese = all().filter(|glyph| ('\u{3400}'..='\u{9fff}').contains(&glyph.char)).count();
    chinese * 20 > all().count()
}

/// Two reports printed beside each other for comparison: their lines cannot be told apart with certainty.
fn is_side_by_side(pieces: &[Piece]) -> bool {
    let words = |text: &str| -> String { text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect() };
    let is_twice = |line: &&TextLine| {
        let texts: Vec<String> =
            line.runs.iter().map(|run| words(&run.text)).filter(|text| text.chars().count() >= 8).collect();
        (1..texts.len()).any(|index| texts[index] == texts[index - 1])
    };
    let lines = pieces.iter().filter_map(|piece| match piece {
        Piece::Line(line) => Some(line),
        Piece::Table(_) => None,
    });
    let tables: Vec<&Sheet> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Table(sheet) if sheet.rows >= 5 => Some(sheet),
            _ => None,
        })
        .collect();
    let ends = |sheet: &Sheet| (sheet.columns[0], sheet.columns[sheet.columns.len() - 1]);
    let beside = tables.windows(2).any(|pair| {
        let (a, b) = (ends(pair[0]), ends(pair[1]));
        pair[0].page == pair[1].page && (pair[0].top - pair[1].top).abs() < 30.0 && (a.1 <= b.0 || b.1 <= a.0)
    });
    beside || lines.filter(is_twice).count() >= 3
}

fn assembled(pieces: Vec<Piece>) -> Assembly {
    let mut assembly = Assembly::default();
    let mut lines: Vec<TextLine> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Line(line) => lines.push(line),
            Piece::Table(sheet) => {
                write_lines(&mut assembly, std::mem::take(&mut lines));
                write_table(&mut assembly, sheet);
            }
        }
    }
    write_lines(&mut assembly, lines);
    assembly
}

fn write_lines(assembly: &mut Assembly, lines: Vec<TextLine>) {
    for row in rows(lines) {
        match row {
            Row::Text(line) => assembly.paragraph(&line.text(), spot_of(line.page, &line.runs[0])),
            Row::Cells(line, cells) => {
                let mut spot = spot_of(line.page, &line.runs[0]);
                let cells = cells.into_iter().map(|run| {
                    if let Some(run) = &run {
                        spot = spot_of(line.page, run);
                    }
                    GridCell { text: run.map(|run| run.text).unwrap_or_default(), columns: 1, rows: 1, spot }
                });
                assembly.loose_row(cells.collect());
            }
        }
    }
}

fn write_table(assembly: &mut Assembly, sheet: Sheet) {
    let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); sheet.rows];
    for cell in sheet.cells {
        let (page, x, y) = cell.at;
        rows[cell.top].push(GridCell {
            text: cell.text,
            columns: cell.right - cell.left,
            rows: cell.bottom - cell.top,
            spot: spot(page, x, y),
        });
    }
    assembly.table(rows);
}

fn spot_of(page: u32, run: &Run) -> Spot {
    spot(page, run.left, run.middle - run.size / 2.0)
}

fn spot(page: u32, x: f32, y: f32) -> Spot {
    Spot::Page { page, x: x.max(0.0).round() as u32, y: y.max(0.0).round() as u32 }
}
