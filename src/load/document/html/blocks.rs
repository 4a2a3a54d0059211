//! What a page shows, in order: paragraphs and tables. Scripts, hidden parts, controls and frames are not shown; tables that
//! only arrange the page are taken apart into what they hold. Which of it is the report is not known here.

use super::text::{Joined, compact};
use super::tree::{Data, Id, Tree};

/// The most rows of which a spanning cell is counted, and the most columns.
const MOST_SPANNED: usize = 1000;
/// A cell with more text than this (in bytes), in more than one paragraph, is no cell of a table of figures.
const LONGEST_CELL: usize = 450;
/// What stands for a picture or a control in a cell that has no text: something is there, and it cannot be read.
const PICTURE: char = '\u{fffc}';

/// One thing that a page shows.
#[derive(Debug)]
pub struct Block {
    /// The element that holds it.
    pub at: Id,
    /// The line of the source where its text begins.
    pub line: u32,
    /// What it is.
    pub content: Shown,
}

/// What is shown.
#[derive(Debug)]
pub enum Shown {
    /// Running text, and whether all of it leads elsewhere when clicked.
    Paragraph(String, bool),
    /// Rows of a table, each with the cells that begin in it.
    Rows(Vec<Vec<TextCell>>),
}

/// A cell of a table.
#[derive(Debug)]
pub struct TextCell {
    /// Its text.
    pub text: String,
    /// The line of the source where it begins.
    pub line: u32,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows it spans.
    pub rows: usize,
}

/// All that is shown of the page. `hidden` takes in what the page hides until somebody asks for it.
pub fn blocks(tree: &Tree, hidden: bool) -> Vec<Block> {
    let mut walk = Walk { tree, hidden, blocks: Vec::new(), text: Joined::paragraph(), line: 0, linked: true };
    walk.children(Tree::ROOT, Tree::ROOT, false);
    walk.end(Tree::ROOT);
    walk.blocks
}

struct Walk<'a> {
    tree: &'a Tree,
    hidden: bool,
    blocks: Vec<Block>,
    text: Joined,
    line: u32,
    linked: bool,
}

impl Walk<'_> {
    /// Walks through what is in `id`. `block` is the element whose paragraph it belongs to.
    fn children(&mut self, id: Id, block: Id, linked: bool) {
        let tree = self.tree;
        for child in tree.children(id) {
            match &tree.node(child).data {
                Data::Text(text) => self.add(text, child, block, linked, is_preformatted(tree, id)),
                Data::Element(name, _) => self.element(child, name, block, linked),
                Data::Root | Data::Comment(_) => {}
            }
        }
    }

    fn element(&mut self, id: Id, name: &str, block: Id, linked: bool) {
        if !is_shown(self.tree, id, name, self.hidden) || is_picture(name) {
            return;
        }
        match name {
            "br" | "hr" => self.end(block),
            "table" => {
                self.end(block);
                self.table(id);
            }
            "a" => self.children(id, block, linked || leads_elsewhere(self.tree, id)),
            _ if is_block(name) => {
                self.end(block);
                self.children(id, id, linked);
                self.end(id);
            }
            _ => self.children(id, block, linked),
        }
    }

    fn add(&mut self, text: &str, at: Id, block: Id, linked: bool, lines: bool) {
        if text.trim().is_empty() {
            self.text.push(text);
            return;
        }
        for (index, piece) in text.split(|c| lines && c == '\n').enumerate() {
            if index > 0 {
                self.end(block);
            }
            if self.text.is_empty() {
                self.line = self.tree.node(at).line + index as u32;
                self.linked = true;
            }
            self.linked &= linked;
            self.text.push(piece);
        }
    }

    /// Ends the paragraph.
    fn end(&mut self, at: Id) {
        let text = self.text.take();
        if !text.is_empty() {
            self.blocks.push(Block { at, line: self.line, content: Shown::Paragraph(text, self.linked) });
        }
    }

    fn table(&mut self, table: Id) {
        let mut rows = Vec::new();
        own_rows(self.tree, table, self.hidden, &mut rows);
        let cells: Vec<Vec<Id>> = rows.iter().map(|row| self.cells(*row)).collect();
        let holds_figures = is_of_figures(self.tree, &cells);
        for caption in self.tree.children(table).filter(|child| self.tree.name(*child) == "caption") {
            self.element(caption, "caption", table, false);
        }
        let mut ready: Vec<Vec<TextCell>> = Vec::new();
        let count = cells.len();
        for (number, row) in cells.into_iter().enumerate() {
            if row.iter().any(|cell| arranges(self.tree, *cell, holds_figures)) {
                self.rows(table, &mut ready);
                for cell in row {
                    self.children(cell, cell, false);
                    self.end(cell);
                }
            } else {
                ready.push(row.into_iter().map(|cell| self.cell(cell, count - number)).collect());
            }
        }
        self.rows(table, &mut ready);
    }

    fn rows(&mut self, table: Id, ready: &mut Vec<Vec<TextCell>>) {
        let line = ready.iter().flatten().map(|cell| cell.line).next();
        if let Some(line) = line {
            self.blocks.push(Block { at: table, line, content: Shown::Rows(std::mem::take(ready)) });
        }
    }

    fn cells(&self, row: Id) -> Vec<Id> {
        let cells = self.tree.children(row).filter(|&id| {
            let name = self.tree.name(id);
            matches!(name, "td" | "th") && is_shown(self.tree, id, name, self.hidden)
        });
        cells.collect()
    }

    fn cell(&self, id: Id, rows_left: usize) -> TextCell {
        let mut text = Joined::cell();
        let mut found = Found { line: None, picture: false };
        self.cell_text(id, &mut text, &mut found);
        let mut text = text.take();
        if text.is_empty() && found.picture {
            text.push(PICTURE);
        }
        let span = |name| self.tree.attribute(id, name).and_then(|value| value.trim().parse::<usize>().ok());
        // A span of no rows is one to the end of the table.
        let rows = span("rowspan").map_or(1, |rows| if rows == 0 { rows_left } else { rows });
        TextCell {
            text,
            line: found.line.unwrap_or(self.tree.node(id).line),
            columns: span("colspan").unwrap_or(1).clamp(1, MOST_SPANNED),
            rows: rows.clamp(1, rows_left.clamp(1, MOST_SPANNED)),
        }
    }

    fn cell_text(&self, id: Id, into: &mut Joined, found: &mut Found) {
        let tree = self.tree;
        for child in tree.children(id) {
            match &tree.node(child).data {
                Data::Text(text) => {
                    if found.line.is_none() && !text.trim().is_empty() {
                        found.line = Some(tree.node(child).line);
                    }
                    into.push(text);
                }
                Data::Element(name, _) if is_picture(name) => found.picture = true,
                Data::Element(name, _) if is_shown(tree, child, name, self.hidden) => {
                    // What is struck out or raised is no part of the number beside it.
                    let apart = is_block(name)
                        || matches!(&**name, "br" | "sup" | "sub" | "del" | "s" | "strike" | "table" | "ruby" | "rt")
                        || style(tree, child).is_some_and(|style| style.contains("line-through"));
                    if apart {
                        into.border();
                    }
                    self.cell_text(child, into, found);
                    if apart {
                        into.border();
                    }
                }
                _ => {}
            }
        }
    }
}

