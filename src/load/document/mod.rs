//! One report file, of whatever format, as lines of text and rows of cells, each with its place. The reader of a format
//! is one file in this folder behind [`Format`]; adding one adds a line to [`FORMATS`] and touches nothing else.

mod archive;
mod assembly;
mod collected;
mod csv;
mod docx;
pub mod encoding;
mod html;
mod line;
mod markdown;
mod mhtml;
mod old;
mod pdf;
mod relations;
mod sniff;
mod text;
#[cfg(feature = "xlsx")]
mod xlsx;
mod xml;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use compact_str::CompactString;
use memchr::memchr_iter;

use self::encoding::Decoded;
pub use self::line::is_bar;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::load::source::mebibytes;
use crate::report::{Place, Report, Spot};

/// A cell of a table row, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The text, without the blanks around it. Nearly all are short enough to be kept here and not elsewhere.
    pub text: CompactString,
    /// Where it stands. For an empty cell, where its text would begin.
    pub place: Place,
}

/// What one line of the document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing but blanks.
    Empty,
    /// Running text: no cell borders in the line.
    Prose,
    /// Cells with visible borders between them; all of them may be empty.
    Row(Vec<Cell>),
}

/// One line of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, counted from 1.
    pub number: u32,
    /// Its text, without the line end.
    pub text: String,
    /// What it is.
    pub content: Content,
    /// Whether the cells of a row are those of a table in the original, empty ones too. Where borders are characters of a
    /// text, or were guessed from where things stand, cells may be lost.
    pub is_certain: bool,
    /// Where it begins in the original.
    pub spot: Spot,
}

impl Line {
    /// The place of a stretch of the line.
    pub fn place(&self, column: u32, length: u32) -> Place {
        Place::new(self.number, column, length).at(self.spot)
    }
}

/// What a maintainer says of a report in the file itself (front matter) or beside it (`report.toml`). It outranks
/// what the text says.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hints {
    /// The body's name.
    pub body: Option<String>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The date of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Whether its figures are those of the whole year, though its title or opening names a part of one.
    pub whole_year: Option<bool>,
}

impl Hints {
    /// Takes over what `other` says.
    pub fn yield_to(&mut self, other: &Hints) {
        let Hints { body, year, published, url, whole_year } = other.clone();
        self.body = body.or(self.body.take());
        self.year = year.or(self.year);
        self.published = published.or(self.published.take());
        self.url = url.or(self.url.take());
        self.whole_year = whole_year.or(self.whole_year);
    }
}

/// A report file taken apart, before anything of it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Path below `content/`, with `/` between its parts.
    pub path: String,
    /// The text as decoded; line numbers count in it.
    pub text: std::sync::Arc<str>,
    /// The lines, in order.
    pub lines: Vec<Line>,
    /// What the file's own front matter says, or what a page says of itself.
    pub hints: Hints,
    /// What is odd about the file, though it could be read.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// The texts of its rows, for tests.
    #[cfg(test)]
    pub(crate) fn rows(&self) -> Vec<Vec<&str>> {
        let rows = self.lines.iter().filter_map(|line| match &line.content {
            Content::Row(cells) => Some(cells.iter().map(|cell| cell.text.as_str()).collect()),
            _ => None,
        });
        rows.collect()
    }

    /// Where each line begins in the original; empty where the original is text.
    pub fn spots(&self) -> std::sync::Arc<[Spot]> {
        match self.lines.iter().all(|line| line.spot == Spot::Line) {
            true => [].into(),
            false => self.lines.iter().map(|line| line.spot).collect(),
        }
    }
}

/// A file format of reports.
pub trait Format: Sync {
    /// The file name extensions of the format, in lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Takes a file apart. `path` is the path below `content/`, `bytes` the whole file as it is, not empty. The diagnostic
    /// says why nothing could be had.
    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>>;

    /// Whether the hints of its documents are what the maintainer wrote into the file. If not, they are what the file says
    /// of itself, and give way to the maintainer's.
    fn holds_own_words(&self) -> bool {
        false
    }

    /// What is wrong with a document of this format that turned out to be no report, where the format can say more than that.
    fn no_report(&self, _document: &Document) -> Option<Diagnostic> {
        None
    }
}

