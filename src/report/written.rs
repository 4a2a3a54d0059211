//! Figures that were written down by this program and are read again. A figure comes back through its constructors only,
//! so that no bytes, however damaged, make one whose state and value contradict each other.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Figure, Figures, Place, State, SumRef};
use crate::form::{Column, Edition, FigureKey, Row, Unit};

/// A number exactly as it was: its digits as one whole number, how many of them are decimals, and its sign.
#[derive(Serialize, Deserialize)]
struct Number {
    digits: u128,
    decimals: u32,
    negative: bool,
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Number {
        let negative = value.is_sign_negative();
        Number { digits: value.mantissa().unsigned_abs(), decimals: value.scale(), negative }
    }
}

impl Number {
    fn decimal(&self) -> Option<Decimal> {
        let digits = i128::try_from(self.digits).ok()?;
        let mut value = Decimal::try_from_i128_with_scale(digits, self.decimals).ok()?;
        value.set_sign_negative(self.negative);
        Some(value)
    }
}

/// A figure as it is written down.
#[derive(Serialize, Deserialize)]
enum Written<'a> {
    /// What nearly all are: digits on a line of text.
    Digits(#[serde(borrow)] Digits<'a>),
    /// Any other.
    Other(#[serde(borrow)] Parts<'a>),
}

/// A number that was read off a line of text, where it stands as it is.
#[derive(Serialize, Deserialize)]
struct Digits<'a> {
    unit: Unit,
    line: u32,
    column: u32,
    length: u32,
    raw: &'a str,
}

impl<'a> Digits<'a> {
    fn of(figure: &'a Figure) -> Option<Digits<'a>> {
        let (unit, Place { line, column, length, .. }, raw) = figure.as_digits()?;
        Some(Digits { unit, line, column, length, raw })
    }

    fn figure(&self) -> Option<Figure> {
        Figure::of_digits(self.unit, Place::new(self.line, self.column, self.length), self.raw)
    }
}

/// The parts of a figure, in the order in which they are written.
#[derive(Serialize, Deserialize)]
struct Parts<'a> {
    state: State,
    value: Option<Number>,
    unit: Unit,
    place: Option<Place>,
    raw: &'a str,
    sums: Cow<'a, [SumRef]>,
    readings: Cow<'a, [String]>,
}

impl Parts<'_> {
    fn figure(self) -> Option<Figure> {
        let Parts { state, value, unit, place, raw, sums, readings } = self;
        let value = match &value {
            Some(number) => Some(number.decimal()?),
            None => None,
        };
        let (sums, readings) = (sums.into_owned(), readings.into_owned());
        FigureParts { state, value, unit, place, raw, sums, readings }.figure()
    }
}

/// What a figure is written down as, and comes back from.
#[derive(Debug, Clone)]
pub struct FigureParts<'a> {
    /// Its state.
    pub state: State,
    /// Its value, in `unit`.
    pub value: Option<Decimal>,
    /// What it counts or measures.
    pub unit: Unit,
    /// Where it stands.
    pub place: Option<Place>,
    /// As it stands there.
    pub raw: &'a str,
    /// What it follows from, where it is inferred.
    pub sums: Vec<SumRef>,
    /// What it may be, where it cannot be read.
    pub readings: Vec<String>,
}

