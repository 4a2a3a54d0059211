//! Shrinks the HTML of a page without changing what a browser shows. Knows nothing of what the page says.

/// Whether this program was built with the minifier (feature `minify`).
pub const AVAILABLE: bool = cfg!(feature = "minify");

/// Elements deeper in one another than this are more than any page of ours has. The minifier calls itself for each, until the
/// stack is full.
const DEEPEST: usize = 64;

/// Elements that have no end.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The page, smaller if the minifier is there, as it is otherwise. A page on which the minifier fails, or that is nested
/// beyond measure, stays as it is.
pub fn minify(html: String) -> String {
    if is_deep(&html) { html } else { shrink(html) }
}

/// Whether more elements may be open at once than the minifier can be trusted with. Those that are never closed count too.
fn is_deep(html: &str) -> bool {
    let mut open: usize = 0;
    let mut in_drawing = false;
    html.match_indices('<').any(|(at, _)| {
        let tag = &html[at + 1..];
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())];
        if name == "svg" {
            in_drawing = !is_end;
        }
        // Only in a drawing a tag ends itself.
        let ends_itself = || in_drawing && tag[..tag.find('>').unwrap_or(tag.len())].ends_with('/');
        if is_end {
            open = open.saturating_sub(1);
        } else if !name.is_empty() && !VOID.contains(&name) && !ends_itself() {
            open += 1;
        }
        open > DEEPEST
    })
}

#[cfg(feature = "minify")]
fn shrink(html: String) -> String {
    use minify_html::Cfg;

    // Only what the HTML standard allows: closing tags stay, no unquoted or glued attributes, no short doctype.
    let mut settings = Cfg::new();
    settings.keep_closing_tags = true;
    settings.keep_html_and_head_opening_tags = true;
    settings.minify_css = true;
    settings.minify_js = true;
    let shrunk = std::panic::catch_unwind(|| minify_html::minify(html.as_bytes(), &settings));
    shrunk.ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(html)
}

#[cfg(not(feature = "minify"))]
fn shrink(html: String) -> String {
    html
}

#[cfg(test)]
mod tests {
    use scraper::{ElementRef, Html};

    use super::*;
    use crate::render::chart::{Caption, Class, sparkline};
    use crate::render::prose;

    /// What a browser makes of a page: elements with their attributes, and text with white space collapsed as it is
    /// when shown. White space at the edges of blocks, which is never shown, is left out.
    fn shown(html: &str) -> Vec<String> {
        let page = Html::parse_document(html);
        let mut out = Vec::new();
        walk(page.root_element(), &mut out);
        out.retain(|line| !line.is_empty());
        out
    }

    fn walk(element: ElementRef<'_>, out: &mut Vec<String>) {
        const INLINE: [&str; 8] = ["a", "b", "code", "em", "span", "strong", "svg", "sup"];
        let name = element.value().name();
        let mut attributes: Vec<String> =
            element.value().attrs().map(|(key, value)| format!("{key}={value}")).collect();
        attributes.sort();
        if !INLINE.contains(&name) {
            out.push(String::new());
        }
        out.push(format!("<{name} {}>", attributes.join(" ")));
        let mut text = String::new();
        for child in element.children() {
            if let Some(words) = child.value().as_text() {
                text.push_str(words);
            } else if let Some(child) = ElementRef::wrap(child) {
                push_text(&mut text, name, out);
                walk(child, out);
            }
        }
        push_text(&mut text, name, out);
        out.push(format!("</{name}>"));
    }

    fn push_text(text: &mut String, parent: &str, out: &mut Vec<String>) {
        let kept = matches!(parent, "pre" | "textarea" | "script");
        let words = if kept { text.clone() } else { text.split_ascii_whitespace().collect::<Vec<_>>().join(" ") };
        out.push(words);
        text.clear();
    }

    fn page() -> String {
        let chart = sparkline::sparkline(&sparkline::Sparkline {
            caption: Caption { id: "s".into(), title: "新收申请".into(), desc: "三年 <3".into() },
            class: Class::Accent,
            values: vec![Some(1.0), None, Some(3.0)],
            breaks: Vec::new(),
            highest: None,
        })
        .inline();
        let prose =
            prose::markdown("# 说明\n\n**（一）总体。**全市\n公开 `a  b`\n\n| 甲 | 乙 |\n|--|-:|\n| 1 | 2 |\n").html;
        format!(
            "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n  <meta charset=\"utf-8\">\n  <title>年报 &amp; 数据</title>\n</head>\n\
             <body>\n  <main id='m' data-x=\"a &quot;b&quot; &lt;\">\n    <p>新收<strong>214</strong>件，<em>办结</em>219件\u{3000}末</p>\n<p>one <b>two</b> three <i>four</i>\n<a href='/x/?a=1&amp;b=2'>five</a></p>\n    \
             {prose}\n    <svg viewBox=\"0 0 4 4\"><defs><pattern id=\"p\" patternUnits=\"userSpaceOnUse\" width=\"2\" height=\"2\">\
             <path d=\"M0 0h1\"/></pattern></defs></svg>\n {chart}\n    <pre>  一\n    二</pre>\n    \
             <script type=\"application/ld+json\">{{\"a\": \"b  c\"}}</script>\n  </main>\n</body>\n</html>\n"
        )
    }

    #[test]
    fn minifying_changes_nothing_that_is_shown() {
        let page = page();
        let small = minify(page.clone());
        assert_eq!(shown(&small), shown(&page));
        assert_eq!(small.len() < page.len(), AVAILABLE);
    }

    #[test]
    fn chinese_text_gains_no_spaces_and_latin_text_loses_none() {
        let words = |html: &str| Html::parse_document(html).root_element().text().collect::<String>();
        let small = words(&minify(page()));
        assert!(small.contains("新收214件，办结219件\u{3000}末"), "{small}");
        assert!(small.contains("（一）总体。全市公开"), "{small}");
        let latin = small.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        assert!(latin.contains("one two three four five"), "{small}");
    }

    #[test]
    fn names_of_svg_come_back_in_their_own_case() {
        let small = minify(page());
        let parsed = Html::parse_document(&small);
        let names: Vec<&str> =
            parsed.root_element().descendent_elements().flat_map(|e| e.value().attrs().map(|(key, _)| key)).collect();
        assert!(names.contains(&"viewBox") && names.contains(&"patternUnits"), "{names:?}");
    }

    #[test]
    fn a_page_nested_beyond_measure_stays_as_it_is() {
        let nested =
            |depth: usize| ["<p> <b>x</b>  </p>\n", &"<em>".repeat(depth), "x", &"</em>".repeat(depth)].concat();
        assert_eq!(minify(nested(100_000)), nested(100_000));
        assert_eq!(minify(nested(40)).len() < nested(40).len(), AVAILABLE);
        let siblings = "<br><img src=\"a\"><svg><path d=\"M0 0\"/></svg><p>x</p>  \n  <p>y</p>".repeat(1000);
        assert_eq!(minify(siblings.clone()).len() < siblings.len(), AVAILABLE);
    }

    #[test]
    fn broken_markup_is_no_reason_to_stop() {
        for html in ["", "<", "<style>a{", "<script>(</script>", "</p></p><svg><", "<p title='"] {
            minify(html.to_owned());
        }
    }
}
