//! The charts of the pages: which figures go into which chart, with its words. What is missing goes in as missing.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::outcome::OUTCOMES;
use super::part::{Chart, LegendEntry, Link};
use super::{Scene, value};
use crate::form::{Column, Edition, FigureKey, Layout, Row};
use crate::model::{Body, BodyYear, Comparison, Indicator, Kind, NotAvailable, Value};
use crate::render::chart::bars::{Bar, Bars, bars};
use crate::render::chart::dots::{Dot, Dots, dots};
use crate::render::chart::lines::{Course, Lines, course, lines};
use crate::render::chart::multiples::{Multiples, multiples};
use crate::render::chart::stacked::{Measure, Stacked, stacked};
use crate::render::chart::{Break, Caption, Class, Estimate, Series};
use crate::render::markup::Svg;
use crate::render::number;
use crate::report::Report;

/// Every year from a body's first report to its last.
fn years(body: &Body) -> Vec<u16> {
    (body.first().year..=body.latest().year).collect()
}

/// The years from which another edition is used than before.
fn breaks(scene: &Scene, body: &Body) -> Vec<Break> {
    let changed = |pair: &[BodyYear]| pair[0].report().edition() != pair[1].report().edition();
    let label = scene.words("chart.break");
    body.years
        .windows(2)
        .filter(|pair| changed(pair))
        .map(|pair| Break { year: pair[1].year, label: label.clone() })
        .collect()
}

/// One value a year, where `of` finds one in the year's report.
fn over_years(body: &Body, of: impl Fn(&Report) -> Option<Decimal>) -> Vec<Option<f64>> {
    years(body).into_iter().map(|year| of(body.year(year)?.report())?.to_f64()).collect()
}

/// Whether at least so many years have a value in some series: a line of one point is no chart.
fn has_years(series: &[Series], fewest: usize) -> bool {
    let years = series.iter().map(|one| one.values.len()).max().unwrap_or_default();
    let with_value = |year: &usize| series.iter().any(|one| one.values.get(*year).copied().flatten().is_some());
    (0..years).filter(with_value).count() >= fewest
}

fn total(row: Row) -> impl Fn(&Report) -> Option<Decimal> {
    move |report| report.value(FigureKey { table: row.table(), row, column: Column::Total })
}

fn caption(scene: &Scene, id: &str, about: &str) -> Caption {
    let title = scene.fill(&format!("chart.{id}.title"), &[("about", about)]);
    let desc = scene.fill(&format!("chart.{id}.desc"), &[("about", about)]);
    Caption { id: format!("chart-{}", id.replace('_', "-")), title, desc }
}

/// Says in which years a conflict touches a total of `rows`; `""` for none.
fn disputed(scene: &Scene, body: &Body, rows: impl Fn(Row) -> bool) -> String {
    let touches = |key: &FigureKey| key.column == Column::Total && rows(key.row);
    disputed_years(scene, &body.years, |year| year.disputed.iter().any(touches))
}

/// Says which of the years are touched by a conflict; `""` for none.
fn disputed_years(scene: &Scene, years: &[BodyYear], touched: impl Fn(&BodyYear) -> bool) -> String {
    let years: Vec<String> = years.iter().filter(|year| touched(year)).map(|year| year.year.to_string()).collect();
    if years.is_empty() {
        return String::new();
    }
    scene.fill("chart.disputed", &[("years", &years.join(&scene.words("summary.comma")))])
}

fn finish(scene: &Scene, caption: &Caption, svg: Svg, legend: Vec<LegendEntry>, file: &str) -> Chart {
    Chart {
        title: caption.title.clone(),
        svg,
        legend,
        note: String::new(),
        data: Link::new(scene.link_to_path(&format!("data/{file}")), scene.fill("chart.data", &[("file", file)])),
    }
}

/// How requests ended, year by year, as counts or as shares.
pub fn outcomes(scene: &Scene, body: &Body, measure: Measure) -> Option<Chart> {
    let id = if measure == Measure::Counts { "outcomes" } else { "outcome_shares" };
    let caption = caption(scene, id, body.name_in(scene.language));
    let series = OUTCOMES.map(|outcome| Series {
        class: outcome.class,
        label: outcome.name(scene),
        values: over_years(body, |report| outcome.total(report)),
    });
    let whole = |year: usize| series.iter().all(|one| one.values[year].is_some());
    let drawn = (0..years(body).len()).filter(|&year| whole(year)).count();
    if drawn < if measure == Measure::Counts { 1 } else { 2 } {
        return None;
    }
    let legend = OUTCOMES.map(|outcome| LegendEntry::new(outcome.class, outcome.name(scene)));
    let svg = stacked(&Stacked {
        caption: caption.clone(),
        years: years(body),
        series: series.into(),
        measure,
        breaks: breaks(scene, body),
        missing: scene.words("chart.missing"),
        write: if measure == Measure::Counts { number::chart_count } else { number::chart_percent },
    });
    let mut chart = finish(scene, &caption, svg, legend.into(), "figures.csv");
    chart.note = disputed(scene, body, |row| row > Row::CarriedIn && row < Row::CarriedOver);
    Some(chart)
}

