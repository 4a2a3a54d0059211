//! Plain text (`.txt`): one row a line, cells divided by tabs or bars.

use super::{Document, Format, Hints, line, utf8};
use crate::diagnostic::Diagnostic;

/// The reader of plain text.
pub struct Text;

impl Format for Text {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Document, Box<Diagnostic>> {
        let text = utf8(path, bytes)?;
        Ok(Document { path: path.to_owned(), text: text.into(), lines: line::lines(text), hints: Hints::default() })
    }
}
