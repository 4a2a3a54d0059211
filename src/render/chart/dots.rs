//! An indicator over bodies: a dot each with its interval as a whisker, and the median of the group.

use super::backend::Ink;
use super::canvas::{self, Anchor, Frame, Plane, text_width};
use super::lines::{Mark, mark};
use super::picture::{Hit, Hits, Picture};
use super::{Caption, Class, Estimate, Write};

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

/// Names wider than this stand above their row.
const WIDEST_NAME: f64 = 150.0;
/// The height of a name above its row: a rule that would strike it through leaves it out.
const NAME: f64 = 20.0;
const HEAD: f64 = 20.0;
const FOOT: f64 = 22.0;

/// Draws the dots. The value of each body is written at the right.
pub fn dots(chart: &Dots) -> Picture {
    let names = chart.dots.iter().map(|dot| text_width(&dot.label)).fold(0.0, f64::max);
    // Words in the place of a mark stand where the plot of their row is empty.
    let values = chart.dots.iter().filter(|dot| mark(&dot.estimate).is_some());
    let texts = values.map(|dot| text_width(text_of(&dot.estimate))).fold(0.0, f64::max);
    let beside = names <= WIDEST_NAME;
    let (row, middle) = if beside { (26.0, 13.0) } else { (42.0, 29.0) };
    let median = chart.median.as_ref().filter(|(value, _)| canvas::drawable(Some(*value)).is_some());
    let reach = chart.dots.iter().filter_map(|dot| mark(&dot.estimate)).map(Mark::reach);
    let reach = reach.chain(median.map(|(value, _)| (*value, *value)));
    let (lowest, highest) = reach.fold((0.0_f64, 0.0_f64), |(low, high), (l, h)| (low.min(l), high.max(h)));
    let ticks = canvas::ticks(lowest, highest, chart.ceiling);
    let height = HEAD + chart.dots.len() as f64 * row + FOOT;

    canvas::draw(&chart.caption, "dots", (canvas::WIDTH, height), |sheet| {
        // The label of the first rule has its middle there.
        let first = ticks.first().map_or(0.0, |tick| text_width(&(chart.write)(*tick)) / 2.0 + 2.0);
        let left = if beside { names + 10.0 } else { first.max(6.0) };
        let frame = Frame { left, top: HEAD, right: canvas::WIDTH - texts - 12.0, bottom: height - FOOT };
        let range = ticks.first().copied().unwrap_or(0.0)..ticks.last().copied().unwrap_or(1.0);
        let plot = sheet.over(frame, range, -frame.bottom..-frame.top);
        let rule = |ink: Ink, x: f64, top: f64| {
            let names = chart.dots.iter().enumerate().filter(|(_, dot)| !beside && x < text_width(&dot.label) + 6.0);
            let mut from = top;
            for (index, _) in names {
                let name = HEAD + index as f64 * row;
                if name > from {
                    sheet.line(ink, &[(x, from), (x, name)]);
                }
                from = name + NAME;
            }
            sheet.line(ink, &[(x, from), (x, frame.bottom)]);
        };
        axis(sheet, &plot, frame, &ticks, chart.write, &rule);
        if let Some((value, words)) = median {
            let (x, _) = plot.at(*value, 0.0);
            rule(Ink::Median, x, frame.top);
            let half = text_width(words) / 2.0;
            let x = x.min(canvas::WIDTH - half).max(half);
            sheet.text(Ink::Median, Anchor::Middle, (x, frame.top - 6.0), words);
        }
        for (index, dot) in chart.dots.iter().enumerate() {
            let y = HEAD + index as f64 * row + middle;
            if let Some((low, high)) = mark(&dot.estimate).and_then(|mark| mark.interval) {
                plot.line(Ink::Whisker(chart.class), &[(low, -y), (high, -y)]);
            }
        }
        for (index, dot) in chart.dots.iter().enumerate() {
            let y = HEAD + index as f64 * row + middle;
            if let Some(mark) = mark(&dot.estimate) {
                plot.dot(Ink::Dot(chart.class), (mark.value, -y), 5.0);
            }
        }
        for (index, dot) in chart.dots.iter().enumerate() {
            let y = HEAD + index as f64 * row + middle;
            // The whole name stands in the table beside the chart, and in the field that is asked.
            let name = canvas::fitted(&dot.label, canvas::WIDTH);
            sheet.text(Ink::Text, Anchor::Start, (0.0, if beside { y + 4.5 } else { y - 13.0 }), &name);
        }
        for (index, dot) in chart.dots.iter().enumerate() {
            let y = HEAD + index as f64 * row + middle;
            let ink = if mark(&dot.estimate).is_some() { Ink::Text } else { Ink::Axis };
            sheet.text(ink, Anchor::End, (canvas::WIDTH, y + 4.5), text_of(&dot.estimate));
        }
        let hit = |(index, dot): (usize, &Dot)| Hit {
            field: [0.0, HEAD + index as f64 * row, canvas::WIDTH, row],
            parts: vec![dot.label.clone(), dot.estimate.exact().to_owned()],
        };
        Hits::plain(chart.dots.iter().enumerate().map(hit))
    })
}

fn text_of(estimate: &Estimate) -> &str {
    match estimate {
        Estimate::Value { text, .. } | Estimate::Few(text) | Estimate::Missing(text) => text,
    }
}

/// Vertical rules, drawn by `rule` from a height to the bottom, with their labels below; labels that would touch the one
/// before are left out.
fn axis(sheet: &Plane, plot: &Plane, frame: Frame, ticks: &[f64], write: Write, rule: &impl Fn(Ink, f64, f64)) {
    for tick in ticks {
        let (x, _) = plot.at(*tick, 0.0);
        let ink = if *tick == 0.0 { Ink::Base } else { Ink::Grid };
        rule(ink, x, frame.top);
    }
    let mut free = f64::MIN;
    for tick in ticks {
        let words = write(*tick);
        let (x, _) = plot.at(*tick, 0.0);
        let half = text_width(&words) / 2.0;
        if x - half >= free {
            sheet.text(Ink::Axis, Anchor::Middle, (x, frame.bottom + 16.0), &words);
            free = x + half + 6.0;
        }
    }
}
