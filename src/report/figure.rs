//! One figure of a report: never a bare number. It has a state, a value only where there is one, and its place.
//! It has no `Default` and cannot be added: who sums figures must say what happens to those that are not there.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Place, Spot};
use crate::form::{Check, Unit};

/// The state of a figure (FORM: "The state of a figure").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
///
/// A portal holds millions of them, so what nearly all have is kept in a few bytes, and the rest apart.
#[derive(Debug, Clone)]
pub struct Figure {
    rest: Option<Box<Rest>>,
    /// The digits of a value, where it stands here.
    digits: i64,
    /// Line, column and length of a place in a text, where it stands here.
    line: u32,
    column: u32,
    length: u16,
    /// How many of the digits are decimals; [`ELSEWHERE`] where the value does not stand here.
    decimals: u8,
    has_place: bool,
    raw: ShortText,
    state: State,
    unit: Unit,
}

/// More decimals than a value can have.
const ELSEWHERE: u8 = u8::MAX;

/// What few figures have. What stands here does not stand in the figure itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rest {
    value: Option<Decimal>,
    place: Option<Place>,
    raw: String,
    sums: Vec<SumRef>,
    readings: Vec<String>,
    correction: Option<Arc<Correction>>,
}

/// A text of a few bytes.
#[derive(Debug, Clone, Copy, Default)]
struct ShortText {
    length: u8,
    bytes: [u8; 9],
}

