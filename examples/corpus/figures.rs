//! Figures of one report that add up, also with those of the year before, and the faults that are planted into what is
//! printed. It knows nothing of how a report looks.

use std::collections::BTreeMap;

use gongkai::form::{Column, Edition, FigureKey, Layout, Row, Table};
use rust_decimal::Decimal;

use crate::random::Random;

/// What is wrong in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The total of a row of applicants is one more than its parts.
    RowTotal,
    /// What was carried in is one more than the table's equation allows.
    CarriedIn,
    /// The prose says another number of requests received than the table.
    Prose,
}

impl Fault {
    pub fn any(random: &mut Random) -> Fault {
        *random.pick(&[Fault::RowTotal, Fault::CarriedIn, Fault::Prose])
    }

    pub fn name(self) -> &'static str {
        match self {
            Fault::RowTotal => "row_total",
            Fault::CarriedIn => "carried_in",
            Fault::Prose => "prose",
        }
    }
}

/// All figures of one edition.
pub struct Figures {
    pub edition: Edition,
    values: BTreeMap<FigureKey, Decimal>,
}

impl Figures {
    /// Figures for a year. `size` bounds the number of requests a cell, `before` holds the year before.
    pub fn new(random: &mut Random, year: u16, size: usize, before: Option<&Figures>) -> Figures {
        let edition = Edition::required_for(year);
        let mut figures = Figures { edition, values: BTreeMap::new() };
        figures.requests(random, size, before);
        figures.remedies(random);
        figures.proactive(random, size, before);
        figures
    }

    /// The figure, 0 where the edition has no such figure.
    pub fn get(&self, key: FigureKey) -> Decimal {
        self.values.get(&key).copied().unwrap_or_default()
    }

    fn requests(&mut self, random: &mut Random, size: usize, before: Option<&Figures>) {
        let layout = Layout::of(self.edition);
        let mut counts: BTreeMap<(Row, Column), i64> = BTreeMap::new();
        for column in Column::APPLICANTS {
            let natural = column == Column::NaturalPerson;
            let mut handled = 0;
            for row in layout.outcomes() {
                let often = if natural { 45 } else { 6 };
                let most = if natural { size } else { 2 + size / 10 };
                let count = if random.chance(often) { random.below(most) as i64 } else { 0 };
                counts.insert((row, column), count);
                handled += count;
            }
            let over = if random.chance(40) { random.below(2 + size / 10) as i64 } else { 0 };
            let inward = before.map(|before| before.get(FigureKey::requests(Row::CarriedOver, column)));
            let inward = inward.and_then(|count| i64::try_from(count).ok()).unwrap_or(0);
            let lacking = (inward - handled - over).max(0);
            *counts.entry((Row::Granted, column)).or_default() += lacking;
            handled += lacking;
            counts.insert((Row::Handled, column), handled);
            counts.insert((Row::CarriedOver, column), over);
            counts.insert((Row::CarriedIn, column), inward);
            counts.insert((Row::Received, column), handled + over - inward);
        }
        for (row, columns) in layout.rows(Table::Requests) {
            let total: i64 = Column::APPLICANTS.iter().map(|column| counts[&(row, *column)]).sum();
            for &column in columns {
                let count = counts.get(&(row, column)).copied().unwrap_or(total);
                self.values.insert(FigureKey::requests(row, column), count.into());
            }
        }
    }

    fn remedies(&mut self, random: &mut Random) {
        for (row, columns) in Layout::of(self.edition).rows(Table::Remedies) {
            let mut total = 0;
            for &column in columns {
                let count = match column {
                    Column::Total => total,
                    _ if random.chance(40) => random.below(12) as i64,
                    _ => 0,
                };
                total += count;
                self.values.insert(FigureKey::remedies(row, column), count.into());
            }
        }
    }

    fn proactive(&mut self, random: &mut Random, size: usize, before: Option<&Figures>) {
        for (row, columns) in Layout::of(self.edition).rows(Table::Proactive) {
            for &column in columns {
                let value = match column {
                    Column::Amount => Decimal::new(random.below(50_000_000) as i64, 4),
                    Column::ItemsChange => Decimal::from(random.below(20) as i64),
                    Column::Repealed => Decimal::from(random.below(4) as i64),
                    Column::InForce => {
                        let key = |column| FigureKey::proactive(row, column);
                        let stock = before.filter(|before| before.edition == self.edition).map_or_else(
                            || Decimal::from(40 + random.below(size) as i64),
                            |before| before.get(key(Column::InForce)),
                        );
                        stock + self.get(key(Column::Made)) - self.get(key(Column::Repealed))
                    }
                    Column::Made => Decimal::from(4 + random.below(30) as i64),
                    _ => Decimal::from(random.below(size * 40) as i64),
                };
                self.values.insert(FigureKey::proactive(row, column), value);
            }
        }
    }
}
