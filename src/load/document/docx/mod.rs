//! Word documents (`.docx`, `.docm`): paragraphs and tables of the main part, as accepted and as printed. Notes, headers,
//! comments and what the document's properties say are not read: none of them is the report.

mod body;
mod inline;
mod style;

use self::body::Body;
use self::style::{Lists, Styles};
use super::archive::{Archive, Trouble};
use super::relations::{decoded, related};
use super::xml;
use super::{Document, Format, Reading};
use crate::diagnostic::{Diagnostic, Severity};

/// The reader of Word documents.
pub struct Docx;

/// Where nearly every document has its main part.
const MAIN_PART: &str = "word/document.xml";

/// The most tables that were not read and are named one by one.
const MOST_NAMED: usize = 20;

impl Format for Docx {
    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm"]
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        let file = format!("content/{path}");
        let mut archive = Archive::open(bytes).map_err(|trouble| trouble.diagnostic(&file))?;
        let related = related(&mut archive, "").unwrap_or_default();
        let main = related.into_iter().find(|one| one.kind == "officeDocument");
        let main = main.map(|one| one.part).filter(|name| archive.has(name)).unwrap_or_else(|| MAIN_PART.to_owned());
        let text = decoded(&mut archive, &main).map_err(|trouble| trouble.diagnostic(&file))?;
        let root = xml::parse(&text).map_err(|flaw| Trouble::from(flaw).diagnostic(&file))?;

        // Without styles and lists the text is all there; only what Word adds or hides by them is not known.
        let parts = related_parts(&mut archive, &main);
        let part = |kind: &str| parts.iter().find(|(found, _)| found == kind).map(|(_, text)| text.as_str());
        let parsed = |kind| part(kind).and_then(|text| xml::parse(text).ok());
        let styles = parsed("styles").map(|root| Styles::of(&root)).unwrap_or_default();
        let lists = parsed("numbering").map(|root| Lists::of(&root)).unwrap_or_default();
        let mut body = Body::new(&styles, lists);
        body.blocks(root.child("body").unwrap_or(&root));
        let (embeds, mirrored) = (body.embeds, std::mem::take(&mut body.mirrored));
        let mut document = body.finish().finish(path);
        if embeds {
            document.diagnostics.push(Diagnostic::new(Severity::Error, "office-embedded", &*file));
        }
        let unread = |table| Diagnostic::new(Severity::Error, "table-mirrored", &*file).with("found", table);
        document.diagnostics.extend(mirrored.into_iter().take(MOST_NAMED).map(unread));
        if !document.text.trim().is_empty() {
            return Ok(Reading::Document(document));
        }
        let problem = Box::new(nothing(document, &archive, &file));
        if problem.code == "pictures-only" { Ok(Reading::Image(problem)) } else { Err(problem) }
    }
}

/// Why a document has no text.
fn nothing(mut document: Document, archive: &Archive<'_>, file: &str) -> Diagnostic {
    let is_picture = |name: &str| name.contains("/media/");
    match document.diagnostics.pop() {
        Some(problem) => problem,
        None if archive.names().any(is_picture) => Diagnostic::new(Severity::Error, "pictures-only", file),
        None => Diagnostic::new(Severity::Error, "empty-file", file),
    }
}

/// The styles and the lists, as text, with their kinds.
fn related_parts(archive: &mut Archive<'_>, main: &str) -> Vec<(String, String)> {
    let related = related(archive, main).unwrap_or_default();
    let wanted = related.into_iter().filter(|one| one.kind == "styles" || one.kind == "numbering");
    wanted.filter_map(|one| Some((one.kind, decoded(archive, &one.part).ok()?))).collect()
}

#[cfg(test)]
mod tests;
