//! Cells that were glued together without a trace: the rows that a string of digits could have been.

use super::slot::Slot;

/// What stands in a row's cells as strings of digits; cells of several numbers give one string each.
pub fn digits<'s>(slots: impl Iterator<Item = &'s Slot>) -> Vec<String> {
    let strings = slots.flat_map(|slot| slot.plain().split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    strings.filter(|text| text.bytes().all(|b| b.is_ascii_digit())).collect()
}

/// The rows that come of cutting strings of digits in two, one or two times, as long as no row gets longer
/// than `width`. A number
/// has no leading zero.
pub fn unglued(digits: &[String], width: usize) -> Vec<Vec<i64>> {
    let number = |text: &str| (text.len() == 1 || !text.starts_with('0')).then(|| text.parse::<i64>().ok()).flatten();
    let mut rows: Vec<Vec<String>> = vec![digits.to_vec()];
    let mut all: Vec<Vec<i64>> = Vec::new();
    for _ in 0..2 {
        let mut longer = Vec::new();
        for row in rows.iter().filter(|row| row.len() < width) {
            for (at, text) in row.iter().enumerate() {
                for cut in 1..text.len() {
                    let mut parts = row.clone();
                    parts.splice(at..=at, [text[..cut].to_owned(), text[cut..].to_owned()]);
                    longer.push(parts);
                }
            }
        }
        longer.sort();
        longer.dedup();
        all.extend(longer.iter().filter_map(|row| row.iter().map(|text| number(text)).collect::<Option<Vec<i64>>>()));
        rows = longer;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_cut_where_no_number_gets_a_leading_zero() {
        let row = ["100".to_owned(), "5".to_owned()];
        assert_eq!(unglued(&row, 3), [vec![10, 0, 5]]);
        assert_eq!(unglued(&row, 4), [vec![10, 0, 5], vec![1, 0, 0, 5]]);
        assert!(unglued(&row, 2).is_empty());
    }
}
