//! The prose of one section as one run of characters that can be searched: without blanks, quotation marks, titles in
//! 《》 and bracketed words, digits and marks in one width, hard line breaks joined. Every character knows where it
//! stands in the source, so that a mention found here can be pointed at and quoted there.

use crate::report::{Place, Section, SourceFile, place_of};

/// The characters that a line of the source gives, from one on.
struct Stretch {
    /// The first, as a position in `raw`.
    from: usize,
    line: u32,
    /// How many characters of the line stand before it; `None` where the line was changed before it came here.
    before: Option<u32>,
}

/// Stands for what was left out where a numbering such as （一） was: a boundary between clauses.
pub const NUMBERING: char = '§';
/// Stands for a title in 《》 or a document number in 〔〕.
const TITLE: char = '□';
/// A bracket without digits is left out if it is no longer than this.
const LONGEST_BRACKET: usize = 24;
/// A title or document number is no longer than this; a longer one has lost its closing mark.
const LONGEST_TITLE: usize = 90;
/// A paragraph shorter than this that ends without a mark is a heading, not half a sentence.
const SHORTEST_HALF: usize = 15;

/// The searchable text of a section.
pub struct Flow<'a> {
    /// The characters to search; `\n` between paragraphs.
    pub text: Vec<char>,
    /// For each character of `text`, its position in `raw`.
    origin: Vec<u32>,
    /// The characters of the source.
    raw: Vec<char>,
    /// Where they stand, in order.
    stretches: Vec<Stretch>,
    file: &'a SourceFile,
}

