//! The pages of a document in reading order: lines of text and tables, without what is printed on every page.

use std::collections::BTreeMap;

use super::glyphs::{Glyph, Page};
use super::grid::{Sheet, sheet};
use super::lines::{Run, lines, numbers};
use super::pagebreak::join;
use super::rules::frames;

/// A gap on a line this wide, in sizes of the type, is the edge of a column.
const GAP: f32 = 1.5;
/// Heads and feet of pages stand in this share of a page's height at either end.
const MARGIN: f32 = 0.15;

/// A line of text outside the ruled tables.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// Its page, counted from 1.
    pub page: u32,
    /// What stands on it, from left to right; never empty.
    pub runs: Vec<Run>,
}

impl TextLine {
    /// All of it, with blanks for gaps.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.runs.iter().map(|run| run.text.as_str()).collect();
        texts.join(" ")
    }

    fn middle(&self) -> f32 {
        self.runs[0].middle
    }

    /// Where its numbers are from the upper edge of the page, in mm; where it is, without any.
    pub fn middle_of_numbers(&self) -> f32 {
        self.runs.iter().find(|run| run.is_value()).map_or(self.middle(), |run| run.middle)
    }
}

/// A stretch of the document.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// One line.
    Line(TextLine),
    /// A ruled table, over as many pages as it has.
    Table(Sheet),
}

/// Everything on the pages in reading order.
pub fn pieces(pages: &[Page]) -> Vec<Piece> {
    let mut taken: Vec<(Vec<TextLine>, Vec<Sheet>)> =
        pages.iter().zip(1..).map(|(page, number)| parts(page, number)).collect();
    let mut texts: Vec<Vec<TextLine>> = taken.iter_mut().map(|(lines, _)| std::mem::take(lines)).collect();
    drop_printed_on_every_page(&mut texts, pages);
    let mut all: Vec<Piece> = Vec::new();
    for (lines, (_, sheets)) in texts.into_iter().zip(taken) {
        let mut here: Vec<(f32, Piece)> = lines.into_iter().map(|line| (line.middle(), Piece::Line(line))).collect();
        here.extend(sheets.into_iter().map(|sheet| (sheet.top, Piece::Table(sheet))));
        here.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut begins = true;
        for (_, piece) in here {
            let continued = std::mem::take(&mut begins);
            match (piece, all.last_mut()) {
                (Piece::Table(next), Some(Piece::Table(table))) if continued => {
                    if let Err(next) = join(table, next) {
                        all.push(Piece::Table(*next));
                    }
                }
                (piece, _) => all.push(piece),
            }
        }
    }
    all
}

/// The lines and tables of one page. A character belongs to the smallest frame that it stands in.
fn parts(page: &Page, number: u32) -> (Vec<TextLine>, Vec<Sheet>) {
    let mut frames = frames(&page.rules);
    let area = |[left, top, right, bottom]: [f32; 4]| (right - left) * (bottom - top);
    frames.sort_by(|a, b| area(a.bounds()).total_cmp(&area(b.bounds())));
    let mut rest: Vec<Glyph> = page.glyphs.clone();
    let mut sheets = Vec::new();
    for frame in frames.iter().filter(|frame| !frame.level.is_empty() || frame.upright.len() > 1) {
        let [left, top, right, bottom] = frame.bounds();
        let is_inside =
            |glyph: &Glyph| (left..right).contains(&glyph.centre()) && (top..bottom).contains(&glyph.middle);
        let mut belongs: Vec<bool> = rest.iter().map(is_inside).collect();
        // A number that runs over the edge of a table stands in it.
        for number in numbers(&rest) {
            if number.iter().any(|&index| belongs[index]) {
                number.iter().for_each(|&index| belongs[index] = true);
            }
        }
        let chosen = |wanted: bool| rest.iter().zip(&belongs).filter(move |(_, own)| **own == wanted);
        let [inside, outside] = [true, false].map(|wanted| chosen(wanted).map(|(glyph, _)| *glyph).collect::<Vec<_>>());
        if inside.is_empty() {
            continue;
        }
        if let Some(sheet) = sheet(frame, &inside, number) {
            sheets.push(sheet);
            rest = outside;
        }
    }
    let lines = lines(&rest, GAP).into_iter().filter(|runs| !runs.is_empty());
    (lines.map(|runs| TextLine { page: number, runs }).collect(), sheets)
}