/// What was met in a cell.
struct Found {
    /// The line of its first text.
    line: Option<u32>,
    /// A picture or a control.
    picture: bool,
}

/// The rows of a table, without those of tables in it.
fn own_rows(tree: &Tree, id: Id, hidden: bool, into: &mut Vec<Id>) {
    for child in tree.children(id) {
        let name = tree.name(child);
        match name {
            "tr" if is_shown(tree, child, name, hidden) => into.push(child),
            "tbody" | "thead" | "tfoot" if is_shown(tree, child, name, hidden) => {
                own_rows(tree, child, hidden, into);
            }
            _ => {}
        }
    }
}

/// Whether the table itself, apart from tables in it, is one of figures: rows of several cells, with words of the form.
fn is_of_figures(tree: &Tree, cells: &[Vec<Id>]) -> bool {
    if cells.iter().filter(|row| row.len() >= 2).count() < 3 {
        return false;
    }
    let mut text = String::new();
    for &cell in cells.iter().flatten() {
        own_text(tree, cell, &mut text);
        if text.len() > 4096 {
            break;
        }
    }
    super::page::is_form_table(&compact(&text))
}

/// The text of a cell without that of tables in it.
fn own_text(tree: &Tree, id: Id, into: &mut String) {
    for child in tree.children(id) {
        match &tree.node(child).data {
            Data::Text(text) => into.push_str(text),
            Data::Element(name, _) if &**name != "table" => own_text(tree, child, into),
            _ => {}
        }
    }
}

/// Whether a cell is there to arrange the page: it holds a table (and is not of a table of figures), or paragraphs of prose.
fn arranges(tree: &Tree, cell: Id, of_figures: bool) -> bool {
    let (mut length, mut paragraphs) = (0, 0);
    let mut open: Vec<Id> = tree.children(cell).collect();
    while let Some(id) = open.pop() {
        match &tree.node(id).data {
            Data::Text(text) => length += text.trim().len(),
            Data::Element(name, _) if &**name == "table" && !of_figures => return true,
            Data::Element(name, _) if &**name == "table" => {}
            Data::Element(name, _) => {
                paragraphs += usize::from(is_block(name) || &**name == "br");
                open.extend(tree.children(id));
            }
            _ => {}
        }
        if length > LONGEST_CELL && paragraphs > 1 {
            return true;
        }
    }
    false
}

fn is_preformatted(tree: &Tree, id: Id) -> bool {
    tree.name(id) == "pre"
}

fn leads_elsewhere(tree: &Tree, id: Id) -> bool {
    tree.attribute(id, "href").is_some_and(|href| !href.trim().is_empty() && !href.starts_with('#'))
}

/// Whether an element is shown at all.
fn is_shown(tree: &Tree, id: Id, name: &str, hidden: bool) -> bool {
    const NEVER: [&str; 18] = [
        "head", "script", "style", "noscript", "template", "title", "meta", "link", "iframe", "frame", "frameset",
        "noframes", "option", "optgroup", "datalist", "map", "audio", "video",
    ];
    // An element of another language than HTML has no name.
    if name.is_empty() || NEVER.contains(&name) {
        return false;
    }
    hidden || (tree.attribute(id, "hidden").is_none() && !is_styled_away(tree, id))
}

fn is_styled_away(tree: &Tree, id: Id) -> bool {
    let Some(style) = style(tree, id) else { return false };
    (style.contains("none") || style.contains("hidden")) && {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        style.split(';').any(|one| {
            let one = one.trim_end_matches("!important");
            one == "display:none" || one == "visibility:hidden"
        })
    }
}

fn style(tree: &Tree, id: Id) -> Option<String> {
    tree.attribute(id, "style").map(str::to_ascii_lowercase)
}

/// Pictures and controls: what they show is no text.
fn is_picture(name: &str) -> bool {
    matches!(name, "img" | "object" | "embed" | "canvas" | "input" | "select" | "textarea" | "button")
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 36] = [
        "html",
        "body",
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "center",
        "blockquote",
        "pre",
        "address",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "legend",
        "caption",
        "td",
        "th",
        "details",
    ];
    BLOCKS.contains(&name)
}
