//! The whole site in memory, over this repository's own content and over a small portal of awkward reports: what every
//! page must hold, whatever it is about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use gongkai::check::{check, check_corrected};
use gongkai::config::{self, SiteConfig};
use gongkai::form::{Column, Edition, FigureKey, Row, Table};
use gongkai::model::{Editions, Indicator, Portal, Registry};
use gongkai::render::data::SHEET;
use gongkai::render::site::{MarkdownPage, Site, plan};
use gongkai::render::template::Templates;
use gongkai::report::{CheckedReport, ExtraRow, Figure, Figures, Place, Report, Scope, SourceFile, SourceKind, Spot};
use gongkai::text::Language;
use scraper::{ElementRef, Html, Selector};

/// A site with everything that it borrows.
struct Made {
    portal: Portal,
    config: SiteConfig,
    pages: Vec<MarkdownPage>,
    assets: BTreeMap<String, Vec<u8>>,
    templates: Templates,
    /// How many lines a sheet of a spreadsheet has.
    sheet: usize,
}

impl Made {
    fn new(portal: Portal, config: SiteConfig, pages: Vec<MarkdownPage>) -> Made {
        let templates = Templates::new(&BTreeMap::new()).unwrap();
        Made { portal, config, pages, assets: BTreeMap::new(), templates, sheet: SHEET }
    }

    fn site(&self) -> Site<'_> {
        let site = plan(&self.portal, &self.config, &self.pages, &self.assets, &self.templates);
        if self.sheet == SHEET { site } else { site.with_sheets_of(self.sheet) }
    }
}

/// The example portal of this repository.
fn example() -> Made {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = config::read(root).unwrap();
    let loaded = gongkai::load::load(root, &config).unwrap();
    let pages = loaded.pages.into_iter().map(MarkdownPage::from);
    Made::new(Portal::build(loaded.reports, &loaded.registry), config, pages.collect())
}

/// A report whose every number is `number`, as far as `keep` says that it is there; the rest is missing.
fn report(body: &str, year: u16, number: i64, keep: impl Fn(FigureKey) -> bool) -> Report {
    let edition = Edition::required_for(year);
    let mut text = String::new();
    let figures = Figures::from_fn(edition, |key| {
        if !keep(key) {
            return Figure::missing(key.column.unit());
        }
        text.push_str(&format!("{key}\t{number}\n"));
        let line = text.lines().count() as u32;
        let place = Place::new(line, 1, 1);
        match key.row {
            Row::CarriedIn => Figure::blank(key.column.unit(), place, "/"),
            Row::UnavailableUnclear => Figure::unreadable(key.column.unit(), Some(place), "1<2", Vec::new()),
            _ => Figure::reported(number.into(), key.column.unit(), place, "1"),
        }
    });
    let source = SourceFile {
        path: format!("reports/{body}/{year}.txt"),
        sha256: String::new(),
        kind: SourceKind::Published,
        text: Arc::from(text),
        spots: Arc::from([]),
    };
    Report {
        source,
        title: format!("{body} \"{year}\" <b>年报</b>"),
        body: body.to_owned(),
        scope: Scope::Government,
        year,
        published: None,
        url: None,
        sections: Vec::new(),
        figures,
        extra_rows: vec![ExtraRow {
            table: Table::Proactive,
            label: "其他<主动>公开".to_owned(),
            cells: vec![("8".to_owned(), Place::new(1, 1, 1)), (String::new(), Place::new(1, 2, 0))],
            place: Place::new(1, 1, 1),
        }],
    }
}

const STRANGE: &str = "<script>alert('1')</script>\"&市";

/// The same as read from a file that is no text: pages with tables, and one figure corrected.
fn paged(body: &str) -> CheckedReport {
    let original = report(body, 2022, 40, |_| true);
    let source = &original.source;
    let rows = source.text.lines().count() as u32;
    let text = format!("{}\n<b>标题</b>\n\n", source.text.trim_end());
    let spot = |line: u32| Spot::Page { page: 1 + line / 90, x: 20, y: line % 90 };
    let spots: Arc<[Spot]> = (1..=rows + 2).map(spot).collect();
    let path = "reports/丙县/2022.html".to_owned();
    let source = SourceFile { path, text: text.into(), spots, sha256: "ab".repeat(32), ..source.clone() };
    let mut original = Report { source, ..original };
    let placed: Vec<(FigureKey, Place)> =
        original.figures.iter().filter_map(|(key, figure)| Some((key, figure.place()?))).collect();
    for (key, place) in placed {
        let place = original.source.place(place.line, place.column, place.length);
        original.figures.set(key, Figure::reported(40.into(), key.column.unit(), place, "40"));
    }
    let mut corrected = original.clone();
    let key = FigureKey::requests(Row::Granted, Column::Business);
    let figure = original.figure(key).unwrap();
    let evidence = "https://example.org/errata.html";
    corrected.figures.set(key, Figure::corrected(figure, 50.into(), figure.unit(), "<i>印错</i>", evidence));
    let further =
        SourceFile { path: "reports/丙县/scan.pdf".into(), kind: SourceKind::Image, ..original.source.clone() };
    check_corrected(original, corrected).with_further(vec![further])
}

/// A report of which there is only a picture.
fn picture(body: &str) -> CheckedReport {
    let all = report(body, 2022, 0, |_| false);
    let figures = Figures::from_fn(Edition::E2021, |key| Figure::unreadable(key.column.unit(), None, "", vec![]));
    let path = "reports/丁县/2022.PDF".to_owned();
    let source = SourceFile { path, kind: SourceKind::Image, text: Arc::from(""), ..all.source.clone() };
    check(Report { source, figures, extra_rows: Vec::new(), ..all })
}

/// A name out of markup, a year without a report, a change of edition, missing tables, blank and unreadable cells.
fn awkward() -> Made {
    let reports = vec![
        report(STRANGE, 2019, 3, |_| true),
        report(STRANGE, 2021, 12, |key| key.table != Table::Remedies),
        report(STRANGE, 2022, 0, |_| true),
        report("甲县", 2022, 7, |key| key.row != Row::Handled),
    ];
    let mut checked: Vec<CheckedReport> = reports.into_iter().map(check).collect();
    checked.extend([paged("丙县"), picture("丁县")]);
    let config = SiteConfig { base_url: Some("https://example.org/sub/".into()), ..SiteConfig::default() };
    let page = MarkdownPage {
        order: 1,
        slug: "about".into(),
        language: Language::Zh,
        title: "关于".into(),
        description: String::new(),
        body_markdown: "**（一）甲。**乙 <script>x</script>".into(),
    };
    Made::new(Portal::build(checked, &Registry::default()), config, vec![page])
}

/// The same reports, for spreadsheets so small that every table is divided by year.
fn divided() -> Made {
    Made { sheet: 1, ..awkward() }
}

/// Every page of the sites, parsed once.
static PAGES: LazyLock<Vec<(&'static str, BTreeMap<String, String>)>> = LazyLock::new(|| {
    [("example", example()), ("awkward", awkward()), ("divided", divided())]
        .into_iter()
        .map(|(name, made)| {
            let site = made.site();
            let text = |path: &str| String::from_utf8(site.render(path).unwrap()).unwrap();
            (name, site.page_paths().map(|path| (path.to_owned(), text(path))).collect())
        })
        .collect()
});

fn select(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| element.text().collect()).collect()
}

fn attribute(page: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
}

/// Follows a relative link from the page at `from`; `None` where it leaves the site.
fn resolve(from: &str, href: &str) -> Option<(String, Option<String>)> {
    let (path, anchor) = match href.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor.to_owned())),
        None => (href, None),
    };
    // What a script makes of a question is its own affair; the page is the same.
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() {
        return Some((from.to_owned(), anchor));
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some((parts.join("/"), anchor))
}

/// The output path of a link that starts at the root of the host.
fn below_host(config: &SiteConfig, href: &str) -> String {
    let host = "https://host.invalid";
    let base = config.base_url.clone().unwrap_or_default();
    let root = base.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let full = format!("{host}{href}");
    full.strip_prefix(&format!("{host}/{root}")).unwrap_or_else(|| panic!("{href} is not below {base}")).to_owned()
}

