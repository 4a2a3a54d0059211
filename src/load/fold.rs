//! A document in traditional characters as one in simplified ones, for comparing: a copy of a report on a host that writes
//! traditional characters is the same report by the same body.

use std::borrow::Cow;

use super::document::{Content, Document};
use crate::text::script::{Written, fold_traditional, written};
pub use crate::text::script::{fold, simplified};

/// Folds the lines and cells of a document, which are what is compared; its text stays as it stands. Says whether the
/// document is in traditional characters.
pub fn document(document: &mut Document) -> bool {
    let traditional = match written(&document.text) {
        // Nearly all reports: there is nothing to fold in any line.
        Written::Simplified => return false,
        Written::Mixed => false,
        Written::Traditional => true,
    };
    for line in &mut document.lines {
        if let Cow::Owned(folded) = folded(&line.text, traditional) {
            line.text = folded;
        }
        let Content::Row(cells) = &mut line.content else { continue };
        for cell in cells {
            if let Cow::Owned(folded) = folded(&cell.text, traditional) {
                cell.text = folded.into();
            }
        }
    }
    traditional
}

fn folded(text: &str, traditional: bool) -> Cow<'_, str> {
    if traditional { fold_traditional(text) } else { fold(text) }
}
