//! Planes to draw on: one in units of the viewBox for words and rules, others in the units of the data. Between the
//! charts and plotters; knows the sizes and the manners that all charts share.

use std::borrow::Cow;
use std::ops::Range;

use plotters::coord::types::RangedCoordf64;
use plotters::element::{Drawable, PointCollection};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::backend::{Ink, SCALE, Sheet, sheet};
use super::picture::{Hit, Hits, Picture};
use super::{Break, Caption, Series, Write};

/// Width of every chart in units. At 340 CSS pixels, a phone's column, a unit is 0.85 pixels.
pub(super) const WIDTH: f64 = 400.0;
/// Size of text in units: 11 CSS pixels on a phone. The stylesheet sets the same.
pub(super) const TEXT: f64 = 13.0;
/// Numbers beyond this are not drawn: no report can mean them, and their labels would not fit.
const GREATEST: f64 = 1e15;

/// The value, if it can be drawn.
pub(super) fn drawable(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite() && value.abs() <= GREATEST)
}

/// Left and right edge of a year's bar, in years.
pub(super) fn edges(year: usize) -> (f64, f64) {
    (year as f64 + 0.14, year as f64 + 0.86)
}

/// About how wide `text` is, in units: Chinese characters and full-width marks are square, others narrower.
pub(super) fn text_width(text: &str) -> f64 {
    let em = |c: char| match c {
        ' ' | ',' | '.' | 'i' | 'l' | 'j' | ':' | '\'' | '|' => 0.29,
        '0'..='9' | '−' | '–' => 0.57,
        'A'..='Z' | 'm' | 'w' | '%' => 0.78,
        c if (c as u32) < 0x2000 => 0.56,
        _ => 1.0,
    };
    text.chars().map(em).sum::<f64>() * TEXT
}

/// As much of `text` as there is room for, with an ellipsis where it is not all of it.
pub(super) fn fitted(text: &str, room: f64) -> Cow<'_, str> {
    if text_width(text) <= room {
        return text.into();
    }
    let ends = text.char_indices().map(|(at, _)| at).rev();
    let cut = ends.map(|at| format!("{}…", text[..at].trim_end())).find(|cut| text_width(cut) <= room);
    cut.unwrap_or_default().into()
}

/// Where a text stands from its point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// A rectangle of the sheet, in units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Frame {
    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }
}

/// A plane with its own units, drawn on through plotters.
pub(super) struct Plane<'a> {
    area: DrawingArea<Sheet<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
}

/// Draws a chart `height` units high; `paint` gets the plane in units of the viewBox, y downwards.
/// It gives the fields that say their figures.
pub(super) fn draw(
    caption: &Caption,
    kind: &'static str,
    size: (f64, f64),
    paint: impl FnOnce(&Plane) -> Hits,
) -> Picture {
    let pixels = |units: f64| (units * SCALE) as i32;
    sheet(caption, kind, (size.0 as u32, size.1 as u32), |backend| {
        let axes = Cartesian2d::new(0.0..size.0, 0.0..size.1, (0..pixels(size.0), 0..pixels(size.1)));
        let plane = Plane { area: backend.into_drawing_area().apply_coord_spec(axes) };
        let hits = paint(&plane);
        plane.area.present().expect("writing into a string cannot fail");
        hits
    })
}

impl<'a> Plane<'a> {
    /// The plane over `frame` with the given ranges, the greatest `y` at the top.
    pub(super) fn over(&self, frame: Frame, x: Range<f64>, y: Range<f64>) -> Plane<'a> {
        let pixels = |units: f64| (units * SCALE).round() as i32;
        let axes = Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
            x,
            y,
            (pixels(frame.left)..pixels(frame.right), pixels(frame.bottom)..pixels(frame.top)),
        );
        Plane { area: self.area.strip_coord_spec().apply_coord_spec(axes) }
    }

    /// Where a point of this plane is on the sheet, in units.
    pub(super) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.area.map_coordinate(&(x, y));
        (f64::from(x) / SCALE, f64::from(y) / SCALE)
    }

    fn put<E>(&self, element: &E)
    where
        E: Drawable<Sheet<'a>>,
        for<'e> &'e E: PointCollection<'e, (f64, f64)>,
    {
        self.area.draw(element).expect("writing into a string cannot fail");
    }

    /// A filled rectangle between two corners. One without extent is not drawn.
    pub(super) fn rectangle(&self, ink: Ink, a: (f64, f64), b: (f64, f64)) {
        self.put(&Rectangle::new([a, b], ink.colour().filled()));
    }

    /// A line through the points; fewer than two make none.
    pub(super) fn line(&self, ink: Ink, points: &[(f64, f64)]) {
        if points.len() > 1 {
            self.put(&PathElement::new(points.to_vec(), ink.colour()));
        }
    }

    /// A filled shape with these corners.
    pub(super) fn polygon(&self, ink: Ink, points: &[(f64, f64)]) {
        self.put(&Polygon::new(points.to_vec(), ink.colour().filled()));
    }

    /// A point with a radius in units.
    pub(super) fn dot(&self, ink: Ink, at: (f64, f64), radius: f64) {
        self.put(&Circle::new(at, (radius * SCALE) as i32, ink.colour().filled()));
    }

    /// A text whose baseline starts, is centred or ends at a point.
    pub(super) fn text(&self, ink: Ink, anchor: Anchor, at: (f64, f64), text: &str) {
        if text.is_empty() {
            return;
        }
        let horizontal = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let colour = ink.colour();
        let style =
            TextStyle::from(("sans-serif", TEXT).into_font()).color(&colour).pos(Pos::new(horizontal, VPos::Bottom));
        self.put(&Text::new(text.to_owned(), at, style));
    }
}