#[test]
fn every_link_anchor_and_asset_resolves() {
    for (made, (name, pages)) in [example(), awkward(), divided()].iter().zip(&*PAGES) {
        let site = made.site();
        let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut links = BTreeSet::new();
        for (path, text) in pages {
            let page = Html::parse_document(text);
            let found = attribute(&page, "[id]", "id");
            let unique: BTreeSet<String> = found.iter().cloned().collect();
            assert_eq!(found.len(), unique.len(), "{name} {path}: an id stands twice");
            ids.insert(path, unique);
            for (selector, attribute_name) in [("a[href]", "href"), ("link[href]", "href"), ("[src]", "src")] {
                links.extend(attribute(&page, selector, attribute_name).into_iter().map(|href| (path, href)));
            }
        }
        for (path, href) in links {
            if href.starts_with("http://") || href.starts_with("https://") {
                continue;
            }
            let (target, anchor) = match href.strip_prefix('/') {
                Some(_) if path == "404.html" => (below_host(&made.config, &href), None),
                Some(_) => panic!("{name} {path}: {href} needs to be at the root of a host"),
                None => resolve(path, &href).unwrap_or_else(|| panic!("{name} {path}: {href} leaves the site")),
            };
            assert!(site.contains(&target), "{name} {path}: {href} leads to no file");
            if let Some(anchor) = anchor {
                assert!(ids[target.as_str()].contains(&anchor), "{name} {path}: {href} leads to no element");
            }
        }
    }
}

#[test]
fn every_published_figure_stands_on_its_page_with_its_state_and_place() {
    for (made, (name, pages)) in [example(), awkward()].iter().zip(&*PAGES) {
        let csv = String::from_utf8(made.site().render("data/figures.csv").unwrap()).unwrap();
        let mut rows = 0;
        let parsed: BTreeMap<&str, Html> = pages
            .iter()
            .filter(|(path, _)| path.starts_with("bodies/"))
            .map(|(path, text)| (path.as_str(), Html::parse_document(text)))
            .collect();
        let mut cells: BTreeMap<(&str, String), ElementRef> = BTreeMap::new();
        let selector = Selector::parse("td[id]").unwrap();
        for (path, page) in &parsed {
            cells.extend(page.select(&selector).map(|cell| ((*path, cell.attr("id").unwrap().to_owned()), cell)));
        }
        let mut reader = csv_reader(&csv);
        let heads = reader.headers().unwrap().clone();
        for row in reader.records() {
            let row = row.unwrap();
            let get = |column: &str| &row[heads.iter().position(|head| head == column).unwrap()];
            let path = format!("bodies/{}/{}/index.html", get("body_id"), get("year"));
            let id = format!("{}.{}.{}", get("table"), get("row"), get("column"));
            let cell = cells.get(&(path.as_str(), id.clone())).unwrap_or_else(|| panic!("{name} {path}: no {id}"));
            assert_eq!(cell.attr("data-state").unwrap_or("reported"), get("status"), "{path} {id}");
            let value = match (cell.attr("data-value"), get("status")) {
                (Some(value), _) => value.to_owned(),
                // Nothing is there, and the cell says so.
                (None, "missing" | "blank" | "unreadable") => String::new(),
                (None, _) => cell.text().next().unwrap_or_default().to_owned(),
            };
            assert_eq!(value, get("value"), "{path} {id}");
            if let Some(line) = get("place").strip_prefix("line ") {
                let line = line.split(' ').next().unwrap_or_default().trim_end_matches(',');
                let link = cell.child_elements().find_map(|child| child.attr("href")).unwrap_or_default();
                assert_eq!(link, format!("source/index.html#L{line}"), "{path} {id}");
            }
            rows += 1;
        }
        let expected: usize = made.portal.bodies().iter().flat_map(|b| b.years.iter()).map(|y| y.read.total()).sum();
        assert_eq!(rows, expected, "{name}");
    }
}

fn csv_reader(text: &str) -> csv::Reader<&[u8]> {
    csv::Reader::from_reader(text.as_bytes())
}

#[test]
fn what_is_not_there_is_marked_and_never_a_number() {
    let selector = Selector::parse(".form td[id]").unwrap();
    let mut seen = BTreeSet::new();
    for (name, pages) in &*PAGES {
        for (path, text) in pages {
            for cell in Html::parse_document(text).select(&selector) {
                let state = cell.attr("data-state").unwrap_or("reported");
                let shown: String = cell.text().collect();
                seen.insert(state.to_owned());
                match state {
                    "missing" | "blank" | "unreadable" => {
                        assert_eq!(cell.attr("data-value"), None, "{name} {path}");
                        assert!(shown.starts_with('—'), "{name} {path}: {shown}");
                        assert!(shown.trim() != "—", "{name} {path}: no mark");
                    }
                    _ => assert!(!shown.trim().is_empty() && !shown.contains('—'), "{name} {path}: {shown}"),
                }
            }
        }
    }
    for state in ["reported", "missing", "blank", "unreadable"] {
        assert!(seen.contains(state), "no page shows a figure that is {state}");
    }
}

#[test]
fn words_of_strangers_stay_words() {
    let (_, pages) = &PAGES[1];
    let mut named = 0;
    for (path, text) in pages {
        assert!(!text.contains("<script>"), "{path}");
        assert!(!text.contains("<b>年报"), "{path}");
        let page = Html::parse_document(text);
        named += select(&page, "h1").iter().filter(|heading| heading.contains(STRANGE)).count();
    }
    assert!(named >= 6, "the name is shown as it stands");
}

#[test]
fn a_page_says_how_its_figures_are_looked_up_in_their_report_file() {
    let mut made = example();
    for (source_pages, originals, says, links) in
        [(true, true, "点击数字", 200), (false, true, "每个数字", 0), (false, false, "不在本站公布", 0)]
    {
        (made.config.source_pages, made.config.originals) = (source_pages, originals);
        let page = String::from_utf8(made.site().render("bodies/guyuan/2023/index.html").unwrap()).unwrap();
        let page = Html::parse_document(&page);
        let note = &select(&page, "#tables > p")[0];
        assert!(note.contains(says) && note.contains("不在本站") != originals, "{note}");
        assert_eq!(select(&page, "#tables td[id] > a").len(), links);
    }
}

#[test]
fn key_numbers_and_tables_over_years_lead_to_what_they_are_made_of() {
    let mut made = example();
    for (source_pages, single) in [(true, "source/index.html#L"), (false, "index.html#requests.received.total")] {
        made.config.source_pages = source_pages;
        for (path, folder) in [("bodies/guyuan/index.html", "2023/"), ("bodies/guyuan/2023/index.html", "")] {
            let page = String::from_utf8(made.site().render(path).unwrap()).unwrap();
            let page = Html::parse_document(&page);
            let ways = |selector: &str| attribute(&page, selector, "href");
            let facts = ways(".facts a");
            let single = if folder.is_empty() { single.trim_start_matches("index.html") } else { single };
            assert!(facts[0].starts_with(&format!("{folder}{single}")), "{path}: {facts:?}");
            let table = format!("{}#requests.granted.total", if folder.is_empty() { "" } else { "2023/index.html" });
            assert_eq!(facts[2], table, "{path}: a rate leads to the first of its figures");
            if !folder.is_empty() {
                let (flow, rates) = (ways("#flow td a"), ways("#disclosure td a"));
                assert!(flow[0].starts_with(&format!("2023/{single}")), "{flow:?}");
                assert_eq!(rates[0], table);
            }
        }
    }
}

