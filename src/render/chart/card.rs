//! The picture that goes with a page where somebody shares it: what the page is about, its main figures, its main chart.
//! An SVG of its own with colours by day, to be drawn by somebody else. It knows no report: all words come in.

use std::fmt::Write as _;

use super::canvas::{TEXT, text_width};
use super::picture::Picture;
use super::standalone::{Frame, Standalone, property, wrap};
use crate::render::markup::escape_into;

/// Width and height of a card in pixels, as those who show them ask for.
pub const SIZE: (u32, u32) = (1200, 630);

const LEFT: f64 = 64.0;
const RIGHT: f64 = 1136.0;
/// Where the chart begins, and the words beside it end.
const MIDDLE: f64 = 600.0;
const GAP: f64 = 40.0;
const TOP: f64 = 92.0;
const BOTTOM: f64 = 566.0;
/// A chart drawn smaller than this could not be read.
const SMALLEST: f64 = 0.8;
const LARGEST: f64 = 1.4;
/// How the name may be set: the size of its letters, and the most lines of them. A longer name is cut.
const NAMES: [(f64, usize); 5] = [(80.0, 1), (60.0, 1), (48.0, 2), (38.0, 3), (30.0, 4)];
/// What a name may take of its width: bold letters are wider than others.
const NARROW: f64 = 0.93;

/// What a card says.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// The language of the words, as a tag.
    pub language: &'static str,
    /// The portal's name.
    pub portal: String,
    /// What it is about, large.
    pub name: String,
    /// What that is, small.
    pub kind: String,
    /// A sentence or two; may be empty.
    pub lead: String,
    /// The main figures, the first one that of the chart; others that find no room are left out.
    pub facts: Vec<Fact>,
    /// Where the page stands.
    pub address: String,
}

/// One of the main figures.
#[derive(Debug, Clone, Default)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// What stands beside it: the counts of a rate, its state.
    pub note: String,
    /// What must be known of it, marked.
    pub warning: String,
}

/// The card under construction.
struct Sheet {
    out: String,
    /// Where the next line goes.
    y: f64,
}

