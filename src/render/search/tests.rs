//! What a search asks for, as a browser gets it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::check::check;
use crate::model::Registry;
use crate::model::testing::{numbers, report};
use crate::render::site::{MarkdownPage, plan};
use crate::render::template::Templates;
use crate::report::{CheckedReport, Scope, Section, SectionKind};

/// All files of the search, parsed.
fn files(reports: Vec<CheckedReport>, registry: &str, config: &SiteConfig) -> BTreeMap<String, Value> {
    let portal = Portal::build(reports, &toml::from_str::<Registry>(registry).unwrap());
    let (assets, templates) = (BTreeMap::new(), Templates::new(&BTreeMap::new()).unwrap());
    let pages = [MarkdownPage {
        order: 1,
        slug: "about".into(),
        language: Language::Zh,
        title: "关于\"本站\"".into(),
        description: String::new(),
        body_markdown: String::new(),
    }];
    let site = plan(&portal, config, &pages, &assets, &templates);
    let paths: Vec<&str> = site.paths().filter(|path| path.starts_with("search/")).collect();
    let read = |path: &&str| {
        let bytes = site.render(path).unwrap();
        assert!(bytes.len() <= LIMIT, "{path} has {} bytes", bytes.len());
        ((*path).to_owned(), serde_json::from_slice(&bytes).unwrap())
    };
    paths.iter().map(read).collect()
}

/// The items of all pieces of a list.
fn items(files: &BTreeMap<String, Value>, name: &str) -> Vec<Value> {
    let pieces = (0..).map_while(|piece| files.get(&format!("search/{name}-{piece}.json")));
    pieces.flat_map(|piece| piece.as_array().unwrap().clone()).collect()
}

fn with_prose(body: &str, year: u16, prose: &str) -> CheckedReport {
    let mut one = report(body, Scope::Government, year, &[]);
    let paragraphs = prose.split('|').map(|text| vec![(1, text.into())]).collect();
    one.sections = vec![Section { kind: SectionKind::Overview, heading: String::new(), paragraphs }];
    check(one)
}

/// The numbers of the reports that have a pair, as the script counts them; `None` where it is too common to say.
fn reports_with(files: &BTreeMap<String, Value>, pair: &str) -> Option<Vec<u64>> {
    let count = files["search/zh.json"]["prose"].as_u64().unwrap();
    let units: Vec<u64> = pair.encode_utf16().map(u64::from).collect();
    let piece = &files[&format!("search/text-{}.json", (units[0] * 7919 + units[1]) % count)];
    let Some(list) = piece.get(pair) else { return Some(Vec::new()) };
    let mut at = 0;
    let add = |step: &Value| {
        at += step.as_u64().unwrap();
        at
    };
    Some(list.as_array()?.iter().map(add).collect())
}

#[test]
fn names_say_what_they_are_and_how_they_sound() {
    let reports = ["2019", "2020", "2022"].map(|year| numbers("重庆市", year.parse().unwrap(), &[]));
    let registry = "[[body]]\nname = \"重庆市\"\nen = \"Chongqing\"\nlevel = \"province\"\nparent = \"中国\"";
    let files = files(reports.into(), registry, &SiteConfig::default());
    let bodies = items(&files, "bodies");
    assert_eq!(bodies, [serde_json::json!(["重庆市", "Chongqing", "chongqingshi", 0, "中国", "2019-2020,2022"])]);
    let sounds = items(&files, "sounds");
    let has = |sound: &str, c: char| sounds.iter().any(|one| one[0] == sound && one[1].as_str().unwrap().contains(c));
    for (sound, character) in [("zhong", '重'), ("chong", '重'), ("qing", '庆'), ("shi", '市'), ("guo", '国')] {
        assert!(has(sound, character), "{character} is {sound}");
    }
    assert_eq!(files["search/en.json"]["prefix"], "en/");
    assert_eq!(files["search/en.json"]["words"]["bodies"], "Bodies");
    let pages = |language| items(&files, language).into_iter().filter(|entry| entry[0] == "pages").collect::<Vec<_>>();
    assert_eq!(pages("zh")[1][1], "关于\"本站\"");
    assert_eq!(pages("en")[1][3], "en/about/index.html");
}

