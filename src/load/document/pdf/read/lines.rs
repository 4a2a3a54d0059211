//! Characters into lines of text: which stand beside each other, in which order, and where blanks are between them.

use super::glyphs::Glyph;
use crate::load::document::assembly::COUNTED;

/// Stands for a digit of which it cannot be told what it belongs to.
pub const ILLEGIBLE: char = char::REPLACEMENT_CHARACTER;

/// A gap between digits that is wider than is usual among them by this, in sizes of the type, is a blank.
const NARROW: f32 = 0.15;

/// Characters on one line without a wide gap between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What they say.
    pub text: String,
    /// Left and right edge of each of its characters, in mm; those of a blank are its neighbours'.
    pub places: Vec<(f32, f32)>,
    /// Left edge, in mm.
    pub left: f32,
    /// Right edge, in mm.
    pub right: f32,
    /// The middle of the line from the upper edge of the page, in mm.
    pub middle: f32,
    /// The size of the type, in mm.
    pub size: f32,
}

impl Run {
    /// Whether it holds no letters of any language, and a digit or a mark that stands for nothing: a cell with a value.
    pub fn is_value(&self) -> bool {
        is_value(&self.text)
    }

    /// Whether it is what is counted, without a number.
    pub fn is_unit(&self) -> bool {
        let text = self.text.trim_start_matches('万');
        !text.is_empty() && text.chars().count() == 1 && text.starts_with(|c| COUNTED.contains(c))
    }

    /// Its middle between left and right.
    pub fn centre(&self) -> f32 {
        (self.left + self.right) / 2.0
    }

    /// Its characters from one to before another, without blanks at the ends; `None` where none are left.
    pub fn part(&self, start: usize, end: usize) -> Option<Run> {
        let chars: Vec<char> = self.text.chars().collect();
        let kept: Vec<usize> = (start..end.min(chars.len()).min(self.places.len())).collect();
        let first = *kept.iter().find(|&&at| chars[at] != ' ')?;
        let last = *kept.iter().rev().find(|&&at| chars[at] != ' ')?;
        let places = self.places[first..=last].to_vec();
        let right = places.iter().map(|place| place.1).fold(f32::MIN, f32::max);
        Some(Run { text: chars[first..=last].iter().collect(), left: places[0].0, right, places, ..*self })
    }
}

/// Whether a text holds digits or a mark that stands for nothing, and nothing else than belongs to such.
pub fn is_value(text: &str) -> bool {
    let mark = |c: char| matches!(c, '/' | '-' | '—' | '–' | '−' | '－' | '／' | '无');
    let digit = |c: char| c == ILLEGIBLE || c.is_numeric() && !('\u{3007}'..='\u{9fff}').contains(&c);
    let mut before = ' ';
    for c in text.chars().filter(|c| *c != ' ') {
        let counted = digit(before) && COUNTED.contains(c) || before == '万' && c == '元';
        if !(digit(c) || mark(c) || ".,，．+".contains(c) || counted) {
            return false;
        }
        before = c;
    }
    text.chars().any(|c| digit(c) || mark(c))
}

/// Characters line by line, from top to bottom; each line cut at gaps wider than a column's edge, from left to right.
pub fn lines(glyphs: &[Glyph], widest_gap: f32) -> Vec<Vec<Run>> {
    let mut sorted: Vec<&Glyph> = glyphs.iter().collect();
    sorted.sort_by(|a, b| a.middle.total_cmp(&b.middle).then(a.left.total_cmp(&b.left)));
    let mut lines: Vec<Vec<&Glyph>> = Vec::new();
    let mut anchor = (0.0f32, 0.0f32);
    for glyph in sorted {
        match lines.last_mut() {
            // Small type stands a little off the middle of a line of larger type.
            Some(line) if glyph.middle - anchor.0 <= 0.4 * anchor.1.min(glyph.size).max(0.5) => {
                line.push(glyph);
                let count = line.len() as f32;
                anchor.0 += (glyph.middle - anchor.0) / count;
            }
            _ => {
                anchor = (glyph.middle, glyph.size);
                lines.push(vec![glyph]);
            }
        }
    }
    lines.into_iter().map(|line| runs(line, widest_gap)).collect()
}

fn runs(mut line: Vec<&Glyph>, widest_gap: f32) -> Vec<Run> {
    line.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut runs: Vec<Run> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let usual = usual_gaps(&line);
    for (glyph, usual) in line.into_iter().zip(usual) {
        let gap = last.map_or(0.0, |last| glyph.left - last.right);
        let size = glyph.size.max(0.5);
        let numerals = last.map_or(0, |last| u8::from(is_numeral(last.char)) + u8::from(is_numeral(glyph.char)));
        // Numbers of two columns may stand close together; words of one line hardly ever stand apart.
        let apart = gap > size * widest_gap * [1.0, 0.7, 0.3][usize::from(numerals)];
        match runs.last_mut() {
            Some(run) if !apart => {
                let in_number = last.filter(|last| is_of_number(last.char) && is_of_number(glyph.char));
                let is_blank = gap > 0.25 * size
                    || in_number.is_some()
                        && (gap > usual + NARROW * size || glyph.after_blank && gap > 0.5 * NARROW * size);
                if is_blank {
                    run.text.push(' ');
                    run.places.push((run.right, glyph.left));
                }
                let is_strange = !is_blank && in_number.is_some_and(|last| !is_beside(last, glyph));
                run.text.push(if is_strange { ILLEGIBLE } else { glyph.char });
                run.places.push((glyph.left, glyph.right));
                run.right = run.right.max(glyph.right);
                run.size = run.size.max(glyph.size);
            }
            _ => runs.push(Run {
                text: glyph.char.to_string(),
                places: vec![(glyph.left, glyph.right)],
                left: glyph.left,
                right: glyph.right,
                middle: glyph.middle,
                size: glyph.size,
            }),
        }
        last = Some(glyph);
    }
    runs
}