impl FigureParts<'_> {
    /// The figure, or `None` where no figure has these parts. An editor's correction is none: it is not read off a file.
    pub fn figure(self) -> Option<Figure> {
        let (no_sums, no_readings) = (self.sums.is_empty(), self.readings.is_empty());
        match (self.state, self.value, self.place) {
            (State::Reported, Some(value), Some(place)) if no_sums && no_readings => {
                Some(Figure::reported(value, self.unit, place, self.raw))
            }
            (State::Blank, None, Some(place)) if no_sums && no_readings => {
                Some(Figure::blank(self.unit, place, self.raw))
            }
            (State::Missing, None, None) if no_sums && no_readings && self.raw.is_empty() => {
                Some(Figure::missing(self.unit))
            }
            (State::Inferred, Some(value), place) if no_readings => {
                Some(Figure::inferred(value, self.unit, place, self.raw, self.sums))
            }
            (State::Unreadable, None, place) if no_sums => {
                Some(Figure::unreadable(self.unit, place, self.raw, self.readings))
            }
            _ => None,
        }
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match Digits::of(self) {
            Some(digits) => Written::Digits(digits),
            None => Written::Other(Parts {
                state: self.state(),
                value: self.value().map(Number::from),
                unit: self.unit(),
                place: self.place(),
                raw: self.raw(),
                sums: self.sums().into(),
                readings: self.readings().into(),
            }),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Figure, D::Error> {
        let figure = match Written::deserialize(deserializer)? {
            Written::Digits(digits) => digits.figure(),
            Written::Other(parts) => parts.figure(),
        };
        figure.ok_or_else(|| de::Error::custom("no figure has these parts"))
    }
}

/// By the places of row and column on the form, for the program's own memory.
impl Serialize for FigureKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.row as u8, self.column as u8).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FigureKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FigureKey, D::Error> {
        let (row, column) = <(u8, u8)>::deserialize(deserializer)?;
        let found = Row::ALL.get(usize::from(row)).zip(Column::ALL.get(usize::from(column)));
        let (&row, &column) = found.ok_or_else(|| de::Error::custom("no such row or column"))?;
        Ok(FigureKey { table: row.table(), row, column })
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values: Vec<&Figure> = self.iter().map(|(_, figure)| figure).collect();
        (self.edition(), values).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Figures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Figures, D::Error> {
        let (edition, values) = <(Edition, Vec<Figure>)>::deserialize(deserializer)?;
        Figures::new(edition, values).ok_or_else(|| de::Error::custom("an edition has its number of figures"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Check;
    use crate::report::{Spot, TableCell};

    #[test]
    fn every_figure_comes_back_as_it_was() {
        let place = Place::new(7, 3, 2);
        let cell = Some(TableCell { table: 1, row: 2, cell: 3 });
        let sums = vec![SumRef { check: Check::RequestsFlow, at: "requests/*/total".to_owned() }];
        let negative_zero: Decimal = "-0.00".parse().unwrap();
        for figure in [
            Figure::reported("0.4000".parse().unwrap(), Unit::WanYuan, place, "０.4000"),
            Figure::reported(negative_zero, Unit::Item, place.at(Spot::Page { page: 2, x: 9, y: 8 }), "-0.00"),
            Figure::reported(Decimal::MIN, Unit::Yuan, place.at(Spot::Markup { line: 9, cell }), "…"),
            Figure::reported(12.into(), Unit::Case, place, "12件"),
            Figure::reported(u32::MAX.into(), Unit::Case, place, "4,294,967,295"),
            Figure::reported((1u64 << 32).into(), Unit::Item, place, "4294967296"),
            Figure::reported((-3).into(), Unit::Item, place, "-3"),
            Figure::reported("3.0".parse().unwrap(), Unit::Item, place, "3.0"),
            Figure::reported(3.into(), Unit::Case, place.at(Spot::Page { page: 2, x: 9, y: 8 }), "3"),
            Figure::reported(3.into(), Unit::Case, Place::new(7, 3, 1 << 20), "3"),
            Figure::reported(0.into(), Unit::Case, place, ""),
            Figure::reported(3.into(), Unit::Case, place, "3."),
            Figure::blank(Unit::Case, place, "/"),
            Figure::missing(Unit::Item),
            Figure::inferred(3.into(), Unit::Case, None, "", sums),
            Figure::unreadable(Unit::Case, Some(place), "1?", vec!["1".to_owned(), "17".to_owned()]),
        ] {
            let bytes = postcard::to_stdvec(&figure).unwrap();
            let back: Figure = postcard::from_bytes(&bytes).unwrap();
            assert_eq!(back, figure);
            assert_eq!(back.value().map(|value| value.to_string()), figure.value().map(|value| value.to_string()));
        }
    }

    #[test]
    fn bytes_that_say_two_things_make_no_figure() {
        let number = || Some(Number { digits: 1, decimals: 0, negative: false });
        let place = Some(Place::of_line(1));
        let parts = |state, value, place| Parts {
            state,
            value,
            unit: Unit::Case,
            place,
            raw: "",
            sums: Cow::default(),
            readings: Cow::default(),
        };
        assert!(parts(State::Reported, number(), place).figure().is_some());
        for (state, value, place) in [
            (State::Reported, None, place),
            (State::Reported, number(), None),
            (State::Blank, number(), place),
            (State::Missing, number(), None),
            (State::Missing, None, place),
            (State::Unreadable, number(), place),
            (State::Inferred, None, place),
            (State::Corrected, number(), place),
        ] {
            assert_eq!(parts(state, value, place).figure(), None, "{state:?}");
        }
        for raw in ["", ".", "/", "-3", "3件", "123456789"] {
            assert_eq!(Digits { unit: Unit::Case, line: 1, column: 1, length: 1, raw }.figure(), None, "{raw}");
        }
        let too_large = Some(Number { digits: u128::MAX, decimals: 0, negative: false });
        assert_eq!(parts(State::Reported, too_large, place).figure(), None);
        let too_fine = Some(Number { digits: 1, decimals: 99, negative: false });
        assert_eq!(parts(State::Reported, too_fine, place).figure(), None);
    }
}
