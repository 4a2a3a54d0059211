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
pub mod hidden;
pub mod load;
pub mod model;
pub mod picture;
pub mod publish;
pub mod render;
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod text;

/// A page as it was read is a page as it is rendered: neither part knows the other.
impl From<load::MarkdownPage> for render::site::MarkdownPage {
    fn from(page: load::MarkdownPage) -> render::site::MarkdownPage {
        render::site::MarkdownPage {
            order: page.order.unwrap_or(i64::MAX),
            slug: page.name,
            language: page.language,
            title: page.title,
            description: page.description.unwrap_or_default(),
            body_markdown: page.body,
        }
    }
}
