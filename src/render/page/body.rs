//! One body over all its years: in plain words, in charts, and in tables beside them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::charts::{BodyChart, ChartKind};
use super::findings::FindingView;
use super::neighbours::{self, Neighbours};
use super::outcome::{OUTCOMES, Outcome};
use super::part::{Cell, Chart, Fact, Link, Table, TableRow};
use super::readings::Computed;
use super::shell::Page;
use super::{PageKind, Scene, bodies, charts, figure, findings, guide, paging, value, words};
use crate::form::{Column, Edition, FigureKey, Row};
use crate::model::{Body, BodyYear, Change, Indicator, NotAvailable, Value};
use crate::render::number;

/// A chart, the table beside it, and what must be said about both.
#[derive(Debug, Serialize)]
pub struct Section {
    id: &'static str,
    title: String,
    charts: Vec<Chart>,
    table: Table,
    /// Whether the table has so many columns that it stands below the chart, not beside it.
    wide: bool,
    note: String,
    /// What an applicant can do about what is shown.
    guide: Vec<Link>,
}

/// How many columns a table may have that stands beside a chart.
const BESIDE: usize = 5;

/// A report of the body.
#[derive(Debug, Serialize)]
pub struct ReportEntry {
    link: Link,
    title: String,
    published: String,
    url: String,
    read: String,
}

#[derive(Debug, Serialize)]
pub struct BodyView {
    name: String,
    kind: String,
    scope_note: String,
    /// The body above it, with a link where it is one of the portal.
    parent: Option<Link>,
    /// What the key numbers below do not say; `""` where there is no such thing.
    lead: String,
    #[serde(skip)]
    description: String,
    facts: Vec<Fact>,
    break_note: String,
    gap_note: String,
    sections: Vec<Section>,
    findings: Vec<FindingView>,
    neighbours: Option<Neighbours>,
    trends: Table,
    reasons: Vec<String>,
    reports: Vec<ReportEntry>,
    #[serde(skip)]
    crumbs: Vec<Link>,
}

impl Page for BodyView {
    fn title(&self) -> String {
        self.name.clone()
    }

    fn description(&self) -> String {
        self.description.clone()
    }

    fn crumbs(&self) -> Vec<Link> {
        self.crumbs.clone()
    }
}

pub fn view(scene: &Scene, position: usize) -> BodyView {
    let body = scene.body(position);
    let gaps = body.gaps();
    let told = words::of_body(scene, position);
    let join = |years: &[u16]| years.iter().map(u16::to_string).collect::<Vec<_>>().join(&scene.words("summary.comma"));
    let edition_note = if charts::changes_edition(body) { scene.words("body.break_note") } else { String::new() };
    let note = |gaps: &[u16]| scene.fill("body.gap_note", &[("years", &join(gaps))]);
    BodyView {
        name: scene.body_name(position),
        kind: bodies::group_name(scene, body),
        scope_note: scene.term(&format!("form.scope.{}.explain", body.scope.id())),
        parent: body.parent.as_deref().map(|name| parent(scene, name)),
        lead: words::lead(scene, &told),
        description: words::paragraph(scene, &told),
        facts: facts(scene, position, body.latest()),
        break_note: edition_note,
        gap_note: if gaps.is_empty() { String::new() } else { note(&gaps) },
        sections: sections(scene, position, body),
        findings: body.years.iter().rev().flat_map(|year| findings::of_report(scene, position, year)).collect(),
        neighbours: neighbours::of(scene, position, body),
        trends: trends(scene, position, body),
        reasons: reasons(scene, body),
        reports: body.years.iter().rev().map(|year| report_entry(scene, position, year)).collect(),
        crumbs: [Link::new(scene.link_to(&PageKind::Bodies), scene.words("nav.bodies"))]
            .into_iter()
            .chain(paging::place_of(scene, position))
            .collect(),
    }
}

/// The body above, by its name: the government of that name where an agency has it too.
fn parent(scene: &Scene, name: &str) -> Link {
    match scene.body_named(name) {
        Some(position) => scene.body_link(position),
        None => Link::new("", name),
    }
}

