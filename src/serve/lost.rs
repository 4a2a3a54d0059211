//! Pages that the site has lost because a report file cannot be used as it is now: as they last were, until it is mended, or gone
//! itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::shown::Content;

/// Lost pages.
#[derive(Clone, Default)]
pub struct Lost {
    /// By path: the file below the content's folder, and the last site that had the page.
    pages: BTreeMap<String, (String, Arc<Content>)>,
}

impl Lost {
    /// Takes in that one site takes the place of another, `before`, and which files are `wrong` now, so that no report is read
    /// from them. Whether other pages are lost than were.
    pub fn update(&mut self, before: Option<&Arc<Content>>, now: &Content, wrong: &BTreeSet<String>) -> bool {
        let lost: Vec<String> = self.pages.keys().cloned().collect();
        if let Some(before) = before {
            for (file, path) in before.with(|site| site.pages_of(wrong)) {
                self.pages.entry(path).or_insert_with(|| (file, Arc::clone(before)));
            }
        }
        self.pages.retain(|path, (file, _)| wrong.contains(file) && !now.with(|site| site.contains(path)));
        !self.pages.keys().eq(&lost)
    }

    /// The site that a lost page is made by.
    pub fn site_of(&self, path: &str) -> Option<&Content> {
        self.pages.get(path).map(|(_, content)| &**content)
    }
}
