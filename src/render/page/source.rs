//! The text of a report file, line by line, so that a figure can lead to the place where it stands.

use serde::Serialize;

use super::part::Link;
use super::shell::Page;
use super::{PageKind, Scene};

#[derive(Debug, Serialize)]
struct LineView {
    number: usize,
    text: String,
}

#[derive(Debug, Serialize)]
pub struct SourceView {
    title: String,
    lead: String,
    report_title: String,
    file: String,
    sha256: String,
    published: String,
    url: String,
    back: Link,
    lines: Vec<LineView>,
    #[serde(skip)]
    crumbs: Vec<Link>,
}

impl Page for SourceView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }

    fn crumbs(&self) -> Vec<Link> {
        self.crumbs.clone()
    }
}

pub fn view(scene: &Scene, position: usize, year: u16) -> SourceView {
    let report = scene.body_year(position, year).report();
    let name = scene.body_name(position);
    let title = scene.fill("body_year.title", &[("body", &name), ("year", &year.to_string())]);
    let back = Link::new(scene.link_to(&PageKind::BodyYear(position, year)), title.clone());
    let visible = |text: &str| text.chars().filter(|&c| c == '\t' || !c.is_control()).collect::<String>();
    let lines = report.source.text.lines().enumerate();
    SourceView {
        title: scene.fill("source.title", &[("report", &title)]),
        lead: scene.words("source.lead"),
        report_title: report.title.clone(),
        file: report.source.path.clone(),
        sha256: report.source.sha256.clone(),
        published: report.published.clone().unwrap_or_default(),
        url: report.url.clone().unwrap_or_default(),
        back: back.clone(),
        lines: lines.map(|(index, text)| LineView { number: index + 1, text: visible(text) }).collect(),
        crumbs: vec![
            Link::new(scene.link_to(&PageKind::Bodies), scene.words("nav.bodies")),
            Link::new(scene.link_to(&PageKind::Body(position)), name),
            back,
        ],
    }
}
