//! Two years side by side: a slope for each series between its two values, named and written at its ends. No axis is
//! needed where every value stands beside its mark.

use super::backend::Ink;
use super::canvas::{self, Anchor, Frame, drawable, text_width};
use super::lines::Lines;
use super::picture::Picture;

/// The two values of each series, in the order of the series.
pub(super) fn slopes(chart: &Lines) -> Option<Vec<(f64, f64)>> {
    if chart.years.len() != 2 {
        return None;
    }
    let ends = |values: &[Option<f64>]| match *values {
        [first, last] => drawable(first).zip(drawable(last)),
        _ => None,
    };
    chart.series.iter().map(|series| ends(&series.values)).collect()
}

const HEIGHT: f64 = 200.0;

/// Draws the slopes on one scale from zero; labels that would overlap are moved apart, in the order of their values.
pub(super) fn draw(chart: &Lines, slopes: &[(f64, f64)]) -> Picture {
    let before: Vec<String> = slopes.iter().map(|(value, _)| (chart.write)(*value)).collect();
    let after: Vec<String> = chart
        .series
        .iter()
        .zip(slopes)
        .map(|(series, (_, value))| format!("{} {}", (chart.write)(*value), series.label))
        .collect();
    let widest = |labels: &[String]| labels.iter().map(|label| text_width(label)).fold(0.0, f64::max);
    let (left, right) = (widest(&before) + 12.0, canvas::WIDTH - widest(&after) - 12.0);
    let values = || slopes.iter().flat_map(|(first, last)| [*first, *last]);
    let (lowest, highest) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    let highest = if highest > lowest { highest } else { lowest + 1.0 };
    let picture = canvas::draw(&chart.caption, "slope", (canvas::WIDTH, HEIGHT), |sheet| {
        let frame = Frame { left, top: 34.0, right: right.max(left + 60.0), bottom: HEIGHT - 14.0 };
        let plot = sheet.over(frame, 0.0..1.0, lowest..highest);
        for (year, x) in chart.years.iter().zip([0.0, 1.0]) {
            let (x, _) = plot.at(x, 0.0);
            sheet.line(Ink::Grid, &[(x, frame.top - 8.0), (x, frame.bottom + 4.0)]);
            sheet.text(Ink::Axis, Anchor::Middle, (x, frame.top - 14.0), &year.to_string());
        }
        // The pitch of the columns is that of the whole frame, its middle the place of the change.
        canvas::breaks(sheet, Frame { top: frame.top - 4.0, ..frame }, &chart.years, &chart.breaks);
        for (series, (first, last)) in chart.series.iter().zip(slopes) {
            plot.line(Ink::Line(series.class), &[(0.0, *first), (1.0, *last)]);
        }
        for (series, (first, last)) in chart.series.iter().zip(slopes) {
            plot.dot(Ink::Dot(series.class), (0.0, *first), 4.0);
            plot.dot(Ink::Dot(series.class), (1.0, *last), 4.0);
        }
        let ends = [(0.0, -8.0, Anchor::End, &before), (1.0, 8.0, Anchor::Start, &after)];
        for (x, shift, anchor, labels) in ends {
            let at = |index: usize| {
                let (first, last) = slopes[index];
                plot.at(x, if x == 0.0 { first } else { last })
            };
            let mut order: Vec<usize> = (0..labels.len()).collect();
            order.sort_by(|a, b| at(*a).1.total_cmp(&at(*b).1));
            let mut heights: Vec<f64> = order.iter().map(|index| at(*index).1).collect();
            canvas::apart(&mut heights, frame.bottom);
            for (index, y) in order.iter().zip(heights) {
                sheet.text(Ink::Text, anchor, (at(*index).0 + shift, y + 4.5), &labels[*index]);
            }
        }
        canvas::hits_of_years(Frame { left: 0.0, right: canvas::WIDTH, ..frame }, &chart.years, &chart.series)
    });
    Picture { named: true, ..picture }
}
