//! `datapackage.json`: a Frictionless Data Package (tabular profile) that describes the CSV files with the types and
//! keys of the [`dictionary`](super::dictionary). Of a table that is divided by year each part is a resource of its own.

use serde_json::{Value, json};

use super::{ColumnDescription, DataFile, DataFiles, ForeignKey, TableDescription, dictionary};
use crate::model::Portal;
use crate::text::Language;

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
pub fn datapackage_json(portal: &Portal, files: &DataFiles, title: &str, licence: Option<&Licence>) -> Vec<u8> {
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": "gongkai",
        "title": title,
    });
    if let Some((first, last)) = portal.years().first().zip(portal.years().last()) {
        package["temporal"] = json!({ "start": first.to_string(), "end": last.to_string() });
    }
    if let Some(licence) = licence {
        let mut entry = json!({ "name": licence.name, "title": licence.title });
        if let Some(path) = &licence.path {
            entry["path"] = json!(path);
        }
        package["licenses"] = json!([entry]);
    }
    let of_table =
        |table: &'static TableDescription| files.parts(table.dataset).map(move |file| resource(table, file, files));
    package["resources"] = dictionary().iter().flat_map(of_table).collect();
    let mut bytes = serde_json::to_vec_pretty(&package).expect("a JSON value is written to memory");
    bytes.push(b'\n');
    bytes
}

fn resource(table: &TableDescription, file: DataFile, files: &DataFiles) -> Value {
    let mut schema = json!({
        "fields": table.columns.iter().map(|column| field(table, column)).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if !table.primary_key.is_empty() {
        schema["primaryKey"] = json!(table.primary_key);
    }
    let foreign_keys: Vec<Value> =
        table.foreign_keys.iter().filter_map(|key| foreign_key(key, file.year, files)).collect();
    if !foreign_keys.is_empty() {
        schema["foreignKeys"] = json!(foreign_keys);
    }
    json!({
        "profile": "tabular-data-resource",
        "name": file.name(),
        "path": file.path(),
        "description": both(|language| table.description(language)),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "lineTerminator": "\n", "delimiter": ",", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema,
    })
}

fn field(table: &TableDescription, column: &ColumnDescription) -> Value {
    let mut field = json!({
        "name": column.name,
        "type": column.kind.id(),
        "description": both(|language| table.column_description(column, language)),
    });
    if !column.optional {
        field["constraints"] = json!({ "required": true });
    }
    field
}

/// `None` where no one file has all rows that the key may name: a key cannot lead to several.
fn foreign_key(key: &ForeignKey, year: Option<u16>, files: &DataFiles) -> Option<Value> {
    let other = files.holding(key.dataset, year)?.name();
    Some(json!({ "fields": key.columns, "reference": { "resource": other, "fields": key.columns } }))
}

/// The words in every language; the specification has one description, so they stand one under the other.
fn both(words: impl Fn(Language) -> &'static str) -> String {
    Language::ALL.map(words).join("\n")
}
