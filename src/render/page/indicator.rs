//! One indicator: what it is, how it is computed, how bodies stand over the years and beside each other.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::charts::ChartKind;
use super::paging::{self, List, Part, Ranges};
use super::part::{Cell, Chart, Link, Table, TableRow};
use super::readings::Computed;
use super::shell::Page;
use super::{PageKind, Scene, body, charts, compare, data, figure, value};
use crate::form::Edition;
use crate::model::{
    Against, Comparison, Editions, Entry, Funnel, FunnelPoint, Group, Indicator, Kind, NotAvailable, NotCompared,
};
use crate::render::data::Dataset;
use crate::render::number;

#[derive(Debug, Serialize)]
struct IndicatorEntry {
    link: Link,
    definition: String,
}

#[derive(Debug, Serialize)]
pub struct IndicatorsView {
    title: String,
    lead: String,
    indicators: Vec<IndicatorEntry>,
}

impl Page for IndicatorsView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }
}

pub fn index(scene: &Scene) -> IndicatorsView {
    let entry = |&indicator: &Indicator| IndicatorEntry {
        link: Link::new(scene.link_to(&PageKind::Indicator(indicator)), indicator.name(scene.language)),
        definition: indicator.definition(scene.language).to_owned(),
    };
    IndicatorsView {
        title: scene.words("indicators.title"),
        lead: scene.words("indicators.lead"),
        indicators: Indicator::ALL.iter().map(entry).collect(),
    }
}

/// The bodies of one group in one year by this indicator.
#[derive(Debug, Serialize)]
struct ComparisonView {
    title: String,
    chart: Option<Chart>,
    /// Its bodies, or the way to them where the list of the indicator is divided.
    table: Option<Table>,
    all: Option<Link>,
    notes: Vec<String>,
}

/// The rates of one group in one year against the numbers of their cases.
#[derive(Debug, Serialize)]
struct FunnelView {
    title: String,
    chart: Option<Chart>,
    /// Its bodies, or the way to them where the list of the indicator is divided.
    table: Option<Table>,
    all: Option<Link>,
    /// What the plot shows, where it stands with them.
    note: String,
}

#[derive(Debug, Serialize)]
pub struct IndicatorView {
    title: String,
    definition: String,
    formula: String,
    note: String,
    editions: String,
    /// Bodies over the years, or the places that the list is divided into.
    heat: Table,
    is_divided: bool,
    heat_note: String,
    /// Why some cells have no number: each reason with the bodies and years that it concerns.
    reasons: Vec<String>,
    comparisons: Vec<ComparisonView>,
    is_rate: bool,
    funnels: Vec<FunnelView>,
    data: Link,
    #[serde(skip)]
    indicators: Link,
}

impl Page for IndicatorView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.definition.clone()
    }

    fn crumbs(&self) -> Vec<Link> {
        vec![self.indicators.clone()]
    }
}

/// Of the comparisons of an indicator the one that is shown of each group: of the latest year in which at least two of its
/// bodies have a value, else of the latest in which one has.
pub fn shown<'c>(comparisons: impl Iterator<Item = &'c Comparison>) -> BTreeMap<Group, &'c Comparison> {
    let mut shown: BTreeMap<Group, &Comparison> = BTreeMap::new();
    for comparison in comparisons.filter(|comparison| !comparison.entries.is_empty()) {
        let before = shown.entry(comparison.group).or_insert(comparison);
        let (compares, compared) = (comparison.entries.len() > 1, before.entries.len() > 1);
        if (compares, comparison.year) > (compared, before.year) {
            *before = comparison;
        }
    }
    shown
}

/// How many years of a group have a funnel plot, at most.
const FUNNEL_YEARS: usize = 2;

