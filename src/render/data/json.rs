//! `portal.json`: the same as the CSV files, nested by body and year, for programs.

use crate::model::Portal;

/// `portal.json`.
pub fn portal_json(portal: &Portal) -> Vec<u8> {
    let _ = portal;
    todo!()
}
