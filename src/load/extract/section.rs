//! The six sections of a report: by the number and the words of their headings, damaged ones too. What lies between two
//! headings that were found is where a table is looked for; what of it is running text is the section's prose.

use std::ops::Range;
use std::rc::Rc;
use std::sync::LazyLock;

use super::kept::Kept;
use super::normal::{compact, is_page_number, letters};
use super::similarity::Pattern;
use crate::load::document::{Content, Document, Line};
use crate::report::{Section, SectionKind, Words};

/// The sections with a number, what their headings say (in the editions' words and as reports spell them), in order.
const HEADINGS: [(SectionKind, char, &[&str]); 6] = [
    (SectionKind::Overview, '一', &["总体情况", "概述", "基本情况", "总体概述"]),
    (SectionKind::Proactive, '二', &["主动公开政府信息情况", "行政机关主动公开政府信息情况", "主动公开情况"]),
    (
        SectionKind::Requests,
        '三',
        &["收到和处理政府信息公开申请情况", "依申请公开政府信息情况", "收到和处理申请情况", "依申请公开情况"],
    ),
    (
        SectionKind::Remedies,
        '四',
        &[
            "政府信息公开行政复议行政诉讼情况",
            "因政府信息公开工作被申请行政复议提起行政诉讼情况",
            "行政复议行政诉讼情况",
        ],
    ),
    (
        SectionKind::Problems,
        '五',
        &["存在的主要问题及改进情况", "政府信息公开工作存在的主要问题及改进措施", "存在的问题及改进措施"],
    ),
    (SectionKind::OtherMatters, '六', &["其他需要报告的事项", "需要报告的其他事项"]),
];

/// The same, prepared for comparing.
static PATTERNS: LazyLock<Vec<Vec<Pattern>>> = LazyLock::new(|| {
    HEADINGS.iter().map(|(_, _, words)| words.iter().map(|words| Pattern::new(words)).collect()).collect()
});

/// Words of a heading must fit this well; with the right number before them a little less will do.
const FIT: f64 = 0.62;
const FIT_WITH_NUMBER: f64 = 0.45;
/// So well fits a heading with its number whose words are those of the form.
const FIT_OF_NUMBERED: f64 = 1.1;
/// The mark that an item begins with is no longer than this, with what stands before it.
const LONGEST_ITEM: usize = 40;
/// Headings are short.
const LONGEST: usize = 45;

/// A heading that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Which section begins.
    pub kind: SectionKind,
    /// Index into the document's lines.
    pub at: usize,
    /// The heading as it stands.
    pub text: String,
}

/// A line that could be a heading.
#[derive(Debug)]
pub struct Candidate {
    /// Index into the document's lines.
    pub at: usize,
    text: String,
    fits: Rc<Fits>,
}

/// Of which sections a text could be the heading, by index, and how well it fits each.
type Fits = Vec<(usize, f64)>;

/// The lines of the document that could be headings, in order.
pub fn candidates(document: &Document) -> Vec<Candidate> {
    thread_local! {
        static KEPT: Kept<Fits> = Kept::default();
    }
    let lines = document.lines.iter().enumerate();
    let found = lines.filter_map(|(at, line)| {
        let text = heading_text(line)?;
        let fits = KEPT.with(|kept| kept.of(text, fits));
        (!fits.is_empty()).then(|| Candidate { at, text: text.to_owned(), fits })
    });
    found.collect()
}

/// The headings among them, in order, each section at most once.
pub fn headings(candidates: &[Candidate]) -> Vec<Heading> {
    // The best increasing choice: best[i][j], lines from i on, sections from j on.
    let (n, m) = (candidates.len(), HEADINGS.len());
    let mut best = vec![vec![0.0f64; m + 1]; n + 1];
    let mut take = vec![vec![None; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            best[i][j] = best[i + 1][j];
            for &(section, fit) in candidates[i].fits.iter().filter(|(section, _)| *section >= j) {
                let score = fit + best[i + 1][section + 1];
                if score > best[i][j] + 1e-9 {
                    best[i][j] = score;
                    take[i][j] = Some(section);
                }
            }
        }
    }
    let mut found = Vec::new();
    let mut j = 0;
    for (i, candidate) in candidates.iter().enumerate() {
        if j == m {
            break;
        }
        if let Some(section) = take[i][j] {
            found.push(Heading { kind: HEADINGS[section].0, at: candidate.at, text: candidate.text.clone() });
            j = section + 1;
        }
    }
    found
}

