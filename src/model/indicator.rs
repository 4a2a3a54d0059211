//! The indicators, as data: identifier, kind, unit, editions, inputs. What each means in words stands in the text
//! tables under `indicator.{id}.name`, `.formula`, `.definition` and, for some, `.note`.

use super::formula::{Formula, Sum, outcomes};
use super::{Measure, NotAvailable, Population, Value, wilson};
use crate::form::{Column, Edition, FigureKey, Row, Unit};
use crate::report::{Figure, Report, State};
use crate::text::{Language, find};

macro_rules! indicators {
    ($($(#[$meta:meta])* $variant:ident = $id:literal,)*) => {
        /// An indicator, in the order in which they are shown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Indicator { $(#[doc = concat!("`", $id, "`")] $variant,)* }

        impl Indicator {
            /// Every indicator, in the order in which they are shown.
            pub const ALL: &'static [Indicator] = &[$(Indicator::$variant,)*];

            /// The identifier, as published.
            pub fn id(self) -> &'static str {
                match self { $(Indicator::$variant => $id,)* }
            }

            /// The indicator with this identifier.
            pub fn from_id(id: &str) -> Option<Indicator> {
                match id { $($id => Some(Indicator::$variant),)* _ => None }
            }
        }
    };
}

indicators! {
    Received = "received",
    Workload = "workload",
    Handled = "handled",
    CarriedOver = "carried_over",
    DisclosureRate = "disclosure_rate",
    FullDisclosureRate = "full_disclosure_rate",
    RefusalRate = "refusal_rate",
    UnavailableRate = "unavailable_rate",
    NotHeldRate = "not_held_rate",
    NotProcessedRate = "not_processed_rate",
    OtherRate = "other_rate",
    CarryOverRate = "carry_over_rate",
    OrganisationShare = "organisation_share",
    Reviews = "reviews",
    Litigation = "litigation",
    ReviewCorrectionRate = "review_correction_rate",
    LitigationCorrectionRate = "litigation_correction_rate",
    ReviewsPer100 = "reviews_per_100",
    NormativeDocumentsMade = "normative_documents_made",
    NormativeDocumentsRepealed = "normative_documents_repealed",
    NormativeDocumentsInForce = "normative_documents_in_force",
    NormativeDocumentsMade2019 = "normative_documents_made_2019",
    NormativeDocumentsDisclosed = "normative_documents_disclosed",
    NormativeDocumentsPublicTotal = "normative_documents_public_total",
    RulesMade = "rules_made",
    RulesInForce = "rules_in_force",
    Licences = "licences",
    Penalties = "penalties",
    CoerciveMeasures = "coercive_measures",
    Fees = "fees",
    RequestsPer100k = "requests_per_100k",
}

/// What sort of number an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A count or amount in a unit of the form.
    Count(Unit),
    /// A share of a whole: part of the whole's cases.
    Share,
    /// So many for every so many (the number given).
    Ratio(u32),
}

/// Which editions have an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Editions {
    /// Both: one series.
    Both,
    /// Both, but not counted alike: one series with a break marked where the edition changes.
    BothWithBreak,
    /// One only: the series ends or starts where the edition changes.
    Only(Edition),
}

impl Indicator {
    /// What sort of number it is.
    pub fn kind(self) -> Kind {
        match self {
            Indicator::DisclosureRate
            | Indicator::FullDisclosureRate
            | Indicator::RefusalRate
            | Indicator::UnavailableRate
            | Indicator::NotHeldRate
            | Indicator::NotProcessedRate
            | Indicator::OtherRate
            | Indicator::CarryOverRate
            | Indicator::OrganisationShare
            | Indicator::ReviewCorrectionRate
            | Indicator::LitigationCorrectionRate => Kind::Share,
            Indicator::ReviewsPer100 => Kind::Ratio(100),
            Indicator::RequestsPer100k => Kind::Ratio(100_000),
            Indicator::Fees => Kind::Count(Unit::WanYuan),
            _ => Kind::Count(Unit::Case),
        }
    }

