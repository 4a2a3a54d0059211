//! One report as read, and as checked.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};

use super::{CheckInstance, Figure, Finding, Place, Scope, Spot, State, Words};
use crate::form::{Edition, FigureKey, Layout, Table};

/// The file that a report was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Path below `content/`, with `/` between its parts: `reports/guyuan/2023.txt`.
    pub path: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// How the file came to its figures.
    pub kind: SourceKind,
    /// The text as decoded or as read, whole; lines end with `\n`. Line numbers of places count in it. In a file that is
    /// no text, a tab stands between the cells of a table row and nowhere else.
    pub text: Arc<str>,
    /// Where in the original each line of `text` begins; empty where the file is text.
    pub spots: Arc<[Spot]>,
}

impl SourceFile {
    /// The place of a stretch of the text, with where it is in the original.
    pub fn place(&self, line: u32, column: u32, length: u32) -> Place {
        let spot = (line as usize).checked_sub(1).and_then(|index| self.spots.get(index));
        Place::new(line, column, length).at(spot.copied().unwrap_or_default())
    }
}

/// The title of a report of which no other is known: as nearly all of them are written.
pub fn usual_title(body: &str, year: u16) -> String {
    format!("{body}{year}年政府信息公开工作年度报告")
}

/// What a file is to the report that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// The report as its body published it.
    Published,
    /// Figures that somebody took from the report and put into a table of data.
    Collected,
    /// The report, in a form that no figure can be read from: a scan.
    Image,
}

impl SourceKind {
    /// The identifier, as published.
    pub fn id(self) -> &'static str {
        match self {
            SourceKind::Published => "published",
            SourceKind::Collected => "collected",
            SourceKind::Image => "image",
        }
    }
}

/// A section of the statutory report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// What stands before section 一: title and opening sentence.
    Opening,
    /// 一 总体情况.
    Overview,
    /// 二 主动公开政府信息情况 (table).
    Proactive,
    /// 三 收到和处理政府信息公开申请情况 (table).
    Requests,
    /// 四 行政复议、行政诉讼情况 (table).
    Remedies,
    /// 五 存在的主要问题及改进情况.
    Problems,
    /// 六 其他需要报告的事项.
    OtherMatters,
}

/// The prose of one section; table rows are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which section.
    pub kind: SectionKind,
    /// The heading as it stands, `""` for the opening or where the heading is lost.
    pub heading: String,
    /// The paragraphs: hard line breaks inside a sentence are joined. Each piece knows its line in the source:
    /// a paragraph is a list of (line number from 1, text of that line without line end).
    pub paragraphs: Vec<Vec<(u32, Words)>>,
}

/// A report as read: every figure of its edition, each with its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The file.
    pub source: SourceFile,
    /// The title as it stands, on one line, letters no longer spaced out.
    pub title: String,
    /// The body's name as the site shows it: `X人民政府` is `X`, agencies keep their names.
    pub body: String,
    /// Whether the body is a whole government or one agency.
    pub scope: Scope,
    /// The year reported on.
    pub year: u16,
    /// When it was published (`YYYY-MM-DD`), where a maintainer says so.
    pub published: Option<String>,
    /// Where it was published, where a maintainer says so.
    pub url: Option<String>,
    /// The prose, in the order of the document.
    pub sections: Vec<Section>,
    /// The figures, with the edition that the tables use.
    pub figures: Figures,
    /// Rows of its tables that the form does not have, sorted by place. They are shown, and are in no sum.
    pub extra_rows: Vec<ExtraRow>,
}

/// A row that a report adds to a table of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraRow {
    /// The table that it stands in.
    pub table: Table,
    /// Its words as they stand.
    pub label: String,
    /// What stands in its cells, verbatim and with its place; empty cells are among them.
    pub cells: Vec<(String, Place)>,
    /// Where it begins.
    pub place: Place,
}

impl Report {
    /// What makes it one report: its body, with the scope, and its year.
    pub fn whose(&self) -> (&str, Scope, u16) {
        (&self.body, self.scope, self.year)
    }

    /// Lets the prose share the memory of the text that it stands in, where it stands there as it is.
    pub fn share_words(&mut self) {
        let text = &self.source.text;
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        for section in &mut self.sections {
            section.paragraphs.iter_mut().for_each(Vec::shrink_to_fit);
            section.paragraphs.shrink_to_fit();
        }
        for (line, words) in self.sections.iter_mut().flat_map(|section| section.paragraphs.iter_mut().flatten()) {
            let line = *line as usize;
            let Some(&start) = line.checked_sub(1).and_then(|line| starts.get(line)) else { continue };
            let end = starts.get(line).copied().unwrap_or(text.len());
            let shared = super::place_of(words, &text[start..end]).map(|at| start + at);
            if let Some(shared) = shared.and_then(|at| Words::within(text, at..at + words.len())) {
                *words = shared;
            }
        }
    }

    /// The edition that the tables use, read off their headings.
    pub fn edition(&self) -> Edition {
        self.figures.edition
    }

    /// The figure at `key`, or `None` where the report's edition has no such figure.
    pub fn figure(&self, key: FigureKey) -> Option<&Figure> {
        self.figures.get(key)
    }

    /// The value at `key`, where the edition has the figure and it was read.
    pub fn value(&self, key: FigureKey) -> Option<Decimal> {
        self.figure(key)?.value()
    }
}

