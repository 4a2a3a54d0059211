//! A report of a whole government with the figures that a test makes, for portals that are never written to disk.

use std::sync::Arc;

use gongkai::report::{Figures, Report, Scope, SourceFile, SourceKind};
use sha2::{Digest as _, Sha256};

/// `text` is what the places of the figures count in.
pub fn report(body: &str, year: u16, text: String, figures: Figures) -> Report {
    let source = SourceFile {
        path: format!("reports/{body}/{year}.txt"),
        sha256: Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect(),
        kind: SourceKind::Published,
        text: Arc::from(text),
        spots: Arc::from([]),
    };
    Report {
        source,
        title: format!("{body}{year}年报"),
        body: body.to_owned(),
        scope: Scope::Government,
        year,
        published: None,
        url: None,
        sections: Vec::new(),
        figures,
        extra_rows: Vec::new(),
    }
}
