//! Whatever happens to the files of a portal, what is served in the end is what a fresh build makes of them, byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gongkai::config;
use gongkai::diagnostic::Severity;
use gongkai::load::{load, theme};
use gongkai::model::Portal;
use gongkai::render::site::{self, MarkdownPage};
use gongkai::render::template::{BUILT_IN, Templates};

use super::random::Random;
use super::served::{self, Served, wait_until};

/// Every path of the site with its bytes, made of nothing but what lies on disk, and whether a file is so wrong that no report is
/// read from it.
fn fresh(root: &Path) -> (BTreeMap<String, Vec<u8>>, bool) {
    let config = config::read(root).unwrap();
    let loaded = load(root, &config).unwrap();
    let errors = loaded.diagnostics.iter().filter(|one| one.severity == Severity::Error);
    let used: BTreeSet<String> =
        loaded.reports.iter().map(|checked| format!("content/{}", checked.report().source.path)).collect();
    let is_wrong = errors.map(|one| &one.file).any(|file| !used.contains(file));
    let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    let (theme, _) = theme::read(root, &known).unwrap();
    let templates = Templates::new(&theme.templates).unwrap();
    let portal = Portal::build(loaded.reports, &loaded.registry);
    let pages: Vec<MarkdownPage> = loaded.pages.into_iter().map(MarkdownPage::from).collect();
    let site = site::plan(&portal, &config, &pages, &theme.files, &templates);
    let bytes = |path: &str| match site.original(path) {
        Some(original) => fs::read(root.join("content").join(original.source)).unwrap(),
        None => site.render(path).unwrap(),
    };
    (site.paths().map(|path| (path.to_owned(), bytes(path))).collect(), is_wrong)
}

/// The first path that is not served as a fresh build makes it.
fn stale(served: &Served, fresh: &BTreeMap<String, Vec<u8>>, gone: &BTreeSet<String>) -> Option<String> {
    let differs = |(path, bytes): &(&String, &Vec<u8>)| {
        let answer = served.get(&format!("/{}", encoded(path)));
        answer.status != 200 || answer.untagged() != **bytes
    };
    let stale = fresh.iter().find(differs).map(|(path, _)| path.clone());
    stale.or_else(|| gone.iter().find(|path| served.get(&format!("/{}", encoded(path))).status != 404).cloned())
}

fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// Waits until nothing is stale. Paths that are not made any more must be gone, but for pages about reports while a file is
/// so wrong: they may be the last ones of that file.
fn compare(served: &Served, root: &Path, seen: &mut BTreeSet<String>, what: &str) {
    let (fresh, is_wrong) = fresh(root);
    seen.extend(fresh.keys().cloned());
    let may_stay = |path: &str| is_wrong && path.ends_with(".html") && path.contains("bodies/");
    let gone = seen.iter().filter(|path| !fresh.contains_key(*path) && !may_stay(path));
    let gone: BTreeSet<String> = gone.cloned().collect();
    let mut last = None;
    wait_until(&format!("{what}, {}", served.said()), || {
        // The whole comparison only when what differed last does no more.
        let still = |path: &String| match fresh.get(path) {
            Some(bytes) => served.get(&format!("/{}", encoded(path))).untagged() != *bytes,
            None => served.get(&format!("/{}", encoded(path))).status != 404,
        };
        if last.as_ref().is_none_or(|path| !still(path)) {
            last = stale(served, &fresh, &gone);
        }
        last.is_none()
    });
}