impl Sheet {
    fn text(&mut self, (x, y): (f64, f64), class: &str, size: f64, words: &str) {
        let _ = write!(self.out, r#"<text class="{class}" x="{x:.1}" y="{y:.1}" font-size="{size:.1}">"#);
        escape_into(&mut self.out, words);
        self.out.push_str("</text>");
    }

    fn rule(&mut self, y: f64, class: &str, height: f64) {
        let _ = write!(self.out, r#"<path class="{class}" d="M{LEFT} {y:.1}H{RIGHT}v{height}H{LEFT}z"/>"#);
    }

    /// One line, cut where it reaches the margin.
    fn line(&mut self, at: (f64, f64), class: &str, size: f64, words: &str) {
        for line in fitted(words, size, RIGHT - at.0, 1) {
            self.text(at, class, size, &line);
        }
    }

    /// Lines of words below what is there.
    fn lines(&mut self, class: &str, size: f64, width: f64, most: usize, words: &str) {
        for line in fitted(words, size, width, most) {
            self.y += size * 1.45;
            self.text((LEFT, self.y), class, size, &line);
        }
    }
}

/// The least width in which words take no more lines than in this one, so that no line is left with a single character.
fn balanced(words: &str, size: f64, width: f64) -> f64 {
    let lines = |width: f64| wrap(words, width * TEXT / size).len();
    let narrower = (10..20).map(|part| width * f64::from(part) / 20.0);
    let fits = |narrower: &f64| {
        let room = narrower * TEXT / size;
        lines(*narrower) == lines(width) && wrap(words, room).iter().all(|line| text_width(line) <= room)
    };
    narrower.into_iter().find(fits).unwrap_or(width)
}

/// Words in at most so many lines; what is cut off ends in an ellipsis.
fn fitted(words: &str, size: f64, width: f64, most: usize) -> Vec<String> {
    let room = width * TEXT / size;
    let mut lines = wrap(words, room);
    let cut = lines.len() > most;
    lines.truncate(most);
    for (index, line) in lines.iter_mut().enumerate() {
        let ends_cut = cut && index + 1 == most;
        let ellipsis = if ends_cut || text_width(line) > room { "…" } else { "" };
        while !ellipsis.is_empty() && !line.is_empty() && text_width(line) + TEXT > room {
            line.pop();
        }
        line.push_str(ellipsis);
    }
    lines
}

impl Card {
    /// The card as SVG, with the first of the charts that can be read at the size that is left for it.
    pub fn draw(&self, charts: &[(Picture, Frame)]) -> String {
        let mut sheet = Sheet { out: String::new(), y: TOP };
        sheet.rule(84.0, "strong", 3.0);
        sheet.line((LEFT, 64.0), "muted", 26.0, &self.portal);
        let placed = charts.iter().find_map(|(picture, frame)| placed(picture, frame));
        let width = if placed.is_some() { MIDDLE - GAP - LEFT } else { RIGHT - LEFT };
        let is_bare = self.facts.is_empty() && charts.is_empty();
        sheet.y += if is_bare { 40.0 } else { 0.0 };

        let fits = |&(size, most): &(f64, usize)| {
            let lines = wrap(&self.name, width * NARROW * TEXT / size);
            lines.len() <= most && lines.iter().all(|line| text_width(line) * size / TEXT <= width * NARROW)
        };
        let sizes = if is_bare { &NAMES[..] } else { &NAMES[1..] };
        let (size, most) = sizes.iter().copied().find(fits).unwrap_or(NAMES[NAMES.len() - 1]);
        for line in fitted(&self.name, size, balanced(&self.name, size, width * NARROW), most) {
            sheet.y += size * 1.25;
            sheet.text((LEFT, sheet.y), "name", size, &line);
        }
        sheet.y += 8.0 + size * 0.1;
        sheet.lines("muted", if is_bare { 34.0 } else { 22.0 }, width, 1, &self.kind);
        sheet.y += if is_bare { 44.0 } else { 12.0 };
        self.words(&mut sheet, width);
        if let Some(chart) = placed {
            sheet.out.push_str(&chart);
        }
        sheet.rule(578.0, "rule", 1.0);
        sheet.line((LEFT, 607.0), "muted", 20.0, &self.address);
        self.whole(&sheet.out)
    }

    fn words(&self, sheet: &mut Sheet, width: f64) {
        let (size, most) = if self.facts.is_empty() { (32.0, 6) } else { (22.0, 4) };
        sheet.lines("ink", size, width, most, &self.lead);
        sheet.y += if self.lead.is_empty() { 0.0 } else { 10.0 };
        for (index, fact) in self.facts.iter().enumerate() {
            let marked = if fact.warning.is_empty() { 0.0 } else { 28.0 };
            // The chart may show the first one's figures, so that one is said whatever there is room for.
            if index > 0 && sheet.y + 84.0 + marked > BOTTOM {
                break;
            }
            sheet.lines("muted", 20.0, width, 1, &fact.label);
            let wide = |size: f64, words: &str| text_width(words) * size / TEXT;
            let size = (width * 40.0 / wide(40.0, &fact.value).max(1.0)).min(40.0);
            sheet.y += 46.0;
            sheet.text((LEFT, sheet.y), "value", size, &fact.value);
            let beside = LEFT + wide(size, &fact.value) * 1.08 + 16.0;
            let note = fitted(&fact.note, 22.0, LEFT + width - beside, 1);
            if let Some(note) = note.first().filter(|_| LEFT + width - beside > 44.0) {
                sheet.text((beside, sheet.y), "muted", 22.0, note);
            }
            if !fact.warning.is_empty() {
                sheet.lines("mark", 20.0, width, 1, &fact.warning);
            }
            sheet.y += 10.0;
        }
    }

    fn whole(&self, drawn: &str) -> String {
        let (width, height) = SIZE;
        let mut style = String::new();
        for (class, colour) in [("muted", "muted"), ("ink", "ink"), ("name", "ink"), ("value", "ink"), ("mark", "mark")]
        {
            let font = if class == "name" { "serif" } else { "sans" };
            let _ = write!(style, "text.{class}{{font-family:{};fill:{}}}", property(font), property(colour));
        }
        let _ = write!(
            style,
            "text.name{{font-weight:700}}path.strong{{fill:{}}}path.rule{{fill:{}}}path.accent{{fill:{}}}rect.paper{{fill:{}}}",
            property("ink"),
            property("rule"),
            property("accent"),
            property("paper")
        );
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" lang="{}" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><style>{style}</style><rect class="paper" width="{width}" height="{height}"/><path class="accent" d="M0 0h{width}v10H0z"/>{drawn}</svg>
"#,
            self.language
        )
    }
}

/// A chart in the room right of the words; `None` where it could not be read.
fn placed(picture: &Picture, frame: &Frame) -> Option<String> {
    let chart = Standalone::new(picture, frame);
    let (width, height) = (f64::from(chart.size.0), f64::from(chart.size.1));
    let scale = ((RIGHT - MIDDLE) / width).min((BOTTOM - TOP) / height).min(LARGEST);
    if scale < SMALLEST {
        return None;
    }
    let (width, height) = (width * scale, height * scale);
    let (left, top) = (RIGHT - width, (TOP + BOTTOM - height) / 2.0);
    let place = format!(r#"<svg x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}" "#);
    // The element's own size gives way to that of its place.
    let written = chart.write();
    let rest = written.trim_end().strip_prefix("<svg ")?;
    let sized = format!(r#"width="{}" height="{}" "#, chart.size.0, chart.size.1);
    Some(format!("{place}{}", rest.replacen(&sized, "", 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_only_where_no_size_holds_it() {
        let drawn = |name: &str| Card { name: name.to_owned(), ..Card::default() }.draw(&[]);
        assert!(drawn("固原市").contains("font-size=\"80.0\">固原市<"));
        let long = "宁夏回族自治区固原市".repeat(10);
        let card = drawn(&long);
        assert!(card.contains("font-size=\"30.0\"") && !card.contains('…'), "{card}");
        assert!(drawn(&long.repeat(3)).contains('…'));
        assert!(drawn(&"x".repeat(2000)).len() < 4000);
    }

    #[test]
    fn no_figure_stands_without_what_must_be_known_of_it() {
        let fact = Fact { label: "a".into(), value: "1".into(), warning: "b".into(), ..Fact::default() };
        for (name, lead) in [("", String::new()), ("甲", "甲".repeat(400)), (&"甲".repeat(400), "甲".repeat(400))] {
            let card = Card { name: name.to_owned(), lead, facts: vec![fact.clone(); 9], ..Card::default() };
            let drawn = card.draw(&[]);
            let shown = drawn.matches("class=\"value\"").count();
            assert!((1..9).contains(&shown), "{drawn}");
            assert_eq!(drawn.matches(">b<").count(), shown);
        }
    }

    #[test]
    fn words_cannot_become_markup() {
        let evil = "<script>\"&".to_owned();
        let card =
            Card { portal: evil.clone(), name: evil.clone(), kind: evil.clone(), address: evil, ..Card::default() };
        assert!(!card.draw(&[]).contains("<script"));
    }
}
