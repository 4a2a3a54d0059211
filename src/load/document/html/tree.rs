//! A page as a tree of elements and text, each with the line of the source where it stands. It repairs what browsers
//! repair, ends where a page is made to take all time or memory, and knows nothing of reports or of what is shown.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, LocalName, Namespace, ParseOpts, QualName, parse_document};

/// The deepest nesting that is read; real pages stay below a hundred. The parser takes quadratic time beyond it.
const DEEPEST: u32 = 512;
/// The most elements and texts of a page.
const MOST_NODES: usize = 400_000;
/// The longest page, in bytes of its text. The longest real one met is a third of a million.
const LONGEST: usize = 8 * 1024 * 1024;
/// The most attributes of one element: the parser compares each with each.
const MOST_ATTRIBUTES: usize = 500;
/// How much is parsed before it is asked whether it is too much.
const PIECE: usize = 4096;
/// The attributes that say something of what is shown, or whose report it is.
const ATTRIBUTES: [&str; 24] = [
    "style",
    "class",
    "id",
    "colspan",
    "rowspan",
    "size",
    "dir",
    "color",
    "bgcolor",
    "text",
    "background",
    "media",
    "hidden",
    "name",
    "property",
    "content",
    "http-equiv",
    "rel",
    "href",
    "src",
    "type",
    "popover",
    "width",
    "height",
];

/// The most other attributes that a page's rules name and that are kept for them.
const MOST_NAMED: usize = 64;
/// Longer names are not looked for.
const LONGEST_NAME: usize = 40;

/// A node of the tree, by its index.
pub type Id = u32;

/// What a node is.
#[derive(Debug)]
pub enum Data {
    /// The root.
    Root,
    /// An element of HTML; the name is empty for elements of other languages in a page.
    Element(LocalName, Vec<(LocalName, StrTendril)>),
    /// Text.
    Text(String),
    /// A comment.
    Comment(String),
}

/// A node with its neighbours.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// The line of the source where it begins (of a text: its first letter), counted from 1.
    pub line: u32,
    /// The element around it.
    pub parent: Option<Id>,
    /// The first node in it.
    pub first: Option<Id>,
    /// The node after it in the same element.
    pub next: Option<Id>,
    last: Option<Id>,
    before: Option<Id>,
    depth: u32,
}

/// The tree of a page.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// Why a page is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch;

impl Tree {
    /// Parses a page.
    ///
    /// # Errors
    /// The page is too long, too deep, or has more elements than any report.
    pub fn parse(text: &str) -> Result<Tree, TooMuch> {
        if text.len() > LONGEST || most_attributes(text) > MOST_ATTRIBUTES {
            return Err(TooMuch);
        }
        let mut options = ParseOpts::default();
        options.tree_builder.scripting_enabled = true;
        let mut parser = parse_document(Sink::new(named_attributes(text)), options);
        let mut rest = text;
        while !rest.is_empty() {
            let end = (0..=PIECE.min(rest.len())).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            parser.process(StrTendril::from_slice(piece));
            if parser.tokenizer.sink.sink.too_much.get() {
                return Err(TooMuch);
            }
            rest = after;
        }
        let sink = parser.finish();
        let tree = Tree { nodes: sink.nodes.into_inner() };
        if sink.too_much.get() || tree.depth() > DEEPEST { Err(TooMuch) } else { Ok(tree) }
    }

    /// How deep the tree is; elements that the parser moved took along what is in them.
    fn depth(&self) -> u32 {
        let (mut at, mut depth, mut deepest) = (Tree::ROOT, 0, 0);
        loop {
            if let Some(first) = self.node(at).first {
                (at, depth) = (first, depth + 1);
                deepest = deepest.max(depth);
                continue;
            }
            loop {
                if let Some(next) = self.node(at).next {
                    at = next;
                    break;
                }
                let Some(parent) = self.node(at).parent else { return deepest };
                (at, depth) = (parent, depth - 1);
            }
        }
    }

    /// The root.
    pub const ROOT: Id = 0;

    /// A node.
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// All nodes that ever were in the tree, in the order of the source, some of them no longer in it.
    pub fn ids(&self) -> impl Iterator<Item = Id> {
        0..self.nodes.len() as Id
    }

