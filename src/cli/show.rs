//! `gongkai show`: what was understood of one report, as tables no wider than a terminal.

use std::path::{Path, PathBuf};

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table as Grid, TableStyle, presets};

use super::Exit;
use super::console::Console;
use crate::check;
use crate::config;
use crate::diagnostic::render::{Concern, human_diagnostic, human_finding};
use crate::error::Error;
use crate::form::{Column, FigureKey, Layout, Row, Table};
use crate::load::{load_file, text_of};
use crate::report::{CheckInstance, CheckedReport, Figure, Outcome, Place, Report, SourceKind, Spot, State};
use crate::text::finding::{check_name, figure_name, message, place_name, side_words};
use crate::text::place::{margin_words, part_words, place_words};

/// The width of tables, in characters of a terminal.
const WIDTH: u16 = 100;
/// The most figures that are named where a sum cannot be decided.
const LACKING_NAMED: usize = 2;
/// A line above, below and under the head.
const LINED: TableStyle = presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none());

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The report's file
    file: PathBuf,
    /// Print the text as it is read, line by line, with the place of each line in the original
    #[arg(long)]
    text: bool,
}

pub fn run(
    arguments: &Arguments,
    root: Option<&Path>,
    asked: Option<crate::text::Language>,
    console: &mut Console,
) -> Result<Exit, Error> {
    let file = &arguments.file;
    if !file.exists() {
        return Err(Error::refused("no-such-file").with("path", file.display()));
    }
    if file.is_dir() {
        return Err(Error::refused("show-folder").with("path", file.display()));
    }
    let root = match root {
        Some(root) => config::find_root(Some(root), root)?,
        None => portal_of(file),
    };
    if root.join(config::FILE).is_file() {
        console.language = asked.unwrap_or(config::read(&root)?.main_language());
    }
    if arguments.text {
        return text(file, console);
    }
    let outcome = load_file(&root, file)?;
    if outcome.reports.is_empty() {
        console.print(&console.words("cli.show.not-a-report"))?;
    }
    for checked in &outcome.reports {
        report(checked, file, console)?;
    }
    let (language, style) = (console.language, console.style());
    for one in &outcome.diagnostics {
        console.print_rendered(&format!("\n{}", human_diagnostic(one, language, style)))?;
    }
    Ok(if outcome.reports.is_empty() { Exit::Problems } else { Exit::Done })
}

/// The text of a file as it is read, with line numbers and places.
fn text(file: &Path, console: &mut Console) -> Result<Exit, Error> {
    let (read, diagnostics) = text_of(file)?;
    if let Some(source) = &read {
        for (line, number) in source.text.lines().zip(1..) {
            let place = match source.spots.is_empty() {
                true => String::new(),
                false => format!("{} | ", place_words(source.place(number, 0, 0), console.language)),
            };
            // A control character of a report must not steer the terminal.
            let line: String = line.chars().filter(|&c| c == '\t' || !c.is_control()).collect();
            console.print(&format!("{number:>5} | {place}{line}"))?;
        }
    }
    let (language, style) = (console.language, console.style());
    for one in &diagnostics {
        console.print_rendered(&format!("\n{}", human_diagnostic(one, language, style)))?;
    }
    Ok(if read.is_some() { Exit::Done } else { Exit::Problems })
}

/// The portal that a file belongs to, else the folder that it stands in: `show` needs no portal.
fn portal_of(file: &Path) -> PathBuf {
    let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let folder = file.parent().unwrap_or(Path::new("/")).to_owned();
    config::find_root(None, &folder).unwrap_or(folder)
}

fn report(checked: &CheckedReport, file: &Path, console: &mut Console) -> Result<(), Error> {
    let report = checked.report();
    identity(report, file, console)?;
    for &table in Table::ALL {
        let name = console.words(&format!("form.table.{table}.long"));
        console.print(&format!("\n{name}"))?;
        let grid = figures(report, table, console);
        console.print(&grid)?;
    }
    console.print(&wrap(&legend(console)))?;
    console.print(&counts(report, console))?;
    others(report, console)?;
    extra_rows(report, console)?;
    sums(&check::instances(checked), console)?;
    let (language, style) = (console.language, console.style());
    for finding in checked.settled() {
        let text = console.fill("cli.show.settled", &[("message", &message(finding, console.language))]);
        console.print(&format!("\n{text}"))?;
    }
    for finding in checked.findings() {
        console.print_rendered(&format!("\n{}", human_finding(Concern { report, finding }, language, style)))?;
    }
    Ok(())
}

/// Which edition of the form a report uses; of a picture nobody knows.
pub fn edition(report: &Report, console: &Console) -> String {
    match report.source.kind {
        SourceKind::Image => console.words("site.body_year.edition_unknown"),
        _ => console.words(&format!("form.edition.{}.name", report.edition().id())),
    }
}

