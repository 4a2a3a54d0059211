//! The charts of the pages: which figures go into which chart, with its words. What is missing goes in as missing.

use std::sync::LazyLock;

use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::outcome::OUTCOMES;
use super::paging::{List, Paging, Part};
use super::part::{Chart, LegendEntry, Link};
use super::{PageKind, Scene, data, figure, paging, value};
use crate::form::{Column, Edition, FigureKey, Layout, Row};
use crate::model::{
    Body, BodyYear, Comparison, Funnel, Group, Indicator, Kind, NotAvailable, NotCompared, Point, Standing, Trend,
    Value,
};
use crate::render::chart::bars::{Bar, Bars};
use crate::render::chart::dots::{Dot, Dots};
use crate::render::chart::lines::{Course, Lines};
use crate::render::chart::multiples::Multiples;
use crate::render::chart::picture::Picture;
use crate::render::chart::sparkline::{Sparkline, sparkline};
use crate::render::chart::stacked::{Measure, Stacked};
use crate::render::chart::standalone::{Frame, Standalone};
use crate::render::chart::{Break, Caption, Class, Drawing, Estimate, Series, funnel};
use crate::render::data::Dataset;
use crate::render::markup::{Html, Svg};
use crate::render::{link, number};
use crate::report::{Figure, Place, Report, State};
use crate::text::place::place_words;

/// A chart of the site. Each stands on a page, and is a file of its own beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Of one body, by its position.
    Body(usize, BodyChart),
    /// The bodies of a group by one indicator.
    Comparison(Indicator, u16, Group),
    /// The same as a funnel plot.
    Funnel(Indicator, u16, Group),
}

/// A chart of one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyChart {
    Flow,
    Outcomes,
    OutcomeShares,
    Rate,
    Refusals,
    Proactive,
    Remedies,
}

impl BodyChart {
    /// Every chart of a body, in the order of its page.
    pub const ALL: [BodyChart; 7] = [
        BodyChart::Flow,
        BodyChart::Outcomes,
        BodyChart::OutcomeShares,
        BodyChart::Rate,
        BodyChart::Refusals,
        BodyChart::Proactive,
        BodyChart::Remedies,
    ];

    /// Its name in addresses.
    fn id(self) -> &'static str {
        match self {
            BodyChart::Flow => "flow",
            BodyChart::Outcomes => "outcomes",
            BodyChart::OutcomeShares => "outcome-shares",
            BodyChart::Rate => "disclosure-rate",
            BodyChart::Refusals => "refusals",
            BodyChart::Proactive => "proactive",
            BodyChart::Remedies => "remedies",
        }
    }
}

impl BodyChart {
    /// The figures that it adds up for each of its series in a report of an edition. None of a series that the edition does
    /// not have, or counts otherwise.
    fn figures(self, edition: Edition) -> &'static [Vec<FigureKey>] {
        static FIGURES: LazyLock<[[Vec<Vec<FigureKey>>; Edition::ALL.len()]; BodyChart::ALL.len()]> =
            LazyLock::new(|| BodyChart::ALL.map(|chart| Edition::ALL.map(|edition| chart.figures_on(edition))));
        &FIGURES[self as usize][edition as usize]
    }

    /// [`BodyChart::figures`], looked for anew.
    fn figures_on(self, edition: Edition) -> Vec<Vec<FigureKey>> {
        let single = |keys: &[FigureKey]| keys.iter().map(|key| vec![*key]).collect();
        match self {
            BodyChart::Flow => single(&FLOW.map(|(_, row)| total(row))),
            BodyChart::Outcomes | BodyChart::OutcomeShares => {
                OUTCOMES.iter().map(|outcome| outcome.rows(edition).into_iter().map(total).collect()).collect()
            }
            BodyChart::Rate => Vec::new(),
            BodyChart::Refusals => single(&Layout::of(edition).rows_of("refused").map(total).collect::<Vec<_>>()),
            BodyChart::Proactive => {
                // Documents made are counted otherwise in each edition: two series that end and start at the change.
                let made = FigureKey::proactive(Row::NormativeDocuments, Column::Made);
                let documents = Edition::ALL.map(|counted| (counted == edition).then_some(made).into_iter().collect());
                let decisions = DECISIONS.map(|row| vec![FigureKey::proactive(row, Column::Decisions)]);
                documents.into_iter().chain(decisions).collect()
            }
            BodyChart::Remedies => single(&REMEDIES.map(total)),
        }
    }

    /// Whether a body has figures enough for it: a line of one point is no chart, and a bar is of a whole.
    fn has_figures(self, body: &Body) -> bool {
        let years = |fewest: usize, enough: fn(&[Option<Decimal>]) -> bool| {
            let values = |year: &BodyYear| -> Vec<Option<Decimal>> {
                self.figures(year.report().edition()).iter().map(|keys| sum(year.report(), keys)).collect()
            };
            body.years.iter().filter(|year| enough(&values(year))).count() >= fewest
        };
        match self {
            BodyChart::Flow | BodyChart::Proactive | BodyChart::Remedies => {
                years(2, |values| values.iter().any(Option::is_some))
            }
            BodyChart::Outcomes => years(1, |values| values.iter().all(Option::is_some)),
            BodyChart::OutcomeShares => years(2, |values| values.iter().all(Option::is_some)),
            BodyChart::Rate => {
                let has_rate = |year: &&BodyYear| year.reading(Indicator::DisclosureRate).value().is_some();
                body.years.iter().filter(has_rate).count() >= 2
            }
            BodyChart::Refusals => {
                let report = body.latest().report();
                self.figures(report.edition()).iter().any(|keys| sum(report, keys).is_some())
            }
        }
    }
}

