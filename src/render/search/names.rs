//! Names to be found: of bodies, and with them of places, since a body says what stands above it; of indicators; of the
//! guide and the maintainer's pages. And how their characters sound, so that pinyin and initials find them.

use std::collections::{BTreeMap, BTreeSet};

use pinyin::ToPinyinMulti;
use serde_json::{Value, json};

use super::ByLanguage;
use super::pieces::{pieces, short};
use crate::model::{Body, Indicator};
use crate::render::page::PageKind;
use crate::render::site::Site;
use crate::report::{Level, Scope};
use crate::text::script::simplified;
use crate::text::{Language, group, words};

/// The most readings of one character.
const READINGS: usize = 4;

pub(super) struct Names {
    /// Name, English name, slug, number of the group, name of the body above, years: one item a body, in the portal's
    /// order.
    pub bodies: Vec<Vec<u8>>,
    /// A sound and the characters that have it.
    pub sounds: Vec<Vec<u8>>,
    /// Kind, name, name in the other language, path, what it is: indicators, the guide, pages.
    pub entries: ByLanguage<Vec<Vec<u8>>>,
    /// What the groups of bodies are called.
    pub groups: ByLanguage<Vec<String>>,
    /// Whether a name has characters that are only traditional.
    pub traditional: bool,
}

impl Names {
    pub(super) fn of(site: &Site) -> Names {
        let bodies = site.whole().bodies();
        let mut groups: Vec<(Scope, Option<Level>)> = bodies.iter().map(|body| (body.scope, body.level)).collect();
        groups.dedup();
        let number = |body: &Body| groups.iter().position(|group| *group == (body.scope, body.level));
        let items = bodies.iter().map(|body| {
            let (name_en, parent) = (body.name_en.as_deref(), body.parent.as_deref());
            json!([
                short(&body.name),
                short(name_en.unwrap_or_default()),
                body.slug,
                number(body),
                short(parent.unwrap_or_default()),
                years(body)
            ])
        });
        let languages = || site.config.languages.iter().copied();
        let entries: Vec<(Language, Vec<Entry>)> =
            languages().map(|language| (language, entries(site, language))).collect();
        let of_bodies = bodies.iter().flat_map(|body| [Some(&body.name), body.parent.as_ref()]).flatten();
        let of_entries = entries.iter().flat_map(|(_, entries)| entries).flat_map(|entry| [&entry.name, &entry.other]);
        let characters: BTreeSet<char> = of_bodies.chain(of_entries).flat_map(|name| short(name).chars()).collect();
        Names {
            bodies: pieces(items),
            sounds: pieces(sounds(characters.iter().map(|&c| simplified(c)))),
            entries: entries.iter().map(|(language, all)| (*language, pieces(all.iter().map(Entry::item)))).collect(),
            groups: languages()
                .map(|language| {
                    (language, groups.iter().map(|&(scope, level)| group::name(language, scope, level)).collect())
                })
                .collect(),
            traditional: characters.iter().any(|&c| simplified(c) != c),
        }
    }
}

struct Entry {
    kind: &'static str,
    name: String,
    other: String,
    path: String,
    note: String,
}

impl Entry {
    fn item(&self) -> Value {
        json!([self.kind, short(&self.name), short(&self.other), self.path, short(&self.note)])
    }
}

fn entries(site: &Site, language: Language) -> Vec<Entry> {
    let other = Language::ALL.into_iter().find(|other| *other != language).unwrap_or(language);
    let indicators = Indicator::ALL.iter().map(|&indicator| Entry {
        kind: "indicators",
        name: indicator.name(language).to_owned(),
        other: indicator.name(other).to_owned(),
        path: site.path(language, &PageKind::Indicator(indicator)),
        note: indicator.definition(language).to_owned(),
    });
    let pages = site.slugs().into_iter().filter_map(|slug| {
        let page = site.markdown(slug, language)?;
        Some(Entry {
            kind: "pages",
            name: page.title.clone(),
            other: site.markdown(slug, other).map(|page| page.title.clone()).unwrap_or_default(),
            path: site.path(language, &PageKind::Markdown(slug.to_owned())),
            note: page.description.clone(),
        })
    });
    let guide = Entry {
        kind: "pages",
        name: words(language, "site.guide.title").to_owned(),
        other: words(other, "site.guide.title").to_owned(),
        path: site.path(language, &PageKind::Guide),
        note: words(language, "site.guide.lead").to_owned(),
    };
    indicators.chain([guide]).chain(pages).collect()
}

/// The years that have a report: `2019-2021,2023`.
fn years(body: &Body) -> String {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for year in body.years.iter() {
        match runs.last_mut().filter(|(_, last)| *last + 1 == year.year) {
            Some((_, last)) => *last = year.year,
            None => runs.push((year.year, year.year)),
        }
    }
    let run = |(first, last): (u16, u16)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    runs.into_iter().map(run).collect::<Vec<_>>().join(",")
}

/// Every sound with its characters. A character has all its readings (重 is `zhong` and `chong`): which one a name takes,
/// who types it knows. ü is `v`.
fn sounds(characters: impl Iterator<Item = char>) -> impl Iterator<Item = Value> {
    let mut by_sound: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
    for character in characters {
        for sound in readings(character) {
            by_sound.entry(sound).or_default().insert(character);
        }
    }
    by_sound.into_iter().map(|(sound, characters)| json!([sound, characters.into_iter().collect::<String>()]))
}

pub(super) fn readings(character: char) -> Vec<String> {
    let mut readings = Vec::new();
    for pinyin in character.to_pinyin_multi().into_iter().flatten() {
        let letters = pinyin.plain().chars().map(|c| if c == 'ü' { 'v' } else { c });
        let sound: String = letters.filter(char::is_ascii_lowercase).collect();
        if !sound.is_empty() && !readings.contains(&sound) && readings.len() < READINGS {
            readings.push(sound);
        }
    }
    readings
}
