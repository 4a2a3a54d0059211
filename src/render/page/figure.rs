//! How one figure of a report is shown: its value or what stands for it, its state, its place in the source, and the
//! finding that touches it. What is missing is never written as a number.

use serde::Serialize;

use super::part::{Cell, Link};
use super::value::counted;
use super::{PageKind, Scene};
use crate::form::{FigureKey, Table, Unit};
use crate::model::{BodyYear, Shown};
use crate::render::number;
use crate::report::{Figure, Place, Report, Severity, Spot, State, SumRef, plain};
use crate::text::finding::{check_name, figure_name, place_name};
use crate::text::place::place_words;

/// A figure in its cell of the form.
#[derive(Debug, Clone)]
pub struct FigureView {
    /// The exact value where what is shown is not just that; `""` where it is, or where there is none.
    pub value: String,
    /// The state's identifier; `""` for what is reported, as nearly all figures are.
    pub state: &'static str,
    pub shown: Cell,
}

/// The anchor of a figure on the page of its body and year, where it is unique: `requests.granted.total`.
pub fn anchor(key: FigureKey) -> String {
    let mut anchor = String::with_capacity(48);
    write_anchor(&mut anchor, key);
    anchor
}

/// Writes the anchor of a figure.
pub fn write_anchor(out: &mut String, key: FigureKey) {
    for part in [key.table.id(), ".", key.row.id(), ".", key.column.id()] {
        out.push_str(part);
    }
}

/// The anchor of a finding on the page of its body and year; `index` counts from 0.
pub fn finding_anchor(index: usize) -> String {
    format!("finding-{}", index + 1)
}

/// A figure as a cell: the value, its mark, the link to the source.
fn cell_of(scene: &Scene, body: usize, body_year: &BodyYear, key: FigureKey, figure: &Figure) -> Cell {
    let mut cell = state_cell(scene, figure);
    cell.href = place_link(scene, body, body_year.year, figure).unwrap_or_default();
    cell.dispute = dispute(scene, body, body_year, key);
    if cell.dispute.is_some() {
        cell = cell.class("disputed");
    }
    cell
}

/// A figure in its cell of the form. `None` where the edition has no such figure.
pub fn view(scene: &Scene, body: usize, body_year: &BodyYear, key: FigureKey) -> Option<FigureView> {
    let figure = body_year.report().figure(key)?;
    let shown = cell_of(scene, body, body_year, key, figure);
    Some(FigureView {
        value: figure.value().map(plain).filter(|value| shown.text != *value).unwrap_or_default(),
        state: if figure.state() == State::Reported { "" } else { figure.state().id() },
        shown,
    })
}

/// The same figure in a table over years, which always leads somewhere: see [`way`].
pub fn cell_of_year(scene: &Scene, body: usize, body_year: &BodyYear, key: FigureKey) -> Cell {
    match body_year.report().figure(key) {
        Some(figure) => cell_of(scene, body, body_year, key, figure).leads_to(way(scene, body, body_year, &[key])),
        None => not_on_form(scene),
    }
}

/// Where a number of a year that is made of these figures can be checked: the place of a single one in the source, as far as
/// sources are published, else where it stands on the page of its year; for several where the first of them stands there.
pub fn way(scene: &Scene, body: usize, body_year: &BodyYear, figures: &[FigureKey]) -> String {
    let on_page = |anchor: &str| scene.link_to_anchor(&PageKind::BodyYear(body, body_year.year), anchor);
    match figures {
        [] => String::new(),
        [key] => {
            let figure = body_year.report().figure(*key);
            let source = figure.and_then(|figure| place_link(scene, body, body_year.year, figure));
            source.unwrap_or_else(|| on_page(&anchor(*key)))
        }
        [key, ..] => on_page(&anchor(*key)),
    }
}

