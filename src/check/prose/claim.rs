//! What a mention claims, once it is understood: which figures its number may stand for. Decides it against the tables.

use super::flow::Flow;
use super::mention::Mention;
use crate::check::side;
use crate::form::{Check, Column, FigureKey, Row, Table};
use crate::report::{CheckInstance, Outcome, Report, Side};

/// Whether a number that fits none of its readings is a contradiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// There is no other sensible reading.
    Sure,
    /// There may be one: the mention counts only where it agrees.
    OnlyIfEqual,
}

/// The figures that a number in the prose may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The check.
    pub check: Check,
    /// What on the form it concerns.
    pub at: String,
    /// Each reading is a sum of figures; the first is the one shown when none fits.
    pub readings: Vec<Vec<FigureKey>>,
    /// Whether other readings are thinkable.
    pub certainty: Certainty,
}

impl Claim {
    /// The claim decided, `None` where nothing sure can be said.
    pub fn decide(&self, report: &Report, flow: &Flow, mention: &Mention) -> Option<CheckInstance> {
        let sides: Vec<Result<Side, Vec<FigureKey>>> =
            self.readings.iter().map(|keys| side::sum(report, keys)).collect();
        let left = stated(flow, mention);
        let fits = sides.iter().flatten().find(|side| side.value == mention.value);
        let (mut check, mut at) = (self.check, self.at.clone());
        let outcome = if let Some(right) = fits {
            // 办理 may mean received or handled: it is filed under what it was found to be.
            let received = right.figures.iter().any(|key| key.row == Row::Received);
            if matches!(check, Check::ProseReceived | Check::ProseHandled) {
                let row = if received { Row::Received } else { Row::Handled };
                let is_total = right.figures.iter().all(|key| key.column == Column::Total);
                check = if received { Check::ProseReceived } else { Check::ProseHandled };
                if is_total {
                    at = format!("{}/{row}", Table::Requests);
                }
            }
            Outcome::Holds { left, right: right.clone() }
        } else if self.certainty == Certainty::OnlyIfEqual {
            return None;
        } else if sides.iter().any(Result::is_err) {
            let mut lacking: Vec<FigureKey> = sides.into_iter().filter_map(Result::err).flatten().collect();
            lacking.sort();
            lacking.dedup();
            Outcome::Undecided { lacking }
        } else {
            Outcome::Fails { left, right: sides.into_iter().flatten().next()? }
        };
        let quote = flow.quote(mention.clause.start, mention.clause.end);
        Some(CheckInstance { check, at, quote, outcome })
    }
}

/// The number as the prose states it.
pub fn stated(flow: &Flow, mention: &Mention) -> Side {
    let unit = if mention.counter == '%' { "%" } else { "" };
    Side {
        value: mention.value,
        expression: format!("{}{unit}", mention.value),
        figures: Vec::new(),
        places: vec![flow.place(mention.span.start, mention.span.end)],
    }
}