/// What has a funnel plot of an indicator, of its comparisons by year: of each group the latest years that have bodies
/// enough, latest first.
pub fn funnels<'c>(comparisons: impl DoubleEndedIterator<Item = &'c Comparison>) -> Vec<&'c Comparison> {
    let mut by_group: BTreeMap<Group, Vec<&Comparison>> = BTreeMap::new();
    for comparison in comparisons.rev() {
        let of_group = by_group.entry(comparison.group).or_default();
        if of_group.len() < FUNNEL_YEARS {
            of_group.extend(Funnel::count(comparison).map(|_| comparison));
        }
    }
    by_group.into_values().flatten().collect()
}

pub fn view(scene: &Scene, indicator: Indicator) -> IndicatorView {
    let language = scene.language;
    let is_divided = scene.site.paging.splits(List::Indicator(indicator));
    let edition_name = |edition: Edition| scene.term(&format!("form.edition.{}.name", edition.id()));
    IndicatorView {
        title: indicator.name(language).to_owned(),
        definition: indicator.definition(language).to_owned(),
        formula: indicator.formula(language).to_owned(),
        note: indicator.note(language).unwrap_or_default().to_owned(),
        editions: match indicator.editions() {
            Editions::Both => scene.words("indicator.editions.both"),
            Editions::BothWithBreak => scene.words("indicator.editions.with_break"),
            Editions::Only(edition) => scene.fill("indicator.editions.only", &[("edition", &edition_name(edition))]),
        },
        heat: match is_divided {
            true => places(scene, indicator),
            false => heat(scene, indicator, 0..scene.count()),
        },
        is_divided,
        heat_note: if is_divided { scene.words("paging.heat_note") } else { heat_note(scene, indicator) },
        reasons: match is_divided {
            true => Vec::new(),
            false => reasons(scene, indicator, 0..scene.count()),
        },
        comparisons: shown(scene.comparisons_of(indicator))
            .into_values()
            .map(|comparison| comparison_view(scene, comparison))
            .collect(),
        is_rate: indicator.kind() == Kind::Share,
        funnels: funnels(scene.comparisons_of(indicator))
            .into_iter()
            .filter_map(|comparison| Some(funnel_view(scene, &Funnel::of(comparison)?)))
            .collect(),
        data: data::way(scene, Dataset::Indicators, None),
        indicators: Link::new(scene.link_to(&PageKind::Indicators), scene.words("nav.indicators")),
    }
}

/// Why the indicator has no number for some bodies and years. An edition without it is no such reason: the form says so.
pub fn reasons(scene: &Scene, indicator: Indicator, positions: impl Iterator<Item = usize>) -> Vec<String> {
    let mut by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for position in positions {
        let mut years_by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (year, _, outcome) in scene.readings(position, indicator).years() {
            match outcome {
                Ok(_) | Err(NotAvailable::OtherEdition { .. }) => {}
                Err(reason) => {
                    years_by_reason.entry(reason.words(scene.language)).or_default().push(year.to_string());
                }
            }
        }
        for (reason, years) in years_by_reason {
            let years = years.join(&scene.words("summary.comma"));
            let name = scene.body_name(position);
            let words = scene.fill("body.reason_of", &[("indicator", &name), ("years", &years)]);
            by_reason.entry(reason).or_default().push(words);
        }
    }
    let line = |(reason, members): (String, Vec<String>)| {
        let members = members.join(&scene.words("summary.comma"));
        scene.fill("indicator.reason", &[("reason", &reason), ("bodies", &members)])
    };
    by_reason.into_iter().map(line).collect()
}

/// Whether the two editions count it otherwise, so that its years cannot be set against each other across the change.
fn counts_otherwise(indicator: Indicator) -> bool {
    indicator.editions() == Editions::BothWithBreak
}

/// How the table of bodies over the years is to be read.
pub fn heat_note(scene: &Scene, indicator: Indicator) -> String {
    let of_break = counts_otherwise(indicator).then_some("indicator.heat_note_break");
    let notes = ["indicator.heat_note"].into_iter().chain(of_break).map(|key| scene.words(key));
    notes.collect::<Vec<_>>().join(&scene.words("summary.join"))
}

