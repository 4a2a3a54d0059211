//! Named counts of one year as horizontal bars: reasons for refusal.

use super::{Caption, Class, Write};
use crate::render::markup::Svg;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name, written above the bar.
    pub label: String,
    /// Its length; `None` where the figure is missing, blank or unreadable.
    pub value: Option<f64>,
}

/// Horizontal bars, in the order given.
#[derive(Debug, Clone)]
pub struct Bars {
    /// What the chart says of itself.
    pub caption: Caption,
    /// What the bars stand for.
    pub class: Class,
    /// The bars.
    pub bars: Vec<Bar>,
    /// A word for a missing value.
    pub missing: String,
    /// How the values are written.
    pub write: Write,
}

/// Draws the bars.
pub fn bars(chart: &Bars) -> Svg {
    let _ = chart;
    Svg::default()
}
