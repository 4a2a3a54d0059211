//! Says which words of a page are Chinese where the page is not, so that a screen reader speaks them as Chinese and a
//! browser picks Chinese shapes: names of bodies, words of reports, terms. Works on the finished HTML, because such words
//! stand in every kind of place. Attributes and the page's own title stay: they cannot say a language of their own.

use crate::text::Language;

/// What may stand between two Chinese words without ending the run.
const BETWEEN: &str = "0123456789 \u{a0},.%-–−/:";
/// Elements whose text is no text of the page, or may hold no elements.
const OPAQUE: [&str; 5] = ["script", "style", "title", "textarea", "option"];

/// `html`, which our templates made, with every Chinese run in an element that says so.
pub fn mark(html: String) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html.as_str();
    // The innermost element that is already said to be Chinese, by name, and how many of that name are open in it.
    let mut chinese: Option<(&str, usize)> = None;
    let mut drawing = false;
    // Where the last tag that was written may take an attribute.
    let mut last_tag = None;
    while !rest.is_empty() {
        let (text, from_tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if chinese.is_some() || !text.contains(is_han) {
            out.push_str(text);
        } else if drawing {
            if let Some(at) = last_tag {
                out.insert_str(at, &lang());
            }
            out.push_str(text);
        } else {
            push_marked(text, &mut out);
        }
        let tag = &from_tag[..tag_length(from_tag)];
        rest = &from_tag[tag.len()..];
        let closing = tag.starts_with("</");
        let name = name_of(tag);
        last_tag = (!closing && !name.is_empty()).then_some(out.len() + 1 + name.len());
        out.push_str(tag);
        if name == "svg" {
            drawing = !closing;
        }
        match chinese {
            Some((open, depth)) if open == name => {
                chinese = match (closing, depth) {
                    (true, 1) => None,
                    (true, _) => Some((open, depth - 1)),
                    (false, _) => Some((open, depth + 1)),
                }
            }
            None if !closing && tag.contains(" lang=\"zh") => chinese = Some((name, 1)),
            _ => {}
        }
        if !closing && !drawing && OPAQUE.contains(&name) {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out
}

fn lang() -> String {
    format!(" lang=\"{}\"", Language::Zh.tag())
}

/// The length of the tag that `html` begins with, by the HTML standard's rules ("Tokenization"): a `>` in a quoted value
/// does not end it, and a quotation mark opens a value only after an equals sign. 1 where a `<` begins no tag, for it is
/// text then; 0 without a `<`.
fn tag_length(html: &str) -> usize {
    let up_to = |end: &str| html.find(end).map_or(html.len(), |at| at + end.len());
    let Some(inside) = html.strip_prefix("</").or_else(|| html.strip_prefix('<')) else { return 0 };
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return match html {
            _ if html.starts_with("<!--") => up_to("-->"),
            _ if html.starts_with("</") || html.starts_with("<!") || html.starts_with("<?") => up_to(">"),
            _ => 1,
        };
    }
    let mut part = Part::Name;
    let opening = html.len() - inside.len();
    for (at, c) in html.char_indices().skip(opening) {
        part = match (part, c) {
            (Part::Quoted(mark), _) if c == mark => Part::Between,
            (Part::Quoted(mark), _) => Part::Quoted(mark),
            (_, '>') => return at + 1,
            (Part::Equals, '"' | '\'') => Part::Quoted(c),
            (Part::Equals, _) if c.is_ascii_whitespace() => Part::Equals,
            (Part::Bare, _) if c.is_ascii_whitespace() => Part::Between,
            (Part::Equals | Part::Bare, _) => Part::Bare,
            (Part::Name, _) if c.is_ascii_whitespace() || c == '/' => Part::Between,
            (Part::Name, _) => Part::Name,
            (Part::Between, _) if c.is_ascii_whitespace() || c == '/' => Part::Between,
            (Part::Attribute | Part::Blank, '/') => Part::Between,
            (Part::Attribute | Part::Blank, '=') => Part::Equals,
            (Part::Attribute | Part::Blank, _) if c.is_ascii_whitespace() => Part::Blank,
            (Part::Between | Part::Attribute | Part::Blank, _) => Part::Attribute,
        };
    }
    html.len()
}

/// A part of a tag.
#[derive(Clone, Copy)]
enum Part {
    /// The tag's name.
    Name,
    /// What stands before an attribute.
    Between,
    /// An attribute's name.
    Attribute,
    /// Blanks after an attribute's name, where an equals sign may still come.
    Blank,
    /// What stands between an equals sign and the value.
    Equals,
    /// A value without quotation marks.
    Bare,
    /// A value between these quotation marks.
    Quoted(char),
}

fn name_of(tag: &str) -> &str {
    let from = tag.trim_start_matches('<').trim_start_matches('/');
    &from[..from.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(from.len())]
}

/// Writes `text` with an element around each run that has a Chinese character.
fn push_marked(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(start) = rest.find(is_chinese) {
        let run = &rest[start..];
        let mut end = 0;
        for (at, c) in run.char_indices() {
            if is_chinese(c) {
                end = at + c.len_utf8();
            } else if !BETWEEN.contains(c) {
                break;
            }
        }
        out.push_str(&rest[..start]);
        if run[..end].contains(is_han) {
            out.push_str(&format!("<span{}>{}</span>", lang(), &run[..end]));
        } else {
            out.push_str(&run[..end]);
        }
        rest = &run[end..];
    }
    out.push_str(rest);
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// A Chinese character, or punctuation of full width.
fn is_chinese(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use scraper::Html;

    use super::*;

    fn marked(html: &str) -> String {
        mark(html.to_owned())
    }

    #[test]
    fn a_run_holds_its_numbers_and_ends_at_other_words() {
        for (html, wanted) in [
            ("<p>units: 件 (cases)</p>", "<p>units: <span lang=\"zh-CN\">件</span> (cases)</p>"),
            ("<p>“不予公开 15 件，占 7%” says</p>", "<p>“<span lang=\"zh-CN\">不予公开 15 件，占</span> 7%” says</p>"),
            (
                "<p>60号 and 〔2021〕30号.</p>",
                "<p>60<span lang=\"zh-CN\">号</span> and <span lang=\"zh-CN\">〔2021〕30号</span>.</p>",
            ),
            ("<p>plain ， text</p>", "<p>plain ， text</p>"),
        ] {
            assert_eq!(marked(html), wanted);
        }
    }

    #[test]
    fn what_is_said_already_is_not_said_again() {
        let html = "<div lang=\"zh-CN\"><div>固原市</div>甲</div><p>乙</p>";
        assert_eq!(marked(html), "<div lang=\"zh-CN\"><div>固原市</div>甲</div><p><span lang=\"zh-CN\">乙</span></p>");
    }

    #[test]
    fn scripts_titles_and_attributes_stay() {
        let html = "<title>固原市</title><script>\"<b>固原</b>\"</script><a title=\"甲 > 乙\">x</a>";
        assert_eq!(marked(html), html);
    }

    #[test]
    fn a_quotation_mark_that_opens_no_value_hides_no_text() {
        for (html, wanted) in [
            ("<p\"\"/\"=\">甲", "<p\"\"/\"=\">甲"),
            ("<p a\">甲", "<p a\"><span lang=\"zh-CN\">甲</span>"),
            ("<p a=b\">甲", "<p a=b\"><span lang=\"zh-CN\">甲</span>"),
            ("</a ==\">甲", "</a ==\">甲"),
            ("1 < 2 \" 甲", "1 < 2 \" <span lang=\"zh-CN\">甲</span>"),
        ] {
            assert_eq!(marked(html), wanted);
        }
    }

    #[test]
    fn text_of_a_drawing_says_it_on_its_own_element() {
        let html = "<svg><title>固原市</title><text x=\"1\">甲县</text><text>a</text></svg><b>乙</b>";
        let wanted = "<svg><title lang=\"zh-CN\">固原市</title><text lang=\"zh-CN\" x=\"1\">甲县</text><text>a</text></svg>\
                      <b><span lang=\"zh-CN\">乙</span></b>";
        assert_eq!(marked(html), wanted);
    }

    proptest! {
        /// Whatever comes in, the words stay.
        #[test]
        fn no_word_is_changed(html in "[a<>/\" =甲，1p]{0,40}|(<(p|b|/p|/b|svg|/svg|p lang=\"zh\")>|甲|x| |，|2){0,12}") {
            let words = |html: &str| Html::parse_document(html).root_element().text().collect::<String>();
            prop_assert_eq!(words(&marked(&html)), words(&html));
        }
    }
}
