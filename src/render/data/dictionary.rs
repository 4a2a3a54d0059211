//! What each published file and column holds: one table for the data package, the data page and the tests. The words
//! stand in the text tables under `data.{file}.description` and `data.{file}.columns.{column}`.

use crate::text::Language;

/// The type of a column (Frictionless Table Schema).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    String,
    Integer,
    Number,
    Boolean,
    Date,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnDescription {
    /// The name in the header.
    pub name: &'static str,
    /// The type of its values.
    pub kind: ColumnType,
    /// Whether a cell may be empty.
    pub optional: bool,
}

/// One CSV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileDescription {
    /// File name without its ending: `figures`.
    pub name: &'static str,
    /// The columns, in order.
    pub columns: &'static [ColumnDescription],
    /// The columns that the file is sorted by and that tell its rows apart.
    pub key: &'static [&'static str],
}

impl FileDescription {
    /// The file name: `figures.csv`.
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// What the file holds.
    pub fn description(&self, language: Language) -> &'static str {
        let _ = language;
        todo!()
    }

    /// What a column holds.
    pub fn column_description(&self, column: &ColumnDescription, language: Language) -> &'static str {
        let _ = (column, language);
        todo!()
    }
}

/// All CSV files, in the order in which they are shown.
pub fn dictionary() -> &'static [FileDescription] {
    todo!()
}
