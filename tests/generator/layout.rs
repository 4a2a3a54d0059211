//! Every layout and format in which a report is made, and the making of one file.

use gongkai::form::{Column, Row};

use super::bytes::{Encoding, encode, misread, traditional};
use super::docx::{self, Style};
use super::html::{self, Page};
use super::known::Known;
use super::manner::Manner;
use super::package::mhtml;
use super::printed::{Block, print};
use super::random::Random;
use super::sheets;
use super::text::{Rows, text};

/// Who makes the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maker {
    /// The generator.
    Here,
    /// A browser prints the page that the generator makes.
    Chromium,
    /// An office suite prints the page or document that the generator makes.
    LibreOffice,
}

/// What of a report is still there in the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// All.
    Nothing,
    /// All but the place of empty cells: a mark stands in them.
    EmptyCells,
    /// The same, and labels are broken by page numbers, heads and their own numbers.
    Words,
    /// The borders between cells.
    Borders,
}

/// A way to make a file of a report.
pub struct Layout {
    /// Its name in the table of results and in file names.
    pub name: &'static str,
    /// The extension of the file that is read.
    pub extension: &'static str,
    /// The extension of the file that is made here.
    pub made_as: &'static str,
    /// Who makes the file that is read.
    pub maker: Maker,
    /// What is lost.
    pub loss: Loss,
    make: Make,
}

enum Make {
    Text(Rows, Encoding),
    /// Text in traditional characters.
    Traditional(Rows, Encoding),
    /// UTF-8 that was read as GB18030 and stored as UTF-8.
    Misread,
    Html(Page, Encoding),
    Mhtml(Page, bool),
    Docx(Style),
    Workbook(bool),
    Laid,
    Collected(bool),
    /// A page to be printed, by number.
    Printed,
    /// The same without borders.
    Unruled,
}

/// A generated file and what it says.
pub struct Made {
    /// What it says.
    pub known: Known,
    /// The file.
    pub bytes: Vec<u8>,
}

const PLAIN: Page = Page {
    charset: "utf-8",
    word: false,
    frame: false,
    layout_table: false,
    skewed: false,
    placeholders: false,
    broken_table: false,
    unruled: false,
    style: "",
};
const DOCX: Style = Style { tracked: false, nested: false, boxed: false, numbered: false, split: false, varied: false };

const fn layout(name: &'static str, extension: &'static str, loss: Loss, make: Make) -> Layout {
    Layout { name, extension, made_as: extension, maker: Maker::Here, loss, make }
}

const fn printed(name: &'static str, made_as: &'static str, maker: Maker, make: Make) -> Layout {
    Layout { name, extension: "pdf", made_as, maker, loss: Loss::Nothing, make }
}

use Encoding::{Big5, Gb18030, Utf8, Utf8Marked, Utf16Be, Utf16Le};
use Loss::{Borders, EmptyCells, Nothing, Words};

/// All layouts, in the order of the table of results.
pub const LAYOUTS: &[Layout] = &[
    layout("text-tabs", "txt", Nothing, Make::Text(Rows::Tabs, Utf8)),
    layout("text-bars", "txt", Nothing, Make::Text(Rows::Bars, Utf8)),
    layout("text-inner-bars", "txt", EmptyCells, Make::Text(Rows::InnerBars, Utf8)),
    layout("text-cell-lines", "txt", EmptyCells, Make::Text(Rows::CellLines, Utf8)),
    layout("text-cell-lines-apart", "txt", EmptyCells, Make::Text(Rows::CellLinesApart, Utf8)),
    layout("text-cell-lines-barred", "txt", Nothing, Make::Text(Rows::CellLinesBarred, Utf8)),
    layout("text-blanks", "txt", EmptyCells, Make::Text(Rows::Blanks, Utf8)),
    layout("text-of-pages", "txt", Words, Make::Text(Rows::Pages, Utf8)),
    layout("text-glued-rows", "txt", Borders, Make::Text(Rows::GluedLines, Utf8)),
    layout("text-glued", "txt", Borders, Make::Text(Rows::Glued, Utf8)),
    layout("text-glued-loose", "txt", Borders, Make::Text(Rows::GluedLoose, Utf8)),
    layout("markdown", "md", Nothing, Make::Text(Rows::Markdown, Utf8)),
    layout("text-utf8-marked", "txt", Nothing, Make::Text(Rows::Tabs, Utf8Marked)),
    layout("text-utf16-le", "txt", Nothing, Make::Text(Rows::Tabs, Utf16Le)),
    layout("text-utf16-be", "txt", Nothing, Make::Text(Rows::Bars, Utf16Be)),
    layout("text-gbk", "txt", Nothing, Make::Text(Rows::Tabs, Gb18030)),
    layout("text-traditional", "txt", Nothing, Make::Traditional(Rows::Tabs, Utf8)),
    layout("text-big5", "txt", Nothing, Make::Traditional(Rows::Bars, Big5)),
    layout("text-misread", "txt", Nothing, Make::Misread),
    layout("html", "html", Nothing, Make::Html(PLAIN, Utf8)),
    layout("html-gbk", "htm", Nothing, Make::Html(Page { charset: "gb2312", frame: true, ..PLAIN }, Gb18030)),
    layout("html-word", "html", Nothing, Make::Html(Page { word: true, frame: true, ..PLAIN }, Utf8)),
    layout(
        "html-word-gbk",
        "html",
        Nothing,
        Make::Html(Page { charset: "gbk", word: true, frame: true, layout_table: true, ..PLAIN }, Gb18030),
    ),
    layout("html-layout-tables", "html", Nothing, Make::Html(Page { frame: true, layout_table: true, ..PLAIN }, Utf8)),
    layout("html-skewed", "html", Nothing, Make::Html(Page { skewed: true, word: true, ..PLAIN }, Utf8)),
    layout("html-placeholders", "html", Nothing, Make::Html(Page { placeholders: true, ..PLAIN }, Utf8)),
    layout("html-heads-again", "html", Nothing, Make::Html(Page { broken_table: true, frame: true, ..PLAIN }, Utf8)),
    layout("html-utf16", "html", Nothing, Make::Html(Page { charset: "utf-16", ..PLAIN }, Utf16Le)),
    layout("mhtml-quoted", "mhtml", Nothing, Make::Mhtml(Page { frame: true, ..PLAIN }, false)),
    layout("mhtml-base64", "mht", Nothing, Make::Mhtml(Page { word: true, ..PLAIN }, true)),
    layout("docx", "docx", Nothing, Make::Docx(DOCX)),
    layout("docx-split-runs", "docx", Nothing, Make::Docx(Style { split: true, ..DOCX })),
    layout("docx-tracked", "docx", Nothing, Make::Docx(Style { tracked: true, split: true, ..DOCX })),
    layout("docx-nested", "docx", Nothing, Make::Docx(Style { nested: true, ..DOCX })),
    layout("docx-box-and-numbers", "docx", Nothing, Make::Docx(Style { boxed: true, numbered: true, ..DOCX })),
    layout("xlsx-one-sheet", "xlsx", Nothing, Make::Workbook(true)),
    layout("xlsx-sheets", "xlsx", Nothing, Make::Workbook(false)),
    layout("csv-form", "csv", Nothing, Make::Laid),
    layout("csv-figures", "csv", Nothing, Make::Collected(true)),
    layout("csv-figures-short", "csv", Nothing, Make::Collected(false)),
    printed("pdf-chromium", "html", Maker::Chromium, Make::Printed),
    Layout { loss: Borders, ..printed("pdf-chromium-unruled", "html", Maker::Chromium, Make::Unruled) },
    printed("pdf-libreoffice-html", "html", Maker::LibreOffice, Make::Printed),
    printed("pdf-libreoffice-docx", "docx", Maker::LibreOffice, Make::Docx(Style { varied: true, ..DOCX })),
];

