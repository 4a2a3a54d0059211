//! Markdown of our own pages and the prose of strangers' reports, as HTML that can do no harm. Knows nothing of files,
//! front matter or what the text says.
//!
//! Both go through pulldown-cmark and then through ammonia. Between the two, [`repair`] does what CommonMark leaves
//! undone for Chinese: emphasis beside Chinese punctuation, and line ends that must not become spaces.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Alignment, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use serde::Serialize;

use super::markup::{Html, escape_into};
use crate::report::Words;

/// A heading of a Markdown page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id of the heading on its page: stable, unique on the page.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A Markdown page, rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rendered {
    /// The whole text.
    pub html: Html,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
}

/// Renders a page of ours, written in Markdown (without front matter). HTML in it is shown as text. Links go to other
/// pages of the site (relative) or to `http:`, `https:` and `mailto:`; pictures only to the site itself. Columns of
/// tables are aligned by the classes `align-left`, `align-center` and `align-right`.
///
/// A page whose elements stand too deep in one another is shown as the text that it is.
pub fn markdown(source: &str) -> Rendered {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let parsed = if source.lines().any(begins_deep) { None } else { events(source, options) };
    let Some(events) = parsed else {
        let mut out = String::from("<pre>");
        escape_into(&mut out, source);
        out.push_str("</pre>");
        return Rendered { html: Html::trusted(out), headings: Vec::new() };
    };
    let (events, headings) = with_heading_ids(with_table_classes(repair(events, source, JoinLines::BothChinese)));
    let mut out = String::with_capacity(source.len() * 3 / 2);
    html::push_html(&mut out, events.into_iter());
    Rendered { html: Html::trusted(PAGE.clean(&out).to_string()), headings }
}

/// Elements deeper in one another than this are nobody's meaning, and more than those who read them must bear.
const DEEPEST: usize = 64;
/// A paragraph of a report that is longer than this, in bytes, is shown without what Markdown would make of it, which can take
/// very long.
const LONGEST_INLINE: usize = 16 * 1024;

/// Whether lists and quotations begin on a line in one another beyond measure.
fn begins_deep(line: &str) -> bool {
    let is_blank = |c: &char| matches!(c, ' ' | '\t');
    let marks = line.chars().take_while(|c| is_blank(c) || matches!(c, '>' | '-' | '+' | '*' | '.' | ')' | '0'..='9'));
    marks.filter(|c| !is_blank(c) && !c.is_ascii_digit()).count() > DEEPEST
        && line.trim_start().contains([' ', '\t', '>'])
}

/// What Markdown makes of a text; `None` where elements stand in one another beyond measure.
fn events(source: &str, options: Options) -> Option<Vec<(Event<'_>, Range<usize>)>> {
    let events: Vec<_> = Parser::new_ext(source, options).into_offset_iter().collect();
    let mut open: usize = 0;
    let is_deep = events.iter().any(|(event, _)| {
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEEPEST
    });
    (!is_deep).then_some(events)
}

/// Stands before every line of a report while it is parsed, so that no line can begin a list, a heading, a quotation,
/// code, a table or a definition. A noncharacter: no text may hold it.
const GUARD: char = '\u{fdd0}';

/// Renders the prose of a report: each paragraph is its lines, each line with its number in the source (from 1) and
/// its text. Of Markdown only what happens inside a line is understood (emphasis, links, code); all else is text, and
/// so is HTML. Each `<p>` gets the id `{prefix}{number of its first line}` if `prefix` is given. Empty paragraphs are
/// left out.
pub fn report_prose(paragraphs: &[Vec<(u32, Words)>], prefix: Option<&str>) -> Html {
    let mut out = String::new();
    let mut all_plain = true;
    for paragraph in paragraphs {
        let lines = || paragraph.iter().filter(|(_, line)| !line.trim().is_empty());
        let Some((first, line)) = lines().next() else { continue };
        out.push_str("<p");
        if let Some(prefix) = prefix {
            out.push_str(" id=\"");
            escape_into(&mut out, prefix);
            out.push_str(&format!("{first}\""));
        }
        out.push('>');
        if lines().nth(1).is_none() && line.chars().all(is_plain) {
            out.push_str(line.trim());
            out.push_str("</p>");
            continue;
        }
        all_plain = false;
        inline(&mut out, lines().map(|(_, line)| &**line));
        out.push_str("</p>");
    }
    Html::trusted(if all_plain { out } else { REPORT.clean(&out).to_string() })
}

