//! Rates of one group against the number of their cases, between limits that narrow as cases grow: a funnel plot.

use std::collections::BTreeSet;

use super::backend::Ink;
use super::canvas::{self, Anchor, Frame, Plane, drawable, text_width};
use super::picture::{Hit, Hits, Picture};
use super::{Caption, Class, Write};

/// One body.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Its name, written beside its mark where it lies outside the outer limits.
    pub label: String,
    /// How many cases its rate is of.
    pub cases: f64,
    /// Its rate, in the unit of the axis.
    pub value: f64,
    /// Whether it lies outside the outer limits: another shape.
    pub outside: bool,
    /// What it says to those who ask.
    pub exact: String,
}

/// The limits at one number of cases, in the unit of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The number of cases.
    pub cases: f64,
    /// Lower and upper inner limit.
    pub near: (f64, f64),
    /// Lower and upper outer limit.
    pub far: (f64, f64),
}

/// A funnel plot.
#[derive(Debug, Clone)]
pub struct Funnel {
    /// What the chart says of itself.
    pub caption: Caption,
    /// What the points stand for.
    pub class: Class,
    /// The bodies.
    pub points: Vec<Point>,
    /// The common rate and the words for it.
    pub pooled: (f64, String),
    /// The limits, by ascending cases; they reach over all bodies.
    pub limits: Vec<Limits>,
    /// The words for the inner and the outer limits.
    pub limit_words: [String; 2],
    /// What the horizontal axis counts, and on which scale.
    pub axis: String,
    /// How a rate is written on its axis.
    pub write: Write,
    /// How a number of cases is written on its axis.
    pub write_cases: Write,
}

const HEIGHT: f64 = 310.0;
const RADIUS: f64 = 4.0;
/// From how many points on they are small marks.
const CROWD: usize = 200;
/// For how many names a place is looked for, at most: more find none.
const NAMES: usize = 200;

/// Draws the funnel, cases on a logarithmic scale. Names that find no free place are left out: the page lists them.
pub fn funnel(chart: &Funnel) -> Picture {
    let is_drawable = |value: f64| drawable(Some(value)).is_some();
    let points: Vec<&Point> = chart
        .points
        .iter()
        .filter(|point| point.cases >= 1.0 && is_drawable(point.cases) && is_drawable(point.value))
        .collect();
    let limits: Vec<&Limits> = chart
        .limits
        .iter()
        .filter(|at| {
            at.cases >= 1.0 && [at.cases, at.near.0, at.near.1, at.far.0, at.far.1].into_iter().all(is_drawable)
        })
        .collect();
    let cases = || points.iter().map(|point| point.cases).chain(limits.iter().map(|at| at.cases));
    let (fewest, most) = (cases().fold(f64::MAX, f64::min).min(1e15), cases().fold(1.0, f64::max));
    let marks = steps(fewest, most);
    let (first, last) = (marks.first().copied().unwrap_or(1.0), marks.last().copied().unwrap_or(10.0));
    let pooled = drawable(Some(chart.pooled.0));
    let values = points.iter().map(|point| point.value).chain(limits.iter().flat_map(|at| [at.far.0, at.far.1]));
    let (lowest, highest) =
        values.chain(pooled).fold((0.0, 0.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
    let ticks = canvas::ticks(lowest, highest, Some(100.0).filter(|_| highest <= 100.0));

    canvas::draw(&chart.caption, "funnel", (canvas::WIDTH, HEIGHT), |sheet| {
        let left = canvas::gutter(&ticks, chart.write);
        let frame = Frame { left, top: 34.0, right: canvas::WIDTH - 8.0, bottom: HEIGHT - 44.0 };
        let range = ticks.first().copied().unwrap_or(0.0)..ticks.last().copied().unwrap_or(1.0);
        let plot = sheet.over(frame, first.ln()..last.ln().max(first.ln() + 0.1), range);
        canvas::vertical_axis(sheet, &plot, frame, &ticks, chart.write);
        cases_axis(sheet, &plot, frame, &marks, chart);
        key(sheet, chart);

        for (ink, low, high) in [
            (Ink::Far, (|at: &Limits| at.far.0) as fn(&Limits) -> f64, (|at: &Limits| at.far.1) as fn(&Limits) -> f64),
            (Ink::Near, |at: &Limits| at.near.0, |at: &Limits| at.near.1),
        ] {
            for end in [low, high] {
                plot.line(ink, &limits.iter().map(|at| (at.cases.ln(), end(at))).collect::<Vec<_>>());
            }
        }
        if let Some(pooled) = pooled {
            let (_, y) = plot.at(0.0, pooled);
            sheet.line(Ink::Median, &[(frame.left, y), (frame.right, y)]);
        }
        let placed: Vec<(&Point, (f64, f64))> =
            points.iter().map(|point| (*point, plot.at(point.cases.ln(), point.value))).collect();
        if placed.len() > CROWD {
            crowd(sheet, chart.class, &placed);
        }
        let few = || placed.iter().filter(|_| placed.len() <= CROWD);
        for (_, at) in few().filter(|(point, _)| !point.outside) {
            sheet.dot(Ink::Dot(chart.class), *at, RADIUS);
        }
        for (_, (x, y)) in few().filter(|(point, _)| point.outside) {
            let reach = RADIUS + 2.0;
            sheet.polygon(Ink::Outside, &[(*x, y - reach), (x + reach, *y), (*x, y + reach), (x - reach, *y)]);
        }
        names(sheet, &placed);
        let hit = |(point, (x, y)): &(&Point, (f64, f64))| {
            let (left, top) = ((x - 7.0).max(0.0), (y - 7.0).max(0.0));
            let (right, bottom) = ((x + 7.0).min(canvas::WIDTH), (y + 7.0).min(HEIGHT));
            Hit {
                field: [left, top, right - left, bottom - top],
                parts: vec![point.label.clone(), point.exact.clone()],
            }
        };
        let mut hits: Vec<(f64, Hit)> = placed.iter().map(|point| (point.0.cases, hit(point))).collect();
        hits.sort_by(|a, b| a.0.total_cmp(&b.0));
        Hits::plain(hits.into_iter().map(|(_, hit)| hit))
    })
}

/// Marks of a large group, without a rim, for they overlap: small squares, and upright strokes outside the outer limits. On whole
/// units and each but once.
fn crowd(sheet: &Plane, class: Class, placed: &[(&Point, (f64, f64))]) {
    let at = |outside: bool| -> BTreeSet<(i64, i64)> {
        let points = placed.iter().filter(|(point, _)| point.outside == outside);
        points.map(|(_, (x, y))| (x.round() as i64, y.round() as i64)).collect()
    };
    for (x, y) in at(false) {
        let (x, y) = (x as f64, y as f64);
        sheet.rectangle(Ink::Bar(class), (x - 1.0, y - 1.0), (x + 1.0, y + 1.0));
    }
    for (x, y) in at(true) {
        let (x, y) = (x as f64, y as f64);
        sheet.line(Ink::Median, &[(x, y - 3.0), (x, y + 3.0)]);
    }
}

/// How far the axis reaches for bodies of so many cases.
pub fn reach(fewest: f64, most: f64) -> (f64, f64) {
    let steps = steps(fewest, most);
    (steps.first().copied().unwrap_or(fewest), steps.last().copied().unwrap_or(most))
}

/// Numbers of cases at which the axis is ruled: 1, 2 and 5 times the powers of ten, from below the fewest to above the
/// most.
fn steps(fewest: f64, most: f64) -> Vec<f64> {
    let all: Vec<f64> = (0..=16).flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10f64.powi(power))).collect();
    let first = all.iter().rposition(|step| *step <= fewest).unwrap_or(0);
    let last = all.iter().position(|step| *step >= most && *step > all[first]).unwrap_or(all.len() - 1);
    all[first..=last.max(first)].to_vec()
}