/// What a file turned out to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Text and tables.
    Document(Document),
    /// A report that no text can be had from: pictures of its pages. The diagnostic says so.
    Image(Box<Diagnostic>),
    /// Figures of any number of reports, collected by somebody, and what is wrong with them.
    Collected(Vec<Report>, Vec<Diagnostic>),
}

impl Reading {
    /// The document, if the file is one.
    pub fn document(self) -> Option<Document> {
        match self {
            Reading::Document(document) => Some(document),
            Reading::Image(_) | Reading::Collected(..) => None,
        }
    }
}

/// The most lines of a document that are read. The longest real report has some thousands.
const MOST_LINES: usize = 30_000;
/// The most lines of a table of data that are read: collected figures have one line each.
const MOST_RECORDS: usize = 150_000;
/// The most text that is read, in bytes of UTF-8.
const MOST_TEXT: usize = 8 * 1024 * 1024;
/// The longest line of text that is read, in bytes.
const LONGEST_LINE: usize = 1024 * 1024;

/// Fonts that have pictures in the place of letters and digits.
const OF_PICTURES: [&str; 5] = ["wingdings", "webdings", "marlett", "zapfdingbats", "zapf dingbats"];

/// Whether a font of this name has pictures in the place of digits.
fn is_of_pictures(font: &str) -> bool {
    let font = font.to_lowercase();
    OF_PICTURES.iter().any(|name| font.starts_with(name))
}

/// Colours of which no part differs by so much are one to the eye.
const ALIKE: u8 = 24;

/// Whether two colours, given by their parts, are one to the eye.
fn are_alike(one: &[u8], other: &[u8]) -> bool {
    one.iter().zip(other).all(|(one, other)| one.abs_diff(*other) < ALIKE)
}

/// Every format that can be read.
pub const FORMATS: &[&dyn Format] = &[
    &text::Text,
    &markdown::Markdown,
    &html::Html,
    &mhtml::Mhtml,
    &pdf::Pdf,
    &docx::Docx,
    #[cfg(feature = "xlsx")]
    &xlsx::Xlsx,
    &csv::Csv,
];

/// Formats that are known and cannot be read: each says what to do about it.
const UNREAD: &[&dyn Format] = &[
    &old::Convert,
    &old::Ofd,
    &old::Picture,
    #[cfg(not(feature = "xlsx"))]
    &old::NotBuilt,
];

/// The extensions of formats that are text.
const IS_TEXT: [&str; 11] = ["txt", "md", "markdown", "csv", "tsv", "html", "htm", "shtml", "xhtml", "mht", "mhtml"];

/// The format for a file name extension (any case), if it is one that is known.
pub fn format_for(extension: &str) -> Option<&'static dyn Format> {
    let extension = extension.to_lowercase();
    FORMATS.iter().chain(UNREAD).copied().find(|format| format.extensions().contains(&extension.as_str()))
}

/// A format, and what came of reading a file by it.
pub type Read = (&'static dyn Format, Result<Reading, Box<Diagnostic>>);

/// Takes a file apart, by what it is where that is not what its name says. `None` where the name is of no known format.
pub fn read(path: &str, bytes: &[u8]) -> Option<Read> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    let named = format_for(&extension)?;
    let shown = format!("content/{path}");
    let kind = match sniff::sniff(bytes) {
        Some(sniff::Content::Locked) => return Some((named, Err(archive::Trouble::Locked.diagnostic(&shown)))),
        Some(sniff::Content::Kind(kind)) => kind,
        None => {
            let reading = named
                .read(path, bytes)
                .map_err(|problem| text_under_other_name(&shown, &extension, bytes).unwrap_or(problem));
            return Some((named, reading));
        }
    };
    // What is typed as text may quote a web page, and a page and its archive are one reader's affair.
    let same = named.extensions().contains(&kind) || (IS_TEXT.contains(&&*extension) && IS_TEXT.contains(&kind));
    let Some(other) = format_for(kind).filter(|_| !same) else { return Some((named, named.read(path, bytes))) };
    let mut reading = other.read(path, bytes);
    if let Ok(Reading::Document(document)) = &mut reading {
        let note = Diagnostic::new(Severity::Note, "format-is-other", shown);
        document.diagnostics.push(note.with("found", format!(".{extension}")).with("other", format!(".{kind}")));
    }
    Some((other, reading))
}

