//! How programs read a number.

use rust_decimal::Decimal;

/// A number as it stands, with every decimal it came with: `10335.99536`, `-3`.
pub fn plain(value: Decimal) -> String {
    let mut text = String::new();
    write_plain(&mut text, value);
    text
}

/// Writes a value as [`plain`] does.
pub fn write_plain(out: &mut String, value: Decimal) {
    match i64::try_from(value.mantissa()) {
        // Nearly all numbers are whole, and those are written faster. A zero may have a sign.
        Ok(whole) if value.scale() == 0 && (whole != 0 || value.is_sign_positive()) => {
            out.push_str(itoa::Buffer::new().format(whole));
        }
        _ => out.push_str(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_it_writes_itself() {
        for text in ["0", "-0", "0.0", "-0.0", "7", "-3", "10335.50", "9223372036854775808", "-9223372036854775808"] {
            let value: Decimal = text.parse().unwrap();
            assert_eq!(plain(value), value.to_string());
        }
        assert_eq!(plain(-Decimal::ZERO), (-Decimal::ZERO).to_string());
        assert_eq!(plain(Decimal::MAX), Decimal::MAX.to_string());
    }
}
