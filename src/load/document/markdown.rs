//! Markdown (`.md`): text with front matter and pipe tables.

use super::{Document, Format};
use crate::diagnostic::Diagnostic;

/// The reader of Markdown.
pub struct Markdown;

impl Format for Markdown {
    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read(&self, _path: &str, _bytes: &[u8]) -> Result<Document, Box<Diagnostic>> {
        todo!()
    }
}
