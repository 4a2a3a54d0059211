//! Lines of JSON instead of files: a portal that is built from what `gongkai extract` says is the one that its files give, and
//! no line that is damaged, foreign or out of date is taken for what a report says. And nothing that a file or a list of
//! paths holds ends the run.

#[path = "generator/mod.rs"]
#[allow(dead_code, reason = "others ask more of a layout")]
mod generator;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use generator::layout::{LAYOUTS, Maker};
use gongkai::config;
use gongkai::load::{facts, load};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// A portal of its own, with the example's settings and reports.
struct Portal(TempDir);

impl Portal {
    fn example() -> Portal {
        let portal = Portal(tempfile::tempdir().unwrap());
        let example = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (path, bytes) in tree(&example.join("content")) {
            portal.write(&format!("content/{path}"), bytes);
        }
        portal.write("site.toml", fs::read(example.join("site.toml")).unwrap());
        portal
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    /// Everything below `content/reports`, as `find -type f` lists it.
    fn paths(&self) -> Vec<String> {
        tree(&self.root().join("content/reports")).into_keys().map(|path| format!("content/reports/{path}")).collect()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.current_dir(self.root()).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = self.command(arguments).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        let _ = writer.join().unwrap();
        output
    }

    /// The lines of all files of reports.
    fn lines(&self) -> Vec<String> {
        lines(&self.run(&["extract"], self.paths().join("\n").as_bytes()))
    }

    fn build(&self, out: &str, arguments: &[&str]) -> Output {
        self.run(&[&["--lang", "en", "build", "--out", out], arguments].concat(), b"")
    }

    /// What a build from these lines says against them; it must have written nothing.
    fn refused(&self, lines: &[String]) -> String {
        self.write("facts.jsonl", lines.join("\n"));
        let output = self.build("refused", &["--extracted", "facts.jsonl"]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(!self.root().join("refused/index.html").exists());
        String::from_utf8(output.stderr).unwrap()
    }
}

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

fn lines(output: &Output) -> Vec<String> {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(str::to_owned).collect()
}

fn json(line: &str) -> serde_json::Value {
    serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))
}

/// A line with something else in it and the right checksum, as nobody makes it by accident.
fn forged(line: &str, from: &str, to: &str) -> String {
    let (body, _) = line.rsplit_once(",\"sum\":").unwrap();
    assert!(body.contains(from), "{from}");
    let body = body.replacen(from, to, 1);
    let sum: String = Sha256::digest(&body)[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{body},\"sum\":\"{sum}\"}}")
}

#[test]
fn a_site_from_lines_is_the_site_from_files() {
    let portal = Portal::example();
    portal.write("content/reports/guyuan/2023.corrections.toml", correction());
    assert!(portal.build("from-files", &[]).status.success());
    let mut all = portal.lines();
    // In another order, in several files, some of them twice.
    all.reverse();
    let (some, others) = all.split_at(6);
    portal.write("facts/a.jsonl", some.join("\n"));
    portal.write("facts/b.jsonl", format!("{}\n{}\n", others.join("\n"), some[..2].join("\n")));
    let output = portal.build("from-lines", &["--extracted", "facts/*.jsonl"]);
    assert!(output.status.success(), "{output:?}");
    let site = tree(&portal.root().join("from-files"));
    assert!(site.contains_key("en/index.html") && site.keys().any(|path| path.starts_with("sources/")));
    assert!(site == tree(&portal.root().join("from-lines")));

    // Without the files: what stands beside them still counts, and originals are those texts.
    for path in portal.paths().iter().filter(|path| !path.ends_with(".toml")) {
        fs::remove_file(portal.root().join(path)).unwrap();
    }
    let output = portal.build("without-files", &["--extracted", "facts/a.jsonl", "--extracted", "facts/b.jsonl"]);
    assert!(output.status.success(), "{output:?}");
    assert!(site == tree(&portal.root().join("without-files")));
}

fn correction() -> &'static str {
    "[[correction]]\ntable = \"requests\"\nrow = \"granted\"\ncolumn = \"total\"\nsource = \"\"\nvalue = 1\nwhy = \"w\"\nevidence = \"e\"\n"
}

