//! Keeps files away from the interpreter that are made to exhaust it: streams that unpack to very much, forms in forms. It
//! bounds what will be unpacked and executed before anything is; it does not know what the streams mean.
//!
//! Pictures are never looked at, so whatever calls itself one is blanked out beforehand, and costs nothing.

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::object::{Dict, Object, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{Filter, Pdf};

use super::glyphs::Budget;

/// The most that one stream may unpack to, in bytes. The pages of a real report have under 1 MB each, its fonts 20.
const MOST_UNPACKED: u64 = 40 * 1024 * 1024;
/// The most that all streams together may unpack to, in bytes.
const MOST_ALTOGETHER: u64 = 240 * 1024 * 1024;
/// The most that all pages together may unpack to: they are kept while the file is read.
const MOST_OF_PAGES: u64 = 24 * 1024 * 1024;
/// The largest packed stream of objects in an encrypted file: what it unpacks to cannot be seen beforehand.
const MOST_ENCRYPTED_OBJECTS: usize = 128 * 1024;
/// The most streams, and the most dictionaries: a page is one, and takes a thousand times its bytes.
const MOST_STREAMS: usize = 50_000;
const MOST_DICTIONARIES: usize = 200_000;
/// The most pages.
const MOST_PAGES: usize = 2000;
/// How much may be drawn on all pages together.
const MOST_DRAWN: u64 = 2_500_000;
/// How often something drawn may be compared with what is drawn over it.
const MOST_COMPARED: u64 = 100_000_000;

/// The file asks for more than a report can need.
#[derive(Debug)]
pub struct TooMuch;

/// The file without its pictures, if its streams unpack to a bearable size.
pub fn tamed(bytes: &[u8]) -> Result<Vec<u8>, TooMuch> {
    let mut tamed = bytes.to_vec();
    let encrypted = find(bytes, b"/Encrypt").is_some();
    let mut dictionaries = openings(bytes);
    let (mut altogether, mut streams) = (0, 0);
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let keyword = at + found;
        at = keyword + b"stream".len();
        if bytes[..keyword].ends_with(b"end") {
            continue;
        }
        let start = match bytes.get(at..) {
            Some([b'\r', b'\n', ..]) => at + 2,
            Some([b'\r' | b'\n', ..]) => at + 1,
            _ => continue,
        };
        let before = &bytes[keyword.saturating_sub(2048)..keyword];
        let dict = &before[rfind(before, b"obj").map_or(0, |at| at + 3)..];
        if is_picture(dict) {
            let end = (start + 16).min(bytes.len());
            let end = find(&bytes[start..end], b"endstream").map_or(end, |length| start + length);
            tamed[start..end].fill(0);
        } else {
            let (unpacked, inside) = unpacked(&bytes[start..]);
            altogether += unpacked;
            streams += 1;
            dictionaries += inside;
            let much = unpacked > MOST_UNPACKED || altogether > MOST_ALTOGETHER;
            if much || streams > MOST_STREAMS || dictionaries > MOST_DICTIONARIES {
                return Err(TooMuch);
            }
            let objects = encrypted && find(dict, b"ObjStm").is_some();
            if objects && find(&bytes[start..], b"endstream").is_none_or(|length| length > MOST_ENCRYPTED_OBJECTS) {
                return Err(TooMuch);
            }
        }
    }
    if dictionaries > MOST_DICTIONARIES { Err(TooMuch) } else { Ok(tamed) }
}

/// How much may be drawn, and what forms cost, by what is in the file.
pub fn budget(pdf: &Pdf) -> Result<Budget, TooMuch> {
    if pdf.pages().len() > MOST_PAGES {
        return Err(TooMuch);
    }
    let mut altogether = 0;
    // The most that one use of another stream makes unpack, and the most that executing one form takes.
    let (mut largest, mut longest, mut uses) = (0, 0, 0);
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let size = size(&stream)?;
        altogether += size;
        if altogether > MOST_ALTOGETHER {
            return Err(TooMuch);
        }
        let dict = stream.dict();
        let is_used = [&b"BBox"[..], b"PatternType", b"ShadingType", b"FunctionType", b"Matrix"];
        if is_used.iter().any(|key| dict.contains_key(*key)) {
            largest = largest.max(size);
            longest = longest.max(size);
            uses = uses.max(stream.decoded_data().map_or(0, |data| uses_of_others(&data)));
        }
    }
    let mut budget =
        Budget { left: MOST_DRAWN, form: 10 + longest / 10 + uses * largest / 200, comparisons: MOST_COMPARED };
    let mut pages = 0;
    for page in pdf.pages().iter() {
        pages += contents_size(page)?;
        if pages > MOST_OF_PAGES {
            return Err(TooMuch);
        }
        let contents = page.page_stream().unwrap_or_default();
        let cost = contents.len() as u64 / 10 + uses_of_others(contents) * largest / 200;
        budget.left = budget.left.checked_sub(cost).ok_or(TooMuch)?;
    }
    Ok(budget)
}

