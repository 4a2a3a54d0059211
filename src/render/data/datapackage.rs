//! `datapackage.json`: a Frictionless Data Package that describes the CSV files.

use crate::model::Portal;

/// The licence of the published data, as a site says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Open Definition identifier: `CC-BY-4.0`.
    pub name: String,
    /// The licence in full, for people.
    pub title: String,
    /// Where its text stands.
    pub path: Option<String>,
}

/// `datapackage.json`. `title` is the site's; without a licence none is stated.
pub fn datapackage_json(portal: &Portal, title: &str, licence: Option<&Licence>) -> Vec<u8> {
    let _ = (portal, title, licence);
    todo!()
}