impl ShortText {
    fn new(text: &str) -> Option<ShortText> {
        let mut bytes = [0; 9];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(ShortText { length: text.len() as u8, bytes })
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

impl PartialEq for Figure {
    fn eq(&self, other: &Figure) -> bool {
        (self.state, self.unit, self.value(), self.place(), self.raw())
            == (other.state, other.unit, other.value(), other.place(), other.raw())
            && (self.sums(), self.readings(), self.correction()) == (other.sums(), other.readings(), other.correction())
    }
}

impl Eq for Figure {}

impl Figure {
    /// A number that stands in the source at `place`, as `raw`.
    pub fn reported(value: Decimal, unit: Unit, place: Place, raw: &str) -> Figure {
        Figure::new(State::Reported, unit, Some(place), raw).with_value(value)
    }

    /// A cell that the source has and that is empty or holds a mark for "nothing".
    pub fn blank(unit: Unit, place: Place, raw: &str) -> Figure {
        Figure::new(State::Blank, unit, Some(place), raw)
    }

    /// A cell that the source does not have.
    pub fn missing(unit: Unit) -> Figure {
        Figure::new(State::Missing, unit, None, "")
    }

    /// A number that is not legible at its place and follows from `sums` alone. `place` and `raw` say what stands
    /// where it should, if anything does.
    pub fn inferred(value: Decimal, unit: Unit, place: Option<Place>, raw: &str, sums: Vec<SumRef>) -> Figure {
        let mut figure = Figure::new(State::Inferred, unit, place, raw).with_value(value);
        if !sums.is_empty() {
            figure.rest_mut().sums = sums;
        }
        figure
    }

    /// Something stands there, and it cannot be read for sure. `readings` names the values that would fit, if few do.
    pub fn unreadable(unit: Unit, place: Option<Place>, raw: &str, readings: Vec<String>) -> Figure {
        let mut figure = Figure::new(State::Unreadable, unit, place, raw);
        if !readings.is_empty() {
            figure.rest_mut().readings = readings;
        }
        figure
    }

    /// The figure that an editor puts in the place of `original`, whose place and raw text it keeps. `value` is in `unit`.
    pub fn corrected(original: &Figure, value: Decimal, unit: Unit, why: &str, evidence: &str) -> Figure {
        let correction = Correction {
            why: why.to_owned(),
            evidence: evidence.to_owned(),
            was: original.state,
            value: original.value(),
            unit: original.unit,
        };
        let mut figure = Figure::new(State::Corrected, unit, original.place(), original.raw()).with_value(value);
        figure.rest_mut().correction = Some(Arc::new(correction));
        figure
    }

    fn new(state: State, unit: Unit, place: Option<Place>, raw: &str) -> Figure {
        let mut figure = Figure {
            rest: None,
            digits: 0,
            line: 0,
            column: 0,
            length: 0,
            decimals: ELSEWHERE,
            has_place: false,
            raw: ShortText::default(),
            state,
            unit,
        };
        match ShortText::new(raw) {
            Some(short) => figure.raw = short,
            None => figure.rest_mut().raw = raw.to_owned(),
        }
        if let Some(place) = place {
            match (place.spot, u16::try_from(place.length)) {
                (Spot::Line, Ok(length)) => {
                    (figure.line, figure.column, figure.length) = (place.line, place.column, length);
                    figure.has_place = true;
                }
                _ => figure.rest_mut().place = Some(place),
            }
        }
        figure
    }

    fn with_value(mut self, value: Decimal) -> Figure {
        match i64::try_from(value.mantissa()) {
            // A zero with a sign is no whole number.
            Ok(digits) if !(value.is_zero() && value.is_sign_negative()) => {
                (self.digits, self.decimals) = (digits, value.scale() as u8);
            }
            _ => self.rest_mut().value = Some(value),
        }
        self
    }

    fn rest_mut(&mut self) -> &mut Rest {
        self.rest.get_or_insert_default()
    }

    /// The state.
    pub fn state(&self) -> State {
        self.state
    }

    /// The number, where there is one: reported, inferred or corrected. Exact, never rounded.
    pub fn value(&self) -> Option<Decimal> {
        match self.decimals {
            ELSEWHERE => self.rest.as_ref()?.value,
            decimals => Some(Decimal::new(self.digits, decimals.into())),
        }
    }

    /// The number, where there is one that is whole and of ordinary size.
    pub fn whole_number(&self) -> Option<i64> {
        (self.decimals == 0).then_some(self.digits)
    }

    /// The unit of the value.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Where the figure (or what stands in its stead) is in the source.
    pub fn place(&self) -> Option<Place> {
        match self.has_place {
            true => Some(Place::new(self.line, self.column, self.length.into())),
            false => self.rest.as_ref()?.place,
        }
    }

    /// What stands there, verbatim; `""` where nothing does.
    pub fn raw(&self) -> &str {
        match &self.rest {
            Some(rest) if !rest.raw.is_empty() => &rest.raw,
            _ => self.raw.as_str(),
        }
    }

    /// The sums that an inferred figure follows from; empty for all others.
    pub fn sums(&self) -> &[SumRef] {
        self.rest.as_ref().map(|rest| &*rest.sums).unwrap_or_default()
    }

    /// For an unreadable figure, the values that would fit, sorted; empty where nothing is known.
    pub fn readings(&self) -> &[String] {
        self.rest.as_ref().map(|rest| &*rest.readings).unwrap_or_default()
    }

    /// For a corrected figure, why, and what the source has; `None` for all others.
    pub fn correction(&self) -> Option<&Correction> {
        self.rest.as_ref()?.correction.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_of_a_text_takes_little_room_and_any_figure_keeps_all() {
        assert!(size_of::<Figure>() <= 40, "{}", size_of::<Figure>());
        let line = Place::new(7, 3, 2);
        let page = line.at(Spot::Page { page: 2, x: 9, y: 8 });
        let values = ["0", "-0.00", "214", "0.4000", "-12.5", "9223372036854775807", "9223372036854775808"];
        for value in values.map(|value| value.parse::<Decimal>().unwrap()).into_iter().chain([Decimal::MIN]) {
            for place in [line, page, Place::new(1, 1, 70_000)] {
                for raw in ["", "214", "１２３", "１２３４"] {
                    let figure = Figure::reported(value, Unit::Case, place, raw);
                    assert_eq!(figure.value().unwrap().to_string(), value.to_string());
                    assert_eq!((figure.place(), figure.raw()), (Some(place), raw));
                }
            }
        }
        let plain = Figure::reported(214.into(), Unit::Case, line, "214");
        assert!(plain.rest.is_none());
    }
}