    /// The unit as published: `件`, `万元`, or `%` for shares (whose published values are fractions of 1).
    pub fn unit(self) -> &'static str {
        match self.kind() {
            Kind::Count(unit) => unit.name(),
            Kind::Share => "%",
            Kind::Ratio(_) => Unit::Case.name(),
        }
    }

    /// Which editions have it.
    pub fn editions(self) -> Editions {
        match self {
            Indicator::NormativeDocumentsMade
            | Indicator::NormativeDocumentsRepealed
            | Indicator::NormativeDocumentsInForce
            | Indicator::RulesMade
            | Indicator::RulesInForce
            | Indicator::Fees => Editions::Only(Edition::E2021),
            Indicator::NormativeDocumentsMade2019
            | Indicator::NormativeDocumentsDisclosed
            | Indicator::NormativeDocumentsPublicTotal => Editions::Only(Edition::E2019),
            Indicator::Licences | Indicator::Penalties | Indicator::CoerciveMeasures => Editions::BothWithBreak,
            _ => Editions::Both,
        }
    }

    /// The figures of the form that it is computed from, in the order of the form; empty where the edition does not
    /// have the indicator.
    pub fn inputs(self, edition: Edition) -> Vec<FigureKey> {
        let mut keys = self.formula_of(edition).map(|formula| formula.inputs()).unwrap_or_default();
        keys.sort();
        keys.dedup();
        keys
    }

    /// The name.
    pub fn name(self, language: Language) -> &'static str {
        self.text(language, "name").unwrap_or(self.id())
    }

    /// The formula in words.
    pub fn formula(self, language: Language) -> &'static str {
        self.text(language, "formula").unwrap_or(self.id())
    }

    /// What it says and what it does not, in a sentence or two.
    pub fn definition(self, language: Language) -> &'static str {
        self.text(language, "definition").unwrap_or(self.id())
    }

    /// A remark on how far it can be compared, where one is needed.
    pub fn note(self, language: Language) -> Option<&'static str> {
        self.text(language, "note")
    }

    fn text(self, language: Language, part: &str) -> Option<&'static str> {
        find(language, &format!("indicator.{}.{part}", self.id()))
    }

    /// Computes it for one report. `disputed` are the figures that a conflict touches, sorted.
    pub(super) fn compute(
        self,
        report: &Report,
        population: Option<&Population>,
        disputed: &[FigureKey],
    ) -> Result<Value, NotAvailable> {
        if let Editions::Only(needs) = self.editions()
            && needs != report.edition()
        {
            return Err(NotAvailable::OtherEdition { needs });
        }
        let formula = self.formula_of(report.edition()).expect("an edition that the indicator is for has its formula");
        let inputs = self.inputs(report.edition());
        let state = |key: FigureKey| report.figure(key).map_or(State::Missing, Figure::state);
        let lacking: Vec<(FigureKey, State)> =
            inputs.iter().filter(|&&key| report.value(key).is_none()).map(|&key| (key, state(key))).collect();
        if !lacking.is_empty() {
            return Err(NotAvailable::Lacking(lacking));
        }
        let measure = match formula {
            Formula::Count(sum) => Measure::Count(sum.of(report)?),
            Formula::Share { part, whole } => Measure::share(part.of(report)?, whole.of(report)?)?,
            Formula::Per { part, whole, per } => Measure::ratio(part.of(report)?, whole.of(report)?, per.into())?,
            Formula::PerPopulation { part, per } => {
                let persons = population.ok_or(NotAvailable::NoPopulation)?.value;
                Measure::ratio(part.of(report)?, persons.into(), per.into())?
            }
        };
        let interval = match measure {
            Measure::Share { part, whole } => wilson(part, whole),
            Measure::Count(_) | Measure::Ratio { .. } => None,
        };
        let disputed = inputs.iter().any(|key| disputed.binary_search(key).is_ok());
        let inferred = inputs.iter().any(|&key| state(key) == State::Inferred);
        Ok(Value { measure, interval, disputed, inferred })
    }

    /// How it is computed from the figures of an edition; `None` where the edition does not have it.
    fn formula_of(self, edition: Edition) -> Option<Formula> {
        if let Editions::Only(needs) = self.editions()
            && needs != edition
        {
            return None;
        }
        let rows = |rows: &[Row]| Sum::of_rows(rows, Column::Total);
        let group = |name: &str| Sum::of_rows(&outcomes(edition, name), Column::Total);
        let of_handled = |part: Sum| Formula::Share { part, whole: rows(&[Row::Handled]) };
        let litigation = [Row::LitigationDirect, Row::LitigationAfterReview];
        let correction = |rows: &[Row]| Formula::Share {
            part: Sum::of_rows(rows, Column::Corrected),
            whole: Sum::of_rows(rows, Column::Upheld)
                .and(Sum::of_rows(rows, Column::Corrected))
                .and(Sum::of_rows(rows, Column::Other)),
        };
        let cell = |row: Row, column: Column| Formula::Count(Sum::of_rows(&[row], column));
        Some(match self {
            Indicator::Received => cell(Row::Received, Column::Total),
            Indicator::Workload => Formula::Count(rows(&[Row::Received, Row::CarriedIn])),
            Indicator::Handled => cell(Row::Handled, Column::Total),
            Indicator::CarriedOver => cell(Row::CarriedOver, Column::Total),
            Indicator::DisclosureRate => of_handled(rows(&[Row::Granted, Row::PartlyGranted])),
            Indicator::FullDisclosureRate => of_handled(rows(&[Row::Granted])),
            Indicator::RefusalRate => of_handled(group("refused")),
            Indicator::UnavailableRate => of_handled(group("unavailable")),
            Indicator::NotHeldRate => of_handled(rows(&[Row::UnavailableNotHeld])),
            Indicator::NotProcessedRate => of_handled(group("not_processed")),
            Indicator::OtherRate => of_handled(group("other")),
            Indicator::CarryOverRate => {
                Formula::Share { part: rows(&[Row::CarriedOver]), whole: rows(&[Row::Received, Row::CarriedIn]) }
            }
            Indicator::OrganisationShare => Formula::Share {
                part: rows(&[Row::Received]).without(Sum::of_rows(&[Row::Received], Column::NaturalPerson)),
                whole: rows(&[Row::Received]),
            },
            Indicator::Reviews => cell(Row::Review, Column::Total),
            Indicator::Litigation => Formula::Count(rows(&litigation)),
            Indicator::ReviewCorrectionRate => correction(&[Row::Review]),
            Indicator::LitigationCorrectionRate => correction(&litigation),
            Indicator::ReviewsPer100 => {
                Formula::Per { part: rows(&[Row::Review]), whole: rows(&[Row::Handled]), per: 100 }
            }
            Indicator::NormativeDocumentsMade | Indicator::NormativeDocumentsMade2019 => {
                cell(Row::NormativeDocuments, Column::Made)
            }
            Indicator::NormativeDocumentsRepealed => cell(Row::NormativeDocuments, Column::Repealed),
            Indicator::NormativeDocumentsInForce => cell(Row::NormativeDocuments, Column::InForce),
            Indicator::NormativeDocumentsDisclosed => cell(Row::NormativeDocuments, Column::Disclosed),
            Indicator::NormativeDocumentsPublicTotal => cell(Row::NormativeDocuments, Column::PublicTotal),
            Indicator::RulesMade => cell(Row::Rules, Column::Made),
            Indicator::RulesInForce => cell(Row::Rules, Column::InForce),
            Indicator::Licences => cell(Row::Licences, Column::Decisions),
            Indicator::Penalties => cell(Row::Penalties, Column::Decisions),
            Indicator::CoerciveMeasures => cell(Row::CoerciveMeasures, Column::Decisions),
            Indicator::Fees => cell(Row::Fees, Column::Amount),
            Indicator::RequestsPer100k => Formula::PerPopulation { part: rows(&[Row::Received]), per: 100_000 },
        })
    }
}
