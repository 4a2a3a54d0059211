//! A portal of more bodies than a page holds: whole countries come grouped and paged, and nothing of a list is lost on the way.

#[path = "generator/report.rs"]
mod generated;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use gongkai::check::check;
use gongkai::config::SiteConfig;
use gongkai::form::{Column, Edition, FigureKey, Row};
use gongkai::model::{Indicator, Portal, Registry};
use gongkai::render::site::{Site, plan};
use gongkai::render::template::Templates;
use gongkai::report::{CheckedReport, Figure, Figures, Place};
use scraper::{ElementRef, Html, Selector};

/// The most bytes of a page.
const LIMIT: usize = 300_000;
/// The most rows of a list on a page.
const ROWS: usize = 200;

/// A report with the rates of disclosure; every third one has a total that its parts do not give.
fn report(body: &str, year: u16, number: usize) -> CheckedReport {
    let edition = Edition::required_for(year);
    let (granted, handled) = (1 + number % 19, 20 + number % 61);
    let count = |key: FigureKey| match key.row {
        _ if key.column != Column::Total => 0,
        Row::Granted => granted,
        Row::Handled => handled,
        Row::Received => handled + usize::from(number.is_multiple_of(3)),
        _ => 0,
    };
    let mut text = String::new();
    let figures = Figures::from_fn(edition, |key| {
        text.push_str(&format!("{key}\n"));
        let place = Place::new(text.lines().count() as u32, 1, 1);
        Figure::reported((count(key) as i64).into(), key.column.unit(), place, "1")
    });
    check(generated::report(body, year, text, figures))
}

struct Made {
    portal: Portal,
    config: SiteConfig,
    assets: BTreeMap<String, Vec<u8>>,
    templates: Templates,
}

impl Made {
    fn site(&self) -> Site<'_> {
        plan(&self.portal, &self.config, &[], &self.assets, &self.templates)
    }
}

/// Bodies with the name of the one above them (`""` for none) and their level. Every hundredth has no report of the later year.
fn portal(bodies: &[(String, String, &str)]) -> Made {
    let mut registry = String::new();
    let mut reports = Vec::new();
    for (number, (name, parent, level)) in bodies.iter().enumerate() {
        registry.push_str(&format!("[[body]]\nname = \"{name}\"\nlevel = \"{level}\"\n"));
        if !parent.is_empty() {
            registry.push_str(&format!("parent = \"{parent}\"\n"));
        }
        reports.push(report(name, 2022, number));
        if number % 100 != 99 {
            reports.push(report(name, 2023, number * 7));
        }
    }
    let registry: Registry = toml::from_str(&registry).unwrap();
    let config = SiteConfig {
        base_url: Some("https://example.org/".into()),
        source_pages: false,
        originals: false,
        ..SiteConfig::default()
    };
    let templates = Templates::new(&BTreeMap::new()).unwrap();
    Made { portal: Portal::build(reports, &registry), config, assets: BTreeMap::new(), templates }
}

/// Two provinces with their prefectures and counties, one of them with more bodies than a page holds, and a body of which
/// nobody says where it is. The second province has no report itself.
fn country() -> Made {
    let mut bodies = vec![("甲省".to_owned(), String::new(), "province")];
    for prefecture in 0..8 {
        let province = if prefecture < 5 { "甲省" } else { "乙省" };
        let name = format!("第{prefecture:02}市");
        bodies.push((name.clone(), province.to_owned(), "prefecture"));
        for county in 0..44 {
            bodies.push((format!("县{prefecture:02}{county:02}"), name.clone(), "county"));
        }
    }
    bodies.push(("孤县".to_owned(), String::new(), "county"));
    portal(&bodies)
}

static COUNTRY: LazyLock<Made> = LazyLock::new(country);
/// Every page of the country.
static PAGES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let site = COUNTRY.site();
    let paths: Vec<&str> = site.page_paths().collect();
    let page = |path: &&str| ((*path).to_owned(), String::from_utf8(site.render(path).unwrap()).unwrap());
    paths.iter().map(page).collect()
});

fn elements<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// Every page but those of single bodies.
fn lists() -> impl Iterator<Item = (&'static String, &'static String)> {
    PAGES.iter().filter(|(path, _)| {
        let of_bodies = path.trim_start_matches("en/").strip_prefix("bodies/");
        of_bodies.is_none_or(|rest| rest == "index.html" || rest.contains("/all/"))
    })
}

