//! `sitemap.xml` and `robots.txt`.

use std::io;

use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;

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
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    write(&mut writer, base_url, pages).expect("XML is written to memory");
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

fn write(writer: &mut Writer<Vec<u8>>, base_url: &str, pages: &[SitePath]) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let urlset = writer.create_element("urlset").with_attributes([
        ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
        ("xmlns:xhtml", "http://www.w3.org/1999/xhtml"),
    ]);
    urlset.write_inner_content(|writer| pages.iter().try_for_each(|page| write_page(writer, base_url, page)))?;
    Ok(())
}

fn write_page(writer: &mut Writer<Vec<u8>>, base_url: &str, page: &SitePath) -> io::Result<()> {
    let url = writer.create_element("url");
    url.write_inner_content(|writer| {
        let address = absolute(base_url, &page.path);
        writer.create_element("loc").write_text_content(BytesText::new(&address))?;
        for (language, path) in &page.alternates {
            let address = absolute(base_url, path);
            let attributes = [("rel", "alternate"), ("hreflang", language.tag()), ("href", address.as_str())];
            writer.create_element("xhtml:link").with_attributes(attributes).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// `robots.txt`: everything may be read; it names the sitemap. Crawlers look for it at the root of a host only, so
/// for a site under a sub-path it is there for whoever copies it.
pub fn robots_txt(base_url: &str) -> Vec<u8> {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", absolute(base_url, "sitemap.xml")).into_bytes()
}

fn absolute(base_url: &str, path: &str) -> String {
    format!("{}/{}", base_url.trim_end_matches('/'), path.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sitemap_names_every_page_with_its_languages() {
        let alternates = vec![(Language::Zh, String::new()), (Language::En, "en/".to_owned())];
        let pages = [
            SitePath { path: String::new(), alternates: alternates.clone() },
            SitePath { path: "en/".to_owned(), alternates },
        ];
        let xml = String::from_utf8(sitemap_xml("https://example.org/a&b", &pages)).unwrap();
        assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "));
        assert!(xml.contains("<loc>https://example.org/a&amp;b/</loc>"), "{xml}");
        assert!(xml.contains("<loc>https://example.org/a&amp;b/en/</loc>"));
        assert_eq!(xml.matches("hreflang=\"zh-CN\" href=\"https://example.org/a&amp;b/\"").count(), 2, "{xml}");
    }

    #[test]
    fn robots_names_the_sitemap() {
        let text = String::from_utf8(robots_txt("https://example.org/sub/")).unwrap();
        assert!(text.ends_with("\nSitemap: https://example.org/sub/sitemap.xml\n"));
    }
}