/// Writes the lines of a paragraph with the Markdown inside them, which is not yet cleaned.
fn inline<'a>(out: &mut String, lines: impl Iterator<Item = &'a str>) {
    let guarded: Vec<String> =
        lines.map(|line| format!("{GUARD}{}", line.replace([GUARD, '\n', '\r'], "").trim())).collect();
    let source = guarded.join("\n");
    let parsed = if source.len() > LONGEST_INLINE { None } else { events(&source, Options::empty()) };
    let events = match parsed {
        Some(events) => repair(events, &source, JoinLines::EitherChinese),
        None => join_lines(as_text(&guarded), JoinLines::EitherChinese),
    };
    let inside = events.into_iter().filter(|event| {
        !matches!(event, Event::Start(Tag::Paragraph | Tag::Image { .. }))
            && !matches!(event, Event::End(TagEnd::Paragraph | TagEnd::Image))
    });
    html::push_html(out, inside);
}

/// Lines as the text that they are.
fn as_text(guarded: &[String]) -> Vec<Event<'_>> {
    let lines = guarded.iter().map(|line| Event::Text(line.trim_start_matches(GUARD).into()));
    lines.flat_map(|line| [Event::SoftBreak, line]).skip(1).collect()
}

/// Whether a character is itself to Markdown and to HTML wherever it stands in a line. Nearly all lines of reports have no
/// others, and need neither to be parsed nor to be cleaned.
fn is_plain(c: char) -> bool {
    matches!(c,
        ' ' | '0'..='9' | 'A'..='Z' | 'a'..='z' | ',' | '.' | '%' | '(' | ')' | '/' | '-' | ':' | ';' | '+'
        // Dashes, quotation marks, dots; Chinese punctuation; Chinese characters; full-width forms.
        | '—'..='”' | '…' | '\u{3000}'..='】' | '\u{4e00}'..='\u{9fff}' | '！'..='～')
}

static PAGE: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(None)
        .add_tag_attributes("a", ["rel"])
        .add_tag_attributes("th", ["scope"])
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") if value.contains(':') || value.starts_with("//") => None,
            _ => Some(value.into()),
        });
    for heading in ["h1", "h2", "h3", "h4", "h5", "h6"] {
        builder.add_tag_attributes(heading, ["id"]);
    }
    for cell in ["td", "th"] {
        builder.add_allowed_classes(cell, ["align-left", "align-center", "align-right"]);
    }
    builder
});

static REPORT: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .add_tags(["p", "strong", "em", "code", "br", "a"])
        .add_tag_attributes("a", ["href", "rel"])
        .add_tag_attributes("p", ["id"])
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(None);
    builder
});

/// Between which characters a line end inside a paragraph leaves nothing behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum JoinLines {
    /// Both are Chinese: pages, whose authors choose where a line ends.
    BothChinese,
    /// One is Chinese: reports, whose lines end where the paper did, as in `214` / `件`.
    EitherChinese,
}

/// A `**`, or any other event. CommonMark pairs `**` by the kind of the characters beside it, which fails for Chinese
/// (of `**一是。**结合**二是。**推进` it takes the middle for strong); so they are all paired anew, in their order.
enum Piece<'a> {
    Marker { follows_space: bool, before_space: bool },
    Event(Event<'a>),
}

/// The events with HTML turned into text, emphasis found beside Chinese punctuation, needless line ends dropped, and
/// links to other hosts marked.
fn repair<'a>(events: Vec<(Event<'a>, Range<usize>)>, source: &str, join: JoinLines) -> Vec<Event<'a>> {
    let mut pieces = Vec::with_capacity(events.len());
    let mut verbatim = false;
    for (event, range) in merge_text(events, source) {
        match event {
            Event::Start(Tag::HtmlBlock) => pieces.push(Piece::Event(Event::Start(Tag::Paragraph))),
            Event::End(TagEnd::HtmlBlock) => pieces.push(Piece::Event(Event::End(TagEnd::Paragraph))),
            Event::Html(markup) | Event::InlineHtml(markup) => pieces.push(Piece::Event(Event::Text(markup))),
            Event::Text(text) if !verbatim => split_markers(&text, &mut pieces),
            Event::Start(Tag::Strong) if two_stars(&range, source) => pieces.push(marker(source, range.start)),
            Event::End(TagEnd::Strong) if two_stars(&range, source) => pieces.push(marker(source, range.end - 2)),
            other => {
                match other {
                    Event::Start(Tag::CodeBlock(_)) => verbatim = true,
                    Event::End(TagEnd::CodeBlock) => verbatim = false,
                    _ => {}
                }
                pieces.push(Piece::Event(other));
            }
        }
    }
    mark_links(join_lines(pair_markers(pieces), join))
}

