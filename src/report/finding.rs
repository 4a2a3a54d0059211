//! What the checks say about a report's own numbers. A finding is for the public and is no error of ours.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Place;
use crate::form::{Check, FigureKey};

/// One side of a comparison: what it adds up to, and from what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The number. Shares are in percent, as the prose writes them.
    pub value: Decimal,
    /// How the number is come by, for people, without words of any language where possible: `214 + 0`, `7.09%`.
    pub expression: String,
    /// The figures of the form that it is made of; empty for a number from the prose.
    pub figures: Vec<FigureKey>,
    /// Where the parts stand in the source.
    pub places: Vec<Place>,
}

/// How one instance of a check came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Both sides are the same number.
    Holds { left: Side, right: Side },
    /// The sides differ.
    Fails { left: Side, right: Side },
    /// A part is not there, so nothing can be said. The figures that are missing, blank or unreadable.
    Undecided { lacking: Vec<FigureKey> },
}

/// How one instance of a check came out, without its sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Both sides are the same number.
    Holds,
    /// The sides differ.
    Fails,
    /// A part is not there.
    Undecided,
}

impl Outcome {
    /// The outcome without its sides.
    pub fn verdict(&self) -> Verdict {
        match self {
            Outcome::Holds { .. } => Verdict::Holds,
            Outcome::Fails { .. } => Verdict::Fails,
            Outcome::Undecided { .. } => Verdict::Undecided,
        }
    }
}

/// One instance of a check on one report (or on two consecutive ones of a body).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInstance {
    /// The kind of check.
    pub check: Check,
    /// What on the form it concerns: `requests/granted`, `requests/*/business`, `prose`. See `Identity::place`.
    pub at: String,
    /// For prose checks, the words of the report that hold the number, verbatim; `""` otherwise.
    pub quote: String,
    /// How it came out.
    pub outcome: Outcome,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Severity {
    /// Two numbers of the report contradict each other.
    Conflict,
    /// Something a reader should know that is no contradiction: another edition than required, a part not there.
    Notice,
}

impl Severity {
    /// The identifier, as published.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Conflict => "conflict",
            Severity::Notice => "notice",
        }
    }
}

/// One check that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The kind of check.
    pub check: Check,
    /// What on the form it concerns, as in `CheckInstance`.
    pub at: String,
    /// How much it matters.
    pub severity: Severity,
    /// The words of the report, for prose checks.
    pub quote: String,
    /// The side stated as one number, or the first half of the equation. `None` for `form.*`.
    pub left: Option<Side>,
    /// The other side. `None` for `form.*`.
    pub right: Option<Side>,
    /// What the message needs beyond the two sides, as name and value (`expected`, `found`, `count`).
    pub details: Vec<(&'static str, String)>,
}

impl Finding {
    /// Right side minus left side, where both are numbers.
    pub fn difference(&self) -> Option<Decimal> {
        Some(self.right.as_ref()?.value - self.left.as_ref()?.value)
    }

    /// All figures of the form that the finding concerns, sorted, without repeats.
    pub fn figures(&self) -> Vec<FigureKey> {
        let sides = self.left.iter().chain(&self.right);
        let mut keys: Vec<FigureKey> = sides.flat_map(|side| side.figures.iter().copied()).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// All places that the finding concerns, sorted, without repeats.
    pub fn places(&self) -> Vec<Place> {
        let sides = self.left.iter().chain(&self.right);
        let mut places: Vec<Place> = sides.flat_map(|side| side.places.iter().copied()).collect();
        places.sort();
        places.dedup();
        places
    }
}