#[test]
fn whatever_can_be_read_comes_back_as_it_was() {
    let portal = Portal::example();
    for layout in LAYOUTS.iter().filter(|layout| layout.maker == Maker::Here) {
        let file = format!("content/reports/made/{}/2023.{}", layout.name.replace(' ', "-"), layout.extension);
        portal.write(&file, layout.make(1).bytes);
    }
    for (name, bytes) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf")) {
        portal.write(&format!("content/reports/printed/{name}"), bytes);
    }
    let guyuan = fs::read_to_string(portal.root().join("content/reports/guyuan/2023.txt")).unwrap();
    assert!(portal.build("site", &[]).status.success());
    portal.write("content/reports/x/collected.csv", fs::read(portal.root().join("site/data/figures.csv")).unwrap());
    portal.write("content/reports/x/2024.txt", format!("\u{feff}{}", guyuan.replace("2023", "2024")));
    portal.write("content/reports/x/empty.txt", "");
    portal.write("content/reports/x/prose.txt", "这里没有年报。\u{1}\"\\");
    portal.write("content/reports/x/old.doc", "x");
    portal.write("content/reports/x/unknown.xyz", "x");
    portal.write(
        "content/reports/x/report.toml",
        "[files.'prose.txt']\nyear = 2022\nbody = '甲县'\nurl = 'no address'\n",
    );
    portal.write("content/reports/guyuan/2023.corrections.toml", correction());
    let lines = portal.lines();
    portal.write("facts.jsonl", lines.join("\n"));

    let config = config::read(portal.root()).unwrap();
    let plain = load(portal.root(), &config).unwrap();
    let files = [portal.root().join("facts.jsonl")];
    let loaded = facts::load(portal.root(), &config, &files, &|| ()).unwrap();
    assert!(plain.reports.len() > 20 && plain.diagnostics.len() > 20);
    assert_eq!(loaded.reports.len(), plain.reports.len());
    for (one, other) in loaded.reports.iter().zip(&plain.reports) {
        assert!(one == other, "{}", one.report().source.path);
    }
    assert_eq!(loaded.diagnostics, plain.diagnostics);
    // The same bytes for the same input, also by one process that reads them in another order.
    let mut paths = portal.paths();
    paths.reverse();
    let mut again = self::lines(&portal.run(&["extract", "--jobs", "1"], paths.join("\n").as_bytes()));
    again.reverse();
    assert!(again == lines);
}

#[test]
fn another_program_can_use_a_line_as_it_is() {
    let portal = Portal::example();
    let line = json(&lines(&portal.run(&["extract"], b"content/reports/guyuan/2023.txt\n"))[0]);
    let report = &line["reports"][0];
    assert_eq!((&report["body"], &report["year"]), (&"固原市".into(), &2023.into()));
    let figures = report["figures"].as_array().unwrap();
    let is_received = |one: &&serde_json::Value| {
        (&one["table"], &one["row"], &one["column"]) == (&"requests".into(), &"received".into(), &"total".into())
    };
    let received = figures.iter().find(is_received).unwrap();
    assert_eq!((&received["state"], &received["unit"]), (&"reported".into(), &"件".into()));
    assert_eq!(received["value"].to_string(), received["raw"].as_str().unwrap());
    let text = line["text"].as_str().unwrap();
    let place = &received["place"];
    let cell = text.lines().nth(place["line"].as_u64().unwrap() as usize - 1).unwrap();
    let from = place["column"].as_u64().unwrap() as usize - 1;
    let length = place["length"].as_u64().unwrap() as usize;
    assert_eq!(cell.chars().skip(from).take(length).collect::<String>(), received["raw"].as_str().unwrap());
    assert_eq!(report["findings"][0]["check"], "prose.share");
    assert!(report["findings"][0]["message_en"].as_str().unwrap().contains("7.09%"));
    let bytes = fs::read(portal.root().join("content/reports/guyuan/2023.txt")).unwrap();
    let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(line["sha256"], sha256);
}

