//! What came back of generated files, figure by figure, against what was printed.

use std::collections::BTreeMap;

use gongkai::form::Layout;
use gongkai::report::{Figure, Report, State};

use crate::generator::known::{Held, Known};

/// The figures of the files of one layout.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    /// Files.
    pub files: u64,
    /// Figures of their editions, with those that are not printed.
    pub figures: u64,
    /// Numbers that are printed.
    pub numbers: u64,
    /// Of these, reported with the right value and unit.
    pub reported: u64,
    /// Of these, inferred with the right value and unit.
    pub inferred: u64,
    /// Blank or missing as they are in the file.
    pub absent: u64,
    /// Printed or blank, and not read: missing or unreadable.
    pub unread: u64,
    /// Stated otherwise than they are printed.
    pub wrong: Vec<String>,
    /// What was not read, for a look at it.
    pub gaps: Vec<String>,
}

impl Tally {
    /// Adds what came back of one file; `name` names it.
    pub fn add(&mut self, name: &str, known: &Known, report: Option<&Report>) {
        self.files += 1;
        if let Some(report) = report
            && (&*report.body, report.year, report.scope) != (&*known.body, known.year, known.scope)
        {
            self.wrong.push(format!("{name}: taken for {} {} {:?}", report.body, report.year, report.scope));
        }
        let mut unread: BTreeMap<String, u64> = BTreeMap::new();
        for key in Layout::of(known.edition).keys() {
            self.figures += 1;
            let truth = known.cells.get(key);
            let figure = report.and_then(|report| report.figure(*key));
            let state = figure.map_or(State::Missing, Figure::state);
            self.numbers += u64::from(matches!(truth, Some(Held::Number(..))));
            match (truth, state) {
                (Some(Held::Number(..)), State::Reported | State::Inferred) if holds(truth, figure) => {
                    *(if state == State::Reported { &mut self.reported } else { &mut self.inferred }) += 1;
                }
                (None, State::Inferred) if holds(known.fallen.get(key), figure) => self.absent += 1,
                (Some(Held::Blank(_)), State::Blank) | (None, State::Missing | State::Unreadable) => self.absent += 1,
                (Some(_), State::Missing | State::Unreadable) => {
                    self.unread += 1;
                    *unread.entry(format!("{} {}", key.table, state.id())).or_default() += 1;
                }
                _ => self.wrong.push(format!(
                    "{name}: {key} is {truth:?} and was read as {:?} {:?} ({}, {:?})",
                    figure.and_then(Figure::value),
                    figure.map(Figure::unit),
                    state.id(),
                    figure.map(Figure::raw),
                )),
            }
        }
        if let Some(report) = report {
            let is_other = |key| Layout::of(known.edition).position(key).is_none();
            let others = report.figures.iter().filter(|(key, figure)| is_other(*key) && figure.value().is_some());
            for (key, figure) in others.filter(|(key, figure)| !is_printed(known, *key, figure)) {
                self.wrong.push(format!("{name}: {key} is of no such edition and was read as {:?}", figure.value()));
            }
        }
        if !unread.is_empty() {
            self.gaps.push(format!("{name} ({:?}): {unread:?}", known.kind));
        }
    }

    /// Adds another tally of the same layout.
    pub fn join(mut self, other: Tally) -> Tally {
        self.files += other.files;
        self.figures += other.figures;
        self.numbers += other.numbers;
        self.reported += other.reported;
        self.inferred += other.inferred;
        self.absent += other.absent;
        self.unread += other.unread;
        self.wrong.extend(other.wrong);
        self.gaps.extend(other.gaps);
        self
    }
}

/// Whether the figure has the value and the unit of the cell.
fn holds(held: Option<&Held>, figure: Option<&Figure>) -> bool {
    let Some(Held::Number(value, unit)) = held else { return false };
    figure.is_some_and(|figure| figure.value() == Some(*value) && figure.unit() == *unit)
}

/// Rows of the other edition may stand in a hybrid report.
fn is_printed(known: &Known, key: gongkai::form::FigureKey, figure: &Figure) -> bool {
    matches!(known.cells.get(&key), Some(Held::Number(value, _)) if figure.value() == Some(*value))
}
