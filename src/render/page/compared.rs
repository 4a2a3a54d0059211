//! What the compare page asks for while someone chooses: the list of bodies, and each body's indicators as they are
//! written on its own page. JSON, one file a body and language, so that a choice of six loads six small files.

use serde::Serialize;

use super::{PageKind, Scene, bodies, figure, value};
use crate::model::{Body, Indicator, Reading, Trend};
use crate::render::members::Members;

/// A body in the list to choose from.
#[derive(Serialize)]
pub struct Entry<'a> {
    id: &'a str,
    name: &'a str,
    /// What else it is found by: its names in both languages, its identifier.
    other: [Option<&'a str>; 3],
    group: String,
}

/// One body: its name, its group, whether it may be compared (its level is known), and what is shown of its years.
#[derive(Serialize)]
pub struct Compared<'a> {
    id: &'a str,
    name: &'a str,
    group: String,
    comparable: bool,
    years: Members<u16, Year>,
}

/// One year: where its page is, and what is shown of each indicator.
#[derive(Serialize)]
struct Year {
    href: String,
    /// The report before it uses another edition of the form.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    new_form: bool,
    of: Members<&'static str, Shown>,
}

/// What is shown of one indicator. `text`, `note` and `mark` are what a table shows and `why` what the mark means: no value, or
/// one that was not read itself.
#[derive(Serialize)]
struct Shown {
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    mark: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    why: String,
    /// The anchor of the first figure that it is made of, on the page of the year; for a value only.
    #[serde(skip_serializing_if = "String::is_empty")]
    figure: String,
    /// The report's own numbers disagree.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    disputed: bool,
    /// It is counted otherwise than in the report before: no line leads here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    counted_anew: bool,
    /// For drawing and sorting, percent for shares; not there where nothing may be drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    /// The 95 % interval, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<f64>,
}

/// Every body, in the order of the portal.
pub fn list<'a>(scene: &Scene<'a>) -> Vec<Entry<'a>> {
    let entry = |body: &'a Body| Entry {
        id: &body.slug,
        name: body.name_in(scene.language),
        other: [Some(&body.name), body.name_en.as_deref(), Some(&body.slug)],
        group: bodies::group_name(scene, body),
    };
    scene.bodies().iter().map(entry).collect()
}

/// One body, by its place in the portal.
pub fn body<'a>(scene: &Scene<'a>, position: usize) -> Compared<'a> {
    let body = scene.body(position);
    let trends: Vec<Trend> = Indicator::ALL.iter().map(|&indicator| body.trend(indicator)).collect();
    let years = body.years.iter().enumerate().map(|(index, year)| {
        let before = index.checked_sub(1).map(|before| body.years[before].report().edition());
        let of = trends.iter().map(|trend| {
            let counted_anew = trend.point(year.year).is_some_and(|point| point.break_before);
            let reading = year.reading(trend.indicator);
            let first = trend.indicator.inputs(year.report().edition()).first().filter(|_| reading.outcome.is_ok());
            let figure = first.map(|&key| figure::anchor(key)).unwrap_or_default();
            (trend.indicator.id(), Shown { counted_anew, figure, ..shown(scene, reading) })
        });
        let href = scene.link_to(&PageKind::BodyYear(position, year.year));
        let new_form = before.is_some_and(|before| before != year.report().edition());
        (year.year, Year { href, new_form, of: Members(of.collect()) })
    });
    Compared {
        id: &body.slug,
        name: body.name_in(scene.language),
        group: bodies::group_name(scene, body),
        comparable: body.level.is_some(),
        years: Members(years.collect()),
    }
}

fn shown(scene: &Scene, reading: &Reading) -> Shown {
    let cell = value::cell(scene, &reading.outcome);
    let (value, interval) = reading.value().and_then(value::drawn).unzip();
    let (low, high) = interval.flatten().unzip();
    Shown {
        text: cell.text,
        note: cell.note,
        mark: cell.mark,
        why: cell.title,
        disputed: reading.outcome.as_ref().is_ok_and(|found| found.disputed),
        figure: String::new(),
        counted_anew: false,
        value,
        low,
        high,
    }
}
