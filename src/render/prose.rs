//! Markdown of our own pages and the prose of strangers' reports, as HTML that can do no harm.

use serde::Serialize;

use super::markup::Html;

/// A heading of a Markdown page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id of the heading on its page: stable, unique on the page.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A Markdown page, rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rendered {
    /// The whole text.
    pub html: Html,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
}

/// Renders a page of ours, written in Markdown (without front matter). Raw HTML in it is neutralised.
pub fn markdown(source: &str) -> Rendered {
    Rendered { html: Html::escaped(source), headings: Vec::new() }
}

/// Renders the prose of a report: each paragraph is its lines, each line with its number in the source (from 1) and
/// its text. Each `<p>` gets the id `{prefix}{number of its first line}` if `prefix` is given.
pub fn report_prose(paragraphs: &[Vec<(u32, String)>], prefix: Option<&str>) -> Html {
    let _ = (paragraphs, prefix);
    Html::default()
}