#[test]
fn every_line_of_any_list_of_paths_has_its_answer() {
    let portal = Portal::example();
    portal.write("content/reports/.hidden/2023.txt", "x");
    portal.write("content/reports/a/2023.txt~", "x");
    portal.write("content/reports/a/report.toml", "year = 'wrong'\n");
    portal.write("content/reports/a/2023.txt", "x");
    portal.write("outside.txt", "x");
    let long = "x".repeat(200_000);
    let mut input: Vec<u8> = Vec::new();
    let list: [(&[u8], &str, &str); 19] = [
        (b"content/reports/guyuan/2023.txt", "reports/guyuan/2023.txt", ""),
        (b"reports/guyuan/2023.txt", "reports/guyuan/2023.txt", ""),
        (b"guyuan/2023.txt\r", "reports/guyuan/2023.txt", ""),
        (b"content/../content/reports/suqian/../guyuan/2023.txt", "reports/guyuan/2023.txt", ""),
        (b"", "", "extract-no-path"),
        (b"a\0b", "a\0b", "extract-no-path"),
        (long.as_bytes(), "", "extract-no-path"),
        (b"\xff\xfe.txt", "\u{fffd}\u{fffd}.txt", "extract-encoding"),
        (b"nothing.txt", "nothing.txt", "extract-no-file"),
        (b"reports/guyuan/nothing.txt", "reports/guyuan/nothing.txt", "extract-no-file"),
        (b"content/reports/guyuan", "reports/guyuan", "extract-folder"),
        (b"content/reports/", "reports", "extract-folder"),
        (b"outside.txt", "outside.txt", "extract-outside"),
        (b"/dev/zero", "/dev/zero", "extract-outside"),
        (b"content/bodies.toml", "content/bodies.toml", "extract-outside"),
        (b"content/reports/guyuan/report.toml", "reports/guyuan/report.toml", "extract-beside"),
        (b"content/reports/.hidden/2023.txt", "reports/.hidden/2023.txt", "extract-left-over"),
        (b"content/reports/a/2023.txt~", "reports/a/2023.txt~", "extract-left-over"),
        (b"content/reports/a/2023.txt", "reports/a/2023.txt", ""),
    ];
    for (name, _, _) in &list {
        input.extend_from_slice(name);
        input.push(b'\n');
    }
    // The last line needs no end.
    input.pop();
    let answers = lines(&portal.run(&["extract", "--jobs", "3"], &input));
    assert_eq!(answers.len(), list.len());
    for (answer, (name, path, code)) in answers.iter().zip(&list) {
        let answer = json(answer);
        let name = String::from_utf8_lossy(&name[..name.len().min(80)]).into_owned();
        if !path.is_empty() {
            assert_eq!(answer["path"], *path, "{name}");
        }
        assert_eq!(answer["error"]["code"].as_str().unwrap_or_default(), *code, "{name}");
    }
    assert_eq!(answers[0], answers[1]);
    // What is wrong with report.toml is said, apart from what is wrong with the file.
    assert_eq!(json(&answers[18])["beside"][0]["file"], "content/reports/a/report.toml");
    assert!(portal.run(&["extract"], b"").stdout.is_empty());
    // A byte order mark before the list is no part of a name.
    let marked = lines(&portal.run(&["extract"], "\u{feff}guyuan/2023.txt\r\n".as_bytes()));
    assert_eq!(marked, answers[..1]);
}

#[test]
#[cfg(unix)]
fn links_and_files_that_cannot_be_opened_have_their_answer() {
    let portal = Portal::example();
    portal.write("outside.txt", "x");
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(portal.root().join(to), portal.root().join("content/reports").join(name)).unwrap();
    };
    link("outside.txt", "out.txt");
    link("content/reports/guyuan/2023.txt", "in.txt");
    link("nowhere", "nowhere.txt");
    let code = |name: &str| json(&lines(&portal.run(&["extract"], name.as_bytes()))[0])["error"]["code"].clone();
    assert_eq!(code("out.txt"), "symlink");
    assert_eq!(code("nowhere.txt"), "symlink");
    assert!(code("in.txt").is_null());
}