fn identity(report: &Report, file: &Path, console: &mut Console) -> Result<(), Error> {
    let kind = match report.source.kind {
        SourceKind::Published => None,
        SourceKind::Collected => Some(console.words("site.file.collected_note")),
        SourceKind::Image => Some(console.words("site.file.image_note")),
    };
    let lines = [
        ("body", Some(report.body.clone())),
        ("scope", Some(console.words(&format!("form.scope.{}.name", report.scope.id())))),
        ("year", Some(report.year.to_string())),
        ("edition", Some(edition(report, console))),
        ("title", Some(report.title.clone())),
        ("source", Some(file.display().to_string())),
        ("kind", kind),
        ("published", report.published.clone()),
        ("url", report.url.clone()),
    ];
    let mut grid = new_grid(presets::NOTHING);
    for (name, value) in lines {
        if let Some(value) = value {
            grid.add_row([console.words(&format!("cli.show.{name}")), value]);
        }
    }
    console.print(&grid.trim_fmt())
}

/// One table of the form. The first table has other columns for each row, so there each figure has its own line.
fn figures(report: &Report, table: Table, console: &Console) -> String {
    let mut grid = new_grid(LINED);
    let layout = Layout::of(report.edition());
    let row_name = |row: Row| place_name(&format!("{table}/{row}"), console.language).into_owned();
    let column_name = |column: Column| console.words(&format!("form.column.{column}.short"));
    let (row, line) = (console.words("cli.show.row"), console.words("cli.show.line"));
    let figure = |row, column| report.figure(FigureKey { table, row, column });
    let line_of = |figures: &[Option<&Figure>]| {
        let mut places: Vec<Place> = figures.iter().flatten().filter_map(|figure| figure.place()).collect();
        places.sort_by_key(|place| place.line);
        places.dedup_by_key(|place| place.line);
        places.into_iter().map(|place| short_place(place, console)).collect::<Vec<_>>().join(",")
    };
    if table == Table::Proactive {
        grid.set_header([row, String::new(), console.words("cli.show.value"), line]);
        for (row, columns) in layout.rows(table) {
            for &column in columns {
                let figure = figure(row, column);
                let value = figure.map(|figure| cell(figure, console)).unwrap_or_default();
                grid.add_row([row_name(row), column_name(column), value, line_of(&[figure])]);
            }
        }
        align_right(&mut grid, 2..4);
    } else {
        let columns = layout.rows(table).next().map(|(_, columns)| columns).unwrap_or_default();
        let mut head = vec![row];
        head.extend(columns.iter().map(|&column| column_name(column)));
        head.push(line);
        let width = head.len();
        grid.set_header(head);
        for (row, columns) in layout.rows(table) {
            let values: Vec<Option<&Figure>> = columns.iter().map(|&column| figure(row, column)).collect();
            let mut cells = vec![row_name(row)];
            cells.extend(values.iter().map(|value| value.map(|figure| cell(figure, console)).unwrap_or_default()));
            cells.push(line_of(&values));
            grid.add_row(cells);
        }
        align_right(&mut grid, 1..width);
    }
    grid.trim_fmt()
}

/// A place in a narrow column: the line; where the original is no text, its part and where in that.
fn short_place(place: Place, console: &Console) -> String {
    if place.spot == Spot::Line {
        return place.line.to_string();
    }
    let margin = margin_words(place.spot, place.line, console.language);
    part_words(place.spot, console.language).map_or(margin.clone(), |part| format!("{part} {margin}"))
}

/// A figure in a cell: its number, with a mark where it is not simply as reported; where there is none, the mark alone.
fn cell(figure: &Figure, console: &Console) -> String {
    let mark = console.words(&format!("cli.show.mark.{}", figure.state().id()));
    match figure.value() {
        Some(value) if mark.is_empty() => value.to_string(),
        Some(value) => format!("{value} {mark}"),
        None => mark,
    }
}

/// What the marks mean.
fn legend(console: &Console) -> String {
    let name = |state: State| console.words(&format!("form.state.{}.name", state.id()));
    let marks = State::ALL.into_iter().filter(|&state| state != State::Reported).map(|state| {
        let mark = console.words(&format!("cli.show.mark.{}", state.id()));
        console.fill("cli.show.mark-means", &[("mark", &mark), ("state", &name(state))])
    });
    let marks = marks.collect::<Vec<_>>().join(&console.words("cli.list-separator"));
    console.fill("cli.show.legend", &[("reported", &name(State::Reported)), ("marks", &marks)])
}

/// How many figures of a report are in each state.
pub fn counts(report: &Report, console: &Console) -> String {
    let list: Vec<String> = State::ALL
        .into_iter()
        .map(|state| (state, report.figures.count(state)))
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| {
            let name = console.words(&format!("form.state.{}.name", state.id()));
            console.fill("cli.show.count", &[("state", &name), ("count", &count.to_string())])
        })
        .collect();
    let total = report.figures.iter().count().to_string();
    let list = list.join(&console.words("cli.list-separator"));
    console.fill("cli.show.counts", &[("total", &total), ("list", &list)])
}