/// Sheets of paper, margins and letters for pages that are printed, so that pages end anywhere.
const STYLES: [&str; 8] = [
    "@page{size:A4;margin:20mm} body{font-size:12pt}",
    "@page{size:A4;margin:12mm} body{font-size:10pt} td{font-size:8pt}",
    "@page{size:A4 landscape;margin:15mm} body{font-size:14pt}",
    "@page{size:letter;margin:25mm} body{font-size:11pt;line-height:1.7}",
    "@page{size:A4;margin:28mm 24mm} body{font-size:16pt;line-height:28pt} td{font-size:9pt;line-height:1.1}",
    "@page{size:A5;margin:10mm} body{font-size:9pt} td{font-size:7pt}",
    "@page{size:B5;margin:18mm} body{font-size:12pt} td{font-size:9pt;padding:6px} table{width:100%}",
    "@page{size:A3;margin:30mm} body{font-size:15pt} td{text-align:center} table{width:100%}",
];

impl Layout {
    /// The file of this layout for a seed: the same seed gives the same file.
    pub fn make(&self, seed: u64) -> Made {
        let name = self.name.bytes().fold(17u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut random = Random::new(seed.wrapping_add(name << 20));
        let random = &mut random;
        let mut known = Known::new(random, self.loss == Loss::Nothing);
        // Where borders are lost, what divides digits or sets them wide would be one more border.
        let manner = Manner::new(random, self.loss == Loss::Borders);
        let blocks = print(&known, &manner, random);
        if let Make::Collected(false) = self.make {
            // Without a column for it, an amount has the unit that the form prints, and for procurement it prints none.
            known.cells.retain(|key, _| (key.row, key.column) != (Row::CentralProcurement, Column::Amount));
        }
        let bytes = self.bytes(&known, &blocks, random);
        Made { known, bytes }
    }

    fn bytes(&self, known: &Known, blocks: &[Block], random: &mut Random) -> Vec<u8> {
        match self.make {
            Make::Text(rows, encoding) => encode(&text(blocks, rows, random), encoding),
            Make::Traditional(rows, encoding) => {
                let plain = text(blocks, rows, random);
                encode(&traditional(&plain, random.chance(30)), encoding)
            }
            Make::Misread => misread(&text(blocks, Rows::Tabs, random)).into_bytes(),
            Make::Html(page, encoding) => encode(&html::page(blocks, page, random), encoding),
            Make::Mhtml(page, in_base64) => mhtml(&html::page(blocks, page, random), in_base64),
            Make::Docx(style) => docx::document(blocks, style, random),
            Make::Workbook(one_sheet) => sheets::workbook(blocks, one_sheet, random),
            Make::Laid => sheets::laid_csv(blocks).into_bytes(),
            Make::Collected(all_columns) => sheets::collected_csv(known, all_columns).into_bytes(),
            Make::Printed | Make::Unruled => {
                let style = random.pick(&STYLES);
                let unruled = matches!(self.make, Make::Unruled);
                html::page(blocks, Page { style, unruled, ..PLAIN }, random).into_bytes()
            }
        }
    }
}
