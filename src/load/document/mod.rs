//! One report file, of whatever format, as lines of text and rows of cells, each with its place. The reader of a format
//! is one file in this folder behind [`Format`]; adding one adds a line to [`FORMATS`] and touches nothing else.

mod line;
mod markdown;
mod text;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::report::Place;

/// A cell of a table row, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The text, without the blanks around it.
    pub text: String,
    /// Where it stands. For an empty cell, where its text would begin.
    pub place: Place,
}

/// What one line of the document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing but blanks.
    Empty,
    /// Running text: no cell borders in the line.
    Prose,
    /// Cells with visible borders between them.
    Row(Vec<Cell>),
}

/// One line of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, counted from 1.
    pub number: u32,
    /// Its text, without the line end.
    pub text: String,
    /// What it is.
    pub content: Content,
}

/// What a maintainer says of a report in the file itself (front matter) or beside it (`report.toml`). It outranks
/// what the text says.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hints {
    /// The body's name.
    pub body: Option<String>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The date of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
}

/// A report file taken apart, before anything of it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Path below `content/`, with `/` between its parts.
    pub path: String,
    /// The text as decoded; line numbers count in it.
    pub text: std::sync::Arc<str>,
    /// The lines, in order.
    pub lines: Vec<Line>,
    /// What the file's own front matter says.
    pub hints: Hints,
}

/// A file format of reports.
pub trait Format: Sync {
    /// The file name extensions of the format, in lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Takes a file apart. `path` is the path below `content/`. The diagnostic says why nothing could be had.
    fn read(&self, path: &str, bytes: &[u8]) -> Result<Document, Box<Diagnostic>>;
}

/// Every format that can be read.
pub const FORMATS: &[&dyn Format] = &[&text::Text, &markdown::Markdown];

/// The format for a file name extension (any case), if it is one that can be read.
pub fn format_for(extension: &str) -> Option<&'static dyn Format> {
    let extension = extension.to_lowercase();
    FORMATS.iter().copied().find(|format| format.extensions().contains(&extension.as_str()))
}

/// The text of a file that must be UTF-8, without a byte order mark.
fn utf8<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Diagnostic>> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Box::new(not_utf8(&format!("content/{path}"), bytes, error.valid_up_to())))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Says of bytes that are no UTF-8 what they look like, at the line where the first of them stands. `file` is the path
/// below the portal's folder, `valid` how many bytes before it are UTF-8.
pub fn not_utf8(file: &str, bytes: &[u8], valid: usize) -> Diagnostic {
    let line = 1 + bytes[..valid].iter().filter(|&&byte| byte == b'\n').count();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    // GB18030 is the superset by whose rules GBK and GB 2312 are decoded.
    let name = if guess.name() == "GBK" { "GB18030" } else { guess.name() };
    let raw = bytes.split(|&byte| byte == b'\n').nth(line - 1).unwrap_or_default();
    let span = Span::of_line(line as u32, guess.decode(&raw[..raw.len().min(200)]).0.trim_end());
    Diagnostic::new(Severity::Error, "not-utf-8", file).at(span).with("encoding", name)
}
