//! What a maintainer says of bodies (`bodies.toml`), as typed. It does not know where the file is, nor which bodies
//! have reports.

use serde::Deserialize;

use crate::report::Level;

/// The whole registry: one `[[body]]` table per body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// The entries, in the order of the file.
    #[serde(default, rename = "body")]
    pub bodies: Vec<BodyEntry>,
}

/// What is said of one body. Everything but the name may be left out; what is left out is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyEntry {
    /// The name as the site shows it: 固原市, 固原市人民政府办公室.
    pub name: String,
    /// The name in URLs: `a`–`z`, `0`–`9` and `-`.
    pub slug: Option<String>,
    /// The English name.
    pub en: Option<String>,
    /// The level of government; for an agency, the level of its government.
    pub level: Option<Level>,
    /// The name of the body above it.
    pub parent: Option<String>,
    /// The administrative division code (GB/T 2260), as text.
    pub region_code: Option<String>,
    /// Population by year.
    #[serde(default)]
    pub population: Vec<Population>,
}

/// The population of a place in one year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// The year.
    pub year: u16,
    /// Persons.
    pub value: u64,
    /// Where the number is published.
    pub source: String,
}

/// Something in the registry that cannot be used as it stands; the portal goes on without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegistryProblem {
    /// Two entries have one name; the first is used.
    NameTwice { name: String },
    /// Two entries ask for one slug; the first gets it.
    SlugTwice { slug: String, first: String, second: String },
    /// A slug has other characters than `a`–`z`, `0`–`9`, `-`, or is empty; the default is used.
    BadSlug { name: String, slug: String },
    /// A body has two populations for one year; the first is used.
    PopulationTwice { name: String, year: u16 },
    /// A population is zero; it is not used.
    PopulationZero { name: String, year: u16 },
}

impl Registry {
    /// The entry for a body of this name, the first where there are two.
    pub fn get(&self, name: &str) -> Option<&BodyEntry> {
        self.bodies.iter().find(|entry| entry.name == name)
    }

    /// All that cannot be used, in the order of the entries.
    pub fn problems(&self) -> Vec<RegistryProblem> {
        todo!()
    }
}
