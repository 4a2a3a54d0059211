//! The published data: one function per data set, from the portal to its bytes. The columns and their order are an
//! interface (see [`dictionary`]); adding one at the end is fine, anything else is a new major version.

mod atom;
mod csv;
mod datapackage;
mod dictionary;
mod files;
mod in_order;
mod json;
mod lines;
mod sitemap;

pub use atom::{Feed, FeedEntry, feed_xml};
pub use csv::{bodies_csv, checks_csv, figures_csv, findings_csv, indicators_csv, reports_csv};
pub use datapackage::{Licence, datapackage_json};
pub use dictionary::{ColumnDescription, ColumnType, ForeignKey, TableDescription, dictionary};
pub use files::{DataFile, DataFiles, Dataset, SHEET};
pub use json::portal_json;
pub use sitemap::{SitePath, robots_txt, sitemap_xml};

#[cfg(test)]
mod tests;
