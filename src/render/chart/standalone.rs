//! A chart as a file of its own: colours and fonts inside, its name above, legend, remarks and source with it. Its colours
//! are those of the pages' stylesheet by day, and are stated there only.

use std::fmt::Write as _;
use std::sync::LazyLock;

use memchr::memmem;

use super::Class;
use super::canvas::{TEXT, text_width};
use super::picture::Picture;
use crate::render::markup::escape_into;

const STYLESHEET: &str = include_str!("../../../static/style.css");
const MARGIN: f64 = 16.0;

/// What stands around the chart.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The language of the words, as a tag.
    pub language: &'static str,
    /// What the classes stand for; empty where the chart says so itself.
    pub legend: Vec<(Class, String)>,
    /// A remark: what is disputed, how the chart is to be read.
    pub note: String,
    /// Whose figures these are, and of which years.
    pub source: String,
}

/// A line of text: where it stands, what it is, what it says.
struct Line {
    y: f64,
    class: &'static str,
    words: String,
}

/// A file of one chart, laid out.
pub struct Standalone<'a> {
    picture: &'a Picture,
    frame: &'a Frame,
    lines: Vec<Line>,
    /// Each entry of the legend with its place.
    legend: Vec<(f64, f64, &'a (Class, String))>,
    top: f64,
    /// Width and height in pixels.
    pub size: (u32, u32),
}

