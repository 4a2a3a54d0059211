//! The three statutory tables laid out as the form has them, with their group labels.

use serde::Serialize;

use super::figure::{self, CorrectionView};
use super::part::Link;
use super::value::with_unit;
use super::{Scene, table};
use crate::form::{Column, Edition, FigureKey, Layout, Row, Table};
use crate::model::BodyYear;
use crate::render::markup::Html;
use crate::report::ExtraRow;
use crate::text::place::place_words;
use crate::text::{Language, row_key};

/// A heading cell.
#[derive(Debug, Clone)]
pub struct Head {
    pub text: String,
    pub scope: &'static str,
    pub colspan: usize,
    pub rowspan: usize,
    pub class: &'static str,
    /// The group that a row belongs to, which paper says of each row: its own cell may stand a page before. `""` for none.
    pub group: String,
}

/// A row: its headings, and its figures with the columns that each takes up.
#[derive(Debug, Clone)]
pub struct FormRow {
    pub heads: Vec<Head>,
    pub figures: Vec<(FigureKey, usize)>,
}

/// One of the three tables.
#[derive(Debug, Clone, Serialize)]
pub struct FormTable {
    /// The table's identifier.
    pub id: &'static str,
    pub title: String,
    /// The table itself.
    pub html: Html,
    /// What an editor put in the place of the source's own values.
    pub corrections: Vec<CorrectionView>,
    /// Rows that the report adds to the form's.
    pub extra_rows: Vec<ExtraRowView>,
}

/// A row that the form does not have.
#[derive(Debug, Clone, Serialize)]
pub struct ExtraRowView {
    /// Its words as the report has them.
    pub label: String,
    /// What stands in its cells.
    pub cells: String,
    /// Where it stands in the report file.
    pub place: Link,
}

/// The tables of a report, in the order of the form.
pub fn tables(scene: &Scene, body: usize, body_year: &BodyYear) -> Vec<FormTable> {
    let form = Form { scene, body, body_year, edition: body_year.report().edition() };
    vec![form.proactive(), form.requests(), form.remedies()]
}

struct Form<'s> {
    scene: &'s Scene<'s>,
    body: usize,
    body_year: &'s BodyYear,
    edition: Edition,
}

fn head(text: String, scope: &'static str, (colspan, rowspan): (usize, usize), class: &'static str) -> Head {
    Head { text, scope, colspan, rowspan, class, group: String::new() }
}

