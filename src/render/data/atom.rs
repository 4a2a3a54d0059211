//! `feed.xml`: what is new, as an Atom feed (RFC 4287). It knows no portal: all words and addresses come in.

use std::io;

use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;

use crate::render::markup::{Html, is_xml};
use crate::report::Date;

/// A feed. Its address is its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// The language of its words, as a tag.
    pub language: &'static str,
    /// The whole address of the feed itself.
    pub address: String,
    /// The whole address of the page that it belongs to.
    pub home: String,
    /// What it is called.
    pub title: String,
    /// What it tells.
    pub subtitle: String,
    /// Who tells it.
    pub author: String,
    /// The day of the latest entry.
    pub updated: Date,
    /// The entries, newest first.
    pub entries: Vec<FeedEntry>,
}

/// One thing that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    /// Its name among all entries of all feeds, an address. It never changes.
    pub id: String,
    /// What is new, in one line.
    pub title: String,
    /// The whole address of the page that shows it.
    pub href: String,
    /// The day since when.
    pub updated: Date,
    /// More on it.
    pub content: Html,
}

/// The bytes of a feed.
pub fn feed_xml(feed: &Feed) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    write(&mut writer, feed).expect("XML is written to memory");
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

fn write(writer: &mut Writer<Vec<u8>>, feed: &Feed) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language)];
    writer.create_element("feed").with_attributes(root).write_inner_content(|writer| {
        text(writer, "id", &feed.address)?;
        text(writer, "title", &feed.title)?;
        text(writer, "subtitle", &feed.subtitle)?;
        text(writer, "updated", &moment(feed.updated))?;
        writer.create_element("author").write_inner_content(|writer| text(writer, "name", &feed.author))?;
        link(writer, "self", "application/atom+xml", &feed.address)?;
        link(writer, "alternate", "text/html", &feed.home)?;
        text(writer, "generator", "gongkai")?;
        for entry in &feed.entries {
            writer.create_element("entry").write_inner_content(|writer| {
                text(writer, "id", &entry.id)?;
                text(writer, "title", &entry.title)?;
                text(writer, "updated", &moment(entry.updated))?;
                link(writer, "alternate", "text/html", &entry.href)?;
                let content = writer.create_element("content").with_attribute(("type", "html"));
                content.write_text_content(BytesText::new(entry.content.as_str()))?;
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, words: &str) -> io::Result<()> {
    let words: String = words.chars().filter(|&c| is_xml(c)).collect();
    writer.create_element(name).write_text_content(BytesText::new(&words))?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, relation: &str, kind: &str, href: &str) -> io::Result<()> {
    let attributes = [("rel", relation), ("type", kind), ("href", href)];
    writer.create_element("link").with_attributes(attributes).write_empty()?;
    Ok(())
}

/// Atom has moments only, so a day stands as its beginning.
fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::reader::Reader;

    #[test]
    fn words_of_any_kind_leave_the_feed_well_formed() {
        let date = Date::parse("2025-01-02").unwrap();
        let words = "甲县<script>&\u{0}\u{b}\u{ffff}]]>\"'".to_owned();
        let entry = FeedEntry {
            id: "https://a.example/#b".into(),
            title: words.clone(),
            href: "https://a.example/?a&b".into(),
            updated: date,
            content: Html::escaped(&words),
        };
        let feed = Feed {
            language: "zh-CN",
            address: "https://a.example/feed.xml".into(),
            home: "https://a.example/".into(),
            title: words.clone(),
            subtitle: words.clone(),
            author: words,
            updated: date,
            entries: vec![entry],
        };
        let xml = String::from_utf8(feed_xml(&feed)).unwrap();
        let mut reader = Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
        assert!(xml.chars().all(is_xml), "{xml}");
        assert_eq!(xml.matches("甲县&lt;script&gt;&amp;").count(), 4, "{xml}");
        assert_eq!(xml.matches("甲县&amp;lt;script").count(), 1, "{xml}");
    }
}
