//! The one report that the tests of all parts begin with.

use std::sync::Arc;

use super::{Figures, Report, Scope, SourceFile, SourceKind};
use crate::form::Edition;

/// A report of a whole government, 甲县, with these figures and nothing else, in a year of their edition: 2023 or 2020.
pub fn report_of(figures: Figures) -> Report {
    Report {
        source: SourceFile {
            path: "reports/a.txt".to_owned(),
            sha256: String::new(),
            kind: SourceKind::Published,
            text: Arc::from(""),
            spots: Arc::from([]),
        },
        title: String::new(),
        body: "甲县".to_owned(),
        scope: Scope::Government,
        year: if figures.edition() == Edition::E2021 { 2023 } else { 2020 },
        published: None,
        url: None,
        sections: Vec::new(),
        figures,
        extra_rows: Vec::new(),
    }
}
