//! Values over years as lines with points: several counts side by side, or one indicator with its intervals.

use super::{Break, Caption, Class, Estimate, Series, Write};
use crate::render::markup::Svg;

/// Counts over years: received, handled, carried over. The last value of each line is written beside its name.
#[derive(Debug, Clone)]
pub struct Lines {
    /// What the chart says of itself.
    pub caption: Caption,
    /// The years, ascending.
    pub years: Vec<u16>,
    /// The lines; a line stops at a missing value and goes on after it.
    pub series: Vec<Series>,
    /// Where the edition changes.
    pub breaks: Vec<Break>,
    /// A word for a year in which every series is missing.
    pub missing: String,
    /// How the axis and the values are written.
    pub write: Write,
}

/// One indicator of one body over years, with intervals.
#[derive(Debug, Clone)]
pub struct Course {
    /// What the chart says of itself.
    pub caption: Caption,
    /// What the line stands for.
    pub class: Class,
    /// The years, ascending.
    pub years: Vec<u16>,
    /// One estimate a year; a year of few cases is written as text and breaks the line.
    pub values: Vec<Estimate>,
    /// Where the edition changes. The line does not cross a break.
    pub breaks: Vec<Break>,
    /// The greatest value that there can be (100 for percent), if there is one.
    pub ceiling: Option<f64>,
    /// How the axis is written.
    pub write: Write,
}

/// Draws the lines.
pub fn lines(chart: &Lines) -> Svg {
    let _ = chart;
    Svg::default()
}

/// Draws the indicator.
pub fn course(chart: &Course) -> Svg {
    let _ = chart;
    Svg::default()
}