/// Some bodies by years. The shade says which fifth of the range of its own group a value lies in; no shade for few cases,
/// nor for bodies whose level is not known.
pub fn heat(scene: &Scene, indicator: Indicator, positions: impl Iterator<Item = usize>) -> Table {
    let years = scene.span();
    let mut heads = vec![Cell::text(scene.words("body.head"))];
    heads.extend(years.iter().map(|&year| {
        let text = year.to_string();
        let has_page = scene.years().binary_search(&year).is_ok();
        let cell = if has_page { Cell::link(scene.link_to(&PageKind::Year(year)), text) } else { Cell::text(text) };
        cell.number()
    }));
    let number = |outcome: &Computed| {
        let measure = outcome.as_ref().ok()?.measure;
        (!measure.few()).then(|| measure.number())
    };
    // What the editions count otherwise is shaded by the span of each.
    let counted = |edition: Edition| counts_otherwise(indicator).then_some(edition);
    let all = |position: usize| scene.readings(position, indicator);
    // Worked out once for all pages, so each of them has to say that it asks.
    scene.notes.readings(indicator);
    let ranges = scene.site.paging.ranges(indicator, || {
        let mut ranges = Ranges::new();
        for member in (0..scene.count()).map(all).filter(|member| member.group().1.is_some()) {
            for (edition, value) in member.years().filter_map(|(_, edition, outcome)| Some((edition, number(outcome)?)))
            {
                let range = ranges.entry((member.group(), counted(edition))).or_insert((value, value));
                *range = (range.0.min(value), range.1.max(value));
            }
        }
        ranges
    });
    let rows = positions.map(|position| {
        let member = all(position);
        let trend = member.trend();
        let cells = years.iter().map(|&year| {
            let Some((edition, outcome)) = member.year(year) else {
                return Cell { title: scene.words("year.no_report"), ..Cell::gap().number() };
            };
            let mut cell = body::reading_cell(scene, position, year, outcome).number();
            let page = scene.link_to(&PageKind::BodyYear(position, year));
            // What has no value stands at no figure; its reason is on the page.
            cell.href = match outcome {
                Ok(_) => figure::on_page(&page, indicator.inputs(edition)),
                Err(_) => page,
            };
            if trend.point(year).is_some_and(|point| point.break_before) {
                cell = cell.class("break-column");
            }
            match (number(outcome), ranges.get(&(member.group(), counted(edition)))) {
                (Some(value), Some(&(low, high))) => cell.class(shade(value, low, high)),
                _ => cell,
            }
        });
        let head = Cell::link(scene.link_to(&PageKind::Body(position)), scene.body_name(position));
        // Rates of a group are on one scale; counts differ too much for that.
        let shared =
            (!matches!(indicator.kind(), Kind::Count(_))).then(|| ranges.get(&(member.group(), None))).flatten();
        let highest = shared.and_then(|(_, high)| high.to_f64());
        TableRow::new(head.note(member.group_name(scene)), cells.collect()).course(charts::course(&trend, highest))
    });
    let caption = scene.fill("indicator.heat_caption", &[("indicator", &value::name_with_unit(scene, indicator))]);
    Table::new(caption, heads, rows.collect()).class("sticky heat").filterable()
}

fn shade(value: Decimal, low: Decimal, high: Decimal) -> &'static str {
    const SHADES: [&str; 5] = ["heat-0", "heat-1", "heat-2", "heat-3", "heat-4"];
    let steps = || {
        let fifth = high.checked_sub(low)?.checked_div(5.into())?;
        value.checked_sub(low)?.checked_div(fifth)?.trunc().to_usize()
    };
    let step = steps().unwrap_or(0);
    SHADES[step.min(SHADES.len() - 1)]
}

