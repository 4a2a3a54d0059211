//! The words of the reports' prose as pairs of characters that stand next to each other, each with the reports that have it:
//! Chinese is written without spaces, and of any word of two characters or more the pairs are known without knowing words.
//! Pairs of one report are not told apart by place, so what is found of a longer word is likely, not certain.

use std::fmt::Write as _;
use std::sync::OnceLock;

use super::pieces::LIMIT;
use crate::model::Portal;
use crate::report::Report;
use crate::text::script::simplified;

/// A pair that more than one report in so many has says nothing of a report, and is not kept.
const COMMON_SHARE: usize = 4;

/// In a portal of few reports every pair is kept that so many have.
const COMMON_LEAST: usize = 50;

/// How many bytes of prose there are for each piece. Each character gives at most one number in one list, most of two or
/// three digits, so that pieces fill about a third of what they may.
const BYTES: usize = 90_000;

/// The pairs of all reports, taken from their prose once when the first piece is asked for.
#[derive(Debug)]
pub(super) struct Prose<'a> {
    portal: &'a Portal,
    pieces: usize,
    /// For each piece its pairs, each with a report that has it: two characters and a number, as one number.
    pairs: OnceLock<Vec<Vec<u64>>>,
}

impl<'a> Prose<'a> {
    /// No pieces where the text is not to be looked in.
    pub(super) fn plan(portal: &'a Portal, wanted: bool) -> Prose<'a> {
        let bytes: usize = if wanted { reports(portal).flat_map(lines).map(str::len).sum() } else { 0 };
        Prose { portal, pieces: bytes.div_ceil(BYTES), pairs: OnceLock::new() }
    }

    pub(super) fn pieces(&self) -> usize {
        self.pieces
    }

    /// One piece: an object from pair to the numbers of its reports, counted over all bodies and their years, each number
    /// as what it is more than the one before. `0` instead stands for a pair that too many reports have.
    pub(super) fn piece(&self, piece: usize) -> Option<Vec<u8>> {
        let mut pairs = self.pairs.get_or_init(|| self.pairs()).get(piece)?.clone();
        pairs.sort_unstable();
        pairs.dedup();
        let most = COMMON_LEAST.max(reports(self.portal).count() / COMMON_SHARE);
        let lists = pairs.chunk_by(|a, b| a >> 32 == b >> 32);
        Some(join(lists.map(|list| entry(list, most)).collect()))
    }

    fn pairs(&self) -> Vec<Vec<u64>> {
        let mut pairs = vec![Vec::new(); self.pieces];
        for (number, report) in (0u64..).zip(reports(self.portal)) {
            for paragraph in report.sections.iter().flat_map(|section| &section.paragraphs) {
                let mut before = None;
                for character in paragraph.iter().flat_map(|(_, line)| line.chars()).filter(|c| !c.is_whitespace()) {
                    let character = is_han(character).then(|| u64::from(u32::from(simplified(character))));
                    if let (Some(first), Some(second)) = (before, character) {
                        pairs[piece_of(first, second, self.pieces)].push(first << 48 | second << 32 | number);
                    }
                    before = character;
                }
            }
        }
        pairs
    }
}

/// One pair with its reports.
fn entry(list: &[u64], most: usize) -> String {
    let character = |shift: u32| char::from_u32((list[0] >> shift) as u32 & 0xffff).unwrap_or_default();
    let mut entry = format!("\"{}{}\":", character(48), character(32));
    if list.len() > most {
        entry.push('0');
        return entry;
    }
    let mut before = 0;
    let mut open = '[';
    for number in list.iter().map(|pair| *pair as u32) {
        write!(entry, "{open}{}", number - before).expect("a text is written to memory");
        before = number;
        open = ',';
    }
    entry.push(']');
    entry
}

/// An object of the entries. Where they are too many the longest are left out, and `*` says that a pair may be lacking.
pub(super) fn join(mut entries: Vec<String>) -> Vec<u8> {
    const LEFT_OUT: &str = "\"*\":0";
    let size = |entries: &[String]| 2 + entries.iter().map(|entry| entry.len() + 1).sum::<usize>();
    let mut bytes = size(&entries);
    if bytes > LIMIT {
        entries.sort_by_key(String::len);
        while bytes + LEFT_OUT.len() + 1 > LIMIT {
            bytes -= entries.pop().map_or(0, |entry| entry.len() + 1);
        }
        entries.push(LEFT_OUT.to_owned());
        entries.sort();
    }
    format!("{{{}}}", entries.join(",")).into_bytes()
}

/// The piece that a pair stands in; `static/search.js` computes the same.
fn piece_of(first: u64, second: u64, pieces: usize) -> usize {
    (first * 7919 + second) as usize % pieces
}

/// A character of the blocks that reports are written in.
fn is_han(character: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&character)
}

fn reports(portal: &Portal) -> impl Iterator<Item = &Report> {
    portal.bodies().iter().flat_map(|body| body.years.iter()).map(|year| year.report())
}

fn lines(report: &Report) -> impl Iterator<Item = &str> {
    report.sections.iter().flat_map(|section| section.paragraphs.iter().flatten()).map(|(_, line)| line.as_str())
}
