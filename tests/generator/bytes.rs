//! Text as bytes: the encodings in which files arrive, text that was misread on its way, and traditional characters.

use encoding_rs::{BIG5, GB18030, GBK};

/// How a text is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind a byte order mark.
    Utf8Marked,
    /// UTF-16, the lower byte first, behind a byte order mark.
    Utf16Le,
    /// UTF-16, the higher byte first, behind a byte order mark.
    Utf16Be,
    /// GB18030, of which GBK is a part.
    Gb18030,
    /// Big5; the text must be in traditional characters.
    Big5,
}

/// The text in bytes.
///
/// # Panics
/// The encoding lacks a character of the text: the generator's own words must be chosen for it.
pub fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    let legacy = |table: &'static encoding_rs::Encoding| {
        let (bytes, _, lossy) = table.encode(text);
        assert!(!lossy, "{} lacks a character of the text", table.name());
        bytes.into_owned()
    };
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Marked => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Utf16Le => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        Encoding::Gb18030 => legacy(GB18030),
        Encoding::Big5 => legacy(BIG5),
    }
}

/// The text as it looks after somebody read its UTF-8 as GBK. What would lose something is kept by a wide blank, which
/// means nothing: a run of an odd number of bytes has one behind it, a run with bytes that make no character one within.
pub fn misread(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
        let run = rest.find(|c: char| c.is_ascii()).unwrap_or(rest.len());
        out.push_str(&misread_run(&rest[..run]));
        rest = &rest[run..];
    }
    out
}

fn misread_run(text: &str) -> String {
    for kept in [text.to_owned(), format!("{text}\u{3000}")] {
        let (wrong, lost) = GBK.decode_without_bom_handling(kept.as_bytes());
        let (back, _, lossy) = GBK.encode(&wrong);
        if !lost && !lossy && *back == *kept.as_bytes() {
            return wrong.into_owned();
        }
    }
    let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    assert!(half > 0, "{text} cannot be kept");
    misread_run(&text[..half]) + &misread_run(&text[half..])
}

/// Simplified characters of the generator's words, each followed by its traditional form.
const FORMS: &str = "万萬与與业業个個为為举舉于於们們价價众眾会會体體关關内內写寫决決况況减減别別办辦务務动動区區单單县縣参參发發台臺号號后後国國场場处處备備复復够夠审審对對将將属屬并並应應废廢开開强強当當录錄总總执執扫掃护護报報据據数數无無旧舊时時机機权權条條来來构構标標栏欄样樣检檢没沒浏瀏现現监監码碼确確碍礙秘祕稳穩类類纠糾纳納线線组組织織经經结結统統继繼续續维維编編缴繳网網罚罰职職范範获獲补補见見规規览覽计計认認训訓议議许許讼訟设設访訪评評识識诉訴询詢请請读讀责責购購费費转轉较較过過还還这這进進采採链鏈镇鎮问問页頁项項题題额額齐齊";

/// The text in traditional characters. `words` also changes the words that are others there.
pub fn traditional(text: &str, words: bool) -> String {
    let text = text.replace("制作", "製作").replace("制发", "製發").replace("关系", "關係");
    let text = if words { text.replace("规范性文件", "規範性檔案") } else { text };
    let forms: Vec<char> = FORMS.chars().collect();
    let form = |c: char| forms.chunks(2).find(|pair| pair[0] == c).map_or(c, |pair| pair[1]);
    text.chars().map(form).collect()
}
