//! The feed of a portal, through the real program: what is in it after each build, and what a damaged memory does to it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use tempfile::TempDir;

const BASE: &str = "https://gongkai.example/portal/";

struct Portal {
    folder: TempDir,
}

impl Portal {
    /// A portal with a sample report, whose day of publication is `published`.
    fn new(published: Option<&str>) -> Portal {
        let portal = Portal { folder: tempfile::tempdir().unwrap() };
        run(portal.folder.path(), &["init", "portal"], &[]);
        if let Some(date) = published {
            portal.write("content/reports/sample/report.toml", &format!("published = \"{date}\"\n"));
        }
        portal
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("portal")
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// Builds on a day, and gives what was said of problems.
    fn build(&self, date: &str) -> String {
        run(&self.root(), &["build", "--base-url", BASE, "--date", date], &[])
    }

    fn feed(&self, path: &str) -> Feed {
        Feed::parse(&self.read(&format!("public/{path}")))
    }

    /// Puts another number in the place of a figure of the sample report.
    fn change_sample(&self, from: &str, to: &str) {
        let sample = self.read("content/reports/sample/2023.txt");
        assert_eq!(sample.matches(from).count(), 1, "{from} in {sample}");
        self.write("content/reports/sample/2023.txt", &sample.replace(from, to));
    }
}

fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH").envs(variables.iter().copied());
    let Output { status, stderr, stdout } = command.output().unwrap();
    let said = String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&stdout));
    said
}

#[derive(Debug, Default, Clone, PartialEq)]
struct Entry {
    id: String,
    title: String,
    updated: String,
    href: String,
    content: String,
}

/// An element as path, attributes and text.
type Element = (String, Vec<(String, String)>, String);

#[derive(Debug, Default)]
struct Feed {
    updated: String,
    entries: Vec<Entry>,
}

impl Feed {
    /// Reads a feed and holds it to RFC 4287: which elements there must be, how often, and what they may hold.
    fn parse(xml: &str) -> Feed {
        let mut reader = Reader::from_str(xml);
        let mut path: Vec<String> = Vec::new();
        let mut found: Vec<Element> = Vec::new();
        loop {
            let event = reader.read_event().unwrap();
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    path.push(tag.name().as_ref().to_owned());
                    let attribute = |a: quick_xml::events::attributes::Attribute| {
                        let value = a.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
                        (a.key.as_ref().to_owned(), value.into_owned())
                    };
                    let attributes = tag.attributes().map(|one| attribute(one.unwrap())).collect();
                    found.push((path.join("/"), attributes, String::new()));
                    if matches!(event, Event::Empty(_)) {
                        path.pop();
                    }
                }
                Event::End(_) => drop(path.pop()),
                Event::Text(text) => {
                    let at = path.join("/");
                    if let Some((_, _, words)) = found.iter_mut().rev().find(|(path, ..)| *path == at) {
                        words.push_str(text.trim_matches('\n'));
                    }
                }
                Event::GeneralRef(name) => {
                    let plain = match &**name {
                        "lt" => "<",
                        "gt" => ">",
                        "amp" => "&",
                        "quot" => "\"",
                        "apos" => "'",
                        other => panic!("the entity {other}"),
                    };
                    found.last_mut().unwrap().2.push_str(plain);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(path.is_empty());
        assert_eq!(found[0].0, "feed");
        assert!(found[0].1.contains(&("xmlns".into(), "http://www.w3.org/2005/Atom".into())));
        let mut feed = Feed::default();
        let mut whole: Vec<&str> = Vec::new();
        for (path, attributes, text) in &found {
            let text = text.trim().to_owned();
            let attribute = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            let href = || attribute("href").unwrap();
            if let Some(element) = path.strip_prefix("feed/").filter(|element| !element.contains('/')) {
                whole.push(element);
            }
            let entry = feed.entries.last_mut();
            match (path.as_str(), attribute("rel").as_deref()) {
                ("feed/entry", _) => feed.entries.push(Entry::default()),
                ("feed/updated", _) => feed.updated = moment(&text),
                ("feed/id", _) => assert!(text.starts_with(BASE)),
                ("feed/link", Some("self")) => assert!(href().ends_with("feed.xml")),
                ("feed/link", _) => assert!(href().starts_with(BASE)),
                ("feed/author/name" | "feed/title", _) => assert!(!text.is_empty()),
                ("feed/entry/id", _) => entry.unwrap().id = text,
                ("feed/entry/title", _) => entry.unwrap().title = text,
                ("feed/entry/updated", _) => entry.unwrap().updated = moment(&text),
                ("feed/entry/link", Some("alternate")) => entry.unwrap().href = href(),
                ("feed/entry/content", _) => {
                    assert_eq!(attribute("type").as_deref(), Some("html"));
                    entry.unwrap().content = text;
                }
                ("feed" | "feed/author" | "feed/subtitle" | "feed/generator", _) => {}
                other => panic!("{other:?}"),
            }
        }
        for (element, count) in [("id", 1), ("title", 1), ("updated", 1), ("author", 1), ("link", 2)] {
            assert_eq!(whole.iter().filter(|one| **one == element).count(), count, "{element} in {whole:?}");
        }
        let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| &*entry.id).collect();
        assert_eq!(ids.len(), feed.entries.len(), "each entry has a name of its own");
        for Entry { id, title, href, updated, content } in &feed.entries {
            assert!(id.starts_with(BASE) && href.starts_with(BASE), "{id} {href}");
            assert!(!title.is_empty() && !content.is_empty() && *updated <= feed.updated);
        }
        feed
    }