/// The page of a body and year at the first of these figures, where a number that is made of them can be checked. `page` is the
/// way to that page: a row of a list asks for it once.
pub fn on_page(page: &str, figures: &[FigureKey]) -> String {
    let Some(&first) = figures.first() else { return page.to_owned() };
    let mut way = String::with_capacity(page.len() + 48);
    way.extend([page, "#"]);
    write_anchor(&mut way, first);
    way
}

/// What stands where the edition of the year has no such figure.
pub fn not_on_form(scene: &Scene) -> Cell {
    Cell {
        text: scene.words("value.not_on_form"),
        title: scene.words("value.not_on_form_explain"),
        class: "not-on-form".to_owned(),
        ..Cell::default()
    }
}

fn state_cell(scene: &Scene, figure: &Figure) -> Cell {
    let state = figure.state();
    let value = figure.value().map(number::exact);
    let explain = || scene.term(&format!("form.state.{}.explain", state.id()));
    let mark = if state == State::Reported { String::new() } else { mark(scene, state) };
    let at = |place: Place| place_words(place, scene.language);
    let title = match state {
        State::Reported => figure.place().filter(|place| place.spot != Spot::Line).map(at).unwrap_or_default(),
        State::Corrected => {
            let why = figure.correction().map(|correction| correction.why.as_str()).unwrap_or_default();
            let was = value_in_source(scene, figure);
            scene.fill("figure.corrected", &[("explain", &explain()), ("was", &was), ("why", why)])
        }
        State::Unreadable if !figure.raw().is_empty() => {
            scene.fill("figure.raw", &[("explain", &explain()), ("raw", &shortened(figure.raw()))])
        }
        State::Inferred => {
            let sums: Vec<String> = figure.sums().iter().map(|sum| sum_words(scene, sum)).collect();
            let sums = sums.join(&scene.term("check.place.separator"));
            scene.fill("figure.sums", &[("explain", &explain()), ("sums", &sums)])
        }
        _ => explain(),
    };
    Cell {
        text: value.unwrap_or_else(|| number::MISSING.to_owned()),
        mark,
        title,
        class: class(state),
        ..Cell::default()
    }
}

/// The class of what is in a state; `""` where nothing about it is out of the ordinary.
fn class(state: State) -> String {
    if state == State::Reported { String::new() } else { ["figure-", state.id()].concat() }
}

/// A correction, under the table that it belongs to.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionView {
    /// The figure in its cell.
    pub figure: Link,
    /// What the source has.
    pub was: String,
    pub value: String,
    pub why: String,
    pub evidence: String,
    /// The evidence as an address; `""` where it is words.
    pub href: String,
    /// Where the source has it.
    pub place: String,
}

/// The corrections of one table, in the order of the form.
pub fn corrections(scene: &Scene, body_year: &BodyYear, table: Table) -> Vec<CorrectionView> {
    let figures = body_year.report().figures.iter().filter(|(key, _)| key.table == table);
    let view = |(key, figure): (FigureKey, &Figure)| {
        let correction = figure.correction()?;
        let evidence = correction.evidence.clone();
        let is_address = |text: &str| {
            (text.starts_with("https://") || text.starts_with("http://"))
                && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        };
        Some(CorrectionView {
            figure: Link::new(format!("#{}", anchor(key)), figure_name(key, scene.language)),
            was: value_in_source(scene, figure),
            value: with_unit(scene, figure.value()?, figure.unit()),
            why: correction.why.clone(),
            href: if is_address(&evidence) { evidence.clone() } else { String::new() },
            evidence,
            place: figure.place().map(|place| place_words(place, scene.language)).unwrap_or_default(),
        })
    };
    figures.filter_map(view).collect()
}

/// That a figure was corrected, and what the source has; `None` where it was not.
pub fn corrected_words(scene: &Scene, report: &Report, key: FigureKey) -> Option<String> {
    let figure = report.figure(key).filter(|figure| figure.state() == State::Corrected)?;
    let (name, was) = (figure_name(key, scene.language), value_in_source(scene, figure));
    Some(scene.fill("finding.corrected", &[("figure", &name), ("was", &was)]))
}

