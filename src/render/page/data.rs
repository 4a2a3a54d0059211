//! The published files, with what each column holds.

use serde::Serialize;

use super::part::{Cell, Link, Table, TableRow};
use super::shell::{self, Page};
use super::{PageKind, Scene};
use crate::render::data::{DataFile, Dataset, dictionary};

#[derive(Debug, Serialize)]
struct FileView {
    name: String,
    /// The file; `None` where it is divided by year.
    whole: Option<Link>,
    /// Its years, where it is divided.
    parts: Vec<Link>,
    description: String,
    columns: Table,
}

#[derive(Debug, Serialize)]
pub struct DataView {
    title: String,
    lead: String,
    files: Vec<FileView>,
    others: Vec<Link>,
    coverage: Link,
    /// What is new, as a feed, where there is one.
    feed: Option<Link>,
}

impl Page for DataView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }
}

/// The way to a data set, or to its part with the reports of `year`. What is wanted of all years and is divided by year stands
/// on the page of the data.
pub fn way(scene: &Scene, dataset: Dataset, year: Option<u16>) -> Link {
    match scene.site.data_files.holding(dataset, year) {
        Some(file) => link(scene, file),
        None => {
            let words = scene.fill("data.by_year", &[("table", dataset.id())]);
            Link::new(scene.link_to_anchor(&PageKind::Data, dataset.id()), words)
        }
    }
}

fn link(scene: &Scene, file: DataFile) -> Link {
    let path = file.path();
    Link::new(scene.link_to_path(&format!("data/{path}")), path)
}

pub fn view(scene: &Scene) -> DataView {
    let heads = ["column", "meaning"].map(|key| Cell::text(scene.words(&format!("data.{key}"))));
    let files = dictionary().iter().map(|table| {
        let rows = table.columns.iter().map(|column| {
            let words = table.column_description(column, scene.language);
            TableRow::new(Cell::text(column.name), vec![Cell::text(words)])
        });
        let whole = scene.site.data_files.holding(table.dataset, None).map(|file| link(scene, file));
        let name = whole.as_ref().map_or_else(|| table.name().to_owned(), |link| link.text.clone());
        let parts = scene.site.data_files.parts(table.dataset).filter(|_| whole.is_none());
        FileView {
            description: table.description(scene.language).to_owned(),
            columns: Table::new(scene.fill("data.caption", &[("file", &name)]), heads.to_vec(), rows.collect()),
            parts: parts.map(|file| link(scene, file)).collect(),
            name,
            whole,
        }
    });
    let others = scene.site.data_files.all().iter().filter(|file| !file.dataset.is_table());
    DataView {
        title: scene.words("data.title"),
        lead: scene.words("data.lead"),
        files: files.collect(),
        others: others.map(|&file| link(scene, file)).collect(),
        feed: shell::feed(scene),
        coverage: Link::new(scene.link_to(&PageKind::Coverage), scene.words("nav.coverage")),
    }
}
