//! One figure of a report: never a bare number. It has a state, a value only where there is one, and its place.
//! It has no `Default` and cannot be added: who sums figures must say what happens to those that are not there.

use std::fmt;
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

    /// Whether a figure in this state has a value.
    pub fn has_value(self) -> bool {
        matches!(self, State::Reported | State::Inferred | State::Corrected)
    }

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

/// One figure of a report. Its inside is private so that the state and the value can never contradict each other.
///
/// A portal holds millions of them, so what nearly all are is kept in a few bytes, and any other apart.
#[derive(Clone)]
pub struct Figure(Kept);

#[derive(Clone)]
enum Kept {
    Plain(Plain),
    Apart(Box<Parts>),
}

/// A figure whose number, where it has one, is what stands in the source, letter for letter, on a line of text.
#[derive(Clone, Copy)]
struct Plain {
    raw: [u8; Plain::LONGEST],
    raw_length: u8,
    /// Line, column and length of its place; there is none where the line is 0.
    line: u16,
    column: u16,
    length: u8,
    state: State,
    unit: Unit,
}

/// All that a figure may have.
#[derive(Clone)]
struct Parts {
    state: State,
    unit: Unit,
    value: Option<Decimal>,
    place: Option<Place>,
    raw: Box<str>,
    sums: Vec<SumRef>,
    readings: Vec<String>,
    correction: Option<Arc<Correction>>,
}

impl Parts {
    fn new(state: State, unit: Unit, value: Option<Decimal>, place: Option<Place>, raw: &str) -> Parts {
        let (sums, readings, correction) = (Vec::new(), Vec::new(), None);
        Parts { state, unit, value, place, raw: raw.into(), sums, readings, correction }
    }
}

impl Plain {
    /// The most bytes of a text that is kept here.
    const LONGEST: usize = 8;

    /// `None` where a part does not fit, or the number is not the one that stands there.
    fn new(state: State, unit: Unit, value: Option<Decimal>, place: Option<Place>, text: &str) -> Option<Plain> {
        let plain = Plain::of_text(state, unit, place, text)?;
        let is_same = match (plain.number(), value) {
            (Some((digits, decimals)), Some(value)) => {
                (i128::from(digits), decimals) == (value.mantissa(), value.scale()) && value.is_sign_positive()
            }
            (None, None) => true,
            _ => false,
        };
        is_same.then_some(plain)
    }

    /// Whose number, where its state has one, is what stands there. `None` where a part does not fit.
    fn of_text(state: State, unit: Unit, place: Option<Place>, text: &str) -> Option<Plain> {
        let mut raw = [0; Plain::LONGEST];
        raw.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        let (line, column, length) = match place {
            Some(Place { line, column, length, spot: Spot::Line }) if line > 0 => {
                (line.try_into().ok()?, column.try_into().ok()?, length.try_into().ok()?)
            }
            Some(_) => return None,
            None => (0, 0, 0),
        };
        Some(Plain { raw, raw_length: text.len() as u8, line, column, length, state, unit })
    }

    fn raw(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    fn bytes(&self) -> &[u8] {
        &self.raw[..usize::from(self.raw_length)]
    }

    fn begins_with_digit(&self) -> bool {
        self.bytes().first().is_some_and(u8::is_ascii_digit)
    }

    fn place(&self) -> Option<Place> {
        (self.line > 0).then(|| Place::new(self.line.into(), self.column.into(), self.length.into()))
    }

    /// The digits of the number and how many of them are decimals; `None` where the state has none.
    fn number(&self) -> Option<(u32, u32)> {
        if !self.state.has_value() {
            return None;
        }
        let (mut digits, mut point) = (0, None);
        for (at, byte) in self.bytes().iter().enumerate() {
            match byte {
                b'0'..=b'9' => digits = digits * 10 + u32::from(byte - b'0'),
                b'.' if point.is_none() => point = Some(at + 1),
                _ => return None,
            }
        }
        let decimals = point.map_or(0, |after| self.bytes().len() - after);
        Some((digits, decimals as u32))
    }
}

impl PartialEq for Figure {
    fn eq(&self, other: &Figure) -> bool {
        (self.state(), self.unit(), self.value(), self.place(), self.raw())
            == (other.state(), other.unit(), other.value(), other.place(), other.raw())
            && (self.sums(), self.readings(), self.correction()) == (other.sums(), other.readings(), other.correction())
    }
}

impl Eq for Figure {}

impl fmt::Debug for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Figure")
            .field("state", &self.state())
            .field("value", &self.value())
            .field("unit", &self.unit())
            .field("place", &self.place())
            .field("raw", &self.raw())
            .field("sums", &self.sums())
            .field("readings", &self.readings())
            .field("correction", &self.correction())
            .finish()
    }
}

