//! What a report says, once read: whose it is, for which year, its figures with their places, its prose, and what
//! the checks found. Knows the form; knows nothing of file formats, HTML or charts.

mod body;
mod date;
mod figure;
mod finding;
mod number;
mod place;
#[expect(clippy::module_inception, reason = "the report is the module's main concept")]
mod report;
#[cfg(test)]
pub(crate) mod testing;
mod words;
mod written;

pub use body::{Level, Scope};
pub use date::Date;
pub use figure::{Correction, Figure, State, SumRef};
pub use finding::{CheckInstance, Finding, Outcome, Severity, Side, Verdict};
pub use number::{plain, write_plain};
pub use place::{Place, Spot, TableCell, letters};
pub use report::{CheckedReport, ExtraRow, Figures, Report, Section, SectionKind, SourceFile, SourceKind, usual_title};
pub use words::{Words, lines, place_of};
pub use written::FigureParts;
