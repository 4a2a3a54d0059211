//! Values over years as lines with points: several counts side by side, or one indicator with its intervals.

use super::backend::Ink;
use super::canvas::{self, Anchor, Frame, Plane, drawable, text_width};
use super::picture::{Hit, Hits, Picture};
use super::{Break, Caption, Class, Estimate, Series, Write, slope};

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
    /// Where the edition changes.
    pub breaks: Vec<Break>,
    /// The greatest value that there can be (100 for percent), if there is one.
    pub ceiling: Option<f64>,
    /// How the axis is written.
    pub write: Write,
}

const HEIGHT: f64 = 240.0;
const COURSE_HEIGHT: f64 = 256.0;

/// Draws the lines. A line is broken at a gap and goes on through a change of edition, which is marked. Of two years
/// that both have every value a slope says more.
pub fn lines(chart: &Lines) -> Picture {
    if let Some(slopes) = slope::slopes(chart) {
        return slope::draw(chart, &slopes);
    }
    let years = chart.years.len();
    let values: Vec<Vec<Option<f64>>> =
        chart.series.iter().map(|series| (0..years).map(|year| series.drawable(year)).collect()).collect();
    let present = || values.iter().flatten().flatten().copied();
    let ticks = canvas::ticks(present().fold(0.0, f64::min), present().fold(0.0, f64::max), None);
    let ends: Vec<Option<(usize, f64, String)>> = chart
        .series
        .iter()
        .zip(&values)
        .map(|(series, values)| {
            let year = values.iter().rposition(Option::is_some)?;
            let value = values[year]?;
            Some((year, value, format!("{} {}", series.label, (chart.write)(value))))
        })
        .collect();
    let widest = ends.iter().flatten().map(|(_, _, words)| text_width(words)).fold(0.0, f64::max);
    let mut named = false;
    let picture = canvas::draw(&chart.caption, "lines", (canvas::WIDTH, HEIGHT), |sheet| {
        let right = (canvas::WIDTH - widest - 4.0).max(canvas::WIDTH * 0.5);
        let left = canvas::gutter(&ticks, chart.write);
        let frame = Frame { left, top: 30.0, right, bottom: HEIGHT - 22.0 };
        let plot = plot(sheet, frame, years, &ticks);
        canvas::vertical_axis(sheet, &plot, frame, &ticks, chart.write);
        canvas::year_axis(sheet, frame, &chart.years, HEIGHT - 6.0);
        canvas::breaks(sheet, frame, &chart.years, &chart.breaks);
        for year in 0..years {
            if values.iter().all(|values| values[year].is_none()) {
                let word = canvas::gap_word(&chart.series, year);
                canvas::gap(sheet, frame, years, year, plot.at(0.0, 0.0).1, word);
            }
        }
        for (series, values) in chart.series.iter().zip(&values) {
            let points: Vec<Option<(f64, f64)>> =
                values.iter().enumerate().map(|(year, value)| value.map(|value| (year as f64 + 0.5, value))).collect();
            for run in points.split(Option::is_none) {
                plot.line(Ink::Line(series.class), &run.iter().flatten().copied().collect::<Vec<_>>());
            }
            for point in points.iter().flatten() {
                plot.dot(Ink::Dot(series.class), *point, 3.5);
            }
        }
        named = end_labels(sheet, &plot, frame, &ends);
        canvas::hits_of_years(frame, &chart.years, &chart.series)
    });
    Picture { named, ..picture }
}

/// Writes the name and the last value of each line at its right, moved apart where they would overlap. Whether each line
/// that there is has its name at its own end, so that no legend is needed to tell them apart.
fn end_labels(sheet: &Plane, plot: &Plane, frame: Frame, ends: &[Option<(usize, f64, String)>]) -> bool {
    let mut labels: Vec<(f64, f64, &str)> = ends
        .iter()
        .flatten()
        .map(|(year, value, words)| {
            let (x, y) = plot.at(*year as f64 + 0.5, *value);
            (y + 4.5, x, words.as_str())
        })
        .collect();
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let apart = labels.windows(2).all(|pair| pair[1].0 - pair[0].0 >= canvas::LINE);
    let fit = labels.iter().all(|(_, _, words)| frame.right + 3.0 + text_width(words) <= canvas::WIDTH);
    let named = apart && fit && labels.len() == ends.len() && labels.iter().all(|(_, x, _)| *x > frame.right - 40.0);
    let mut heights: Vec<f64> = labels.iter().map(|label| label.0).collect();
    canvas::apart(&mut heights, frame.bottom + 4.0);
    for ((_, x, words), y) in labels.into_iter().zip(heights) {
        let x = if x > frame.right - 40.0 { x + 7.0 } else { frame.right + 3.0 };
        sheet.text(Ink::Text, Anchor::Start, (x, y), words);
    }
    named
}