#[test]
fn readings_are_all_there_and_few() {
    for character in ('\u{4e00}'..='\u{9fff}').step_by(7) {
        let readings = names::readings(character);
        assert!(readings.len() <= 4, "{character}: {readings:?}");
        assert!(readings.iter().all(|reading| reading.bytes().all(|b| b.is_ascii_lowercase())), "{readings:?}");
    }
    for (character, reading) in
        [('六', "lu"), ('厦', "xia"), ('尉', "yu"), ('绿', "lv"), ('长', "zhang"), ('长', "chang")]
    {
        assert!(names::readings(character).iter().any(|one| one == reading), "{character}");
    }
}

#[test]
fn pieces_of_a_large_portal_are_small_and_lose_no_body() {
    let name = |n: usize| {
        let digits = [n / 400 % 20, n / 20 % 20, n % 20].map(|d| char::from_u32(0x5000 + 13 * d as u32).unwrap());
        format!("{}省某某市{}县人民政府办公室", n / 8000, digits.iter().collect::<String>())
    };
    let reports = (0..4000).map(|n| with_prose(&name(n), 2023, &name(n * 7)));
    let registry: String = (0..4000)
        .map(|n| {
            format!("[[body]]\nname = \"{}\"\nen = \"Office of County {n}\"\nparent = \"某某市{}\"\n", name(n), n % 90)
        })
        .collect();
    let config = SiteConfig { search_text: Some(true), ..SiteConfig::default() };
    let files = files(reports.collect(), &registry, &config);
    let names: BTreeSet<String> =
        items(&files, "bodies").iter().map(|body| body[0].as_str().unwrap().to_owned()).collect();
    assert_eq!(names.len(), 4000);
    assert!(files.len() > 10, "{:?}", files.keys());
}

#[test]
fn a_pair_of_characters_names_its_reports() {
    let reports = vec![
        with_prose("甲县", 2022, "受理申请，信访"),
        with_prose("甲县", 2023, "办理信 访件|受理"),
        with_prose("乙县", 2023, "陝西銀行"),
    ];
    let files = files(reports, "", &SiteConfig::default());
    let order: Vec<String> = items(&files, "bodies").iter().map(|body| body[0].to_string()).collect();
    assert_eq!(order, ["\"甲县\"", "\"乙县\""]);
    assert_eq!(reports_with(&files, "信访"), Some(vec![0, 1]), "also over a blank");
    assert_eq!(reports_with(&files, "办理"), Some(vec![1]));
    assert_eq!(reports_with(&files, "银行"), Some(vec![2]), "traditional characters are the same words");
    assert_eq!(reports_with(&files, "请信"), Some(vec![]), "nothing is joined over a comma");
    assert_eq!(reports_with(&files, "件受"), Some(vec![]), "nor over paragraphs");
}

#[test]
fn what_nearly_every_report_says_finds_none_of_them() {
    let prose = |n: u32| if n == 5 { "政府公开罕见".to_owned() } else { "政府公开".to_owned() };
    let reports = || (0..80).map(|n| with_prose(&format!("县{n}"), 2023, &prose(n))).collect();
    let made = files(reports(), "", &SiteConfig::default());
    assert_eq!(reports_with(&made, "政府"), None);
    assert_eq!(reports_with(&made, "罕见").unwrap().len(), 1);
    let config = SiteConfig { search_text: Some(false), ..SiteConfig::default() };
    let without = files(reports(), "", &config);
    assert_eq!(without["search/zh.json"]["prose"], 0);
    assert!(!without.keys().any(|path| path.contains("text")));
}

#[test]
fn a_piece_that_would_be_too_large_leaves_out_its_longest_lists_and_says_so() {
    let reports: Vec<CheckedReport> = vec![];
    assert!(files(reports, "", &SiteConfig::default())["search/zh.json"]["bodies"] == 0);
    let entry = |n: u32| format!("\"{}一\":[{}]", char::from_u32(0x4e00 + n).unwrap(), "1,".repeat(n as usize) + "1");
    let whole: Value = serde_json::from_slice(&prose::join((0..100).map(entry).collect())).unwrap();
    assert_eq!((whole.as_object().unwrap().len(), whole.get("*")), (100, None));
    let bytes = prose::join((0..1000).map(entry).collect());
    let part: Value = serde_json::from_slice(&bytes).unwrap();
    assert!(bytes.len() <= LIMIT && bytes.len() > LIMIT - 2000);
    assert!(part.get("一一").is_some() && part["*"] == 0);
}

#[test]
fn a_new_portal_has_new_pieces() {
    let version = |year| {
        let all = files(vec![numbers("甲县", year, &[])], "", &SiteConfig::default());
        all["search/zh.json"]["version"].clone()
    };
    assert_eq!(version(2023), version(2023));
    assert_ne!(version(2023), version(2022));
}
