//! `datapackage.json`: a Frictionless Data Package (tabular profile) that describes the CSV files with the types and
//! keys of the [`dictionary`](super::dictionary).

use serde_json::{Value, json};

use super::{ColumnDescription, FileDescription, ForeignKey, dictionary};
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
pub fn datapackage_json(portal: &Portal, title: &str, licence: Option<&Licence>) -> Vec<u8> {
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
    package["resources"] = dictionary().iter().map(resource).collect();
    let mut bytes = serde_json::to_vec_pretty(&package).expect("a JSON value is written to memory");
    bytes.push(b'\n');
    bytes
}

fn resource(file: &FileDescription) -> Value {
    let mut schema = json!({
        "fields": file.columns.iter().map(|column| field(file, column)).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if !file.primary_key.is_empty() {
        schema["primaryKey"] = json!(file.primary_key);
    }
    if !file.foreign_keys.is_empty() {
        schema["foreignKeys"] = file.foreign_keys.iter().map(foreign_key).collect();
    }
    json!({
        "profile": "tabular-data-resource",
        "name": file.name,
        "path": file.file(),
        "description": both(|language| file.description(language)),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "lineTerminator": "\n", "delimiter": ",", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema,
    })
}

fn field(file: &FileDescription, column: &ColumnDescription) -> Value {
    let mut field = json!({
        "name": column.name,
        "type": column.kind.id(),
        "description": both(|language| file.column_description(column, language)),
    });
    if !column.optional {
        field["constraints"] = json!({ "required": true });
    }
    field
}

fn foreign_key(key: &ForeignKey) -> Value {
    json!({ "fields": key.columns, "reference": { "resource": key.file, "fields": key.columns } })
}

/// The words in every language; the specification has one description, so they stand one under the other.
fn both(words: impl Fn(Language) -> &'static str) -> String {
    Language::ALL.map(words).join("\n")
}
