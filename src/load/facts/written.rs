//! One line: written, and read again. It begins with the reader's name and ends with a checksum over all before it, so that
//! a line of another program and a damaged one are known for what they are before anything in them is believed.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::READER;
use super::report::{ReportIn, ReportOut};
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::load::document::Hints;
use crate::load::source::{Bytes, Source};
use crate::load::{Extracted, Image, hint};
use crate::report::{SourceFile, SourceKind, Spot};
use crate::text::Language;

/// The length of the checksum in hexadecimal digits, with what stands around it.
const TAIL: usize = 8 + 32 + 2;

/// The checksum of a line.
pub type Sum = [u8; 32];

#[derive(Serialize)]
struct LineOut<'a> {
    reader: &'static str,
    path: &'a str,
    sha256: Option<&'a str>,
    bytes: Option<usize>,
    hints: &'a Hints,
    error: Option<DiagnosticOut<'a>>,
    reports: Vec<ReportOut<'a>>,
    image: Option<DiagnosticOut<'a>>,
    diagnostics: Vec<DiagnosticOut<'a>>,
    beside: Vec<DiagnosticOut<'a>>,
    spots: &'a [Spot],
    text: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineIn<'a> {
    #[serde(rename = "reader")]
    _reader: IgnoredAny,
    path: String,
    sha256: Option<String>,
    bytes: Option<usize>,
    hints: Hints,
    error: Option<Diagnostic>,
    #[serde(borrow)]
    reports: Vec<ReportIn<'a>>,
    image: Option<Diagnostic>,
    diagnostics: Vec<Diagnostic>,
    #[serde(rename = "beside")]
    _beside: IgnoredAny,
    spots: Arc<[Spot]>,
    text: Option<String>,
    #[serde(rename = "sum")]
    _sum: IgnoredAny,
}

/// A diagnostic with its words.
#[derive(Serialize)]
struct DiagnosticOut<'a> {
    #[serde(flatten)]
    diagnostic: &'a Diagnostic,
    message_zh: String,
    message_en: String,
}

impl<'a> DiagnosticOut<'a> {
    fn new(diagnostic: &'a Diagnostic) -> DiagnosticOut<'a> {
        let [message_zh, message_en] = [Language::Zh, Language::En].map(|language| diagnostic.message(language));
        DiagnosticOut { diagnostic, message_zh, message_en }
    }
}

/// What a line says.
#[derive(Debug)]
pub struct Read {
    /// The report's path below `content/`.
    pub path: String,
    /// SHA-256 and number of the bytes that were read; `None` where they could not be.
    pub bytes: Option<(String, usize)>,
    /// The hints that stood beside the report.
    pub hints: Hints,
    /// What the file says, or why nothing is known of it.
    pub said: Result<Extracted, Diagnostic>,
}

/// Why a line is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// It is not as it was written.
    Damaged,
    /// Another program wrote it.
    OtherReader,
}

/// The line of a file that was read; `None` where there is no writing it down.
pub fn line(source: &Source, bytes: Option<&Bytes>, beside: &[Diagnostic], extracted: &Extracted) -> Option<String> {
    let Extracted { reports, prose, diagnostics, image } = extracted;
    let sha256 = bytes.map(|bytes| bytes.sha256.as_str());
    let first = reports.first().map(|report| &report.source);
    let is_of_file = |file: &SourceFile| {
        let same = |first: &SourceFile| (&first.text, &first.spots) == (&file.text, &file.spots);
        file.path == source.path && Some(&*file.sha256) == sha256 && first.is_some_and(same)
    };
    let image_fits = image.as_ref().is_none_or(|image| Some(&*image.sha256) == sha256);
    if !image_fits || prose.len() != reports.len() || !reports.iter().all(|report| is_of_file(&report.source)) {
        return None;
    }
    summed(&LineOut {
        reader: READER,
        path: &source.path,
        sha256,
        bytes: bytes.map(|bytes| bytes.bytes.len()),
        hints: &source.hints,
        error: None,
        reports: reports.iter().zip(prose).map(|(one, prose)| ReportOut::new(one, prose)).collect::<Option<_>>()?,
        image: image.as_ref().map(|image| DiagnosticOut::new(&image.problem)),
        diagnostics: diagnostics.iter().map(DiagnosticOut::new).collect(),
        beside: beside.iter().map(DiagnosticOut::new).collect(),
        spots: first.map(|file| &*file.spots).unwrap_or_default(),
        text: first.map(|file| &*file.text),
    })
}

