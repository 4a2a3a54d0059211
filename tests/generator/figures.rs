//! The figures of a report that adds up, by chance: what all generated reports begin with.

use std::collections::BTreeMap;

use gongkai::form::{Column, Edition, FigureKey, Layout, Row, Table};
use rust_decimal::Decimal;

use super::random::Random;

/// Every figure of an edition; all sums of the form hold.
pub fn figures(random: &mut Random, edition: Edition) -> BTreeMap<FigureKey, Decimal> {
    let layout = Layout::of(edition);
    let mut figures = BTreeMap::new();
    let busy = random.chance(40);
    let mut counts: BTreeMap<(Row, Column), i64> = BTreeMap::new();
    let mut handled: BTreeMap<Column, i64> = BTreeMap::new();
    for row in layout.outcomes() {
        for column in Column::APPLICANTS {
            let natural = column == Column::NaturalPerson;
            let often = if natural { 45 } else { 8 };
            let most = if natural && busy { 120 } else { 6 };
            let count = if random.chance(often) { random.below(most) as i64 } else { 0 };
            counts.insert((row, column), count);
            *handled.entry(column).or_default() += count;
        }
    }
    for column in Column::APPLICANTS {
        let over = if random.chance(20) { random.below(4) as i64 } else { 0 };
        let all = handled[&column] + over;
        let inward = if random.chance(20) { (random.below(4) as i64).min(all) } else { 0 };
        counts.insert((Row::Handled, column), handled[&column]);
        counts.insert((Row::CarriedOver, column), over);
        counts.insert((Row::CarriedIn, column), inward);
        counts.insert((Row::Received, column), all - inward);
    }
    for (row, columns) in layout.rows(Table::Requests) {
        let total: i64 = Column::APPLICANTS.iter().map(|column| counts[&(row, *column)]).sum();
        for &column in columns {
            let count = counts.get(&(row, column)).copied().unwrap_or(total);
            figures.insert(FigureKey::requests(row, column), Decimal::from(count));
        }
    }
    for (row, columns) in layout.rows(Table::Remedies) {
        let mut total = 0;
        for &column in columns {
            let count = if column == Column::Total {
                total
            } else if random.chance(25) {
                random.below(9) as i64
            } else {
                0
            };
            total += count;
            figures.insert(FigureKey::remedies(row, column), Decimal::from(count));
        }
    }
    for (row, columns) in layout.rows(Table::Proactive) {
        for &column in columns {
            let value = match column {
                Column::Amount if random.chance(60) => Decimal::new(random.below(100_000_000) as i64, 4).normalize(),
                Column::ItemsChange => Decimal::from(random.below(40) as i64 - 20),
                _ => {
                    let most = if random.chance(50) { 9 } else { 4000 };
                    Decimal::from(random.below(most) as i64)
                }
            };
            figures.insert(FigureKey::proactive(row, column), value);
        }
    }
    figures
}