fn cases_axis(sheet: &Plane, plot: &Plane, frame: Frame, marks: &[f64], chart: &Funnel) {
    let mut free = f64::MIN;
    for mark in marks {
        let words = (chart.write_cases)(*mark);
        let (x, _) = plot.at(mark.ln(), 0.0);
        let half = text_width(&words) / 2.0;
        let middle = x.min(canvas::WIDTH - half);
        if middle - half >= free {
            sheet.text(Ink::Axis, Anchor::Middle, (middle, frame.bottom + 16.0), &words);
            free = middle + half + 6.0;
        }
    }
    sheet.text(Ink::Axis, Anchor::End, (canvas::WIDTH, HEIGHT - 8.0), &chart.axis);
}

/// Which line is what, in one row above the plot.
fn key(sheet: &Plane, chart: &Funnel) {
    let mut x = 0.0;
    let [near, far] = &chart.limit_words;
    for (ink, words) in [(Ink::Median, &chart.pooled.1), (Ink::Near, near), (Ink::Far, far)] {
        sheet.line(ink, &[(x, 12.0), (x + 18.0, 12.0)]);
        sheet.text(Ink::Axis, Anchor::Start, (x + 22.0, 16.5), words);
        x += 22.0 + text_width(words) + 12.0;
    }
}

/// The names of what lies outside, each beside its mark where nothing else stands.
fn names(sheet: &Plane, placed: &[(&Point, (f64, f64))]) {
    let mut taken: Vec<[f64; 4]> =
        placed.iter().map(|(_, (x, y))| [x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS]).collect();
    for (point, (x, y)) in placed.iter().filter(|(point, _)| point.outside).take(NAMES) {
        let width = text_width(&point.label);
        let places =
            [(x + 9.0, y + 4.5), (x - 9.0 - width, y + 4.5), (x - width / 2.0, y - 9.0), (x - width / 2.0, y + 19.0)];
        let free = places.into_iter().find_map(|(left, baseline)| {
            let field = [left, baseline - 11.0, left + width, baseline + 3.0];
            let inside = field[0] >= 0.0 && field[1] >= 20.0 && field[2] <= canvas::WIDTH && field[3] <= HEIGHT - 40.0;
            let apart = |other: &[f64; 4]| {
                field[2] <= other[0] || other[2] <= field[0] || field[3] <= other[1] || other[3] <= field[1]
            };
            (inside && taken.iter().all(apart)).then_some((left, baseline, field))
        });
        if let Some((left, baseline, field)) = free {
            sheet.text(Ink::Text, Anchor::Start, (left, baseline), &point.label);
            taken.push(field);
        }
    }
}