#[test]
fn a_number_in_a_list_of_bodies_leads_to_the_first_of_its_figures() {
    let (_, pages) = &PAGES[0];
    let links = |path: &str, table: &str| {
        let page = Html::parse_document(&pages[path]);
        let selector = Selector::parse(&format!("{table} td > a:not(.disputed-note)")).unwrap();
        // What has no number stands at no figure.
        let numbers = page.select(&selector).filter(|link| link.text().collect::<String>() != "—");
        let all: Vec<String> = numbers.filter_map(|link| link.attr("href").map(str::to_owned)).collect();
        assert!(!all.is_empty(), "{path}: no number leads anywhere");
        all
    };
    for (path, table) in [
        ("years/2023/index.html", "main"),
        ("compare/index.html", "main"),
        ("indicators/disclosure_rate/index.html", "main"),
        ("indicators/licences/index.html", "main"),
        ("en/years/2023/index.html", "main"),
        ("bodies/guyuan/index.html", "#trends"),
    ] {
        for href in links(path, table) {
            let anchored = href.contains("/index.html#") && !href.ends_with("#findings");
            assert!(anchored || href.contains("/source/index.html#L"), "{path}: {href} is the whole page");
        }
    }
    let heat = links("indicators/disclosure_rate/index.html", ".heat");
    assert!(heat.iter().all(|href| href.ends_with("#requests.granted.total")), "{heat:?}");
    let guyuan = json(&example().site(), "compare/bodies/guyuan.json");
    assert_eq!(guyuan["years"]["2023"]["of"]["disclosure_rate"]["figure"], "requests.granted.total");
}

#[test]
fn no_blank_stands_behind_full_width_punctuation_of_our_own_words() {
    let (_, pages) = &PAGES[0];
    // The words of reports stand as they are, and so do pages that somebody wrote.
    let theirs = ["en/", "about/", "glossary/", "method/"];
    let own = pages
        .iter()
        .filter(|(path, _)| !theirs.iter().any(|start| path.starts_with(start)) && !path.contains("/source/"));
    for (path, text) in own {
        for blank in ["： ", "： <", "。 <a", "。 <span", "； "] {
            if let Some(at) = text.find(blank) {
                panic!("{path}: {}", text[at..].chars().take(60).collect::<String>());
            }
        }
    }
}

#[test]
fn the_lead_says_what_the_key_numbers_do_not_and_the_description_all_of_it() {
    let (_, pages) = &PAGES[0];
    for path in ["bodies/guyuan/index.html", "bodies/pingtan/index.html", "bodies/pingtan/2021/index.html"] {
        let page = Html::parse_document(&pages[path]);
        let described = attribute(&page, "meta[name=description]", "content").concat();
        assert!(described.contains("办结的申请中有"), "{path}: {described}");
        for lead in select(&page, ".lead") {
            assert!(
                !lead.is_empty() && !lead.contains("办结的申请中有") && described.contains(&lead),
                "{path}: {lead}"
            );
        }
    }
    let lead = select(&Html::parse_document(&pages["bodies/pingtan/2021/index.html"]), ".lead").concat();
    assert!(lead.contains("比2020年"), "a year is set against the one before: {lead}");
}

#[test]
fn the_body_above_is_named_in_the_language_of_the_page_and_linked() {
    let (_, pages) = &PAGES[0];
    for (path, name) in [("bodies/guyuan-office", "固原市"), ("en/bodies/guyuan-office", "Guyuan City")] {
        let page = Html::parse_document(&pages[&format!("{path}/index.html")]);
        let link = page.select(&Selector::parse("main > p.soft a").unwrap()).next().unwrap();
        assert_eq!(link.text().collect::<String>(), name);
        assert_eq!(link.value().attr("href"), Some("../guyuan/index.html"));
    }
    let page = Html::parse_document(&pages["bodies/guyuan/index.html"]);
    assert!(select(&page, "main > p.soft")[0].contains("宁夏回族自治区"));
    assert!(select(&page, "main > p.soft a").is_empty(), "a body without reports has no page");
}

#[test]
fn few_bodies_have_no_middle_half() {
    let few = ["（2 个机关）", "（3 个机关）", "(2 bodies)", "(3 bodies)"];
    let mut medians = 0;
    for text in PAGES.iter().flat_map(|(_, pages)| pages.values()) {
        for sentence in text.split(['<', '。']).filter(|text| few.iter().any(|count| text.contains(count))) {
            assert!(!sentence.contains("中间一半") && !sentence.contains("middle half"), "{sentence}");
            medians += usize::from(sentence.contains("中位数") || sentence.contains("median"));
        }
    }
    assert!(medians > 0);
}

#[test]
fn a_correction_is_shown_with_both_values_and_its_reason() {
    let page = Html::parse_document(&PAGES[1].1["bodies/bingxian/2022/index.html"]);
    let cell = select(&page, "td[data-state=corrected]");
    assert_eq!(cell.len(), 1);
    assert!(cell[0].contains("50") && cell[0].contains("更正"), "{cell:?}");
    let said = select(&page, ".corrections li").concat();
    for part in ["<i>印错</i>", "https://example.org/errata.html", "第 1 页"] {
        assert!(said.contains(part), "{part} is missing from {said}");
    }
    assert_eq!(select(&page, ".corrections del"), ["40"]);
    assert_eq!(select(&page, ".corrections ins"), ["50"]);
    let csv = String::from_utf8(awkward().site().render("data/figures.csv").unwrap()).unwrap();
    let row = csv.lines().find(|line| line.contains(",corrected,件,")).unwrap();
    assert!(
        row.contains(",50,corrected,") && row.contains(",40,bingxian,<i>印错</i> (https://example.org/errata.html)"),
        "{row}"
    );
}

#[test]
fn what_is_computed_from_a_correction_says_so() {
    let original = report("丙县", 2022, 40, |_| true);
    let mut corrected = original.clone();
    let key = FigureKey::requests(Row::Received, Column::Total);
    let figure = original.figure(key).unwrap();
    corrected.figures.set(key, Figure::corrected(figure, 50.into(), figure.unit(), "印错", "勘误"));
    let portal = Portal::build(vec![check_corrected(original, corrected)], &Registry::default());
    let made = Made::new(portal, SiteConfig::default(), Vec::new());
    let page = |path: &str| String::from_utf8(made.site().render(path).unwrap()).unwrap();
    let shown = page("bodies/bingxian/2022/index.html");
    let parsed = Html::parse_document(&shown);
    assert!(select(&parsed, ".facts dd")[0].contains("50") && select(&parsed, ".facts dd")[0].contains("更正"));
    let described = attribute(&parsed, "meta[name=description]", "content");
    assert!(described[0].contains("50 件（经更正）"), "{described:?}");
    assert!(select(&parsed, ".finding").iter().any(|finding| finding.contains("（原处：40")), "{shown}");
    let csv = page("data/indicators.csv");
    assert!(csv.lines().any(|row| row.starts_with("丙县,2022,received,50,") && row.ends_with(",true")), "{csv}");
    assert!(csv.lines().any(|row| row.starts_with("丙县,2022,reviews,") && row.ends_with(",false")));
}

#[test]
fn a_file_that_is_no_text_is_shown_with_its_pages_tables_and_places() {
    let page = Html::parse_document(&PAGES[1].1["bodies/bingxian/2022/source/index.html"]);
    let pages: Vec<String> = select(&page, "h2");
    assert_eq!(pages, ["第 1 页", "第 2 页", "第 3 页"]);
    assert_eq!(select(&page, "table").len(), 3);
    assert_eq!(select(&page, "tr[id]").len() + select(&page, "p[id]").len(), 202);
    let places = attribute(&page, "tr[id='L10'] a", "title");
    assert_eq!(places, ["第 1 页（距左 20 毫米、距上 10 毫米）"]);
    assert!(select(&page, "p[id='L201']").concat().contains("<b>标题</b>"));
}

#[test]
fn originals_are_offered_and_none_of_them_can_run_as_a_page() {
    let made = awkward();
    let site = made.site();
    let copy = site.original("sources/bingxian/2022.html.txt").unwrap();
    assert_eq!((copy.source, copy.sha256), ("reports/丙县/2022.html", &*"ab".repeat(32)));
    assert_eq!(site.original("sources/bingxian/2022-2.pdf").unwrap().source, "reports/丙县/scan.pdf");
    assert!(site.original("sources/dingxian/2022.pdf").is_some());
    assert!(site.render("sources/dingxian/2022.pdf").is_err(), "its bytes are not ours");
    let page = Html::parse_document(&PAGES[1].1["bodies/bingxian/2022/index.html"]);
    assert_eq!(attribute(&page, "a[download]", "download"), ["2022.html", "scan.pdf"]);
    for path in site.paths().filter(|path| path.starts_with("sources/")) {
        assert!(!path.ends_with(".html"), "{path}");
    }
    let config = SiteConfig { originals: false, ..made.config.clone() };
    let site = plan(&made.portal, &config, &made.pages, &made.assets, &made.templates);
    assert!(site.paths().all(|path| !path.starts_with("sources/")));
    assert!(!String::from_utf8(site.render("bodies/bingxian/2022/index.html").unwrap()).unwrap().contains("download="));
}

