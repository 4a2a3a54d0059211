//! The indicators, as data: identifier, kind, unit, editions, inputs. What each means in words stands in the text
//! tables under `indicator.{id}.name`, `.formula`, `.definition` and, for some, `.note`.

use super::{NotAvailable, Population, Value};
use crate::form::{Edition, FigureKey, Unit};
use crate::report::Report;
use crate::text::Language;

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
        todo!()
    }

    /// The unit as published: `件`, `万元`, or `%` for shares (whose published values are fractions of 1).
    pub fn unit(self) -> &'static str {
        todo!()
    }

    /// Which editions have it.
    pub fn editions(self) -> Editions {
        todo!()
    }

    /// The figures of the form that it is computed from, sorted; empty where the edition does not have the indicator.
    pub fn inputs(self, edition: Edition) -> Vec<FigureKey> {
        let _ = edition;
        todo!()
    }

    /// The name.
    pub fn name(self, language: Language) -> &'static str {
        let _ = language;
        todo!()
    }

    /// The formula in words.
    pub fn formula(self, language: Language) -> &'static str {
        let _ = language;
        todo!()
    }

    /// What it says and what it does not, in a sentence or two.
    pub fn definition(self, language: Language) -> &'static str {
        let _ = language;
        todo!()
    }

    /// A remark on how far it can be compared, where one is needed.
    pub fn note(self, language: Language) -> Option<&'static str> {
        let _ = language;
        todo!()
    }

    /// Computes it for one report. `disputed` are the figures that a conflict touches.
    pub(super) fn compute(
        self,
        report: &Report,
        population: Option<&Population>,
        disputed: &[FigureKey],
    ) -> Result<Value, NotAvailable> {
        let _ = (report, population, disputed);
        todo!()
    }
}
