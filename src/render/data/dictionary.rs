//! What each published table and column holds: one table for the data package, the data page and the tests. The words
//! stand in the text tables under `dictionary.{table}.description` and `dictionary.{table}.columns.{column}`.

use super::Dataset;
use crate::text::{Language, find};

/// The type of a column (Frictionless Table Schema).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Any text.
    String,
    /// A whole number.
    Integer,
    /// A plain decimal number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `YYYY-MM-DD`.
    Date,
}

impl ColumnType {
    /// The identifier, as the Table Schema has it.
    pub fn id(self) -> &'static str {
        match self {
            ColumnType::String => "string",
            ColumnType::Integer => "integer",
            ColumnType::Number => "number",
            ColumnType::Boolean => "boolean",
            ColumnType::Date => "date",
        }
    }
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnDescription {
    /// The name in the header.
    pub name: &'static str,
    /// The type of its values.
    pub kind: ColumnType,
    /// Whether a cell may be empty. An empty cell means that there is nothing, never zero.
    pub optional: bool,
}

/// One table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableDescription {
    /// Which it is.
    pub dataset: Dataset,
    /// The columns, in order.
    pub columns: &'static [ColumnDescription],
    /// The columns that tell its rows apart; empty where none do.
    pub primary_key: &'static [&'static str],
    /// Columns that name a row of another table.
    pub foreign_keys: &'static [ForeignKey],
}

/// Columns that name a row of another table, by columns of the same names there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignKey {
    /// The columns, in both tables.
    pub columns: &'static [&'static str],
    /// The other table.
    pub dataset: Dataset,
}

impl TableDescription {
    /// The name of the table: `figures`.
    pub fn name(&self) -> &'static str {
        self.dataset.id()
    }

    /// What the table holds.
    pub fn description(&self, language: Language) -> &'static str {
        find(language, &format!("dictionary.{}.description", self.name())).unwrap_or(self.name())
    }

    /// What a column holds.
    pub fn column_description(&self, column: &ColumnDescription, language: Language) -> &'static str {
        find(language, &format!("dictionary.{}.columns.{}", self.name(), column.name)).unwrap_or(column.name)
    }
}

const fn always(name: &'static str, kind: ColumnType) -> ColumnDescription {
    ColumnDescription { name, kind, optional: false }
}

const fn maybe(name: &'static str, kind: ColumnType) -> ColumnDescription {
    ColumnDescription { name, kind, optional: true }
}

const BODY: ColumnDescription = always("body", ColumnType::String);
const YEAR: ColumnDescription = always("year", ColumnType::Integer);
const EDITION: ColumnDescription = always("edition", ColumnType::String);
const SOURCE: ColumnDescription = always("source", ColumnType::String);
const BODY_ID: ColumnDescription = always("body_id", ColumnType::String);
const OF_REPORT: &[ForeignKey] = &[ForeignKey { columns: &["body_id", "year"], dataset: Dataset::Reports }];

const TABLES: &[TableDescription] = &[
    TableDescription {
        dataset: Dataset::Figures,
        columns: &[
            BODY,
            YEAR,
            EDITION,
            always("table", ColumnType::String),
            always("row", ColumnType::String),
            always("column", ColumnType::String),
            maybe("value", ColumnType::Number),
            always("status", ColumnType::String),
            always("unit", ColumnType::String),
            SOURCE,
            maybe("place", ColumnType::String),
            maybe("raw", ColumnType::String),
            BODY_ID,
            maybe("note", ColumnType::String),
        ],
        primary_key: &["body_id", "year", "table", "row", "column"],
        foreign_keys: OF_REPORT,
    },
    TableDescription {
        dataset: Dataset::Findings,
        columns: &[
            BODY,
            YEAR,
            always("check", ColumnType::String),
            always("where", ColumnType::String),
            maybe("left", ColumnType::Number),
            maybe("right", ColumnType::Number),
            maybe("difference", ColumnType::Number),
            always("severity", ColumnType::String),
            maybe("places", ColumnType::String),
            always("message_zh", ColumnType::String),
            always("message_en", ColumnType::String),
            BODY_ID,
        ],
        primary_key: &[],
        foreign_keys: OF_REPORT,
    },
    TableDescription {
        dataset: Dataset::Checks,
        columns: &[
            BODY,
            YEAR,
            always("check", ColumnType::String),
            always("held", ColumnType::Integer),
            always("failed", ColumnType::Integer),
            always("undecided", ColumnType::Integer),
            BODY_ID,
        ],
        primary_key: &["body_id", "year", "check"],
        foreign_keys: OF_REPORT,
    },
    TableDescription {
        dataset: Dataset::Indicators,
        columns: &[
            BODY,
            YEAR,
            always("indicator", ColumnType::String),
            maybe("value", ColumnType::Number),
            maybe("numerator", ColumnType::Number),
            maybe("denominator", ColumnType::Number),
            maybe("interval_low", ColumnType::Number),
            maybe("interval_high", ColumnType::Number),
            always("unit", ColumnType::String),
            always("available", ColumnType::Boolean),
            maybe("reason", ColumnType::String),
            BODY_ID,
            maybe("disputed", ColumnType::Boolean),
            maybe("inferred", ColumnType::Boolean),
            maybe("corrected", ColumnType::Boolean),
        ],
        primary_key: &["body_id", "year", "indicator"],
        foreign_keys: OF_REPORT,
    },
    TableDescription {
        dataset: Dataset::Bodies,
        columns: &[
            BODY_ID,
            BODY,
            maybe("body_en", ColumnType::String),
            always("scope", ColumnType::String),
            maybe("level", ColumnType::String),
            maybe("parent", ColumnType::String),
            maybe("region_code", ColumnType::String),
            always("years", ColumnType::String),
        ],
        primary_key: &["body_id"],
        foreign_keys: &[],
    },
    TableDescription {
        dataset: Dataset::Reports,
        columns: &[
            BODY,
            YEAR,
            EDITION,
            maybe("title", ColumnType::String),
            SOURCE,
            always("sha256", ColumnType::String),
            maybe("published", ColumnType::Date),
            maybe("url", ColumnType::String),
            always("figures_reported", ColumnType::Integer),
            always("figures_total", ColumnType::Integer),
            always("findings", ColumnType::Integer),
            BODY_ID,
            always("kind", ColumnType::String),
        ],
        primary_key: &["body_id", "year"],
        foreign_keys: &[ForeignKey { columns: &["body_id"], dataset: Dataset::Bodies }],
    },
];

/// All tables, in the order in which they are shown.
pub fn dictionary() -> &'static [TableDescription] {
    TABLES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_column_is_explained_in_both_languages() {
        for language in Language::ALL {
            for table in dictionary() {
                assert_ne!(table.description(language), table.name());
                for column in table.columns {
                    let key = format!("dictionary.{}.columns.{}", table.name(), column.name);
                    assert!(find(language, &key).is_some(), "{key}");
                }
            }
        }
    }

    #[test]
    fn keys_name_columns_that_are_there() {
        for table in dictionary() {
            let other = |dataset| dictionary().iter().find(|other| other.dataset == dataset).unwrap();
            let has = |f: &TableDescription, column: &str| f.columns.iter().any(|c| c.name == column && !c.optional);
            assert!(table.primary_key.iter().all(|column| has(table, column)));
            for key in table.foreign_keys {
                assert!(key.columns.iter().all(|column| has(table, column) && has(other(key.dataset), column)));
                assert_eq!(other(key.dataset).primary_key, key.columns);
            }
        }
    }
}