#[test]
fn a_table_of_collected_figures_shows_only_the_lines_of_its_report() {
    let one = report("戊县", 2022, 40, |_| true);
    let text = format!("body,year\n{}别县,2021\n", one.source.text);
    let mut figures = one.figures.clone();
    for (key, figure) in one.figures.iter() {
        let place = figure.place().map(|place| Place::new(place.line + 1, 1, 1)).unwrap();
        figures.set(key, Figure::reported(40.into(), key.column.unit(), place, "40"));
    }
    let source =
        SourceFile { kind: SourceKind::Collected, text: text.into(), sha256: "cd".repeat(32), ..one.source.clone() };
    let checked = check(Report { source, figures, ..one });
    let made = Made::new(Portal::build(vec![checked], &Registry::default()), SiteConfig::default(), Vec::new());
    let text = |path: &str| String::from_utf8(made.site().render(path).unwrap()).unwrap();
    let page = text("bodies/wuxian/2022/source/index.html");
    assert!(page.contains("body,year") && !page.contains("别县"), "another report's lines are shown");
    assert!(page.contains("收集整理") && text("bodies/wuxian/2022/index.html").contains("收集整理"));
    assert!(made.site().contains("sources/collected/cdcdcdcdcdcdcdcd.txt"));
    assert!(text("data/reports.csv").contains(",collected\n"));
}

#[test]
fn a_picture_of_a_report_has_a_page_that_says_so_and_no_number() {
    let pages = &PAGES[1].1;
    let page = Html::parse_document(&pages["bodies/dingxian/2022/index.html"]);
    assert!(select(&page, ".notice-box").concat().contains("扫描件"));
    assert_eq!(select(&page, "td[data-state=unreadable]").len(), 200);
    assert!(select(&page, "td[data-state]").iter().all(|cell| cell.starts_with('—')));
    assert!(select(&page, "main").concat().contains("格式不明"));
    assert!(select(&Html::parse_document(&pages["coverage/index.html"]), "td").concat().contains("扫描件"));
    assert!(select(&page, ".finding").is_empty(), "a picture says nothing about the form");
}

#[test]
fn both_languages_have_every_page() {
    for (name, pages) in &*PAGES {
        let of = |english: bool| -> BTreeSet<&str> {
            let paths = pages.keys().map(String::as_str).filter(|path| *path != "404.html");
            let paths = paths.filter(|path| path.starts_with("en/") == english);
            paths.map(|path| path.strip_prefix("en/").unwrap_or(path)).collect()
        };
        assert_eq!(of(false), of(true), "{name}");
        for (path, text) in pages {
            let tag = if path.starts_with("en/") { "en" } else { "zh-CN" };
            assert!(text.contains(&format!("<html lang=\"{tag}\">")), "{name} {path}");
        }
    }
}

#[test]
fn no_words_are_lacking() {
    for (name, pages) in &*PAGES {
        for (path, text) in pages {
            let page = Html::parse_document(text);
            let shown = select(&page, "body").concat();
            for area in ["site.", "form.row", "form.state", "check.outcome", "indicator."] {
                let rest =
                    |word: &str| word.strip_prefix(area).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
                let lacking = shown.split_whitespace().find(|word| rest(word));
                assert_eq!(lacking, None, "{name} {path}");
            }
            assert!(!shown.contains('{'), "{name} {path}: an argument was not put in");
        }
    }
}

#[test]
fn nothing_runs_on_a_page_but_the_portals_own_scripts() {
    for (name, pages) in &*PAGES {
        for (path, text) in pages {
            let page = Html::parse_document(text);
            let policy = attribute(&page, "meta[http-equiv=Content-Security-Policy]", "content");
            assert_eq!(policy.len(), 1, "{name} {path}");
            assert!(!policy[0].contains("unsafe"), "{name} {path}: {}", policy[0]);
            // A policy holds for what comes after it.
            assert!(text.find("Content-Security-Policy") < text.find("<script"), "{name} {path}");
            for script in page.select(&Selector::parse("script").unwrap()) {
                let kind = script.attr("type").unwrap_or("text/javascript");
                let is_data = kind == "application/ld+json";
                if is_data {
                    let said: serde_json::Value = serde_json::from_str(&script.inner_html()).unwrap();
                    assert!(said["@graph"].as_array().is_some_and(|graph| !graph.is_empty()), "{name} {path}");
                }
                assert!(is_data != script.attr("src").is_some_and(|from| from.contains("static/")), "{name} {path}");
            }
            for element in page.select(&Selector::parse("main *").unwrap()) {
                for (attribute, value) in element.value().attrs() {
                    assert!(!attribute.starts_with("on"), "{name} {path}: {attribute}");
                    assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{name} {path}: {value}");
                }
            }
        }
    }
}

#[test]
fn pages_ask_no_other_host_for_anything() {
    for (name, pages) in &*PAGES {
        for (path, text) in pages {
            let page = Html::parse_document(text);
            for source in attribute(&page, "[src]", "src") {
                assert!(!source.contains("//"), "{name} {path}: {source}");
            }
            for href in attribute(&page, "link:not([rel=canonical]):not([rel=alternate])", "href") {
                assert!(!href.contains("//"), "{name} {path}: {href}");
            }
            let unmarked = attribute(&page, "a[href^=http]:not([rel='noopener nofollow'])", "href");
            let own = |href: &String| path.ends_with("about/index.html") || href.starts_with("https://example.org/");
            let unmarked: Vec<&String> = unmarked.iter().filter(|href| !own(href)).collect();
            assert!(unmarked.is_empty() || !path.contains("bodies/"), "{name} {path}: {unmarked:?}");
            assert!(!text.contains(" style="), "{name} {path}: a style attribute");
            assert!(!text.contains(" onclick="), "{name} {path}: a script attribute");
        }
    }
}

#[test]
fn what_a_search_finds_has_a_page() {
    for (made, (name, pages)) in [example(), awkward()].iter().zip(&*PAGES) {
        let site = made.site();
        let json = |path: &str| -> serde_json::Value { serde_json::from_slice(&site.render(path).unwrap()).unwrap() };
        for language in ["zh", "en"] {
            let prefix = json(&format!("search/{language}.json"))["prefix"].as_str().unwrap().to_owned();
            for entry in json(&format!("search/{language}-0.json")).as_array().unwrap() {
                assert!(pages.contains_key(entry[3].as_str().unwrap()), "{name}: {entry}");
            }
            for body in json("search/bodies-0.json").as_array().unwrap() {
                let folder = format!("{prefix}bodies/{}", body[2].as_str().unwrap());
                let text = &pages[&format!("{folder}/index.html")];
                let shown = body[if language == "en" && body[1] != "" { 1 } else { 0 }].as_str().unwrap();
                assert!(select(&Html::parse_document(text), "h1")[0].contains(shown), "{name}: {body}");
                for run in body[5].as_str().unwrap().split(',') {
                    let (first, last) = run.split_once('-').unwrap_or((run, run));
                    for year in first.parse::<u16>().unwrap()..=last.parse().unwrap() {
                        assert!(pages.contains_key(&format!("{folder}/{year}/index.html")), "{name}: {body}");
                    }
                }
            }
        }
        let count = |page: &str, selector: &str| select(&Html::parse_document(&pages[page]), selector).len();
        assert_eq!(count("index.html", "[data-find][hidden]"), 1);
        assert_eq!(count("404.html", "[data-find][hidden]"), 1);
    }
}

#[test]
fn headings_descend_one_step_at_a_time() {
    let selector = Selector::parse("h1, h2, h3, h4, h5, h6").unwrap();
    for (name, pages) in &*PAGES {
        for (path, text) in pages {
            let page = Html::parse_document(text);
            let levels: Vec<u8> = page.select(&selector).map(|h| h.value().name().as_bytes()[1] - b'0').collect();
            assert_eq!(levels.first(), Some(&1), "{name} {path}");
            assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1, "{name} {path}");
            assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name} {path}: {levels:?}");
        }
    }
}