impl Figure {
    /// A number that stands in the source at `place`, as `raw`.
    pub fn reported(value: Decimal, unit: Unit, place: Place, raw: &str) -> Figure {
        Figure::new(State::Reported, unit, Some(value), Some(place), raw)
    }

    /// A cell that the source has and that is empty or holds a mark for "nothing".
    pub fn blank(unit: Unit, place: Place, raw: &str) -> Figure {
        Figure::new(State::Blank, unit, None, Some(place), raw)
    }

    /// A cell that the source does not have.
    pub fn missing(unit: Unit) -> Figure {
        Figure::new(State::Missing, unit, None, None, "")
    }

    /// A number that is not legible at its place and follows from `sums` alone. `place` and `raw` say what stands
    /// where it should, if anything does.
    pub fn inferred(value: Decimal, unit: Unit, place: Option<Place>, raw: &str, sums: Vec<SumRef>) -> Figure {
        if sums.is_empty() {
            return Figure::new(State::Inferred, unit, Some(value), place, raw);
        }
        Figure::apart(Parts { sums, ..Parts::new(State::Inferred, unit, Some(value), place, raw) })
    }

    /// Something stands there, and it cannot be read for sure. `readings` names the values that would fit, if few do.
    pub fn unreadable(unit: Unit, place: Option<Place>, raw: &str, readings: Vec<String>) -> Figure {
        if readings.is_empty() {
            return Figure::new(State::Unreadable, unit, None, place, raw);
        }
        Figure::apart(Parts { readings, ..Parts::new(State::Unreadable, unit, None, place, raw) })
    }

    /// The figure that an editor puts in the place of `original`, whose place and raw text it keeps. `value` is in `unit`.
    pub fn corrected(original: &Figure, value: Decimal, unit: Unit, why: &str, evidence: &str) -> Figure {
        let correction = Correction {
            why: why.to_owned(),
            evidence: evidence.to_owned(),
            was: original.state(),
            value: original.value(),
            unit: original.unit(),
        };
        let parts = Parts::new(State::Corrected, unit, Some(value), original.place(), original.raw());
        Figure::apart(Parts { correction: Some(Arc::new(correction)), ..parts })
    }

    fn new(state: State, unit: Unit, value: Option<Decimal>, place: Option<Place>, raw: &str) -> Figure {
        match Plain::new(state, unit, value, place, raw) {
            Some(plain) => Figure(Kept::Plain(plain)),
            None => Figure::apart(Parts::new(state, unit, value, place, raw)),
        }
    }

    /// The number that these digits are, on a line of text; `None` where they are none, or too many.
    pub(super) fn of_digits(unit: Unit, place: Place, digits: &str) -> Option<Figure> {
        let plain = Plain::of_text(State::Reported, unit, Some(place), digits)?;
        plain.number().filter(|_| plain.begins_with_digit()).map(|_| Figure(Kept::Plain(plain)))
    }

    /// What [`Figure::of_digits`] makes the figure of again, where it does.
    pub(super) fn as_digits(&self) -> Option<(Unit, Place, &str)> {
        match &self.0 {
            Kept::Plain(plain) if plain.state == State::Reported && plain.begins_with_digit() => {
                Some((plain.unit, plain.place()?, plain.raw()))
            }
            _ => None,
        }
    }

    fn apart(parts: Parts) -> Figure {
        Figure(Kept::Apart(Box::new(parts)))
    }

    fn parts(&self) -> Option<&Parts> {
        match &self.0 {
            Kept::Plain(_) => None,
            Kept::Apart(parts) => Some(parts),
        }
    }

    /// The state.
    pub fn state(&self) -> State {
        match &self.0 {
            Kept::Plain(plain) => plain.state,
            Kept::Apart(parts) => parts.state,
        }
    }

    /// The number, where there is one: reported, inferred or corrected. Exact, never rounded.
    pub fn value(&self) -> Option<Decimal> {
        match &self.0 {
            Kept::Plain(plain) => plain.number().map(|(digits, decimals)| Decimal::new(digits.into(), decimals)),
            Kept::Apart(parts) => parts.value,
        }
    }