#[test]
fn a_damaged_line_stops_the_build_and_says_which() {
    let portal = Portal::example();
    let all = portal.lines();
    let at = all.iter().position(|line| line.contains("\"reports/guyuan/2023.txt\"")).unwrap();
    let line = &all[at];
    let with = |line: &str| {
        let mut lines = all.clone();
        lines[at] = line.to_owned();
        portal.refused(&lines)
    };
    let place = format!("facts.jsonl:{}", at + 1);
    let digit = line.find("\"value\":").unwrap() + 8;
    let other = if &line[digit..=digit] == "1" { "2" } else { "1" };
    let mut flipped = line.clone();
    flipped.replace_range(digit..=digit, other);
    let half: String = line.chars().take(line.chars().count() / 2).collect();
    for damaged in [flipped.as_str(), &half, &line[..line.len() - 1], "", "{}", "null", "\u{1}", &format!(" {line}")] {
        let said = with(damaged);
        assert!(said.contains("facts-damaged") && said.contains(&place), "{said}");
    }
    // Lines that somebody made: the parts must still make a report.
    for (from, to) in [
        ("\"state\":\"reported\",\"value\":", "\"state\":\"missing\",\"value\":"),
        ("\"value\":", "\"value\":0"),
        ("\"state\":\"reported\"", "\"state\":\"corrected\""),
        ("\"row\":\"received\"", "\"row\":\"handled\""),
        ("\"unit\":\"件\"", "\"unit\":\"个\""),
        ("\"edition\":\"2021\"", "\"edition\":\"2019\""),
        ("\"sha256\":\"", "\"sha256\":\"x"),
        ("\"url\":\"http://", "\"url\":\"javascript://"),
        ("\"error\":null", "\"error\":null,\"more\":1"),
    ] {
        let said = with(&forged(line, from, to));
        assert!(said.contains("facts-damaged") || said.contains("facts-hints"), "{from}: {said}");
    }
    let reader = &line[..27];
    let said = with(&forged(line, reader, "{\"reader\":\"0123456789abcdef"));
    assert!(said.contains("facts-reader") && said.contains("0123456789abcdef") && said.contains(&place), "{said}");
    for path in ["reports/../../x.txt", "/etc/x.txt", "reports/.a.txt", "pages/a.md", "reports//a.txt"] {
        let said = with(&forged(line, "\"path\":\"reports/guyuan/2023.txt\"", &format!("\"path\":\"{path}\"")));
        assert!(said.contains("facts-path") && said.contains(&place), "{said}");
    }
}

#[test]
fn lines_that_do_not_fit_the_portal_stop_the_build() {
    let portal = Portal::example();
    let all = portal.lines();
    let said = portal.refused(&all[1..]);
    assert!(said.contains("facts-no-line") && said.contains("content/reports/guyuan-office/2019.txt"), "{said}");

    let hints = portal.root().join("content/reports/guyuan/report.toml");
    let before = fs::read(&hints).unwrap();
    fs::write(&hints, "body = '乙市'\n").unwrap();
    let said = portal.refused(&all);
    assert!(said.contains("facts-hints") && said.contains("乙市") && said.contains("facts.jsonl:2"), "{said}");
    fs::write(&hints, before).unwrap();

    let file = portal.root().join("content/reports/guyuan/2023.txt");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n")).unwrap();
    let said = portal.refused(&all);
    assert!(said.contains("facts-other-file") && said.contains("content/reports/guyuan/2023.txt"), "{said}");
    let newer = lines(&portal.run(&["extract"], b"guyuan/2023.txt"));
    let said = portal.refused(&[all.clone(), newer].concat());
    assert!(said.contains("facts-contradict") && said.contains("facts.jsonl:18"), "{said}");
    fs::write(&file, text).unwrap();

    let said = portal.build("refused", &["--extracted", "nothing/*.jsonl"]);
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8(said.stderr).unwrap().contains("nothing/*.jsonl"));
}

#[test]
fn an_original_that_is_not_at_hand_is_asked_for() {
    let portal = Portal::example();
    let text = fs::read_to_string(portal.root().join("content/reports/guyuan/2023.txt")).unwrap();
    let page = format!("<html><body><pre>{text}</pre></body></html>");
    portal.write("content/reports/guyuan/2023.html", page);
    fs::remove_file(portal.root().join("content/reports/guyuan/2023.txt")).unwrap();
    let all = portal.lines();
    fs::remove_file(portal.root().join("content/reports/guyuan/2023.html")).unwrap();
    let said = portal.refused(&all);
    assert!(said.contains("facts-no-original") && said.contains("content/reports/guyuan/2023.html"), "{said}");
    let settings = fs::read_to_string(portal.root().join("site.toml")).unwrap();
    portal.write("site.toml", settings.replace("# originals = false", "originals = false"));
    assert!(portal.build("site", &["--extracted", "facts.jsonl"]).status.success());
}