/// Says of a file that its reader could make nothing of that it is text, where it is. `shown` is how diagnostics name it.
fn text_under_other_name(shown: &str, extension: &str, bytes: &[u8]) -> Option<Box<Diagnostic>> {
    if IS_TEXT.contains(&extension) {
        return None;
    }
    let text = encoding::decode("", bytes, None)
        .ok()
        .filter(|decoded| !decoded.text.contains(char::REPLACEMENT_CHARACTER))?
        .text;
    let (line, number) = text.lines().zip(1..).find(|(line, _)| !line.trim().is_empty())?;
    let is_typed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\u{c}');
    let problem = Diagnostic::new(Severity::Error, "format-is-text", shown).at(Span::of_line(number, line));
    text.chars().all(is_typed).then(|| Box::new(problem.with("found", format!(".{extension}"))))
}

/// The text of a text file with `\n` line ends and without a byte order mark, or why it is none that can be read. `path` is
/// below `content/`. Text of more lines than `most_lines` is not read.
fn plain(path: &str, bytes: &[u8], most_lines: usize) -> Result<Decoded, Box<Diagnostic>> {
    let decoded = encoding::decode(path, bytes, None)?;
    let problem = |code| Diagnostic::new(Severity::Error, code, format!("content/{path}"));
    if decoded.text.trim().is_empty() {
        return Err(Box::new(problem("empty-file")));
    }
    if let Some(problem) = too_long(decoded.text.as_bytes(), problem("line-too-long")) {
        return Err(Box::new(problem));
    }
    bounded(path, &decoded.text, most_lines)?;
    Ok(decoded)
}

/// Says of a text that is beyond any report why it is not read.
fn bounded(path: &str, text: &str, most_lines: usize) -> Result<(), Box<Diagnostic>> {
    let lines = memchr_iter(b'\n', text.as_bytes()).count();
    if lines <= most_lines && text.len() <= MOST_TEXT {
        return Ok(());
    }
    let problem = Diagnostic::new(Severity::Error, "text-too-much", format!("content/{path}"));
    let problem = problem.with("lines", lines).with("size", mebibytes(text.len() as u64));
    Err(Box::new(problem.with("most", most_lines).with("limit", mebibytes(MOST_TEXT as u64))))
}

/// The first line that is too long to be read, said with `problem`.
fn too_long(bytes: &[u8], problem: Diagnostic) -> Option<Diagnostic> {
    if bytes.len() <= LONGEST_LINE {
        return None;
    }
    let (number, line) = (1..).zip(bytes.split(|&byte| byte == b'\n')).find(|(_, line)| line.len() > LONGEST_LINE)?;
    let start = String::from_utf8_lossy(&line[..80]).into_owned();
    let problem = problem.with("found", format!("{} KiB", line.len().div_ceil(1024)));
    let problem = problem.with("limit", format!("{} KiB", LONGEST_LINE / 1024));
    Some(problem.at(Span::of_line(number, start.trim_end_matches('\u{fffd}'))))
}

/// Text of our own that must be UTF-8, without a byte order mark, or why it cannot be read. `shown` is how diagnostics name the file.
pub fn guard<'a>(shown: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Diagnostic>> {
    let problem = |code| Diagnostic::new(Severity::Error, code, shown);
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Box::new(problem("utf-16")));
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(Box::new(problem("binary-file").with("position", at + 1)));
    }
    if !bytes.contains(&b'\n')
        && let Some(at) = bytes.trim_ascii_end().iter().position(|&byte| byte == b'\r')
    {
        let start = String::from_utf8_lossy(&bytes[..at.min(200)]).into_owned();
        return Err(Box::new(problem("line-ends").at(Span::of_line(1, start.trim_end_matches('\u{fffd}')))));
    }
    if let Some(problem) = too_long(bytes, problem("line-too-long")) {
        return Err(Box::new(problem));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim_start_matches('\u{feff}').trim().is_empty() => Err(Box::new(problem("empty-file"))),
        Ok(text) => Ok(text.trim_start_matches('\u{feff}')),
        Err(error) => Err(Box::new(not_utf8(shown, bytes, error.valid_up_to()))),
    }
}

