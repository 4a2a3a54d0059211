//! Files become reports: `source` finds and reads them, `document` takes them apart, `extract` finds the tables and
//! reads their figures; `crate::check` then adds up what must add up. Pure per file, so it runs in parallel.

pub mod document;
pub mod extract;