/// The key numbers of a year, each with the way to what it was made of.
pub fn facts(scene: &Scene, position: usize, body_year: &BodyYear) -> Vec<Fact> {
    let shown = [
        Indicator::Received,
        Indicator::Handled,
        Indicator::DisclosureRate,
        Indicator::RefusalRate,
        Indicator::Reviews,
        Indicator::Litigation,
    ];
    let year = body_year.year.to_string();
    let fact = |indicator: Indicator| Fact {
        label: scene.fill("body.fact", &[("indicator", indicator.name(scene.language)), ("year", &year)]),
        value: checkable_cell(scene, position, body_year, indicator),
    };
    shown.map(fact).into()
}

/// An indicator of a year with its dispute and, where it has a value, the way to the figures that it was made of.
fn checkable_cell(scene: &Scene, position: usize, body_year: &BodyYear, indicator: Indicator) -> Cell {
    let outcome = &body_year.reading(indicator).outcome;
    let cell = reading_cell(scene, position, body_year.year, outcome);
    let inputs = indicator.inputs(body_year.report().edition());
    if outcome.is_ok() { cell.leads_to(figure::way(scene, position, body_year, inputs)) } else { cell }
}

/// What an indicator comes to for a body and year, with its dispute.
pub fn reading_cell(scene: &Scene, position: usize, year: u16, outcome: &Computed) -> Cell {
    let mut cell = value::cell(scene, outcome);
    if matches!(outcome, Ok(Value { disputed: true, .. })) {
        cell.dispute = Some(disputed(scene, position, year));
        cell = cell.class("disputed");
    }
    cell
}

/// That the numbers of a year disagree, and where that is said.
fn disputed(scene: &Scene, position: usize, year: u16) -> Link {
    let page = PageKind::BodyYear(position, year);
    Link::new(scene.link_to_anchor(&page, "findings"), scene.words("finding.disputed"))
}

fn sections(scene: &Scene, position: usize, body: &Body) -> Vec<Section> {
    let chart = |chart: BodyChart| charts::chart(scene, ChartKind::Body(position, chart));
    let words = |key: &str| scene.words(&format!("body.section.{key}"));
    let note = |key: &str| scene.words(&format!("body.note.{key}"));
    let total = |row: Row| FigureKey { table: row.table(), row, column: Column::Total };
    let figures = |id: &'static str, columns: Vec<FigureColumn>| figure_table(scene, position, body, id, columns);

    let flow = [Row::Received, Row::CarriedIn, Row::Handled, Row::CarriedOver];
    let refused: Vec<Row> = Row::ALL.iter().copied().filter(|row| row.group() == Some("refused")).collect();
    let column = |row: Row, column: Column| {
        let name = scene.term(&format!("form.column.{}.short", column.id()));
        let words = scene.fill("chart.row_column", &[("row", &scene.row_name(row)), ("column", &name)]);
        FigureColumn::new(words, FigureKey { table: row.table(), row, column })
    };
    // Documents made are counted otherwise in each edition: two columns, not one series.
    let mut proactive: Vec<FigureColumn> =
        Edition::ALL.map(|edition| column(Row::NormativeDocuments, Column::Made).of(scene, edition)).into();
    proactive.extend([
        column(Row::NormativeDocuments, Column::Repealed),
        column(Row::NormativeDocuments, Column::InForce),
        column(Row::NormativeDocuments, Column::PublicTotal),
    ]);
    proactive.extend([Row::Licences, Row::Penalties, Row::CoerciveMeasures].map(|row| column(row, Column::Decisions)));
    proactive.push(column(Row::Fees, Column::Amount));
    let used = |column: &FigureColumn| body.years.iter().any(|year| column.key_in(year).is_some());
    proactive.retain(used);
    let remedies = [Row::Review, Row::LitigationDirect, Row::LitigationAfterReview];
    let remedy_columns = remedies
        .iter()
        .flat_map(|&row| [FigureColumn::new(scene.row_name(row), total(row)), column(row, Column::Corrected)]);
    let mut sections = vec![
        Section {
            id: "flow",
            title: words("flow"),
            charts: chart(BodyChart::Flow).into_iter().collect(),
            table: figures(
                "flow",
                flow.iter().map(|&row| FigureColumn::new(scene.row_name(row), total(row))).collect(),
            ),
            wide: false,
            note: note("flow"),
            guide: Vec::new(),
        },
        Section {
            id: "outcomes",
            title: words("outcomes"),
            charts: [BodyChart::Outcomes, BodyChart::OutcomeShares].into_iter().filter_map(chart).collect(),
            table: outcome_table(scene, position, body),
            wide: false,
            note: note("outcomes"),
            guide: guide::links(scene),
        },
        Section {
            id: "disclosure",
            title: words("disclosure"),
            charts: chart(BodyChart::Rate).into_iter().collect(),
            table: rate_table(scene, position, body),
            wide: false,
            note: note("disclosure"),
            guide: Vec::new(),
        },
        Section {
            id: "refusals",
            title: words("refusals"),
            charts: chart(BodyChart::Refusals).into_iter().collect(),
            table: figures(
                "refusals",
                refused.iter().map(|&row| FigureColumn::new(scene.row_name(row), total(row))).collect(),
            ),
            wide: false,
            note: note("refusals"),
            guide: Vec::new(),
        },
        Section {
            id: "proactive",
            title: words("proactive"),
            charts: chart(BodyChart::Proactive).into_iter().collect(),
            table: figures("proactive", proactive),
            wide: false,
            note: note("proactive"),
            guide: Vec::new(),
        },
        Section {
            id: "remedies",
            title: words("remedies"),
            charts: chart(BodyChart::Remedies).into_iter().collect(),
            table: figures("remedies", remedy_columns.collect()),
            wide: false,
            note: note("remedies"),
            guide: Vec::new(),
        },
    ];
    for section in &mut sections {
        section.wide = section.table.heads.len() > BESIDE;
    }
    sections
}

