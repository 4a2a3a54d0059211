//! Word documents and workbooks that unpack to more than there is room for.

use crate::generator::package::archive;
use crate::{Hostile, Size};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn document(body: &str) -> Vec<u8> {
    let text = format!("<w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>");
    archive(&[("[Content_Types].xml", "<Types/>".to_owned()), ("word/document.xml", text)])
}

const BOOK: [(&str, &str); 3] = [
    (
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>",
    ),
    (
        "_rels/.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
    ),
];

fn book_text() -> String {
    format!(
        "<workbook xmlns=\"{SHEET}\" xmlns:r=\"{RELATED}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    )
}

fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    let mut parts: Vec<(&str, String)> = BOOK.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    parts.push(("xl/workbook.xml", book_text()));
    parts.push(("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{SHEET}\">{sheet}</worksheet>")));
    parts.push(("xl/sharedStrings.xml", format!("<sst xmlns=\"{SHEET}\">{strings}</sst>")));
    archive(&parts)
}

/// An archive by hand whose entry `name` unpacks to `begin` and then `count` blanks, after whole entries.
fn bomb(parts: &[(&str, String)], name: &str, begin: &str, count: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    let mut add = |name: &str, method: u16, packed: Vec<u8>, size: usize| {
        let at = out.len() as u32;
        let mut fields: Vec<u8> = Vec::new();
        fields.extend(20u16.to_le_bytes());
        fields.extend(0u16.to_le_bytes());
        fields.extend(method.to_le_bytes());
        fields.extend([0; 4]);
        fields.extend(checksum(if method == 0 { &packed } else { &[] }).to_le_bytes());
        fields.extend((packed.len() as u32).to_le_bytes());
        fields.extend((size as u32).to_le_bytes());
        fields.extend((name.len() as u16).to_le_bytes());
        fields.extend(0u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&fields);
        out.extend(name.as_bytes());
        out.extend(packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    };
    for (name, text) in parts {
        add(name, 0, text.as_bytes().to_vec(), text.len());
    }
    add(name, 8, deflated(begin, b' ', count), begin.len() + count);
    let (start, length, entries) = (out.len() as u32, directory.len() as u32, parts.len() as u16 + 1);
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(entries.to_le_bytes());
    out.extend(entries.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// CRC-32 as archives have it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

/// A deflated stream of `begin` and then at least `count` times one byte, written without making it: a copy of the byte
/// before takes 13 bits for 258 bytes (RFC 1951, 3.2.6).
pub fn deflated(begin: &str, byte: u8, count: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    let stored = begin.len() as u16;
    out.push(0);
    out.extend(stored.to_le_bytes());
    out.extend((!stored).to_le_bytes());
    out.extend(begin.as_bytes());
    let (mut bits, mut held) = (0u64, 0u32);
    let mut put = |value: u64, width: u32, out: &mut Vec<u8>| {
        bits |= value << held;
        held += width;
        while held >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            held -= 8;
        }
    };
    // Codes are written from their highest bit, all else from the lowest.
    let code = |value: u64, width: u32| (0..width).fold(0, |sum, bit| sum | (value >> bit & 1) << (width - 1 - bit));
    put(0b011, 3, &mut out);
    put(code(0x30 + u64::from(byte), 8), 8, &mut out);
    for _ in 0..count.div_ceil(258) {
        put(code(0b1100_0101, 8), 8, &mut out);
        put(0, 5, &mut out);
    }
    put(0, 7, &mut out);
    put(0, 8, &mut out);
    out
}

pub fn all(size: Size, give: &mut dyn FnMut(Hostile)) {
    let mut file = |name: &str, bytes: Vec<u8>| give(Hostile::new(name, bytes));
    let gigabyte = size.of(1 << 30);
    let types = [("[Content_Types].xml", "<Types/>".to_owned())];
    let open = format!("<w:document xmlns:w=\"{WORD}\"><w:body><w:p><w:r><w:t>a");
    file("bomb.docx", bomb(&types, "word/document.xml", &open, gigabyte));
    file("bomb-beside.docx", bomb(&[("word/document.xml", open.clone())], "word/numbering.xml", "<a>", gigabyte));
    let mut book: Vec<(&str, String)> = BOOK.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    book.push(("xl/workbook.xml", book_text()));
    let open = format!("<worksheet xmlns=\"{SHEET}\"><sheetData>");
    file("bomb.xlsx", bomb(&book, "xl/worksheets/sheet1.xml", &open, gigabyte));
    book.push(("xl/worksheets/sheet1.xml", format!("{open}</sheetData></worksheet>")));
    file(
        "bomb-strings.xlsx",
        bomb(&book, "xl/sharedStrings.xml", &format!("<sst xmlns=\"{SHEET}\"><si><t>"), gigabyte),
    );
    let names: Vec<String> = (0..size.of(60_000)).map(|at| format!("word/{at}.xml")).collect();
    let many: Vec<(&str, String)> = names.iter().map(|name| (&**name, String::new())).collect();
    file("entries.docx", archive(&many));
    file("entries.xlsx", archive(&many));
    let laughs: String = (1..30).map(|at| format!("<!ENTITY a{at} \"&a{};&a{};\">", at - 1, at - 1)).collect();
    let text = format!(
        "<!DOCTYPE d [<!ENTITY a0 \"甲\">{laughs}]><w:document xmlns:w=\"{WORD}\"><w:body><w:p><w:r><w:t>&a29;</w:t></w:r></w:p></w:body></w:document>"
    );
    file("entities.docx", archive(&[("word/document.xml", text)]));
    let cell = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>";
    file("columns.docx", document(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell.repeat(size.of(100_000)))));
    file(
        "rows.docx",
        document(&format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{cell}{cell}</w:tr>").repeat(size.of(200_000)))),
    );
    let wide = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2000000000\"/><w:vMerge w:val=\"restart\"/></w:tcPr><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    file("span.docx", document(wide));
    file("spans.docx", document(&wide.repeat(size.of(20_000))));
    file("deep-tables.docx", document(&"<w:tbl><w:tr><w:tc>".repeat(size.of(100_000))));
    file("deep.docx", document(&"<w:sdt>".repeat(size.of(500_000))));
    file("deep-boxes.docx", document(&"<w:p><w:r><w:txbxContent>".repeat(size.of(100_000))));
    file("paragraphs.docx", document(&"<w:p><w:r><w:t>甲</w:t></w:r></w:p>".repeat(size.of(500_000))));
    file("text.docx", document(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "字".repeat(size.of(10_000_000)))));

    let wide: String = (1..=size.of(100_000) as u32)
        .map(|at| format!("<c r=\"{}1\"><v>1</v></c>", gongkai::report::letters(at)))
        .collect();
    file("columns.xlsx", workbook(&format!("<sheetData><row r=\"1\">{wide}</row></sheetData>"), ""));
    let corners = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    file("corners.xlsx", workbook(corners, ""));
    let beyond = corners.replace("XFD1048576", "ZZZZZZZ4294967295");
    file("beyond.xlsx", workbook(&beyond, ""));
    let merged = format!("{corners}<mergeCells count=\"1\"><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>");
    file("merged.xlsx", workbook(&merged, ""));
    let ranges = "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(size.of(100_000));
    let small = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
    file("merges.xlsx", workbook(&format!("{small}<mergeCells>{ranges}</mergeCells>"), ""));
    let rows: String =
        (1..=size.of(300_000)).map(|at| format!("<row r=\"{at}\"><c r=\"A{at}\"><v>1</v></c></row>")).collect();
    file("rows.xlsx", workbook(&format!("<sheetData>{rows}</sheetData>"), ""));
    let far = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>4294967295</v></c></row></sheetData>";
    file("string-index.xlsx", workbook(far, &"<si><t>a</t></si>".repeat(size.of(300_000))));
    file("dimension.xlsx", workbook(&format!("<dimension ref=\"A1:XFD1048576\"/>{small}"), ""));
}
