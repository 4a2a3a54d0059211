//! Workbooks and tables of data: the form laid out on a sheet, and figures as rows of `figures.csv`.

use gongkai::report::letters;

use super::known::{Held, Known};
use super::package::archive;
use super::printed::{Block, Part};
use super::random::Random;

/// One cell of a sheet.
struct Laid {
    row: usize,
    column: usize,
    text: String,
    is_value: bool,
}

/// The blocks laid out from the top of a sheet down, and the ranges that are merged.
fn lay(blocks: &[&Block]) -> (Vec<Laid>, Vec<String>) {
    let mut cells = Vec::new();
    let mut merged = Vec::new();
    let mut row = 1;
    for block in blocks {
        match block {
            Block::Title(text) | Block::Heading(text) | Block::Paragraph(text) => {
                cells.push(Laid { row, column: 1, text: text.clone(), is_value: false });
                row += 1;
            }
            Block::Table(grid) => {
                let mut covered = vec![0usize; grid.width];
                for line in &grid.rows {
                    let mut at = 0;
                    for cell in line {
                        while at < grid.width && covered[at] > 0 {
                            covered[at] -= 1;
                            at += 1;
                        }
                        let is_value = cell.part == Part::Value;
                        cells.push(Laid { row, column: at + 1, text: cell.text.clone(), is_value });
                        if cell.columns > 1 || cell.rows > 1 {
                            let from = format!("{}{row}", letters(at as u32 + 1));
                            let to = format!("{}{}", letters((at + cell.columns) as u32), row + cell.rows - 1);
                            merged.push(format!("{from}:{to}"));
                        }
                        for offset in 0..cell.columns {
                            covered[at + offset] = cell.rows - 1;
                        }
                        at += cell.columns;
                    }
                    for rest in covered.iter_mut().skip(at) {
                        *rest = rest.saturating_sub(1);
                    }
                    row += 1;
                }
            }
        }
    }
    (cells, merged)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-') && text != "-"
}

/// A workbook: all on one sheet, or a sheet for the text before each table.
pub fn workbook(blocks: &[Block], one_sheet: bool, random: &mut Random) -> Vec<u8> {
    let mut parts: Vec<Vec<&Block>> = vec![Vec::new()];
    for block in blocks {
        let is_next = matches!(block, Block::Heading(text) if text.starts_with(['二', '三', '四']));
        if is_next && !one_sheet {
            parts.push(Vec::new());
        }
        parts.last_mut().expect("there is one").push(block);
    }
    let mut shared: Vec<String> = Vec::new();
    let mut files: Vec<(String, String)> = Vec::new();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    for (at, part) in parts.iter().enumerate() {
        let (cells, merged) = lay(part);
        let mut rows = String::new();
        let last = cells.iter().map(|cell| cell.row).max().unwrap_or(0);
        for row in 1..=last {
            rows.push_str(&format!("<row r=\"{row}\">"));
            for cell in cells.iter().filter(|cell| cell.row == row) {
                let name = format!("{}{row}", letters(cell.column as u32));
                rows.push_str(&match cell.is_value && is_plain(&cell.text) {
                    _ if cell.text.is_empty() => format!("<c r=\"{name}\"/>"),
                    true if random.chance(90) => format!("<c r=\"{name}\"><v>{}</v></c>", cell.text),
                    true => format!("<c r=\"{name}\"><f>0+{0}</f><v>{0}</v></c>", cell.text),
                    false if random.chance(50) => {
                        shared.push(cell.text.clone());
                        format!("<c r=\"{name}\" t=\"s\"><v>{}</v></c>", shared.len() - 1)
                    }
                    false => format!(
                        "<c r=\"{name}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                        escape(&cell.text)
                    ),
                });
            }
            rows.push_str("</row>");
        }
        let ranges: String = merged.iter().map(|range| format!("<mergeCell ref=\"{range}\"/>")).collect();
        let merges = if merged.is_empty() {
            String::new()
        } else {
            format!("<mergeCells count=\"{}\">{ranges}</mergeCells>", merged.len())
        };
        files.push((
            format!("xl/worksheets/sheet{}.xml", at + 1),
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData>{merges}</worksheet>"),
        ));
    }
    let count = parts.len();
    let each = |write: &dyn Fn(usize) -> String| (1..=count).map(write).collect::<String>();
    let sheets = each(&|at| format!("<sheet name=\"表{at}\" sheetId=\"{at}\" r:id=\"rId{at}\"/>"));
    let relations = each(&|at| {
        format!("<Relationship Id=\"rId{at}\" Type=\"{related}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>")
    });
    let types = each(&|at| {
        format!(
            "<Override PartName=\"/xl/worksheets/sheet{at}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        )
    });
    let strings: String =
        shared.iter().map(|text| format!("<si><t xml:space=\"preserve\">{}</t></si>", escape(text))).collect();
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let mut all = vec![
        (
            "[Content_Types].xml",
            format!(
                "{declaration}<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/>{types}</Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{declaration}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{related}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{declaration}<workbook xmlns=\"{main}\" xmlns:r=\"{related}\"><sheets>{sheets}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{declaration}<Relationships xmlns=\"{package}/relationships\">{relations}<Relationship Id=\"rId99\" Type=\"{related}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/sharedStrings.xml",
            format!(
                "{declaration}<sst xmlns=\"{main}\" count=\"{0}\" uniqueCount=\"{0}\">{strings}</sst>",
                shared.len()
            ),
        ),
    ];
    all.extend(files.iter().map(|(name, text)| (&**name, text.clone())));
    archive(&all)
}

/// The form laid out on one sheet and saved as text.
pub fn laid_csv(blocks: &[Block]) -> String {
    let (cells, _) = lay(&blocks.iter().collect::<Vec<_>>());
    let last = cells.iter().map(|cell| cell.row).max().unwrap_or(0);
    let mut out = String::new();
    for row in 1..=last {
        let mut line = vec![String::new(); 15];
        for cell in cells.iter().filter(|cell| cell.row == row) {
            line[cell.column - 1] = quoted(&cell.text);
        }
        out.push_str(&line.join(","));
        out.push_str("\r\n");
    }
    out
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// The figures as rows of data, with all columns or the six that are needed.
pub fn collected_csv(known: &Known, all_columns: bool) -> String {
    let mut out = String::from("body,year,table,row,column,value");
    out.push_str(if all_columns { ",status,unit,edition\n" } else { "\n" });
    for (key, held) in &known.cells {
        if gongkai::form::Layout::of(known.edition).position(*key).is_none() {
            continue;
        }
        let (value, status, unit) = match held {
            Held::Number(value, unit) => (value.to_string(), "reported", *unit),
            Held::Blank(_) => (String::new(), "blank", key.column.unit()),
        };
        out.push_str(&format!("{},{},{},{},{},{value}", known.body, known.year, key.table, key.row, key.column));
        if all_columns {
            out.push_str(&format!(",{status},{},{}", unit.name(), known.edition.id()));
        }
        out.push('\n');
    }
    out
}