impl<'a> Standalone<'a> {
    /// Lays the file out.
    pub fn new(picture: &'a Picture, frame: &'a Frame) -> Standalone<'a> {
        let width = f64::from(picture.size.0);
        let mut lines = Vec::new();
        let mut y = MARGIN;
        let mut put = |y: &mut f64, class: &'static str, words: &str, size: f64| {
            for words in wrap(words, width * TEXT / size) {
                *y += size * 1.4;
                lines.push(Line { y: *y - size * 0.3, class, words });
            }
        };
        put(&mut y, "title", &picture.caption.title, 16.0);
        let mut legend = Vec::new();
        if !frame.legend.is_empty() {
            y += 7.0;
            let mut x = 0.0;
            for entry in &frame.legend {
                let reach = 18.0 + text_width(&entry.1);
                if x > 0.0 && x + reach > width {
                    (x, y) = (0.0, y + 19.0);
                }
                legend.push((x, y, entry));
                x += reach + 14.0;
            }
            y += 19.0;
        }
        let top = y + 8.0;
        y = top + f64::from(picture.size.1) + 4.0;
        put(&mut y, "note", &frame.note, 12.0);
        put(&mut y, "note", &frame.source, 12.0);
        let size = (picture.size.0 + 2 * MARGIN as u32, (y + MARGIN).ceil() as u32);
        Standalone { picture, frame, lines, legend, top, size }
    }

    /// The bytes of the file.
    pub fn write(&self) -> String {
        let (width, height) = self.size;
        let mut marks = String::new();
        self.picture.draw(&mut marks);
        let mut drawn = String::new();
        for (x, y, (class, words)) in &self.legend {
            let (x, css) = (x + MARGIN, class.css());
            let pattern = format!("{}-{css}", self.picture.caption.id);
            let fill = if marks.contains(&format!("<pattern id=\"{pattern}\"")) {
                format!(r##"<g class="part {css}" fill="url(#{pattern})">"##)
            } else {
                format!(r#"<g class="bar {css}">"#)
            };
            let _ = write!(
                drawn,
                r#"{fill}<path d="M{x:.1} {y:.1}h13v13h-13z"/></g><text x="{:.1}" y="{:.1}">"#,
                x + 18.0,
                y + 11.0
            );
            escape_into(&mut drawn, words);
            drawn.push_str("</text>");
        }
        for Line { y, class, words } in &self.lines {
            let _ = write!(drawn, r#"<text class="{class}" x="{MARGIN}" y="{y:.1}">"#);
            escape_into(&mut drawn, words);
            drawn.push_str("</text>");
        }
        let mut out = String::with_capacity(marks.len() + drawn.len() + 4000);
        let _ = write!(
            out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart" lang="{}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" "#,
            self.frame.language
        );
        self.picture.describe(&mut out);
        out.push_str("<style>");
        style(&mut out, [&marks, &drawn]);
        let _ = write!(
            out,
            r#"</style><rect class="ground" width="{width}" height="{height}"/>{drawn}<g transform="translate({MARGIN} {:.1})">{marks}</g></svg>"#,
            self.top
        );
        out.push('\n');
        out
    }
}

/// Writes the rules that these marks need.
fn style(out: &mut String, marks: [&str; 2]) {
    /// Each rule, with the class of the series that it is for, if it is for one.
    static RULES: LazyLock<Vec<(Option<&str>, String)>> = LazyLock::new(rules);
    let has = |class: &str| marks.iter().any(|marks| memmem::find(marks.as_bytes(), class.as_bytes()).is_some());
    for (class, rule) in RULES.iter() {
        if class.is_none_or(has) {
            out.push_str(rule);
        }
    }
}

/// The rules for charts, with the stylesheet's values by day in the place of its variables: not every program that shows
/// SVG knows variables. A series' own colour goes by `currentColor`.
fn rules() -> Vec<(Option<&'static str>, String)> {
    let rules = STYLESHEET.split_once("/* Charts: a class sets").map_or("", |(_, rest)| rest);
    let rules = rules.split_once("/* Legends */").map_or(rules, |(rules, _)| rules);
    let mut all = Vec::new();
    for line in rules.lines() {
        let Some((selector, rest)) = line.split_once(" { ") else { continue };
        let Some(declarations) = rest.strip_suffix(" }") else { continue };
        let of_a_series = selector.split(['.', ' ', ',']).find(|word| word.starts_with("s-"));
        let rule = if declarations.starts_with("--s: ") {
            let value =
                |name: &str| declarations.split("; ").find_map(|one| one.trim_end_matches(';').strip_prefix(name));
            let colour = resolved(value("--s: ").unwrap_or_default());
            let on = resolved(value("--on: ").unwrap_or_default());
            format!("{selector}{{color:{colour}}}svg.chart .on{selector} text{{fill:{on}}}")
        } else {
            let declarations = declarations.replace("fill: var(--on); ", "").replace("var(--s)", "currentColor");
            format!("{selector}{{{}}}", resolved(&declarations).trim_end_matches(';'))
        };
        all.push((of_a_series, rule));
    }
    let words = format!(
        "svg.chart text{{font-family:{}}}svg.chart .title{{font-size:16px;font-weight:600}}svg.chart .note{{font-size:12px;fill:{}}}.ground{{fill:{}}}",
        property("sans"),
        property("muted"),
        property("paper"),
    );
    all.push((None, words));
    all
}

/// Declarations with the values of all variables put in.
fn resolved(declarations: &str) -> String {
    let mut parts = declarations.split("var(--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(')').unwrap_or((part, ""));
        out.push_str(property(name));
        out.push_str(rest);
    }
    out
}

/// The value of a variable of the stylesheet, by day where it has two.
pub(super) fn property(name: &str) -> &'static str {
    let value = STYLESHEET.split_once(&format!("\n  --{name}: ")).map_or("", |(_, rest)| rest);
    let value = value.split_once(";\n").map_or(value, |(value, _)| value);
    match value.strip_prefix("var(--light, ") {
        Some(by_day) => by_day.split_once(')').map_or(by_day, |(by_day, _)| by_day),
        None => value,
    }
}

/// Words in lines of at most `width` units: broken at spaces, and anywhere between Chinese characters.
pub(super) fn wrap(words: &str, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    let mut rest = words.trim();
    while let Some(first) = rest.chars().next() {
        let is_wide = |c: char| c as u32 >= 0x2e80;
        let end = if first == ' ' || is_wide(first) {
            first.len_utf8()
        } else {
            rest.find(|c: char| c == ' ' || is_wide(c)).unwrap_or(rest.len())
        };
        // No line begins with a mark that closes.
        let closing = |c: char| matches!(c, '，' | '。' | '；' | '：' | '、' | '）' | '》' | '”');
        let end = end + rest[end..].chars().next().filter(|&c| closing(c)).map_or(0, char::len_utf8);
        let (word, after) = rest.split_at(end);
        let needs = text_width(word);
        if used > 0.0 && used + needs > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0.0;
        }
        if !(word == " " && used == 0.0) {
            line.push_str(word);
            used += needs;
        }
        rest = after;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_stylesheets_colours_and_no_variables() {
        let mut style = String::new();
        super::style(&mut style, ["s-granted s-partly", "s-accent"]);
        assert!(!style.contains("var(") && !style.contains("--") && !style.contains("{}"), "{style}");
        let granted = STYLESHEET.split_once("--granted: var(--light, ").unwrap().1.split_once(')').unwrap().0;
        assert!(style.contains(&format!(".s-granted{{color:{granted}}}")), "{style}");
        assert!(!style.contains("s-refused"), "only what is drawn: {style}");
        for class in
            ["bar", "line", "dot", "whisker", "grid", "base", "median", "near", "far", "outside", "hit", "texture"]
        {
            assert!(style.contains(&format!(".chart .{class}")), "{class}: {style}");
        }
        assert_eq!(style.matches('{').count(), style.matches('}').count());
    }

    /// The contrast of two colours as WCAG 2 reckons it: 1 for the same, 21 for black and white.
    fn contrast(a: &str, b: &str) -> f64 {
        let digits = |colour: &str| match colour.trim_start_matches('#') {
            short if short.len() == 3 => short.chars().flat_map(|digit| [digit, digit]).collect(),
            whole => whole.to_owned(),
        };
        let luminance = |colour: &str| {
            let digits: String = digits(colour);
            let part = |from: usize, weight: f64| {
                let part = f64::from(u8::from_str_radix(&digits[from..from + 2], 16).unwrap()) / 255.0;
                weight * if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            };
            part(0, 0.2126) + part(2, 0.7152) + part(4, 0.0722)
        };
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn text_on_every_colour_can_be_read_and_what_is_carried_over_looks_like_no_outcome() {
        let declared = |class: Class, name: &str| {
            let rule = STYLESHEET.split_once(&format!("\n.{} {{ ", class.css())).unwrap().1;
            let value = rule.split_once(&format!("{name}: var(--")).unwrap().1;
            value.split_once(')').unwrap().0
        };
        for look in ["light", "dark"] {
            let colour = |property: &str| {
                let line = STYLESHEET.split_once(&format!("\n  --{property}: ")).unwrap().1;
                let value = line.split_once(&format!("var(--{look}, ")).unwrap().1;
                value.split_once(')').unwrap().0
            };
            for class in Class::ALL {
                let found = contrast(colour(declared(class, "--s")), colour(declared(class, "--on")));
                assert!(found >= 4.5, "{look}: {class:?} {found}");
            }
            let carried = colour(declared(Class::CarriedOver, "--s"));
            assert!(contrast(carried, colour("paper")) >= 3.0, "{look}");
            assert!(Class::OUTCOMES.iter().all(|outcome| colour(declared(*outcome, "--s")) != carried), "{look}");
        }
    }

    #[test]
    fn words_are_broken_where_they_may_be() {
        assert_eq!(wrap("", 100.0), [""; 0]);
        assert_eq!(wrap("甲乙丙，丁", 3.0 * TEXT), ["甲乙", "丙，丁"]);
        assert_eq!(wrap("one two three", text_width("one two ")), ["one two", "three"]);
        assert_eq!(wrap(&"x".repeat(300), 50.0).len(), 1);
    }
}