/// The pages below a folder of the main language, in the order of their numbers, without the page of the folder itself.
fn below(folder: &str) -> Vec<(&'static str, Html)> {
    let own = format!("{folder}/index.html");
    let mut found: Vec<&String> = PAGES.keys().filter(|path| path.starts_with(&format!("{folder}/"))).collect();
    found.retain(|path| **path != own);
    // `x/10/` comes behind `x/2/`, and both behind `x/`.
    let key = |path: &&String| {
        let mut parts: Vec<&str> = path.trim_end_matches("/index.html").split('/').collect();
        let number = parts.last().and_then(|part| part.parse::<usize>().ok());
        if number.is_some() {
            parts.pop();
        }
        (parts.join("/"), number)
    };
    found.sort_by_key(key);
    found.into_iter().map(|path| (path.as_str(), Html::parse_document(&PAGES[path]))).collect()
}

/// The rows of the tables of a page: the name, and what stands in the cells.
fn rows(page: &Html, table: &str) -> Vec<(String, String)> {
    let row = |row: ElementRef| {
        let cells: Vec<ElementRef> = row.child_elements().collect();
        let name = cells[0].child_elements().find(|child| child.value().name() == "a")?;
        let cells = cells[1..].iter().map(|cell| cell.text().collect::<String>());
        Some((name.text().collect(), cells.collect::<Vec<_>>().join("|")))
    };
    elements(page, &format!("{table} tbody tr:not(.above)")).into_iter().filter_map(row).collect()
}

/// The names of all bodies, in order.
fn names() -> Vec<String> {
    let mut names: Vec<String> = COUNTRY.portal.bodies().iter().map(|body| body.name.clone()).collect();
    names.sort();
    names
}

#[test]
fn no_page_is_larger_than_300_kb() {
    let large: Vec<String> = PAGES
        .iter()
        .filter(|(_, text)| text.len() > LIMIT)
        .map(|(path, text)| format!("{path}: {}", text.len()))
        .collect();
    assert!(large.is_empty(), "{large:#?}");
    assert!(PAGES.len() > 2 * (362 + 720), "{}", PAGES.len());
}

#[test]
fn no_list_has_more_rows_than_a_page_holds() {
    for (path, text) in lists() {
        let page = Html::parse_document(text);
        for selector in ["table", ".groups, .places", "main"] {
            for list in elements(&page, selector) {
                let of = match selector {
                    "table" => "tbody > tr:not(.above)",
                    "main" => ".finding",
                    _ => "li",
                };
                let rows = list.select(&Selector::parse(of).unwrap()).count();
                assert!(rows <= ROWS, "{path}: {selector} has {rows}");
            }
        }
    }
}

/// The values of an attribute, as the built-in templates write it.
fn attributes<'p>(text: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!(" {name}=\"");
    text.split(&start as &str).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_link_and_anchor_resolves() {
    let site = COUNTRY.site();
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut wanted: BTreeSet<(String, &str)> = BTreeSet::new();
    for (path, text) in PAGES.iter().filter(|(path, _)| *path != "404.html") {
        let own = attributes(text, "id");
        let unique: BTreeSet<&str> = own.iter().copied().collect();
        assert_eq!(own.len(), unique.len(), "{path}: an id stands twice");
        ids.insert(path, unique);
        for href in attributes(text, "href").into_iter().filter(|href| !href.starts_with("http")) {
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let file = file.split('?').next().unwrap();
            let mut parts: Vec<&str> = path.split('/').collect();
            if !file.is_empty() {
                parts.pop();
                for part in file.split('/') {
                    if part == ".." { assert!(parts.pop().is_some()) } else { parts.push(part) }
                }
            }
            let target = parts.join("/");
            assert!(site.contains(&target), "{path}: {href} leads to no file");
            if !anchor.is_empty() {
                wanted.insert((target, anchor));
            }
        }
    }
    for (target, anchor) in wanted {
        assert!(ids[target.as_str()].contains(anchor), "{target}#{anchor} leads to no element");
    }
}

#[test]
fn every_body_is_on_one_page_of_each_list() {
    for list in ["years/2022", "years/2023", "coverage", "indicators/disclosure_rate"] {
        let pages = below(list);
        let mut found = Vec::new();
        for (path, page) in &pages {
            if !path.contains("/rank/") && !path.contains("/funnel/") {
                found.extend(rows(page, "table").into_iter().map(|(name, _)| name));
            }
        }
        found.sort();
        assert_eq!(found, names(), "{list}");
    }
    let mut listed: Vec<String> = Vec::new();
    for path in PAGES.keys().filter(|path| path.starts_with("bodies/") && path.contains("/all/")) {
        let page = Html::parse_document(&PAGES[path]);
        listed.extend(elements(&page, ".groups li > a").iter().map(|link| link.text().collect::<String>()));
    }
    listed.sort();
    assert_eq!(listed, names());
}

