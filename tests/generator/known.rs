//! What a generated report says: whose it is, for which year, and what every cell of its tables holds. This is the truth
//! that a reader is held to; how it is printed is decided elsewhere.

use std::collections::BTreeMap;

use gongkai::form::{Column, Edition, FigureKey, Layout, Row, Table, Unit};
use gongkai::report::Scope;
use rust_decimal::Decimal;

use super::figures::figures;
use super::random::Random;

/// What a cell of a table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// A number, in a unit.
    Number(Decimal, Unit),
    /// Nothing, or a mark for nothing.
    Blank(&'static str),
}

/// In what a report departs from a whole one that adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// In nothing.
    Whole,
    /// Tables end early, rows or whole tables are not there.
    Partial,
    /// Cells are empty or hold a mark.
    Blank,
    /// Sums are broken.
    Inconsistent,
    /// The tables are of two editions, or of one that the year does not ask for.
    Hybrid,
}

/// A report as it is known before it is printed.
#[derive(Debug, Clone)]
pub struct Known {
    /// The name as the title prints it.
    pub printed_body: String,
    /// The name as it is published.
    pub body: String,
    /// Whose figures they are.
    pub scope: Scope,
    /// The year reported on.
    pub year: u16,
    /// The edition of table `proactive`, and so of the report.
    pub edition: Edition,
    /// The edition whose rows table `requests` has.
    pub rows_of: Edition,
    /// What was done to it.
    pub kind: Kind,
    /// Every cell that is printed. What is not in here is missing.
    pub cells: BTreeMap<FigureKey, Held>,
    /// Rows that fell out of the middle of a table. What they held may follow from the sums of what is left.
    pub fallen: BTreeMap<FigureKey, Held>,
}

const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const BRANCHES: [&str; 12] = ["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"];
/// What a body is called after its place, how it is then published, and what it is.
const OFFICES: [(&str, &str, Scope); 7] = [
    ("市", "市", Scope::Government),
    ("县", "县", Scope::Government),
    ("区人民政府", "区", Scope::Government),
    ("镇人民政府", "镇", Scope::Government),
    ("市教育局", "市教育局", Scope::Agency),
    ("县人民政府办公室", "县人民政府办公室", Scope::Agency),
    ("区市场监督管理局", "区市场监督管理局", Scope::Agency),
];

impl Known {
    /// A report by chance. `keeps_empty` says that the layout shows an empty cell; where it does not, a mark stands in
    /// every blank cell.
    pub fn new(random: &mut Random, keeps_empty: bool) -> Known {
        let kind = match random.below(100) {
            0..55 => Kind::Whole,
            55..67 => Kind::Partial,
            67..80 => Kind::Blank,
            80..92 => Kind::Inconsistent,
            _ => Kind::Hybrid,
        };
        let mut edition = *random.pick(&Edition::ALL);
        let mut rows_of = edition;
        let mut year = if edition == Edition::E2019 { 2019 + random.below(2) } else { 2021 + random.below(5) } as u16;
        if kind == Kind::Hybrid {
            match random.below(3) {
                0 => (edition, rows_of, year) = (Edition::E2021, Edition::E2019, 2021 + random.below(4) as u16),
                1 => (edition, rows_of, year) = (Edition::E2019, Edition::E2021, 2021 + random.below(3) as u16),
                _ => (edition, rows_of, year) = (Edition::E2019, Edition::E2019, 2021 + random.below(3) as u16),
            }
        }
        let place = format!("{}{}", random.pick(&STEMS), random.pick(&BRANCHES));
        let &(printed, published, scope) = random.pick(&OFFICES);
        let mut known = Known {
            printed_body: format!("样例{place}{printed}"),
            body: format!("样例{place}{published}"),
            scope,
            year,
            edition,
            rows_of,
            kind,
            cells: cells(random, edition, rows_of),
            fallen: BTreeMap::new(),
        };
        match kind {
            Kind::Partial => known.cut(random),
            Kind::Blank => known.empty(random, keeps_empty),
            Kind::Inconsistent => known.break_sums(random),
            Kind::Whole | Kind::Hybrid => {}
        }
        known
    }

