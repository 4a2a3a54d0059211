//! The two scripts of Chinese: traditional characters as simplified ones, for comparing, for names and for finding. One
//! character always becomes one character, so a place in the folded text is the place in the text as it stands. What a
//! character means in its sentence is not known here.

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

/// The characters that are looked up.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

/// Where the crate's table takes another character than the one that names of places are written with, or none.
const OWN: [(char, char); 13] = [
    ('瀋', '沈'),
    ('嶠', '峤'),
    ('灄', '滠'),
    ('溳', '涢'),
    ('壚', '垆'),
    ('嶁', '嵝'),
    ('疊', '叠'),
    ('諮', '咨'),
    ('讎', '雠'),
    ('勣', '绩'),
    ('凈', '净'),
    ('羣', '群'),
    ('彔', '录'),
];

/// Characters beyond GB 2312 that simplified text has too, mostly in names; the crate's table takes them for others.
const STAYS: [char; 12] = ['瞭', '昇', '迺', '甦', '濛', '氾', '澂', '頫', '脩', '璿', '濬', '陞'];

/// Characters of both scripts that traditional text uses for another simplified one. 乾 is not among them: it stays in
/// the names of places.
const IN_TRADITIONAL: [(char, char); 6] =
    [('後', '后'), ('於', '于'), ('徵', '征'), ('摺', '折'), ('夥', '伙'), ('菸', '烟')];

/// Words that text in traditional characters has for the form's, of the same length, with their characters simplified.
const WORDS: [(&str, &str); 12] = [
    ("资讯", "信息"),
    ("讯息", "信息"),
    ("规范性档案", "规范性文件"),
    ("入口网站", "门户网站"),
    ("民众", "群众"),
    ("专案数量", "项目数量"),
    ("网路", "网络"),
    ("答覆", "答复"),
    ("回覆", "回复"),
    ("批覆", "批复"),
    ("覆议", "复议"),
    ("谘询", "咨询"),
];

/// What a character is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Of both scripts, or no character of ours.
    Both,
    /// Simplified and nothing else.
    Simplified,
    /// Traditional and nothing else, with its simplified form.
    Traditional(char),
}

fn script(c: char) -> Script {
    match (c as u32).checked_sub(FIRST) {
        Some(at) if c as u32 <= LAST => table()[at as usize],
        _ => Script::Both,
    }
}

fn table() -> &'static [Script] {
    static TABLE: OnceLock<Vec<Script>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let all: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
        let mut table = vec![Script::Both; all.len()];
        // A letter between them, so that no character is read as part of a word.
        let text: String = all.iter().flat_map(|&c| [c, 'x']).collect();
        let folded = fast2s::convert(&text);
        let pairs = all.iter().copied().zip(folded.chars().step_by(2)).filter(|(from, to)| from != to);
        let at = |c: char| (c as u32 - FIRST) as usize;
        for (from, to) in pairs.chain(OWN).filter(|(from, _)| !STAYS.contains(from) && !is_simplified_standard(*from)) {
            table[at(from)] = Script::Traditional(to);
            if table[at(to)] == Script::Both && !is_traditional_standard(to) {
                table[at(to)] = Script::Simplified;
            }
        }
        table
    })
}

/// Whether a character of the text is traditional and nothing else, as [`script`] says. Whole texts are looked through, so there is a
/// bit a character, 64 to each pair of first bytes in UTF-8, and the third byte says which of them.
fn has_traditional(text: &str) -> bool {
    static BITS: LazyLock<[u64; 1 << 10]> = LazyLock::new(|| {
        let mut bits = [0; 1 << 10];
        for (c, _) in traditional() {
            bits[c as usize / 64] |= 1 << (c as u32 % 64);
        }
        bits
    });
    let bits = &*BITS;
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        rest = match (first, behind) {
            // Only those of three bytes are ours.
            (0xe0..0xf0, [second, third, behind @ ..]) => {
                let of_pair = bits[usize::from(first & 0xf) << 6 | usize::from(second & 0x3f)];
                if of_pair >> (third & 0x3f) & 1 == 1 {
                    return true;
                }
                behind
            }
            _ => behind,
        };
    }
    false
}

/// Whether the character is one of GB 2312, the characters of ordinary simplified text.
fn is_simplified_standard(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unknown) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    !unknown && bytes.len() == 2 && bytes.iter().all(|&byte| byte >= 0xa1)
}

/// Whether the character is one of Big5, the characters of ordinary traditional text.
fn is_traditional_standard(c: char) -> bool {
    !encoding_rs::BIG5.encode(c.encode_utf8(&mut [0; 4])).2
}

