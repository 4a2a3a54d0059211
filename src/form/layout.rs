//! Which figures an edition has, in the order of the form, and the dense index that reports store them by.

use std::fmt;
use std::sync::LazyLock;

use super::{Column, Edition, Row, Table};

/// The address of one figure on the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureKey {
    /// The table.
    pub table: Table,
    /// The row.
    pub row: Row,
    /// The column.
    pub column: Column,
}

impl FigureKey {
    /// The key of a figure of table `requests`.
    pub fn requests(row: Row, column: Column) -> FigureKey {
        FigureKey { table: Table::Requests, row, column }
    }

    /// The key of a figure of table `remedies`.
    pub fn remedies(row: Row, column: Column) -> FigureKey {
        FigureKey { table: Table::Remedies, row, column }
    }

    /// The key of a figure of table `proactive`.
    pub fn proactive(row: Row, column: Column) -> FigureKey {
        FigureKey { table: Table::Proactive, row, column }
    }
}

impl fmt::Display for FigureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.table, self.row, self.column)
    }
}

/// The figures of one edition: rows with their columns, in the order of the form.
#[derive(Debug)]
pub struct Layout {
    edition: Edition,
    rows: Vec<(Table, Row, &'static [Column])>,
    keys: Vec<FigureKey>,
    /// Position in `keys` by row and column; `u16::MAX` where the edition has no such figure.
    index: Vec<u16>,
}

const RESULTS: &[Column] = &[Column::Upheld, Column::Corrected, Column::Other, Column::Pending, Column::Total];
const DOCUMENTS_2021: &[Column] = &[Column::Made, Column::Repealed, Column::InForce];
const DOCUMENTS_2019: &[Column] = &[Column::Made, Column::Disclosed, Column::PublicTotal];
const ITEMS_2019: &[Column] = &[Column::ItemsLastYear, Column::ItemsChange, Column::Decisions];

impl Layout {
    /// The layout of an edition.
    pub fn of(edition: Edition) -> &'static Layout {
        static L2019: LazyLock<Layout> = LazyLock::new(|| Layout::build(Edition::E2019));
        static L2021: LazyLock<Layout> = LazyLock::new(|| Layout::build(Edition::E2021));
        match edition {
            Edition::E2019 => &L2019,
            Edition::E2021 => &L2021,
        }
    }

    fn build(edition: Edition) -> Layout {
        let mut rows: Vec<(Table, Row, &'static [Column])> = Vec::new();
        for &row in Row::ALL {
            let table = row.table();
            let columns: &'static [Column] = match (table, edition, row) {
                (Table::Requests, Edition::E2019, _) if row.group() == Some("other") => continue,
                (Table::Requests, Edition::E2021, Row::Other) => continue,
                (Table::Requests, ..) => &Column::REQUESTS,
                (Table::Remedies, ..) => RESULTS,
                (Table::Proactive, Edition::E2021, _) => match row {
                    Row::Rules | Row::NormativeDocuments => DOCUMENTS_2021,
                    Row::Licences | Row::Penalties | Row::CoerciveMeasures => &[Column::Decisions],
                    Row::Fees => &[Column::Amount],
                    _ => continue,
                },
                (Table::Proactive, Edition::E2019, _) => match row {
                    Row::Rules | Row::NormativeDocuments => DOCUMENTS_2019,
                    Row::Fees => &[Column::ItemsLastYear, Column::ItemsChange],
                    Row::CentralProcurement => &[Column::Projects, Column::Amount],
                    _ => ITEMS_2019,
                },
            };
            rows.push((table, row, columns));
        }
        let keys: Vec<FigureKey> = rows
            .iter()
            .flat_map(|&(table, row, columns)| columns.iter().map(move |&column| FigureKey { table, row, column }))
            .collect();
        let mut index = vec![u16::MAX; Row::ALL.len() * Column::ALL.len()];
        for (position, key) in keys.iter().enumerate() {
            index[slot(key.row, key.column)] = position as u16;
        }
        Layout { edition, rows, keys, index }
    }

    /// The edition.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// Every figure of the edition, in the order of the form.
    pub fn keys(&self) -> &[FigureKey] {
        &self.keys
    }

    /// The position of a figure in `keys`, or `None` where the edition has no such figure.
    pub fn position(&self, key: FigureKey) -> Option<usize> {
        let position = self.index[slot(key.row, key.column)];
        (position != u16::MAX && key.row.table() == key.table).then_some(position as usize)
    }

    /// The rows of a table with their columns, in the order of the form.
    pub fn rows(&self, table: Table) -> impl Iterator<Item = (Row, &'static [Column])> + '_ {
        self.rows.iter().filter(move |(t, ..)| *t == table).map(|&(_, row, columns)| (row, columns))
    }

    /// The rows of `requests` that say how a request ended, in the order of the form: all that `handled` adds up.
    pub fn outcomes(&self) -> impl Iterator<Item = Row> + '_ {
        self.rows(Table::Requests).map(|(row, _)| row).filter(|row| row.is_outcome())
    }

    /// The rows of `requests` that go by an identifier: those of a group of outcomes, or the row itself; none where the edition has
    /// neither. The group `other` is a row of its own in edition 2019.
    pub fn rows_of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = Row> + 'a {
        let rows = self.rows(Table::Requests).map(|(row, _)| row);
        rows.filter(move |row| row.group() == Some(id) || row.id() == id)
    }
}

fn slot(row: Row, column: Column) -> usize {
    row as usize * Column::ALL.len() + column as usize
}

impl Row {
    /// Whether a row of `requests` says how a request ended.
    pub fn is_outcome(self) -> bool {
        !matches!(self, Row::Received | Row::CarriedIn | Row::Handled | Row::CarriedOver)
    }

    /// The table that the row belongs to.
    pub fn table(self) -> Table {
        match self {
            row if row <= Row::CentralProcurement => Table::Proactive,
            row if row <= Row::CarriedOver => Table::Requests,
            _ => Table::Remedies,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_have_the_number_of_figures_that_the_notices_set() {
        let count = |edition, table| Layout::of(edition).keys().iter().filter(|k| k.table == table).count();
        for (edition, table, expected) in [
            (Edition::E2021, Table::Proactive, 10),
            (Edition::E2021, Table::Requests, 175),
            (Edition::E2021, Table::Remedies, 15),
            (Edition::E2019, Table::Proactive, 22),
            (Edition::E2019, Table::Requests, 161),
            (Edition::E2019, Table::Remedies, 15),
        ] {
            assert_eq!(count(edition, table), expected, "{edition:?} {table}");
        }
    }

    #[test]
    fn a_figure_of_the_other_edition_has_no_position() {
        let in_force = FigureKey::proactive(Row::Rules, Column::InForce);
        assert_eq!(Layout::of(Edition::E2019).position(in_force), None);
        assert_eq!(Layout::of(Edition::E2021).position(in_force), Some(2));
    }
}
