//! Plain text (`.txt`): one row a line, cells divided by tabs or bars.

use super::encoding::Decoded;
use super::{Document, Format, Hints, MOST_LINES, Reading, line, plain};
use crate::diagnostic::Diagnostic;

/// The reader of plain text.
pub struct Text;

impl Format for Text {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        let Decoded { text, diagnostics } = plain(path, bytes, MOST_LINES)?;
        let lines = line::lines(&text);
        let (path, hints) = (path.to_owned(), Hints::default());
        Ok(Reading::Document(Document { path, text: text.into(), lines, hints, diagnostics }))
    }
}