/// The simplified form of a character that is traditional and nothing else; every other character as it stands. It
/// changes no character of simplified text.
pub fn simplified(c: char) -> char {
    match script(c) {
        Script::Traditional(to) => to,
        Script::Both | Script::Simplified => c,
    }
}

/// Every character that is traditional and nothing else, with its simplified form, in the order of their numbers.
pub fn traditional() -> impl Iterator<Item = (char, char)> {
    (FIRST..=LAST).filter_map(char::from_u32).map(|c| (c, simplified(c))).filter(|(from, to)| from != to)
}

/// A text, each character by [`simplified`].
pub fn fold(text: &str) -> Cow<'_, str> {
    match text.chars().any(|c| simplified(c) != c) {
        true => Cow::Owned(text.chars().map(simplified).collect()),
        false => Cow::Borrowed(text),
    }
}

/// In which characters a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// No character is traditional and nothing else.
    Simplified,
    /// Some are.
    Mixed,
    /// Of the characters that are of one script only, nearly all are traditional, and there are some.
    Traditional,
}

/// In which characters a text is written.
pub fn written(text: &str) -> Written {
    // Nearly all texts.
    if !has_traditional(text) {
        return Written::Simplified;
    }
    let (mut traditional, mut simplified) = (0usize, 0usize);
    for c in text.chars() {
        match script(c) {
            Script::Traditional(_) => traditional += 1,
            Script::Simplified => simplified += 1,
            Script::Both => {}
        }
    }
    match traditional {
        3.. if traditional > 4 * simplified => Written::Traditional,
        _ => Written::Mixed,
    }
}

/// A text that is known to be traditional: also the characters that simplified text uses otherwise, and the words that
/// such text has for the form's. As many characters as before.
pub fn fold_traditional(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let own = |c: char| IN_TRADITIONAL.iter().find(|(from, _)| *from == c).map_or_else(|| simplified(c), |(_, to)| *to);
    let mut folded: String = text.chars().map(own).collect();
    for (from, to) in WORDS {
        if folded.contains(from) {
            folded = folded.replace(from, to);
        }
    }
    Cow::Owned(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_traditional_characters_is_the_same_name() {
        for (text, expected) in [
            ("瀋陽市鐵西區人民政府", "沈阳市铁西区人民政府"),
            ("臺灣 台灣", "台湾 台湾"),
            ("檔案館 複議 復查 發展 頭髮 裡 幹部", "档案馆 复议 复查 发展 头发 里 干部"),
            ("本機關不掌握相關政府信息", "本机关不掌握相关政府信息"),
        ] {
            assert_eq!(fold(text), expected);
        }
    }

    #[test]
    fn simplified_text_is_never_changed() {
        // Every character of GB 2312, and names with characters that elsewhere are traditional ones.
        for lead in 0xb0..=0xf7u8 {
            for trail in 0xa1..=0xfeu8 {
                let bytes = [lead, trail];
                let (text, _, errors) = encoding_rs::GBK.decode(&bytes);
                assert!(errors || fold(&text) == text || lead == 0xd7 && trail > 0xf9, "{text}");
            }
        }
        for text in ["乾县 乾安县 高乾镇", "慰藉 瞭望 特徵 覆盖 於潜镇", "著名", "〇"] {
            assert!(matches!(fold(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn what_is_told_by_a_bit_is_what_the_table_says() {
        for c in (0..=0xffff).filter_map(char::from_u32) {
            assert_eq!(has_traditional(&format!("a\u{b7}\u{1f600}{c}")), simplified(c) != c, "{c:?}");
        }
    }

    #[test]
    fn one_character_stays_one_character() {
        let all: String = (FIRST..=LAST).filter_map(char::from_u32).collect();
        assert_eq!(fold(&all).chars().count(), all.chars().count());
        for (from, to) in WORDS {
            assert_eq!(from.chars().count(), to.chars().count(), "{from}");
        }
    }

    #[test]
    fn the_script_of_a_text_is_told_by_the_characters_of_one_script_only() {
        for (text, expected) in [
            ("樣例縣2023年政府信息公開工作年度報告", Written::Traditional),
            ("样例县2023年政府信息公开工作年度报告", Written::Simplified),
            ("样例县与臺灣交流，发布情况，收到申请", Written::Mixed),
            ("2023", Written::Simplified),
        ] {
            assert_eq!(written(text), expected, "{text}");
        }
    }

    #[test]
    fn traditional_text_has_other_words_for_the_forms() {
        for (text, expected) in [
            ("行政規範性檔案", "行政规范性文件"),
            ("政府資訊公開", "政府信息公开"),
            ("乾縣檔案館", "乾县档案馆"),
            ("予以答覆後", "予以答复后"),
        ] {
            assert_eq!(fold_traditional(text), expected);
        }
    }
}