impl Form<'_> {
    fn table(&self, table: Table, head: Vec<Vec<Head>>, groups: Vec<Vec<FormRow>>) -> FormTable {
        let title = self.scene.term(&format!("form.table.{}.long", table.id()));
        let caption = self.scene.fill(
            "form.caption",
            &[
                ("body", &self.scene.body_name(self.body)),
                ("year", &self.body_year.year.to_string()),
                ("table", &title),
                ("edition", &self.scene.term(&format!("form.edition.{}.name", self.edition.id()))),
            ],
        );
        let corrections = figure::corrections(self.scene, self.body_year, table);
        let view = |key| figure::view(self.scene, self.body, self.body_year, key);
        let html = table::form(table.id(), &caption, &head, &groups, view);
        FormTable { id: table.id(), title, html, corrections, extra_rows: self.extra_rows(table) }
    }

    fn extra_rows(&self, table: Table) -> Vec<ExtraRowView> {
        let rows = self.body_year.report().extra_rows.iter().filter(|row| row.table == table);
        let view = |row: &ExtraRow| {
            let cells: Vec<&str> = row.cells.iter().map(|(raw, _)| if raw.is_empty() { "–" } else { &**raw }).collect();
            let href = self.scene.link_to_line(self.body, self.body_year.year, row.place.line).unwrap_or_default();
            let place = Link::new(href, place_words(row.place, self.scene.language));
            ExtraRowView { label: row.label.clone(), cells: cells.join(" · "), place }
        };
        rows.map(view).collect()
    }

    fn row_name(&self, row: Row) -> String {
        match self.scene.language {
            Language::Zh => row.label(self.edition).own.to_owned(),
            Language::En => {
                let length = if row.group().is_some() { "short" } else { "long" };
                self.scene.term(&row_key(row.id(), length))
            }
        }
    }

    fn column_name(&self, row: Row, column: Column) -> String {
        let name = match self.scene.language {
            Language::Zh => column.label(self.edition, row).own.to_owned(),
            Language::En => self.scene.term(&format!("form.column.{}.long", column.id())),
        };
        let key = FigureKey { table: row.table(), row, column };
        let unit = self.body_year.report().figure(key).map(|figure| figure.unit());
        match unit {
            Some(unit) if column == Column::Amount => with_unit(self.scene, &name, unit),
            _ => name,
        }
    }

    /// One group of rows for each clause of article 20, under a heading of its own.
    fn proactive(&self) -> FormTable {
        const WIDTH: usize = 3;
        let mut groups: Vec<Vec<FormRow>> = Vec::new();
        let mut clause = "";
        for (row, columns) in Layout::of(self.edition).rows(Table::Proactive) {
            let group = row.label(self.edition).group;
            let spans = |at: usize| if at + 1 == columns.len() { WIDTH + 1 - columns.len() } else { 1 };
            if group != clause || groups.is_empty() {
                clause = group;
                let key = format!("form.clause.{}", clause_id(row));
                let clause = head(self.scene.words(&key), "rowgroup", (WIDTH + 1, 1), "clause");
                let mut names = vec![head(self.scene.words("form.item"), "col", (1, 1), "")];
                for (at, &column) in columns.iter().enumerate() {
                    names.push(head(self.column_name(row, column), "col", (spans(at), 1), ""));
                }
                let rows = [vec![clause], names].map(|heads| FormRow { heads, figures: Vec::new() });
                groups.push(rows.into());
            }
            let figure =
                |(at, &column): (usize, &Column)| (FigureKey { table: Table::Proactive, row, column }, spans(at));
            let row = FormRow {
                heads: vec![head(self.row_name(row), "row", (1, 1), "")],
                figures: columns.iter().enumerate().map(figure).collect(),
            };
            groups.last_mut().expect("a group was made for the first row").push(row);
        }
        self.table(Table::Proactive, Vec::new(), groups)
    }

    fn requests(&self) -> FormTable {
        let name = |column| self.column_name(Row::Received, column);
        let term = |key: &str| self.scene.term(key);
        let organisations = &Column::APPLICANTS[1..];
        let top = vec![
            head(self.scene.words("form.flow"), "col", (3, 3), "note"),
            head(term("form.column_group.applicants"), "colgroup", (organisations.len() + 1, 1), ""),
            head(name(Column::Total), "col", (1, 3), ""),
        ];
        let middle = vec![
            head(name(Column::NaturalPerson), "col", (1, 2), ""),
            head(term("form.column_group.organisations"), "colgroup", (organisations.len(), 1), ""),
        ];
        let bottom = organisations.iter().map(|&column| head(name(column), "col", (1, 1), "")).collect();

        let layout = Layout::of(self.edition);
        let results = layout.outcomes().count() + 1;
        let mut rows = Vec::new();
        let mut group_before = None;
        for (row, columns) in layout.rows(Table::Requests) {
            let mut heads = Vec::new();
            if row == Row::Granted {
                let name = match self.scene.language {
                    Language::Zh => row.label(self.edition).group.to_owned(),
                    Language::En => term("form.group.outcomes.long"),
                };
                heads.push(head(name, "rowgroup", (1, results), "group"));
            }
            match row.group() {
                Some(group) => {
                    if group_before != Some(group) {
                        let members = layout.rows_of(group).count();
                        let name = match self.scene.language {
                            Language::Zh => row.label(self.edition).group.to_owned(),
                            Language::En => term(&format!("form.group.{group}.short")),
                        };
                        heads.push(head(name, "rowgroup", (1, members), "group"));
                    }
                    let group = term(&format!("form.group.{group}.short"));
                    heads.push(Head { group, ..head(self.row_name(row), "row", (1, 1), "wide") });
                }
                None => {
                    let inside = row > Row::CarriedIn && row < Row::CarriedOver;
                    heads.push(head(self.row_name(row), "row", (if inside { 2 } else { 3 }, 1), ""));
                }
            }
            group_before = row.group();
            let figure = |&column: &Column| (FigureKey { table: Table::Requests, row, column }, 1);
            rows.push(FormRow { heads, figures: columns.iter().map(figure).collect() });
        }
        self.table(Table::Requests, vec![top, middle, bottom], vec![rows])
    }

    /// One row of figures under three rows of headings, as the form prints it.
    fn remedies(&self) -> FormTable {
        let layout = Layout::of(self.edition);
        let term = |key: &str| self.scene.term(key);
        let rows: Vec<(Row, &[Column])> = layout.rows(Table::Remedies).collect();
        let width = |row: Row| rows.iter().find(|(r, _)| *r == row).map_or(1, |(_, columns)| columns.len());
        let lawsuits = [Row::LitigationDirect, Row::LitigationAfterReview];
        let top = vec![
            head(self.row_name(Row::Review), "colgroup", (width(Row::Review), 2), ""),
            head(term("form.group.litigation.long"), "colgroup", (lawsuits.map(width).iter().sum(), 1), ""),
        ];
        let middle = lawsuits.map(|row| head(self.row_name(row), "colgroup", (width(row), 1), "")).into();
        let columns = || rows.iter().flat_map(|&(row, columns)| columns.iter().map(move |&column| (row, column)));
        let bottom = columns().map(|(row, column)| head(self.column_name(row, column), "col", (1, 1), "")).collect();
        let figures = columns().map(|(row, column)| (FigureKey { table: Table::Remedies, row, column }, 1)).collect();
        let row = FormRow { heads: Vec::new(), figures };
        self.table(Table::Remedies, vec![top, middle, bottom], vec![vec![row]])
    }
}

/// The clause of article 20 that a row stands under, as its words are named.
fn clause_id(row: Row) -> &'static str {
    match row {
        Row::Rules | Row::NormativeDocuments => "documents",
        Row::Licences | Row::OtherServices => "services",
        Row::Penalties | Row::CoerciveMeasures => "enforcement",
        Row::CentralProcurement => "procurement",
        _ => "fees",
    }
}
