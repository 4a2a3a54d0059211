//! Which part of a page is the report, and what the page says of it besides. The report is found by what it holds (its
//! tables, its headings, its title) and never by the names that a site gives to the parts of its pages.

use super::blocks::{Block, Shown};
use super::text::compact;
use super::tree::{Data, Id, Tree};

/// Words of the form's tables, table by table. Two of one table make a table one of the form.
const TABLES: [&[&str]; 3] = [
    &["规章", "规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购"],
    &["自然人", "商业企业", "科研机构", "予以公开", "部分公开", "不予公开", "无法提供", "结转", "不予处理", "其他处理"],
    &["结果维持", "结果纠正", "尚未审结", "其他结果", "复议后起诉", "未经复议", "行政复议", "行政诉讼"],
];
/// Words of the headings, one of which stands in each.
const HEADINGS: [&str; 13] = [
    "总体情况",
    "概述",
    "基本情况",
    "主动公开",
    "收到和处理",
    "依申请公开",
    "行政复议",
    "行政诉讼",
    "主要问题",
    "存在的问题",
    "改进",
    "需要报告",
    "其他事项",
];
/// Headings and titles are no longer than this, in characters.
const LONGEST_HEADING: usize = 45;
const LONGEST_TITLE: usize = 70;
/// A title with all its blanks is no longer than this, in bytes.
const LONGEST_WRITTEN: usize = 8 * LONGEST_TITLE;
/// How many paragraphs before the report may stand between it and its title.
const TITLE_WITHIN: usize = 60;

/// Whether a compact text has words of one of the form's tables.
pub fn is_form_table(text: &str) -> bool {
    TABLES.iter().any(|words| words.iter().filter(|word| text.contains(**word)).count() >= 2)
}

/// The report among what a page shows.
#[derive(Debug)]
pub struct Found {
    /// Which blocks are it: indices, in order.
    pub blocks: Vec<usize>,
    /// Whether a table of the form is among them.
    pub has_table: bool,
    /// Its title where the blocks do not say it, with the line of the source.
    pub title: Option<(String, u32)>,
}

/// Finds the report.
pub fn find(tree: &Tree, blocks: &[Block]) -> Found {
    let tables: Vec<usize> = (0..blocks.len()).filter(|&index| is_table(&blocks[index])).collect();
    let headings: Vec<usize> = (0..blocks.len()).filter(|&index| is_heading(&blocks[index])).collect();
    let marks = tables.iter().chain(&headings).map(|&index| blocks[index].at);
    let around = marks.map(|at| path(tree, at)).reduce(|a, b| common(&a, &b)).unwrap_or_default();
    let around = around.last().copied().unwrap_or(Tree::ROOT);
    let inside = |at: Id| at == around || around == Tree::ROOT || tree.ancestors(at).any(|parent| parent == around);
    let leads_away = |block: &Block| matches!(block.content, Shown::Paragraph(_, true));
    let chosen: Vec<usize> =
        (0..blocks.len()).filter(|&index| inside(blocks[index].at) && !leads_away(&blocks[index])).collect();
    let opening: Vec<&str> = chosen
        .iter()
        .map(|&index| &blocks[index])
        .take_while(|block| !is_heading(block) && matches!(block.content, Shown::Paragraph(..)))
        .filter_map(paragraph)
        .take(TITLE_WITHIN)
        .collect();
    let title = match titles(&opening).any(|title| names_a_body(&title)) {
        true => None,
        false => {
            let first = chosen.first().copied().unwrap_or(blocks.len());
            title_elsewhere(tree, &blocks[..first], titles(&opening).next().is_some())
        }
    };
    Found { blocks: chosen, has_table: !tables.is_empty(), title }
}

/// The nodes from the root to `at`.
fn path(tree: &Tree, at: Id) -> Vec<Id> {
    let mut path: Vec<Id> = std::iter::once(at).chain(tree.ancestors(at)).collect();
    path.reverse();
    path
}

fn common(a: &[Id], b: &[Id]) -> Vec<Id> {
    a.iter().zip(b).take_while(|(a, b)| a == b).map(|(id, _)| *id).collect()
}

fn paragraph(block: &Block) -> Option<&str> {
    match &block.content {
        Shown::Paragraph(text, _) => Some(text),
        Shown::Rows(_) => None,
    }
}

fn is_table(block: &Block) -> bool {
    let Shown::Rows(rows) = &block.content else { return false };
    let text: String = rows.iter().flatten().map(|cell| cell.text.as_str()).collect();
    rows.iter().any(|row| row.len() >= 2) && is_form_table(&compact(&text))
}

fn is_heading(block: &Block) -> bool {
    let Shown::Paragraph(text, false) = &block.content else { return false };
    if text.chars().count() > LONGEST_HEADING + 40 {
        return false;
    }
    let text = compact(text);
    let mut chars = text.chars();
    let numbered = chars.next().is_some_and(|c| "一二三四五六".contains(c))
        && chars.next().is_some_and(|c| "、，,.．:：".contains(c));
    numbered
        && text.chars().count() <= LONGEST_HEADING
        && !text.ends_with('。')
        && HEADINGS.iter().any(|word| text.contains(word))
}

/// The titles among paragraphs that follow one another: on one of them, or over up to four.
fn titles<'a>(paragraphs: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    (0..paragraphs.len()).flat_map(move |first| {
        (1..=4.min(paragraphs.len() - first)).filter_map(move |count| {
            let length: usize = paragraphs[first..first + count].iter().map(|text| text.len()).sum();
            let joined = (length <= LONGEST_WRITTEN).then(|| compact(&paragraphs[first..first + count].concat()))?;
            is_title(&joined).then_some(joined)
        })
    })
}

fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_TITLE
        && !text.contains(['。', '，', '；', ';', ','])
        && name_at(text).is_some_and(|at| ["报告", "年报"].iter().any(|word| text[at..].contains(word)))
}

/// Where in a title the words for the report begin.
fn name_at(text: &str) -> Option<usize> {
    ["政府信息", "政务信息", "政务公开", "信息公开", "政府资讯", "资讯公开"]
        .iter()
        .filter_map(|name| text.find(name))
        .min()
        .filter(|_| text.contains("公开"))
}

/// Whether a title says whose report it is: before the words for the report stands more than a year.
fn names_a_body(title: &str) -> bool {
    let before = &title[..name_at(title).unwrap_or(0)];
    let before = ["年度", "关于", "年"].iter().fold(before.to_owned(), |text, word| text.replace(word, ""));
    before.chars().filter(|c| c.is_alphabetic() && !"〇零一二三四五六七八九○".contains(*c)).count() >= 2
}

/// The title as it stands outside the report: in what the page shows before it, or in what the page says of itself. With
/// `has_one` only a title that says whose report it is.
fn title_elsewhere(tree: &Tree, before: &[Block], has_one: bool) -> Option<(String, u32)> {
    let mut candidates: Vec<(String, u32)> = Vec::new();
    let shown: Vec<&Block> =
        before.iter().filter(|block| matches!(block.content, Shown::Paragraph(_, false))).collect();
    for (index, block) in shown.iter().enumerate().rev().take(TITLE_WITHIN) {
        let Some(text) = paragraph(block) else { continue };
        if is_title(&compact(text)) {
            let split = index.checked_sub(1).and_then(|above| paragraph(shown[above]));
            if let Some(above) = split.filter(|above| !names_a_body(&compact(text)) && ends_in_year(above)) {
                candidates.push((format!("{above}{text}"), shown[index - 1].line));
            }
            candidates.push((text.to_owned(), block.line));
        }
    }
    for name in ["ArticleTitle", "og:title", "title"] {
        candidates.extend(meta(tree, name));
    }
    let title = tree.ids().find(|&id| tree.name(id) == "title");
    if let Some(title) = title
        && let Some(Data::Text(text)) = tree.children(title).next().map(|text| &tree.node(text).data)
    {
        candidates.push((text.clone(), tree.node(title).line));
    }
    let mut candidates: Vec<(String, u32)> = candidates
        .into_iter()
        .map(|(text, line)| (without_site(&text).to_owned(), line))
        .filter(|(text, _)| is_title(&compact(text)))
        .collect();
    let naming = candidates.iter().position(|(text, _)| names_a_body(&compact(text)));
    match naming {
        Some(index) => Some(candidates.swap_remove(index)),
        None if has_one => None,
        None => candidates.into_iter().next(),
    }
}

fn ends_in_year(text: &str) -> bool {
    text.chars().count() <= LONGEST_HEADING && ["年", "年度"].iter().any(|end| text.trim().ends_with(end))
}

/// A title without the names of column and site behind it.
fn without_site(text: &str) -> &str {
    let text = text.trim();
    let parts = text.char_indices().filter(|(_, c)| matches!(c, '_' | '-' | '|' | '–' | '—' | '>')).map(|(at, _)| at);
    let mut parts = parts.take_while(|at| *at <= LONGEST_WRITTEN).map(|at| text[..at].trim());
    parts.find(|part| is_title(&compact(part))).unwrap_or(text)
}

/// The contents of the meta elements of a name, with their lines.
pub fn meta(tree: &Tree, name: &str) -> Vec<(String, u32)> {
    let of_name = |id: &Id| {
        tree.name(*id) == "meta"
            && ["name", "property"]
                .iter()
                .any(|key| tree.attribute(*id, key).is_some_and(|at| at.eq_ignore_ascii_case(name)))
    };
    let contents = tree.ids().filter(of_name).filter_map(|id| {
        let content = tree.attribute(id, "content")?.trim();
        (!content.is_empty()).then(|| (content.to_owned(), tree.node(id).line))
    });
    contents.collect()
}

/// The file that the page offers, if it offers one in which a report may be: its name.
pub fn attached(tree: &Tree, source: &str) -> Option<String> {
    const KINDS: [&str; 10] = [".pdf", ".docx", ".doc", ".xlsx", ".xls", ".wps", ".et", ".ofd", ".zip", ".rar"];
    let is_file = |address: &str| {
        let lower = address.to_ascii_lowercase();
        let path = lower.split(['?', '#']).next().unwrap_or_default();
        KINDS.iter().any(|kind| path.ends_with(kind) || lower.ends_with(kind))
    };
    let linked = tree.ids().find_map(|id| {
        let address = match tree.name(id) {
            "a" => tree.attribute(id, "href")?,
            "iframe" | "embed" | "object" => tree.attribute(id, "src")?,
            _ => return None,
        };
        is_file(address).then(|| address.rsplit('/').next().unwrap_or(address).to_owned())
    });
    let said = ["全真版", "附件下载", "文件下载", "viewer.html?file=", "点击下载"];
    linked.or_else(|| said.iter().find(|word| source.contains(**word)).map(|word| (*word).to_owned()))
}

/// Whether the part of the page with these blocks shows pictures large enough to be pages or tables.
pub fn shows_pictures(tree: &Tree, found: &Found, blocks: &[Block]) -> bool {
    let Some(first) = found.blocks.first().map(|&index| blocks[index].at) else { return false };
    let around = tree.ancestors(first).next().unwrap_or(Tree::ROOT);
    tree.ids().filter(|&id| tree.name(id) == "img").any(|id| tree.ancestors(id).any(|parent| parent == around))
}