impl<'a> Flow<'a> {
    /// Joins the paragraphs of a section. `source` is the whole text of `file` line by line, to find the columns.
    pub fn new(section: &Section, file: &'a SourceFile, source: &[&str]) -> Flow<'a> {
        let lines = section.paragraphs.iter().flatten();
        let most = lines.map(|(_, text)| text.len() / 2 + 1).sum();
        let (text, origin) = (Vec::with_capacity(most), Vec::with_capacity(most));
        let mut flow = Flow { text, origin, raw: Vec::with_capacity(most), stretches: Vec::new(), file };
        for paragraph in &section.paragraphs {
            flow.end_paragraph(paragraph.first().map(|(_, text)| text.trim_start()).unwrap_or_default());
            for (line, text) in paragraph {
                flow.push_line(*line, text, source);
            }
        }
        flow.mask();
        flow
    }

    fn end_paragraph(&mut self, next: &str) {
        let Some(last) = self.text.last() else { return };
        let length = self.text.iter().rev().take(SHORTEST_HALF).take_while(|&&c| c != '\n').count();
        let starts_anew = next.starts_with(|c: char| "（(-一二三四五六七八九十".contains(c) || c.is_ascii_digit());
        let half = !"。！？；：\n".contains(*last) && length >= SHORTEST_HALF && !starts_anew;
        if !half {
            self.text.push('\n');
            self.origin.push(self.raw.len().saturating_sub(1) as u32);
        }
    }

    fn push_line(&mut self, line: u32, text: &str, source: &[&str]) {
        let in_source = (line as usize).checked_sub(1).and_then(|index| source.get(index));
        let before = in_source.and_then(|whole| place_of(text, whole).map(|at| whole[..at].chars().count() as u32));
        let from = self.raw.len();
        self.raw.extend(text.chars());
        self.stretches.push(Stretch { from, line, before });
        for position in from..self.raw.len() {
            let digit = |at: usize| self.raw.get(at).is_some_and(char::is_ascii_digit);
            let plain = match self.raw[position] {
                // Between digits it may part thousands.
                ',' if !(position > from && digit(position - 1) && digit(position + 1)) => Some('，'),
                char => plain(char),
            };
            let Some(plain) = plain else { continue };
            if plain.is_ascii_digit() && self.text.last().is_some_and(char::is_ascii_digit) {
                // A gap between two digits may be the end of one number and the start of another.
                let gap = self.origin.last().is_some_and(|&last| last as usize + 1 < position);
                if gap || position == from {
                    self.text.push(' ');
                    self.origin.push(position as u32);
                }
            }
            self.text.push(plain);
            self.origin.push(position as u32);
        }
    }

    /// Replaces titles, document numbers and numberings by one character, and leaves out brackets without digits.
    fn mask(&mut self) {
        let length = self.text.len();
        let text = std::mem::replace(&mut self.text, Vec::with_capacity(length));
        let origin = std::mem::replace(&mut self.origin, Vec::with_capacity(length));
        let is_opening = |c: &char| matches!(c, '《' | '〔' | '（');
        let mut position = 0;
        while position < text.len() {
            let plain = text[position..].iter().position(is_opening).unwrap_or(text.len() - position);
            self.text.extend_from_slice(&text[position..position + plain]);
            self.origin.extend_from_slice(&origin[position..position + plain]);
            position += plain;
            if position == text.len() {
                break;
            }
            let (mut step, mut kept) = (1, Some(text[position]));
            let close = |mark: char, longest: usize| {
                text[position..]
                    .iter()
                    .take(longest)
                    .position(|&c| c == mark || c == '\n')
                    .filter(|&at| text[position + at] == mark)
            };
            match text[position] {
                '《' => {
                    if let Some(at) = close('》', LONGEST_TITLE) {
                        (step, kept) = (at + 1, Some(TITLE));
                    }
                }
                '〔' => {
                    if let Some(at) = close('〕', LONGEST_BRACKET) {
                        (step, kept) = (at + 1, Some(TITLE));
                    }
                }
                '（' => {
                    if let Some(at) = close('）', LONGEST_BRACKET) {
                        let inside = &text[position + 1..position + at];
                        if !inside.is_empty() && inside.iter().all(|c| "一二三四五六七八九十".contains(*c)) {
                            (step, kept) = (at + 1, Some(NUMBERING));
                        } else if !inside.iter().any(char::is_ascii_digit) {
                            (step, kept) = (at + 1, None);
                        }
                    }
                }
                _ => {}
            }
            if let Some(char) = kept {
                self.text.push(char);
                self.origin.push(origin[position]);
            }
            position += step;
        }
    }

    /// The source's own words from `start` to `end` (positions in `text`), blanks around them cut off.
    pub fn quote(&self, start: usize, end: usize) -> String {
        let Some((&first, &last)) = self.origin.get(start).zip(self.origin.get(end.saturating_sub(1))) else {
            return String::new();
        };
        let (first, last) = (first as usize, last as usize);
        self.raw[first..=last.max(first)].iter().collect::<String>().trim().to_owned()
    }

    /// Where the characters from `start` to `end` stand; of a mention that a line break cuts, the part on its first line.
    pub fn place(&self, start: usize, end: usize) -> Place {
        let (first, last) = (self.origin[start] as usize, self.origin[end.saturating_sub(1).max(start)] as usize);
        let behind = self.stretches.partition_point(|stretch| stretch.from <= first);
        let Stretch { from, line, before } = self.stretches[behind - 1];
        let next = self.stretches[behind..].iter().find(|stretch| stretch.line != line);
        let length = (last + 1).min(next.map_or(usize::MAX, |next| next.from)) - first;
        match before {
            Some(before) => self.file.place(line, before + (first - from) as u32 + 1, length as u32),
            None => self.file.place(line, 0, 0),
        }
    }
}

/// The character in one width, or `None` for what carries no meaning here.
fn plain(char: char) -> Option<char> {
    match char {
        // Nearly all characters, which none of the tests below needs to be asked of.
        '\u{4e00}'..='\u{9fff}' => Some(char),
        '０'..='９' => char::from_digit(char as u32 - '０' as u32, 10),
        '％' => Some('%'),
        '．' => Some('.'),
        '(' => Some('（'),
        ')' => Some('）'),
        '<' | '〈' => Some('《'),
        '>' | '〉' => Some('》'),
        ';' => Some('；'),
        ':' => Some('：'),
        '!' => Some('！'),
        '?' => Some('？'),
        '｡' => Some('。'),
        '*' | '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '」' | '`' => None,
        char if char.is_whitespace() || char.is_control() || char == '\u{feff}' || char == '\u{200b}' => None,
        char => Some(char),
    }
}
