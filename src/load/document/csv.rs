//! Tables as text (`.csv`, `.tsv`): a sheet laid out as the form, or rows of figures that somebody collected. Knows how
//! such files are written; what collected figures mean is [`collected`](super::collected)'s.

use compact_str::CompactString;

use super::collected::{self, Record};
use super::{Cell, Content, Document, Format, Hints, Line, MOST_LINES, MOST_RECORDS, Reading, bounded, plain};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::report::{Place, Spot};

/// A table of data with fewer columns cannot say whose figures it has, of which year.
const FEWEST_COLUMNS: usize = 3;

/// So many characters of a line are shown.
const SHOWN: usize = 200;

/// The reader of tables as text.
pub struct Csv;

impl Format for Csv {
    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        let decoded = plain(path, bytes, MOST_RECORDS)?;
        let text = decoded.text.as_str();
        let raw: Vec<&str> = text.lines().collect();
        let records = records(text, delimiter(text)).map_err(|line| {
            let span = Span::of_line(line, raw.get(line as usize - 1).copied().unwrap_or_default());
            Box::new(Diagnostic::new(Severity::Error, "csv-quote", format!("content/{path}")).at(span))
        })?;
        if let Some((reports, mut problems)) = collected::read(path, text, &records) {
            problems.extend(decoded.diagnostics);
            return Ok(Reading::Collected(reports, problems));
        }
        bounded(path, text, MOST_LINES)?;
        let mut lines: Vec<Line> = (1..)
            .zip(&raw)
            .map(|(number, _)| Line {
                number,
                text: String::new(),
                content: Content::Empty,
                is_certain: true,
                spot: Spot::Line,
            })
            .collect();
        let mut is_below_row = false;
        for record in records {
            let Some(line) = record.first().and_then(|first| lines.get_mut(first.place.line as usize - 1)) else {
                continue;
            };
            let mut filled = record.iter().filter(|cell| !cell.text.is_empty());
            match (filled.next(), filled.next()) {
                (None, _) => {
                    line.content = Content::Row(record);
                    is_below_row = false;
                }
                // Below a row a label may stand alone beside empty cells.
                (Some(only), None) if !is_below_row => {
                    line.text = only.text.to_string();
                    line.content = Content::Prose;
                }
                (Some(_), _) => {
                    line.text = raw[line.number as usize - 1].to_owned();
                    line.content = Content::Row(record);
                    is_below_row = true;
                }
            }
        }
        let (path, hints) = (path.to_owned(), Hints::default());
        let diagnostics = decoded.diagnostics;
        Ok(Reading::Document(Document { path, text: decoded.text.into(), lines, hints, diagnostics }))
    }

    /// A table of data under other heads than those of collected figures.
    fn no_report(&self, document: &Document) -> Option<Diagnostic> {
        let filled = document.lines.iter().filter(|line| !line.text.is_empty());
        let mut rows = filled.map(|line| match &line.content {
            Content::Row(cells) => Some((line, cells.iter().filter(|cell| !cell.text.is_empty()).count())),
            Content::Prose | Content::Empty => None,
        });
        let (head, columns) = rows.next()??;
        // A sheet laid out as the form has titles that stand alone.
        let is_table = columns >= FEWEST_COLUMNS && rows.all(|row| row.is_some_and(|(_, filled)| filled > 1));
        let problem = Diagnostic::new(Severity::Error, "collected-heads", format!("content/{}", document.path));
        let problem = problem
            .at(Span::of_line(head.number, &head.text))
            .with("found", head.text.chars().take(SHOWN).collect::<String>());
        let is_named = |needed: &&&str| match &head.content {
            Content::Row(cells) => cells.iter().any(|cell| cell.text.to_lowercase() == **needed),
            Content::Prose | Content::Empty => false,
        };
        let missing: Vec<&str> = collected::NEEDED.iter().filter(|needed| !is_named(needed)).copied().collect();
        is_table.then(|| problem.with("missing", missing.join(", ")).with("expected", collected::NEEDED.join(",")))
    }
}

/// What divides the cells: of comma, semicolon and tab the one that stands most often outside quotes.
fn delimiter(text: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    for c in text.chars() {
        quoted ^= c == '"';
        if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| !quoted && *delimiter == c) {
            *count += 1;
        }
    }
    // The first of those with the most.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(delimiter, _)| *delimiter)
}

