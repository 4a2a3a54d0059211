//! Places in a source, in words of a language: where a reader of the original would look. Knows no file.

use super::{Language, fill};
use crate::report::{Place, Spot, TableCell, letters};

/// Where a place is: `第 29 行`, `第 3 页（距左 62 毫米、距上 118 毫米）`, `第 2 张表第 5 行第 3 格`, `工作表 1 的 B12`.
pub fn place_words(place: Place, language: Language) -> String {
    spot_words(place.spot, place.line, language)
}

/// The same for a line of the text as read, whose original begins at `spot`.
pub fn spot_words(spot: Spot, line: u32, language: Language) -> String {
    let in_table =
        |cell: TableCell| say(language, "place.cell", [("table", cell.table), ("row", cell.row), ("cell", cell.cell)]);
    match spot {
        Spot::Line => say(language, "place.line", [("line", line)]),
        Spot::Markup { line, cell: None } => say(language, "place.markup", [("line", line)]),
        Spot::Markup { line, cell: Some(cell) } => {
            let (cell, line) = (in_table(cell), line.to_string());
            fill(language, "place.markup-cell", &[("cell", &*cell), ("line", &*line)])
        }
        Spot::Document { paragraph, cell: None } => say(language, "place.paragraph", [("paragraph", paragraph)]),
        Spot::Document { cell: Some(cell), .. } => in_table(cell),
        Spot::Page { page, x, y } => say(language, "place.page", [("page", page), ("x", x), ("y", y)]),
        Spot::Sheet { sheet, row, column } => {
            let (sheet, cell) = (sheet.to_string(), format!("{}{row}", letters(column)));
            fill(language, "place.sheet", &[("sheet", &*sheet), ("cell", &*cell)])
        }
    }
}

fn say<const N: usize>(language: Language, key: &str, numbers: [(&str, u32); N]) -> String {
    let written = numbers.map(|(name, number)| (name, number.to_string()));
    fill(language, key, &written.each_ref().map(|(name, number)| (*name, number.as_str())))
}

/// The part of the original that a line belongs to and that the lines behind it share, for dividers: `第 3 页`, `工作表 1`.
/// `None` where the original has no such parts.
pub fn part_words(spot: Spot, language: Language) -> Option<String> {
    match spot {
        Spot::Page { page, .. } => Some(say(language, "place.part.page", [("page", page)])),
        Spot::Sheet { sheet, .. } => Some(say(language, "place.part.sheet", [("sheet", sheet)])),
        Spot::Line | Spot::Markup { .. } | Spot::Document { .. } => None,
    }
}

/// Where in its part of the original a line begins, in a few characters for a margin.
pub fn margin_words(spot: Spot, line: u32, language: Language) -> String {
    let (key, number) = match spot {
        Spot::Line => ("line", line.to_string()),
        Spot::Markup { line, .. } => ("line", line.to_string()),
        Spot::Document { paragraph, cell: None } => ("paragraph", paragraph.to_string()),
        Spot::Document { cell: Some(cell), .. } => {
            let (table, row) = (cell.table.to_string(), cell.row.to_string());
            return fill(language, "place.margin.cell", &[("table", &*table), ("row", &*row)]);
        }
        Spot::Page { y, .. } => ("page", y.to_string()),
        Spot::Sheet { row, .. } => ("sheet", row.to_string()),
    };
    fill(language, &format!("place.margin.{key}"), &[("number", &*number)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_where_a_reader_of_the_original_would_look() {
        let cell = Some(TableCell { table: 2, row: 5, cell: 3 });
        for (spot, zh, en) in [
            (Spot::Line, "第 29 行", "line 29"),
            (Spot::Markup { line: 340, cell: None }, "源码第 340 行", "line 340 of the page's source"),
            (
                Spot::Markup { line: 340, cell },
                "第 2 张表第 5 行第 3 格（源码第 340 行）",
                "table 2, row 5, cell 3 (line 340 of the page's source)",
            ),
            (Spot::Document { paragraph: 7, cell: None }, "第 7 段", "paragraph 7"),
            (Spot::Document { paragraph: 7, cell }, "第 2 张表第 5 行第 3 格", "table 2, row 5, cell 3"),
            (
                Spot::Page { page: 3, x: 62, y: 118 },
                "第 3 页（距左 62 毫米、距上 118 毫米）",
                "page 3 (62 mm from the left, 118 mm from the top)",
            ),
            (Spot::Sheet { sheet: 1, row: 12, column: 2 }, "工作表 1 的 B12", "sheet 1, cell B12"),
        ] {
            let place = Place::new(29, 1, 2).at(spot);
            assert_eq!(
                (place_words(place, Language::Zh), place_words(place, Language::En)),
                (zh.to_owned(), en.to_owned())
            );
            assert!(!margin_words(spot, 29, Language::Zh).contains(['{', '.']));
        }
    }
}
