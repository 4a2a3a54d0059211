//! Files that are known and not read: old and closed formats, for which the diagnostic says how to convert them, and
//! pictures of reports.

use super::sniff::{Content, sniff};
use super::{Format, Reading};
use crate::diagnostic::{Diagnostic, Severity};

/// Word-processor and spreadsheet files that must be converted.
pub struct Convert;

impl Format for Convert {
    fn extensions(&self) -> &'static [&'static str] {
        &["doc", "dot", "wps", "rtf", "odt", "xls", "et", "ods"]
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        let into = |kind: &str| if matches!(kind, "xls" | "et" | "ods") { "xlsx" } else { "docx" };
        let named = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let is_named = self.extensions().contains(&&*named);
        // Programs that save the same bytes give them names of their own (`.wps` for `.doc`): the name is the maintainer's word.
        let found = match sniff(bytes) {
            Some(Content::Kind(kind))
                if self.extensions().contains(&kind) && !(is_named && into(kind) == into(&named)) =>
            {
                kind
            }
            _ => &named,
        };
        let into = into(found);
        let problem = Diagnostic::new(Severity::Error, "format-convert", format!("content/{path}"));
        Err(Box::new(problem.with("found", format!(".{found}")).with("into", into)))
    }
}

/// The Chinese format of fixed pages.
pub struct Ofd;

impl Format for Ofd {
    fn extensions(&self) -> &'static [&'static str] {
        &["ofd"]
    }

    fn read(&self, path: &str, _: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        Err(Box::new(Diagnostic::new(Severity::Error, "format-ofd", format!("content/{path}"))))
    }
}

/// Pictures: a report may be there, and no figure of it can be read.
pub struct Picture;

impl Format for Picture {
    fn extensions(&self) -> &'static [&'static str] {
        &["jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif", "webp"]
    }

    fn read(&self, path: &str, _: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        Ok(Reading::Image(Box::new(Diagnostic::new(Severity::Error, "picture", format!("content/{path}")))))
    }
}

/// Workbooks, where the program was built without the part that reads them.
#[cfg(not(feature = "xlsx"))]
pub struct NotBuilt;

#[cfg(not(feature = "xlsx"))]
impl Format for NotBuilt {
    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm"]
    }

    fn read(&self, path: &str, _: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        let problem = Diagnostic::new(Severity::Error, "format-not-built", format!("content/{path}"));
        Err(Box::new(problem.with("found", "xlsx")))
    }
}