/// Received, handled, carried over.
pub fn flow(scene: &Scene, body: &Body) -> Option<Chart> {
    let caption = caption(scene, "flow", body.name_in(scene.language));
    let rows =
        [(Class::Received, Row::Received), (Class::Handled, Row::Handled), (Class::CarriedOver, Row::CarriedOver)];
    let name = |row: Row| scene.term(&format!("form.row.{}.short", row.id()));
    let series = rows.map(|(class, row)| Series { class, label: name(row), values: over_years(body, total(row)) });
    if !has_years(&series, 2) {
        return None;
    }
    let svg = lines(&Lines {
        caption: caption.clone(),
        years: years(body),
        series: series.into(),
        breaks: breaks(scene, body),
        missing: scene.words("chart.missing"),
        write: number::chart_count,
    });
    let legend = rows.map(|(class, row)| LegendEntry::new(class, name(row)));
    let mut chart = finish(scene, &caption, svg, legend.into(), "figures.csv");
    chart.note = disputed(scene, body, |row| rows.iter().any(|(_, shown)| *shown == row));
    Some(chart)
}

/// The reasons for refusal of one year.
pub fn refusals(scene: &Scene, body: &Body, body_year: &BodyYear) -> Option<Chart> {
    let about =
        scene.fill("body_year.title", &[("body", body.name_in(scene.language)), ("year", &body_year.year.to_string())]);
    let caption = caption(scene, "refusals", &about);
    let report = body_year.report();
    let bar = |row: Row| Bar {
        label: scene.term(&format!("form.row.{}.short", row.id().replace('.', "_"))),
        value: total(row)(report).and_then(|value| value.to_f64()),
    };
    let rows = Layout::of(report.edition()).outcomes().filter(|row| row.group() == Some("refused"));
    let drawn: Vec<Bar> = rows.map(bar).collect();
    if drawn.iter().all(|bar| bar.value.is_none()) {
        return None;
    }
    let svg = bars(&Bars {
        caption: caption.clone(),
        class: Class::Refused,
        bars: drawn,
        missing: scene.words("chart.missing"),
        write: number::chart_count,
    });
    let mut chart = finish(scene, &caption, svg, Vec::new(), "figures.csv");
    let touches = |key: &FigureKey| key.column == Column::Total && key.row.group() == Some("refused");
    chart.note = disputed_years(scene, std::slice::from_ref(body_year), |year| year.disputed.iter().any(touches));
    Some(chart)
}

/// The name of what only one edition has, or counts in its own way.
pub fn of_edition(scene: &Scene, name: &str, edition: Edition) -> String {
    scene.fill("chart.of_edition", &[("name", name), ("edition", edition.id())])
}

/// One small chart a series, each on its own scale; none where fewer than two years have a value.
fn small_multiples(scene: &Scene, body: &Body, caption: Caption, series: Vec<Series>) -> Option<Chart> {
    if !has_years(&series, 2) {
        return None;
    }
    let svg = multiples(&Multiples {
        caption: caption.clone(),
        years: years(body),
        series,
        breaks: breaks(scene, body),
        missing: scene.words("chart.missing"),
        write: number::chart_count,
    });
    Some(finish(scene, &caption, svg, Vec::new(), "figures.csv"))
}

/// Decisions and normative documents over the years, each on its own scale.
pub fn proactive(scene: &Scene, body: &Body) -> Option<Chart> {
    let caption = caption(scene, "proactive", body.name_in(scene.language));
    let row_name = |row: Row| scene.term(&format!("form.row.{}.short", row.id()));
    let decisions = [Row::Licences, Row::Penalties, Row::CoerciveMeasures].map(|row| Series {
        class: Class::Accent,
        label: row_name(row),
        values: over_years(body, |report| report.value(FigureKey::proactive(row, Column::Decisions))),
    });
    let made = scene.fill(
        "chart.row_column",
        &[("row", &row_name(Row::NormativeDocuments)), ("column", &scene.term("form.column.made.short"))],
    );
    // Documents made are counted otherwise in each edition: two series that end and start at the change.
    let documents = Edition::ALL.map(|edition| Series {
        class: Class::Accent,
        label: of_edition(scene, &made, edition),
        values: over_years(body, |report| {
            let key = FigureKey::proactive(Row::NormativeDocuments, Column::Made);
            report.value(key).filter(|_| report.edition() == edition)
        }),
    });
    let documents = documents.into_iter().filter(|series| series.values.iter().any(Option::is_some));
    let series: Vec<Series> = documents.chain(decisions).collect();
    let mut chart = small_multiples(scene, body, caption, series)?;
    let drawn = |key: &FigureKey| {
        *key == FigureKey::proactive(Row::NormativeDocuments, Column::Made) || key.column == Column::Decisions
    };
    chart.note = disputed_years(scene, &body.years, |year| year.disputed.iter().any(drawn));
    Some(chart)
}

