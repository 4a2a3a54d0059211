//! A plotters backend that writes SVG for a stylesheet: classes instead of colours, no fonts, no
//! sizes. Knows nothing of what is drawn.
//!
//! plotters hands over whole pixels and plain colours. So it draws on a grid of [`SCALE`] pixels a unit, rounded here
//! to a tenth of a unit (words to a whole one), and an [`Ink`] travels through it as a colour that means nothing but itself. Neighbours in the
//! same ink share one `<g>`, which keeps charts small.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt::Write as _;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::picture::{Hits, Picture};
use super::{Caption, Class};
use crate::render::markup::escape_into;

/// Pixels of plotters in one unit of the viewBox.
pub(super) const SCALE: f64 = 100.0;

/// What something is drawn with: one class of the stylesheet, and the colour of a series where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ink {
    /// A filled shape of a series.
    Bar(Class),
    /// A filled shape of a series, with the pattern that tells it from its neighbours.
    Patterned(Class),
    /// A line of a series.
    Line(Class),
    /// A point of a series.
    Dot(Class),
    /// An interval of a series.
    Whisker(Class),
    /// A label on top of a shape of a series.
    On(Class),
    /// Ordinary text.
    Text,
    /// Text of the axes.
    Axis,
    /// Lines behind the data.
    Grid,
    /// The zero line.
    Base,
    /// The rule where the edition changes, and its label.
    Break,
    /// The mark where a figure is missing.
    Gap,
    /// The rule at the median or at the pooled rate, and its label.
    Median,
    /// The inner limits of a funnel.
    Near,
    /// The outer limits of a funnel.
    Far,
    /// The mark of what lies outside them.
    Outside,
}

impl Ink {
    const PLAIN: [Ink; 10] = [
        Ink::Text,
        Ink::Axis,
        Ink::Grid,
        Ink::Base,
        Ink::Break,
        Ink::Gap,
        Ink::Median,
        Ink::Near,
        Ink::Far,
        Ink::Outside,
    ];
    const OF_A_SERIES: [fn(Class) -> Ink; 6] = [Ink::Bar, Ink::Patterned, Ink::Line, Ink::Dot, Ink::Whisker, Ink::On];

    /// The colour under which this ink travels through plotters.
    pub(super) fn colour(self) -> RGBColor {
        let plain = Ink::PLAIN.iter().position(|&ink| ink == self);
        let of_a_series = || {
            Ink::OF_A_SERIES.iter().enumerate().find_map(|(kind, make)| {
                let class = Class::ALL.iter().position(|&class| make(class) == self)?;
                Some(RGBColor(1 + kind as u8, class as u8, 0))
            })
        };
        match plain {
            Some(index) => RGBColor(0, index as u8, 0),
            None => of_a_series().expect("every ink is plain or of a series"),
        }
    }

    fn from_colour(colour: BackendColor) -> Ink {
        let (kind, index, _) = colour.rgb;
        let (kind, index) = (usize::from(kind), usize::from(index));
        let of_a_series = || Some(Ink::OF_A_SERIES.get(kind.checked_sub(1)?)?(*Class::ALL.get(index)?));
        of_a_series().or_else(|| Ink::PLAIN.get(index).copied()).unwrap_or(Ink::Text)
    }

    fn series(self) -> Option<Class> {
        match self {
            Ink::Bar(c) | Ink::Patterned(c) | Ink::Line(c) | Ink::Dot(c) | Ink::Whisker(c) | Ink::On(c) => Some(c),
            _ => None,
        }
    }

    fn css(self) -> &'static str {
        match self {
            Ink::Bar(_) => "bar",
            Ink::Patterned(class) if pattern(class).is_some() => "part",
            Ink::Patterned(_) => "bar",
            Ink::Line(_) => "line",
            Ink::Dot(_) => "dot",
            Ink::Whisker(_) => "whisker",
            Ink::On(_) => "on",
            Ink::Text => "fg",
            Ink::Axis => "axis",
            Ink::Grid => "grid",
            Ink::Base => "base",
            Ink::Break => "break",
            Ink::Gap => "gap",
            Ink::Median => "median",
            Ink::Near => "near",
            Ink::Far => "far",
            Ink::Outside => "outside",
        }
    }
}