    /// The nodes in an element, in order.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.node(id).first, |&child| self.node(child).next)
    }

    /// The node before a node, in the same element.
    pub fn before(&self, id: Id) -> Option<Id> {
        self.node(id).before
    }

    /// The elements around a node, from the nearest to the root.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.node(id).parent, |&parent| self.node(parent).parent)
    }

    /// The name of an element; empty for what is none.
    pub fn name(&self, id: Id) -> &str {
        match &self.node(id).data {
            Data::Element(name, _) => name,
            _ => "",
        }
    }

    /// The attributes of an element that are kept.
    pub fn attributes(&self, id: Id) -> &[(LocalName, StrTendril)] {
        match &self.node(id).data {
            Data::Element(_, attributes) => attributes,
            _ => &[],
        }
    }

    /// The value of an attribute of an element.
    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        match &self.node(id).data {
            Data::Element(_, attributes) => {
                attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
            }
            _ => None,
        }
    }
}

/// The most attributes that any tag of the text may have, counted without parsing: an upper limit is enough.
fn most_attributes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut most = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == b'<') {
        at += found + 1;
        let name = &bytes[at..bytes.len().min(at + 7)];
        let skip_to: &[u8] = if name.starts_with(b"!--") {
            b"-->"
        } else if name.len() >= 6 && name[..6].eq_ignore_ascii_case(b"script") {
            b"</"
        } else if name.first().is_some_and(u8::is_ascii_alphabetic) {
            b""
        } else {
            continue;
        };
        let (mut attributes, mut quote, mut before) = (0, None, b' ');
        while let Some(&byte) = bytes.get(at) {
            match quote {
                Some(mark) if byte == mark => quote = None,
                Some(_) => {}
                None if byte == b'>' => break,
                None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
                None if byte.is_ascii_whitespace() || byte == b'/' || matches!(before, b'"' | b'\'') => attributes += 1,
                None => {}
            }
            if !byte.is_ascii_whitespace() || before != b'=' {
                before = byte;
            }
            at += 1;
        }
        if !skip_to.starts_with(b"-") {
            most = most.max(attributes);
        }
        if !skip_to.is_empty()
            && let Some(end) = find(&bytes[at.min(bytes.len())..], skip_to)
        {
            at += end;
        }
    }
    most
}

/// The attributes that the style sheets of a page name in brackets, in small letters.
fn named_attributes(text: &str) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let is_style = rest.as_bytes().get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"style"));
        let sheet = if is_style { &rest[..rest.find("</").unwrap_or(rest.len())] } else { "" };
        for condition in sheet.split('[').skip(1) {
            let name = condition.trim_start();
            let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(name.len());
            let name = name[..end].to_ascii_lowercase();
            let is_new = || !ATTRIBUTES.contains(&name.as_str()) && !named.contains(&name);
            if (1..=LONGEST_NAME).contains(&end) && named.len() < MOST_NAMED && is_new() {
                named.push(name);
            }
        }
        rest = &rest[sheet.len()..];
    }
    named
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// What the parser holds of a node. The names of elements are asked for without a borrow of the tree.
#[derive(Debug, Clone)]
struct Handle {
    id: Id,
    name: QualName,
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// The attributes that the page's rules name.
    named: Vec<String>,
    line: Cell<u32>,
    too_much: Cell<bool>,
}

impl Sink {
    fn new(named: Vec<String>) -> Sink {
        let root = Node {
            data: Data::Root,
            line: 1,
            parent: None,
            first: None,
            next: None,
            last: None,
            before: None,
            depth: 0,
        };
        Sink { nodes: RefCell::new(vec![root]), named, line: Cell::new(1), too_much: Cell::new(false) }
    }

    fn make(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        let id = nodes.len() as Id;
        let line = self.line.get();
        nodes.push(Node { data, line, parent: None, first: None, next: None, last: None, before: None, depth: 0 });
        if nodes.len() > MOST_NODES {
            self.too_much.set(true);
        }
        id
    }

    fn make_text(&self, text: StrTendril) -> Id {
        let line = self.line_of(&text);
        let id = self.make(Data::Text(text.into()));
        self.nodes.borrow_mut()[id as usize].line = line;
        id
    }

    /// The line on which a text that was just met begins: the parser tells where it ends.
    fn line_of(&self, text: &str) -> u32 {
        let behind = text.trim_ascii_start().matches('\n').count();
        self.line.get().saturating_sub(behind as u32).max(1)
    }

    fn handle(&self, id: Id) -> Handle {
        Handle { id, name: QualName::new(None, Namespace::default(), LocalName::default()) }
    }

    /// Adds text to the text node `id`, if it is one. Blanks do not say where a text begins.
    fn extend(&self, id: Option<Id>, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let Some(Node { data: Data::Text(all), line, .. }) = id.map(|id| &mut nodes[id as usize]) else { return false };
        if all.trim_ascii().is_empty() {
            *line = self.line_of(text);
        }
        all.push_str(text);
        true
    }

