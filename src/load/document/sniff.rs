//! What a file is by its first bytes, whatever its name says: government sites publish web pages as `.doc` and `.xls`, and
//! new Word files under the old name.

use memchr::{memchr2, memmem};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A format that its bytes begin with, by the extension that it should have.
    Kind(&'static str),
    /// An office file that is locked with a password.
    Locked,
}

/// Bytes at the start in which a web page must show that it is one.
const START: usize = 2048;

/// What the bytes show a file to be; `None` where they show nothing, as plain text does.
pub fn sniff(bytes: &[u8]) -> Option<Content> {
    const MAGIC: [(&[u8], &str); 11] = [
        (b"%PDF-", "pdf"),
        (b"{\\rtf", "rtf"),
        (b"\x89PNG\r\n", "png"),
        (b"\xff\xd8\xff", "jpg"),
        (b"GIF8", "gif"),
        (b"II*\0", "tif"),
        (b"MM\0*", "tif"),
        (b"BM", "bmp"),
        (b"7z\xbc\xaf", "7z"),
        (b"Rar!", "rar"),
        (b"\x1f\x8b\x08", "gz"),
    ];
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(compound(bytes));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(Content::Kind(zipped(bytes)));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12).is_some_and(|kind| kind == b"WEBP") {
        return Some(Content::Kind("webp"));
    }
    // Two letters are little to go by: text can begin with them, and has no zero byte soon after.
    let is = |magic: &[u8]| bytes.starts_with(magic) && (magic.len() > 2 || bytes[..bytes.len().min(16)].contains(&0));
    let magic = MAGIC.iter().find(|(magic, _)| is(magic)).map(|(_, kind)| *kind);
    magic.or_else(|| markup(bytes)).map(Content::Kind)
}

/// The old container of office files, which also holds new ones under a password.
fn compound(bytes: &[u8]) -> Content {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        return Content::Locked;
    }
    match (holds("WordDocument"), holds("Workbook") || holds("Book")) {
        (false, true) => Content::Kind("xls"),
        _ => Content::Kind("doc"),
    }
}

/// Which kind of archive: its parts are named in plain in the archive's directory.
fn zipped(bytes: &[u8]) -> &'static str {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window.eq_ignore_ascii_case(name));
    let start = &bytes[..bytes.len().min(200)];
    let names = |kind: &[u8]| start.windows(kind.len()).any(|window| window == kind);
    if names(b"opendocument.text") {
        "odt"
    } else if names(b"opendocument.spreadsheet") {
        "ods"
    } else if holds(b"OFD.xml") {
        "ofd"
    } else if holds(b"word/document") {
        "docx"
    } else if holds(b"xl/workbook") {
        "xlsx"
    } else {
        "zip"
    }
}

fn markup(bytes: &[u8]) -> Option<&'static str> {
    let start = &bytes[..bytes.len().min(START)];
    // Most texts: no tag begins there, and nothing is named.
    memchr2(b'<', b':', start)?;
    // UTF-16 loses its zero bytes here and is compared as ASCII all the same.
    let start: Vec<u8> = start.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let holds = |text: &[u8]| memmem::find(&start, text).is_some();
    if holds(b"mime-version:") && (holds(b"multipart/related") || holds(b"text/html")) {
        return Some("mhtml");
    }
    let is_page = [&b"<html"[..], b"<!doctype html", b"<head", b"<body", b"<table"].iter().any(|tag| holds(tag));
    is_page.then_some("html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_known_by_its_bytes() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let old = |name: &str| [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), utf16(name)].concat();
        for (bytes, kind) in [
            (b"%PDF-1.4".to_vec(), Some(Content::Kind("pdf"))),
            (b"\xef\xbb\xbf<!DOCTYPE HTML>".to_vec(), Some(Content::Kind("html"))),
            (utf16("<html>"), Some(Content::Kind("html"))),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related".to_vec(), Some(Content::Kind("mhtml"))),
            (old("WordDocument"), Some(Content::Kind("doc"))),
            (old("Workbook"), Some(Content::Kind("xls"))),
            (old("EncryptedPackage"), Some(Content::Locked)),
            (b"BMW\tA".to_vec(), None),
            ("某市年报".as_bytes().to_vec(), None),
        ] {
            assert_eq!(sniff(&bytes), kind);
        }
    }
}