/// All figures of one edition, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    edition: Edition,
    values: Box<[Figure]>,
}

impl Figures {
    /// The figures of `edition`, made one by one.
    pub fn from_fn(edition: Edition, make: impl FnMut(FigureKey) -> Figure) -> Figures {
        Figures { edition, values: Layout::of(edition).keys().iter().copied().map(make).collect() }
    }

    /// These figures of `edition`, in the order of the form; `None` where they are not as many.
    pub(super) fn new(edition: Edition, values: Vec<Figure>) -> Option<Figures> {
        (values.len() == Layout::of(edition).keys().len()).then(|| Figures { edition, values: values.into() })
    }

    /// The edition.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// The layout of the edition.
    pub fn layout(&self) -> &'static Layout {
        Layout::of(self.edition)
    }

    /// The figure at `key`, or `None` where the edition has no such figure.
    pub fn get(&self, key: FigureKey) -> Option<&Figure> {
        self.layout().position(key).map(|position| &self.values[position])
    }

    /// Puts another figure at `key`; does nothing where the edition has no such figure.
    pub fn set(&mut self, key: FigureKey, figure: Figure) {
        if let Some(position) = self.layout().position(key) {
            self.values[position] = figure;
        }
    }

    /// Every figure with its key, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (FigureKey, &Figure)> + '_ {
        self.layout().keys().iter().copied().zip(&*self.values)
    }

    /// How many figures have this state.
    pub fn count(&self, state: State) -> usize {
        self.values.iter().filter(|figure| figure.state() == state).count()
    }
}

/// A report whose sums have been checked. Only `check` makes one, so that nothing unchecked can be published. A copy shares
/// what it is a copy of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedReport(Arc<Checked>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Checked {
    report: Arc<Report>,
    prose: Arc<[CheckInstance]>,
    findings: Vec<Finding>,
    settled: Vec<Finding>,
    further: Vec<SourceFile>,
}

impl CheckedReport {
    /// Joins a report with what the checks said of it. For `check` alone.
    pub(crate) fn new(report: Arc<Report>, prose: Arc<[CheckInstance]>, findings: Vec<Finding>) -> CheckedReport {
        let (settled, further) = (Vec::new(), Vec::new());
        CheckedReport(Arc::new(Checked { report, prose, findings, settled, further }))
    }

    /// The same with the findings of the report's own figures that its corrections settled. For `check` alone.
    pub(crate) fn with_settled(self, settled: Vec<Finding>) -> CheckedReport {
        CheckedReport(Arc::new(Checked { settled, ..Arc::unwrap_or_clone(self.0) }))
    }

    /// The same with the other files that hold this report.
    pub fn with_further(self, further: Vec<SourceFile>) -> CheckedReport {
        CheckedReport(Arc::new(Checked { further, ..Arc::unwrap_or_clone(self.0) }))
    }

    /// Whether one is a copy of the other, which takes no comparing.
    pub fn is_same(&self, other: &CheckedReport) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The report.
    pub fn report(&self) -> &Report {
        &self.0.report
    }

    /// The instances of the checks of the prose, in the order of the text. All others follow from the figures whenever
    /// they are asked for, and are too many to be kept.
    pub fn prose(&self) -> &[CheckInstance] {
        &self.0.prose
    }

    /// What does not hold, in the same order.
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    /// What did not hold of the source's own figures and does of the corrected ones, in the same order.
    pub fn settled(&self) -> &[Finding] {
        &self.0.settled
    }

    /// Other files that hold the same report and were not used, sorted by path.
    pub fn further(&self) -> &[SourceFile] {
        &self.0.further
    }
}

/// A checked report is written down to be known again, and never read back. A text is known by its file's path and SHA-256, from
/// which the same program reads the same text, and prose by where in the text it stands. All else is written as it is.
impl Serialize for CheckedReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Everything is named here and below: what a report may have one day must be thought of.
        let Checked { report, prose, findings, settled, further } = &*self.0;
        let Report { source, title, body, scope, year, published, url, sections, figures, extra_rows } = &**report;
        let sections: Vec<_> = sections.iter().map(|section| known_section(section, &source.text)).collect();
        let further: Vec<_> = further.iter().map(known_file).collect();
        let whose = (title, body, scope, year, published, url);
        (known_file(source), whose, sections, figures, extra_rows, prose, findings, settled, further)
            .serialize(serializer)
    }
}

fn known_file(file: &SourceFile) -> impl Serialize {
    let SourceFile { path, sha256, kind, text: _, spots } = file;
    (path, sha256, kind, spots)
}

fn known_section<'a>(section: &'a Section, text: &Arc<str>) -> impl Serialize + use<'a> {
    let Section { kind, heading, paragraphs } = section;
    let piece = |(line, words): &'a (u32, Words)| match words.place_in(text) {
        Some(place) => (*line, KnownWords::Within(place)),
        None => (*line, KnownWords::Own(words)),
    };
    let pieces = |paragraph: &'a Vec<(u32, Words)>| paragraph.iter().map(piece).collect::<Vec<_>>();
    (kind, heading, paragraphs.iter().map(pieces).collect::<Vec<_>>())
}

#[derive(Serialize)]
enum KnownWords<'a> {
    /// This stretch of the report's text.
    Within(Range<u32>),
    /// A text of their own.
    Own(&'a str),
}
