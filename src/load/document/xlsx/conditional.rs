//! Conditional formats: the cells of a sheet that a rule may show as something else than what is stored in them. Whether a rule
//! holds is not worked out.

use std::borrow::Cow;

use super::super::archive::Trouble;
use super::super::xml::{self, Element};
use super::is_unseen;

/// The most areas of a sheet that are told apart. A sheet with more of them has such rules for all of its cells.
const MOST_AREAS: usize = 500;
/// Rules for cells that hold no number.
const OF_NO_NUMBER: [&str; 2] = ["containsErrors", "containsBlanks"];

/// Which of a workbook's conditional looks, in their order, hide a number, strike it out or show it in another format.
#[derive(Debug, Default)]
pub struct Looks(Vec<bool>);

impl Looks {
    /// Those of the part `styles`.
    pub fn of(styles: &Element<'_>) -> Looks {
        let all = styles.child("dxfs").into_iter().flat_map(Element::elements);
        let is_doubtful = |look: &Element<'_>| {
            let font = look.child("font");
            let is_struck = font.is_some_and(|font| font.switch("strike") == Some(true));
            let is_white = look.child("fill").is_none() && font.is_some_and(is_unseen);
            is_struck || is_white || look.child("numFmt").is_some()
        };
        Looks(all.map(is_doubtful).collect())
    }
}

/// The areas of a sheet whose numbers a rule may show otherwise: first row and column, last row and column, from 0.
#[derive(Debug, Default)]
pub struct Areas(Vec<[u32; 4]>);

impl Areas {
    /// Those of the sheet in a part.
    ///
    /// # Errors
    /// The part cannot be read.
    pub fn of(part: &str, looks: &Looks) -> Result<Areas, Trouble> {
        let mut areas = Vec::new();
        let mut current = String::new();
        let mut is_of_number = false;
        xml::starts(part, |element| {
            let is_doubtful = match element.name {
                "conditionalFormatting" => {
                    current = element.attribute("sqref").map(Cow::into_owned).unwrap_or_default();
                    false
                }
                "cfRule" => {
                    is_of_number = element.attribute("type").is_none_or(|kind| !OF_NO_NUMBER.contains(&&*kind));
                    let look = element.attribute("dxfId").and_then(|id| id.parse::<usize>().ok());
                    is_of_number && look.and_then(|look| looks.0.get(look)) == Some(&true)
                }
                "iconSet" | "dataBar" => {
                    is_of_number && element.attribute("showValue").is_some_and(|shown| shown == "0" || shown == "false")
                }
                _ => false,
            };
            if is_doubtful && areas.len() <= MOST_AREAS {
                areas.extend(current.split_whitespace().take(MOST_AREAS + 1).filter_map(area));
            }
        })?;
        Ok(Areas(areas))
    }

    /// Whether a cell stands in one of them.
    pub fn hold(&self, row: u32, column: u32) -> bool {
        let holds = |area: &[u32; 4]| (area[0]..=area[2]).contains(&row) && (area[1]..=area[3]).contains(&column);
        self.0.len() > MOST_AREAS || self.0.iter().any(holds)
    }
}

/// An area as it is written: `B2` or `B2:C9`.
fn area(text: &str) -> Option<[u32; 4]> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (place(first)?, place(last)?);
    Some([first.0, first.1, last.0, last.1])
}

/// The row and the column of a cell as it is written, from 0.
pub fn place(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let column = letters.bytes().try_fold(0u32, |column, letter| {
        let letter = letter.to_ascii_uppercase();
        letter.is_ascii_uppercase().then(|| column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1))?
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_as_they_are_written() {
        assert_eq!(area("B2"), Some([1, 1, 1, 1]));
        assert_eq!(area("A1:AB10"), Some([0, 0, 9, 27]));
        for text in ["", "B", "2", "B0", "$B$2", "ZZZZZZZZZ1", "B99999999999"] {
            assert_eq!(area(text), None, "{text}");
        }
    }

    #[test]
    fn more_areas_than_are_told_apart_are_all_of_the_sheet() {
        let looks = Looks(vec![true]);
        let many = format!(
            "<a><conditionalFormatting sqref='{}'><cfRule dxfId='0'/></conditionalFormatting></a>",
            "A1 ".repeat(MOST_AREAS + 1)
        );
        assert!(Areas::of(&many, &looks).unwrap().hold(9, 9));
        assert!(!Areas::of("<a/>", &looks).unwrap().hold(9, 9));
    }
}
