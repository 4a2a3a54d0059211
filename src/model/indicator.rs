//! The indicators, as data: identifier, kind, unit, editions, inputs. What each means in words stands in the text
//! tables under `indicator.{id}.name`, `.formula`, `.definition` and, for some, `.note`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::formula::{Formula, Sum};
use super::{Measure, NotAvailable, Population, Value};
use crate::form::{Column, Edition, FigureKey, Layout, Row, Unit};
use crate::report::{Figure, Report, State};
use crate::text::{Language, find};

macro_rules! indicators {
    ($($(#[$meta:meta])* $variant:ident = $id:literal,)*) => {
        /// An indicator, in the order in which they are shown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// How an indicator is computed, and from which figures, in the order of the form.
type Recipe = (Formula, Vec<FigureKey>);

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
    pub fn inputs(self, edition: Edition) -> &'static [FigureKey] {
        self.recipe(edition).map(|(_, inputs)| &**inputs).unwrap_or_default()
    }

    /// How it is computed from the figures of an edition; `None` where the edition does not have it.
    fn recipe(self, edition: Edition) -> Option<&'static Recipe> {
        static RECIPES: LazyLock<Vec<[Option<Recipe>; Edition::ALL.len()]>> = LazyLock::new(|| {
            let recipe = |formula: Formula| {
                let mut inputs = formula.inputs();
                inputs.sort();
                inputs.dedup();
                (formula, inputs)
            };
            let of_editions = |&one: &Indicator| Edition::ALL.map(|edition| one.formula_of(edition).map(recipe));
            Indicator::ALL.iter().map(of_editions).collect()
        });
        RECIPES[self as usize][edition as usize].as_ref()
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
        let recipe = self.recipe(report.edition());
        let (formula, inputs) = recipe.expect("an edition that the indicator is for has its formula");
        let state = |key: FigureKey| report.figure(key).map_or(State::Missing, Figure::state);
        let states: Vec<(FigureKey, State)> = inputs.iter().map(|&key| (key, state(key))).collect();
        let lacking: Vec<_> = states.iter().copied().filter(|(_, state)| !state.has_value()).collect();
        if !lacking.is_empty() {
            return Err(NotAvailable::Lacking(lacking));
        }
        let measure = match *formula {
            Formula::Count(ref sum) => Measure::Count(sum.of(report)?),
            Formula::Share { ref part, ref whole } => Measure::share(part.of(report)?, whole.of(report)?)?,
            Formula::Per { ref part, ref whole, per } => Measure::ratio(part.of(report)?, whole.of(report)?, per)?,
            Formula::PerPopulation { ref part, per } => {
                let persons = population.ok_or(NotAvailable::NoPopulation)?.value;
                Measure::ratio(part.of(report)?, persons.into(), per)?
            }
        };
        let disputed = inputs.iter().any(|key| disputed.binary_search(key).is_ok());
        let any = |what: State| states.iter().any(|(_, state)| *state == what);
        Ok(Value { measure, disputed, inferred: any(State::Inferred), corrected: any(State::Corrected) })
    }

    /// [`Indicator::recipe`], put together anew.
    fn formula_of(self, edition: Edition) -> Option<Formula> {
        if let Editions::Only(needs) = self.editions()
            && needs != edition
        {
            return None;
        }
        let rows = |rows: &[Row]| Sum::of_rows(rows, Column::Total);
        let group = |name: &str| Sum::of_rows(&Layout::of(edition).rows_of(name).collect::<Vec<_>>(), Column::Total);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::form::Layout;
    use crate::model::testing::{Cell, decimal, in_yuan, report};
    use crate::report::Scope;

    fn compute(indicator: Indicator, year: u16, cells: &[(&str, Cell)]) -> Result<Value, NotAvailable> {
        indicator.compute(&report("甲县", Scope::Government, year, cells), None, &[])
    }

    fn measure(indicator: Indicator, year: u16, cells: &[(&str, &'static str)]) -> Measure {
        let cells: Vec<(&str, Cell)> = cells.iter().map(|&(at, value)| (at, Cell::Is(value))).collect();
        compute(indicator, year, &cells).unwrap().measure
    }

    #[test]
    fn a_share_keeps_its_parts() {
        let cells =
            [("requests/granted/total", "6"), ("requests/partly_granted/total", "1"), ("requests/handled/total", "8")];
        let share = measure(Indicator::DisclosureRate, 2023, &cells);
        assert_eq!(share, Measure::Share { part: decimal("7"), whole: decimal("8") });
        assert_eq!(share.number(), decimal("0.875"));
        assert!(share.few());
    }

    #[test]
    fn a_blank_cell_is_not_zero() {
        let cells = [
            ("requests/granted/total", Cell::Is("6")),
            ("requests/partly_granted/total", Cell::Blank),
            ("requests/handled/total", Cell::Is("8")),
        ];
        let reason = compute(Indicator::DisclosureRate, 2023, &cells).unwrap_err();
        assert_eq!(reason.code(), "blank:requests/partly_granted/total");
        let cells = [("requests/granted/total", Cell::Unreadable)];
        let reason = compute(Indicator::FullDisclosureRate, 2023, &cells).unwrap_err();
        assert_eq!(reason.code(), "unreadable:requests/granted/total;missing:requests/handled/total");
        assert!(reason.words(Language::Zh).contains("无法辨认"), "{}", reason.words(Language::Zh));
    }

    #[test]
    fn nothing_handled_gives_no_rate() {
        let cells = [("requests/granted/total", Cell::Is("0")), ("requests/handled/total", Cell::Is("0"))];
        let reason = compute(Indicator::FullDisclosureRate, 2023, &cells).unwrap_err();
        assert_eq!(reason, NotAvailable::ZeroDenominator);
    }

    #[test]
    fn a_part_above_its_whole_gives_no_rate() {
        let cells = [("requests/granted/total", Cell::Is("9")), ("requests/handled/total", Cell::Is("8"))];
        let reason = compute(Indicator::FullDisclosureRate, 2023, &cells).unwrap_err();
        assert_eq!(reason.code(), "impossible");
    }

    #[test]
    fn pending_lawsuits_are_not_concluded() {
        let mut cells = Vec::new();
        for (row, values) in
            [("litigation_direct", ["5", "2", "1", "9"]), ("litigation_after_review", ["3", "1", "0", "4"])]
        {
            for (column, value) in ["upheld", "corrected", "other", "pending"].iter().zip(values) {
                cells.push((format!("remedies/{row}/{column}"), value));
            }
        }
        let cells: Vec<(&str, &str)> = cells.iter().map(|(at, value)| (at.as_str(), *value)).collect();
        let share = measure(Indicator::LitigationCorrectionRate, 2023, &cells);
        assert_eq!(share, Measure::Share { part: decimal("3"), whole: decimal("12") });
    }

    #[test]
    fn other_outcomes_are_one_row_in_the_older_edition() {
        let keys = |edition| Indicator::OtherRate.inputs(edition).iter().map(FigureKey::to_string).collect::<Vec<_>>();
        assert_eq!(keys(Edition::E2019), ["requests/other/total", "requests/handled/total"]);
        assert_eq!(keys(Edition::E2021).len(), 4);
        assert_eq!(Indicator::RefusalRate.inputs(Edition::E2021).len(), 9);
        assert_eq!(Indicator::UnavailableRate.inputs(Edition::E2019).len(), 4);
        assert_eq!(Indicator::NotProcessedRate.inputs(Edition::E2021).len(), 6);
    }

    #[test]
    fn another_edition_does_not_have_the_indicator() {
        let cells = [("proactive/normative_documents/made", Cell::Is("5"))];
        let reason = compute(Indicator::NormativeDocumentsMade, 2020, &cells).unwrap_err();
        assert_eq!(reason, NotAvailable::OtherEdition { needs: Edition::E2021 });
        let made = measure(Indicator::NormativeDocumentsMade2019, 2020, &[("proactive/normative_documents/made", "5")]);
        assert_eq!(made, Measure::Count(decimal("5")));
    }

    #[test]
    fn an_amount_in_yuan_is_published_in_units_of_ten_thousand() {
        let report = in_yuan(report("甲县", Scope::Government, 2023, &[]), "proactive/fees/amount", "103359953.6");
        let value = Indicator::Fees.compute(&report, None, &[]).unwrap();
        assert_eq!(value.measure.number(), decimal("10335.99536"));
    }

    #[test]
    fn people_count_only_where_their_number_is_given() {
        let report = report("甲县", Scope::Government, 2023, &[("requests/received/total", Cell::Is("214"))]);
        let compute = |population| Indicator::RequestsPer100k.compute(&report, population, &[]);
        assert_eq!(compute(None), Err(NotAvailable::NoPopulation));
        let population = Population { year: 2023, value: 1_070_000, source: String::new() };
        let value = compute(Some(&population)).unwrap();
        assert_eq!(value.measure.number(), decimal("20"));
        assert_eq!(value.interval(), None);
    }

    #[test]
    fn a_conflict_over_an_input_is_kept_with_the_value() {
        let cells = [("requests/granted/total", Cell::Is("6")), ("requests/handled/total", Cell::Is("8"))];
        let report = report("甲县", Scope::Government, 2023, &cells);
        let granted = FigureKey::requests(Row::Granted, Column::Total);
        let disputed =
            |keys: &[FigureKey]| Indicator::FullDisclosureRate.compute(&report, None, keys).unwrap().disputed;
        assert!(disputed(&[granted]));
        assert!(!disputed(&[FigureKey::requests(Row::Granted, Column::Business)]));
    }

    #[test]
    fn every_indicator_has_its_words_and_its_inputs() {
        for &indicator in Indicator::ALL {
            for language in Language::ALL {
                for part in ["name", "formula", "definition"] {
                    assert!(indicator.text(language, part).is_some(), "{part} of {}", indicator.id());
                }
            }
            for edition in Edition::ALL {
                let inputs = indicator.inputs(edition);
                let other = matches!(indicator.editions(), Editions::Only(needs) if needs != edition);
                assert_eq!(inputs.is_empty(), other, "{} in {edition:?}", indicator.id());
                assert!(inputs.iter().all(|&key| Layout::of(edition).position(key).is_some()), "{}", indicator.id());
            }
            assert_eq!(Indicator::from_id(indicator.id()), Some(indicator));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(49),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn no_indicator_is_available_when_an_input_lacks(
            year in 2019u16..2024,
            values in prop::collection::vec(prop::option::weighted(0.9, 0u32..50), 200),
        ) {
            let mut report = report("甲县", Scope::Government, year, &[]);
            let keys: Vec<FigureKey> = Layout::of(report.edition()).keys().to_vec();
            let place = crate::report::Place::new(1, 1, 1);
            for (&key, value) in keys.iter().zip(&values) {
                if let Some(value) = value {
                    report.figures.set(key, Figure::reported((*value).into(), key.column.unit(), place, ""));
                }
            }
            for &indicator in Indicator::ALL {
                let inputs = indicator.inputs(report.edition());
                let lacks = inputs.is_empty() || inputs.iter().any(|&key| report.value(key).is_none());
                let outcome = indicator.compute(&report, None, &[]);
                prop_assert!(!(lacks && outcome.is_ok()), "{}", indicator.id());
                if let Ok(value @ Value { measure: share @ Measure::Share { .. }, .. }) = outcome {
                    prop_assert!(share.number() >= rust_decimal::Decimal::ZERO && share.number() <= rust_decimal::Decimal::ONE);
                    prop_assert!(value.interval().is_some());
                }
            }
        }
    }
}
