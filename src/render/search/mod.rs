//! What the box in the masthead looks in: the names of bodies and places, indicators and pages, and the words of the
//! reports. Everything is in pieces that no browser asks for before someone types, none larger than [`LIMIT`]. What a
//! search finds is decided in `static/search.js`; here is only what it needs to know.

mod names;
mod pieces;
mod prose;

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use self::names::Names;
pub use self::pieces::LIMIT;
use self::prose::Prose;
use super::site::Site;
use crate::config::SiteConfig;
use crate::model::Portal;
use crate::text::script::traditional;
use crate::text::{Language, table};

/// Above so many reports their text is not looked in unless the maintainer asks for it: the index grows with them.
pub const MOST_REPORTS: usize = 5000;

/// Everything that a search asks for, by output path.
#[derive(Debug)]
pub(super) struct Search<'a> {
    made: BTreeMap<String, Vec<u8>>,
    prose: Prose<'a>,
}

impl<'a> Search<'a> {
    /// Names are few and made at once; the index of the text is made when the first of its pieces is asked for.
    pub(super) fn plan(site: &Site<'a>) -> Search<'a> {
        let prose = Prose::plan(site.whole(), wants_prose(site.whole(), site.config));
        let names = Names::of(site);
        let version = version(site.whole(), &names);
        let mut made = BTreeMap::new();
        made.extend(numbered("bodies", &names.bodies));
        made.extend(numbered("sounds", &names.sounds));
        for (&language, entries) in &names.entries {
            let id = language.id();
            let words = table(language).iter().filter_map(|(key, words)| {
                Some((key.strip_prefix("site.find.")?.to_owned(), Value::from(words.as_str())))
            });
            let contents = json!({
                "version": version,
                "prefix": if language == site.config.main_language() { String::new() } else { format!("{id}/") },
                "bodies": names.bodies.len(),
                "sounds": names.sounds.len(),
                "entries": entries.len(),
                "prose": prose.pieces(),
                "traditional": names.traditional,
                "groups": names.groups[&language],
                "words": words.collect::<Map<String, Value>>(),
            });
            made.extend(numbered(id, entries));
            made.insert(format!("search/{id}.json"), contents.to_string().into_bytes());
        }
        let pairs: String = traditional().flat_map(|(from, to)| [from, to]).collect();
        made.insert("search/scripts.json".to_owned(), json!(pairs).to_string().into_bytes());
        Search { made, prose }
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = String> + '_ {
        self.made.keys().cloned().chain((0..self.prose.pieces()).map(|piece| format!("{PROSE}{piece}.json")))
    }

    pub(super) fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let made = self.made.get(path).cloned();
        made.or_else(|| self.prose.piece(path.strip_prefix(PROSE)?.strip_suffix(".json")?.parse().ok()?))
    }
}

/// The pieces of a list with their paths.
fn numbered(name: &str, pieces: &[Vec<u8>]) -> impl Iterator<Item = (String, Vec<u8>)> {
    pieces.iter().enumerate().map(move |(at, bytes)| (format!("search/{name}-{at}.json"), bytes.clone()))
}

/// What the paths of pieces of the text begin with.
const PROSE: &str = "search/text-";

fn wants_prose(portal: &Portal, config: &SiteConfig) -> bool {
    let reports: usize = portal.bodies().iter().map(|body| body.years.len()).sum();
    config.search_text.unwrap_or(reports <= MOST_REPORTS)
}

/// Pieces of two builds must not be mixed, as they would be where a browser has kept some of them: one names reports by
/// their number in another.
fn version(portal: &Portal, names: &Names) -> String {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    let lists = names.bodies.iter().chain(&names.sounds).chain(names.entries.values().flatten());
    lists.for_each(|piece| hasher.update(piece));
    let years = portal.bodies().iter().flat_map(|body| body.years.iter());
    years.for_each(|year| hasher.update(&year.report().source.sha256));
    HEXLOWER.encode(&hasher.finalize()[..6])
}

/// What each language of a site has.
type ByLanguage<T> = BTreeMap<Language, T>;

#[cfg(test)]
mod tests;
