//! What a maintainer says of bodies (`bodies.toml`), as typed. It does not know where the file is, nor which bodies
//! have reports.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryProblem {
    /// Position of the entry in `Registry::bodies`.
    pub entry: usize,
    /// The name that it gives.
    pub name: String,
    /// What of it.
    pub kind: RegistryProblemKind,
}

/// What cannot be used. A population is named by its position in the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistryProblemKind {
    /// An entry before it has its name; that one is used.
    NameTwice,
    /// Two entries ask for one slug; the first gets it.
    SlugTwice { slug: String, first: String },
    /// A slug has other characters than `a`–`z`, `0`–`9`, `-`, or is empty; the default is used.
    BadSlug { slug: String },
    /// The body stands above itself, by itself or through others; nothing is taken to stand above it.
    ParentBelow { parent: String },
    /// A body has two populations for one year; the first is used.
    PopulationTwice { at: usize, year: u16 },
    /// A population is zero; it is not used.
    PopulationZero { at: usize, year: u16 },
    /// No population can be of this year; it is not used.
    PopulationYear { at: usize, year: u16 },
    /// It is not said where a population is published; it is not used.
    PopulationSource { at: usize, year: u16 },
}

/// The years of which a population can be given.
const POPULATION_YEARS: RangeInclusive<u16> = 1949..=2100;

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
        let below_itself = self.below_themselves();
        for (position, entry) in self.bodies.iter().enumerate() {
            let mut found = |kind| problems.push(RegistryProblem { entry: position, name: entry.name.clone(), kind });
            if !names.insert(entry.name.as_str()) {
                found(RegistryProblemKind::NameTwice);
                continue;
            }
            if let Some(wanted) = &entry.slug {
                let slug = wanted.clone();
                if !slug::is_valid(wanted) {
                    found(RegistryProblemKind::BadSlug { slug });
                } else if let Some(first) = slugs.get(wanted.as_str()) {
                    found(RegistryProblemKind::SlugTwice { slug, first: (*first).to_owned() });
                } else {
                    slugs.insert(wanted, &entry.name);
                }
            }
            if let Some(parent) = entry.parent.clone().filter(|_| below_itself.contains(&position)) {
                found(RegistryProblemKind::ParentBelow { parent });
            }
            let mut years = BTreeSet::new();
            for (at, population) in entry.population.iter().enumerate() {
                let year = population.year;
                if let Some(kind) = population.problem(at) {
                    found(kind);
                } else if !years.insert(year) {
                    found(RegistryProblemKind::PopulationTwice { at, year });
                }
            }
        }
        problems
    }

    /// Forgets of each body that would stand above itself what stands above it.
    pub fn break_circles(&mut self) {
        for position in self.below_themselves() {
            self.bodies[position].parent = None;
        }
    }

    /// The entries whose way up leads back to them.
    fn below_themselves(&self) -> BTreeSet<usize> {
        let mut parents: BTreeMap<&str, &str> = BTreeMap::new();
        for entry in self.bodies.iter().rev() {
            // The first of two entries of one name counts, whether it has a parent or not.
            match &entry.parent {
                Some(parent) => parents.insert(&entry.name, parent),
                None => parents.remove(entry.name.as_str()),
            };
        }
        let returns = |name: &str| {
            let mut seen = BTreeSet::new();
            let mut next = parents.get(name).copied();
            while let Some(above) = next {
                if above == name {
                    return true;
                }
                next = parents.get(above).copied().filter(|_| seen.insert(above));
            }
            false
        };
        let positions = self.bodies.iter().enumerate().filter(|(_, entry)| entry.parent.is_some());
        positions.filter(|(_, entry)| returns(&entry.name)).map(|(position, _)| position).collect()
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
        for population in self.population.iter().filter(|population| population.problem(0).is_none()) {
            by_year.entry(population.year).or_insert_with(|| population.clone());
        }
        by_year
    }
}

impl Population {
    /// Why it cannot be used, whatever stands beside it; `None` for a number of persons, of a year that can be, with where it is
    /// published. `at` is its position in the entry.
    fn problem(&self, at: usize) -> Option<RegistryProblemKind> {
        let year = self.year;
        if self.value == 0 {
            Some(RegistryProblemKind::PopulationZero { at, year })
        } else if !POPULATION_YEARS.contains(&year) {
            Some(RegistryProblemKind::PopulationYear { at, year })
        } else if self.source.trim().is_empty() {
            Some(RegistryProblemKind::PopulationSource { at, year })
        } else {
            None
        }
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
                { year = 1948, value = 10, source = "s" },
                { year = 2023, value = 10, source = " " },
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
        assert_eq!(problems.len(), 7, "{problems:?}");
        assert_eq!(registry.slugs(), BTreeMap::from([("甲县", "jia")]));
        let populations = registry.bodies[0].populations();
        assert_eq!(populations.values().map(|one| (one.year, one.value)).collect::<Vec<_>>(), [(2022, 10)]);
    }

    #[test]
    fn no_body_stands_above_itself() {
        let body = |name: &str, parent: &str| BodyEntry {
            name: name.to_owned(),
            parent: Some(parent.to_owned()),
            ..BodyEntry::default()
        };
        let bodies = vec![
            body("甲县", "乙市"),
            body("乙市", "丙省"),
            body("丙省", "乙市"),
            body("丁县", "丁县"),
            body("戊县", "己市"),
        ];
        let mut registry = Registry { bodies };
        let found: Vec<usize> = registry.problems().iter().map(|problem| problem.entry).collect();
        assert_eq!(found, [1, 2, 3], "what leads into a circle is not in it");
        registry.break_circles();
        let parents: Vec<Option<&str>> = registry.bodies.iter().map(|entry| entry.parent.as_deref()).collect();
        assert_eq!(parents, [Some("乙市"), None, None, None, Some("己市")]);
        assert_eq!(registry.problems(), []);
    }
}