/// Whether what stands at `range` begins and ends with exactly two stars.
fn two_stars(range: &Range<usize>, source: &str) -> bool {
    let bytes = source.as_bytes();
    let star = |at: usize| bytes.get(at) == Some(&b'*');
    let before = range.start.checked_sub(1).is_some_and(star);
    range.len() > 4
        && [range.start, range.start + 1, range.end - 2, range.end - 1].into_iter().all(star)
        && !(before || star(range.start + 2) || star(range.end - 3) || star(range.end))
}

fn marker<'a>(source: &str, at: usize) -> Piece<'a> {
    Piece::Marker {
        follows_space: source[..at].ends_with(char::is_whitespace),
        before_space: source[at + 2..].starts_with(char::is_whitespace),
    }
}

/// Joins pieces of text that stand side by side in the source. Escaped characters stay apart: `\*\*` is no marker.
fn merge_text<'a>(events: Vec<(Event<'a>, Range<usize>)>, source: &str) -> Vec<(Event<'a>, Range<usize>)> {
    let mut merged: Vec<(Event<'a>, Range<usize>)> = Vec::with_capacity(events.len());
    let mut end = None;
    for (event, range) in events {
        let as_it_stands = matches!(&event, Event::Text(text) if source.get(range.clone()) == Some(&**text));
        match (merged.last_mut(), &event) {
            (Some((Event::Text(before), _)), Event::Text(text)) if as_it_stands && end == Some(range.start) => {
                *before = CowStr::from(format!("{before}{text}"));
            }
            _ => merged.push((event, range.clone())),
        }
        end = as_it_stands.then_some(range.end);
    }
    merged
}

fn split_markers<'a>(text: &str, pieces: &mut Vec<Piece<'a>>) {
    let text = text.replace(GUARD, "");
    let mut rest = text.as_str();
    let mut search = 0;
    while let Some(at) = rest[search..].find("**").map(|at| at + search) {
        let stars = rest[at..].bytes().take_while(|b| *b == b'*').count();
        if stars != 2 {
            search = at + stars;
            continue;
        }
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        if !before.is_empty() {
            pieces.push(Piece::Event(Event::Text(before.to_owned().into())));
        }
        pieces.push(Piece::Marker {
            follows_space: before.ends_with(char::is_whitespace),
            before_space: after.starts_with(char::is_whitespace),
        });
        (rest, search) = (after, 0);
    }
    if !rest.is_empty() {
        pieces.push(Piece::Event(Event::Text(rest.to_owned().into())));
    }
}

/// Makes pairs of markers at the same depth into strong emphasis, and text of those that are left over.
fn pair_markers(pieces: Vec<Piece<'_>>) -> Vec<Event<'_>> {
    let mut out: Vec<Event<'_>> = Vec::with_capacity(pieces.len());
    // For each element that is open, where in `out` an opening marker waits.
    let mut waiting: Vec<Option<usize>> = vec![None];
    for piece in pieces {
        match piece {
            Piece::Marker { follows_space, before_space } => {
                let slot = waiting.last_mut().expect("the outermost level is never closed");
                match *slot {
                    Some(start) if !follows_space && out.len() > start + 1 => {
                        out[start] = Event::Start(Tag::Strong);
                        out.push(Event::End(TagEnd::Strong));
                        *slot = None;
                    }
                    _ => {
                        if !before_space {
                            *slot = Some(out.len());
                        }
                        out.push(Event::Text("**".into()));
                    }
                }
            }
            Piece::Event(event) => {
                match event {
                    Event::Start(_) => waiting.push(None),
                    Event::End(_) if waiting.len() > 1 => {
                        waiting.pop();
                    }
                    _ => {}
                }
                out.push(event);
            }
        }
    }
    out
}

fn join_lines(events: Vec<Event<'_>>, join: JoinLines) -> Vec<Event<'_>> {
    let text = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) if !text.is_empty() => Some(text.to_string()),
        _ => None,
    };
    let inline = |event: &&Event<'_>| !matches!(event, Event::SoftBreak | Event::HardBreak);
    let needless = |at: usize| {
        let before = events[..at].iter().rev().take_while(inline).find_map(text).and_then(|t| t.chars().next_back());
        let after = events[at + 1..].iter().take_while(inline).find_map(text).and_then(|t| t.chars().next());
        let chinese = |c: Option<char>| c.is_some_and(is_chinese);
        match join {
            JoinLines::BothChinese => chinese(before) && chinese(after),
            JoinLines::EitherChinese => chinese(before) || chinese(after),
        }
    };
    let keep: Vec<bool> =
        events.iter().enumerate().map(|(at, event)| !(matches!(event, Event::SoftBreak) && needless(at))).collect();
    events.into_iter().zip(keep).filter_map(|(event, keep)| keep.then_some(event)).collect()
}

