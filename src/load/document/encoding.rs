//! Bytes to text. Order: byte order mark, UTF-16 by its bytes, UTF-8 where the bytes are UTF-8, the encoding that the file
//! itself names, the one that gives the most of a report's words. What was decided is said; what was lost is counted and
//! never filled in. What the text means, and what is in it besides text, is not known here.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memmem};

use crate::diagnostic::{Diagnostic, Severity};

/// A text with `\n` line ends and without a byte order mark, and what is to be said of how it was decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Notes on what was decided, and a warning where characters were lost.
    pub diagnostics: Vec<Diagnostic>,
}

/// Words of which some are in every report, in simplified and in traditional characters.
const WORDS: [&str; 14] =
    ["政府", "公开", "公開", "信息", "資訊", "年度", "报告", "報告", "申请", "申請", "数量", "數量", "行政", "情况"];
/// A text with more than one lost character in this many is not read at all.
const LOST_IN: usize = 10;

/// So much of a text shows whether it was misread, in bytes, from its first character that is not ASCII: to put characters back
/// takes long.
const SHOWING: usize = 256 * 1024;

/// The text of a file. `path` is below `content/`; `said` is the name of an encoding that the file states, as it states it.
///
/// # Errors
/// The diagnostic says why there is no text: the bytes are none, or their encoding cannot be told, or what they mean was
/// lost before they were saved.
pub fn decode(path: &str, bytes: &[u8], said: Option<&str>) -> Result<Decoded, Box<Diagnostic>> {
    let shown = format!("content/{path}");
    let mut diagnostics = Vec::new();
    let (text, encoding) = choose(bytes, said).map_err(|refusal| Box::new(refusal.diagnostic(&shown)))?;
    let mut text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.trim_start_matches('\u{feff}').to_owned(),
        None => text,
    };
    if encoding != UTF_8 {
        diagnostics.push(Diagnostic::new(Severity::Note, "decoded", &*shown).with("encoding", name(encoding)));
    }
    match misread(&text) {
        Misread::No => {}
        Misread::Undone(right, wrong) => {
            diagnostics.push(Diagnostic::new(Severity::Note, "mojibake-undone", &*shown).with("encoding", name(wrong)));
            text = right;
        }
        Misread::Lost => return Err(Box::new(Diagnostic::new(Severity::Error, "mojibake-lost", &*shown))),
    }
    let lost = lost(&text);
    if lost > 0 {
        let problem = Diagnostic::new(Severity::Warning, "characters-lost", &*shown).with("count", lost);
        diagnostics.push(problem.with("encoding", name(encoding)));
    }
    if memchr(b'\r', text.as_bytes()).is_some() {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    Ok(Decoded { text, diagnostics })
}

/// Why bytes are no text.
enum Refusal {
    /// A zero byte at this position, counted from 0.
    Binary(usize),
    /// No encoding gives sensible text.
    Unknown,
}

impl Refusal {
    fn diagnostic(self, shown: &str) -> Diagnostic {
        match self {
            Refusal::Binary(at) => Diagnostic::new(Severity::Error, "binary-file", shown).with("position", at + 1),
            Refusal::Unknown => Diagnostic::new(Severity::Error, "encoding-unknown", shown),
        }
    }
}

