//! Compares what the prose of a report says with its tables.

use crate::report::{CheckInstance, Report};

/// Every mention in the prose that is sure to count something that a table counts too.
pub fn check(_report: &Report) -> Vec<CheckInstance> {
    Vec::new()
}
