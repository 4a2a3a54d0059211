//! What must add up (勾稽关系): the sums within one report, and the identifiers of all checks.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{Column, Edition, FigureKey, Layout, Row, Table};

/// A kind of check, with the identifier that published files use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Check {
    /// `requests.flow`: in each column, `received` + `carried_in` = `handled` + `carried_over`. Printed on the form itself.
    RequestsFlow,
    /// `requests.handled`: in each column, `handled` = the sum of all outcome rows.
    RequestsHandled,
    /// `requests.applicants`: in each row, `total` = natural persons + the five kinds of organisation.
    RequestsApplicants,
    /// `remedies.total`: in each row, `total` = `upheld` + `corrected` + `other` + `pending`.
    RemediesTotal,
    /// `requests.carry`: `carried_in` of a year = `carried_over` of the year before, per column.
    RequestsCarry,
    /// `proactive.stock`: edition 2021, `in_force` = `in_force` of the year before + `made` − `repealed`.
    ProactiveStock,
    /// `prose.received`: requests received, as the prose says and as the table says.
    ProseReceived,
    /// `prose.handled`: requests handled.
    ProseHandled,
    /// `prose.outcome`: granted, refused and so on, and cases carried over.
    ProseOutcome,
    /// `prose.share`: a percentage stated in the prose, against the counts that it is the share of.
    ProseShare,
    /// `prose.list`: a total stated in the prose, against the list that the same sentence gives.
    ProseList,
    /// `prose.remedies`: reviews and lawsuits.
    ProseRemedies,
    /// `prose.documents`: normative documents made, repealed, in force.
    ProseDocuments,
    /// `form.edition`: the edition used is the one that the year requires.
    FormEdition,
    /// `form.complete`: every table, row and column of the edition is there.
    FormComplete,
}

impl Check {
    /// Every check, in the order in which they are shown, which is also that of the kinds themselves.
    pub const ALL: [Check; 15] = [
        Check::RequestsFlow,
        Check::RequestsHandled,
        Check::RequestsApplicants,
        Check::RemediesTotal,
        Check::RequestsCarry,
        Check::ProactiveStock,
        Check::ProseReceived,
        Check::ProseHandled,
        Check::ProseOutcome,
        Check::ProseShare,
        Check::ProseList,
        Check::ProseRemedies,
        Check::ProseDocuments,
        Check::FormEdition,
        Check::FormComplete,
    ];

    /// The identifier, as published.
    pub fn id(self) -> &'static str {
        match self {
            Check::RequestsFlow => "requests.flow",
            Check::RequestsHandled => "requests.handled",
            Check::RequestsApplicants => "requests.applicants",
            Check::RemediesTotal => "remedies.total",
            Check::RequestsCarry => "requests.carry",
            Check::ProactiveStock => "proactive.stock",
            Check::ProseReceived => "prose.received",
            Check::ProseHandled => "prose.handled",
            Check::ProseOutcome => "prose.outcome",
            Check::ProseShare => "prose.share",
            Check::ProseList => "prose.list",
            Check::ProseRemedies => "prose.remedies",
            Check::ProseDocuments => "prose.documents",
            Check::FormEdition => "form.edition",
            Check::FormComplete => "form.complete",
        }
    }
}

/// One side of a sum: the figures that are added.
pub type Term = Vec<FigureKey>;

/// One instance of a sum within a report: both sides add up to the same number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The kind of check that it is an instance of.
    pub check: Check,
    /// The table.
    pub table: Table,
    /// The row, for a sum along a row.
    pub row: Option<Row>,
    /// The column, for a sum down a column.
    pub column: Option<Column>,
    /// The side that the form prints as one number, or as the first half of the equation.
    pub left: Term,
    /// The side that is added up.
    pub right: Term,
}

impl Identity {
    /// Where on the form the sum stands: `requests/granted` for a row, `requests/*/business` for a column.
    pub fn place(&self) -> String {
        match (self.row, self.column) {
            (Some(row), _) => format!("{}/{row}", self.table),
            (None, Some(column)) => format!("{}/*/{column}", self.table),
            (None, None) => self.table.to_string(),
        }
    }
}

/// All sums within one report of an edition: flow and handled per column, applicants per row, remedies per row.
pub fn identities(edition: Edition) -> &'static [Identity] {
    static I2019: LazyLock<Vec<Identity>> = LazyLock::new(|| build(Edition::E2019));
    static I2021: LazyLock<Vec<Identity>> = LazyLock::new(|| build(Edition::E2021));
    match edition {
        Edition::E2019 => &I2019,
        Edition::E2021 => &I2021,
    }
}

fn build(edition: Edition) -> Vec<Identity> {
    let layout = Layout::of(edition);
    let mut all = Vec::new();
    let down = |check, column, left: &[Row], right: Vec<Row>| Identity {
        check,
        table: Table::Requests,
        row: None,
        column: Some(column),
        left: left.iter().map(|&row| FigureKey::requests(row, column)).collect(),
        right: right.into_iter().map(|row| FigureKey::requests(row, column)).collect(),
    };
    for column in Column::REQUESTS {
        let left = [Row::Received, Row::CarriedIn];
        all.push(down(Check::RequestsFlow, column, &left, vec![Row::Handled, Row::CarriedOver]));
    }
    for column in Column::REQUESTS {
        all.push(down(Check::RequestsHandled, column, &[Row::Handled], layout.outcomes().collect()));
    }
    for (table, check) in [(Table::Requests, Check::RequestsApplicants), (Table::Remedies, Check::RemediesTotal)] {
        for (row, columns) in layout.rows(table) {
            let key = |&column: &Column| FigureKey { table, row, column };
            let (parts, total) = columns.split_at(columns.len() - 1);
            all.push(Identity {
                check,
                table,
                row: Some(row),
                column: None,
                left: total.iter().map(key).collect(),
                right: parts.iter().map(key).collect(),
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_stand_in_the_order_in_which_they_are_shown() {
        for (at, check) in Check::ALL.into_iter().enumerate() {
            assert_eq!(check as usize, at);
        }
    }

    #[test]
    fn every_figure_of_requests_and_remedies_stands_in_a_sum() {
        for edition in Edition::ALL {
            for key in Layout::of(edition).keys().iter().filter(|key| key.table != Table::Proactive) {
                assert!(
                    identities(edition).iter().any(|i| i.left.contains(key) || i.right.contains(key)),
                    "{key} stands in no sum"
                );
            }
        }
    }

    #[test]
    fn handled_adds_up_all_outcomes_of_its_edition() {
        for (edition, outcomes) in [(Edition::E2019, 19), (Edition::E2021, 21)] {
            let sum = identities(edition).iter().find(|i| i.check == Check::RequestsHandled).unwrap();
            assert_eq!(sum.right.len(), outcomes);
        }
    }
}
