//! How the text in an element looks to a visitor, from what is said of the element and of those around it.
//!
//! What is hidden is left out only where it stands in the cell of a table or within a line of other text, for there it would
//! become part of a number. A paragraph, a table or a part of the page that a rule hides is read all the same: scripts show
//! such parts (a tab, a page that fades in), and the report must not be lost with them.

use std::cell::RefCell;
use std::collections::HashMap;

use super::css::{Colour, Declarations, Display, Rgb, Size, Style};
use super::sheet::{Said, Sheet};
use super::tree::{Id, Tree};

/// Classes of text for those who do not see the page, as wide-spread style sheets define them.
const UNSEEN_CLASSES: [&str; 6] =
    ["sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "a11y-hidden"];
/// Classes of the marks of notes, as Word defines them.
const NOTE_CLASSES: [&str; 2] = ["MsoFootnoteReference", "MsoEndnoteReference"];

/// The colour of letters of which nothing else is said.
const BLACK: Rgb = (0, 0, 0);

/// How text looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Hidden, and nothing in it can show itself.
    gone: bool,
    invisible: bool,
    tiny: bool,
    indented_away: bool,
    clear: bool,
    white: bool,
    on_colour: bool,
    /// Whether a colour of the letters is said; else they are black.
    coloured: bool,
    /// The colours of the letters and of what is behind them, where they are another than white and known.
    letters: Option<Rgb>,
    ground: Option<Rgb>,
    /// Whether backgrounds may be there that are not known of.
    on_unknown: bool,
    /// Struck out.
    pub struck: bool,
    /// Raised or lowered as a note's mark is.
    pub raised: bool,
    /// Moved up or down.
    pub shifted: bool,
    /// Written from right to left.
    pub rightward: bool,
    /// Written so character by character.
    pub forced: bool,
    /// In a box whose parts are seen in another order than they are written.
    pub reordered: bool,
    /// Perhaps hidden on every screen, by a rule of which the selector is not understood.
    pub in_doubt: bool,
}

impl Look {
    /// Whether it is not seen, whatever is behind it.
    pub fn is_hidden(&self) -> bool {
        self.gone || self.invisible || self.tiny || self.indented_away || self.clear
    }

    /// Whether it is white on white, or in another colour on that very colour.
    pub fn is_white(&self) -> bool {
        let letters = self.letters.or((!self.coloured).then_some(BLACK));
        self.white && !self.on_colour && !self.on_unknown || self.ground.is_some() && letters == self.ground
    }

    /// Whether it may be white on white.
    pub fn may_be_white(&self) -> bool {
        self.white && !self.on_colour
    }

    /// The same, raised.
    pub fn raised(self) -> Look {
        Look { raised: true, ..self }
    }

    /// The same, seen: what hides a whole table does not hide its cells.
    pub fn seen(self) -> Look {
        Look { gone: false, invisible: false, tiny: false, indented_away: false, clear: false, in_doubt: false, ..self }
    }
}

/// What an element adds to the look of what is around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Step {
    /// How what is in it looks.
    pub look: Look,
    /// It is not displayed: no room is left for it.
    pub removed: bool,
    /// It stands apart from what is around it, perhaps in another place than in the source, and perhaps is not seen.
    pub apart: bool,
    /// It says itself that it is not shown.
    pub hides_itself: bool,
    /// It refers to a note.
    pub is_note: bool,
    /// It does so in the way of Word, which raises such marks and puts nothing else into the link.
    pub is_words_note: bool,
}

/// What an attribute `style` says.
#[derive(Debug, Clone, Copy)]
struct Own {
    declarations: Declarations,
    style: Style,
    is_plain: bool,
}

/// The looks of a page's elements.
pub struct Looks<'t> {
    tree: &'t Tree,
    /// The rules of the page.
    pub sheet: Sheet,
    /// Attributes `style` that were read: most of them come again and again.
    known: RefCell<HashMap<&'t str, Own>>,
}

