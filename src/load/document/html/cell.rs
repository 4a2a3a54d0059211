//! The text of a cell of a table as a visitor sees it. What is no part of the number beside it (a note's mark, raised or
//! struck-out digits) does not join it, and where it is not certain what is seen, or in which order, the cell is illegible.

use super::super::assembly::{ILLEGIBLE, MOST_LETTERS};
use super::blocks::{is_block, is_never_shown, is_picture};
use super::css::{Declarations, Size};
use super::look::{Look, Looks, Step};
use super::text::{Joined, is_mark};
use super::tree::{Data, Id, Tree};

/// Digits of less than this part of the size of those beside them are a note's mark, and no part of their number.
const SAME: f32 = 0.85;
/// The most pieces of a number that are compared.
const MOST_PIECES: usize = 16;
/// How large the letters of a page are where it says nothing, in pixels.
const USUAL: f32 = 14.0;

/// Reads the cell `id`, whose content looks as `look` says: its text, and the line where it begins.
pub fn read(tree: &Tree, looks: &Looks<'_>, id: Id, look: Look) -> (String, Option<u32>) {
    let mut cell = Cell::new(tree, looks);
    cell.picture = looks.adds(id);
    cell.children(id, look, false);
    let line = cell.line;
    (cell.finish(), line)
}

struct Cell<'a, 't> {
    tree: &'a Tree,
    looks: &'a Looks<'t>,
    text: Joined,
    line: Option<u32>,
    picture: bool,
    /// Whether the first text is moved up or down: what is moved otherwise stands apart.
    base: Option<bool>,
    /// Whether there is text that stands where it stands in the source.
    plain: bool,
    /// How many pieces may stand elsewhere.
    pieces: usize,
    /// How many texts stand in boxes that are seen in another order.
    reordered: usize,
    /// Whether there is white text, and what is behind it is not known.
    pale: bool,
    rightward: bool,
    forced: bool,
    /// Whether digits are hidden.
    hidden_digits: bool,
    /// Whether digits that are shown may be hidden.
    in_doubt: bool,
    white: String,
    note: bool,
    /// Whether the page counts an item of a list: its number is seen, and is not in the source.
    numbered: bool,
    /// The texts with digits.
    digits: Vec<Id>,
}

impl<'a, 't> Cell<'a, 't> {
    fn new(tree: &'a Tree, looks: &'a Looks<'t>) -> Cell<'a, 't> {
        Cell {
            tree,
            looks,
            text: Joined::cell(),
            line: None,
            picture: false,
            base: None,
            plain: false,
            pieces: 0,
            reordered: 0,
            pale: false,
            rightward: false,
            forced: false,
            hidden_digits: false,
            in_doubt: false,
            white: String::new(),
            note: false,
            numbered: false,
            digits: Vec::new(),
        }
    }

    fn children(&mut self, id: Id, look: Look, apart: bool) {
        let tree = self.tree;
        for child in tree.children(id) {
            match &tree.node(child).data {
                Data::Text(text) => self.add(text, child, look, apart),
                Data::Element(name, _) => self.element(child, name, look, apart),
                Data::Root | Data::Comment(_) => {}
            }
        }
    }

    fn element(&mut self, id: Id, name: &str, around: Look, apart: bool) {
        // A drawing or a formula is of another language, and its elements have no name here.
        let is_picture = is_picture(name) || name.is_empty() || name == "iframe" || name == "video";
        if is_never_shown(name) && !is_picture {
            // A script may write the number.
            self.picture |= name == "script" && own_text(self.tree, id).contains("write");
            return;
        }
        let step = self.looks.enter(around, id, name);
        if is_picture {
            self.picture |= !step.look.is_hidden() && !takes_no_room(self.tree, id);
            return;
        }
        if step.is_note && !step.look.is_hidden() && is_mark(&own_text(self.tree, id), is_raised(self.tree, id, &step))
        {
            self.note = true;
            return;
        }
        let look = if step.is_note { step.look.raised() } else { step.look };
        self.picture |= !look.is_hidden() && self.looks.adds(id);
        self.numbered |= name == "li" && !step.look.is_hidden() && is_counted(self.tree, id);
        let border = is_block(name) || matches!(name, "br" | "hr" | "table" | "ruby");
        if border {
            self.text.border();
        }
        let before = self.text.length();
        self.children(id, look, apart || step.apart);
        if step.apart && self.text.length() > before {
            self.pieces += 1;
        }
        if border {
            self.text.border();
        }
    }

