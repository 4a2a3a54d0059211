//! Word documents: a writer of the little of OOXML that reports use, with what makes them hard to read.

use super::package::archive;
use super::printed::{Block, Cell, Grid};
use super::random::Random;

/// How a document is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Numbers were changed and the changes are still marked: the old ones are struck out.
    pub tracked: bool,
    /// The tables stand inside a table for layout.
    pub nested: bool,
    /// The title stands in a text box, twice: for new programs and for old ones.
    pub boxed: bool,
    /// The headings' numbers are not typed but counted.
    pub numbered: bool,
    /// Runs break anywhere.
    pub split: bool,
    /// Paper, margins, letters and borders differ from document to document: they are to be printed.
    pub varied: bool,
}

/// Paper (width, height), margin and letters; lengths in twentieths of a point, letters in half points.
const SHEETS: [(u32, u32, u32, u32); 5] = [
    (11906, 16838, 1200, 21),
    (11906, 16838, 1500, 18),
    (16838, 11906, 1000, 24),
    (12240, 15840, 1440, 16),
    (8391, 11906, 500, 15),
];

const OPEN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:v=\"urn:schemas-microsoft-com:vml\" mc:Ignorable=\"wps\"><w:body>";
const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/></Types>";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
const PART_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/></Relationships>";
const NUMBERING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";

/// The document's bytes.
pub fn document(blocks: &[Block], style: Style, random: &mut Random) -> Vec<u8> {
    let sheet = if style.varied { *random.pick(&SHEETS) } else { SHEETS[0] };
    let ruled = !style.varied || random.chance(75);
    let (width, height, margin, letters) = sheet;
    let mut body = String::new();
    for block in blocks {
        body.push_str(&match block {
            Block::Title(text) if style.boxed => text_box(&paragraph(text, "", style, random)),
            Block::Heading(text) if style.numbered => {
                let words = text.split_once('、').map_or(&**text, |(_, words)| words);
                let counted = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
                paragraph(words, counted, style, random)
            }
            Block::Title(text) | Block::Heading(text) | Block::Paragraph(text) => paragraph(text, "", style, random),
            Block::Table(grid) => table(grid, (width - 2 * margin) as usize, ruled, style, random),
        });
    }
    let body = body.replace("<w:sz w:val=\"21\"/>", &format!("<w:sz w:val=\"{letters}\"/>"));
    let close = format!(
        "<w:sectPr><w:pgSz w:w=\"{width}\" w:h=\"{height}\"/><w:pgMar w:top=\"1440\" w:right=\"{margin}\" w:bottom=\"1440\" w:left=\"{margin}\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    );
    archive(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/_rels/document.xml.rels", PART_RELATIONS.to_owned()),
        ("word/numbering.xml", NUMBERING.to_owned()),
        ("word/document.xml", format!("{OPEN}{body}{close}")),
    ])
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn run(text: &str) -> String {
    format!("<w:r><w:rPr><w:sz w:val=\"21\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

fn runs(text: &str, style: Style, random: &mut Random) -> String {
    if !style.split {
        return run(text);
    }
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < letters.len() {
        let end = (at + 1 + random.below(6)).min(letters.len());
        out.push_str(&run(&letters[at..end].iter().collect::<String>()));
        out.push_str("<w:proofErr w:type=\"spellStart\"/><w:bookmarkStart w:id=\"0\" w:name=\"a\"/>");
        at = end;
    }
    out
}

fn paragraph(text: &str, properties: &str, style: Style, random: &mut Random) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", runs(text, style, random))
}

fn text_box(inner: &str) -> String {
    format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><wp:extent cx=\"4000000\" cy=\"600000\"/><wp:docPr id=\"1\" name=\"a\"/><a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:cNvSpPr txBox=\"1\"/><wps:spPr/><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
}

fn table(grid: &Grid, whole: usize, ruled: bool, style: Style, random: &mut Random) -> String {
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let borders = sides.map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\"/>")).concat();
    let borders = if ruled { format!("<w:tblBorders>{borders}</w:tblBorders>") } else { String::new() };
    let mut out = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/>{borders}<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    let width = whole / grid.width;
    for _ in 0..grid.width {
        out.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
    }
    out.push_str("</w:tblGrid>");
    // For each column: how many rows the merged cell above still covers, and how wide that cell is.
    let mut covered = vec![(0usize, 1usize); grid.width];
    for row in &grid.rows {
        out.push_str("<w:tr>");
        let mut cells = row.iter();
        let mut at = 0;
        while at < grid.width {
            let (rows, columns) = covered[at];
            if rows > 0 {
                covered[at].0 -= 1;
                out.push_str(&format!(
                    "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{}<w:vMerge/></w:tcPr><w:p/></w:tc>",
                    width * columns,
                    span(columns)
                ));
                at += columns;
                continue;
            }
            let Some(cell) = cells.next() else { break };
            covered[at] = (cell.rows - 1, cell.columns);
            out.push_str(&table_cell(cell, width, style, random));
            at += cell.columns;
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    if style.nested {
        out = format!(
            "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"9500\"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w=\"9500\" w:type=\"dxa\"/></w:tcPr>{out}<w:p/></w:tc></w:tr></w:tbl>"
        );
    }
    out + "<w:p/>"
}

fn span(columns: usize) -> String {
    if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() }
}

fn table_cell(cell: &Cell, width: usize, style: Style, random: &mut Random) -> String {
    let merge = if cell.rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
    let text = match cell.text.is_empty() {
        true => "<w:p/>".to_owned(),
        false if style.tracked && random.chance(20) => {
            let old = random.below(900);
            format!(
                "<w:p><w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>{old}</w:delText></w:r></w:del><w:ins w:id=\"2\" w:author=\"a\">{}</w:ins></w:p>",
                run(&cell.text)
            )
        }
        false => paragraph(&cell.text, "", style, random),
    };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{}{merge}</w:tcPr>{text}</w:tc>",
        width * cell.columns,
        span(cell.columns)
    )
}