#[test]
fn a_line_that_failed_is_a_gap_that_is_said_until_another_one_does_not() {
    let portal = Portal::example();
    let all = portal.lines();
    let at = all.iter().position(|line| line.contains("\"reports/guyuan/2023.txt\"")).unwrap();
    let file = portal.root().join("content/reports/guyuan/2023.txt");
    let text = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let failed = lines(&portal.run(&["extract"], b"reports/guyuan/2023.txt"));
    fs::write(&file, text).unwrap();
    let mut lines = all.clone();
    lines[at].clone_from(&failed[0]);
    portal.write("facts.jsonl", lines.join("\n"));
    let output = portal.build("gap", &["--extracted", "facts.jsonl"]);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("error: content/reports/guyuan/2023.txt: there is no such file"), "{said}");
    assert!(portal.build("strict", &["--strict", "--extracted", "facts.jsonl"]).status.code() == Some(1));
    // Whichever of the two comes first.
    for lines in [[failed.clone(), all.clone()].concat(), [all.clone(), failed].concat()] {
        portal.write("facts.jsonl", lines.join("\n"));
        let output = portal.build("strict", &["--strict", "--extracted", "facts.jsonl"]);
        assert!(output.status.success(), "{output:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_takes_too_much_costs_one_line() {
    let portal = Portal::example();
    // The one takes seconds of computing, the other many times its size in memory: each cell is kept with its place.
    portal.write("content/reports/x/slow.html", format!("<body>{}", "<div><p>甲<b>1</b>".repeat(1_500_000)));
    portal.write("content/reports/x/large.csv", format!("{}\n", "1,".repeat(500_000)).repeat(7));
    let code = |arguments: &[&str], name: &str| {
        let input = format!("guyuan/2023.txt\n{name}\nsuqian/2023.txt\n");
        let arguments = [&["extract", "--jobs", "1"], arguments].concat();
        let output = portal.run(&arguments, input.as_bytes());
        let lines = lines(&output);
        assert_eq!(lines.len(), 3);
        assert!(json(&lines[0])["error"].is_null() && json(&lines[2])["error"].is_null());
        assert_eq!(json(&lines[2])["path"], "reports/suqian/2023.txt");
        json(&lines[1])["error"]["code"].clone()
    };
    assert_eq!(code(&["--timeout", "1"], "x/slow.html"), "extract-time");
    assert_eq!(code(&["--memory", "256"], "x/large.csv"), "extract-died");
}

#[test]
#[cfg(target_os = "linux")]
fn a_process_that_is_killed_or_hangs_costs_no_other_line() {
    let portal = Portal::example();
    let mut run = portal.command(&["extract", "--jobs", "1", "--timeout", "1"]).spawn().unwrap();
    let mut input = run.stdin.take().unwrap();
    let mut output = BufReader::new(run.stdout.take().unwrap());
    let mut ask = |name: &str| {
        writeln!(input, "{name}").unwrap();
        input.flush().unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        json(&line)
    };
    let first = ask("guyuan/2023.txt");
    assert!(first["error"].is_null());
    let child = child_of(run.id());
    signal("KILL", child);
    // What the killed process would have read is read by another.
    assert_eq!(ask("guyuan/2023.txt"), first);
    let other = child_of(run.id());
    assert_ne!(child, other);
    signal("STOP", other);
    assert_eq!(ask("guyuan/2023.txt")["error"]["code"], "extract-time");
    assert_eq!(ask("guyuan/2023.txt"), first);
    drop(input);
    assert!(run.wait().unwrap().success());
}

/// The process that another one has started and that is still there.
#[cfg(target_os = "linux")]
fn child_of(parent: u32) -> u32 {
    let stat = |folder: PathBuf| {
        let stat = fs::read_to_string(folder.join("stat")).ok()?;
        let rest = stat.rsplit_once(')')?.1.trim_start();
        let (state, rest) = rest.split_once(' ')?;
        let parent: u32 = rest.split(' ').next()?.parse().ok()?;
        (state != "Z").then_some((parent, folder.file_name()?.to_str()?.parse::<u32>().ok()?))
    };
    let all = fs::read_dir("/proc").unwrap().filter_map(|entry| stat(entry.unwrap().path()));
    all.filter(|(of, _)| *of == parent).map(|(_, child)| child).next().expect("there is a child")
}

#[cfg(target_os = "linux")]
fn signal(name: &str, process: u32) {
    assert!(Command::new("kill").args(["-s", name, &process.to_string()]).status().unwrap().success());
}

#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let portal = Portal::example();
    let mut run = portal.command(&["extract"]).spawn().unwrap();
    drop(run.stdout.take());
    let mut input = run.stdin.take().unwrap();
    let _ = input.write_all(b"guyuan/2023.txt\n");
    assert_eq!(run.wait().unwrap().code(), Some(2));
}