/// What the streams of a page's contents unpack to: one, or several, each of which may be named often.
fn contents_size(page: &Page<'_>) -> Result<u64, TooMuch> {
    let dict: &Dict<'_> = page.raw();
    if let Some(stream) = dict.get::<Stream<'_>>(b"Contents") {
        return size(&stream);
    }
    let Some(array) = dict.get::<hayro_interpret::hayro_syntax::object::Array<'_>>(b"Contents") else { return Ok(0) };
    let mut sum = 0;
    for stream in array.iter::<Stream<'_>>() {
        sum += size(&stream)?;
        if sum > MOST_OF_PAGES {
            return Err(TooMuch);
        }
    }
    Ok(sum)
}

/// What a stream unpacks to at most, in bytes.
fn size(stream: &Stream<'_>) -> Result<u64, TooMuch> {
    let raw = stream.raw_data();
    let mut known: Option<Vec<u8>> = Some(raw.into_owned());
    let mut bound = known.as_ref().map_or(0, Vec::len) as u64;
    for filter in stream.filters() {
        let data = known.take();
        (bound, known) = match (filter, data) {
            (Filter::FlateDecode, Some(data)) => (unpacked(&data).0, None),
            // What is packed twice is not taken apart beforehand: by its format each can grow by so much.
            (Filter::FlateDecode, None) => (bound.saturating_mul(1032), None),
            (Filter::LzwDecode, Some(data)) => (unpacked_lzw(&data, 1).max(unpacked_lzw(&data, 0)), None),
            (Filter::LzwDecode, None) => (bound.saturating_mul(1400), None),
            (Filter::RunLengthDecode, _) => (bound.saturating_mul(64), None),
            (Filter::Ascii85Decode, Some(data)) => {
                let data = from_ascii_85(&data);
                (data.len() as u64, Some(data))
            }
            (Filter::AsciiHexDecode, Some(data)) => {
                let digits: Vec<u8> =
                    data.iter().filter_map(|&byte| char::from(byte).to_digit(16)).map(|digit| digit as u8).collect();
                let data: Vec<u8> = digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect();
                (data.len() as u64, Some(data))
            }
            (Filter::Ascii85Decode, None) => (bound.saturating_mul(4), None),
            (_, data) => (bound, data),
        };
    }
    if bound > MOST_UNPACKED { Err(TooMuch) } else { Ok(bound) }
}

