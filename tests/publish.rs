//! A site on disk through everything that may happen to a build: killed at any moment, a full disk, two at once.

#[path = "generator/random.rs"]
#[allow(dead_code, reason = "others draw in more ways")]
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use random::Random;
use tempfile::TempDir;

/// In memory where there is such a place: a hundred builds that are cut off are many files.
fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// A portal with two reports of the example, so that a build is quick.
fn portal(folder: &Path) -> PathBuf {
    let root = folder.join("portal");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/reports/pingtan");
    let reports = root.join("content/reports/pingtan");
    fs::create_dir_all(&reports).unwrap();
    for year in ["2022.txt", "2023.txt"] {
        fs::copy(example.join(year), reports.join(year)).unwrap();
    }
    fs::write(root.join("site.toml"), "").unwrap();
    root
}

/// A build for an address, which every page holds.
fn build(root: &Path, out: &Path, host: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(["--lang", "en", "--root"]).arg(root).args(["build", "--base-url", host, "--out"]).arg(out);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn built(root: &Path, out: &Path, host: &str) -> BTreeMap<String, Vec<u8>> {
    let done = build(root, out, host).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    files(out)
}

/// The files of a site by path, but for those of a build that was cut off.
fn files(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(out).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    all.map(|entry| (entry.path().strip_prefix(out).unwrap().display().to_string(), entry.into_path()))
        .filter(|(path, _)| !path.starts_with(".gongkai-staging"))
        .map(|(path, file)| (path, fs::read(file).unwrap()))
        .collect()
}

const HOSTS: [&str; 2] = ["https://one.example/", "https://two.example/"];

#[test]
fn a_build_killed_at_any_moment_leaves_whole_files_and_the_next_one_ends_well() {
    let folder = folder();
    let root = portal(folder.path());
    let versions = HOSTS.map(|host| built(&root, &folder.path().join(&host[8..11]), host));
    assert_ne!(versions[0]["index.html"], versions[1]["index.html"]);
    let out = folder.path().join("public");
    built(&root, &out, HOSTS[0]);
    let begun = Instant::now();
    built(&root, &out, HOSTS[1]);
    let whole_build = begun.elapsed();
    fs::write(out.join("CNAME"), "mine").unwrap();

    let mut random = Random::new(20_261_121);
    let mut ended = [0; 3];
    let rounds = std::env::var("GONGKAI_KILLED_BUILDS").map_or(15, |count| count.parse().unwrap());
    for round in 0..rounds {
        let mut run = build(&root, &out, HOSTS[round % 2]).spawn().unwrap();
        // Every other one in the last part of a build, in which files are put into their places.
        let percent = if round % 4 < 2 { random.below(110) } else { 80 + random.below(50) } as u64;
        std::thread::sleep(Duration::from_micros(whole_build.as_micros() as u64 * percent / 100));
        run.kill().unwrap();
        run.wait().unwrap();
        let there = files(&out);
        assert_eq!(there["CNAME"], b"mine");
        for path in versions[0].keys() {
            let bytes = there.get(path).unwrap_or_else(|| panic!("{path} is gone in round {round}"));
            assert!(versions.iter().any(|version| version[path] == *bytes), "{path} is torn in round {round}");
        }
        assert_eq!(there.len(), versions[0].len() + 1, "round {round}");
        let is = |version: &BTreeMap<String, Vec<u8>>| version.iter().all(|(path, bytes)| there[path] == *bytes);
        let version = versions.iter().position(is).unwrap_or(2);
        ended[version] += 1;
        if version == 2 {
            built(&root, &out, HOSTS[0]);
        }
    }
    println!(
        "of {rounds} killed builds {} left one version, {} the other, {} some files of each",
        ended[0], ended[1], ended[2]
    );
    let mut last = built(&root, &out, HOSTS[0]);
    last.remove("CNAME");
    assert!(last == versions[0]);
    assert!(!out.join(".gongkai-staging").exists());
}

/// A build that finds nothing to do must be right about it: whatever was changed, the site is that of a fresh build.
#[test]
fn a_site_that_stands_is_left_as_it_is_and_no_other() {
    let folder = folder();
    let root = portal(folder.path());
    let out = folder.path().join("public");
    let run = |out: &Path, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.args(["--lang", "en", "-v", "--root"]).arg(&root).arg("build").args(arguments).arg("--out").arg(out);
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let (said, problems) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
        let kept = said.lines().find_map(|line| line.trim().strip_prefix("pages and files: ")?.split_once(' '));
        let kept: usize = kept.map_or(0, |(count, _)| count.parse().unwrap());
        (said.contains("nothing has changed"), said.lines().next().unwrap_or_default().to_owned(), problems, kept)
    };
    let report = root.join("content/reports/pingtan/2023.txt");
    let text = fs::read_to_string(&report).unwrap();
    let edit = |file: &Path, text: &str| {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    let corrections = report.with_file_name("2023.corrections.toml");
    let correction = |why: &str| {
        let figure = "table = \"requests\"\nrow = \"received\"\ncolumn = \"total\"\nsource = \"81\"\nvalue = 82\n";
        format!("[[correction]]\n{figure}why = \"{why}\"\nevidence = \"https://example.org/\"\n")
    };
    let hints = report.with_file_name("report.toml");
    type Change<'a> = (&'a str, Box<dyn Fn() + 'a>);
    let changes: Vec<Change> = vec![
        ("nothing before", Box::new(|| ())),
        ("a figure", Box::new(|| edit(&report, &text.replacen("81", "82", 1)))),
        ("the figure again", Box::new(|| edit(&report, &text))),
        ("a correction", Box::new(|| edit(&corrections, &correction("the columns say so")))),
        ("a correction's reason", Box::new(|| edit(&corrections, &correction("so says the text")))),
        ("no correction", Box::new(|| fs::remove_file(&corrections).unwrap())),
        ("what is known of the report", Box::new(|| edit(&hints, "url = \"https://example.org/2023.html\"\n"))),
        ("nothing known of the report", Box::new(|| fs::remove_file(&hints).unwrap())),
        ("another name", Box::new(|| fs::rename(&report, report.with_file_name("twenty-three.txt")).unwrap())),
        ("the name again", Box::new(|| fs::rename(report.with_file_name("twenty-three.txt"), &report).unwrap())),
        ("one report less", Box::new(|| fs::remove_file(report.with_file_name("2022.txt")).unwrap())),
        ("the settings", Box::new(|| edit(&root.join("site.toml"), "title = \"Another\"\n"))),
        (
            "what is known of bodies",
            Box::new(|| edit(&root.join("content/bodies.toml"), "[[body]]\nname = \"平潭综合实验区\"\nslug = \"p\"\n")),
        ),
        ("a page", Box::new(|| edit(&root.join("content/pages/more.md"), "---\ntitle: More\n---\nWords\n"))),
        (
            "a template",
            Box::new(|| {
                edit(
                    &root.join("templates/404.html"),
                    "{% extends \"base.html\" %}{% block main %}gone{% endblock main %}",
                )
            }),
        ),
        ("a file of its own", Box::new(|| edit(&root.join("static/more.txt"), "more"))),
        ("a page of the site", Box::new(|| edit(&out.join("index.html"), "wrong"))),
        ("a file of the site", Box::new(|| fs::remove_file(out.join("data/figures.csv")).unwrap())),
    ];
    for (what, change) in changes {
        change();
        let (stood, .., kept) = run(&out, &[]);
        assert!(!stood, "{what}");
        // One report is on some pages; what comes after it here is on every page.
        let some = ["a figure", "the figure again", "another name", "the name again"];
        let some = some.contains(&what)
            || ["correction", "reason", "the report", "of the site"].iter().any(|end| what.ends_with(end));
        assert_eq!(kept > 0, some, "{what}: {kept}");
        let fresh = folder.path().join("fresh");
        let (_, numbers, problems, kept) = run(&fresh, &["--fresh"]);
        assert_eq!(kept, 0);
        assert!(files(&out) == files(&fresh), "{what}");
        fs::remove_dir_all(&fresh).unwrap();
        let again = run(&out, &[]);
        assert!(again.0, "{what}: nothing has changed since");
        assert_eq!((&again.1, &again.2), (&numbers, &problems), "{what}: it says what a build says");
    }
    // What is asked for is part of it.
    assert!(!run(&out, &["--base-url", "https://one.example/"]).0);
    assert!(!run(&out, &[]).0);
    assert!(!run(&out, &["--clean"]).0);
    assert!(run(&out, &[]).0, "a build that read everything again is remembered too");
    // A record that is not whole is none.
    let records = root.join(".gongkai/built");
    for record in fs::read_dir(&records).unwrap() {
        let record = record.unwrap().path();
        let mut bytes = fs::read(&record).unwrap();
        bytes[10] ^= 1;
        fs::write(&record, bytes).unwrap();
    }
    assert!(!run(&out, &[]).0);
}

/// Needs a file system of its own that can be full, which only an administrator of a Linux machine may make.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_last_site() {
    let folder = folder();
    let root = portal(folder.path());
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |size: &str| {
        let options = format!("size={size}");
        Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&disk).output()
    };
    if !mount("64m").is_ok_and(|made| made.status.success()) {
        println!("skipped: no file system can be mounted here");
        return;
    }
    let out = disk.join("public");
    let before = built(&root, &out, HOSTS[0]);
    let used: usize = before.values().map(Vec::len).sum();
    let filler = vec![0; (64 << 20) - used - used / 2];
    // As much as there is: the rest of the disk is less than the site.
    let _ = fs::write(disk.join("filler"), filler);
    let failed = build(&root, &out, HOSTS[1]).output().unwrap();
    let there = files(&out);
    let unmounted = Command::new("umount").arg(&disk).status().unwrap();
    assert!(unmounted.success());
    let said = String::from_utf8_lossy(&failed.stderr);
    assert!(!failed.status.success() && said.contains("cannot write"), "{said}");
    assert!(there == before, "the last site is as it was");
}