    /// The number, where there is one that is whole and of ordinary size.
    pub fn whole_number(&self) -> Option<i64> {
        match &self.0 {
            Kept::Plain(plain) => {
                plain.number().filter(|(_, decimals)| *decimals == 0).map(|(digits, _)| digits.into())
            }
            Kept::Apart(parts) => {
                // A zero with a sign is no whole number.
                let value =
                    parts.value.filter(|value| value.scale() == 0 && !(value.is_zero() && value.is_sign_negative()))?;
                i64::try_from(value.mantissa()).ok()
            }
        }
    }

    /// The unit of the value.
    pub fn unit(&self) -> Unit {
        match &self.0 {
            Kept::Plain(plain) => plain.unit,
            Kept::Apart(parts) => parts.unit,
        }
    }

    /// Where the figure (or what stands in its stead) is in the source.
    pub fn place(&self) -> Option<Place> {
        match &self.0 {
            Kept::Plain(plain) => plain.place(),
            Kept::Apart(parts) => parts.place,
        }
    }

    /// What stands there, verbatim; `""` where nothing does.
    pub fn raw(&self) -> &str {
        match &self.0 {
            Kept::Plain(plain) => plain.raw(),
            Kept::Apart(parts) => &parts.raw,
        }
    }

    /// The sums that an inferred figure follows from; empty for all others.
    pub fn sums(&self) -> &[SumRef] {
        self.parts().map(|parts| &*parts.sums).unwrap_or_default()
    }

    /// For an unreadable figure, the values that would fit, sorted; empty where nothing is known.
    pub fn readings(&self) -> &[String] {
        self.parts().map(|parts| &*parts.readings).unwrap_or_default()
    }

    /// For a corrected figure, why, and what the source has; `None` for all others.
    pub fn correction(&self) -> Option<&Correction> {
        self.parts()?.correction.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_of_a_text_takes_little_room_and_any_figure_keeps_all() {
        assert!(size_of::<Figure>() <= 16, "{}", size_of::<Figure>());
        let is_plain = |figure: &Figure| matches!(figure.0, Kept::Plain(_));
        let line = Place::new(7, 3, 2);
        let page = line.at(Spot::Page { page: 2, x: 9, y: 8 });
        let values = ["0", "-0", "-0.00", "0.00", "214", "21.4", "2.140", "0.4000", "-12.5", "12345678", "123456789"];
        let large = ["9223372036854775807", "9223372036854775808"];
        let values = values.into_iter().chain(large).map(|value| (value, value.parse::<Decimal>().unwrap()));
        // What is parsed has no sign where it is zero.
        let signed = |(text, mut value): (&'static str, Decimal)| {
            value.set_sign_negative(text.starts_with('-'));
            (text, value)
        };
        for (text, value) in values.map(signed).chain([("", Decimal::MIN)]) {
            for place in [line, page, Place::new(0, 1, 1), Place::new(70_000, 1, 1), Place::new(1, 1, 256)] {
                for raw in [text, "", ".", "1.2.3", "214", "214.", "0214", "00000214", "000000214", "１２", "１２３４"]
                {
                    let figure = Figure::reported(value, Unit::Case, place, raw);
                    let found = figure.value().unwrap();
                    assert_eq!((found.mantissa(), found.scale()), (value.mantissa(), value.scale()), "{raw}");
                    assert_eq!(found.is_sign_negative(), value.is_sign_negative(), "{raw}");
                    assert_eq!((figure.place(), figure.raw()), (Some(place), raw));
                    let whole = (value.scale() == 0 && text != "-0").then(|| i64::try_from(value.mantissa()).ok());
                    assert_eq!(figure.whole_number(), whole.flatten(), "{raw}");
                    let blank = Figure::blank(Unit::Item, place, raw);
                    assert_eq!((blank.value(), blank.place(), blank.raw()), (None, Some(place), raw));
                    let inferred = Figure::inferred(value, Unit::Case, None, raw, Vec::new());
                    assert_eq!((inferred.value(), inferred.place(), inferred.raw()), (Some(value), None, raw));
                }
            }
        }
        assert!(is_plain(&Figure::reported(214.into(), Unit::Case, line, "214")));
        assert!(is_plain(&Figure::reported(Decimal::new(-3, 1).abs(), Unit::WanYuan, line, "0.3")));
        assert!(is_plain(&Figure::blank(Unit::Case, line, "—")) && is_plain(&Figure::missing(Unit::Case)));
    }
}
