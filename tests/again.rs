//! What a build does not make again is what it would make: over random portals and random changes, every file that is known to be
//! made of the same things has the same bytes.

#[path = "generator/report.rs"]
mod generated;
#[path = "generator/random.rs"]
#[allow(dead_code, reason = "others draw in more ways")]
mod random;

use std::collections::BTreeMap;

use gongkai::check::check;
use gongkai::config::{Localized, SiteConfig};
use gongkai::form::{Column, Edition, Row};
use gongkai::model::{Portal, Registry};
use gongkai::render::notes::{Print, Reads};
use gongkai::render::site::{MarkdownPage, Site, plan};
use gongkai::render::template::Templates;
use gongkai::report::{Date, Figure, Figures, Place, Report};
use gongkai::text::Language;
use random::Random;

/// What a report of the test says.
#[derive(Clone, PartialEq)]
struct Says {
    granted: i64,
    denied: i64,
    handled: i64,
    received: i64,
    carried_in: i64,
    carried_over: i64,
    licences: Option<i64>,
    /// Why an editor put a number of his own.
    why: Option<&'static str>,
    words: String,
    published: Option<&'static str>,
    edition: Edition,
}

impl Says {
    fn any(random: &mut Random, year: u16) -> Says {
        let (granted, denied) = (random.below(40) as i64, random.below(20) as i64);
        let handled = granted + denied;
        Says {
            granted,
            denied,
            handled,
            received: handled,
            carried_in: 0,
            carried_over: 0,
            licences: Some(random.below(500) as i64),
            why: None,
            words: "全年主动公开政府信息若干条。".to_owned(),
            published: None,
            edition: Edition::required_for(year),
        }
    }

    /// One thing otherwise.
    fn change(&mut self, random: &mut Random) {
        let number = random.below(60) as i64;
        match random.below(10) {
            0 => self.granted = number,
            1 => self.denied = number,
            2 => self.handled = number,
            3 => self.received = number,
            4 => self.carried_in = number,
            5 => self.carried_over = number,
            6 => self.licences = Some(number).filter(|_| number % 3 > 0),
            7 => self.why = *random.pick::<Option<&str>>(&[None, Some("印错"), Some("漏印")]),
            8 => self.words = format!("全年收到申请{number}件。"),
            _ => *self = Says { words: self.words.clone(), ..Says::any(random, 2023) },
        }
    }
}

/// Bodies with their reports by year, and what is said of a body beside them.
#[derive(Clone)]
struct World {
    reports: BTreeMap<(usize, u16), Says>,
    title: &'static str,
    first_parent: &'static str,
    page: &'static str,
}

const YEARS: [u16; 3] = [2020, 2021, 2023];

impl World {
    fn any(bodies: usize, random: &mut Random) -> World {
        let mut reports = BTreeMap::new();
        for body in 0..bodies {
            for year in YEARS {
                if body < 3 || random.below(10) > 0 {
                    reports.insert((body, year), Says::any(random, year));
                }
            }
        }
        World { reports, title: "门户", first_parent: "甲省", page: "一" }
    }

    fn change(&mut self, random: &mut Random) {
        let all: Vec<(usize, u16)> = self.reports.keys().copied().collect();
        let one = *random.pick(&all);
        match random.below(12) {
            0 if all.len() > 4 => drop(self.reports.remove(&one)),
            1 => drop(self.reports.insert((one.0, *random.pick(&YEARS)), Says::any(random, 2023))),
            2 => self.title = *random.pick::<&str>(&["门户", "另一门户"]),
            3 => self.first_parent = *random.pick::<&str>(&["甲省", "乙省"]),
            4 => self.page = *random.pick::<&str>(&["一", "二"]),
            5 => self.reports.get_mut(&one).unwrap().published = *random.pick(&[None, Some("2024-01-31")]),
            _ => self.reports.get_mut(&one).unwrap().change(random),
        }
    }

    fn made(&self) -> Made {
        let mut registry = String::new();
        let bodies = self.reports.keys().map(|(body, _)| body).max().map_or(0, |last| last + 1);
        for body in 0..bodies {
            let level = ["county", "prefecture", "county", "county"][body % 4];
            let parent = if body == 0 { self.first_parent } else { ["甲省", "乙省"][body % 2] };
            registry.push_str(&format!("[[body]]\nname = \"{}\"\nparent = \"{parent}\"\n", name(body)));
            // Of one body the level is not known.
            if body != 2 {
                registry.push_str(&format!("level = \"{level}\"\n"));
            }
        }
        let registry: Registry = toml::from_str(&registry).unwrap();
        let reports = self.reports.iter().map(|(&(body, year), says)| check(report(body, year, says))).collect();
        let mut config = SiteConfig { base_url: Some("https://example.org/".into()), ..SiteConfig::default() };
        config.title = Localized { zh: self.title.to_owned(), en: self.title.to_owned() };
        let page = MarkdownPage {
            order: 0,
            slug: "about".to_owned(),
            language: Language::Zh,
            title: self.page.to_owned(),
            description: String::new(),
            body_markdown: "文字".to_owned(),
        };
        if bodies > 20 {
            // Twice the pages say nothing new.
            config.languages = vec![Language::Zh];
        }
        Made { portal: Portal::build(reports, &registry), config, pages: vec![page] }
    }
}

fn name(body: usize) -> String {
    format!("第{body:03}县")
}