/// The series of the chart of received, handled, carried over.
const FLOW: [(Class, Row); 3] =
    [(Class::Received, Row::Received), (Class::Handled, Row::Handled), (Class::CarriedOver, Row::CarriedOver)];
/// The rows of decisions in the chart of proactive disclosure.
const DECISIONS: [Row; 3] = [Row::Licences, Row::Penalties, Row::CoerciveMeasures];
/// The series of the chart of reviews and lawsuits.
const REMEDIES: [Row; 3] = [Row::Review, Row::LitigationDirect, Row::LitigationAfterReview];

impl ChartKind {
    /// The page that it stands on.
    pub fn page(self, paging: &Paging) -> PageKind {
        match self {
            ChartKind::Body(position, _) => PageKind::Body(position),
            ChartKind::Funnel(indicator, year, group) if paging.splits(List::Indicator(indicator)) => {
                PageKind::Part(Part::Funnel(indicator, year, group), 1)
            }
            ChartKind::Comparison(indicator, ..) | ChartKind::Funnel(indicator, ..) => PageKind::Indicator(indicator),
        }
    }

    /// Where its file stands, below the folder of its language.
    pub fn path(self, bodies: &[Body]) -> String {
        match self {
            ChartKind::Body(position, chart) => format!("charts/bodies/{}/{}.svg", bodies[position].slug, chart.id()),
            ChartKind::Comparison(indicator, year, group) => {
                format!("charts/indicators/{}/{year}-{}.svg", indicator.id(), group.id())
            }
            ChartKind::Funnel(indicator, year, group) => {
                format!("charts/indicators/{}/{year}-{}-funnel.svg", indicator.id(), group.id())
            }
        }
    }
}

/// What goes into a chart, and what stands around it.
struct Plot {
    caption: Caption,
    drawing: Drawing,
    legend: Vec<(Class, String)>,
    note: String,
    /// The data set that holds its figures.
    data: Dataset,
    /// The first and the last year that it shows.
    years: (u16, u16),
}

fn plot(scene: &Scene, kind: ChartKind) -> Option<Plot> {
    match kind {
        ChartKind::Body(position, chart) => {
            let body = scene.body(position);
            if !chart.has_figures(body) {
                return None;
            }
            Some(match chart {
                BodyChart::Flow => flow(scene, body),
                BodyChart::Outcomes => outcomes(scene, body, Measure::Counts),
                BodyChart::OutcomeShares => outcomes(scene, body, Measure::Shares),
                BodyChart::Rate => rate(scene, body, Indicator::DisclosureRate),
                BodyChart::Refusals => refusals(scene, body, body.latest()),
                BodyChart::Proactive => proactive(scene, body),
                BodyChart::Remedies => remedies(scene, body),
            })
        }
        ChartKind::Comparison(indicator, year, group) => comparison(scene, scene.comparison(year, group, indicator)?),
        ChartKind::Funnel(indicator, year, group) => {
            funnel(scene, &Funnel::of(scene.comparison(year, group, indicator)?)?)
        }
    }
}

/// Whether there are figures enough for the chart.
pub fn exists(scene: &Scene, kind: ChartKind) -> bool {
    let comparison = |indicator, year, group| scene.comparison(year, group, indicator);
    match kind {
        ChartKind::Body(position, chart) => chart.has_figures(scene.body(position)),
        ChartKind::Comparison(indicator, year, group) => comparison(indicator, year, group).is_some_and(has_marks),
        ChartKind::Funnel(indicator, year, group) => {
            comparison(indicator, year, group).and_then(Funnel::count).is_some()
        }
    }
}

