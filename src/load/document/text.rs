//! Plain text (`.txt`): one row a line, cells divided by tabs or bars.

use super::{Document, Format};
use crate::diagnostic::Diagnostic;

/// The reader of plain text.
pub struct Text;

impl Format for Text {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn read(&self, _path: &str, _bytes: &[u8]) -> Result<Document, Box<Diagnostic>> {
        todo!()
    }
}