#[test]
fn every_table_has_a_caption_and_scoped_heads() {
    for (name, pages) in &*PAGES {
        for (path, text) in pages {
            let page = Html::parse_document(text);
            let tables = select(&page, ".scroller > table").len();
            assert_eq!(select(&page, ".scroller > table > caption").len(), tables, "{name} {path}");
            assert_eq!(select(&page, ".scroller th:not([scope])").len(), 0, "{name} {path}");
        }
    }
}

#[test]
fn statutory_tables_are_rectangles() {
    let (tr, table) = (Selector::parse("tr").unwrap(), Selector::parse("table.form").unwrap());
    for (name, pages) in &*PAGES {
        for (path, text) in pages {
            for table in Html::parse_document(text).select(&table) {
                let mut hanging: BTreeMap<usize, usize> = BTreeMap::new();
                let mut width = None;
                for (at, row) in table.select(&tr).enumerate() {
                    let span = |cell: &ElementRef, name| cell.attr(name).map_or(1, |n: &str| n.parse().unwrap());
                    let mut columns = hanging.remove(&at).unwrap_or_default();
                    for cell in row.child_elements() {
                        columns += span(&cell, "colspan");
                        for below in 1..span(&cell, "rowspan") {
                            *hanging.entry(at + below).or_default() += span(&cell, "colspan");
                        }
                    }
                    assert_eq!(*width.get_or_insert(columns), columns, "{name} {path} row {at}");
                }
                assert!(hanging.is_empty(), "{name} {path}: a cell reaches below the table");
            }
        }
    }
}

#[test]
fn the_compare_page_of_a_small_portal_holds_every_body_and_indicator() {
    let (_, pages) = &PAGES[0];
    let page = Html::parse_document(&pages["compare/index.html"]);
    let heads = select(&page, "main table:first-of-type thead tr:first-child");
    let tables = page.select(&Selector::parse("main table").unwrap()).count();
    assert!(tables > 0 && heads.len() == tables, "{heads:?}");
    for indicator in Indicator::ALL {
        assert!(heads.iter().all(|head| head.contains(indicator.name(Language::Zh))), "{}", indicator.id());
    }
    let bodies = select(&page, "main tbody th").concat();
    for name in ["固原市", "宿迁市", "平潭综合实验区", "青铜峡市", "西夏区人民政府办公室"] {
        assert!(bodies.contains(name), "{name}");
    }
}

#[test]
fn what_is_compared_is_marked_as_on_the_pages() {
    let made = example();
    let site = made.site();
    let said = |path: &str| -> serde_json::Value { serde_json::from_slice(&site.render(path).unwrap()).unwrap() };
    // Its reasons of refusal follow from the sums.
    let of = &said("compare/bodies/guyuan-office.json")["years"]["2019"]["of"];
    let inferred = gongkai::text::words(Language::Zh, "site.value.inferred");
    assert_eq!(of["refusal_rate"]["mark"], inferred);
    assert_eq!(of["received"].get("mark"), None);
    // One of its numbers contradicts another.
    assert_eq!(of["litigation"]["disputed"], true);
    // What cannot be computed has a reason and nothing to draw.
    let of = &said("compare/bodies/xixia-office.json")["years"]["2023"]["of"];
    assert!(of["disclosure_rate"]["why"].as_str().is_some_and(|why| !why.is_empty()));
    assert_eq!(of["disclosure_rate"].get("value"), None);
}

#[test]
fn what_is_compared_says_where_the_form_changes_and_what_is_counted_otherwise_since() {
    let made = example();
    let body: serde_json::Value =
        serde_json::from_slice(&made.site().render("compare/bodies/pingtan.json").unwrap()).unwrap();
    for (year, shown) in body["years"].as_object().unwrap() {
        let is_new = year == "2021";
        assert_eq!(shown.get("new_form").is_some(), is_new, "{year}");
        for (indicator, shown) in shown["of"].as_object().unwrap() {
            let breaks = Indicator::from_id(indicator).unwrap().editions() == Editions::BothWithBreak;
            assert_eq!(shown.get("counted_anew").is_some(), is_new && breaks, "{year} {indicator}");
        }
    }
}

#[test]
fn a_planned_chart_is_drawn_and_stands_on_its_page() {
    for (name, made) in [("example", example()), ("awkward", awkward())] {
        let site = made.site();
        let charts: Vec<&str> = site.paths().filter(|path| path.starts_with("charts/bodies/")).collect();
        assert!(!charts.is_empty(), "{name}");
        for path in &charts {
            assert!(site.render(path).unwrap().starts_with(b"<svg"), "{name} {path}");
        }
        let pages = &PAGES.iter().find(|(of, _)| *of == name).unwrap().1;
        let on_pages: usize = pages
            .iter()
            .filter(|(path, _)| path.starts_with("bodies/") && path.split('/').count() == 3)
            .map(|(_, page)| select(&Html::parse_document(page), "figure .chart-title").len())
            .sum();
        assert_eq!(on_pages, charts.len(), "{name}");
    }
}

#[test]
fn charts_tell_the_place_of_a_figure_and_that_it_is_disputed() {
    let (_, pages) = &PAGES[0];
    let told = |path: &str, chart: &str| -> Vec<String> {
        let page = Html::parse_document(&pages[path]);
        let selector = Selector::parse(&format!("#chart-{chart} [data-v]")).unwrap();
        page.select(&selector).map(|field| field.attr("data-v").unwrap().to_owned()).collect()
    };
    for told in told("bodies/pingtan/index.html", "flow") {
        let parts: Vec<&str> = told.split('|').skip(1).collect();
        assert!(parts.iter().all(|part| part.contains("行") || part.starts_with("没有收录")), "{told}");
    }
    let disputed = gongkai::text::words(Language::Zh, "site.finding.disputed");
    let outcomes = told("bodies/pingtan/index.html", "outcomes");
    assert!(outcomes.iter().any(|told| told.starts_with("2020|") && told.contains(disputed)), "{outcomes:?}");
    let inferred = gongkai::text::words(Language::Zh, "form.state.inferred.name");
    let refusals = told("bodies/guyuan-office/index.html", "outcomes");
    assert!(refusals.iter().any(|told| told.starts_with("2019|") && told.contains(inferred)), "{refusals:?}");
}

#[test]
fn a_gap_of_a_chart_has_the_words_of_the_table() {
    let mut seen = BTreeSet::new();
    for (name, pages) in &*PAGES {
        for (path, text) in pages.iter().filter(|(path, _)| path.starts_with("bodies/") && path.split('/').count() == 3)
        {
            let page = Html::parse_document(text);
            for part in ["flow", "outcomes", "disclosure", "refusals", "proactive", "remedies"] {
                let table = select(&page, &format!("#{part} table")).concat();
                for word in select(&page, &format!("#{part} svg.chart .gap text")) {
                    assert!(table.contains(&word), "{name} {path} {part}: {word}");
                    seen.insert(word);
                }
            }
        }
    }
    for word in ["无此栏", "没有收录"] {
        assert!(seen.contains(word), "{seen:?}");
    }
}

#[test]
fn editions_that_count_otherwise_are_shaded_each_by_its_own_span() {
    // Ten times as many in the old form as in the new one: on one scale all of the new form would be pale.
    let licences = |key: FigureKey| key == FigureKey::proactive(Row::Licences, Column::Decisions);
    let decisions = |name: &str, year: u16, many: i64| check(report(name, year, many, licences));
    let reports = vec![
        decisions("甲县", 2020, 1000),
        decisions("甲县", 2021, 10),
        decisions("乙县", 2020, 5000),
        decisions("乙县", 2021, 50),
    ];
    let made = Made::new(Portal::build(reports, &Registry::default()), SiteConfig::default(), Vec::new());
    let text = String::from_utf8(made.site().render("indicators/licences/index.html").unwrap()).unwrap();
    let page = Html::parse_document(&text);
    assert_eq!(
        attribute(&page, ".heat td", "class"),
        ["heat-0", "break-column heat-0", "heat-4", "break-column heat-4"]
    );
    assert!(text.contains("虚线标明"), "the note says so");
    let other = String::from_utf8(made.site().render("indicators/received/index.html").unwrap()).unwrap();
    assert!(!other.contains("虚线标明"));
}