fn table_caption(scene: &Scene, position: usize, id: &str) -> String {
    let title = scene.words(&format!("body.section.{id}"));
    scene.fill("body.table", &[("body", &scene.body_name(position)), ("title", &title)])
}

fn year_heads(scene: &Scene, names: impl IntoIterator<Item = String>) -> Vec<Cell> {
    let names = names.into_iter().map(|name| Cell::text(name).number());
    [Cell::text(scene.words("year.head"))].into_iter().chain(names).collect()
}

/// One row a year from the first to the last report, the last on top; a year without a report says so, a change of
/// edition stands between the rows.
fn over_years(
    scene: &Scene,
    position: usize,
    body: &Body,
    width: usize,
    row: impl Fn(&BodyYear) -> Vec<Cell>,
) -> Vec<TableRow> {
    let mut rows = Vec::new();
    let mut before: Option<Edition> = None;
    for year in body.first().year..=body.latest().year {
        let Some(body_year) = body.year(year) else {
            let gap = Cell::gap().number();
            let head = Cell::text(year.to_string()).note(scene.words("year.no_report"));
            rows.push(TableRow::new(head, vec![gap; width]));
            continue;
        };
        let edition = body_year.report().edition();
        let cells = row(body_year).into_iter().map(|cell| cell.number()).collect();
        let mut row =
            TableRow::new(Cell::link(scene.link_to(&PageKind::BodyYear(position, year)), year.to_string()), cells);
        if before.is_some_and(|before| before != edition) {
            row.break_note = scene.words("body.break");
        }
        before = Some(edition);
        rows.push(row);
    }
    rows
}

/// A column of a table over the years: one figure of the form, in every edition that has it or in one only.
struct FigureColumn {
    name: String,
    key: FigureKey,
    edition: Option<Edition>,
}

impl FigureColumn {
    fn new(name: String, key: FigureKey) -> FigureColumn {
        FigureColumn { name, key, edition: None }
    }

    fn of(self, scene: &Scene, edition: Edition) -> FigureColumn {
        let name = charts::of_edition(scene, &self.name, edition);
        FigureColumn { name, edition: Some(edition), ..self }
    }

    /// The figure's key, where the report of the year has it.
    fn key_in(&self, year: &BodyYear) -> Option<FigureKey> {
        let report = year.report();
        let in_edition = self.edition.is_none_or(|edition| edition == report.edition());
        (in_edition && report.figure(self.key).is_some()).then_some(self.key)
    }
}

