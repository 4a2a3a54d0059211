//! Which data files a portal has. A table that a spreadsheet cannot open as a whole is divided by the year of the report,
//! so that each part is a table of its own, and one changed report means writing the part of one year.

use crate::form::Check;
use crate::model::{Body, BodyYear, Indicator, Portal};

/// The most lines that a sheet of a spreadsheet holds, the head of a table among them.
pub const SHEET: usize = 1_048_576;

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dataset {
    /// Every figure.
    Figures,
    /// What does not hold.
    Findings,
    /// How each check came out.
    Checks,
    /// Every indicator.
    Indicators,
    /// The bodies.
    Bodies,
    /// The reports.
    Reports,
    /// All of it together, nested.
    Portal,
    /// What the tables and their columns hold.
    Package,
}

impl Dataset {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Dataset; 8] = [
        Dataset::Figures,
        Dataset::Findings,
        Dataset::Checks,
        Dataset::Indicators,
        Dataset::Bodies,
        Dataset::Reports,
        Dataset::Portal,
        Dataset::Package,
    ];

    /// Its name: `figures`.
    pub fn id(self) -> &'static str {
        match self {
            Dataset::Figures => "figures",
            Dataset::Findings => "findings",
            Dataset::Checks => "checks",
            Dataset::Indicators => "indicators",
            Dataset::Bodies => "bodies",
            Dataset::Reports => "reports",
            Dataset::Portal => "portal",
            Dataset::Package => "datapackage",
        }
    }

    /// Whether it is a table.
    pub fn is_table(self) -> bool {
        !matches!(self, Dataset::Portal | Dataset::Package)
    }

    /// How many rows it has for a report; none where it is never divided. The nested file goes with the figures, of which
    /// it consists for the most part.
    fn rows(self, body_year: &BodyYear) -> usize {
        match self {
            Dataset::Figures | Dataset::Portal => body_year.read.total(),
            Dataset::Findings => body_year.findings.len(),
            Dataset::Checks => Check::ALL.len(),
            Dataset::Indicators => Indicator::ALL.len(),
            Dataset::Reports => 1,
            Dataset::Bodies | Dataset::Package => 0,
        }
    }
}

/// A file: the whole of a data set, or its part of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataFile {
    /// What it holds.
    pub dataset: Dataset,
    /// The year of its reports; `None` for all of them.
    pub year: Option<u16>,
}

impl DataFile {
    /// Its path below `data/`: `figures.csv`, or `figures/2023.csv`.
    pub fn path(self) -> String {
        let ending = if self.dataset.is_table() { "csv" } else { "json" };
        match self.year {
            Some(year) => format!("{}/{year}.{ending}", self.dataset.id()),
            None => format!("{}.{ending}", self.dataset.id()),
        }
    }

    /// Its name as a resource of the data package: `figures`, or `figures-2023`.
    pub fn name(self) -> String {
        match self.year {
            Some(year) => format!("{}-{year}", self.dataset.id()),
            None => self.dataset.id().to_owned(),
        }
    }
}

/// The data files of a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFiles(Vec<DataFile>);

impl DataFiles {
    /// Divides each table that would have more than `sheet` lines with its head. A year of its own is not divided further.
    pub fn of(portal: &Portal, sheet: usize) -> DataFiles {
        let files = |dataset: Dataset| -> Vec<DataFile> {
            let reports = portal.bodies().iter().flat_map(|body| body.years.iter());
            let rows: usize = reports.map(|body_year| dataset.rows(body_year)).sum();
            if rows < sheet.max(1) {
                return vec![DataFile { dataset, year: None }];
            }
            portal.years().iter().map(|&year| DataFile { dataset, year: Some(year) }).collect()
        };
        DataFiles(Dataset::ALL.into_iter().flat_map(files).collect())
    }

    /// All files, in the order in which they are shown.
    pub fn all(&self) -> &[DataFile] {
        &self.0
    }

    /// The files of a data set: one, or one a year, the earliest first.
    pub fn parts(&self, dataset: Dataset) -> impl Iterator<Item = DataFile> {
        self.0.iter().copied().filter(move |file| file.dataset == dataset)
    }

    /// The file that holds the reports of a year, or with `None` all of them, where there is such a file.
    pub fn holding(&self, dataset: Dataset, year: Option<u16>) -> Option<DataFile> {
        self.parts(dataset).find(|file| file.year.is_none() || file.year == year)
    }
}

/// The reports of a body that a file of one year holds, or of all.
pub(super) fn reports(body: &Body, year: Option<u16>) -> &[BodyYear] {
    match year {
        None => &body.years,
        Some(year) => body.year(year).map(std::slice::from_ref).unwrap_or_default(),
    }
}