    fn titles(&self) -> Vec<&str> {
        self.entries.iter().map(|entry| &*entry.title).collect()
    }
}

/// The day of a moment as RFC 3339 writes it.
fn moment(text: &str) -> String {
    let day = text.strip_suffix("T00:00:00Z").unwrap_or_else(|| panic!("{text}"));
    assert!(day.len() == 10 && day.split('-').count() == 3, "{text}");
    day.to_owned()
}

/// Every file of a site with its bytes.
fn site(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = walkdir::WalkDir::new(root.join("public")).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn a_first_build_dates_reports_by_their_publication_and_asks_no_clock() {
    let portal = Portal::new(Some("2024-01-31"));
    assert_eq!(portal.build("2030-01-01"), "");
    let feed = portal.feed("feed.xml");
    assert_eq!((feed.titles(), &*feed.updated), (vec!["样例市2023年：新收录年度报告"], "2024-01-31"));
    assert_eq!(feed.entries[0].href, format!("{BASE}bodies/yanglishi/2023/"));
    assert_eq!(feed.entries[0].id, format!("{BASE}bodies/yanglishi/2023/#added"));
    assert!(portal.feed("en/feed.xml").entries[0].content.contains("2024-01-31"));
    for page in ["index.html", "data/index.html", "en/bodies/index.html"] {
        let html = portal.read(&format!("public/{page}"));
        assert!(html.contains("application/atom+xml"), "{page}");
    }
    let first = site(&portal.root());
    fs::remove_dir_all(portal.root().join("public")).unwrap();
    portal.build("2031-01-01");
    assert_eq!(site(&portal.root()), first, "another day");
    portal.build("2032-01-01");
    assert_eq!(site(&portal.root()), first, "another day, into the same folder");
}

#[test]
fn without_a_date_or_an_address_there_is_no_feed_and_nothing_leads_to_one() {
    let portal = Portal::new(None);
    portal.build("2030-01-01");
    assert!(!portal.root().join("public/feed.xml").exists());
    assert!(!portal.read("public/data/index.html").contains("feed.xml"));
    assert!(portal.root().join("public/changes.json").exists(), "what is new later is seen all the same");
    portal.write(
        "content/reports/other/2023.txt",
        &portal.read("content/reports/sample/2023.txt").replace("样例市", "另市"),
    );
    portal.build("2030-01-02");
    assert_eq!(portal.feed("feed.xml").titles(), ["另市2023年：新收录年度报告"]);

    let portal = Portal::new(Some("2024-01-31"));
    run(&portal.root(), &["build"], &[]);
    for file in ["feed.xml", "en/feed.xml", "changes.json"] {
        assert!(!portal.root().join("public").join(file).exists(), "{file}");
    }
    assert!(!portal.read("public/index.html").contains("atom"));
}

#[test]
fn each_change_is_told_once_with_both_sides_and_keeps_its_day() {
    let portal = Portal::new(Some("2024-01-31"));
    portal.build("2030-01-01");
    let corrections = r#"
[[correction]]
table = "proactive"
row = "licences"
column = "decisions"
source = "SOURCE"
value = 987654
why = "a test"
evidence = "a test"
"#;
    let figures = portal.read("public/data/figures.csv");
    let row = figures.lines().find(|row| row.contains(",licences,decisions,")).unwrap();
    let source = row.split(',').nth(6).unwrap();
    portal.write("content/reports/sample/2023.corrections.toml", &corrections.replace("SOURCE", source));
    assert_eq!(portal.build("2030-02-01"), "");
    let feed = portal.feed("feed.xml");
    assert_eq!(feed.entries.len(), 2);
    let changed = feed.entries[0].clone();
    assert_eq!(changed.updated, "2030-02-01");
    assert!(changed.title.starts_with("样例市2023年：") && changed.title.contains("987,654（更正）"), "{changed:?}");
    assert!(changed.title.contains("行政许可") && changed.title.contains("由 1,286 变为 "), "{changed:?}");
    let (page, anchor) = changed.href.split_once('#').unwrap();
    let page = page.strip_prefix(BASE).unwrap();
    assert!(portal.read(&format!("public/{page}index.html")).contains(&format!("id=\"{anchor}\"")), "{anchor}");
    let english = portal.feed("en/feed.xml").entries[0].title.clone();
    assert!(english.contains("987,654 (corrected)"), "{english}");

    let first = site(&portal.root());
    portal.build("2030-03-01");
    assert_eq!(site(&portal.root()), first, "nothing is new");

    fs::remove_file(portal.root().join("content/reports/sample/2023.corrections.toml")).unwrap();
    portal.write(
        "content/reports/other/2023.txt",
        &portal.read("content/reports/sample/2023.txt").replace("样例市", "另市"),
    );
    portal.build("2030-04-01");
    fs::remove_dir_all(portal.root().join("content/reports/other")).unwrap();
    portal.build("2030-05-01");
    let feed = portal.feed("feed.xml");
    let days: Vec<&str> = feed.entries.iter().map(|entry| &*entry.updated).collect();
    assert_eq!(days, ["2030-05-01", "2030-04-01", "2030-04-01", "2030-02-01", "2024-01-31"], "{:?}", feed.titles());
    assert_eq!(feed.entries[3], changed);
    assert_eq!(feed.titles()[0], "另市2023年：不再收录年度报告");
    assert_eq!(feed.entries[0].href, format!("{BASE}bodies/"), "its own page is gone");
    assert!(feed.entries.iter().any(|entry| entry.title.contains("（更正） 变为 ")), "{:?}", feed.titles());
}

#[test]
fn a_memory_that_cannot_be_used_is_named_and_tells_nothing() {
    let portal = Portal::new(Some("2024-01-31"));
    portal.build("2030-01-01");
    let first = site(&portal.root());
    let memory = portal.read("public/changes.json");
    let (head, report) = memory.split_once("\"2021 ").unwrap();
    let digit = report.find('7').unwrap();
    let mut wrong = report.to_owned();
    wrong.replace_range(digit..=digit, "8");
    for damaged in [String::new(), "{}".into(), memory[..memory.len() / 2].into(), format!("{head}\"2021 {wrong}")] {
        portal.write("public/changes.json", &damaged);
        let said = portal.build("2030-02-01");
        assert!(said.contains("changes.json"), "{said}");
        assert_eq!(site(&portal.root()), first);
    }
}

#[test]
fn the_day_of_what_is_new_can_be_named_by_the_environment() {
    let portal = Portal::new(None);
    portal.build("2030-01-01");
    let sample = portal.read("content/reports/sample/2023.txt");
    portal.write("content/reports/other/2023.txt", &sample.replace("样例市", "另市"));
    run(&portal.root(), &["build", "--base-url", BASE], &[("SOURCE_DATE_EPOCH", "1735689600")]);
    assert_eq!(portal.feed("feed.xml").updated, "2025-01-01");
}

#[test]
fn many_changed_figures_of_one_report_are_one_entry() {
    let portal = Portal::new(Some("2024-01-31"));
    portal.build("2030-01-01");
    portal.change_sample("六、其他需要报告的事项", "六、其他需要报告的事项 ");
    portal.build("2030-01-02");
    assert_eq!(portal.feed("feed.xml").entries.len(), 1, "other words, the same figures");
    let sample = portal.read("content/reports/sample/2023.txt");
    let cut = sample.find("三、").unwrap();
    portal.write("content/reports/sample/2023.txt", &sample[..cut]);
    portal.build("2030-01-03");
    let feed = portal.feed("feed.xml");
    assert_eq!(feed.entries.len(), 2, "{:?}", feed.titles());
    let Entry { title, content, .. } = &feed.entries[0];
    assert!(title.contains("190 项数字有变化"), "{title}");
    assert_eq!(content.matches("<li>").count(), 20, "{content}");
    assert!(content.contains("→ —（缺失）") && content.contains("另有 170 项"), "{content}");
}
