//! What viewers draw over a page though the file does not say how: annotations and form fields without an appearance of their own.
//! With `glyphs` and `guard` the only files that know the interpreter of the format.

use hayro_interpret::RectExt;
use hayro_interpret::hayro_syntax::object::dict::keys;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect as PdfRect, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::kurbo::{Point, Rect};

/// The most annotations of a page that are looked at.
const MOST: usize = 2000;
/// The most fields that a field lies in, one in the other.
const DEEPEST: usize = 10;
/// A colour whose parts are all below this, of 1, makes what it marks black.
const DARK: f32 = 0.3;

/// An area of a page, as the page counts, and what is seen in it.
pub enum Over {
    /// Something that covers or strikes out what is drawn there.
    Cover(Rect),
    /// A text that may be written anew there, also over what is drawn: its digits.
    Text(Rect, String),
}

/// What is laid over a page.
pub fn laid_over(page: &PdfPage<'_>) -> Vec<Over> {
    const HIDDEN: u32 = 1 << 1 | 1 << 5;
    let annotations = page.raw().get::<Array<'_>>(keys::ANNOTS);
    let all = annotations.iter().flat_map(|all| all.iter::<Dict<'_>>()).take(MOST);
    let seen = all.filter(|one| one.get::<u32>(keys::F).unwrap_or(0) & HIDDEN == 0);
    let is_anew = is_written_anew(page);
    seen.flat_map(|one| over(&one, is_anew)).collect()
}

/// Whether viewers write the values of all fields themselves.
fn is_written_anew(page: &PdfPage<'_>) -> bool {
    let xref = page.xref();
    let form = xref.get::<Dict<'_>>(xref.root_id()).and_then(|root| root.get::<Dict<'_>>(b"AcroForm"));
    form.and_then(|form| form.get::<bool>(b"NeedAppearances")) == Some(true)
}

fn over(annotation: &Dict<'_>, is_anew: bool) -> Vec<Over> {
    let area = annotation.get::<PdfRect>(keys::RECT).map(|area| area.to_kurbo());
    let is_drawn = annotation.get::<Dict<'_>>(b"AP").is_some_and(|look| look.contains_key(b"N"));
    let is_filled = annotation.get::<Array<'_>>(b"IC").is_some_and(|colour| colour.iter::<f32>().next().is_some());
    let Some(kind) = annotation.get::<Name<'_>>(keys::SUBTYPE) else { return Vec::new() };
    let covered = match &*kind {
        b"StrikeOut" => return quads(annotation),
        b"Highlight" if is_dark(annotation) => return quads(annotation),
        b"Widget" if is_anew || !is_drawn => return text(area, &value(annotation)).into_iter().collect(),
        b"FreeText" if !is_drawn => {
            let contents = annotation.get::<PdfString<'_>>(b"Contents").map(|text| text.as_bytes().to_vec());
            let text = text(area, &contents.unwrap_or_default());
            return area.map(Over::Cover).into_iter().chain(text).collect();
        }
        b"Square" | b"Circle" | b"Polygon" => is_filled && !is_drawn,
        b"Ink" | b"Line" | b"PolyLine" | b"Redact" | b"Stamp" => !is_drawn,
        _ => false,
    };
    area.filter(|_| covered).map(Over::Cover).into_iter().collect()
}

/// A text with digits that may be written in an area.
fn text(area: Option<Rect>, text: &[u8]) -> Option<Over> {
    let digits = digits(text);
    area.filter(|_| !digits.is_empty()).map(|area| Over::Text(area, digits))
}

/// The areas that an annotation of text marks.
fn quads(annotation: &Dict<'_>) -> Vec<Over> {
    let Some(corners) = annotation.get::<Array<'_>>(keys::QUADPOINTS) else { return Vec::new() };
    let corners: Vec<f32> = corners.iter::<f32>().collect();
    let quad = |quad: &[f32]| {
        let points = quad.chunks_exact(2).map(|at| Point::new(f64::from(at[0]), f64::from(at[1])));
        points.map(|point| Rect::from_points(point, point)).reduce(|one, other| one.union(other))
    };
    corners.chunks_exact(8).filter_map(quad).map(Over::Cover).collect()
}

/// Whether the colour of an annotation is black, or as good as black.
fn is_dark(annotation: &Dict<'_>) -> bool {
    let Some(colour) = annotation.get::<Array<'_>>(b"C") else { return false };
    let parts: Vec<f32> = colour.iter::<f32>().collect();
    match parts[..] {
        [cyan, magenta, yellow, black] => black > 1.0 - DARK || cyan.min(magenta).min(yellow) > 1.0 - DARK,
        [] => false,
        _ => parts.iter().all(|&part| part < DARK),
    }
}

/// The value of a form field, its own or that of the field that it lies in.
fn value(field: &Dict<'_>) -> Vec<u8> {
    let mut next = Some(field.clone());
    for _ in 0..DEEPEST {
        let Some(field) = next else { break };
        if let Some(value) = field.get::<PdfString<'_>>(b"V") {
            return value.as_bytes().to_vec();
        }
        next = field.get::<Dict<'_>>(b"Parent");
    }
    Vec::new()
}

/// The digits of a text: in UTF-16 where it begins so, else in one of the encodings that write them as ASCII does.
fn digits(text: &[u8]) -> String {
    let text = match text.strip_prefix(&[0xfe, 0xff]) {
        Some(text) => encoding_rs::UTF_16BE.decode_without_bom_handling(text).0.into_owned(),
        None => text.iter().copied().map(char::from).collect(),
    };
    text.chars().filter(|c| c.is_ascii_digit()).collect()
}
