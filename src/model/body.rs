//! One body with its series of reports: what is known of it, its years, its indicators and their trends.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::{Group, Indicator, Population, ReadCounts, Reading, Trend};
use crate::check;
use crate::form::{Check, FigureKey};
use crate::report::{CheckInstance, CheckedReport, Finding, Level, Report, Scope, SourceFile};
use crate::text::Language;

/// A body: a whole government or one agency. Two bodies with one name and different scopes are two bodies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Body {
    /// The name in URLs; unique, `a`–`z`, `0`–`9` and `-`.
    pub slug: String,
    /// The name as the site shows it.
    pub name: String,
    /// The English name, where a maintainer gives it.
    pub name_en: Option<String>,
    /// Whole government or single agency.
    pub scope: Scope,
    /// The level of government; `None` where it is not known, and then the body is not compared with others.
    pub level: Option<Level>,
    /// The name of the body above it, where a maintainer gives it.
    pub parent: Option<String>,
    /// The administrative division code, where a maintainer gives it.
    pub region_code: Option<String>,
    /// Population by year, where a maintainer gives it.
    pub population: BTreeMap<u16, Population>,
    /// The years that have a report, oldest first; never empty. A copy of a body shares them.
    pub years: Arc<[BodyYear]>,
}

impl Body {
    /// The name in a language; the Chinese name where there is no English one.
    pub fn name_in(&self, language: Language) -> &str {
        match (language, &self.name_en) {
            (Language::En, Some(name)) => name,
            _ => &self.name,
        }
    }

    /// The group that it is compared in; `None` where its level is not known.
    pub fn group(&self) -> Option<Group> {
        self.level.map(|level| Group { scope: self.scope, level })
    }

    /// Whether it was made of these very reports.
    pub(super) fn is_of(&self, reports: &BTreeMap<u16, CheckedReport>) -> bool {
        self.years.len() == reports.len()
            && self.years.iter().zip(reports.values()).all(|(year, checked)| year.checked.is_same(checked))
    }

    /// Whether all that comparisons ask of a body is the same in `other`, which is the same body at another time.
    pub(super) fn says_the_same_for(&self, year: u16, other: &Body) -> bool {
        if Arc::ptr_eq(&self.years, &other.years) {
            return true;
        }
        match (self.year(year), other.year(year)) {
            (Some(one), Some(other)) => {
                one.report().edition() == other.report().edition() && one.readings == other.readings
            }
            (one, other) => one.is_none() && other.is_none(),
        }
    }

    /// The report of a year.
    pub fn year(&self, year: u16) -> Option<&BodyYear> {
        self.years.iter().find(|y| y.year == year)
    }

    /// The earliest report.
    pub fn first(&self) -> &BodyYear {
        self.years.first().expect("a body has at least one report")
    }

    /// The latest report.
    pub fn latest(&self) -> &BodyYear {
        self.years.last().expect("a body has at least one report")
    }

    /// The years between the first and the last report that have none.
    pub fn gaps(&self) -> Vec<u16> {
        (self.first().year..=self.latest().year).filter(|&year| self.year(year).is_none()).collect()
    }

    /// Every instance of every check of a report of this body: within it, and against the year before. In the order of
    /// `Check::ALL`. They are made of the figures each time: all of them together are larger than the reports.
    pub fn instances(&self, year: &BodyYear) -> Vec<CheckInstance> {
        let mut all = check::instances(&year.checked);
        if let Some(before) = year.year.checked_sub(1).and_then(|before| self.year(before)) {
            all.extend(check::check_across(before.report(), year.report()).0);
            all.sort_by_key(|instance| instance.check);
        }
        all
    }

    /// The trend of an indicator.
    pub fn trend(&self, indicator: Indicator) -> Trend {
        Trend::of(indicator, &self.years)
    }
}

/// How the instances of one check came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CheckCount {
    /// Both sides are the same number.
    pub held: usize,
    /// The sides differ.
    pub failed: usize,
    /// A part is not there.
    pub undecided: usize,
}

/// One report of a body, with what the years around it say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BodyYear {
    /// The year reported on.
    pub year: u16,
    pub(super) checked: CheckedReport,
    /// How the instances of each of `Check::ALL` came out, in that order.
    pub(super) counts: [CheckCount; Check::ALL.len()],
    /// What does not hold, in the same order: within the report, and against the year before.
    pub findings: Vec<Finding>,
    /// How many figures are in each state.
    pub read: ReadCounts,
    /// The figures of this report that a conflict touches, also one with the year before or after; sorted.
    pub disputed: Vec<FigureKey>,
    /// One reading for each of `Indicator::ALL`, in that order.
    pub(super) readings: Vec<Reading>,
}

impl BodyYear {
    /// The report.
    pub fn report(&self) -> &Report {
        self.checked.report()
    }

    /// What did not hold of the source's own figures, and does of the corrected ones.
    pub fn settled(&self) -> &[Finding] {
        self.checked.settled()
    }

    /// Other files that hold the same report and were not used, sorted by path.
    pub fn further(&self) -> &[SourceFile] {
        self.checked.further()
    }

    /// An indicator.
    pub fn reading(&self, indicator: Indicator) -> &Reading {
        &self.readings[indicator as usize]
    }

    /// All indicators, in the order of `Indicator::ALL`.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// How each check came out, in the order of `Check::ALL`; all zero for a check without an instance.
    pub fn check_counts(&self) -> Vec<(Check, CheckCount)> {
        Check::ALL.into_iter().zip(self.counts).collect()
    }
}
