//! What a page shows, in order: paragraphs and tables. Scripts, hidden parts, controls and frames are not shown; tables that
//! only arrange the page are taken apart into what they hold. Which of it is the report is not known here.

use super::cell::{self, is_raised, own_text};
use super::look::{Look, Looks};
use super::text::{Joined, compact, is_mark};
use super::tree::{Data, Id, Tree};

/// The most rows of which a spanning cell is counted, and the most columns.
const MOST_SPANNED: usize = 1000;
/// A cell with more text than this (in bytes), in more than one paragraph, is no cell of a table of figures.
const LONGEST_CELL: usize = 450;

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

/// All that is shown of the page. `hidden` takes in the parts that the page hides until somebody asks for them.
pub fn blocks(tree: &Tree, looks: &Looks<'_>, hidden: bool) -> Vec<Block> {
    let text = Joined::paragraph();
    let mut walk = Walk { tree, looks, hidden, blocks: Vec::new(), text, line: 0, linked: true, base: false };
    walk.children(Tree::ROOT, Tree::ROOT, false, looks.page());
    walk.end(Tree::ROOT);
    walk.blocks
}

struct Walk<'a, 't> {
    tree: &'a Tree,
    looks: &'a Looks<'t>,
    hidden: bool,
    blocks: Vec<Block>,
    text: Joined,
    line: u32,
    linked: bool,
    /// Whether the first text of the paragraph is moved up or down.
    base: bool,
}

impl Walk<'_, '_> {
    /// Walks through what is in `id`, which looks as `look` says. `block` is the element whose paragraph it belongs to.
    fn children(&mut self, id: Id, block: Id, linked: bool, look: Look) {
        let tree = self.tree;
        for child in tree.children(id) {
            match &tree.node(child).data {
                Data::Text(text) => self.add(text, child, block, linked, look),
                Data::Element(name, _) => self.element(child, name, block, linked, look),
                Data::Root | Data::Comment(_) => {}
            }
        }
    }

    fn element(&mut self, id: Id, name: &str, block: Id, linked: bool, around: Look) {
        if is_never_shown(name) || is_picture(name) {
            return;
        }
        let in_line = !is_block(name) && name != "table";
        let step = self.looks.enter(around, id, name);
        if step.hides_itself || in_line && (step.look.is_hidden() || step.look.is_white()) {
            // Within a line what is hidden stays so; parts of a page are hidden until somebody asks for them.
            let is_part = !in_line || holds_blocks(self.tree, id);
            if !is_part || step.hides_itself && !self.hidden {
                return;
            }
        }
        let look = step.look.seen();
        match name {
            "br" | "hr" => self.end(block),
            "table" => {
                self.end(block);
                self.table(id, look);
            }
            "a" => {
                let begun = !self.text.is_empty();
                if step.is_note && begun && is_mark(&own_text(self.tree, id), is_raised(self.tree, id, &step)) {
                    return;
                }
                let look = if step.is_note && begun { look.raised() } else { look };
                self.children(id, block, linked || leads_elsewhere(self.tree, id), look);
            }
            _ if is_block(name) => {
                self.end(block);
                self.children(id, id, linked, look);
                self.end(id);
            }
            _ => self.children(id, block, linked, look),
        }
    }

    fn add(&mut self, text: &str, at: Id, block: Id, linked: bool, look: Look) {
        if text.trim().is_empty() {
            self.text.push(text);
            return;
        }
        let lines = self.tree.node(at).parent.is_some_and(|parent| is_preformatted(self.tree, parent));
        for (index, piece) in text.split(|c| lines && c == '\n').enumerate() {
            if index > 0 {
                self.end(block);
            }
            if self.text.is_empty() {
                self.line = self.tree.node(at).line + index as u32;
                self.linked = true;
                self.base = look.shifted;
            }
            self.linked &= linked;
            let set_off = (look.raised || look.shifted != self.base) && piece.chars().any(char::is_numeric);
            self.text.push_looking(piece, look.struck && !piece.trim().is_empty(), set_off);
        }
    }

    /// Ends the paragraph.
    fn end(&mut self, at: Id) {
        let text = self.text.take();
        if !text.is_empty() {
            self.blocks.push(Block { at, line: self.line, content: Shown::Paragraph(text, self.linked) });
        }
    }

