//! `sitemap.xml` and `robots.txt`.

use crate::text::Language;

/// A page for the sitemap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SitePath {
    /// Path below the base URL, without a leading `/`: `` (home), `bodies/`.
    pub path: String,
    /// The same page in every language that has it, itself included: language and path.
    pub alternates: Vec<(Language, String)>,
}

/// `sitemap.xml` for pages in the order given. `base_url` is absolute; a final `/` is added where there is none.
pub fn sitemap_xml(base_url: &str, pages: &[SitePath]) -> Vec<u8> {
    let _ = (base_url, pages);
    todo!()
}

/// `robots.txt`: everything may be read; it names the sitemap.
pub fn robots_txt(base_url: &str) -> Vec<u8> {
    let _ = base_url;
    todo!()
}
