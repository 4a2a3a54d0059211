//! Counts of very different size over years: one row of bars each, on its own scale, every bar with its value.

use super::backend::Ink;
use super::canvas::{self, Anchor, Frame, text_width};
use super::picture::Picture;
use super::{Break, Caption, Series, Write};

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
    /// How the values are written.
    pub write: Write,
}

const ROW: f64 = 92.0;
const HEAD: f64 = 20.0;
/// The height of a row's label: no rule stands in it.
const TITLE: f64 = 20.0;

/// Draws the rows. Where the values of a row are too long to stand side by side, only the last one is written.
pub fn multiples(chart: &Multiples) -> Picture {
    let years = chart.years.len();
    let height = HEAD + chart.series.len() as f64 * ROW + 20.0;
    canvas::draw(&chart.caption, "multiples", (canvas::WIDTH, height), |sheet| {
        let whole = Frame { left: 0.0, top: HEAD, right: canvas::WIDTH, bottom: height - 20.0 };
        let beside_label = Frame { top: HEAD - canvas::BREAK_LABEL, bottom: HEAD, ..whole };
        canvas::break_rules(sheet, beside_label, &chart.years, &chart.breaks);
        for row in 0..chart.series.len() {
            let top = HEAD + row as f64 * ROW;
            let below_title = Frame { top: top + TITLE, bottom: top + ROW, ..whole };
            canvas::break_rules(sheet, below_title, &chart.years, &chart.breaks);
        }
        canvas::break_labels(sheet, whole, &chart.years, &chart.breaks);
        canvas::year_axis(sheet, whole, &chart.years, height - 6.0);
        for (row, series) in chart.series.iter().enumerate() {
            let top = HEAD + row as f64 * ROW;
            sheet.text(Ink::Text, Anchor::Start, (0.0, top + 14.0), &series.label);
            let frame = Frame { top: top + 38.0, bottom: top + ROW - 6.0, ..whole };
            draw_row(sheet, frame, chart, series, years);
        }
        canvas::hits_of_years(whole, &chart.years, &chart.series)
    })
}

fn draw_row(sheet: &canvas::Plane, frame: Frame, chart: &Multiples, series: &Series, years: usize) {
    let values: Vec<Option<f64>> = (0..years).map(|year| series.drawable(year)).collect();
    let present = || values.iter().flatten().copied();
    let (lowest, highest) = (present().fold(0.0, f64::min), present().fold(0.0, f64::max));
    let highest = if highest > lowest { highest } else { lowest + 1.0 };
    // Room for the number below a bar that hangs down.
    let frame = if lowest < 0.0 { Frame { bottom: frame.bottom - 14.0, ..frame } } else { frame };
    let plot = sheet.over(frame, 0.0..years.max(1) as f64, lowest..highest);
    let (_, ground) = plot.at(0.0, 0.0);
    sheet.line(Ink::Base, &[(frame.left, ground), (frame.right, ground)]);

    let pitch = canvas::pitch(frame, years);
    let all_fit = present().all(|value| text_width(&(chart.write)(value)) <= pitch - 2.0);
    let last = values.iter().rposition(Option::is_some);
    for (year, value) in values.iter().enumerate() {
        let Some(value) = *value else {
            let word = canvas::gap_word(std::slice::from_ref(series), year);
            canvas::gap(sheet, frame, years, year, ground, word);
            continue;
        };
        let (left, right) = canvas::edges(year);
        plot.rectangle(Ink::Bar(series.class), (left, 0.0), (right, value));
        if all_fit || last == Some(year) {
            let words = (chart.write)(value);
            let (middle, end) = plot.at(year as f64 + 0.5, value);
            let half = text_width(&words) / 2.0;
            let x = middle.min(canvas::WIDTH - half).max(half);
            sheet.text(Ink::Text, Anchor::Middle, (x, if value < 0.0 { end + 13.0 } else { end - 4.0 }), &words);
        }
    }
}
