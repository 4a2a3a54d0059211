//! Web pages (`.html`) as saved by a browser or a crawler: the report that a page holds, without what the site puts around
//! it. `tree` parses; `css`, `selector`, `sheet` and `look` say how a text looks to a visitor, `blocks` and `cell` what is shown, `page`
//! which of it is the report.

mod blocks;
mod cell;
mod css;
mod hints;
mod look;
mod page;
mod selector;
mod sheet;
mod text;
mod tree;

pub(super) use self::hints::is_page;

use self::blocks::{Shown, blocks};
use self::look::Looks;
use self::tree::{TooMuch, Tree};
use super::assembly::{Assembly, GridCell};
use super::{Format, Hints, Reading, encoding};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{Spot, TableCell};

/// The reader of web pages.
pub struct Html;

impl Format for Html {
    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "shtml", "xhtml"]
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        read_page(path, bytes, None, None)
    }
}

/// Reads a page. `charset` and `address` are what its carrier says of it.
///
/// # Errors
/// The diagnostic says why nothing could be had.
pub(super) fn read_page(
    path: &str,
    bytes: &[u8],
    charset: Option<&str>,
    address: Option<String>,
) -> Result<Reading, Box<Diagnostic>> {
    let shown = format!("content/{path}");
    let declared = declared(bytes);
    let decoded = encoding::decode(path, bytes, charset.or(declared.as_deref()))?;
    let problem = |severity, code| Diagnostic::new(severity, code, &*shown);
    let tree = Tree::parse(&decoded.text).map_err(|TooMuch| Box::new(problem(Severity::Error, "page-too-much")))?;
    let looks = Looks::of(&tree);
    let mut all = blocks(&tree, &looks, false);
    let mut found = page::find(&tree, &all);
    if !found.has_table {
        // Pages with two versions of a report hide one of them.
        let with_hidden = blocks(&tree, &looks, true);
        let found_hidden = page::find(&tree, &with_hidden);
        if found_hidden.has_table {
            (all, found) = (with_hidden, found_hidden);
        }
    }
    if looks.sheet.is_exhausted() {
        return Err(Box::new(problem(Severity::Error, "page-too-much")));
    }
    let mut diagnostics = decoded.diagnostics;
    if all.is_empty() {
        return Err(Box::new(problem(Severity::Error, "empty-file")));
    }
    if !found.has_table {
        if let Some(file) = page::attached(&tree, &decoded.text) {
            diagnostics.push(problem(Severity::Warning, "figures-attached").with("found", file));
        } else if page::shows_pictures(&tree, &found, &all) {
            diagnostics.push(problem(Severity::Warning, "figures-in-pictures"));
        }
    }

    let mut assembly = Assembly::default();
    if let Some((title, line)) = &found.title {
        assembly.paragraph(title, Spot::Markup { line: *line, cell: None });
    }
    let mut table = 0;
    for index in &found.blocks {
        let block = &all[*index];
        match &block.content {
            Shown::Paragraph(text, _) => assembly.paragraph(text, Spot::Markup { line: block.line, cell: None }),
            Shown::Rows(rows) => {
                table += 1;
                assembly.table(rows.iter().zip(1..).map(|(cells, row)| {
                    let cells = cells.iter().zip(1..).map(|(one, cell)| GridCell {
                        text: one.text.clone(),
                        columns: one.columns,
                        rows: one.rows,
                        spot: Spot::Markup { line: one.line, cell: Some(TableCell { table, row, cell }) },
                    });
                    cells.collect()
                }));
            }
        }
    }
    let mut document = assembly.finish(path);
    let url = address.or_else(|| hints::address(&tree));
    let published = hints::published(&tree, url.as_deref());
    document.hints = Hints { url, published, ..Hints::default() };
    diagnostics.append(&mut document.diagnostics);
    document.diagnostics = diagnostics;
    Ok(Reading::Document(document))
}

/// The encoding that a page names in its first kilobytes.
fn declared(bytes: &[u8]) -> Option<String> {
    const WORD: &[u8] = b"charset";
    let start = &bytes[..bytes.len().min(8192)];
    let mut at = 0;
    while let Some(found) = start[at..].windows(WORD.len()).position(|word| word.eq_ignore_ascii_case(WORD)) {
        at += found + WORD.len();
        let rest = start[at..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"=") else { continue };
        let value = rest.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let length = value.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)).count();
        if length > 0 {
            return Some(String::from_utf8_lossy(&value[..length]).into_owned());
        }
    }
    None
}
