//! The published files, with what each column holds.

use serde::Serialize;

use super::part::{Cell, Link, Table, TableRow};
use super::shell::{self, Page};
use super::{PageKind, Scene};
use crate::render::data::dictionary;
use crate::render::site::DataFile;

#[derive(Debug, Serialize)]
struct FileView {
    link: Link,
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

pub fn view(scene: &Scene) -> DataView {
    let link = |file: &str| Link::new(scene.link_to_path(&format!("data/{file}")), file);
    let heads = ["column", "meaning"].map(|key| Cell::text(scene.words(&format!("data.{key}"))));
    let files = dictionary().iter().map(|file| {
        let name = file.file();
        let rows = file.columns.iter().map(|column| {
            let words = file.column_description(column, scene.language);
            TableRow::new(Cell::text(column.name), vec![Cell::text(words)])
        });
        FileView {
            link: link(&name),
            description: file.description(scene.language).to_owned(),
            columns: Table::new(scene.fill("data.caption", &[("file", &name)]), heads.to_vec(), rows.collect()),
        }
    });
    let others = DataFile::ALL.into_iter().filter(|(_, name)| name.ends_with(".json"));
    DataView {
        title: scene.words("data.title"),
        lead: scene.words("data.lead"),
        files: files.collect(),
        others: others.map(|(_, name)| link(name)).collect(),
        feed: shell::feed(scene),
        coverage: Link::new(scene.link_to(&PageKind::Coverage), scene.words("nav.coverage")),
    }
}
