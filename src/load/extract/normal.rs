//! Text as it is compared: full-width forms folded, blanks and marks dropped. What is shown is never folded.

/// Full-width letters, digits and marks as their ASCII forms; everything else as it stands.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' => ' ',
        _ => c,
    }
}

/// Folded, without any blanks or invisible characters.
pub fn compact(text: &str) -> String {
    text.chars().map(half_width).filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Only the letters of a label: no digits, marks, brackets or blanks; `<br>` of converters is a blank.
pub fn letters(text: &str) -> Vec<char> {
    let text = text.replace("<br>", "").replace("<br/>", "").replace("<br />", "");
    text.chars().map(half_width).filter(|c| c.is_alphabetic()).collect()
}

/// Whether the character is a Chinese one.
pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_drop_numbers_marks_and_breaks() {
        assert_eq!(letters("３．危及“三安全<br>一稳定”").into_iter().collect::<String>(), "危及三安全一稳定");
    }

    #[test]
    fn compact_folds_width_and_drops_blanks() {
        assert_eq!(compact("青 铜\u{3000}峡 市２０２１年"), "青铜峡市2021年");
    }
}