/// Values along an axis at which it is ruled and labelled, from the lowest to the highest; the range ends on them.
pub(super) fn ticks(lowest: f64, highest: f64, ceiling: Option<f64>) -> Vec<f64> {
    let lowest = lowest.min(0.0);
    let highest = if highest > lowest { highest.max(0.0) } else { lowest + 1.0 };
    let rough = (highest - lowest) / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let nice = [1.0, 2.0, 2.5, 5.0].into_iter().map(|factor| (factor * power).max(1.0));
    let step = nice.filter(|step| step.fract() == 0.0).find(|step| *step >= rough * 0.999).unwrap_or(10.0 * power);
    let first = (lowest / step).floor() as i64;
    let last = (highest / step).ceil() as i64;
    let mut ticks: Vec<f64> = (first..=last).map(|index| index as f64 * step).collect();
    if let Some(ceiling) = ceiling.filter(|ceiling| ticks.last().is_some_and(|last| last > ceiling)) {
        ticks.retain(|tick| *tick < ceiling);
        ticks.push(ceiling);
    }
    ticks
}

/// The space that the labels of `ticks` need at the left of a plot.
pub(super) fn gutter(ticks: &[f64], write: Write) -> f64 {
    ticks.iter().map(|tick| text_width(&write(*tick))).fold(0.0, f64::max) + 6.0
}

/// Rules and labels of a vertical axis, with a stronger rule at zero.
pub(super) fn vertical_axis(sheet: &Plane, plot: &Plane, frame: Frame, ticks: &[f64], write: Write) {
    for tick in ticks {
        let (_, y) = plot.at(0.0, *tick);
        let ink = if *tick == 0.0 { Ink::Base } else { Ink::Grid };
        sheet.line(ink, &[(frame.left, y), (frame.right, y)]);
    }
    for tick in ticks {
        let (_, y) = plot.at(0.0, *tick);
        sheet.text(Ink::Axis, Anchor::End, (frame.left - 5.0, y + 4.5), &write(*tick));
    }
}

/// The years below a plot, each in the middle of its column; where columns are narrow, every second or third, with the
/// last one always among them.
pub(super) fn year_axis(sheet: &Plane, frame: Frame, years: &[u16], baseline: f64) {
    let pitch = pitch(frame, years.len());
    let stride = ((text_width("2025") + 6.0) / pitch).ceil().max(1.0) as usize;
    for (index, year) in years.iter().enumerate() {
        if (years.len() - 1 - index).is_multiple_of(stride) {
            let x = frame.left + (index as f64 + 0.5) * pitch;
            sheet.text(Ink::Axis, Anchor::Middle, (x, baseline), &year.to_string());
        }
    }
}

/// The width of a year's column.
pub(super) fn pitch(frame: Frame, years: usize) -> f64 {
    frame.width() / years.max(1) as f64
}

/// The dashed rules where the edition changes, from above the frame to its bottom, each with its label at the top.
pub(super) fn breaks(sheet: &Plane, frame: Frame, years: &[u16], breaks: &[Break]) {
    break_rules(sheet, Frame { top: frame.top - BREAK_LABEL, ..frame }, years, breaks);
    break_labels(sheet, frame, years, breaks);
}

/// How far the rule of a change of edition reaches above its frame, beside its label.
pub(super) const BREAK_LABEL: f64 = 14.0;

