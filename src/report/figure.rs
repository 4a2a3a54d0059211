//! One figure of a report: never a bare number. It has a state, a value only where there is one, and its place.
//! It has no `Default` and cannot be added: who sums figures must say what happens to those that are not there.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Place;
use crate::form::{Check, Unit};

/// The state of a figure (FORM: "The state of a figure").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// The number stands in the source, at a known place.
    Reported,
    /// The source has the cell and it is empty, or holds a dash, a slash or 无.
    Blank,
    /// The source does not have the cell.
    Missing,
    /// Not legible at its place, but fixed uniquely by the sums.
    Inferred,
    /// An editor's correction replaces it; the source's own value is kept in `raw`.
    Corrected,
    /// Something stands there that cannot be read for sure, and no sum fixes it.
    Unreadable,
}

impl State {
    /// Every state, in the order of legends.
    pub const ALL: [State; 6] =
        [State::Reported, State::Inferred, State::Corrected, State::Blank, State::Missing, State::Unreadable];

    /// The identifier, as published.
    pub fn id(self) -> &'static str {
        match self {
            State::Reported => "reported",
            State::Blank => "blank",
            State::Missing => "missing",
            State::Inferred => "inferred",
            State::Corrected => "corrected",
            State::Unreadable => "unreadable",
        }
    }
}

/// One sum that an inferred figure follows from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SumRef {
    /// The kind of sum.
    pub check: Check,
    /// Where it stands on the form, as `Identity::place` writes it.
    pub at: String,
}

/// Why an editor's value stands in place of the source's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What is wrong with the source's own value, in the editor's words.
    pub why: String,
    /// What shows the right value: a web address or words.
    pub evidence: String,
    /// The state that the figure had.
    pub was: State,
    /// The value that it had, where it had one.
    pub value: Option<Decimal>,
    /// The unit of that value.
    pub unit: Unit,
}

/// One figure of a report. Fields are private so that the state and the value can never contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    state: State,
    value: Option<Decimal>,
    unit: Unit,
    place: Option<Place>,
    raw: String,
    sums: Vec<SumRef>,
    readings: Vec<String>,
    correction: Option<Arc<Correction>>,
}

impl Figure {
    /// A number that stands in the source at `place`, as `raw`.
    pub fn reported(value: Decimal, unit: Unit, place: Place, raw: &str) -> Figure {
        Figure { value: Some(value), place: Some(place), raw: raw.to_owned(), ..Figure::without(State::Reported, unit) }
    }

    /// A cell that the source has and that is empty or holds a mark for "nothing".
    pub fn blank(unit: Unit, place: Place, raw: &str) -> Figure {
        Figure { place: Some(place), raw: raw.to_owned(), ..Figure::without(State::Blank, unit) }
    }

    /// A cell that the source does not have.
    pub fn missing(unit: Unit) -> Figure {
        Figure::without(State::Missing, unit)
    }

    /// A number that is not legible at its place and follows from `sums` alone. `place` and `raw` say what stands
    /// where it should, if anything does.
    pub fn inferred(value: Decimal, unit: Unit, place: Option<Place>, raw: &str, sums: Vec<SumRef>) -> Figure {
        Figure { value: Some(value), place, raw: raw.to_owned(), sums, ..Figure::without(State::Inferred, unit) }
    }

    /// Something stands there, and it cannot be read for sure. `readings` names the values that would fit, if few do.
    pub fn unreadable(unit: Unit, place: Option<Place>, raw: &str, readings: Vec<String>) -> Figure {
        Figure { place, raw: raw.to_owned(), readings, ..Figure::without(State::Unreadable, unit) }
    }

    /// The figure that an editor puts in the place of `original`, whose place and raw text it keeps. `value` is in `unit`.
    pub fn corrected(original: &Figure, value: Decimal, unit: Unit, why: &str, evidence: &str) -> Figure {
        let correction = Correction {
            why: why.to_owned(),
            evidence: evidence.to_owned(),
            was: original.state,
            value: original.value,
            unit: original.unit,
        };
        Figure {
            value: Some(value),
            place: original.place,
            raw: original.raw.clone(),
            correction: Some(Arc::new(correction)),
            ..Figure::without(State::Corrected, unit)
        }
    }

    fn without(state: State, unit: Unit) -> Figure {
        Figure {
            state,
            value: None,
            unit,
            place: None,
            raw: String::new(),
            sums: Vec::new(),
            readings: Vec::new(),
            correction: None,
        }
    }

    /// The state.
    pub fn state(&self) -> State {
        self.state
    }

    /// The number, where there is one: reported, inferred or corrected. Exact, never rounded.
    pub fn value(&self) -> Option<Decimal> {
        self.value
    }

    /// The unit of the value.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Where the figure (or what stands in its stead) is in the source.
    pub fn place(&self) -> Option<Place> {
        self.place
    }

    /// What stands there, verbatim; `""` where nothing does.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The sums that an inferred figure follows from; empty for all others.
    pub fn sums(&self) -> &[SumRef] {
        &self.sums
    }

    /// For an unreadable figure, the values that would fit, sorted; empty where nothing is known.
    pub fn readings(&self) -> &[String] {
        &self.readings
    }

    /// For a corrected figure, why, and what the source has; `None` for all others.
    pub fn correction(&self) -> Option<&Correction> {
        self.correction.as_deref()
    }
}