/// The pattern of a part: what is drawn over its colour, in a square of 6 units. `None` for plain fills.
fn pattern(class: Class) -> Option<&'static str> {
    match class {
        Class::Partly => Some("M0 6L6 0M-1 1L1-1M5 7L7 5"),
        Class::Unavailable => Some("M1 1.5h1.5M4 4.5h1.5"),
        Class::NotProcessed => Some("M0 0L6 6M-1 5L1 7M5-1L7 1"),
        Class::Other => Some("M0 3H6"),
        _ => None,
    }
}

/// The sheet that plotters draws on.
pub(super) struct Sheet<'a> {
    id: &'a str,
    size: (u32, u32),
    body: &'a mut String,
    patterns: &'a mut BTreeSet<Option<Class>>,
    open: Option<(Ink, Option<&'static str>)>,
}

/// Everything that is drawn by `paint` on a sheet of `size` units, as a chart of class `kind`. `paint` gives the fields
/// that say their figures.
pub(super) fn sheet(
    caption: &Caption,
    kind: &'static str,
    size: (u32, u32),
    paint: impl FnOnce(Sheet<'_>) -> Hits,
) -> Picture {
    let id: String = caption.id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let mut body = String::new();
    let mut patterns = BTreeSet::new();
    let hits = paint(Sheet { id: &id, size, body: &mut body, patterns: &mut patterns, open: None });

    let mut marks = String::with_capacity(body.len() + 300);
    if !patterns.is_empty() {
        marks.push_str("<defs>");
        for class in patterns {
            let (name, class_attribute, lines) = match class {
                Some(class) => (class.css(), class.css(), pattern(class).unwrap_or_default()),
                None => ("gap", "gap", "M0 6L6 0M-1 1L1-1M5 7L7 5"),
            };
            let ground = if class.is_some() { r#"<path class="bar" d="M0 0h6v6H0z"/>"# } else { "" };
            let _ = write!(
                marks,
                r#"<pattern id="{id}-{name}" class="{class_attribute}" width="6" height="6" patternUnits="userSpaceOnUse">{ground}<path class="texture" d="{lines}"/></pattern>"#
            );
        }
        marks.push_str("</defs>");
    }
    marks.push_str(&body);
    Picture { caption: Caption { id, ..caption.clone() }, size, named: false, kind, marks, hits }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Sheet<'_> {
    fn group(&mut self, ink: Ink, anchor: Option<&'static str>) {
        if self.open == Some((ink, anchor)) {
            return;
        }
        self.close();
        self.open = Some((ink, anchor));
        self.body.push_str("<g class=\"");
        self.body.push_str(ink.css());
        if let Some(class) = ink.series() {
            self.body.push(' ');
            self.body.push_str(class.css());
        }
        self.body.push('"');
        let textured = match ink {
            Ink::Patterned(class) if pattern(class).is_some() => Some((Some(class), class.css())),
            Ink::Gap if anchor.is_none() => Some((None, "gap")),
            _ => None,
        };
        if let Some((key, name)) = textured {
            self.patterns.insert(key);
            let _ = write!(self.body, r##" fill="url(#{}-{name})""##, self.id);
        }
        if let Some(anchor) = anchor.filter(|anchor| *anchor != "start") {
            let _ = write!(self.body, r#" text-anchor="{anchor}""#);
        }
        self.body.push('>');
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.body.push_str("</g>");
        }
    }

    fn path(&mut self, ink: Ink, points: impl Iterator<Item = BackendCoord>, closed: bool) {
        self.group(ink, None);
        self.body.push_str("<path d=\"");
        for (index, (x, y)) in points.enumerate() {
            self.body.push(if index == 0 { 'M' } else { 'L' });
            number(self.body, tenths(x));
            self.body.push(' ');
            number(self.body, tenths(y));
        }
        self.body.push_str(if closed { "Z\"/>" } else { "\"/>" });
    }
}

/// Pixels of plotters as tenths of a unit, rounded half up.
fn tenths(pixels: i32) -> i32 {
    (pixels + 5).div_euclid(10)
}

/// Tenths of a unit, as short as they can be written: `12`, `12.5`, `-.5` is written `-0.5`.
fn number(out: &mut String, tenths: i32) {
    if tenths < 0 {
        out.push('-');
    }
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let _ = write!(out, "{whole}");
    if tenth != 0 {
        let _ = write!(out, ".{tenth}");
    }
}

fn attribute(out: &mut String, name: &str, tenths: i32) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    number(out, tenths);
    out.push('"');
}

impl DrawingBackend for Sheet<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.size.0 * SCALE as u32, self.size.1 * SCALE as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.close();
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.path(Ink::from_colour(style.color()), [from, to].into_iter(), false);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.path(Ink::from_colour(style.color()), path.into_iter(), false);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.path(Ink::from_colour(style.color()), path.into_iter(), true);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, _: bool) -> Drawn {
        let (left, right) = (tenths(a.0.min(b.0)), tenths(a.0.max(b.0)));
        let (top, bottom) = (tenths(a.1.min(b.1)), tenths(a.1.max(b.1)));
        if left == right || top == bottom {
            return Ok(());
        }
        self.group(Ink::from_colour(style.color()), None);
        // Rectangles in a row share one path: `M x y h width v height h -width z` each.
        if self.body.ends_with("z\"/>") {
            self.body.truncate(self.body.len() - "\"/>".len());
        } else {
            self.body.push_str("<path d=\"");
        }
        let (width, height) = (right - left, bottom - top);
        for (command, value) in [("M", left), (" ", top), ("h", width), ("v", height), ("h", -width)] {
            self.body.push_str(command);
            number(self.body, value);
        }
        self.body.push_str("z\"/>");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, _: bool) -> Drawn {
        self.group(Ink::from_colour(style.color()), None);
        self.body.push_str("<circle");
        attribute(self.body, "cx", tenths(centre.0));
        attribute(self.body, "cy", tenths(centre.1));
        attribute(self.body, "r", tenths(i32::try_from(radius).unwrap_or(0)));
        self.body.push_str("/>");
        Ok(())
    }

    /// The position is the start, middle or end of the text's baseline; the vertical anchor is not looked at.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        self.group(Ink::from_colour(style.color()), Some(anchor));
        self.body.push_str("<text");
        // Words need no tenths, and there are many of them.
        attribute(self.body, "x", tenths(at.0 + 50).div_euclid(10) * 10);
        attribute(self.body, "y", tenths(at.1 + 50).div_euclid(10) * 10);
        self.body.push('>');
        escape_into(self.body, text);
        self.body.push_str("</text>");
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        _: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok(((super::canvas::text_width(text) * SCALE) as u32, (super::canvas::TEXT * SCALE) as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_survives_its_way_through_plotters() {
        let of_a_series = Ink::OF_A_SERIES.iter().flat_map(|make| Class::ALL.map(make));
        for ink in Ink::PLAIN.into_iter().chain(of_a_series) {
            let RGBColor(r, g, b) = ink.colour();
            assert_eq!(Ink::from_colour(BackendColor { alpha: 1.0, rgb: (r, g, b) }), ink);
        }
    }

    #[test]
    fn numbers_are_written_to_a_tenth_and_no_longer_than_needed() {
        for (pixels, written) in [(0, "0"), (1234, "12.3"), (1235, "12.4"), (1200, "12"), (-50, "-0.5"), (4, "0")] {
            let mut out = String::new();
            number(&mut out, tenths(pixels));
            assert_eq!(out, written);
        }
    }
}
