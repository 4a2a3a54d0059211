//! Files that hold other files: pages as browsers save them, and the parts of office documents in their archive.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive of parts, each with its name.
pub fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part can be begun");
        writer.write_all(text.as_bytes()).expect("memory takes bytes");
    }
    writer.finish().expect("an archive can be ended").into_inner()
}

/// A page as browsers save it in one file, with a picture beside it; in base64 or quoted-printable.
pub fn mhtml(page: &str, in_base64: bool) -> Vec<u8> {
    let (name, body) = match in_base64 {
        true => ("base64", base64(page.as_bytes())),
        false => ("quoted-printable", quoted_printable(page.as_bytes())),
    };
    let border = "----MultipartBoundary--b0rder----";
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.example.org/nb.html\r\nSubject: =?utf-8?Q?=E5=B9=B4=E6=8A=A5?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"{border}\"\r\n\r\n\r\n--{border}\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {name}\r\nContent-Location: https://www.example.org/nb.html\r\n\r\n{body}\r\n--{border}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://www.example.org/a.png\r\n\r\niVBORw0KGgo=\r\n--{border}--\r\n"
    )
    .into_bytes()
}

fn quoted_printable(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut length = 0;
    for &byte in bytes {
        let piece = match byte {
            b'\n' => {
                out.push_str("\r\n");
                length = 0;
                continue;
            }
            b'!'..=b'<' | b'>'..=b'~' => char::from(byte).to_string(),
            _ => format!("={byte:02X}"),
        };
        if length + piece.len() > 75 {
            out.push_str("=\r\n");
            length = 0;
        }
        length += piece.len();
        out.push_str(&piece);
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (at, three) in bytes.chunks(3).enumerate() {
        if at > 0 && at % 19 == 0 {
            out.push_str("\r\n");
        }
        let bits = three.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}
