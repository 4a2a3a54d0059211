//! From the lines of a document to a report: whose it is, its sections, its three tables, its figures.

use super::document::{Document, Hints};
use crate::diagnostic::Diagnostic;
use crate::report::Report;

/// Reads one report. `sha256` is of the file's bytes; `hints` is what a maintainer says beside the file (the document's
/// own front matter outranks it). Gives no report when the document cannot be one; the diagnostics then say why.
pub fn extract(document: &Document, sha256: String, hints: &Hints) -> (Option<Report>, Vec<Diagnostic>) {
    let _ = (document, sha256, hints);
    todo!()
}