/// Reviews and lawsuits over the years.
pub fn remedies(scene: &Scene, body: &Body) -> Option<Chart> {
    let caption = caption(scene, "remedies", body.name_in(scene.language));
    let rows = [Row::Review, Row::LitigationDirect, Row::LitigationAfterReview];
    let series = rows.map(|row| Series {
        class: Class::Accent,
        label: scene.term(&format!("form.row.{}.short", row.id())),
        values: over_years(body, total(row)),
    });
    let mut chart = small_multiples(scene, body, caption, series.into())?;
    chart.note = disputed(scene, body, |row| rows.contains(&row));
    Some(chart)
}

/// One rate of a body over the years, with its intervals.
pub fn rate(scene: &Scene, body: &Body, indicator: Indicator) -> Option<Chart> {
    let caption = caption(scene, "rate", indicator.name(scene.language));
    let points = &body.trend(indicator).points;
    let outcome =
        |point: &crate::model::Point| value::estimate(scene, point.reading.as_ref().map(|reading| &reading.outcome));
    if points.iter().filter(|point| point.measure().is_some()).count() < 2 {
        return None;
    }
    let svg = course(&Course {
        caption: caption.clone(),
        class: Class::Accent,
        years: points.iter().map(|point| point.year).collect(),
        values: points.iter().map(outcome).collect(),
        breaks: Vec::new(),
        ceiling: Some(100.0),
        write: number::chart_percent,
    });
    let mut chart = finish(scene, &caption, svg, Vec::new(), "indicators.csv");
    let is_disputed = |year: &BodyYear| year.reading(indicator).value().is_some_and(|value| value.disputed);
    chart.note = disputed_years(scene, &body.years, is_disputed) + &scene.words("chart.interval_note");
    Some(chart)
}

/// One indicator over the bodies of a group; `None` where no body has a value that may be drawn: few cases get no mark.
pub fn comparison(scene: &Scene, comparison: &Comparison, serial: usize) -> Option<Chart> {
    if comparison.entries.iter().all(|entry| entry.value.measure.few()) {
        return None;
    }
    let indicator = comparison.indicator;
    let about = scene.fill(
        "chart.comparison.about",
        &[
            ("indicator", indicator.name(scene.language)),
            ("year", &comparison.year.to_string()),
            ("group", &scene.group_name(comparison.group)),
        ],
    );
    let mut caption = caption(scene, "comparison", &about);
    caption.id = format!("{}-{serial}", caption.id);
    let outcome = |value: Value| -> Result<Value, NotAvailable> { Ok(value) };
    let entries = comparison.entries.iter().map(|entry| Dot {
        label: scene.body_name(entry.body),
        estimate: value::estimate(scene, Some(&outcome(entry.value))),
    });
    let without = comparison.without.iter().map(|(body, _)| Dot {
        label: scene.body_name(*body),
        estimate: Estimate::Missing(number::MISSING.to_owned()),
    });
    let is_share = indicator.kind() == Kind::Share;
    let scale = if is_share { 100.0 } else { 1.0 };
    let median = comparison.quartiles.and_then(|quartiles| {
        let words = scene.fill("chart.median", &[("value", &value::number_of(indicator, quartiles.median))]);
        Some((quartiles.median.to_f64()? * scale, words))
    });
    let svg = dots(&Dots {
        caption: caption.clone(),
        class: Class::Accent,
        dots: entries.chain(without).collect(),
        median,
        ceiling: is_share.then_some(100.0),
        write: if is_share { number::chart_percent } else { number::chart_count },
    });
    let mut chart = finish(scene, &caption, svg, Vec::new(), "indicators.csv");
    if is_share {
        chart.note = scene.words("chart.interval_note");
    }
    Some(chart)
}

/// Whether the reports of a body use more than one edition.
pub fn changes_edition(body: &Body) -> bool {
    let edition = |year: &BodyYear| -> Edition { year.report().edition() };
    body.years.windows(2).any(|pair| edition(&pair[0]) != edition(&pair[1]))
}