/// For each character of a line how far it stands behind the one before it where both are of one number: as far as the closest
/// two of the number's characters do. Of two characters nothing shows what is usual.
fn usual_gaps(line: &[&Glyph]) -> Vec<f32> {
    let is_next = |a: &&Glyph, b: &&Glyph| {
        is_of_number(a.char) && is_of_number(b.char) && b.left - a.right <= 0.25 * b.size.max(0.5)
    };
    let mut usual = Vec::with_capacity(line.len());
    for number in line.chunk_by(is_next) {
        let gaps = number.windows(2).map(|pair| pair[1].left - pair[0].right);
        let closest = if number.len() > 2 { gaps.fold(f32::MAX, f32::min).max(0.0) } else { 0.0 };
        usual.extend(number.iter().map(|_| closest));
    }
    usual
}

/// Whether two digits belong to one number by how they look: of one size, on one line, and not over each other. A raised or
/// smaller digit is a note's mark.
fn is_beside(last: &Glyph, glyph: &Glyph) -> bool {
    if !is_numeral(last.char) || !is_numeral(glyph.char) {
        return true;
    }
    let (small, large) = (last.size.min(glyph.size), last.size.max(glyph.size));
    let base = |glyph: &Glyph| glyph.middle + 0.36 * glyph.size;
    let width = (last.right - last.left).min(glyph.right - glyph.left);
    small > 0.85 * large && (base(last) - base(glyph)).abs() < 0.12 * large && last.right - glyph.left < 0.5 * width
}

/// Digits that stand close to each other on one line, as indices: what a reader takes for one number.
pub fn numbers(glyphs: &[Glyph]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..glyphs.len()).filter(|&index| is_of_number(glyphs[index].char)).collect();
    order.sort_by(|&a, &b| glyphs[a].middle.total_cmp(&glyphs[b].middle));
    let mut numbers: Vec<Vec<usize>> = Vec::new();
    // Digits of one line are hardly ever on exactly one: a line ends where the next digit is too far below its first.
    let mut first = 0;
    while first < order.len() {
        let (top, size) = (glyphs[order[first]].middle, glyphs[order[first]].size);
        let end = (first..order.len()).find(|&end| glyphs[order[end]].middle - top >= 0.2 * size.max(0.5));
        let end = end.unwrap_or(order.len());
        let line = &mut order[first..end];
        line.sort_by(|&a, &b| glyphs[a].left.total_cmp(&glyphs[b].left));
        let is_next = |&a: &usize, &b: &usize| glyphs[b].left - glyphs[a].right < 0.15 * glyphs[b].size;
        numbers.extend(line.chunk_by(is_next).map(<[usize]>::to_vec));
        first = end;
    }
    numbers
}

fn is_of_number(c: char) -> bool {
    is_numeral(c) || matches!(c, '.' | ',')
}

/// Whether a character is a digit.
pub fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || ('\u{ff10}'..='\u{ff19}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, left: f32, middle: f32) -> Vec<Glyph> {
        let glyph =
            |(c, at): (char, f32)| Glyph { char: c, left: at, right: at + 2.0, middle, size: 4.0, after_blank: false };
        text.chars().zip((0..).map(|index| left + 2.0 * index as f32)).map(glyph).collect()
    }

    #[test]
    fn lines_are_cut_where_columns_are() {
        let mut all = glyphs("规章", 10.0, 20.1);
        all.extend(glyphs("12", 40.0, 20.0));
        all.extend(glyphs("3", 50.0, 20.0));
        all.extend(glyphs("乙", 10.0, 26.0));
        let texts: Vec<Vec<String>> =
            lines(&all, 1.5).into_iter().map(|line| line.into_iter().map(|run| run.text).collect()).collect();
        assert_eq!(texts, [vec!["规章", "12", "3"], vec!["乙"]]);
    }

    #[test]
    fn numbers_of_one_line_are_told_apart() {
        let mut all = glyphs("12", 40.0, 20.24);
        all.extend(glyphs("3", 60.0, 20.24));
        all.extend(glyphs("5.", 10.0, 20.26));
        assert_eq!(numbers(&all), [vec![3, 4], vec![0, 1], vec![2]]);
    }

    #[test]
    fn a_value_has_no_words() {
        for text in ["0", "1,234", "-6", "/", "—", "12.5万元", "１２", "65件", "65 件", "０件 3件"] {
            assert!(is_value(text), "{text}");
        }
        for text in ["一", "1.属于", "", "第3页", ".", "件"] {
            assert!(!is_value(text), "{text}");
        }
    }
}