#[test]
fn few_cases_are_written_as_counts() {
    let (_, pages) = &PAGES[1];
    let page = Html::parse_document(&pages["indicators/full_disclosure_rate/index.html"]);
    let few = select(&page, ".heat td.few");
    assert!(few.len() == 1 && few[0].starts_with("3 件中 3 件"), "{few:?}");
    assert!(attribute(&page, ".heat td.few[class*=heat-]", "class").is_empty(), "and has no shade");
}

#[test]
fn findings_about_the_prose_stand_below_the_words_that_they_quote() {
    let (_, pages) = &PAGES[0];
    let page = Html::parse_document(&pages["bodies/guyuan/2023/index.html"]);
    let said = select(&page, "#prose .prose-findings li");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("7.09") && said[1].contains("264"), "{said:?}");
}

#[test]
fn a_number_of_the_year_before_leads_to_its_own_report() {
    let (_, pages) = &PAGES[0];
    let page = |path: &str| Html::parse_document(&pages[path]);
    let own = "bodies/pingtan/2024/index.html";
    let links = attribute(&page(own), ".sides a", "href");
    let before = links.iter().find(|href| href.starts_with("../2023/")).unwrap();
    let (path, anchor) = resolve(own, before).unwrap();
    let line = select(&page(&path), &format!("[id=\"{}\"]", anchor.unwrap())).concat();
    assert!(line.contains("470"), "{line}");
}

#[test]
fn an_incomplete_form_is_a_notice_and_no_conflict() {
    let (_, pages) = &PAGES[0];
    let page = Html::parse_document(&pages["bodies/xixia-office/2023/index.html"]);
    assert_eq!(select(&page, "#findings .tag"), ["提示"]);
    let checks = select(&page, "#checks").concat();
    assert!(checks.contains("提示 1") && !checks.contains("不一致"), "{checks}");
}

#[test]
fn a_portal_without_reports_is_a_site() {
    let made = Made::new(Portal::build(Vec::new(), &Registry::default()), SiteConfig::default(), Vec::new());
    let site = made.site();
    for path in site.paths() {
        site.render(path).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// Without the blanks behind blocks and before line breaks, which the minifier leaves where it does not know the block
/// around them.
#[cfg(feature = "minify")]
fn without_unseen(page: &str) -> String {
    let blocks =
        ["dd", "details", "div", "dl", "dt", "h3", "h4", "li", "p", "pre", "section", "summary", "table", "ul"];
    let page = page.replace(" <br>", "<br>");
    blocks.iter().fold(page, |page, name| page.replace(&format!("</{name}> "), &format!("</{name}>")))
}

/// A built-in template is cut to its shortest when it is read. What a browser shows must not depend on it: what the
/// minifier makes of a page as written and of one that was cut is the same, to the byte.
#[cfg(feature = "minify")]
#[test]
fn pages_come_out_tight_and_lose_no_blank_that_is_seen() {
    use gongkai::render::minify::minify;
    use gongkai::render::template::BUILT_IN;

    for mut made in [example(), awkward()] {
        let pages = |made: &Made| {
            let site = made.site();
            let text = |path: &str| (path.to_owned(), String::from_utf8(site.render(path).unwrap()).unwrap());
            site.page_paths().map(text).collect::<BTreeMap<_, _>>()
        };
        let loose_paths: BTreeSet<String> =
            made.site().page_paths().filter(|path| made.site().is_loose(path)).map(str::to_owned).collect();
        let tight = pages(&made);
        // One that is a little different: then all are taken as they are written.
        let own = BUILT_IN.iter().filter(|(name, _)| *name == "404.html");
        let own = own.map(|&(name, text)| (name.to_owned(), format!("{text}\n")));
        made.templates = Templates::new(&own.collect()).unwrap();
        let loose = pages(&made);
        let mut lost = Vec::new();
        for (path, page) in &tight {
            let least = minify(page.clone());
            let (cut, whole) = (without_unseen(&least), without_unseen(&minify(loose[path].clone())));
            if cut != whole {
                let at = cut.bytes().zip(whole.bytes()).position(|(a, b)| a != b).unwrap_or_default();
                let near = String::from_utf8_lossy(&whole.as_bytes()[at.saturating_sub(60)..whole.len().min(at + 20)]);
                lost.push(format!("{path}: {near}"));
            }
            assert!(loose_paths.contains(path) || page.len() * 8 < least.len() * 9, "{path}: {}", page.len());
        }
        assert!(lost.is_empty(), "blanks that are seen are lost: {lost:#?}");
    }
}

#[test]
fn a_template_of_the_portal_replaces_the_built_in_one() {
    let own = BTreeMap::from([("404.html".to_owned(), "own {{ page.title }}".to_owned())]);
    let made = Made { templates: Templates::new(&own).unwrap(), ..awkward() };
    assert!(made.site().render("404.html").unwrap().starts_with(b"own "));
    let wrong = BTreeMap::from([("404.html".to_owned(), "{{ page.no_such_field }}".to_owned())]);
    let made = Made { templates: Templates::new(&wrong).unwrap(), ..awkward() };
    assert!(made.site().render("404.html").unwrap_err().to_string().contains("no_such_field"));
}

/// Counties that differ much in cases and, one of them, in what it granted; a province beside them, and one with few cases.
fn counties(config: SiteConfig) -> Made {
    let county = |name: &str, year: u16, granted: i64, handled: i64| {
        let mut report = report(name, year, 0, |_| false);
        for (row, count) in [(Row::Granted, granted), (Row::PartlyGranted, 0), (Row::Handled, handled)] {
            let key = FigureKey::requests(row, Column::Total);
            report.figures.set(key, Figure::reported(count.into(), key.column.unit(), Place::new(1, 1, 1), "1"));
        }
        check(report)
    };
    let mut reports = Vec::new();
    for year in 2021..=2024 {
        reports.push(county("甲县", year, 60, 100));
        reports.push(county("乙县", year, 9, 14));
        reports.push(county("丙县", year, 130, 220));
        reports.push(county("丁县", year, 700, 800));
        reports.push(county("戊县", year, 3, 9));
        reports.push(county("己省", year, 100, 4000));
        // 2022 has four counties with enough cases.
        reports.push(county("庚县", year, if year == 2022 { 3 } else { 21 }, if year == 2022 { 5 } else { 30 }));
    }
    Made::new(Portal::build(reports, &Registry::default()), config, Vec::new())
}

#[test]
fn rates_have_a_funnel_where_one_group_has_five_bodies_with_enough_cases() {
    let made = counties(SiteConfig::default());
    let site = made.site();
    let text = String::from_utf8(site.render("indicators/full_disclosure_rate/index.html").unwrap()).unwrap();
    let page = Html::parse_document(&text);
    let anchors = attribute(&page, "#funnel figure", "id");
    assert_eq!(anchors, ["chart-funnel-2024-government-county", "chart-funnel-2023-government-county"]);
    let rows = select(&page, "#funnel table")[0].clone();
    assert!(rows.contains("丁县") && rows.contains("高于99.8%界限"), "{rows}");
    assert!(!rows.contains("己省") && !rows.contains("戊县"), "another group, and few cases: {rows}");
    let notes = select(&page, "#funnel figcaption p");
    assert!(notes[0].contains("高于99.8%界限：丁县。") && notes[0].contains("没有画出的机关：1 个"), "{notes:?}");
    let counts = String::from_utf8(site.render("indicators/handled/index.html").unwrap()).unwrap();
    assert!(!counts.contains("id=\"funnel\""), "a count is no rate");
    let awkward = awkward();
    let none = String::from_utf8(awkward.site().render("indicators/full_disclosure_rate/index.html").unwrap()).unwrap();
    assert!(Html::parse_document(&none).select(&Selector::parse("#funnel svg").unwrap()).next().is_none());
    assert!(none.contains("没有画比率与件数的图"), "the page says why there is no plot");
}

#[test]
fn every_chart_has_an_anchor_and_a_file_and_can_be_shown_elsewhere_where_the_portal_has_an_address() {
    let base_url = Some("https://example.org/sub/".to_owned());
    for base_url in [None, base_url] {
        let made = counties(SiteConfig { base_url: base_url.clone(), ..SiteConfig::default() });
        let site = made.site();
        let mut asked: BTreeSet<String> = BTreeSet::new();
        for path in site.page_paths().filter(|path| !path.contains("/source/")) {
            let page = Html::parse_document(&String::from_utf8(site.render(path).unwrap()).unwrap());
            for figure in page.select(&Selector::parse("figure:has(svg.chart)").unwrap()) {
                let id = figure.attr("id").unwrap();
                let one = |selector: &str| figure.select(&Selector::parse(selector).unwrap()).next();
                assert_eq!(one(".chart-title a").unwrap().attr("href"), Some(&*format!("#{id}")), "{path}");
                let (file, _) = resolve(path, one("a[download]").unwrap().attr("href").unwrap()).unwrap();
                let written = String::from_utf8(site.render(&file).unwrap()).unwrap();
                assert!(written.starts_with("<svg xmlns=") && written.contains("<style>"), "{file}");
                assert!(written.contains("202"), "the years that it shows: {file}");
                let embed = one("pre code").map(|code| code.text().collect::<String>());
                assert_eq!(embed.is_some(), base_url.is_some(), "{path}");
                if let Some(embed) = embed {
                    let own = Html::parse_fragment(&embed);
                    let link = own.select(&Selector::parse("a > img[alt][width][height]").unwrap()).next().unwrap();
                    assert_eq!(link.attr("src"), Some(&*format!("https://example.org/sub/{file}")));
                    let page = format!("https://example.org/sub/{}#{id}", path.trim_end_matches("index.html"));
                    assert!(embed.starts_with(&format!("<a href=\"{page}\">")), "{embed}");
                }
                asked.insert(file);
            }
        }
        let planned: BTreeSet<String> = site.paths().filter(|path| path.ends_with(".svg")).map(str::to_owned).collect();
        let charts: BTreeSet<String> = planned.into_iter().filter(|path| path.contains("charts/")).collect();
        assert_eq!(charts, asked, "a file for every chart, and none besides");
        assert!(charts.len() > 10, "{charts:?}");
    }
}

/// Rendering finds fields that a template asks for and no view has; this finds fields that neither a template nor a script asks for.
#[test]
fn every_field_of_a_view_is_asked_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read_all = |folder: &str| -> Vec<(String, String)> {
        let entries = std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|p| (p.display().to_string(), std::fs::read_to_string(p).unwrap())).collect()
    };
    let script = std::fs::read_to_string(root.join("static/compare.js")).unwrap();
    let templates: String = read_all("templates").into_iter().map(|(_, text)| text).chain([script]).collect();
    let asked: BTreeSet<&str> = templates
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
        .flat_map(|word| word.split('.').skip(1))
        .collect();
    let mut lines = 0;
    for (file, text) in read_all("src/render/page") {
        for view in text.split("Serialize)]\n").skip(1).filter_map(|rest| rest.split("\n}").next()) {
            let mut skipped = false;
            for line in view.lines().skip(1).map(str::trim) {
                if line.starts_with("#[serde(skip") {
                    skipped = true;
                } else if let Some((field, _)) = line.trim_start_matches("pub ").split_once(": ") {
                    assert!(
                        skipped || line.starts_with("//") || asked.contains(field),
                        "{file}: nothing asks for {field}"
                    );
                    skipped = false;
                    lines += 1;
                }
            }
        }
    }
    assert!(lines > 100, "the views were found");
}

