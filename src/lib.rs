//! gongkai reads annual reports on government information disclosure from a folder, checks that their figures add
//! up, compares bodies and years, and renders a static website.
//!
//! ```text
//! content/ ──load──▶ CheckedReport… ──model──▶ Portal ──render──▶ Site (path → recipe) ──publish──▶ public/
//!                                                                         └──serve──▶ a browser
//! ```

pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod error;
pub mod form;
pub mod load;
pub mod model;
pub mod picture;
pub mod publish;
pub mod render;
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod text;