/// The dashed rules alone, as high as the frame.
pub(super) fn break_rules(sheet: &Plane, frame: Frame, years: &[u16], breaks: &[Break]) {
    for (x, _) in break_marks(frame, years, breaks) {
        sheet.line(Ink::Break, &[(x, frame.top), (x, frame.bottom)]);
    }
}

/// The labels of the dashed rules, above the frame.
pub(super) fn break_labels(sheet: &Plane, frame: Frame, years: &[u16], breaks: &[Break]) {
    for (x, label) in break_marks(frame, years, breaks) {
        let fits = x + 4.0 + text_width(label) <= WIDTH;
        let (anchor, shift) = if fits { (Anchor::Start, 4.0) } else { (Anchor::End, -4.0) };
        sheet.text(Ink::Break, anchor, (x + shift, frame.top - 4.0), label);
    }
}

/// Where the edition changes between two years of the frame, with its label.
fn break_marks<'a>(frame: Frame, years: &[u16], breaks: &'a [Break]) -> impl Iterator<Item = (f64, &'a str)> {
    let pitch = pitch(frame, years.len());
    breaks.iter().filter_map(move |mark| {
        let index = years.iter().position(|year| *year >= mark.year).filter(|index| *index > 0)?;
        Some((frame.left + index as f64 * pitch, mark.label.as_str()))
    })
}

/// Why a year has no mark: the word of the first series that has one.
pub(super) fn gap_word(series: &[Series], year: usize) -> &str {
    let words = series.iter().filter_map(|one| one.gaps.get(year));
    words.map(String::as_str).find(|word| !word.is_empty()).unwrap_or("—")
}

/// The mark of a year without a figure: a small hatched field on the line `y`, and a word where there is room for it.
pub(super) fn gap(sheet: &Plane, frame: Frame, years: usize, index: usize, y: f64, word: &str) {
    let pitch = pitch(frame, years);
    let middle = frame.left + (index as f64 + 0.5) * pitch;
    let half = (pitch * 0.34).min(18.0);
    sheet.rectangle(Ink::Gap, (middle - half, y - 12.0), (middle + half, y));
    let word = if text_width(word) <= pitch + 2.0 { word } else { "—" };
    sheet.text(Ink::Gap, Anchor::Middle, (middle, y - 17.0), word);
}

/// One field a year over the whole height of the frame: `2021 · received 214 (line 31) · handled 213 (line 52)`.
pub(super) fn hits_of_years(frame: Frame, years: &[u16], series: &[Series]) -> Hits {
    let hit = |year: usize| {
        let told = series.iter().map(|one| one.told.get(year).cloned().unwrap_or_default());
        let parts = std::iter::once(years[year].to_string()).chain(told);
        Hit { field: column(frame, years.len(), year), parts: parts.collect() }
    };
    let names = series.iter().map(|one| one.label.clone()).collect();
    Hits { names, fields: (0..years.len()).map(hit).collect() }
}

/// Distance of labels that stand below each other.
pub(super) const LINE: f64 = 16.0;

/// Moves the heights of labels, ascending, so that no two are closer than a line and none is below `bottom`.
pub(super) fn apart(heights: &mut [f64], bottom: f64) {
    for index in 1..heights.len() {
        heights[index] = heights[index].max(heights[index - 1] + LINE);
    }
    let mut floor = bottom;
    for height in heights.iter_mut().rev() {
        *height = height.min(floor);
        floor = *height - LINE;
    }
}

/// The column of a year.
pub(super) fn column(frame: Frame, years: usize, year: usize) -> [f64; 4] {
    let pitch = pitch(frame, years);
    [frame.left + year as f64 * pitch, frame.top, pitch, frame.bottom - frame.top]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_begins_at_zero_or_below_and_covers_every_value() {
        for (lowest, highest) in
            [(0.0, 0.0), (0.0, 1.0), (0.0, 7.0), (3.0, 214.0), (-12.0, 5.0), (-3.0, -1.0), (0.0, 1e12), (0.0, 0.2)]
        {
            let ticks = ticks(lowest, highest, None);
            assert!(ticks[0] <= lowest.min(0.0) && *ticks.last().unwrap() >= highest, "{ticks:?}");
            assert!((2..=7).contains(&ticks.len()), "{ticks:?}");
            assert!(ticks.contains(&0.0), "{ticks:?}");
            assert!(ticks.iter().all(|tick| tick.fract() == 0.0), "{ticks:?}");
        }
        assert_eq!(ticks(0.0, 96.0, Some(100.0)).last(), Some(&100.0));
    }
}