#[test]
fn every_page_names_a_picture_that_is_there_by_its_whole_address() {
    let mut made = example();
    let base = made.config.base_url.clone().unwrap();
    let named = |site: &Site, path: &str| {
        let page = Html::parse_document(&String::from_utf8(site.render(path).unwrap()).unwrap());
        let select = |name: &str| {
            let selector = Selector::parse(&format!("meta[property='{name}']")).unwrap();
            let contents: Vec<String> =
                page.select(&selector).map(|meta| meta.attr("content").unwrap().to_owned()).collect();
            assert!(contents.len() <= 1, "{path}");
            contents.into_iter().next()
        };
        let [address, width, height, alt] =
            ["", ":width", ":height", ":alt"].map(|part| select(&format!("og:image{part}")));
        (address, width.zip(height), alt)
    };
    let size = Some(("1200".to_owned(), "630".to_owned()));
    for site in [made.site(), made.site().with_cards()] {
        for path in site.page_paths() {
            let (address, known, alt) = named(&site, path);
            let address = address.unwrap_or_else(|| panic!("{path} has no picture"));
            let picture = address.strip_prefix(&base).unwrap();
            assert!(site.contains(picture), "{path}: {picture}");
            assert_eq!(known, size, "{path}");
            assert!(!alt.unwrap().is_empty(), "{path}");
            assert_eq!(site.card(picture).is_some(), picture != "static/share.png", "{path}");
        }
    }
    let site = made.site().with_cards();
    assert_eq!(named(&site, "en/bodies/guyuan/index.html").0.unwrap(), format!("{base}en/bodies/guyuan/share.png"));

    made.assets.insert("static/share.png".to_owned(), b"no picture".to_vec());
    assert_eq!(named(&made.site(), "index.html").1, None, "the size of a portal's own picture is not guessed");
    made.config.base_url = None;
    let site = made.site().with_cards();
    assert_eq!(named(&site, "index.html"), (None, None, None));
    assert!(!site.contains("bodies/guyuan/share.png"));
}

#[test]
fn a_card_marks_its_figures_as_the_page_does() {
    let made = example();
    let site = made.site().with_cards();
    let card = |path: &str| site.card(path).unwrap();
    let guyuan = card("bodies/guyuan/share.png");
    for words in [">固原市<", ">政务公开年报观察<", ">214<", ">150/213<", "s-granted"] {
        assert!(guyuan.contains(words), "{words}: {guyuan}");
    }
    assert!(card("bodies/yuanzhou-office/share.png").contains(">8 件中 6 件<"), "few cases are counts");
    assert!(card("bodies/xixia-office/share.png").contains(">—</text>"), "what is not available is no number");
    assert!(card("bodies/pingtan/share.png").contains("2020年的数字不一致，待核实。"), "in the chart");
    let awkward = awkward();
    let card = awkward.site().with_cards().card("indicators/received/share.png").unwrap();
    let (_, marked) = card.split_once("class=\"mark\"").unwrap_or_else(|| panic!("{card}"));
    assert!(marked.split('<').next().unwrap().contains("数字不一致，待核实："), "{card}");
}

#[test]
fn chinese_words_on_english_pages_say_that_they_are_chinese() {
    let han = |text: &str| text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    let mut seen = 0;
    for (name, pages) in &*PAGES {
        for (path, text) in pages.iter().filter(|(path, _)| path.starts_with("en/")) {
            let page = Html::parse_document(text);
            for node in page.root_element().descendants() {
                let Some(words) = node.value().as_text().filter(|words| han(words)) else { continue };
                let above: Vec<ElementRef> = node.ancestors().filter_map(ElementRef::wrap).collect();
                let is_opaque = above.iter().any(|one| matches!(one.value().name(), "script" | "head"));
                let spoken = above.iter().find_map(|one| one.attr("lang")).unwrap_or_default();
                assert!(is_opaque || spoken.starts_with("zh"), "{name} {path}: {:?} is said to be {spoken}", &**words);
                seen += 1;
            }
        }
    }
    assert!(seen > 500, "there are such words: {seen}");
}

#[test]
fn a_strip_of_the_home_page_is_a_whole() {
    let row = Selector::parse(".endings tbody tr").unwrap();
    let part = Selector::parse(".strip rect").unwrap();
    let mut strips = 0;
    for (name, pages) in &*PAGES {
        for home in ["index.html", "en/index.html"] {
            let page = Html::parse_document(&pages[home]);
            assert!(page.select(&row).next().is_some(), "{name} {home}: no row");
            for row in page.select(&row) {
                let widths: Vec<f64> =
                    row.select(&part).map(|part| part.attr("width").unwrap().parse().unwrap()).collect();
                if widths.is_empty() {
                    continue;
                }
                strips += 1;
                assert_eq!(widths.len(), 6, "{name} {home}");
                assert!((widths.iter().sum::<f64>() - 100.0).abs() < 0.05, "{name} {home}: {widths:?}");
                assert_eq!(
                    row.text().filter(|text| text.ends_with('%')).count(),
                    6,
                    "{name} {home}: each with its share"
                );
            }
        }
    }
    assert!(strips >= 6, "there are strips: {strips}");
}