/// Bytes written as five signs for four; `z` stands for four zeros. The end may be a little too long.
fn from_ascii_85(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let (mut group, mut count) = (0u32, 0);
    for &byte in data {
        match byte {
            b'z' if count == 0 => bytes.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    bytes.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if count > 0 {
        (count..5).for_each(|_| group = group.wrapping_mul(85).wrapping_add(84));
        bytes.extend(&group.to_be_bytes()[..count - 1]);
    }
    bytes
}

/// How many bytes come out of packed data, looked at no further than is bearable (0 where it is no packed data), and how
/// many dictionaries seem to begin in them.
fn unpacked(data: &[u8]) -> (u64, usize) {
    let count = |reader: &mut dyn std::io::Read| {
        let mut sink = [0; 16 * 1024];
        let (mut sum, mut dictionaries) = (0, 0);
        while sum <= MOST_UNPACKED {
            match reader.read(&mut sink) {
                Ok(0) | Err(_) => break,
                Ok(read) => {
                    sum += read as u64;
                    dictionaries += openings(&sink[..read]);
                }
            }
        }
        (sum, dictionaries)
    };
    match count(&mut ZlibDecoder::new(data)) {
        (0, _) => count(&mut DeflateDecoder::new(data)),
        sums => sums,
    }
}

/// How many bytes come out of data packed by LZW, looked at no further than is bearable. `early` is by how many codes
/// sooner they grow longer.
fn unpacked_lzw(data: &[u8], early: usize) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    // The lengths of the sequences behind the codes from 258 on.
    let mut lengths: Vec<u64> = Vec::new();
    let (mut sum, mut last) = (0, 0);
    let (mut bits, mut held, mut width) = (0u32, 0, 9);
    for &byte in data {
        (bits, held) = (bits << 8 | u32::from(byte), held + 8);
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        let length = match code {
            CLEAR => {
                lengths.clear();
                (width, last) = (9, 0);
                continue;
            }
            END => break,
            0..CLEAR => 1,
            _ => match lengths.get(code - 258) {
                Some(length) => *length,
                None if code - 258 == lengths.len() && last > 0 => last + 1,
                None => break,
            },
        };
        if last > 0 && lengths.len() < 4096 - 258 {
            lengths.push(last + 1);
        }
        (sum, last) = (sum + length, length);
        width = match lengths.len() + 258 + early {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if sum > MOST_UNPACKED {
            break;
        }
    }
    sum
}

/// How often `<<` stands in the bytes, each sign counted once.
fn openings(data: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while let Some(next) = data[at..].iter().position(|&byte| byte == b'<') {
        at += next + 1;
        if data.get(at) == Some(&b'<') {
            count += 1;
            at += 1;
        }
    }
    count
}

/// How many operators in a content stream make another stream be unpacked.
fn uses_of_others(contents: &[u8]) -> u64 {
    let words = contents.split(|byte| byte.is_ascii_whitespace() || b"()<>[]{}/%".contains(byte));
    words.filter(|word| [&b"Do"[..], b"gs", b"sh", b"scn", b"SCN", b"cs", b"CS"].contains(word)).count() as u64
}

fn is_picture(dict: &[u8]) -> bool {
    let Some(at) = find(dict, b"/Subtype") else { return false };
    let rest = dict[at + b"/Subtype".len()..].trim_ascii_start();
    rest.strip_prefix(b"/Image").is_some_and(|rest| rest.first().is_none_or(|byte| !byte.is_ascii_alphanumeric()))
}

fn find(data: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = 0;
    while let Some(next) = data[at..].iter().position(|&byte| byte == first) {
        at += next;
        if data[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn rfind(data: &[u8], needle: &[u8]) -> Option<usize> {
    (0..=data.len().checked_sub(needle.len())?).rev().find(|&at| data[at..].starts_with(needle))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packs equal bytes as LZW does: each code stands for one byte more than the last.
    fn packed(count: u64) -> Vec<u8> {
        let (mut codes, mut rest, mut next) = (vec![(256u32, 9u32)], count, 258);
        let mut length = 1;
        while rest > 0 {
            let width = match next {
                0..512 => 9,
                512..1024 => 10,
                1024..2048 => 11,
                _ => 12,
            };
            let take = length.min(rest);
            codes.push((if take == 1 { 7 } else { 256 + take as u32 }, width));
            (rest, length, next) = (rest - take, length + 1, next + 1);
            if next == 4095 {
                codes.push((256, 12));
                (length, next) = (1, 258);
            }
        }
        let (mut out, mut bits, mut held) = (Vec::new(), 0u64, 0);
        for (code, width) in codes {
            (bits, held) = (bits << width | u64::from(code), held + width);
            while held >= 8 {
                held -= 8;
                out.push((bits >> held) as u8);
            }
        }
        out.push((bits << (8 - held)) as u8);
        out
    }

    #[test]
    fn what_lzw_unpacks_to_is_counted() {
        for count in [1, 5, 1000, 200_000, 8_000_000] {
            assert_eq!(unpacked_lzw(&packed(count), 1), count, "{count}");
        }
        assert!(unpacked_lzw(&packed(MOST_UNPACKED * 2), 1) > MOST_UNPACKED);
        assert!(unpacked_lzw(&[0xff; 4096], 1) == 0);
    }
}