/// What the source itself has where a figure was corrected: its words, else its state.
fn value_in_source(scene: &Scene, figure: &Figure) -> String {
    let Some(correction) = figure.correction() else { return String::new() };
    let state = || scene.term(&format!("form.state.{}.name", correction.was.id()));
    match correction.value {
        Some(value) if correction.was == State::Reported => with_unit(scene, value, correction.unit),
        _ if figure.raw().is_empty() => state(),
        _ => scene.fill("figure.was", &[("state", &state()), ("raw", &shortened(figure.raw()))]),
    }
}

/// A figure as it was shown at some time, in one line: value, unit and state.
pub fn shown_words(scene: &Scene, shown: Option<Shown>) -> String {
    let Some(shown) = shown else { return scene.words("value.not_on_form") };
    let value = shown.value().map_or_else(|| number::MISSING.to_owned(), |value| with_unit(scene, value, shown.unit()));
    match shown.state() {
        State::Reported => value,
        state => scene.fill("figure.shown", &[("value", &value), ("state", &mark(scene, state))]),
    }
}

fn with_unit(scene: &Scene, value: rust_decimal::Decimal, unit: Unit) -> String {
    let number = number::exact(value);
    match unit {
        Unit::Case | Unit::Item => number,
        unit => {
            let unit = counted(scene, unit, value);
            scene.fill("figure.with_unit", &[("value", &number), ("unit", &unit)])
        }
    }
}

/// A sum that a figure follows from: which check, and where on the form.
fn sum_words(scene: &Scene, sum: &SumRef) -> String {
    let (check, at) = (check_name(sum.check, scene.language), place_name(&sum.at, scene.language));
    scene.fill("figure.sum", &[("check", check), ("at", &at)])
}

/// The short mark of a state, as the legend explains it.
pub fn mark(scene: &Scene, state: State) -> String {
    scene.words(&format!("figure.mark.{}", state.id()))
}

fn shortened(raw: &str) -> String {
    const SHOWN: usize = 40;
    let flat: String = raw.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).take(SHOWN).collect();
    if raw.chars().count() > SHOWN { format!("{flat}…") } else { flat }
}

fn place_link(scene: &Scene, body: usize, year: u16, figure: &Figure) -> Option<String> {
    scene.link_to_line(body, year, figure.place()?.line)
}

/// Where it is said that the numbers disagree, if a conflict touches the figure: the first finding of its own year that
/// names it, else the page of the year after, whose report it does not agree with.
fn dispute(scene: &Scene, body: usize, body_year: &BodyYear, key: FigureKey) -> Option<Link> {
    body_year.disputed.binary_search(&key).ok()?;
    let touches = |finding: &crate::report::Finding| {
        finding.severity == Severity::Conflict && finding.figures().binary_search(&key).is_ok()
    };
    let words = scene.words("finding.disputed");
    let link = |year: u16, anchor: &str| {
        Some(Link::new(scene.link_to_anchor(&PageKind::BodyYear(body, year), anchor), words.clone()))
    };
    if let Some(index) = body_year.findings.iter().position(touches) {
        return link(body_year.year, &finding_anchor(index));
    }
    link(body_year.year + 1, "findings").filter(|_| scene.body(body).year(body_year.year + 1).is_some())
}

/// One entry of the legend of states.
#[derive(Debug, Clone, Serialize)]
pub struct StateEntry {
    pub class: String,
    pub mark: String,
    pub name: String,
    pub explain: String,
    pub count: String,
}

/// The legend of states, with how many figures of the report are in each; states that do not occur are left out.
pub fn legend(scene: &Scene, body_year: &BodyYear) -> Vec<StateEntry> {
    State::ALL
        .into_iter()
        .filter(|&state| body_year.read.count(state) > 0)
        .map(|state| StateEntry {
            class: class(state),
            mark: mark(scene, state),
            name: scene.term(&format!("form.state.{}.name", state.id())),
            explain: scene.term(&format!("form.state.{}.explain", state.id())),
            count: body_year.read.count(state).to_string(),
        })
        .collect()
}
