//! One entry of the cache: what was understood of one file, as bytes. The text of a report is left out where it is the
//! file's own, because the file is at hand whenever the entry is.

use std::sync::Arc;

use crate::load::Extracted;
use crate::load::source::{Bytes, Source};
use crate::report::Report;

/// The largest entry that is kept, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// The entry, or `None` where there is no writing it down.
pub fn encode(extracted: &mut Extracted, bytes: &Bytes) -> Option<Vec<u8>> {
    let own = own_text(bytes);
    let is_own = |report: &Arc<Report>| own.is_some_and(|own| *report.source.text == *own);
    let taken: Vec<bool> = extracted.reports.iter().map(is_own).collect();
    let mut texts = Vec::new();
    for (report, _) in extracted.reports.iter_mut().zip(&taken).filter(|(_, taken)| **taken) {
        texts.push(std::mem::replace(&mut Arc::make_mut(report).source.text, Arc::from("")));
    }
    let written = postcard::to_stdvec(&(&taken, &*extracted)).ok().filter(|written| written.len() <= LARGEST);
    let emptied = extracted.reports.iter_mut().zip(&taken).filter(|(_, taken)| **taken);
    for ((report, _), text) in emptied.zip(texts) {
        Arc::make_mut(report).source.text = text;
    }
    written
}

/// What the entry says of the file, or `None` where it cannot be of this file.
pub fn decode(written: &[u8], source: &Source, bytes: &Bytes) -> Option<Extracted> {
    let ((taken, mut extracted), rest) = postcard::take_from_bytes::<(Vec<bool>, Extracted)>(written).ok()?;
    let reports = extracted.reports.len();
    if !rest.is_empty() || taken.len() != reports || extracted.prose.len() != reports {
        return None;
    }
    let own: Option<Arc<str>> = match taken.contains(&true) {
        true => Some(own_text(bytes)?.into()),
        false => None,
    };
    for (report, taken) in extracted.reports.iter_mut().zip(taken) {
        if report.source.path != source.path || report.source.sha256 != bytes.sha256 {
            return None;
        }
        if let (true, Some(own)) = (taken, &own) {
            Arc::make_mut(report).source.text = Arc::clone(own);
        }
    }
    Some(extracted)
}

/// The file's text, without the mark that some programs put before it.
fn own_text(bytes: &Bytes) -> Option<&str> {
    std::str::from_utf8(&bytes.bytes).ok().map(|text| text.trim_start_matches('\u{feff}'))
}