fn plot<'a>(sheet: &Plane<'a>, frame: Frame, years: usize, ticks: &[f64]) -> Plane<'a> {
    let (lowest, highest) = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
    sheet.over(frame, 0.0..years.max(1) as f64, lowest..highest)
}

/// Draws the indicator. Each value is written above its point where there is room. As with counts, the line goes on through a
/// change of edition, which is marked.
pub fn course(chart: &Course) -> Picture {
    let years = chart.years.len();
    let values: Vec<Option<&Estimate>> = (0..years).map(|year| chart.values.get(year)).collect();
    let reach = values.iter().flatten().filter_map(|estimate| mark(estimate)).map(Mark::reach);
    let (lowest, highest) = reach.fold((0.0, 0.0), |(low, high): (f64, f64), (l, h)| (low.min(l), high.max(h)));
    let ticks = canvas::ticks(lowest, highest, chart.ceiling);
    canvas::draw(&chart.caption, "course", (canvas::WIDTH, COURSE_HEIGHT), |sheet| {
        let left = canvas::gutter(&ticks, chart.write);
        let frame = Frame { left, top: 48.0, right: canvas::WIDTH - 2.0, bottom: COURSE_HEIGHT - 22.0 };
        let plot = plot(sheet, frame, years, &ticks);
        canvas::vertical_axis(sheet, &plot, frame, &ticks, chart.write);
        canvas::year_axis(sheet, frame, &chart.years, COURSE_HEIGHT - 6.0);
        // Values are written above their intervals; the labels of breaks stand higher still.
        canvas::breaks(sheet, Frame { top: 30.0, ..frame }, &chart.years, &chart.breaks);

        let marks: Vec<Option<Mark>> = values.iter().map(|estimate| mark((*estimate)?)).collect();
        let middle = |year: usize| year as f64 + 0.5;
        for (year, mark) in marks.iter().enumerate() {
            if let Some((low, high)) = mark.and_then(|mark| mark.interval) {
                plot.line(Ink::Whisker(chart.class), &[(middle(year), low), (middle(year), high)]);
            }
        }
        let mut run: Vec<(f64, f64)> = Vec::new();
        for (year, mark) in marks.iter().enumerate() {
            if mark.is_none() {
                plot.line(Ink::Line(chart.class), &run);
                run.clear();
            }
            run.extend(mark.map(|mark| (middle(year), mark.value)));
        }
        plot.line(Ink::Line(chart.class), &run);
        for (year, mark) in marks.iter().enumerate() {
            if let Some(mark) = mark {
                plot.dot(Ink::Dot(chart.class), (middle(year), mark.value), 4.0);
            }
        }
        for (year, estimate) in values.iter().enumerate() {
            let (x, ground) = plot.at(year as f64 + 0.5, 0.0);
            match estimate {
                Some(Estimate::Value { text, .. }) => {
                    let Some(mark) = marks[year] else {
                        canvas::gap(sheet, frame, years, year, ground, "—");
                        continue;
                    };
                    let (_, y) = plot.at(0.0, mark.reach().1);
                    if text_width(text) <= canvas::pitch(frame, years) + 4.0 {
                        sheet.text(Ink::Text, Anchor::Middle, (x, y - 8.0), text);
                    }
                }
                Some(Estimate::Few(text)) => sheet.text(Ink::Axis, Anchor::Middle, (x, ground - 6.0), text),
                Some(Estimate::Missing(text)) => canvas::gap(sheet, frame, years, year, ground, text),
                None => canvas::gap(sheet, frame, years, year, ground, "—"),
            }
        }
        let hit = |year: usize| Hit {
            field: canvas::column(frame, years, year),
            parts: vec![chart.years[year].to_string(), values[year].map_or("—", Estimate::exact).to_owned()],
        };
        Hits::plain((0..years).map(hit))
    })
}

/// What is drawn of an estimate: its value, and the ends of its interval where it has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) value: f64,
    pub(super) interval: Option<(f64, f64)>,
}

impl Mark {
    /// The lowest and the highest value that the mark reaches.
    pub(super) fn reach(self) -> (f64, f64) {
        let (low, high) = self.interval.unwrap_or((self.value, self.value));
        (low.min(self.value), high.max(self.value))
    }
}

/// The mark of an estimate; none for few cases and for what is missing.
pub(super) fn mark(estimate: &Estimate) -> Option<Mark> {
    let Estimate::Value { value, interval, .. } = estimate else { return None };
    let (low, high) = interval.unzip();
    Some(Mark { value: drawable(Some(*value))?, interval: drawable(low).zip(drawable(high)) })
}