/// The line of a file that was not read, with the reason.
pub fn failure(path: &str, problem: Diagnostic) -> String {
    let line = LineOut {
        reader: READER,
        path,
        sha256: None,
        bytes: None,
        hints: &Hints::default(),
        error: Some(DiagnosticOut::new(&problem)),
        reports: Vec::new(),
        image: None,
        diagnostics: Vec::new(),
        beside: Vec::new(),
        spots: &[],
        text: None,
    };
    summed(&line).expect("words can always be written as JSON")
}

fn summed(line: &LineOut<'_>) -> Option<String> {
    let mut text = serde_json::to_string(line).ok()?;
    text.pop();
    let sum = HEXLOWER.encode(&Sha256::digest(&text)[..16]);
    text.push_str(&format!(",\"sum\":\"{sum}\"}}"));
    Some(text)
}

/// The name of the program that wrote a line, where that can be seen.
pub fn reader_of(line: &[u8]) -> Option<&str> {
    let name = line.strip_prefix(b"{\"reader\":\"")?.split(|&byte| byte == b'"').next()?;
    std::str::from_utf8(name).ok().filter(|name| name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What a line says, with the checksum that it was written with.
pub fn read(line: &[u8]) -> Result<(Read, Sum), Unusable> {
    let (body, tail) = line.split_at(line.len().checked_sub(TAIL).ok_or(Unusable::Damaged)?);
    let sum: Sum = Sha256::digest(body).into();
    if tail != format!(",\"sum\":\"{}\"}}", HEXLOWER.encode(&sum[..16])).as_bytes() {
        return Err(Unusable::Damaged);
    }
    match reader_of(line) {
        Some(READER) => {}
        Some(_) => return Err(Unusable::OtherReader),
        None => return Err(Unusable::Damaged),
    }
    let text = std::str::from_utf8(line).map_err(|_| Unusable::Damaged)?;
    let typed: LineIn<'_> = serde_json::from_str(text).map_err(|_| Unusable::Damaged)?;
    meant(typed).map(|read| (read, sum)).ok_or(Unusable::Damaged)
}

fn meant(typed: LineIn<'_>) -> Option<Read> {
    let LineIn { path, sha256, bytes, hints, error, reports, image, diagnostics, spots, text, .. } = typed;
    let bytes = match (sha256, bytes) {
        (Some(sha256), Some(bytes)) if is_sha256(&sha256) => Some((sha256, bytes)),
        (None, None) => None,
        _ => return None,
    };
    if let Some(problem) = error {
        return Some(Read { path, bytes, hints, said: Err(problem) });
    }
    let sha256 = || bytes.as_ref().map(|(sha256, _)| sha256.clone());
    let mut extracted = Extracted { diagnostics, ..Extracted::default() };
    if let Some(problem) = image {
        extracted.image = Some(Image { sha256: sha256()?, problem });
    }
    if !reports.is_empty() {
        let (text, sha256): (Arc<str>, String) = (text?.into(), sha256()?);
        for report in reports {
            let kind = SourceKind::Published;
            let (path, sha256) = (path.clone(), sha256.clone());
            let (text, spots) = (Arc::clone(&text), Arc::clone(&spots));
            let mut report = report.report(SourceFile { path, sha256, kind, text, spots }).ok()?;
            if !hint::take_off_unusable_hints(&mut report).is_empty() {
                return None;
            }
            report.share_words();
            extracted.prose.push(check::prose(&report).into());
            extracted.reports.push(Arc::new(report));
        }
    }
    Some(Read { path, bytes, hints, said: Ok(extracted) })
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}
