//! Outcomes per year as stacked bars, as counts or as shares of the whole.

use super::backend::Ink;
use super::canvas::{self, Anchor, Frame, TEXT, text_width};
use super::picture::Picture;
use super::{Break, Caption, Series, Write};

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
    /// How the axis is written: counts, or percent (0 to 100).
    pub write: Write,
}

const HEIGHT: f64 = 270.0;

/// Draws the bars. Parts are drawn bottom first in the order given; a part with room for it carries its number.
pub fn stacked(chart: &Stacked) -> Picture {
    let columns: Vec<Option<Vec<f64>>> = (0..chart.years.len()).map(|year| parts(chart, year)).collect();
    let highest = match chart.measure {
        Measure::Counts => columns.iter().flatten().map(|parts| parts.iter().sum()).fold(0.0, f64::max),
        Measure::Shares => 100.0,
    };
    let ticks = match chart.measure {
        Measure::Counts => canvas::ticks(0.0, highest, None),
        Measure::Shares => vec![0.0, 25.0, 50.0, 75.0, 100.0],
    };
    canvas::draw(&chart.caption, "stacked", (canvas::WIDTH, HEIGHT), |sheet| {
        let left = canvas::gutter(&ticks, chart.write);
        let frame = Frame { left, top: 30.0, right: canvas::WIDTH - 2.0, bottom: HEIGHT - 22.0 };
        let years = chart.years.len();
        let plot = sheet.over(frame, 0.0..years.max(1) as f64, 0.0..ticks.last().copied().unwrap_or(1.0));
        canvas::vertical_axis(sheet, &plot, frame, &ticks, chart.write);
        canvas::year_axis(sheet, frame, &chart.years, HEIGHT - 6.0);
        canvas::breaks(sheet, frame, &chart.years, &chart.breaks);

        for (part, series) in chart.series.iter().enumerate() {
            for (year, parts) in columns.iter().enumerate() {
                let Some(parts) = parts else { continue };
                let foot: f64 = parts[..part].iter().sum();
                let (low, high) = canvas::edges(year);
                plot.rectangle(Ink::Patterned(series.class), (low, foot), (high, foot + parts[part]));
            }
        }
        for (part, series) in chart.series.iter().enumerate() {
            for (year, parts) in columns.iter().enumerate() {
                let Some(parts) = parts else { continue };
                let foot: f64 = parts[..part].iter().sum();
                let words = (chart.write)(parts[part]);
                let (low, high) = canvas::edges(year);
                let ((x0, y0), (x1, y1)) = (plot.at(low, foot), plot.at(high, foot + parts[part]));
                if y0 - y1 >= TEXT + 1.0 && text_width(&words) <= x1 - x0 {
                    let at = ((x0 + x1) / 2.0, (y0 + y1) / 2.0 + 4.5);
                    sheet.text(Ink::On(series.class), Anchor::Middle, at, &words);
                }
            }
        }
        for (year, parts) in columns.iter().enumerate() {
            let (_, ground) = plot.at(0.0, 0.0);
            match parts {
                None => canvas::gap(sheet, frame, years, year, ground, canvas::gap_word(&chart.series, year)),
                Some(parts) => {
                    let total: f64 = parts.iter().sum();
                    // A year in which nothing was handled has no shares, and is no gap: its zero is written.
                    let words = if total == 0.0 { "0".to_owned() } else { (chart.write)(total) };
                    let shown = chart.measure == Measure::Counts || total == 0.0;
                    if shown && text_width(&words) <= canvas::pitch(frame, years) {
                        let (x, y) = plot.at(year as f64 + 0.5, total);
                        sheet.text(Ink::Text, Anchor::Middle, (x, y - 5.0), &words);
                    }
                }
            }
        }
        canvas::hits_of_years(frame, &chart.years, &chart.series)
    })
}

/// The parts of a year in the unit of the axis; `None` where the bar would not show a whole.
fn parts(chart: &Stacked, year: usize) -> Option<Vec<f64>> {
    let counts: Vec<f64> =
        chart.series.iter().map(|series| series.drawable(year).filter(|value| *value >= 0.0)).collect::<Option<_>>()?;
    let total: f64 = counts.iter().sum();
    match chart.measure {
        _ if counts.is_empty() => None,
        Measure::Counts => Some(counts),
        Measure::Shares if total > 0.0 => Some(counts.iter().map(|count| count / total * 100.0).collect()),
        Measure::Shares => Some(counts),
    }
}
