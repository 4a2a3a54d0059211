//! A report as a word processor's document: the least that makes one, with merged cells.

use std::io::{self, Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::sheet::{Block, Cell, Sheet};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const OPEN: &str = r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;

/// The file.
pub fn document(sheet: &Sheet) -> io::Result<Vec<u8>> {
    let mut xml = String::from(OPEN);
    for block in &sheet.blocks {
        match block {
            Block::Title(text) | Block::Heading(text) | Block::Paragraph(text) => xml.push_str(&paragraph(text)),
            Block::Table(rows) => table(rows, &mut xml),
        }
    }
    xml.push_str("</w:body></w:document>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", &xml)];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).map_err(io::Error::other)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn paragraph(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A cell over several rows is one that begins and one in each further row that continues it.
fn table(rows: &[Vec<Cell>], xml: &mut String) {
    xml.push_str("<w:tbl>");
    // For each column: how many more rows a cell covers it, and how wide that cell is where it begins.
    let mut covered: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        xml.push_str("<w:tr>");
        let mut cells = row.iter();
        let mut column = 0;
        loop {
            covered.resize(covered.len().max(column + 1), (0, 0));
            if let (1.., width) = covered[column] {
                covered[column].0 -= 1;
                one(xml, width, "<w:vMerge/>", "");
                column += width;
                continue;
            }
            let Some(cell) = cells.next() else { break };
            covered[column] = (cell.rows - 1, cell.columns);
            one(xml, cell.columns, if cell.rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" }, &cell.text);
            column += cell.columns;
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
}

fn one(xml: &mut String, width: usize, merge: &str, text: &str) {
    xml.push_str(&format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{width}\"/>{merge}</w:tcPr>{}</w:tc>", paragraph(text)));
}
