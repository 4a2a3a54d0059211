//! The files that a report is in: what each is, and where it can be had. Knows no figure.

use serde::Serialize;

use super::Scene;
use crate::model::BodyYear;
use crate::report::{SourceFile, SourceKind};

/// One file.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Its path below `content/`.
    pub path: String,
    /// What it is to the report.
    pub role: String,
    /// Where it can be downloaded; `""` where it is not offered.
    pub href: String,
    /// The name that it is saved under: its own.
    pub name: String,
    pub sha256: String,
}

/// The file that is used, then the others.
pub fn files(scene: &Scene, body: usize, body_year: &BodyYear) -> Vec<FileView> {
    let all = std::iter::once(&body_year.report().source).chain(body_year.further());
    let view = |(position, file): (usize, &SourceFile)| {
        let place = scene.site.original_path(&scene.body(body).slug, body_year.year, position, file);
        let role = match (position, file.kind) {
            (0, SourceKind::Published) => "file.used",
            (_, SourceKind::Image) => "file.image",
            (_, SourceKind::Collected) => "file.collected",
            (_, SourceKind::Published) => "file.further",
        };
        FileView {
            path: file.path.clone(),
            role: scene.words(role),
            href: place.map(|path| scene.link_to_path(&path)).unwrap_or_default(),
            name: file.path.rsplit('/').next().unwrap_or_default().to_owned(),
            sha256: file.sha256.clone(),
        }
    };
    all.enumerate().map(view).collect()
}

/// What is to be known of a file before its figures are; `""` where it is the report as published.
pub fn note(scene: &Scene, file: &SourceFile) -> String {
    match file.kind {
        SourceKind::Published => String::new(),
        SourceKind::Collected => scene.words("file.collected_note"),
        SourceKind::Image => scene.words("file.image_note"),
    }
}