fn choose(bytes: &[u8], said: Option<&str>) -> Result<(String, &'static Encoding), Refusal> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_with_bom_removal(bytes).0.into_owned();
        return if readable(&text) { Ok((text, encoding)) } else { Err(Refusal::Unknown) };
    }
    if let Some(at) = memchr(0, bytes) {
        return utf_16(bytes).ok_or(Refusal::Binary(at));
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok((text.to_owned(), UTF_8));
    }
    let said = said.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let Some(encoding) = said.filter(|encoding| encoding.is_ascii_compatible()) {
        let (text, errors) = encoding.decode_without_bom_handling(bytes);
        if !errors && words(&text) > 0 {
            return Ok((text.into_owned(), encoding));
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    let mut best: Option<((usize, usize), String, &'static Encoding)> = None;
    for encoding in [guess, GB18030, UTF_8, BIG5] {
        let text = encoding.decode_without_bom_handling(bytes).0;
        let worth = (words(&text), usize::MAX - lost(&text));
        if best.as_ref().is_none_or(|(before, ..)| worth > *before) {
            best = Some((worth, text.into_owned(), encoding));
        }
    }
    let (_, text, encoding) = best.filter(|(_, text, _)| readable(text)).ok_or(Refusal::Unknown)?;
    // Other scripts than Chinese are recognised only to be refused: every byte is some letter in a one-byte encoding.
    let chinese = [GBK, GB18030, BIG5, UTF_8].contains(&encoding) || words(&text) > 0;
    if chinese { Ok((text, encoding)) } else { Err(Refusal::Unknown) }
}

/// UTF-16 without a byte order mark: of the two orders of bytes the one in which nearly every character is one of a report.
fn utf_16(bytes: &[u8]) -> Option<(String, &'static Encoding)> {
    let sample = &bytes[..bytes.len().min(1 << 16) & !1];
    let fits = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling(sample).0;
        let expected = text.chars().filter(|&c| is_expected(c)).count();
        expected * 20 >= text.chars().count() * 19 && text.chars().any(|c| !c.is_whitespace())
    };
    let encoding = [UTF_16LE, UTF_16BE].into_iter().find(|encoding| fits(encoding))?;
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    (!text.contains('\0')).then_some((text, encoding))
}

/// Chinese characters and marks, and what is printed of ASCII.
fn is_expected(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

/// What became of a text that was saved after it had been read in the wrong encoding.
enum Misread {
    /// It was not.
    No,
    /// The text as it was meant, and the encoding that it was read in.
    Undone(String, &'static Encoding),
    /// It was, and some of it is lost: which character stood there cannot be known.
    Lost,
}

fn misread(text: &str) -> Misread {
    let several = WORDS.iter().filter(|word| text.contains(**word)).nth(1).is_some();
    if several || text.is_ascii() {
        return Misread::No;
    }
    // A page may begin with long scripts.
    let from = text.bytes().position(|byte| !byte.is_ascii()).unwrap_or_default();
    let begin = &text[from..text.floor_char_boundary(from + SHOWING)];
    for (wrong, right) in [(GBK, UTF_8), (WINDOWS_1252, UTF_8), (WINDOWS_1252, GB18030)] {
        let (bytes, _, unknown) = wrong.encode(begin);
        if unknown || words(&right.decode_without_bom_handling(&bytes).0) <= words(begin) + 1 {
            continue;
        }
        let (bytes, _, unknown) = wrong.encode(text);
        if unknown {
            continue;
        }
        let (meant, errors) = right.decode_without_bom_handling(&bytes);
        if !errors && words(&meant) > words(text) + 1 && wrong.decode_without_bom_handling(&bytes).0 == text {
            return Misread::Undone(meant.into_owned(), wrong);
        }
    }
    // With what cannot be put back left out, enough is there to see what it was.
    let kept: String = begin.chars().filter(|c| !GBK.encode(c.encode_utf8(&mut [0; 4])).2).collect();
    let (bytes, ..) = GBK.encode(&kept);
    if words(&String::from_utf8_lossy(&bytes)) > words(begin) + 1 { Misread::Lost } else { Misread::No }
}

/// How many of a report's words are in the text.
fn words(text: &str) -> usize {
    WORDS.iter().filter(|word| text.contains(**word)).count()
}

/// How many characters are marked as lost.
fn lost(text: &str) -> usize {
    memmem::find_iter(text.as_bytes(), "\u{fffd}").count()
}

fn readable(text: &str) -> bool {
    lost(text) * LOST_IN <= text.chars().count()
}

/// The name of an encoding as it is known; GB18030 is the superset by whose rules GBK and GB 2312 are decoded.
pub fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GBK { "GB18030" } else { encoding.name() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "样例县2023年政府信息公开工作年度报告\n一、总体情况\n全年收到政府信息公开申请12件。\n";

    fn codes(decoded: &Decoded) -> Vec<&'static str> {
        decoded.diagnostics.iter().map(|one| one.code).collect()
    }

    #[test]
    fn a_report_is_the_same_text_in_every_encoding() {
        let traditional = "樣例縣2023年政府資訊公開工作年度報告\n全年收到申請12件。\n";
        let utf_16 = |text: &str, to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        for (text, bytes, note) in [
            (REPORT, REPORT.as_bytes().to_vec(), None),
            (REPORT, format!("\u{feff}{REPORT}").into_bytes(), None),
            (REPORT, GB18030.encode(REPORT).0.into_owned(), Some("GB18030")),
            (traditional, BIG5.encode(traditional).0.into_owned(), Some("Big5")),
            (REPORT, utf_16(REPORT, u16::to_le_bytes), Some("UTF-16LE")),
            (REPORT, utf_16(REPORT, u16::to_be_bytes), Some("UTF-16BE")),
            (REPORT, utf_16(&format!("\u{feff}{REPORT}"), u16::to_le_bytes), Some("UTF-16LE")),
        ] {
            let decoded = decode("a.txt", &bytes, None).unwrap();
            assert_eq!(decoded.text, text);
            let said: Vec<_> = decoded.diagnostics.iter().map(|one| (one.code, one.arguments[0].1.as_str())).collect();
            assert_eq!(said, note.map(|name| ("decoded", name)).into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn line_ends_of_all_computers_are_the_same() {
        assert_eq!(decode("a", "甲\r乙\r\n丙\n".as_bytes(), None).unwrap().text, "甲\n乙\n丙\n");
    }

    #[test]
    fn a_wrong_label_does_not_decide() {
        assert_eq!(decode("a", REPORT.as_bytes(), Some("gb2312")).unwrap().text, REPORT);
        let gbk = GBK.encode(REPORT).0;
        for label in ["utf-8", "big5", "gb2312", "no-such", "windows-1252", "utf-16"] {
            assert_eq!(decode("a", &gbk, Some(label)).unwrap().text, REPORT, "{label}");
        }
    }

    #[test]
    fn text_read_in_the_wrong_encoding_is_put_right_only_where_nothing_is_lost() {
        // Only lines whose bytes are all pairs of GBK survive being read as GBK.
        let lines = ["样例市区", "政府信息公开工作年度报告", "总体情况", "行政复议数量", "年度申请", "件数"];
        let survives = |line: &&str| !GBK.decode_without_bom_handling(line.as_bytes()).1;
        let even = lines.into_iter().filter(survives).collect::<Vec<_>>().join("12\n");
        assert!(words(&even) > 2, "{even}");
        let (misread, _) = GBK.decode_without_bom_handling(even.as_bytes());
        assert_ne!(misread, even);
        let decoded = decode("a", misread.as_bytes(), None).unwrap();
        assert_eq!((decoded.text.as_str(), codes(&decoded)), (even.as_str(), vec!["mojibake-undone"]));

        let behind_scripts = |text: &str| ["let a;\n".repeat(SHOWING / 7).as_str(), text].concat();
        let decoded = decode("a", behind_scripts(&misread).as_bytes(), None).unwrap();
        assert_eq!((decoded.text.as_str(), codes(&decoded)), (&*behind_scripts(&even), vec!["mojibake-undone"]));

        let (misread, errors) = GBK.decode_without_bom_handling(REPORT.as_bytes());
        assert!(errors);
        for lost in [misread.to_string(), misread.replace('\u{fffd}', "?")] {
            assert_eq!(decode("a", lost.as_bytes(), None).unwrap_err().code, "mojibake-lost", "{lost}");
        }
    }

    #[test]
    fn lost_characters_are_counted_and_not_filled_in() {
        let mut bytes = GBK.encode(&REPORT.repeat(3)).0.into_owned();
        bytes.extend(b"\xff1\xff");
        let decoded = decode("a", &bytes, None).unwrap();
        assert!(decoded.text.ends_with("\u{fffd}1\u{fffd}"), "{}", decoded.text);
        assert_eq!(codes(&decoded), ["decoded", "characters-lost"]);
        assert!(decoded.diagnostics[1].arguments.contains(&("count", "2".to_owned())));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        for (bytes, code) in [
            (&b"PK\x03\x04\0\0\0\x08"[..], "binary-file"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xd8\x01\x02\x03", "binary-file"),
            (&[0xff; 400], "encoding-unknown"),
            (b"d\xe9j\xe0 vu, \xe7a et l\xe0, caf\xe9", "encoding-unknown"),
        ] {
            assert_eq!(decode("a", bytes, None).map_err(|problem| problem.code), Err(code), "{bytes:?}");
        }
    }
}