/// The records with their cells, each at its place: a cell that runs over several lines at the first. The error is the
/// line of a quote that is never closed.
fn records(text: &str, delimiter: char) -> Result<Vec<Record>, u32> {
    let mut records = Vec::new();
    let mut record: Record = Vec::new();
    let mut rest = text.chars().peekable();
    let (mut line, mut column) = (1, 1);
    while rest.peek().is_some() {
        // One cell, and what ends it.
        let start = (line, column);
        let (mut value, mut length) = (String::new(), 0);
        let mut quoted = false;
        let end = loop {
            let next = rest.next();
            if let Some(c) = next {
                column += 1;
                if c == '\n' {
                    (line, column) = (line + 1, 1);
                }
            }
            match next {
                None if quoted => return Err(start.0),
                Some('"') if quoted && rest.peek() == Some(&'"') => {
                    rest.next();
                    column += 1;
                    value.push('"');
                }
                Some('"') if quoted => quoted = false,
                Some('"') if value.trim().is_empty() && length == value.chars().count() as u32 => {
                    value.clear();
                    quoted = true;
                }
                Some(c) if quoted => value.push(c),
                None | Some('\n') => break next,
                Some(c) if c == delimiter => break next,
                Some(c) => value.push(c),
            }
            if line == start.0 {
                length += 1;
            }
        };
        // The place is that of the words, without quotes and blanks around them, where the cell stands on one line.
        let (written, blanks) = (value.chars().count() as u32, value.chars().take_while(|c| c.is_whitespace()).count());
        let marks = length.saturating_sub(written);
        let place = match marks {
            0 | 2 if !value.contains('\n') => {
                let words = value.trim().chars().count() as u32;
                Place::new(start.0, start.1 + marks / 2 + if words == 0 { 0 } else { blanks as u32 }, words)
            }
            _ => Place::new(start.0, start.1, length),
        };
        let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
        record.push(Cell { text: text.into(), place });
        if end != Some(delimiter) {
            records.push(std::mem::take(&mut record));
        } else if rest.peek().is_none() {
            record.push(Cell { text: CompactString::default(), place: Place::new(line, column, 0) });
        }
    }
    if !record.is_empty() {
        records.push(record);
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let records = records(text, delimiter(text)).unwrap();
        records.into_iter().map(|record| record.into_iter().map(|cell| cell.text.into()).collect()).collect()
    }

    #[test]
    fn commas_semicolons_and_tabs_divide_cells() {
        for text in ["规章,1,0,\n甲,,2,3", "规章;1;0;\n甲;;2;3\n", "规章\t1\t0\t\r\n甲\t\t2\t3\r\n"] {
            assert_eq!(texts(text), [["规章", "1", "0", ""], ["甲", "", "2", "3"]], "{text}");
        }
    }

    #[test]
    fn quotes_hold_delimiters_line_breaks_and_quotes() {
        assert_eq!(texts("\"商业\n企业\",\"a,\"\"b\"\"\",2\nc,d,e"), [["商业 企业", "a,\"b\"", "2"], ["c", "d", "e"]]);
        assert_eq!(records("甲,\"乙\n丙", ','), Err(1));
    }

    #[test]
    fn a_cell_is_at_its_place_in_the_file() {
        let records = records("甲,\"12\"\n\"a\nb\",345\n", ',').unwrap();
        assert_eq!(records[0][1].place, Place::new(1, 4, 2));
        assert_eq!(records[1][0].place.line, 2);
        assert_eq!(records[1][1].place, Place::new(3, 4, 3));
    }

    #[test]
    fn a_place_is_that_of_the_words() {
        let records = records("规章,  6 ,\"7\",\" 8\",\n甲, 9", ',').unwrap();
        let places: Vec<(u32, u32, u32)> =
            records.concat().iter().map(|cell| (cell.place.line, cell.place.column, cell.place.length)).collect();
        assert_eq!(places, [(1, 1, 2), (1, 6, 1), (1, 10, 1), (1, 15, 1), (1, 18, 0), (2, 1, 1), (2, 4, 1)]);
    }

    #[test]
    fn a_lone_cell_is_running_text_and_a_line_inside_quotes_is_nothing() {
        let text = "甲县2023年政府信息公开工作年度报告,,\n\"本年\n制发\",1,2\n";
        let document = Csv.read("a.csv", text.as_bytes()).unwrap().document().unwrap();
        assert_eq!(document.lines[0].content, Content::Prose);
        assert_eq!(document.lines[0].text, "甲县2023年政府信息公开工作年度报告");
        assert!(matches!(&document.lines[1].content, Content::Row(cells) if cells.len() == 3));
        assert_eq!(document.lines[2].content, Content::Empty);
        assert_eq!(&*document.text, text);
    }
}
