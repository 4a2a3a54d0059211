//! PDF files (`.pdf`) with a text layer. Such a file says which character is drawn where, and where lines are; that they
//! are paragraphs and tables is found here.
//!
//! In `read/`, `guard` first bounds what the file may make the interpreter do, and `glyphs` (with `radicals`) takes what is
//! drawn, also by viewers on their own (`annotations`). Then
//! `rules` and `grid` make tables of lines and what is between them, `lines` and `flow` put the rest into lines, without
//! page numbers and running heads, `pagebreak` joins what a page break cut, `columns` finds tables without lines:
//! `glued` tells apart what stands too close in them, `items` puts labels together,
//! `stacks` the parts of numbers.
//!
//! Without the feature `pdf` a file is only named.

#[cfg(feature = "pdf")]
mod read;

use super::{Format, Reading};
use crate::diagnostic::Diagnostic;

/// The reader of PDF files.
pub struct Pdf;

impl Format for Pdf {
    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    #[cfg(feature = "pdf")]
    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        read::read(path, bytes)
    }

    #[cfg(not(feature = "pdf"))]
    fn read(&self, path: &str, _: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        let shown = format!("content/{path}");
        Err(Box::new(Diagnostic::new(crate::diagnostic::Severity::Error, "pdf-not-built", shown)))
    }
}