/// Takes off page numbers, and heads and feet that stand at the same place on several pages; a head stays on the first.
fn drop_printed_on_every_page(texts: &mut [Vec<TextLine>], pages: &[Page]) {
    let in_margin = |line: &TextLine| {
        let height = pages.get(line.page as usize - 1).map_or(0.0, |page| page.height);
        line.middle() < MARGIN * height || line.middle() > (1.0 - MARGIN) * height
    };
    let mut seen: BTreeMap<String, Vec<(u32, f32)>> = BTreeMap::new();
    let mut numbers: BTreeMap<i64, usize> = BTreeMap::new();
    for line in texts.iter().flatten().filter(|line| in_margin(line)) {
        let key = without_digits(&line.text());
        if !key.is_empty() {
            seen.entry(key).or_default().push((line.page, line.middle()));
        }
        if let Some(number) = bare_number(line) {
            *numbers.entry(number - i64::from(line.page)).or_default() += 1;
        }
    }
    // Of a document of one page, what looks like a page number is one only where marks say so.
    let shift =
        numbers.iter().max_by_key(|(_, count)| **count).filter(|(_, count)| **count > 1).map(|(shift, _)| *shift);
    for lines in texts.iter_mut() {
        let (first, last) = (lines.first().cloned(), lines.last().cloned());
        lines.retain(|line| {
            let at_an_end = first.as_ref() == Some(line) || last.as_ref() == Some(line);
            if at_an_end && is_page_number(&line.text()) {
                return false;
            }
            if let Some(number) = bare_number(line).filter(|_| at_an_end && in_margin(line)) {
                return Some(number - i64::from(line.page)) != shift;
            }
            let height = pages.get(line.page as usize - 1).map_or(0.0, |page| page.height);
            let is_head = line.middle() < height / 2.0;
            let others = seen.get(&without_digits(&line.text())).into_iter().flatten();
            let repeated = others.filter(|(page, at)| *page != line.page && (at - line.middle()).abs() < 2.0).count();
            let often = repeated * 2 + 2 > pages.len();
            !(in_margin(line) && repeated > 0 && often && !(is_head && line.page == 1))
        });
    }
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace() && !"-—–·/".contains(*c)).collect()
}

fn bare_number(line: &TextLine) -> Option<i64> {
    let [run] = &line.runs[..] else { return None };
    (run.text.len() <= 3 && run.text.bytes().all(|byte| byte.is_ascii_digit())).then(|| run.text.parse().ok()).flatten()
}

/// `- 3 -`, `第3页`, `第 3 页 共 9 页`, `3/9`, `Page 3 of 9`: a number with marks that make it that of a page.
fn is_page_number(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '·' | '~');
    let inner = text.trim_matches(is_dash);
    if inner.len() < text.len() && text.starts_with(is_dash) && text.ends_with(is_dash) {
        return digits(inner);
    }
    let page = |text: &str| text.strip_prefix('第').and_then(|text| text.strip_suffix('页')).is_some_and(digits);
    let of = text.split_once('/').or_else(|| text.strip_prefix("Page").and_then(|text| text.split_once("of")));
    let whole = text.split_once("页").and_then(|(page, rest)| {
        let total = rest.trim_start_matches(['，', ',', '/', '|']).strip_prefix('共')?.strip_suffix('页')?;
        Some((page.strip_prefix('第')?, total))
    });
    page(&text) || of.or(whole).is_some_and(|(page, total)| digits(page) && digits(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_told_from_figures() {
        for text in ["- 3 -", "— 12 —", "第3页", "第 3 页 共 9 页", "3/9", "Page 1 of 6", "·3·"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["3", "-3", "0 0 0", "第三页", "2023年", "规章 3", "—", "--"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
