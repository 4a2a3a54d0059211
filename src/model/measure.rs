//! What an indicator amounts to for one body and year: a value that keeps its parts, or the reason why there is none.

use rust_decimal::Decimal;

use serde::{Serialize, Serializer};

use super::{Indicator, Interval, wilson};
use crate::form::{Column, Edition, FigureKey};
use crate::report::State;
use crate::text::finding::place_name;
use crate::text::{Language, fill, words};

/// An exact number with its parts. A share stays a pair until it is printed. The portal makes only measures that can
/// be computed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Measure {
    /// A count of cases, or an amount.
    Count(#[serde(serialize_with = "exact")] Decimal),
    /// `part` of `whole` cases; 0 ≤ part ≤ whole, whole > 0.
    Share {
        #[serde(serialize_with = "exact")]
        part: Decimal,
        #[serde(serialize_with = "exact")]
        whole: Decimal,
    },
    /// `part` for every `per` of `whole`: reviews per 100 cases. It may exceed `per`, so it is no share. whole > 0.
    Ratio {
        #[serde(serialize_with = "exact")]
        part: Decimal,
        #[serde(serialize_with = "exact")]
        whole: Decimal,
        per: u32,
    },
}

/// A number as the bytes that it is kept in: measures are written down by the million, to be known again and not to be read.
fn exact<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(&value.serialize())
}

impl Measure {
    /// As one number: the count; the share as a fraction between 0 and 1; the ratio already multiplied by `per`. Exact
    /// for counts, to 28 digits for the others.
    pub fn number(&self) -> Decimal {
        self.checked_number().expect("measures are made by share and ratio, which refuse what cannot be divided")
    }

    fn checked_number(&self) -> Option<Decimal> {
        match *self {
            Measure::Count(value) => Some(value),
            Measure::Share { part, whole } => part.checked_div(whole),
            Measure::Ratio { part, whole, per } => part.checked_mul(per.into())?.checked_div(whole),
        }
    }

    /// `part` of `whole`, where that is a share: 0 ≤ part ≤ whole, whole > 0.
    pub(super) fn share(part: Decimal, whole: Decimal) -> Result<Measure, NotAvailable> {
        if whole.is_zero() {
            return Err(NotAvailable::ZeroDenominator);
        }
        if part < Decimal::ZERO || part > whole {
            return Err(NotAvailable::Impossible { part, whole });
        }
        Measure::Share { part, whole }.representable()
    }

    /// `part` for every `per` of `whole`, where whole > 0 and part ≥ 0.
    pub(super) fn ratio(part: Decimal, whole: Decimal, per: u32) -> Result<Measure, NotAvailable> {
        if whole.is_zero() {
            return Err(NotAvailable::ZeroDenominator);
        }
        if part < Decimal::ZERO || whole < Decimal::ZERO {
            return Err(NotAvailable::Impossible { part, whole });
        }
        Measure::Ratio { part, whole, per }.representable()
    }

    fn representable(self) -> Result<Measure, NotAvailable> {
        self.checked_number().map(|_| self).ok_or(NotAvailable::TooLarge)
    }

    /// The number above the line; `None` for a count.
    pub fn numerator(&self) -> Option<Decimal> {
        match *self {
            Measure::Count(_) => None,
            Measure::Share { part, .. } | Measure::Ratio { part, .. } => Some(part),
        }
    }

    /// The number below the line; `None` for a count.
    pub fn denominator(&self) -> Option<Decimal> {
        match *self {
            Measure::Count(_) => None,
            Measure::Share { whole, .. } | Measure::Ratio { whole, .. } => Some(whole),
        }
    }

    /// The 95 % interval, for shares only.
    pub fn interval(&self) -> Option<Interval> {
        match *self {
            Measure::Share { part, whole } => wilson(part, whole),
            Measure::Count(_) | Measure::Ratio { .. } => None,
        }
    }

    /// Whether it is a rate over fewer than 10 cases: shown as counts, without a place in an order and without a bar.
    /// Never so for a count.
    pub fn few(&self) -> bool {
        self.denominator().is_some_and(|whole| whole < Decimal::TEN)
    }
}