/// Whether some body has a value that may be drawn: few cases get no mark.
fn has_marks(comparison: &Comparison) -> bool {
    comparison.entries.iter().any(|entry| !entry.value.measure.few())
}

/// A chart as it stands on the page of the scene, with the way to its file and to its data.
pub fn chart(scene: &Scene, kind: ChartKind) -> Option<Chart> {
    let plot = plot(scene, kind)?;
    let (picture, frame) = plot.drawn(scene);
    let path = scene.site.chart_path(scene.language, kind);
    let name = path.split('/').skip_while(|part| *part != "charts").skip(2).collect::<Vec<_>>().join("-");
    let embed = scene.site.config.base_url.as_deref().map(|base_url| {
        let (width, height) = Standalone::new(&picture, &frame).size;
        let page = link::absolute(base_url, scene.path);
        let (image, title) = (Html::escaped(&link::absolute(base_url, &path)), Html::escaped(&plot.caption.title));
        let page = Html::escaped(&format!("{page}#{}", picture.caption.id));
        format!(r#"<a href="{page}"><img src="{image}" alt="{title}" width="{width}" height="{height}"></a>"#)
    });
    let (first, last) = plot.years;
    let data = data::way(scene, plot.data, (first == last).then_some(first));
    Some(Chart {
        id: picture.caption.id.clone(),
        title: plot.caption.title,
        svg: picture.inline(),
        legend: frame.legend.into_iter().map(|(class, text)| LegendEntry::new(class, text)).collect(),
        note: plot.note,
        data: Link::new(data.href, scene.fill("chart.data", &[("file", &data.text)])),
        file: Link::new(scene.link_to_path(&path), scene.words("chart.file")),
        file_name: name,
        embed: embed.unwrap_or_default(),
    })
}

/// A chart as a file of its own. Empty where there are not figures enough, which the plan sees to.
pub fn file(scene: &Scene, kind: ChartKind) -> String {
    let Some(plot) = plot(scene, kind) else { return String::new() };
    let (picture, frame) = plot.drawn(scene);
    Standalone::new(&picture, &frame).write()
}

/// A chart as drawn, with its legend and its remark, for a card that names the source itself.
pub fn of_card(scene: &Scene, kind: ChartKind) -> Option<(Picture, Frame)> {
    let (picture, frame) = plot(scene, kind)?.drawn(scene);
    Some((picture, Frame { source: String::new(), ..frame }))
}

impl Plot {
    /// The picture, and what stands around it in its own file. A picture that names its series itself needs no legend.
    fn drawn(&self, scene: &Scene) -> (Picture, Frame) {
        let picture = self.drawing.draw();
        let legend = if picture.named { Vec::new() } else { self.legend.clone() };
        let title = scene.site.config.title.get(scene.language);
        let years = number::years(self.years.0, self.years.1);
        let address = scene.site.config.base_url.as_deref().unwrap_or_default();
        let source = scene.fill("chart.source", &[("title", title), ("years", &years), ("address", address)]);
        let (language, source) = (scene.language.tag(), source.trim_end().to_owned());
        (picture, Frame { language, legend, note: self.note.clone(), source })
    }
}

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

/// The series of a chart over the years of a body, with these classes and names in the order of [`BodyChart::figures`]:
/// each year the sum of the figures, where all of them have a value.
fn series<const N: usize>(scene: &Scene, body: &Body, chart: BodyChart, named: [(Class, String); N]) -> Vec<Series> {
    let mut series: Vec<Series> = named
        .into_iter()
        .map(|(class, label)| Series { class, label, values: Vec::new(), told: Vec::new(), gaps: Vec::new() })
        .collect();
    for year in years(body) {
        let body_year = body.year(year);
        let figures = body_year.map(|body_year| chart.figures(body_year.report().edition())).unwrap_or_default();
        for (index, one) in series.iter_mut().enumerate() {
            let keys = figures.get(index).map(Vec::as_slice).unwrap_or_default();
            let value = body_year.and_then(|body_year| sum(body_year.report(), keys));
            one.values.push(value.and_then(|value| value.to_f64()));
            one.told.push(match body_year {
                Some(body_year) => told(scene, body_year, keys, value),
                None => scene.words("year.no_report"),
            });
            one.gaps.push(match (value, body_year) {
                (Some(_), _) => String::new(),
                (None, Some(body_year)) => gap(scene, body_year, keys),
                (None, None) => scene.words("year.no_report"),
            });
        }
    }
    series
}

/// The sum of figures that all have a value: a partial sum would pass for a whole.
fn sum(report: &Report, keys: &[FigureKey]) -> Option<Decimal> {
    let (first, others) = keys.split_first()?;
    others.iter().try_fold(report.value(*first)?, |sum, key| sum.checked_add(report.value(*key)?))
}

/// Why there is no sum of these figures, in the words of the tables: a single figure's state, that the form has no such row, or
/// that parts of a sum are not there.
fn gap(scene: &Scene, body_year: &BodyYear, keys: &[FigureKey]) -> String {
    match keys {
        [] => scene.words("value.not_on_form"),
        [key] => match body_year.report().figure(*key) {
            Some(figure) => figure::mark(scene, figure.state()),
            None => scene.words("value.not_on_form"),
        },
        _ => scene.words("value.not_available"),
    }
}

/// What is told of a value to those who ask: `213 (line 52)`; how it was found if not in its place, and that it is disputed.
fn told(scene: &Scene, body_year: &BodyYear, keys: &[FigureKey], value: Option<Decimal>) -> String {
    let figures: Vec<&Figure> = keys.iter().filter_map(|key| body_year.report().figure(*key)).collect();
    let mut notes: Vec<String> = Vec::new();
    // The state of a single figure without a value is what stands for the value.
    let stated = figures.iter().filter(|_| value.is_some() || figures.len() > 1);
    let mut states: Vec<State> =
        stated.map(|figure| figure.state()).filter(|&state| state != State::Reported).collect();
    states.sort();
    states.dedup();
    notes.extend(states.into_iter().map(|state| scene.term(&format!("form.state.{}.name", state.id()))));
    let places = || figures.iter().filter_map(|figure| figure.place());
    let words = |place: Place| place_words(place, scene.language);
    let first = places().min();
    let last = places().max().filter(|&last| first != Some(last));
    match (first.map(words), last.map(words)) {
        (Some(first), Some(last)) if first != last => {
            notes.push(scene.fill("chart.places", &[("first", &first), ("last", &last)]));
        }
        (first, _) => notes.extend(first),
    }
    if keys.iter().any(|key| body_year.disputed.binary_search(key).is_ok()) {
        notes.push(scene.words("finding.disputed"));
    }
    let value = value.map_or_else(|| gap(scene, body_year, keys), number::exact);
    if notes.is_empty() {
        return value;
    }
    scene.fill("value.with_parts", &[("value", &value), ("parts", &notes.join(&scene.words("summary.comma")))])
}

fn total(row: Row) -> FigureKey {
    FigureKey { table: row.table(), row, column: Column::Total }
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

fn of_body(body: &Body, caption: Caption, drawing: Drawing, legend: Vec<(Class, String)>) -> Plot {
    let years = (body.first().year, body.latest().year);
    Plot { caption, drawing, legend, note: String::new(), data: Dataset::Figures, years }
}

/// How requests ended, year by year, as counts or as shares.
fn outcomes(scene: &Scene, body: &Body, measure: Measure) -> Plot {
    let id = if measure == Measure::Counts { "outcomes" } else { "outcome_shares" };
    let caption = caption(scene, id, body.name_in(scene.language));
    let chart = if measure == Measure::Counts { BodyChart::Outcomes } else { BodyChart::OutcomeShares };
    let legend = OUTCOMES.map(|outcome| (outcome.class, outcome.name(scene)));
    let drawing = Drawing::Stacked(Stacked {
        caption: caption.clone(),
        years: years(body),
        series: series(scene, body, chart, legend.clone()),
        measure,
        breaks: breaks(scene, body),
        write: if measure == Measure::Counts { number::chart_count } else { number::chart_percent },
    });
    let mut chart = of_body(body, caption, drawing, legend.into());
    let notes = body.years.iter().filter_map(|year| unlike_total(scene, year));
    let disputed = disputed(scene, body, |row| row > Row::CarriedIn && row < Row::CarriedOver);
    chart.note = [disputed].into_iter().chain(notes).collect();
    chart
}

/// Says what the outcomes of a year add up to where its table has another total: the chart is of the one, rates of the other.
fn unlike_total(scene: &Scene, year: &BodyYear) -> Option<String> {
    let report = year.report();
    let parts: Vec<FigureKey> = BodyChart::Outcomes.figures(report.edition()).concat();
    let (sum, total) = (sum(report, &parts)?, report.value(total(Row::Handled))?);
    let words = |value: Decimal| number::exact(value);
    let arguments = [("year", year.year.to_string()), ("sum", words(sum)), ("total", words(total))];
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    (sum != total).then(|| scene.fill("chart.unlike_total", &arguments))
}

/// Received, handled, carried over.
fn flow(scene: &Scene, body: &Body) -> Plot {
    let caption = caption(scene, "flow", body.name_in(scene.language));
    let legend = FLOW.map(|(class, row)| (class, scene.row_name(row)));
    let drawing = Drawing::Lines(Lines {
        caption: caption.clone(),
        years: years(body),
        series: series(scene, body, BodyChart::Flow, legend.clone()),
        breaks: breaks(scene, body),
        write: number::chart_count,
    });
    let mut chart = of_body(body, caption, drawing, legend.into());
    chart.note = disputed(scene, body, |row| FLOW.iter().any(|(_, shown)| *shown == row));
    chart
}

/// The reasons for refusal of one year.
fn refusals(scene: &Scene, body: &Body, body_year: &BodyYear) -> Plot {
    let about =
        scene.fill("body_year.title", &[("body", body.name_in(scene.language)), ("year", &body_year.year.to_string())]);
    let caption = caption(scene, "refusals", &about);
    let report = body_year.report();
    let bar = |key: FigureKey| {
        let value = report.value(key);
        Bar {
            label: scene.row_name(key.row),
            value: value.and_then(|value| value.to_f64()),
            told: told(scene, body_year, &[key], value),
            gap: value.map_or_else(|| gap(scene, body_year, &[key]), |_| String::new()),
        }
    };
    let drawing = Drawing::Bars(Bars {
        caption: caption.clone(),
        class: Class::Refused,
        bars: BodyChart::Refusals.figures(report.edition()).iter().flatten().copied().map(bar).collect(),
        write: number::chart_count,
    });
    let mut chart = of_body(body, caption, drawing, Vec::new());
    chart.years = (body_year.year, body_year.year);
    let touches = |key: &FigureKey| key.column == Column::Total && key.row.group() == Some("refused");
    chart.note = disputed_years(scene, std::slice::from_ref(body_year), |year| year.disputed.iter().any(touches));
    chart
}

/// The name of what only one edition has, or counts in its own way.
pub fn of_edition(scene: &Scene, name: &str, edition: Edition) -> String {
    scene.fill("chart.of_edition", &[("name", name), ("edition", edition.id())])
}

/// One small chart a series, each on its own scale.
fn small_multiples(scene: &Scene, body: &Body, caption: Caption, series: Vec<Series>) -> Plot {
    let drawing = Drawing::Multiples(Multiples {
        caption: caption.clone(),
        years: years(body),
        series,
        breaks: breaks(scene, body),
        write: number::chart_count,
    });
    of_body(body, caption, drawing, Vec::new())
}

/// Decisions and normative documents over the years, each on its own scale.
fn proactive(scene: &Scene, body: &Body) -> Plot {
    let caption = caption(scene, "proactive", body.name_in(scene.language));
    let made = scene.fill(
        "chart.row_column",
        &[("row", &scene.row_name(Row::NormativeDocuments)), ("column", &scene.term("form.column.made.short"))],
    );
    let [before, after] = Edition::ALL.map(|edition| of_edition(scene, &made, edition));
    let [licences, penalties, coercive] = DECISIONS.map(|row| scene.row_name(row));
    let named = [before, after, licences, penalties, coercive].map(|name| (Class::Accent, name));
    let mut series = series(scene, body, BodyChart::Proactive, named);
    // Documents of an edition that no report uses have no row; decisions always have one.
    let decisions = series.split_off(Edition::ALL.len());
    series.retain(|documents| documents.values.iter().any(Option::is_some));
    series.extend(decisions);
    let mut chart = small_multiples(scene, body, caption, series);
    let drawn = |key: &FigureKey| {
        *key == FigureKey::proactive(Row::NormativeDocuments, Column::Made) || key.column == Column::Decisions
    };
    chart.note = disputed_years(scene, &body.years, |year| year.disputed.iter().any(drawn));
    chart
}

/// Reviews and lawsuits over the years.
fn remedies(scene: &Scene, body: &Body) -> Plot {
    let caption = caption(scene, "remedies", body.name_in(scene.language));
    let named = REMEDIES.map(|row| (Class::Accent, scene.row_name(row)));
    let series = series(scene, body, BodyChart::Remedies, named);
    let mut chart = small_multiples(scene, body, caption, series);
    chart.note = disputed(scene, body, |row| REMEDIES.contains(&row));
    chart
}

/// One rate of a body over the years, with its intervals.
fn rate(scene: &Scene, body: &Body, indicator: Indicator) -> Plot {
    let caption = caption(scene, "rate", indicator.name(scene.language));
    let points = &body.trend(indicator).points;
    let outcome = |point: &Point| value::estimate(scene, point.reading.as_ref().map(|reading| &reading.outcome));
    let drawing = Drawing::Course(Course {
        caption: caption.clone(),
        class: Class::Accent,
        years: points.iter().map(|point| point.year).collect(),
        values: points.iter().map(outcome).collect(),
        breaks: breaks(scene, body),
        ceiling: Some(100.0),
        write: number::chart_percent,
    });
    let mut chart = Plot { data: Dataset::Indicators, ..of_body(body, caption, drawing, Vec::new()) };
    let is_disputed = |year: &BodyYear| year.reading(indicator).value().is_some_and(|value| value.disputed);
    chart.note = disputed_years(scene, &body.years, is_disputed) + &scene.words("chart.interval_note");
    chart
}

/// A trend as a line beside its numbers; `None` where fewer than two years have a value that may be
/// drawn. No line leads over a gap, over few cases, or to a year that is counted otherwise. `highest` is the end of a scale
/// shared with others.
pub fn course(trend: &Trend, highest: Option<f64>) -> Option<Svg> {
    let points = &trend.points;
    let drawn = |point: &Point| point.measure().filter(|measure| !measure.few())?.number().to_f64();
    let values: Vec<Option<f64>> = points.iter().map(drawn).collect();
    if values.iter().flatten().count() < 2 {
        return None;
    }
    let breaks = points.iter().enumerate().filter(|(_, point)| point.break_before).map(|(year, _)| year).collect();
    let line = Sparkline { caption: Caption::default(), class: Class::Accent, values, breaks, highest };
    Some(sparkline(&line).inline())
}

/// One indicator over the bodies of a group; `None` where no body has a value that may be drawn: few cases get no mark.
fn comparison(scene: &Scene, comparison: &Comparison) -> Option<Plot> {
    if !has_marks(comparison) {
        return None;
    }
    if paging::is_crowded(scene, comparison) {
        return Some(distribution(scene, comparison));
    }
    let indicator = comparison.indicator;
    let about = about(scene, comparison);
    let is_share = indicator.kind() == Kind::Share;
    let words = if is_share { "comparison" } else { "comparison_plain" };
    let caption = Caption { id: group_id("comparison", comparison, false), ..caption(scene, words, &about) };
    let outcome = |value: Value| -> Result<Value, NotAvailable> { Ok(value) };
    let entries = comparison.entries.iter().map(|entry| Dot {
        label: scene.body_name(entry.body),
        estimate: value::estimate(scene, Some(&outcome(entry.value))),
    });
    let without = comparison.without.iter().map(|(body, reason)| Dot {
        label: scene.body_name(*body),
        estimate: Estimate::Missing(match reason {
            NotCompared::NoReport => scene.words("year.no_report"),
            NotCompared::NotAvailable(reason) => value::gap_words(scene, reason),
        }),
    });
    let scale = if is_share { 100.0 } else { 1.0 };
    let median = comparison.quartiles.and_then(|quartiles| {
        let words = scene.fill("chart.median", &[("value", &value::number_of(indicator, quartiles.median))]);
        Some((quartiles.median.to_f64()? * scale, words))
    });
    let drawing = Drawing::Dots(Dots {
        caption: caption.clone(),
        class: Class::Accent,
        dots: entries.chain(without).collect(),
        median,
        ceiling: is_share.then_some(100.0),
        write: if is_share { number::chart_percent } else { number::chart_count },
    });
    let note = if is_share { scene.words("chart.interval_note") } else { String::new() };
    let years = (comparison.year, comparison.year);
    Some(Plot { caption, drawing, legend: Vec::new(), note, data: Dataset::Indicators, years })
}

/// How many bodies of a large group have a value between which bounds: marks of their own would have no room.
fn distribution(scene: &Scene, comparison: &Comparison) -> Plot {
    let indicator = comparison.indicator;
    let about = about(scene, comparison);
    let caption = Caption { id: group_id("comparison", comparison, false), ..caption(scene, "distribution", &about) };
    let placed = comparison.entries.iter().filter(|entry| entry.place.is_some());
    let values: Vec<Decimal> = placed.map(|entry| entry.value.measure.number()).collect();
    let bounds = paging::bounds(indicator, values.iter().max().copied().unwrap_or_default());
    let bar = |label: String, count: usize| Bar {
        label,
        value: Some(count as f64),
        told: scene.fill("paging.count", &[("count", &count.to_string())]),
        gap: String::new(),
    };
    let words = |bound: &Decimal| value::number_of(indicator, *bound);
    let (lowest, highest) = (bounds[0], bounds[bounds.len() - 1]);
    let mut bars: Vec<Bar> = Vec::new();
    let below = values.iter().filter(|value| **value < lowest).count();
    if below > 0 {
        bars.push(bar(scene.fill("chart.distribution.below", &[("bound", &words(&lowest))]), below));
    }
    for pair in bounds.windows(2) {
        let is_last = pair[1] == highest;
        let within = |value: &&Decimal| **value >= pair[0] && (**value < pair[1] || (is_last && **value == highest));
        let key = if is_last && indicator.kind() == Kind::Share { "last" } else { "between" };
        let ends = [("low", words(&pair[0])), ("high", words(&pair[1]))];
        let ends = ends.each_ref().map(|(name, words)| (*name, words.as_str()));
        let label = scene.fill(&format!("chart.distribution.{key}"), &ends);
        bars.push(bar(label, values.iter().filter(within).count()));
    }
    // Ranges below and above all values say nothing.
    let is_empty = |bar: &Bar| bar.value == Some(0.0);
    let last = bars.iter().rposition(|bar| !is_empty(bar)).map_or(0, |last| last + 1);
    bars.truncate(last);
    bars.drain(..bars.iter().position(|bar| !is_empty(bar)).unwrap_or(0));
    let few = comparison.entries.len() - values.len();
    let left_out = [("few", few), ("without", comparison.without.len())];
    let left_out = left_out.into_iter().filter(|(_, count)| *count > 0);
    let note =
        left_out.map(|(key, count)| scene.fill(&format!("chart.distribution.{key}"), &[("count", &count.to_string())]));
    let note = note.collect::<Vec<_>>().join(&scene.words("summary.join"));
    let drawing =
        Drawing::Bars(Bars { caption: caption.clone(), class: Class::Accent, bars, write: number::chart_count });
    let years = (comparison.year, comparison.year);
    Plot { caption, drawing, legend: Vec::new(), note, data: Dataset::Indicators, years }
}

/// How many numbers of cases the limits of a funnel are drawn for, at most.
const LIMITS: u32 = 40;

/// The rates of a group against the numbers of their cases.
fn funnel(scene: &Scene, funnel: &Funnel) -> Option<Plot> {
    let comparison = funnel.comparison;
    let about = about(scene, comparison);
    let caption = Caption { id: group_id("funnel", comparison, true), ..caption(scene, "funnel", &about) };
    let percent = |value: f64| value * 100.0;
    let both = |(low, high): (f64, f64)| (percent(low), percent(high));
    let points = funnel.points.iter().map(|point| funnel::Point {
        label: scene.body_name(point.entry.body),
        cases: point.cases as f64,
        value: percent(point.rate),
        outside: point.standing.is_outside(),
        exact: format!("{} · {}", value::exact(scene, &point.entry.value), standing(scene, point.standing)),
    });
    // The curves reach from the step of the axis below the fewest cases to the one above the most.
    let cases = || funnel.points.iter().map(|point| point.cases);
    let (fewest, most) = funnel::reach(cases().min()? as f64, cases().max()? as f64);
    let ratio = (most / fewest).ln();
    let mut at: Vec<u64> = (0..=LIMITS)
        .map(|step| (fewest * (ratio * f64::from(step) / f64::from(LIMITS)).exp()).round() as u64)
        .collect();
    at.dedup();
    let limits = at.into_iter().filter_map(|cases| {
        let limits = funnel.limits(cases)?;
        Some(funnel::Limits { cases: cases as f64, near: both(limits.near), far: both(limits.far) })
    });
    let pooled = value::measure_cell(scene, &funnel.pooled).text;
    let drawing = Drawing::Funnel(funnel::Funnel {
        caption: caption.clone(),
        class: Class::Accent,
        points: points.collect(),
        pooled: (percent(funnel.pooled.number().to_f64()?), scene.fill("chart.funnel.pooled", &[("value", &pooled)])),
        limits: limits.collect(),
        limit_words: ["near", "far"].map(|key| scene.words(&format!("chart.funnel.{key}"))),
        axis: scene.words("chart.funnel.axis"),
        write: number::chart_percent,
        write_cases: number::chart_count,
    });
    let years = (comparison.year, comparison.year);
    let note = funnel_note(scene, funnel);
    Some(Plot { caption, drawing, legend: Vec::new(), note, data: Dataset::Indicators, years })
}

/// Where a body lies in a funnel.
pub fn standing(scene: &Scene, standing: Standing) -> String {
    scene.words(match standing {
        Standing::Within => "chart.funnel.within",
        Standing::Near => "chart.funnel.beyond_near",
        Standing::Above => "chart.funnel.above",
        Standing::Below => "chart.funnel.below",
    })
}

/// How many bodies of a large group are named below a plot, at most.
const NAMED: usize = 20;

/// Who lies outside, whose numbers disagree, how many are left out: by name, or how many in a large group.
pub fn funnel_facts(scene: &Scene, funnel: &Funnel) -> Vec<String> {
    let comma = scene.words("summary.comma");
    let names = |keep: &dyn Fn(&crate::model::FunnelPoint) -> bool| -> (String, usize) {
        let kept = funnel.points.iter().filter(|point| keep(point));
        let kept: Vec<String> = kept.map(|point| scene.body_name(point.entry.body)).collect();
        (kept.join(&comma), kept.len())
    };
    let mut sentences = Vec::new();
    for (key, bodies) in [
        ("outside_above", names(&|point| point.standing == Standing::Above)),
        ("outside_below", names(&|point| point.standing == Standing::Below)),
        ("disputed", names(&|point| point.entry.value.disputed)),
    ] {
        if bodies.1 > NAMED && funnel.points.len() > paging::ROWS {
            let count = bodies.1.to_string();
            sentences.push(scene.fill(&format!("chart.funnel.{key}_count"), &[("count", &count)]));
        } else if bodies.1 > 0 {
            let bodies = bodies.0;
            sentences.push(scene.fill(&format!("chart.funnel.{key}"), &[("bodies", &bodies)]));
        }
    }
    if funnel.few > 0 {
        sentences.push(scene.fill("chart.funnel.few", &[("count", &funnel.few.to_string())]));
    }
    sentences
}

/// What a funnel plot shows, and how to read it.
fn funnel_note(scene: &Scene, funnel: &Funnel) -> String {
    let mut sentences = funnel_facts(scene, funnel);
    if funnel.points.len() <= paging::ROWS {
        sentences.push(scene.words("chart.funnel.note"));
    } else {
        sentences.push(scene.words("chart.funnel.note_crowded"));
        sentences.push(scene.fill("chart.funnel.fields", &[("count", &paging::ROWS.to_string())]));
    }
    sentences.join(&scene.words("summary.join"))
}

/// What a comparison is about: indicator, group, year.
fn about(scene: &Scene, comparison: &Comparison) -> String {
    scene.fill(
        "chart.comparison.about",
        &[
            ("indicator", &value::name_with_unit(scene, comparison.indicator)),
            ("year", &comparison.year.to_string()),
            ("group", &scene.group_name(comparison.group)),
        ],
    )
}

/// The anchor of a chart of a group: the same in every build, whatever other groups there are.
fn group_id(chart: &str, comparison: &Comparison, with_year: bool) -> String {
    let year = if with_year { format!("-{}", comparison.year) } else { String::new() };
    format!("chart-{chart}{year}-{}", comparison.group.id())
}

/// Every chart of the site: those that its pages show.
pub fn all(scene: &Scene) -> Vec<ChartKind> {
    let portal = scene.portal();
    let of_body = |position| BodyChart::ALL.map(|chart| ChartKind::Body(position, chart));
    let is_there = |kind: &ChartKind| exists(scene, *kind);
    let of_bodies = (0..portal.bodies().len()).into_par_iter();
    let of_bodies: Vec<ChartKind> = of_bodies.flat_map_iter(|at| of_body(at).into_iter().filter(is_there)).collect();
    let of_indicators = Indicator::ALL.iter().flat_map(|&indicator| {
        let shown = super::indicator::shown(portal.comparisons_of(indicator));
        let comparisons = shown.into_values().map(move |c| ChartKind::Comparison(indicator, c.year, c.group));
        let funnels = super::indicator::funnels(portal.comparisons_of(indicator));
        comparisons.chain(funnels.into_iter().map(move |c| ChartKind::Funnel(indicator, c.year, c.group)))
    });
    let of_years = portal.comparisons().filter(|comparison| comparison.indicator == Indicator::DisclosureRate);
    let of_years = of_years.map(|c| ChartKind::Comparison(c.indicator, c.year, c.group));
    of_bodies.into_iter().chain(of_indicators.chain(of_years).filter(is_there)).collect()
}

/// Whether the reports of a body use more than one edition.
pub fn changes_edition(body: &Body) -> bool {
    let edition = |year: &BodyYear| -> Edition { year.report().edition() };
    body.years.windows(2).any(|pair| edition(&pair[0]) != edition(&pair[1]))
}
