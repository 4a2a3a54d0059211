//! Tables as HTML. They are most of a page, thousands of cells on a large one, so they are written here and not by a
//! template. Words are escaped; nothing is counted, sorted or rounded.

use super::figure::{self, FigureView};
use super::form_table::{FormRow, Head};
use super::part::{Cell, Table, TableRow};
use crate::form::FigureKey;
use crate::render::markup::{Html, escape_into};

/// The class of a table that has numbers in all cells but the heads.
const ALL_NUMBERS: &str = "all-numbers";

/// A table with one row of heads; the first names the rows.
pub fn grid(table: &Table) -> Html {
    let mut out = String::with_capacity(256 + 64 * table.rows.len() * table.heads.len());
    // The class of them all need not be said of each.
    let all_numbers = table.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.is_number);
    let shared = if all_numbers { ALL_NUMBERS } else { "" };
    open(&mut out, [&table.class, " ", shared].concat().trim(), &table.caption);
    out.push_str("<thead><tr>");
    for head in &table.heads {
        out.push_str("<th scope=\"col\"");
        class(&mut out, head, head.is_number);
        out.push('>');
        cell(&mut out, head);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for (position, one) in table.rows.iter().enumerate() {
        if !one.above.is_empty() {
            out.push_str(if position == 0 { "" } else { "</tbody><tbody>" });
            out.push_str("<tr class=\"above\"><th scope=\"rowgroup\"");
            span(&mut out, "colspan", table.heads.len());
            out.push('>');
            element(&mut out, "span", "", &one.above);
            out.push_str("</th></tr>");
        }
        row(&mut out, one, !all_numbers);
    }
    out.push_str("</tbody></table></div>");
    Html::trusted(out)
}

fn row(out: &mut String, row: &TableRow, tells_numbers: bool) {
    out.push_str(if row.break_note.is_empty() {
        "<tr><th scope=\"row\""
    } else {
        "<tr class=\"break\"><th scope=\"row\""
    });
    class(out, &row.head, row.head.is_number);
    out.push('>');
    cell(out, &row.head);
    element(out, "span", "break-note", &row.break_note);
    if let Some(course) = &row.course {
        out.push_str(course.as_str());
    }
    out.push_str("</th>");
    for one in &row.cells {
        out.push_str("<td");
        class(out, one, one.is_number && tells_numbers);
        out.push('>');
        cell(out, one);
        out.push_str("</td>");
    }
    out.push_str("</tr>");
}

/// One of the tables of the form: its heads, and its rows in the groups that belong together, with what `view` makes of their
/// figures.
pub fn form(
    id: &str,
    caption: &str,
    head: &[Vec<Head>],
    groups: &[Vec<FormRow>],
    view: impl Fn(FigureKey) -> Option<FigureView>,
) -> Html {
    let mut out = String::with_capacity(32 * 1024);
    open(&mut out, &["form form-", id, " ", ALL_NUMBERS].concat(), caption);
    if !head.is_empty() {
        out.push_str("<thead>");
        for heads in head {
            out.push_str("<tr>");
            heads.iter().for_each(|head| form_head(&mut out, head));
            out.push_str("</tr>");
        }
        out.push_str("</thead>");
    }
    for group in groups {
        out.push_str("<tbody>");
        group.iter().for_each(|row| form_row(&mut out, row, &view));
        out.push_str("</tbody>");
    }
    out.push_str("</table></div>");
    Html::trusted(out)
}

fn form_head(out: &mut String, head: &Head) {
    out.push_str("<th");
    attribute(out, "scope", head.scope);
    span(out, "colspan", head.colspan);
    span(out, "rowspan", head.rowspan);
    attribute(out, "class", head.class);
    attribute(out, "data-under", &head.group);
    out.push('>');
    match head.class {
        "group" => element(out, "span", "", &head.text),
        _ => escape_into(out, &head.text),
    }
    out.push_str("</th>");
}