/// All report files of the portal.
fn reports(root: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(root.join("content/reports")).sort_by_file_name().into_iter();
    let files = files.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    files.filter(|path| path.extension().is_some_and(|end| end == "txt" || end == "md")).collect()
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(root.join("content/reports")).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Something that a maintainer, an editor or another program might do. Says what it was.
fn change(portal: &served::Portal, random: &mut Random) -> String {
    let (root, beside) = (portal.root(), portal.beside());
    let (files, folders) = (reports(&root), folders(&root));
    let kind = random.below(17);
    let file = if files.is_empty() { None } else { Some(random.pick(&files).clone()) };
    let folder = if folders.is_empty() { None } else { Some(random.pick(&folders).clone()) };
    let number = random.below(3);
    match (kind, file, folder) {
        (0 | 1, Some(file), _) => {
            let mut text = fs::read(&file).unwrap();
            let digits: Vec<usize> = (0..text.len()).filter(|&at| text[at].is_ascii_digit()).collect();
            if !digits.is_empty() {
                text[*random.pick(&digits)] = b'0' + random.below(10) as u8;
            }
            // Straight, or through another file, as many editors do.
            if kind == 0 {
                fs::write(&file, text).unwrap();
            } else {
                let temporary = file.with_extension("txt.tmp");
                fs::write(&temporary, text).unwrap();
                fs::rename(&temporary, &file).unwrap();
            }
        }
        (2, Some(file), _) => {
            let text = fs::read(&file).unwrap();
            fs::write(&file, &text[..random.below(text.len() + 1)]).unwrap();
        }
        (3, Some(file), _) if files.len() > 1 => fs::remove_file(&file).unwrap(),
        (4, Some(file), _) => fs::rename(&file, file.with_file_name(format!("moved-{number}.txt"))).unwrap(),
        (5, Some(file), _) => {
            fs::copy(&file, file.with_file_name(format!("copy-{number}.txt"))).unwrap();
        }
        (6, _, Some(folder)) => {
            let _ = fs::rename(&folder, folder.with_file_name(format!("folder-{number}")));
        }
        (7, _, Some(folder)) if folders.len() > 1 => {
            let _ = fs::rename(&folder, beside.join(format!("away-{number}")));
        }
        (8, ..) => {
            let _ =
                fs::rename(beside.join(format!("away-{number}")), root.join(format!("content/reports/back-{number}")));
        }
        (9, _, Some(folder)) => fs::write(folder.join("report.toml"), format!("year = {}\n", 2019 + number)).unwrap(),
        (10, _, Some(folder)) => drop(fs::remove_file(folder.join("report.toml"))),
        (11, ..) => portal.write("content/pages/notes.md", format!("# Notes {number}\n\nText {}\n", random.below(9))),
        (12, ..) => portal.write("site.toml", format!("languages = [\"en\"]\ntitle = \"Title {number}\"\n")),
        (13, ..) => match number {
            0 => drop(fs::remove_dir_all(root.join("templates"))),
            _ => {
                let name = "years.html";
                let text = BUILT_IN.iter().find(|(known, _)| *known == name).unwrap().1;
                let text = text.replace("{% block main %}", &format!("{{% block main %}}<p>{}</p>", random.below(9)));
                portal.write(&format!("templates/{name}"), text);
            }
        },
        (14, ..) => match number {
            0 => drop(fs::remove_dir_all(root.join("static"))),
            1 => portal.write("static/style.css", format!("p {{ margin: {}px }}\n", random.below(9))),
            _ => portal.write("static/a b/标.svg", format!("<svg>{}</svg>", random.below(9))),
        },
        (15, _, Some(folder)) => {
            // A folder within a folder, made at once with what is in it.
            let inner = folder.join(format!("inner-{number}/further"));
            fs::create_dir_all(&inner).unwrap();
            fs::write(inner.join("2024.txt"), served::example("guyuan/2023.txt")).unwrap();
        }
        (16, ..) => {
            let text = format!("[[body]]\nname = \"固原市\"\nslug = \"gy-{number}\"\nlevel = \"prefecture\"\n");
            portal.write("content/bodies.toml", text);
        }
        _ => return "nothing".to_owned(),
    }
    format!("{kind}/{number}")
}

#[test]
fn after_any_changes_what_is_served_is_what_a_fresh_build_makes() {
    let steps: u64 = std::env::var("GONGKAI_SERVE_STEPS").map_or(10, |steps| steps.parse().unwrap());
    let portal = served::Portal::new(&["guyuan/2023.txt", "suqian/2023.txt", "suqian/2024.md"]);
    let served = portal.serve();
    let mut seen = BTreeSet::new();
    compare(&served, &portal.root(), &mut seen, "at first");
    let mut random = Random::new(71);
    for step in 0..steps {
        let changes: Vec<String> = (0..1 + random.below(5)).map(|_| change(&portal, &mut random)).collect();
        compare(&served, &portal.root(), &mut seen, &format!("step {step}, after {}", changes.join(" ")));
    }
}

#[test]
fn a_burst_of_a_thousand_changes_leaves_nothing_stale() {
    let portal = served::Portal::new(&["guyuan/2023.txt"]);
    let served = portal.serve();
    let aside = portal.beside().join("pages");
    for (round, text) in ["one", "two"].into_iter().enumerate() {
        for number in 0..1000 {
            portal.write(&format!("content/pages/page-{number}.md"), format!("# Page {number}\n\n{text}\n"));
        }
        let is_new = |number: usize| served.get(&format!("/page-{number}/")).text().contains(&format!("<p>{text}</p>"));
        wait_until("all pages are there", || [0, 500, 999].into_iter().all(is_new));
        assert!((0..1000).step_by(37).all(is_new));
        if round == 0 {
            // The whole folder goes, as with another branch of a repository, and comes back.
            fs::rename(portal.path("content/pages"), &aside).unwrap();
            wait_until("all pages are gone", || served.get("/page-999/").status == 404);
            fs::rename(&aside, portal.path("content/pages")).unwrap();
            wait_until("all pages are back", || [0, 500, 999].into_iter().all(is_new));
        }
    }
}

#[test]
fn the_folders_of_a_portal_may_come_later_and_go_and_come_back() {
    let portal = served::Portal::new(&[]);
    let served = portal.serve();
    let aside = portal.beside().join("content");
    let has_report = || served.get("/bodies/guyuanshi/2023/").status == 200;
    assert!(!has_report());
    for _ in 0..3 {
        portal.write("content/reports/a/2023.txt", served::example("guyuan/2023.txt"));
        wait_until("the report is there", has_report);
        for lost in ["content", "content/reports"] {
            fs::rename(portal.path(lost), &aside).unwrap();
            served.until("it is said", |state| state.has(&["content/reports"]));
            assert!(has_report(), "the last pages stay without {lost}");
            fs::rename(&aside, portal.path(lost)).unwrap();
            served.until("it is back", |state| state.problems == "none");
            assert!(has_report());
        }
        // It goes file by file, so what is seen first is a folder without reports or none: what counts is how it ends.
        fs::remove_dir_all(portal.path("content")).unwrap();
        fs::create_dir_all(portal.path("content/reports")).unwrap();
        wait_until("an empty folder has no reports", || !has_report());
        served.until("nothing is wrong", |state| state.problems == "none");
    }
    let is_styled = || served.get("/static/style.css").text() == "p {}";
    portal.write("static/style.css", "p {}");
    wait_until("the style is used", is_styled);
    fs::remove_dir_all(portal.path("static")).unwrap();
    wait_until("the style is gone", || !is_styled());
}

#[cfg(unix)]
#[test]
fn a_file_that_changes_under_another_name_is_read_again() {
    let portal = served::Portal::new(&[]);
    portal.write("content/texts/guyuan.txt", served::example("guyuan/2023.txt"));
    fs::create_dir_all(portal.path("content/reports/a")).unwrap();
    std::os::unix::fs::symlink("../../texts/guyuan.txt", portal.path("content/reports/a/2023.txt")).unwrap();
    let served = portal.serve();
    wait_until("the report is there", || served.get("/bodies/guyuanshi/2023/").status == 200);
    let text = String::from_utf8(served::example("guyuan/2023.txt")).unwrap().replace("固原市", "固阳市");
    portal.write("content/texts/guyuan.txt", text);
    wait_until("the report is another", || served.get("/bodies/guyangshi/2023/").status == 200);
}