impl<'t> Looks<'t> {
    /// Reads the rules of a page.
    pub fn of(tree: &'t Tree) -> Looks<'t> {
        Looks { tree, sheet: Sheet::of(tree), known: RefCell::default() }
    }

    /// The look of the page itself.
    pub fn page(&self) -> Look {
        Look { on_unknown: self.sheet.hides_backgrounds, ..Look::default() }
    }

    /// What an attribute `style` says.
    fn own(&self, text: &'t str) -> Own {
        *self.known.borrow_mut().entry(text).or_insert_with(|| {
            let declarations = Declarations::parse(text);
            let style = declarations.important.or(declarations.normal);
            Own { declarations, style, is_plain: style.is_plain() }
        })
    }

    /// Whether the page's rules put what may be a part of a number before or behind an element.
    pub fn adds(&self, id: Id) -> bool {
        let said = || self.sheet.style(self.tree, id, &Declarations::default());
        self.sheet.adds && said().is_some_and(|said| said.style.adds == Some(true))
    }

    /// The look of what is in an element, whose surroundings look as `around` says.
    pub fn enter(&self, around: Look, id: Id, name: &str) -> Step {
        let mut step = Step { look: around, ..Step::default() };
        match name {
            "sup" | "sub" | "rt" | "rp" | "rtc" => step.look.raised = true,
            "s" | "strike" | "del" => step.look.struck = true,
            "details" | "dialog" => step.apart = true,
            _ => {}
        }
        let mut own = None;
        for (key, value) in self.tree.attributes(id) {
            match &**key {
                "style" => own = Some(self.own(value)),
                "hidden" => (step.look.gone, step.removed, step.hides_itself) = (true, true, true),
                _ => self.attribute(&mut step, name, key, value),
            }
        }
        let ruled = match own {
            Some(own) => self.sheet.style(self.tree, id, &own.declarations),
            None => self.sheet.style(self.tree, id, &Declarations::default()),
        };
        if let Some(Own { style, .. }) = own {
            step.hides_itself |= style.display == Some(Display::None) || style.visible == Some(false);
        }
        let is_common = !(around.tiny || around.white || around.clear);
        match (ruled, own) {
            (Some(Said { style, perhaps, in_doubt }), _) => {
                let mut other = step;
                if let Some(in_doubt) = in_doubt {
                    styled(&mut other, &in_doubt, name);
                }
                styled(&mut step, &style, name);
                let hides = step.removed || step.look.is_hidden() && !around.is_hidden();
                if perhaps.is_some_and(|other| hides || other.decides()) {
                    // On one screen it is seen and on another not.
                    let Look { gone, invisible, tiny, indented_away, clear, .. } = around;
                    step.look = Look { gone, invisible, tiny, indented_away, clear, ..step.look };
                    (step.removed, step.apart) = (false, true);
                }
                step.look.in_doubt |= other.removed || other.look.is_hidden() && !around.is_hidden();
            }
            (None, Some(own)) if own.is_plain && is_common => coloured(&mut step.look, own.style),
            (None, Some(own)) => styled(&mut step, &own.style, name),
            (None, None) => {}
        }
        step
    }

    /// What an attribute of an element of this name, other than `style`, says of its look.
    fn attribute(&self, step: &mut Step, name: &str, key: &str, value: &str) {
        let look = &mut step.look;
        let colour = |property: &str| {
            let is_bare = value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
            Declarations::parse(&format!("{property}:{}{value}", if is_bare { "#" } else { "" })).normal
        };
        match key {
            "class" => {
                let is = |names: &[&str]| value.split_ascii_whitespace().any(|one| names.contains(&one));
                look.gone |= is(&UNSEEN_CLASSES) && !UNSEEN_CLASSES.iter().any(|one| self.sheet.knows(one));
                look.raised |= is(&NOTE_CLASSES);
            }
            "color" if name == "font" => coloured(look, colour("color")),
            "text" if name == "body" => coloured(look, colour("color")),
            "bgcolor" => coloured(look, colour("background")),
            "background" => (look.on_colour, look.ground) = (true, None),
            "popover" => step.apart = true,
            "dir" => {
                let rightward = value.eq_ignore_ascii_case("rtl");
                step.apart |= rightward && !look.rightward;
                look.rightward = rightward;
                look.forced = rightward && (name == "bdo" || look.forced);
            }
            "href" if name == "a" => {
                let target = value.split_once('#').filter(|(_, target)| !target.is_empty());
                if let Some((page, target)) = target {
                    step.is_note = names_a_note(target);
                    step.is_words_note = target.starts_with("_ftn") || target.starts_with("_edn");
                    step.apart |= page.is_empty();
                }
            }
            _ => {}
        }
    }
}

/// Which colour other than white it is.
fn known(colour: Colour) -> Option<Rgb> {
    match colour {
        Colour::Pale(rgb) => Some(rgb),
        Colour::Other(rgb) => rgb,
        Colour::White | Colour::Clear => None,
    }
}

/// The colours of letters and of what is behind them.
fn coloured(look: &mut Look, style: Style) {
    if let Some(colour) = style.colour {
        (look.white, look.clear) = (colour == Colour::White, colour == Colour::Clear);
        (look.coloured, look.letters) = (true, known(colour));
    }
    match style.background {
        Some(Colour::White) => (look.on_colour, look.on_unknown, look.ground) = (false, false, None),
        Some(colour @ (Colour::Other(_) | Colour::Pale(_))) => (look.on_colour, look.ground) = (true, known(colour)),
        Some(Colour::Clear) | None => {}
    }
}

fn styled(step: &mut Step, style: &Style, name: &str) {
    let is = |said: Option<bool>| said == Some(true);
    let is_cell = matches!(name, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "table");
    let in_line = !is_cell && !super::blocks::is_block(name);
    let look = &mut step.look;
    coloured(look, *style);
    if style.display == Some(Display::None) {
        (look.gone, step.removed) = (true, true);
    }
    let has_box = !in_line || style.display == Some(Display::Box) || is(style.loose) || is(style.floats);
    let small = [style.flat, style.flat_at_most, style.narrow, style.narrow_at_most].into_iter().any(is);
    let off_screen = is(style.placed) && (is(style.left_away) || is(style.top_away)) || is(style.margin_away);
    look.gone |= is(style.faded)
        || is(style.cut) && small && has_box && !is_cell
        || is(style.shrunk) && has_box
        || is(style.clipped) && is(style.loose)
        || is(style.masked)
        || off_screen;
    look.invisible = style.visible.map_or(look.invisible, |visible| !visible);
    look.tiny = style.size.map_or(look.tiny, |size| size == Size::Speck);
    if has_box {
        look.indented_away = style.indented_away.unwrap_or(look.indented_away);
    }

    look.struck |= is(style.struck);
    look.raised |= in_line && is(style.raised);
    look.shifted |= in_line && (is(style.shifted) || is(style.placed) && is(style.moved));
    let rightward = style.rightward.unwrap_or(look.rightward);
    step.apart |= rightward && !look.rightward;
    look.rightward = rightward;
    look.forced |= (is(style.forced) || name == "bdo") && rightward;
    look.reordered = is(style.reversed) || look.reordered && !is_cell;
    step.apart |= !is_cell && (is(style.floats) || is(style.reversed) || is(style.loose));
    step.apart |= !is_cell && (is(style.strange) || is(style.placed) && is(style.aside));
    step.apart |= is(style.word_hides) && style.display != Some(Display::None);
    step.is_note |= is(style.note);
    step.is_words_note |= is(style.note);
}

/// Whether a place in the page is by its name that of a note.
fn names_a_note(target: &str) -> bool {
    const NAMES: [&str; 12] =
        ["ftn", "edn", "fn", "en", "footnote", "endnote", "note", "cite_note", "cite-note", "ref", "注", "zhu"];
    let target = target.trim_start_matches('_').to_lowercase();
    let named = |name: &&str| {
        let rest = target.strip_prefix(name);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()) || rest.starts_with("ref"))
    };
    NAMES.iter().any(named)
}
