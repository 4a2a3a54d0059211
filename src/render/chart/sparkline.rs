//! A line as small as a word, for a cell of a table that holds the numbers too.

use super::backend::Ink;
use super::canvas::{self, Frame, Plane, drawable};
use super::picture::{Hits, Picture};
use super::{Caption, Class};

/// A small line. It has no axis and no words of its own beyond its caption.
#[derive(Debug, Clone)]
pub struct Sparkline {
    /// What the chart says of itself; an empty title makes it decoration (`aria-hidden`).
    pub caption: Caption,
    /// What the line stands for.
    pub class: Class,
    /// One value a year, years ascending and without holes; `None` is a gap in the line.
    pub values: Vec<Option<f64>>,
    /// The positions of values that are not counted like those before: no line leads to them.
    pub breaks: Vec<usize>,
    /// The upper end of the scale where lines below each other share one; else that of the line itself.
    pub highest: Option<f64>,
}

/// Draws the line, on a scale from zero (or the lowest value, if that is below) to the highest.
pub fn sparkline(chart: &Sparkline) -> Picture {
    let values: Vec<Option<f64>> = chart.values.iter().map(|value| drawable(*value)).collect();
    let present = || values.iter().flatten().copied();
    let (lowest, highest) =
        (present().fold(0.0, f64::min), present().fold(drawable(chart.highest).unwrap_or(0.0), f64::max));
    let highest = if highest > lowest { highest } else { lowest + 1.0 };
    canvas::draw(&chart.caption, "sparkline", (100.0, 24.0), |sheet| {
        let frame = Frame { left: 3.0, top: 4.0, right: 97.0, bottom: 20.0 };
        let plot = sheet.over(frame, -0.5..values.len().max(1) as f64 - 0.5, lowest..highest);
        let mut run: Vec<(f64, f64)> = Vec::new();
        for (year, value) in values.iter().enumerate() {
            if value.is_none() || chart.breaks.contains(&year) {
                stretch(&plot, chart.class, &std::mem::take(&mut run));
            }
            run.extend(value.map(|value| (year as f64, value)));
        }
        stretch(&plot, chart.class, &run);
        let last = values.iter().enumerate().rev().find_map(|(year, value)| Some((year as f64, (*value)?)));
        if let Some(last) = last {
            plot.dot(Ink::Dot(chart.class), last, 3.0);
        }
        Hits::default()
    })
}

/// Years without a gap between them: a line, or the one dot.
fn stretch(plot: &Plane, class: Class, run: &[(f64, f64)]) {
    plot.line(Ink::Line(class), run);
    if let [alone] = *run {
        plot.dot(Ink::Dot(class), alone, 2.0);
    }
}
