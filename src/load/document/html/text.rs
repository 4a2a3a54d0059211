//! The text of a paragraph and of a cell of a page, put together from pieces: which blanks in the source are blanks of the
//! text. Knows no tree.

use super::super::assembly::ILLEGIBLE;

/// The mark behind which characters run from right to left, digits too.
const REVERSED: char = '\u{202e}';

/// What lies between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// Blanks on one line of the source.
    Blank,
    /// Blanks with a line break of the source among them: in Chinese text they are no blank.
    Break,
    /// The end of a paragraph, or of something that is set apart.
    Border,
}

/// A text in the making.
#[derive(Debug)]
pub struct Joined {
    text: String,
    gap: Gap,
    is_cell: bool,
}

impl Joined {
    /// The text of a paragraph: blanks stay, as one.
    pub fn paragraph() -> Joined {
        Joined { text: String::new(), gap: Gap::None, is_cell: false }
    }

    /// The text of a cell: inline elements and paragraphs are joined with nothing between them, and blanks are dropped. A
    /// blank stays where without it two numbers would become one.
    pub fn cell() -> Joined {
        Joined { is_cell: true, ..Joined::paragraph() }
    }

    /// Adds text as it stands in the source.
    pub fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c == '\n' {
                self.gap = self.gap.max(Gap::Break);
            } else if c.is_whitespace() {
                self.gap = self.gap.max(Gap::Blank);
            } else if !is_invisible(c) || self.is_cell && is_turning(c) {
                self.push_visible(c);
            } else if c == REVERSED {
                // What follows is seen in another order.
                self.push_visible(ILLEGIBLE);
            }
        }
    }

    /// Adds text that is struck out, or that must not join a number before it: `12` with a raised `1` is not 121, and `12`
    /// behind a struck-out `13` not 1312.
    pub fn push_looking(&mut self, text: &str, is_struck: bool, is_set_off: bool) {
        match (is_struck, is_set_off) {
            (true, _) => ["~~", text.trim(), "~~"].into_iter().for_each(|piece| self.push(piece)),
            (false, true) => ["^", text.trim_start()].into_iter().for_each(|piece| self.push(piece)),
            (false, false) => self.push(text),
        }
    }

    fn push_visible(&mut self, c: char) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if let Some(before) = self.text.chars().next_back().filter(|_| gap != Gap::None) {
            let keeps = match (self.is_cell, gap) {
                (true, _) => ends_number(before) && begins_number(c),
                (false, Gap::Break) => before.is_ascii() || c.is_ascii(),
                (false, _) => true,
            };
            if keeps {
                self.text.push(' ');
            }
        }
        self.text.push(c);
    }

    /// Sets what follows apart from what stands before.
    pub fn border(&mut self) {
        self.gap = Gap::Border;
    }

    /// Whether there is no text yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How long the text is, in bytes.
    pub fn length(&self) -> usize {
        self.text.len()
    }

    /// The text, leaving none.
    pub fn take(&mut self) -> String {
        self.gap = Gap::None;
        std::mem::take(&mut self.text)
    }
}

fn ends_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | '.' | ',' | '%' | '．' | '，' | '％')
}

fn begins_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | '.' | ',' | '-' | '+' | '．' | '，' | '－' | '−')
}

/// Marks that take no room.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Marks of writing from right to left, among which a number may be seen in another order than it is written.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{200f}' | '\u{202b}')
}

/// Whether the text of a link to a note is surely the note's mark, and no digits of a number: `[1]`, `①`, `*`, `注1`, or
/// anything as short that is raised, unless a number stands in the link with it.
pub fn is_mark(text: &str, is_raised: bool) -> bool {
    let text = compact(text);
    let short = (1..=6).contains(&text.chars().count());
    let bare = text.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let of_mark = |c: char| c.is_numeric() || "[]【】〔〕()（）〈〉*＊※†‡#§注备註".contains(c);
    let number_and_mark = bare && text.contains(['[', '【', '〔', '(', '（', '〈']);
    short && !number_and_mark && (is_raised || !bare && text.chars().all(of_mark))
}

/// A text as it is compared: in simplified characters, without blanks.
pub fn compact(text: &str) -> String {
    crate::load::fold::fold(text).chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(pieces: &[&str]) -> String {
        let mut joined = Joined::cell();
        for piece in pieces {
            if piece.is_empty() { joined.border() } else { joined.push(piece) }
        }
        joined.take()
    }

    #[test]
    fn blanks_in_a_cell_are_nothing_but_never_make_two_numbers_one() {
        for (pieces, expected) in [
            (&["1", "3"][..], "13"),
            (&["\u{a0}", "0", "\u{a0}\u{a0}\u{3000}"], "0"),
            (&["本年新", "", "制作\n\t数量"], "本年新制作数量"),
            (&["120.50", " 元"], "120.50元"),
            (&["-", " 4"], "-4"),
            (&["1", "\u{a0}", "3"], "1 3"),
            (&["1", "", "3"], "1 3"),
            (&["12", "\n", ".5"], "12 .5"),
        ] {
            assert_eq!(cell(pieces), expected, "{pieces:?}");
        }
    }

    #[test]
    fn a_line_break_of_the_source_is_no_blank_in_chinese_text() {
        let mut joined = Joined::paragraph();
        joined.push("全年收到\n   申请 33 件，\n占 5%");
        assert_eq!(joined.take(), "全年收到申请 33 件，占 5%");
    }
}