/// A heading with its number, in full words.
pub struct Numbered {
    /// Which section begins.
    pub kind: SectionKind,
    /// Index into the document's lines.
    pub at: usize,
}

/// All headings with the right number and the words of the form, in the order of the document, repeated ones too.
pub fn numbered(candidates: &[Candidate]) -> Vec<Numbered> {
    let found = candidates.iter().filter_map(|candidate| {
        let (section, _) = candidate.fits.iter().find(|(_, fit)| *fit >= FIT_OF_NUMBERED)?;
        Some(Numbered { kind: HEADINGS[*section].0, at: candidate.at })
    });
    found.collect()
}

/// What stands alone on a line: running text, or the only filled cell of a row.
pub fn alone(line: &Line) -> Option<&str> {
    placed_alone(line).map(|(text, _)| text.trim())
}

/// The same with the blanks around it, and the column where it begins.
pub fn placed_alone(line: &Line) -> Option<(&str, u32)> {
    match &line.content {
        Content::Empty => None,
        Content::Prose => Some((&line.text, 1)),
        Content::Row(cells) => {
            let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
            let only = filled.next()?;
            filled.next().is_none().then_some((only.text.as_str(), only.place.column))
        }
    }
}

/// The text of a line that may be a heading.
fn heading_text(line: &Line) -> Option<&str> {
    let text = alone(line)?.trim_matches(|c| matches!(c, '#' | '*' | '|' | ' '));
    if text.ends_with(['。', '；', '，', '：']) {
        return None;
    }
    let is_short = text.chars().count() <= LONGEST || (text.contains('(') && compact(text).chars().count() <= LONGEST);
    is_short.then_some(text)
}

fn fits(text: &str) -> Fits {
    let folded = compact(text);
    let number = folded.chars().next().filter(|_| folded.chars().nth(1).is_some_and(|c| "、.,．·".contains(c)));
    let words: Vec<char> = letters(&folded).into_iter().skip(usize::from(number.is_some())).collect();
    if words.len() < 2 {
        return Vec::new();
    }
    HEADINGS
        .iter()
        .enumerate()
        .filter_map(|(section, (_, digit, _))| {
            let numbered = number == Some(*digit);
            let enough = if numbered { FIT_WITH_NUMBER } else { FIT };
            // A heading without any number must say what it is in full.
            let enough = if number.is_none() { 0.8 } else { enough };
            let may_fit = PATTERNS[section].iter().filter(|pattern| pattern.best_fit(words.len()) >= enough);
            let fit = may_fit.map(|pattern| pattern.fit(&words)).fold(0.0, f64::max);
            (fit >= enough).then_some((section, fit + if numbered { 0.3 } else { 0.0 }))
        })
        .collect()
}

/// The lines in which the table of a section is to be found, as indices: from its heading to the next one; where its
/// heading is lost, from the last heading before it.
pub fn region(document: &Document, headings: &[Heading], kind: SectionKind) -> Range<usize> {
    let start = headings.iter().rfind(|heading| heading.kind <= kind).map_or(0, |heading| heading.at);
    let end = headings.iter().find(|heading| heading.kind > kind).map_or(document.lines.len(), |heading| heading.at);
    start.min(end)..end
}