    /// Puts a node, which is nowhere, into `parent`: before `next`, or last.
    fn insert(&self, parent: Id, child: Id, next: Option<Id>) {
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent as usize].depth + 1;
        if depth > DEEPEST {
            self.too_much.set(true);
        }
        let before = match next {
            Some(next) => nodes[next as usize].before.replace(child),
            None => nodes[parent as usize].last.replace(child),
        };
        match before {
            Some(before) => nodes[before as usize].next = Some(child),
            None => nodes[parent as usize].first = Some(child),
        }
        let node = &mut nodes[child as usize];
        (node.parent, node.before, node.next, node.depth) = (Some(parent), before, next, depth);
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let node = &mut nodes[id as usize];
        let (parent, before, next) = (node.parent.take(), node.before.take(), node.next.take());
        let Some(parent) = parent else { return };
        match before {
            Some(before) => nodes[before as usize].next = next,
            None => nodes[parent as usize].first = next,
        }
        match next {
            Some(next) => nodes[next as usize].before = before,
            None => nodes[parent as usize].last = before,
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Sink;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Sink {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.handle(Tree::ROOT)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let local = if name.ns == html5ever::ns!(html) { name.local.clone() } else { LocalName::default() };
        let keeps = |name: &str| ATTRIBUTES.contains(&name) || self.named.iter().any(|one| one == name);
        let kept = attributes.into_iter().filter(|one| keeps(&one.name.local));
        let kept = kept.map(|one| (one.name.local, one.value)).collect();
        Handle { id: self.make(Data::Element(local, kept)), name }
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.handle(self.make(Data::Comment(text.into())))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.handle(self.make(Data::Comment(String::new())))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(child) => {
                self.detach(child.id);
                self.insert(parent.id, child.id, None);
            }
            NodeOrText::AppendText(text) => {
                let last = self.nodes.borrow()[parent.id as usize].last;
                if !self.extend(last, &text) {
                    let text = self.make_text(text);
                    self.insert(parent.id, text, None);
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.nodes.borrow()[element.id as usize].parent.is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(before, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // What a template holds is not shown, and neither is the element: its content can stay in it.
        target.clone()
    }

    fn same_node(&self, a: &Handle, b: &Handle) -> bool {
        a.id == b.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let (parent, before) = {
            let nodes = self.nodes.borrow();
            let node = &nodes[sibling.id as usize];
            (node.parent, node.before)
        };
        let Some(parent) = parent else { return };
        match child {
            NodeOrText::AppendNode(child) => {
                self.detach(child.id);
                self.insert(parent, child.id, Some(sibling.id));
            }
            NodeOrText::AppendText(text) => {
                if !self.extend(before, &text) {
                    let text = self.make_text(text);
                    self.insert(parent, text, Some(sibling.id));
                }
            }
        }
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {
        // Only for a second `html` or `body`, of whose attributes none is asked for.
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let Some(child) = self.nodes.borrow()[node.id as usize].first else { return };
            self.detach(child);
            self.insert(new_parent.id, child, None);
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(u32::try_from(line).unwrap_or(u32::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(tree: &Tree) -> Vec<(String, u32)> {
        let texts = tree.ids().filter_map(|id| match &tree.node(id).data {
            Data::Text(text) if !text.trim().is_empty() => Some((text.trim().to_owned(), tree.node(id).line)),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn every_text_knows_its_line() {
        let tree = Tree::parse("<p>甲\n</p>\n<p\n style='a\nb'>\n\n  乙&nbsp;丙\n丁").unwrap();
        assert_eq!(texts(&tree), [("甲".to_owned(), 1), ("乙\u{a0}丙\n丁".to_owned(), 7)]);
    }

    #[test]
    fn a_page_made_to_take_all_time_or_memory_is_refused() {
        let attributes: String = (0..600).map(|number| format!(" a{number}")).collect();
        for page in [
            "<div>".repeat(200_000),
            "<table><tr><td>".repeat(100_000),
            format!(
                "{}{}",
                (0..500).map(|size| format!("<font size={size}>")).collect::<String>(),
                "<p>x".repeat(500_000)
            ),
            "<p>".repeat(500_000),
            format!("<div{attributes}>"),
            "x".repeat(LONGEST + 1),
        ] {
            assert_eq!(Tree::parse(&page).map(|tree| tree.nodes.len()), Err(TooMuch), "{}", &page[..40]);
        }
    }

    #[test]
    fn long_values_and_scripts_have_no_attributes() {
        let style = "mso-a: b; ".repeat(400);
        let script = "if (a<b && c) d = e; ".repeat(400);
        assert!(most_attributes(&format!("<p style=\"{style}\"><script>{script}</script><!-- {script} -->")) < 9);
    }
}