#[test]
fn a_row_stands_in_its_place_under_its_prefecture() {
    let pages: BTreeMap<&str, Html> = below("years/2023").into_iter().collect();
    let above = |path: &str| -> Vec<String> {
        elements(&pages[path], "tr.above").iter().map(|row| row.text().collect()).collect()
    };
    let first = above("years/2023/jiasheng/index.html");
    assert_eq!(first[..2], ["甲省", "第00市"], "{first:?}");
    let names: Vec<String> =
        rows(&pages["years/2023/jiasheng/index.html"], "table").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names[..3], ["甲省", "第00市", "县0000"]);
    assert_eq!(names.len(), 150);
    // What a page break cuts is named again over the rows that follow.
    assert_eq!(above("years/2023/jiasheng/2/index.html")[0], "第03市");
    assert_eq!(above("years/2023/yisheng/index.html")[0], "第05市");
    assert!(pages.contains_key("years/2023/other/index.html"));
    let crumbs = Html::parse_document(&PAGES["bodies/xian0443/index.html"]);
    let crumbs: Vec<&str> = elements(&crumbs, ".crumbs a").iter().filter_map(|link| link.attr("href")).collect();
    assert_eq!(crumbs[2], "../jiasheng/all/2/index.html");
}

#[test]
fn rows_by_rank_are_those_of_the_whole_comparison_in_its_order() {
    let portal = &COUNTRY.portal;
    let group = portal.groups(2023).into_iter().find(|group| group.level == gongkai::report::Level::County).unwrap();
    for indicator in [Indicator::DisclosureRate, Indicator::Handled] {
        let comparison = portal.comparison(2023, group, indicator).unwrap();
        let pages = below(&format!("indicators/{}/rank/government-county", indicator.id()));
        let first =
            Html::parse_document(&PAGES[&format!("indicators/{}/rank/government-county/index.html", indicator.id())]);
        let all = std::iter::once(&first).chain(pages.iter().map(|(_, page)| page));
        let found: Vec<(String, String)> = all.flat_map(|page| rows(page, "table")).collect();
        let entries = comparison.entries.iter().map(|entry| entry.body);
        let bodies = entries.chain(comparison.without.iter().map(|(body, _)| *body));
        let expected: Vec<&str> = bodies.map(|body| portal.bodies()[body].name.as_str()).collect();
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), expected);
        for (entry, (name, cells)) in comparison.entries.iter().zip(&found) {
            let place = entry.place.map_or("—".to_owned(), |place| place.to_string());
            assert_eq!(cells.split('|').next(), Some(place.as_str()), "{name}");
        }
    }
}

#[test]
fn rows_of_a_funnel_are_on_one_page_each() {
    let mut found = Vec::new();
    for (path, page) in below("indicators/disclosure_rate/funnel") {
        if path.contains("/funnel/2022-government-county/") {
            found.extend(rows(&page, "table").into_iter().map(|(name, _)| name));
        }
    }
    found.sort();
    let counties: Vec<String> = names().into_iter().filter(|name| name.contains('县')).collect();
    assert_eq!(found, counties);
    let chart = "id=\"chart-funnel-2022-government-county\"";
    let of_chart: Vec<&String> = lists()
        .filter(|(path, text)| path.contains("/disclosure_rate/") && text.contains(chart))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        of_chart,
        [
            "en/indicators/disclosure_rate/funnel/2022-government-county/index.html",
            "indicators/disclosure_rate/funnel/2022-government-county/index.html",
        ]
    );
}

#[test]
fn every_finding_is_on_one_page() {
    let mut found: Vec<String> = Vec::new();
    for (_, page) in below("findings") {
        found.extend(elements(&page, ".finding > p a").iter().map(|link| link.attr("href").unwrap().to_owned()));
    }
    let total: usize =
        COUNTRY.portal.bodies().iter().flat_map(|body| body.years.iter()).map(|year| year.findings.len()).sum();
    let unique: BTreeSet<String> = found.iter().map(|href| href.trim_start_matches("../").to_owned()).collect();
    assert!(total > ROWS);
    assert_eq!((found.len(), unique.len()), (total, total));
}

#[test]
fn cells_of_a_place_are_those_of_the_list_in_one_piece() {
    // The counties of one prefecture alone are no large portal, and their own figures do not depend on the others.
    let bodies: Vec<(String, String, &str)> =
        (0..44).map(|n| (format!("县00{n:02}"), String::new(), "county")).collect();
    let registry = Registry::default();
    let reports: Vec<CheckedReport> = COUNTRY
        .portal
        .bodies()
        .iter()
        .enumerate()
        .filter(|(_, body)| bodies.iter().any(|(name, ..)| *name == body.name))
        .flat_map(|(_, body)| body.years.iter().map(|year| check(year.report().clone())))
        .collect();
    let small = Made { portal: Portal::build(reports, &registry), ..portal(&[]) };
    let site = small.site();
    let text = String::from_utf8(site.render("coverage/index.html").unwrap()).unwrap();
    let whole = rows(&Html::parse_document(&text), ".sticky");
    let divided: BTreeMap<String, String> =
        below("coverage").iter().flat_map(|(_, page)| rows(page, "table")).collect();
    assert_eq!(whole.len(), bodies.len());
    for (name, cells) in whole {
        assert_eq!(divided[&name], cells, "{name}");
    }
}