fn figure_table(scene: &Scene, position: usize, body: &Body, id: &str, columns: Vec<FigureColumn>) -> Table {
    let row = |year: &BodyYear| {
        let cell = |column: &FigureColumn| match column.key_in(year) {
            Some(key) => figure::cell_of_year(scene, position, year, key),
            None => figure::not_on_form(scene),
        };
        columns.iter().map(cell).collect::<Vec<Cell>>()
    };
    let rows = over_years(scene, position, body, columns.len(), row);
    let heads = year_heads(scene, columns.iter().map(|column| column.name.clone()));
    Table::new(table_caption(scene, position, id), heads, rows).class("sticky")
}

fn outcome_table(scene: &Scene, position: usize, body: &Body) -> Table {
    let row = |year: &BodyYear| {
        let report = year.report();
        let mut cells: Vec<Cell> = OUTCOMES
            .iter()
            .map(|outcome| match outcome.total(report) {
                Some(total) => outcome_cell(scene, position, year, *outcome, total),
                None => Cell {
                    mark: scene.words("value.not_available"),
                    title: scene.words("value.partial"),
                    ..Cell::gap()
                },
            })
            .collect();
        let handled = FigureKey::requests(Row::Handled, Column::Total);
        cells.push(figure::cell_of_year(scene, position, year, handled));
        cells
    };
    let names = OUTCOMES.iter().map(|outcome| outcome.name(scene)).chain([scene.row_name(Row::Handled)]);
    let rows = over_years(scene, position, body, OUTCOMES.len() + 1, row);
    Table::new(table_caption(scene, position, "outcomes"), year_heads(scene, names), rows).class("sticky")
}

/// The number of a group of outcomes, marked where a conflict touches one of its rows.
fn outcome_cell(scene: &Scene, position: usize, year: &BodyYear, outcome: Outcome, total: Decimal) -> Cell {
    let rows = outcome.rows(year.report().edition());
    let keys: Vec<FigureKey> = rows.into_iter().map(|row| FigureKey::requests(row, Column::Total)).collect();
    let mut cell = Cell::text(number::exact(total)).leads_to(figure::way(scene, position, year, &keys));
    if keys.iter().any(|key| year.disputed.binary_search(key).is_ok()) {
        cell.dispute = Some(disputed(scene, position, year.year));
        cell = cell.class("disputed");
    }
    cell
}

fn rate_table(scene: &Scene, position: usize, body: &Body) -> Table {
    let trend = body.trend(Indicator::DisclosureRate);
    let row = |year: &BodyYear| {
        let cell = checkable_cell(scene, position, year, Indicator::DisclosureRate);
        let interval = year.reading(Indicator::DisclosureRate).value().and_then(value::interval);
        let point = trend.point(year.year);
        let change = point
            .and_then(|point| point.change.ok())
            .map(|change| change_words(scene, body, Indicator::DisclosureRate, &change, [year.year - 1, year.year]));
        let before = body.year(year.year - 1).and_then(|before| before.reading(Indicator::DisclosureRate).value());
        let of_before = before.filter(|before| before.disputed).map(|_| disputed(scene, position, year.year - 1));
        // What is made of a number in dispute is in dispute itself.
        let or_gap = |text: Option<String>, dispute: Option<Link>| match text {
            Some(text) if dispute.is_some() => Cell { dispute, ..Cell::text(text).class("disputed") },
            Some(text) => Cell::text(text),
            None => Cell::gap(),
        };
        let own = cell.dispute.clone();
        let of_change = own.clone().or(of_before);
        vec![cell, or_gap(interval, own), or_gap(change, of_change)]
    };
    let names = ["rate", "interval", "change"].map(|key| scene.words(&format!("body.rate.{key}")));
    let rows = over_years(scene, position, body, names.len(), row);
    Table::new(table_caption(scene, position, "disclosure"), year_heads(scene, names), rows).class("sticky")
}