/// An indicator that could be computed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Value {
    /// The number with its parts.
    pub measure: Measure,
    /// A finding of severity `conflict` touches one of its inputs: 数据不一致，待核实.
    pub disputed: bool,
    /// One of its inputs was not legible and follows from the sums.
    pub inferred: bool,
    /// One of its inputs is an editor's in the place of the source's.
    pub corrected: bool,
}

impl Value {
    /// The 95 % interval, for shares only.
    pub fn interval(&self) -> Option<Interval> {
        self.measure.interval()
    }
}

/// Why an indicator is not available.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum NotAvailable {
    /// Inputs that are blank, missing or unreadable, in the order of the form; never empty.
    Lacking(Vec<(FigureKey, State)>),
    /// The denominator is 0.
    ZeroDenominator,
    /// The report uses an edition that does not have the indicator; `needs` is the one that does.
    OtherEdition { needs: Edition },
    /// The maintainer gives no population for the year.
    NoPopulation,
    /// The part is negative or above the whole: the figures contradict each other, and no share can be had from them.
    Impossible { part: Decimal, whole: Decimal },
    /// A number is too large to be computed with exactly.
    TooLarge,
}

impl NotAvailable {
    /// The reason as published in `indicators.csv`, without words of any language: `zero_denominator`,
    /// `missing:requests/handled/total;blank:requests/granted/total`.
    pub fn code(&self) -> String {
        match self {
            NotAvailable::Lacking(lacking) => {
                lacking.iter().map(|(key, state)| format!("{}:{key}", state.id())).collect::<Vec<_>>().join(";")
            }
            other => other.id().to_owned(),
        }
    }

    /// The kind of reason, without its details: `lacking`, `zero_denominator`, `other_edition`, `no_population`,
    /// `impossible`, `too_large`. Also the name of its words in the text tables, under `not_available`.
    pub fn id(&self) -> &'static str {
        match self {
            NotAvailable::Lacking(_) => "lacking",
            NotAvailable::ZeroDenominator => "zero_denominator",
            NotAvailable::OtherEdition { .. } => "other_edition",
            NotAvailable::NoPopulation => "no_population",
            NotAvailable::Impossible { .. } => "impossible",
            NotAvailable::TooLarge => "too_large",
        }
    }

    /// The reason in one short sentence.
    pub fn words(&self, language: Language) -> String {
        let key = format!("not_available.{}", self.id());
        match self {
            NotAvailable::Lacking(lacking) => {
                let mut parts = Vec::new();
                for state in [State::Missing, State::Blank, State::Unreadable] {
                    let figures: Vec<String> = lacking
                        .iter()
                        .filter(|(_, s)| *s == state)
                        .map(|(key, _)| figure_words(*key, language))
                        .collect();
                    if !figures.is_empty() {
                        let figures = enumerate(&figures, language);
                        let key = format!("not_available.state.{}", state.id());
                        parts.push(fill(language, &key, &[("figures", &figures)]));
                    }
                }
                fill(language, &key, &[("lacking", &parts.join(words(language, "not_available.join")))])
            }
            NotAvailable::OtherEdition { needs } => fill(language, &key, &[("edition", needs.id())]),
            NotAvailable::Impossible { part, whole } => {
                fill(language, &key, &[("part", &part.to_string()), ("whole", &whole.to_string())])
            }
            _ => fill(language, &key, &[]),
        }
    }
}

/// The most figures that a reason names one by one.
const NAMED: usize = 3;

fn enumerate(figures: &[String], language: Language) -> String {
    let comma = words(language, "not_available.comma");
    if figures.len() <= NAMED {
        return figures.join(comma);
    }
    let more = (figures.len() - NAMED).to_string();
    let named = figures[..NAMED].join(comma);
    fill(language, "not_available.more", &[("figures", &named), ("more", &more)])
}

/// A figure in words: its row, and its column where that is not the total.
fn figure_words(key: FigureKey, language: Language) -> String {
    let at = if key.column == Column::Total { format!("{}/{}", key.table, key.row) } else { key.to_string() };
    place_name(&at, language).into_owned()
}

/// One indicator of one body and year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// Which indicator.
    pub indicator: Indicator,
    /// Its value, or why there is none.
    pub outcome: Result<Value, NotAvailable>,
}

impl Reading {
    /// The value, where there is one.
    pub fn value(&self) -> Option<&Value> {
        self.outcome.as_ref().ok()
    }
}
