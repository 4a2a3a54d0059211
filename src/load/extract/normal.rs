//! Text as it is compared: full-width forms folded, blanks and marks dropped. What is shown is never folded.

/// Full-width letters, digits and marks as their ASCII forms; everything else as it stands.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' => ' ',
        _ => c,
    }
}

/// Folded, without any blanks or invisible characters, and without the sounds that some hosts write behind each character:
/// `申(shen)请(qing)`.
pub fn compact(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // What stays as it is is copied in one piece.
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        if is_plain_chinese(c) || c.is_ascii_graphic() {
            continue;
        }
        let plain = half_width(c);
        let is_dropped = plain.is_whitespace() || is_invisible(plain);
        if is_dropped || plain != c {
            folded.push_str(&text[copied..at]);
            folded.extend((!is_dropped).then_some(plain));
            copied = at + c.len_utf8();
        }
    }
    folded.push_str(&text[copied..]);
    if folded.contains('(') && folded.contains(is_latin) { without_sounds(&folded) } else { folded }
}

/// Whether a number, in digits or in words, may end in this: `3`, `百`, `几`, `余`.
pub fn ends_number(c: char) -> bool {
    c.is_numeric() || "一二三四五六七八九十百千万亿两几数余多".contains(c)
}

/// Whether any of `words` stands in a text.
pub fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn is_latin(c: char) -> bool {
    c < '\u{250}' && c.is_alphabetic()
}

fn without_sounds(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let (before, behind) = rest.split_at(open);
        plain.push_str(before);
        let sound = behind[1..].find(|c| !is_latin(c)).filter(|&end| end > 0 && behind[1..][end..].starts_with(')'));
        match sound.filter(|_| plain.chars().next_back().is_some_and(is_chinese)) {
            Some(end) => rest = &behind[end + 2..],
            None => {
                plain.push('(');
                rest = &behind[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}' | '\u{202c}' | '\u{202d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Only the letters of a label: no digits, marks, brackets or blanks, and no Latin letters, which the form does not have:
/// not those of `<br>`, which converters write, nor sounds in brackets.
pub fn letters(text: &str) -> Vec<char> {
    let is_letter = |c: char| is_plain_chinese(c) || (c >= '\u{250}' && !is_mark(c) && c.is_alphabetic());
    let mut letters = Vec::with_capacity(text.len() / 3 + 1);
    letters.extend(text.chars().map(half_width).filter(|&c| is_letter(c)));
    letters
}

/// Nearly all letters of a report. That they are letters need not be looked up.
fn is_plain_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Nearly all marks of a report. That they are no letters need not be looked up.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
}

/// Whether the character is a Chinese one.
pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '〇')
}

/// In bytes, with what may stand around it and between its digits.
const LONGEST_PAGE_NUMBER: usize = 100;

/// Whether the text is the number of a page: `- 3 -`, `第 3 页`, `3`.
pub fn is_page_number(text: &str) -> bool {
    let text = text.trim();
    if text.len() > LONGEST_PAGE_NUMBER {
        return false;
    }
    let text = compact(text);
    let inner = text.trim_matches(['-', '—', '–', '·', '－']);
    let inner = inner.strip_prefix('第').and_then(|t| t.split('页').next()).unwrap_or(inner);
    !inner.is_empty() && inner.len() <= 4 && inner.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_drop_numbers_marks_and_breaks() {
        assert_eq!(letters("３．危及“三安全<br>一稳定”").into_iter().collect::<String>(), "危及三安全一稳定");
    }

    #[test]
    fn what_need_not_be_looked_up_is_as_it_would_be_found() {
        for c in (0..=0xffff).filter_map(char::from_u32) {
            assert!(!is_plain_chinese(c) || c.is_alphabetic(), "{c:?}");
            assert!(!is_mark(c) || !c.is_alphabetic(), "{c:?}");
        }
    }

    #[test]
    fn sounds_behind_characters_are_dropped() {
        assert_eq!(compact("申(shen)请(qǐng)（一）ABC(def)"), "申请(一)ABC(def)");
    }

    #[test]
    fn compact_folds_width_and_drops_blanks() {
        assert_eq!(compact("青 铜\u{3000}峡 市２０２１年"), "青铜峡市2021年");
    }
}
