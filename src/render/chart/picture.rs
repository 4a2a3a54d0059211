//! A chart as drawn, before it is put into a page or into a file of its own. Knows neither.

use std::fmt::Write as _;

use super::Caption;
use crate::render::markup::{Svg, escape_into};

/// A field of a chart that says its exact figures: to a pointer over it, and to the arrow keys.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    /// Left, top, width and height in units.
    pub(super) field: [f64; 4],
    /// What it says: what it is about, then its figures.
    pub(super) parts: Vec<String>,
}

/// How many fields a chart has on a page, at most: the last ones, which in a funnel are those of the most cases. In a file of
/// its own it has all.
const FIELDS: usize = 200;

/// The fields of a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Hits {
    /// The names of the figures, where they are the same in every field.
    pub(super) names: Vec<String>,
    /// The fields, in the order of the arrow keys.
    pub(super) fields: Vec<Hit>,
}

impl Hits {
    /// Fields that name their figures themselves.
    pub(super) fn plain(fields: impl IntoIterator<Item = Hit>) -> Hits {
        Hits { names: Vec::new(), fields: fields.into_iter().collect() }
    }

    /// What a field says, in one line: `2021 · received 214 · handled 213`.
    pub(super) fn words(&self, hit: &Hit) -> String {
        let mut out = String::new();
        for (index, part) in hit.parts.iter().enumerate() {
            let name = index.checked_sub(1).and_then(|index| self.names.get(index));
            let separator = if index == 0 { "" } else { " · " };
            let _ = match name {
                Some(name) => write!(out, "{separator}{name} {part}"),
                None => write!(out, "{separator}{part}"),
            };
        }
        out
    }

    /// For a page, whose script puts the words together: names once, figures with bars between them.
    fn inline(&self, out: &mut String) {
        out.push_str("<g class=\"hit\"");
        if !self.names.is_empty() {
            out.push_str(" data-names=\"");
            escape_into(out, &self.names.join("|"));
            out.push('"');
        }
        out.push('>');
        for Hit { field, parts } in &self.fields[self.fields.len().saturating_sub(FIELDS)..] {
            let [left, top, width, height] = field.map(f64::round);
            let _ = write!(out, r#"<path d="M{left} {top}h{width}v{height}H{left}z" data-v=""#);
            escape_into(out, &parts.join("|"));
            out.push_str("\"/>");
        }
        out.push_str("</g>");
    }

    /// For a file of its own, where every program shows the title of what a pointer is over.
    fn titled(&self, out: &mut String) {
        out.push_str("<g class=\"hit\">");
        for hit in &self.fields {
            let [left, top, width, height] = hit.field.map(f64::round);
            let _ = write!(out, r#"<path d="M{left} {top}h{width}v{height}H{left}z"><title>"#);
            escape_into(out, &self.words(hit));
            out.push_str("</title></path>");
        }
        out.push_str("</g>");
    }
}

/// A drawn chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What the chart says of itself; the id is safe in an attribute.
    pub caption: Caption,
    /// Its width and height in units.
    pub size: (u32, u32),
    /// Whether all that is drawn is named in the chart itself, so that it needs no legend.
    pub named: bool,
    pub(super) kind: &'static str,
    /// Patterns and groups, without the element around them.
    pub(super) marks: String,
    pub(super) hits: Hits,
}

impl Picture {
    /// The chart as an element of a page with a stylesheet. Without a title it is decoration and hidden from assistive
    /// technology.
    pub fn inline(&self) -> Svg {
        let mut out = String::with_capacity(self.marks.len() + 800);
        let _ = write!(out, r#"<svg class="chart {}" viewBox="0 0 {} {}" "#, self.kind, self.size.0, self.size.1);
        if self.caption.title.is_empty() {
            out.push_str(r#"aria-hidden="true" focusable="false">"#);
        } else {
            self.describe(&mut out);
        }
        out.push_str(&self.marks);
        if !self.hits.fields.is_empty() {
            self.hits.inline(&mut out);
        }
        out.push_str("</svg>");
        Svg::trusted(out)
    }

    /// The last attributes of the element, its title and its description.
    pub(super) fn describe(&self, out: &mut String) {
        let id = &self.caption.id;
        let _ = write!(out, r#"role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">"#);
        escape_into(out, &self.caption.title);
        let _ = write!(out, r#"</title><desc id="{id}-d">"#);
        escape_into(out, &self.caption.desc);
        out.push_str("</desc>");
    }

    /// Everything that is drawn, as a file of its own holds it.
    pub(super) fn draw(&self, out: &mut String) {
        out.push_str(&self.marks);
        if !self.hits.fields.is_empty() {
            self.hits.titled(out);
        }
    }
}