#[test]
fn pages_lead_on_and_say_which_they_are() {
    for (path, text) in lists().filter(|(_, text)| text.contains("class=\"numbers\"")) {
        let page = Html::parse_document(text);
        let navs = elements(&page, "nav.numbers");
        let mut labels = BTreeSet::new();
        for nav in &navs {
            assert!(labels.insert(nav.attr("aria-label").unwrap()), "{path}");
            let current = nav.select(&Selector::parse("[aria-current=page]").unwrap()).count();
            let ways = nav.select(&Selector::parse("[rel=prev], [rel=next]").unwrap()).count();
            assert!(current == 1 && (1..=2).contains(&ways), "{path}");
        }
    }
    let sitemap = String::from_utf8(COUNTRY.site().render("sitemap.xml").unwrap()).unwrap();
    for path in
        ["years/2023/jiasheng/2/", "en/findings/yisheng/", "indicators/disclosure_rate/rank/government-county/2/"]
    {
        assert!(sitemap.contains(&format!("<loc>https://example.org/{path}</loc>")), "{path}");
    }
    let page = Html::parse_document(&PAGES["en/years/2023/jiasheng/2/index.html"]);
    let canonical: Vec<&str> =
        elements(&page, "link[rel=canonical]").iter().filter_map(|one| one.attr("href")).collect();
    assert_eq!(canonical, ["https://example.org/en/years/2023/jiasheng/2/"]);
    assert_eq!(elements(&page, "link[rel=alternate][hreflang]").len(), 2);
}

#[test]
fn without_places_a_list_goes_on_in_its_order() {
    let bodies: Vec<(String, String, &str)> =
        (0..450).map(|n| (format!("县{n:03}"), String::new(), "county")).collect();
    let made = portal(&bodies);
    let site = made.site();
    let mut found = Vec::new();
    for path in ["years/2022/all/index.html", "years/2022/all/2/index.html", "years/2022/all/3/index.html"] {
        let text = String::from_utf8(site.render(path).unwrap()).unwrap();
        assert!(text.len() <= LIMIT && !text.contains("class=\"above\""), "{path}");
        found.extend(rows(&Html::parse_document(&text), "table").into_iter().map(|(name, _)| name));
    }
    let expected: Vec<&str> = made.portal.bodies().iter().map(|body| body.name.as_str()).collect();
    assert_eq!(found, expected);
}

#[test]
fn pages_of_portals_that_just_fit_are_within_the_limit() {
    for count in [48, 58, 85, ROWS] {
        let bodies: Vec<(String, String, &str)> =
            (0..count).map(|n| (format!("第{n:03}自治县"), String::new(), "county")).collect();
        let made = portal(&bodies);
        let site = made.site();
        for path in site.page_paths().filter(|path| !path.contains("bodies/")) {
            let size = site.render(path).unwrap().len();
            assert!(size <= LIMIT, "{path}: {size}");
        }
        let compare = String::from_utf8(site.render("compare/index.html").unwrap()).unwrap();
        let cells = Html::parse_document(&compare).select(&Selector::parse("main tbody td").unwrap()).count();
        assert!(cells >= count * Indicator::ALL.len(), "every indicator of every body: {cells}");
    }
}

#[test]
fn a_distribution_counts_every_body_with_a_place_once() {
    let portal = &COUNTRY.portal;
    let group = portal.groups(2023).into_iter().find(|group| group.level == gongkai::report::Level::County).unwrap();
    for indicator in [Indicator::DisclosureRate, Indicator::Handled, Indicator::Reviews] {
        let comparison = portal.comparison(2023, group, indicator).unwrap();
        let page = Html::parse_document(&PAGES[&format!("indicators/{}/index.html", indicator.id())]);
        let told = elements(&page, "#chart-comparison-government-county .hit path");
        let count = |bar: &ElementRef| -> usize {
            let words = bar.attr("data-v").unwrap().rsplit('|').next().unwrap().to_owned();
            words.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
        };
        let counts: Vec<usize> = told.iter().map(count).collect();
        assert_eq!(counts.iter().sum::<usize>(), comparison.placed(), "{}: {counts:?}", indicator.id());
        assert!(counts.first() > Some(&0) && counts.last() > Some(&0), "{counts:?}");
    }
}