fn form_row(out: &mut String, row: &FormRow, view: impl Fn(FigureKey) -> Option<FigureView>) {
    out.push_str(if row.figures.is_empty() { "<tr class=\"subhead\">" } else { "<tr>" });
    row.heads.iter().for_each(|head| form_head(out, head));
    for &(key, colspan) in &row.figures {
        let Some(figure) = view(key) else { continue };
        out.push_str("<td id=\"");
        figure::write_anchor(out, key);
        out.push('"');
        attribute(out, "class", &figure.shown.class);
        attribute(out, "data-state", figure.state);
        attribute(out, "data-value", &figure.value);
        span(out, "colspan", colspan);
        out.push('>');
        cell(out, &figure.shown);
        out.push_str("</td>");
    }
    out.push_str("</tr>");
}

fn open(out: &mut String, class: &str, caption: &str) {
    out.push_str("<div class=\"scroller\" tabindex=\"0\" role=\"region\"");
    attribute(out, "aria-label", caption);
    out.push_str("><table");
    attribute(out, "class", class);
    out.push_str("><caption>");
    escape_into(out, caption);
    out.push_str("</caption>");
}

/// The classes of a cell.
fn class(out: &mut String, cell: &Cell, tells_number: bool) {
    match (tells_number, &*cell.class) {
        (false, class) => attribute(out, "class", class),
        (true, "") => out.push_str(" class=\"number\""),
        (true, class) => attribute(out, "class", &["number ", class].concat()),
    }
}

/// What stands in a cell.
fn cell(out: &mut String, cell: &Cell) {
    if !cell.href.is_empty() {
        out.push_str("<a");
        attribute(out, "href", &cell.href);
        attribute(out, "title", &cell.title);
        out.push('>');
        escape_into(out, &cell.text);
        out.push_str("</a>");
    } else if !cell.title.is_empty() {
        out.push_str("<span");
        attribute(out, "title", &cell.title);
        out.push('>');
        escape_into(out, &cell.text);
        out.push_str("</span>");
    } else {
        escape_into(out, &cell.text);
    }
    if !cell.mark.is_empty() {
        out.push(' ');
        element(out, "span", "state", &cell.mark);
    }
    element(out, "span", "of", &cell.note);
    if let Some(dispute) = &cell.dispute {
        out.push_str("<a class=\"disputed-note\"");
        attribute(out, "href", &dispute.href);
        out.push('>');
        escape_into(out, &dispute.text);
        out.push_str("</a>");
    }
}

/// An element with its text; nothing for no text.
fn element(out: &mut String, name: &str, class: &str, text: &str) {
    if !text.is_empty() {
        out.push('<');
        out.push_str(name);
        attribute(out, "class", class);
        out.push('>');
        escape_into(out, text);
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

/// An attribute; nothing for an empty value.
fn attribute(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape_into(out, value);
        out.push('"');
    }
}

/// How many columns or rows a cell takes up, where it is more than one.
fn span(out: &mut String, name: &str, cells: usize) {
    if cells > 1 {
        attribute(out, name, &cells.to_string());
    }
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    #[test]
    fn a_number_is_known_for_one_by_its_own_class_or_that_of_its_table() {
        let [one, two] = ["1", "2"].map(|text| Cell::text(text).number());
        let words = Cell::text("words").class("change");
        let rows = [vec![one.clone(), two.clone().class("few")], vec![one, words]]
            .map(|cells| TableRow::new(Cell::text("row"), cells));
        let shown = |rows: &[TableRow], selector: &str| -> Vec<String> {
            let page = Html::parse_fragment(grid(&Table::new("caption", Vec::new(), rows.to_vec())).as_str());
            let selector = Selector::parse(selector).unwrap();
            page.select(&selector).map(|cell| cell.text().collect()).collect()
        };
        assert_eq!(shown(&rows[..1], ".all-numbers td, td.number"), ["1", "2"]);
        assert_eq!(shown(&rows, ".all-numbers td, td.number"), ["1", "2", "1"]);
        assert_eq!(shown(&rows, "td.few"), ["2"]);
        assert_eq!(shown(&rows, "td.change"), ["words"]);
    }
}
