//! Named counts of one year as horizontal bars: reasons for refusal.

use super::backend::Ink;
use super::canvas::{self, Anchor, Frame, drawable, text_width};
use super::picture::{Hit, Hits, Picture};
use super::{Caption, Class, Write};

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name, written above the bar.
    pub label: String,
    /// Its length; `None` where the figure is missing, blank or unreadable.
    pub value: Option<f64>,
    /// What is told of it to those who ask: the value with its place, or what stands for it.
    pub told: String,
    /// Why it has no value, in a word, as the table beside the chart has it; `""` where it has one.
    pub gap: String,
}

/// Horizontal bars, in the order given.
#[derive(Debug, Clone)]
pub struct Bars {
    /// What the chart says of itself.
    pub caption: Caption,
    /// What the bars stand for.
    pub class: Class,
    /// The bars.
    pub bars: Vec<Bar>,
    /// How the values are written.
    pub write: Write,
}

const ROW: f64 = 38.0;

/// Draws the bars. A negative value is written, and has no bar.
pub fn bars(chart: &Bars) -> Picture {
    let values: Vec<Option<f64>> = chart.bars.iter().map(|bar| drawable(bar.value)).collect();
    let longest = values.iter().flatten().copied().fold(0.0, f64::max);
    let scale = if longest > 0.0 { longest } else { 1.0 };
    let widest = values.iter().flatten().map(|value| text_width(&(chart.write)(*value))).fold(0.0, f64::max);
    let height = chart.bars.len() as f64 * ROW + 4.0;
    canvas::draw(&chart.caption, "bars", (canvas::WIDTH, height), |sheet| {
        let frame = Frame { left: 1.0, top: 0.0, right: canvas::WIDTH - widest - 8.0, bottom: height };
        let plot = sheet.over(frame, 0.0..scale, -height..0.0);
        let mut hits = Vec::new();
        for (row, (bar, value)) in chart.bars.iter().zip(&values).enumerate() {
            let top = row as f64 * ROW;
            sheet.text(Ink::Text, Anchor::Start, (0.0, top + 14.0), &bar.label);
            let (foot, head) = (top + 20.0, top + 32.0);
            sheet.line(Ink::Base, &[(0.5, foot - 2.0), (0.5, head + 2.0)]);
            let (end, ink, words) = match value {
                Some(value) => {
                    let length = value.max(0.0);
                    plot.rectangle(Ink::Bar(chart.class), (0.0, -foot), (length, -head));
                    (plot.at(length, 0.0).0, Ink::Text, (chart.write)(*value))
                }
                None => {
                    sheet.rectangle(Ink::Gap, (1.0, foot), (25.0, head));
                    (25.0, Ink::Gap, bar.gap.clone())
                }
            };
            sheet.text(ink, Anchor::Start, (end + 5.0, head - 1.5), &words);
            hits.push(Hit { field: [0.0, top, canvas::WIDTH, ROW], parts: vec![bar.label.clone(), bar.told.clone()] });
        }
        Hits::plain(hits)
    })
}
