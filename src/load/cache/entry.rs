//! One entry of the cache: what was understood of one file, as bytes. The text of a report is left out where it is the
//! file's own, because the file is at hand whenever the entry is. Its prose is written as stretches of the text.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::load::Extracted;
use crate::load::source::{Bytes, Source};
use crate::report::{Report, Section, Words};

/// The largest entry that is kept, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// What an entry leaves out of a report.
#[derive(Debug, Default, Serialize, Deserialize)]
struct LeftOut {
    /// The text is the file's own.
    text: bool,
    /// The paragraphs of each section, where all of them stand in the text.
    prose: Option<Vec<Paragraphs>>,
}

/// The pieces of each paragraph, by their lines and where they stand in the text.
type Paragraphs = Vec<Vec<(u32, Range<u32>)>>;

/// The entry, or `None` where there is no writing it down.
pub fn encode(extracted: &mut Extracted, bytes: &Bytes) -> Option<Vec<u8>> {
    let own = own_text(bytes);
    let mut kept = Vec::with_capacity(extracted.reports.len());
    let mut left_out = Vec::with_capacity(extracted.reports.len());
    for report in &mut extracted.reports {
        let report = Arc::make_mut(report);
        let text = (report.source.text.as_bytes() == own).then(|| Arc::clone(&report.source.text));
        let prose: Option<Vec<Paragraphs>> =
            report.sections.iter().map(|section| places(section, &report.source.text)).collect();
        left_out.push(LeftOut { text: text.is_some(), prose });
        if text.is_some() {
            report.source.text = Arc::from("");
        }
        let is_left_out = left_out.last().is_some_and(|one| one.prose.is_some());
        let sections = report.sections.iter_mut().filter(|_| is_left_out);
        kept.push((text, sections.map(|section| std::mem::take(&mut section.paragraphs)).collect::<Vec<_>>()));
    }
    // Figures and diagnostics take about as much as this, text that is written down comes on top.
    let room = Vec::with_capacity(bytes.bytes.len().min(LARGEST) / 2 + 4096);
    let written = postcard::to_extend(&(&left_out, &*extracted), room).ok().filter(|written| written.len() <= LARGEST);
    for (report, (text, paragraphs)) in extracted.reports.iter_mut().zip(kept) {
        let report = Arc::make_mut(report);
        if let Some(text) = text {
            report.source.text = text;
        }
        for (section, paragraphs) in report.sections.iter_mut().zip(paragraphs) {
            section.paragraphs = paragraphs;
        }
    }
    written
}

/// Where the words of a section stand in the text; `None` where some do not.
fn places(section: &Section, text: &Arc<str>) -> Option<Paragraphs> {
    let piece = |(line, words): &(u32, Words)| Some((*line, words.place_in(text)?));
    section.paragraphs.iter().map(|paragraph| paragraph.iter().map(piece).collect()).collect()
}

/// What the entry says of the file, or `None` where it cannot be of this file.
pub fn decode(written: &[u8], source: &Source, bytes: &Bytes) -> Option<Extracted> {
    let ((left_out, mut extracted), rest) = postcard::take_from_bytes::<(Vec<LeftOut>, Extracted)>(written).ok()?;
    let reports = extracted.reports.len();
    if !rest.is_empty() || left_out.len() != reports || extracted.prose.len() != reports {
        return None;
    }
    let own: Option<Arc<str>> = match left_out.iter().any(|one| one.text) {
        true => Some(simdutf8::basic::from_utf8(own_text(bytes)).ok()?.into()),
        false => None,
    };
    for (report, left_out) in extracted.reports.iter_mut().zip(left_out) {
        if report.source.path != source.path || report.source.sha256 != bytes.sha256 {
            return None;
        }
        put_back(Arc::make_mut(report), left_out, own.as_ref())?;
    }
    Some(extracted)
}

fn put_back(report: &mut Report, left_out: LeftOut, own: Option<&Arc<str>>) -> Option<()> {
    if let (true, Some(own)) = (left_out.text, own) {
        report.source.text = Arc::clone(own);
    }
    let Some(prose) = left_out.prose else {
        report.share_words();
        return Some(());
    };
    if prose.len() != report.sections.len() {
        return None;
    }
    let text = &report.source.text;
    for (section, paragraphs) in report.sections.iter_mut().zip(prose) {
        section.paragraphs.reserve_exact(paragraphs.len());
        for pieces in paragraphs {
            let mut paragraph = Vec::with_capacity(pieces.len());
            for (line, place) in pieces {
                paragraph.push((line, Words::within(text, place.start as usize..place.end as usize)?));
            }
            section.paragraphs.push(paragraph);
        }
    }
    Some(())
}

/// The file's text, if it is UTF-8, without the marks that some programs put before it.
fn own_text(bytes: &Bytes) -> &[u8] {
    let mut text = &*bytes.bytes;
    while let Some(rest) = text.strip_prefix("\u{feff}".as_bytes()) {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_comes_back_as_a_part_of_the_text_or_not_at_all() {
        let text = "样例县2023年政府信息公开工作年度报告\n一、总体情况\n全年工作平稳。\n六、其他需要报告的事项\n无。\n";
        let path = "reports/a.txt".to_owned();
        let source = Source::bare(path.clone(), path.into());
        let bytes = |text: &str| Bytes { bytes: text.into(), sha256: "of the whole".to_owned(), elsewhere: false };
        let mut extracted = crate::load::understand(&source, text.as_bytes(), bytes(text).sha256);
        for report in &mut extracted.reports {
            Arc::make_mut(report).share_words();
        }
        let before = extracted.reports.clone();
        let written = encode(&mut extracted, &bytes(text)).unwrap();
        assert_eq!(extracted.reports, before);
        assert!(!written.windows("平稳".len()).any(|window| window == "平稳".as_bytes()));
        let back = decode(&written, &source, &bytes(text)).unwrap();
        assert_eq!(back.reports, before);
        let report = &back.reports[0];
        let mut words = report.sections.iter().flat_map(|section| section.paragraphs.iter().flatten());
        assert!(words.any(|(_, words)| &**words == "全年工作平稳。" && words.place_in(&report.source.text).is_some()));
        assert!(decode(&written, &source, &bytes("样例县")).is_none());
    }
}