    fn table(&mut self, table: Id, look: Look) {
        let mut rows = Vec::new();
        self.own_rows(table, look, &mut rows);
        let mut cells: Vec<Vec<Placed>> = rows.iter().map(|row| self.cells(row)).collect();
        for cell in cells.iter_mut().flatten().filter(|cell| cell.removed) {
            // What arranges the page is hidden like other parts of it.
            if arranges(self.tree, cell.id, false) {
                cell.removed = cell.hides_itself && !self.hidden;
            }
        }
        // Rows and cells that are hidden are left out, unless they are most of the table: then a script shows them.
        let all = cells.iter().map(Vec::len).sum::<usize>();
        let unseen = cells.iter().flatten().filter(|cell| cell.removed || cell.look.is_hidden()).count();
        if 2 * unseen > all {
            cells.iter_mut().flatten().for_each(|cell| (cell.removed, cell.look) = (false, cell.look.seen()));
        }
        cells.iter_mut().for_each(|row| row.retain(|cell| !cell.removed));
        let ids: Vec<Vec<Id>> = cells.iter().map(|row| row.iter().map(|cell| cell.id).collect()).collect();
        let holds_figures = is_of_figures(self.tree, &ids);
        for caption in self.tree.children(table).filter(|child| self.tree.name(*child) == "caption") {
            self.element(caption, "caption", table, false, look);
        }
        let mut ready: Vec<Vec<TextCell>> = Vec::new();
        let count = cells.len();
        for (number, row) in cells.into_iter().enumerate() {
            if row.iter().any(|cell| arranges(self.tree, cell.id, holds_figures)) {
                self.rows(table, &mut ready);
                for cell in row {
                    self.children(cell.id, cell.id, false, cell.look.seen());
                    self.end(cell.id);
                }
            } else {
                ready.push(row.into_iter().map(|cell| self.cell(&cell, count - number)).collect());
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

    /// The rows of a table, without those of tables in it.
    fn own_rows(&self, id: Id, look: Look, into: &mut Vec<Placed>) {
        self.placed(id, look, &["tr", "tbody", "thead", "tfoot"], |name, inner| match name {
            "tr" => into.push(inner),
            _ => {
                let start = into.len();
                self.own_rows(inner.id, inner.look, into);
                into[start..].iter_mut().for_each(|row| row.hide_with(&inner));
            }
        });
    }

    fn cells(&self, row: &Placed) -> Vec<Placed> {
        let mut cells = Vec::new();
        self.placed(row.id, row.look, &["td", "th"], |_, mut cell| {
            cell.hide_with(row);
            cells.push(cell);
        });
        cells
    }

    /// The children of these names, each with its look.
    fn placed(&self, id: Id, look: Look, names: &[&str], mut take: impl FnMut(&str, Placed)) {
        for child in self.tree.children(id) {
            let name = self.tree.name(child);
            if names.contains(&name) {
                let step = self.looks.enter(look, child, name);
                take(
                    name,
                    Placed { id: child, look: step.look, removed: step.removed, hides_itself: step.hides_itself },
                );
            }
        }
    }

    fn cell(&self, cell: &Placed, rows_left: usize) -> TextCell {
        let id = cell.id;
        let (text, line) = cell::read(self.tree, self.looks, id, cell.look);
        let span = |name| self.tree.attribute(id, name).and_then(|value| value.trim().parse::<usize>().ok());
        // A span of no rows is one to the end of the table.
        let rows = span("rowspan").map_or(1, |rows| if rows == 0 { rows_left } else { rows });
        TextCell {
            text,
            line: line.unwrap_or(self.tree.node(id).line),
            columns: span("colspan").unwrap_or(1).clamp(1, MOST_SPANNED),
            rows: rows.clamp(1, rows_left.clamp(1, MOST_SPANNED)),
        }
    }
}

/// A row or a cell of a table, and how what is in it looks.
struct Placed {
    id: Id,
    look: Look,
    /// It is not displayed, and no room is left for it.
    removed: bool,
    /// It says so itself.
    hides_itself: bool,
}

impl Placed {
    /// What hides the part of the table around it hides it too.
    fn hide_with(&mut self, around: &Placed) {
        self.removed |= around.removed;
        self.hides_itself |= around.hides_itself;
    }
}

/// Whether the table itself, apart from tables in it, is one of figures: rows of several cells, with words of the form.
fn is_of_figures(tree: &Tree, cells: &[Vec<Id>]) -> bool {
    if cells.iter().filter(|row| row.len() >= 2).count() < 3 {
        return false;
    }
    let mut text = String::new();
    for &cell in cells.iter().flatten() {
        add_own_text(tree, cell, &mut text);
        if text.len() > 4096 {
            break;
        }
    }
    super::page::is_form_table(&compact(&text))
}

/// The text of a cell without that of tables in it.
fn add_own_text(tree: &Tree, id: Id, into: &mut String) {
    for child in tree.children(id) {
        match &tree.node(child).data {
            Data::Text(text) => into.push_str(text),
            Data::Element(name, _) if &**name != "table" => add_own_text(tree, child, into),
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

/// Whether an element holds parts of a page, and not only words of a line.
fn holds_blocks(tree: &Tree, id: Id) -> bool {
    let mut open: Vec<Id> = tree.children(id).collect();
    while let Some(id) = open.pop() {
        if is_block(tree.name(id)) || tree.name(id) == "table" {
            return true;
        }
        open.extend(tree.children(id));
    }
    false
}

/// Whether an element is no text to anyone.
pub fn is_never_shown(name: &str) -> bool {
    const NEVER: [&str; 19] = [
        "head", "script", "style", "noscript", "template", "title", "meta", "link", "iframe", "frame", "frameset",
        "noframes", "noembed", "option", "optgroup", "datalist", "map", "audio", "video",
    ];
    // An element of another language than HTML has no name.
    name.is_empty() || NEVER.contains(&name)
}

/// Pictures and controls: what they show is no text.
pub fn is_picture(name: &str) -> bool {
    const PICTURES: [&str; 10] =
        ["img", "object", "embed", "canvas", "input", "select", "textarea", "button", "progress", "meter"];
    PICTURES.contains(&name)
}

/// What begins and ends a paragraph.
pub fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 37] = [
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
        "summary",
    ];
    BLOCKS.contains(&name)
}