fn report(body: usize, year: u16, says: &Says) -> Report {
    let mut text = String::new();
    let figures = Figures::from_fn(says.edition, |key| {
        let value = match (key.row, key.column) {
            (Row::Granted, Column::Total) => Some(says.granted),
            (Row::Handled, Column::Total) => Some(says.handled),
            (Row::Received, Column::Total) => Some(says.received),
            (Row::CarriedIn, Column::Total) => Some(says.carried_in),
            (Row::CarriedOver, Column::Total) => Some(says.carried_over),
            (Row::RefusedStateSecret, Column::Total) => Some(says.denied),
            (Row::Licences, _) => says.licences,
            _ => Some(0),
        };
        text.push_str(&format!("{key}\n"));
        let place = Place::new(text.lines().count() as u32, 1, 1);
        match (value, says.why) {
            (Some(value), Some(why)) if (key.row, key.column) == (Row::CarriedIn, Column::Total) => {
                let was = Figure::reported((value + 1).into(), key.column.unit(), place, "1");
                Figure::corrected(&was, value.into(), key.column.unit(), why, "原件")
            }
            (Some(value), _) => Figure::reported(value.into(), key.column.unit(), place, &value.to_string()),
            (None, _) => Figure::missing(key.column.unit()),
        }
    });
    text.push_str(&says.words);
    let published = says.published.map(|date| Date::parse(date).unwrap().to_string());
    Report { published, ..generated::report(&name(body), year, text, figures) }
}

struct Made {
    portal: Portal,
    config: SiteConfig,
    pages: Vec<MarkdownPage>,
}

/// Every file with what it was made of, as a build puts it down.
type Files = BTreeMap<String, (Vec<u8>, Option<(Reads, Print)>)>;

fn files(site: &Site) -> (Print, Files) {
    let prints = site.prints(&"look").unwrap();
    let paths = site.paths().filter(|path| site.original(path).is_none());
    let made = paths.map(|path| {
        let (bytes, reads) = site.render_noting(path).unwrap();
        let origin = reads.and_then(|reads| prints.of(path, &reads).map(|print| (reads, print)));
        (path.to_owned(), (bytes, origin))
    });
    (prints.ground(), made.collect())
}

/// Which files of the first world stand in the second, and all of the second; each of them has the same bytes there.
fn stands(before: &(Print, Files), after: &World, templates: &Templates) -> (Vec<String>, (Print, Files)) {
    let (made, assets) = (after.made(), BTreeMap::new());
    // So few lines to a sheet divide the data files of some of these portals.
    let site = plan(&made.portal, &made.config, &made.pages, &assets, templates).with_sheets_of(5_000);
    let after = files(&site);
    let prints = site.prints(&"look").unwrap();
    let mut standing = Vec::new();
    for (path, (bytes, origin)) in &after.1 {
        let known = before.1.get(path).filter(|_| before.0 == prints.ground());
        if let Some((old, Some((reads, print)))) = known
            && prints.of(path, reads).as_ref() == Some(print)
        {
            standing.push(path.clone());
            assert!(old == bytes, "{path} would be left as it was");
            assert!(origin.as_ref().is_some_and(|(_, now)| now == print), "{path} asks for other things");
        }
    }
    (standing, after)
}

/// Of each change what stands, and how many files there are.
fn run(bodies: usize, steps: usize, seed: u64) -> Vec<(Vec<String>, usize)> {
    let templates = Templates::new(&BTreeMap::new()).unwrap();
    let mut random = Random::new(seed);
    let mut world = World::any(bodies, &mut random);
    let nothing = (Print::default(), Files::new());
    let (mut standing, mut before) = stands(&nothing, &world, &templates);
    assert!(standing.is_empty());
    let mut all = Vec::new();
    for _ in 0..steps {
        world.change(&mut random);
        (standing, before) = stands(&before, &world, &templates);
        all.push((standing, before.1.len()));
    }
    all
}

#[test]
fn what_stands_is_what_would_be_made() {
    let steps = std::env::var("GONGKAI_AGAIN_STEPS").map_or(12, |steps| steps.parse().unwrap());
    let all = run(9, steps, 5);
    let much = all.iter().filter(|(standing, of)| standing.len() * 2 > *of);
    assert!(much.count() * 3 > all.len());
}

/// The same where lists are divided.
#[test]
fn what_stands_in_a_large_portal_is_what_would_be_made() {
    let steps = std::env::var("GONGKAI_AGAIN_STEPS").map_or(2, |steps| steps.parse().unwrap());
    let all = run(76, steps, 11);
    let standing: Vec<&String> = all.iter().flat_map(|(standing, _)| standing).collect();
    for part in ["/rank/", "/funnel/", "bodies/", "compare/bodies/", "charts/"] {
        assert!(standing.iter().any(|path| path.contains(part)), "{part}");
    }
}

/// An editor may put another reason for the same number.
#[test]
fn the_reason_of_a_correction_is_part_of_what_a_page_is_made_of() {
    let templates = Templates::new(&BTreeMap::new()).unwrap();
    let mut world = World::any(3, &mut Random::new(3));
    let mut put = |why| {
        world.reports.get_mut(&(0, 2021)).unwrap().why = Some(why);
        world.clone()
    };
    let (first, second) = (put("印错"), put("漏印"));
    let nothing = (Print::default(), Files::new());
    let (_, before) = stands(&nothing, &first, &templates);
    let (standing, after) = stands(&before, &second, &templates);
    assert!(!standing.is_empty() && after.1.len() == before.1.len());
}
