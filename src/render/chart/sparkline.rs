//! A line as small as a word, for a cell of a table that holds the numbers too.

use super::backend::Ink;
use super::canvas::{self, Frame, drawable};
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
}

/// Draws the line, on a scale of its own from zero (or the lowest value, if that is below) to the highest.
pub fn sparkline(chart: &Sparkline) -> Picture {
    let values: Vec<Option<f64>> = chart.values.iter().map(|value| drawable(*value)).collect();
    let present = || values.iter().flatten().copied();
    let (lowest, highest) = (present().fold(0.0, f64::min), present().fold(0.0, f64::max));
    let highest = if highest > lowest { highest } else { lowest + 1.0 };
    canvas::draw(&chart.caption, "sparkline", (100.0, 24.0), |sheet| {
        let frame = Frame { left: 3.0, top: 4.0, right: 97.0, bottom: 20.0 };
        let plot = sheet.over(frame, -0.5..values.len().max(1) as f64 - 0.5, lowest..highest);
        let points: Vec<Option<(f64, f64)>> =
            values.iter().enumerate().map(|(year, value)| value.map(|value| (year as f64, value))).collect();
        for run in points.split(Option::is_none).filter(|run| !run.is_empty()) {
            let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
            plot.line(Ink::Line(chart.class), &run);
            if let [alone] = run[..] {
                plot.dot(Ink::Dot(chart.class), alone, 2.0);
            }
        }
        if let Some(last) = points.iter().rev().find_map(|point| *point) {
            plot.dot(Ink::Dot(chart.class), last, 3.0);
        }
        Hits::default()
    })
}