/// The prose, section by section: running text without headings, sentences that were broken over lines joined. `is_other`
/// says of a line that it is none: of the title, or a cell of a table.
pub fn sections(document: &Document, headings: &[Heading], is_other: impl Fn(u32) -> bool) -> Vec<Section> {
    let starts: Vec<(SectionKind, String, usize)> = std::iter::once((SectionKind::Opening, String::new(), 0))
        .chain(headings.iter().map(|heading| (heading.kind, heading.text.clone(), heading.at + 1)))
        .collect();
    let mut sections = Vec::new();
    for (index, (kind, heading, start)) in starts.iter().enumerate() {
        let end = headings.get(index).map_or(document.lines.len(), |next| next.at);
        let lines = document.lines.get(*start..end).unwrap_or_default();
        let prose = lines
            .iter()
            .filter(|line| line.content == Content::Prose || alone(line).is_some_and(|text| text.contains('。')))
            .filter(|line| !is_other(line.number) && !is_page_number(&line.text));
        sections.push(Section { kind: *kind, heading: heading.clone(), paragraphs: paragraphs(prose) });
    }
    sections
}

fn paragraphs<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<Vec<(u32, Words)>> {
    let mut all: Vec<Vec<(u32, Words)>> = Vec::new();
    for line in lines {
        let text = alone(line).unwrap_or(&line.text).trim_matches(|c: char| c.is_whitespace() || c == '|');
        let goes_on = all
            .last()
            .and_then(|paragraph| paragraph.last())
            .is_some_and(|(_, before)| !ends_sentence(before) && before.chars().count() >= 12 && !starts_item(text));
        match all.last_mut() {
            Some(paragraph) if goes_on => paragraph.push((line.number, text.into())),
            _ => all.push(vec![(line.number, text.into())]),
        }
    }
    all
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['*', '_', ' ']);
    text.ends_with(['。', '！', '？', '；', '：', '”', '）', ')', '.', '!', '?', ':', ';', '…'])
}

/// `（一）`, `1.`, `一是`, `- `, `一、`: a new item, not the rest of a sentence.
fn starts_item(text: &str) -> bool {
    let start = text.char_indices().nth(LONGEST_ITEM).map_or(text, |(end, _)| &text[..end]);
    let folded = compact(start);
    let folded = folded.trim_start_matches(['*', '#', '-', '+']);
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let bare = folded.trim_start_matches(['(', '[']);
    let digits = bare.chars().take_while(|c| numeral(*c)).count();
    let after = bare.chars().nth(digits);
    text.starts_with(['#', '-', '+', '>'])
        || (digits > 0 && digits <= 3 && after.is_some_and(|c| matches!(c, '、' | ')' | ']' | '.' | '是')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::document::format_for;

    fn kinds(text: &str) -> Vec<(SectionKind, u32)> {
        let document = format_for("txt").unwrap().read("a.txt", text.as_bytes()).unwrap().document().unwrap();
        headings(&candidates(&document)).into_iter().map(|h| (h.kind, h.at as u32 + 1)).collect()
    }

    #[test]
    fn garbled_and_renamed_headings_are_found() {
        let text = "一、概述\n二、工物公开政府自心情况\t\t\t\n三、收到和处理政府信息公开申请情况\n\
                    四、因政府信息公开工作被申请行政法复议、提起行政诉讼情况\n五、政府信息公开工作存在的主要问题及改进措施\n六、其他需要报告的事项";
        let found = kinds(text);
        assert_eq!(found.len(), 6, "{found:?}");
    }

    #[test]
    fn a_list_inside_a_section_is_no_section() {
        let text = "一、总体情况\n一、加强组织领导。\n二、确保安全。\n三、抓好培训工作\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况";
        let found = kinds(text);
        assert_eq!(found, [(SectionKind::Overview, 1), (SectionKind::Proactive, 5), (SectionKind::Requests, 6)],);
    }

    #[test]
    fn a_sentence_broken_over_a_page_is_one_paragraph() {
        let text = "一、总体情况\n全年发布各类解读信息共二百余条，其中解\n\n- 3 -\n\n读产品一百余个。\n（一）主动公开。\n下一段";
        let document = format_for("txt").unwrap().read("a.txt", text.as_bytes()).unwrap().document().unwrap();
        let sections = sections(&document, &headings(&candidates(&document)), |_| false);
        let overview: Vec<Vec<u32>> =
            sections[1].paragraphs.iter().map(|p| p.iter().map(|(line, _)| *line).collect()).collect();
        assert_eq!(overview, [vec![2, 6], vec![7], vec![8]]);
    }
}