/// The places that the list is divided into, by the comparison of the largest group that is shown.
fn places(scene: &Scene, indicator: Indicator) -> Table {
    let shown = shown(scene.comparisons_of(indicator));
    let largest = paging::largest(shown.into_values());
    let spread = largest.map(|comparison| paging::spread(scene, comparison)).unwrap_or_default();
    let name = indicator.name(scene.language);
    let (caption, heads) = match largest {
        Some(comparison) => {
            let (year, group) = (comparison.year.to_string(), scene.group_name(comparison.group));
            let arguments = [("indicator", name), ("group", &group), ("year", &year)];
            (scene.fill("paging.indicator_caption", &arguments), paging::spread_heads(scene))
        }
        None => (name.to_owned(), Vec::new()),
    };
    paging::table(scene, List::Indicator(indicator), caption, heads, |place| {
        Some(spread.get(place).cloned().unwrap_or_default())
    })
}

/// Some rows of a comparison: the bodies with a value by its size, then those without. Places are among all of them.
pub fn ranked(scene: &Scene, comparison: &Comparison, range: Range<usize>) -> Table {
    let year = comparison.year.to_string();
    let title = scene.fill("year.caption", &[("group", &scene.group_name(comparison.group)), ("year", &year)]);
    let columns = columns(comparison.indicator);
    let heads = columns.iter().map(|key| Cell::text(scene.words(&format!("comparison.{key}"))).number());
    let heads: Vec<Cell> = [Cell::text(scene.words("body.head"))].into_iter().chain(heads).collect();
    let is_order = comparison.placed() > 1;
    let entries = comparison.entries.len();
    let rows = range.map(|index| match comparison.entries.get(index) {
        Some(entry) => entry_row(scene, comparison, entry, is_order),
        None => without_row(scene, columns.len(), &comparison.without[index - entries]),
    });
    let name = value::name_with_unit(scene, comparison.indicator);
    let arguments = [("indicator", name.as_str()), ("title", title.as_str())];
    let caption = scene.fill("comparison.caption", &arguments);
    Table::new(caption, heads, rows.collect()).class("sticky").sortable()
}

/// The columns of a ranked table behind the name: only a share has an interval, and a place beside all together.
fn columns(indicator: Indicator) -> &'static [&'static str] {
    const ALL: [&str; 4] = ["place", "value", "interval", "against"];
    if indicator.kind() == Kind::Share { &ALL } else { &ALL[..2] }
}

fn entry_row(scene: &Scene, comparison: &Comparison, entry: &Entry, is_order: bool) -> TableRow {
    let href = scene.link_to(&PageKind::BodyYear(entry.body, comparison.year));
    let place = match entry.place {
        Some(_) if !is_order => Cell::gap(),
        Some(place) => Cell::text(place.to_string()),
        None => Cell::gap().note(scene.words("comparison.few")),
    };
    let interval = value::interval(&entry.value).map_or_else(Cell::gap, Cell::text);
    let against = match entry.against {
        Some(Against::Below) => Cell::text(scene.words("comparison.below")),
        Some(Against::Above) => Cell::text(scene.words("comparison.above")),
        Some(Against::NotDistinguishable) => Cell::text(scene.words("comparison.alike")),
        None => Cell::gap(),
    };
    let value = entry_cell(scene, comparison, entry, &href);
    let cells = [place, value, interval, against].into_iter().map(Cell::number);
    let cells = cells.take(columns(comparison.indicator).len()).collect();
    TableRow::new(Cell::link(href, scene.body_name(entry.body)), cells)
}

/// The value of an entry, which leads to the first of its figures on the page of body and year, `page`.
pub fn entry_cell(scene: &Scene, comparison: &Comparison, entry: &Entry, page: &str) -> Cell {
    let value = body::reading_cell(scene, entry.body, comparison.year, &Ok(entry.value));
    value.leads_to(figure::on_page(page, comparison.indicator.inputs(entry.edition)))
}

