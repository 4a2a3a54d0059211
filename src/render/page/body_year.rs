//! One report: the three tables as the form has them, every figure at its place in the source, the checks with both
//! sides, and the report's own words.

use serde::Serialize;

use super::figure::StateEntry;
use super::file::{self, FileView};
use super::findings::{CheckView, FindingView};
use super::form_table::FormTable;
use super::part::{Fact, Link};
use super::shell::Page;
use super::{PageKind, Scene, bodies, body, data, figure, findings, form_table, guide, words};
use crate::config::SiteConfig;
use crate::render::data::Dataset;
use crate::render::markup::Html;
use crate::render::prose;
use crate::report::{Report, SourceKind};

/// The prose of one section.
#[derive(Debug, Serialize)]
struct SectionView {
    heading: String,
    html: Html,
    /// The findings about its own words.
    findings: Vec<FindingView>,
}

#[derive(Debug, Serialize)]
pub struct BodyYearView {
    title: String,
    kind: String,
    report_title: String,
    published: String,
    url: String,
    source: Option<Link>,
    /// What is to be known of the file before its figures are; `""` where it is the report as published.
    source_note: String,
    /// The file that is used, then the others.
    files: Vec<FileView>,
    edition: String,
    edition_notice: String,
    /// What the key numbers below do not say; `""` where there is no such thing.
    lead: String,
    #[serde(skip)]
    description: String,
    facts: Vec<Fact>,
    earlier: Option<Link>,
    later: Option<Link>,
    year: Link,
    not_read: String,
    /// How one comes from a figure to its place in the report file.
    places_note: String,
    legend: Vec<StateEntry>,
    tables: Vec<FormTable>,
    checks_summary: String,
    checks: Vec<CheckView>,
    findings: Vec<FindingView>,
    /// What did not hold before the corrections.
    settled: Vec<String>,
    sections: Vec<SectionView>,
    data: Link,
    guide: Vec<Link>,
    #[serde(skip)]
    crumbs: Vec<Link>,
}

impl Page for BodyYearView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        if self.description.is_empty() { self.source_note.clone() } else { self.description.clone() }
    }

    fn crumbs(&self) -> Vec<Link> {
        self.crumbs.clone()
    }
}

pub fn view(scene: &Scene, position: usize, year: u16) -> BodyYearView {
    let body = scene.body(position);
    let body_year = scene.body_year(position, year);
    let report = body_year.report();
    let neighbour = |other: Option<&crate::model::BodyYear>| {
        other.map(|other| Link::new(scene.link_to(&PageKind::BodyYear(position, other.year)), other.year.to_string()))
    };
    let at = body.years.iter().position(|other| other.year == year).unwrap_or_default();
    let read = body_year.read;
    let lacking = read.total() - read.with_value();
    let sections = report.sections.iter().filter(|section| !section.paragraphs.is_empty());
    let all_findings = findings::of_report(scene, position, body_year);
    let section = |section: &crate::report::Section| SectionView {
        heading: scene.term(&format!("form.section.{}", section_id(section.kind))),
        html: prose::report_prose(&section.paragraphs, Some("p")),
        findings: findings::of_section(body_year, &all_findings, section).into_iter().cloned().collect(),
    };
    let edition = report.edition().id();
    let source = PageKind::Source(position, year);
    let has_source = scene.site.config.source_pages;
    let is_image = report.source.kind == SourceKind::Image;
    let told = if is_image { Vec::new() } else { words::of_year(scene, position, body_year) };
    let edition_term = |part: &str| scene.term(&format!("form.edition.{edition}.{part}"));
    BodyYearView {
        title: scene.year_title(position, year),
        kind: bodies::group_name(scene, body),
        report_title: report.title.clone(),
        published: report.published.clone().unwrap_or_default(),
        url: report.url.clone().unwrap_or_default(),
        source: has_source.then(|| Link::new(scene.link_to(&source), scene.words("body_year.source"))),
        source_note: file::note(scene, &report.source),
        files: file::files(scene, position, body_year),
        edition: if is_image { scene.words("body_year.edition_unknown") } else { edition_term("name") },
        edition_notice: if is_image { String::new() } else { edition_term("notice") },
        lead: words::lead(scene, &told),
        description: words::paragraph(scene, &told),
        facts: body::facts(scene, position, body_year),
        earlier: neighbour(at.checked_sub(1).and_then(|before| body.years.get(before))),
        later: neighbour(body.years.get(at + 1)),
        year: Link::new(
            scene.link_to(&PageKind::Year(year)),
            scene.fill("body_year.all_of_year", &[("year", &year.to_string())]),
        ),
        settled: findings::settled(scene, body_year),
        not_read: if lacking == 0 || is_image {
            String::new()
        } else {
            scene.fill("body_year.not_read", &[("lacking", &lacking.to_string()), ("total", &read.total().to_string())])
        },
        places_note: scene.words(places_note(scene.site.config, report)),
        legend: figure::legend(scene, body_year),
        tables: form_table::tables(scene, position, body_year),
        checks_summary: findings::summary(scene, body_year.check_counts()),
        checks: findings::checks(scene, position, body_year),
        sections: sections.map(section).collect(),
        findings: all_findings,
        data: data::way(scene, Dataset::Figures, Some(year)),
        guide: guide::links(scene),
        crumbs: vec![Link::new(scene.link_to(&PageKind::Bodies), scene.words("nav.bodies")), scene.body_link(position)],
    }
}

/// How a figure is looked up: in the text that is published, in the file that is, or where the report was published.
fn places_note(config: &SiteConfig, report: &Report) -> &'static str {
    match (config.source_pages, config.originals, &report.url) {
        (true, ..) => "body_year.places_linked",
        (false, true, _) => "body_year.places_listed",
        (false, false, Some(_)) => "body_year.places_withheld_at",
        (false, false, None) => "body_year.places_withheld",
    }
}

fn section_id(kind: crate::report::SectionKind) -> &'static str {
    use crate::report::SectionKind;
    match kind {
        SectionKind::Opening => "opening",
        SectionKind::Overview => "overview",
        SectionKind::Proactive => "proactive",
        SectionKind::Requests => "requests",
        SectionKind::Remedies => "remedies",
        SectionKind::Problems => "problems",
        SectionKind::OtherMatters => "other_matters",
    }
}
