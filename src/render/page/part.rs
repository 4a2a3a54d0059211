//! The parts that pages share: links, cells, tables, charts. All are strings ready to print.

use serde::{Serialize, Serializer};

use super::table;
use crate::render::chart::Class;
use crate::render::markup::Svg;
use crate::render::number;

/// A link.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub href: String,
    pub text: String,
}

impl Link {
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Link {
        Link { href: href.into(), text: text.into() }
    }
}

/// One cell of a table, or one number with what stands beside it. Empty strings are left out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Cell {
    /// What is shown.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// A short mark behind it, explained by `title` and by the legend.
    pub mark: String,
    pub title: String,
    /// What stands below it: the counts of a rate.
    pub note: String,
    /// Classes of the stylesheet.
    pub class: String,
    /// Numbers stand at the end of their cells, and sort as numbers.
    #[serde(skip)]
    pub is_number: bool,
    /// Where the numbers disagree, and where that is said.
    pub dispute: Option<Link>,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Cell {
        Cell { text: text.into(), href: href.into(), ..Cell::default() }
    }

    /// What stands where there is nothing to show. The page says why beside it.
    pub fn gap() -> Cell {
        Cell::text(number::MISSING).class("gap")
    }

    pub fn class(mut self, class: &str) -> Cell {
        if !self.class.is_empty() {
            self.class.push(' ');
        }
        self.class.push_str(class);
        self
    }

    pub fn leads_to(mut self, href: String) -> Cell {
        self.href = href;
        self
    }

    pub fn number(mut self) -> Cell {
        self.is_number = true;
        self
    }

    pub fn note(mut self, note: impl Into<String>) -> Cell {
        self.note = note.into();
        self
    }
}

/// A row: what it is about, and its cells.
#[derive(Debug, Clone)]
pub struct TableRow {
    pub head: Cell,
    pub cells: Vec<Cell>,
    /// What this row and those below it have in common, over it; `""` for none.
    pub above: String,
    /// Words about a break before this row; `""` for none.
    pub break_note: String,
    /// The course of its numbers as a small line, in the head.
    pub course: Option<Svg>,
}

impl TableRow {
    pub fn new(head: Cell, cells: Vec<Cell>) -> TableRow {
        TableRow { head, cells, above: String::new(), break_note: String::new(), course: None }
    }

    pub fn course(mut self, course: Option<Svg>) -> TableRow {
        self.course = course;
        self
    }
}

/// From here on a table is too long to be found one's way in.
const MANY_ROWS: usize = 12;

/// A table with one row of heads; the first names the rows. To a template it is a piece of HTML.
#[derive(Debug, Clone)]
pub struct Table {
    pub caption: String,
    pub class: String,
    pub heads: Vec<Cell>,
    pub rows: Vec<TableRow>,
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        table::grid(self).serialize(serializer)
    }
}

impl Table {
    pub fn new(caption: impl Into<String>, heads: Vec<Cell>, rows: Vec<TableRow>) -> Table {
        Table { caption: caption.into(), class: String::new(), heads, rows }
    }

    pub fn class(mut self, class: &str) -> Table {
        self.class = class.to_owned();
        self
    }

    /// Its rows can be put in the order of any column. Only for rows that may be compared: one year, scope and level.
    pub fn sortable(mut self) -> Table {
        self.class.push_str(" sortable");
        self.filterable()
    }

    /// Its rows can be narrowed by name, where they are many.
    pub fn filterable(mut self) -> Table {
        if self.rows.len() >= MANY_ROWS {
            self.class.push_str(" filterable");
        }
        self
    }
}

/// One entry of a chart's legend.
#[derive(Debug, Clone, Serialize)]
pub struct LegendEntry {
    pub class: &'static str,
    pub text: String,
}

impl LegendEntry {
    pub fn new(class: Class, text: impl Into<String>) -> LegendEntry {
        LegendEntry { class: class.css(), text: text.into() }
    }
}

/// A chart with its name, its legend and the ways to its data and to its own file.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// Its anchor, the same in every build.
    pub id: String,
    pub title: String,
    pub svg: Svg,
    pub legend: Vec<LegendEntry>,
    pub note: String,
    pub data: Link,
    pub file: Link,
    /// What its file is called once it is saved.
    pub file_name: String,
    /// HTML that shows it on another site; `""` where the portal has no address.
    pub embed: String,
}

/// A key number.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: Cell,
}