fn without_row(scene: &Scene, columns: usize, (position, reason): &(usize, NotCompared)) -> TableRow {
    let reason = match reason {
        NotCompared::NoReport => scene.words("year.no_report"),
        NotCompared::NotAvailable(reason) => reason.words(scene.language),
    };
    let head = Cell::link(scene.link_to(&PageKind::Body(*position)), scene.body_name(*position)).note(reason);
    TableRow::new(head, vec![Cell::gap().number(); columns])
}

fn comparison_view(scene: &Scene, comparison: &Comparison) -> ComparisonView {
    let indicator = comparison.indicator;
    let year = comparison.year.to_string();
    let title = scene.fill("year.caption", &[("group", &scene.group_name(comparison.group)), ("year", &year)]);
    let rows = comparison.entries.len() + comparison.without.len();
    let is_divided = scene.site.paging.splits(List::Indicator(indicator));
    let mut notes: Vec<String> = compare::note(scene, comparison).into_iter().collect();
    if let Some(overall) = comparison.overall.filter(|_| comparison.entries.len() > 1) {
        let overall = value::in_words(scene, indicator, &overall);
        notes.push(scene.fill("comparison.overall", &[("value", &overall)]));
    }
    ComparisonView {
        chart: charts::chart(scene, ChartKind::Comparison(indicator, comparison.year, comparison.group)),
        table: (!is_divided).then(|| ranked(scene, comparison, 0..rows)),
        all: is_divided.then(|| paging::way(scene, Part::Rank(indicator, comparison.group), rows)),
        notes,
        title,
    }
}

fn funnel_view(scene: &Scene, funnel: &Funnel) -> FunnelView {
    let Comparison { indicator, year, group, .. } = *funnel.comparison;
    let is_divided = scene.site.paging.splits(List::Indicator(indicator));
    FunnelView {
        title: scene.fill("year.caption", &[("group", &scene.group_name(group)), ("year", &year.to_string())]),
        chart: match is_divided {
            true => None,
            false => charts::chart(scene, ChartKind::Funnel(indicator, year, group)),
        },
        note: match is_divided {
            true => charts::funnel_facts(scene, funnel).join(&scene.words("summary.join")),
            false => String::new(),
        },
        table: (!is_divided).then(|| against_chance(scene, funnel.comparison, &funnel.points)),
        all: is_divided.then(|| paging::way(scene, Part::Funnel(indicator, year, group), funnel.points.len())),
    }
}

/// Some points of a funnel plot with their limits.
pub fn against_chance(scene: &Scene, comparison: &Comparison, points: &[FunnelPoint]) -> Table {
    let Comparison { indicator, year, group, .. } = *comparison;
    let title = scene.fill("year.caption", &[("group", &scene.group_name(group)), ("year", &year.to_string())]);
    let heads = ["comparison.value", "chart.funnel.near", "chart.funnel.far", "chart.funnel.standing"];
    let heads = heads.map(|key| Cell::text(scene.words(key)).number());
    let rows = points.iter().map(|point| {
        let href = scene.link_to(&PageKind::BodyYear(point.entry.body, year));
        let value = entry_cell(scene, comparison, point.entry, &href);
        let limits = |(low, high): (f64, f64)| Cell::text(number::interval(low * 100.0, high * 100.0));
        let standing = Cell::text(charts::standing(scene, point.standing));
        let cells = [value, limits(point.limits.near), limits(point.limits.far), standing];
        let cells = cells.map(|cell| cell.number());
        TableRow::new(Cell::link(href, scene.body_name(point.entry.body)), cells.into())
    });
    let caption =
        scene.fill("chart.funnel.caption", &[("indicator", indicator.name(scene.language)), ("title", &title)]);
    let heads = [Cell::text(scene.words("body.head"))].into_iter().chain(heads).collect();
    Table::new(caption, heads, rows.collect()).class("sticky").sortable()
}