/// The figures that were not simply read, with what stands in their place and why they have their value.
fn others(report: &Report, console: &mut Console) -> Result<(), Error> {
    let separator = console.words("cli.list-separator");
    let mut grid = new_grid(LINED);
    let head = ["figure", "state", "value", "raw", "place", "why"];
    grid.set_header(head.map(|name| console.words(&format!("cli.show.{name}"))));
    let states = [State::Inferred, State::Corrected, State::Unreadable];
    for (key, figure) in report.figures.iter().filter(|(_, figure)| states.contains(&figure.state())) {
        let mut why: Vec<String> = figure
            .sums()
            .iter()
            .map(|sum| {
                let check = check_name(sum.check, console.language);
                let place = place_name(&sum.at, console.language);
                console.fill("cli.show.from-sum", &[("check", check), ("place", &place)])
            })
            .collect();
        if let Some(correction) = figure.correction() {
            let was = console.words(&format!("form.state.{}.name", correction.was.id()));
            let arguments = [("was", &*was), ("why", &*correction.why), ("evidence", &*correction.evidence)];
            why.push(console.fill("cli.show.corrected", &arguments));
        }
        if !figure.readings().is_empty() {
            why.push(console.fill("cli.show.readings", &[("list", &figure.readings().join(&separator))]));
        }
        grid.add_row([
            figure_name(key, console.language),
            console.words(&format!("form.state.{}.name", figure.state().id())),
            figure.value().map(|value| value.to_string()).unwrap_or_default(),
            figure.raw().to_owned(),
            figure.place().map(|place| place_words(place, console.language)).unwrap_or_default(),
            why.join(&separator),
        ]);
    }
    if grid.row_count() == 0 {
        return Ok(());
    }
    let title = console.words("cli.show.others");
    console.print(&format!("\n{title}\n{}", grid.trim_fmt()))
}

/// The rows that the report adds to the form's.
fn extra_rows(report: &Report, console: &mut Console) -> Result<(), Error> {
    if report.extra_rows.is_empty() {
        return Ok(());
    }
    let mut grid = new_grid(LINED);
    grid.set_header(["row", "cells", "line"].map(|name| console.words(&format!("cli.show.{name}"))));
    for row in &report.extra_rows {
        let cells: Vec<&str> = row.cells.iter().map(|(raw, _)| raw.as_str()).collect();
        grid.add_row([row.label.clone(), cells.join(" | "), row.place.line.to_string()]);
    }
    let title = console.words("cli.show.extra-rows");
    console.print(&format!("\n{title}\n{}", grid.trim_fmt()))
}

/// Every check of the report, with both sides.
fn sums(instances: &[CheckInstance], console: &mut Console) -> Result<(), Error> {
    let title = console.words("cli.show.sums");
    console.print(&format!("\n{title}"))?;
    if instances.is_empty() {
        let nothing = console.words("cli.show.nothing");
        return console.print(&nothing);
    }
    let mut grid = new_grid(LINED);
    let head = ["check", "place", "left", "right", "outcome"];
    grid.set_header(head.map(|name| console.words(&format!("cli.show.{name}"))));
    let language = console.language;
    for instance in instances {
        let outcome = |id: &str| console.words(&format!("check.outcome.{id}"));
        let (left, right, outcome) = match &instance.outcome {
            Outcome::Holds { left, right } => {
                (side_words(instance.check, left), side_words(instance.check, right), outcome("holds"))
            }
            Outcome::Fails { left, right } => {
                (side_words(instance.check, left), side_words(instance.check, right), outcome("fails"))
            }
            Outcome::Undecided { lacking } => (lacking_words(lacking, console), String::new(), outcome("undecided")),
        };
        let place = match instance.quote.as_str() {
            "" => place_name(&instance.at, language).into_owned(),
            quote => quote.to_owned(),
        };
        grid.add_row([check_name(instance.check, language).to_owned(), place, left, short_sum(&right), outcome]);
    }
    console.print(&grid.trim_fmt())
}

/// What is not there, the first few by name.
fn lacking_words(lacking: &[FigureKey], console: &Console) -> String {
    let mut names: Vec<String> =
        lacking.iter().take(LACKING_NAMED).map(|&key| figure_name(key, console.language)).collect();
    if lacking.len() > LACKING_NAMED {
        names.push(console.fill("cli.build.more", &[("count", &(lacking.len() - LACKING_NAMED).to_string())]));
    }
    let figures = names.join(&console.words("cli.list-separator"));
    console.fill("check.outcome.lacking", &[("figures", &figures)])
}

/// A long sum without the parts that are zero: the form adds up to 21 rows, most of them empty.
fn short_sum(words: &str) -> String {
    let Some((parts, value)) = words.split_once(" = ") else { return words.to_owned() };
    let parts: Vec<&str> = parts.split(" + ").collect();
    if parts.len() <= 4 {
        return words.to_owned();
    }
    let filled: Vec<&str> = parts.into_iter().filter(|part| *part != "0").collect();
    if filled.is_empty() { value.to_owned() } else { format!("{} = {value}", filled.join(" + ")) }
}

fn new_grid(style: TableStyle) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(style).set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    grid
}

fn align_right(grid: &mut Grid, columns: std::ops::Range<usize>) {
    for position in columns {
        if let Some(column) = grid.column_mut(position) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn wrap(text: &str) -> String {
    let mut grid = new_grid(presets::NOTHING);
    grid.add_row([text]);
    grid.trim_fmt()
}