/// The tables that grow with the reports.
const TABLES: [&str; 5] = ["figures", "findings", "checks", "indicators", "reports"];

/// The head and the rows of a published table.
fn table(site: &Site, path: &str) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let text = String::from_utf8(site.render(path).unwrap_or_else(|why| panic!("{path}: {why}"))).unwrap();
    let mut reader = csv_reader(&text);
    let heads = reader.headers().unwrap().clone();
    (heads, reader.records().map(Result::unwrap).collect())
}

fn json(site: &Site, path: &str) -> serde_json::Value {
    serde_json::from_slice(&site.render(path).unwrap()).unwrap()
}

#[test]
fn a_table_is_divided_by_year_once_it_has_a_line_more_than_a_sheet() {
    for mut made in [example(), awkward()] {
        let years = made.portal.years().to_vec();
        let whole: BTreeMap<&str, _> =
            TABLES.map(|name| (name, table(&made.site(), &format!("data/{name}.csv")))).into();
        for (name, (heads, rows)) in whole {
            made.sheet = 1 + rows.len();
            assert!(made.site().contains(&format!("data/{name}.csv")), "{name} just fits");
            made.sheet = rows.len();
            let site = made.site();
            assert!(!site.contains(&format!("data/{name}.csv")), "{name} does not fit");
            let at = heads.iter().position(|head| head == "year").unwrap();
            for year in &years {
                let (part_heads, part) = table(&site, &format!("data/{name}/{year}.csv"));
                let expected: Vec<_> = rows.iter().filter(|row| row[at] == year.to_string()).cloned().collect();
                assert!(part_heads == heads && part == expected, "{name} {year}");
            }
            assert!(rows.iter().all(|row| years.contains(&row[at].parse().unwrap())), "{name}: every row is in a part");
            assert_eq!(site.contains("data/portal.json"), site.contains("data/figures.csv"), "{name}");
            assert!(site.contains("data/bodies.csv") && site.contains("data/datapackage.json"));
        }
        made.sheet = 0;
        assert!(made.site().contains("data/bodies.csv"), "bodies have no year");
    }
    let nothing = Made {
        sheet: 0,
        ..Made::new(Portal::build(Vec::new(), &Registry::default()), SiteConfig::default(), Vec::new())
    };
    assert!(nothing.site().contains("data/figures.csv"));
}

#[test]
fn the_nested_file_of_a_year_has_its_bodies_with_that_year_alone() {
    for made in [example(), awkward()] {
        let whole = json(&made.site(), "data/portal.json");
        let site = made.site().with_sheets_of(1);
        for year in made.portal.years() {
            let year = year.to_string();
            let mut expected = Vec::new();
            for body in whole["bodies"].as_array().unwrap() {
                let mut body = body.clone();
                body["years"].as_object_mut().unwrap().retain(|one, _| *one == year);
                expected.extend((!body["years"].as_object().unwrap().is_empty()).then_some(body));
            }
            let part = json(&site, &format!("data/portal/{year}.json"));
            assert!(!expected.is_empty() && part == serde_json::json!({ "bodies": expected }), "{year}");
        }
    }
}

#[test]
fn the_data_package_names_every_table_and_its_keys_lead_to_rows() {
    let made = example();
    let reports: usize = made.portal.bodies().iter().map(|body| body.years.len()).sum();
    // Whole, all divided, and with findings in one file where reports are in several.
    for sheet in [SHEET, 1, reports] {
        let site = made.site().with_sheets_of(sheet);
        let package = json(&site, "data/datapackage.json");
        let resources = package["resources"].as_array().unwrap();
        let named = |resource: &serde_json::Value| resource["path"].as_str().unwrap().to_owned();
        let listed: BTreeSet<String> = resources.iter().map(|resource| format!("data/{}", named(resource))).collect();
        let there: BTreeSet<String> = site
            .paths()
            .filter(|path| path.starts_with("data/") && path.ends_with(".csv"))
            .map(str::to_owned)
            .collect();
        assert_eq!((&listed, resources.len()), (&there, there.len()), "{sheet}");
        let by_name: BTreeMap<&str, &serde_json::Value> =
            resources.iter().map(|resource| (resource["name"].as_str().unwrap(), resource)).collect();
        let cells = |resource: &serde_json::Value, columns: &serde_json::Value| -> Vec<Vec<String>> {
            let (heads, rows) = table(&site, &format!("data/{}", named(resource)));
            let columns =
                columns.as_array().unwrap().iter().map(|column| heads.iter().position(|head| column == head).unwrap());
            let columns: Vec<usize> = columns.collect();
            rows.iter().map(|row| columns.iter().map(|&column| row[column].to_owned()).collect()).collect()
        };
        for resource in resources {
            let (heads, _) = table(&site, &format!("data/{}", named(resource)));
            let fields = resource["schema"]["fields"].as_array().unwrap().iter();
            assert!(
                heads.iter().eq(fields.map(|field| field["name"].as_str().unwrap())),
                "{sheet} {}",
                named(resource)
            );
            let keys = resource["schema"]["foreignKeys"].as_array().map(Vec::as_slice).unwrap_or_default();
            for key in keys {
                let other = by_name[key["reference"]["resource"].as_str().unwrap()];
                let there: BTreeSet<_> = cells(other, &key["reference"]["fields"]).into_iter().collect();
                assert!(
                    cells(resource, &key["fields"]).iter().all(|row| there.contains(row)),
                    "{sheet} {}",
                    named(resource)
                );
            }
            let has_key = named(resource) != "bodies.csv" && !(sheet == reports && named(resource) == "findings.csv");
            assert_eq!(keys.len(), usize::from(has_key), "{sheet} {}", named(resource));
        }
    }
}

#[test]
fn pages_lead_to_every_part_of_a_divided_table_and_to_that_of_their_year() {
    let made = divided();
    let site = made.site();
    let (_, pages) = PAGES.iter().find(|(name, _)| *name == "divided").unwrap();
    let links = |path: &str| -> BTreeSet<String> {
        let page = Html::parse_document(&pages[path]);
        attribute(&page, "main a[href]", "href").iter().filter_map(|href| Some(resolve(path, href)?.0)).collect()
    };
    let files: BTreeSet<String> =
        site.paths().filter(|path| path.starts_with("data/") && !path.ends_with(".html")).map(str::to_owned).collect();
    assert_eq!(files.len(), 6 * made.portal.years().len() + 2);
    for path in ["data/index.html", "en/data/index.html"] {
        let linked: BTreeSet<String> = links(path).into_iter().filter(|target| target.starts_with("data/")).collect();
        assert!(files.is_subset(&linked), "{path}: {linked:?}");
        for file in &files {
            let address = format!("\"contentUrl\":\"https://example.org/sub/{file}\"");
            assert!(pages[path].contains(&address), "{path}: {file} is no download of the data set");
        }
    }
    for path in pages.keys().filter(|path| path.trim_start_matches("en/").starts_with("bodies/")) {
        let parts: Vec<&str> = path.trim_start_matches("en/").split('/').collect();
        if let [_, _, year, "index.html"] = parts[..] {
            let data: Vec<String> = links(path).into_iter().filter(|target| files.contains(target)).collect();
            assert_eq!(data, [format!("data/figures/{year}.csv")], "{path}");
        }
    }
    // What is of all years leads to where all parts are, a chart of one year to that year.
    let of_all = |path: &str| attribute(&Html::parse_document(&pages[path]), "main a[href]", "href");
    assert!(of_all("indicators/received/index.html").contains(&"../../data/index.html#indicators".to_owned()));
    assert!(of_all("en/findings/index.html").contains(&"../data/index.html#findings".to_owned()));
    let year = made.portal.bodies().iter().find(|body| body.slug == "jiaxian").unwrap().latest().year;
    assert!(of_all("bodies/jiaxian/index.html").contains(&format!("../../data/figures/{year}.csv")));
}
