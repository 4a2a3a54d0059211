//! Charts as inline SVG, made at build time from plain numbers. Knows nothing of reports, pages or languages: every
//! word comes in ready to print.
//!
//! Each kind of chart is one file with one input struct and one function. All draw through plotters onto [`backend`],
//! which writes classes instead of colours, the page's font instead of a font's name, and coordinates exact to a tenth
//! of a pixel. What is missing is never drawn: a gap mark stands in its place. The legend is HTML, made by the page from
//! the same [`Class`]es.
//!
//! # What the stylesheet must bring
//! A chart is `svg.chart` with its kind as second class (`stacked`, `lines`, `slope`, `course`, `bars`, `multiples`,
//! `dots`, `funnel`, `sparkline`), 400 units wide, with text of 13 units (`svg.chart text { font-size: 13px }`, 11 CSS pixels on a phone).
//! A class of [`Class::css`] sets `--s`, the colour, and `--on`, the colour of text upon it, for charts and swatches
//! alike. Groups inside: `bar`, `part` (stacked, with a pattern), `line`, `dot`, `whisker` and `on` (text on a
//! part) go with such a class; `fg`, `axis`, `gap`, `break` and `median` hold text, `grid`, `base` (zero), `break` and
//! `median` rules, `gap` a hatched field. `near` and `far` are the limits of a funnel, `outside` the marks beyond them.
//! `texture` is the line of a pattern, over a `bar` of the part's colour. `hit` holds fields that are not seen and say
//! their exact figures: `data-v`, which a script shows; `at` is the one that is being asked.
//!
//! A [`standalone`] file takes its colours from the same stylesheet.

mod backend;
pub mod bars;
mod canvas;
pub mod card;
pub mod dots;
pub mod funnel;
pub mod lines;
pub mod multiples;
pub mod picture;
mod slope;
pub mod sparkline;
pub mod stacked;
pub mod standalone;

pub use picture::Picture;

/// What a chart says of itself to those who cannot see it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caption {
    /// The prefix of the chart's ids: unique on the page, letters, digits and hyphens.
    pub id: String,
    /// The name of the chart, for `<title>`.
    pub title: String,
    /// What it shows, in a sentence, for `<desc>`.
    pub desc: String,
}

/// What a mark stands for: decides its colour and pattern in the stylesheet, nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Granted 予以公开.
    Granted,
    /// Partly granted 部分公开.
    Partly,
    /// Refused 不予公开.
    Refused,
    /// Not available 无法提供.
    Unavailable,
    /// Not processed 不予处理.
    NotProcessed,
    /// Other outcomes 其他处理.
    Other,
    /// Received in the year 新收.
    Received,
    /// Handled in the year 办结.
    Handled,
    /// Carried over into the next year 结转.
    CarriedOver,
    /// Any other single series: the page's accent.
    Accent,
}

impl Class {
    /// The six outcomes, in the order of the form, of stacks and of legends.
    pub const OUTCOMES: [Class; 6] =
        [Class::Granted, Class::Partly, Class::Refused, Class::Unavailable, Class::NotProcessed, Class::Other];

    /// Every class.
    pub const ALL: [Class; 10] = [
        Class::Granted,
        Class::Partly,
        Class::Refused,
        Class::Unavailable,
        Class::NotProcessed,
        Class::Other,
        Class::Received,
        Class::Handled,
        Class::CarriedOver,
        Class::Accent,
    ];

    /// The class in the SVG and of the legend's swatch: `s-granted`.
    pub fn css(self) -> &'static str {
        match self {
            Class::Granted => "s-granted",
            Class::Partly => "s-partly",
            Class::Refused => "s-refused",
            Class::Unavailable => "s-unavailable",
            Class::NotProcessed => "s-notprocessed",
            Class::Other => "s-other",
            Class::Received => "s-received",
            Class::Handled => "s-handled",
            Class::CarriedOver => "s-carriedover",
            Class::Accent => "s-accent",
        }
    }
}

/// One series over the years of its chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it stands for.
    pub class: Class,
    /// Its name, where the chart writes it.
    pub label: String,
    /// One value a year; `None` where the figure is missing, blank or unreadable.
    pub values: Vec<Option<f64>>,
    /// What is told of each year to those who ask: the value with its place, or what stands for it.
    pub told: Vec<String>,
    /// Why a year has no value, in a word, as the table beside the chart has it: "无此栏"; `""` where there is one.
    pub gaps: Vec<String>,
}

impl Series {
    /// The value of one of the chart's years, by its position, if it can be drawn.
    fn drawable(&self, year: usize) -> Option<f64> {
        canvas::drawable(self.values.get(year).copied().flatten())
    }
}

/// A year whose figures cannot be compared with those before it without more ado.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The first year after the break; the mark stands between it and the year before.
    pub year: u16,
    /// A short word at the mark, as "新表式" or "new form".
    pub label: String,
}

/// One value of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub enum Estimate {
    /// A value, with the ends of its interval where it has one. In the unit of the axis (percent: 0 to 100).
    Value {
        /// The value.
        value: f64,
        /// Lower and upper end of the interval.
        interval: Option<(f64, f64)>,
        /// The value as written beside its mark: `70.4 %`.
        text: String,
        /// The same with what it is a rate of and its interval, for those who ask.
        exact: String,
    },
    /// Too few cases for a mark: only this text, as `6/8`.
    Few(String),
    /// Not available: only this text, as `—`.
    Missing(String),
}

impl Estimate {
    /// What there is to say of it.
    fn exact(&self) -> &str {
        match self {
            Estimate::Value { exact, .. } => exact,
            Estimate::Few(text) | Estimate::Missing(text) => text,
        }
    }
}

/// What is to be drawn.
#[derive(Debug, Clone)]
pub enum Drawing {
    /// Named counts of one year.
    Bars(bars::Bars),
    /// One indicator of one body over years.
    Course(lines::Course),
    /// One indicator over bodies.
    Dots(dots::Dots),
    /// Rates against the number of their cases.
    Funnel(funnel::Funnel),
    /// Counts over years.
    Lines(lines::Lines),
    /// Counts over years, each on its own scale.
    Multiples(multiples::Multiples),
    /// Parts of a sum over years.
    Stacked(stacked::Stacked),
}

impl Drawing {
    /// Draws it.
    pub fn draw(&self) -> Picture {
        match self {
            Drawing::Bars(chart) => bars::bars(chart),
            Drawing::Course(chart) => lines::course(chart),
            Drawing::Dots(chart) => dots::dots(chart),
            Drawing::Funnel(chart) => funnel::funnel(chart),
            Drawing::Lines(chart) => lines::lines(chart),
            Drawing::Multiples(chart) => multiples::multiples(chart),
            Drawing::Stacked(chart) => stacked::stacked(chart),
        }
    }
}

/// How a number on an axis or beside a mark is written.
pub type Write = fn(f64) -> String;

#[cfg(test)]
mod tests;