/// Every indicator over every year.
fn trends(scene: &Scene, position: usize, body: &Body) -> Table {
    let mut heads = vec![Cell::text(scene.words("indicator.head"))];
    let mut before: Option<Edition> = None;
    for year in body.years.iter() {
        let mut head = Cell::link(scene.link_to(&PageKind::BodyYear(position, year.year)), year.year.to_string());
        let edition = year.report().edition();
        if before.is_some_and(|before| before != edition) {
            head = head.class("break-column").note(scene.words("body.break"));
        }
        before = Some(edition);
        heads.push(head.number());
    }
    heads.push(Cell::text(scene.words("body.whole_change")));
    let row = |&indicator: &Indicator| {
        let head = Cell::link(scene.link_to(&PageKind::Indicator(indicator)), value::name_with_unit(scene, indicator));
        let cells = body.years.iter().map(|year| checkable_cell(scene, position, year, indicator).number());
        let trend = body.trend(indicator);
        let runs = trend.runs.iter().filter_map(|run| {
            let change = change_words(scene, body, indicator, &run.change?, [run.first, run.last]);
            let (first, last) = (run.first.to_string(), run.last.to_string());
            let years = [("first", first.as_str()), ("last", last.as_str())];
            // Counted otherwise before than behind: no change can be told.
            Some(match run.across_break {
                true => scene.fill("body.run_across", &years),
                false => scene.fill("body.run", &[years[0], years[1], ("change", &change)]),
            })
        });
        let runs: Vec<String> = runs.collect();
        let over = if runs.is_empty() { Cell::gap() } else { Cell::text(runs.join(&scene.words("body.run_join"))) };
        let course = charts::course(&body.trend(indicator), None);
        TableRow::new(head, cells.chain([over.class("change")]).collect()).course(course)
    };
    let caption = scene.fill("body.trends_caption", &[("body", &scene.body_name(position))]);
    Table::new(caption, heads, Indicator::ALL.iter().map(row).collect()).class("sticky")
}

/// A change as written. A rate of few cases is written as counts, so no change in points can be had from it.
fn change_words(scene: &Scene, body: &Body, indicator: Indicator, change: &Change, years: [u16; 2]) -> String {
    let few = |year: u16| {
        let value = body.year(year).and_then(|year| year.reading(indicator).value());
        value.is_some_and(|value| value.measure.few())
    };
    if years.into_iter().any(few) { scene.words("body.few_cases") } else { value::change(scene, indicator, change) }
}

/// Why indicators of the body are not available: each reason with the indicators and years that it concerns.
fn reasons(scene: &Scene, body: &Body) -> Vec<String> {
    let mut by_reason: BTreeMap<String, BTreeMap<usize, Vec<u16>>> = BTreeMap::new();
    for year in body.years.iter() {
        for reading in year.readings() {
            let Err(reason) = &reading.outcome else { continue };
            if matches!(reason, NotAvailable::OtherEdition { .. }) {
                continue;
            }
            let indicators = by_reason.entry(reason.words(scene.language)).or_default();
            indicators.entry(reading.indicator as usize).or_default().push(year.year);
        }
    }
    let comma = scene.words("summary.comma");
    let lines = by_reason.into_iter().map(|(reason, indicators)| {
        let named: Vec<String> = indicators
            .into_iter()
            .map(|(indicator, years)| {
                let years: Vec<String> = years.iter().map(u16::to_string).collect();
                let name = Indicator::ALL[indicator].name(scene.language);
                scene.fill("body.reason_of", &[("indicator", name), ("years", &years.join(&comma))])
            })
            .collect();
        scene.fill("body.reason", &[("reason", &reason), ("indicators", &named.join(&comma))])
    });
    lines.collect()
}

fn report_entry(scene: &Scene, position: usize, year: &BodyYear) -> ReportEntry {
    let report = year.report();
    let read = year.read;
    ReportEntry {
        link: Link::new(scene.link_to(&PageKind::BodyYear(position, year.year)), year.year.to_string()),
        title: report.title.clone(),
        published: report.published.clone().unwrap_or_default(),
        url: report.url.clone().unwrap_or_default(),
        read: if report.source.kind == crate::report::SourceKind::Image {
            scene.words("coverage.image")
        } else {
            let counts = [("read", &*read.with_value().to_string()), ("total", &*read.total().to_string())];
            scene.fill("coverage.read", &counts)
        },
    }
}