    fn add(&mut self, text: &str, id: Id, look: Look, apart: bool) {
        if text.trim().is_empty() {
            self.text.push(text);
            return;
        }
        let digits = || text.chars().any(char::is_numeric);
        if look.is_hidden() {
            self.hidden_digits |= digits();
            return;
        }
        self.line.get_or_insert(self.tree.node(id).line);
        if self.digits.len() < MOST_PIECES && digits() {
            self.digits.push(id);
        }
        self.in_doubt |= look.in_doubt && digits();
        if look.is_white() {
            self.white.push_str(text);
            return;
        }
        match look.may_be_white() {
            true => self.pale = true,
            false => self.plain |= !apart,
        }
        self.reordered += usize::from(look.reordered);
        self.rightward |= look.rightward;
        self.forced |= look.forced;
        let shifted = *self.base.get_or_insert(look.shifted) != look.shifted;
        self.text.push_looking(text, look.struck, (look.raised || shifted) && digits());
    }

    /// Whether some of the digits are much smaller than those beside them.
    fn has_small_digits(&self) -> bool {
        if self.digits.len() < 2 {
            return false;
        }
        let sizes: Vec<Option<f32>> = self.digits.iter().map(|id| letter_size(self.tree, *id)).collect();
        sizes.windows(2).any(|two| match (two[0], two[1]) {
            (Some(one), Some(other)) => one.min(other) < SAME * one.max(other),
            (Some(one), None) | (None, Some(one)) => one < SAME * USUAL,
            (None, None) => false,
        })
    }

    fn finish(mut self) -> String {
        let mut text = self.text.take();
        let white_digits = self.white.chars().any(char::is_numeric);
        if text.is_empty() && !white_digits {
            // The words of a head may be white on a colour that is not known of.
            let mut white = Joined::cell();
            white.push(&self.white);
            text = white.take();
        }
        if text.is_empty() && (self.picture || self.hidden_digits || white_digits || self.note || self.numbered) {
            text.push(ILLEGIBLE);
        }
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let is_number = letters <= MOST_LETTERS && text.chars().any(char::is_numeric);
        let elsewhere =
            self.picture || self.reordered > 1 || self.pieces > 1 || self.plain && (self.pieces == 1 || self.pale);
        let turned =
            self.forced && text.chars().count() > 1 || self.rightward && !text.chars().all(|c| c.is_ascii_digit());
        if is_number && (elsewhere || turned || self.in_doubt || self.numbered || self.has_small_digits()) {
            text.push(ILLEGIBLE);
        }
        text
    }
}

/// The size of the letters in `id`, in pixels, as elements and their attributes say. Rules of the page are for all of a table.
/// `None` where nothing is said.
fn letter_size(tree: &Tree, id: Id) -> Option<f32> {
    let (mut scale, mut at) = (1.0, tree.node(id).parent);
    while let Some(id) = at {
        let style = tree.attribute(id, "style").map(Declarations::parse).map(|said| said.important.or(said.normal));
        let of_font = || match tree.attribute(id, "size").filter(|_| tree.name(id) == "font")?.trim() {
            "1" => Some(10.0),
            "2" => Some(13.0),
            _ => Some(16.0),
        };
        match style.and_then(|style| style.size) {
            Some(Size::Seen(hundredths)) => return Some(scale * hundredths as f32 / 100.0),
            _ => scale *= style.and_then(|style| style.scale).map_or(1.0, |scale| scale as f32 / 100.0),
        }
        if let Some(size) = of_font() {
            return Some(scale * size);
        }
        if tree.name(id) == "small" {
            scale *= 0.83;
        }
        at = tree.node(id).parent;
    }
    (scale != 1.0).then_some(scale * USUAL)
}

/// Whether a picture or a control is one that nobody sees: it has no extent, or is a field that is sent along.
fn takes_no_room(tree: &Tree, id: Id) -> bool {
    let is_speck = |name: &str| {
        let extent =
            tree.attribute(id, name).and_then(|extent| extent.trim().trim_end_matches("px").parse::<f32>().ok());
        extent.is_some_and(|extent| extent <= 2.0)
    };
    let style = Declarations::parse(tree.attribute(id, "style").unwrap_or_default()).normal;
    let is_field = tree.attribute(id, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
    is_field || is_speck("width") || is_speck("height") || style.flat == Some(true) || style.narrow == Some(true)
}

/// Whether a number stands before an item of a list.
fn is_counted(tree: &Tree, id: Id) -> bool {
    let list = tree.node(id).parent;
    let said = |id: Id| {
        let style = Declarations::parse(tree.attribute(id, "style")?);
        style.important.or(style.normal).counted
    };
    said(id).or_else(|| list.and_then(said)).unwrap_or_else(|| list.is_some_and(|list| tree.name(list) == "ol"))
}

/// The text of an element, all of it.
pub fn own_text(tree: &Tree, id: Id) -> String {
    let mut text = String::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if let Data::Text(piece) = &tree.node(id).data {
            text.push_str(piece);
        }
        let start = open.len();
        open.extend(tree.children(id));
        open[start..].reverse();
    }
    text
}

/// Whether the text of a link to a note is raised, around it or in it.
pub fn is_raised(tree: &Tree, id: Id, step: &Step) -> bool {
    step.is_words_note
        || step.look.raised
        || step.look.shifted
        || tree.children(id).any(|child| matches!(tree.name(child), "sup" | "sub"))
}
