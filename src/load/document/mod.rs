//! One report file, of whatever format, as lines of text and rows of cells, each with its place. The reader of a format
//! is one file in this folder behind [`Format`]; adding one adds a line to [`FORMATS`] and touches nothing else.

mod line;
mod markdown;
mod text;

use crate::diagnostic::{Diagnostic, Severity};
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
    let text = std::str::from_utf8(bytes).map_err(|_| {
        let diagnostic = Diagnostic::new(Severity::Error, "not-utf-8", format!("content/{path}"));
        Box::new(diagnostic.with("encoding", "GB18030"))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