/// Says of bytes that are no UTF-8 what they look like, at the line where the first of them stands. `file` is the path
/// below the portal's folder, `valid` how many bytes before it are UTF-8.
fn not_utf8(file: &str, bytes: &[u8], valid: usize) -> Diagnostic {
    let (line, raw) = line_at(bytes, valid);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let name = encoding::name(guess);
    let span = Span::of_line(line, guess.decode(&raw[..raw.len().min(200)]).0.trim_end());
    Diagnostic::new(Severity::Error, "not-utf-8", file).at(span).with("encoding", name)
}

/// The line that holds a byte: its number, counted from 1, and its bytes.
pub fn line_at(bytes: &[u8], at: usize) -> (u32, &[u8]) {
    let before = bytes[..at].iter().filter(|&&byte| byte == b'\n').count();
    (before as u32 + 1, bytes.split(|&byte| byte == b'\n').nth(before).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn bytes_that_are_no_text_are_named_for_what_they_are() {
        let (gbk, _, _) = encoding_rs::GB18030.encode("甲\n某市政府信息公开工作年度报告，收到申请若干件");
        let long = [b'a'; LONGEST_LINE + 1];
        for (bytes, code) in [
            (&b""[..], "empty-file"),
            ("\u{feff} \n　".as_bytes(), "empty-file"),
            (b"\xff\xfea\0", "utf-16"),
            (b"\x89PNG\0\0", "binary-file"),
            ("甲\r乙\r".as_bytes(), "line-ends"),
            (&gbk, "not-utf-8"),
            (&long, "line-too-long"),
        ] {
            let problem = guard("a.txt", bytes).unwrap_err();
            assert_eq!(problem.code, code);
            if code == "not-utf-8" {
                assert!(problem.arguments.contains(&("encoding", "GB18030".to_owned())), "{problem:?}");
                assert!(problem.span.unwrap().text.starts_with("甲"));
            }
        }
        for text in ["\u{feff}年报", "年报\r", "年报\r\n\r\n"] {
            assert!(guard("a.txt", text.as_bytes()).is_ok());
        }
    }

    #[test]
    fn a_file_is_read_as_what_its_bytes_are() {
        let body = "<w:document><w:body><w:p><w:r><w:t>年报</w:t></w:r></w:p></w:body></w:document>";
        let word = archive::packed(&[("word/document.xml", body.as_bytes())]);
        let page = "<html><body><p>年报</p></body></html>".as_bytes();
        for (path, bytes) in [("a.doc", &word[..]), ("a.wps", &word), ("a.xls", page), ("a.doc", page)] {
            let document = read(path, bytes).unwrap().1.unwrap().document().unwrap();
            assert_eq!(document.text.trim(), "年报");
            assert!(document.diagnostics.iter().any(|one| one.code == "format-is-other"), "{path}");
        }
        let old = |name: &str| {
            let name = name.encode_utf16().flat_map(u16::to_le_bytes);
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain(name).collect::<Vec<u8>>()
        };
        let named = |path: &str, bytes: &[u8]| read(path, bytes).unwrap().1.unwrap_err().words("message", Language::En);
        assert_eq!(named("a.wps", &old("WordDocument")).as_deref(), Some(".wps files cannot be read"));
        assert_eq!(named("a.pdf", &old("WordDocument")).as_deref(), Some(".doc files cannot be read"));
        assert_eq!(named("a.wps", &old("Workbook")).as_deref(), Some(".xls files cannot be read"));
        for (path, bytes, code) in [
            ("a.docx", "甲县年报\n".as_bytes().to_vec(), "format-is-text"),
            ("a.pdf", "甲县年报\n".as_bytes().to_vec(), "format-is-text"),
            ("a.docx", old("WordDocument"), "format-convert"),
            ("a.xls", old("Workbook"), "format-convert"),
            ("a.docx", old("EncryptedPackage"), "office-locked"),
            ("a.docx", b"\x01\x02\x03\x04".to_vec(), "office-broken"),
            ("a.ofd", b"PK\x03\x04".to_vec(), "format-ofd"),
        ] {
            assert_eq!(read(path, &bytes).unwrap().1.unwrap_err().code, code, "{path}");
        }
        assert!(matches!(read("a.jpg", b"\xff\xd8\xff").unwrap().1, Ok(Reading::Image(_))));
        assert!(read("a.exe", b"MZ").is_none());
    }
}