/// Whether a character belongs to Chinese text: characters, and the punctuation that is set as wide as they are.
fn is_chinese(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{303f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3134f}'
        | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Links to other hosts give away nothing and vouch for nothing.
fn mark_links(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut external = Vec::new();
    events
        .into_iter()
        .map(|event| match event {
            Event::Start(Tag::Link { dest_url, link_type, title, id }) => {
                let elsewhere = dest_url.contains(':') || dest_url.starts_with("//");
                external.push(elsewhere);
                if !elsewhere {
                    return Event::Start(Tag::Link { dest_url, link_type, title, id });
                }
                let mut markup = String::from("<a rel=\"noopener nofollow\" href=\"");
                if link_type == pulldown_cmark::LinkType::Email {
                    markup.push_str("mailto:");
                }
                escape_into(&mut markup, &dest_url);
                markup.push_str("\">");
                Event::InlineHtml(markup.into())
            }
            Event::End(TagEnd::Link) if external.pop() == Some(true) => Event::InlineHtml("</a>".into()),
            other => other,
        })
        .collect()
}

/// Cells that say by a class how they are aligned, since the site's pages carry no styles of their own.
fn with_table_classes(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut alignments: Vec<Alignment> = Vec::new();
    let (mut column, mut cell) = (0, "td");
    events
        .into_iter()
        .map(|event| match event {
            Event::Start(Tag::Table(columns)) => {
                alignments = columns;
                Event::Start(Tag::Table(Vec::new()))
            }
            Event::Start(tag @ (Tag::TableHead | Tag::TableRow)) => {
                (column, cell) = (0, if tag == Tag::TableHead { "th" } else { "td" });
                Event::Start(tag)
            }
            Event::Start(Tag::TableCell) => {
                let class = match alignments.get(column) {
                    Some(Alignment::Left) => r#" class="align-left""#,
                    Some(Alignment::Center) => r#" class="align-center""#,
                    Some(Alignment::Right) => r#" class="align-right""#,
                    Some(Alignment::None) | None => "",
                };
                column += 1;
                let scope = if cell == "th" { r#" scope="col""# } else { "" };
                Event::InlineHtml(format!("<{cell}{scope}{class}>").into())
            }
            Event::End(TagEnd::TableCell) => Event::InlineHtml(format!("</{cell}>").into()),
            other => other,
        })
        .collect()
}

fn with_heading_ids(mut events: Vec<Event<'_>>) -> (Vec<Event<'_>>, Vec<Heading>) {
    let mut headings: Vec<Heading> = Vec::new();
    let mut ids = Ids::default();
    let mut start = None;
    for at in 0..events.len() {
        match &events[at] {
            Event::Start(Tag::Heading { .. }) => start = Some(at),
            Event::End(TagEnd::Heading(level)) => {
                let Some(start) = start.take() else { continue };
                let text: String = events[start..at]
                    .iter()
                    .filter_map(|event| match event {
                        Event::Text(text) | Event::Code(text) => Some(&**text),
                        Event::SoftBreak | Event::HardBreak => Some(" "),
                        _ => None,
                    })
                    .collect();
                let id = ids.unique(slug(&text));
                headings.push(Heading { level: *level as u8, id: id.clone(), text });
                if let Event::Start(Tag::Heading { id: slot, .. }) = &mut events[start] {
                    *slot = Some(id.into());
                }
            }
            _ => {}
        }
    }
    (events, headings)
}

/// Letters and digits of any script, lower case, other runs as one hyphen: `《条例》第 20 条` is `条例-第-20-条`.
fn slug(text: &str) -> String {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    if words.is_empty() { "section".to_owned() } else { words.join("-") }
}

/// The ids of the headings of a page.
#[derive(Default)]
struct Ids {
    taken: BTreeSet<String>,
    /// The last number behind each text that several headings have.
    numbers: BTreeMap<String, usize>,
}

impl Ids {
    fn unique(&mut self, slug: String) -> String {
        let mut id = slug.clone();
        if self.taken.contains(&id) {
            let number = self.numbers.entry(slug.clone()).or_insert(1);
            while self.taken.contains(&id) {
                *number += 1;
                id = format!("{slug}-{number}");
            }
        }
        self.taken.insert(id.clone());
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(lines: &[&str]) -> String {
        let paragraph = lines.iter().zip(7..).map(|(line, number)| (number, (*line).into())).collect();
        let html = report_prose(&[paragraph], None).into_string();
        html.trim().strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).expect("one paragraph").to_owned()
    }

    #[test]
    fn what_is_nested_or_long_beyond_measure_is_text() {
        for source in ["- ".repeat(20_000) + "x", "> ".repeat(20_000), "*".repeat(9000) + "a" + &"*".repeat(9000)] {
            let Rendered { html, headings } = markdown(&source);
            let text = html.into_string();
            assert!(
                headings.is_empty() && text.starts_with("<pre>") && text.matches('<').count() == 2,
                "{}",
                &text[..80]
            );
        }
        for source in ["***", "- - -", "-----------------------------------------------------------------------"] {
            assert!(!markdown(source).html.as_str().contains("<pre>"), "{source}");
        }
        for line in ["[a](".repeat(100_000), "*a ".repeat(100_000), "*".repeat(7000) + "a" + &"*".repeat(7000)] {
            assert_eq!(prose(&[&line]), line.trim());
        }
        assert_eq!(prose(&["**总体**", &"字".repeat(6000)]), format!("**总体**{}", "字".repeat(6000)));
    }

    #[test]
    fn headings_that_say_the_same_have_ids_of_their_own() {
        let many = "# x\n".repeat(20_000) + "# x-3\n";
        let headings = markdown(&many).headings;
        let ids: BTreeSet<&str> = headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids.len(), 20_001);
        assert_eq!([&*headings[0].id, &*headings[1].id, &*headings[20_000].id], ["x", "x-2", "x-3-2"]);
    }

    #[test]
    fn emphasis_beside_chinese_punctuation_is_emphasis() {
        for (source, html) in [
            ("**（一）总体情况。**全市", "<strong>（一）总体情况。</strong>全市"),
            ("**“三公”经费：**公开", "<strong>“三公”经费：</strong>公开"),
            ("他说**“四是”**进一步", "他说<strong>“四是”</strong>进一步"),
            ("**一是。**结合**二是。**推进", "<strong>一是。</strong>结合<strong>二是。</strong>推进"),
            ("**强调**", "<strong>强调</strong>"),
            ("2 ** 3 ** 4", "2 ** 3 ** 4"),
            (r"\*\*（甲）\*\*乙", "**（甲）**乙"),
            ("单独的**星号", "单独的**星号"),
        ] {
            assert_eq!(prose(&[source]), html);
            assert_eq!(markdown(source).html.as_str().trim(), format!("<p>{html}</p>"));
        }
        assert_eq!(prose(&["**（一）跨", "行。**全市"]), "<strong>（一）跨行。</strong>全市");
    }

    proptest::proptest! {
        #[test]
        fn a_plain_line_is_what_parsing_and_cleaning_make_of_it(
            line in proptest::collection::vec(
                proptest::prop_oneof![
                    proptest::char::range(' ', '~'),
                    proptest::char::range('\u{2010}', '\u{2030}'),
                    proptest::char::range('\u{3000}', '\u{3020}'),
                    proptest::char::range('\u{4e00}', '\u{9fff}'),
                    proptest::char::range('\u{ff00}', '\u{ff60}'),
                ],
                1..30,
            ),
        ) {
            let line: String = line.into_iter().filter(|&c| is_plain(c)).collect();
            proptest::prop_assume!(!line.trim().is_empty());
            let mut parsed = "<p>".to_owned();
            inline(&mut parsed, [&*line].into_iter());
            parsed.push_str("</p>");
            proptest::prop_assert_eq!(REPORT.clean(&parsed).to_string(), format!("<p>{}</p>", prose(&[&line])));
        }
    }

    #[test]
    fn a_line_end_inside_chinese_text_is_no_space() {
        assert_eq!(markdown("政府信息\n公开，\n“主动”\n公开").html.as_str().trim(), "<p>政府信息公开，“主动”公开</p>");
        assert_eq!(markdown("two\nwords").html.as_str().trim(), "<p>two\nwords</p>");
        assert_eq!(markdown("甲**乙**\n丙").html.as_str().trim(), "<p>甲<strong>乙</strong>丙</p>");
        assert_eq!(prose(&["新收申请214", "件，办结", "219件"]), "新收申请214件，办结219件");
        assert_eq!(prose(&["two", "words"]), "two\nwords");
    }

    #[test]
    fn lines_of_a_report_begin_nothing_but_text() {
        for line in [
            "- (二)",
            "1.持续",
            "1. 持续",
            "(1) 扎实",
            "# 一",
            "#",
            "====",
            "---",
            "+ 加",
            "| 甲 | 乙 |",
            "[甲]: http://example.com/",
            "```",
        ] {
            assert_eq!(prose(&[line]), line);
            assert_eq!(prose(&["前", line]), format!("前{line}"));
        }
        assert_eq!(prose(&["> 引"]), "&gt; 引");
        assert_eq!(prose(&["        缩进", "\u{3000}\u{3000}段落"]), "缩进段落");
    }

    #[test]
    fn markup_of_strangers_is_shown_and_never_run() {
        assert_eq!(prose(&["<script>alert(1)</script>"]), "&lt;script&gt;alert(1)&lt;/script&gt;");
        assert_eq!(prose(&["甲<img src=x onerror=alert(1)>乙"]), "甲&lt;img src=x onerror=alert(1)&gt;乙");
        assert_eq!(prose(&["![图](http://example.com/a.png)"]), "图");
        for source in ["[甲](javascript:alert(1))", "[甲](data:text/html,x)", "[甲](//example.com)", "<javascript:x>"]
        {
            let html = prose(&[source]);
            assert!(!html.contains("href"), "{html}");
        }
        assert_eq!(
            prose(&["<http://example.com/?a=1&b=2>"]),
            r#"<a rel="noopener nofollow" href="http://example.com/?a=1&amp;b=2">http://example.com/?a=1&amp;b=2</a>"#
        );
        let page = markdown("<div onclick=x>\n<style>a{}</style>\n</div>\n\n甲<b>乙</b>").html;
        assert!(!page.as_str().contains("<div") && !page.as_str().contains("<style") && !page.as_str().contains("<b>"));
    }

    #[test]
    fn a_paragraph_is_named_after_its_first_line_and_an_empty_one_is_left_out() {
        let paragraphs = vec![vec![(3, "甲".into()), (4, "乙".into())], vec![(5, " ".into())], vec![]];
        assert_eq!(report_prose(&paragraphs, Some("l")).as_str().trim(), r#"<p id="l3">甲乙</p>"#);
    }

    #[test]
    fn headings_have_ids_of_their_own() {
        let page = markdown("# 《条例》第 20 条\n\n## 方法\n\n## 方法\n\n## ……\n");
        let ids: Vec<(u8, &str)> = page.headings.iter().map(|heading| (heading.level, heading.id.as_str())).collect();
        assert_eq!(ids, [(1, "条例-第-20-条"), (2, "方法"), (2, "方法-2"), (2, "section")]);
        assert!(page.html.as_str().contains(r#"<h2 id="方法-2">方法</h2>"#));
    }

    #[test]
    fn tables_are_aligned_by_class() {
        let page = markdown("| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n").html.into_string();
        assert!(page.contains(r#"<th scope="col" class="align-right">乙</th>"#), "{page}");
        assert!(page.contains(r#"<td>1</td><td class="align-right">2</td>"#), "{page}");
        assert!(!page.contains("style"), "{page}");
    }

    #[test]
    fn links_of_our_pages_stay_and_those_to_others_are_marked() {
        let page =
            markdown("[甲](../method/) [乙](https://example.com) ![丙](https://example.com/a.png)").html.into_string();
        assert!(page.contains(r#"<a href="../method/">甲</a>"#), "{page}");
        assert!(page.contains(r#"rel="noopener nofollow""#), "{page}");
        assert!(!page.contains("a.png"), "{page}");
    }
}
