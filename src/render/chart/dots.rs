//! An indicator over bodies: a dot each with its interval as a whisker, and the median of the group.

use super::{Caption, Class, Estimate, Write};
use crate::render::markup::Svg;

/// One body.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Its name.
    pub label: String,
    /// Its value; few cases and missing values are text only.
    pub estimate: Estimate,
}

/// A dot plot, bodies in the order given.
#[derive(Debug, Clone)]
pub struct Dots {
    /// What the chart says of itself.
    pub caption: Caption,
    /// What the dots stand for.
    pub class: Class,
    /// The bodies.
    pub dots: Vec<Dot>,
    /// The median of the group and the words beside its line, as "中位数 70.4 %".
    pub median: Option<(f64, String)>,
    /// The greatest value that there can be (100 for percent), if there is one.
    pub ceiling: Option<f64>,
    /// How the axis is written.
    pub write: Write,
}

/// Draws the dots.
pub fn dots(chart: &Dots) -> Svg {
    let _ = chart;
    Svg::default()
}