    /// The rows of a table that are printed, with their columns.
    pub fn rows(&self, table: Table) -> Vec<(Row, &'static [Column])> {
        let edition = if table == Table::Proactive { self.edition } else { self.rows_of };
        let is_there = |row: Row| self.cells.keys().any(|key| key.row == row);
        Layout::of(edition).rows(table).filter(|(row, _)| is_there(*row)).collect()
    }

    fn cut(&mut self, random: &mut Random) {
        for &table in Table::ALL {
            let rows = self.rows(table);
            match random.below(100) {
                // The table is not there.
                0..20 => self.cells.retain(|key, _| key.table != table),
                // It ends early.
                20..50 if table != Table::Remedies => {
                    let end = 3 + random.below(rows.len() - 3);
                    let kept: Vec<Row> = rows[..end].iter().map(|(row, _)| *row).collect();
                    self.cells.retain(|key, _| key.table != table || kept.contains(&key.row));
                }
                // A row is left out.
                50..65 if table != Table::Remedies => {
                    let (gone, columns) = *random.pick(&rows);
                    for &column in columns {
                        let key = FigureKey { table, row: gone, column };
                        self.fallen.extend(self.cells.remove_entry(&key));
                    }
                }
                _ => {}
            }
        }
    }

    fn empty(&mut self, random: &mut Random, keeps_empty: bool) {
        let mark = *random.pick(&["", "", "", "/", "-", "—", "无"]);
        let mark = if mark.is_empty() && !keeps_empty { "/" } else { mark };
        let way = random.below(6);
        let rows: Vec<Row> = self.rows(Table::Requests).iter().map(|(row, _)| *row).collect();
        let ends = [Row::Received, Row::CarriedIn, Row::Handled, Row::CarriedOver];
        let block = *random.pick(&[Row::Review, Row::LitigationDirect, Row::LitigationAfterReview]);
        let lone = *random.pick(&rows);
        for (key, held) in &mut self.cells {
            let is_zero = matches!(held, Held::Number(value, _) if value.is_zero());
            let blank = match way {
                // Zeros are not printed in the two tables of requests and remedies.
                0 => key.table != Table::Proactive && is_zero,
                // Totals of rows are printed only where they matter most.
                1 => key.table == Table::Requests && key.column == Column::Total && !ends.contains(&key.row),
                2 => key.row == block,
                // A cell here and there.
                3 => key.row == lone || random.chance(2),
                // No number at all.
                4 => key.table == Table::Proactive || key.row == lone,
                // One row of one number.
                _ => matches!(key.row, Row::CoerciveMeasures | Row::Fees),
            };
            if blank {
                *held = Held::Blank(mark);
            }
        }
    }

    fn break_sums(&mut self, random: &mut Random) {
        let keys: Vec<FigureKey> = self.cells.keys().copied().filter(|key| key.table != Table::Proactive).collect();
        for _ in 0..1 + random.below(6) {
            if let Some(Held::Number(value, _)) = self.cells.get_mut(random.pick(&keys)) {
                *value += Decimal::from(1 + random.below(30) as i64);
            }
        }
    }
}

/// The cells of both tables' editions, small or large, with the units that they are printed in.
fn cells(random: &mut Random, edition: Edition, rows_of: Edition) -> BTreeMap<FigureKey, Held> {
    let mut all = figures(random, rows_of);
    if edition != rows_of {
        all.retain(|key, _| key.table != Table::Proactive);
        all.extend(figures(random, edition).into_iter().filter(|(key, _)| key.table == Table::Proactive));
    }
    // Sums hold as well when every term is as many times as large.
    let times = if random.chance(12) { 1 + random.below(4_000) as i64 } else { 1 };
    let many = random.chance(15);
    let in_yuan = random.chance(25);
    let mut cells = BTreeMap::new();
    for (key, value) in all {
        let mut value = value;
        let mut unit = key.column.unit();
        match key.table {
            Table::Requests => value *= Decimal::from(times),
            Table::Proactive if key.column == Column::Decisions && many => value *= Decimal::from(9_973),
            Table::Proactive if key.column == Column::Amount => {
                if many {
                    value = Decimal::new(random.below(999_999_999) as i64, 6).normalize();
                }
                if in_yuan && key.row == Row::CentralProcurement {
                    unit = Unit::Yuan;
                }
            }
            _ => {}
        }
        cells.insert(key, Held::Number(value, unit));
    }
    cells
}
