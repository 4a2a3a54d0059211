//! One XML part as a tree of elements under their local names, whatever prefix or namespace their writer chose. Bounded:
//! what nests too deep or has too many elements is refused. Entities that the part itself declares are not expanded.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The deepest nesting that is read. A table in a table in a table has about thirty levels.
const DEEPEST: usize = 200;
/// The most elements and pieces of text of one part.
const MOST_NODES: usize = 2_000_000;

/// An element.
#[derive(Debug)]
pub struct Element<'a> {
    /// Its name without prefix.
    pub name: &'a str,
    /// What stands between its name and `>`.
    attributes: &'a str,
    /// What it holds, in order.
    pub children: Vec<Node<'a>>,
}

/// What an element holds.
#[derive(Debug)]
pub enum Node<'a> {
    /// An element.
    Element(Element<'a>),
    /// Text, entities resolved.
    Text(Cow<'a, str>),
}

/// Why a part is no tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It is no well-formed XML.
    Broken,
    /// It nests too deep or is too large.
    TooMuch,
}

impl<'a> Element<'a> {
    /// The child elements, in order.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.name == name)
    }

    /// The value of an attribute by its local name.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let start = BytesStart::from_content(self.attributes, 0);
        let found =
            start.attributes().with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name)?;
        let raw = found.value.into_owned();
        Some(Cow::Owned(quick_xml::escape::unescape(&raw).map(Cow::into_owned).unwrap_or(raw)))
    }

    /// The attribute `val` of the first child of this name: how office files write most properties.
    pub fn value(&self, name: &str) -> Option<String> {
        self.child(name)?.attribute("val").map(Cow::into_owned)
    }

    /// A property that is on where its element is there and does not say otherwise; `None` where it is not there.
    pub fn switch(&self, name: &str) -> Option<bool> {
        let property = self.child(name)?;
        Some(!matches!(property.attribute("val").as_deref(), Some("0" | "false" | "off")))
    }

    /// The text of the element and all below it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.add_text(text),
                Node::Text(piece) => text.push_str(piece),
            }
        }
    }

    /// Whether it or an element below it has this name.
    pub fn holds(&self, name: &str) -> bool {
        self.name == name || self.elements().any(|element| element.holds(name))
    }
}

/// The bytes of a part as text: UTF-8, or UTF-16 with a byte order mark.
pub fn decode(bytes: Vec<u8>) -> Result<String, Flaw> {
    match bytes.get(..2) {
        Some([0xff, 0xfe] | [0xfe, 0xff]) => {
            let (text, _, damaged) = encoding_rs::UTF_16LE.decode(&bytes);
            if damaged { Err(Flaw::Broken) } else { Ok(text.into_owned()) }
        }
        _ => String::from_utf8(bytes).map_err(|_| Flaw::Broken),
    }
}

/// The root element of a part.
///
/// # Errors
/// The text is no well-formed XML, or beyond the limits.
pub fn parse(text: &str) -> Result<Element<'_>, Flaw> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element<'_>> = vec![Element { name: "", attributes: "", children: Vec::new() }];
    let mut nodes = 0;
    loop {
        let from = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|_| Flaw::Broken)?;
        let to = reader.buffer_position() as usize;
        nodes += 1;
        if nodes > MOST_NODES || open.len() > DEEPEST {
            return Err(Flaw::TooMuch);
        }
        let top = open.last_mut().ok_or(Flaw::Broken)?;
        match event {
            Event::Start(_) => open.push(element(text.get(from..to).ok_or(Flaw::Broken)?)),
            Event::Empty(_) => {
                top.children.push(Node::Element(element(text.get(from..to).ok_or(Flaw::Broken)?)));
            }
            Event::End(_) => {
                let done = open.pop().ok_or(Flaw::Broken)?;
                open.last_mut().ok_or(Flaw::Broken)?.children.push(Node::Element(done));
            }
            Event::Text(piece) => top.children.push(Node::Text(piece.into_inner())),
            Event::CData(piece) => top.children.push(Node::Text(piece.into_inner())),
            Event::GeneralRef(entity) => {
                let character = match entity.resolve_char_ref() {
                    Ok(Some(character)) => character.to_string(),
                    Ok(None) => quick_xml::escape::resolve_predefined_entity(&entity).unwrap_or("\u{fffd}").to_owned(),
                    Err(_) => "\u{fffd}".to_owned(),
                };
                top.children.push(Node::Text(Cow::Owned(character)));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let [document] = &mut open[..] else { return Err(Flaw::Broken) };
    let root = std::mem::take(&mut document.children).into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or(Flaw::Broken)
}

/// Shows the opening tag of every element to `visit`, without what is in it: for parts of which a tree would be too large.
///
/// # Errors
/// The text is no XML.
#[cfg(feature = "xlsx")]
pub fn starts<'a>(text: &'a str, mut visit: impl FnMut(&Element<'a>)) -> Result<(), Flaw> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        let from = reader.buffer_position() as usize;
        match reader.read_event().map_err(|_| Flaw::Broken)? {
            Event::Start(_) | Event::Empty(_) => {
                let to = reader.buffer_position() as usize;
                visit(&element(text.get(from..to).ok_or(Flaw::Broken)?));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An element from its opening tag, `<` and `>` among it.
fn element(tag: &str) -> Element<'_> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let (name, attributes) = inner.split_at(inner.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inner.len()));
    let name = name.rsplit(':').next().unwrap_or(name);
    Element { name, attributes, children: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_prefix_and_entities_become_text() {
        let root =
            parse("<?xml version='1.0'?><w:a w:val=\"1 &lt; 2\"><b x='y'/>甲&amp;&#20057;<![CDATA[<丙>]]></w:a>")
                .unwrap();
        assert_eq!((root.name, root.attribute("val").as_deref()), ("a", Some("1 < 2")));
        assert_eq!(root.text(), "甲&乙<丙>");
        assert_eq!(root.child("b").unwrap().attribute("x").as_deref(), Some("y"));
    }

    #[test]
    fn an_entity_that_the_file_declares_is_not_expanded() {
        let root = parse("<!DOCTYPE a [<!ENTITY e \"12\">]><a>&e;</a>").unwrap();
        assert_eq!(root.text(), "\u{fffd}");
    }

    #[test]
    fn text_that_is_no_tree_is_refused() {
        for text in ["", "text", "<a>", "<a></b>", "</a>", "<a", "<a></a", "<a/><b>"] {
            assert!(matches!(parse(text), Err(Flaw::Broken)), "{text}");
        }
        assert!(matches!(parse(&"<a>".repeat(100_000)), Err(Flaw::TooMuch)));
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn the_opening_tags_are_shown_in_order() {
        let mut names = Vec::new();
        starts("\u{feff}<?xml version='1.0'?><x:a><b c='1'>甲</b><d/></x:a>", |element| {
            names.push((element.name, element.attribute("c").map(|value| value.into_owned())));
        })
        .unwrap();
        assert_eq!(names, [("a", None), ("b", Some("1".to_owned())), ("d", None)]);
        assert_eq!(starts("<a", |_| ()), Err(Flaw::Broken));
    }

    #[test]
    fn utf_16_is_read() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("<a>年报</a>".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(bytes).unwrap(), "<a>年报</a>");
    }
}
