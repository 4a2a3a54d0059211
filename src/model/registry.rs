//! What a maintainer says of bodies (`bodies.toml`), as typed. It does not know where the file is, nor which bodies
//! have reports.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::slug;
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
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
        let mut problems = Vec::new();
        let mut names = BTreeSet::new();
        let mut slugs: BTreeMap<&str, &str> = BTreeMap::new();
        for entry in &self.bodies {
            let name = entry.name.clone();
            if !names.insert(entry.name.as_str()) {
                problems.push(RegistryProblem::NameTwice { name });
                continue;
            }
            if let Some(wanted) = &entry.slug {
                if !slug::is_valid(wanted) {
                    problems.push(RegistryProblem::BadSlug { name: name.clone(), slug: wanted.clone() });
                } else if let Some(first) = slugs.get(wanted.as_str()) {
                    let first = (*first).to_owned();
                    problems.push(RegistryProblem::SlugTwice { slug: wanted.clone(), first, second: name.clone() });
                } else {
                    slugs.insert(wanted, &entry.name);
                }
            }
            let mut years = BTreeSet::new();
            for population in &entry.population {
                let year = population.year;
                if population.value == 0 {
                    problems.push(RegistryProblem::PopulationZero { name: name.clone(), year });
                } else if !years.insert(year) {
                    problems.push(RegistryProblem::PopulationTwice { name: name.clone(), year });
                }
            }
        }
        problems
    }

    /// The slugs that entries ask for and can have, by the name of the body.
    pub(super) fn slugs(&self) -> BTreeMap<&str, &str> {
        let mut taken = BTreeSet::new();
        let mut by_name = BTreeMap::new();
        let mut names = BTreeSet::new();
        for entry in self.bodies.iter().filter(|entry| names.insert(&entry.name)) {
            if let Some(wanted) = entry.slug.as_deref().filter(|wanted| slug::is_valid(wanted) && taken.insert(*wanted))
            {
                by_name.insert(entry.name.as_str(), wanted);
            }
        }
        by_name
    }
}

impl BodyEntry {
    /// The populations that can be used, by year.
    pub(super) fn populations(&self) -> BTreeMap<u16, Population> {
        let mut by_year = BTreeMap::new();
        for population in self.population.iter().filter(|population| population.value > 0) {
            by_year.entry(population.year).or_insert_with(|| population.clone());
        }
        by_year
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_needs_only_a_name_and_takes_no_unknown_word() {
        let registry: Registry = toml::from_str("[[body]]\nname = \"固原市\"").unwrap();
        assert_eq!(registry.get("固原市").map(|entry| entry.level), Some(None));
        assert!(toml::from_str::<Registry>("[[body]]\nname = \"固原市\"\nlevle = \"county\"").is_err());
        assert!(toml::from_str::<Registry>("[[body]]\nslug = \"guyuan\"").is_err());
    }

    #[test]
    fn what_cannot_be_used_is_named_and_not_used() {
        let source = r#"
            [[body]]
            name = "甲县"
            slug = "jia"
            population = [
                { year = 2022, value = 0, source = "s" },
                { year = 2022, value = 10, source = "s" },
                { year = 2022, value = 20, source = "t" },
            ]
            [[body]]
            name = "乙县"
            slug = "jia"
            [[body]]
            name = "丙县"
            slug = "Bing/"
            [[body]]
            name = "甲县"
        "#;
        let registry: Registry = toml::from_str(source).unwrap();
        let problems = registry.problems();
        assert_eq!(problems.len(), 5, "{problems:?}");
        assert_eq!(registry.slugs(), BTreeMap::from([("甲县", "jia")]));
        assert_eq!(registry.bodies[0].populations()[&2022].value, 10);
    }
}
