//! Figures that were written down by this program and are read again. A figure comes back through its constructors only,
//! so that no bytes, however damaged, make one whose state and value contradict each other.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeStruct as _};

use super::{Figure, Figures, Place, State, SumRef};
use crate::form::{Column, Edition, FigureKey, Layout, Row, Unit};

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

/// The parts of a figure, in the order in which they are written.
#[derive(Deserialize)]
struct Parts<'a> {
    state: State,
    value: Option<Number>,
    unit: Unit,
    place: Option<Place>,
    raw: &'a str,
    sums: Vec<SumRef>,
    readings: Vec<String>,
}

impl Parts<'_> {
    /// The figure, or `None` where no figure has these parts. An editor's correction is none: it is not read off a file.
    fn figure(self) -> Option<Figure> {
        let value = match &self.value {
            Some(number) => Some(number.decimal()?),
            None => None,
        };
        let (no_sums, no_readings) = (self.sums.is_empty(), self.readings.is_empty());
        match (self.state, value, self.place) {
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
        let mut parts = serializer.serialize_struct("Figure", 7)?;
        parts.serialize_field("state", &self.state())?;
        parts.serialize_field("value", &self.value().map(Number::from))?;
        parts.serialize_field("unit", &self.unit())?;
        parts.serialize_field("place", &self.place())?;
        parts.serialize_field("raw", self.raw())?;
        parts.serialize_field("sums", self.sums())?;
        parts.serialize_field("readings", self.readings())?;
        parts.end()
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Figure, D::Error> {
        Parts::deserialize(deserializer)?.figure().ok_or_else(|| de::Error::custom("no figure has these parts"))
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
        if values.len() != Layout::of(edition).keys().len() {
            return Err(de::Error::custom("an edition has its number of figures"));
        }
        let mut values = values.into_iter();
        Ok(Figures::from_fn(edition, |key| values.next().unwrap_or_else(|| Figure::missing(key.column.unit()))))
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
            sums: Vec::new(),
            readings: Vec::new(),
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
        let too_large = Some(Number { digits: u128::MAX, decimals: 0, negative: false });
        assert_eq!(parts(State::Reported, too_large, place).figure(), None);
        let too_fine = Some(Number { digits: 1, decimals: 99, negative: false });
        assert_eq!(parts(State::Reported, too_fine, place).figure(), None);
    }
}
