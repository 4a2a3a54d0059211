//! What was read of a report file, so that a figure can lead to the place where it stands: a text file line by line; any other
//! with its paragraphs, its tables and where each line is in the original.

use std::collections::BTreeSet;

use serde::Serialize;

use super::file::{self, FileView};
use super::part::Link;
use super::shell::Page;
use super::{PageKind, Scene};
use crate::report::{Report, SourceFile, SourceKind, Spot};
use crate::text::place::{margin_words, part_words, spot_words};

#[derive(Debug, Serialize)]
struct LineView {
    number: usize,
    text: String,
}

/// A line of a file that is no text.
#[derive(Debug, Serialize)]
struct ReadLine {
    number: u32,
    /// Where it is in the original, in a few characters.
    margin: String,
    /// The same in words.
    place: String,
    /// One text for a paragraph; the cells of a table row. None for an empty line.
    cells: Vec<CellView>,
}

/// A cell of the text.
#[derive(Debug, Clone, Serialize)]
struct CellView {
    text: String,
    /// It holds words, which need room so that they do not stand one below the other.
    wide: bool,
}

impl CellView {
    fn new(text: &str) -> CellView {
        let text = visible(text);
        CellView { wide: text.chars().nth(WORDS).is_some(), text }
    }
}

/// The most characters of a cell that is shown in a narrow column.
const WORDS: usize = 6;

/// Lines that belong together: a paragraph, or the rows of a table.
#[derive(Debug, Serialize)]
struct Block {
    is_table: bool,
    /// What a table is called: where it begins; `""` for a paragraph.
    caption: String,
    lines: Vec<ReadLine>,
}

/// A page, a sheet; or the whole where there is no such part.
#[derive(Debug, Serialize)]
struct Part {
    /// `第 3 页`; `""` where the original has no parts.
    title: String,
    blocks: Vec<Block>,
}

#[derive(Debug, Serialize)]
pub struct SourceView {
    title: String,
    lead: String,
    note: String,
    report_title: String,
    files: Vec<FileView>,
    published: String,
    url: String,
    back: Link,
    /// A text file, line by line.
    lines: Vec<LineView>,
    /// Any other file, part by part.
    parts: Vec<Part>,
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
    let body_year = scene.body_year(position, year);
    let report = body_year.report();
    let source = &report.source;
    let title = scene.year_title(position, year);
    let back = Link::new(scene.link_to(&PageKind::BodyYear(position, year)), title.clone());
    let is_text = source.spots.is_empty();
    let own = own_lines(report);
    let is_shown = |(index, _): &(usize, &str)| is_text && own.as_ref().is_none_or(|own| own.contains(&(index + 1)));
    let lines = source.text.lines().enumerate().filter(is_shown);
    let lead = match (is_text, source.text.is_empty()) {
        (_, true) => "source.nothing",
        (true, false) => "source.lead",
        (false, false) => "source.lead_read",
    };
    SourceView {
        title: scene.fill("source.title", &[("report", &title)]),
        lead: scene.words(lead),
        note: file::note(scene, source),
        report_title: report.title.clone(),
        files: file::files(scene, position, body_year),
        published: report.published.clone().unwrap_or_default(),
        url: report.url.clone().unwrap_or_default(),
        back: back.clone(),
        lines: lines.map(|(index, text)| LineView { number: index + 1, text: visible(text) }).collect(),
        parts: if is_text { Vec::new() } else { parts(scene, source) },
        crumbs: vec![
            Link::new(scene.link_to(&PageKind::Bodies), scene.words("nav.bodies")),
            scene.body_link(position),
            back,
        ],
    }
}

/// Of a table of figures that may hold any number of reports, its head and the lines of this one; `None` for all lines.
fn own_lines(report: &Report) -> Option<BTreeSet<usize>> {
    let places = report.figures.iter().filter_map(|(_, figure)| figure.place());
    let own = || std::iter::once(1).chain(places.map(|place| place.line as usize)).collect();
    (report.source.kind == SourceKind::Collected).then(own)
}

fn visible(text: &str) -> String {
    text.chars().filter(|&c| c == '\t' || !c.is_control()).collect()
}

/// The text as read, in the parts of its original: a tab stands between the cells of a table row and nowhere else.
fn parts(scene: &Scene, source: &SourceFile) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let spots = source.spots.iter().copied().chain(std::iter::repeat(Spot::Line));
    for ((text, spot), number) in source.text.lines().zip(spots).zip(1..) {
        let title = part_words(spot, scene.language);
        let last = parts.last().map(|part| part.title.as_str());
        if last.is_none() || title.as_deref().is_some_and(|title| last != Some(title)) {
            parts.push(Part { title: title.unwrap_or_default(), blocks: Vec::new() });
        }
        let blocks = &mut parts.last_mut().expect("a part was made for the first line").blocks;
        let is_table = text.contains('\t');
        let cells = if text.trim().is_empty() && !is_table {
            Vec::new()
        } else {
            text.split('\t').map(CellView::new).collect()
        };
        let line = ReadLine {
            number,
            margin: margin_words(spot, number, scene.language),
            place: spot_words(spot, number, scene.language),
            cells,
        };
        match blocks.last_mut() {
            Some(block) if is_table && block.is_table => block.lines.push(line),
            _ => {
                let caption = scene.fill("source.table", &[("place", &line.place)]);
                let caption = if is_table { caption } else { String::new() };
                blocks.push(Block { is_table, caption, lines: vec![line] });
            }
        }
    }
    for line in parts.iter_mut().flat_map(|part| &mut part.blocks).filter(|block| block.is_table).flat_map(pad) {
        line.0.cells.resize(line.1, CellView::new(""));
    }
    parts
}

/// The rows of a table, each with the number of cells of the longest.
fn pad(block: &mut Block) -> impl Iterator<Item = (&mut ReadLine, usize)> {
    let width = block.lines.iter().map(|line| line.cells.len()).max().unwrap_or_default();
    block.lines.iter_mut().map(move |line| (line, width))
}
