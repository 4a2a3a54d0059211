//! The real program over small portals on disk: exit codes, messages, what is written and what is left alone.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A portal as `gongkai init` makes it, in a folder of its own.
struct Portal {
    folder: TempDir,
}

impl Portal {
    fn new() -> Portal {
        let portal = Portal { folder: tempfile::tempdir().unwrap() };
        let output = gongkai(portal.folder.path(), &["init", "portal"]);
        assert_eq!(output.code, 0, "{output:?}");
        portal
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("portal")
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn sample(&self) -> String {
        fs::read_to_string(self.root().join("content/reports/sample/2023.txt")).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        gongkai(&self.root(), arguments)
    }

    /// What `check` says, as `(file, line, code)` of each diagnostic, with the exit code.
    fn diagnostics(&self) -> (i32, Vec<(String, Option<u64>, String)>) {
        let ran = self.run(&["check", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
        let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
        let list = json["diagnostics"].as_array().unwrap();
        let list = list.iter().map(|one| (text(one, "file"), one["line"].as_u64(), text(one, "code"))).collect();
        (ran.code, list)
    }
}

/// How a run ended.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.current_dir(folder).args(arguments).env_remove("RAYON_NUM_THREADS");
    command
}

fn gongkai(folder: &Path, arguments: &[&str]) -> Ran {
    ran(command(folder, arguments).output().unwrap())
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn a_new_portal_builds_at_once_and_has_nothing_wrong() {
    let portal = Portal::new();
    assert_eq!(portal.diagnostics(), (0, vec![]));
    let check = portal.run(&["check"]);
    assert!(check.out.contains("1 份年报") && check.out.contains("0 处数据不一致"), "{check:?}");
    let build = portal.run(&["build"]);
    assert_eq!((build.code, build.err.as_str()), (0, ""), "{build:?}");
    let site = tree(&portal.root().join("public"));
    for path in ["index.html", "404.html", "about/index.html", "en/about/index.html", "data/figures.csv"] {
        assert!(site.contains_key(path), "{path} is missing from {:?}", site.keys());
    }
    let figures = String::from_utf8(site["data/figures.csv"].clone()).unwrap();
    assert_eq!(figures.lines().count(), 201);
    assert!(!figures.contains("missing") && !figures.contains("unreadable"));
}

#[test]
fn init_leaves_a_folder_with_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
    let ran = gongkai(folder.path(), &["init", ".", "--lang", "en"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("not empty"), "{ran:?}");
    assert_eq!(tree(folder.path()).len(), 1);
}

#[test]
fn without_a_portal_the_message_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["build", "check"] {
        let ran = gongkai(folder.path(), &[command]);
        assert_eq!(ran.code, 2);
        assert!(
            ran.err.contains("site.toml") && ran.err.contains("--root") && ran.err.contains("gongkai init"),
            "{ran:?}"
        );
    }
    let ran = gongkai(folder.path(), &["check", "--root", "nowhere", "--lang", "en"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no folder nowhere") && ran.err.contains("gongkai init"), "{ran:?}");
}

#[test]
fn a_command_works_from_a_folder_inside_the_portal() {
    let portal = Portal::new();
    assert_eq!(gongkai(&portal.root().join("content/reports/sample"), &["check"]).code, 0);
}

#[test]
fn an_unknown_setting_names_its_line_and_the_known_ones() {
    let portal = Portal::new();
    portal.write("site.toml", "# 设置\ntitel = \"甲\"\n");
    let ran = portal.run(&["build"]);
    assert_eq!(ran.code, 2);
    for part in ["site.toml:2:1", "titel", "^^^^^", "base_url", "source_pages"] {
        assert!(ran.err.contains(part), "{part} is missing from {}", ran.err);
    }
    assert!(!portal.root().join("public").exists());
}

#[test]
fn a_slip_in_what_is_said_of_bodies_or_a_lost_folder_leaves_the_last_site() {
    let portal = Portal::new();
    portal.write("content/bodies.toml", "[[body]]\nname = \"样例市\"\nslug = \"sample-city\"\n");
    assert_eq!(portal.run(&["build"]).code, 0);
    let before = tree(&portal.root().join("public"));
    assert!(before.iter().any(|(path, _)| path.starts_with("bodies/sample-city/")));
    portal.write("content/bodies.toml", "[[body]]\nname = \"样例市\"\nslug = \"sample-city\"\nlevel = \"city\"\n");
    let ran = portal.run(&["build"]);
    assert!(ran.code == 2 && ran.err.contains("content/bodies.toml:4"), "{ran:?}");
    let ran = portal.run(&["check", "--format", "github"]);
    assert!(ran.code == 1 && ran.out.contains("content/bodies.toml,line=4"), "{ran:?}");
    fs::rename(portal.root().join("content"), portal.root().join("elsewhere")).unwrap();
    let ran = portal.run(&["build"]);
    assert!(ran.code == 2 && ran.err.contains("content"), "{ran:?}");
    assert_eq!(tree(&portal.root().join("public")), before);
}

#[test]
fn a_build_does_not_take_away_all_reports() {
    let portal = Portal::new();
    let public = portal.root().join("public");
    assert_eq!(portal.run(&["build"]).code, 0);
    let before = tree(&public);
    let reports = portal.root().join("content/reports");
    fs::rename(&reports, portal.root().join("elsewhere")).unwrap();
    for lost in [false, true] {
        if lost {
            portal.write("content/reports/sample/2023.txt", "这不是年报。\n");
        }
        let ran = portal.run(&["build"]);
        assert!(ran.code == 2 && ran.err.contains("content/reports") && ran.err.contains("--out"), "{ran:?}");
        assert!(tree(&public) == before);
    }
    assert_eq!(portal.run(&["build", "--out", "empty"]).code, 0);
    assert_eq!(portal.run(&["build", "--out", "empty"]).code, 0, "a site without reports stays one");
    let home = |folder: &str| fs::read_to_string(portal.root().join(folder).join("index.html")).unwrap();
    assert!(home("empty").contains("gongkai add") && !home("public").contains("gongkai add"));
    fs::remove_dir_all(&public).unwrap();
    assert_eq!(portal.run(&["build"]).code, 0);
}

#[test]
fn bad_files_are_named_and_the_rest_is_built() {
    let portal = Portal::new();
    let reports = "content/reports";
    let (unmeant, _, _) = encoding_rs::WINDOWS_1252.encode("déjà vu, ça et là");
    portal.write("content/reports/bad/empty.txt", "");
    portal.write("content/reports/bad/blank.txt", "\u{feff}\n \n");
    portal.write("content/reports/bad/binary.txt", b"PK\x03\x04\x00\x00\x00");
    portal.write("content/reports/bad/latin.txt", &unmeant);
    portal.write("content/reports/bad/utf16.txt", b"\xff\xfe\x01\x4e");
    portal.write("content/reports/bad/long.txt", vec![b'x'; 10_000_000]);
    portal.write("content/reports/bad/letter.txt", "尊敬的读者：\n\n您好。\n");
    portal.write("content/reports/bad/scan.ofd", "PK\u{3}\u{4}");
    portal.write("content/reports/bad/photo.png", "png");
    portal.write("content/reports/bad/none", "no ending");
    let large = fs::File::create(portal.root().join(reports).join("bad/large.txt")).unwrap();
    large.set_len(200 * 1024 * 1024).unwrap();
    for left_over in [".hidden.txt", "a.txt~", "a.txt.bak", "#a.txt#", "~$a.txt", "Thumbs.db", ".DS_Store", "a.txt.swp"]
    {
        portal.write(&format!("content/reports/bad/{left_over}"), "");
    }

    let (code, diagnostics) = portal.diagnostics();
    assert_eq!(code, 1);
    let expected = [
        ("binary.txt", None, "binary-file"),
        ("blank.txt", None, "empty-file"),
        ("empty.txt", None, "empty-file"),
        ("large.txt", None, "file-too-large"),
        ("latin.txt", None, "encoding-unknown"),
        ("letter.txt", None, "not-a-report"),
        ("long.txt", Some(1), "line-too-long"),
        ("none", None, "format-unknown"),
        ("photo.png", None, "body-unknown"),
        ("photo.png", None, "picture"),
        ("photo.png", None, "year-unknown"),
        ("scan.ofd", None, "format-ofd"),
        ("utf16.txt", None, "not-a-report"),
        ("utf16.txt", None, "decoded"),
    ];
    let expected = expected.map(|(file, line, code)| (format!("{reports}/bad/{file}"), line, code.to_owned()));
    assert_eq!(diagnostics, expected);

    let build = portal.run(&["build"]);
    assert_eq!(build.code, 0, "{build:?}");
    assert!(build.err.contains("bad/latin.txt"), "{build:?}");
    let shown = tree(&portal.root().join("public"));
    for (path, bytes) in &shown {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("reports/bad/"), "{path} shows what was not read");
    }
    assert!(shown.contains_key("bodies/yanglishi/2023/index.html"), "{:?}", shown.keys());
}

#[test]
fn every_message_has_its_words_in_both_languages() {
    let portal = Portal::new();
    portal.write("content/reports/a.pdf", "");
    portal.write("content/reports/b.txt", "");
    portal.write("content/bodies.toml", "[[body]]\nname = \"无年报市\"\n");
    for (language, words) in [("zh", ["应当是", "怎么办"]), ("en", ["expected", "help"])] {
        let ran = portal.run(&["check", "--lang", language]);
        assert_eq!(ran.code, 1);
        for part in words.into_iter().chain(["a.pdf", "b.txt", "bodies.toml:2", "无年报市"]) {
            assert!(ran.out.contains(part), "{part} is missing from {}", ran.out);
        }
        assert!(!ran.out.contains('{'), "an argument was not filled in: {}", ran.out);
    }
}

#[test]
fn strict_writes_nothing_when_a_file_has_an_error() {
    let portal = Portal::new();
    assert_eq!(portal.run(&["build"]).code, 0);
    let before = tree(&portal.root().join("public"));
    portal.write("content/reports/b.txt", "");
    portal.write("content/pages/about.md", "# 另一页\n");
    let ran = portal.run(&["build", "--strict"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("b.txt"), "{ran:?}");
    assert_eq!(tree(&portal.root().join("public")), before);
}

#[test]
fn of_two_files_of_one_report_the_better_read_one_is_used_and_the_other_is_named() {
    let portal = Portal::new();
    portal.write("content/reports/a/copy.txt", portal.sample().replace("\t1286", "\t9999"));
    let (code, diagnostics) = portal.diagnostics();
    assert_eq!(code, 0);
    let said: Vec<(&str, &str)> = diagnostics.iter().map(|(file, _, code)| (file.as_str(), code.as_str())).collect();
    assert_eq!(said, [("content/reports/a/copy.txt", "files-disagree")]);
    let ran = portal.run(&["check"]);
    assert!(ran.out.contains("content/reports/sample/2023.txt:") && ran.out.contains("1286"), "{ran:?}");

    let damaged = portal.sample().replace("\t1286", "\t9999").replace("规章\t", "规章\tx");
    portal.write("content/reports/a/copy.txt", damaged);
    portal.run(&["build"]);
    let figures = fs::read_to_string(portal.root().join("public/data/figures.csv")).unwrap();
    assert!(figures.contains("1286") && !figures.contains("9999"), "the file with more figures read is used");
    let page = fs::read_to_string(portal.root().join("public/bodies/yanglishi/2023/index.html")).unwrap();
    assert!(page.contains("reports/a/copy.txt"), "the other file is not named");
}

#[test]
fn files_that_plainly_hold_different_reports_are_both_left_out() {
    let portal = Portal::new();
    let other: String = portal
        .sample()
        .lines()
        .map(|line| match line.split_once('\t') {
            Some((label, cells)) => format!("{label}\t{}\n", cells.replace(['1', '2', '3', '4', '5', '6', '7'], "8")),
            None => format!("{line}\n"),
        })
        .collect();
    portal.write("content/reports/a/other.txt", other);
    let (code, diagnostics) = portal.diagnostics();
    assert_eq!(code, 1);
    assert!(diagnostics.iter().any(|(_, _, code)| code == "files-differ"), "{diagnostics:?}");
    portal.run(&["build"]);
    let figures = fs::read_to_string(portal.root().join("public/data/figures.csv")).unwrap();
    assert_eq!(figures.lines().count(), 1);
}

#[test]
fn what_stands_beside_a_report_outranks_its_text() {
    let portal = Portal::new();
    let hints = "[files.\"2023.txt\"]\nyear = 2024\npublished = \"31.01.2025\"\nurl = \"javascript:alert(1)\"\n";
    portal.write("content/reports/sample/report.toml", hints);
    let (code, diagnostics) = portal.diagnostics();
    let beside = |line, code: &str| ("content/reports/sample/report.toml".to_owned(), Some(line), code.to_owned());
    for problem in [beside(3, "hint-published"), beside(4, "hint-url")] {
        assert!(diagnostics.contains(&problem), "{problem:?} is missing from {diagnostics:?}");
    }
    assert_eq!(code, 1);
    portal.run(&["build"]);
    let site = tree(&portal.root().join("public"));
    assert!(site.contains_key("bodies/yanglishi/2024/index.html"), "{:?}", site.keys());
    assert!(site.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("javascript:alert")));
}

#[test]
fn what_cannot_be_in_report_toml_is_said_once_and_at_its_line() {
    let portal = Portal::new();
    let text =
        "body = \"<b>\"\n\n[files.\"2023.txt\"]\nyear = 20233\n[files.\"2022.txt\"]\nurl = \"https://example.org/\"\n";
    portal.write("content/reports/sample/report.toml", text);
    portal.write("content/reports/sample/2021.txt", portal.sample().replace("2023年", "2021年"));
    let (code, diagnostics) = portal.diagnostics();
    let beside = |line, code: &str| ("content/reports/sample/report.toml".to_owned(), Some(line), code.to_owned());
    assert_eq!(code, 1);
    assert_eq!(diagnostics, [beside(1, "hint-body"), beside(4, "hint-year"), beside(5, "hints-for-no-file")]);
    let ran = portal.run(&["show", "content/reports/sample/2021.txt"]);
    assert!(ran.out.contains("content/reports/sample/report.toml:1:8"), "{ran:?}");
}

#[test]
fn a_title_that_names_another_body_is_said_and_the_maintainer_is_followed() {
    let portal = Portal::new();
    portal.write("content/reports/sample/report.toml", "body = \"乙县\"\n");
    let problem = ("content/reports/sample/2023.txt".to_owned(), Some(1), "body-differs".to_owned());
    assert_eq!(portal.diagnostics(), (0, vec![problem]));
    let ran = portal.run(&["check"]);
    assert!(ran.out.contains("content/reports/sample/report.toml:1:8"), "where the maintainer says so: {ran:?}");
    portal.run(&["build"]);
    assert!(portal.root().join("public/bodies/yixian/2023/index.html").exists());
    for same in ["样例市人民政府", "江苏省样例市", "样例"] {
        portal.write("content/reports/sample/report.toml", format!("body = \"{same}\"\n"));
        assert_eq!(portal.diagnostics(), (0, vec![]), "{same}");
    }
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_named_for_what_it_is() {
    let portal = Portal::new();
    for name in ["a.pdf", "b.docx", "c.xlsx", "d.wps"] {
        portal.write(&format!("content/reports/x/{name}"), portal.sample());
    }
    portal.write(
        "content/reports/x/e.csv",
        "机关,年度,表,行,列,值\n甲市,2023,收到,受理,总计,214\n甲市,2023,收到,结转,总计,0\n甲市,2023,收到,公开,总计,9\n",
    );
    portal
        .write("content/reports/x/f.csv", "body,year,table,row,column,valeu\n甲市,2023,requests,received,total,214\n");
    let (code, diagnostics) = portal.diagnostics();
    let at = |name: &str, code: &str| (format!("content/reports/x/{name}"), Some(1), code.to_owned());
    let mut expected: Vec<_> = ["a.pdf", "b.docx", "c.xlsx", "d.wps"].map(|name| at(name, "format-is-text")).into();
    expected.extend([at("e.csv", "collected-heads"), at("f.csv", "collected-heads")]);
    assert_eq!((code, diagnostics), (1, expected));
    let ran = portal.run(&["check"]);
    for part in [
        ".pdf",
        ".docx",
        "样例市2023年政府信息公开工作年度报告",
        ".txt",
        "机关,年度,表,行,列,值",
        "body, year, table, row, column, value",
    ] {
        assert!(ran.out.contains(part), "{part} is missing from {}", ran.out);
    }
}

#[test]
fn findings_are_shown_with_both_sides_and_do_not_change_the_exit_code() {
    let portal = Portal::new();
    let sample = portal.sample();
    let row = sample.lines().find(|line| line.starts_with("（七）总计")).unwrap().to_owned();
    let (start, total) = row.rsplit_once('\t').unwrap();
    let wrong = format!("{start}\t{}", total.parse::<u32>().unwrap() + 3);
    portal.write("content/reports/sample/2023.txt", sample.replace(&row, &wrong));
    let ran = portal.run(&["check"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let line = 1 + sample.lines().position(|line| line == row).unwrap();
    assert!(ran.out.contains(&format!("sample/2023.txt:{line}:")), "{}", ran.out);
    assert!(ran.out.contains("requests.handled") && ran.out.contains('^') && ran.out.contains("相差 3"), "{}", ran.out);
    let github = portal.run(&["check", "--format", "github"]);
    assert_eq!(github.code, 0);
    assert!(!github.out.is_empty());
    for line in github.out.lines() {
        assert!(line.starts_with("::warning file=content/reports/sample/2023.txt,line="), "{line}");
    }
}

#[test]
fn own_templates_and_static_files_replace_the_built_in_ones() {
    let portal = Portal::new();
    portal.write(
        "templates/404.html",
        "{% extends \"base.html\" %}\n{% block main %}<h1>my own words</h1>{% endblock %}\n",
    );
    portal.write("static/style.css", "body{}");
    portal.write("static/图/标.svg", "<svg/>");
    let ran = portal.run(&["build"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let site = tree(&portal.root().join("public"));
    assert!(String::from_utf8_lossy(&site["404.html"]).contains("<h1>my own words</h1>"));
    assert_eq!(site["static/style.css"], b"body{}");
    assert_eq!(site["static/图/标.svg"], b"<svg/>");
}

#[test]
fn the_built_in_templates_as_own_ones_change_no_byte() {
    let portal = Portal::new();
    portal.run(&["build"]);
    let built_in = tree(&portal.root().join("public"));
    for folder in ["templates", "static"] {
        for (path, bytes) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            portal.write(&format!("{folder}/{path}"), bytes);
        }
    }
    let ran = portal.run(&["build"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert_eq!(tree(&portal.root().join("public")), built_in);
}

#[test]
fn a_wrong_template_is_named_with_its_line_and_leaves_the_last_site() {
    let portal = Portal::new();
    portal.run(&["build"]);
    let last = tree(&portal.root().join("public"));
    for (name, text, place, line) in [
        (
            "home.html",
            "{% extends \"base.html\" %}\n{% block main %}{{ page.nothing }}{% endblock %}",
            "2:25",
            "page.nothing",
        ),
        ("home.html", "<p>\n{{ page.x", "2:", "{{ page.x"),
        ("home.html", "{% extends \"bsae.html\" %}", "", "bsae.html"),
        ("base.html", "<p>no blocks</p>", "404.html:2:10", "{% block main %}"),
    ] {
        portal.write(&format!("templates/{name}"), text);
        let ran = portal.run(&["build", "--lang", "en"]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(place) && ran.err.contains(line) && ran.err.contains("templates/"), "{}", ran.err);
        assert!(ran.err.lines().all(|line| line.len() < 300), "{}", ran.err);
        assert_eq!(tree(&portal.root().join("public")), last);
        assert_eq!(
            portal.run(&["check"]).code == 1,
            !text.contains("page.nothing"),
            "what shows itself without a page"
        );
        fs::remove_dir_all(portal.root().join("templates")).unwrap();
    }
    portal.write("templates/hoem.html", "<p>");
    let (code, diagnostics) = portal.diagnostics();
    assert_eq!((code, diagnostics[0].2.as_str()), (0, "template-unknown"));
}

#[test]
fn a_new_portal_in_english_has_nothing_wrong() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(gongkai(folder.path(), &["init", "portal", "--lang", "en"]).code, 0);
    let ran = gongkai(&folder.path().join("portal"), &["check"]);
    assert!(ran.code == 0 && ran.out.contains("our files: nothing wrong"), "{ran:?}");
}

#[test]
fn two_builds_give_the_same_bytes() {
    let portal = Portal::new();
    for year in ["2021", "2022"] {
        portal.write(
            &format!("content/reports/sample/{year}.txt"),
            portal.sample().replace("2023年", &format!("{year}年")),
        );
        portal.write(
            &format!("content/reports/other/{year}.txt"),
            portal.sample().replace("2023年", &format!("{year}年")).replace("样例市", "另例县"),
        );
    }
    let build = |root: &Path, out: &str, threads: Option<&str>| {
        let mut command = command(root, &["build", "--out", out]);
        if let Some(threads) = threads {
            command.env("RAYON_NUM_THREADS", threads);
        }
        let ran = ran(command.output().unwrap());
        assert_eq!(ran.code, 0, "{ran:?}");
        tree(&root.join(out))
    };
    let first = build(&portal.root(), "one", None);
    assert_eq!(first, build(&portal.root(), "two", Some("1")));
    assert_eq!(first, build(&portal.root(), "one", Some("3")), "a second build over the first");

    let folder = tempfile::tempdir().unwrap();
    let sources =
        tree(&portal.root()).into_iter().filter(|(path, _)| path == "site.toml" || path.starts_with("content/"));
    for (path, bytes) in sources.collect::<Vec<_>>().into_iter().rev() {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    assert_eq!(first, build(folder.path(), "out", None), "files made in another order, in another place");
}

#[test]
fn a_build_touches_nothing_outside_its_folder() {
    let portal = Portal::new();
    let before = tree(portal.folder.path());
    assert_eq!(portal.run(&["build", "--out", "site"]).code, 0);
    assert_eq!(portal.run(&["check"]).code, 0);
    assert_eq!(portal.run(&["show", "content/reports/sample/2023.txt"]).code, 0);
    let after = tree(portal.folder.path());
    let own = |path: &str| path.starts_with("portal/site/") || path.starts_with("portal/.gongkai/");
    let outside: BTreeMap<_, _> = after.into_iter().filter(|(path, _)| !own(path)).collect();
    assert!(outside == before, "{:?}", outside.keys().collect::<Vec<_>>());
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let portal = Portal::new();
    portal.write("documents/thesis.txt", "years of work");
    for out in [
        "documents",
        "content/reports/new",
        "site.toml",
        ".",
        "static",
        "templates/site",
        "public/../content/new",
        "documents/../static/new",
        ".gongkai/site",
    ] {
        let ran = portal.run(&["build", "--out", out, "--lang", "en"]);
        assert_eq!(ran.code, 2, "{out}: {ran:?}");
        assert!(ran.err.contains(out) && ran.err.contains("--out"), "{out}: {ran:?}");
        assert!(!ran.err.contains("changes.json"), "{out}: {ran:?}");
    }
    assert!(!portal.root().join(".gongkai/site").exists());
    let own = |path: &String| path.starts_with(".gongkai/");
    assert_eq!(tree(&portal.root()).keys().filter(|path| !own(path)).count(), 5);
}

#[test]
fn a_page_that_is_no_longer_made_is_removed_and_nothing_else() {
    let portal = Portal::new();
    portal.write("content/pages/extra.md", "# 又一页\n");
    portal.run(&["build"]);
    let page = portal.root().join("public/extra/index.html");
    assert!(page.exists());
    portal.write("public/CNAME", "example.org");
    fs::remove_file(portal.root().join("content/pages/extra.md")).unwrap();
    let ran = portal.run(&["build"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!page.exists() && !page.parent().unwrap().exists());
    assert!(portal.root().join("public/CNAME").exists());
}

#[test]
fn an_address_on_the_command_line_outranks_the_settings_and_must_be_one() {
    let portal = Portal::new();
    let ran = portal.run(&["build", "--base-url", "example.org", "--lang", "en"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--base-url") && ran.err.contains("https://"), "{ran:?}");
    assert_eq!(portal.run(&["build", "--base-url", "https://example.org/a"]).code, 0);
    let sitemap = fs::read_to_string(portal.root().join("public/sitemap.xml")).unwrap();
    assert!(sitemap.contains("https://example.org/a/bodies/"), "{sitemap}");
}

#[test]
fn the_machine_failing_names_the_path() {
    let portal = Portal::new();
    fs::create_dir(portal.root().join("content/bodies.toml")).unwrap();
    let ran = portal.run(&["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("bodies.toml"), "{ran:?}");
    let ran = portal.run(&["show", "nothing.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nothing.txt"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_portal_is_not_followed() {
    let portal = Portal::new();
    let outside = portal.folder.path().join("outside.txt");
    fs::write(&outside, portal.sample().replace("样例市", "别处市")).unwrap();
    std::os::unix::fs::symlink(&outside, portal.root().join("content/reports/link.txt")).unwrap();
    std::os::unix::fs::symlink("nowhere", portal.root().join("content/reports/broken.txt")).unwrap();
    let (code, diagnostics) = portal.diagnostics();
    assert_eq!(code, 0);
    assert_eq!(diagnostics.iter().map(|(_, _, code)| code.as_str()).collect::<Vec<_>>(), ["symlink", "symlink"]);
}

#[cfg(unix)]
#[test]
fn the_folders_of_a_portal_may_be_links() {
    let portal = Portal::new();
    portal.write("static/own.css", "p {}");
    assert_eq!(portal.run(&["build"]).code, 0);
    let site = tree(&portal.root().join("public"));
    let said = portal.diagnostics();
    for (number, folder) in ["content/reports", "content/pages", "static", "content"].into_iter().enumerate() {
        let (folder, elsewhere) = (portal.root().join(folder), portal.folder.path().join(number.to_string()));
        fs::rename(&folder, &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &folder).unwrap();
        assert_eq!(portal.diagnostics(), said, "{}", folder.display());
        assert_eq!(portal.run(&["build", "--clean"]).code, 0);
        assert!(tree(&portal.root().join("public")) == site, "{}", folder.display());
    }
}

#[cfg(unix)]
#[test]
fn a_page_that_is_a_link_out_of_the_portal_and_a_pipe_are_not_read() {
    let portal = Portal::new();
    let outside = portal.folder.path().join("secret.txt");
    fs::write(&outside, "# 秘密\n\nroot:x:0:0\n").unwrap();
    std::os::unix::fs::symlink(&outside, portal.root().join("content/pages/leak.md")).unwrap();
    for name in ["report.toml", "2023.corrections.toml"] {
        let pipe = portal.root().join("content/reports/sample").join(name);
        assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    }
    let ran = portal.run(&["build"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for said in ["指向别处的链接", "而是管道"] {
        assert!(ran.err.contains(said), "{said} is missing from {ran:?}");
    }
    let published = tree(&portal.root().join("public"));
    assert!(!published.keys().any(|path| path.contains("leak")), "{:?}", published.keys());
    fs::remove_file(portal.root().join("public/.gongkai")).unwrap();
    assert!(Command::new("mkfifo").arg(portal.root().join("public/.gongkai")).status().unwrap().success());
    let ran = portal.run(&["build"]);
    assert!(ran.code == 2 && ran.err.contains("public"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn nothing_is_added_through_a_link_or_under_a_name_that_is_not_read() {
    let portal = Portal::new();
    let elsewhere = portal.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, portal.root().join("content/reports/yanglishi")).unwrap();
    let file = portal.folder.path().join("2022.txt");
    fs::write(&file, portal.sample().replace("2023年", "2022年")).unwrap();
    let hidden = portal.folder.path().join(".h.csv");
    fs::write(&hidden, "body,year,table,row,column,value\n甲市,2023,requests,received,total,3\n").unwrap();
    for (file, code) in [(file, "add-link"), (hidden, "add-name")] {
        let ran = portal.run(&["add", &file.display().to_string()]);
        assert!(ran.code == 1 && ran.out.contains(code), "{ran:?}");
    }
    assert!(tree(&elsewhere).is_empty());
    assert!(!portal.root().join("content/reports/collected").exists());
}

#[test]
fn show_prints_every_figure_and_sum_within_a_hundred_columns() {
    let portal = Portal::new();
    let ran = portal.run(&["show", "content/reports/sample/2023.txt"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for part in ["样例市", "一级政府", "2023", "1286", "268.4", "45 + 2 = 47", "200"] {
        assert!(ran.out.contains(part), "{part} is missing from {}", ran.out);
    }
    let width =
        |line: &str| line.chars().map(|c| if ('\u{2e80}'..'\u{fffd}').contains(&c) { 2 } else { 1 }).sum::<usize>();
    for line in ran.out.lines() {
        assert!(width(line) <= 100, "{line}");
    }
    portal.write("letter.txt", "您好\n");
    let ran = portal.run(&["show", "letter.txt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("--> letter.txt\n"), "{ran:?}");
}

#[test]
fn help_has_examples_for_every_command_in_the_language_of_messages() {
    let folder = tempfile::tempdir().unwrap();
    let commands = ["add", "build", "check", "completions", "extract", "init", "serve", "show"];
    for command in commands.iter().map(|command| vec![*command, "--help"]).chain([vec!["--help"], vec!["help", "add"]])
    {
        for (language, heading) in [("zh", "示例：\n  "), ("en", "Examples:\n  ")] {
            let ran = gongkai(folder.path(), &[&["--lang", language], &*command].concat());
            assert_eq!(ran.code, 0);
            assert!(ran.out.contains(heading) && ran.out.contains("  gongkai "), "{command:?}: {}", ran.out);
            assert!(!ran.out.contains("Print help (see"), "words of the crate: {}", ran.out);
        }
    }
    let help = gongkai(folder.path(), &["--help"]).out;
    assert!(help.contains("用法：gongkai [选项] <命令>\n\n命令：\n") && help.contains("\n\n选项：\n"), "{help}");
    assert!(gongkai(folder.path(), &["show", "--help"]).out.contains("用法：gongkai show [选项] <FILE>\n\n参数：\n"));
    fs::write(folder.path().join("site.toml"), "title = \"Example\"\nlanguages = [\"en\"]\n").unwrap();
    assert!(gongkai(folder.path(), &["--help"]).out.contains("Usage: gongkai "), "the language of the portal");
    let ran = gongkai(folder.path(), &["init", "another"]);
    assert!(ran.out.contains("is ready"), "{ran:?}");
    assert!(fs::read_to_string(folder.path().join("another/site.toml")).unwrap().contains("[\"en\", \"zh\"]"));
    for words in [["init", "new"], ["completions", "bash"]] {
        let help = gongkai(folder.path(), &[words[0], "--help"]).out;
        assert!(!help.contains("--root") && help.contains("--lang"), "{help}");
        let ran = gongkai(folder.path(), &[&words[..], &["--root", "."]].concat());
        assert!(ran.code == 2 && ran.err.contains("--root"), "{ran:?}");
    }
    assert!(gongkai(folder.path(), &["--version"]).out.contains(env!("CARGO_PKG_VERSION")));
    assert!(gongkai(folder.path(), &["completions", "bash"]).out.contains("complete"));
    let ran = gongkai(folder.path(), &["biuld"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: ") && ran.err.contains("build"), "{ran:?}");
    assert_eq!(gongkai(folder.path(), &[]).code, 2);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let portal = Portal::new();
    let file = "content/reports/sample/2023.txt";
    let mut child =
        command(&portal.root(), &["show", file]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(err, "");
}

const LICENCES: &str = "[[correction]]\ntable = \"proactive\"\nrow = \"licences\"\ncolumn = \"decisions\"\n\
    source = \"1286\"\nvalue = 1268\nwhy = \"印错\"\nevidence = \"勘误表第 2 页\"\n";

#[test]
fn a_correction_is_published_beside_what_the_source_has() {
    let portal = Portal::new();
    portal.write("content/reports/sample/2023.corrections.toml", LICENCES);
    assert_eq!(portal.diagnostics(), (0, vec![]));
    portal.run(&["build"]);
    let figures = fs::read_to_string(portal.root().join("public/data/figures.csv")).unwrap();
    let row = figures.lines().find(|line| line.contains(",licences,")).unwrap();
    assert!(row.contains(",1268,corrected,件,") && row.contains(",1286,yanglishi,印错 (勘误表第 2 页)"), "{row}");
    let show = portal.run(&["show", "content/reports/sample/2023.txt"]);
    for part in ["1268 改", "1286", "印错", "勘误表第 2 页"] {
        assert!(show.out.contains(part), "{part} is missing from {}", show.out);
    }

    portal.write("content/reports/sample/2023.txt", portal.sample().replace("\t1286", "\t1287"));
    let (code, diagnostics) = portal.diagnostics();
    let stale = ("content/reports/sample/2023.corrections.toml".to_owned(), Some(5), "correction-stale".to_owned());
    assert_eq!((code, diagnostics), (1, vec![stale]));
    portal.run(&["build"]);
    let figures = fs::read_to_string(portal.root().join("public/data/figures.csv")).unwrap();
    assert!(figures.contains(",1287,reported,") && !figures.contains("1268"), "a stale correction was used");
}

#[test]
fn corrections_need_a_report_and_known_words() {
    let portal = Portal::new();
    portal.write("content/reports/sample/2022.corrections.toml", LICENCES);
    portal.write("content/reports/sample/2023.corrections.toml", LICENCES.replace("licences", "licenses"));
    let (code, diagnostics) = portal.diagnostics();
    let codes: Vec<(Option<u64>, &str)> = diagnostics.iter().map(|(_, line, code)| (*line, code.as_str())).collect();
    assert_eq!((code, codes), (1, vec![(None, "correction-no-report"), (Some(3), "correction-name")]));
    let (named, not_named) = ("licences", "coercive_measures");
    let said = portal.run(&["check"]).out;
    assert!(said.contains(named) && said.contains("data/figures.csv") && !said.contains(not_named), "{said}");
    fs::remove_file(portal.root().join("content/reports/sample/2022.corrections.toml")).unwrap();
    portal.write("content/reports/sample/2023.corrections.toml", "\n");
    let empty = ("content/reports/sample/2023.corrections.toml".to_owned(), None, "correction-none".to_owned());
    assert_eq!(portal.diagnostics(), (1, vec![empty]));
}

#[test]
fn a_sum_that_a_correction_mends_is_named_with_both_sides() {
    let portal = Portal::new();
    let wrong = portal.sample().replace("（七）总计\t41\t3\t0\t0\t1\t0\t45", "（七）总计\t41\t3\t0\t0\t1\t0\t54");
    portal.write("content/reports/sample/2023.txt", wrong);
    let before = portal.run(&["check"]).out;
    assert!(before.contains("requests.handled"), "{before}");
    let correction =
        LICENCES.replace("proactive", "requests").replace("licences", "handled").replace("decisions", "total");
    let correction = correction.replace("1286", "54").replace("1268", "45");
    portal.write("content/reports/sample/2023.corrections.toml", correction);
    let after = portal.run(&["check"]);
    assert!(after.code == 0 && !after.out.contains("requests.handled"), "{after:?}");
    portal.run(&["build"]);
    let page = fs::read_to_string(portal.root().join("public/bodies/yanglishi/2023/index.html")).unwrap();
    assert!(page.contains("更正之后不再存在的不一致") && page.contains("54"), "the finding is gone without a word");
}

#[test]
fn the_original_is_offered_with_its_own_bytes_unless_the_portal_says_not_to() {
    let portal = Portal::new();
    portal.run(&["build"]);
    let site = tree(&portal.root().join("public"));
    assert_eq!(site["sources/yanglishi/2023.txt"], portal.sample().into_bytes());
    portal.write("site.toml", "originals = false\n");
    portal.run(&["build"]);
    assert!(!tree(&portal.root().join("public")).contains_key("sources/yanglishi/2023.txt"));
}

#[test]
fn a_file_is_added_to_its_place_and_nothing_is_overwritten() {
    let portal = Portal::new();
    let outside = portal.folder.path().join("下载");
    fs::create_dir(&outside).unwrap();
    let put = |name: &str, text: &str| fs::write(outside.join(name), text).unwrap();
    let reports = || tree(&portal.root().join("content/reports"));
    let before = reports();
    put("年报.txt", &portal.sample().replace("2023年", "2022年"));
    put("年报.corrections.toml", LICENCES);
    put("信.txt", "尊敬的读者：\n\n您好。\n");
    let file = outside.join("年报.txt").display().to_string();

    let dry = portal.run(&["add", "--dry-run", &file]);
    assert_eq!(dry.code, 0, "{dry:?}");
    for part in ["样例市（", "2022年", "共 200 项", "content/reports/yanglishi/2022.txt"] {
        assert!(dry.out.contains(part), "{part} is missing from {}", dry.out);
    }
    assert_eq!(reports(), before);

    let all = portal.run(&["add", &outside.display().to_string()]);
    assert_eq!(all.code, 1, "the letter is no report: {all:?}");
    assert!(all.out.contains("not-a-report") && all.out.contains("信.txt"), "{all:?}");
    let after = reports();
    let new: Vec<&str> = after.keys().filter(|path| !before.contains_key(*path)).map(String::as_str).collect();
    assert_eq!(new, ["yanglishi/2022.corrections.toml", "yanglishi/2022.txt"]);
    assert_eq!(portal.diagnostics(), (0, vec![]));

    let again = portal.run(&["add", &file]);
    assert!(again.code == 0 && again.out.contains("没有改动"), "{again:?}");
    put("年报.txt", &portal.sample().replace("2023年", "2022年").replace("1286", "1287"));
    let other = portal.run(&["add", &file, "--lang", "en"]);
    assert!(other.code == 1 && other.out.contains("add-exists") && other.out.contains("not overwritten"), "{other:?}");
    assert_eq!(reports(), after);
    let inside = portal.run(&["add", "content/reports/sample/2023.txt"]);
    assert!(inside.code == 0 && inside.out.contains("已经在门户里"), "{inside:?}");
}

#[test]
fn what_is_no_report_file_is_named_for_what_it_is() {
    let portal = Portal::new();
    fs::create_dir(portal.folder.path().join("empty")).unwrap();
    for (arguments, code, says, never) in [
        (vec!["add", "nofile.pdf"], 2, "没有 nofile.pdf", "gongkai show"),
        (vec!["show", "content/reports"], 2, "是文件夹", "–"),
        (vec!["show", "site.toml"], 1, "format-unknown-file", "content/reports"),
        (vec!["build", "--root", "/nonexistent"], 2, "gongkai init", "not found"),
    ] {
        let ran = portal.run(&arguments);
        let all = format!("{}{}", ran.out, ran.err);
        assert!(ran.code == code && all.contains(says) && !all.contains(never), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn what_a_file_does_not_say_is_kept_beside_it() {
    let portal = Portal::new();
    let nameless: String =
        portal.sample().lines().skip_while(|line| !line.starts_with("一、")).map(|line| format!("{line}\n")).collect();
    let file = portal.folder.path().join("x.txt");
    fs::write(&file, nameless).unwrap();
    let file = file.display().to_string();
    let ran = portal.run(&["add", &file]);
    assert!(ran.code == 1 && ran.out.contains("--body") && ran.out.contains("--year"), "{ran:?}");
    assert!(!ran.out.contains("report.toml"), "{ran:?}");
    for year in ["99999", "1900"] {
        let ran = portal.run(&["add", &file, "--body", "乙县", "--year", year]);
        assert!(ran.code != 0 && ran.err.contains("2008 到 2100"), "{ran:?}");
    }
    let before = tree(&portal.root().join("content"));
    let dry = portal.run(&["add", "--dry-run", &file, "--body", "乙县", "--year", "2021"]);
    assert!(dry.code == 0 && dry.out.contains("会把机关和年度写进 content/reports/yixian/report.toml"), "{dry:?}");
    assert_eq!(tree(&portal.root().join("content")), before);
    let ran = portal.run(&["add", &file, "--body", "乙县", "--year", "2021"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let hints = fs::read_to_string(portal.root().join("content/reports/yixian/report.toml")).unwrap();
    assert_eq!(hints, "[files.\"2021.txt\"]\nbody = \"乙县\"\nyear = 2021\n");
    let built = portal.run(&["build"]);
    assert_eq!((built.code, built.err.as_str()), (0, ""));
    assert!(portal.root().join("public/bodies/yixian/2021/index.html").exists());
    // A file that names another body, which would be that body's without an entry.
    let other = portal.folder.path().join("y.txt");
    fs::write(&other, portal.sample()).unwrap();
    let other = other.display().to_string();
    for dry in [true, false] {
        let mut arguments = vec!["add", &other, "--body", "乙县", "--year", "2020"];
        arguments.extend(dry.then_some("--dry-run"));
        let second = portal.run(&arguments);
        assert_eq!(second.code, 0, "{second:?}");
    }
    let entry = "\n[files.\"2020.txt\"]\nbody = \"乙县\"\nyear = 2020\n";
    assert_eq!(fs::read_to_string(portal.root().join("content/reports/yixian/report.toml")).unwrap(), hints + entry);
    assert!(!portal.diagnostics().1.iter().any(|(_, _, code)| code.starts_with("hint")));
    assert_eq!(portal.run(&["build"]).code, 0);
    assert!(portal.root().join("public/bodies/yixian/2020/index.html").exists());
}

#[test]
fn a_file_is_not_added_where_what_it_needs_cannot_be_kept() {
    let portal = Portal::new();
    let file = portal.folder.path().join("x.txt");
    fs::write(&file, portal.sample()).unwrap();
    let file = file.display().to_string();
    for hints in
        ["body = \"丙县\"\n", "[files.\"2020.txt\"]\nyear = 2019\n", "body = \n", "[files.\"a.txt\"]\nyear = 1\n"]
    {
        portal.write("content/reports/yixian/report.toml", hints);
        let before = tree(&portal.root().join("content"));
        for dry in [true, false] {
            let mut arguments = vec!["add", &file, "--body", "乙县", "--year", "2020"];
            arguments.extend(dry.then_some("--dry-run"));
            let ran = portal.run(&arguments);
            assert!(ran.code == 1 && ran.out.contains("add-hints") && ran.out.contains("没有放入文件"), "{ran:?}");
            assert_eq!(tree(&portal.root().join("content")), before, "{hints}");
        }
    }
}

#[test]
fn what_a_folder_says_of_its_files_is_kept_for_each() {
    let portal = Portal::new();
    let outside = portal.folder.path().join("下载");
    fs::create_dir(&outside).unwrap();
    for year in ["2021年", "2022年"] {
        let text = portal.sample().replace("样例市", "丙县").replace("2023年", year);
        fs::write(outside.join(format!("{year}.txt")), text).unwrap();
    }
    fs::write(outside.join("report.toml"), "url = \"https://c.example/\"\n").unwrap();
    let dry = portal.run(&["add", "--dry-run", &outside.display().to_string()]);
    assert_eq!((dry.code, dry.out.matches("会把机关和年度写进").count()), (0, 2), "{dry:?}");
    for _ in 0..2 {
        let ran = portal.run(&["add", &outside.display().to_string()]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let hints = fs::read_to_string(portal.root().join("content/reports/bingxian/report.toml")).unwrap();
        let entry =
            |year| format!("[files.\"{year}.txt\"]\nbody = \"丙县\"\nyear = {year}\nurl = \"https://c.example/\"\n");
        assert_eq!(hints, [entry(2021), entry(2022)].join("\n"));
    }
    // The same report again, of which something else is said: one of the two is right, and nobody but the maintainer knows which.
    let (twice, text) = (portal.folder.path().join("twice"), portal.sample().replace("样例市", "丁县"));
    fs::create_dir(&twice).unwrap();
    ["a.txt", "b.txt"].iter().for_each(|name| fs::write(twice.join(name), &text).unwrap());
    fs::write(twice.join("report.toml"), "[files.\"a.txt\"]\nurl = \"https://d.example/\"\n").unwrap();
    let twice = twice.display().to_string();
    for dry in [true, false] {
        let mut arguments = vec!["add", &twice];
        arguments.extend(dry.then_some("--dry-run"));
        let ran = portal.run(&arguments);
        assert!(ran.code == 1 && ran.out.contains("add-hints"), "{ran:?}");
    }
    assert_eq!(portal.diagnostics(), (0, vec![]));
}

#[test]
fn that_a_file_is_of_the_whole_year_goes_with_it() {
    let portal = Portal::new();
    let outside = portal.folder.path().join("半年");
    fs::create_dir(&outside).unwrap();
    let title = "2022年上半年政府信息公开工作年度报告";
    fs::write(
        outside.join("a.txt"),
        portal.sample().replace("2023年政府信息公开工作年度报告", title).replace("2023年", "2022年"),
    )
    .unwrap();
    fs::write(outside.join("report.toml"), "body = '样例市'\nyear = 2022\nwhole_year = true\n").unwrap();
    let ran = portal.run(&["add", &outside.join("a.txt").display().to_string()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let beside = fs::read_to_string(portal.root().join("content/reports/yanglishi/report.toml")).unwrap();
    assert!(beside.contains("whole_year = true"), "{beside}");
    assert_eq!(portal.diagnostics(), (0, vec![]));
}

#[test]
fn the_text_as_read_has_its_line_numbers() {
    let portal = Portal::new();
    let ran = portal.run(&["show", "--text", "content/reports/sample/2023.txt"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out.lines().count(), portal.sample().lines().count());
    assert!(ran.out.contains("| 行政许可\t1286\n"), "{}", ran.out);
    portal.write("x.txt", "");
    assert_eq!(portal.run(&["show", "--text", "x.txt"]).code, 1);
    // As what it is, whatever its name says: as a build reads it.
    portal.write("y.doc", "<html><body><p>年报</p></body></html>");
    assert!(portal.run(&["show", "--text", "y.doc"]).out.contains("| 年报\n"));
    portal.write("z.pdf", portal.sample());
    let ran = portal.run(&["show", "--text", "z.pdf"]);
    assert!(ran.code == 1 && ran.out.contains("format-is-text"), "{ran:?}");
}
