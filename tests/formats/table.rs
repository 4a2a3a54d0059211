//! The table of layouts against what was read of them, in Markdown.

use std::fmt::Write as _;
use std::path::Path;

use crate::generator::layout::{Layout, Loss};
use crate::tally::Tally;

const BEGIN: &str = "<!-- results: written by .ci/formats.sh -->";
const END: &str = "<!-- end of results -->";

/// The table, one line for each layout and one for all.
pub fn rows(results: &[(&Layout, Tally)]) -> String {
    let mut out = String::from(
        "| layout | loses | files | figures | numbers | reported | inferred | share reported | blank or missing, as they are | not read | wrong |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for (layout, tally) in results {
        let loss = match layout.loss {
            Loss::Nothing => "–",
            Loss::EmptyCells => "empty cells",
            Loss::Words => "words broken",
            Loss::Borders => "borders",
        };
        line(&mut out, layout.name, loss, tally);
    }
    let all = results.iter().map(|(_, tally)| tally.clone()).fold(Tally::default(), Tally::join);
    line(&mut out, "all", "", &all);
    out
}

fn line(out: &mut String, name: &str, loss: &str, tally: &Tally) {
    // Cut, not rounded: 100.00 % means all.
    let share = (tally.reported * 10_000).checked_div(tally.numbers).unwrap_or(0);
    let (whole, rest) = (share / 100, share % 100);
    writeln!(
        out,
        "| {name} | {loss} | {} | {} | {} | {} | {} | {whole}.{rest:02} % | {} | {} | {} |",
        tally.files,
        tally.figures,
        tally.numbers,
        tally.reported,
        tally.inferred,
        tally.absent,
        tally.unread,
        tally.wrong.len(),
    )
    .expect("a string takes text");
}

/// Puts the table between the marks of the file.
pub fn write(file: &Path, rows: &str) {
    let text = std::fs::read_to_string(file).expect("the file for the table is there");
    let (before, rest) = text.split_once(BEGIN).expect("the file has a mark where the table begins");
    let (_, after) = rest.split_once(END).expect("the file has a mark where the table ends");
    std::fs::write(file, format!("{before}{BEGIN}\n\n{rows}\n{END}{after}")).expect("the table can be written");
}
